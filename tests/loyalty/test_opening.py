"""The points members hold when a simulation begins: read from the books, honoured by other programmes, a cost in every world alike."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from retention.programmes.economics import by_draw, gains
from retention.programmes.members import NO_LAST_DAY, Members
from retention.programmes.opening import honoured, points_held, with_points_held
from retention.programmes.simulate import POINTS
from retention.programmes.trial import NO_PROGRAMME, Trial
from retention.settings import Assumptions, BurnWay, PointRules, Programme, Tier
from tests.loyalty.made import members
from tests.loyalty.test_laws import reactions

START = date(2026, 7, 1)
CASH = BurnWay(kind="cash", weight=1, value=0.01, minimum=1, step=1, cap=1)
# No order earns anything: all points there are were held before.
SPENT_ONLY = PointRules(per_money=0, pending_days=0, expiry_days=300)
TODAY = Programme(label="today", tiers=(Tier(name="all"),), points=SPENT_ONLY, burning=(CASH,))


def holding(points: int, last: int = 200) -> Members:
    """Four hundred members who keep what they buy, each with one lot."""
    who = members(400)
    none = np.zeros(400)
    held = pd.DataFrame({"customer_id": who.customer_id, "held_points": points, "held_since": -50, "held_last": last})
    return with_points_held(replace(who, returned_whole=none, returned_part=none), held)


def on(who: Members) -> Trial:
    return Trial(who, reactions(), 0.3, START, months=24, today=TODAY)


def days(*numbers: int | None) -> pd.Series:
    return pd.Series([pd.NaT if n is None else pd.Timestamp(START) + pd.Timedelta(n, "D") for n in numbers])


def test_what_members_hold_is_read_from_the_books_by_hand():
    lots = pd.DataFrame({"customer_id": ["a", "a", "b", "c"], "points": [40, 30, 0, 7], "since": days(-9, -30, -5, -1)})
    lots["last_day"] = days(90, 5, 8, None)
    pending = pd.DataFrame({"customer_id": ["a", "b", "b"], "order_id": ["late", "soon", "late b"], "points": [5, 60, 80]})
    bought = pd.DataFrame({"order_id": ["late", "soon", "late b"], "day": days(-3, -20, -2), "completed_day": days(None, -6, None)})
    held = points_held(lots, pending, pd.Series({"b": 100}), bought, PointRules(pending_days=7), START, completion_days=10)
    # The soonest of b's pays her debt, the later one the rest of it. Orders under way are completed ten days after they came.
    assert held.to_numpy().tolist() == [
        ["a", 30, -30, 5],
        ["a", 40, -9, 90],
        ["c", 7, -1, NO_LAST_DAY],
        ["a", 5, 14, 0],
        ["b", 40, 15, 0],
    ]
    who = replace(members(3), customer_id=np.array(["b", "x", "a"], object))
    both = with_points_held(who, held)
    assert both.held_start.tolist() == [0, 1, 1, 4]
    assert both.held_points.tolist() == [40, 30, 40, 5]
    last = both.take(np.array([2]))
    assert (last.held_points.tolist(), last.held_since.tolist()) == ([30, 40, 5], [-30, -9, 14])


def test_another_programme_takes_over_the_face_value_and_begins_their_life_anew():
    who = holding(101, last=3)
    dearer = TODAY.model_copy(update={"burning": (CASH.model_copy(update={"value": 0.02}),), "label": "dearer"})
    taken = honoured(who, TODAY, dearer)
    assert set(taken.held_points) == {50}
    assert set(taken.held_last) == {300}
    assert set(honoured(who, TODAY, TODAY.model_copy(update={"label": "the same, named otherwise"})).held_last) == {3}
    never = dearer.model_copy(update={"points": SPENT_ONLY.model_copy(update={"expiry_days": None})})
    assert set(honoured(who, TODAY, never).held_last) == {NO_LAST_DAY}
    assert len(honoured(who, TODAY, NO_PROGRAMME).held_points) == 0


def test_points_held_are_a_cost_on_both_sides_so_keeping_them_gains_nothing():
    trial = on(holding(3_000))
    made = trial.simulated(TODAY, 6)
    assert (trial.owed(6) > 0).all()
    assert (made.held_spent > 0).all()
    assert by_draw(made)["burned_cost"].to_numpy() == pytest.approx(trial.owed(6))
    assert gains(made) == pytest.approx(np.zeros(6), abs=1e-6)


def test_a_programme_that_gives_nothing_gains_nothing_where_members_hold_points():
    trial = on(holding(3_000))
    names = Programme(label="names", tiers=(Tier(name="a"), Tier(name="b", threshold=500)))
    for programme in (NO_PROGRAMME, names):
        made = trial.simulated(programme, 6)
        assert (gains(made) == 0).all()
        assert (by_draw(made)["owed_anyway"] == 0).all()


def test_other_points_of_the_same_face_value_cost_as_much():
    trial = on(holding(3_000, last=300))
    halved = TODAY.model_copy(update={"burning": (CASH.model_copy(update={"value": 0.02}),), "label": "halved"})
    made = trial.simulated(halved, 6)
    assert np.abs(gains(made) / trial.owed(6)).max() < 0.01


def test_all_points_held_are_brought_in_the_first_month_and_none_where_there_are_no_points():
    trial = on(holding(3_000))
    brought = trial.simulated(TODAY, 2).points[..., POINTS.index("brought")]
    assert brought[:, 0].tolist() == [1_200_000] * 2
    assert brought[:, 1:].sum() == 0
    assert trial.simulated(NO_PROGRAMME, 2).points.sum() == 0


@pytest.mark.parametrize("rules", [{"expiry_days": 1}, {"expiry_days": 300}])
def test_to_let_points_held_lapse_is_no_gain(rules):
    """A programme in which hardly any of them can be spent does not win what members lose."""
    trial = on(holding(3_000))
    high = CASH.model_copy(update={"minimum": 3_001 if rules["expiry_days"] > 1 else 1})
    stingy = TODAY.model_copy(update={"points": SPENT_ONLY.model_copy(update=rules), "burning": (high,), "label": "stingy"})
    made = trial.simulated(stingy, 6)
    assert (made.held_spent * 0.01 < trial.owed(6) / 5).all()
    assert (gains(made) <= 1e-6).all()


def test_points_held_are_no_reward_of_the_programme_that_takes_them_over():
    trial = replace(on(holding(3_000)), assumptions=Assumptions())
    assert (trial.simulated(TODAY, 2).reward_seen == 0).all()
