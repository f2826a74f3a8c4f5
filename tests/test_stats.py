"""Intervals and curves, against other programs, published figures and laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from retention import stats

SHOP = np.random.default_rng(5)


@given(st.integers(0, 500), st.integers(1, 500), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_wilson_is_the_interval_statsmodels_gives(k, more, level):
    n = k + more
    assert stats.wilson(k, n, level) == pytest.approx(proportion_confint(k, n, 1 - level, "wilson"), abs=1e-12)


def test_wilson_of_nobody_is_not_known_and_arrays_keep_their_shape():
    low, high = stats.wilson([0, 0, 5], [0, 10, 5])
    assert np.isnan([low[0], high[0]]).all()
    assert (low[1], high[2]) == (0, 1)


@given(st.integers(1, 200), st.integers(1, 200), st.integers(0, 200), st.integers(0, 200))
def test_newcombe_is_the_interval_statsmodels_gives(n1, n2, a, b):
    k1, k2 = min(a, n1), min(b, n2)
    expected = confint_proportions_2indep(k1, n1, k2, n2, method="newcomb", compare="diff")
    assert stats.newcombe(k1, n1, k2, n2) == pytest.approx(expected, abs=1e-9)


def test_newcombe_gives_hillstroms_published_difference():
    low, high = stats.newcombe(3894, 21307, 2262, 21306)
    assert (round(100 * low, 2), round(100 * high, 2)) == pytest.approx((7.0, 8.32), abs=0.01)


def test_the_same_customers_twice_give_a_narrower_difference():
    apart, same = stats.newcombe(60, 100, 50, 100), stats.newcombe(60, 100, 50, 100, correlation=0.7)
    assert apart[0] < same[0] < 0.1 < same[1] < apart[1]


def shop_of(customers: int) -> tuple[np.ndarray, np.ndarray]:
    """Money and orders of customers whose orders resemble each other."""
    rng = np.random.default_rng(7)
    orders = rng.geometric(0.3, customers)
    return orders * rng.lognormal(4, 0.8, customers), orders


def test_resampling_and_the_linear_interval_agree():
    money, orders = shop_of(4000)
    drawn, linear = stats.ratio(money, orders), stats.ratio(money, orders, resampled_up_to=0)
    assert drawn.value == linear.value == pytest.approx(money.sum() / orders.sum())
    assert drawn.se == pytest.approx(linear.se, rel=0.07)
    assert (drawn.low, drawn.high) == pytest.approx((linear.low, linear.high), rel=0.02)


def test_top_share_by_resampling_and_the_linear_interval_agree():
    money, _ = shop_of(4000)
    drawn, linear = stats.top_share(money, 0.2), stats.top_share(money, 0.2, resampled_up_to=0)
    assert drawn.value == linear.value == pytest.approx(np.sort(money)[-800:].sum() / money.sum())
    assert drawn.se == pytest.approx(linear.se, rel=0.07)
    assert (drawn.low, drawn.high) == pytest.approx((linear.low, linear.high), abs=0.003)


def test_the_same_seed_gives_the_same_interval_and_customers_outside_change_nothing():
    money, orders = shop_of(300)
    alone = stats.ratio(money, orders, seed=3)
    assert stats.ratio(money, orders, seed=3) == alone != stats.ratio(money, orders, seed=4)
    assert stats.ratio(np.append(money, [0, 0]), np.append(orders, [0, 0]), seed=3) == alone


def test_a_ratio_over_nothing_is_not_known():
    found = stats.ratio(np.zeros(3), np.zeros(3))
    assert np.isnan([found.value, found.low, found.high]).all()


def test_nine_of_ten_intervals_of_a_ratio_hold_the_truth():
    rng, held = np.random.default_rng(11), 0
    for shop in range(200):
        orders = rng.geometric(0.4, 400)
        money = orders * rng.gamma(2, 25, 400)
        found = stats.ratio(money, orders, level=0.9, seed=shop, resampled_up_to=0)
        held += found.low <= 50 <= found.high
    assert 165 <= held <= 192


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=60), st.floats(0.05, 1))
@settings(max_examples=40, deadline=None)
def test_the_best_customers_bring_at_least_their_share_of_the_floor(values, share):
    found = stats.top_share(values, share, resampled_up_to=0)
    assert stats.top_count(len(values), share) / len(values) - 1e-9 <= found.value <= 1 + 1e-9


@given(st.lists(st.tuples(st.integers(1, 40), st.booleans()), min_size=2, max_size=60))
@settings(deadline=None)
def test_kaplan_meier_is_the_curve_statsmodels_gives(waits):
    days, happened = np.array([d for d, _ in waits]), np.array([h for _, h in waits])
    curve = stats.kaplan_meier(days, happened)
    other = SurvfuncRight(days, happened.astype(int))
    for time, left, risk in zip(other.surv_times, other.surv_prob, other.n_risk, strict=True):
        row = curve[curve["day"] <= time].iloc[-1]
        assert (row["share"], row["at_risk"]) == pytest.approx((1 - left, risk))
    assert (curve["low"] <= curve["share"] + 1e-9).all()
    assert (curve["share"] <= curve["high"] + 1e-9).all()


def test_kaplan_meier_of_freireichs_leukaemia_patients_is_the_published_one():
    """6-MP arm (Freireich et al. 1963): survival .857, .807, .753, .690, .627, .538, .448 with 21, 17, 15, 12, 11, 7, 6 at risk."""
    weeks = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    curve = stats.kaplan_meier(weeks, [True] * 9 + [False] * 12)
    failures = curve[curve["events"] > 0]
    assert (1 - failures["share"]).round(3).tolist() == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert failures["at_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]


def test_counts_stand_for_repeated_waits():
    one = stats.kaplan_meier([1, 3, 3, 5, 5, 5], [True, False, False, True, True, True])
    assert stats.kaplan_meier([1, 3, 5], [True, False, True], counts=[1, 2, 3]).equals(one)


def test_while_nobody_has_come_back_the_upper_end_is_not_zero():
    curve = stats.kaplan_meier([10, 20, 30], [False, False, True])
    assert curve["share"].tolist() == [0, 0, 1]
    assert curve["high"].iloc[0] > 0.5


def test_median_interval_holds_the_median_and_of_nothing_is_not_known():
    found = stats.median(np.arange(101))
    assert found.low < found.value == 50 < found.high
    assert np.isnan(stats.median([]).value)


def test_the_median_of_under_six_has_no_95_percent_interval():
    """All of five hold the median with 1 − 2 · ½⁵ = 93.75 %."""
    assert np.isnan(stats.median(np.arange(5)).low)
    assert (stats.median(np.arange(6)).low, stats.median(np.arange(6)).high) == (0, 5)
    assert stats.median(np.arange(5), level=0.9).high == 4


def test_benjamini_hochberg_is_statsmodels_and_passes_missing_by():
    p = SHOP.uniform(size=40) ** 2
    assert stats.benjamini_hochberg(p) == pytest.approx(multipletests(p, method="fdr_bh")[1])
    assert np.isnan(stats.benjamini_hochberg([np.nan, np.nan])).all()


def test_a_change_whose_interval_touches_zero_has_a_p_of_five_percent():
    assert stats.p_of_change([-2.0, 2.0], [-4.0, 0.0], [0.0, 4.0]) == pytest.approx([0.05, 0.05])


@pytest.mark.real
def test_online_retails_order_value_has_a_standard_error_of_27_by_customers_and_a_false_12_by_orders():
    lines = pytest.importorskip("pandas").read_parquet(_online_retail())
    sales = lines[(lines["Quantity"] > 0) & (lines["UnitPrice"] > 0) & lines["CustomerID"].notna() & ~lines["InvoiceNo"].str.startswith("C")]
    paid = (sales["Quantity"] * sales["UnitPrice"]).round(2).groupby([sales["CustomerID"], sales["InvoiceNo"]]).sum()
    each = paid.groupby(level=0).agg(["sum", "size"])
    linear = stats.ratio(each["sum"], each["size"], resampled_up_to=0)
    assert (round(linear.value, 2), round(linear.se, 1)) == (480.87, 27.0)
    assert stats.ratio(each["sum"], each["size"]).se == pytest.approx(27.0, rel=0.07)
    assert round(stats.ratio(paid, np.ones(len(paid)), resampled_up_to=0).se, 1) == 12.3


def _online_retail():
    from pathlib import Path

    path = Path(__file__).parents[2] / "shared/data/online_retail/online_retail_2010_2011.parquet"
    if not path.exists():
        pytest.skip("the Online Retail data set does not lie beside the project")
    return path
