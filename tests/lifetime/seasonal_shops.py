"""Shops as they are met: seasons, campaigns whose strength differs from year to year, a pace and prices that drift, customers who come and stop."""

from datetime import date

import ibis
import numpy as np
import pandas as pd
from numba import njit

FIRST = date(2021, 1, 1)


def seasonal_shop(seed: int, days: int, customers: int | None = None) -> pd.DataFrame:
    """Orders of one shop over `days`: customer_id, ordered_on, net_paid, counts. Everything about it is drawn by its seed.

    Pace and number of newcomers each have a yearly wave and campaigns; the pace drifts around its level (sd up to some 15 %, half gone after
    four months), prices likewise by a third of that.
    """
    rng = np.random.default_rng(seed)
    customers = customers or int(rng.integers(1500, 4000))
    years = days // 365 + 2
    wave = _wave(rng, days, years)
    pace = wave * np.exp(_drift(rng, days, abs(rng.normal(0, 0.15))))
    prices = np.exp(_drift(rng, days, abs(rng.normal(0, 0.05))))
    coming = _wave(rng, days, years) * np.exp(rng.normal(0, 0.3) * np.arange(days) / 365)
    first = np.sort(rng.choice(days, customers, p=coming / coming.sum()))
    return told(rng, first, pace, prices)


def told(rng: np.random.Generator, first: np.ndarray, pace: np.ndarray, prices: np.ndarray) -> pd.DataFrame:
    """Orders of customers who come on days `first` and order at a `pace` (of each day, around 1) that all share, at these prices."""
    r, yearly, customers = rng.uniform(0.4, 1.2), rng.uniform(2, 5), len(first)
    rate = rng.gamma(r, yearly / 365 / r, customers)
    stop = rng.beta(rng.uniform(0.5, 1.5), rng.uniform(2, 5), customers)
    shape, q = rng.uniform(4, 8), rng.uniform(3.5, 5)
    scale = 60 * (q - 1) / shape / rng.gamma(q, 1.0, customers)
    who, day, paid = _orders(first, rate, stop, scale, shape, pace.cumsum(), rng)
    frame = pd.DataFrame({"customer_id": [f"c{i:06d}" for i in who], "day": day, "net_paid": np.round(paid * prices[day], 2)})
    return frame.assign(ordered_on=(pd.Timestamp(FIRST) + pd.to_timedelta(frame["day"], unit="D")).dt.date, counts=True).drop(columns="day")


def as_table(shop: pd.DataFrame) -> ibis.expr.types.Table:
    """The orders as the rooms read them."""
    return ibis.memtable(shop).mutate(net_paid=ibis._.net_paid.cast("decimal(18,2)"))


def _wave(rng: np.random.Generator, days: int, years: int) -> np.ndarray:
    """A yearly wave and two to four campaigns of a week or two, each year's a little stronger or weaker."""
    at = np.arange(days)
    log = sum(rng.uniform(0, 0.35) / k * np.sin(2 * np.pi * k * at / 365.25 + rng.uniform(0, 7)) for k in (1, 2))
    for _ in range(rng.integers(2, 5)):
        starts, length, strength = rng.integers(0, 350), rng.integers(7, 15), rng.uniform(0.2, 0.9)
        for year in range(years):
            inside = (at - 365 * year - year // 4 >= starts) & (at - 365 * year - year // 4 < starts + length)
            log = log + inside * strength * np.exp(rng.normal(0, 0.2))
    return np.exp(log)


def _drift(rng: np.random.Generator, days: int, sd: float, half: float = 120.0) -> np.ndarray:
    """A logarithm that wanders around 0 with this standard deviation, half of it forgotten after so many days."""
    keep = 0.5 ** (1 / half)
    steps = rng.normal(0, sd * np.sqrt(1 - keep**2), days)
    out, now = np.empty(days), rng.normal(0, sd)
    for i in range(days):
        now = keep * now + steps[i]
        out[i] = now
    return out


@njit(cache=True)
def _orders(first, rate, stop, scale, shape, clock, rng):  # pragma: no cover - compiled
    """First orders, then repeats at the customer's own pace on the shop's clock until the customer stops."""
    who, day, paid = [], [], []
    for i in range(len(first)):
        now = first[i]
        who.append(i)
        day.append(now)
        paid.append(rng.gamma(shape, 1.0) * scale[i])
        time = clock[now]
        while True:
            time += rng.exponential(1.0) / rate[i]
            if time > clock[-1]:
                break
            now = np.searchsorted(clock, time)
            if now >= len(clock):
                break
            who.append(i)
            day.append(now)
            paid.append(rng.gamma(shape, 1.0) * scale[i])
            if rng.random() < stop[i]:
                break
    return np.array(who), np.array(day), np.array(paid)
