"""Members react to what a programme gives them, and to nothing else: names bring nothing, today's programme is in the data, a loss hurts."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.programmes.economics import by_draw, gains
from retention.programmes.members import Members
from retention.programmes.response import DRAWN, updated, uplift
from retention.programmes.simulate import MONEY, seen_of, simulate
from retention.programmes.trial import NO_PROGRAMME, Trial
from retention.settings import Assumed, Assumptions, Benefit, Programme, Tier
from retention.settings.preset_programmes import presets
from tests.laws import tries
from tests.loyalty.made import members
from tests.loyalty.programmes import DAYS, assumptions, people, programmes

START, MARGIN = date(2026, 7, 1), 0.24
NAMES = tuple(Tier(name=name, threshold=threshold) for name, threshold in (("a", 0), ("silver", 1_000), ("gold", 5_000), ("diamond", 20_000)))
SEEDS = st.integers(0, 1_000)


def flat(discount: float) -> Programme:
    return Programme(label="flat", tiers=(Tier(name="all", discount=discount),))


def of_thirds(result, name: str) -> np.ndarray:
    """Sums by draw and third."""
    return result.money[..., MONEY.index(name)].sum(axis=2)


# --- a programme that gives nothing brings nothing --------------------------------------------------------


@pytest.mark.parametrize(
    "benefits", [(), (Benefit(kind="early_access", tier=1), Benefit(kind="own_service", tier=2), Benefit(kind="events", tier=3))]
)
def test_names_of_tiers_and_benefits_nobody_puts_a_value_on_gain_nothing(benefits):
    made = simulate(Programme(label="names", tiers=NAMES, benefits=benefits), members(500), Assumptions(), MARGIN, START, 36, 20)
    assert (gains(made) == 0).all()
    assert (made.gain == 0).all()


@tries(10)
@given(programmes(), people(8), assumptions(), DAYS, SEEDS)
def test_whatever_is_assumed_a_programme_emptied_of_its_rewards_gains_nothing(programme, who, how, start, seed):
    tiers = tuple(tier.model_copy(update={"discount": 0.0}) for tier in programme.tiers)
    free = tuple(b.model_copy(update={"cost": 0.0}) for b in programme.benefits if not b.discount)
    rule = programme.qualification.model_copy(update={"basis": "list"})
    empty = programme.model_copy(update={"tiers": tiers, "points": None, "burning": (), "benefits": free, "qualification": rule})
    assert (gains(simulate(empty, who, how, MARGIN, start, 18, 2, seed)) == 0).all()


def test_a_tier_pulls_by_what_its_step_is_worth():
    """A step of 5 % of what is paid pulls half as strongly as one of 10 %, and of 15 % as strongly as that."""
    at_once = Assumptions(elasticity=Assumed(value=0, low=0, high=0, source="guess"), goal_pull=Assumed(value=0.25, low=0, high=0.25, source="guess"))
    extra = []
    for discount in (0.0, 0.05, 0.1, 0.15):
        tiers = (Tier(name="a"), Tier(name="b", threshold=1e9, discount=discount))
        nobody = replace(members(1_500), past_paid=np.full(len(members(1_500).past_paid), 2e8))
        made = simulate(Programme(label="far", tiers=tiers), nobody, at_once, MARGIN, START, 12, 8)
        extra.append(made.money[..., MONEY.index("extra_orders")].sum())
    assert extra[0] == 0
    assert extra[1] == pytest.approx(extra[2] / 2, rel=0.15)
    assert extra[2] == extra[3]


# --- more reward, more orders -----------------------------------------------------------------------------


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 20), st.floats(0.05, 1))
def test_more_reward_never_lowers_the_uplift(one, other, elasticity, most):
    low, high = sorted((one, other))
    less, more = uplift(np.array([low, high]), elasticity, most)
    assert 0 <= less <= more <= most


def test_at_first_a_small_reward_brings_its_elasticity():
    assert uplift(np.array([0.001]), 2.0, 0.3)[0] == pytest.approx(0.002, rel=0.01)


def test_the_reward_seen_is_a_share_of_list_prices_by_third():
    seen = seen_of(flat(0.05), members(900), Assumptions(), START, 36, seed=1)
    assert seen.reward == pytest.approx([0.05] * 3, rel=1e-3)
    assert seen.price == pytest.approx([0.95] * 3, rel=1e-3)
    heavy = seen_of(presets()["clothing"], members(900), Assumptions(), START, 36, seed=1).reward
    assert heavy[0] < heavy[2]


def test_a_reaction_lasts_in_part_and_fades_in_half_lives():
    """Of a reaction of 20 % half lasts; after twelve months, four half-lives, a sixteenth of the other half is left."""

    def steady(value: float) -> Assumed:
        return Assumed(value=value, low=value, high=value, source="guess")

    told = {"elasticity": steady(1e6), "most_uplift": steady(0.2), "lasting": steady(0.5), "half_life_days": steady(91.25)}
    calm = told | {name: steady(0) for name in ("pulled_forward", "stretch", "goal_pull", "after_reward")}
    who = replace(members(4_000), alive=np.ones(4_000), stop_a=np.full(4_000, 1e-6), stop_b=np.full(4_000, 1e6))
    yearly = [simulate(flat(0.02), who, Assumptions(**calm), MARGIN, START, months, 6).money for months in (12, 24)]
    extra, before = (np.array([money[..., MONEY.index(name)].sum() for money in yearly]) for name in ("extra_orders", "baseline_orders"))
    second = (extra[1] - extra[0]) / (before[1] - before[0])
    # ∫ 2^(−t/91.25) from 365 to 730 over 365 = (1/16 − 1/256) · 91.25 / ln 2 / 365.
    fades = (1 / 16 - 1 / 256) * 91.25 / np.log(2) / 365
    assert second == pytest.approx(0.2 * (0.5 + 0.5 * fades), rel=0.05)


# --- today's programme is in the data ---------------------------------------------------------------------


def seen_orders(who: Members, draws: int) -> np.ndarray:
    """Orders by draw and third as they are seen today, by the models."""
    return of_thirds(simulate(NO_PROGRAMME, who, Assumptions(), MARGIN, START, 12, draws), "baseline_orders")


@pytest.mark.parametrize("name", ["clothing", "five_methods"])
def test_simulating_todays_programme_gives_back_what_is_seen_today_in_every_draw(name):
    who, today = members(4_000), presets()[name]
    trial = Trial(who, Assumptions(), MARGIN, START, months=12, today=today)
    made, seen = trial.simulated(today, 12), seen_orders(who, 12)
    kept, without = of_thirds(made, "programme_orders"), of_thirds(made, "baseline_orders")
    # Other moments of the same members: each count varies by some √count, more where few members order much.
    assert np.abs(kept / seen - 1).max() < 0.12
    assert (kept.sum(axis=0) / seen.sum(axis=0)) == pytest.approx([1] * 3, abs=0.03)
    assert without.sum() < 0.99 * seen.sum()
    paid = of_thirds(simulate(NO_PROGRAMME, who, Assumptions(), MARGIN, START, 12, 12), "baseline_sales").sum(axis=0)
    assert of_thirds(made, "programme_sales").sum(axis=0) / paid == pytest.approx([1] * 3, abs=0.04)


def test_without_a_programme_today_nothing_is_taken_out_of_the_data():
    trial = Trial(members(300), Assumptions(), MARGIN, START, months=12)
    assert (trial.none(5) == 0).all()
    alone = simulate(flat(0.05), members(300), Assumptions(), MARGIN, START, 12, 5)
    assert np.array_equal(trial.simulated(flat(0.05), 5).money, alone.money)


def test_stopping_a_programme_loses_orders_at_first_and_less_later():
    trial = Trial(members(4_000), Assumptions(), MARGIN, START, months=36, today=flat(0.05))
    assert (trial.none(6) < 0).all()
    half, whole = (replace(trial, months=months).none(6).mean() for months in (12, 36))
    assert whole < half < 0
    assert abs(whole - half) < abs(half)
    # What is kept is beside what stopping would lose.
    made = trial.simulated(flat(0.05), 6)
    assert by_draw(made)["not_lost"].to_numpy() == pytest.approx(-trial.none(6) * made.scale)


def test_what_is_taken_away_is_felt_more_than_what_is_given():
    def after(loss_times: float) -> float:
        told = Assumed(value=loss_times, low=1, high=3, source="guess")
        return Trial(members(2_000), Assumptions(loss_times=told), MARGIN, START, months=12, today=flat(0.05)).none(4).mean()

    assert after(2.0) == pytest.approx(2 * after(1.0), rel=0.25)
    assert after(2.0) < after(1.0) < 0


# --- what is assumed ----------------------------------------------------------------------------------------


def test_nothing_assumed_sits_without_spread_at_an_end_of_its_range():
    """Larger baskets are assumed not to come at all; everything else that is drawn is uncertain, and a guess says from what."""
    for name in DRAWN:
        told: Assumed = getattr(Assumptions(), name)
        assert told.spreads or told.value == 0, name
        assert told.low < told.value < told.high or told.value == 0, name
    assert "café card" in Assumptions().goal_pull.note


# --- what the shop's own test leaves of it -------------------------------------------------------------------


def test_a_test_that_tells_its_reward_moves_the_elasticity_as_far_as_it_is_sure():
    prior = Assumptions().elasticity
    # 5 % of reward brought 15 %: an elasticity above 3. Surely so, or hardly.
    sure, vague = (updated(prior, 0.3, (0.15, 0.15 - half, 0.15 + half), reward=0.05) for half in (0.02, 0.3))
    assert prior.value < vague.value < sure.value
    assert uplift(np.array([0.05]), sure.value, 0.3)[0] == pytest.approx(0.15, abs=0.015)
    assert (sure.source, sure.sd) == ("data", 0)
    nothing = updated(prior, 0.3, (0.0, -0.01, 0.01), reward=0.05)
    assert nothing.value < prior.value / 3


@pytest.mark.parametrize("measured", [(0.006, -0.9, 50.0), (float("nan"), float("nan"), float("nan"))])
def test_a_test_that_shows_nothing_leaves_what_was_assumed(measured):
    prior = Assumptions().elasticity
    assert updated(prior, 0.3, measured, reward=0.05).value == pytest.approx(prior.value, rel=0.03)
    assert updated(prior, 0.3, (0.1, 0.05, 0.15), reward=0.0) == prior


def test_a_test_far_from_all_that_was_assumed_leaves_as_little_as_can_be_and_no_error():
    prior = Assumptions().elasticity
    sure, vague = (updated(prior, 0.3, (-0.2, -0.2 - half, -0.2 + half), reward=0.05) for half in (0.005, 0.1))
    assert 0 < sure.value < vague.value < prior.value
    told = Assumed(value=1.5, sd=1, low=0, high=8, source="guess")
    found = updated(told, 0.3, (-0.05, -0.09, -0.01), reward=0.05)
    assert 0 < found.value < found.at(1.0) < 1.5


def test_where_a_third_has_no_members_the_pull_of_the_others_is_taken_out():
    who = members(900)
    nobody_light = replace(who, third=np.maximum(who.third, 1))
    pull = seen_of(presets()["clothing"], nobody_light, Assumptions(), START, 36, seed=1, pull=True).pull
    assert pull[0] == 1
    assert (pull[1:] > 1).all()
