"""The one thing a notebook's set-up cell imports: `book = playbook.open("01_data_pyramid", params, data, as_of)`.

It finds settings, tables and words, and records figures so that the runner can collect them.
"""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

import ibis
import pandas as pd
import plotly.io as pio
from ibis import _

from retention import contact, imports, kept, privacy
from retention.figures import blocks, board
from retention.figures.blocks import NOTHING, Html, prose
from retention.playbook import lists
from retention.pyramid import Intent, build, present_intent
from retention.pyramid.card import CustomerCard, customer_card, typical_customer
from retention.pyramid.marks import account_facts
from retention.seasons import Calendar
from retention.settings import (
    MODELS,
    PyramidSettings,
    Settings,
    SettingsProblem,
    ShopSettings,
    day_asked,
    notebook_of,
    notebook_settings,
    notebooks_asked,
    shop_settings,
)
from retention.shop import Shop
from retention.tables import KPIS, SHOP_TABLES, DataProblem, Table
from retention.tables.fates import HARMLESS
from retention.tables.kpis import UNTOLD
from retention.words import Words
from retention.words.lists import action_list
from retention.words.metrics import kpi_definition
from retention.words.pyramid import action_words, card_in_words, card_rows, dictionary, findings_in_words, ledger_heads, ledger_rows
from retention.words.reading import read_as

if TYPE_CHECKING:
    from retention.playbook.makers import Maker

# The settings of a playbook's own notebook, and of any other.
Own = TypeVar("Own", bound=Settings, covariant=True)
Other = TypeVar("Other", bound=Settings)

KPI_MIME = "application/vnd.retention.kpi+json"
PAGE_MIME = "application/vnd.retention.page+json"


@dataclass(frozen=True)
class Playbook(Generic[Own]):
    """What a notebook works with: settings of the shop and of the notebook, tables, words."""

    notebook: str
    shop: Shop
    about: ShopSettings
    settings: Own
    params: str = ""

    def settings_of(self, model: type[Other]) -> Other:
        """The settings of the notebook with this model, of the same shop."""
        return self.settings if isinstance(self.settings, model) else notebook_settings(model, self.params)

    @cached_property
    def words(self) -> Words:
        """Texts in the shop's language, with its currency."""
        return Words(self.about.language, self.about.currency)

    @property
    def as_of(self) -> date:
        """The last day that is looked at."""
        return self.shop.as_of

    @property
    def window_days(self) -> int | Literal["all"]:
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

    @cached_property
    def unfit(self) -> list[dict]:
        """Values of the shop's own fields that the import left empty because they do not fit, counted by file and field."""
        return imports.read_facts(self.shop.data).get("unfit", [])

    def findings(self) -> Html:
        """What in the shop's own figures does not agree; nothing where all does."""
        told = findings_in_words(self.shop.findings, self.words)
        return blocks.note(told, self.words, "warning") if told else NOTHING

    def pseudonym(self, customer_id: str) -> str:
        """What stands in reports where a customer's number would."""
        return privacy.pseudonym(customer_id, privacy.key(self.shop.data))

    @cached_property
    def span(self) -> tuple[str, str]:
        """First and last day with an order, as 2026-06-30."""
        orders = self.need("orders")
        days = orders.agg(first=orders.ordered_on.min(), last=orders.ordered_on.max()).to_pandas().iloc[0]
        return str(days["first"])[:10], str(days["last"])[:10]

    @property
    def period(self) -> str:
        """All days of the data, as the window of a figure."""
        return "..".join(self.span)

    def cover(self) -> "Told":
        """Facts for the report's cover and footer: shop, period, data cut-off, rows read and left out."""
        first, last = self.span
        lost = self.ledger[~self.ledger["fate"].isin(HARMLESS)]
        facts = {
            "shop_name": self.about.name,
            "currency": self.about.currency,
            "language": self.about.language,
            "as_of": self.as_of.isoformat(),
            "newest": self.shop.is_newest,
            "first_day": first,
            "data_until": last,
            "read_as": read_as(imports.read_facts(self.shop.data).get("understood", []), self.words),
            "rows_read": int(self.ledger["rows"].sum()),
            "rows_left_out": int(lost["rows"].sum()),
        }
        return Told({PAGE_MIME: facts, "text/plain": f"{self.about.name}, {facts['first_day']} – {facts['as_of']}"})

    def pyramid(self) -> pd.DataFrame:
        """One row per customer, from all tables the shop has."""
        tables = {"orders": self.need("orders"), **{name: self.table(name) for name in self.tables() if name != "orders"}}
        rules = self.settings_of(PyramidSettings)
        own = self.about.fields
        return build(tables, self.as_of, self.window_days, own, rules, intent=self.intent, facts=self.account_facts)

    @cached_property
    def intent(self) -> Intent:
        """Who is about to buy, and how well that could be told before."""
        return present_intent(self.need("orders"), self.table("events"), self.as_of)

    @cached_property
    def account_facts(self) -> pd.DataFrame:
        """What the rules of marked accounts look at."""
        bought = {"orders": self.need("orders"), "order_lines": self.table("order_lines")}
        return account_facts(bought, self.settings_of(PyramidSettings).marks)

    def made(self, promise: Table, make: Callable[[], pd.DataFrame] | None = None) -> pd.DataFrame:
        """A table that a notebook makes (PYRAMID, SEGMENTS, FORECASTS, MEMBERS) as of this day.

        It is reused while all it follows from is the same (tables, settings, as_of, this version). Else it is made here, by `make`
        where the caller has it half done, and kept, and a line on stderr says so.
        """
        found = kept.read(self.shop, promise, self._basis(promise))
        if found is None:
            found = (make or partial(self._maker(promise).make, self))()
            print(self.words("core-made", table=promise.name, day=self.as_of.isoformat()), file=sys.stderr)
            kept.write(found, self.shop, promise, self._basis(promise))
        return found

    def before(self, promise: Table) -> pd.DataFrame | None:
        """The same table of the last earlier day, to compare with; None where there is none."""
        return kept.before(self.shop, promise)

    def of(self, model: type[Other]) -> "Playbook[Other]":
        """The same shop and day with the settings of the notebook with this model."""
        return Playbook(notebook_of(model), self.shop, self.about, self.settings_of(model), self.params)

    def _maker(self, promise: Table) -> "Maker":
        # The makers import this module.
        from retention.playbook.makers import MAKERS

        return MAKERS[promise.name]

    def _basis(self, promise: Table) -> str:
        maker = self._maker(promise)
        return kept.basis(self.shop, maker.reads or tuple(SHOP_TABLES), *maker.follows(self))

    def tables(self) -> list[str]:
        """Names of the tables the shop has."""
        return [name for name in SHOP_TABLES if self.shop.has(name)]

    def actions(self, chosen: list) -> Html:
        """Write a work list for each action and show what to do, for whom, and where the list lies."""
        written = lists.write(self, "lists", *(action_list(action, self.words) for action in chosen))
        if not chosen:
            return prose(self.words("pyramid-actions-none"))
        shown = [(action.key, action_words(action, self.words)) for action in chosen]
        told = [written[key].told(about, self.words) if key in written else about for key, about in shown]
        return blocks.actions([blocks.Action(**about) for about in told], self.words)

    @cached_property
    def contacts(self) -> pd.DataFrame:
        """Name, contacts that work, and the channels that may be used for marketing, of each customer of the tables that say so."""
        known = self.table("customers")
        found = contact.permitted(known, self.table("consents"), self.as_of)
        if known is None:
            return found.assign(name=None)
        return found.merge(known.select("customer_id", "name").to_pandas().drop_duplicates("customer_id"), "left", "customer_id")

    @cached_property
    def calendar(self) -> Calendar:
        """The campaigns this shop's years are compared by."""
        return Calendar(self.about.calendar, self.about.events)

    def kpi_table(self, kpis: pd.DataFrame) -> Html:
        """All figures as a table one can copy: value, interval, n, the window before, the year before."""
        return blocks.folded(self.words("board-all"), board.kpi_table(kpis, self.words))

    def ledger_table(self) -> Html:
        """What became of the rows, by source and fate; file by file it stands in ledger.parquet."""
        return blocks.folded(self.words("core-ledger"), blocks.table(ledger_rows(self.ledger, self.words), ledger_heads(self.words), self.words))

    def about_refunds(self) -> str:
        """The sentence that net amounts are what was paid, in a shop where nothing tells of refunds; empty in any other."""
        told = self.need("orders").filter(_.refunded.notnull()).limit(1).count().execute()
        return "" if told else self.words("core-refunds-unknown")

    def card(self, customers: pd.DataFrame, orders: ibis.Table, lines: ibis.Table | None) -> CustomerCard | None:
        """The example customer's card under a pseudonym; None in an empty base."""
        chosen = typical_customer(customers, self.settings_of(PyramidSettings).card)
        if not chosen:
            return None
        return customer_card(customers, orders, lines, chosen, self.pseudonym(chosen), self.about.fields, self.about.purposes)

    def show_card(self, card: CustomerCard | None) -> Html:
        """The card in a sentence and a table."""
        if card is None:
            return blocks.missing(self.words("pyramid-card-none"), self.words)
        rows = card_rows(card, self.words, self.about.fields)
        table = blocks.table(rows, {str(column): (str(column), "text") for column in rows}, self.words, caption=card_in_words(card, self.words))
        return table

    def dictionary(self) -> Html:
        """What each column of the table pyramid means."""
        rows = dictionary(self.words, self.about.fields)
        return blocks.folded(self.words("core-dictionary"), blocks.table(rows, {str(column): (str(column), "text") for column in rows}, self.words))

    def cards(self, kpis: pd.DataFrame, *names: str) -> "Told":
        """Hand all of `kpis` to the runner and show those called `names` as cards; what no export tells has no card."""
        untold = set(kpis.loc[kpis["missing"].isin(UNTOLD), "name"])
        names = tuple(name for name in names if name not in untold)
        return self.record(kpis, shown=blocks.kpi_cards(kpis, names, self.words), headline=names)

    def save(self, frame: pd.DataFrame, promise: Table) -> Html:
        """Write a notebook's table for the other notebooks; shows where it is."""
        path = kept.write(frame, self.shop, promise, self._basis(promise))
        return prose(self.words("core-saved", table=promise.name, rows=len(frame), place=self.shop.told_place(path)))

    def record(self, *tables: pd.DataFrame, shown: Html | None = None, headline: Sequence[str] = ()) -> "Told":
        """Hand figures to the runner, which collects them into kpis.json.

        `shown` is what people see in their place; those called in `headline` go to the board of all reports.
        """
        rows = [row for kpis in tables for row in KPIS.check(kpis).to_dict("records")]
        told = [
            {key: _plain(row.get(key)) for key in KPIS.columns}
            | {"definition": kpi_definition(row["name"], self.words), "headline": row["name"] in headline}
            for row in rows
        ]
        seen = {"text/html": shown._repr_html_()} if shown else {}
        return Told({KPI_MIME: told, **seen, "text/plain": self.words("core-recorded", n=len(told))})


@dataclass(frozen=True)
class Told:
    """An output of a cell with several faces: what people see, and what the runner collects."""

    faces: dict[str, Any]

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return self.faces


def open(notebook: str, params: str | Path, data: str | Path, as_of: str | date = "last_order") -> Playbook[Any]:
    """The playbook of one notebook, by its name or number. Paths are seen from the working folder; `params` may be empty for all defaults.

    `as_of` is a day, or last_order or today. What is not there is a SettingsProblem or DataProblem that says where it was looked for.
    """
    pio.renderers.default = "plotly_mimetype"
    day, about, folder = day_asked(as_of), shop_settings(params), _with_tables(data)
    facts = imports.read_facts(folder)
    filled = {key: getattr(about, key) or facts.get(key, "") for key in ("language", "currency", "time_zone")}
    filled["name"] = about.name or Path(os.path.abspath(folder)).name
    name = _named(notebook)
    return Playbook(name, Shop(folder, day), about.model_copy(update=filled), notebook_settings(MODELS[name], params), str(params))


def _named(notebook: str) -> str:
    """The full name of the notebook called so."""
    found = notebooks_asked([notebook], list(MODELS))
    if len(found) > 1:
        raise SettingsProblem(f"{notebook} may be any of {', '.join(found)}; give the whole name")
    return found[0]


def _with_tables(data: str | Path) -> Path:
    """The shop's folder, or a DataProblem that says where it was looked for and what to do."""
    if not isinstance(data, str | os.PathLike) or not str(data):
        raise DataProblem(f"data is {data!r}; it should be the shop's folder, e.g. ../data/herstyle")
    folder = Path(data)
    privacy.check_key(folder)
    if not (folder / "tables").is_dir():
        missing = "no tables there" if folder.is_dir() else "no such folder"
        raise DataProblem(
            f"{data}: {missing} (looked for {(folder / 'tables').resolve()}, the working folder is {Path.cwd()}). "
            "Give the shop's folder as `data`, with papermill as -p data FOLDER; `retention import` makes it from the shop's exports"
        )
    return folder


def _plain(value: Any) -> Any:
    """A figure as JSON can hold it: missing is null."""
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return None
    return value.item() if hasattr(value, "item") else value
