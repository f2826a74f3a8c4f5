"""The experiment before and after: power against another program, small tables by hand, and the one planted in the sample."""

import json
from datetime import date, datetime

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from statsmodels.stats.power import NormalIndPower

from retention.membership import bought
from retention.programmes import experiment
from retention.samples import figures_of_the_trade as f
from retention.samples.service.arms import draw_arms
from retention.shop import Shop

AS_OF = date(2026, 6, 30)


def negative_binomial(rng, mean, spread, n):
    """Order counts of members who differ: mean `mean`, variance mean + spread·mean²."""
    return rng.poisson(mean * rng.gamma(1 / spread, spread, n))


@pytest.fixture
def four():
    """Four customers drawn on 1 May: two treated, two control; ann and dot order before, on and after the edges of ten days."""
    at = datetime(2026, 5, 1, 10)
    touches = pa.table(
        {
            "customer_id": ["ann", "bob", "cid", "dot", "ann", "eve"],
            "touched_at": [at, at, at, at, datetime(2026, 5, 20), at],
            "touched_on": [date(2026, 5, 1)] * 4 + [date(2026, 5, 20), date(2026, 5, 1)],
            "campaign": ["test"] * 5 + ["other"],
            "arm": ["treated", "treated", "control", "control", "control", "treated"],
            "status": ["delivered", "failed", "not_sent", "not_sent", "not_sent", "delivered"],
        }
    )
    orders = pa.table(
        {
            "customer_id": ["ann", "ann", "ann", "bob", "dot", "dot", "eve", None],
            "ordered_at": [
                datetime(2026, 4, 21, 9),  # a second too early by an hour
                datetime(2026, 4, 21, 10),
                datetime(2026, 5, 1, 10),
                datetime(2026, 5, 11, 9, 59, 59),
                datetime(2026, 5, 11, 10),  # the days are over
                datetime(2026, 5, 3),
                datetime(2026, 5, 3),
                datetime(2026, 5, 3),
            ],
            "counts": [True] * 8,
        }
    )
    return ibis.memtable(touches), ibis.memtable(orders)


def test_customers_count_once_in_their_first_group_with_the_orders_of_exactly_these_days(four):
    table = experiment.arms(*four, "test", days=10, as_of=AS_OF).set_index("customer_id")
    assert table["treated"].to_dict() == {"ann": True, "bob": True, "cid": False, "dot": False}
    assert table["orders"].to_dict() == {"ann": 1, "bob": 1, "cid": 0, "dot": 1}
    assert table["orders_before"].to_dict() == {"ann": 1, "bob": 0, "cid": 0, "dot": 0}
    assert table["complete"].all()


def test_whose_days_are_not_over_is_left_out_of_the_estimate(four):
    """Drawn on 1 May at ten: orders count until 11 May at ten, so 10 May is too early to judge."""
    last_day = experiment.arms(*four, "test", days=10, as_of=date(2026, 5, 11))
    assert last_day["complete"].all()
    early = experiment.arms(*four, "test", days=10, as_of=date(2026, 5, 10))
    assert not early["complete"].any()
    table = experiment.measured(early, expected=0.03).set_index("quantity")["value"]
    assert table["treated"] == 0
    assert table.drop(["treated", "control", "expected_uplift"]).isna().all()


def test_an_unknown_campaign_has_no_customers_and_no_figures(four):
    drawn = experiment.arms(*four, "never run", days=10, as_of=AS_OF)
    assert drawn.empty
    assert np.isnan(experiment.measured(drawn, 0.03).set_index("quantity").loc["uplift", "value"])


def test_the_estimate_by_hand():
    """Means 1.5 and 1 of four members each, variances 1/3 and 2/3."""
    drawn = pd.DataFrame({"treated": [True] * 4 + [False] * 4, "orders": [1, 1, 2, 2, 0, 1, 1, 2], "orders_before": 1, "complete": True})
    table = experiment.measured(drawn, expected=0.5, level=0.95).set_index("quantity")
    half = 1.959964 * np.sqrt((1 / 3) / (4 * 1.5**2) + (2 / 3) / 4)
    assert table.loc["uplift"].tolist() == pytest.approx([0.5, 1.5 * np.exp(-half) - 1, 1.5 * np.exp(half) - 1], rel=1e-6)
    # Welch: se² = 1/12 + 1/6 = 1/4, freedom = (1/4)² / ((1/12)²/3 + (1/6)²/3) = 5.4, t = 2.5150
    assert table.loc["difference"].tolist() == pytest.approx([0.5, 0.5 - 2.5142 / 2, 0.5 + 2.5142 / 2], abs=1e-3)
    assert table.loc["before"].tolist() == [0, 0, 0]


def test_sizes_are_those_of_another_program():
    """statsmodels has one variance for both groups; ours lets it grow with the mean, so it lies between the two."""
    orders = negative_binomial(np.random.default_rng(1), 0.5, 2.0, 5_000)
    mean, sd = orders.mean(), orders.std(ddof=1)
    table = experiment.sizes(orders, 180, [0.05, 0.1]).set_index("uplift")
    for uplift in (0.05, 0.1):
        equal = NormalIndPower().solve_power(uplift * mean / sd, alpha=0.05, power=0.8)
        wider = NormalIndPower().solve_power(uplift * mean / (sd * np.sqrt(1 + uplift)), alpha=0.05, power=0.8)
        assert equal < table.loc[uplift, "control"] < wider + 1
        assert table.loc[uplift, "control"] == pytest.approx((equal + wider) / 2, rel=0.001)


def test_size_power_and_smallest_uplift_tell_the_same_story():
    orders = negative_binomial(np.random.default_rng(2), 0.8, 1.0, 4_000)
    row = experiment.sizes(orders, 90, [0.1], treated_share=0.3).iloc[0]
    assert experiment.power_of(0.1, orders, int(row["treated"]), int(row["control"])) == pytest.approx(0.8, abs=0.001)
    assert experiment.smallest_uplift(orders, int(row["treated"]), int(row["control"])) == pytest.approx(0.1, abs=0.0005)


def test_the_duration_counts_on_orders_that_grow_with_time():
    """Variance as large as the mean, as if all were alike: what these members need in time is proportional to their number."""
    orders = np.repeat([0, 2], [500, 500])
    rows = experiment.sizes(orders, 100, [0.1])
    members = rows["treated"][0] + rows["control"][0]
    assert rows["months"][0] == pytest.approx(members / len(orders) * 100 / experiment.DAYS_A_MONTH, rel=0.01)
    assert not rows["enough"][0]


def test_members_who_differ_much_never_show_a_small_uplift_however_long_one_waits():
    orders = np.repeat([0, 20], [95, 5])
    assert experiment.sizes(orders, 180, [0.02])["months"].isna().all()
    assert experiment.plan(orders, 180, 0.02).set_index("quantity").loc["power", "value"] < 0.06


@pytest.mark.parametrize("orders", [[], [0, 0, 0], [1]])
def test_a_shop_without_members_or_orders_gets_no_figures_and_no_error(orders):
    table = experiment.plan(orders, 180, 0.03).set_index("quantity")["value"]
    assert table["members"] == len(orders)
    assert np.isnan(table["smallest_uplift"])
    assert np.isnan(table["months"])
    assert experiment.sizes(orders, 180)["control"].isna().all()


def test_members_of_the_whole_time_are_counted_with_their_orders(four):
    joined = pd.DataFrame({"customer_id": ["ann", "bob", "new"], "joined_on": pd.to_datetime(["2025-01-01", "2026-04-21", "2026-04-22"])})
    days = ibis.memtable(pd.DataFrame({"customer_id": ["ann", "ann", "new"], "counts": [True, False, True]}).assign(ordered_on=date(2026, 4, 30)))
    table = experiment.order_counts(days, joined, date(2026, 4, 30), days=10)
    assert table.to_dict("list") == {"customer_id": ["ann", "bob"], "orders": [1, 0]}


def test_the_uplift_planted_in_the_sample_lies_in_the_interval_of_its_experiment(herstyle):
    shop, test = Shop(herstyle), f.LOYALTY_TEST
    truth = json.loads((herstyle / "truth.json").read_text(encoding="utf-8"))["told"]["service"]["touches"]["loyalty_test"]
    drawn = experiment.arms(shop.need("touches"), shop.need("orders"), test["name"], test["days"], shop.as_of)
    table = experiment.measured(drawn, expected=test["uplift"]).set_index("quantity")
    assert table.loc["treated", "value"] == pytest.approx(truth["treated"], rel=0.02)
    assert table.loc["control", "value"] == pytest.approx(truth["control"], rel=0.02)
    for quantity, planted in (("uplift", test["uplift"]), ("difference", truth["difference_in_orders"]), ("before", 0)):
        assert table.loc[quantity, "low"] <= planted <= table.loc[quantity, "high"], quantity
    # 1,500 customers are too few to show it, and the table says so.
    assert table.loc["smallest_uplift", "value"] > test["uplift"]
    assert table.loc["power", "value"] == pytest.approx(truth["power"], abs=0.05)


def test_arms_drawn_again_and_again_recover_the_uplift_planted_in_the_shops_own_orders(herstyle):
    """4,000 lots over the sample's members: the mean estimate is what was planted, and the intervals hold it as often as they say."""
    shop, test = Shop(herstyle), f.LOYALTY_TEST
    drawn = experiment.arms(shop.need("touches"), shop.need("orders"), test["name"], test["days"], shop.as_of)
    orders = drawn["orders"].to_numpy(float)
    share, difference = test["treated"], test["uplift"] * orders.mean()
    # The arms' means lie (1 − share) and share of the difference above and below the mean of all.
    planted = (1 + (1 - share) * test["uplift"]) / (1 - share * test["uplift"]) - 1
    rng, lots, found = np.random.default_rng(6), 4_000, []
    for _ in range(lots):
        treated = draw_arms(rng, orders, share, difference)
        found.append(experiment.relative_uplift(orders[treated], orders[~treated], level=0.90))
    value, low, high = np.log1p(np.array(found)).T
    error = value.std(ddof=1) / np.sqrt(lots)
    assert abs(value.mean() - np.log1p(planted)) < 3 * error
    assert value.mean() > 10 * error
    covered = ((low <= np.log1p(planted)) & (np.log1p(planted) <= high)).mean()
    assert covered == pytest.approx(0.90, abs=0.02)


def test_the_sample_shops_members_are_enough_for_a_large_uplift_only(herstyle):
    shop = Shop(herstyle)
    joined = bought.joined(shop.table("memberships"), shop.table("customers"), shop.as_of)
    counts = experiment.order_counts(shop.need("orders"), joined, shop.as_of, 180)
    table = experiment.sizes(counts["orders"], 180)
    assert 0 < len(counts) <= len(joined)
    assert table["control"].is_monotonic_decreasing
    assert not table.set_index("uplift").loc[0.03, "enough"]


@pytest.mark.soak
def test_the_interval_holds_the_true_uplift_in_90_percent_of_2000_experiments():
    rng, hits, shown = np.random.default_rng(4), 0, 0
    for _ in range(2_000):
        one, other = (negative_binomial(rng, mean, 3.0, n) for mean, n in ((0.33, 3_000), (0.30, 2_000)))
        _, low, high = experiment.relative_uplift(one, other, level=0.90)
        hits += low <= 0.1 <= high
        _, low, high = experiment.relative_uplift(one, other, level=0.95)
        shown += low > 0
    print(hits, shown)
    assert 1_760 <= hits <= 1_840
    # And the power said beforehand is the share of experiments that show it (above 0; the other side is negligible).
    expected = experiment.power_of(0.1, negative_binomial(np.random.default_rng(5), 0.30, 3.0, 400_000), 3_000, 2_000)
    assert shown / 2_000 == pytest.approx(expected, abs=0.035)
