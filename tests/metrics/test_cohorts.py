"""Cohorts by the month of the first order."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.metrics import cohort_kpis, cohorts
from retention.tables import KPIS

from .conftest import orders_of


def test_customers_are_followed_by_calendar_month_of_their_first_order(shop):
    rows = [("ann", "2026-01-31", 10), ("ann", "2026-02-01", 10), ("bob", "2026-01-02", 10), ("bob", "2026-03-15", 10), ("cid", "2026-02-05", 10)]
    table = cohorts(shop(rows), date(2026, 3, 31))
    active = table.set_index(["cohort", "age"])["active"].to_dict()
    assert active == {("2026-01", 0): 2, ("2026-01", 1): 1, ("2026-01", 2): 1, ("2026-02", 0): 1, ("2026-02", 1): 0}
    assert not table["partial"].any()
    assert table["share"].tolist() == [1, 0.5, 0.5, 1, 0]


def test_only_the_month_that_is_not_over_is_partial(shop):
    table = cohorts(shop([("ann", "2026-01-31", 10), ("bob", "2026-03-01", 10)]), date(2026, 3, 30))
    assert table.loc[table["partial"], ["cohort", "age"]].to_numpy().tolist() == [["2026-01", 2], ["2026-03", 0]]


def test_cohorts_soon_after_the_first_day_are_first_seen_not_new(shop):
    rows = [(f"c{month}", f"2026-{month:02}-10", 10) for month in range(1, 7)]
    seen = cohorts(shop(rows), date(2026, 6, 30), median_gap_days=25).groupby("cohort")["left_truncated"].first()
    assert seen[seen].index.tolist() == ["2026-01", "2026-02", "2026-03"]
    alone = cohorts(shop(rows), date(2026, 6, 30), median_gap_days=float("nan")).groupby("cohort")["left_truncated"].first()
    assert alone[alone].index.tolist() == ["2026-01"]


def test_guests_and_orders_that_do_not_count_make_no_cohort(shop):
    assert cohorts(shop([(None, "2026-01-01", 10), ("ann", "2026-01-02", 10, 10, False)]), date(2026, 3, 31)).empty
    assert cohort_kpis(cohorts(shop([]), date(2026, 3, 31))).empty


@given(st.lists(st.tuples(st.integers(1, 8), st.dates(date(2025, 1, 1), date(2025, 8, 20))), min_size=1, max_size=40))
@settings(max_examples=20, deadline=None)
def test_every_customer_is_in_one_cohort_and_never_counted_twice_in_a_month(bought):
    table = cohorts(orders_of([(f"c{who}", str(day), 10) for who, day in bought]), date(2025, 8, 20))
    first = table[table["age"] == 0]
    assert first["active"].sum() == len({who for who, _ in bought})
    assert (first["active"] == first["cohort_size"]).all()
    assert (table["active"] <= table["cohort_size"]).all()
    assert table["active"].sum() == len({(who, day.month) for who, day in bought})


@pytest.mark.real
def test_online_retails_first_cohort_is_the_golden_one(online_retail):
    rows = KPIS.check(cohort_kpis(cohorts(online_retail, date(2011, 12, 9), 52))).set_index(["name", "group"])["value"]
    first = [rows[name, "2010-12"] for name in ("cohort_size", "cohort_active_m1", "cohort_active_m2", "cohort_active_m3")]
    assert first == [885, 324, 286, 340]
    assert ("cohort_active_m12", "2010-12") not in rows.index
