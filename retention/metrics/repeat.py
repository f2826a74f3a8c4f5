"""The repeat curve: how long first-time buyers take to come back.

Kaplan–Meier of the second purchase day, so that customers who bought last week are neither counted as lost nor
left out. An order wholly refunded is no purchase, neither first nor second; orders of one day are one purchase. A curve
ends where fewer than `least_group` customers are still waiting and watched.
"""

from datetime import date

import ibis
import pandas as pd
from ibis import _

from retention import stats
from retention.metrics.facts import not_wholly_refunded
from retention.metrics.rows import kpi_row, kpi_table
from retention.seasons import Window

MARKS = (30, 60, 90, 180, 365)
CURVE = ["cohort", "day", "at_risk", "events", "share", "low", "high"]
# Cohorts are quarters unless every month has so many first-time buyers and there are few enough to draw.
MONTHLY_FROM, MONTHS_DRAWN = 100, 6


def waits(orders: ibis.Table, as_of: date) -> pd.DataFrame:
    """Waits for the second purchase: one row per first month, wait in days and outcome.

    Columns: month (1st of the month of the first purchase), days, returned (else still waiting on `as_of`), customers.
    """
    kept = orders.filter(_.counts, _.customer_id.notnull(), not_wholly_refunded(orders)).select("customer_id", "ordered_on")
    kept = kept.mutate(first=_.ordered_on.min().over(ibis.window(group_by="customer_id")))
    each = kept.group_by("customer_id", "first").agg(second=_.ordered_on.min(where=_.ordered_on > _.first))
    each = each.mutate(end=ibis.coalesce(_.second, ibis.date(as_of)), returned=_.second.notnull(), month=_.first.truncate("M").cast("date"))
    counted = each.group_by("month", "returned", days=_.end.delta(_.first, unit="day")).agg(customers=_.count())
    found = counted.order_by("month", "days", "returned").to_pyarrow().to_pandas()
    return found.assign(month=pd.to_datetime(found["month"]))[["month", "days", "returned", "customers"]]


def repeat_curve(waiting: pd.DataFrame, least_group: int = 30) -> pd.DataFrame:
    """The curve of all customers: cohort (missing), day, at_risk, events, share who came back by that day, low, high."""
    curve = stats.kaplan_meier(waiting["days"], waiting["returned"], counts=waiting["customers"])
    watched = curve[curve["at_risk"] >= least_group]
    return watched.assign(cohort=None)[CURVE].reset_index(drop=True)


def cohort_grain(waiting: pd.DataFrame) -> str:
    """ "month" or "quarter", whichever the number of customers allows."""
    sizes = waiting.groupby("month")["customers"].sum()
    return "month" if len(sizes) <= MONTHS_DRAWN and (sizes >= MONTHLY_FROM).all() else "quarter"


def repeat_by_cohort(waiting: pd.DataFrame, least_group: int = 30) -> pd.DataFrame:
    """The curves of customers by quarter ("2025-Q1") or month ("2025-01") of their first purchase, as `repeat_curve`."""
    cohort = _cohort_names(waiting)
    curves = [repeat_curve(part, least_group).assign(cohort=name) for name, part in waiting.groupby(cohort)]
    return pd.concat(curves, ignore_index=True) if curves else pd.DataFrame(columns=CURVE)


def _cohort_names(waiting: pd.DataFrame) -> pd.Series:
    months = waiting["month"].dt
    if cohort_grain(waiting) == "month":
        return months.strftime("%Y-%m")
    return months.year.astype(str) + "-Q" + months.quarter.astype(str)


def repeat_kpis(waiting: pd.DataFrame, as_of: date, least_group: int = 30) -> pd.DataFrame:
    """KPI rows `repeat_within_<days>d`, for all customers and by cohort; `n` is the customers the curve starts with."""
    cohort = _cohort_names(waiting) if len(waiting) else pd.Series(dtype=object)
    parts = [(None, waiting), *waiting.groupby(cohort)]
    rows = []
    for name, part in parts:
        curve = stats.kaplan_meier(part["days"], part["returned"], counts=part["customers"])
        window = Window(part["month"].min().date(), as_of) if len(part) else Window(as_of, as_of)
        rows += [_mark(name, part, curve, days, window, least_group) for days in MARKS]
    return kpi_table(rows)


def _mark(name: str | None, part: pd.DataFrame, curve: pd.DataFrame, days: int, window: Window, least_group: int) -> dict:
    """The KPI row of one mark of one curve."""
    row = kpi_row(f"repeat_within_{days}d", "share", str(window), name, n=float(part["customers"].sum()))
    if part.loc[part["days"] >= days, "customers"].sum() < least_group:
        return row | {"missing": "kpi-missing-too-few-watched" if len(part) else "kpi-missing-no-orders"}
    point = stats.at_day(curve, days)
    if point is None:
        # Nobody was lost from sight or came back by then.
        point = {"share": 0.0, "low": 0.0, "high": stats.wilson(0, row["n"])[1]}
    return row | {"value": float(point["share"]), "low": float(point["low"]), "high": float(point["high"])}
