"""A table as it lies in a raw file: where it is, how to read it, its first rows, and its header once that is found."""

import errno
import lzma
import struct
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from retention.contact import masked
from retention.names import seen
from retention.tables import DataProblem

ROW, BROKEN = "_row", "_broken"
# Names that the import gives to columns of its own.
OURS = (ROW, BROKEN, "_raw", "_customer", "_other", "_packed", "_state", "_settled", "_part")
# So many first rows are looked at, and so many of them may be the header.
TOP, SEARCHED = 20, 15
MOST_COLUMNS = 2_000
# What readers say of bytes that are not what they should be; RuntimeError is a zip's password or a way of packing nobody knows.
DAMAGE = (OSError, EOFError, pa.ArrowException, zlib.error, zipfile.BadZipFile, lzma.LZMAError, struct.error, ET.ParseError, ValueError, RuntimeError)


class Unread(NamedTuple):
    """A file or a sheet that is not read, and why."""

    name: str
    why: str

    def __str__(self) -> str:
        return f"{self.name}: {self.why}"


@dataclass(frozen=True)
class RawFile:
    """A table of a raw file. `top` are its first rows, whatever they are; `header_row` counts from 1, and 0 is a table without a header."""

    path: Path
    kind: str
    header: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    encoding_found: bool = False
    sheet: str = ""
    member: str = ""
    header_row: int = 1
    top: tuple[tuple[str, ...], ...] = ()
    second_header: bool = False
    alone: bool = True

    @property
    def name(self) -> str:
        """What people call it."""
        return table_name(self.path, "" if self.alone else self.member, "" if self.alone else self.sheet)

    @property
    def first_row(self) -> int:
        """Number of the first row of data in the file."""
        return 1 if self.kind == "parquet" else self.header_row + 1 + self.second_header

    def headed(self, row: int) -> "RawFile":
        """The same table with the names that stand in a row of it."""
        return replace(self, header=tidy(self.top[row - 1]), header_row=row)

    def among_others(self) -> "RawFile":
        """The same table, named with its place in the file."""
        return replace(self, alone=False)

    def without_header(self, names: Sequence[str]) -> "RawFile":
        """The same table with names from elsewhere."""
        return replace(self, header=tuple(names), header_row=0)


def table_name(path: Path, *parts: str) -> str:
    """A file's name, with the names of what lies in it."""
    return " · ".join([path.name, *filter(None, parts)])


def tidy(names: Sequence[str]) -> tuple[str, ...]:
    """Header names without surrounding space, BOM and guards; no two are the same but for case: repeated ones get .1, .2 as in pandas."""
    taken = Counter(OURS)
    found = []
    for number, name in enumerate(names, start=1):
        plain = name.replace("\0", "").strip().strip("\ufeff\t'\"`").strip() or f"column {number}"
        unique, repeat = plain, taken[plain.lower()]
        while unique.lower() in taken:
            unique, repeat = f"{plain}.{max(repeat, 1)}", max(repeat, 1) + 1
        taken.update({unique.lower(), plain.lower()})
        found.append(unique)
    return tuple(found)


def shown(header: Sequence[str]) -> str:
    """All names of a header for a message, on one line; what looks like a telephone or an address in them is masked."""
    return ", ".join(seen(masked(name)) for name in header)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """What a damaged file makes the readers say, as a sentence."""
    try:
        yield
    except DataProblem:
        raise
    except DAMAGE as error:
        if isinstance(error, OSError) and error.errno and error.errno != errno.EINVAL:
            raise  # what the system refused (a full disk, no permission) is no fault of the file
        raise DataProblem(f"{path.name}: the file is damaged or not what its name says ({short(str(error))}). Export or copy it again") from error


def short(text: str) -> str:
    """The beginning of what a library says, in one line."""
    return " ".join(text.split())[:120]


def numbered(table: pa.Table, row: int, broken: Collection[int] = ()) -> pa.Table:
    """Add the rows' numbers, counting from `row` and leaving out those of broken rows; rows without any cell are dropped."""
    rows = range(row, next_row(row, table.num_rows, broken))
    numbers = [n for n in rows if n not in broken] if broken else rows
    table = table.append_column(ROW, pa.array(numbers, pa.int64())).append_column(BROKEN, pa.nulls(table.num_rows, pa.string()))
    return _without_blank_rows(table)


def next_row(row: int, rows: int, broken: Collection[int]) -> int:
    """The number after those of `rows` rows from `row` on, with the broken ones among them."""
    end = row + rows
    for number in sorted(n for n in broken if n >= row):
        if number < end:
            end += 1
    return end


def _without_blank_rows(table: pa.Table) -> pa.Table:
    blank = None
    for column in table.columns[:-2]:
        empty = pc.equal(pc.fill_null(pc.binary_length(column), 0), 0)
        blank = empty if blank is None else pc.and_(blank, empty)
        if not pc.any(blank).as_py():
            return table
    return table if blank is None else table.filter(pc.invert(blank))
