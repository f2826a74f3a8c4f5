"""Sections as an analyst holds them: what they show, their table, their files; and a book that tells what there is."""

import contextlib
import io
import re
import stat
from dataclasses import replace
from datetime import date, datetime
from html import unescape

import nbformat
import openpyxl
import pandas as pd
import plotly.express as px
import plotly.io as pio
import pytest
from nbclient import NotebookClient

from retention import imports, playbook
from retention.pages import lifetime, metrics, programmes, pyramid, segments
from retention.pages.kit import blocks, contents, style
from retention.pages.kit.section import RUN_FOLDER, SECTIONS, Need, Section, section
from retention.pages.kit.told import FIGURES
from retention.pages.kit.words import Words
from retention.pages.people.tables import People
from retention.pages.segments.tables import Groups
from retention.report import recorded
from retention.settings import OffersSettings, PyramidSettings, ShopSettings
from retention.tables import DataProblem
from retention.tables.kpis import kpi_row, kpi_table
from retention.worklists import as_workbook
from tests.notebooks import GROUPS, PROGRAMMES, PYRAMIDS, VALUE, read
from tests.pages import book as made_book

WORDS = Words("en", "CNY")
KPIS = kpi_table([kpi_row("own_figure", "count", "2026", value=3.0, n=3)])
TABLE = pd.DataFrame({"group": ["=1+1", "new"], "customers": [2, 1]})


@section()
def sizes(book) -> Section:
    """How large each group is."""
    return Section((style.figure("Two groups", "customers"), blocks.prose("Two groups."), blocks.NOTHING), TABLE, KPIS, ("own_figure",))


@section(Need(lambda book: book.lacks).quietly, Need(lambda book: "Table needed: events."))
def lacking(book) -> Section:
    """Never reached."""
    raise AssertionError


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> playbook.Playbook:
    """A shop of forty orders in three columns."""
    folder = tmp_path_factory.mktemp("sections")
    rows = "".join(f"c{i % 9},2026-0{1 + i % 6}-1{i % 3},{100 + i}\n" for i in range(40))
    (folder / "orders.csv").write_text("customer,date,amount\n" + rows, encoding="utf-8")
    imports.import_shop([folder / "orders.csv"], ShopSettings(), folder / "corner", date(2026, 11, 1))
    return playbook.open("01", "", folder / "corner")


# --- a section ---------------------------------------------------------------------------------------


def test_a_section_shows_what_there_is_in_order_and_then_hands_over_its_figures():
    found = sizes(made_book(WORDS))
    assert [type(part).__name__ for part in found.parts] == ["Picture", "Prose", "Told"]
    assert found.figure.layout.title.text == "Two groups"
    told = found.parts[-1].faces[FIGURES]
    assert [(figure["name"], figure["value"], figure["headline"]) for figure in told] == [("own_figure", 3.0, True)]


def test_its_table_is_a_copy():
    found = sizes(made_book(WORDS))
    found.table["customers"] = 0
    assert sizes(made_book(WORDS)).table["customers"].tolist() == [2, 1]


def test_what_it_holds_is_told_without_drawing_it():
    module = __name__.split(".")[-2] if "." in __name__ else ""
    assert repr(sizes(made_book(WORDS))) == f"<{module}.sizes: table of 2 rows (group, customers), chart 'Two groups', 1 key figures>"
    assert repr(lacking(made_book(WORDS, lacks=""))) == f"<{module}.lacking: no table: Table needed: events.>"


@pytest.mark.parametrize(("lacks", "shown"), [("", 1), ("Said before.", 0)])
def test_where_something_is_missing_one_line_stands_once(lacks, shown):
    found = lacking(made_book(WORDS, lacks=lacks))
    assert len(found.parts) == shown
    assert all("Table needed: events." in part.html for part in found.parts)


def test_a_section_shown_twice_records_its_figures_once_and_two_that_differ_are_refused():
    told = sizes(made_book(WORDS)).parts[-1].faces
    cell = {"cell_type": "code", "source": "", "metadata": {}, "execution_count": 1, "id": "a"}
    outputs = [nbformat.v4.new_output("display_data", data=told) for _ in range(2)]
    twice = nbformat.v4.new_notebook(cells=[nbformat.NotebookNode(cell | {"outputs": outputs})])
    assert len(recorded.figures(twice)) == 1
    outputs[1]["data"][FIGURES][0]["value"] = 4.0
    with pytest.raises(DataProblem, match="recorded twice"):
        recorded.figures(twice)


# --- its file ----------------------------------------------------------------------------------------


def test_a_table_is_saved_beside_the_notebook_and_beside_the_report_in_a_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = pd.read_csv(sizes(made_book(WORDS)).save("csv", "sizes"))
    assert (tmp_path / "sizes.csv").is_file()
    assert rows["customers"].tolist() == [2, 1]
    assert not rows["group"].str.startswith("=").any()
    (tmp_path / "run").mkdir()
    monkeypatch.setenv(RUN_FOLDER, str(tmp_path / "run"))
    path = sizes(made_book(WORDS)).save("xlsx", "sizes")
    assert path.parent == tmp_path / "run"
    sheet = openpyxl.load_workbook(path).active
    assert [cell.value for cell in sheet[1]] == ["group", "customers"]
    assert sheet["A2"].data_type == "s"
    pd.testing.assert_frame_equal(pd.read_parquet(sizes(made_book(WORDS)).save("parquet", "sizes")), TABLE)


def test_a_table_that_names_customers_goes_into_the_shops_folder_for_its_owner_only(book, tmp_path, monkeypatch):
    monkeypatch.setenv(RUN_FOLDER, str(tmp_path))
    path = pyramid.customers(book).save("csv")
    assert path == book.shop.out / "saved" / "pyramid_customers.csv"
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("form", "name", "said"), [("pdf", "", "none of xlsx, csv, parquet"), ("csv", "../x", "no name of a file"), ("csv", "a:b", "no name of a file")]
)
def test_what_cannot_be_saved_is_told(form, name, said):
    with pytest.raises(DataProblem, match=said):
        sizes(made_book(WORDS)).save(form, name)


def test_a_section_without_a_table_has_nothing_to_save():
    with pytest.raises(DataProblem, match="has no table: Table needed: events"):
        lacking(made_book(WORDS, lacks="")).save("csv", "x")


@pytest.mark.parametrize("given", ["01", None, pd.DataFrame()])
def test_a_section_is_given_a_book_and_nothing_else(given):
    with pytest.raises(DataProblem, match="metrics.sales takes the book that playbook.open gives"):
        metrics.sales(given)


def test_what_a_workbook_holds_of_missing_and_of_several_things():
    odd = pd.DataFrame({"a": pd.array([1, pd.NA], dtype="Int64"), "b": [("x", "y"), None], "c": [pd.NaT, pd.Timestamp("2026-01-02")]})
    sheet = openpyxl.load_workbook(io.BytesIO(as_workbook(odd))).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [[1, "x, y", None], [None, None, datetime(2026, 1, 2)]]


# --- the book ----------------------------------------------------------------------------------------


def test_a_book_tells_its_tables_settings_and_sections(book):
    said = unescape(book._repr_html_())
    assert 'book.table("orders")' in said
    assert "book.settings.least_group" in said
    every = contents.sections()["section"].tolist()
    assert {"metrics.sales(book)", "segments.sizes(book)", "affinity.rules(book)", "people.members(book)"} <= set(every)
    assert all(name in said for name in every)
    assert repr(book) == f"<book of corner, 01_data_pyramid, {book.as_of}: book.table(name), book.settings; a cell that ends in book tells all>"
    assert all(text for text in contents.sections()["shows"])


def test_the_lines_a_book_begins_with_run(book, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {"book": book}
    exec(contents.EXAMPLE, names)
    assert len(names["sales"].table) == 6
    assert [path.suffix for path in tmp_path.iterdir()] == [".csv"]


def test_a_book_of_one_notebook_serves_the_sections_of_every_other(book):
    for found in (segments.sizes(book), programmes.break_even(book), lifetime.bottom_line(book)):
        assert found.parts
    assert book.of(OffersSettings).shared(Groups) is book.of(OffersSettings).shared(Groups)


def test_tables_of_other_notebooks_are_made_as_the_book_says(book):
    said = contents.tables(book)
    line = said.loc[said["table"].str.contains("pyramid"), "table"].iloc[0]
    with contextlib.redirect_stderr(io.StringIO()):
        made = eval(line, {"book": book})
    assert len(made) == 9
    said_of = "no notebook makes a table 'orders'; there are pyramid, segments, next_goods, forecasts, members, and book.table"
    with pytest.raises(DataProblem, match=said_of):
        book.made("orders")


def test_a_chart_an_analyst_makes_has_the_houses_look(book):
    assert pio.templates.default == "retention"
    fig = px.bar(metrics.sales(book).table, x="month", y="gross")
    assert fig.layout.template.layout.colorway == style.CATEGORIES
    assert fig.layout.template.layout.font.family == style.FONT
    assert fig.data[0].marker.color == style.CATEGORIES[0]


def test_the_table_of_every_section_can_be_saved_in_every_form_and_none_names_customers_outside(book, tmp_path, monkeypatch):
    monkeypatch.setenv(RUN_FOLDER, str(tmp_path))
    contents.sections()
    # Notebook 03 takes long, and its tables are as plain as the others'.
    for name, made in SECTIONS.items():
        if name.split(".")[0] in ("metrics", "pyramid", "people", "behaviour", "ledger", "segments", "affinity", "membership"):
            found = made(book)
            for form in ("xlsx", "csv", "parquet") if found.table.shape[1] else ():
                found.save(form)
    there = sorted(tmp_path.glob("*.csv"))
    assert len(there) > 15
    assert [path.name for path in there if re.search(r"\bc[0-8]\b", path.read_text(encoding="utf-8-sig"))] == []


def test_what_is_read_later_is_looked_for_where_the_book_was_opened(tmp_path, monkeypatch):
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "shop.yaml").write_text("name: Corner\n", encoding="utf-8")
    (tmp_path / "params" / "01_data_pyramid.yaml").write_text("full_price_from: 0.9\n", encoding="utf-8")
    (tmp_path / "orders.csv").write_text("customer,date,amount\na,2026-01-02,10\n", encoding="utf-8")
    imports.import_shop([tmp_path / "orders.csv"], ShopSettings(), tmp_path / "corner", date(2026, 11, 1))
    monkeypatch.chdir(tmp_path)
    book = playbook.open("02", "params", "corner")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert book.settings_of(PyramidSettings).full_price_from == 0.9
    assert pyramid.customers(book).save("csv").parent == tmp_path / "corner" / "out" / "saved"


def test_a_book_with_other_settings_begins_anew(book):
    other = replace(book, settings=book.settings.model_copy(update={"lapsed_days": 1}))
    assert other.shared(People) is not book.shared(People)
    assert other.shared(People).settings.lapsed_days == 1


# --- a newcomer's cell in each notebook --------------------------------------------------------------

# Notebook → the cell of a section, and what a newcomer does with its table.
NEWCOMER = {
    PYRAMIDS: ("sales-chart", "sales", 'px.bar(sales.table[sales.table["orders"] > 0], x="month", y="gross")'),
    GROUPS: ("baskets", "baskets", 'px.bar(baskets.table[baskets.table["joint"] > 1], x="lift", y="antecedent")'),
    PROGRAMMES: ("uplift-of-discounts", "discounts", 'px.line(discounts.table[discounts.table["discount"] > 0], x="discount", y="own")'),
    VALUE: ("by-band", "by_band", 'px.bar(by_band.table[by_band.table["customers"] > 5], x="group", y="value")'),
}


@pytest.mark.slow
def test_a_newcomer_filters_draws_and_saves_the_table_of_a_section_in_each_notebook(herstyle, tmp_path):
    """The notebook's own set-up and section, then a line of plotly express and a file: all in one kernel, which takes longest to start."""
    (tmp_path / "herstyle").mkdir()
    (tmp_path / "herstyle" / "tables").symlink_to(herstyle / "tables")
    cells = ["import plotly.express as px"]
    for stem, (cell, name, drawn) in NEWCOMER.items():
        sources = {found.id: found.source for found in read(stem).cells}
        where = f'params, data, as_of = "", "{tmp_path / "herstyle"}", "last_order"'
        cells += [where, sources["set-up"], sources[cell], drawn, f'{name}.save("xlsx", "{stem}")']
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    charts = [output for cell in notebook.cells for output in cell.outputs if "application/vnd.plotly.v1+json" in output.get("data", {})]
    assert len(charts) >= 2 * len(NEWCOMER)
    assert all(len(pd.read_excel(tmp_path / f"{stem}.xlsx")) for stem in NEWCOMER)
