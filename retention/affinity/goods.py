"""What counts as one good: the style by its name, its category, or the single article.

A style in two sizes or colours is one good; rules between them would only say that people try on two sizes.
"""

from typing import Literal

import ibis.expr.types as ir
from ibis import _

Level = Literal["product_name", "category", "product_id"]


def goods_of(lines: ir.Table, products: ir.Table | None, level: Level = "product_name") -> ir.Table:
    """Lines that count with the `good` they belong to: order_id, customer_id, ordered_on, product_id, good, category, quantity, line_paid.

    A product the shop's list does not have is named as its orders name it; lines without any name for `level` are left out.
    """
    sold = lines.filter(_.counts)
    kept = ("order_id", "customer_id", "ordered_on", "product_id", "product_name", "quantity", "line_paid")
    if products is None:
        sold = sold.select(*kept).mutate(name=_.product_name, category=_.product_name.nullif(_.product_name))
    else:
        listed = products.select("product_id", "name", "category")
        sold = sold.select(*kept).left_join(listed, "product_id").drop("product_id_right")
    named = {"product_name": _.name.coalesce(_.product_name, _.product_id), "category": _.category, "product_id": _.product_id}
    sold = sold.mutate(good=named[level]).filter(_.good.notnull())
    return sold.select("order_id", "customer_id", "ordered_on", "product_id", "good", "category", "quantity", "line_paid")
