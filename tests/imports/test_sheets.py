"""Workbooks as people keep them: a sheet a month, a cover in front, merged cells, cells gone astray."""

import importlib.metadata
import io
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from retention.imports import ledger_lines
from retention.imports.reading import tables_in, text_table
from retention.tables import DataProblem

HEAD = ["customer", "date", "amount"]
MAY = [HEAD, ["Ann", date(2026, 5, 1), 10], ["Bob", date(2026, 5, 2), 20.5]]
JUNE = [HEAD, ["Ann", date(2026, 6, 1), 30]]


def book(place, **sheets):
    """A workbook of sheets, each a list of rows or a function that fills it."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows if isinstance(rows, list) else []:
            sheet.append(row)
        if not isinstance(rows, list):
            rows(sheet)
    made.save(place)
    return place


def rewritten(place, change):
    """The workbook with its first page's XML changed."""
    old = zipfile.ZipFile(io.BytesIO(place.read_bytes()))
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == "xl/worksheets/sheet1.xml" else content)


def test_every_sheet_is_read_and_stacked(shop):
    book(shop.raw / "orders.xlsx", May=MAY, June=JUNE)
    imported = shop.run()
    assert shop.table("orders")["gross_paid"].sum() == 60.5
    assert {"orders.xlsx · May: 2 rows read, 2 kept", "orders.xlsx · June: 1 rows read, 1 kept"} <= {*ledger_lines(imported)}


def test_what_is_no_table_of_orders_is_told_with_its_reason(shop):
    hidden = {"Old": [HEAD, ["Ann", date(2020, 1, 1), 1000]]}
    book(
        shop.raw / "orders.xlsx",
        Empty=[],
        Cover=[["Our shop"], [], ["printed on", "5 May"]],
        May=MAY,
        Codes=[["code", "meaning"], ["A", "shirt"]],
        **hidden,
    )
    made = openpyxl.load_workbook(shop.raw / "orders.xlsx")
    made["Old"].sheet_state = "hidden"
    made.save(shop.raw / "orders.xlsx")
    imported = shop.run()
    assert shop.table("orders")["gross_paid"].sum() == 30.5
    assert imported.not_recognised == (
        "orders.xlsx · Empty: an empty sheet",
        "orders.xlsx · Old: a hidden sheet; show it in the workbook to have it read",
        "orders.xlsx · Cover: no table in it",
        "orders.xlsx · Codes: it has other columns than orders.xlsx · May (code, meaning)",
    )
    assert "not read: orders.xlsx · Empty: an empty sheet" in ledger_lines(imported)


def test_rows_are_numbered_as_the_spreadsheet_does(shop):
    def fill(sheet):
        sheet["B3"] = "Sales"
        for row, cells in enumerate([*MAY, [None] * 3, ["Cid", "oops", 5]], start=5):
            for column, cell in enumerate(cells, start=2):
                sheet.cell(row, column, cell)

    book(shop.raw / "orders.xlsx", May=fill)
    assert shop.fates(shop.run()) == {"kept": 2, "unreadable ordered_at": 1}
    assert "orders.xlsx,9,unreadable ordered_at" in (shop.data / "left_out" / "orders.csv").read_text()


def test_blanks_are_filled_down_within_merged_cells_only(shop):
    def fill(sheet):
        for cells in [["Our orders", None, None], HEAD, ["Ann", date(2026, 5, 1), 10], [None, date(2026, 5, 2), 20], [None, date(2026, 5, 3), 40]]:
            sheet.append(cells)
        sheet.merge_cells("A3:A4")
        sheet.merge_cells("A1:C1")

    book(shop.raw / "orders.xlsx", May=fill)
    shop.run()
    told = shop.table("orders").groupby("customer_id", dropna=False)["gross_paid"].sum()
    assert told["Ann"] == 30
    assert told.sum() == 70


@pytest.mark.parametrize("corner", ["XFD1048576", "AAA70000", "ZZ1048576"])
def test_a_cell_in_the_last_corner_has_its_sentence(shop, corner):
    book(shop.raw / "orders.xlsx", May=[*MAY])
    row = re.search(r"\d+", corner)[0]
    stray = f'<row r="{row}"><c r="{corner}"><v>7</v></c></row></sheetData>'.encode()
    rewritten(shop.raw / "orders.xlsx", lambda page: page.replace(b"</sheetData>", stray))
    with pytest.raises(DataProblem, match=rf"orders\.xlsx · May: it reaches to row {int(row):,} and column [\d,]+, more than any table does"):
        shop.run()


def test_far_cells_that_are_only_coloured_are_no_cells(shop):
    book(shop.raw / "orders.xlsx", May=MAY)
    far = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    rewritten(shop.raw / "orders.xlsx", lambda page: page.replace(b"</sheetData>", far))
    assert shop.run().tables["orders"] == 2


@pytest.mark.parametrize("declared", ["A1", "A1:XFD1048576"])
def test_the_size_that_a_sheet_declares_is_not_believed(shop, declared):
    book(shop.raw / "orders.xlsx", May=MAY)
    rewritten(shop.raw / "orders.xlsx", lambda page: re.sub(rb'<dimension ref="[^"]*"', f'<dimension ref="{declared}"'.encode(), page))
    assert shop.run().tables["orders"] == 2


def test_no_more_columns_than_a_table_has(shop):
    book(shop.raw / "orders.xlsx", May=[[f"c{n}" for n in range(3_000)], list(range(3_000))])
    with pytest.raises(DataProblem, match=r"orders\.xlsx · May: 3,000 columns; at most 2,000 are read"):
        shop.run()


def test_columns_without_a_name_are_called_by_their_number(tmp_path):
    place = book(tmp_path / "orders.xlsx", May=[["customer", None, "amount"], ["Ann", "x", 5]])
    [raw], _ = tables_in(place)
    assert raw.header == ("customer", "column 2", "amount")
    assert text_table(raw).to_pylist()[0]["column 2"] == "x"


def test_texts_among_dates_and_numbers_are_not_lost(tmp_path):
    rows = [HEAD, ["Ann", datetime(2026, 5, 1, 9, 30), 0.1 + 0.2], ["Bob", "yesterday", "1.250"], [17, None, True]]
    [raw], _ = tables_in(book(tmp_path / "orders.xlsx", May=rows))
    told = [[row[name] for name in HEAD] for row in text_table(raw).to_pylist()]
    assert told == [["Ann", "2026-05-01 09:30:00", "0.3"], ["Bob", "yesterday", "1.250"], ["17", None, "true"]]


def test_the_reader_of_workbooks_is_quiet(shop, caplog):
    book(shop.raw / "orders.xlsx", May=[[*HEAD, "note"], ["Ann", date(2026, 5, 1), 10, None]])
    shop.run()
    assert not caplog.records


def test_a_chart_of_its_own_is_told(shop):
    made = openpyxl.Workbook()
    made.active.title = "May"
    for row in MAY:
        made.active.append(row)
    made.create_chartsheet("Chart").add_chart(openpyxl.chart.BarChart())
    made.save(shop.raw / "orders.xlsx")
    assert shop.run().not_recognised == ("orders.xlsx · Chart: a chart",)


def test_an_old_workbook_is_read():
    sheets = next((p for p in importlib.metadata.files("statsmodels") if p.name == "macrodata.xls"), None)
    if sheets is None:
        pytest.skip("statsmodels has left its old workbooks out")
    tables, _ = tables_in(Path(str(sheets.locate())))
    assert [(raw.sheet, raw.header_row, raw.header[0]) for raw in tables] == [
        ("README", 0, "column 1"),
        ("Monthly", 1, "DATE"),
        ("Quarterly", 1, "DATE"),
    ]
    assert text_table(tables[1]).to_pylist()[0]["DATE"] == "1934-01-01 00:00:00"


def test_text_that_is_called_a_workbook_is_read_and_a_web_page_refused(shop):
    shop.write("orders.xls", "customer\tdate\tamount\nAnn\t2026-05-01\t10\n")
    assert shop.run().tables["orders"] == 1
    shop.write("orders.xls", "\ufeff<html><table><tr><td>customer</td></tr></table></html>")
    with pytest.raises(DataProblem, match=r"orders\.xls: a web page that is called a workbook\. Open it in Excel and save it as \.xlsx"):
        shop.run()


def test_a_workbook_with_a_password_has_its_sentence(shop):
    (shop.raw / "orders.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000))
    with pytest.raises(DataProblem, match=r"orders\.xlsx: not readable as an Excel workbook"):
        shop.run()
