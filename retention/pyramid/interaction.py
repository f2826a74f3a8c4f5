"""The interaction layer: what customers do between orders, in the last 30 and 90 days and altogether.

A column is missing where the shop records nothing of the kind (`recorded`), and 0 where it does and a customer did
nothing: not looked at is no fact, nothing done is one.
"""

from collections.abc import Mapping
from datetime import date

import ibis.expr.types as ir
import pandas as pd
from ibis import _

from retention.orders import settled
from retention.pyramid.recorded import of_everybody, recorded_counts
from retention.pyramid.sent_back import is_exchange

Tables = Mapping[str, ir.Table | None]
WINDOWS = (30, 90)
# column -> kind of event; chats and coupons have tables of their own, too
OF_EVENTS = {"views": "view", "favourites": "favourite", "cart_adds": "cart_add", "chats": "chat", "campaigns": "campaign_join"}
OF_EVENTS |= {"coupons_used": "coupon_use"}
COUNTS = (*OF_EVENTS, "returns", "exchanges")
ENDS = {f"_{days}d": days for days in WINDOWS}


def interaction_layer(tables: Tables, customer_ids: pd.Series, as_of: date) -> pd.DataFrame:
    """One row per customer: `<what>_30d` and `<what>_90d` (days to as_of, that day included), last_interaction_on and days since.

    Coupons and chats are those of coupons and tickets where these tell of any, else those of events, so that none counts twice.
    The last interaction is any event, coupon used or ticket; orders and returns are none.
    """
    asked = (_of_coupons(tables, as_of), _of_tickets(tables, as_of), _of_events(tables, as_of), _of_returns(tables, as_of))
    parts = [part for part in asked if part is not None]
    layer = of_everybody(customer_ids, parts, [f"{what}{end}" for what in COUNTS for end in ENDS]).rename_axis("customer_id")
    lasts = [pd.to_datetime(part["last"].reindex(layer.index)).astype("datetime64[ms]") for part in parts if "last" in part]
    last = pd.concat(lasts, axis=1).max(axis=1) if lasts else pd.Series(pd.NaT, index=layer.index, dtype="datetime64[ms]")
    layer["last_interaction_on"] = last.to_numpy().astype("datetime64[ms]")
    layer["days_since_last_interaction"] = (pd.Timestamp(as_of) - layer["last_interaction_on"]).dt.days.astype("Int64")
    return layer.reset_index()


def _of_events(tables: Tables, as_of: date) -> pd.DataFrame | None:
    events = tables.get("events")
    kinds = {what: (_.kind == kind).fill_null(False) for what, kind in OF_EVENTS.items()}
    return None if events is None else recorded_counts(events, "happened_on", as_of, kinds, ENDS, last=_.happened_on.max())


def _of_coupons(tables: Tables, as_of: date) -> pd.DataFrame | None:
    coupons = tables.get("coupons")
    used = {"coupons_used": _.used_on.notnull()}
    return None if coupons is None else recorded_counts(coupons, "used_on", as_of, used, ENDS, last=_.used_on.max())


def _of_tickets(tables: Tables, as_of: date) -> pd.DataFrame | None:
    tickets = tables.get("tickets")
    chats = {"chats": (_.channel == "chat").fill_null(False)}
    return None if tickets is None else recorded_counts(tickets, "opened_on", as_of, chats, ENDS, last=_.opened_on.max())


def _of_returns(tables: Tables, as_of: date) -> pd.DataFrame | None:
    """Returns and exchanges, each counted once however many lines it has; money back before dispatch is neither."""
    returns = tables.get("returns")
    if returns is None:
        return None
    sent_back = settled(returns).filter(_.stage != "before_dispatch").mutate(exchanged=is_exchange(_.kind))
    each = sent_back.group_by("customer_id", "return_id").agg(returned_on=_.returned_on.min(), exchanged=_.exchanged.any())
    return recorded_counts(each, "returned_on", as_of, {"returns": ~_.exchanged, "exchanges": _.exchanged}, ENDS)
