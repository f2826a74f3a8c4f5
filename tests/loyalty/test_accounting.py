"""Points in the books: the published figures, and laws of every schedule."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention import deferral

shares = st.floats(0.01, 1)
money = st.floats(1, 1e6)


def test_a_sale_of_2000_with_2000_points_defers_156_68():
    assert deferral.deferred(2_000, 2_000, 2_000, 0.1, 0.85) == pytest.approx(156.68, abs=0.005)


def test_example_52_of_the_standard():
    """100,000 of goods and 10,000 points at R .95, then .97: its figures to the cent."""
    of_points = deferral.deferred(100_000, 100_000, 10_000, 1, 0.95)
    to_date = deferral.recognised(of_points, [4_500, 8_500], 10_000, [0.95, 0.97])
    assert round(100_000 - of_points, 2) == 91_324.20
    assert round(of_points, 2) == 8_675.80
    assert np.diff(to_date, prepend=0).round(2).tolist() == [4_109.59, 3_492.92]
    assert (of_points - to_date).round(2).tolist() == [4_566.21, 1_073.29]


def test_without_redemption_expected_nothing_is_recognised_until_the_points_expire():
    assert deferral.recognised(100.0, 0, 1_000, [0.5, 0, 0], [False, False, True]).tolist() == [0, 0, 100]


def test_no_points_defer_nothing():
    assert deferral.deferred(2_000, 2_000, 0, 0.1, 0.85) == 0
    assert deferral.deferred(2_000, 2_000, 2_000, 0.1, 0) == 0


@given(money, money, st.integers(1, 10**6), st.floats(0.001, 1), shares)
def test_goods_and_points_share_the_price_by_their_worth(price, stand_alone, points, value, redeemed):
    of_points = deferral.deferred(price, stand_alone, points, value, redeemed)
    assert 0 < of_points < price
    assert of_points * stand_alone == pytest.approx((price - of_points) * points * value * redeemed)


@given(money, st.integers(1, 10**6), st.lists(st.tuples(shares, shares), min_size=1, max_size=6))
def test_never_less_than_nothing_nor_more_than_the_deferred_amount_is_recognised(of_points, points, periods):
    burned = points * np.cumsum([part for part, _ in periods]) / len(periods)
    to_date = deferral.recognised(of_points, burned, points, [redeemed for _, redeemed in periods])
    assert ((to_date >= 0) & (to_date <= of_points * (1 + 1e-9))).all()
