"""The page made from an executed notebook, on small notebooks written by hand."""

import json
import re

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from retention.pages.kit import style
from retention.pages.kit.reading import read_as
from retention.pages.kit.words import Words
from retention.report import exporter, recorded
from tests.report.browser import wrong_with

CANARY = "<script>alert(1)</script>"


def shown(kind, content):
    return new_output("display_data", data={kind: content})


def notebook(*cells, **about):
    facts = {"notebook": "hand_made", "title": "A title", "shop": "corner", "language": "en", "run_id": "r1", "started": "2026-07-02T08:00:00+00:00"}
    return new_notebook(cells=list(cells), metadata={"retention": {**facts, **about}})


def code(*outputs, source="", tags=()):
    return new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)}, execution_count=1)


def chart(title="Half never return", subtitle="share, %, n = 12", **trace):
    figure = style.figure(title, subtitle).add_trace({"type": "scatter", "x": [1, 2, 3], "y": [3, 1, 2], **trace})
    return shown(exporter.PLOTLY, json.loads(figure.to_json()))


def body(html):
    return html.split("<main>")[1].split("</main>")[0]


def test_a_chart_stands_under_its_title_as_text_and_loses_it_inside():
    html = exporter.page(notebook(code(chart("Long title\nin two lines & more"))))
    assert '<strong class="rp-chart-title">Long title in two lines &amp; more</strong><span class="rp-chart-sub">share, %, n = 12</span>' in html
    assert 'role="img"' in html
    assert 'aria-label="Long title in two lines &amp; more. share, %, n = 12"' in html
    drawn = json.loads(re.search(r'<script type="application/vnd.plotly.v1\+json">(.*?)</script>', html, re.DOTALL).group(1))
    assert "title" not in drawn["layout"]
    assert drawn["layout"]["margin"]["t"] == exporter.SPACE_WITHOUT_TITLE
    assert drawn["layout"]["height"] == style.HEIGHTS["middle"] - (exporter.TITLE_SPACE - exporter.SPACE_WITHOUT_TITLE)


def test_a_figure_without_title_keeps_its_size_and_gets_no_caption():
    figure, caption = exporter.captioned({"data": [], "layout": {"height": 300, "width": 900, "margin": {"t": 10}}})
    assert (caption["title"], caption["height"], figure["layout"]["margin"]["t"]) == ("", 300, 10)
    assert "width" not in figure["layout"]


@pytest.mark.parametrize(
    ("trace", "drawn"),
    [
        ({"type": "sankey", "node": {"label": ["a", "b"]}, "link": {"source": [0], "target": [1], "value": [3]}}, True),
        ({"type": "sankey", "link": {"value": []}}, False),
        ({"type": "bar", "x": [1], "y": []}, True),
        ({"type": "bar", "x": [], "y": []}, False),
    ],
)
def test_a_chart_is_drawn_when_it_has_something_to_draw(trace, drawn):
    assert exporter.captioned({"data": [trace]})[1]["drawn"] == drawn


def test_texts_in_a_chart_cannot_leave_its_script():
    html = exporter.page(notebook(code(chart(x=["<!--<script>", "</script><b>", "a&b"], y=[1, 2, 3]))))
    data = re.search(r'<script type="application/vnd.plotly.v1\+json">(.*?)</script>', html, re.DOTALL).group(1)
    assert "<" not in data
    assert json.loads(data)["data"][0]["x"] == ["&lt;!--&lt;script&gt;", "&lt;/script&gt;&lt;b&gt;", "a&amp;b"]


def test_the_page_lets_only_its_own_scripts_run_and_loads_nothing():
    html = exporter.page(notebook(new_markdown_cell("text"), code(chart())))
    policy = re.search(r'http-equiv="Content-Security-Policy"', html) and re.search(r'content="(default-src[^"]*)"', html).group(1)
    nonce = re.search(r"'nonce-([0-9a-f]{32})'", policy).group(1)
    assert "default-src 'none'" in policy
    assert "'unsafe-eval'" in policy
    assert "'unsafe-inline'" not in policy.split("style-src")[0]
    run = [tag for tag in re.findall(r"<script[^>]*>", html) if "vnd.plotly" not in tag]
    assert len(run) == 2
    assert all(f'nonce="{nonce}"' in tag for tag in run)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', html)
    assert "require.js" not in html
    assert "mathjax" not in html.lower()


def test_the_same_notebook_gives_the_same_page():
    cells = new_markdown_cell("## A\n\ntext", id="a"), code(chart())
    cells[1].id = "b"
    assert exporter.page(notebook(*cells)) == exporter.page(notebook(*cells))


@pytest.mark.parametrize(
    ("dirty", "gone"),
    [
        (CANARY, "<script"),
        ("<img src=x onerror=alert(1)>", "<img"),
        ("<a href='javascript:alert(1)'>x</a>", "javascript"),
        ("<iframe src='https://x.example'></iframe>", "iframe"),
        ("<style>body{background:url(https://x.example/p.png)}</style>", "x.example"),
        ("<div style='position:fixed;background:url(https://x.example)'>x</div>", "x.example"),
        ("<scr<script>x</script>ipt>alert(1)</script>", "<script"),
        ("<svg onload=alert(1)><script>alert(1)</script></svg>", "svg"),
        ("<form action='https://x.example'><input name=a></form>", "form"),
        ("<b class='rp-note rp-cover evil'>x</b>", "evil"),
        ("<details open ontoggle=alert(1)><summary>s</summary></details>", "ontoggle"),
    ],
)
def test_html_in_text_and_tables_is_cleaned_wherever_it_comes_from(dirty, gone):
    html = exporter.page(
        notebook(new_markdown_cell(f"before\n\n{dirty}\n\nafter"), code(shown("text/html", dirty)), code(shown("text/markdown", dirty)))
    )
    assert gone not in body(html)


def test_tables_and_details_survive_cleaning():
    head = "<thead><tr><th scope='col'>a</th></tr></thead>"
    table = f"<table class='dataframe'>{head}<tbody><tr><td colspan='2' data-value='1.5'>1.5</td></tr></tbody></table>"
    html = exporter.page(notebook(code(shown("text/html", f"<style>td {{color:red}}</style>{table}<details><summary>more</summary>less</details>"))))
    assert '<td colspan="2" data-value="1.5">1.5</td>' in html
    assert '<table class="dataframe">' in html
    assert "<details><summary>more</summary>less</details>" in html
    assert "color:red" not in html


def test_code_warnings_and_hidden_cells_are_not_for_readers():
    warning = new_output("stream", name="stderr", text="FutureWarning: /home/someone")
    printed = new_output("stream", name="stdout", text=f"printed {CANARY}")
    html = exporter.page(
        notebook(
            code(warning, printed, source="secret_source = 1"),
            code(source="params = ''", tags=["parameters"]),
            new_markdown_cell("nobody reads this", metadata={"tags": ["hide-in-report"]}),
        )
    )
    assert "secret_source" not in html
    assert "someone" not in html
    assert "nobody reads this" not in html
    assert "printed &lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_figures_recorded_for_the_runner_alone_leave_no_trace():
    recorded_only = new_output("display_data", data={recorded.FIGURES: [{"name": "aov"}], "text/plain": "1 figures"})
    assert "1 figures" not in exporter.page(notebook(code(recorded_only)))


def test_sections_become_the_contents():
    html = exporter.page(notebook(new_markdown_cell("# Title\n\n## First & *foremost*\n\ntext"), code(shown("text/markdown", "## Second\n\nx"))))
    assert '<li><a href="#s1">First &amp; foremost</a></li><li><a href="#s2">Second</a></li>' in html
    assert '<h2 id="s2">Second</h2>' in html


def test_the_cover_says_the_title_once():
    html = exporter.page(notebook(new_markdown_cell("# A title\n\nWhat it asks.")))
    assert html.count("<h1") == 1
    assert "What it asks." in body(html)
    assert "A title" not in body(html)


def test_methods_are_folded_away():
    html = exporter.page(notebook(new_markdown_cell("Kaplan–Meier.", metadata={"tags": ["method"]})))
    assert re.search(r'<details class="rp-method"><summary>How this is worked out</summary><div class="rp-text"><p>Kaplan–Meier.</p>', html)


def test_the_cover_tells_period_cut_off_and_freshness():
    about = {"shop": "corner", "shop_name": "Corner <b>", "as_of": "2026-06-30", "first_day": "2025-07-01", "started": "2026-07-02T08:00:00+00:00"}
    assert exporter.cover(about, Words("en")) == [
        ("Shop", "Corner <b>"),
        ("Period", "2025-07-01 – 2026-06-30"),
        ("Data up to", "2026-06-30"),
        ("Freshness", "data end 2 days before the run"),
        ("Run on", "2026-07-02"),
    ]
    assert "Corner &lt;b&gt;" in exporter.page(notebook(**about))


def test_the_cover_says_what_the_columns_of_a_shop_s_own_file_were_taken_for():
    understood = {
        "files": "a.xlsx",
        "taken": {"customer_id": "手机号", "line_paid": "实收<b>", "status": "状态"},
        "left_out": {"closed": 36},
        "unused": ["备注"],
    }
    told = {language: read_as([understood], Words(language)) for language in ("en", "zh")}
    assert told["en"] == "customer = 手机号 · amount of the row = 实收<b> · status = 状态 (36 closed rows left out)"
    assert told["zh"] == "客户 = 手机号 · 单行金额 = 实收<b> · 订单状态 = 状态 (已关闭 36 行未计入)"
    about = {"shop": "corner", "as_of": "2026-06-30", "read_as": told["en"]}
    assert ("Read as", told["en"]) in exporter.cover(about, Words("en"))
    assert "实收&lt;b&gt;" in exporter.page(notebook(**about))


def test_a_cover_without_facts_says_what_was_asked_for():
    assert exporter.cover({"shop": "corner", "as_of_asked": "last_order"}, Words("zh")) == [("店铺", "corner"), ("数据截至", "最后一笔订单")]


def test_the_foot_counts_the_rows_left_out():
    about = {"run_id": "r1", "rows_left_out": 1200, "rows_read": 30000, "version": "1.0", "settings_hash": "abc"}
    assert ("Rows left out", "1,200 of 30,000") in exporter.footer(about, Words("en"))
    assert ("Rows left out", "0 of 30,000") in exporter.footer({**about, "rows_left_out": 0}, Words("en"))


def test_the_page_speaks_the_shops_language():
    html = exporter.page(notebook(new_markdown_cell("## 问题\n\n内容"), language="zh"))
    assert '<html lang="zh-CN">' in html
    assert "目录" in html


def test_plotly_is_written_once_and_again_when_half_copied(tmp_path):
    exporter.write_assets(tmp_path)
    target = tmp_path / "assets" / "plotly.min.js"
    first = target.stat()
    exporter.write_assets(tmp_path)
    assert target.stat().st_ino == first.st_ino
    target.write_bytes(target.read_bytes()[:1000])
    exporter.write_assets(tmp_path)
    assert target.stat().st_size == first.st_size


@pytest.fixture(scope="module")
def in_place(tmp_path_factory):
    """A page where the runner would put it, with an ordinary chart, a WebGL one, long names and a wide table."""
    reports = tmp_path_factory.mktemp("reports")
    exporter.write_assets(reports)
    bars = {"type": "bar", "orientation": "h", "y": ["Accessories and small leather goods", "法式连衣裙与半身裙套装系列", CANARY], "x": [3, 2, 1]}
    points = chart("Points", "n = 2,000", type="scattergl", mode="markers", x=list(range(2000)), y=[i * 37 % 101 for i in range(2000)])
    wide = (
        "<table><thead><tr>" + "<th>column</th>" * 40 + "</tr></thead><tbody>" + ("<tr>" + "<td>1,234</td>" * 40 + "</tr>") * 3 + "</tbody></table>"
    )
    cells = [
        new_markdown_cell(f"# Title\n\n## Question?\n\n{CANARY}<img src='https://x.example/a.png'>"),
        code(chart()),
        code(points),
        code(chart("Bars " * 30, "n", **bars)),
        code(shown("text/html", wide)),
    ]
    page = reports / "corner" / "hand_made" / "r1" / "report.html"
    page.parent.mkdir(parents=True)
    page.write_text(exporter.page(notebook(*cells)), encoding="utf-8")
    return page


@pytest.mark.slow
def test_every_chart_is_drawn_and_nothing_is_asked_for_at_both_widths(in_place):
    assert wrong_with([in_place], charts=3) == []


@pytest.mark.slow
def test_a_page_without_plotly_says_which_file_it_needs(in_place, tmp_path):
    from playwright.sync_api import sync_playwright

    from tests.report.browser import FLAGS, chromium

    path = chromium()
    alone = tmp_path / "report.html"
    alone.write_text(in_place.read_text(encoding="utf-8"), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_page()
        page.goto(alone.as_uri())
        assert page.locator(".rp-plot").first.inner_text() == "This chart needs the file assets/plotly.min.js from the reports folder."
        browser.close()


@pytest.mark.slow
def test_a_click_sorts_a_table_by_numbers_and_copies_it_without_formulas(tmp_path):
    import pandas as pd
    from playwright.sync_api import sync_playwright

    from retention.pages.kit import blocks
    from tests.report.browser import FLAGS, chromium

    path = chromium()
    frame = pd.DataFrame({"who": ["=cmd()", "bob", "cid"], "paid": [9.0, 1000.0, 70.0]})
    table = blocks.table(frame, {"who": ("Who", "text"), "paid": ("Paid", "money")}, Words("en", "GBP"))
    file = tmp_path / "report.html"
    file.write_text(exporter.page(notebook(code(shown("text/html", table._repr_html_())))), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        page = browser.new_page()
        page.add_init_script("navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); }")
        page.goto(file.as_uri())
        page.get_by_role("button", name="Paid").click()
        assert page.locator("tbody tr td:first-child").all_inner_texts() == ["bob", "cid", "=cmd()"]
        assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
        page.get_by_role("button", name="Paid").click()
        assert page.locator("tbody tr td:first-child").all_inner_texts() == ["=cmd()", "cid", "bob"]
        page.get_by_role("button", name="Copy table").click()
        assert page.evaluate("window.copied") == "Who\tPaid £\n'=cmd()\t9\ncid\t70\nbob\t1000"
        browser.close()


def test_a_section_that_was_to_show_something_and_has_nothing_has_no_heading():
    cells = (
        new_markdown_cell("Before all sections."),
        code(source="nothing"),
        new_markdown_cell("## Silent\n\nNobody needs this."),
        code(source="asked = nothing(book)\nasked"),
        code(source="print"),
        new_markdown_cell("## Heard\n\nOne reads on."),
        code(source="nothing"),
        code(shown("text/html", "<p>Tickets.</p>"), source="tickets"),
        new_markdown_cell("## Words only"),
        new_markdown_cell("## At work"),
        code(source="quietly = 1"),
        code(source="%matplotlib inline"),
    )
    told = body(exporter.page(notebook(*cells)))
    assert [text for text in ("Before all", "Heard", "One reads on.", "Tickets.", "Words only", "At work") if text not in told] == []
    assert "Silent" not in told
    assert "Nobody needs this" not in told
