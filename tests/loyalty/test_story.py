"""Two years of one member, worked out on paper: orders, returns, a birthday, points that expire, a tier reached and lost."""

import pandas as pd
import pytest

from retention.tables import MEMBERS
from tests.loyalty.books import CASH, books, programme, row_of, trail

# Silver takes 1,000 within the last 365 days and earns one and a half times; reviews on 1 January and 1 July, 30 days of grace.
RULES = programme(
    points={"birthday_times": 2, "birthday_days": 3, "review": 20, "check_in": 5, "task_cap": 22},
    tiers=[
        {"name": "member"},
        {"name": "silver", "threshold": 1_000, "discount": 0.02, "points_times": 1.5},
        {"name": "gold", "threshold": 5_000, "discount": 0.05, "points_times": 2},
    ],
    burning=(CASH,),
    window="rolling",
    downgrade=True,
    review_months=6,
    grace_days=30,
)
ORDERS = (("A", "2024-01-10", 400), ("B", "2024-03-18", 300.50), ("C", "2024-06-01", 500), ("D", "2024-07-01", 200), ("E", "2025-01-20", 100))
REFUNDS = (("D", "2024-07-15", 80), ("A", "2024-08-01", 400))
BURNS = (("2024-07-01", 300, "D"), ("2024-07-20", 500), ("2025-07-18", 100))
TASKS = (("2024-01-25", "review", "A"), ("2024-01-25", "check_in"), ("2024-01-25", "check_in"), ("2024-02-01", "check_in"))
BORN = "1990-03-20"

# The end of the day, what happened on it; usable, pending, tier, what counts, last day of the points that go next and how many.
WORKED = [
    ("2024-01-10", "order A, 400: 400 pending", 0, 400, "member", 0, None, 0),
    (
        "2024-01-25",
        "a review of A gives 20, which wait with A's, a check-in 2 of its 5: the cap; the second nothing",
        2,
        420,
        "member",
        400,
        "2025-01-24",
        2,
    ),
    ("2024-01-27", "A was completed on the 20th, seven days later its points and its review's mature", 422, 0, "member", 400, "2025-01-24", 2),
    ("2024-02-01", "a check-in in a new month: 5", 427, 0, "member", 400, "2025-01-24", 2),
    ("2024-03-18", "order B, 300.50, two days before her birthday: 601 pending", 427, 601, "member", 400, "2025-01-24", 2),
    ("2024-04-04", "B's points mature", 1_028, 0, "member", 700.50, "2025-01-24", 2),
    ("2024-06-01", "order C, 500", 1_028, 500, "member", 700.50, "2025-01-24", 2),
    ("2024-06-11", "C is completed: 1,200.50 make her silver", 1_028, 500, "silver", 1_200.50, "2025-01-24", 2),
    ("2024-07-01", "order D, 200 and 300 points; it earns 300; 22 + 278 of A's are spent", 1_228, 300, "silver", 1_200.50, "2025-01-26", 122),
    ("2024-07-15", "80 of D go back: 120 of the 300 spent return, 120 of the 300 earned go", 1_348, 180, "silver", 1_322.30, "2025-01-24", 2),
    ("2024-07-18", "the rest of D's points mature", 1_528, 0, "silver", 1_322.30, "2025-01-24", 2),
    ("2024-07-20", "500 spent: 22 + 220 of A's + 5 + 253 of B's", 1_028, 0, "silver", 1_322.30, "2025-04-04", 348),
    ("2024-08-01", "all of A goes back: the 348 left of B's, 52 of C's, and 20 of C's for the review", 608, 0, "silver", 922.30, "2025-06-18", 428),
    ("2025-01-01", "review: 922.30 do not keep silver, but 30 days of grace do", 608, 0, "silver", 922.30, "2025-06-18", 428),
    ("2025-01-20", "order E, 100, still earns as silver: 150", 608, 150, "silver", 922.30, "2025-06-18", 428),
    ("2025-01-30", "E is completed on the last day of grace: 1,022.30 make her silver again", 608, 150, "silver", 1_022.30, "2025-06-18", 428),
    ("2025-02-06", "E's points mature", 758, 0, "silver", 1_022.30, "2025-06-18", 428),
    ("2025-06-18", "the last day of C's points", 758, 0, "silver", 221.80, "2025-06-18", 428),
    ("2025-06-19", "they are gone", 330, 0, "silver", 221.80, "2025-07-18", 180),
    ("2025-07-01", "review: 100 within 365 days; the grace begins again", 330, 0, "silver", 100, "2025-07-18", 180),
    ("2025-07-18", "100 of D's points are spent on their last day", 230, 0, "silver", 100, "2025-07-18", 80),
    ("2025-07-19", "the other 80 are gone", 150, 0, "silver", 100, "2026-02-06", 150),
    ("2025-07-31", "the grace is over", 150, 0, "member", 100, "2026-02-06", 150),
    ("2025-12-31", "two years on", 150, 0, "member", 100, "2026-02-06", 150),
]


def told(as_of):
    return books(RULES, as_of, ORDERS, REFUNDS, BURNS, TASKS, joined=[("ann", "2024-01-01", BORN)])


@pytest.mark.parametrize(("day", "what", "usable", "pending", "tier", "counted", "next_day", "next_points"), WORKED, ids=[row[0] for row in WORKED])
def test_a_members_days(day, what, usable, pending, tier, counted, next_day, next_points):
    has = row_of(told(day))
    assert what
    assert [has["points_usable"], has["points_pending"], has["points_debt"], has["tier_name"]] == [usable, pending, 0, tier]
    assert has["qualifying"] == pytest.approx(counted)
    assert [str(has["next_expiry_on"])[:10] if next_day else None, has["points_expiring_next"]] == [next_day, next_points]


def test_the_audit_trail_tells_her_two_years():
    moves = [entry for entry in trail(told("2025-12-31")) if entry[1] != "matured"]
    assert moves == [
        ("2024-01-10", "earned", 400, None, "A"),
        ("2024-01-25", "task", 20, None, "A"),
        ("2024-01-25", "task", 2, None, None),
        ("2024-02-01", "task", 5, None, None),
        ("2024-03-18", "earned", 601, None, "B"),
        ("2024-06-01", "earned", 500, None, "C"),
        ("2024-06-11", "upgraded", 0, None, "silver"),
        ("2024-07-01", "earned", 300, None, "D"),
        ("2024-07-01", "burned", 2, 1, "D"),
        ("2024-07-01", "burned", 20, 2, "D"),
        ("2024-07-01", "burned", 278, 3, "D"),
        ("2024-07-15", "given_back", 120, None, "D"),
        ("2024-07-15", "clawed", 120, None, "D"),
        ("2024-07-20", "burned", 2, 1, None),
        ("2024-07-20", "burned", 20, 2, None),
        ("2024-07-20", "burned", 220, 3, None),
        ("2024-07-20", "burned", 5, 4, None),
        ("2024-07-20", "burned", 253, 5, None),
        ("2024-08-01", "clawed", 348, 5, "A"),
        ("2024-08-01", "clawed", 52, 6, "A"),
        ("2024-08-01", "clawed", 20, 6, "A"),
        ("2025-01-20", "earned", 150, None, "E"),
        ("2025-06-19", "expired", 428, 6, "C"),
        ("2025-07-18", "burned", 100, 7, None),
        ("2025-07-19", "expired", 80, 7, "D"),
        ("2025-07-31", "downgraded", 0, None, "member"),
    ]


def test_at_the_end_she_knows_what_the_next_tier_takes():
    ledger = told("2025-12-31")
    MEMBERS.check(ledger.members)
    has = row_of(ledger)
    assert [has["next_tier_name"], has["to_next"], str(has["review_on"])[:10]] == ["silver", 900, "2026-01-01"]
    assert [has["expiring_30"], has["expiring_60"], has["expiring_90"], has["discount"]] == [0, 150, 150, 0]
    before = row_of(told("2025-06-30"))
    # On 1 July only E lies within 365 days: 900 are missing to stay silver.
    assert [str(before["review_on"])[:10], before["to_keep"], pd.isna(before["keep_by"])] == ["2025-07-01", 900, True]
    # It is too late for an order to be completed; in the days of grace silver is granted still.
    assert [before["tier_after_review_name"], str(before["falls_on"])[:10]] == ["silver", "2025-07-31"]
