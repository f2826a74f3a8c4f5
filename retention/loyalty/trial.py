"""On whom and how programmes are tried: what stays the same while programmes, or one assumption, change."""

from dataclasses import dataclass, replace
from datetime import date

from retention.loyalty.economics import LEVEL
from retention.loyalty.members import Members
from retention.loyalty.redemption import PRIOR
from retention.loyalty.simulate import Simulated, simulate
from retention.settings import Assumptions, Programme


@dataclass(frozen=True)
class Trial:
    """Members and what is assumed of them, the margin (share of net paid), the horizon, the seed, and the band's level."""

    members: Members
    assumptions: Assumptions
    margin: float
    start: date
    months: int = 36
    seed: int = 1
    level: float = LEVEL
    prior: tuple[float, float] = PRIOR

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
        """A programme on so many draws from `first_draw` on."""
        return simulate(programme, self.members, self.assumptions, self.margin, self.start, self.months, draws, self.seed, first_draw)
