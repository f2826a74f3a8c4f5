"""Further maps that come with the package: invented rows for each, counted by hand."""

from tests.imports.exports import export
from tests.imports.mapped import back, lines, money
from tests.imports.test_shipped_maps import customers, knows, said, why_not


def kuaishou_files(shop):
    """Four orders: given back in part, failed, never paid, on its way."""
    same = {"订单创建时间": "2026-05-01 08:00:00", "商品名称": "茶壶", "商品ID": "p1", "商品单价": "30.00", "成交数量": 2, "快递费": "5.00"}
    rows = [
        same | {"订单号": "1", "订单状态": "交易成功", "实付款": "55.00", "售后状态": "退款成功"},
        same | {"订单号": "2", "订单状态": "交易失败", "实付款": "65.00"},
        same | {"订单号": "3", "订单状态": "待付款", "实付款": "65.00"},
        same | {"订单号": "4", "订单状态": "已发货", "实付款": "65.00"},
    ]
    export(shop.raw, "kuaishou orders", *rows)


def test_kuaishou_orders_of_one_article(shop):
    kuaishou_files(shop)
    imported = shop.run()
    assert money(shop) == [["1", 50, 0, 50, 2], ["4", 60, 0, 60, 2]]
    assert why_not(shop) == {"2": "closed", "3": "unpaid"}
    assert shop.table("orders").set_index("order_id").loc["1", "discount"] == 10
    assert said(imported, "CHECK: kuaishou_orders.csv: 1 rows say in '售后状态'")
    assert knows(shop) == {"customer": "none", "refunds": "none", "times": "minute"}


def xiaohongshu_files(shop):
    """An order of two articles, one called off; returns paid, refused and open."""
    same = {"订单号": "1", "订单创建时间": "2026-05-01 08:00:00", "订单状态": "已完成", "SKU件数": 1}
    amount = "商家应收金额(元)（支付金额）"
    rows = [
        same | {"商品名称": "茶壶", "商品总价(元)": "60.00", amount: "55.00", "商家编码": "c1"},
        same | {"商品名称": "茶杯", "商品总价(元)": "20.00", amount: "18.00", "SKU件数": 2},
        same | {"订单号": "2", "商品名称": "茶杯", "商品总价(元)": "10.00", amount: "10.00", "订单状态": "已取消"},
    ]
    export(shop.raw, "xiaohongshu orders", *rows)
    same = {"订单号": "1", "退货创建时间": "2026-05-06 08:00:00", "售后类型": "仅退款", "原因": "不喜欢"}
    refunds = [
        same | {"售后单号": "a", "申请售后金额(元)": "18.00", "售后状态": "已完成"},
        same | {"售后单号": "b", "申请售后金额(元)": "55.00", "售后状态": "已拒绝"},
        same | {"售后单号": "c", "申请售后金额(元)": "55.00", "售后状态": "待商家处理"},
        same | {"售后单号": "d", "申请售后金额(元)": "55.00", "售后状态": "已完成", "售后类型": "换货"},
    ]
    export(shop.raw, "xiaohongshu returns", *refunds)


def test_xiaohongshu_articles_and_returns_that_ended(shop):
    xiaohongshu_files(shop)
    shop.run()
    assert money(shop) == [["1", 73, 18, 55, 3]]
    assert shop.table("orders").set_index("order_id").loc["1", "list_amount"] == 80
    assert [row[3] for row in back(shop)] == ["settled", "refused", "open"]
    assert set(shop.table("order_lines")["product_id"]) == {"c1", "茶杯"}
    assert knows(shop) == {"customer": "none", "refunds": "settled", "times": "minute"}


def jushuitan_files(shop):
    """Four orders, one merged into another, one sent again."""
    same = {"内部订单号": "11", "线上订单号": "t11", "买家账号": "ann", "订单日期": "2026-05-01 08:00:00", "订单状态": "已发货", "店铺": "天猫店",
            "订单类型": "普通订单", "销售数量": 1, "已付金额": "90", "运费收入": "10", "实退金额": "0"}  # fmt: skip
    rows = [
        same | {"商品编码": "p1", "销售金额": "40"},
        same | {"商品编码": "p1", "销售金额": "40"},  # sent in two parcels: two pieces
        same | {"商品编码": "p2", "销售金额": "20", "实退金额": "18"},
        same | {"内部订单号": "12", "买家账号": "bob", "商品编码": "p1", "销售金额": "40", "已付金额": "40", "订单状态": "被合并"},
        same | {"内部订单号": "13", "买家账号": "bob", "商品编码": "p1", "销售金额": "0", "已付金额": "0", "订单类型": "补发订单"},
        same | {"内部订单号": "14", "买家账号": "bob", "商品编码": "p1", "销售金额": "40", "已付金额": "50", "订单状态": "已付款待审核"},
    ]
    export(shop.raw, "jushuitan items", *rows, above="名称：订单商品明细\n", below="合计,,,,\n")


def test_jushuitan_items_with_a_title_above_and_the_orders_amounts_on_each(shop):
    jushuitan_files(shop)
    imported = shop.run()
    assert money(shop) == [["11", 80, 18, 62, 3], ["14", 40, 0, 40, 1]]
    assert lines(shop)[:3] == [["11", 32, True], ["11", 32, True], ["11", 16, True]]
    assert customers(shop) == {"11": "a", "12": "b", "13": "b", "14": "b"}
    assert why_not(shop) == {"12": "closed", "13": "replacement for an exchange"}
    assert shop.fates(imported) == {"kept": 6, "total or footer": 1}
    assert knows(shop) == {"customer": "id", "refunds": "order", "times": "minute"}


def wangdiantong_files(shop):
    """The same two orders as ordered and as sent."""
    same = {
        "订单编号": "JY1",
        "店铺": "天猫店",
        "客户网名": "ann",
        "交易时间": "2026-05-01 08:00:00",
        "订单状态": "已发货",
        "订单类型": "网店销售",
        "货品数量": 1,
    }
    rows = [
        same | {"商家编码": "p1", "货品名称": "茶壶", "分摊后总价": "60.00"},
        same | {"商家编码": "p2", "货品名称": "茶杯", "分摊后总价": "30.00"},
        same | {"订单编号": "JY2", "客户网名": "bob", "商家编码": "p2", "分摊后总价": "30.00", "订单状态": "已取消"},
    ]
    export(shop.raw, "wangdiantong orders", *rows)
    same = {"订单编号": "JY1", "原始单号": "1,2", "店铺": "天猫店", "出库单编号": "CK1", "出库单状态": "已发货", "下单时间": "2026-05-01 08:00:00",
            "应收金额": "90.00", "货品数量": 1}  # fmt: skip
    sent = [same | {"商家编码": "p1", "货品成交总价": "60.00"}, same | {"商家编码": "p2", "货品成交总价": "30.00"}]
    return export(shop.raw, "wangdiantong dispatched", *sent)


def test_wangdiantong_orders_that_stand_in_two_kinds_of_files_count_once(shop):
    sent = wangdiantong_files(shop)
    imported = shop.run()
    assert money(shop) == [["JY1", 90, 0, 90, 2]]
    assert customers(shop) == {"JY1": "a", "JY2": "b"}
    assert shop.fates(imported) == {"kept": 3, "duplicate": 2}
    sent.unlink()
    shop.run()
    assert money(shop) == [["JY1", 90, 0, 90, 2]]
    assert knows(shop) == {"customer": "id", "refunds": "none", "times": "minute"}


def test_wangdiantong_goods_sent_have_no_buyer(shop):
    wangdiantong_files(shop)
    (shop.raw / "wangdiantong_orders.csv").unlink()
    shop.run()
    assert money(shop) == [["JY1", 90, 0, 90, 2]]
    assert customers(shop) == {}


def magento_files(shop):
    """Four orders: given back in part and as a whole, called off, never paid."""
    same = {"Purchase Date": "2026-05-01 10:00:00", "Customer Email": "ann@example.org", "Status": "Complete", "Shipping and Handling": "$5.00"}
    rows = [
        same | {"ID": "000000001", "Grand Total (Base)": "$1,105.00", "Total Refunded": "$100.00"},
        same | {"ID": "000000002", "Grand Total (Base)": "$50.00", "Total Refunded": "$50.00", "Status": "Closed"},
        same | {"ID": "000000003", "Grand Total (Base)": "$50.00", "Status": "Canceled", "Customer Email": "bob@example.org"},
        same | {"ID": "000000004", "Grand Total (Base)": "$50.00", "Status": "Pending"},
    ]
    export(shop.raw, "magento orders", *rows)


def test_magento_orders_given_back_in_part_and_as_a_whole(shop):
    magento_files(shop)
    shop.run(currency="USD", time_zone="America/New_York")
    assert [row[:4] for row in money(shop)] == [["000000001", 1100, 100, 1000], ["000000002", 45, 45, 0]]
    assert why_not(shop) == {"000000003": "closed", "000000004": "unpaid"}
    assert list(customers(shop).values()) == ["a", "a", "b", "a"]
    assert knows(shop) == {"customer": "contact", "refunds": "order", "times": "minute"}


def amazon_files(shop):
    """Four orders, two of them with cancelled articles, one without a price yet."""
    same = {
        "amazon-order-id": "a1",
        "purchase-date": "2026-05-01T06:00:00+00:00",
        "currency": "EUR",
        "sales-channel": "Amazon.de",
        "item-status": "Shipped",
    }
    rows = [
        same | {"sku": "s1", "quantity": 2, "item-price": "40.00", "item-promotion-discount": "4.00", "shipping-price": "3.00"},
        same | {"sku": "s2", "quantity": 0, "item-price": "", "item-status": "Cancelled"},
        same | {"amazon-order-id": "a2", "sku": "s2", "quantity": 0, "item-price": "7.00", "item-status": "Cancelled"},
        same | {"amazon-order-id": "a3", "sku": "s2", "quantity": 1, "item-price": "7.00", "item-status": "Unshipped"},
        same | {"amazon-order-id": "a4", "sku": "s2", "quantity": 1, "item-price": "", "item-status": "Pending"},
    ]
    export(shop.raw, "amazon orders", *rows, encoding="cp1252")


def test_amazon_rows_of_all_pieces_less_what_was_promised_off(shop):
    amazon_files(shop)
    imported = shop.run(time_zone="Europe/Berlin")
    assert money(shop) == [["a1", 36, 0, 36, 2], ["a3", 7, 0, 7, 1]]
    assert why_not(shop) == {"a2": "closed", "a4": "unpaid"}
    orders = shop.table("orders").set_index("order_id")
    assert (orders.loc["a1", "shipping"], orders.loc["a1", "channel"], imported.currency) == (3, "Amazon.de", "EUR")
    assert knows(shop) == {"customer": "none", "refunds": "none", "times": "minute"}


def etsy_files(shop):
    """Two orders by their items."""
    same = {"Sale Date": "05/21/26", "Buyer": "Ann (ann1)", "Currency": "EUR", "Order ID": "e1", "Order Shipping": "4.00", "Quantity": 1}
    items = [
        same | {"Transaction ID": "t1", "Item Name": "Pot", "SKU": "s1", "Price": "12.00", "Item Total": "12.00"},
        same | {"Transaction ID": "t2", "Item Name": "Cup", "Listing ID": "l2", "Price": "5.00", "Item Total": "10.00", "Quantity": 2},
        same
        | {
            "Transaction ID": "t3",
            "Item Name": "Cup",
            "Listing ID": "l2",
            "Price": "5.00",
            "Item Total": "5.00",
            "Order ID": "e2",
            "Buyer": "Bob (b)",
        },
    ]
    export(shop.raw, "etsy items", *items)


def test_etsy_items_and_what_is_left_of_their_orders(shop):
    etsy_files(shop)
    shop.run(time_zone="Europe/Berlin")
    assert money(shop) == [["e1", 22, 0, 22, 3], ["e2", 5, 0, 5, 1]]
    assert knows(shop) == {"customer": "id", "refunds": "none", "times": "day"}
    same = {"Sale Date": "05/21/26", "Currency": "EUR", "Shipping": "4.00"}
    orders = [
        same | {"Order ID": "e1", "Buyer": "Ann (ann1)", "Number of Items": 3, "Order Total": "26.00", "Adjusted Order Total": "16.00"},
        same | {"Order ID": "e2", "Buyer": "Bob (b)", "Number of Items": 1, "Order Total": "9.00", "Adjusted Order Total": "0.00"},
    ]
    export(shop.raw, "etsy orders", *orders)
    shop.run(time_zone="Europe/Berlin")
    assert money(shop) == [["e1", 22, 10, 12, 3], ["e2", 5, 0, 5, 1]]
    assert set(shop.table("order_lines")["product_id"]) == {"s1", "l2"}
    assert customers(shop) == {"e1": "a", "e2": "b"}
    assert knows(shop) == {"customer": "id", "refunds": "part", "times": "day"}


def square_files(shop):
    """Two payments and a refund."""
    same = {
        "Date": "2026-05-01",
        "Time": "18:30:00",
        "Time Zone": "Eastern Time (US & Canada)",
        "Event Type": "Payment",
        "Customer ID": "ann",
        "Qty": "1.0",
    }
    rows = [
        same | {"Transaction ID": "t1", "Item": "Tea", "Qty": "2.0", "Net Sales": "$9.00"},
        same | {"Transaction ID": "t1", "Item": "Cake", "Net Sales": "$4.50"},
        same | {"Transaction ID": "t1", "Item": "Cake", "Net Sales": "-$4.50", "Qty": "-1.0", "Event Type": "Refund", "Date": "2026-05-03"},
        same | {"Transaction ID": "t2", "Item": "Tea", "Net Sales": "$4.50", "Customer ID": ""},
    ]
    export(shop.raw, "square items", *rows)


def test_square_tells_the_time_in_two_columns_and_refunds_in_rows(shop):
    square_files(shop)
    shop.run(currency="USD", time_zone="America/New_York")
    assert money(shop) == [["t1", 13.5, 4.5, 9, 3], ["t2", 4.5, 0, 4.5, 1]]
    assert str(shop.table("orders").set_index("order_id").loc["t1", "ordered_at"]) == "2026-05-01 22:30:00"
    assert shop.table("returns")["returned_on"].astype(str).str[:10].tolist() == ["2026-05-03"]
    assert customers(shop) == {"t1": "a"}
    assert knows(shop) == {"customer": "id", "refunds": "settled", "times": "minute"}


def test_matrixify_rows_of_two_kinds(shop):
    same = {"Name": "#1", "Email": "ann@example.org", "Created At": "2026-05-01 10:00:00 +0200", "Currency": "EUR",
            "Payment: Status": "partially_refunded",
            "Price: Total": "75.00", "Line: Type": "Line Item"}  # fmt: skip
    refund = {
        "Name": "#1",
        "Line: Type": "Refund Line",
        "Refund: ID": "r1",
        "Refund: Created At": "2026-05-09 10:00:00 +0200",
        "Refund: Note": "too small",
    }
    rows = [
        same | {"Line: SKU": "s1", "Line: Quantity": 2, "Line: Price": "30.00"},
        same | {"Line: SKU": "s2", "Line: Quantity": 1, "Line: Price": "20.00"},
        refund | {"Line: SKU": "s2", "Line: Quantity": -1, "Line: Price": "20.00", "Line: Total": "-18.75"},
        {"Name": "#1", "Line: Type": "Transaction"},
    ]
    export(shop.raw, "matrixify", *rows)
    imported = shop.run(time_zone="Europe/Berlin")
    assert money(shop) == [["#1", 75, 18.75, 56.25, 3]]
    assert shop.table("returns")[["product_id", "reason"]].to_numpy().tolist() == [["s2", "too small"]]
    assert shop.fates(imported) == {"kept": 3, "other kind of row": 1}
    assert knows(shop)["refunds"] == "settled"
