"""Comparisons over time: by hand, by law, and on shops of which it is known whether anybody changed."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from retention import metrics
from retention.metrics.comparisons import Firsts, Followed, at_equal_age, of_days
from retention.metrics.key_figures import definitions
from retention.seasons import NO_CALENDAR, Window

from .simulated import AS_OF, LOYAL, OFTEN_LEFT, SELDOM, Shop

LEVEL = 0.05


def sides(*groups: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Part and base of customers in groups of (customers, of whom in the part)."""
    part = np.concatenate([np.arange(size) < inside for size, inside in groups]).astype(float)
    return part, np.ones(len(part))


def firsts(*groups: tuple[int, float]) -> np.ndarray:
    return np.concatenate([np.full(size, days) for size, days in groups])


def filled(values: np.ndarray, before: int, after: int, empty: float) -> np.ndarray:
    return np.concatenate([np.full(before, empty), values, np.full(after, empty)])


@pytest.mark.parametrize("stranger", [(0, 0), (3, 3)], ids=["all of known age", "three older than anybody before"])
def test_customers_stand_beside_customers_as_long_with_the_shop(stranger):
    """Before: 2 of 4 young and 1 of 4 old left. Now 3 of 6 young and 2 of 2 old: 5 of 8, where 6 · ½ + 2 · ¼ = 3.5 were to be expected."""
    (part, base), (part_0, base_0) = sides((6, 3), (2, 2), stranger), sides((4, 2), (4, 1))
    now = filled(part, 8, 0, 0), filled(base, 8, 0, 0)
    before = filled(part_0, 0, len(part), 0), filled(base_0, 0, len(part), 0)
    first = filled(firsts((6, 10), (2, 70), (stranger[0], 300)), 8, 0, np.nan)
    first_before = filled(firsts((4, 10), (4, 70)), 0, len(part), np.nan)
    found = at_equal_age(now, now, before, Firsts(first, first, first_before), reach=400, least=1)
    assert found.change == pytest.approx(1.5 / 8)
    # By hand: now ((½ − 3/16)² · 3 + (−½ − 3/16)² · 3 + (¾ − 3/16)² · 2) / 8²; before weights ¾ and ¼ on 4 customers each.
    now_part = (3 * (5 / 16) ** 2 + 3 * (11 / 16) ** 2 + 2 * (9 / 16) ** 2) / 64
    before_part = (4 * (0.75 / 4 * 0.5) ** 2) + (0.25 / 4) ** 2 * (0.75**2 + 3 * 0.25**2)
    assert (found.high - found.low) / 3.919928 == pytest.approx(np.sqrt(now_part + before_part), rel=1e-6)


def test_who_may_be_older_than_the_record_is_left_out():
    now, before = sides((40, 10), (40, 40)), sides((40, 10), (40, 0))
    first = firsts((40, 10), (40, 100))
    assert at_equal_age(now, now, before, Firsts(first, first, first), reach=50, least=30).change == 0
    assert at_equal_age(now, now, before, Firsts(first, first, first), reach=5, least=30) is None


def test_what_only_one_reading_of_the_record_sees_is_no_change():
    """Read as it is, 40 of 100 came instead of 100; had the record begun later, 100 would have: none is shown, and the interval holds both."""
    before, now, later = np.repeat([1.0, 0.0], [100, 100]), np.repeat([0.0, 1.0, 0.0], [100, 40, 60]), np.repeat([0.0, 1.0], [100, 100])
    found = of_days(now, later, before)
    assert (found.change, found.p) == (0, 1.0)
    assert found.low == pytest.approx(-60 - 1.959964 * np.sqrt(140))
    assert found.high == pytest.approx(1.959964 * np.sqrt(200))
    assert of_days(now, now, before).p < 1e-6


def test_of_two_readings_the_smaller_change_is_shown():
    before, now, later = (np.repeat([1.0, 0.0], [came, 200 - came]) for came in (100, 40, 70))
    found = of_days(now, later, before)
    assert (found.change, found.low) == (-30, of_days(now, now, before).low)
    assert found.p == of_days(later, later, before).p
    assert of_days(before, before, now).change == 60
    assert of_days(before, later, now).change == 30


def test_how_far_back_customers_are_known_from_their_first_order():
    year = Window(date(2025, 7, 1), date(2026, 6, 30))
    long = Followed(year, year.before(), date(2022, 7, 1), unseen=100)
    assert (long.reach, long.watched, long.days["now"]) == (631, 996, year)
    short = Followed(year, year.before(), date(2024, 1, 1), unseen=306)
    assert (short.reach, short.watched, short.later) == (-124, 241, date(2024, 12, 31))
    assert short.days == {"now": Window(date(2025, 11, 2), year.last), "previous": Window(date(2024, 11, 2), date(2025, 6, 30))}
    assert short.comparable_from(241) == year.last
    assert short.comparable_from(365 + 90) == date(2027, 1, 30)


@pytest.fixture
def half_years(shop):
    """Three who buy 20 days apart in July 2025, so the first 60 days are in doubt; then new ones; Cid comes again after half a year."""
    regular = [(who, day, 10) for who in ("ann", "abe", "amy") for day in ("2025-07-01", "2025-07-21")]
    won = [("bob", "2025-08-20"), ("cid", "2025-09-10"), ("dot", "2025-10-10"), ("eve", "2025-12-30"), ("fay", "2026-01-15"), ("gus", "2026-03-01")]
    return shop([*regular, *((who, day, 10) for who, day in won), ("cid", "2026-04-01", 10)])


def named(orders, **more) -> pd.DataFrame:
    return metrics.kpis(orders, None, AS_OF, calendar=NO_CALENDAR, **more).set_index("name")


def test_new_customers_are_counted_on_the_same_days(half_years):
    """From 30 August it is known who is new: cid, dot and eve. Half a year later that is gus alone (fay came before 26 February).

    In a record that began half a year later Cid would be new in April: two beside three, the smaller change.
    """
    row = named(half_years, window_days=180, least_group=1).loc["new_customers"]
    assert row[["value", "previous", "change", "compared_from"]].tolist() == [2, 3, -1, "2026-02-26"]
    assert row["change_low"] == pytest.approx(-2 - 1.959964 * 2)
    assert row["change_high"] == pytest.approx(-1 + 1.959964 * np.sqrt(3))
    old = named(half_years, window_days=180, least_group=1).loc["returning_buyers"]
    # Cid comes again, or is new.
    assert old[["value", "previous", "change", "p_change"]].tolist() == [1, 0, 0, 1]


def test_who_is_new_is_read_twice_in_what_new_and_returning_buyers_spend(shop):
    """An old customer unseen before a later record begins is a new one there: her spend stands with theirs in the second reading."""
    base = [(f"b{i}", f"2023-0{1 + i % 3}-1{i % 9}", 10) for i in range(40)]
    each_year = [(f"{year}-{i}", f"{year}-0{1 + i % 6}-{day}", 50) for year in (2024, 2025, 2026) for i in range(40) for day in (10, 20)]
    # Won in spring 2023, and back three years later with large orders.
    back = [(f"b{i}", "2026-05-05", 1000) for i in range(20)]
    orders = shop([("old", "2022-07-01", 5), *base, *each_year, *back])
    found = named(orders, least_group=1).loc[["spend_per_buyer_new", "spend_per_buyer_returning"]]
    assert found.loc["spend_per_buyer_new", "value"] == 100
    # As it is, new customers spend 100 in both years; in a record from July 2023 on, twenty of sixty spend 1,000.
    assert found.loc["spend_per_buyer_new", ["change", "p_change"]].tolist() == [0, 1]
    assert found.loc["spend_per_buyer_new", "change_high"] > 300


def test_a_young_record_says_from_when_on_it_can_be_compared(half_years):
    found = named(half_years, window_days=180, least_group=1)
    assert found.loc["churn_active_60", ["alone", "comparable_from"]].tolist() == ["kpi-alone-first-seen", str(AS_OF + timedelta(180 + 60 - 125))]
    assert found.loc["churn_rule_60", "alone"] == "kpi-alone-first-seen"
    assert named(half_years, window_days=180).loc["churn_rule_60", "missing"] == "kpi-missing-too-few"


def test_figures_of_all_days_are_known_to_drift_though_there_is_no_window_before(half_years):
    found = named(half_years, window_days="all", least_group=1)
    given = found[found["value"].notna()]
    drifting = [name for name, kpi in definitions((60, 90, 180, 365)).items() if kpi.beside != "window" and name in given.index]
    assert {"churn_rule_60", "repurchase_rate", "spend_per_buyer"} <= set(drifting)
    assert (given.loc[drifting, "beside"] == "age").all()
    assert given[["change", "previous", "comparable_from", "p_change"]].isna().all(axis=None)


def test_a_shop_that_repeats_itself_has_not_changed(shop):
    """Customers won in one year do what those won in the year before did, a year later: not one figure of behaviour differs."""
    rng, rows = np.random.default_rng(3), [("old", "2022-06-01", 5)]
    for i in range(400):
        first = rng.integers(400, 640)
        days = first + np.concatenate([[0], np.cumsum(1 + rng.exponential(130, rng.integers(0, 6)))]).astype(int)
        paid = 10 + rng.integers(0, 90)
        for year in (0, 1):
            rows += [(f"c{i}-{year}", str(date(2022, 6, 1) + timedelta(int(day) + 365 * year)), paid) for day in days if day < 1124]
    found = named(shop(rows))
    compared = found[(found["beside"] == "age") & found["change"].notna()]
    assert {"churn_rule_90", "repurchase_rate", "spend_per_buyer"} <= set(compared.index)
    assert compared["change"].abs().max() < 1e-12


def judged(shop: Shop, shops: int, dropout: float = 1.0) -> pd.DataFrame:
    """One row per simulated shop: whether each figure carries an arrow, by name; none for figures that are not compared."""
    found = [named(shop.orders(seed, dropout))["p_change"] for seed in range(shops)]
    return pd.DataFrame(found).le(LEVEL).loc[:, pd.DataFrame(found).notna().any()]


def of_behaviour(arrows: pd.DataFrame) -> pd.DataFrame:
    """The columns of figures that tell what customers do, however many there are."""
    compared = definitions((60, 90, 180, 365))
    rates = {name for name, kpi in compared.items() if kpi.beside == "age" or name.startswith(("aov", "units_per_order"))}
    return arrows[[name for name in arrows if name in rates]]


# Shops as young as their record, and old ones of which the last years are on record. Nobody changes.
STEADY = {
    "young": Shop(a_day=10, age=4, years=4),
    "young and growing": Shop(a_day=8, age=4, years=4, growth=0.5),
    "young, loyal": Shop(a_day=10, age=4, years=4, customers=LOYAL),
    "young, one by one": Shop(a_day=10, age=4, years=4, customers=SELDOM),
    "cut to 30 months": Shop(a_day=6, age=8, years=2.5),
    "cut to 54 months": Shop(a_day=6, age=8, years=4.5),
    "cut to 54 months, loyal": Shop(a_day=6, age=8, years=4.5, customers=LOYAL),
}


def false_arrows(shop: Shop, shops: int) -> pd.Series:
    """How many of the shops carry an arrow, by figure of behaviour; `any` of them; and at new customers, where as many come each year."""
    arrows = judged(shop, shops)
    found = of_behaviour(arrows)
    assert {"repurchase_rate", "spend_per_buyer", "churn_rule_90", "aov"} <= set(found)
    assert ("churn_active_90" in found) == (shop.years > 2.5)
    counted = found.sum()
    counted["any"] = found.any(axis=1).sum()
    return counted if shop.growth else pd.concat([counted, arrows[["new_customers"]].sum()])


@pytest.mark.long
@pytest.mark.parametrize("kind", ["young", "cut to 30 months"])
def test_no_arrow_where_nobody_changed(kind):
    """Three shops of each kind; the proof on a hundred is marked soak."""
    assert false_arrows(STEADY[kind], 3).max() == 0


def counts_beside_the_whole(shop: Shop, seed: int) -> pd.DataFrame:
    """Of both counts: the change `shown` as a share, that of the `whole` record, and whether the interval `held` the latter."""
    short, whole = (named(cut.orders(seed)).loc[["new_customers", "returning_buyers"]] for cut in (shop, replace(shop, years=shop.age)))
    held = whole["change"].between(short["change_low"], short["change_high"])
    return pd.DataFrame({"shown": short["change"] / short["previous"], "whole": whole["change"] / whole["previous"], "held": held})


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
def test_of_a_short_record_no_larger_change_is_shown_than_of_the_whole(seed):
    """A shop of fifteen years whose loyal customers still add up: its returning buyers rise by some 4 %, not by the 29 % that the record shows."""
    found = counts_beside_the_whole(Shop(8, 15, 2.5, LOYAL), seed)
    assert (found["shown"].abs() < found["whole"].abs() + 0.02).all(), found
    assert found["held"].all()


@pytest.mark.soak
@pytest.mark.parametrize("shop", [Shop(8, 15, 2.5, LOYAL), *(STEADY[kind] for kind in STEADY if kind.startswith("cut"))], ids=str)
def test_of_short_records_changes_are_shown_no_larger_than_they_are(shop):
    """Returning buyers of these shops truly rise, so no arrow is false; the size must not be, in nine shops of ten."""
    found = pd.concat([counts_beside_the_whole(shop, seed) for seed in range(20)])
    assert (found["shown"].abs() < found["whole"].abs() + 0.03).mean() >= 0.9, found
    assert found["held"].mean() >= 0.9


@pytest.mark.soak
@pytest.mark.parametrize("kind", STEADY)
def test_where_nobody_changed_at_most_one_shop_in_ten_carries_an_arrow(kind):
    counted = false_arrows(STEADY[kind], 100)
    assert counted.max() <= 10, counted[counted > 0].to_dict()


def found_of(shop: Shop, shops: int) -> int:
    """In how many of the shops a dropout risen by a third in the window carries an arrow at one figure of behaviour or more."""
    return int(of_behaviour(judged(shop, shops, dropout=4 / 3)).any(axis=1).sum())


@pytest.mark.long
def test_a_dropout_risen_by_a_third_is_seen():
    """In at least two of three shops; how large a shop must be for it stands in the proof marked soak."""
    assert found_of(Shop(a_day=14, age=4, years=4, customers=LOYAL), 3) >= 2


@pytest.mark.soak
@pytest.mark.parametrize("law", [LOYAL, OFTEN_LEFT], ids=["loyal", "often left"])
def test_a_dropout_risen_by_a_third_is_found_in_eight_shops_of_ten(law):
    """The rate at which customers stop is a third higher from the window's first day on, for old and new ones alike.

    Each stops at a moment of her own (Pareto/NBD), because in a shop where one can only stop right after an order the year's first order is
    as likely as before.
    """
    assert found_of(Shop(a_day=20, age=4, years=4, customers=law), 100) >= 80
