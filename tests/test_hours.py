"""Hours of service: against every minute counted one by one, against what a calendar on the wall says, and as laws."""

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.hours import ALWAYS, Hours
from retention.settings import OpenHours

HOME = "Asia/Shanghai"
NINE_TO_FIVE = {"mon-fri": ["09:00-17:00"]}
FRIDAY = "2025-09-26 16:30"


def utc(local: str, zone: str = HOME, fold: int = 0) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


def hours(week=None, zone=HOME, **more) -> Hours:
    return Hours.of(OpenHours.parse({"week": week or NINE_TO_FIVE, **more}, "hours"), zone)


def after(told: Hours, local: str, seconds: float, zone: str = HOME) -> str:
    """The wall clock when so many open seconds are over."""
    (at,) = told.add(utc(local, zone), seconds)
    return "" if np.isnat(at) else pd.Timestamp(at, tz="UTC").tz_convert(zone).strftime("%a %Y-%m-%d %H:%M")


# --- minute by minute --------------------------------------------------------------------------------

FIRST, LAST = datetime(2025, 9, 1), datetime(2027, 3, 31)
# The State Council's notices for 2025 and 2026, typed from them.
OFF = [("2025-10-01", 8), ("2026-01-01", 3), ("2026-02-15", 9), ("2026-04-04", 3), ("2026-05-01", 5), ("2026-06-19", 3), ("2026-09-25", 3)]
OFF += [("2026-10-01", 7)]
WORKED = ("2025-09-28", "2025-10-11", "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10")
# Lunch, a Saturday of its own; from March 2026 on without lunch but until night; a day off of the shop's and a Sunday worked.
BUSY = {
    "calendar": "china",
    "days_off": ["2026-07-01", "2027-01-01"],
    "working_days": ["2026-11-15", "2027-01-03"],
    "changes": [{"from": "2026-03-01", "week": {"mon-thu": ["09:30-21:00"], "fri": "20:00-02:00", "sun": "10:00-12:00"}}],
}
BUSY_WEEK = {"mon-fri": ["09:00-12:00", "13:00-18:00"], "sat": ["10:00-15:30"]}


@cache
def open_on(day: date) -> list[tuple[int, int]]:
    """The windows of that shop on a day, in minutes, written down once more."""
    off = {date.fromisoformat(first) + timedelta(days=n) for first, days in OFF for n in range(days)} | {date(2026, 7, 1), date(2027, 1, 1)}
    worked = {date.fromisoformat(told) for told in WORKED} | {date(2026, 11, 15), date(2027, 1, 3)}
    late = day >= date(2026, 3, 1)
    monday = [(570, 1260)] if late else [(540, 720), (780, 1080)]
    if day in off:
        return []
    if day in worked:
        return monday
    if late:
        return {4: [(1200, 1560)], 5: [], 6: [(600, 720)]}.get(day.weekday(), monday)
    return {5: [(600, 930)], 6: []}.get(day.weekday(), monday)


@cache
def open_before() -> np.ndarray:
    """How many minutes were open before each minute since `FIRST`, counted one by one."""
    counted = [0]
    for minute in range(int((LAST - FIRST).total_seconds()) // 60):
        here = FIRST + timedelta(minutes=minute, hours=8)
        of_day = here.hour * 60 + here.minute
        today = any(opens <= of_day < closes for opens, closes in open_on(here.date()))
        past_midnight = of_day < 120 and any(opens <= of_day + 1440 < closes for opens, closes in open_on(here.date() - timedelta(days=1)))
        counted.append(counted[-1] + (today or past_midnight))
    return np.array(counted)


@pytest.mark.parametrize("many", [500, pytest.param(5_000, marks=pytest.mark.soak)])
def test_hours_are_those_of_every_minute_counted_one_by_one(many):
    counted, told = open_before(), hours(BUSY_WEEK, **BUSY)
    rng = np.random.default_rng(20250901)
    start, end = rng.integers(0, len(counted) - 1, (2, many))
    moments = [np.datetime64(FIRST, "us") + side * np.timedelta64(60, "s") for side in (start, end)]
    assert np.array_equal(told.open_seconds(*moments), 60 * (counted[end] - counted[start]))
    wanted = rng.integers(0, 3 * 2_400, many)
    inside = counted[start] + wanted <= counted[-1]
    first = [int(np.argmax(counted >= counted[s] + w)) if w else s for s, w in zip(start, wanted, strict=True)]
    reached = (told.add(moments[0], 60.0 * wanted) - np.datetime64(FIRST, "us")) // np.timedelta64(60, "s")
    assert inside.mean() > 0.9
    assert np.array_equal(reached[inside], np.array(first)[inside])


# --- the calendar ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "local", "then"),
    [
        ({}, FRIDAY, "Mon 2025-09-29 09:30"),
        ({"calendar": "china"}, "2025-09-19 16:30", "Mon 2025-09-22 09:30"),
        ({"calendar": "china"}, FRIDAY, "Sun 2025-09-28 09:30"),
        ({"calendar": "china"}, "2026-02-13 16:30", "Sat 2026-02-14 09:30"),
        ({"calendar": "china"}, "2025-09-30 16:30", "Thu 2025-10-09 09:30"),
        ({"days_off": ["2025-09-29"]}, FRIDAY, "Tue 2025-09-30 09:30"),
        ({"working_days": ["2025-09-27"]}, FRIDAY, "Sat 2025-09-27 09:30"),
        ({"calendar": "china", "days_off": ["2025-09-28"]}, FRIDAY, "Mon 2025-09-29 09:30"),
        ({"calendar": "china", "working_days": ["2025-10-02"]}, "2025-09-30 16:30", "Thu 2025-10-02 09:30"),
        ({"changes": [{"from": "2025-09-29", "week": {"mon": "12:00-13:00"}}]}, FRIDAY, "Mon 2025-09-29 12:30"),
        # The year 2027 is not known: its New Year is a plain Friday.
        ({"calendar": "china"}, "2026-12-31 16:30", "Fri 2027-01-01 09:30"),
    ],
)
def test_an_hour_that_begins_on_a_friday_ends_on_the_next_day_of_work(more, local, then):
    assert after(hours(**more), local, 3600) == then


def test_holidays_of_another_country_never_apply_by_default():
    """Zammad #390: a German desk got the holidays of the program's country."""
    german = hours(zone="Europe/Berlin")
    assert after(german, "2025-09-30 16:30", 3600, "Europe/Berlin") == "Wed 2025-10-01 09:30"
    assert OpenHours.model_fields["calendar"].default == "none"


def test_years_the_council_has_not_named_are_told_and_can_be_added():
    assert hours(calendar="china").years_not_known(date(2026, 5, 1), date(2028, 1, 1)) == [2027, 2028]
    assert hours().years_not_known(date(2026, 5, 1), date(2028, 1, 1)) == []
    added = ["2027-01-01", "2027-10-01"]
    assert hours(calendar="china", days_off=added).years_not_known(date(2026, 5, 1), date(2028, 1, 1)) == [2028]
    assert hours(calendar="china", days_off=["2027-01-01"]).years_not_known(date(2026, 5, 1), date(2027, 1, 1)) == [2027]


def test_time_that_ends_with_the_day_ends_in_the_evening():
    assert after(hours(), "2025-09-24 16:00", 3600) == "Wed 2025-09-24 17:00"
    assert after(hours(), "2025-09-24 16:00", 3601) == "Thu 2025-09-25 09:00"
    assert after(hours(), "2025-09-24 20:00", 0) == "Wed 2025-09-24 20:00"


def test_hours_that_are_closed_for_ever_never_come():
    shut = hours(changes=[{"from": "2025-09-27", "week": {}}])
    assert after(shut, FRIDAY, 1800) == "Fri 2025-09-26 17:00"
    assert after(shut, FRIDAY, 1801) == ""
    rare = hours({"mon": "09:00-09:01"})
    assert after(rare, FRIDAY, 60 * 60) == "Mon 2026-11-16 09:01"


def test_windows_past_midnight_and_windows_that_touch_count_once():
    night = hours({"fri": ["20:00-02:00"], "sat": ["01:00-03:00", "03:00-04:00"]})
    assert night.open_seconds(utc("2025-09-26 12:00"), utc("2025-09-28 12:00")).tolist() == [8 * 3600]
    assert night.is_open([utc("2025-09-27 01:59"), utc("2025-09-27 03:00"), utc("2025-09-27 04:00"), pd.NaT]).tolist() == [True, True, False, False]


def test_missing_moments_are_missing_and_ends_before_the_start_are_below_nothing():
    found = hours().open_seconds([utc(FRIDAY), pd.NaT, utc("2025-09-29 10:00")], [pd.NaT, utc(FRIDAY), utc(FRIDAY)])
    assert np.isnan(found[:2]).all()
    assert found[2] == -5400
    assert np.isnat(hours().add([pd.NaT, utc(FRIDAY)], [60, np.nan])).all()
    assert len(hours().open_seconds([], [])) == len(hours().add([], [])) == 0


# --- clocks that change ------------------------------------------------------------------------------


def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_change():
    berlin, zone = hours(zone="Europe/Berlin"), "Europe/Berlin"
    assert after(berlin, "2026-03-27 16:30", 3600, zone) == "Mon 2026-03-30 09:30"
    assert after(berlin, "2026-10-23 16:30", 3600, zone) == "Mon 2026-10-26 09:30"
    day = {"mon-sun": ["00:00-24:00"]}
    whole = Hours.of(OpenHours(week=day), zone)
    assert whole.open_seconds(utc("2026-03-29 00:00", zone), utc("2026-03-30 00:00", zone)).tolist() == [23 * 3600]
    assert whole.open_seconds(utc("2026-10-25 00:00", zone), utc("2026-10-26 00:00", zone)).tolist() == [25 * 3600]


def test_windows_in_an_hour_that_is_skipped_or_comes_twice():
    zone = "Europe/Berlin"  # 02:00 to 03:00 on 29 March is skipped, on 25 October it comes twice

    def of(day: str, week: str) -> float:
        return float(Hours.of(OpenHours(week={"sun": [week]}), zone).open_seconds(utc(f"{day} 00:00", zone), utc(f"{day} 23:00", zone))[0]) / 3600

    assert [of("2026-03-29", week) for week in ("02:00-03:00", "02:15-02:45", "01:30-02:30", "02:30-04:00")] == [0, 0, 0.5, 1]
    assert [of("2026-10-25", week) for week in ("01:30-02:30", "02:30-04:00", "01:00-03:00")] == [1, 2.5, 3]


# --- laws --------------------------------------------------------------------------------------------

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31))
WEEKS = st.sampled_from([NINE_TO_FIVE, BUSY_WEEK, {"mon-sun": ["00:00-24:00"]}, {"fri": ["20:00-02:00"], "tue": ["23:30-24:00"]}])
ZONES = st.sampled_from([HOME, "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])


@given(MOMENTS, st.integers(0, 10**6), WEEKS, ZONES)
def test_what_was_added_lies_between(start, seconds, week, zone):
    told = hours(week, zone)
    (end,) = told.add(start, seconds)
    assert told.open_seconds(start, end).tolist() == [seconds]
    assert end >= np.datetime64(start)


@given(MOMENTS, MOMENTS, WEEKS, ZONES)
def test_adding_what_lies_between_leads_back(one, other, week, zone):
    start, end = sorted((one, other))
    told = hours(week, zone)
    (between,) = told.open_seconds(start, end)
    (back,) = told.add(start, between)
    assert back <= np.datetime64(end)
    assert told.open_seconds(back, end).tolist() == [0]
    assert told.open_seconds(end, start).tolist() == [-between]


@given(MOMENTS, MOMENTS, MOMENTS, WEEKS)
def test_time_adds_up_over_any_moment_between(one, two, three, week):
    told = hours(week)
    assert told.open_seconds(one, two)[0] + told.open_seconds(two, three)[0] == pytest.approx(told.open_seconds(one, three)[0], abs=1e-5)


@given(MOMENTS, MOMENTS, st.integers(0, 10**8))
def test_hours_without_an_end_are_time_itself(one, other, seconds):
    assert ALWAYS.open_seconds(one, other)[0] == pytest.approx((other - one).total_seconds(), abs=1e-5)
    assert ALWAYS.add(one, seconds)[0] == np.datetime64(one) + np.timedelta64(seconds, "s")
