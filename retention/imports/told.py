"""Typed rows with fates → the tables that tell what customers did and what the shop said.

Each of these tables is made from the rows of one grain, column by column as `tables.interactions` promises
it. Rows about customers whom no other table knows are kept; scans and messages need their parcel
or ticket, as long as the shop exports parcels or tickets at all.
"""

import duckdb

from retention.imports.fates import KEPT, ROW_ID
from retention.imports.maps import FIELDS, TABLES, TIMES, Source
from retention.imports.typing import quote, text
from retention.tables import SHOP_TABLES

# Grain → (what its rows hang on, by which field, the fate of rows that hang on nothing).
PARENTS = {
    "scan": ("shipment", "shipment_id", "unknown parcel"),
    "message": ("ticket", "ticket_id", "unknown ticket"),
    "ticket_state": ("ticket", "ticket_id", "unknown ticket"),
}
# Grain → what cannot be, and the fate of such rows. What a survey's score may be depends on its kind.
IMPOSSIBLE = {
    "event": {"impossible rating": "rating not between 1 and 5", "no points spent": "kind = 'redeem' and coalesce(quantity, 0) <= 0"},
    "coupon": {"impossible percentage": "percentage not between 0 and 1", "amount below zero": "least(threshold, face_value) < 0"},
    "survey": {"impossible score": "score % 1 <> 0 or case when kind = 'nps' then score not between 0 and 10 else score not between 1 and 5 end"},
}
# Places in the rows of a parcel, ticket or return, counted by time; rows of one moment keep the order they have in the file.
COUNTED = {
    ("scan", "scan_no"): "shipment_id order by scanned_at, row_key",
    ("message", "message_no"): "ticket_id order by sent_at, row_key",
    ("ticket_state", "state_no"): "ticket_id order by changed_at, row_key",
    ("return_state", "state_no"): "return_id order by changed_at, row_key",
}
# Kind of a column → its type in the engine.
ENGINE = {"text": "varchar", "time": "timestamp", "date": "date", "integer": "bigint", "number": "double"}
# Fields that grains were given later: a row that lacks them keeps the number that was made from it before.
ADDED = {"ticket": ("priority", "group", "reopens", "rating"), "survey": ("answered_at", "weight")}


def judged_query(typed: str, source: Source) -> str:
    """SQL that gives impossible values their fate, and makes `content` the same for a fact told in two formats.

    One export writes 2026/5/3 9:02 where another writes 2026-05-03 09:02:11: times count to the minute.
    """
    impossible = " ".join(f"when {holds} then {text(fate)}" for fate, holds in IMPOSSIBLE.get(source.grain, {}).items())
    added = ADDED.get(source.grain, ())
    cells = ", ".join(f"coalesce(cast({_to_the_minute(field)} as varchar), '')" for field in FIELDS[source.grain] if field not in added)
    cells += "".join(f", {text(field + '=')} || cast({_to_the_minute(field)} as varchar)" for field in added)  # concat_ws skips what is missing
    fate = f"case when fate is not null then fate {impossible} end"
    return f"select * replace ({fate} as fate, md5(concat_ws('\u241f', {cells})) as content), 'told' as row_kind from ({typed})"


def _to_the_minute(field: str) -> str:
    return f"date_trunc('minute', {quote(field)})" if field in TIMES else quote(field)


def build(con: duckdb.DuckDBPyConnection, sources: dict[str, tuple[str, Source]], zone: str) -> None:
    """Make each table of `TABLES` that has a source; a source without rows makes an empty one."""
    for grain, (parent, key, fate) in PARENTS.items():
        known = [f"select {key} from {t} where fate = '{KEPT}'" for t, s in sources.values() if s.grain == parent]
        for table in [t for t, s in sources.values() if s.grain == grain and known]:
            con.sql(f"update {table} set fate = '{fate}' where fate = '{KEPT}' and {key} not in ({' union all '.join(known)})")
    for grain, name in TABLES.items():
        rows = [f"select * from {t} where fate = '{KEPT}'" for t, s in sources.values() if s.grain == grain]
        if rows:
            columns = ", ".join(f"{_column(column, grain, name, zone)} as {quote(column)}" for column in SHOP_TABLES[name].columns)
            con.sql(f"create table {name} as select {columns} from ({' union all by name '.join(rows)})")
    if not any(source.grain == "ticket" for _, source in sources.values()) and any(s.grain == "ticket_state" for _, s in sources.values()):
        _tickets_of_states(con)


def _tickets_of_states(con: duckdb.DuckDBPyConnection) -> None:
    """Tickets of a help desk that exports nothing but their states: opened with the first, ended where the last one ends it."""
    told = {"ticket_id": "ticket_id", "assignee": "arg_max(owner, state_no)", "group": "arg_max(queue, state_no)"}
    ended = "arg_max(state, state_no) in ('solved', 'closed')"
    for kind in ("at", "on"):
        told[f"opened_{kind}"] = f"min(changed_{kind})"
        told[f"resolved_{kind}"] = f"case when {ended} then max(changed_{kind}) end"
    columns = ", ".join(
        f"{told.get(name) or 'null::' + ENGINE[column.kind]} as {quote(name)}" for name, column in SHOP_TABLES["tickets"].columns.items()
    )
    con.sql(f"create table tickets as select {columns} from ticket_states group by ticket_id")


def _column(column: str, grain: str, name: str, zone: str) -> str:
    """SQL of a promised column: a field as it is, a time in UTC, the local day beside a time, an id made from the row, or a place."""
    if (grain, column) in COUNTED:
        return f"row_number() over (partition by {COUNTED[grain, column]})"
    if column not in FIELDS[grain]:
        return f"cast({column.removesuffix('_on')}_at as date)"
    if column in TIMES:
        return f"timezone('UTC', timezone({text(zone)}, {column}))"
    if (grain, column) == ("survey", "answered_on"):
        return "coalesce(answered_on, cast(answered_at as date))"
    return f"coalesce({column}, {ROW_ID})" if (column,) == SHOP_TABLES[name].key else quote(column)
