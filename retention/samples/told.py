"""What the packages `behaviour` and `service` share: the form of what they tell, cuts by period, the customers' file.

A row without a number of its own is told apart by its text alone, so its times are written in the
same form in every export (`KEYLESS`); otherwise the overlap of two exports would be counted twice.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from retention.samples import exports, joining, names
from retention.samples import figures_of_the_trade as f
from retention.samples.shop import Shop

PERIODS = exports.RETURN_PERIODS
KEYLESS = tuple(replace(p, slashes=False) for p in PERIODS)


@dataclass(frozen=True)
class Told:
    """Raw files by name (table and encoding; .csv only), and what was planted in them."""

    files: dict[str, tuple[pd.DataFrame, str]]
    truth: dict[str, Any]


def single(what: str) -> str:
    """Name of an export that is taken once, on the last day."""
    return f"{what}_{str(f.LAST_DAY).replace('-', '')}.csv"


def customers_file(seed: int, made: Shop, numbers: np.ndarray, identity: pd.DataFrame) -> pd.DataFrame:
    """The customers' file as `names.customers_table` draws it: the same for the same seed, whoever asks."""
    return names.customers_table(seed, made.people, numbers, identity, joining.history(made))


def by_person(file: pd.DataFrame, numbers: np.ndarray) -> pd.DataFrame:
    """The customers' file with one row per row of `people`, blank for those who are not in it."""
    return file.set_index("客户编号").reindex(numbers).fillna("").reset_index(drop=True)


def known_by(times: np.ndarray, period: exports.Period) -> np.ndarray:
    """Times as an export shows them: what had not happened when it was taken is not in it."""
    return np.where(times < np.datetime64(period.until, "s"), times, np.datetime64("NaT", "s")).astype("datetime64[s]")


def days(times: np.ndarray) -> np.ndarray:
    """Days as text, 2026-05-23; empty where there is none.

    >>> days(np.array(["2026-05-03T09:02:11", "NaT"], dtype="datetime64[s]")).tolist()
    ['2026-05-03', '']
    """
    return exports.days(times, slashes=False)


def percent(flags: object) -> float | None:
    """Share of true values in percent, two decimals; None where there are none."""
    values = np.asarray(flags, dtype=bool)
    return round(100 * float(values.mean()), 2) if len(values) else None
