"""A map is judged when it is read: what it says must be of use, and what it cannot mean is refused in a sentence."""

import re

import duckdb
import pandas as pd
import pytest
import yaml

from retention.imports import ledger_lines
from retention.imports.around import read_query
from retention.imports.maps import ImportMap, Source, shipped
from retention.settings import SettingsProblem
from retention.tables import DataProblem
from tests.imports.mapped import lines, mapped, money

ORDER = {"grain": "order", "columns": {"order_id": "o", "ordered_at": "d", "gross_paid": "a"}}
LINE = {"grain": "line", "columns": {"order_id": "o", "ordered_at": "d", "line_paid": "a"}}
RETURN = {"grain": "return", "columns": {"order_id": "o", "returned_at": "d", "amount": "a"}}
CUSTOMER = {"grain": "customer", "columns": {"customer_id": "c"}}
RULE = [{"field": "note", "equals": ["x"]}]


def source(kind, **more):
    return {**kind, **more, "columns": {**kind["columns"], **more.pop("columns", {})}}


UNFIT = [
    (source(CUSTOMER, status={"a": "paid"}), "'status' means nothing for a customer"),
    (source(RETURN, negative="refund"), "'negative' means nothing for a return"),
    (source(RETURN, not_orders=RULE), "'not_orders' means nothing for a return"),
    (source(ORDER, cancellation={"field": "order_id", "starts_with": ["C"]}), "'cancellation' means nothing for a order"),
    (source(ORDER, once=["gross_paid"]), "'once' means nothing"),
    (source(LINE, unpack={"column": "x", "pattern": "(?P<quantity>.)"}), "'unpack' means nothing"),
    (source(LINE, promotions=[{"kind": "amount_off"}]), "no column for 'promotion'"),
    (source(ORDER, status={"a": "paid"}), "no column for 'status'"),
    (source(ORDER, columns={"status": "s"}, status={"a": "payed"}), "'payed'; status can be unpaid, paid"),
    (source(RETURN, columns={"status": "s"}, status={"a": "paid"}), "'paid'; status can be open, settled, refused, cancelled"),
    (source(RETURN, columns={"stage": "s"}, words={"stage": {"a": "before"}}), "'before'; stage can be"),
    (source(ORDER, words={"reason": {"a": "b"}}), "'reason', which a order does not have"),
    (source(ORDER, not_orders=RULE), "a rule looks at 'note', which has no column"),
    (source(ORDER, columns={"note": "n"}, not_orders=[{"field": "note"}]), "says nothing"),
    (source(ORDER, footer={}), "says nothing"),
    (source(ORDER, rows={"column": "t"}), "says nothing"),
    (source(LINE, once=["line_paid"]), "'once' names 'line_paid'"),
    (source(ORDER, encoding="utf-9"), "encoding 'utf-9' is not known"),
    (source(ORDER, encoding="base64"), "encoding 'base64' is not known"),
    (source(ORDER, encoding="idna"), "encoding 'idna' is not known"),
    (source(ORDER, time_zone="Mars/Base"), "time zone 'Mars/Base' is not known"),
    (source(ORDER, time_zone="../etc"), "time zone '../etc' is not known"),
    (source(ORDER, dates=["%Q.%m"]), "format of dates '%Q.%m' cannot be used"),
    (source(ORDER, files=""), "'files' is empty"),
    (source(ORDER, values={"discount": "lots"}), "the value 'lots' for 'discount' cannot be read"),
    (source(ORDER, values={"discount": "NaN"}), "the value 'NaN' for 'discount' cannot be read"),
    (source(ORDER, values={"discount": "9" * 30}), "for 'discount' cannot be read"),
    (source(ORDER, values={"units": "1.5"}), "the value '1.5' for 'units' cannot be read"),
    (source(ORDER, values={"paid_at": "soon"}), "the value 'soon' for 'paid_at' cannot be read"),
    (source(ORDER, values={"status": "new"}), "the value 'new' for 'status' should be one of"),
    (source(ORDER, unpack={"column": "x", "pattern": "(?P<quantity>"}), "is no regular expression"),
    (source(ORDER, unpack={"column": "x", "pattern": r"(?P<quantity>\d)(?<=x)"}), "is no regular expression"),
    (source(ORDER, unpack={"column": "x", "pattern": "(?P<colour>.)"}), "'colour'; its groups"),
    (source(ORDER, unpack={"column": "x", "pattern": "."}), "names 'nothing'"),
]


@pytest.mark.parametrize(("told", "sentence"), UNFIT, ids=[re.sub(r"\W+", " ", said)[:50] for _, said in UNFIT])
def test_what_a_map_cannot_mean_is_refused_in_a_sentence(told, sentence):
    with pytest.raises(SettingsProblem) as refused:
        ImportMap.parse({"name": "own", "sources": {"rows": told}}, "map.yaml")
    said = str(refused.value)
    assert said.startswith("map.yaml: sources.rows")
    assert sentence in said
    assert "\n" not in said


def test_a_map_without_a_source_or_with_a_strange_zone_is_refused():
    for told, sentence in (({"sources": {}}, "a map needs a source"), ({"sources": {"x": ORDER}, "time_zone": "Nowhere"}, "'Nowhere' is not known")):
        with pytest.raises(SettingsProblem, match=sentence):
            ImportMap.parse({"name": "own", **told}, "map.yaml")


def test_the_shipped_maps_and_usual_settings_are_valid():
    assert {"cdnow", "herstyle", "online_retail", "taobao", "shopify"} <= {m.name for m in shipped()}
    usual = source(
        ORDER, encoding="cp1252", time_zone="Europe/Berlin", dates=["%d.%m.%Y", "%m/%d/%y %I:%M %p"], values={"discount": "0", "channel": "JD"}
    )
    for encoding in ("utf-16", "gb18030", "utf-8-sig", "big5", "utf-16-le", "shift_jis"):
        ImportMap.parse({"name": "own", "sources": {"rows": usual | {"encoding": encoding}}}, "map.yaml")


def as_yaml(**sources):
    return yaml.safe_dump(sources, allow_unicode=True, default_flow_style=False).replace("\n", "\n  ").join(("  ", "\n"))


def test_a_mapped_column_that_no_file_has_is_named(shop):
    told = source(ORDER, header=["o", "d", "a"], columns={"refunded": "退款金额", "discount": ["优惠", "折扣"]})
    imported = mapped(shop, as_yaml(orders=told), orders="o,d,a\n1,2026-05-01,10\n")
    assert any("orders.csv" in note and "退款金额" in note and "优惠" in note for note in imported.notes)


def kinds(kind, *wanted, **columns):
    return {**kind, "columns": {**kind["columns"], **columns}, "rows": {"column": "Line: Type", "equals": list(wanted)}}


def test_rows_of_another_kind_under_one_header_are_not_this_sources(shop):
    """Matrixify, Square: refunds and payments are rows of the same file."""
    rows = "1,Line Item,2026-05-01,p1,60\n1, Line Item ,2026-05-01,p2,40\n1,Refund Line,2026-05-09,p1,-60\n1,Transaction,2026-05-01,,100\n2,x\n"
    imported = mapped(shop, as_yaml(lines=kinds(LINE, "Line Item", product_id="p")), lines="o,Line: Type,d,p,a\n" + rows)
    assert shop.fates(imported) == {"kept": 2, "other kind of row": 2, "wrong number of cells": 1}
    assert money(shop) == [["1", 100, 0, 100, 2]]


def test_a_file_of_several_kinds_feeds_several_sources_and_counts_each_row_once(shop):
    """Matrixify: lines, postage and refunds (below zero, on their own day) under one header."""
    sources = as_yaml(lines=kinds(LINE, "Line Item"), postage=kinds(LINE, "Shipping Line"), returns=kinds(RETURN, "Refund Line"))
    rows = (
        "1,Line Item,2026-05-01,60\n1,Line Item,2026-05-01,40\n1,Shipping Line,2026-05-01,5\n1,Refund Line,2026-05-09,-60\n1,Transaction,,100\n2,x\n"
    )
    imported = mapped(shop, sources, lines="o,Line: Type,d,a\n" + rows)
    assert imported.ledger["rows"].sum() == 6
    assert shop.fates(imported) == {"kept": 4, "other kind of row": 1, "wrong number of cells": 1}
    assert [row[:4] for row in money(shop)] == [["1", 105, 60, 45]]
    assert [row[1] for row in lines(shop)] == [60, 40, 5]
    told = [line for line in ledger_lines(imported) if "rows read" in line]
    assert told[1:] == ["lines.csv (postage): 1 rows read, 1 kept", "lines.csv (returns): 1 rows read, 1 kept"]
    assert told[0].startswith("lines.csv (lines): 4 rows read, 2 kept; 1 ")


def test_a_file_without_the_column_that_tells_the_kind_is_refused(shop):
    with pytest.raises(DataProblem, match="Line: Type"):
        mapped(shop, as_yaml(lines=kinds(LINE, "Line Item", product_id="p") | {"header": ["o", "d"]}), lines="o,d,p,a\n1,2026-05-01,p1,60\n")


@pytest.mark.parametrize("footer", [None, {"equals": ["合计"]}])
def test_each_row_of_a_file_that_several_sources_read_is_in_one_of_them(footer):
    readers = [Source(**kinds(LINE, "Item", "Gift"), footer=footer), Source(**kinds(RETURN, "Refund"), footer=footer), Source(**kinds(ORDER, "Head"))]
    cells = [("1", "Item"), ("2", "Refund"), ("3", "Head"), ("4", "Gift"), ("5", "Payment"), ("6", ""), ("合计", ""), (None, None)]
    table = pd.DataFrame({"o": [o for o, _ in cells], "Line: Type": [t for _, t in cells], "_broken": [None] * 7 + ["9,9"]})
    con = duckdb.connect()
    con.register("staged", table)
    taken = [
        con.sql(f"select coalesce(o, 'broken'), _other from {read_query('staged', s, ['o', 'Line: Type'], readers)}").fetchall() for s in readers
    ]
    rest = [("5", "other kind of row"), ("6", "other kind of row"), ("合计", "total or footer" if footer else "other kind of row"), ("broken", None)]
    assert taken == [[("1", None), ("4", None), *rest], [("2", None)], [("3", None)]]


@pytest.mark.parametrize("words", [{"equals": ["合计", "total"]}, {"starts_with": ["合计", "Total"]}, {"contains": ["计", "ota"]}])
def test_totals_and_remarks_are_no_rows(shop, words):
    told = source(ORDER, footer={k: [*v, "83 record(s) downloaded"] for k, v in words.items()})
    rows = "1,2026-05-01,10\n2,2026-05-02,20\n合计,,30\n,Total,30\n83 record(s) downloaded\n"
    imported = mapped(shop, as_yaml(orders=told), orders="o,d,a\n" + rows)
    assert shop.fates(imported) == {"kept": 2, "total or footer": 3}
    assert money(shop) == [["1", 10, 0, 10, 1], ["2", 20, 0, 20, 1]]
    assert not (shop.data / "left_out" / "orders.csv").exists()


@pytest.mark.parametrize(
    ("column", "pattern", "cells", "expected"),
    [
        ("order_item_*", r"id:(?P<product_id>\d+)\|n:(?P<quantity>\d+)\|(sub)?total:(?P<line_paid>[\d.]+)",
         ("id:7|n:2|total:60", "id:8|n:1|subtotal:20.00"), [52.5, 17.5]),
        ("order_item_*", r"(?P<quantity>\d+)× (?P<product_name>[^,]+)", ("2× Shirt, 1× Skirt", ""), [46.67, 23.33]),
        ("order_item_1", r"(?P<product_name>[^;(]+)\((?P<unit_price>[\d.]+)元\)", ("衬衫(50元);裙子(20元)", "x"), [50, 20]),
    ],
)  # fmt: skip
def test_packed_cells_become_lines_and_the_order_is_spread_over_them(shop, column, pattern, cells, expected):
    told = source(ORDER, unpack={"column": column, "pattern": pattern})
    packed = '"' + '","'.join(cells) + '"'
    imported = mapped(shop, as_yaml(orders=told), orders=f"o,d,a,order_item_1,order_item_2\n1,2026-05-01,70,{packed}\n2,2026-05-02,5,nothing,\n")
    assert [row[:2] for row in lines(shop)] == [["1", paid] for paid in expected]
    orders = shop.table("orders").set_index("order_id")
    assert orders["gross_paid"].to_dict() == {"1": 70, "2": 5}
    assert orders.loc["1", "units"] == 3 if "quantity" in pattern or "|n:" in pattern else pd.isna(orders.loc["1", "units"])
    assert imported.ledger["rows"].sum() == 2
    assert any("1 rows" in note and column in note and "row 3" in note for note in imported.notes)


@pytest.mark.parametrize(("meaning", "paid", "fates"), [("real", 30, {"kept": 3}), ("repeats", 20, {"kept": 2, "duplicate": 1})])
def test_identical_rows_are_real_where_the_map_says_so(shop, meaning, paid, fates):
    told = source(LINE, columns={"line_id": "l"}, identical_rows=meaning)
    imported = mapped(shop, as_yaml(lines=told), lines="o,l,d,a\n1,l1,2026-05-01,10\n1,l1,2026-05-01,10\n1,l2,2026-05-01,10\n")
    assert shop.fates(imported) == fates
    assert money(shop)[0][1] == paid


def test_identical_rows_exported_again_are_the_same_rows(shop):
    content = "o,l,d,a\n1,l1,2026-05-01,10\n1,l1,2026-05-01,10\n"
    imported = mapped(shop, as_yaml(lines=source(LINE, columns={"line_id": "l"}, identical_rows="real")), a=content, b=content)
    assert shop.fates(imported) == {"kept": 2, "duplicate": 2}


def test_an_item_ends_with_its_cell(shop):
    told = source(ORDER, unpack={"column": "order_item_*", "pattern": r"(?P<quantity>\d+)× (?P<product_name>[^,]+)"})
    rows = "1,2026-05-01,70,2× Shirt\u3000,,1× Skirt\n2,2026-05-02,5,,,\n"
    imported = mapped(shop, as_yaml(orders=told), orders="o,d,a,order_item_1,order_item_2,order_item_3\n" + rows)
    assert shop.table("order_lines")[["product_name", "quantity"]].to_numpy().tolist() == [["Shirt", 2], ["Skirt", 1]]
    assert not [note for note in imported.notes if "holds no item" in note]
