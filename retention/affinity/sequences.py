"""What is bought within a month after what: rules A → C with the lift over what the time and the buyer's past explain.

A purchase is *at risk* of (A, C) while the customer has had no A before and no C up to and including it, and can be
followed for the whole window. Those with A are the index, those without the reference (a later A does not remove them:
no conditioning on the future). Expected followers come from the reference of the same calendar month and the same number
of prior purchases; lift is observed over expected. METHODS §5.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special
from scipy import stats as distributions

from retention import stats
from retention.affinity import counting
from retention.affinity.counting import Margins, Tables
from retention.affinity.purchased import Purchases, of_goods
from retention.settings import AffinitySettings

COUNTED = 10_000_000  # pairs whose joint purchases are counted together
COUPLES = 4_000  # whose tables are held at the same time


@dataclass(frozen=True)
class Sequences:
    """Sequential rules among `pairs` tested; `rules` has those with enough joint purchases, all others count as p = 1.

    Columns of `rules`: antecedent, consequent, n (index purchases), joint (of them followed within the window), confidence, expected,
    lift, se_log, low and high (interval of the lift at 1 − false_rules, one pair alone), p (one-sided: lift above 1), p_adjusted
    (Benjamini–Hochberg over all pairs tested), shown (p_adjusted small enough). Strongest lift first. Where no interval could make
    a rule of a pair, se_log, low and high are missing and p is that of an expectation known exactly.
    """

    rules: pd.DataFrame
    pairs: int
    false_rules: float

    @property
    def level(self) -> float:
        """Level of the intervals of those shown: 1 − R·q/m allows for their having been chosen (FCR)."""
        return 1 - int(self.rules["shown"].sum()) * self.false_rules / max(self.pairs, 1)


def tested_rules(bought: Purchases, settings: AffinitySettings) -> Sequences:
    """All pairs of goods with enough followers to be expected from their margins, tested for more than that.

    Which pairs are tested never depends on joint purchases; a pair with too few of them to be shown stays among those tested.
    """
    with ThreadPoolExecutor(2) as threads:
        frequent_pairs = threads.submit(counting.frequent_pairs, bought.rows, bought.window, settings.least_joint, COUNTED)
        margins, frequent = counting.margins(bought.rows, bought.strata, bought.window), frequent_pairs.result()
    first, rate = margins.first.T.astype(float, order="C"), (margins.followed / np.maximum(margins.totals, 1)[:, None]).T.copy(order="C")
    pairs, chosen = counting.chosen_by_margins(first, rate, frequent, settings.least_expected)
    candidates = frequent[chosen]
    table = measured(bought, candidates, 1 - settings.false_rules, margins, hopeless=settings.false_rules * len(candidates) / max(pairs, 1))
    table = table[(table["joint"] >= settings.least_joint) & table["p"].notna()].reset_index(drop=True)
    adjusted = stats.benjamini_hochberg(np.concatenate([table["p"], np.ones(pairs - len(table))]))[: len(table)]
    table = table.assign(p_adjusted=adjusted, shown=adjusted <= settings.false_rules)
    table = table.sort_values(["lift", "antecedent", "consequent"], ascending=[False, True, True], ignore_index=True)
    return Sequences(table, pairs, settings.false_rules)


def shown_rules(tested: Sequences) -> pd.DataFrame:
    """Rules to show, strongest lift first, with intervals that allow for their having been chosen (`Sequences.level`).

    Adds confidence_low and confidence_high (Wilson) and `level`; `low` and `high` are those of that level.
    """
    shown = tested.rules[tested.rules["shown"].astype(bool)].reset_index(drop=True)
    reach = np.exp(stats.z_of(tested.level) * shown["se_log"])
    low, high = stats.wilson(shown["joint"], shown["n"], tested.level)
    return shown.assign(low=shown["lift"] / reach, high=shown["lift"] * reach, confidence_low=low, confidence_high=high, level=tested.level)


def rule(bought: Purchases, antecedent: str, consequents: Sequence[str], level: float = 0.9, joined: str = " / ") -> pd.DataFrame:
    """One rule chosen beforehand, A → any of `consequents`, with the intervals of its lift and confidence at `level`.

    With several consequents the customer had none of them before, and the first of any counts.
    """
    name = joined.join(consequents)
    table = measured(of_goods(bought, (antecedent, name), ([antecedent], consequents)), np.array([[0, 1]]), level)
    low, high = stats.wilson(table["joint"], table["n"], level)
    return table.assign(confidence_low=low, confidence_high=high, level=level)


def best_unions(bought: Purchases, shown: pd.DataFrame, joined: str = " / ") -> pd.DataFrame:
    """For each antecedent with two shown rules or more: A → its two most frequent consequents together, most followed first.

    Columns as `rule`; intervals have the level of the rules shown, from which these were chosen.
    """
    level = float(shown["level"].iloc[0]) if len(shown) else 0.9
    rows = []
    for antecedent, group in shown.groupby("antecedent", sort=True):
        best = group.sort_values(["confidence", "consequent"], ascending=[False, True])["consequent"].head(2).tolist()
        if len(best) == 2:
            rows.append(rule(bought, str(antecedent), best, level, joined))
    if not rows:
        return pd.DataFrame(columns=["antecedent", "consequent", "n", "joint", "confidence", "confidence_low", "confidence_high", "level"])
    return pd.concat(rows).sort_values("confidence", ascending=False, ignore_index=True)


def measured(bought: Purchases, pairs: np.ndarray, level: float, margins: Margins | None = None, hopeless: float = np.inf) -> pd.DataFrame:
    """Counts, lift, interval at `level` and p of given pairs (numbers of goods); the interval is missing where nobody followed.

    Pairs whose p is above `hopeless` even with an exactly known expectation are not looked at further: the interval costs most of the time.
    """
    pairs = pairs.astype(np.int64)
    margins = margins or counting.margins(bought.rows, bought.strata, bought.window)
    n, joint, expected = _expectations(bought, pairs, margins).T
    p = np.where(expected > 0, special.gammainc(np.maximum(joint, 1), expected), np.nan)
    p = np.where(joint == 0, 1.0, p)
    worth = (p <= hopeless) & (joint > 0)
    se, of_expected = np.full(len(pairs), np.nan), np.full(len(pairs), np.nan)
    if worth.any():
        variance, known = _variances(bought, pairs[worth], margins).T
        se[worth], of_expected[worth] = np.sqrt(np.where(variance > 0, variance, np.nan)), known
    with np.errstate(divide="ignore", invalid="ignore"):
        lift = np.where(expected > 0, joint / expected, np.nan)
        reach = np.exp(stats.z_of(level) * se)
        normal = special.ndtr(-np.log(lift) / se)
        confidence = np.where(n > 0, joint / n, np.nan)
    p = np.where(worth, np.maximum(normal, _tail(joint, expected, of_expected)), p)
    names = np.array(bought.goods, dtype=object)
    return pd.DataFrame(
        {
            "antecedent": names[pairs[:, 0]],
            "consequent": names[pairs[:, 1]],
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


def _couples(pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The two goods of each couple, and where in tables of these couples each pair stands: way 0 is from the smaller number to the larger."""
    couples, couple = np.unique(np.sort(pairs, axis=1), axis=0, return_inverse=True)
    return couples, 2 * couple + (pairs[:, 0] > pairs[:, 1])


def _tables(bought: Purchases, couples: np.ndarray, margins: Margins) -> Tables:
    """Tables of couples, half of the work on each of two processors: it grows with the square of a customer's goods."""
    work = np.cumsum(np.diff(bought.rows.own_starts) ** 2)
    middle = int(np.searchsorted(work, work[-1] / 2)) if len(work) else 0
    halves = [bought.rows._replace(starts=bought.rows.starts[part], own_starts=bought.rows.own_starts[part]) for part in np.s_[: middle + 1, middle:]]
    with ThreadPoolExecutor(2) as threads:
        parts = list(threads.map(lambda half: counting.corrections(couples, bought.strata, half, bought.window), halves))
    told = counting.from_margins(couples, margins)
    return Tables(*(alone + one + other for alone, one, other in zip(told, *parts, strict=True)))


def _expectations(bought: Purchases, pairs: np.ndarray, margins: Margins) -> np.ndarray:
    """For each pair: index purchases, of them followed, expected followers."""
    couples, place = _couples(pairs)
    parts = [couples[start : start + COUPLES] for start in range(0, len(couples), COUPLES)]
    found = [counting.expectations(_tables(bought, part, margins)) for part in parts]
    return np.concatenate([np.zeros((0, 3)), *found])[place]


def _variances(bought: Purchases, pairs: np.ndarray, margins: Margins) -> np.ndarray:
    """For each pair: variance of log(followed / expected), and of log(expected) alone."""
    together = counting.gram(bought.rows.starts, bought.rows.stratum, bought.strata)
    found = [np.zeros((0, 2))]
    for start in range(0, len(pairs), COUPLES):
        part = pairs[start : start + COUPLES]
        couples, place = _couples(part)
        told = _tables(bought, couples, margins)
        found.append(counting.variances(part, place, told, together, bought.rows, bought.window))
    return np.concatenate(found)


def _tail(joint: np.ndarray, expected: np.ndarray, of_expected: np.ndarray) -> np.ndarray:
    """P(as many or more followers) when they are Poisson and their mean is known as well as `of_expected` says (negative binomial).

    The normal law of log lift is too narrow where hardly one follower is expected; this one is not.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        shape = 1 / np.maximum(of_expected, 1e-9)
        return np.where(expected > 0, distributions.nbinom.sf(joint - 1, shape, shape / (shape + expected)), np.nan)
