"""The sample shop: what was planted is found, and a month later everything keeps its name."""

import json
from datetime import date, timedelta

import pytest
from sklearn.metrics import adjusted_rand_score

from retention import playbook, project, segments
from retention.pages.kit.words import Words
from retention.pages.pyramid.tables import Base
from retention.pages.segments.sentences import high_value_in_words
from retention.settings import SegmentationSettings

JUNE = date(2026, 6, 30)


@pytest.fixture(scope="module")
def months(herstyle):
    """The table segments at the end of May and, following it, at the end of June, each with its pyramid."""
    params = project.root() / "params" / "herstyle"
    settings = SegmentationSettings.read(params / "02_segmentation.yaml")
    made, previous = [], None
    for day in (JUNE - timedelta(days=30), JUNE):
        book = playbook.open("01_data_pyramid", str(params), str(herstyle), day.isoformat())
        pyramid = book.shared(Base).customers
        measured = segments.rfm(book.need("orders"), book.table("returns"), day, settings.window_days)
        watched = segments.watched_days(book.table("events"), day)
        made.append((pyramid, segments.segment(pyramid, measured, day, settings, watched, previous)))
        previous = made[-1][1].table
    return made, settings, json.loads((herstyle / "truth.json").read_text(encoding="utf-8"))["planted"]


def test_the_table_keeps_its_promise_and_everybody_has_one_group(months):
    for pyramid, made in months[0]:
        segments.SEGMENTS.check(made.table)
        sizes = segments.group_sizes(made.table, pyramid)
        assert sizes["customers"].sum() == len(pyramid)
        assert sizes["share"].sum() == pytest.approx(1)


def test_a_month_later_clusters_keep_their_numbers_and_names(months):
    (_, may), (_, june) = months[0]
    for made in (may, june):
        # At this size the shop may have no clusters that beat chance; then nobody has one.
        assert made.table["cluster"].notna().any() == (made.clustering.decision == "clusters")
    before, after = (made.table.dropna(subset=["cluster"]).drop_duplicates("cluster").set_index("cluster")["cluster_name"] for made in (may, june))
    shared = before.index.intersection(after.index)
    assert before[shared].tolist() == after[shared].tolist()
    both = june.table.dropna(subset=["cluster", "previous_cluster"])
    assert len(both) == 0 or (both["cluster"] == both["previous_cluster"]).mean() > 0.8


def test_migration_rows_sum_to_one(months):
    table = segments.migration(months[0][1][1].table)
    filled = table[table["n"] > 0].groupby("previous")["share"].sum()
    assert filled.tolist() == pytest.approx([1.0] * len(filled))
    assert 0 < segments.changed(months[0][1][1].table)["share"] < 0.3


def test_usual_style_finds_the_planted_style_groups(months, record_property):
    pyramid = months[0][1][0]
    truth = {str(customer): style for style, people in months[2]["style_groups"].items() for customer in people}
    known = pyramid[pyramid["usual_style"].notna() & pyramid["customer_id"].isin(truth)]
    agreement = {}
    for pieces in (1, 3):
        some = known[known["usual_style_n"] >= pieces]
        agreement[pieces] = adjusted_rand_score(some["customer_id"].map(truth), some["usual_style"])
        record_property(f"adjusted_rand_{pieces}_pieces", round(agreement[pieces], 3))
    # Two thirds buy once, often a piece of another style; with three pieces a style shows.
    assert agreement[1] > 0.25
    assert agreement[3] > 0.45


def test_the_planted_profile_of_the_best_customers_is_found_in_the_core(months):
    made, settings, planted = months
    pyramid, found = made[1]
    profile = segments.high_value_profile(found.table, pyramid, settings.high_value_aov)
    assert profile.core_taste is not None
    assert profile.core_taste["value"] == planted["high_value_group"]["style"]
    assert profile.core_taste["share"] > profile.core_taste["others"]
    assert "¥800" in high_value_in_words(profile, Words("zh", "CNY"))
