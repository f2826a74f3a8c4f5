"""What each table promises: grain, key, columns, kinds and units. It reads as the data dictionary.

A room may count on every promise made here, because tables are checked at the doors (after the
import, when a notebook opens one, before a notebook saves one) and trusted inside.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

# kind -> what pandas calls it; promises compare kinds, not physical types, so both engines can keep them.
KINDS = {
    "text": ("object", "string", "str", "category"),
    "integer": ("int",),
    "number": ("float", "int"),
    "money": ("decimal", "float", "int"),
    "flag": ("bool",),
    "date": ("date", "datetime"),
    "time": ("datetime", "timestamp"),
}


class DataProblem(ValueError):
    """Data that cannot be used as it is: says what, where, how often, one example, what to do."""


@dataclass(frozen=True)
class Column:
    """One column's promise; `nullable` columns may hold missing values, `optional` ones may be absent."""

    kind: str
    meaning: str
    unit: str = ""
    nullable: bool = False
    optional: bool = False


@dataclass(frozen=True)
class Table:
    """One table's promise: its grain, the key that is unique and never missing, its columns."""

    name: str
    one_row_per: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]

    def check(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return `frame` unchanged if it keeps the promise, else raise DataProblem with every breach."""
        breaches = self._missing(frame) or self._repeats(frame) + self._kinds(frame)
        if breaches:
            raise DataProblem(f"{self.name}: " + "; ".join(breaches))
        return frame

    def _missing(self, frame: pd.DataFrame) -> list[str]:
        absent = [n for n, c in self.columns.items() if n not in frame and not c.optional]
        return [f"column {', '.join(absent)} is missing"] if absent else []

    def _repeats(self, frame: pd.DataFrame) -> list[str]:
        repeated = frame[frame.duplicated(list(self.key))]
        if repeated.empty:
            return []
        example = ", ".join(str(repeated.iloc[0][k]) for k in self.key)
        key = " + ".join(self.key)
        return [f"{len(repeated)} repeated {key}, e.g. {example!r}. It should have one row per {self.one_row_per}"]

    def _kinds(self, frame: pd.DataFrame) -> list[str]:
        breaches = []
        for name, column in self.columns.items():
            if name not in frame:
                continue
            values = frame[name]
            missing = int(values.isna().sum())
            if missing and not column.nullable:
                breaches.append(f"{missing} rows without {name}")
            if missing < len(values) and not kind_fits(column.kind, str(values.dtype)):
                breaches.append(f"{name} should be {column.kind}, it is {values.dtype}")
        return breaches


def kind_fits(kind: str, dtype: str) -> bool:
    """Whether a physical type, as pandas or Ibis writes it, can carry values of `kind`."""
    # Decimals and dates travel as Python objects in pandas; the engine's own schema is stricter.
    dtype = dtype.lower()
    return dtype.startswith(KINDS[kind]) or dtype.endswith("[pyarrow]") or (dtype == "object" and kind != "flag")


ORDERS = Table(
    name="orders",
    one_row_per="order (split parcels and deposit + balance already joined)",
    key=("order_id",),
    columns={
        "order_id": Column("text", "the shop's order number"),
        "customer_id": Column("text", "who bought; missing for guests", nullable=True),
        "ordered_at": Column("time", "when it was placed, UTC"),
        "ordered_on": Column("date", "the day it was placed where the shop is"),
        "paid_at": Column("time", "when it was paid, UTC", nullable=True),
        "completed_at": Column("time", "when it was signed for or closed as a success, UTC", nullable=True),
        "status": Column("text", "unpaid, paid, dispatched, completed or closed"),
        "channel": Column("text", "where it was placed", nullable=True),
        "units": Column("integer", "goods in it", "pieces"),
        "list_amount": Column("money", "goods at list price", "shop currency"),
        "discount": Column("money", "list amount minus gross paid", "shop currency"),
        "gross_paid": Column("money", "paid for goods, shipping kept apart", "shop currency"),
        "shipping": Column("money", "paid for delivery", "shop currency"),
        "refunded": Column("money", "given back on this order, booked to the order's date", "shop currency"),
        "net_paid": Column("money", "gross paid minus refunded", "shop currency"),
        "counts": Column("flag", "an order that counts: paid, not closed, not wholly refunded before dispatch, and a sale of goods"),
        "why_not": Column("text", "why it does not count", nullable=True),
    },
)

ORDER_LINES = Table(
    name="order_lines",
    one_row_per="order line",
    key=("order_id", "line_no"),
    columns={
        "order_id": Column("text", "the order it belongs to"),
        "line_no": Column("integer", "1, 2, … within the order"),
        "customer_id": Column("text", "who bought; missing for guests", nullable=True),
        "ordered_on": Column("date", "the order's day where the shop is"),
        "product_id": Column("text", "what was bought", nullable=True),
        "product_name": Column("text", "its name on the order", nullable=True),
        "quantity": Column("integer", "how many", "pieces"),
        "list_price": Column("money", "price of one before discounts", "shop currency", nullable=True),
        "line_paid": Column("money", "paid for the line", "shop currency"),
        "refunded": Column("money", "given back on this line", "shop currency"),
        "counts": Column("flag", "a sale of goods in an order that counts"),
        "why_not": Column("text", "why it does not count", nullable=True),
    },
)

RETURNS = Table(
    name="returns",
    one_row_per="refund, return or exchange and the line it is booked to",
    key=("return_id", "part"),
    columns={
        "return_id": Column("text", "the shop's return number"),
        "part": Column("integer", "1, 2, … when one refund is booked to several lines"),
        "customer_id": Column("text", "who gets the money back; missing for guests", nullable=True),
        "order_id": Column("text", "the order it is booked to; missing when none could be found", nullable=True),
        "line_no": Column("integer", "the line it is booked to", nullable=True),
        "product_id": Column("text", "what came back", nullable=True),
        "returned_on": Column("date", "the day it was asked for or booked, where the shop is"),
        "quantity": Column("integer", "how many", "pieces", nullable=True),
        "amount": Column("money", "given back", "shop currency"),
        "stage": Column("text", "before_dispatch, after_delivery or unknown"),
        "kind": Column("text", "refund only, return, exchange, cancellation, …", nullable=True),
        "reason": Column("text", "the reason the customer ticked (not always the true one)", nullable=True),
        "found_by": Column("text", "named (the export names the order), matched (found by customer, product and price) or none"),
    },
)

# Columns of the basic layer; a shop's own fields (shop.yaml, `fields:`) join them.
CUSTOMERS = Table(
    name="customers",
    one_row_per="customer",
    key=("customer_id",),
    columns={
        "customer_id": Column("text", "the shop's customer number"),
        "name": Column("text", "name", nullable=True),
        "phone": Column("text", "telephone", nullable=True),
        "email": Column("text", "e-mail address", nullable=True),
        "gender": Column("text", "sex as the customer gave it", nullable=True),
        "birthday": Column("date", "date of birth", nullable=True),
        "region": Column("text", "province or region", nullable=True),
        "occupation": Column("text", "occupation", nullable=True),
        "joined_on": Column("date", "day the account or membership began", nullable=True),
    },
)

PRODUCTS = Table(
    name="products",
    one_row_per="product as it is sold (colour and size)",
    key=("product_id",),
    columns={
        "product_id": Column("text", "the shop's product number"),
        "name": Column("text", "name", nullable=True),
        "category": Column("text", "category", nullable=True),
        "brand": Column("text", "brand", nullable=True),
        "style": Column("text", "style group", nullable=True),
        "season": Column("text", "season it was made for", nullable=True),
        "colour": Column("text", "colour", nullable=True),
        "size": Column("text", "size", nullable=True),
        "list_price": Column("money", "list price", "shop currency", nullable=True),
        "cost": Column("money", "cost of one", "shop currency", nullable=True),
        "launched_on": Column("date", "first day on sale", nullable=True),
    },
)

# What a metric is, wherever it is computed: the KPI board, kpis.json and the history are built from it.
KPIS = Table(
    name="kpis",
    one_row_per="figure and group",
    key=("name", "group"),
    columns={
        "name": Column("text", "stable snake_case name"),
        "group": Column("text", "what the figure is about (a month, a segment); missing for the whole shop", nullable=True),
        "value": Column("number", "the figure; missing when `missing` says why", nullable=True),
        "low": Column("number", "lower end of the 95 % interval", nullable=True),
        "high": Column("number", "upper end of the 95 % interval", nullable=True),
        "n": Column("number", "how many customers (or orders, rows) it rests on", nullable=True),
        "unit": Column("text", "share, money, count, days, ratio"),
        "previous": Column("number", "the same figure over the window before", nullable=True),
        "change_low": Column("number", "lower end of the interval of value − previous", nullable=True),
        "change_high": Column("number", "upper end of the interval of value − previous", nullable=True),
        "p_change": Column("number", "p of the change, adjusted for all figures compared (Benjamini–Hochberg)", nullable=True, optional=True),
        "last_year": Column("number", "the same figure over the campaign-aligned window a year before", nullable=True),
        "window": Column("text", "first..last day it covers", nullable=True),
        "missing": Column("text", "message id of why there is no value", nullable=True),
    },
)

SHOP_TABLES = {t.name: t for t in (ORDERS, ORDER_LINES, RETURNS, CUSTOMERS, PRODUCTS)}

# What notebook 01 makes; a shop's own fields (shop.yaml, `fields:`) join it. No column names a person.
PYRAMID = Table(
    name="pyramid",
    one_row_per="customer with an order that counts",
    key=("customer_id",),
    columns={
        "customer_id": Column("text", "the shop's customer number"),
        "gender": Column("text", "sex as the customer gave it", nullable=True),
        "age_band": Column("text", "age at as_of in bands; missing under 14 and where no birthday is known", "years", nullable=True),
        "region": Column("text", "province or region", nullable=True),
        "occupation": Column("text", "occupation", nullable=True),
        "joined_on": Column("date", "day the account or membership began", nullable=True),
        "first_ordered_on": Column("date", "day of the first order that counts"),
        "last_ordered_on": Column("date", "day of the last order that counts"),
        "days_since_last_order": Column("integer", "as_of minus the last order's day", "days"),
        "tenure": Column("integer", "as_of minus the first order's day", "days"),
        "orders": Column("integer", "orders that count, up to as_of, first one included", "orders"),
        "orders_kept": Column("integer", "orders that count and were not wholly refunded", "orders"),
        "purchase_days": Column("integer", "days with an order that counts", "days"),
        "units": Column("integer", "goods in these orders, before returns", "pieces"),
        "gross_paid": Column("money", "paid for goods in orders that count, before refunds", "shop currency"),
        "refunded": Column("money", "given back on orders that count", "shop currency"),
        "refunds_without_order": Column("money", "given back without naming an order", "shop currency"),
        "net_paid": Column("money", "gross paid minus both kinds of refunds", "shop currency"),
        "aov": Column("number", "net paid per order that counts", "shop currency"),
        "median_gap_days": Column("number", "median gap between purchase days; missing with one purchase day", "days", nullable=True),
        "orders_window": Column("integer", "orders that count in the window of the settings", "orders"),
        "net_paid_window": Column("money", "net paid of the orders in the window, minus refunds in it that name no order", "shop currency"),
        "first_channel": Column("text", "channel of the first order (of the first one not wholly refunded, where there is one)", nullable=True),
        "usual_channel": Column("text", "channel of most orders; ties go to the one with more paid, then by name", nullable=True),
        "first_category": Column("text", "category with most money in the first order (chosen as for first_channel)", nullable=True),
        "usual_category": Column("text", "category of most pieces bought; ties go to the one with more paid, then by name", nullable=True),
        "usual_category_share": Column("number", "its share of the pieces whose category is known", "share", nullable=True),
        "usual_category_n": Column("integer", "pieces whose category is known", "pieces"),
        "first_order_paid": Column("money", "gross paid on the first order (chosen as for first_channel)", "shop currency"),
        "first_kept_on": Column("date", "day of the first order not wholly refunded", nullable=True),
        "second_ordered_on": Column("date", "next later day with an order not wholly refunded", nullable=True),
        "days_to_second_order": Column("integer", "days from first_kept_on to second_ordered_on", "days", nullable=True),
        "refund_rate": Column("number", "both kinds of refunds per gross paid", "share", nullable=True),
    },
)

FORECASTS = Table(
    name="forecasts",
    one_row_per="customer with an order that counts",
    key=("customer_id",),
    columns={
        "customer_id": Column("text", "the shop's customer number"),
        "frequency": Column("integer", "repeat purchase days up to as_of (BG/NBD: the first day is not counted)", "days with orders"),
        "recency": Column("number", "age at the last order: first order to last order (BG/NBD, not days since)", "days"),
        "T": Column("number", "age: first order to as_of", "days"),
        "monetary_value": Column("number", "mean net paid of the repeat purchase days; missing for one-time buyers", "shop currency", nullable=True),
        "expected_orders": Column("number", "expected purchase days within the horizon", "days with orders"),
        "p_order": Column("number", "probability of at least one order within the horizon", "share"),
        "order_value": Column("number", "expected net paid on a future purchase day", "shop currency"),
        "revenue": Column("number", "expected revenue within the horizon, discounted", "shop currency"),
        "clv": Column(
            "number", "expected margin within the horizon, discounted; missing where the shop gives no margin", "shop currency", nullable=True
        ),
        "revenue_to_date": Column("number", "net paid so far", "shop currency"),
        "margin_to_date": Column("number", "margin on it; missing where the shop gives no margin", "shop currency", nullable=True),
        "horizon_days": Column("integer", "how far ahead the figures look", "days"),
        "method": Column("text", "model, own_past (an account of another kind) or rate (too little history for a model)"),
    },
)
