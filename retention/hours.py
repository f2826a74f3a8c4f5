"""Hours of service: how much open time lies between two moments, and when so much open time is over.

Hours are those of the wall clock in their zone: 09:00 stays 09:00 when the clocks change. A window whose end the clocks skip ends where they
go on, one whose end comes twice ends the first time. Days off are closed; a day that is a working day all the same has its weekday's hours, a
working Saturday or Sunday a Monday's. The public holidays of China and the weekends worked for them are known for the years of
`chinese_calendar` only, since the State Council names them each autumn: of other years weekends are plain and `years_not_known` says so.

Moments are UTC without a zone, as in all tables, down to the microsecond; durations are seconds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from retention.settings import OpenHours
from retention.settings.service import DAY_SECONDS, WEEKDAYS, weekdays_of, window_of

Windows = tuple[tuple[int, int], ...]
Week = tuple[Windows, ...]
SATURDAY = 5
SECOND = 1_000_000
# How far ahead open time is looked for: hours that are closed for longer never come to an end here.
FURTHEST_DAYS = 4_000


@cache
def _china() -> tuple[frozenset[date], frozenset[date], frozenset[int]]:
    """Public holidays of China, weekends worked for them, and the years of which both are known."""
    from chinese_calendar import constants

    days_off, worked = frozenset(constants.holidays), frozenset(constants.workdays)
    return days_off, worked, frozenset(day.year for day in days_off)


@dataclass(frozen=True)
class Hours:
    """Hours of service that can be counted with; `of` makes them from settings."""

    week: Week
    zone: str = "UTC"
    china: bool = False
    days_off: frozenset[date] = frozenset()
    working_days: frozenset[date] = frozenset()
    # Other weeks from a day on, in the order of their days.
    changes: tuple[tuple[date, Week], ...] = ()
    _known: dict[tuple[int, int], "_Open"] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, settings: OpenHours, zone: str) -> "Hours":
        """Hours as a shop set them; `zone` is the shop's, for hours that name none."""
        return cls(
            week=_week(settings.week),
            zone=settings.zone or zone,
            china=settings.calendar == "china",
            days_off=frozenset(settings.days_off),
            working_days=frozenset(settings.working_days),
            changes=tuple(sorted((change.from_, _week(change.week)) for change in settings.changes)),
        )

    def open_seconds(self, start: Any, end: Any) -> np.ndarray:
        """Open time from `start` to `end`, seconds, one for each pair; below 0 where the end lies before, missing where either is."""
        first, last = np.broadcast_arrays(_moments(start), _moments(end))
        missing = np.isnat(first) | np.isnat(last)
        found = np.full(first.shape, np.nan)
        if not missing.all():
            first, last = first[~missing].astype(np.int64), last[~missing].astype(np.int64)
            hours = self._open(min(first.min(), last.min()), max(first.max(), last.max()))
            found[~missing] = (hours.before(last) - hours.before(first)) / SECOND
        return found

    def add(self, start: Any, seconds: Any) -> np.ndarray:
        """The first moment at which `seconds` (0 or more) of open time have gone by since `start`; missing where that never comes.

        Time that ends with a window ends then and not when the next one opens.
        """
        first, told = np.broadcast_arrays(_moments(start), np.asarray(seconds, dtype=float))
        missing = np.isnat(first) | np.isnan(told)
        found = np.full(first.shape, np.datetime64("NaT", "us"))
        if missing.all():
            return found
        begins, wanted = first[~missing].astype(np.int64), np.round(told[~missing] * SECOND).astype(np.int64)
        most, days = int(wanted.max()), 14 + int(2 * wanted.max() // (DAY_SECONDS * SECOND))
        while True:
            hours = self._open(begins.min(), begins.max() + days * DAY_SECONDS * SECOND)
            enough = hours.total - hours.before(begins.max()) >= most
            if enough or days >= FURTHEST_DAYS:
                break
            days = min(4 * days, FURTHEST_DAYS)
        wanted_by = hours.before(begins) + wanted
        ends = np.maximum(hours.reached(np.minimum(wanted_by, hours.total)), begins)
        ends = np.where(wanted == 0, begins, ends).astype("datetime64[us]")
        found[~missing] = np.where(wanted_by > hours.total, np.datetime64("NaT", "us"), ends)
        return found

    def is_open(self, at: Any) -> np.ndarray:
        """Whether service is open at each moment; at a missing one it is not."""
        moments = _moments(at)
        return self.open_seconds(moments, moments + np.timedelta64(1, "us")) > 0

    def years_not_known(self, first: date, last: date) -> list[int]:
        """Years between two days whose public holidays should count and are not known, so that their weekends are plain.

        A year is the shop's own to tell, and told, once New Year's Day and National Day stand in its `days_off`.
        """
        if not self.china:
            return []
        years = [year for year in range(first.year, last.year + 1) if year not in _china()[2]]
        return [year for year in years if not {date(year, 1, 1), date(year, 10, 1)} <= self.days_off]

    def windows(self, day: date) -> Windows:
        """The windows that open on a day, seconds from its midnight."""
        week = next((week for start, week in reversed(self.changes) if start <= day), self.week)
        holidays, worked, _ = _china() if self.china else (frozenset(), frozenset(), frozenset())
        if day in self.days_off:
            return ()
        if day in self.working_days or day in worked:
            return _of_a_working_day(week) if day.weekday() >= SATURDAY else week[day.weekday()] or _of_a_working_day(week)
        return () if day in holidays else week[day.weekday()]

    def _open(self, first: int, last: int) -> "_Open":
        """Open time around two moments; whole years are worked out, so that what was asked for once serves again."""
        years = _year(first), _year(last)
        if years not in self._known:
            # The day before a year may reach into it, by a window past midnight or by its zone.
            days = pd.date_range(date(years[0], 1, 1) - timedelta(days=2), date(years[1], 12, 31) + timedelta(days=2))
            self._known[years] = self._opened(days)
        return self._known[years]

    def _opened(self, days: pd.DatetimeIndex) -> "_Open":
        each = [(day, window) for day in days for window in self.windows(day.date())]
        begin, length = pd.DatetimeIndex([day for day, _ in each]), [window for _, window in each]
        opens, closes = (_in_utc(begin + pd.to_timedelta([window[side] for window in length], unit="s"), self.zone) for side in (0, 1))
        return _Open.of(opens, closes)


# Every day from midnight to midnight: open time is time.
ALWAYS = Hours(week=(((0, DAY_SECONDS),),) * 7)


@dataclass(frozen=True)
class _Open:
    """Spans of open time in order, none of which touch, in microseconds of UTC; `gone` is the open time before each."""

    opens: np.ndarray
    closes: np.ndarray
    gone: np.ndarray

    @classmethod
    def of(cls, opens: np.ndarray, closes: np.ndarray) -> "_Open":
        """Joined where windows overlap or touch; those that the clocks skipped wholly are no time."""
        order = np.argsort(opens, kind="stable")
        opens, reach = opens[order], np.maximum.accumulate(closes[order])
        begins = np.r_[True, opens[1:] > reach[:-1]] if len(opens) else np.zeros(0, dtype=bool)
        first, last = opens[begins], reach[np.r_[begins[1:], True]] if len(opens) else reach
        some = last > first
        first, last = first[some], last[some]
        return cls(first, last, np.r_[0, np.cumsum(last - first)].astype(np.int64))

    @property
    def total(self) -> int:
        """All of it."""
        return int(self.gone[-1])

    def before(self, at: Any) -> Any:
        """Open time before each moment."""
        span = np.searchsorted(self.opens, at, side="right") - 1
        inside = np.clip(at - self.opens[span], 0, self.closes[span] - self.opens[span]) if len(self.opens) else 0
        return np.where(span < 0, 0, self.gone[span] + inside)

    def reached(self, wanted: np.ndarray) -> np.ndarray:
        """The first moment before which so much open time lies, at most all of it."""
        if not len(self.opens):
            return wanted
        span = np.clip(np.searchsorted(self.gone, wanted, side="left") - 1, 0, len(self.opens) - 1)
        return self.opens[span] + wanted - self.gone[span]


def _year(at: int) -> int:
    return int(np.datetime64(int(at), "us").astype("datetime64[Y]").astype(int)) + 1970


def _week(told: Mapping[str, Iterable[str]]) -> Week:
    named = {day: tuple(window_of(window) for window in windows) for days, windows in told.items() for day in weekdays_of(days)}
    return tuple(named.get(day, ()) for day in range(len(WEEKDAYS)))


def _of_a_working_day(week: Week) -> Windows:
    """A Monday's windows; where Mondays are closed, those of the first day of the week that has some."""
    return next((windows for windows in week if windows), ())


def _in_utc(local: pd.DatetimeIndex, zone: str) -> np.ndarray:
    """Microseconds of UTC of wall-clock times: the first of two equal ones, and the next one there is for one that is skipped."""
    at = local.tz_localize(zone, ambiguous=np.ones(len(local), dtype=bool), nonexistent="shift_forward")
    return at.tz_convert("UTC").tz_localize(None).to_numpy().astype("datetime64[us]").astype(np.int64)


def _moments(at: Any) -> np.ndarray:
    """Moments as numpy has them, one or several; whatever pandas calls missing is not a time."""
    return pd.to_datetime(np.atleast_1d(np.asarray(at))).to_numpy().astype("datetime64[us]")
