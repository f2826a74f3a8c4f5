"""The one thing a notebook's set-up cell imports: `book = playbook.open("01_data_pyramid", params, data, as_of)`.

It finds settings, tables and words, and records figures so that the runner can collect them.
"""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import ibis
import pandas as pd
import plotly.io as pio

from retention import imports, privacy
from retention.figures.blocks import Html
from retention.settings import PyramidSettings, Settings, ShopSettings
from retention.shop import Shop
from retention.tables import KPIS, Table
from retention.words import Words

MODELS: dict[str, type[Settings]] = {"01_data_pyramid": PyramidSettings}
KPI_MIME = "application/vnd.retention.kpi+json"


def shop_settings(params: str | Path) -> ShopSettings:
    """shop.yaml of a params folder; all defaults where no folder is given."""
    return ShopSettings.read(Path(params) / "shop.yaml" if str(params) else None)


def notebook_settings(notebook: str, params: str | Path) -> Any:
    """A notebook's own YAML; all defaults where the folder has none."""
    path = Path(params) / f"{notebook}.yaml"
    return MODELS[notebook].read(path if str(params) and path.is_file() else None)


@dataclass(frozen=True)
class Playbook:
    """What a notebook works with: settings of the shop and of the notebook, tables, words."""

    notebook: str
    shop: Shop
    about: ShopSettings
    settings: Any

    @cached_property
    def words(self) -> Words:
        """Texts in the shop's language, with its currency."""
        return Words(self.about.language, self.about.currency)

    @property
    def as_of(self):
        """The last day that is looked at."""
        return self.shop.as_of

    @property
    def window_days(self) -> int | str:
        """How far back figures look: days, or 'all'."""
        return self.about.window_days

    def table(self, name: str) -> ibis.Table | None:
        """A table cut at as_of, or None where the shop has none."""
        return self.shop.table(name)

    def need(self, name: str) -> ibis.Table:
        """A table without which the notebook makes no sense."""
        return self.shop.need(name)

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """What became of every raw row."""
        return imports.read_ledger(self.shop.data)

    def pseudonym(self, customer_id: str) -> str:
        """What stands in reports where a customer's number would."""
        return privacy.pseudonym(customer_id, privacy.key(self.shop.data))

    @property
    def lists(self) -> Path:
        """Where work lists lie (0700)."""
        return self.shop.data / "out" / "lists"

    def save(self, frame: pd.DataFrame, promise: Table) -> str:
        """Write a notebook's table for the other notebooks; returns where, for the reader."""
        path = self.shop.save(frame, promise)
        return f"{promise.name}: {len(frame):,} rows → data/{self.shop.data.name}/out/{path.name}"

    def record(self, kpis: pd.DataFrame, shown: Html | None = None) -> "Recorded":
        """Hand figures to the runner, which collects them into kpis.json; `shown` is what people see in their place."""
        from retention.words.metrics import kpi_definition

        KPIS.check(kpis)
        rows = [
            {key: _plain(value) for key, value in row.items()} | {"definition": kpi_definition(row["name"], self.words)}
            for row in kpis.to_dict("records")
        ]
        return Recorded(rows, shown)


@dataclass(frozen=True)
class Recorded:
    """Figures as an output of a cell."""

    rows: list[dict]
    shown: Html | None = None

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {KPI_MIME: self.rows, "text/html": self.shown._repr_html_() if self.shown else "", "text/plain": f"{len(self.rows)} figures"}


def open(notebook: str, params: str, data: str, as_of: str = "last_order") -> Playbook:
    """The playbook of one notebook. Paths are relative to the working folder; `params` may be empty for all defaults."""
    pio.renderers.default = "plotly_mimetype"
    about = shop_settings(params)
    facts = imports.read_facts(Path(data))
    filled = {key: getattr(about, key) or facts.get(key, "") for key in ("language", "currency", "time_zone")}
    filled["name"] = about.name or Path(os.path.abspath(data)).name
    return Playbook(notebook, Shop(Path(data), as_of), about.model_copy(update=filled), notebook_settings(notebook, params))


def _plain(value: Any) -> Any:
    """A figure as JSON can hold it: missing is null."""
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return None
    return value.item() if hasattr(value, "item") else value
