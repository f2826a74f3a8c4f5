"""What if: one programme with a few values changed, on a sample of members, in well under two seconds.

All variants meet the same members on the same draws, so even small differences between them are differences of the programmes. The
sample is small; levels are rougher than in the full simulation, and the band says how rough.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from retention.programmes.design import figures
from retention.programmes.space import WHOLE, whole_and_rising
from retention.programmes.trial import Trial
from retention.settings import Assumed, Assumptions, Programme

MEMBERS, DRAWS = 1_000, 24
AS_IT_IS = "as_it_is"


@dataclass(frozen=True)
class Change:
    """Values to change; those left empty stay. `elasticity` is a factor on how strongly members are assumed to react to what they see."""

    discounts: tuple[float, ...] | None = None
    thresholds: float = 1.0
    earn_rate: float | None = None
    expiry_days: int | None = None
    elasticity: float = 1.0


def changed(programme: Programme, change: Change) -> Programme:
    """The programme with the change made; refused like any other where it does not hold together.

    `discounts` by tier, `thresholds` a factor (orders and points are rounded up), `earn_rate` face value of points per unit of money,
    `expiry_days` from maturing.
    """
    given = change.discounts or tuple(tier.discount for tier in programme.tiers)
    tiers = [
        tier.model_copy(update={"discount": discount, "threshold": threshold})
        for tier, discount, threshold in zip(programme.tiers, given, _thresholds(programme, change.thresholds), strict=True)
    ]
    points = programme.points
    if points is not None:
        rate = points.per_money if change.earn_rate is None else round(change.earn_rate / programme.value_per_point, 9)
        points = points.model_copy(update={"per_money": rate, "expiry_days": change.expiry_days or points.expiry_days})
    return Programme(**(dict(programme) | {"tiers": tuple(tiers), "points": points}))


def _thresholds(programme: Programme, times: float) -> list[float]:
    """Thresholds so many times as high, those of orders and points whole."""
    first, *upper = (tier.threshold * times for tier in programme.tiers)
    return [first, *(whole_and_rising(upper) if programme.qualification.basis in WHOLE and times != 1 else upper)]


def assumed(assumptions: Assumptions, times: float) -> Assumptions:
    """The same assumptions with members who react so many times as strongly."""
    old = assumptions.elasticity
    moved = {name: round(value * times, 12) for name in ("value", "sd", "p95", "low", "high") if (value := getattr(old, name)) is not None}
    return assumptions.model_copy(update={"elasticity": Assumed(**(dict(old) | moved))})


def what_if(programme: Programme, trial: Trial, changes: Mapping[str, Change], draws: int = DRAWS) -> pd.DataFrame:
    """One row per named change, the programme as it is first.

    Columns: change, gain, low, high, p_positive, reward (a member and year), peak_liability, cvar (shop currency, gains a year, band of
    trial.level), more (gain less that of the programme as it is).
    """
    rows = []
    for name, change in {AS_IT_IS: Change(), **changes}.items():
        there = trial.assuming(assumed(trial.assumptions, change.elasticity)) if change.elasticity != 1 else trial
        rows.append({"change": name} | figures(there, changed(programme, change), draws))
    table = pd.DataFrame(rows)
    return table.assign(more=table["gain"] - table["gain"].iloc[0])


def usual_changes(programme: Programme, margin: float) -> dict[str, Change]:
    """A handful of changes worth a look at any programme; those that change nothing, or cannot be made as they are told, are left out.

    Discounts halved, or half as much again if each stays below the margin; thresholds a third lower or half as high again (if those of
    orders and points are whole then); points halved, doubled, or living twice as long; members who react half as much again, or two thirds as much.
    """
    given, points = [tier.discount for tier in programme.tiers], programme.points
    found = {"more_orders": Change(elasticity=1.5), "fewer_orders": Change(elasticity=2 / 3)}
    if len(given) > 1:
        moved = {"lower_thresholds": 2 / 3, "higher_thresholds": 1.5}
        found |= {name: Change(thresholds=times) for name, times in moved.items() if _exactly(programme, times)}
    if any(given):
        found["half_discounts"] = Change(discounts=tuple(round(d / 2, 4) for d in given))
        higher = tuple(round(1.5 * d, 4) for d in given)
        if max(higher) < min(margin, 1) - 1e-9:
            found["higher_discounts"] = Change(discounts=higher)
    if points is not None and points.per_money > 0:
        rate = points.per_money * programme.value_per_point
        found |= {"half_points": Change(earn_rate=rate / 2), "double_points": Change(earn_rate=2 * rate)}
        if points.expiry_days is not None and points.expiry_days * 2 <= 1_830:
            found["longer_life"] = Change(expiry_days=points.expiry_days * 2)
    return found


def _exactly(programme: Programme, times: float) -> bool:
    """Whether no threshold has to be rounded when all are so many times as high; a hundredth of one is not seen."""
    told = (tier.threshold * times for tier in programme.tiers)
    return all(abs(made - wanted) <= 0.01 * wanted for made, wanted in zip(_thresholds(programme, times), told, strict=True))
