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
    """Least squares of the score on all things together; of answers of which all are known."""
    columns = ["thing", "adjusted", "adjusted_low", "adjusted_high", "p"]
    rows = told[told["score"].notna() & told[things].notna().all(axis=1)] if things else told.iloc[:0]
    x = np.column_stack([np.ones(len(rows)), *(rows[name].astype(float) for name in things)])
    if len(rows) < LEAST_GROUP or np.linalg.matrix_rank(x) < x.shape[1]:
        return pd.DataFrame([(name, np.nan, np.nan, np.nan, np.nan) for name in things], columns=columns)
    y, inverse = rows["score"].to_numpy(float), np.linalg.inv(x.T @ x)
    beta = inverse @ x.T @ y
    leverage = np.einsum("ij,jk,ik->i", x, inverse, x)
    spread = (y - x @ beta) ** 2 / np.maximum(1 - leverage, 1e-9)
    se = np.sqrt(np.diag(inverse @ (x.T * spread) @ x @ inverse))
    half, p = stats.z_of(level) * se, stats.p_of_change(beta, beta - stats.z_of(level) * se, beta + stats.z_of(level) * se, level)
    return pd.DataFrame(
        {"thing": things, "adjusted": beta[1:], "adjusted_low": (beta - half)[1:], "adjusted_high": (beta + half)[1:], "p": np.asarray(p)[1:]}
    )
