"""The search for a better programme: seeded, within limits, and honest about the luck of winners."""

import re
from dataclasses import replace
from datetime import date

import numpy as np
import optuna
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.programmes.design import (
    CHOICE_FROM,
    FIGURES,
    FIRST_TRIES,
    MOST_SHOWN,
    SEARCH_FROM,
    Designs,
    figures,
    pareto,
    proposed,
    search,
    shown_of,
)
from retention.programmes.space import Space
from retention.programmes.trial import Trial
from retention.settings import Assumptions, DesignLimits
from retention.settings.preset_programmes import presets
from tests.loyalty.made import members

LIMITS = DesignLimits(trials=16, members=150, draws=8, fresh_draws=20)
TRIAL = Trial(members(150), Assumptions(), margin=0.24, start=date(2026, 7, 1), months=12, seed=1)


@pytest.fixture(scope="module")
def found() -> Designs:
    """A small search from the clothing shop's programme."""
    return search(presets("en")["clothing"], TRIAL, LIMITS, average_order=500, labels={"best": "Best found"})


def test_the_same_seed_finds_the_same_designs(found):
    again = search(presets("en")["clothing"], TRIAL, LIMITS, average_order=500, labels={"best": "Best found"})
    pd.testing.assert_frame_equal(found.frame, again.frame)
    pd.testing.assert_frame_equal(found.tried, again.tried)


def test_no_design_of_the_front_is_worse_in_both_aims(found):
    front, tried = found.frame, found.tried
    for row in front.itertuples():
        beaten = tried["within"] & (tried["gain"] > row.searched_gain) & (tried["reward"] > row.searched_reward)
        assert not beaten.any()


def test_the_front_is_judged_again_on_draws_the_search_has_not_seen(found):
    programme, row = found.front[-1], found.frame.iloc[-1]
    assert figures(TRIAL, programme, 20) == pytest.approx({name: row[name] for name in FIGURES})
    assert figures(TRIAL, programme, 8, first_draw=SEARCH_FROM) == pytest.approx({name: row[f"searched_{name}"] for name in FIGURES})
    assert figures(TRIAL, programme, 20, first_draw=CHOICE_FROM) == pytest.approx({name: row[f"chosen_{name}"] for name in FIGURES})
    assert len({row[name] for name in ("gain", "chosen_gain", "searched_gain")}) == 3


def test_the_front_names_its_programmes(found):
    assert len(found.front) == len(found.frame)
    assert list(found.frame["chosen_gain"]) == sorted(found.frame["chosen_gain"], reverse=True)
    assert found.programmes["best"].label == "Best found"
    assert found.frame.set_index("role").loc["best", "design"] == 1
    for place, programme in enumerate(found.front):
        assert found.frame["discount_3"].iloc[place] == programme.tiers[3].discount


def test_without_any_uplift_no_design_gains():
    names = ("elasticity", "goal_pull", "after_reward")
    still = {name: getattr(Assumptions(), name).model_copy(update={"value": 0.0, "sd": 0.0, "p95": None}) for name in names}
    made = search(presets("en")["clothing"], replace(TRIAL, assumptions=Assumptions(**still)), LIMITS, average_order=500)
    assert (made.frame["high"] <= 0).all()
    assert list(made.programmes) == ["best"]


def test_designs_above_the_limit_on_liability_are_not_proposed(found):
    middle = float(found.tried["peak_liability"].median())
    limits = LIMITS.model_copy(update={"most_liability": middle})
    made = search(presets("en")["clothing"], TRIAL, limits, average_order=500)
    assert made.frame["searched_peak_liability"].max() <= middle
    assert not made.tried["within"].all()


def test_limits_that_no_design_keeps_leave_nothing_to_propose_and_say_why(found):
    limits = LIMITS.model_copy(update={"most_liability": 1e-9, "earn_rate": (0.04, 0.05)})
    made = search(presets("en")["clothing"], TRIAL, limits, average_order=500)
    assert re.search(r"none of 16 designs keeps the peak of points outstanding below 0 .* Raise that limit", made.why)
    assert len(made.tried) == 16
    assert list(made.frame.columns) == list(found.frame.columns)
    assert made.frame.empty
    assert set(made.frame.dtypes[list(FIGURES)].astype(str)) == {"float64"}
    assert (made.front, made.programmes) == ((), {})
    assert np.isnan(made.winners_curse)
    assert found.why == ""


def test_the_corners_are_all_tried(found):
    """No discount, no points, neither."""
    given = found.tried[: len(FIRST_TRIES)][["discount_3", "earn_rate"]] > 0
    assert given.to_numpy().tolist() == [[False, True], [True, False], [False, False]]


def test_a_long_front_is_shown_in_part():
    front = pd.DataFrame({"gain": np.arange(70.0)[::-1], "reward": np.arange(70.0)})
    shown = shown_of(front)
    assert len(shown) == MOST_SHOWN
    assert shown.index.is_unique
    assert list(shown["gain"][:6]) == list(range(69, 63, -1))
    assert shown["gain"].iloc[-1] == 0
    assert len(shown_of(front[:5])) == 5


def test_progress_is_told_and_nothing_is_printed(capfd):
    told = []
    level = optuna.logging.get_verbosity()
    limits = LIMITS.model_copy(update={"trials": 10, "members": 100})
    search(presets("en")["five_methods"], TRIAL, limits, average_order=500, progress=lambda done, of: told.append((done, of)))
    assert told == [(done, 10) for done in range(1, 11)]
    assert capfd.readouterr() == ("", "")
    assert optuna.logging.get_verbosity() == level


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=30))
def test_every_design_off_the_front_is_beaten_by_one_on_it(points):
    gain, reward = np.array(points).T
    front = pareto(gain, reward)
    assert front.any()
    for i in np.flatnonzero(~front):
        assert (front & (gain >= gain[i]) & (reward >= reward[i]) & ((gain > gain[i]) | (reward > reward[i]))).any()


def test_roles_by_hand():
    chances = [0.9, 0.9, 0.7, 0.5, 0.4]
    frame = pd.DataFrame({"gain": [90.0, 80.0, 10.0, 2.0, -5.0], "reward": [1.0, 6.0, 8.0, 9.0, 20.0], "p_positive": chances})
    assert proposed(frame) == {"best": 0, "generous": 2, "balanced": 1}
    assert proposed(frame[frame["gain"] < 0].reset_index(drop=True)) == {"best": 0}
    assert proposed(frame.iloc[:0]) == {}


def test_a_winner_at_the_end_of_what_was_searched_is_told():
    space = Space(presets("en")["clothing"], LIMITS, margin=0.24, average_order=500)
    same = {"discount_1": 0.5, "discount_2": 0.5, "threshold_1": 0.5, "threshold_2": 0.5, "window": "365", "burn": "goods", "minimum": 0.05}
    inside = {"top_discount": 0.05, "top_threshold": 20, "earn_rate": 0.02, "expiry_months": 12, "top_times": 2}

    def at_bound(**values: float) -> tuple[str, ...]:
        return space.at_bound(space.programme(same | inside | values))

    assert at_bound() == ()
    assert at_bound(top_discount=0.12) == ("most_discount",)
    assert at_bound(top_threshold=60) == ("top_threshold",)
    assert at_bound(earn_rate=0.05, expiry_months=24, top_times=3) == ("earn_rate", "expiry_months", "top_times")
    # No discount and no points are no end of anything.
    assert at_bound(top_discount=0, earn_rate=0) == ()


@pytest.mark.soak
def test_over_five_seeds_winners_gain_alike_within_their_error():
    """What the search proposes may look different; what it gains on fresh draws may not."""
    who = members(1_000)
    gains, errors = [], []
    for seed in range(5):
        trial = Trial(who, Assumptions(), margin=0.24, start=date(2026, 7, 1), months=24, seed=seed)
        made = search(presets("en")["clothing"], trial, DesignLimits(trials=60, members=1_000, draws=16, fresh_draws=100), average_order=500)
        row = made.frame.set_index("role").loc["best"]
        gains.append(row["gain"])
        errors.append((row["high"] - row["low"]) / 3.3)
    assert np.ptp(gains) < 3 * np.mean(errors)
