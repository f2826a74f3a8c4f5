"""Awkward shops: small, lopsided or empty in one way each, as exports of three or four columns."""

from pathlib import Path

from retention import imports
from retention.settings import ShopSettings
from tests.conftest import TODAY

AWKWARD = {
    "one customer": "客户,日期,金额\n王芳,2026-05-01,1299\n",
    "five customers": "客户,日期,金额\n" + "".join(f"客户{i % 5},2026-0{1 + i % 6}-1{i % 3},{100 + i}\n" for i in range(12)),
    "one day": "客户,日期,金额\n" + "".join(f"客户{i},2026-05-01,{100 + i}\n" for i in range(60)),
    "all equal": "客户,日期,金额\n" + "".join(f"客户{i},2026-05-01,100\n客户{i},2026-06-01,100\n" for i in range(60)),
    "guests only": "客户,日期,金额\n" + "".join(f",2026-05-{1 + i % 28:02d},{100 + i}\n" for i in range(60)),
    "refunds beside": "客户,日期,金额\n王芳,2026-05-01,100\n王芳,2026-05-03,-100\n李娜,2026-05-02,-50\n",
    "all given back": "客户,日期,金额\n" + "".join(f"客户{i},2026-05-{1 + i % 28:02d},100\n客户{i},2026-06-01,-100\n" for i in range(40)),
    "one product": "客户,日期,商品,金额\n" + "".join(f"客户{i % 35},2026-0{1 + i % 6}-1{i % 7},连衣裙,{100 + i % 3}\n" for i in range(90)),
    "no customers": "日期,金额\n" + "".join(f"2026-05-{1 + i % 28:02d},{100 + i}\n" for i in range(60)),
    "all once": "客户,日期,金额\n" + "".join(f"客户{i},2026-0{1 + i % 6}-1{i % 7},{100 + i}\n" for i in range(60)),
    "ten years": "客户,日期,金额\n" + "".join(f"客户{i % 40},{2016 + i % 11}-0{1 + i % 6}-1{i % 7},{100 + i}\n" for i in range(200)),
}


def imported(orders: str, folder: Path, settings: ShopSettings | None = None, file: str = "orders.csv") -> Path:
    """The shop of these orders, imported below `folder`; returns its data folder."""
    (folder / file).write_text(orders, encoding="utf-8")
    imports.import_shop([folder / file], settings or ShopSettings(), folder / "shop", TODAY)
    return folder / "shop"
