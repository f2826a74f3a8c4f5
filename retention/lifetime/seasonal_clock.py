"""A season for a model that knows none: time is told by a clock that runs fast in busy weeks and slowly in quiet ones.

On this clock customers order at a steady pace, so every formula and posterior of BG/NBD stays as it is: only ages, times of orders and the
horizon are read from it (operational time). The pace of a past week is its repeat orders over those the model expects at an even pace,
drawn towards 1 where orders are few; a coming week runs like the same campaign weeks of the years before.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from retention.lifetime.forecasting import DAYS_A_YEAR, Discount, expected_new
from retention.lifetime.histories import histories
from retention.lifetime.order_model import BgNbd, fit_histories
from retention.seasons import Calendar, Window, year_before

WEEK = 7
# So many orders at an even pace are added to each week's own, so that a week of few orders does not run wild.
SHRUNK_BY = 20.0
PACES = (0.05, 20.0)
# Pace and model are found in turn; after so many rounds they hardly move.
ROUNDS = 3
# In the first weeks of a record there is nobody yet who could come again.
FIRST_WEEKS = 4
MOST_YEARS = 5
CURVE = 600  # points on which the curve of a new customer is computed


@dataclass(frozen=True)
class Clock:
    """What the clock reads at the close of each day: `closes[i]` on day i, day 0 being `first`; the year up to `on` takes 365.

    Before `first`, of which only accounts of another kind know, it runs like the calendar.
    """

    first: date
    on: date
    closes: np.ndarray

    @property
    def now(self) -> float:
        """The reading at the close of the day `on`."""
        return float(self.closes[(self.on - self.first).days])

    def read(self, days: pd.Series) -> np.ndarray:
        """The reading at the close of each of these dates."""
        at = (days - pd.Timestamp(self.first)).dt.days.to_numpy()
        return np.where(at < 0, at + 1.0, self.closes[np.maximum(at, 0)])

    def ahead(self, days: np.ndarray | float) -> np.ndarray:
        """How far the clock will have run so many days after `on`; days may be broken."""
        start = (self.on - self.first).days
        return np.interp(start + np.asarray(days, float), np.arange(len(self.closes)), self.closes) - self.now

    def history(self, history: pd.DataFrame) -> pd.DataFrame:
        """A repeat history with recency and T as this clock tells them."""
        first_on = pd.to_datetime(history["first_on"])
        began, last = self.read(first_on), self.read(first_on + pd.to_timedelta(history["recency"], unit="D"))
        return history.assign(recency=np.where(history["frequency"] > 0, last - began, 0.0), T=self.now - began)

    def tells(self, history: pd.DataFrame, days: int, discount: Discount) -> "tuple[pd.DataFrame, float, Discount]":
        """The history, the horizon of so many days and the steps of discounting, all as this clock reads them."""
        return self.history(history), float(self.ahead(days)), ClockDiscount(discount.yearly, discount.step, self, days)


@dataclass(frozen=True)
class ClockDiscount(Discount):
    """Discounting by the calendar, over the steps of `days` ahead, their ends as the `clock` reads them."""

    clock: Clock | None = None
    days: float = 0.0

    def steps(self, days: float) -> tuple[np.ndarray, np.ndarray]:  # noqa: ARG002 - these are the clock's days, steps go by the calendar's
        """Ends of the steps on the clock, and the factor at each."""
        ends, factors = super().steps(self.days)
        return (self.clock.ahead(ends) if self.clock else ends), factors


def whole_year_known(first: date, on: date) -> bool:
    """Whether the record holds a whole year before `on` beside its first weeks."""
    return (on - first).days >= DAYS_A_YEAR + FIRST_WEEKS * WEEK


def seasonal_clock(usual: pd.DataFrame, repeats: pd.DataFrame, on: date, days: int, model: BgNbd, calendar: Calendar) -> Clock | None:
    """The clock of these customers' orders up to `on`, set for `days` ahead; None under a whole earlier year.

    usual: their repeat history on `on`; repeats: `repeat_days` of the same customers; model: as fitted to plain days.
    """
    first = pd.to_datetime(usual["first_on"]).min().date()
    if not whole_year_known(first, on):
        return None
    known = (on - first).days + 1
    births = np.bincount((pd.to_datetime(usual["first_on"]) - pd.Timestamp(first)).dt.days, minlength=known).astype(float)
    came = _came(repeats, first, known)
    alike = [_weeks_alike(Window(on + timedelta(days=k + 1), on + timedelta(days=k + WEEK)), first, on, calendar) for k in range(0, days, WEEK)]
    closes = np.arange(1.0, known + 1)
    for round_no in range(ROUNDS):
        pace = weekly_pace(model, closes, births, came)
        clock = Clock(first, on, _closes(pace, alike, days))
        closes = clock.closes[:known]
        if round_no < ROUNDS - 1:
            model = fit_histories(histories(clock.history(usual)), model.modified, model.log_parameters)
    return clock


def _came(repeats: pd.DataFrame, first: date, known: int) -> np.ndarray:
    """Repeat orders of each day known."""
    at = (repeats["day"] - pd.Timestamp(first)).dt.days
    within = at.between(0, known - 1)
    return np.bincount(at[within], repeats["repeat_orders"][within], minlength=known)


def weekly_pace(model: BgNbd, closes: np.ndarray, births: np.ndarray, came: np.ndarray) -> np.ndarray:
    """Pace of each day known, the same for the days of a week: orders that came over orders at an even pace.

    closes: the clock by which the model was fitted; births and came: first and repeat orders of each day.
    """
    known = len(births)
    # Weeks end with the last day known, so the first may be short.
    week, ends = (known - 1 - np.arange(known)) // WEEK, np.arange(known - 1, -1, -WEEK)
    curve_at = np.linspace(0.0, closes[-1] + 1.0, CURVE)
    curve = np.concatenate([[0.0], expected_new(model, curve_at[1:])])
    born = np.flatnonzero(births)
    by_end = np.array([births[born] @ np.interp(np.maximum(closes[end] - closes[born], 0.0), curve_at, curve) for end in ends])
    told = closes[ends] - np.append(closes[ends[1:]], 0.0)
    even = -np.diff(by_end, append=0.0) / told * np.bincount(week)
    return np.clip((np.bincount(week, came) + SHRUNK_BY) / (even + SHRUNK_BY), *PACES)[week]


def _closes(pace: np.ndarray, alike: list[list[slice]], days: int) -> np.ndarray:
    """The clock that runs at this pace so far and like weeks `alike` from now on, an even pace where none is known."""
    coming = [np.mean([pace[week].mean() for week in weeks]) if weeks else 1.0 for weeks in alike]
    every = np.concatenate([pace, np.repeat(coming, WEEK)[:days]])
    return np.cumsum(every / pace[-DAYS_A_YEAR:].mean())


def _weeks_alike(week: Window, first: date, on: date, calendar: Calendar) -> list[slice]:
    """Days (from `first`) of the same campaign week in the years before, as far as they are known."""
    found = []
    for _ in range(MOST_YEARS):
        week = year_before(week, calendar)
        begins, ends = (week.first - first).days, (week.last - first).days
        if begins < FIRST_WEEKS * WEEK:
            break
        if week.last <= on:
            found.append(slice(begins, ends + 1))
    return found
