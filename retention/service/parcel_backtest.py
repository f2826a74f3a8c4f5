"""How good the chances of being late were before: learnt anew at past days from what was known then, judged by what came.

Every `STEP_DAYS` of the last year a model is learnt from the year before that day and judged on the parcels that were under way in the days after
it. The measure is Brier's: the mean square of chance less outcome, beside that of one chance for all (the share late so far). Scans help to tell
only where they were better than age and promise alone, and nothing is told where that was not better than one chance for all.
"""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd
from scipy import stats as distributions

from retention.service.parcels import AGES, WITH_SCANS, LateModel, Parcels, days_before, learnt

STEP_DAYS, STEPS = 61, 6
# So far apart days are looked at for the bins, each parcel once: bins of parcels that are counted twice would look surer than they are.
APART_DAYS = 7
BINS = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0)
LEAST_IN_BIN = 100
BAND = 0.99


@dataclass(frozen=True)
class Judged:
    """`brier`: by way (constant, age, scans) what it came to; `way`: the one to use, empty where none beats the constant; `n` and `late` days.

    `bins`: parcels by their chance: low, high (of the bin), chance (mean), share late, parcels, expected_low, expected_high (binomial band).
    `tested`: one row per parcel and day looked at: chance and late.
    """

    way: str
    brier: dict[str, float]
    n: int
    late: float
    bins: pd.DataFrame
    tested: pd.DataFrame


def ways_of(parcels: Parcels) -> dict[str, tuple[str, ...]]:
    """What chances may be told by, in this shop."""
    return {"age": AGES} | ({"scans": WITH_SCANS} if parcels.scans is not None else {})


def backtest(parcels: Parcels, days: pd.DataFrame) -> Judged:
    """The ways of telling, judged on the last year. `days`: `days_under_way` of these parcels."""
    ways, parts = ways_of(parcels), []
    on = _day_of(parcels, days)
    for step in range(STEPS, 0, -1):
        origin = parcels.day + timedelta(days=1 - step * STEP_DAYS)
        before = days_before(parcels, days, origin)
        models = {way: learnt(before, features) for way, features in ways.items()}
        first, last = np.datetime64(origin), np.datetime64(origin + timedelta(days=STEP_DAYS))
        after = days[(on >= first) & (on < last) & days["late"].notna()]
        if all(models.values()) and len(after):
            chances = {way: model.chance(after) for way, model in models.items() if model}
            parts.append(after.assign(on=on[after.index], constant=models["age"].base, **chances))  # type: ignore[union-attr]
    if not parts:
        return Judged("", {}, 0, np.nan, calibration(pd.DataFrame({"chance": [], "late": []})), pd.DataFrame())
    tested = pd.concat(parts, ignore_index=True)
    tested = tested[tested["age"].notna() & tested[list(ways)].notna().all(axis=1)]
    brier = {way: float(((tested[way] - tested["late"]) ** 2).mean()) for way in ("constant", *ways)}
    best = min(brier, key=lambda way: brier[way])
    tested = tested.assign(chance=tested[best])
    some = tested[((tested["on"] - np.datetime64("2000-01-01")) / np.timedelta64(1, "D") % APART_DAYS == 0)].drop_duplicates("row")
    return Judged("" if best == "constant" else best, brier, len(tested), float(tested["late"].mean()), calibration(some), some)


def calibration(tested: pd.DataFrame) -> pd.DataFrame:
    """Parcels by their chance, with the share that was late and the band in which it lies in 99 of 100 cases where the chances are true."""
    placed = np.searchsorted(BINS[1:-1], tested["chance"].to_numpy(float), side="left")
    grouped = pd.DataFrame({"bin": placed, "chance": tested["chance"].to_numpy(float), "late": tested["late"].to_numpy(float)}).groupby("bin")
    found = grouped.agg(chance=("chance", "mean"), share=("late", "mean"), late=("late", "sum"), parcels=("late", "size")).reset_index()
    tail = (1 - BAND) / 2
    n, p = found["parcels"].to_numpy(), found["chance"].to_numpy()
    bands = {
        f"expected_{name}": distributions.binom.ppf(q, n, p) / np.maximum(n, 1) if len(found) else np.array([])
        for name, q in (("low", tail), ("high", 1 - tail))
    }
    ends = {"low": np.asarray(BINS)[found["bin"]], "high": np.asarray(BINS)[found["bin"] + 1]}
    return found.drop(columns="bin").assign(**ends, **bands)


def told_before(judged: Judged, threshold: float) -> dict[str, float]:
    """Had everybody been told from `threshold` on, of those looked at: told, late_told (of these came late), late (in all)."""
    told = judged.tested["chance"] >= threshold if len(judged.tested) else pd.Series(dtype=bool)
    late = judged.tested["late"] if len(judged.tested) else pd.Series(dtype=float)
    return {"told": int(told.sum()), "late_told": int(late[told].sum()), "late": int(late.sum()), "parcels": len(judged.tested)}


def model_of(parcels: Parcels, days: pd.DataFrame, judged: Judged) -> LateModel | None:
    """The model to tell of today's parcels; None where none beats one chance for all."""
    if not judged.way:
        return None
    return learnt(days_before(parcels, days, parcels.day + timedelta(days=1)), ways_of(parcels)[judged.way])


def _day_of(parcels: Parcels, days: pd.DataFrame) -> pd.Series:
    """The day at whose end each row of `days` stands."""
    clock = parcels.clock
    dispatched = parcels.table["dispatched_on"].to_numpy().astype("datetime64[D]")[days["row"]]
    still = clock.busday()
    at = np.busday_offset(dispatched, 0, roll="backward", busdaycal=still)
    return pd.Series(np.busday_offset(at, days["age"].to_numpy(int), roll="backward", busdaycal=still), index=days.index)
