"""Notebooks' typed text in another language."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from retention.report import exporter, translate
from tests.translations import gaps

CHINESE = "<!-- cell: title -->\n# 标题\n\n问题。\n\n<!-- cell: sales -->\n## 卖了多少?\n"


@pytest.fixture
def notebook():
    cells = [
        new_markdown_cell("# Title\n\nQuestion.", id="title"),
        new_code_cell("1", id="code"),
        new_markdown_cell("## How much was sold?", id="sales"),
        new_markdown_cell("note to analysts", id="hidden", metadata={"tags": ["hide-in-report"]}),
    ]
    return new_notebook(cells=cells, metadata={"retention": {"notebook": "small", "language": "zh", "shop": "corner"}})


def test_texts_are_found_by_cell(notebook):
    texts = translate.parse(CHINESE)
    assert texts == {"title": "# 标题\n\n问题。", "sales": "## 卖了多少?"}
    chinese = translate.translated(notebook, texts)
    assert [cell.source for cell in chinese.cells] == ["# 标题\n\n问题。", "1", "## 卖了多少?", "note to analysts"]
    assert translate.title(chinese) == "标题"
    assert notebook.cells[0].source == "# Title\n\nQuestion."


def test_gaps_name_cells_without_text_and_texts_without_cell(notebook):
    assert gaps(notebook, translate.parse(CHINESE)) == ([], [])
    assert gaps(notebook, {"title": "", "old": "x", "code": "x"}) == (["title", "sales"], ["old", "code"])


def test_a_text_that_stands_twice_is_refused():
    with pytest.raises(ValueError, match="the text of cell 'sales' stands twice"):
        translate.parse(CHINESE + "\n<!-- cell: sales -->\nagain")


def test_the_page_carries_the_translation_and_its_contents(notebook, tmp_path, monkeypatch):
    (tmp_path / "small.zh.md").write_text(CHINESE, encoding="utf-8")
    monkeypatch.setattr(translate, "HERE", tmp_path)
    html = exporter.page(notebook)
    assert '<h2 id="s1">卖了多少?</h2>' in html
    assert '<a href="#s1">卖了多少?</a>' in html
    assert "How much was sold?" not in html


def test_a_notebook_without_translation_stays_as_it_is(notebook):
    assert translate.texts("small", "zh") == {}
    assert "How much was sold?" in exporter.page(notebook)
