"""Profiles: what the customers of each group are like, and the high-value group in figures that can be tested.

Everything here describes; a group is *chosen* by its orders and its money, so that those figures differ between
groups by construction. What is not part of the choice (style, size, season, reach, returns) is the news.
"""

from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from retention import stats
from retention.segments.groups import GROUPS

HIGH_VALUE = "high_value"
# Columns of the pyramid a group may have in common; the shop's own sizes and choices join them.
TASTES = ("usual_style", "usual_category", "usual_colour", "usual_season", "usual_size", "usual_promotion", "usual_brand", "usual_channel")
FORECAST = ("customer_id", "expected_orders", "p_order", "revenue", "clv")
REACH = "reach_"
# Answers to the NPS question: 9–10 promoters, 0–6 detractors.
PROMOTER, DETRACTOR = 9, 6


def group_profiles(
    segments: pd.DataFrame,
    pyramid: pd.DataFrame,
    forecasts: pd.DataFrame | None = None,
    reach: pd.DataFrame | None = None,
    margin_rate: float | None = None,
    scores: pd.DataFrame | None = None,
    least_group: int = 30,
    seed: int = 0,
) -> pd.DataFrame:
    """One row per group with somebody in it, in the order of GROUPS, and one for all (group 'all').

    Columns: group, customers, share, net_paid, money_share, margin (net paid × margin_rate; missing without), aov, units_per_order, refund_rate,
    spend_per_buyer and repurchase_rate (both of the window's buyers) and nps (points, of `scores`: customer_id, score), each with _low and _high
    (customers resampled, Wilson, adjusted Wald; missing under `least_group`), since (median days since the last order), buyers and answers (n),
    revenue, clv and expected_orders (sums; missing without forecasts or margin), revenue_each, expected_churn (1 − mean probability of an order
    within the forecasts' horizon), reach_<channel> (share of customers) where known.
    """
    together = _together(segments, pyramid, forecasts, reach)
    if scores is not None:
        together = together.merge(scores[["customer_id", "score"]], on="customer_id", how="left", validate="one_to_one")
    parts = {name: together[together["group"] == name] for name in GROUPS}
    rows = [_profile(name, part, together, margin_rate, least_group, seed) for name, part in {**parts, "all": together}.items() if len(part)]
    return pd.DataFrame(rows)


def _together(segments: pd.DataFrame, pyramid: pd.DataFrame, forecasts: pd.DataFrame | None, reach: pd.DataFrame | None) -> pd.DataFrame:
    """Segments' groups, the pyramid, forecasts and reach side by side, one row per customer."""
    wide = segments[["customer_id", "group"]].merge(pyramid, on="customer_id", how="left", validate="one_to_one")
    if forecasts is not None:
        wide = wide.merge(forecasts[list(FORECAST)], on="customer_id", how="left", validate="one_to_one")
    if reach is not None:
        flags = [name for name in reach if str(name).startswith(REACH) and name not in wide]
        wide = wide.merge(reach[["customer_id", *flags]], on="customer_id", how="left", validate="one_to_one")
    return wide


def _profile(name: str, part: pd.DataFrame, everybody: pd.DataFrame, margin_rate: float | None, least_group: int, seed: int) -> dict[str, object]:
    paid, whole = float(part["net_paid"].sum()), float(everybody["net_paid"].sum())
    row: dict[str, object] = {
        "group": name,
        "customers": len(part),
        "share": len(part) / len(everybody),
        "net_paid": paid,
        "money_share": paid / whole if whole > 0 else np.nan,
        "margin": paid * margin_rate if margin_rate else np.nan,
        "since": float(part["days_since_last_order"].median()),
    }
    refunds = part["refunded"] + part["refunds_without_order"]
    pairs = [(part["net_paid"], part["orders"]), (part["units"], part["orders"]), (refunds, part["gross_paid"])]
    over, under = (np.column_stack(side) for side in zip(*(stats.both_known(*pair) for pair in pairs), strict=True))
    for column, figure in zip(("aov", "units_per_order", "refund_rate"), stats.ratios(over, under, seed=seed), strict=True):
        enough = len(part) >= least_group
        row |= {column: figure.value, f"{column}_low": figure.low if enough else np.nan, f"{column}_high": figure.high if enough else np.nan}
    row |= _window_figures(part, least_group, seed) | _nps(part, least_group)
    for column in ("revenue", "clv", "expected_orders"):
        known = column in part and part[column].notna().any()
        row[column] = float(part[column].sum()) if known else np.nan
    row["revenue_each"] = row["revenue"] / len(part) if isinstance(row["revenue"], float) else np.nan
    row["expected_churn"] = 1 - float(part["p_order"].mean()) if "p_order" in part and part["p_order"].notna().any() else np.nan
    for column in (str(c) for c in part if str(c).startswith(REACH)):
        row[column] = float(part[column].astype(float).mean()) if part[column].notna().all() else np.nan
    return row


def _window_figures(part: pd.DataFrame, least_group: int, seed: int) -> dict[str, object]:
    """Net paid per buyer of the window, and the share of them with two orders or more."""
    bought = part[part["orders_window"] > 0]
    n, again = len(bought), int((bought["orders_window"] > 1).sum())
    enough = n >= least_group
    spend = stats.ratio(bought["net_paid_window"], np.ones(n), seed=seed) if n else stats.UNKNOWN
    low, high = stats.wilson(again, n) if enough else (np.nan, np.nan)
    return {
        "buyers": n,
        "spend_per_buyer": spend.value,
        "spend_per_buyer_low": spend.low if enough else np.nan,
        "spend_per_buyer_high": spend.high if enough else np.nan,
        "repurchase_rate": again / n if n else np.nan,
        "repurchase_rate_low": float(low),
        "repurchase_rate_high": float(high),
    }


def _nps(part: pd.DataFrame, least_group: int) -> dict[str, object]:
    """Net promoter score of those who answered; under `least_group` answers only how many did."""
    answers = part["score"].dropna() if "score" in part else pd.Series(dtype=float)
    promoters, detractors = int((answers >= PROMOTER).sum()), int((answers <= DETRACTOR).sum())
    enough = len(answers) >= least_group
    score = stats.nps(promoters, len(answers) - promoters - detractors, detractors) if enough else stats.UNKNOWN
    return {"answers": len(answers), "nps": score.value, "nps_low": score.low, "nps_high": score.high}


def last_scores(surveys: ir.Table) -> pd.DataFrame:
    """Each customer's latest answer to the NPS question: customer_id, score (0–10)."""
    answered = surveys.filter(_.kind == "nps", _.score.notnull(), _.answered_on.notnull(), _.customer_id.notnull())
    latest = answered.group_by("customer_id").agg(last=ibis.struct({"on": _.answered_on, "id": _.survey_id, "score": _.score}).max())
    return latest.select("customer_id", score=_.last["score"]).order_by("customer_id").to_pandas()


def preference_profiles(
    segments: pd.DataFrame, pyramid: pd.DataFrame, columns: tuple[str, ...] = TASTES, own: tuple[str, ...] = (), least_group: int = 30
) -> pd.DataFrame:
    """What most customers of each group prefer, by column: group, column, value, customers (with it), n (known), share, low, high, others (share).

    `own` names further columns (the shop's sizes and choices). low and high are Wilson's, missing under `least_group`; `others` is the share of
    the same value among all other customers; `differs`: the interval of the difference (Newcombe) leaves 0 out.
    """
    wide = segments[["customer_id", "group"]].merge(pyramid, on="customer_id", how="left", validate="one_to_one")
    rows = []
    for column in (name for name in (*columns, *own) if name in wide and wide[name].notna().any()):
        known = wide[wide[column].notna()]
        for group in GROUPS:
            members = known["group"] == group
            if members.any():
                rows.append({"group": group, "column": column} | _most(known[column].astype(str), members, least_group))
    names = ("group", "column", "value", "customers", "n", "share", "low", "high", "others", "difference_low", "difference_high", "differs")
    return pd.DataFrame(rows, columns=list(names))


def _most(values: pd.Series, members: pd.Series, least_group: int) -> dict[str, Any]:
    """The most frequent value among `members` (ties by name), with its share there and among the others."""
    counts = values[members].value_counts()
    value = str(min(counts[counts == counts.max()].index))
    k, n = int(counts.get(value, 0)), int(members.sum())
    k_others, n_others = int((values[~members] == value).sum()), int((~members).sum())
    enough = n >= least_group
    low, high = stats.wilson(k, n) if enough else (np.nan, np.nan)
    both = enough and n_others >= least_group
    d_low, d_high = stats.newcombe(k, n, k_others, n_others) if both else (np.nan, np.nan)
    return {
        "value": value,
        "customers": k,
        "n": n,
        "share": k / n,
        "low": float(low),
        "high": float(high),
        "others": k_others / n_others if n_others else np.nan,
        "difference_low": float(d_low),
        "difference_high": float(d_high),
        "differs": bool(d_low > 0 or d_high < 0),
    }


@dataclass(frozen=True)
class HighValue:
    """The high-value group in figures: `n` customers, what most of them share, and their net paid per order.

    `taste` holds value, n, share, low, high, others, difference_low, difference_high of `column` against all other customers (None where it is not
    known); `aov` has an interval by resampling customers. The core are those who pay at least `core_aov` an order: `core_n`, and their taste against
    the other high-value customers. `enough`: the group is large enough for rates.
    """

    n: int
    column: str
    taste: dict[str, Any] | None
    aov: stats.Estimate
    enough: bool
    core_aov: float | None
    core_n: int
    core_taste: dict[str, Any] | None

    @property
    def table(self) -> pd.DataFrame:
        """One row per taste that is known, of the group and of its core: who, column, and what `taste` holds."""
        known = {"high_value": self.taste, "core": self.core_taste}
        return pd.DataFrame([{"who": who, "column": self.column, **taste} for who, taste in known.items() if taste])


def high_value_profile(
    segments: pd.DataFrame, pyramid: pd.DataFrame, core_aov: float | None = None, column: str = "usual_style", least_group: int = 30, seed: int = 0
) -> HighValue:
    """Facts of the sentences about the high-value group. Money is part of how it is chosen, and of its core; the column is not."""
    wide = segments[["customer_id", "group"]].merge(pyramid, on="customer_id", how="left", validate="one_to_one")
    inside = wide["group"] == HIGH_VALUE
    best = wide[inside]
    aov = stats.ratio(best["net_paid"], best["orders"], seed=seed) if len(best) else stats.UNKNOWN
    core = in_core(best, core_aov)
    taste, core_taste = _taste(wide, inside, column, least_group), _taste(best, core, column, least_group)
    return HighValue(len(best), column, taste, aov, len(best) >= least_group, core_aov, int(core.sum()), core_taste)


def in_core(people: pd.DataFrame, core_aov: float | None) -> pd.Series:
    """Who pays at least `core_aov` an order; nobody where it is not set."""
    return people["aov"] >= core_aov if core_aov is not None else pd.Series(False, index=people.index)


def _taste(people: pd.DataFrame, members: pd.Series, column: str, least_group: int) -> dict[str, Any] | None:
    if column not in people:
        return None
    known = people[column].notna()
    return _most(people.loc[known, column].astype(str), members[known], least_group) if (known & members).any() else None


def preview_list(
    segments: pd.DataFrame,
    pyramid: pd.DataFrame,
    most: int,
    core_aov: float | None = None,
    forecasts: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """High-value customers to show new goods first: at most `most`, the core first, by expected revenue where forecast, else by money to date.

    Columns: customer_id, last_ordered_on, orders, net_paid, aov, core (flag), the tastes known, expected (revenue; missing without forecasts).
    """
    wide = _together(segments, pyramid, forecasts, None)
    best = wide[wide["group"] == HIGH_VALUE]
    expected = best["revenue"] if forecasts is not None else pd.Series(np.nan, index=best.index)
    named = [name for name in TASTES[:5] if name in best]
    listed = best.assign(core=in_core(best, core_aov), expected=expected, by=expected.fillna(best["net_paid"]))
    listed = listed.sort_values(["core", "by", "customer_id"], ascending=[False, False, True]).head(most)
    columns = ["customer_id", "last_ordered_on", "orders", "net_paid", "aov", "core", *named, "expected"]
    return listed[columns].reset_index(drop=True)
