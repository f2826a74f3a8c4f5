"""What people read and see of the forecasts, in both languages, on CDNOW and on shops where something is missing."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from retention.lifetime import Discount, forecast
from retention.lifetime.backtest import backtest, past_error, winners
from retention.lifetime.check import frequency_histogram, repeat_days, tracking
from retention.lifetime.fallbacks import Finding, fit, forecasts
from retention.lifetime.lists import worth_a_call, worth_investing
from retention.lifetime.measures import by_tenth
from retention.lifetime.own_errors import OwnErrors
from retention.lifetime.worth import value_of_groups, worth
from retention.pages.kit.words import Words
from retention.pages.lifetime import pictures as figures
from retention.pages.lifetime import rows
from retention.pages.lifetime import sentences as says
from retention.seasons import NO_CALENDAR
from retention.settings import LifetimeSettings
from tests.lifetime.conftest import CALIBRATION_END, HOLDOUT_END

EN, ZH = Words("en", "USD"), Words("zh", "CNY")
BOTH = pytest.mark.parametrize("words", [EN, ZH], ids=["en", "zh"])
QUICK = LifetimeSettings(level=0.90, replicates=0)


@pytest.fixture(scope="module")
def fitted(cdnow):
    return fit(cdnow, QUICK)


@pytest.fixture(scope="module")
def base(cdnow, fitted):
    return worth(fitted, cdnow, QUICK)


@pytest.fixture(scope="module")
def table(cdnow, fitted):
    return forecasts(fitted, cdnow, QUICK, margin_rate=None)


@pytest.fixture(scope="module")
def past(cdnow_orders):
    return backtest(cdnow_orders, date(1997, 1, 1), HOLDOUT_END, QUICK, NO_CALENDAR)


@pytest.fixture(scope="module")
def weeks(cdnow_orders, cdnow_model):
    return tracking(cdnow_model, repeat_days(cdnow_orders, CALIBRATION_END, HOLDOUT_END), CALIBRATION_END, HOLDOUT_END)


@pytest.fixture(scope="module")
def parts(cdnow, cdnow_model):
    told = forecast(cdnow_model, None, cdnow, 273, Discount(), None)
    return by_tenth(told["expected_orders"].to_numpy(), told["p_order"].to_numpy(), cdnow["orders_after"].to_numpy())


def test_the_base_is_valued_with_its_range_and_called_revenue_without_a_margin(base):
    text = says.worth_in_words(base, 365, 0.9, None, EN)
    assert text.startswith("The 2,357 customers known today are expected to place about 2,")
    assert "orders in the next 365 days (90 % range" in text
    assert "in revenue at today's value" in text
    assert "not profit" in text
    assert "margin at today's value" not in text


def test_with_a_margin_rate_it_is_called_margin(base):
    text = says.worth_in_words(base, 365, 0.9, 0.25, EN)
    assert "in margin at today's value" in text
    assert "not profit" not in text
    money = float(base.set_index("quantity").loc["revenue", "value"]) * 0.25
    assert EN.money(money) in text


def test_chinese_uses_ten_thousands(base):
    text = says.worth_in_words(base, 365, 0.9, None, ZH)
    assert "2,357 位客户" in text
    assert "万" in text
    assert "收入" in text


def test_past_forecasts_say_their_range(past):
    text = says.past_in_words(past_error(past), 91, EN)
    assert text.startswith(
        "Of 3 past forecasts over 91 days, the number of orders was between 14 % too low and 25 % too high; 17 % is a typical error."
    )
    assert "The money was between" in text


def test_a_young_shop_is_told_how_much_history_is_needed():
    empty = pd.DataFrame(columns=["rule", "origins", "typical", "lowest", "highest"])
    assert says.past_in_words(empty, 91, EN) == "The shop is too young to judge a forecast: that needs 273 days of history."


def test_the_text_follows_who_wins():
    table = pd.DataFrame({"measure": ["rmse", "auc", "error"], "rule": ["last_period", "recency", "rfm_cells"], "winner": ["ours", "plain", "tie"]})
    text = says.winners_in_words(table, EN)
    assert "the forecast is ahead of every plain rule in orders per customer (RMSE)" in text
    assert "A plain rule is ahead in who orders at all (AUC) (recency alone)" in text
    assert "Neither is ahead in the number of orders (error)" in text


def test_season_is_unknown_or_known_and_what_is_left_out_for_it():
    known = pd.DataFrame({"rule": ["pooled", "clock"], "typical": [0.3, 0.1], "origins": [5, 5]})
    assert "that needs a whole earlier year" in says.season_in_words(["pooled", "model"], False, known, 0, EN)
    assert "no model could be fitted that knows" in says.season_in_words(["pooled", "model"], True, known, 0, EN)
    assert says.season_in_words(["clock"], True, known, 3, EN).endswith(
        "3 earlier forecasts, made before a whole year was known, are left out here: today's knows more."
    )
    assert "left out" not in says.season_in_words(["clock"], True, known, 0, EN)
    assert says.season_in_words(["clock"], True, known.iloc[:1], 0, EN).endswith("No past forecast made that way can be judged yet.")


def past_newcomers(*windows: tuple[float, float]) -> pd.DataFrame:
    return pd.DataFrame([("customers", *window) for window in windows], columns=["quantity", "forecast", "actual"])


def test_a_past_period_in_which_nobody_new_came_is_told_and_not_taken_for_none():
    def said(past):
        return says.newcomers_past_in_words(past, 91, 60, EN).replace("\N{NO-BREAK SPACE}", " ")

    assert "how the last 91 days differ from the same days a year before" in said(past_newcomers())
    assert "No past forecast of new customers can be judged yet" in said(past_newcomers())
    mixed = said(past_newcomers((110, 100), (50, 0)))
    assert "One past forecast over 60 days can be judged: new customers were 10 % too high." in mixed
    assert mixed.endswith("In one past period of 60 days nobody new came, though some were forecast.")
    nobody = said(past_newcomers((50, 0), (40, 0)))
    assert nobody.endswith("In 2 past periods of 60 days nobody new came, though some were forecast.")
    assert "judged yet" not in nobody


def test_the_families_with_most_weight_are_named_with_their_errors():
    known = pd.DataFrame({"rule": ["pooled", "clock", "model"], "typical": [0.1, 0.09, 0.39]})
    text = says.weights_in_words({"clock": 0.7, "level": 0.2, "model": 0.1}, known, EN)
    assert "most of all model with the season (70 % of the weight; past orders typically 9 % off)" in text
    assert "then model at its recent level (20 % of the weight; no past forecast yet)" in text
    assert says.weights_in_words({"model": 1.0}, known, EN) == ""


@pytest.mark.parametrize(
    ("windows", "said"),
    [(0, "this shop has none yet"), (1, "as far as the one past forecast of this shop"), (5, "as far as 5 past forecasts of this shop")],
)
def test_how_sure_a_forecast_is_says_what_told_it(base, windows, said):
    wide = base.assign(value=100.0, low=80.0, high=130.0)
    off = OwnErrors((0.1, 4 + windows), (0.1, 4 + windows), windows, 91, carried=windows == 5)
    text = says.off_in_words(wide, off, EN)
    assert text.startswith("How sure: it may be 20\N{NO-BREAK SPACE}% less or 30\N{NO-BREAK SPACE}% more money")
    assert said in text
    assert ("is an assumption" in text) == off.carried
    assert says.off_in_words(wide.assign(value=0.0), off, EN) == ""


def test_nobody_who_came_back_is_no_young_shop():
    empty = pd.DataFrame(columns=["rule"])
    assert says.past_in_words(empty, 91, EN, windows=4) == (
        "No forecast can be judged: in 4 past periods of 91 days no customer known before ordered again."
    )
    assert "in the past 91 days no" in says.past_in_words(empty, 91, EN, windows=1)
    assert "历史太短" not in says.past_in_words(empty, 91, ZH, windows=4)


@pytest.mark.parametrize(
    ("frequency", "text"),
    [
        ([9], "1 customer is known so far; 1 has ordered on a second day, with 9 repeat orders in all."),
        ([0], "1 customer is known so far; none has ordered on a second day, so there is no repeat order yet."),
        ([0, 1, 0], "3 customers are known so far; 1 has ordered on a second day, with 1 repeat order in all."),
    ],
)
def test_of_few_customers_only_counts_are_said(frequency, text):
    history = pd.DataFrame({"frequency": frequency})
    assert says.few_in_words(history, 30, EN).startswith(text)
    assert str(sum(frequency)) in says.few_in_words(history, 30, ZH)


def test_one_is_told_in_the_singular(base):
    one = base.assign(customers=1, value=1.2)
    assert says.worth_in_words(one, 365, 0.9, None, EN).startswith("The 1 customer known today is expected to place about")
    assert says.cases_in_words([Finding("few-repeaters", {"repeaters": 1, "least": 30})], EN)[0].startswith("Only 1 customer has ordered")
    assert says.cases_in_words([Finding("no-repeaters", {"customers": 1})], EN)[0].startswith("The only customer has not")


CASES = [
    Finding("no-repeaters", {"customers": 12}),
    Finding("few-repeaters", {"repeaters": 7, "least": 30}),
    Finding("not-identified"),
    Finding("no-dropout"),
    Finding("parameters-hidden", {"condition": 2e5}),
    Finding("total-uncertain", {"cv": 0.8}),
    Finding("fleeting", {"sum": 0.6}),
    Finding("history-short", {"days": 90, "horizon": 365}),
    Finding("bulk", {"accounts": 1, "share": 0.2}),
    Finding("spend-correlated", {"correlation": -0.41}),
    Finding("money-not-positive", {"customers": 3}),
    Finding("spend-plain", {"customers": 4}),
    Finding("spend-unbounded"),
]


@BOTH
@pytest.mark.parametrize("finding", CASES, ids=[finding.case for finding in CASES])
def test_every_case_has_its_sentence(finding, words):
    (sentence,) = says.cases_in_words([finding], words)
    assert sentence.endswith("." if words is EN else "。")
    for value in finding.values.values():
        shown = (
            {words.count(value), words.share(value), words.number(value, 1), words.number(value, 2)} if finding.case != "parameters-hidden" else {""}
        )
        assert any(text in sentence for text in shown) or finding.case == "bulk"


def test_every_case_the_room_can_find_is_tested_here():
    import re
    from pathlib import Path

    import retention.lifetime.fallbacks as module

    named = set(re.findall(r'Finding\("([a-z-]+)"', Path(module.__file__).read_text(encoding="utf-8")))
    assert named == {finding.case for finding in CASES}


def test_spend_that_falls_with_frequency_is_not_said_to_rise():
    assert "spend less per order" in says.cases_in_words([Finding("spend-correlated", {"correlation": -0.41})], EN)[0]
    assert "also spend more" in says.cases_in_words([Finding("spend-correlated", {"correlation": 0.41})], EN)[0]


def test_the_rate_is_said_where_there_is_no_model(cdnow, fitted):
    few = cdnow.head(20)
    text = says.fallback_in_words(fit(few, QUICK), 0.9, EN)
    assert says.fallback_in_words(fit(cdnow.head(40).assign(frequency=0), QUICK), 0.9, EN) == ""
    assert text.startswith("So every customer is forecast at the rate")
    assert says.fallback_in_words(fitted, 0.9, EN) == ""


def test_parameters_are_said_with_their_meaning(fitted):
    text = says.parameters_in_words(fitted, EN)
    assert "25 % stop for good" in text
    assert "r 0.243, α 30.9 days, a 0.793, b 2.426" in text


def test_the_line_about_lifetimes_follows_the_difference():
    table = pd.DataFrame({"model": "bgnbd", "figure": ["r", "a"], "difference": [1e-9, -3e-8], "customers": 2000})
    assert says.reference_in_words(table, EN).endswith("is 3e-08.")
    assert "gives other figures" in says.reference_in_words(table.assign(difference=[0.2, 0.0]), EN)


def test_lists_hold_who_they_say(table, fitted):
    best = worth_investing(table, most=50)
    assert best["revenue"].is_monotonic_decreasing
    assert best["revenue"].min() >= table["revenue"].nlargest(51).min()
    call = worth_a_call(fitted, table, most=30)
    assert (call["frequency"] > 0).all()
    assert (call["at_stake"] > 0).all()
    assert call["at_stake"].is_monotonic_decreasing
    gap = table.set_index("customer_id").loc[call["customer_id"]].eval("recency / frequency").to_numpy()
    assert (call["days_since_last_order"].to_numpy() > 2 * gap).all()


def test_without_a_model_nobody_is_called(cdnow):
    few = cdnow.head(20).reset_index(drop=True)
    fitted = fit(few, QUICK)
    assert worth_a_call(fitted, forecasts(fitted, few, QUICK, None)).empty


# --- figures -----------------------------------------------------------------------------------------


@BOTH
def test_tracking_draws_the_weeks_and_names_the_weeks_kept_back(weeks, words):
    fig = figures.tracking(weeks, words)
    assert list(fig.data[0].y) == weeks["week_actual"].tolist()
    assert list(fig.data[1].y) == weeks["week_expected"].tolist()
    assert len(fig.layout.shapes) == 1


def test_tracking_title_is_about_the_weeks_kept_back(weeks):
    kept = weeks[weeks["holdout"]]
    size = 1 - kept["week_expected"].sum() / kept["week_actual"].sum()
    assert says.tracking_title(weeks, EN) == f"The model expected {EN.share(size)} fewer repeat orders than came"
    same = weeks.assign(week_expected=weeks["week_actual"])
    assert says.tracking_title(same, EN) == "The model expected about as many repeat orders as came"


@BOTH
def test_histogram_draws_both_and_the_last_bar_is_open(cdnow, cdnow_model, words):
    fig = figures.histogram(frequency_histogram(cdnow_model, cdnow), words)
    assert list(fig.data[0].y) == [1411, 439, 214, 100, 62, 38, 29, 64]
    assert fig.data[1].y[0] == pytest.approx(1407.7, abs=0.05)
    assert fig.data[0].x[-1] == "7+"


@BOTH
def test_tenths_draw_shares_with_intervals_and_what_was_forecast(parts, words):
    fig = figures.tenths(parts, 273, words)
    assert list(fig.data[0].y) == parts["share"].tolist()
    assert np.allclose(fig.data[0].error_y.array, parts["high"] - parts["share"])
    assert list(fig.data[1].y) == parts["chance"].tolist()


def test_tenths_title_counts_the_best_part(parts):
    assert says.tenths_title(parts, EN) == "The 10 % of customers that the model forecast highest placed 47 % of the orders that followed"
    assert says.tenths_title(parts.assign(actual=0.0), EN) == "Nobody ordered in the days that followed"


@BOTH
def test_past_errors_draw_one_point_per_forecast(past, words):
    fig = figures.past_errors(past, past_error(past), 91, words)
    drawn = sorted(x for trace in fig.data for x in trace.x)
    assert drawn == pytest.approx(sorted(past["error"]))


@BOTH
def test_groups_are_drawn_largest_on_top_with_their_range(cdnow, fitted, words):
    by_group = worth(fitted, cdnow, QUICK, cdnow["frequency"].clip(upper=2).map({0: "days_1", 1: "days_2", 2: "days_3_4"}))
    fig = figures.groups(value_of_groups(by_group, 0.5), "value_of_band", 365, 0.9, "margin", words)
    assert fig.data[0].y[-1] == words("lifetime-band-days-3-4")
    money = by_group[(by_group["quantity"] == "revenue") & by_group["group"].notna()]
    assert sorted(fig.data[0].x) == pytest.approx(sorted(0.5 * money["value"]))


def test_winners_as_a_table_for_eyes(past):
    shown = rows.winners_rows(winners(past), EN)
    assert list(shown.columns) == ["judged by", "this forecast", "best plain rule", "its figure", "ahead"]
    assert set(shown["ahead"]) <= {"this forecast", "plain rule", "even"}
