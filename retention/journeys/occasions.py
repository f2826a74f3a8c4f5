"""Occasions: the tables of a shop at a moment → who comes to the beginning of a journey, and when.

Each kind of occasion is one function that gives *entries*: customer_id, entry_key, and either entered_at (UTC) where the moment is known or
entered_on where a day is, which then begins where the customer lives. An entry is found as long as it is true: who ordered again is no longer
in the spell that began a journey. Days that lie ahead are found up to the window's end, as things stand now.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from retention.orders import of_known_customers
from retention.seasons import Window
from retention.settings import Entrance

Tables = Mapping[str, ir.Table | None]
COLUMNS = ("customer_id", "entry_key", "entered_at", "entered_on", "order_id", "shipment_id", "scan", "later_known", "goods", "score")
SCAN_RANK = {"collected": 0, "in_transit": 1, "out_for_delivery": 2, "signed": 3}
# A parcel that left so long ago is lost in the records, not late.
PARCELS_DAYS = 60
# Looking at carts goes back so far; who touched her cart last before then forgot it.
CARTS_DAYS = 30
# Where nobody came by for so many days nobody writes down visits any more.
RECORDED_LATELY = 7


@dataclass(frozen=True)
class Seen:
    """What occasions are looked for in: tables at `now`, the shop's zone, members today and the time before, days of silence and dormancy.

    `owed_a_call`: numbers of the answers to whether one recommends the shop that a call is owed for; None where nobody says, so that each low one is.
    `notices`: whom to tell of a late parcel, and why (shipment_id, customer_id, order_id, channel, chance, listed_at), where that could be
    reckoned; None: a plain rule decides.
    """

    tables: Tables
    now: datetime
    zone: str
    members: pd.DataFrame | None = None
    members_before: pd.DataFrame | None = None
    silent_days: int = 60
    dormant_days: int = 90
    owed_a_call: frozenset[str] | None = None
    notices: pd.DataFrame | None = None

    @property
    def today(self) -> date:
        """The day it is where the shop is."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    @property
    def utc(self) -> datetime:
        """Now, without a zone."""
        return self.now.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


@dataclass(frozen=True)
class Kind:
    """A kind of occasion: how it is found, and the tables without which it cannot be."""

    find: Callable[[Seen, Entrance, Window], pd.DataFrame]
    needs: tuple[str, ...] = ("orders",)
    event_columns: Mapping[str, str] = field(default_factory=dict)


def _begins(window: Window) -> datetime:
    """A moment before the first day begins anywhere."""
    return datetime.combine(window.first, datetime.min.time()) - timedelta(days=1)


def entries(seen: Seen, entrance: Entrance, window: Window) -> pd.DataFrame:
    """The entries of one occasion in the window, in the order of customers and keys; its condition `where` is not looked at here."""
    return full(KINDS[entrance.trigger].find(seen, entrance, window), tuple(KINDS[entrance.trigger].event_columns))


def full(found: pd.DataFrame, event_columns: tuple[str, ...] = ()) -> pd.DataFrame:
    """Entries with all columns, in their order."""
    blank: dict[str, Any] = {"entered_at": np.datetime64("NaT", "s"), "entered_on": np.datetime64("NaT", "s"), "later_known": False}
    told = found.assign(**{name: blank.get(name) for name in COLUMNS if name not in found})
    told["entered_at"] = pd.to_datetime(told["entered_at"]).astype("datetime64[s]")
    told["entered_on"] = pd.to_datetime(told["entered_on"]).astype("datetime64[s]")
    more = [name for name in event_columns if name in told and name not in COLUMNS]
    return told[[*COLUMNS, *more]].sort_values(["customer_id", "entry_key"], kind="stable", ignore_index=True)


def missing_for(entrance: Entrance, seen: Seen) -> tuple[str, ...]:
    """Names of the tables, or of a column that is empty in them, that an occasion lacks; empty where it can be looked for."""
    needs = [name for name in KINDS[entrance.trigger].needs if name != "members"]
    needs += ["customers"] if entrance.field in ("birthday", "joined_on") else []
    lacking = [name for name in needs if seen.tables.get(name) is None]
    if "members" in KINDS[entrance.trigger].needs and (seen.members is None or seen.members.empty):
        lacking.append("memberships")
    if entrance.trigger == "days_without_anything" and not lacking and not _watched_for(seen, entrance.days or seen.silent_days):
        lacking.append("events")
    if entrance.trigger == "parcel_late" and not lacking and seen.notices is None:
        lacking += _of_parcels(seen)
    return tuple(lacking)


# --- orders --------------------------------------------------------------------------------------------------


def _of_orders(at: Callable[[ir.Table], ir.TimestampValue]) -> Callable[[Seen, Entrance, Window], pd.DataFrame]:
    def find(seen: Seen, entrance: Entrance, window: Window) -> pd.DataFrame:
        orders = of_known_customers(_need(seen, "orders"))
        number = ibis.row_number().over(ibis.window(group_by="customer_id", order_by=["ordered_at", "order_id"]))
        told = orders.mutate(at=at(orders), number=number)
        chosen = told.filter(told.at.notnull(), told.at <= ibis.timestamp(seen.utc), told.at >= ibis.timestamp(_begins(window)))
        if entrance.first:
            chosen = chosen.filter(_.number == 0)
        more = {"order_promotion": chosen.promotion} if "promotion" in chosen.columns else {}
        found = chosen.select(
            "customer_id", "order_id", entry_key=_.order_id, entered_at=_.at, order_paid=_.gross_paid, order_channel=_.channel, **more
        )
        return found.to_pandas()

    return find


def _last_orders(seen: Seen) -> ir.Table:
    return of_known_customers(_need(seen, "orders")).group_by("customer_id").agg(last=_.ordered_on.max())


def _days_without_order(seen: Seen, entrance: Entrance, window: Window) -> pd.DataFrame:
    days = entrance.days or seen.dormant_days
    between = [ibis.date((day - timedelta(days=days)).isoformat()) for day in (window.first, window.last)]
    last = _last_orders(seen).filter(_.last.between(*between)).to_pandas()
    return spells(last["customer_id"], last["last"], pd.to_datetime(last["last"]) + pd.Timedelta(days, "D"))


def _days_without_anything(seen: Seen, entrance: Entrance, window: Window) -> pd.DataFrame:
    """No order and no visit: the later of the last of both, plus the days."""
    days = entrance.days or seen.silent_days
    both = days_of_anything(seen).group_by("customer_id").agg(last=_.on.max(), ordered=_.ordered.max()).filter(_.ordered.notnull())
    between = [ibis.date((day - timedelta(days=days)).isoformat()) for day in (window.first, window.last)]
    found = both.filter(_.last.between(*between)).to_pandas()
    return spells(found["customer_id"], found["ordered"], pd.to_datetime(found["last"]) + pd.Timedelta(days, "D"))


def days_of_orders(seen: Seen) -> ir.Table:
    """customer_id, on, ordered (the same day) of each order that counts."""
    return of_known_customers(_need(seen, "orders")).select("customer_id", on=_.ordered_on, ordered=_.ordered_on)


def days_of_anything(seen: Seen) -> ir.Table:
    """The same with visits, coupons used and tickets, which are no orders. Opened messages are no visits; a programme may have opened them."""
    doings = [
        _need(seen, "events").filter(_.kind != "message_open").select("customer_id", on=_.happened_on),
        *(_optional(seen, "coupons", "used_on")),
        *(_optional(seen, "tickets", "opened_on")),
    ]
    known = [rows.filter(_.customer_id.notnull(), _.on.notnull()).mutate(ordered=ibis.null("date")) for rows in doings]
    return ibis.union(days_of_orders(seen), *known)


def _watched_for(seen: Seen, days: int) -> bool:
    """Whether visits were recorded for long enough, and still are, so that one may say that somebody did nothing for `days`."""
    events = seen.tables.get("events")
    if events is None:
        return False
    visits = events.filter(_.customer_id.notnull(), _.kind != "message_open")
    found = visits.agg(first=_.happened_on.min(), last=_.happened_on.max()).to_pandas().iloc[0]
    if found.isna().any():
        return False
    ago = {name: (pd.Timestamp(seen.today) - pd.Timestamp(found[name])).days for name in ("first", "last")}
    return ago["first"] >= days and ago["last"] <= RECORDED_LATELY


def spells(customers: pd.Series, ordered: pd.Series, entered: pd.Series) -> pd.DataFrame:
    """A spell is known by the day of the last order before it, whatever began the journey."""
    key = "since:" + pd.to_datetime(ordered).dt.strftime("%Y-%m-%d")
    return pd.DataFrame({"customer_id": customers, "entry_key": key.astype("str"), "entered_on": entered})


# --- days of the calendar ------------------------------------------------------------------------------------


def _date_each_year(seen: Seen, entrance: Entrance, window: Window) -> pd.DataFrame:
    if entrance.field == "first_ordered_on":
        known = of_known_customers(_need(seen, "orders")).group_by("customer_id").agg(day=_.ordered_on.min()).to_pandas()
    else:
        customers = _need(seen, "customers")
        known = customers.filter(customers[entrance.field].notnull()).select("customer_id", day=customers[entrance.field]).to_pandas()
    born = pd.to_datetime(known["day"])
    parts = [_kept_in(year, known["customer_id"], born, entrance.leap_day) for year in range(window.first.year, window.last.year + 1)]
    found = pd.concat(parts, ignore_index=True)
    return found[found["entered_on"].between(pd.Timestamp(window.first), pd.Timestamp(window.last))]


def _kept_in(year: int, customers: pd.Series, born: pd.Series, leap_day: str) -> pd.DataFrame:
    """When each day is kept in a year after its own."""
    leap = pd.Timestamp(year, 1, 1).is_leap_year
    month, day = born.dt.month.to_numpy(), born.dt.day.to_numpy()
    moved = (month == 2) & (day == 29) & (not leap)
    kept = {"28_february": (2, 28), "1_march": (3, 1)}[leap_day]
    parts = {"year": year, "month": np.where(moved, kept[0], month), "day": np.where(moved, kept[1], day)}
    on = pd.to_datetime(pd.DataFrame(parts, index=born.index))
    later = (born.dt.year < year).to_numpy()
    return pd.DataFrame({"customer_id": customers[later], "entry_key": str(year), "entered_on": on[later]})


def _date_of(seen: Seen, entrance: Entrance, window: Window) -> pd.DataFrame:
    members = seen.members if seen.members is not None else pd.DataFrame({"customer_id": [], entrance.field: []})
    day = pd.to_datetime(members[entrance.field])
    inside = day.between(pd.Timestamp(window.first), pd.Timestamp(window.last))
    key = f"{entrance.field}:" + day[inside].dt.strftime("%Y-%m-%d")
    return pd.DataFrame({"customer_id": members.loc[inside, "customer_id"], "entry_key": key.astype("str"), "entered_on": day[inside]})


def _tier_up(seen: Seen, _entrance: Entrance, window: Window) -> pd.DataFrame:
    """Members in a higher tier than the last time they were looked at; nobody where that was never."""
    if seen.members is None or seen.members_before is None:
        return pd.DataFrame({"customer_id": pd.Series(dtype="str"), "entry_key": pd.Series(dtype="str")})
    before = seen.members_before.set_index("customer_id")["tier"].reindex(seen.members["customer_id"])
    up = seen.members[(seen.members["tier"].to_numpy() > before.to_numpy()) & before.notna().to_numpy()]
    on = pd.to_datetime(up["as_of"]) + pd.Timedelta(1, "D")
    key = "tier:" + up["tier_name"].astype("str")
    found = pd.DataFrame({"customer_id": up["customer_id"], "entry_key": key, "entered_on": on})
    return found[found["entered_on"].between(pd.Timestamp(window.first), pd.Timestamp(window.last))]


# --- carts, parcels, answers ---------------------------------------------------------------------------------


def _cart_left(seen: Seen, entrance: Entrance, window: Window) -> pd.DataFrame:
    """Goods put into a cart and neither bought nor taken out for some hours. The cart is known by the first of them since it was last empty."""
    events = _need(seen, "events").filter(_.kind.isin(["cart_add", "cart_remove"]), _.customer_id.notnull())
    lately = max(_begins(window), seen.utc - timedelta(days=CARTS_DAYS))
    who = events.filter(_.kind == "cart_add", _.happened_at >= ibis.timestamp(lately)).select("customer_id").distinct()
    orders = of_known_customers(_need(seen, "orders"))
    bought = orders.group_by("customer_id").agg(bought=ibis.coalesce(_.paid_at, _.ordered_at).max())
    since = events.semi_join(who, "customer_id").left_join(bought, "customer_id").drop("customer_id_right")
    rows = since.filter(_.bought.isnull() | (_.happened_at > _.bought)).order_by("customer_id", "happened_at", "event_id").to_pandas()
    pieces = pd.to_numeric(rows["quantity"], errors="coerce").fillna(1).clip(lower=1)
    rows["change"] = np.where(rows["kind"] == "cart_add", pieces, -pieces)
    # What is in the cart never falls below nothing: it is empty where the sum so far is at its lowest.
    so_far = rows.groupby("customer_id")["change"].cumsum()
    lowest = so_far.groupby(rows["customer_id"]).cummin().clip(upper=0)
    rows["held"] = so_far - lowest
    rows["spell"] = (rows["held"] == 0).groupby(rows["customer_id"]).cumsum()
    last = rows.groupby("customer_id")["spell"].transform("max")
    open_ = rows[(rows["spell"] == last) & (rows["held"] > 0)]
    carts = open_.groupby("customer_id").agg(first=("happened_at", "min"), last=("happened_at", "max"), goods=("product_id", "last")).reset_index()
    left = pd.to_datetime(carts["last"]) + pd.Timedelta(entrance.hours or 2, "h")
    key = "cart:" + pd.to_datetime(carts["first"]).dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    found = pd.DataFrame({"customer_id": carts["customer_id"], "entry_key": key.astype("str"), "entered_at": left, "goods": carts["goods"]})
    return found[(left <= pd.Timestamp(seen.utc)) & (left >= pd.Timestamp(_begins(window)))]


def _parcel_late(seen: Seen, entrance: Entrance, window: Window) -> pd.DataFrame:
    """Parcels whose customers are to be told, from the moment on at which that was reckoned; by a plain rule where it could not be.

    The rule: under way, and the promised day is over or, where parcels are scanned, no scan came for some hours; the earlier of the two.
    """
    if seen.notices is not None:
        told = seen.notices.assign(entry_key=seen.notices["shipment_id"], entered_at=seen.notices["listed_at"], notice=seen.notices["channel"])
        inside = (told["entered_at"] <= pd.Timestamp(seen.utc)) & (told["entered_at"] >= pd.Timestamp(_begins(window)))
        return told.loc[inside, ["customer_id", "entry_key", "shipment_id", "order_id", "entered_at", "notice", "chance"]]
    oldest = seen.today - timedelta(days=PARCELS_DAYS)
    parcels = _need(seen, "shipments").filter(_.signed_at.isnull(), _.customer_id.notnull(), _.dispatched_on >= ibis.date(oldest.isoformat()))
    scans = seen.tables.get("scans")
    columns = ["shipment_id", "customer_id", "order_id", "dispatched_at", "promised_on"]
    found = parcels.select(*columns).to_pandas()
    late = _day_after(found["promised_on"], seen.zone)
    signed = np.zeros(len(found), dtype=bool)
    if scans is not None:
        last = (
            scans.semi_join(parcels, "shipment_id").group_by("shipment_id").agg(at=_.scanned_at.max(), signed=(_.step == "signed").any()).to_pandas()
        )
        last = last.set_index("shipment_id").reindex(found["shipment_id"])
        quiet_since = pd.to_datetime(last["at"].reset_index(drop=True)).fillna(pd.to_datetime(found["dispatched_at"]))
        signed = last["signed"].fillna(False).astype(bool).to_numpy()
        late = pd.concat([late, quiet_since + pd.Timedelta(entrance.hours or 48, "h")], axis=1).min(axis=1)
    rows = pd.DataFrame(
        {"customer_id": found["customer_id"], "entry_key": found["shipment_id"], "shipment_id": found["shipment_id"], "order_id": found["order_id"]}
    ).assign(entered_at=late, notice="sms", chance=np.nan)
    return rows[~signed & (late <= pd.Timestamp(seen.utc)) & (late >= pd.Timestamp(_begins(window)))]


def _of_parcels(seen: Seen) -> list[str]:
    """What late parcels lack: where no arrival is ever told each parcel would be late, and so without scans where none was promised."""
    parcels, scans = _need(seen, "shipments"), seen.tables.get("scans")
    told = [parcels.signed_at.notnull().any(), *([] if scans is None else [(scans.step == "signed").any()])]
    if not any(bool(one.fill_null(False).to_pandas()) for one in told):
        return ["shipments.signed_at"]
    promised = scans is not None or bool(parcels.promised_on.notnull().any().to_pandas())
    return [] if promised else ["shipments.promised_on"]


def _parcel_step(seen: Seen, _entrance: Entrance, window: Window) -> pd.DataFrame:
    """The first scan of each step of a parcel; `later_known` where a later step is known, so that nobody is told what is over."""
    parcels = _need(seen, "shipments").filter(_.customer_id.notnull())
    scans = _need(seen, "scans").filter(_.step.isin(list(SCAN_RANK)))
    told = scans.inner_join(parcels.select("shipment_id", "customer_id", "order_id", "signed_at"), "shipment_id")
    steps = told.group_by("shipment_id", "customer_id", "order_id", "step").agg(at=_.scanned_at.min(), signed=_.signed_at.notnull().any())
    found = steps.filter(_.at >= ibis.timestamp(_begins(window)), _.at <= ibis.timestamp(seen.utc)).to_pandas()
    rank = found["step"].map(SCAN_RANK)
    furthest = rank.groupby(found["shipment_id"]).transform("max")
    later = (rank < furthest) | (found["signed"].astype(bool) & (found["step"] != "signed"))
    return pd.DataFrame(
        {
            "customer_id": found["customer_id"],
            "entry_key": (found["shipment_id"] + ":" + found["step"]).astype("str"),
            "entered_at": found["at"],
            "order_id": found["order_id"],
            "shipment_id": found["shipment_id"],
            "scan": found["step"],
            "later_known": later,
        }
    )


def _survey_score(seen: Seen, entrance: Entrance, window: Window) -> pd.DataFrame:
    surveys = _need(seen, "surveys")
    days = (ibis.date(window.first.isoformat()), ibis.date(min(window.last, seen.today).isoformat()))
    low = surveys.filter(_.customer_id.notnull(), _.kind == entrance.survey, _.score <= entrance.to, _.answered_on.between(*days))
    found = low.select("customer_id", "order_id", "score", entry_key=_.survey_id, entered_on=_.answered_on).to_pandas()
    if seen.owed_a_call is None or entrance.survey != "nps":
        return found
    return found[found["entry_key"].isin(seen.owed_a_call)].reset_index(drop=True)


def _rule(seen: Seen, entrance: Entrance, _window: Window) -> pd.DataFrame:
    """Everybody there is; the condition chooses among them. It holds once, or anew after some days."""
    named = [table.select("customer_id") for table in (seen.tables.get("customers"), of_known_customers(_need(seen, "orders"))) if table is not None]
    who = ibis.union(*named, distinct=True).to_pandas()["customer_id"]
    key = "once" if entrance.again_days is None else f"from:{seen.today}"
    return pd.DataFrame({"customer_id": who, "entry_key": key, "entered_on": pd.Timestamp(seen.today)})


KINDS: Mapping[str, Kind] = {
    "order_paid": Kind(
        _of_orders(lambda orders: ibis.coalesce(orders.paid_at, orders.ordered_at)),
        event_columns={"order_paid": "money", "order_channel": "text", "order_promotion": "text"},
    ),
    "order_completed": Kind(
        _of_orders(lambda orders: orders.completed_at), event_columns={"order_paid": "money", "order_channel": "text", "order_promotion": "text"}
    ),
    "days_without_order": Kind(_days_without_order),
    "days_without_anything": Kind(_days_without_anything, ("orders", "events")),
    "date_each_year": Kind(_date_each_year, ("orders",)),
    "date_of": Kind(_date_of, ("members",)),
    "tier_up": Kind(_tier_up, ("members",)),
    "cart_left": Kind(_cart_left, ("orders", "events")),
    "parcel_late": Kind(_parcel_late, ("shipments",), event_columns={"notice": "text", "chance": "number"}),
    "parcel_step": Kind(_parcel_step, ("shipments", "scans")),
    "survey_score": Kind(_survey_score, ("surveys",), event_columns={"score": "number"}),
    "rule": Kind(_rule),
}


def _need(seen: Seen, name: str) -> ir.Table:
    table = seen.tables.get(name)
    if table is None:
        raise KeyError(name)
    return table


def _optional(seen: Seen, name: str, day: str) -> list[ir.Table]:
    table = seen.tables.get(name)
    return [] if table is None else [table.select("customer_id", on=table[day])]


def _day_after(days: pd.Series, zone: str) -> pd.Series:
    """The moment at which each day is over where the shop is, UTC."""
    midnight = pd.to_datetime(days) + pd.Timedelta(1, "D")
    there = midnight.dt.tz_localize(zone, ambiguous=np.ones(len(midnight), dtype=bool), nonexistent="shift_forward")
    return there.dt.tz_convert("UTC").dt.tz_localize(None)
