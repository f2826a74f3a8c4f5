"""Who came back among those ticked off on lists, beside the others: counted by hand, and once from an Excel of three columns to the page."""

from datetime import date

import ibis
import openpyxl
import pandas as pd
import pytest

from retention import imports, playbook
from retention.pages import people, pyramid
from retention.pyramid.contacted import returned
from retention.settings import ShopSettings
from tests.pages import html

AS_OF = date(2026, 6, 30)


def shop(ticks: dict[str, str], **orders: list[str]):
    rows = [(who, pd.Timestamp(day).date(), True) for who, days in orders.items() for day in days]
    touches = [(f"dormant|2026-05-01|{who}", who, pd.Timestamp(day).date()) for who, day in ticks.items()]
    touches.append(("CD1", "eve", date(2026, 1, 1)))  # a message of a campaign is no tick
    return (
        ibis.memtable(pd.DataFrame(rows, columns=["customer_id", "ordered_on", "counts"])),
        ibis.memtable(pd.DataFrame(touches, columns=["touch_id", "customer_id", "touched_on"])),
    )


def test_an_order_after_ones_own_tick_is_a_return_and_whoever_is_new_since_is_nobodys():
    orders, touches = shop(
        {"ann": "2026-05-02", "bob": "2026-05-20"},
        ann=["2026-01-01", "2026-05-03"],
        bob=["2026-01-01", "2026-05-10"],  # before the own tick
        cid=["2026-01-01", "2026-05-10"],
        dot=["2026-01-01"],
        eve=["2026-06-01"],  # first seen later
    )
    told = returned(orders, touches, AS_OF)
    assert told[["group", "customers", "returned"]].to_numpy().tolist() == [["contacted", 2, 1], ["not_contacted", 2, 1]]
    assert set(told["since"]) == {date(2026, 5, 2)}


def test_without_ticks_or_touches_there_is_nothing_to_count():
    orders, touches = shop({}, ann=["2026-01-01"])
    assert returned(orders, touches, AS_OF).empty
    assert returned(orders, None, AS_OF).empty


@pytest.mark.long
def test_three_columns_in_ticks_back_and_the_second_run_shows_the_counts(tmp_path):
    rows = [f"c{i},2026-{1 + i % 3:02d}-{1 + i % 27:02d},{50 + i}" for i in range(60)]
    file = tmp_path / "orders.csv"
    file.write_text("customer,date,amount\n" + "\n".join([*rows, "z,2026-06-01,9"]) + "\n", encoding="utf-8")
    imports.import_shop([file], ShopSettings(), tmp_path / "shop", date(2026, 6, 2))
    book = playbook.open("01", "", tmp_path / "shop")
    assert "ticked off" in html(people.contacted(book))
    pyramid.actions(book)
    path = next(path for path in sorted((tmp_path / "shop" / "out" / "lists").glob("*.xlsx")) if openpyxl.load_workbook(path).active.max_row > 3)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.active
    heads = {cell.value: cell.column for cell in sheet[1]}
    who = [sheet.cell(row, 2).value.strip() for row in (2, 3)]
    for row in (2, 3):
        sheet.cell(row, heads["Done"]).value = "yes"
        sheet.cell(row, heads["Done on"]).value = "2026-06-02"
    workbook.save(path)
    other = next(f"c{i}" for i in range(60) if f"c{i}" not in who)
    later = [*rows, "z,2026-06-01,9", f"{who[0]},2026-06-20,70", f"{other},2026-06-21,5"]
    file.write_text("customer,date,amount\n" + "\n".join(later) + "\n", encoding="utf-8")
    imports.import_shop([file], ShopSettings(), tmp_path / "shop", date(2026, 6, 30))
    shown = people.contacted(playbook.open("01", "", tmp_path / "shop"))
    assert shown.table[["group", "customers"]].to_numpy().tolist() == [["contacted", 2], ["not_contacted", 59]]
    assert shown.table["returned"].tolist() == [1, 1]
    assert "not chosen by lot" in html(shown)
