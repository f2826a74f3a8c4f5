"""What looks wrong is said loudly; what does not, is not."""

import pytest

from retention import imports
from retention.imports.answers import Answers
from retention.new_shop.exports import look
from retention.settings import ShopSettings
from tests.importer import TODAY
from tests.imports.exports import export
from tests.imports.mapped import mapped
from tests.imports.test_orders import ORDERS, order


def checks(shop):
    return [line for line in imports.ledger_lines(shop.run()) if line.startswith("CHECK")]


def file_of(shop, customers):
    rows = "".join(f"{name},2026-05-{1 + i % 28:02d},{paid}\n" for i, (name, paid) in enumerate(customers))
    shop.write("orders.csv", "customer,date,amount\n" + rows)


def test_orders_of_guests_mostly_are_told(shop):
    file_of(shop, [("", 10)] * 12 + [(f"k{i}", 10) for i in range(11)])
    assert checks(shop) == ["CHECK: 12 of 23 orders have no customer. Repurchase and everything about customers rests on the others only"]


def test_one_customer_with_a_fifth_of_the_money_is_told(shop):
    file_of(shop, [(f"k{i}", 10) for i in range(20)] + [("till", 60)])
    assert checks(shop) == ["CHECK: one customer has 23% of what all customers paid (60.00). Is it a till, a reseller, or a word for 'no customer'?"]


def test_one_number_on_two_days_is_told(shop):
    shop.write("orders.csv", "order no,customer,date,amount\n7,a,2026-05-01,10\n7,a,2026-05-02,5\n8,b,2026-05-02,5\n")
    assert checks(shop) == [
        "CHECK: 1 order numbers stand on several days (e.g. order 7 on 2026-05-01 and 2026-05-02); each is one order of the first day"
    ]


def test_an_ordinary_shop_has_nothing_to_check(shop):
    file_of(shop, [(f"k{i % 15}", 10 + i) for i in range(40)] + [("", 10)] * 5)
    assert checks(shop) == []


def test_a_deposit_and_its_balance_days_later_are_nothing_to_check(shop):
    told = order("1", at="2026-05-20 10:00:00", kind="定金", parent="9") + order("2", at="2026-06-01 10:00:00", kind="尾款", parent="9")
    shop.write("orders.csv", ORDERS + told)
    assert checks(shop) == []
    assert len(shop.table("orders")) == 1


PARTS = """
  orders:
    grain: order
    header: [o, a]
    columns: {order_id: o, ordered_at: d, gross_paid: a}
    less: {gross_paid: [post, tax]}
    plus: {gross_paid: [balance]}
    more_states: {called off: {"*": closed}}
    says_refunded: after-sales
"""
ALL = "o,d,a,post,tax,balance,called off,after-sales\n"
GONE = {
    "post": "it is not taken off 'a', which may be too high",
    "balance": "it is not added to 'a', which may be too low",
    "called off": "orders that it calls off or unpaid count as sales",
    "after-sales": "nothing tells which orders were given back",
}


@pytest.mark.parametrize("column", GONE)
def test_a_column_that_changes_amounts_or_states_and_is_gone_is_told(shop, column):
    imported = mapped(shop, PARTS, orders=ALL.replace(f",{column}", ",gone") + "1,2026-05-01,100,5,2,1,,\n")
    told = [line for line in imported.notes if line.startswith("CHECK")]
    assert told == [f"CHECK: orders.csv: no column {column!r}: {GONE[column]}. Export it with this column"]


def test_a_file_with_all_columns_beside_one_without_is_not_named(shop):
    lost = ALL.replace(",tax", ",gone")
    imported = mapped(shop, PARTS, a=ALL + "1,2026-05-01,100,5,2,1,,\n", b=lost + "2,2026-05-02,9,,2,1,,\n", c=lost + "3,2026-05-02,9,,2,1,,\n")
    told = [line for line in imported.notes if line.startswith("CHECK")]
    assert told == ["CHECK: b.csv and 1 more files: no column 'tax': it is not taken off 'a', which may be too high. Export it with this column"]


def test_a_platforms_export_without_its_promotions_is_told_by_the_import_and_by_init(shop):
    export(shop.raw, "amazon orders", {"amazon-order-id": "a1", "purchase-date": "2026-05-01T06:00:00+00:00", "currency": "EUR",
           "item-status": "Shipped", "sku": "s1", "quantity": 1, "item-price": "100.00", "item-promotion-discount": "20.00"})  # fmt: skip
    path = shop.raw / "amazon_orders.csv"
    path.write_text("\n".join(line.replace("item-promotion-discount", "gone") for line in path.read_text().splitlines()))
    told = "CHECK: amazon_orders.csv: no column 'item-promotion-discount': it is not taken off 'item-price', which may be too high"
    assert any(line.startswith(told) for line in imports.ledger_lines(shop.run(time_zone="Europe/Berlin")))
    found = look([shop.raw], shop.raw)
    trial = found.tried(ShopSettings(time_zone="Europe/Berlin", map=("amazon",)), TODAY, Answers(), lambda _: None)
    assert any(line.startswith(told) for line in found.lines(trial))
