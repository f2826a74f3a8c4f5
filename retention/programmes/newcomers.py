"""Members who join while a programme is simulated: as many as joined in the last year, each a customer of no history from the day she joins."""

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from retention.programmes.members import EACH, Members

YEAR = 365
# Far from the seeds of other draws by lot.
STREAM = 16


def joined_last_year(since: pd.Series, first: date, as_of: date) -> int | None:
    """How many joined in the last 365 days; None where who is new can be told only since a later day (`first`).

    >>> since = pd.Series(pd.to_datetime(["2025-06-30", "2025-07-01", "2026-06-30"]))
    >>> joined_last_year(since, date(2024, 1, 1), date(2026, 6, 30)), joined_last_year(since, date(2025, 7, 2), date(2026, 6, 30))
    (2, None)
    """
    before = as_of - timedelta(days=YEAR)
    return None if first > before + timedelta(days=1) else int((pd.to_datetime(since) > pd.Timestamp(before)).sum())


def joining_days(a_year: int, horizon: int, seed: int) -> np.ndarray:
    """Days on which newcomers join, at so many a year: one in each of equal parts of the horizon, at a moment by lot; the first day is 1."""
    number = round(a_year * horizon / YEAR)
    moments = (np.arange(number) + np.random.default_rng([STREAM, seed]).random(number)) / max(number, 1)
    return 1 + (moments * (horizon - 1)).astype(np.int64)


def third_among(expected: float, members: pd.Series, third: np.ndarray) -> int:
    """The third of today's members (each with so many expected orders) that somebody with these expected orders belongs to.

    >>> third_among(2.0, pd.Series([5.0, 1.0, 3.0]), np.array([2, 0, 1]))
    1
    """
    order = np.argsort(members.to_numpy(float), kind="stable")
    place = int(np.searchsorted(members.to_numpy(float)[order], expected))
    return int(third[order[min(place, len(order) - 1)]])


def with_newcomers(members: Members, newcomer: Members, third: int, joins: np.ndarray) -> Members:
    """The members, and after them one like `newcomer` (its only row) for each day of `joins`.

    They check in and share as often as members do on average, and stand beside the members of today one for one.
    """
    number = len(joins)
    if not number or not len(members):
        return members
    told: dict[str, Any] = {name: np.repeat(getattr(newcomer, name), number) for name in EACH}
    told |= {
        "customer_id": np.array([f"joins-{k}" for k in range(number)], object),
        "joins": joins.astype(np.int64),
        "third": np.full(number, third, members.third.dtype),
        "check_ins_a_month": np.full(number, members.check_ins_a_month.mean()),
        "shares_a_month": np.full(number, members.shares_a_month.mean()),
    }
    each: dict[str, Any] = {f.name: np.concatenate([getattr(members, f.name), told[f.name]]) for f in fields(Members) if f.name in EACH}
    past = np.concatenate([members.past_start, np.full(number, members.past_start[-1])])
    held = np.concatenate([members.held_start, np.full(number, members.held_start[-1])])
    return replace(members, **each, past_start=past, held_start=held, of=members.of + number)
