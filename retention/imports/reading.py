"""Raw files → staged Parquet: every cell as text, every row with its number in the file.

Nothing is interpreted here. A row with too many or too few cells is kept as text in `_broken`, so
that it can be shown to the shop and counted.
"""

import hashlib
import os
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from retention.imports import columnar, delimited, sheets
from retention.imports.containers import members, opened
from retention.imports.headers import likely_header
from retention.imports.raw import BROKEN, ROW, RawFile, Unread, readable, table_name
from retention.tables import DataProblem

TEXTS, WORKBOOKS, PARQUET, ZIP = (".csv", ".txt", ".tsv"), (".xlsx", ".xlsm", ".xls"), ".parquet", ".zip"
PACKED = tuple(f"{ending}.gz" for ending in TEXTS)
SUFFIXES = (*TEXTS, *PACKED, *WORKBOOKS, PARQUET, ZIP)
SETTINGS = (".yaml", ".yml")
# What the first bytes say whatever the name says: a workbook, an old workbook, a page of the web.
IS_ZIP, IS_OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
WEB_PAGE = (b"<html", b"<!doc", b"<tabl", b"<?xml", b"<meta", b"<head")


def find_files(places: list[Path]) -> list[Path]:
    """All readable files at `places` (files or folders), ordered by name. Hidden and lock files are passed over."""
    found = [path for path in _all_files(places) if _is_readable(path)]
    if not found:
        places_text = ", ".join(str(p) for p in places)
        others = ", ".join(unread.name for unread in passed_over(places)[:5])
        beside = f" (there is only: {others})" if others else ""
        raise DataProblem(f"{places_text}: no file to read{beside}. Exports end in {', '.join(SUFFIXES)}")
    return found


def passed_over(places: list[Path]) -> list[Unread]:
    """The files at `places` that are of no kind that is read. Settings and maps are no exports."""
    others = (path for path in _all_files(places) if not _is_readable(path) and path.suffix not in SETTINGS)
    return [Unread(path.name, "no kind of file that is read") for path in others]


def _all_files(places: list[Path]) -> list[Path]:
    found: set[Path] = set()
    for place in places:
        if not place.exists():
            raise DataProblem(f"{place}: no such file or folder. Give the place of the shop's exports with --data or `exports:` in shop.yaml")
        found.update(_below(place) if place.is_dir() and not _is_table(place) else [place])
    return sorted(found, key=lambda p: (p.name, str(p)))


def _below(folder: Path) -> Iterator[Path]:
    """Files below a folder; a folder of Parquet is one table, so nothing within it is listed."""
    for place, folders, files in os.walk(folder):
        tables = [name for name in folders if _is_table(Path(name))]
        folders[:] = [name for name in folders if name not in tables]
        named = (Path(place) / name for name in (*tables, *files) if not name.startswith((".", "~$")))
        yield from (path for path in named if path.is_file() or path.is_dir())


def _is_table(place: Path) -> bool:
    return place.suffix.lower() == PARQUET


def _is_readable(path: Path) -> bool:
    return path.name.lower().endswith(SUFFIXES)


# -- tables -----------------------------------------------------------------------------------------


def tables_in(path: Path, encoding: str = "", delimiter: str = "") -> tuple[list[RawFile], list[Unread]]:
    """The tables of a file, each with the header that is likely by its shape, and what lies in it and is no table.

    `encoding` and `delimiter` are found where they are not told.
    """
    with readable(path):
        if path.name.lower().endswith(ZIP):
            found, unread = members(path, (*TEXTS, *WORKBOOKS, PARQUET))
        else:
            found, unread = [""], []
        tables = []
        for member in found:
            within, others = _tables_in(path, member, encoding, delimiter)
            tables += [_as_likely(raw) for raw in within]
            unread += others
        if len(found) > 1 or unread:
            tables = [raw.among_others() for raw in tables]
    return tables, unread


def look(path: Path) -> RawFile:
    """The first table of a file, with its header in the first row; DataProblem where it has none."""
    tables, unread = tables_in(path)
    if not tables:
        raise DataProblem(f"{path.name}: no table in it ({', '.join(u.why for u in unread) or 'it is empty'}). Export it again")
    return tables[0].headed(1)


def _tables_in(path: Path, member: str, encoding: str, delimiter: str) -> tuple[list[RawFile], list[Unread]]:
    name = (member or path.name).lower()
    if name.endswith(PARQUET):
        return [columnar.table_in(path, member)], []
    if name.endswith(WORKBOOKS) and _is_workbook(path, member):
        return sheets.tables_in(path, member)
    return [delimited.look(RawFile(path, "csv", member=member), encoding, delimiter)], []


def _is_workbook(path: Path, member: str) -> bool:
    """Whether a file is the workbook that its name says; programmes call text .xls, too, and pages of the web."""
    with opened(path, member) as handle:
        start = handle.read(64)
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(WEB_PAGE):
        sentence = "a web page that is called a workbook. Open it in Excel and save it as .xlsx"
        raise DataProblem(f"{table_name(path, member)}: {sentence}")
    return start.startswith((IS_ZIP, IS_OLD_WORKBOOK)) or b"\x00" in start or start.startswith(b"PK")


def _as_likely(raw: RawFile) -> RawFile:
    """The table with the header that its shape tells of; without one its columns have numbers."""
    if raw.kind == "parquet":
        return raw
    row = likely_header(raw.top)
    return raw.headed(row) if row else raw.without_header([f"column {n + 1}" for n in range(max(map(len, raw.top), default=0))])


# -- staging ----------------------------------------------------------------------------------------


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
    batches = {"csv": delimited.batches, "sheet": sheets.batches, "parquet": columnar.batches}[raw.kind](raw)
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


def digest(path: Path) -> str:
    """Digest of a file's bytes; a folder of Parquet parts goes by its name."""
    if path.is_dir():
        return path.name
    state = path.stat()
    return _digest_of_state(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=64)
def _digest_of_state(path: Path, _changed: int, _size: int) -> str:
    """Read once for the order of files and for the facts."""
    with open(path, "rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
