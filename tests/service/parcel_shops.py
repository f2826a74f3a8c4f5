"""Parcels of made-up shops as a shop's tables have them: drawn as HerStyle's are, without files, or written by hand."""

from datetime import date, datetime

import ibis
import numpy as np
import pandas as pd

from retention import service
from retention.samples import figures_of_the_trade as f
from retention.samples import names, season, shop, told
from retention.samples.service import parcels as drawn
from retention.service.parcel_clock import ParcelClock
from retention.service.parcels import Parcels
from retention.tables import SCANS, SHIPMENTS
from tests.service.hand_made import table

STEPS = {drawn.COLLECTED: "collected", drawn.IN_TRANSIT: "in_transit", drawn.OUT: "out_for_delivery", drawn.SIGNED: "signed"}
STEPS |= {drawn.EXCEPTION: "exception"}
SHANGHAI = "Asia/Shanghai"


def utc(moments: pd.Series) -> pd.Series:
    return pd.to_datetime(moments).dt.tz_localize(SHANGHAI).dt.tz_convert("UTC").dt.tz_localize(None)


def tables(seed: int, customers: int) -> tuple[ibis.Table, ibis.Table]:
    """Shipments and scans of a shop drawn with a seed, up to its last day."""
    made = shop.build(seed, customers)
    numbers = names.customer_numbers(seed, made.people)
    nobody = np.array([], dtype=int)
    people = told.by_person(told.customers_file(seed, made, numbers, names.identities(seed, made.people, nobody, nobody)), numbers)
    sent = drawn.shipments(seed, made, people)
    track = drawn.scans(seed, sent)
    track = track[track["at"] < season.END]
    signed = sent["signed_at"].where(sent["signed_at"] < season.END)
    shipments = pd.DataFrame(
        {
            "shipment_id": sent["number"],
            "order_id": sent["order"].astype(str),
            "customer_id": sent["person"].astype(str),
            "carrier": np.asarray(list(f.CARRIERS))[sent["carrier"]],
            "region": sent["region"].astype(str),
            "dispatched_at": utc(sent["dispatched_at"]),
            "dispatched_on": sent["dispatched_at"].dt.date,
            "promised_on": pd.to_datetime(sent["promised_on"]).dt.date,
            "signed_at": utc(signed),
            "signed_on": signed.dt.date,
        }
    )
    scans = pd.DataFrame(
        {
            "shipment_id": sent["number"].to_numpy()[track["parcel"]],
            "scanned_at": utc(track["at"]).to_numpy(),
            "scanned_on": track["at"].dt.date.to_numpy(),
            "step": track["step"].map(STEPS).to_numpy(),
        }
    )
    dates = {"dispatched_on": "date", "promised_on": "date", "signed_on": "date"}
    return ibis.memtable(shipments).cast(dates), ibis.memtable(scans).cast({"scanned_on": "date"})


LAST = date(2026, 6, 30)


def looked_at(shipments: ibis.Table, scans: ibis.Table | None, day: date = LAST) -> Parcels:
    clock = service.clock_of_parcels(shipments.select("signed_on").to_pandas()["signed_on"], day, SHANGHAI)
    return service.parcels_of(shipments, scans, day, clock)


# --- by hand ------------------------------------------------------------------------------------------------


def parcel(number: str, left: str, promised: str | None, signed: str | None = None, **more) -> dict:
    """A parcel by days: 2026-05-01, at noon (UTC)."""
    noon = {name: datetime.fromisoformat(f"{day} 12:00") if day else None for name, day in (("dispatched", left), ("signed", signed))}
    told = {f"{name}_at": at for name, at in noon.items()} | {f"{name}_on": at and at.date() for name, at in noon.items()}
    return {"shipment_id": number, "order_id": f"o{number}", "customer_id": f"c{number}", "region": "浙江"} | told | {
        "promised_on": date.fromisoformat(promised) if promised else None
    } | more  # fmt: skip


def scan(number: str, at: str, step: str) -> dict:
    moment = datetime.fromisoformat(at)
    return {"shipment_id": number, "scan_no": 1, "scanned_at": moment, "scanned_on": moment.date(), "step": step}


def by_hand(parcels: list[dict], scans: list[dict] | None, day: str, clock: ParcelClock | None = None) -> Parcels:
    told = None if scans is None else table(SCANS, scans)
    return service.parcels_of(table(SHIPMENTS, parcels), told, date.fromisoformat(day), clock or ParcelClock())
