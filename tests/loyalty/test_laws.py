"""Laws of METHODS §6 over programmes, members and reactions by lot. What is false in general is not asserted."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from retention.programmes.economics import by_draw, gains
from retention.programmes.members import Members
from retention.programmes.simulate import DRAWN, MONEY, POINTS, Simulated, clock_of, people_of, rules_of, simulate
from retention.settings import Assumed, Assumptions, PointRules, Programme
from tests.laws import tries
from tests.loyalty.programmes import DAYS, assumptions, holders, people, programmes
from tests.loyalty.traced import trace

MARGIN, MONTHS, HORIZON = 0.3, 18, 548
SEEDS = st.integers(0, 1_000)
by_lot = tries(10)


def money(result: Simulated, name: str) -> np.ndarray:
    """Total of each draw."""
    return result.money[..., MONEY.index(name)].sum(axis=(1, 2))


def points(result: Simulated, name: str) -> np.ndarray:
    return result.points[..., POINTS.index(name)].sum(axis=1)


def exactly(value: float) -> Assumed:
    return Assumed(value=value, low=min(value, 0), high=max(value, 1), source="guess")


def reactions(**values: float) -> Assumptions:
    """Members react to nothing but what is named; all redeem where they can, unless said otherwise."""
    told = dict.fromkeys(DRAWN, 0.0) | {"redeemers": 1.0, "redeem_chance": 0.7} | values
    steady = {"most_uplift": 1.0, "lasting": 1.0, "half_life_days": 100.0, "loss_times": 1.0}
    same = {name: Assumed(value=value, low=value, high=value, source="guess") for name, value in steady.items()}
    return Assumptions(**{name: exactly(value) for name, value in told.items()} | same)


def with_rules(programme: Programme, **rules) -> Programme:
    """The same programme, tiers by other rules."""
    changed = programme.qualification.model_copy(update=rules)
    return programme.model_copy(
        update={"qualification": changed.model_copy(update={"downgrade": changed.window != "lifetime" and changed.downgrade})}
    )


def with_points(programme: Programme, **rules) -> Programme:
    """The same programme, points by other rules."""
    return programme.model_copy(update={"points": (programme.points or PointRules()).model_copy(update=rules)})


def tier_by_day(programme: Programme, who: Members, member: int, how: Assumptions, start: date, seed: int) -> np.ndarray:
    """Granted tier on each day. What stands on a row of the trace holds until the next."""
    told = trace(programme, who, member, how, MARGIN, start, MONTHS, seed)
    changes = told.loc[told["kind"] == "tier"].groupby("day")["tier"].last()
    opening = people_of(who, programme, rules_of(programme, who, start, clock_of(MONTHS))).opening_tier[member]
    return changes.reindex(range(HORIZON)).ffill().fillna(opening).to_numpy(int)


@by_lot
@given(programmes(), holders(8), assumptions(), DAYS, SEEDS)
def test_no_point_is_lost_or_made_from_nothing(programme, who, how, start, seed):
    made = simulate(programme, who, how, MARGIN, start, MONTHS, 2, seed)
    came = points(made, "brought") + points(made, "earned_purchase") + points(made, "earned_task") + made.debt
    went = points(made, "burned") - points(made, "given_back") + points(made, "expired") + points(made, "clawed")
    assert (came == went + made.outstanding.sum(axis=1) + made.pending).all()
    assert (made.debt == points(made, "debt_new") - points(made, "debt_paid")).all()
    assert made.points.dtype == np.int64
    assert min(made.points.min(), made.outstanding.min(), made.pending.min(), made.debt.min()) >= 0
    assert (np.diff(made.expiring, axis=1) >= 0).all()


@by_lot
@given(programmes(), people(3), assumptions(), DAYS, SEEDS)
def test_a_balance_is_never_below_nothing_nor_kept_beside_a_debt(programme, who, how, start, seed):
    for member in range(len(who)):
        told = trace(programme, who, member, how, MARGIN, start, MONTHS, seed)
        assert (told["balance"] >= 0).all()
        assert (told["debt"] >= 0).all()
        assert (told["balance"] * told["debt"] == 0).all()


@by_lot
@given(programmes(), holders(8), assumptions(), DAYS, SEEDS)
def test_cohorts_of_points_add_up_to_all_points(programme, who, how, start, seed):
    made = simulate(programme, who, how, MARGIN, start, MONTHS, 2, seed)
    usable = who.held_points[who.held_since < 0].sum() if programme.points is not None else 0
    assert (made.held_left >= 0).all()
    assert (made.held_left + made.held_spent <= usable).all()
    assert made.cohorts_expired.sum() <= points(made, "expired").sum()
    assert made.cohorts_burned.sum() + made.held_spent.sum() == (points(made, "burned") - points(made, "given_back")).sum()
    assert min(made.cohorts_issued.min(), made.cohorts_burned.min(), made.cohorts_expired.min()) >= 0
    assert ((made.cohorts_burned + made.cohorts_expired).sum(axis=1) <= made.cohorts_issued).all()


@by_lot
@given(programmes(), people(8), DAYS, SEEDS)
def test_a_programme_that_gives_nothing_changes_nothing(programme, who, start, seed):
    tiers = tuple(tier.model_copy(update={"discount": 0.0}) for tier in programme.tiers)
    rules = {"tiers": tiers, "points": None, "burning": (), "benefits": ()}
    nothing = with_rules(programme.model_copy(update=rules), basis="list")
    made = simulate(nothing, who, reactions(), MARGIN, start, MONTHS, 2, seed)
    assert np.array_equal(np.round(money(made, "programme_sales"), 2), np.round(money(made, "baseline_sales"), 2))
    assert (money(made, "programme_orders") == money(made, "baseline_orders")).all()
    told = {"baseline_orders", "programme_orders", "baseline_sales", "programme_sales", "baseline_margin"}
    assert all((money(made, name) == 0).all() for name in MONEY if name not in told)
    assert (made.gain == 0).all()


@by_lot
@given(programmes(), people(8), DAYS, SEEDS)
def test_where_nobody_buys_more_the_programme_loses_exactly_its_costs(programme, who, start, seed):
    programme = programme.model_copy(update={"fixed_a_year": 1_000, "launch": 500})
    made = simulate(programme, who, reactions(), MARGIN, start, MONTHS, 3, seed)
    costs = sum(money(made, name) for name in ("discount_kept", "burned_cost", "reaching_cost", "order_cost", "yearly_cost"))
    assert (money(made, "extra_orders") == 0).all()
    assert (money(made, "lost_orders") == 0).all()
    assert (money(made, "programme_orders") == money(made, "baseline_orders")).all()
    assert np.isclose(made.gain.sum() * 3, -costs.sum())
    told = by_draw(made)
    assert np.allclose(-told["gain"], costs + told["closing"] + 1.5 * 1_000 + 500)
    assert (told["gain"] <= 0).all()
    assert (made.gain <= 1e-9).all()


@by_lot
@given(programmes(), people(8), DAYS, SEEDS)
def test_what_members_pay_less_is_the_discount_and_the_cash_their_points_paid(programme, who, start, seed):
    ways = tuple(way for way in programme.burning if way.kind == "cash")
    if programme.points is not None and not ways:
        return
    made = simulate(programme.model_copy(update={"burning": ways}), who, reactions(), MARGIN, start, MONTHS, 2, seed)
    less = money(made, "baseline_sales") - money(made, "programme_sales")
    assert np.allclose(less, money(made, "discount_kept") + money(made, "burned_face"))


@by_lot
@given(programmes(), people(8), assumptions(), DAYS, SEEDS)
def test_the_same_seed_gives_the_same_result_however_draws_are_split(programme, who, how, start, seed):
    whole = simulate(programme, who, how, MARGIN, start, MONTHS, 5, seed)
    parts = [simulate(programme, who, how, MARGIN, start, MONTHS, draws, seed, first) for first, draws in ((0, 2), (2, 3))]
    for name in ("money", "points", "outstanding", "pending", "expiring", "debt", "members_by_tier", "drawn"):
        assert np.array_equal(getattr(whole, name), np.concatenate([getattr(part, name) for part in parts])), name
    for name in ("cohorts_issued", "cohorts_burned", "cohorts_expired", "moves"):
        assert np.array_equal(getattr(whole, name), sum(getattr(part, name) for part in parts)), name


@by_lot
@given(programmes(), programmes(), people(8), assumptions(), DAYS, SEEDS)
def test_every_programme_meets_the_same_baseline(one, other, who, how, start, seed):
    made, also = (simulate(programme, who, how, MARGIN, start, MONTHS, 2, seed) for programme in (one, other))
    assert np.allclose(money(made, "baseline_margin"), money(also, "baseline_margin"))
    assert made.drawn.equals(also.drawn)


@by_lot
@given(programmes(), people(3), assumptions(), DAYS, SEEDS)
def test_the_earliest_expiry_is_spent_first_and_points_are_usable_through_their_last_day(programme, who, how, start, seed):
    programme = with_points(programme, expiry_days=120) if programme.points else programme
    kept = replace(who, returned_whole=who.returned_whole * 0, returned_part=who.returned_part * 0)
    for member in range(len(kept)):
        lots: list[list[int]] = []
        for row in trace(programme, kept, member, how, MARGIN, start, MONTHS, seed).itertuples():
            if row.kind in ("mature", "task") and row.points:
                lots.append([row.day + 120, row.points])
            if row.kind == "expire":
                last, left = lots.pop(0)
                assert (row.day, row.points) == (last + 1, left)
            else:
                assert all(last >= row.day for last, _ in lots)
            due = row.points if row.kind == "burn" else 0
            while due:
                some = min(due, lots[0][1])
                lots[0][1] -= some
                due -= some
                if lots[0][1] == 0:
                    lots.pop(0)
            assert row.balance == sum(left for _, left in lots)


@by_lot
@given(programmes(), people(4), assumptions(), DAYS, SEEDS)
def test_a_soft_landing_is_one_tier_at_most(programme, who, how, start, seed):
    soft = with_rules(programme, window="rolling", downgrade=True, soft_landing=True, grace_days=0)
    for member in range(len(who)):
        assert np.diff(tier_by_day(soft, who, member, how, start, seed)).min() >= -1


@by_lot
@given(programmes(), people(12), assumptions(), DAYS, SEEDS)
def test_every_member_is_in_one_tier_at_each_turn_of_the_year(programme, who, how, start, seed):
    made = simulate(programme, who, how, MARGIN, start, 24, 2, seed)
    in_second_year = ((who.joins > 0) & (who.joins <= 365)).sum()
    assert (made.moves[0].sum(axis=1) == 2 * made.tier_at_start).all()
    assert made.tier_at_start.sum() == (who.joins == 0).sum()
    assert (made.moves[1].sum(axis=1) >= made.moves[0].sum(axis=0)).all()
    assert made.moves[1].sum() == made.moves[0].sum() + 2 * in_second_year
    assert (made.moves[1].sum(axis=0) <= made.members_by_tier.sum(axis=0)).all()
    assert (made.members_by_tier.sum(axis=1) == len(who)).all()


@by_lot
@given(programmes(), people(8), assumptions(), DAYS, SEEDS)
def test_dearer_rewards_never_gain_more(programme, who, how, start, seed):
    dearer = tuple(way if way.kind == "cash" else way.model_copy(update={"cost": way.cost * 1.5}) for way in programme.burning)
    made, more = (simulate(one, who, how, MARGIN, start, MONTHS, 2, seed) for one in (programme, programme.model_copy(update={"burning": dearer})))
    assert (money(more, "burned_cost") >= money(made, "burned_cost")).all()
    assert (more.gain <= made.gain + 1e-9).all()
    assert (gains(more) <= gains(made) + 1e-9).all()
    assert all(np.array_equal(money(made, name), money(more, name)) for name in MONEY if name != "burned_cost")


@by_lot
@given(programmes(), people(3), DAYS, SEEDS, st.sampled_from(("list", "orders")), st.integers(1, 300))
def test_grace_never_lowers_a_tier(programme, who, start, seed, basis, days):
    strict = with_rules(programme, basis=basis, downgrade=True, grace_days=0)
    kind = with_rules(strict, grace_days=days)
    for member in range(len(who)):
        assert (tier_by_day(kind, who, member, reactions(), start, seed) >= tier_by_day(strict, who, member, reactions(), start, seed)).all()


@by_lot
@given(programmes(), people(3), DAYS, SEEDS, st.sampled_from(("list", "orders")))
def test_more_orders_never_lower_a_tier(programme, who, start, seed, basis):
    hard = with_rules(programme, basis=basis, downgrade=True, grace_days=0, soft_landing=False)
    few, many = reactions(redeemers=0), reactions(redeemers=0, elasticity=50)
    for member in range(len(who)):
        assert (tier_by_day(hard, who, member, many, start, seed) >= tier_by_day(hard, who, member, few, start, seed)).all()


@by_lot
@given(programmes(), people(3), DAYS, SEEDS, st.sampled_from(("list", "orders")), st.sampled_from((0.3, 0.5, 0.9)))
def test_lower_thresholds_never_lower_a_tier(programme, who, start, seed, basis, share):
    hard = with_rules(programme, basis=basis, downgrade=True, grace_days=0, soft_landing=False)
    lower = hard.model_copy(update={"tiers": tuple(tier.model_copy(update={"threshold": tier.threshold * share}) for tier in hard.tiers)})
    how = reactions(redeemers=0)
    for member in range(len(who)):
        assert (tier_by_day(lower, who, member, how, start, seed) >= tier_by_day(hard, who, member, how, start, seed)).all()


def all_sent_back(who: Members, after: int) -> Members:
    """The same members, who send every order back."""
    n = len(who)
    return replace(who, returned_whole=np.zeros(n), returned_part=np.ones(n), part_share=1.0, return_days=np.array([after]), review_chance=1.0)


@by_lot
@given(programmes(), people(4), DAYS, SEEDS, st.sampled_from((5, 20, 40)))
def test_who_sends_everything_back_keeps_no_points_and_owes_what_was_spent_on_something_else(programme, who, start, seed, after):
    programme = with_points(programme, expiry_days=None, pending_days=1, check_in=0, share=0, review=30) if programme.points else programme
    sender = all_sent_back(who, after)
    for member in range(len(who)):
        told = trace(programme, sender, member, reactions(), MARGIN, start, MONTHS, seed)
        open_orders = (told["kind"] == "order").cumsum() - (told["kind"] == "refund").cumsum()
        elsewhere = [row.points if row.kind == "burn" and programme.burning[row.way].kind != "cash" else 0 for row in told.itertuples()]
        # A burn comes just before its order.
        settled = (open_orders == 0) & ~told["kind"].isin(("burn",))
        assert (told.loc[settled, "balance"] == 0).all()
        assert (told.loc[settled, "debt"] == np.cumsum(elsewhere)[settled]).all()


@by_lot
@given(programmes(), people(8), DAYS, SEEDS, st.sampled_from((30, 90, 400)))
def test_a_longer_life_of_points_never_lets_more_expire_where_orders_stay_the_same(programme, who, start, seed, days):
    if programme.points is None:
        return
    programme = programme.model_copy(update={"burning": programme.burning[:1]})
    short = with_rules(with_points(programme, earn_on="before_points", expiry_days=days), basis="list")
    long = with_points(short, expiry_days=2 * days)
    kept = replace(who, returned_whole=who.returned_whole * 0, returned_part=who.returned_part * 0)
    told = [points(simulate(one, kept, reactions(), MARGIN, start, MONTHS, 2, seed), "expired") for one in (short, long)]
    assert (told[1] <= told[0]).all()


@by_lot
@given(programmes(), people(6), assumptions(), DAYS, SEEDS, st.sampled_from((2, 3, 7)))
def test_prices_in_another_currency_change_nothing_but_the_currency(programme, who, how, start, seed, times):
    n = len(who)
    # Prices without a spread are exact decimals in both currencies.
    prices = np.round(np.linspace(49.9, 812.3, n), 2)
    exact = replace(who, spend_p=1e18, spend_q=np.full(n, 1e18), spend_v=prices)
    there = replace(exact, spend_v=prices * times, past_list=who.past_list * times, past_paid=who.past_paid * times)
    unit = times if programme.qualification.basis in ("paid", "list") else 1
    programme = programme.model_copy(update={"fixed_a_year": 300, "launch": 40})
    changed = {
        "fixed_a_year": 300 * times,
        "launch": 40 * times,
        "tiers": tuple(tier.model_copy(update={"threshold": tier.threshold * unit}) for tier in programme.tiers),
        "burning": tuple(way.model_copy(update={"value": way.value * times}) for way in programme.burning),
        "benefits": tuple(benefit.model_copy(update={"cost": benefit.cost * times}) for benefit in programme.benefits),
    }
    abroad = programme.model_copy(update=changed)
    if programme.points:
        abroad = with_points(abroad, per_money=programme.points.per_money / times, full_step=programme.points.full_step * times)
    made, also = simulate(programme, exact, how, MARGIN, start, MONTHS, 2, seed), simulate(abroad, there, how, MARGIN, start, MONTHS, 2, seed)
    orders = [MONEY.index(name) for name in MONEY if name.endswith("orders")]
    factor = np.where(np.isin(np.arange(len(MONEY)), orders), 1, times)
    assert np.allclose(also.money, made.money * factor, rtol=1e-9, atol=1e-6)
    assert np.array_equal(also.points, made.points)
    assert np.allclose(gains(also), gains(made) * times, rtol=1e-9, atol=1e-6)


@by_lot
@given(programmes(), people(3), assumptions(), DAYS, SEEDS)
def test_the_traced_lives_are_the_ones_summed_up(programme, who, how, start, seed):
    made = simulate(programme, who, how, MARGIN, start, MONTHS, 1, seed, first_draw=4)
    told = pd.concat([trace(programme, who, member, how, MARGIN, start, MONTHS, seed, draw=4) for member in range(len(who))])
    orders = told[told["kind"] == "order"]
    assert ((orders["share"] < 1).sum(), orders["earned"].sum()) == (money(made, "programme_orders")[0], points(made, "earned_purchase")[0])
    assert np.isclose((orders["list"] * (1 - orders["share"])).sum() - (orders["paid"] * (1 - orders["share"])).sum(), discounts(made))
    for kind, name in (("burn", "burned"), ("expire", "expired"), ("refund", "clawed"), ("task", "earned_task")):
        assert told.loc[told["kind"] == kind, "points"].sum() == points(made, name)[0], kind


def discounts(made: Simulated) -> float:
    """Discounts of the only draw."""
    return float(money(made, "discount_kept")[0] + money(made, "discount_extra")[0])
