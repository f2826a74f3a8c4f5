"""What cells hand to the runner beside what people see: key figures, and the facts for a page's cover."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from retention.pages.kit.labels import kpi_definition
from retention.pages.kit.words import Words
from retention.tables import KPIS

FIGURES = "application/vnd.retention.kpi+json"
FACTS = "application/vnd.retention.page+json"


@dataclass(frozen=True)
class Told:
    """An output of a cell with several faces: what people see, and what the runner collects."""

    faces: dict[str, Any]

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return self.faces


def figures(kpis: pd.DataFrame, headline: Sequence[str], words: Words) -> list[dict[str, Any]]:
    """Figures (as KPIS promises) as the runner collects them, each with its definition in the page's language."""
    return [
        {key: _plain(row.get(key)) for key in KPIS.columns} | {"definition": kpi_definition(row["name"], words), "headline": row["name"] in headline}
        for row in KPIS.check(kpis).to_dict("records")
    ]


def _plain(value: Any) -> Any:
    """A figure as JSON can hold it: missing is null."""
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return None
    return value.item() if hasattr(value, "item") else value
