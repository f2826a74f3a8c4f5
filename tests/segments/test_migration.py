"""Who moved between two runs, and how many stand where they do by chance."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.segments import GROUPS, SEGMENTS, changed, could_change, flow, migration, rfm, segment
from retention.settings import ClusterSettings, ScoreCuts, SegmentationSettings
from tests.segments.conftest import AS_OF, measured, pyramid_of, segments_of

SETTINGS = SegmentationSettings(clusters=ClusterSettings(least_customers=500), redraws=20)
GROUP = st.sampled_from(GROUPS)


@given(st.lists(st.tuples(st.none() | GROUP, GROUP), min_size=1, max_size=40))
def test_rows_of_the_matrix_sum_to_one_and_hold_everybody(pairs):
    before, now = zip(*pairs, strict=True)
    table = migration(segments_of(now, previous_group=list(before)))
    if not any(before):
        assert table.empty
        return
    assert table["customers"].sum() == len(pairs)
    filled = table[table["n"] > 0].groupby("previous")["share"].sum()
    assert filled.to_list() == pytest.approx([1.0] * len(filled))
    assert table.loc[table["n"] == 0, "share"].isna().all()


def test_moves_are_counted_against_the_previous_run_only():
    table = segments_of(["lost", "lost", "active", "new"], previous_group=["active", "lost", "active", None])
    moved = changed(table)
    assert (moved["n"], moved["moved"], moved["share"]) == (3, 1, pytest.approx(1 / 3))
    moves = flow(migration(table))
    assert moves[["previous", "now", "customers", "share"]].to_numpy().tolist() == [["active", "lost", 1, 0.5]]


def test_types_have_a_matrix_of_their_own():
    table = segments_of(["active"], type=["general_keep"], previous_type=["important_value"])
    cell = migration(table, "type").query("customers > 0")
    assert cell[["previous", "now", "share"]].to_numpy().tolist() == [["important_value", "general_keep", 1.0]]


def base(n: int = 300) -> pd.DataFrame:
    return measured([1 + 7 * i % 300 for i in range(n)], [1 + i % 4 for i in range(n)], [20.0 + 13 * i % 900 for i in range(n)])


def test_a_first_run_keeps_its_promise_and_remembers_nothing():
    table = base()
    made = segment(pyramid_of(table), table, AS_OF, SETTINGS, 0)
    SEGMENTS.check(made.table)
    assert made.clustering.decision == "too_few"
    assert made.table["previous_group"].isna().all()
    assert migration(made.table).empty
    assert changed(made.table)["n"] == 0


def test_the_next_run_remembers_the_one_before():
    table = base()
    june = segment(pyramid_of(table), table, AS_OF, SETTINGS, 0).table
    older = table.assign(days_since_last_order=table["days_since_last_order"] + 31)
    july = segment(pyramid_of(older), older, date(2026, 7, 31), SETTINGS, 0, june).table
    SEGMENTS.check(july)
    assert july["previous_group"].tolist() == june["group"].tolist()


def test_chance_moves_customers_near_a_cut_and_nobody_where_cuts_are_fixed():
    table = base()
    made = segment(pyramid_of(table), table, AS_OF, SETTINGS, 0)
    chance = could_change(made.scored, SETTINGS)
    assert chance["n"] == 300
    assert 0 < chance["low"] <= chance["share"] <= chance["high"] < 0.5
    fixed = SETTINGS.model_copy(update={"cuts": ScoreCuts(days=90, orders=1, money=300)})
    assert could_change(segment(pyramid_of(table), table, AS_OF, fixed, 0).scored, fixed)["share"] == 0


def test_equal_customers_cannot_change():
    table = measured([30] * 40, [2] * 40, [100.0] * 40)
    assert could_change(segment(pyramid_of(table), table, AS_OF, SETTINGS, 0).scored, SETTINGS)["high"] == 0


@pytest.mark.parametrize("rows", [[("a", "2026-06-30", 10)], [(f"c{i}", "2026-06-01", 10) for i in range(5)]])
def test_tiny_shops_get_groups_and_no_clusters(bought, rows):
    orders = bought(*rows)
    table = rfm(orders, None, AS_OF, 730)
    pyramid = pyramid_of(table, tenure=30)
    made = segment(pyramid, table, AS_OF, SETTINGS, 0)
    assert set(made.table["group"]) == {"new"}
    assert made.table["cluster"].isna().all()
