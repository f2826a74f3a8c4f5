"""Hand-sized tables that keep the promises of retention.tables."""

from datetime import date, datetime
from decimal import Decimal

import ibis
import pyarrow as pa
import pytest

from retention.tables import CUSTOMERS, ORDER_LINES, ORDERS, PRODUCTS, RETURNS, Table

ARROW = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "money": pa.decimal128(18, 2),
    "flag": pa.bool_(),
    "date": pa.date32(),
    "time": pa.timestamp("us"),
}
ORDER = {"status": "completed", "units": 1, "shipping": 0, "discount": 0, "refunded": 0, "counts": True}
LINE = {"line_no": 1, "quantity": 1, "refunded": 0, "counts": True}
RETURN = {"part": 1, "stage": "after_delivery", "found_by": "named"}


def table(promise: Table, rows: list[dict], **more: pa.DataType):
    """Rows as an Ibis table with the types the promise names; what a row leaves out is missing."""
    types = {name: ARROW[column.kind] for name, column in promise.columns.items()} | more
    decimal = lambda value, kind: Decimal(str(value)) if pa.types.is_decimal(kind) and value is not None else value  # noqa: E731
    columns = {name: pa.array([decimal(row.get(name), kind) for row in rows], kind) for name, kind in types.items()}
    return ibis.memtable(pa.table(columns))


def order(order_id: str, customer_id: str | None, day: str, paid: float, **more) -> dict:
    """One order that counts, paid in full at list price at noon, unless told otherwise."""
    on = date.fromisoformat(day)
    row = ORDER | {"order_id": order_id, "customer_id": customer_id, "ordered_on": on, "ordered_at": datetime(on.year, on.month, on.day, 12)}
    row |= {"list_amount": paid, "gross_paid": paid} | more
    return row | {"net_paid": round(row["gross_paid"] - row["refunded"], 2)}


def line(of: dict, product_id: str, paid: float, **more) -> dict:
    """One line of an order."""
    return (
        LINE | {name: of[name] for name in ("order_id", "customer_id", "ordered_on", "counts")} | {"product_id": product_id, "line_paid": paid} | more
    )


class Tables:
    """Makes tables from rows; the fixture `tables` hands it to tests."""

    order, line = staticmethod(order), staticmethod(line)

    def orders(self, *rows: dict):
        return table(ORDERS, list(rows))

    def lines(self, *rows: dict):
        return table(ORDER_LINES, list(rows))

    def returns(self, *rows: dict):
        return table(RETURNS, [RETURN | row | {"returned_on": date.fromisoformat(row["returned_on"])} for row in rows])

    def customers(self, *rows: dict, **own: pa.DataType):
        dates = ("birthday", "joined_on")
        return table(CUSTOMERS, [row | {d: date.fromisoformat(row[d]) for d in dates if d in row} for row in rows], **own)

    def products(self, **categories: str | None):
        return table(PRODUCTS, [{"product_id": p, "category": c} for p, c in categories.items()])


@pytest.fixture(scope="session")
def tables() -> Tables:
    return Tables()


@pytest.fixture(scope="session")
def shop(tables) -> dict:
    """Three customers and a guest, small enough to reckon by hand; as_of is 2024-06-30.

    ann: a1 100 (Jan 1, web, refunded wholly), a2 300 (Jan 11, web, 50 back), a3 80 and a4 20 (both Feb 10, app; a4 wholly back),
         a5 200 (May 1, app); 30 back without an order on Jun 1.
    bob: b1 60 (Jun 20, app), b2 not an order that counts.  cid: c1 40 (2023-01-01, web), wholly back.
    """
    ann = [
        order("a1", "ann", "2024-01-01", 100, channel="web", units=2, refunded=100),
        order("a2", "ann", "2024-01-11", 300, channel="web", units=3, refunded=50),
        order("a3", "ann", "2024-02-10", 80, channel="app"),
        order("a4", "ann", "2024-02-10", 20, channel="app", refunded=20),
        order("a5", "ann", "2024-05-01", 200, channel="app", units=2),
    ]
    bob = [order("b1", "bob", "2024-06-20", 60, channel="app"), order("b2", "bob", "2024-06-21", 999, counts=False, why_not="unpaid")]
    cid = [order("c1", "cid", "2023-01-01", 40, channel="web", refunded=40)]
    guest = [order("g1", None, "2024-06-01", 500, channel="web")]
    a1, a2, a3, a4, a5 = ann
    lines = [
        line(a1, "shoe", 100, quantity=2),
        line(a2, "coat", 200),
        line(a2, "dress", 100, quantity=2, line_no=2),
        line(a3, "shoe", 80),
        line(a4, "belt", 20),
        line(a5, "dress", 200, quantity=2),
        line(bob[0], "mystery", 60),
        line(bob[1], "shoe", 999),
        line(cid[0], "coat", 40),
        line(guest[0], "coat", 500),
    ]
    told = {
        "orders": table(ORDERS, ann + bob + cid + guest),
        "order_lines": table(ORDER_LINES, lines),
        "returns": Tables().returns(
            {"return_id": "r1", "customer_id": "ann", "returned_on": "2024-06-01", "amount": 30, "found_by": "none"},
            {"return_id": "r2", "customer_id": "ann", "order_id": "a1", "returned_on": "2024-01-05", "amount": 100},
            {"return_id": "r3", "customer_id": "dot", "returned_on": "2024-01-05", "amount": 15, "found_by": "none"},
            {"return_id": "r4", "returned_on": "2024-01-05", "amount": 7, "found_by": "none"},
        ),
        "customers": Tables().customers(
            {
                "customer_id": "ann",
                "name": "Ann Canary",
                "phone": "13800000000",
                "email": "ann@canary.example",
                "gender": "F",
                "birthday": "1990-07-01",
                "region": " 浙江 ",
            },
            {"customer_id": "bob", "gender": "", "birthday": "2012-01-01", "joined_on": "2024-06-20"},
            {"customer_id": "eve", "gender": "F"},
        ),
        "products": Tables().products(shoe="shoes", coat="coats", dress="dresses", belt="accessories", mystery=None),
    }
    return {"tables": told, "as_of": date(2024, 6, 30), "window_days": 181, "own_fields": {}}
