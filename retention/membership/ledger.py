"""The points ledger: what every member has today, and why; a pure function of orders, refunds, points spent and small tasks.

One day goes: points expire → orders complete, tasks are rewarded, points mature → refunds (given back, clawed back) → tiers (reviews on
the first day of a month, upgrades) → orders earn → points are spent. What happens to an order on its own day comes after it. Points earned on the day
use the tier granted that morning. Orders before the day of joining are not the member's; those of the day itself are.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from retention.membership.account import Account, Order
from retention.membership.bought import BURNS, PURCHASES, REFUNDS, TASKS
from retention.membership.position import dated, members_table, position
from retention.membership.standing import Standing, day_number, day_of, review_days, thresholds
from retention.settings import LoyaltySettings, PointRules, Programme

ENTRIES = ("customer_id", "day", "kind", "points", "lot", "order_id", "about")
LOTS = ("customer_id", "lot", "order_id", "since", "last_day", "issued", "points", "of_task")
PENDING = ("customer_id", "order_id", "points", "of_task")
NOTHING = PointRules(per_money=0)
USUAL_COMPLETION: int = LoyaltySettings().completion_days


class Step(IntEnum):
    """What is done on a day, in this order; lots expire before all of it."""

    COMPLETED = 0
    TASK = 1
    MATURED = 2
    REFUNDED = 3
    REVIEWED = 4
    UPGRADED = 5
    ORDERED = 6
    BURNED = 7


@dataclass(frozen=True)
class Ledger:
    """The books of a programme: `entries` (audit trail, in order), `lots` (all that ever were), `members` (what each has on as_of), `pending`.

    entries: ENTRIES; kinds as in `account`, and upgraded/downgraded with the tier's name in `about`. members: see `tables.MEMBERS`. pending:
    points of orders and reviews that cannot be used yet. `sales`: what is kept of members' orders since they joined, shop currency.
    """

    entries: pd.DataFrame
    lots: pd.DataFrame
    members: pd.DataFrame
    pending: pd.DataFrame
    sales: float


@dataclass(slots=True)
class _Told:
    """What is told of one member, days as whole numbers."""

    orders: list[Order]
    refunds: list[tuple[int, str, int]]
    burns: list[tuple[int, str | None, int, str | None]]
    tasks: list[tuple[int, str | None, str]]


def points_ledger(
    programme: Programme,
    purchases: pd.DataFrame,
    refunds: pd.DataFrame,
    burns: pd.DataFrame,
    tasks: pd.DataFrame,
    joined: pd.DataFrame,
    as_of: date,
    completion_days: int = USUAL_COMPLETION,
) -> Ledger:
    """The ledger of all members of `joined` up to as_of; the other tables are those of `bought`.

    `completion_days`: days from order to completion, for what is said of orders under way; `bought.completion_days` gives the shop's.

    >>> from retention.settings.preset_programmes import presets
    >>> from retention.membership.bought import BURNS, JOINED, PURCHASES, REFUNDS, TASKS
    >>> nobody = [pd.DataFrame(columns=list(names)) for names in (PURCHASES, REFUNDS, BURNS, TASKS, JOINED)]
    >>> len(points_ledger(presets()["clothing"], *nobody, date(2026, 6, 30)).members)
    0
    """
    today = day_number(as_of)
    told = _by_member(purchases, refunds, burns, tasks, today)
    since, born = _numbers(joined["joined_on"]), joined["birthday"] if "birthday" in joined else pd.Series(pd.NaT, joined.index)
    entries: dict[str, list[Any]] = {name: [] for name in ENTRIES}
    lots: dict[str, list[Any]] = {name: [] for name in LOTS}
    rows, waiting, sales = [], [], 0
    earliest = min(since, default=today)
    reviews = review_days(programme.qualification, earliest, today)
    for customer, start, birthday in zip(joined["customer_id"].tolist(), since, pd.to_datetime(born), strict=True):
        if start > today:
            continue
        own = told.pop(customer, None) or _Told([], [], [], [])
        account, standing = _settled(programme, own, start, birthday, reviews, today)
        _book(entries, customer, _trail(programme, account, standing, today))
        for lot in account.lots:
            values = (customer, lot.number, lot.order, lot.since, lot.last_day, lot.issued, lot.points, lot.of_task)
            for name, value in zip(LOTS, values, strict=True):
                lots[name].append(value)
        for order in own.orders:
            sales += order.paid - order.refunded
            told_of = ((order.pending, False), (order.review_pending, True))
            waiting += [(customer, order.order_id, points, of_task) for points, of_task in told_of if points]
        rows.append({"customer_id": customer, **position(programme, account, standing, own.orders, reviews, today, completion_days)})
    moved = pd.DataFrame(entries).astype(dict.fromkeys(("customer_id", "kind", "order_id", "about"), "str"))
    held = pd.DataFrame(lots).astype(dict.fromkeys(("customer_id", "order_id"), "str"))
    pending = pd.DataFrame(waiting, columns=list(PENDING))
    return Ledger(dated(moved, "day"), dated(held, "since", "last_day"), members_table(rows, programme, as_of), pending, sales / 100)


def _by_member(purchases: pd.DataFrame, refunds: pd.DataFrame, burns: pd.DataFrame, tasks: pd.DataFrame, today: int) -> dict[str, _Told]:
    """What happened up to today, by customer."""
    told: dict[str, _Told] = defaultdict(lambda: _Told([], [], [], []))
    for customer, order_id, day, done, full, paid, counts in _rows(purchases, PURCHASES, today):
        told[customer].orders.append(Order(order_id, day, None if done is None or done > today else done, full, paid, bool(counts)))
    for customer, order_id, day, amount in _rows(refunds, REFUNDS, today):
        told[customer].refunds.append((day, order_id, amount))
    for customer, order_id, day, points, about in _rows(burns, BURNS, today):
        told[customer].burns.append((day, order_id, int(points), about))
    for customer, order_id, day, kind in _rows(tasks, TASKS, today):
        told[customer].tasks.append((day, order_id, kind))
    return told


def _rows(table: pd.DataFrame, names: tuple[str, ...], today: int) -> Iterator[tuple]:
    """The rows of a table up to today: days as numbers, money in cents."""
    columns = [READ.get(name, pd.Series.tolist)(table[name]) for name in names]
    day = names.index("day")
    return (row for row in zip(*columns, strict=True) if row[day] <= today)


def _settled(programme: Programme, told: _Told, start: int, birthday: pd.Timestamp, reviews: list[int], today: int) -> tuple[Account, Standing]:
    """One member's account and standing after all that happened up to today."""
    rules = programme.points or NOTHING
    value = next((way.value for way in programme.burning if way.kind == "cash"), 0.0) * 100
    rewards = _Rewards(rules)
    account, standing = Account(rules), Standing(programme.qualification, thresholds(programme), start, value)
    told.orders = [order for order in told.orders if order.day >= start]
    orders = {order.order_id: order for order in told.orders}
    for day, order_id, points, _about in told.burns:
        if day >= start and order_id in orders:
            orders[order_id].value += round(points * value)
    for day, _, step, _, what in sorted(_steps(rules, told, orders, start, reviews, today), key=itemgetter(0, 1, 2, 3)):
        account.expire(day)
        match step:
            case Step.COMPLETED:
                standing.completed.append((day, what))
            case Step.MATURED:
                account.mature(what, day)
            case Step.TASK:
                _, order_id, kind = what
                reviewed = orders.get(order_id or "") if kind == "review" else None
                # What has come back brings nothing for its review.
                if not (reviewed and reviewed.whole) and (worth := rewards.points(*what)):
                    account.reward(worth, day, order_id, kind, reviewed)
            case Step.REFUNDED:
                account.refund(what[0], what[1], day)
            case Step.REVIEWED:
                standing.review(day)
            case Step.UPGRADED:
                standing.upgrade(day)
            case Step.ORDERED:
                tier = programme.tiers[standing.granted(day)]
                account.earn(what, day, rules.per_money * tier.points_times * _birthday_times(rules, birthday, day) / 100)
            case _:
                account.burn(*what)
    account.expire(today)
    return account, standing


def _steps(
    rules: PointRules, told: _Told, orders: dict[str, Order], start: int, reviews: list[int], today: int
) -> Iterable[tuple[int, bool, Step, int, Any]]:
    """(day, after the day's orders, step, place, what): all that happens to a member up to today."""
    place = 0
    for order in told.orders:
        place += 1
        day, done = order.day, order.completed_day
        yield day, False, Step.ORDERED, place, order
        if done is not None:
            yield done, done == day, Step.COMPLETED, place, order
            yield done, done == day, Step.UPGRADED, place, None
            matures = done + rules.pending_days
            if matures <= today:
                yield matures, matures == day, Step.MATURED, place, order
    for day, order_id, amount in told.refunds:
        place += 1
        if of := orders.get(order_id):
            yield max(day, of.day), day <= of.day, Step.REFUNDED, place, (of, amount)
    for day, paid_for, points, about in told.burns:
        place += 1
        if day >= start and points > 0:
            yield day, False, Step.BURNED, place, (points, day, orders.get(paid_for or ""), about)
    if rules.check_in or rules.review or rules.share:
        for place, task in enumerate(told.tasks):
            if task[0] >= start:
                yield task[0], False, Step.TASK, place, task
    for day in reviews:
        if start < day <= today:
            yield day, False, Step.REVIEWED, 0, None


@dataclass(slots=True)
class _Rewards:
    """What small tasks of one member are worth: one check-in a day, one review an order, up to the month's cap."""

    rules: PointRules
    done: set[tuple[str, int | str]] = field(default_factory=set)
    by_month: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))

    def points(self, day: int, order_id: str | None, kind: str) -> int:
        """Points of a task; tasks come in the order of their days."""
        worth = {"check_in": self.rules.check_in, "review": self.rules.review, "share": self.rules.share}[kind]
        once = {"check_in": ("check_in", day), "review": ("review", order_id or day)}.get(kind)
        if once in self.done:
            return 0
        if once:
            self.done.add(once)
        when = day_of(day)
        month = (when.year, when.month)
        points = max(min(worth, self.rules.task_cap - self.by_month[month]), 0) if self.rules.task_cap else worth
        self.by_month[month] += points
        return points


def _birthday_times(rules: PointRules, birthday: pd.Timestamp, day: int) -> float:
    """The factor on points earned on a day; who was born on 29 February has her birthday on the 28th in other years."""
    if rules.birthday_times == 1 or pd.isna(birthday):
        return 1.0
    when = day_of(day)
    # Around New Year the nearest birthday may lie in another year.
    years = range(when.year - (when.month == 1), when.year + (when.month == 12) + 1)
    return rules.birthday_times if any(abs(_birthday_in(birthday, year) - day) <= rules.birthday_days for year in years) else 1.0


def _birthday_in(birthday: pd.Timestamp, year: int) -> int:
    leap = (birthday.month, birthday.day) == (2, 29) and not (year % 4 == 0 and (year % 100 or year % 400 == 0))
    return day_number(date(year, birthday.month, birthday.day - leap))


def _trail(programme: Programme, account: Account, standing: Standing, today: int) -> list[tuple]:
    """The account's entries and the changes of tier, by day."""
    moved: list[tuple] = []
    before = 0
    for day, tier in standing.steps(today):
        moved.append((day, "upgraded" if tier > before else "downgraded", 0, None, None, programme.tiers[tier].name))
        before = tier
    return sorted(account.trail + moved, key=lambda entry: entry[0]) if moved else account.trail


def _book(entries: dict[str, list[Any]], customer: str, trail: list[tuple]) -> None:
    if not trail:
        return
    for name, values in zip(ENTRIES[1:], zip(*trail, strict=True), strict=True):
        entries[name].extend(values)
    entries["customer_id"].extend([customer] * len(trail))


def _numbers(days: pd.Series) -> list[Any]:
    """Day numbers; None where there is no day."""
    values = pd.to_datetime(days).to_numpy().astype("datetime64[D]")
    return [None if missing else number for missing, number in zip(np.isnat(values), values.astype(np.int64).tolist(), strict=True)]


def _cents(money: pd.Series) -> list[int]:
    found: list[int] = np.round(money.to_numpy(dtype=float) * 100).astype(np.int64).tolist()
    return found


def _texts(values: pd.Series) -> list[str | None]:
    return values.astype(object).where(values.notna(), None).tolist()


READ: dict[str, Callable[[pd.Series], list]] = {
    "day": _numbers,
    "completed_day": _numbers,
    "list": _cents,
    "paid": _cents,
    "amount": _cents,
    "order_id": _texts,
    "about": _texts,
}
