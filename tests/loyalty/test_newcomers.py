"""Members who join while a programme is simulated: how many, on which days, and that nothing happens to them before."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.programmes import economics
from retention.programmes.compare import who_loses
from retention.programmes.newcomers import joined_last_year, joining_days, with_newcomers
from retention.programmes.simulate import MONEY, simulate
from retention.programmes.trial import NO_PROGRAMME, Trial
from retention.settings import Assumptions, Programme, Tier
from retention.settings.preset_programmes import presets
from tests.laws import tries
from tests.loyalty.made import members
from tests.loyalty.programmes import DAYS, assumptions, programmes
from tests.loyalty.traced import trace

START, MARGIN = date(2026, 7, 1), 0.24
# A member made by lot, with the places of what a customer without a history has.
LIKE = members(1, seed=4)


def crowd(today: int, joins: list[int], third: int = 1):
    return with_newcomers(members(today), LIKE, third, np.array(joins, np.int64))


def orders(result, name: str = "baseline_orders") -> np.ndarray:
    return result.money[..., MONEY.index(name)].sum(axis=(1, 2))


@given(st.integers(0, 3_000), st.sampled_from((12, 365, 1_095)), st.integers(0, 99))
def test_as_many_join_in_a_year_as_in_the_last_one_evenly_and_never_today(a_year, horizon, seed):
    days = joining_days(a_year, horizon, seed)
    assert len(days) == round(a_year * horizon / 365)
    assert (np.diff(days) >= 0).all()
    if len(days):
        assert 1 <= days.min() <= days.max() < horizon
        assert abs((days < horizon / 2).mean() - 0.5) <= 1 / len(days) + 1 / horizon


def test_newcomers_come_after_the_members_bring_nothing_and_check_in_as_often_as_members_do():
    who = crowd(10, [5, 40])
    assert (len(who), who.of, who.joins.tolist()) == (12, 12, [0] * 10 + [5, 40])
    assert np.diff(who.past_start)[10:].tolist() == [0, 0]
    assert who.check_ins_a_month[10:] == pytest.approx([members(10).check_ins_a_month.mean()] * 2)
    assert who.third[10:].tolist() == [1, 1]
    assert len(who.take(np.array([11, 0])).past_day) == np.diff(who.past_start)[0]
    assert crowd(10, []).customer_id.tolist() == members(10).customer_id.tolist()


@tries(10)
@given(programmes(), assumptions(), DAYS, st.integers(0, 1_000), st.integers(1, 500))
def test_nothing_happens_before_the_day_of_joining(programme, how, start, seed, joins):
    fast = replace(LIKE, rate_rate=LIKE.rate_rate / 8)
    who = with_newcomers(members(2), fast, 2, np.array([joins]))
    told = trace(programme, who, 2, how, MARGIN, start, 18, seed)
    assert told["day"].min() >= joins or told.empty


def test_a_newcomer_lives_from_her_day_as_the_same_member_does_from_today():
    """Who joins after a year orders in the year left as often as the same member of today does within a year, draw by draw."""
    late, now = (crowd(1, [day] * 200) for day in (365, 1))
    late, now = (replace(who, alive=np.r_[0.0, np.ones(200)]) for who in (late, now))
    one = simulate(NO_PROGRAMME, late, Assumptions(), MARGIN, START, 24, 5)
    other = simulate(NO_PROGRAMME, replace(now, joins=np.zeros(201, np.int64)), Assumptions(), MARGIN, START, 12, 5)
    assert (orders(one) == orders(other)).all()
    assert orders(one).min() > 0


def test_the_same_newcomers_come_whatever_programme_is_tried():
    who = crowd(100, list(range(1, 1_001, 10)))
    made = [simulate(programme, who, Assumptions(), MARGIN, START, 36, 3) for programme in (presets()["clothing"], NO_PROGRAMME)]
    assert (orders(made[0]) == orders(made[1])).all()
    without = simulate(NO_PROGRAMME, members(100), Assumptions(), MARGIN, START, 36, 3)
    assert (orders(made[1]) > orders(without)).all()


def test_todays_programme_gives_newcomers_back_as_they_are_seen_today():
    """The closure of today's programme holds for who joins later, too: she has what lasts of it and never felt a change."""
    who = crowd(3_000, [1 + k // 4 for k in range(3_000)], third=0)
    flat = Programme(label="flat", tiers=(Tier(name="all", discount=0.05),))
    trial = Trial(who, Assumptions(), MARGIN, START, months=24, today=flat)
    kept = orders(trial.simulated(flat, 8), "programme_orders")
    seen = orders(simulate(NO_PROGRAMME, who, Assumptions(), MARGIN, START, 24, 8))
    assert kept.sum() / seen.sum() == pytest.approx(1, abs=0.03)


def test_members_of_today_are_counted_as_before_and_rewards_are_per_year_of_membership():
    tiers = (Tier(name="a", discount=0.05), Tier(name="b", threshold=1e9, discount=0.06))
    flat = Programme(label="flat", tiers=tiers)
    who = replace(crowd(300, [548] * 300, third=0), of=1_200)
    made = simulate(flat, who, Assumptions(), MARGIN, START, 36, 3)
    assert made.tier_at_start.tolist() == [300, 0]
    assert economics.by_tier(made)["at_start"].tolist() == [600, 0]
    assert economics.by_tier(made)["members"].tolist() == [1_200, 0]
    table = economics.who_gains(made, who.third).set_index("group")
    assert table.loc["all", "members"] == 600
    years = 300 * 3 + 300 * (1 - 548 / 1_095) * 3
    assert table.loc["all", "reward"] == pytest.approx(made.reward.sum() / years)
    summary = economics.summary(made).set_index("quantity")
    assert summary.loc["reward", "value"] == pytest.approx(made.reward.sum() / years)
    assert who_loses(flat, None, who, START, 36) == (600, 600)
    moved = economics.migration(made)
    assert moved.drop_duplicates(["year", "before"]).groupby("year")["members"].sum().tolist() == [600, 600, 1_200]


def test_the_pace_is_not_known_of_a_record_shorter_than_a_year():
    since = pd.Series(pd.date_range("2025-01-01", "2026-06-30", freq="MS"))
    assert joined_last_year(since, date(2025, 1, 1), date(2026, 6, 30)) == 12
    assert joined_last_year(since, date(2025, 7, 1), date(2026, 6, 30)) == 12
    assert joined_last_year(since, date(2025, 7, 2), date(2026, 6, 30)) is None
