"""Futures of customers who behave exactly as the models say: what chance alone does to a forecast."""

import numpy as np
import pandas as pd
from numba import njit

from retention.lifetime.forecasting import DAYS_A_YEAR, Discount, alive
from retention.lifetime.order_model import BgNbd
from retention.lifetime.spend_model import GammaGamma


def simulated_futures(model: BgNbd, spend: GammaGamma | None, history: pd.DataFrame, days: float, discount: Discount, seed: int) -> pd.DataFrame:
    """One draw of each customer's next `days` given their history: `orders`, the same discounted, discounted `revenue`.

    Revenue is 0 without a spend model.

    Rate, stopping probability, being alive and the customer's order value are drawn from their posteriors.
    """
    rng = np.random.default_rng(seed)
    x, recency, age = (history[name].to_numpy(float) for name in ("frequency", "recency", "T"))
    living = rng.random(len(x)) < alive(model, x, recency, age)
    rate = np.where(living, rng.gamma(model.r + x, 1 / (model.alpha + age)), 0.0)
    stop = rng.beta(model.a, model.b + x + model.modified)
    shape, scale = _posterior_spend(spend, x, history, rng)
    orders, discounted, revenue = _futures(rate, stop, scale, shape, days, discount.step, (1 + discount.yearly) ** (-1 / DAYS_A_YEAR), rng)
    return pd.DataFrame({"orders": orders, "discounted_orders": discounted, "revenue": revenue})


def _posterior_spend(spend: GammaGamma | None, x: np.ndarray, history: pd.DataFrame, rng: np.random.Generator) -> tuple[float, np.ndarray]:
    """Shape of one order's value and each customer's scale."""
    if spend is None:
        return 1.0, np.zeros(len(x))
    money = history["monetary_value"].to_numpy(float)
    known = (x > 0) & (money > 0)
    total, orders = np.where(known, x * np.where(known, money, 0.0), 0.0), np.where(known, x, 0.0)
    return spend.p, (spend.v + total) / rng.gamma(spend.p * orders + spend.q)


@njit(cache=True, nogil=True)
def _futures(
    rate: np.ndarray, stop: np.ndarray, scale: np.ndarray, shape: float, days: float, step: float, daily: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # pragma: no cover - compiled
    n = len(rate)
    orders, discounted, revenue = np.zeros(n), np.zeros(n), np.zeros(n)
    for i in range(n):
        time = 0.0
        while rate[i] > 0:
            time += rng.exponential(1.0) / rate[i]
            if time > days:
                break
            today = daily ** min(np.ceil(time / step) * step, days)
            orders[i] += 1
            discounted[i] += today
            if scale[i] > 0:
                revenue[i] += rng.gamma(shape, 1.0) * scale[i] * today
            if rng.random() < stop[i]:
                break
    return orders, discounted, revenue
