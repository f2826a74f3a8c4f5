"""Points for every full step of an order (每满100元积10分): in the ledger, in the simulation, and in the words of the rules."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.pages.kit.words import Words
from retention.pages.programmes import sentences
from retention.programmes.simulate import POINTS, clock_of, people_of, rules_of, simulate
from retention.settings import BurnWay, LoyaltySettings, PointRules, Programme, Qualification, Tier
from tests.laws import tries
from tests.loyalty.books import books, programme, row_of, trail
from tests.loyalty.made import members
from tests.loyalty.test_laws import reactions
from tests.loyalty.traced import trace

EVERY_100 = {"per_money": 0.1, "full_step": 100}


def held(ledger):
    has = row_of(ledger)
    return has["points_usable"] - has["points_debt"]


@pytest.mark.parametrize(("paid", "earned"), [(99.99, 0), (100, 10), (199.99, 10), (200, 20), (1_234.56, 120)])
def test_every_full_step_earns_and_what_is_beyond_it_does_not(paid, earned):
    assert held(books(programme(points=EVERY_100), "2024-06-30", [("A", "2024-01-01", paid)])) == earned


def test_steps_are_those_of_one_order_and_do_not_add_up_over_orders():
    assert held(books(programme(points=EVERY_100), "2024-06-30", [("A", "2024-01-01", 150), ("B", "2024-01-02", 150)])) == 20


def test_what_remains_after_a_refund_earns_its_full_steps():
    # 250 earn 20; 51 back leave 199, so one step; 100 more leave 99.
    refunds = [("A", "2024-02-01", 51), ("A", "2024-02-02", 100)]
    ledger = books(programme(points=EVERY_100), "2024-06-30", [("A", "2024-01-01", 250)], refunds)
    assert [e[2] for e in trail(ledger) if e[1] in ("earned", "clawed")] == [20, 10, 10]


def test_a_tiers_factor_and_a_birthday_multiply_the_points_of_full_steps():
    tiers = (Tier(name="member"), Tier(name="silver", threshold=1_000, points_times=1.5))
    rules = programme(points={**EVERY_100, "birthday_times": 2, "birthday_days": 0}, tiers=tiers)
    orders = [("A", "2024-01-01", 1_090), ("B", "2024-03-01", 190), ("C", "2024-05-01", 190)]
    ledger = books(rules, "2024-12-31", orders, joined=[("ann", "2024-01-01", "1990-05-01")])
    assert [e[2] for e in trail(ledger) if e[1] == "earned"] == [100, 15, 30]


def test_points_are_earned_on_steps_of_the_money_before_or_after_points():
    story = ([("A", "2024-01-01", 5_000), ("B", "2024-03-01", 97)], (), [("2024-03-01", 300, "B")])
    for earn_on, earned in (("after_points", 0), ("before_points", 10)):
        ledger = books(programme(points={**EVERY_100, "earn_on": earn_on}), "2024-12-31", *story)
        assert sum(e[2] for e in trail(ledger) if e[1:5:3] == ("earned", "B")) == earned


@tries(15)
@given(st.lists(st.integers(1, 90_000), min_size=1, max_size=5), st.sampled_from((10, 50, 100)))
def test_steps_never_earn_more_than_all_of_the_money_nor_less_than_it_without_the_last_one(cents, step):
    orders = [(f"o{n}", f"2024-01-{n + 1:02d}", paid / 100) for n, paid in enumerate(cents)]
    plain, stepped = (held(books(programme(points={"per_money": 1, "full_step": size}), "2024-06-30", orders)) for size in (0, step))
    assert plain - step * len(cents) < stepped <= plain


# --- the simulation ----------------------------------------------------------------------------------

RULES = Programme(
    label="x",
    tiers=(Tier(name="a"), Tier(name="b", threshold=20)),
    qualification=Qualification(basis="points"),
    points=PointRules(**EVERY_100),
    burning=(BurnWay(kind="goods", value=0.01, minimum=10**6),),
)


def test_simulated_orders_earn_by_full_steps_and_lose_what_no_longer_fills_one():
    who, orders = replace(members(20, seed=3), alive=np.ones(20)), 0
    for member in range(20):
        told = trace(RULES, who, member, reactions(), 0.25, date(2025, 1, 1), 24)
        told, back = told[told["kind"] == "order"], told[told["kind"] == "refund"].set_index("order")
        orders += len(told)
        assert told["earned"].tolist() == (told["paid"] // 100 * 10).astype(int).tolist()
        for row in told[told["order"].isin(back.index)].itertuples():
            assert back["points"][row.order] == row.earned - int(row.paid * (1 - row.share) // 100 * 10)
    assert orders > 30


def test_members_open_with_the_full_steps_of_what_they_bought():
    past = {"past_start": np.array([0, 2]), "past_day": np.array([-40, -20]), "past_done": np.array([-30, -10]), "past_orders": np.ones(2)}
    who = replace(members(1), **past, past_paid=np.array([199.0, 150.0]), past_list=np.ones(2))
    people = people_of(who, RULES, rules_of(RULES, who, date(2025, 1, 1), clock_of(12)))
    assert (people.past_amount.tolist(), people.opening_tier.tolist()) == ([10, 10], [1])


def test_steps_nobody_fills_give_no_points():
    dear = RULES.model_copy(update={"points": PointRules(per_money=1, full_step=10**7), "qualification": Qualification()})
    made = simulate(dear, members(50), reactions(), 0.25, date(2025, 1, 1), 24, 2)
    assert made.points[:, :, POINTS.index("earned_purchase")].sum() == 0


# --- in words ----------------------------------------------------------------------------------------


def test_the_rule_can_be_written_and_is_told(tmp_path):
    path = tmp_path / "03_loyalty_design.yaml"
    rules = "label: own, tiers: [{name: a}], points: {per_money: 0.1, full_step: 100}, burning: [{kind: cash, value: 0.01}]"
    path.write_text(f"programmes:\n  own: {{{rules}}}\n")
    own = LoyaltySettings.read(path).programmes["own"]
    told = [sentences.rule_rows({"own": own}, Words(language, "CNY"))[0].to_string() for language in ("en", "zh")]
    assert "10 points for every full ¥100 of an order, worth 0.1" in told[0]
    assert "每单每满 ¥100 得 10 积分" in told[1]
