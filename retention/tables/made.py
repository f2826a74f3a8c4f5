"""Tables that notebooks make: figures and forecasts; the pyramid stands in `profile`."""

from retention.tables.promise import Column, Table

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
