"""Parcels on their way: how likely each is to come after the day it was promised for.

A parcel is *late* when it is not signed for by the end of that day; one that is lost is late, too. At the end of a day a parcel that is under
way has an age and a promise, both in days on which parcels move (`parcel_clock`), and what its scans say so far: how many, how long the last
one is past, whether it is out for delivery or the carrier told of trouble. Of parcels whose day is over the same is known of each day they were
under way, and whether they came in time: from these scikit-learn's gradient-boosted trees learn (equal rows are one, with a weight). Trees by age
and promise alone, and the share of all, stand beside as what must be beaten (`parcel_backtest`). No chance is told where fewer than
`LEAST_AT_RISK` parcels of that promise were under way at that age.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from retention.service.parcel_clock import ParcelClock

# A parcel that left so long ago and was never signed for is lost in the records.
UNDER_WAY_DAYS = 60
LEARNT_DAYS = 365
LEAST_AT_RISK = 10
# Of fewer parcels, or fewer late ones, nothing is learnt.
LEAST_PARCELS, LEAST_LATE = 200, 20
AGES = ("promise", "age", "left")
WITH_SCANS = (*AGES, "scans", "quiet", "out", "trouble")
MOST_SCANS, MOST_QUIET = 8, 5
TREES = 40
SCAN_COLUMNS = ["shipment_id", "scanned_at", "scanned_on", "step"]
# More moving days than any parcel takes: one number for parcel and age.
WIDE = 4096


@dataclass(frozen=True)
class Parcels:
    """`table`: one row per parcel (columns of `parcels_of`); `scans`: of these parcels, None where the shop has none; what day is looked from."""

    table: pd.DataFrame
    scans: pd.DataFrame | None
    clock: ParcelClock
    day: date


def parcels_of(shipments: ir.Table, scans: ir.Table | None, day: date, clock: ParcelClock) -> Parcels:
    """Parcels that left in the last `LEARNT_DAYS` · 2 up to `day`, the last whole day known.

    shipment_id, order_id, customer_id, carrier, region, dispatched_at, dispatched_on, promised_on, signed_on, promise and took (moving days from
    dispatch to the promised day and to signing; missing where not told), arrived (by now, that is also after `day`).
    """
    since = ibis.date((day - timedelta(days=2 * LEARNT_DAYS + UNDER_WAY_DAYS)).isoformat())
    some = shipments.filter(_.dispatched_on.between(since, ibis.date(day.isoformat())))
    columns = ["shipment_id", "order_id", "customer_id", "carrier", "region", "dispatched_at", "dispatched_on", "promised_on", "signed_on"]
    table = some.select(*columns).to_pandas()
    told = None
    if scans is not None:
        told = scans.semi_join(some, "shipment_id").filter(_.scanned_on <= ibis.date(day.isoformat())).select(*SCAN_COLUMNS).to_pandas()
        arrived = told[told["step"] == "signed"].groupby("shipment_id")["scanned_on"].min()
        by_scan = pd.Series(arrived.reindex(table["shipment_id"]).to_numpy().astype("datetime64[s]"), index=table.index)
        table["signed_on"] = pd.to_datetime(table["signed_on"]).astype("datetime64[s]").fillna(by_scan)
    for name in ("dispatched_on", "promised_on", "signed_on"):
        table[name] = pd.to_datetime(table[name]).astype("datetime64[s]")
    table["arrived"] = table["signed_on"].notna()
    # What was signed for after the day was under way at its end.
    table["signed_on"] = table["signed_on"].where(table["signed_on"] <= pd.Timestamp(day))
    table["promise"] = clock.days(table["dispatched_on"], table["promised_on"])
    table["took"] = clock.days(table["dispatched_on"], table["signed_on"])
    return Parcels(table.sort_values(["dispatched_at", "shipment_id"], ignore_index=True), told, clock, day)


def why_no_chance(parcels: Parcels) -> str:
    """Why nothing can be learnt of late parcels: no_parcels, no_promises, no_arrivals, few; empty where it can."""
    table = parcels.table
    if table.empty:
        return "no_parcels"
    if table["promised_on"].isna().all():
        return "no_promises"
    if table["signed_on"].isna().all():
        return "no_arrivals"
    over = table[table["promised_on"] <= pd.Timestamp(parcels.day)]
    return "few" if len(over) < LEAST_PARCELS or is_late(over).sum() < LEAST_LATE else ""


def is_late(table: pd.DataFrame) -> pd.Series:
    """Whether each parcel, whose promised day is over, came after it or not at all."""
    return (table["signed_on"] > table["promised_on"]) | table["signed_on"].isna()


# --- days under way ----------------------------------------------------------------------------------------


def days_under_way(parcels: Parcels) -> pd.DataFrame:
    """One row per parcel and day at whose end it was under way and not yet late: row (of the parcel), on, age, left, late (known later) and scans.

    Of parcels with a promise; late is missing (NaN) where the promised day is not over.
    """
    table = parcels.table
    until = parcels.clock.days(table["dispatched_on"], pd.Series(np.full(len(table), np.datetime64(parcels.day))))
    last = np.fmin(np.fmin(table["promise"], np.where(np.isnan(table["took"]), np.inf, table["took"])) - 1, until)
    times = np.where(np.isnan(table["promise"]), 0, np.clip(last + 1, 0, WIDE - 1)).astype(int)
    row = np.repeat(np.arange(len(table)), times)
    age = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
    return _with_scans(parcels, row, age)


def _with_scans(parcels: Parcels, row: np.ndarray, age: np.ndarray) -> pd.DataFrame:
    table = parcels.table
    promise = table["promise"].to_numpy()[row]
    over = (table["promised_on"] <= pd.Timestamp(parcels.day)).to_numpy()[row]
    found = pd.DataFrame({"row": row, "promise": promise, "age": age.astype(float), "left": promise - age})
    found["late"] = np.where(over, is_late(table).to_numpy(dtype=float)[row], np.nan)
    if parcels.scans is None:
        return found
    known = parcels.scans.merge(pd.DataFrame({"shipment_id": table["shipment_id"], "of": np.arange(len(table))}), on="shipment_id")
    left = pd.Series(table["dispatched_on"].to_numpy()[known["of"]])
    at = np.clip(np.nan_to_num(parcels.clock.days(left, known["scanned_on"])), 0, WIDE - 1).astype(int)
    key = known["of"].to_numpy() * WIDE + at
    here, begins = row * WIDE + age, row * WIDE

    def so_far(keys: np.ndarray) -> np.ndarray:
        return np.searchsorted(keys, here, side="right") - np.searchsorted(keys, begins)

    every = np.sort(key)
    count = so_far(every)
    newest = np.where(count > 0, every[np.maximum(np.searchsorted(every, here, side="right") - 1, 0)] - begins, -1)
    found["scans"] = np.clip(count, 0, MOST_SCANS).astype(float)
    found["quiet"] = np.clip(age - newest, 0, MOST_QUIET).astype(float)
    for name, step in (("out", "out_for_delivery"), ("trouble", "exception")):
        found[name] = (so_far(np.sort(key[(known["step"] == step).to_numpy()])) > 0).astype(float)
    return found


# --- the chance ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LateModel:
    """What was learnt: chances by `features`; `at_risk` counts the parcels seen by (promise, age), `base` is the share late of all days."""

    trees: HistGradientBoostingClassifier
    features: tuple[str, ...]
    at_risk: pd.Series
    base: float

    def chance(self, days: pd.DataFrame) -> np.ndarray:
        """Chance of being late of each row of `days_under_way`; missing where too few parcels were seen."""
        chance = np.full(len(days), np.nan)
        seen = self.at_risk.reindex(pd.MultiIndex.from_frame(days[["promise", "age"]])).fillna(0).to_numpy() >= LEAST_AT_RISK
        if seen.any():
            # A few hundred different rows: more threads only wait for each other.
            with threadpool_limits(1):
                chance[seen] = self.trees.predict_proba(days.loc[seen, list(self.features)].to_numpy())[:, 1]
        return chance


def learnt(days: pd.DataFrame, features: tuple[str, ...]) -> LateModel | None:
    """The model of days whose end is known; None where too few parcels, or too few late ones, are among them."""
    known = days[days["late"].notna()]
    parcels = known.drop_duplicates("row")
    if len(parcels) < LEAST_PARCELS or parcels["late"].sum() < LEAST_LATE:
        return None
    rows = known.groupby([*features, "late"], as_index=False).agg(weight=("row", "size"))
    trees = HistGradientBoostingClassifier(
        max_iter=TREES, learning_rate=0.15, max_leaf_nodes=15, min_samples_leaf=1, l2_regularization=1.0, early_stopping=False, random_state=0
    )
    with threadpool_limits(1):
        trees.fit(rows[list(features)].to_numpy(), rows["late"].to_numpy(), sample_weight=rows["weight"].to_numpy(float))
    return LateModel(trees, features, known.groupby(["promise", "age"])["row"].nunique(), float(known["late"].mean()))


def days_before(parcels: Parcels, days: pd.DataFrame, origin: date) -> pd.DataFrame:
    """Of `days_under_way` those of the `LEARNT_DAYS` before `origin` whose end was known on the day before it."""
    table = parcels.table.iloc[days["row"]]
    dispatched, promised = table["dispatched_on"].to_numpy(), table["promised_on"].to_numpy()
    at = np.datetime64(origin, "s")
    return days[(promised < at) & (dispatched >= at - np.timedelta64(LEARNT_DAYS, "D").astype("timedelta64[s]"))]
