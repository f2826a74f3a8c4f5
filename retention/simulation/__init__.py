"""The simulation's inner loop, compiled: one member's life in two worlds, from event to event instead of day by day.

What is not said in METHODS §6 is settled here (t runs in days from the start, day d = ⌊t⌋, H is the first day not lived):

Counting. Orders are counted if they are not wholly returned. Money is booked on the order's day under the tier granted then, net of
what will come back even if it comes back after H; the account sees refunds only before H. Money kept of an order with returned share
s is (1 − s) of it; points spent as cash on it are ⌊s·spent + 1e-9⌋ fewer (all for s = 1), so list·(1−s) = discount + paid + face.
Thresholds are met within 1e-6; ⌊·⌋ of money × points is taken after adding 1e-9.
Completion is on day c = d + max(1, completion days), maturing on c + pending days: the settling of the order's own day is over.
Settling of a day: expire → mature (task points of the month, then for each order its review, then its purchase points) → refunds in
the order of their orders → completions, tier review, benefits of reaching → birthday. Then orders come.
Tasks: on the first day of month k members not dropped out get ⌊(k+1)x + 1e-9⌋ − ⌊kx + 1e-9⌋ points, x = check-ins × points +
shares × points a month, cut to the cap. A review's points come with its order's, what the cap still leaves in that month, and none if the
order has been sent back wholly by then; sent back wholly later it loses them, after its own.
Refunds: points given back, the first taken first, each pay debt while there is any and else go to the lot they came from; such a lot
lasts at least seven more days, all of it. So a member in debt never has usable points.
Tiers: the opening tier is that of a review on day 0 (on 1 January the year before counts); a rolling window holds the purchases of
day D − window + 1 to D, a calendar year those completed in it; purchases under way at the start are completed on day 0; past ones count
⌊paid in full steps × per_money⌋ where the basis is points. Reviews after day 0 only.
Reaching: each tier above the highest so far gives every reaching benefit of tiers up to it; a coupon lasts through day D + valid days.
Birthdays come on days = birthday (mod 365), while the member has not dropped out; so do yearly benefits, at the tier of that day.
Pulled forward: the next baseline order at most 90 days after the extra order's moment is lost; there is one such flag at a time.
Cohorts: a lot is issued in the month of maturing net of debt; burned is net of what was given back, in the month of burning.
Opening: points held on day 0 come lot by lot with their own last day, those pending on the day they mature, before that day's orders mature
(none of them comes back with its order). Usable ones belong to no cohort: how many of them are spent and left is told apart.
Joining: who joins on day j > 0 has an empty account in the first tier, and candidates from the moment j on; monthly points and birthdays from
day j on. Of a reaction she has what lasts: she knows no programme but this. A year's moves count members who were ones when it began.
Horizon: points outstanding are those after the settling of day H − 1, aged H − 1 − day of maturing.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numba import njit

from retention.simulation.bare import bare_account, bare_clock, bare_people, bare_reaction, bare_rules, bare_sums
from retention.simulation.life import live
from retention.simulation.shapes import GAIN, OVERFLOW, SEEN, Account, Clock, People, Reaction, Rules, Sums
from retention.simulation.tiers import opening

FILES = sorted(Path(__file__).parent.glob("*.py"))


def _compiled(version: str) -> tuple[Callable[..., bool], Callable[..., tuple[np.ndarray, np.ndarray, np.ndarray]]]:
    """The one compiled door. What numba keeps on disk knows of its own file only, so the version of all of them goes into its key."""

    @njit(cache=True, nogil=True, error_model="numpy")
    def live_all(
        first: int,
        last: int,
        draw: int,
        seed: int,
        rules: Rules,
        people: People,
        clock: Clock,
        reaction: Reaction,
        acc: Account,
        sums: Sums,
        gain: np.ndarray,
        seen: np.ndarray,
    ) -> bool:
        """Members `first` to `last` − 1 in one draw, in their order; gives whether there was room for all of them."""
        assert version
        rules, people, clock, reaction = bare_rules(rules), bare_people(people), bare_clock(clock), bare_reaction(reaction)
        acc, sums = bare_account(acc), bare_sums(sums)
        for member in range(first, last):
            live(member, draw, seed, rules, people, clock, reaction, acc, sums)
            if acc.num[OVERFLOW]:
                return False
            gain[member] += acc.val[GAIN]
            seen[member] += acc.val[SEEN]
        return True

    @njit(cache=True, nogil=True, error_model="numpy")
    def opened(rules: Rules, past_start: np.ndarray, past_day: np.ndarray, past_amount: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """`opening`: what counts of past purchases, and the tier it gives."""
        assert version
        return opening(rules, past_start, past_day, past_amount)

    return live_all, opened


live_all, opened = _compiled(hashlib.sha256(b"".join(file.read_bytes() for file in FILES)).hexdigest())
