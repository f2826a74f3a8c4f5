"""The chain of one shop, real or in rehearsal: each step opens the ledger, does its part, and says what it did."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from retention import durable, ledger, privacy
from retention.dispatch import exporting, own_records, receiving
from retention.dispatch.codes import codes_of, invented_codes
from retention.dispatch.filling import Addresses
from retention.dispatch.places import folder_of, stops
from retention.dispatch.planned import planned_from
from retention.dispatch.proposing import proposal
from retention.pages.automation import printed
from retention.pages.automation.tables import Planning

AGAIN, WITHDRAWN = 3, "withdrawn.csv"
HELD = "{n:,} messages are held: their pool has no code left. `retention messages coupons POOL FILE` brings some"
STOPPED = "everything is stopped: {place} is there. `retention messages stop --off` goes on"
TOO_OLD = "the data end {day}, too long ago to hand anything over. Import newer exports; --rehearse plays the chain for that day"


@dataclass(frozen=True)
class Done:
    """What a step did: batches it concerns, messages, and sentences about what it did not do."""

    batches: tuple[int, ...] = ()
    messages: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chain:
    """One shop's chain: its settings, its data, whether it is a `rehearsal`, the moment that is now, and who acts.

    `moment` empty: what the clock says, in a rehearsal the last moment used.
    """

    params: str
    data: Path
    rehearsal: bool = False
    moment: str = ""
    who: str = ""

    @property
    def folder(self) -> Path:
        """Where ledger and batches lie."""
        return folder_of(self.data, self.rehearsal)

    @cached_property
    def secret(self) -> bytes:
        """The shop's secret."""
        return privacy.key(self.data)

    @cached_property
    def shown(self) -> Planning:
        """The shop's settings and tables of now; no plan is made until one is asked for."""
        return self.planned(None)

    def planned(self, past: ledger.Known | None) -> Planning:
        """The plan of now, with what was handed over before."""
        return planned_from(self.params, self.data, self._moment, past=past, rehearse=self.rehearsal)

    @cached_property
    def _moment(self) -> str:
        if self.moment or not self.rehearsal:
            return self.moment
        with ledger.to_look_at(self.folder) as book:
            return datetime.fromtimestamp(book.now, UTC).isoformat() if book is not None else ""

    @cached_property
    def now(self) -> datetime:
        """Now."""
        return self.shown.now if self.rehearsal else datetime.now(UTC)

    @contextmanager
    def opened(self, check: bool = True) -> Iterator[ledger.Ledger]:
        """The ledger, nobody else's meanwhile."""
        with ledger.opened(self.folder, self.shown.book.about.name, self.now, rehearsal=self.rehearsal, check=check) as book:
            own_records.taken_back(book)
            yield book

    def look(self) -> Planning:
        """The plan of now without reserving anything, with what this chain handed over before."""
        with ledger.to_look_at(self.folder) as book:
            return self.planned(ledger.known(book) if book is not None else ledger.nothing_known())

    def addresses(self, planning: Planning) -> Addresses:
        """Addresses as this chain names them."""
        return Addresses(planning, self.secret, self.rehearsal)

    # --- plan, approve, void -------------------------------------------------------------------------

    def plan(self) -> tuple[Planning, Done]:
        """Plan and reserve; where somebody else was quicker the plan is made again."""
        for _ in range(AGAIN):
            with self.opened() as book:
                ledger.recover(book)
                ledger.expire(book)
                ledger.blank(book)
                planning = self.planned(ledger.known(book))
                if planning.rehearsal and not self.rehearsal:
                    raise ledger.Refused(TOO_OLD.format(day=planning.data_until))
                try:
                    made = ledger.reserve(book, proposal(planning, self.addresses(planning), book.version), self.who)
                except ledger.PlannedAnew:
                    continue
                return planning, Done(made.batches, made.messages, (HELD.format(n=made.held),) if made.held else ())
        raise ledger.Refused("other plans were made at the same time, over and over; try again")

    def approve(self, batches: list[int]) -> None:
        """Stand for batches."""
        with self.opened() as book:
            for batch in batches:
                ledger.approve(book, batch, self.who)

    def preview(self, batch: int) -> list[str]:
        """A batch in lines: what it is, and its texts as somebody made up would read them."""
        with ledger.to_look_at(self.folder) as book:
            if book is None:
                raise ledger.Refused("nothing was planned yet; begin with `retention messages plan`")
            told = ledger.batch_of(book, batch)
            found = ledger.batches(book)
        row = found[found["batch"] == batch].iloc[0]
        head = f"batch {batch} · {row['state']} · {told['journey']} · {told['step']} · {told['channel']}: {row['messages']:,} messages"
        return [head, *printed.batch_lines(self.shown, told["journey"], told["step"], told["channel"], self.shown.book.words)]

    def void(self, batch: int, why: str) -> int:
        """Give a batch up that nobody saw; how many messages it had."""
        with self.opened() as book:
            return ledger.void(book, batch, self.who, why)

    # --- export, take --------------------------------------------------------------------------------

    def export(self, wanted: list[int]) -> Done:
        """Write, seal and publish batches, all that may go where none is named. What a plan made now would not send is cancelled first."""
        self._refuse_stopped()
        with self.opened() as book:
            ledger.recover(book)
            ledger.expire(book)
            for batch in wanted:
                ledger.batch_of(book, batch, "open", "approved")
            chosen, notes = exporting.may_go(book, wanted)
            if not chosen:
                return Done(notes=tuple(notes))
            planning = self.planned(ledger.known(book, without_batches=True))
            if planning.rehearsal and not self.rehearsal:
                raise ledger.Refused(TOO_OLD.format(day=planning.data_until))
            exporter = exporting.Exporter(book, planning, self.addresses(planning), self.who)
            counts = {batch: exporter.hand_over(batch) for batch in chosen}
            own_records.write(book, planning.zone)
        done = {batch: count for batch, count in counts.items() if isinstance(count, int)}
        notes += [count for count in counts.values() if isinstance(count, str)]
        return Done(tuple(done), sum(done.values()), tuple(notes))

    def take(self, wanted: list[int], again: str) -> list[str]:
        """Claim published batches, all of them where none is named; where they lie, and of whom not to send. A batch that cannot be taken is a line
        among several, and Refused alone."""
        self._refuse_stopped()
        lines = []
        with self.opened() as book:
            ledger.recover(book)
            there = ledger.batches(book)
            chosen = wanted or sorted(int(batch) for batch in there.loc[there["state"] == "published", "batch"])
            for batch in chosen:
                try:
                    lines += self._taken(book, batch, again)
                except ledger.Refused as problem:
                    if len(chosen) == 1:
                        raise
                    lines.append(str(problem))
        return lines

    def _taken(self, book: ledger.Ledger, batch: int, again: str) -> list[str]:
        place = Path(ledger.take(book, batch, self.who, again))
        withdrew = ledger.withdrawn_since(book, batch)
        if not withdrew:
            return [str(place)]
        durable.write_file(place / WITHDRAWN, "message_key\n" + "".join(f"{key}\n" for key in withdrew), mode=0o600)
        return [str(place), f"  {len(withdrew):,} of its people withdrew since: send nothing to the keys in {place / WITHDRAWN}"]

    def _refuse_stopped(self) -> None:
        there = [path for path in stops(self.params, self.data) if path.exists()]
        if there:
            raise ledger.Refused(STOPPED.format(place=there[0]))

    def stop(self) -> str:
        """Stop everything at once; says where that stands."""
        place = stops(self.params, self.data)[0]
        durable.write_file(place, f"stopped by {self.who} at {datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n")
        return f"stopped: {place}. Nothing is planned, handed over or taken until `retention messages stop --off`"

    def go_on(self) -> str:
        """Take the stop away."""
        there = [path for path in stops(self.params, self.data) if path.exists()]
        for path in there:
            path.unlink()
        return "goes on" if there else "nothing was stopped"

    # --- what comes back, codes, another ledger -------------------------------------------------------

    def receipts(self, files: list[Path]) -> list[str]:
        """Take in receipts and withdrawals; lines that say what became of each file."""
        with self.opened() as book:
            lines = [line for path in files for line in receiving.received(book, path, self.addresses(self.shown), self.who)]
            own_records.write(book, self.shown.zone)
        return lines

    def coupons(self, pool: str, file: Path | None, invent: int = 0) -> tuple[int, int]:
        """Take codes in from a file, or invent some for a rehearsal; how many are new, how many it had."""
        there = sorted({offer.pool for offer in self.shown.settings.offers.values() if offer.pool})
        if pool not in there:
            known = f"there are {', '.join(there)}" if there else "none has a `pool:`"
            raise ledger.Refused(f"no offer takes codes from a pool {pool!r}; {known}")
        codes = codes_of(file) if file is not None else invented_codes(pool, invent)
        with self.opened() as book:
            return ledger.add_coupons(book, pool, codes, self.who)

    def adopt(self) -> list[str]:
        """Go on with this copy of the ledger; what differed from where it was used before."""
        with self.opened(check=False) as book:
            return ledger.adopt(book, self.who)

    def reconcile(self) -> tuple[list[int], int]:
        """Take in what was handed out and an older ledger does not know: its batches, and how many messages they have."""
        with self.opened(check=False) as book:
            unknown, lost = ledger.handed_out_unknown(book), ledger.keys_lost(book)
            messages = ledger.reconcile(book, unknown, lost, self.who)
            own_records.write(book, self.shown.zone)
        return sorted({*unknown, *lost}), messages
