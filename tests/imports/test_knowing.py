"""What the files of a shop can tell is said of the orders that are there, not of the kinds of files."""

import json

from retention.imports import FACTS
from tests.imports.exports import export
from tests.imports.mapped import mapped
from tests.imports.test_shipped_maps import customers, knows

BUYERS = {"订单状态": "交易成功", "订单创建时间": "2026-05-01 22:02", "买家会员名": "小美", "总金额": "50.00"}
SUB_ORDER = {
    "订单状态": "交易成功", "订单创建时间": "2026-05-01 22:02", "商品标题": "衬衫", "商品价格": "50", "购买数量": "1", "买家实付金额": "50.00",
}  # fmt: skip


def all_knows(shop) -> list[dict]:
    return json.loads((shop.data / "tables" / FACTS).read_text(encoding="utf-8"))["knows"]


def test_a_file_without_buyers_beside_the_same_orders_with_buyers_hides_nobody(shop):
    export(shop.raw, "taobao orders 2016", *(BUYERS | {"订单编号": n, "买家实际支付金额": "50.00"} for n in "12"))
    export(shop.raw, "taobao sub-orders 2025", *(SUB_ORDER | {"主订单编号": n, "子订单编号": f"{n}1"} for n in "12"))
    shop.run()
    assert customers(shop) == {"1": "a", "2": "a"}
    assert knows(shop)["customer"] == "id"


def test_goods_sent_of_the_same_orders_hide_nobody(shop):
    ordered = {"订单编号": "JY1", "客户网名": "ann", "交易时间": "2026-05-01 08:00:00", "订单状态": "已发货", "货品数量": 1, "分摊后总价": "60.00"}
    export(shop.raw, "wangdiantong orders", ordered)
    sent = {"订单编号": "JY1", "出库单编号": "CK1", "出库单状态": "已发货", "下单时间": "2026-05-01 08:00:00", "应收金额": "60.00",
            "货品数量": 1, "货品成交总价": "60.00"}  # fmt: skip
    export(shop.raw, "wangdiantong dispatched", sent)
    shop.run()
    assert customers(shop) == {"JY1": "a"}
    assert knows(shop)["customer"] == "id"


def test_orders_that_stand_in_files_without_buyers_only_are_some(shop):
    export(shop.raw, "taobao orders 2016", BUYERS | {"订单编号": "1", "买家实际支付金额": "50.00"})
    export(shop.raw, "taobao sub-orders 2025", *(SUB_ORDER | {"主订单编号": n, "子订单编号": f"{n}1"} for n in "12"))
    shop.run()
    assert customers(shop) == {"1": "a"}
    assert knows(shop)["customer"] == "some"


def test_a_file_with_buyers_of_which_nothing_is_kept_names_nobody(shop):
    export(shop.raw, "taobao orders 2016", BUYERS | {"订单编号": "1", "买家实际支付金额": "much"})
    export(shop.raw, "taobao sub-orders 2025", SUB_ORDER | {"主订单编号": "1", "子订单编号": "11"})
    shop.run()
    assert customers(shop) == {}
    assert knows(shop)["customer"] == "none"


OWN = """
  orders: {grain: order, columns: {order_id: o, ordered_at: d, gross_paid: a}}
"""


def test_orders_of_a_map_without_refunds_say_so_beside_refunds_of_another(shop):
    export(shop.raw, "taobao orders 2019", BUYERS | {"订单编号": "1", "买家实际支付金额": "50.00", "退款金额": "5.00"})
    (shop.raw / "map.yaml").write_text("name: own\ncurrency: CNY\ntime_zone: Asia/Shanghai\nsources:" + OWN, encoding="utf-8")
    shop.write("own.csv", "o,d,a\n7,2026-05-01,100\n")
    shop.run(map=("taobao", str(shop.raw / "map.yaml")))
    assert {known["map"]: known["refunds"] for known in all_knows(shop)} == {"taobao": "order", "own": "none"}


def test_a_map_alone_that_says_nothing_says_nothing(shop):
    mapped(shop, OWN, own="o,d,a\n7,2026-05-01,100\n")
    assert all_knows(shop) == []
