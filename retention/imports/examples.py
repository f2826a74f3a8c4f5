"""What stood in the cells for which rows were left out: the file's own column and the first value, so that a shop can mend them."""

from collections.abc import Mapping
from typing import NamedTuple

import duckdb

from retention.imports.contacts import shown
from retention.imports.maps import DAYS, MONEY, NUMBERS, TIMES, WHOLE, Source
from retention.imports.sql import quote, text
from retention.imports.typing import chosen_columns

# How the fates begin that name a field, and how they go on with the kind of thing that stands there.
NAMED = {
    "unreadable": "{n:,} unreadable {things} in {column!r}",
    "impossible": "{n:,} impossible {things} in {column!r}",
    "unknown": "{n:,} unknown {things} in {column!r}",
    "no": "{n:,} with nothing in {column!r}",
}
NOT_WHOLE = "not a whole number"


class Staged(NamedTuple):
    """A file by its name, its header, and its rows in SQL."""

    name: str
    header: tuple[str, ...]
    relation: str


class Example(NamedTuple):
    """The first row of a file with a fate in a source: the column that made it, what the column holds, and what stood there."""

    file: str
    fate: str
    column: str
    things: str
    value: str
    source: str = ""


def examples(con: duckdb.DuckDBPyConnection, sources: Mapping[str, tuple[str, Source]], files: Mapping[int, Staged]) -> list[Example]:
    """One for each source, file and fate that a single column made."""
    found = []
    for name, (table, source) in sources.items():
        first = con.sql(f"select file_no, fate, min(_row) from {table} where fate <> 'kept' group by all order by all").fetchall()
        for number, fate, row in first:
            field = _field(fate, source)
            column = chosen_columns(source, files[number].header).get(field)
            if column and field == "changed_at" and source.states:
                found.append(_of_states(con, table, source, files[number], (number, fate, row))._replace(source=name))
            elif column:
                cell = con.sql(f"select {quote(column)} from {files[number].relation} where _row = {row}").fetchone()
                found.append(Example(files[number].name, fate, column, _things(field), shown((cell or [""])[0] or ""), name))
    return found


def _of_states(con: duckdb.DuckDBPyConnection, table: str, source: Source, file: Staged, told: tuple[int, str, int]) -> Example:
    """The example of rows that tell each state in a column of its own: that of the state, or all of them where a row tells of none."""
    number, fate, row = told
    state = (con.sql(f"select min(state) from {table} where file_no = {number} and _row = {row} and fate = {text(fate)}").fetchone() or [None])[0]
    if state is None:
        return Example(file.name, fate, " / ".join(column for column in source.states.values() if column in file.header), "dates", "")
    column = source.states[state]
    cell = con.sql(f"select {quote(column)} from {file.relation} where _row = {row}").fetchone()
    return Example(file.name, fate, column, "dates", shown((cell or [""])[0] or ""))


def in_words(fate: str, rows: int, row: int, example: Example | None) -> str:
    """So many rows with a fate, by the file's own column and with what stood in the first.

    >>> in_words("unreadable gross_paid", 677, 2, Example("a.csv", "unreadable gross_paid", "Betrag", "amounts", "12,90 x"))
    "677 unreadable amounts in 'Betrag' (e.g. row 2: '12,90 x')"
    """
    if example is None:
        return f"{rows:,} {fate} (e.g. row {row})"
    pattern = "{n:,} {things} in {column!r} with a fraction" if fate == NOT_WHOLE else NAMED[fate.split()[0]]
    told = pattern.format(n=rows, things=example.things if rows > 1 else example.things.removesuffix("s"), column=example.column)
    return f"{told} (e.g. row {row}: {example.value!r})" if example.value else f"{told} (e.g. row {row})"


def _field(fate: str, source: Source) -> str:
    """The field that a fate is about, '' where it is about none."""
    if fate == NOT_WHOLE:
        return next((field for field in source.columns if field in WHOLE), "")
    kind, _, field = fate.partition(" ")  # unknown status 'offen'
    return field.split(" ")[0] if kind in NAMED else ""


def _things(field: str) -> str:
    if field in MONEY:
        return "amounts"
    if field in (*TIMES, *DAYS):
        return "dates"
    return "numbers" if field in (*WHOLE, *NUMBERS) else "words"
