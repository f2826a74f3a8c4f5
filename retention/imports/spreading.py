"""Lines add up to their order, to the cent.

Amounts keep four decimals until an order's are added up; the order is rounded once, and its lines share the cents by the largest
remainder. Where lines do not add up to what the order says (a code for the whole order), the difference is theirs in proportion.
"""

import duckdb


def spread(con: duckdb.DuckDBPyConnection) -> None:
    """Make `goods` (what is known of an order's lines together), and round the lines of `lines`; those of `uneven` orders share."""
    _price_what_was_paid(con)
    con.sql(f"""
        create table goods as
        select order_id, count(*) as lines, count(*) filter (why is null) as goods_lines, min(why) as line_why,
            {told_in_all("pieces", "why is null")} as pieces, sum(list_price * quantity) filter (why is null) as list_amount,
            sum(line_paid) as all_paid, coalesce(sum(line_paid) filter (why is null), 0) as sale_paid,
            bool_or(line_paid <> round(line_paid, 2)) as fine
        from lines group by order_id""")
    con.sql("""
        create table uneven as
        select order_id, m.gross_paid as target, m.told, g.all_paid, g.fine
        from goods g join merged m using (order_id) where g.fine or (m.told and g.all_paid <> m.gross_paid)""")
    if con.sql("from uneven limit 1").fetchone():
        con.sql(f"""
            update lines set line_paid = s.line_paid from ({_shares()}) s where lines.order_id = s.order_id and lines.line_no = s.line_no""")


def _price_what_was_paid(con: duckdb.DuckDBPyConnection) -> None:
    """Lines without a price of an order that says what was paid, and none of whose lines has one, are sales like others."""
    unpriced = "select order_id from lines where why = 'no price'"
    if not con.sql(f"{unpriced} limit 1").fetchone():
        return
    con.sql(f"""
        update lines set why = null from (
            select order_id from lines join merged m using (order_id)
            where m.told and m.gross_paid > 0 and order_id in ({unpriced}) group by 1 having bool_and(coalesce(lines.why, '') = 'no price')
        ) o where lines.order_id = o.order_id""")


def told_in_all(pieces: str, where: str) -> str:
    """SQL of the sum of `pieces` over the rows of an order; missing where one of them does not tell it."""
    return f"case when bool_and({pieces} is not null) filter ({where}) then sum({pieces}) filter ({where}) end"


def _shares() -> str:
    """SQL of what each line of an uneven order gets.

    Lines of nothing or less keep what they have, and lines that are no sale do where the order was added up from sales; the others
    share the rest by their amounts. Where no line has one, they share by list price, or else by pieces. All in whole numbers: cents
    to give, ten-thousandths to weigh by.
    """
    return """
        with weighed as (
            select l.order_id, l.line_no, u.target, (u.told or l.why is null) and (l.line_paid > 0 or l.why is null) as shares,
                round(l.line_paid, 2) as kept, cast(greatest(l.line_paid, 0) * 10000 as hugeint) as by_amount,
                cast(greatest(l.list_price * l.quantity, 0) * 10000 as hugeint) as by_price, cast(greatest(l.quantity, 1) as hugeint) as by_piece
            from lines l join uneven u using (order_id)
        ), by_one as (
            select *, case when bool_or(shares and by_amount > 0) over of_order then by_amount
                when bool_or(shares and by_price > 0) over of_order then coalesce(by_price, 0) else by_piece end as weight
            from weighed window of_order as (partition by order_id)
        ), asked as (
            select *, shares and weight > 0 as takes,
                cast(100 * (target - coalesce(sum(kept) filter (not (shares and weight > 0)) over of_order, 0)) as hugeint) as cents,
                sum(weight) filter (shares and weight > 0) over of_order as total
            from by_one window of_order as (partition by order_id)
        ), floored as (
            select *, abs(cents) * weight // total as whole, abs(cents) * weight % total as remainder from asked where takes
        ), given as (
            select *, row_number() over (partition by order_id order by remainder desc, line_no)
                <= abs(cents) - sum(whole) over (partition by order_id) as extra
            from floored
        )
        select order_id, line_no, sign(cents) * (whole + cast(extra as integer)) / 100 as line_paid from given
        union all
        select order_id, line_no, kept from asked where not takes"""
