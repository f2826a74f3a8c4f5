"""The data pyramid: a shop's tables → one row per customer, in layers from basic to social.

Only customers with an order that counts stand in it; `outside` counts the others, so that nobody
disappears silently. What each column means is promised in `retention.tables.PYRAMID`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis import _

from retention.orders import of_known_customers, settled
from retention.pyramid.actions import guest_sales, what_to_do_now
from retention.pyramid.basic import basic_layer
from retention.pyramid.buckets import consumption_by_bucket
from retention.pyramid.first_order import first_seen, second_orders
from retention.pyramid.first_order import kpis as second_order_kpis
from retention.pyramid.follow_up import follow_up_layer, with_follow_up
from retention.pyramid.intent import Intent, Soon, expected_soon, present_intent
from retention.pyramid.interaction import interaction_layer
from retention.pyramid.layers import field_coverage, layer_coverage, what_is_missing
from retention.pyramid.marks import account_facts, marked
from retention.pyramid.preference import preference_layer
from retention.pyramid.reach import reach_layer
from retention.pyramid.recency import recency_bands
from retention.pyramid.social import social_layer, with_social
from retention.pyramid.summaries import Summary, base_summary, between_orders, how_sure, most_liked, usual_discounts, usual_gap
from retention.settings import OwnField, PyramidSettings
from retention.tables import PYRAMID, DataProblem

__all__ = [
    "PYRAMID",
    "Intent",
    "Soon",
    "Summary",
    "base_summary",
    "between_orders",
    "build",
    "expected_soon",
    "field_coverage",
    "first_seen",
    "guest_sales",
    "present_intent",
    "how_sure",
    "layer_coverage",
    "most_liked",
    "outside",
    "recency_bands",
    "second_order_kpis",
    "second_orders",
    "usual_discounts",
    "usual_gap",
    "what_is_missing",
    "what_to_do_now",
]


def build(
    tables: Mapping[str, ir.Table | None],
    as_of: date,
    window_days: int | Literal["all"],
    own_fields: Mapping[str, OwnField],
    settings: PyramidSettings | None = None,
    *,
    intent: Intent | None = None,
    facts: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The pyramid at as_of, one row per customer with an order that counts, ordered by customer_id.

    `tables` by name, cut at as_of; `orders` must be there, any other may be missing (or None) and leaves its columns missing.
    `settings` gives the rules of full price, super-users and marks. Money is in shop currency as floats rounded to the cent; own fields come last.
    `intent` (`present_intent`) and `facts` (`marks.account_facts`) of these tables are reckoned here unless they are at hand.
    DataProblem if an own field does not hold what it says.
    """
    orders, order_lines, returns, customers, products = (tables.get(name) for name in ("orders", "order_lines", "returns", "customers", "products"))
    if orders is None:
        raise DataProblem("orders: the pyramid stands on orders, and there is no such table. Import an export with orders first")
    bought = consumption_by_bucket(orders, order_lines, returns, products, as_of, window_days)
    known = basic_layer(customers, as_of, own_fields)
    people = bought["customer_id"]
    likely = (intent or present_intent(orders, tables.get("events"), as_of)).people
    rules = settings or PyramidSettings()
    liked = preference_layer(tables, people, rules.full_price_from)
    apart = (known, interaction_layer(tables, people, as_of), liked, likely, reach_layer(people, tables, as_of))
    layers = [layer.set_index("customer_id").reindex(people).reset_index(drop=True) for layer in apart]
    pyramid = pd.concat([bought, *layers], axis=1)
    pyramid = with_social(pyramid, social_layer(tables, people, as_of), rules.super_user)
    pyramid = with_follow_up(pyramid, follow_up_layer(tables.get("touches"), as_of))
    pyramid = marked(pyramid, account_facts(tables, rules.marks) if facts is None else facts, rules.marks)
    return pyramid[[*PYRAMID.columns, *own_fields]]


def outside(orders: ir.Table, returns: ir.Table | None, customers: ir.Table | None) -> pd.DataFrame:
    """Customers that do not stand in the pyramid, by reason: columns reason, customers. A customer counts under the first reason that fits."""
    inside = of_known_customers(orders).select("customer_id").distinct()
    named = {"no_order_counts": orders, "refunds_only": None if returns is None else settled(returns), "never_ordered": customers}
    rows, seen = [], inside
    for reason, table in named.items():
        new = 0
        if table is not None:
            people = table.filter(_.customer_id.notnull()).select("customer_id").distinct().anti_join(seen, "customer_id")
            new = int(people.count().execute())
            seen = ibis.union(seen, people)
        rows.append({"reason": reason, "customers": new})
    return pd.DataFrame(rows)
