"""The consumption layer: orders, lines and refunds → one row per customer.

Everything that reads tall tables is an Ibis expression, so the same code runs on DuckDB and on
Spark; ratios are made afterwards in pandas from the summed decimals. An order is *kept* when some
money of it stayed after refunds: second orders are counted among kept orders, because a basket that
went back whole was no purchase. Where several values are equally frequent the dearer wins, then the
first by name, so that a permutation of the rows changes nothing. Pieces are known of a customer when
every order tells them; refunds are missing where nothing in the shop tells of them.
"""

from datetime import date, timedelta
from typing import Literal

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from retention.orders import loose_refunds, not_wholly_refunded, of_known_customers

MONEY = ("gross_paid", "refunded", "refunds_without_order", "net_paid", "net_paid_window", "first_order_paid", "refunds_window")


def consumption_layer(
    orders: ir.Table,
    order_lines: ir.Table | None,
    returns: ir.Table | None,
    products: ir.Table | None,
    as_of: date,
    window_days: int | Literal["all"],
) -> pd.DataFrame:
    """One row per customer with an order that counts, ordered by customer_id; money in shop currency, ages in days."""
    first_day = date.min if window_days == "all" else as_of - timedelta(days=window_days - 1)
    counted = counted_orders(orders)
    totals = order_totals(counted, first_day)
    parts = (
        purchase_days(counted),
        usual_channels(counted),
        unbooked_refunds(returns, first_day, orders),
        first_categories(order_lines, products, orders, totals),
    )
    wide = totals.drop("first_order_id")
    for part in parts:
        wide = wide.left_join(part, "customer_id").drop("customer_id_right")
    # Sums of decimals are exact; a float holds them to the cent up to 9e13.
    floats = {name: _[name].cast("float64").fill_null(0.0) for name in MONEY if name != "refunded"} | {"refunded": _.refunded.cast("float64")}
    # By way of Arrow, which costs a fifth less than Ibis' own conversion.
    customers = wide.mutate(**floats).order_by("customer_id").to_pyarrow().to_pandas(date_as_object=False)
    return with_ratios(customers, as_of)


def counted_orders(orders: ir.Table) -> ir.Table:
    """Orders that count, guests left out, with a flag `kept`: not everything was paid back."""
    counted = of_known_customers(orders)
    used = ("order_id", "customer_id", "ordered_at", "ordered_on", "channel", "units", "gross_paid", "refunded", "net_paid")
    return counted.select(*used, kept=not_wholly_refunded(_))


def order_totals(counted: ir.Table, first_day: date) -> ir.Table:
    """One row per customer: counts, sums and the first order (the first one kept, where there is one)."""
    within = _.ordered_on >= ibis.date(first_day.isoformat())
    totals = counted.group_by("customer_id").agg(
        first_ordered_on=_.ordered_on.min(),
        last_ordered_on=_.ordered_on.max(),
        orders=_.count(),
        orders_kept=_.kept.sum(),
        units=(_.units.count() == _.count()).ifelse(_.units.sum(), ibis.null("int64")),
        gross_paid=_.gross_paid.sum(),
        refunded=_.refunded.sum(),
        net_paid=_.net_paid.sum(),
        orders_window=within.ifelse(1, 0).sum(),
        net_paid_window=within.ifelse(_.net_paid, 0).sum(),
        first_order=ibis.struct(
            {"not_kept": ~_.kept, "ordered_at": _.ordered_at, "order_id": _.order_id, "channel": _.channel, "paid": _.gross_paid}
        ).min(),
    )
    return totals.mutate(
        units=_.units.cast("int64"),
        orders_kept=_.orders_kept.cast("int64"),
        orders_window=_.orders_window.cast("int64"),
        first_order_id=_.first_order["order_id"],
        first_channel=_.first_order["channel"],
        first_order_paid=_.first_order["paid"],
    ).drop("first_order")


def purchase_days(counted: ir.Table) -> ir.Table:
    """One row per customer: days with an order, the usual gap between them, and the first two days with a kept order."""
    days = counted.group_by("customer_id", "ordered_on").agg(kept=_.kept.any())
    in_time = ibis.window(group_by="customer_id", order_by="ordered_on")
    days = days.mutate(
        gap=_.ordered_on.delta(_.ordered_on.lag().over(in_time), unit="day"),
        first_kept_on=_.ordered_on.min(where=_.kept).over(ibis.window(group_by="customer_id")),
    )
    return days.group_by("customer_id").agg(
        purchase_days=_.count(),
        median_gap_days=_.gap.median().cast("float64"),
        first_kept_on=_.first_kept_on.min(),
        second_ordered_on=_.ordered_on.min(where=_.kept & (_.ordered_on > _.first_kept_on)),
    )


def usual_channels(counted: ir.Table) -> ir.Table:
    """One row per customer: the channel of most orders."""
    each = counted.filter(_.channel.notnull()).group_by("customer_id", "channel").agg(n=_.count(), paid=_.gross_paid.sum())
    most = each.group_by("customer_id").agg(most=ibis.struct({"n": -_.n, "paid": -_.paid, "channel": _.channel}).min())
    return most.select("customer_id", usual_channel=_.most["channel"])


def unbooked_refunds(returns: ir.Table | None, first_day: date, orders: ir.Table) -> ir.Table:
    """One row per customer with refunds that name no order: their sum, and their sum in the window."""
    if returns is None:
        none = orders.filter(ibis.literal(False))
        return none.select("customer_id", refunds_without_order=_.refunded, refunds_window=_.refunded)
    within = _.returned_on >= ibis.date(first_day.isoformat())
    loose = loose_refunds(returns).filter(_.customer_id.notnull())
    return loose.group_by("customer_id").agg(refunds_without_order=_.amount.sum(), refunds_window=within.ifelse(_.amount, 0).sum())


def first_categories(order_lines: ir.Table | None, products: ir.Table | None, orders: ir.Table, totals: ir.Table) -> ir.Table:
    """One row per customer: the category with most money in the first order; no rows where a table is missing."""
    if order_lines is None or products is None:
        return orders.filter(ibis.literal(False)).select("customer_id", first_category=_.channel)
    lines = of_known_customers(order_lines).select("order_id", "customer_id", "product_id", "line_paid")
    known = products.filter(_.category.notnull()).select("product_id", "category")
    # The few lines of first orders are found before they meet the products.
    first = lines.semi_join(totals.select("first_order_id"), [(lines.order_id, totals.first_order_id)]).inner_join(known, "product_id")
    each = first.group_by("customer_id", "category").agg(paid=_.line_paid.sum())
    most = each.group_by("customer_id").agg(most=ibis.struct({"paid": -_.paid, "category": _.category}).min())
    return most.select("customer_id", first_category=_.most["category"])


def with_ratios(sums: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Add ages and ratios; refunds that name no order lower what a customer paid in the end."""
    cut = pd.Timestamp(as_of)
    net_paid = (sums["net_paid"] - sums["refunds_without_order"]).round(2)
    loose = sums["refunds_without_order"].where(sums["refunded"].notna())
    built = sums.assign(
        days_since_last_order=(cut - sums["last_ordered_on"]).dt.days,
        units=sums["units"].astype("Int64"),
        refunds_without_order=loose,
        tenure=(cut - sums["first_ordered_on"]).dt.days,
        net_paid=net_paid,
        net_paid_window=(sums["net_paid_window"] - sums["refunds_window"]).round(2),
        aov=net_paid / sums["orders"],
        refund_rate=(sums["refunded"] + loose) / sums["gross_paid"].where(sums["gross_paid"] > 0, np.nan),
        days_to_second_order=(sums["second_ordered_on"] - sums["first_kept_on"]).dt.days.astype("Int64"),
    )
    return built.drop(columns="refunds_window")
