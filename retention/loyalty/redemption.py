"""How many points are ever spent: the redemption rate by chain ladder, breakage, and what is still held.

Points are followed by the month in which they became usable (their *cohort*), month of age by month of age. At each age the share
of what was still left that was spent, and that expired, is taken over all cohorts that have reached that age; chained together they say how
much of an issued point is spent in the end (the rate R), and how much of one that is still left at an age. Points clawed back were
never the member's and leave the count. With under twelve months of history the shop's prior stands for R, and it bounds R from below while
the ladder does not reach the age at which points are gone. 1 − R is breakage.
"""

import math
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from retention.loyalty.simulate import Simulated

PRIOR = (0.5, 0.95)
LEAST_MONTHS = 12
# The ladder has reached the end when no more than this share of a cohort is still left.
LEFT_AT_END = 0.005


@dataclass(frozen=True)
class Cohorts:
    """Points by month of issue i and age a in months: issued[i]; burned, expired, clawed[i, a]. Cells with i + a < `known` have been seen.

    `burned` is net of points given back. `known`: whole months seen; later cells count for what is left only.
    """

    issued: np.ndarray
    burned: np.ndarray
    expired: np.ndarray
    clawed: np.ndarray
    known: int

    @cached_property
    def seen(self) -> np.ndarray:
        """Whether a cell lies in a whole month that has passed."""
        months = len(self.issued)
        return np.add.outer(np.arange(months), np.arange(months)) < self.known

    @cached_property
    def left(self) -> np.ndarray:
        """Points of a cohort still left at the end of each age; the first column is what was issued."""
        gone = np.cumsum(self.burned + self.expired + self.clawed, axis=1)
        return np.column_stack([self.issued, self.issued[:, None] - gone])


@dataclass(frozen=True)
class Redemption:
    """The share R of points ever spent, with its 90 % interval, and the ladder it comes from.

    `source`: data (the ladder), tail (the prior is the floor, the ladder does not reach the end), prior (under twelve months of
    history) or none (no points). `ladder` has one row per age: age, cohorts, left (points), burned, expired (shares of an issued
    point up to and including that age), still (share left after it).
    """

    rate: float
    low: float
    high: float
    source: Literal["data", "tail", "prior", "none"]
    ladder: pd.DataFrame

    def of_left(self, ages: np.ndarray) -> np.ndarray:
        """Share that will be spent of points still left after so many whole months of age (0: just issued)."""
        still = np.concatenate([[1.0], self.ladder["still"].to_numpy()])
        spent = np.concatenate([[0.0], self.ladder["burned"].to_numpy()])
        at = np.minimum(ages, len(still) - 1)
        with np.errstate(invalid="ignore", divide="ignore"):
            rest = np.where(still[at] > 0, (self.rate - spent[at]) / still[at], 0.0)
        return np.clip(rest, 0.0, 1.0)


def expected_of_lots(found: Redemption, lots: pd.DataFrame, as_of: date) -> float:
    """How many of the usable points of a ledger's lots are expected to be spent, each by the whole months since it could first be used."""
    last = pd.Timestamp(as_of)
    whole = int((last + pd.Timedelta(1, "D")).day == 1)
    ages = (last.year - lots["since"].dt.year) * 12 + last.month - lots["since"].dt.month + whole
    return float(lots["points"].to_numpy(float) @ found.of_left(ages.to_numpy(int)))


# --- cohorts ---------------------------------------------------------------------------------------------


def simulated_cohorts(result: Simulated) -> Cohorts:
    """Cohorts of a simulation, all draws together (members simulated, not scaled).

    Points brought belong to none.
    What was issued and is neither spent, expired nor held was clawed back; it is taken from all cohorts alike, at once.
    """
    issued, burned, expired = result.cohorts_issued, result.cohorts_burned, result.cohorts_expired
    clawed, whole = np.zeros_like(burned), issued.sum()
    if whole > 0:
        clawed[:, 0] = issued * (whole - burned.sum() - expired.sum() - (result.outstanding.sum() - result.held_left.sum())) / whole
    return Cohorts(issued, burned, expired, clawed, len(issued))


def ledger_cohorts(entries: pd.DataFrame, lots: pd.DataFrame, as_of: date) -> Cohorts:
    """Cohorts of a points ledger: `entries` (day, kind, points, lot, about, customer_id) and `lots` (customer_id, lot, since, issued)."""
    if lots.empty:
        return Cohorts(np.zeros(0), np.zeros((0, 0)), np.zeros((0, 0)), np.zeros((0, 0)), 0)
    first = pd.to_datetime(lots["since"]).min()
    last = pd.Timestamp(as_of)
    months = int(_months(pd.Series([last]), first).iloc[0]) + 1
    born = lots.assign(issued_in=_months(lots["since"], first))
    issued = np.bincount(born["issued_in"], weights=born["issued"].astype(float), minlength=months)
    moved = entries[entries["lot"].notna()].astype({"lot": "int64"}).merge(born[["customer_id", "lot", "issued_in"]], on=["customer_id", "lot"])
    moved = moved.assign(age=_months(moved["day"], first) - moved["issued_in"])
    back = (moved["kind"] == "matured") & (moved["about"] == "given_back")
    cells = {kind: _cells(moved[moved["kind"] == kind], months) for kind in ("burned", "expired", "clawed")}
    month_over = (last + pd.Timedelta(1, "D")).day == 1
    return Cohorts(issued, cells["burned"] - _cells(moved[back], months), cells["expired"], cells["clawed"], months if month_over else months - 1)


def _months(days: pd.Series, first: pd.Timestamp) -> pd.Series:
    """Calendar months since the month of `first`."""
    days = pd.to_datetime(days)
    return (days.dt.year - first.year) * 12 + days.dt.month - first.month


def _cells(rows: pd.DataFrame, months: int) -> np.ndarray:
    table = np.zeros((months, months))
    np.add.at(table, (rows["issued_in"].to_numpy(dtype=int), rows["age"].to_numpy(dtype=int)), rows["points"].to_numpy(dtype=float))
    return table


# --- the rate ------------------------------------------------------------------------------------------


def redemption(cohorts: Cohorts, prior: tuple[float, float] = PRIOR, level: float = 0.90, seed: int = 0) -> Redemption:
    """The redemption rate of cohorts; `prior` holds its 5 % and 95 % while history does not say. The interval resamples cohorts."""
    if not cohorts.issued.sum() > 0:
        return Redemption(0.0, 0.0, 0.0, "none", _no_ladder())
    ladder = chain_ladder(cohorts)
    middle = sum(prior) / 2
    if cohorts.known - int(np.flatnonzero(cohorts.issued)[0]) < LEAST_MONTHS:
        return Redemption(_bounded(middle, ladder), _bounded(prior[0], ladder), _bounded(prior[1], ladder), "prior", ladder)
    spent, still = float(ladder["burned"].iloc[-1]), float(ladder["still"].iloc[-1])
    if still > LEFT_AT_END:
        return Redemption(_bounded(middle, ladder), spent, spent + still, "tail", ladder)
    low, high = _interval(cohorts, level, seed)
    return Redemption(spent, low, high, "data", ladder)


def of_simulation(result: Simulated, prior: tuple[float, float] = PRIOR) -> Redemption:
    """The redemption rate of a simulated programme: of all draws together, so without an interval where the ladder reaches the end."""
    cohorts = simulated_cohorts(result)
    if not cohorts.issued.sum() > 0:
        return Redemption(0.0, 0.0, 0.0, "none", _no_ladder())
    ladder = chain_ladder(cohorts)
    spent, still = float(ladder["burned"].iloc[-1]), float(ladder["still"].iloc[-1])
    points = result.programme.points
    # The month of issue, the months of life, and the one of the day after.
    life = math.inf if points is None or points.expiry_days is None else math.ceil(points.expiry_days * 12 / 365) + 1
    if len(ladder) <= life and still > LEFT_AT_END:
        return Redemption(_bounded(sum(prior) / 2, ladder), spent, spent + still, "tail", ladder)
    return Redemption(spent, spent, spent, "data", ladder)


def chain_ladder(cohorts: Cohorts) -> pd.DataFrame:
    """One row per age until nothing is left of the cohorts that have reached it: age, cohorts, left, burned, expired, still (`Redemption`)."""
    seen, left = cohorts.seen, cohorts.left[:, :-1]
    at_risk = np.where(seen, left, 0.0).sum(axis=0)
    burned, expired, still = _chained(cohorts, np.ones((1, len(cohorts.issued))))
    ended = (still[0] <= LEFT_AT_END).nonzero()[0]
    ages = min((at_risk > 0).nonzero()[0].max(initial=-1), ended.min(initial=len(still[0]))) + 1
    return pd.DataFrame(
        {
            "age": np.arange(ages),
            "cohorts": (seen & (cohorts.issued[:, None] > 0)).sum(axis=0)[:ages],
            "left": at_risk[:ages],
            "burned": burned[0, :ages],
            "expired": expired[0, :ages],
            "still": still[0, :ages],
        }
    )


def _chained(cohorts: Cohorts, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Shares burned, expired and still there up to each age, for each weighting of the cohorts (weightings × ages)."""
    seen = cohorts.seen
    # Points clawed back within a month leave those at risk of it.
    at_risk = weights @ np.where(seen, cohorts.left[:, :-1] - cohorts.clawed, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        burned, expired = (np.where(at_risk > 0, weights @ np.where(seen, cells, 0.0) / at_risk, 0.0) for cells in (cohorts.burned, cohorts.expired))
    after = np.cumprod(np.maximum(1 - burned - expired, 0.0), axis=1)
    before = np.column_stack([np.ones(len(weights)), after[:, :-1]])
    return np.cumsum(before * burned, axis=1), np.cumsum(before * expired, axis=1), after


def _interval(cohorts: Cohorts, level: float, seed: int, draws: int = 500) -> tuple[float, float]:
    weights = np.random.default_rng(seed).standard_exponential((draws, len(cohorts.issued)))
    burned, _, _ = _chained(cohorts, weights)
    low, high = np.quantile(burned[:, -1], [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _bounded(rate: float, ladder: pd.DataFrame) -> float:
    """A rate from elsewhere, no lower than what has been spent and no higher than what can be."""
    if ladder.empty:
        return rate
    spent, still = float(ladder["burned"].iloc[-1]), float(ladder["still"].iloc[-1])
    return float(np.clip(rate, spent, spent + still))


def _no_ladder() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=float) for name in ("age", "cohorts", "left", "burned", "expired", "still")})


def rate_of_held(cohorts: Cohorts, found: Redemption, month: int, pending: float = 0.0) -> float:
    """Share that will be spent of all points held at the end of a month (0, 1, …), those still pending with the rate of new ones."""
    issued = np.arange(min(month + 1, len(cohorts.issued)))
    ages = month - issued + 1
    left = np.maximum(cohorts.left[issued, np.minimum(ages, cohorts.left.shape[1] - 1)], 0.0)
    whole = left.sum() + pending
    return float((left @ found.of_left(ages) + pending * found.rate) / whole) if whole > 0 else 0.0
