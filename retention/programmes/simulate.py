"""A programme tried on the shop's own members before it is launched: two worlds on common random numbers (METHODS §6).

    result = simulate(programme, members, settings.assumptions, margin=0.25, start=date(2026, 7, 1))

Each draw takes the assumptions anew and lets every member live through the same days with and without the programme; what is drawn
depends on (seed, draw, member) alone, so programmes compared on one seed meet the same future. Rules: `simulation`. Draws are spread over
the processors in blocks that do not depend on their number, so sums are the same on any machine.
"""

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

import numpy as np
import pandas as pd

from retention.programmes.members import NO_LAST_DAY, Members
from retention.programmes.response import DRAWN, NOTHING_SEEN, THIRDS, Seen, drawn_assumptions, reactions_of
from retention.settings import Assumed, Assumptions, Programme
from retention.simulation import live_all, opened, shapes
from retention.simulation.shapes import MONEY, NEVER, POINTS, Clock, People, Reaction, Rules, Sums

__all__ = ["DRAWN", "MONEY", "POINTS", "Simulated", "as_without", "drawn_assumptions", "simulate"]

MOST_BLOCKS = 16
# Members and draws on which it is seen beforehand what a programme gives to whom, and the first of these draws, far from all others.
FIRST_MEMBERS, FIRST_DRAWS, FIRST_FROM = 1_000, 4, 3_000_000
# A tier or reward worth so much of what is paid pulls fully: the café card of ten stamps gives the eleventh coffee.
FULL_PULL = 0.1


@dataclass(frozen=True)
class Simulated:
    """What a programme did in each draw, unscaled: times `scale` it is for all members of the shop. Tiers are those granted at the time."""

    programme: Programme
    months: int
    margin: float
    scale: float  # members of the shop / members simulated
    start: date
    money: np.ndarray  # [draw, third, tier, MONEY]
    points: np.ndarray  # [draw, month, POINTS]
    cohorts_issued: np.ndarray  # [month of maturing], summed over draws like the next two
    cohorts_burned: np.ndarray  # [month of maturing, months since], net of what was given back
    cohorts_expired: np.ndarray
    outstanding: np.ndarray  # [draw, days since maturing 0–30, 31–90, 91–180, 181–365, more], usable points at the horizon
    pending: np.ndarray  # [draw]
    expiring: np.ndarray  # [draw, within 30, 60, 90 days after the horizon]
    debt: np.ndarray  # [draw]
    moves: np.ndarray  # [year, tier at its start, tier at its end], summed over draws
    members_by_tier: np.ndarray  # [draw, tier] at the horizon
    tier_at_start: np.ndarray  # [tier]
    joins: np.ndarray  # [member] the day of joining, 0 for members of today
    gain: np.ndarray  # [member] mean over draws: contribution won or lost, without points outstanding and fixed costs
    reward: np.ndarray  # [member] mean over draws: discounts, face of points burned, benefits at cost
    drawn: pd.DataFrame  # one row per draw: DRAWN
    reward_seen: np.ndarray  # [third] reward as a share of list prices, before anybody reacts to it
    held_spent: np.ndarray  # [draw] of the usable points that members bring
    held_left: np.ndarray  # [draw] of them, usable at the horizon
    owed: np.ndarray  # [draw] what this programme pays for points held today, as far as stopping today's would pay it too; unscaled like `money`
    none: np.ndarray  # [draw] gain of having no programme, unscaled like `money`: below 0 where members lose one they have today

    @property
    def member_years(self) -> np.ndarray:
        """Years of each member from the start, or the day of joining, to the horizon."""
        return (1 - self.joins / round(self.months * 365 / 12)) * self.months / 12


def simulate(
    programme: Programme,
    members: Members,
    assumptions: Assumptions,
    margin: float,
    start: date,
    months: int = 36,
    draws: int = 200,
    seed: int = 1,
    first_draw: int = 0,
    before: Seen = NOTHING_SEEN,
) -> Simulated:
    """Try a programme on members over `months`, from `start` on; draws are numbered from `first_draw`, so fresh ones can be had.

    `before`: what members see of today's programme; then they are those of `as_without`.
    """
    clock = clock_of(months)
    rules = rules_of(programme, members, start, clock)
    people = people_of(members, programme, rules)
    drawn = drawn_assumptions(assumptions, draws, seed, first_draw)
    seen = seen_of(programme, members, assumptions, start, months, seed)
    done = _lived(first_draw, seed, rules, people, clock, list(reactions_of(drawn, assumptions, margin, seen, before)))
    ends = np.concatenate([block.ends for block in done])
    return Simulated(
        programme=programme,
        months=months,
        margin=margin,
        scale=members.of / max(len(members), 1),
        start=start,
        money=np.concatenate([block.money for block in done]),
        points=np.concatenate([block.points for block in done]),
        cohorts_issued=_total(block.issued for block in done),
        cohorts_burned=_total(block.burned for block in done),
        cohorts_expired=_total(block.expired for block in done),
        outstanding=ends[:, : shapes.PENDING_AT_END],
        pending=ends[:, shapes.PENDING_AT_END],
        expiring=ends[:, shapes.SOON_AT_END : shapes.DEBT_AT_END],
        debt=ends[:, shapes.DEBT_AT_END],
        moves=_total(block.moves for block in done),
        members_by_tier=np.concatenate([block.by_tier for block in done]),
        tier_at_start=np.bincount(people.opening_tier[members.joins == 0], minlength=len(programme.tiers)),
        joins=members.joins,
        gain=_total(block.gain for block in done) / draws,
        reward=_total(block.seen for block in done) / draws,
        drawn=drawn,
        reward_seen=seen.reward,
        held_spent=ends[:, shapes.HELD_SPENT],
        held_left=ends[:, shapes.HELD_AT_END],
        owed=np.zeros(draws),
        none=np.zeros(draws),
    )


def _lived(first_draw: int, seed: int, rules: Rules, people: People, clock: Clock, reactions: Sequence[Reaction]) -> list["_Block"]:
    """All draws in their order, one per reaction."""
    blocks = np.array_split(np.arange(len(reactions)), min(len(reactions), MOST_BLOCKS))

    def lived(rows: np.ndarray) -> "_Block":
        return _block(rows, first_draw, seed, rules, people, clock, reactions)

    return list(_threads().map(lived, blocks))


@cache
def _threads() -> ThreadPoolExecutor:
    """The threads all simulations share: a search asks for hundreds of short ones."""
    return ThreadPoolExecutor(os.cpu_count())


# --- what a programme gives, before anybody reacts to it -----------------------------------------------


def seen_of(programme: Programme, members: Members, assumptions: Assumptions, start: date, months: int, seed: int, pull: bool = False) -> Seen:
    """What each third of the members would see of a programme if nobody reacted to it; `pull`: and how many orders its pull would bring."""
    if programme.gives_nothing:
        return NOTHING_SEEN
    # A reward is what a programme gives; points held were given before.
    few, clock = members.sample(FIRST_MEMBERS, seed).without_points(), clock_of(months)
    rules = rules_of(programme, few, start, clock)
    people = people_of(few, programme, rules)
    usual = assumptions.model_copy(update={name: _pinned(getattr(assumptions, name)) for name in DRAWN if name != "redeemers"})
    calm = usual.model_copy(update={name: _pinned(getattr(assumptions, name), 0.0) for name in ("goal_pull", "after_reward", "stretch")})
    money = _first_pass(calm, rules, people, clock, seed)
    listed = np.maximum(money["baseline_sales"], 1e-9)
    given = sum(money[name] for name in ("discount_kept", "discount_extra", "burned_face", "reaching_cost", "order_cost", "yearly_cost"))
    pulled = np.ones(THIRDS)
    if pull:
        drawn = _first_pass(usual, rules, people, clock, seed)
        pulled = np.divide(drawn["programme_orders"], drawn["baseline_orders"], out=pulled, where=drawn["baseline_orders"] > 0)
    return Seen(given / listed, np.where(money["baseline_sales"] > 0, money["programme_sales"] / listed, 1.0), pulled)


def _pinned(assumed: Assumed, at: float | None = None) -> Assumed:
    """The same without spread. What it is cut to stays, so that candidates stay the same."""
    return assumed.model_copy(update={"value": assumed.value if at is None else at, "sd": 0.0, "p95": None})


def _first_pass(assumptions: Assumptions, rules: Rules, people: People, clock: Clock, seed: int) -> dict[str, np.ndarray]:
    """Sums of MONEY by third over a few draws in which no reward is answered."""
    drawn = drawn_assumptions(assumptions, FIRST_DRAWS, seed, FIRST_FROM)
    blocks = _lived(FIRST_FROM, seed, rules, people, clock, list(reactions_of(drawn, assumptions, 0.0, NOTHING_SEEN)))
    sums = sum(block.money.sum(axis=(0, 2)) for block in blocks)
    return dict(zip(MONEY, np.asarray(sums, float).T, strict=True))


def as_without(today: Programme, members: Members, assumptions: Assumptions, start: date, months: int, seed: int) -> tuple[Members, Seen]:
    """Members whose baskets are at list prices, and what they see of the programme they live under today."""
    price = seen_of(today, members, assumptions, start, months, seed).price
    listed = replace(members, spend_v=members.spend_v / price[members.third])
    return listed, seen_of(today, listed, assumptions, start, months, seed, pull=True)


# --- as the simulation reads it -----------------------------------------------------------------------------


def _total(parts: Iterable[np.ndarray]) -> np.ndarray:
    """Sum of arrays, always in this order."""
    return np.add.reduce(list(parts), axis=0).astype(float)


def clock_of(months: int) -> Clock:
    """Days and months of a horizon of so many months of 365/12 days."""
    starts = [-(-month * 365 // 12) for month in range(months)]
    return Clock(horizon=round(months * 365 / 12), months=months, month_starts=np.array([*starts, NEVER]), years=months // 12)


def rules_of(programme: Programme, members: Members, start: date, clock: Clock) -> Rules:
    """A programme as the simulation reads it."""
    points, rule = programme.points, programme.qualification
    coupon = next((b for b in programme.benefits if b.kind == "reaching_coupon"), None)
    completes = max(1, members.completion_days)
    return Rules(
        tiers=_tier_table(programme, members),
        ways=np.array([(w.weight, w.value, w.cost, w.minimum, w.step, w.cap, w.kind == "cash") for w in programme.burning], float).reshape(-1, 7),
        reviews=_review_days(start, clock.horizon, rule.review_months),
        new_years=_new_years(start, clock.horizon),
        basis=shapes.BASES.index(rule.basis),
        window=shapes.WINDOWS.index(rule.window),
        window_days=rule.window_days,
        downgrade=rule.downgrade,
        soft=rule.soft_landing,
        grace=rule.grace_days,
        points=points is not None,
        # Floats always: every other mix of kinds would be compiled anew.
        per_money=float(points.per_money) if points else 0.0,
        full_step=float(points.full_step) if points else 0.0,
        after_points=points.earn_on == "after_points" if points else True,
        matures_after=completes + (points.pending_days if points else 0),
        completes_after=completes,
        dated_after=completes if rule.window == "calendar_year" else 0,
        expiry=NEVER if points is None or points.expiry_days is None else points.expiry_days,
        birthday_times=float(points.birthday_times) if points else 1.0,
        birthday_days=points.birthday_days if points else 0,
        review=points.review if points else 0,
        task_cap=points.task_cap if points else 0,
        coupon_tier=coupon.tier if coupon else len(programme.tiers),
        coupon_discount=float(coupon.discount) if coupon else 0.0,
        coupon_days=coupon.valid_days if coupon else 0,
        stack=programme.stack,
        least=min((way.minimum for way in programme.burning), default=1),
        reward_pull=_of_full(programme.points_back(0)),
    )


def _tier_table(programme: Programme, members: Members) -> np.ndarray:
    """Threshold, discount, points' factor, benefits' cost on reaching, by order and by year, and the pull of the next, of each tier."""
    rows = []
    for number, tier in enumerate(programme.tiers):
        had = [b for b in programme.benefits if b.tier <= number and b.kind != "reaching_coupon"]
        costs = [sum(b.cost * b.taken for b in had if b.per == per) for per in ("reaching", "order", "year")]
        rows.append((tier.threshold, tier.discount, tier.points_times, *costs, 0.0))
    table = np.array(rows, float)
    table[:-1, shapes.PULLS] = [_of_full(step) for step in steps(programme, table, *_usual_order(members))]
    return table


def steps(programme: Programme, table: np.ndarray, order: float, year: float) -> list[float]:
    """By how much each tier's reward is worth more than that of the tier below, as a share of what is paid: what its pull comes from.

    `order` and `year`: what a frequent buyer pays for an order and in a year.
    """
    tiers = range(len(programme.tiers))
    worth = [
        programme.tiers[t].discount + programme.points_back(t) + table[t, shapes.PER_ORDER] / order + table[t, shapes.PER_YEAR] / year for t in tiers
    ]
    once = [table[t, shapes.REACHED] - table[t - 1, shapes.REACHED] if t else 0.0 for t in tiers]
    coupons = [sum(b.discount * order for b in programme.benefits if b.kind == "reaching_coupon" and b.tier == t) for t in tiers]
    return [worth[t + 1] - worth[t] + (once[t + 1] + coupons[t + 1]) / year for t in tiers[:-1]]


def _of_full(reward: float) -> float:
    """How strongly a reward pulls, 0 to 1."""
    return float(min(max(reward, 0.0) / FULL_PULL, 1.0))


def _usual_order(members: Members) -> tuple[float, float]:
    """What the third of the members who order most pay for an order and in a year: those for whom a tier is near."""
    now = members.joins == 0
    heavy = now & (members.third == members.third[now].max()) if now.any() else np.zeros(len(members), bool)
    each = members.spend_p * members.spend_v[heavy] / np.maximum(members.spend_q[heavy] - 1, 0.1)
    orders = members.alive[heavy] * members.rate_shape[heavy] / members.rate_rate[heavy] * 365
    year = float((each * orders).mean()) if heavy.any() else 0.0
    order = year / float(orders.mean()) if year > 0 else 0.0
    return (order, year) if year > 0 else (np.inf, np.inf)


def _review_days(start: date, horizon: int, every: int) -> np.ndarray:
    """Days after the start that are the 1st of a month in which tiers are reviewed."""
    firsts = (date(start.year + k // 12, k % 12 + 1, 1) for k in range(0, 12 * (horizon // 365 + 3), every))
    days = [(day - start).days for day in firsts]
    return np.array([*(day for day in days if 0 < day < horizon), NEVER])


def _new_years(start: date, horizon: int) -> np.ndarray:
    """Days of 1 January, from the year before the start to the year after the horizon."""
    years = range(start.year - 2, (start + timedelta(horizon)).year + 2)
    return np.array([*((date(year, 1, 1) - start).days for year in years), NEVER])


def people_of(members: Members, programme: Programme, rules: Rules) -> People:
    """Members as the simulation reads them, with what they bring into this programme."""
    columns = ("alive", "rate_shape", "rate_rate", "stop_a", "stop_b", "spend_q", "spend_v", "returned_whole", "returned_part")
    points = programme.points
    monthly = members.check_ins_a_month * (points.check_in if points else 0) + members.shares_a_month * (points.share if points else 0)
    if points and points.task_cap:
        monthly = np.minimum(monthly, points.task_cap)
    amount = {"paid": members.past_paid, "list": members.past_list, "orders": members.past_orders}.get(programme.qualification.basis)
    if amount is None:
        earning = np.floor(members.past_paid / rules.full_step + 1e-9) * rules.full_step if rules.full_step else members.past_paid
        amount = np.floor(earning * rules.per_money + 1e-9)
    dated, amount = _past_by_day(members, amount, programme.qualification.window)
    past = members.past_start.astype(np.int64), dated.astype(np.int64), np.ascontiguousarray(amount, float)
    basis, at, tier = opened(rules, *past)
    return People(
        own=np.column_stack([getattr(members, name) for name in columns]).astype(float),
        birthday=members.birthday.astype(np.int64),
        third=members.third.astype(np.int64),
        task_rate=np.asarray(monthly, float),
        past_start=past[0],
        past_day=past[1],
        past_amount=past[2],
        opening_basis=basis,
        opening_past=at,
        opening_tier=tier,
        return_days=members.return_days.astype(np.int64),
        joins=members.joins.astype(np.int64),
        held_start=members.held_start.astype(np.int64),
        held_points=members.held_points.astype(np.int64),
        held_since=members.held_since.astype(np.int64),
        held_last=np.where(members.held_last >= NO_LAST_DAY, NEVER, members.held_last).astype(np.int64),
        spend_p=float(members.spend_p),
        part_share=float(members.part_share),
        review_chance=float(members.review_chance),
    )


def _past_by_day(members: Members, amount: np.ndarray, window: str) -> tuple[np.ndarray, np.ndarray]:
    """Past purchases of each member by the day the window holds them by: of completion in a calendar year, else of the order."""
    if window != "calendar_year":
        return members.past_day, amount
    whose = np.repeat(np.arange(len(members)), np.diff(members.past_start))
    rows = np.lexsort([members.past_done, whose])
    return members.past_done[rows], amount[rows]


@dataclass(frozen=True)
class _Block:
    """Sums of some draws, in the order of Simulated."""

    money: np.ndarray
    points: np.ndarray
    ends: np.ndarray
    by_tier: np.ndarray
    issued: np.ndarray
    burned: np.ndarray
    expired: np.ndarray
    moves: np.ndarray
    gain: np.ndarray
    seen: np.ndarray

    @classmethod
    def empty(cls, draws: int, people: People, rules: Rules, clock: Clock) -> "_Block":
        """Nothing yet."""
        n, tiers, months = len(people.third), len(rules.tiers), clock.months
        return cls(
            money=np.zeros((draws, 3, tiers, len(MONEY))),
            points=np.zeros((draws, months, len(POINTS)), np.int64),
            ends=np.zeros((draws, shapes.ENDS), np.int64),
            by_tier=np.zeros((draws, tiers), np.int64),
            issued=np.zeros(months, np.int64),
            burned=np.zeros((months, months), np.int64),
            expired=np.zeros((months, months), np.int64),
            moves=np.zeros((clock.years, tiers, tiers), np.int64),
            gain=np.zeros(n),
            seen=np.zeros(n),
        )

    def sums(self, draw: int) -> Sums:
        """Where one draw of the block adds up."""
        own = self.money[draw], self.points[draw], self.ends[draw], self.by_tier[draw]
        return Sums(*own, self.issued, self.burned, self.expired, self.moves)


def _block(rows: np.ndarray, first_draw: int, seed: int, rules: Rules, people: People, clock: Clock, reactions: Sequence[Reaction]) -> _Block:
    """Some draws, one after the other. A member who needs more room than thought has the block begin again with twice as much."""
    room = _room(people, clock, reactions)
    while True:
        block = _Block.empty(len(rows), people, rules, clock)
        account = shapes.account(room, clock.months, len(rules.tiers))
        for at, row in enumerate(rows.tolist()):
            told = reactions[row], account, block.sums(at), block.gain, block.seen
            if not live_all(0, len(people.third), first_draw + row, seed, rules, people, clock, *told):
                break
        else:
            return block
        room *= 2


def _room(people: People, clock: Clock, reactions: Sequence[Reaction]) -> int:
    """Orders to make room for: more than anybody is likely to have."""
    shape, rate = people.own[:, shapes.RATE_SHAPE], people.own[:, shapes.RATE_RATE]
    if not len(shape) or not reactions:
        return 16
    fast = (shape + 6 * np.sqrt(shape)) / rate / (1 - people.own[:, shapes.WHOLE])
    most = float(fast.max()) * clock.horizon * reactions[0].ceiling
    # Each lot brought takes the room of an order.
    return int(min(most + 6 * np.sqrt(most) + 16, 50_000)) + int(np.diff(people.held_start).max())
