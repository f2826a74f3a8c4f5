"""What an experiment has shown: differences of shares (Newcombe) and of means (Welch) between the treated and the control group.

Everybody drawn counts in the group of the draw, whether a message reached them or not, from the day their first message was due.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from retention.stats import LEVEL, newcombe, welch


@dataclass(frozen=True)
class Difference:
    """Treated less control with its interval, and how many people each group has; the interval is missing where a group is too small."""

    value: float
    low: float
    high: float
    treated: int
    control: int


def difference_of_shares(treated: int, of_treated: int, control: int, of_control: int, level: float = LEVEL) -> Difference:
    """Share of the treated who did it less the share of the control group, with Newcombe's interval."""
    if not of_treated or not of_control:
        return Difference(np.nan, np.nan, np.nan, of_treated, of_control)
    low, high = newcombe(treated, of_treated, control, of_control, level=level)
    return Difference(treated / of_treated - control / of_control, float(low), float(high), of_treated, of_control)


def difference_of_means(treated: Iterable[float], control: Iterable[float], level: float = LEVEL) -> Difference:
    """Mean of the treated less that of the control group, with Welch's interval."""
    one, other = list(treated), list(control)
    value, low, high = welch(one, other, level)
    return Difference(value, low, high, len(one), len(other))
