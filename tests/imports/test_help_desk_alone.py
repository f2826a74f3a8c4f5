"""A shop that has nothing but a help desk or a survey: it imports, says so, and looks from the last day that anything tells of."""

from datetime import date

import pytest

from retention.shop import Shop
from retention.tables import DataProblem
from tests.imports.test_told import HEADERS, ROWS


def write(shop, *names):
    for name in names:
        shop.write(f"{name}.csv", "\n".join([HEADERS[name], *ROWS[name], ""]))


def test_a_help_desk_alone_imports_and_says_what_is_missing(shop):
    write(shop, "tickets", "ticket_messages")
    imported = shop.run()
    assert imported.tables == {"tickets": 2, "ticket_messages": 3}
    (said,) = [note for note in imported.notes if note.startswith("CHECK")]
    assert "no orders among the files" in said
    assert "add the export of orders" in said
    assert shop.fates(imported) == {"kept": 5}
    found = Shop(shop.data, "last_order")
    assert (found.sells, found.as_of, found.is_newest) == (False, date(2026, 5, 8), True)
    assert not found.has("orders")
    with pytest.raises(DataProblem, match="Its files tell of no orders; add the export that does"):
        found.need("orders")
    assert found.need("tickets").count().execute() == 2


def test_a_survey_alone_imports(shop):
    write(shop, "surveys")
    imported = shop.run()
    assert imported.tables == {"surveys": 2}
    assert imported.days == ("2026-05-20", "2026-05-22")


@pytest.mark.parametrize("others", [["events"], ["coupons", "memberships"], ["touches", "consents"]])
def test_what_hangs_on_orders_is_refused_without_them(shop, others):
    write(shop, *others)
    with pytest.raises(
        DataProblem, match="no orders among the files. Add the export of orders; only a help desk's or a survey's files can do without"
    ):
        shop.run()


def test_a_help_desk_without_a_usable_row_is_refused(shop):
    shop.write("tickets.csv", HEADERS["tickets"] + "\nw1,k1,,gestern,在线客服,咨询,,,,\n")
    with pytest.raises(DataProblem, match="not one usable row. 1 unreadable date in"):
        shop.run()


def test_orders_of_which_none_can_be_used_are_refused_beside_a_help_desk(shop):
    write(shop, "tickets")
    shop.write("orders.csv", "订单编号,客户编号,下单时间,订单状态,实付金额\n")
    with pytest.raises(DataProblem):
        shop.run()
