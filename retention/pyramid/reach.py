"""Reach: how many customers the shop may contact, by which channel, and what a profile field may be used for.

Who may be contacted is decided in `retention.contact`; here it becomes the pyramid's flags and a funnel.
"""

import difflib
from collections.abc import Mapping, Sequence
from datetime import date

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from retention.contact import CHANNELS, Ways, consents_now, contact_ways
from retention.tables import DataProblem
from retention.tables.kpis import kpi_row, kpi_table

Tables = Mapping[str, ir.Table | None]
Purposes = Mapping[str, Sequence[str]]
REACH = tuple(f"reach_{channel}" for channel in CHANNELS)
PERSONALISATION = "personalisation"


def reach_layer(customers: pd.Series, tables: Tables, as_of: date) -> pd.DataFrame:
    """customer_id, a flag reach_<channel> for each channel and personalisation (agrees to it); missing without a consents table."""
    now = consents_now(tables.get("consents"), as_of)
    if not now.known:
        blank = pd.Series(pd.NA, index=customers.index, dtype="boolean")
        return pd.DataFrame({"customer_id": customers, **dict.fromkeys((*REACH, PERSONALISATION), blank)})
    may = contact_ways(customers, tables.get("customers"), now).may
    flags = may.astype("boolean").rename(columns=dict(zip(CHANNELS, REACH, strict=True)))
    agrees = now.agreed(customers, PERSONALISATION).astype("boolean")
    return pd.concat([customers.rename("customer_id"), flags, agrees.rename(PERSONALISATION)], axis=1)


def reach_funnel(ways: Ways, active: pd.Series) -> pd.DataFrame:
    """One row per channel: customers → address → consent (and address) → active of them; only: reachable by no other channel.

    `active` flags customers who bought lately; its count stands in active_customers. Complete counts, no samples. Without a consents table
    consent, active and only are missing.
    """
    may = ways.may
    alone = may.sum(axis=1) == 1
    rows = pd.DataFrame(
        {
            "channel": list(CHANNELS),
            "customers": len(ways.customers),
            "address": [int(ways.address[channel].sum()) for channel in CHANNELS],
            "consent": [int(may[channel].sum()) for channel in CHANNELS],
            "active": [int((may[channel] & active).sum()) for channel in CHANNELS],
            "only": [int((may[channel] & alone).sum()) for channel in CHANNELS],
            "active_customers": int(active.sum()),
        }
    )
    if not ways.consents_known:
        rows[["consent", "active", "only"]] = np.nan
    return rows


def overlap(ways: Ways, active: pd.Series) -> pd.DataFrame:
    """By how many channels customers can be reached: channels (0, 1, 2, …), customers, active. Sums to all customers."""
    count = ways.may.sum(axis=1)
    rows = (
        pd.DataFrame({"channels": count, "active": active})
        .groupby("channels", as_index=False)
        .agg(customers=("active", "size"), active=("active", "sum"))
    )
    return rows.astype(int)


def kpis(ways: Ways, active: pd.Series, least_group: int, window: str) -> pd.DataFrame:
    """Shares of customers and of `active` ones who may be contacted, by any channel (no group) and by each; no rows where no consent is known."""
    if not ways.consents_known or not len(ways.customers):
        return kpi_table([])
    groups = {None: ways.may.any(axis=1)} | {channel: ways.may[channel] for channel in CHANNELS if ways.address[channel].any()}
    rows = []
    for group, reached in groups.items():
        for name, among in (("reachable_customers", reached), ("reachable_buyers", reached[active])):
            known = {"value": float(among.mean())} if len(among) >= max(least_group, 1) else {"missing": "pyramid-too-few"}
            rows.append(kpi_row(name, "share", window, group, **known, n=len(among)))
    return kpi_table(rows)


# --- purposes ----------------------------------------------------------------------------------------


def marketing_view(pyramid: pd.DataFrame, consents: ir.Table | None, purposes: Purposes, as_of: date) -> pd.DataFrame:
    """The pyramid for marketing: fields whose purposes leave marketing out are blank for customers who did not agree to personalisation."""
    check_purposes(pyramid, purposes)
    allowed = consents_now(consents, as_of).agreed(pyramid["customer_id"], PERSONALISATION)
    blanked = {name: pyramid[name].where(allowed) for name in _restricted(purposes)}
    return pyramid.assign(**blanked)


def field_purposes(pyramid: pd.DataFrame, consents: ir.Table | None, purposes: Purposes, as_of: date) -> pd.DataFrame:
    """One row per field with stated purposes: field, purposes, customers with a value, usable and blanked for marketing (they add up)."""
    check_purposes(pyramid, purposes)
    seen = marketing_view(pyramid, consents, purposes, as_of)
    rows = [(name, tuple(purposes[name]), int(pyramid[name].notna().sum()), int(seen[name].notna().sum())) for name in purposes if name in pyramid]
    table = pd.DataFrame(rows, columns=["field", "purposes", "customers", "usable"])
    return table.assign(blanked=table["customers"] - table["usable"])


def check_purposes(pyramid: pd.DataFrame, purposes: Purposes) -> None:
    """Refuse purposes of a field that is not there, naming the nearest one."""
    for name in purposes:
        if name not in pyramid:
            near = difflib.get_close_matches(name, [str(column) for column in pyramid.columns], n=1)
            hint = f"; did you mean {near[0]!r}?" if near else "."
            raise DataProblem(f"purposes: {name!r} is no column of the pyramid and none of the shop's own fields{hint} Correct it in shop.yaml")


def _restricted(purposes: Purposes) -> list[str]:
    return [name for name, allowed in purposes.items() if "marketing" not in allowed]
