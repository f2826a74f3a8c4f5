"""Clusters are believed only where they are more stable than in data without any; numbers and names last."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.cluster import KMeans

from retention.segments import beyond_groups, find_clusters
from retention.segments.clusters import decide, features, follow, hold, name_clusters
from retention.segments.stability import _best_of, centres_and_jaccards, gaussian_sets, judge, verdict
from retention.settings import ClusterSettings
from tests.segments.conftest import measured

QUICK = ClusterSettings(refits=20, sample=400, most=5)


def blobs(seed: int = 0, each: int = 200) -> pd.DataFrame:
    """Three kinds of customers who have nothing in common: fresh and dear, old and cheap, in between."""
    rng = np.random.default_rng(seed)
    centres = [(1.5, 3.0, 8.0), (4.0, 1.8, 5.0), (6.3, 0.8, 2.5)]
    logs = np.concatenate([rng.normal(centre, 0.12, (each, 3)) for centre in centres])
    days, orders, money = np.expm1(logs).T
    return measured(days.round().astype(int), orders.round(2), money.round(2))


def cloud(seed: int, n: int = 500) -> pd.DataFrame:
    """One kind of customers: log recency, orders and money from one Gaussian."""
    covariance = [[1.0, -0.4, -0.3], [-0.4, 0.5, 0.4], [-0.3, 0.4, 0.9]]
    days, orders, money = np.expm1(np.random.default_rng(seed).multivariate_normal([6, 4, 8], covariance, n)).T
    return measured(days, orders, money)


@pytest.fixture(scope="module")
def found():
    return find_clusters(blobs(), QUICK)


def test_three_separated_kinds_are_found(found):
    assert (found.decision, found.best) == ("clusters", 3)
    assert found.labels.groupby(np.repeat([0, 1, 2], 200))["cluster"].nunique().tolist() == [1, 1, 1]
    assert (found.stability.loc[found.stability["k"] == 3, "jaccard"] > 0.95).all()


def test_clusters_are_numbered_from_the_dearest_and_named_by_their_median_customer(found):
    labels = found.labels
    assert labels["cluster"].tolist() == [1] * 200 + [2] * 200 + [3] * 200
    assert labels.drop_duplicates("cluster")["cluster_name"].tolist() == ["R5 F5 M5", "R3 F3 M3", "R1 F1 M1"]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_one_gaussian_cloud_has_no_clusters(seed):
    found = find_clusters(cloud(seed), QUICK)
    assert found.decision in ("continuum", "unstable")
    assert found.labels["cluster"].isna().all()
    assert len(found.labels) == 500


@pytest.mark.parametrize(
    ("lowest", "null_high", "decision", "k"),
    [
        ({3: 0.99, 4: 0.80, 5: 0.74}, {3: 0.9, 4: 0.7, 5: 0.5}, "clusters", 4),
        ({3: 0.99, 4: 0.80, 5: 0.74}, {3: 0.9, 4: 0.8, 5: 0.5}, "clusters", 3),
        ({3: 0.95, 4: 0.76, 5: 0.74}, {3: 0.95, 4: 0.9, 5: 0.5}, "continuum", 4),
        ({3: 0.70, 4: 0.74, 5: 0.20}, {3: 0.1, 4: 0.1, 5: 0.1}, "unstable", 4),
    ],
)
def test_the_largest_stable_number_that_beats_the_null_is_taken(lowest, null_high, decision, k):
    table = pd.DataFrame({"k": list(lowest), "lowest": list(lowest.values()), "null_high": list(null_high.values())})
    assert decide(table, 0.75) == (decision, k)


@pytest.mark.parametrize(
    ("people", "decision"),
    [
        (measured([5], [1], [10.0]), "too_few"),
        (measured([5] * 300, [1] * 300, [10.0] * 300), "no_spread"),
        (measured(range(300), [1] * 300, [10.0] * 300), "no_spread"),
        (measured([1, 2, 3] * 100, [1, 2] * 150, [10.0, 20.0, 30.0, 40.0] * 75), "no_spread"),
    ],
)
def test_no_cluster_is_invented_where_there_is_nothing_to_cut(people, decision):
    found = find_clusters(people, QUICK)
    assert found.decision == decision
    assert found.labels["cluster"].isna().all()
    assert found.stability.empty


def test_customers_without_an_order_in_the_window_have_no_cluster(found):
    old = measured([900] * 5, [0] * 5, [0.0] * 5, list("abcde")).assign(in_window=False)
    labels = find_clusters(pd.concat([blobs(), old], ignore_index=True), QUICK).labels.set_index("customer_id")
    assert labels.loc[list("abcde"), "cluster"].isna().all()
    assert labels["cluster"].notna().sum() == 600


def test_the_compiled_fit_is_as_good_as_scikit_learns():
    points = np.ascontiguousarray(features(cloud(7)))
    _, centres = _best_of(points, 4, np.random.default_rng(0).random((10, 4, 4)))
    inertia = (((points[:, None] - centres) ** 2).sum(axis=2)).min(axis=1).sum()
    reference = KMeans(4, n_init=10, random_state=0).fit(points)
    assert inertia == pytest.approx(reference.inertia_, rel=0.01)


def test_figures_do_not_depend_on_threads_or_reruns():
    points = features(cloud(3, 200))
    once, again = (judge(points, range(3, 5), 10, 19, 5)[0] for _ in range(2))
    pd.testing.assert_frame_equal(once, again)


def test_null_data_have_the_datas_mean_and_covariance_and_no_clusters():
    points = features(blobs())
    null = gaussian_sets(points, 19, np.random.default_rng(0))
    together = np.concatenate(null)
    assert together.mean(axis=0) == pytest.approx(points.mean(axis=0), abs=0.05)
    assert np.cov(together.T) == pytest.approx(np.cov(points.T), abs=0.05)
    real = centres_and_jaccards(points, 3, 20, np.random.default_rng(0))[2].min()
    assert real > max(centres_and_jaccards(cloudy, 3, 20, np.random.default_rng(0))[2].min() for cloudy in null[:5])


def test_verdicts_have_their_published_edges():
    assert [verdict(j) for j in (0.599, 0.6, 0.749, 0.75, 0.85, 0.851)] == ["unstable", "doubtful", "doubtful", "stable", "stable", "very_stable"]


@given(st.permutations([1, 2, 3]))
def test_a_permutation_of_the_fit_changes_no_number(order):
    before = pd.Series(np.repeat([1, 2, 3], 10))
    now = np.repeat(order, 10) - 1
    names = pd.Series({1: "a", 2: "b", 3: "c"})
    number, stay = follow(before, now, 3, names)
    assert number[now].tolist() == before.tolist()
    assert stay == {1: "a", 2: "b", 3: "c"}


def test_a_new_cluster_takes_a_free_number_and_a_cluster_that_fell_apart_loses_its_name():
    before = pd.Series([1] * 10 + [2] * 20 + [None] * 5, dtype="Int64")
    now = np.array([0] * 10 + [1] * 9 + [2] * 11 + [3] * 5)
    number, stay = follow(before, now, 4, pd.Series({1: "a", 2: "b"}))
    assert number.tolist() == [1, 3, 2, 4]
    assert stay == {1: "a", 2: "b"}
    # No more than a third of old cluster 2 stands in any new one, each made mostly of others.
    mixed = pd.Series([1] * 40 + [2] * 12, dtype="Int64")
    number, stay = follow(mixed, np.array([0] * 20 + [1] * 10 + [2] * 10 + [0] * 4 + [1] * 4 + [2] * 4), 3, pd.Series({1: "a", 2: "b"}))
    assert 2 not in stay


@pytest.mark.parametrize(
    ("to_old", "nearest_before", "cluster"),
    [(1.0, 1, 1), (1.10, 1, 1), (1.11, 1, 2), (1.05, 2, 2), (1.05, None, 1)],
)
def test_a_customer_changes_after_two_runs_or_beyond_the_margin(to_old, nearest_before, cluster):
    distances = np.array([[to_old, 1.0]])
    held = hold(pd.Series([1], dtype="Int64"), pd.Series([nearest_before], dtype="Int64"), np.array([1, 2]), distances, 0.10)
    # At equal distances the first centre is nearest.
    assert held.tolist() == [cluster]


def test_new_customers_and_those_of_a_cluster_that_is_gone_take_the_nearest():
    held = hold(pd.Series([None, 9], dtype="Int64"), pd.Series([None, 9], dtype="Int64"), np.array([1, 2]), np.array([[2.0, 1.0], [1.0, 2.0]]), 0.10)
    assert held.tolist() == [2, 1]


def test_a_month_later_numbers_and_names_stay(found):
    later = find_clusters(blobs(seed=9), QUICK, found.labels)
    assert later.labels["cluster"].tolist() == found.labels["cluster"].tolist()
    assert later.labels["cluster_name"].tolist() == found.labels["cluster_name"].tolist()


def test_names_leave_out_what_does_not_differ_and_never_repeat():
    people = measured([10] * 8, [1] * 8, [1.0, 1, 2, 2, 50, 50, 90, 90])
    names = name_clusters(people, pd.Series([1, 1, 2, 2, 3, 3, 4, 4]), {})
    assert list(names.values()) == ["M1", "M2", "M3", "M4"]
    same = name_clusters(measured([10] * 4, [1] * 4, [1.0] * 4), pd.Series([1, 1, 2, 2]), {})
    assert list(same.values()) == ["R1 F1 M1", "R1 F1 M1 b"]


def test_what_clusters_see_beyond_the_groups(found):
    base = blobs()
    table = found.labels.assign(group=["high_value"] * 300 + ["lost"] * 300)
    seen = beyond_groups(table, base)
    assert seen is not None
    assert (seen.group, seen.customers, seen.parts["customers"].tolist()) == ("high_value", 300, [200, 100])
    same = beyond_groups(found.labels.assign(group=np.repeat(["high_value", "lost", "active"], 200)), base)
    assert same is not None
    assert (same.agreement, same.group) == (1.0, "")
    assert beyond_groups(table.assign(cluster=pd.NA), base) is None
