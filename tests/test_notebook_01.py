"""What is special about notebook 01: its figures, the pyramid it saves, awkward and hostile shops, Online Retail's golden figures."""

import pandas as pd
import pytest

from retention import imports, project
from retention.settings import ShopSettings
from retention.tables import DataProblem
from tests.awkward import AWKWARD, imported
from tests.conftest import TODAY
from tests.hostile import Addresses
from tests.notebooks import LANGUAGES, PYRAMIDS, Ran, rehearsed, report, with_compiled
from tests.report.browser import wrong_with

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request, runs) -> Ran:
    """HerStyle's report in both languages."""
    return runs.of(PYRAMIDS, request.param)


def test_the_board_is_complete_in_the_browser_at_both_widths(page):
    assert wrong_with([page.reports / "herstyle" / "index.html"], charts=0) == []


def test_a_formula_in_a_name_is_not_reckoned(page):
    assert "<td>49</td>" not in page.html


def test_figures_are_recorded_under_stable_names(page):
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
    } <= {name for name, _ in page.figures}


def test_the_pyramid_is_saved_for_the_other_notebooks(page):
    pyramid = pd.read_parquet(page.data / "out" / "pyramid.parquet")
    assert len(pyramid) == page.truth["expected"]["customers_with_an_order_that_counts"]
    assert not {"name", "phone", "email"} & set(pyramid.columns)


# --- other shops -------------------------------------------------------------------------------------------------

# Shops close to another one in the list get their page in the long proofs only.
CLOSE = ("one day", "all equal", "all once", "guests only", "refunds beside")


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.soak if name in CLOSE else ()) for name in AWKWARD])
def test_awkward_shops_get_a_sensible_page(name, tmp_path):
    page = rehearsed(PYRAMIDS, imported(AWKWARD[name], tmp_path), "", tmp_path / "reports")
    assert "nan" not in page.html.lower().replace("finance", "").split("plotly")[0]
    assert wrong_with([page.folder / "report.html"]) == []


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
    page = rehearsed(PYRAMIDS, tmp_path / "shop", "", tmp_path / "reports")
    assert wrong_with([page.folder / "report.html"]) == []
    assert "events" in page.html


def test_a_shop_with_refunds_only_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(DataProblem, match=r"not one usable order\. refund: 2 rows, e\.g\. row 2"):
        imported("客户,日期,金额\n王芳,2026-05-03,-100\n李娜,2026-05-02,-50\n", tmp_path)


def test_customers_with_hostile_names_harm_neither_page_nor_work_lists(tmp_path):
    link, picture = "<a href=https://x.example>link</a>", "![x](https://x.example/p.png)"
    names = ["<script>alert(1)</script>", "=cmd|' /C calc'!A0", "{{7*7}}", link, picture, "表情😀"]
    rows = [f'"{name}",2026-0{month}-01,{100 + month},"{name}",{name}' for name in names for month in (1, 2, 3)]
    shop = imported(
        "客户,日期,金额,渠道,商品\n" + "\n".join([*rows, "新客,2026-07-01,50,$a$ $b$,x"]) + "\n", tmp_path, file="orders <b>$x$ ![x](y).csv"
    )
    page = rehearsed(PYRAMIDS, shop, "", tmp_path / "reports")
    assert [address for address in Addresses(page.html).found if "x.example" in address] == []
    assert names[0] not in page.html
    assert "link" in page.html
    assert wrong_with([page.folder / "report.html"]) == []
    lists = "".join(p.read_text(encoding="utf-8-sig") for p in (tmp_path / "shop" / "out" / "lists").glob("*.csv"))
    assert "'=cmd|" in lists
    assert "\n=cmd" not in lists
    assert "表情😀" in lists


@pytest.mark.real
def test_online_retail_gives_its_golden_figures(real, tmp_path):
    raw = sorted((real / "online_retail").glob("*.csv.gz"))
    imports.import_shop(raw, ShopSettings(map="online_retail"), tmp_path / "online_retail", TODAY)
    with_compiled(tmp_path / "online_retail")
    page = report(PYRAMIDS, tmp_path / "online_retail", str(project.root() / "params" / "online_retail"), tmp_path / "reports", "en")
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
    assert {key: round(page.figures[key]["value"], 4) for key in golden} == golden
    assert wrong_with([page.folder / "report.html"]) == []
