"""A promise: the grain, key, columns and laws of a table, with kinds and units, and how a frame in hand is checked.

What a breach of grain, key, kind or accepted value breaks is refused; a broken law is a finding that pages tell. Tables that
lie on disk are checked in the engine (`tables.checks`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import pandas as pd

# kind -> what pandas calls it; promises compare kinds, not physical types, so both engines can keep them.
KINDS = {
    "text": ("object", "string", "str", "category"),
    "integer": ("int",),
    "number": ("float", "int"),
    "money": ("decimal", "float", "int"),
    "flag": ("bool",),
    "date": ("date", "datetime"),
    "time": ("datetime", "timestamp"),
}
# kind -> the type in which a table that is made in pandas carries it.
IN_PANDAS = {"text": "str", "integer": "int64", "number": "float64", "money": "float64", "flag": "bool"}
IN_PANDAS |= dict.fromkeys(("date", "time"), "datetime64[s]")


class DataProblem(ValueError):
    """Data that cannot be used as it is: says what, where, how often, one example, what to do."""


@dataclass(frozen=True)
class Column:
    """One column's promise; `nullable` columns may hold missing values, `optional` ones may be absent, `values` are all it may hold."""

    kind: str
    meaning: str
    unit: str = ""
    nullable: bool = False
    optional: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Law:
    """What holds in every row that counts: `broken` keeps the rows that break it, of the table and of those in `needs`.

    A shop that lacks one of the tables, or has no row in it, cannot break the law.
    """

    name: str
    meaning: str
    broken: Callable[..., ir.Table]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table's promise: its grain, the key that is unique and never missing, its columns, its laws."""

    name: str
    one_row_per: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    laws: tuple[Law, ...] = ()

    def check(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return `frame` unchanged if it keeps the promise, else raise DataProblem with every breach."""
        breaches = self.absent(frame.columns) or self._repeats(frame) + self._kinds(frame) + self._values(frame)
        if breaches:
            raise DataProblem(f"{self.name}: " + "; ".join(breaches))
        return frame

    def empty(self) -> pd.DataFrame:
        """The table without rows."""
        return pd.DataFrame({name: pd.Series(dtype=IN_PANDAS[column.kind]) for name, column in self.columns.items()})

    def absent(self, there: Iterable[str]) -> list[str]:
        """The breach of columns that are not `there`."""
        known = set(there)
        absent = [n for n, c in self.columns.items() if n not in known and not c.optional]
        return [f"column {', '.join(absent)} is missing"] if absent else []

    def repeated(self, rows: int, example: str) -> list[str]:
        """The breach of `rows` that repeat a key, in words; none without rows."""
        grain = f"It should have one row per {self.one_row_per}"
        return [f"{rows:,} repeated {' + '.join(self.key)}, e.g. {example!r}. {grain}"] if rows else []

    def _repeats(self, frame: pd.DataFrame) -> list[str]:
        repeated = frame[frame.duplicated(list(self.key))]
        example = "" if repeated.empty else ", ".join(str(repeated.iloc[0][k]) for k in self.key)
        return self.repeated(len(repeated), example)

    def _kinds(self, frame: pd.DataFrame) -> list[str]:
        breaches = []
        for name, column in self.columns.items():
            if name in frame:
                missing = int(frame[name].isna().sum())
                breaches += column_breaches(name, column, str(frame[name].dtype), missing, len(frame))
        return breaches

    def _values(self, frame: pd.DataFrame) -> list[str]:
        breaches = []
        for name, column in self.columns.items():
            if name in frame and column.values:
                strange = frame.loc[frame[name].notna() & ~frame[name].isin(column.values), name]
                breaches += value_breach(name, column, len(strange), "" if strange.empty else str(strange.min()))
        return breaches


def column_breaches(name: str, column: Column, dtype: str, missing: int, rows: int) -> list[str]:
    """Breaches of a column with `missing` of its `rows` and this physical type: gaps where there must be none, another kind."""
    breaches = [f"{missing:,} rows without {name}"] if missing and not column.nullable else []
    if missing < rows and not kind_fits(column.kind, dtype):
        breaches.append(f"{name} should be {column.kind}, it is {dtype}")
    return breaches


def value_breach(name: str, column: Column, rows: int, example: str) -> list[str]:
    """The breach of `rows` with a value the column may not hold; none without rows."""
    return [f"{rows:,} rows with another {name} than {', '.join(column.values)}, e.g. {example!r}"] if rows else []


def kind_fits(kind: str, dtype: str) -> bool:
    """Whether a physical type, as pandas or Ibis writes it, can carry values of `kind`."""
    # Decimals and dates travel as Python objects in pandas; the engine's own schema is stricter.
    dtype = dtype.lower().removeprefix("!")
    return dtype.startswith(KINDS[kind]) or dtype.endswith("[pyarrow]") or (dtype == "object" and kind != "flag")
