"""Small shops written by hand as Ibis tables of goods sold, and random ones."""

from datetime import date, timedelta

import ibis
import numpy as np
import pandas as pd
import pytest

SCHEMA = {
    "order_id": "string", "customer_id": "string", "ordered_on": "date", "product_id": "string", "good": "string", "category": "string",
    "quantity": "int64", "line_paid": "float64",
}  # fmt: skip
START = date(2025, 1, 1)


def sold_table(rows: list[tuple]) -> ibis.Table:
    """Goods sold from rows (customer, day of the history, good); an order per customer and day."""
    frame = pd.DataFrame(
        {
            "order_id": [f"{who}-{day}" for who, day, _ in rows],
            "customer_id": [who for who, _, _ in rows],
            "ordered_on": [START + timedelta(days=day) for _, day, _ in rows],
            "product_id": [good for _, _, good in rows],
            "good": [good for _, _, good in rows],
            "category": ["all" for _ in rows],
            "quantity": [1 for _ in rows],
            "line_paid": [10.0 for _ in rows],
        },
        dtype=object,
    )
    return ibis.memtable(frame, schema=SCHEMA)


def random_rows(seed: int, customers: int, goods: int, days: int = 240, mean: float = 5.0) -> list[tuple]:
    """Customers who take goods independently of what they took before, some goods oftener, some customers oftener."""
    rng = np.random.default_rng(seed)
    popularity = 1 / np.arange(1, goods + 1)
    popularity /= popularity.sum()
    rows = []
    for i in range(customers):
        bought = sorted(rng.integers(0, days, rng.poisson(mean * rng.gamma(1.0))))
        rows += [(f"c{i:04}", int(day), f"g{rng.choice(goods, p=popularity)}") for day in bought for _ in range(1 + rng.poisson(0.5))]
    return rows


@pytest.fixture
def sold():
    return sold_table
