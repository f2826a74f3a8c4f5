"""Designs a search may propose: every one is a programme a shop could announce, within the limits."""

import optuna
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.programmes.space import Space, values_of
from retention.settings import DesignLimits, PointRules, Programme, Qualification, SettingsProblem, Tier
from retention.settings.preset_programmes import presets

PRESETS = presets("en")


def drawn(space: Space, seed: int) -> Programme:
    """A design by lot."""
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=seed))
    return space.programme(space.suggest(study.ask()))


@given(st.sampled_from(sorted(PRESETS)), st.floats(0.005, 0.6), st.floats(0, 0.5), st.floats(20, 5_000), st.integers(0, 10_000))
def test_every_design_keeps_to_the_limits(name, margin, most, average, seed):
    base, limits = PRESETS[name], DesignLimits(most_discount=most)
    made = drawn(Space(base, limits, margin, average), seed)
    thresholds, discounts = [tier.threshold for tier in made.tiers], [tier.discount for tier in made.tiers]
    assert len(made.tiers) == len(base.tiers)
    assert all(low < high for low, high in zip(thresholds, thresholds[1:], strict=False))
    assert discounts == sorted(discounts)
    assert discounts[0] == 0
    assert discounts[-1] <= most + 1e-9
    assert 1 - made.best_price < margin
    assert 4.5 * average <= thresholds[-1] <= 66 * average
    if made.points is not None:
        assert 0 < made.points.per_money * made.value_per_point < 0.0525
        assert 6 * 30 <= made.points.expiry_days <= 24 * 31


def test_a_coupon_on_top_leaves_less_room_for_discounts():
    base = PRESETS["five_methods"].model_copy(update={"stack": True})
    alone, stacked = (Space(p, DesignLimits(most_discount=0.2), margin=0.28, average_order=500) for p in (PRESETS["five_methods"], base))
    assert alone.most_discount == 0.2
    # 1 − .8 × (1 − d) stays below .28 up to 9 %.
    assert stacked.most_discount == 0.09


def test_a_coupon_that_takes_the_margin_is_not_proposed():
    space = Space(PRESETS["five_methods"], DesignLimits(), margin=0.2, average_order=500)
    assert "reaching_coupon" not in {benefit.kind for benefit in drawn(space, 1).benefits}


def test_designs_are_those_of_the_same_values():
    space = Space(PRESETS["clothing"], DesignLimits(), margin=0.24, average_order=500)
    values = {"top_discount": 0.1, "top_threshold": 20, "window": "365", "threshold_2": 0.5, "discount_2": 0.7, "threshold_1": 0.2, "discount_1": 0.5}
    made = space.programme(values | {"earn_rate": 0.02, "expiry_months": 12}, "ours")
    told = values_of(made, 0.24)
    assert made.label == "ours"
    assert [told[f"threshold_{n}"] for n in (1, 2, 3)] == [1_000, 5_000, 10_000]
    assert [told[f"discount_{n}"] for n in range(4)] == [0, 0.03, 0.07, 0.1]
    assert (told["earn_rate"], told["expiry_days"], told["window"]) == (0.02, 365, "365")
    assert told["left_of_margin"] == pytest.approx(0.14)
    assert made.qualification.downgrade


def test_tiers_by_orders_take_whole_orders_that_rise():
    """Of 5.3 orders nobody has the last three tenths; half and a twentieth of them are one order and two."""
    base = Programme(
        label="orders",
        tiers=(Tier(name="a"), Tier(name="b", threshold=1), Tier(name="c", threshold=2), Tier(name="d", threshold=3)),
        qualification=Qualification(basis="orders"),
    )
    space = Space(base, DesignLimits(), margin=0.24, average_order=100)
    same = {"top_discount": 0.05, "window": "lifetime", "discount_1": 0.5, "discount_2": 0.5}

    def thresholds(**values: float) -> list[float]:
        return [tier.threshold for tier in space.programme(same | values).tiers]

    assert thresholds(top_threshold=5.3, threshold_2=0.5, threshold_1=0.1) == [0, 1, 3, 6]
    assert thresholds(top_threshold=5.3, threshold_2=0.8, threshold_1=0.8) == [0, 4, 5, 6]
    assert thresholds(top_threshold=1.2, threshold_2=0.1, threshold_1=0.1) == [0, 1, 2, 3]


@given(st.floats(0.5, 60), st.floats(0.1, 0.8), st.floats(0.1, 0.8), st.sampled_from(["orders", "points"]))
def test_whole_thresholds_rise_whatever_is_drawn(top, second, first, basis):
    rule = Qualification(basis=basis)
    space = Space(PRESETS["clothing"].model_copy(update={"qualification": rule}), DesignLimits(), margin=0.24, average_order=3)
    values = {"top_discount": 0.05, "top_threshold": top, "threshold_2": second, "threshold_1": first, "discount_2": 0.5, "discount_1": 0.5}
    found = [tier.threshold for tier in space.programme(values | {"window": "lifetime", "earn_rate": 0.0025, "expiry_months": 12}).tiers]
    assert all(threshold == round(threshold) for threshold in found)
    assert all(low < high for low, high in zip(found, found[1:], strict=False))


def test_a_design_without_points_counts_money():
    base = Programme(
        label="points",
        tiers=(Tier(name="a"), Tier(name="b", threshold=500, discount=0.05)),
        qualification=Qualification(basis="points"),
        points=PointRules(per_money=2),
        burning=PRESETS["clothing"].burning,
    )
    space = Space(base, DesignLimits(), margin=0.24, average_order=100)
    values = {"top_discount": 0.05, "top_threshold": 10, "window": "lifetime", "expiry_months": 12}
    without, with_points = (space.programme(values | {"earn_rate": rate}) for rate in (0.0, 0.03))
    assert without.points is None
    assert without.burning == ()
    assert (without.qualification.basis, without.tiers[1].threshold) == ("paid", 1_000)
    assert (with_points.qualification.basis, with_points.tiers[1].threshold) == ("points", 3_000)


def test_a_programme_without_points_may_get_some_unless_the_limits_say_none():
    base = Programme(label="plain", tiers=(Tier(name="a"), Tier(name="b", threshold=500, discount=0.05)))
    some = drawn(Space(base, DesignLimits(), margin=0.24, average_order=100), 3)
    assert some.points is not None
    assert some.burning[0].kind in DesignLimits().burn_costs
    assert drawn(Space(base, DesignLimits(earn_rate=(0, 1e-9)), margin=0.24, average_order=100), 3).points is None


def test_an_average_order_of_nothing_is_refused():
    space = Space(PRESETS["clothing"], DesignLimits(), margin=0.24, average_order=0)
    with pytest.raises(SettingsProblem, match="average order"):
        drawn(space, 1)


@pytest.mark.parametrize(("window", "months"), [("calendar_year", 12), ("365", 3)])
def test_a_design_by_calendar_year_is_reviewed_once_a_year_and_can_be_written_down(window, months):
    rule = Qualification(window="rolling", downgrade=True, review_months=3)
    base = Programme(label="x", tiers=(Tier(name="a"), Tier(name="b", threshold=500, discount=0.05)), qualification=rule)
    made = Space(base, DesignLimits(), margin=0.25, average_order=100).programme({"top_discount": 0.05, "top_threshold": 10, "window": window})
    assert Programme.model_validate(made.model_dump()).qualification.review_months == months
