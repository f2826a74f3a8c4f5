"""What counts as one good: the style by its name, its category, or the single article.

A style in two sizes or colours is one good; rules between them would only say that people try on two sizes.
"""

from typing import Literal

import ibis
import ibis.expr.types as ir
from ibis import _

from retention.orders import that_count

Level = Literal["product_name", "category", "product_id"]


def goods_of(lines: ir.Table, products: ir.Table | None, level: Level = "product_name") -> ir.Table:
    """Lines that count with the `good` they belong to: order_id, customer_id, ordered_on, product_id, good, category, quantity, line_paid.

    A product the shop's list does not have is named as its orders name it; lines without any name for `level` are left out.
    """
    sold = that_count(lines).select("order_id", "customer_id", "ordered_on", "product_id", "product_name", "quantity", "line_paid")
    if level == "product_name":
        sold = sold.left_join(_usual_names(sold), "product_id").drop("product_id_right")
    if products is None:
        sold = sold.mutate(listed=ibis.null("string"), category=ibis.null("string"))
    else:
        sold = sold.left_join(products.select("product_id", listed="name", category="category"), "product_id").drop("product_id_right")
    named = {"product_name": lambda t: t.listed.coalesce(t.usual, t.product_name, t.product_id), "category": _.category, "product_id": _.product_id}
    sold = sold.mutate(good=named[level]).filter(_.good.notnull())
    return sold.select("order_id", "customer_id", "ordered_on", "product_id", "good", "category", "quantity", "line_paid")


def _usual_names(sold: ir.Table) -> ir.Table:
    """One row per product: the name most of its lines have (exports spell some goods in several ways)."""
    spelt = sold.filter(_.product_id.notnull(), _.product_name.notnull()).group_by("product_id", "product_name").agg(n=_.count())
    usual = spelt.group_by("product_id").agg(most=ibis.struct({"n": -_.n, "name": _.product_name}).min())
    return usual.select("product_id", usual=_.most["name"])
