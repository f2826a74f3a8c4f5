"""The points members hold when a simulation begins: lot by lot from the books of today's programme, and as another programme honours them.

What is assumed: today's programme goes on with each lot as it is. Another programme with points takes over as many as have the same face value
by its own (whole points, the rest of one is dropped); usable ones get a life as long as its new points have, from the first day on; pending ones
mature on the day they would have. A programme without points, like none at all, pays what the points would be spent for under today's. What
a programme spends on them is set against that, but never more than it spends: to let points lapse is no gain. Points
owed after refunds are taken off pending ones, what is left of a debt is let go; no order under way comes back with its pending points.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from retention.programmes.members import HELD, NO_LAST_DAY, Members
from retention.settings import PointRules, Programme

SHORT = 1e-9


def points_held(
    lots: pd.DataFrame, pending: pd.DataFrame, debts: pd.Series, purchases: pd.DataFrame, rules: PointRules, start: date, completion_days: int
) -> pd.DataFrame:
    """Points of a ledger that can be or will be usable: customer_id, and HELD in days from the start; usable ones first, by last day.

    `lots` and `pending` are the ledger's, `debts` points owed by customer, `purchases` those of `bought` (their days of completion).
    """
    day_0 = pd.Timestamp(start)
    usable = lots[lots["points"] > 0]
    last = (pd.to_datetime(usable["last_day"]) - day_0).dt.days.fillna(NO_LAST_DAY)
    since = (pd.to_datetime(usable["since"]) - day_0).dt.days.clip(upper=-1)
    now = usable[["customer_id"]].assign(held_points=usable["points"], held_since=since, held_last=last)
    bought = purchases.set_index("order_id")
    done = bought["completed_day"].fillna(bought["day"] + pd.Timedelta(max(1, completion_days), "D"))
    matures = (pending["order_id"].map(done[~done.index.duplicated()]) - day_0).dt.days + rules.pending_days
    later = pending[["customer_id"]].assign(held_points=pending["points"], held_since=matures.fillna(0).clip(lower=0), held_last=0)
    later = _less_debts(later.sort_values(["customer_id", "held_since"], kind="stable"), debts)
    return pd.concat([now.sort_values(["customer_id", "held_last"], kind="stable"), later], ignore_index=True)


def _less_debts(pending: pd.DataFrame, debts: pd.Series) -> pd.DataFrame:
    """Pending points, the first of each member's less what she owes."""
    before = pending.groupby("customer_id")["held_points"].cumsum() - pending["held_points"]
    owed = (pending["customer_id"].map(debts).fillna(0) - before).clip(lower=0)
    left = (pending["held_points"] - owed).clip(lower=0)
    return pending.assign(held_points=left)[left > 0]


def with_points_held(members: Members, held: pd.DataFrame) -> Members:
    """The members with what they hold (`points_held`); whoever is no member of these is left out."""
    place = pd.Series(np.arange(len(members)), index=members.customer_id)
    rows = held.assign(at=held["customer_id"].map(place)).dropna(subset="at").sort_values("at", kind="stable")
    starts = np.searchsorted(rows["at"].to_numpy(), np.arange(len(members) + 1)).astype(np.int64)
    told: dict[str, Any] = {name: rows[name].to_numpy(np.int64) for name in HELD}
    return replace(members, held_start=starts, **told)


def honoured(members: Members, today: Programme, programme: Programme) -> Members:
    """The members with their points as this programme takes them over from today's."""
    if same_rules(programme, today) or not len(members.held_points):
        return members
    rules = programme.points
    if rules is None or not takes_over(programme):
        return members.without_points()
    points = np.floor(members.held_points * today.value_per_point / programme.value_per_point + SHORT).astype(np.int64)
    life = NO_LAST_DAY if rules.expiry_days is None else rules.expiry_days
    return replace(members, held_points=points, held_last=np.where(members.held_since < 0, life, 0))


def same_rules(one: Programme, other: Programme) -> bool:
    """Whether two programmes differ in nothing but their label."""
    return one.model_copy(update={"label": other.label}) == other


def takes_over(programme: Programme) -> bool:
    """Whether points can be spent in this programme."""
    return programme.points is not None and programme.value_per_point > 0
