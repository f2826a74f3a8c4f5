"""Clocks: what time it is where a customer is, and when a time of her day comes, over summer time and back.

Moments are UTC, times of a clock have no zone; both are numpy datetimes to the second. A time that a clock leaves out becomes the first one
after the gap; of a time that it shows twice the first one is meant.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

DAY = np.timedelta64(86_400, "s")
Zones = tuple[str, ...]
# A clock is right again after so many steps from one zone's opening to the next one's.
MOST_STEPS = 12


def seconds(values: object) -> np.ndarray:
    """Times as numpy datetimes to the second, whatever they come as; a zone is taken off after turning to UTC."""
    found = pd.to_datetime(pd.Series(values), utc=True)
    return found.dt.tz_localize(None).to_numpy().astype("datetime64[s]")


def moment(at: datetime) -> np.datetime64:
    """A moment with a zone as UTC to the second."""
    return np.datetime64(int(at.timestamp()), "s")


def on_the_clock(moments: np.ndarray, zone: str) -> np.ndarray:
    """What a clock in `zone` shows at these moments."""
    return pd.DatetimeIndex(moments).tz_localize("UTC").tz_convert(zone).tz_localize(None).to_numpy().astype("datetime64[s]")


def moment_of(clock: np.ndarray, zone: str) -> np.ndarray:
    """The moments at which a clock in `zone` shows these times."""
    times = pd.DatetimeIndex(clock)
    # pandas' own way over a gap is wrong where the gap is half an hour.
    there = times.tz_localize(zone, ambiguous=np.ones(len(times), dtype=bool), nonexistent="NaT")
    found = there.tz_convert("UTC").tz_localize(None).to_numpy().astype("datetime64[s]")
    left_out = np.isnat(found) & ~np.isnat(clock.astype("datetime64[s]"))
    if left_out.any():
        found[left_out] = [_after_the_gap(at.to_pydatetime(), ZoneInfo(zone)) for at in times[left_out]]
    return found


def _after_the_gap(shown: datetime, zone: ZoneInfo) -> np.datetime64:
    """The moment of the change of clocks around a time that is left out: between the two readings of it, found by halves."""
    ends = sorted(int(shown.replace(tzinfo=zone, fold=fold).timestamp()) for fold in (0, 1))
    low, high = ends
    before = datetime.fromtimestamp(low, zone).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if datetime.fromtimestamp(middle, zone).utcoffset() == before else (low, middle)
    return np.datetime64(high, "s")


def latest_of(clock: np.ndarray, zones: Sequence[Zones]) -> np.ndarray:
    """The moments at which clocks in all zones of each row have reached these times; missing where a row has no zone."""

    def latest(times: np.ndarray, there: Zones) -> np.ndarray:
        return np.max([moment_of(times, zone) for zone in there], axis=0)

    return by_zones(clock, zones, latest)


def by_zones(times: np.ndarray, zones: Sequence[Zones], what: Callable[[np.ndarray, Zones], np.ndarray]) -> np.ndarray:
    """`what` of the rows with the same zones, for all rows; missing where a row has none."""
    result = np.full(len(times), np.datetime64("NaT"), dtype="datetime64[s]")
    known = ~np.isnat(times)
    codes, distinct = pd.factorize(pd.Series(list(zones), dtype=object))
    for code, there in enumerate(distinct):
        rows = (codes == code) & known
        if there and rows.any():
            result[rows] = what(times[rows], there)
    return result


def next_allowed(moments: np.ndarray, zones: Sequence[Zones], opens: str, closes: str) -> np.ndarray:
    """The first moment from each on at which clocks in all zones of the row stand between `opens` and before `closes`.

    Missing where the row has no zone, or no hour of the day suits all of its zones.
    """
    first, last = time_of_day(opens), time_of_day(closes)

    def allowed(times: np.ndarray, there: Zones) -> np.ndarray:
        at = times.copy()
        for _ in range(MOST_STEPS):
            moved = at
            for zone in there:
                moved = _next_open(moved, zone, first, last)
            if (moved == at).all():
                return at
            at = moved
        still = np.zeros(len(at), dtype=bool)
        for zone in there:
            still |= _next_open(at, zone, first, last) != at
        return np.where(still, np.datetime64("NaT"), at)

    return by_zones(moments, zones, allowed)


def _next_open(moments: np.ndarray, zone: str, first: np.timedelta64, last: np.timedelta64) -> np.ndarray:
    clock = on_the_clock(moments, zone)
    midnight = clock.astype("datetime64[D]").astype("datetime64[s]")
    into = clock - midnight
    closed = (into < first) | (into >= last)
    if not closed.any():
        return moments
    day = midnight[closed] + np.where(into[closed] >= last, DAY, np.timedelta64(0, "s"))
    moved = moments.copy()
    moved[closed] = np.maximum(moment_of(day + first, zone), moments[closed] + np.timedelta64(1, "s"))
    return moved


def time_of_day(clock: str) -> np.timedelta64:
    """How far into the day a time like 10:00 is."""
    hours, minutes = clock.split(":")
    return np.timedelta64(int(hours) * 3_600 + int(minutes) * 60, "s")
