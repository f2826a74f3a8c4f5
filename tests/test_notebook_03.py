"""Notebook 03 on the sample shop and on awkward ones: the page in both languages, its figures, its work lists, the table members."""

import json
import re
import shutil
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest

from retention import imports, playbook, project
from retention.figures.blocks import Html
from retention.playbook import designs, loyalty, standing
from retention.report import runner, translate
from retention.settings import SettingsProblem, ShopSettings
from retention.tables import MEMBERS
from tests.conftest import TODAY
from tests.report.browser import wrong_with
from tests.test_notebooks import AWKWARD
from tests.translations import gaps

STEM = "03_loyalty_design"
NOTEBOOK = project.root() / "notebooks" / f"{STEM}.ipynb"
# Fewer draws, designs and members than a report needs; every rule and every chart is the same.
QUICK = "\nmonths: 18\ndraws: 24\nmost_members: 500\nexperiment_days: 120\ndesign: {trials: 12, members: 200, draws: 8, fresh_draws: 20}\n"

pytestmark = pytest.mark.slow


def report(data: Path, params: str, reports: Path, language: str = "") -> Path:
    """Run the notebook and return the folder of its report."""
    outcome = runner.run_notebook(NOTEBOOK, params, str(data), "last_order", reports, shop=data.name, language=language)
    assert outcome.code == runner.Code.OK, outcome.message
    return reports / data.name / STEM / "latest"


def quick_params(folder: Path, language: str = "en") -> str:
    """HerStyle's params in a language, with little to reckon."""
    shutil.copytree(project.root() / "params" / "herstyle", folder)
    about = (folder / "shop.yaml").read_text(encoding="utf-8")
    (folder / "shop.yaml").write_text(about.replace("language: en", f"language: {language}"), encoding="utf-8")
    own = (folder / f"{STEM}.yaml").read_text(encoding="utf-8")
    (folder / f"{STEM}.yaml").write_text(own + QUICK, encoding="utf-8")
    return str(folder)


@pytest.fixture(scope="module")
def data(herstyle, tmp_path_factory) -> Path:
    """A copy of HerStyle's tables, so that what is written stays here."""
    folder = tmp_path_factory.mktemp("loyalty") / "herstyle"
    folder.mkdir()
    shutil.copytree(herstyle / "tables", folder / "tables")
    shutil.copy(herstyle / "truth.json", folder)
    return folder


@pytest.fixture(scope="module")
def page(data, tmp_path_factory) -> Path:
    """HerStyle's report in Chinese; the English one is read section by section below, which saves a run."""
    base = tmp_path_factory.mktemp("loyalty-zh")
    return report(data, quick_params(base / "params", "zh"), base / "reports", "zh")


def figures(folder: Path) -> dict:
    """(name, group) → figure, as recorded."""
    return {(f["name"], f["group"]): f for f in json.loads((folder / "kpis.json").read_text(encoding="utf-8"))}


# --- HerStyle --------------------------------------------------------------------------------------------------


def test_the_page_is_complete_in_the_browser_at_both_widths(page):
    assert wrong_with([page / "report.html"], charts=14) == []


def test_the_page_says_first_which_uplift_would_pay(page):
    html = (page / "report.html").read_text(encoding="utf-8")
    assert "会员方案：上线之前先评估" in html
    assert -1 < html.find("不计只是提前的订单") < html.find('class="rp-cards"')
    assert "**" not in re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)


def test_every_section_is_told_in_english_too_with_the_same_figures(page, data, tmp_path):
    plan = loyalty.of(playbook.open(STEM, quick_params(tmp_path / "params"), str(data)))
    said = said_by(plan)
    assert without_gaps(said)
    assert all(said)
    assert "net of orders only moved forward" in said[0]
    # Chinese stands in names the shop gave and in 折 only.
    ours = re.sub(r"普通会员|银卡会员|金卡会员|钻石会员|会员权益测试|折", "", "".join(text for text in said if not text.startswith("{")))
    assert re.findall(r"[\u4e00-\u9fff]+", ours) == []
    told = plan.book.record(loyalty.kpis(plan)).faces[playbook.KPI_MIME]
    assert {(f["name"], f["group"]): f["value"] for f in told} == {key: f["value"] for key, f in figures(page).items()}


def test_today_and_the_articles_programmes_are_judged_beside_none(page):
    found = figures(page)
    gains = {group: f["value"] for (name, group), f in found.items() if name == "programme_gain" and group}
    assert len(gains) == 4
    assert found["programme_gain", None]["value"] == max(gains.values())
    assert all(f["low"] <= f["value"] <= f["high"] for (name, _), f in found.items() if name == "programme_gain")
    needed = [f for (name, _), f in found.items() if name == "break_even_uplift"]
    assert len(needed) == 5
    assert all((f["value"] is not None and 0 < f["value"] <= 1) or f["missing"] == "kpi-missing-break-even" for f in needed)
    assert all(f["definition"] for f in found.values())


def test_the_members_of_the_page_are_those_of_the_table(page, data):
    found, table = figures(page), MEMBERS.check(pd.read_parquet(data / "out" / "members.parquet"))
    assert found["members_in_programme", None]["value"] == len(table)
    tiers = {group: f["value"] for (name, group), f in found.items() if name == "members_in_programme" and group}
    assert tiers == table["tier_name"].value_counts().to_dict()
    assert found["points_outstanding", None]["value"] == table[["points_usable", "points_pending"]].sum().sum()
    assert 0 < found["burn_to_earn", None]["value"] < 1
    assert table["next_step"].notna().all()


def test_the_shops_own_test_is_found_and_its_range_holds_what_was_planted(page, data):
    planted = json.loads((data / "truth.json").read_text(encoding="utf-8"))["figures"]["loyalty_test"]["uplift"]
    measured = figures(page)["measured_uplift", None]
    assert measured["n"] > 300
    assert measured["low"] < planted < measured["high"]


def test_nothing_personal_stands_in_the_report_and_only_the_owner_reads_the_lists(page, data):
    canaries = json.loads((data / "truth.json").read_text(encoding="utf-8"))["canaries"]
    told = "".join(path.read_text(encoding="utf-8") for path in page.iterdir() if path.is_file())
    secret = [value for kind in ("customers", "name", "phone", "email") for value in canaries[kind]]
    assert [value for value in secret if value in told] == []
    lists = data / "out" / standing.LISTS
    assert oct(lists.stat().st_mode)[-3:] == "700"
    assert {oct(path.stat().st_mode)[-3:] for path in lists.iterdir()} == {"600"}
    steps = pd.read_csv(lists / "next_steps.csv", dtype=str)
    assert len(steps) == len(pd.read_parquet(data / "out" / "members.parquet"))


# --- the notebook itself -----------------------------------------------------------------------------------------


def test_every_text_of_the_notebook_is_there_in_chinese():
    assert not any(gaps(nbformat.read(NOTEBOOK, as_version=4), translate.texts(STEM, "zh")))


def test_cells_have_readable_ids_and_few_lines_and_no_outputs():
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    assert len({c.id for c in cells}) == len(cells)
    assert all(c.id.replace("-", "").isalpha() for c in cells)
    code = [c for c in cells if c.cell_type == "code"]
    assert all(len(c.source.splitlines()) <= 5 and not c.outputs for c in code)
    assert not any(line.startswith(("def ", "for ", "class ")) for c in code for line in c.source.splitlines())


# --- other shops -------------------------------------------------------------------------------------------------

OF_PLAN = ("bottom_line", "actions", "programmes", "rules", "break_even", "break_even_in_words", "break_even_table", "gain", "gain_table",
           "costs", "costs_in_words", "costs_table", "who_gains", "moves", "by_tier")  # fmt: skip
OF_DESIGNS = ("points_flow", "points_in_words", "liability", "points_age", "tornado", "assumptions", "search", "choices", "search_in_words",
              "all_gains", "proposed", "what_if", "needed", "measured", "experiment_plan", "experiment_sizes")  # fmt: skip
OF_TODAY = ("tiers", "in_words", "tier_figures", "points_age", "reconciliation_in_words", "reconciliation", "dictionary", "save")


def equal_amounts(customers: int = 400) -> str:
    """An export in which every order is of 100 and customers come and go as the members' model has it."""
    rng = np.random.default_rng(3)
    rows = []
    for number in range(customers):
        day, rate, stop = rng.uniform(0, 400), rng.gamma(0.8, 1 / 30), rng.beta(0.8, 2.5)
        while day < 500:
            rows.append(f"客户{number},{(pd.Timestamp('2025-01-01') + pd.Timedelta(int(day), 'D')).date()},100")
            day = 500 if rng.random() < stop else day + max(1.0, rng.exponential(1 / rate))
    return "\n".join(["客户,日期,金额", *rows])


SAYS = {
    "one customer": "too little history for the model",
    "five customers": "too little history for the model",
    "guests only": "No order that counts names a customer",
}


@pytest.fixture
def awkward(tmp_path):
    """Imports an awkward shop with these settings of notebook 03 and returns its plan."""

    def made(orders: str, settings: str = "", quick: str = QUICK) -> loyalty.Plan:
        (tmp_path / "orders.csv").write_text(orders, encoding="utf-8")
        imports.import_shop([tmp_path / "orders.csv"], ShopSettings(), tmp_path / "shop", TODAY)
        (tmp_path / "params").mkdir()
        (tmp_path / "params" / "shop.yaml").write_text("language: en\n", encoding="utf-8")
        (tmp_path / "params" / f"{STEM}.yaml").write_text(quick + settings, encoding="utf-8")
        return loyalty.of(playbook.open(STEM, str(tmp_path / "params"), str(tmp_path / "shop")))

    return made


def said_by(plan: loyalty.Plan) -> list[str]:
    """What every section shows, as text."""
    shown = [getattr(loyalty, name)(plan) for name in OF_PLAN] + [getattr(designs, name)(plan) for name in OF_DESIGNS]
    shown += [getattr(standing, name)(plan.today) for name in OF_TODAY]
    return [block.html if isinstance(block, Html) else block.to_json() if hasattr(block, "to_json") else block.data for block in shown]


def without_gaps(said: list[str]) -> bool:
    """Whether no sentence or table shows a value that is missing."""
    return not any(re.search(r"\bnan\b|<NA>|NaT", text) for text in said if not text.startswith("{"))


@pytest.mark.parametrize("name", SAYS)
def test_with_too_little_history_there_is_the_break_even_and_one_line_why(name, awkward):
    plan = awkward(AWKWARD[name])
    said = said_by(plan)
    assert SAYS[name] in said[0]
    assert "The shop gives no margin: 25\u00a0% of net paid is assumed" in said[0]
    assert "needs 67\u00a0% more orders" in loyalty.break_even_in_words(plan).data
    assert without_gaps(said)
    told = plan.book.record(loyalty.kpis(plan)).faces[playbook.KPI_MIME]
    assert all(f["value"] is not None or f["missing"] for f in told)
    assert {f["name"]: f["missing"] for f in told}["programme_gain"] == "kpi-missing-simulation"


def test_a_shop_of_equal_amounts_without_memberships_or_points_gets_every_section(awkward):
    plan = awkward(
        equal_amounts(), "compare: [plain]\nprogrammes: {plain: {label: Plain, tiers: [{name: All}, {name: Some, threshold: 300, discount: 0.05}]}}\n"
    )
    said = said_by(plan)
    assert without_gaps(said)
    assert "all 400 known customers are taken as members" in said[0]
    assert np.allclose(plan.results["plain"].money[..., 12], 0)  # burned_face: no points, none spent
    assert "This programme issues no points." in "".join(said)
    assert "No programme of today is named" in "".join(said)
    told = {(f["name"], f["group"]): f for f in plan.book.record(loyalty.kpis(plan)).faces[playbook.KPI_MIME]}
    assert told["points_outstanding", None]["missing"] == "kpi-missing-programme"
    assert told["programme_gain", None]["value"] == pytest.approx(plan.table["value"].iloc[0])


def test_a_programme_nobody_has_heard_of_is_named_with_those_there_are(awkward):
    with pytest.raises(SettingsProblem, match="no programme is called 'gold'; there are clothing, clothing_rolling, five_methods"):
        _ = awkward(AWKWARD["five customers"], "compare: [gold]\n").programmes


TIERS = "tiers: [{name: All}, {name: Some, threshold: 300, discount: 0.05}]"


def test_a_discount_that_takes_the_margin_is_refused_with_its_figures_and_not_tried(awkward):
    dear = "{label: Dear, tiers: [{name: All}, {name: Top, threshold: 300, discount: 0.3}]}"
    plan = awkward(equal_amounts(150), f"today: dear\ncompare: [plain]\nprogrammes: {{dear: {dear}, plain: {{label: Plain, {TIERS}}}}}\n")
    assert list(plan.results) == ["plain"]
    bottom = loyalty.bottom_line(plan).data
    assert "“Dear” is **not tried**: Top gives 30\u00a0% off (7折) on every order, and the margin is 25\u00a0%" in bottom
    assert "It is the programme that runs today: change it or stop it." in bottom
    assert "Launch" not in bottom
    assert "Dear" in loyalty.programmes(plan).html
    told = {(f["name"], f["group"]): f for f in plan.book.record(loyalty.kpis(plan)).faces[playbook.KPI_MIME]}
    assert told["programme_gain", "dear"]["missing"] == "kpi-missing-refused"
    assert told["programme_gain", "plain"]["value"] is not None


def test_where_every_programme_is_refused_the_page_goes_on_and_says_so(awkward):
    dear = "{label: Dear, tiers: [{name: All, discount: 0.25}]}"
    plan = awkward(equal_amounts(60), f"compare: [dear]\nprogrammes: {{dear: {dear}}}\n")
    said = said_by(plan)
    assert without_gaps(said)
    assert "No programme is left to try" in said[0]
    assert "“Dear” is **not tried**" in said[0]
    told = {(f["name"], f["group"]): f for f in plan.book.record(loyalty.kpis(plan)).faces[playbook.KPI_MIME]}
    assert told["programme_gain", None]["missing"] == "kpi-missing-refused"


def test_a_search_that_finds_nothing_says_so_and_the_page_goes_on(awkward):
    settings = f"compare: [plain]\nprogrammes: {{plain: {{label: Plain, {TIERS}}}}}\n"
    settings += "design: {trials: 10, members: 100, draws: 8, fresh_draws: 20, least_reward: 0.9}\n"
    plan = awkward(equal_amounts(100), settings, quick=QUICK.replace(re.search(r"design: .*\n", QUICK)[0], ""))
    said = said_by(plan)
    assert without_gaps(said)
    assert "None of 10 designs tried keeps to the shop&#x27;s limits" in designs.search(plan).html
    assert plan.choices["programme"].tolist() == ["plain"]


def test_programmes_of_one_label_are_told_apart_by_their_names(awkward):
    one = f"{{label: Club, {TIERS}}}"
    plan = awkward(equal_amounts(100), f"compare: [first, second]\nprogrammes: {{first: {one}, second: {one}}}\n")
    assert plan.table["label"].tolist() == ["Club (first)", "Club (second)"]
    assert all(name in loyalty.bottom_line(plan).data for name in ("Club (first)", "Club (second)"))
    assert all(name in loyalty.costs_table(plan).html for name in ("Club (first)", "Club (second)"))


def test_tiers_of_a_programme_without_points_are_counted(data, tmp_path):
    params = Path(quick_params(tmp_path / "params"))
    own = params / f"{STEM}.yaml"
    own.write_text(f"today: plain\ncompare: [plain]\nprogrammes: {{plain: {{label: Plain, {TIERS}}}}}{QUICK}", encoding="utf-8")
    plan = loyalty.of(playbook.open(STEM, str(params), str(data)))
    counted = {row["group"]: row["value"] for row in standing.kpi_rows(plan.today) if row["name"] == "members_in_programme" and row["group"]}
    assert set(counted) == {"All", "Some"}
    assert sum(counted.values()) == len(plan.today.members)
    assert plan.today.completion_days == plan.everybody.completion_days != plan.settings.completion_days
