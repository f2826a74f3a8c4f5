"""What comes back: receipts move messages forward, withdrawals are kept for ever. Reading the same file twice changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from retention.ledger.store import Ledger

# A receipt moves a message forward only; one of lower rank is kept and changes nothing.
RANK = {"exported": 1, "submitted": 2, "task_created": 2, "unknown": 3, "failed": 4, "delivered": 5}


@dataclass(frozen=True)
class Answered:
    """Receipts that are new, known before, and of no message of ours; messages that moved on; withdrawals that are new, known, of nobody."""

    new: int = 0
    known: int = 0
    strange: int = 0
    moved: int = 0
    withdrawals: int = 0
    withdrawals_known: int = 0
    withdrawals_strange: int = 0


def receive(
    ledger: Ledger, statuses: pd.DataFrame, withdrawals: pd.DataFrame, who: str, of_address: Mapping[str, Sequence[str]] | None = None
) -> Answered:
    """Take in receipts (source, receipt_id, message_key or call and address (keyed hash), status, at, code) and withdrawals (message_key, or
    address (keyed hash); channel, empty: the message's own; at; source). `of_address`: the shop's customers by address, also those whom nobody here
    has written to yet."""
    with ledger.transaction(who, f"{len(statuses)} receipts, {len(withdrawals)} withdrawals"):
        own = _keys_of(ledger, statuses)
        known_keys = {key for (key,) in ledger.db.execute("select message_key from messages")} if len(statuses) else set()
        rows = [
            (row.source, row.receipt_id, key, row.status, _seconds(row.at), _text(row.code))
            for row, key in zip(statuses.itertuples(index=False), own, strict=True)
            if key in known_keys
        ]
        before = ledger.db.total_changes
        ledger.db.executemany("insert or ignore into receipts values (?, ?, ?, ?, ?, ?)", rows)
        new = ledger.db.total_changes - before
        moved = _move(ledger, {row[2] for row in rows})
        told = _withdrawals(ledger, withdrawals, of_address or {})
    return Answered(new, len(rows) - new, len(statuses) - len(rows), moved, *told)


def _keys_of(ledger: Ledger, statuses: pd.DataFrame) -> list[str]:
    """The message that each receipt tells of; empty for none of ours."""
    calls = {}
    if len(statuses) and statuses["call"].fillna("").ne("").any():
        rows = ledger.db.execute("select call, address, message_key from messages where call is not null")
        calls = {(call, address): key for call, address, key in rows}
    return [_text(row.message_key) or calls.get((_text(row.call), _text(row.address)), "") or "" for row in statuses.itertuples(index=False)]


def _move(ledger: Ledger, keys: set[str]) -> int:
    """Bring messages to the furthest state that a receipt tells of; how many moved."""
    moved = []
    for key in keys:
        (state,) = ledger.db.execute("select state from messages where message_key = ?", (key,)).fetchone()
        told = [status for (status,) in ledger.db.execute("select status from receipts where message_key = ?", (key,))]
        furthest = max(told, key=RANK.__getitem__, default=state)
        if RANK.get(furthest, 0) > RANK.get(state, 9):
            moved.append((furthest, key))
    ledger.db.executemany(f"update messages set state = ?, changed_at = {ledger.now} where message_key = ?", moved)
    return len(moved)


def _withdrawals(ledger: Ledger, withdrawals: pd.DataFrame, of_address: Mapping[str, Sequence[str]]) -> tuple[int, int, int]:
    """Withdrawals that are new, known before, and of nobody; one of an address is one, whoever shares it."""
    new = known = strange = 0
    for row in withdrawals.itertuples(index=False):
        told = [(customer, channel, "marketing", _seconds(row.at), row.source, ledger.now) for customer, channel in _whose(ledger, row, of_address)]
        before = ledger.db.total_changes
        ledger.db.executemany("insert or ignore into withdrawals values (?, ?, ?, ?, ?, ?)", told)
        fresh = ledger.db.total_changes > before
        new, known, strange = new + fresh, known + (bool(told) and not fresh), strange + (not told)
    return new, known, strange


def _whose(ledger: Ledger, row: Any, of_address: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Customer and channel of a withdrawal: of its message, else all customers of its address, since nobody can tell who of them said it."""
    key, address, told = _text(row.message_key), _text(row.address), _text(row.channel)
    of_message = ledger.db.execute("select customer_id, channel from messages where message_key = ?", (key,)).fetchall()
    found = of_message or ledger.db.execute("select customer_id, channel from messages where address = ? and address <> ''", (address,)).fetchall()
    more = [] if of_message else [(customer, "any") for customer in of_address.get(address, ())]
    return sorted({(customer, told or channel) for customer, channel in (*found, *more)})


def remember_withdrawals(ledger: Ledger, told: pd.DataFrame) -> None:
    """Put withdrawals in (customer_id, channel, purpose, at, source) that an older copy of the ledger does not know."""
    rows = [(row.customer_id, row.channel, row.purpose, _seconds(row.at), row.source, ledger.now) for row in told.itertuples(index=False)]
    with ledger.transaction("withdrawals", f"took {len(rows)} back"):
        ledger.db.executemany("insert or ignore into withdrawals values (?, ?, ?, ?, ?, ?)", rows)


def blank(ledger: Ledger, days: int = 90) -> int:
    """Values of texts (first names among them) of messages closed so long ago are taken away; how many messages."""
    before = ledger.now - days * 86_400
    closed = "params <> '{}' and state not in ('reserved', 'held') and changed_at < ?"
    count = int(ledger.db.execute(f"select count(*) from messages where {closed}", (before,)).fetchone()[0])
    if count:
        with ledger.transaction("clock", f"blanked {count}"):
            ledger.db.execute(f"update messages set params = '{{}}' where {closed}", (before,))
    return count


def _seconds(at: object) -> int:
    return int(pd.Timestamp(at).timestamp())  # type: ignore[arg-type]


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)  # type: ignore[call-overload]
