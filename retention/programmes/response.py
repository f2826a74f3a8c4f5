"""How members react to what a programme gives them (METHODS §6): by the reward they see, by what they had before, and by what is near.

A third of the members that sees a reward of s (a share of what it pays) orders u(s) = u_max · (1 − e^(−ε · s / u_max)) more. Of a reaction to
a change a part lasts and the rest fades; what is taken away is felt more strongly than what is given. What members do today they do under
today's programme, so their rates without any are lower by what that one brings: `rates`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats as distributions

from retention.settings import Assumed, Assumptions
from retention.simulation import keyed
from retention.simulation.shapes import Reaction

DRAWN = (
    *("elasticity", "most_uplift", "lasting", "half_life_days", "loss_times", "goal_pull"),
    *("after_reward", "pulled_forward", "stretch", "redeemers", "redeem_chance"),
)
THIRDS = 3
PRIOR_STEPS, LEAST_ELASTICITY = 2_001, 1e-3


@dataclass(frozen=True)
class Seen:
    """What a programme gives each third of the members: its reward, the price paid and the orders its pull brings, by third.

    reward: a share of list prices; price: what is paid of them; pull: orders with the pull of tiers and rewards over orders without,
    at the middle of what is assumed of it.
    """

    reward: np.ndarray
    price: np.ndarray
    pull: np.ndarray


NOTHING_SEEN = Seen(np.zeros(THIRDS), np.ones(THIRDS), np.ones(THIRDS))


def uplift(reward: np.ndarray, elasticity: float, most: float) -> np.ndarray:
    """u, more orders for a reward seen, both as shares.

    >>> uplift(np.array([0.0, 0.05, 1e9]), elasticity=1.5, most=0.3).round(4).tolist()
    [0.0, 0.0664, 0.3]
    """
    return most * -np.expm1(-elasticity * reward / most)


def drawn_assumptions(assumptions: Assumptions, draws: int, seed: int, first_draw: int = 0) -> pd.DataFrame:
    """One row per draw: each assumption from its law, cut to [low, high]; the same whatever programme is tried."""
    columns = {}
    for name in DRAWN:
        told = getattr(assumptions, name)
        columns[name] = [told.at(keyed.normal_quantile(keyed.named_uniform(seed, name, draw))) for draw in range(first_draw, first_draw + draws)]
    return pd.DataFrame(columns, index=pd.RangeIndex(first_draw, first_draw + draws, name="draw"), dtype=float)


def updated(elasticity: Assumed, most: float, measured: tuple[float, float, float], reward: float, level: float = 0.95) -> Assumed:
    """The elasticity after an experiment that gave a reward (share of what is paid): its uplift with the interval at `level`.

    The prior's law times the normal law of the logarithm of 1 + uplift. What shows nothing leaves the prior as it is.
    """
    value, low, high = (float(np.log1p(end)) for end in measured)
    error = (high - low) / 2 / distributions.norm.ppf((1 + level) / 2)
    if reward <= 0 or not np.isfinite(error) or error <= 0:
        return elasticity
    steps = (np.arange(PRIOR_STEPS) + 0.5) / PRIOR_STEPS
    at = np.array([elasticity.at(z) for z in distributions.norm.ppf(steps)])
    shown = np.log1p(most * -np.expm1(-at * reward / most))
    away = ((shown - value) / error) ** 2
    weights = np.exp(-(away - away.min()) / 2)
    reached = np.cumsum(weights) / weights.sum()
    median, p95 = (max(round(float(np.interp(part, reached, at)), 4), LEAST_ELASTICITY) for part in (0.5, 0.95))
    return elasticity.model_copy(update={"value": median, "p95": max(p95, median * 1.001), "sd": 0.0, "source": "data", "note": ""})


def reactions_of(drawn: pd.DataFrame, assumptions: Assumptions, margin: float, seen: Seen, before: Seen = NOTHING_SEEN) -> Iterator[Reaction]:
    """How members react to a programme in each draw; `before`: what they see today, while they are observed."""
    ceiling = ceiling_of(assumptions)
    middle = assumptions.goal_pull.value
    for row in drawn.to_dict("records"):
        elasticity, most, lasting = row["elasticity"], row["most_uplift"], row["lasting"]
        now, then = (uplift(each.reward, elasticity, most) for each in (seen, before))
        change = now - then
        pulled = 1 + (before.pull - 1) * (row["goal_pull"] / middle if middle else 1.0)
        yield Reaction(
            rates=1 / ((1 + lasting * then) * pulled),
            lasting=lasting * now,
            passing=(1 - lasting) * np.where(change < 0, row["loss_times"], 1.0) * change,
            fading=float(np.log(2) / row["half_life_days"]),
            goal_pull=row["goal_pull"],
            goal_power=float(assumptions.goal_power),
            after_reward=row["after_reward"],
            pulled_forward=row["pulled_forward"],
            stretch=row["stretch"] * now / most,
            redeemers=row["redeemers"],
            redeem_chance=row["redeem_chance"],
            ends_too=assumptions.extra_orders_end_too,
            ceiling=ceiling,
            margin=float(margin),
        )


def ceiling_of(assumptions: Assumptions) -> float:
    """Λ, the largest factor on anybody's rate of orders: by the highest values assumed, so one for all draws."""
    pulls = (1 + max(assumptions.goal_pull.high, 0)) * (1 + max(assumptions.after_reward.high, 0))
    return max(1.0, (1 + assumptions.most_uplift.high) * pulls)
