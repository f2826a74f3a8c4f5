"""A promise: the grain, key and columns of a table, with their kinds and units, and how it is checked."""

from collections.abc import Mapping
from dataclasses import dataclass

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


class DataProblem(ValueError):
    """Data that cannot be used as it is: says what, where, how often, one example, what to do."""


@dataclass(frozen=True)
class Column:
    """One column's promise; `nullable` columns may hold missing values, `optional` ones may be absent."""

    kind: str
    meaning: str
    unit: str = ""
    nullable: bool = False
    optional: bool = False


@dataclass(frozen=True)
class Table:
    """One table's promise: its grain, the key that is unique and never missing, its columns."""

    name: str
    one_row_per: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]

    def check(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return `frame` unchanged if it keeps the promise, else raise DataProblem with every breach."""
        breaches = self._missing(frame) or self._repeats(frame) + self._kinds(frame)
        if breaches:
            raise DataProblem(f"{self.name}: " + "; ".join(breaches))
        return frame

    def _missing(self, frame: pd.DataFrame) -> list[str]:
        absent = [n for n, c in self.columns.items() if n not in frame and not c.optional]
        return [f"column {', '.join(absent)} is missing"] if absent else []

    def _repeats(self, frame: pd.DataFrame) -> list[str]:
        repeated = frame[frame.duplicated(list(self.key))]
        if repeated.empty:
            return []
        example = ", ".join(str(repeated.iloc[0][k]) for k in self.key)
        key = " + ".join(self.key)
        return [f"{len(repeated)} repeated {key}, e.g. {example!r}. It should have one row per {self.one_row_per}"]

    def _kinds(self, frame: pd.DataFrame) -> list[str]:
        breaches = []
        for name, column in self.columns.items():
            if name not in frame:
                continue
            values = frame[name]
            missing = int(values.isna().sum())
            if missing and not column.nullable:
                breaches.append(f"{missing} rows without {name}")
            if missing < len(values) and not kind_fits(column.kind, str(values.dtype)):
                breaches.append(f"{name} should be {column.kind}, it is {values.dtype}")
        return breaches


def kind_fits(kind: str, dtype: str) -> bool:
    """Whether a physical type, as pandas or Ibis writes it, can carry values of `kind`."""
    # Decimals and dates travel as Python objects in pandas; the engine's own schema is stricter.
    dtype = dtype.lower()
    return dtype.startswith(KINDS[kind]) or dtype.endswith("[pyarrow]") or (dtype == "object" and kind != "flag")
