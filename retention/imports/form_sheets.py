"""Filled-in forms (`retention.forms`) → customers, consents, events, surveys, returns: read cell by cell, each refused one named.

A table is a form's by its labels, whatever program wrote it. What a form says of a customer goes before what exports say, field by field.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl.utils import get_column_letter

from retention import forms
from retention.imports.contacts import shown
from retention.imports.fates import KEPT
from retention.imports.maps import FIELDS, ImportMap, Source
from retention.imports.raw import BROKEN, ROW, RawFile, Unread, readable
from retention.imports.reading import tables_in, text_table
from retention.imports.sql import quote
from retention.settings import ShopSettings

NAME = "forms"
# Columns that settled rows have beside their fields.
WORKING = ("fate", "content", "_row", "_broken", "row_kind", "file_no", "row_key", "occurrence", "_unfit")
# So many refused cells are named one by one.
MOST_NAMED = 50
# A form of a few thousand rows is no larger, so that big exports are not opened twice.
LARGEST = 8 << 20
# Where the header of a text file stands.
FIRST_BYTES = 1 << 16


@dataclass(frozen=True)
class Filled:
    """A table that is a form."""

    raw: RawFile
    form: forms.Form


@dataclass(frozen=True)
class Sheet:
    """Rows of a form for one grain, staged: `own` columns are called as shop.yaml calls them."""

    raw: RawFile
    name: str
    source: Source
    number: int
    place: Path


def split(files: Sequence[Path], shop: ShopSettings) -> tuple[list[Filled], list[Path], list[Unread]]:
    """Forms, the files that hold none, and what lies beside a form in its file and is not read."""
    known = forms.forms_of(shop.fields)
    found: list[Filled] = []
    rest, beside = [], []
    for path in files:
        mine, others = _forms_in(path, known)
        found += mine
        rest += [] if mine else [path]
        beside += others if mine else []
    return found, rest, beside


def _forms_in(path: Path, known: Mapping[str, forms.Form]) -> tuple[list[Filled], list[Unread]]:
    if path.is_dir() or path.suffix.lower() not in (".xlsx", ".csv") or path.stat().st_size > LARGEST:
        return [], []
    if path.suffix.lower() == ".csv" and not _names_customer(path, known):
        return [], []
    with readable(path):
        tables, _ = tables_in(path)
    # A header that nothing stands below, as in a form nobody has filled in, is looked for in the first row.
    headed = [(raw.headed(1) if raw.top and not raw.header_row else raw) for raw in tables]
    found = [Filled(raw, form) for raw in headed if (form := forms.form_of_header(raw.header, known))]
    taken = [one.raw for one in found]
    others = [raw for raw in headed if raw not in taken and raw.sheet not in forms.OWN_SHEETS]
    return found, [Unread(raw.name, "it lies beside a form; export it as a file of its own") for raw in others]


def _names_customer(path: Path, known: Mapping[str, forms.Form]) -> bool:
    """Whether a text file begins with the label that all forms have, in any encoding: exports are not to be looked into twice."""
    with open(path, "rb") as handle:
        start = handle.read(FIRST_BYTES).lower()
    labels = {label.lower() for form in known.values() for label in form.columns[0].label.values()}
    return any(label.encode(encoding).lower() in start for label in labels for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"))


def import_map(zone: str) -> ImportMap:
    """The map of forms in a shop's time zone."""
    return ImportMap(name=NAME, time_zone=zone, sources={"customer": Source(grain="customer", columns={"customer_id": "customer_id"})})


def stage(filled: Sequence[Filled], shop: ShopSettings, work: Path, first: int, today: date) -> tuple[list[Sheet], list[str]]:
    """The rows of each form by what they become, staged as text from number `first` on; and a line for each cell that was refused."""
    sheets: list[Sheet] = []
    lines: list[str] = []
    for one in filled:
        letters = {name: get_column_letter(place) for place, name in enumerate(one.raw.header, start=1)}
        with readable(one.raw.path):
            cells = text_table(one.raw).drop_columns([BROKEN]).to_pandas()
        rows, refused = forms.filled(one.form, cells, letters, today)
        lines += refused_in_words(one.raw.name, refused)
        for grain, table in rows.items():
            number = first + len(sheets)
            sheets.append(_staged(one.raw, grain, table, shop, work / f"{number}.parquet", number))
    return sheets, lines


def _staged(raw: RawFile, grain: str, rows: pd.DataFrame, shop: ShopSettings, place: Path, number: int) -> Sheet:
    # Own fields stand under the name by which shop.yaml says that exports hold them, or the import would look for that one in vain.
    called = {name: shop.fields[name].column or name for name in rows if name in shop.fields and grain == "customer"}
    header = tuple(called.get(str(name), str(name)) for name in rows if name != ROW)
    told = rows.rename(columns=called)[[*header, ROW]].astype(dict.fromkeys(header, str))
    table = pa.Table.from_pandas(told, preserve_index=False)
    pq.write_table(table.append_column(BROKEN, pa.nulls(len(rows), pa.string())), place)
    columns = {name: called.get(name, name) for name in map(str, rows) if name != ROW and (name in FIELDS[grain] or name in called)}
    source = Source.parse({"grain": grain, "columns": columns}, NAME)
    return Sheet(RawFile(raw.path, "form", header, member=raw.member, sheet=raw.sheet, alone=raw.alone), f"{NAME}-{grain}", source, number, place)


def refused_in_words(name: str, refused: Sequence[forms.Refused]) -> list[str]:
    """A line for each refused cell, the first ones each by itself; what looks like a telephone or an address in it is masked."""
    lines = [f"{name}: cell {cell.place} ({cell.column}) holds '{shown(cell.value)}', {cell.why}; left empty" for cell in refused[:MOST_NAMED]]
    more = len(refused) - MOST_NAMED
    return [*lines, f"{name}: {more:,} more cells that do not fit; left empty"] if more > 0 else lines


# --- in the tables ---------------------------------------------------------------------------------------------


def apart(sources: Mapping[str, tuple[str, Source]]) -> tuple[dict[str, tuple[str, Source]], dict[str, tuple[str, Source]]]:
    """Sources of exports, and those of forms."""
    mine = {name: told for name, told in sources.items() if name.startswith(f"{NAME}-")}
    return {name: told for name, told in sources.items() if name not in mine}, mine


def join_customers(con: duckdb.DuckDBPyConnection, sources: Mapping[str, tuple[str, Source]]) -> None:
    """Make customers of what exports say and of what forms say, which goes before, field by field; wants the exports' customers made."""
    mine = apart(sources)[1].get(f"{NAME}-customer")
    if mine is None:
        return
    table = mine[0]
    there = {row[0] for row in con.sql("show tables").fetchall()}
    columns = [name for name in con.table(table).columns if name not in WORKING]
    known = con.table("customers").columns if "customers" in there else columns
    told = [name for name in known if name in columns]
    form = f"select {', '.join(map(quote, told))} from {table} where fate = '{KEPT}'"
    if "customers" not in there:
        con.sql(f"create table customers as {form}")
        return
    both = ", ".join("customer_id" if name == "customer_id" else f"coalesce(f.{quote(name)}, o.{quote(name)}) as {quote(name)}" if name in told
                     else f"o.{quote(name)}" for name in known)  # fmt: skip
    con.sql(f"create or replace table customers as select {both} from (from customers) o full join ({form}) f using (customer_id)")
