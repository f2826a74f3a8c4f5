"""The campaign calendar, so that a period is compared with the same part of the year before.

Spring Festival moves by up to a month, and a shop's own events as it likes; 女王节, 618, 双11 and 双12
keep their date. A window of the year before is shifted until as many of its days as possible stand
at the same place of the same campaign.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import pandas as pd

from retention.settings import CampaignEvent

# First day of the lunar year (astronomical; Beijing time). Outside these years windows follow the date alone.
# fmt: off
SPRING_FESTIVAL = tuple(date.fromisoformat(day) for day in (
    "2000-02-05", "2001-01-24", "2002-02-12", "2003-02-01", "2004-01-22", "2005-02-09", "2006-01-29", "2007-02-18", "2008-02-07",
    "2009-01-26", "2010-02-14", "2011-02-03", "2012-01-23", "2013-02-10", "2014-01-31", "2015-02-19", "2016-02-08", "2017-01-28",
    "2018-02-16", "2019-02-05", "2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17",
    "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03", "2031-01-23", "2032-02-11", "2033-01-31", "2034-02-19", "2035-02-08",
))
# fmt: on
FIRST_YEAR, LAST_YEAR = SPRING_FESTIVAL[0].year, SPRING_FESTIVAL[-1].year

# name -> month, day, days of selling before and after; names are message ids (season-…).
FIXED = {
    "queens-day": (3, 8, 5, 0),
    "618": (6, 18, 33, 2),
    "double-11": (11, 11, 25, 1),
    "double-12": (12, 12, 3, 0),
}
SPRING_FESTIVAL_SPAN = (10, 7)
OWN_SPAN = (6, 0)
# How far a window may move from the plain date to meet the same campaign; Spring Festival itself moves by 30 at most.
FURTHEST = 45


@dataclass(frozen=True)
class Window:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Its length."""
        return (self.last - self.first).days + 1

    def before(self) -> "Window":
        """The window of equal length that ends the day before this one begins."""
        return self.shifted(-self.days)

    def shifted(self, days: int) -> "Window":
        """The same window so many days later."""
        return Window(self.first + timedelta(days=days), self.last + timedelta(days=days))

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"


@dataclass(frozen=True)
class Calendar:
    """Which campaigns are known: the built-in ones of `kind` ("cn" or "none") and the shop's own."""

    kind: str = "cn"
    own: tuple[CampaignEvent, ...] = ()


NO_CALENDAR = Calendar("none")


def window_to(as_of: date, days: int | Literal["all"], began: date | None = None) -> Window:
    """The last `days` days, `as_of` included; "all" is everything since the history `began`."""
    if days == "all":
        return Window(min(began or as_of, as_of), as_of)
    return Window(as_of - timedelta(days=days - 1), as_of)


def events_between(first: date, last: date, calendar: Calendar) -> pd.DataFrame:
    """Campaigns whose main day lies in first … last: event, day, and the days `begins` … `ends` its selling covers."""
    rows = [row for row in _events(first.year, last.year, calendar) if first <= row[1] <= last]
    return pd.DataFrame(rows, columns=["event", "day", "begins", "ends"]).sort_values(["day", "event"], ignore_index=True)


def known_throughout(window: Window, calendar: Calendar) -> bool:
    """Whether the calendar knows Spring Festival in every year `window` touches."""
    return calendar.kind == "none" or (window.first.year >= FIRST_YEAR and window.last.year <= LAST_YEAR)


def year_before(window: Window, calendar: Calendar) -> Window:
    """The window of equal length a year before that stands at the same place of the same campaigns.

    Counted is every day whose campaign (and day within it) differs from its counterpart's; the shift with
    the fewest wins, and among equals the one nearest to the same date a year before.
    """
    plain = Window(same_date_before(window.last) - timedelta(days=window.days - 1), same_date_before(window.last))
    marks = _marks(plain.first.year - 1, window.last.year + 1, calendar)
    if not known_throughout(Window(plain.first, window.last), calendar):
        # A festival known in only one of two years would push the window away from it.
        marks = [mark for mark in marks if mark[1] != "spring-festival"]
    wanted = _within(marks, window)

    def unlike(shift: int) -> int:
        found = _within(marks, plain.shifted(shift))
        return len(wanted ^ found)

    return plain.shifted(min(range(-FURTHEST, FURTHEST + 1), key=lambda shift: (unlike(shift), abs(shift), shift)))


def same_date_before(day: date) -> date:
    """The same date a year before; 28 February for the 29th."""
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def _events(first_year: int, last_year: int, calendar: Calendar) -> Iterator[tuple[str, date, date, date]]:
    """Event, main day, first and last day of selling, of all events in these years."""
    days = [(event.name, day, *OWN_SPAN) for event in calendar.own for day in event.days]
    if calendar.kind == "cn":
        days += [("spring-festival", day, *SPRING_FESTIVAL_SPAN) for day in SPRING_FESTIVAL]
        days += [
            (name, date(year, month, day), lead, tail)
            for year in range(first_year, last_year + 1)
            for name, (month, day, lead, tail) in FIXED.items()
        ]
    for name, day, lead, tail in days:
        if first_year <= day.year <= last_year:
            yield name, day, day - timedelta(days=lead), day + timedelta(days=tail)


def _marks(first_year: int, last_year: int, calendar: Calendar) -> list[tuple[date, str, int]]:
    """(day, event, days from the main day) of every day that belongs to a campaign."""
    return [
        (begins + timedelta(days=i), name, (begins - day).days + i)
        for name, day, begins, ends in _events(first_year, last_year, calendar)
        for i in range((ends - begins).days + 1)
    ]


def _within(marks: list[tuple[date, str, int]], window: Window) -> set[tuple[int, str, int]]:
    """(place in the window, event, days from the main day) of its campaign days."""
    return {((day - window.first).days, name, offset) for day, name, offset in marks if window.first <= day <= window.last}
