"""Which tier a member has: what she has completed counts, upgrades come at once, downgrades on review dates only.

The *held* tier rises as soon as what counts reaches a threshold and falls at reviews; the *granted* tier on day t, the one that gives
discounts, is the highest held on any day of [t − grace, t]. Days are whole numbers (days since 1970-01-01), money is cents.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter

from retention.membership.account import Order
from retention.settings import Programme, Qualification

EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Days since 1970-01-01.

    >>> day_number(date(1970, 1, 31))
    30
    """
    return (day - EPOCH).days


@lru_cache(maxsize=50_000)
def day_of(number: int) -> date:
    """The date of a day number."""
    return EPOCH + timedelta(number)


def review_days(rules: Qualification, first: int, last: int) -> list[int]:
    """Review dates after `first`, up to the first one after `last`; none where tiers are not lost.

    >>> [str(day_of(d)) for d in review_days(Qualification(window="rolling", downgrade=True, review_months=6), 0, 300)]
    ['1970-07-01', '1971-01-01']
    """
    if not rules.downgrade:
        return []
    found: list[int] = []
    year, month = day_of(first).year, 1
    while not found or found[-1] <= last:
        day = day_number(date(year, month, 1))
        if day > first:
            found.append(day)
        month += rules.review_months
        if month > 12:
            year, month = year + 1, 1
    return found


def thresholds(programme: Programme) -> list[int]:
    """What each tier takes, in the unit that is counted: cents, orders or points; all are whole numbers, so part of one takes the next.

    >>> from retention.settings import Tier
    >>> thresholds(Programme(label="x", tiers=[Tier(name="a"), Tier(name="b", threshold=19.99)]))
    [0, 1999]
    """
    unit = 100 if programme.qualification.basis in ("paid", "list") else 1
    # As it is written, not as binary fractions: 19.99 times 100 would fall short of 1999.
    return [math.ceil(Decimal(str(tier.threshold)) * unit) for tier in programme.tiers]


@dataclass(slots=True, eq=False)
class Standing:
    """One member's way through the tiers; `orders` are hers since she joined, `point_value` is cents of a point paid as cash."""

    rules: Qualification
    thresholds: list[int]
    joined: int
    point_value: float = 0.0
    completed: list[tuple[int, Order]] = field(default_factory=list)  # with the day of completion
    changes: list[tuple[int, int]] = field(default_factory=list)

    @property
    def held(self) -> int:
        """The tier held now, grace not counted."""
        return self.changes[-1][1] if self.changes else 0

    def upgrade(self, day: int) -> None:
        """Raise the tier as far as what counts today reaches."""
        reached = self.tier_for(self.counted(day))
        if reached > self.held:
            self.changes.append((day, reached))

    def review(self, day: int) -> None:
        """Lower the tier if what counted does not keep it; by one at most with a soft landing."""
        after = self.after_review(day)
        if after != self.held:
            self.changes.append((day, after))

    def after_review(self, day: int) -> int:
        """The tier held after a review on that day, with what is completed now."""
        kept = min(self.held, self.tier_for(self.counted(day, at_review=True)))
        return max(kept, self.held - 1) if self.rules.soft_landing else kept

    def granted(self, day: int) -> int:
        """The tier that holds on a day from the last change on: the highest held within the days of grace."""
        best, until = 0, day
        for since, tier in reversed(self.changes):
            if since <= until:
                best = max(best, tier)
            if since <= day - self.rules.grace_days:
                break
        return best

    def lived_on(self, coming: Iterable[tuple[int, Order]], reviews: Iterable[int]) -> "Standing":
        """Her standing if these orders are completed on these days, these reviews come, and nothing else happens; she herself stays as she is."""
        ahead = replace(self, completed=list(self.completed), changes=list(self.changes))
        events = [(day, 0, place, order) for place, (day, order) in enumerate(coming)] + [(day, 1, 0, None) for day in reviews]
        # On one day orders are completed before the review, and it comes before upgrades, as in the ledger.
        events += [(day, 2, place, order) for day, _, place, order in events if order is not None]
        for day, step, _, order in sorted(events, key=itemgetter(0, 1, 2)):
            if step == 0 and order is not None:
                ahead.completed.append((day, order))
            elif step == 1:
                ahead.review(day)
            else:
                ahead.upgrade(day)
        return ahead

    def counted(self, day: int, at_review: bool = False, also: Sequence[tuple[int, Order]] = ()) -> int:
        """What counts on a day: cents, orders or points of completed orders within the window; `also`: orders that will be completed, and when.

        A rolling window holds orders by the day they were placed, a calendar year by the day they were completed: an order placed in its
        last days would otherwise count in no year.
        """
        orders = [*self.completed, *also]
        if self.rules.window == "rolling":
            orders = [(done, order) for done, order in orders if order.day > day - self.rules.window_days]
        elif self.rules.window == "calendar_year":
            today = day_of(day)
            # On 1 January a review looks at the year that is over.
            year = today.year - (at_review and (today.month, today.day) == (1, 1))
            orders = [(done, order) for done, order in orders if day_of(done).year == year]
        return sum(self._amount(order) for _, order in orders)

    def last_to_keep(self, review: int, completion_days: int, today: int) -> int | None:
        """The last day on which an order, completed after the usual days, counts at a review; None where none from tomorrow on does."""
        if self.rules.window == "calendar_year":
            # A review on 1 January judges the year before.
            last = review - 1 - completion_days
            return last if last > today else None
        # An order of the review's own day is completed after the review.
        last = review - max(completion_days, 1)
        return last if last > today and review - self.rules.window_days <= today else None

    def _amount(self, order: Order) -> int:
        """What an order counts: what was kept of it."""
        basis = self.rules.basis
        if basis == "orders":
            return int(not order.whole)
        if basis == "points":
            return order.earned
        if basis == "paid":
            return order.paid - order.refunded + round((order.spent - order.given_back) * self.point_value)
        return round(order.rest_of(order.full))

    def tier_for(self, counted: int) -> int:
        """The tier that an amount reaches."""
        return max(0, bisect_right(self.thresholds, counted) - 1)

    def steps(self, last: int) -> list[tuple[int, int]]:
        """Days up to `last` on which the granted tier changed, and to what; it begins at the first tier."""
        days = sorted({d for since, _ in self.changes for d in (since, since + self.rules.grace_days) if d <= last})
        found: list[tuple[int, int]] = []
        for day in days:
            tier = self.granted(day)
            if tier != (found[-1][1] if found else 0):
                found.append((day, tier))
        return found
