"""Each way a shop's data can refuse the models: recognised, named, and still a forecast for every customer."""

import numpy as np
import pandas as pd
import pytest

from retention.lifetime import fit_bgnbd
from retention.lifetime.fallbacks import bulk_accounts, empirical_rate, fit, forecasts, spend_correlation
from retention.lifetime.worth import worth
from retention.settings import LifetimeSettings
from retention.tables import FORECASTS
from tests.lifetime.simulated import simulated_shop

QUICK = LifetimeSettings(level=0.90, replicates=0)


def shop_of(customers=3000, seed=4, parameters=(0.6, 60.0, 0.9, 2.5), oldest=700, spend=(6.0, 4.0, 400.0)):
    ages = np.random.default_rng(seed).integers(1, oldest, customers)
    shop = simulated_shop(*parameters, ages, future=90, seed=seed, spend=spend)
    first = np.random.default_rng(seed + 1).gamma(6, 25, customers)
    return shop.assign(net_paid=first + (shop["monetary_value"] * shop["frequency"]).fillna(0))


def checked(shop, settings=QUICK):
    """Fit, and insist that every customer has a forecast without gaps."""
    fitted = fit(shop, settings)
    table = forecasts(fitted, shop, settings, margin_rate=0.3)
    assert table["customer_id"].tolist() == shop["customer_id"].tolist()
    assert table.drop(columns="monetary_value").notna().all(axis=None)
    assert (table[["expected_orders", "p_order", "order_value", "clv"]] >= 0).all(axis=None)
    whole = worth(fitted, shop, settings)
    assert whole["value"].tolist() == pytest.approx([table["expected_orders"].sum(), table["revenue"].sum()], rel=1e-6)
    assert (whole["low"] <= whole["value"]).all()
    assert (whole["high"] >= whole["value"]).all()
    return fitted, table


def cases(fitted):
    return {finding.case for finding in fitted.findings}


def test_a_usual_shop_is_forecast_by_the_model_with_nothing_to_report():
    fitted, table = checked(shop_of())
    assert cases(fitted) == set()
    assert fitted.parameters_shown
    assert set(table["method"]) == {"model"}
    assert table["clv"].sum() == pytest.approx(0.3 * table["revenue"].sum())


def test_nobody_came_back_gives_zero_with_an_upper_bound():
    shop = shop_of()
    once = shop[shop["frequency"] == 0].reset_index(drop=True)
    fitted, table = checked(once)
    assert cases(fitted) == {"no-repeaters"}
    assert table["expected_orders"].eq(0).all()
    orders = worth(fitted, once, QUICK).set_index("quantity").loc["orders"]
    # No event in the time watched: the exact Poisson bound is −log(.05) / time at 95 % one-sided.
    assert orders["high"] == pytest.approx(-np.log(0.05) / once["T"].sum() * len(once) * 365, rel=1e-9)


def test_too_few_repeat_buyers_get_the_rate_so_far():
    shop = shop_of(customers=35)
    fitted, table = checked(shop)
    assert cases(fitted) == {"few-repeaters"}
    assert fitted.model is None
    assert set(table["method"]) == {"rate"}
    assert table["expected_orders"].tolist() == pytest.approx([365 * shop["frequency"].sum() / shop["T"].sum()] * len(shop))


def test_where_nobody_ever_stops_no_dropout_is_visible():
    fitted, _ = checked(shop_of(parameters=(0.6, 60.0, 1e-7, 2.5)))
    assert cases(fitted) == {"no-dropout"}
    assert not fitted.parameters_shown


def test_a_fleeting_base_is_said_and_forecast():
    fitted, table = checked(shop_of(customers=6000, parameters=(0.3, 30.0, 0.25, 0.35)))
    assert cases(fitted) == {"fleeting"}
    assert set(table["method"]) == {"model"}


def test_a_short_history_is_said():
    fitted, _ = checked(shop_of(customers=8000, oldest=200))
    assert "history-short" in cases(fitted)
    assert next(f for f in fitted.findings if f.case == "history-short").values == {"days": 199, "horizon": 365}


def test_a_total_known_to_within_a_factor_only_is_not_shown():
    """Seen for eleven days, asked about ten years: the model fits, its total is anyone's guess."""
    settings = LifetimeSettings(replicates=0, horizon_days=3650)
    fitted, table = checked(shop_of(customers=4000, oldest=12), settings)
    assert cases(fitted) & {"total-uncertain", "not-identified", "no-dropout"}
    assert set(table["method"]) == {"rate"}


def test_a_wholesale_account_goes_by_its_own_past_and_moves_nobody_else():
    shop = shop_of()
    account = {"customer_id": "wholesale", "frequency": 600, "recency": 650.0, "T": 660.0, "monetary_value": 9000.0, "net_paid": 5.4e6}
    with_account = pd.concat([shop, pd.DataFrame([account])], ignore_index=True)
    fitted, table = checked(with_account)
    alone, _ = checked(shop)
    assert cases(fitted) == {"bulk"}
    assert fitted.model.r == alone.model.r
    last = table.iloc[-1]
    assert last["method"] == "own_past"
    assert last["expected_orders"] == pytest.approx(365 * 600 / 660)
    assert last["order_value"] == 9000


def test_spend_that_rises_with_frequency_is_said():
    shop = shop_of()
    shop["monetary_value"] = shop["monetary_value"] * (1 + shop["frequency"]) ** 0.8
    fitted, _ = checked(shop)
    assert spend_correlation(shop) > 0.3
    assert cases(fitted) == {"spend-correlated"}


def test_repeat_orders_worth_nothing_get_the_bases_value():
    shop = shop_of()
    free = shop.index[shop["frequency"] > 0][:7]
    shop.loc[free, "monetary_value"] = [0.0, 0.0, -5.0, 0.0, 0.0, -1.0, 0.0]
    fitted, table = checked(shop)
    assert cases(fitted) == {"money-not-positive"}
    base = fitted.spend.p * fitted.spend.v / (fitted.spend.q - 1)
    assert table.loc[free, "order_value"].tolist() == pytest.approx([base] * 7)


def test_no_money_at_all_leaves_orders_by_the_model_at_the_mean_paid():
    shop = shop_of().assign(monetary_value=lambda s: s["frequency"].where(s["frequency"] == 0) * 0.0)
    fitted, table = checked(shop)
    assert {"money-not-positive", "spend-plain"} <= cases(fitted)
    assert set(table["method"]) == {"model"}
    assert table["order_value"].nunique() == 1


def test_everybody_always_pays_the_same():
    """No scatter of values, so the spend model has no maximum."""
    shop = shop_of()
    shop["monetary_value"] = shop["monetary_value"].where(shop["monetary_value"].isna(), 99.0)
    fitted, table = checked(shop)
    assert "spend-plain" in cases(fitted)
    assert fitted.model is not None


@pytest.mark.parametrize("customers", [1, 2, 5])
def test_the_smallest_shops_get_a_forecast_too(customers):
    shop = shop_of(customers=customers).assign(T=lambda s: np.maximum(s["T"], 1))
    checked(shop)


def test_customers_of_today_only():
    today = pd.DataFrame({"customer_id": ["ann", "bob"], "frequency": 0, "recency": 0, "T": 0, "monetary_value": np.nan, "net_paid": 30.0})
    fitted = fit(today, QUICK)
    table = forecasts(fitted, today, QUICK, None)
    assert table["expected_orders"].eq(0).all()
    assert table["clv"].isna().all()
    assert table["revenue"].notna().all()


def test_parameters_are_hidden_when_two_of_them_cannot_be_told_apart(monkeypatch):
    from retention.lifetime import fallbacks

    monkeypatch.setattr(fallbacks, "MOST_CONDITION", 10.0)
    fitted, _ = checked(shop_of())
    assert not fitted.parameters_shown
    assert "parameters-hidden" in cases(fitted)


def test_the_rate_so_far_with_its_interval_by_customers():
    history = pd.DataFrame({"frequency": [2, 0, 1] * 10, "T": [100, 200, 100] * 10})
    found = empirical_rate(history, 0.90)
    assert found.value == pytest.approx(3 / 400)
    assert 0 <= found.low < found.value < found.high


@pytest.mark.parametrize("frequency", [2, 0])
def test_the_rate_of_under_thirty_customers_has_no_interval(frequency):
    for customers, known in ((1, False), (29, False), (30, True)):
        found = empirical_rate(pd.DataFrame({"frequency": [frequency] * customers, "T": [100] * customers}), 0.95)
        assert found.value == pytest.approx(frequency / 100)
        assert np.isfinite([found.low, found.high]).all() == known


@pytest.mark.parametrize("case", [None, "no-repeaters", "few-repeaters"])
def test_why_there_is_no_model_is_the_case_that_was_met(case):
    histories = {None: shop_of(), "no-repeaters": shop_of().assign(frequency=0), "few-repeaters": shop_of().head(20)}
    why = fit(histories[case], QUICK).why_no_model
    assert (why and why.case) == case


def test_cdnow_has_no_bulk_account_and_needs_no_fallback(cdnow):
    assert not bulk_accounts(cdnow, 10).any()
    fitted = fit(cdnow, QUICK)
    assert cases(fitted) == {"history-short"}
    assert fitted.parameters_shown
    assert fit_bgnbd(cdnow).r == fitted.model.r


def test_groups_add_up_to_the_base_and_share_the_parameters_error(cdnow):
    fitted = fit(cdnow, QUICK)
    groups = cdnow["frequency"].clip(upper=2).map({0: "once", 1: "twice", 2: "more"})
    table = worth(fitted, cdnow, QUICK, groups)
    orders = table[table["quantity"] == "orders"]
    whole, parts = orders[orders["group"].isna()].iloc[0], orders[orders["group"].notna()]
    assert parts["value"].sum() == pytest.approx(whole["value"])
    assert parts["customers"].sum() == whole["customers"] == 2357
    assert np.sqrt((parts["parameter_se"] ** 2).sum()) <= whole["parameter_se"] <= parts["parameter_se"].sum()
    assert np.sqrt((parts["process_se"] ** 2).sum()) == pytest.approx(whole["process_se"])


def test_forecasts_keep_the_promise_of_their_table(cdnow):
    table = forecasts(fit(cdnow, QUICK), cdnow, QUICK, None)
    assert list(table.columns) == list(FORECASTS.columns)
