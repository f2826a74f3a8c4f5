"""A sample of any size: drawn in chunks of customers that share the goods and nothing else, appended to the same files.

Every chunk has random streams of its own, so memory is one chunk's. Up to one chunk's customers nothing is different. In later
chunks all numbers carry the chunk behind them, so that no two chunks' customers, orders, refunds, parcels … ever meet.
"""

from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

CHUNK = 50_000
# A part smaller than what the sample plants goes to the chunk before it.
LEAST = 5_000
# What the truth of all chunks adds up; everything else tells of the first chunk's people.
ADDED = ("dirt", "expected")


def sizes(customers: int) -> list[int]:
    """Customers of each chunk.

    >>> sizes(20_000), sizes(120_000), sizes(101_000)
    ([20000], [50000, 50000, 20000], [50000, 51000])
    """
    whole, rest = divmod(customers, CHUNK)
    parts = [CHUNK] * whole
    if rest >= LEAST or not parts:
        return [*parts, rest]
    return [*parts[:-1], parts[-1] + rest]


def seed_of(seed: int, chunk: int) -> int:
    """The seed of a chunk; the first one's is the sample's."""
    return int(np.random.SeedSequence([seed, chunk]).generate_state(1, np.uint64)[0]) if chunk else seed


def apart(table: pd.DataFrame, chunk: int) -> pd.DataFrame:
    """`table` with the chunk behind each number: 2200100000000042 is 2200100000000042003 in chunk 3; guards and empty cells stay."""
    if not chunk:
        return table
    columns = [name for name in table.columns if name.endswith("编号") or name == "运单号"]
    return table.assign(**{name: _marked(table[name].astype(str), f"{chunk:03d}") for name in columns})


def _marked(numbers: pd.Series, mark: str) -> pd.Series:
    guard = numbers.str.endswith('"')
    return numbers.str.rstrip('"') + np.select([guard, numbers != ""], [f'{mark}"', mark], default="")


def added(whole: dict[str, Any], part: dict[str, Any], once: str) -> dict[str, Any]:
    """The truth of the chunks so far and one more: counts and amounts are added up. `once` is the file that all chunks share."""
    told = {
        what: found | {name: _sum(found[name], part["told"][what][name]) for name in ADDED if name in found} for what, found in whole["told"].items()
    }
    sums = whole | {name: _sum(whole[name], part[name]) for name in ADDED} | {"told": told, "customers": whole["customers"] + part["customers"]}
    sums["expected"]["rows"][once] = whole["expected"]["rows"][once]
    return sums


def _sum(one: Any, other: Any) -> Any:
    """Counts and amounts of money (texts such as 12.50) added up; what is neither stays as it was."""
    if isinstance(one, dict):
        either = {**one, **{name: value for name, value in (other or {}).items() if name not in one}}
        return {name: _sum(value, other[name]) if name in one and name in (other or {}) else value for name, value in either.items()}
    if isinstance(one, (int, np.integer)) and not isinstance(one, bool):
        return one + other
    if isinstance(one, str) and one.replace(".", "", 1).isdigit():
        return str(Decimal(one) + Decimal(other))
    return one
