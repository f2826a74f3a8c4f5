"""Does the first order tell who comes back? Its category, channel and size against a second order within N days.

Only customers whose first order is at least N days old are asked, so all had the same time. Orders
refunded whole are no orders here (`first_kept_on`). Groups that differ are flagged, not explained:
who starts with a coat may differ in much else.
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd
from scipy import special

from retention import stats
from retention.orders import FIRST_SEEN_GAPS
from retention.tables.kpis import kpi_row, kpi_table

QUESTIONS = {"category": "first_category", "channel": "first_channel", "price_band": "first_order_paid"}
# What a row is: the whole shop, a group of that name, the rest folded together, or customers without the answer.
WHOLE, NAMED, OTHER, UNKNOWN = "whole", "named", "other", "unknown"
# False discovery rate at which a group counts as different from the whole.
Q = 0.1
COLUMNS = ["question", "kind", "group", "band_low", "band_high", "n", "k", "share", "low", "high", "differs"]


def asked(pyramid: pd.DataFrame, as_of: date, days: int) -> pd.DataFrame:
    """Customers whose first order kept is at least `days` before as_of, with the flag `came_back` (second order within `days`)."""
    old_enough = pyramid[pyramid["first_kept_on"] <= pd.Timestamp(as_of - timedelta(days=days))]
    return old_enough.assign(came_back=(old_enough["days_to_second_order"] <= days).fillna(False).astype(bool))


def second_orders(pyramid: pd.DataFrame, as_of: date, days: int, least_group: int, top: int = 8) -> pd.DataFrame:
    """One row per question and group: n customers, k with a second order within `days`, share with its 95 % interval.

    The first row is the whole shop (kind "whole"). The `top` largest groups are "named", the rest is folded into "other",
    customers without the answer are "unknown"; only named rows have a group. Under `least_group` customers share and interval
    are missing. Price bands are terciles of the first order's gross paid, with their limits in shop currency. `differs`: the
    interval leaves out the overall share, and the score test holds at a false discovery rate of .1 over all named groups.
    """
    base = asked(pyramid, as_of, days)
    counted = [_row("overall", WHOLE, base["came_back"])]
    for question in ("category", "channel"):
        groups = base[QUESTIONS[question]]
        if groups.notna().any():
            counted.append(_counts(groups, base["came_back"], question, top))
    bands = price_bands(base["first_order_paid"])
    if bands is not None:
        by_band = _counts(bands["group"], base["came_back"], "price_band", top).sort_values("group")
        counted.append(by_band.merge(bands.drop_duplicates("group"), on="group", how="left"))
    table = pd.concat(counted, ignore_index=True).reindex(columns=COLUMNS)
    return _with_shares(table, least_group)


def first_seen(pyramid: pd.DataFrame, as_of: date, days: int) -> dict[str, int]:
    """How many of those asked may have bought before the data begin: n, first_seen, and within how many days of the first day.

    Within three median gaps of the data's first day a customer is first seen, not new (METHODS §1).
    """
    base = asked(pyramid, as_of, days)
    gap = pyramid["median_gap_days"].median()
    near = 0 if pd.isna(gap) else int(np.ceil(FIRST_SEEN_GAPS * gap))
    since_begin = (base["first_kept_on"] - pyramid["first_ordered_on"].min()).dt.days
    return {"n": len(base), "first_seen": int((since_begin < near).sum()), "days": near}


def price_bands(paid: pd.Series) -> pd.DataFrame | None:
    """Terciles of what first orders cost: group (band_1 is the lowest), band_low and band_high (both inclusive); None with under three amounts."""
    if paid.nunique() < 3:
        return None
    cuts = np.unique(paid.quantile([1 / 3, 2 / 3], interpolation="lower"))
    place = np.searchsorted(cuts, paid, side="left")
    names = pd.Series(place, index=paid.index).rank(method="dense").astype(int)
    frame = pd.DataFrame({"group": "band_" + names.astype(str), "paid": paid})
    limits = frame.groupby("group")["paid"].agg(band_low="min", band_high="max")
    return frame[["group"]].join(limits, on="group")


def kpis(table: pd.DataFrame, as_of: date, days: int) -> pd.DataFrame:
    """The groups as figures of the board: second_order_within_<days>d, group null for the whole, else e.g. 'category:dress'."""
    window = f"..{as_of - timedelta(days=days)}"
    return kpi_table([_kpi(row, days, window) for row in table[table["kind"].isin([WHOLE, NAMED])].to_dict("records")])


def _kpi(row: dict, days: int, window: str) -> dict:
    group = None if row["kind"] == WHOLE else f"{row['question']}:{row['group']}"
    known = {"value": row["share"], "low": row["low"], "high": row["high"], "n": row["n"]}
    return kpi_row(f"second_order_within_{days}d", "share", window, group, **known, missing=None if pd.notna(row["share"]) else "pyramid-too-few")


def _counts(groups: pd.Series, came_back: pd.Series, question: str, top: int) -> pd.DataFrame:
    """n and k per group, largest first and by name; beyond `top` folded into other, missing into unknown."""
    known = pd.DataFrame({"group": groups, "k": came_back}).dropna(subset="group")
    counted = known.groupby("group", as_index=False).agg(n=("k", "size"), k=("k", "sum")).sort_values(["n", "group"], ascending=[False, True])
    # One group beyond the limit is shown rather than renamed.
    kept = top if len(counted) > top + 1 else len(counted)
    parts = [counted.iloc[:kept].assign(question=question, kind=NAMED)]
    folded = came_back[groups.isin(counted["group"].iloc[kept:])]
    parts += [_row(question, kind, rest) for kind, rest in ((OTHER, folded), (UNKNOWN, came_back[groups.isna()])) if len(rest)]
    return pd.concat(parts, ignore_index=True)


def _row(question: str, kind: str, came_back: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"question": [question], "kind": [kind], "group": [None], "n": [len(came_back)], "k": [int(came_back.sum())]})


def _with_shares(table: pd.DataFrame, least_group: int) -> pd.DataFrame:
    """Add share, interval and the flag `differs`."""
    shown = table["n"] >= max(least_group, 1)
    low, high = stats.wilson(table["k"].where(shown, 0), table["n"].where(shown, 0))
    share = (table["k"] / table["n"].where(shown)).astype(float)
    overall = table["k"].iloc[0] / table["n"].iloc[0] if table["n"].iloc[0] else np.nan
    named = shown & (table["kind"] == NAMED) & (0 < overall < 1)
    # The score test that belongs to Wilson's interval: they agree at the same level.
    z = (share - overall) / np.sqrt(overall * (1 - overall) / table["n"].where(named))
    adjusted = stats.benjamini_hochberg(2 * special.ndtr(-z.abs()))
    outside = (low > overall) | (high < overall)
    return table.assign(share=share, low=np.where(shown, low, np.nan), high=np.where(shown, high, np.nan), differs=named & outside & (adjusted <= Q))
