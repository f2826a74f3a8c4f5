"""What is bought within a month after what: rules A → C with the lift over what the time and the buyer's past explain.

A purchase is *at risk* of (A, C) while the customer has had no A before and no C up to and including it, and can be
followed for the whole window. Those with A are the index, those without the reference (a later A does not remove them:
no conditioning on the future). Expected followers come from the reference of the same calendar month and the same number
of prior purchases; lift is observed over expected. METHODS §5.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import special

from retention import stats
from retention.affinity import counting
from retention.affinity.purchases import Purchases, with_union
from retention.settings import AffinitySettings

COLUMNS = ["antecedent", "consequent", "n", "joint", "confidence", "expected", "lift", "se_log", "low", "high", "p", "p_adjusted", "shown"]


def tested_rules(bought: Purchases, settings: AffinitySettings) -> pd.DataFrame:
    """Every pair of goods with enough expected followers, best lift first; which pairs are tested never depends on joint purchases.

    Columns: antecedent, consequent, n (index purchases), joint (followed within the window), confidence, expected, lift, se_log,
    low and high (interval of the lift at 1 − false_rules, one pair alone), p (one-sided: lift above 1), p_adjusted
    (Benjamini–Hochberg over all pairs tested), shown (enough joint purchases and p_adjusted small enough).
    """
    totals = _totals(bought)
    counts = counting.margins(
        bought.good_starts, bought.owner, bought.first_day, bought.starts, bought.day, bought.stratum, bought.strata, bought.window
    )
    pairs = counting.candidates(*counts, totals, settings.least_expected)
    table = measured(bought, pairs, settings.least_expected, 1 - settings.false_rules)
    table = table[table["expected"] >= settings.least_expected].reset_index(drop=True)
    adjusted = stats.benjamini_hochberg(table["p"])
    table = table.assign(p_adjusted=adjusted, shown=(adjusted <= settings.false_rules) & (table["joint"] >= settings.least_joint))
    return table.sort_values(["lift", "antecedent", "consequent"], ascending=[False, True, True], ignore_index=True)[COLUMNS]


def shown_rules(tested: pd.DataFrame, false_rules: float) -> pd.DataFrame:
    """Rules to show, strongest first, with intervals that allow for their having been chosen (FCR: level 1 − R·q/m).

    Adds confidence_low and confidence_high (Wilson, same level) and `level`; `low` and `high` are those of that level.
    """
    shown = tested[tested["shown"].astype(bool)].reset_index(drop=True)
    level = 1 - len(shown) * false_rules / max(len(tested), 1)
    z = stats.z_of(level)
    low, high = stats.wilson(shown["joint"], shown["n"], level)
    return shown.assign(
        low=shown["lift"] * np.exp(-z * shown["se_log"]),
        high=shown["lift"] * np.exp(z * shown["se_log"]),
        confidence_low=low,
        confidence_high=high,
        level=level,
    )


def rule(bought: Purchases, antecedent: str, consequents: Sequence[str], level: float = 0.9, joined: str = " / ") -> pd.DataFrame:
    """One rule chosen beforehand, A → any of `consequents`, with the intervals of its lift and confidence at `level`.

    With several consequents the customer had none of them before, and the first of any counts.
    """
    name = joined.join(consequents)
    union = with_union(bought, consequents, name) if len(consequents) > 1 else bought
    pair = np.array([[union.number(antecedent), union.number(name)]])
    table = measured(union, pair, 0.0, level)
    low, high = stats.wilson(table["joint"], table["n"], level)
    return table.assign(confidence_low=low, confidence_high=high, level=level)


def best_unions(bought: Purchases, shown: pd.DataFrame, level: float = 0.9, joined: str = " / ") -> pd.DataFrame:
    """For each antecedent with two shown rules or more: A → its two most frequent consequents together, most followed first."""
    rows = []
    for antecedent, group in shown.groupby("antecedent", sort=True):
        best = group.sort_values(["confidence", "consequent"], ascending=[False, True])["consequent"].head(2).tolist()
        if len(best) == 2:
            rows.append(rule(bought, str(antecedent), best, level, joined))
    if not rows:
        return pd.DataFrame(columns=["antecedent", "consequent", "n", "joint", "confidence", "confidence_low", "confidence_high", "level"])
    return pd.concat(rows).sort_values("confidence", ascending=False, ignore_index=True)


def measured(bought: Purchases, pairs: np.ndarray, least: float, level: float) -> pd.DataFrame:
    """Counts, lift, interval at `level` and p of given pairs (numbers of goods); the interval is missing where nobody followed."""
    if len(pairs):
        together = counting.gram(bought.starts, bought.stratum, bought.strata)
        arrays = (bought.good_starts, bought.owner, bought.first_day, bought.starts, bought.day, bought.stratum)
        found = counting.measure_pairs(pairs, *arrays, _totals(bought), together, bought.window, least)
    else:
        found = np.zeros((0, 4))
    names = np.array(bought.goods, dtype=object)
    n, joint, expected, variance = found.T
    with np.errstate(divide="ignore", invalid="ignore"):
        lift = np.where(expected > 0, joint / expected, np.nan)
        se = np.where((joint > 0) & (expected > 0) & (variance > 0), np.sqrt(variance), np.nan)
        z = np.log(lift) / se
        confidence = np.where(n > 0, joint / n, np.nan)
        reach = np.exp(stats.z_of(level) * se)
    p = np.where(joint == 0, 1.0, special.ndtr(-z))
    return pd.DataFrame(
        {
            "antecedent": names[pairs[:, 0]] if len(pairs) else names[:0],
            "consequent": names[pairs[:, 1]] if len(pairs) else names[:0],
            "n": n.astype(int),
            "joint": joint.astype(int),
            "confidence": confidence,
            "expected": expected,
            "lift": lift,
            "se_log": se,
            "low": lift / reach,
            "high": lift * reach,
            "p": p,
        }
    )


def _totals(bought: Purchases) -> np.ndarray:
    """Purchases in each stratum."""
    return np.bincount(bought.stratum, minlength=bought.strata).astype(float)
