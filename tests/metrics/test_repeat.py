"""When first-time buyers come back."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.metrics import cohort_grain, repeat_by_cohort, repeat_curve, repeat_kpis, waits

from .conftest import orders_of

AS_OF = date(2026, 6, 30)


def marks(kpis):
    return kpis[kpis["group"].isna()].set_index("name")["value"]


def test_the_wait_runs_from_the_first_to_the_next_day_with_a_kept_order(shop):
    rows = [
        ("ann", "2026-01-01", 10),
        ("ann", "2026-01-01", 10),
        ("ann", "2026-01-11", 10),
        ("bob", "2026-06-20", 10),
        ("cid", "2026-01-01", 10, 10),
        ("cid", "2026-02-01", 10),
        ("cid", "2026-02-05", 10, 10),
        ("cid", "2026-02-09", 10, 4),
        ("dot", "2026-03-01", 10, 10),
        (None, "2026-01-01", 10),
    ]
    found = waits(shop(rows), AS_OF)
    assert sorted(found[["days", "returned", "customers"]].to_numpy().tolist()) == [[8, True, 1], [10, False, 1], [10, True, 1]]
    assert set(found["window"]) == {"2026-01-01..2026-06-30"}


def test_without_anyone_lost_from_sight_the_curve_is_a_plain_share(shop):
    """Forty customers of January; ten come back after 20 days, ten after 80, twenty not at all."""
    first = date(2026, 1, 1)
    again = [(f"c{i}", str(first + timedelta(days=20 if i < 10 else 80)), 10) for i in range(20)]
    orders = shop([(f"c{i}", str(first), 10) for i in range(40)] + again)
    waiting = waits(orders, AS_OF)
    assert marks(repeat_kpis(waiting, AS_OF, 20)).round(3).tolist()[:4] == [0.25, 0.25, 0.5, 0.5]
    curve = repeat_curve(waiting, 20)
    assert curve.set_index("day").loc[[0, 20, 30, 80], "share"].tolist() == [0, 0.25, 0.25, 0.5]
    assert curve["at_risk"].tolist() == [40, 40, 30, 30, 30, 20, 20]


def test_who_bought_last_week_neither_counts_as_lost_nor_is_left_out(shop):
    early = [(f"e{i}", "2026-01-01", 10) for i in range(30)] + [(f"e{i}", "2026-01-21", 10) for i in range(15)]
    late = [(f"l{i}", "2026-06-25", 10) for i in range(100)]
    found = marks(repeat_kpis(waits(shop(early + late), AS_OF), AS_OF, 10))
    assert found["repeat_within_30d"] == pytest.approx(0.5)


def test_a_mark_with_too_few_still_watched_has_no_figure(shop):
    waiting = waits(shop([(f"c{i}", "2026-05-01", 10) for i in range(35)]), AS_OF)
    found = repeat_kpis(waiting, AS_OF).head(5)
    assert found["value"].tolist()[:2] == [0, 0]
    assert set(found["missing"][2:]) == {"kpi-missing-too-few-watched"}
    assert repeat_curve(waiting)["high"].min() > 0
    assert repeat_curve(waits(shop([("ann", "2026-01-01", 1)]), AS_OF)).empty


def test_nobody_bought_means_no_curve_and_says_so(shop):
    waiting = waits(shop([(None, "2026-01-01", 10)]), AS_OF)
    assert repeat_curve(waiting).empty
    assert repeat_by_cohort(waiting).empty
    assert set(repeat_kpis(waiting, AS_OF)["missing"]) == {"kpi-missing-no-orders"}


def test_cohorts_are_quarters_unless_months_are_few_and_full(shop):
    months = [(f"{month}-{i}", f"2026-0{month}-01", 10) for month in (1, 2, 4) for i in range(100)]
    assert cohort_grain(waits(shop(months), AS_OF)) == "month"
    fewer = waits(shop(months[:-1]), AS_OF)
    assert cohort_grain(fewer) == "quarter"
    assert sorted(repeat_by_cohort(fewer)["cohort"].unique()) == ["2026-Q1", "2026-Q2"]


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 200)), min_size=1, max_size=40))
@settings(max_examples=20, deadline=None)
def test_the_curve_never_falls_and_counts_everyone_once(bought):
    waiting = waits(orders_of([(f"c{who}", str(AS_OF - timedelta(days=ago)), 10) for who, ago in bought]), AS_OF)
    curve = repeat_curve(waiting, 1)
    assert waiting["customers"].sum() == len({who for who, _ in bought})
    assert curve["at_risk"].iloc[0] == waiting["customers"].sum()
    assert curve["share"].is_monotonic_increasing
    assert curve["events"].sum() == waiting.loc[waiting["returned"], "customers"].sum()


@pytest.mark.real
def test_online_retails_curve_starts_with_all_customers_and_reaches_a_year(online_retail):
    waiting = waits(online_retail, date(2011, 12, 9))
    assert waiting["customers"].sum() == 4338
    assert waiting.loc[waiting["returned"], "customers"].sum() == 2790
    assert marks(repeat_kpis(waiting, date(2011, 12, 9))).notna().all()
