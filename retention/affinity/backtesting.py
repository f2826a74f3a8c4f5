"""How well recommendations would have guessed: each customer's last order is left out and guessed from what was known before.

Time is respected: rules, popularity and similarities come from before the period the last order lies in, the customer's own past from
before that order. Goods owned are left out for all three ways alike.
"""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from retention import stats
from retention.affinity.arranging import sorted_lines
from retention.affinity.baskets import rules_of
from retention.affinity.filters import owned
from retention.affinity.histories import History
from retention.affinity.purchased import arranged
from retention.affinity.recommendations import Shelf, links, scores, shelf
from retention.affinity.sequences import shown_rules, tested_rules
from retention.settings import AffinitySettings
from retention.tables.kpis import LEAST_GROUP

METHODS = ("ours", "popular", "similar")
COLUMNS = ["method", "customers", "hits", "hit_rate", "low", "high", "mrr", "mrr_low", "mrr_high", "coverage", "ahead", "ahead_low", "ahead_high"]


def backtest(past: History, as_of: date, settings: AffinitySettings) -> pd.DataFrame:
    """One row per way of recommending: hit@n, mean reciprocal rank and coverage with intervals, and hits ahead of popularity (paired).

    Columns: method (ours, popular, similar: item–item cosine), customers (each once), hits, hit_rate with low and high (Wilson), mrr,
    coverage (share of goods on sale that reach anybody's first n), ahead (hit rate minus popularity's; Newcombe,
    one group seen twice). Empty where nothing can be guessed.
    """
    last = (pd.Timestamp(as_of) - pd.Timestamp(0)).days
    guesses = [guessed(past, last - settings.backtest_days * k, settings) for k in range(settings.backtest_origins, 0, -1)]
    guesses = [table for table in guesses if len(table)]
    if not guesses:
        return pd.DataFrame(columns=COLUMNS)
    table = pd.concat(guesses, ignore_index=True)
    return pd.DataFrame([_judged(method, table, settings.offers) for method in METHODS], columns=COLUMNS)


def guessed(past: History, origin: int, settings: AffinitySettings) -> pd.DataFrame:
    """One row per customer whose last purchase day lies in the period after `origin` and who had bought before it.

    Columns: person, and for each method the `rank` of the best guess that was right (0: none) and `coverage` of the period.
    """
    before = past.until(origin)
    last_day = np.zeros(len(past.people), np.int64)
    np.maximum.at(last_day, past.person, past.day)
    people = np.flatnonzero((last_day > origin) & (last_day <= origin + settings.backtest_days))
    people = people[np.isin(people, past.person[past.day < last_day[past.person]])]
    on = shelf(before, origin, settings)
    if not len(people) or not len(on.goods):
        return pd.DataFrame()
    known = past.where(past.day < last_day[past.person])
    of_them = known.where(np.isin(known.person, people))
    linked = _links_at(before, origin, settings)
    mine = owned(people, on.goods, of_them, settings)
    target = _matrix(past.where(past.day == last_day[past.person]))[people][:, on.goods].toarray() > 0
    # Taste is measured against everybody's purchases before the period, the customer's own up to the order.
    mixed = known.where((known.day <= origin) | np.isin(known.person, people))
    ours = scores(people, mixed, on, linked, last_day[people] - 1, settings)["score"]
    popular = np.broadcast_to(on.share, ours.shape)
    tables = {"ours": ours, "popular": popular, "similar": _similar(before, of_them, people, on) + 1e-6 * popular}
    found: dict[str, Any] = {"person": people}
    for method, score in tables.items():
        found[method], found[f"coverage_{method}"] = _ranks(np.where(mine, -1.0, score), target & ~mine, settings.offers)
    return pd.DataFrame(found)


def _ranks(score: np.ndarray, target: np.ndarray, offers: int) -> tuple[np.ndarray, float]:
    """Rank of the first right guess of each person (0: none), and the share of goods among anybody's first `offers`."""
    order = np.argsort(-score, axis=1, kind="stable")
    right = np.take_along_axis(target, order, axis=1)
    rank = np.where(right.any(axis=1), right.argmax(axis=1) + 1, 0)
    return rank, len(np.unique(order[:, :offers])) / score.shape[1]


def _matrix(past: History) -> sparse.csr_array:
    """People × goods: how many days each was bought on."""
    return sparse.csr_array((np.ones(len(past.person)), (past.person, past.item)), shape=(len(past.people), len(past.goods)))


def _links_at(before: History, origin: int, settings: AffinitySettings) -> pd.DataFrame:
    """Rules and baskets as they were known at `origin`; goods bought on one day by one customer are a basket."""
    lines = sorted_lines(before.person, before.day, before.item)
    bought = arranged(lines, tuple(before.goods), settings.window_days, origin, len(before.people))
    basket, number = np.unique(before.person.astype(np.int64) << 20 | before.day, return_inverse=True)
    table = sparse.csr_array((np.ones(len(number), np.int32), (number, before.item)), shape=(len(basket), len(before.goods)))
    return links(shown_rules(tested_rules(bought, settings)), rules_of(before.goods, table, settings.least_joint))


def _similar(before: History, known: History, people: np.ndarray, on: Shelf) -> np.ndarray:
    """Sum of cosines between each good on the shelf and the goods a person has bought (customers × goods, bought or not)."""
    held = (_matrix(before) > 0).astype(float)
    length = np.sqrt(np.maximum(np.asarray(held.sum(axis=0)).ravel(), 1))
    mine = (_matrix(known) > 0).astype(float)[people]
    cosine = (held.T @ held[:, on.goods]).multiply(1 / length[:, None]).multiply(1 / length[on.goods][None, :])
    return (mine @ cosine.tocsr()).toarray()


def _judged(method: str, table: pd.DataFrame, offers: int) -> dict:
    """Figures of one method over all guesses."""
    n, rank = len(table), table[method].to_numpy()
    hit = (rank > 0) & (rank <= offers)
    other = ((table["popular"] > 0) & (table["popular"] <= offers)).to_numpy()
    low, high = stats.wilson(hit.sum(), n)
    reciprocal = np.where(rank > 0, 1 / np.maximum(rank, 1), 0.0)
    mrr = stats.ratio(reciprocal, np.ones(n))
    mrr_ends = (mrr.low, mrr.high) if n >= LEAST_GROUP else (np.nan, np.nan)
    both = (hit & other).mean() - hit.mean() * other.mean()
    spread = np.sqrt(hit.var() * other.var())
    correlation = both / spread if spread else 0.0
    lead = (0.0, 0.0) if method == "popular" else stats.newcombe(hit.sum(), n, other.sum(), n, correlation=correlation)
    ends = (mrr.value, *mrr_ends, table[f"coverage_{method}"].mean(), hit.mean() - other.mean(), *lead)
    return dict(zip(COLUMNS, (method, n, int(hit.sum()), hit.mean(), low, high, *ends), strict=True))
