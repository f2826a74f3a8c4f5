"""RFM: scores from 1 to 5 for recency, frequency and monetary value, and the eight types they make.

A score is 1 + ⌊5 · share of customers strictly worse⌋ (worse: more days, fewer orders, less money), so equal
customers always get equal scores, and where most buy once all one-time buyers score 1 on frequency. A score
is *high* above the mean of the scores, not of the raw values, which a few resellers would pull up. Customers
without an order in the window are scored 1, 1, 1 and do not move the scores of the others.
"""

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from retention.orders import loose_refunds, of_known_customers
from retention.settings import ScoreCuts

LEVELS = 5
# What each score rests on, and whether less of it is better.
SCORED = {"r": ("days_since_last_order", True), "f": ("orders_scored", False), "m": ("net_paid_scored", False)}
# R, F, M -> type. Many pages print wrong patterns; this table is tested.
TYPES = {
    "HHH": "important_value",
    "HLH": "important_development",
    "LHH": "important_keep",
    "LLH": "important_winback",
    "HHL": "general_value",
    "HLL": "general_development",
    "LHL": "general_keep",
    "LLL": "general_winback",
}


def rfm(orders: ir.Table, returns: ir.Table | None, as_of: date, window_days: int) -> pd.DataFrame:
    """One row per customer with an order that counts, ordered by customer_id: days_since_last_order, orders_scored, net_paid_scored.

    Orders and money are those of the `window_days` to as_of, after all refunds; `in_window`: there is such an order.
    """
    first = ibis.date((as_of - timedelta(days=window_days - 1)).isoformat())
    counted = of_known_customers(orders)
    within = _.ordered_on >= first
    sums = counted.group_by("customer_id").agg(
        last_ordered_on=_.ordered_on.max(), orders_scored=within.ifelse(1, 0).sum(), net=within.ifelse(_.net_paid, 0).sum()
    )
    back = _refunds(orders, returns, first)
    wide = sums.left_join(back, "customer_id").mutate(
        orders_scored=_.orders_scored.cast("int64"), net=_.net.cast("float64"), back=_.back.cast("float64").fill_null(0.0)
    )
    people = wide.select("customer_id", "last_ordered_on", "orders_scored", "net", "back").order_by("customer_id").to_pandas()
    return pd.DataFrame(
        {
            "customer_id": people["customer_id"],
            "days_since_last_order": (pd.Timestamp(as_of) - pd.to_datetime(people["last_ordered_on"])).dt.days.astype("int64"),
            "orders_scored": people["orders_scored"].astype("int64"),
            "net_paid_scored": (people["net"] - people["back"]).round(2),
            "in_window": people["orders_scored"] > 0,
        }
    )


def _refunds(orders: ir.Table, returns: ir.Table | None, first: ir.DateValue) -> ir.Table:
    """One row per customer: refunds of the window that name no order."""
    if returns is None:
        return orders.filter(ibis.literal(False)).select("customer_id", back=_.refunded)
    loose = loose_refunds(returns).filter(_.customer_id.notnull(), _.returned_on >= first)
    return loose.group_by("customer_id").agg(back=_.amount.sum())


def score(values: pd.Series, less_is_better: bool = False) -> pd.Series:
    """Score `values` from 1 to 5, 5 being best.

    >>> score(pd.Series([10, 20, 20, 30, 400])).tolist()
    [1, 2, 2, 4, 5]
    """
    worse = values.rank(method="min", ascending=not less_is_better).astype("int64") - 1
    return worse * LEVELS // max(len(values), 1) + 1


def with_scores(customers: pd.DataFrame) -> pd.DataFrame:
    """Add r_score, f_score and m_score to a table of `rfm`."""
    scored, inside = customers.copy(), customers["in_window"]
    for letter, (column, less_is_better) in SCORED.items():
        scored[f"{letter}_score"] = 1
        scored.loc[inside, f"{letter}_score"] = score(customers.loc[inside, column], less_is_better)
    return scored


def with_types(scored: pd.DataFrame, cuts: ScoreCuts) -> pd.DataFrame:
    """Add the flags r_high, f_high and m_high and the column `type` to a table with scores; equal to the cut is low."""
    high = {f"{letter}_high": _high(scored, letter, cuts) for letter in SCORED}
    pattern = pd.Series("", index=scored.index)
    for flag in high.values():
        pattern = pattern + np.where(flag, "H", "L")
    return scored.assign(**high, type=pattern.map(TYPES).astype(object))


def _high(scored: pd.DataFrame, letter: str, cuts: ScoreCuts) -> pd.Series:
    column, less_is_better = SCORED[letter]
    inside = scored["in_window"]
    cut = {"r": cuts.days, "f": cuts.orders, "m": cuts.money}[letter]
    if cut is not None:
        return inside & (scored[column] < cut if less_is_better else scored[column] > cut)
    scores = scored.loc[inside, f"{letter}_score"]
    if cuts.kind == "median":
        return inside & (scored[f"{letter}_score"] > scores.median())
    # Integers on both sides: a mean in floats can miss equality.
    return inside & (scored[f"{letter}_score"] * len(scores) > int(scores.sum()))


def cut_meanings(typed: pd.DataFrame) -> pd.DataFrame:
    """What high means in this shop: letter, column, edge (the worst value that is still high), customers high, n (scored).

    `edge` is missing where nobody is high, because all are equal.
    """
    scored = typed[typed["in_window"]]
    rows = []
    for letter, (column, less_is_better) in SCORED.items():
        high = scored.loc[scored[f"{letter}_high"], column]
        edge = np.nan if high.empty else float(high.max() if less_is_better else high.min())
        rows.append({"letter": letter, "column": column, "edge": edge, "high": len(high), "n": len(scored)})
    return pd.DataFrame(rows)


def rfm_map(scored: pd.DataFrame) -> pd.DataFrame:
    """Customers in the window by R and F score: r_score, f_score, customers, share, net_paid (their mean in the window); all 25 cells."""
    inside = scored[scored["in_window"]]
    cells = inside.groupby(["r_score", "f_score"])["net_paid_scored"].agg(["size", "mean"])
    every = pd.MultiIndex.from_product([range(1, LEVELS + 1)] * 2, names=["r_score", "f_score"])
    cells = cells.reindex(every).reset_index()
    customers = cells["size"].fillna(0).astype("int64")
    share = customers / max(len(inside), 1)
    return pd.DataFrame({"r_score": cells["r_score"], "f_score": cells["f_score"], "customers": customers, "share": share, "net_paid": cells["mean"]})
