"""Bands from past errors: shrunk scales, the t law, and how independent reasons to be off are joined."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from retention.lifetime.own_errors import PRIOR_SCALES, OwnErrors, joined, log_t_band, own_error_scale


def windows(orders: list[float], money: list[float], noise: float = 0.0, money_noise: float = 0.0) -> pd.DataFrame:
    """Windows with these log errors."""
    frame = pd.DataFrame({"error": np.expm1(orders), "money_error": np.expm1(money)})
    return frame.assign(noise=noise, money_noise=money_noise)


def test_a_shop_of_few_windows_is_judged_mostly_by_others():
    assert own_error_scale([0.16], 0.1) == (pytest.approx(np.sqrt((4 * 0.01 + 0.16) / 5)), 5)
    assert own_error_scale([np.nan, 0.16], 0.1)[1] == 5
    many = own_error_scale([0.16] * 400, 0.1)[0]
    assert many == pytest.approx(0.4, rel=0.01)


def test_what_chance_did_is_no_error_of_the_forecast():
    by_chance = OwnErrors.of_windows(windows([0.1, -0.1], [0.1, -0.1], noise=0.1, money_noise=0.1), 91, 91)
    assert by_chance.orders[0] == pytest.approx(PRIOR_SCALES[0] * np.sqrt(4 / 6))


def test_money_errs_by_its_orders_and_by_the_value_of_an_order():
    found = OwnErrors.of_windows(windows([0.2], [-0.1]), 91, 91)
    assert found.orders[0] == pytest.approx(np.sqrt((4 * PRIOR_SCALES[0] ** 2 + 0.04) / 5))
    assert found.order_value[0] == pytest.approx(np.sqrt((4 * PRIOR_SCALES[1] ** 2 + 0.09) / 5))
    assert found.of("orders") == [found.orders]
    assert found.of("revenue") == [found.orders, found.order_value]


@given(st.floats(0.01, 1), st.floats(3, 50), st.floats(0.5, 0.99))
def test_the_band_is_the_t_law_s_on_logarithms(scale, df, level):
    low, high = log_t_band(100.0, scale, df, level)
    assert low * high == pytest.approx(100.0**2)
    assert np.log(high / 100) / scale == pytest.approx(student.ppf((1 + level) / 2, df))


@given(st.floats(1, 1e6), st.lists(st.tuples(st.floats(0, 1), st.floats(0, 5)), min_size=1, max_size=4))
def test_joined_bands_hold_each_of_them_and_one_alone_is_itself(value, sides):
    bands = [(value * (1 - below), value * (1 + above)) for below, above in sides]
    low, high = joined(value, bands)
    assert low <= min(low for low, _ in bands) * (1 + 1e-9) + 1e-6
    assert high >= max(high for _, high in bands) * (1 - 1e-9) - 1e-6
    assert low >= 0
    assert joined(value, bands[:1]) == pytest.approx(bands[0])
