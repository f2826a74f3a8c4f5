"""Orders → repeat histories: frequency, recency, T and monetary value of each customer, in days.

Only orders that count, of named customers, up to `as_of`. All orders of one customer on one day are one
transaction. `frequency` counts repeat purchase days, so a one-time buyer has 0; `recency` is the age at the
last of them, not the days since; `monetary_value` is the mean of the repeat days, the first day left out.
"""

from collections.abc import Collection
from datetime import date

import ibis
import pandas as pd
from ibis import _
from ibis.expr.types import Table

from retention.orders import of_known_customers

COLUMNS = ("customer_id", "first_on", "frequency", "recency", "T", "monetary_value", "net_paid")


def purchase_days(orders: Table, as_of: date) -> Table:
    """One row per customer and day with an order that counts: `customer_id`, `ordered_on`, `net_paid`."""
    counted = of_known_customers(orders).filter(_.ordered_on <= ibis.date(as_of))
    return counted.group_by("customer_id", "ordered_on").agg(net_paid=counted.net_paid.sum())


def histories_at(days: Table, as_of: date) -> Table:
    """One row per customer as an Ibis expression: dates, days and money of `purchase_days`."""
    per_customer = days.group_by("customer_id").agg(
        first_on=days.ordered_on.min(),
        last_on=days.ordered_on.max(),
        days=days.count(),
        net_paid=days.net_paid.sum(),
        first_paid=days.net_paid.argmin(days.ordered_on),
    )
    c = per_customer
    frequency = c.days - 1
    # Decimals are exact up to here; the mean is a ratio, and ratios are floats.
    repeat_paid = (c.net_paid - c.first_paid).cast("float64")
    return c.select(
        "customer_id",
        "first_on",
        frequency=frequency.cast("int64"),
        recency=c.last_on.delta(c.first_on, unit="day").cast("int64"),
        T=(-c.first_on.delta(ibis.date(as_of), unit="day")).cast("int64"),
        monetary_value=ibis.cases((frequency > 0, repeat_paid / frequency.cast("float64")), else_=ibis.null("float64")),
        net_paid=c.net_paid.cast("float64"),
    )


def repeat_history(orders: Table, as_of: date) -> pd.DataFrame:
    """One row per customer, ordered by customer: the repeat history at `as_of`, days and shop currency."""
    return histories_at(purchase_days(orders, as_of), as_of).order_by("customer_id").execute()


def calibration_and_holdout(orders: Table, calibration_end: date, holdout_end: date) -> pd.DataFrame:
    """Repeat history at `calibration_end`, beside what these customers did after it up to `holdout_end`.

    Adds `orders_after` (purchase days) and `paid_after`. Customers whose first order came later are left out.
    """
    days = purchase_days(orders, holdout_end)
    before = histories_at(days.filter(days.ordered_on <= ibis.date(calibration_end)), calibration_end)
    later = days.filter(days.ordered_on > ibis.date(calibration_end))
    after = later.group_by("customer_id").agg(orders_after=later.count(), paid_after=later.net_paid.sum().cast("float64"))
    joined = before.left_join(after, "customer_id")
    return (
        joined.select(*COLUMNS, orders_after=joined.orders_after.fill_null(0), paid_after=joined.paid_after.fill_null(0.0))
        .order_by("customer_id")
        .execute()
    )


def repeat_days(orders: Table, known_by: date, end: date, without: Collection[str] = ()) -> pd.DataFrame:
    """Per day up to `end`: `first_orders`, and `repeat_orders` of customers whose first order came by `known_by`; `without` these customers."""
    days = purchase_days(orders.filter(~orders.customer_id.isin(sorted(without))) if without else orders, end)
    first = days.group_by("customer_id").agg(first_on=days.ordered_on.min())
    first = first.filter(first.first_on <= ibis.date(known_by))
    joined = days.inner_join(first, "customer_id")
    is_first = joined.ordered_on == joined.first_on
    counted = joined.group_by(day=joined.ordered_on).agg(first_orders=is_first.cast("int64").sum(), repeat_orders=(~is_first).cast("int64").sum())
    return counted.order_by("day").execute().assign(day=lambda frame: pd.to_datetime(frame["day"]))
