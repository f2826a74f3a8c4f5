"""Arms of an experiment, drawn after the fact.

The orders were there before the experiments and may not change. So the arms are drawn with the
outcome known: everyone's chance of being treated is the planned share plus a little for an outcome
above average, so much that the arms differ by the planted effect in expectation while both keep
their size. To whoever looks at the files it is a randomised experiment with that effect; what the
arms have in common with the outcome otherwise (earlier orders, say) differs by as little.
"""

import numpy as np
import pandas as pd
from scipy.special import ndtr

from retention.samples import season
from retention.samples.shop import Shop, counting
from retention.stats import z_of


def chances(outcome: np.ndarray, share: float, difference: float) -> np.ndarray:
    """Chance of treatment so that E[outcome | treated] − E[outcome | control] is `difference`, and `share` are treated.

    With chance s + c·(y − ȳ) the arms' means differ by c·Var(y)/(s·(1 − s)).
    """
    y = np.asarray(outcome, dtype=float)
    spread = y.var() if len(y) else 0.0
    if spread == 0:
        return np.full(len(y), share)
    return np.clip(share + difference * share * (1 - share) / spread * (y - y.mean()), 0.01, 0.99)


def draw_arms(rng: np.random.Generator, outcome: np.ndarray, share: float, difference: float) -> np.ndarray:
    """Whether each is treated."""
    return rng.random(len(outcome)) < chances(outcome, share, difference)


def orders_within(made: Shop, person: np.ndarray, at: np.ndarray, days: int) -> np.ndarray:
    """Orders that count of each person in so many days from each moment on."""
    orders = made.orders[counting(made.orders)]
    base = np.int64(2**34)  # more seconds than the history has: one ascending number for person and time
    key = np.sort(orders["person"].to_numpy() * base + (orders["at"].to_numpy().astype("datetime64[s]") - season.START).astype(np.int64))
    start = person * base + (at.astype("datetime64[s]") - season.START).astype(np.int64)
    return np.searchsorted(key, start + days * season.DAY) - np.searchsorted(key, start)


def reached(table: pd.DataFrame, outcome: np.ndarray) -> dict[str, object]:
    """The arms as they came out: people and mean outcome of each."""
    treated = table["treated"].to_numpy(dtype=bool)
    means = {name: round(float(outcome[arm].mean()), 5) if arm.any() else None for name, arm in (("treated", treated), ("control", ~treated))}
    return {"treated": int(treated.sum()), "control": int((~treated).sum()), "mean_treated": means["treated"], "mean_control": means["control"]}


def power(difference: float, spread: float, treated: int, control: int, level: float = 0.95) -> float | None:
    """Chance that a two-sided test finds the difference, by the normal approximation; None with an empty arm.

    >>> power(0.02, 0.3, 3200, 3200)
    0.76
    """
    if not treated or not control or spread == 0:
        return None
    z = z_of(level)
    error = spread * np.sqrt(1 / treated + 1 / control)
    return round(float(ndtr(difference / error - z) + ndtr(-difference / error - z)), 2)
