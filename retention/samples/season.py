"""When people buy: months, campaigns, Spring Festival, hours.

Buying runs on a *seasonal clock*: a day that sells twice the average is two days long on it. A
customer's rhythm is regular on that clock and so follows the seasons on the calendar.
"""

from datetime import date

import numpy as np
import pandas as pd

from retention.samples import figures_of_the_trade as f
from retention.samples.chance import draw

DAY = 86_400
START = np.datetime64(f.FIRST_DAY, "s")
END = np.datetime64(f.LAST_DAY, "s") + np.timedelta64(DAY, "s")  # first moment after the history
DAYS = pd.date_range(f.FIRST_DAY, f.LAST_DAY)


def month_number() -> np.ndarray:
    """For each day, which month of the history it lies in, 0, 1, …"""
    return ((DAYS.year - f.FIRST_DAY.year) * 12 + DAYS.month - f.FIRST_DAY.month).to_numpy()


def within_month() -> np.ndarray:
    """For each day, its part of its month's orders; each month sums to 1."""
    label = DAYS.strftime("%m-%d").to_numpy()
    weight = np.asarray(f.WEEKDAY_FACTORS)[DAYS.dayofweek]
    for first, last, factor in f.CAMPAIGNS:
        weight = np.where((label >= first) & (label <= last), weight * factor, weight)
    weight = np.where(holiday(DAYS.to_numpy().astype("datetime64[s]")), weight * f.SPRING_FESTIVAL_FACTOR, weight)
    month = month_number()
    return weight / np.bincount(month, weight)[month]


def day_lengths() -> np.ndarray:
    """Length of each day on the seasonal clock; 1 on average."""
    # A month's share of a year's orders, whatever its number of days.
    weight = within_month() * (np.asarray(f.MONTH_SHARES) / f.ORDER_VALUES)[DAYS.month - 1]
    return weight / weight.mean()


def on_the_clock(lengths: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Seasonal time of calendar days (days since the start, fractions allowed)."""
    return np.interp(day, np.arange(len(lengths) + 1), np.concatenate([[0], np.cumsum(lengths)]))


def on_the_calendar(lengths: np.ndarray, time: np.ndarray) -> np.ndarray:
    """Calendar day (whole, since the start) of seasonal times."""
    return np.searchsorted(np.cumsum(lengths), time, side="right").clip(max=len(lengths) - 1)


def seconds_of_day(rng: np.random.Generator, size: int) -> np.ndarray:
    """Moments within a day, by the hour shares."""
    return draw(rng, f.HOUR_SHARES, size) * 3600 + rng.integers(0, 3600, size)


def moments(rng: np.random.Generator, day: np.ndarray) -> np.ndarray:
    """Local times (datetime64[s]) on the given days of the history."""
    return START + (day * DAY + seconds_of_day(rng, len(day))).astype("timedelta64[s]")


def holiday(times: np.ndarray) -> np.ndarray:
    """Whether parcels stand still at these moments."""
    still = np.zeros(len(times), dtype=bool)
    for first, last in f.SPRING_FESTIVALS:
        still |= (times >= np.datetime64(first, "s")) & (times < np.datetime64(last, "s") + np.timedelta64(DAY, "s"))
    return still


def after_holiday(times: np.ndarray) -> np.ndarray:
    """The same moments, those in a Spring Festival moved past its end."""
    moved = times.copy()
    for first, last in f.SPRING_FESTIVALS:
        begin, end = np.datetime64(first, "s"), np.datetime64(last, "s") + np.timedelta64(DAY, "s")
        inside = (moved >= begin) & (moved < end)
        # Parcels leave in the order they were waiting, within a day and a half.
        moved[inside] = end + ((moved[inside] - begin).astype(int) * 0.15).astype("timedelta64[s]")
    return moved


def day_of(times: np.ndarray) -> np.ndarray:
    """Whole days since the start."""
    return ((times - START).astype("int64") // DAY).clip(0, len(DAYS) - 1)


def campaign_days() -> np.ndarray:
    """Days of the history that are a campaign's main days (weight 1.9 and more), sorted."""
    label = DAYS.strftime("%m-%d").to_numpy()
    main = np.zeros(len(DAYS), dtype=bool)
    for first, last, factor in f.CAMPAIGNS:
        main |= (factor >= 1.9) & (label >= first) & (label <= last)
    return np.flatnonzero(main)


def quarter(day: np.ndarray) -> np.ndarray:
    """Season of days: 0 spring (Mar–May), 1 summer, 2 autumn, 3 winter."""
    return ((DAYS.month.to_numpy()[day] - 3) % 12) // 3


def year_day(year: int, month_day: str) -> np.datetime64:
    """Midnight of a day such as '11-11' in a year."""
    return np.datetime64(date.fromisoformat(f"{year}-{month_day}"), "s")
