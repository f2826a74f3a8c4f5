"""Tiers of one member: what counts towards them, upgrades, reviews, grace, and what comes with a tier."""

import numpy as np

from retention.simulation import shapes as s
from retention.simulation.shapes import rule

NEARLY_MET = 1e-6


@rule
def tier_of(basis: float, rules: s.Rules) -> int:
    """The highest tier whose threshold is met."""
    tier = rules.tiers.shape[0] - 1
    while tier > 0 and basis + NEARLY_MET < rules.tiers[tier, s.THRESHOLD]:
        tier -= 1
    return tier


@rule
def qualifying(order: int, rules: s.Rules, acc: s.Account) -> float:
    """What a completed order counts towards the tier, as far as it has not come back."""
    amounts, mine = acc.order_amounts[order], acc.order_numbers[order]
    kept = 1.0 - amounts[s.SHARE] if mine[s.REFUND_DAY] == -1 else 1.0
    if rules.basis == s.PAID:
        return amounts[s.OWED] * kept
    if rules.basis == s.LIST:
        return amounts[s.LISTED] * kept
    if rules.basis == s.ORDERS:
        return 1.0 if kept > 0.0 else 0.0
    return float(mine[s.ORDER_EARNED])


@rule
def window_first(day: int, rules: s.Rules) -> int:
    """First day of the purchases that count on a day: of their placing in a rolling window, of their completion in a calendar year."""
    if rules.window == s.LIFETIME:
        return -s.NEVER
    if rules.window == s.ROLLING:
        return day - rules.window_days + 1
    at = 0
    while rules.new_years[at + 1] <= day:
        at += 1
    return rules.new_years[at]


@rule
def move_window(day: int, rules: s.Rules, people: s.People, acc: s.Account) -> None:
    """Let purchases go that no longer count; `val[s.BASIS]` then is what counts on this day."""
    if rules.window == s.LIFETIME:
        return
    num, first = acc.num, window_first(day, rules)
    last_past = people.past_start[num[s.MEMBER] + 1]
    while num[s.PAST_AT] < last_past and people.past_day[num[s.PAST_AT]] < first:
        acc.val[s.BASIS] -= people.past_amount[num[s.PAST_AT]]
        num[s.PAST_AT] += 1
    while num[s.OLD] < num[s.ORDERS_N] and acc.order_numbers[num[s.OLD], s.DAY] + rules.dated_after < first:
        acc.val[s.BASIS] -= acc.order_amounts[num[s.OLD], s.COUNTED]
        num[s.OLD] += 1


@rule
def between(first: int, last: int, rules: s.Rules, people: s.People, acc: s.Account) -> float:
    """What counts of purchases completed from day `first` to day `last`."""
    total, member = 0.0, acc.num[s.MEMBER]
    for k in range(people.past_start[member], people.past_start[member + 1]):
        if first <= people.past_day[k] <= last:
            total += people.past_amount[k]
    for order in range(acc.num[s.ORDERS_N]):
        if first <= acc.order_numbers[order, s.DAY] + rules.completes_after <= last:
            total += acc.order_amounts[order, s.COUNTED]
    return total


@rule
def complete(day: int, rules: s.Rules, acc: s.Account) -> None:
    """Orders completed today start to count."""
    num = acc.num
    while num[s.NEXT_COMPLETE] < num[s.ORDERS_N]:
        order = num[s.NEXT_COMPLETE]
        if acc.order_numbers[order, s.DAY] + rules.completes_after > day:
            return
        num[s.NEXT_COMPLETE] += 1
        acc.order_numbers[order, s.ORDER_DONE] = 1
        acc.order_amounts[order, s.COUNTED] = qualifying(order, rules, acc)
        if order >= num[s.OLD]:
            acc.val[s.BASIS] += acc.order_amounts[order, s.COUNTED]
        s.note(acc, s.COMPLETED, day, order, 0)


@rule
def review(day: int, rules: s.Rules, people: s.People, acc: s.Account, sums: s.Sums) -> None:
    """Upgrade at once; on a review date fall, if what counts no longer carries the tier."""
    num = acc.num
    move_window(day, rules, people, acc)
    due = tier_of(acc.val[s.BASIS], rules)
    on_review = num[s.NEXT_REVIEW] == day
    if due > num[s.UNGRACED]:
        rise(due, day, rules, acc, sums)
    elif on_review and due < num[s.UNGRACED]:
        fall(due, day, rules, people, acc)
    if num[s.UNGRACED] == 0 or not rules.downgrade:
        num[s.NEXT_REVIEW] = s.NEVER
    elif num[s.NEXT_REVIEW] <= day or num[s.NEXT_REVIEW] == s.NEVER:
        num[s.NEXT_REVIEW] = next_review(day, rules)
    regrant(day, rules, acc, sums)


@rule
def next_review(day: int, rules: s.Rules) -> int:
    """The first review date after a day."""
    at = 0
    while rules.reviews[at] <= day:
        at += 1
    return rules.reviews[at]


@rule
def rise(tier: int, day: int, rules: s.Rules, acc: s.Account, sums: s.Sums) -> None:
    """A higher tier; those reached for the first time bring their benefits."""
    num = acc.num
    num[s.UNGRACED] = tier
    while num[s.PEAK] < tier:
        num[s.PEAK] += 1
        reached = num[s.PEAK]
        cost = rules.tiers[reached, s.REACHED]
        sums.money[num[s.THIRD], reached, s.REACHING_COST] += cost
        acc.val[s.GAIN] -= cost
        acc.val[s.SEEN] += cost
        if reached >= rules.coupon_tier:
            num[s.COUPON_UNTIL] = day + rules.coupon_days


@rule
def fall(due: int, day: int, rules: s.Rules, people: s.People, acc: s.Account) -> None:
    """A lower tier on a review date: one at most where landings are soft; on 1 January by the year before, or what was completed that day."""
    num = acc.num
    if rules.window == s.CALENDAR_YEAR and window_first(day, rules) == day:
        before = window_first(day - 1, rules)
        due = max(due, min(num[s.UNGRACED], tier_of(between(before, day - 1, rules, people, acc), rules)))
    if rules.soft:
        due = max(due, num[s.UNGRACED] - 1)
    for tier in range(due + 1, num[s.UNGRACED] + 1):
        acc.tier_last[tier] = day - 1
    num[s.UNGRACED] = due


@rule
def regrant(day: int, rules: s.Rules, acc: s.Account, sums: s.Sums) -> None:
    """The tier granted today: the highest ungraced one of the days of grace."""
    num = acc.num
    tier = rules.tiers.shape[0] - 1
    while tier > num[s.UNGRACED] and acc.tier_last[tier] < day - rules.grace:
        tier -= 1
    num[s.GRACE_ENDS] = acc.tier_last[tier] + rules.grace + 1 if tier > num[s.UNGRACED] else s.NEVER
    if tier != num[s.GRANTED]:
        birthdays(day, rules, acc, sums)
        year_ends(day, acc, sums)
        num[s.GRANTED] = tier
        s.note(acc, s.TIER_NOW, day, -1, 0)


@rule
def birthdays(until: int, rules: s.Rules, acc: s.Account, sums: s.Sums) -> None:
    """Yearly benefits of birthdays before day `until`, all in the tier granted up to it."""
    num = acc.num
    until = min(until, num[s.LAST_BIRTHDAY] + 1)
    while num[s.NEXT_BIRTHDAY] < until:
        cost = rules.tiers[num[s.GRANTED], s.PER_YEAR]
        sums.money[num[s.THIRD], num[s.GRANTED], s.YEARLY_COST] += cost
        acc.val[s.GAIN] -= cost
        acc.val[s.SEEN] += cost
        num[s.NEXT_BIRTHDAY] += 365


@rule
def year_ends(until: int, acc: s.Account, sums: s.Sums) -> None:
    """Count the member's move over each year that ends before day `until`, if she was one when it began."""
    num = acc.num
    while num[s.YEAR] < sums.moves.shape[0] and 365 * (num[s.YEAR] + 1) - 1 < until:
        if num[s.JOINS] <= 365 * num[s.YEAR]:
            sums.moves[num[s.YEAR], num[s.YEAR_TIER], num[s.GRANTED]] += 1
        num[s.YEAR_TIER] = num[s.GRANTED]
        num[s.YEAR] += 1


@rule
def progress(rules: s.Rules, acc: s.Account) -> float:
    """How far the member is from the granted tier to the next, 0 to 1; 0 in the highest."""
    tier = acc.num[s.GRANTED]
    if tier + 1 >= rules.tiers.shape[0]:
        return 0.0
    low = rules.tiers[tier, s.THRESHOLD]
    return min(1.0, max(0.0, (acc.val[s.BASIS] - low) / (rules.tiers[tier + 1, s.THRESHOLD] - low)))


@rule
def tiers_due(rules: s.Rules, acc: s.Account) -> int:
    """The next day on which a tier may change."""
    num = acc.num
    due = min(num[s.NEXT_REVIEW], num[s.GRACE_ENDS])
    if num[s.NEXT_COMPLETE] < num[s.ORDERS_N]:
        due = min(due, acc.order_numbers[num[s.NEXT_COMPLETE], s.DAY] + rules.completes_after)
    return due


@rule
def opening(rules: s.Rules, past_start: np.ndarray, past_day: np.ndarray, past_amount: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """On day 0, from past purchases: what counts of each member's, the first that does, and the tier."""
    n = len(past_start) - 1
    basis, at, tier = np.zeros(n), np.zeros(n, np.int64), np.zeros(n, np.int64)
    first = window_first(0, rules)
    # On 1 January a review goes by the year before, and then what is completed that day counts for the new one.
    judged = window_first(-1, rules) if rules.window == s.CALENDAR_YEAR and first == 0 else first
    for member in range(n):
        before = 0.0
        at[member] = past_start[member]
        for k in range(past_start[member], past_start[member + 1]):
            if past_day[k] < first:
                at[member] = k + 1
            else:
                basis[member] += past_amount[k]
            if judged <= past_day[k] < first:
                before += past_amount[k]
        tier[member] = max(tier_of(before, rules), tier_of(basis[member], rules))
    return basis, at, tier
