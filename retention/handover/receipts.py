"""What comes back from gateways: statuses of messages, withdrawals, replies; told by its content which a file holds.

Kept and left out are what was read: every entry is a status, a withdrawal or a reply, or stands in a sentence of `unread`. The same entry
may come again, and late: `source` and `receipt_id` tell it, what it changes is the ledger's. No sentence holds an address.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd

from retention import contact, names
from retention.handover import answers
from retention.handover.about import email_works
from retention.handover.listed import rows_of
from retention.handover.rehearsed import invented_telephone
from retention.tables import DataProblem

STATUSES = ("source", "receipt_id", "message_key", "call", "address", "status", "at", "code")
WITHDRAWALS = ("source", "receipt_id", "message_key", "token", "address", "channel", "at", "said")
EXPECTED = (
    "receipts are Alibaba Cloud's SmsReport or SmsUp as JSON, or a CSV with key, status and at (code may stand beside), "
    "or with key, token or address, and channel and at, for withdrawals"
)
BEIJING = "Asia/Shanghai"
YEARS = range(2000, 2100)
MOBILE_OF_CHINA = re.compile(r"((?:00)?86)?(1[3-9]\d{9})")
MASKED = "the number is masked or none"


@dataclass(frozen=True)
class Receipts:
    """A file's entries: statuses (STATUSES), withdrawals (WITHDRAWALS; channel is empty where it is the message's own), at in UTC.

    `read` entries were there, `replies` of them were customers' answers that are no withdrawal, `left_out` of them nothing that can be used;
    `unread` says in sentences why, and what somebody has to look at.
    """

    kind: str
    read: int
    statuses: pd.DataFrame
    withdrawals: pd.DataFrame
    replies: int
    left_out: int
    unread: tuple[str, ...]


@dataclass
class _Taken:
    """What is collected entry by entry; `one` and `many` name entries to the reader."""

    one: str
    many: str
    statuses: list[dict[str, Any]] = field(default_factory=list)
    withdrawals: list[dict[str, Any]] = field(default_factory=list)
    replies: int = 0
    look: list[int] = field(default_factory=list)
    left: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def receipts(self, kind: str, read: int) -> Receipts:
        unread = [f"{len(places):,} left out, {why} ({self._places(places)})" for why, places in self.left.items()]
        if self.look:
            replies = "reply" if len(self.look) == 1 else "replies"
            unread.append(f"{len(self.look):,} {replies} may ask, in other words, to be written to no more; please read {self._places(self.look)}")
        left = sum(map(len, self.left.values()))
        return Receipts(kind, read, _table(self.statuses, STATUSES), _table(self.withdrawals, WITHDRAWALS), self.replies, left, tuple(unread))

    def _places(self, places: list[int]) -> str:
        shown = ", ".join(map(str, places[:5]))
        return f"{self.one if len(places) == 1 else self.many} {shown}{', …' if len(places) > 5 else ''}"


def read_receipts(path: Path, zone: str = "", country: str = "CN") -> Receipts:
    """The entries of a file; DataProblem in one sentence where it is no file of receipts.

    `zone` is that of moments without an offset in a CSV; without it their rows are left out. `country` is that of numbers without a
    country code.
    """
    content = path.read_bytes()
    if not content.strip():
        raise DataProblem(f"{path.name} is empty; {EXPECTED}")
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{"):
        return _of_json(path.name, content)
    return _of_csv(path.name, content, zone, country)


def _table(rows: list[dict[str, Any]], columns: Iterable[str]) -> pd.DataFrame:
    found = pd.DataFrame(rows, columns=list(columns), dtype=object).fillna("")
    return found.assign(at=pd.to_datetime(found["at"]).astype("datetime64[s]"))


# --- Alibaba Cloud ---------------------------------------------------------------------------------------------


def _of_json(name: str, content: bytes) -> Receipts:
    entries = _entries(name, content)
    taken, kinds = _Taken("entry", "entries"), set()
    for place, entry in enumerate(entries, start=1):
        kind = _kind(entry)
        kinds.add(kind)
        if kind:
            {"SmsReport": _report, "SmsUp": _reply}[kind](taken, place, entry)
        else:
            taken.left["neither a receipt nor a reply"].append(place)
    if entries and kinds == {""}:
        raise DataProblem(f"{name} holds neither receipts nor replies; {EXPECTED}")
    return taken.receipts(" and ".join(sorted(kinds - {""})), len(entries))


def _entries(name: str, content: bytes) -> list[Any]:
    """What a file of JSON holds: one array or entry, or one a line."""
    try:
        text = content.decode("utf-8-sig")
        try:
            found = [json.loads(text)]
        except ValueError:
            found = [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        raise DataProblem(f"{name} begins like JSON and cannot be read to its end; it may be cut") from None
    return [entry for one in found for entry in (one if isinstance(one, list) else [one])]


def _kind(entry: Any) -> str:
    if not isinstance(entry, Mapping) or "phone_number" not in entry:
        return ""
    return "SmsReport" if {"success", "report_time"} <= set(entry) else "SmsUp" if "content" in entry else ""


def _report(taken: _Taken, place: int, entry: Mapping[str, Any]) -> None:
    """One receipt of a message: delivered or failed."""
    status = {"true": "delivered", "false": "failed"}.get(str(entry["success"]).strip().casefold(), "")
    number, at, call = _number(_text(entry, "phone_number")), _moment(_text(entry, "report_time"), BEIJING), _text(entry, "out_id")
    why = (
        f"success is {names.tidy(str(entry['success']))!r}, neither true nor false"
        if not status
        else MASKED
        if not number
        else "report_time is no moment"
        if at is None
        else "without out_id, so nobody can tell which message it was"
        if not call
        else ""
    )
    if why:
        taken.left[why].append(place)
        return
    receipt = "|".join(_text(entry, part) for part in ("biz_id", "phone_number", "report_time"))
    told = {"source": "aliyun", "receipt_id": receipt, "call": call, "address": number, "status": status, "at": at, "code": _text(entry, "err_code")}
    taken.statuses.append(told)


def _reply(taken: _Taken, place: int, entry: Mapping[str, Any]) -> None:
    """One answer of a customer: a withdrawal, or counted and not kept."""
    reply = answers.said(_text(entry, "content"))
    if reply not in answers.ENDS:
        taken.replies += 1
        if answers.perhaps_ends(reply):
            taken.look.append(place)
        return
    number, at = _number(_text(entry, "phone_number")), _moment(_text(entry, "send_time"), BEIJING)
    if not number or at is None:
        taken.left[f"a withdrawal of which {MASKED if not number else 'send_time is no moment'}"].append(place)
        return
    receipt = _text(entry, "sequence_id") or f"{_text(entry, 'phone_number')}|{_text(entry, 'send_time')}"
    taken.withdrawals.append({"source": "aliyun", "receipt_id": receipt, "address": number, "channel": "sms", "at": at, "said": reply})


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return "" if value is None else str(value).strip()


# --- CSV -------------------------------------------------------------------------------------------------------


def _of_csv(name: str, content: bytes, zone: str, country: str) -> Receipts:
    heads, rows = rows_of(name, content, EXPECTED)
    known = set(heads)
    named = "key" in known or {"call", "address"} <= known
    taken = _Taken("row", "rows")
    if "status" in known and "at" in known and named:
        kind, take = "statuses", _status
    elif "status" not in known and {"channel", "at"} <= known and known & {"key", "token", "address"}:
        kind, take = "withdrawals", _withdrawal
    else:
        raise DataProblem(f"{name} has the columns {', '.join(map(names.tidy, heads))}; {EXPECTED}")
    for place, cells in rows:
        if cells is None:
            taken.left["it has more or fewer cells than the head"].append(place)
        else:
            at = _at(cells["at"], zone)
            why = at if isinstance(at, str) else take(taken, cells, at, country)
            if why:
                taken.left[why].append(place)
    return taken.receipts(kind, len(rows))


def _at(text: str, zone: str) -> datetime | str:
    """A moment, or what is wrong with it."""
    moment = _moment(text, zone)
    if moment is not None:
        return moment
    if not zone and _moment(text, "UTC") is not None:
        return "it does not tell its zone; write moments as 2026-12-01T10:00:00+08:00, or name the zone"
    return "it has no moment (2026-12-01T10:00:00+08:00)"


def _status(taken: _Taken, cells: Mapping[str, str], at: datetime, country: str) -> str:
    """Take a row of statuses; says why not where it cannot be."""
    key, call, address = _key(cells), cells.get("call", ""), _address(cells.get("address", ""), country)
    if not key and not (call and address):
        return "it names no message (key: 32 hexadecimal signs, or call and address)"
    word = answers.folded(cells["status"])
    status, whose = answers.status_of(cells["status"]), key or f"{call}|{address}"
    told = {"source": "csv", "message_key": key, "address": address, "at": at}
    if status:
        code = cells.get("code", "")
        taken.statuses.append(told | {"receipt_id": f"{whose}|{status}|{at:%Y-%m-%dT%H:%M:%S}|{code}", "call": call, "status": status, "code": code})
    elif word in answers.WITHDRAWN:
        channel = "" if key else "email" if "@" in address else "sms"
        taken.withdrawals.append(told | {"receipt_id": f"{whose}|{word}|{at:%Y-%m-%dT%H:%M:%S}", "channel": channel, "said": word})
    else:
        return f"nobody here knows the status {names.tidy(cells['status'])!r}"
    return ""


def _withdrawal(taken: _Taken, cells: Mapping[str, str], at: datetime, country: str) -> str:
    """Take a row of withdrawals; says why not where it cannot be. A withdrawal that names no channel is one of all of them."""
    key, token, address = _key(cells), cells.get("token", ""), _address(cells.get("address", ""), country)
    if not (key or token or address):
        return f"{MASKED}, or without its country code" if cells.get("address") else "it names nobody (key, token or address)"
    word = answers.folded(cells["channel"])
    channel = answers.CHANNELS.get(word.replace("_", "-"), answers.CHANNELS.get(word, word)) or ("" if key else "email" if token else contact.ANY)
    if channel and channel not in (*contact.CHANNELS, contact.ANY):
        return f"nobody here knows the channel {names.tidy(cells['channel'])!r}"
    receipt = f"{key or token or address}|{channel}|{at:%Y-%m-%dT%H:%M:%S}"
    told = {"source": "csv", "receipt_id": receipt, "message_key": key, "token": token, "address": address, "channel": channel, "at": at}
    taken.withdrawals.append(told | {"said": cells.get("said", "")})
    return ""


def _key(cells: Mapping[str, str]) -> str:
    key = cells.get("key", "").casefold()
    return key if len(key) == 32 and set(key) <= set("0123456789abcdef") else ""


# --- moments and addresses -------------------------------------------------------------------------------------


def _moment(text: str, zone: str) -> datetime | None:
    """A moment in UTC, without its zone; None where it is none, or has no offset and no zone is told."""
    day, _, hour = text.strip().replace("/", "-").replace("T", " ").partition(" ")
    # Spreadsheets write the first of the month as 2026/12/1 and nine o'clock as 9:00.
    hour = hour.replace(" ", "")
    written = f"{'-'.join(part.zfill(2) for part in day.split('-'))}T{f'0{hour}' if hour[1:2] == ':' else hour}"
    try:
        found = datetime.fromisoformat(written)
        if ":" not in written or found.year not in YEARS or not (found.tzinfo or zone):
            return None
        local = found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))
    except ZoneInfoNotFoundError:
        raise DataProblem(f"no time zone is called {zone!r}") from None
    except ValueError:
        return None
    return local.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def _address(cell: str, country: str) -> str:
    """An address as it is written once; empty where it is none."""
    if "@" in cell:
        plain = contact.plain_contact(cell)
        return plain if email_works(plain) else ""
    return _number(cell, country)


def _number(cell: str, country: str = "CN") -> str:
    """A telephone in E.164; empty where it is none, or where nobody can tell its country.

    Of China only mobiles go without their country code: a short number of another country would pass for a landline.
    """
    if rehearsed := invented_telephone(cell):
        return rehearsed
    digits = re.sub(contact.SIGNS, "", cell)
    mobile = MOBILE_OF_CHINA.fullmatch(digits)
    # After a plus an eleven-digit number that begins with 1 is one of North America.
    if mobile and (mobile[1] or (country == "CN" and not cell.startswith("+"))):
        return f"+86{mobile[2]}"
    return _dialled(cell, country)


@lru_cache(maxsize=4096)
def _dialled(cell: str, country: str) -> str:
    """A telephone other than the usual mobile of China, which takes a thousand times as long."""
    whole = cell.startswith(("+", "00"))
    told = contact.normalised(pd.Series([cell]), country if not whole or country == "CN" else "").iloc[0]
    number = "" if pd.isna(told) else str(told)
    return "" if country == "CN" and not whole and not number.startswith("+861") else number
