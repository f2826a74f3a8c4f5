"""Figures: what their table promises, and the one way its rows are made."""

from typing import Any

import numpy as np
import pandas as pd

from retention.tables.promise import Column, Table

# What a change is measured against: the window before as it is; customers as long with the shop in it; the same days of it; of waves the last two.
BESIDE = ("window", "age", "days", "wave")

# What a metric is, wherever it is computed: the KPI board, kpis.json and the history are built from it.
KPIS = Table(
    name="kpis",
    one_row_per="figure and group",
    key=("name", "group"),
    columns={
        "name": Column("text", "stable snake_case name"),
        "group": Column(
            "text", "what the figure is about: a key (lost, channel:web, 2025-07), never a label; missing: the whole shop", nullable=True
        ),
        "value": Column("number", "the figure; missing when `missing` says why", nullable=True),
        "low": Column("number", "lower end of the 95 % interval", nullable=True),
        "high": Column("number", "upper end of the 95 % interval", nullable=True),
        "n": Column("number", "how many customers (or orders, rows) it rests on", nullable=True),
        "unit": Column("text", "share, money, count, days, ratio, points (−100 … 100)"),
        "previous": Column("number", "the same figure over the window before", nullable=True),
        "change": Column(
            "number",
            "how it differs from what `beside` says: window: value − previous; age: what is left of the change once customers stand beside customers "
            "as long with the shop; days: over the days compared, of which `previous` is the count before. Of age and days the smaller "
            "change of two readings (metrics.comparisons), 0 where they go opposite ways",
            nullable=True,
            optional=True,
        ),
        "change_low": Column("number", "lower end of the interval of the change", nullable=True),
        "change_high": Column("number", "upper end of the interval of the change", nullable=True),
        "p_change": Column(
            "number", "p of the change, adjusted for all of its kind that are compared (Benjamini–Hochberg)", nullable=True, optional=True
        ),
        "beside": Column(
            "text",
            "with what it is compared: window (before), age, days, or the wave before; given also where there is no window before",
            nullable=True,
            optional=True,
            values=BESIDE,
        ),
        "compared_from": Column("text", "first day of those compared, where they are not the whole window", nullable=True, optional=True),
        "last_year": Column(
            "number", "the same figure over the campaign-aligned window a year before, of figures compared with the window as it is", nullable=True
        ),
        "window": Column("text", "first..last day it covers; ..last for all up to a day", nullable=True),
        "missing": Column("text", "message id of why there is no value", nullable=True),
        "alone": Column("text", "message id of why the value is compared with no other window", nullable=True, optional=True),
        "comparable_from": Column("text", "day from which it can be compared, where that is a matter of time", nullable=True, optional=True),
    },
)

# Of every interval in the table.
KPI_LEVEL = 0.95
# Under so many customers an interval of a rate covers the truth too seldom: there are counts only.
LEAST_GROUP = 30
# Groups of what is not known, and of all the smaller ones. Names a shop gave stand behind what they name ("channel:web"), never alone beside these.
UNKNOWN, OTHER = "unknown", "other"

# Why figures of refunds and of pieces are missing where no export tells them, and the column of the pyramid that is missing then.
NO_REFUNDS, NO_PIECES = "kpi-missing-no-refunds", "kpi-missing-no-pieces"
UNTOLD = (NO_REFUNDS, NO_PIECES)
RESTS_ON = {"refund_rate": ("refunded", NO_REFUNDS), "units_per_order": ("units", NO_PIECES)}


def untold(figure: str, people: pd.DataFrame) -> str | None:
    """Message id of why a figure of these customers (rows of the pyramid) is missing, since nothing tells what it rests on; None where it is told."""
    column, why = RESTS_ON.get(figure, ("customer_id", None))
    return why if len(people) and people[column].isna().all() else None


def kpi_row(name: str, unit: str, window: str, group: str | None = None, **values: Any) -> dict:
    """One row; what is not given is not known."""
    return dict.fromkeys(KPIS.columns, np.nan) | {"name": name, "group": group, "unit": unit, "window": window, "missing": None} | values


def kpi_table(rows: list[dict], more: tuple[str, ...] = ()) -> pd.DataFrame:
    """The rows as a table that keeps the promise, with `more` columns at its end. Texts that are not known are None, not NaN."""
    frame = pd.DataFrame(rows, columns=[*KPIS.columns, *more])
    kinds = {name: column.kind for name, column in KPIS.columns.items()}
    texts = {name: frame[name].astype(object).where(frame[name].notna(), None) for name, kind in kinds.items() if kind == "text"}
    numbers = {name: frame[name].astype(float) for name, kind in kinds.items() if kind == "number"}
    return KPIS.check(frame.assign(**texts, **numbers))
