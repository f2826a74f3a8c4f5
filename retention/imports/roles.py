"""Columns of a table are given to roles one after the other: as a person said, else by their names, checked by their values."""

from collections.abc import Callable

from retention.imports import meaning
from retention.imports.answers import NO_COLUMN, OPTIONS, Answers, Question, words
from retention.imports.cells import Cells
from retention.imports.raw import RawFile, shown
from retention.tables import DataProblem

BEFORE = ", typed now or kept in import.yaml"
NUMERIC = r"[-+(（]?\s*([A-Za-z.]{1,4})?\s*[¥￥$€£]?\s*[-+]?\d[\d.,'\s]*\s*[)）]?\s*([元件万%€$£]|[A-Za-z]{1,4})?"
DATED = (
    r"\s*(\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}.*|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}.*|(19|20)\d{6}|[3-6]\d{4}(\.\d+)?|"
    r"\d{1,2}\.?[ -]?[A-Za-zä]{3,9}\.?,?[ -]?\d{2,4}.*|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}.*)\s*"
)


class Roles:
    """One look at one table: which column carries which role, and which columns say more of an order's state."""

    def __init__(self, raw: RawFile, cells: Cells, answers: Answers):
        self.raw, self.cells, self.answers = raw, cells, answers
        self.columns: dict[str, str] = {}
        self.more_states: dict[str, dict[str, str]] = {}
        self.settled_when: dict[str, tuple[str, ...]] = {}
        self._refuse_lost_columns()

    def _refuse_lost_columns(self) -> None:
        """A column that a person named and the file does not have."""
        for role, told in self.answers.columns.items():
            if told not in (*self.raw.header, NO_COLUMN):
                raise DataProblem(
                    f"{self.raw.name}: no column {told!r} (--{OPTIONS[role]}{BEFORE}). The file has the columns: {shown(self.raw.header)}"
                )
        for told in self.answers.ignore:
            if told not in self.raw.header:
                raise DataProblem(f"{self.raw.name}: no column {told!r} (--ignore{BEFORE}). {self._columns()}")

    def _columns(self) -> str:
        return f"The file has the columns: {shown(self.raw.header)}"

    def _free(self) -> list[str]:
        return [name for name in self.raw.header if name not in (*self.columns.values(), *self.more_states, *self.settled_when, *self.answers.ignore)]

    def _take(self, role: str, column: str | None) -> None:
        if column:
            self.columns[role] = column

    def _answered(self, role: str) -> str | None:
        """The column that a person named for a role, `none` for no column, None where nobody was asked."""
        told = next((column for known, column in self.answers.columns.items() if known == role), None)
        return next((n for n in self.raw.header if told is not None and n == told), NO_COLUMN if told == NO_COLUMN else None)

    def _first(self, role: str, fits: Callable[[str], bool] | None = None, same: Callable[[str, str], bool] | None = None) -> str | None:
        """The best column for a role: answered, else the first group of equally good names that has one whose values fit; asked where two do."""
        told = self._answered(role)
        if told:
            return None if told == NO_COLUMN else told
        for group in meaning.fitting(role, self._free()):
            fitting = [name for name in group if self.cells.filled(name) and (fits is None or fits(name))]
            if fitting:
                return self._one_of(role, fitting, same or self.cells.alike)
        return None

    def _one_of(self, role: str, columns: list[str], same: Callable[[str, str], bool]) -> str:
        others = [name for name in columns[1:] if not same(columns[0], name)]
        if others and role in OPTIONS:
            listed = " and ".join(repr(name) for name in (columns[0], *others))
            raise Question(f"{self.raw.name}: {listed} may both be the {OPTIONS[role]}. Say which: {words(OPTIONS[role], (columns[0], *others))}")
        return columns[0]

    def _by_values(self, role: str, fits: Callable[[str], bool]) -> str | None:
        """The only column whose values fit a role that no name tells; asked where there are several."""
        fitting = [name for name in self._free() if self.cells.filled(name) and fits(name)]
        return self._one_of(role, fitting, self.cells.equal) if fitting else None

    def _lost(self, what: str, role: str, likely: list[str]) -> None:
        """No column for what must be there."""
        option = words(OPTIONS[role], likely or ["COLUMN"])
        raise Question(f"{self.raw.name}: no column for {what}. {self._columns()}. Say which it is: {option}")

    def _is_numeric(self, column: str) -> bool:
        return self.cells.share(column, NUMERIC) > 0.5

    def _is_dated(self, column: str) -> bool:
        return self.cells.share(column, DATED) > 0.5
