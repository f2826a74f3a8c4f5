"""A shop in buckets is the same shop."""

from datetime import date, timedelta

import ibis
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retention.pyramid import buckets
from retention.pyramid.buckets import consumption_by_bucket, in_buckets

AS_OF = date(2024, 6, 30)
orders_drawn = st.lists(
    st.tuples(st.sampled_from([*"abcdefgh", None]), st.integers(0, 300), st.integers(0, 500), st.sampled_from(["web", "app", None])), max_size=14
)


def layer(told, buckets, window=181):
    return consumption_by_bucket(*(told.get(name) for name in ("orders", "order_lines", "returns", "products")), AS_OF, window, buckets)


def test_the_layer_in_buckets_is_the_layer(shop):
    pd.testing.assert_frame_equal(layer(shop["tables"], 4), layer(shop["tables"], 1))


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(orders_drawn)
def test_any_orders_in_buckets_give_the_same_customers(tables, drawn):
    rows = [
        tables.order(f"o{i}", who, str(AS_OF - timedelta(days=ago)), paid, channel=channel, refunded=paid if paid % 5 == 0 else 0)
        for i, (who, ago, paid, channel) in enumerate(drawn)
    ]
    told = {"orders": tables.orders(*rows)}
    pd.testing.assert_frame_equal(layer(told, 2), layer(told, 1))


def test_every_known_customer_is_in_one_bucket_and_guests_in_none(shop):
    orders = shop["tables"]["orders"]
    people = [set(part.customer_id.execute()) for part in in_buckets(orders, 4)]
    assert sum(map(len, people)) == 3
    assert set.union(*people) == {"ann", "bob", "cid"}


def test_large_shops_come_in_buckets_by_themselves(shop, monkeypatch):
    seen = []
    told = consumption_by_bucket.__globals__["consumption_layer"]
    monkeypatch.setattr(buckets, "consumption_layer", lambda orders, *more: seen.append(1) or told(orders, *more))
    monkeypatch.setattr(buckets, "MANY_ORDERS", 3)
    monkeypatch.setattr(buckets, "BUCKETS", 2)
    pd.testing.assert_frame_equal(layer(shop["tables"], None), layer(shop["tables"], 1))
    assert len(seen) == buckets.BUCKETS + 1


def test_every_hash_that_an_engine_may_give_has_its_bucket():
    """The smallest whole number has no absolute value on Spark."""
    numbers = pd.DataFrame({"number": [-(2**63), -(2**63) + 1, -17, -16, -1, 0, 1, 16, 2**63 - 1]})
    for count in (1, 7, 16):
        told = ibis.duckdb.connect().execute(buckets.bucket_of(ibis.memtable(numbers).number, count))
        assert told.tolist() == [number % count for number in numbers["number"]]
    spark = ibis.to_sql(buckets.bucket_of(ibis.table({"number": "int64"}, name="t").number, 16), dialect="pyspark")
    assert "ABS" not in spark.upper()


def test_spark_gets_a_hash_it_knows(shop):
    [first, *_] = in_buckets(ibis.table({"customer_id": "string", "net_paid": "decimal(18,2)"}, name="orders"), 16)
    assert "HASH" in ibis.to_sql(first, dialect="pyspark").upper()
