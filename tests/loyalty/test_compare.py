"""Programmes side by side, what a gain hangs on, and the uplift at which a whole programme pays."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from retention.programmes import break_even as be
from retention.programmes import compare, economics
from retention.programmes.simulate import simulate
from retention.programmes.trial import Trial
from retention.settings import Assumed, Assumptions, Programme, Tier
from retention.settings.preset_programmes import presets
from tests.loyalty import hand_made
from tests.loyalty.made import members

START = date(2026, 7, 1)
PEOPLE = members(250, seed=7)


def flat(discount: float) -> Programme:
    """A discount for everybody on every order, nothing else."""
    return Programme(label=f"{discount:.0%} off", tiers=(Tier(name="all", discount=discount),))


def test_the_same_programme_twice_comes_to_the_same():
    table = compare.comparison({"one": hand_made.result(), "same": hand_made.result()}).set_index("programme")
    assert table.index.tolist() == ["one", "same"]
    assert table.loc["one", "value"] == table.loc["same", "value"] < 0
    assert table["cash_view_only"].tolist() == [False, False]


def test_the_comparison_is_that_of_the_summaries_on_the_same_draws():
    results = {name: simulate(programme, PEOPLE, Assumptions(), 0.25, START, 14, 10) for name, programme in presets().items()}
    table = compare.comparison(results).set_index("programme")
    for name, result in results.items():
        found = economics.summary(result).set_index("quantity")["value"]
        assert table.loc[name, "value"] == found["gain_a_year"]
        assert table.loc[name, "peak_liability"] == found["peak_liability"]
    # On the same draws a difference is surer than the figures it is of.
    one, other = (economics.gains(results[name]) for name in ("clothing", "clothing_rolling"))
    assert np.std(one - other) < np.std(one)


def test_a_pinned_assumption_leaves_the_other_draws_as_they_were():
    usual = simulate(flat(0.05), PEOPLE, Assumptions(), 0.25, START, 6, 6)
    pinned = simulate(flat(0.05), PEOPLE, compare.pinned(Assumptions(), "elasticity", 2.5), 0.25, START, 6, 6)
    assert (pinned.drawn["elasticity"] == 2.5).all()
    others = [name for name in usual.drawn if name != "elasticity"]
    assert pinned.drawn[others].equals(usual.drawn[others])
    # Baseline orders are those of the same members on the same days.
    assert economics.money(pinned)["baseline_sales"].tolist() == economics.money(usual)["baseline_sales"].tolist()


def test_the_tornado_shows_what_the_gain_hangs_on_widest_first():
    table = compare.tornado(flat(0.05), Trial(PEOPLE, Assumptions(), 0.25, START, months=12), draws=6)
    assert table["span"].is_monotonic_decreasing
    rows = table.set_index("assumption")
    # Without points nothing about spending them matters, and the margin stands for contribution.
    assert not {"redeemers", "redeem_chance", "after_reward", "contribution"} & set(rows.index)
    assert rows.loc["elasticity", "low"] < rows.loc["elasticity", "base"] < rows.loc["elasticity", "high"]
    assert (rows.loc["elasticity", "low_at"], rows.loc["elasticity", "high_at"]) == (pytest.approx(1.5**2 / 4), pytest.approx(4))
    assert rows.loc["pulled_forward", "low"] > rows.loc["pulled_forward", "high"]
    assert (rows.loc["margin", "low_at"], rows.loc["margin", "high_at"]) == (pytest.approx(0.2), pytest.approx(0.3))
    assert rows.loc["stretch", "base"] == rows.loc["stretch", "low"]
    assert rows["base"].nunique() == 1


def test_ends_stay_inside_what_a_guess_is_cut_to():
    wide = Assumed(value=0.0, sd=1.0, low=-0.05, high=0.25, source="guess")
    assert compare.ends(wide) == (-0.05, 0.25)
    narrow = Assumed(value=0.1, sd=0.01, low=-0.05, high=0.25, source="guess")
    assert compare.ends(narrow) == pytest.approx((0.0836, 0.1164), abs=1e-4)


def test_what_is_assumed_is_told_as_what_it_predicts():
    """At first 5 % off bring .3 · (1 − e^(−1.5 · .05 / .3)) = 6.6 %; over 36 months .79 of it is left, and .7 of that is net."""
    table = compare.predicted(Assumptions(), [0.0, 0.05, 0.1])
    assert table.loc[0, ["value", "low", "high"]].tolist() == [0, 0, 0]
    assert table.loc[1, "value"] == pytest.approx(0.066 * 0.79 * 0.7, abs=0.004)
    assert (table["low"] <= table["value"]).all()
    assert table["value"].is_monotonic_increasing
    assert compare.predicted(Assumptions(), [0.05], months=1).loc[0, "value"] > table.loc[1, "value"]


def test_what_is_predicted_of_a_flat_discount_is_what_the_simulator_brings():
    """A little less, for not every member's next order comes within 90 days."""
    result = simulate(flat(0.05), members(2_000, seed=4), Assumptions(), 0.25, START, 36, 40)
    brought = economics.summary(result).set_index("quantity").loc["uplift_net", "value"]
    told = compare.predicted(Assumptions(), [0.05]).loc[0]
    assert told["low"] < told["value"] * 0.9 < brought < told["high"]


def test_beside_todays_programme_gains_are_told_a_year_and_draw_by_draw():
    result = hand_made.result()
    today = economics.gains(result) - np.array([100.0, -300.0])
    row = compare.comparison({"one": result}, level=0.9, today=today).set_index("programme").loc["one"]
    # Three months: a year is four times as much.
    assert row["more"] == pytest.approx(4 * (100 - 300) / 2)
    assert row["p_more"] == 0.5
    alone = compare.comparison({"one": result}).set_index("programme").loc["one"]
    assert np.isnan(alone["more"])
    assert alone["side"] == "loses"


def test_who_loses_a_discount_on_the_first_day():
    """Three members have bought for 300, 150 and nothing: two have a discount today, and by higher thresholds one of them loses it."""
    one = members(3)
    who = replace(one, past_start=np.array([0, 1, 2, 3]), past_day=np.full(3, -50, np.int32), past_paid=np.array([300.0, 150, 0]), of=6)
    who = replace(who, past_list=who.past_paid, past_orders=np.ones(3))

    def tiers(second: float, third: float) -> Programme:
        levels = (Tier(name="a"), Tier(name="b", threshold=second, discount=0.02), Tier(name="c", threshold=third, discount=0.05))
        return Programme(label="x", tiers=levels)

    today = tiers(100, 250)
    assert compare.who_loses(today, tiers(200, 300), who, START, 12) == (4, 2)
    assert compare.who_loses(today, None, who, START, 12) == (4, 4)
    assert compare.who_loses(today, today, who, START, 12) == (4, 0)


# --- break-even ----------------------------------------------------------------------------------------


def without_spread(**changes: float) -> Assumptions:
    """The usual assumptions, none of them uncertain, some changed."""
    kept = {name: value for name in Assumptions.model_fields if isinstance(value := getattr(Assumptions(), name), Assumed)}
    told = {name: value.model_copy(update={"sd": 0.0, "p95": None, "value": changes.get(name, value.value)}) for name, value in kept.items()}
    return Assumptions(**told)


def test_up_to_what_is_assumed_all_that_brings_orders_shrinks_together_and_beyond_it_the_elasticity_grows_alone():
    less, more = be.at_elasticity(Assumptions(), 0.75), be.at_elasticity(Assumptions(), 9)
    assert [less.elasticity.value, more.elasticity.value] == [0.75, 9]
    assert (less.goal_pull.value, more.goal_pull.value) == (0.0625, 0.125)
    assert be.at_elasticity(Assumptions(), 0).after_reward.value == 0
    # The highest of all steps is the same, so that all meet the same draws.
    assert {one.most_uplift.high for one in (less, more)} == {1}
    assert less.elasticity.high == more.elasticity.high


def test_a_reward_on_every_order_pays_above_its_cost_over_the_margin():
    assert be.reward_pays_above(0.25) == 4
    assert be.reward_pays_above(0.25, cost=0.5) == 2


@pytest.mark.parametrize(("programme", "elasticity", "gains"), [(0.01, 8, True), (0.01, 3, False), (0.15, 8, False)])
def test_what_is_needed_is_less_than_what_is_assumed_exactly_where_the_programme_gains(programme, elasticity, gains):
    trial = Trial(members(600, seed=4), without_spread(elasticity=elasticity), 0.25, START, 18)
    result = trial.simulated(flat(programme), 8)
    assert (economics.gains(result).mean() > 0) == gains
    assumed = economics.summary(result).set_index("quantity").loc["uplift_net", "value"]
    assert (be.programme_break_even(flat(programme), trial, 8)["net"] < assumed) == gains


def test_a_flat_discounts_break_even_by_simulation_is_the_textbooks():
    """Members who all see the same react alike, so u* = d / (m − d): the simulator finds the formula's figure, up to its own chance."""
    alone = without_spread(pulled_forward=0)
    found = be.programme_break_even(flat(0.05), Trial(members(1_500, seed=4), alone, 0.25, START, months=24), draws=12)
    assert found["found"]
    assert found["gross"] == found["net"]
    assert found["net"] == pytest.approx(be.break_even(0.05, 0.25), abs=0.02)


def test_what_is_only_moved_forward_raises_the_gross_break_even_not_the_net():
    trial = Trial(members(1_500, seed=4), without_spread(pulled_forward=0.5), 0.25, START, months=24)
    found = be.programme_break_even(flat(0.05), trial, draws=12)
    assert found["gross"] > found["net"] + 0.02
    assert found["net"] == pytest.approx(be.break_even(0.05, 0.25), abs=0.03)


def test_a_discount_beyond_the_margin_has_no_break_even():
    found = be.programme_break_even(flat(0.3), Trial(PEOPLE, Assumptions(), 0.25, START, months=6), draws=4)
    assert not found["found"]
    assert np.isnan(found["net"])
    assert 0.2 < found["most"] < 1
    assert not found["costs_nothing"]


def test_a_programme_that_costs_nothing_needs_nothing():
    found = be.programme_break_even(flat(0.0), Trial(PEOPLE, Assumptions(), 0.25, START, months=6), draws=4)
    assert found["costs_nothing"]
    assert found["net"] == 0


def test_the_gain_rises_with_the_elasticity_and_crosses_nothing_at_the_break_even():
    trial = Trial(PEOPLE, Assumptions(), 0.25, START, months=14)
    table = be.gain_by_elasticity(presets()["clothing"], trial, draws=6, shown=(0.0, 2.0, be.MOST_ELASTICITY))
    assert table["elasticity"].is_monotonic_increasing
    assert table["gain"].is_monotonic_increasing
    row = table[table["breaks_even"]].iloc[0]
    assert abs(row["gain"]) < 0.02 * abs(table["gain"].iloc[0])
    assert row["low"] <= row["gain"] <= row["high"]
    assert table["gross"].is_monotonic_increasing
    assert table["gross"].iloc[0] == 0
    assert (table["net"] <= table["gross"]).all()
