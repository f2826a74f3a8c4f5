"""Order numbers that stand for more than one order: they start anew each year, or two shops write receipts."""

import re

import duckdb
import pytest

from retention.imports.order_numbers import count_of_several_customers, numbers_of_several_customers
from tests.imports.mapped import mapped

COLUMNS = "columns: {order_id: o, customer_id: c, ordered_at: d, gross_paid: a, channel: ch}"
LINES = "columns: {order_id: o, customer_id: c, ordered_at: d, line_paid: a, channel: ch}"
HEAD = "o,c,d,a,ch\n"
LAST_YEAR = "1,ann,2025-01-02,10,\n2,bob,2025-01-03,20,\n"
THIS_YEAR = "1,cid,2026-01-02,30,\n2,BOB,2026-01-03,40,\n3,eve,2026-01-04,5,\n"


@pytest.mark.parametrize(("answer", "amounts"), [("one-order", [5, 30, 40]), ("separate-orders", [5, 10, 30, 40])])
def test_numbers_that_start_anew_each_year_are_orders_of_their_own_when_told(shop, answer, amounts):
    """Bob's number is his in both years (written otherwise), so it stays one order; Ann's and Cid's is two."""
    told = f"  orders: {{grain: order, same_number: {answer}, {COLUMNS}}}\n"
    imported = mapped(shop, told, y2025=HEAD + LAST_YEAR, y2026=HEAD + THIS_YEAR)
    assert sorted(shop.table("orders")["gross_paid"]) == amounts
    assert imported.ledger["rows"].sum() == 5


def test_a_number_made_apart_names_no_customer(shop):
    told = f"  orders: {{grain: order, same_number: separate-orders, {COLUMNS}}}\n"
    mapped(shop, told, orders=HEAD + "1,ann lee,2026-01-02,10,\n1,王芳,2026-01-03,20,\n2,bob,2026-01-03,5,\n")
    numbers = sorted(shop.table("orders")["order_id"])
    assert numbers[2] == "2"
    assert all(re.fullmatch("1 / [0-9a-f]{8}", number) for number in numbers[:2])
    assert len(set(numbers)) == 3


def test_receipts_of_two_shops_with_one_number_are_two_orders_when_told(shop):
    told = f"  lines: {{grain: line, same_number: separate-orders, {LINES}}}\n"
    mapped(shop, told, lines=HEAD + "7,,2026-01-02,10,north\n7,,2026-01-02,20,south\n7,,2026-01-02,5,south\n8,x,2026-01-02,1,north\n")
    assert sorted(shop.table("orders")["gross_paid"]) == [1, 10, 25]


def test_the_numbers_of_several_customers_are_shown_with_their_rows():
    con = duckdb.connect()
    con.sql("""
        create table rows as select *, 1 as file_no, _row as row_key, timestamp '2026-01-01' + to_days(cast(_row as int)) as ordered_at from (values
            ('1', 'ann', null, 'kept', 2), ('1', 'cid', null, 'kept', 3), ('1', null, null, 'kept', 4), ('2', 'bob', null, 'kept', 5),
            ('2', 'BOB ', null, 'kept', 6), ('3', 'x', null, 'kept', 7), ('3', 'y', null, 'no gross_paid', 8), ('4', null, 'n', 'kept', 9),
            ('4', null, 's', 'kept', 10)) t(order_id, customer_id, channel, fate, _row)""")
    found = numbers_of_several_customers(con, "rows")
    assert [(f.number, f.rows, f.row, f.other_row, f.customers, f.days) for f in found] == [("1", 3, 2, 3, 2, 3), ("4", 2, 9, 10, 0, 2)]
    assert count_of_several_customers(con, "rows") == 2


def test_a_number_on_two_days_is_one_order_and_is_named(shop):
    imported = mapped(shop, f"  lines: {{grain: line, {LINES}}}\n", lines=HEAD + "7,x,2026-01-02,10,\n7,x,2026-01-09,20,\n8,x,2026-01-02,1,\n")
    assert sorted(shop.table("orders")["gross_paid"]) == [1, 30]
    assert any("1 order numbers stand on several days" in note and "2026-01-02 and 2026-01-09" in note for note in imported.notes)
