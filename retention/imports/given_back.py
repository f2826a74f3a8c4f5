"""Refunds that stand in the order's own row: an amount, or the word that all was given back.

They have no day of their own, so they have the order's; and they are booked only where no row of returns tells of the order.
"""

import duckdb


def book(con: duckdb.DuckDBPyConnection) -> None:
    """Add them to `return_rows`: per line, per order, and what is left of orders that were given back as a whole.

    More than was paid for the line it stands on is the order's: its export tells of refunds on the first line only.
    """
    con.sql("create table told_of as select distinct order_id from return_rows where order_id is not null")
    con.sql(f"""
        insert into return_rows by name
        select l.own_id || '/refund' as return_id, l.row_key, case when amount <= line_paid then l.line_no end as line_no,
            case when amount <= line_paid then l.product_id end as product_id, amount, {_shared("l")}
        from (
            select *, coalesce(nullif(given_back, 0), case when gone and why is null then line_paid end) as amount from lines
        ) l join merged m using (order_id)
        where l.amount > 0 and (m.gone is null or l.given_back > 0) and order_id not in (from told_of)""")
    con.sql(f"""
        insert into return_rows by name
        select order_id || '/refund' as return_id, 0 as row_key, given_back as amount, {_shared("m")}
        from merged m where given_back > 0 and order_id not in (from told_of)""")
    con.sql(f"""
        insert into return_rows by name
        select order_id || '/refund' as return_id, 0 as row_key, least(gone, gross_paid) - coalesce(booked, 0) as amount, {_shared("m")}
        from merged m left join (select order_id, sum(amount) as booked from return_rows group by 1) using (order_id)
        where gone is not null and least(gone, gross_paid) > coalesce(booked, 0)""")


def without_postage(con: duckdb.DuckDBPyConnection) -> None:
    """Postage that was given back is kept apart, as that which was paid is: `postage_back`, taken off the largest refund of its order."""
    refund = "struct_pack(place := {0}row_key, id := {0}return_id, line := {0}line_no)"
    con.sql(f"""
        create table postage_back as
        select order_id, sum(amount) - min(gross_paid) as postage, arg_max({refund.format("")}, amount) as largest
        from return_rows join merged using (order_id) where amount > 0
        group by order_id having sum(amount) > min(gross_paid) and sum(amount) <= min(gross_paid + shipping)
            and max(amount) >= sum(amount) - min(gross_paid) and min(gross_paid) > 0""")
    con.sql(f"""
        update return_rows set amount = amount - p.postage, asked = coalesce(asked, amount)
        from postage_back p where return_rows.order_id = p.order_id and {refund.format("return_rows.")} is not distinct from p.largest""")


def _shared(order: str) -> str:
    """What all of them say: the order's customer and day."""
    return f"{order}.order_id, m.customer_id, m.ordered_at as returned_at, 'unknown' as stage, 'refund' as kind, 'named' as found_by"
