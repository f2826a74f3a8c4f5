"""The net promoter score: how likely customers are to recommend, from 0 to 10; 9 and 10 are promoters, 0 to 6 detractors.

The score is promoters' share less detractors', in points (−100 … 100; Reichheld 2003). Only answers to that question count, and only those
with a score: who was asked and did not answer, or answered without a score, stands in the rates of response and not in the score.
"""

from collections.abc import Mapping

import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _
from scipy.stats import norm

from retention import stats
from retention.tables.kpis import LEAST_GROUP

BANDS = ("promoter", "passive", "detractor")
POINTS = {"promoter": 100.0, "passive": 0.0, "detractor": -100.0}
KEPT = ("survey_id", "customer_id", "order_id", "wave", "channel", "asked_at", "asked_on", "answered_at", "answered_on", "score", "weight")
BOOTSTRAPS = 2_000


def answers(surveys: ir.Table) -> pd.DataFrame:
    """One row per invitation to the question, or per answer where only answers are told, by day: `KEPT`, answered, band and points (with a score).

    What was written stays in the table: no comment is here.
    """
    table = surveys.filter(_.kind == "nps")
    found = table.select(*(name for name in KEPT if name in table.columns)).to_pandas().reindex(columns=list(KEPT))
    found["wave"] = found["wave"].where(found["wave"].notna(), None)
    for day in ("asked_on", "answered_on"):
        found[day] = pd.to_datetime(found[day])
    score = found["score"]
    band = np.select([score >= 9, score >= 7, score >= 0], BANDS, "")
    found = found.assign(answered=found["answered_on"].notna() | score.notna(), band=pd.Series(band, dtype=object).where(score.notna(), None))
    found["points"] = found["band"].map(POINTS).astype(float)
    return found.sort_values(["asked_on", "answered_on", "survey_id"], ignore_index=True)


def with_waves(told: pd.DataFrame) -> pd.DataFrame:
    """The answers, each in a wave: the shop's own, else the quarter of asking (2026Q2), or of answering where only that is told."""
    day = told["asked_on"].fillna(told["answered_on"])
    quarter = day.dt.year.astype("Int64").astype(str) + "Q" + day.dt.quarter.astype("Int64").astype(str)
    return told.assign(wave=told["wave"].where(told["wave"].notna(), quarter))


def score(told: pd.DataFrame, level: float = stats.LEVEL) -> dict[str, float]:
    """The score of answers: asked, answered, n (with a score), promoters, passives, detractors; value with low and high (adjusted Wald).

    Under 30 there are counts only: value, low and high are missing. response with its interval (Wilson) is missing where only answers are told.
    """
    counts = {band: int((told["band"] == band).sum()) for band in BANDS}
    n, asked, answered = sum(counts.values()), int(told["asked_on"].notna().sum()), int(told["answered"].sum())
    found: dict[str, float] = {"asked": asked, "answered": answered, "n": n, **{f"{band}s": k for band, k in counts.items()}}
    estimate = stats.nps(counts["promoter"], counts["passive"], counts["detractor"], level) if n >= LEAST_GROUP else stats.UNKNOWN
    found |= {"value": estimate.value, "low": estimate.low, "high": estimate.high}
    known = told[told["asked_on"].notna()]
    heard = int(known["answered"].sum())
    low, high = stats.wilson(heard, asked, level) if asked > heard else (np.nan, np.nan)
    return found | {"response": heard / asked if asked > heard else np.nan, "response_low": float(low), "response_high": float(high)}


def bootstrapped(told: pd.DataFrame, level: float = stats.LEVEL, seed: int = 0) -> tuple[float, float]:
    """Ends of the score's interval by the bootstrap (percentiles of resampled answers), to stand beside the formula's; missing under 30."""
    counts = np.array([(told["band"] == band).sum() for band in BANDS])
    n = int(counts.sum())
    if n < LEAST_GROUP:
        return np.nan, np.nan
    drawn = np.random.default_rng(seed).multinomial(n, counts / n, BOOTSTRAPS)
    low, high = np.quantile(100 * (drawn[:, 0] - drawn[:, 2]) / n, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def distribution(told: pd.DataFrame) -> pd.DataFrame:
    """Answers by score, 0 to 10: score, answers, share, band."""
    counts = told["score"].dropna().astype(int).value_counts().reindex(range(11), fill_value=0)
    bands = ["detractor"] * 7 + ["passive"] * 2 + ["promoter"] * 2
    whole = max(int(counts.sum()), 1)
    return pd.DataFrame({"score": range(11), "answers": counts.to_numpy(), "share": counts.to_numpy() / whole, "band": bands})


def by_wave(told: pd.DataFrame, level: float = stats.LEVEL) -> pd.DataFrame:
    """One row per wave in order of time, as `score`, with wave and from_on (its first day); and how it differs from the wave before.

    change, change_low, change_high in points: by the customers who answered both, where these are 30 or more (paired), else of independent
    groups; missing where either wave has under 30 answers. Answers without a wave are no row.
    """
    day = told["asked_on"].fillna(told["answered_on"])
    first = day.groupby(told["wave"]).min().sort_values()
    waves = {wave: told[told["wave"] == wave] for wave in first.index}
    rows: list[dict[str, object]] = []
    before = None
    for wave, part in waves.items():
        rows.append({"wave": wave, "from_on": first[wave], **score(part, level), **_changed(before, part, level)})
        before = part
    columns = ["wave", "from_on", *score(told.iloc[:0], level), "change", "change_low", "change_high", "paired"]
    return pd.DataFrame(rows, columns=columns)


def _changed(before: pd.DataFrame | None, now: pd.DataFrame, level: float) -> dict[str, object]:
    unknown: dict[str, object] = {"change": np.nan, "change_low": np.nan, "change_high": np.nan, "paired": False}
    if before is None or min(before["points"].count(), now["points"].count()) < LEAST_GROUP:
        return unknown
    both = _last_of_each(before).merge(_last_of_each(now), on="customer_id", suffixes=("_before", "_now"))
    if len(both) >= LEAST_GROUP:
        change = both["points_now"] - both["points_before"]
        value, se = float(change.mean()), float(change.std(ddof=1) / np.sqrt(len(change)))
        return _band(value, se, level) | {"paired": True}
    found = [_estimate(part) for part in (before, now)]
    return _band(found[1][0] - found[0][0], float(np.hypot(found[0][1], found[1][1])), level) | {"paired": False}


def _last_of_each(told: pd.DataFrame) -> pd.DataFrame:
    """The last answer of each customer."""
    known = told[told["customer_id"].notna() & told["points"].notna()]
    return known.sort_values("answered_on", kind="stable").drop_duplicates("customer_id", keep="last")[["customer_id", "points"]]


def _estimate(told: pd.DataFrame) -> tuple[float, float]:
    """Score and standard error, adjusted as in `stats.nps`."""
    found = stats.nps(*(int((told["band"] == band).sum()) for band in BANDS))
    return found.value, found.se


def _band(value: float, se: float, level: float) -> dict[str, object]:
    half = stats.z_of(level) * se
    return {"change": value, "change_low": value - half, "change_high": value + half}


def by_segment(told: pd.DataFrame, segments: Mapping[str, str] | pd.Series, level: float = stats.LEVEL) -> pd.DataFrame:
    """The score by group of customer, lowest first: segment, n, value, low, high, p (against all others), apart (Holm, 5 %).

    Groups of under 30 answers have counts only and are compared with nobody.
    """
    groups = told.assign(segment=told["customer_id"].map(segments))
    groups = groups[groups["segment"].notna() & groups["points"].notna()]
    rows = []
    for name, part in groups.groupby("segment", sort=True):
        others = groups[groups["segment"] != name]
        p = np.nan
        if min(len(part), len(others)) >= LEAST_GROUP:
            (one, se), (other, se_other) = _estimate(part), _estimate(others)
            p = float(2 * norm.sf(abs(one - other) / np.hypot(se, se_other)))
        rows.append({"segment": name, **{key: score(part, level)[key] for key in ("n", "value", "low", "high")}, "p": p})
    found = pd.DataFrame(rows, columns=["segment", "n", "value", "low", "high", "p"])
    apart = stats.holm(found["p"].to_numpy(float)) <= 1 - stats.LEVEL
    return found.assign(apart=apart).sort_values(["value", "segment"], ignore_index=True)
