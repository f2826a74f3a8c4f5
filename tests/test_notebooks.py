"""Notebook 01 on the sample shop and on awkward ones: by papermill as the command runs it, by nbval, and seen in a browser."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from retention import imports, project
from retention.report import runner, translate
from retention.settings import ShopSettings
from retention.tables import DataProblem
from tests.conftest import ROOT, TODAY
from tests.report.browser import wrong_with
from tests.translations import gaps

STEM = "01_data_pyramid"
NOTEBOOK = project.root() / "notebooks" / f"{STEM}.ipynb"

pytestmark = pytest.mark.slow


def report(data: Path, params: str, reports: Path, language: str) -> Path:
    """Run the notebook and return the folder of its report."""
    outcome = runner.run_notebook(NOTEBOOK, params, str(data), "last_order", reports, shop=data.name, language=language)
    assert outcome.code == runner.Code.OK, outcome.message
    return reports / data.name / STEM / "latest"


def params_in(language: str, tmp_path: Path, shop: str = "herstyle") -> str:
    """The shop's params with another language."""
    folder = tmp_path / f"params-{language}"
    folder.mkdir()
    for path in (project.root() / "params" / shop).glob("*.yaml"):
        (folder / path.name).write_text(path.read_text(encoding="utf-8").replace("language: en", f"language: {language}"), encoding="utf-8")
    return str(folder)


@pytest.fixture(scope="module", params=["en", "zh"])
def page(request, herstyle, tmp_path_factory):
    """HerStyle's report in both languages."""
    base = tmp_path_factory.mktemp(f"reports-{request.param}")
    return report(herstyle, params_in(request.param, base), base / "reports", request.param), request.param


def test_the_page_is_complete_in_the_browser_at_both_widths(page):
    folder, _ = page
    assert wrong_with([folder / "report.html"], charts=20) == []
    assert wrong_with([folder.parents[1] / "index.html"]) == []


def test_the_page_speaks_one_language(page):
    folder, language = page
    html = (folder / "report.html").read_text(encoding="utf-8")
    assert ("客户数据金字塔" in html) == (language == "zh")
    assert ("The customer data pyramid" in html) == (language == "en")
    assert f'lang="{ {"en": "en", "zh": "zh-CN"}[language] }"' in html or f'lang="{language}"' in html


def test_nothing_personal_stands_in_anything_that_leaves_the_data_folder(page, herstyle):
    folder, _ = page
    truth = json.loads((herstyle / "truth.json").read_text(encoding="utf-8"))
    secrets = [text for kind in ("customers", "name", "phone", "email") for text in truth["canaries"][kind]]
    assert len(secrets) >= 40
    for path in [p for p in folder.parents[2].rglob("*") if p.is_file() and p.name != "plotly.min.js"]:
        written = path.read_text(encoding="utf-8", errors="replace")
        assert [s for s in secrets if s in written] == [], path.name


def test_hostile_names_do_no_harm(page):
    html = (page[0] / "report.html").read_text(encoding="utf-8")
    assert "<script>alert(1)</script>" not in html
    assert "<td>49</td>" not in html


def test_figures_are_recorded_under_stable_names(page):
    figures = json.loads((page[0] / "kpis.json").read_text(encoding="utf-8"))
    names = {f["name"] for f in figures}
    assert {
        "customers",
        "repurchase_rate",
        "aov",
        "spend_per_buyer",
        "units_per_order",
        "churn_active_90",
        "top20_revenue_share",
        "cohort_size",
        "repeat_within_90d",
    } <= names
    assert all(f["definition"] for f in figures if f["group"] is None)
    assert all(f["value"] is not None or f["missing"] for f in figures)


def test_the_pyramid_is_saved_for_the_other_notebooks(page, herstyle):
    truth = json.loads((herstyle / "truth.json").read_text(encoding="utf-8"))
    pyramid = pd.read_parquet(herstyle / "out" / "pyramid.parquet")
    assert len(pyramid) == truth["expected"]["customers_with_an_order_that_counts"]
    assert not {"name", "phone", "email"} & set(pyramid.columns)
    assert oct((herstyle / "out").stat().st_mode)[-3:] == "700"


def test_every_text_of_the_notebook_is_there_in_chinese():
    content = nbformat.read(NOTEBOOK, as_version=4)
    assert gaps(content, translate.texts(STEM, "zh")) == ((), ()) or not any(gaps(content, translate.texts(STEM, "zh")))


def test_cells_have_readable_ids_and_few_lines_and_no_outputs():
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    ids = [c.id for c in cells]
    assert len(set(ids)) == len(ids)
    assert all(i.replace("-", "").isalpha() for i in ids)
    for cell in cells:
        if cell.cell_type == "code":
            lines = [line for line in cell.source.splitlines() if line.strip() and not line.startswith("from ")]
            assert len(lines) <= 5, cell.id
            assert not cell.outputs or "keep_output" in cell.metadata.get("tags", []), cell.id
            assert not any(line.startswith(("def ", "for ", "class ")) for line in cell.source.splitlines()), cell.id


def test_nbval_runs_the_notebook_as_an_analyst_does(herstyle, tmp_path):
    """The notebook as it lies there, with the paths it has by default."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / NOTEBOOK.name).write_bytes(NOTEBOOK.read_bytes())
    (tmp_path / "params").symlink_to(project.root() / "params")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "herstyle").symlink_to(herstyle)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval-lax",
        "-q",
        "-p",
        "no:cacheprovider",
        str(tmp_path / "notebooks" / NOTEBOOK.name),
        "--rootdir",
        str(tmp_path),
    ]
    done = subprocess.run(
        command, cwd=tmp_path / "notebooks", capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0, done.stdout[-3000:]


AWKWARD = {
    "one customer": "客户,日期,金额\n王芳,2026-05-01,1299\n",
    "five customers": "客户,日期,金额\n" + "".join(f"客户{i % 5},2026-0{1 + i % 6}-1{i % 3},{100 + i}\n" for i in range(12)),
    "one day": "客户,日期,金额\n" + "".join(f"客户{i},2026-05-01,{100 + i}\n" for i in range(60)),
    "all equal": "客户,日期,金额\n" + "".join(f"客户{i},2026-05-01,100\n客户{i},2026-06-01,100\n" for i in range(60)),
    "guests only": "客户,日期,金额\n" + "".join(f",2026-05-{1 + i % 28:02d},{100 + i}\n" for i in range(60)),
    "refunds beside": "客户,日期,金额\n王芳,2026-05-01,100\n王芳,2026-05-03,-100\n李娜,2026-05-02,-50\n",
    "all given back": "客户,日期,金额\n" + "".join(f"客户{i},2026-05-{1 + i % 28:02d},100\n客户{i},2026-06-01,-100\n" for i in range(40)),
    "one product": "客户,日期,商品,金额\n" + "".join(f"客户{i % 35},2026-0{1 + i % 6}-1{i % 7},连衣裙,{100 + i % 3}\n" for i in range(90)),
    "no customers": "日期,金额\n" + "".join(f"2026-05-{1 + i % 28:02d},{100 + i}\n" for i in range(60)),
    "ten years": "客户,日期,金额\n" + "".join(f"客户{i % 40},{2016 + i % 11}-0{1 + i % 6}-1{i % 7},{100 + i}\n" for i in range(200)),
}


# Shops close to another one in the list get their page in the long proofs only.
CLOSE = ("one day", "all equal", "guests only", "refunds beside")


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.soak if name in CLOSE else ()) for name in AWKWARD])
def test_awkward_shops_get_a_sensible_page(name, tmp_path):
    (tmp_path / "orders.csv").write_text(AWKWARD[name], encoding="utf-8")
    imports.import_shop([tmp_path / "orders.csv"], ShopSettings(), tmp_path / "shop", TODAY)
    folder = report(tmp_path / "shop", "", tmp_path / "reports", "")
    html = (folder / "report.html").read_text(encoding="utf-8")
    assert "nan" not in html.lower().replace("finance", "").split("plotly")[0]
    assert wrong_with([folder / "report.html"]) == []


def test_tables_that_are_there_but_empty_are_named_as_missing(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    orders = "订单编号,客户编号,下单时间,订单状态,实付金额\n" + "".join(
        f"{i},c{i % 20},2026-05-{1 + i % 28:02d} 10:00:00,交易成功,{100 + i}\n" for i in range(60)
    )
    (raw / "订单_1.csv").write_text(orders, encoding="utf-8")
    (raw / "商品_1.csv").write_text("商品编码,品类,吊牌价\n", encoding="utf-8")
    (raw / "行为_1.csv").write_text("客户编号,时间,行为,渠道,商品编码,订单编号,内容,数量,评分\n", encoding="utf-8")
    imports.import_shop([raw], ShopSettings(map="herstyle", language="en"), tmp_path / "shop", TODAY)
    folder = report(tmp_path / "shop", "", tmp_path / "reports", "en")
    assert wrong_with([folder / "report.html"]) == []
    assert "events" in (folder / "report.html").read_text(encoding="utf-8")


def test_a_shop_with_refunds_only_is_refused_in_one_sentence(tmp_path):
    (tmp_path / "orders.csv").write_text("客户,日期,金额\n王芳,2026-05-03,-100\n李娜,2026-05-02,-50\n", encoding="utf-8")
    with pytest.raises(DataProblem, match=r"not one usable order\. refund: 2 rows, e\.g\. row 2"):
        imports.import_shop([tmp_path / "orders.csv"], ShopSettings(), tmp_path / "shop", TODAY)


def test_customers_with_hostile_names_harm_neither_page_nor_work_lists(tmp_path):
    names = ["<script>alert(1)</script>", "=cmd|' /C calc'!A0", "{{7*7}}", "表情😀"]
    rows = [f'"{name}",2026-0{month}-01,{100 + month}' for name in names for month in (1, 2, 3)]
    (tmp_path / "orders.csv").write_text("客户,日期,金额\n" + "\n".join([*rows, "新客,2026-07-01,50"]) + "\n", encoding="utf-8")
    imports.import_shop([tmp_path / "orders.csv"], ShopSettings(), tmp_path / "shop", TODAY)
    folder = report(tmp_path / "shop", "", tmp_path / "reports", "")
    html = (folder / "report.html").read_text(encoding="utf-8")
    assert [name for name in names if name in html] == []
    assert wrong_with([folder / "report.html"]) == []
    lists = "".join(p.read_text(encoding="utf-8-sig") for p in (tmp_path / "shop" / "out" / "lists").glob("*.csv"))
    assert "'=cmd|" in lists
    assert "\n=cmd" not in lists
    assert "表情😀" in lists


@pytest.mark.real
def test_online_retail_gives_its_golden_figures(real, tmp_path):
    raw = sorted((real / "online_retail").glob("*.csv.gz"))
    imports.import_shop(raw, ShopSettings(map="online_retail"), tmp_path / "online_retail", TODAY)
    folder = report(tmp_path / "online_retail", str(project.root() / "params" / "online_retail"), tmp_path / "reports", "en")
    figures = {(f["name"], f["group"]): f["value"] for f in json.loads((folder / "kpis.json").read_text(encoding="utf-8"))}
    golden = {
        ("rows_read", None): 541_909,
        ("customers", None): 4_338,
        ("repurchase_rate", None): 0.6558,
        ("repurchase_rate_days", None): 0.6432,
        ("top20_revenue_share", None): 0.7459,
        ("customers_after_returns", None): 4_327,
        ("orders_after_returns", None): 18_388,
        ("repurchase_rate_after_returns", None): 0.6559,
        ("top20_share_after_returns", None): 0.7374,
        ("cohort_size", "2010-12"): 885,
        ("cohort_active_m1", "2010-12"): 324,
        ("cohort_active_m2", "2010-12"): 286,
        ("cohort_active_m3", "2010-12"): 340,
    }
    assert {key: round(figures[key], 4) for key in golden} == golden
    assert wrong_with([folder / "report.html"]) == []
