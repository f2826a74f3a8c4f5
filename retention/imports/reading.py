"""Raw files → staged Parquet: every cell as text, every row with its number in the file.

Nothing is interpreted here. A row with too many or too few cells is kept as text in `_broken`, so
that it can be shown to the shop and counted. CSV is transcoded while it streams, so memory does
not grow with the file.
"""

import codecs
import csv as text_csv
import gzip
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from retention.imports.raw import BROKEN, ROW, TOP, RawFile, Unread, table_name
from retention.imports.raw import short as _short
from retention.tables import DataProblem

SUFFIXES = (".csv", ".txt", ".tsv", ".csv.gz", ".txt.gz", ".xlsx", ".parquet")
BLOCK = 1 << 20
# More unreadable rows than this share means the encoding is wrong, not the rows.
TOLERATED = 0.01
# So many bytes beyond ASCII tell a text's encoding (a Chinese character has two or three of them); the rest is counted while it is read.
ENOUGH_BYTES = 300_000
ASCII = bytes(range(128))


def find_files(places: list[Path]) -> list[Path]:
    """All readable files at `places` (files or folders), ordered by name. Hidden and lock files are passed over."""
    found: set[Path] = set()
    for place in places:
        if not place.exists():
            raise DataProblem(f"{place}: no such file or folder. Give the place of the shop's exports with --data or `exports:` in shop.yaml")
        candidates = place.rglob("*") if place.is_dir() and not _is_table(place) else [place]
        found.update(p for p in candidates if p.name.lower().endswith(SUFFIXES) and not p.name.startswith((".", "~$")))
    if not found:
        places_text = ", ".join(str(p) for p in places)
        raise DataProblem(f"{places_text}: no file to read. Exports end in {', '.join(SUFFIXES)}; old .xls files must be saved as .xlsx")
    return sorted(found, key=lambda p: (p.name, str(p)))


def _is_table(place: Path) -> bool:
    return place.suffix == ".parquet"


def look(path: Path) -> RawFile:
    """The first table of a file, with its header in the first row."""
    return tables_in(path)[0][0].headed(1)


def tables_in(path: Path, encoding: str = "", delimiter: str = "") -> tuple[list[RawFile], list[Unread]]:
    """The tables of a file, and what lies in it and is none. `encoding` and `delimiter` are found where they are not told."""
    if path.name.lower().endswith(".parquet"):
        names = tuple(pq.read_schema(_first_part(path)).names)
        return [RawFile(path, "parquet", names, top=(names,))], []
    if path.name.lower().endswith(".xlsx"):
        return _sheets(path)
    return [_delimited(path, encoding, delimiter)], []


def _delimited(path: Path, told: str, delimiter: str) -> RawFile:
    if path.stat().st_size == 0:
        raise DataProblem(f"{path.name}: the file is empty. Export it again")
    encoding = told or find_encoding(path)
    first = _first_line(path, encoding)
    if not first.strip():
        raise DataProblem(f"{path.name}: the file is empty. Export it again")
    delimiter = delimiter or _delimiter(first)
    raw = RawFile(path, "csv", (), encoding, delimiter, encoding_found=not told)
    return replace(raw, top=tuple(islice(_records(raw), TOP))).headed(1)


def stage(raw: RawFile, target: Path, may_be_empty: bool = False) -> frozenset[str]:
    """Write `raw` to `target` as text columns plus `_row` and `_broken`; return the columns that are plain (see `is_plain`).

    A file without rows is refused unless it `may_be_empty`.
    """
    schema = _schema(raw)
    plain = set(raw.header)
    filled = _filled(raw)
    first = next(filled, schema.empty_table())
    if not (first.num_rows or may_be_empty):
        raise DataProblem(f"{raw.name}: no rows below the header. Export it again, or take the file away")
    # The file is read once and thrown away: compressing it takes longer than it saves, and so does a dictionary of distinct cells.
    options = {"compression": "none", "use_dictionary": [name for name in raw.header if _repetitive(first[name])]}
    with pq.ParquetWriter(target, schema, **options) as writer:
        for batch in chain([first], filled):
            writer.write_table(batch)
            plain -= {name for name in plain if not all(is_plain(chunk) for chunk in batch[name].chunks)}
    return frozenset(plain)


def text_table(raw: RawFile) -> pa.Table:
    """A small file as `stage` would write it."""
    return pa.concat_tables([_schema(raw).empty_table(), *_filled(raw)])


def _schema(raw: RawFile) -> pa.Schema:
    return pa.schema([*((name, pa.string()) for name in raw.header), (ROW, pa.int64()), (BROKEN, pa.string())])


def _filled(raw: RawFile) -> Iterator[pa.Table]:
    """The batches of a file that have rows."""
    batches = {"csv": _csv_batches, "xlsx": _sheet_batches, "parquet": _parquet_batches}[raw.kind](raw)
    return (batch.cast(_schema(raw)) for batch in batches if batch.num_rows)


def _repetitive(column: pa.ChunkedArray) -> bool:
    return pc.count_distinct(column).as_py() * 8 < len(column)


def is_plain(cells: pa.StringArray) -> bool:
    """Whether cleaning (`typing`) can change no cell: none begins or ends like white space, a guard or a word for nothing.

    Looks at first and last bytes only, so that some harmless columns are called not plain; never the other way round.
    """
    if cells.type != pa.string() or not len(cells) or cells.buffers()[2] is None:
        return cells.type in (pa.string(), pa.null()) and cells.null_count == len(cells)
    ends = np.frombuffer(cells.buffers()[1], np.int32)[cells.offset : cells.offset + len(cells) + 1]
    length = np.diff(ends)
    filled = length > 0
    content = np.frombuffer(cells.buffers()[2], np.uint8)
    first, last = content[ends[:-1][filled]], content[ends[1:][filled] - 1]
    zeros = (first == ord("0")) & np.isin(length[filled], (10, 19))
    return not (_SUSPICIOUS_FIRST[first].any() or _SUSPICIOUS_LAST[last].any() or zeros.any())


def _bytes_of(characters: list[bytes]) -> np.ndarray:
    found = np.zeros(256, bool)
    found[np.frombuffer(b"".join(characters), np.uint8)] = True
    return found


# White space (also no-break, ideographic, byte order mark), guards (=" and '), and what words for nothing begin with (无 by its last byte).
_WHITE = [sign.encode() for sign in " \t\r\n\u00a0\ufeff\u3000"]
_SUSPICIOUS_FIRST = _bytes_of([*(sign[:1] for sign in _WHITE), b"='", b"-Nn"])
_SUSPICIOUS_LAST = _bytes_of([*(sign[-1:] for sign in _WHITE), "无".encode()[-1:]])


# -- CSV ------------------------------------------------------------------------------------------


def find_encoding(path: Path) -> str:
    """UTF-8 (with or without BOM), UTF-16 by its BOM, else GB18030; a file that is none of them is refused."""
    with _open(path) as handle:
        start = handle.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    lines = max(sum(block.count(b"\n") for block in _telling(path)), 1)
    tolerated = TOLERATED * lines
    if _unreadable(path, "utf-8-sig", enough=tolerated) <= tolerated:
        return "utf-8-sig"
    unreadable = _unreadable(path, "gb18030")
    if unreadable <= tolerated and _reads_as_chinese(path):
        return "gb18030"
    raise DataProblem(_unknown_encoding(path, unreadable, lines))


def _unknown_encoding(path: Path, unreadable: int, lines: int) -> str:
    return (
        f"{path.name}: neither UTF-8 nor GB18030 text, {unreadable:,} of {lines:,} lines cannot be read. "
        "Save it as 'CSV UTF-8' in Excel, or give `encoding:` in the import map (e.g. cp1252 for western Windows)"
    )


def _telling(path: Path) -> Iterator[bytes]:
    """Blocks of the file until they hold enough bytes beyond ASCII to tell its encoding."""
    seen = 0
    with _open(path) as handle:
        while seen < ENOUGH_BYTES and (block := handle.read(BLOCK)):
            yield block
            seen += 0 if block.isascii() else len(block.translate(None, ASCII))


def _unreadable(path: Path, encoding: str, enough: float = float("inf")) -> int:
    """Lines with characters that cannot be read; counting stops above `enough`."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    unreadable = 0
    for block in _telling(path):
        text = decoder.decode(block)
        if "\ufffd" in text:
            unreadable += _lines_with_a_hole(text)
            if unreadable > enough:
                break
    return unreadable


def _lines_with_a_hole(text: str) -> int:
    return sum("\ufffd" in line for line in text.split("\n"))


def _reads_as_chinese(path: Path) -> bool:
    """Whether GB18030 makes sense: western text read so gives rare and private-use characters, hardly any common ones."""
    decoder = codecs.getincrementaldecoder("gb18030")(errors="replace")
    han = foreign = 0
    for block in _telling(path):
        wide = re.sub(r"[\x00-\x7f\u3000-\u303f\uff00-\uffef]+", "", decoder.decode(block))
        common = len(re.findall(r"[\u4e00-\u9fff]", wide))
        han, foreign = han + common, foreign + len(wide) - common
    return foreign <= han


class _Utf8(io.RawIOBase):
    """A file as UTF-8 whatever its encoding was; runs of white space become tabs where that is the delimiter."""

    def __init__(self, handle: BinaryIO, encoding: str, whitespace: bool):
        self._handle, self._whitespace, self._rest = handle, whitespace, b""
        self.unreadable = 0
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        out = bytearray(self._rest)
        while size < 0 or len(out) < size:
            block = self._handle.read(BLOCK)
            text = self._decoder.decode(block, final=not block)
            if "\ufffd" in text:
                self.unreadable += _lines_with_a_hole(text)
            if self._whitespace:
                text = re.sub(r"(?m)^[ \t]+|[ \t]+$", "", re.sub(r"[ \t]+", "\t", text.replace("\r", "")))
            out += text.encode("utf-8")
            if not block:
                break
        cut = len(out) if size < 0 else size
        self._rest = bytes(out[cut:])
        return bytes(out[:cut])


def _csv_batches(raw: RawFile) -> Iterator[pa.Table]:
    broken: list[tuple[int, str]] = []

    def keep_broken(row: csv.InvalidRow) -> str:
        broken.append((row.number, row.text))
        return "skip"

    whitespace = raw.delimiter == "whitespace"
    options = {
        "read_options": csv.ReadOptions(use_threads=False, column_names=list(raw.header), skip_rows=raw.header_row, block_size=8 * BLOCK),
        "parse_options": csv.ParseOptions(
            delimiter="\t" if whitespace else raw.delimiter, newlines_in_values=True, invalid_row_handler=keep_broken, ignore_empty_lines=True
        ),
        "convert_options": csv.ConvertOptions(column_types=dict.fromkeys(raw.header, pa.string()), strings_can_be_null=False, check_utf8=False),
    }
    first = raw.first_row
    with _open(raw.path) as handle:
        plain = raw.encoding == "utf-8" and not whitespace
        stream = handle if plain else _Utf8(handle, raw.encoding, whitespace)
        try:
            row = first
            for batch in csv.open_csv(stream, **options):
                _refuse_swallowed(raw, batch, row)
                yield _numbered(pa.Table.from_batches([batch]), row, {n for n, _ in broken})
                row = _next_row(row, batch.num_rows, {n for n, _ in broken})
            if raw.encoding_found and isinstance(stream, _Utf8) and stream.unreadable > TOLERATED * max(row - first, 1):
                raise DataProblem(_unknown_encoding(raw.path, stream.unreadable, row - first))
        except pa.ArrowInvalid as error:
            if "Empty CSV" in str(error):
                return
            raise DataProblem(
                f"{raw.name}: not readable as a table from about row {row:,} on ({_short(str(error))}). "
                'Most often a quotation mark (") is opened and never closed; mend that row or export the file again'
            ) from error
    if broken:
        numbers, texts = zip(*broken, strict=True)
        empty = {name: pa.nulls(len(broken), pa.string()) for name in raw.header}
        yield pa.table({**empty, ROW: pa.array(numbers, pa.int64()), BROKEN: pa.array(texts, pa.string())})


def _refuse_swallowed(raw: RawFile, batch: pa.RecordBatch, row: int) -> None:
    """A quotation mark that is never closed swallows the rows below it: a cell then holds whole lines of the file."""
    sign = "\t" if raw.delimiter == "whitespace" else raw.delimiter
    for column in batch.columns:
        cells = column.buffers()[2]
        if cells is None or b"\n" not in cells.to_pybytes():
            continue
        for index in pc.indices_nonzero(pc.match_substring(column, "\n")).to_pylist():
            swallowed = [line for line in column[index].as_py().splitlines() if line.count(sign) == len(raw.header) - 1]
            if len(swallowed) > 1 and len(raw.header) > 2:
                raise DataProblem(
                    f'{raw.name}: row {row + index:,} opens a quotation mark (") that is never closed '
                    f"and swallows {len(swallowed)} or more rows below it. "
                    "Take the mark away, or export the file again"
                )


def _numbered(table: pa.Table, row: int, broken: set[int]) -> pa.Table:
    """Add row numbers, counting from `row` and leaving out those of broken rows."""
    end = _next_row(row, table.num_rows, broken)
    numbers = [n for n in range(row, end) if n not in broken] if broken else range(row, end)
    return table.append_column(ROW, pa.array(numbers, pa.int64())).append_column(BROKEN, pa.nulls(table.num_rows, pa.string()))


def _next_row(row: int, rows: int, broken: set[int]) -> int:
    end = row + rows
    for number in sorted(n for n in broken if n >= row):
        if number < end:
            end += 1
    return end


def _open(path: Path) -> BinaryIO:
    if path.name.endswith(".gz"):
        return gzip.open(path, "rb")  # type: ignore[return-value]
    return open(path, "rb")


def _first_line(path: Path, encoding: str) -> str:
    with _open(path) as handle:
        text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(handle.read(1 << 16))
    return next((line for line in text.splitlines() if line.strip()), "")


def _delimiter(line: str) -> str:
    counts = {d: line.count(d) for d in (",", "\t", ";", "|")}
    best = max(counts, key=lambda d: counts[d])
    return best if counts[best] else ","


def _records(raw: RawFile) -> Iterator[tuple[str, ...]]:
    with _open(raw.path) as handle:
        text = codecs.getincrementaldecoder(raw.encoding)(errors="replace").decode(handle.read(1 << 16))
    if raw.delimiter == "whitespace":
        return (tuple(line.split()) for line in text.splitlines())
    return (tuple(cells) for cells in text_csv.reader(io.StringIO(text), delimiter=raw.delimiter))


# -- Excel and Parquet ----------------------------------------------------------------------------


def _sheets(path: Path) -> tuple[list[RawFile], list[Unread]]:
    import fastexcel

    with _workbook(path):
        names = fastexcel.read_excel(path).sheet_names
        tables, unread = [], []
        for name in names:
            cells = _sheet(path, name, header_row=None, n_rows=TOP, dtypes="string").to_pylist()
            top = tuple(tuple(cell or "" for cell in row.values()) for row in cells)
            if top:
                tables.append(RawFile(path, "xlsx", sheet=name, top=top, alone=len(names) == 1).headed(1))
            else:
                unread.append(Unread(table_name(path, name), "an empty sheet"))
    return tables, unread


@contextmanager
def _workbook(path: Path) -> Iterator[None]:
    import fastexcel

    try:
        yield
    except fastexcel.FastExcelError as error:
        sentence = f"{path.name}: not readable as an Excel workbook ({_short(str(error))}). Save it again as .xlsx without a password"
        raise DataProblem(sentence) from error


def _sheet(path: Path, name: str, **how: Any) -> pa.Table:
    import fastexcel

    sheet = fastexcel.read_excel(path).load_sheet(name, dtype_coercion="coerce", schema_sample_rows=None, **how)
    return pa.table(sheet.to_arrow()) if sheet.width else pa.table({})


def _sheet_batches(raw: RawFile) -> Iterator[pa.Table]:
    with _workbook(raw.path):
        table = _sheet(raw.path, raw.sheet, header_row=raw.header_row - 1)
    columns = [_cells_as_text(raw, name, column) for name, column in zip(raw.header, table.columns, strict=True)]
    yield _numbered(pa.table(columns, names=list(raw.header)), raw.first_row, set())


def _cells_as_text(raw: RawFile, name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Cells as text; numbers too long for Excel's fifteen digits are refused, because they are already wrong."""
    if pa.types.is_floating(column.type):
        largest = pc.max(pc.abs(column)).as_py()
        if largest is not None and largest >= 1e15:
            example = next(v for v in column.to_pylist() if v is not None and abs(v) >= 1e15)
            raise DataProblem(destroyed(raw.name, name, f"{example:.0f}"))
        whole = pc.all(pc.equal(pc.floor(column), column), min_count=0).as_py()
        return column.cast(pa.int64()).cast(pa.string()) if whole else column.cast(pa.string())
    return column.cast(pa.string())


def destroyed(file: str, column: str, example: str) -> str:
    """The sentence about ids that Excel has rounded."""
    return (
        f"{file}: numbers in {column!r} have been rounded by Excel, e.g. {example}; the last digits are lost. "
        "Export again and import the CSV as it comes, or format the column as text before opening it in Excel"
    )


def _parquet_batches(raw: RawFile) -> Iterator[pa.Table]:
    row = 1
    for batch in ds.dataset(raw.path, format="parquet").to_batches(batch_size=1 << 17):
        table = pa.Table.from_batches([batch])
        texts = [_as_text(column) for column in table.columns]
        yield _numbered(pa.table(texts, names=list(raw.header)), row, set())
        row += table.num_rows


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_floating(column.type) and pc.all(pc.equal(pc.floor(column), column), min_count=0).as_py():
        column = column.cast(pa.int64())
    return column.cast(pa.string())


def _first_part(path: Path) -> Path:
    return sorted(path.glob("*.parquet"))[0] if path.is_dir() else path
