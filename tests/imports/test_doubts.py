"""What looks wrong is said loudly; what does not, is not."""

from retention import imports
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
