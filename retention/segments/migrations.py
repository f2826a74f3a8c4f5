"""Migration: where the customers of one run's groups stand in the next, and how firmly they stand there at all.

Most moves are the calendar's (nobody orders for a while and becomes dormant), some are chance; neither says that
something the shop did had an effect. `could_change` tells chance apart: it resamples the customers and counts how
many would have been placed elsewhere, because the cuts of the scores depend on who else is there.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from retention.segments.groups import GROUPS, group_of
from retention.segments.scores import LEVELS, SCORED, TYPES
from retention.settings import SegmentationSettings
from retention.stats import wilson

# A customer who was not in the base of the previous run.
NEWCOMER = "newcomer"
# `could_change` counts on a sample of so many customers in larger shops.
MOST_RESAMPLED = 200_000


def migration(segments: pd.DataFrame, what: str = "group") -> pd.DataFrame:
    """Customers by class in the previous run and now: previous, now, customers, n (of previous) and share (of n: each row sums to 1).

    `what` is group or type; every class stands in it, `newcomer` once, where there are any. Empty without a previous run.
    """
    classes = list(GROUPS if what == "group" else TYPES.values())
    before = segments[f"previous_{what}"]
    if not before.notna().any():
        return pd.DataFrame(
            {name: pd.Series(dtype=object if i < 2 else float) for i, name in enumerate(("previous", "now", "customers", "n", "share"))}
        )
    rows = [*classes, NEWCOMER] if before.isna().any() else classes
    counts = pd.crosstab(before.fillna(NEWCOMER), segments[what]).reindex(index=rows, columns=classes, fill_value=0)
    tall = pd.DataFrame([(row, column, int(counts[column][row])) for row in rows for column in classes], columns=["previous", "now", "customers"])
    size = tall.groupby("previous")["customers"].transform("sum")
    return tall.assign(n=size, share=(tall["customers"] / size.where(size > 0)).to_numpy())


def changed(segments: pd.DataFrame, what: str = "group") -> dict[str, float]:
    """Of the customers of the previous run, how many stand in another class now: n, moved, share, low, high (Wilson); missing without one."""
    before = segments[f"previous_{what}"]
    known = before.notna()
    n, moved = int(known.sum()), int((known & (before != segments[what])).sum())
    low, high = wilson(moved, n) if n else (np.nan, np.nan)
    return {"n": n, "moved": moved, "share": moved / n if n else np.nan, "low": float(low), "high": float(high)}


def could_change(scored: pd.DataFrame, settings: SegmentationSettings) -> dict[str, float]:
    """How many customers would stand in another group had other customers of the same kind come: n, share (mean over redraws), low, high.

    The customers are resampled `redraws` times; each time the scores and their cuts are made anew and all customers placed again. low and
    high are the 2.5th and 97.5th percentile over redraws. `scored` comes from `segment`.
    """
    rng = np.random.default_rng(settings.seed)
    people = scored.reset_index(drop=True)
    if len(people) > MOST_RESAMPLED:
        people = people.iloc[np.sort(rng.permutation(len(people))[:MOST_RESAMPLED])].reset_index(drop=True)
    inside = people["in_window"].to_numpy()
    if not inside.any():
        return {"n": len(people), "share": np.nan, "low": np.nan, "high": np.nan}
    fixed = {"r": settings.cuts.days, "f": settings.cuts.orders, "m": settings.cuts.money}
    # A cut in the shop's own values does not depend on the other customers.
    free = [letter for letter in SCORED if fixed[letter] is None]
    places = {letter: _places(people.loc[inside, column], less) for letter, (column, less) in SCORED.items() if letter in free}
    now, moved = group_of(people, settings), []
    for _ in range(settings.redraws):
        weights = rng.multinomial(inside.sum(), np.full(inside.sum(), 1 / inside.sum()))
        redrawn = people.copy(deep=False)
        for letter, place in places.items():
            flags = np.zeros(len(people), dtype=bool)
            flags[inside] = _high_again(place, weights, settings.cuts.kind)
            redrawn[f"{letter}_high"] = flags
        moved.append(float((group_of(redrawn, settings) != now).mean()))
    low, high = np.quantile(moved, [0.025, 0.975])
    return {"n": len(people), "share": float(np.mean(moved)), "low": float(low), "high": float(high)}


def _places(values: pd.Series, less_is_better: bool) -> np.ndarray:
    """The place of each value among the different ones, worst first, from 0."""
    return np.unique(-values.to_numpy() if less_is_better else values.to_numpy(), return_inverse=True)[1]


def _high_again(place: np.ndarray, weights: np.ndarray, kind: str) -> np.ndarray:
    """Which customers are high where each of them is there `weights` times."""
    mass = np.bincount(place, weights)
    worse = np.cumsum(mass) - mass
    scores = np.minimum((worse * LEVELS) // weights.sum(), LEVELS - 1).astype(int) + 1
    own = scores[place]
    cut = np.median(np.repeat(own, weights)) if kind == "median" else (own * weights).sum() / weights.sum()
    return own > cut


def flow(table: pd.DataFrame, order: Sequence[str] = GROUPS) -> pd.DataFrame:
    """The moves only, largest first: previous, now, customers, share (of those who were in previous); stayers and empty cells left out."""
    moves = table[(table["previous"] != table["now"]) & (table["customers"] > 0) & (table["previous"] != NEWCOMER)]
    place = {name: i for i, name in enumerate(order)}
    keyed = moves.assign(a=moves["previous"].map(place), b=moves["now"].map(place))
    return keyed.sort_values(["customers", "a", "b"], ascending=[False, True, True]).drop(columns=["a", "b"]).reset_index(drop=True)
