"""When customers order, by hand: weekdays and hours, what one campaign day does, and shops of which little is known."""

from datetime import datetime, timedelta

import pandas as pd
import pytest

from retention import stats
from retention.metrics import order_times
from retention.pages.kit import style
from retention.pages.kit.words import Words
from retention.pages.metrics import pictures
from retention.pages.metrics import sentences as say
from tests.pyramid.conftest import Tables, order

MADE = Tables()
MONDAY = datetime(2026, 1, 5)
CHINA = timedelta(hours=8)
ENGLISH, CHINESE = Words("en", "GBP"), Words("zh", "CNY")


def orders(*times: datetime, customer: str | None = "ann", counts: bool = True):
    """Orders at these times on the shop's clock in China."""
    return [order(f"{customer}{counts}{i}", customer, f"{at:%Y-%m-%d}", 10, ordered_at=at - CHINA, counts=counts) for i, at in enumerate(times)]


def found(*rows: dict):
    return order_times(MADE.orders(*rows), "Asia/Shanghai")


def days(*counts: int, first: datetime = MONDAY, at: int = 20):
    """So many orders on each day from `first` on, at this hour."""
    return [first + timedelta(days=day, hours=at, minutes=7) for day, many in enumerate(counts) for _ in range(many)]


def at(table: pd.DataFrame) -> dict[int, int]:
    """Value → orders, without those that have none."""
    return dict(table.loc[table["k"] > 0, ["at", "k"]].itertuples(index=False, name=None))


def test_orders_that_count_stand_on_the_weekday_and_in_the_hour_of_the_shop():
    hers = orders(datetime(2026, 6, 1, 20, 30), datetime(2026, 6, 2, 0, 30), datetime(2026, 6, 7, 0, 0))
    guests = orders(datetime(2026, 6, 6, 20, 0), datetime(2026, 6, 7, 20, 59, 59), customer=None)
    times = found(*hers, *guests, *orders(datetime(2026, 6, 3, 9), counts=False))
    assert at(times.weekdays) == {1: 1, 2: 1, 6: 1, 7: 2}
    assert at(times.hours) == {0: 1, 20: 3}
    assert (times.orders, times.with_hour, times.weeks) == (5, 4, 1)
    assert (times.weekdays["at"].tolist(), times.hours["at"].tolist()) == ([*range(1, 8)], [*range(24)])
    assert times.weekdays[["share", "low", "high"]].isna().all(axis=None)
    assert times.days == ("2026-06-01", "2026-06-07")


def test_an_even_spread_is_that_of_the_days_between_first_and_last_order():
    assert found(*orders(*days(1, 0, 0, 0, 0, 0, 0, 1))).weekdays["even"].tolist() == pytest.approx([2 / 8, *[1 / 8] * 6])


def test_in_weeks_that_are_alike_the_interval_is_that_of_all_orders():
    times = found(*orders(*days(*[8, 1, 1, 1, 1, 1, 1] * 8)))
    monday = times.weekdays.iloc[0]
    assert (monday["k"], monday["n"], monday["share"]) == (64, 112, 64 / 112)
    assert (monday["low"], monday["high"]) == pytest.approx(stats.wilson(64, 112))
    assert times.weekdays["stands_out"].tolist() == [True, *[False] * 6]


def test_weeks_that_differ_make_orders_worth_less():
    """Four weeks with 6 of 10 orders on Monday, four with 2: 0.24 / (8/7 · 8 · 2² / 80²) = 42 of the 80 orders."""
    monday = found(*orders(*days(*[6, 4, 0, 0, 0, 0, 0] * 4, *[2, 8, 0, 0, 0, 0, 0] * 4))).weekdays.iloc[0]
    assert (monday["low"], monday["high"]) == pytest.approx(stats.wilson(0.4 * 42, 42))


def test_one_campaign_day_makes_no_weekday():
    times = found(*orders(*days(57, *[1] * 55)))
    monday = times.weekdays.iloc[0]
    assert (monday["k"], monday["n"]) == (64, 112)
    assert (f"{monday['busiest_on']:%Y-%m-%d}", monday["busiest"]) == ("2026-01-05", 57)
    assert monday["busiest_part"] == pytest.approx((57 - 1) / (64 - 112 / 7))
    assert not times.weekdays["stands_out"].any()


def test_days_are_the_units_of_hours():
    times = found(*orders(*days(*[3] * 10), *days(*[1] * 10, at=9)))
    assert times.weeks == 2
    assert times.weekdays["low"].isna().all()
    assert times.hours.loc[times.hours["stands_out"], "at"].tolist() == [9, 20]


@pytest.mark.parametrize(("with_hour", "hours"), [(19, 0), (20, 24)])
def test_where_fewer_than_half_have_an_hour_there_are_none(with_hour, hours):
    times = found(*orders(*days(*[1] * with_hour), *(MONDAY + timedelta(days=day) for day in range(40 - with_hour))))
    assert (times.orders, times.with_hour, len(times.hours)) == (40, with_hour, hours)


@pytest.mark.parametrize("rows", [[], orders(MONDAY), orders(*days(1)), orders(*days(60)), orders(*days(*[1] * 40), customer=None)])
def test_shops_of_few_days_have_counts(rows):
    times = found(*rows)
    assert times.weekdays["k"].sum() == times.orders == len(rows)
    assert not times.weekdays["stands_out"].any()
    assert times.weekdays["share"].notna().all() == (len(rows) >= 30)


# --- what readers see ----------------------------------------------------------------------------------


def shown(words: Words, *rows: dict) -> tuple[str, str]:
    """Title and sentences, unbreakable spaces as plain ones."""
    times = found(*rows)
    title, said = say.order_times_title(times, words), say.order_times_in_words(times, words)
    return title.replace("\N{NO-BREAK SPACE}", " "), said.replace("\N{NO-BREAK SPACE}", " ")


TUESDAYS = orders(*days(*[1, 8, 1, 1, 1, 1, 1] * 8))
CAMPAIGN = orders(*days(57, *[1] * 55))


def test_the_weekday_and_the_hour_that_stand_out_are_named():
    title, said = shown(ENGLISH, *TUESDAYS)
    assert title == "The busiest weekday is Tuesday, 57 % of orders; the busiest hour is 20–21 o’clock, 100 %"
    assert said.startswith("Of 112 orders, 57 % came on Tuesday (48–66 %); spread evenly it would be 14 %.")
    assert said.endswith("The hour is known of all of them.")
    assert shown(CHINESE, *TUESDAYS)[0] == "周二下单最多，占 57%；20–21 点是下单高峰，占 100%"


def test_a_campaign_day_is_named_in_place_of_its_weekday():
    title, said = shown(ENGLISH, *CAMPAIGN)
    assert title.startswith("No weekday clearly stands out; the busiest hour is 20–21 o’clock")
    assert "One day, 2026-01-05 with 57 orders, makes more than half of what Monday has above an even spread." in said
    assert "其中 2026-01-05 一天就有 57 笔" in shown(CHINESE, *CAMPAIGN)[1]


def test_weekdays_that_are_equal_are_not_named():
    said = shown(ENGLISH, *orders(*days(*[1] * 56)))[1]
    assert said.startswith("Of 56 orders, no weekday brought more than 14 %")
    assert not [day for day in ("Monday", "Tuesday", "Sunday") if day in said]


def test_few_weeks_have_shares_without_an_interval():
    title, said = shown(CHINESE, *orders(*days(60)))
    assert title == "周数太少，还看不出星期差别"
    assert said.startswith("全部订单集中在 1 周内")
    assert "95%" not in say.order_times_subtitle(found(*orders(*days(60))), CHINESE)


def test_where_no_hour_stands_out_none_is_named():
    title, said = shown(ENGLISH, *orders(*(MONDAY + timedelta(days=i, hours=1 + i % 23) for i in range(69))))
    assert title == "No weekday clearly stands out"
    assert said.endswith("so do not plan by weekday. No hour clearly stands out. The hour is known of all of them.")


def test_orders_without_an_hour_and_those_with_one_are_all_orders():
    plain = [MONDAY + timedelta(days=day) for day in range(60)]
    assert shown(ENGLISH, *orders(*plain))[1].endswith("Hours are not shown, as the exports give the days of orders only.")
    assert shown(ENGLISH, *orders(*plain, *days(9)))[1].endswith("as only 9 of 69 orders have one; of 60 only the day is known.")
    assert shown(ENGLISH, *orders(*plain, *days(91)))[1].endswith("The hours are of 91 of 151 orders; of 60 only the day is known.")


def test_a_narrow_interval_has_a_decimal():
    row = {"at": 21, "k": 3336, "n": 25_533, "share": 0.1307, "low": 0.1267, "high": 0.1349}
    hover = say.order_times_hover(row, "hour", ENGLISH).replace("\N{NO-BREAK SPACE}", " ")
    assert hover == "21–22 o’clock\n13 % (12.7–13.5 %)\n3,336 of 25,533 orders"


@pytest.mark.parametrize("words", [ENGLISH, CHINESE], ids=["en", "zh"])
@pytest.mark.parametrize(
    ("rows", "panels"),
    [([], 0), (orders(*days(1)), 2), (orders(MONDAY), 1), (orders(*days(60)), 2), (CAMPAIGN, 2), (orders(*days(1, 2, 3), customer=None), 2)],
)
def test_every_shop_has_a_chart_and_a_sentence(words, rows, panels):
    times = found(*rows)
    fig = pictures.order_times(times, words)
    assert len([trace for trace in fig.data if trace.type == "bar"]) == panels
    assert fig.layout.title.text == say.order_times_title(times, words)
    assert say.order_times_in_words(times, words)
    assert "nan" not in " ".join(text for trace in fig.data for text in trace.hovertext or ())


def test_bars_that_stand_out_are_blue_and_weekdays_begin_on_monday():
    fig = pictures.order_times(found(*TUESDAYS), ENGLISH)
    assert list(fig.layout.xaxis.ticktext) == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert list(pictures.order_times(found(*TUESDAYS), CHINESE).layout.xaxis.ticktext) == ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
    week, hours = (trace for trace in fig.data if trace.type == "bar")
    assert list(week.marker.color).index(style.ACCENT) == 1
    assert list(hours.marker.color).count(style.ACCENT) == 1
    assert week.hovertext[1].startswith("Tuesday\n57\N{NO-BREAK SPACE}% (48–66")
