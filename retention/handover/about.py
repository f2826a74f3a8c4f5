"""What a batch's files say beside its messages, and the checks that every format makes of the messages it is given."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from retention import contact
from retention.privacy import safe_cell
from retention.settings import load_yaml
from retention.tables import DataProblem

KEY = re.compile("[0-9a-f]{32}")
EMAIL, NOBODY = re.compile(contact.EMAIL), re.compile(contact.NOBODY)
BATCH = re.compile("[0-9A-Za-z_-]{1,64}")
# A telephone as all the world writes it: digits after a plus are no formula, so it needs no guard in a spreadsheet.
E164 = re.compile(r"\+[1-9]\d{6,14}")


@dataclass(frozen=True)
class About:
    """A batch: its number, the shop, the shop's signature and language, whether it is a rehearsal, and what single formats need.

    sms_templates: name of a text → the code under which the gateway registered it; sms_forms: name of a text → what was registered
    (`registered_text`); sign_name: the registered signature, empty where it is `signature`; zone: in which moments are written.
    """

    batch: str
    shop: str
    signature: str
    rehearsal: bool
    sms_templates: Mapping[str, str] = field(default_factory=dict)
    sms_forms: Mapping[str, str] = field(default_factory=dict)
    sign_name: str = ""
    language: str = "zh"
    postal_contact: str = ""
    zone: str = "UTC"

    def __post_init__(self) -> None:
        if not BATCH.fullmatch(self.batch):
            raise DataProblem(f"a batch is named by letters, digits, - and _, not {self.batch!r}")

    @property
    def sign(self) -> str:
        """The signature as the gateway knows it."""
        return self.sign_name or self.signature


@cache
def wording(language: str) -> Mapping[str, Any]:
    """The words of a language; English for one that is not Chinese."""
    found: Mapping[str, Any] = load_yaml(Path(__file__).parent / "wording" / f"{'zh' if language == 'zh' else 'en'}.yaml")
    return found


def check(rows: pd.DataFrame, channels: Collection[str], gateway: str) -> None:
    """DataProblem where messages have no key of their own, or go by a channel that the format does not take."""
    keys = rows["message_key"].astype(str)
    if not keys.map(lambda key: bool(KEY.fullmatch(key))).all() or keys.duplicated().any():
        raise DataProblem("every message of a batch needs a key of its own, 32 hexadecimal signs")
    strange = sorted({*rows["channel"]} - set(channels))
    if strange:
        raise DataProblem(f"{gateway} takes {', '.join(channels)}; a message of this batch goes by {strange[0]}")


def refuse(said: pd.Series) -> None:
    """DataProblem where any message has a sentence of what keeps it from being written."""
    wrong = said[said != ""]
    if len(wrong):
        raise DataProblem(f"{len(wrong):,} of {len(said):,} messages cannot be written; the first: {wrong.iloc[0]}")


def sentences(rows: pd.DataFrame, *found: Callable[[Any], str]) -> pd.Series:
    """For each message what the first of `found` that has something says of it, else nothing; same index as `rows`."""
    told = [next(filter(None, (judge(row) for judge in found)), "") for row in rows.itertuples()]
    return pd.Series(told, index=rows.index, dtype=object)


def text_of(value: object) -> str:
    """A cell's text; empty where it is missing."""
    return "" if value is None or value is pd.NA or value is pd.NaT or value != value else str(value)


def guarded(value: object) -> bool:
    """Whether a spreadsheet would run a text as a formula, so that it cannot be written as it is."""
    text = text_of(value)
    return safe_cell(text) != text


def email_works(text: str) -> bool:
    """An address one can write to, as `contact.email_works` judges whole columns."""
    return bool(EMAIL.fullmatch(text) and not NOBODY.fullmatch(text))


def telephone(row: Any) -> str:
    """What is wrong with the telephone of a message."""
    return "" if E164.fullmatch(text_of(row.address)) else "the telephone is not written with its country code (+86…)"


def text(row: Any) -> str:
    """What is wrong with the text of a message, whatever carries it."""
    return "" if text_of(row.text).strip() else "it has no text"


def times(row: Any) -> str:
    """What is wrong with the time in which a message may be sent."""
    known = not pd.isna(row.send_from) and not pd.isna(row.send_until)
    return "" if known and row.send_from < row.send_until else "the time in which it may be sent is not known or over before it begins"


def moments(utc: pd.Series, zone: str) -> list[str]:
    """Moments (UTC) as ISO with the offset of a zone, e.g. 2026-12-01T10:00:00+08:00; empty where missing."""
    local = pd.to_datetime(utc).dt.tz_localize("UTC").dt.tz_convert(zone)
    return ["" if pd.isna(one) else one.isoformat(timespec="seconds") for one in local]
