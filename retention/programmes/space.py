"""Which programmes the search for a better one may propose: every point of the space is a programme a shop could announce.

Thresholds rise and discounts do not fall with the tier because each is drawn as a share of the one above; no discount reaches the margin. Points
may be worth more to the tiers above, and be spent as the programme one starts from has it or in one of `burn_costs`. Names of tiers, other
benefits and running costs are those of the programme one starts from. Who merely joins gets no discount. Values are rounded as a shop would
print them: thresholds to two digits, those in orders or points to whole ones, discounts to whole per cents (9.9折, 9.8折).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import optuna

from retention.settings import Benefit, BurnWay, DesignLimits, PointRules, Programme, Qualification, SettingsProblem, Tier
from retention.settings.loyalty import Basis

DISCOUNT_STEP, EARN_STEP = 0.01, 0.0025
# Points worth less of what is paid are none.
LEAST_EARNED = 1e-4
# Lifetime spend cannot be lost; the other windows can, on the programme's own review dates.
WINDOWS = ("lifetime", "calendar_year", "365", "730")
DAYS_A_MONTH = 365 / 12
TIMES_STEP, USUAL_FACE = 0.5, 0.01
# Points are spent as in the programme one starts from.
OWN_WAYS = "own"
# So near to an end of what was searched a value counts as lying on it.
NEAR = 0.02
# What is counted in whole numbers: nobody has half an order.
WHOLE = frozenset(("orders", "points"))


@dataclass(frozen=True)
class Space:
    """What may vary, starting from `base`; `margin` and `average_order` are the shop's, a share and an amount of money."""

    base: Programme
    limits: DesignLimits
    margin: float
    average_order: float

    @property
    def most_discount(self) -> float:
        """Largest discount that leaves something of the margin, in whole steps.

        >>> from retention.settings.preset_programmes import presets
        >>> Space(presets()["clothing"], DesignLimits(most_discount=0.3), margin=0.24, average_order=500).most_discount
        0.23
        """
        coupon = max((benefit.discount for benefit in self.benefits), default=0.0) if self.base.stack else 0.0
        below_margin = (math.ceil((1 - (1 - self.margin) / (1 - coupon)) / DISCOUNT_STEP - 1e-9) - 1) * DISCOUNT_STEP
        allowed = math.floor(self.limits.most_discount / DISCOUNT_STEP + 1e-9) * DISCOUNT_STEP
        return round(max(0.0, min(below_margin, allowed)), 4)

    @property
    def has_points(self) -> bool:
        """Whether designs may have points."""
        return self.limits.earn_rate[1] >= LEAST_EARNED

    @property
    def face(self) -> float:
        """Face value of a point: the base's own, or a hundredth of a unit of money."""
        return self.base.value_per_point or USUAL_FACE

    @property
    def benefits(self) -> tuple[Benefit, ...]:
        """The base's benefits, without a coupon that alone takes the whole margin."""
        return tuple(benefit for benefit in self.base.benefits if benefit.discount < self.margin)

    def suggest(self, trial: optuna.trial.BaseTrial) -> dict[str, Any]:
        """The next values to try: shares are of what stands one tier above."""
        low, high = self.limits.top_threshold
        upper = range(1, len(self.base.tiers))
        found: dict[str, Any] = {"top_discount": trial.suggest_float("top_discount", 0, self.most_discount, step=DISCOUNT_STEP)}
        if upper:
            found["top_threshold"] = trial.suggest_float("top_threshold", low, high, log=low > 0)
            found["window"] = trial.suggest_categorical("window", WINDOWS)
        for tier in reversed(upper[:-1]):
            found[f"threshold_{tier}"] = trial.suggest_float(f"threshold_{tier}", 0.1, 0.8)
            found[f"discount_{tier}"] = trial.suggest_float(f"discount_{tier}", 0, 1)
        if self.has_points:
            least, most = self.limits.earn_rate
            steps = max(1, round((most - least) / EARN_STEP))
            found["earn_rate"] = min(least + EARN_STEP * trial.suggest_int("earn_steps", 0, steps), most)
            found["expiry_months"] = trial.suggest_int("expiry_months", *self.limits.expiry_months)
            own = (OWN_WAYS,) if self.base.burning else ()
            found["burn"] = trial.suggest_categorical("burn", (*own, *self.limits.burn_costs))
            found["minimum"] = trial.suggest_float("minimum", *self.limits.minimum, log=True)
            found["top_times"] = 1 + TIMES_STEP * trial.suggest_int("times_steps", 0, round((self.limits.top_times - 1) / TIMES_STEP))
        return found

    def programme(self, values: Mapping[str, Any], label: str = "") -> Programme:
        """The programme that values stand for."""
        points = self._points(values)
        rule = _qualification(self.base.qualification, str(values.get("window", "lifetime")))
        if points is None and rule.basis == "points":
            rule = rule.model_copy(update={"basis": "paid"})  # nothing is earned that could count
        return Programme(
            label=label or self.base.label,
            tiers=self._tiers(values, one_order(rule.basis, points, self.average_order), rule.basis in WHOLE),
            qualification=rule,
            points=points,
            burning=self._burning(values) if points is not None else (),
            benefits=self.benefits,
            stack=self.base.stack,
            fixed_a_year=self.base.fixed_a_year,
            launch=self.base.launch,
        )

    def at_bound(self, programme: Programme) -> tuple[str, ...]:
        """Which of its values lie at an end of what was searched; ends that mean "none of it" are none."""
        limits, points, top = self.limits, programme.points, programme.tiers[-1]
        unit = one_order(programme.qualification.basis, points, self.average_order)
        ends = {
            "most_discount": 0 < top.discount >= self.most_discount - NEAR * DISCOUNT_STEP,
            "top_threshold": len(programme.tiers) > 1 and self._pays_upstairs(programme) and _on_end(top.threshold / unit, limits.top_threshold),
        }
        if points is not None:
            earned = points.per_money * programme.value_per_point
            ends |= {
                "earn_rate": earned >= limits.earn_rate[1] * (1 - NEAR),
                "expiry_months": points.expiry_days is not None and _on_end(points.expiry_days / DAYS_A_MONTH, limits.expiry_months),
                "top_times": top.points_times > 1 and top.points_times >= limits.top_times,
            }
        return tuple(name for name, on in ends.items() if on)

    def _pays_upstairs(self, programme: Programme) -> bool:
        """Whether the top tier gives anything that the first does not."""
        first, last = programme.tiers[0], programme.tiers[-1]
        return (last.discount, last.points_times) != (first.discount, first.points_times)

    def _tiers(self, values: Mapping[str, Any], unit: float, whole: bool) -> tuple[Tier, ...]:
        number = len(self.base.tiers)
        threshold, discount = float(values.get("top_threshold", 0)) * unit, round(float(values["top_discount"]), 4)
        thresholds, discounts = [_printed(threshold)], [discount]
        for tier in range(number - 2, 0, -1):
            threshold *= float(values[f"threshold_{tier}"])
            discount = math.floor(discount * float(values[f"discount_{tier}"]) / DISCOUNT_STEP + 1e-9) * DISCOUNT_STEP
            thresholds.insert(0, min(_printed(threshold), 0.9 * thresholds[0]))
            discounts.insert(0, round(discount, 4))
        if whole:
            thresholds = whole_and_rising(thresholds)
        old, *others = self.base.tiers
        first = old.model_copy(update={"discount": 0.0 if others else discount, "assumption": ""})
        new = [{"threshold": t, "discount": d, "assumption": ""} for t, d in zip(thresholds, discounts, strict=True)] if others else []
        upper = [tier.model_copy(update=changed) for tier, changed in zip(others, new, strict=True)]
        return _with_times((first, *upper), float(values.get("top_times", 1)))

    def _points(self, values: Mapping[str, Any]) -> PointRules | None:
        per_money = _printed(float(values.get("earn_rate", 0)) / self.face)
        if per_money <= 0:
            return None
        days = round(int(values["expiry_months"]) * DAYS_A_MONTH)
        return (self.base.points or PointRules()).model_copy(update={"per_money": per_money, "expiry_days": days})

    def _burning(self, values: Mapping[str, Any]) -> tuple[BurnWay, ...]:
        """Ways to spend points: the base's own, or one kind from a minimum on."""
        kind = values.get("burn", OWN_WAYS if self.base.burning else "cash")
        if kind == OWN_WAYS:
            return self.base.burning
        least = _printed(float(values.get("minimum", self.limits.minimum[0])) * self.average_order / self.face)
        return (BurnWay(kind=kind, value=self.face, cost=self.limits.burn_costs[kind], minimum=max(1, round(least))),)


def _with_times(tiers: tuple[Tier, ...], top: float) -> tuple[Tier, ...]:
    """Points worth so many times as much in the top tier, half of that more in the one below, and as usual in the others."""
    last = len(tiers) - 1
    times = [top if t == last and last else 1 + (top - 1) / 2 if t == last - 1 and t else 1.0 for t in range(len(tiers))]
    return tuple(tier.model_copy(update={"points_times": factor}) for tier, factor in zip(tiers, times, strict=True))


def values_of(programme: Programme, margin: float) -> dict[str, float | str | None]:
    """A programme's parameters in the shop's units, one column each: thresholds and discounts by tier, earn rate, expiry, window."""
    rule, points = programme.qualification, programme.points
    upper = list(enumerate(programme.tiers))[1:]
    return {
        **{f"threshold_{number}": tier.threshold for number, tier in upper},
        **{f"discount_{number}": tier.discount for number, tier in enumerate(programme.tiers)},
        "earn_rate": round(points.per_money * programme.value_per_point, 9) if points is not None else 0.0,
        "expiry_days": points.expiry_days if points is not None else None,
        "window": rule.window if rule.window != "rolling" else str(rule.window_days),
        "burn": "+".join(way.kind for way in programme.burning),
        "minimum": min((way.minimum for way in programme.burning), default=0) * programme.value_per_point,
        "top_times": programme.tiers[-1].points_times,
        "left_of_margin": margin - (1 - programme.best_price),
    }


def _on_end(value: float, ends: tuple[float, float]) -> bool:
    low, high = ends
    return value <= low * (1 + NEAR) or value >= high * (1 - NEAR)


def one_order(basis: Basis, points: PointRules | None, average_order: float) -> float:
    """One average order in the unit of a basis: money, an order, or points."""
    if average_order <= 0:
        raise SettingsProblem(f"the average order is {average_order:g}; thresholds in average orders need a positive one")
    if basis == "orders":
        return 1.0
    return average_order * points.per_money if basis == "points" and points is not None else average_order


def _printed(amount: float) -> float:
    """An amount as a shop prints it: two digits that count.

    >>> [_printed(x) for x in (12_345, 987.6, 4.44)]
    [12000.0, 990.0, 4.4]
    """
    return round(float(amount), 1 - math.floor(math.log10(amount))) if amount > 0 else 0.0


def whole_and_rising(thresholds: Sequence[float]) -> list[float]:
    """Thresholds of the tiers above the first as whole numbers, rounded up, each above the one below and the first at least 1.

    >>> whole_and_rising([0.53, 0.7, 5.3])
    [1.0, 2.0, 6.0]
    """
    found: list[float] = []
    for threshold in thresholds:
        found.append(float(max(math.ceil(threshold - 1e-9), (found[-1] if found else 0) + 1)))
    return found


def _qualification(base: Qualification, window: str) -> Qualification:
    kind = window if window in ("lifetime", "calendar_year") else "rolling"
    own: dict[str, int] = {}
    if kind == "rolling":
        own = {"window_days": int(window)}
    elif kind == "calendar_year":
        own = {"review_months": 12}  # a year is judged once it is over
    return base.model_copy(update={"window": kind, "downgrade": kind != "lifetime", **own})
