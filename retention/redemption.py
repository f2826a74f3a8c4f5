"""How many points are ever spent: the redemption rate by chain ladder, breakage, and what is still held.

Points are followed by the month in which they became usable (their *cohort*), month of age by month of age. At each age the share
of what was still left that was spent, and that expired, is taken over all cohorts that have reached that age; chained together they say how
much of an issued point is spent in the end (the rate R), and how much of one that is still left at an age. Points clawed back were
never the member's and leave the count. With under twelve months of history the shop's prior stands for R, and it bounds R from below while
the ladder does not reach the age at which points are gone. 1 − R is breakage.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

PRIOR = (0.5, 0.95)
LEAST_MONTHS = 12
# The ladder has reached the end when no more than this share of a cohort is still left.
LEFT_AT_END = 0.005
# Points held, by days since they became usable.
AGES = ("0–30", "31–90", "91–180", "181–365", "365+")
AGE_ENDS = (30, 90, 180, 365)


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


def redemption_of_whole_lives(cohorts: Cohorts, months_of_life: float, prior: tuple[float, float] = PRIOR) -> Redemption:
    """The redemption rate of simulated cohorts, without an interval where the ladder reaches the end or is longer than a point's life."""
    if not cohorts.issued.sum() > 0:
        return Redemption(0.0, 0.0, 0.0, "none", _no_ladder())
    ladder = chain_ladder(cohorts)
    spent, still = float(ladder["burned"].iloc[-1]), float(ladder["still"].iloc[-1])
    if len(ladder) <= months_of_life and still > LEFT_AT_END:
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
