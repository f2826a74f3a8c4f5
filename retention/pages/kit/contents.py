"""What a book holds, for an analyst in an empty notebook: tables, settings, sections, and lines to begin with."""

import importlib
import pkgutil
from pathlib import Path
from typing import Any

import pandas as pd

from retention import pages
from retention.pages.kit import blocks, labels, section
from retention.pages.kit.blocks import Html
from retention.pages.kit.book import Playbook
from retention.tables import OUTPUTS, SHOP_TABLES

# Folders of pages without sections: what all are made of, texts of notebooks, and slips, which a command prints.
WITHOUT_SECTIONS = ("kit", "notebooks", "slips")
# Lines that run in any shop with orders.
EXAMPLE = """\
book.table("orders").to_pandas()      # a table of the shop, cut at book.as_of
book.made("pyramid")                  # a table that notebooks make
from retention.pages import metrics
sales = metrics.sales(book)           # a section: shown as the last line of a cell
sales.table                           # its DataFrame, to filter and draw again
sales.save("csv")                     # ... or to keep"""


def tables(book: Playbook[Any]) -> pd.DataFrame:
    """One row per table the shop has or notebooks make: table, grain, rows (missing where it is made first when asked for)."""
    own = [(f'book.table("{name}")', SHOP_TABLES[name].one_row_per, int(book.need(name).count().execute())) for name in book.tables()]
    made = [(f'book.made("{promise.name}")', promise.one_row_per, pd.NA) for promise in OUTPUTS]
    return pd.DataFrame([*own, *made], columns=["table", "one row per", "rows"])


def settings(book: Playbook[Any]) -> pd.DataFrame:
    """One row per setting of the book's notebook: setting, value, meaning."""
    fields = type(book.settings).model_fields
    told = [(f"book.settings.{name}", repr(value), fields[name].description or "") for name, value in book.settings]
    return pd.DataFrame(told, columns=["setting", "value", "meaning"])


def sections() -> pd.DataFrame:
    """One row per section of all pages: section, what it shows."""
    for folder in pkgutil.iter_modules(pages.__path__):
        if folder.ispkg and folder.name not in WITHOUT_SECTIONS:
            importlib.import_module(f"retention.pages.{folder.name}.sections")
    told = [(f"{name}(book)", (made.__doc__ or "").strip().splitlines()[0]) for name, made in sorted(section.SECTIONS.items())]
    return pd.DataFrame(told, columns=["section", "shows"])


def parts(book: Playbook[Any]) -> dict[str, pd.DataFrame]:
    """All of it by its heading."""
    return {
        f"{book.about.name}, {book.span[0]} – {book.as_of}: tables": tables(book),
        f"Settings of {book.notebook} ({Path(book.params).name or 'all defaults'})": settings(book),
        "Sections, of any notebook (from retention.pages import …)": sections(),
    }


def of(book: Playbook[Any]) -> Html:
    """All of it, folded, and the lines to begin with."""
    told = [blocks.folded(heading, blocks.table(frame, labels.as_text(frame), book.words)) for heading, frame in parts(book).items()]
    return Html("".join(block.html for block in told) + f"<pre>{blocks.escape(EXAMPLE)}</pre>")
