"""Which orders count, whose they are, of which something stayed, and the clock where the shop is."""

import time
from datetime import date, datetime

import ibis
import pyarrow as pa
import pytest

from retention import orders
from retention.service.return_rules import kind_of
from tests.pyramid.conftest import Tables, order

MADE = Tables()


def names(table, column="order_id"):
    return sorted(table.select(column).to_pyarrow()[column].to_pylist())


@pytest.fixture(scope="module")
def bought():
    """A customer's order, a guest's, and one of each that was never paid."""
    return MADE.orders(
        order("hers", "ann", "2024-01-01", 100),
        order("guest", None, "2024-01-02", 50),
        order("unpaid", "ann", "2024-01-03", 70, counts=False),
        order("nobody", None, "2024-01-04", 20, counts=False),
    )


def test_orders_that_count_are_those_of_customers_and_guests(bought):
    assert names(orders.that_count(bought)) == ["guest", "hers"]
    assert names(orders.of_known_customers(bought)) == ["hers"]


def test_lines_count_by_the_same_rule():
    hers, guest = order("hers", "ann", "2024-01-01", 100), order("guest", None, "2024-01-02", 50)
    lines = MADE.lines(MADE.line(hers, "shoe", 60), MADE.line(hers, "gift", 0, line_no=2, counts=False), MADE.line(guest, "coat", 50))
    assert names(orders.that_count(lines), "product_id") == ["coat", "shoe"]
    assert names(orders.of_known_customers(lines), "product_id") == ["shoe"]


KEPT = {(100, 0): True, (100, 99.99): True, (100, 100): False, (100, 120): False, (0, 0): True}


@pytest.mark.parametrize(("paid_and_back", "kept"), KEPT.items())
def test_an_order_is_kept_when_something_of_its_money_stayed(paid_and_back, kept):
    paid, back = paid_and_back
    row = MADE.orders(order("hers", "ann", "2024-01-01", paid, refunded=back))
    assert row.mutate(kept=orders.not_wholly_refunded(row)).to_pyarrow()["kept"].to_pylist() == [kept]
    assert len(names(row.filter(orders.not_wholly_refunded(ibis._)))) == kept


def test_a_refund_that_names_no_order_is_loose_also_where_nobody_knows_whose_it_is():
    returns = MADE.returns(
        {"return_id": "booked", "customer_id": "ann", "order_id": "hers", "returned_on": "2024-01-05", "amount": 10},
        {"return_id": "hers", "customer_id": "ann", "returned_on": "2024-01-05", "amount": 10},
        {"return_id": "nobody", "returned_on": "2024-01-05", "amount": 10},
    )
    assert names(orders.loose_refunds(returns), "return_id") == ["hers", "nobody"]


STAY = [
    "维修",
    "返修",
    "补寄",
    "补发",
    "少件补发",
    "漏发补发",
    "resend",
    "Re-ship",
    "sent again",
    "Repair",
    "Return for repair",
    "补发 无需退货",
    "漏发补偿",
]
BACK = ["退货退款", "换货", "退换货", "Exchange", "return", "退货（少件）", "换货补寄", "仅退款", None]


def test_goods_that_were_repaired_or_sent_after_did_not_come_back():
    rows = [{"return_id": str(word), "returned_on": "2024-01-05", "amount": 0, "kind": word, "status": "settled"} for word in STAY + BACK]
    rows += [{"return_id": f"paid {word}", "returned_on": "2024-01-05", "amount": 5, "kind": word, "status": "settled"} for word in STAY]
    assert names(orders.settled(MADE.returns(*rows)), "return_id") == sorted([*map(str, BACK), *(f"paid {word}" for word in STAY)])


@pytest.mark.parametrize("word", [word for word in STAY if word not in ("漏发补偿", "Return for repair", "补发 无需退货")])
def test_service_and_sales_mean_the_same_by_a_kind(word):
    assert kind_of(word) in ("resend", "repair")


# --- the shop's clock --------------------------------------------------------------------------------


CLOCKS = {
    "Asia/Shanghai": {"2024-06-30T15:59:59": (date(2024, 6, 30), 23), "2024-06-30T16:00:00": (date(2024, 7, 1), 0)},
    "Europe/London": {"2024-03-31T00:59:59": (date(2024, 3, 31), 0), "2024-03-31T01:00:00": (date(2024, 3, 31), 2)},
    "UTC": {"2024-06-30T23:59:59": (date(2024, 6, 30), 23)},
}


@pytest.fixture(params=["America/New_York", "Asia/Tokyo"])
def engine(request, monkeypatch):
    """An engine and a process that live in another zone than the shop."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    connection = ibis.duckdb.connect()
    connection.raw_sql(f"set timezone = '{request.param}'")
    yield connection
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("zone", CLOCKS)
def test_day_and_hour_are_the_shops_wherever_the_engine_runs(engine, zone):
    moments = [None, *map(datetime.fromisoformat, CLOCKS[zone])]
    times = engine.create_table("times", pa.table({"at": pa.array(moments, pa.timestamp("us"))}))
    local = orders.local_time(times.at, zone)
    rows = times.select(day=local.date(), hour=local.hour()).to_pyarrow().to_pylist()
    assert [(row["day"], row["hour"]) for row in rows] == [(None, None), *CLOCKS[zone].values()]


def test_spark_is_asked_in_its_own_words(monkeypatch):
    times = ibis.table({"at": "timestamp"}, name="times")
    assert "TIMEZONE('Asia/Shanghai', TIMEZONE('UTC'," in ibis.to_sql(orders.local_time(times.at, "Asia/Shanghai").hour())
    monkeypatch.setattr(orders, "_engine", lambda value: "pyspark")
    spark = ibis.to_sql(orders.local_time(times.at, "Asia/Shanghai").hour(), dialect="pyspark")
    assert "FROM_UTC_TIMESTAMP(" in spark
    assert "'Asia/Shanghai')" in spark
