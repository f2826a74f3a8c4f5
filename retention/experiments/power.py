"""What an experiment of two groups can show: how many people a difference of shares needs, and the smallest one that so many show.

Two-sided test of two shares, z pooled under no difference (Fleiss, Levin & Paik 2003, ch. 4); level .05 and power .80 unless said otherwise.
"""

import math

import numpy as np
from scipy import optimize, special

from retention.stats import z_of

LEVEL, POWER = 0.95, 0.80
# Control groups that are tried, the smallest first; and what a control group is to show: this much more than the base rate, relatively.
SHARES = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
WORTH_SEEING, HOPELESS = 0.5, 1.0


def group_sizes(base: float, other: float, times: float = 1, level: float = LEVEL, power: float = POWER) -> tuple[int, int]:
    """People needed (control, treated) to show `other` instead of `base`, with `times` as many treated as control.

    >>> group_sizes(0.08, 0.10), group_sizes(0.08, 0.10, times=9)
    ((3213, 3213), (1839, 16551))
    """
    control = math.ceil(_control_needed(base, other, times, level, power))
    return control, math.ceil(control * times)


def smallest_difference(base: float, people: float, share: float, level: float = LEVEL, power: float = POWER) -> float:
    """The smallest rise above `base`, in share, that `people` show with this share of them as control; missing where none up to 1 is shown.

    What is not known shows nothing.

    >>> round(smallest_difference(0.05, 2900, 0.1), 3), round(smallest_difference(0.05, 2900, 0.5), 3)
    (0.047, 0.025)
    """
    control = people * share
    if not 0 < base < 1 or not 0 < share < 1 or not control >= 2:
        return float("nan")
    times = (1 - share) / share

    def lacking(rise: float) -> float:
        return _control_needed(base, base + rise, times, level, power) - control

    if lacking(1 - base) > 0:
        return float("nan")
    return float(optimize.brentq(lacking, 1e-6, 1 - base)) if lacking(1e-6) > 0 else 1e-6


def power_of(base: float, rise: float, treated: int, control: int, level: float = LEVEL) -> float:
    """Chance that a two-sided test shows this rise above `base`; missing where a group is empty or a share is none.

    >>> round(power_of(0.08, 0.02, 3213, 3213), 2)
    0.8
    """
    other = base + rise
    if not treated or not control or not 0 < base < 1 or not 0 < other <= 1 or not rise:
        return float("nan")
    pooled = (base * control + other * treated) / (treated + control)
    null = z_of(level) * math.sqrt(pooled * (1 - pooled) * (1 / treated + 1 / control))
    spread = math.sqrt(base * (1 - base) / control + other * (1 - other) / treated)
    return float(special.ndtr((rise - null) / spread) + special.ndtr((-rise - null) / spread))


def chosen_share(base: float, people_a_year: float) -> float:
    """The smallest control group that shows half as many again within a year; .5 where only that may; .1 where not even a doubling shows.

    Where nothing can be seen a large control group only keeps messages back: the hold-out of the whole programme is read instead.
    """
    for share in SHARES:
        rise = smallest_difference(base, people_a_year, share)
        if np.isfinite(rise) and rise <= WORTH_SEEING * base:
            return share
    rise = smallest_difference(base, people_a_year, SHARES[-1])
    return SHARES[-1] if np.isfinite(rise) and rise <= HOPELESS * base else SHARES[1]


def _control_needed(base: float, other: float, times: float, level: float, power: float) -> float:
    pooled = (base + times * other) / (1 + times)
    null = z_of(level) * math.sqrt(pooled * (1 - pooled) * (1 + 1 / times))
    shown = float(special.ndtri(power)) * math.sqrt(base * (1 - base) + other * (1 - other) / times)
    return (null + shown) ** 2 / (other - base) ** 2
