"""Notebook 02 on the sample shop and on awkward ones, by papermill as the command runs it, by nbval, and seen in a browser."""

import json
import re
import shutil
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from retention import imports, playbook, project
from retention.figures.blocks import Html
from retention.playbook import offers, segments
from retention.report import runner, translate
from retention.settings import ShopSettings
from retention.tables import SEGMENTS
from tests.conftest import TODAY
from tests.report.browser import wrong_with
from tests.test_notebooks import AWKWARD, params_in
from tests.translations import gaps

STEM = "02_segmentation"
NOTEBOOK = project.root() / "notebooks" / f"{STEM}.ipynb"

pytestmark = pytest.mark.slow


def report(data: Path, params: str, reports: Path, language: str = "") -> Path:
    """Run the notebook and return the folder of its report."""
    outcome = runner.run_notebook(NOTEBOOK, params, str(data), "last_order", reports, shop=data.name, language=language)
    assert outcome.code == runner.Code.OK, outcome.message
    return reports / data.name / STEM / "latest"


@pytest.fixture(scope="module")
def data(herstyle, tmp_path_factory) -> Path:
    """A copy of HerStyle's tables on which the notebook's groups were saved a month earlier."""
    folder = tmp_path_factory.mktemp("groups") / "herstyle"
    folder.mkdir()
    shutil.copytree(herstyle / "tables", folder / "tables")
    shutil.copy(herstyle / "truth.json", folder)
    earlier = segments.of(playbook.open(STEM, str(project.root() / "params" / "herstyle"), str(folder), "2026-05-31"))
    segments.save(earlier)
    return folder


@pytest.fixture(scope="module", params=["en", "zh"])
def page(request, data, tmp_path_factory):
    """HerStyle's report in both languages."""
    base = tmp_path_factory.mktemp(f"groups-{request.param}")
    return report(data, params_in(request.param, base), base / "reports", request.param), request.param


def figures(folder: Path) -> pd.DataFrame:
    """The figures as recorded."""
    return pd.DataFrame(json.loads((folder / "kpis.json").read_text(encoding="utf-8")))


def test_the_page_is_complete_in_the_browser_at_both_widths(page):
    assert wrong_with([page[0] / "report.html"], charts=8) == []


def test_the_page_speaks_one_language(page):
    folder, language = page
    html = (folder / "report.html").read_text(encoding="utf-8")
    assert ("客户分群、沟通与推荐" in html) == (language == "zh")
    assert ("Groups, what to say to whom" in html) == (language == "en")
    assert "high_value" not in html.split("plotly", 1)[0]


def test_every_customer_stands_in_one_group_and_the_groups_have_all_the_money(page, data):
    told, table = figures(page[0]), pd.read_parquet(data / "out" / "segments.parquet")
    SEGMENTS.check(table)
    sizes = told[told["name"] == "group_customers"].set_index("group")["value"]
    assert sizes.sum() == len(table) == told.set_index("name").loc["customers_grouped", "value"]
    assert table["group"].value_counts().to_dict() == sizes.astype(int).to_dict()
    assert told.loc[told["name"] == "group_money_share", "value"].sum() == pytest.approx(1)


def test_the_run_before_is_remembered_also_when_the_same_day_is_run_again(page, data):
    table = pd.read_parquet(data / "out" / "segments.parquet")
    known = table["previous_group"].notna()
    changed = (table.loc[known, "previous_group"] != table.loc[known, "group"]).mean()
    told = figures(page[0]).set_index("name").loc["customers_changed_group"]
    assert told["value"] == pytest.approx(changed)
    assert 0 < told["low"] <= told["value"] <= told["high"] < 0.5
    assert table["as_of"].astype(str).unique().tolist() == ["2026-06-30"]


def test_the_backtest_is_recorded_for_each_way_of_recommending(page):
    told = figures(page[0])
    rates = told[told["name"] == "offers_hit_rate"].set_index("group")
    assert set(rates.index) == {"ours", "popular", "similar"}
    assert rates["value"].between(0, 1).all()


def test_nothing_personal_stands_in_the_report_and_only_the_owner_reads_the_lists(page, data):
    canaries = json.loads((data / "truth.json").read_text(encoding="utf-8"))["canaries"]
    told = "".join(path.read_text(encoding="utf-8") for path in page[0].iterdir() if path.is_file())
    secret = [value for kind in ("customers", "name", "phone", "email") for value in canaries[kind]]
    assert [value for value in secret if value in told] == []
    for folder in ("segment_lists", "offer_lists"):
        assert (data / "out" / folder).stat().st_mode & 0o077 == 0
        assert all(path.stat().st_mode & 0o077 == 0 for path in (data / "out" / folder).iterdir())


def test_every_text_of_the_notebook_is_there_in_chinese():
    assert not any(gaps(nbformat.read(NOTEBOOK, as_version=4), translate.texts(STEM, "zh")))


def test_cells_have_readable_ids_and_few_lines_and_no_outputs():
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    assert len({c.id for c in cells}) == len(cells)
    assert all(c.id.replace("-", "").isalpha() for c in cells)
    code = [c for c in cells if c.cell_type == "code"]
    assert all(len(c.source.splitlines()) <= 5 and not c.outputs for c in code)


# --- other shops ------------------------------------------------------------------------------------------------

OF_GROUPS = ("bottom_line", "actions", "group_tree", "group_bars", "group_rules", "board", "money", "tastes", "high_value", "rfm_map", "cuts",
             "types", "stability", "clusters_in_words", "moves", "moves_in_words", "moves_table", "before_after", "matrix", "matrix_in_words",
             "dictionary", "save")  # fmt: skip
OF_GOODS = ("rules", "rules_in_words", "association", "offers", "filters", "backtest", "backtest_in_words", "backtest_table", "category_trend",
            "category_change")  # fmt: skip


@pytest.mark.parametrize("name", AWKWARD)
def test_every_section_of_awkward_shops_is_a_sentence_or_a_chart_without_gaps(name, tmp_path):
    (tmp_path / "orders.csv").write_text(AWKWARD[name], encoding="utf-8")
    imports.import_shop([tmp_path / "orders.csv"], ShopSettings(), tmp_path / "shop", TODAY)
    book = playbook.open(STEM, "", str(tmp_path / "shop"))
    groups = segments.of(book)
    goods = offers.of(book)
    shown = [getattr(segments, section)(groups) for section in OF_GROUPS]
    shown += [getattr(offers, section)(goods) for section in OF_GOODS]
    said = [block.html if isinstance(block, Html) else block.to_json() if hasattr(block, "to_json") else block.data for block in shown]
    assert len("".join(said)) > 300
    assert not any(re.search(r"\bnan\b|<NA>|NaT", text) for text in said if not text.startswith("{"))
    told = book.record(segments.kpis(groups), offers.kpis(goods)).faces[playbook.KPI_MIME]
    assert all(f["value"] is not None or f["missing"] for f in told)
    assert groups.made.clustering.decision != "clusters"


def test_a_shop_of_one_product_gets_a_page(tmp_path):
    (tmp_path / "orders.csv").write_text(AWKWARD["one product"], encoding="utf-8")
    imports.import_shop([tmp_path / "orders.csv"], ShopSettings(), tmp_path / "shop", TODAY)
    folder = report(tmp_path / "shop", "", tmp_path / "reports")
    assert wrong_with([folder / "report.html"]) == []
