"""Raw files of every kind a shop may bring."""

import gzip
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest

from retention.tables import DataProblem

THREE = "客户,日期,金额\n王芳,2026-05-01,1299.00\n李娜,2026-06-03,459\n王芳,2026-06-20,88.5\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_is_found(shop, encoding):
    shop.write("orders.csv", THREE, encoding)
    imported = shop.run()
    assert imported.tables["orders"] == 3
    assert set(shop.table("orders")["customer_id"]) == {"王芳", "李娜"}
    assert (imported.currency, imported.language, imported.time_zone) == ("CNY", "zh", "Asia/Shanghai")


def test_rare_names_and_emoji_survive_gb18030(shop):
    shop.write("orders.csv", "客户,日期,金额\n王\U00020bb7,2026-05-01,10\n表情😀,2026-05-02,20\n", "gb18030")
    shop.run()
    assert set(shop.table("orders")["customer_id"]) == {"王\U00020bb7", "表情😀"}


def test_a_wrong_encoding_in_the_map_is_seen_row_by_row(shop):
    good = "".join(f"客户{i},2026-05-01,{i}\n" for i in range(1, 300)).encode()
    (shop.raw / "orders.csv").write_bytes("客户,日期,金额\n".encode() + good + "张三".encode("gb18030") + b",2026-05-02,7\n")
    imported = shop.run()
    assert shop.fates(imported) == {"kept": 299, "unreadable characters": 1}


def test_gzip_and_parquet_are_read(shop):
    (shop.raw / "orders.csv.gz").write_bytes(gzip.compress(THREE.encode()))
    assert shop.run().tables["orders"] == 3
    (shop.raw / "orders.csv.gz").unlink()
    pd.DataFrame({"customer": [1, 2], "date": [datetime(2026, 5, 1, 9), datetime(2026, 5, 2)], "amount": [9.5, 3.0]}).to_parquet(
        shop.raw / "orders.parquet"
    )
    shop.run()
    assert shop.table("orders")["gross_paid"].tolist() == [9.5, 3.0] or set(shop.table("orders")["gross_paid"]) == {9.5, 3.0}


def test_a_three_column_excel_made_by_hand_works(shop):
    book = openpyxl.Workbook()
    for row in [["客户", "日期", "金额"], ["王芳", date(2026, 5, 1), "¥1,299.00"], ["李娜", datetime(2026, 6, 3, 23, 30), 459]]:
        book.active.append(row)
    book.save(shop.raw / "orders.xlsx")
    shop.run()
    orders = shop.table("orders").sort_values("ordered_on")
    assert orders["gross_paid"].tolist() == [1299.0, 459.0]
    assert orders["ordered_on"].astype(str).tolist() == ["2026-05-01", "2026-06-03"]


def test_numbers_that_excel_has_rounded_are_refused(shop):
    book = openpyxl.Workbook()
    for row in [["订单编号", "客户", "日期", "金额"], [1234567890123456789, "王芳", date(2026, 5, 1), 10]]:
        book.active.append(row)
    book.save(shop.raw / "orders.xlsx")
    with pytest.raises(
        DataProblem, match=r"orders\.xlsx: numbers in '订单编号' have been rounded by Excel, e\.g\. 1234567890123\d+;.*format the column as text"
    ):
        shop.run()


def test_numbers_rounded_in_a_csv_are_refused(shop):
    shop.write("orders.csv", "订单编号,客户,日期,金额\n1.23457E+18,王芳,2026-05-01,10\n")
    with pytest.raises(DataProblem, match="rounded by Excel, e.g. 1.23457E"):
        shop.run()


def test_newlines_in_quotes_stay_in_their_cell(shop):
    shop.write("orders.csv", 'customer,date,amount\n"Ann\nLee",2026-05-01,"1,200.50"\nBob,2026-05-02,3\n')
    shop.run()
    assert set(shop.table("orders")["customer_id"]) == {"Ann\nLee", "Bob"}
    assert shop.table("orders")["gross_paid"].sum() == 1203.5


def test_a_row_with_too_many_cells_is_counted_and_the_rest_is_kept(shop):
    shop.write("orders.csv", THREE + "李娜,2026-06-04,1,2,3\n")
    imported = shop.run()
    assert shop.fates(imported) == {"kept": 3, "wrong number of cells": 1}
    assert imported.ledger.set_index("fate").loc["wrong number of cells", "example"] == 5
    left_out = (shop.data / "left_out" / "orders.csv").read_text()
    assert "orders.csv,5,wrong number of cells" in left_out


def test_a_quotation_mark_never_closed_has_its_sentence(shop):
    shop.write("orders.csv", 'customer,date,amount\nAnn,2026-05-01,3\nBob,2026-05-02,"4\n' + "Cid,2026-05-03,5\n" * 20)
    with pytest.raises(DataProblem, match=r"orders\.csv: row 3 opens a quotation mark .* swallows 20 or more rows"):
        shop.run()


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_an_empty_file_has_its_sentence(shop, content):
    shop.write("orders.csv", content)
    with pytest.raises(DataProblem, match=r"orders\.csv: the file is empty\. Export it again"):
        shop.run()


def test_a_header_without_rows_has_its_sentence(shop):
    shop.write("orders.csv", "customer,date,amount\n")
    with pytest.raises(DataProblem, match="no rows below the header"):
        shop.run()


def test_a_folder_without_files_has_its_sentence(shop):
    with pytest.raises(DataProblem, match="no file to read"):
        shop.run()


def test_a_missing_column_says_which_and_what_there_was(shop):
    shop.write("orders.csv", "customer,date,colour\nAnn,2026-05-01,red\n")
    with pytest.raises(DataProblem, match=r"no column for amount \(金额\)\. The file has the columns: customer, date, colour"):
        shop.run()


def test_a_missing_column_of_a_given_map_says_which(shop):
    shop.write("a.csv", "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice\n1,2,3,2011-01-01,4\n")
    with pytest.raises(DataProblem, match=r"a\.csv: the column for CustomerID is missing"):
        shop.run(map="online_retail")


def test_day_and_month_are_told_apart_by_the_values(shop):
    shop.write("orders.csv", "customer,date,amount\nAnn,13/02/2026,1\nBob,01/03/2026,2\n")
    shop.run()
    assert sorted(shop.table("orders")["ordered_on"].astype(str)) == ["2026-02-13", "2026-03-01"]


def test_day_and_month_that_cannot_be_told_apart_are_refused(shop):
    shop.write("orders.csv", "customer,date,amount\nAnn,02/03/2026,1\nBob,01/03/2026,2\n")
    with pytest.raises(DataProblem, match="day/month or month/day, and none tells which"):
        shop.run()


def test_unreadable_and_impossible_dates_are_counted(shop):
    shop.write("orders.csv", "customer,date,amount\nAnn,2026-02-30,1\nBob,2099-01-01,2\nCid,yesterday,3\nDot,2026-03-01,4\nEve,1970-01-01,5\n")
    assert shop.fates(shop.run()) == {"kept": 1, "unreadable ordered_at": 2, "impossible ordered_at": 2}


def test_two_currencies_are_refused(shop):
    (shop.raw / "map.yaml").write_text(
        "name: own\nsources:\n  o:\n    grain: order\n    columns: {customer_id: c, ordered_at: d, gross_paid: a, currency: k}\n", encoding="utf-8"
    )
    shop.write("orders.csv", "c,d,a,k\nx,2026-05-01,1,EUR\ny,2026-05-02,2,EUR\nz,2026-05-03,2,USD\n")
    with pytest.raises(DataProblem, match=r"2 currencies, EUR \(2 rows\) and USD \(1 rows, e\.g\. row 4\)"):
        shop.run(map=str(shop.raw / "map.yaml"))


def test_currencies_are_told_by_the_rows_of_the_file(shop):
    shop.write("orders.csv", "Orders of May;;;\n;;;\nours;;;\nno;customer;date;amount\n1;a;2026-05-01;€ 20,50\n\n2;b;2026-05-02;$ 10,50\n")
    with pytest.raises(DataProblem, match=r"amounts in 2 currencies, EUR \(e\.g\. row 5\), USD \(e\.g\. row 7\), in 'amount'"):
        shop.run()


def test_two_files_in_two_currencies_are_refused(shop):
    shop.write("a.csv", "no;customer;date;amount\n1;a;2026-05-01;€ 20,50\n")
    shop.write("b.csv", "no;customer;date;amount\n2;b;2026-05-02;$ 10,50\n")
    with pytest.raises(DataProblem, match=r"a.csv: amounts in 2 currencies, EUR \(e\.g\. row 2\), USD \(e\.g\. row 2 of b.csv\), in 'amount'"):
        shop.run()


def test_a_total_in_another_currency_is_no_amount(shop):
    shop.write("orders.csv", "no;customer;date;amount\n1;a;2026-05-01;CHF 20,50\n2;b;2026-05-02;CHF 10,50\nTotal;;;$ 200,00\n")
    imported = shop.run()
    assert (imported.currency, imported.tables["orders"]) == ("CHF", 2)


def test_amounts_with_two_signs_are_refused(shop):
    shop.write("orders.csv", "customer,date,amount\nAnn,2026-05-01,$10\nBob,2026-05-02,€70\n")
    with pytest.raises(DataProblem, match=r"amounts in 2 currencies, USD \(e\.g\. row 2\), EUR \(e\.g\. row 3\)"):
        shop.run()


def test_an_export_that_lost_a_column_is_not_passed_over(shop):
    header = "订单编号,客户编号,下单时间,订单状态,{}\n"
    shop.write("a.csv", header.format("实付金额") + "1,k1,2026-05-01,交易成功,10\n")
    shop.write("b.csv", header.format("金额x") + "2,k2,2026-06-01,交易成功,20\n")
    with pytest.raises(DataProblem, match=r"b\.csv: the column for 实付金额 is missing"):
        shop.run()


def test_a_note_with_a_line_full_of_commas_is_a_note(shop):
    shop.write("orders.csv", 'customer,date,amount,note\nAnn,2026-05-01,3,"please:\nred, blue, green, white"\nBob,2026-05-02,4,\n')
    assert shop.fates(shop.run()) == {"kept": 2}


@pytest.mark.parametrize(
    ("name", "content"),
    [("orders.csv.gz", gzip.compress(THREE.encode(), mtime=0)[:-12]), ("orders.parquet", b"PAR1 nothing"), ("orders.xlsx", b"PK nothing")],
    ids=["gzip", "parquet", "excel"],
)
def test_a_damaged_file_has_its_sentence(shop, name, content):
    (shop.raw / name).write_bytes(content)
    with pytest.raises(DataProblem, match=name.split(".")[0] + r".*(damaged|not readable)"):
        shop.run()


def test_tables_are_readable_by_their_owner_only(shop):
    shop.write("orders.csv", THREE)
    shop.run()
    assert oct((shop.data / "tables").stat().st_mode)[-3:] == "700"
    assert oct(shop.data.stat().st_mode)[-3:] == "700"


def test_rows_left_out_are_listed_under_their_own_file(shop):
    for month in ("jan", "mar"):
        (shop.raw / month).mkdir()
    header = "订单编号,客户编号,下单时间,订单状态,实付金额\n"
    (shop.raw / "jan" / "orders.csv").write_text(header + "1,k1,2026-01-01,交易成功,10\n", encoding="utf-8")
    (shop.raw / "mar" / "orders.csv").write_text(header + "2,k2,2026-03-99,交易成功,10\n", encoding="utf-8")
    shop.write("zz.csv", header + "3,k3,2026-04-99,交易成功,10\n")
    shop.run()
    assert (shop.data / "left_out" / "orders.csv").read_text().splitlines()[1:] == [
        "orders.csv,2,unreadable ordered_at",
        "zz.csv,2,unreadable ordered_at",
    ]


@pytest.mark.slow
def test_a_million_rows_with_one_bad_row_lose_only_that_row(shop):
    good = "".join(f"C{i % 50_000},2026-0{1 + i % 6}-1{i % 10},{i % 977}.5\n" for i in range(500_000))
    shop.write("orders.csv", "customer,date,amount\n" + good + "oops\n" + good)
    imported = shop.run()
    assert shop.fates(imported) == {"kept": 1_000_000, "wrong number of cells": 1}
    assert imported.ledger.set_index("fate").loc["wrong number of cells", "example"] == 500_002
