"""Sentences and charts by what they say and draw, in both languages, also where there is nothing."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from retention import affinity
from retention.affinity.recommendations import Offers
from retention.affinity.sequences import Sequences
from retention.pages.affinity import pictures as charts
from retention.pages.affinity import sentences as says
from retention.pages.kit import blocks
from retention.pages.kit.words import Words
from retention.seasons import NO_CALENDAR
from tests.affinity.conftest import sold_table

ENGLISH, CHINESE = Words("en", "GBP"), Words("zh", "CNY")
RULE = {
    "antecedent": "dress", "consequent": "shoes", "n": 600, "joint": 110, "confidence": 110 / 600, "expected": 4.0, "lift": 27.5, "se_log": 0.3,
    "low": 15.0, "high": 50.0, "p": 1e-9, "p_adjusted": 1e-7, "shown": True, "confidence_low": 0.15, "confidence_high": 0.22, "level": 0.999,
}  # fmt: skip
SHOWN = pd.DataFrame([RULE, RULE | {"consequent": "<b>bag", "lift": 9.0, "low": 5.0, "high": 16.0, "joint": 80}])
UNION = pd.DataFrame([RULE | {"consequent": "shoes / bag", "joint": 180, "confidence": 0.3, "confidence_low": 0.27, "confidence_high": 0.33}])
TESTED = Sequences(SHOWN, pairs=209, false_rules=0.1)
NO_RULES = SHOWN.iloc[:0]


def plain(text: str) -> str:
    """Text with ordinary blanks."""
    return text.replace("\u00a0", " ")


def backtested(ahead: float) -> pd.DataFrame:
    rows = [
        ("ours", 200, 0.20 + ahead, ahead, ahead - 0.01, ahead + 0.01),
        ("popular", 200, 0.20, 0.0, 0.0, 0.0),
        ("similar", 200, 0.10, -0.1, -0.12, -0.08),
    ]
    table = pd.DataFrame(rows, columns=["method", "customers", "hit_rate", "ahead", "ahead_low", "ahead_high"])
    rate = table["hit_rate"]
    return table.assign(hits=(rate * 200).astype(int), low=rate - 0.03, high=rate + 0.03, mrr=rate / 2, mrr_low=0.1, mrr_high=0.2, coverage=0.3)


def test_the_rule_is_told_as_b_or_c_with_its_interval_and_without_a_cause():
    told = plain(says.rules_in_words(TESTED, SHOWN, UNION, 30, 1, 20, ENGLISH))
    assert told.startswith("Of 600 first buyers of dress, 180 bought shoes or bag within 30 days: 30 % (27–33 %).")
    assert "2 rules are shown of 209 pairs tested" in told
    assert "only a test with a control group shows" in told
    assert "600 位首次购买dress的顾客中，180 位在 30 天内又买了shoes或bag：30%" in says.rules_in_words(TESTED, SHOWN, UNION, 30, 1, 20, CHINESE)


@pytest.mark.parametrize("words", [ENGLISH, CHINESE])
def test_no_rule_and_nothing_to_test_are_different_sentences(words):
    none = says.rules_in_words(Sequences(NO_RULES, 12, 0.1), NO_RULES, NO_RULES, 30, 1, 20, words)
    untested = says.rules_in_words(Sequences(NO_RULES, 0, 0.1), NO_RULES, NO_RULES, 30, 1, 20, words)
    assert none != untested
    assert "12" in none


@pytest.mark.parametrize(("ahead", "kind"), [(0.05, "win"), (0.005, "tie"), (-0.05, "lose")])
def test_the_backtest_is_told_win_or_lose(ahead, kind):
    table = backtested(ahead)
    assert says.verdict(table) == kind
    told = says.backtest_in_words(table, 5, ENGLISH)
    assert {"win": "more than chance", "tie": "may be chance", "lose": "recommend what sells most"}[kind] in told
    assert ("Best of all" in told) == (kind == "lose")
    assert says.backtest_title(table, CHINESE)


def test_reasons_name_what_they_follow_from():
    rows = [{"reason": kind, "because": "dress"} for kind in says.REASONS]
    told = [says.reason(row, 30, ENGLISH) for row in rows]
    assert ["dress" in sentence for sentence in told] == [True, True, True, True, False]
    assert len(set(told)) == 5


def test_offers_are_counted_and_listed_under_heads_of_the_language():
    table = pd.DataFrame(
        {
            "customer_id": ["a", "a", "b"], "rank": [1, 2, 1], "good": ["x", "y", "x"], "category": ["k"] * 3,
            "reason": ["rule", "popular", "popular"], "because": ["z", "", ""], "lift": [3.0, 1.0, 1.0], "price": [9.999, 5.0, 9.999],
        }
    )  # fmt: skip
    filters = pd.DataFrame(
        {"filter": ["owned", "stock"], "applied": [True, False], "why_not": ["", "no-stock"], "pairs": [4, 0], "customers": [2, 0]}
    )
    offers = Offers(table, filters, 5)
    assert plain(says.offers_in_words(offers, ENGLISH)) == "2 of 5 customers get recommendations: 33 % from rules, 67 % are what sells most."
    work = says.offer_list(table, 30, 1, CHINESE)
    assert list(work.heads.values()) == ["商品 1", "品类 1", "现价 1", "理由 1", "商品 2", "品类 2", "现价 2", "理由 2"]
    assert work.people["customer_id"].tolist() == ["a", "b"]
    assert work.people[["price_1", "price_2"]].fillna(0).to_numpy().tolist() == [[10.0, 5.0], [10.0, 0.0]]
    shown = blocks.table(says.filter_rows(filters, ENGLISH), says.filter_heads(ENGLISH), ENGLISH)
    assert "no: there is no stock table" in shown.html
    assert blocks.table(says.backtest_rows(backtested(0), CHINESE), says.backtest_heads(CHINESE), CHINESE).html.count("<tr>") == 4


# --- charts ------------------------------------------------------------------------------------------


def test_rules_stand_strongest_on_top_with_their_intervals():
    fig = charts.rules(SHOWN, 30, 209, ENGLISH)
    dots = fig.data[0]
    assert list(dots.x) == [9.0, 27.5]
    assert (np.array(dots.x) - dots.error_x.arrayminus).tolist() == [5.0, 15.0]
    assert (np.array(dots.x) + dots.error_x.array).tolist() == [16.0, 50.0]
    assert [note.text for note in fig.layout.annotations] == ["dress → <b>bag", "dress → shoes"]
    assert fig.layout.title.text == "After dress, shoes is bought 28 times as often as otherwise"
    assert "99.9 % interval" in fig.layout.title.subtitle.text


def test_pairs_in_one_order_are_coloured_by_lift_and_the_title_names_one_that_is_drawn():
    rows = [(f"c{i}", 1, good) for i in range(6) for good in ("A", "B")] + [(f"d{i}", 1, "C") for i in range(4)] + [("c0", 1, "C")]
    rules = affinity.basket_rules(sold_table(rows), least_joint=1)
    fig = charts.baskets(rules, 1, ENGLISH)
    heat = fig.data[0]
    place = {name: i for i, name in enumerate(heat.x)}
    assert heat.z[place["A"]][place["B"]] == pytest.approx(np.log2(10 / 6))
    assert np.isnan(heat.z[place["A"]][place["A"]])
    assert heat.zmin == -heat.zmax
    assert fig.layout.title.text.startswith("A and B lie in one order 1.7 times")


def test_the_backtest_shows_every_way_with_its_interval_best_on_top():
    fig = charts.backtest(backtested(0.05), 5, ENGLISH)
    assert list(fig.data[0].y) == ["Similar goods (item–item)", "What sells most", "Recommendations here"]
    assert fig.data[0].error_x.array == pytest.approx([0.03] * 3)


@pytest.mark.parametrize("words", [ENGLISH, CHINESE])
def test_charts_with_nothing_to_draw_say_so(words):
    empty = affinity.category_months(sold_table([]), date(2026, 1, 1))
    figures = [
        charts.rules(NO_RULES, 30, 0, words),
        charts.baskets(affinity.basket_rules(sold_table([("ann", 1, "A")]), 1), 20, words),
        charts.backtest(backtested(0).iloc[:0], 5, words),
        charts.category_trend(affinity.Trend.of(empty), words),
    ]
    assert all(fig.layout.title.text and not fig.data for fig in figures)


# --- categories --------------------------------------------------------------------------------------


def category_rows() -> list[tuple]:
    """Shirts once a month for two years, bags twice a month in the second; the 1st of January 2025 is day 0."""
    months = pd.date_range("2025-01-01", "2026-12-01", freq="MS")
    days = (months - months[0]).days
    return [("ann", int(day), "shirt") for day in days] + [("bob", int(day) + k, "bag") for day in days[12:] for k in (0, 1)]


def test_months_stand_beside_the_same_month_a_year_before():
    sold = sold_table(category_rows())
    months = affinity.category_months(sold.mutate(category=sold.good), date(2026, 12, 15))
    assert months["category"].drop_duplicates().tolist() == ["bag", "shirt"]
    assert len(months) == 24
    shirts = months[months["category"] == "shirt"]
    assert shirts["paid"].tolist() == shirts["last_year"].tolist() == [10.0] * 12
    assert months.loc[months["category"] == "bag", "last_year"].tolist() == [0.0] * 12
    assert months.loc[months["partial"], "month"].dt.strftime("%Y-%m").unique().tolist() == ["2026-12"]
    fig = charts.category_trend(affinity.Trend.of(months), ENGLISH)
    assert len(fig.data) == 4
    assert plain(fig.layout.title.text) == "bag sells most: 67 % of the last 12 months"
    # Bags have no year before, so the title speaks of those that have.
    more = months.assign(paid=months["paid"] * np.where(months["category"] == "shirt", 1.5, 1))
    assert plain(charts.category_trend(affinity.Trend.of(more), ENGLISH).layout.title.text) == "shirt is up most on the year before: +50 %"


def test_the_last_weeks_are_compared_with_a_year_before_where_there_is_one():
    sold = sold_table(category_rows())
    sold = sold.mutate(category=sold.good)
    change = affinity.category_change(sold, date(2026, 12, 31), 92, NO_CALENDAR).set_index("category")
    assert change.loc["shirt", ["paid", "last_year", "change"]].tolist() == [30.0, 30.0, 0.0]
    assert np.isnan(change.loc["bag", "change"])
    assert "shirt" in says.change_in_words(change.reset_index(), ENGLISH)
    young = affinity.category_change(sold, date(2025, 6, 30), 92, NO_CALENDAR)
    assert young.empty
    assert says.change_in_words(young, CHINESE) == CHINESE("affinity-change-words-none")
