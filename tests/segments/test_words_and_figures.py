"""What the page says of the segments, in both languages, and what its charts draw."""

import numpy as np
import pandas as pd
import pytest

from retention.pages.kit import blocks
from retention.pages.kit.labels import group_label
from retention.pages.kit.words import Words
from retention.pages.segments import pictures as charts
from retention.pages.segments import rows as tables
from retention.pages.segments import sentences as says
from retention.segments import (
    GROUPS,
    TYPES,
    before_after,
    beyond_groups,
    changed,
    cluster_profile,
    could_change,
    cut_meanings,
    filled_matrix,
    flow,
    group_profiles,
    group_sizes,
    high_value_profile,
    migration,
    preference_profiles,
    preview_list,
    rfm_map,
    segment,
    state_sizes,
    types_in_groups,
)
from retention.settings import ClusterSettings, MatrixRow, SegmentationSettings
from retention.stats import Estimate
from tests.segments.conftest import AS_OF, measured, pyramid_of, segments_of
from tests.segments.test_clusters import blobs

ENGLISH, CHINESE = Words("en", "CNY"), Words("zh", "CNY")
BOTH = pytest.mark.parametrize("words", [ENGLISH, CHINESE], ids=["en", "zh"])
SETTINGS = SegmentationSettings(clusters=ClusterSettings(refits=10, null_sets=19, sample=300, most=4), redraws=20, high_value_aov=800)


@pytest.fixture(scope="module")
def shop():
    """Six hundred customers of three kinds with styles, and the run a month before."""
    table = blobs()
    pyramid = pyramid_of(table, usual_style=["法式"] * 220 + ["通勤"] * 380, days_since_last_interaction=pd.array([70] * 600, dtype="Int64"))
    before = segment(pyramid, table, AS_OF, SETTINGS, 400).table.assign(as_of=pd.Timestamp("2026-05-31"))
    before.loc[:20, "group"] = "potential"
    return table, pyramid, segment(pyramid, table, AS_OF, SETTINGS, 400, before)


def everything(shop, words):
    """All sentences of the page."""
    table, pyramid, made = shop
    segments, sizes = made.table, group_sizes(made.table, pyramid)
    moved, moves = changed(segments), flow(migration(segments))
    matrix = filled_matrix(segments, SETTINGS, None, None)
    clusters = says.clusters_in_words(made.clustering, cluster_profile(segments, table), beyond_groups(segments, table), SETTINGS.clusters, words)
    return [
        says.cuts_in_words(cut_meanings(made.scored), 730, words),
        says.groups_in_words(sizes, words),
        says.states_in_words(state_sizes(segments), SETTINGS, words),
        clusters,
        says.migration_in_words(moved, moves, could_change(made.scored, SETTINGS), words),
        says.high_value_in_words(high_value_profile(segments, pyramid, 800), words),
        tables.matrix_in_words(matrix, SETTINGS, words),
        says.before_after_in_words(before_after(pd.DataFrame({"before": [1.0] * 40, "after": [2.0] * 40}), None), 60, words),
    ]


def all_figures(shop, words):
    table, pyramid, made = shop
    sizes, moves = group_sizes(made.table, pyramid), flow(migration(made.table))
    return [
        charts.rfm_map(rfm_map(made.scored), words),
        charts.groups(sizes, words),
        charts.group_tree(sizes, words),
        charts.stability(made.clustering, 0.75, 19, words),
        charts.migration(migration(made.table), moves, changed(made.table), words),
    ]


@BOTH
def test_every_sentence_and_title_can_be_said(shop, words):
    assert all(len(text) > 10 for text in everything(shop, words))
    figures = all_figures(shop, words)
    assert all(fig.layout.title.text and fig.layout.title.subtitle.text for fig in figures)


@BOTH
def test_every_group_and_type_has_a_name_of_its_own(words):
    assert len({group_label(name, words) for name in GROUPS}) == len(GROUPS)
    assert len({says.type_label(name, words) for name in TYPES.values()}) == len(TYPES)


def test_high_is_said_in_orders_days_and_money():
    cuts = pd.DataFrame({"letter": list("rfm"), "edge": [87.0, 2.0, np.nan], "n": 10})
    assert says.cuts_in_words(cuts, 730, ENGLISH) == (
        "In this shop, over 730 days: R is high up to 87 days since the last order, F is high from 2 orders up, M is high for nobody."
    )
    assert says.cuts_in_words(cuts, 730, CHINESE) == "本店 730 天内：距上次下单不超过 87 天为 R 高、2 单及以上为 F 高、没有客户 M 高。"
    assert "Nobody ordered" in says.cuts_in_words(cuts.assign(n=0), 730, ENGLISH)


def test_a_shop_of_one_customer_and_of_none():
    one = segments_of(["new"], silent=pd.array([pd.NA], dtype="boolean"), dormant=[False], lapsed=[False])
    sizes = group_sizes(one, pd.DataFrame({"customer_id": one["customer_id"], "net_paid": [50.0]}))
    assert says.groups_in_words(sizes, ENGLISH) == "There is one customer, in the group New."
    assert "no record of interactions" in says.states_in_words(state_sizes(one), SETTINGS, ENGLISH)
    nobody = group_sizes(one.head(0), pd.DataFrame({"customer_id": pd.Series(dtype=object), "net_paid": pd.Series(dtype=float)}))
    assert says.groups_in_words(nobody, CHINESE) == "还没有客户可以分群"
    assert len(charts.groups(nobody, ENGLISH).data[0].y) == 0
    assert charts.group_tree(nobody, ENGLISH).layout.title.text == "No customer to divide into groups yet"


@BOTH
@pytest.mark.parametrize("people", [measured([5], [1], [10.0]), measured([5] * 300, [1] * 300, [10.0] * 300)], ids=["few", "equal"])
def test_no_clusters_are_told_with_the_reason(people, words):
    made = segment(pyramid_of(people), people, AS_OF, SETTINGS, 0)
    text = says.clusters_in_words(made.clustering, cluster_profile(made.table, people), beyond_groups(made.table, people), SETTINGS.clusters, words)
    assert words.count(len(people)) in text


PROFILE = {"n": 90, "value": "法式", "share": 0.6, "low": 0.52, "high": 0.68, "others": 0.4, "difference_low": 0.1, "difference_high": 0.3}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "Most of the 90 high-value customers prefer 法式"),
        ({"low": 0.45}, "not certainly most of them"),
        ({"difference_low": -0.1}, "No style sets the 90 high-value customers apart"),
        ({"difference_low": -0.3, "difference_high": -0.1}, "less than of the others"),
        ({"difference_low": np.nan, "difference_high": np.nan}, "too few others to compare with"),
        ({"low": np.nan}, "is not known"),
    ],
)
def test_the_high_value_sentence_says_no_more_than_its_test(change, said):
    from retention.segments.profiles import HighValue

    found = HighValue(90, "usual_style", PROFILE | change, Estimate(900, 850, 950, 20), True, 800, 40, PROFILE)
    assert said in says.high_value_in_words(found, ENGLISH)


@pytest.mark.parametrize(("low", "high", "said"), [(810, 900, "That is above ¥800."), (700, 790, "below ¥800"), (790, 810, "cannot be told")])
def test_the_order_value_is_compared_with_its_interval(low, high, said):
    from retention.segments.profiles import HighValue

    found = HighValue(90, "usual_style", PROFILE, Estimate(800, low, high, 20), True, 800, 40, PROFILE)
    text = says.high_value_in_words(found, ENGLISH).replace("\u00a0", " ")
    assert said in text
    assert "40 of them pay ¥800 or more per order, and most of these prefer 法式: 60 %" in text


def test_bars_of_the_groups_draw_shares_of_people_and_money(shop):
    _, pyramid, made = shop
    sizes = group_sizes(made.table, pyramid)
    people, money = charts.groups(sizes, ENGLISH).data
    table = sizes[sizes["customers"] > 0].sort_values("net_paid", ascending=False)
    assert list(people.x) == table["share"].tolist()
    assert list(money.x) == table["money_share"].tolist()
    assert sum(people.x) == pytest.approx(1)


def test_the_treemaps_areas_are_the_groups_customers(shop):
    _, pyramid, made = shop
    tree = charts.group_tree(group_sizes(made.table, pyramid), ENGLISH).data[0]
    assert sum(tree["values"]) == 600
    assert list(tree["values"]) == sorted(tree["values"], reverse=True)


@BOTH
def test_a_cut_that_repeats_is_called_useful_and_no_proof_of_clusters(shop, words):
    table, _, made = shop
    assert made.clustering.decision == "clusters"
    found = (made.clustering, cluster_profile(made.table, table), beyond_groups(made.table, table), SETTINGS.clusters)
    continuum = {"en": "useful cut of a continuum", "zh": "对连续分布的一种有用的划分"}[words.language]
    assert continuum in says.clusters_in_words(*found, words)
    assert continuum in says.stability_title(made.clustering, words)


def test_the_chart_of_stability_draws_each_cluster_and_the_null_band(shop):
    found = shop[2].clustering
    band, dots = charts.stability(found, 0.75, 19, ENGLISH).data
    assert list(dots.y) == found.stability["jaccard"].tolist()
    by_k = found.stability.groupby("k").first()
    assert list(band.base) == by_k["null_low"].tolist()
    assert {x for x, colour in zip(dots.x, dots.marker.color, strict=True) if colour == charts.style.ACCENT} == {found.best}


def test_the_flow_carries_every_customer_of_the_run_before(shop):
    made = shop[2]
    flowing = charts.migration(migration(made.table), flow(migration(made.table)), changed(made.table), ENGLISH).data[0]
    assert sum(flowing.link.value) == 600


@BOTH
def test_tables_for_eyes_have_heads_and_rows(shop, words):
    _, pyramid, made = shop
    reach = pd.DataFrame({"customer_id": pyramid["customer_id"], "reach_sms": True})
    profiled = group_profiles(made.table, pyramid, None, reach)
    profiles, heads = tables.profile_rows(profiled, words)
    money = tables.money_rows(profiled, words)
    assert "nps" not in heads
    assert "clv" not in money[1]
    assert "reach_sms" in money[1]
    assert "–" in profiles["aov"].iloc[-1]
    shown = [
        (profiles, heads),
        money,
        says.types_rows(types_in_groups(made.table), words),
        tables.preference_rows(preference_profiles(made.table, pyramid), words, {}),
        tables.matrix_rows(filled_matrix(made.table, SETTINGS, reach, None), SETTINGS, words),
        says.migration_rows(migration(made.table), words),
        says.migration_rows(migration(made.table, "type"), words),
        says.rules(SETTINGS, True, group_sizes(made.table, pyramid), words),
    ]
    assert all("<td" in blocks.table(rows, columns, words).html for rows, columns in shown)


def test_of_a_group_nobody_can_be_told_for_nobody_is_not_said(shop):
    _, pyramid, made = shop
    for known in (True, False):
        rows, _ = says.rules(SETTINGS, known, group_sizes(made.table, pyramid), ENGLISH)
        silent = rows["rule"].str.startswith("not told apart")
        assert silent.sum() == (not known)
        assert rows.loc[silent, ["customers", "share", "net_paid", "money_share"]].isna().all(axis=None)
        assert rows.loc[~silent, "customers"].notna().all()


@BOTH
def test_the_default_matrix_speaks_the_reports_language(shop, words):
    rows, _ = tables.matrix_rows(filled_matrix(shop[2].table, SETTINGS, None, None), SETTINGS, words)
    assert rows["message"].map(len).min() > 5
    assert (rows["message"].iloc[1].startswith("老朋友")) == (words.language == "zh")


def test_a_row_over_its_budget_and_a_row_in_own_words(shop):
    row = MatrixRow(key="all", groups=GROUPS, channels=("sms",), goal="Say hello", message="Hello", budget=30)
    settings = SegmentationSettings(matrix=(row,), channel_costs={"sms": 0.1})
    reach = pd.DataFrame({"customer_id": shop[1]["customer_id"], "reach_sms": True})
    filled = filled_matrix(shop[2].table, settings, reach, None)
    assert "all costs more than its budget: ¥30.00 pays for 300 of 600." in tables.matrix_in_words(filled, settings, ENGLISH)
    assert tables.matrix_rows(filled, settings, ENGLISH)[0]["goal"].tolist() == ["Say hello"]
    assert tables.matrix_in_words(filled.head(0), settings, ENGLISH) == "The communication matrix has no row."


@BOTH
def test_the_preview_list_becomes_an_action_and_a_work_list(shop, words):
    listed = preview_list(shop[2].table, shop[1], 10, 800)
    action = tables.preview_action(listed, SETTINGS, words)
    assert blocks.actions([blocks.Action(**action)], words).html
    work = tables.preview_rows(listed, 2, words)
    assert (len(work.people), work.left_out) == (len(listed), 2)
    assert set(work.heads) <= set(work.people)
    assert work.people["reason"].nunique() == listed["core"].nunique()


@pytest.mark.parametrize(("lift", "said"), [(1.0, "within chance"), (3.0, "more than chance"), (0.2, "less than usual")])
def test_before_and_after_is_never_called_an_effect(lift, said):
    rng = np.random.default_rng(0)
    rows = pd.DataFrame({"before": rng.gamma(4, 25, 400), "after": rng.gamma(4, 12, 400)})
    text = says.before_after_in_words(before_after(rows.assign(after=rows["after"] * lift), rows), 60, ENGLISH)
    assert said in text
    assert "effect" not in text
    assert "This is no effect" in says.before_after_in_words(before_after(rows, None), 60, ENGLISH)
