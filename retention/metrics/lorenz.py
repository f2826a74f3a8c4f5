"""Concentration: how much of the money the best customers bring."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import ibis
import numpy as np
import pandas as pd
from ibis import _

from retention import stats
from retention.metrics.facts import first_day
from retention.orders import not_wholly_refunded, of_known_customers
from retention.seasons import Window, window_to

SHARES = (0.01, 0.05, 0.1, 0.2, 0.5)
POINTS = 101


@dataclass(frozen=True)
class Concentration:
    """Who brings the money of a window: the curve's `points`, the `tops`, how many customers paid, and the one share to speak of."""

    points: pd.DataFrame
    tops: pd.DataFrame
    customers: int
    window: Window
    top: float


def concentration(orders: ibis.Table, as_of: date, window_days: int | Literal["all"] = 365, top: float = 0.2, least_group: int = 30) -> Concentration:
    """Gross money of the window that ends on `as_of` by share of customers; `top` is the share its sentence is about."""
    window = window_to(as_of, window_days, first_day(orders))
    money = spend(orders, window)
    return Concentration(lorenz(money), top_shares(money, tuple(sorted({*SHARES, top})), least_group), len(money), window, top)


def spend(orders: ibis.Table, window: Window, after_returns: bool = False) -> np.ndarray:
    """What each customer paid in the window, largest first: gross, or net of the orders not wholly refunded."""
    bought = of_known_customers(orders).filter(_.ordered_on.between(ibis.date(window.first), ibis.date(window.last)))
    if after_returns:
        bought = bought.filter(not_wholly_refunded(_))
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
