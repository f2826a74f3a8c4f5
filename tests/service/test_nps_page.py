"""What notebook 05 says of the net promoter score: of many, few and no answers, with and without those who kept silent."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from retention import imports, playbook
from retention.pages import nps
from retention.settings import ShopSettings
from tests.imports.test_told import HEADERS
from tests.pages import html

SECTIONS = (nps.bottom_line, nps.key_figures, nps.scores, nps.waves, nps.segments, nps.drivers, nps.themes, nps.worth)


def surveys(promoters: int, passives: int, detractors: int, silent: int, wave: str = "2026Q2", first: int = 0) -> list[str]:
    scores = ["10"] * promoters + ["7"] * passives + ["2"] * detractors + [""] * silent
    return [
        f"{wave}-{n},CANARY{first + n},,NPS,{wave},短信,2026-05-20 09:00:00,{'2026-05-22' if score else ''},{score},{'KANARIE' if score else ''}"
        for n, score in enumerate(scores)
    ]


def opened(folder: Path, rows: list[str], language: str = "en", files: dict[str, str] | None = None) -> playbook.Playbook:
    told = {"surveys.csv": "\n".join([HEADERS["surveys"], *rows, ""])} if rows else {}
    for name, text in (told | (files or {})).items():
        (folder / name).write_text(text, encoding="utf-8")
    params = folder / "params"
    params.mkdir(exist_ok=True)
    (params / "shop.yaml").write_text(f"language: {language}\n", encoding="utf-8")
    imports.import_shop(sorted(folder.glob("*.csv")), ShopSettings(language=language), folder / "shop", date(2026, 11, 1))
    return playbook.open("05", params, folder / "shop")


def plain(section) -> str:
    return html(section).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["<strong>+44.4</strong>", "50 promoters, 30 in between, 10 detractors", "25 % of 360 who were asked answered", "Weighted back"]),
        ("zh", ["净推荐值 <strong>+44.4</strong>", "推荐者 50、中立者 30、贬损者 10", "360 位收到问卷的客户中 25% 作答", "加权还原"]),
    ],
)
def test_the_score_stands_with_its_range_its_answers_and_what_weighting_makes_of_it(tmp_path, language, words):
    told = plain(nps.bottom_line(opened(tmp_path, surveys(50, 30, 10, 270), language)))
    assert [word for word in words if word not in told] == []


def test_the_card_says_the_same_with_the_change_of_the_last_wave(tmp_path):
    book = opened(tmp_path, surveys(40, 10, 10, 60, "2026Q1") + surveys(50, 30, 10, 60, first=500))
    found = nps.key_figures(book).kpis.set_index("name")
    assert found.loc["nps", ["n", "unit"]].tolist() == [150, "points"]
    assert found.loc["nps", "change"] == pytest.approx(100 * (40 / 90 - 30 / 60))
    assert "+46.7" in plain(nps.key_figures(book))
    waves = nps.waves(book)
    assert list(waves.figure.data[0].y) == pytest.approx([50, 44.4], abs=0.05)
    assert "no change is told apart from chance" in plain(nps.bottom_line(book))


def test_three_answers_are_counted_and_no_score_is_told(tmp_path):
    book = opened(tmp_path, surveys(2, 0, 1, 4))
    told = plain(nps.bottom_line(book))
    assert "2 promoters, 0 in between and 1 detractors: too few answers (3) for a score" in told
    assert nps.key_figures(book).kpis.set_index("name").loc["nps", "missing"] == "kpi-missing-few-answers"
    assert [section(book).figure for section in SECTIONS[2:]] == [None] * 6


@pytest.mark.parametrize(("language", "line"), [("en", "Table needed: surveys"), ("zh", "需要带 0–10 分回答的数据表 surveys")])
def test_without_surveys_there_is_one_line(tmp_path, language, line):
    orders = {"orders.csv": "customer,date,amount\na,2026-01-02,10\nb,2026-01-03,10\n"}
    book = opened(tmp_path, [], language, orders)
    assert line in plain(nps.bottom_line(book))
    assert [section(book).shown for section in SECTIONS[1:]] == [()] * 7


def test_answers_alone_have_a_score_and_no_rate_of_response(tmp_path):
    head = "序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、您有多大可能把我们推荐给朋友？,2、原因是什么？"
    rows = [f"{n},2026/5/{1 + n % 20} 12:00:{n % 60:02},30秒,微信,直接访问,10.0.0.{n}(上海),{10 if n % 2 else 5},KANARIE" for n in range(60)]
    book = opened(tmp_path, [], files={"answers.csv": "\n".join([head, *rows, ""])})
    told = plain(nps.bottom_line(book))
    assert "<strong>±0.0</strong>" in told
    assert "who were asked answered" not in told
    assert "Nothing tells who did not answer" in told
    assert nps.key_figures(book).kpis["name"].tolist() == ["nps"]


def test_nobody_and_no_comment_stands_on_the_page(tmp_path):
    book = opened(tmp_path, surveys(40, 10, 10, 60, "2026Q1") + surveys(50, 30, 10, 60, first=500))
    for section in SECTIONS:
        found = section(book)
        shown = html(found) + "".join(part.to_json() for part in found.shown if hasattr(part, "to_json"))
        assert not [word for word in ("CANARY", "KANARIE") if word in shown]


def test_detractors_of_the_last_day_lie_on_a_list_to_call_and_those_before_are_followed_up(tmp_path):
    late = [f"x{n},CANARY{900 + n},,NPS,2026Q2,短信,2026-05-28 09:00:00,2026-05-29,{score},KANARIE" for n, score in enumerate((3, 6, 9))]
    book = opened(tmp_path, surveys(40, 10, 10, 60) + late)
    section = nps.actions(book)
    assert section.private
    listed = pd.read_csv(book.shop.out / "nps_lists" / "detractors.csv", dtype=str)
    assert sorted(listed.iloc[:, 1].str.strip()) == ["CANARY900", "CANARY901"]
    assert "Call 2 customers who are unlikely to recommend you" in plain(section)
    assert "CANARY" not in plain(section)


def test_nobody_to_call_leaves_no_list(tmp_path):
    book = opened(tmp_path, surveys(40, 10, 10, 60) + ["y,CANARY1,,NPS,2026Q2,短信,2026-05-30 09:00:00,2026-06-02,9,"])
    assert "rp-action" not in plain(nps.actions(book))
    assert not (book.shop.out / "nps_lists" / "detractors.csv").exists()


def test_themes_are_shares_of_detractors_and_promoters_where_enough_wrote(tmp_path):
    rows = [row.replace("KANARIE", "物流太慢" if ",2,KANARIE" in row else "面料很好") for row in surveys(60, 0, 40, 10)]
    found = nps.themes(opened(tmp_path, rows, "zh"))
    assert "物流" in str(found.figure.layout.title.text)
    assert found.table.set_index("theme").loc["delivery", ["detractors", "promoters"]].tolist() == [40, 0]
    (tmp_path / "few").mkdir()
    few = nps.themes(opened(tmp_path / "few", surveys(30, 0, 5, 10)))
    assert few.figure is None
    assert "5 detractors, 0 in between and 30 promoters wrote something" in plain(few)


def test_detractors_long_ago_are_told_by_what_became_of_them(tmp_path):
    """Twenty answers of 60 days ago that nobody followed: they are no longer to call, and were not called."""
    rows = [f"o{n},CANARY{n},,NPS,2026Q2,短信,2026-03-20 09:00:00,2026-03-22,2," for n in range(20)] + surveys(40, 10, 0, 60, first=500)
    calls = "触达编号,客户编号,计划时间,方式,渠道,活动,分组,状态,跟进人,结果,下次跟进日期\nt1,other,2026-03-01 10:00:00,电话,电话,,,已送达,,,\n"
    told = plain(nps.actions(opened(tmp_path, rows, files={"touches.csv": calls})))
    assert "answers of the last 90 days 0 were followed by a call within a day, 0 by a later one, 20 by none" in told
    assert "Of the last 30 days 0 customers are neither called nor helped yet" in told


def test_waves_of_few_answers_silent_few_and_a_theme_of_the_shop_s_own(tmp_path):
    rows = [row for wave in ("a", "b") for row in surveys(20, 0, 5, 5, wave, first=100 * ord(wave))]
    book = opened(tmp_path, rows)
    assert "No wave has 30 answers" in plain(nps.waves(book))
    assert "Too few kept silent to weight the answers by them" in plain(nps.bottom_line(book))
    (tmp_path / "params" / "05_service_nps.yaml").write_text("themes: {hover: [KANARIE], title: [zzz]}\n", encoding="utf-8")
    book = playbook.open("05", tmp_path / "params", tmp_path / "shop")
    found = nps.themes(book)
    assert found.table.set_index("theme").loc["hover", "comments"] == 50
    assert "<td>hover</td>" in plain(found)


def test_the_last_wave_s_change_is_not_called_the_period_s(tmp_path):
    told = plain(nps.key_figures(opened(tmp_path, surveys(40, 10, 10, 60, "2026Q1") + surveys(50, 30, 10, 60, first=500))))
    assert "Last wave −5.6 points" in told
    assert "on the period before" not in told


def test_a_detractor_of_an_afternoon_is_on_the_next_day_s_list(tmp_path):
    """Exports end at 14:00; she answered at 15:00 the day before."""
    head = "序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、您有多大可能把我们推荐给朋友？,客户编号"
    rows = ["1,2026/5/28 15:00:00,30秒,微信,直接访问,,2,anna", "2,2026/5/29 14:00:00,30秒,微信,直接访问,,9,bob"]
    book = opened(tmp_path, [], files={"answers.csv": "\n".join([head, *rows, ""])})
    assert nps.actions(book).table["customer_id"].tolist() == ["anna"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_themes_are_checked_by_a_sheet_that_colleagues_tick(tmp_path, language):
    rows = [row.replace("KANARIE", "偏大，有味道") for row in surveys(40, 0, 40, 0)]
    book = opened(tmp_path, rows, language)
    unchecked = plain(nps.themes(book))
    assert ("has not been checked here" in unchecked) == (language == "en")
    sheet = book.shop.data / "out" / "themes_check.xlsx"
    assert sheet.stat().st_mode & 0o777 == 0o600
    written = load_workbook(sheet)
    cells = written.active
    assert cells.max_row == 81
    for row in range(2, 32):
        cells.cell(row, 3).value = "是" if language == "zh" else "yes"
    cells.cell(32, 3).value = "perhaps"
    written.save(sheet)
    ticked = sheet.read_bytes()
    told = plain(nps.themes(playbook.open("05", tmp_path / "params", tmp_path / "shop")))
    wanted = {"en": "30 comments that colleagues ticked, 100 % are right", "zh": "同事勾选的 30 条评论中，找到的主题有 100% 是对的"}
    assert wanted[language].replace(" %", "%") in told.replace(" %", "%")
    assert {"en": "1 ticked row is not understood (row 32)", "zh": "有 1 行勾选看不懂（第 32 行）"}[language] in told
    assert sheet.read_bytes() == ticked
    sheet.write_bytes(b"no workbook")
    assert "themes_check.xlsx cannot be read as a workbook" in plain(nps.themes(playbook.open("05", tmp_path / "params", tmp_path / "shop")))


def test_who_may_be_asked_next_is_told_as_counts(tmp_path):
    told = plain(nps.actions(opened(tmp_path, surveys(20, 0, 5, 5))))
    assert "0 customers may be asked next; 30 were asked in the last 90 days." in told
    assert "CANARY" not in told
