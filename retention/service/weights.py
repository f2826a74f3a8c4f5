"""Answers weighted back to those who were asked: who is content answers more often, and so do some channels.

Each answer stands for 1 / P(answer) invitations, P from a logistic regression on what is known of everybody asked; the largest weights are cut
at their 99th percentile. Weights that the survey's makers gave stand instead where an export has them. How many answers of equal weight are
worth as much is `n_eff` (Kish). Weighting undoes only what it knows: who answers for other reasons stays over-heard.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from retention import stats
from retention.tables.kpis import LEAST_GROUP

CUT = 0.99


def response_weights(told: pd.DataFrame, known: Sequence[str]) -> pd.Series:
    """Weight of each answer with a score, by the rows of `told` (`nps.answers` with columns `known`: words, flags or numbers).

    Missing for all others, and for everybody where nobody is told who did not answer, or where too few answered.
    """
    asked = told[told["asked_on"].notna()]
    heard = asked["points"].notna()
    found = pd.Series(np.nan, index=told.index)
    if min(heard.sum(), (~heard).sum()) < LEAST_GROUP:
        return found
    x = _design(asked, known)
    p = LogisticRegression(C=10.0, max_iter=500).fit(x, heard).predict_proba(x)[:, 1]
    weight = pd.Series(1 / p, index=asked.index)[heard]
    found[weight.index] = weight.clip(upper=float(weight.quantile(CUT)))
    return found


def _design(asked: pd.DataFrame, known: Sequence[str]) -> np.ndarray:
    """Numbers scaled, words as flags; what is missing is a word of its own, or the middle."""
    parts = []
    for name in known:
        column = asked[name]
        if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
            filled = pd.Series(np.log1p(column.to_numpy(float).clip(min=0)), index=column.index).fillna(0.0)
            spread = float(filled.std())
            parts.append(((filled - filled.mean()) / (spread or 1.0)).to_frame(name))
        else:
            parts.append(pd.get_dummies(column.astype(object).where(column.notna(), ""), prefix=name, dtype=float))
    return np.column_stack(parts) if parts else np.zeros((len(asked), 1))


def weighted_score(told: pd.DataFrame, weight: pd.Series, level: float = stats.LEVEL) -> dict[str, float]:
    """The score with each answer counted by its weight: n, value, low, high (linearised), n_eff; missing under 30 answers with a weight."""
    rows = told["points"].notna() & weight.notna() & (weight > 0)
    points, w = told.loc[rows, "points"].to_numpy(float), weight[rows].to_numpy(float)
    if len(points) < LEAST_GROUP:
        return {"n": len(points), "value": np.nan, "low": np.nan, "high": np.nan, "n_eff": np.nan}
    value = float(w @ points / w.sum())
    se = float(np.sqrt(w**2 @ (points - value) ** 2) / w.sum())
    half = stats.z_of(level) * se
    low, high = max(value - half, -100.0), min(value + half, 100.0)
    return {"n": len(points), "value": value, "low": low, "high": high, "n_eff": float(w.sum() ** 2 / (w @ w))}
