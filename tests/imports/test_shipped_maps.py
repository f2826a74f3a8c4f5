"""The maps of platforms that come with the package: a folder of invented rows for each, with what its exports are known for, counted by hand."""

import json

from retention.imports import FACTS, ledger_lines
from tests.imports.exports import export
from tests.imports.mapped import back, lines, money


def customers(shop) -> dict[str, str]:
    """Order → a letter for its customer in the order of orders; guests' have none."""
    bought = shop.table("orders").sort_values("order_id")
    bought = bought[bought["customer_id"].notna()]
    letters = {who: chr(ord("a") + n) for n, who in enumerate(dict.fromkeys(bought["customer_id"]))}
    return dict(zip(bought["order_id"], bought["customer_id"].map(letters), strict=True))


def why_not(shop) -> dict[str, str]:
    """Orders that do not count, and why."""
    orders = shop.table("orders")
    left = orders[~orders["counts"]]
    return dict(zip(left["order_id"], left["why_not"], strict=True))


def knows(shop) -> dict:
    """What the import kept of what the map's files can tell."""
    (told,) = json.loads((shop.data / "tables" / FACTS).read_text(encoding="utf-8"))["knows"]
    return {name: told[name] for name in ("customer", "refunds", "times")}


def said(imported, part: str) -> list[str]:
    return [line for line in ledger_lines(imported) if part in line]


# -- China ------------------------------------------------------------------------------------------


def taobao_orders(shop, what="taobao orders 2019", paid="买家实际支付金额"):
    same = {"订单状态": "交易成功", "订单创建时间": "2026/5/1 22:02", "订单付款时间 ": "2026-05-01 22:03:11"}
    rows = [
        same | {"订单编号": '="35153131473293571"', "买家会员名": "小美", paid: "110.00", "买家应付邮费": "10.00", "联系手机": "'13900000001"},
        same | {"订单编号": '="35153131473293572"', "买家会员名": "小美", paid: "50.00"},
        same | {"订单编号": '="35153131473293573"', "买家会员名": "大壮", paid: "80.00", "订单状态": "卖家已发货，等待买家确认"},
        same | {"订单编号": '="35153131473293574"', "买家会员名": "大壮", paid: "0.00", "订单状态": "等待买家付款", "订单付款时间 ": "0000-00-00"},
        same | {"订单编号": '="35153131473293575"', "买家会员名": "大壮", paid: "60.00", "订单状态": "交易关闭"},
        same | {"订单编号": '="35153131473293576"', "买家会员名": "t**3", paid: "20.00", "订单状态": "买家已付款,等待卖家发货"},
        same | {"订单编号": '="35153131473293577"', "买家会员名": "大壮", paid: "5.00"},
    ]
    back = ["30.00", "无退款申请", "0.00", "", "60.00", "", ""]
    if what != "taobao orders 2016":
        rows = [row | {"退款金额": refunded} for row, refunded in zip(rows, back, strict=True)]
    return export(shop.raw, what, *rows, encoding="gb18030")


def taobao_items(shop):
    def item(order, code, title, price, pieces):
        told = {"订单编号": f'="3515313147329357{order}"', "商家编码": code, "标题": title, "价格": price, "购买数量": pieces, "订单状态": "交易成功"}
        return told | {"外部系统编号": f"外{title}"}

    rows = [item(1, "p1", "连衣裙", 60, 2), item(1, "p2", "腰带", 20, 1), item(2, "", "衬衫", 50, 1), item(7, "", "补差价专拍", 1, 5)]
    return export(shop.raw, "taobao items", *rows, encoding="gb18030")


def in_short(told: list[list]) -> list[list]:
    """Numbers of orders by their last sign."""
    return [[row[0][-1], *row[1:]] for row in told]


def test_taobao_orders_with_items_and_refunds_of_the_order(shop):
    taobao_orders(shop), taobao_items(shop)
    imported = shop.run()
    assert imported.map == "taobao"
    assert in_short(money(shop)) == [["1", 100, 30, 70, 3], ["2", 50, 0, 50, 1], ["3", 80, 0, 80, 1], ["6", 20, 0, 20, 1]]
    # 140.00 by the items, 110.00 less postage by the order: 120/140 and 20/140 of it.
    assert in_short(lines(shop))[:2] == [["1", 85.71, True], ["1", 14.29, True]]
    orders = shop.table("orders").sort_values("order_id")
    assert orders["discount"].tolist()[:3] == [40, 0, 0]
    assert in_short([[order, who] for order, who in customers(shop).items()]) == [["1", "a"], ["2", "a"], *([n, "b"] for n in "3457")]
    assert dict(in_short([[order, why] for order, why in why_not(shop).items()])) == {
        "4": "unpaid", "5": "closed", "7": "price difference or postage"}  # fmt: skip
    assert set(shop.table("order_lines")["product_id"]) == {"p1", "p2", "外衬衫", "外补差价专拍"}
    assert knows(shop) == {"customer": "id", "refunds": "order", "times": "minute"}
    assert said(imported, "t**3") == []
    assert said(imported, "masked customer in '买家会员名'")
    assert said(imported, "taken by their words: 买家已付款,等待卖家发货 = paid")


def test_taobao_generations_are_one_shop(shop):
    for what in ("taobao orders 2016", "taobao orders 2017", "taobao orders 2019", "taobao orders 2021"):
        taobao_orders(shop, what)
    shop.run()
    assert [row[:2] for row in in_short(money(shop))] == [["1", 100], ["2", 50], ["3", 80], ["6", 20], ["7", 5]]


def test_taobao_refunds_that_succeeded_go_before_the_orders_own_column(shop):
    taobao_orders(shop)
    same = {"退款的申请时间": "2026-05-04 10:00:00", "售中或售后": "售后", "退款完结时间": "2026-05-09 10:00:00"}
    refunds = [
        same | {"退款编号": "r1", "订单编号": "35153131473293571", "退款状态": "退款成功", "买家退款金额": "25.00", "买家退款原因": "尺码不合适"},
        same | {"退款编号": "r2", "订单编号": "35153131473293572", "退款状态": "退款关闭", "买家退款金额": "50.00"},
        same
        | {
            "退款编号": "r3",
            "订单编号": "35153131473293573",
            "退款状态": "买家已经退货，等待卖家确认收货",
            "买家退款金额": "80.00",
            "售中或售后": "售中",
        },
    ]
    export(shop.raw, "taobao refunds a", *refunds, encoding="gb18030")
    imported = shop.run()
    assert in_short([row[:4] for row in money(shop)]) == [["1", 100, 25, 75], ["2", 50, 0, 50], ["3", 80, 0, 80], ["6", 20, 0, 20], ["7", 5, 0, 5]]
    told = shop.table("returns").set_index("return_id")
    assert told.loc[["r1", "r2", "r3"], "status"].tolist() == ["settled", "cancelled", "open"]
    assert told.loc[["r1", "r3"], "stage"].tolist() == ["after_delivery", "unknown"]
    assert (str(told.loc["r1", "returned_on"])[:10], told.loc["r1", "reason"]) == ("2026-05-04", "尺码不合适")
    assert knows(shop)["refunds"] == "settled"
    assert said(imported, "asked for 130.00) took no money off")


def test_taobao_refunds_of_today_give_what_the_buyer_got(shop):
    taobao_orders(shop)
    same = {"退款申请时间": "2026-05-04 10:00:00", "退款状态": "退款成功", "售后类型": "退货退款"}
    rows = [
        same | {"退款编号": "r1", "订单编号": "35153131473293571", "买家退款金额": "40", "退款总额": "40", "退给买家金额": "33", "退给平台金额": "7"}
    ]
    export(shop.raw, "taobao refunds c", *rows)
    shop.run()
    assert in_short(money(shop))[0][:4] == ["1", 100, 33, 67]


def test_taobao_sub_orders_of_today_have_no_buyer(shop):
    same = {"订单创建时间": "2026-05-01 22:02:00", "订单付款时间": "2026-05-01 22:03:00", "订单状态": "交易成功", "退款金额": "无退款申请"}
    rows = [
        same | {"子订单编号": "11", "主订单编号": "1", "商品标题": "连衣裙", "商品价格": "60", "购买数量": "2",
                "买家实付金额": "110.00", "商品ID": "p1"},
        same | {"子订单编号": "12", "主订单编号": "1", "商品标题": "腰带", "商品价格": "20", "购买数量": "1",
                "买家实付金额": "15.00", "订单状态": "交易关闭", "退款金额": "15.00"},
        same | {"子订单编号": "21", "主订单编号": "2", "商品标题": "衬衫", "商品价格": "50", "购买数量": "1",
                "买家实付金额": "50.00", "退款金额": "20.00"},
    ]  # fmt: skip
    export(shop.raw, "taobao sub-orders 2025", *rows)
    shop.run()
    assert money(shop) == [["1", 110, 0, 110, 2], ["2", 50, 20, 30, 1]]
    assert customers(shop) == {}
    assert knows(shop) == {"customer": "none", "refunds": "order", "times": "minute"}


def jd_files(shop):
    """Two orders of Ann, the second called off, one of Bob; a settled refund below a row of groups."""
    same = {"订单号": "1", "下单帐号": "jd_ann", "下单时间": "2026-05-01 10:00:00", "付款确认时间": "2026-05-01 10:01:00", "订单状态": "完成",
            "订单金额": "100.00", "结算金额": "90.00", "应付金额": "75.00", "余额支付": "20.00", "运费金额": "5.00"}  # fmt: skip
    rows = [
        same | {"商品ID": "p1", "商品名称": "茶壶", "订购数量": 2, "京东价": "30.00"},
        same | {"商品ID": "p2", "商品名称": "茶杯", "订购数量": 1, "京东价": "40.00"},
        same | {"订单号": "2", "订单金额": "40", "应付金额": "40", "余额支付": "", "商品ID": "p2", "订购数量": 1,
                "京东价": "40", "订单状态": "(删除)等待出库"},
        same | {"订单号": "3", "订单金额": "40", "应付金额": "40", "余额支付": "0", "商品ID": "p2", "订购数量": 1,
                "京东价": "40", "订单状态": "等待确认收货",
                "下单帐号": "jd_bob"},
    ]  # fmt: skip
    export(shop.raw, "jd orders", *rows, encoding="gb18030", end="\t")
    groups = "申请信息,,,,,审核信息,,,\n"
    refund = {
        "服务单号": "'88",
        "订单号": "'1",
        "商品编号": "p2",
        "客户期望": "退货",
        "一级申请原因": "质量问题",
        "审核时间": "2026-05-09 10:00:00",
        "退款金额": "38.00",
    }
    export(shop.raw, "jd after-sales", refund, refund | {"服务单号": "'89", "客户期望": "换货"}, above=groups)


def test_jd_repeats_the_orders_amount_on_each_article(shop):
    jd_files(shop)
    shop.run()
    assert money(shop) == [["1", 90, 38, 52, 3], ["3", 35, 0, 35, 1]]
    assert lines(shop)[:2] == [["1", 54, True], ["1", 36, True]]
    assert why_not(shop) == {"2": "closed"}
    assert customers(shop) == {"1": "a", "2": "a", "3": "b"}
    orders = shop.table("orders").set_index("order_id")
    assert (orders.loc["1", "shipping"], orders.loc["1", "list_amount"], orders.loc["1", "discount"]) == (5, 100, 10)
    assert shop.table("returns")[["order_id", "amount", "kind", "reason"]].to_numpy().tolist() == [["1", 38, "退货", "质量问题"]]
    assert knows(shop) == {"customer": "id", "refunds": "settled", "times": "minute"}


DOUYIN = {
    "订单提交时间": "2026-05-01 08:00:00",
    "订单状态": "已完成",
    "收件人": "##Zm9v##",
    "收件人手机号": "$$YmFy$$",
    "商家编码": "c1",
    "运费": "0.00",
}


def douyin_rows(one_piece: str = "") -> list[dict]:
    """An order of two sub-orders, one of them closed; one never paid; one on its way that has been given back in part."""
    price = {one_piece: "50.00"} if one_piece else {}
    return [
        {**DOUYIN, **price, "主订单编号": "\tm1", "子订单编号": "\ts1", "选购商品": "茶壶", "商品数量": 2,
         "订单应付金额": "95.00", "售后状态": "退款成功"},
        {**DOUYIN, **price, "主订单编号": "\tm1", "子订单编号": "\ts2", "选购商品": "茶杯", "商品数量": 1,
         "订单应付金额": "30.00", "订单状态": "已关闭", "商家编码": "c2"},
        {**DOUYIN, **price, "主订单编号": "\tm2", "子订单编号": "\ts3", "选购商品": "茶壶", "商品数量": 1,
         "订单应付金额": "50.00", "订单状态": "待支付", "售后状态": "-"},
        {**DOUYIN, **price, "主订单编号": "\tm3", "子订单编号": "\ts4", "选购商品": "茶壶", "商品数量": 1,
         "订单应付金额": "50.00", "订单状态": "已发货", "售后状态": "-"},
    ]  # fmt: skip


def test_douyin_has_no_buyer_and_says_so_of_each_generation(shop):
    for what, price in (("douyin orders 21", ""), ("douyin orders 73", "商品单价"), ("douyin orders 75", "商品金额")):
        for old in shop.raw.glob("*.csv"):
            old.unlink()
        export(shop.raw, what, *douyin_rows(price), encoding="utf-8-sig")
        imported = shop.run()
        assert money(shop) == [["m1", 95, 0, 95, 2], ["m3", 50, 0, 50, 1]]
        assert customers(shop) == {}
        assert why_not(shop) == {"m2": "unpaid"}
        assert shop.table("orders")["refunded"].isna().all()
        assert knows(shop) == {"customer": "none", "refunds": "none", "times": "minute"}
        assert said(imported, "CHECK: ") == [
            f"CHECK: {what.replace(' ', '_')}.csv: 1 rows say in '售后状态' that something was given back, and no file tells how much. "
            "Add the export of after-sales"
        ]
        assert shop.table("order_lines")["list_price"].notna().all() == bool(price)
        assert set(shop.table("order_lines")["product_id"]) == {"c1", "c2"}


def test_douyin_after_sales_are_money_where_they_succeeded(shop):
    export(shop.raw, "douyin orders 75", *douyin_rows("商品金额"), encoding="utf-8-sig")
    same = {
        "订单号": "\tm1",
        "商品单号": "\ts1",
        "售后申请时间": "2026-05-06 08:00:00",
        "商品发货状态": "已发货",
        "售后类型": "退货退款",
        "售后原因": "不喜欢",
    }
    refunds = [
        same | {"售后单号": "\tf1", "售后状态": "同意退款，退款成功", "退商品金额（元）": "20.00", "退运费金额（元）": "2.00"},
        same | {"售后单号": "\tf2", "售后状态": "售后关闭", "退商品金额（元）": "75.00"},
        same | {"售后单号": "\tf3", "售后状态": "换货成功", "退商品金额（元）": "0.00"},
        same
        | {"售后单号": "\tf4", "订单号": "\tm3", "商品单号": "\ts4", "售后状态": "待商家处理", "退商品金额（元）": "50.00", "商品发货状态": "未发货"},
    ]
    export(shop.raw, "douyin after-sales", *refunds, encoding="utf-8-sig")
    imported = shop.run()
    # Postage stands apart on both sides: it is neither paid for the goods nor given back for them.
    assert money(shop) == [["m1", 95, 20, 75, 2], ["m3", 50, 0, 50, 1]]
    assert [row[:2] + row[3:4] for row in back(shop)] == [["m1", 20, "settled"], ["m1", 0, "cancelled"], ["m1", 0, "cancelled"], ["m3", 0, "open"]]
    assert shop.table("returns").set_index("return_id")["stage"].to_dict() == {
        **dict.fromkeys(["f1", "f2", "f3"], "after_delivery"),
        "f4": "before_dispatch",
    }
    assert shop.table("order_lines")["refunded"].tolist() == [20, 0, 0, 0]
    assert knows(shop) == {"customer": "none", "refunds": "settled", "times": "minute"}
    assert said(imported, "CHECK: ") == []


def pinduoduo_files(shop):
    """Five orders: completed, given back before and after dispatch, on its way, called off."""
    same = {"订单成交时间": "2026-05-01 08:00:00", "商品": "茶壶", "商品数量(件)": 2, "商品id": "p1", "商品总价(元)": "60.00", "邮费(元)": "0",
            "店铺优惠折扣(元)": "5.00", "平台优惠折扣(元)": "3.00", "用户实付金额(元)": "52.00",
            "商家实收金额(元)": "55.00", "售后状态": "无售后或售后取消"}  # fmt: skip
    rows = [
        same | {"订单号": "1", "订单状态": "已收货"},
        same | {"订单号": "2", "订单状态": "未发货，退款成功", "售后状态": "退款成功"},
        same | {"订单号": "3", "订单状态": "已发货，退款成功", "售后状态": "退款成功"},
        same | {"订单号": "4", "订单状态": "已发货，待签收"},
        same | {"订单号": "5", "订单状态": "已取消", "订单成交时间": "2026-05-02 08:00:00"},
    ]
    export(shop.raw, "pinduoduo orders", *rows, end="\t")


def test_pinduoduo_takes_what_the_buyer_paid(shop):
    pinduoduo_files(shop)
    imported = shop.run()
    assert money(shop) == [["1", 52, 0, 52, 2], ["3", 52, 52, 0, 2], ["4", 52, 0, 52, 2]]
    assert why_not(shop) == {"2": "closed", "5": "closed"}
    assert shop.table("orders").set_index("order_id").loc["1", "discount"] == 8
    assert knows(shop) == {"customer": "none", "refunds": "whole", "times": "minute"}
    assert said(imported, "CHECK: ") == []

    same = {"申请时间": "2026-05-08 08:00:00", "交易金额": "52.00", "退款类型": "仅退款"}
    refunds = [
        same | {"售后编号": "a", "订单编号": "1", "售后状态": "退款成功", "退款金额": "12.00"},
        same | {"售后编号": "b", "订单编号": "4", "售后状态": "已撤销", "退款金额": "52.00"},
        same | {"售后编号": "c", "订单编号": "3", "售后状态": "退款成功", "退款金额": "52.00"},
    ]
    export(shop.raw, "pinduoduo after-sales", *refunds, end="\t")
    imported = shop.run()
    assert money(shop) == [["1", 52, 12, 40, 2], ["3", 52, 52, 0, 2], ["4", 52, 0, 52, 2]]
    assert (knows(shop)["refunds"], said(imported, "CHECK: ")) == ("settled", [])


def youzan_files(shop):
    """Five orders of three telephones, one masked; three customers, one a member."""
    same = {
        "订单状态": "交易完成",
        "订单创建时间": "2026-05-01 08:00:00",
        "买家付款时间": "2026-05-01 08:01:00",
        "销售渠道": "小程序",
        "归属店铺": "总店",
        "运费": "6.00",
    }
    rows = [
        same | {"订单号": "E1", "买家手机号": "13800000001", "订单实付金额": "106.00", "订单已退款金额": "30.00"},
        same | {"订单号": "E2", "买家手机号": "+86 138 0000 0001", "订单实付金额": "56.00", "订单已退款金额": "0.00"},
        same | {"订单号": "E3", "买家手机号": "186******05", "订单实付金额": "20.00"},
        same | {"订单号": "E4", "买家手机号": "13800000002", "订单实付金额": "40.00", "订单状态": "交易关闭"},
        same | {"订单号": "E5", "买家手机号": "13800000002", "订单实付金额": "44.00", "订单状态": "待发货"},
    ]
    export(shop.raw, "youzan orders", *rows)
    same = {"成为客户时间": "2025-01-02 10:00:00", "客户性别": "女", "是否会员": "是", "成为会员时间": "2025-02-03 10:00:00", "免费等级": "VIP1"}
    people = [
        same | {"客户手机号": "13800000001", "客户姓名": "林小美", "客户积分": "120", "客户生日": "1990-02-03"},
        same | {"客户手机号": "13800000002", "客户姓名": "", "客户昵称": "大壮", "是否会员": "否", "成为会员时间": "", "客户性别": "其他"},
        same | {"客户手机号": "186******05", "客户姓名": "无名", "是否会员": "否"},
    ]
    export(shop.raw, "youzan customers", *people)


def test_youzan_orders_and_customers_are_one_by_their_telephone(shop):
    youzan_files(shop)
    imported = shop.run()
    assert money(shop) == [["E1", 100, 30, 70, 1], ["E2", 50, 0, 50, 1], ["E3", 14, 0, 14, 1], ["E5", 38, 0, 38, 1]]
    assert customers(shop) == {"E1": "a", "E2": "a", "E4": "b", "E5": "b"}
    assert set(shop.table("customers")["name"].dropna()) == {"林小美", "大壮"}
    assert set(shop.table("customers")["customer_id"]) == set(shop.table("orders")["customer_id"].dropna())
    assert shop.table("memberships")[["points", "tier"]].to_numpy().tolist() == [[120, "VIP1"]]
    assert knows(shop) == {"customer": "contact", "refunds": "order", "times": "minute"}
    assert imported.map == "youzan"


# -- the West ---------------------------------------------------------------------------------------


def shopify_rows() -> list[dict]:
    """Three orders of Ann, one by telephone only, one called off, one given back as a whole, one never paid."""
    first = {"Financial Status": "paid", "Currency": "EUR", "Source": "web", "Lineitem quantity": 1, "Lineitem price": "30.00", "Lineitem sku": "s1"}
    return [
        first | {"Name": "#1001", "Email": "Ann@Example.org", "Created at": "2026-04-30 23:30:00 -0400", "Total": "75.00", "Shipping": "5.00",
                 "Discount Code": "SPRING", "Discount Amount": "10.00", "Refunded Amount": "20.00", "Financial Status": "partially_refunded",
                 "Lineitem quantity": 2, "Lineitem name": "Pot", "Billing Zip": "'02134"},
        {"Name": "#1001", "Lineitem quantity": 1, "Lineitem price": "20.00", "Lineitem sku": "", "Lineitem name": "Cup"},
        first | {"Name": "#1002", "Email": "ann@example.org", "Created at": "2026-05-03 10:00:00 +0200", "Total": "30.00", "Refunded Amount": "0.00"},
        first | {"Name": "#1003", "Phone": "'+491701234567", "Created at": "2026-05-04 10:00:00 +0200", "Total": "30.00"},
        first | {"Name": "#1004", "Email": "bob@example.org", "Created at": "2026-05-04 11:00:00 +0200", "Total": "30.00",
                 "Cancelled at": "2026-05-05 10:00:00 +0200", "Financial Status": "voided"},
        first | {"Name": "#1005", "Email": "bob@example.org", "Created at": "2026-05-05 11:00:00 +0200", "Total": "30.00", "Refunded Amount": "30.00",
                 "Financial Status": "refunded"},
        first | {"Name": "#1006", "Email": "bob@example.org", "Created at": "2026-05-06 11:00:00 +0200",
                 "Total": "30.00", "Financial Status": "pending"},
    ]  # fmt: skip


def shopify_files(shop):
    """The orders of `shopify_rows`, and two customers."""
    export(shop.raw, "shopify orders", *shopify_rows(), encoding="utf-8-sig")
    people = [
        {"Customer ID": "'7001", "First Name": "Ann", "Last Name": "Lee", "Email": "ann@example.org", "Accepts Email Marketing": "yes"},
        {"Customer ID": "'7002", "First Name": "Max", "Last Name": "", "Email": "", "Phone": "'+491701234567", "Accepts Email Marketing": "no"},
    ]
    export(shop.raw, "shopify customers", *people)


def test_shopify_orders_and_customers(shop):
    shopify_files(shop)
    imported = shop.run(time_zone="Europe/Berlin")
    assert money(shop) == [["#1001", 70, 20, 50, 3], ["#1002", 30, 0, 30, 1], ["#1003", 30, 0, 30, 1], ["#1005", 30, 30, 0, 1]]
    assert lines(shop)[:2] == [["#1001", 52.5, True], ["#1001", 17.5, True]]
    assert shop.table("order_lines").sort_values(["order_id", "line_no"])["product_id"].tolist()[:2] == ["s1", "Cup"]
    assert customers(shop) == {"#1001": "a", "#1002": "a", "#1003": "b", "#1004": "c", "#1005": "c", "#1006": "c"}
    assert why_not(shop) == {"#1004": "closed", "#1006": "unpaid"}
    orders = shop.table("orders").set_index("order_id")
    assert (str(orders.loc["#1001", "ordered_at"]), str(orders.loc["#1001", "ordered_on"])[:10]) == ("2026-05-01 03:30:00", "2026-05-01")
    assert orders.loc["#1001", "shipping"] == 5
    assert set(shop.table("customers")["name"]) == {"Ann Lee", "Max"}
    assert imported.currency == "EUR"
    assert knows(shop) == {"customer": "contact", "refunds": "order", "times": "minute"}


def test_shopify_transactions_tell_the_day_of_a_refund(shop):
    export(shop.raw, "shopify orders", *shopify_rows())
    same = {"Order": "450789469", "Gateway": "paypal", "Status": "success", "Currency": "EUR"}
    told = [
        same | {"Name": "#1001", "Kind": "sale", "Created At": "2026-05-01 10:00:00 +0200", "Amount": "75.00"},
        same | {"Name": "#1001", "Kind": "refund", "Created At": "2026-05-11 10:00:00 +0200", "Amount": "15.00"},
        same | {"Name": "#1001", "Kind": "refund", "Created At": "2026-05-12 10:00:00 +0200", "Amount": "5.00"},
        same | {"Name": "#1002", "Kind": "refund", "Created At": "2026-05-12 10:00:00 +0200", "Amount": "30.00", "Status": "failure"},
    ]
    export(shop.raw, "shopify transactions", *told)
    shop.run(time_zone="Europe/Berlin")
    assert [row[:4] for row in money(shop)][:2] == [["#1001", 70, 20, 50], ["#1002", 30, 0, 30]]
    booked = shop.table("returns").sort_values("returned_on")
    assert booked.loc[booked["order_id"] == "#1001", "returned_on"].astype(str).str[:10].tolist() == ["2026-05-11", "2026-05-12"]
    assert knows(shop)["refunds"] == "settled"


def woocommerce_rows(days: list[str]) -> list[dict]:
    same = {"status": "completed", "order_shipping": "5.00", "order_item_1": "product_id:4959|1|30|size: Medium", "billing_email": "ann@example.org"}
    return [
        same | {"order_id": "9001", "order_number": "1", "date": days[0], "order_total": "65.00", "order_item_2": "product_id:17|2|30|"},
        same
        | {
            "order_id": "9002",
            "order_number": "2",
            "date": days[1],
            "order_total": "35.00",
            "status": "refunded",
            "billing_email": "bob@example.org",
        },
        same | {"order_id": "9003", "order_number": "3", "date": days[1], "order_total": "35.00", "status": "on-hold"},
        same
        | {
            "order_id": "9004",
            "order_number": "4",
            "date": days[1],
            "order_total": "35.00",
            "billing_email": "ANN@example.org",
            "status": "wc-processing",
        },
    ]


def test_woocommerce_unpacks_the_goods_of_an_order(shop):
    export(shop.raw, "woocommerce plugin", *woocommerce_rows(["4/30/2026 10:00", "5/4/2026 12:30"]))
    shop.run(currency="USD", time_zone="America/New_York")
    assert money(shop) == [["1", 60, 0, 60, 3], ["2", 30, 30, 0, 1], ["4", 30, 0, 30, 1]]
    assert shop.table("order_lines").sort_values(["order_id", "line_no"])["product_id"].tolist()[:2] == ["4959", "17"]
    assert customers(shop) == {"1": "a", "2": "b", "3": "a", "4": "a"}
    assert shop.table("orders").set_index("order_id")["ordered_on"].astype(str).str[:10].to_dict() == {
        "1": "2026-04-30", "2": "2026-05-04", "3": "2026-05-04", "4": "2026-05-04"}  # fmt: skip
    assert knows(shop) == {"customer": "contact", "refunds": "whole", "times": "minute"}


def test_woocommerce_keeps_postage_apart_with_its_tax(shop):
    row = {"order_id": "5", "order_number": "5", "date": "2026-03-14", "status": "completed", "billing_email": "a@example.org", "order_tax": "20",
           "order_shipping": "10", "order_shipping_tax": "2", "order_total": "132", "order_item_1": "product_id:4959|1|100|size: M"}  # fmt: skip
    export(shop.raw, "woocommerce plugin", row)
    shop.run(currency="USD", time_zone="America/New_York")
    assert shop.table("orders")[["gross_paid", "shipping"]].to_numpy().tolist() == [[120, 12]]


def test_woocommerce_analytics_have_no_customer_and_net_sales(shop):
    same = {"Date": "2026-05-01 10:00:00", "Status": "completed", "Customer": "Ann Lee", "Customer type": "returning"}
    rows = [
        same | {"Order #": "1", "Product(s)": "2× Shirt, 1× Skirt", "Items sold": 3, "Net Sales": "60.00"},
        same | {"Order #": "2", "Product(s)": "1× Skirt", "Items sold": 1, "Net Sales": "20.00", "Status": "cancelled"},
    ]
    export(shop.raw, "woocommerce analytics", *rows)
    shop.run(currency="EUR", time_zone="Europe/Berlin")
    assert money(shop) == [["1", 60, 0, 60, 3]]
    assert shop.table("order_lines")[["product_name", "quantity"]].to_numpy().tolist()[:2] == [["Shirt", 2], ["Skirt", 1]]
    assert customers(shop) == {}
    assert knows(shop) == {"customer": "none", "refunds": "net", "times": "minute"}
