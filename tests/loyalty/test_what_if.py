"""What-if: one programme with values changed, as a table and with sliders where somebody can move them."""

from dataclasses import replace
from datetime import date
from time import process_time

import ipywidgets
import pytest
from pydantic import ValidationError

from retention.pages.kit.blocks import Html
from retention.pages.kit.words import Words
from retention.pages.programmes import sliders as shown
from retention.programmes.trial import Trial
from retention.programmes.what_if import DRAWS, MEMBERS, Change, assumed, changed, usual_changes, what_if
from retention.settings import Assumptions, Programme, Qualification, Tier
from retention.settings.preset_programmes import presets
from tests.loyalty.made import members

CLOTHING = presets("en")["clothing"]
TRIAL = Trial(members(120), Assumptions(), margin=0.24, start=date(2026, 7, 1), months=12, seed=1)


def test_nothing_changed_is_the_programme_itself():
    assert changed(CLOTHING, Change()) == CLOTHING


def test_each_value_changes_what_it_says():
    made = changed(CLOTHING, Change(discounts=(0, 0.01, 0.02, 0.03), thresholds=2, earn_rate=0.02, expiry_days=100))
    assert [tier.discount for tier in made.tiers] == [0, 0.01, 0.02, 0.03]
    assert [tier.threshold for tier in made.tiers] == [0, 2_000, 10_000, 40_000]
    assert made.points.per_money * made.value_per_point == pytest.approx(0.02)
    assert made.points.per_money == 2
    assert made.points.expiry_days == 100
    assert (made.points.pending_days, made.burning, made.benefits) == (CLOTHING.points.pending_days, CLOTHING.burning, CLOTHING.benefits)


def test_a_change_that_makes_benefits_fall_with_the_tier_is_refused():
    with pytest.raises(ValidationError, match="benefits should not fall with the tier"):
        changed(CLOTHING, Change(discounts=(0, 0.05, 0.02, 0.03)))


def test_members_can_be_taken_to_react_more_or_less_strongly():
    more = assumed(Assumptions(), 1.5)
    assert (more.elasticity.value, more.elasticity.p95, more.elasticity.high) == (2.25, 6, 12)
    assert more.goal_pull == Assumptions().goal_pull


def test_the_table_begins_with_the_programme_as_it_is():
    table = what_if(CLOTHING, TRIAL, {"yours": Change(), "more": Change(elasticity=4), "none": Change(discounts=(0, 0, 0, 0))}, draws=10)
    assert list(table["change"]) == ["as_it_is", "yours", "more", "none"]
    row = table.set_index("change")
    assert row.loc["as_it_is", "gain"] == row.loc["yours", "gain"]
    assert row.loc["more", "gain"] > row.loc["as_it_is", "gain"]
    assert row.loc["none", "reward"] < row.loc["as_it_is", "reward"]
    assert row.loc["as_it_is", "more"] == 0
    assert row.loc["more", "more"] == pytest.approx(row.loc["more", "gain"] - row.loc["as_it_is", "gain"])


@pytest.mark.parametrize("name", sorted(presets()))
def test_every_usual_change_makes_a_programme_and_has_words_in_both_languages(name):
    programme = presets()[name]
    changes = usual_changes(programme, 0.24)
    assert {"more_orders", "lower_thresholds", "half_discounts", "double_points"} <= set(changes)
    for change, values in changes.items():
        assert changed(programme, values) != programme or values.elasticity != 1
        for language in ("en", "zh"):
            assert Words(language).has(f"what-if-{change.replace('_', '-')}")


def test_a_change_that_cannot_be_made_as_it_is_told_is_left_out():
    """Half as much again of 20 % off is 30 %: at a margin of 31 % it is shown, at one of 30 % it would take all of it."""
    five = presets()["five_methods"]
    assert usual_changes(five, 0.31)["higher_discounts"].discounts == (0, 0.15, 0.3)
    for margin in (0.3, 0.25, 0.15):
        assert "higher_discounts" not in usual_changes(five, margin)
    assert usual_changes(five, 0.15)["half_discounts"].discounts == (0, 0.05, 0.1)


def test_thresholds_in_orders_stay_whole():
    """Two thirds of 3 and 6 orders are 2 and 4, half as many again 4.5 and 9: that half order nobody has."""
    tiers = (Tier(name="a"), Tier(name="b", threshold=3), Tier(name="c", threshold=6))
    programme = Programme(label="orders", tiers=tiers, qualification=Qualification(basis="orders"))
    assert [tier.threshold for tier in changed(programme, Change(thresholds=2 / 3)).tiers] == [0, 2, 4]
    assert [tier.threshold for tier in changed(programme, Change(thresholds=1.5)).tiers] == [0, 5, 9]
    assert [tier.threshold for tier in changed(programme, Change(thresholds=0.1)).tiers] == [0, 1, 2]
    found = usual_changes(programme, 0.24)
    assert "lower_thresholds" in found
    assert "higher_thresholds" not in found


def test_plain_tiers_without_points_have_fewer_changes():
    programme = CLOTHING.model_copy(update={"points": None, "burning": ()})
    assert {"double_points", "half_points", "longer_life"}.isdisjoint(usual_changes(programme, 0.24))
    assert changed(programme, Change(earn_rate=0.02)).points is None


def test_an_answer_comes_in_under_two_seconds():
    trial = Trial(members(MEMBERS), Assumptions(), margin=0.24, start=date(2026, 7, 1), months=36, seed=1)
    what_if(CLOTHING, trial, {}, draws=1)
    start = process_time()
    what_if(CLOTHING, trial, {"yours": Change(elasticity=1.1)}, DRAWS)
    assert process_time() - start < 2


def sliders(box: ipywidgets.VBox) -> dict[str, ipywidgets.FloatSlider]:
    return {slider.description: slider for slider in box.children if isinstance(slider, ipywidgets.FloatSlider)}


def table(box: ipywidgets.VBox) -> str:
    return box.children[-1].value


def test_moving_a_slider_changes_the_table():
    box = shown.interactive(CLOTHING, TRIAL, Words("en", "CNY"))
    before, moved = table(box), sliders(box)
    assert "as it is" in before
    assert list(moved) == [
        *("Discount %, Member", "Discount %, Silver", "Discount %, Gold", "Discount %, Diamond"),
        *("Thresholds ×", "Points, % of money", "Life of points, months", "Reaction of members ×"),
    ]
    moved["Reaction of members ×"].value = 2
    after = table(box)
    assert after != before
    assert "as set above" in after
    moved["Discount %, Silver"].value = 5
    assert table(box) != after


def test_a_slider_moved_too_far_says_why():
    box = shown.interactive(CLOTHING, TRIAL, Words("en", "CNY"))
    sliders(box)["Discount %, Silver"].value = 15
    assert "Not possible: benefits should not fall with the tier" in table(box)


def test_sliders_without_a_move_give_the_programme_itself():
    moved = shown.one_per_value(CLOTHING, 0.24, Words("en"))
    assert changed(CLOTHING, shown._change(CLOTHING, moved)) == CLOTHING


def test_sliders_are_shown_to_somebody_in_jupyter_only(monkeypatch):
    monkeypatch.delenv("RETENTION_REPORTS", raising=False)
    monkeypatch.setenv("JPY_SESSION_NAME", "notebooks/03_loyalty_design.ipynb")
    changes = what_if(CLOTHING, TRIAL, {})
    assert isinstance(shown.shown(CLOTHING, TRIAL, changes, Words("zh", "CNY")), ipywidgets.VBox)
    # A run started from a notebook's terminal inherits the name of the notebook.
    monkeypatch.setenv("RETENTION_REPORTS", "reports")
    assert isinstance(shown.shown(CLOTHING, TRIAL, changes, Words("zh", "CNY")), Html)
    monkeypatch.delenv("RETENTION_REPORTS")
    monkeypatch.delenv("JPY_SESSION_NAME")
    assert isinstance(shown.shown(CLOTHING, TRIAL, changes, Words("zh", "CNY")), Html)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_static_table_holds_no_widget(language):
    changes = what_if(CLOTHING, TRIAL, usual_changes(CLOTHING, TRIAL.margin))
    made = shown.static(changes, replace(TRIAL, level=0.8), Words(language, "CNY"))
    assert "widget" not in made.html
    assert not hasattr(made, "_repr_mimebundle_")
    assert made.html.count("<tr>") == 2 + len(usual_changes(CLOTHING, 0.24))
    assert "120" in made.html
    assert "80" in made.html
