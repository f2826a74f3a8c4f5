"""Whether offers and prices differ between customers for grounds that are stated (PIPL 24: no unreasonable differences in price by machine).

An offer follows an occasion (journey and step, which journeys.yaml states) or a lot (variant, control group). Two customers of the same step and
variant on the same day with different offers have no stated ground. The price shown before any offer is to be one for all who buy the same goods
in the same place on the same day.
"""

from dataclasses import dataclass

import ibis.expr.types as ir
import pandas as pd
from ibis import _

GROUND = ["day", "journey", "step", "variant"]


@dataclass(frozen=True)
class Prices:
    """Goods that several customers bought on one day in one place: how many such, and of how many the price before offers differed."""

    goods_days: int
    differ: int


def offers_by_ground(messages: pd.DataFrame) -> pd.DataFrame:
    """day, journey, step, variant, offer, customers of messages with or without an offer, and `stated`: whether that ground had this offer only.

    `messages`: customer_id, day, journey, step, variant, offer; empty text for no offer.
    """
    counted = messages.groupby([*GROUND, "offer"])["customer_id"].nunique().rename("customers").reset_index()
    return counted.assign(stated=counted.groupby(GROUND)["offer"].transform("nunique") == 1)


def prices_before_offers(lines: ir.Table | None, orders: ir.Table) -> Prices | None:
    """Goods × days × channels with two customers or more, and those with more than one price before offers; None where no list price is told."""
    if lines is None:
        return None
    told = lines.filter(_.counts, _.list_price.notnull(), _.product_id.notnull(), _.customer_id.notnull())
    placed = told.left_join(orders.select("order_id", "channel"), "order_id")
    each = placed.group_by("product_id", "ordered_on", "channel").agg(customers=_.customer_id.nunique(), prices=_.list_price.nunique())
    found = each.filter(_.customers > 1).agg(all=_.count(), differ=(_.prices > 1).ifelse(1, 0).sum()).to_pandas().iloc[0]
    return Prices(int(found["all"]), int(found["differ"] if found["all"] else 0)) if int(told.limit(1).count().execute()) else None
