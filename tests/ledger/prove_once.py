"""The proof that nothing goes out twice and nothing is lost: planners and a taker are killed at random and at each named point, backups are
restored, machines cloned, clocks set back. What is counted is what lies in the files.

    python -m tests.ledger.prove_once [MESSAGES] [KILLS]          make prove-once
"""

import collections
import hashlib
import json
import multiprocessing
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from retention import durable, ledger
from retention.ledger import handing
from tests.ledger import made

FORK = multiprocessing.get_context("fork")
SOURCES = ("reserving", "handing")
FULL = 300_000


def points() -> list[str]:
    """Every named point at which a run may be killed."""
    folder = Path(ledger.__file__).parent
    return [name for source in SOURCES for name in re.findall(r'crash_point\("([^"]+)"\)', (folder / f"{source}.py").read_text(encoding="utf-8"))]


def opened(root: Path, **settings):
    return ledger.opened(root, "shop", made.NOW, **settings)


def set_up(root: Path, total: int) -> None:
    carried = root.parent / f"{root.name}-carried"
    for folder in (root, carried):
        shutil.rmtree(folder, ignore_errors=True)
    carried.mkdir(parents=True)
    with opened(root) as book:
        ledger.add_coupons(book, "back", made.codes(total + 10), "test")


# --- who works ---------------------------------------------------------------------------------------


def planner(root: Path, total: int, size: int, seed: int, crash_at: str = "", mutant: bool = False) -> None:
    """Plans and hands over until all is reserved; proposes again up to a fifth of what was reserved before."""
    os.environ["RETENTION_CRASH_AT"] = crash_at
    rng = random.Random(seed)
    if mutant:
        handing.publish = renders_again
    while True:
        with opened(root, check=not mutant) as book:
            ledger.recover(book)
            for (batch,) in book.db.execute("select batch from batches where state in ('open', 'approved') order by batch").fetchall():
                ledger.hand_over(book, batch, made.write, "planner")
            done = book.db.execute("select count(*) from messages").fetchone()[0]
            if done >= total:
                return
            start = max(0, done - rng.randrange(0, size // 5 + 1))
            ledger.reserve(book, made.proposal(book, list(range(start, min(start + size, total)))), "planner")


def renders_again(book: ledger.Ledger, batch: int) -> None:
    """What this design must never do: a sealed batch that is not in the outbox is written once more."""
    shown = book.place("outbox", batch)
    staged = book.place("staging", batch)
    if not staged.exists() and not shown.exists():
        with durable.new_folder(staged, mode=0o700) as folder:
            rows = handing.pd.read_sql_query("select * from messages where batch = ? order by message_key", book.db, params=(batch,))
            made.write(folder, rows, None)
            (folder / handing.MANIFEST).write_text("{}", encoding="utf-8")
    PUBLISH(book, batch)


PUBLISH = handing.publish


def taker(root: Path, crash_at: str = "") -> None:
    """Takes what is published until told to stop."""
    os.environ["RETENTION_CRASH_AT"] = crash_at
    while not (root / "stop").exists():
        with opened(root) as book:
            there = book.db.execute("select min(batch) from batches where state = 'published'").fetchone()[0]
            if there is not None and book.place("outbox", there).exists():
                ledger.take(book, there, "taker")
        time.sleep(0.01)


def carry_away(root: Path) -> int:
    """A foreign program that takes what lies in the outbox without asking; how many batches."""
    count = 0
    for folder in sorted((root / "outbox").iterdir()):
        if folder.name.isdigit():
            target = root.parent / f"{root.name}-carried" / f"{folder.name}-{time.monotonic_ns()}"
            folder.rename(target)
            count += 1
    return count


def started(work, *args, **named):
    process = FORK.Process(target=work, args=args, kwargs=named, daemon=True)
    process.start()
    return process


# --- what is counted ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verdict:
    """What lies in the files beside what should."""

    wanted: int
    once: int
    doubles: int
    lost: int
    strangers: int
    coupons_twice: int
    without_coupon: int
    changed: int
    not_noted: int
    integrity: str

    @property
    def holds(self) -> bool:
        bad = self.doubles + self.lost + self.strangers + self.coupons_twice + self.without_coupon + self.changed + self.not_noted
        return bad == 0 and self.once == self.wanted and self.integrity == "ok"


def verdict(root: Path, total: int) -> Verdict:
    """Read all that was handed over, wherever it was carried."""
    folders = [path for place in (root / "outbox", root / "taken", root.parent / f"{root.name}-carried") for path in place.iterdir() if path.is_dir()]
    keys, coupons, changed = collections.Counter(), collections.Counter(), 0
    for folder in folders:
        manifest = json.loads((folder / handing.MANIFEST).read_text(encoding="utf-8"))
        data = (folder / "messages.jsonl").read_bytes()
        changed += manifest.get("files", {}).get("messages.jsonl") != hashlib.sha256(data).hexdigest()
        for line in data.splitlines():
            told = json.loads(line)
            keys[told["key"]] += 1
            coupons[told["coupon"]] += 1
    wanted = {made.key(i) for i in range(total)}
    with opened(root, check=False) as book:
        integrity = book.db.execute("pragma integrity_check").fetchone()[0]
        not_noted = book.db.execute("select count(*) from messages where state <> 'exported'").fetchone()[0]
    return Verdict(
        len(wanted),
        sum(n == 1 for n in keys.values()),
        sum(n > 1 for n in keys.values()),
        len(wanted - set(keys)),
        len(set(keys) - wanted),
        sum(n > 1 for code, n in coupons.items() if code),
        coupons[None],
        changed,
        not_noted,
        integrity,
    )


# --- proofs ------------------------------------------------------------------------------------------


def finish(root: Path, total: int, size: int) -> Verdict:
    planner(root, total, size, seed=0)
    os.environ["RETENTION_CRASH_AT"] = ""
    with opened(root) as book:
        for (batch,) in book.db.execute("select batch from batches where state = 'published'").fetchall():
            if book.place("outbox", batch).exists():
                ledger.take(book, batch, "last")
    return verdict(root, total)


def at_random(root: Path, total: int, size: int, kills: int, seed: int = 20260630) -> tuple[Verdict, int]:
    """Two planners and a taker in parallel, a random one killed over and over; how many were killed at work."""
    set_up(root, total)
    rng, done, at_work = random.Random(seed), 0, 0
    work = {"a": (planner, root, total, size, 1), "b": (planner, root, total, size, 2), "t": (taker, root)}
    running = {name: started(*args) for name, args in work.items()}
    while done < kills:
        time.sleep(rng.uniform(0, 0.15))
        who = rng.choice("aabbt")
        at_work += running[who].is_alive()
        if running[who].is_alive():
            os.kill(running[who].pid, signal.SIGKILL)
        running[who].join()
        running[who] = started(*work[who])
        done += 1
    for name in "ab":
        running[name].join()
    (root / "stop").touch()
    running["t"].join()
    return finish(root, total, size), at_work


def at_point(root: Path, total: int, size: int, name: str, carried: bool = False, mutant: bool = False) -> tuple[bool, Verdict]:
    """Killed exactly there; what lies in the outbox may be carried away before anybody notes it."""
    set_up(root, total)
    if name.startswith("take"):
        started(planner, root, total, size, 1).join()
        process = started(taker, root, crash_at=name)
    else:
        process = started(planner, root, total, size, 1, crash_at=name)
    process.join()
    killed = process.exitcode == -signal.SIGKILL
    if carried:
        carry_away(root)
    if mutant:
        started(planner, root, total, size, 2, mutant=True).join()
        return killed, verdict(root, total)
    return killed, finish(root, total, size)


def older_copy(root: Path, total: int, size: int, *, looked_at: bool) -> tuple[str, Verdict]:
    """A ledger restored from a backup: refused by its key files (`looked_at`), and reconciled; without them it sends twice."""
    set_up(root, total)
    with opened(root) as book:
        ledger.reserve(book, made.proposal(book, list(range(size))), "planner")
    backup = (root / "ledger.sqlite3").read_bytes()
    planner(root, total, size, seed=1)
    (root / "ledger.sqlite3").write_bytes(backup)
    refused = ""
    if looked_at:
        try:
            with opened(root):
                pass
        except ledger.Refused as problem:
            refused = str(problem)
        with opened(root, check=False) as book:
            ledger.reconcile(book, ledger.handed_out_unknown(book), ledger.keys_lost(book), "test")
        return refused, finish(root, total, size)
    carry_away(root)
    shutil.rmtree(root / "sealed")
    return refused, finish(root, total, size)


def on_a_full_disk(root: Path, total: int, size: int) -> tuple[str, Verdict]:
    """No file may grow beyond some hundred kilobytes, so that writing fails somewhere; what that was called, and what was right afterwards."""
    set_up(root, total)
    receiver, sender = FORK.Pipe(duplex=False)

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (FULL, FULL))
        try:
            planner(root, total, size, seed=1)
        except OSError as refused:
            sender.send(durable.explained(refused))
        else:
            sender.send("")

    process = started(limited)
    process.join()
    return receiver.recv() if receiver.poll() else "died", finish(root, total, size)


def main(total: int = 100_000, kills: int = 100) -> int:
    """Print each proof with its verdict; 1 where one fails."""
    good = True

    def say(what: str, held: bool, told: object) -> None:
        nonlocal good
        good &= held
        print(f"{'ok   ' if held else 'WRONG'} {what}: {told}", flush=True)

    with tempfile.TemporaryDirectory() as place:
        root, begun = Path(place) / "messages", time.time()
        found, at_work = at_random(root, total, max(total // 100, 50), kills)
        say(f"{kills} random kills, {at_work} of them at work, on {total:,} messages", found.holds and at_work > kills // 3, found)
        small, size = min(total, 5_000), 500
        for name in points():
            for carried in (False, False, name.startswith("publish")):
                killed, found = at_point(root, small, size, name, carried)
                say(f"killed at {name!r}{', outbox carried away' if carried else ''}", killed and found.holds, found)
        _, found = at_point(root, small, size, "publish: moved, not noted", carried=True, mutant=True)
        say("a mutant that writes again what is gone from the outbox is found out", found.doubles > 0, found)
        refused, found = on_a_full_disk(root, small, size)
        say(f"a full disk ({refused})", bool(refused) and refused != "died" and found.holds, found)
        refused, found = older_copy(root, small, size, looked_at=True)
        say("a restored backup is refused, and right once reconciled", "older than what was handed out" in refused and found.holds, found)
        _, found = older_copy(root, small, size, looked_at=False)
        say("a restored backup without its key files is found out by this proof", found.doubles > 0, found)
        print(f"{time.time() - begun:.0f} s")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
