"""A sample of any size: drawn in chunks of customers that share the goods and nothing else, appended to the same files.

Every chunk has random streams of its own, so chunks can be drawn at the same time, each in a process of its own, and memory is
that of a few chunks. They are appended in their order, whichever is ready first, so that the bytes do not depend on it. Up to one
chunk's customers nothing is different. In later chunks all numbers carry the chunk behind them, so that no two chunks' customers,
orders, refunds, parcels … ever meet.
"""

import multiprocessing
import os
import shutil
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

CHUNK = 50_000
# A part smaller than what the sample plants goes to the chunk before it.
LEAST = 5_000
# Chunks drawn at the same time; each takes about a gigabyte.
AT_ONCE = 4
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


def processes(parts: int) -> ProcessPoolExecutor:
    """Processes to draw chunks in, as many as there are cores for; they start afresh, which works alike on every system."""
    return ProcessPoolExecutor(min(parts, os.cpu_count() or 1, AT_ONCE), mp_context=multiprocessing.get_context("spawn"))


def folder(raw: Path, chunk: int) -> Path:
    """Where a chunk's files wait until it is its turn."""
    return raw / f".chunk-{chunk}"


def append(raw: Path, chunk: int) -> None:
    """Put a chunk's files behind those of the chunks before it."""
    for part in sorted(folder(raw, chunk).iterdir()):
        with part.open("rb") as more, (raw / part.name).open("ab") as whole:
            shutil.copyfileobj(more, whole, 2**20)
    shutil.rmtree(folder(raw, chunk))


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
