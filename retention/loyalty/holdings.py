"""What members hold: balances month by month, how old the points are, what expires soon, and whether they pile up.

The same figures from a simulation and from a shop's own ledger. A point's face value and its cost to the shop are means over
the ways to spend it, by the weights the programme gives them.
"""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from retention.loyalty.redemption import LEAST_MONTHS, PRIOR, of_simulation, rate_of_held, simulated_cohorts
from retention.loyalty.simulate import POINTS, Simulated
from retention.settings import BurnWay, Programme

AGES = ("0–30", "31–90", "91–180", "181–365", "365+")
AGE_ENDS = (30, 90, 180, 365)
SOON = (30, 60, 90)
# Sediment: old points pile up while little is spent.
OLD_DAYS, MOST_OLD, LEAST_BURN = 180, 0.5, 0.3


def value_per_point(programme: Programme) -> float:
    """Face value of a point: the mean over the ways to spend it, by their weights; 0 without points."""
    return _mean_over_ways(programme, lambda way: way.value)


def cost_per_point(programme: Programme) -> float:
    """Cost to the shop of a point when it is spent (v·κ): the mean over the ways to spend it, by their weights."""
    return _mean_over_ways(programme, lambda way: way.value * way.cost)


def _mean_over_ways(programme: Programme, worth: Callable[[BurnWay], float]) -> float:
    weights = sum(way.weight for way in programme.burning)
    return sum(way.weight * worth(way) for way in programme.burning) / weights if weights else 0.0


def balances(result: Simulated) -> np.ndarray:
    """Points held (usable and pending) at the end of each month: draws × months, members simulated."""
    flow = dict(zip(POINTS, np.moveaxis(result.points, 2, 0), strict=True))
    adds = flow["earned_purchase"] + flow["earned_task"] + flow["given_back"] + flow["debt_new"]
    takes = flow["burned"] + flow["expired"] + flow["clawed"] + flow["debt_paid"]
    return np.cumsum(adds - takes, axis=1)


def held_rates(result: Simulated, prior: tuple[float, float] = PRIOR) -> np.ndarray:
    """Share that will be spent of the points held at the end of each month (all draws together)."""
    cohorts, found = simulated_cohorts(result), of_simulation(result, prior)
    held = balances(result).sum(axis=0)
    rates = []
    for month in range(result.months):
        issued = np.arange(month + 1)
        usable = np.maximum(cohorts.left[issued, month - issued + 1], 0.0).sum()
        rates.append(rate_of_held(cohorts, found, month, max(float(held[month] - usable), 0.0)))
    return np.array(rates)


def ageing(result: Simulated, level: float = 0.90) -> pd.DataFrame:
    """Usable points held at the horizon by days since they became usable: days, points, low, high, share (of the shop's members)."""
    points = result.outstanding * result.scale
    ends = np.quantile(points, [(1 - level) / 2, (1 + level) / 2], axis=0)
    mean, whole = points.mean(axis=0), points.sum()
    share = points.sum(axis=0) / whole if whole else np.full(len(AGES), np.nan)
    return pd.DataFrame({"days": AGES, "points": mean, "low": ends[0], "high": ends[1], "share": share})


def ageing_of_lots(lots: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Usable points of a ledger by days since they became usable: days, points, share."""
    days = (pd.Timestamp(as_of) - pd.to_datetime(lots["since"])).dt.days
    bucket = np.searchsorted(AGE_ENDS, days.to_numpy(dtype=float))
    points = np.bincount(bucket, weights=lots["points"].to_numpy(dtype=float), minlength=len(AGES))
    whole = points.sum()
    return pd.DataFrame({"days": AGES, "points": points, "share": points / whole if whole else np.full(len(AGES), np.nan)})


def expiring(result: Simulated, level: float = 0.90) -> pd.DataFrame:
    """Points that are lost in the 30, 60, 90 days after the horizon unless spent: days, points, low, high, value (face)."""
    points = result.expiring * result.scale
    ends = np.quantile(points, [(1 - level) / 2, (1 + level) / 2], axis=0)
    mean = points.mean(axis=0)
    return pd.DataFrame({"days": SOON, "points": mean, "low": ends[0], "high": ends[1], "value": mean * value_per_point(result.programme)})


def expiring_of_lots(lots: pd.DataFrame, as_of: date, value: float = 0.0) -> pd.DataFrame:
    """Points of a ledger that are lost within 30, 60, 90 days of as_of unless spent: days, points, members, value (face)."""
    left = (pd.to_datetime(lots["last_day"]) - pd.Timestamp(as_of)).dt.days
    held = lots["points"].astype(float)
    rows = []
    for days in SOON:
        soon = (left >= 0) & (left <= days) & (held > 0)
        rows.append((days, float(held[soon].sum()), int(lots.loc[soon, "customer_id"].nunique())))
    table = pd.DataFrame(rows, columns=["days", "points", "members"])
    return table.assign(value=table["points"] * value)


def sediment(old: float, burned: float, earned: float) -> pd.DataFrame:
    """The warning of points that pile up: quantity, value, limit, warns.

    `old` is the share of held points older than OLD_DAYS, burned (net of given back) and earned (net of clawed back) are points of the last
    twelve months. `burn_earn` is burned over earned.
    """
    burn_earn = burned / earned if earned > 0 else np.nan
    rows = [("old_share", old, MOST_OLD, bool(old > MOST_OLD)), ("burn_earn", burn_earn, LEAST_BURN, bool(burn_earn < LEAST_BURN))]
    return pd.DataFrame(rows, columns=["quantity", "value", "limit", "warns"])


def sediment_of(result: Simulated) -> pd.DataFrame:
    """`sediment` of a simulated programme in its last twelve months."""
    flows = dict(zip(POINTS, result.points[:, -LEAST_MONTHS:].sum(axis=(0, 1)), strict=True))
    table = ageing(result)
    old = float(table["share"].iloc[AGE_ENDS.index(OLD_DAYS) + 1 :].sum())
    earned = flows["earned_purchase"] + flows["earned_task"] - flows["clawed"]
    return sediment(old, float(flows["burned"] - flows["given_back"]), float(earned))


def sediment_of_ledger(entries: pd.DataFrame, lots: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """`sediment` of a points ledger in the twelve months up to as_of."""
    recent = entries[pd.to_datetime(entries["day"]) > pd.Timestamp(as_of) - pd.DateOffset(months=LEAST_MONTHS)]
    flows = recent.groupby("kind")["points"].sum()
    sums = {kind: float(flows.get(kind, 0)) for kind in ("burned", "given_back", "earned", "task", "clawed")}
    table = ageing_of_lots(lots, as_of)
    old = float(table["share"].iloc[AGE_ENDS.index(OLD_DAYS) + 1 :].sum())
    return sediment(old, sums["burned"] - sums["given_back"], sums["earned"] + sums["task"] - sums["clawed"])
