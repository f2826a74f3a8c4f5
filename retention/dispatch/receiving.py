"""What comes back from whoever sent: receipts, and people who want no more of it."""

from pathlib import Path

import pandas as pd

from retention import handover, ledger
from retention.contact import country_of_zone
from retention.dispatch.filling import Addresses, mac


def received(book: ledger.Ledger, file: Path, addresses: Addresses, who: str) -> list[str]:
    """Take a file in; what became of it, in lines."""
    planning, secret = addresses.planning, addresses.secret
    told = handover.read_receipts(file, planning.zone, country_of_zone(planning.zone))
    statuses = told.statuses.assign(address=_macs(told.statuses["address"], secret))
    ours = [
        (handover.key_of(secret, token) or "") if token else key
        for token, key in zip(told.withdrawals["token"].fillna(""), told.withdrawals["message_key"].fillna(""), strict=True)
    ]
    withdrawals = told.withdrawals.assign(message_key=ours, address=_macs(told.withdrawals["address"], secret))
    of_address = addresses.by_address() if withdrawals["address"].ne("").any() else {}
    answered = ledger.receive(book, statuses, withdrawals, f"{who}: {file.name}", of_address)
    return [f"{file.name}: {told.read:,} read: {_in_words(answered, told)}", *(f"  {sentence}" for sentence in told.unread)]


def _macs(addresses: pd.Series, secret: bytes) -> list[str]:
    """Addresses as the ledger knows them; receipts have them as files of batches do."""
    return [mac(str(address), secret) for address in addresses.fillna("")]


def _in_words(told: ledger.Answered, file: handover.Receipts) -> str:
    """What became of a file, in a line; the parts add up to what was read."""
    parts = {
        "new receipts": told.new,
        "receipts known before": told.known,
        "receipts of messages that are not ours": told.strange,
        "withdrawals": told.withdrawals,
        "withdrawals known before": told.withdrawals_known,
        "withdrawals of nobody the shop knows": told.withdrawals_strange,
        "replies that are no withdrawal": file.replies,
        "not usable": file.left_out,
    }
    said = [f"{count:,} {what}" for what, count in parts.items() if count]
    return (", ".join(said) or "nothing in it") + (f"; {told.moved:,} messages moved on" if told.moved else "")
