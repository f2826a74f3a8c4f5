"""What real exports say about money: refunds and their state, a status for the order, totals once per order, cents."""

import pytest

from tests.imports.mapped import back, lines, mapped, money

RETURNED = """
  orders: {grain: order, columns: {order_id: o, customer_id: c, ordered_at: d, gross_paid: a}}
  returns:
    grain: return
    columns: {return_id: r, order_id: ro, returned_at: rd, status: rs, amount: ra}
    status: {退款成功: settled, 退款关闭: cancelled, 等待卖家同意: open, 卖家拒绝: refused}
"""
ORDERS = "o,c,d,a\n1,x,2026-05-01,100\n2,y,2026-05-02,50\n"


def returned(shop, rows):
    return mapped(shop, RETURNED, orders=ORDERS, returns="r,ro,rd,rs,ra\n" + rows)


def test_only_settled_returns_are_money_and_the_others_keep_what_was_asked(shop):
    imported = returned(
        shop, "r1,1,2026-05-03,退款成功,30\nr2,1,2026-05-04,退款关闭,20\nr3,2,2026-05-05,等待卖家同意,50\nr4,2,2026-05-06,卖家拒绝,\n"
    )
    assert money(shop) == [["1", 100, 30, 70, 1], ["2", 50, 0, 50, 1]]
    told = [[*row[:2], row[3]] for row in back(shop)]
    assert told == [["1", 30, "settled"], ["1", 0, "cancelled"], ["2", 0, "open"], ["2", 0, "refused"]]
    assert "returns: 3 returns that are cancelled, open, refused (asked for 70.00) took no money off" in imported.notes
    assert shop.table("returns").sort_values("return_id")["asked"].fillna(-1).tolist() == [30, 20, 50, -1]


def test_a_return_in_a_state_nobody_knows_is_left_out_with_its_word(shop):
    imported = returned(shop, "r1,1,2026-05-03,退款成功,30\nr2,1,2026-05-04,平台介入 13800138000 或 138 1234 5678,20\nr3,2,2026-05-04,,20\n")
    assert shop.fates(imported) == {"kept": 3, "unknown status '平台介入 138…00 或 138…78'": 1, "no status": 1}
    assert money(shop) == [["1", 100, 30, 70, 1], ["2", 50, 0, 50, 1]]


def test_words_that_differ_by_what_is_masked_are_one_and_of_many_words_the_most_frequent_are_named(shop):
    odd = "".join(f"r{n},1,2026-05-03,word {chr(97 + n)},1\n" * (2 if n < 19 else 1) for n in range(22))
    calls = "".join(f"x{n},1,2026-05-03,call 1380013{n}00,1\n" for n in range(8000, 8005))
    told = {fate: rows for fate, rows in shop.fates(returned(shop, odd + calls)).items() if fate.startswith("unknown status")}
    assert len(told) == 21
    assert told["unknown status 'call 138…00'"] == 5
    assert told["unknown status"] == 3


def test_a_return_of_a_map_without_states_is_settled(shop):
    mapped(
        shop,
        """
  orders: {grain: order, columns: {order_id: o, customer_id: c, ordered_at: d, gross_paid: a}}
  returns: {grain: return, columns: {return_id: r, order_id: ro, returned_at: rd, amount: ra}}
""",
        orders=ORDERS,
        returns="r,ro,rd,ra\nr1,1,2026-05-03,30\n",
    )
    assert back(shop) == [["1", 30, 30, "settled", "named"]]


@pytest.mark.parametrize(("amounts", "fates", "refunded"), [((-30, -20), {"kept": 4}, 50), ((-30, 20), {"kept": 3, "amount below zero": 1}, 20)])
def test_returns_written_below_zero_are_given_back_not_taken(shop, amounts, fates, refunded):
    rows = "".join(f"r{n},1,2026-05-03,退款成功,{amount}\n" for n, amount in enumerate(amounts))
    assert shop.fates(returned(shop, rows)) == fates
    assert money(shop)[0] == ["1", 100, refunded, 100 - refunded, 1]


WITH_REFUNDS = """
  orders: {grain: order, columns: {order_id: o, customer_id: c, ordered_at: d, gross_paid: a, refunded: back}}
"""


def test_a_refund_in_the_row_of_the_order_is_booked_on_the_day_of_the_order(shop):
    mapped(shop, WITH_REFUNDS, orders="o,c,d,a,back\n1,x,2026-05-01,100,30\n2,y,2026-05-02,50,无退款申请\n3,y,2026-05-02,50,-5\n4,y,2026-05-02,9,\n")
    assert money(shop) == [["1", 100, 30, 70, 1], ["2", 50, 0, 50, 1], ["3", 50, 5, 45, 1], ["4", 9, 0, 9, 1]]
    told = shop.table("returns").sort_values("order_id")
    assert told[["customer_id", "kind", "stage", "status"]].to_numpy().tolist() == [["x", "refund", "unknown", "settled"]] + [
        ["y", "refund", "unknown", "settled"]
    ]
    assert told["returned_on"].astype(str).str[:10].tolist() == ["2026-05-01", "2026-05-02"]


def test_a_refund_told_by_returns_and_by_the_order_counts_once(shop):
    mapped(
        shop,
        WITH_REFUNDS + "  returns: {grain: return, columns: {return_id: r, order_id: ro, returned_at: rd, amount: ra}}\n",
        orders="o,c,d,a,back\n1,x,2026-05-01,100,30\n2,y,2026-05-02,50,20\n",
        returns="r,ro,rd,ra\nr1,1,2026-05-03,25\n",
    )
    assert money(shop) == [["1", 100, 25, 75, 1], ["2", 50, 20, 30, 1]]
    assert len(back(shop)) == 2


LINES = """
  lines:
    grain: line
    columns: {order_id: o, customer_id: c, ordered_at: d, product_id: p, quantity: q, unit_price: u, gross_paid: total, refunded: back, status: s}
    status: {paid: paid, refunded: refunded, pending: unpaid, voided: closed, shipped: dispatched}
"""
HEAD = "o,c,d,p,q,u,total,back,s\n"


PER_ORDER = "once: [gross_paid, refunded]"


@pytest.mark.parametrize(("once", "first", "second"), [("", "20", "5"), (PER_ORDER, "25", "25"), (PER_ORDER, "25", "")])
def test_refunds_on_lines_are_per_line_unless_the_map_says_once(shop, once, first, second):
    mapped(
        shop,
        f"  lines:\n    grain: line\n    columns: {{order_id: o, ordered_at: d, product_id: p, line_paid: a, refunded: b}}\n    {once}\n",
        lines=f"o,d,p,a,b\n1,2026-05-01,p1,60,{first}\n1,2026-05-01,p2,40,{second}\n",
    )
    assert money(shop) == [["1", 100, 25, 75, 2]]
    assert shop.table("order_lines")["refunded"].tolist() == ([20, 5] if not once else [0, 0])


def test_a_shop_whose_first_row_alone_tells_of_the_order(shop):
    """Shopify: status, day, customer, total and refund on the first row of an order; a code for the whole order takes 10.00 off 80.00."""
    rows = (
        "1,ann,2026-05-01,p1,1,60,70,,paid\n1,,,p2,2,10,,,\n"  # lines add up to 80
        "2,bob,2026-05-02,p1,1,60,60,,pending\n2,,,p2,1,10,,,\n"
        "3,cid,2026-05-03,p1,1,60,70,70,refunded\n3,,,p2,1,10,,,\n"
        "4,dan,2026-05-04,p1,1,60,70,15.5,paid\n4,,,p2,1,10,,,\n"
        "5,eve,2026-05-05,p1,1,60,60,,strange\n5,,,p2,1,10,,,\n"
        "6,fay,2026-05-06,p1,1,60,60,,voided\n6,,,p2,1,10,,,\n"
    )
    imported = mapped(shop, LINES, lines=HEAD + rows)
    assert money(shop) == [["1", 70, 0, 70, 3], ["3", 70, 70, 0, 2], ["4", 70, 15.5, 54.5, 2]]
    assert lines(shop)[:2] == [["1", 52.5, True], ["1", 17.5, True]]
    assert shop.table("order_lines").set_index(["order_id", "line_no"])["refunded"].loc[["3", "4"]].tolist() == [0, 0, 15.5, 0]
    orders = shop.table("orders").set_index("order_id")
    assert orders["customer_id"].to_dict() == {"1": "ann", "2": "bob", "3": "cid", "4": "dan", "6": "fay"}
    assert orders.loc[["2", "6"], "why_not"].tolist() == ["unpaid", "closed"]
    assert shop.fates(imported) == {"kept": 10, "unknown status 'strange'": 2}
    assert not imported.ledger["guest"].any()


def test_orders_that_say_nothing_where_others_have_a_status_are_named(shop):
    imported = mapped(shop, LINES, lines=HEAD + "1,ann,2026-05-01,p1,1,60,60,,\n2,bob,2026-05-02,p1,1,60,60,,paid\n2,,,p2,1,60,60,,\n")
    assert "lines: 1 rows with nothing in 's' (e.g. row 2) are taken as completed" in imported.notes
    assert shop.table("orders").set_index("order_id")["status"].to_dict() == {"1": "completed", "2": "paid"}


def test_an_order_some_of_whose_lines_are_closed_keeps_the_others(shop):
    """Taobao, Douyin: a status per sub-order."""
    mapped(
        shop,
        """
  lines:
    grain: line
    columns: {order_id: 主订单编号, line_id: 子订单编号, customer_id: 买家, ordered_at: 时间, product_id: 商品, quantity: 数量, line_paid: 实付,
              refunded: 退款, status: 状态}
    status: {交易成功: completed, 交易关闭: closed, 卖家已发货: dispatched}
""",
        lines="主订单编号,子订单编号,买家,时间,商品,数量,实付,退款,状态\n"
        "1,1a,x,2026-05-01,p1,2,100,无退款申请,卖家已发货\n1,1b,x,2026-05-01,p2,1,30,30,交易关闭\n1,1c,x,2026-05-01,p3,1,20,5,交易成功\n"
        "2,2a,y,2026-05-01,p1,1,40,无退款申请,交易关闭\n",
    )
    assert money(shop) == [["1", 120, 5, 115, 3]]
    assert lines(shop) == [["1", 100, True], ["1", 0, False], ["1", 20, True], ["2", 40, False]]
    orders = shop.table("orders").set_index("order_id")
    assert orders["status"].to_dict() == {"1": "completed", "2": "closed"}


def test_an_order_given_back_as_a_whole_counts_and_keeps_nothing(shop):
    mapped(
        shop,
        """
  orders:
    grain: order
    columns: {order_id: o, customer_id: c, ordered_at: d, gross_paid: a, status: s}
    status: {ok: completed, gone: refunded}
  returns: {grain: return, columns: {return_id: r, order_id: ro, returned_at: rd, amount: ra}}
""",
        orders="o,c,d,a,s\n1,x,2026-05-01,100,gone\n2,y,2026-05-02,50,ok\n3,y,2026-05-02,70,gone\n",
        returns="r,ro,rd,ra\nr1,3,2026-05-03,25\n",
    )
    assert money(shop) == [["1", 100, 100, 0, 1], ["2", 50, 0, 50, 1], ["3", 70, 70, 0, 1]]
    assert [row[:2] for row in back(shop)] == [["1", 100], ["3", 45], ["3", 25]]


def test_a_total_repeated_on_each_line_is_taken_once_and_two_totals_are_named(shop):
    """JD, 聚水潭: what was paid for the order stands on each article."""
    imported = mapped(
        shop,
        "  lines: {grain: line, columns: {order_id: o, ordered_at: d, product_id: p, quantity: q, unit_price: u, gross_paid: 应付金额}}\n",
        lines="o,d,p,q,u,应付金额\n1,2026-05-01,p1,2,30,90\n1,2026-05-01,p2,1,30,90\n2,2026-05-02,p1,1,50,50\n2,2026-05-02,p2,1,7,57\n",
    )
    assert money(shop) == [["1", 90, 0, 90, 3], ["2", 57, 0, 57, 2]]
    assert [row[1] for row in lines(shop)] == [60, 30, 50, 7]
    assert any("1 orders" in note and "应付金额" in note and "50.00" in note and "57.00" in note for note in imported.notes)


def test_lines_that_do_not_add_up_share_the_difference_and_it_is_said(shop):
    imported = mapped(shop, LINES, lines=HEAD + "1,x,2026-05-01,p1,3,10,25,,paid\n1,,,p2,1,0,,,\n1,,,p3,1,3.33,,,\n")
    assert lines(shop) == [["1", 22.5, True], ["1", 0, False], ["1", 2.5, True]]
    assert any("33.33" in note and "25.00" in note for note in imported.notes)


@pytest.mark.parametrize(("prices", "shares"), [((10, 30), [25, 75]), (("", ""), [33.33, 66.67]), ((0, 30), [0, 100])])
def test_lines_without_an_amount_share_by_list_price_or_else_by_pieces(shop, prices, shares):
    mapped(
        shop,
        "  lines: {grain: line, columns: {order_id: o, ordered_at: d, product_id: p, quantity: q, list_price: u, gross_paid: a}}\n",
        lines=f"o,d,p,q,u,a\n1,2026-05-01,p1,1,{prices[0]},100\n1,2026-05-01,p2,{2 if prices[0] == '' else 1},{prices[1]},100\n",
    )
    assert [row[1] for row in lines(shop)] == shares


def test_an_order_whose_lines_say_nothing_of_what_it_says_was_paid_counts(shop):
    mapped(shop, LINES, lines=HEAD + "1,x,2026-05-01,p1,1,0,20,,paid\n1,,,p2,1,0,,,\n2,y,2026-05-01,p1,1,0,0,,paid\n3,z,2026-05-01,p1,1,9,9,,paid\n")
    assert money(shop) == [["1", 20, 0, 20, 2], ["3", 9, 0, 9, 1]]
    assert lines(shop) == [["1", 10, True], ["1", 10, True], ["2", 0, False], ["3", 9, True]]


def test_amounts_are_rounded_once_per_order_and_its_lines_share_the_cents(shop):
    imported = mapped(
        shop,
        "  lines: {grain: line, columns: {order_id: o, ordered_at: d, product_id: p, line_paid: a}, decimal: point}\n",
        lines="o,d,p,a\n" + "".join(f"1,2026-05-01,p{n},10.005\n" for n in range(100)) + "2,2026-05-01,p,1.004\n",
    )
    assert money(shop) == [["1", 1000.5, 0, 1000.5, 100], ["2", 1, 0, 1, 1]]
    paid = [row[1] for row in lines(shop) if row[0] == "1"]
    assert sorted(set(paid)) == [10, 10.01]
    assert sum(paid) == pytest.approx(1000.5, abs=1e-9)
    assert any("1 orders" in note and "1.004" in note and "1.00;" in note for note in imported.notes)


def test_an_order_whose_amount_stands_on_a_row_that_cannot_be_read_is_left_out_whole(shop):
    imported = mapped(shop, LINES, lines=HEAD + "1,x,2026-05-01,p1,1,60,7o,,paid\n1,,,p2,1,10,,,\n2,y,2026-05-01,p2,1,10,10,,paid\n")
    assert shop.fates(imported) == {"kept": 1, "unreadable gross_paid": 1, "its order is left out": 1}
    assert money(shop) == [["2", 10, 0, 10, 1]]


def test_an_order_without_a_day_on_any_line_is_left_out(shop):
    imported = mapped(shop, LINES, lines=HEAD + "1,x,,p1,1,60,60,,paid\n1,,,p2,1,10,,,\n2,y,2026-05-01,p2,1,10,10,,paid\n")
    assert shop.fates(imported) == {"kept": 1, "no ordered_at": 2}


def test_amounts_that_no_column_holds_are_left_out_without_a_traceback(shop):
    huge = "9" * 18
    rows = f"1,x,2026-05-01,p1,1,{huge},,,paid\n2,x,2026-05-01,p1,{huge},1,,,paid\n3,x,2026-05-01,p1,99999999999,99999999999,,,paid\n"
    sums = "".join(f"4,x,2026-05-01,p{n},1,60000000000,,,paid\n" for n in range(2))
    imported = mapped(shop, LINES, lines=HEAD + rows + sums + "5,y,2026-05-01,p2,1,10,10,,paid\n")
    assert shop.fates(imported)["kept"] == 1
    assert imported.ledger["rows"].sum() == 6
    assert money(shop) == [["5", 10, 0, 10, 1]]


def test_lines_of_a_part_that_was_closed_take_nothing_from_the_part_that_lives(shop):
    mapped(
        shop,
        """
  orders:
    grain: order
    columns: {order_id: o, parent_id: p, customer_id: c, ordered_at: d, gross_paid: a, status: s}
  lines: {grain: line, columns: {order_id: lo, product_id: sku, line_paid: la}}
""",
        orders="o,p,c,d,a,s\n1,P,x,2026-05-01,100,completed\n2,P,x,2026-05-01,40,closed\n",
        lines="lo,sku,la\n1,p1,100\n2,p2,40\n",
    )
    assert money(shop) == [["P", 100, 0, 100, 1]]
    assert lines(shop) == [["P", 100, True], ["P", 0, False]]


def test_a_return_that_names_one_of_two_equal_lines_is_booked_once(shop):
    mapped(
        shop,
        """
  lines: {grain: line, identical_rows: real, columns: {order_id: o, line_id: l, ordered_at: d, product_id: p, line_paid: a}}
  returns: {grain: return, columns: {return_id: r, order_id: ro, line_id: rl, returned_at: rd, amount: ra}}
""",
        lines="o,l,d,p,a\n1,1,2026-05-01,p1,50\n1,1,2026-05-01,p1,50\n",
        returns="r,ro,rl,rd,ra\nr1,1,1,2026-05-03,10\n",
    )
    assert money(shop) == [["1", 100, 10, 90, 2]]
    assert shop.table("returns")[["line_no", "product_id"]].to_numpy().tolist() == [[1, "p1"]]


IN_PARTS = """
  orders:
    grain: order
    columns: {order_id: o, parent_id: p, customer_id: c, ordered_at: d, gross_paid: a, refunded: b, units: u, status: s}
    status: {done: completed, shut: closed}
"""


def test_what_was_given_back_for_a_part_that_was_closed_takes_nothing_from_the_part_that_lives(shop):
    mapped(shop, IN_PARTS, orders="o,p,c,d,a,b,u,s\n11,1,x,2026-05-01,100,,1,done\n12,1,x,2026-05-01,50,50,1,shut\n")
    assert money(shop) == [["1", 100, 0, 100, 1]]
    assert back(shop) == []


def test_what_was_given_back_for_a_part_that_lives_is_taken(shop):
    mapped(shop, IN_PARTS, orders="o,p,c,d,a,b,u,s\n11,1,x,2026-05-01,100,20,1,done\n12,1,x,2026-05-01,50,,1,done\n")
    assert money(shop) == [["1", 150, 20, 130, 2]]


@pytest.mark.parametrize(("other", "status", "pieces"), [("3", "done", 5), ("", "done", None), ("", "shut", 2)])
def test_pieces_of_parts_are_known_where_all_that_live_tell_them(shop, other, status, pieces):
    mapped(shop, IN_PARTS, orders=f"o,p,c,d,a,b,u,s\n11,1,x,2026-05-01,100,,2,done\n12,1,x,2026-05-01,50,,{other},{status}\n")
    assert shop.table("orders")["units"].astype(object).where(lambda told: told.notna(), None).tolist() == [pieces]


@pytest.mark.parametrize("negative", ["leave_out", "refund"])
def test_a_total_below_zero_repeated_on_each_line_is_left_out_and_told(shop, negative):
    imported = mapped(
        shop,
        f"  lines: {{grain: line, negative: {negative}, columns: {{order_id: o, ordered_at: d, product_id: p, gross_paid: a}}}}\n",
        lines="o,d,p,a\n1,2026-05-01,p1,90\n1,2026-05-01,p2,90\n2,2026-05-02,p1,-50\n2,2026-05-02,p2,-50\n",
    )
    assert shop.fates(imported) == {"kept": 2, "amount below zero": 2}
    assert shop.table("orders")[["order_id", "gross_paid"]].to_numpy().tolist() == [["1", 90]]
