"""The campaign calendar: festivals where they were, windows of a year before at the same place of a campaign."""

from datetime import date, datetime, timedelta
from math import radians, sin

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention import seasons
from retention.seasons import Calendar, Window, events_between, year_before
from retention.settings import CampaignEvent

CN = Calendar()


def new_moon(k: int) -> datetime:
    """Beijing time of the k-th new moon after January 2000, within minutes (Meeus 1998, ch. 49, the largest terms)."""
    t = k / 1236.85
    e = 1 - 0.002516 * t
    sun, moon = radians(2.5534 + 29.10535670 * k), radians(201.5643 + 385.81693528 * k + 0.0107582 * t**2)
    latitude, node = radians(160.7108 + 390.67050284 * k - 0.0016118 * t**2), radians(124.7746 - 1.56375588 * k)
    terms = [
        (-0.40720, moon), (0.17241 * e, sun), (0.01608, 2 * moon), (0.01039, 2 * latitude), (0.00739 * e, moon - sun), (-0.00514 * e, moon + sun),
        (0.00208 * e**2, 2 * sun), (-0.00111, moon - 2 * latitude), (-0.00057, moon + 2 * latitude), (0.00056 * e, 2 * moon + sun),
        (-0.00042, 3 * moon), (0.00042 * e, sun + 2 * latitude), (0.00038 * e, sun - 2 * latitude), (-0.00024 * e, 2 * moon - sun), (-0.00017, node),
        (0.000325, radians(299.77 + 0.107408 * k - 0.009173 * t**2)), (0.000165, radians(251.88 + 0.016321 * k)),
    ]  # fmt: skip
    days = 5.09766 + 29.530588861 * k + 0.00015437 * t**2 + sum(a * sin(x) for a, x in terms)
    # Dynamical time runs about 70 seconds ahead of the clock in these years.
    return datetime(2000, 1, 1, 12) + timedelta(days=days + 8 / 24, seconds=-70)


def test_every_spring_festival_is_a_day_of_new_moon_in_beijing():
    moons = {new_moon(k).date() for k in range(0, 36 * 13)}
    assert [day for day in seasons.SPRING_FESTIVAL if day not in moons] == []
    assert [day.year for day in seasons.SPRING_FESTIVAL] == list(range(seasons.FIRST_YEAR, seasons.LAST_YEAR + 1))


def test_spring_festival_is_the_public_holiday_of_that_name():
    known = [day for day in seasons.SPRING_FESTIVAL if 2004 <= day.year <= 2026]
    assert {chinese_calendar.get_holiday_detail(day)[1] for day in known} == {"Spring Festival"}


@pytest.mark.parametrize(
    ("day", "before"),
    [
        ("2026-02-17", "2025-01-29"),
        ("2026-02-10", "2025-01-22"),
        ("2026-06-18", "2025-06-18"),
        ("2025-11-11", "2024-11-11"),
        ("2026-04-20", "2025-04-20"),
        ("2024-02-29", "2023-02-28"),
    ],
)
def test_a_day_is_compared_with_the_same_day_of_the_campaign(day, before):
    one = date.fromisoformat(day)
    assert year_before(Window(one, one), CN).first == date.fromisoformat(before)


def test_weeks_around_spring_festival_move_with_it():
    window = Window(date(2026, 1, 30), date(2026, 2, 28))
    assert year_before(window, CN) == Window(date(2025, 1, 11), date(2025, 2, 9))


def test_january_without_the_festival_is_not_compared_with_one_that_has_it():
    before = year_before(Window(date(2026, 1, 1), date(2026, 1, 31)), CN)
    assert events_between(before.first, before.last, CN).empty
    assert before.last < date(2025, 1, 19)


def test_a_whole_year_keeps_its_dates_because_most_campaigns_do():
    assert year_before(Window(date(2025, 7, 1), date(2026, 6, 30)), CN) == Window(date(2024, 7, 1), date(2025, 6, 30))


def test_without_a_calendar_only_the_date_counts():
    window = Window(date(2026, 1, 30), date(2026, 2, 28))
    assert year_before(window, seasons.NO_CALENDAR) == Window(date(2025, 1, 30), date(2025, 2, 28))


def test_the_shops_own_event_moves_its_window():
    birthday = CampaignEvent(name="店庆", days=(date(2025, 4, 20), date(2026, 5, 8)))
    window = year_before(Window(date(2026, 5, 2), date(2026, 5, 8)), Calendar("none", (birthday,)))
    assert window == Window(date(2025, 4, 14), date(2025, 4, 20))


def test_beyond_the_last_known_festival_windows_follow_the_date():
    window = Window(date(seasons.LAST_YEAR + 1, 1, 20), date(seasons.LAST_YEAR + 1, 2, 28))
    assert year_before(window, CN).last == date(seasons.LAST_YEAR, 2, 28)
    assert not seasons.known_throughout(window, CN)


@given(st.dates(date(2003, 1, 1), date(2034, 12, 31)), st.integers(1, 800))
def test_the_window_of_a_year_before_is_as_long_and_at_most_45_days_off(last, days):
    window = seasons.window_to(last, days)
    before = year_before(window, CN)
    assert before.days == window.days == days
    assert abs((window.last - before.last).days - 365) <= seasons.FURTHEST + 1


def test_events_are_listed_in_the_order_of_their_days():
    found = events_between(date(2025, 6, 1), date(2026, 3, 31), CN)
    assert found["event"].tolist() == ["618", "double-11", "double-12", "spring-festival", "queens-day"]
    assert found["day"].tolist()[3] == date(2026, 2, 17)
    assert (found["begins"] <= found["day"]).all()


def test_the_window_before_ends_the_day_before():
    window = seasons.window_to(date(2026, 6, 30), 365)
    assert str(window) == "2025-07-01..2026-06-30"
    assert str(window.before()) == "2024-07-01..2025-06-30"
