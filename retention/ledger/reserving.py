"""Reserving: all that a plan decided goes into the ledger at once, or nothing of it does.

A message's key is unique in the database, so that a second plan, a plan made twice, or two planners at once reserve it once. Its coupon is
taken in the same transaction, and tags and tiers of journeys and rules are noted with it.
"""

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from retention import durable
from retention.ledger.store import Ledger, Refused

# States of which nobody has seen anything, so that a later plan may write the message after all.
FREE = ("cancelled", "expired")
EMPTY_POOL = "pool empty"
# What an approval stands for.
SAID = ("message_key", "customer_id", "channel", "template", "variant", "params", "offer")


class PlannedAnew(RuntimeError):
    """Somebody reserved messages since this plan was made; it is made again."""


@dataclass(frozen=True)
class Proposal:
    """What a plan would have noted, as ENTRIES, ASSIGNMENTS, MESSAGES and TAGS promise, and how it is handed over.

    messages beside their promise: batch (row of `batches`), send_until, params (JSON), address (keyed hash), pool. batches: journey, step,
    channel, purpose, gateway, needs. steps: journey, step, definition. version: of the ledger when the plan was made.
    """

    entries: pd.DataFrame
    assignments: pd.DataFrame
    messages: pd.DataFrame
    tags: pd.DataFrame
    batches: pd.DataFrame
    steps: pd.DataFrame
    version: int


@dataclass(frozen=True)
class Reserved:
    """Numbers of the batches that were made, messages reserved, held for want of a coupon, and left out as they were reserved before."""

    batches: tuple[int, ...]
    messages: int
    held: int
    known: int


def reserve(ledger: Ledger, proposal: Proposal, who: str) -> Reserved:
    """Take a plan's messages into the ledger; PlannedAnew where it changed meanwhile, or a group's occasion is taken."""
    try:
        return _reserved(ledger, proposal, who)
    except sqlite3.IntegrityError as taken:
        raise PlannedAnew from taken


def _reserved(ledger: Ledger, proposal: Proposal, who: str) -> Reserved:
    with ledger.transaction(who, f"reserved {len(proposal.messages)} messages"):
        if ledger.version != proposal.version:
            raise PlannedAnew
        ledger.db.executemany(
            "insert into steps values (?, ?, ?, ?) on conflict do update set definition = excluded.definition",
            [(*row, ledger.now) for row in _rows(proposal.steps, ("journey", "step", "definition"))],
        )
        entries = ("customer_id", "journey", "entry_key", "entrance", "exclusive_group", "group_key", "entered_at", "left_at", "left_why")
        _insert(ledger, "entries", proposal.entries, entries)
        _insert(ledger, "assignments", proposal.assignments, ("customer_id", "journey", "arm", "variant", "share", "salt", "first_due"))
        numbers = [_new_batch(ledger, row) for row in proposal.batches.itertuples(index=False)]
        known = len(proposal.messages) - _messages(ledger, proposal.messages, numbers)
        durable.crash_point("reserve: rows in, coupons not")
        held = sum(give_coupons(ledger, batch) for batch in numbers)
        _note_tags(ledger, proposal.tags, numbers)
        made = [batch for batch in numbers if _filled(ledger, batch)]
        ledger.set_meta("version", proposal.version + 1)
        durable.crash_point("reserve: before commit")
    durable.crash_point("reserve: after commit")
    return Reserved(tuple(made), len(proposal.messages) - known - held, held, known)


def _new_batch(ledger: Ledger, row: object) -> int:
    told = [getattr(row, name) for name in ("journey", "step", "channel", "purpose", "gateway", "needs")]
    made = ledger.db.execute(
        "insert into batches(journey, step, channel, purpose, gateway, needs, state, planned_at) values (?, ?, ?, ?, ?, ?, 'open', ?)",
        (*told, ledger.now),
    )
    assert made.lastrowid is not None
    return made.lastrowid


def _messages(ledger: Ledger, messages: pd.DataFrame, numbers: Sequence[int]) -> int:
    """Put messages in whose key is free; how many those were."""
    columns = (
        "message_key", "customer_id", "journey", "entry_key", "step", "purpose", "channel", "variant", "template", "params", "address", "due_at",
        "sent_at", "send_until", "offer", "offer_until", "pool",
    )  # fmt: skip
    told = [content_of(row) for row in _rows(messages, SAID)]
    rows = [(numbers[batch], content, *row) for batch, content, row in zip(messages["batch"], told, _rows(messages, columns), strict=True)]
    names = ("batch", "content", *columns, "state", "attempt", "changed_at")
    later = ", ".join(f"{name} = excluded.{name}" for name in names if name not in ("message_key", "attempt"))
    before = ledger.db.total_changes
    ledger.db.executemany(
        f"insert into messages({', '.join(names)}) values ({', '.join('?' * (len(columns) + 2))}, 'reserved', 1, {ledger.now}) "
        f"on conflict(message_key) do update set {later}, attempt = attempt + 1, coupon = null, call = null, why = null "
        f"where messages.state in {FREE}",
        rows,
    )
    return ledger.db.total_changes - before


def _note_tags(ledger: Ledger, tags: pd.DataFrame, numbers: list[int]) -> None:
    """Tags and tiers, as one batch more, without messages, for the shop's customer records."""
    if tags.empty:
        return
    told = {"journey": "", "step": "", "channel": "actions", "purpose": "service", "gateway": "actions", "needs": ""}
    batch = _new_batch(ledger, next(pd.DataFrame([told]).itertuples(index=False)))
    numbers.append(batch)
    rows = [(*row, batch) for row in _rows(tags, ("customer_id", "tag", "since", "until", "by"))]
    ledger.db.executemany(
        "insert into actions(customer_id, tag, since, until, by, batch) values (?, ?, ?, ?, ?, ?) "
        "on conflict do update set since = excluded.since, until = excluded.until, by = excluded.by, batch = excluded.batch",
        rows,
    )


def _filled(ledger: Ledger, batch: int) -> bool:
    """Whether a batch has anything in it; one without is taken away."""
    counts = (f"select count(*) from {table} where batch = ?" for table in ("messages", "actions"))
    if any(ledger.db.execute(count, (batch,)).fetchone()[0] for count in counts):
        return True
    ledger.db.execute("delete from batches where batch = ?", (batch,))
    return False


def content_of(row: tuple[object, ...]) -> str:
    """A hash of what a message says and to whom (SAID), as it was reserved and approved."""
    return hashlib.sha256(json.dumps(row, ensure_ascii=False).encode()).hexdigest()


# --- coupons -----------------------------------------------------------------------------------------


def give_coupons(ledger: Ledger, batch: int) -> int:
    """Give each message of a batch that needs a code one of its pool; what is left without is held. How many are held."""
    wanting = ledger.db.execute(
        "select message_key, pool, offer_until from messages where batch = ? and pool is not null and coupon is null "
        "and state in ('reserved', 'held') order by message_key",
        (batch,),
    ).fetchall()
    held = 0
    for pool in dict.fromkeys(pool for _, pool, _ in wanting):
        mine = [(key, until) for key, of, until in wanting if of == pool]
        last = max((until for _, until in mine if until is not None), default=None)
        free = ledger.db.execute(
            # A code that ends before the message says it does would be a promise that is not kept.
            "select code from coupons where pool = ? and message_key is null "
            "and (expires_on is null or ? is null or expires_on >= date(?, 'unixepoch')) order by code limit ?",
            (pool, last, last, len(mine)),
        ).fetchall()
        given = list(zip([code for (code,) in free], [key for key, _ in mine], strict=False))
        ledger.db.executemany(f"update coupons set message_key = ?2, issued_at = {ledger.now} where code = ?1", given)
        ledger.db.executemany("update messages set coupon = ?1, state = 'reserved', why = null where message_key = ?2", given)
        without = [(EMPTY_POOL, key) for key, _ in mine[len(given) :]]
        ledger.db.executemany("update messages set state = 'held', why = ? where message_key = ?", without)
        held += len(without)
    return held


def add_coupons(ledger: Ledger, pool: str, codes: pd.DataFrame, who: str) -> tuple[int, int]:
    """Take codes (code, expires_on: ISO day or missing) into a pool; how many are new and how many it had. Refused for another pool's code."""
    with ledger.transaction(who, f"{len(codes)} codes for {pool}"):
        known = dict(ledger.db.execute("select code, pool from coupons").fetchall())
        other = [code for code in codes["code"] if known.get(code, pool) != pool]
        if other:
            raise Refused(f"{len(other)} of these codes are in pool {known[other[0]]!r} already; a code is in one pool only")
        fresh = [row for row in _rows(codes, ("code", "expires_on")) if row[0] not in known]
        ledger.db.executemany("insert into coupons(code, pool, expires_on) values (?, ?, ?)", [(code, pool, day) for code, day in fresh])
    return len(fresh), len(codes) - len(fresh)


def release_coupons(ledger: Ledger, keys: Sequence[str]) -> None:
    """Codes of messages that nobody saw are free again."""
    ledger.db.executemany("update coupons set message_key = null, issued_at = null where message_key = ?", [(key,) for key in keys])
    ledger.db.executemany("update messages set coupon = null where message_key = ?", [(key,) for key in keys])


# --- rows --------------------------------------------------------------------------------------------


def _insert(ledger: Ledger, table: str, frame: pd.DataFrame, columns: tuple[str, ...]) -> None:
    ledger.db.executemany(f"insert into {table}({', '.join(columns)}) values ({', '.join('?' * len(columns))})", _rows(frame, columns))


def _rows(frame: pd.DataFrame, columns: tuple[str, ...]) -> list[tuple[object, ...]]:
    """Rows as the database takes them: times as seconds, what is missing as nothing."""
    return list(zip(*(_values(frame[name]) for name in columns), strict=True)) if len(frame) else []


def _values(column: pd.Series) -> list[object]:
    if pd.api.types.is_datetime64_any_dtype(column):
        seconds = column.astype("datetime64[s]").astype("int64").tolist()
        return [None if missing else value for value, missing in zip(seconds, column.isna(), strict=True)]
    return [None if missing else value for value, missing in zip(column.tolist(), column.isna(), strict=True)]
