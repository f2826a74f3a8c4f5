"""Entries × steps → candidates: when each message is due, and until when it may go.

Days are days of the customer's own clock, so a message at 10:00 is at 10:00 there, in summer and in winter; hours are hours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from retention.journeys.clock import Zones, by_zones, latest_of, on_the_clock, time_of_day
from retention.seasons import Window
from retention.settings import Journey, JourneysSettings, Step

NEVER = np.datetime64("NaT", "s")
# Dates and entries are looked for a little further than the clock says, since days begin elsewhere at another time.
MARGIN = timedelta(days=2)
# Longer than the days of silence that notebook 02 has where a journey says none.
LONGEST_SILENCE = 120


@dataclass(frozen=True)
class Sent:
    """What became of an earlier step of each entry: when it was sent, by which channel, until when its coupon lives; missing where it was not."""

    at: np.ndarray
    channel: np.ndarray
    offer_until: np.ndarray


def window_of(name: str, settings: JourneysSettings, today: date, ahead: int) -> Window:
    """Which entries of a journey may have a message due within `ahead` days, or just expired; those of its group are looked for as far back."""
    journeys = settings.all_journeys
    journey = journeys[name]
    group = [one for one in journeys.values() if one.exclusive_group and one.exclusive_group == journey.exclusive_group] or [journey]
    back = max(reach(one)[1] for one in group)
    before = reach(journey)[0]
    back += timedelta(days=_between_entrances(journey))
    first, last = today - back - MARGIN, today - min(before, timedelta()) + timedelta(days=ahead) + MARGIN
    return Window(max(first, journey.since) if journey.since else first, last)


def _between_entrances(journey: Journey) -> int:
    """How long after the first entrance of an occasion another one may still be taken for the first, days."""
    days = [entrance.days or LONGEST_SILENCE for entrance in journey.enter]
    return max(days) if len(days) > 1 else 0


def reach(journey: Journey) -> tuple[timedelta, timedelta]:
    """From the entry to the first message that may be due, and to the last moment at which one may go."""
    starts = [from_entry(journey, step) for step in journey.steps]
    return min(starts), max(start + step.expires.delta for start, step in zip(starts, journey.steps, strict=True))


def from_entry(journey: Journey, step: Step) -> timedelta:
    """How long after the entry a step is due, where the steps before it go at once."""
    before = journey.step(step.after_step) if step.after_step else None
    return step.after.delta + (from_entry(journey, before) if before is not None else timedelta())


def due_of(entries: pd.DataFrame, zones: Sequence[Zones], step: Step, before: np.ndarray | None, sent: Sent | None) -> np.ndarray:
    """When a step is due for each entry. `before`: when the step it follows was due; `sent`: what became of that, which counts where it is known.

    A customer of whom nobody knows where she lives has her day counted in UTC; she is blocked by her own guard.
    """
    there = [zone or ("UTC",) for zone in zones]
    entered, on = entries["entered_at"].to_numpy().astype("datetime64[s]"), entries["entered_on"].to_numpy().astype("datetime64[s]")
    clock = np.where(np.isnat(on), _clock(entered, there), on)
    base = np.where(np.isnat(on), entered, latest_of(on, there))
    if before is not None:
        base = before if sent is None else np.where(np.isnat(sent.at), before, sent.at)
        clock = _clock(base, there)
    days, hours = np.timedelta64(step.after.days * 86_400, "s"), np.timedelta64(step.after.hours * 3_600, "s")
    if step.at is None:
        # Whole days keep the time of the day; hours pass as they do.
        return np.asarray((latest_of(clock + days, there) if step.after.days else base) + hours)
    day = (clock + days + hours).astype("datetime64[D]").astype("datetime64[s]")
    due = latest_of(day + time_of_day(step.at), there)
    too_early = (due < base) & (step.after.delta >= timedelta())
    return np.asarray(np.where(too_early, latest_of(day + np.timedelta64(86_400, "s") + time_of_day(step.at), there), due))


def _clock(moments: np.ndarray, zones: Sequence[Zones]) -> np.ndarray:
    return by_zones(moments, zones, lambda times, there: np.min([on_the_clock(times, zone) for zone in there], axis=0))


def local_days(moments: np.ndarray, zones: Sequence[Zones]) -> np.ndarray:
    """The day it is where each customer is; of several zones the earliest."""
    return _clock(moments, [zone or ("UTC",) for zone in zones]).astype("datetime64[D]")


def step_done(messages: pd.DataFrame, entries: pd.DataFrame, journey: str, key: str, states: Sequence[str]) -> Sent:
    """What MESSAGES say of a step of each entry, in the states given."""
    here = messages[(messages["journey"] == journey) & (messages["step"] == key) & messages["state"].isin(states)]
    if not len(here):
        return Sent(np.full(len(entries), NEVER), np.full(len(entries), None, dtype=object), np.full(len(entries), NEVER))
    last = here.sort_values("sent_at").drop_duplicates(["customer_id", "entry_key"], keep="last").set_index(["customer_id", "entry_key"])
    found = last.reindex(pd.MultiIndex.from_frame(entries[["customer_id", "entry_key"]]))
    at, until = (pd.to_datetime(found[name]).to_numpy().astype("datetime64[s]") for name in ("sent_at", "offer_until"))
    return Sent(at, found["channel"].astype(object).where(found["channel"].notna(), None).to_numpy(), until)
