"""Programmes and assumptions as tables of numbers: keys and rates, no words."""

import pytest

from retention.programmes.terms import assumptions_table, tiers_table
from retention.settings import Assumptions
from retention.settings.preset_programmes import presets


def test_each_tier_is_a_row_with_its_threshold_and_rate():
    table = tiers_table({"clothing": presets("en")["clothing"]})
    assert table["level"].tolist() == list(range(len(table)))
    assert table["threshold"].is_monotonic_increasing
    assert (table["discount"].is_monotonic_increasing, table["discount"].between(0, 1).all()) == (True, True)
    assert tiers_table({"clothing": presets("zh")["clothing"]}).drop(columns="tier").equals(table.drop(columns="tier"))


@pytest.mark.parametrize("given", [True, False])
def test_the_margin_is_the_shops_where_it_gives_one(given):
    table = assumptions_table(Assumptions(), 0.31, given).set_index("name")
    assert table.index.is_unique
    assert (table.loc["contribution", "value"] == 0.31, table.loc["contribution", "source"] == "shop") == (given, given)
    known = table.drop("goal_power")
    assert (known["low"].fillna(known["value"]) <= known["value"]).all()
    assert (known["value"] <= known["high"].fillna(known["value"])).all()
