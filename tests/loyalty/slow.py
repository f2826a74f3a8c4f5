"""The simulation written a second time: slow, day by day, one member after the other, with lists instead of arrays.

It was written from METHODS §6 and the rules of the simulation, not from the fast kernel, and shares with it nothing but the keyed
random numbers (`retention.simulation.keyed`) and the programme's own settings. Where both give the same sums, both are right or both
have misread the same sentence. Nothing here is clever: each day is lived through in the order
expire → mature → claw back → tier review → benefits → orders.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from retention.programmes.members import Members
from retention.settings import Assumptions, BurnWay, Programme
from retention.simulation import keyed

MONEY = (
    *("baseline_orders", "programme_orders", "extra_orders", "lost_orders", "baseline_sales", "programme_sales"),
    *("baseline_margin", "extra_margin", "lost_margin", "stretch_margin", "discount_kept", "discount_extra"),
    *("burned_face", "burned_cost", "reaching_cost", "order_cost", "yearly_cost"),
)
DRAWN = (
    *("elasticity", "most_uplift", "lasting", "half_life_days", "goal_pull", "after_reward"),
    *("pulled_forward", "stretch", "redeemers", "redeem_chance"),
)
POINTS = ("earned_purchase", "earned_task", "burned", "given_back", "expired", "clawed", "debt_new", "debt_paid", "clawed_task", "brought")
AGES = (30, 90, 180, 365)
NEVER = 1 << 30
PULL_DAYS, REWARD_DAYS, GIVEN_BACK_DAYS = 90, 30, 7


@dataclass(frozen=True)
class Case:
    """What is simulated: a programme and how members react in one draw."""

    programme: Programme
    margin: float
    start: date
    months: int
    reward: tuple[float, float, float]  # by third, a share of list prices, as it would be seen if nobody reacted
    elasticity: float
    most_uplift: float
    lasting: float
    half_life_days: float
    goal_pull: float
    goal_power: float
    after_reward: float
    pulled_forward: float
    stretch: float
    redeemers: float
    redeem_chance: float
    ceiling: float  # Λ, the largest factor on the order rate
    extra_orders_end_too: bool = False

    @property
    def horizon(self) -> int:
        return round(self.months * 365 / 12)

    def most_of(self, third: int) -> float:
        """More orders for what a third sees, on the first day."""
        return self.most_uplift * (1 - math.exp(-self.elasticity * self.reward[third] / self.most_uplift))

    def uplift(self, third: int, day: int) -> float:
        """More orders on a day: a part stays, the rest halves with every half-life."""
        return self.most_of(third) * (self.lasting + (1 - self.lasting) * 0.5 ** (day / self.half_life_days))

    def back(self, tier: int) -> float:
        """Face value of the points of an order, as a share of it."""
        points, ways = self.programme.points, self.programme.burning
        if points is None:
            return 0.0
        face = sum(way.value * way.weight for way in ways) / sum(way.weight for way in ways)
        return points.per_money * face * self.programme.tiers[tier].points_times

    def step(self, tier: int, members: Members) -> float:
        """How strongly the next tier pulls, 0 to 1: what it gives more than this one, over a tenth of what is paid."""
        if tier + 1 == len(self.programme.tiers):
            return 0.0
        today = [i for i in range(len(members)) if members.joins[i] == 0]
        heavy = [i for i in today if members.third[i] == max(members.third[j] for j in today)]
        orders = [members.alive[i] * members.rate_shape[i] / members.rate_rate[i] * 365 for i in heavy]
        paid = [o * members.spend_p * members.spend_v[i] / max(members.spend_q[i] - 1, 0.1) for o, i in zip(orders, heavy, strict=True)]
        year, order = sum(paid) / len(paid), sum(paid) / sum(orders)

        def cost(level: int, per: str) -> float:
            return sum(b.cost * b.taken for b in self.programme.benefits if b.tier <= level and b.per == per and b.kind != "reaching_coupon")

        def worth(level: int) -> float:
            return self.programme.tiers[level].discount + self.back(level) + cost(level, "order") / order + cost(level, "year") / year

        coupon = sum(b.discount * order for b in self.programme.benefits if b.kind == "reaching_coupon" and b.tier == tier + 1)
        once = cost(tier + 1, "reaching") - cost(tier, "reaching") + coupon
        return min(1.0, max(0.0, worth(tier + 1) - worth(tier) + once / year) / 0.1)

    def stretched(self, third: int) -> float:
        """Larger baskets, in proportion to the reaction."""
        return self.stretch * self.most_of(third) / self.most_uplift

    def month(self, day: int) -> int:
        return min(day * 12 // 365, self.months - 1)


@dataclass
class Person:
    """A member's own luck in one draw."""

    number: int
    alive: bool
    birthday: int
    redeemer: bool
    rate: float
    stop: float
    scale: float


@dataclass
class Candidate:
    """A moment at which an order may come, in one world or both."""

    at: float
    mark: float
    returned: float  # share sent back
    refund_after: int
    stop: float
    redeem: float
    way: float
    pull: float
    review: float
    basket: float

    @property
    def day(self) -> int:
        return int(self.at)


@dataclass
class Lot:
    """Usable points that came together."""

    points: int
    matured: int
    last_day: int


@dataclass
class Order:
    """A programme order and what has become of it."""

    day: int
    tier: int
    extra: bool
    list: float
    discount: float  # money
    owed: float  # after the discount
    base: float  # money on which points are earned
    factor: float  # points per money of this order
    earned: int
    pending: int
    burned: int
    from_lots: list[tuple[Lot, int]]
    returned: float
    refund_day: int
    reviewed: bool
    refunded: bool = False
    lot: Lot | None = None
    review_points: int = 0
    review_lot: Lot | None = None

    @property
    def kept(self) -> float:
        """Share of it that has not been sent back so far."""
        return 1 - self.returned if self.refunded else 1.0


def person(members: Members, i: int, case: Case, seed: int, draw: int) -> Person:
    """Draw member i's own luck: alive, birthday, redeemer; then order rate, chance to stop, basket scale."""
    luck = keyed.state(seed, draw, i, -1)
    alive, luck = keyed.uniform(luck)
    birthday, luck = keyed.uniform(luck)
    redeemer, luck = keyed.uniform(luck)
    luck = keyed.state(seed, draw, i, -2)
    rate, luck = keyed.gamma(luck, float(members.rate_shape[i]))
    first, luck = keyed.gamma(luck, float(members.stop_a[i]))
    second, luck = keyed.gamma(luck, float(members.stop_b[i]))
    scale, luck = keyed.gamma(luck, float(members.spend_q[i]))
    known = int(members.birthday[i])
    return Person(
        number=i,
        alive=alive < members.alive[i],
        birthday=known if known >= 0 else int(birthday * 365),
        redeemer=redeemer < case.redeemers,
        rate=rate / float(members.rate_rate[i]),
        stop=first / (first + second),
        scale=float(members.spend_v[i]) / scale,
    )


def candidates(members: Members, who: Person, case: Case, seed: int, draw: int) -> Iterator[Candidate]:
    """Moments at which who may order, up to the horizon or to the end of who's life as a customer."""
    if not who.alive:
        return
    whole, part = float(members.returned_whole[who.number]), float(members.returned_part[who.number])
    at, number = float(members.joins[who.number]), 0
    while True:
        luck = keyed.state(seed, draw, who.number, number)
        u = {}
        for name in ("gap", "mark", "returned", "delay", "stop", "redeem", "way", "pull", "review"):
            u[name], luck = keyed.uniform(luck)
        size, luck = keyed.gamma(luck, members.spend_p)
        at += -math.log(u["gap"]) / (case.ceiling * who.rate / (1 - whole))
        if at >= case.horizon:
            return
        share = 1.0 if u["returned"] < whole else members.part_share if u["returned"] < whole + part else 0.0
        one = Candidate(
            at=at,
            mark=u["mark"] * case.ceiling,
            returned=share,
            refund_after=int(members.return_days[int(u["delay"] * len(members.return_days))]),
            stop=u["stop"],
            redeem=u["redeem"],
            way=u["way"],
            pull=u["pull"],
            review=u["review"],
            basket=max(0.01, round(size * who.scale, 2)),
        )
        yield one
        number += 1
        if one.mark <= 1 and one.returned < 1 and one.stop < who.stop:
            return


class Member:
    """One member in one draw, living through the programme day by day."""

    def __init__(self, members: Members, i: int, case: Case, seed: int, draw: int):
        self.case, self.programme, self.members = case, case.programme, members
        self.who = person(members, i, case, seed, draw)
        self.third = int(members.third[i])
        self.joins = int(members.joins[i])
        self.to_come = list(candidates(members, self.who, case, seed, draw))
        last = self.to_come[-1] if self.to_come else None
        ends = last is not None and last.mark <= 1 and last.returned < 1 and last.stop < self.who.stop
        self.stops_on = last.day if last is not None and ends else NEVER if self.who.alive else -1
        self.wait = max(1, members.completion_days)
        self.orders: list[Order] = []
        self.lots: list[Lot] = []
        self.debt = 0
        self.tasks: dict[int, int] = {}
        self.coupon_until = -1
        self.pull_until = -1.0
        self.last_burn = -NEVER
        self.ended = False
        self.money: dict[tuple[int, str], float] = {}
        self.points: dict[tuple[int, str], int] = {}
        self.issued: dict[int, int] = {}
        self.cohort: dict[tuple[str, int, int], int] = {}
        self.held_spent = 0
        self.waiting: list[tuple[int, int]] = []
        for k in range(members.held_start[i], members.held_start[i + 1]) if self.programme.points is not None else ():
            points, since = int(members.held_points[k]), int(members.held_since[k])
            self.count("brought", points, 0)
            if since >= 0:
                self.waiting.append((since, points))
            else:
                self.lots.append(Lot(points, since, int(members.held_last[k])))
        first, past = members.past_start[i], members.past_start[i + 1]
        dated = members.past_done if case.programme.qualification.window == "calendar_year" else members.past_day
        self.past = [(int(dated[k]), self._past_amount(k)) for k in range(first, past)]
        self.tier = max(self._tier_of(self._basis(0, window)) for window in (self._reviewed_window(0), None))
        self.tier_at_start = self.tier
        self.was: list[tuple[int, int]] = [(-NEVER, self.tier)]  # ungraced tier from this day on
        self.reached = set(range(self.tier + 1))
        self.month_starts = {math.ceil(month * 365 / 12) for month in range(case.months)}
        reviews = [day for day in range(case.horizon) if self._is_review(day)]
        birthdays = range(self.who.birthday, case.horizon, 365)
        self.calendar = sorted({*self.month_starts, *reviews, *birthdays})

    # ---- sums

    def add(self, what: str, amount: float, tier: int) -> None:
        self.money[tier, what] = self.money.get((tier, what), 0.0) + amount

    def count(self, what: str, points: int, day: int) -> None:
        key = self.case.month(day), what
        self.points[key] = self.points.get(key, 0) + points

    # ---- tiers

    def _past_amount(self, k: int) -> float:
        column = {"paid": self.members.past_paid, "list": self.members.past_list, "orders": self.members.past_orders}
        basis = self.programme.qualification.basis
        if basis == "points":
            rules = self.programme.points
            assert rules is not None
            return float(self._points_of(float(self.members.past_paid[k]), rules.per_money))
        return float(column[basis][k])

    def _qualifying(self, order: Order) -> float:
        left = order.kept
        match self.programme.qualification.basis:
            case "paid":
                return order.owed * left
            case "list":
                return order.list * left
            case "orders":
                return 1.0 if left > 0 else 0.0
            case _:
                return float(self._points_of(order.base * left, order.factor))

    def _since(self, today: int) -> tuple[int, int]:
        """First and last day of purchases that count today: of a calendar year those completed in it."""
        rule = self.programme.qualification
        if rule.window == "lifetime":
            return -NEVER, today
        if rule.window == "rolling":
            return today - rule.window_days + 1, today
        return (date(self._date(today).year, 1, 1) - self.case.start).days, today

    def _date(self, day: int) -> date:
        return self.case.start + timedelta(days=day)

    def _basis(self, today: int, window: tuple[int, int] | None = None) -> float:
        """What counts towards the tier today: completed orders dated within the window."""
        first, last = window or self._since(today)
        dated = self.wait if self.programme.qualification.window == "calendar_year" else 0
        done = [o for o in self.orders if o.day + self.wait <= today and first <= o.day + dated <= last]
        return sum(amount for day, amount in self.past if first <= day <= last) + sum(self._qualifying(o) for o in done)

    def _tier_of(self, basis: float) -> int:
        return max(number for number, tier in enumerate(self.programme.tiers) if basis >= tier.threshold - 1e-6)

    def granted(self, today: int) -> int:
        """Highest ungraced tier of the last `grace_days` days and today."""
        first = today - self.programme.qualification.grace_days
        held = [tier for (_, tier), until in zip(self.was, [day for day, _ in self.was[1:]] + [NEVER], strict=True) if until > first]
        return max(held)

    def _is_review(self, today: int) -> bool:
        on = self._date(today)
        return today > 0 and on.day == 1 and (on.month - 1) % self.programme.qualification.review_months == 0

    def _review(self, today: int) -> None:
        rule = self.programme.qualification
        now = self._tier_of(self._basis(today))
        if now < self.tier:
            now = self.tier
            if rule.downgrade and self._is_review(today):
                now = self._due(today)
        if now != self.tier:
            self.tier = now
            self.was.append((today, now))
        for tier in range(self.tier + 1):
            if tier not in self.reached:
                self.reached.add(tier)
                self._reach(tier, today)

    def _reviewed_window(self, today: int) -> tuple[int, int] | None:
        """What a review looks at where it differs from what counts today: on 1 January the year that is over."""
        on = self._date(today)
        if self.programme.qualification.window == "calendar_year" and (on.month, on.day) == (1, 1):
            return (date(on.year - 1, 1, 1) - self.case.start).days, today - 1
        return None

    def _due(self, today: int) -> int:
        """The tier on a review date for somebody who no longer meets her own."""
        due = min(self.tier, max(self._tier_of(self._basis(today, window)) for window in (self._reviewed_window(today), None)))
        return max(due, self.tier - 1) if self.programme.qualification.soft_landing else due

    def _reach(self, tier: int, today: int) -> None:
        for benefit in self.programme.benefits:
            if benefit.per == "reaching" and tier >= benefit.tier:
                if benefit.kind == "reaching_coupon":
                    self.coupon_until = today + benefit.valid_days
                else:
                    self.add("reaching_cost", benefit.cost * benefit.taken, tier)

    # ---- points

    def _points_of(self, money: float, each: float) -> int:
        """Points on so much money, `each` per unit: of every full step where the rules have steps, else of all."""
        step = self.programme.points.full_step if self.programme.points is not None else 0
        if step:
            money = step * int(money / step + 1e-9)
        return math.floor(money * each + 1e-9)

    @property
    def balance(self) -> int:
        return sum(lot.points for lot in self.lots)

    def _by_expiry(self) -> list[Lot]:
        return sorted((lot for lot in self.lots if lot.points > 0), key=lambda lot: lot.last_day)

    def _expire(self, today: int) -> None:
        for lot in self.lots:
            if lot.points and lot.last_day < today:
                self.count("expired", lot.points, today)
                self._in_cohort("expired", lot, lot.points, today)
                lot.points = 0

    def _in_cohort(self, what: str, lot: Lot, points: int, today: int) -> None:
        if lot.matured < 0:
            self.held_spent += points if what == "burned" else 0
            return
        born = self.case.month(lot.matured)
        key = what, born, self.case.month(today) - born
        self.cohort[key] = self.cohort.get(key, 0) + points

    def _usable(self, points: int, today: int) -> Lot | None:
        """Points that become usable pay debt first; the rest is a lot."""
        paid = min(points, self.debt)
        if paid:
            self.debt -= paid
            self.count("debt_paid", paid, today)
        if points == paid:
            return None
        rules = self.programme.points
        assert rules is not None
        lot = Lot(points - paid, today, NEVER if rules.expiry_days is None else today + rules.expiry_days)
        self.lots.append(lot)
        month = self.case.month(today)
        self.issued[month] = self.issued.get(month, 0) + lot.points
        return lot

    def _mature(self, today: int) -> None:
        rules = self.programme.points
        if rules is None:
            return
        if today in self.month_starts and self.joins <= today and self.who.alive and today <= self.stops_on and not self.ended:
            self._task(self._monthly(self.case.month(today)), today)
        for day, points in self.waiting:
            if day == today:
                self._usable(points, today)
        for order in self.orders:
            if order.day + self.wait + rules.pending_days == today:
                if order.reviewed and order.kept > 0:
                    order.review_points, order.review_lot = self._task(rules.review, today)
                order.lot, order.pending = self._usable(order.pending, today), 0

    def _monthly(self, month: int) -> int:
        """Check-ins and shares of a month; their expected number need not be whole, so what is left over counts later."""
        rules, i = self.programme.points, self.who.number
        assert rules is not None
        each = float(self.members.check_ins_a_month[i]) * rules.check_in + float(self.members.shares_a_month[i]) * rules.share
        return math.floor((month + 1) * each + 1e-9) - math.floor(month * each + 1e-9)

    def _task(self, points: int, today: int) -> tuple[int, Lot | None]:
        """What a task gives, and the lot it is in."""
        rules, month = self.programme.points, self.case.month(today)
        assert rules is not None
        if rules.task_cap:
            points = min(points, rules.task_cap - self.tasks.get(month, 0))
        if points <= 0:
            return 0, None
        self.tasks[month] = self.tasks.get(month, 0) + points
        self.count("earned_task", points, today)
        return points, self._usable(points, today)

    def _refund(self, order: Order, today: int) -> None:
        order.refunded = True
        back = order.burned if order.returned == 1 else math.floor(order.returned * order.burned + 1e-9)
        self._give_back(order, back, today)
        claw = order.earned - self._points_of(order.base * (1 - order.returned), order.factor)
        self.count("clawed", claw, today)
        taken = min(claw, order.pending)
        order.pending -= taken
        self._take_back(claw - taken, order.lot, today)
        if order.returned == 1 and order.review_points:
            self.count("clawed", order.review_points, today)
            self.count("clawed_task", order.review_points, today)
            self._take_back(order.review_points, order.review_lot, today)

    def _take_back(self, claw: int, first: Lot | None, today: int) -> None:
        """Points clawed back from a lot, then by expiry; the rest is debt."""
        own = [first] if first is not None else []
        for lot in own + self._by_expiry():
            taken = min(claw, lot.points)
            lot.points -= taken
            claw -= taken
        if claw:
            self.debt += claw
            self.count("debt_new", claw, today)

    def _give_back(self, order: Order, back: int, today: int) -> None:
        """Points spent on the order, the first taken first: each pays debt while there is any, else returns to its lot."""
        if back:
            self.count("given_back", back, today)
        for lot, spent in order.from_lots:
            some = min(back, spent)
            if not some:
                continue
            back -= some
            self._in_cohort("burned", lot, -some, order.day)
            paid = min(some, self.debt)
            self.debt -= paid
            if paid:
                self.count("debt_paid", paid, today)
            if some > paid:
                lot.points += some - paid
                lot.last_day = max(lot.last_day, today + GIVEN_BACK_DAYS)

    def _burn(self, points: int, today: int) -> list[tuple[Lot, int]]:
        """Take the earliest expiry first."""
        taken = []
        self.count("burned", points, today)
        for lot in self._by_expiry():
            some = min(points, lot.points)
            if some:
                lot.points -= some
                points -= some
                taken.append((lot, some))
                self._in_cohort("burned", lot, some, today)
        assert points == 0
        self.last_burn = today
        return taken

    # ---- a day

    def live(self, today: int) -> None:
        """All that happens today."""
        self._expire(today)
        self._mature(today)
        for order in self.orders:
            if order.refund_day == today:
                self._refund(order, today)
        self._review(today)
        self._yearly(today)
        while self.to_come and self.to_come[0].day == today:
            self._candidate(self.to_come.pop(0), today)

    def next_day(self, after: int) -> int:
        """The next day after `after` on which anything is due; days between pass without a trace."""
        rules, due = self.programme.points, [self.to_come[0].day] if self.to_come else []
        for order in self.orders:
            completed = order.day + self.wait
            due += [order.refund_day, completed, completed + (rules.pending_days if rules is not None else 0)]
        due += [lot.last_day + 1 for lot in self.lots if lot.points]
        due += [day for day, _ in self.waiting]
        due += [day for day in self.calendar if day > after][:1]
        return min((day for day in due if day > after), default=NEVER)

    def _yearly(self, today: int) -> None:
        if today % 365 == self.who.birthday and self.joins <= today and self.who.alive and today <= self.stops_on and not self.ended:
            tier = self.granted(today)
            for benefit in self.programme.benefits:
                if benefit.per == "year" and tier >= benefit.tier:
                    self.add("yearly_cost", benefit.cost * benefit.taken, tier)

    def near(self, today: int) -> float:
        """The pull of the next tier or the next reward, 0 to 1, whichever is stronger: how near it is, and what it is worth of a tenth."""
        tier, reward, to_tier = self.granted(today), 0.0, 0.0
        if tier + 1 < len(self.programme.tiers):
            low, high = (self.programme.tiers[t].threshold for t in (tier, tier + 1))
            to_tier = (self._basis(today) - low) / (high - low)
        if self.who.redeemer and self.programme.points is not None:
            least = min(way.minimum for way in self.programme.burning)
            reward = self.balance / least if self.balance < least else 0.0
        by_tier = self.case.step(tier, self.members) * min(1.0, max(0.0, to_tier)) ** self.case.goal_power
        by_reward = min(1.0, self.case.back(0) / 0.1) * min(1.0, max(0.0, reward)) ** self.case.goal_power
        return max(by_tier, by_reward)

    def factor(self, today: int) -> float:
        """How much more often she orders today than without a programme."""
        after = 1 + (self.case.after_reward if today - self.last_burn <= REWARD_DAYS else 0.0)
        more = self.case.uplift(self.third, today) if self.joins == 0 else self.case.most_of(self.third) * self.case.lasting
        return (1 + more) * (1 + self.case.goal_pull * self.near(today)) * after

    def _candidate(self, one: Candidate, today: int) -> None:
        tier, kept = self.granted(today), 1 - one.returned
        baseline = one.mark <= 1
        comes = one.mark <= self.factor(today) and not self.ended
        if baseline and self.pull_until >= 0:
            comes = comes and one.at > self.pull_until
            self.pull_until = -1.0
        margin = self.case.margin * one.basket * kept
        counted = int(kept > 0)
        if baseline:
            self.add("baseline_orders", counted, tier)
            self.add("baseline_sales", one.basket * kept, tier)
            self.add("baseline_margin", margin, tier)
            if not comes:
                self.add("lost_orders", counted, tier)
                self.add("lost_margin", margin, tier)
        if comes:
            if not baseline:
                self.add("extra_orders", counted, tier)
                self.add("extra_margin", margin, tier)
                if one.pull < self.case.pulled_forward:
                    self.pull_until = one.at + PULL_DAYS
            self._order(one, today, tier, not baseline)
            if not baseline and self.case.extra_orders_end_too and one.returned < 1 and one.stop < self.who.stop:
                self.ended = True

    def _order(self, one: Candidate, today: int, tier: int, extra: bool) -> None:
        kept = 1 - one.returned
        price = one.basket * (1 + self.case.stretched(self.third))
        share = self._discount(tier, today)
        owed = price * (1 - share)
        way, burned = self._way(one, owed)
        cash = burned * way.value if way is not None and way.kind == "cash" else 0.0
        from_lots = self._burn(burned, today) if burned else []
        self.add("programme_orders", int(kept > 0), tier)
        self.add("stretch_margin", self.case.margin * self.case.stretched(self.third) * one.basket * kept, tier)
        self.add("discount_extra" if extra else "discount_kept", price * share * kept, tier)
        cash_kept = 0.0
        if way is not None:
            back = 0 if way.kind != "cash" else burned if one.returned == 1 else math.floor(one.returned * burned + 1e-9)
            cash_kept = (burned - back) * way.value if way.kind == "cash" else 0.0
            self.add("burned_face", (burned - back) * way.value, tier)
            self.add("burned_cost", (burned - back) * way.value * way.cost, tier)
        self.add("programme_sales", owed * kept - cash_kept, tier)
        if one.returned < 1:
            for benefit in self.programme.benefits:
                if benefit.per == "order" and tier >= benefit.tier:
                    self.add("order_cost", benefit.cost * benefit.taken, tier)
        base, factor, earned = self._earn(owed, cash, tier, today)
        reviewed = one.review < self.members.review_chance
        refund_day = today + one.refund_after if one.returned > 0 else NEVER
        spent = burned if way is not None and way.kind == "cash" else 0
        self.orders.append(
            Order(today, tier, extra, price, price * share, owed, base, factor, earned, earned, spent, from_lots, one.returned, refund_day, reviewed)
        )

    def _discount(self, tier: int, today: int) -> float:
        """Share off today's order; a coupon that was won by reaching a tier is used up on the first order."""
        own = self.programme.tiers[tier].discount
        if today > self.coupon_until:
            return own
        self.coupon_until = -1
        coupon = next(b.discount for b in self.programme.benefits if b.kind == "reaching_coupon")
        return 1 - (1 - own) * (1 - coupon) if self.programme.stack else max(own, coupon)

    def _way(self, one: Candidate, owed: float) -> tuple[BurnWay | None, int]:
        """How points are spent on this order, and how many."""
        if not (self.who.redeemer and self.programme.points and one.redeem < self.case.redeem_chance):
            return None, 0
        affordable = [way for way in self.programme.burning if self.balance >= way.minimum]
        if not affordable:
            return None, 0
        mark, way = one.way * sum(way.weight for way in affordable), affordable[-1]
        for some in affordable:
            if mark < some.weight:
                way = some
                break
            mark -= some.weight
        most = min(self.balance, math.floor(way.cap * owed / way.value + 1e-9)) if way.kind == "cash" else self.balance
        points = way.step * (most // way.step)
        return (way, points) if points >= way.minimum else (None, 0)

    def _earn(self, owed: float, cash: float, tier: int, today: int) -> tuple[float, float, int]:
        rules = self.programme.points
        if rules is None:
            return 0.0, 0.0, 0
        base = owed - cash if rules.earn_on == "after_points" else owed
        away = abs(today % 365 - self.who.birthday)
        birthday = rules.birthday_times if min(away, 365 - away) <= rules.birthday_days else 1
        factor = rules.per_money * self.programme.tiers[tier].points_times * birthday
        earned = self._points_of(base, factor)
        self.count("earned_purchase", earned, today)
        return base, factor, earned


@dataclass(frozen=True)
class Totals:
    """What members add up to, named as in the fast simulation's result; arrays over the draws given."""

    money: np.ndarray
    points: np.ndarray
    issued: np.ndarray
    burned: np.ndarray
    expired: np.ndarray
    outstanding: np.ndarray
    pending: np.ndarray
    expiring: np.ndarray
    debt: np.ndarray
    held_spent: np.ndarray
    held_left: np.ndarray
    moves: np.ndarray
    members_by_tier: np.ndarray
    tier_at_start: np.ndarray
    gain: np.ndarray
    reward: np.ndarray


Lives = Iterator[tuple[Member, list[int]]]


def day_by_day(members: Members, case: Case, seed: int, draw: int) -> Lives:
    """Each member at the end of the horizon, and the tiers at the start of each year and at the end."""
    for i in range(len(members.customer_id)):
        one, tiers = Member(members, i, case, seed, draw), []
        for day in range(case.horizon):
            if day % 365 == 0:
                tiers.append(one.granted(day))
            one.live(day)
        yield one, [*tiers, one.granted(case.horizon)]


def simulate(members: Members, cases: dict[int, Case], seed: int, lived: Callable[[Members, Case, int, int], Lives] = day_by_day) -> Totals:
    """Live through all draws; `cases` by draw number."""
    first = next(iter(cases.values()))
    draws, months, tiers = len(cases), first.months, len(first.programme.tiers)
    n, years = len(members.customer_id), first.months // 12
    made = Totals(
        money=np.zeros((draws, 3, tiers, len(MONEY))),
        points=np.zeros((draws, months, len(POINTS)), int),
        issued=np.zeros(months),
        burned=np.zeros((months, months)),
        expired=np.zeros((months, months)),
        outstanding=np.zeros((draws, len(AGES) + 1), int),
        pending=np.zeros(draws, int),
        expiring=np.zeros((draws, 3), int),
        debt=np.zeros(draws, int),
        held_spent=np.zeros(draws, int),
        held_left=np.zeros(draws, int),
        moves=np.zeros((years, tiers, tiers)),
        members_by_tier=np.zeros((draws, tiers), int),
        tier_at_start=np.zeros(tiers, int),
        gain=np.zeros(n),
        reward=np.zeros(n),
    )
    for row, (draw, case) in enumerate(cases.items()):
        for i, (one, held) in enumerate(lived(members, case, seed, draw)):
            _add(made, one, held, row, i, draws)
    return made


def _add(made: Totals, one: Member, held: list[int], row: int, i: int, draws: int) -> None:
    horizon = one.case.horizon
    for (tier, what), amount in one.money.items():
        made.money[row, one.third, tier, MONEY.index(what)] += amount
    for (month, what), points in one.points.items():
        made.points[row, month, POINTS.index(what)] += points
    for month, points in one.issued.items():
        made.issued[month] += points
    for (what, month, age), points in one.cohort.items():
        getattr(made, what)[month, age] += points
    for lot in one.lots:
        made.outstanding[row, sum(horizon - 1 - lot.matured > age for age in AGES)] += lot.points
        for k, days in enumerate((30, 60, 90)):
            made.expiring[row, k] += lot.points if lot.last_day < horizon + days else 0
    made.pending[row] += sum(order.pending for order in one.orders) + sum(points for day, points in one.waiting if day >= horizon)
    made.held_spent[row] += one.held_spent
    made.held_left[row] += sum(lot.points for lot in one.lots if lot.matured < 0)
    made.debt[row] += one.debt
    for year in range(len(made.moves)):
        made.moves[year, held[year], held[year + 1]] += one.joins <= 365 * year
    made.members_by_tier[row, held[-1]] += 1
    if row == 0 and one.joins == 0:
        made.tier_at_start[one.tier_at_start] += 1
    money = {what: sum(amount for (_, name), amount in one.money.items() if name == what) for what in MONEY}
    costs = money["reaching_cost"] + money["order_cost"] + money["yearly_cost"]
    given = money["discount_kept"] + money["discount_extra"]
    made.gain[i] += (money["extra_margin"] + money["stretch_margin"] - money["lost_margin"] - given - money["burned_cost"] - costs) / draws
    made.reward[i] += (given + money["burned_face"] + costs) / draws


def cases(
    programme: Programme, drawn: pd.DataFrame, reward: np.ndarray, assumptions: Assumptions, margin: float, start: date, months: int
) -> dict[int, Case]:
    """One case per draw, with the assumptions that the fast simulation drew for it, and the reward it saw beforehand."""
    ceiling = 1 + assumptions.most_uplift.high
    for name in ("goal_pull", "after_reward"):
        ceiling *= 1 + getattr(assumptions, name).high
    return {
        int(row["draw"]): Case(
            programme=programme,
            margin=margin,
            start=start,
            months=months,
            reward=tuple(reward),
            goal_power=assumptions.goal_power,
            ceiling=ceiling,
            extra_orders_end_too=assumptions.extra_orders_end_too,
            **{name: row[name] for name in DRAWN},
        )
        for row in drawn.reset_index().to_dict("records")
    }
