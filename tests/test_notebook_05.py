"""Notebook 05 on the sample shop, CDNOW and awkward shops: the page, its figures, its work lists, and forecasts that are reused."""

import json
import re
import shutil
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from retention import imports, playbook, project
from retention.figures.blocks import Html
from retention.playbook import clv, segments
from retention.report import runner, translate
from retention.settings import ShopSettings
from retention.tables import FORECASTS, PYRAMID
from tests.conftest import TODAY
from tests.report.browser import wrong_with
from tests.test_notebooks import AWKWARD
from tests.translations import gaps

STEM = "05_service_nps"
NOTEBOOK = project.root() / "notebooks" / f"{STEM}.ipynb"
QUICK = "level: 0.95\nreplicates: 20\n"

pytestmark = pytest.mark.slow


def report(data: Path, params: str, reports: Path, language: str = "") -> Path:
    """Run the notebook and return the folder of its report."""
    outcome = runner.run_notebook(NOTEBOOK, params, str(data), "last_order", reports, shop=data.name, language=language)
    assert outcome.code == runner.Code.OK, outcome.message
    return reports / data.name / STEM / "latest"


def quick_params(folder: Path, shop: str, language: str = "en") -> str:
    """The shop's params in a language, with few replicates."""
    folder.mkdir(parents=True)
    about = (project.root() / "params" / shop / "shop.yaml").read_text(encoding="utf-8")
    (folder / "shop.yaml").write_text(about.replace("language: en", f"language: {language}"), encoding="utf-8")
    (folder / f"{STEM}.yaml").write_text(QUICK, encoding="utf-8")
    return str(folder)


def figures(folder: Path) -> dict:
    """(name, group) → figure, as recorded."""
    return {(f["name"], f["group"]): f for f in json.loads((folder / "kpis.json").read_text(encoding="utf-8"))}


@pytest.fixture(scope="module")
def data(herstyle, tmp_path_factory) -> Path:
    """A copy of HerStyle's tables, so that what is written stays here."""
    folder = tmp_path_factory.mktemp("value") / "herstyle"
    folder.mkdir()
    shutil.copytree(herstyle / "tables", folder / "tables")
    shutil.copy(herstyle / "truth.json", folder)
    return folder


@pytest.fixture(scope="module")
def pyramid(data) -> pd.DataFrame:
    """The table pyramid as notebook 01 saves it; the table segments of notebook 02 lies beside it."""
    book = playbook.open("01_data_pyramid", str(project.root() / "params" / "herstyle"), str(data))
    made = book.pyramid()
    book.save(made, PYRAMID)
    segments.save(segments.of(playbook.open("02_segmentation", str(project.root() / "params" / "herstyle"), str(data))))
    return made


@pytest.fixture(scope="module", params=["en", "zh"])
def page(request, data, pyramid, tmp_path_factory):
    """HerStyle's report in both languages."""
    base = tmp_path_factory.mktemp(f"value-{request.param}")
    return report(data, quick_params(base / "params", "herstyle", request.param), base / "reports", request.param), request.param


def test_the_page_is_complete_in_the_browser_at_both_widths(page):
    assert wrong_with([page[0] / "report.html"], charts=8) == []


def test_the_page_speaks_one_language_and_says_the_value_first(page):
    folder, language = page
    html = (folder / "report.html").read_text(encoding="utf-8")
    assert ("客户价值" in html) == (language == "zh")
    said = {"en": "are expected to place about", "zh": "预计下单约"}[language]
    assert -1 < html.find(said) < html.find('class="rp-cards"')


def test_the_value_of_groups_adds_up_to_the_whole(page):
    found = figures(page[0])
    whole = found["value_total", None]
    assert 0 < whole["low"] < whole["value"] < whole["high"]
    for kind in ("value_of_cohort", "value_of_segment", "value_of_band", "value_of_channel"):
        parts = [f["value"] for (name, _), f in found.items() if name == kind]
        assert len(parts) > 3
        assert sum(parts) == pytest.approx(whole["value"])
    assert found["value_per_customer", None]["value"] == pytest.approx(whole["value"] / whole["n"])
    assert all(f["definition"] for f in found.values())


def test_forecasts_keep_their_promise_and_add_up_to_the_figures(page, data):
    table, found = FORECASTS.check(pd.read_parquet(data / "out" / "forecasts.parquet")), figures(page[0])
    truth = json.loads((data / "truth.json").read_text(encoding="utf-8"))
    assert len(table) == truth["expected"]["customers_with_an_order_that_counts"]
    assert table["clv"].sum() == pytest.approx(found["value_total", None]["value"])
    assert table["expected_orders"].sum() == pytest.approx(found["orders_expected", None]["value"])
    assert table["p_order"].mean() == pytest.approx(found["customers_expected", None]["value"])


def test_work_lists_name_customers_once_and_only_their_owner_reads_them(page, data):
    folder = data / "out" / clv.LISTS
    invest, call = (pd.read_csv(folder / f"{key}.csv", dtype=str) for key in ("invest", "call"))
    ours = [set(table.iloc[:, 0].str.strip()) for table in (invest, call)]
    assert len(ours[0]) == len(invest) > 50
    assert len(ours[1]) == len(call) > 20
    assert not ours[0] & ours[1]
    known = {number.strip() for number in pd.read_parquet(data / "out" / "forecasts.parquet")["customer_id"]}
    assert ours[0] | ours[1] <= known
    assert oct(folder.stat().st_mode)[-3:] == "700"
    assert {oct(path.stat().st_mode)[-3:] for path in folder.iterdir()} == {"600"}


def test_nothing_personal_stands_in_the_report(page, data):
    truth = json.loads((data / "truth.json").read_text(encoding="utf-8"))
    secrets = [text for kind in ("customers", "name", "phone", "email") for text in truth["canaries"][kind]]
    assert len(secrets) >= 40
    for path in [p for p in page[0].parents[2].rglob("*") if p.is_file() and p.name != "plotly.min.js"]:
        written = path.read_text(encoding="utf-8", errors="replace")
        assert [s for s in secrets if s in written] == [], path.name


# --- groups -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "names"),
    [
        (["2025-02-01", "2025-05-01", "2025-12-31"], ["2025 Q1", "2025 Q2", "2025 Q4"]),
        (["1997-01-01", "1997-03-25"], ["1997-01", "1997-03"]),
        ([f"{year}-0{month}-01" for year in range(2020, 2026) for month in (1, 4, 7)], [str(year) for year in range(2020, 2026) for _ in range(3)]),
    ],
)
def test_cohorts_are_quarters_but_months_in_a_young_shop_and_years_in_an_old_one(days, names):
    history = pd.DataFrame({"first_on": pd.to_datetime(days)})
    assert clv.cohorts(history).tolist() == names


def test_customers_without_a_known_channel_stay_in_the_total():
    history = pd.DataFrame({"customer_id": ["a", "b", "c"]})
    pyramid = pd.DataFrame({"customer_id": ["a", "b"], "first_channel": ["Tmall", None]})
    assert clv.first_channels(history, pyramid).tolist() == ["channel:Tmall", "unknown", "unknown"]


# --- the notebook itself --------------------------------------------------------------------------------------


def test_every_text_of_the_notebook_is_there_in_chinese():
    assert not any(gaps(nbformat.read(NOTEBOOK, as_version=4), translate.texts(STEM, "zh")))


def test_cells_have_readable_ids_and_few_lines_and_no_outputs():
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    assert len({c.id for c in cells}) == len(cells)
    assert all(c.id.replace("-", "").isalpha() for c in cells)
    code = [c for c in cells if c.cell_type == "code"]
    assert all(len(c.source.splitlines()) <= 5 and not c.outputs for c in code)
    assert not any(line.startswith(("def ", "for ", "class ")) for c in code for line in c.source.splitlines())


# --- other shops ------------------------------------------------------------------------------------------------

ONCE = "客户,日期,金额\n" + "".join(f"客户{i},2026-0{1 + i % 6}-1{i % 7},{100 + i}\n" for i in range(60))
SECTIONS = (
    "bottom_line",
    "actions",
    "by_cohort",
    "by_segment",
    "by_band",
    "by_channel",
    "past_forecasts",
    "who_wins",
    "past_tables",
    "weeks",
    "repeats",
    "tenths",
)
SAYS = {
    "one customer": "was first seen on the last day",
    "five customers": "no model is fitted",
    "guests only": "No order that counts names a customer",
    "one day": "was first seen on the last day",
    "all once": "Nobody has ordered a second time yet",
}


@pytest.fixture
def awkward(tmp_path):
    """Imports an awkward shop and returns its folder, with params in English beside it."""

    def made(name: str) -> Path:
        (tmp_path / "orders.csv").write_text({**AWKWARD, "all once": ONCE}[name], encoding="utf-8")
        imports.import_shop([tmp_path / "orders.csv"], ShopSettings(), tmp_path / "shop", TODAY)
        (tmp_path / "params").mkdir()
        (tmp_path / "params" / "shop.yaml").write_text("language: en\n", encoding="utf-8")
        return tmp_path / "shop"

    return made


@pytest.mark.parametrize("name", ["five customers", "guests only"])
def test_awkward_shops_get_a_sensible_page(name, awkward, tmp_path):
    folder = report(awkward(name), str(tmp_path / "params"), tmp_path / "reports")
    html = (folder / "report.html").read_text(encoding="utf-8")
    assert SAYS[name] in html
    assert "nan" not in html.lower().split("plotly")[0]
    assert wrong_with([folder / "report.html"], charts=0) == []
    FORECASTS.check(pd.read_parquet(tmp_path / "shop" / "out" / "forecasts.parquet"))


@pytest.mark.parametrize("name", SAYS)
def test_every_section_of_awkward_shops_is_a_sentence_without_gaps(name, awkward, tmp_path):
    book = playbook.open(STEM, str(tmp_path / "params"), str(awkward(name)))
    value = clv.of(book)
    assert SAYS[name] in clv.bottom_line(value).data
    shown = [getattr(clv, section)(value) for section in SECTIONS]
    said = [block.html if isinstance(block, Html) else block.data for block in shown]
    assert len("".join(said)) > 300
    assert not any(re.search(r"\bnan\b|<NA>", text) for text in said)
    assert all(f["value"] is not None or f["missing"] for f in book.record(clv.kpis(value)).faces[playbook.KPI_MIME])


@pytest.mark.real
def test_cdnow_is_valued_whole_and_the_page_says_who_wins_there(real, tmp_path):
    imports.import_shop([real / "cdnow_sample" / "CDNOW_sample.txt"], ShopSettings(map="cdnow"), tmp_path / "cdnow", TODAY)
    folder = report(tmp_path / "cdnow", quick_params(tmp_path / "params", "cdnow"), tmp_path / "reports", "en")
    html = (folder / "report.html").read_text(encoding="utf-8")
    assert figures(folder)["value_total", None]["n"] == 2357
    assert "revenue, not profit" in html
    assert "Checked against the library lifetimes" in html
    assert figures(folder)["value_past_error", None]["value"] == pytest.approx(0.1748, abs=5e-4)
    assert "the model is ahead of every plain rule in the total (error)" in html
    assert "A plain rule is ahead in orders per customer (mean error) (same as last period)" in html
    assert wrong_with([folder / "report.html"]) == []
