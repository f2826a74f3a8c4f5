"""What came back and what stayed: exchanges by the words of exports, and the lines of goods that customers kept.

An exchange gives no money back: the piece is gone all the same, and the one that stays came with an order of nothing.
"""

from collections.abc import Mapping
from functools import reduce

import ibis
import ibis.expr.types as ir
from ibis import _

from retention.orders import not_wholly_refunded, settled

# Words by which exports call an exchange.
EXCHANGE = ("exchange", "换货", "换新")
# Reason of an order that sends the other size; its lines may have a reason of their own, since they have no price.
REPLACEMENT, NO_PRICE = "replacement for an exchange", "no price"


def is_exchange(kind: ir.StringColumn) -> ir.BooleanColumn:
    """Whether a return's kind is an exchange; one that is not known is none."""
    said = kind.lower().fill_null("")
    return reduce(lambda either, word: either | word, [said.contains(word) for word in EXCHANGE])


def lines_with_kept(tables: Mapping[str, ir.Table | None]) -> ir.Table:
    """Order lines of known customers that count, and those of replacements: with `sold` (a replacement was not) and `kept`.

    Kept: neither was all of the line's or of its order's money given back, nor the piece exchanged.
    """
    orders, order_lines = tables["orders"], tables["order_lines"]
    assert orders is not None
    assert order_lines is not None
    known = order_lines.filter(_.customer_id.notnull(), _.counts | _.why_not.isin([REPLACEMENT, NO_PRICE]))
    lines = known.left_join(_told_of(orders, tables.get("returns")), [("order_id", "of_order")])
    lines = lines.mutate(sold=_.counts, replaces=((_.why_not == REPLACEMENT) | _.replaces).fill_null(False)).filter(_.sold | _.replaces)
    gone = [_.whole, _.lines_gone.contains(_.line_no), _.goods_gone.contains(_.product_id)]
    # Where nothing tells of refunds, nothing is known to have come back.
    returned = ((_.refunded > 0) & (_.refunded >= _.line_paid)).fill_null(False)
    return lines.mutate(kept=~reduce(lambda either, one: either | one.fill_null(False), gone, returned))


def _told_of(orders: ir.Table, returns: ir.Table | None) -> ir.Table:
    """Orders of which something came back or that replace: of_order, replaces, whole (all money given back), lines_gone, goods_gone (exchanged).

    One row per order, so that the many lines are joined once. An exchange that names no line is that of its goods.
    """
    nothing = {"replaces": ibis.literal(False), "whole": ibis.literal(False), "line_no": ibis.null("int64"), "product_id": ibis.null("string")}
    whole = _.counts & ~not_wholly_refunded(_)
    told = orders.select("order_id", **nothing | {"replaces": (_.why_not == REPLACEMENT).fill_null(False), "whole": whole})
    told = told.filter(_.replaces | _.whole)
    if returns is not None:
        exchanged = settled(returns).filter(is_exchange(_.kind), _.order_id.notnull())
        goods = _.line_no.isnull().ifelse(_.product_id, ibis.null("string"))
        told = told.union(exchanged.select("order_id", **nothing | {"line_no": _.line_no.cast("int64"), "product_id": goods}))
    return told.group_by(of_order=_.order_id).agg(
        replaces=_.replaces.any(), whole=_.whole.any(), lines_gone=_.line_no.collect(), goods_gone=_.product_id.collect()
    )
