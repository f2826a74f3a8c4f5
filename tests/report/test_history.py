"""What runs left, read back: figures, trends, changes; and the board drawn from them."""

import json
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from retention import durable
from retention.pages.kit.words import Words
from retention.report import history, index, recorded
from retention.tables import DataProblem

KPI = {"name": "aov", "group": None, "value": 10.0, "low": 9.0, "high": 11.0, "n": 40, "unit": "money"}


def leave(home, run_id, as_of, figures, code=0, **status):
    folder = home / run_id
    folder.mkdir(parents=True)
    for page in history.HEAVY:
        (folder / page).write_text("a page", encoding="utf-8")
    (folder / "kpis.json").write_text(json.dumps(figures))
    told = {"code": code, "kind": "ok", "as_of": as_of, "title": "How are we?", "language": "en", "started": "2026-07-01T08:00:00+00:00", **status}
    (folder / "status.json").write_text(json.dumps(told))
    if code == 0 and status.get("newest", True):
        durable.point(home / "latest", run_id)
    return folder


def noted(*figures):
    cells = [new_code_cell("", outputs=[new_output("display_data", data={recorded.FIGURES: listed})]) for listed in figures]
    return new_notebook(cells=cells)


# --- figures as the notebook recorded them -------------------------------------------------------------


def test_figures_of_all_cells_are_collected_in_order():
    found = recorded.figures(noted([KPI], [{**KPI, "group": "2010-12"}, {"name": "refund_rate", "missing": "needs-returns"}]))
    assert [(figure["name"], figure["group"], figure["value"]) for figure in found] == [
        ("aov", None, 10.0),
        ("aov", "2010-12", 10.0),
        ("refund_rate", None, None),
    ]


def test_a_section_shown_twice_tells_its_figures_once():
    assert len(recorded.figures(noted([KPI], [KPI]))) == 1


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        ([[{**KPI, "value": "nan"}]], "value of key figure 'aov' is 'nan', which is no number"),
        ([[{**KPI, "high": float("inf")}]], "high of key figure 'aov' is inf"),
        ([[{**KPI, "n": True}]], "n of key figure 'aov' is True"),
        ([[{**KPI, "name": "Net Paid"}]], "called 'Net Paid'; names are lower-case letters, digits and underscores"),
        ([[KPI], [{**KPI, "value": 11.0}]], "recorded twice, e.g. 'aov'. Record each once."),
        ([[{**KPI, "group": "a"}, {**KPI, "group": "a", "n": 41}]], "e.g. 'aov' of 'a'"),
        ([[{"name": "aov", "value": None}]], "'aov' has no value and does not say why"),
        ([{"name": "aov"}], "recorded as a list"),
    ],
)
def test_figures_that_cannot_be_used_are_refused_in_a_sentence(figures, sentence):
    with pytest.raises(DataProblem) as problem:
        recorded.figures(noted(*figures))
    assert sentence in str(problem.value)


def test_a_notebook_tells_only_known_facts_and_the_last_word_counts():
    cells = [{"as_of": "2026-01-01", "phone": "139"}, {"as_of": "2026-06-30", "rows_left_out": 3}]
    outputs = [new_output("display_data", data={recorded.FACTS: told}) for told in cells]
    assert recorded.facts(new_notebook(cells=[new_code_cell("", outputs=outputs)])) == {"as_of": "2026-06-30", "rows_left_out": 3}


# --- what is kept --------------------------------------------------------------------------------------

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


def run_id(days_ago: int, hour: int = 8) -> str:
    return f"{NOW - timedelta(days=days_ago):%Y%m%d}T{hour:02d}0000-000000"


def kept_of(home):
    return {run.run_id: sorted(path.name for path in run.folder.iterdir()) for run in history.runs(home)}


FIGURES_ONLY, ALL = ["kpis.json", "status.json"], ["executed.ipynb", "kpis.json", "report.html", "status.json"]


def test_pages_go_after_some_days_and_figures_of_every_good_day_stay(tmp_path):
    for days_ago in (400, 31, 30, 29, 0):
        leave(tmp_path, run_id(days_ago), f"day {1000 - days_ago}", [KPI])
    history.prune(tmp_path, 30, NOW)
    assert list(kept_of(tmp_path).values()) == [FIGURES_ONLY, FIGURES_ONLY, FIGURES_ONLY, ALL, ALL]
    assert len(history.trends(tmp_path)) == 5
    board = index.page(tmp_path.parent)
    assert f"{tmp_path.name}/{run_id(29)}/report.html" in board
    assert f"{tmp_path.name}/{run_id(400)}/" not in board


def test_failed_runs_never_cost_a_good_one(tmp_path):
    for days_ago in range(40, 30, -1):
        leave(tmp_path, run_id(days_ago), f"day {1000 - days_ago}", [KPI])
    for n in range(30):
        leave(tmp_path, run_id(35 if n < 15 else 1, hour=9 + n % 15), "", [], code=10)
    history.prune(tmp_path, 30, NOW)
    good = [run for run in history.runs(tmp_path) if run.good]
    assert len(good) == 10
    assert kept_of(tmp_path)[run_id(31)] == ALL, "the last good run keeps its page however old it is"
    assert sum(not run.good for run in history.runs(tmp_path)) == 15


def test_a_day_that_was_looked_from_again_keeps_its_last_figures(tmp_path):
    for hour in (8, 9, 10):
        leave(tmp_path, run_id(50, hour), "2026-05-01", [{**KPI, "value": float(hour)}])
    leave(tmp_path, run_id(1), "2026-06-30", [KPI])
    history.prune(tmp_path, 30, NOW)
    assert history.trends(tmp_path)["value"].tolist() == [10.0, 10.0]
    assert list(kept_of(tmp_path)) == [run_id(50, 10), run_id(1)]


def test_a_look_back_from_an_earlier_day_is_listed_and_stands_for_nothing(tmp_path):
    home = tmp_path / "01_small"
    leave(home, run_id(2), "2026-06-29", [KPI])
    leave(home, run_id(1), "2020-01-01", [{**KPI, "value": 0.0}], newest=False)
    assert history.latest_good(home).run_id == run_id(2)
    board = index.page(tmp_path)
    assert "10.00" in board
    assert f'href="01_small/{run_id(2)}/report.html">' in board
    assert f'<a href="01_small/{run_id(1)}/report.html">' in board.partition("rp-earlier")[2]
    assert "2020-01-01" not in board.partition("rp-earlier")[0]


def test_a_board_with_looks_back_only_lists_them_and_shows_none_as_the_shop_today(tmp_path):
    home = tmp_path / "01_small"
    leave(home, run_id(2), "2020-01-01", [KPI], newest=False)
    leave(home, run_id(1), "2020-02-01", [], code=10, newest=False)
    shown, _, listed = index.page(tmp_path).partition('rp-earlier"')
    assert "How are we?" in shown
    assert not any(text in shown for text in ("report.html", "2020-0", "10.00", 'role="alert"'))
    assert all(text in listed for text in (f"{run_id(2)}/report.html", "2020-01-01", "2020-02-01"))


def test_a_look_back_never_takes_the_place_of_what_was_found_on_the_day(tmp_path):
    leave(tmp_path, run_id(50), "2026-05-01", [{**KPI, "value": 8.0}])
    leave(tmp_path, run_id(40), "2026-05-01", [{**KPI, "value": 9.0}], newest=False)
    leave(tmp_path, run_id(1), "2026-06-30", [KPI])
    assert history.trends(tmp_path)["value"].tolist() == [8.0, 10.0]
    history.prune(tmp_path, 30, NOW)
    assert list(kept_of(tmp_path)) == [run_id(50), run_id(1)]


def test_the_last_good_run_keeps_its_page_though_nothing_points_at_it(tmp_path):
    leave(tmp_path, run_id(50), "2026-05-01", [KPI])
    (tmp_path / "latest").unlink()
    history.prune(tmp_path, 30, NOW)
    assert kept_of(tmp_path)[run_id(50)] == ALL


# --- trends ------------------------------------------------------------------------------------------


def test_a_trend_has_one_point_for_each_day_looked_from_and_no_failed_runs(tmp_path):
    leave(tmp_path, "20260401T000000-000000", "2026-03-31", [{**KPI, "value": 8.0}])
    leave(tmp_path, "20260501T000000-000000", "2026-04-30", [{**KPI, "value": 9.0}])
    leave(tmp_path, "20260501T000001-000000", "2026-04-30", [{**KPI, "value": 9.5}])
    leave(tmp_path, "20260601T000000-000000", "2026-05-31", [{**KPI, "value": 99.0}], code=10)
    (tmp_path / "20260602T000000-000000").mkdir()
    trends = history.trends(tmp_path)
    assert trends[["as_of", "value"]].to_dict("list") == {"as_of": ["2026-03-31", "2026-04-30"], "value": [8.0, 9.5]}
    assert list(trends.columns) == history.TREND


def test_a_trend_of_nothing_is_an_empty_table(tmp_path):
    assert history.trend(history.trends(tmp_path), "aov").empty
    assert history.change(history.trends(tmp_path)) is None


def test_groups_have_trends_of_their_own(tmp_path):
    leave(tmp_path, "20260401T000000-000000", "2026-03-31", [KPI, {**KPI, "group": "tmall", "value": 7.0}, {**KPI, "name": "x", "value": None}])
    trends = history.trends(tmp_path)
    assert history.trend(trends, "aov")["value"].tolist() == [10.0]
    assert history.trend(trends, "aov", "tmall")["value"].tolist() == [7.0]
    assert history.trend(trends, "x").empty


OLD_GROUPS = [  # figure, key, what older versions wrote in English and Chinese
    ("value_of_segment", "lost", "Lost", "流失"),
    ("value_of_segment", "wake_valuable", "Valuable, to wake", "重要唤回"),
    ("value_of_segment", "unknown", "unknown", "未知"),
    ("value_of_band", "days_1", "bought on 1 day", "购买 1 天"),
    ("value_of_band", "days_5_more", "on 5 days or more", "购买 5 天及以上"),
    ("value_of_channel", "channel:Tmall", "Tmall", "Tmall"),
    ("value_of_channel", "other", "other channels", "其他渠道"),
    ("value_of_cohort", "2025 Q3", "2025 Q3", "2025 Q3"),
    ("programme_gain", "five_methods", "Five methods", "五招方案"),
    ("break_even_uplift", "clothing_rolling", "Clothing shop, last 365 days", "服装店·近一年"),
    ("members_in_programme", "gold", "Gold", "金卡会员"),
    ("members_in_programme", "金卡", "金卡", "金卡"),
]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_trend_goes_on_from_runs_that_told_groups_in_the_shops_language(tmp_path, language):
    old = [{**KPI, "name": name, "group": english if language == "en" else chinese, "value": 7.0} for name, _, english, chinese in OLD_GROUPS]
    new = [{**KPI, "name": name, "group": key, "value": 8.0} for name, key, *_ in OLD_GROUPS]
    leave(tmp_path, "20260401T000000-000000", "2026-03-31", old)
    leave(tmp_path, "20260501T000000-000000", "2026-04-30", new)
    trends = history.trends(tmp_path)
    assert [history.trend(trends, name, key)["value"].tolist() for name, key, *_ in OLD_GROUPS] == [[7.0, 8.0]] * len(OLD_GROUPS)


def test_what_a_shop_called_its_own_programme_is_not_guessed(tmp_path):
    leave(tmp_path, "20260401T000000-000000", "2026-03-31", [{**KPI, "name": "programme_gain", "group": "Our club"}])
    leave(tmp_path, "20260501T000000-000000", "2026-04-30", [{**KPI, "name": "programme_gain", "group": "our_club"}])
    assert history.trend(history.trends(tmp_path), "programme_gain", "our_club")["as_of"].tolist() == ["2026-04-30"]


@pytest.mark.parametrize(("now", "beyond"), [(11.4, False), (11.42, True), (8.5, True), (10.0, False)])
def test_a_change_is_more_than_noise_beyond_both_intervals_together(now, beyond):
    # Half-widths 1 and 1: the difference's is √2 = 1.414.
    past = pd.DataFrame({"as_of": ["a", "b"], "value": [10.0, now], "low": [9.0, now - 1], "high": [11.0, now + 1]})
    change = history.change(past)
    assert (change.since, change.beyond_noise) == ("a", beyond)
    assert change.change == pytest.approx(now - 10)


def test_without_intervals_nothing_is_said_about_noise():
    past = pd.DataFrame({"as_of": ["a", "b"], "value": [10.0, 11.0], "low": [None, None], "high": [None, None]})
    assert history.change(past).beyond_noise is None


# --- board -------------------------------------------------------------------------------------------


def test_an_empty_board_says_what_will_come(tmp_path):
    board = index.page(tmp_path)
    assert "No report yet." in board
    assert "Reports of" in board


def test_the_board_shows_the_latest_run_its_figures_and_how_they_moved(tmp_path):
    home = tmp_path / "01_small"
    leave(home, "20260401T000000-000000", "2026-03-31", [KPI], currency="GBP")
    leave(home, "20260501T000000-000000", "2026-04-30", [{**KPI, "value": 14.0, "low": 13.0, "high": 15.0}], currency="GBP", shop_name="Corner <b>")
    board = index.page(tmp_path)
    assert "£14.00" in board
    assert "+£4.00 since 2026-03-31: more than noise" in board
    assert "rp-spark" in board
    assert '<a href="01_small/20260501T000000-000000/report.html">How are we?</a>' in board
    assert "1 earlier run" in board
    assert "Corner &lt;b&gt;" in board
    assert "latest/" not in board


def test_the_board_says_that_a_run_failed_and_leads_to_the_last_good_one(tmp_path):
    home = tmp_path / "01_small"
    leave(home, "20260401T000000-000000", "2026-03-31", [KPI])
    folder = leave(home, "20260501T000000-000000", "2026-04-30", [], code=13, kind="dead_kernel", message="01_small, cell 'fit': <b>died</b>")
    (folder / "executed.ipynb").write_text("{}")
    board = index.page(tmp_path)
    assert "The run died; most often the memory was used up." in board
    assert "&lt;b&gt;died&lt;/b&gt;" in board
    assert '<a href="01_small/20260501T000000-000000/executed.ipynb">' in board
    assert "20260501T000000-000000/report.html" not in board
    assert "Open the last good report (2026-03-31)" in board


def test_figures_marked_for_the_headline_come_first_else_the_first_eight(tmp_path):
    many = [{**KPI, "name": f"k{number}"} for number in range(12)] + [{**KPI, "group": "tmall"}]
    assert [figure["name"] for figure in index.headline(many)] == [f"k{number}" for number in range(8)]
    many[10]["headline"] = True
    assert [figure["name"] for figure in index.headline(many)] == ["k10"]


def test_a_report_made_again_for_an_earlier_day_is_compared_with_what_came_before_it(tmp_path):
    home = tmp_path / "01_small"
    leave(home, "20260401T000000-000000", "2026-03-31", [{**KPI, "value": 10.0}])
    leave(home, "20260601T000000-000000", "2026-05-31", [{**KPI, "value": 30.0}])
    leave(home, "20260602T000000-000000", "2026-04-30", [{**KPI, "value": 20.0}])
    assert "+10.00 since 2026-03-31" in index.page(tmp_path)


@pytest.mark.parametrize(("why", "said"), [({"beside": "age"}, False), ({"alone": "kpi-alone-record"}, False), ({}, True)])
def test_what_drifts_is_not_set_beside_an_earlier_run(tmp_path, why, said):
    home = tmp_path / "01_small"
    leave(home, "20260401T000000-000000", "2026-03-31", [{**KPI, **why}])
    leave(home, "20260501T000000-000000", "2026-04-30", [{**KPI, "value": 14.0, "low": 13.0, "high": 15.0, **why}])
    assert ("since 2026-03-31" in index.page(tmp_path)) == said


def test_the_board_speaks_the_shops_language(tmp_path):
    leave(tmp_path / "01_small", "20260401T000000-000000", "2026-03-31", [KPI], language="zh", currency="CNY")
    board = index.page(tmp_path)
    assert '<html lang="zh-CN">' in board
    assert "数据截至：2026-03-31" in board
    assert "¥10.00" in board


def test_both_languages_say_when_nothing_moved():
    past = pd.DataFrame({"as_of": ["a", "b"], "value": [1.0, 1.0], "low": [0.0, 0.0], "high": [2.0, 2.0]})
    assert [index.since(past, "money", Words(language)) for language in ("en", "zh")] == ["Unchanged since a", "与 a 相同"]


@pytest.mark.slow
def test_the_board_fits_both_widths(tmp_path):
    from tests.report.browser import wrong_with

    home = tmp_path / "corner" / "01_small"
    for month in range(1, 10):
        leave(
            home, f"20260{month}01T000000-000000", f"2026-0{month}-28", [{**KPI, "name": f"key_figure_{n}", "value": 10.0 + month} for n in range(9)]
        )
    leave(home, "20261001T000000-000000", "2026-09-30", [], code=10, kind="cell_failed", message="x" * 300)
    assert wrong_with([index.write(tmp_path, "corner")], charts=0) == []
