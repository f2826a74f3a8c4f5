"""Distinct purchase histories: many customers share one, and every logarithm depends on few distinct values.

A million customers with histories in whole days are some half a million distinct (frequency, recency, T),
made of a few dozen distinct frequencies and a few hundred distinct ages. So what depends on one of them is
looked up in a table, and what depends on all three is computed once per distinct row.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from retention.tables import DataProblem


@dataclass(frozen=True)
class Histories:
    """Distinct rows k with their weight, look-ups into `counts` and `times`, and the row each customer has."""

    counts: np.ndarray  # distinct frequencies, ascending
    times: np.ndarray  # distinct values of recency and T, ascending
    count_at: np.ndarray  # [k] → counts
    recency_at: np.ndarray  # [k] → times
    age_at: np.ndarray  # [k] → times
    weights: np.ndarray  # [k] customers with this history
    row_of: np.ndarray  # [customer] → k

    @property
    def customers(self) -> float:
        """Customers, or the sum of their weights."""
        return float(self.weights.sum())

    def reweighted(self, customer_weights: np.ndarray) -> "Histories":
        """The same histories when each customer counts `customer_weights` times (for the bootstrap)."""
        return replace(self, weights=np.bincount(self.row_of, customer_weights, len(self.weights)))

    def thinned(self, rows: int) -> "Histories":
        """About `rows` distinct histories, evenly picked: enough to find where a climb should begin."""
        every = slice(None, None, max(len(self.weights) // rows, 1))
        return replace(self, count_at=self.count_at[every], recency_at=self.recency_at[every], age_at=self.age_at[every], weights=self.weights[every])


def distinct_values(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distinct values, ascending, and for each entry the index of its value.

    >>> [part.tolist() for part in distinct_values(np.array([7, 3, 7]))]
    [[3, 7], [1, 0, 1]]
    """
    if len(values) and (whole := _small_whole_numbers(values)) is not None:
        seen = np.zeros(int(whole.max()) + 1, bool)
        seen[whole] = True
        place = np.cumsum(seen, dtype=np.int32) - np.int32(1)
        return np.flatnonzero(seen).astype(values.dtype), place[whole]
    # Hashing is linear; only the few distinct values are sorted, so the customers' order cannot matter.
    codes, distinct = pd.factorize(values)
    order = np.argsort(distinct)
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    return np.asarray(distinct)[order], place[codes]


def _small_whole_numbers(values: np.ndarray) -> np.ndarray | None:
    """The values as integers where they are whole, not negative and small enough to be places in an array."""
    low, high = values.min(), values.max()
    if not (low >= 0 and high < 4 * len(values) + 1000):
        return None
    whole = values.astype(np.int64)
    return whole if values.dtype.kind in "iu" or np.array_equal(whole, values) else None


def distinct_pairs(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The distinct (first, second) and for each entry the index of its pair."""
    values_1, at_1 = distinct_values(first)
    values_2, at_2 = distinct_values(second)
    keys, row_of = distinct_values(at_1.astype(np.int64) * len(values_2) + at_2)
    return values_1[keys // max(len(values_2), 1)], values_2[keys % max(len(values_2), 1)], row_of


def histories(history: pd.DataFrame) -> Histories:
    """Distinct histories of a table with `frequency`, `recency` and `T`, refused where they contradict themselves."""
    frequency, recency, age = checked(history)
    counts, count_of = distinct_values(frequency)
    times, time_of = distinct_values(np.concatenate([recency, age]))
    recency_of, age_of = time_of[: len(age)], time_of[len(age) :]
    keys, row_of = distinct_values((count_of.astype(np.int64) * len(times) + recency_of) * len(times) + age_of)
    return Histories(
        counts=counts.astype(float),
        times=times.astype(float),
        count_at=(keys // len(times) ** 2).astype(np.int32),
        recency_at=(keys // len(times) % len(times)).astype(np.int32),
        age_at=(keys % len(times)).astype(np.int32),
        weights=np.bincount(row_of, minlength=len(keys)).astype(float),
        row_of=row_of,
    )


def checked(history: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """frequency, recency and T as arrays; DataProblem if they cannot be a purchase history."""
    if history.empty:
        raise DataProblem("repeat history: no customer with an order that counts")
    frequency = history["frequency"].to_numpy()
    recency, age = history["recency"].to_numpy(float), history["T"].to_numpy(float)
    rules = {
        "frequency below 0 or not whole": (frequency < 0) | (frequency != np.floor(frequency)),
        "recency above T": recency > age,
        "recency below 0": recency < 0,
        "one order, yet a recency": (frequency == 0) & (recency != 0),
        "repeat orders, yet recency 0": (frequency > 0) & (recency == 0),
        "missing or infinite values": ~np.isfinite(frequency + recency + age),
    }
    for rule, broken in rules.items():
        if broken.any():
            who = history.index[broken.argmax()] if "customer_id" not in history else history["customer_id"].iloc[broken.argmax()]
            raise DataProblem(f"repeat history: {int(broken.sum())} customers with {rule}, e.g. {str(who)!r}. Make it with lifetime.repeat_history")
    return frequency, recency, age
