"""Tables of what was sold and to whom: orders, lines, returns, customers, products."""

import ibis
import ibis.expr.types as ir
from ibis import _

from retention.tables.promise import Column, Law, Table

ORDER_STATUS = ("unpaid", "paid", "dispatched", "completed", "closed")
PROMOTIONS = ("threshold_off", "percentage_off", "amount_off")
RETURN_STATUS = ("open", "settled", "refused", "cancelled")
STAGES = ("before_dispatch", "after_delivery", "unknown")


def _lines_do_not_add_up(orders: ir.Table, order_lines: ir.Table) -> ir.Table:
    """Orders that count whose lines' paid amounts are not what was paid for the order; an order without lines says nothing."""
    of_order = order_lines.group_by("order_id").agg(lines_paid=_.line_paid.sum())
    return orders.filter(_.counts).inner_join(of_order, "order_id").filter(_.lines_paid != _.gross_paid)


def _refunds_of_some(orders: ir.Table) -> ir.Table:
    """Orders that do not tell what was given back, in a shop where others do."""
    return orders.filter(_.refunded.isnull()).cross_join(orders.filter(_.refunded.notnull()).limit(1).select(told="refunded"))


def _without_their_order(rows: ir.Table, orders: ir.Table) -> ir.Table:
    return rows.filter(_.order_id.notnull()).anti_join(orders, "order_id")


def _returned_before_ordered(returns: ir.Table, orders: ir.Table) -> ir.Table:
    bought = orders.select("order_id", "ordered_on")
    return returns.inner_join(bought, "order_id").filter(_.returned_on < _.ordered_on)


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
        "status": Column("text", "how far it has come", values=ORDER_STATUS),
        "channel": Column("text", "where it was placed", nullable=True),
        "units": Column("integer", "goods in it; missing where no export tells pieces", "pieces", nullable=True),
        "list_amount": Column("money", "goods at list price", "shop currency"),
        "discount": Column("money", "list amount minus gross paid", "shop currency"),
        "gross_paid": Column("money", "paid for goods, shipping kept apart", "shop currency"),
        "shipping": Column("money", "paid for delivery", "shop currency"),
        "refunded": Column(
            "money", "given back on this order, booked to the order's date; missing where nothing tells of refunds", "shop currency", nullable=True
        ),
        "net_paid": Column("money", "gross paid minus refunded; gross paid where nothing tells of refunds", "shop currency"),
        "counts": Column("flag", "an order that counts: paid, not closed, not wholly refunded before dispatch, and a sale of goods"),
        "why_not": Column("text", "why it does not count", nullable=True),
        "promotion": Column(
            "text",
            "what it was bought with: threshold_off (满减), percentage_off (折扣), amount_off (no threshold) or none; missing: not known",
            nullable=True,
            optional=True,
            values=(*PROMOTIONS, "none"),
        ),
    },
    laws=(
        Law(
            "net_adds_up",
            "net paid is gross paid minus refunded",
            lambda orders: orders.filter(_.counts, _.net_paid != _.gross_paid - _.refunded.fill_null(0)),
        ),
        Law("refunds_told_or_not", "refunds are told of every order or of none", _refunds_of_some),
        Law(
            "discount_adds_up",
            "the discount is list amount minus gross paid",
            lambda orders: orders.filter(_.counts, _.discount != _.list_amount - _.gross_paid),
        ),
        Law("lines_add_up", "what was paid for its lines adds up to gross paid", _lines_do_not_add_up, needs=("order_lines",)),
        Law("refunded_at_most_paid", "no more is given back than was paid", lambda orders: orders.filter(_.counts, _.refunded > _.gross_paid)),
        Law(
            "dates_in_order",
            "it is ordered, paid and completed in this order",
            lambda orders: orders.filter(_.counts, (_.paid_at < _.ordered_at) | (_.completed_at < ibis.coalesce(_.paid_at, _.ordered_at))),
        ),
    ),
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
        "refunded": Column("money", "given back on this line; missing where nothing tells of refunds", "shop currency", nullable=True),
        "counts": Column("flag", "a sale of goods in an order that counts"),
        "why_not": Column("text", "why it does not count", nullable=True),
    },
    laws=(
        Law(
            "lines_have_their_order",
            "every line has its order",
            lambda order_lines, orders: _without_their_order(order_lines, orders),
            needs=("orders",),
        ),
    ),
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
        "returned_at": Column("time", "when it was asked for or booked, UTC", nullable=True, optional=True),
        "returned_on": Column("date", "the day it was asked for or booked, where the shop is"),
        "settled_on": Column("date", "the day the money went back, where the shop is; missing: not told", nullable=True, optional=True),
        "quantity": Column("integer", "how many", "pieces", nullable=True),
        "amount": Column("money", "given back; 0 unless it is settled", "shop currency"),
        "asked": Column("money", "asked for; missing: imported before this was known", "shop currency", nullable=True, optional=True),
        "status": Column("text", "how it ended; missing: settled", nullable=True, optional=True, values=RETURN_STATUS),
        "stage": Column("text", "whether goods had gone out when it was asked for", values=STAGES),
        "kind": Column("text", "refund only, return, exchange, cancellation, …", nullable=True),
        "reason": Column("text", "the reason the customer ticked (not always the true one)", nullable=True),
        "found_by": Column(
            "text", "named (the export names the order), matched (found by customer, product and price) or none", values=("named", "matched", "none")
        ),
    },
    laws=(
        Law(
            "returns_have_their_order",
            "the order a refund is booked to is there",
            lambda returns, orders: _without_their_order(returns, orders),
            needs=("orders",),
        ),
        Law("returned_after_ordered", "nothing comes back before it was ordered", _returned_before_ordered, needs=("orders",)),
    ),
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
        "time_zone": Column("text", "time zone she lives in, e.g. Europe/Berlin, as the shop knows it", nullable=True, optional=True),
        "language": Column("text", "language she is written to in: zh or en", nullable=True, optional=True),
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
        "stock": Column("integer", "pieces in stock when the export was made; missing: not told", "pieces", nullable=True, optional=True),
    },
)
