"""A filled-in form: which form a table is, by its labels, and its cells judged one by one."""

import hashlib
import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

import pandas as pd

from retention.forms.definitions import Asked, Form

ROW = "_row"
# Platforms put a number before each question and a star or a remark behind it.
AROUND = re.compile(r"^\s*(?:\d+\s*[、.．)）]\s*)?|\s*[*＊]?\s*(?:[(（](?:选填|必填|optional|required)[)）])?\s*$", re.IGNORECASE)
DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
EARLIEST = date(1900, 1, 2)


class Refused(NamedTuple):
    """A cell that was not taken: its column's label, its row, what stands in it, and why."""

    column: str
    place: str
    value: str
    why: str


def plain(label: str) -> str:
    """A label without what platforms put around it.

    >>> [plain(label) for label in ("1、姓名", "Name *", "2. 生日（选填）")]
    ['姓名', 'Name', '生日']
    """
    return AROUND.sub("", label).strip()


def places(form: Form, header: Sequence[str]) -> dict[str, str]:
    """Column of the form → the table's column with its label, in either language."""
    there = {plain(name).casefold(): name for name in reversed(header)}
    found = {asked.name: [there[label.casefold()] for label in asked.label.values() if label.casefold() in there] for asked in form.columns}
    return {name: columns[0] for name, columns in found.items() if columns}


def form_of_header(header: Sequence[str], forms: Mapping[str, Form]) -> Form | None:
    """The form whose columns a table has: all that must be filled in, and of several forms the one with most columns."""
    fitting = {key: places(form, header) for key, form in forms.items() if _all_needed(form, header)}
    return forms[max(fitting, key=lambda key: len(fitting[key]))] if fitting else None


def _all_needed(form: Form, header: Sequence[str]) -> bool:
    found = places(form, header)
    return all(asked.name in found for asked in form.columns if asked.required)


def filled(form: Form, cells: pd.DataFrame, letters: Mapping[str, str], today: date) -> tuple[dict[str, pd.DataFrame], list[Refused]]:
    """The rows of a form by grain, as texts under our fields with `_row`, and the cells that were refused (they are left empty).

    `cells` are texts under the table's header with `_row`; `letters` the spreadsheet's name of each column. A row is told to a grain
    where anything but who and when is said in it for that grain.
    """
    where = places(form, [str(name) for name in cells])
    refused: list[Refused] = []
    taken: dict[str, list[str]] = {}
    for asked in form.columns:
        column = where.get(asked.name)
        judged = [("", "") if column is None else judge(asked, _text(cell), today) for cell in (cells[column] if column else cells[ROW])]
        taken[asked.name] = [value for value, _ in judged]
        refused += [
            Refused(asked.label["en"] if column is None else plain(column), f"{letters[column]}{row}", _text(cell), why)
            for (_, why), cell, row in zip(judged, cells[column] if column else [], cells[ROW], strict=False)
            if why and column
        ]
    rows = {grain: _rows(form, grain, taken, cells) for grain in form.grains}
    return rows, sorted(refused, key=lambda cell: (int(re.sub(r"\D", "", cell.place)), cell.place))


def _rows(form: Form, grain: str, taken: Mapping[str, list[str]], cells: pd.DataFrame) -> pd.DataFrame:
    told = {of: taken[asked.name] for asked in form.columns for to, of in asked.goes if to == grain}
    rows = pd.DataFrame({**told, ROW: cells[ROW].to_numpy()})
    same = pd.DataFrame(dict(form.same.get(grain, {})), index=rows.index)
    if grain in form.numbered:
        same[form.numbered[grain]] = _numbers(form, taken)
    # Nobody who leaves the box of consent open has said anything; of the other grains every row is one.
    kept = rows[rows["given"] != ""] if grain == "consent" else rows
    return kept.join(same.loc[kept.index]).reset_index(drop=True)


def _numbers(form: Form, taken: Mapping[str, list[str]]) -> list[str]:
    """A number for each row, the same whenever the same application is read, and in each grain that the row becomes; nobody's number is in it."""
    told = zip(*(taken[asked.name] for asked in form.columns if asked.name not in ("who", "assignee")), strict=True)
    return [f"{form.key}-{hashlib.sha256('|'.join(row).encode()).hexdigest()[:12]}" for row in told]


def judge(asked: Asked, cell: str, today: date) -> tuple[str, str]:
    """What a cell says, and why it was refused; one of both is empty, or both are."""
    if not cell:
        return "", ""
    if cell.startswith("=") and not cell.startswith('="'):
        return "", "a formula"
    if asked.kind == "choice":
        word = next((word for word in asked.words if word.casefold() == cell.casefold()), None)
        return ("", "not one of the list") if word is None else (asked.meaning.get(word, word), "")
    if asked.kind == "date":
        return _day(cell, today)
    if asked.kind in ("number", "whole"):
        return _number(asked, cell)
    return (re.sub(r"\.0$", "", cell) if asked.kind == "id" and re.fullmatch(r"\d+\.0", cell) else cell), ""


def _day(cell: str, today: date) -> tuple[str, str]:
    found = DAY.fullmatch(cell)
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    if day is None or day < EARLIEST:
        return "", "no day like 2026-06-30"
    return ("", "a day that is still to come") if day > today else (day.isoformat(), "")


def _number(asked: Asked, cell: str) -> tuple[str, str]:
    try:
        value = float(cell)
    except ValueError:
        return "", "no number"
    if not math.isfinite(value):
        return "", "no number"
    if asked.kind == "whole" and value != int(value):
        return "", "no whole number"
    if (asked.least is not None and value < asked.least) or (asked.most is not None and value > asked.most):
        return "", "out of bounds"
    return f"{value:.15g}", ""


def _text(cell: object) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    text = str(cell).strip(" \t\r\n\u00a0\ufeff\u3000")
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@" else text
