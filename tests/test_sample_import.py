"""The sample shop's exports, imported: what was planted is found, on the right day, whatever their customers are called."""

import csv
import json
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from retention import imports, project
from retention.cli import BAD_DATA, main
from retention.imports.maps import KNOWN
from retention.imports.told import TABLES
from retention.samples.service.soiling import STRANGER
from retention.settings import ShopSettings, shop_settings
from retention.shop import Shop
from retention.tables import INTERACTIONS, SHOP_TABLES, kind_fits
from tests.conftest import TODAY
from tests.importer import Importer


@pytest.fixture(scope="module")
def truth(herstyle):
    return json.loads((herstyle / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def orders(herstyle):
    return Shop(herstyle).need("orders").to_pandas()


def test_orders_that_count_are_those_planted(orders, truth):
    expected, counting = truth["expected"], orders[orders["counts"]]
    assert len(orders) == expected["orders"]
    assert len(counting) == expected["orders_that_count"]
    assert counting["customer_id"].nunique() == expected["customers_with_an_order_that_counts"]
    assert float(counting["gross_paid"].sum()) == float(expected["gross_paid_of_orders_that_count"])
    assert float(counting["refunded"].sum()) == float(expected["refunded_on_orders_that_count"])


def test_every_row_of_every_file_is_in_the_ledger(herstyle, truth):
    ledger = imports.read_ledger(herstyle)
    assert ledger.groupby("file")["rows"].sum().to_dict() == truth["expected"]["rows"]


def test_the_planted_mistakes_are_the_rows_left_out(herstyle, truth):
    ledger = imports.read_ledger(herstyle)
    found = ledger.groupby("fate")["rows"].sum()
    planted = {kind: sum(file.get(kind, 0) for file in truth["dirt"].values()) for kind in {k for f in truth["dirt"].values() for k in f}}
    assert found["amount below zero"] == planted["negative_amount"]
    assert found["impossible ordered_at"] == planted["far_future_date"]
    assert found["unreadable ordered_at"] == planted["day_that_does_not_exist"] + planted["unreadable_date"]
    assert found["unknown order"] == planted["unknown_order"]


def raw_days(herstyle: Path) -> dict[str, datetime]:
    """Order number → local time as it stands in the raw order files, read by the csv module."""
    found = {}
    for path in sorted((herstyle / "raw").glob("订单_*.csv")):
        data = path.read_bytes()
        text = data.decode("utf-8-sig") if data.startswith(b"\xef\xbb\xbf") else data.decode("gb18030")
        for row in csv.DictReader(text.splitlines()):
            stamp = row["下单时间"].strip()
            for form in ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M"):
                try:
                    found[row["订单编号"].strip('="\t')] = datetime.strptime(stamp, form)
                except ValueError:
                    continue
    return found


def test_orders_around_midnight_are_on_their_local_day(herstyle, orders):
    raw, by_id = raw_days(herstyle), orders.set_index("order_id")
    around = [
        number
        for number, at in raw.items()
        if (at.month, at.day) == (11, 11) and (at.hour, at.minute) in ((0, 30), (23, 30)) and number in by_id.index
    ]
    assert {raw[number].hour for number in around} == {0, 23}
    assert {str(by_id.loc[number, "ordered_on"])[5:10] for number in around} == {"11-11"}


def test_nothing_personal_is_said_on_the_terminal_or_in_an_error(herstyle, truth, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    secrets = [text for kind in ("name", "phone", "email") for text in truth["canaries"][kind]]
    monkeypatch.setattr("sys.argv", ["retention", "import", "--data", str(herstyle / "raw")])
    main_said(main)
    said = capsys.readouterr()
    bad = tmp_path / "客户.csv"
    bad.write_text(
        "姓名,手机\n" + "".join(f"{n},{p}\n" for n, p in zip(truth["canaries"]["name"], truth["canaries"]["phone"], strict=True)), encoding="utf-8"
    )
    monkeypatch.setattr("sys.argv", ["retention", "import", "--data", str(bad)])
    assert main_said(main) == BAD_DATA
    said_wrong = capsys.readouterr()
    everything = said.out + said.err + said_wrong.out + said_wrong.err
    assert "rows read" in everything
    assert [s for s in secrets if s in everything] == []


def main_said(command) -> int:
    try:
        command()
    except SystemExit as left:
        return int(left.code or 0)
    return 0


HOSTILE = ["<script>alert(1)</script>", "=cmd|' /C calc'!A0", "{{7*7}}", "表情😀"]


def test_customers_with_hostile_names_pass_through_the_import(tmp_path):
    shop = Importer(tmp_path)
    book = openpyxl.Workbook()
    book.active.append(["客户", "日期", "金额"])
    for number, name in enumerate(HOSTILE):
        book.active.append([name, datetime(2026, 5, 1 + number), 100 + number])
        book.active[book.active.max_row][0].data_type = "s"
    book.save(shop.raw / "orders.xlsx")
    imports.import_shop([shop.raw], ShopSettings(), shop.data, TODAY)
    assert set(shop.table("orders")["customer_id"]) == set(HOSTILE)


# --- what every table promises, and what was planted in the tables that tell ------------------------


@pytest.mark.parametrize("promise", SHOP_TABLES.values(), ids=SHOP_TABLES)
def test_every_table_of_the_sample_keeps_its_promise(herstyle, promise):
    own = set(shop_settings(project.root() / "params" / "herstyle").fields) if promise.name == "customers" else set()
    table = Shop(herstyle).need(promise.name)
    optional = {name for name, column in promise.columns.items() if column.optional}
    assert set(promise.columns) - optional <= set(table.columns) <= set(promise.columns) | own
    kinds = {name: str(kind) for name, kind in table.schema().items()}
    assert [name for name, column in promise.columns.items() if name in kinds and not kind_fits(column.kind, kinds[name])] == []
    rows = table.to_pyarrow().to_pandas(types_mapper=pd.ArrowDtype)
    assert not rows.duplicated(list(promise.key)).any()
    assert [name for name, column in promise.columns.items() if name in rows and not column.nullable and rows[name].isna().any()] == []
    assert rows[list(promise.key)].notna().all(axis=None)


@pytest.mark.parametrize("grain", [grain for grain in KNOWN if grain in TABLES])
def test_words_of_the_sample_are_the_promised_ones(herstyle, grain):
    table = Shop(herstyle, "today").need(TABLES[grain])
    for field, allowed in KNOWN[grain].items():
        words = {str(word).lower() for word in table.select(field).distinct().to_pyarrow()[field].to_pylist() if word is not None}
        assert words
        assert words <= set(allowed)


def test_days_stand_beside_their_times(herstyle):
    shop = Shop(herstyle, "today")
    for promise in INTERACTIONS:
        table = shop.need(promise.name)
        times = [name for name, column in promise.columns.items() if column.kind == "time" and name != "answered_at"]  # told by its day only
        for day in [at.replace("_at", "_on") for at in times if at.replace("_at", "_on") in promise.columns]:
            rows = table.select(at=day.replace("_on", "_at"), on=day).to_pandas().dropna()
            local = pd.to_datetime(rows["at"]).dt.tz_localize("UTC").dt.tz_convert("Asia/Shanghai").dt.date
            assert len(rows)
            assert (local == pd.to_datetime(rows["on"]).dt.date).all()


def test_what_was_planted_in_the_told_tables_is_found(herstyle, truth):
    shop = Shop(herstyle, "today")
    expected, service = truth["told"]["behaviour"]["expected"], truth["told"]["service"]
    found = {name: shop.need(name).to_pandas() for name in ("events", "coupons", "memberships", "shipments", "scans", "tickets", "ticket_messages")}
    found |= {name: shop.need(name).to_pandas() for name in ("surveys", "touches")}
    assert len(found["events"]) == expected["events"]
    assert len(found["coupons"]) == expected["coupons"]
    assert found["coupons"]["used_on"].notna().sum() == expected["coupons_used"]
    assert len(found["memberships"]) == expected["members"]
    # Service counts its clean rows; rows about customers whom nobody knows are kept beside them.
    clean = {name: len(of) - of.get("customer_id", pd.Series(dtype="str")).str.startswith(STRANGER).fillna(False).sum() for name, of in found.items()}
    assert clean["shipments"] == service["shipments"]["parcels"]
    assert clean["scans"] == service["shipments"]["scans"]
    assert clean["tickets"] == service["tickets"]["tickets"]
    assert clean["ticket_messages"] == service["tickets"]["messages"]
    assert clean["surveys"] == service["surveys"]["invitations"]
    assert clean["touches"] == service["touches"]["touches"]


def test_the_coupons_of_orders_are_told_by_their_names(herstyle):
    orders = Shop(herstyle, "today").need("orders")
    assert set(orders.promotion.value_counts().to_pandas()["promotion"]) == {"none", "threshold_off", "percentage_off", "amount_off"}
