"""The month that is over: what was sent, and what plans under today's settings would have sent in its place.

A plan is played for each of its mornings, one after the other, on what was known then; each knows what those before it sent. What was really sent in
that time is taken away, since the plans stand in its place. Journeys that look at the customers of a moment (rules, tiers, points) cannot be played,
because that moment's tables are not kept; conditions of the others are those of today's customers.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

import ibis
import numpy as np
import pandas as pd
from ibis import _

from retention.journeys.clock import moment, next_allowed, on_the_clock, seconds
from retention.journeys.entering import History, entered
from retention.journeys.judging import LONGEST_WINDOW, window_of_cap
from retention.journeys.noting import joined, noted
from retention.journeys.occasions import KINDS, Seen
from retention.journeys.people import People, history_of_touches, people_of
from retention.journeys.plan import judged
from retention.journeys.request import Request
from retention.settings import JourneysSettings
from retention.tables.messages import HISTORY, SENT

# What of a customer is the same on all days: number, address, clock.
UNCHANGED = ("known", "telephones", "emails", "zones", "languages", "address_text")
# Columns of HISTORY's tables by which they are cut.
CUT = ("entered_at", "first_due", "sent_at", "since")


@dataclass(frozen=True)
class Replayed:
    """Messages as `weighed` takes them, of plans that were played; and the journeys that could not be."""

    messages: pd.DataFrame
    left_out: tuple[str, ...]


def replayed(request: Request, mornings: Iterable[datetime], seen_at: Callable[[datetime], Seen]) -> Replayed:
    """The messages that plans of these mornings would have sent; `seen_at` gives the shop's tables at a moment."""
    at = list(mornings)
    settings, left_out = playable(request.settings)
    begins = moment(at[0])
    history, people = before(request.history, begins), None
    parts = []
    for morning in at:
        seen = _without_touches_since(seen_at(morning), begins)
        today = replace(
            request, seen=seen, settings=settings, history=history, rehearsal=True, stopped=False, stale=frozenset(), due_since=begins, ahead=0
        )
        found = entered(seen, settings, request.wide, request.kinds, history, 0, None)
        people = _same_people(people, today, found.table["customer_id"])
        plan = judged(today, people, found)
        new = noted(plan)
        sent = new.messages.assign(state="delivered")
        history = joined(history, replace(new, messages=sent))
        parts.append(sent[["customer_id", "channel", "purpose", "sent_at", "journey"]])
    told = pd.concat(parts, ignore_index=True).rename(columns={"sent_at": "at"})
    return Replayed(told.assign(at=seconds(told["at"])), left_out)


def playable(settings: JourneysSettings) -> tuple[JourneysSettings, tuple[str, ...]]:
    """The settings without live journeys that look at the customers of a moment, and the names of those."""
    out = {
        name: journey.model_copy(update={"live": False})
        for name, journey in settings.journeys.items()
        if journey.live and any(one.trigger == "rule" or "members" in KINDS[one.trigger].needs for one in journey.enter)
    }
    rules = tuple(rule.id for rule in settings.rules if rule.live and rule.then.send is not None)
    return settings.model_copy(update={"journeys": {**settings.journeys, **out}, "rules": ()}), (*out, *rules)


def before(history: History, begins: np.datetime64) -> History:
    """What was noted before a moment."""
    parts = (history.entries, history.assignments, history.messages, history.tags)
    cut = [part[part[column] < pd.Timestamp(begins)].reset_index(drop=True) for part, column in zip(parts, CUT, strict=True)]
    return History(*(part if len(part) else promise.empty() for part, promise in zip(cut, HISTORY, strict=True)))


def _without_touches_since(seen: Seen, begins: np.datetime64) -> Seen:
    touches = seen.tables.get("touches")
    if touches is None:
        return seen
    until = ibis.timestamp(pd.Timestamp(begins).to_pydatetime())
    return replace(seen, tables={**seen.tables, "touches": touches.filter(_.touched_at < until)}, members=None, members_before=None)


def _same_people(known: People | None, request: Request, customers: pd.Series) -> People:
    """The people of a day; numbers, addresses and clocks are read once for all days, since reading them takes longest."""
    fresh = request.seen
    if known is not None and customers.isin(known.ids).all():
        people = replace(known, seen=fresh)
        # Their cached values stand in the object's own dictionary.
        people.__dict__.update({name: getattr(known, name) for name in UNCHANGED})
        return people
    everybody = [customers, request.wide["customer_id"], *([pd.Series(known.ids)] if known is not None else [])]
    return people_of(pd.concat(everybody, ignore_index=True), fresh, request.settings, request.country, request.wide)


# --- what was sent, and how it keeps to today's rules -------------------------------------------------------------


def sent_messages(seen: Seen, messages: pd.DataFrame, since: np.datetime64) -> pd.DataFrame:
    """What went out from a moment on and in the year before, which caps look at: customer_id, channel, purpose, at.

    Touches do not say what for, so theirs count as marketing; the time is the one at which they were due.
    """
    year = pd.Timestamp(since) - pd.Timedelta(LONGEST_WINDOW, "D")
    others = history_of_touches(seen.tables, messages, year.to_pydatetime()).assign(purpose="marketing")
    own = messages[messages["state"].isin(SENT) & (messages["sent_at"] >= year)].rename(columns={"sent_at": "at"})
    names = ["customer_id", "channel", "purpose", "at"]
    parts = [part[names] for part in (others, own) if len(part)]
    told = pd.concat(parts, ignore_index=True) if parts else others[names]
    return told.assign(at=seconds(told["at"]))


def weighed(messages: pd.DataFrame, people: People, since: np.datetime64, until: np.datetime64) -> pd.DataFrame:
    """One row per day of the shop from `since` up to `until`: day, messages, service, doubles, nights, over_cap, no_clock.

    `messages` of marketing; `service` beside them. A double is a customer's second message of a day, and each after it. A night is one outside the
    hours of the settings on the customer's clock; no_clock: nothing tells what her clock showed. over_cap: a cap was reached before it went.
    """
    settings, zone = people.settings, people.seen.zone
    told = messages[people.of(messages["customer_id"]) >= 0]
    told = told.sort_values(["at", "customer_id"], kind="stable", ignore_index=True)
    marketing = told[told["purpose"] == "marketing"].reset_index(drop=True)
    person, at = people.of(marketing["customer_id"]), marketing["at"].to_numpy().astype("datetime64[s]")
    zones = [people.zones[number] for number in person]
    allowed = next_allowed(at, zones, settings.quiet_hours.to, settings.quiet_hours.from_)
    capped = np.zeros(len(marketing), dtype=bool)
    for cap in settings.caps:
        counts = np.ones(len(marketing), dtype=bool) if cap.channels == "any" else marketing["channel"].isin(cap.channels).to_numpy()
        rows = np.flatnonzero(counts)
        capped[rows] |= _earlier(person[rows], at[rows], window_of_cap(cap, at[rows], zone)) >= cap.most
    days = _days(at, zone)
    flagged = pd.DataFrame(
        {
            "day": days,
            "at": at,
            "messages": 1,
            "service": 0,
            "doubles": pd.DataFrame({"person": person, "day": days}).duplicated().to_numpy(),
            "nights": ~np.isnat(allowed) & (allowed != at),
            "over_cap": capped,
            "no_clock": np.isnat(allowed),
        }
    )
    other = told[told["purpose"] != "marketing"]
    moments = other["at"].to_numpy().astype("datetime64[s]")
    both = pd.concat([flagged, pd.DataFrame({"day": _days(moments, zone), "at": moments, "service": 1})], ignore_index=True)
    both = both[(both["at"] >= since) & (both["at"] < until)]
    names = ["messages", "service", "doubles", "nights", "over_cap", "no_clock"]
    counted = both.assign(**{name: both[name].fillna(0).astype("int64") for name in names}).groupby("day")[names].sum()
    every = pd.date_range(_days(np.array([since]), zone)[0], _days(np.array([until - np.timedelta64(1, "s")]), zone)[0], name="day")
    return counted.reindex(every.astype("datetime64[s]"), fill_value=0).reset_index()


def _days(at: np.ndarray, zone: str) -> np.ndarray:
    return np.asarray(on_the_clock(at, zone).astype("datetime64[D]").astype("datetime64[s]"))


def _earlier(person: np.ndarray, at: np.ndarray, after: np.ndarray) -> np.ndarray:
    """How many of the same person's messages came before each one and after a moment; of two at one moment the first row came first."""
    order = np.lexsort((np.arange(len(at)), at, person))
    keys = _keys(person[order], at[order])
    first = np.searchsorted(keys, _keys(person[order], after[order]), side="right")
    found = np.empty(len(at), dtype="int64")
    found[order] = np.arange(len(at)) - first
    return found


def _keys(person: np.ndarray, at: np.ndarray) -> np.ndarray:
    # Seconds since 1970 fit into 34 bits with room on both sides.
    return np.asarray((person.astype("int64") << 35) + (at.astype("datetime64[s]").astype("int64") + (1 << 33)))


def everybody(seen: Seen, customers: Iterable[pd.Series], settings: JourneysSettings, country: str) -> People:
    """The people among these, for `weighed`."""
    return people_of(pd.concat(list(customers), ignore_index=True), seen, settings, country, pd.DataFrame({"customer_id": pd.Series(dtype="str")}))
