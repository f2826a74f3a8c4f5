"""KPIs on shops small enough to count by hand, on awkward shops, and on Online Retail."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis import _

from retention import stats
from retention.metrics.comparisons import comparable_windows
from retention.metrics.key_figures import kpis
from retention.seasons import NO_CALENDAR, Calendar, Window
from retention.tables import KPIS

AS_OF = date(2026, 6, 30)
ANY = {"least_group": 1, "calendar": NO_CALENDAR}


def named(table: pd.DataFrame) -> pd.DataFrame:
    return table.set_index("name")


@pytest.fixture
def year(shop):
    """Ann buys in both years, Bob twice this year, Cid only last year, a guest and an order that does not count this year."""
    return shop(
        [
            ("ann", "2024-07-01", 50),
            ("ann", "2025-03-01", 100),
            ("ann", "2026-03-01", 120, 20),
            ("bob", "2026-01-10", 30),
            ("bob", "2026-01-10", 70),
            ("cid", "2025-05-20", 40),
            (None, "2026-02-01", 60),
            ("bob", "2026-02-02", 999, 999, False),
        ]
    )


def test_counts_and_money_of_a_year_written_by_hand(year):
    found = named(kpis(year, None, AS_OF, 365, **ANY))["value"]
    expected = {
        "customers": 3, "new_customers": np.nan, "buyers": 2, "orders": 3, "guest_orders": 1, "gross_sales": 280, "net_sales": 260,
        "repurchase_rate": 1 / 2, "repurchase_rate_days": 0, "returning_rate": 1 / 2, "returning_customer_share": np.nan,
        "aov": 200 / 3, "spend_per_buyer": 100, "units_per_order": 1, "churn_rule_60": 1, "churn_rule_365": 1 / 3,
        "guest_sales_share": 60 / 280, "refund_rate": 20 / 280, "customers_after_returns": 2, "orders_after_returns": 3,
    }  # fmt: skip
    assert found[list(expected)].to_dict() == pytest.approx(expected, nan_ok=True)


def test_the_previous_year_is_counted_by_the_same_rules(year):
    found = named(kpis(year, None, AS_OF, 365, **ANY))
    assert found.loc["gross_sales", "previous"] == 190
    assert found.loc["aov", "previous"] == pytest.approx(190 / 3)
    assert found.loc["aov", ["change", "last_year"]].tolist() == pytest.approx([200 / 3 - 190 / 3, 190 / 3])
    assert found.loc["buyers", ["previous", "change", "beside"]].tolist() == [2, 0, "window"]


def test_figures_that_would_change_while_no_customer_does_are_compared_with_nothing(year):
    """How many customers there ever were cannot fall; a base that only grows, and the best fifth of it, grow older with the shop."""
    found = named(kpis(year, None, AS_OF, 365, churn_days=(60,), **ANY))
    record = {"customers", "returning_customer_share", "median_gap_days"}
    base = {"churn_opening_60", "churn_total_60", "churn_rule_own_gap", "top20_revenue_share", "top20_share_after_returns"}
    given = found[found["value"].notna()]
    assert set(given.index[given["alone"] == "kpi-alone-record"]) == record & set(given.index)
    assert set(given.index[given["alone"] == "kpi-alone-base"]) == base & set(given.index)
    assert given.loc[given["alone"].notna(), ["previous", "change", "last_year", "change_low", "p_change"]].isna().all(axis=None)
    assert {"customers", "churn_active_60", "churn_rule_60"} <= set(given.index)


def test_churn_by_its_four_definitions(shop):
    """Of ann, bob and cid, active in the 90 days before the period, only ann orders in it; dot came once long ago."""
    orders = shop(
        [
            ("old", "2024-01-01", 1),
            ("dot", "2024-06-01", 10),
            ("ann", "2025-05-01", 10),
            ("bob", "2025-06-01", 10),
            ("cid", "2025-06-30", 10),
            ("ann", "2026-06-20", 10),
            ("eve", "2026-06-25", 10),
        ]
    )
    found = named(kpis(orders, None, AS_OF, 365, churn_days=(90,), **ANY))["value"]
    assert found["churn_active_90"] == pytest.approx(2 / 3)
    assert found["churn_opening_90"] == pytest.approx(2 / 5)
    assert found["churn_total_90"] == pytest.approx(2 / 6)
    assert found["churn_rule_90"] == pytest.approx(4 / 6)


def test_the_own_rhythm_decides_from_three_purchase_days_on(shop):
    """Weekly Ann is late after three weeks; Bob, with two purchase days, only after the shop's 365 days."""
    weekly = [("ann", str(date(2026, 5, 1) + timedelta(days=7 * i)), 10) for i in range(5)]
    orders = shop([*weekly, ("bob", "2025-01-01", 5), ("bob", "2026-04-01", 5)])
    found = named(kpis(orders, None, AS_OF, 365, churn_days=(60, 365), **ANY))
    assert found.loc["churn_rule_own_gap", "value"] == 1 / 2
    assert found.loc["median_gap_days", "value"] == np.median([7, 455])


def test_new_and_returning_customers_need_a_history_before_the_period(shop):
    rows = [("ann", "2025-01-01", 10), ("ann", "2025-02-01", 20), ("ann", "2026-02-01", 30), ("bob", "2026-03-01", 50), ("bob", "2026-04-01", 70)]
    found = named(kpis(shop(rows), None, AS_OF, 180, **ANY))
    assert found.loc["aov_returning", "value"] == 30
    assert found.loc["aov_new", "value"] == 60
    assert found.loc["spend_per_buyer_new", "value"] == 120
    assert found.loc["returning_customer_share", "value"] == 0.5
    whole = named(kpis(shop(rows), None, AS_OF, "all", **ANY))
    assert set(whole.loc[["aov_new", "aov_returning", "returning_rate"], "missing"]) == {"kpi-missing-no-history"}


def test_refunds_before_dispatch_uncount_the_order_and_still_show_in_the_rate(shop, given_back):
    orders = shop([("ann", "2026-06-01", 100), ("bob", "2026-06-02", 100, 40), ("cid", "2026-06-03", 50, 50, False)])
    returns = given_back(
        [("o0001", "2026-06-20", 40, "after_delivery"), ("o0002", "2026-06-03", 50, "before_dispatch"), (None, "2026-06-09", 7, "unknown")]
    )
    found = named(kpis(orders, returns, AS_OF, 30, **ANY))["value"]
    assert found["orders"] == 2
    assert found["refund_rate"] == pytest.approx(90 / 250)
    assert found["refund_rate_before_dispatch"] == pytest.approx(50 / 250)
    assert found["refund_rate_after_dispatch"] == pytest.approx(40 / 250)
    assert found["refunds_without_order"] == 7
    assert found["net_sales"] == 160


def test_requests_that_came_to_nothing_are_in_no_rate_and_among_no_refunds(shop, given_back):
    orders = shop([("ann", "2026-06-01", 100), ("bob", "2026-06-02", 100, 40)])
    settled = [("o0001", "2026-06-20", 40, "after_delivery"), (None, "2026-06-09", 7, "unknown")]
    vain = [(order, "2026-06-09", 0, "after_delivery", "return", status) for order in ("o0000", None) for status in ("open", "refused", "cancelled")]
    vain.append((None, "2026-06-09", 0, "after_delivery", "维修", "settled"))
    with_them, without = (kpis(orders, given_back(rows), AS_OF, 30, **ANY) for rows in (settled + vain, settled))
    pd.testing.assert_frame_equal(with_them, without)
    assert named(with_them).loc["refunds_without_order", ["value", "n"]].tolist() == [7, 1]


def test_refunds_of_unknown_stage_are_not_guessed(shop, given_back):
    orders = shop([("ann", "2026-06-01", 100, 30)])
    stages = named(kpis(orders, given_back([("o0000", "2026-06-02", 30, "unknown")]), AS_OF, 30, **ANY))
    assert stages.loc["refund_rate", "value"] == 0.3
    assert stages.loc["refund_rate_after_dispatch", "missing"] == "kpi-missing-unknown-stage"
    assert named(kpis(orders, None, AS_OF, 30, **ANY)).loc["refund_rate_after_dispatch", "missing"] == "kpi-missing-no-returns"


def test_under_thirty_customers_counts_stand_instead_of_rates(shop):
    found = named(kpis(shop([(f"c{i}", "2026-06-01", 10) for i in range(29)] + [("c0", "2026-06-02", 10)]), None, AS_OF, 30))
    row = found.loc["repurchase_rate"]
    assert (row["missing"], row["n"], row["count"]) == ("kpi-missing-too-few", 29, 1)
    assert pd.isna(row["value"])
    assert found.loc["buyers", "value"] == 29


def test_a_period_is_compared_only_where_the_history_covers_it_whole():
    began = date(2024, 7, 1)
    assert set(comparable_windows(began, AS_OF, 365, Calendar())) == {"now", "previous", "last_year"}
    assert set(comparable_windows(began + timedelta(days=1), AS_OF, 365, Calendar())) == {"now"}
    assert comparable_windows(began, AS_OF, "all", Calendar()) == {"now": Window(began, AS_OF)}


def test_a_shop_younger_than_the_period_gets_the_figures_it_can_have(shop):
    rows = [(f"c{i}", f"2026-0{month}-15", 100) for i in range(40) for month in (4, 5)]
    found = named(kpis(shop(rows), None, AS_OF, 365, churn_days=(60, 90)))
    assert found.loc[["repurchase_rate", "aov"], "value"].tolist() == [1, 100]
    assert found.loc["churn_rule_60", "value"] == 0
    assert found.loc[["churn_rule_90", "churn_active_60"], "missing"].tolist() == ["kpi-missing-no-history"] * 2


def test_last_year_follows_spring_festival(shop):
    """28 February 2026 ends a month with the festival; a year before, the festival stood in January."""
    orders = shop([("ann", "2024-01-01", 1), ("bob", "2025-01-12", 100), ("cid", "2025-02-20", 40), ("dot", "2026-02-20", 60)])
    found = named(kpis(orders, None, date(2026, 2, 28), 30, calendar=Calendar(), least_group=1))
    assert found.loc["gross_sales", "last_year"] == 100
    assert named(kpis(orders, None, date(2026, 2, 28), 30, **ANY)).loc["gross_sales", "last_year"] == 40


def test_a_change_among_the_same_customers_is_judged_as_theirs(shop):
    """Forty customers who buy every month alike: order value rose by 10 for each, which no noise explains."""
    rows = [(f"c{i}", f"2026-0{month}-15", 100 + 20 * i + 10 * (month == 6)) for i in range(40) for month in (4, 5, 6)]
    row = named(kpis(shop(rows), None, AS_OF, 30, calendar=NO_CALENDAR)).loc["aov"]
    assert row["value"] - row["previous"] == pytest.approx(10)
    assert (row["change_low"], row["change_high"]) == pytest.approx((10, 10))
    assert row["low"] < row["previous"] < row["high"]


AWKWARD = {
    "one customer": [("ann", "2026-06-01", 10)],
    "only guests": [(None, f"2026-06-{day:02}", 10) for day in range(1, 31)],
    "one day": [(f"c{i}", "2026-06-30", 10) for i in range(40)],
    "all equal": [(f"c{i}", f"2026-06-{day:02}", 10) for i in range(40) for day in (1, 8)],
    "only refunds": [(f"c{i}", "2026-06-01", 10, 10, False) for i in range(40)],
    "everything given back after delivery": [(f"c{i}", "2026-06-01", 10, 10) for i in range(40)],
    "free of charge": [(f"c{i}", "2026-06-01", 0) for i in range(40)],
    "nothing": [],
}


@pytest.mark.parametrize("rows", AWKWARD.values(), ids=AWKWARD)
@pytest.mark.parametrize("window", [30, 365, "all"])
def test_awkward_shops_get_figures_or_a_reason(shop, rows, window):
    table = kpis(shop(rows), None, AS_OF, window)
    KPIS.check(table)
    assert (table["value"].notna() ^ table["missing"].notna()).all()
    assert not np.isinf(table.select_dtypes("number")).any().any()
    inside = table.dropna(subset=["low"])
    assert (inside["low"] <= inside["value"] + 1e-9).all()
    assert (inside["value"] <= inside["high"] + 1e-9).all()


def test_in_a_shop_of_equals_the_best_fifth_bring_a_fifth(shop):
    row = named(kpis(shop(AWKWARD["all equal"]), None, AS_OF, 30)).loc["top20_revenue_share"]
    assert (row["value"], row["low"], row["high"]) == pytest.approx((0.2, 0.2, 0.2))


def test_a_shop_of_guests_has_sales_and_no_figures_about_customers(shop):
    found = named(kpis(shop(AWKWARD["only guests"]), None, AS_OF, 30))
    assert found.loc["gross_sales", "value"] == 300
    assert found.loc["guest_sales_share", "value"] == 1
    assert found.loc["repurchase_rate", ["n", "missing"]].tolist() == [0, "kpi-missing-too-few"]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 80), st.integers(0, 50), st.booleans()), min_size=1, max_size=40))
@settings(max_examples=20, deadline=None)
def test_laws_for_any_shop(shop_of_any, rows):
    orders = [(None if who == 0 else f"c{who}", str(AS_OF - timedelta(days=ago)), paid, paid // 2 if half else 0) for who, ago, paid, half in rows]
    found = named(kpis(shop_of_any(orders), None, AS_OF, "all", **ANY))["value"]
    assert found["gross_sales"] == sum(order[2] for order in orders)
    assert found["gross_sales"] - found["net_sales"] == pytest.approx(sum(order[3] for order in orders))
    assert found["orders"] + found["guest_orders"] == len(orders)
    if found["buyers"]:
        assert found["repurchase_rate_days"] <= found["repurchase_rate"] <= 1
        assert found["aov"] * found["orders"] == pytest.approx(found["spend_per_buyer"] * found["buyers"])


@pytest.fixture(scope="module")
def shop_of_any():
    """The fixture `shop`, outliving one example."""
    from .conftest import orders_of

    return orders_of


def test_the_same_orders_in_another_sequence_give_the_same_figures(shop):
    rows = [(f"c{i % 50}", f"2026-06-{1 + i % 30:02}", 5 + i % 17) for i in range(200)]
    frame = shop(rows).to_pandas()
    again = shop(rows).to_pandas().sample(frac=1, random_state=4)
    one, other = (kpis(_as_table(f), None, AS_OF, 30) for f in (frame, again))
    pd.testing.assert_frame_equal(one, other)


def _as_table(frame: pd.DataFrame):
    import ibis

    from .conftest import ORDERS

    return ibis.memtable(frame, schema=ORDERS)


@pytest.mark.real
def test_online_retail_gives_its_golden_figures(online_retail):
    found = named(kpis(online_retail, None, date(2011, 12, 9), "all", calendar=NO_CALENDAR))
    assert found.loc["orders", "value"] == 18532
    assert found.loc["gross_sales", "value"] == pytest.approx(8_911_407.90, abs=0.005)
    assert found.loc["repurchase_rate", ["value", "count", "n"]].round(4).tolist() == [0.6558, 2845, 4338]
    assert round(found.loc["repurchase_rate_days", "value"], 4) == 0.6432
    assert round(found.loc["top20_revenue_share", "value"], 4) == 0.7459
    assert round(found.loc["aov", "value"], 2) == 480.87
    each = online_retail.filter(online_retail.counts).group_by("customer_id").agg(paid=_.net_paid.sum().cast("float64"), orders=_.count()).execute()
    assert stats.ratio(each["paid"], each["orders"]).se == pytest.approx(27.0, abs=0.5)
    # A few very large customers make the spread: the interval reaches further up than down (see `stats.ratio`).
    low, high = 480.87 - found.loc["aov", "low"], found.loc["aov", "high"] - 480.87
    assert 1.5 * 27 < low < 1.96 * 27 < high < 2.5 * 1.96 * 27.5


@pytest.mark.real
def test_online_retail_after_returns_gives_its_golden_figures(online_retail_after_returns):
    found = named(kpis(online_retail_after_returns, None, date(2011, 12, 9), "all", calendar=NO_CALENDAR))
    assert found.loc[["orders_after_returns", "customers_after_returns"], "value"].tolist() == [18388, 4327]
    assert found.loc["net_sales", "value"] == pytest.approx(8_447_168.13, abs=0.02)
    assert round(found.loc["repurchase_rate_after_returns", "value"], 4) == 0.6559
    assert round(found.loc["top20_share_after_returns", "value"], 4) == 0.7374
