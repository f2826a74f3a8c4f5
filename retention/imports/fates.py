"""Every raw row has exactly one fate, and the ledger is a group-by of fates, so it cannot disagree.

For one key the export with the later data wins as a whole: an order's old lines do not survive
beside its new ones. Rows without a key are counted by content, and the largest number of identical
rows in any one file stands, so that exporting twice changes nothing.
"""

import re
from collections import Counter
from typing import NamedTuple

import duckdb
import pandas as pd

from retention.imports.contacts import shown
from retention.imports.maps import EITHER, Source
from retention.imports.typing import quote, text
from retention.tables.fates import DUPLICATE, HARMLESS, KEPT, SUPERSEDED

__all__ = ["DUPLICATE", "HARMLESS", "KEPT", "KEYS", "SUPERSEDED", "UNKNOWN_STATUS", "File", "ledger", "name_few_words", "settle", "unfit_values"]
# (what a row belongs to, what tells rows within it apart); content and occurrence stand in for what a file lacks.
KEYS: dict[str, tuple[str | None, str | None]] = {
    "order": ("order_id", None),
    "line": ("order_id", "line_id"),
    "return": ("return_id", "line_id"),
    "customer": ("customer_id", None),
    "product": ("product_id", None),
    "event": ("event_id", None),
    "coupon": ("coupon_id", None),
    "membership": ("customer_id", None),
    "consent": ("consent_id", None),
    "touch": ("touch_id", None),
    "shipment": ("shipment_id", None),
    "scan": (None, None),
    "ticket": ("ticket_id", None),
    "message": (None, None),
    "ticket_state": (None, None),
    "return_state": (None, None),
    "survey": ("survey_id", None),
}
TIME = {"order": "ordered_at", "line": "ordered_at", "return": "returned_at", "event": "happened_at", "coupon": "issued_at",
        "membership": "joined_on", "consent": "changed_at", "touch": "touched_at", "shipment": "dispatched_at", "scan": "scanned_at",
        "ticket": "opened_at", "message": "sent_at", "ticket_state": "changed_at", "return_state": "changed_at", "survey": "asked_at"}  # fmt: skip

# Numbers that some shops give to a campaign, a form or a code instead of to each row: there each customer's row is its own.
SHARED = {"coupon": "coupon_id", "touch": "touch_id", "survey": "survey_id"}

# What stands for a number that the export does not have: the same row gets the same in every export.
ROW_ID = "'row-' || content || '-' || occurrence"
UNKNOWN_STATUS = "unknown status"
# What was paid for an order whose lines tell no amount of their own, on one of them.
ONCE_PAID = "paid_once"
# So many words without meaning are named, the most frequent ones; the others are one fate.
NAMED_WORDS = 20


def time_of(source: Source) -> str:
    """The field that says when a row of a source happened; empty where none does. Answers without an invitation have their own."""
    either = [field for field in EITHER.get(source.grain, ()) if field in source.columns]
    return either[0] if either else TIME.get(source.grain, "")


class File(NamedTuple):
    """A raw file by its name and the digest of its bytes, so that copies are known."""

    name: str
    digest: str


def settle(con: duckdb.DuckDBPyConnection, table: str, source: Source, files: dict[int, File]) -> None:
    """Give the rows of `table` that nothing is wrong with (`fate` is kept) their fate: kept, duplicate or superseded.

    Where the map says that identical rows are real, only those of another file are duplicates; where it says that a refund's rows are its
    states, the last one stands.

    Only the few rows that share a key are compared and changed; the wide table stays as it was written.
    """
    group, inner = KEYS[source.grain]
    has_inner = inner is not None and _has(con, table, inner)
    # A return's rows, one for each of its goods, repeat its states.
    own = "content" if source.states and source.identical_rows == "repeats" else "content || '#' || occurrence"
    # A refund that names its order stands beside the order, it does not replace it.
    apart = " || case when row_kind = 'refund' then ' refund ' || content else '' end" if source.grain == "order" else ""
    apart += " || ' ' || coalesce(customer_id, '')" if source.grain in SHARED else ""
    g = f"coalesce({quote(group)}{apart}, {own})" if group and _has(con, table, group) else own
    k = f"coalesce({quote(inner)}, {own})" if inner and has_inner else (own if inner is not None else "''")
    k = f"case when {quote(group)} is null then {own} else '' end" if group and source.same_refund == "states" else k
    k += " || '#' || occurrence" if source.identical_rows == "real" else ""
    # Within a file the row of the last time stands; among equal ones, the lowest.
    moment = f"coalesce(cast({time} as timestamp), timestamp '1900-01-01')" if (time := time_of(source)) else "null"
    con.sql(f"""
        create or replace temp table again as
        select row_key, row_number() over (partition by file_no, content order by row_key) as occurrence
        from {table} semi join (select file_no, content from {table} where fate = '{KEPT}' group by all having count(*) > 1)
            using (file_no, content)
        where fate = '{KEPT}'""")
    con.sql(f"update {table} set occurrence = again.occurrence from again where {table}.row_key = again.row_key and again.occurrence > 1")
    con.sql(f"""
        create or replace temp view keyed as
        select row_key, file_no, content, {g} as g, {k} as k, {_rank(con, table, source, files)} as rank, {moment} as moment
        from {table} where fate = '{KEPT}'""")
    in_several_files = "union select g from keyed group by g having min(file_no) < max(file_no)" if len(files) > 1 else ""
    con.sql(f"""
        create or replace temp table narrow as
        select * from keyed semi join (
            select g from keyed group by g, k, file_no having count(*) > 1 {in_several_files}
        ) using (g)""")
    con.sql(f"""
        create or replace temp table lost as
        with winners as (select g, max(rank) as winner from narrow group by g having min(rank) < max(rank)),
        older as (select row_key, g, content, winner from narrow join winners using (g) where rank < winner),
        told as (select distinct g, content, rank as winner from narrow semi join winners using (g)),
        last as (select g, k, file_no, arg_max(row_key, (moment, row_key)) as row_key from narrow group by all having count(*) > 1),
        repeated as (
            select n.row_key, n.content = m.content as same
            from narrow n join last l using (g, k, file_no) join narrow m on m.row_key = l.row_key where n.row_key <> l.row_key
        )
        select row_key, case when t.g is null then '{SUPERSEDED}' else '{DUPLICATE}' end as lost_fate
        from older o left join told t using (g, content, winner)
        union all
        select row_key, case when same then '{DUPLICATE}' else '{SUPERSEDED}' end
        from repeated where row_key not in (select row_key from older)""")
    con.sql(f"update {table} set fate = lost.lost_fate from lost where {table}.row_key = lost.row_key")
    if source.grain in SHARED:
        _tell_apart(con, table, SHARED[source.grain])


def name_few_words(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Words without meaning are named without the contacts in them, and of very many only the most frequent ones."""
    start = f"{UNKNOWN_STATUS} '"
    counted = con.sql(f"select fate, count(*) from {table} where starts_with(fate, {text(start)}) group by all").fetchall()
    named = {fate: f"{start}{shown(fate.removeprefix(start)[:-1])}'" for fate, _ in counted}
    totals: Counter[str] = Counter()
    for fate, rows in counted:
        totals[named[fate]] += rows
    few = sorted(totals, key=lambda fate: (-totals[fate], fate))[:NAMED_WORDS]
    changed = [(fate, name if name in few else UNKNOWN_STATUS) for fate, name in named.items() if name not in few or name != fate]
    if changed:
        con.register("named_words", pd.DataFrame(changed, columns=["word", "named"]))
        con.sql(f"update {table} set fate = named from named_words where fate = word")
        con.unregister("named_words")


def _tell_apart(con: duckdb.DuckDBPyConnection, table: str, number: str) -> None:
    """A number that several kept rows have gets the customer beside it."""
    shared = f"select {number} from {table} where fate = '{KEPT}' and {number} is not null group by 1 having count(*) > 1"
    con.sql(f"update {table} set {number} = {number} || '/' || coalesce(customer_id, '') where fate = '{KEPT}' and {number} in ({shared})")


def _natural(name: str) -> list[tuple[int, str]]:
    """A name's order as people count: 2026-9 comes before 2026-10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", name)]


def _has(con: duckdb.DuckDBPyConnection, table: str, column: str) -> bool:
    """Whether a column holds any value."""
    return con.sql(f"select 1 from {table} where {quote(column)} is not null limit 1").fetchone() is not None


def _rank(con: duckdb.DuckDBPyConnection, table: str, source: Source, files: dict[int, File]) -> str:
    """SQL of a file's rank: the later its last date, the higher; equal ones by name, a copy right after its original."""
    last: dict[int, str] = dict.fromkeys(files, "")
    if time_of(source):
        time = f"cast(max({quote(time_of(source))}) filter (fate = '{KEPT}') as varchar)"
        last |= dict(con.sql(f"select file_no, coalesce({time}, '') from {table} group by 1").fetchall())
    originals: dict[str, str] = {}
    for file in sorted(files.values()):
        originals.setdefault(file.digest, file.name)
    order = sorted(files, key=lambda n: (last[n], _natural(originals[files[n].digest]), _natural(files[n].name), n))
    cases = " ".join(f"when {number} then {place}" for place, number in enumerate(order))
    return f"case file_no {cases} end"


def ledger(con: duckdb.DuckDBPyConnection, sources: dict[str, tuple[str, Source]], files: dict[int, str]) -> list[tuple]:
    """Rows (source, file, fate, kind, guest, rows, money, example row): one per combination that occurs. Kept and left out are all rows and money.

    `kind` says what a kept order or line is: a sale, or why it is none; or how a row of a work list was filled in; others have no kind.
    """
    parts = []
    for name, (table, source) in sources.items():
        amount = _amount(con, table, source)
        money = f"cast(coalesce(sum(r.{amount}), 0) as decimal(30,4))" if amount else "0"
        sold = source.grain in ("order", "line")
        guest = "r.customer_id is null" if sold and "ordered_at" in source.columns else "false"
        kind = f"case when fate = '{KEPT}' then case when row_kind <> 'sale' then row_kind else coalesce(why_not, 'sale') end end"
        filled = f"case when fate = '{KEPT}' then nullif(row_kind, 'told') end" if source.grain == "touch" else "null"
        of_order = f"""left join (
            select i.own_id, o.why_not from own_ids i join orders o using (order_id) where o.why_not is not null
        ) o on o.own_id = coalesce(r.order_id, {ROW_ID})"""
        counted = f"count(*) as rows, {money} as money, min(_row) as example"
        parts.append(f"""
            select {text(name)} as source, file_no, fate, {kind if sold else filled} as kind, {guest} as guest, {counted}
            from {_once_per_order(table) if amount == ONCE_PAID else table} r {of_order if sold else ""} group by all""")
    found = con.sql(" union all ".join(parts) + " order by all").fetchall()
    return [(source, files[number], *rest) for source, number, *rest in found]


def _amount(con: duckdb.DuckDBPyConnection, table: str, source: Source) -> str:
    """The column of a row's money; of lines that tell no amount of their own the order's, empty where there is none."""
    if source.grain == "line" and not _has(con, table, "line_paid"):
        return ONCE_PAID if "gross_paid" in source.once else "gross_paid"
    return {"order": "gross_paid", "line": "line_paid", "return": "amount"}.get(source.grain, "")


def _once_per_order(table: str) -> str:
    """SQL of lines with what was paid for their order on one of them, a sale that is kept if there is one."""
    order = f"(fate = '{KEPT}') desc, (row_kind = 'sale') desc, gross_paid desc nulls last, row_key"
    first = f"row_number() over (partition by file_no, coalesce(order_id, cast(row_key as varchar)) order by {order}) = 1"
    return f"(select *, case when {first} then gross_paid end as {ONCE_PAID} from {table})"


def unfit_values(con: duckdb.DuckDBPyConnection, sources: dict[str, tuple[str, Source]], files: dict[int, str]) -> list[tuple[str, str, int, str]]:
    """Values of the shop's own fields left empty because they do not fit: (source, file, row, field), rows that were kept only."""
    found = []
    for name, (table, source) in sources.items():
        if source.grain == "customer":
            query = f"select file_no, _row, unnest(_unfit) as field from {table} where fate = '{KEPT}' order by all"
            found += [(name, files[number], row, field) for number, row, field in con.sql(query).fetchall()]
    return found
