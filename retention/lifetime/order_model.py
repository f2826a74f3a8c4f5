"""BG/NBD: how often customers order, and when they stop (Fader, Hardie & Lee 2005, Marketing Science 24, 275–284).

While alive a customer orders at random at their own rate λ, and after each repeat order stops for good
with their own probability p; λ is Gamma(r, α) and p is Beta(a, b) over customers. In the modified model
(Batislam, Denizel & Filiztekin 2007) a customer may also stop right after the first order, which is the
same likelihood with one chance to stop more. `chances` counts them: x in BG/NBD, x + 1 in MBG/NBD.

Parameters are estimated as logarithms; α has the unit of recency and T, days.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numba import njit
from scipy.special import gammaln, polygamma, psi

from retention.lifetime.histories import Histories, histories
from retention.lifetime.newton import Optimum, maximise

PARAMETERS = ("r", "alpha", "a", "b")
ROUGH_ROWS = 20_000  # a climb on many more rows begins where one on so many ends


@dataclass(frozen=True)
class BgNbd:
    """A fitted order model; covariance and information are in log parameters, log-likelihood in the data's unit."""

    r: float
    alpha: float
    a: float
    b: float
    modified: bool
    log_likelihood: float
    slope: float  # largest absolute slope of the log-likelihood per customer at the end
    information: np.ndarray  # minus the curvature, 4 × 4
    customers: int
    repeaters: int
    converged: bool

    @property
    def log_parameters(self) -> np.ndarray:
        """log r, log α, log a, log b."""
        return np.log([self.r, self.alpha, self.a, self.b])

    @property
    def condition(self) -> float:
        """Largest over smallest eigenvalue of the information; infinite where it is not positive definite."""
        return condition(self.information)

    @property
    def covariance(self) -> np.ndarray:
        """Of the log parameters, by the curvature at the maximum."""
        return np.linalg.inv(self.information)


def condition(information: np.ndarray) -> float:
    """Largest over smallest eigenvalue; infinite where not all are positive.

    >>> condition(np.diag([4.0, 2.0]))
    2.0
    """
    if not np.isfinite(information).all():
        return float("inf")
    bends = np.linalg.eigvalsh(information)
    return float(bends[-1] / bends[0]) if bends[0] > 0 else float("inf")


def fit_bgnbd(history: pd.DataFrame | Histories) -> BgNbd:
    """BG/NBD for a table of `frequency`, `recency` and `T`, or for its distinct histories."""
    return fit_histories(history if isinstance(history, Histories) else histories(history), modified=False)


def fit_mbgnbd(history: pd.DataFrame | Histories) -> BgNbd:
    """MBG/NBD, whose customers may stop after the first order already."""
    return fit_histories(history if isinstance(history, Histories) else histories(history), modified=True)


def fit_histories(seen: Histories, modified: bool, start: np.ndarray | None = None) -> BgNbd:
    """The model of highest likelihood for distinct histories; `start` in log parameters."""
    if start is None:
        start = np.log([0.5, max(seen.times[-1], 1.0) / 10, 0.5, 1.5])
        if len(seen.weights) > 2 * ROUGH_ROWS:
            rough = seen.thinned(ROUGH_ROWS)
            start = maximise(lambda point: likelihood(point, rough, modified), start, rough.customers, tolerance=1e-5).point
    best = maximise(lambda point: likelihood(point, seen, modified), start, seen.customers)
    return model_at(best, seen, modified)


def model_at(best: Optimum, seen: Histories, modified: bool) -> BgNbd:
    """The model at the end of a climb."""
    r, alpha, a, b = (float(value) for value in np.exp(best.point))
    repeaters = int(seen.weights[seen.counts[seen.count_at] > 0].sum())
    slope = float(np.abs(best.slope).max() / seen.customers)
    return BgNbd(r, alpha, a, b, modified, float(best.value), slope, -best.curvature, int(seen.customers), repeaters, best.converged)


def one_step(model: BgNbd, reweighted: Histories) -> np.ndarray:
    """Log parameters after one Newton step from `model` on reweighted histories (a cheap refit)."""
    _, slope, curvature = likelihood(model.log_parameters, reweighted, model.modified)
    return model.log_parameters + np.linalg.solve(-curvature, slope)


def likelihood(log_parameters: np.ndarray, seen: Histories, modified: bool) -> tuple[float, np.ndarray, np.ndarray]:
    """Log-likelihood with its slope and curvature in log parameters (equation 6 of the paper, summed over customers).

    log L = A(x) + log[(α+T)^−(r+x) + odds(x) (α+t_x)^−(r+x)], odds = a / (b + chances − 1), none without a chance.
    """
    natural = np.exp(log_parameters)
    tables = _tables(natural, seen, modified)
    with np.errstate(over="ignore", invalid="ignore"):
        value, slope, curvature = _by_frequency(natural, seen, modified)
        value, slope, curvature = _add_rows(natural, tables, seen, value, slope, curvature)
    slope = slope * natural
    return value, slope, curvature * np.outer(natural, natural) + np.diag(slope)


@dataclass(frozen=True)
class _Tables:
    """What depends on one distinct frequency or one distinct time alone."""

    log_time: np.ndarray
    inverse_time: np.ndarray
    log_odds: np.ndarray
    inverse_chance: np.ndarray


def _tables(natural: np.ndarray, seen: Histories, modified: bool) -> _Tables:
    _, alpha, a, b = natural
    chances = seen.counts + modified
    with np.errstate(divide="ignore", invalid="ignore"):
        inverse_chance = np.where(chances > 0, 1 / (b + chances - 1), 0.0)
        log_odds = np.where(chances > 0, np.log(a) + np.log(inverse_chance), -np.inf)
    return _Tables(np.log(alpha + seen.times), 1 / (alpha + seen.times), log_odds, inverse_chance)


def _by_frequency(natural: np.ndarray, seen: Histories, modified: bool) -> tuple[float, np.ndarray, np.ndarray]:
    """The part A of the log-likelihood: gamma functions of the frequency, natural parameters."""
    r, alpha, a, b = natural
    x, n = seen.counts, seen.customers
    y = x + modified
    w = np.bincount(seen.count_at, seen.weights, len(x))
    value = w @ (gammaln(r + x) - gammaln(r) + gammaln(a + b) - gammaln(a + b + y) + gammaln(b + y) - gammaln(b)) + n * r * np.log(alpha)
    of_ab, of_b = psi(a + b) - psi(a + b + y), psi(b + y) - psi(b)
    slope = np.array([w @ (psi(r + x) - psi(r)) + n * np.log(alpha), n * r / alpha, w @ of_ab, w @ (of_ab + of_b)])
    bend_ab = w @ (polygamma(1, a + b) - polygamma(1, a + b + y))
    curvature = np.zeros((4, 4))
    curvature[0, 0] = w @ (polygamma(1, r + x) - polygamma(1, r))
    curvature[0, 1] = curvature[1, 0] = n / alpha
    curvature[1, 1] = -n * r / alpha**2
    curvature[2:, 2:] = bend_ab
    curvature[3, 3] += w @ (polygamma(1, b + y) - polygamma(1, b))
    return float(value), slope, curvature


def _add_rows(
    natural: np.ndarray, tables: _Tables, seen: Histories, value: float, slope: np.ndarray, curvature: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray]:
    """Add the logarithm of the two terms: alive until T, or stopped at t_x."""
    r, _, a, _ = natural
    sums, stopped, spread, spread_0, spread_1 = _row_sums(
        seen.counts, seen.count_at, seen.recency_at, seen.age_at, seen.weights, tables.log_time, tables.inverse_time, tables.log_odds, r
    )
    chance = tables.inverse_chance
    slope = slope + [-sums[1], -sums[2], stopped.sum() / a, -stopped @ chance]
    add = np.zeros((4, 4))
    add[0] = [sums[5], -sums[3] + sums[6], spread_0.sum() / a, -spread_0 @ chance]
    add[1, 1:] = [sums[4] + sums[7], spread_1.sum() / a, -spread_1 @ chance]
    add[2, 2:] = [(spread.sum() - stopped.sum()) / a**2, -spread @ chance / a]
    add[3, 3] = (spread + stopped) @ chance**2
    return value + sums[0], slope, curvature + np.triu(add) + np.triu(add, 1).T


@njit(cache=True, nogil=True)
def _row_sums(
    counts: np.ndarray,
    count_at: np.ndarray,
    recency_at: np.ndarray,
    age_at: np.ndarray,
    weights: np.ndarray,
    log_time: np.ndarray,
    inverse_time: np.ndarray,
    log_odds: np.ndarray,
    r: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:  # pragma: no cover - compiled
    """One pass over the distinct rows. `stopped` and the spreads are summed per frequency, whose factors differ."""
    sums = np.zeros(8)
    stopped, spread = np.zeros(len(counts)), np.zeros(len(counts))
    spread_0, spread_1 = np.zeros(len(counts)), np.zeros(len(counts))
    for k in range(len(weights)):
        i, w = count_at[k], weights[k]
        log_age, log_recency = log_time[age_at[k]], log_time[recency_at[k]]
        per_age, per_recency = inverse_time[age_at[k]], inverse_time[recency_at[k]]
        power = r + counts[i]
        gap = log_age - log_recency
        difference = log_odds[i] + power * gap
        small = np.exp(-abs(difference))
        share = 1.0 / (1.0 + small)  # posterior share of the larger of the two terms
        gone = share if difference >= 0 else small * share
        sums[0] += w * (max(difference, 0.0) + np.log1p(small) - power * log_age)
        w_gone = w * gone
        w_alive = w - w_gone
        sums[1] += w_alive * log_age + w_gone * log_recency
        per_time = w_alive * per_age + w_gone * per_recency
        sums[2] += power * per_time
        sums[3] += per_time
        sums[4] += power * (w_alive * per_age * per_age + w_gone * per_recency * per_recency)
        both = w_alive * gone
        turn = power * (per_age - per_recency)
        sums[5] += both * gap * gap
        sums[6] += both * gap * turn
        sums[7] += both * turn * turn
        stopped[i] += w_gone
        spread[i] += both
        spread_0[i] += both * gap
        spread_1[i] += both * turn
    return sums, stopped, spread, spread_0, spread_1


def scores(model: BgNbd, seen: Histories) -> np.ndarray:
    """Slope of each distinct row's log-likelihood, [k, 4] in log parameters; weighted they sum to zero at the maximum."""
    natural = np.exp(model.log_parameters)
    r, alpha, a, b = natural
    tables = _tables(natural, seen, model.modified)
    x, y = seen.counts, seen.counts + model.modified
    i = seen.count_at
    log_age, log_recency = tables.log_time[seen.age_at], tables.log_time[seen.recency_at]
    power = r + x[i]
    gone = 1 / (1 + np.exp(-np.clip(tables.log_odds[i] + power * (log_age - log_recency), -700, 700)))
    gone[(y == 0)[i]] = 0.0
    mean_inverse = (1 - gone) * tables.inverse_time[seen.age_at] + gone * tables.inverse_time[seen.recency_at]
    of_ab = (psi(a + b) - psi(a + b + y))[i]
    return natural * np.column_stack(
        [
            (psi(r + x) - psi(r))[i] + np.log(alpha) - (1 - gone) * log_age - gone * log_recency,
            r / alpha - power * mean_inverse,
            of_ab + gone / a,
            of_ab + (psi(b + y) - psi(b))[i] - gone * tables.inverse_chance[i],
        ]
    )
