"""On whom and how programmes are tried: what stays the same while programmes, or one assumption, change."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np

from retention.loyalty.economics import LEVEL, beside_never
from retention.loyalty.members import Members
from retention.loyalty.redemption import PRIOR
from retention.loyalty.response import NOTHING_SEEN, Seen
from retention.loyalty.simulate import Simulated, as_without, simulate
from retention.settings import Assumptions, Programme, Tier

# What is left where a programme is stopped.
NO_PROGRAMME = Programme(label="", tiers=(Tier(name="-"),))


@dataclass(frozen=True)
class Trial:
    """Members and what is assumed of them, the margin (share of net paid), the horizon, the seed, and the band's level.

    today: the programme these members live under while they are observed, None without one.
    """

    members: Members
    assumptions: Assumptions
    margin: float
    start: date
    months: int = 36
    seed: int = 1
    level: float = LEVEL
    prior: tuple[float, float] = PRIOR
    today: Programme | None = None
    # Gain of having no programme by (draws, first draw): the same for every programme tried on them.
    _none: dict[tuple[int, int], np.ndarray] = field(default_factory=dict, init=False, repr=False, compare=False)

    def on(self, members: Members) -> "Trial":
        """The same trial on other members."""
        return replace(self, members=members)

    def assuming(self, assumptions: Assumptions) -> "Trial":
        """The same trial under other assumptions."""
        return replace(self, assumptions=assumptions)

    def at_margin(self, margin: float) -> "Trial":
        """The same trial at another margin."""
        return replace(self, margin=margin)

    def simulated(self, programme: Programme, draws: int, first_draw: int = 0) -> Simulated:
        """A programme on so many draws from `first_draw` on; its gains are beside having none, where today's is given up."""
        return replace(self._beside_never(programme, draws, first_draw), none=self.none(draws, first_draw))

    def none(self, draws: int, first_draw: int = 0) -> np.ndarray:
        """Gain of having no programme beside never having had one, per draw, unscaled: what members do who lose what they have."""
        if self.today is None:
            return np.zeros(draws)
        key = draws, first_draw
        if key not in self._none:
            result = self._beside_never(NO_PROGRAMME, draws, first_draw)
            self._none[key] = beside_never(result) / result.scale
        return self._none[key]

    @cached_property
    def _observed(self) -> tuple[Members, Seen]:
        """The members as they would be without today's programme, and what they see of it."""
        if self.today is None:
            return self.members, NOTHING_SEEN
        return as_without(self.today, self.members, self.assumptions, self.start, self.months, self.seed)

    def _beside_never(self, programme: Programme, draws: int, first_draw: int) -> Simulated:
        members, seen = self._observed
        told = self.assumptions, self.margin, self.start, self.months, draws, self.seed, first_draw
        return simulate(programme, members, *told, before=seen)
