"""A plan: what goes out now, what waits for its time, and who is not written to and why. Every candidate ends in exactly one of the three.

Nothing is scheduled ahead: each plan looks at the tables and at what was sent before anew, so a run that was missed, or made twice, changes
nothing but the time.
"""

import hashlib
import json
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from retention.journeys import choosing, judging
from retention.journeys.entering import Entered, entered
from retention.journeys.guards import BEFORE_THE_LOT, blocking, first_of
from retention.journeys.people import People, people_of
from retention.journeys.request import Request
from retention.settings import Cap, JourneysSettings


@dataclass(frozen=True)
class Plan:
    """Candidates with what came of each: `table`, and the people, entries and request behind it."""

    request: Request
    people: People
    entries: Entered
    table: pd.DataFrame

    @property
    def goes(self) -> pd.DataFrame:
        """Messages that go out in this plan."""
        return self.table[self.table["outcome"] == "goes"]

    @property
    def waits(self) -> pd.DataFrame:
        """Messages that are due later, or held until quiet hours are over."""
        return self.table[self.table["outcome"] == "waits"]

    @property
    def blocked(self) -> pd.DataFrame:
        """Candidates due in this plan that are not written to."""
        return self.table[self.table["outcome"] == "blocked"]

    @cached_property
    def by_guard(self) -> pd.DataFrame:
        """All guards with what each decided of the candidates due in this plan."""
        due = self.table[self.table["outcome"] != "waits"]
        return blocking(due["guard"], due["bits"].to_numpy())

    @cached_property
    def keys(self) -> list[str]:
        """The message key of each message that goes."""
        shop = self.request.shop
        rows = self.goes[["journey", "entry_key", "step_key", "customer_id"]].itertuples(index=False)
        return [message_key(shop, *row) for row in rows]

    def capped(self, most: int, days: int) -> "Plan | None":
        """The plan under one more cap on all channels; None where a cap of the settings lets no more through as it is."""
        settings = self.request.settings
        if any(cap.channels == "any" and cap.days is not None and cap.days >= days and cap.most <= most for cap in settings.caps):
            return None
        return self._what_if(settings.model_copy(update={"caps": (*settings.caps, Cap(channels="any", most=most, days=days))}))

    def quiet_from(self, clock: str) -> "Plan | None":
        """The plan if no marketing went from a time of the day on; None where none does, or none would at all."""
        settings = self.request.settings
        hours = settings.quiet_hours
        if not hours.to < clock < hours.from_:
            return None
        # Settings that are read refuse steps at a later time; here these wait until the morning.
        return self._what_if(settings.model_copy(update={"quiet_hours": hours.model_copy(update={"from_": clock})}))

    def _what_if(self, settings: JourneysSettings) -> "Plan":
        """The same people and entries under other settings."""
        return judged(replace(self.request, settings=settings), replace(self.people, settings=settings), self.entries)


def message_key(shop: str, journey: str, entry_key: str, step: str, customer: str) -> str:
    """What a message is known by for ever: a JSON list, so that no field can look like two."""
    told = json.dumps([1, shop, journey, entry_key, step, "message", customer], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def make(request: Request) -> Plan:
    """The plan of a moment."""
    judging.refuse_renamed(request)
    found = entered(
        request.seen, request.settings, request.wide, request.kinds, request.history, request.ahead, None if request.rehearsal else request.started
    )
    people = people_of(found.table["customer_id"], request.seen, request.settings, request.country, request.wide)
    return judged(request, people, found)


def judged(request: Request, people: People, found: Entered) -> Plan:
    """The plan of people and entries that are known."""
    table = judging.candidates(request, people, found.table)
    table = choosing.chosen(request, people, table)
    bits = table["bits"].to_numpy()
    later = table["later"].to_numpy(dtype=bool)
    # A message that quiet hours hold until tomorrow is judged again tomorrow.
    held = (bits == 0) & (table["send_from"].to_numpy() >= request.until)
    outcome = np.where(later | held, "waits", np.where(bits == 0, "goes", "blocked"))
    outcome = np.where(later & (bits != 0), "blocked_later", outcome)
    table = table.assign(outcome=outcome, guard=first_of(bits), in_experiment=(bits & BEFORE_THE_LOT) == 0)
    return Plan(request, people, found, table[table["outcome"] != "blocked_later"].reset_index(drop=True))
