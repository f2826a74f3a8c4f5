"""CSV files of receipts: which column is which, whatever program wrote them."""

import csv
import io
import unicodedata

from retention import names
from retention.tables import DataProblem

HEADS = {
    "key": ("key", "message_key", "消息编号"),
    "token": ("token", "unsubscribe_token"),
    "address": ("address", "phone", "mobile", "phone_number", "email", "e-mail", "手机号", "手机号码", "邮箱", "号码"),
    "channel": ("channel", "渠道"),
    "status": ("status", "state", "状态", "发送状态", "回执状态"),
    "at": ("at", "time", "timestamp", "时间", "回执时间", "退订时间"),
    "code": ("code", "err_code", "error_code", "错误码", "状态码"),
    "call": ("call", "out_id"),
    "said": ("said", "reason", "原因"),
}
HEAD_OF = {written: name for name, texts in HEADS.items() for written in texts}
DELIMITERS = ",;\t"
Rows = list[tuple[int, dict[str, str] | None]]


def rows_of(name: str, content: bytes, expected: str) -> tuple[list[str], Rows]:
    """The columns by their names here, and each row that is not blank with its number (the head is 1); None for one of another length."""
    text = _decoded(name, content, expected)
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise DataProblem(f"{name} cannot be read as CSV ({error}); it may be cut. {expected[0].upper()}{expected[1:]}") from None
    numbered = [(number, cells) for number, cells in enumerate(lines, start=1) if any(cell.strip() for cell in cells)]
    if not numbered:
        raise DataProblem(f"{name} is empty; {expected}")
    heads = [HEAD_OF.get(head, head) for head in map(_folded, numbered[0][1])]
    twice = next((head for head in heads if head in HEADS and heads.count(head) > 1), "")
    if twice:
        raise DataProblem(f"{name} has {heads.count(twice)} columns for {twice}; keep the one that holds")
    rows: Rows = []
    for number, cells in numbered[1:]:
        rows.append((number, dict(zip(heads, map(_plain, cells), strict=True)) if len(cells) == len(heads) else None))
    return [names.tidy(head) for head in heads], rows


def _decoded(name: str, content: bytes, expected: str) -> str:
    encodings = ["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise DataProblem(f"{name} is no text that can be read; {expected}")


def _folded(head: str) -> str:
    return unicodedata.normalize("NFKC", head).strip().casefold().replace(" ", "_")


def _plain(cell: str) -> str:
    """A cell without white space and the guard that was put before signs."""
    text = cell.strip(" \t\r\n\u00a0\ufeff\u3000")
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@" else text
