"""When customers order: the share of orders on each weekday and in each hour of the shop's own day.

Not orders are the independent units: one campaign day can make a weekday, and an interval that takes its orders for independent ones is far
too narrow. Weekdays are judged by how much weeks differ, hours by how much days do: Wilson's interval of as many orders as these are worth.
"""

from dataclasses import dataclass

import ibis
import numpy as np
import pandas as pd
from ibis import _

from retention import stats
from retention.orders import local_time, that_count

# Under so many orders there are counts and no shares; under so many weeks (for hours: days) no interval, and nothing stands out.
LEAST, LEAST_UNITS = 30, 8
WEEKDAYS, HOURS = range(1, 8), range(24)
COLUMNS = ["at", "k", "share", "low", "high", "n", "even", "stands_out", "busiest_on", "busiest", "busiest_part"]
A_MONDAY = pd.Timestamp("1970-01-05")


@dataclass(frozen=True)
class OrderTimes:
    """When customers order: `weekdays` (at: 1 Monday … 7 Sunday) and `hours` (at: 0 … 23, on the clock of `zone`).

    Both: at, k (orders), share of n, low, high, n, even (the share if orders were spread evenly over days and hours), stands_out (more
    than even, also after looking at all of them), busiest_on and busiest (its day with most orders, and how many), busiest_part (of the
    surplus over an even spread, what that day has above the other days; missing without a surplus). No hours are there where fewer than half
    of the orders have one; `orders` are all that count, `with_hour` those of which more than the day is known.
    """

    weekdays: pd.DataFrame
    hours: pd.DataFrame
    orders: int
    with_hour: int
    weeks: int
    days: tuple[str, str]
    zone: str

    @property
    def table(self) -> pd.DataFrame:
        """Weekdays, then hours; column `of` tells which."""
        return pd.concat([self.weekdays.assign(of="weekday"), self.hours.assign(of="hour")], ignore_index=True)


def order_times(orders: ibis.Table, time_zone: str) -> OrderTimes:
    """Orders that count, guests' included, by weekday and hour where the shop is; at midnight sharp only the day is known."""
    zone = time_zone or "UTC"
    counted = that_count(orders)
    local = local_time(counted.ordered_at, zone)
    hour = (local == local.truncate("D")).ifelse(ibis.null("int32"), local.hour())
    found = counted.group_by(day=counted.ordered_on, hour=hour).agg(k=_.count()).order_by("day", "hour").to_pyarrow().to_pandas()
    day = pd.to_datetime(found["day"])
    found = found.assign(day=day, weekday=day.dt.day_of_week + 1, week=(day - A_MONDAY).dt.days // 7)
    timed = found.dropna(subset="hour")
    total, with_hour = int(found["k"].sum()), int(timed["k"].sum())
    hours = _shares(timed, "hour", "day", pd.Series(1 / len(HOURS), index=HOURS))
    first_and_last = (str(day.min())[:10], str(day.max())[:10]) if total else ("", "")
    weekdays = _shares(found, "weekday", "week", _days_of(day))
    return OrderTimes(
        weekdays, hours if 2 * with_hour >= max(total, 1) else hours[:0], total, with_hour, found["week"].nunique(), first_and_last, zone
    )


def _days_of(day: pd.Series) -> pd.Series:
    """Share of each weekday in the days from the first to the last order."""
    if day.empty:
        return pd.Series(1 / len(WEEKDAYS), index=WEEKDAYS)
    every = pd.Series(pd.date_range(day.min(), day.max()).day_of_week + 1)
    return every.value_counts(normalize=True).reindex(WEEKDAYS, fill_value=0.0)


def _shares(found: pd.DataFrame, by: str, unit: str, even: pd.Series) -> pd.DataFrame:
    """Share of the orders at each value of `by`, with Wilson intervals of as many orders as these are worth."""
    counts = found.pivot_table(index=unit, columns=by, values="k", aggfunc="sum", fill_value=0).reindex(columns=even.index, fill_value=0)
    k, each = counts.sum(), counts.sum(axis=1)
    n, units = int(each.sum()), len(counts)
    share = k / n if n >= LEAST else k * np.nan
    low = high = surely = share * np.nan
    if units >= LEAST_UNITS:
        worth = _worth(counts.to_numpy(dtype=float), share.to_numpy())
        (low, high), (surely, _high) = (stats.wilson(share * worth, worth, 1 - (1 - stats.LEVEL) / looks) for looks in (1, len(even)))
    table = {"k": k, "share": share, "low": low, "high": high, "n": n, "even": even, "stands_out": np.asarray(surely) > even}
    return _with_busiest(pd.DataFrame(table, index=even.index), found, by).rename_axis("at").reset_index()[COLUMNS]


def _with_busiest(table: pd.DataFrame, found: pd.DataFrame, by: str) -> pd.DataFrame:
    """Beside each value its day with most orders, and what part of the surplus over an even spread this day brings."""
    of_days = found.groupby([by, "day"])["k"].sum().reset_index().sort_values("k", ascending=False, kind="stable")
    days, most = of_days.groupby(by).size().reindex(table.index), of_days.drop_duplicates(by).set_index(by).reindex(table.index)
    usual = (table["k"] - most["k"]) / (days - 1).clip(lower=1)
    surplus = table["k"] - table["even"] * table["n"]
    part = (most["k"] - usual) / surplus.where(surplus > 0)
    return table.assign(busiest_on=most["day"], busiest=most["k"].fillna(0).astype(int), busiest_part=part)


def _worth(counts: np.ndarray, share: np.ndarray) -> np.ndarray:
    """How many independent orders tell each share as surely as these, by what it becomes when each unit (row) in turn is left out (jackknife).

    Never more than there are.
    """
    n, units = counts.sum(), len(counts)
    without = (counts.sum(axis=0) - counts) / (n - counts.sum(axis=1, keepdims=True))
    variance = ((without - without.mean(axis=0)) ** 2).sum(axis=0) * (units - 1) / units
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.fmin(share * (1 - share) / variance, n)
