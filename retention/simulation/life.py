"""One member's life in two worlds: candidate orders, which of them happen where, and what they bring."""

import math

from retention.simulation import keyed
from retention.simulation import shapes as s
from retention.simulation.points import (
    bring_points,
    burn,
    expire,
    mature,
    mature_held,
    monthly_tasks,
    points_back,
    points_due,
    points_on,
    settle_refunds,
)
from retention.simulation.shapes import rule
from retention.simulation.tiers import birthdays, complete, move_window, next_review, progress, review, tiers_due, year_ends

PULL_DAYS, REWARD_DAYS = 90.0, 30
NEARLY = 1e-9
# Places of a candidate's numbers.
GAP, MARK, RETURNED, DELAY, STOPS, REDEEMS, WAY, PULL, REVIEWS, BASKET = range(10)


@rule
def open_account(
    member: int, key: keyed.Word, rules: s.Rules, people: s.People, clock: s.Clock, reaction: s.Reaction, acc: s.Account, sums: s.Sums
) -> bool:
    """An account on day 0 with the points held, in the opening tier; gives whether the member still buys. Nothing is due before she joins."""
    num, val = acc.num, acc.val
    notes = num[s.NOTES_N]
    num[:] = 0
    val[:] = 0.0
    num[s.NOTES_N] = notes
    own = keyed.candidate_state(key, keyed.OWN)
    alive = keyed.nth_uniform(own, 0) < people.own[member, s.ALIVE]
    tier, joins = people.opening_tier[member], people.joins[member]
    num[s.JOINS] = joins
    num[s.MEMBER], num[s.THIRD] = member, people.third[member]
    num[s.BIRTHDAY] = people.birthday[member]
    if num[s.BIRTHDAY] < 0:
        num[s.BIRTHDAY] = int(keyed.nth_uniform(own, 1) * 365)
    num[s.REDEEMER] = rules.points and keyed.nth_uniform(own, 2) < reaction.redeemers
    num[s.UNGRACED] = num[s.GRANTED] = num[s.PEAK] = num[s.YEAR_TIER] = tier
    num[s.NEXT_EXPIRY] = num[s.NEXT_REFUND] = num[s.GRACE_ENDS] = s.NEVER
    num[s.NEXT_REVIEW] = next_review(0, rules) if rules.downgrade and tier > 0 else s.NEVER
    num[s.NEXT_TASK] = first_month(joins, clock) if alive and people.task_rate[member] > 0 else s.NEVER
    num[s.NEXT_BIRTHDAY], num[s.LAST_BIRTHDAY] = num[s.BIRTHDAY], s.NEVER if alive else -1
    while num[s.NEXT_BIRTHDAY] < joins:
        num[s.NEXT_BIRTHDAY] += 365
    num[s.COUPON_UNTIL], num[s.LAST_BURN], num[s.TASK_MONTH] = -1, -s.NEVER, -1
    num[s.PAST_AT] = people.opening_past[member]
    val[s.BASIS], val[s.PULL_UNTIL] = people.opening_basis[member], -1.0
    acc.tier_last[:] = -s.NEVER
    num[s.NEXT_HELD] = s.NEVER
    if rules.points and people.held_start[member] < people.held_start[member + 1]:
        bring_points(rules, people, acc, sums)
    num[s.DUE] = min(num[s.NEXT_TASK], num[s.NEXT_REVIEW], num[s.NEXT_EXPIRY], num[s.NEXT_HELD])
    return alive


@rule
def first_month(joins: int, clock: s.Clock) -> int:
    """First day of the first month that begins on or after a day; NEVER if none does."""
    month = 0
    while clock.month_starts[month] < joins:
        month += 1
    return clock.month_starts[month]


@rule
def settle(today: int, rules: s.Rules, people: s.People, clock: s.Clock, acc: s.Account, sums: s.Sums) -> None:
    """Let everything happen that is due up to and including today, day by day."""
    num = acc.num
    while num[s.DUE] <= today:
        day = num[s.DUE]
        expire(day, clock, acc, sums)
        if num[s.NEXT_TASK] == day:
            monthly_tasks(day, people.task_rate[num[s.MEMBER]], rules, clock, acc, sums)
        if num[s.NEXT_HELD] == day:
            mature_held(day, rules, people, clock, acc, sums)
        if rules.points:
            mature(day, rules, clock, acc, sums)
        settle_refunds(day, rules, clock, acc, sums)
        # Refunds can only lower what counts, which no tier feels before a review.
        if tiers_due(rules, acc) <= day:
            complete(day, rules, acc)
            review(day, rules, people, acc, sums)
        num[s.DUE] = min(points_due(rules, acc), tiers_due(rules, acc))


@rule
def uplift(day: int, reaction: s.Reaction, acc: s.Account) -> float:
    """More orders for what the programme gives, just now: what stays, and what is left of the rest; nothing changes for who joins later."""
    third = acc.num[s.THIRD]
    passing = reaction.passing[third] if acc.num[s.JOINS] == 0 else 0.0
    return reaction.lasting[third] + (passing * math.exp(-day * reaction.fading) if passing != 0.0 else 0.0)


@rule
def risen(near: float, power: float) -> float:
    """How strongly something near pulls, 0 to 1."""
    return near * near if power == 2.0 else near**power


@rule
def factor(day: int, rules: s.Rules, reaction: s.Reaction, acc: s.Account) -> float:
    """How much more often the member orders than without the programme, just now."""
    num, pull = acc.num, rules.tiers[acc.num[s.GRANTED], s.PULLS]
    if pull > 0.0:
        pull *= risen(progress(rules, acc), reaction.goal_power)
    if rules.reward_pull > 0.0 and num[s.REDEEMER] and num[s.BALANCE] < rules.least:
        pull = max(pull, rules.reward_pull * risen(num[s.BALANCE] / rules.least, reaction.goal_power))
    more = (1.0 + uplift(day, reaction, acc)) * (1.0 + reaction.goal_pull * pull)
    return more * (1.0 + reaction.after_reward) if day - num[s.LAST_BURN] <= REWARD_DAYS else more


@rule
def discount_today(day: int, rules: s.Rules, acc: s.Account) -> float:
    """Share off an order today; a coupon from reaching a tier is used up by it."""
    num = acc.num
    own = rules.tiers[num[s.GRANTED], s.DISCOUNT]
    if day > num[s.COUPON_UNTIL]:
        return own
    num[s.COUPON_UNTIL] = -1
    if rules.stack:
        return 1.0 - (1.0 - own) * (1.0 - rules.coupon_discount)
    return max(own, rules.coupon_discount)


@rule
def way_to_burn(mark: float, rules: s.Rules, acc: s.Account) -> int:
    """One of the ways the balance is enough for, drawn by weight; −1 without."""
    balance, total, last = acc.num[s.BALANCE], 0.0, -1
    for way in range(rules.ways.shape[0]):
        if balance >= rules.ways[way, s.MINIMUM]:
            total += rules.ways[way, s.WEIGHT]
            last = way
    mark *= total
    for way in range(last):
        if balance >= rules.ways[way, s.MINIMUM]:
            if mark < rules.ways[way, s.WEIGHT]:
                return way
            mark -= rules.ways[way, s.WEIGHT]
    return last


@rule
def points_to_burn(way: int, owed: float, rules: s.Rules, acc: s.Account) -> int:
    """Points spent this way on an order with so much to pay; 0 if they would be fewer than the minimum."""
    most = acc.num[s.BALANCE]
    if rules.ways[way, s.IS_CASH] > 0:
        most = min(most, int(math.floor(rules.ways[way, s.CAP] * owed / rules.ways[way, s.VALUE] + NEARLY)))
    step = int(rules.ways[way, s.STEP])
    points = step * (most // step)
    return points if points >= rules.ways[way, s.MINIMUM] else 0


@rule
def birthday_factor(day: int, rules: s.Rules, acc: s.Account) -> float:
    """Factor on points earned today."""
    away = (day - acc.num[s.BIRTHDAY]) % 365
    return rules.birthday_times if min(away, 365 - away) <= rules.birthday_days else 1.0


@rule
def spend(
    order: int, state: keyed.Word, listed: float, owed: float, share: float, rules: s.Rules, clock: s.Clock, acc: s.Account, sums: s.Sums
) -> float:
    """Spend points beside or on an order if she does today; gives the cash they pay."""
    num, mine = acc.num, acc.order_numbers[order]
    mine[s.ORDER_SPENT], mine[s.PIECE_FROM], mine[s.PIECE_TO] = 0, 0, 0
    way = way_to_burn(keyed.nth_uniform(state, WAY), rules, acc)
    if way < 0:
        return 0.0
    points = points_to_burn(way, owed, rules, acc)
    if points == 0:
        return 0.0
    day, pieces = mine[s.DAY], num[s.PIECES_N]
    burn(points, day, clock, acc, sums)
    num[s.LAST_BURN] = day
    cash, kept = 0.0, points
    if rules.ways[way, s.IS_CASH] > 0:
        mine[s.ORDER_SPENT], mine[s.PIECE_FROM], mine[s.PIECE_TO] = points, pieces, num[s.PIECES_N]
        cash = points * rules.ways[way, s.VALUE]
        kept = points - points_back(points, share)
    else:
        num[s.PIECES_N] = pieces
    face = kept * rules.ways[way, s.VALUE]
    money = sums.money[num[s.THIRD], num[s.GRANTED]]
    money[s.BURNED_FACE] += face
    money[s.BURNED_COST] += face * rules.ways[way, s.COST]
    if cash > 0:
        money[s.PROGRAMME_SALES] -= face
    acc.val[s.GAIN] -= face * rules.ways[way, s.COST]
    acc.val[s.SEEN] += face
    row = s.note(acc, s.SPENT, day, order, points)
    if row >= 0:
        acc.notes[row, 10], acc.notes[row, 7], acc.notes[row, 5] = way, cash, listed
    return cash


@rule
def place_order(
    at: float,
    extra: bool,
    basket: float,
    share: float,
    state: keyed.Word,
    rules: s.Rules,
    people: s.People,
    clock: s.Clock,
    reaction: s.Reaction,
    acc: s.Account,
    sums: s.Sums,
) -> None:
    """An order of the programme world: discount, points spent and earned, benefits, and when it comes back."""
    num, order, day = acc.num, acc.num[s.ORDERS_N], int(at)
    if order >= acc.order_numbers.shape[0]:
        num[s.OVERFLOW] = 1
        return
    mine, amounts = acc.order_numbers[order], acc.order_amounts[order]
    kept = 1.0 - share
    listed = basket * (1.0 + reaction.stretch[num[s.THIRD]])
    off = discount_today(day, rules, acc)
    owed = listed * (1.0 - off)
    mine[s.DAY], mine[s.ORDER_LOT], mine[s.ORDER_DONE], mine[s.REFUND_DAY] = day, -1, 0, s.NEVER
    amounts[s.SHARE], amounts[s.OWED], amounts[s.LISTED], amounts[s.COUNTED] = share, owed, listed, 0.0
    cash = 0.0
    if num[s.REDEEMER] and keyed.nth_uniform(state, REDEEMS) < reaction.redeem_chance:
        cash = spend(order, state, listed, owed, share, rules, clock, acc, sums)
    else:
        mine[s.ORDER_SPENT] = 0
    earned = 0
    if rules.points:
        amounts[s.BASE] = owed - cash if rules.after_points else owed
        amounts[s.FACTOR] = rules.per_money * rules.tiers[num[s.GRANTED], s.TIMES] * birthday_factor(day, rules, acc)
        earned = points_on(amounts[s.BASE], amounts[s.FACTOR], rules)
        sums.points[s.month_of(day, clock), s.EARNED_PURCHASE] += earned
        mine[s.REVIEWED] = rules.review > 0 and keyed.nth_uniform(state, REVIEWS) < people.review_chance
    mine[s.ORDER_EARNED] = mine[s.ORDER_PENDING] = earned
    book(extra, kept, basket, listed, off, rules, reaction, acc, sums)
    num[s.ORDERS_N] += 1
    num[s.DUE] = min(num[s.DUE], day + min(rules.completes_after, rules.matures_after))
    if share > 0.0:
        wait = people.return_days[int(keyed.nth_uniform(state, DELAY) * people.return_days.shape[0])]
        mine[s.REFUND_DAY] = day + wait
        acc.refunds[num[s.REFUNDS_N]] = order
        num[s.REFUNDS_N] += 1
        num[s.NEXT_REFUND] = min(num[s.NEXT_REFUND], day + wait)
        num[s.DUE] = min(num[s.DUE], day + wait)
    row = s.note(acc, s.ORDERED, day, order, 0)
    if row >= 0:
        acc.notes[row, 3], acc.notes[row, 4], acc.notes[row, 5], acc.notes[row, 6] = at, not extra, listed, owed
        acc.notes[row, 7], acc.notes[row, 9], acc.notes[row, 15] = cash, share, earned


@rule
def book(
    extra: bool, kept: float, basket: float, listed: float, off: float, rules: s.Rules, reaction: s.Reaction, acc: s.Account, sums: s.Sums
) -> None:
    """The money of a programme order, without points."""
    money = sums.money[acc.num[s.THIRD], acc.num[s.GRANTED]]
    stretched = reaction.margin * (listed - basket) * kept
    discount = listed * off * kept
    gain = stretched - discount
    if kept > 0.0:
        cost = rules.tiers[acc.num[s.GRANTED], s.PER_ORDER]
        money[s.PROGRAMME_ORDERS] += 1
        money[s.ORDER_COST] += cost
        gain -= cost
        acc.val[s.SEEN] += cost
    money[s.PROGRAMME_SALES] += listed * (1.0 - off) * kept
    money[s.STRETCH_MARGIN] += stretched
    if extra:
        margin = reaction.margin * basket * kept
        money[s.EXTRA_ORDERS] += kept > 0.0
        money[s.EXTRA_MARGIN] += margin
        money[s.DISCOUNT_EXTRA] += discount
        gain += margin
    else:
        money[s.DISCOUNT_KEPT] += discount
    acc.val[s.GAIN] += gain
    acc.val[s.SEEN] += discount


@rule
def returned_share(u: float, member: int, people: s.People) -> float:
    """Share of an order that comes back."""
    whole = people.own[member, s.WHOLE]
    if u < whole:
        return 1.0
    return people.part_share if u < whole + people.own[member, s.PART] else 0.0


@rule
def know(member: int, people: s.People, state: keyed.Word, acc: s.Account) -> None:
    """Draw what only buyers need: the chance to stop, and the scale of baskets."""
    first, state = keyed.gamma(state, people.own[member, s.STOP_A])
    second, state = keyed.gamma(state, people.own[member, s.STOP_B])
    size, state = keyed.gamma(state, people.own[member, s.SPEND_Q])
    acc.val[s.STOP] = first / (first + second) if first + second > 0.0 else 0.0
    acc.val[s.SCALE] = people.own[member, s.SPEND_V] / size


@rule
def candidate(
    at: float, mark: float, state: keyed.Word, rules: s.Rules, people: s.People, clock: s.Clock, reaction: s.Reaction, acc: s.Account, sums: s.Sums
) -> bool:
    """An order that may happen: in the baseline, in the programme, in both or in neither; gives whether the member stops buying."""
    num, val, day = acc.num, acc.val, int(at)
    baseline = mark <= 1.0
    move_window(day, rules, people, acc)
    comes = not num[s.ENDED] and mark <= factor(day, rules, reaction, acc)
    if baseline and val[s.PULL_UNTIL] >= 0.0:
        comes = comes and at > val[s.PULL_UNTIL]
        val[s.PULL_UNTIL] = -1.0
    if not (baseline or comes):
        return False
    share = returned_share(keyed.nth_uniform(state, RETURNED), num[s.MEMBER], people)
    size, _ = keyed.gamma(keyed.after(state, BASKET), people.spend_p)
    basket = max(0.01, math.floor(size * val[s.SCALE] * 100.0 + 0.5) / 100.0)
    if baseline:
        book_baseline(at, comes, basket, share, reaction, acc, sums)
    elif keyed.nth_uniform(state, PULL) < reaction.pulled_forward:
        val[s.PULL_UNTIL] = at + PULL_DAYS
    if comes:
        place_order(at, not baseline, basket, share, state, rules, people, clock, reaction, acc, sums)
    stops = share < 1.0 and keyed.nth_uniform(state, STOPS) < val[s.STOP]
    if stops and (baseline or reaction.ends_too):
        num[s.ENDED] = 1
        num[s.NEXT_TASK] = s.NEVER
        num[s.LAST_BIRTHDAY] = min(num[s.LAST_BIRTHDAY], day)
    return stops and baseline


@rule
def book_baseline(at: float, comes: bool, basket: float, share: float, reaction: s.Reaction, acc: s.Account, sums: s.Sums) -> None:
    """The money of a baseline order, and of its loss where the programme's world goes without it."""
    money, kept = sums.money[acc.num[s.THIRD], acc.num[s.GRANTED]], 1.0 - share
    margin = reaction.margin * basket * kept
    money[s.BASELINE_ORDERS] += kept > 0.0
    money[s.BASELINE_SALES] += basket * kept
    money[s.BASELINE_MARGIN] += margin
    if comes:
        return
    money[s.LOST_ORDERS] += kept > 0.0
    money[s.LOST_MARGIN] += margin
    acc.val[s.GAIN] -= margin
    row = s.note(acc, s.WAS_LOST, int(at), -1, 0)
    if row >= 0:
        acc.notes[row, 3], acc.notes[row, 4], acc.notes[row, 5], acc.notes[row, 9] = at, 1, basket, share


@rule
def rate_of(state: keyed.Word, alive: bool, people: s.People, reaction: s.Reaction, acc: s.Account) -> tuple[float, keyed.Word]:
    """The rate of candidates, and the state after it; 0 for a member who no longer buys."""
    if not alive:
        return 0.0, state
    own = people.own[acc.num[s.MEMBER]]
    rate, state = keyed.gamma(state, own[s.RATE_SHAPE])
    return rate / own[s.RATE_RATE] * reaction.rates[acc.num[s.THIRD]] * reaction.ceiling / (1.0 - own[s.WHOLE]), state


@rule
def live(
    member: int, draw: int, seed: int, rules: s.Rules, people: s.People, clock: s.Clock, reaction: s.Reaction, acc: s.Account, sums: s.Sums
) -> None:
    """One member in one draw: her candidates one after the other, and what is due before each, to the end."""
    key = keyed.member_key(seed, draw, member)
    alive = open_account(member, key, rules, people, clock, reaction, acc, sums)
    rate, state = rate_of(keyed.candidate_state(key, keyed.POSTERIOR), alive, people, reaction, acc)
    pull, reward = max(reaction.goal_pull, 0.0), max(reaction.after_reward, 0.0)
    most = reaction.lasting[acc.num[s.THIRD]] + max(reaction.passing[acc.num[s.THIRD]], 0.0)
    top = max(1.0, (1.0 + most) * (1.0 + pull) * (1.0 + reward))
    buys, known = rate > 0.0, False
    at, mark, number, order = float(acc.num[s.JOINS]), 0.0, 0, state
    while True:
        # On to the next candidate that can be an order in either world; settling for the others would change nothing.
        while buys:
            order = keyed.candidate_state(key, number)
            number += 1
            at -= math.log(keyed.nth_uniform(order, GAP)) / rate
            mark = keyed.nth_uniform(order, MARK) * reaction.ceiling
            buys = at < clock.horizon
            if mark <= top:
                break
        settle(int(at) if buys else clock.horizon - 1, rules, people, clock, acc, sums)
        if not buys or acc.num[s.OVERFLOW]:
            break
        if not known:
            know(member, people, state, acc)
            known = True
        buys = not candidate(at, mark, order, rules, people, clock, reaction, acc, sums)
    close(rules, people, clock, acc, sums)


@rule
def close(rules: s.Rules, people: s.People, clock: s.Clock, acc: s.Account, sums: s.Sums) -> None:
    """What stands on the last day: points by age, pending, soon to expire, debt; tier and moves between years."""
    num, last = acc.num, clock.horizon - 1
    birthdays(clock.horizon, rules, acc, sums)
    year_ends(clock.horizon, acc, sums)
    sums.by_tier[num[s.GRANTED]] += 1
    if not rules.points:
        return
    sums.ends[s.DEBT_AT_END] += num[s.DEBT]
    for order in range(num[s.NEXT_MATURE], num[s.ORDERS_N]):
        sums.ends[s.PENDING_AT_END] += acc.order_numbers[order, s.ORDER_PENDING]
    for row in range(num[s.HELD_AT], people.held_start[num[s.MEMBER] + 1] if num[s.NEXT_HELD] < s.NEVER else 0):
        sums.ends[s.PENDING_AT_END] += people.held_points[row]
    for lot in range(num[s.LOTS_HEAD], num[s.LOTS_N]):
        points = acc.lots[lot, s.LOT_POINTS]
        if points == 0:
            continue
        if acc.lots[lot, s.LOT_MATURED] < 0:
            sums.ends[s.HELD_AT_END] += points
        age, left = last - acc.lots[lot, s.LOT_MATURED], acc.lots[lot, s.LOT_LAST] - last
        band = 0
        while band < len(s.AGES) and age > s.AGES[band]:
            band += 1
        sums.ends[band] += points
        for soon in range(3):
            if left <= 30 * (soon + 1):
                sums.ends[s.SOON_AT_END + soon] += points
