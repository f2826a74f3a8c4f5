"""What a plan is made from: settings, tables at a moment, what was sent before, and the lots."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from retention.journeys.clock import moment
from retention.journeys.entering import History
from retention.journeys.guards import bit
from retention.journeys.occasions import Seen
from retention.journeys.people import People
from retention.settings import JourneysSettings

AHEAD = 14
# What looks at those still standing: texts and offers; and at the end, at all that are chosen: budgets. Candidates → bits.
Standing = Callable[["Request", People, pd.DataFrame], np.ndarray]


@dataclass(frozen=True)
class Request:
    """What a plan is made from.

    `kinds`: the columns rules may use; `wide`: one row per customer with them. `shares`: control group of each journey. `ready`: channels whose
    messages have all that the law wants of them. `started`: when each journey was first planned; `steps`: those that were ever planned.
    `rehearsal`: the plan looks from a day that is over, and nothing of it is handed over. `due_since`: what was due before belonged to plans
    that are not played.
    """

    shop: str
    seen: Seen
    settings: JourneysSettings
    wide: pd.DataFrame
    kinds: Mapping[str, str]
    control_group: Callable[[Iterable[str], str, float], np.ndarray]
    variants_of: Callable[[Iterable[str], str, Mapping[str, float]], np.ndarray]
    shares: Mapping[str, float] = field(default_factory=dict)
    history: History = field(default_factory=History)
    country: str = ""
    ready: frozenset[str] = frozenset()
    stopped: bool = False
    stale: frozenset[str] = frozenset()
    rehearsal: bool = False
    started: Mapping[str, np.datetime64] = field(default_factory=dict)
    steps: frozenset[tuple[str, str]] = frozenset()
    ahead: int = AHEAD
    due_since: np.datetime64 | None = None
    standing: tuple[Standing, ...] = ()
    at_the_end: tuple[Standing, ...] = ()

    @property
    def now(self) -> np.datetime64:
        """Now, UTC."""
        return moment(self.seen.now)

    @cached_property
    def until(self) -> np.datetime64:
        """When the next plan comes; what is due before belongs to this one."""
        return self.now + np.timedelta64(self.settings.plan_hours, "h")

    def share_of(self, journey: str) -> float:
        """The share of a journey's control group."""
        told = self.settings.all_journeys[journey].control
        return self.shares.get(journey, 0.1) if isinstance(told, str) else told

    def of_all(self, journey: str) -> int:
        """Bits of the guards that hold for all of a journey: its data are too old to be handed over, everything is stopped."""
        stale = bit("fresh") if journey in self.stale and not self.rehearsal else 0
        return stale | (bit("stopped") if self.stopped else 0)
