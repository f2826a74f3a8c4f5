"""Shops whose customers are drawn from a law, as tables of orders: so that it is known whether anybody changed."""

from dataclasses import dataclass
from datetime import date

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa
from numba import njit

AS_OF = date(2026, 6, 30)
YEAR = 365


@dataclass(frozen=True)
class Customers:
    """A law of customers, days as unit: order rates Gamma(r, α), and how they stop.

    per_time: each stops at a moment of its own, at a rate Gamma(s, β) (Pareto/NBD, where silence tells nothing of when she stopped).
    per_order: each may stop after every order, with a chance Beta(s, β) (BG/NBD).
    """

    r: float
    alpha: float
    s: float
    beta: float
    per_time: bool


# CDNOW's Pareto/NBD (METHODS §4, weeks as days); a brand bought more often and left more slowly; HerStyle's BG/NBD.
OFTEN_LEFT = Customers(0.55, 74, 0.61, 82, per_time=True)
LOYAL = Customers(0.8, 90, 0.8, 300, per_time=True)
SELDOM = Customers(0.21, 79, 0.75, 2.98, per_time=False)


@dataclass(frozen=True)
class Shop:
    """A shop that wins `a_day` customers a day (`growth` more each year) and whose orders are on record for the last `years` of its `age`."""

    a_day: float
    age: float
    years: float
    customers: Customers = OFTEN_LEFT
    growth: float = 0.0

    def orders(self, seed: int, dropout: float = 1.0) -> ibis.Table:
        """The record as orders up to AS_OF; in its last year customers stop `dropout` times as fast."""
        rng = np.random.default_rng(seed)
        days = int(self.age * YEAR)
        first = self._first(rng, days)
        law = self.customers
        rate = rng.gamma(law.r, 1 / law.alpha, len(first))
        leaving = rng.gamma(law.s, 1 / law.beta, len(first)) if law.per_time else rng.beta(law.s, law.beta, len(first))
        who, when = _lives(first, rate, leaving, law.per_time, dropout, float(days - YEAR), float(days), rng)
        on_record = when >= days - int(self.years * YEAR)
        # One scale of money per customer: an order's worth has nothing to do with how often they order.
        scale = 60 / rng.gamma(4.0, 1.0, len(first))
        return _orders(who[on_record], np.floor(when[on_record]).astype(int) - days + 1, rng.gamma(6.0, 1.0, on_record.sum()) * scale[who[on_record]])

    def _first(self, rng: np.random.Generator, days: int) -> np.ndarray:
        """Days of the first orders since the shop opened, ascending."""
        if not self.growth:
            return np.sort(rng.random(rng.poisson(self.a_day * days)) * days)
        pace = np.log1p(self.growth) / YEAR
        return np.sort(np.log1p(rng.random(rng.poisson(self.a_day * days)) * np.expm1(pace * days)) / pace)


@njit(cache=True, nogil=True)
def _lives(first, rate, leaving, per_time, dropout, change, end, rng):  # pragma: no cover - compiled
    """Customer and time of every order before `end`; from `change` on customers stop `dropout` times as fast."""
    who, when = [0 for _ in range(0)], [0.0 for _ in range(0)]
    for i in range(len(first)):
        time, stops = first[i], np.inf
        if per_time:
            stops = time + rng.exponential(1.0) / max(leaving[i], 1e-12)
            since = max(time, change)
            if stops > since:
                stops = since + (stops - since) / dropout
        while time < end and time <= stops:
            who.append(i)
            when.append(time)
            time += rng.exponential(1.0) / max(rate[i], 1e-12)
            chance = leaving[i] * (dropout if when[-1] >= change else 1.0)
            if not per_time and when[-1] > first[i] and rng.random() < chance:
                break
    return np.array(who), np.array(when)


def _orders(who: np.ndarray, ago: np.ndarray, paid: np.ndarray) -> ibis.Table:
    cents = pd.Series(np.maximum(np.round(paid, 2), 0.01))
    money = pa.array(cents).cast(pa.decimal128(18, 2))
    columns = {
        "order_id": pa.array([f"o{i:07d}" for i in range(len(who))]),
        "customer_id": pa.array([f"c{i:07d}" for i in who]),
        "ordered_on": pa.array(np.datetime64(AS_OF) + ago.astype("timedelta64[D]")),
        "units": pa.array(np.ones(len(who), int)),
        "gross_paid": money,
        "refunded": pa.array(np.zeros(len(who))).cast(pa.decimal128(18, 2)),
        "net_paid": money,
        "counts": pa.array(np.ones(len(who), bool)),
    }
    return ibis.memtable(pa.table(columns))
