"""On whom and how programmes are tried: what stays the same while programmes, or one assumption, change."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np

from retention.programmes.economics import LEVEL, beside_never, worth_of_brought
from retention.programmes.members import Members
from retention.programmes.opening import honoured, same_rules, takes_over
from retention.programmes.response import NOTHING_SEEN, Seen
from retention.programmes.simulate import Simulated, as_without, simulate
from retention.redemption import PRIOR
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
    # What the points members hold are spent for under today's programme, by the same.
    _owed: dict[tuple[int, int], np.ndarray] = field(default_factory=dict, init=False, repr=False, compare=False)

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
        """A programme on so many draws from `first_draw` on; its gains are beside having none, where today's is given up and its points paid."""
        made = self._beside_never(programme, draws, first_draw)
        paid = self._worth_of_held(programme, made)
        if self.today is not None and same_rules(programme, self.today):
            self._owed[draws, first_draw] = paid
        # What cannot be spent here is paid as where there is no programme; what lapses here and would be paid there is nobody's gain.
        return replace(made, none=self.none(draws, first_draw), owed=np.minimum(paid, self.owed(draws, first_draw)))

    def owed(self, draws: int, first_draw: int = 0) -> np.ndarray:
        """What stopping today's programme pays for the points members hold: what they would be spent for under it, per draw, unscaled."""
        if self.today is None or not len(self.members.held_points):
            return np.zeros(draws)
        key = draws, first_draw
        if key not in self._owed:
            self._owed[key] = self._worth_of_held(self.today, self._beside_never(self.today, draws, first_draw))
        return self._owed[key]

    def _worth_of_held(self, programme: Programme, made: Simulated) -> np.ndarray:
        """What the points held are spent for in a programme; nothing where it takes none over."""
        if self.today is None or not len(self.members.held_points) or not takes_over(programme):
            return np.zeros(len(made.drawn))
        taken = honoured(self.members, self.today, programme)
        return worth_of_brought(made, int(taken.held_points[taken.held_since >= 0].sum()), self.prior)

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
        members = members if self.today is None else honoured(members, self.today, programme)
        told = self.assumptions, self.margin, self.start, self.months, draws, self.seed, first_draw
        return simulate(programme, members, *told, before=seen)
