"""The clock of parcels: it stands still on the days on which no parcel moves (Spring Festival), and so do ages and promises.

The days of a festival that is over are told by the parcels themselves: around it, the longest run of days on which hardly any arrives. Of days to
come, or where too few parcels are told, carriers are taken to stop from `DAYS_BEFORE` the festival to `DAYS_AFTER`. A shop may name the days itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from retention.seasons import SPRING_FESTIVAL

DAYS_BEFORE, DAYS_AFTER = 4, 5
# A stop is looked for so many days around a festival, and told by parcels where usually at least so many arrive a day.
AROUND, USUAL_DAYS, LEAST_A_DAY = 14, 42, 4
# Of what usually arrives, less than this is hardly any.
HARDLY = 0.15
Span = tuple[date, date]


@dataclass(frozen=True)
class ParcelClock:
    """Counts days and hours on which parcels move; `stops` are first and last days on which they do not."""

    stops: tuple[Span, ...] = ()
    zone: str = "UTC"

    def days(self, first: Any, last: Any) -> np.ndarray:
        """Moving days from one day to another, missing where either is: 0 on the day itself."""
        start, end = (pd.to_datetime(pd.Series(days)).to_numpy().astype("datetime64[D]") for days in (first, last))
        start, end = np.broadcast_arrays(start, end)
        known = ~(np.isnat(start) | np.isnat(end))
        found = np.full(start.shape, np.nan)
        one = np.timedelta64(1, "D")
        # Days after the first one, up to the last one.
        found[known] = np.busday_count(start[known] + one, end[known] + one, busdaycal=self.busday())
        return found

    def hours(self, start: Any, end: Any) -> np.ndarray:
        """Hours from one moment (UTC) to another without those of the stops."""
        first, last = (pd.to_datetime(pd.Series(moments)).to_numpy().astype("datetime64[s]") for moments in (start, end))
        first, last = np.broadcast_arrays(first, last)
        passed = (last - first) / np.timedelta64(3600, "s")
        for opens, closes in self._moments:
            still = (np.minimum(last, closes) - np.maximum(first, opens)) / np.timedelta64(3600, "s")
            passed = passed - np.clip(np.where(np.isnan(passed), 0, still), 0, None)
        return np.asarray(passed)

    def stands_on(self, day: date) -> bool:
        """Whether parcels stand still on a day."""
        return any(first <= day <= last for first, last in self.stops)

    def last_moving(self, day: date) -> date:
        """The last day up to `day` on which parcels moved."""
        while self.stands_on(day):
            day -= timedelta(days=1)
        return day

    def busday(self) -> np.busdaycalendar:
        """The same days as numpy counts them."""
        parts = [np.arange(np.datetime64(first), np.datetime64(last) + 1) for first, last in self.stops]
        return np.busdaycalendar("1111111", np.concatenate(parts) if parts else [])

    @property
    def _moments(self) -> list[tuple[np.datetime64, np.datetime64]]:
        """When each stop begins and ends, UTC."""
        days = [(first, last + timedelta(days=1)) for first, last in self.stops]
        return [(self._midnight(first), self._midnight(after)) for first, after in days]

    def _midnight(self, day: date) -> np.datetime64:
        at = pd.Timestamp(day).tz_localize(ZoneInfo(self.zone)).tz_convert("UTC").tz_localize(None)
        return np.datetime64(at, "s")


def clock_of_parcels(signed_on: pd.Series, as_of: date, zone: str, own: Sequence[Span] = (), festivals: bool = True) -> ParcelClock:
    """The clock by the days on which parcels were signed for, up to `as_of`.

    `own`: the shop's stops, in place of festivals. Without `festivals` (another calendar) parcels never stop.
    """
    if own or not festivals:
        return ParcelClock(tuple(sorted(own)), zone)
    arrived = pd.to_datetime(signed_on).dropna().dt.normalize().value_counts()
    years = range(arrived.index.min().year if len(arrived) else as_of.year, as_of.year + 2)
    return ParcelClock(tuple(_stop(day, arrived, as_of) for day in SPRING_FESTIVAL if day.year in years), zone)


def _stop(festival: date, arrived: pd.Series, as_of: date) -> Span:
    """The days around one festival on which parcels stand still: as parcels tell up to `as_of`, as usual after it."""
    assumed = festival - timedelta(days=DAYS_BEFORE), festival + timedelta(days=DAYS_AFTER)
    first = festival - timedelta(days=AROUND)
    before = arrived.reindex(pd.date_range(first - timedelta(days=USUAL_DAYS), first - timedelta(days=1)), fill_value=0)
    usual = float(before.median())
    if usual < LEAST_A_DAY or as_of < assumed[0]:
        return assumed
    around = arrived.reindex(pd.date_range(first, min(as_of, festival + timedelta(days=AROUND))), fill_value=0)
    still = _longest(pd.DatetimeIndex(around[around < HARDLY * usual].index))
    if still is None or still[1] < festival - timedelta(days=DAYS_BEFORE):
        # As of this day nobody has seen it begin.
        return assumed if as_of < festival else (festival, festival - timedelta(days=1))
    goes_on = still[1] == as_of and as_of < assumed[1]
    return still[0], assumed[1] if goes_on else still[1]


def _longest(days: pd.DatetimeIndex) -> Span | None:
    """First and last day of the longest run, at least two days long."""
    if len(days) == 0:
        return None
    runs = (pd.Series(days).diff() != pd.Timedelta(1, "D")).cumsum()
    sizes = runs.value_counts()
    longest = pd.Series(days)[(runs == sizes.idxmax()).to_numpy()]
    return (longest.iloc[0].date(), longest.iloc[-1].date()) if len(longest) > 1 else None
