"""Points of a review wait with those of its order and go when all of it comes back; those of check-ins and shares are usable at once."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.programmes.simulate import POINTS, simulate
from retention.settings import BurnWay, PointRules, Programme, Tier
from tests.laws import tries
from tests.loyalty.books import books, programme, row_of, trail
from tests.loyalty.made import members
from tests.loyalty.test_laws import reactions

# Completed on the 11th, usable on the 18th; a review brings 20.
A = ("A", "2024-01-01", 100)
RULES = programme(points={"review": 20, "share": 7, "check_in": 1})
REVIEW = ("2024-01-05", "review", "A")


def points(ledger):
    has = row_of(ledger)
    return has["points_usable"], has["points_pending"], has["points_debt"]


@pytest.mark.parametrize(
    ("day", "usable", "pending"),
    [("2024-01-05", 0, 120), ("2024-01-17", 0, 120), ("2024-01-18", 120, 0), ("2025-01-17", 120, 0), ("2025-01-18", 0, 0)],
)
def test_a_reviews_points_are_usable_as_long_as_those_of_its_order(day, usable, pending):
    assert points(books(RULES, day, [A], tasks=[REVIEW])) == (usable, pending, 0)


def test_a_review_after_the_order_has_matured_is_usable_at_once():
    assert points(books(RULES, "2024-02-05", [A], tasks=[("2024-02-05", "review", "A")])) == (120, 0, 0)


def test_check_ins_shares_and_reviews_of_nothing_known_are_usable_at_once():
    tasks = [("2024-01-05", "check_in"), ("2024-01-05", "share", "A"), ("2024-01-05", "review"), ("2024-01-05", "review", "unknown")]
    assert points(books(RULES, "2024-01-05", [A], tasks=tasks)) == (48, 100, 0)


@pytest.mark.parametrize(("day", "left"), [("2024-01-07", 0), ("2024-01-18", 0), ("2024-03-01", 0)])
def test_all_of_an_order_sent_back_takes_the_points_of_its_review(day, left):
    ledger = books(RULES, "2024-12-31", [A], [("A", day, 100)], tasks=[REVIEW])
    assert points(ledger) == (left, 0, 0)
    assert [e[2] for e in trail(ledger) if e[1] == "clawed"] == [100, 20]


def test_a_part_sent_back_takes_none_of_the_reviews_points():
    assert points(books(RULES, "2024-12-31", [A], [("A", "2024-01-07", 40)], tasks=[REVIEW])) == (80, 0, 0)
    assert points(books(RULES, "2024-12-31", [A], [("A", "2024-01-07", 40), ("A", "2024-02-07", 60)], tasks=[REVIEW])) == (0, 0, 0)


def test_a_review_of_what_has_come_back_brings_nothing_and_takes_nothing_of_the_cap():
    rules = programme(points={"review": 20, "task_cap": 20})
    tasks = [("2024-01-08", "review", "A"), ("2024-01-09", "review", "B")]
    assert points(books(rules, "2024-12-31", [A, ("B", "2024-01-02", 50)], [("A", "2024-01-07", 100)], tasks=tasks)) == (70, 0, 0)


def test_spent_points_of_a_review_are_owed_when_its_order_comes_back():
    ledger = books(RULES, "2024-12-31", [A], [("A", "2024-03-01", 100)], [("2024-02-01", 120)], [REVIEW])
    assert points(ledger) == (0, 0, 120)


def test_an_order_that_is_never_completed_keeps_its_review_waiting():
    assert points(books(RULES, "2024-12-31", [(*A, "")], tasks=[REVIEW])) == (0, 120, 0)


@tries(15)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(1, 300)), min_size=1, max_size=5), st.sampled_from((0, 7, 30)))
def test_ordering_reviewing_and_sending_back_earns_nothing(told, pending):
    first = pd.Timestamp("2024-01-01")
    day = lambda n: str((first + pd.Timedelta(n, "D")).date())  # noqa: E731
    orders = [(f"o{n}", day(n), paid) for n, (_, _, paid) in enumerate(told)]
    reviews = [(day(n + wait), "review", f"o{n}") for n, (wait, _, _) in enumerate(told)]
    back = [(f"o{n}", day(n + wait), paid) for n, (_, wait, paid) in enumerate(told)]
    rules = programme(points={"review": 25, "expiry_days": None, "pending_days": pending})
    assert points(books(rules, "2024-12-31", orders, back, tasks=reviews)) == (0, 0, 0)


# --- the simulation ----------------------------------------------------------------------------------

REVIEWED = Programme(
    label="x",
    tiers=(Tier(name="a"),),
    points=PointRules(per_money=0.01, review=20, pending_days=7, expiry_days=None),
    burning=(BurnWay(kind="goods", value=0.01, minimum=10**6),),
)


def flows(made) -> dict[str, int]:
    return dict(zip(POINTS, made.points.sum(axis=(0, 1)).tolist(), strict=True))


@pytest.mark.parametrize(("back_after", "given"), [(16, False), (17, True), (40, True)])
def test_simulated_reviews_are_worth_nothing_once_all_came_back(back_after, given):
    """All reviewed and sent back: completed after 10 days, usable after 17; sent back before, the review has brought nothing yet."""
    who = members(40, seed=2)
    who = replace(who, returned_whole=np.zeros(40), returned_part=np.ones(40), part_share=1.0, return_days=np.array([back_after]), review_chance=1.0)
    who = replace(who, check_ins_a_month=np.zeros(40), shares_a_month=np.zeros(40), rate_rate=who.rate_rate / 4)
    made = simulate(REVIEWED, who, reactions(), 0.25, date(2025, 1, 1), 24, 2)
    flow = flows(made)
    assert (flow["earned_task"] > 0) == given
    # What is still open at the end had not come back by then.
    assert flow["clawed_task"] > 0.8 * flow["earned_task"] or not given
    assert flow["clawed"] - flow["clawed_task"] > 0.8 * flow["earned_purchase"]


def test_simulated_reviews_of_what_was_kept_stay():
    who = replace(members(40, seed=2), returned_whole=np.zeros(40), review_chance=1.0, check_ins_a_month=np.zeros(40), shares_a_month=np.zeros(40))
    flow = flows(simulate(REVIEWED, who, reactions(), 0.25, date(2025, 1, 1), 24, 2))
    assert flow["earned_task"] > flow["clawed_task"] == 0
