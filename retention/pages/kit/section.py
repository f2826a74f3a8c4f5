"""A section of a page: what one call in a notebook gives, to be shown and to go on with.

    sizes = segments.sizes(book)    # bound to a name
    sizes                           # shown: chart, sentences, folded table
    sizes.table                     # the frame that was drawn, a copy to filter, join and draw again
    sizes.figure, sizes.kpis        # its first chart, the key figures it hands to the runner
    sizes.save("xlsx")              # the table as a file

`@section` makes a section of a function of the book. What it cannot do without is said once, in `needs`: where that is missing, one line
stands in its place that says which table is needed and what it would show.
"""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pandas as pd
import plotly.graph_objects as go
from IPython.display import display

from retention import durable, names
from retention.pages.kit import blocks
from retention.pages.kit.blocks import Html
from retention.pages.kit.book import Playbook
from retention.pages.kit.told import FIGURES, Told, figures
from retention.pages.kit.words import Words
from retention.settings import Settings
from retention.tables import KPIS, DataProblem
from retention.worklists import as_csv, as_workbook

# The folder of the run that is under way; the runner names it to the notebook.
RUN_FOLDER = "RETENTION_RUN_FOLDER"
FORMS: Mapping[str, Callable[[pd.DataFrame], bytes]] = {"xlsx": as_workbook, "csv": as_csv, "parquet": lambda frame: frame.to_parquet(index=False)}


@dataclass(frozen=True, eq=False)
class Section:
    """What a section shows, in order, and what an analyst may go on with.

    `shown` are sentences, charts and tables for eyes; `table` is the frame they were made of, `private` where it holds more of people than a
    page may; `kpis` (as KPIS promises) go to the runner, and those called in `headline` to the board of all reports.
    """

    shown: tuple[Any, ...] = ()
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    kpis: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(KPIS.columns)))
    headline: Sequence[str] = ()
    private: bool = False
    name: str = ""
    told: Told | None = None
    shop_folder: Path = Path()
    lacking: str = ""

    @property
    def figure(self) -> go.Figure | None:
        """Its first chart."""
        return next((part for part in self.shown if isinstance(part, go.Figure)), None)

    @property
    def parts(self) -> list[Any]:
        """The outputs of its cell: what people see, then the figures that the runner collects."""
        seen = [part for part in self.shown if not (isinstance(part, Html) and not part.html)]
        return [*seen, *([self.told] if self.told else [])]

    def _ipython_display_(self) -> None:
        for part in self.parts:
            # Figures for the runner have no face that people see.
            display(part.faces, raw=True) if isinstance(part, Told) else display(part)

    def __repr__(self) -> str:
        columns = [str(column) for column in self.table]
        named = ", ".join(columns[:MOST_NAMED]) + (", …" if len(columns) > MOST_NAMED else "")
        held = [f"table of {len(self.table)} rows ({named})" if columns else f"no table: {self.lacking}" if self.lacking else "no table"]
        if self.figure is not None:
            held.append(f"chart {names.shortened(str(self.figure.layout.title.text or ''), LONGEST_TITLE)!r}")
        if len(self.kpis):
            held.append(f"{len(self.kpis)} key figures")
        return f"<{self.name}: {', '.join(held)}>"

    def save(self, form: str = "xlsx", name: str = "") -> Path:
        """Write the table as xlsx, csv or parquet and return where: beside the report in a run, else beside the notebook.

        A table that names customers goes into the shop's own folder, for its owner only. DataProblem for another form, a name that is a path,
        or a section without a table.
        """
        if form not in FORMS:
            raise DataProblem(f"save: {form!r} is none of {', '.join(FORMS)}; the form comes first, then a name: save('xlsx', 'sales')")
        plain = (name or self.name.replace(".", "_")).removesuffix(f".{form}")
        if not A_FILE.fullmatch(plain):
            raise DataProblem(f"save: {plain!r} is no name of a file")
        if not self.table.shape[1]:
            raise DataProblem(f"save: {self.name} has no table{f': {self.lacking}' if self.lacking else ''}")
        # An analyst may have made a column the index.
        table = self.table if isinstance(self.table.index, pd.RangeIndex) else self.table.reset_index()
        folder = durable.folder_with(0o700, self.shop_folder / "saved") if self.private else Path(os.environ.get(RUN_FOLDER, "."))
        return durable.write_file(folder / f"{plain}.{form}", FORMS[form](table), mode=0o600 if self.private else 0o644)


MOST_NAMED, LONGEST_TITLE = 6, 60
# Columns by which a table names customers, whatever else it says.
PERSONAL = {"customer_id", "phone", "email"}
# Names of files on any system.
A_FILE = re.compile(r"\w[\w .()+-]*")


# --- making sections -----------------------------------------------------------------------------------


Make = Callable[[Playbook[Any]], Section]


@dataclass(frozen=True)
class Need:
    """What a section cannot do without: `lacking` says what is missing and what it would show; empty where nothing is."""

    lacking: Callable[[Playbook[Any]], str]
    quiet: bool = False

    @property
    def quietly(self) -> "Need":
        """The same need of a section that shows nothing then, because an earlier one says it."""
        return replace(self, quiet=True)


def table_of(name: str, message: str) -> Need:
    """The need of a table of the shop; `message` says which is missing and what it would show."""
    return Need(lambda book: "" if book.table(name) is not None else book.words(message))


ORDERS = Need(lambda book: "" if book.shop.sells else book.words("core-without-orders"), quiet=True)


def section(*needs: Need, of_orders: bool = True) -> Callable[[Make], Make]:
    """Make a section of a function of the book: named, its figures recorded, and one line in its place where something it needs is missing.

    It takes the book of any notebook: the function gets the one with the settings that it names (`book: Playbook[PyramidSettings]`).
    Sections tell of orders unless they say otherwise; in a shop without any they show nothing, and the cover says so.
    """
    every = (ORDERS, *needs) if of_orders else needs

    def made(function: Make) -> Make:
        folder = function.__module__.rpartition(".")[0].rpartition(".")[2]
        name = f"{folder}.{function.__name__}" if folder else function.__name__

        @wraps(function)
        def of(book: Playbook[Any]) -> Section:
            if not isinstance(getattr(book, "words", None), Words):
                raise DataProblem(f"{name} takes the book that playbook.open gives: {name}(book); it was given {type(book).__name__}")
            book = _with_its_settings(function, book)
            found = _in_its_place(every, book) or function(book)
            told = Told({FIGURES: figures(found.kpis, found.headline, book.words)}) if len(found.kpis) else None
            # A copy, so that what an analyst does to the table changes no other section's.
            private = found.private or bool(PERSONAL & set(found.table))
            return replace(found, table=found.table.copy(), kpis=found.kpis.copy(), private=private, name=name, told=told, shop_folder=book.shop.out)

        SECTIONS[name] = of
        return of

    return made


def _with_its_settings(function: Make, book: Playbook[Any]) -> Playbook[Any]:
    named = [model for model in get_args(get_type_hints(function).get("book")) if isinstance(model, type) and issubclass(model, Settings)]
    return book.of(named[0]) if named else book


def _in_its_place(needs: Sequence[Need], book: Playbook[Any]) -> Section | None:
    """What stands in the place of a section that lacks something; None where nothing is missing."""
    for need in needs:
        if said := need.lacking(book):
            return Section(() if need.quiet else (blocks.missing(said, book.words),), lacking=said)
    return None


# All sections by name, in the order in which their folders define them.
SECTIONS: dict[str, Make] = {}
