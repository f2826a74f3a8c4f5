"""What customers had been through when they were asked: a late parcel, a return, a long wait for a person, their first order."""

import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from retention.orders import of_known_customers

# What may go with a score; those that `with_experience` can tell of a shop.
THINGS = ("late", "returned", "slow_reply", "first_order")
SLOW_SECONDS = 180
# Nobody waits in front of these.
LETTERS = ("email", "form")
TICKET_DAYS = 30


def with_experience(
    told: pd.DataFrame, orders: ir.Table | None, shipments: ir.Table | None, returns: ir.Table | None, clocks: pd.DataFrame | None
) -> pd.DataFrame:
    """The answers (`nps.answers`) with orders (so far) and `THINGS` as flags; missing where no table or no order tells of them.

    late: a parcel of the order asked about came after the day promised, up to the day of asking; returned: money went back for that order by then;
    slow_reply: in a chat, call or social message of the last 30 days a person took longer than three minutes, or never came;
    first_order: it was the first one.
    """
    day = told["asked_on"].fillna(told["answered_on"])
    # Where only the day is told, what lies a day back was before it on any clock.
    at = pd.to_datetime(told["asked_at"]).fillna(pd.to_datetime(told["answered_at"])).fillna(day - pd.Timedelta(days=1))
    found = told.assign(day=day, at=at.astype("datetime64[us]"), orders=_orders_so_far(told["customer_id"], day, orders))
    found["first_order"] = (found["orders"] <= 1).astype(object).where(found["orders"].notna(), None)
    found["late"] = _of_order(found, _late(shipments), "late_on", known=None if shipments is None else _promised(shipments))
    found["returned"] = _of_order(found, _returned(returns), "returned_on", known=None if returns is None else found["order_id"].dropna())
    found["slow_reply"] = _slow(found, clocks)
    return found.drop(columns=["day", "at"])


def _orders_so_far(customers: pd.Series, day: pd.Series, orders: ir.Table | None) -> pd.Series:
    """Orders that count up to each day; missing for who is not known."""
    if orders is None:
        return pd.Series(np.nan, index=customers.index)
    bought = of_known_customers(orders).select("customer_id", "ordered_on").to_pandas()
    bought["ordered_on"] = pd.to_datetime(bought["ordered_on"]).astype("datetime64[ns]")
    bought = bought.sort_values("ordered_on", ignore_index=True)
    bought["orders"] = bought.groupby("customer_id").cumcount() + 1.0
    asked = pd.DataFrame({"customer_id": customers, "day": day.astype("datetime64[ns]"), "place": customers.index})
    asked = asked[asked["customer_id"].notna() & asked["day"].notna()].sort_values("day")
    # Numbers of customers as they come: pandas joins texts of one kind only.
    asked, bought = (part.astype({"customer_id": object}) for part in (asked, bought))
    found = pd.merge_asof(asked, bought, left_on="day", right_on="ordered_on", by="customer_id").set_index("place")["orders"]
    return found.fillna(0.0).reindex(customers.index)


def _late(shipments: ir.Table | None) -> pd.DataFrame:
    if shipments is None:
        return pd.DataFrame(columns=["order_id", "late_on"])
    late = shipments.filter(_.order_id.notnull(), _.signed_on > _.promised_on)
    return late.group_by("order_id").agg(late_on=_.signed_on.min()).to_pandas()


def _promised(shipments: ir.Table) -> pd.Series:
    """Orders of which it is known whether they came in time."""
    told = shipments.filter(_.order_id.notnull(), _.promised_on.notnull(), _.signed_on.notnull())
    return pd.Series(told.select("order_id").distinct().to_pandas()["order_id"])


def _returned(returns: ir.Table | None) -> pd.DataFrame:
    if returns is None:
        return pd.DataFrame(columns=["order_id", "returned_on"])
    settled = returns.filter(_.order_id.notnull(), _.amount > 0)
    return settled.group_by("order_id").agg(returned_on=_.returned_on.min()).to_pandas()


def _of_order(found: pd.DataFrame, events: pd.DataFrame, day: str, known: pd.Series | None) -> pd.Series:
    """Whether something had happened to the order asked about by the day of asking; missing where it is not known of the order."""
    if known is None:
        return pd.Series(None, index=found.index, dtype=object)
    on = pd.to_datetime(found["order_id"].map(events.set_index("order_id")[day]))
    happened = (on <= found["day"]).astype(object)
    return happened.where(found["order_id"].isin(known), None)


def _slow(found: pd.DataFrame, clocks: pd.DataFrame | None) -> pd.Series:
    """Whether a person took longer than three minutes in one of the customer's last tickets; missing without such a ticket."""
    if clocks is None:
        return pd.Series(None, index=found.index, dtype=object)
    by_robot = clocks["first_human_reply_at"].isna() & clocks["first_robot_at"].notna() & clocks["total_solved_at"].notna()
    told = clocks[clocks["customer_id"].notna() & (clocks["messages"] > 0) & ~by_robot & ~clocks["channel"].isin(LETTERS)]
    told = told.assign(slow=~(told["first_human_reply"] <= SLOW_SECONDS))[["customer_id", "opened_at", "slow"]]
    pairs = found[["customer_id", "at"]].reset_index(names="place").merge(told, on="customer_id")
    near = pairs[(pairs["at"] - pairs["opened_at"]).between(pd.Timedelta(0), pd.Timedelta(days=TICKET_DAYS))]
    return near.groupby("place")["slow"].any().astype(object).reindex(found.index).where(lambda flag: flag.notna(), None)
