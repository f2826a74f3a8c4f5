"""Orders paid wholly with points are orders that count; gifts and what is only given away are none."""

import pytest

from tests.imports.test_orders import LINES, ORDERS, RETURNS, line, order, refund
from tests.imports.test_told import HEADERS


def spent(number: str, points: int = 500, about: str = "积分抵现") -> str:
    return f'k1,2026-05-01 10:00:00,积分兑换,天猫,,="{number}",{about},{points},\n'


def imported(shop, orders: str, lines: str = "", events: str = "", returns: str = ""):
    for name, header, rows in (
        ("orders", ORDERS, orders),
        ("lines", LINES, lines),
        ("events", HEADERS["events"] + "\n", events),
        ("returns", RETURNS, returns),
    ):
        if rows:
            shop.write(f"{name}.csv", header + rows)
    shop.run()
    return shop.table("orders").set_index("order_id")


@pytest.mark.parametrize("lines", ["", line("1", paid=0) + line("2", paid=0)], ids=["orders", "lines"])
def test_an_order_counts_if_points_were_spent_on_it_though_no_money_was_paid(shop, lines):
    orders = imported(shop, order("1", paid=0) + order("2", paid=0) + order("3"), lines and lines + line("3"), spent("1"))
    assert orders["counts"].to_dict() == {"1": True, "2": False, "3": True}
    assert orders.loc["1", ["list_amount", "discount", "gross_paid"]].tolist() == [500, 500, 0]
    assert orders.loc["2", "why_not"] == ("no price" if lines else "paid with nothing")


def test_an_order_of_points_that_was_closed_counts_no_more_than_any_other(shop):
    orders = imported(shop, order("1", paid=0, status="交易关闭") + order("3"), "", spent("1"))
    assert orders.loc["1", ["counts", "why_not"]].tolist() == [False, "closed"]


def test_points_of_a_part_pay_the_whole_order(shop):
    orders = imported(shop, order("1a", paid=0, parent="1") + order("1b", paid=0, parent="1") + order("3"), "", spent("1a"))
    assert orders.loc["1", "counts"]


def test_an_exchange_of_an_order_of_points_is_no_return_of_it(shop):
    orders = imported(shop, order("1", paid=0) + order("3"), "", spent("1"), refund("r1", "1", 0, kind="换货"))
    assert orders.loc["1", "counts"]
