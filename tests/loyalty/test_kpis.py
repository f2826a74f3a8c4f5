"""Figures of notebook 03 for kpis.json, and what they are counted from, on tables small enough to work out by hand."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from retention.membership.holdings import burned_and_earned
from retention.membership.kpis import POINTS, member_rows
from retention.membership.position import members_by_tier, near_next_tier
from retention.programmes import kpis
from retention.programmes.experiment import measured_uplift
from tests.loyalty.books import books, programme

DAY = date(2026, 6, 30)
NO_POINTS = programme().model_copy(update={"points": None, "burning": ()})
MEMBERS = pd.DataFrame(
    {
        "customer_id": ["ann", "bob", "cat", "dot"],
        "tier": [0, 0, 0, 1],
        "expected_tier": [0, 1, 0, 1],
        "tier_name": ["member", "member", "member", "silver"],
        "to_next": [900.0, 50.0, 80.0, 4_000.0],
        "points_usable": [100, 0, 30, 70],
        "points_pending": [0, 10, 0, 0],
        "expiring_30": [40, 0, 0, 20],
        "expiring_90": [50, 0, 0, 20],
    }
)


def told(rows: list[dict]) -> dict[tuple[str, str | None], dict]:
    return {(row["name"], row["group"]): row for row in rows}


# --- members -----------------------------------------------------------------------------------------


def test_members_by_tier_lists_tiers_nobody_has():
    table = members_by_tier(MEMBERS, programme())
    assert table["tier_name"].tolist() == ["member", "silver", "gold"]
    assert table[["members", "expected"]].to_numpy().tolist() == [[3, 2], [1, 2], [0, 0]]
    assert table[["points", "pending", "expiring"]].to_numpy().tolist() == [[130, 10, 50], [70, 0, 20], [0, 0, 0]]
    assert table["share"].tolist() == [0.75, 0.25, 0]


@pytest.mark.parametrize(
    ("rules", "near"),
    [
        (programme(), ["cat"]),
        (programme(basis="orders"), []),
        (programme({"per_money": 10}, basis="points"), ["cat", "ann"]),
        (programme({"per_money": 0.8, "full_step": 80}, basis="points"), []),
        (programme({"per_money": 0.8, "full_step": 100}, basis="points"), ["cat"]),
    ],
    ids=["money", "orders", "points", "points of 80", "points of 100"],
)
def test_near_the_next_tier_is_whom_one_usual_order_brings_there_and_no_order_under_way(rules, near):
    assert near_next_tier(MEMBERS, rules, order_value=100)["customer_id"].tolist() == near


def test_points_burned_and_earned_are_those_of_the_last_year():
    kinds = [("2025-06-30", "earned", 999), ("2025-07-01", "earned", 100), ("2026-01-01", "task", 20), ("2026-01-02", "clawed", 30)]
    kinds += [("2026-02-01", "burned", 50), ("2026-02-02", "given_back", 5), ("2026-02-03", "expired", 7)]
    entries = pd.DataFrame(kinds, columns=["day", "kind", "points"])
    assert burned_and_earned(entries, DAY) == (45, 90)
    assert burned_and_earned(entries.iloc[:0], DAY) == (0, 0)
    assert burned_and_earned(books(programme(), "2026-06-30").entries, DAY) == (0, 0)


def test_members_and_their_points_are_counted():
    found = told(member_rows(4, MEMBERS, programme(), (45.0, 90.0), None, DAY))
    assert found["members_in_programme", None]["value"] == 4
    assert found["members_in_programme", "member"]["value"] == 3
    assert (found["points_outstanding", None]["value"], found["points_outstanding", None]["n"]) == (210, 4)
    assert (found["points_expiring", None]["value"], found["points_expiring", None]["n"]) == (60, 2)
    assert (found["burn_to_earn", None]["value"], found["burn_to_earn", None]["window"]) == (0.5, "2025-07-01..2026-06-30")
    assert told(member_rows(4, MEMBERS, programme(), (0.0, 0.0), None, DAY))["burn_to_earn", None]["missing"] == "kpi-missing-burns"


@pytest.mark.parametrize(
    ("joined", "members", "rules", "why"),
    [
        (4, None, None, "kpi-missing-programme"),
        (4, MEMBERS, NO_POINTS, "kpi-missing-points"),
        (0, None, programme(), "kpi-missing-memberships"),
    ],
)
def test_what_is_not_known_of_members_says_why(joined, members, rules, why):
    found = told(member_rows(joined, members, rules, (0.0, 0.0), None, DAY))
    assert {found[name, None]["missing"] for name in POINTS} == {why}
    assert found["members_in_programme", None]["missing"] == (None if joined else "kpi-missing-memberships")
    assert (("members_in_programme", "silver") in found) == (members is not None)


# --- programmes --------------------------------------------------------------------------------------


def test_each_programme_has_its_gain_and_the_best_has_it_once_more():
    compared = pd.DataFrame(
        {"programme": ["a", "b"], "value": [-9.0, 5.0], "low": [-12.0, 2.0], "high": [-3.0, 9.0], "p_positive": [0.0, 0.99]}
    ).assign(cannibalised=[0.8, np.nan])
    needed = pd.DataFrame({"programme": ["b", "a"], "net": [0.03, np.nan]})
    found = told(kpis.gain_rows(compared, needed, "b", ["dear"], 100, "w"))
    assert [found["programme_gain", group]["value"] for group in (None, "a", "b")] == [5, -9, 5]
    assert found["programme_pays", None]["value"] == 0.99
    assert found["break_even_uplift", None]["value"] == 0.03
    assert found["break_even_uplift", "a"]["missing"] == "kpi-missing-break-even"
    assert found["cannibalised_share", None]["missing"] == "kpi-missing-discounts"
    assert found["programme_gain", "dear"]["missing"] == "kpi-missing-refused"
    assert {row["missing"] for row in kpis.no_gain_rows("why", "w")} == {"why"}


def test_what_a_test_has_shown_is_recorded_where_it_has_shown_something():
    shown = pd.DataFrame(
        [("treated", 40.0, np.nan, np.nan), ("control", 60.0, np.nan, np.nan), ("uplift", 0.1, 0.02, 0.18)],
        columns=["quantity", "value", "low", "high"],
    )
    (row,) = kpis.measured_rows(shown, "w")
    assert (row["value"], row["low"], row["high"], row["n"]) == (0.1, 0.02, 0.18, 100)
    nothing = shown.assign(low=np.nan)
    assert measured_uplift(nothing) is None
    assert kpis.measured_rows(nothing, "w") == []
