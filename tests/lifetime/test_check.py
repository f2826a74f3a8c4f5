"""Does the model look like the shop, and how good were such forecasts before."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from retention.lifetime import Customers, Discount, expected_new, expected_orders, fit_bgnbd, fit_mbgnbd, forecast
from retention.lifetime.backtest import backtest, every_rule, origins, past_error, winners
from retention.lifetime.candidates import by_cells, known_at, recency_cells
from retention.lifetime.check import chance_of_count, frequency_histogram, tracking
from retention.lifetime.forecasting import alive
from retention.lifetime.measures import auc, by_tenth, gini, judged, lift
from retention.lifetime.summary import repeat_days
from retention.seasons import NO_CALENDAR, Window
from retention.settings import LifetimeSettings
from tests.lifetime.conftest import CALIBRATION_END, HOLDOUT_END, orders_table
from tests.lifetime.seasonal_shops import FIRST, as_table, told
from tests.lifetime.simulated import simulated_shop

D = date.fromisoformat
QUICK = LifetimeSettings(level=0.90, replicates=0)


# --- golden figures ----------------------------------------------------------------------------------


def test_cdnow_histogram_as_published(cdnow, cdnow_model):
    table = frequency_histogram(cdnow_model, cdnow)
    assert table["actual"].tolist() == [1411, 439, 214, 100, 62, 38, 29, 64]
    assert table["expected"].round(1).tolist() == [1407.7, 460.3, 192.5, 101.2, 59.8, 38.1, 25.5, 71.9]


def test_cdnow_tracking_is_4_percent_low_at_week_78(cdnow_orders, cdnow_model):
    by_day = repeat_days(cdnow_orders, CALIBRATION_END, HOLDOUT_END)
    table = tracking(cdnow_model, by_day, CALIBRATION_END, HOLDOUT_END)
    last = table.iloc[-1]
    assert last["week"] == 78
    assert last["expected"] / last["actual"] - 1 == pytest.approx(-0.041, abs=0.0005)
    assert table["holdout"].sum() == 39
    assert table["week_actual"].sum() == last["actual"] == cdnow_total(by_day)


def cdnow_total(by_day):
    return by_day["repeat_orders"].sum()


def test_cdnow_ranks_by_each_score_as_published(cdnow, cdnow_model):
    customers, came = Customers.of(cdnow), cdnow["orders_after"].to_numpy() > 0
    living = alive(cdnow_model, *(cdnow[name].to_numpy(float) for name in ("frequency", "recency", "T")))
    scores = {
        "alive": living,
        "chance": forecast(cdnow_model, None, cdnow, 273, Discount(), None)["p_order"],
        "orders": expected_orders(cdnow_model, customers, 273),
        "days since": cdnow["recency"] - cdnow["T"],
    }
    found = {name: round(auc(np.asarray(score, float), came), 3) for name, score in scores.items()}
    assert found == {"alive": 0.316, "chance": 0.757, "orders": 0.773, "days since": 0.771}


# --- measures ----------------------------------------------------------------------------------------

scores = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4)), min_size=2, max_size=40)


@given(scores)
def test_auc_is_the_librarys(pairs):
    score, actual = (np.array(side, float) for side in zip(*pairs, strict=True))
    if 0 < (actual > 0).sum() < len(actual):
        assert auc(score, actual > 0) == pytest.approx(roc_auc_score(actual > 0, score))
    else:
        assert np.isnan(auc(score, actual > 0))


@given(scores)
def test_gini_is_one_for_the_right_order_minus_one_for_the_wrong_and_zero_for_none(pairs):
    score, actual = (np.array(side, float) for side in zip(*pairs, strict=True))
    if np.ptp(actual) == 0:
        return
    assert gini(actual, actual) == pytest.approx(1)
    assert gini(-actual, actual) == pytest.approx(-1)
    assert gini(np.zeros(len(actual)), actual) == pytest.approx(0)
    assert -1 - 1e-9 <= gini(score, actual) <= 1 + 1e-9


def test_lift_of_the_first_tenth_by_hand():
    actual = np.array([10, 0, 0, 0, 0, 0, 0, 0, 0, 10.0])
    assert lift(np.arange(10)[::-1], actual) == pytest.approx(5)
    assert lift(np.zeros(10), actual) == pytest.approx(1), "no order, no lift"


def test_judged_by_hand():
    found = judged(np.array([1.0, 0.0, 2.0]), np.array([0.5, 0.0, 1.0]), np.array([1.0, 0.0, 2.0]), np.array([0, 0, 4]))
    assert found["error"] == pytest.approx(3 / 4 - 1)
    assert found["mae"] == pytest.approx(1)
    assert found["rmse"] == pytest.approx(np.sqrt(5 / 3))
    assert found["brier"] == pytest.approx(0.25 / 3)
    assert found["auc"] == 1


def test_nobody_ordered_leaves_shares_of_nothing_missing():
    found = judged(np.ones(4), np.full(4, 0.5), np.ones(4), np.zeros(4))
    assert all(np.isnan(found[name]) for name in ("error", "gini", "lift", "auc", "correlation"))
    assert found["mae"] == 1


@settings(max_examples=30, deadline=None)
@given(scores)
def test_tenths_hold_everybody_once_and_equal_forecasts_together(pairs):
    score, actual = (np.array(side, float) for side in zip(*pairs, strict=True))
    table = by_tenth(score, score / 10, actual)
    assert table["customers"].sum() == len(score)
    assert (table["expected"] * table["customers"]).sum() == pytest.approx(score.sum())
    assert (table["actual"] * table["customers"]).sum() == pytest.approx(actual.sum())
    assert table["expected"].is_monotonic_increasing


# --- histogram and tracking --------------------------------------------------------------------------


@pytest.mark.parametrize("fit", [fit_bgnbd, fit_mbgnbd])
def test_chances_of_all_counts_add_up_and_have_the_mean_of_equation_9(cdnow, fit):
    model, ages = fit(cdnow), np.array([0.0, 30.0, 400.0])
    chances = np.array([chance_of_count(model, count, ages) for count in range(400)])
    assert chances.sum(axis=0) == pytest.approx(1, abs=1e-6)
    assert (np.arange(400) @ chances) == pytest.approx(expected_new(model, ages), abs=2e-3)


def test_repeat_days_leave_out_later_customers():
    rows = [
        ("ann", D("2026-01-01"), 9, True),
        ("ann", D("2026-01-09"), 9, True),
        ("bob", D("2026-01-08"), 9, True),
        ("bob", D("2026-01-09"), 9, True),
    ]
    table = repeat_days(orders_table(rows), D("2026-01-05"), D("2026-01-31"))
    assert table["first_orders"].tolist() == [1, 0]
    assert table["repeat_orders"].tolist() == [0, 1]


# --- backtest ----------------------------------------------------------------------------------------


def test_origins_lie_end_to_end_and_have_two_windows_of_history():
    found = origins(D("2025-01-01"), D("2026-01-01"), LifetimeSettings(backtest_days=60, backtest_origins=9))
    assert found[0].window == Window(D("2025-11-03"), D("2026-01-01"))
    assert all(earlier.window.last == later.on for later, earlier in zip(found, found[1:], strict=False))
    assert min((origin.on - D("2025-01-01")).days for origin in found) == 125


def test_long_windows_need_no_more_history_before_them_than_short_ones():
    found = origins(D("2023-01-01"), D("2026-01-01"), LifetimeSettings(backtest_days=60), days=365)
    assert [origin.on for origin in found] == [D("2025-01-01"), D("2024-01-02")]


@pytest.fixture(scope="module")
def cdnow_past(cdnow_orders):
    return backtest(cdnow_orders, D("1997-01-01"), HOLDOUT_END, QUICK, NO_CALENDAR)


def test_cdnow_backtest_judges_every_rule_at_every_origin(cdnow_past):
    assert cdnow_past["origin"].nunique() == 3
    assert set(cdnow_past["rule"]) == {"pooled", "model", "clock", "level", "last_period", "rfm_cells", "recency"}
    assert (cdnow_past.groupby("origin")["actual"].nunique() == 1).all()
    assert cdnow_past["error"].to_numpy() == pytest.approx((cdnow_past["forecast"] / cdnow_past["actual"] - 1).to_numpy())


def test_cdnow_money_is_judged_beside_orders(cdnow_past, cdnow_orders):
    paid = cdnow_orders.to_pandas()
    day, first = pd.to_datetime(paid["ordered_on"]), pd.to_datetime(paid.groupby("customer_id")["ordered_on"].transform("min"))
    for row in cdnow_past.drop_duplicates("origin").to_dict("records"):
        inside = (first <= pd.Timestamp(row["origin"])) & day.between(pd.Timestamp(row["first"]), pd.Timestamp(row["last"]))
        assert row["money_actual"] == pytest.approx(paid.loc[inside, "net_paid"].astype(float).sum())
    assert cdnow_past["money_error"].to_numpy() == pytest.approx((cdnow_past["money_forecast"] / cdnow_past["money_actual"] - 1).to_numpy())
    model, errors = past_error(cdnow_past).set_index("rule").loc["model"], cdnow_past.loc[cdnow_past["rule"] == "model", "money_error"]
    assert model["money_typical"] == pytest.approx(np.sqrt((errors**2).mean()))
    assert model["money_typical"] > model["typical"]


def test_cdnow_forecast_wins_on_single_customers_not_on_everything(cdnow_past):
    table = winners(cdnow_past).set_index("measure")
    assert table.loc["rmse", "winner"] == "ours"
    assert (table["winner"] != "ours").any()


def test_who_wins_on_the_total_goes_by_the_typical_error_that_is_shown(cdnow_past):
    typical = past_error(cdnow_past).set_index("rule")["typical"]
    total = winners(cdnow_past).set_index("measure").loc["error"]
    plain = typical[["last_period", "rfm_cells", "recency"]].min()
    assert (total["ours"], total["plain"]) == pytest.approx((typical["pooled"], plain))


def test_past_error_is_the_spread_of_the_totals(cdnow_past):
    model = past_error(cdnow_past).set_index("rule").loc["model"]
    errors = cdnow_past.loc[cdnow_past["rule"] == "model", "error"]
    assert model["origins"] == 3
    assert model["lowest"] == errors.min()
    assert model["typical"] == pytest.approx(np.sqrt((errors**2).mean()))


def test_last_period_is_each_customers_own_count_of_purchase_days(cdnow_orders):
    known = known_at(cdnow_orders, D("1997-09-30"), 91)
    assert len(known.now) == 2357
    frame = known.now.set_index("customer_id")
    # Customer 0001 of the sample ordered on 1997-01-01, 01-18, 08-02 and 12-12.
    assert frame.loc["0001", ["orders_before", "orders_after"]].tolist() == [1, 1]
    late = known.now["T"] < 91
    assert (known.now.loc[late, "orders_before"] == known.now.loc[late, "frequency"] + 1).all()


def test_a_forecast_never_sees_what_came_after_its_day(cdnow_orders):
    """Changing every order after the origin changes the truth, not one forecast: neither season nor weights look ahead."""
    first, on, settings = D("1997-01-01"), D("1998-02-10"), QUICK.model_copy(update={"horizon_days": 91})
    past = backtest(cdnow_orders, first, HOLDOUT_END, QUICK, NO_CALENDAR)
    cut_orders = cdnow_orders.filter(cdnow_orders.ordered_on <= on)
    found = []
    for orders in (cdnow_orders, cut_orders):
        known = known_at(orders, on, 91)
        found.append((known, every_rule(known, orders, first, settings, NO_CALENDAR, past[past["last"] <= on])))
    (known, open_eyes), (cut, blind) = found
    assert cut.now["orders_after"].sum() == 0 < known.now["orders_after"].sum()
    assert set(open_eyes) == set(blind) >= {"clock", "level", "pooled"}
    for rule, guess in open_eyes.items():
        assert all((a == b).all() for a, b in zip(guess, blind[rule], strict=True)), rule


def test_a_cell_is_forecast_by_what_its_customers_did_before():
    earlier = pd.DataFrame({"T": [10, 10, 90, 90], "recency": [5, 5, 5, 5], "orders_after": [2, 0, 0, 0], "paid_after": [30.0, 0, 0, 0]})
    now = pd.DataFrame({"T": [12, 95], "recency": [6, 2]})
    known = type("Known", (), {"earlier": earlier, "now": now})
    expected, chance, paid = by_cells(known, lambda customers, reference: recency_cells(customers, reference, 2))
    assert expected.tolist() == [1.0, 0.0]
    assert chance.tolist() == [0.5, 0.0]
    assert paid.tolist() == [15.0, 0.0]


def test_with_years_of_data_the_season_is_seen():
    """Every November customers order four times as often as in other months."""
    days, rng = 4 * 365, np.random.default_rng(3)
    in_november = np.isin(pd.date_range(FIRST, periods=days).month, 11)
    shop = told(rng, rng.integers(0, days, 4000), np.where(in_november, 4.0, 1.0), np.ones(days))
    quick = QUICK.model_copy(update={"backtest_days": 60, "backtest_origins": 1})
    found = backtest(as_table(shop), FIRST, D("2024-12-15"), quick, NO_CALENDAR).set_index("rule")["error"]
    assert found["model"] < -0.3
    assert abs(found["clock"]) < abs(found["model"]) / 3


def test_under_a_whole_earlier_year_no_season_is_known(cdnow_past):
    assert set(cdnow_past.loc[cdnow_past["rule"] == "clock", "origin"]) == {D("1998-03-31")}


def test_a_shop_too_young_for_a_backtest_gets_an_empty_one(cdnow_orders):
    assert backtest(cdnow_orders, D("1997-01-01"), D("1997-05-01"), QUICK, NO_CALENDAR).empty


def test_on_a_shop_that_is_as_the_model_says_tenths_are_calibrated():
    ages = np.random.default_rng(9).integers(60, 600, 40_000)
    shop = simulated_shop(0.6, 60.0, 0.9, 2.5, ages, future=180, seed=9).assign(monetary_value=np.nan)
    told = forecast(fit_bgnbd(shop), None, shop, 180, Discount(), None)
    table = by_tenth(told["expected_orders"].to_numpy(), told["p_order"].to_numpy(), shop["orders_after"].to_numpy())
    assert ((table["low"] - 0.01 <= table["chance"]) & (table["chance"] <= table["high"] + 0.01)).all()


DATA = Path(__file__).parents[3] / "shared" / "data" / "online_retail" / "online_retail_2010_2011.parquet"


@pytest.mark.real
@pytest.mark.skipif(not DATA.is_file(), reason="needs ../shared/data/online_retail beside the checkout")
def test_online_retail_autumn_is_underestimated_as_measured():
    raw = pd.read_parquet(DATA).dropna(subset="CustomerID").query("Quantity > 0 and UnitPrice > 0")
    raw = raw.assign(day=raw["InvoiceDate"].dt.date, paid=raw["Quantity"] * raw["UnitPrice"])
    per_day = raw.groupby(["CustomerID", "day"], as_index=False)["paid"].sum()
    orders = orders_table([(str(row.CustomerID), row.day, round(row.paid, 2), True) for row in per_day.itertuples()])
    past = backtest(orders, D("2010-12-01"), D("2011-12-09"), QUICK, NO_CALENDAR)
    autumn = past[past["origin"] == D("2011-09-09")].set_index("rule")
    assert autumn["actual"].eq(4482).all()
    assert autumn.loc["model", "forecast"] == pytest.approx(3384, abs=1)
    assert autumn.loc["last_period", "forecast"] == 3608
