"""First order against second order: who is asked, how groups are counted, which ones differ."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention import stats
from retention.pyramid import first_order
from retention.tables import KPIS

AS_OF = date(2024, 6, 30)


def people(*rows: tuple) -> pd.DataFrame:
    """Customers from (first kept day, days to second order, category, channel, first order paid)."""
    frame = pd.DataFrame(rows, columns=["first_kept_on", "days_to_second_order", "first_category", "first_channel", "first_order_paid"])
    first = pd.to_datetime(frame["first_kept_on"])
    return frame.assign(
        first_kept_on=first, first_ordered_on=first, days_to_second_order=frame["days_to_second_order"].astype("Int64"), median_gap_days=np.nan
    )


@pytest.fixture(scope="module")
def base():
    """200 dress buyers of whom 80 return, 100 coat buyers of whom 10 do, 20 without a category; one too young, one who kept nothing."""
    old = "2024-01-01"
    dress = [(old, 30, "dress", "web", 50.0)] * 80 + [(old, None, "dress", "web", 50.0)] * 120
    coat = [(old, 90, "coat", "app", 200.0)] * 10 + [(old, 91, "coat", "app", 300.0)] * 90
    unknown = [(old, None, None, "app", 100.0)] * 20
    return people(*dress, *coat, *unknown, ("2024-04-02", 1, "dress", "web", 50.0), (None, None, "dress", "web", 50.0))


def test_only_customers_with_the_whole_horizon_behind_them_are_asked(base):
    # 2024-04-01 is 90 days before as_of, 2024-04-02 is 89.
    assert len(first_order.asked(base, AS_OF, 90)) == 320
    assert len(first_order.asked(base, AS_OF, 89)) == 321


def test_groups_are_counted_by_hand(base):
    table = first_order.second_orders(base, AS_OF, 90, 30)
    rows = table[table["kind"] == "named"].set_index(["question", "group"]).sort_index()
    assert table.loc[0, ["kind", "n", "k"]].tolist() == ["whole", 320, 90]
    assert rows.loc[("category", "dress"), ["n", "k", "share"]].tolist() == [200, 80, 0.4]
    assert rows.loc[("category", "coat"), ["n", "k", "share"]].tolist() == [100, 10, 0.1]
    low, high = stats.wilson(10, 100)
    assert rows.loc[("category", "coat"), ["low", "high"]].tolist() == [low, high]


def test_a_group_under_the_least_size_has_counts_and_no_rate(base):
    unknown = first_order.second_orders(base, AS_OF, 90, 30).query("question == 'category' and kind == 'unknown'").iloc[0]
    assert unknown[["n", "k"]].tolist() == [20, 0]
    assert unknown[["share", "low", "high"]].isna().all()
    assert not unknown["differs"]


def test_groups_whose_interval_leaves_out_the_whole_are_flagged(base):
    table = first_order.second_orders(base, AS_OF, 90, 30)
    flagged = table[table["differs"]][["question", "group"]].apply(tuple, axis=1).tolist()
    assert ("category", "dress") in flagged
    assert ("category", "coat") in flagged
    assert not table.loc[table["kind"] == "whole", "differs"].any()


def test_one_lucky_group_among_many_is_not_flagged():
    """Eight groups of 100 around 30 %, the highest at 40 %: alone its interval would leave out the whole, among eight it does not stand out."""
    rows = []
    for group, k in zip("abcdefgh", (40, 30, 30, 29, 29, 28, 28, 28), strict=True):
        rows += [("2024-01-01", 10, group, None, 9.0)] * k + [("2024-01-01", None, group, None, 9.0)] * (100 - k)
    table = first_order.second_orders(people(*rows), AS_OF, 90, 30).query("question == 'category'")
    best = table[table["group"] == "a"].iloc[0]
    assert best["low"] > 242 / 800
    assert not table["differs"].any()


def test_rare_groups_are_folded_together_and_nobody_is_lost():
    rows = [("2024-01-01", 10 if i % 3 else None, f"c{i % 12:02}", "web", float(i)) for i in range(120)]
    table = first_order.second_orders(people(*rows), AS_OF, 90, 5, top=8)
    category = table[table["question"] == "category"]
    assert category["kind"].tolist() == ["named"] * 8 + ["other"]
    for _, of_question in table.groupby("question"):
        assert (of_question["n"].sum(), of_question["k"].sum()) == (120, 80)


def test_a_category_called_other_is_not_the_rest():
    rows = [("2024-01-01", None, "other" if i % 2 else f"c{i:02}", None, 1.0) for i in range(40)]
    category = first_order.second_orders(people(*rows), AS_OF, 90, 5).query("question == 'category'")
    assert category[category["group"] == "other"]["kind"].tolist() == ["named"]
    assert (category["kind"] == "other").sum() == 1


def test_price_bands_are_terciles_with_their_limits():
    bands = first_order.price_bands(pd.Series([10.0, 20, 30, 40, 50, 60]))
    limits = bands.groupby("group").agg(n=("group", "size"), low=("band_low", "first"), high=("band_high", "first"))
    assert limits.to_dict("index") == {
        "band_1": {"n": 2, "low": 10, "high": 20},
        "band_2": {"n": 2, "low": 30, "high": 40},
        "band_3": {"n": 2, "low": 50, "high": 60},
    }


@given(st.lists(st.integers(0, 20).map(float), min_size=1, max_size=60))
def test_price_bands_never_overlap_and_hold_everybody(paid):
    bands = first_order.price_bands(pd.Series(paid))
    if bands is None:
        assert len(set(paid)) < 3
        return
    limits = bands.drop_duplicates("group").sort_values("group")
    assert len(bands) == len(paid)
    assert (limits["band_high"].to_numpy()[:-1] < limits["band_low"].to_numpy()[1:]).all()
    assert limits["group"].tolist() == [f"band_{i + 1}" for i in range(len(limits))]


def test_questions_without_an_answer_are_left_out(base):
    table = first_order.second_orders(base.assign(first_category=None, first_channel=None, first_order_paid=5.0), AS_OF, 90, 30)
    assert table["question"].tolist() == ["overall"]


def test_a_young_shop_has_one_row_of_nobody(base):
    table = first_order.second_orders(base, date(2024, 1, 15), 90, 30)
    assert table[["question", "n", "k"]].to_numpy().tolist() == [["overall", 0, 0]]
    assert table["share"].isna().all()


def test_figures_for_the_board_keep_their_promise_and_name_their_groups(base):
    figures = first_order.kpis(first_order.second_orders(base, AS_OF, 90, 30), AS_OF, 90)
    KPIS.check(figures)
    assert set(figures["name"]) == {"second_order_within_90d"}
    assert figures["group"].tolist()[:3] == [None, "category:dress", "category:coat"]
    assert figures["window"].unique().tolist() == ["..2024-04-01"]
    assert (figures["missing"].isna() == figures["value"].notna()).all()


def test_a_thin_group_says_why_it_has_no_value():
    figures = first_order.kpis(first_order.second_orders(people(("2024-01-01", 3, "dress", "web", 5.0)), AS_OF, 90, 30), AS_OF, 90)
    assert figures["value"].isna().all()
    assert set(figures["missing"]) == {"pyramid-too-few"}


def test_customers_from_the_first_days_of_the_data_are_first_seen_not_new(base):
    early = base.iloc[:320].assign(median_gap_days=10.0)
    later = early.assign(first_kept_on=early["first_kept_on"].where(early.index < 250, pd.Timestamp("2024-01-31")))
    # Three gaps are 30 days: whoever began in the first 30 days of the data, the 31st of January not among them.
    assert first_order.first_seen(later, AS_OF, 90) == {"n": 320, "first_seen": 250, "days": 30}
    assert first_order.first_seen(base, AS_OF, 90)["first_seen"] == 0
