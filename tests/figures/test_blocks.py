"""Blocks of a report: what people read on cards, in actions, in tables."""

import re

import pandas as pd
import pytest

from retention.pages.kit import blocks, style
from retention.pages.kit.words import Words
from retention.report.exporter import captioned

CANARY = "<script>alert(1)</script>"


@pytest.fixture
def english():
    return Words("en", "GBP")


def kpi(**changed):
    figure = {
        "name": "no_such_kpi",
        "group": None,
        "value": 0.6558,
        "low": 0.6415,
        "high": 0.6698,
        "n": 4338.0,
        "unit": "share",
        "previous": None,
        "change_low": None,
        "change_high": None,
        "last_year": None,
        "window": None,
        "missing": None,
    }
    return {**figure, **changed}


def read(html):
    """The text of some HTML, as a reader sees it (spaces that do not break are spaces)."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_a_card_says_value_interval_and_n(english):
    assert read(blocks.kpi_card(kpi(window="2025-07-01..2026-06-30"), english)) == (
        "no_such_kpi 66 % 95 % interval 64 % to 67 % n = 4,338 · 2025-07-01 – 2026-06-30"
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"previous": 0.61, "change_low": 0.02, "change_high": 0.07}, "▲ +4.6 points (+2.0 to +7.0) on the period before: more than noise"),
        ({"previous": 0.70, "change_low": -0.07, "change_high": -0.01}, "▼ −4.4 points (−7.0 to −1.0) on the period before: more than noise"),
        ({"previous": 0.61, "change_low": -0.01, "change_high": 0.09}, "+4.6 points (−1.0 to +9.0) on the period before: within noise"),
        ({"previous": 0.6558, "change_low": 0.0, "change_high": 0.01}, "±0.0 points (±0.0 to +1.0) on the period before: within noise"),
        ({"previous": 0.61}, "+4.6 points on the period before"),
    ],
)
def test_a_change_is_called_more_than_noise_only_when_its_interval_leaves_out_zero(english, change, said):
    text = read(blocks.kpi_card(kpi(**change), english))
    assert said in text
    assert text.count("▲") + text.count("▼") == said.count("▲") + said.count("▼")


def test_a_figure_that_stands_alone_says_why_where_a_change_would_stand(english):
    text = read(blocks.kpi_card(kpi(previous=None, alone="kpi-alone-record"), english))
    assert "not compared: it grows with the length of the record" in text
    assert not {"▲", "▼"} & set(text)


def test_a_card_without_a_value_says_what_would_bring_it(english):
    html = blocks.kpi_card(kpi(value=float("nan"), low=float("nan"), high=float("nan"), n=float("nan"), missing="core-no-currency"), english)
    assert read(html) == "no_such_kpi No value currency not known"
    assert "rp-card-absent" in html


def test_a_figure_is_called_by_its_message_and_its_definition_is_one_tap_away(english, monkeypatch):
    texts = {"kpi-no-such-kpi": "Nobody & co", "kpi-no-such-kpi-definition": "people < 1"}
    monkeypatch.setattr(Words, "has", lambda self, message: message in texts or message.startswith("report-"))
    known = Words.__call__
    monkeypatch.setattr(Words, "__call__", lambda self, message, **values: texts.get(message) or known(self, message, **values))
    html = blocks.kpi_card(kpi(), english)
    assert "Nobody &amp; co" in html
    assert "<details><summary>Definition</summary><p>people &lt; 1</p></details>" in html


def test_cards_follow_the_order_asked_for_and_leave_other_groups_out(english):
    table = pd.DataFrame([kpi(name="a"), kpi(name="b"), kpi(name="a", group="2010-12", value=0.1)])
    assert re.findall(r'rp-card-name">(\w)<', blocks.kpi_cards(table, ["b", "a", "unknown"], english).html) == ["b", "a"]
    assert "10 %" in blocks.kpi_cards(table, ["a"], english, group="2010-12").html


@pytest.mark.parametrize(
    ("value", "unit", "english_text", "chinese"),
    [
        (1234567.8, "money", "£1,234,568", "¥123.5万"),
        (41.0, "days", "41 days", "41 天"),
        (1.0, "days", "1 day", "1 天"),
        (41.26, "days", "41.3 days", "41.3 天"),
        (4338.0, "count", "4,338", "4,338"),
        (1.4321, "ratio", "1.43", "1.43"),
    ],
)
def test_figures_read_as_people_write_them(value, unit, english_text, chinese):
    assert blocks.shown(value, unit, Words("en", "GBP")) == english_text
    assert blocks.shown(value, unit, Words("zh", "CNY")) == chinese


def test_a_past_is_drawn_between_its_lowest_and_highest_end():
    html = blocks.spark(pd.DataFrame({"value": [1.0, 2.0, 3.0], "low": [0.0, None, 2.0], "high": [2.0, None, 5.0]}))
    assert re.findall(r"<b[^>]*bottom: ([\d.]+)%", html) == ["20.0", "40.0", "60.0"]
    assert re.findall(r"<i[^>]*height: ([\d.]+)%", html) == ["40.0", "0.0", "60.0"]
    assert html.count("rp-now") == 1


def test_a_past_that_never_moved_is_a_level_line():
    html = blocks.spark(pd.DataFrame({"value": [2.0, 2.0], "low": [None, None], "high": [None, None]}))
    assert re.findall(r"<b[^>]*bottom: ([\d.]+)%", html) == ["50.0", "50.0"]


def test_an_action_names_who_how_many_the_money_with_its_band_and_the_list(english):
    action = blocks.Action("Wake them", "silent for 90 days", 1288, "out/lists/wake.xlsx", "They paid much.", 5000, 4000, 6100, "Paid last year")
    assert read(blocks.actions([action], english).html) == (
        "Wake them They paid much. Who silent for 90 days How many 1,288 Paid last year £5,000 (£4,000 to £6,100) List out/lists/wake.xlsx"
    )


def test_an_action_without_money_shows_none(english):
    assert "Money" not in blocks.actions([blocks.Action("Ask", "all", 3)], english).html


def test_a_column_has_the_same_decimals_and_its_unit_in_the_head():
    frame = pd.DataFrame({"paid": [123456.7, 45.6], "share": [0.8, 0.054], "small": [0.012, 0.0004], "days": [3.0, 7.25]})
    columns = {"paid": ("Paid", "money"), "share": ("Share", "share"), "small": ("Rate", "share"), "days": ("Gap", "days")}
    english = blocks.table(frame, columns, Words("en", "GBP")).html
    assert read(english) == "Paid £ Share % Rate % Gap days 123,457 80 1.2 3.0 46 5 0.0 7.2"
    assert read(blocks.table(frame, columns, Words("zh", "CNY")).html).startswith("Paid ¥万 Share % Rate % Gap 天 12.3 80 1.2 3.0 0.0")


def test_everything_from_data_is_escaped(english):
    frame = pd.DataFrame({CANARY: [CANARY, "=cmd|' /C calc'!A0", "{{7*7}}", "表情😀", None]})
    shown = [
        blocks.table(frame, {CANARY: (CANARY, "text")}, english, caption=CANARY),
        blocks.table(frame, {CANARY: ("x", lambda value: f"<b>{value}</b>")}, english),
        blocks.actions([blocks.Action(CANARY, CANARY, 1, CANARY, CANARY, 1.0, None, None, CANARY)], english),
        blocks.note(CANARY, english, kind="thin"),
        blocks.missing(CANARY, english),
        blocks.kpi_cards(pd.DataFrame([kpi(name=CANARY, window=CANARY, definition=CANARY)]), [CANARY], english),
    ]
    for block in shown:
        assert "<script" not in block.html
        assert "<b>" not in block.html
        assert "&lt;script&gt;" in block.html
    assert "表情😀" in shown[0].html


def test_a_suppressed_cell_says_so_and_a_missing_one_is_a_dash(english):
    html = blocks.table(pd.DataFrame({"n": [40, "under 30", None]}), {"n": ("N", "count")}, english).html
    assert re.findall(r"<td[^>]*>([^<]*)</td>", html) == ["40", "under 30", "–"]


def test_bars_are_as_long_as_their_number(english):
    html = blocks.table(pd.DataFrame({"n": [50.0, 25.0, -50.0, None]}), {"n": ("N", "count")}, english, bars=["n"]).html
    assert re.findall(r"width: ([\d.]+)%", html) == ["100.0", "50.0", "100.0"]


def test_an_empty_table_says_so(english):
    assert read(blocks.table(pd.DataFrame({"n": []}), {"n": ("N", "count")}, english, bars=["n"]).html) == "N No rows"


def test_dates_are_written_year_first(english):
    frame = pd.DataFrame({"on": [pd.Timestamp("2026-01-02"), pd.NaT]})
    assert re.findall(r"<td[^>]*>([^<]*)</td>", blocks.table(frame, {"on": ("On", "date")}, english).html) == ["2026-01-02", "–"]


def test_long_tables_can_be_folded_away(english):
    inside = blocks.table(pd.DataFrame({"why": ["a sentence of more than thirty letters"]}), {"why": ("Why", "text")}, english)
    html = blocks.folded("All of <it>", inside).html
    assert html.startswith('<details class="rp-fold"><summary>All of &lt;it&gt;</summary><figure')
    assert '<td class="rp-long">a sentence' in html


def test_jupyter_gets_the_style_sheet_too(english):
    block = blocks.note("hello", english)
    assert block._repr_html_() == f"<style>{blocks.style_sheet()}</style>\n{block.html}"
    assert repr(block) == "Html(hello)"


@pytest.mark.parametrize(("text", "whole"), [("O-2A983CA9", True), ("2026-06-30", True), ("3/9", True), ("two words 3", False), ("连衣裙", False)])
def test_codes_and_dates_do_not_break_in_two(english, text, whole):
    html = blocks.table(pd.DataFrame({"code": [text]}), {"code": ("Code", "text")}, english).html
    assert (f'<td class="rp-date">{text}</td>' in html) == whole


def test_a_charts_title_keeps_numbers_and_their_signs_together():
    caption = captioned(style.figure("Most: 15\u00a0% of\nall", "n").to_dict())[1]
    assert caption["title"] == "Most: 15\u00a0% of all"
