"""What the shop's own messages mean for its other tables: who was written to (as touches), and who withdrew (as consents).

The import reads both files last, so that reach, caps and consents of all notebooks are told by one thing.
"""

import io
from pathlib import Path

import pandas as pd

from retention import durable, ledger
from retention.tables.messages import SENT
from retention.tables.own_records import CONSENTS_FILE, TOUCHES_FILE

STATUS = {"delivered": "delivered", "failed": "failed", "unknown": "unknown"}


def write(book: ledger.Ledger, zone: str) -> None:
    """Write both files beside the ledger; a rehearsal is nothing that happened."""
    if book.rehearsal:
        return
    _kept(book.folder / TOUCHES_FILE, touches(ledger.known(book).messages, zone))
    _kept(book.folder / CONSENTS_FILE, consents(ledger.withdrawals(book), zone))


def taken_back(book: ledger.Ledger) -> None:
    """Withdrawals that the file knows and the ledger, an older copy, does not: who withdrew once is never forgotten."""
    path = book.folder / CONSENTS_FILE
    if book.rehearsal or not path.is_file():
        return
    told, names = pd.read_parquet(path), ["customer_id", "channel", "purpose", "at"]
    found = told.rename(columns={"changed_at": "at"}).astype({"at": "datetime64[s]"})
    known = pd.MultiIndex.from_frame(ledger.withdrawals(book)[names])
    lost = found[~pd.MultiIndex.from_frame(found[names]).isin(known)]
    if len(lost):
        ledger.remember_withdrawals(book, lost)


def touches(messages: pd.DataFrame, zone: str) -> pd.DataFrame:
    """Messages that went out, as TOUCHES has them; without an arm, since their lots stand in the ledger."""
    sent = messages[messages["state"].isin((*SENT, "failed"))]
    return pd.DataFrame(
        {
            "touch_id": sent["message_key"],
            "customer_id": sent["customer_id"],
            "touched_at": sent["sent_at"],
            "touched_on": _days(sent["sent_at"], zone),
            "kind": sent["channel"].map(lambda channel: "call" if channel == "phone" else "message").astype("str"),
            "channel": sent["channel"],
            "campaign": sent["journey"],
            "status": sent["state"].map(STATUS),
        }
    )


def consents(withdrawals: pd.DataFrame, zone: str) -> pd.DataFrame:
    """Withdrawals as CONSENTS has them."""
    at = withdrawals["at"]
    return pd.DataFrame(
        {
            "consent_id": "own " + withdrawals["customer_id"] + " " + withdrawals["channel"] + " " + at.astype("str"),
            **{name: withdrawals[name] for name in ("customer_id", "channel", "purpose")},
            "given": False,
            "changed_at": at,
            "changed_on": _days(at, zone),
            "source": withdrawals["source"],
        }
    )


def _days(moments: pd.Series, zone: str) -> pd.Series:
    """The day it was where the shop is."""
    return pd.to_datetime(moments).dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None).dt.normalize().astype("datetime64[s]")


def _kept(path: Path, table: pd.DataFrame) -> None:
    content = io.BytesIO()
    table.to_parquet(content, index=False)
    durable.write_file(path, content.getvalue(), mode=0o600)
