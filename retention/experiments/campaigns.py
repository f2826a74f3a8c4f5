"""Campaigns with a control group, read back from what was done to whom: who ordered again in so many days, treated less control.

Everybody drawn counts in the arm of the draw, from the moment it was due, whether anything arrived or not; whoever was drawn so lately that the days
are not over yet is left out and counted.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from retention.experiments.difference import Difference, difference_of_shares
from retention.experiments.power import smallest_difference
from retention.orders import of_known_customers
from retention.stats import LEVEL


@dataclass(frozen=True)
class Read:
    """`difference` of the shares who ordered; `treated` and `control`: the shares; `not_over`: drawn too lately; `shows`: the smallest rise that so
    many people show in 80 of 100 cases, missing where none."""

    difference: Difference
    treated: float
    control: float
    not_over: int
    shows: float


def ordered_again(
    touches: ir.Table, orders: ir.Table, customers: ir.Table | None, campaign: str, days: int, as_of: date, level: float = LEVEL
) -> Read:
    """What a campaign of the touches did to the share of customers with an order in the `days` after it.

    Customers whom neither `customers` nor an order knows cannot be seen to order: they are in neither arm.
    """
    drawn = touches.filter(_.campaign == campaign, _.arm.notnull(), _.customer_id.notnull()).select("customer_id", "touched_at", "touched_on", "arm")
    seen = [table.filter(_.customer_id.notnull()).select("customer_id") for table in (orders, customers) if table is not None]
    drawn = drawn.semi_join(ibis.union(*seen, distinct=True) if len(seen) > 1 else seen[0], "customer_id")
    rows = drawn.to_pandas().sort_values("touched_at").drop_duplicates("customer_id")
    over = (pd.to_datetime(rows["touched_on"]) + pd.Timedelta(days, "D") <= pd.Timestamp(as_of)).to_numpy()
    some = rows[over]
    known = of_known_customers(orders).select("customer_id", "ordered_at").to_pandas()
    both = some.merge(known[known["customer_id"].isin(set(some["customer_id"]))], on="customer_id")
    inside = (both["ordered_at"] >= both["touched_at"]) & (both["ordered_at"] < both["touched_at"] + timedelta(days=days))
    bought = some["customer_id"].isin(set(both.loc[inside, "customer_id"])).to_numpy()
    treated = (some["arm"] == "treated").to_numpy()
    counts = int((bought & treated).sum()), int(treated.sum()), int((bought & ~treated).sum()), int((~treated).sum())
    difference = difference_of_shares(*counts, level=level)
    shares = [k / n if n else np.nan for k, n in (counts[:2], counts[2:])]
    shows = smallest_difference(shares[1], len(some), counts[3] / len(some)) if len(some) else np.nan
    return Read(difference, shares[0], shares[1], int((~over).sum()), shows)
