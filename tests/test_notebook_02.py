"""What is special about notebook 02: groups that hold everybody and all the money, the run before, the backtest, awkward shops."""

import pandas as pd
import pytest

from retention import playbook, project
from retention.pages import segments
from retention.pages.segments.tables import Groups
from retention.tables import SEGMENTS
from tests.awkward import AWKWARD, imported
from tests.notebooks import GROUPS, LANGUAGES, Ran, copied, has_gaps, rehearsed
from tests.report.browser import wrong_with

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request, runs) -> Ran:
    """HerStyle's report in both languages; the notebook's groups were saved a month earlier."""
    return runs.of(GROUPS, request.param)


def test_keys_of_groups_are_not_shown(page):
    assert "high_value" not in page.html.split("plotly", 1)[0]


def test_every_customer_stands_in_one_group_and_the_groups_have_all_the_money(page):
    told, table = page.rows, pd.read_parquet(page.data / "out" / "segments.parquet")
    SEGMENTS.check(table)
    sizes = told[told["name"] == "group_customers"].set_index("group")["value"]
    assert sizes.sum() == len(table) == told.set_index("name").loc["customers_grouped", "value"]
    assert table["group"].value_counts().to_dict() == sizes.astype(int).to_dict()
    assert told.loc[told["name"] == "group_money_share", "value"].sum() == pytest.approx(1)


def test_the_run_before_is_remembered(page):
    table = pd.read_parquet(page.data / "out" / "segments.parquet")
    known = table["previous_group"].notna()
    changed = (table.loc[known, "previous_group"] != table.loc[known, "group"]).mean()
    told = page.rows.set_index("name").loc["customers_changed_group"]
    assert told["value"] == pytest.approx(changed)
    assert 0 < told["low"] <= told["value"] <= told["high"] < 0.5
    assert table["as_of"].astype(str).unique().tolist() == ["2026-06-30"]


def test_the_same_day_run_again_changes_nothing_that_is_remembered(runs, tmp_path):
    data = copied(runs.of(GROUPS, "en").data, tmp_path / "herstyle")
    before = pd.read_parquet(data / "out" / "segments.parquet")
    (data / "out" / "segments.json").unlink()  # or the table would only be read again
    segments.save(playbook.open(GROUPS, str(project.root() / "params" / "herstyle"), str(data)))
    pd.testing.assert_frame_equal(pd.read_parquet(data / "out" / "segments.parquet"), before)


def test_the_backtest_is_recorded_for_each_way_of_recommending(page):
    told = page.rows
    rates = told[told["name"] == "offers_hit_rate"].set_index("group")
    assert set(rates.index) == {"ours", "popular", "similar"}
    assert rates["value"].between(0, 1).all()


# --- other shops ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_shops_get_a_sentence_or_a_chart_without_gaps_in_every_section(name, tmp_path):
    page = rehearsed(GROUPS, imported(AWKWARD[name], tmp_path), "", tmp_path / "reports")
    assert len(page.said) > 300
    assert not has_gaps(page.said)
    assert all(figure["value"] is not None or figure["missing"] for figure in page.figures.values())
    assert page.names["book"].shared(Groups).made.clustering.decision != "clusters"
    if name == "one product":
        assert wrong_with([page.folder / "report.html"], charts=page.charts) == []
