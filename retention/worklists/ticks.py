"""Filled-in lists read back: what colleagues did with whom, on which day, with what result.

What is read is kept in the shop's data folder, one row per list, day and customer, so that tomorrow's lists cannot take today's
ticks with them. A kept tick goes only when the same row is filled in anew; to take it back one writes "no" in its place.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pandas as pd

from retention import durable
from retention.tables import DataProblem
from retention.tables.fates import NOT_DONE
from retention.worklists.writing import FILLED, KEY, OWN_NAME, TO_FILL, WRITTEN_FILE, filled_in

KEPT_FILE = "done_on_lists.parquet"
UNREAD = "unread_lists"
COLUMNS = ("touch_id", "list", "as_of", "customer_id", "channel", "owner", *TO_FILL, "saved_on", "file", "row")
DONE = ("yes", "y", "x", "v", "✓", "✔", "√", "☑", "1", "1.0", "true", "done", "ok", "是", "对", "好", "有", "完成", "已完成", "已做", "已联系")
OPEN = ("", "no", "n", "0", "0.0", "false", "-", "—", "×", "✗", "否", "不", "未", "没", "没有", "未完成", "未联系")
UNKNOWN_TICK, NO_KEY = "unknown tick", "not from the list"
# A telephone call is a call; every other channel is written to; where the channel is not known it is a note.
KINDS = {"": "note", "phone": "call"}
MONTHS = {name: number for number, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1)}
# Where the key stands in a workbook or text file, when it is in the first row.
FIRST_BYTES = 1 << 20


# --- recognised --------------------------------------------------------------------------------------


def is_list(path: Path) -> bool:
    """Whether a file is a list written here, filled in or not: by the head of its key, whatever its name, language or encoding."""
    if path.suffix.lower() == ".xlsx":
        return zipfile.is_zipfile(path) and _in_workbook(path)
    if path.suffix.lower() not in (".csv", ".txt", ".tsv"):
        return False
    with open(path, "rb") as handle:
        start = handle.read(4096)
    return any(KEY.encode(encoding) in start for encoding in ("ascii", "utf-16-le", "utf-16-be"))


def _in_workbook(path: Path) -> bool:
    """Texts of a workbook stand in its sheets or, once a spreadsheet saved it, in a table of their own. A damaged workbook is no list."""
    with suppress(zipfile.BadZipFile, zlib.error, EOFError, RuntimeError), zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name == "xl/sharedStrings.xml" or re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
                with book.open(name) as part:
                    if KEY.encode() in part.read(FIRST_BYTES):
                        return True
    return False


# --- read --------------------------------------------------------------------------------------------


def told(cells: pd.DataFrame, saved_on: date, file: str) -> pd.DataFrame:
    """The rows of a list as COLUMNS; `cells` are texts under the heads of the file, as it was found, with `_row`. Empty rows are passed over.

    Dates are written as 2026-07-01 where it is plain which day is meant, else left as they were written.
    """
    heads = {name: _head_of(cells, name) for name in FILLED}
    found = pd.DataFrame({name: cells[head] if head else "" for name, head in heads.items()}, index=cells.index)
    found = found.fillna("").map(_clean)
    parts = cells[KEY].fillna("").map(_clean).str.split("|", n=3, expand=True).reindex(columns=range(4))
    named = dict(zip(("list", "as_of", "channel", "customer_id"), (parts[i].fillna("") for i in range(4)), strict=True))
    lists = named["list"].str.split(OWN_NAME, n=1, expand=True).reindex(columns=range(2)).fillna("")
    found = found.assign(**named | {"list": lists[0]}, saved_on=saved_on.isoformat(), file=file, row=cells["_row"])
    # A message to somebody on a call list has a name already.
    found["touch_id"] = _id(found).where((lists[1] == "") | (found["customer_id"] == ""), lists[1])
    found["date"] = [_day(text, as_of, saved_on) for text, as_of in zip(found["date"], found["as_of"], strict=True)]
    blank = (cells.drop(columns="_row").fillna("").map(_clean) == "").all(axis=1)
    return found.loc[~blank, list(COLUMNS)].reset_index(drop=True)


def _id(rows: pd.DataFrame) -> pd.Series:
    """list|day|customer; empty where the key was lost."""
    known = rows["customer_id"] != ""
    return (rows["list"] + "|" + rows["as_of"] + "|" + rows["customer_id"]).where(known, "")


def _head_of(cells: pd.DataFrame, name: str) -> str:
    """The head under which a filled-in column stands, in whichever language."""
    heads = {str(head).strip().casefold(): str(head) for head in cells}
    return next((heads[text.casefold()] for text in FILLED[name].values() if text.casefold() in heads), "")


def _clean(cell: object) -> str:
    """A cell's text without white space and without the guards that were put before signs."""
    text = str(cell).strip(" \t\r\n\u00a0\ufeff\u3000")
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@" else text


def _day(text: str, as_of: str, saved_on: date) -> str:
    """A day as spreadsheets write it back (1.7.2026, 7/1/2026, 1-Jul, 7月1日), as 2026-07-01.

    Day and month are told apart by when it can have been: from the list's day to the day the file was saved.
    """
    text = re.sub(r"[ T]00?:00(:00(\.0+)?)?$", "", text)
    begun = date.fromisoformat(as_of) if re.fullmatch(r"\d{4}-\d\d-\d\d", as_of) else saved_on
    years = range(begun.year, saved_on.year + 1)
    if found := re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text):
        wanted = {(int(found[1]), int(found[2]), int(found[3]))}
    elif found := re.match(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)", text):
        one, two, year = (int(part) for part in found.groups())
        wanted = {(year + 2000 * (year < 100), *pair) for pair in ((one, two), (two, one))}
    elif found := re.fullmatch(r"(\d{1,2})月(\d{1,2})日?", text):
        wanted = {(year, int(found[1]), int(found[2])) for year in years}
    elif found := re.fullmatch(r"(\d{1,2})[- ]([A-Za-z]{3})[a-z]*(?:[- ](\d{4}|\d{2}))?", text):
        year = int(found[3] or 0) + 2000 * bool(found[3] and len(found[3]) == 2)
        wanted = {(y, MONTHS.get(found[2].lower(), 0), int(found[1])) for y in ([year] if year else years)}
    elif found := re.fullmatch(r"(\d{1,2})[/-](\d{1,2})", text):
        wanted = {(year, *pair) for year in years for pair in ((int(found[1]), int(found[2])), (int(found[2]), int(found[1])))}
    else:
        return text
    days = sorted(day for parts in wanted if (day := _real(*parts)))
    possible = [day for day in days if begun <= day <= saved_on] or days
    return possible[0].isoformat() if len(possible) == 1 else text


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# --- kept --------------------------------------------------------------------------------------------


def kept(data: Path) -> pd.DataFrame:
    """What was filled in so far, as COLUMNS; without rows where nothing was."""
    path = data / KEPT_FILE
    return pd.read_parquet(path) if path.is_file() else pd.DataFrame({name: pd.Series(dtype=object) for name in COLUMNS})


def harvest(data: Path, read: Callable[[Path], pd.DataFrame], folders: list[Path] | None = None) -> list[str]:
    """Keep what was filled in on the lists in `data/out/*lists`; returns a line for each file that could not be read in full.

    `read` gives the texts of a file under its heads, with `_row`. Files that are no lists, and lists with rows whose key was lost, are
    kept as they are in `unread_lists`, since writing the lists again would take them away.
    """
    every = [folder for pattern in ("*lists", "days/*/*lists") for folder in sorted((data / "out").glob(pattern))]
    folders = every if folders is None else [folder for folder in folders if folder.is_dir()]
    files = sorted((path for folder in folders for path in filled_in(folder)), key=lambda path: path.stat().st_mtime)
    if not files:
        return []
    said, new = [], []
    for path in files:
        rows = _read(path, read)
        if rows is not None:
            new.append(rows[(rows["touch_id"] != "") & (rows[list(TO_FILL)] != "").any(axis=1)])
        lost = rows is None or ((rows["touch_id"] == "") & (rows[list(TO_FILL)] != "").any(axis=1)).any()
        if lost and (path.parent / WRITTEN_FILE).is_file():
            said += _set_aside(path, data)
    if new:
        with durable.lock(data / ".done_on_lists.lock", wait=60):
            _keep(data, pd.concat(new, ignore_index=True))
    return said


def _read(path: Path, read: Callable[[Path], pd.DataFrame]) -> pd.DataFrame | None:
    """The rows of a list; None where it is none or cannot be read."""
    if not is_list(path):
        return None
    try:
        cells = read(path)
    except DataProblem:
        return None
    return told(cells, saved_on(path), path.name) if KEY in cells else None


def saved_on(path: Path) -> date:
    """The day a file was saved."""
    return date.fromtimestamp(path.stat().st_mtime)


def _set_aside(path: Path, data: Path) -> list[str]:
    """Keep a copy of a file where nothing is replaced; a line that says so, the first time."""
    folder = data / UNREAD
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"{saved_on(path)} {path.name}"
    if target.is_file() and target.read_bytes() == path.read_bytes():
        return []
    durable.write_file(target, path.read_bytes(), mode=0o600)
    return [f"{path.parent.name}/{path.name}: not readable as one of the work lists, kept as {UNREAD}/{target.name}"]


def _keep(data: Path, new: pd.DataFrame) -> None:
    """Add rows to what is kept; of one key the later one stands, unless it has no tick and the earlier one has."""
    old = kept(data)
    both = pd.concat([old, new], ignore_index=True)
    # A row that says what an earlier one says keeps that one's day.
    saved = both.groupby(["touch_id", *TO_FILL], sort=False)["saved_on"].transform("first")
    both = both.assign(saved_on=saved, ticked=both["done"] != "", place=range(len(both)))
    last = both.sort_values(["ticked", "place"]).drop_duplicates("touch_id", keep="last").sort_values("place")
    merged = last[list(COLUMNS)].reset_index(drop=True)
    if not merged.equals(old.reset_index(drop=True)):
        content = io.BytesIO()
        merged.to_parquet(content, index=False)
        durable.write_file(data / KEPT_FILE, content.getvalue(), mode=0o600)


# --- as touches --------------------------------------------------------------------------------------


def touches(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of lists (`told`) as touches, all texts: touch_id, customer_id, touched_at, kind, channel, campaign, owner, outcome.

    Beside them `row`, `undated` (the day is the one the file was saved on, for want of another) and `fate` (why a row is no touch, else empty).
    """
    words = rows["done"].str.casefold()
    fate = words.map(lambda word: "" if word in DONE else NOT_DONE if word in OPEN else UNKNOWN_TICK)
    return pd.DataFrame(
        {
            "touch_id": rows["touch_id"],
            "customer_id": rows["customer_id"],
            "touched_at": rows["date"].where(rows["date"] != "", rows["saved_on"]),
            "kind": rows["channel"].map(lambda channel: KINDS.get(channel, "message")),
            "channel": rows["channel"],
            "campaign": rows["list"],
            "owner": rows["owner"],
            "outcome": rows["result"],
            "undated": rows["date"] == "",
            "fate": fate.where(rows["touch_id"] != "", NO_KEY),
            "row": rows["row"],
        }
    )
