"""Orders paid wholly with points count, earn what the rules say, and give their points back when they are cancelled."""

from dataclasses import replace
from datetime import date

import ibis
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.membership import bought
from retention.programmes.simulate import POINTS, simulate
from retention.settings import BurnWay, PointRules, Programme, Qualification, Tier
from tests.laws import tries
from tests.loyalty.books import books, programme, row_of, trail
from tests.loyalty.made import members
from tests.loyalty.test_laws import reactions

# 500 points of A pay for B, 5.00 at list price.
A, B = ("A", "2024-01-01", 500), ("B", "2024-03-01", 0, None, "ann", 5)
CANCELLED = (*B[:3], "", "ann", 5, False)
SPENT = [("2024-03-01", 500, "B")]


def points(ledger):
    has = row_of(ledger)
    return has["points_usable"], has["points_pending"], has["points_debt"]


@pytest.mark.parametrize(("basis", "counted"), [("orders", 2), ("list", 505), ("paid", 505), ("points", 500)])
def test_it_counts_towards_the_tier_as_any_completed_order(basis, counted):
    assert row_of(books(programme(basis=basis), "2024-06-30", [A, B], burns=SPENT))["qualifying"] == counted


@pytest.mark.parametrize(("basis", "counted"), [("orders", 1), ("list", 500), ("paid", 500), ("points", 500)])
def test_cancelled_it_counts_no_more_and_its_points_are_back(basis, counted):
    ledger = books(programme(basis=basis), "2024-06-30", [A, CANCELLED], [("B", "2024-03-04", 0)], SPENT)
    assert row_of(ledger)["qualifying"] == counted
    assert points(ledger) == (500, 0, 0)
    assert [e[:3] for e in trail(ledger) if e[1] == "given_back"] == [("2024-03-04", "given_back", 500)]


@pytest.mark.parametrize(("earn_on", "earned"), [("after_points", 0), ("before_points", 5)])
def test_it_earns_on_what_points_paid_only_where_the_rules_say_so(earn_on, earned):
    rules = programme(points={"earn_on": earn_on})
    assert points(books(rules, "2024-03-02", [A, B], burns=SPENT)) == (0, earned, 0)
    assert points(books(rules, "2024-06-30", [A, CANCELLED], [("B", "2024-03-04", 0)], SPENT)) == (500, 0, 0)


def test_points_booked_after_their_order_was_cancelled_come_back_at_once():
    spent = [("2024-03-02", 500, "B")]
    for order, refund in ((CANCELLED, ("B", "2024-03-01", 0)), ((*B[:2], 7, "", "ann", 12, False), ("B", "2024-03-01", 7))):
        assert points(books(programme(), "2024-06-30", [A, order], [refund], spent)) == (500, 0, 0)


def test_an_order_of_nothing_without_points_counts_as_an_order_until_it_comes_back():
    rules = programme(basis="orders")
    assert row_of(books(rules, "2024-06-30", [A, B]))["qualifying"] == 2


@tries(15)
@given(st.integers(0, 900), st.integers(0, 60), st.booleans(), st.sampled_from(("after_points", "before_points")))
def test_an_order_that_was_cancelled_is_as_if_it_had_never_been(at, wait, wholly, earn_on):
    first = pd.Timestamp("2024-06-01")
    day = lambda n: str((first + pd.Timedelta(n, "D")).date())  # noqa: E731
    paid = 0 if wholly else 40
    rules = programme(points={"earn_on": earn_on, "expiry_days": None}, basis="orders")
    order, back = ("B", day(at), paid, "", "ann", 45, False), [("B", day(at + wait), paid)]
    never = row_of(books(rules, "2028-12-31", [A]))
    was = row_of(books(rules, "2028-12-31", [A, order], back, [(day(at), 500, "B")]))
    assert {name: str(value) for name, value in was.items()} == {name: str(value) for name, value in never.items()}


# --- from the shop's tables --------------------------------------------------------------------------

ORDER = {"customer_id": "ann", "channel": "web", "list_amount": 5.0, "gross_paid": 0.0, "refunded": 0.0, "counts": True, "why_not": None}
CLOSED = {"counts": False, "why_not": "closed"}


def orders(**rows):
    table = pd.DataFrame([ORDER | {"order_id": name} | more for name, more in rows.items()])
    at = pd.to_datetime("2024-03-01 02:00")
    return ibis.memtable(table.assign(ordered_at=at, completed_at=pd.NaT, ordered_on=at.date()).astype({"completed_at": "datetime64[s]"}))


def events(*spent):
    """Points spent on these orders."""
    rows = [(f"e{n}", "ann", order, "redeem", "cash", 500) for n, order in enumerate(spent)]
    table = pd.DataFrame(rows, columns=["event_id", "customer_id", "order_id", "kind", "about", "quantity"])
    return ibis.memtable(table.assign(happened_at=pd.Timestamp("2024-03-01"), happened_on=date(2024, 3, 1)))


def given_back(*rows):
    """Returns from rows (order, day, amount, status="settled", kind="return")."""
    full = [(*row, *("settled", "return")[len(row) - 3 :]) for row in rows]
    table = pd.DataFrame(full, columns=["order_id", "returned_on", "amount", "status", "kind"])
    return ibis.memtable(table.assign(returned_on=pd.to_datetime(table["returned_on"]).dt.date))


def test_closed_orders_on_which_points_were_spent_are_there_and_come_back_wholly():
    gift = {"counts": False, "why_not": "gift"}
    sold = orders(kept={}, a=CLOSED, b=CLOSED | {"gross_paid": 30.0}, c=CLOSED, gift=gift, none=CLOSED)
    spent, back = events("kept", "a", "b", "c", "gift"), given_back(("c", "2024-03-05", 0.0), ("c", "2024-03-09", 0.0), ("none", "2024-03-09", 0.0))
    found = bought.purchases(sold, 10, events=spent)
    assert found[["order_id", "counts"]].to_numpy().tolist() == [["a", False], ["b", False], ["c", False], ["kept", True]]
    for told in (back, None):
        days = [("a", "2024-03-01", 0.0), ("b", "2024-03-01", 30.0), ("c", "2024-03-09" if told is not None else "2024-03-01", 0.0)]
        assert [(r.order_id, str(r.day)[:10], r.amount) for r in bought.refunds(sold, told, spent).itertuples()] == days


def test_the_day_of_a_closed_order_is_not_that_of_a_request_that_came_to_nothing():
    sold, spent = orders(a=CLOSED), events("a")
    vain = [("a", "2024-03-20", 0.0, status) for status in ("open", "refused", "cancelled")] + [("a", "2024-03-20", 0.0, "settled", "维修")]
    for told, day in ((vain, "2024-03-01"), ([*vain, ("a", "2024-03-05", 0.0)], "2024-03-05")):
        assert [str(day)[:10] for day in bought.refunds(sold, given_back(*told), spent)["day"]] == [day]


def test_a_closed_order_whose_money_went_back_is_told_once():
    sold, spent = orders(a=CLOSED | {"gross_paid": 30.0, "refunded": 20.0}), events("a")
    found = bought.refunds(sold, given_back(("a", "2024-03-05", 20.0)), spent)
    assert [(r.order_id, str(r.day)[:10], r.amount) for r in found.itertuples()] == [("a", "2024-03-05", 30.0)]


# --- the simulation ----------------------------------------------------------------------------------


@pytest.mark.parametrize("basis", ["orders", "list"])
def test_simulated_orders_paid_wholly_with_points_count_and_give_their_points_back(basis):
    """Everybody spends all she can on each order; points are worth so much that they pay for whole orders."""
    burning = (BurnWay(kind="cash", value=5, minimum=1, step=1, cap=1),)
    tiers = (Tier(name="a"), Tier(name="b", threshold=3 if basis == "orders" else 1_500))
    rules = Programme(label="x", tiers=tiers, qualification=Qualification(basis=basis), points=PointRules(), burning=burning)
    how = reactions(redeemers=1, redeem_chance=1)
    who = members(300, seed=4)
    who = replace(who, rate_rate=who.rate_rate / 6, alive=np.ones(300))
    # A way to spend that nobody can afford: the same members, who pay all with money.
    money_only = rules.model_copy(update={"burning": (BurnWay(kind="cash", value=5, minimum=10**9, step=1, cap=1),)})
    paid, plain = (simulate(one, who, how, 0.25, date(2025, 1, 1), 24, 2) for one in (rules, money_only))
    flow = dict(zip(POINTS, paid.points.sum(axis=(0, 1)), strict=True))
    assert flow["burned"] > flow["given_back"] > 0.2 * flow["burned"]
    assert (plain.members_by_tier == paid.members_by_tier).all()
    assert (plain.members_by_tier.min(axis=0) > 0).all()
