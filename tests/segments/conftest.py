"""Small bases made by hand, and orders as Ibis tables."""

from datetime import date
from decimal import Decimal

import ibis
import pandas as pd
import pyarrow as pa
import pytest

from retention.segments import SEGMENTS

AS_OF = date(2026, 6, 30)


@pytest.fixture
def bought():
    """Makes an orders table from (customer, day, paid) or (customer, day, paid, refunded)."""

    def make(*rows):
        paid = [Decimal(str(row[2])) for row in rows]
        back = [Decimal(str(row[3] if len(row) > 3 else 0)) for row in rows]
        money = pa.decimal128(18, 2)
        return ibis.memtable(
            pa.table(
                {
                    "customer_id": pa.array([row[0] for row in rows], pa.string()),
                    "ordered_on": pa.array([date.fromisoformat(row[1]) for row in rows], pa.date32()),
                    "gross_paid": pa.array(paid, money),
                    "refunded": pa.array(back, money),
                    "net_paid": pa.array([p - b for p, b in zip(paid, back, strict=True)], money),
                    "counts": pa.array([True] * len(rows)),
                }
            )
        )

    return make


def measured(days, orders, money, ids=None) -> pd.DataFrame:
    """A table of `rfm`: one row per customer, all in the window."""
    n = len(days)
    return pd.DataFrame(
        {
            "customer_id": ids or [f"c{i:05d}" for i in range(n)],
            "days_since_last_order": days,
            "orders_scored": orders,
            "net_paid_scored": money,
            "in_window": [True] * n,
        }
    )


def pyramid_of(table: pd.DataFrame, **more) -> pd.DataFrame:
    """A pyramid with what segments reads, from a table of `rfm`; everybody bought on as many days as orders and came long ago."""
    orders, paid = table["orders_scored"], table["net_paid_scored"].astype(float)
    columns = {
        "customer_id": table["customer_id"],
        "days_since_last_order": table["days_since_last_order"],
        "last_ordered_on": pd.Timestamp(AS_OF) - pd.to_timedelta(table["days_since_last_order"], unit="D"),
        "tenure": 400,
        "purchase_days": orders,
        "orders": orders,
        "units": orders,
        "gross_paid": paid,
        "refunded": 0.0,
        "refunds_without_order": 0.0,
        "net_paid": paid,
        "aov": paid / orders,
        "orders_window": orders,
        "net_paid_window": paid,
    }
    return pd.DataFrame(columns | more)


def segments_of(groups, **more) -> pd.DataFrame:
    """A table segments with these groups and nothing else of interest."""
    n = len(groups)
    blank = {name: [None] * n for name in SEGMENTS.columns}
    return pd.DataFrame(blank | {"customer_id": [f"c{i:05d}" for i in range(n)], "group": list(groups)} | more)
