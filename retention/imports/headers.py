"""Which row of a table is its header, told by its shape alone: names stand above cells of another kind, and fill the width of the table."""

import re
from collections.abc import Sequence

from retention.imports.raw import SEARCHED

# A title or a note fills fewer cells than the table below it; a header fills nearly all.
FILLED = 0.6
AS_WIDE = 0.75
# So many rows below a header are looked at.
BELOW = 5


def likely_header(top: Sequence[Sequence[str]]) -> int:
    """The number of the row that is most likely the header, from 1; 0 where the table seems to have none.

    >>> likely_header([("Sales of May",), ("customer", "amount"), ("Ann", "12.50")])
    2
    >>> likely_header([("Ann", "2026-05-01"), ("Bob", "2026-05-02")])
    0
    """
    filled = [n for n, cells in enumerate(top, start=1) if any(cells)]
    # Nothing stands above a header without rows but blank ones.
    candidates = [
        n for n in filled if n <= SEARCHED and (n < filled[-1] or n == filled[0]) and _could_be(top[n - 1], [*filter(any, top[n:])][:BELOW])
    ]
    told = [n for n in candidates if _another_kind(top[n - 1], top[n : n + BELOW])]
    row = next(iter([*told, *candidates]), 0)
    return 0 if any(_is_data(cells, top[row - 1]) for cells in top[: max(row - 1, 0)]) else row


def is_datum(cell: str) -> bool:
    """Whether a cell is a number, a date, a telephone or an address rather than a name: half of it digits, or an @."""
    plain = cell.strip("`'\"= \t")
    digits = sum(sign.isdigit() for sign in plain)
    return "@" in plain or bool(digits) and (plain.isdigit() or len(plain) > 2 and digits * 2 >= len(plain.replace(" ", "")))


def _could_be(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    filled = _filled(cells)
    widest = max(map(len, map(_filled, below)), default=0)
    return len(filled) > 1 and len(set(filled)) * 2 > len(filled) >= FILLED * widest and not any(map(is_datum, filled))


def _another_kind(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether some column holds numbers or dates below the row."""
    columns = [[row[n] for row in below if n < len(row) and row[n].strip()] for n in range(len(cells))]
    return any(column and sum(map(is_datum, column)) * 2 >= len(column) for column in columns)


def _is_data(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row above what seems a header is a row of data, as wide and with numbers: then the header is none."""
    filled = _filled(cells)
    return len(filled) >= AS_WIDE * len(_filled(header)) and len(filled) > 1 and sum(map(is_datum, filled)) * 3 >= len(filled)


def _filled(cells: Sequence[str]) -> list[str]:
    return [re.sub(r"\s+", " ", cell.strip()) for cell in cells if cell.strip()]
