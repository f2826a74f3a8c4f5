"""Members of the simulation, event by event, through the real ledger: the same balances, debts and tiers on every day.

The two are written apart: the simulation in compiled arrays, the ledger from tables of orders and refunds. Simulated prices are not
rounded after a discount, so money is counted in hundredths of a cent here: amounts and thresholds times 200, points per money by 200.
"""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from retention.membership.bought import BURNS, JOINED, PURCHASES, REFUNDS, TASKS
from retention.membership.ledger import points_ledger
from retention.settings import Assumptions, BurnWay, PointRules, Programme, Qualification, Tier
from tests.laws import TIMES
from tests.loyalty.made import members
from tests.loyalty.traced import trace

START, MONTHS, FINER = date(2025, 1, 1), 30, 200
HORIZON = round(MONTHS * 365 / 12)
TIERS = (
    Tier(name="a"),
    Tier(name="b", threshold=600, discount=0.02, points_times=1.5),
    Tier(name="c", threshold=2_500, discount=0.05, points_times=2),
)
CASH = BurnWay(kind="cash", weight=2, value=0.01, minimum=100, step=100, cap=0.3)
GIFT = BurnWay(kind="goods", weight=1, value=0.01, cost=0.5, minimum=200, step=100)
LIVELY = Assumptions().model_copy(
    update={name: getattr(Assumptions(), name).model_copy(update={"value": 0.85, "high": 0.9}) for name in ("redeemers", "redeem_chance")}
)
CASES = {
    "lifetime": (Qualification(), PointRules(review=20, share=10)),
    "rolling": (
        Qualification(window="rolling", downgrade=True, review_months=3, window_days=200),
        PointRules(expiry_days=90, birthday_times=2, birthday_days=3),
    ),
    "graced": (
        Qualification(window="rolling", downgrade=True, review_months=1, grace_days=40, window_days=150, soft_landing=False),
        PointRules(pending_days=20, expiry_days=40, earn_on="before_points"),
    ),
    "calendar": (Qualification(window="calendar_year", downgrade=True, basis="list"), PointRules(expiry_days=None, check_in=3)),
    "orders": (Qualification(window="rolling", downgrade=True, basis="orders", review_months=6), PointRules(expiry_days=30, pending_days=0)),
    "points": (Qualification(basis="points"), PointRules(expiry_days=120, review=30)),
    "full steps": (Qualification(basis="points"), PointRules(expiry_days=120, full_step=100, earn_on="before_points")),
}
# Points for all of an order at hand from the second one on: in these cases nobody sends back a part, of which no money would tell.
WHOLLY = {"paid with points": "list", "paid with points, orders": "orders"}
CASES |= {case: (Qualification(basis=basis), PointRules(per_money=400, earn_on="before_points")) for case, basis in WHOLLY.items()}
THRESHOLDS = {"orders": (0, 2, 5), "points": (0, 600, 3_000)}


def simulated(case: str) -> Programme:
    """The programme that members live in."""
    rules, points = CASES[case]
    takes = THRESHOLDS.get(rules.basis, (0, 600, 2_500))
    none = {"discount": 0.0} if case in WHOLLY else {}
    tiers = tuple(tier.model_copy(update={"threshold": float(least), **none}) for tier, least in zip(TIERS, takes, strict=True))
    burning = (CASH.model_copy(update={"minimum": 1, "step": 1, "cap": 1.0}),) if case in WHOLLY else (CASH, GIFT)
    return Programme(label=case, tiers=tiers, qualification=rules, points=points, burning=burning)


def finer(programme: Programme) -> Programme:
    """The same in the ledger's money; whatever check-ins and shares gave comes as shares of a point."""
    money = FINER if programme.qualification.basis in ("paid", "list") else 1
    tiers = tuple(tier.model_copy(update={"threshold": tier.threshold * money}) for tier in programme.tiers)
    tasks = {"check_in": 0, "share": 1}
    money_of = {"per_money": programme.points.per_money / FINER, "full_step": programme.points.full_step * FINER}
    points = programme.points.model_copy(update={**money_of, **tasks})
    ways = tuple(way.model_copy(update={"value": way.value * FINER}) for way in programme.burning)
    return programme.model_copy(update={"tiers": tiers, "points": points, "burning": ways})


def day(numbers) -> pd.Series:
    return pd.to_datetime(START) + pd.to_timedelta(pd.Series(numbers, dtype="int64"), "D")


def as_tables(who: str, told: pd.DataFrame, after_completion: int, birthday: int):
    """A member's trace as the tables of `bought`."""
    bought, back = told[told["kind"] == "order"], told[told["kind"] == "refund"]
    paid = ((bought["paid"] - bought["cash"]) * FINER).round(2)
    numbers = bought["order"].astype(str)
    orders = pd.DataFrame({"customer_id": who, "order_id": numbers, "day": day(bought["day"].to_numpy()).to_numpy()})
    orders = orders.assign(
        completed_day=orders["day"] + pd.Timedelta(after_completion, "D"), list=(bought["list"] * FINER).round(2), paid=paid, counts=True
    )
    owed = dict(zip(numbers, paid, strict=True))
    amounts = [owed[str(order)] * share for order, share in zip(back["order"], back["share"], strict=True)]
    refunds = pd.DataFrame(
        {"customer_id": who, "order_id": back["order"].astype(str), "day": day(back["day"].to_numpy()).to_numpy(), "amount": amounts}
    )
    spent = told[told["kind"] == "burn"]
    on = spent["order"].astype(str).where(spent["cash"] > 0)
    burns = pd.DataFrame(
        {"customer_id": who, "order_id": on, "day": day(spent["day"].to_numpy()).to_numpy(), "points": spent["points"], "about": "x"}
    )
    given = told[told["kind"] == "task"]
    reviews, shares = given[given["order"] >= 0], given[given["order"] < 0]
    each = np.repeat(shares["day"].to_numpy(), shares["points"].to_numpy())
    tasks = pd.DataFrame({"customer_id": who, "order_id": None, "day": day(each), "kind": "share"})
    told_of = {"order_id": reviews["order"].astype(str), "day": day(reviews["day"].to_numpy()).to_numpy()}
    tasks = pd.concat([tasks, pd.DataFrame({"customer_id": who, **told_of, "kind": "review"})], ignore_index=True)
    joined = pd.DataFrame({"customer_id": [who], "joined_on": [pd.to_datetime(START)], "birthday": day([birthday]).to_numpy()})
    return [
        table[list(names)] for table, names in zip((orders, refunds, burns, tasks, joined), (PURCHASES, REFUNDS, BURNS, TASKS, JOINED), strict=True)
    ]


def ends_of_days(entries: pd.DataFrame) -> pd.DataFrame:
    """Usable points and debt at the end of each day with entries, by member."""
    sign = entries["kind"].map({"burned": -1, "expired": -1, "clawed": -1, "matured": 1}).fillna(0)
    usable = sign * entries["points"] * entries["lot"].notna()
    debt = entries["kind"].map({"indebted": 1, "paid_debt": -1}).fillna(0) * entries["points"]
    moved = entries.assign(balance=usable, debt=debt).groupby(["customer_id", "day"])[["balance", "debt"]].sum()
    return moved.groupby(level="customer_id").cumsum()


@pytest.mark.long
@pytest.mark.parametrize("case", CASES)
def test_the_ledger_follows_simulated_members_day_by_day(case):
    crowd = members(30 * TIMES, seed=7)
    nobody_bought = {
        "past_start": np.zeros(len(crowd) + 1, np.int64),
        **{f"past_{n}": crowd.__dict__[f"past_{n}"][:0] for n in ("day", "done", "list", "paid", "orders")},
    }
    crowd = replace(crowd, **nobody_bought, birthday=(np.arange(len(crowd)) * 7 % 365).astype(np.int16))
    crowd = replace(crowd, alive=np.ones(len(crowd)), rate_rate=crowd.rate_rate / 4)
    if case in WHOLLY:
        crowd = replace(crowd, returned_part=np.zeros(len(crowd)))
    programme = simulated(case)
    told, tables = {}, []
    for n in range(len(crowd)):
        who = f"m{n:03d}"
        told[who] = trace(programme, crowd, n, LIVELY, 0.3, START, MONTHS, seed=5)
        tables.append(as_tables(who, told[who], crowd.completion_days, int(crowd.birthday[n])))
    ledger = points_ledger(
        finer(programme),
        *(pd.concat(part, ignore_index=True) for part in zip(*tables, strict=True)),
        (pd.Timestamp(START) + pd.Timedelta(HORIZON - 1, "D")).date(),
    )
    ours, changes = ends_of_days(ledger.entries), ledger.entries[ledger.entries["kind"].isin(["upgraded", "downgraded"])]
    checked = 0
    for who, rows in told.items():
        own = ours.loc[who] if who in ours.index.get_level_values(0) else ours.iloc[:0].droplevel(0)
        last = rows.groupby("day").last()
        days = pd.DatetimeIndex(day(last.index.to_numpy()))
        found = own.reindex(own.index.union(days)).ffill().fillna(0).loc[days]
        assert found["balance"].tolist() == last["balance"].tolist(), who
        assert found["debt"].tolist() == last["debt"].tolist(), who
        steps = rows[rows["kind"] == "tier"]
        mine = changes[changes["customer_id"] == who]
        assert list(zip(mine["day"], mine["about"], strict=True)) == list(
            zip(day(steps["day"].to_numpy()), ["abc"[t] for t in steps["tier"]], strict=True)
        ), who
        checked += len(days)
    assert checked > 250
    nothing = sum((table[0]["paid"] == 0).sum() for table in tables)
    assert nothing > 50 if case in WHOLLY else nothing == 0
    assert {"order", "burn", "refund", "task", "tier"} - set(pd.concat(told.values())["kind"]) <= {"task"}
