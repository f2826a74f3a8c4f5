"""What has to come before a discount pays for itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.programmes import break_even as be
from retention.settings import Benefit, Programme, Tier
from retention.settings.preset_programmes import presets


@pytest.fixture
def stacking():
    """8折 for diamonds, and an 8折 coupon for reaching it that comes on top."""
    return Programme(
        label="Stars",
        tiers=(Tier(name="member"), Tier(name="gold", threshold=1_000, discount=0.1), Tier(name="diamond", threshold=5_000, discount=0.2)),
        benefits=(Benefit(kind="reaching_coupon", tier=2, discount=0.2),),
        stack=True,
    )


def test_the_usual_discounts_need_what_the_textbook_says():
    table = be.break_even_of(be.USUAL_DISCOUNTS, {"product": 0.5, "contribution": 0.25})
    assert (100 * table["product"]).round(1).tolist() == [4.2, 11.1, 25.0, 66.7]
    assert (100 * table["contribution"]).round(1).tolist() == [8.7, 25.0, 66.7, 400.0]


def test_a_discount_that_takes_the_whole_margin_never_breaks_even():
    assert np.isnan(be.break_even(0.2, 0.2))
    assert np.isnan(be.break_even(0.3, 0.2))
    assert be.break_even(0, 0.2) == 0


@given(st.floats(0.001, 0.5), st.floats(0.01, 0.5))
def test_at_the_break_even_what_comes_in_pays_what_is_given_away(discount, left):
    margin = discount + left
    u = be.break_even(discount, margin)
    assert u * (margin - discount) == pytest.approx(discount)


def test_a_programme_lists_each_tier_and_the_lowest_price_ever_paid(stacking):
    table = be.break_even_table(stacking, margin=0.25)
    assert table[["kind", "name"]].to_numpy().tolist() == [["tier", "gold"], ["tier", "diamond"], ["coupon", "diamond"], ["lowest", ""]]
    assert table["price"].round(2).tolist() == [0.9, 0.8, 0.64, 0.64]
    assert table["at_margin"].iloc[:2].round(3).tolist() == [0.667, 4.0]
    assert table["at_margin"].iloc[2:].isna().all()
    assert table["at_product_margin"].round(3).tolist() == [0.25, 0.667, 2.571, 2.571]


def test_without_stacking_the_better_of_tier_and_coupon_is_the_lowest_price(stacking):
    table = be.break_even_table(stacking.model_copy(update={"stack": False}), margin=0.25)
    assert table["price"].round(2).tolist() == [0.9, 0.8, 0.8, 0.8]


def test_discounts_above_the_margin_are_listed_with_their_figures(stacking):
    """At 15 % diamonds' 20 % lose money; so does the coupon on top of it, at 25 % that alone."""
    table = be.above_margin(stacking, margin=0.15)
    assert table[["kind", "name"]].to_numpy().tolist() == [["tier", "diamond"], ["coupon", "diamond"]]
    assert table["discount"].tolist() == pytest.approx([0.2, 0.36])
    assert table["margin"].tolist() == [0.15, 0.15]
    assert be.above_margin(stacking, margin=0.25)["kind"].tolist() == ["coupon"]


def test_a_discount_equal_to_the_margin_leaves_nothing():
    programme = Programme(label="Ten", tiers=(Tier(name="a"), Tier(name="b", threshold=1, discount=0.1)))
    assert be.above_margin(programme, margin=0.1)["name"].tolist() == ["b"]
    assert be.above_margin(programme, margin=0.11).empty


def test_the_articles_programmes_pass_at_a_quarter_and_five_methods_fails_at_fifteen_percent():
    assert [name for name, programme in presets().items() if len(be.above_margin(programme, 0.25))] == []
    assert [name for name, programme in presets().items() if len(be.above_margin(programme, 0.15))] == ["five_methods"]
