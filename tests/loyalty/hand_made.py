"""A simulation's result written by hand: two draws, two members, three months, two tiers. Every sum in the tests can be done on paper."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from retention.programmes.simulate import DRAWN, MONEY, POINTS, Simulated
from retention.settings import Benefit, BurnWay, PointRules, Programme, Tier

PROGRAMME = Programme(
    label="By hand",
    tiers=(Tier(name="plain"), Tier(name="gold", threshold=100, discount=0.1)),
    points=PointRules(expiry_days=30),
    burning=(BurnWay(kind="cash", weight=3, value=0.01), BurnWay(kind="goods", weight=1, value=0.02, cost=0.5)),
    benefits=(
        Benefit(kind="birthday_gift", tier=0, cost=20, taken=0.5),
        Benefit(kind="events", tier=1, cost=30),
        Benefit(kind="free_shipping", tier=1, cost=6),
    ),
    fixed_a_year=120,
    launch=50,
)
# Per draw: light members in the first tier, heavy ones in the second.
LIGHT = {
    "baseline_orders": (10, 10),
    "programme_orders": (12, 10),
    "extra_orders": (2, 0),
    "baseline_sales": (1_000, 1_000),
    "programme_sales": (1_200, 1_000),
    "baseline_margin": (250, 250),
    "extra_margin": (50, 0),
    "yearly_cost": (10, 10),
}
HEAVY = {
    "baseline_orders": (10, 20),
    "programme_orders": (10, 19),
    "extra_orders": (1, 1),
    "lost_orders": (1, 2),
    "baseline_sales": (2_000, 4_000),
    "programme_sales": (1_790, 3_400),
    "baseline_margin": (500, 1_000),
    "extra_margin": (50, 50),
    "lost_margin": (25, 50),
    "stretch_margin": (5, 0),
    "discount_kept": (190, 380),
    "discount_extra": (10, 20),
    # 70 and 30 points spent for good, three quarters as cash at .01, a quarter as goods at .02 that cost half.
    "burned_face": (0.875, 0.375),
    "burned_cost": (0.7, 0.3),
    "order_cost": (60, 114),
    "yearly_cost": (40, 40),
}
# Per draw and month. Balances: 100, 200, 120 and 100, 250, 200.
FLOWS = {
    "earned_purchase": ((90, 120, 50), (100, 150, 50)),
    "earned_task": ((10, 0, 0), (0, 0, 0)),
    "burned": ((0, 30, 50), (0, 0, 30)),
    "given_back": ((0, 10, 0), (0, 0, 0)),
    "expired": ((0, 0, 70), (0, 0, 70)),
    "clawed": ((0, 0, 10), (0, 0, 0)),
}
# All draws together: 200 points of month 0 (50 burned, 140 expired, 10 clawed, none left), 100 left of month 1, 50 of month 2, 170 pending.
ISSUED = (200, 150, 50)
BURNED = ((0, 20, 30), (0, 50, 0), (0, 0, 0))
EXPIRED = ((0, 0, 140), (0, 0, 0), (0, 0, 0))


def result(**changes) -> Simulated:
    """The result, with some of its fields changed."""
    money = np.zeros((2, 3, 2, len(MONEY)))
    for third, tier, amounts in ((0, 0, LIGHT), (2, 1, HEAVY)):
        for name, values in amounts.items():
            money[:, third, tier, MONEY.index(name)] = values
    points = np.zeros((2, 3, len(POINTS)), dtype=np.int64)
    for name, values in FLOWS.items():
        points[:, :, POINTS.index(name)] = values
    made = Simulated(
        programme=PROGRAMME,
        months=3,
        margin=0.25,
        scale=10.0,
        start=date(2026, 7, 1),
        money=money,
        points=points,
        cohorts_issued=np.array(ISSUED, float),
        cohorts_burned=np.array(BURNED, float),
        cohorts_expired=np.array(EXPIRED, float),
        outstanding=np.array([[25, 50, 0, 0, 0], [25, 50, 0, 0, 0]]),
        pending=np.array([45, 125]),
        expiring=np.array([[10, 20, 30], [30, 40, 50]]),
        debt=np.zeros(2, dtype=np.int64),
        moves=np.array([[[1, 3], [0, 0]], [[1, 0], [1, 2]]], float),
        members_by_tier=np.array([[1, 1], [0, 2]]),
        tier_at_start=np.array([2, 0]),
        joins=np.zeros(2, dtype=np.int64),
        gain=np.array([10.0, -90.0]),
        reward=np.array([2.0, 6.0]),
        drawn=pd.DataFrame(0.0, columns=list(DRAWN), index=pd.RangeIndex(2, name="draw")),
        reward_seen=np.zeros(3),
        held_spent=np.zeros(2),
        held_left=np.zeros(2),
        owed=np.zeros(2),
        none=np.zeros(2),
    )
    return replace(made, **changes)
