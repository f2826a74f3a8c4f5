"""The interaction layer: what customers do between orders, in the last 30 and 90 days and altogether.

A column is missing where the shop has no table that could hold it, and 0 where the table is there and says
nothing: not looked at is no fact, nothing done is one.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import reduce

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis import _

from retention.pyramid.sent_back import is_exchange

WINDOWS = (30, 90)
# column -> kind of event; chats and coupons have tables of their own, too
OF_EVENTS = {"views": "view", "favourites": "favourite", "cart_adds": "cart_add", "chats": "chat", "campaigns": "campaign_join"}
COUNTS = (*OF_EVENTS, "coupons_used", "returns", "exchanges")


def interaction_layer(tables: Mapping[str, ir.Table | None], customer_ids: pd.Series, as_of: date) -> pd.DataFrame:
    """One row per customer: `<what>_30d` and `<what>_90d` (days to as_of, that day included), last_interaction_on and days since.

    The last interaction is any event, coupon used or ticket; orders and returns are none.
    """
    asked = (_of_events(tables, as_of), _of_coupons(tables, as_of), _of_tickets(tables, as_of), _of_returns(tables, as_of))
    parts = [part for part in asked if part is not None]
    layer = pd.DataFrame({"customer_id": customer_ids.to_numpy()})
    counts: dict[str, list[pd.Series]] = {}
    lasts = []
    for part in parts:
        told = part.to_pyarrow().to_pandas(date_as_object=False).set_index("customer_id").reindex(layer["customer_id"])
        for name in told.columns.drop("last", errors="ignore"):
            counts.setdefault(name, []).append(told[name].fillna(0).astype("int64"))
        if "last" in told:
            lasts.append(pd.to_datetime(told["last"]).astype("datetime64[ms]"))
    for name in (f"{what}_{days}d" for what in COUNTS for days in WINDOWS):
        known = counts.get(name)
        layer[name] = reduce(pd.Series.add, known).to_numpy() if known else pd.Series(pd.NA, index=layer.index, dtype="Int64")
        layer[name] = layer[name].astype("Int64")
    last = pd.concat(lasts, axis=1).max(axis=1) if lasts else pd.Series(pd.NaT, index=layer["customer_id"], dtype="datetime64[ms]")
    layer["last_interaction_on"] = last.to_numpy().astype("datetime64[ms]")
    layer["days_since_last_interaction"] = (pd.Timestamp(as_of) - layer["last_interaction_on"]).dt.days.astype("Int64")
    return layer


def _of_events(tables: Mapping[str, ir.Table | None], as_of: date) -> ir.Table | None:
    """Events by kind; coupon uses only where there is no table of coupons, so that none counts twice."""
    events = tables.get("events")
    if events is None:
        return None
    kinds = OF_EVENTS | ({} if tables.get("coupons") is not None else {"coupons_used": "coupon_use"})
    counts = {f"{what}_{days}d": _happened(_.happened_on, as_of, days, _.kind == kind) for what, kind in kinds.items() for days in WINDOWS}
    return _up_to(events, "happened_on", as_of).group_by("customer_id").agg(last=_.happened_on.max(), **counts)


def _of_coupons(tables: Mapping[str, ir.Table | None], as_of: date) -> ir.Table | None:
    coupons = tables.get("coupons")
    if coupons is None:
        return None
    counts = {f"coupons_used_{days}d": _happened(_.used_on, as_of, days) for days in WINDOWS}
    return _up_to(coupons, "used_on", as_of).group_by("customer_id").agg(last=_.used_on.max(), **counts)


def _of_tickets(tables: Mapping[str, ir.Table | None], as_of: date) -> ir.Table | None:
    tickets = tables.get("tickets")
    if tickets is None:
        return None
    counts = {f"chats_{days}d": _happened(_.opened_on, as_of, days, (_.channel == "chat").fill_null(False)) for days in WINDOWS}
    return _up_to(tickets, "opened_on", as_of).group_by("customer_id").agg(last=_.opened_on.max(), **counts)


def _of_returns(tables: Mapping[str, ir.Table | None], as_of: date) -> ir.Table | None:
    """Returns and exchanges, each counted once however many lines it has; money back before dispatch is neither."""
    returns = tables.get("returns")
    if returns is None:
        return None
    sent_back = _up_to(returns, "returned_on", as_of).filter(_.stage != "before_dispatch").mutate(exchanged=is_exchange(_.kind))
    each = sent_back.group_by("customer_id", "return_id").agg(returned_on=_.returned_on.min(), exchanged=_.exchanged.any())
    named = {"returns": ~_.exchanged, "exchanges": _.exchanged}
    return each.group_by("customer_id").agg(
        **{f"{what}_{days}d": _happened(_.returned_on, as_of, days, which) for what, which in named.items() for days in WINDOWS}
    )


def _up_to(table: ir.Table, day: str, as_of: date) -> ir.Table:
    """Rows of known customers that had happened by as_of."""
    return table.filter(_.customer_id.notnull(), _[day].notnull(), _[day] <= ibis.date(as_of.isoformat()))


def _happened(day: ir.DateColumn, as_of: date, days: int, which: ir.BooleanColumn | None = None) -> ir.IntegerScalar:
    """How many rows fall in the last `days` days and are of the kind asked for."""
    within = day > ibis.date((as_of - timedelta(days=days)).isoformat())
    return (within if which is None else within & which).ifelse(1, 0).sum()
