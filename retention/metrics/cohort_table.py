"""Cohorts: customers by the month of their first order, and how many of them order in each later month.

Shares divide by the cohort at its start, so customers who left stay in the denominator. The first
customers an import shows need not be new: a cohort that begins within three median gaps of the first day is marked
`left_truncated`, "first seen" rather than "new".
"""

from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import pandas as pd
from ibis import _

from retention import stats
from retention.orders import FIRST_SEEN_GAPS, of_known_customers
from retention.tables.kpis import kpi_row, kpi_table

COLUMNS = ["cohort", "age", "cohort_size", "active", "share", "low", "high", "partial", "left_truncated"]


def cohorts(orders: ibis.Table, as_of: date, median_gap_days: float | None = None) -> pd.DataFrame:
    """One row per cohort and age in months, from 0 to the month of `as_of`.

    Columns: cohort ("2010-12"), age, cohort_size, active (ordering in that month), share, low, high (Wilson), partial (the month
    is not over, so more may come), left_truncated.
    """
    counted = _counted_by_month(orders)
    if counted.empty:
        return pd.DataFrame(columns=COLUMNS).astype({"partial": bool, "left_truncated": bool})
    last = month_number(as_of)
    sizes = counted[counted["age"] == 0].set_index("month")["active"]
    ages = [(month, age) for month in sizes.index for age in range(last - month + 1)]
    table = pd.DataFrame(ages, columns=["month", "age"]).merge(counted, how="left", on=["month", "age"])
    active, size = table["active"].fillna(0).astype(int), table["month"].map(sizes).astype(int)
    low, high = stats.wilson(active, size)
    month_over = month_number(as_of + timedelta(days=1)) > last
    began = of_known_customers(orders).agg(first=_.ordered_on.min()).to_pyarrow()["first"][0].as_py()
    gap = 0.0 if median_gap_days is None or pd.isna(median_gap_days) else float(median_gap_days)
    unseen = began + timedelta(days=FIRST_SEEN_GAPS * gap)
    return table.assign(
        cohort=table["month"].map(month_name),
        cohort_size=size,
        active=active,
        share=active / size,
        low=low,
        high=high,
        partial=(table["month"] + table["age"] == last) & (not month_over),
        left_truncated=(table["month"] == sizes.index.min()) | (table["month"].map(month_start) < unseen),
    )[COLUMNS]


def latest(table: pd.DataFrame, cohorts: int) -> pd.DataFrame:
    """The rows of the latest so many cohorts of the table."""
    return table[table["cohort"].isin(sorted(table["cohort"].unique())[-cohorts:])] if len(table) else table


@dataclass(frozen=True)
class Pooled:
    """Cohorts from `first` to `last` taken together at one age: `n` customers, the share `value` active then, with its interval (Wilson).

    `kind` is "new", or "seen" where none of them is surely new.
    """

    n: int
    value: float
    low: float
    high: float
    kind: str
    first: str
    last: str


def pooled(table: pd.DataFrame, age: int) -> Pooled | None:
    """All cohorts of `cohorts` at an age in whole months; those surely new where there are any, else those first seen. None without any."""
    old = table[(table["age"] == age) & ~table["partial"].astype(bool)] if len(table) else table
    if old.empty:
        return None
    new = old[~old["left_truncated"]]
    chosen, kind = (new, "new") if new["cohort_size"].sum() else (old, "seen")
    n, active = int(chosen["cohort_size"].sum()), int(chosen["active"].sum())
    low, high = stats.wilson(active, n)
    return Pooled(n, active / n, float(low), float(high), kind, chosen["cohort"].min(), chosen["cohort"].max())


def cohort_kpis(table: pd.DataFrame) -> pd.DataFrame:
    """KPI rows `cohort_size` and `cohort_active_m<age>` (customers, whole months only), grouped by cohort."""
    # A cohort still growing has no size yet.
    whole = table[~table["partial"]]
    rows = []
    for cohort, age, active, size in zip(whole["cohort"], whole["age"], whole["active"], whole["cohort_size"], strict=True):
        month = month_name(month_number(date.fromisoformat(f"{cohort}-01")) + age)
        name = f"cohort_active_m{age}" if age else "cohort_size"
        rows.append(kpi_row(name, "count", month, cohort, value=float(active), n=float(size)))
    return kpi_table(rows)


def _counted_by_month(orders: ibis.Table) -> pd.DataFrame:
    """Customers active by month of their first order (months numbered from year 0) and age in months."""
    bought = of_known_customers(orders)
    months = bought.select("customer_id", at=_.ordered_on.year() * 12 + _.ordered_on.month() - 1).distinct()
    months = months.mutate(month=_.at.min().over(ibis.window(group_by="customer_id")))
    counted = months.group_by("month", age=_.at - _.month).agg(active=_.count())
    return counted.order_by("month", "age").to_pyarrow().to_pandas().astype({"month": int, "age": int, "active": int})


def month_number(day: date) -> int:
    """Months since the year 0."""
    return day.year * 12 + day.month - 1


def month_start(number: int) -> date:
    """First day of a numbered month."""
    return date(number // 12, number % 12 + 1, 1)


def month_name(number: int) -> str:
    """A numbered month as "2010-12"."""
    return f"{number // 12:04}-{number % 12 + 1:02}"
