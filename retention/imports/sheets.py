"""Workbooks → their sheets as text cells, rows numbered as the spreadsheet numbers them.

The library that reads them makes room for every cell between the first and the last one, so a single cell in the last corner
would take more memory than any machine has. So the workbook's own pages are looked through first, also for cells declared merged.
"""

import logging
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from retention.imports.containers import BLOCK, opened, refuse_inflated
from retention.imports.raw import MOST_COLUMNS, TOP, RawFile, Unread, numbered, short, table_name
from retention.tables import DataProblem

if TYPE_CHECKING:
    import fastexcel

# As much room as a million rows of sixty columns: two gigabytes. Well before that, hardly any cell of which is filled.
MOST_CELLS, MANY_CELLS, MOST_BLANKS = 60_000_000, 10_000_000, 50
LETTERS = 26
BEYOND = re.compile(rb'<(?:\w+:)?c r="([A-Z]{2,3})(\d+)"(?:[^>]*[^/])?>')
ROWS = re.compile(rb'<(?:\w+:)?row [^>]*?\br="(\d+)"')
MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
LONG_NUMBER = r"^-?\d{16,}$"
# A sheet's empty columns have no kind; the library warns of each.
logging.getLogger("fastexcel.types.dtype").setLevel(logging.ERROR)


class _Page(NamedTuple):
    """What a sheet's own page says: the last column and row with a cell, how many cells are filled, and ranges of merged cells
    (column, first and last row); all from 0."""

    column: int = LETTERS - 1
    row: int = 0
    filled: int = 0
    merged: tuple[tuple[int, int, int], ...] = ()
    chart: bool = False


def tables_in(path: Path, member: str = "") -> tuple[list[RawFile], list[Unread]]:
    """The sheets of a workbook; empty and hidden ones are not read."""
    pages = _pages(path, member)
    with _workbook(path, member) as book:
        names = book.sheet_names
        raws = [RawFile(path, "sheet", sheet=name, member=member, alone=len(names) == 1) for name in names]
        looked = [_look(book, raw, pages.get(raw.sheet, _Page())) for raw in raws]
    return [t for t in looked if isinstance(t, RawFile)], [u for u in looked if isinstance(u, Unread)]


def _look(book: "fastexcel.ExcelReader", raw: RawFile, page: _Page) -> RawFile | Unread:
    """A sheet with its first rows, or why it is not read."""
    name = table_name(raw.path, raw.member, raw.sheet)
    if page.chart:
        return Unread(name, "a chart")
    _refuse_boundless(name, page)
    sheet = book.load_sheet(raw.sheet, header_row=None, skip_rows=0, n_rows=TOP, dtypes="string")
    if not (sheet.width and sheet.total_height):
        return Unread(name, "an empty sheet")
    if sheet.visible != "visible":
        return Unread(name, "a hidden sheet; show it in the workbook to have it read")
    if sheet.width > MOST_COLUMNS:
        raise DataProblem(f"{name}: {sheet.width:,} columns; at most {MOST_COLUMNS:,} are read. Delete the others")
    rows = pa.table(sheet.to_arrow()).to_pylist()
    return replace(raw, top=tuple(tuple(cell or "" for cell in row.values()) for row in rows))


def batches(raw: RawFile) -> Iterator[pa.Table]:
    """The rows of a sheet; blanks are filled down only within ranges that the workbook declares merged."""
    with _workbook(raw.path, raw.member) as book:
        sheet = book.load_sheet(raw.sheet, header_row=None, skip_rows=raw.first_row - 1, dtypes="string")
        table = pa.table(sheet.to_arrow())
        first = sheet.available_columns()[0].absolute_index or 0
        for number, column in enumerate(table.columns):
            _refuse_rounded(raw, book, number, column)
    merged = _pages(raw.path, raw.member).get(raw.sheet, _Page()).merged
    columns = [_filled_down(raw, column, [m for m in merged if m[0] == number + first]) for number, column in enumerate(table.columns)]
    yield numbered(pa.table(columns, names=list(raw.header)), raw.first_row)


@contextmanager
def _workbook(path: Path, member: str) -> Iterator["fastexcel.ExcelReader"]:
    import fastexcel

    try:
        yield fastexcel.read_excel(opened(path, member).read() if member else path)
    except BaseException as error:
        # The library's own panics are no Exceptions.
        if not isinstance(error, fastexcel.FastExcelError) and type(error).__name__ != "PanicException":
            raise
        sentence = f"{table_name(path, member)}: not readable as an Excel workbook ({short(str(error))}). Save it again as .xlsx without a password"
        raise DataProblem(sentence) from error


def _refuse_boundless(name: str, page: _Page) -> None:
    cells = (page.column + 1) * (page.row + 1)
    if cells > MOST_CELLS or (cells > MANY_CELLS and cells > MOST_BLANKS * page.filled):
        raise DataProblem(
            f"{name}: it reaches to row {page.row + 1:,} and column {page.column + 1:,}, more than any table does. "
            "Most often a single cell lies far out (Ctrl+End goes there): delete the rows and columns beyond the table and save the file again"
        )


def _refuse_rounded(raw: RawFile, book: "fastexcel.ExcelReader", number: int, column: pa.ChunkedArray) -> None:
    """Numbers too long for Excel's fifteen digits are refused, because they are already wrong; texts of digits are not."""
    long = column.filter(pc.fill_null(pc.match_substring_regex(column, LONG_NUMBER), False))
    if len(long):
        kind = book.load_sheet(raw.sheet, header_row=None, skip_rows=raw.first_row - 1, use_columns=[number], schema_sample_rows=None)
        if pa.table(kind.to_arrow()).schema.types[0] != pa.string():
            raise DataProblem(destroyed(raw.name, raw.header[number], long[0].as_py()))


def destroyed(file: str, column: str, example: str) -> str:
    """The sentence about ids that Excel has rounded."""
    return (
        f"{file}: numbers in {column!r} have been rounded by Excel, e.g. {example}; the last digits are lost. "
        "Export again and import the CSV as it comes, or format the column as text before opening it in Excel"
    )


def _filled_down(raw: RawFile, column: pa.ChunkedArray, merged: list[tuple[int, int, int]]) -> pa.Array:
    """A column whose merged cells all hold the value of the first of them."""
    if not merged:
        return column
    cells, above = column.to_pylist(), raw.first_row - 1
    for _, first, last in merged:
        if first >= above:
            cells[first - above : last - above + 1] = [cells[first - above]] * len(cells[first - above : last - above + 1])
    return pa.array(cells, pa.string())


# -- pages ------------------------------------------------------------------------------------------


def _pages(path: Path, member: str) -> dict[str, _Page]:
    """Sheet → what its page says; nothing for workbooks that are no zip (.xls, and those with a password)."""
    state = path.stat()
    return _read_pages(path, member, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=64)
def _read_pages(path: Path, member: str, _changed: int, size: int) -> dict[str, _Page]:
    source = BytesIO(opened(path, member).read()) if member else path
    if not zipfile.is_zipfile(source):
        return {}
    with zipfile.ZipFile(source) as book:
        refuse_inflated(path, size, sum(info.file_size for info in book.infolist()))
        return {name: _page(book, place) for name, place in _places(book).items()}


def _places(book: zipfile.ZipFile) -> dict[str, str]:
    """Sheet → name of its page within the workbook."""
    try:
        targets = {e.get("Id"): e.get("Target", "") for e in ET.fromstring(book.read("xl/_rels/workbook.xml.rels"))}
        sheets = [e for e in ET.fromstring(book.read("xl/workbook.xml")).iter() if e.tag.endswith("}sheet")]
    except (KeyError, ET.ParseError):
        return {}
    found = {}
    for sheet in sheets:
        target = targets.get(next((value for key, value in sheet.items() if key.endswith("}id")), ""), "")
        found[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return {name: place for name, place in found.items() if place in book.namelist()}


def _page(book: zipfile.ZipFile, place: str) -> _Page:
    """Looks through a page part by part; a tag that lies across two parts is seen with the second."""
    column, row, filled, seen, merged, rest = _Page().column, 0, 0, 0, [], b""
    with book.open(place) as page:
        while block := page.read(BLOCK):
            part, _, rest = (rest + block).rpartition(b"<")
            rest = (b"<" + rest)[-BLOCK:]
            for letters, number in BEYOND.findall(part):
                column, row = max(column, _column(letters)), max(row, int(number) - 1)
            # Rows that are only coloured count as little as cells that are.
            ends = max(part.rfind(b"</c>"), part.rfind(b":c>"))
            row = max(row, _last_row(part[:ends], seen)) if ends > 0 else row
            filled += part.count(b"</c>") + part.count(b":c>")
            seen = _last_row(part, seen)
            merged += [(_column(c), int(first) - 1, int(last) - 1) for c, first, _, last in MERGED.findall(part + rest)]
    return _Page(column, row, filled, tuple(merged), place.startswith("xl/chartsheets"))


def _last_row(part: bytes, before: int) -> int:
    rows = ROWS.findall(part)
    return int(rows[-1]) - 1 if rows else before


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
