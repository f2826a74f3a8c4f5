"""Lines tell of their order together: what only one of its rows says holds for all, and one bad amount is the whole order's.

Platforms write status, day and customer on an order's first line only (Shopify), or a status of its own on each line (Taobao's
sub-orders). Both are read here, after the rows have their fates, before orders are made of them.
"""

import duckdb

from retention.imports.fates import KEPT, UNKNOWN_STATUS
from retention.imports.maps import LARGEST, Source
from retention.imports.typing import texts
from retention.tables.fates import DUPLICATE, HARMLESS

# How far an order has come, by the furthest of its lines.
FAR = ("closed", "unpaid", "paid", "refunded", "dispatched", "completed")
LIVE_WORDS = "('paid', 'dispatched', 'completed', 'refunded')"
NO_DAY, OF_LEFT_OUT, TOO_MUCH = "no ordered_at", "its order is left out", "impossible sum of its order"
AMOUNTS = {
    "order": "greatest(abs(gross_paid), abs(list_amount), abs(shipping), abs(discount), abs(refunded))",
    "line": "greatest(abs(line_paid), abs(list_price * quantity), abs(refunded), abs(gross_paid), abs(list_amount), abs(shipping), abs(discount))",
}
SHARED = ("customer_id", "ordered_at", "status")


def judge(con: duckdb.DuckDBPyConnection, sources: dict[str, tuple[str, Source]]) -> None:
    """Fill what an order's other lines tell, and leave out the lines of orders that cannot be known."""
    known = [t for t, s in sources.values() if s.grain == "order"]
    selling = [(table, source) for table, source in sources.values() if source.grain == "line" and "ordered_at" in source.columns]
    _take_once(con, sorted(selling, key=lambda told: "customer_id" not in told[1].columns))
    for table, source in sources.values():
        if source.grain == "line":
            _fill(con, table, [f for f in SHARED if f in source.columns])
            if "status" in source.columns:
                _mark_dead_lines(con, table)
            if "gross_paid" in source.columns and "gross_paid" in source.once:
                _leave_out_headless(con, table)
            if "ordered_at" in source.columns:
                _leave_out_undated(con, table, known)
        if source.grain in AMOUNTS:
            _leave_out_too_large(con, table, AMOUNTS[source.grain])
        if source.grain == "return":
            _turn_negative(con, table)


def _take_once(con: duckdb.DuckDBPyConnection, selling: list[tuple[str, Source]]) -> None:
    """An order whose lines stand in two kinds of files (orders and goods sent) is the first one's, which names customers where one does.

    Kinds of rows under one header are parts of one file.
    """
    for place, (table, source) in enumerate(selling):
        others = [other for other, before in selling[:place] if not (source.rows and before.rows)]
        if others:
            told = " union all ".join(f"select order_id from {other} where fate = '{KEPT}' and order_id is not null" for other in others)
            con.sql(f"update {table} set fate = '{DUPLICATE}' where fate = '{KEPT}' and order_id in ({told})")


def _fill(con: duckdb.DuckDBPyConnection, table: str, fields: list[str]) -> None:
    """Empty cells take what the first line of the order in this file says; a word without meaning is said, too."""
    counts = ", ".join(f"count({field})" for field in fields)
    used = f"order_id is not null and (fate = '{KEPT}' or starts_with(fate, '{UNKNOWN_STATUS}'))"
    if not fields or not _any(con, f"select 1 from {table} where {used} having count(*) > least({counts})"):
        return
    firsts = ", ".join(f"arg_min({field}, row_key) filter (fate = '{KEPT}' or {str(field != 'status').lower()}) as {field}" for field in fields)
    strange = f"arg_min(fate, row_key) filter (fate <> '{KEPT}')" if "status" in fields else "null::varchar"
    known = f"count(status) filter (fate = '{KEPT}')" if "status" in fields else "1"
    con.sql(f"""
        create or replace temp table told_once as
        select file_no, order_id, {firsts}, {strange} as strange, {known} as known
        from {table} where {used} group by all having count(*) > least({counts})""")
    filled = ", ".join(f"{field} = coalesce({table}.{field}, o.{field})" for field in fields)
    con.sql(f"""
        update {table} set {filled}, fate = case when o.known = 0 then coalesce(o.strange, fate) else fate end
        from told_once o where {table}.file_no = o.file_no and {table}.order_id = o.order_id and {table}.fate = '{KEPT}'""")


def _mark_dead_lines(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Lines closed or never paid within an order that lives are no sale; they take no money and no pieces."""
    alive = f"select order_id from {table} where fate = '{KEPT}' and status in {LIVE_WORDS}"
    con.sql(f"""
        update {table} set row_kind = status
        where fate = '{KEPT}' and row_kind = 'sale' and status in ('closed', 'unpaid') and order_id in ({alive})""")


def _leave_out_headless(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """An order whose amount stood on a line that cannot be read is not made of its other lines."""
    lost = f"bool_or(fate not in {texts(HARMLESS)})"
    con.sql(f"""
        update {table} set fate = '{OF_LEFT_OUT}' from (
            select file_no, order_id from {table} where order_id is not null
            group by all having {lost} and count(gross_paid) filter (fate = '{KEPT}') = 0
        ) o where {table}.file_no = o.file_no and {table}.order_id = o.order_id and fate = '{KEPT}'""")


def _leave_out_undated(con: duckdb.DuckDBPyConnection, table: str, orders: list[str]) -> None:
    """Lines of an order without a day on any line are left out, unless an export of orders knows it."""
    if not _any(con, f"select 1 from {table} where fate = '{KEPT}' and ordered_at is null limit 1"):
        return
    dated = f"select order_id from {table} where fate = '{KEPT}' and ordered_at is not null and order_id is not null"
    known = "".join(f" union all select unnest([order_id, parent_id]) from {t} where fate = '{KEPT}'" for t in orders)
    con.sql(f"""
        update {table} set fate = '{NO_DAY}' where fate = '{KEPT}' and ordered_at is null
            and order_id not in (select order_id from ({dated}{known}) where order_id is not null)""")


def _leave_out_too_large(con: duckdb.DuckDBPyConnection, table: str, amount: str) -> None:
    """Rows of an order that add up to more than any order costs (or a column holds) are left out."""
    if _any(con, f"select 1 from {table} where fate = '{KEPT}' having sum({amount}) >= {LARGEST}"):
        con.sql(f"""
            update {table} set fate = '{TOO_MUCH}' where fate = '{KEPT}' and order_id in (
                select order_id from {table} where fate = '{KEPT}' group by order_id having sum({amount}) >= {LARGEST})""")


def _turn_negative(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """An export that writes all refunds below zero means what was given back; a single one below zero is not understood."""
    if _any(con, f"select 1 from {table} where fate = '{KEPT}' having min(amount) < 0 and max(amount) <= 0"):
        con.sql(f"update {table} set amount = -amount, asked = -asked where amount <= 0")
    con.sql(f"update {table} set fate = 'amount below zero' where fate = '{KEPT}' and amount < 0")


def _any(con: duckdb.DuckDBPyConnection, query: str) -> bool:
    return con.sql(query).fetchone() is not None


def furthest(status: str) -> str:
    """SQL of the furthest status of a group of lines."""
    places = " ".join(f"when '{word}' then {place}" for place, word in enumerate(FAR))
    return f"arg_max({status}, case {status} {places} end)"
