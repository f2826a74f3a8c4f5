"""Typed rows with fates → the shop's tables.

The queries work on one DuckDB table per source (all fields of its grain, typed, with fates) and
make `orders`, `order_lines`, `returns`, `customers` and `products` as `tables` promises them.
Orders that count: METHODS §1.
"""

import duckdb

from retention.imports import form_sheets, given_back, spreading, whole_orders
from retention.imports.fates import KEPT, ROW_ID
from retention.imports.map_parts import Rule
from retention.imports.maps import LARGEST, Source
from retention.imports.matching import match_cancellations
from retention.imports.spreading import told_in_all
from retention.imports.typing import EXCUSED, holds, quote, text, texts
from retention.imports.unpacking import unpacked_query
from retention.imports.whole_orders import furthest

LIVE = "('paid', 'dispatched', 'completed')"
STAGES = "('before_dispatch', 'after_delivery')"
# Tables that are made of orders; their keys are unique by the way they are built: grouped by them, or numbered within them.
UNIQUE = OF_ORDERS = ("orders", "order_lines", "returns")
# What a shop without an export of orders has of them.
NO_ORDER_ROWS = """
    create table order_rows (order_id varchar, own_id varchar, customer_id varchar, ordered_at timestamp, last_at timestamp, paid_at timestamp,
        dispatched_at timestamp, completed_at timestamp, status varchar, channel varchar, list_amount decimal(18,4), discount decimal(18,4),
        gross_paid decimal(18,4), told boolean, shipping decimal(18,4), given_back decimal(18,4), gone decimal(18,4), units bigint,
        promotion varchar, why varchar)"""
# Columns that only the import needs.
WORKING = "fate, content, _row, _broken, file_no, row_key, occurrence, row_kind"


def kinds_query(typed: str, source: Source, alone: bool = True) -> str:
    """SQL that adds `row_kind` (sale, cancellation, refund, no price, or the rule by which a row is no sale of goods) to typed rows.

    Lines without an amount get price × quantity; amounts below zero that the map does not explain get their fate.
    `alone`: no export of orders stands beside this one.
    """
    rules = " ".join(f"when {_holds(rule)} then {text(rule.why or rule.field)}" for rule in source.not_orders)
    cancelled = _holds(source.cancellation) if source.cancellation else "false"
    amount = {"order": "gross_paid", "line": "line_paid"}.get(source.grain)
    below = f"{amount} < 0" if amount else "false"
    refund = below if source.negative == "refund" else "false"
    left_out = f"when {below} and not ({cancelled}) then 'amount below zero'" if source.negative == "leave_out" else ""
    left_out += f" when abs({amount}) >= {LARGEST} then 'impossible {amount}'" if amount else ""
    if source.grain == "line":
        typed = f"select * replace (try_cast(coalesce(line_paid, unit_price * quantity) as decimal(18,4)) as line_paid) from ({typed})"
        none = "line_paid is null and unit_price * quantity is not null"
        # A total is the whole order's: it takes nothing off any one line.
        left_out += f" when line_paid is null and gross_paid < 0 and not ({cancelled}) then 'amount below zero'" if source.negative != "keep" else ""
        left_out += f" when {none} or greatest(abs(line_paid), abs(list_price * quantity)) >= {LARGEST} then 'impossible line_paid'"
        rules += " when coalesce(unit_price, line_paid) <= 0 then 'no price'"
        left_out += _without_amount(source, f"case when {cancelled} then 'cancellation' {rules} end") if alone else ""
    return f"""
        select * replace (case when fate is not null then fate {left_out} end as fate),
            case when {cancelled} then 'cancellation' when {refund} then 'refund' {rules} else 'sale' end as row_kind
        from ({typed})"""


def _without_amount(source: Source, no_sale: str) -> str:
    """SQL of the fate of sales of which nothing tells the amount, where lines tell of orders; it names the field that is missing."""
    fields = source.columns.keys()
    if "ordered_at" not in fields or "gross_paid" in fields or not fields & {"line_paid", "unit_price"}:
        return ""
    missing = "'no line_paid'" if "line_paid" in fields else "case when unit_price is null then 'no unit_price' else 'no quantity' end"
    never_paid = f"coalesce(status, '') in {texts(EXCUSED['gross_paid'])}"
    return f" when line_paid is null and {no_sale} is null and not {never_paid} then {missing}"


def _holds(rule: Rule) -> str:
    return holds(quote(rule.field), rule)


def build(con: duckdb.DuckDBPyConnection, sources: dict[str, tuple[str, Source]], zone: str) -> None:
    """Make the tables `orders`, `order_lines`, `returns`, `customers` and `products` from settled sources."""
    whole_orders.judge(con, sources)
    every, (sources, applied) = sources, form_sheets.apart(sources)
    _roots(con, sources)
    _order_rows(con, sources)
    _merge_orders(con)
    _lines(con, sources)
    spreading.spread(con)
    _returns(con, sources)
    given_back.book(con)
    given_back.without_postage(con)
    nothing_back = _nothing_back(con, sources)
    _paid_with_points(con, sources)
    _orders(con, zone, zero_counts=any(s.zero_orders_count for _, s in sources.values()), nothing_back=nothing_back)
    # What customers apply for is no refund that any order has to know of.
    for table, source in applied.values():
        if source.grain == "return":
            con.sql(f"insert into return_rows by name {_named_returns(table)}")
    _lines_and_returns(con, zone, nothing_back)
    for name, grain in (("customers", "customer"), ("products", "product")):
        working = f"{WORKING}, _unfit" if grain == "customer" else WORKING
        selects = [f"select * exclude ({working}) from {t} where fate = '{KEPT}'" for t, s in sources.values() if s.grain == grain]
        if selects:
            con.sql(f"create table {name} as {' union all by name '.join(selects)}")
    form_sheets.join_customers(con, every)


def _roots(con: duckdb.DuckDBPyConnection, sources: dict[str, tuple[str, Source]]) -> None:
    """Each order number that any row gives a parent → the last parent up the chain; of orders in a ring the first stands for all."""
    told = [
        f"select order_id, parent_id from {t} where fate = '{KEPT}' and parent_id <> order_id"
        for t, s in sources.values()
        if "parent_id" in s.columns
    ]
    none = "select null::varchar as order_id, null::varchar as parent_id where false"
    con.sql(f"create table parents as select order_id as own_id, min(parent_id) as parent_id from ({' union all '.join(told) or none}) group by 1")
    con.sql("""
        create table roots as
        with recursive above as (
            select own_id, parent_id as root from parents
            union
            select a.own_id, p.parent_id from above a join parents p on p.own_id = a.root
        )
        select own_id, coalesce(min(root) filter (root not in (select own_id from parents)), min(root)) as root from above group by own_id""")


def _order_rows(con: duckdb.DuckDBPyConnection, sources: dict[str, tuple[str, Source]]) -> None:
    """One row per exported order row; lines are added up to orders where no export of orders knows them."""
    selects = []
    exports = [t for t, s in sources.values() if s.grain == "order"]
    known = " union all ".join(f"select unnest([order_id, parent_id]) as id from {t} where fate = '{KEPT}'" for t in exports)
    unknown = f"and order_id not in (select id from ({known}) where id is not null)" if exports else ""
    for table, source in sources.values():
        if source.grain == "order":
            selects.append(f"""
                select coalesce(r.root, order_id, parent_id, {ROW_ID}) as order_id, coalesce(order_id, {ROW_ID}) as own_id, customer_id,
                    ordered_at, ordered_at as last_at, paid_at, dispatched_at, completed_at, {_status("status")} as status, channel,
                    list_amount, discount, coalesce(gross_paid, 0) as gross_paid, gross_paid is not null as told,
                    coalesce(shipping, 0) as shipping, abs(refunded) as given_back, case when status = 'refunded' then gross_paid end as gone, units,
                    promotion, nullif(row_kind, 'sale') as why
                from {table} left join roots r on r.own_id = coalesce(order_id, parent_id) where fate = '{KEPT}' and row_kind <> 'refund'""")
        elif source.grain == "line" and "ordered_at" in source.columns:
            told = {field: _of_order(field, source) for field in ("list_amount", "discount", "gross_paid", "shipping")}
            gross = f"coalesce({told['gross_paid']}, sum(line_paid) filter (row_kind = 'sale'), 0)"
            amount = "gross_paid" if "gross_paid" in source.columns else "0"
            has_status = "status" in (*source.columns, *source.values)
            selects.append(f"""
                select coalesce(min(r.root), l.order_id) as order_id, l.order_id as own_id, min(customer_id) as customer_id,
                    min(ordered_at) as ordered_at, max(ordered_at) as last_at, min(paid_at) as paid_at, min(dispatched_at) as dispatched_at,
                    max(completed_at) as completed_at, {_status(furthest("status") if has_status else "null")} as status, min(channel) as channel,
                    coalesce({told["list_amount"]}, sum(list_price * quantity) filter (row_kind = 'sale')) as list_amount,
                    {told["discount"]} as discount, {gross} as gross_paid, {told["gross_paid"]} is not null as told,
                    coalesce({told["shipping"]}, 0) as shipping, {"max(abs(refunded))" if "refunded" in source.once else "null"} as given_back,
                    {f"case when bool_and(coalesce(status, '') = 'refunded') then {gross} end" if has_status else "null"} as gone,
                    {told_in_all("quantity", "row_kind = 'sale'")} as units,
                    coalesce(min(nullif(promotion, 'none')), min(promotion)) as promotion,
                    case when count(*) filter (row_kind = 'sale' or (row_kind = 'no price' and {amount} > 0)) = 0 then min(row_kind) end as why
                from {table} l left join roots r on r.own_id = l.order_id
                where fate = '{KEPT}' and row_kind not in ('cancellation', 'refund') {unknown} group by l.order_id""")
    added_up = any(s.grain == "line" and "ordered_at" in s.columns for _, s in sources.values())
    con.sql(f"create {'table' if added_up else 'view'} order_rows as {' union all '.join(selects)}" if selects else NO_ORDER_ROWS)
    con.sql("""
        create table own_ids as
        select order_id as own_id, order_id, count(*) as parts from order_rows group by order_id
        union all
        select distinct own_id, order_id, 0 from order_rows where own_id <> order_id""")


def _status(status: str) -> str:
    """SQL of how far an order came: one that was given back had been paid, one that says nothing is completed."""
    return f"coalesce(case {status} when 'refunded' then 'paid' else {status} end, 'completed')"


def _of_order(field: str, source: Source) -> str:
    """SQL of an amount of the order over its lines: told once (repeated, or on one line only), or on each line for itself."""
    return f"max({field})" if field in source.once else f"sum({field}) filter (row_kind = 'sale')"


def _merge_orders(con: duckdb.DuckDBPyConnection) -> None:
    """Rows of one order (deposit and balance, split parcels under one parent) become one order.

    Money (paid or given back) of unpaid and closed parts is left out as long as another part lives; a gift or a price difference beside goods
    changes nothing about the goods. Most orders are one row, and stay it.
    """
    con.sql("create view in_parts as select order_id from own_ids where parts > 1")
    con.sql(f"""
        create table told_parts as
        with parts as (
            select *, status in {LIVE} or not bool_or(status in {LIVE}) over (partition by order_id) as alive
            from order_rows semi join in_parts using (order_id)
        )
        select *, alive and (why is null or not bool_or(alive and why is null) over (partition by order_id)) as lives from parts""")
    con.sql("create table dead_parts as select own_id, min(coalesce(why, status)) as why from told_parts group by 1 having not bool_or(lives)")
    con.sql(f"""
        create table merged as
        select order_id, min(customer_id) as customer_id, min(ordered_at) as ordered_at, min(paid_at) as paid_at,
            min(dispatched_at) as dispatched_at, max(completed_at) as completed_at,
            arg_max(status, (ordered_at, own_id)) filter (lives) as status, min(channel) as channel,
            sum(list_amount) filter (lives) as list_amount, sum(discount) filter (lives) as discount,
            cast(sum(gross_paid) filter (lives) as decimal(18,2)) as gross_paid, sum(gross_paid) filter (lives) as gross_read,
            bool_or(told) filter (lives) as told, sum(shipping) filter (lives) as shipping, sum(given_back) filter (lives) as given_back,
            sum(gone) filter (lives) as gone, {told_in_all("units", "lives")} as units,
            coalesce(min(nullif(promotion, 'none')) filter (lives), min(promotion) filter (lives)) as promotion, min(why) filter (lives) as why
        from told_parts group by order_id
        union all by name
        select order_id, customer_id, ordered_at, paid_at, dispatched_at, completed_at, status, channel, list_amount, discount,
            cast(gross_paid as decimal(18,2)) as gross_paid, gross_paid as gross_read, told, shipping, given_back, gone, units, promotion, why
        from order_rows anti join in_parts using (order_id)""")


def _lines(con: duckdb.DuckDBPyConnection, sources: dict[str, tuple[str, Source]]) -> None:
    """Lines with the number they have within their order; sales of an order nobody knows get that fate."""
    selects = []
    for name, (table, source) in sources.items():
        if source.grain != "line":
            continue
        con.sql(f"""
            update {table} set fate = 'unknown order'
            where fate = '{KEPT}' and row_kind not in ('cancellation', 'refund') and order_id not in (select own_id from own_ids)""")
        selects.append(f"""
            select o.order_id, l.order_id as own_id, l.line_id, {text(name)} as source, l.row_key, l.product_id, l.product_name,
                coalesce(l.quantity, 1) as quantity, l.list_price, l.unit_price, coalesce(l.line_paid, 0) as line_paid,
                {"null" if "refunded" in source.once else "abs(l.refunded)"} as given_back, coalesce(l.status = 'refunded', false) as gone,
                nullif(l.row_kind, 'sale') as why, l.quantity as pieces
            from {table} l join own_ids o on o.own_id = l.order_id
            where l.fate = '{KEPT}' and l.row_kind not in ('cancellation', 'refund')""")
    con.sql("""
        create table numbered_lines (order_id varchar, own_id varchar, line_id varchar, source varchar, row_key bigint, product_id varchar,
            product_name varchar, quantity bigint, list_price decimal(18,4), unit_price decimal(18,4), line_paid decimal(18,4),
            given_back decimal(18,4), gone boolean, why varchar, pieces bigint)""")
    for select in selects:
        con.sql(f"insert into numbered_lines {select}")
    for name, (table, source) in sources.items():
        if source.unpack:
            con.sql(f"insert into numbered_lines by name {unpacked_query(name, table, source.unpack)}")
    _empty_dead_lines(con)
    con.sql("""
        create table lines as
        select *, line_paid as read_paid,
            row_number() over (partition by order_id order by try_cast(line_id as bigint), line_id, source, row_key) as line_no
        from numbered_lines""")


def _empty_dead_lines(con: duckdb.DuckDBPyConnection) -> None:
    """Lines that were closed, and lines of a part that was, take no money from the parts that live."""
    con.sql("update numbered_lines set line_paid = 0, given_back = null where why in ('closed', 'unpaid')")
    con.sql("""
        update numbered_lines set line_paid = 0, given_back = null, why = coalesce(numbered_lines.why, d.why)
        from dead_parts d where numbered_lines.own_id = d.own_id""")


def _returns(con: duckdb.DuckDBPyConnection, sources: dict[str, tuple[str, Source]]) -> None:
    """Refunds that name their order, cancellations that are matched to a sale, and refunds that name nothing."""
    con.sql("""
        create table return_rows (return_id varchar, row_key bigint, order_id varchar, line_no bigint, customer_id varchar, product_id varchar,
            returned_at timestamp, settled_on date, quantity bigint, amount decimal(18,2), asked decimal(18,2), status varchar, stage varchar,
            kind varchar, reason varchar, found_by varchar)""")
    for table, source in sources.values():
        if source.grain == "return":
            con.sql(f"insert into return_rows by name {_named_returns(table)}")
        elif source.grain == "line" and (source.cancellation or source.negative == "refund"):
            con.sql(f"insert into return_rows by name {_booked_cancellations(con, table)}")
        elif source.grain == "order" and source.negative == "refund":
            con.sql(f"""
                insert into return_rows by name
                select {ROW_ID} as return_id, r.row_key, o.order_id, r.customer_id, r.ordered_at as returned_at, -r.gross_paid as amount,
                    'unknown' as stage, 'refund' as kind, case when o.order_id is null then 'none' else 'named' end as found_by
                from {table} r left join own_ids o on o.own_id = r.order_id where r.fate = '{KEPT}' and r.row_kind = 'refund'""")


def _named_returns(table: str) -> str:
    """Returns that name their order or line; of equal lines with one number the first stands for all."""
    numbered = "select own_id, line_id, min(line_no) as line_no, arg_min(product_id, line_no) as product_id from lines group by own_id, line_id"
    return f"""
        select coalesce(r.return_id, {ROW_ID}) as return_id, r.row_key, o.order_id, l.line_no,
            coalesce(r.customer_id, m.customer_id) as customer_id, coalesce(r.product_id, l.product_id) as product_id,
            r.returned_at, r.settled_on, r.quantity,
            case when coalesce(r.status, 'settled') = 'settled' then coalesce(r.amount, 0) else 0 end as amount,
            coalesce(r.asked, r.amount) as asked, r.status, case when r.stage in {STAGES} then r.stage else 'unknown' end as stage,
            r.kind, r.reason, case when o.order_id is null then 'none' else 'named' end as found_by
        from {table} r left join own_ids o on o.own_id = r.order_id left join merged m on m.order_id = o.order_id
        left join ({numbered}) l on l.own_id = r.order_id and l.line_id = r.line_id
        where r.fate = '{KEPT}'"""


def _booked_cancellations(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """Cancelled lines that name an order of sales are booked to it, the others matched to a sale; returns the select of their bookings."""
    price, sold_at = (f"coalesce(unit_price, round({paid} / nullif(coalesce(quantity, 1), 0), 4))" for paid in ("line_paid", "read_paid"))
    taken_back = f"select * from {table} where fate = '{KEPT}' and row_kind in ('cancellation', 'refund')"
    cancelled = f"""
        select row_key as row, customer_id, product_id, abs({price}) as unit_price, ordered_at as at,
            coalesce(abs(quantity), 1) as quantity, -line_paid as amount
        from ({taken_back}) where order_id not in (select own_id from own_ids)"""
    sales = f"""
        select m.customer_id, l.product_id, l.unit_price, m.ordered_at as at, l.order_id, l.line_no, l.quantity
        from (select * replace ({sold_at} as unit_price) from lines) l join merged m using (order_id)
        join (select distinct customer_id, product_id, unit_price from ({cancelled})) p
            on p.customer_id = m.customer_id and p.product_id = l.product_id and p.unit_price = l.unit_price
        where l.why is null"""
    bookings = match_cancellations(con.sql(cancelled).df(), con.sql(sales).df())
    con.register("bookings", bookings.astype({"row": "int64", "order_id": "string", "line_no": "Int64", "quantity": "int64", "amount": "float64"}))
    con.sql(f"create table {table}_booked as select * from bookings")
    con.unregister("bookings")
    shared = "t.content || '/' || t.occurrence as return_id, t.row_key"
    said = "t.customer_id, t.product_id, t.ordered_at as returned_at"
    return f"""
        select t.order_id || '/' || {shared}, b.order_id, b.line_no, {said}, b.quantity, round(b.amount, 2) as amount,
            'unknown' as stage, t.row_kind as kind, case when b.order_id is null then 'none' else 'matched' end as found_by
        from {table}_booked b join {table} t on t.row_key = b.row
        union all
        select t.order_id || '/' || {shared}, o.order_id,
            (select min(l.line_no) from lines l where l.order_id = o.order_id and l.product_id = t.product_id), {said},
            coalesce(abs(t.quantity), 1), -t.line_paid, 'unknown', t.row_kind, 'named'
        from ({taken_back}) t join own_ids o on o.own_id = t.order_id"""


def _nothing_back(con: duckdb.DuckDBPyConnection, sources: dict[str, tuple[str, Source]]) -> str:
    """SQL of what was given back where no refund is booked: 0, or missing in a shop of which nothing at all tells of refunds."""
    told = any(s.grain == "return" or "refunded" in s.columns for _, s in sources.values())
    return "0" if told or con.sql("select 1 from return_rows limit 1").fetchone() else "null::decimal(18,2)"


def _paid_with_points(con: duckdb.DuckDBPyConnection, sources: dict[str, tuple[str, Source]]) -> None:
    """Orders on which points were spent: they are sales, also where points paid all of it."""
    spent = [f"select order_id as own_id from {t} where fate = '{KEPT}' and kind = 'redeem'" for t, s in sources.values() if s.grain == "event"]
    none = "select null::varchar as own_id where false"
    con.sql(f"create table of_points as select distinct order_id from own_ids join ({' union all '.join(spent) or none}) using (own_id)")


def _orders(con: duckdb.DuckDBPyConnection, zone: str, zero_counts: bool, nothing_back: str) -> None:
    """Book refunds to orders, decide which orders count and why not, and write times in UTC beside the local day."""

    offset = _constant_offset(con, zone)

    def utc(column: str) -> str:
        moved = f"timezone('UTC', timezone({text(zone)}, {column}))" if offset is None else f"{column} - to_seconds({offset})"
        return f"{moved} as {column}"

    con.sql("""
        create table refunds as
        select order_id, sum(amount) as refunded, coalesce(sum(amount) filter (stage = 'before_dispatch'), 0) as before_dispatch
        from return_rows where order_id is not null group by order_id""")
    nothing = "" if zero_counts else "when gross_paid <= 0 and not of_points then coalesce(line_why, 'paid with nothing')"
    con.sql(f"""
        create table orders as
        with known as (
            select m.*, coalesce(m.units, g.pieces) as pieces, coalesce(r.refunded, {nothing_back}) as refunded,
                coalesce(r.before_dispatch, 0) as before_dispatch, g.lines, g.goods_lines, g.line_why,
                m.order_id in (select order_id from of_points) as of_points,
                greatest(coalesce(m.list_amount, g.list_amount, m.gross_paid + coalesce(m.discount, 0)), m.gross_paid) as full_amount
            from merged m left join refunds r using (order_id) left join goods g using (order_id)
        ), judged as (
            select *, case when status not in {LIVE} then status when why is not null then why
                when lines > 0 and goods_lines = 0 and not (of_points and line_why = 'no price') then line_why {nothing}
                when before_dispatch > 0 and before_dispatch >= gross_paid then 'refunded before dispatch' end as why_not
            from known
        )
        select order_id, customer_id, {utc("ordered_at")}, cast(judged.ordered_at as date) as ordered_on, {utc("paid_at")}, {utc("completed_at")},
            status, channel, cast(pieces as bigint) as units, cast(full_amount as decimal(18,2)) as list_amount,
            cast(full_amount - gross_paid as decimal(18,2)) as discount, cast(gross_paid as decimal(18,2)) as gross_paid,
            cast(shipping as decimal(18,2)) as shipping, cast(refunded as decimal(18,2)) as refunded,
            cast(gross_paid - coalesce(refunded, 0) as decimal(18,2)) as net_paid, why_not is null as counts, why_not,
            promotion
        from judged""")


def _constant_offset(con: duckdb.DuckDBPyConnection, zone: str) -> int | None:
    """Seconds that the zone's clocks were ahead of UTC on all days with orders; None when that changed. To subtract them is faster."""
    offsets = con.sql(f"""
        select distinct epoch(day) - epoch(timezone('UTC', timezone({text(zone)}, day)))
        from (select min(least(ordered_at, paid_at, completed_at)) as first, max(greatest(ordered_at, paid_at, completed_at)) as last from merged),
            range(date_trunc('day', first), last + interval 2 day, interval 1 day) days(day)""").fetchall()
    return int(offsets[0][0]) if len(offsets) == 1 else None


def _lines_and_returns(con: duckdb.DuckDBPyConnection, zone: str, nothing_back: str) -> None:
    con.sql(f"""
        create table order_lines as
        select l.order_id, l.line_no, o.customer_id, o.ordered_on, l.product_id, l.product_name, l.quantity, l.list_price,
            cast(l.line_paid as decimal(18,2)) as line_paid, cast(coalesce(r.refunded, {nothing_back}) as decimal(18,2)) as refunded,
            l.why is null and o.counts as counts, coalesce(l.why, o.why_not) as why_not
        from lines l join orders o using (order_id)
        left join (
            select order_id, line_no, sum(amount) as refunded from return_rows where line_no is not null group by all
        ) r using (order_id, line_no)""")
    utc = f"timezone('UTC', timezone({text(zone)}, returned_at))"
    asked = "case when coalesce(status, 'settled') = 'settled' then coalesce(asked, amount) else asked end"
    con.sql(f"""
        create table returns as
        select return_id, row_number() over (partition by return_id order by order_id, line_no, row_key) as part,
            customer_id, order_id, line_no, product_id, {utc} as returned_at, cast(returned_at as date) as returned_on, settled_on, quantity, amount,
            {asked} as asked,
            coalesce(status, 'settled') as status, stage, kind, reason, found_by
        from return_rows""")
