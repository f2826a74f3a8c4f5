from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.lifetime import calibration_and_holdout, purchase_days, repeat_history
from tests.laws import tries
from tests.lifetime.conftest import orders_table

D = date.fromisoformat
ROWS = [
    ("ann", D("2026-01-01"), 100, True),
    ("ann", D("2026-01-11"), 30, True),
    ("ann", D("2026-01-11"), 20, True),
    ("ann", D("2026-01-21"), 70, True),
    ("ann", D("2026-01-25"), 999, False),
    ("bob", D("2026-01-05"), 40, True),
    (None, D("2026-01-05"), 500, True),
    ("cid", D("2026-02-01"), 60, True),
]


@pytest.fixture
def history():
    return repeat_history(orders_table(ROWS), D("2026-01-31")).set_index("customer_id")


def test_two_orders_of_one_day_are_one_transaction(history):
    assert history.loc["ann", ["frequency", "recency", "T"]].tolist() == [2, 20, 30]


def test_the_first_order_is_left_out_of_the_mean_value(history):
    assert history.loc["ann", "monetary_value"] == pytest.approx((50 + 70) / 2)
    assert history.loc["ann", "net_paid"] == 220


def test_a_one_time_buyer_has_no_repeat_value_rather_than_zero(history):
    assert history.loc["bob", ["frequency", "recency", "T"]].tolist() == [0, 0, 26]
    assert np.isnan(history.loc["bob", "monetary_value"])


def test_guests_uncounted_orders_and_later_customers_are_not_in_it(history):
    assert history.index.tolist() == ["ann", "bob"]


def test_the_holdout_counts_later_purchase_days_of_known_customers():
    split = calibration_and_holdout(orders_table(ROWS), D("2026-01-10"), D("2026-02-28")).set_index("customer_id")
    assert split["orders_after"].to_dict() == {"ann": 2, "bob": 0}
    assert split["paid_after"].to_dict() == {"ann": 120.0, "bob": 0.0}
    assert split.loc["ann", ["frequency", "T"]].tolist() == [0, 9]


day = st.integers(0, 60).map(lambda n: D("2026-01-01") + timedelta(days=n))
order = st.tuples(st.sampled_from(["ann", "bob", "cid", None]), day, st.integers(0, 900), st.booleans())


@tries(12)
@given(st.lists(order, min_size=1, max_size=25), st.integers(0, 60))
def test_history_before_and_orders_after_add_up_to_all_purchase_days(rows, cut):
    end, middle = D("2026-03-02"), D("2026-01-01") + timedelta(days=cut)
    rows = rows + [("dot", D("2026-01-01"), 5, True)]
    table = orders_table(rows)
    split = calibration_and_holdout(table, middle, end)
    days = purchase_days(table, end).execute()
    known = days[days["customer_id"].isin(split["customer_id"])]
    assert (split["frequency"] + 1 + split["orders_after"]).sum() == len(known)
    assert (split["net_paid"] + split["paid_after"]).sum() == pytest.approx(float(known["net_paid"].sum()))
    assert (split["recency"] <= split["T"]).all()
    assert ((split["recency"] > 0) == (split["frequency"] > 0)).all()


def test_cdnow_splits_into_the_published_counts(cdnow):
    assert len(cdnow) == 2357
    histogram = cdnow["frequency"].clip(upper=7).value_counts().sort_index().tolist()
    assert histogram == [1411, 439, 214, 100, 62, 38, 29, 64]
    assert cdnow["orders_after"].sum() == 1882
    assert pd.api.types.is_integer_dtype(cdnow["T"])
