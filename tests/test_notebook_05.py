"""What is special about notebook 05: the value of groups and of all, its work lists, awkward shops, CDNOW."""

import re

import pandas as pd
import pytest

from retention import imports
from retention.pages.lifetime.sections import LISTS
from retention.settings import ShopSettings
from retention.tables import FORECASTS
from tests.awkward import AWKWARD, imported
from tests.conftest import TODAY
from tests.notebooks import LANGUAGES, VALUE, Ran, has_gaps, params_in, rehearsed, report, with_compiled
from tests.report.browser import wrong_with

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request, runs) -> Ran:
    """HerStyle's report in both languages; the pyramid of notebook 01 and the groups of 02 lie beside its tables."""
    return runs.of(VALUE, request.param)


def test_each_half_begins_with_what_it_comes_to_in_words(page):
    service, worth = {"en": ("In the last 30 days", "are expected to place about"), "zh": ("最近 30 天", "预计下单约")}[page.language]
    desk, score, base = (found.start() for found in re.finditer('class="rp-cards"', page.html))
    assert -1 < page.html.find(service) < desk < score < page.html.find(worth) < base


def test_the_value_of_groups_adds_up_to_the_whole(page):
    found = page.figures
    whole = found["margin_expected", None]
    assert 0 < whole["low"] < whole["value"] < whole["high"]
    for kind in ("value_of_cohort", "value_of_segment", "value_of_band", "value_of_channel"):
        parts = [f["value"] for (name, _), f in found.items() if name == kind]
        assert len(parts) > 3
        assert sum(parts) == pytest.approx(whole["value"])
    assert found["margin_per_customer", None]["value"] == pytest.approx(whole["value"] / whole["n"])
    assert all(f["definition"] for f in found.values())


def test_forecasts_keep_their_promise_and_add_up_to_the_figures(page):
    table, found = FORECASTS.check(pd.read_parquet(page.data / "out" / "forecasts.parquet")), page.figures
    assert len(table) == page.truth["expected"]["customers_with_an_order_that_counts"]
    assert table["clv"].sum() == pytest.approx(found["margin_expected", None]["value"])
    assert table["expected_orders"].sum() == pytest.approx(found["orders_expected", None]["value"])
    assert table["p_order"].mean() == pytest.approx(found["customers_expected", None]["value"])


def test_work_lists_name_customers_once(page):
    folder = page.data / "out" / LISTS
    invest, call = (pd.read_csv(folder / f"{key}.csv", dtype=str) for key in ("invest", "call"))
    ours = [set(table.iloc[:, 1].str.strip()) for table in (invest, call)]
    assert len(ours[0]) == len(invest) > 50
    assert len(ours[1]) == len(call) > 20
    assert not ours[0] & ours[1]
    known = {number.strip() for number in pd.read_parquet(page.data / "out" / "forecasts.parquet")["customer_id"]}
    assert ours[0] | ours[1] <= known


# --- other shops ------------------------------------------------------------------------------------------------

SAYS = {
    "one customer": "was first seen on the last day",
    "five customers": "Under 30 customers these counts are all that can be said",
    "guests only": "No order that counts names a customer",
    "one day": "was first seen on the last day",
    "all once": "Nobody has ordered a second time yet",
}


@pytest.mark.parametrize("name", SAYS)
def test_awkward_shops_get_a_sensible_page_without_gaps_in_any_section(name, tmp_path):
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "shop.yaml").write_text("language: en\n", encoding="utf-8")
    page = rehearsed(VALUE, imported(AWKWARD[name], tmp_path), str(tmp_path / "params"), tmp_path / "reports")
    assert SAYS[name] in page.names["worth"].shown[0].html
    assert SAYS[name] in page.html
    assert len(page.said) > 300
    assert not has_gaps(page.said)
    assert all(figure["value"] is not None or figure["missing"] for figure in page.figures.values())
    FORECASTS.check(pd.read_parquet(page.data / "out" / "forecasts.parquet"))
    if name in ("five customers", "guests only"):
        assert wrong_with([page.folder / "report.html"], charts=page.charts) == []


@pytest.mark.real
def test_cdnow_is_valued_whole_and_the_page_says_who_wins_there(real, tmp_path):
    imports.import_shop([real / "cdnow_sample" / "CDNOW_sample.txt"], ShopSettings(map="cdnow"), tmp_path / "cdnow", TODAY)
    with_compiled(tmp_path / "cdnow")
    page = report(VALUE, tmp_path / "cdnow", params_in("en", tmp_path / "params", VALUE, "cdnow"), tmp_path / "reports", "en")
    assert page.figures["revenue_expected", None]["n"] == 2357
    assert "revenue, not profit" in page.html
    assert "Checked against the library lifetimes" in page.html
    # Of three past forecasts only the latest knew a season: too few to leave the others out.
    assert page.figures["orders_past_error", None]["value"] == pytest.approx(0.1678, abs=5e-4)
    assert page.figures["value_past_error", None]["value"] == pytest.approx(0.1920, abs=5e-4)
    assert "the forecast is ahead of every plain rule in the number of orders (error)" in page.html
    assert "A plain rule is ahead in orders per customer (mean error) (same as last period)" in page.html
    assert wrong_with([page.folder / "report.html"], charts=page.charts) == []
