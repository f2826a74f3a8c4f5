"""Who came back among those colleagues ticked off on work lists, beside the others: counts only, since nobody drew lots.

Everybody with an order up to the first day of a tick is looked at. Whoever was contacted came back with an order after the day of her own
first tick, the others with one after that first day, so that the contacted had less time, never more.
"""

from datetime import date

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis import _

from retention.orders import of_known_customers

# The number of a touch that was ticked on a list is list|day|customer.
OF_A_LIST = "|"
GROUPS = ("contacted", "not_contacted")


def returned(orders: ir.Table, touches: ir.Table | None, as_of: date) -> pd.DataFrame:
    """Per group (contacted, not_contacted): customers, returned, and since (the first day of a tick); no rows where nobody was ticked."""
    none = pd.DataFrame({"group": pd.Series(dtype=object), "customers": 0, "returned": 0, "since": pd.Series(dtype=object)})
    if touches is None:
        return none
    ticked = touches.filter(_.touch_id.contains(OF_A_LIST), _.customer_id.notnull(), _.touched_on <= ibis.date(as_of.isoformat()))
    first = ticked.group_by("customer_id").agg(touched_on=_.touched_on.min()).to_pandas()
    if first.empty:
        return none
    since = pd.to_datetime(first["touched_on"]).min()
    days = of_known_customers(orders).filter(_.ordered_on <= ibis.date(as_of.isoformat())).select("customer_id", "ordered_on").distinct().to_pandas()
    days = days.assign(ordered_on=pd.to_datetime(days["ordered_on"]))
    people = pd.Series(days.loc[days["ordered_on"] <= since, "customer_id"].unique(), name="customer_id")
    touched = people.map(pd.to_datetime(first.set_index("customer_id")["touched_on"]))
    from_day = touched.fillna(since)
    last = people.map(days.groupby("customer_id")["ordered_on"].max())
    told = pd.DataFrame({"contacted": touched.notna(), "returned": last > from_day})
    rows = [(group, told[told["contacted"] == (group == "contacted")]) for group in GROUPS]
    return pd.DataFrame([(group, len(of), int(of["returned"].sum()), since.date()) for group, of in rows], columns=list(none))
