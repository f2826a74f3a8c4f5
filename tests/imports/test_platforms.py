"""Maps of what platforms export (invented rows under real headers), each counted by hand: money, orders, customers, returns."""

from tests.imports.mapped import back, lines, mapped, money


def test_taobao_refund_management_takes_off_what_succeeded(shop):
    """One row per refund; only 退款成功 is money, and the order's own 退款金额 is not counted beside it."""
    mapped(
        shop,
        """
  orders:
    grain: order
    columns: {order_id: 订单编号, ordered_at: 订单付款时间, status: 订单状态, gross_paid: 买家实付金额, refunded: 退款金额, channel: 店铺名称}
    status: {交易成功: completed, 交易关闭: closed, 等待买家付款: unpaid}
    footer: {equals: [合计, 总计]}
  refunds:
    grain: return
    columns: {return_id: 退款编号, order_id: 订单编号, returned_at: 退款的申请时间, status: 退款状态, amount: 买家退款金额, stage: 售中或售后}
    status: {退款成功: settled, 退款关闭: cancelled, 卖家拒绝退款: refused, 等待卖家同意: open}
    words: {stage: {售中: before_dispatch, 售后: after_delivery}}
""",
        orders="订单编号,订单付款时间,订单状态,买家实付金额,退款金额,店铺名称\n"
        "1,2026-05-01 10:00:00,交易成功,100.00,30.00,旗舰店\n2,2026-05-02 10:00:00,交易成功,50.00,无退款申请,旗舰店\n"
        "3,2026-05-03 10:00:00,交易成功,80.00,80.00,旗舰店\n4,,等待买家付款,40.00,无退款申请,旗舰店\n"
        "5,2026-05-05 10:00:00,交易成功,60.00,10.00,旗舰店\n"
        "合计,,,330.00,120.00,\n",
        refunds="退款编号,订单编号,退款的申请时间,退款状态,买家退款金额,售中或售后\n"
        "r1,1,2026-05-04 10:00:00,退款成功,30.00,售后\nr2,2,2026-05-05 10:00:00,退款关闭,50.00,售后\nr3,3,2026-05-03 11:00:00,退款成功,80.00,售中\n",
    )
    assert [row[:4] for row in money(shop)] == [["1", 100, 30, 70], ["2", 50, 0, 50], ["5", 60, 10, 50]]
    orders = shop.table("orders").set_index("order_id")
    assert orders.loc["3", "why_not"] == "refunded before dispatch"
    assert [row[:2] + row[3:] for row in back(shop)] == [
        ["5", 10, "settled", "named"],
        ["1", 30, "settled", "named"],
        ["2", 0, "cancelled", "named"],
        ["3", 80, "settled", "named"],
    ]


def test_jushuitan_repeats_the_order_s_amounts_on_each_item_and_equal_rows_are_real(shop):
    imported = mapped(
        shop,
        """
  items:
    grain: line
    columns: {order_id: 内部订单号, customer_id: 买家账号, ordered_at: 订单日期, status: 订单状态, product_id: 商品编码, quantity: 销售数量,
              line_paid: 销售金额, gross_paid: 已付金额, shipping: 运费收入, refunded: 实退金额}
    status: {已发货: dispatched, 已取消: closed}
    identical_rows: real
""",
        items="内部订单号,买家账号,订单日期,订单状态,商品编码,销售数量,销售金额,已付金额,运费收入,实退金额\n"
        "11,ann,2026-05-01,已发货,p1,1,40,90,10,0\n11,ann,2026-05-01,已发货,p1,1,40,90,10,0\n11,ann,2026-05-01,已发货,p2,1,20,90,10,18\n"
        "12,bob,2026-05-02,已取消,p1,1,40,40,0,0\n",
    )
    assert money(shop) == [["11", 90, 18, 72, 3]]
    assert [row[:2] for row in lines(shop) if row[0] == "11"] == [["11", 36], ["11", 36], ["11", 18]]
    assert shop.table("orders").set_index("order_id").loc["11", "shipping"] == 10
    assert shop.table("order_lines")["refunded"].tolist() == [0, 0, 18, 0]
    assert shop.fates(imported) == {"kept": 4}


def test_square_writes_refunds_as_rows_of_their_own(shop):
    columns = "order_id: Transaction ID, customer_id: Customer ID"
    mapped(
        shop,
        f"""
  sales:
    grain: line
    columns: {{{columns}, ordered_at: Date, product_name: Item, quantity: Qty, line_paid: Net Sales}}
    rows: {{column: Event Type, equals: [Payment]}}
  refunds:
    grain: return
    columns: {{{columns}, returned_at: Date, amount: Net Sales}}
    rows: {{column: Event Type, equals: [Refund]}}
""",
        items="Date,Item,Qty,Net Sales,Transaction ID,Event Type,Customer ID\n"
        "2026-05-01,Tea,2,$9.00,t1,Payment,ann\n2026-05-01,Cake,1,$4.50,t1,Payment,ann\n2026-05-03,Cake,-1,($4.50),t1,Refund,ann\n2026-05-02,Tea,1,$4.50,t2,Payment,\n",
    )
    assert money(shop) == [["t1", 13.5, 4.5, 9, 3], ["t2", 4.5, 0, 4.5, 1]]
    assert shop.table("returns")["returned_on"].astype(str).str[:10].tolist() == ["2026-05-03"]


def test_etsy_items_with_postage_once_and_amazon_items_that_were_cancelled(shop):
    mapped(
        shop,
        """
  etsy:
    grain: line
    columns: {order_id: Order ID, customer_id: Buyer, ordered_at: Sale Date, product_id: SKU, quantity: Quantity, line_paid: Item Total,
              shipping: Order Shipping}
  amazon:
    grain: line
    columns: {order_id: amazon-order-id, ordered_at: purchase-date, product_id: sku, quantity: quantity, line_paid: item-price, status: item-status}
    status: {Shipped: dispatched, Cancelled: closed, Unshipped: paid}
    values: {channel: Amazon}
""",
        etsy="Sale Date,Buyer,Quantity,Item Total,Order Shipping,Order ID,SKU\n"
        "2026-05-01,ann,1,12.00,4.00,e1,s1\n2026-05-01,ann,2,10.00,4.00,e1,s2\n2026-05-02,bob,1,5.00,0.00,e2,s1\n",
        amazon="amazon-order-id,purchase-date,sku,quantity,item-price,item-status\n"
        "a1,2026-05-01,s1,2,20.00,Shipped\na1,2026-05-01,s2,0,,Cancelled\na2,2026-05-01,s2,0,7.00,Cancelled\na3,2026-05-01,s2,1,7.00,Unshipped\n",
    )
    assert money(shop) == [["a1", 20, 0, 20, 2], ["a3", 7, 0, 7, 1], ["e1", 22, 0, 22, 3], ["e2", 5, 0, 5, 1]]
    orders = shop.table("orders").set_index("order_id")
    assert orders["shipping"].to_dict() == {"a1": 0, "a2": 0, "a3": 0, "e1": 4, "e2": 0}
    assert orders.loc["a2", "why_not"] == "closed"


def test_douyin_sub_orders_and_after_sales(shop):
    mapped(
        shop,
        """
  orders:
    grain: line
    columns: {order_id: 主订单编号, line_id: 子订单编号, ordered_at: 订单提交时间, status: 订单状态, product_id: 商品ID, quantity: 商品数量,
              unit_price: 商品单价, line_paid: 订单应付金额}
    status: {已完成: completed, 已发货: dispatched, 已关闭: closed, 待支付: unpaid}
  after_sales:
    grain: return
    columns: {return_id: 售后单号, order_id: 订单号, line_id: 商品单号, returned_at: 售后申请时间, status: 售后状态,
              amount: 退商品金额（元）, kind: 售后类型}
    status: {"同意退款，退款成功": settled, 售后关闭: cancelled, 待商家处理: open}
""",
        orders="主订单编号,子订单编号,订单提交时间,订单状态,商品ID,商品数量,商品单价,订单应付金额\n"
        "m1,s1,2026-05-01 08:00:00,已完成,p1,2,50,95\nm1,s2,2026-05-01 08:00:00,已关闭,p2,1,30,30\nm2,s3,2026-05-02 08:00:00,待支付,p1,1,50,50\n",
        after="售后单号,订单号,商品单号,售后申请时间,售后状态,退商品金额（元）,售后类型\n"
        'f1,m1,s1,2026-05-06 08:00:00,"同意退款，退款成功",20,仅退款\nf2,m1,s1,2026-05-07 08:00:00,售后关闭,75,退货退款\n',
    )
    assert money(shop) == [["m1", 95, 20, 75, 2]]
    assert shop.table("order_lines")["refunded"].tolist() == [20, 0, 0]
