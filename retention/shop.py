"""A shop's folder: its tables opened as Ibis expressions cut at `as_of`, or to the minute by `Shop.at`, and results written back.

Every table with a time is cut when it is opened, or backtests would see the future. Refunds booked
after `as_of` are taken off orders and lines again for the same reason, and what became of a coupon, parcel,
ticket or survey after it is not known yet, nor, before the shop's last order, what became of them on a day that the export does
not say. What exports never date stays as the last export has it: an order's status, the balance of a deposit, a member's tier and
points, and what came of a touch.
"""

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import ibis
import pandas as pd

from retention import durable, imports, project
from retention.orders import that_count
from retention.tables import SHOP_TABLES, DataProblem, Table, checks
from retention.tables.checks import Finding

# The column by which each table with a time is cut.
CUT_BY = {
    "orders": "ordered_on",
    "order_lines": "ordered_on",
    "returns": "returned_on",
    "events": "happened_on",
    "coupons": "issued_on",
    "memberships": "joined_on",
    "consents": "changed_on",
    "touches": "touched_on",
    "shipments": "dispatched_on",
    "scans": "scanned_on",
    "tickets": "opened_on",
    "ticket_messages": "sent_on",
    "ticket_states": "changed_on",
    "return_states": "changed_on",
    "surveys": "asked_on",
}
# Where that day is missing, the row is cut by this one.
CUT_ELSE = {"surveys": "answered_on"}
# The column by which each table with a time is cut to the minute. Touches stand at the time they were due, so they are cut by their day.
CUT_AT = {
    "orders": "ordered_at",
    "events": "happened_at",
    "coupons": "issued_at",
    "consents": "changed_at",
    "shipments": "dispatched_at",
    "scans": "scanned_at",
    "tickets": "opened_at",
    "ticket_messages": "sent_at",
    "ticket_states": "changed_at",
    "return_states": "changed_at",
    "surveys": "asked_at",
}
# The same for what became of a row later: the time at which it did, and the columns that tell of it.
LATER_AT: dict[str, dict[str, tuple[str, ...]]] = {
    "shipments": {"signed_at": ("signed_at", "signed_on")},
    "tickets": {"offered_at": ("offered_at", "offered_on"), "resolved_at": ("resolved_at", "resolved_on")},
    "surveys": {"answered_at": ("score", "comment", "answered_on", "answered_at")},
}
# Table → day on which something more became of a row → columns that tell of it; they are empty as long as that day is to come.
LATER: dict[str, dict[str, tuple[str, ...]]] = {
    "customers": {"joined_on": ("joined_on",)},
    "coupons": {"used_on": ("order_id", "used_on")},
    "shipments": {"signed_on": ("signed_at", "signed_on")},
    "tickets": {"offered_on": ("offered_at", "offered_on"), "resolved_on": ("resolved_at", "resolved_on")},
    "surveys": {"answered_on": ("score", "comment", "answered_on", "answered_at")},
    "returns": {"settled_on": ("settled_on",)},
}


@dataclass(frozen=True)
class Shop:
    """The tables of one shop as they stood on `as_of` (a date, `last_order` or `today`)."""

    data: Path
    wanted_as_of: str = "last_order"
    # The moment that is looked from, UTC; None: the end of as_of.
    moment: datetime | None = None

    def at(self, now: datetime) -> "Shop":
        """The same shop as it stood at a moment (with its zone): what happened later is not known yet, whatever table it stands in.

        `as_of` is that day, or the last one of the sales where these end before it; consents and complaints that came after it still count. What
        exports date by the day only (returns, memberships, coupons used, answers) is known from the beginning of its day.
        """
        if now.tzinfo is None:
            raise DataProblem(f"now: {now} has no time zone. Write it as 2026-07-01T08:30+08:00")
        first, last = self.days
        here = now.astimezone(ZoneInfo(self.zone)).date()
        if here < first:
            raise DataProblem(f"now: {here} lies before the data of {self.data.name}, which begin on {first}. Give a later moment")
        return replace(self, wanted_as_of=min(here, last).isoformat(), moment=now.astimezone(ZoneInfo("UTC")).replace(tzinfo=None))

    @property
    def zone(self) -> str:
        """The shop's time zone, as the import understood it."""
        return str(imports.read_facts(self.data).get("time_zone") or "UTC")

    @cached_property
    def connection(self) -> ibis.BaseBackend:
        """The engine; one per shop, in memory, reading Parquet where it lies."""
        # Without the bar that the engine draws on long work: in a notebook it stays in the page.
        connection = ibis.duckdb.connect()
        connection.raw_sql("set timezone = 'UTC'; set enable_progress_bar = false")
        return connection

    @cached_property
    def as_of(self) -> date:
        """The last day that is looked at, that day included; a day before or after those of the data is a DataProblem."""
        if self.wanted_as_of == "today":
            return date.today()
        if self.wanted_as_of in ("", "last_order"):
            return self._last_order
        try:
            day = date.fromisoformat(self.wanted_as_of)
        except ValueError:
            raise DataProblem(f"as_of: {self.wanted_as_of!r} is no date. Write it as 2026-06-30, or last_order, or today") from None
        first, last = self.days
        if not first <= day <= last:
            raise DataProblem(f"as_of: {day} lies outside the data of {self.data.name}. Give a day from {first} to {last}, or last_order, or today")
        return day

    @property
    def _until(self) -> date:
        """The last day of which rows are known: as_of, or the day of the moment, which may lie after all sales."""
        if self.moment is None:
            return self.as_of
        return self.moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(self.zone)).date()

    @cached_property
    def days(self) -> tuple[date, date]:
        """First and last day that the exports tell of, as the import found them."""
        told = imports.read_facts(self.data).get("days")
        if told:
            return date.fromisoformat(told[0]), date.fromisoformat(told[1])
        orders = self._uncut("orders")
        found = orders.agg(first=orders.ordered_on.min(), last=orders.ordered_on.max()).to_pandas().iloc[0]
        return pd.Timestamp(found["first"]).date(), pd.Timestamp(found["last"]).date()

    @property
    def is_newest(self) -> bool:
        """Whether nothing was sold after as_of: results of an earlier day never take the place of the newest ones."""
        return self.as_of >= self._last_order

    @cached_property
    def _last_order(self) -> date:
        """The day of the last order that counts, else of the last order; without orders, the last day that anything tells of."""
        if not self.sells:
            return self.days[1]
        orders = self._uncut("orders")
        last = that_count(orders).ordered_on.max().execute()
        if pd.isna(last):
            last = orders.ordered_on.max().execute()
        return pd.Timestamp(last).date()

    @cached_property
    def sells(self) -> bool:
        """Whether the exports told of orders, as the import found it; those of a help desk alone do not."""
        return "orders" in imports.read_facts(self.data).get("tables", ("orders",))

    def has(self, name: str) -> bool:
        """Whether the shop has this table, with at least one row."""
        return self._path(name).is_dir() and bool(self._uncut(name).limit(1).count().execute())

    def table(self, name: str) -> ibis.Table | None:
        """The table as it stood on `as_of`, or None where the shop has none."""
        if not self.has(name):
            return None
        table = self._uncut(name)
        if name in CUT_BY:
            day = table[CUT_BY[name]].fill_null(table[CUT_ELSE[name]]) if name in CUT_ELSE else table[CUT_BY[name]]
            table = table.filter(day <= ibis.date(self._until.isoformat()))
        if self.moment is not None and name in CUT_AT:
            at = table[CUT_AT[name]]
            table = table.filter((at <= ibis.timestamp(self.moment)) | at.isnull())
        if name == "orders":
            return self._without_later_refunds(self._not_yet_paid(table))
        return self._as_their_orders(table) if name == "order_lines" else self._not_yet_known(name, table)

    def need(self, name: str) -> ibis.Table:
        """Like `table`, but a table that is missing or empty on `as_of` is a DataProblem."""
        table = self.table(name)
        if table is None:
            raise self._no_table(name)
        return table

    def _no_table(self, name: str) -> DataProblem:
        what = "Import the shop's exports first" if self.sells else "Its files tell of no orders; add the export that does, and import again"
        return DataProblem(f"no table {name!r} in {self.data.name}. {what}: retention import --params params/{self.data.name}")

    def _uncut(self, name: str) -> ibis.Table:
        if not self._path(name).is_dir():
            raise self._no_table(name)
        table = self.connection.read_parquet(str(self._path(name) / "*.parquet"))
        self._trust(name, table)
        return table

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The digest of each table's files as this shop first saw them."""
        return {name: checks.digest(self._path(name)) for name in SHOP_TABLES if self._path(name).is_dir()}

    @cached_property
    def _trusted(self) -> set[str]:
        """Tables whose files are known to keep their promise: those of the stamp, and those checked here."""
        stamped, _ = checks.read_stamp(self.data / "tables")
        return {name for name, digest in self.digests.items() if stamped.get(name) == digest}

    def _trust(self, name: str, table: ibis.Table) -> None:
        """Check a table that is not what the import wrote, once."""
        if name not in self._trusted:
            try:
                checks.check(table, SHOP_TABLES[name])
            except DataProblem as problem:
                raise DataProblem(f"{problem}. The table was changed since the import; import the shop's exports again") from None
            self._trusted.add(name)

    @cached_property
    def findings(self) -> list[Finding]:
        """The laws that the shop's tables break, as the import found them; judged again where files were changed since."""
        stamped, found = checks.read_stamp(self.data / "tables")
        return found if stamped == self.digests else checks.findings({name: self._uncut(name) for name in self.digests})

    def _path(self, name: str) -> Path:
        if name not in SHOP_TABLES:
            near = difflib.get_close_matches(str(name), SHOP_TABLES, n=1)
            meant = f"did you mean {near[0]!r}?" if near else f"There are {', '.join(SHOP_TABLES)}"
            raise DataProblem(f"no table is called {name!r}; {meant}")
        return self.data / "tables" / f"{name}.parquet"

    def _not_yet_known(self, name: str, table: ibis.Table) -> ibis.Table:
        """What became of rows after `as_of` had not happened yet; what no day tells of may have, once the last order was there."""
        for day, columns in LATER.get(name, {}).items():
            if day not in table.columns:
                continue
            later = (table[day] > ibis.date(self._until.isoformat())).fill_null(self.as_of < self._last_order)
            table = table.mutate(**{c: later.ifelse(ibis.null(table[c].type()), table[c]) for c in columns if c in table.columns})
        for at, columns in (LATER_AT.get(name, {}) if self.moment is not None else {}).items():
            if at not in table.columns:
                continue
            after = (table[at] > ibis.timestamp(self.moment)).fill_null(False)
            table = table.mutate(**{c: after.ifelse(ibis.null(table[c].type()), table[c]) for c in columns if c in table.columns})
        return table

    def _not_yet_paid(self, orders: ibis.Table) -> ibis.Table:
        """Orders paid or completed after `as_of`, by the shop's clock, were not yet."""
        midnight = datetime.combine(self._until + timedelta(days=1), time(), ZoneInfo(self.zone)).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
        until = midnight if self.moment is None else min(self.moment + timedelta(microseconds=1), midnight)
        times = {c: orders[c] for c in ("paid_at", "completed_at") if c in orders.columns}
        return orders.mutate(**{c: (at < ibis.timestamp(until)).ifelse(at, ibis.null(at.type())) for c, at in times.items()})

    def _without_later_refunds(self, orders: ibis.Table) -> ibis.Table:
        """Refunds asked for after `as_of` did not exist yet: they are taken off, and orders they un-counted count again."""
        if not self._refunds_after_as_of():
            return orders
        returns = self._uncut("returns")
        later = returns.returned_on > ibis.date(self._until.isoformat())
        early = (returns.stage == "before_dispatch") & ~later
        undone = (
            returns.filter(returns.order_id.notnull())
            .group_by("order_id")
            .agg(undone=returns.amount.sum(where=later).cast("decimal(18,2)"), before=returns.amount.sum(where=early).cast("decimal(18,2)"))
        )
        joined = orders.left_join(undone, "order_id").drop("order_id_right")
        undo = joined.undone.fill_null(0)
        back = (joined.why_not == "refunded before dispatch") & (joined.before.fill_null(0) < joined.gross_paid)
        return joined.mutate(
            refunded=(joined.refunded - undo).cast("decimal(18,2)"),
            net_paid=(joined.net_paid + undo).cast("decimal(18,2)"),
            counts=joined.counts | back.fill_null(False),
            why_not=back.ifelse(ibis.null("string"), joined.why_not),
        ).drop("undone", "before")

    def _refunds_after_as_of(self) -> bool:
        if not self.has("returns"):
            return False
        returns = self._uncut("returns")
        later = returns.filter(returns.returned_on > ibis.date(self._until.isoformat()), returns.order_id.notnull())
        return bool(later.limit(1).count().execute())

    def _as_their_orders(self, lines: ibis.Table) -> ibis.Table:
        """Lines agree with their orders as of that day: what they un-counted or gave back only later is undone."""
        if not self._refunds_after_as_of():
            return lines
        returns = self._uncut("returns")
        known = returns.filter(returns.returned_on <= ibis.date(self._until.isoformat()), returns.line_no.notnull())
        given = known.group_by("order_id", "line_no").agg(given=known.amount.sum().cast("decimal(18,2)"))
        orders = self.need("orders").select("order_id", order_counts="counts")
        joined = lines.left_join(given, ["order_id", "line_no"]).drop("order_id_right", "line_no_right")
        joined = joined.left_join(orders, "order_id").drop("order_id_right")
        back = (joined.why_not == "refunded before dispatch") & joined.order_counts
        return joined.mutate(
            refunded=joined.given.fill_null(0).cast("decimal(18,2)"),
            counts=joined.counts | back.fill_null(False),
            why_not=back.ifelse(ibis.null("string"), joined.why_not),
        ).drop("given", "order_counts")

    @property
    def out(self) -> Path:
        """Where tables and lists of this day lie: `out/`, or a folder of its own for a day that is not the newest one."""
        return self.data / "out" if self.is_newest else self.data / "out" / "days" / self.as_of.isoformat()

    def told_place(self, place: Path) -> str:
        """A place in the shop's folder as readers are told it: from the folder the command was run in, or that of the notebooks.

        A folder that lies elsewhere is not told in full, so that no report names a person's home.
        """
        place, data = place.resolve(), self.data.resolve()
        for root in (Path(os.environ.get(project.STARTED_IN) or "."), project.root()):
            if place.is_relative_to(root.resolve()):
                return place.relative_to(root.resolve()).as_posix()
        return Path("…", data.name, place.relative_to(data)).as_posix()

    def save(self, frame: pd.DataFrame, promise: Table) -> Path:
        """Check a notebook's table and write it to `out/`, ordered by its key, in one step (0600 in 0700)."""
        promise.check(frame)
        durable.folder_with(0o700, self.out)
        target = self.out / f"{promise.name}.parquet"
        ordered = frame.sort_values(list(promise.key)).reset_index(drop=True)
        return durable.write_file(target, ordered.to_parquet(index=False), mode=0o600)
