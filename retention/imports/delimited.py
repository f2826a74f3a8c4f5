"""CSV and its kin → batches of text cells, transcoded while they stream, so that memory does not grow with the file.

The parser takes a quotation mark that is never closed for a long cell and swallows the rows below it. So lines are counted apart from
it, and where any cell holds a line break the file is read once more by strict rules.
"""

import codecs
import csv as text_csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain, islice

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv

from retention.imports.containers import BLOCK, blocks
from retention.imports.encodings import TOLERATED, find_encoding, unknown_encoding
from retention.imports.headers import is_datum
from retention.imports.raw import BROKEN, MOST_COLUMNS, ROW, TOP, RawFile, next_row, numbered, short
from retention.tables import DataProblem

DELIMITERS = (",", "\t", ";", "|")
# So much of a file is looked at before it is read; a table has a line end in it.
START = 1 << 18
LINE_BREAK = r"\r\n|\r|\n"


def look(raw: RawFile, told: str, delimiter: str) -> RawFile:
    """Find out how to read a text file, and its first rows. An encoding or a delimiter that is told is obeyed."""
    if not next(blocks(raw.path, raw.member), b""):
        raise DataProblem(f"{raw.name}: the file is empty. Export it again")
    encoding = told or find_encoding(raw.path, raw.member)
    raw = replace(raw, encoding=encoding, encoding_found=not told)
    start = _start(raw)
    lines = list(islice(io.StringIO(start, newline=""), 10 * TOP))
    if not start.strip():
        raise DataProblem(f"{raw.name}: the file is empty. Export it again")
    said = re.match(r"\s*\"?sep=(.)", start, re.IGNORECASE)
    raw = replace(raw, delimiter=delimiter or (said[1] if said else find_delimiter(lines)))
    return replace(raw, top=tuple(islice(_records(raw, start), TOP)))


def find_delimiter(lines: Sequence[str]) -> str:
    """The sign that divides the largest share of rows into as many cells; of equals one whose cells look whole, then one with most cells."""
    return max(DELIMITERS, key=lambda sign: _fit(lines, sign))


def _fit(lines: Sequence[str], sign: str) -> tuple[float, bool, int]:
    rows = [cells for cells in _rows(lines, sign) if cells]
    widths = [len(cells) for cells in rows if len(cells) > 1]
    width = max(set(widths), key=lambda n: (widths.count(n), n), default=0)
    whole = not any({cell.strip()[:1], cell.strip()[-1:]} & {",", ";"} for cells in rows for cell in cells)
    return widths.count(width) / max(len(rows), 1), whole, width


def _rows(lines: Sequence[str], sign: str) -> list[list[str]]:
    try:
        return list(islice(text_csv.reader(lines, delimiter=sign), TOP))
    except text_csv.Error:
        return [line.split(sign) for line in lines]


def _cells(line: str, sign: str) -> list[str]:
    try:
        return next(text_csv.reader([line], delimiter=sign), [])
    except text_csv.Error:
        return line.split(sign)


def _start(raw: RawFile) -> str:
    """The first part of a file as text, down to its last whole line."""
    first = b""
    for block in blocks(raw.path, raw.member):
        first += block
        if len(first) >= START:
            break
    text = codecs.getincrementaldecoder(raw.encoding)(errors="replace").decode(first[:START])
    if len(first) <= START:
        return text
    if not re.search("[\r\n]", text):
        raise DataProblem(f"{raw.name}: no end of a line in the first {START:,} bytes, so it is no table. Export it again")
    return text[: max(text.rfind("\n"), text.rfind("\r")) + 1]


def _records(raw: RawFile, text: str) -> Iterator[tuple[str, ...]]:
    lines = io.StringIO(text, newline="")
    if raw.delimiter == "whitespace":
        yield from (tuple(line.split()) for line in lines)
        return
    try:
        for cells in text_csv.reader(lines, delimiter=raw.delimiter):
            if len(cells) > MOST_COLUMNS:
                raise DataProblem(
                    f"{raw.name}: a row with {len(cells):,} columns; at most {MOST_COLUMNS:,} are read. Export the ones that are needed"
                )
            yield tuple(cells)
    except text_csv.Error:
        return  # a cell longer than any; what comes before it tells enough, and reading the file says more


class _Utf8(io.RawIOBase):
    """A file as UTF-8 whatever its encoding was; runs of white space become tabs where that is the delimiter. Counts its lines."""

    def __init__(self, raw: RawFile):
        self._blocks, self._whitespace = blocks(raw.path, raw.member), raw.delimiter == "whitespace"
        self._decoder = codecs.getincrementaldecoder(raw.encoding)(errors="replace")
        self._rest, self._line, self._last, self._done = b"", "", "", False
        self.unreadable = self.lines = 0

    def readable(self) -> bool:
        return True

    def texts(self) -> Iterator[str]:
        """The file's text, part by part."""
        while not self._done:
            block = next(self._blocks, b"")
            self._done = not block
            text = self._decoder.decode(block, final=self._done)
            if "\ufffd" in text:
                self.unreadable += sum("\ufffd" in line for line in text.split("\n"))
            if self._whitespace:
                text = self._with_tabs(text)
            self._count(text)
            yield text

    def read(self, size: int = -1) -> bytes:
        out = bytearray(self._rest)
        for text in self.texts():
            out += text.encode("utf-8", errors="replace")
            if 0 <= size <= len(out):
                break
        cut = len(out) if size < 0 else size
        self._rest = bytes(out[cut:])
        return bytes(out[:cut])

    def _with_tabs(self, text: str) -> str:
        """Only whole lines are changed, so that no part ends within a run of white space."""
        whole, end, self._line = (self._line + text.replace("\r", "")).rpartition("\n")
        if self._done:
            whole, self._line = whole + end + self._line, ""
            end = ""
        return re.sub(r"(?m)^[ \t]+|[ \t]+$", "", re.sub(r"[ \t]+", "\t", whole + end))

    def _count(self, text: str) -> None:
        if text:
            self.lines += text.count("\n")
            if "\r" in text:
                self.lines += text.count("\r") - text.count("\r\n")
            if self._last == "\r" and text[0] == "\n":
                self.lines -= 1  # the two signs of one line end came in two parts
            self._last = text[-1]
        if self._done and self._last not in ("", "\n", "\r"):
            self.lines += 1


def batches(raw: RawFile) -> Iterator[pa.Table]:
    """The rows of a text file; those with too many or too few cells come last, as text. All lines of the file are accounted for."""
    broken: list[tuple[int, str]] = []
    above = _lines_above(raw)
    shift = raw.first_row - 1 - above

    def keep_broken(row: csv.InvalidRow) -> str:
        broken.append((row.number + shift, row.text))
        return "skip"

    row, breaks, stream = raw.first_row, 0, _Utf8(raw)
    try:
        for batch in csv.open_csv(stream, **_options(raw, above, keep_broken)):
            numbers = {n for n, _ in broken}
            breaks += _line_breaks(batch.columns)
            yield numbered(_without_guards(raw, pa.Table.from_batches([batch])), row, numbers)
            row = next_row(row, batch.num_rows, numbers)
    except pa.ArrowInvalid as error:
        # So it says where not one row below the header is whole, too.
        if "Empty CSV" not in str(error):
            raise _no_table(raw, row, str(error)) from error
    breaks += _line_breaks([pa.array([text for _, text in broken], pa.string())])
    if breaks:
        _refuse_swallowed(raw)
    _refuse_lost(raw, stream, row - raw.first_row + sum(n >= row for n, _ in broken), above + breaks)
    if broken:
        yield _as_text(raw, broken)


def _no_table(raw: RawFile, row: int, said: str) -> DataProblem:
    """What is wrong with a file that the parser gives up on."""
    _refuse_swallowed(raw)
    if "straddling" in said:
        return DataProblem(f"{raw.name}: row {row:,} or one soon below it is longer than {8 * BLOCK:,} bytes. Export the file again")
    return DataProblem(
        f"{raw.name}: not readable as a table from about row {row:,} on ({short(said)}). "
        'Most often a quotation mark (") is opened and never closed; mend that row or export the file again'
    )


def _refuse_lost(raw: RawFile, stream: _Utf8, rows: int, other_lines: int) -> None:
    """Refuse a file whose lines are not all accounted for, or hold too much that no encoding reads."""
    if stream.lines != other_lines + rows:
        raise DataProblem(f"{raw.name}: of {stream.lines:,} lines {other_lines + rows:,} could be read. Export it again")
    if raw.encoding_found and stream.unreadable > TOLERATED * max(rows, 1):
        raise DataProblem(unknown_encoding(raw.name, stream.unreadable, rows))


def _as_text(raw: RawFile, broken: list[tuple[int, str]]) -> pa.Table:
    """Rows with too many or too few cells."""
    numbers, texts = zip(*broken, strict=True)
    empty = {name: pa.nulls(len(broken), pa.string()) for name in raw.header}
    return pa.table({**empty, ROW: pa.array(numbers, pa.int64()), BROKEN: pa.array(texts, pa.string())})


def _options(raw: RawFile, above: int, keep_broken: Callable[[csv.InvalidRow], str]) -> dict:
    return {
        "read_options": csv.ReadOptions(use_threads=False, column_names=list(raw.header), skip_rows=above, block_size=8 * BLOCK),
        "parse_options": csv.ParseOptions(delimiter=_sign(raw), newlines_in_values=True, invalid_row_handler=keep_broken, ignore_empty_lines=False),
        "convert_options": csv.ConvertOptions(column_types=dict.fromkeys(raw.header, pa.string()), strings_can_be_null=False, check_utf8=False),
    }


def _sign(raw: RawFile) -> str:
    return "\t" if raw.delimiter == "whitespace" else raw.delimiter


def _lines(raw: RawFile) -> Iterator[str]:
    """The lines of a file as the parser sees them, each with its end."""
    rest = ""
    for text in _Utf8(raw).texts():
        lines = list(io.StringIO(rest + text, newline=""))
        rest = lines.pop() if lines else ""
        yield from lines
    if rest:
        yield rest


def _lines_above(raw: RawFile) -> int:
    """How many lines stand above the first row of data; a name in a header may have a line break in it."""
    reader = text_csv.reader(_lines(raw), delimiter=_sign(raw))
    try:
        for _ in range(raw.first_row - 1):
            next(reader)
    except (StopIteration, text_csv.Error):
        return raw.first_row - 1
    return reader.line_num


def _line_breaks(columns: Sequence[pa.Array]) -> int:
    """How many line breaks stand within cells."""
    return sum(pc.sum(pc.count_substring_regex(column, LINE_BREAK)).as_py() or 0 for column in columns if _has_break(column))


def _has_break(column: pa.Array) -> bool:
    cells = column.buffers()[2]
    content = cells.to_pybytes() if cells else b""
    return b"\n" in content or b"\r" in content


def _without_guards(raw: RawFile, table: pa.Table) -> pa.Table:
    """Cells without the backtick that WeChat puts before each of them."""
    below = [cell for cells in raw.top[raw.first_row - 1 :] for cell in cells if cell]
    if sum(cell.startswith("`") for cell in below) * 2 <= len(below):
        return table
    columns = [pc.replace_substring_regex(column, "^`", "") for column in table.columns]
    return pa.table(columns, names=table.column_names)


# -- strict rules -----------------------------------------------------------------------------------


def _refuse_swallowed(raw: RawFile) -> None:
    """Refuse a quotation mark that is never closed, or closed by the next one of another row: a cell then holds lines of the file.

    A cell with line breaks that is opened and closed as it should be stays, unless a line in it looks just like a row.
    """
    shapes, lines = _shapes(raw), _lines(raw)
    for row, line in enumerate(lines, start=1):
        if '"' not in line:
            continue
        taken, cells = _record(line, lines, _sign(raw))
        swallows = taken > 1 and (cells is None or any(_holds_a_row(cell, raw, shapes) for cell in cells))
        if row >= raw.first_row and (swallows or (cells and cells[-1].endswith(("\n", "\r")) and taken == 1)):
            below = "the row" if taken == 2 else f"{taken - 1:,} or more rows"
            raise DataProblem(
                f'{raw.name}: row {row:,} opens a quotation mark (") that is never closed{f" and swallows {below} below it" if swallows else ""}. '
                "Take the mark away, or export the file again"
            )


def _record(line: str, lines: Iterator[str], sign: str) -> tuple[int, list[str] | None]:
    """How many lines a record that begins with `line` takes, and its cells; none where more lines are taken than marks are closed for."""
    taken = 0

    def given() -> Iterator[str]:
        nonlocal taken
        for one in chain([line], lines):
            taken += 1
            yield one

    with suppress(text_csv.Error, StopIteration):
        cells = next(text_csv.reader(given(), delimiter=sign, strict=True))
        return taken, cells
    if taken > 1:
        return taken, None
    # Text behind a closed mark is no harm, but a later cell of the line may be open.
    taken = 0
    with suppress(text_csv.Error):
        cells = next(text_csv.reader(given(), delimiter=sign), [])
        return taken, cells if taken == 1 else None
    return taken, None


def _shapes(raw: RawFile) -> dict[int, str]:
    """Column → how its numbers and dates look in the first row without line breaks; texts have no shape."""
    whole = [cells for cells in raw.top[raw.first_row - 1 :] if len(cells) == len(raw.header) and not any("\n" in cell for cell in cells)]
    return {n: _shape(cell) for n, cell in enumerate(whole[0]) if is_datum(cell)} if whole else {}


def _shape(cell: str) -> str:
    """
    >>> _shape("2026-05-01 09:30"), _shape("1,299.00")
    ('9-9-9 9:9', '9')
    """
    number = re.fullmatch(r"[-+]?[\d.,]+", cell.strip())
    return "9" if number else re.sub(r"\d+", "9", cell.strip())


def _holds_a_row(cell: str, raw: RawFile, shapes: dict[int, str]) -> bool:
    """Whether a line within a cell has as many cells as a row, and numbers and dates where rows have them."""
    rows = (_cells(line, _sign(raw)) for line in cell.splitlines()[1:])
    return bool(shapes) and any(len(row) == len(raw.header) and all(_shape(row[n]) == shape for n, shape in shapes.items()) for row in rows)
