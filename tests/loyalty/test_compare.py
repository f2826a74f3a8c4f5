"""Programmes side by side, what a gain hangs on, and the uplift at which a whole programme pays."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from retention.loyalty import break_even as be
from retention.loyalty import compare, economics, presets
from retention.loyalty.simulate import simulate
from retention.loyalty.trial import Trial
from retention.settings import Assumed, Assumptions, Programme, Tier
from tests.loyalty import hand_made
from tests.loyalty.made import members

START = date(2026, 7, 1)
PEOPLE = members(250, seed=7)


def flat(discount: float) -> Programme:
    """A discount for everybody on every order, nothing else."""
    return Programme(label=f"{discount:.0%} off", tiers=(Tier(name="all", discount=discount),))


def test_none_is_one_of_the_choices_and_takes_the_ties():
    table = compare.comparison({"one": hand_made.result(), "same": hand_made.result()}, none_label="no programme").set_index("programme")
    assert table.index.tolist() == ["one", "same", "none"]
    assert table.loc["none", ["label", "value", "low", "high", "p_best"]].tolist() == ["no programme", 0, 0, 0, 1]
    assert table.loc["one", "value"] == table.loc["same", "value"] < 0
    assert table["p_best"].sum() == 1
    assert table["cash_view_only"].tolist() == [False, False, False]


def test_without_programmes_no_programme_is_the_best():
    table = compare.comparison({})
    assert table["programme"].tolist() == ["none"]
    assert table["p_best"].tolist() == [1]
    full = compare.comparison({"one": hand_made.result()})
    assert set(table.columns) == set(full.columns)


def test_the_comparison_is_that_of_the_summaries_on_the_same_draws():
    results = {name: simulate(programme, PEOPLE, Assumptions(), 0.25, START, 14, 10) for name, programme in presets().items()}
    table = compare.comparison(results).set_index("programme")
    for name, result in results.items():
        found = economics.summary(result).set_index("quantity")["value"]
        assert table.loc[name, "value"] == found["gain"]
        assert table.loc[name, "peak_liability"] == found["peak_liability"]
    # On the same draws a difference is surer than the figures it is of.
    one, other = (economics.gains(results[name]) for name in ("clothing", "clothing_rolling"))
    assert np.std(one - other) < np.std(one)


def test_a_pinned_assumption_leaves_the_other_draws_as_they_were():
    usual = simulate(flat(0.05), PEOPLE, Assumptions(), 0.25, START, 6, 6)
    pinned = simulate(flat(0.05), PEOPLE, compare.pinned(Assumptions(), "uplift_heavy", 0.02), 0.25, START, 6, 6)
    assert (pinned.drawn["uplift_heavy"] == 0.02).all()
    others = [name for name in usual.drawn if name != "uplift_heavy"]
    assert pinned.drawn[others].equals(usual.drawn[others])
    # Baseline orders are those of the same members on the same days.
    assert economics.money(pinned)["baseline_sales"].tolist() == economics.money(usual)["baseline_sales"].tolist()


def test_the_tornado_shows_what_the_gain_hangs_on_widest_first():
    table = compare.tornado(flat(0.05), Trial(PEOPLE, Assumptions(), 0.25, START, months=12), draws=6)
    assert table["span"].is_monotonic_decreasing
    rows = table.set_index("assumption")
    # Without points nothing about spending them matters, and the margin stands for contribution.
    assert not {"redeemers", "redeem_chance", "after_reward", "contribution"} & set(rows.index)
    assert (rows.loc["uplift_heavy", "low"], rows.loc["uplift_heavy", "high"]) != (0, 0)
    assert rows.loc["uplift_heavy", "low"] < rows.loc["uplift_heavy", "base"] < rows.loc["uplift_heavy", "high"]
    assert rows.loc["pulled_forward", "low"] > rows.loc["pulled_forward", "high"]
    assert (rows.loc["margin", "low_at"], rows.loc["margin", "high_at"]) == (pytest.approx(0.2), pytest.approx(0.3))
    assert rows.loc["stretch", "base"] == rows.loc["stretch", "low"]
    assert rows["base"].nunique() == 1


def test_ends_stay_inside_what_a_guess_is_cut_to():
    wide = Assumed(value=0.0, sd=1.0, low=-0.05, high=0.25, source="guess")
    assert compare.ends(wide) == (-0.05, 0.25)
    narrow = Assumed(value=0.1, sd=0.01, low=-0.05, high=0.25, source="guess")
    assert compare.ends(narrow) == pytest.approx((0.0836, 0.1164), abs=1e-4)


def equal(pulled_forward: float) -> Assumptions:
    """The same uplift in all thirds, and so many extra orders that are only earlier."""
    same = dict.fromkeys(be.UPLIFTS, Assumed(value=0.03, low=0, high=0.1, source="guess"))
    return Assumptions(**same, pulled_forward=Assumed(value=pulled_forward, low=0, high=0.6, source="guess"))


def without_spread(**changes: float) -> Assumptions:
    """The usual assumptions, none of them uncertain, some changed."""
    kept = {name: value for name in Assumptions.model_fields if isinstance(value := getattr(Assumptions(), name), Assumed)}
    return Assumptions(**{name: value.model_copy(update={"sd": 0.0, "value": changes.get(name, value.value)}) for name, value in kept.items()})


def test_the_profile_that_is_sought_keeps_the_proportions_assumed():
    """Light 5 %, moderate 3 %, heavy 0: at a mean of 16 % they are 30, 18 and 0 %, at half of what is assumed goals pull half as much."""
    more, less = be.scaled(Assumptions(), 0.16), be.scaled(Assumptions(), 0.04 / 3)
    assert [getattr(more, name).value for name in be.UPLIFTS] == pytest.approx([0.3, 0.18, 0])
    assert [getattr(less, name).value for name in be.UPLIFTS] == pytest.approx([0.025, 0.015, 0])
    assert (more.goal_pull.value, less.goal_pull.value) == (0.25, pytest.approx(0.125))
    assert be.scaled(Assumptions(), 0).after_reward.value == 0
    # What it is cut to is the same at every step, and so are the draws.
    assert [getattr(more, name).high for name in be.UPLIFTS] == [getattr(less, name).high for name in be.UPLIFTS]
    assert more.pulled_forward == Assumptions().pulled_forward


@pytest.mark.parametrize("values", [(0, 0, 0), (-0.02, -0.01, 0), (0.02, 0, -0.03)])
def test_without_an_uplift_assumed_the_same_is_sought_for_all(values):
    none = without_spread(**dict(zip(be.UPLIFTS, values, strict=True)))
    made = be.scaled(none, 0.1)
    assert [getattr(made, name).value for name in be.UPLIFTS] == [0.1] * 3
    assert (made.goal_pull.value, be.most_sought(none)) == (0, 1)


def test_a_third_assumed_to_react_alone_is_not_sought_beyond_bounds():
    only_light = without_spread(uplift_moderate=0, uplift_heavy=0)
    assert be.most_sought(only_light) == pytest.approx(be.MOST_OF_A_THIRD / 3)
    assert [getattr(be.scaled(only_light, 0.1), name).value for name in be.UPLIFTS] == pytest.approx([0.3, 0, 0])


@pytest.mark.parametrize("light_baskets", [0.3, 1.0, 2.0])
def test_what_is_needed_is_less_than_what_is_assumed_exactly_where_the_programme_gains(light_baskets):
    """Light buyers react most; how large their baskets are decides, so an uplift for all could not be compared with theirs."""
    people = members(600, seed=4)
    people = replace(people, spend_v=people.spend_v * np.where(people.third == 0, light_baskets, np.where(people.third == 2, 1.5, 1.0)))
    trial = Trial(people, without_spread(), 0.25, START, 18)
    for programme, gains in ((flat(0.0005), True), (flat(0.002), False), (presets()["clothing"], False)):
        result = trial.simulated(programme, 8)
        assert (economics.gains(result).mean() > 0) == gains
        assumed = economics.summary(result).set_index("quantity").loc["uplift_net", "value"]
        needed = be.programme_break_even(programme, trial, 8)["net"]
        assert (needed < assumed) == gains


def test_a_flat_discounts_break_even_by_simulation_is_the_textbooks():
    """With the same uplift for all u* = d / (m − d): the simulator finds the formula's figure, up to its own chance."""
    found = be.programme_break_even(flat(0.05), Trial(members(1_500, seed=4), equal(pulled_forward=0), 0.25, START, months=24), draws=12)
    assert found["found"]
    assert found["gross"] == found["net"]
    assert found["net"] == pytest.approx(be.break_even(0.05, 0.25), abs=0.02)


def test_what_is_only_moved_forward_raises_the_gross_break_even_not_the_net():
    found = be.programme_break_even(flat(0.05), Trial(members(1_500, seed=4), equal(pulled_forward=0.5), 0.25, START, months=24), draws=12)
    assert found["gross"] > found["net"] + 0.02
    assert found["net"] == pytest.approx(be.break_even(0.05, 0.25), abs=0.03)


def test_a_discount_beyond_the_margin_has_no_break_even():
    found = be.programme_break_even(flat(0.3), Trial(PEOPLE, Assumptions(), 0.25, START, months=6), draws=4)
    assert not found["found"]
    assert np.isnan(found["net"])
    # Light buyers order less than others, so 100 % on the mean of the thirds is less of all orders; some are only earlier.
    assert 0.2 < found["most"] < 1
    assert not found["costs_nothing"]


def test_a_programme_that_costs_nothing_needs_nothing():
    found = be.programme_break_even(flat(0.0), Trial(PEOPLE, Assumptions(), 0.25, START, months=6), draws=4)
    assert found["costs_nothing"]
    assert found["net"] == 0


def test_the_gain_rises_with_the_uplift_and_crosses_nothing_at_the_break_even():
    table = be.gain_by_uplift(presets()["clothing"], Trial(PEOPLE, Assumptions(), 0.25, START, months=14), draws=6, shown=(0.0, 0.1, 1.0))
    assert table["uplift"].is_monotonic_increasing
    assert table["gain"].is_monotonic_increasing
    row = table[table["breaks_even"]].iloc[0]
    assert abs(row["gain"]) < 0.02 * abs(table["gain"].iloc[0])
    assert row["low"] <= row["gain"] <= row["high"]
    assert table["gross"].is_monotonic_increasing
    assert table["gross"].iloc[0] == 0
    assert (table["net"] <= table["gross"]).all()
