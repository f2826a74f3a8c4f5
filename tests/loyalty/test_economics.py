"""Money of a simulated programme: on a result written by hand, then laws on simulated ones."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from retention.programmes import accounting, economics, holdings
from retention.programmes.simulate import MONEY, POINTS, simulate
from retention.settings import Assumed, Assumptions, Benefit, BurnWay, PointRules, Programme, Tier
from retention.settings.preset_programmes import presets
from tests.loyalty import hand_made
from tests.loyalty.made import members

# 70 of 341.25 points at risk were spent at the age of one month, 30 of 175 at that of two.
ONE, TWO = 70 / 341.25, 30 / 175
RATE = ONE + (1 - ONE) * TWO
HELD = (96.25 * TWO + 48.75 * RATE + 170 * RATE) / 320


@pytest.fixture
def by_hand():
    return hand_made.result()


@pytest.fixture(scope="module")
def some():
    """300 members, their thirds, and the five methods on them for 30 months."""
    people = replace(members(300, seed=3), of=900)
    return people, simulate(presets()["five_methods"], people, Assumptions(), 0.25, date(2026, 7, 1), months=30, draws=8, seed=2)


def test_the_gain_of_each_draw_is_what_comes_in_less_what_goes_out(by_hand):
    table = economics.by_draw(by_hand)
    assert economics.closing_rate(by_hand) == pytest.approx(HELD)
    # Points cost .01 each: three quarters cash at .01, a quarter goods at half of .02. 120 and 200 of them are held by ten times as many members.
    assert table["closing"].tolist() == pytest.approx([12 * HELD, 20 * HELD])
    assert table["fixed"].tolist() == [30, 30]
    assert table["launch"].tolist() == [50, 50]
    assert table["gain"].tolist() == pytest.approx([-2_307 - 12 * HELD - 80, -5_643 - 20 * HELD - 80])
    assert economics.gains(by_hand).tolist() == table["gain"].tolist()


def test_the_summary_by_hand(by_hand):
    table = economics.summary(by_hand).set_index("quantity")
    value = table["value"]
    assert value["gain"] == pytest.approx(-3_975 - 16 * HELD - 80)
    assert value["gain_a_year"] == pytest.approx(4 * value["gain"])
    assert value[["brought", "lost", "discounts", "benefits", "running"]].tolist() == [775, 375, 3_000, 1_370, 80]
    assert value["points"] == pytest.approx(5 + 16 * HELD)
    assert value["uplift_gross"] == pytest.approx((3 / 20 + 1 / 30) / 2)
    assert value["uplift_net"] == pytest.approx((2 / 20 - 1 / 30) / 2)
    assert value["cannibalised"] == pytest.approx(0.95)
    # 310.875 and 564.375 for two members in a quarter of a year.
    assert value["reward"] == pytest.approx((621.75 + 1_128.75) / 2)
    assert value["reward_share"] == pytest.approx((310.875 / 2_990 + 564.375 / 4_400) / 2)
    assert (value["p_positive"], value["cvar"]) == (0, 4 * economics.gains(by_hand).min())
    assert value["redeemed"] == pytest.approx(RATE)
    # Two draws: standard deviation over √2; two of twenty members drawn by lot: 10·√(2·.9)·70.71.
    spread = np.std(economics.gains(by_hand), ddof=1) / np.sqrt(2)
    assert table.loc["gain", "mc_error"] == pytest.approx(np.hypot(spread, 10 * np.sqrt(1.8) * np.std([10, -90], ddof=1)))


def test_all_members_simulated_leave_no_error_by_lot(by_hand):
    assert economics.sampling_error(replace(by_hand, scale=1.0)) == 0


def test_costs_are_told_by_part_and_each_benefit_by_its_own(by_hand):
    table = economics.costs(by_hand).set_index(["part", "detail"]).sort_index()["value"]
    # Gold members' 40 a year are 10 for birthdays and 30 for events; plain members' 10 are birthdays.
    assert table["benefits"].to_dict() == {"birthday_gift": 200, "events": 300, "free_shipping": 870}
    assert table["brought"].to_dict() == {"extra_orders": 750, "larger_baskets": 25, "not_lost": 0, "owed_anyway": 0}
    assert [table[part, ""] for part in ("discount_kept", "discount_extra", "lost")] == [2_850, 150, 375]
    assert table["points"].to_dict() == pytest.approx({"burned": 5, "closing": 16 * HELD})
    whole = table.drop("brought").sum()
    assert table["brought"].sum() - whole == pytest.approx(economics.gains(by_hand).mean())
    assert economics.costs(by_hand)["share"].sum() == pytest.approx(1)


def test_tiers_split_the_gain(by_hand):
    """A quarter of a year, told as a year."""
    tiers = economics.by_tier(by_hand)
    assert tiers[["name", "at_start", "members", "value"]].to_numpy().tolist() == [["plain", 20, 5, 4 * 150], ["gold", 0, 15, -4 * 4_125]]


def test_who_gains_by_hand(by_hand):
    table = economics.who_gains(by_hand, np.array([0, 2])).set_index("group")
    assert table.loc["light"].tolist() == [10, 0.25, 8, 40, 1]
    assert table.loc["heavy"].tolist() == [10, 0.75, 24, -360, 0]
    assert table.loc["all"].tolist() == [20, 1, 16, -160, 0.5]
    assert table.loc["moderate", "members"] == 0
    assert table.loc["moderate", ["reward", "gain", "better"]].isna().all()


def test_migration_by_hand(by_hand):
    table = economics.migration(by_hand)
    rows = [[1, "plain", "plain", 0.25, 20], [1, "plain", "gold", 0.75, 20], [2, "plain", "plain", 1, 5], [2, "plain", "gold", 0, 5]]
    assert table.iloc[:4].to_numpy().tolist() == rows
    assert table.iloc[4:]["share"].tolist() == pytest.approx([1 / 3, 2 / 3])


def test_points_by_month_by_hand(by_hand):
    table = economics.points_by_month(by_hand)
    assert table["held"].tolist() == [1_000, 2_250, 1_600]
    assert table["earned_purchase"].tolist() == [950, 1_350, 500]
    assert table["burn_earn"].tolist() == pytest.approx([0, 20 / 270, 80 / 90])


def test_points_flow_is_net_of_what_was_taken_and_given_back(by_hand):
    months, flow = economics.points_by_month(by_hand), economics.points_flow(by_hand)
    assert flow["issued"].tolist() == (months["earned_purchase"] + months["earned_task"] - months["clawed"]).tolist()
    assert (flow["burned"] / flow["issued"]).tolist() == pytest.approx([0, 20 / 270, 80 / 90])
    assert flow["expired"].tolist() == months["expired"].tolist()


def test_both_liabilities_by_hand(by_hand):
    table = accounting.liability_by_month(by_hand).pivot(index="month", columns="kind", values="value")
    # The first month: 200 points of both draws, all of the youngest age; they cost .01 each, times ten members.
    assert table.loc[1, "economic"] == pytest.approx(10 * RATE)
    assert table.loc[3, "economic"] == pytest.approx(16 * HELD)
    worth = 550 * 0.0125 * RATE
    assert accounting.deferred_per_point(by_hand) == pytest.approx(7_390 * worth / (7_390 + worth) / 550)
    # Of 570 points 560 came by purchase, of which 10 were clawed back.
    each = accounting.deferred_per_point(by_hand) * 550 / 560 * 10 / 2
    # One point in forty was clawed back, of each cohort alike.
    waiting = 146.25 * max(1 - (50 / 146.25) / RATE, 0) + 48.75 + 170
    first = 195 * max(1 - (50 / 195) / RATE, 0)
    assert table.loc[3, "accounting"] == pytest.approx(each * (waiting + first))


def test_points_for_tasks_are_not_in_the_books_where_all_purchase_points_were_clawed_back(by_hand):
    """570 points were earned, 560 of them by purchases that came back: what is still held has not been paid for."""
    flows = by_hand.points.copy()
    flows[0, 2, POINTS.index("clawed")] = 560
    flows[0, 2, POINTS.index("earned_task")] += 550
    table = accounting.liability_by_month(replace(by_hand, points=flows)).pivot(index="month", columns="kind", values="value")
    assert table.loc[3, "economic"] > 0
    assert table["accounting"].tolist() == [0, 0, 0]


def test_a_horizon_shorter_than_a_points_life_is_a_cash_view_only():
    programme = presets()["clothing"]
    assert economics.cash_view_only(programme, 12)
    assert not economics.cash_view_only(programme, 13)
    assert economics.cash_view_only(programme, 13, completion_days=30)
    never = programme.model_copy(update={"points": programme.points.model_copy(update={"expiry_days": None})})
    assert economics.cash_view_only(never, 120)
    assert not economics.cash_view_only(Programme(label="x", tiers=(Tier(name="a"),)), 6)


# --- on simulated results ------------------------------------------------------------------------------


def nothing_gained(**changes) -> Assumptions:
    none = Assumed(value=0, low=0, high=0, source="guess")
    names = ("elasticity", "goal_pull", "after_reward", "stretch")
    return Assumptions(**(dict.fromkeys(names, none) | changes))


def test_without_any_uplift_a_programme_loses_exactly_its_costs(some):
    programme = presets()["five_methods"].model_copy(update={"fixed_a_year": 1_000.0, "launch": 300.0})
    result = simulate(programme, some[0], nothing_gained(), 0.25, date(2026, 7, 1), months=24, draws=6, seed=5)
    table, sums = economics.by_draw(result), economics.money(result)
    held = (result.outstanding.sum(axis=1) + result.pending) * result.scale
    closing = held * holdings.worth(result)[1] * economics.closing_rate(result)
    benefits = sums["reaching_cost"] + sums["order_cost"] + sums["yearly_cost"]
    costs = sums["discount_kept"] + sums["discount_extra"] + sums["burned_cost"] + closing + benefits + 2_300
    assert (closing > 0).all()
    assert (table["gain"] < 0).all()
    assert (-table["gain"]).tolist() == pytest.approx(costs.tolist(), rel=1e-12)
    assert sums["extra_orders"].sum() == sums["lost_orders"].sum() == sums["discount_extra"].sum() == 0


def test_a_programme_that_gives_nothing_changes_nothing(some):
    programme = Programme(label="Name only", tiers=(Tier(name="a"), Tier(name="b", threshold=500)))
    result = simulate(programme, some[0], nothing_gained(), 0.25, date(2026, 7, 1), months=12, draws=4)
    assert economics.gains(result).tolist() == [0] * 4
    assert economics.peak_liability(result) == 0
    assert economics.summary(result).set_index("quantity").loc["cannibalised"].drop("mc_error").isna().all()
    assert accounting.liability_by_month(result)["value"].tolist() == [0] * 24
    assert holdings.of_simulation(result).source == "none"


def test_points_held_are_what_came_in_less_what_went_out(some):
    _, result = some
    assert (holdings.balances(result)[:, -1] == result.outstanding.sum(axis=1) + result.pending).all()


def test_tiers_members_and_parts_tell_the_same_sum(some):
    people, result = some
    table = economics.by_draw(result)
    before = table["gain"].mean() + table[["closing", "fixed", "launch"]].sum(axis=1).mean()
    assert economics.by_tier(result)["value"].sum() * result.months / 12 == pytest.approx(before)
    assert result.gain.sum() * result.scale == pytest.approx(before)
    parts = economics.costs(result)
    signs = np.where(parts["part"] == "brought", 1, -1)
    assert (parts["value"] * signs).sum() == pytest.approx(table["gain"].mean())
    who = economics.who_gains(result, people.third).set_index("group")
    assert who.loc[list(economics.THIRDS), "share"].sum() == pytest.approx(1)
    assert who.loc["all", "gain"] * who.loc["all", "members"] * 2.5 == pytest.approx(before)


def test_migration_rows_sum_to_one_and_nobody_is_lost(some):
    people, result = some
    table = economics.migration(result)
    assert table.groupby(["year", "before"])["share"].sum().tolist() == pytest.approx([1.0] * table.groupby(["year", "before"]).ngroups)
    assert table.drop_duplicates(["year", "before"]).groupby("year")["members"].sum().tolist() == pytest.approx([people.of] * 2)


def test_each_benefits_cost_is_what_members_in_its_tiers_took(some):
    """The same programme with one kind of yearly benefit only costs the same for it."""
    people, _ = some
    base = presets()["five_methods"]
    kinds = ("birthday_gift", "events")
    both = [b for b in base.benefits if b.kind in kinds]
    result = simulate(base.model_copy(update={"benefits": tuple(both)}), people, Assumptions(), 0.25, date(2026, 7, 1), months=24, draws=4)
    split = economics.costs(result).set_index(["part", "detail"])["value"]["benefits"]
    for benefit in both:
        only = base.model_copy(update={"benefits": (benefit,)})
        alone = simulate(only, people, Assumptions(), 0.25, date(2026, 7, 1), months=24, draws=4)
        assert economics.money(alone)["yearly_cost"].mean() == pytest.approx(split[benefit.kind])
        assert split[benefit.kind] > 0


def test_dearer_rewards_never_raise_the_gain(some):
    people, _ = some

    def gain(cost: float) -> np.ndarray:
        programme = Programme(
            label="Goods", tiers=(Tier(name="a"),), points=PointRules(), burning=(BurnWay(kind="goods", value=0.05, cost=cost, minimum=100),)
        )
        return economics.gains(simulate(programme, people, Assumptions(), 0.25, date(2026, 7, 1), months=18, draws=6))

    assert (gain(0.4) > gain(0.8)).all()


def test_the_accounting_liability_lies_within_what_was_set_aside(some):
    _, result = some
    table = accounting.liability_by_month(result).set_index(["kind", "month"])
    held = economics.points_by_month(result)["held"].to_numpy()
    book = table.loc["accounting"]
    assert (book["value"].to_numpy() <= accounting.deferred_per_point(result) * held * 1.0001).all()
    assert (book["value"] >= 0).all()
    assert (book["low"] <= book["value"]).all()
    assert economics.peak_liability(result) >= table.loc["economic", "value"].max() - 1e-9


def test_points_held_cost_what_members_spend_theirs_for_not_the_mean_of_the_ways(some):
    """Two ways as likely wherever the balance is enough for both: cash from 100 points, and a present nobody ever has the points for."""
    people, _ = some
    ways = (BurnWay(kind="cash", value=0.01, minimum=100), BurnWay(kind="goods", value=0.05, minimum=1_000_000))
    programme = Programme(label="Two", tiers=(Tier(name="a"),), points=PointRules(), burning=ways)
    both, one = (
        simulate(p, people, Assumptions(), 0.25, date(2026, 7, 1), months=18, draws=4)
        for p in (programme, programme.model_copy(update={"burning": ways[:1]}))
    )
    assert holdings.cost_per_point(programme) == pytest.approx(0.03)
    assert holdings.worth(one) == (0.01, 0.01)
    assert holdings.worth(both) == pytest.approx((0.01, 0.01), rel=0.02)
    assert economics.by_draw(both)["closing"].tolist() == pytest.approx(economics.by_draw(one)["closing"].tolist(), rel=0.02)
    assert economics.by_draw(one)["closing"].min() > 0


def test_a_reaching_gift_is_told_apart_from_the_coupon(some):
    people, _ = some
    programme = Programme(
        label="Reach",
        tiers=(Tier(name="a"), Tier(name="b", threshold=300)),
        benefits=(Benefit(kind="reaching_gift", tier=1, cost=25), Benefit(kind="reaching_coupon", tier=1, discount=0.1)),
    )
    result = simulate(programme, people, Assumptions(), 0.25, date(2026, 7, 1), months=12, draws=4)
    parts = economics.costs(result).set_index(["part", "detail"])["value"]
    assert list(parts["benefits"].index) == ["reaching_gift"]
    assert parts[("benefits", "reaching_gift")] == pytest.approx(result.money[..., MONEY.index("reaching_cost")].sum() / 4 * result.scale)
    assert parts[("discount_kept", "")] > 0
