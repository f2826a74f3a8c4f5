"""The ledger's rules, each on a table small enough to work out by hand, and its laws on any account."""

import math
from collections import defaultdict
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.membership.ledger import points_ledger
from retention.membership.reconciled import reconcile
from retention.settings import Benefit, Tier
from retention.settings.preset_programmes import presets
from retention.tables import MEMBERS
from tests.laws import tries
from tests.loyalty.books import books, bought, done, members, programme, returned, row_of, spent, trail

A = ("A", "2024-01-01", 100)
B = ("B", "2024-02-01", 100)


def points(ledger):
    has = row_of(ledger)
    return has["points_usable"], has["points_pending"], has["points_debt"]


# --- points ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "usable", "pending"),
    [("2023-12-31", 0, 0), ("2024-01-01", 0, 100), ("2024-01-17", 0, 100), ("2024-01-18", 100, 0), ("2025-01-17", 100, 0), ("2025-01-18", 0, 0)],
)
def test_points_are_pending_then_usable_through_their_last_day_and_gone_on_the_next(day, usable, pending):
    # Completed on the 11th, seven days pending; 365 days from the 18th end on 17 January 2025 (2024 is a leap year).
    ledger = books(programme(), day, [A], joined=[("ann", "2023-06-01")])
    assert points(ledger) == (usable, pending, 0)


def test_points_that_never_expire_do_not():
    has = row_of(books(programme(points={"expiry_days": None}), "2034-01-01", [A]))
    assert (has["points_usable"], has["expiring_90"], has["points_expiring_next"]) == (100, 0, 0)
    assert pd.isna(has["next_expiry_on"])


def test_an_order_that_is_not_completed_earns_nothing_usable():
    assert points(books(programme(), "2024-12-31", [("A", "2024-01-01", 100, "")])) == (0, 100, 0)


def test_orders_before_the_day_of_joining_are_not_the_members_and_those_of_the_day_are():
    ledger = books(programme(), "2024-12-31", [A, B, ("C", "2024-03-01", 50)], joined=[("ann", "2024-02-01")])
    assert points(ledger) == (150, 0, 0)
    assert row_of(ledger)["qualifying"] == 150


def test_who_joins_after_as_of_is_no_member_yet():
    assert books(programme(), "2024-01-31", [A], joined=[("ann", "2024-02-01")]).members.empty


def test_the_lot_that_expires_first_is_spent_first():
    # The review's points of 1 March last until March, A's of January until January.
    ledger = books(
        programme(points={"review": 30, "expiry_days": 60}), "2024-04-30", [A, B], burns=[("2024-03-05", 120)], tasks=[("2024-03-01", "review")]
    )
    assert [e for e in trail(ledger) if e[1] in ("burned", "expired")] == [
        ("2024-03-05", "burned", 100, 1, None),
        ("2024-03-05", "burned", 20, 2, None),
        ("2024-04-19", "expired", 80, 2, "B"),
    ]


@pytest.mark.parametrize("parts", [[99.99], [33.33, 33.33, 33.33], [0.01] * 3 + [99.96], [50, 49.99]])
def test_parts_of_a_refund_take_back_what_the_whole_takes(parts):
    order = ("A", "2024-01-01", 299.99)
    refunds = [("A", f"2024-02-{n + 1:02d}", part) for n, part in enumerate(parts)]
    ledger = books(programme(), "2024-12-31", [order], refunds)
    # 299 earned, 200 on what remains.
    assert points(ledger) == (200, 0, 0)


def test_a_refund_while_points_are_pending_takes_them_from_there():
    ledger = books(programme(), "2024-12-31", [A, B], [("A", "2024-01-05", 40)])
    assert [e for e in trail(ledger) if e[1] == "clawed"] == [("2024-01-05", "clawed", 40, None, "A")]
    assert points(ledger) == (160, 0, 0)


def test_a_refund_takes_from_its_own_lot_before_others_that_expire_first():
    ledger = books(programme(), "2024-12-31", [A, B], [("B", "2024-03-05", 40)])
    assert [e for e in trail(ledger) if e[1] == "clawed"] == [("2024-03-05", "clawed", 40, 2, "B")]


def test_what_was_spent_already_becomes_debt_and_later_points_pay_it():
    story = ([A, ("B", "2024-06-01", 60), ("C", "2024-08-01", 90)], [("A", "2024-03-05", 100)], [("2024-02-01", 100)])
    assert points(books(programme(), "2024-03-05", *story)) == (0, 0, 100)
    assert points(books(programme(), "2024-06-18", *story)) == (0, 0, 40)
    ledger = books(programme(), "2024-12-31", *story)
    assert points(ledger) == (50, 0, 0)
    assert [e[1:3] for e in trail(ledger) if e[1] in ("indebted", "paid_debt")] == [("indebted", 100), ("paid_debt", 60), ("paid_debt", 40)]


def test_spending_more_than_there_is_is_debt():
    assert points(books(programme(), "2024-03-05", [A], burns=[("2024-02-01", 300)])) == (0, 0, 200)


def test_points_spent_on_an_order_return_with_it_to_their_lots_for_a_week_at_least():
    # B is paid with A's points on their last day but two, and comes back wholly three weeks later.
    rules, spend = programme(points={"expiry_days": 30}), [("2024-02-15", 100, "B")]
    orders = [A, ("B", "2024-02-15", 50, "")]
    assert points(books(rules, "2024-02-16", orders, burns=spend)) == (0, 50, 0)
    refund = [("B", "2024-03-07", 50)]
    has = row_of(books(rules, "2024-03-14", orders, refund, spend))
    assert (has["points_usable"], str(has["next_expiry_on"])[:10]) == (100, "2024-03-14")
    assert points(books(rules, "2024-03-15", orders, refund, spend)) == (0, 0, 0)


def test_points_spent_on_a_gift_do_not_return():
    assert points(books(programme(), "2024-12-31", [A, B], [("B", "2024-03-05", 100)], [("2024-02-10", 100)])) == (0, 0, 0)


def test_points_given_back_pay_debt_first():
    orders, spend = [A, ("B", "2024-02-15", 50, "")], [("2024-02-15", 100, "B")]
    first = [("A", "2024-03-01", 100)]
    assert points(books(programme(), "2024-03-01", orders, first, spend)) == (0, 50, 100)
    assert points(books(programme(), "2024-03-09", orders, [*first, ("B", "2024-03-09", 50)], spend)) == (0, 0, 0)


def test_an_order_refunded_on_its_own_day_earns_nothing():
    ledger = books(programme(), "2024-12-31", [("A", "2024-01-01", 100, "")], [("A", "2024-01-01", 100)])
    assert points(ledger) == (0, 0, 0)
    assert [e[1] for e in trail(ledger)] == ["earned", "clawed"]


def test_points_are_earned_before_or_after_what_was_paid_with_points():
    story = ([("A", "2024-01-01", 500), ("B", "2024-03-01", 97)], (), [("2024-03-01", 300, "B")])
    for earn_on, earned in (("after_points", 97), ("before_points", 100)):
        ledger = books(programme(points={"earn_on": earn_on}), "2024-12-31", *story)
        assert trail(ledger)[2][:3] == ("2024-03-01", "earned", earned)


@pytest.mark.parametrize(
    ("day", "factor"), [("2024-02-25", 1), ("2024-02-26", 2), ("2024-03-03", 2), ("2024-03-04", 1), ("2025-02-25", 2), ("2025-03-04", 1)]
)
def test_points_double_around_the_birthday_also_of_who_was_born_on_29_february(day, factor):
    rules = programme(points={"birthday_times": 2, "birthday_days": 3})
    ledger = books(rules, day, [("A", day, 100)], joined=[("ann", "2024-01-01", "1996-02-29")])
    assert points(ledger) == (0, 100 * factor, 0)


def test_birthdays_double_across_new_year():
    rules = programme(points={"birthday_times": 2, "birthday_days": 3})
    ledger = books(rules, "2025-01-05", [("A", "2024-12-30", 100), ("B", "2025-01-05", 100)], joined=[("ann", "2024-01-01", "1990-01-02")])
    assert points(ledger) == (0, 400, 0)


def test_a_review_of_an_order_and_a_check_in_of_a_day_are_rewarded_once():
    tasks = [("2024-01-05", "check_in"), ("2024-01-05", "check_in"), ("2024-01-06", "check_in"), ("2024-01-05", "review", "A")]
    tasks += [("2024-01-09", "review", "A"), ("2024-01-09", "review", "B"), ("2024-01-09", "share"), ("2024-01-09", "share")]
    ledger = books(programme(points={"check_in": 1, "review": 20, "share": 7}), "2024-12-31", tasks=tasks)
    assert row_of(ledger)["points_usable"] == 2 * 1 + 2 * 20 + 2 * 7


# --- tiers -------------------------------------------------------------------------------------------


def test_a_tier_is_reached_when_the_order_is_completed_and_expected_before():
    before = row_of(books(programme(), "2024-01-10", [("A", "2024-01-01", 1_000)]))
    assert [before["tier_name"], before["expected_tier_name"], before["to_next"]] == ["member", "silver", 1_000]
    after = row_of(books(programme(), "2024-01-11", [("A", "2024-01-01", 1_000)]))
    assert [after["tier_name"], after["next_tier_name"], after["to_next"], after["discount"]] == ["silver", "gold", 4_000, 0.02]


def test_half_an_order_that_goes_back_before_completion_never_makes_gold():
    orders, refunds = [("A", "2024-01-01", 5_000)], [("A", "2024-01-08", 3_000)]
    assert row_of(books(programme(), "2024-01-07", orders, refunds))["expected_tier_name"] == "gold"
    has = row_of(books(programme(), "2024-01-31", orders, refunds))
    assert [has["tier_name"], has["qualifying"]] == ["silver", 2_000]


def test_a_closed_order_counts_nothing_and_raises_no_expectations():
    orders = [("A", "2024-01-01", 5_000, "", "ann", None, False)]
    has = row_of(books(programme(), "2024-01-31", orders, [("A", "2024-01-03", 5_000)]))
    assert [has["expected_tier_name"], has["qualifying"], has["points_pending"]] == ["member", 0, 0]


@pytest.mark.parametrize(("basis", "counted"), [("paid", 160), ("list", 200), ("orders", 1), ("points", 160)])
def test_what_counts_is_what_was_kept(basis, counted):
    orders = [("A", "2024-01-01", 320, None, "ann", 400), ("B", "2024-01-02", 90)]
    has = row_of(books(programme(basis=basis), "2024-02-28", orders, [("A", "2024-02-01", 160), ("B", "2024-02-01", 90)]))
    assert has["qualifying"] == counted


def test_points_paid_with_count_as_money_as_far_as_they_did_not_return():
    orders = [("A", "2024-01-01", 500), ("B", "2024-03-01", 96)]
    story = (orders, [("B", "2024-04-01", 48)], [("2024-03-01", 400, "B")])
    assert row_of(books(programme(), "2024-05-01", *story))["qualifying"] == 500 + 48 + 2


def test_a_rolling_window_holds_the_last_365_days():
    rules = programme(window="rolling", downgrade=True, review_months=1)
    orders = [("A", "2024-03-15", 1_200)]
    assert row_of(books(rules, "2025-03-14", orders))["qualifying"] == 1_200
    assert row_of(books(rules, "2025-03-15", orders))["qualifying"] == 0
    assert [e for e in trail(books(rules, "2025-12-31", orders)) if e[1].endswith("graded")] == [
        ("2024-03-25", "upgraded", 0, None, "silver"),
        ("2025-04-01", "downgraded", 0, None, "member"),
    ]


def test_on_new_year_the_year_before_counts():
    rules = programme(window="calendar_year", downgrade=True)
    orders = [("A", "2024-05-01", 1_200), ("B", "2025-05-01", 400)]
    kept = row_of(books(rules, "2025-06-30", orders))
    assert [kept["tier_name"], kept["qualifying"], kept["tier_after_review_name"], kept["to_keep"]] == ["silver", 400, "member", 600]
    assert row_of(books(rules, "2026-01-01", orders))["tier_name"] == "member"


@pytest.mark.parametrize(("soft", "tiers"), [(True, ["silver", "member"]), (False, ["member"])])
def test_a_soft_landing_falls_one_tier_at_a_review(soft, tiers):
    rules = programme(window="calendar_year", downgrade=True, soft_landing=soft)
    ledger = books(rules, "2027-06-30", [("A", "2024-05-01", 6_000)])
    assert [e[4] for e in trail(ledger) if e[1] == "downgraded"] == tiers


@pytest.mark.parametrize("grace", [0, 1, 40])
def test_grace_keeps_a_tier_so_many_days_longer(grace):
    rules = programme(window="calendar_year", downgrade=True, grace_days=grace)
    fell = [e[0] for e in trail(books(rules, "2026-12-31", [("A", "2024-05-01", 1_000)])) if e[1] == "downgraded"]
    assert fell == [str(date(2026, 1, 1) + timedelta(grace))]


def test_without_downgrades_a_refund_takes_points_and_not_the_tier():
    has = row_of(books(programme(), "2024-12-31", [("A", "2024-01-01", 1_000)], [("A", "2024-03-01", 1_000)]))
    assert [has["tier_name"], has["points_usable"], has["qualifying"], pd.isna(has["review_on"])] == ["silver", 0, 0, True]


def test_orders_of_a_tier_earn_at_its_rate_from_the_day_after_it_is_reached_on():
    tiers = (Tier(name="member"), Tier(name="silver", threshold=1_000, points_times=2))
    orders = [("A", "2024-01-01", 1_000), ("B", "2024-01-10", 100), ("C", "2024-01-11", 100)]
    ledger = books(programme(tiers=tiers), "2024-01-12", orders)
    assert [e[2] for e in trail(ledger) if e[1] == "earned"] == [1_000, 100, 200]


@pytest.mark.parametrize(
    ("tier", "coupon", "stack", "off"), [(2, False, False, 0.2), (2, True, False, 0.3), (2, True, True, 0.44), (0, True, True, 0)]
)
def test_at_the_order_the_better_of_tier_and_coupon_holds_or_both(tier, coupon, stack, off):
    given = Benefit(kind="reaching_coupon", tier=2, discount=0.3)
    five = presets("en")["five_methods"].model_copy(update={"stack": bool(stack), "benefits": (given,)})
    assert five.discount_in(tier, with_coupon=bool(coupon)) == pytest.approx(off)


# --- what is to come ---------------------------------------------------------------------------------

YEARLY = {"window": "rolling", "downgrade": True}
# Counts on 1 January 2025, not on 1 January 2026.
OLD = ("A", "2024-10-01", 1_500)


def outlook(ledger):
    has = row_of(ledger)
    day = {name: None if pd.isna(has[name]) else str(has[name])[:10] for name in ("keep_by", "falls_on")}
    return [has["tier_name"], has["tier_after_review_name"], None if pd.isna(has["to_keep"]) else has["to_keep"], day["keep_by"], day["falls_on"]]


@pytest.mark.parametrize(("as_of", "keep_by"), [("2025-12-01", "2025-12-22"), ("2025-12-21", "2025-12-22"), ("2025-12-22", None)])
def test_a_member_is_told_the_last_day_on_which_an_order_is_completed_before_the_review(as_of, keep_by):
    assert outlook(books(programme(**YEARLY), as_of, [OLD])) == ["silver", "member", 1_000, keep_by, "2026-01-01"]


@pytest.mark.parametrize(("bought_on", "tier"), [("2025-12-22", "silver"), ("2025-12-23", "member")])
def test_ordered_on_that_day_it_keeps_the_tier_and_a_day_later_it_does_not(bought_on, tier):
    assert row_of(books(programme(**YEARLY), "2026-01-01", [OLD, ("B", bought_on, 1_000)]))["tier_name"] == tier


def test_an_order_under_way_keeps_the_tier_if_it_is_completed_by_the_review():
    rules = programme(**YEARLY)
    assert outlook(books(rules, "2025-12-15", [OLD, ("B", "2025-12-10", 1_500)])) == ["silver", "silver", None, None, None]
    assert outlook(books(rules, "2025-12-15", [OLD, ("B", "2025-12-10", 400)])) == ["silver", "member", 600, "2025-12-22", "2026-01-01"]
    assert outlook(books(rules, "2025-12-28", [OLD, ("B", "2025-12-27", 1_500)])) == ["silver", "member", 1_000, None, "2026-01-01"]


def test_in_days_of_grace_the_tier_is_granted_at_the_review_and_ends_later():
    rules, gold = programme(**YEARLY, grace_days=180), [("A", "2024-10-01", 6_000)]
    assert outlook(books(rules, "2025-12-01", gold)) == ["gold", "gold", 5_000, "2025-12-22", "2026-06-30"]
    assert outlook(books(rules, "2026-01-20", gold)) == ["gold", "silver", None, None, "2026-06-30"]
    assert [row_of(books(rules, day, gold))["tier_name"] for day in ("2026-06-29", "2026-06-30")] == ["gold", "silver"]


def test_an_order_that_would_not_count_at_the_review_is_no_step():
    # 120 days before 1 January 2026 begin on 4 September.
    rules, order = programme(window="rolling", downgrade=True, window_days=120), [("A", "2025-02-01", 1_500)]
    assert outlook(books(rules, "2025-09-02", order)) == ["silver", "member", 1_000, None, "2026-01-01"]
    assert outlook(books(rules, "2025-09-03", order)) == ["silver", "member", 1_000, "2025-12-22", "2026-01-01"]


@pytest.mark.parametrize(
    ("qualification", "as_of", "orders", "step"),
    [
        ({}, "2024-01-10", [("A", "2024-01-01", 1_000)], ["coming", None, None, None]),
        ({}, "2024-01-11", [("A", "2024-01-01", 1_000)], ["reach", 4_000, "money", None]),
        ({"basis": "list"}, "2024-01-11", [("A", "2024-01-01", 1_000)], ["reach", 4_000, "money", None]),
        ({"basis": "orders"}, "2024-01-11", [("A", "2024-01-01", 1_000)], ["reach", 999, "orders", None]),
        ({"basis": "points"}, "2024-01-11", [("A", "2024-01-01", 400)], ["reach", 600, "points", None]),
        ({}, "2024-01-11", [("A", "2024-01-01", 5_000)], ["top", None, None, None]),
        (YEARLY, "2025-12-01", [OLD], ["keep", 1_000, "money", "2025-12-22"]),
        (YEARLY, "2025-12-28", [OLD], ["reach", 5_000, "money", None]),  # too late to keep it: what is left is the next tier
    ],
)
def test_the_next_step_is_said_by_a_key_an_amount_and_a_day(qualification, as_of, orders, step):
    has = row_of(books(programme(**qualification), as_of, orders))
    told = [has[name] for name in ("next_step", "next_step_needs", "next_step_unit", "next_step_by")]
    assert [None if pd.isna(value) else value if not isinstance(value, pd.Timestamp) else str(value)[:10] for value in told] == step


def test_where_no_tier_is_lost_nothing_is_to_come():
    assert outlook(books(programme(), "2025-12-01", [OLD])) == ["silver", None, None, None, None]


def test_part_of_a_cent_takes_the_next_one():
    tiers = (Tier(name="member"), Tier(name="silver", threshold=19.991))
    assert [row_of(books(programme(tiers=tiers), "2024-12-31", [("A", "2024-01-01", paid)]))["tier"] for paid in (19.99, 20)] == [0, 1]


# --- beside the shop's own books ---------------------------------------------------------------------


def test_every_member_of_either_side_is_in_one_count_and_differences_are_listed():
    joined = [(name, "2024-01-01") for name in ("ann", "bob", "cid", "dot")]
    orders = [("A", "2024-01-01", 100), ("B", "2024-01-02", 1_000, None, "bob"), ("C", "2024-01-03", 10, None, "cid")]
    ours = books(programme(), "2024-12-31", orders, joined=joined).members
    theirs = pd.DataFrame(
        {"customer_id": ["ann", "bob", "cid", "eve"], "points": [100, 1_300, None, 7], "tier": ["member", "member", "member", "gold"]},
    )
    found = reconcile(ours, theirs)
    assert found.counts.set_index("fate").to_dict() == {
        "points": {"equal": 1, "different": 1, "not_stated": 1, "only_ours": 1, "only_theirs": 1},
        "tiers": {"equal": 2, "different": 1, "not_stated": 0, "only_ours": 1, "only_theirs": 1},
    }
    assert found.points.to_dict("records") == [{"customer_id": "bob", "ours": 1_000, "theirs": 1_300, "difference": 300}]
    assert found.tiers.to_dict("records") == [{"customer_id": "bob", "ours": "silver", "theirs": "member"}]


# --- laws --------------------------------------------------------------------------------------------

# Each example is a ledger of its own, so there are fewer of them.
FEW = tries(15)
DAY = st.integers(0, 900)
MONEY = st.integers(1, 200_000).map(lambda cents: cents / 100)


@st.composite
def stories(draw):
    """Orders, refunds of parts, points spent on orders and otherwise, tasks: anything that can happen in 900 days."""
    first = date(2024, 1, 1)
    day = lambda n: str(first + timedelta(n))  # noqa: E731
    orders, refunds, burns = [], [], []
    for n in range(draw(st.integers(0, 6))):
        at, paid = draw(DAY), draw(MONEY)
        done_in = draw(st.sampled_from([0, 3, 10, None]))
        orders.append((f"o{n}", day(at), paid, "" if done_in is None else day(at + done_in)))
        for _ in range(draw(st.integers(0, 2))):
            refunds.append((f"o{n}", day(at + draw(st.integers(0, 60))), round(paid * draw(st.sampled_from([0.25, 0.5, 1])), 2)))
        if draw(st.booleans()):
            burns.append((day(at), draw(st.integers(1, 800)), f"o{n}"))
    burns += [(day(draw(DAY)), draw(st.integers(1, 500))) for _ in range(draw(st.integers(0, 2)))]
    tasks = [(day(draw(DAY)), draw(st.sampled_from(["check_in", "review", "share"]))) for _ in range(draw(st.integers(0, 4)))]
    return orders, refunds, burns, tasks


@st.composite
def programmes(draw, losable=False):
    """Programmes of every kind of qualification and points; `losable`: whose tiers can be lost."""
    basis = draw(st.sampled_from(["paid", "list", "orders", "points"]))
    low, high = (2, 4) if basis == "orders" else (300, 1_500)
    window = draw(st.sampled_from(["rolling", "calendar_year"] if losable else ["lifetime", "rolling", "calendar_year"]))
    return programme(
        points={
            "per_money": draw(st.sampled_from([0.1, 1, 1.7])),
            "full_step": draw(st.sampled_from([0, 0, 50])),
            "earn_on": draw(st.sampled_from(["after_points", "before_points"])),
            "pending_days": draw(st.sampled_from([0, 7, 30])),
            "expiry_days": draw(st.sampled_from([None, 5, 60, 365])),
            **{"check_in": 2, "review": 30, "share": 11, "task_cap": draw(st.sampled_from([0, 25]))},
        },
        tiers=[Tier(name="a"), Tier(name="b", threshold=low, points_times=1.5), Tier(name="c", threshold=high, points_times=2)],
        basis=basis,
        window=window,
        downgrade=losable or (window != "lifetime" and draw(st.booleans())),
        review_months=12 if window == "calendar_year" else draw(st.sampled_from([1, 3, 6, 12])),
        grace_days=draw(st.sampled_from([0, 45])),
        soft_landing=draw(st.booleans()),
    )


LAST = "2026-12-31"


def sums(ledger) -> defaultdict:
    return defaultdict(int, ledger.entries.groupby("kind")["points"].sum().to_dict())


@FEW
@given(stories(), programmes())
def test_every_point_is_burned_expired_clawed_back_or_there(story, rules):
    ledger = books(rules, LAST, *story)
    usable, pending, debt = points(ledger)
    s = sums(ledger)
    assert s["earned"] + s["task"] + debt == s["burned"] - s["given_back"] + s["expired"] + s["clawed"] + usable + pending
    assert debt == s["indebted"] - s["paid_debt"]
    assert usable == ledger.lots["points"].sum()
    assert min(usable, pending, debt) >= 0
    assert not (usable and debt)
    assert (ledger.lots["points"] >= 0).all()
    assert (ledger.lots["points"] <= ledger.lots["issued"]).all()
    MEMBERS.check(ledger.members)


@FEW
@given(stories(), programmes())
def test_the_books_of_a_day_do_not_know_what_comes_later(story, rules):
    middle = "2025-03-31"
    whole, then = books(rules, LAST, *story).entries, books(rules, middle, *story).entries
    past = whole[whole["day"] <= pd.Timestamp(middle)].reset_index(drop=True)
    pd.testing.assert_frame_equal(past, then, check_dtype=False)


@FEW
@given(stories(), programmes())
def test_what_expires_first_is_spent_first(story, rules):
    ledger = books(rules, LAST, *story)
    # Last days change when points are given back, so only accounts without returned points are looked at.
    if "given_back" in set(ledger.entries["kind"]):
        return
    lots = ledger.lots.set_index("lot")
    ends = lots["last_day"].fillna(pd.Timestamp.max)
    left = lots["issued"].astype(int).to_dict()
    matured: list[int] = []
    for row in ledger.entries.itertuples():
        if row.kind == "matured":
            matured.append(row.lot)
        elif row.kind in ("burned", "expired", "clawed") and not pd.isna(row.lot):
            if row.kind == "burned":
                assert all(ends[row.lot] <= ends[lot] for lot in matured if left[lot] > 0)
            left[row.lot] -= row.points


@FEW
@given(stories(), programmes())
def test_refunding_every_order_leaves_no_points_of_purchases(story, rules):
    orders, _, burns, _ = story
    whole = [(name, "2026-12-01", paid) for name, _, paid, _ in orders]
    on_orders = [burn for burn in burns if len(burn) == 3]
    has = points(books(rules, LAST, orders, whole, on_orders))
    # What was spent on orders came back and what they earned went; points that had expired before were lost, and are owed.
    ledger = books(rules, LAST, orders, whole, on_orders)
    lost = sums(ledger)["expired"]
    assert has == (0, 0, lost)
    elsewhere = [burn for burn in burns if len(burn) == 2]
    with_gifts = books(rules, LAST, orders, whole, [*on_orders, *elsewhere])
    assert points(with_gifts) == (0, 0, sum(burn[1] for burn in elsewhere) + sums(with_gifts)["expired"])


@FEW
@given(MONEY, st.lists(st.integers(1, 50), min_size=1, max_size=6), st.integers(1, 900), programmes())
def test_any_split_of_a_refund_ends_at_the_same_points(paid, weights, burn, rules):
    cents = round(paid * 100)
    total = cents * 2 // 3
    cuts = [total * sum(weights[:n]) // sum(weights) for n in range(len(weights) + 1)]
    parts = [("o", f"2024-02-{n + 1:02d}", (high - low) / 100) for n, (low, high) in enumerate(zip(cuts, cuts[1:], strict=False))]
    order, burns = [("base", "2023-10-01", 2_000), ("o", "2024-01-01", paid)], [("2024-01-01", burn, "o")]
    joined = [("ann", "2023-01-01")]
    rules = rules.model_copy(update={"points": rules.points.model_copy(update={"expiry_days": None})})
    split, once = (
        books(rules, "2024-06-30", order, parts, burns, joined=joined),
        books(rules, "2024-06-30", order, [("o", "2024-02-01", total / 100)], burns, joined=joined),
    )
    assert points(split) == points(once)
    assert row_of(split)["qualifying"] == pytest.approx(row_of(once)["qualifying"])


@FEW
@given(stories(), programmes())
def test_grace_never_lowers_a_tier_and_soft_landings_fall_one(story, rules):
    def with_(**changes):
        return rules.model_copy(update={"qualification": rules.qualification.model_copy(update=changes)})

    # A basis that does not depend on the tier: orders.
    plain, graced = (books(with_(basis="orders", grace_days=days), LAST, *story) for days in (0, 90))
    assert row_of(graced)["tier"] >= row_of(plain)["tier"]
    names = {"a": 0, "b": 1, "c": 2}
    steps = [0, *(names[e[4]] for e in trail(books(with_(soft_landing=True, grace_days=0), LAST, *story)) if e[1].endswith("graded"))]
    assert all(later >= earlier - 1 for earlier, later in zip(steps, steps[1:], strict=False))


@FEW
@given(st.permutations(range(4)))
def test_the_order_of_rows_and_other_members_change_nothing(order):
    rows = [("A", "2024-01-01", 400), ("B", "2024-03-01", 300), ("C", "2024-03-01", 200), ("Z", "2024-02-01", 900, None, "bob")]
    tables = (returned(("A", "2024-04-01", 100)), spent(("2024-05-01", 300)), done())
    joined = members(("ann", "2024-01-01"), ("bob", "2024-01-01"))
    shuffled = points_ledger(programme(), bought(*(rows[n] for n in order)), *tables, joined, date(2024, 12, 31)).members
    alone = books(programme(), "2024-12-31", rows[:3], [("A", "2024-04-01", 100)], [("2024-05-01", 300)]).members
    pd.testing.assert_frame_equal(shuffled[shuffled["customer_id"] == "ann"].reset_index(drop=True), alone)


@st.composite
def lately(draw):
    """A story up to a day on which some orders may be under way, its programme with tiers that can be lost, and the days to completion."""
    rules, usual = draw(programmes(losable=True)), draw(st.sampled_from([0, 3, 10, 30]))
    as_of = date(2024, 1, 1) + timedelta(draw(st.sampled_from(range(300, 800))))
    orders, refunds = [], []
    for n in range(draw(st.integers(1, 5))):
        at = as_of - timedelta(draw(st.sampled_from([1, 5, 20, 100, 200, 300, 330, 350, 364, 366, 380, 500])))
        orders.append(
            (f"o{n}", str(at), draw(st.sampled_from([90.5, 299.99, 300, 700, 1_600])), str(at + timedelta(draw(st.sampled_from([0, 3, 25])))))
        )
        if draw(st.integers(0, 4)) == 0:
            refunds.append((f"o{n}", str(at + timedelta(8)), 60))
    until = str(as_of)
    refunds = [row for row in refunds if row[1] <= until]
    # Orders under way are completed after the usual days, and what is overdue on the next day.
    orders = [
        (o, day, paid, done if done <= until else str(max(date.fromisoformat(day) + timedelta(usual), as_of + timedelta(1))))
        for o, day, paid, done in orders
    ]
    return rules, until, usual, orders, refunds


def before(rules, as_of, usual, orders, refunds):
    day, nothing = date.fromisoformat(as_of), (spent(), done())
    return row_of(points_ledger(rules, bought(*orders), returned(*refunds), *nothing, members(("ann", "2022-01-01")), day, usual))


@FEW
@given(lately())
def test_who_orders_what_is_said_by_the_day_said_keeps_the_tier(told):
    rules, as_of, usual, orders, refunds = told
    has = before(*told)
    if pd.isna(has["keep_by"]):
        return
    # Points are earned by money, by no less than this.
    step = max(rules.points.full_step, 1)
    needed = {"points": math.ceil((has["to_keep"] / rules.points.per_money + 1) / step) * step}.get(rules.qualification.basis, has["to_keep"])
    more, each = (int(has["to_keep"]), 1.0) if rules.qualification.basis == "orders" else (1, math.ceil(needed))
    for day in (has["keep_by"].date(), date.fromisoformat(as_of) + timedelta(1)):
        added = [(f"more{n}", str(day), each, str(day + timedelta(usual))) for n in range(more)]
        then = before(rules, str(has["review_on"])[:10], usual, orders + added, refunds)
        assert then["tier"] >= has["tier"]


@FEW
@given(lately())
def test_without_more_orders_the_tier_is_at_the_review_as_said_and_falls_on_the_day_said(told):
    rules, _as_of, usual, orders, refunds = told
    has = before(*told)
    on = lambda day: before(rules, str(day)[:10], usual, orders, refunds)  # noqa: E731
    assert on(has["review_on"])["tier_name"] == has["tier_after_review_name"]
    if pd.isna(has["falls_on"]):
        assert on(has["review_on"])["tier"] >= has["tier"]
    else:
        assert on(has["falls_on"])["tier"] < has["tier"] <= on(has["falls_on"] - pd.Timedelta(1, "D"))["tier"]
