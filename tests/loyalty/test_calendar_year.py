"""A tier by calendar year counts an order in the year it is completed in: in the ledger, in the compiled simulation, and in what members are told."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.programmes.simulate import clock_of, people_of, rules_of
from retention.settings import Assumptions, Programme, Qualification, Tier
from tests.laws import tries
from tests.loyalty.books import books, programme, row_of, trail
from tests.loyalty.made import members
from tests.loyalty.traced import trace

YEARLY = {"window": "calendar_year", "downgrade": True}
BASES = ("paid", "list", "orders", "points")
# Placed on 26 December, completed on 5 January.
LATE = ("A", "2024-12-26", 3_000)


@pytest.mark.parametrize(
    ("day", "tier", "counted"),
    [("2024-12-31", "member", 0), ("2025-01-04", "member", 0), ("2025-01-05", "silver", 3_000), ("2025-12-31", "silver", 3_000)],
)
def test_an_order_of_december_completed_in_january_counts_in_the_new_year(day, tier, counted):
    has = row_of(books(programme(**YEARLY), day, [LATE]))
    assert (has["tier_name"], has["qualifying"]) == (tier, counted)


def test_it_carries_the_tier_through_the_review_of_that_year_and_no_further():
    ledger = books(programme(**YEARLY), "2028-01-01", [LATE])
    # The review of 1 January 2026 judges 2025, in which it was completed; that of 2027 finds nothing.
    assert [(e[0], e[4]) for e in trail(ledger) if e[1].endswith("graded")] == [("2025-01-05", "silver"), ("2027-01-01", "member")]


def test_an_order_completed_on_new_years_day_is_not_of_the_year_that_is_judged_and_counts_at_once():
    kept, lost = [("A", "2024-05-01", 1_000), ("B", "2025-12-21", 1_000)], [("A", "2024-05-01", 1_000), ("B", "2025-12-22", 1_000)]
    # Completed on 31 December 2025 and on 1 January 2026; the second brings the tier back on the day it is lost.
    assert [row_of(books(programme(**YEARLY), "2026-01-01", orders))["qualifying"] for orders in (kept, lost)] == [0, 1_000]
    assert [row_of(books(programme(**YEARLY), "2026-01-01", orders))["tier_name"] for orders in (kept, lost)] == ["silver", "silver"]
    assert [row_of(books(programme(**YEARLY), "2027-01-01", orders))["tier_name"] for orders in (kept, lost)] == ["member", "silver"]


def test_the_last_day_to_keep_a_tier_is_the_last_one_that_is_completed_in_the_year():
    has = row_of(books(programme(**YEARLY), "2025-12-01", [("A", "2024-05-01", 1_000)]))
    assert (has["to_keep"], str(has["keep_by"])[:10], str(has["review_on"])[:10]) == (1_000, "2025-12-21", "2026-01-01")


def test_an_order_under_way_is_expected_to_count_in_the_year_it_will_be_completed_in():
    # 600 completed in 2025 and 600 completed on 7 January make no silver in either year.
    orders = [("A", "2025-03-01", 600), ("B", "2025-12-28", 600, "")]
    assert row_of(books(programme(**YEARLY), "2025-12-30", orders))["expected_tier_name"] == "member"
    assert (
        row_of(books(programme(**YEARLY), "2025-12-30", [("A", "2025-03-01", 600), ("B", "2025-12-20", 600, "")]))["expected_tier_name"] == "silver"
    )


@tries(6)
@given(
    st.lists(st.tuples(st.integers(0, 1_400), st.integers(0, 40), st.integers(1, 900)), max_size=6),
    st.sampled_from(BASES),
)
def test_every_completed_order_counts_in_one_calendar_year(told, basis):
    first = pd.Timestamp("2024-01-01")
    day = lambda n: str((first + pd.Timedelta(n, "D")).date())  # noqa: E731
    orders = [(f"o{n}", day(at), paid, day(at + wait)) for n, (at, wait, paid) in enumerate(told)]
    by_year = [row_of(books(programme(basis=basis, window="calendar_year"), f"{year}-12-31", orders))["qualifying"] for year in range(2024, 2029)]
    assert sum(by_year) == row_of(books(programme(basis=basis), "2028-12-31", orders))["qualifying"]


# --- the simulation ----------------------------------------------------------------------------------

TIERS = (Tier(name="none"), *(Tier(name=f"{n}", threshold=n) for n in (1, 2, 3, 4, 5)))


def by_orders(**rules) -> Programme:
    return Programme(label="x", tiers=TIERS, qualification=Qualification(basis="orders", window="calendar_year", **rules))


def who_orders_often(n: int):
    """Members without a past who keep what they order, about four orders a year."""
    made = members(n, seed=11)
    none = {name: getattr(made, name)[:0] for name in ("past_day", "past_done", "past_list", "past_paid", "past_orders")}
    kept = {"returned_whole": np.zeros(n), "returned_part": np.zeros(n), "alive": np.ones(n), "stop_a": np.full(n, 1e-6), "stop_b": np.full(n, 1e6)}
    return replace(made, **none, **kept, past_start=np.zeros(n + 1, np.int64), rate_shape=np.full(n, 60.0), rate_rate=np.full(n, 60.0 * 100))


@pytest.mark.parametrize("start", [date(2025, 1, 1), date(2025, 7, 1)])
def test_simulated_members_reach_what_the_orders_completed_in_a_year_reach(start):
    who, rules, late = who_orders_often(30), by_orders(), 0
    who = replace(who, completion_days=20)
    for member in range(len(who)):
        told = trace(rules, who, member, Assumptions(), 0.25, start, 30, seed=3)
        done = told[told["kind"] == "complete"]
        year = (pd.Timestamp(start) + pd.to_timedelta(done["day"], "D")).dt.year
        placed = (pd.Timestamp(start) + pd.to_timedelta(done["day"] - 20, "D")).dt.year
        late += int((year != placed).sum())
        reached = told.loc[told["kind"] == "tier", "tier"].max() if (told["kind"] == "tier").any() else 0
        assert reached == min(year.value_counts().max() if len(year) else 0, 5), member
    assert late > 5


@pytest.mark.parametrize(
    ("start", "done", "tier", "basis"),
    [
        ("2026-01-01", [-300, -5], 2, 0),  # both completed in 2025, which a review on 1 January judges
        ("2026-01-01", [-300, 0], 1, 1),  # the second is completed on that day
        ("2026-01-11", [-300, -5], 1, 1),  # placed in December, completed on 6 January
        ("2026-01-11", [-300, -15], 0, 0),
    ],
)
def test_members_open_with_what_was_completed_in_the_year(start, done, tier, basis):
    day = np.array(done, np.int32)
    past = {"past_start": np.array([0, 2]), "past_day": day - 15, "past_done": day, "past_orders": np.ones(2)}
    who = replace(members(1), **past, past_paid=np.ones(2), past_list=np.ones(2))
    rules = by_orders(downgrade=True)
    people = people_of(who, rules, rules_of(rules, who, date.fromisoformat(start), clock_of(12)))
    assert (people.opening_tier.tolist(), people.opening_basis.tolist()) == ([tier], [basis])


def test_past_purchases_are_counted_in_the_order_in_which_they_were_completed():
    past = {"past_start": np.array([0, 2]), "past_day": np.array([-40, -30]), "past_done": np.array([-2, -20]), "past_orders": np.ones(2)}
    who = replace(members(1), **past, past_paid=np.array([5.0, 7.0]), past_list=np.ones(2))
    rules = by_orders()
    people = people_of(who, rules, rules_of(rules, who, date(2026, 3, 1), clock_of(12)))
    assert people.past_day.tolist() == [-20, -2]
