"""What the ledger knows, as tables: history for the next plan, batches, what waits, how it stands."""

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pandas as pd

from retention import durable
from retention.ledger.schema import WAIT_SECONDS, connect
from retention.ledger.store import FILE, KIND, LOCK, Ledger
from retention.tables import ASSIGNMENTS, ENTRIES, MESSAGES, TAGS, Table

# Before these states nobody has seen a message.
NOT_SHOWN = ("reserved", "held")


@dataclass(frozen=True)
class Known:
    """What was entered, drawn, sent and tagged, as ENTRIES, ASSIGNMENTS, MESSAGES and TAGS promise; when each journey was first planned; and who
    withdrew since (customer_id, channel, purpose, at, source); `steps`: journeys and steps that were ever planned."""

    entries: pd.DataFrame
    assignments: pd.DataFrame
    messages: pd.DataFrame
    tags: pd.DataFrame
    started: dict[str, np.datetime64]
    withdrawals: pd.DataFrame
    version: int = 0
    steps: frozenset[tuple[str, str]] = frozenset()


def known(ledger: Ledger, without_batches: bool = False) -> Known:
    """All of it; `without_batches`: as if what waits in batches had not been reserved, so that it can be judged again."""
    waits = f"where state not in {NOT_SHOWN}" if without_batches else ""
    started = ledger.db.execute("select journey, min(first_seen) from steps group by journey").fetchall()
    tags = "select customer_id, tag, since, until, by from actions"
    return Known(
        _read(ledger, ENTRIES, "select * from entries"),
        _read(ledger, ASSIGNMENTS, "select * from assignments"),
        _read(ledger, MESSAGES, f"select * from messages {waits}"),
        _read(ledger, TAGS, tags),
        {journey: np.datetime64(int(first), "s") for journey, first in started},
        withdrawals(ledger),
        ledger.version,
        frozenset(ledger.db.execute("select journey, step from steps").fetchall()),
    )


def nothing_known() -> Known:
    """What a ledger knows in which nothing was planned yet."""
    withdrew = pd.DataFrame({name: pd.Series(dtype="str") for name in ("customer_id", "channel", "purpose", "source")})
    told = withdrew.assign(at=pd.Series(dtype="datetime64[s]"))
    return Known(ENTRIES.empty(), ASSIGNMENTS.empty(), MESSAGES.empty(), TAGS.empty(), {}, told)


def withdrawals(ledger: Ledger) -> pd.DataFrame:
    """Who withdrew: customer_id, channel, purpose, at (UTC), source."""
    found = _frame(ledger, "select customer_id, channel, purpose, at, source from withdrawals order by at, customer_id")
    return found.assign(at=_times(found["at"]))


def batches(ledger: Ledger) -> pd.DataFrame:
    """One row per batch, newest first: its columns, and messages by how far they have come (waiting, held, handed_over, given_up)."""
    counts = """
        select b.*, count(m.message_key) as messages,
          coalesce(sum(m.state = 'reserved'), 0) as waiting, coalesce(sum(m.state = 'held'), 0) as held,
          coalesce(sum(m.state in ('cancelled', 'expired')), 0) as given_up, min(m.sent_at) as send_from, max(m.send_until) as send_until,
          (select count(*) from actions a where a.batch = b.batch) as actions
        from batches b left join messages m on m.batch = b.batch group by b.batch order by b.batch desc"""
    found = _frame(ledger, counts)
    handed = found["messages"] - found["waiting"] - found["held"] - found["given_up"]
    times = {name: _times(found[name]) for name in ("planned_at", "approved_at", "sealed_at", "published_at", "taken_at", "send_from", "send_until")}
    return found.assign(handed_over=handed, **times)


def by_state(ledger: Ledger) -> pd.DataFrame:
    """How many messages are in each state, and since when the last one is: state, messages, last."""
    found = _frame(ledger, "select state, count(*) as messages, max(changed_at) as last from messages group by state order by state")
    return found.assign(last=_times(found["last"]))


def pools(ledger: Ledger) -> pd.DataFrame:
    """Codes of each pool: pool, free, issued."""
    return _frame(ledger, "select pool, sum(message_key is null) as free, sum(message_key is not null) as issued from coupons group by pool")


def last_receipt(ledger: Ledger) -> pd.Timestamp | None:
    """When the last receipt that was read was made, UTC."""
    at = ledger.db.execute("select max(at) from receipts").fetchone()[0]
    return None if at is None else pd.Timestamp(int(at), unit="s")


@contextlib.contextmanager
def to_look_at(folder: Path) -> Iterator[Ledger | None]:
    """The ledger in a folder for reading only; None where nothing was ever planned there."""
    path = folder / FILE
    if not path.is_file():
        yield None
        return
    db = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True, timeout=WAIT_SECONDS, isolation_level=None)
    with contextlib.closing(db):
        try:
            told = _meta(db)
        except sqlite3.OperationalError:
            # A killed run left its journal, which whoever only reads cannot roll back.
            with durable.lock(folder / LOCK, wait=WAIT_SECONDS), contextlib.closing(connect(path)):
                told = _meta(db)
        yield Ledger(folder, told.get("shop", ""), told.get("kind") == KIND[True], int(told.get("clock") or 0), db) if told else None


def _meta(db: sqlite3.Connection) -> dict[str, str]:
    """The facts about a ledger itself; none where a run was killed while it made the file."""
    if not db.execute("select count(*) from sqlite_master where name = 'meta'").fetchone()[0]:
        return {}
    return dict(db.execute("select name, value from meta").fetchall())


def _read(ledger: Ledger, promise: Table, query: str) -> pd.DataFrame:
    found, wanted = _frame(ledger, query), promise.empty()
    return pd.DataFrame({n: _times(found[n]) if of.dtype.kind == "M" else found[n].astype(of.dtype) for n, of in wanted.items()})


def _frame(ledger: Ledger, query: str) -> pd.DataFrame:
    return pd.read_sql_query(query, ledger.db)


def _times(seconds: pd.Series) -> pd.Series:
    """Seconds as moments; what is missing stays so."""
    return pd.to_datetime(pd.to_numeric(seconds, errors="coerce"), unit="s").astype("datetime64[s]")
