"""Shops whose customers behave exactly as the models say."""

import numpy as np
import pandas as pd
from numba import njit


def simulated_shop(
    r: float, alpha: float, a: float, b: float, ages: np.ndarray, future: float, seed: int, spend: tuple[float, float, float] | None = None
) -> pd.DataFrame:
    """A BG/NBD shop: the history of each customer at age `ages` (days), and `orders_after`, `paid_after` of the next `future` days.

    Times are not rounded to days. With `spend` = (p, q, v) each order has a Gamma-Gamma value.
    """
    rng = np.random.default_rng(seed)
    ages = np.asarray(ages, float)
    p, q, v = spend or (1.0, 2.0, 1.0)
    rate, stop = rng.gamma(r, 1 / alpha, len(ages)), rng.beta(a, b, len(ages))
    scale = v / rng.gamma(q, 1.0, len(ages))
    columns = _lives(rate, stop, scale, p, ages, ages + future, rng)
    shop = pd.DataFrame(dict(zip(("frequency", "recency", "paid", "orders_after", "paid_after"), columns, strict=True)))
    shop["frequency"], shop["orders_after"] = shop["frequency"].astype(int), shop["orders_after"].astype(int)
    shop.insert(0, "customer_id", [f"c{i:08d}" for i in range(len(ages))])
    shop.insert(3, "T", ages)
    shop["monetary_value"] = shop["paid"] / shop["frequency"].where(shop["frequency"] > 0)
    return shop.drop(columns="paid") if spend else shop.drop(columns=["paid", "monetary_value", "paid_after"])


@njit(cache=True, nogil=True)
def _lives(rate, stop, scale, shape, ages, ends, rng):  # pragma: no cover - compiled
    """Each customer's orders until `ends`, split at `ages`."""
    n = len(rate)
    before, last, paid = np.zeros(n), np.zeros(n), np.zeros(n)
    after, paid_after = np.zeros(n), np.zeros(n)
    for i in range(n):
        time = 0.0
        while rate[i] > 0:
            time += rng.exponential(1.0) / rate[i]
            if time > ends[i]:
                break
            value = rng.gamma(shape, 1.0) * scale[i]
            if time <= ages[i]:
                before[i] += 1
                last[i] = time
                paid[i] += value
            else:
                after[i] += 1
                paid_after[i] += value
            if rng.random() < stop[i]:
                break
    return before, last, paid, after, paid_after
