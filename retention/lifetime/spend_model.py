"""Gamma-Gamma: how much an order is worth (Fader & Hardie, note 025).

The values of one customer's orders scatter around their own mean, and these means are spread over
customers; a customer's mean is not thought to depend on how often they order. Fitted on repeat
orders: the first one is left out, so that a mean rests on `frequency` orders exactly.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numba import njit
from numpy.typing import ArrayLike
from scipy.special import gammaln, polygamma, psi

from retention.lifetime.histories import distinct_values
from retention.lifetime.newton import maximise
from retention.lifetime.order_model import ROUGH_ROWS, condition


@dataclass(frozen=True)
class GammaGamma:
    """A fitted spend model; `plain_mean` is the repeaters' mean, used where the model has no mean (q ≤ 1)."""

    p: float
    q: float
    v: float
    log_likelihood: float
    slope: float
    information: np.ndarray  # minus the curvature in log parameters, 3 × 3
    customers: int
    plain_mean: float
    converged: bool

    @property
    def log_parameters(self) -> np.ndarray:
        """log p, log q, log v."""
        return np.log([self.p, self.q, self.v])

    @property
    def condition(self) -> float:
        """Largest over smallest eigenvalue of the information."""
        return condition(self.information)

    @property
    def covariance(self) -> np.ndarray:
        """Of the log parameters, by the curvature at the maximum."""
        return np.linalg.inv(self.information)


@dataclass(frozen=True)
class Spending:
    """Repeat buyers with money above 0: totals of their repeat orders, grouped by frequency."""

    counts: np.ndarray  # distinct frequencies
    count_at: np.ndarray  # [customer] → counts
    total: np.ndarray  # [customer] frequency × mean value
    weights: np.ndarray  # [customer]
    chosen: np.ndarray  # which rows of the history they are

    @cached_property
    def by_count(self) -> tuple[np.ndarray, np.ndarray]:
        """Per distinct frequency: weight, and weighted sum of log mean values; the same at every parameter."""
        weight = np.bincount(self.count_at, self.weights, len(self.counts))
        logs = np.bincount(self.count_at, self.weights * np.log(self.total), len(self.counts))
        return weight, logs - weight * np.log(self.counts)


def spending(history: pd.DataFrame, weights: np.ndarray | None = None) -> Spending:
    """Who the spend model is fitted on: repeaters whose repeat orders were worth more than 0."""
    frequency, money = history["frequency"].to_numpy(float), history["monetary_value"].to_numpy(float)
    chosen = (frequency > 0) & (money > 0)
    counts, count_at = distinct_values(frequency[chosen])
    weights = np.ones(int(chosen.sum())) if weights is None else np.asarray(weights, float)[chosen]
    return Spending(counts, count_at, frequency[chosen] * money[chosen], weights, chosen)


def fit_gamma_gamma(history: pd.DataFrame) -> GammaGamma:
    """Gamma-Gamma for a table of `frequency` and `monetary_value` (missing for one-time buyers)."""
    return fit_spending(spending(history))


def fit_spending(seen: Spending, start: np.ndarray | None = None) -> GammaGamma:
    """The spend model of highest likelihood; `start` in log parameters."""
    n = float(seen.weights.sum())
    mean = float(seen.weights @ (seen.total / seen.counts[seen.count_at]) / n)
    if start is None:
        start = np.log([1.0, 2.0, mean])
        if len(seen.total) > 2 * ROUGH_ROWS:
            every = slice(None, None, len(seen.total) // ROUGH_ROWS)
            rough = replace(seen, count_at=seen.count_at[every], total=seen.total[every], weights=seen.weights[every])
            start = maximise(lambda point: spend_likelihood(point, rough), start, float(rough.weights.sum()), tolerance=1e-5).point
    best = maximise(lambda point: spend_likelihood(point, seen), start, n)
    p, q, v = (float(value) for value in np.exp(best.point))
    return GammaGamma(p, q, v, float(best.value), float(np.abs(best.slope).max() / n), -best.curvature, int(n), mean, best.converged)


def spend_likelihood(log_parameters: np.ndarray, seen: Spending) -> tuple[float, np.ndarray, np.ndarray]:
    """Log-likelihood of the mean values (equation 1a of note 025), slope and curvature in log parameters."""
    natural = np.exp(log_parameters)
    p, q, v = natural
    x, i = seen.counts, seen.count_at
    w, log_mean = seen.by_count
    n = w.sum()
    logs, inverses, squares = _money_sums(seen.total, i, seen.weights, v, len(x))
    px, shape = p * x, p * x + q
    with np.errstate(over="ignore", invalid="ignore"):
        value = w @ (gammaln(shape) - gammaln(px) - gammaln(q) + q * np.log(v) + px * np.log(x)) + (px - 1) @ log_mean - shape @ logs
        slope = np.array(
            [
                w @ (x * (psi(shape) - psi(px) + np.log(x))) + x @ (log_mean - logs),
                w @ (psi(shape) - psi(q) + np.log(v)) - logs.sum(),
                n * q / v - shape @ inverses,
            ]
        )
        bend, bend_px = polygamma(1, shape), polygamma(1, px)
    curvature = np.zeros((3, 3))
    curvature[0] = [w @ (x * x * (bend - bend_px)), w @ (x * bend), -x @ inverses]
    curvature[1, 1:] = [w @ (bend - polygamma(1, q)), n / v - inverses.sum()]
    curvature[2, 2] = -n * q / v**2 + shape @ squares
    curvature = np.triu(curvature) + np.triu(curvature, 1).T
    slope = slope * natural
    return float(value), slope, curvature * np.outer(natural, natural) + np.diag(slope)


@njit(cache=True, nogil=True)
def _money_sums(
    total: np.ndarray, count_at: np.ndarray, weights: np.ndarray, v: float, size: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # pragma: no cover - compiled
    """Per frequency: sums of log(total + v), 1/(total + v) and its square. Every customer's money differs, so no look-up."""
    logs, inverses, squares = np.zeros(size), np.zeros(size), np.zeros(size)
    for k in range(len(total)):
        i, w = count_at[k], weights[k]
        inverse = 1.0 / (total[k] + v)
        logs[i] -= w * np.log(inverse)
        inverses[i] += w * inverse
        squares[i] += w * inverse * inverse
    return logs, inverses, squares


def spend_scores(model: GammaGamma, seen: Spending) -> np.ndarray:
    """Slope of each customer's log-likelihood, [customer, 3] in log parameters."""
    x = seen.counts[seen.count_at]
    shape = model.p * seen.counts + model.q
    of_shape, of_px = psi(shape)[seen.count_at], psi(model.p * seen.counts)[seen.count_at]
    logs = np.log(seen.total + model.v)
    of_p = x * (of_shape - of_px + np.log(seen.total) - logs)
    of_q = of_shape - psi(model.q) + np.log(model.v) - logs
    of_v = model.q / model.v - shape[seen.count_at] / (seen.total + model.v)
    return np.column_stack([model.p * of_p, model.q * of_q, model.v * of_v])


def order_value(model: GammaGamma, frequency: ArrayLike, money: ArrayLike) -> np.ndarray:
    """Expected value of a future order (equation 5): own mean and the base's mean, weighted by own orders.

    Customers without repeat orders, or whose were worth nothing, get the base's mean; where q ≤ 1 it does
    not exist, and the repeaters' plain mean stands in.
    """
    frequency, money = np.asarray(frequency, float), np.asarray(money, float)
    known = (frequency > 0) & (money > 0)
    base = model.p * model.v / (model.q - 1) if model.q > 1 else model.plain_mean
    weight = model.p * frequency + model.q - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        own = model.p * (model.v + frequency * np.where(known, money, 0.0)) / weight
    own = np.where(weight > 0, own, money)
    return np.where(known, own, base)
