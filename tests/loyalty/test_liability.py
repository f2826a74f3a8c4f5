"""The points members hold today in money: published figures, lots worked out by hand, and laws."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.membership import kpis
from retention.membership.holdings import ledger_cohorts
from retention.membership.liability import Liability, liability_of_ledger
from retention.pages.kit.words import Words
from retention.pages.membership import sentences
from retention.redemption import Redemption, redemption
from retention.settings import BurnWay
from tests.laws import tries
from tests.loyalty.books import books, programme

DAY = date(2024, 12, 31)
FACE_1 = (BurnWay(kind="cash", value=1, minimum=1, cap=1),)


def known(rate, low=None, high=None, source="data", **ladder) -> Redemption:
    """A share of points ever spent, with what its ladder says by age in months (burned so far, still left)."""
    rows = ladder or {"burned": [0.0], "still": [1.0]}
    table = pd.DataFrame({**rows, "age": range(len(rows["burned"]))})
    return Redemption(rate, rate if low is None else low, rate if high is None else high, source, table)


def test_a_sale_of_2000_with_2000_points_stands_for_156_68():
    rules = programme(burning=(BurnWay(kind="cash", value=0.1),))
    held = liability_of_ledger(books(rules, "2024-12-31", [("A", "2024-12-01", 2_000)]), rules, known(0.85), DAY)
    assert (held.value, held.points) == (pytest.approx(156.68, abs=0.005), 2_000)


def test_example_52_of_the_standard():
    """100,000 of goods with 10,000 points of face value 1, of which 9,500 are expected to be spent; 4,500 have been: 4,566.21 are left."""
    rules = programme(points={"per_money": 0.1, "expiry_days": None}, burning=FACE_1)
    ledger = books(rules, "2024-12-31", [("A", "2024-01-01", 100_000)], burns=[("2024-06-01", 4_500)])
    held = liability_of_ledger(ledger, rules, known(0.95, burned=[0.45], still=[0.55]), DAY)
    assert held.value == pytest.approx(4_566.21, abs=0.005)
    assert held.each == pytest.approx(8_675.80 / 9_500, abs=1e-6)
    assert (held.points, held.of_tasks) == (5_500, 0)


def test_each_lot_counts_by_its_age_and_what_is_pending_as_new():
    # 100 points usable since January (twelve whole months), 200 since November (two), 300 pending; half is spent, all of it in three months.
    rules = programme(points={"expiry_days": None}, burning=FACE_1)
    orders = [("A", "2024-01-01", 100), ("B", "2024-10-25", 200), ("C", "2024-12-28", 300)]
    ladder = {"burned": [0.2, 0.3, 0.5], "still": [0.8, 0.7, 0.5]}
    held = liability_of_ledger(books(rules, "2024-12-31", orders), rules, known(0.5, **ladder), DAY)
    of_each = 600 / (600 + 600 * 0.5)
    assert held.each == pytest.approx(of_each)
    assert held.value == pytest.approx(of_each * (100 * 0 + 200 * (0.5 - 0.3) / 0.7 + 300 * 0.5))
    # A day before the month is over its lots are a month younger: that of November has one whole month behind it, January's still three or more.
    earlier = liability_of_ledger(books(rules, "2024-12-30", orders), rules, known(0.5, **ladder), date(2024, 12, 30))
    assert earlier.value == pytest.approx(of_each * (200 * (0.5 - 0.2) / 0.8 + 300 * 0.5))


def test_points_of_tasks_are_a_cost_and_not_in_it():
    rules = programme(points={"expiry_days": None, "review": 50, "check_in": 5}, burning=FACE_1)
    order, tasks = [("A", "2024-12-01", 100)], [("2024-12-02", "check_in"), ("2024-12-03", "review", "A")]
    plain, told = (liability_of_ledger(books(rules, "2024-12-31", order, tasks=done), rules, known(0.5), DAY) for done in ((), tasks))
    assert (told.value, told.points, told.of_tasks) == (plain.value, 100, 55)
    waiting = liability_of_ledger(books(rules, "2024-12-10", order, tasks=tasks), rules, known(0.5), date(2024, 12, 10))
    assert (waiting.points, waiting.of_tasks) == (100, 55)


def test_what_was_taken_back_leaves_nothing_and_nothing_earned_is_nothing():
    rules = programme(points={"review": 20}, burning=FACE_1)
    back = books(rules, "2024-12-31", [("A", "2024-01-01", 100)], [("A", "2024-02-10", 100)], tasks=[("2024-01-05", "review", "A")])
    for ledger in (back, books(rules, "2024-12-31")):
        held = liability_of_ledger(ledger, rules, known(0.5), DAY)
        assert (held.value, held.low, held.high, held.points, held.of_tasks, held.each) == (0, 0, 0, 0, 0, 0)


def test_without_redemption_expected_nothing_is_left():
    rules = programme(burning=FACE_1)
    assert liability_of_ledger(books(rules, "2024-06-30", [("A", "2024-01-01", 100)]), rules, known(0.0), date(2024, 6, 30)).value == 0


@tries(15)
@given(st.lists(st.tuples(st.integers(0, 700), st.integers(1, 3_000)), min_size=1, max_size=6), st.lists(st.integers(1, 900), max_size=3))
def test_it_lies_in_its_range_between_nothing_and_the_face_value_of_what_is_held(told, spends):
    first = pd.Timestamp("2023-01-01")
    day = lambda n: str((first + pd.Timedelta(n, "D")).date())  # noqa: E731
    rules = programme(points={"expiry_days": None})
    orders = [(f"o{n}", day(at), paid) for n, (at, paid) in enumerate(told)]
    ledger = books(rules, "2024-12-31", orders, burns=[(day(720), points) for points in spends], joined=[("ann", "2023-01-01")])
    found = redemption(ledger_cohorts(ledger.entries, ledger.lots, DAY))
    held = liability_of_ledger(ledger, rules, found, DAY)
    assert 0 <= held.low <= held.value + 1e-9 <= held.high + 2e-9
    assert held.high <= 0.01 * held.points + 1e-9
    assert held.points == ledger.members[["points_usable", "points_pending"]].sum().sum()


# --- as a figure and in words ------------------------------------------------------------------------

HELD = Liability(value=32_512.2, low=5_430.8, high=46_800.4, source="tail", points=4_726_828, of_tasks=0, each=0.0099)


def test_it_is_a_key_figure_with_an_interval_where_history_gives_one():
    ledger = books(programme(), "2024-12-31", [("A", "2024-12-01", 100)])

    def rows(held):
        told = kpis.member_rows(1, ledger.members, programme(), (0.0, 0.0), held, DAY)
        assert {(row["unit"], row["window"]) for row in told if row["name"] == "points_liability"} == {("money", "2024-12-31..2024-12-31")}
        return [(row["group"], row["value"], row["low"], row["high"]) for row in told if row["name"] == "points_liability"]

    assert rows(replace(HELD, source="data")) == [(None, 32_512.2, 5_430.8, 46_800.4)]
    # No share of confidence belongs to the ends where history does not reach the end of points.
    for source in ("tail", "prior"):
        told = rows(replace(HELD, source=source))
        assert [row[:2] for row in told] == [(None, 32_512.2), ("least", 5_430.8), ("most", 46_800.4)]
        assert np.isnan([row[2:] for row in told]).all()


def test_it_is_said_with_its_range_and_what_never_lost_points_rest_on():
    en, zh = Words("en", "CNY"), Words("zh", "CNY")
    said = sentences.liability_in_words(HELD, True, en)
    assert "4,726,828 points" in said or "4.7M points" in said
    assert "if every point is spent" in said
    assert "check-ins" not in said
    assert "合同负债" in sentences.liability_in_words(HELD, True, zh)
    rests = sentences.never_lapsing_in_words({"value": 0.725, "low": 0.208, "high": 1.0}, (0.5, 0.95), en)
    assert "not measured but the middle of the 50% to 95% assumed" in rests.replace("\u00a0", "")
    of_tasks = replace(HELD, of_tasks=55, source="data")
    assert "55 points held were given for check-ins" in sentences.liability_in_words(of_tasks, False, en)
    assert "every point" not in sentences.liability_in_words(of_tasks, False, en)


def test_no_share_of_it_is_lost_between_ages():
    held = known(0.5, burned=[0.2, 0.3, 0.5], still=[0.8, 0.7, 0.5])
    assert held.of_left(np.array([0, 1, 2, 3, 9])).round(4).tolist() == [0.5, 0.375, 0.2857, 0.0, 0.0]
