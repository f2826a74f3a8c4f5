"""What is checked of every notebook: run by papermill in both languages and by nbval, its page seen in a browser, its cells and texts read."""

import pytest

from retention.report import translate
from tests.notebooks import LANGUAGES, STEMS, Ran, has_gaps, read
from tests.report.browser import wrong_with
from tests.translations import gaps

of_every_notebook = pytest.mark.parametrize("stem", STEMS)


def title(stem: str, language: str) -> str:
    return translate.title(translate.translated(read(stem), translate.texts(stem, language)))


@pytest.fixture(scope="module", params=[(stem, language) for stem in STEMS for language in LANGUAGES], ids="-".join)
def page(request, runs) -> Ran:
    """Every notebook's run on HerStyle in every language."""
    return runs.of(*request.param)


# --- its page ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_page_is_complete_in_the_browser_at_both_widths(page):
    assert page.charts > 3
    assert wrong_with([page.folder / "report.html"], charts=page.charts) == []


@pytest.mark.slow
def test_the_page_speaks_one_language(page):
    other = next(language for language in LANGUAGES if language != page.language)
    assert f"<h1>{title(page.stem, page.language)}</h1>" in page.html
    assert title(page.stem, other) not in page.html
    assert f'<html lang="{ {"en": "en", "zh": "zh-CN"}[page.language] }">' in page.html


@pytest.mark.slow
def test_no_sentence_or_table_has_a_gap_or_shows_its_marks(page):
    assert not has_gaps(page.said)
    assert "**" not in page.html.split("plotly", 1)[0]


@pytest.mark.slow
def test_every_figure_has_a_value_or_says_why_not_and_its_definition(page):
    assert len(page.figures) > 10
    assert all(figure["value"] is not None or figure["missing"] for figure in page.figures.values())
    assert all(figure["definition"] for (_, group), figure in page.figures.items() if group is None)


@pytest.mark.slow
def test_nothing_personal_stands_in_anything_that_leaves_the_data_folder(page):
    secrets = [text for kind in ("customers", "name", "phone", "email") for text in page.truth["canaries"][kind]]
    assert len(secrets) >= 40
    for path in [p for p in page.reports.rglob("*") if p.is_file() and p.name != "plotly.min.js"]:
        written = path.read_text(encoding="utf-8", errors="replace")
        assert [s for s in secrets if s in written] == [], path.name


@pytest.mark.slow
def test_only_their_owner_reads_tables_and_work_lists(page):
    out = page.data / "out"
    assert oct(out.stat().st_mode)[-3:] == "700"
    assert [path for path in out.rglob("*") if path.parent != out and path.stat().st_mode & 0o077] == []


@pytest.mark.slow
def test_hostile_names_do_no_harm(page):
    assert "<script>alert(1)</script>" not in page.html


@pytest.mark.slow
@of_every_notebook
def test_figures_differ_between_languages_by_their_definitions_only(stem, runs):
    english, chinese = ({key: figure | {"definition": ""} for key, figure in runs.of(stem, language).figures.items()} for language in LANGUAGES)
    assert english == chinese


# --- as an analyst runs it -----------------------------------------------------------------------------------------


@pytest.mark.slow
@of_every_notebook
def test_nbval_runs_the_notebook_as_an_analyst_does(stem, runs, tmp_path):
    done = runs.by_nbval(stem, tmp_path)
    assert done.returncode == 0, done.stdout[-3000:]


# --- the notebook itself -------------------------------------------------------------------------------------------


@of_every_notebook
def test_every_text_of_the_notebook_is_there_in_chinese(stem):
    assert not any(gaps(read(stem), translate.texts(stem, "zh")))


@of_every_notebook
def test_cells_have_readable_ids_and_few_lines_and_no_outputs(stem):
    cells = read(stem).cells
    assert len({cell.id for cell in cells}) == len(cells)
    assert all(cell.id.replace("-", "").isalpha() for cell in cells)
    for cell in [cell for cell in cells if cell.cell_type == "code"]:
        lines = cell.source.splitlines()
        assert len([line for line in lines if line.strip() and not line.startswith("from ")]) <= 5, cell.id
        assert not any(line.startswith(("def ", "for ", "class ")) for line in lines), cell.id
        assert not cell.outputs or "keep_output" in cell.metadata.get("tags", []), cell.id
