"""What a loyalty programme earns or costs before it is launched, and a better one."""

from retention.pages.programmes.design_sections import (
    assumptions,
    experiment,
    liability,
    measured,
    needed,
    points_age,
    points_flow,
    proposed,
    search,
    sensitivity,
    what_if,
)
from retention.pages.programmes.sections import (
    actions,
    bottom_line,
    break_even,
    costs,
    gains,
    key_figures,
    moves,
    rewards,
    tiers_and_rules,
)

__all__ = [
    "actions",
    "assumptions",
    "bottom_line",
    "break_even",
    "costs",
    "experiment",
    "gains",
    "key_figures",
    "liability",
    "measured",
    "moves",
    "needed",
    "points_age",
    "points_flow",
    "proposed",
    "rewards",
    "search",
    "sensitivity",
    "tiers_and_rules",
    "what_if",
]
