"""Every figure has a name and a definition in both languages, and every sentence is true, also of the smallest shop."""

from datetime import date
from pathlib import Path

import pytest

from retention import metrics
from retention.pages.kit import labels
from retention.pages.kit.figures import change_lines
from retention.pages.kit.words import Words
from retention.pages.metrics import sentences as say
from retention.seasons import FIXED, NO_CALENDAR

AS_OF = date(2026, 6, 30)


class Plain(Words):
    """Words whose unbreakable spaces are plain ones, so that the tests can be read."""

    def __call__(self, message, **values):
        return super().__call__(message, **values).replace("\N{NO-BREAK SPACE}", " ")

    def share(self, value):
        return super().share(value).replace("\N{NO-BREAK SPACE}", " ")


ENGLISH, CHINESE = Plain("en", "GBP"), Plain("zh", "CNY")
BOTH = pytest.mark.parametrize("words", [ENGLISH, CHINESE], ids=["en", "zh"])


def kpis_of(orders, window=365, least=30, returns=None):
    return metrics.kpis(orders, returns, AS_OF, window, calendar=NO_CALENDAR, least_group=least)


def cohorts_said(table, words):
    return say.cohorts_in_words(table, {age: metrics.pooled(table, age) for age in (1, 3)}, words)


@pytest.fixture
def busy(shop):
    """Sixty customers over two years; half of them buy twice a year; ten guests; some refunds."""
    rows = [("old", "2024-01-01", 5)]
    for i in range(60):
        rows += [(f"c{i}", f"{year}-0{1 + i % 6}-10", 20 + i, 5 if i % 7 == 0 else 0) for year in (2024, 2025, 2026)]
        rows += [(f"c{i}", f"{year}-0{1 + i % 6}-20", 30) for year in (2025, 2026) if i % 2]
    return shop(rows + [(None, "2026-03-03", 40)] * 10)


@pytest.fixture
def tiny(shop):
    return shop([("ann", "2026-06-01", 10), ("ann", "2026-06-20", 12), ("bob", "2026-06-02", 5)])


@BOTH
def test_every_kpi_has_a_name_and_a_definition_in_both_languages(busy, given_back, words):
    returns = given_back([(None, "2026-06-01", 5, "unknown")])
    waiting, table = metrics.waits(busy, AS_OF), metrics.cohorts(busy, AS_OF)
    tables = [kpis_of(busy, returns=returns), metrics.repeat_kpis(waiting, AS_OF), metrics.cohort_kpis(table)]
    names = {name for found in tables for name in found["name"]}
    assert len(names) > 60
    for name in names:
        assert labels.kpi_label(name, words) != name
        assert labels.kpi_definition(name, words)
        assert "{" not in labels.kpi_definition(name, words)


@BOTH
def test_every_reason_for_a_missing_figure_can_be_read(shop, busy, tiny, words):
    tables = [kpis_of(orders) for orders in (busy, tiny, shop([]), shop([("ann", "2026-06-01", 0)]))]
    reasons = {why for table in tables for why in table["missing"].dropna()}
    tables = [metrics.repeat_kpis(metrics.waits(orders, AS_OF), AS_OF) for orders in (busy, tiny, shop([]))]
    reasons |= {why for table in tables for why in table["missing"].dropna()} | {"kpi-missing-unknown-stage", "kpi-missing-no-money"}
    assert {why for why in reasons if not words.has(why)} == set()


def test_the_trades_terms_stand_for_their_figures():
    terms = {"repurchase_rate": "复购率", "returning_rate": "回购率", "aov": "笔单价", "spend_per_buyer": "客单价", "units_per_order": "连带率"}
    assert {name: labels.kpi_label(name, CHINESE) for name in terms} == terms
    assert "流失率" in labels.kpi_label("churn_active_90", CHINESE)


def test_churn_says_its_days_and_over_how_long():
    assert labels.kpi_label("churn_active_90", ENGLISH) == "Churn of customers active in 90 days"
    assert labels.kpi_label("churn_active_90", ENGLISH, "2025-07-01..2026-06-30") == "Churn of customers active in 90 days, over 365 days"
    assert labels.kpi_label("own_figure", ENGLISH) == "own_figure"
    assert labels.kpi_definition("own_figure", ENGLISH) == ""


def test_the_same_messages_exist_in_both_languages():
    from fluent.syntax import FluentParser, ast

    def ids(language):
        entries = FluentParser().parse((Path(say.__file__).parent / f"{language}.ftl").read_text(encoding="utf-8")).body
        assert not [entry for entry in entries if isinstance(entry, ast.Junk)]
        return [entry.id.name for entry in entries if isinstance(entry, ast.Message)]

    assert ids("en") == ids("zh")
    assert len(ids("en")) == len(set(ids("en")))


def test_a_busy_shop_in_english(busy):
    table = kpis_of(busy)
    said = say.sales_in_words(table, ENGLISH)
    assert said.startswith("From 2025-07-01 to 2026-06-30 the shop sold £4,270 gross, £4,225 after the refunds booked so far, in 100 orders.")
    assert "Guests brought 9.4 % of it." in said
    assert "Gross sales are 10 % higher than in the period before" in said
    # All sixty came in the first months of the record, and may have bought before it.
    assert say.repurchase_in_words(table, ENGLISH).startswith("Of 60 buyers 50 % bought more than once (38–62 %). Of the buyers of the period before")
    assert say.new_in_words(table, ENGLISH) == ""


def test_a_busy_shop_in_chinese(busy):
    said = say.kpis_in_words(kpis_of(busy), CHINESE)
    assert "60 位购买客户中，50% 购买了不止一次（38–62%）。" in said
    assert said.count("不是抽样误差") == 1


def test_a_tiny_shop_gets_counts(tiny):
    table = kpis_of(tiny, 30)
    assert say.repurchase_in_words(table, ENGLISH) == "1 of 2 buyers bought more than once; that is too few people for a rate."
    assert say.churn_in_words(table, ENGLISH) == "There are too few customers, or too short a history, for a churn rate."
    found = metrics.concentration(tiny, AS_OF, 30)
    assert say.concentration_in_words(found, ENGLISH) == "There are 2 customers, too few to speak of shares."
    assert say.repeat_in_words(metrics.repeat_curve(metrics.waits(tiny, AS_OF)), ENGLISH).startswith("Too few first-time buyers")


def test_one_buyer_is_spoken_of_in_the_singular(shop):
    once, twice = (kpis_of(shop([("ann", f"2026-06-0{day}", 10) for day in days]), 30) for days in ([1], [1, 2]))
    assert say.repurchase_in_words(once, ENGLISH).startswith("The only buyer placed one order;")
    assert say.repurchase_in_words(twice, ENGLISH).startswith("The only buyer placed more than one order;")


@BOTH
@pytest.mark.parametrize("rows", [[], [(None, "2026-06-01", 10)], [("ann", "2026-06-30", 10)], [("ann", "2026-06-01", 10, 10, False)]])
def test_no_shop_is_too_small_for_its_sentences(shop, rows, words):
    orders = shop(rows)
    table, found = metrics.cohorts(orders, AS_OF), metrics.concentration(orders, AS_OF, 365)
    curve, months = metrics.repeat_curve(metrics.waits(orders, AS_OF)), metrics.sales_by_month(orders, AS_OF)
    said = [
        say.kpis_in_words(kpis_of(orders), words),
        cohorts_said(table, words),
        say.repeat_in_words(curve, words),
        say.concentration_in_words(found, words),
        *(title(months, words) for title in (say.sales_title, say.sales_subtitle)),
        say.cohorts_title(metrics.pooled(table, 1), words),
        say.cohorts_subtitle(table, words),
        *(title(curve, words) for title in (say.repeat_title, say.repeat_subtitle)),
        *(title(found, words) for title in (say.concentration_title, say.concentration_subtitle)),
    ]
    assert all(said)
    assert "nan" not in " ".join(said).lower()


def test_titles_say_what_the_tables_hold(busy):
    months, table = metrics.sales_by_month(busy, AS_OF), metrics.cohorts(busy, AS_OF)
    best = months.sort_values("gross").iloc[-1]
    assert say.sales_title(months, ENGLISH) == f"{best['month']:%Y-%m} brought the most: {ENGLISH.money(best['gross'])} gross"
    assert say.sales_title(months.head(1), ENGLISH) == f"2024-01 brought {ENGLISH.money(months['gross'].iloc[0])}"
    assert say.cohorts_title(metrics.pooled(table, 1), ENGLISH) == "0 % of a month's new customers order again in the month after"
    found = metrics.concentration(busy, AS_OF, 365)
    top = found.tops.set_index("top").loc[0.2]
    assert say.concentration_title(found, ENGLISH).startswith(f"The best 20 % of customers bring {ENGLISH.share(top['money'])} of the money (")
    assert f"{top['customers']:.0f} people" in say.concentration_in_words(found, ENGLISH)


def test_customers_surely_new_are_told_from_those_first_seen(shop):
    rows = [(f"{month}-{i}", f"2026-0{month}-10", 10) for month in (1, 2, 3) for i in range(30)] + [
        ("2-1", "2026-03-11", 10),
        ("1-1", "2026-02-11", 10),
    ]
    new = metrics.cohorts(shop(rows), AS_OF)
    assert cohorts_said(new, ENGLISH).startswith("Of 60 new customers in 2026-02 to 2026-03, 1.7 % ordered again in the month after")
    seen = metrics.cohorts(shop(rows), AS_OF, median_gap_days=60)
    assert cohorts_said(seen, ENGLISH).startswith("Of 90 customers first seen in 2026-01 to 2026-03, 2.2 % ordered again")
    assert say.cohorts_title(metrics.pooled(seen, 1), ENGLISH) == "2.2 % of a month's first-seen customers order again in the month after"


@BOTH
def test_where_nobody_bought_nobody_is_said_to_be_new(shop, words):
    quiet = kpis_of(shop([("ann", "2024-01-01", 10), ("ann", "2024-02-01", 10), ("bob", "2024-03-01", 5)]))
    assert quiet.set_index("name").loc["new_customers", "value"] == 0
    assert say.new_in_words(quiet, words) == ""


def counted(change, previous, compared_from="2025-11-02"):
    """The figure of new customers over part of the window."""
    ends = {"change": change, "change_low": change - 9, "change_high": change + 9, "p_change": 0.01}
    return {"value": 90.0, "unit": "count", "beside": "days", "previous": previous, "compared_from": compared_from, **ends}


def test_a_count_over_the_same_days_beside_none_is_no_percentage():
    (line,) = change_lines(counted(20.0, 0.0), ENGLISH)
    assert line.text == "+20 (+11 to +29) from 2025-11-02 on; there was none on the same days of the period before: more than noise"
    (line,) = change_lines(counted(-20.0, 100.0), ENGLISH)
    assert line.text == "−20 % (−29 % to −11 %) from 2025-11-02 on, beside 100 on the same days of the period before: more than noise"
    assert all("none" not in each.text for each in change_lines(counted(-20.0, 100.0, None), ENGLISH))


@BOTH
def test_campaigns_are_named_and_a_shops_own_keep_their_name(words):
    assert all(say.event_label(event, words) != event for event in FIXED if event != "618")
    assert say.event_label("店庆", words) == "店庆"
