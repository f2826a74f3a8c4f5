"""Kept plus left out is what was read, in rows and in money, whatever the files hold."""

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from tests.importer import Importer
from tests.imports.exports import export
from tests.imports.mapped import mapped
from tests.laws import TIMES

HEADER = "订单号,客户,日期,金额\n"


def tables(shop):
    return shop.table("orders").sort_values("order_id").reset_index(drop=True)


def test_the_same_export_twice_changes_nothing(shop):
    content = HEADER + "1,王芳,2026-05-01,10\n2,李娜,2026-05-02,20\n"
    shop.write("a.csv", content)
    shop.run()
    once = tables(shop)
    (shop.raw / "map.yaml").write_text(
        "name: own\ncurrency: CNY\ntime_zone: Asia/Shanghai\nsources:\n  orders:\n    grain: order\n    negative: refund\n"
        "    columns: {order_id: 订单号, customer_id: 客户, ordered_at: 日期, gross_paid: 金额}\n",
        encoding="utf-8",
    )
    shop.write("b.csv", content)
    imported = shop.run(map=str(shop.raw / "map.yaml"))
    assert shop.fates(imported) == {"kept": 2, "duplicate": 2}
    pd.testing.assert_frame_equal(once, tables(shop))


def keyed(shop):
    (shop.raw / "map.yaml").write_text(
        "name: own\nsources:\n  orders:\n    grain: order\n    same_number: one-order\n"
        "    columns: {order_id: o, customer_id: c, ordered_at: d, gross_paid: a}\n",
        encoding="utf-8",
    )
    return str(shop.raw / "map.yaml")


def test_the_export_with_the_later_data_wins(shop):
    path = keyed(shop)
    shop.write("z-first.csv", "o,c,d,a\n1,x,2026-05-01,10\n2,y,2026-05-02,20\n")
    shop.write("a-second.csv", "o,c,d,a\n2,y,2026-05-02,25\n3,z,2026-05-03,30\n")
    imported = shop.run(map=path)
    assert shop.fates(imported) == {"kept": 3, "superseded": 1}
    assert tables(shop)["gross_paid"].tolist() == [10, 25, 30]


def test_the_last_of_two_rows_with_one_key_in_a_file_wins(shop):
    path = keyed(shop)
    shop.write("a.csv", "o,c,d,a\n1,x,2026-05-01,10\n1,x,2026-05-01,10\n1,x,2026-05-01,12\n")
    imported = shop.run(map=path)
    assert shop.fates(imported) == {"kept": 1, "superseded": 2}
    assert tables(shop)["gross_paid"].tolist() == [12]


def test_a_mangled_row_in_the_later_export_does_not_beat_a_good_one(shop):
    path = keyed(shop)
    shop.write("a.csv", "o,c,d,a\n1,x,2026-05-01,10\n")
    shop.write("b.csv", "o,c,d,a\n1,x,2026-05-99,10\n2,y,2026-05-03,5\n")
    imported = shop.run(map=path)
    assert shop.fates(imported) == {"kept": 2, "unreadable ordered_at": 1}


def test_rows_without_a_key_count_as_often_as_in_the_fullest_file(shop):
    (shop.raw / "map.yaml").write_text(
        "name: own\nsources:\n  orders:\n    grain: order\n    columns: {customer_id: c, ordered_at: d, gross_paid: a}\n", encoding="utf-8"
    )
    shop.write("a.csv", "c,d,a\nx,2026-05-01,10\nx,2026-05-01,10\n")
    shop.write("b.csv", "c,d,a\nx,2026-05-01,10\nx,2026-05-01,10\nx,2026-05-01,10\ny,2026-05-02,5\n")
    imported = shop.run(map=str(shop.raw / "map.yaml"))
    assert len(tables(shop)) == 4
    assert shop.fates(imported) == {"kept": 4, "duplicate": 2}


def test_the_lines_of_an_order_come_from_one_export_as_a_whole(shop):
    (shop.raw / "map.yaml").write_text(
        "name: own\nsources:\n  lines:\n    grain: line\n"
        "    columns: {order_id: o, customer_id: c, ordered_at: d, product_id: p, quantity: q, unit_price: u}\n",
        encoding="utf-8",
    )
    shop.write("a.csv", "o,c,d,p,q,u\n1,x,2026-05-01,p1,1,10\n1,x,2026-05-01,p2,1,20\n")
    shop.write("b.csv", "o,c,d,p,q,u\n1,x,2026-05-01,p1,1,10\n2,x,2026-05-02,p3,1,5\n2,x,2026-05-02,p3,1,5\n")
    imported = shop.run(map=str(shop.raw / "map.yaml"))
    assert shop.fates(imported) == {"kept": 3, "duplicate": 1, "superseded": 1}
    assert tables(shop)["gross_paid"].tolist() == [10, 10]


GOOD = st.tuples(st.integers(1, 6), st.sampled_from("xyz"), st.integers(1, 28), st.integers(1, 500)).map(
    lambda t: f"{t[0]},{t[1]},2026-05-{t[2]:02d},{t[3]}"
)
MANGLED = st.sampled_from(
    [
        "1,x,2026-02-30,5",
        "2,y,,5",
        "3,z,2026-05-01,abc",
        "4,x,2026-05-01",
        "5,y,2026-05-01,7,8",
        "6,z,2099-01-01,3",
        "7,x,2026-05-02,-9",
        ",,,",
        '8,y,2026-05-03,"1,200.50"',
    ]
)


def money_of(line: str) -> Decimal:
    """What an independent reader takes for the amount of a raw row; nothing when it has no readable one."""
    import csv

    cells = next(csv.reader([line]))
    try:
        return Decimal(cells[3].replace(",", "")) if len(cells) == 4 else Decimal(0)
    except ArithmeticError:
        return Decimal(0)


@pytest.mark.long
@settings(max_examples=8 * TIMES, phases=[Phase.explicit, Phase.generate])
@example([["1,x,2026-05-02,1"], ["1,x,2026-05-02,1", "1,x,2026-05-01,1"]])
@given(st.lists(st.lists(st.one_of(GOOD, MANGLED), min_size=1, max_size=12), min_size=1, max_size=3))
def test_kept_plus_left_out_is_what_was_read(files):
    with TemporaryDirectory() as folder:
        shop = Importer(Path(folder))
        path = keyed(shop)
        lines = [line for file in files for line in file]
        shop.write("good.csv", "o,c,d,a\n99,w,2026-04-01,1\n")
        for number, file in enumerate(files):
            shop.write(f"{number}.csv", "o,c,d,a\n" + "\n".join(file) + "\n")
        ledger = shop.run(map=path).ledger
        assert ledger["rows"].sum() == sum(line.strip(",") != "" for line in lines) + 1  # a row of nothing is none
        assert round(ledger["money"].sum(), 2) == float(sum(map(money_of, lines)) + 1)
        kept = ledger[ledger["fate"] == "kept"]
        assert kept["rows"].sum() == len(tables(shop))
        assert kept["money"].sum() == pytest.approx(tables(shop)["gross_paid"].sum())
        before = tables(shop)
        shop.write("again.csv", (shop.raw / "0.csv").read_text())
        shop.run(map=path)
        pd.testing.assert_frame_equal(before, tables(shop))


ONCE_TOLD = """
  lines:
    grain: line
    columns: {order_id: o, ordered_at: d, product_name: p, gross_paid: a, status: s}
    status: {done: completed, off: closed}
    %s
"""
TOLD_ON_LINES = "o,d,p,a,s\n1,2026-05-01,pot,52,done\n1,2026-05-01,cup,52,done\n2,2026-05-01,pot,7,off\n3,never,pot,9,done\n4,2026-05-02,pot,,done\n"


def money_by_fate(imported):
    return imported.ledger.groupby("fate")["money"].sum().to_dict()


@pytest.mark.parametrize(("more", "kept"), [("", 59), ("once: [shipping]", 111)])
def test_money_of_lines_that_tell_what_was_paid_for_the_order_is_counted_as_it_is_taken(shop, more, kept):
    imported = mapped(shop, ONCE_TOLD % more, lines=TOLD_ON_LINES)
    assert shop.table("orders").set_index("order_id")["gross_paid"].to_dict() == {"1": 52 if not more else 104, "2": 7, "4": 0}
    assert money_by_fate(imported) == {"kept": kept, "unreadable ordered_at": 9}


def test_money_of_a_platform_that_tells_what_was_paid_for_the_order_only(shop):
    same = {"订单成交时间": "2026-05-01 08:00:00", "商品": "茶壶", "商品数量(件)": 2, "用户实付金额(元)": "52.00", "邮费(元)": "2.00"}
    rows = [same | {"订单号": "1", "订单状态": "已收货"}, same | {"订单号": "2", "订单状态": "已取消"}, same | {"订单号": "3", "订单状态": "神秘"}]
    export(shop.raw, "pinduoduo orders", *rows)
    imported = shop.run()
    assert money_by_fate(imported) == {"kept": 100, "unknown status '神秘'": 50}
    assert imported.ledger.groupby("kind")["money"].sum().to_dict() == {"sale": 50, "closed": 50}
