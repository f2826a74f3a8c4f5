"""Where parcels have begun to come late: a region's last days against its own four weeks before (weather, a depot that is closed).

Of parcels whose promised day lies in the last `LATELY` moving days the share late, beside that of the `BEFORE` days before, by Fisher's exact test,
one-sided; with as many tests as there are regions, Benjamini and Hochberg's rule keeps false alarms to 5 of 100 alarms.
"""

from datetime import date

import numpy as np
import pandas as pd
from scipy import stats as distributions

from retention import stats
from retention.service.parcels import Parcels, is_late

LATELY, BEFORE = 3, 28
FALSE = 0.05
# Fewer late parcels are no shock.
LEAST_LATE = 3


def shocks(parcels: Parcels, day: date | None = None) -> pd.DataFrame:
    """One row per region with parcels due lately: region, due, late, share, due_before, late_before, share_before, p, is_shock, troubles.

    `day` (the last one known unless told otherwise): what came after it is not looked at. troubles: parcels of which carriers told trouble lately.
    """
    on = parcels.day if day is None else day
    table = parcels.table[parcels.table["region"].notna() & (parcels.table["promised_on"] <= pd.Timestamp(on))]
    ago = parcels.clock.days(table["promised_on"], pd.Series(np.full(len(table), np.datetime64(on))))
    table = table.assign(ago=ago, late=is_late(table))
    now = table[table["ago"] < LATELY].groupby("region")["late"].agg(due="size", late="sum")
    before = table[(table["ago"] >= LATELY) & (table["ago"] < LATELY + BEFORE)].groupby("region")["late"].agg(due_before="size", late_before="sum")
    found = now.join(before).fillna(0).reset_index()
    n, k, m, j = (found[name].to_numpy(int) for name in ("due", "late", "due_before", "late_before"))
    # As many late ones among the last parcels, or more, if all were alike; a region without a past tells nothing.
    p = np.where(m > 0, distributions.hypergeom.sf(k - 1, n + m, k + j, n), np.nan)
    sure = stats.benjamini_hochberg(p) < FALSE
    shares = {"share": k / np.maximum(n, 1), "share_before": np.where(m > 0, j / np.maximum(m, 1), np.nan)}
    told = found.assign(p=p, is_shock=sure & (k >= LEAST_LATE), **shares, troubles=found["region"].map(_troubles(parcels, on)).fillna(0).astype(int))
    return told.sort_values(["is_shock", "p", "region"], ascending=[False, True, True], ignore_index=True)


def _troubles(parcels: Parcels, on: date) -> pd.Series:
    """Parcels by region of which a scan told trouble in the last days."""
    if parcels.scans is None:
        return pd.Series(dtype=float)
    odd = parcels.scans[(parcels.scans["step"] == "exception") & (pd.to_datetime(parcels.scans["scanned_on"]) <= pd.Timestamp(on))]
    lately = odd[parcels.clock.days(odd["scanned_on"], pd.Series(np.full(len(odd), np.datetime64(on)))) < LATELY]
    return parcels.table[parcels.table["shipment_id"].isin(lately["shipment_id"])].groupby("region").size()
