"""What is special about notebook 03: what its first line says, programmes judged beside none, members, the shop's own test, awkward shops."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from retention import playbook
from retention.pages import membership, programmes
from retention.pages.kit.blocks import Html
from retention.pages.kit.book import Playbook
from retention.pages.kit.section import SECTIONS, Section
from retention.pages.kit.words import Words
from retention.pages.membership.tables import LISTS
from retention.pages.programmes.tables import Plan
from retention.settings import SettingsProblem
from retention.tables import MEMBERS
from tests.awkward import AWKWARD, imported
from tests.notebooks import LANGUAGES, PROGRAMMES, QUICK, Ran, copied, has_gaps, params_in

SETTINGS = QUICK[PROGRAMMES]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request, runs) -> Ran:
    """HerStyle's report in both languages."""
    return runs.of(PROGRAMMES, request.param)


# --- HerStyle --------------------------------------------------------------------------------------------------


def test_the_page_says_first_which_uplift_would_pay(page):
    said = {"en": "net of orders only moved forward", "zh": "不计只是提前的订单"}[page.language]
    assert -1 < page.html.find(said) < page.html.find('class="rp-cards"')


def test_every_section_is_told_in_english_too(runs):
    # Chinese stands in names the shop gave and in 折 only.
    ours = re.sub(r"普通会员|银卡会员|金卡会员|钻石会员|会员权益测试|折", "", runs.of(PROGRAMMES, "en").said)
    assert re.findall(r"[\u4e00-\u9fff]+", ours) == []


def test_today_and_the_articles_programmes_are_judged_beside_none(page):
    found = page.figures
    gains = {group: f["value"] for (name, group), f in found.items() if name == "programme_gain" and group}
    assert len(gains) == 4 + len({"best", "balanced", "generous"} & gains.keys())
    # The card is about what runs today, as the first line is.
    assert page.html.index("HerStyle today") < page.html.index('class="rp-cards"')
    assert found["programme_gain", None]["value"] == gains["herstyle_today"]
    assert all(f["low"] <= f["value"] <= f["high"] for (name, _), f in found.items() if name == "programme_gain")
    needed = [f for (name, _), f in found.items() if name == "break_even_uplift"]
    assert len(needed) == 1 + len(gains)
    assert all((f["value"] is not None and 0 < f["value"] <= 1) or f["missing"] == "kpi-missing-break-even" for f in needed)
    assert all(f["definition"] for f in found.values())


def test_the_members_of_the_page_are_those_of_the_table(page):
    found, table = page.figures, MEMBERS.check(pd.read_parquet(page.data / "out" / "members.parquet"))
    assert found["members_in_programme", None]["value"] == len(table)
    tiers = {group: f["value"] for (name, group), f in found.items() if name == "members_in_programme" and group}
    assert tiers == table["tier_name"].value_counts().to_dict()
    assert found["points_outstanding", None]["value"] == table[["points_usable", "points_pending"]].sum().sum()
    # Points that are never lost have no interval in money, but ends; all of them spent are their face value at most.
    in_money = [found["points_liability", group]["value"] for group in ("least", None, "most")]
    assert in_money == sorted(in_money)
    assert 0 < in_money[0] < in_money[2] < 0.01 * found["points_outstanding", None]["value"]
    assert 0 < found["burn_to_earn", None]["value"] < 1
    assert table["next_step"].notna().all()


def test_first_line_action_list_and_card_say_one_number_and_do_not_contradict_each_other(page):
    """What runs today is stopped: no line sends members towards its tiers, and the gain is the same wherever it is told."""
    words, gain = Words(page.language, "CNY"), page.figures["programme_gain", None]["value"]
    first, listed = page.said.index("rp-text"), page.said.index("rp-actions")
    assert words.money(abs(gain)) in page.said[first:listed]
    assert page.said.count(words.money(gain)) >= 2
    assert {"en": "Stop “HerStyle today”", "zh": "停止或削减“HerStyle today”"}[page.language] in page.said[first:listed]
    assert words("standing-action-near") not in page.said
    power = re.search(r"(chance|机会) (\d+)", page.said[first:listed])
    assert power is not None
    assert int(power[2]) < 50


def test_the_shops_own_test_is_found_and_its_range_holds_what_was_planted(page):
    planted = page.truth["figures"]["loyalty_test"]["uplift"]
    measured = page.figures["measured_uplift", None]
    assert measured["n"] > 300
    assert measured["low"] < planted < measured["high"]


def test_each_member_who_is_no_marked_account_has_a_next_step_on_the_list(page):
    steps = pd.read_csv(page.data / "out" / LISTS / "next_steps.csv", dtype=str)
    marks = pd.read_parquet(page.data / "out" / "pyramid.parquet").set_index("customer_id")["mark"]
    members = pd.read_parquet(page.data / "out" / "members.parquet")["customer_id"].map(marks).fillna("ordinary")
    assert len(steps) == int((members == "ordinary").sum()) < len(members)


# --- other shops -------------------------------------------------------------------------------------------------


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
    "one customer": ("The only customer has not ordered on a second day yet", "kpi-missing-no-repeaters"),
    "five customers": ("Only 5 customers have ordered a second time", "kpi-missing-few-repeaters"),
    "guests only": ("No order that counts names a customer", "kpi-missing-simulation"),
}


@pytest.fixture
def awkward(tmp_path):
    """Imports an awkward shop with these settings of notebook 03 and returns its book."""

    def made(orders: str, settings: str = "", quick: str = SETTINGS) -> Playbook:
        shop = imported(orders, tmp_path)
        (tmp_path / "params").mkdir()
        (tmp_path / "params" / "shop.yaml").write_text("language: en\n", encoding="utf-8")
        (tmp_path / "params" / f"{PROGRAMMES}.yaml").write_text(quick + settings, encoding="utf-8")
        return playbook.open(PROGRAMMES, str(tmp_path / "params"), str(shop))

    return made


def said_by(book: Playbook) -> list[str]:
    """What every section shows, as text."""
    made = [make(book) for room in ("programmes.", "membership.") for name, make in list(SECTIONS.items()) if name.startswith(room)]
    return [text for found in made for text in texts(found)]


def texts(found: Section) -> list[str]:
    """What a section shows, as text."""
    return [block.html if isinstance(block, Html) else block.to_json() for block in found.shown]


def said(found: Section) -> str:
    """The sentences and tables of a section."""
    return "".join(block.html for block in found.shown if isinstance(block, Html))


def figures_of(book: Playbook) -> dict[tuple[str, str | None], dict]:
    """(name, group) → key figure."""
    return {(f["name"], f["group"]): f for f in programmes.key_figures(book).kpis.to_dict("records")}


def without_gaps(said: list[str]) -> bool:
    """Whether no sentence or table shows a value that is missing."""
    return not any(has_gaps(text) for text in said if not text.startswith("{"))


@pytest.mark.parametrize("name", SAYS)
def test_without_a_model_there_is_the_break_even_and_one_line_why(name, awkward):
    book = awkward(AWKWARD[name])
    told, (why, missing) = said_by(book), SAYS[name]
    assert why in told[0]
    assert "The shop gives no margin: 25\u00a0% of net paid is assumed" in told[0]
    assert "needs 67\u00a0% more orders" in said(programmes.break_even(book))
    assert without_gaps(told)
    found = figures_of(book)
    assert all(pd.notna(f["value"]) or f["missing"] for f in found.values())
    assert found["programme_gain", None]["missing"] == missing


def test_a_shop_of_equal_amounts_without_memberships_or_points_gets_every_section(awkward):
    book = awkward(
        equal_amounts(),
        "compare: [plain]\nprogrammes: {plain: {label: Plain, tiers: [{name: All}, {name: Some, threshold: 300, discount: 0.05}]}}\n",
        SETTINGS.replace("design: {", "design: {earn_rate: [0, 0.00001], "),
    )
    told, plan = said_by(book), book.shared(Plan)
    assert without_gaps(told)
    assert "all 400 known customers are taken as members" in told[0]
    assert np.allclose(plan.results["plain"].money[..., 12], 0)  # burned_face: no points, none spent
    assert "This programme issues no points." in "".join(told)
    assert "No programme of today is named" in "".join(told)
    found = figures_of(book)
    assert found["points_outstanding", None]["missing"] == "kpi-missing-programme"
    shown = plan.choices.set_index("programme")["value"][plan.verdict.programme]
    assert found["programme_gain", None]["value"] == pytest.approx(shown)


def test_a_programme_nobody_has_heard_of_is_named_with_those_there_are(awkward):
    with pytest.raises(SettingsProblem, match="no programme is called 'gold'; there are clothing, clothing_rolling, five_methods"):
        _ = awkward(AWKWARD["five customers"], "compare: [gold]\n").shared(Plan).programmes


TIERS = "tiers: [{name: All}, {name: Some, threshold: 300, discount: 0.05}]"


def test_a_discount_that_takes_the_margin_is_refused_with_its_figures_and_not_tried(awkward):
    dear = "{label: Dear, tiers: [{name: All}, {name: Top, threshold: 300, discount: 0.3}]}"
    book = awkward(equal_amounts(150), f"today: dear\ncompare: [plain]\nprogrammes: {{dear: {dear}, plain: {{label: Plain, {TIERS}}}}}\n")
    assert list(book.shared(Plan).results) == ["plain"]
    bottom = said(programmes.bottom_line(book))
    assert "“Dear” is <strong>not tried</strong>: Top gives 30\u00a0% off (7折) on every order, and the margin is 25\u00a0%" in bottom
    assert "It is the programme that runs today: change it or stop it." in bottom
    assert "Launch" not in bottom
    assert "Dear" in said(programmes.tiers_and_rules(book))
    found = figures_of(book)
    assert found["programme_gain", "dear"]["missing"] == "kpi-missing-refused"
    assert pd.notna(found["programme_gain", "plain"]["value"])


def test_who_is_only_first_seen_is_no_newcomer(awkward):
    """60 customers who all bought before the record began and come every month: nobody is new, though all are first seen within 400 days."""
    first = pd.Timestamp("2025-01-01")
    rows = [f"客户{n},{(first + pd.Timedelta(days=30 * k + n % 30)).date()},100" for n in range(60) for k in range(13)]
    book = awkward("\n".join(["客户,日期,金额", *rows]), f"compare: [plain]\nprogrammes: {{plain: {{label: Plain, {TIERS}}}}}\n")
    assert book.shared(Plan).new_last_year is None
    assert "who is new" in said(programmes.bottom_line(book))


def test_where_every_programme_is_refused_the_page_goes_on_and_says_so(awkward):
    dear = "{label: Dear, tiers: [{name: All, discount: 0.25}]}"
    book = awkward(equal_amounts(60), f"compare: [dear]\nprogrammes: {{dear: {dear}}}\n")
    told = said_by(book)
    assert without_gaps(told)
    assert "No programme is left to try" in told[0]
    assert "“Dear” is <strong>not tried</strong>" in told[0]
    assert figures_of(book)["programme_gain", None]["missing"] == "kpi-missing-refused"


def test_a_search_that_finds_nothing_says_so_and_the_page_goes_on(awkward):
    settings = f"compare: [plain]\nprogrammes: {{plain: {{label: Plain, {TIERS}}}}}\n"
    settings += "design: {trials: 10, members: 100, draws: 8, fresh_draws: 20, most_liability: 0.000001, earn_rate: [0.04, 0.05]}\n"
    book = awkward(equal_amounts(100), settings, quick=SETTINGS.replace(re.search(r"design: .*\n", SETTINGS)[0], ""))
    told = said_by(book)
    assert without_gaps(told)
    assert "None of 10 designs tried keeps to the shop&#x27;s limits" in said(programmes.search(book))
    assert len(programmes.search(book).table) == 10
    assert programmes.bottom_line(book).table["programme"].tolist() == ["plain"]
    assert programmes.proposed(book).shown == ()


def test_programmes_of_one_label_are_told_apart_by_their_names(awkward):
    one = f"{{label: Club, {TIERS}}}"
    book = awkward(equal_amounts(100), f"compare: [first, second]\nprogrammes: {{first: {one}, second: {one}}}\n")
    assert programmes.gains(book).table["label"].tolist() == ["Club (first)", "Club (second)"]
    assert all(name in said(programmes.bottom_line(book)) for name in ("Club (first)", "Club (second)"))
    assert all(name in said(programmes.costs(book)) for name in ("Club (first)", "Club (second)"))


def test_tiers_of_a_programme_without_points_are_counted(herstyle, tmp_path):
    params, data = Path(params_in("en", tmp_path / "params", PROGRAMMES)), copied(herstyle, tmp_path / "herstyle")
    own = params / f"{PROGRAMMES}.yaml"
    own.write_text(f"today: plain\ncompare: [plain]\nprogrammes: {{plain: {{label: Plain, {TIERS}}}}}{SETTINGS}", encoding="utf-8")
    book = playbook.open(PROGRAMMES, str(params), str(data))
    plan = book.shared(Plan)
    counted = {group: f["value"] for (name, group), f in figures_of(book).items() if name == "members_in_programme" and group}
    assert set(counted) == {"All", "Some"}
    assert sum(counted.values()) == len(plan.today.members)
    assert plan.today.completion_days == plan.everybody.completion_days != plan.settings.completion_days
    assert membership.tiers(book).table["members"].tolist() == [counted["All"], counted["Some"]]
    assert membership.points_age(book).shown == ()
