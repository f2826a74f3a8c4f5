"""What to do: launch, keep, change or stop, or that it cannot be told, and with which programme."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

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
    """What to do and with which programme, by name.

    kind: launch, none, open (no programme runs today); keep, change, stop, open-today (one does); change-untried, stop-untried (one does that
    could not be tried). `programme` has been tried: the one that is advised, today's, or the best. Programmes that gain for sure and are not
    advised all the same: `below` (less than is asked for), `by_limits` (the limits of the search chose them).
    """

    kind: str
    programme: str
    below: tuple[str, ...] = ()
    by_limits: tuple[str, ...] = ()

    @property
    def some_gain(self) -> bool:
        """Whether a programme gains for sure though it is not advised."""
        return bool(self.below or self.by_limits)


def decide(choices: pd.DataFrame, today: str, least: Mapping[str, float], chosen_by_limits: Collection[str] = ()) -> Verdict:
    """By gains beside having none and beside today's programme (`compare.comparison`); `today`: its name, empty without.

    A programme is advised only if it gains in nearly all draws, beside today's too, by at least `least` a year, and if not the limits of
    a search chose it. Today's programme has no row where it could not be tried; then it is stopped or changed.
    """
    rows = {row["programme"]: {str(name): value for name, value in row.items()} for row in choices.sort_values("value").to_dict("records")}
    sure = [name for name, row in rows.items() if side_of(row["p_positive"]) == "gains"]
    by_limits = tuple(name for name in sure if name in chosen_by_limits)
    below = tuple(name for name in sure if name not in by_limits and rows[name]["value"] < least[name])
    pays = [name for name in sure if name not in {*by_limits, *below}]

    def found(kind: str, programme: str) -> Verdict:
        return Verdict(kind, programme, below, by_limits)

    best = list(rows)[-1]
    if not today:
        loses = all(side_of(row["p_positive"]) == "loses" for row in rows.values())
        return found("launch", pays[-1]) if pays else found("none" if loses else "open", best)
    better = [name for name in pays if name != today and (today not in rows or rows[name]["p_more"] >= LIKELY)]
    if today not in rows:
        return found("change-untried", better[-1]) if better else found("stop-untried", best)
    if better:
        return found("change", better[-1])
    if today in pays:
        return found("keep", today)
    return found("stop" if side_of(rows[today]["p_positive"]) == "loses" else "open-today", today)
