"""Which stage a shop is in: twelve signs worked out by hand, what is not known, and three shops."""

from dataclasses import replace
from datetime import date, datetime
from functools import cache

import ibis
import pandas as pd
import pytest

from retention import imports, playbook
from retention.metrics import diagnosis
from retention.metrics.diagnosis import CORE, SIGNS, Known
from retention.pages.diagnosis import sentences
from retention.pages.diagnosis import stage as stage_section
from retention.pages.diagnosis.tables import Stage
from retention.pages.kit.words import Words
from retention.settings import OwnField, ShopSettings, StageRules
from tests.conftest import TODAY
from tests.notebooks import PYRAMIDS, params_in
from tests.pages import html

AS_OF = date(2026, 6, 30)
RULES = StageRules()


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


@cache
def tables() -> dict[str, ibis.Table]:
    """Five customers, six orders of which one is a guest's; Li called ann in June, Wu somebody in January."""
    orders = pd.DataFrame(
        {"customer_id": ["ann", "ann", "bob", "cid", "dot", None], "counts": True, "ordered_on": [date(2026, 6, d) for d in range(20, 26)]}
    )
    touches = pd.DataFrame(
        {
            "customer_id": ["ann", "bob", "cid", "dot"],
            "touched_on": [date(2026, 6, 20), date(2026, 1, 5), date(2026, 6, 21), date(2026, 6, 22)],
            "owner": ["Li", "Wu", None, None],
            "campaign": [None, None, "高价值 preview", "618"],
            "status": ["delivered", None, "delivered", "not_sent"],
            "arm": [None, None, "treated", "control"],
        }
    )
    lines = pd.DataFrame({"product_id": ["p", "q"], "line_paid": [75.0, 25.0], "counts": True, "ordered_on": [date(2026, 6, 20), date(2026, 6, 21)]})
    made = {
        "orders": orders,
        "customers": pd.DataFrame({"customer_id": ["ann", "eve"]}),
        "consents": pd.DataFrame({"customer_id": ["ann", "cid", "zoe"], "purpose": ["marketing", "survey", "marketing"]}),
        "touches": touches,
        "order_lines": lines,
        "products": pd.DataFrame({"product_id": ["p", "q"], "cost": [10.0, None]}),
    }
    return {name: ibis.memtable(frame) for name, frame in made.items()}


def known(**changes) -> Known:
    pyramid = pd.DataFrame(
        {
            "customer_id": ["ann", "bob", "cid", "dot", "eve"],
            "net_paid": [900.0, 800.0, 50.0, 40.0, 30.0],
            "days_since_last_order": [9, 200, 5, 300, 60],
            "owner": ["Li", "Wu", None, None, None],
            "last_touch_on": [day("2026-06-20"), day("2026-01-05"), pd.NaT, pd.NaT, pd.NaT],
            "top_size": ["M", None, None, None, None],
        }
    )
    facts = {
        "pyramid": pyramid,
        "tables": tables(),
        "ledger": pd.DataFrame({"fate": ["kept", "duplicate", "unknown order"], "rows": [80, 10, 10]}),
        "as_of": AS_OF,
        "until": date(2026, 7, 4),
        "journeys": 2,
        "by_group": 1,
        "group_names": ("高价值", "high value"),
        "margin_known": False,
        "own_fields": {"top_size": OwnField(kind="text")},
        "top_share": 0.4,
        "dormant_days": 90,
    }
    return Known(**facts | changes)


def signs(of: Known) -> pd.DataFrame:
    return diagnosis.diagnosis(of, RULES).signs.set_index("sign")


def test_each_sign_has_the_figure_one_reckons_by_hand():
    """Best two of five: ann, followed by Li in June, and bob, asleep and last called in January."""
    assert signs(known())["value"].to_dict() == pytest.approx(
        {
            "one_view": 5 / 6,
            "islands": 1,
            "follow_up": 1 / 2,
            "analysable": 0.9,
            "consent": 1 / 5,
            "segments_used": 1 + 1,
            "automation": 2,
            "staff_use": 1 / 2,
            "missed_sales": 1.0,
            "costs": 0.75,
            "scale": 5,
            "freshness": 9,
        }
    )


def test_a_sign_holds_from_its_threshold_on_and_customers_are_not_too_many_where_journeys_run():
    found = signs(known())
    assert set(found.index[found["state"] == "lacks"]) == {"consent", "staff_use", "missed_sales", "costs", "freshness"}
    many = replace(known(), pyramid=pd.concat([known().pyramid] * 201, ignore_index=True))
    assert [signs(replace(many, journeys=run))["state"]["scale"] for run in (0, 1)] == ["lacks", "holds"]


@pytest.mark.parametrize("gone", ["customers", "consents", "touches", "order_lines", "products"])
def test_taking_a_table_away_changes_the_signs_told_from_it_and_no_others(gone):
    before, after = signs(known()), signs(replace(known(), tables={name: table for name, table in tables().items() if name != gone}))
    changed = {sign for sign in SIGNS if not before.loc[[sign]].equals(after.loc[[sign]])}
    assert changed <= {sign for sign, (_, _, reads) in SIGNS.items() if gone in reads}
    assert changed


def test_what_nothing_tells_is_not_known_and_never_bad():
    bare = replace(known(), tables={"orders": tables()["orders"]}, by_group=None, journeys=None)
    found = signs(bare)
    unknown = {"islands", "follow_up", "consent", "segments_used", "staff_use", "missed_sales", "costs"}
    assert set(found.index[found["state"] == "unknown"]) == unknown
    assert diagnosis.diagnosis(bare, RULES).kpis("..2026").set_index("name")["missing"].notna().sum() == len(unknown)
    assert signs(replace(bare, margin_known=True))["value"]["costs"] == 1


def stage(of: Known, rules: StageRules = RULES) -> int:
    return diagnosis.diagnosis(of, rules).stage


def test_a_shop_leaves_the_first_stage_by_four_core_signs_and_reaches_the_third_by_six_and_a_field_in_use():
    shop = known()  # five of six: consent is too seldom on record
    assert [stage(shop), stage(replace(shop, journeys=0)), stage(replace(shop, journeys=0, ledger=shop.ledger.tail(1)))] == [2, 2, 1]
    consent = StageRules(consent=0.2)
    assert stage(shop, consent) == 3
    assert stage(replace(shop, own_fields={}), consent) == 2
    assert stage(shop, StageRules(consent=0.2, fields_filled=0.3)) == 2
    assert stage(replace(shop, own_fields={}), StageRules(consent=0.2, fields=("top_size",))) == 3


def test_the_next_steps_are_the_cheapest_signs_that_do_not_hold():
    assert diagnosis.diagnosis(known(), RULES).steps == ["costs", "freshness", "consent"]
    assert len(CORE) == 6
    assert len(SIGNS) == 12


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_page_says_stage_signs_and_steps_in_words(language):
    found, words = diagnosis.diagnosis(known(), RULES), Words(language, "CNY")
    said = sentences.stage_in_words(found, words) + sentences.steps_in_words(found.steps, words)
    rows, _ = sentences.sign_rows(found.signs, words)
    assert len(rows) == 12
    wanted = {
        "en": ("Stage 2 of 3", "7 hold, 5 are missing and 0", "not yet: Consent on record", "margin_rate"),
        "zh": ("工具期", "7 个做到，5 个没做到，0 个", "还缺：授权有记录", "margin_rate"),
    }
    assert [part for part in wanted[language] if part not in said] == []


# --- three shops --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def one_excel(tmp_path_factory) -> playbook.Playbook:
    """300 people in one file of three columns."""
    folder = tmp_path_factory.mktemp("excel")
    frame = pd.DataFrame(
        {"客户": [f"c{i % 300}" for i in range(420)], "日期": [datetime(2026, 1 + i % 6, 1 + i % 28) for i in range(420)], "金额": 99.0}
    )
    frame.to_excel(folder / "orders.xlsx", index=False)
    imports.import_shop([folder / "orders.xlsx"], ShopSettings(), folder / "shop", TODAY)
    return playbook.open("01", "", folder / "shop")


@pytest.mark.long
def test_one_excel_of_three_hundred_people_is_stage_one_and_most_is_not_known(one_excel):
    shown = stage_section(one_excel)
    state = shown.table.set_index("sign")["state"]
    assert "第一阶段" in html(shown)
    assert (state == "lacks").sum() == 1  # nothing runs by itself
    assert set(state.index[state == "holds"]) == {"one_view", "analysable", "scale", "freshness"}


@pytest.mark.slow
def test_herstyle_is_stage_three_and_two_without_fields_for_size_style_or_season(runs, tmp_path):
    page = runs.of(PYRAMIDS, "en")
    assert page.figures["stage", None]["value"] == 3
    assert {f"stage_sign_{sign}" for sign in SIGNS} <= {name for name, _ in page.figures}
    book = playbook.open("01", params_in("en", tmp_path / "params", PYRAMIDS), str(page.data))
    pyramid = pd.read_parquet(page.data / "out" / "pyramid.parquet")
    of_clothes = ("top_size", "bottom_size", "shoe_size", "style_preference")
    kept = {name: field for name, field in book.about.fields.items() if name not in of_clothes}
    shop = Stage(book).known_of(pyramid)
    assert stage(shop) == 3
    assert stage(replace(shop, own_fields=kept)) == 2
