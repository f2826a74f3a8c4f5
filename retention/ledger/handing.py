"""Handing over: approve → stage → seal → publish → take. A batch goes forward only, and what was shown is never written again.

A batch is written into `staging`, where nobody looks, with its manifest. It is sealed in the ledger, its keys are written beside it, and it
is published by moving the folder. So after a crash a folder in staging proves that nobody saw the batch; one that is gone from there was
shown, even if it was carried away at once.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from retention import durable
from retention.ledger.reserving import EMPTY_POOL, SAID, content_of, give_coupons, release_coupons
from retention.ledger.store import Ledger, Refused, name_of

MANIFEST = "manifest.json"
# Writes the files of a batch into a folder; returns what the manifest says, and of each message key and call.
Write = Callable[[Any, pd.DataFrame, pd.DataFrame], tuple[Mapping[str, Any], pd.DataFrame]]
# What the file of keys keeps of each message: enough to know for ever that it was sent, and nothing one could write to.
ENTRY = ("entrance", "exclusive_group", "group_key", "entered_at")
KEPT = (
    "message_key", "customer_id", "journey", "entry_key", "step", "purpose", "channel", "variant", "template", "due_at", "sent_at", "send_until",
    "offer", "offer_until", "pool", "coupon", "call", "address",
)  # fmt: skip


# --- before it is written ----------------------------------------------------------------------------


def batch_of(ledger: Ledger, batch: int, *states: str) -> dict[str, Any]:
    """A batch as it stands; Refused where there is none, or in another state."""
    cursor = ledger.db.execute("select * from batches where batch = ?", (batch,))
    row = cursor.fetchone()
    if row is None:
        last = ledger.db.execute("select max(batch) from batches").fetchone()[0]
        raise Refused(f"there is no batch {batch}" + (f"; the last one is {last}" if last else "; nothing was planned yet"))
    found = dict(zip([name for name, *_ in cursor.description], row, strict=True))
    if states and found["state"] not in states:
        raise Refused(f"batch {batch} is {found['state']}, not {' or '.join(states)}")
    return found


def approve(ledger: Ledger, batch: int, who: str) -> None:
    """Somebody stands for what a batch says and to whom; fewer messages later need no new approval."""
    batch_of(ledger, batch, "open", "approved")
    with ledger.transaction(who, f"approved {batch}"):
        ledger.db.execute("update batches set state = 'approved', approved_by = ?, approved_at = ? where batch = ?", (who, ledger.now, batch))


def expire(ledger: Ledger, who: str = "clock") -> int:
    """Messages whose time is over are given up, and batches without any left; how many messages."""
    late = "state in ('reserved', 'held') and send_until <= ? and batch in (select batch from batches where state in ('open', 'approved'))"
    keys = [key for (key,) in ledger.db.execute(f"select message_key from messages where {late}", (ledger.now,))]
    empty = (
        "state in ('open', 'approved') and channel <> 'actions' and not exists "
        "(select 1 from messages where messages.batch = batches.batch and messages.state in ('reserved', 'held'))"
    )
    if keys or ledger.db.execute(f"select 1 from batches where {empty}").fetchone():
        with ledger.transaction(who, f"expired {len(keys)}"):
            _give_up(ledger, dict.fromkeys(keys, "its time is over"), "expired")
            ledger.db.execute(f"update batches set state = 'void', note = 'nothing left in it' where {empty}")
    return len(keys)


def cancel(ledger: Ledger, why: Mapping[str, str], who: str) -> None:
    """Messages that nobody saw are not sent after all (key → why); a later plan may write them anew."""
    with ledger.transaction(who, f"cancelled {len(why)}"):
        _give_up(ledger, why, "cancelled")


def void(ledger: Ledger, batch: int, who: str, note: str) -> int:
    """Give a batch up that nobody saw; how many messages it had. Refused where it was handed over."""
    found = batch_of(ledger, batch)
    if found["state"] not in ("open", "approved"):
        raise Refused(f"batch {batch} is {found['state']}: what was handed over cannot be taken back here; stop whoever sends it")
    if found["channel"] == "actions":
        raise Refused(f"batch {batch} holds tags and tiers, which the ledger goes by from now on; it is handed over or left, never voided")
    keys = [key for (key,) in ledger.db.execute("select message_key from messages where batch = ? and state in ('reserved', 'held')", (batch,))]
    with ledger.transaction(who, f"void {batch}: {note}"):
        _give_up(ledger, dict.fromkeys(keys, note), "cancelled")
        ledger.db.execute("update batches set state = 'void', note = ? where batch = ?", (note, batch))
    shutil.rmtree(ledger.place("staging", batch), ignore_errors=True)
    return len(keys)


def _give_up(ledger: Ledger, why: Mapping[str, str], state: str) -> None:
    ledger.db.executemany(
        f"update messages set state = '{state}', why = ?, changed_at = {ledger.now} where message_key = ? and state in ('reserved', 'held')",
        [(reason, key) for key, reason in why.items()],
    )
    release_coupons(ledger, list(why))


# --- written, sealed, published ----------------------------------------------------------------------


def hand_over(ledger: Ledger, batch: int, write: Write, who: str) -> int:
    """Write, seal and publish a batch; how many messages it has. Refused where it lacks an approval, or is not what was approved."""
    found = batch_of(ledger, batch, "open", "approved")
    if found["needs"] and found["state"] != "approved":
        raise Refused(f"batch {batch} waits for approval ({found['needs']}): `retention messages approve {batch}`")
    _refuse_changed(ledger, batch)
    without = {key: EMPTY_POOL for (key,) in ledger.db.execute("select message_key from messages where batch = ? and state = 'held'", (batch,))}
    if without:
        # Nobody saw them: a later plan writes them anew, as long as they are due.
        cancel(ledger, without, who)
    while not _sealed(ledger, batch, calls := _staged(ledger, batch, write), who):
        # Somebody withdrew while the batch was written: it is written anew without her.
        pass
    durable.crash_point("seal: after commit")
    publish(ledger, batch)
    return len(calls)


def _refuse_changed(ledger: Ledger, batch: int) -> None:
    rows = ledger.db.execute(f"select content, {', '.join(SAID)} from messages where batch = ? and state = 'reserved'", (batch,))
    if any(content_of(tuple(said)) != content for content, *said in rows):
        raise Refused(f"batch {batch} does not say what was planned and approved: somebody changed the ledger. Void it and plan again")


def reschedule(ledger: Ledger, moments: Mapping[str, int], who: str) -> None:
    """Messages go from another moment on than was planned (key → seconds); caps and files go by that."""
    with ledger.transaction(who, f"rescheduled {len(moments)}"):
        ledger.db.executemany(
            "update messages set sent_at = ? where message_key = ? and state = 'reserved'", [(at, key) for key, at in moments.items()]
        )


def top_up(ledger: Ledger, batch: int, who: str) -> int:
    """Give the held messages of a batch codes that came since; how many are still held."""
    with ledger.transaction(who, f"codes {batch}"):
        return give_coupons(ledger, batch)


def reserved(ledger: Ledger, batch: int) -> pd.DataFrame:
    """The messages of a batch that may still go, in the order of their keys."""
    query = "select * from messages where batch = ? and state = 'reserved' order by message_key"
    return pd.read_sql_query(query, ledger.db, params=(batch,), dtype_backend="numpy_nullable")


def actions(ledger: Ledger, batch: int) -> pd.DataFrame:
    """Tags and tiers that a batch sets: customer_id, tag, since, until, by."""
    query = "select customer_id, tag, since, until, by from actions where batch = ? order by customer_id, tag"
    return pd.read_sql_query(query, ledger.db, params=(batch,), dtype_backend="numpy_nullable")


def _staged(ledger: Ledger, batch: int, write: Write) -> pd.DataFrame:
    """Write a batch where nobody looks, with its manifest; returns key and call of each message."""
    withdrawn = dict.fromkeys(_withdrawn(ledger, batch), "withdrawn meanwhile")
    if withdrawn:
        cancel(ledger, withdrawn, "withdrawals")
    rows = reserved(ledger, batch)
    target = ledger.place("staging", batch)
    with durable.new_folder(target, mode=0o700) as folder:
        manifest, calls = write(folder, rows, actions(ledger, batch))
        durable.crash_point("stage: half written")
        files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir()) if path.is_file()}
        told = {"format": 1, "batch": name_of(batch), **manifest, "messages": len(rows), "files": files}
        durable.write_file(folder / MANIFEST, json.dumps(told, ensure_ascii=False, indent=1), mode=0o600)
        durable.crash_point("stage: written")
    durable.crash_point("stage: before seal")
    return calls


def _withdrawn(ledger: Ledger, batch: int) -> list[str]:
    """Marketing of a batch to people who withdrew since it was planned."""
    rows = ledger.db.execute(
        "select message_key from messages m join batches b using (batch) where m.batch = ? and m.state = 'reserved' and m.purpose = 'marketing' "
        "and exists (select 1 from withdrawals w "
        "where w.customer_id = m.customer_id and w.channel in (m.channel, 'any') and w.received_at >= b.planned_at)",
        (batch,),
    )
    return [key for (key,) in rows]


def _sealed(ledger: Ledger, batch: int, calls: pd.DataFrame, who: str) -> bool:
    """Note that a batch is as it lies in staging; False where somebody withdrew meanwhile."""
    with ledger.transaction(who, f"sealed {batch}"):
        if _withdrawn(ledger, batch):
            return False
        manifest = hashlib.sha256((ledger.place("staging", batch) / MANIFEST).read_bytes()).hexdigest()
        ledger.db.executemany(
            f"update messages set state = 'exported', call = ?, changed_at = {ledger.now} where message_key = ? and state = 'reserved'",
            [(call or None, key) for call, key in zip(calls["call"], calls["message_key"], strict=True)],
        )
        ledger.db.execute("update batches set state = 'sealed', manifest = ?, sealed_at = ? where batch = ?", (manifest, ledger.now, batch))
        durable.crash_point("seal: before commit")
    return True


def publish(ledger: Ledger, batch: int) -> None:
    """Show a sealed batch: its keys are written where a restored ledger will find them, then its folder moves. Never written again."""
    _write_keys(ledger, batch)
    durable.crash_point("publish: keys written")
    staged, shown = ledger.place("staging", batch), ledger.place("outbox", batch)
    if staged.exists():
        os.rename(staged, shown)
        durable.flush_folder(shown.parent)
        durable.flush_folder(staged.parent)
    durable.crash_point("publish: moved, not noted")
    with ledger.transaction("publish", f"published {batch}"):
        ledger.db.execute("update batches set state = 'published', published_at = ? where batch = ? and state = 'sealed'", (ledger.now, batch))
    durable.crash_point("publish: noted")


def withdrawn_since(ledger: Ledger, batch: int) -> list[str]:
    """Keys of marketing in a batch that was handed over whose people withdrew since it was sealed."""
    rows = ledger.db.execute(
        "select message_key from messages m join batches b using (batch) where m.batch = ? and m.purpose = 'marketing' and exists (select 1 "
        "from withdrawals w where w.customer_id = m.customer_id and w.channel in (m.channel, 'any') and w.received_at >= b.sealed_at) order by 1",
        (batch,),
    )
    return [key for (key,) in rows]


def _write_keys(ledger: Ledger, batch: int) -> None:
    """The file of keys of a batch: a line about it, one for each message."""
    told = batch_of(ledger, batch)
    columns = ", ".join([*(f"m.{name}" for name in KEPT), *(f"e.{name}" for name in ENTRY)])
    rows = ledger.db.execute(
        f"select {columns} from messages m left join entries e using (customer_id, journey, entry_key) "
        "where batch = ? and state not in ('reserved', 'held', 'cancelled', 'expired') order by message_key",
        (batch,),
    )
    lines = [told, *(dict(zip((*KEPT, *ENTRY), row, strict=True)) for row in rows)]
    durable.write_file(ledger.place("sealed", batch), "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), mode=0o600)


def recover(ledger: Ledger) -> list[int]:
    """Bring what a killed run left to its end: batches that were sealed are published. Returns those."""
    for place in ("staging", "outbox", "sealed"):
        durable.sweep(ledger.folder / place)
    sealed = [int(batch) for (batch,) in ledger.db.execute("select batch from batches where state = 'sealed' order by batch")]
    for batch in sealed:
        publish(ledger, batch)
    return sealed


# --- taken -------------------------------------------------------------------------------------------


def take(ledger: Ledger, batch: int, who: str, again: str = "") -> str:
    """Claim a published batch for whoever sends it, and move its folder to `taken`; where it lies. Refused where another one has it.

    `again`: why a batch that was taken is claimed once more; the reason stands in the log.
    """
    found = batch_of(ledger, batch, "published", "taken")
    waiting, mine = ledger.place("outbox", batch), ledger.place("taken", batch)
    if found["state"] == "taken" and not again:
        lies = waiting if waiting.exists() else mine
        here = f"its folder lies at {lies}" if lies.exists() else "its folder is gone"
        raise Refused(
            f"batch {batch} was taken by {found['taken_by']}; {here}. If nothing of it was sent, take it with --again and the reason; "
            "messages that were sent would go out twice"
        )
    if not waiting.exists() and not mine.exists():
        raise Refused(f"the folder of batch {batch} is gone from {waiting.parent}: somebody carried it away untaken, so it may have been sent")
    until = ledger.db.execute("select max(send_until) from messages where batch = ? and state = 'exported'", (batch,)).fetchone()[0]
    if until is not None and until <= ledger.now:
        raise Refused(f"the time of batch {batch} is over; nothing of it may be sent any more")
    with ledger.transaction(who, f"took {batch}" + (f" again: {again}" if again else "")):
        ledger.db.execute("update batches set state = 'taken', taken_at = ?, taken_by = ? where batch = ?", (ledger.now, who, batch))
    durable.crash_point("take: claimed, not moved")
    if waiting.exists():
        os.rename(waiting, mine)
        durable.flush_folder(mine.parent)
        durable.flush_folder(waiting.parent)
    return str(mine)


# --- an older ledger ---------------------------------------------------------------------------------


def reconcile(ledger: Ledger, unknown: Iterable[int], lost: Iterable[int], who: str) -> int:
    """Take in from their key files batches that were handed out and that an older ledger knows nothing of; how many messages.

    Key files that are gone are written again for batches it knows. Refused for a batch whose file of keys is gone as well.
    """
    count = 0
    for batch in unknown:
        path = ledger.place("sealed", batch)
        if not path.is_file():
            raise Refused(f"batch {batch} was handed out and {path} is gone: nobody can tell to whom. Put it back from the backup")
        about, *rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        with ledger.transaction(who, f"reconciled {batch}"):
            _take_in(ledger, batch, about, rows)
        count += len(rows)
    for batch in lost:
        _write_keys(ledger, batch)
    return count


def _take_in(ledger: Ledger, batch: int, about: Mapping[str, Any], rows: list[dict[str, Any]]) -> None:
    """A batch as its key file tells it, published: what an older plan had reserved under its number or its keys makes way."""
    was = ledger.db.execute("select message_key from messages where batch = ? and state in ('reserved', 'held')", (batch,)).fetchall()
    _give_up(ledger, dict.fromkeys([key for (key,) in was], "the ledger was an older copy"), "cancelled")
    _put_batch(ledger, {**about, "state": "taken" if ledger.place("taken", batch).exists() else "published"})
    keys = [(row["message_key"],) for row in rows]
    codes = [(row["coupon"], row["pool"], row["message_key"], row["sent_at"]) for row in rows if row["coupon"]]
    # A code that the older ledger promised to somebody else, who has not seen it, and another one that it gave to these.
    ledger.db.executemany(
        "update messages set coupon = null, state = 'held' where coupon = ? and message_key <> ?", [(code, key) for code, _, key, _ in codes]
    )
    ledger.db.executemany("update coupons set message_key = null, issued_at = null where message_key = ?", keys)
    ledger.db.executemany(
        "insert into coupons(code, pool, message_key, issued_at) values (?, ?, ?, ?) "
        "on conflict(code) do update set message_key = excluded.message_key, issued_at = excluded.issued_at",
        codes,
    )
    columns = (*KEPT, "batch", "params", "content", "state", "attempt", "changed_at")
    ledger.db.executemany(
        f"insert or replace into messages({', '.join(columns)}) values ({', '.join('?' * len(columns))})",
        [(*(row[name] for name in KEPT), batch, "{}", "", "exported", 1, ledger.now) for row in rows],
    )
    ledger.db.executemany(
        "insert or ignore into entries(customer_id, journey, entry_key, entrance, exclusive_group, group_key, entered_at) "
        "values (?, ?, ?, ?, ?, ?, ?)",
        [(*(row[name] for name in ("customer_id", "journey", "entry_key", *ENTRY[:-1])), row["entered_at"] or row["due_at"]) for row in rows],
    )


def _put_batch(ledger: Ledger, told: Mapping[str, Any]) -> None:
    """A batch's row as it is told, in place of what the ledger has under its number."""
    later = ", ".join(f"{name} = excluded.{name}" for name in told if name != "batch")
    ledger.db.execute(
        f"insert into batches({', '.join(told)}) values ({', '.join('?' * len(told))}) on conflict(batch) do update set {later}", list(told.values())
    )
