"""How stable clusters are: bootstrap refits, a Jaccard figure per cluster, and the same for data without any clusters.

Judging k = 3 … 8 takes 12,600 refits (100 of the data and of each of 20 null data sets), a minute with
scikit-learn, whose checks cost more than the work on small samples; so k-means++ and Lloyd's iterations are
compiled here (Arthur & Vassilvitskii 2007). The clusters a shop gets are scikit-learn's. A cluster's figure is
Hennig's (2007): the mean over refits of the Jaccard similarity with the refit's most similar cluster.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
from numba import njit

ITERATIONS, TOLERANCE = 60, 1e-6
STARTS = 10
TRIALS = 4
# Lower edges of the verdicts on a stability figure.
VERDICTS = ((0.85, "very_stable"), (0.75, "stable"), (0.60, "doubtful"), (-np.inf, "unstable"))


@njit(cache=True, nogil=True)
def _first_centres(points: np.ndarray, weights: np.ndarray, k: int, uniforms: np.ndarray) -> np.ndarray:  # pragma: no cover - compiled
    """k-means++: each next centre is drawn by squared distance, the best of a few draws is taken."""
    n, d = points.shape
    centres = np.empty((k, d))
    nearest = np.full(n, np.inf)
    trial, best = np.empty(n), np.empty(n)
    for j in range(k):
        chances = weights.copy() if j == 0 else weights * nearest
        ladder = np.cumsum(chances)
        lowest, chosen = np.inf, 0
        for t in range(1 if j == 0 else uniforms.shape[1]):
            at = min(np.searchsorted(ladder, uniforms[j, t] * ladder[-1], side="right"), n - 1)
            total = 0.0
            for i in range(n):
                distance = 0.0
                for c in range(d):
                    distance += (points[i, c] - points[at, c]) ** 2
                trial[i] = min(nearest[i], distance)
                total += weights[i] * trial[i]
            if total < lowest:
                lowest, chosen = total, at
                best[:] = trial
        nearest[:] = best
        centres[j] = points[chosen]
    return centres


@njit(cache=True, nogil=True)
def _lloyd(points: np.ndarray, weights: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, float]:  # pragma: no cover - compiled
    """Labels of all points, inertia and centres after Lloyd's iterations; a centre that loses all points stays where it is."""
    n, d = points.shape
    k = len(centres)
    labels = np.zeros(n, dtype=np.int64)
    inertia = 0.0
    for step in range(ITERATIONS):
        sums, mass = np.zeros((k, d)), np.zeros(k)
        inertia = 0.0
        for i in range(n):
            lowest, label = np.inf, 0
            for j in range(k):
                distance = 0.0
                for c in range(d):
                    distance += (points[i, c] - centres[j, c]) ** 2
                if distance < lowest:
                    lowest, label = distance, j
            labels[i] = label
            inertia += weights[i] * lowest
            mass[label] += weights[i]
            for c in range(d):
                sums[label, c] += weights[i] * points[i, c]
        moved = 0.0
        for j in range(k):
            if mass[j] > 0:
                for c in range(d):
                    new = sums[j, c] / mass[j]
                    moved += (new - centres[j, c]) ** 2
                    centres[j, c] = new
        if moved < TOLERANCE or step == ITERATIONS - 1:
            break
    return labels, inertia


@njit(cache=True, nogil=True)
def _best_of(points: np.ndarray, k: int, uniforms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:  # pragma: no cover - compiled
    """Labels and centres of the best of several starts."""
    weights = np.ones(len(points))
    lowest, best_labels, best_centres = np.inf, np.zeros(len(points), dtype=np.int64), np.zeros((k, points.shape[1]))
    for s in range(len(uniforms)):
        centres = _first_centres(points, weights, k, uniforms[s])
        labels, inertia = _lloyd(points, weights, centres)
        if inertia < lowest:
            lowest, best_labels, best_centres = inertia, labels, centres
    return best_labels, best_centres


@njit(cache=True, nogil=True)
def _jaccards(
    points: np.ndarray, reference: np.ndarray, weights: np.ndarray, k: int, uniforms: np.ndarray
) -> np.ndarray:  # pragma: no cover - compiled
    """Refits × clusters: how far each cluster of `reference` is found again."""
    found = np.zeros((len(weights), k))
    for b in range(len(weights)):
        centres = _first_centres(points, weights[b], k, uniforms[b])
        labels, _ = _lloyd(points, weights[b], centres)
        both, sizes, refit_sizes = np.zeros((k, k)), np.zeros(k), np.zeros(k)
        for i in range(len(points)):
            both[reference[i], labels[i]] += 1
            sizes[reference[i]] += 1
            refit_sizes[labels[i]] += 1
        for j in range(k):
            for other in range(k):
                union = sizes[j] + refit_sizes[other] - both[j, other]
                if union > 0 and both[j, other] / union > found[b, j]:
                    found[b, j] = both[j, other] / union
    return found


def centres_and_jaccards(points: np.ndarray, k: int, refits: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Labels and centres of the best fit with `k` clusters, and each cluster's stability figure (mean Jaccard over `refits`)."""
    points = np.ascontiguousarray(points, dtype=float)
    labels, centres = _best_of(points, k, rng.random((STARTS, k, TRIALS)))
    weights = rng.multinomial(len(points), np.full(len(points), 1 / len(points)), size=refits).astype(float)
    return labels, centres, _jaccards(points, labels, weights, k, rng.random((refits, k, TRIALS))).mean(axis=0)


def gaussian_sets(points: np.ndarray, sets: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Data without clusters: as many points, drawn from one Gaussian with the mean and covariance of `points`."""
    mean, covariance = points.mean(axis=0), np.atleast_2d(np.cov(points.T))
    return [rng.multivariate_normal(mean, covariance, size=len(points), method="eigh") for _ in range(sets)]


def verdict(jaccard: float) -> str:
    """Hennig's words for a stability figure.

    >>> [verdict(j) for j in (0.59, 0.6, 0.75, 0.85, 0.86)]
    ['unstable', 'doubtful', 'stable', 'stable', 'very_stable']
    """
    return "very_stable" if jaccard > VERDICTS[0][0] else next(name for edge, name in VERDICTS[1:] if jaccard >= edge)


def judge(points: np.ndarray, ks: range, refits: int, null_sets: int, seed: int) -> tuple[pd.DataFrame, dict[int, np.ndarray]]:
    """One row per k and cluster, and the centres of each k.

    Columns: k, cluster (0 …), size (share), jaccard, verdict, lowest (of the k), null_low and null_high (5th and 95th percentile of
    the lowest figure of the null data sets).
    """
    clouds = gaussian_sets(points, null_sets, np.random.default_rng(seed))

    def judged(k: int, number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        # Every fit draws from a stream of its own, so that threads in any order give the same figures.
        return centres_and_jaccards([points, *clouds][number], k, refits, np.random.default_rng([seed, k, number]))

    tasks = [(k, number) for k in ks for number in range(null_sets + 1)]
    with ThreadPoolExecutor() as threads:
        fits = dict(zip(tasks, threads.map(lambda task: judged(*task), tasks), strict=True))
    rows = [row for k in ks for row in _rows(k, fits[k, 0], [fits[k, number][2].min() for number in range(1, null_sets + 1)])]
    return pd.DataFrame(rows), {k: fits[k, 0][1] for k in ks}


def _rows(k: int, fit: tuple[np.ndarray, np.ndarray, np.ndarray], null: list[float]) -> list[dict]:
    labels, _, figures = fit
    low, high = np.quantile(null, [0.05, 0.95])
    sizes = np.bincount(labels, minlength=k) / len(labels)
    whole = {"lowest": float(figures.min()), "null_low": float(low), "null_high": float(high)}
    return [
        {"k": k, "cluster": j, "size": float(sizes[j]), "jaccard": float(figures[j]), "verdict": verdict(float(figures[j]))} | whole for j in range(k)
    ]
