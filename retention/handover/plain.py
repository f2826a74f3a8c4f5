"""Messages as one CSV file, for any sender that takes one: a row per message, e-mails with their HTML and headers.

No cell is run as a formula by a spreadsheet. What a sender must use as it stands is not guarded for that but refused: an address or a
coupon that begins like a formula is a problem of its message; a telephone with its plus is none, digits compute nothing.
"""

from pathlib import Path
from typing import Any

import pandas as pd

from retention.handover import about as of
from retention.handover import files, mail
from retention.handover.about import About, guarded, text_of
from retention.privacy import safe_cell

NAME = "messages.csv"
CHANNELS = ("sms", "email", "push", "wecom", "official_account")
# The shop's own name for a customer stands only where a channel has no address in the row.
NAMELESS = ("push", "wecom", "official_account")
COLUMNS = ("message_key", "channel", "address", "send_from", "send_until", "text", "subject", "coupon")
OF_MAIL = ("html", "List-Unsubscribe", "List-Unsubscribe-Post")


def write(folder: Path, rows: pd.DataFrame, about: About) -> pd.DataFrame:
    """Write a batch; returns message_key, call (empty) and position (row of the file, from 1) of each message."""
    of.check(rows, CHANNELS, "csv")
    of.refuse(of.sentences(rows, _unusable))
    columns = _columns(rows, about)
    cells = zip(*columns.values(), strict=True)
    files.write(folder, {NAME: files.as_csv(list(columns), cells)}, about.rehearsal)
    return pd.DataFrame({"message_key": rows["message_key"].tolist(), "call": "", "position": range(1, len(rows) + 1)})


def read_back(folder: Path) -> pd.DataFrame:
    """message_key and address of each message, in order; DataProblem where a file was changed or cut."""
    (content,), _ = files.read(folder, NAME)
    told = [(row["message_key"], row["address"]) for row in files.of_csv(content)]
    return pd.DataFrame(told, columns=["message_key", "address"], dtype=object)


def problems(rows: pd.DataFrame, about: About) -> pd.Series:
    """For each message a sentence of what keeps it from being handed over, or nothing."""

    def letter(row: Any) -> str:
        return "the shop's postal address is not known" if row.channel == "email" and not about.postal_contact.strip() else ""

    return of.sentences(rows, _unusable, of.text, _unsaid, letter, of.times)


def notes(rows: pd.DataFrame) -> tuple[str, ...]:
    """What the sender of these messages must be told."""
    return (mail.DKIM,) if ((rows["channel"] == "email") & (rows["unsubscribe"].map(text_of) != "")).any() else ()


def _unusable(row: Any) -> str:
    """What of a message a sender could not use as it is written."""
    address = text_of(row.address)
    if row.channel == "sms" and of.telephone(row):
        return of.telephone(row)
    if row.channel == "email" and not of.email_works(address):
        return "the e-mail address does not work"
    if row.channel in NAMELESS and not address and not text_of(row.customer_id):
        return "nothing tells who it is for"
    used = {"address": address if row.channel != "sms" else "", "coupon": text_of(row.coupon)}
    used |= {"customer's number": text_of(row.customer_id) if row.channel in NAMELESS else ""}
    broken = next((name for name, value in used.items() if guarded(value) or value != value.strip() or not value.isprintable()), "")
    if broken:
        return f"the {broken} begins like a formula or holds signs that cannot be seen, so no spreadsheet could take it as it is"
    link = text_of(row.unsubscribe)
    return "the unsubscribe address is not one of https://" if link and not mail.HTTPS.fullmatch(link) else ""


def _unsaid(row: Any) -> str:
    """What is wrong with what a message says."""
    if row.channel == "email" and not mail.subject_line(text_of(row.subject)):
        return "it has no subject"
    begun = next((name for name in ("text", "subject") if guarded(getattr(row, name))), "")
    if begun:
        return f"the {begun} begins like a formula ({text_of(getattr(row, begun))[0]!r}); let it begin with a word of the shop's own"
    return ""


def _columns(rows: pd.DataFrame, about: About) -> dict[str, list[Any]]:
    """The columns of the file, by name."""
    subjects = [mail.subject_line(text_of(one)) for one in rows["subject"]]
    moments = {name: of.moments(rows[name], about.zone) for name in ("send_from", "send_until")}
    found: dict[str, list[Any]] = {"rehearsal": [files.REHEARSAL.rstrip("_")] * len(rows)} if about.rehearsal else {}
    # The address is safe as it is, or `_unusable` refused it.
    found |= {"message_key": rows["message_key"].tolist(), "channel": rows["channel"].tolist(), "address": [text_of(one) for one in rows["address"]]}
    found |= moments
    found |= {"text": _safe(rows["text"]), "subject": [safe_cell(one) for one in subjects], "coupon": _safe(rows["coupon"])}
    if rows["channel"].isin(NAMELESS).any():
        found["customer_id"] = [text_of(row.customer_id) if row.channel in NAMELESS else "" for row in rows.itertuples()]
    if (rows["channel"] == "email").any():
        found |= dict(zip(OF_MAIL, map(list, zip(*(_mail(row, about) for row in rows.itertuples()), strict=True)), strict=True))
    return found


def _safe(values: pd.Series) -> list[object]:
    return [safe_cell(text_of(value)) for value in values]


def _mail(row: Any, about: About) -> tuple[str, str, str]:
    """An e-mail's HTML and headers; nothing for other channels."""
    if row.channel != "email":
        return "", "", ""
    link, language = text_of(row.unsubscribe), text_of(row.language) or about.language
    html = mail.as_html(text_of(row.subject), text_of(row.text), link, about.postal_contact, language, about.rehearsal)
    return (html, *mail.unsubscribe_headers(link))
