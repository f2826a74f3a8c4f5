"""Lists written: the columns in their order, then each list as a workbook and as CSV, in place of yesterday's in one step."""

import hashlib
import io
import json
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from retention import durable
from retention.privacy import safe_cell
from retention.tables.promise import DataProblem

KEY = "retention_list"
# Heads that are read back: the part of the file's format that has two languages.
FILLED: dict[str, dict[str, str]] = {
    "owner": {"en": "Owner", "zh": "负责人"},
    "done": {"en": "Done", "zh": "已完成"},
    "date": {"en": "Done on", "zh": "完成日期"},
    "result": {"en": "Result", "zh": "结果"},
}
TO_FILL = ("done", "date", "result")
TICKS = {"en": ("yes", "no"), "zh": ("是", "否")}
FIRST = (KEY, "customer_id", "name", "phone", "email", "channels", "best_channel", "reason")
LAST = ("owner", "due", *TO_FILL)
CONTACT = ("name", "phone", "email")
WRITTEN_FILE = ".written.json"
# Stands between a list's key and the name that a touch has already, in the key of a row.
OWN_NAME = "#"
# Excel shows longer whole numbers as 2.2E+15 and keeps 15 digits of them.
LONG_NUMBER = 12
# A workbook of more rows takes longer to write than anybody would take to tick it; such a list is CSV only.
MOST_IN_WORKBOOK = 20_000
MOST_IN_SHEET = 1_048_575
NARROWEST, WIDEST, LOOKED_AT = 6, 48, 200
HEAD = PatternFill("solid", fgColor="DCE6F1")


@dataclass(frozen=True)
class WorkList:
    """One list: `people` in the order to turn to them, with customer_id, reason and the columns of `heads` (column → its head in words).

    `people` may have owner and due (a day). `left_out` marked accounts would stand in the list and do not.
    """

    key: str
    people: pd.DataFrame
    heads: Mapping[str, str] = field(default_factory=dict)
    left_out: int = 0


@dataclass(frozen=True)
class Laid:
    """A list with all its columns in their order, under stable names, and the head of each."""

    rows: pd.DataFrame
    heads: Mapping[str, str]

    @property
    def frame(self) -> pd.DataFrame:
        """The list as people read it."""
        return self.rows.set_axis([safe_cell(self.heads[str(name)]) for name in self.rows], axis=1)


def laid_out(work: WorkList, contacts: pd.DataFrame, heads: Mapping[str, str], as_of: date, due: date, done: pd.DataFrame | None = None) -> Laid:
    """The list's people with how to reach them and what to fill in.

    `contacts` has one row per customer_id: name, phone, email (each may be absent), channels and best_channel in words, and channel, its
    key. `done` (`ticks.kept`) fills in again what was filled in before under the same key.
    """
    people = work.people[["customer_id", "reason", *work.heads]]
    wide = people.merge(contacts, on="customer_id", how="left", validate="many_to_one")
    told = {name: work.people.get(name, pd.Series(pd.NA, index=work.people.index, dtype=object)).to_numpy() for name in ("owner", "due")}
    wide = wide.assign(**told)
    wide["due"] = pd.to_datetime(wide["due"]).fillna(pd.Timestamp(due)).dt.date
    channel = wide["channel"].fillna("")
    wide[KEY] = [row_key(work.key, as_of, how, who) for how, who in zip(channel, wide["customer_id"], strict=True)]
    before = _filled_before(work.key, as_of, wide["customer_id"], done)
    wide = wide.assign(**{name: before[name] for name in TO_FILL}, owner=before["owner"].where(before["owner"] != "", wide["owner"]))
    columns = [name for name in (*FIRST, *work.heads, *LAST) if name in wide]
    return Laid(wide[columns], {**heads, **work.heads, KEY: KEY})


def row_key(key: str, as_of: date, channel: str, customer_id: str, touch_id: str = "") -> str:
    """What a row is read back by: list|day|channel|customer; `touch_id` where what comes of it is known by a name of its own."""
    return f"{key}{f'{OWN_NAME}{touch_id}' if touch_id else ''}|{as_of}|{channel}|{customer_id}"


def _filled_before(key: str, as_of: date, customers: pd.Series, done: pd.DataFrame | None) -> pd.DataFrame:
    """owner, done, date and result of each customer as they were filled in, or empty."""
    if done is None or done.empty:
        return pd.DataFrame("", index=customers.index, columns=list(FILLED))
    own = done[(done["list"] == key) & (done["as_of"] == as_of.isoformat())].set_index("customer_id")
    return pd.DataFrame({name: customers.map(own[name]).fillna("") for name in FILLED}, index=customers.index)


# --- files -------------------------------------------------------------------------------------------


def write(
    lists: Mapping[str, Laid], sheets: Mapping[str, pd.DataFrame], folder: Path, language: str, last: Callable[[], object] = lambda: None
) -> dict[str, Path]:
    """Write each list as CSV and workbook; returns the file to open, by key. `sheets` are tables to read only, written beside them.

    Readable by their owner only; what lay in `folder` goes, all in one step, right after `last` was called. No cell is run as a formula.
    CSV is UTF-8 with BOM, because spreadsheets guess wrongly without; numbers that are names end in a tab there, or Excel would round them.
    """
    places = {}
    with durable.new_folder(folder, mode=0o700) as new:
        for key, rows in {**{key: laid.frame for key, laid in lists.items()}, **sheets}.items():
            made = as_files(key, rows, lists.get(key), language)
            for name, content in made.items():
                durable.write_file(new / name, content, mode=0o600)
            places[key] = folder / [*made][-1]
        written = {path.name: _digest(path) for path in sorted(new.iterdir())}
        durable.write_file(new / WRITTEN_FILE, json.dumps(written, indent=1), mode=0o600)
        last()
    return places


def as_files(key: str, rows: pd.DataFrame, laid: Laid | None, language: str) -> dict[str, bytes]:
    """A list (`laid`, whose frame is `rows`) or a table to read only as CSV and, where it is not too long, workbook: name → content."""
    safe = rows.map(safe_cell)
    made = {f"{key}.csv": _csv(safe)}
    return made if len(safe) > MOST_IN_WORKBOOK else made | {f"{key}.xlsx": _workbook(safe, laid, language)}


def filled_in(folder: Path) -> list[Path]:
    """Files of a folder of lists that somebody saved since they were written, or put there."""
    note = folder / WRITTEN_FILE
    written = json.loads(note.read_text(encoding="utf-8")) if note.is_file() else {}
    there = [path for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith((".", "~$"))]
    return [path for path in there if written.get(path.name) != _digest(path)]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def as_csv(table: pd.DataFrame) -> bytes:
    """Any table as CSV that spreadsheets read rightly: UTF-8 with BOM, no cell a formula, long numbers that name something as text."""
    return _csv(_safe(table))


def as_workbook(table: pd.DataFrame) -> bytes:
    """Any table as a workbook of one sheet, no cell a formula; DataProblem where it has more rows than a sheet."""
    if len(table) > MOST_IN_SHEET:
        raise DataProblem(f"{len(table):,} rows are more than a sheet holds ({MOST_IN_SHEET:,}); save them as csv or parquet")
    return _workbook(_safe(table), None, "en")


def read_sheet(path: Path) -> pd.DataFrame:
    """The first sheet of a workbook that somebody filled in, all texts; DataProblem where it cannot be read."""
    try:
        return pd.read_excel(path, dtype=str, keep_default_na=False, engine="openpyxl")
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise DataProblem(f"{path.name} cannot be read as a workbook ({error}); save it as .xlsx") from None


def _safe(table: pd.DataFrame) -> pd.DataFrame:
    plain = table.astype(object).map(_listed).where(table.notna(), None)
    return plain.map(safe_cell).set_axis([safe_cell(str(name)) for name in table], axis=1)


def _listed(cell: object) -> object:
    """Several things in one cell as text."""
    return ", ".join(map(str, cell)) if isinstance(cell, tuple | list | set | frozenset) else cell


def _csv(rows: pd.DataFrame) -> bytes:
    # With this end of a line a return within a cell is quoted, too.
    return rows.map(_as_text).to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\r\n").encode("utf-8-sig")


def _as_text(cell: object) -> object:
    """Digits that name something, marked as text for spreadsheets, which keep 15 digits and no leading zero."""
    names_something = isinstance(cell, str) and cell.isdigit() and (len(cell) >= LONG_NUMBER or cell.startswith("0"))
    return f"{cell}\t" if names_something else cell


def _workbook(rows: pd.DataFrame, laid: Laid | None, language: str) -> bytes:
    """A workbook with one sheet: head frozen, key hidden, columns as wide as what they hold, a choice in the cells to tick."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("1")
    for place, name in enumerate(rows, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _width(str(name), rows.iloc[:LOOKED_AT, place - 1])
    sheet.freeze_panes = "A2"
    if len(rows):
        sheet.auto_filter.ref = f"A1:{get_column_letter(rows.shape[1])}{len(rows) + 1}"
    if laid is not None:
        sheet.freeze_panes = "C2"
        sheet.column_dimensions["A"].hidden = True
    if laid is not None and len(rows):
        _to_choose(sheet, get_column_letter(list(laid.rows).index("done") + 1), len(rows), language)
    sheet.append([_head(sheet, str(name)) for name in rows])
    for cells in rows.astype(object).itertuples(index=False):
        sheet.append([_plain(cell) for cell in cells])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _head(sheet: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.font, cell.fill = Font(bold=True), HEAD
    return cell


def _to_choose(sheet: Any, column: str, rows: int, language: str) -> None:
    """A choice of yes and no; anything else may be typed, too."""
    choice = DataValidation(type="list", formula1=f'"{",".join(TICKS[language])}"', allow_blank=True, showErrorMessage=False)
    choice.add(f"{column}2:{column}{rows + 1}")
    sheet.data_validations.append(choice)


def _plain(cell: Any) -> Any:
    """A cell as a workbook can hold it; texts stay texts, digits and all."""
    if cell == "" or pd.isna(cell):
        return None
    if isinstance(cell, str):
        return ILLEGAL_CHARACTERS_RE.sub("", cell)
    if isinstance(cell, pd.Timestamp):
        return cell.date()
    return cell.item() if hasattr(cell, "item") else cell


def _width(head: str, cells: pd.Series) -> float:
    """Width of a column in characters; a Chinese one takes two."""
    shown = cells.dropna().map(lambda cell: str(cell)[:10] if isinstance(cell, pd.Timestamp | date) else str(cell))
    return min(max([NARROWEST, _long(head) + 3, *(_long(text) + 1 for text in shown)]), WIDEST)


def _long(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
