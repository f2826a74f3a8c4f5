"""The staged cells of a table, asked by column: how many are filled, what they look like, what varies with what."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

from retention.imports.raw import BROKEN, RawFile
from retention.imports.reading import stage
from retention.imports.typing import EMPTY, quote, text, texts, trimmed

# The column that tells the files of a table apart.
PART = "_part"
# What a column is by its values is seen in the first rows; whatever decides a figure is asked of all.
SAMPLE = 20_000
# A column of states has few words; ids and notes have many.
MOST_STATES = 40


@dataclass(frozen=True)
class Cells:
    """The rows of a table, asked by column; `relation` has all columns of the header, `_row` and `_part`."""

    con: duckdb.DuckDBPyConnection
    relation: str
    header: tuple[str, ...]

    def of(self, column: str) -> str:
        """SQL of a cell; null for the words that mean nothing."""
        cell = trimmed(quote(column))
        return f"(case when {cell} in {texts(EMPTY)} then null else {cell} end)"

    @cache  # noqa: B019 - lives as long as one look at one table
    def one(self, query: str) -> tuple:
        """The first row of a query over `cells`."""
        return self.con.sql(self._over_cells(query)).fetchone() or ()

    def _over_cells(self, query: str) -> str:
        return f"with cells as (select * from {self.relation}) {query}"

    def column(self, name: str) -> pa.ChunkedArray:
        """All cells of a column as they were read."""
        return self.con.sql(f"select {quote(name)} from {self.relation}").to_arrow_table()[0]

    def filled(self, column: str) -> bool:
        """Whether any cell is filled."""
        return bool(self.one(f"select count({self.of(column)}) from cells")[0])

    def share_filled(self, column: str) -> float:
        """Share of the rows in which a column is filled."""
        return float(self.one(f"select count({self.of(column)}) / greatest(count(*), 1) from cells")[0])

    def share(self, column: str, pattern: str) -> float:
        """Share of the filled cells among the first rows that fit a pattern wholly; 0 without any."""
        fits = f"avg(regexp_full_match(v, {text(pattern)})::int)"
        return self.one(f"select {fits} from (select {self.of(column)} as v from (select * from cells limit {SAMPLE})) where v is not null")[0] or 0.0

    def words(self, column: str) -> dict[str, int]:
        """Distinct filled cells with their numbers of rows, the most frequent first; one more than MOST_STATES at most."""
        query = f"select {self.of(column)} as v, count(*) from cells group by 1 having v is not null order by 2 desc, 1 limit {MOST_STATES + 1}"
        return dict(self.con.sql(self._over_cells(query)).fetchall())

    def alike(self, first: str, second: str) -> bool:
        """Whether two columns tell the same rows apart: each value of one goes with one of the other."""
        a, b = self.of(first), self.of(second)
        told = f"filter ({a} is not null or {b} is not null)"
        one, two, both = self.one(f"select count(distinct {a}), count(distinct {b}), count(distinct ({a}, {b})) {told} from cells")
        return bool(one == two == both)

    def equal(self, first: str, second: str) -> bool:
        """Whether two columns hold the same cells."""
        return self.one(f"select count(*) from cells where {self.of(first)} is distinct from {self.of(second)}")[0] == 0

    def repeats(self, column: str) -> bool:
        """Whether a value stands in several rows of one file."""
        cell = self.of(column)
        filled, distinct = self.one(f"select count({cell}), count(distinct ({cell}, {PART})) filter ({cell} is not null) from cells")
        return bool(distinct < filled)

    def within(self, key: str, column: str) -> tuple[int, int]:
        """Of values of `key` (SQL) that stand in several rows of one file with `column` filled: how many, and in how many it differs."""
        cell = self.of(column)
        told = f"select count(distinct lower({cell})) > 1 as several from cells where {key} is not null and {cell} is not null"
        return tuple(self.one(f"select count(*), count(*) filter (several) from ({told} group by {key}, {PART} having count(*) > 1)"))


@contextmanager
def staged_cells(raw: RawFile, may_be_empty: bool = False) -> Iterator[tuple[Cells, Path]]:
    """The rows of one table to be asked, and where they lie staged; both are gone afterwards."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con:
        place = Path(folder) / "rows.parquet"
        stage(raw, place, may_be_empty)
        yield Cells(con, f"(select *, 1 as {PART} from read_parquet({text(str(place))}) where {BROKEN} is null)", raw.header), place
