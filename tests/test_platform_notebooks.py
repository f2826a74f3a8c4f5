"""A Chinese and a western platform's exports, from the folder of files to the reports of all notebooks, without editing a file."""

import random
from datetime import date, timedelta

import pytest

from retention import project
from tests.imports.exports import export
from tests.test_init import Folder


def taobao(folder: Folder) -> None:
    """900 orders of at most 300 buyers with their articles, 82 of them with a refund."""
    chance, orders, items, refunds = random.Random(5), [], [], []
    for n in range(900):
        day, price = date(2025, 1, 1) + timedelta(days=chance.randrange(500)), chance.choice([59, 99, 159, 299])
        told = {"订单状态": "交易成功", "订单创建时间": f"{day} 10:{n % 60:02d}:00", "订单付款时间 ": f"{day} 10:{n % 60:02d}:30", "退款金额": "0.00"}
        buyer = f"买家{int(chance.paretovariate(1)) % 300}"
        orders.append(told | {"订单编号": f'="{10**15 + n}"', "买家会员名": buyer, "买家实际支付金额": price, "宝贝总数量": 1})
        items.append(
            {"订单编号": f'="{10**15 + n}"', "商家编码": f"p{n % 12}", "标题": f"衣服{n % 12}", "价格": price, "购买数量": 1, "订单状态": "交易成功"}
        )
        if n % 11 == 0:
            told = {"退款状态": "退款成功", "退款的申请时间": f"{day + timedelta(days=5)} 10:00:00", "售中或售后": "售后"}
            refunds.append(told | {"订单编号": 10**15 + n, "退款编号": f"r{n}", "买家退款金额": price})
    for what, rows in (("taobao orders 2019", orders), ("taobao items", items), ("taobao refunds a", refunds)):
        export(folder.raw, what, *rows, encoding="gb18030")


def shopify(folder: Folder) -> None:
    """800 orders of at most 250 customers, every third with a second line, every thirteenth given back."""
    chance, rows = random.Random(5), []
    for n in range(800):
        day, price = date(2025, 1, 1) + timedelta(days=chance.randrange(500)), chance.choice([19, 39, 79])
        order = {"Name": f"#{1000 + n}", "Email": f"p{int(chance.paretovariate(1)) % 250}@example.org", "Financial Status": "paid", "Currency": "EUR"}
        line = {"Lineitem quantity": 1, "Lineitem name": f"Thing {n % 9}", "Lineitem price": price, "Lineitem sku": f"s{n % 9}", "Source": "web"}
        amounts = {"Total": price + 5, "Shipping": 5, "Refunded Amount": price * (n % 13 == 0), "Created at": f"{day} 10:{n % 60:02d}:00 +0200"}
        rows.append(order | line | amounts)
        rows += [{"Name": f"#{1000 + n}", "Lineitem quantity": 1, "Lineitem name": "Wrap", "Lineitem price": 0}] * (n % 3 == 0)
    export(folder.raw, "shopify orders", *rows)


@pytest.mark.soak
@pytest.mark.parametrize(("write", "words"), [(taobao, ()), (shopify, ("--time-zone", "Europe/Berlin"))], ids=["taobao", "shopify"])
def test_all_notebooks_run(retention, tmp_path, write, words):
    write(Folder(tmp_path / "exports"))
    assert retention("init", *words, "shop", "exports").code == 0
    ran = retention("run", "--params", "params/shop")
    assert (ran.code, ran.out.count(": done in")) == (0, len(project.notebooks()))
    assert (tmp_path / "reports" / "shop" / "index.html").is_file()
