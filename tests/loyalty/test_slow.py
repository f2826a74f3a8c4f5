"""The fast simulation and the slow one, written apart from each other, come to the same money, points and tiers."""

from dataclasses import fields
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.programmes.members import Members
from retention.programmes.simulate import POINTS, simulate
from retention.settings import Assumed, Assumptions, Programme
from retention.settings.preset_programmes import presets
from tests.laws import tries
from tests.loyalty import agents, slow
from tests.loyalty.made import members
from tests.loyalty.programmes import DAYS, assumptions, holders, programmes

OURS = {"issued": "cohorts_issued", "burned": "cohorts_burned", "expired": "cohorts_expired"}
MARGIN = 0.24
# Members who react so strongly that all of it is seen on few of them.
LIVELY = Assumptions(
    elasticity=Assumed(value=5, p95=7, low=0, high=9, source="guess"), stretch=Assumed(value=0.03, sd=0.01, low=0, high=0.05, source="guess")
)


def differences(
    programme: Programme, who: Members, how: Assumptions, start: date, months: int, draws: int, seed: int, first_draw: int = 0, slowly=slow.simulate
) -> list[str]:
    """Names of the sums that are not equal, with both totals."""
    fast = simulate(programme, who, how, MARGIN, start, months, draws, seed, first_draw)
    lived = slowly(who, slow.cases(programme, fast.drawn, fast.reward_seen, how, MARGIN, start, months), seed)
    found = []
    for name in (field.name for field in fields(lived)):
        ours, theirs = np.asarray(getattr(fast, OURS.get(name, name))), np.asarray(getattr(lived, name))
        if not np.allclose(ours, theirs, rtol=1e-9, atol=1e-6):
            found.append(f"{name}: {ours.sum()} and {theirs.sum()}")
    return found


@pytest.mark.parametrize("name", sorted(presets()))
def test_a_preset_comes_to_the_same_sums_fast_and_slow(name):
    assert differences(presets()[name], members(60), LIVELY, date(2026, 7, 1), 36, 2, seed=1, first_draw=3) == []


@tries(10)
@given(programmes(), holders(5), assumptions(), DAYS, st.integers(0, 1_000))
def test_any_programme_comes_to_the_same_sums_fast_and_slow(programme, who, how, start, seed):
    assert differences(programme, who, how, start, 18, 1, seed, slowly=agents.simulate) == []


def test_agents_that_sleep_until_something_is_due_come_to_the_same_sums():
    assert differences(presets()["five_methods"], members(40), LIVELY, date(2026, 7, 1), 36, 1, seed=2, slowly=agents.simulate) == []


def test_the_comparison_is_of_lives_in_which_something_happens():
    made = simulate(presets()["five_methods"], members(60), LIVELY, MARGIN, date(2026, 7, 1), 36, 4)
    assert (np.delete(made.points.sum(axis=(0, 1)), POINTS.index("brought")) > 0).all()
    assert (made.money.sum(axis=(0, 1, 2)) > 0).sum() >= 14
    assert np.abs(made.moves - np.diag(np.diagonal(made.moves.sum(axis=0)))).sum() > 0
