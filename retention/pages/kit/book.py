"""The book of a shop that a notebook reads and writes: its tables cut at as_of, its settings, its words, and what notebooks hand each other.

`retention.playbook.open` opens it. Sections take it: `segments.sizes(book)`.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import Any, Generic, Literal, TypeVar, get_args

import ibis
import pandas as pd
from ibis import _

from retention import contact, imports, kept, privacy
from retention.pages.kit.blocks import Html, missing, prose
from retention.pages.kit.reading import read_as
from retention.pages.kit.told import FACTS, FIGURES, Told, figures
from retention.pages.kit.words import Words
from retention.seasons import Calendar
from retention.settings import Settings, ShopSettings, notebook_of, notebook_settings
from retention.shop import Shop
from retention.tables import OUTPUTS, SHOP_TABLES, DataProblem, Table
from retention.tables.fates import HARMLESS

# The settings of a book's own notebook, and of any other; what the sections of a concept share.
Own = TypeVar("Own", bound=Settings, covariant=True)
Other = TypeVar("Other", bound=Settings)


@dataclass(frozen=True)
class Maker:
    """How a table that notebooks hand each other is made: `make` from a book of any notebook; it `reads` these tables (none named: all)
    and `follows` settings."""

    make: "Callable[[Playbook], pd.DataFrame]"
    follows: "Callable[[Playbook], tuple[object, ...]]"
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False, eq=False)
class Playbook(Generic[Own]):
    """What a notebook works with: settings of the shop and of the notebook, tables, words."""

    notebook: str
    shop: Shop
    about: ShopSettings
    settings: Own
    params: str
    makers: Callable[[], Mapping[str, Maker]]
    contents: "Callable[[Playbook[Any]], Html]"
    # What was made for the sections of each concept, and the books of the same shop for other notebooks; a book with other settings begins anew.
    _concepts: dict[type, Any] = field(init=False, default_factory=dict, compare=False)
    _books: dict[type, "Playbook[Any]"] = field(init=False, default_factory=dict, compare=False)

    def __repr__(self) -> str:
        return f"<book of {self.about.name}, {self.notebook}, {self.as_of}: book.table(name), book.settings; a cell that ends in book tells all>"

    def _repr_html_(self) -> str:
        return self.contents(self)._repr_html_()

    # --- settings, words and days ----------------------------------------------------------------------

    def settings_of(self, model: type[Other]) -> Other:
        """The settings of the notebook with this model, of the same shop."""
        return self.of(model).settings

    def of(self, model: type[Other]) -> "Playbook[Other]":
        """The same shop and day with the settings of the notebook with this model, always the same book."""
        known = self._books
        known.setdefault(type(self.settings), self)
        if model not in known:
            settings = notebook_settings(model, self.params, self.about.language)
            known[model] = Playbook(notebook_of(model), self.shop, self.about, settings, self.params, self.makers, self.contents)
            object.__setattr__(known[model], "_books", known)
        return known[model]

    def shared(self, concept: "type[Shared]") -> "Shared":
        """What all sections of a concept work with, made once for them, from the settings of the concept's own notebook."""
        book = self.of(concept.model())
        if concept not in book._concepts:
            book._concepts[concept] = concept(book)
        found: Shared = book._concepts[concept]
        return found

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

    @cached_property
    def span(self) -> tuple[str, str]:
        """First and last day with an order, as 2026-06-30; in a shop without orders, with anything."""
        if not self.shop.sells:
            return self.shop.days[0].isoformat(), self.shop.days[1].isoformat()
        orders = self.need("orders")
        days = orders.agg(first=orders.ordered_on.min(), last=orders.ordered_on.max()).to_pandas().iloc[0]
        return str(days["first"])[:10], str(days["last"])[:10]

    @property
    def period(self) -> str:
        """All days of the data, as the window of a figure."""
        return "..".join(self.span)

    @cached_property
    def calendar(self) -> Calendar:
        """The campaigns this shop's years are compared by."""
        return Calendar(self.about.calendar, self.about.events)

    # --- the shop's tables -----------------------------------------------------------------------------

    def table(self, name: str) -> ibis.Table | None:
        """A table cut at as_of, or None where the shop has none."""
        return self.shop.table(name)

    def need(self, name: str) -> ibis.Table:
        """A table without which the notebook makes no sense."""
        return self.shop.need(name)

    def tables(self) -> list[str]:
        """Names of the tables the shop has."""
        return [name for name in SHOP_TABLES if self.shop.has(name)]

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """What became of every raw row."""
        return imports.read_ledger(self.shop.data)

    @cached_property
    def unfit(self) -> list[dict]:
        """Values of the shop's own fields that the import left empty because they do not fit, counted by file and field."""
        return imports.read_facts(self.shop.data).get("unfit", [])

    @cached_property
    def knows(self) -> list[dict[str, str]]:
        """What the files of each platform can tell at all (`imports.knowing`); nothing of files whose map does not say."""
        return imports.read_facts(self.shop.data).get("knows", [])

    @cached_property
    def contacts(self) -> pd.DataFrame:
        """Name, contacts that work, and the channels that may be used for marketing, of each customer of the tables that say so."""
        known = self.table("customers")
        found = contact.permitted(known, self.table("consents"), self.as_of)
        return contact.with_names(found, known)

    def pseudonym(self, customer_id: str) -> str:
        """What stands in reports where a customer's number would."""
        return privacy.pseudonym(customer_id, privacy.key(self.shop.data))

    # --- tables that notebooks make --------------------------------------------------------------------

    def made(self, promise: Table | str, make: Callable[[], pd.DataFrame] | None = None) -> pd.DataFrame:
        """A table that a notebook makes as of this day, by its promise or name: pyramid, segments, forecasts, members.

        It is reused while all it follows from is the same (tables, settings, as_of, this version). Else it is made here, by `make`
        where the caller has it half done, and kept, and a line on stderr says so.
        """
        promise = self._output(promise)
        found = kept.read(self.shop, promise, self._basis(promise))
        if found is None:
            found = (make or partial(self.makers()[promise.name].make, self))()
            print(self.words("core-made", table=promise.name, day=self.as_of.isoformat()), file=sys.stderr)
            kept.write(found, self.shop, promise, self._basis(promise))
        return found

    def before(self, promise: Table) -> pd.DataFrame | None:
        """The same table of the last earlier day, to compare with; None where there is none."""
        return kept.before(self.shop, promise)

    def save(self, frame: pd.DataFrame, promise: Table) -> Html:
        """Write a notebook's table for the other notebooks; shows where it is."""
        path = kept.write(frame, self.shop, promise, self._basis(promise))
        return prose(self.words("core-saved", table=promise.name, rows=len(frame), place=self.shop.told_place(path)))

    def _output(self, asked: Table | str) -> Table:
        known = {promise.name: promise for promise in OUTPUTS}
        name = asked if isinstance(asked, str) else asked.name
        if name not in known:
            raise DataProblem(f"no notebook makes a table {name!r}; there are {', '.join(known)}, and book.table(name) for the shop's own")
        return known[name]

    def _basis(self, promise: Table) -> str:
        maker = self.makers()[promise.name]
        return kept.basis(self.shop, maker.reads or tuple(SHOP_TABLES), *maker.follows(self))

    # --- what the page and the runner are told ---------------------------------------------------------

    def cover(self) -> Told:
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
            "sells": self.shop.sells,
        }
        faces = {FACTS: facts, "text/plain": f"{self.about.name}, {facts['first_day']} – {facts['as_of']}"}
        return Told(faces if self.shop.sells else faces | {"text/html": missing(self.words("core-without-orders"), self.words).html})

    def about_refunds(self) -> str:
        """The sentence that net amounts are what was paid, in a shop where nothing tells of refunds; empty in any other."""
        told = self.need("orders").filter(_.refunded.notnull()).limit(1).count().execute()
        return "" if told else self.words("core-refunds-unknown")

    def record(self, *tables: pd.DataFrame, headline: Sequence[str] = ()) -> Told:
        """Hand figures of your own to the runner (tables as `tables.KPIS` promises), which collects them into kpis.json."""
        told = [figure for table in tables for figure in figures(table, headline, self.words)]
        return Told({FIGURES: told, "text/plain": self.words("core-recorded", n=len(told))})


@dataclass(frozen=True)
class Concept(Generic[Own]):
    """The tables that the sections of one concept share, each made when it is first asked for."""

    book: Playbook[Own]

    @classmethod
    def model(cls) -> type[Settings]:
        """The model of its settings, as the class names it: `Groups(Concept[OffersSettings])`."""
        found: type[Settings] = get_args(cls.__orig_bases__[0])[0]  # type: ignore[attr-defined]
        return found

    @property
    def settings(self) -> Own:
        """Settings of the concept's notebook."""
        return self.book.settings


Shared = TypeVar("Shared", bound=Concept[Any])
