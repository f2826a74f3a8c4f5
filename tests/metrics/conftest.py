"""Small shops written by hand, and the two real ones, as Ibis tables that keep the promises of orders and returns."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import ibis
import pandas as pd
import pyarrow as pa
import pytest

ONLINE_RETAIL = Path(__file__).parents[3] / "shared/data/online_retail/online_retail_2010_2011.parquet"

ORDERS = {
    "order_id": "string", "customer_id": "string", "ordered_on": "date", "units": "int64", "gross_paid": "decimal(18,2)",
    "refunded": "decimal(18,2)", "net_paid": "decimal(18,2)", "counts": "boolean",
}  # fmt: skip
RETURNS = {
    "return_id": "string", "order_id": "string", "customer_id": "string", "returned_on": "date", "amount": "decimal(18,2)", "stage": "string",
    "kind": "string", "status": "string",
}  # fmt: skip


def money(amount: float) -> Decimal:
    return Decimal(str(amount)).quantize(Decimal("0.01"))


def orders_of(rows: list[tuple]) -> ibis.Table:
    """Orders from rows (customer, day, gross, refunded=0, counts=True, units=1); None is not known."""
    full = [(*row, *(0, True, 1)[len(row) - 3 :]) for row in rows]
    frame = pd.DataFrame(
        {
            "order_id": [f"o{i:04}" for i in range(len(full))],
            "customer_id": [row[0] for row in full],
            "ordered_on": [date.fromisoformat(row[1]) for row in full],
            "units": [row[5] for row in full],
            "gross_paid": [money(row[2]) for row in full],
            "refunded": [row[3] if row[3] is None else money(row[3]) for row in full],
            "net_paid": [money(row[2]) - money(row[3] or 0) for row in full],
            "counts": [row[4] for row in full],
        },
        dtype=object,
    )
    # By way of Arrow, since Ibis itself takes no missing decimals from pandas.
    return ibis.memtable(pa.Table.from_pandas(frame, ibis.schema(ORDERS).to_pyarrow(), preserve_index=False))


@pytest.fixture
def shop() -> Callable[..., ibis.Table]:
    return orders_of


@pytest.fixture
def given_back() -> Callable[..., ibis.Table]:
    """Returns from rows (order_id, day, amount, stage, kind="return", status=None)."""

    def returns(rows: list[tuple]) -> ibis.Table:
        rows = [(*row, *("return", None)[len(row) - 4 :]) for row in rows]
        frame = pd.DataFrame(
            {
                "return_id": [f"r{i}" for i in range(len(rows))],
                "order_id": [row[0] for row in rows],
                "customer_id": ["x" for _ in rows],
                "returned_on": [date.fromisoformat(row[1]) for row in rows],
                "amount": [money(row[2]) for row in rows],
                "stage": [row[3] for row in rows],
                "kind": [row[4] for row in rows],
                "status": [row[5] for row in rows],
            }
        )
        return ibis.memtable(frame, schema=RETURNS)

    return returns


def _invoices(sales: pd.DataFrame, refunded: pd.Series) -> ibis.Table:
    """One order per invoice of the sale lines, with what was given back on it."""
    orders = sales.groupby("InvoiceNo", as_index=False).agg(
        customer_id=("CustomerID", "first"), day=("InvoiceDate", "min"), units=("Quantity", "sum"), gross=("amount", "sum")
    )
    back = orders["InvoiceNo"].map(refunded).fillna(0)
    frame = pd.DataFrame(
        {
            "order_id": orders["InvoiceNo"],
            "customer_id": orders["customer_id"].astype(str),
            "ordered_on": orders["day"].dt.date,
            "units": orders["units"],
            "gross_paid": [money(x) for x in orders["gross"].round(2)],
            "refunded": [money(x) for x in back.round(2)],
            "net_paid": [money(g) - money(r) for g, r in zip(orders["gross"].round(2), back.round(2), strict=True)],
            "counts": True,
        }
    )
    return ibis.memtable(frame, schema=ORDERS)


@pytest.fixture(scope="session")
def online_retail_lines() -> pd.DataFrame:
    if not ONLINE_RETAIL.exists():
        pytest.skip("the Online Retail data set does not lie beside the project")
    lines = pd.read_parquet(ONLINE_RETAIL)
    lines = lines[lines["CustomerID"].notna() & (lines["UnitPrice"] > 0)]
    return lines.assign(amount=(lines["Quantity"] * lines["UnitPrice"]).round(2), cancelled=lines["InvoiceNo"].str.startswith("C"))


@pytest.fixture(scope="session")
def online_retail(online_retail_lines) -> ibis.Table:
    """Customers' sale lines of Online Retail as orders, before returns."""
    return _invoices(online_retail_lines[~online_retail_lines["cancelled"]], pd.Series(dtype=float))


@pytest.fixture(scope="session")
def online_retail_after_returns(online_retail_lines) -> ibis.Table:
    """The same after each cancellation took pieces from the latest earlier sale of that customer, product and price (METHODS §1)."""
    key = ["CustomerID", "StockCode", "UnitPrice"]
    sales = online_retail_lines[~online_retail_lines["cancelled"]]
    shelves: dict[tuple, list[list]] = {}
    for *which, at, invoice, pieces in sales.sort_values("InvoiceDate", kind="stable")[[*key, "InvoiceDate", "InvoiceNo", "Quantity"]].itertuples(
        index=False
    ):
        shelves.setdefault(tuple(which), []).append([at, invoice, pieces])
    refunded: dict[str, float] = {}
    cancelled = online_retail_lines[online_retail_lines["cancelled"]].sort_values("InvoiceDate", kind="stable")
    for *which, at, pieces in cancelled[[*key, "InvoiceDate", "Quantity"]].itertuples(index=False):
        left = -pieces
        for sale in reversed(shelves.get(tuple(which), [])):
            if sale[0] <= at and left and sale[2]:
                taken = min(left, sale[2])
                sale[2], left = sale[2] - taken, left - taken
                refunded[sale[1]] = refunded.get(sale[1], 0) + taken * which[2]
    return _invoices(sales, pd.Series(refunded))
