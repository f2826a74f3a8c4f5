"""What members hold: balances month by month, how old the points are, what expires soon, and what a point is worth.

What a point is worth follows from how points are spent. A programme says only how often each way is chosen where the balance is
enough for it; ways that need few points are used more often but for fewer of them. So a simulation's points are worth what its own
members spent theirs for, and the weights stand in where nobody has spent any.
"""

import math
from collections.abc import Callable

import numpy as np
import pandas as pd

from retention.programmes.simulate import MONEY, POINTS, Simulated
from retention.redemption import AGES, PRIOR, Cohorts, Redemption, rate_of_held, redemption_of_whole_lives
from retention.settings import BurnWay, Programme

SOON = (30, 60, 90)


def cost_per_point(programme: Programme) -> float:
    """Cost to the shop of a point when it is spent (v·κ) as the programme says it: the mean over the ways, by their weights."""
    return _mean_over_ways(programme, lambda way: way.value * way.cost)


def _mean_over_ways(programme: Programme, worth: Callable[[BurnWay], float]) -> float:
    weights = sum(way.weight for way in programme.burning)
    return sum(way.weight * worth(way) for way in programme.burning) / weights if weights else 0.0


def worth(result: Simulated) -> tuple[float, float]:
    """Face value and cost to the shop (v·κ) of a point of a simulation: of those its members spent, all draws together; else by the weights."""
    programme = result.programme
    flow = dict(zip(POINTS, result.points.sum(axis=(0, 1)), strict=True))
    spent = float(flow["burned"] - flow["given_back"])
    if spent <= 0:
        return programme.value_per_point, cost_per_point(programme)
    sums = dict(zip(MONEY, result.money.sum(axis=(0, 1, 2)), strict=True))
    values, costs = [way.value for way in programme.burning], [way.value * way.cost for way in programme.burning]
    # Money leaves out points that will come back after the horizon, points do not; no point is worth less or more than every way makes it.
    face, cost = float(sums["burned_face"]) / spent, float(sums["burned_cost"]) / spent
    return min(max(face, min(values)), max(values)), min(max(cost, min(costs)), max(costs))


def simulated_cohorts(result: Simulated) -> Cohorts:
    """Cohorts of a simulation, all draws together (members simulated, not scaled).

    Points brought belong to none.
    What was issued and is neither spent, expired nor held was clawed back; it is taken from all cohorts alike, at once.
    """
    issued, burned, expired = result.cohorts_issued, result.cohorts_burned, result.cohorts_expired
    clawed, whole = np.zeros_like(burned), issued.sum()
    if whole > 0:
        clawed[:, 0] = issued * (whole - burned.sum() - expired.sum() - (result.outstanding.sum() - result.held_left.sum())) / whole
    return Cohorts(issued, burned, expired, clawed, len(issued))


def of_simulation(result: Simulated, prior: tuple[float, float] = PRIOR) -> Redemption:
    """The redemption rate of a simulated programme: of all draws together, so without an interval where the ladder reaches the end."""
    points = result.programme.points
    # The month of issue, the months of life, and the one of the day after.
    life = math.inf if points is None or points.expiry_days is None else math.ceil(points.expiry_days * 12 / 365) + 1
    return redemption_of_whole_lives(simulated_cohorts(result), life, prior)


def balances(result: Simulated) -> np.ndarray:
    """Points held (usable and pending) at the end of each month: draws × months, members simulated."""
    flow = dict(zip(POINTS, np.moveaxis(result.points, 2, 0), strict=True))
    adds = flow["brought"] + flow["earned_purchase"] + flow["earned_task"] + flow["given_back"] + flow["debt_new"]
    takes = flow["burned"] + flow["expired"] + flow["clawed"] + flow["debt_paid"]
    return np.cumsum(adds - takes, axis=1)


def held_rates(result: Simulated, prior: tuple[float, float] = PRIOR) -> np.ndarray:
    """Share that will be spent of the points held at the end of each month (all draws together)."""
    cohorts, found = simulated_cohorts(result), of_simulation(result, prior)
    held = balances(result).sum(axis=0)
    rates = []
    for month in range(result.months):
        issued = np.arange(month + 1)
        usable = np.maximum(cohorts.left[issued, month - issued + 1], 0.0).sum()
        rates.append(rate_of_held(cohorts, found, month, max(float(held[month] - usable), 0.0)))
    return np.array(rates)


def ageing(result: Simulated, level: float = 0.90) -> pd.DataFrame:
    """Usable points held at the horizon by days since they became usable: days, points, low, high, share (of the shop's members)."""
    points = result.outstanding * result.scale
    ends = np.quantile(points, [(1 - level) / 2, (1 + level) / 2], axis=0)
    mean, whole = points.mean(axis=0), points.sum()
    share = points.sum(axis=0) / whole if whole else np.full(len(AGES), np.nan)
    return pd.DataFrame({"days": AGES, "points": mean, "low": ends[0], "high": ends[1], "share": share})


def expiring(result: Simulated, level: float = 0.90) -> pd.DataFrame:
    """Points that are lost in the 30, 60, 90 days after the horizon unless spent: days, points, low, high, value (face)."""
    points = result.expiring * result.scale
    ends = np.quantile(points, [(1 - level) / 2, (1 + level) / 2], axis=0)
    mean = points.mean(axis=0)
    return pd.DataFrame({"days": SOON, "points": mean, "low": ends[0], "high": ends[1], "value": mean * worth(result)[0]})
