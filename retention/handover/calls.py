"""Messages by telephone: a list to call, as workbook and CSV, with cells to fill in.

Put among the exports the filled-in list comes back as touches that are named by their message's key. A rehearsal's list is no work list:
nothing comes back from it.
"""

import re
from pathlib import Path

import pandas as pd

from retention import contact, worklists
from retention.handover import about as of
from retention.handover import files
from retention.handover.about import About, text_of, wording
from retention.worklists import FILLED, TO_FILL, Laid

NAME = "calls"
CHANNELS = ("phone",)
COLUMNS = (worklists.KEY, "customer_id", "name", "phone", "reason", "text", "offer", "offer_until", "coupon", "owner", "due", *TO_FILL)
REHEARSED = f"{files.REHEARSAL}list"
MOBILE_OF_CHINA = re.compile(r"1\d{10}")


def write(folder: Path, rows: pd.DataFrame, about: About) -> pd.DataFrame:
    """Write a batch; returns message_key, call (empty) and position (row of the list, from 1) of each message."""
    of.check(rows, CHANNELS, "calls")
    of.refuse(problems(rows, about))
    laid = _laid(rows, about)
    files.write(folder, worklists.as_files(NAME, laid.frame, laid, "zh" if about.language == "zh" else "en"), about.rehearsal)
    return pd.DataFrame({"message_key": rows["message_key"].tolist(), "call": "", "position": range(1, len(rows) + 1)})


def read_back(folder: Path) -> pd.DataFrame:
    """message_key and address of each message, in order; DataProblem where a file was changed or cut."""
    (content,), _ = files.read(folder, f"{NAME}.csv")
    table = pd.DataFrame(files.of_csv(content))
    told = [] if table.empty else [(_key_of(row.iloc[0]), _number_of(row.iloc[3])) for _, row in table.iterrows()]
    return pd.DataFrame(told, columns=["message_key", "address"], dtype=object)


def problems(rows: pd.DataFrame, _: About) -> pd.Series:
    """For each message a sentence of what keeps it from being handed over, or nothing."""
    return of.sentences(rows, of.telephone, of.text, of.times)


def _laid(rows: pd.DataFrame, about: About) -> Laid:
    """The list, in the language of the shop; `why` tells the reason in words where the caller has it, else the journey does."""
    words = wording(about.language)
    front = f"{words['rehearsal']} " if about.rehearsal else ""
    begun, until = (pd.Series(of.moments(rows[name], about.zone), index=rows.index) for name in ("send_from", "send_until"))
    told = rows.assign(day=begun.str[:10], why=rows["why"] if "why" in rows else rows["journey"])
    found = pd.DataFrame(
        {
            worklists.KEY: [_row_key(*row) for row in told[["journey", "day", "customer_id", "message_key"]].itertuples(index=False)],
            "customer_id": told["customer_id"].map(text_of),
            "name": told["name"].map(text_of),
            "phone": told["address"].map(contact.plain_contact),
            "reason": [f"{front}{text_of(why)}" for why in told["why"]],
            "text": told["text"].map(text_of),
            "offer": told["offer"].map(text_of),
            "offer_until": told["offer_until"].map(lambda day: text_of(day)[:10]),
            "coupon": told["coupon"].map(text_of),
            "owner": "",
            "due": until.str[:16].str.replace("T", " "),
            **dict.fromkeys(TO_FILL, ""),
        }
    ).astype(object)
    heads = words["heads"] | {name: texts["zh" if about.language == "zh" else "en"] for name, texts in FILLED.items()}
    return Laid(found[list(COLUMNS)], heads | {worklists.KEY: REHEARSED if about.rehearsal else worklists.KEY})


def _row_key(journey: str, day: str, customer_id: str, message_key: str) -> str:
    return worklists.row_key(journey, pd.Timestamp(day).date(), CHANNELS[0], customer_id, message_key)


def _key_of(cell: str) -> str:
    """The message's key in the key of a row."""
    return cell.removeprefix("'").partition("|")[0].rpartition("#")[2]


def _number_of(cell: str) -> str:
    """A telephone as it was handed over, without what was done for spreadsheets."""
    number = cell.removeprefix("'").rstrip("\t")
    return f"+86{number}" if MOBILE_OF_CHINA.fullmatch(number) else number
