"""Pages of shops whose exports tell little: three columns, or nobody who came back. No figure of what is not known, and the true reason."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from retention.pages.kit.words import Words
from retention.pages.segments.tables import Groups
from retention.tables.kpis import NO_PIECES, NO_REFUNDS
from tests.awkward import imported
from tests.notebooks import GROUPS, PYRAMIDS, VALUE, Ran, has_gaps, rehearsed

pytestmark = pytest.mark.slow

EN, ZH = Words("en", "CNY"), Words("zh", "CNY")
BEGAN = date(2024, 8, 1)
# Figures of refunds and pieces by the beginning of their names.
OF_REFUNDS = ("refund_rate", "repurchase_rate_after_returns", "customers_after_returns", "orders_after_returns", "top20_share_after_returns")
OF_PIECES = ("units_per_order", "group_units_per_order")


def orders(*people: tuple[int, int]) -> str:
    """An export of three columns: for each (customers, from which day on) one order each, spread over 690 days."""
    days = [(i, BEGAN + timedelta((i * 37 + shift) % 690)) for n, shift in people for i in range(n)]
    return "客户,日期,金额\n" + "".join(f"客户{i},{day},{100 + i % 90}\n" for i, day in days)


def pages_of(orders: str, language: str, folder: Path, *stems: str) -> dict[str, Ran]:
    """The pages of a shop in a language, by notebook."""
    shop = imported(orders, folder)
    (folder / "params").mkdir()
    (folder / "params" / "shop.yaml").write_text(f"language: {language}\n", encoding="utf-8")
    (folder / "params" / "05_service_nps.yaml").write_text("replicates: 20\n", encoding="utf-8")
    return {stem: rehearsed(stem, shop, str(folder / "params"), folder / "reports") for stem in stems}


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, Ran]:
    """Eighty customers of whom fourteen came back, in three columns."""
    return pages_of(orders((80, 0), (14, 211)), "en", tmp_path_factory.mktemp("three"), PYRAMIDS, GROUPS, VALUE)


@pytest.fixture(scope="module")
def once(tmp_path_factory) -> Ran:
    """What 120 customers are worth who bought once each, over two years."""
    return pages_of(orders((120, 0)), "zh", tmp_path_factory.mktemp("once"), VALUE)[VALUE]


def test_what_no_export_tells_has_no_figure_but_a_reason(pages):
    for stem, page in pages.items():
        assert not has_gaps(page.said)
        rows = page.rows
        assert rows.loc[rows["value"].isna(), "missing"].notna().all()
        for names, why in ((OF_REFUNDS, NO_REFUNDS), (OF_PIECES, NO_PIECES)):
            untold = rows[rows["name"].str.startswith(names) & ~rows["name"].str.contains("_dispatch")]
            assert set(untold["missing"]) <= {why}, stem
    assert (pages[PYRAMIDS].figures["marked_accounts", "high_returns"]["missing"]) == NO_REFUNDS


def test_the_card_of_pieces_is_left_out_and_stands_on_no_board(pages):
    rows = pages[PYRAMIDS].rows
    assert "units_per_order" not in set(rows.loc[rows["headline"].astype(bool), "name"])
    cards = next(shown["text/html"] for shown in pages[PYRAMIDS].outputs if '<div class="rp-cards">' in shown.get("text/html", ""))
    assert EN("kpi-aov") in cards
    assert EN("kpi-units-per-order") not in cards


def test_each_page_says_once_that_refunds_are_not_known(pages, once):
    for stem, page in pages.items():
        assert page.said.count(EN("core-refunds-unknown")) == 1, stem
    assert once.said.count(ZH("core-refunds-unknown")) == 1


def test_the_saved_tables_have_missing_columns(pages):
    customers = pages[PYRAMIDS].names["customers"].table
    assert customers[["units", "refunded", "refunds_without_order", "refund_rate"]].isna().all(axis=None)
    profiles = pages[GROUPS].names["board"].table
    assert profiles[["units_per_order", "refund_rate", "revenue", "clv", "expected_orders", "expected_churn"]].isna().all(axis=None)


def test_nothing_is_forecast_by_group_where_no_model_tells_customers_apart(pages):
    groups = pages[GROUPS].names["book"].shared(Groups)
    assert groups.expected is None
    assert groups.filled["orders"].isna().all()
    assert groups.preview["expected"].isna().all()
    assert pages[GROUPS].said.count(EN("segments-no-forecast")) == 1
    assert not pages[VALUE].rows["name"].str.startswith("value_of_").any()
    assert pages[VALUE].said.count(EN("lifetime-groups-alike")) == 1


def test_a_shop_where_few_came_back_is_not_too_young(pages):
    page = pages[VALUE]
    assert EN("lifetime-past-none", days=273) not in page.said
    assert page.figures["value_past_error", None]["value"] is not None
    assert EN("lifetime-case-few-repeaters", repeaters=14, least=30) in page.said
    assert EN("lifetime-worth-at-rate") in page.said
    assert EN("lifetime-worth-known-only") not in page.said


def test_a_shop_where_nobody_came_back_is_not_too_young_and_has_an_upper_limit_only(once):
    assert not has_gaps(once.said)
    assert ZH("lifetime-past-none", days=273) not in once.said
    assert once.said.count(ZH("lifetime-past-nobody", days=91, windows=5)) == 1
    assert once.figures["value_past_error", None]["missing"] == "kpi-missing-nobody-back"
    figures = ("revenue_expected", "revenue_per_customer", "orders_expected", "customers_expected")
    assert {once.figures[name, None]["missing"] for name in figures} == {"kpi-missing-no-repeaters"}
