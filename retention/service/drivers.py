"""What goes with lower or higher scores: the mean score of answers with a thing (a late parcel, a return, …) beside those without.

Nothing here is a cause: who had a late parcel may differ in much else. Differences are told as they are and adjusted for the other things by
least squares, with bands that hold for scores of unequal spread (HC2). With under 30 answers on either side only counts are told.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from retention import stats
from retention.tables.kpis import LEAST_GROUP


def drivers(told: pd.DataFrame, things: Sequence[str], level: float = stats.LEVEL) -> pd.DataFrame:
    """One row per thing, the lowest difference first: thing, with_it, without (answers), raw, low, high (Welch), adjusted with its low and high.

    `told` has a score and a flag per thing (missing: not known). apart: the adjusted difference holds after Holm's correction. `p` is two-sided.
    Things of which too little is known have counts and no differences.
    """
    rows = []
    for thing in things:
        known = told[told["score"].notna() & told[thing].notna()]
        flag = known[thing].astype(bool)
        row: dict[str, object] = {"thing": thing, "with_it": int(flag.sum()), "without": int((~flag).sum())}
        if min(flag.sum(), (~flag).sum()) >= LEAST_GROUP:
            raw, low, high = stats.welch(known.loc[flag, "score"], known.loc[~flag, "score"], level)
            row |= {"raw": raw, "low": low, "high": high}
        rows.append(row)
    found = pd.DataFrame(rows, columns=["thing", "with_it", "without", "raw", "low", "high"])
    enough = found.loc[found["raw"].notna(), "thing"].tolist()
    found = found.merge(_adjusted(told, enough, level), on="thing", how="left")
    apart = stats.holm(found["p"].to_numpy(float)) <= 1 - stats.LEVEL
    return found.assign(apart=apart).sort_values(["adjusted", "thing"], ignore_index=True)


def _adjusted(told: pd.DataFrame, things: list[str], level: float) -> pd.DataFrame:
    """Least squares of the score on all things together, over all answers: of which a thing is not known has a flag of its own.

    A thing that cannot be told from the others (always, or never, together with them) has no figures.
    """
    rows = told[told["score"].notna()]
    flags = [rows[name].eq(True).to_numpy(dtype=float) for name in things]
    unknown = [rows[name].isna().to_numpy(dtype=float) for name in things]
    if not things:
        return pd.DataFrame(columns=["thing", *FITTED])
    x: np.ndarray = np.column_stack([np.ones(len(rows)), *flags, *(column for column in unknown if column.any())])
    y, inverse = rows["score"].to_numpy(float), np.linalg.pinv(x.T @ x)
    beta = inverse @ x.T @ y
    leverage = np.einsum("ij,jk,ik->i", x, inverse, x)
    spread = (y - x @ beta) ** 2 / np.maximum(1 - leverage, 1e-9)
    se = np.sqrt(np.diag(inverse @ (x.T * spread) @ x @ inverse))
    rank = np.linalg.matrix_rank(x)
    told_apart = np.array([np.linalg.matrix_rank(np.delete(x, place, axis=1)) < rank for place in range(x.shape[1])])
    low, high = beta - stats.z_of(level) * se, beta + stats.z_of(level) * se
    p = np.asarray(stats.p_of_change(beta, low, high, level))
    found = {name: np.where(told_apart, values, np.nan)[1 : 1 + len(things)] for name, values in zip(FITTED, (beta, low, high, p), strict=True)}
    return pd.DataFrame({"thing": things, **found})


FITTED = ("adjusted", "adjusted_low", "adjusted_high", "p")
