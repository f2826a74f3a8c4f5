"""A table as it lies in a raw file: where it is, how to read it, its first rows, and its header once that is found."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from retention.tables import DataProblem

ROW, BROKEN = "_row", "_broken"
# Names that the import gives to columns of its own.
OURS = (ROW, BROKEN, "_raw", "_customer")
# So many first rows are looked at, and so many of them may be the header.
TOP, SEARCHED = 20, 15
MOST_COLUMNS = 2_000


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
        plain = name.strip().strip("\ufeff\t'\"`").strip() or f"column {number}"
        unique, repeat = plain, taken[plain.lower()]
        while unique.lower() in taken:
            unique, repeat = f"{plain}.{max(repeat, 1)}", max(repeat, 1) + 1
        taken.update({unique.lower(), plain.lower()})
        found.append(unique)
    return tuple(found)


def shown(header: Sequence[str]) -> str:
    """All names of a header for a message; what looks like a telephone or an address in them is masked."""
    return ", ".join(masked(name) for name in header)


def masked(text: str) -> str:
    """A text without telephones and e-mail addresses.

    >>> masked("13812345678 ann@lee.org")
    '138****78 …@…'
    """
    without_mail = re.sub(r"[^\s@,;]+@[^\s@,;]+", "…@…", text)
    return re.sub(r"\+?\d[\d\s-]{5,}\d", lambda found: f"{found[0][:3]}****{found[0][-2:]}", without_mail)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """What a damaged file makes the readers say, as a sentence."""
    try:
        yield
    except (OSError, EOFError, pa.ArrowInvalid, zlib.error) as error:
        if isinstance(error, OSError) and error.errno:
            raise  # what the system refused (a full disk, no permission) is no fault of the file
        raise DataProblem(f"{path.name}: the file is damaged or not what its name says ({short(str(error))}). Export or copy it again") from error


def short(text: str) -> str:
    """The beginning of what a library says, in one line."""
    return " ".join(text.split())[:120]
