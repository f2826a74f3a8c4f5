"""One forecast from several: weights by past errors, the level they ask for, the mean of the guesses."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.lifetime.backtest import alike, own_errors
from retention.lifetime.candidates import Guess, as_expectations
from retention.lifetime.own_errors import PRIOR_SCALES
from retention.lifetime.pooling import level_of, mean_squares, pooled, weights, with_level
from retention.settings import LifetimeSettings

NOTHING = pd.DataFrame()


def past(**errors: list[float]) -> pd.DataFrame:
    """Errors of rules at origins of 2025, the first month first; money errs like orders."""
    rows = [
        {"rule": rule, "origin": date(2025, month, 1), "last": date(2025, month, 28), "error": error, "money_error": error}
        for rule, each in errors.items()
        for month, error in enumerate(each, start=1)
        if error is not None
    ]
    return pd.DataFrame(rows).assign(noise=0.0, money_noise=0.0)


def guess(*expected: float, paid: float = 10.0, discount: float = 0.9) -> Guess:
    orders = np.array(expected, float)
    return Guess(orders, orders * discount, orders / 4, orders * paid, orders)


def test_without_a_past_the_models_weigh_alike_and_a_plain_rule_least():
    found = weights(["model", "clock", "level", "recency", "rfm_cells"], NOTHING)
    assert found["model"] == found["clock"] == found["level"] > 5 * found["recency"]
    assert "rfm_cells" not in found
    assert sum(found.values()) == pytest.approx(1)


def test_mean_squares_are_drawn_towards_the_prior():
    squares = mean_squares(past(model=[np.e - 1, np.exp(-1) - 1]))  # log errors of 1 and −1
    assert squares["model"] == pytest.approx((2 * 0.02 + 2) / 4)
    assert squares["clock"] == 0.02


def test_weights_go_by_the_inverse_square_of_past_errors():
    errors = past(model=[np.exp(0.2) - 1] * 2, clock=[0.0, 0.0])
    found = weights(["model", "clock"], errors)
    assert found["clock"] / found["model"] == pytest.approx((0.12 / 0.04) ** 2)
    assert list(found) == ["clock", "model"]


def test_of_plain_rules_the_best_of_the_past_is_taken():
    assert "last_period" in weights(["model", "recency", "last_period"], past(recency=[0.9], last_period=[0.1]))


@given(st.lists(st.floats(-0.9, 3), min_size=1, max_size=8), st.floats(1.1, 3))
def test_a_rule_that_errs_more_weighs_less(errors, times):
    worse = [np.exp(np.log1p(error) * times) - 1 for error in errors]
    usual, found = (weights(["model", "clock"], past(clock=[0.2], model=each)) for each in (errors, worse))
    assert found["model"] <= usual["model"] + 1e-12
    assert sum(found.values()) == pytest.approx(1)


def test_a_level_is_what_the_latest_windows_ask_for_drawn_towards_one():
    low = past(model=[9.0, *[np.exp(-0.3) - 1] * 4])  # the first window is too old to count
    assert level_of(low, "model", "error") == pytest.approx(np.exp(0.3 * 4 / 6))
    assert level_of(low, "clock", "error") == 1
    assert level_of(NOTHING, "model", "error") == 1


def test_the_seasonal_guess_is_the_one_that_is_levelled():
    found = with_level({"model": guess(1.0), "clock": guess(2.0)}, past(clock=[-0.5]))
    assert found["level"].expected[0] == pytest.approx(2.0 * np.exp(np.log(2) / 3))
    assert found["level"].paid[0] == pytest.approx(20.0 * np.exp(np.log(2) / 3))
    assert (found["level"].chance <= 1).all()


def test_the_pooled_guess_is_the_weighted_mean_and_accounts_apart_keep_their_own():
    guesses = {"model": guess(1.0, 8.0), "recency": guess(3.0, 2.0, paid=20.0, discount=0.8)}
    found = pooled(guesses, {"model": 0.75, "recency": 0.25}, alone=np.array([False, True]))
    assert found.expected.tolist() == [1.5, 8.0]
    assert found.paid.tolist() == [22.5, 80.0]
    assert found.revenue.tolist() == pytest.approx([0.75 * 9 + 0.25 * 48, 72.0])
    table = as_expectations(found, pd.DataFrame({"order_value": [1.0, 1.0]}))
    assert (table["order_value"] * table["discounted_orders"]).tolist() == pytest.approx(found.revenue.tolist())


def test_windows_without_a_season_are_set_aside_once_the_season_weighs_most():
    season = past(pooled=[0.6, 0.1, 0.1], model=[0.6, 0.5, -0.4], clock=[None, 0.05, 0.0])
    assert set(alike(season)["origin"]) == {date(2025, 2, 1), date(2025, 3, 1)}
    no_better = past(pooled=[0.1, 0.1, 0.1], model=[0.0, 0.0, 0.0], clock=[None, 0.5, 0.6])
    assert len(alike(no_better)) == len(no_better)
    assert alike(NOTHING).empty


def test_the_level_counts_with_the_season_it_stands_on():
    """Neither clock nor plain model has half of the weight; with the level, which runs on the clock here, the season has more."""
    level = past(pooled=[0.6, 0.1, 0.1], model=[0.6, 0.1, 0.1], clock=[None, 0.2, 0.2], level=[None, 0.05, 0.05])
    weight = weights(["model", "clock", "level"], level)
    assert weight["clock"] <= 0.5 < weight["clock"] + weight["level"]
    assert set(alike(level)["origin"]) == {date(2025, 2, 1), date(2025, 3, 1)}
    # Without a clock the level stands on the model, and every window knew as much.
    without = past(pooled=[0.1] * 3, model=[0.3] * 3, level=[0.01] * 3)
    assert len(alike(without)) == len(without)


def test_two_windows_of_the_horizons_length_tell_its_errors_and_one_does_not():
    short, settings = past(pooled=[0.1] * 4, model=[0.1] * 4), LifetimeSettings()
    of_two = own_errors(short, past(pooled=[0.3, 0.3], model=[0.3, 0.3]), settings)
    assert (of_two.windows, of_two.days, of_two.carried) == (2, 365, False)
    of_one = own_errors(short, past(pooled=[0.3], model=[0.3]), settings)
    assert (of_one.windows, of_one.days, of_one.carried) == (4, 91, True)
    none = own_errors(NOTHING, NOTHING, settings.model_copy(update={"horizon_days": 91}))
    assert (none.windows, none.orders, none.carried) == (0, (PRIOR_SCALES[0], 4.0), False)
