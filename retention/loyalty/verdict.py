"""What to do: launch, keep, change or stop, or that it cannot be told, and with which programme."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

# Above (and below) these shares of draws something is called so for sure; between them it cannot be told.
LIKELY, UNLIKELY = 0.95, 0.05


def side_of(p_positive: float) -> str:
    """gains, loses or open: whether a programme gains in nearly all draws, in hardly any, or cannot be told.

    >>> side_of(0.97), side_of(0.5), side_of(0.0)
    ('gains', 'open', 'loses')
    """
    if p_positive >= LIKELY:
        return "gains"
    return "loses" if p_positive <= UNLIKELY else "open"


@dataclass(frozen=True)
class Verdict:
    """kind: launch, none, open (no programme runs today); keep, change, stop, open-today (one does). programme: which one it is about, by name.

    best: the programme with the highest gain of all choices.
    """

    kind: str
    programme: str
    best: str


def decide(choices: pd.DataFrame, today: str, least: Mapping[str, float], chosen_by_limits: Collection[str] = ()) -> Verdict:
    """By gains beside having none and beside today's programme (`compare.comparison`); `today`: its name, empty without.

    A programme is recommended only if it gains in nearly all draws, beside today's too, by at least `least` a year, and if not the limits of
    a search chose it. Today's programme has no row where it could not be tried; then it is stopped.
    """
    rows = {row["programme"]: {str(name): value for name, value in row.items()} for row in choices.to_dict("records")}
    best = str(choices.sort_values("value")["programme"].iloc[-1])

    def pays(name: str) -> bool:
        row = rows[name]
        return row["p_positive"] >= LIKELY and row["value"] >= least[name] and name not in chosen_by_limits

    if not today:
        kind = "launch" if pays(best) else "none" if side_of(rows[best]["p_positive"]) == "loses" else "open"
        return Verdict(kind, best, best)
    if best != today and pays(best) and _better(rows[best]):
        return Verdict("change", best, best)
    if today not in rows:
        return Verdict("stop", best, best)
    if pays(today):
        return Verdict("keep", today, best)
    return Verdict("stop" if side_of(rows[today]["p_positive"]) == "loses" else "open-today", today, best)


def _better(row: Mapping[str, Any]) -> bool:
    """Whether it gains more than today's programme in nearly all draws; so if that one could not be tried."""
    return bool(pd.isna(row["p_more"]) or row["p_more"] >= LIKELY)
