"""How uncertain a total is: the parameters are estimated, and customers are random even if they were known.

Parameters vary as they would had other customers of the same kind come (weighted bootstrap, or its limit,
the sandwich). To that comes what chance does to these customers' future. Neither knows whether the model is
right: the error of past forecasts (`backtest`) stands beside every total.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.stats import gamma

from retention.lifetime.forecasting import Customers, Discount, discounted_orders, expected_orders
from retention.lifetime.histories import Histories, histories
from retention.lifetime.order_model import BgNbd, fit_histories, one_step, scores
from retention.lifetime.simulate import simulated_futures
from retention.lifetime.spend_model import GammaGamma, Spending, fit_spending, order_value, spend_likelihood, spend_scores, spending

REFIT_UP_TO = 100_000  # customers; above it one Newton step from the fit stands for a refit
NUDGE = 1e-4  # of a log parameter, for slopes of totals
FUTURES = 200_000  # simulated customer futures from which the variance of chance is taken


def sandwich(model: BgNbd, spend: GammaGamma | None, history: pd.DataFrame) -> np.ndarray:
    """Covariance of the log parameters (r, α, a, b and p, q, v) that does not assume the models are right.

    Orders and spend come from the same customers, so their errors are taken together.
    """
    seen = histories(history)
    influence = scores(model, seen)[seen.row_of] @ model.covariance
    if spend is not None:
        money = spending(history)
        of_spend = np.zeros((len(history), 3))
        of_spend[money.chosen] = spend_scores(spend, money) @ spend.covariance
        influence = np.hstack([influence, of_spend])
    return influence.T @ influence


def bootstrap(
    model: BgNbd, spend: GammaGamma | None, history: pd.DataFrame, replicates: int, seed: int, refit_up_to: int = REFIT_UP_TO
) -> np.ndarray:
    """Log parameters under `replicates` random weightings of the customers, [replicate, parameter].

    Weights are exponential with mean 1 (Rubin 1981), the same for orders and spend.
    """
    rng = np.random.default_rng(seed)
    seen, money = histories(history), None if spend is None else spending(history)
    rows = []
    for _ in range(replicates):
        weights = rng.standard_exponential(len(history))
        rows.append(_refitted(model, spend, seen, money, weights, whole=len(history) <= refit_up_to))
    return np.array(rows)


def _refitted(model: BgNbd, spend: GammaGamma | None, seen: Histories, money: Spending | None, weights: np.ndarray, whole: bool) -> np.ndarray:
    reweighted = seen.reweighted(weights)
    start = model.log_parameters
    orders = fit_histories(reweighted, model.modified, start).log_parameters if whole else one_step(model, reweighted)
    if spend is None or money is None:
        return orders
    weighted = replace(money, weights=weights[money.chosen])
    if whole:
        return np.concatenate([orders, fit_spending(weighted, spend.log_parameters).log_parameters])
    _, slope, curvature = spend_likelihood(spend.log_parameters, weighted)
    return np.concatenate([orders, spend.log_parameters + np.linalg.solve(-curvature, slope)])


def covariance_of(model: BgNbd, spend: GammaGamma | None, history: pd.DataFrame, replicates: int, seed: int) -> np.ndarray:
    """Covariance of the log parameters by bootstrap; the sandwich where `replicates` is 0."""
    if replicates == 0:
        return sandwich(model, spend, history)
    return np.cov(bootstrap(model, spend, history, replicates, seed), rowvar=False)


def totals(
    model: BgNbd,
    spend: GammaGamma | None,
    history: pd.DataFrame,
    covariance: np.ndarray,
    days: float,
    discount: Discount,
    groups: pd.Series | None = None,
    level: float = 0.90,
    seed: int = 0,
    flat_value: float = np.nan,
) -> pd.DataFrame:
    """Expected orders and discounted revenue of all customers (group missing) and of each group, with predictive intervals.

    One row per `quantity` (orders, revenue) and `group`: customers, value, parameter_se, process_se, cv of the parameters
    alone, low, high. The interval is for what these customers will really do, by a gamma law of the same mean and variance.
    Without a spend model every order is worth `flat_value`.
    """
    places, names = _groups(history, groups)
    sums = _Sums(Customers.of(history), history, days, discount, places, len(names), flat_value)
    value = sums.expected(model, spend)
    slopes = np.stack([(up - down) / (2 * NUDGE) for up, down in _nudged(model, spend, sums)])
    parameter = np.einsum("pqg,po,oqg->qg", slopes, covariance, slopes)
    process = sums.process_variance(model, spend, seed)
    customers = np.bincount(places, minlength=len(names))
    value, parameter, process = (np.column_stack([part.sum(axis=1), part]) for part in (value, parameter, process))
    # Errors in the parameters are shared by all groups, so for all customers the slopes are added, not the variances.
    whole = slopes.sum(axis=2)
    parameter[:, 0] = np.einsum("pq,po,oq->q", whole, covariance, whole)
    rows = [
        _row(quantity, group, count, float(value[q, g]), float(parameter[q, g]), float(process[q, g]), level)
        for q, quantity in enumerate(("orders", "revenue"))
        for g, (group, count) in enumerate(zip([None, *names], [len(history), *customers], strict=True))
    ]
    return pd.DataFrame(rows if groups is not None else [row for row in rows if row["group"] is None])


def parameter_cv(model: BgNbd, spend: GammaGamma | None, history: pd.DataFrame, covariance: np.ndarray, days: float, discount: Discount) -> float:
    """Standard error of the total by the parameters alone, as a share of it: the larger of orders and revenue."""
    sums = _Sums(Customers.of(history), history, days, discount, np.zeros(len(history), int), 1, flat_value=1.0)
    slopes = np.stack([(up - down)[:, 0] / (2 * NUDGE) for up, down in _nudged(model, spend, sums)])
    variance = np.einsum("pq,po,oq->q", slopes, covariance, slopes)
    value = sums.expected(model, spend)[:, 0]
    return float(np.max(np.sqrt(np.maximum(variance, 0)) / value)) if (value > 0).all() else np.inf


def _groups(history: pd.DataFrame, groups: pd.Series | None) -> tuple[np.ndarray, list]:
    if groups is None:
        return np.zeros(len(history), int), ["all"]
    places, names = pd.factorize(groups.to_numpy(), sort=True, use_na_sentinel=True)
    return np.where(places < 0, len(names), places), [*names, *(["-"] if (places < 0).any() else [])]


def _row(quantity: str, group: str | None, customers: int, value: float, parameter: float, process: float, level: float) -> dict:
    low, high = predictive_interval(value, parameter + process, level)
    cv = np.sqrt(max(parameter, 0.0)) / value if value > 0 else np.inf
    return {
        "quantity": quantity,
        "group": group,
        "customers": int(customers),
        "value": value,
        "parameter_se": np.sqrt(max(parameter, 0.0)),
        "process_se": np.sqrt(process),
        "cv": cv,
        "low": low,
        "high": high,
    }


def predictive_interval(mean: float, variance: float, level: float) -> tuple[float, float]:
    """Ends of the middle `level` of a gamma law: never below 0, symmetric where the mean is large.

    >>> [round(end) for end in predictive_interval(1653.4, 75.1**2 + 73**2, 0.90)]
    [1485, 1829]
    """
    if mean <= 0 or variance <= 0:
        return mean, mean
    ends = gamma.ppf([(1 - level) / 2, (1 + level) / 2], mean**2 / variance, scale=variance / mean)
    return float(ends[0]), float(ends[1])


def _nudged(model: BgNbd, spend: GammaGamma | None, sums: "_Sums") -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Sums with each log parameter a little up and a little down."""
    for name in ("r", "alpha", "a", "b"):
        sides = [replace(model, **{name: getattr(model, name) * np.exp(side)}) for side in (NUDGE, -NUDGE)]
        yield sums.expected(sides[0], spend), sums.expected(sides[1], spend)
    if spend is None:
        return
    for name in ("p", "q", "v"):
        of_spend = [replace(spend, **{name: getattr(spend, name) * np.exp(side)}) for side in (NUDGE, -NUDGE)]
        yield sums.expected(model, of_spend[0]), sums.expected(model, of_spend[1])


@dataclass(frozen=True)
class _Sums:
    """Sums over groups of customers, [quantity, group], for any parameters: orders, then discounted revenue."""

    customers: Customers
    history: pd.DataFrame
    days: float
    discount: Discount
    places: np.ndarray
    size: int
    flat_value: float

    def each(self, model: BgNbd, spend: GammaGamma | None) -> list[np.ndarray]:
        """Expected orders and revenue of each customer."""
        worth = order_value(spend, self.history["frequency"], self.history["monetary_value"]) if spend else self.flat_value
        return [expected_orders(model, self.customers, self.days), worth * discounted_orders(model, self.customers, self.days, self.discount)]

    def expected(self, model: BgNbd, spend: GammaGamma | None) -> np.ndarray:
        """Sums of what is expected."""
        return self.by_group(self.each(model, spend))

    def process_variance(self, model: BgNbd, spend: GammaGamma | None, seed: int) -> np.ndarray:
        """Variance of the sums at known parameters; customers are independent, so theirs add up."""
        means = self.each(model, spend)
        repeats = int(np.clip(np.ceil(FUTURES / len(self.history)), 1, 200))
        total = np.zeros((2, self.size))
        for repeat in range(repeats):
            drawn = simulated_futures(model, spend, self.history, self.days, self.discount, seed + repeat)
            revenue = drawn["revenue"] if spend else self.flat_value * drawn["discounted_orders"]
            total += self.by_group([(amount.to_numpy() - mean) ** 2 for amount, mean in zip((drawn["orders"], revenue), means, strict=True)])
        return total / repeats

    def by_group(self, amounts: list[np.ndarray]) -> np.ndarray:
        """Amounts of each customer, summed."""
        return np.stack([np.bincount(self.places, amount, self.size) for amount in amounts])
