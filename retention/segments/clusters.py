"""Clusters of recency, frequency and money, and whether they are more than a cut through a continuum.

Any cut of a cloud of customers can be found again; only one that is found again *more reliably than in a cloud
without clusters* is called clusters (METHODS §3). k is the largest whose least stable cluster reaches
`least_jaccard` and beats the null data sets; if there is none, customers have no cluster and the types remain.
Numbers and names follow the previous run, and a customer at a border does not change at every run.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from retention.segments.scores import SCORED, score
from retention.segments.stability import judge
from retention.settings import ClusterSettings

Decision = Literal["clusters", "continuum", "unstable", "too_few", "no_spread"]
# Fewer different customers than this, and clusters would only be the steps of the figures.
LEAST_DIFFERENT = 50
# A cluster keeps its name while at least this part of the smaller one, before or now, is in both.
SAME_NAME = 0.5
# In a group, a second cluster of at least this share is worth a sentence.
WORTH_TELLING = 0.2


@dataclass(frozen=True)
class Clustering:
    """What was found among `n` buyers of the window: the decision, the stability figures of all k, and each customer's cluster.

    `labels`: customer_id, cluster, cluster_nearest (before hysteresis), cluster_name; missing without clusters. `best` is the k
    the decision is about (the one chosen, or the most stable).
    """

    decision: Decision
    best: int
    n: int
    stability: pd.DataFrame
    labels: pd.DataFrame


def features(customers: pd.DataFrame) -> np.ndarray:
    """Recency, orders and money of a table of `rfm`: log1p, median 0, spread between the quartiles 1; columns that never vary are left out."""
    columns = []
    for column, _ in SCORED.values():
        values = np.log1p(np.maximum(customers[column].to_numpy(dtype=float), 0))
        low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
        # Where most customers buy once, the quartiles of orders are equal.
        spread = high - low if high > low else values.std()
        if values.max() > values.min():
            columns.append((values - middle) / spread)
    return np.column_stack(columns) if columns else np.empty((len(customers), 0))


def find_clusters(customers: pd.DataFrame, settings: ClusterSettings, previous: pd.DataFrame | None = None) -> Clustering:
    """Clusters of the buyers in the window of a table of `rfm`; `previous` is an earlier run's table segments."""
    inside = customers[customers["in_window"]].reset_index(drop=True)
    if len(inside) < settings.least_customers:
        return _without("too_few", customers, len(inside))
    points = features(inside)
    rng = np.random.default_rng(settings.seed)
    sample = points[rng.permutation(len(points))[: settings.sample]]
    if points.shape[1] < 2 or len(np.unique(sample, axis=0)) < LEAST_DIFFERENT:
        return _without("no_spread", customers, len(inside))
    stability, centres = judge(sample, range(settings.fewest, settings.most + 1), settings.refits, settings.null_sets, settings.seed)
    decision, k = decide(stability, settings.least_jaccard)
    if decision != "clusters":
        return _without(decision, customers, len(inside), stability, k)
    fitted = _fit(points, centres[k], settings, rng)
    distances = fitted.transform(points)
    labels = _numbered(inside, distances, settings.change_margin, previous)
    return Clustering("clusters", k, len(inside), stability, _for_all(customers, labels))


def decide(stability: pd.DataFrame, least_jaccard: float) -> tuple[Decision, int]:
    """The decision over a table of `judge` and the k it is about."""
    by_k = stability.groupby("k")[["lowest", "null_high"]].first()
    stable = by_k[by_k["lowest"] >= least_jaccard]
    real = stable[stable["lowest"] > stable["null_high"]]
    if len(real):
        return "clusters", int(max(real.index))
    return ("continuum", int(max(stable.index))) if len(stable) else ("unstable", int(max(by_k.index, key=by_k["lowest"].to_dict().__getitem__)))


def _without(decision: Decision, customers: pd.DataFrame, n: int, stability: pd.DataFrame | None = None, best: int = 0) -> Clustering:
    columns = ("k", "cluster", "size", "jaccard", "verdict", "lowest", "null_low", "null_high")
    table = pd.DataFrame({name: pd.Series(dtype=object if name == "verdict" else float) for name in columns}) if stability is None else stability
    return Clustering(decision, best, n, table, _for_all(customers, None))


def _fit(points: np.ndarray, centres: np.ndarray, settings: ClusterSettings, rng: np.random.Generator) -> KMeans:
    """scikit-learn's k-means from the centres that were judged."""
    chosen = points[rng.permutation(len(points))[: settings.fit_sample]] if len(points) > settings.fit_sample else points
    return KMeans(n_clusters=len(centres), init=centres, n_init=1, random_state=settings.seed).fit(chosen)


def _for_all(customers: pd.DataFrame, labels: pd.DataFrame | None) -> pd.DataFrame:
    """Labels of all customers; missing for those without an order in the window."""
    people = customers[["customer_id"]].reset_index(drop=True)
    if labels is None:
        labels = pd.DataFrame({"customer_id": people["customer_id"].iloc[:0], "cluster": [], "cluster_nearest": [], "cluster_name": []})
    wide = people.merge(labels, on="customer_id", how="left", validate="one_to_one")
    return wide.assign(
        cluster=wide["cluster"].astype("Int64"),
        cluster_nearest=wide["cluster_nearest"].astype("Int64"),
        cluster_name=wide["cluster_name"].astype(object),
    )


def _numbered(inside: pd.DataFrame, distances: np.ndarray, margin: float, previous: pd.DataFrame | None) -> pd.DataFrame:
    """customer_id, cluster, cluster_nearest and cluster_name with the previous run's numbers and names where there are any."""
    k = distances.shape[1]
    nearest = distances.argmin(axis=1)
    before = None if previous is None or not previous["cluster"].notna().any() else _earlier(inside, previous)
    dearest_first = pd.Series(inside["net_paid_scored"].to_numpy()).groupby(nearest).median().reindex(range(k)).sort_values(ascending=False).index
    kept: dict[int, str] = {}
    if before is None:
        number = np.empty(k, dtype=int)
        number[dearest_first] = np.arange(1, k + 1)
        held = number[nearest]
    else:
        number, kept = follow(before["cluster_nearest"], nearest, k, before.dropna().drop_duplicates("cluster").set_index("cluster")["cluster_name"])
        held = hold(before["cluster"], before["cluster_nearest"], number, distances, margin)
    names = name_clusters(inside, pd.Series(held), kept)
    return pd.DataFrame(
        {"customer_id": inside["customer_id"], "cluster": held, "cluster_nearest": number[nearest], "cluster_name": pd.Series(held).map(names)}
    )


def _earlier(inside: pd.DataFrame, previous: pd.DataFrame) -> pd.DataFrame:
    """The previous run's cluster, cluster_nearest and cluster_name of each of these customers."""
    columns = ["customer_id", "cluster", "cluster_nearest", "cluster_name"]
    return inside[["customer_id"]].merge(previous[columns], on="customer_id", how="left", validate="one_to_one").drop(columns="customer_id")


def follow(before: pd.Series, now: np.ndarray, k: int, names: pd.Series) -> tuple[np.ndarray, dict[int, str]]:
    """Numbers for the k clusters of `now` (0 …) that follow the numbers `before`, and the names that stay.

    Clusters are matched so that as many customers as possible keep their number (Hungarian method); new ones take free numbers.
    """
    known = before.notna().to_numpy()
    old_numbers = sorted({int(x) for x in before[known]})
    counts = np.zeros((k, len(old_numbers)))
    place = {old: i for i, old in enumerate(old_numbers)}
    np.add.at(counts, (now[known], np.array([place[int(x)] for x in before[known]], dtype=int)), 1)
    mine, theirs = linear_sum_assignment(-counts)
    number, stay = np.zeros(k, dtype=int), {}
    for j, i in zip(mine, theirs, strict=True):
        if counts[j, i] > 0:
            number[j] = old_numbers[i]
            together = counts[j, i] / min(counts[j].sum(), counts[:, i].sum())
            if together >= SAME_NAME and old_numbers[i] in names.index:
                stay[old_numbers[i]] = str(names[old_numbers[i]])
    free = iter(x for x in range(1, 2 * k + len(old_numbers) + 1) if x not in set(number) and x not in place)
    return np.array([x or next(free) for x in number]), stay


def hold(held: pd.Series, nearest_before: pd.Series, number: np.ndarray, distances: np.ndarray, margin: float) -> np.ndarray:
    """Each customer's cluster after hysteresis: it changes if nearest for the second run in a row, or nearer by more than `margin`.

    `number` names the columns of `distances`; both series are the previous run's, missing for new customers.
    """
    nearest = distances.argmin(axis=1)
    now = number[nearest]
    column = pd.Series(range(len(number)), index=number)
    old = held.map(column)
    exists = old.notna().to_numpy()
    to_old = distances[np.arange(len(distances)), old.fillna(0).astype(int).to_numpy()]
    to_new = distances[np.arange(len(distances)), nearest]
    second = (nearest_before.astype(float) == now).to_numpy()
    stays = exists & ~second & (to_old <= (1 + margin) * to_new)
    return np.where(stays, held.fillna(0).astype(int).to_numpy(), now)


def name_clusters(inside: pd.DataFrame, cluster: pd.Series, kept: dict[int, str]) -> dict[int, str]:
    """A name for each cluster from what differs: the scores its median customer would get, e.g. 'R5 F1'; equal scores of all are left out.

    `kept` holds names of clusters that stay what they were. Names are unique: a repeated one gets a letter.
    """
    levels = pd.DataFrame({letter.upper(): _level(inside[column], cluster, less) for letter, (column, less) in SCORED.items()})
    telling = [str(letter) for letter in levels if levels[letter].nunique() > 1] or ["R", "F", "M"]
    names: dict[int, str] = {number: name for number, name in kept.items() if number in levels.index}
    for number in levels.index.difference(list(names)):
        plain = " ".join(letter + str(int(levels[letter][number])) for letter in telling)
        candidates = [plain, *(f"{plain} {letter}" for letter in "bcdefghijkl")]
        names[int(number)] = next(name for name in candidates if name not in names.values())
    return names


def _level(values: pd.Series, cluster: pd.Series, less_is_better: bool) -> pd.Series:
    """The score of the median customer of each cluster."""
    scores = score(values, less_is_better)
    # The lower median is somebody's own value, so that it has a score.
    return scores.groupby(cluster.to_numpy()).quantile(0.5, interpolation="lower").astype(int)


def cluster_profile(segments: pd.DataFrame, rfm: pd.DataFrame) -> pd.DataFrame:
    """One row per cluster: cluster, cluster_name, customers, share (of the clustered), medians of days, orders and money in the window."""
    together = segments[segments["cluster"].notna()].merge(rfm.drop(columns="in_window"), on="customer_id", validate="one_to_one")
    columns = [column for column, _ in SCORED.values()]
    grouped = together.groupby(["cluster", "cluster_name"])
    medians = grouped[columns].median()
    return medians.assign(customers=grouped.size(), share=grouped.size() / max(len(together), 1)).reset_index()


@dataclass(frozen=True)
class Beyond:
    """What clusters see that groups do not: agreement of the two (adjusted Rand), and the group they split most, into which two clusters."""

    agreement: float
    group: str
    customers: int
    parts: pd.DataFrame


def beyond_groups(segments: pd.DataFrame, rfm: pd.DataFrame, least_group: int = 30) -> Beyond | None:
    """The group that the clusters split most: its two largest clusters with shares and medians; group '' if none is split; None without clusters."""
    known = segments[segments["cluster"].notna()]
    if known.empty:
        return None
    agreement = float(adjusted_rand_score(known["group"], known["cluster"].astype(int)))
    counts = known.groupby(["group", "cluster"]).size().unstack(fill_value=0)
    second = counts.apply(lambda row: row.nlargest(2).iloc[-1] if len(row) > 1 else 0, axis=1)
    size = counts.sum(axis=1)
    split = second[(size >= least_group) & (second >= WORTH_TELLING * size)]
    if split.empty:
        return Beyond(agreement, "", 0, pd.DataFrame())
    group = str(split.idxmax())
    members = known[known["group"] == group]
    profile = cluster_profile(members, rfm)
    return Beyond(agreement, group, len(members), profile.sort_values("customers", ascending=False).head(2).reset_index(drop=True))
