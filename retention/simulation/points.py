"""Points of one member: lots that mature and expire, burning, refunds and debt. Whole numbers throughout."""

import math

from retention.simulation import shapes as s
from retention.simulation.shapes import rule
from retention.simulation.tiers import qualifying

GIVEN_BACK_DAYS = 7
NEARLY = 1e-9


@rule
def make_usable(points: int, day: int, rules: s.Rules, clock: s.Clock, acc: s.Account, sums: s.Sums) -> int:
    """Points that become usable pay debt first, the rest is a lot; gives the lot, −1 without."""
    num = acc.num
    paid = min(points, num[s.DEBT])
    month = s.month_of(day, clock)
    if paid > 0:
        num[s.DEBT] -= paid
        sums.points[month, s.DEBT_PAID] += paid
    rest = points - paid
    if rest <= 0:
        return -1
    lot = num[s.LOTS_N]
    if lot >= acc.lots.shape[0]:
        num[s.OVERFLOW] = 1
        return -1
    num[s.LOTS_N] += 1
    num[s.BALANCE] += rest
    last = day + rules.expiry
    acc.lots[lot, s.LOT_POINTS], acc.lots[lot, s.LOT_MATURED], acc.lots[lot, s.LOT_LAST] = rest, day, last
    num[s.NEXT_EXPIRY] = min(num[s.NEXT_EXPIRY], last + 1)
    sums.issued[month] += rest
    return lot


@rule
def expire(day: int, clock: s.Clock, acc: s.Account, sums: s.Sums) -> None:
    """Take away lots whose last day is over, and look up when the next one's is."""
    num, lots = acc.num, acc.lots
    if num[s.NEXT_EXPIRY] > day:
        return
    soonest, month = s.NEVER, s.month_of(day, clock)
    for lot in range(num[s.LOTS_HEAD], num[s.LOTS_N]):
        points = lots[lot, s.LOT_POINTS]
        if points == 0:
            continue
        if lots[lot, s.LOT_LAST] >= day:
            soonest = min(soonest, lots[lot, s.LOT_LAST] + 1)
            if num[s.LOT_EXTENDED]:
                continue
            num[s.LOTS_HEAD] = lot
            break
        lots[lot, s.LOT_POINTS] = 0
        num[s.BALANCE] -= points
        sums.points[month, s.EXPIRED] += points
        if lots[lot, s.LOT_MATURED] >= 0:
            issued = s.month_of(lots[lot, s.LOT_MATURED], clock)
            sums.expired[issued, month - issued] += points
        s.note(acc, s.GONE, day, -1, points)
    num[s.NEXT_EXPIRY] = soonest


@rule
def earliest(acc: s.Account) -> int:
    """The lot to take from next: earliest expiry, then the older one. There must be one."""
    num, lots = acc.num, acc.lots
    while lots[num[s.LOTS_HEAD], s.LOT_POINTS] == 0:
        num[s.LOTS_HEAD] += 1
    best = num[s.LOTS_HEAD]
    if num[s.LOT_EXTENDED]:
        for lot in range(best + 1, num[s.LOTS_N]):
            if lots[lot, s.LOT_POINTS] > 0 and lots[lot, s.LOT_LAST] < lots[best, s.LOT_LAST]:
                best = lot
    return best


@rule
def spent_of(lot: int, points: int, month: int, clock: s.Clock, acc: s.Account, sums: s.Sums) -> None:
    """Points of a lot were spent in a month, or given back (below 0): told of its cohort, or of the points brought."""
    matured = acc.lots[lot, s.LOT_MATURED]
    if matured < 0:
        sums.ends[s.HELD_SPENT] += points
    else:
        issued = s.month_of(matured, clock)
        sums.burned[issued, month - issued] += points


@rule
def bring_points(rules: s.Rules, people: s.People, acc: s.Account, sums: s.Sums) -> None:
    """Lots that a member holds on day 0; those still pending come one after the other (`mature_held`)."""
    num, member = acc.num, acc.num[s.MEMBER]
    num[s.HELD_AT] = people.held_start[member]
    for row in range(people.held_start[member], people.held_start[member + 1]):
        points, last, lot = people.held_points[row], people.held_last[row], num[s.LOTS_N]
        sums.points[0, s.BROUGHT] += points
        if people.held_since[row] >= 0:
            continue
        if lot >= acc.lots.shape[0]:
            num[s.OVERFLOW] = 1
            return
        acc.lots[lot, s.LOT_POINTS], acc.lots[lot, s.LOT_MATURED], acc.lots[lot, s.LOT_LAST] = points, people.held_since[row], last
        num[s.LOTS_N] += 1
        num[s.HELD_AT] += 1
        num[s.BALANCE] += points
        num[s.NEXT_EXPIRY] = min(num[s.NEXT_EXPIRY], last + 1)
        if last > rules.expiry:
            num[s.LOT_EXTENDED] = 1
    await_held(people, acc)


@rule
def await_held(people: s.People, acc: s.Account) -> None:
    """When the next of the points brought matures."""
    num = acc.num
    num[s.NEXT_HELD] = people.held_since[num[s.HELD_AT]] if num[s.HELD_AT] < people.held_start[num[s.MEMBER] + 1] else s.NEVER


@rule
def mature_held(day: int, rules: s.Rules, people: s.People, clock: s.Clock, acc: s.Account, sums: s.Sums) -> None:
    """Points brought that become usable today."""
    num = acc.num
    while num[s.NEXT_HELD] == day:
        points = people.held_points[num[s.HELD_AT]]
        make_usable(points, day, rules, clock, acc, sums)
        num[s.HELD_AT] += 1
        await_held(people, acc)
        s.note(acc, s.MATURED, day, -1, points)


@rule
def burn(points: int, day: int, clock: s.Clock, acc: s.Account, sums: s.Sums) -> None:
    """Take points for something, earliest expiry first; what was taken from where stands in `pieces`."""
    num, lots = acc.num, acc.lots
    month = s.month_of(day, clock)
    sums.points[month, s.BURNED] += points
    num[s.BALANCE] -= points
    while points > 0:
        if num[s.PIECES_N] >= acc.pieces.shape[0]:
            num[s.OVERFLOW] = 1
            return
        lot = earliest(acc)
        some = min(points, lots[lot, s.LOT_POINTS])
        lots[lot, s.LOT_POINTS] -= some
        points -= some
        spent_of(lot, some, month, clock, acc, sums)
        acc.pieces[num[s.PIECES_N], 0], acc.pieces[num[s.PIECES_N], 1] = lot, some
        num[s.PIECES_N] += 1


@rule
def give_back(order: int, points: int, day: int, clock: s.Clock, acc: s.Account, sums: s.Sums) -> None:
    """Points spent on an order that comes back, the first taken first: each pays debt while there is any, else returns to its lot."""
    num, lots = acc.num, acc.lots
    month = s.month_of(day, clock)
    sums.points[month, s.GIVEN_BACK] += points
    burned_in = s.month_of(acc.order_numbers[order, s.DAY], clock)
    for piece in range(acc.order_numbers[order, s.PIECE_FROM], acc.order_numbers[order, s.PIECE_TO]):
        lot = acc.pieces[piece, 0]
        some = min(points, acc.pieces[piece, 1])
        points -= some
        spent_of(lot, -some, burned_in, clock, acc, sums)
        paid = min(some, num[s.DEBT])
        num[s.DEBT] -= paid
        sums.points[month, s.DEBT_PAID] += paid
        some -= paid
        if some == 0:
            continue
        lots[lot, s.LOT_POINTS] += some
        num[s.BALANCE] += some
        num[s.LOTS_HEAD] = min(num[s.LOTS_HEAD], lot)
        if lots[lot, s.LOT_LAST] < day + GIVEN_BACK_DAYS:
            lots[lot, s.LOT_LAST] = day + GIVEN_BACK_DAYS
            num[s.LOT_EXTENDED] = 1
        num[s.NEXT_EXPIRY] = min(num[s.NEXT_EXPIRY], lots[lot, s.LOT_LAST] + 1)


@rule
def claw_back(order: int, points: int, day: int, clock: s.Clock, acc: s.Account, sums: s.Sums) -> None:
    """Take back points earned on what came back: from its own, pending or not, then earliest expiry first; the rest is debt."""
    mine = acc.order_numbers[order]
    sums.points[s.month_of(day, clock), s.CLAWED] += points
    some = min(points, mine[s.ORDER_PENDING])
    mine[s.ORDER_PENDING] -= some
    points -= some
    if points > 0:
        take_back(points, mine[s.ORDER_LOT], day, clock, acc, sums)


@rule
def take_back(points: int, own: int, day: int, clock: s.Clock, acc: s.Account, sums: s.Sums) -> None:
    """Take usable points from a lot (−1: none), then earliest expiry first; the rest is debt."""
    num, lots = acc.num, acc.lots
    if own >= 0:
        some = min(points, lots[own, s.LOT_POINTS])
        lots[own, s.LOT_POINTS] -= some
        num[s.BALANCE] -= some
        points -= some
    while points > 0 and num[s.BALANCE] > 0:
        lot = earliest(acc)
        some = min(points, lots[lot, s.LOT_POINTS])
        lots[lot, s.LOT_POINTS] -= some
        num[s.BALANCE] -= some
        points -= some
    if points > 0:
        num[s.DEBT] += points
        sums.points[s.month_of(day, clock), s.DEBT_NEW] += points


@rule
def give_task(points: int, order: int, day: int, rules: s.Rules, clock: s.Clock, acc: s.Account, sums: s.Sums) -> tuple[int, int]:
    """Points for check-ins and shares, or for the review of an order (−1: none), within the month's cap; gives them and their lot."""
    num, month = acc.num, s.month_of(day, clock)
    if num[s.TASK_MONTH] != month:
        num[s.TASK_MONTH], num[s.TASK_GIVEN] = month, 0
    if rules.task_cap > 0:
        points = min(points, rules.task_cap - num[s.TASK_GIVEN])
    if points <= 0:
        return 0, -1
    num[s.TASK_GIVEN] += points
    sums.points[month, s.EARNED_TASK] += points
    lot = make_usable(points, day, rules, clock, acc, sums)
    s.note(acc, s.TASK, day, order, points)
    return points, lot


@rule
def monthly_tasks(day: int, rate: float, rules: s.Rules, clock: s.Clock, acc: s.Account, sums: s.Sums) -> None:
    """Check-ins and shares of the month that begins today: whole points, fractions carried over."""
    month = s.month_of(day, clock)
    points = int(math.floor((month + 1) * rate + NEARLY) - math.floor(month * rate + NEARLY))
    give_task(points, -1, day, rules, clock, acc, sums)
    acc.num[s.NEXT_TASK] = clock.month_starts[month + 1]


@rule
def mature(day: int, rules: s.Rules, clock: s.Clock, acc: s.Account, sums: s.Sums) -> None:
    """Orders whose points become usable today."""
    num = acc.num
    while num[s.NEXT_MATURE] < num[s.ORDERS_N]:
        order = num[s.NEXT_MATURE]
        mine = acc.order_numbers[order]
        if mine[s.DAY] + rules.matures_after > day:
            return
        num[s.NEXT_MATURE] += 1
        if mine[s.REVIEWED]:
            mine[s.REVIEWED], mine[s.REVIEW_LOT] = give_task(rules.review, order, day, rules, clock, acc, sums)
        points = mine[s.ORDER_PENDING]
        mine[s.ORDER_PENDING] = 0
        mine[s.ORDER_LOT] = make_usable(points, day, rules, clock, acc, sums)
        s.note(acc, s.MATURED, day, order, points)


@rule
def claw_review(order: int, day: int, clock: s.Clock, acc: s.Account, sums: s.Sums) -> int:
    """Take back the points of a review of what came back wholly; before they are usable there are none, and will be none."""
    mine = acc.order_numbers[order]
    points = mine[s.REVIEWED] if order < acc.num[s.NEXT_MATURE] else 0
    mine[s.REVIEWED] = 0
    if points > 0:
        month = s.month_of(day, clock)
        sums.points[month, s.CLAWED] += points
        sums.points[month, s.CLAWED_TASK] += points
        take_back(points, mine[s.REVIEW_LOT], day, clock, acc, sums)
    return points


@rule
def settle_refunds(day: int, rules: s.Rules, clock: s.Clock, acc: s.Account, sums: s.Sums) -> None:
    """Refunds of today, in the order of their orders; the others wait on."""
    num = acc.num
    if num[s.NEXT_REFUND] > day:
        return
    left, soonest = 0, s.NEVER
    for k in range(num[s.REFUNDS_N]):
        order = acc.refunds[k]
        due = acc.order_numbers[order, s.REFUND_DAY]
        if due <= day:
            refund(order, day, rules, clock, acc, sums)
        else:
            acc.refunds[left] = order
            left += 1
            soonest = min(soonest, due)
    num[s.REFUNDS_N], num[s.NEXT_REFUND] = left, soonest


@rule
def points_back(spent: int, share: float) -> int:
    """How many of the points spent as cash on an order go back when this share of it is returned."""
    return spent if share >= 1.0 else int(math.floor(share * spent + NEARLY))


@rule
def points_on(money: float, factor: float, rules: s.Rules) -> int:
    """Points earned on money at so many per unit, in full steps where the rules have steps."""
    if rules.full_step > 0.0:
        money = math.floor(money / rules.full_step + NEARLY) * rules.full_step
    return int(math.floor(money * factor + NEARLY))


@rule
def refund(order: int, day: int, rules: s.Rules, clock: s.Clock, acc: s.Account, sums: s.Sums) -> None:
    """An order comes back, wholly or in part: points, and what it counts towards the tier."""
    mine, amounts = acc.order_numbers[order], acc.order_amounts[order]
    share = amounts[s.SHARE]
    mine[s.REFUND_DAY] = -1
    claw = 0
    if rules.points:
        back = points_back(mine[s.ORDER_SPENT], share)
        if back > 0:
            give_back(order, back, day, clock, acc, sums)
        claw = mine[s.ORDER_EARNED] - points_on(amounts[s.BASE] * (1.0 - share), amounts[s.FACTOR], rules)
        mine[s.ORDER_EARNED] -= claw
        claw_back(order, claw, day, clock, acc, sums)
        if share >= 1.0 and mine[s.REVIEWED] > 0:
            claw += claw_review(order, day, clock, acc, sums)
    if mine[s.ORDER_DONE]:
        now = qualifying(order, rules, acc)
        if order >= acc.num[s.OLD]:
            acc.val[s.BASIS] += now - amounts[s.COUNTED]
        amounts[s.COUNTED] = now
    row = s.note(acc, s.REFUNDED, day, order, claw)
    if row >= 0:
        acc.notes[row, 9] = share


@rule
def points_due(rules: s.Rules, acc: s.Account) -> int:
    """The next day on which something happens to points, or an order comes back."""
    num = acc.num
    due = min(num[s.NEXT_EXPIRY], num[s.NEXT_REFUND], num[s.NEXT_TASK], num[s.NEXT_HELD])
    if rules.points and num[s.NEXT_MATURE] < num[s.ORDERS_N]:
        due = min(due, acc.order_numbers[num[s.NEXT_MATURE], s.DAY] + rules.matures_after)
    return due
