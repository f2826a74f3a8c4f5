"""The consumption layer of a shop too large for memory: one bucket of customers at a time.

The layer asks each customer's own rows only, so a bucket's layer is that bucket of the layer, and all of them in the order of
customers are the layer. Buckets go by the engine's own hash: which customers share one changes nothing about the result, and
a digest that is the same on both engines (sha256) costs twenty times as much per row.
"""

from collections.abc import Iterator
from datetime import date
from typing import Literal

import ibis.expr.types as ir
import pandas as pd
from ibis import _

from retention.pyramid.consumption import consumption_layer

BUCKETS = 16
# Orders from which on there are buckets: one pass over 5 million takes 2 GB, over 50 million more than most machines have.
MANY_ORDERS = 10_000_000


def consumption_by_bucket(
    orders: ir.Table,
    order_lines: ir.Table | None,
    returns: ir.Table | None,
    products: ir.Table | None,
    as_of: date,
    window_days: int | Literal["all"],
    buckets: int | None = None,
) -> pd.DataFrame:
    """`consumption_layer`, made in so many buckets of customers (None: as many as the shop's size asks for)."""
    if buckets is None:
        buckets = BUCKETS if int(orders.count().execute()) >= MANY_ORDERS else 1
    if buckets == 1:
        return consumption_layer(orders, order_lines, returns, products, as_of, window_days)
    split = zip(*(in_buckets(table, buckets) for table in (orders, order_lines, returns)), strict=True)
    parts = [consumption_layer(bought, lines, back, products, as_of, window_days) for bought, lines, back in split if bought is not None]
    return together([part for part in parts if len(part)] or parts[:1])


def together(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """All rows in the order of customers. Column by column, each taken out of the parts, so that none is in memory twice; `parts` end empty."""
    order = pd.concat([part["customer_id"] for part in parts], ignore_index=True).sort_values().index.to_numpy()
    names = [str(name) for name in parts[0].columns]
    columns = {name: pd.concat([part.pop(name) for part in parts], ignore_index=True).take(order).reset_index(drop=True) for name in names}
    return pd.DataFrame(columns, copy=False)


def in_buckets(table: ir.Table | None, buckets: int) -> Iterator[ir.Table | None]:
    """The rows of known customers, bucket by bucket."""
    for bucket in range(buckets):
        here = (bucket_of(_.customer_id.hash(), buckets) == bucket,) if buckets > 1 else ()
        yield None if table is None else table.filter(_.customer_id.notnull(), *here)


def bucket_of(number: ir.IntegerValue, buckets: int) -> ir.IntegerValue:
    """0 to `buckets` - 1 for any hash. Not by its absolute value: the smallest whole number has none, and Spark would drop such customers."""
    return ((number % buckets) + buckets) % buckets
