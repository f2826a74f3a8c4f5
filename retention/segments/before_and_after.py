"""Before and after: what became of a group that was chosen by its past, and how much of it would have come anyway.

A group chosen because it was extreme is less extreme afterwards (regression to the mean): of Online Retail's customers
dormant for 60 days a quarter comes back without any campaign, and its best fifth spends a third less. So a change is shown
beside the change of customers chosen *in the same way one period earlier*, and never called an effect: only a
control group gives one. The customers are fixed at the start of each period.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from retention import stats
from retention.orders import of_known_customers


@dataclass(frozen=True)
class BeforeAfter:
    """Means per customer of a group before and after, and of the group chosen in the same way one period earlier.

    `ratio` is after / before, `usual` the same of the earlier group; `beyond` is ratio / usual with its interval (both groups' customers
    resampled): 1 where the group did what such groups do. Missing where nothing can be compared; `n` and `n_earlier` count customers.
    """

    n: int
    before: float
    after: float
    n_earlier: int
    earlier_before: float
    earlier_after: float
    ratio: float
    usual: float
    beyond: stats.Estimate


def before_after(now: pd.DataFrame, earlier: pd.DataFrame | None, least_group: int = 30, seed: int = 0) -> BeforeAfter:
    """Compare `now` (one row per chosen customer: before, after) with `earlier` (the same, chosen in the same way one period before).

    Without an earlier group of at least `least_group` there is no correction, and the page has to warn instead.
    """
    n, m = len(now), 0 if earlier is None else len(earlier)
    means = now[["before", "after"]].astype(float).mean() if n else pd.Series({"before": np.nan, "after": np.nan})
    other = earlier[["before", "after"]].astype(float).mean() if earlier is not None and m else pd.Series({"before": np.nan, "after": np.nan})
    ratio, usual = _per(means["after"], means["before"]), _per(other["after"], other["before"])
    beyond = stats.UNKNOWN
    if earlier is not None and min(n, m) >= least_group and np.isfinite(ratio) and np.isfinite(usual) and usual > 0:
        beyond = _beyond(now, earlier, ratio / usual, seed)
    return BeforeAfter(n, float(means["before"]), float(means["after"]), m, float(other["before"]), float(other["after"]), ratio, usual, beyond)


def _per(after: float, before: float) -> float:
    return float(after / before) if before > 0 else np.nan


def _beyond(now: pd.DataFrame, earlier: pd.DataFrame, value: float, seed: int) -> stats.Estimate:
    """The ratio of ratios with its interval; the two groups are resampled independently."""
    sums = [
        stats.resampled_sums(table[["before", "after"]].to_numpy(dtype=float), seed=stream) for table, stream in ((now, seed), (earlier, seed + 1))
    ]
    with np.errstate(invalid="ignore", divide="ignore"):
        drawn = (sums[0][:, 1] / sums[0][:, 0]) / (sums[1][:, 1] / sums[1][:, 0])
    if not np.isfinite(drawn).all():
        return stats.UNKNOWN
    low, high = np.quantile(drawn, [(1 - stats.LEVEL) / 2, (1 + stats.LEVEL) / 2])
    return stats.Estimate(value, float(low), float(high), float(drawn.std(ddof=1)))


def spent_around(orders: ir.Table, day: date, days: int) -> pd.DataFrame:
    """Gross money of each customer in the `days` up to `day` and in the `days` after it: customer_id, before, after, and days since the last order.

    Customers with an order up to `day` only, so that who is in it is fixed at the start.
    """
    known = of_known_customers(orders).filter(_.ordered_on <= ibis.date((day + timedelta(days=days)).isoformat()))
    at, first = ibis.date(day.isoformat()), ibis.date((day - timedelta(days=days - 1)).isoformat())
    sums = known.group_by("customer_id").agg(
        last=_.ordered_on.max(where=_.ordered_on <= at),
        before=(_.ordered_on.between(first, at)).ifelse(_.gross_paid, 0).sum(),
        after=(_.ordered_on > at).ifelse(_.gross_paid, 0).sum(),
    )
    rows = sums.filter(_.last.notnull()).mutate(before=_.before.cast("float64"), after=_.after.cast("float64")).order_by("customer_id").to_pandas()
    since = (pd.Timestamp(day) - pd.to_datetime(rows["last"])).dt.days
    return rows.assign(days_since_last_order=since.astype("int64"))[["customer_id", "before", "after", "days_since_last_order"]]


def best_fifth(spent: pd.DataFrame) -> pd.DataFrame:
    """The fifth of the customers with money in the days before who spent most in them; `spent` comes from spent_around."""
    buyers = spent[spent["before"] > 0].sort_values(["before", "customer_id"], ascending=[False, True])
    return buyers.head(stats.top_count(len(buyers), 0.2))


def came_back(spent: pd.DataFrame, quiet_days: int) -> dict[str, float]:
    """Of customers without an order for `quiet_days` on the day, how many spent in the days after: n, back, share, low, high (Wilson)."""
    quiet = spent[spent["days_since_last_order"] >= quiet_days]
    n, back = len(quiet), int((quiet["after"] > 0).sum())
    low, high = stats.wilson(back, n) if n else (np.nan, np.nan)
    return {"n": n, "back": back, "share": back / n if n else np.nan, "low": float(low), "high": float(high)}
