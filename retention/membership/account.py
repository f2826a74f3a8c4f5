"""One member's points: lots that expire, points still pending, debt, and a line in the audit trail for everything that moves.

Points are whole numbers, days are whole numbers (days since 1970-01-01), money is whole cents. Points of an order, and those of its
review, are *pending* until they mature; then they become *lots*. Spending takes the lot that expires first. A refund first gives back what
was spent on the order, then claws back earned(before) − ⌊earned on what remains⌋, so any split of a refund into parts ends at the same
points; once nothing of the order is left, the points of its review go, too. What cannot be taken is *debt*, and later points pay it first.
"""

import math
from dataclasses import dataclass, field

from retention.settings import PointRules, full_steps

# Points given back are usable for at least so many days more.
GRACE_OF_GIVEN_BACK = 7
# Products of floats that should be whole numbers may fall short of them by rounding.
SHORT = 1e-9
# What is said about points clawed back that a review had brought.
REVIEWED = "review"
# What adds to a balance (pending and usable) and what takes from it; `matured` moves points between the two.
ADDS = ("earned", "task", "given_back", "indebted")
TAKES = ("burned", "expired", "clawed", "paid_debt")

# day, kind, points, lot, order, about
Entry = tuple[int, str, int, int | None, str | None, str | None]


@dataclass(slots=True, eq=False)
class Lot:
    """Usable points that matured together, of a purchase or of a task; `order` is the one that was bought or reviewed."""

    number: int
    order: str | None
    since: int
    last_day: int | None
    issued: int
    points: int
    of_task: bool = False


@dataclass(slots=True, eq=False)
class Order:
    """An order of a member: `full` at list price, `paid`, `value` paid with points beside it, `rate` points per cent on the day of purchase.

    `cancelled`: it came back, and no money was paid that could tell how much of it. `review` are the points of its review, of which
    `review_pending` have not matured.
    """

    order_id: str
    day: int
    completed_day: int | None
    full: int
    paid: int
    counts: bool = True
    value: int = 0
    rate: float = 0.0
    refunded: int = 0
    earned: int = 0
    pending: int = 0
    lot: Lot | None = None
    matured: bool = False
    review: int = 0
    review_pending: int = 0
    review_lot: Lot | None = None
    spent: int = 0
    given_back: int = 0
    cancelled: bool = False
    from_lots: list[tuple[Lot | None, int]] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether all of it came back; one paid wholly with points comes back wholly or not at all."""
        return self.refunded >= self.paid if self.paid else self.cancelled

    def rest_of(self, amount: int) -> float:
        """The part of an amount that belongs to what did not come back."""
        return amount * (self.paid - self.refunded) / self.paid if self.paid else amount * (not self.whole)

    def points_on_rest(self, rules: PointRules) -> int:
        """Points that what remains of it earns."""
        base = self.rest_of(self.paid + self.value) if rules.earn_on == "before_points" else self.paid - self.refunded
        return math.floor(full_steps(base, rules.full_step * 100) * self.rate + SHORT)


@dataclass(slots=True, eq=False)
class Account:
    """The points of one member. `trail` says all that happened; its sums are the balances."""

    rules: PointRules
    debt: int = 0
    lots: list[Lot] = field(default_factory=list)
    live: list[Lot] = field(default_factory=list)
    trail: list[Entry] = field(default_factory=list)

    @property
    def usable(self) -> int:
        """Points that can be spent today."""
        return sum(lot.points for lot in self.live)

    def expire(self, day: int) -> None:
        """Drop lots whose last day is over; each is gone on the day after it."""
        over = [lot for lot in self.live if lot.last_day is not None and lot.last_day < day]
        if over:
            for lot in sorted(over, key=_expiry):
                self.trail.append((lot.last_day + 1, "expired", lot.points, lot.number, lot.order, None))  # type: ignore[operator]
                lot.points = 0
            self._drop_empty()

    def earn(self, order: Order, day: int, rate: float) -> None:
        """Points of a new order, pending until they mature; `rate` is points per cent."""
        order.rate = rate
        order.earned = order.pending = order.points_on_rest(self.rules)
        if order.earned:
            self.trail.append((day, "earned", order.earned, None, order.order_id, None))

    def mature(self, order: Order, day: int) -> None:
        """Make the pending points of an order's review, then its own, usable."""
        order.matured = True
        review, order.review_pending = order.review_pending, 0
        if review:
            order.review_lot = self._credit(review, day, order.order_id, of_task=True)
        points, order.pending = order.pending, 0
        if points:
            order.lot = self._credit(points, day, order.order_id)

    def reward(self, points: int, day: int, order_id: str | None, task: str, reviewed: Order | None = None) -> None:
        """Points of a check-in, review or share: usable at once, or with those of the order that was `reviewed`."""
        self.trail.append((day, "task", points, None, order_id, task))
        if reviewed is None:
            self._credit(points, day, order_id, of_task=True)
            return
        reviewed.review += points
        if reviewed.matured:
            reviewed.review_lot = self._credit(points, day, order_id, of_task=True)
        else:
            reviewed.review_pending += points

    def burn(self, points: int, day: int, order: Order | None, about: str | None) -> None:
        """Spend points, earliest expiry first; more than there are is debt. `order`: what they paid for."""
        order_id = order.order_id if order else None
        taken = self._take(points, day, "burned", order_id, about)
        if order:
            order.spent += points
            order.from_lots += taken
            # It may have come back before the export tells of the points.
            self._give_back(order, day)

    def refund(self, order: Order, amount: int, day: int) -> None:
        """Money went back: points spent on the order return, points it earned are clawed back, and those of its review once all came back."""
        order.refunded = min(order.paid, order.refunded + amount)
        order.cancelled = not order.paid
        self._give_back(order, day)
        keeps = order.points_on_rest(self.rules)
        claw, order.earned = order.earned - keeps, keeps
        pending = min(order.pending, claw)
        if pending:
            order.pending -= pending
            self.trail.append((day, "clawed", pending, None, order.order_id, "pending"))
        self._take(claw - pending, day, "clawed", order.order_id, None, first=order.lot)
        if order.whole and order.review:
            self._claw_review(order, day)

    def _claw_review(self, order: Order, day: int) -> None:
        points, pending = order.review, order.review_pending
        order.review = order.review_pending = 0
        if pending:
            self.trail.append((day, "clawed", pending, None, order.order_id, REVIEWED))
        self._take(points - pending, day, "clawed", order.order_id, REVIEWED, first=order.review_lot)

    def _credit(self, points: int, day: int, order_id: str | None, of_task: bool = False) -> Lot | None:
        """Pay debt, then make a lot of the rest."""
        left = points - self._pay_debt(points, day, order_id)
        if not left:
            return None
        last_day = None if self.rules.expiry_days is None else day + self.rules.expiry_days
        lot = Lot(len(self.lots) + 1, order_id, day, last_day, left, left, of_task)
        self.lots.append(lot)
        self.live.append(lot)
        self.trail.append((day, "matured", left, lot.number, order_id, None))
        return lot

    def _pay_debt(self, points: int, day: int, order_id: str | None) -> int:
        paid = min(self.debt, points)
        if paid:
            self.debt -= paid
            self.trail.append((day, "paid_debt", paid, None, order_id, None))
        return paid

    def _take(
        self, points: int, day: int, kind: str, order_id: str | None, about: str | None, first: Lot | None = None
    ) -> list[tuple[Lot | None, int]]:
        """Take points from lots, `first` before the others and those by expiry; what is missing is debt. Returns what came from where."""
        if points <= 0:
            return []
        taken: list[tuple[Lot | None, int]] = []
        ordered = sorted(self.live, key=_expiry) if len(self.live) > 1 else list(self.live)
        if first is not None and first.points:
            ordered = [first, *(lot for lot in ordered if lot is not first)]
        for lot in ordered:
            if not points:
                break
            some = min(lot.points, points)
            lot.points -= some
            points -= some
            taken.append((lot, some))
            self.trail.append((day, kind, some, lot.number, order_id, about))
        self._drop_empty()
        if points:
            self.debt += points
            taken.append((None, points))
            self.trail.append((day, kind, points, None, order_id, about))
            self.trail.append((day, "indebted", points, None, order_id, None))
        return taken

    def _give_back(self, order: Order, day: int) -> None:
        """Points spent on an order return by the share that came back: they pay debt, the rest goes to the lots they came from, the first first."""
        target = order.spent if order.whole else order.spent * order.refunded // max(order.paid, 1)
        points = target - order.given_back
        if points <= 0:
            return
        order.given_back = target
        self.trail.append((day, "given_back", points, None, order.order_id, None))
        while points:
            lot, some = order.from_lots.pop(0)
            back = min(some, points)
            if some > back:
                order.from_lots.insert(0, (lot, some - back))
            points -= back
            self._return_to(lot, back - self._pay_debt(back, day, order.order_id), day, order.order_id)

    def _return_to(self, lot: Lot | None, points: int, day: int, order_id: str) -> None:
        if not points:
            return
        if lot is None:
            self._credit(points, day, order_id)
            return
        if not lot.points:
            self.live.append(lot)
        lot.points += points
        if lot.last_day is not None:
            lot.last_day = max(lot.last_day, day + GRACE_OF_GIVEN_BACK)
        self.trail.append((day, "matured", points, lot.number, order_id, "given_back"))

    def _drop_empty(self) -> None:
        self.live = [lot for lot in self.live if lot.points]


def _expiry(lot: Lot) -> tuple[float, int]:
    """Earliest last day first, then the older lot."""
    return (math.inf if lot.last_day is None else lot.last_day, lot.number)
