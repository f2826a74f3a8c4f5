"""What a fitted model expects of each customer: orders, the chance of at least one, discounted value.

For one customer the expected orders in the next t days are N(x, T, t) · P(alive), and N does not depend on
the age at the last order. So everything slow is computed on distinct (x, T), then looked up.
P(alive) itself is never shown: it is 1 for every one-time buyer. What is shown is P(at least one order).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import betaincinv, expit, hyp2f1

from retention.lifetime.histories import Histories, distinct_pairs, distinct_values, histories
from retention.lifetime.order_model import BgNbd
from retention.lifetime.spend_model import GammaGamma, order_value

DAYS_A_YEAR = 365
STEPS_A_YEAR = 12  # value is discounted at the end of each twelfth of a year

# Where the Euler form loses digits (found against mpmath): this near a pole, and from this a.
NEAR_POLE = 1e-3
LARGE_A = 4.0


@dataclass(frozen=True)
class Discount:
    """Yearly rate and the steps whose ends are discounted, in days."""

    yearly: float = 0.10
    step: float = DAYS_A_YEAR / STEPS_A_YEAR

    def steps(self, days: float) -> tuple[np.ndarray, np.ndarray]:
        """Ends of the steps up to `days` (the last may be short) and the factor at each.

        >>> Discount(yearly=0.10).steps(365)[1][-1].round(4)
        np.float64(0.9091)
        """
        whole = int(np.floor(days / self.step + 1e-9))
        ends = self.step * np.arange(1, whole + 1)
        if days - whole * self.step > 1e-6 * self.step:
            ends = np.append(ends, days)
        return ends, (1 + self.yearly) ** (-ends / DAYS_A_YEAR)


@dataclass(frozen=True)
class Customers:
    """Customers' distinct histories and the distinct (frequency, T) of these, shared by all forecasts made for them."""

    frequency: np.ndarray  # [row] of a distinct history
    recency: np.ndarray  # [row]
    age: np.ndarray  # [row]
    row_of: np.ndarray  # [customer] → row
    pair_frequency: np.ndarray
    pair_age: np.ndarray
    pair_of: np.ndarray  # [row] → pair

    @classmethod
    def of(cls, history: pd.DataFrame) -> "Customers":
        """From a table with `frequency`, `recency` and `T`."""
        return cls.seen(histories(history))

    @classmethod
    def seen(cls, seen: Histories) -> "Customers":
        """From distinct histories found before."""
        frequency, recency, age = seen.counts[seen.count_at], seen.times[seen.recency_at], seen.times[seen.age_at]
        return cls(frequency, recency, age, seen.row_of, *distinct_pairs(frequency, age))


def alive(model: BgNbd, frequency: np.ndarray, recency: np.ndarray, age: np.ndarray) -> np.ndarray:
    """P(has not stopped for good | history), Fader & Hardie note 021."""
    chances = frequency + model.modified
    with np.errstate(divide="ignore"):
        log_odds = np.log(model.a) - np.log(model.b + np.maximum(chances, 1) - 1)
    gone = log_odds + (model.r + frequency) * (np.log(model.alpha + age) - np.log(model.alpha + recency))
    return np.where(chances > 0, expit(-gone), 1.0)


def orders_if_alive(model: BgNbd, frequency: ArrayLike, age: ArrayLike, days: ArrayLike) -> np.ndarray:
    """N: expected orders in the next `days` of a customer known to be alive (equation 10 without its denominator).

    N = −c/(a−1) · [(1−z)^(a−1) ₂F₁(a+b−1−r, a−1; c; z) − 1], c = a + b + chances − 1, z = t / (α+T+t): the Euler
    form, which takes no logarithm of a negative number. Near its poles a = 1 and c = 0 (where N is smooth), for
    large a and wherever floating point gives out, the integral it stands for is summed instead.
    """
    frequency, age, days = np.broadcast_arrays(*(np.atleast_1d(values).astype(float) for values in (frequency, age, days)))
    chances = frequency + model.modified
    if abs(model.a - 1) < NEAR_POLE or model.a > LARGE_A:
        return _integral(model, frequency, chances, age, days)
    with np.errstate(all="ignore"):
        found = _euler(model, chances, age, days)
        # Stopping only ever lowers the orders, so a customer who never stops is an upper bound.
        most = (model.r + frequency) * days / (model.alpha + age)
    doubtful = ~(np.isfinite(found) & (found >= 0) & (found <= most * (1 + 1e-6))) | (np.abs(model.a + model.b + chances - 1) < NEAR_POLE)
    if doubtful.any():
        found[doubtful] = _integral(model, frequency[doubtful], chances[doubtful], age[doubtful], days[doubtful])
    return found


def _euler(model: BgNbd, chances: np.ndarray, age: np.ndarray, days: np.ndarray) -> np.ndarray:
    z = days / (model.alpha + age + days)
    c = model.a + model.b + chances - 1
    shrink = np.expm1((model.a - 1) * np.log1p(-z))
    series = hyp2f1(model.a + model.b - 1 - model.r + model.modified, model.a - 1, c, z) - 1
    return -c / (model.a - 1) * (shrink + series + shrink * series)


def _integral(model: BgNbd, frequency: np.ndarray, chances: np.ndarray, age: np.ndarray, days: np.ndarray) -> np.ndarray:
    """N as the mean over p ~ Beta(a, b + chances) of [1 − (1 + p t/(α+T))^−(r+x)] / p, by tanh–sinh in the beta's quantiles."""
    grid = np.pi / 2 * np.sinh(np.linspace(-3.2, 3.2, 129))
    weights = np.cosh(np.linspace(-3.2, 3.2, 129)) / np.cosh(grid) ** 2
    weights /= weights.sum()
    distinct, place = distinct_values(chances)
    # fmax: the quantile of the first node, whose weight is nothing, sometimes comes back as NaN.
    p = np.fmax(betaincinv(model.a, (model.b + distinct)[:, None], expit(2 * grid)), 1e-300)
    power, pace = model.r + frequency, days / (model.alpha + age)
    total = np.zeros(frequency.shape)
    for node, weight in zip(p.T, weights, strict=True):
        per_node = node[place]
        total -= weight * np.expm1(-power * np.log1p(per_node * pace)) / per_node
    return total


def expected_orders(model: BgNbd, customers: Customers, days: float) -> np.ndarray:
    """Expected repeat orders of each customer in the next `days`."""
    return (_expected(model, customers, days) * _alive(model, customers))[customers.row_of]


def discounted_orders(model: BgNbd, customers: Customers, days: float, discount: Discount) -> np.ndarray:
    """Expected orders in the next `days`, those of each step counted at the step's end at today's value."""
    return (_discounted(model, customers, days, discount) * _alive(model, customers))[customers.row_of]


def _alive(model: BgNbd, customers: Customers) -> np.ndarray:
    return alive(model, customers.frequency, customers.recency, customers.age)


def _expected(model: BgNbd, customers: Customers, days: float) -> np.ndarray:
    return orders_if_alive(model, customers.pair_frequency, customers.pair_age, days)[customers.pair_of]


def _chance(model: BgNbd, customers: Customers, days: float) -> np.ndarray:
    power, age = model.r + customers.pair_frequency, customers.pair_age
    return -np.expm1(power * (np.log(model.alpha + age) - np.log(model.alpha + age + days)))[customers.pair_of]


def _discounted(model: BgNbd, customers: Customers, days: float, discount: Discount) -> np.ndarray:
    ends, factors = discount.steps(days)
    total, before = np.zeros(len(customers.pair_age)), np.zeros(len(customers.pair_age))
    for end, factor in zip(ends, factors, strict=True):
        until = orders_if_alive(model, customers.pair_frequency, customers.pair_age, end)
        total += factor * (until - before)
        before = until
    return total[customers.pair_of]


def expected_new(model: BgNbd, days: np.ndarray) -> np.ndarray:
    """Expected repeat orders of a customer `days` after the first order (equation 9)."""
    return alive(model, np.zeros(1), np.zeros(1), np.zeros(1)) * orders_if_alive(model, np.zeros(1), np.zeros(1), days)


def forecast(
    model: BgNbd,
    spend: GammaGamma | None,
    history: pd.DataFrame,
    days: float,
    discount: Discount,
    margin_rate: float | None,
    customers: Customers | None = None,
) -> pd.DataFrame:
    """One row per customer: expected orders (plain and discounted), P(≥ 1 order), value of an order, revenue and margin.

    `clv` is missing without a margin rate: revenue is not profit. Without a spend model money is missing. `customers`
    may be given where they are known already.
    """
    customers = customers or Customers.of(history)
    row_of, living = customers.row_of, _alive(model, customers)
    spent = history["monetary_value"].to_numpy(float)
    worth = order_value(spend, history["frequency"].to_numpy(float), spent) if spend else np.full(len(history), np.nan)
    discounted = (living * _discounted(model, customers, days, discount))[row_of]
    revenue = worth * discounted
    return pd.DataFrame(
        {
            "customer_id": history["customer_id"].array,
            "expected_orders": (living * _expected(model, customers, days))[row_of],
            "discounted_orders": discounted,
            "p_order": (living * _chance(model, customers, days))[row_of],
            "order_value": worth,
            "revenue": revenue,
            "clv": revenue * (np.nan if margin_rate is None else margin_rate),
        }
    )
