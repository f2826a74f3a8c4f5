"""What the cells of a column tell of the way it is written, and what it leaves open."""

from typing import NamedTuple

# Of cells that exclude each other, so few may be slips: they are left out, and told with the rows that were.
SLIPS = 0.01


class Seen(NamedTuple):
    """So many cells of one kind, the row of the first of them, and that cell."""

    cells: int
    row: int
    cell: str


NONE = Seen(0, 0, "")


class Verdict(NamedTuple):
    """The way a column is written ('' where its cells do not tell), and the ways in `open` that a person may choose instead.

    `first` is a cell that does not tell, or with `second` two cells that exclude each other. Of the ways in `easy` other columns may decide;
    where they say nothing, `fallback` holds.
    """

    way: str
    open: tuple[str, ...] = ()
    first: Seen = NONE
    second: Seen = NONE
    easy: tuple[str, ...] = ()
    fallback: str = ""
