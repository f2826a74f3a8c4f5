"""What a map can say of columns that belong together, of words it does not name, and of what its rows can tell at all."""

import pytest

from retention.imports import ledger_lines
from retention.imports.maps import Source
from retention.settings import SettingsProblem
from tests.imports.mapped import back, mapped, money

ORDER = {"grain": "order", "columns": {"order_id": "no", "ordered_at": "day", "gross_paid": "paid"}}
COLUMNS = "{order_id: no, customer_id: mail, ordered_at: day, gross_paid: paid, status: state}"


def orders(more: str) -> str:
    return f"\n  orders:\n    grain: order\n    columns: {COLUMNS}\n    header: [no, day, paid]\n{more}"


def test_amounts_of_several_columns_are_added_and_taken_off(shop):
    imported = mapped(
        shop,
        orders("    plus: {gross_paid: [balance, not there]}\n    less: {gross_paid: [code]}\n"),
        orders="no,day,paid,balance,code\n1,2026-05-01,100.00,5.50,-2.25\n2,2026-05-01,¥40.00,,10\n3,2026-05-01,40,soon,\n",
    )
    assert [row[:2] for row in money(shop)] == [["1", 103.25], ["2", 30]]
    assert shop.fates(imported) == {"kept": 2, "unreadable gross_paid": 1}


def test_postage_stays_apart_when_it_is_paid_and_when_it_is_given_back(shop):
    sources = orders("    less: {gross_paid: [postage]}\n").replace("status: state}", "status: state, shipping: postage, refunded: back}")
    rows = ["1,2026-05-01,105,5,105", "2,2026-05-01,105,5,20", "3,2026-05-01,0,5,", "4,2026-05-01,105,5,111"]
    imported = mapped(shop, sources, orders="no,day,paid,postage,back\n" + "\n".join(rows) + "\n")
    assert [row[:4] for row in money(shop)] == [["1", 100, 100, 0], ["2", 100, 20, 80], ["4", 100, 111, -11]]
    assert shop.table("orders").set_index("order_id").loc["3", "why_not"] == "paid with nothing"
    told = "1 orders got back more than was paid for their goods, by their postage or less: 5.00 in all (e.g. order 1: 5.00)"
    assert any(line.startswith(told) for line in ledger_lines(imported))


def test_what_is_added_is_written_as_the_amount_is(shop):
    mapped(shop, orders("    decimal: comma\n    plus: {gross_paid: [balance]}\n"), orders="no;day;paid;balance\n1;2026-05-01;1.100,00;5,50\n")
    assert money(shop)[0][1] == 1105.5


def test_the_first_of_several_columns_that_is_filled_says_who_bought(shop):
    made = "    made: {customer_id: {first_of: [mail, phone]}, note: {joined: [a, b]}}\n"
    told = ["ann@example.org,", ",'+491701234567", "-,", "ANN@example.org,1"]
    content = "no,day,paid,mail,phone\n" + "".join(f"{n},2026-05-01,1,{who}\n" for n, who in enumerate(told, start=1))
    mapped(shop, orders(made), orders=content)
    bought = shop.table("orders").sort_values("order_id")["customer_id"]
    assert (bought.nunique(), bought.isna().tolist(), bought.iloc[0] == bought.iloc[3]) == (2, [False, False, True, False], True)


def test_of_columns_to_choose_from_one_alone_stands_for_itself(shop):
    mapped(shop, orders("    made: {customer_id: {first_of: [mail, phone]}}\n"), orders="no,day,paid,phone\n1,2026-05-01,1,k7\n")
    assert shop.table("orders")["customer_id"].tolist() == ["k7"]


def test_states_that_a_map_does_not_name_are_taken_by_their_words_where_it_asks_for_that(shop):
    content = "no,day,paid,state\n1,2026-05-01,1,fertig\n2,2026-05-01,2,storniert\n3,2026-05-01,3,versendet\n4,2026-05-01,4,blau\n"
    words = "    status: {fertig: completed}\n"
    imported = mapped(shop, orders(words), orders=content)
    assert shop.fates(imported) == {"kept": 1, **{f"unknown status '{word}'": 1 for word in ("storniert", "versendet", "blau")}}
    imported = mapped(shop, orders(words + "    other_states: by_meaning\n"), orders=content)
    assert shop.fates(imported) == {"kept": 3, "unknown status 'blau'": 1}
    assert [row[0] for row in money(shop)] == ["1", "3"]
    told = "orders.csv: states that the import map does not name were taken by their words: storniert = closed, versendet = dispatched"
    assert told in ledger_lines(imported)


def test_states_of_refunds_are_money_only_where_their_words_say_so(shop):
    sources = orders("    status: {done: completed}\n") + (
        "  refunds:\n    grain: return\n    columns: {return_id: r, order_id: no, returned_at: when, status: how, amount: back}\n"
        "    status: {给了: settled}\n    other_states: by_meaning\n"
    )
    rows = ["给了", "退款成功", "待买家退货", "商家拒绝", "退款关闭", "随便", "换货完成"]
    refunds = "r,no,when,how,back\n" + "".join(f"r{n},1,2026-05-02,{word},{n}\n" for n, word in enumerate(rows, start=1))
    imported = mapped(shop, sources, orders="no,day,paid,state\n1,2026-05-01,100,done\n", refunds=refunds)
    assert money(shop) == [["1", 100, 3, 97, 1]]
    assert [row[3] for row in back(shop)] == ["settled", "settled", "open", "cancelled", "cancelled", "cancelled"]
    assert shop.fates(imported)["unknown status '随便'"] == 1


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"plus": {"shipping": ["x"]}}, "'plus' names 'shipping', which is no amount with a column"),
        ({"less": {"order_id": ["x"]}}, "'less' names 'order_id'"),
        ({"made": {"gross_paid": {"first_of": ["a", "b"]}}}, "'made' names 'gross_paid', which is no text"),
        ({"made": {"note": {"first_of": ["a"], "joined": ["b"]}}}, "either first_of or joined"),
        ({"made": {"note": {}}}, "either first_of or joined"),
        ({"knows": {"customer": "id"}}, "has no column for customer_id"),
        ({"knows": {"customer": "none"}, "values": {"customer_id": "x"}}, "has a column for customer_id"),
        ({"knows": {"refunds": "order"}}, "no column for 'refunded'"),
        ({"knows": {"refunds": "part"}}, "no column for 'refunded'"),
        ({"knows": {"refunds": "settled"}}, "only returns tell"),
        ({"grain": "return", "says_refunded": "x", "columns": {"returned_at": "a", "amount": "b"}}, "'says_refunded' means nothing for a return"),
    ],
)
def test_a_map_that_says_what_cannot_be_is_refused(more, sentence):
    with pytest.raises(SettingsProblem, match=sentence):
        Source.parse(ORDER | more, "map.yaml")
