"""Concentration: how much of the money the best customers bring."""

import ibis
import numpy as np
import pandas as pd
from ibis import _

from retention import stats
from retention.metrics.facts import not_wholly_refunded
from retention.seasons import Window

SHARES = (0.01, 0.05, 0.1, 0.2, 0.5)
POINTS = 101


def spend(orders: ibis.Table, window: Window, after_returns: bool = False) -> np.ndarray:
    """What each customer paid in the window, largest first: gross, or net of the orders not wholly refunded."""
    bought = orders.filter(_.counts, _.customer_id.notnull(), _.ordered_on.between(ibis.date(window.first), ibis.date(window.last)))
    if after_returns:
        bought = bought.filter(not_wholly_refunded(bought))
    money = _.net_paid if after_returns else _.gross_paid
    each = bought.group_by("customer_id").agg(money=money.sum()).select(money=_.money.cast("float64"))
    return np.sort(each.to_pyarrow()["money"].to_numpy())[::-1]


def lorenz(money: np.ndarray, points: int = POINTS) -> pd.DataFrame:
    """Share of the money held by each share of customers, the best first, at evenly spaced shares from 0 to 1.

    Empty where nothing was paid.
    """
    ordered = np.sort(np.asarray(money, dtype=float))[::-1]
    total = ordered.sum()
    if not len(ordered) or total <= 0:
        return pd.DataFrame({"customers": pd.Series(dtype=float), "money": pd.Series(dtype=float)})
    customers = np.linspace(0, 1, points)
    held = np.concatenate([[0], np.cumsum(ordered)]) / total
    return pd.DataFrame({"customers": customers, "money": np.interp(customers * len(ordered), np.arange(len(held)), held)})


def top_shares(money: np.ndarray, shares: tuple[float, ...] = SHARES, least_group: int = 30) -> pd.DataFrame:
    """Part of the money the top shares of customers bring: top, customers (how many that is), money, low, high, least.

    `least` is what the last of them paid. Without a customer in a top share, or with fewer than `least_group` in all, it is left out.
    """
    ordered = np.sort(np.asarray(money, dtype=float))[::-1]
    rows = []
    for share in shares:
        count = stats.top_count(len(ordered), share)
        if len(ordered) < least_group or count == 0 or ordered.sum() <= 0:
            continue
        part = stats.top_share(ordered, share)
        rows.append((share, count, part.value, part.low, part.high, ordered[count - 1]))
    return pd.DataFrame(rows, columns=["top", "customers", "money", "low", "high", "least"])
