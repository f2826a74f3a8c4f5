"""The ledger of one shop: what is opened, in whose hands it is, and why it may be refused.

    messages/                       0700
      ledger.sqlite3                what was reserved, handed over and answered
      staging/000042/               a batch that is being written: nobody has seen it
      outbox/000042/                handed over; a batch that is gone from staging has been shown and is never written again
      taken/000042/                 claimed by whoever sends
      sealed/000042.jsonl           the keys of what was handed over, outside the database, so that an older copy of it is found out

A rehearsal has a folder of its own, and its ledger says so: neither is ever taken for the other.
"""

import contextlib
import hashlib
import json
import sqlite3
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from retention import durable
from retention.ledger.schema import VERSION, connect

FILE, LOCK = "ledger.sqlite3", ".ledger.lock"
PLACES = ("staging", "outbox", "taken", "sealed")
# A clock may be set back by this much without harm.
BACK_SECONDS = 300
HANDED_OVER = ("sealed", "published", "taken")
MACHINE_ID = Path("/etc/machine-id")
KIND = {True: "rehearsal", False: "real"}


class Refused(RuntimeError):
    """Messages cannot be handed over as things stand; says why and what to do."""


@dataclass(frozen=True)
class Ledger:
    """An open ledger; `now` is the moment it looks from, in seconds."""

    folder: Path
    shop: str
    rehearsal: bool
    now: int
    db: sqlite3.Connection

    def meta(self, name: str) -> str:
        """A fact about the ledger itself; empty where it has none."""
        found = self.db.execute("select value from meta where name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def set_meta(self, name: str, value: object) -> None:
        """Note a fact about the ledger itself."""
        self.db.execute("insert into meta values (?, ?) on conflict(name) do update set value = excluded.value", (name, str(value)))

    @property
    def version(self) -> int:
        """How many times messages were reserved; what was planned at another version is planned anew."""
        return int(self.meta("version") or 0)

    @contextlib.contextmanager
    def transaction(self, who: str, what: str) -> Iterator[None]:
        """All or nothing, with a line in the log that hashes the one before."""
        with durable.refusals_of(sqlite3.OperationalError):
            self.db.execute("begin immediate")
            try:
                yield
                self._note(who, what)
                self.set_meta("clock", max(self.now, int(self.meta("clock") or 0)))
                self.db.execute("commit")
            except BaseException:
                if self.db.in_transaction:
                    self.db.execute("rollback")
                raise

    def _note(self, who: str, what: str) -> None:
        last = self.db.execute("select sha from log order by seq desc limit 1").fetchone()
        sha = hashlib.sha256(json.dumps([last[0] if last else "", self.now, who, what], ensure_ascii=False).encode()).hexdigest()
        self.db.execute("insert into log(at, who, what, sha) values (?, ?, ?, ?)", (self.now, who, what, sha))

    def place(self, where: str, batch: int) -> Path:
        """Where a batch lies: its folder in staging, outbox or taken, its file of keys in sealed."""
        return self.folder / where / (f"{name_of(batch)}.jsonl" if where == "sealed" else name_of(batch))

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()


def name_of(batch: int) -> str:
    """A batch's name in folders and files."""
    return f"{batch:06d}"


@contextlib.contextmanager
def opened(folder: Path, shop: str, now: datetime, *, rehearsal: bool = False, check: bool = True) -> Iterator[Ledger]:
    """The ledger in `folder`, nobody else's while it is open; Refused where it cannot be trusted (`check=False`: only to mend or to look)."""
    durable.folder_with(0o700, folder)
    for name in PLACES:
        durable.folder_with(0o700, folder / name)
    with durable.lock(folder / LOCK, wait=60), durable.refusals_of(sqlite3.OperationalError):
        ledger = Ledger(folder, shop, rehearsal, int(now.timestamp()), connect(folder / FILE))
        try:
            _begun(ledger)
            if check:
                refuse(ledger)
            yield ledger
        finally:
            ledger.close()


def _begun(ledger: Ledger) -> None:
    """A new ledger is told what it is; Refused where this is another shop's, another kind's or a later version's."""
    wanted = {"schema": str(VERSION), "shop": ledger.shop, "kind": KIND[ledger.rehearsal]}
    if not ledger.meta("schema"):
        with ledger.transaction("ledger", "begun"):
            for name, value in wanted.items():
                ledger.set_meta(name, value)
            _know_machine(ledger)
    told = {name: ledger.meta(name) for name in wanted}
    if told["kind"] != wanted["kind"]:
        raise Refused(f"{ledger.folder} holds a {told['kind']} ledger, which is never used for a {wanted['kind']} one")
    if told["schema"] != wanted["schema"]:
        raise Refused(f"{ledger.folder / FILE} was written by another version of this program (ledger {told['schema']}, this one reads {VERSION})")
    if told["shop"] != wanted["shop"]:
        raise Refused(
            f"{ledger.folder / FILE} is the ledger of {told['shop']!r}, and this shop is called {wanted['shop']!r}. A shop keeps its name, "
            f"since it is part of what a message is known by; write `name: {told['shop']}` into shop.yaml"
        )


# --- why it may be refused ---------------------------------------------------------------------------


def refuse(ledger: Ledger) -> None:
    """Refused where the clock went back, the ledger was copied to another machine, or is older than what was handed out."""
    last = int(ledger.meta("clock") or 0)
    if ledger.now < last - BACK_SECONDS and not ledger.rehearsal:
        raise Refused(f"the clock stands at {_told(ledger.now)}, before {_told(last)}, when the ledger was last used. Set the clock right")
    moved = _what_differs(ledger)
    if moved:
        raise Refused(
            f"this ledger was last used elsewhere ({', '.join(moved)}). If the other one still sends, both would write to the same customers: "
            "stop it there, then say that this one goes on with `retention messages adopt`"
        )
    older = handed_out_unknown(ledger)
    if older:
        raise Refused(
            f"the ledger is older than what was handed out (batches {_range(older)}), as after a restored backup: their customers would be "
            "written to twice. `retention messages reconcile` takes them in"
        )
    lost = keys_lost(ledger)
    if lost:
        raise Refused(
            f"the key files of batches {_range(lost)} are gone from {ledger.folder / 'sealed'}; without them nobody can tell whether this ledger "
            "is an older copy. Put them back from the backup; if they are lost for good, `retention messages reconcile` writes those the ledger knows"
        )


def handed_out_unknown(ledger: Ledger) -> list[int]:
    """Batches that were handed out and of which the ledger does not know that they were."""
    known = {int(batch) for (batch,) in ledger.db.execute(f"select batch from batches where state in {HANDED_OVER}")}
    there = {int(path.stem) for path in (ledger.folder / "sealed").glob("*.jsonl") if path.stem.isdigit()}
    # A taken batch may have been removed by now, its keys never.
    there |= {int(path.name) for place in ("outbox", "taken") for path in (ledger.folder / place).iterdir() if path.name.isdigit()}
    return sorted(there - known)


def keys_lost(ledger: Ledger) -> list[int]:
    """Batches that were published and whose file of keys is gone."""
    known = ledger.db.execute("select batch from batches where state in ('published', 'taken') order by batch")
    return [int(batch) for (batch,) in known if not ledger.place("sealed", int(batch)).is_file()]


def _range(batches: list[int]) -> str:
    return ", ".join(name_of(batch) for batch in batches[:3]) + (f" … {name_of(batches[-1])}" if len(batches) > 3 else "")


def _told(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")


# --- whose it is -------------------------------------------------------------------------------------


def _machine(ledger: Ledger) -> dict[str, str]:
    """What tells this ledger's place from a copy's: the machine, its network card, the folder, and the file itself."""
    path, node = ledger.folder / FILE, uuid.getnode()
    return {
        "machine": MACHINE_ID.read_text(encoding="ascii").strip() if MACHINE_ID.is_file() else "",
        # One with this bit was made up for want of a card, anew each time.
        "network card": "" if node >> 40 & 1 else f"{node:012x}",
        "folder": str(path.resolve()),
        "file": str(path.stat().st_ino),
    }


def _know_machine(ledger: Ledger) -> None:
    for name, value in _machine(ledger).items():
        ledger.set_meta(f"of {name}", value)


def _what_differs(ledger: Ledger) -> list[str]:
    return [f"another {name}" for name, value in _machine(ledger).items() if value and (known := ledger.meta(f"of {name}")) and known != value]


def adopt(ledger: Ledger, who: str) -> list[str]:
    """Go on with this copy from here; what differed from where it was used before."""
    moved = _what_differs(ledger)
    with ledger.transaction(who, f"adopted: {', '.join(moved) or 'nothing differed'}"):
        _know_machine(ledger)
    return moved
