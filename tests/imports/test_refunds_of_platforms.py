"""What is said and booked of refunds, platform by platform and number by number."""

import pytest

from tests.imports.exports import export
from tests.imports.mapped import back, mapped, money
from tests.imports.test_shipped_maps import said, taobao_orders

DOUYIN = {"订单提交时间": "2026-05-01 08:00:00", "订单状态": "已完成", "主订单编号": "m1", "子订单编号": "s1", "选购商品": "茶壶", "商品数量": 1,
          "订单应付金额": "100.00", "售后状态": "退款成功"}  # fmt: skip


def test_refunds_of_one_platform_do_not_silence_those_of_another(shop):
    export(shop.raw, "douyin orders 75", DOUYIN)
    taobao_orders(shop)
    told = {"退款编号": "r1", "订单编号": "35153131473293571", "退款状态": "退款成功", "买家退款金额": "5.00",
            "退款的申请时间": "2026-05-04 10:00:00", "退款完结时间": "2026-05-09 10:00:00"}  # fmt: skip
    export(shop.raw, "taobao refunds a", told, encoding="gb18030")
    assert [line.partition(" that something")[0] for line in said(shop.run(), "CHECK: ")] == ["CHECK: douyin_orders_75.csv: 1 rows say in '售后状态'"]


def test_a_state_of_an_order_that_books_all_of_it_is_no_refund_without_an_amount(shop):
    same = {"订单成交时间": "2026-05-01 08:00:00", "商品": "茶壶", "商品数量(件)": 1, "用户实付金额(元)": "52.00", "售后状态": "退款成功"}
    states = ["已收货", "已发货，退款成功", "未发货，退款成功", "已取消", "待付款"]
    rows = [same | {"订单号": str(number), "订单状态": state} for number, state in enumerate(states)]
    export(shop.raw, "pinduoduo orders", *rows)
    assert [line.partition(" that something")[0] for line in said(shop.run(), "CHECK: ")] == ["CHECK: pinduoduo_orders.csv: 1 rows say in '售后状态'"]


REFUNDS = """
  orders: {{grain: order, columns: {{order_id: o, ordered_at: d, gross_paid: a}}}}
  refunds:
    grain: return
    columns: {{return_id: r, order_id: ro, returned_at: rd, amount: back, status: how}}
    status: {{paid: settled, waits: open}}
    {}
"""


@pytest.mark.parametrize(
    ("key", "refunded", "fates"),
    [("same_refund: states", 30, {"kept": 3, "superseded": 1, "duplicate": 1}), ("", 60, {"kept": 5})],
)
def test_one_refund_number_twice_is_two_parts_or_two_states_as_the_map_says(shop, key, refunded, fates):
    rows = ["r1,1,2026-05-02,30,waits", "r1,1,2026-05-02,30,paid", "r1,1,2026-05-02,30,paid", "r2,1,2026-05-03,7,waits"]
    imported = mapped(shop, REFUNDS.format(key), orders="o,d,a\n1,2026-05-01,100\n", refunds="r,ro,rd,back,how\n" + "\n".join(rows) + "\n")
    assert money(shop)[0][2] == refunded
    assert shop.fates(imported) == fates
    assert sum(fates.values()) == 5


# A column in which a second row of a refund differs.
AGAIN = {"xiaohongshu returns": "原因", "pinduoduo after-sales": "退款类型", "taobao refunds c": "买家退款原因", "jd after-sales": "一级申请原因"}


@pytest.mark.parametrize(
    ("orders", "sold", "what", "number", "told"),
    [
        (
            "xiaohongshu orders",
            {"订单号": "1", "订单创建时间": "2026-05-01 08:00:00", "订单状态": "已完成", "SKU件数": 1, "商品名称": "茶壶", "商品总价(元)": "60.00",
             "商家应收金额(元)（支付金额）": "55.00"},
            "xiaohongshu returns",
            "售后单号",
            {"订单号": "1", "退货创建时间": "2026-05-06 08:00:00", "售后类型": "仅退款", "售后状态": "已完成",
             "申请售后金额(元)": "18.00"},
        ),
        (
            "pinduoduo orders",
            {"订单号": "1", "订单成交时间": "2026-05-01 08:00:00", "商品": "茶壶", "商品数量(件)": 1, "用户实付金额(元)": "52.00",
             "订单状态": "已收货"},
            "pinduoduo after-sales",
            "售后编号",
            {"订单编号": "1", "申请时间": "2026-05-08 08:00:00", "退款类型": "仅退款", "售后状态": "退款成功", "退款金额": "18.00"},
        ),
        (
            "taobao orders 2016",
            {"订单编号": "1", "订单创建时间": "2026-05-01 08:00:00", "订单状态": "交易成功", "买家会员名": "ann", "买家实际支付金额": "50.00"},
            "taobao refunds c",
            "退款编号",
            {"订单编号": "1", "退款申请时间": "2026-05-08 08:00:00", "退款状态": "退款成功", "退给买家金额": "18.00"},
        ),
        (
            "jd orders",
            {"订单号": "1", "下单时间": "2026-05-01 08:00:00", "订单状态": "完成", "下单帐号": "ann", "应付金额": "50.00"},
            "jd after-sales",
            "服务单号",
            {"订单号": "1", "审核时间": "2026-05-08 08:00:00", "客户期望": "退货", "退款金额": "18.00"},
        ),
    ],
)  # fmt: skip
def test_after_sales_numbers_of_platforms_that_stand_twice_count_once(shop, orders, sold, what, number, told):
    export(shop.raw, orders, sold)
    again = {AGAIN[what]: "尺码"}
    export(shop.raw, what, told | {number: "a"}, told | {number: "a"} | again)
    imported = shop.run()
    assert [row[:3] for row in back(shop)] == [["1", 18, 18]]
    assert shop.fates(imported) == {"kept": 2, "superseded": 1}
