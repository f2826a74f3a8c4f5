"""How good a forecast of customers was: its total, each customer's count, the order it puts them in, its probabilities."""

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from retention.stats import wilson


def judged(expected: np.ndarray, chance: np.ndarray, score: np.ndarray, actual: np.ndarray) -> dict[str, float]:
    """All measures of one forecast. Missing where they mean nothing (nobody ordered, or everybody did).

    forecast, actual: totals; error: forecast / actual − 1; mae, rmse: per customer; correlation; gini and auc: of the
    order by `score` (auc: who orders at all); lift: orders of the first tenth against an average tenth; brier: of `chance`;
    noise: what chance alone does to the total, as a share of it.
    """
    expected, chance, score, actual = (np.asarray(values, float) for values in (expected, chance, score, actual))
    ordered = actual > 0
    return {
        "customers": len(actual),
        "forecast": expected.sum(),
        "actual": actual.sum(),
        "error": expected.sum() / actual.sum() - 1 if actual.sum() else np.nan,
        "noise": noise(expected, actual),
        "mae": np.abs(expected - actual).mean(),
        "rmse": np.sqrt(((expected - actual) ** 2).mean()),
        "correlation": correlation(expected, actual),
        "gini": gini(score, actual),
        "lift": lift(score, actual),
        "auc": auc(score, ordered),
        "brier": ((chance - ordered) ** 2).mean(),
    }


def money_judged(paid: np.ndarray, actual: np.ndarray) -> dict[str, float]:
    """Totals of what customers were expected to pay and did, shop currency; money_error: forecast / actual − 1, missing where nothing came."""
    forecast, came = float(np.sum(paid)), float(np.sum(actual))
    error = forecast / came - 1 if came > 0 else np.nan
    return {"money_forecast": forecast, "money_actual": came, "money_error": error, "money_noise": noise(paid, actual)}


def noise(expected: np.ndarray, actual: np.ndarray) -> float:
    """Standard deviation of a total by chance, as a share of it, read off how far single customers were from what was expected of them.

    Customers are independent, so their squared distances add up. Missing where nothing came.

    >>> noise(np.array([1.0, 1.0]), np.array([0.0, 2.0])).round(3)
    np.float64(0.707)
    """
    came = np.sum(actual)
    return np.sqrt(np.sum((np.asarray(actual, float) - expected) ** 2)) / came if came > 0 else np.nan


def correlation(expected: np.ndarray, actual: np.ndarray) -> float:
    """Pearson's; missing where either side does not vary."""
    if np.ptp(expected) == 0 or np.ptp(actual) == 0:
        return np.nan
    return float(np.corrcoef(expected, actual)[0, 1])


def auc(score: np.ndarray, happened: np.ndarray) -> float:
    """Probability that one with the event scores above one without it, ties counting half.

    >>> auc(np.array([1, 2, 2, 3]), np.array([False, False, True, True]))
    0.875
    """
    with_event = int(happened.sum())
    without = len(happened) - with_event
    if not with_event or not without:
        return np.nan
    return float((rankdata(score)[happened].sum() - with_event * (with_event + 1) / 2) / (with_event * without))


def gini(score: np.ndarray, actual: np.ndarray) -> float:
    """Area between the concentration curve of `actual` in falling order of `score` and the diagonal, as a share of the best possible.

    >>> gini(np.array([3, 2, 1]), np.array([5, 1, 0]))
    1.0
    """
    best = _concentration(actual, actual)
    return _concentration(score, actual) / best if best > 0 else np.nan


def _concentration(score: np.ndarray, actual: np.ndarray) -> float:
    if actual.sum() == 0:
        return 0.0
    # Customers with equal scores are in no order: each counts as the mean of their ties.
    rank = rankdata(-score)
    return float((actual * (len(actual) + 1 - 2 * rank)).sum() / (len(actual) * actual.sum()))


def lift(score: np.ndarray, actual: np.ndarray, share: float = 0.1) -> float:
    """Mean of `actual` in the best `share` by `score` over the mean of all; tied customers at the edge count in part."""
    if actual.sum() == 0:
        return np.nan
    order = pd.DataFrame({"score": -np.asarray(score, float), "actual": actual}).groupby("score")["actual"].agg(["size", "mean"])
    left = share * len(actual)
    taken = np.clip(left - (order["size"].cumsum() - order["size"]), 0, order["size"])
    return float((taken * order["mean"]).sum() / left / np.mean(actual))


def by_tenth(expected: np.ndarray, chance: np.ndarray, actual: np.ndarray, parts: int = 10) -> pd.DataFrame:
    """Calibration: one row per tenth of customers from the lowest `expected` to the highest.

    part, customers, expected and actual orders per customer; chance and share (with its interval low, high) of those
    who ordered; lift: actual over the mean of all. Customers with equal forecasts stay together, so parts can differ in size.
    """
    frame = pd.DataFrame({"expected": expected, "chance": chance, "actual": actual, "ordered": np.asarray(actual) > 0})
    middle = rankdata(frame["expected"], method="average") / (len(frame) + 1)
    frame["part"] = np.minimum((middle * parts).astype(int), parts - 1) + 1
    table = frame.groupby("part").agg(
        customers=("actual", "size"), expected=("expected", "mean"), actual=("actual", "mean"), chance=("chance", "mean"), ordered=("ordered", "sum")
    )
    low, high = wilson(table["ordered"], table["customers"])
    overall = np.mean(actual)
    return table.assign(
        share=table["ordered"] / table["customers"], low=low, high=high, lift=table["actual"] / overall if overall else np.nan
    ).reset_index()
