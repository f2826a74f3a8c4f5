"""Comparisons over time that do not drift while no customer changes: customers beside customers as long with the shop, days beside the same days.

A base grows older with the shop, and older customers buy otherwise. What a customer does in a window depends on the time since the first
order, so each customer of a window is set beside those of the window before who at its end had been with the shop as long. Both must be
known from their first order: whoever is seen within three median gaps of the record's first day may have bought before it.

Even later some of those "new" were customers before the record began, the fewer the longer it is. So every comparison is made
twice: with the record as it is, which is right for a shop as young as its record, and with the window's record cut to begin as long before
it as the record begins before the earlier window, which is right for an old shop in an even state. Shown is the smaller change of the
two, none where they go opposite ways; the interval holds both intervals, and p is the larger one.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from retention import stats
from retention.seasons import Calendar, Window, window_to, year_before

# Customers whose first orders lie in so many days are taken as equally long with the shop.
ALIKE_DAYS = 30

# Numerator and denominator of a figure, one value per customer.
Sides = tuple[np.ndarray, np.ndarray]


def comparable_windows(began: date, as_of: date, window_days: int | Literal["all"], calendar: Calendar) -> dict[str, Window]:
    """Windows "now", and "previous" and "last_year" where the history that `began` then covers them whole."""
    now = window_to(as_of, window_days, began)
    if window_days == "all":
        return {"now": now}
    others = {"previous": now.before(), "last_year": year_before(now, calendar)}
    return {"now": now} | {key: window for key, window in others.items() if window.first >= began}


@dataclass(frozen=True)
class Change:
    """How a figure differs from the window before, with its interval and p; not adjusted for other figures."""

    change: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class Followed:
    """Which customers and days of two windows can be told apart from what was before the record, which `began` with `unseen` days in doubt."""

    now: Window
    before: Window
    began: date
    unseen: int

    @property
    def apart(self) -> int:
        """Days from the window before to this one."""
        return (self.now.first - self.before.first).days

    @property
    def later(self) -> date:
        """The day the record would begin if it were no longer before this window than it is before the earlier one."""
        return self.began + timedelta(days=self.apart)

    @property
    def reach(self) -> int:
        """Days before either window's first day from which customers are known from their first order; below 0 if that is inside it."""
        return (self.before.first - self.began).days - self.unseen

    @property
    def watched(self) -> int:
        """Days up to the end of the window before on which first orders are known to be such."""
        return self.reach + self.before.days

    @property
    def days(self) -> dict[str, Window]:
        """The days of both windows on which first orders are known to be such."""
        inside = timedelta(days=max(-self.reach, 0))
        return {"now": Window(self.now.first + inside, self.now.last), "previous": Window(self.before.first + inside, self.before.last)}

    def comparable_from(self, watched: int) -> date:
        """The last day of the first window that can be compared, if that needs so many watched days and the whole window before."""
        whole = (self.began - self.before.first).days
        return self.now.last + timedelta(days=max(watched - self.watched, whole))


@dataclass(frozen=True)
class Firsts:
    """Days from each customer's first order to the first day of the window, in a record that begins later, and of the window before."""

    now: np.ndarray
    now_later: np.ndarray
    before: np.ndarray


def at_equal_age(now: Sides, now_later: Sides, before: Sides, firsts: Firsts, reach: int, least: int) -> Change | None:
    """Σ part / Σ base of a window minus what customers as long with the shop had in the window before; None with fewer than `least` in a base.

    Rows are the same customers throughout, `now_later` what they are in a record that begins later. Customers whose first order lies more than
    `reach` days before a window are left out of it.
    """
    readings = ((now, firsts.now), (now_later, firsts.now_later))
    found = [_beside(sides, before, first, firsts.before, reach, least) for sides, first in readings]
    return None if found[0] is None or found[1] is None else _both(found[0], found[1])


def _beside(now: Sides, before: Sides, first: np.ndarray, first_before: np.ndarray, reach: int, least: int) -> Change | None:
    known, known_before = first <= reach, first_before <= reach
    (part, base), (part_0, base_0) = _only(now, known), _only(before, known_before)
    if min((base > 0).sum(), (base_0 > 0).sum()) < least:
        return None
    classes = _Classes.of(first_before[base_0 != 0], min((base != 0).sum(), (base_0 != 0).sum()) // max(least, 1))
    place, place_0, size = classes.place(first), classes.place(first_before), classes.count + 1
    sums = np.bincount(place_0, base_0, size)
    # Customers of an age that nobody had in the window before stand beside nobody.
    part, base = _only((part, base), (sums > 0)[place])
    if not base.sum() > 0:
        return None
    with np.errstate(invalid="ignore", divide="ignore"):
        rates = np.where(sums > 0, np.bincount(place_0, part_0, size) / sums, 0.0)
        weights = np.where(sums > 0, np.bincount(place, base, size) / base.sum() / sums, 0.0)
    beyond = part - rates[place] * base
    change = float(beyond.sum() / base.sum())
    influence = (beyond - change * base) / base.sum() - weights[place_0] * (part_0 - rates[place_0] * base_0)
    return _judged(change, influence)


def _only(sides: Sides, who: np.ndarray) -> Sides:
    return np.where(who, sides[0], 0.0), np.where(who, sides[1], 0.0)


@dataclass(frozen=True)
class _Classes:
    """Classes of customers about as long with the shop, `count` of equal length; one more for all who are younger or older."""

    youngest: float
    span: float
    count: int

    @classmethod
    def of(cls, first: np.ndarray, most: int) -> "_Classes":
        """From the days since the first orders in the window before: classes of `ALIKE_DAYS`, or longer ones where there may be only `most`."""
        span = float(first.max() - first.min()) + 1
        return cls(float(first.min()), span, int(np.clip(span // ALIKE_DAYS, 1, max(most, 1))))

    def place(self, first: np.ndarray) -> np.ndarray:
        """The class of each customer."""
        found = np.floor((first - self.youngest) * self.count / self.span)
        return np.where((found >= 0) & (found < self.count), found, self.count).astype(int)


def of_days(now: np.ndarray, now_later: np.ndarray, before: np.ndarray) -> Change:
    """The difference of two counts over the same days of both windows; what each customer adds, in the same order throughout."""
    one, other = (_judged(float(counts.sum() - before.sum()), counts - before) for counts in (now, now_later))
    return _both(one, other)


def _judged(change: float, influence: np.ndarray) -> Change:
    found = stats.linearised(change, influence)
    return Change(change, found.low, found.high, float(stats.p_of_change(change, found.low, found.high)))


def _both(one: Change, other: Change) -> Change:
    """The smaller change of two readings, with an interval that holds both; a change only one of them sees, or both in opposite ways, is none."""
    agree = one.change * other.change > 0
    change, p = (min(one.change, other.change, key=abs), max(one.p, other.p)) if agree else (0.0, 1.0)
    return Change(change, min(one.low, other.low), max(one.high, other.high), p)
