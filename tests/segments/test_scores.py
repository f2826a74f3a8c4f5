"""Scores, the eight types and where their cuts lie."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.segments import TYPES, cut_meanings, rfm, rfm_map, with_scores, with_types
from retention.segments.scores import score
from retention.settings import ScoreCuts
from tests.segments.conftest import AS_OF, measured

VALUES = st.lists(st.integers(0, 50), min_size=1, max_size=60)


def test_ten_customers_are_scored_as_by_hand():
    orders = pd.Series([1, 1, 1, 1, 1, 1, 2, 2, 3, 9])
    assert score(orders).tolist() == [1, 1, 1, 1, 1, 1, 4, 4, 5, 5]
    assert score(pd.Series([3, 40, 200, 900, 900]), less_is_better=True).tolist() == [5, 4, 3, 1, 1]


@given(VALUES, st.booleans())
def test_equal_customers_get_equal_scores_and_better_ones_never_lower(values, less_is_better):
    scores = score(pd.Series(values), less_is_better)
    by_value = pd.DataFrame({"value": values, "score": scores}).groupby("value")["score"]
    assert (by_value.nunique() == 1).all()
    ordered = by_value.first().sort_index(ascending=not less_is_better)
    assert ordered.is_monotonic_increasing
    assert scores.between(1, 5).all()


@given(st.permutations(range(12)))
def test_the_order_of_the_rows_changes_no_score(places):
    values = pd.Series([5, 5, 1, 2, 2, 2, 9, 9, 7, 3, 3, 3])
    shuffled = score(values.iloc[list(places)])
    assert shuffled.sort_index().tolist() == score(values).tolist()


def test_where_most_buy_once_all_one_time_buyers_score_one():
    typed = with_types(with_scores(measured([10] * 10, [1] * 7 + [2, 3, 4], range(10, 110, 10))), ScoreCuts())
    assert typed["f_score"].tolist() == [1] * 7 + [4, 5, 5]
    cuts = cut_meanings(typed).set_index("letter")
    assert (cuts.at["f", "edge"], cuts.at["f", "high"]) == (2, 3)


def test_all_customers_equal_are_all_low_and_the_cut_has_no_edge():
    typed = with_types(with_scores(measured([30] * 5, [2] * 5, [100.0] * 5)), ScoreCuts())
    assert set(typed["type"]) == {"general_winback"}
    assert cut_meanings(typed)["edge"].isna().all()


# The table of METHODS §3, written out once more: many pages print wrong patterns.
PATTERNS = {
    (10, 9, 900): "important_value",
    (10, 1, 900): "important_development",
    (300, 9, 900): "important_keep",
    (300, 1, 900): "important_winback",
    (10, 9, 10): "general_value",
    (10, 1, 10): "general_development",
    (300, 9, 10): "general_keep",
    (300, 1, 10): "general_winback",
}


def test_each_of_the_eight_patterns_has_its_name():
    people = list(PATTERNS)
    for cuts in (ScoreCuts(), ScoreCuts(days=100, orders=4, money=500)):
        typed = with_types(with_scores(measured(*zip(*people, strict=True))), cuts)
        assert typed["type"].tolist() == list(PATTERNS.values())
    assert sorted(TYPES.values()) == sorted(PATTERNS.values())


def test_equal_to_the_cut_is_low():
    typed = with_types(with_scores(measured([100, 99], [4, 5], [500.0, 500.01])), ScoreCuts(days=100, orders=4, money=500))
    assert typed[["r_high", "f_high", "m_high"]].to_numpy().tolist() == [[False] * 3, [True] * 3]


def test_the_median_of_the_scores_is_another_cut_than_their_mean():
    base = with_scores(measured([10] * 5, [1, 1, 1, 2, 9], [1.0] * 5))
    # Scores 1 1 1 4 5: mean 2.4, median 1.
    assert with_types(base, ScoreCuts())["f_high"].sum() == 2
    assert with_types(base, ScoreCuts(kind="median"))["f_high"].sum() == 2
    base = with_scores(measured([10] * 5, [1, 2, 3, 4, 5], [1.0] * 5))
    assert with_types(base, ScoreCuts(kind="median"))["f_high"].sum() == 2


def test_orders_and_money_are_those_of_the_window(bought):
    orders = bought(
        ("a", "2024-01-01", 900), ("a", "2026-06-01", 100, 30), ("a", "2026-06-30", 50), ("b", "2023-05-05", 400), (None, "2026-06-30", 9)
    )
    table = rfm(orders, None, AS_OF, 730).set_index("customer_id")
    assert table.loc["a"].tolist() == [0, 2, 120.0, True]
    assert table.loc["b"].tolist() == [1152, 0, 0.0, False]


def test_the_windows_first_day_counts_and_the_day_before_does_not(bought):
    orders = bought(("a", "2026-06-21", 10), ("b", "2026-06-20", 10))
    assert rfm(orders, None, AS_OF, 10).set_index("customer_id")["in_window"].to_dict() == {"a": True, "b": False}


def test_customers_outside_the_window_score_one_and_move_nobody():
    inside = measured([5, 50, 100], [3, 2, 1], [30.0, 20.0, 10.0])
    outside = measured([900] * 20, [0] * 20, [0.0] * 20, [f"old{i}" for i in range(20)]).assign(in_window=False)
    alone, together = with_scores(inside), with_scores(pd.concat([inside, outside], ignore_index=True))
    assert together.loc[:2, ["r_score", "f_score", "m_score"]].equals(alone[["r_score", "f_score", "m_score"]])
    assert (together.loc[3:, ["r_score", "f_score", "m_score"]] == 1).all(axis=None)
    assert set(with_types(together, ScoreCuts(kind="median")).loc[3:, "type"]) == {"general_winback"}


@given(st.lists(st.tuples(st.integers(0, 700), st.integers(1, 9), st.integers(0, 900)), min_size=1, max_size=40))
def test_the_map_holds_every_customer_once(people):
    cells = rfm_map(with_scores(measured(*zip(*people, strict=True))))
    assert len(cells) == 25
    assert cells["customers"].sum() == len(people)
    assert cells["share"].sum() == pytest.approx(1)
