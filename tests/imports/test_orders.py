"""Which orders count, and what their money is (METHODS §1), on rows made by hand in the sample shop's layout."""

import pytest

from retention.imports.answers import Answers
from retention.tables import DataProblem

ORDERS = "订单编号,主订单编号,客户编号,渠道,下单时间,付款时间,发货时间,完成时间,订单状态,订单类型,商品总价,实付金额,运费,备注\n"
LINES = "订单编号,行号,商品编码,商品名称,数量,吊牌价,实付金额\n"
RETURNS = "退款编号,订单编号,行号,商品编码,申请时间,退款阶段,售后类型,数量,退款金额,退款原因\n"


def order(number, customer="k1", at="2026-05-01 10:00:00", status="交易成功", kind="普通", listed=500, paid=400, parent=""):
    return f'="{number}",{parent},{customer},天猫,{at},{at},,,{status},{kind},{listed},{paid},0,\n'


def line(number, n=1, name="连衣裙", quantity=1, listed=500, paid=400):
    return f'="{number}",{n},p{n},{name},{quantity},{listed},{paid}\n'


def refund(number, of, amount, stage="发货后", at="2026-05-09 10:00:00", n=1, kind="退货退款"):
    return f"{number},{of},{n},p{n},{at},{stage},{kind},1,{amount},七天无理由\n"


def imported(shop, orders, lines="", returns=""):
    shop.write("orders.csv", ORDERS + orders, "gb18030")
    if lines:
        shop.write("lines.csv", LINES + lines, "utf-8-sig")
    if returns:
        shop.write("returns.csv", RETURNS + returns, "gb18030")
    shop.run()
    return shop.table("orders").set_index("order_id")


def test_an_order_keeps_what_was_listed_paid_and_given_back(shop):
    orders = imported(shop, order("1"), line("1"), refund("r1", "1", 100))
    row = orders.loc["1"]
    assert row[["list_amount", "discount", "gross_paid", "refunded", "net_paid"]].tolist() == [500, 100, 400, 100, 300]
    assert row["counts"]
    assert row["units"] == 1
    assert shop.table("order_lines")["refunded"].tolist() == [100]


def test_a_guarded_order_number_is_the_number(shop):
    assert imported(shop, order("35153131473293579")).index.tolist() == ["35153131473293579"]


@pytest.mark.parametrize(("status", "why"), [("等待买家付款", "unpaid"), ("交易关闭", "closed")])
def test_unpaid_and_closed_orders_do_not_count(shop, status, why):
    orders = imported(shop, order("1", status=status) + order("2"))
    assert not orders.loc["1", "counts"]
    assert orders.loc["1", "why_not"] == why
    assert orders.loc["2", "counts"]


def test_a_status_nobody_knows_is_left_out_with_its_name(shop):
    shop.write("orders.csv", ORDERS + order("1", status="神秘") + order("2"))
    assert shop.fates(shop.run()) == {"kept": 1, "unknown status '神秘'": 1}


def test_deposit_and_balance_are_one_order(shop):
    rows = order("d1", at="2026-05-20 20:00:00", kind="定金", paid=50, listed=0, parent="D") + order(
        "d2", at="2026-06-01 00:10:00", kind="尾款", paid=350, parent="D"
    )
    orders = imported(shop, rows, line("D"))
    assert orders.index.tolist() == ["D"]
    assert orders.loc["D", "gross_paid"] == 400
    assert str(orders.loc["D", "ordered_on"])[:10] == "2026-05-20"
    assert shop.table("order_lines")["order_id"].tolist() == ["D"]


def own_map(shop, grain, columns):
    columns = ", ".join(f"{field}: {column}" for field, column in columns.items())
    (shop.raw / "map.yaml").write_text(f"name: own\nsources:\n  rows:\n    grain: {grain}\n    columns: {{{columns}}}\n", encoding="utf-8")
    return str(shop.raw / "map.yaml")


LINE_MAP = {"order_id": "o", "parent_id": "p", "customer_id": "c", "ordered_at": "d", "product_id": "sku", "line_paid": "a"}


@pytest.mark.parametrize("parents", [("P", ""), ("", "P"), ("P", "P"), ("P", "Q"), ("o1", "")])
def test_lines_whose_parent_is_told_here_and_there_count_once(shop, parents):
    shop.write("a.csv", "o,p,c,d,sku,a\n" + "".join(f"o1,{p},x,2026-05-01,s{n},10\n" for n, p in enumerate(parents)))
    imported = shop.run(map=own_map(shop, "line", LINE_MAP))
    assert shop.fates(imported) == {"kept": 2}
    assert shop.table("orders")[["order_id", "gross_paid"]].to_numpy().tolist() == [["o1" if parents[0] == "o1" else "P", 20]]
    assert shop.table("order_lines")["line_no"].tolist() == [1, 2]
    assert imported.ledger["rows"].sum() == 2


@pytest.mark.parametrize("rows", ["123", "321", "213"])
def test_a_parent_that_has_a_parent_is_one_order_with_both(shop, rows):
    written = {"1": "o1,,x,2026-05-01,10,1\n", "2": "o2,o1,x,2026-05-02,20,1\n", "3": "o3,o2,x,2026-05-03,30,1\n"}
    shop.write("a.csv", "o,p,c,d,a,u\n" + "".join(written[row] for row in rows) + "o3,,x,2026-05-09,-5,1\n")
    columns = {"order_id": "o", "parent_id": "p", "customer_id": "c", "ordered_at": "d", "gross_paid": "a", "units": "u"}
    path = own_map(shop, "order", columns)
    with open(path, "a", encoding="utf-8") as handle:
        handle.write("    negative: refund\n")
    shop.run(map=path)
    assert shop.table("orders")[["order_id", "gross_paid", "refunded", "units"]].to_numpy().tolist() == [["o1", 60, 5, 3]]
    assert shop.table("returns")["found_by"].tolist() == ["named"]


def test_orders_that_name_each_other_as_parent_are_one(shop):
    shop.write("a.csv", "o,p,c,d,a\no1,o2,x,2026-05-01,10\no2,o3,x,2026-05-02,20\no3,o1,x,2026-05-03,30\no4,o1,x,2026-05-03,1\n")
    shop.run(map=own_map(shop, "order", {"order_id": "o", "parent_id": "p", "customer_id": "c", "ordered_at": "d", "gross_paid": "a"}))
    assert shop.table("orders")[["order_id", "gross_paid"]].to_numpy().tolist() == [["o1", 61]]


def test_lines_and_orders_agree_on_the_parent_though_only_one_of_them_tells_it(shop):
    orders = imported(
        shop, order("1", parent="9", paid=400) + order("2", parent="9", paid=100), line("1") + line("2", paid=100) + line("9", n=3, paid=0)
    )
    assert orders.index.tolist() == ["9"]
    assert shop.table("order_lines")["order_id"].tolist() == ["9"] * 3


def test_a_balance_never_paid_leaves_the_deposit_alone(shop):
    rows = order("d1", kind="定金", paid=50, listed=0, parent="D") + order("d2", kind="尾款", paid=350, parent="D", status="交易关闭")
    assert imported(shop, rows).loc["D", "gross_paid"] == 50


def test_orders_at_one_moment_are_never_merged_by_time(shop):
    assert len(imported(shop, order("1") + order("2"))) == 2


def test_a_price_difference_link_is_no_order_and_no_goods(shop):
    orders = imported(
        shop,
        order("1", paid=10, listed=10) + order("2", paid=410),
        line("1", name="补差价专拍", paid=10, listed=10) + line("2") + line("2", n=2, name="邮费", paid=10, listed=10),
    )
    assert orders.loc["1", "why_not"] == "price difference or postage"
    assert orders.loc["2", "counts"]
    assert orders.loc["2", "units"] == 1


def test_gifts_staff_orders_and_replacements_are_no_orders(shop):
    orders = imported(
        shop,
        order("1", paid=0) + order("2", kind="员工内购") + order("3", kind="换货补发", paid=0) + order("4"),
        line("1", paid=0) + line("2") + line("3", paid=0) + line("4") + line("4", n=2, paid=0),
    )
    assert orders["counts"].tolist() == [False, False, False, True]
    assert orders["why_not"].tolist()[:3] == ["no price", "staff order", "replacement for an exchange"]
    assert orders.loc["4", "units"] == 1


def test_a_refund_before_dispatch_un_counts_the_order_only_when_it_is_whole(shop):
    orders = imported(shop, order("1") + order("2"), line("1") + line("2"), refund("a", "1", 400, "发货前") + refund("b", "2", 399, "发货前"))
    assert orders["why_not"].tolist()[0] == "refunded before dispatch"
    assert orders.loc["2", "counts"]


def test_an_order_wholly_returned_after_delivery_still_counts_and_keeps_nothing(shop):
    row = imported(shop, order("1"), line("1"), refund("a", "1", 400)).loc["1"]
    assert row["counts"]
    assert row["net_paid"] == 0


def test_a_refund_of_an_order_nobody_knows_is_kept_and_booked_to_none(shop):
    imported(shop, order("1"), line("1"), refund("a", "999", 100))
    returns = shop.table("returns")
    assert returns["found_by"].tolist() == ["none"]
    assert returns["order_id"].isna().all()


def test_guests_are_orders_without_customers(shop):
    assert (
        imported(shop, order("1", customer="")).loc["1", "customer_id"] is None or imported(shop, order("1", customer=""))["customer_id"].isna().all()
    )


def test_a_line_of_an_order_nobody_knows_is_left_out(shop):
    shop.write("orders.csv", ORDERS + order("1"))
    shop.write("lines.csv", LINES + line("1") + line("2"))
    assert shop.fates(shop.run()) == {"kept": 2, "unknown order": 1}


@pytest.mark.parametrize("computer", ["UTC", "America/Los_Angeles", "Asia/Tokyo"])
def test_half_past_midnight_and_half_past_eleven_are_on_the_day_of_the_shop(shop, computer, monkeypatch):
    import time

    monkeypatch.setenv("TZ", computer)
    time.tzset()
    try:
        orders = imported(
            shop,
            order("1", at="2025-11-11 00:30:00")
            + order("2", at="2025/11/11 23:30")
            + order("3", at="2025-11-10 23:59:59")
            + order("4", at="2025-11-12 00:00:00"),
        )
    finally:
        monkeypatch.undo()
        time.tzset()
    assert orders["ordered_on"].astype(str).str[:10].tolist() == ["2025-11-11", "2025-11-11", "2025-11-10", "2025-11-12"]
    assert orders["ordered_at"].astype(str).tolist()[:2] == ["2025-11-10 16:30:00", "2025-11-11 15:30:00"]


def test_a_negative_amount_in_a_simple_excel_is_a_refund_that_names_no_order(shop):
    shop.write("orders.csv", "客户,日期,金额\n王芳,2026-05-01,300\n王芳,2026-05-09,-100\n")
    shop.run()
    assert shop.table("orders")["gross_paid"].tolist() == [300]
    assert shop.table("returns")[["customer_id", "amount", "found_by"]].values.tolist() == [["王芳", 100.0, "none"]]


def test_times_with_an_offset_are_turned_to_the_shop_s_day(shop):
    shop.write("orders.csv", "客户,日期,金额\n王芳,2026-05-01 20:00:00 +0200,300\n李娜,2026-05-01T20:00:00Z,10\n")
    shop.run()
    assert shop.table("orders").sort_values("gross_paid")["ordered_on"].astype(str).str[:10].tolist() == ["2026-05-02", "2026-05-02"]


def booked(shop):
    """Refunds in the table of returns, and on orders."""
    return shop.table("returns")["amount"].sum(), shop.table("orders")["refunded"].sum()


def test_a_refund_on_one_of_two_parts_is_booked_once(shop):
    rows = order("c1", kind="定金", paid=150, parent="P") + order("c2", kind="尾款", paid=350, parent="P")
    imported(shop, rows, line("c1", paid=150) + line("c2", paid=350), refund("a", "c1", 100))
    assert booked(shop) == (100, 100)


def test_a_gift_beside_goods_changes_nothing_about_the_goods(shop):
    orders = imported(shop, order("c1", paid=500, parent="P") + order("c2", kind="赠品", paid=0, parent="P"))
    assert orders.loc["P", "counts"]
    assert orders.loc["P", "gross_paid"] == 500


def test_an_order_number_that_stands_twice_in_a_simple_file_is_one_order_with_two_lines(shop):
    shop.write("orders.csv", "order_id,customer,date,amount\nO1,Ann,2026-05-01,100\nO1,Ann,2026-05-01,50\nO2,Bob,2026-05-02,7\n")
    shop.run()
    assert shop.table("orders").set_index("order_id")["gross_paid"].to_dict() == {"O1": 150, "O2": 7}


def test_a_refund_line_that_names_its_order_is_booked_to_it(shop):
    rows = "O1,Ann,2026-05-01,x,100\nO1,Ann,2026-05-01,y,50\nO1,Ann,2026-05-09,x,-100\n"
    shop.write("orders.csv", "order_id,customer,date,product,amount\n" + rows)
    shop.run()
    row = shop.table("orders").iloc[0]
    assert (row["gross_paid"], row["refunded"], row["net_paid"]) == (150, 100, 50)
    assert shop.table("returns")["found_by"].tolist() == ["named"]


def test_dated_lines_beside_an_export_of_orders_do_not_double_the_sales(shop):
    (shop.raw / "map.yaml").write_text(
        "name: own\nsources:\n  orders:\n    grain: order\n    columns: {order_id: o, customer_id: c, ordered_at: d, gross_paid: a}\n"
        "  lines:\n    grain: line\n    columns: {order_id: o, ordered_at: d, product_id: p, line_paid: v}\n",
        encoding="utf-8",
    )
    shop.write("orders.csv", "o,c,d,a\n1,x,2026-05-01,100\n")
    shop.write("lines.csv", "o,d,p,v\n1,2026-05-01,p1,60\n1,2026-05-01,p2,40\n")
    shop.run(map=str(shop.raw / "map.yaml"))
    assert shop.table("orders")["gross_paid"].tolist() == [100]
    assert len(shop.table("order_lines")) == 2


def test_times_of_a_source_in_another_zone_are_turned_to_the_shop_s_day(shop):
    (shop.raw / "map.yaml").write_text(
        "name: own\ntime_zone: Asia/Shanghai\nsources:\n  orders:\n    grain: order\n    time_zone: UTC\n"
        "    columns: {order_id: o, customer_id: c, ordered_at: d, gross_paid: a}\n",
        encoding="utf-8",
    )
    shop.write("orders.csv", "o,c,d,a\n1,x,2025-11-10 16:30,100\n2,y,2025-11-10T16:30:00Z,100\n")
    shop.run(map=str(shop.raw / "map.yaml"))
    assert shop.table("orders")["ordered_on"].astype(str).str[:10].tolist() == ["2025-11-11", "2025-11-11"]


def test_an_own_field_can_name_its_column_without_a_map(shop):
    shop.write("orders.csv", ORDERS + order("1"))
    shop.write("customers.csv", "客户编号,姓名,手机,最爱颜色\nk1,王芳,13900000000,红\n")
    shop.run(fields={"colour_liked": {"kind": "text", "column": "最爱颜色"}})
    assert shop.table("customers")["colour_liked"].tolist() == ["红"]


def test_refunds_without_a_single_order_have_their_sentence(shop):
    shop.write("orders.csv", "客户,日期,金额\nk1,2026-05-01,-5\nk2,2026-05-02,-7\n")
    with pytest.raises(DataProblem, match=r"orders\.csv: not one usable order\. refund: 2 rows, e\.g\. row 2"):
        shop.run()


def test_orders_of_guests_only_are_orders(shop):
    shop.write("orders.csv", "客户,日期,金额\n,2026-05-01,5\n,2026-05-02,7\n")
    shop.run()
    assert shop.table("orders")["customer_id"].isna().all()
    assert shop.table("orders")["counts"].all()


@pytest.mark.parametrize(("head", "paid", "found_by", "net"), [("product", "-10.50", "none", 20), ("sku", "-20", "matched", 0)])
def test_a_refund_line_without_an_order_number_is_booked_or_kept(shop, head, paid, found_by, net):
    shop.write("orders.csv", f"customer,date,{head},amount\na,2026-05-01,s,20\nb,2026-05-02,t,7\na,2026-05-03,s,{paid}\n")
    imported = shop.run(Answers(one_row_is="article"))
    assert shop.fates(imported) == {"kept": 3}
    assert shop.table("returns")[["customer_id", "amount", "found_by"]].to_numpy().tolist() == [["a", -float(paid), found_by]]
    assert shop.table("orders").set_index("customer_id")["net_paid"].to_dict() == {"a": net, "b": 7}


def test_a_refund_line_with_a_number_of_its_own_is_kept(shop):
    rows = "O1,a,2026-05-01,s,20\nO1,a,2026-05-01,t,5\nR1,a,2026-05-03,s,-10.50\nX9,b,2026-05-03,z,-3\n"
    shop.write("orders.csv", "order_id,customer,date,product,amount\n" + rows)
    assert shop.fates(shop.run()) == {"kept": 4}
    assert sorted(shop.table("returns")["amount"]) == [3, 10.5]
