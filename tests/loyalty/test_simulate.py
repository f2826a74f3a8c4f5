"""The simulation stands on the models of lifetime, and what it is told about members comes from their own purchases."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention import lifetime
from retention.lifetime import fallbacks
from retention.programmes import simulate as simulation
from retention.programmes.members import Members, members_of, thirds
from retention.programmes.response import ceiling_of
from retention.programmes.simulate import DRAWN, MONEY, clock_of, drawn_assumptions, people_of, rules_of, simulate
from retention.settings import Assumptions, LifetimeSettings, Programme, Qualification, Tier
from retention.settings.preset_programmes import presets
from retention.tables import DataProblem
from tests.lifetime.simulated import simulated_shop
from tests.loyalty.made import members

START = date(2026, 7, 1)
NO_MONEY = ["customer_id", "order_id", "day", "amount"]


@pytest.fixture(scope="module")
def history() -> pd.DataFrame:
    """600 customers who behave as the models say, a year or two after their first order."""
    ages = np.random.default_rng(3).integers(300, 700, 600)
    shop = simulated_shop(0.8, 60.0, 0.8, 2.5, ages, 1.0, seed=4, spend=(6.0, 4.0, 200.0))
    return shop.assign(
        recency=np.ceil(shop["recency"]).astype(int),
        net_paid=shop["monetary_value"].fillna(90.0) * (shop["frequency"] + 1),
        customer_id=shop["customer_id"],
    )


@pytest.fixture(scope="module")
def fitted(history) -> fallbacks.Fitted:
    return fallbacks.fit(history, LifetimeSettings(replicates=0))


def nobody_told(names: list[str]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series([], dtype="datetime64[s]" if name in ("day", "joined_on", "birthday") else object) for name in names})


def from_posterior(posterior: pd.DataFrame) -> Members:
    """Members known by their models only."""
    purchases = nobody_told(["customer_id", "order_id", "day", "completed_day", "list", "paid", "counts"])
    purchases = purchases.astype({"completed_day": "datetime64[s]", "list": float, "paid": float})
    told = nobody_told(["customer_id", "order_id", "day", "kind"]), nobody_told(["customer_id", "joined_on", "birthday"])
    return members_of(posterior, purchases, nobody_told(NO_MONEY).astype({"amount": float}), *told, START, 10)


def test_baseline_orders_and_sales_are_what_the_models_expect(fitted, history):
    who = from_posterior(lifetime.posterior(fitted.model, fitted.spend, history))
    assert fitted.model is not None
    assert fitted.spend is not None
    expected = lifetime.expected_orders(fitted.model, lifetime.Customers.of(history), 365)
    worth = expected * lifetime.order_value(fitted.spend, history["frequency"], history["monetary_value"])
    sent_back = replace(who, returned_whole=np.full(len(who), 0.3))
    for people in (who, sent_back):
        made = simulate(presets()["clothing"], people, Assumptions(), 0.25, START, months=12, draws=400)
        for name, total in (("baseline_orders", expected.sum()), ("baseline_sales", worth.sum())):
            drawn = made.money[..., MONEY.index(name)].sum(axis=(1, 2))
            assert drawn.mean() == pytest.approx(total, abs=4 * drawn.std() / 20), name


def test_a_posterior_has_the_models_own_means(fitted, history):
    table = lifetime.posterior(fitted.model, fitted.spend, history)
    mean = table["spend_p"] * table["spend_v"] / (table["spend_q"] - 1)
    assert mean.to_numpy() == pytest.approx(lifetime.order_value(fitted.spend, history["frequency"], history["monetary_value"]))
    assert (table["rate_shape"] / table["rate_rate"]).to_numpy() == pytest.approx(
        (fitted.model.r + history["frequency"]) / (fitted.model.alpha + history["T"])
    )
    assert table["alive"].between(0, 1).all()
    assert (table.loc[history["frequency"] == 0, "alive"] == 1).all()


def test_a_member_with_more_orders_than_thought_is_not_cut_short(monkeypatch):
    who = replace(members(40), rate_rate=np.full(40, 20.0))
    told = presets()["five_methods"], who, Assumptions(), 0.25, START, 24, 4
    roomy = simulate(*told)
    monkeypatch.setattr(simulation, "_room", lambda *_: 1)
    tight = simulate(*told)
    assert np.array_equal(roomy.money, tight.money)
    assert np.array_equal(roomy.points, tight.points)
    assert np.array_equal(roomy.moves, tight.moves)
    assert np.array_equal(roomy.gain, tight.gain)


def test_members_gains_add_up_to_the_programmes():
    made = simulate(presets()["five_methods"], members(200), Assumptions(), 0.25, START, 24, 20)
    money = dict(zip(MONEY, made.money.sum(axis=(0, 1, 2)), strict=True))
    won = money["extra_margin"] + money["stretch_margin"] - money["lost_margin"]
    costs = sum(money[name] for name in ("discount_kept", "discount_extra", "burned_cost", "reaching_cost", "order_cost", "yearly_cost"))
    seen = sum(money[name] for name in ("discount_kept", "discount_extra", "burned_face", "reaching_cost", "order_cost", "yearly_cost"))
    assert made.gain.sum() * 20 == pytest.approx(won - costs)
    assert made.reward.sum() * 20 == pytest.approx(seen)


def test_a_sample_has_its_part_of_the_few_who_buy_much():
    who = members(3_000)
    spend = who.alive * who.rate_shape / who.rate_rate * who.spend_v / np.maximum(who.spend_q - 1, 0.1)
    of = dict(zip(who.customer_id, spend, strict=True))
    for seed in range(5):
        some = who.sample(600, seed)
        assert len(set(some.customer_id)) == 600
        assert np.mean([of[name] for name in some.customer_id]) == pytest.approx(spend.mean(), rel=0.05)


def test_a_sample_stands_for_the_whole_shop():
    who = members(300)
    some = who.sample(120, seed=5)
    assert (len(some), some.of) == (120, 300)
    assert simulate(presets()["clothing"], some, Assumptions(), 0.25, START, 12, 1).scale == 2.5
    for at, name in enumerate(some.customer_id):
        old = list(who.customer_id).index(name)
        ours, theirs = slice(*some.past_start[at : at + 2]), slice(*who.past_start[old : old + 2])
        assert some.past_paid[ours].tolist() == who.past_paid[theirs].tolist()
        assert (some.rate_rate[at], some.birthday[at]) == (who.rate_rate[old], who.birthday[old])
    assert len(who.sample(1_000, seed=5)) == 300


def test_members_who_cannot_be_simulated_are_refused_with_a_reason():
    with pytest.raises(DataProblem, match="97% of somebody's orders come wholly back"):
        replace(members(3), returned_whole=np.array([0.1, 0.97, 0.2]))
    with pytest.raises(DataProblem, match="return_days"):
        replace(members(3), return_days=np.array([0, 5]))
    with pytest.raises(DataProblem, match="before the start"):
        replace(members(3), past_day=-members(3).past_day)


def test_thirds_are_as_equal_as_can_be_and_equal_members_share_one():
    assert thirds(np.array([0.1, 9, 2, 3, 0, 8])).tolist() == [0, 2, 1, 1, 0, 2]
    assert np.bincount(thirds(np.arange(8.0))).tolist() == [3, 2, 3]
    assert thirds(np.ones(6)).tolist() == [1] * 6
    assert thirds(np.array([4.0, 1, 1, 1, 1, 1])).tolist() == [2, 1, 1, 1, 1, 1]
    assert thirds(np.array([])).tolist() == []


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.5, 7.0]), max_size=12), st.randoms(use_true_random=False))
def test_the_third_of_a_member_does_not_depend_on_her_place_in_the_table(expected, rng):
    places = list(range(len(expected)))
    rng.shuffle(places)
    values = np.array(expected)
    assert thirds(values)[places].tolist() == thirds(values[places]).tolist()


def table(rows: list[tuple], names: str) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=names.split())
    days = [name for name in made if name in ("day", "completed_day", "joined_on", "birthday")]
    return made.assign(**{name: pd.to_datetime(made[name]).astype("datetime64[s]") for name in days})


def test_members_bring_completed_purchases_since_joining_less_what_came_back(fitted, history):
    posterior = lifetime.posterior(fitted.model, fitted.spend, history.head(3).assign(customer_id=["ann", "bob", "cid"]))
    purchases = table(
        [
            ("ann", "o1", "2026-01-05", "2026-01-12", 120.0, 100.0, True),  # before she joined
            ("ann", "o2", "2026-03-01", "2026-03-09", 220.0, 200.0, True),  # half comes back
            ("ann", "o3", "2026-06-28", None, 90.0, 80.0, True),  # under way
            ("ann", "o7", "2026-04-28", None, 90.0, 80.0, True),  # open for too long
            ("ann", "o8", "2026-07-01", None, 90.0, 80.0, True),  # not before the start
            ("bob", "o9", "2026-06-20", "2026-07-02", 60.0, 60.0, True),  # completed later
            ("bob", "o4", "2026-04-01", "2026-04-09", 50.0, 50.0, True),  # comes back wholly
            ("bob", "o5", "2026-05-01", None, 70.0, 70.0, False),  # cancelled
            ("dan", "o6", "2026-05-01", "2026-05-09", 70.0, 70.0, True),  # no member
        ],
        "customer_id order_id day completed_day list paid counts",
    )
    refunds = table([("ann", "o2", "2026-03-15", 100.0), ("bob", "o4", "2026-04-11", 50.0), ("bob", "o5", "2026-05-02", 70.0)], " ".join(NO_MONEY))
    checks = [("ann", None, f"2026-06-{day:02d}", "check_in") for day in (1, 1, 1, 2)]
    tasks = table([*checks, *[("ann", None, "2026-06-01", "share")] * 2, ("ann", "o2", "2026-02-20", "review")], "customer_id order_id day kind")
    joined = table([("ann", "2026-02-01", "1990-07-31"), ("bob", "2025-01-01", None)], "customer_id joined_on birthday")
    who = members_of(posterior, purchases, refunds, tasks, joined, START, 10)
    assert who.customer_id.tolist() == ["ann", "bob"]
    assert who.past_start.tolist() == [0, 2, 4]
    assert (who.past_day.tolist(), who.past_paid.tolist()) == ([-122, -3, -91, -11], [100.0, 80.0, 0.0, 60.0])
    assert (who.past_list.tolist(), who.past_orders.tolist()) == ([110.0, 90.0, 0.0, 60.0], [1.0, 1.0, 0.0, 1.0])
    # What is under way, or completed after the start, counts from the first day on.
    assert who.past_done.tolist() == [-114, 0, -83, 0]
    assert who.birthday.tolist() == [30, -1]
    assert (who.returned_whole[0], who.returned_part[0], who.part_share) == (pytest.approx(2 / 9), pytest.approx(1 / 9), 0.5)
    # On one day only the first check-in is rewarded, every share is.
    assert who.check_ins_a_month.tolist() == who.shares_a_month.tolist() == [pytest.approx(2 / (131 * 12 / 365)), 0]
    assert who.review_chance == pytest.approx(1 / 6)
    # Of eight orders that count one came back after delivery: the models' rate is of eight, the simulation's of seven.
    assert who.rate_rate == pytest.approx(posterior["rate_rate"].head(2) * 8 / 7)


def test_assumptions_are_drawn_once_for_all_programmes_and_cut_to_their_limits():
    drawn = drawn_assumptions(Assumptions(), 2_000, seed=3)
    told = Assumptions()
    assert list(drawn) == list(DRAWN)
    for name in DRAWN:
        assert drawn[name].between(getattr(told, name).low, getattr(told, name).high).all()
    assert drawn["most_uplift"].mean() == pytest.approx(0.3, abs=0.005)
    assert drawn["most_uplift"].std() == pytest.approx(0.08, abs=0.005)
    # Lognormal: half lie below the median, one in twenty above the 95 % point.
    assert (drawn["elasticity"] < 1.5).mean() == pytest.approx(0.5, abs=0.03)
    assert (drawn["elasticity"] > 4).mean() == pytest.approx(0.05, abs=0.015)
    assert abs(drawn["elasticity"].corr(drawn["most_uplift"])) < 0.1
    assert drawn.loc[40:49].equals(drawn_assumptions(Assumptions(), 10, seed=3, first_draw=40))
    assert ceiling_of(told) == pytest.approx(1.5 * 1.25 * 1.03)


@pytest.mark.parametrize(
    ("start", "window", "tier"), [("2026-01-01", "calendar_year", 2), ("2026-01-02", "calendar_year", 0), ("2026-01-01", "rolling", 1)]
)
def test_members_open_in_the_tier_a_review_on_the_first_day_would_give(start, window, tier):
    levels = (Tier(name="a"), Tier(name="b", threshold=100), Tier(name="c", threshold=250))
    programme = Programme(label="x", tiers=levels, qualification=Qualification(window=window, window_days=180, downgrade=True))
    day_0 = date.fromisoformat(start)
    days = np.array([(date(2025, month, 1) - day_0).days for month in (3, 9)], np.int32)
    one = members(1)
    past = {"past_start": np.array([0, 2]), "past_day": days, "past_done": days + 10, "past_orders": np.ones(2)}
    who = replace(one, **past, past_paid=np.full(2, 150.0), past_list=np.full(2, 150.0))
    assert people_of(who, programme, rules_of(programme, who, day_0, clock_of(12))).opening_tier.tolist() == [tier]


def test_a_gift_nobody_thinks_certain_costs_its_share():
    """A reward of 20 taken by three in ten costs 6 a year in the tier, by hand."""
    who = replace(members(50), alive=np.ones(50), stop_a=np.full(50, 1e-6), stop_b=np.full(50, 1e6))
    made = simulate(presets()["five_methods"], who, Assumptions(), 0.25, START, 12, 10)
    years = made.money[..., MONEY.index("yearly_cost")].sum(axis=(0, 1))
    assert years[0] == 0
    assert years[1] / 6 == pytest.approx(round(years[1] / 6))
    assert years[2] / 8 == pytest.approx(round(years[2] / 8))
