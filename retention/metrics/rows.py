"""Rows of the KPI table, as tables.KPIS promises them."""

from typing import Any

import numpy as np
import pandas as pd

from retention.tables import KPIS

TEXT = ("name", "group", "unit", "window", "missing")


def kpi_row(name: str, unit: str, window: str, group: str | None = None, **values: Any) -> dict:
    """One row; what is not given is not known."""
    return dict.fromkeys(KPIS.columns, np.nan) | {"name": name, "group": group, "unit": unit, "window": window, "missing": None} | values


def kpi_table(rows: list[dict], more: tuple[str, ...] = ()) -> pd.DataFrame:
    """The rows as a table that keeps the promise, with `more` columns at its end. Texts that are not known are None, not NaN."""
    frame = pd.DataFrame(rows, columns=[*KPIS.columns, *more])
    text = {name: frame[name].astype(object).where(frame[name].notna(), None) for name in TEXT}
    numbers = {name: frame[name].astype(float) for name, column in KPIS.columns.items() if column.kind == "number"}
    return KPIS.check(frame.assign(**text, **numbers))
