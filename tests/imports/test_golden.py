"""Published data sets, imported from the raw files: the figures of METHODS §1."""

from datetime import date

import duckdb
import pytest

from retention import imports
from retention.settings import ShopSettings

pytestmark = [pytest.mark.real, pytest.mark.slow]


@pytest.fixture(scope="module")
def online_retail(real, tmp_path_factory):
    data = tmp_path_factory.mktemp("shop") / "online_retail"
    imported = imports.import_shop(sorted((real / "online_retail").glob("*.csv.gz")), ShopSettings(), data, date(2026, 11, 1))
    return data, imported


def one(data, query):
    con = duckdb.connect()
    for name in ("orders", "order_lines", "returns"):
        con.sql(f"create view {name} as select * from read_parquet('{data}/tables/{name}.parquet/*.parquet')")
    return con.sql(query).fetchone()


def test_every_row_of_online_retail_has_its_kind(online_retail):
    _, imported = online_retail
    assert imported.map == "online_retail"
    kinds = imported.ledger.set_index(["kind", "guest"])[["rows", "money"]]
    assert {index: (int(row.rows), round(row.money, 2)) for index, row in kinds.iterrows()} == {
        ("sale", False): (397_884, 8_911_407.90),
        ("cancellation", False): (8_905, -611_342.09),
        ("no price", False): (40, 0.0),
        ("sale", True): (132_220, 1_755_276.64),
        ("cancellation", True): (383, -285_470.40),
        ("no price", True): (2_477, -22_124.12),
    }
    assert imported.ledger["rows"].sum() == 541_909
    assert round(imported.ledger["money"].sum(), 2) == 9_747_747.93


def test_orders_before_and_after_returns(online_retail):
    data, _ = online_retail
    counts = "counts and customer_id is not null"
    assert one(data, f"select count(*), count(distinct customer_id), sum(gross_paid)::double from orders where {counts}") == (
        18_532,
        4_338,
        8_911_407.90,
    )
    assert one(data, f"select count(*), count(distinct customer_id), sum(net_paid)::double from orders where {counts} and net_paid > 0") == (
        18_388,
        4_327,
        8_447_168.13,
    )


def test_cancellations_find_the_latest_earlier_sale(online_retail):
    data, _ = online_retail
    per_row = (
        "select return_id, bool_or(found_by = 'matched') as m, bool_or(found_by = 'none') as u from returns where customer_id is not null group by 1"
    )
    assert one(data, f"select count(*) filter (m and not u), count(*) filter (m and u), count(*) filter (u and not m) from ({per_row})") == (
        7_181,
        53,
        1_671,
    )
    booked = "sum(amount) filter (found_by = 'matched')::double, sum(amount) filter (found_by = 'none')::double"
    amounts = one(data, f"select {booked} from returns where customer_id is not null")
    assert amounts == (464_239.77, 147_102.32)


def test_the_parquet_of_online_retail_is_read_like_its_csv(online_retail, real, tmp_path):
    _, from_csv = online_retail
    imported = imports.import_shop(
        sorted((real / "online_retail").glob("*.parquet")), ShopSettings(map="online_retail"), tmp_path / "or", date(2026, 11, 1)
    )
    assert imported.ledger["rows"].sum() == from_csv.ledger["rows"].sum()


def test_cdnow_has_its_customers_and_orders(real, tmp_path):
    imports.import_shop([real / "cdnow_sample"], ShopSettings(map="cdnow"), tmp_path / "cdnow", date(2026, 11, 1))
    assert one_cdnow(tmp_path / "cdnow") == (6_919, 2_357)


def one_cdnow(data):
    return duckdb.sql(
        f"select count(*), count(distinct customer_id) from read_parquet('{data}/tables/orders.parquet/*.parquet') where counts"
    ).fetchone()


def test_online_retail_under_names_no_map_knows_gives_the_same_figures(real, tmp_path):
    """The columns are understood, price × quantity is the amount, lines below zero are refunds that find their sales."""
    renamed = {
        "InvoiceNo": "Order number", "StockCode": "Item code", "Description": "Item", "Quantity": "Qty",
        "InvoiceDate": "Order date", "UnitPrice": "Unit price", "CustomerID": "Client",
    }  # fmt: skip
    columns = ", ".join(f'"{name}" as "{other}"' for name, other in renamed.items())
    duckdb.sql(f"copy (select {columns} from '{real / 'online_retail' / 'online_retail_2010_2011.parquet'}') to '{tmp_path / 'sales.csv'}' (header)")
    imported = imports.import_shop([tmp_path / "sales.csv"], ShopSettings(), tmp_path / "shop", date(2026, 11, 1))
    assert imported.map == "by meaning"
    counted = "from orders where counts and customer_id is not null"
    found = one(tmp_path / "shop", f"select count(*), count(distinct customer_id), sum(gross_paid)::double, sum(net_paid)::double {counted}")
    assert found == (18_532, 4_338, 8_911_407.90, 8_447_168.13)
