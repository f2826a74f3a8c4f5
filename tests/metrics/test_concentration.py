"""How much the best customers bring."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.metrics import concentration
from retention.metrics.lorenz import lorenz, spend, top_shares
from retention.seasons import Window

AS_OF = date(2026, 6, 30)


def test_one_customer_in_ten_brings_half(shop):
    found = concentration(shop([("big", "2026-06-01", 270)] + [(f"c{i}", "2026-06-01", 10 * (i % 2 + 1)) for i in range(18)]), AS_OF, 30, 0.1, 10)
    assert found.customers == 19
    best = found.tops.set_index("top").loc[0.1]
    assert (best["money"], best["customers"], best["least"]) == (0.5, 1, 270)


def test_money_is_that_of_the_window_by_known_customers_in_orders_that_count(shop):
    rows = [
        ("ann", "2026-05-01", 5),
        ("ann", "2026-06-01", 10, 4),
        ("ann", "2026-06-02", 7, 7),
        (None, "2026-06-01", 9),
        ("bob", "2026-06-01", 3, 3, False),
    ]
    window = Window(date(2026, 6, 1), AS_OF)
    assert spend(shop(rows), window).tolist() == [17]
    assert spend(shop(rows), window, after_returns=True).tolist() == [6]


@pytest.mark.parametrize("rows", [[], [(None, "2026-06-01", 10)], [("ann", "2026-06-01", 0)], [("ann", "2026-06-01", 5, 5, False)]])
def test_where_nobody_paid_there_is_no_curve(shop, rows):
    found = concentration(shop(rows), AS_OF, "all")
    assert found.points.empty
    assert found.tops.empty


def test_a_few_customers_have_a_curve_but_no_shares():
    assert top_shares(np.ones(29)).empty
    assert len(lorenz(np.ones(29))) == 101


@given(st.lists(st.integers(0, 500), min_size=1, max_size=80).filter(any))
@settings(max_examples=50, deadline=None)
def test_the_curve_rises_from_nothing_to_all_and_never_faster(money):
    points = lorenz(np.array(money))
    steps = np.diff(points["money"])
    assert points.iloc[[0, -1]].to_numpy().ravel().tolist() == pytest.approx([0, 0, 1, 1])
    assert (steps >= -1e-12).all()
    assert (np.diff(steps) <= 1e-9).all()


@pytest.mark.real
def test_online_retails_best_867_customers_bring_three_quarters(online_retail):
    best = concentration(online_retail, date(2011, 12, 9), "all").tops.set_index("top").loc[0.2]
    assert (best["customers"], round(best["money"], 4)) == (867, 0.7459)
