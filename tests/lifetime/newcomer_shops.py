"""Shops that win customers by season, trend, campaigns and chance, from long before their record begins.

How much these vary is an assumption: it is what the typical error of `PRIOR_SCALE` was learnt from.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import numpy as np
import pandas as pd

from retention.samples.rhythm import repeat_times
from tests.lifetime.conftest import orders_table

BEGAN = date(2021, 1, 1)  # first day of the record
YEARS_BEFORE = 3  # of business that the record does not show
WEEKLY = (10, 100)  # newcomers a week, log-uniform


@dataclass(frozen=True)
class Shop:
    """Orders from the record's first day to the end of the future, and the record's last day."""

    orders: ibis.expr.types.Table
    as_of: date
    median_gap_days: float


def pace(rng: np.random.Generator, days: int) -> np.ndarray:
    """Newcomers expected on each day."""
    day = np.arange(days)
    week, weeks = day // 7, days // 7 + 1
    trend = rng.normal(0, 0.2) * day / 365 + rng.uniform(0, 0.03) * np.cumsum(rng.normal(size=weeks))[week]
    waves = [2 * np.pi * k * day / 365 for k in (1, 2)]
    season = sum(rng.normal(0, 0.25 / k) * np.cos(wave) + rng.normal(0, 0.25 / k) * np.sin(wave) for k, wave in enumerate(waves, 1))
    chance, sd = np.zeros(weeks), rng.uniform(0.05, 0.25)
    for i in range(1, weeks):
        chance[i] = 0.6 * chance[i - 1] + rng.normal(0, 0.8 * sd)
    campaigns = np.zeros(days)
    for _ in range(3):
        at, length, lift = rng.integers(0, 345), rng.integers(3, 20), rng.uniform(0.2, 1.0)
        for year in range(days // 365 + 1):
            campaigns[year * 365 + at :][:length] += max(lift * (1 + rng.normal(0, 0.3)), 0.0)
    level = np.exp(rng.uniform(*np.log(WEEKLY))) / 7
    return level * np.exp(trend + season + chance[week] + campaigns)


def shop(seed: int, years: float, future: int) -> Shop:
    """A shop with a record of `years`, whose orders go on for `future` days after it."""
    rng = np.random.default_rng(seed)
    hidden, shown = YEARS_BEFORE * 365, int(years * 365)
    days = hidden + shown + future
    first = np.repeat(np.arange(days), rng.poisson(pace(rng, days))) + 0.0
    r, alpha, a, b = np.array([0.6, 60.0, 0.9, 2.5]) * np.exp(rng.normal(0, 0.2, 4))
    rate, leaves = rng.gamma(r, 1 / alpha, len(first)), rng.beta(a, b, len(first))
    who, when = repeat_times(rng, first, rate, leaves, float(days))
    person, day = np.concatenate([np.arange(len(first)), who]), np.concatenate([first, when]).astype(int) - hidden
    worth = 150.0 / rng.gamma(4.0, 1.0, len(first))
    # First orders are smaller or larger than later ones, and prices drift.
    usual = np.where(np.arange(len(person)) < len(first), rng.uniform(0.85, 1.15), 1.0) * np.exp(rng.normal(0, 0.05) * day / 365)
    orders = pd.DataFrame({"person": person, "day": day, "paid": np.round(rng.gamma(6.0, 1.0, len(person)) * worth[person] * usual, 2)})
    orders = orders[orders["day"] >= 0]
    calendar = np.array([BEGAN + timedelta(days=i) for i in range(shown + future)], dtype=object)
    rows = zip(orders["person"], calendar[orders["day"]], orders["paid"], [True] * len(orders), strict=True)
    return Shop(orders_table(list(rows)), BEGAN + timedelta(days=shown - 1), _median_gap(orders[orders["day"] < shown]))


def _median_gap(orders: pd.DataFrame) -> float:
    """Median over customers of their own median days between purchase days."""
    days = orders[["person", "day"]].drop_duplicates().sort_values(["person", "day"])
    gaps = days.groupby("person")["day"].diff()
    return float(gaps.groupby(days["person"]).median().median())
