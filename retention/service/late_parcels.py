"""Who is told of a late parcel before she asks: each parcel under way with its chance, what plain rules say, and the list inside a budget.

A customer is told where telling costs less than it saves: from the chance `ParcelSettings.threshold` on, where the promised day is over (chance 1),
and where the carrier told of trouble. Where no chance is known, plain rules decide: the day is over, trouble, or no scan for too long. What a late
parcel costs and how much of it an apology saves are assumptions until the customers held out, by lot, say otherwise.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from retention import stats
from retention.service.parcel_clock import ParcelClock
from retention.service.parcels import UNDER_WAY_DAYS, LateModel, Parcels
from retention.settings import ParcelSettings
from retention.tables.messages import SENT

# From this hour of the shop's day on a day is known as a whole.
WHOLE_DAY_HOUR = 20
# A parcel so many moving days past its promise is looked for, not waited for.
MISSING_DAYS = 14
DRAWS = 4000
# Why somebody is told, the first that holds.
REASONS = ("over", "trouble", "shock", "likely", "unmoved", "unscanned")
STEPS = ["collected", "in_transit", "out_for_delivery", "signed"]
COLUMNS: tuple[str, ...] = ("shipment_id", "order_id", "customer_id", "region", "dispatched_on", "promised_on", "days_left", "chance", "why")
COLUMNS += ("order_value", "channel", "compensation", "held_out", "listed_at")


@dataclass(frozen=True)
class Savings:
    """What telling those listed is expected to save, with its band (95 %: how many come late, if the chances are true), and what it costs at most.

    `late`: how many of them are expected to come late; all amounts follow from what the shop assumed.
    """

    parcels: int
    late: float
    saved: float
    low: float
    high: float
    cost: float


def known_until(as_of: date, zone: str, shipments: ir.Table, scans: ir.Table | None) -> datetime:
    """The moment up to which parcels are known, UTC: the last one of `as_of` that is told, or the end of that day where none is."""
    tables = [(shipments, ("dispatched_at", "signed_at")), *([(scans, ("scanned_at",))] if scans is not None else [])]
    told = [table.agg(**{name: table[name].max() for name in names}).to_pandas().iloc[0].tolist() for table, names in tables]
    moments = [pd.Timestamp(at) for row in told for at in row if not pd.isna(at)]
    begins, ends = (datetime.combine(as_of + timedelta(days=n), datetime.min.time(), ZoneInfo(zone)) for n in (0, 1))
    first, end = (pd.Timestamp(at).tz_convert("UTC").tz_localize(None) for at in (begins, ends))
    last = max((at for at in moments if at < end), default=end)
    return (last if last >= first else end).to_pydatetime()


def last_whole_day(moment: datetime, zone: str) -> date:
    """The last day that is known from beginning to end as of a moment (UTC)."""
    local = pd.Timestamp(moment, tz="UTC").tz_convert(zone)
    return local.date() if local.hour >= WHOLE_DAY_HOUR else local.date() - timedelta(days=1)


def under_way(parcels: Parcels, days: pd.DataFrame, model: LateModel | None, moment: datetime, settings: ParcelSettings) -> pd.DataFrame:
    """One row per parcel that is not signed for: those of the table, days_left (moving days to the promise), chance, and rules as flags.

    over, trouble, unmoved, unscanned; missing: so long past its promise, or on its way, that it is looked for. Parcels that left over
    `UNDER_WAY_DAYS` ago are not among them. `moment`: up to which scans are known.
    """
    table, clock = parcels.table, parcels.clock
    begins = pd.Timestamp(parcels.day) - pd.Timedelta(UNDER_WAY_DAYS, "D")
    found = table[~table["arrived"] & (table["dispatched_on"] >= begins)].copy()
    age = clock.days(found["dispatched_on"], pd.Series(np.full(len(found), np.datetime64(parcels.day))))
    found["days_left"] = found["promise"] - age
    found["chance"] = _chances(days, model, age, found.index)
    found["over"] = (found["promised_on"] <= pd.Timestamp(parcels.day)).to_numpy()
    found.loc[found["over"], "chance"] = 1.0
    found["missing"] = (found["days_left"] < -MISSING_DAYS) | (found["promised_on"].isna() & (age > MISSING_DAYS + 7))
    return _with_rules(found, parcels.scans, clock, moment, settings).reset_index(drop=True)


def _chances(days: pd.DataFrame, model: LateModel | None, age: np.ndarray, rows: pd.Index) -> np.ndarray:
    """The chance of each open parcel at its age today."""
    if model is None:
        return np.full(len(rows), np.nan)
    last = days.drop_duplicates("row", keep="last").set_index("row")
    today = last[last["age"].to_numpy() == pd.Series(age, index=rows).reindex(last.index).to_numpy()]
    return pd.Series(model.chance(today.reset_index()), index=today.index).reindex(rows).to_numpy()


def _with_rules(found: pd.DataFrame, scans: pd.DataFrame | None, clock: ParcelClock, moment: datetime, settings: ParcelSettings) -> pd.DataFrame:
    if scans is None:
        return found.assign(trouble=False, unmoved=False, unscanned=False)
    last = scans.sort_values("scanned_at").drop_duplicates("shipment_id", keep="last").set_index("shipment_id").reindex(found["shipment_id"])
    scanned = pd.to_datetime(last["scanned_at"]).reset_index(drop=True)
    now = pd.Series(np.full(len(found), np.datetime64(moment, "s")))
    still = clock.hours(scanned, now)
    since = clock.hours(found["dispatched_at"].reset_index(drop=True), now)
    never = scanned.isna().to_numpy()
    return found.assign(
        trouble=(last["step"] == "exception").fillna(False).to_numpy(bool),
        unmoved=~never & (np.nan_to_num(still) > settings.unmoved_hours),
        unscanned=never & (since > settings.unscanned_hours),
    )


def unshipped(orders: ir.Table, shipments: ir.Table | None, moment: datetime, hours: int, clock: ParcelClock) -> pd.DataFrame:
    """Orders paid over `hours` ago (of parcels' days) that count, are still `paid` and have no parcel: order_id, customer_id, paid_at, hours.

    Orders tell no day on which goods of an advance sale are due, so such orders are among them.
    """
    since = ibis.timestamp(moment - timedelta(days=UNDER_WAY_DAYS))
    waiting = orders.filter(_.counts, _.status == "paid", _.paid_at.notnull(), _.paid_at >= since)
    if shipments is not None:
        waiting = waiting.anti_join(shipments.filter(_.order_id.notnull()), "order_id")
    found = waiting.select("order_id", "customer_id", "paid_at").to_pandas()
    found["hours"] = clock.hours(found["paid_at"], pd.Series(np.full(len(found), np.datetime64(moment, "s"))))
    return found[found["hours"] > hours].sort_values("paid_at", ignore_index=True)


def to_notify(
    open_: pd.DataFrame,
    order_values: pd.Series,
    settings: ParcelSettings,
    moment: datetime,
    held: Callable[[Iterable[str]], np.ndarray],
    shocked: Iterable[str] = (),
) -> pd.DataFrame:
    """Whom to tell today: `COLUMNS`, the most likely and dearest first. `open_`: `under_way`; `order_values`: what each order_id came to.

    channel: phone or sms; compensation: 0 for those after the day's budget is spent; held_out: not told, by lot of customers (`held`);
    listed_at: the moment, UTC. `shocked`: regions in which parcels have begun to come late; from these everybody is told whose parcel has
    more than half the threshold's chance.
    """
    named = open_[open_["customer_id"].notna() & ~open_["missing"]].copy()
    named["why"] = _why(named, settings.threshold, set(shocked))
    listed = named[named["why"] != ""].copy()
    listed["order_value"] = listed["order_id"].map(order_values).astype(float)
    listed["held_out"] = held(listed["customer_id"].tolist()) if len(listed) else False
    listed["channel"] = np.where(listed["order_value"] >= settings.call_from, "phone", "sms")
    listed["sure"] = listed["chance"].fillna(0)
    listed = listed.sort_values(["sure", "order_value", "shipment_id"], ascending=[False, False, True], ignore_index=True)
    # A customer with two parcels has one apology.
    first = ~listed["held_out"].astype(bool) & ~listed.duplicated("customer_id")
    spent = (first * settings.compensation).cumsum()
    listed["compensation"] = np.where(first & (spent <= settings.budget_a_day), settings.compensation, 0.0)
    listed["listed_at"] = np.datetime64(moment, "s")
    return listed[list(COLUMNS)]


def _why(named: pd.DataFrame, threshold: float, shocked: set[str]) -> np.ndarray:
    chance = named["chance"].to_numpy(float)
    unknown = np.isnan(chance)
    rules = {
        "over": named["over"].to_numpy(bool),
        "trouble": named["trouble"].to_numpy(bool),
        "likely": np.nan_to_num(chance) >= threshold,
        "shock": named["region"].isin(shocked).to_numpy() & (np.nan_to_num(chance) >= threshold / 2),
        "unmoved": unknown & named["unmoved"].to_numpy(bool),
        "unscanned": unknown & named["unscanned"].to_numpy(bool),
    }
    return np.select([rules[name] for name in REASONS], REASONS, default="") if len(named) else np.array([], dtype=object)


def savings(listed: pd.DataFrame, settings: ParcelSettings, level: float = stats.LEVEL, seed: int = 0) -> Savings:
    """What telling the customers of `to_notify` who are not held out is expected to save; of parcels without a chance nothing is counted."""
    told = listed[~listed["held_out"].astype(bool)]
    cost = float(np.where(told["channel"] == "phone", settings.call_cost, settings.notice_cost).sum() + told["compensation"].sum())
    chance = told["chance"].dropna().to_numpy(float)
    each = settings.loss_if_unnoticed * settings.avoided
    late = (np.random.default_rng(seed).random((DRAWS, len(chance))) < chance).sum(axis=1)
    low, high = np.quantile(late, [(1 - level) / 2, (1 + level) / 2])
    return Savings(len(told), float(chance.sum()), float(chance.sum() * each - cost), float(low * each - cost), float(high * each - cost), cost)


def told_steps(entry_keys: pd.Series, states: pd.Series) -> pd.DataFrame:
    """shipment_id and step of notices by the keys (parcel:step) and states of messages; those that were never sent are none."""
    sent = entry_keys[states.isin(SENT)].astype(str)
    parts = sent.str.rpartition(":")
    return pd.DataFrame({"shipment_id": parts[0], "step": parts[2]}) if len(sent) else pd.DataFrame({"shipment_id": [], "step": []})


def notice_steps(parcels: Parcels, told: pd.DataFrame | None) -> pd.DataFrame:
    """Parcels of the last `UNDER_WAY_DAYS` by the furthest step that is told: step, parcels, told (of these, whose customer was told of that step).

    `told`: shipment_id and step of notices handed over; None where none ever was, and then `told` is missing.
    """
    begins = pd.Timestamp(parcels.day) - pd.Timedelta(UNDER_WAY_DAYS, "D")
    recent = parcels.table[parcels.table["dispatched_on"] >= begins]
    scans = parcels.scans if parcels.scans is not None else pd.DataFrame({"shipment_id": [], "step": []})
    furthest = scans[scans["step"].isin(STEPS)].assign(rank=lambda of: of["step"].map(STEPS.index)).groupby("shipment_id")["rank"].max()
    at = recent["shipment_id"].map(furthest).fillna(-1).astype(int)
    at = at.where(~recent["arrived"], STEPS.index("signed"))
    here = pd.DataFrame({"shipment_id": recent["shipment_id"], "step": [STEPS[place] if place >= 0 else "dispatched" for place in at]})
    if told is None:
        here["told"] = np.nan
    else:
        known = pd.MultiIndex.from_frame(told[["shipment_id", "step"]].astype(str))
        here["told"] = pd.MultiIndex.from_frame(here[["shipment_id", "step"]]).isin(known).astype(float)
    found = here.groupby("step").agg(parcels=("shipment_id", "size"), told=("told", lambda of: of.sum(min_count=1)))
    return found.reindex(["dispatched", *STEPS]).dropna(subset=["parcels"]).reset_index().astype({"parcels": int})
