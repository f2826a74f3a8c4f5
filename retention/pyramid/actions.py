"""What to do now: who to turn to today, how many they are, and what they paid in the past. No forecasts.

Each customer stands in one action at most, the first that takes them in the order of `TAKES_FIRST`;
the actions are then shown by past money. What the money could become is left to notebook 05.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from retention.orders import that_count
from retention.pyramid.first_order import asked
from retention.pyramid.marks import unmarked
from retention.settings import PyramidSettings
from retention.stats import top_count

TAKES_FIRST = ("top_dormant", "overdue", "second_order", "many_returns")
# A first order younger than this is still on its way or being tried on.
SETTLED_DAYS = 14
# A customer is overdue beyond this many of their own gaps.
OWN_GAPS = 2
# Serial returners: at least so many orders, and a rate of refunds above both the floor and so many times the shop's.
RETURNS_ORDERS, RETURNS_FLOOR, RETURNS_TIMES = 3, 0.3, 1.5
# Below this share of sales an account for guests is no task for today.
GUESTS_WORTH_ASKING = 0.05
# Marked accounts are nobody to turn to like a customer; only what an action is about stands in its list.
MARKED_TOO = {"many_returns": ("high_returns",)}
PEOPLE = ["customer_id", "owner", "last_ordered_on", "orders", "net_paid", "days_since_last_order", "median_gap_days", "refund_rate", "reason"]


@dataclass(frozen=True)
class Action:
    """One thing to do: `people` to turn to (dearest first), `money` they paid in the past, `facts` for its sentence.

    `left_out` marked accounts fit, too, and are not among them.
    """

    key: str
    customers: int
    money: float
    people: pd.DataFrame
    facts: Mapping[str, float] = field(default_factory=dict)
    left_out: int = 0


def what_to_do_now(pyramid: pd.DataFrame, guests: Mapping[str, float], settings: PyramidSettings, as_of: date, most: int = 5) -> list[Action]:
    """Up to `most` actions with somebody in them, by past net paid; `guests` comes from guest_sales."""
    found, wanted = [], _who(pyramid, settings)
    taken, left_out = (pd.Series(False, index=pyramid.index) for _ in range(2))
    for key in TAKES_FIRST:
        usual = unmarked(pyramid["customer_id"], pyramid, MARKED_TOO.get(key, ()))
        here, odd = wanted[key] & usual & ~taken, wanted[key] & ~usual & ~left_out
        taken, left_out = taken | here, left_out | odd
        if here.any():
            people = pyramid[here].sort_values(["net_paid", "customer_id"], ascending=[False, True])
            listed = people.assign(reason=key)[PEOPLE].reset_index(drop=True)
            found.append(
                Action(
                    key, len(people), round(float(people["net_paid"].sum()), 2), listed, _facts(key, people, pyramid, settings, as_of), int(odd.sum())
                )
            )
    if guests["share"] >= GUESTS_WORTH_ASKING:
        found.append(Action("guests", 0, guests["money"], pyramid.iloc[:0].assign(reason="")[PEOPLE], guests))
    return sorted(found, key=lambda action: -action.money)[:most]


def guest_sales(orders: ir.Table) -> dict[str, float]:
    """Orders that count without a customer: orders, money (net paid) and share of the shop's net paid."""
    sums = that_count(orders).agg(
        orders=_.customer_id.isnull().sum(),
        money=_.net_paid.sum(where=_.customer_id.isnull()).cast("float64"),
        all=_.net_paid.sum().cast("float64"),
    )
    row = sums.to_pandas().fillna(0).iloc[0]
    share = float(row["money"] / row["all"]) if row["all"] > 0 else 0.0
    return {"orders": int(row["orders"]), "money": float(row["money"]), "share": share}


def top_customers(pyramid: pd.DataFrame, share: float) -> pd.Series:
    """A flag for the ⌊share · n⌋ customers who paid most, ties by customer_id."""
    best = pyramid.sort_values(["net_paid", "customer_id"], ascending=[False, True]).index[: top_count(len(pyramid), share)]
    return pd.Series(pyramid.index.isin(best), index=pyramid.index) & (pyramid["net_paid"] > 0)


def _who(pyramid: pd.DataFrame, settings: PyramidSettings) -> dict[str, pd.Series]:
    """For each action a flag per customer, before anybody is taken."""
    since, once = pyramid["days_since_last_order"], pyramid["purchase_days"] == 1
    usual = np.maximum(settings.dormant_days, OWN_GAPS * pyramid["median_gap_days"].fillna(0))
    not_lapsed = since <= settings.lapsed_days
    often_back = max(RETURNS_FLOOR, RETURNS_TIMES * refund_rate(pyramid))
    return {
        "top_dormant": top_customers(pyramid, settings.top_share) & (since > settings.dormant_days) & not_lapsed,
        "overdue": ~once & (since > usual) & not_lapsed & (pyramid["net_paid"] > 0),
        "second_order": once & since.between(SETTLED_DAYS, settings.second_order_days) & (pyramid["orders_kept"] > 0),
        "many_returns": (pyramid["orders"] >= RETURNS_ORDERS) & (pyramid["refund_rate"] > often_back) & not_lapsed,
    }


def refund_rate(people: pd.DataFrame) -> float:
    """Refunds of these customers together per gross paid, 0 where nothing was paid."""
    paid = people["gross_paid"].sum()
    return float((people["refunded"].sum() + people["refunds_without_order"].sum()) / paid) if paid > 0 else 0.0


def _facts(key: str, people: pd.DataFrame, pyramid: pd.DataFrame, settings: PyramidSettings, as_of: date) -> dict[str, float]:
    """What an action's sentence says besides people and money."""
    if key == "second_order":
        came_back = asked(pyramid, as_of, settings.second_order_days)["came_back"]
        enough = len(came_back) >= settings.least_group
        return {"from": SETTLED_DAYS, "days": settings.second_order_days, "n": len(came_back), "k": int(came_back.sum()), "enough": enough}
    if key == "many_returns":
        back = float(people["refunded"].sum() + people["refunds_without_order"].sum())
        return {"least": RETURNS_ORDERS, "rate": refund_rate(people), "usual": refund_rate(pyramid), "refunded": back}
    whole = float(pyramid["net_paid"].sum())
    gap = float(people["median_gap_days"].median())
    share = float(people["net_paid"].sum()) / whole if whole > 0 else 0.0
    return {"days": settings.dormant_days, "top_share": settings.top_share, "gap": gap, "share": share}
