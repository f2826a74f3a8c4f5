"""Programmes, assumptions and members by lot, for hypothesis."""

from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import strategies as st

from retention.programmes.members import NO_LAST_DAY, Members
from retention.programmes.newcomers import with_newcomers
from retention.settings import Assumed, Assumptions, Benefit, BurnWay, PointRules, Programme, Qualification, Tier
from tests.loyalty.made import members

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
BASES = ("paid", "list", "orders", "points")


@st.composite
def rules(draw, points: bool) -> Qualification:
    """What counts, and how a tier is lost."""
    window = draw(st.sampled_from(("lifetime", "rolling", "calendar_year")))
    return Qualification(
        basis=draw(st.sampled_from(BASES if points else BASES[:3])),
        window=window,
        window_days=draw(st.sampled_from((30, 120, 365, 730))),
        downgrade=window != "lifetime" and draw(st.booleans()),
        review_months=12 if window == "calendar_year" else draw(st.sampled_from((1, 3, 6, 12))),
        grace_days=draw(st.sampled_from((0, 0, 10, 90, 400))),
        soft_landing=draw(st.booleans()),
    )


@st.composite
def tiers(draw, basis: str) -> tuple[Tier, ...]:
    """One to four tiers with benefits that do not fall."""
    number = draw(st.integers(1, 4))
    unit = {"orders": 1, "points": 300}.get(basis, 250)
    steps = sorted(draw(st.sets(st.integers(1, 12), min_size=number - 1, max_size=number - 1)))
    discounts = sorted(draw(st.lists(st.sampled_from((0, 0.02, 0.05, 0.1, 0.25)), min_size=number, max_size=number)))
    times = sorted(draw(st.lists(st.sampled_from((1, 1.5, 2)), min_size=number, max_size=number)))
    each = zip([0, *steps], discounts, times, strict=True)
    return tuple(Tier(name=f"t{n}", threshold=step * unit, discount=off, points_times=more) for n, (step, off, more) in enumerate(each))


@st.composite
def ways(draw) -> BurnWay:
    """A way to spend points."""
    kind = draw(st.sampled_from(("cash", "cash", "goods", "coupon", "service", "lottery")))
    step = draw(st.sampled_from((1, 10, 100)))
    return BurnWay(
        kind=kind,
        weight=draw(st.sampled_from((1, 2, 5))),
        value=draw(st.sampled_from((0.01, 0.02, 0.1))),
        cost=1 if kind == "cash" else draw(st.sampled_from((0.3, 0.8))),
        minimum=step * draw(st.integers(1, 5)),
        step=step,
        cap=draw(st.sampled_from((0.1, 0.3, 1))),
    )


@st.composite
def benefits(draw, tier: int) -> Benefit:
    """Something a tier gives besides."""
    kind = draw(
        st.sampled_from(("birthday_gift", "free_shipping", "reaching_gift", "events") if tier else ("birthday_gift", "free_shipping", "events"))
    )
    cost, taken = draw(st.sampled_from(((20, 0.3), (6, 1), (0.5, 0.5))))
    return Benefit(kind=kind, tier=draw(st.integers(int(kind == "reaching_gift"), tier)), cost=cost, taken=taken)


@st.composite
def programmes(draw) -> Programme:
    """Any programme."""
    points, burning = None, ()
    if draw(st.integers(0, 4)):
        review, share, check_in = draw(st.sampled_from(((0, 0, 0), (20, 10, 1), (150, 5, 3))))
        points = PointRules(
            per_money=draw(st.sampled_from((0.1, 1, 1.5, 3))),
            full_step=draw(st.sampled_from((0, 0, 10, 100, 300))),
            earn_on=draw(st.sampled_from(("after_points", "before_points"))),
            pending_days=draw(st.sampled_from((0, 1, 7, 40))),
            expiry_days=draw(st.sampled_from((None, 1, 20, 180, 365))),
            birthday_times=draw(st.sampled_from((1, 2))),
            birthday_days=draw(st.sampled_from((0, 15, 31))),
            check_in=check_in,
            review=review,
            share=share,
            task_cap=draw(st.sampled_from((0, 5, 100))),
        )
        burning = tuple(draw(st.lists(ways(), min_size=1, max_size=3)))
    rule = draw(rules(points is not None))
    levels = draw(tiers(rule.basis))
    given = draw(st.lists(benefits(len(levels) - 1), max_size=3))
    if len(levels) > 1 and draw(st.booleans()):
        off, days = draw(st.sampled_from(((0.1, 5), (0.2, 30), (0.05, 200))))
        given.append(Benefit(kind="reaching_coupon", tier=draw(st.integers(1, len(levels) - 1)), discount=off, valid_days=days))
    return Programme(
        label="by lot", tiers=levels, qualification=rule, points=points, burning=burning, benefits=tuple(given), stack=draw(st.booleans())
    )


@st.composite
def assumptions(draw) -> Assumptions:
    """Reactions from none to strong, for better or worse."""

    def about(low: float, high: float) -> Assumed:
        value = draw(st.sampled_from((low, (low + high) / 2, high)))
        return Assumed(value=value, sd=draw(st.sampled_from((0, (high - low) / 4))), low=low, high=high, source="guess")

    return Assumptions(
        elasticity=about(0, 20),
        most_uplift=about(0.1, 0.8),
        lasting=about(0, 1),
        half_life_days=about(10, 400),
        loss_times=about(1, 3),
        goal_pull=about(0, 0.8),
        goal_power=draw(st.sampled_from((1, 2, 3.5))),
        after_reward=about(0, 0.5),
        pulled_forward=about(0, 1),
        stretch=about(0, 0.2),
        redeemers=about(0.3, 1),
        redeem_chance=about(0.2, 1),
        extra_orders_end_too=draw(st.booleans()),
    )


@st.composite
def holders(draw, n: int) -> Members:
    """The same, who hold points on the first day, usable and pending; newcomers have none."""
    who, rows = draw(people(n)), []
    for i in np.flatnonzero(who.joins == 0):
        usable = st.tuples(st.sampled_from((0, 3, 90, 700, NO_LAST_DAY)), st.integers(1, 900), st.integers(1, 900))
        pending = st.tuples(st.integers(0, 900), st.integers(1, 900))
        rows += [(i, points, -age, last) for last, points, age in sorted(draw(st.lists(usable, max_size=3)))]
        rows += [(i, points, day, 0) for day, points in sorted(draw(st.lists(pending, max_size=2)))]
    told = np.array(rows, np.int64).reshape(-1, 4)
    start = np.searchsorted(told[:, 0], np.arange(n + 1)).astype(np.int64)
    return replace(who, held_start=start, held_points=told[:, 1], held_since=told[:, 2], held_last=told[:, 3])


@st.composite
def people(draw, n: int) -> Members:
    """Members by lot who order often enough for all rules to matter."""
    made = members(n, seed=draw(st.integers(0, 10_000)))
    new = draw(st.integers(0, n // 2))
    joins = np.array(sorted(draw(st.lists(st.integers(1, 540), min_size=new, max_size=new))), np.int64)
    today, like = made.take(np.arange(n - new)), made.take(np.arange(n - 1, n))
    made = replace(with_newcomers(today, like, draw(st.integers(0, 2)), joins), of=n)
    return replace(
        made,
        rate_rate=made.rate_rate / draw(st.sampled_from((1, 4, 12))),
        returned_whole=made.returned_whole * draw(st.sampled_from((0, 0.5, 1))),
        part_share=draw(st.sampled_from((0.1, 1 / 3, 0.5))),
        completion_days=draw(st.sampled_from((0, 1, 10, 20))),
        return_days=np.array(draw(st.sampled_from(((1,), (3, 8, 14), (25, 60))))),
        review_chance=draw(st.sampled_from((0, 0.3, 1))),
    )
