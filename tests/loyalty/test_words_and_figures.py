"""What notebook 03 says and draws, from hand tables, in both languages."""

import re
from datetime import date

import numpy as np
import pandas as pd
import pytest

from retention.pages.kit import blocks
from retention.pages.kit.words import Words
from retention.pages.membership import pictures as member_charts
from retention.pages.membership import sentences as standing
from retention.pages.programmes import design_pictures as more_charts
from retention.pages.programmes import design_sentences as tells
from retention.pages.programmes import pictures as charts
from retention.pages.programmes import sentences as says
from retention.pages.programmes import verdict
from retention.programmes import economics
from retention.programmes.break_even import above_margin, break_even_of, break_even_table
from retention.programmes.verdict import Verdict, decide, side_of
from retention.settings import Assumptions, DesignLimits, Programme, Tier
from retention.settings.preset_programmes import distinct, presets
from tests.loyalty import books as hand

ENGLISH, CHINESE = Words("en", "CNY"), Words("zh", "CNY")
BOTH = pytest.mark.parametrize("words", [ENGLISH, CHINESE], ids=["en", "zh"])


def compared(today: str = "", **values: tuple[float, float, float, float]) -> pd.DataFrame:
    """Programmes by label: value, low, high (a year, beside none), p_positive; beside that called `today`, too."""
    rows = [(label, label, *figures, side_of(figures[3]), 10.0) for label, figures in values.items()]
    table = pd.DataFrame(rows, columns=["programme", "label", "value", "low", "high", "p_positive", "side", "mc_error"])
    beside = dict.fromkeys(("more", "more_low", "more_high", "p_more"), np.nan)
    if today:
        more = table["value"] - values[today][0]
        beside = {"more": more, "more_low": more - 100, "more_high": more + 100, "p_more": (more > 100).astype(float)}
    return table.assign(**beside)


LOSING = compared(a=(-900.0, -1200.0, -300.0, 0.0), b=(-50.0, -200.0, -5.0, 0.01))
OPEN = compared(a=(-900.0, -1200.0, -300.0, 0.0), b=(50.0, -200.0, 300.0, 0.6))
PAYING = compared(a=(-900.0, -1200.0, -300.0, 0.0), b=(500.0, 200.0, 900.0, 0.99))
NEEDED = pd.DataFrame(
    {"programme": ["a", "b"], "label": ["a", "b"], "gain": [-900.0, -50.0], "net": [np.nan, 0.08], "most": 1.0, "assumed": [0.03, 0.02]}
)


# --- programmes ------------------------------------------------------------------------------------------


def test_discounts_are_told_in_zhe_and_in_per_cent():
    assert says.discount_words(0.05, CHINESE) == "9.5折（优惠 5%）"
    assert says.discount_words(0.2, ENGLISH) == "20\u00a0% off (8折)"
    assert says.discount_words(0.2, Words("en", "GBP")) == "20\u00a0% off"


@BOTH
def test_what_the_articles_do_not_say_is_marked(words):
    rows, _ = says.tier_rows(presets(words.language), words)
    marked = rows[rows["assumed"] != ""]
    assert marked["tier"].tolist() == [says_diamond(words), says_diamond(words), {"en": "Gold", "zh": "金卡会员"}[words.language]]


def says_diamond(words: Words) -> str:
    return {"en": "Diamond", "zh": "钻石会员"}[words.language]


def test_the_lowest_price_says_whether_coupon_and_discount_stack():
    five = presets("en")["five_methods"]
    lowest = (
        says.rule_rows({"x": five, "y": five.model_copy(update={"stack": True})}, ENGLISH)[0].set_index("rule").loc[ENGLISH("loyalty-rule-lowest")]
    )
    assert lowest["p0"].startswith("80\u00a0% of the price (8折)")
    assert "do not stack" in lowest["p0"]
    assert lowest["p1"].startswith("64\u00a0% of the price (6.4折)")


@BOTH
def test_a_programme_without_points_or_discount_is_told_without_gaps(words):
    plain = Programme(label="p", tiers=[Tier(name="all")])
    rows, heads = says.rule_rows({"p": plain}, words)
    assert (rows["p0"] == words("loyalty-no-points")).sum() == 3
    assert words("loyalty-lowest-full") in rows["p0"].tolist()
    assert heads["p0"] == ("p", "text")


def test_a_programme_called_rule_and_two_of_one_label_keep_their_columns():
    plain = Programme(label="Club", tiers=[Tier(name="all")])
    rows, heads = says.rule_rows({"rule": plain, "other": plain}, ENGLISH)
    assert list(rows) == list(heads) == ["rule", "p0", "p1"]
    assert rows["rule"].iloc[0] == ENGLISH("loyalty-rule-window")
    told = distinct({"club": plain, "second": plain, "third": plain.model_copy(update={"label": "Third"})})
    assert [one.label for one in told.values()] == ["Club (club)", "Club (second)", "Third"]


def test_costs_of_programmes_with_one_label_stand_beside_each_other():
    costs = pd.DataFrame({"part": ["points"], "detail": ["burned"], "value": [5.0]})
    rows, heads = says.cost_rows({"a": costs, "b": costs.assign(value=7.0)}, ["Club", "Club"], ENGLISH)
    assert rows[["p0", "p1"]].to_numpy().tolist() == [[5.0, 7.0]]
    assert [label for label, _ in heads.values()][1:] == ["Club", "Club"]


@BOTH
def test_the_birthday_is_told_with_the_days_around_it(words):
    points = presets(words.language)["clothing"].points.model_copy(update={"birthday_times": 2, "birthday_days": 15})
    programme = presets(words.language)["clothing"].model_copy(update={"points": points})
    assert words("loyalty-birthday", times="2", days=15) in " ".join(says.rule_rows({"x": programme}, words)[0]["p0"])
    assert "15" in words("loyalty-birthday", times="2", days=15)
    assert "15" not in words("loyalty-birthday", times="2", days=0)


# --- break-even --------------------------------------------------------------------------------------------

EVEN = break_even_of((0.02, 0.05, 0.1, 0.2), {"product": 0.5, "own": 0.2}).assign(
    value=[0.03, 0.07, 0.13, 0.2], low=[0.01, 0.03, 0.05, 0.09], high=[0.07, 0.15, 0.23, 0.32]
)


def test_a_discount_as_large_as_the_margin_is_said_never_to_pay():
    said = says.break_even_in_words(EVEN, 0.2, 0.5, 5.0, CHINESE)
    assert "8折（优惠 20%）永远无法回本" in said
    assert "9折（优惠 10%）" in said
    assert says.break_even_title(EVEN, 0.2, ENGLISH).startswith("10\u00a0% off (9折) needs 100\u00a0% more orders: more than")
    assert "pays only if each 1 % of it brings 5.0 % more orders" in says.break_even_in_words(EVEN, 0.2, 0.5, 5.0, ENGLISH)
    assert "10\u00a0% off (9折) brings 5\u00a0% to 23\u00a0% more orders, net" in says.break_even_in_words(EVEN, 0.2, 0.5, 5.0, ENGLISH)


def test_the_break_even_chart_draws_both_margins_and_leaves_out_what_never_pays():
    fig = charts.break_even(EVEN, 0.2, 0.5, ENGLISH)
    *assumed, product, own = fig.data
    assert [list(bar.x) for bar in assumed] == [[0.09, 0.32], [0.05, 0.23], [0.03, 0.15], [0.01, 0.07]]
    assert [round(float(x), 3) for x in reversed(product.x)] == [0.042, 0.111, 0.25, 0.667]
    assert [round(float(x), 3) for x in list(reversed(own.x))[:3]] == [0.111, 0.333, 1.0]
    assert np.isnan(own.x[0])


def test_when_no_usual_discount_can_pay_the_title_says_so():
    table = break_even_of((0.02, 0.05), {"product": 0.5, "own": 0.01}).assign(value=0.03, low=0.01, high=0.1)
    assert says.break_even_title(table, 0.01, ENGLISH) == "With 1\u00a0% margin none of the usual discounts can pay"
    assert charts.break_even(table, 0.01, 0.5, CHINESE).layout.title.text


@BOTH
def test_discounts_above_the_margin_are_named_with_their_tier(words):
    five = presets(words.language)["five_methods"]
    said = says.above_margin_in_words(five.label, above_margin(five, 0.15), 0.15, words)
    assert five.tiers[-1].name in said
    assert says.above_margin_in_words(five.label, above_margin(five, 0.5), 0.5, words) == ""
    rows, _ = says.discount_rows(break_even_table(five, 0.15).assign(label="x"), 0.15, 0.5, words)
    assert words("loyalty-even-no") in rows["at_margin"].tolist()


# --- what to do --------------------------------------------------------------------------------------------


NO_COST = {"a": 0.0, "b": 0.0}
NONE = Verdict("none", "b")


def told(table: pd.DataFrame, today: str, words: Words, **limits) -> tuple[Verdict, str, dict]:
    """What is decided, said and asked for."""
    decided, running = decide(table, today, limits.get("least", NO_COST), limits.get("chosen", ())), verdict.Running(today, today)
    said = verdict.advice(decided, table, "", NEEDED, None, running, words)
    return decided, said, verdict.verdict_action(decided, table, 100, running, limits.get("power", 0.9), words)


@pytest.mark.parametrize(
    ("table", "kind", "english", "chinese"),
    [
        (LOSING, "none", "**Launch none of these.**", "**这些方案都不要推出。**"),
        (OPEN, "open", "**No programme is shown to beat having none.**", "**没有方案显示优于不设方案。**"),
        (PAYING, "launch", "**Launch “b”.**", "**推出“b”。**"),
    ],
)
def test_without_a_programme_one_is_launched_none_or_it_cannot_be_told(table, kind, english, chinese):
    decided, said, action = told(table, "", ENGLISH)
    assert (decided.kind, decided.programme) == (kind, "b")
    assert said.startswith(english)
    assert told(table, "", CHINESE)[1].startswith(chinese)
    assert (action["money"], action["how_many"]) == (table.loc[1, "value"], 100)


@pytest.mark.parametrize(
    ("values", "today", "kind", "about", "english"),
    [
        ({"a": (-900, -1200, -300, 0.0), "b": (500, 200, 900, 0.99)}, "b", "keep", "b", "**Keep “b”.**"),
        (
            {"a": (-900, -1200, -300, 0.0), "b": (500, 200, 900, 0.99)},
            "a",
            "change",
            "b",
            "**Change from “a” to “b”.** It gains about ¥1,400 a year more",
        ),
        ({"a": (450, 100, 800, 0.99), "b": (500, 200, 900, 0.99)}, "a", "keep", "a", "**Keep “a”.**"),
        ({"a": (-900, -1200, -300, 0.0), "b": (50, -200, 300, 0.6)}, "a", "stop", "a", "**Stop “a”, or cut it.** It loses about ¥900 a year"),
        ({"a": (20, -200, 300, 0.5), "b": (50, -200, 300, 0.6)}, "a", "open-today", "a", "**Whether “a” pays enough cannot be told.**"),
    ],
)
def test_what_runs_today_is_kept_changed_or_stopped_and_never_launched(values, today, kind, about, english):
    table = compared(today, **values)
    for words in (ENGLISH, CHINESE):
        decided, said, action = told(table, today, words)
        assert (decided.kind, decided.programme) == (kind, about)
        assert not any(launch in text for launch in ("Launch", "launch", "推出“") for text in (said, action["title"], action["why"]))
    assert told(table, today, ENGLISH)[1].startswith(english)


def test_what_gains_for_sure_and_is_not_advised_is_told_with_its_reason_and_never_denied():
    sure = {"a": (-900.0, -1200.0, -300.0, 0.0), "b": (500.0, 200.0, 900.0, 0.99)}
    table = compared("a", **sure)
    assert told(table, "a", ENGLISH)[0].kind == "change"
    for limits in ({"least": {"a": 0.0, "b": 501.0}}, {"chosen": {"b"}}):
        decided, said, _ = told(table, "a", ENGLISH, **limits)
        assert decided.kind == "stop"
        assert "is shown to beat having none" not in said
        steps = verdict.steps_in_words(decided, table, 0.9, (0, 0), {"b": ("earn_rate", "top_times")}, ENGLISH)
        assert "“b” gains for sure, but" in steps
        assert "is not advised" in steps
    assert "end of what was searched (worth of the points, factor on points of the top tier)" in steps
    alone = told(compared(**sure), "", ENGLISH, chosen={"b"})
    assert alone[0].kind == "open"
    assert alone[1].startswith("**No programme is advised.**")


def test_a_sure_gain_goes_before_a_larger_one_that_cannot_be_told():
    table = compared(a=(900.0, 100.0, 1_500.0, 0.99), b=(1_000.0, -50.0, 2_000.0, 0.93))
    assert told(table, "", ENGLISH)[0] == Verdict("launch", "a")
    assert says.gain_title(table, ENGLISH) == ENGLISH("loyalty-gain-title-gains", label="a", value=900.0, p=0.99, n=2)


def test_of_a_programme_of_today_that_cannot_be_tried_no_figure_is_told():
    decided, said, action = told(LOSING, "gone", ENGLISH)
    assert decided == Verdict("stop-untried", "b")
    assert said.startswith("**Stop “gone”, or lower its discounts.** They take the whole margin, so it is not tried.")
    assert "¥" not in said
    assert "money" not in action
    changed, said, _ = told(PAYING, "gone", ENGLISH)
    assert changed == Verdict("change-untried", "b")
    assert "“b” gains about ¥500 a year beside having none (¥200 to ¥900)" in said
    assert "¥0" not in said


def test_what_is_asked_for_fits_what_a_test_could_show():
    """Where half of the members would hardly show anything, no line says that a test shows it."""
    table = compared("a", a=(-900.0, -1200.0, -300.0, 0.0), b=(50.0, -200.0, 300.0, 0.6))
    decided, _, likely = told(table, "a", ENGLISH, power=0.9)
    _, _, hardly = told(table, "a", ENGLISH, power=0.08)
    assert "Begin with half of the members" in likely["why"]
    assert "too small to measure it" in hardly["why"]
    steps = verdict.steps_in_words(decided, table, 0.08, (1_427, 1_427), {}, ENGLISH)
    assert "All 1,427 members who have a discount today would lose it" in steps
    assert "1,090 of the 1,427 members" in verdict.steps_in_words(decided, table, 0.08, (1_427, 1_090), {}, ENGLISH)
    assert "would hardly show it (chance 8\u00a0%)" in steps
    assert "half of the members drawn by lot, the difference would be seen" in verdict.steps_in_words(decided, table, 0.9, (0, 0), {}, ENGLISH)
    assert verdict.steps_in_words(decided, table, float("nan"), (0, 0), {}, ENGLISH) == ""


def test_the_simulation_is_said_to_begin_with_the_points_held_or_empty_accounts_where_that_matters():
    plain, clothing = Programme(label="p", tiers=[Tier(name="all")]), presets("en")["clothing"]
    assert verdict.start_in_words([plain], True, ENGLISH) == ""
    assert verdict.start_in_words([clothing], False, ENGLISH).startswith("The simulation begins with empty accounts")
    assert verdict.start_in_words([clothing], True, ENGLISH).startswith("Members begin with the points they hold today")
    reaching = Programme(label="r", tiers=[Tier(name="a"), Tier(name="b", threshold=5)], benefits=[{"kind": "reaching_gift", "tier": 1, "cost": 50}])
    assert verdict.start_in_words([plain, reaching], True, CHINESE) == CHINESE("loyalty-base-reaching")


@BOTH
def test_the_few_draws_of_rougher_figures_are_said(words):
    said = verdict.draws_in_words(200, 3_000, 32, words)
    assert all(words.count(number) in said for number in (200, 3_000, 32))


@BOTH
def test_a_design_without_discount_is_said_to_give_none(words):
    design = Programme(label="d", tiers=[Tier(name="all"), Tier(name="top", threshold=7000)])
    assert words("loyalty-design-no-discount", label="d") in verdict.design_in_words(design, words)
    assert words("loyalty-no-discount") + " (" not in verdict.design_in_words(design, ENGLISH)


def test_a_measured_uplift_is_held_against_what_each_programme_needs():
    for low, high, expected in (
        (0.09, 0.2, "even the low end would pay for: “b”"),
        (0.02, 0.2, "leaves open whether it would pay for: “b”"),
        (0.01, 0.05, "not pay for any"),
    ):
        assert expected in verdict.advice(NONE, LOSING, "", NEEDED, ((low + high) / 2, low, high), verdict.NOTHING_RUNS, ENGLISH)


def test_fewer_orders_are_told_as_fewer():
    said = verdict.advice(NONE, LOSING, "", NEEDED, (-0.08, -0.2, 0.04), verdict.NOTHING_RUNS, ENGLISH)
    assert "8\u00a0% fewer orders (a change of -20\u00a0% to 4\u00a0%)" in said
    shown = tells.measured_in_words(found(-0.2, 0.04), "测试", 180, ENGLISH)
    assert "8\u00a0% fewer orders" in shown
    assert "more orders" not in shown
    assert "减少 8%" in tells.measured_in_words(found(-0.2, 0.04), "测试", 180, CHINESE)


@BOTH
def test_the_paragraph_names_each_programme_its_cost_and_the_uplift_that_pays_for_it(words):
    said = says.gain_in_words(LOSING, NEEDED, 36, 0.9, words)
    assert words.money(900) in said
    assert words("loyalty-needed-none", most=1.0) in said
    assert words("loyalty-needed", net=0.08, assumed=0.02, unlike="alike") in said
    assert sum(line.startswith("- **b**") for line in said.splitlines()) == 1


def test_a_loss_at_more_than_the_needed_uplift_is_explained_and_not_counted_as_paying():
    losing = NEEDED.assign(assumed=0.1)
    assert "comes to 10\u00a0%, yet on the mean of all draws it does not pay." in says.gain_in_words(LOSING, losing, 36, 0.9, ENGLISH)
    assert "但就全部模拟的均值而言并不划算" in says.gain_in_words(LOSING, losing, 36, 0.9, CHINESE)
    assert "on the mean of all draws it pays" in says.gain_in_words(PAYING, NEEDED, 36, 0.9, ENGLISH)
    assert tells.needed_title(losing, None, ENGLISH) == ENGLISH("points-needed-title-assumed", n=2, k=0)
    assert tells.needed_title(losing.assign(gain=[-5.0, 5.0]), None, ENGLISH) == ENGLISH("points-needed-title-assumed", n=2, k=1)


@BOTH
def test_what_each_programme_needs_is_found_by_its_name_not_its_label(words):
    table = compared(a=(-900.0, -1200.0, -300.0, 0.0), b=(-50.0, -200.0, -5.0, 0.01)).assign(label="Club")
    first, second = says.gain_in_words(table, NEEDED.assign(label="Club"), 36, 0.9, words).splitlines()[2:]
    assert words("loyalty-needed-none", most=1.0) in first
    assert words("loyalty-needed", net=0.08, assumed=0.02, unlike="alike") in second


def test_a_programme_that_loses_a_little_is_not_said_to_pay_without_an_order():
    free = NEEDED.assign(net=0.0)
    assert ENGLISH("loyalty-needed-nothing") not in says.gain_in_words(LOSING, free, 36, 0.9, ENGLISH)
    assert says.gain_in_words(PAYING, free, 36, 0.9, ENGLISH).count(ENGLISH("loyalty-needed-nothing")) == 1


def test_the_assumed_margin_is_said_loudly():
    assert says.margin_words(0.25, False, ENGLISH).startswith("**The shop gives no margin: 25\u00a0% of net paid is assumed")
    assert "margin_rate" in says.margin_words(0.24, True, CHINESE)


@BOTH
def test_the_chart_of_gains_has_every_programme_and_the_line_of_none(words):
    fig = charts.gains(OPEN, 36, 0.9, words)
    assert sorted(fig.data[0].x) == [-900.0, 50.0]
    assert fig.layout.shapes[0].x0 == 0
    assert fig.layout.annotations[0].text == words("loyalty-no-programme")
    assert fig.data[0].error_x.array[1] == 250.0


# --- costs, groups, moves ------------------------------------------------------------------------------------


def test_costs_stand_beside_what_they_bring_and_the_title_names_the_largest():
    rows = [("a", "brought", 50.0), ("a", "discount_kept", 300.0), ("a", "points", 100.0), ("b", "discount_kept", 10.0), ("b", "brought", 5.0)]
    fig = charts.costs(economics.by_part(pd.DataFrame(rows, columns=["label", "part", "value"])), 36, ENGLISH)
    assert fig.layout.title.text == "The largest part of the money, 76\u00a0%, goes to discounts on orders that come anyway"
    assert [trace.name for trace in fig.data][-1] == ENGLISH("loyalty-brought")
    assert list(fig.data[-1].x) == [50.0, 5.0]


@BOTH
def test_a_programme_that_gives_nothing_costs_nothing(words):
    rows = pd.DataFrame([("a", "brought", 0.0), ("a", "discount_kept", 0.0)], columns=["label", "part", "value"])
    assert charts.costs(economics.by_part(rows), 36, words).layout.title.text == words("loyalty-costs-title-none")
    assert says.cannibalised_in_words(compared(a=(0, 0, 0, 0)).assign(value=np.nan), words) == words("loyalty-cannibal-none")


@BOTH
def test_what_is_said_of_orders_that_come_anyway_is_said_of_discounts(words):
    told = says.cannibalised_in_words(pd.DataFrame({"label": ["a"], "value": [0.95]}), words)
    texts = [told, *(words(message) for message in ("loyalty-cannibal-none", "kpi-missing-discounts", "kpi-cannibalised-share"))]
    assert all({"en": "iscount", "zh": "折扣"}[words.language] in text for text in texts)
    assert not any({"en": "points", "zh": "积分"}[words.language] in text for text in texts)


def test_who_receives_most_and_what_the_shop_has_of_it():
    table = pd.DataFrame({"group": ["Light", "Heavy"], "members": [10, 10], "share": [0.1, 0.9], "reward": [1.0, 9.0], "gain": [0.5, -4.0]})
    fig = charts.who_gains(table, "x", ENGLISH)
    assert fig.layout.title.text.startswith("Heavy receive most, ¥9.00 a member and year, and the shop loses")
    assert [list(trace.x) for trace in fig.data] == [[1.0, 9.0], [0.5, -4.0]]


def test_rows_of_the_migration_are_tiers_at_the_start():
    rows = [("s", "s", 0.8, 10), ("s", "g", 0.2, 10), ("g", "s", 0.5, 10), ("g", "g", 0.5, 10)]
    table = pd.DataFrame(rows, columns=["before", "now", "share", "members"])
    fig = charts.migration(table, 3, "x", ENGLISH)
    assert fig.layout.title.text == "10\u00a0% rise within a year, 25\u00a0% fall"
    assert np.array(fig.data[0].z).tolist() == [[0.8, 0.2], [0.5, 0.5]]
    assert says.migration_title(table.assign(members=0), ENGLISH) == ENGLISH("loyalty-moves-title-none")


def test_moves_into_a_tier_nobody_was_in_at_the_start_are_counted_and_drawn():
    table = pd.DataFrame([("s", "s", 0.4, 10), ("s", "g", 0.6, 10)], columns=["before", "now", "share", "members"])
    fig = charts.migration(table, 1, "x", ENGLISH)
    assert fig.layout.title.text == "60\u00a0% rise within a year and nobody falls"
    assert np.array(fig.data[0].z).tolist() == [[0.4, 0.6]]
    falling = pd.DataFrame([("g", "s", 0.3, 10), ("g", "g", 0.7, 10)], columns=["before", "now", "share", "members"])
    assert "30\u00a0% fall" in says.migration_title(falling, ENGLISH)


# --- points, assumptions, search, experiment ---------------------------------------------------------------------


@BOTH
def test_points_that_settle_are_warned_of(words):
    table = pd.DataFrame({"month": [1, 2], "issued": [100.0, 100.0], "burned": [0.0, 10.0], "expired": [0.0, 50.0], "brought": 0.0})
    assert words("points-sediment", share=0.05, least=standing.SEDIMENT) in tells.flow_in_words(table, words)
    assert words("points-moving", share=0.6) in tells.flow_in_words(table.assign(burned=60.0), words)
    assert tells.flow_in_words(table * 0, words) == words("points-flow-none")
    # 800 held at the start besides: 60 of 1,000 are spent, not 60 of 200.
    held = tells.flow_in_words(table.assign(brought=[800.0, 0.0], burned=[0.0, 60.0]), words)
    assert words("points-flow-told", held="yes", issued=1_000, burned=0.06, expired=0.05, rest=0.89) in held
    assert [list(trace.y) for trace in more_charts.flow(table, "x", words).data] == [[100, 100], [0, 10], [0, 50]]


@BOTH
def test_points_about_to_lapse_are_told_with_their_worth(words):
    table = pd.DataFrame({"days": [30, 60], "points": [1_000.0, 2_500.0], "value": [10.0, 25.0]})
    assert words("points-expiring-item", days="60", points=2_500.0, value=25.0) in tells.expiring_in_words(table, words)
    assert tells.expiring_in_words(table * 0, words) == words("points-expiring-none")


def test_the_liability_is_drawn_in_the_books_and_as_expected_each_with_its_band():
    kinds = [(m, kind, v, v / 2, v * 2) for kind, v in (("accounting", 10.0), ("economic", 6.0)) for m in (1, 2)]
    fig = more_charts.liability(pd.DataFrame(kinds, columns=["month", "kind", "value", "low", "high"]), "x", 0.9, ENGLISH)
    assert [trace.fill for trace in fig.data] == ["toself", None, "toself", None]
    assert fig.layout.title.text == "Open points cost up to ¥6.00 (month 1)"


def test_the_tornado_says_whether_an_assumption_turns_the_result():
    table = pd.DataFrame({"assumption": ["stretch", "margin"], "low_at": 0.0, "high_at": 0.1, "low": [-5.0, -3.0], "high": [9.0, -1.0], "base": -2.0})
    table = table.assign(span=(table["high"] - table["low"]).abs())
    assert tells.tornado_title(table, ENGLISH) == "“Larger baskets” matters most, and what is assumed decides between gain and loss"
    assert "alone turns the result" in tells.tornado_title(table.iloc[1:], ENGLISH)
    assert tells.tornado_title(table.assign(span=0.0), ENGLISH) == ENGLISH("points-tornado-title-none")
    low, high = more_charts.tornado(table, "x", CHINESE).data
    assert (low.base, list(low.x), list(high.x)) == (-2.0, [-3.0, -1.0], [11.0, 1.0])


@BOTH
def test_every_assumption_is_printed_with_where_it_comes_from(words):
    rows, _ = tells.assumption_rows(Assumptions(), 0.25, False, words)
    assert len(rows) == 13
    assert set(rows["source"]) == {words("points-source-guess")}
    by_name = rows.set_index("name")["value"]
    assert by_name[words("points-assumed-elasticity")] == words("points-with-p95", value=words.number(1.5, 2), p95=words.number(4, 2))
    assert words("points-days", days=240) in by_name[words("points-assumed-half-life-days")]
    given, _ = tells.assumption_rows(Assumptions(), 0.24, True, words)
    assert words("points-source-shop") in given["source"].tolist()
    assert len(given) == 13


@BOTH
def test_the_search_says_when_no_design_beats_no_programme(words):
    tried = pd.DataFrame({"gain": [-5.0, -1.0, -1.0], "reward": [3.0, 1.0, 1.0], "on_front": [False, False, True], "label": ""})
    named = pd.DataFrame({"gain": [-9.0], "reward": [4.0], "on_front": [False], "label": ["x"]})
    fig = more_charts.front(pd.concat([tried, named], ignore_index=True), 2, 36, words)
    assert fig.layout.title.text == words("points-front-title-none", n=2)
    assert list(fig.data[2].text) == ["A"]
    best = pd.DataFrame({"label": ["x"], "value": [-1.0], "p_positive": [0.1]})
    assert words("loyalty-search-none", n=2, label="x", value=1.0, p=0.1) in verdict.proposed_in_words(best, 2, 0.0, words)


@BOTH
def test_a_search_without_a_design_within_the_limits_says_what_came_nearest(words):
    tried = pd.DataFrame({"reward_share": [0.0009, 0.0004], "peak_liability": [900.0, 400.0]})
    said = tells.nothing_in_words(tried, DesignLimits(most_liability=300), words)
    assert words.money(400) in said
    assert words.money(300) in said


@BOTH
def test_needed_uplifts_stand_beside_the_measured_one(words):
    fig = more_charts.needed(NEEDED, (0.1, 0.02, 0.18), words)
    assert fig.layout.title.text == words("points-needed-title-open", n=2, k=1)
    assert (fig.layout.shapes[0].x0, fig.layout.shapes[0].x1) == (0.02, 0.18)
    assert fig.data[-1].text == (words("points-needed-beyond", most=1.0),)
    assert more_charts.needed(NEEDED.tail(1), None, words).layout.title.text == words("points-needed-title-assumed", n=1, k=0)


def found(low: float, high: float) -> dict[str, dict[str, float]]:
    one = {"value": 100.0, "low": np.nan, "high": np.nan}
    return {
        "treated": one,
        "control": one,
        "uplift": {"value": (low + high) / 2, "low": low, "high": high},
        "before": {"value": 0.0, "low": -0.1, "high": 0.1},
    }


def test_a_test_that_shows_nothing_is_said_to_show_nothing():
    assert "leaves open" in tells.measured_in_words(found(-0.1, 0.3), "测试", 180, ENGLISH)
    assert "leaves open" not in tells.measured_in_words(found(0.1, 0.3), "测试", 180, ENGLISH)
    assert "还看不出结果" in tells.measured_in_words(found(np.nan, np.nan), "测试", 180, CHINESE)


@BOTH
def test_an_experiment_nobody_can_run_is_not_planned(words):
    plan = {
        "members": 0.0,
        "treated": 0.0,
        "control": 0.0,
        "days": 180.0,
        "smallest_uplift": np.nan,
        "expected_uplift": 0.03,
        "power": np.nan,
        "months": np.nan,
    }
    assert tells.plan_in_words(plan, 0.95, 0.8, words) == words("points-plan-none", days=180)
    assert words("points-plan-never") in tells.plan_in_words(plan | {"members": 10.0, "smallest_uplift": 0.4, "power": 0.1}, 0.95, 0.8, words)
    fewer = tells.plan_in_words(plan | {"members": 10.0, "smallest_uplift": 0.4, "power": 0.1, "expected_uplift": -0.02}, 0.95, 0.8, words)
    assert words("points-plan-no-uplift", expected_uplift=-0.02) in fewer
    assert words("points-plan-never") not in fewer
    same = tells.plan_in_words(plan | {"members": 2.0, "smallest_uplift": 0.0, "power": 1.0}, 0.95, 0.8, words)
    assert same == words("points-plan-alike", days=180)


# --- today's members -----------------------------------------------------------------------------------------


def member(**values) -> dict:
    row = {"tier_name": "银卡", "expected_tier_name": "金卡", "next_tier_name": "金卡", "review_on": pd.NaT}
    step = {"next_step": "reach", "next_step_needs": 311.2, "next_step_unit": "money", "next_step_by": pd.NaT}
    return row | step | values


def test_the_next_step_is_told_in_whole_money_rounded_up():
    assert standing.next_step(member(), CHINESE) == "再消费 ¥312 升级金卡"
    assert standing.next_step(member(next_step_needs=2.0, next_step_unit="orders"), ENGLISH) == "2 orders more reaches 金卡"
    nothing = {"next_step_needs": np.nan, "next_step_unit": None}
    assert standing.next_step(member(next_step="coming", **nothing), CHINESE) == "进行中的订单完成后升级金卡"
    assert standing.next_step(member(next_step="top", **nothing), CHINESE) == "已是最高等级银卡"
    days = {"next_step_by": pd.Timestamp("2026-12-20"), "review_on": pd.Timestamp("2027-01-01")}
    keep = member(next_step="keep", next_step_needs=99.01, **days)
    assert standing.next_step(keep, CHINESE) == "2026-12-20 及之前再消费 ¥100，并在 2027-01-01 前完成，可保银卡"
    assert standing.next_step(keep, ENGLISH).endswith("100 more by 2026-12-20 keeps 银卡, if completed before 2027-01-01")


@pytest.mark.parametrize(
    ("amount", "unit", "said"),
    [
        (14_049.0, "money", "¥14,049"),
        (10_049.01, "money", "¥10,050"),
        (123_456_789.0, "money", "¥123,456,789"),
        (123_456.0, "points", "123,456 积分"),
        (1.0, "orders", "1 单"),
        (0.01, "money", "¥1"),
    ],
)
def test_a_member_is_told_the_whole_amount_also_in_chinese(amount, unit, said):
    assert standing.amount_words(amount, unit, CHINESE) == said


def test_one_point_is_no_points():
    assert [standing.amount_words(n, "points", ENGLISH) for n in (1.0, 0.5, 2.0, 1_234.0)] == ["1 point", "1 point", "2 points", "1,234 points"]


def test_who_loses_a_tier_is_told_with_the_day_on_which_grace_ends():
    yearly = {"window": "rolling", "downgrade": True}
    orders, joined = [("A", "2024-10-01", 6_000), ("B", "2024-10-01", 6_000, None, "bob")], [("ann", "2024-01-01"), ("bob", "2024-01-01")]
    said = []
    for rules, day in ((hand.programme(**yearly, grace_days=180), "2025-12-01"), (hand.programme(**yearly), "2024-12-01")):
        told = hand.books(rules, day, orders, joined=joined).members
        said += [standing.standing_in_words(told, rules, words) for words in (ENGLISH, CHINESE)]
    falls_en, falls_zh, stays_en, stays_zh = said
    assert "Tiers are next reviewed on 2026-01-01. With what is ordered so far 2 members lose a tier, the first on 2026-06-30, unless" in falls_en
    assert "下次复核在 2026-01-01：按目前已有的订单，有 2 位会员将降级，最早在 2026-06-30，除非此前再有订单完成。" in falls_zh
    assert "reviewed on 2025-01-01. With what is ordered so far nobody loses a tier by it." in stays_en
    assert "下次复核在 2025-01-01：按目前已有的订单，无人因此降级。" in stays_zh


def test_members_by_tier_are_drawn_today_and_once_orders_are_completed():
    table = pd.DataFrame({"tier_name": ["a", "b"], "members": [8, 2], "share": [0.8, 0.2], "expected": [7, 3]})
    fig = member_charts.tiers(table, "x", date(2026, 6, 30), ENGLISH)
    assert fig.layout.title.text == "20\u00a0% of 10 members stand above the first tier"
    assert [list(trace.x) for trace in fig.data] == [[8, 2], [7, 3]]


@BOTH
def test_balances_that_differ_are_counted(words):
    counts = pd.DataFrame(
        {"fate": ["equal", "different", "not_stated", "only_ours", "only_theirs"], "points": [7, 2, 1, 0, 0], "tiers": [0, 0, 10, 0, 0]}
    )
    said = standing.reconciled_in_words(counts, words)
    assert words("standing-agree-points", equal=7, n=9, different=2) in said
    assert words("standing-not-stated-tiers", equal=0, n=0, different=0) in said


# --- tables ----------------------------------------------------------------------------------------------------


def heads_of(table: blocks.Html) -> list[str]:
    return re.findall(r"<th(?: [^>]*)?>(.*?)</th>", re.sub(r"</?span[^>]*>", "", table.html))


def test_value_low_and_high_are_written_in_one_unit():
    frame = pd.DataFrame({"value": [120_000.0, -5_000.0], "low": [-60_000.0, 1_000.0], "high": [180_000.0, 9_000.0], "reward": [30.0, 40.0]})
    money = {name: (name, "money") for name in frame}
    assert heads_of(blocks.table(frame, money, CHINESE)) == ["value ¥万", "low ¥万", "high ¥万", "reward ¥"]
    assert heads_of(blocks.table(frame, money, ENGLISH)) == ["value ¥", "low ¥", "high ¥", "reward ¥"]
    assert "-6.0" in blocks.table(frame, money, CHINESE).html


def test_columns_named_as_alike_are_written_in_one_unit():
    frame = pd.DataFrame({"p0": [500_000.0], "p1": [20_000.0], "other": [20_000.0]})
    money = {name: (name, "money") for name in frame}
    assert heads_of(blocks.table(frame, money, CHINESE, alike=("p0", "p1"))) == ["p0 ¥万", "p1 ¥万", "other ¥"]
    small = frame / 100
    assert heads_of(blocks.table(small, money, CHINESE, alike=("p0", "p1"))) == ["p0 ¥", "p1 ¥", "other ¥"]


@BOTH
def test_what_the_shops_own_test_has_moved_stands_beside_what_was_assumed(words):
    before = Assumptions().elasticity
    after = before.model_copy(update={"value": 0.5, "p95": 1.25, "source": "data"})
    said = tells.updated_in_words(before, after, words)
    assert all(words.number(value, 2) in said for value in (1.5, 4, 0.5, 1.25))
    assert tells.updated_in_words(before, before, words) == ""
