"""The repeat curve: how long first-time buyers take to come back.

Kaplan–Meier of the second purchase day, so that customers who bought last week are neither counted as lost nor
left out. An order wholly refunded is no purchase, neither first nor second; orders of one day are one purchase. A curve
ends where fewer than `least_group` customers are still waiting and watched.
"""

from datetime import date

import ibis
import numpy as np
import pandas as pd
from ibis import _

from retention import stats
from retention.orders import not_wholly_refunded, of_known_customers
from retention.tables.kpis import kpi_row, kpi_table

MARKS = (30, 60, 90, 180, 365)
WAITS = ["month", "days", "returned", "customers", "window"]
CURVE = ["cohort", "day", "at_risk", "events", "share", "low", "high", "mark", "window"]
# Cohorts are quarters unless every month has so many first-time buyers and there are few enough to draw.
MONTHLY_FROM, MONTHS_DRAWN = 100, 6


def waits(orders: ibis.Table, as_of: date) -> pd.DataFrame:
    """Waits for the second purchase: one row per first month, wait in days and outcome.

    Columns: month (1st of the month of the first purchase), days, returned (else still waiting on `as_of`), customers, window
    (first of all first purchases to `as_of`).
    """
    kept = of_known_customers(orders).filter(not_wholly_refunded(_)).select("customer_id", "ordered_on")
    kept = kept.mutate(first=_.ordered_on.min().over(ibis.window(group_by="customer_id")))
    each = kept.group_by("customer_id", "first").agg(second=_.ordered_on.min(where=_.ordered_on > _.first))
    each = each.mutate(end=ibis.coalesce(_.second, ibis.date(as_of)), returned=_.second.notnull(), month=_.first.truncate("M").cast("date"))
    counted = each.group_by("month", "returned", days=_.end.delta(_.first, unit="day")).agg(customers=_.count(), began=_.first.min())
    found = counted.order_by("month", "days", "returned").to_pyarrow().to_pandas()
    window = f"{found['began'].min()}..{as_of}" if len(found) else f"{as_of}..{as_of}"
    return found.assign(month=pd.to_datetime(found["month"]), window=window)[WAITS]


def repeat_curve(waiting: pd.DataFrame, least_group: int = 30) -> pd.DataFrame:
    """One row per day on which something happened and per marked day, from day 0.

    Columns: cohort (missing: all customers), day, at_risk (still waiting and watched), events, share who came back by that day, low,
    high, mark (one of `MARKS`), window.
    """
    if waiting.empty:
        return pd.DataFrame(columns=CURVE)
    curve = stats.kaplan_meier(waiting["days"], waiting["returned"], counts=waiting["customers"]).set_index("day")
    days = np.union1d(curve.index, (0, *MARKS)).astype(int)
    filled = curve.reindex(days)
    known = filled[["share", "low", "high"]].ffill()
    # Before the first who came back, or was lost from sight, nobody had.
    start = {"share": 0.0, "low": 0.0, "high": stats.wilson(0, waiting["customers"].sum())[1]}
    ordered = waiting.sort_values("days", ascending=False)
    waiting_on = [int(ordered.loc[ordered["days"] >= day, "customers"].sum()) for day in days]
    filled = filled.assign(**known.fillna(start), events=filled["events"].fillna(0).astype(int), at_risk=waiting_on, mark=np.isin(days, MARKS))
    filled = filled.reset_index(names="day").assign(cohort=None, window=waiting["window"].iloc[0])
    return filled.loc[filled["at_risk"] >= least_group, CURVE].reset_index(drop=True)


def cohort_grain(waiting: pd.DataFrame) -> str:
    """ "month" or "quarter", whichever the number of customers allows."""
    sizes = waiting.groupby("month")["customers"].sum()
    return "month" if len(sizes) <= MONTHS_DRAWN and (sizes >= MONTHLY_FROM).all() else "quarter"


def repeat_by_cohort(waiting: pd.DataFrame, least_group: int = 30) -> pd.DataFrame:
    """The curves of customers by quarter ("2025-Q1") or month ("2025-01") of their first purchase, as `repeat_curve`."""
    if waiting.empty:
        return pd.DataFrame(columns=CURVE)
    curves = [repeat_curve(part, least_group).assign(cohort=name) for name, part in waiting.groupby(_cohort_names(waiting))]
    return pd.concat([curve for curve in curves if len(curve)] or curves, ignore_index=True)


def _cohort_names(waiting: pd.DataFrame) -> pd.Series:
    months = waiting["month"].dt
    if cohort_grain(waiting) == "month":
        return months.strftime("%Y-%m")
    return months.year.astype(str) + "-Q" + months.quarter.astype(str)


def repeat_kpis(waiting: pd.DataFrame, as_of: date, least_group: int = 30) -> pd.DataFrame:
    """KPI rows `repeat_within_<days>d`, for all customers and by cohort; `n` is the customers the curve starts with."""
    groups = [(None, waiting), *waiting.groupby(_cohort_names(waiting))] if len(waiting) else [(None, waiting)]
    return kpi_table([row for name, part in groups for row in _marked(name, part, as_of, least_group)])


def _marked(name: str | None, part: pd.DataFrame, as_of: date, least_group: int) -> list[dict]:
    """The KPI rows of one curve, one per mark."""
    curve = repeat_curve(part, least_group).rename(columns={"share": "value"}).set_index("day")
    begins = f"{part['month'].min():%Y-%m-%d}" if name else str(as_of)
    window = f"{begins}..{as_of}" if name or part.empty else str(part["window"].iloc[0])
    missing = {"missing": "kpi-missing-too-few-watched" if len(part) else "kpi-missing-no-orders"}
    rows = []
    for days in MARKS:
        row = kpi_row(f"repeat_within_{days}d", "share", window, name, n=float(part["customers"].sum()))
        rows.append(row | ({end: curve[end][days] for end in ("value", "low", "high")} if days in curve.index else missing))
    return rows
