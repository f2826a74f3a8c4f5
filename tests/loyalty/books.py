"""Small books written by hand: orders, refunds, points spent and tasks of members, and the ledger of them."""

from datetime import date

import pandas as pd

from retention.membership.bought import BURNS, JOINED, PURCHASES, REFUNDS, TASKS
from retention.membership.ledger import Ledger, points_ledger
from retention.settings import BurnWay, PointRules, Programme, Qualification, Tier

CASH = BurnWay(kind="cash", value=0.01, minimum=100, step=100, cap=1)


def programme(points=None, burning=(CASH,), tiers=None, stack=False, **qualification) -> Programme:
    """Tiers at 0, 1,000 and 5,000; a point per unit of money, seven days pending, 365 days usable, unless said otherwise."""
    tiers = tiers or (Tier(name="member"), Tier(name="silver", threshold=1_000, discount=0.02), Tier(name="gold", threshold=5_000, discount=0.05))
    rules = PointRules(**{"per_money": 1, "pending_days": 7, "expiry_days": 365} | (points or {}))
    return Programme(label="by hand", tiers=tiers, qualification=Qualification(**qualification), points=rules, burning=burning, stack=stack)


def bought(*rows) -> pd.DataFrame:
    """Orders as (order, day, paid) with ann's, or more: completed (10 days later unless given, "" for never), customer, list, counts."""
    return _table(PURCHASES, [_order(*row) for row in rows])


def _order(order_id, day, paid, completed=None, customer="ann", full=None, counts=True):
    done = pd.Timestamp(day) + pd.Timedelta(10, "D") if completed is None else pd.to_datetime(completed or None)
    return (customer, order_id, pd.Timestamp(day), done, float(full or paid), float(paid), counts)


def returned(*rows) -> pd.DataFrame:
    """Refunds as (order, day, amount) of ann's, or with a customer behind."""
    return _table(REFUNDS, [((row[3:] or ("ann",))[0], row[0], pd.Timestamp(row[1]), float(row[2])) for row in rows])


def spent(*rows) -> pd.DataFrame:
    """Points spent as (day, points), or more: on which order, customer."""
    rows = [(*row, *(None, "ann")[len(row) - 2 :]) for row in rows]
    return _table(BURNS, [(customer, order, pd.Timestamp(day), points, "by hand") for day, points, order, customer in rows])


def done(*rows) -> pd.DataFrame:
    """Tasks as (day, kind), or with an order behind."""
    return _table(TASKS, [("ann", (row[2:] or (None,))[0], pd.Timestamp(row[0]), row[1]) for row in rows])


def members(*rows) -> pd.DataFrame:
    """Members as (customer, day of joining), or with a birthday behind."""
    return _table(JOINED, [(row[0], pd.Timestamp(row[1]), pd.to_datetime((row[2:] or (None,))[0])) for row in rows])


def _table(columns, rows) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(columns))
    days = [name for name in columns if name in ("day", "completed_day", "joined_on", "birthday")]
    return table.assign(**{name: pd.to_datetime(table[name]) for name in days})


def books(rules, as_of, orders=(), refunds=(), burns=(), tasks=(), joined=(("ann", "2024-01-01"),)) -> Ledger:
    """The ledger of rows as above."""
    day = date.fromisoformat(as_of)
    return points_ledger(rules, bought(*orders), returned(*refunds), spent(*burns), done(*tasks), members(*joined), day)


def row_of(ledger: Ledger, customer: str = "ann") -> dict:
    """A member's position."""
    return ledger.members.set_index("customer_id").loc[customer].to_dict()


def trail(ledger: Ledger, customer: str = "ann") -> list[tuple]:
    """A member's entries as (day, kind, points, lot, order or tier's name), tiers by name."""
    rows = ledger.entries[ledger.entries["customer_id"] == customer].astype(object)
    rows = rows.where(rows.notna(), None)
    return [
        (str(row.day)[:10], row.kind, row.points, row.lot, row.about if row.kind in ("upgraded", "downgraded") else row.order_id)
        for row in rows.itertuples()
    ]
