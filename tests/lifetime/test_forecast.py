import mpmath
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.lifetime import Customers, Discount, discounted_orders, expected_new, expected_orders, forecast
from retention.lifetime.forecasting import alive, orders_if_alive
from retention.lifetime.order_model import BgNbd
from retention.lifetime.simulate import simulated_futures
from tests.lifetime.conftest import CALIBRATION_END, HOLDOUT_END
from tests.lifetime.simulated import simulated_shop

HOLDOUT_DAYS = (HOLDOUT_END - CALIBRATION_END).days


def model_of(r, alpha, a, b, modified=False):
    return BgNbd(r, alpha, a, b, modified, 0.0, 0.0, np.eye(4), 1, 1, True)


def one_history(frequency, recency, age):
    return pd.DataFrame({"customer_id": ["c1"], "frequency": [frequency], "recency": [recency], "T": [age], "monetary_value": [np.nan]})


def one_customer(frequency, recency, age):
    return Customers.of(one_history(frequency, recency, age))


def test_cdnow_the_papers_customer_is_expected_to_buy_1226_times(cdnow_model):
    found = expected_orders(cdnow_model, one_customer(2, 30.43 * 7, 38.86 * 7), 39 * 7)
    assert round(found[0], 3) == 1.226


def test_cdnow_total_correlation_and_value_as_published(cdnow, cdnow_model, cdnow_spend):
    expected = expected_orders(cdnow_model, Customers.of(cdnow), HOLDOUT_DAYS)
    assert expected.sum() == pytest.approx(1653.4, abs=0.05)
    assert np.corrcoef(expected, cdnow["orders_after"])[0, 1] == pytest.approx(0.626, abs=0.0005)
    value = forecast(cdnow_model, cdnow_spend, cdnow, 365, Discount(yearly=0.10), margin_rate=None)
    assert value["revenue"].sum() == pytest.approx(72_363.83, rel=2e-6)
    assert (value["order_value"] * value["expected_orders"]).sum() == pytest.approx(75_873.39, rel=2e-6)


def test_without_a_margin_rate_no_margin_is_named(cdnow, cdnow_model, cdnow_spend):
    assert forecast(cdnow_model, cdnow_spend, cdnow, 90, Discount(), None)["clv"].isna().all()
    with_margin = forecast(cdnow_model, cdnow_spend, cdnow, 90, Discount(), 0.25)
    assert with_margin["clv"].to_numpy() == pytest.approx(0.25 * with_margin["revenue"].to_numpy())
    assert with_margin.drop(columns="customer_id").notna().all(axis=None)


def exactly(model, x, age, days):
    """N in 60 digits, in Gauss' own form of the series."""
    with mpmath.workdps(60):
        r, alpha, a, b = (mpmath.mpf(value) for value in (model.r, model.alpha, model.a, model.b))
        y = x + model.modified
        z = mpmath.mpf(days) / (alpha + age + days)
        return float((a + b + y - 1) / (a - 1) * (1 - (1 - z) ** (r + x) * mpmath.hyp2f1(r + x, b + y, a + b + y - 1, z)))


def test_expected_orders_agree_with_60_digits_on_random_points():
    rng = np.random.default_rng(20)
    for case in range(150):
        r, a, b = 10 ** rng.uniform(-2, 1.3, 3)
        if case % 5 == 0:
            a = 1 + rng.choice([-1, 1]) * 10 ** rng.uniform(-9, -2)
        if case % 5 == 1:  # a + b just beside 1, where one-time buyers' c passes through 0
            a = rng.uniform(0.05, 0.9)
            b = 1 - a + rng.choice([-1, 1]) * 10 ** rng.uniform(-8, -2)
        model = model_of(r, 10 ** rng.uniform(-1, 3), a, b, modified=bool(case % 2))
        x, age, days = int(rng.choice([0, 0, 1, 3, 20, 200])), int(rng.integers(0, 1200)), int(rng.choice([1, 30, 365, 1095]))
        assert orders_if_alive(model, x, age, days)[0] == pytest.approx(exactly(model, x, age, days), rel=1e-9), model


def test_a_fleeting_base_gets_finite_forecasts_for_every_one_time_buyer(cdnow):
    """a + b < 1, the parameters with which lifetimes loses 1,411 of the 2,357 customers."""
    penalised = model_of(0.2, 22.0, 0.2, 0.5)
    expected = expected_orders(penalised, Customers.of(cdnow), HOLDOUT_DAYS)
    assert np.isfinite(expected).all()
    assert (expected > 0).all()


log_uniform = lambda low, high: st.floats(low, high).map(lambda power: 10**power)  # noqa: E731
any_model = st.builds(model_of, log_uniform(-3, 3), log_uniform(-2, 5), log_uniform(-6, 5), log_uniform(-6, 5), st.booleans())
any_history = st.tuples(st.integers(0, 400), st.floats(0.001, 1), st.integers(1, 4000)).map(
    lambda c: one_history(c[0], c[1] * c[2] if c[0] else 0, c[2])
)
any_customer = any_history.map(Customers.of)


@settings(max_examples=150, deadline=None)
@given(any_model, any_history, st.floats(0.5, 2000))
def test_forecasts_are_numbers_between_nothing_and_an_immortal_customer(model, history, days):
    customers = Customers.of(history)
    expected, chance = forecast(model, None, history, days, Discount(), None)[["expected_orders", "p_order"]].iloc[0]
    immortal = (model.r + customers.frequency[0]) * days / (model.alpha + customers.age[0])
    assert 0 <= chance <= 1
    assert 0 <= expected <= immortal * (1 + 1e-6)
    # At least one order cannot be likelier than the expected number of them.
    assert chance <= expected * (1 + 1e-6) + 1e-12
    assert 0 <= discounted_orders(model, customers, days, Discount())[0] <= expected * (1 + 1e-6)


@settings(max_examples=60, deadline=None)
@given(st.floats(0.1, 5), st.floats(1, 200), st.floats(0.05, 3), st.floats(0.1, 8), any_customer, st.floats(1, 300), st.floats(1, 300))
def test_a_longer_horizon_never_holds_fewer_orders(r, alpha, a, b, customers, days, more):
    model = model_of(r, alpha, a, b)
    shorter, longer = (expected_orders(model, customers, t)[0] for t in (days, days + more))
    assert longer >= shorter * (1 - 1e-9)


def test_the_closed_forms_are_the_means_of_simulated_futures(cdnow, cdnow_model, cdnow_spend):
    several = pd.concat([cdnow] * 40, ignore_index=True)
    drawn = simulated_futures(cdnow_model, cdnow_spend, several, 365, Discount(), seed=1)
    stated = forecast(cdnow_model, cdnow_spend, several, 365, Discount(), None)
    for column, mean in (("orders", "expected_orders"), ("revenue", "revenue")):
        error = np.sqrt(len(several)) * drawn[column].std()
        assert abs(drawn[column].sum() - stated[mean].sum()) < 4 * error
    some = (drawn["orders"] > 0).mean()
    assert some == pytest.approx(stated["p_order"].mean(), abs=4 * np.sqrt(some / len(several)))


def test_a_new_customers_expectation_is_the_mean_of_simulated_ones():
    shop = simulated_shop(0.6, 60.0, 0.9, 2.5, np.full(200_000, 180.0), future=1, seed=3)
    error = shop["frequency"].std() / np.sqrt(len(shop))
    assert shop["frequency"].mean() == pytest.approx(expected_new(model_of(0.6, 60.0, 0.9, 2.5), 180)[0], abs=4 * error)


def test_mbgnbd_lets_one_time_buyers_be_gone():
    assert alive(model_of(0.5, 40, 0.9, 1.6, modified=True), np.zeros(1), np.zeros(1), np.array([100.0]))[0] < 1
    assert alive(model_of(0.5, 40, 0.9, 1.6), np.zeros(1), np.zeros(1), np.array([100.0]))[0] == 1


def test_a_year_of_monthly_steps_ends_at_one_year_and_a_short_step_at_the_horizon():
    ends, factors = Discount(yearly=0.10).steps(365)
    assert len(ends) == 12
    assert ends[-1] == pytest.approx(365)
    assert factors[-1] == pytest.approx(1 / 1.10)
    ends, _ = Discount().steps(45)
    assert ends.tolist() == pytest.approx([365 / 12, 45])
