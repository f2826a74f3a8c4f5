"""How many points are ever spent, and what is held: ladders by hand, ladders of known truth, a small ledger."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention import redemption
from retention.membership.holdings import ageing_of_lots, ledger_cohorts
from retention.membership.ledger import points_ledger
from retention.programmes import holdings
from retention.programmes.simulate import MONEY, POINTS
from retention.redemption import Cohorts
from retention.settings import BurnWay, PointRules, Programme, Tier
from tests.loyalty import hand_made


def cohorts(months: int, burn: float, life: int, issued: float = 1_000.0, known: int | None = None) -> Cohorts:
    """Cohorts of which the share `burn` of what is left is spent each month of age; after `life` months the rest expires."""
    burned, expired = np.zeros((months, months)), np.zeros((months, months))
    for i in range(months):
        left = issued
        for age in range(months - i):
            burned[i, age] = left * burn if age < life else 0.0
            expired[i, age] = left if age == life else 0.0
            left -= burned[i, age] + expired[i, age]
    return Cohorts(np.full(months, issued), burned, expired, np.zeros((months, months)), known or months)


def test_the_ladder_finds_the_share_that_is_spent_in_the_end():
    found = redemption.redemption(cohorts(24, burn=0.1, life=12))
    assert found.source == "data"
    assert found.rate == pytest.approx(1 - 0.9**12)
    assert found.low == pytest.approx(found.rate) == pytest.approx(found.high)
    assert len(found.ladder) == 13
    assert found.ladder["cohorts"].tolist() == list(range(24, 11, -1))


def test_young_cohorts_count_at_the_ages_they_have_reached():
    """Cohort 1 has no second month yet; it still says how much is spent in the first."""
    two = Cohorts(np.array([100.0, 300.0]), np.array([[20.0, 40.0], [100.0, 0.0]]), np.zeros((2, 2)), np.zeros((2, 2)), 2)
    ladder = redemption.chain_ladder(two)
    # 120 of 400 in the first month, then 40 of the 80 left of cohort 0.
    assert ladder["burned"].tolist() == pytest.approx([0.3, 0.3 + 0.7 * 0.5])
    assert ladder["left"].tolist() == [400, 80]


def test_of_what_is_left_the_older_points_have_less_before_them():
    found = redemption.redemption(cohorts(30, burn=0.1, life=12))
    rest = found.of_left(np.array([0, 6, 11, 12, 13, 99]))
    assert rest.tolist() == pytest.approx([1 - 0.9**12, 1 - 0.9**6, 0.1, 0, 0, 0], abs=1e-9)


def test_under_a_year_of_history_the_prior_stands_bounded_by_what_was_seen():
    found = redemption.redemption(cohorts(11, burn=0.02, life=12), prior=(0.5, 0.95))
    assert (found.source, found.rate, found.low, found.high) == ("prior", 0.725, 0.5, 0.95)
    fast = redemption.redemption(cohorts(6, burn=0.5, life=12), prior=(0.1, 0.3))
    assert fast.rate == pytest.approx(1 - 0.5**6)


def test_points_that_never_expire_keep_the_prior_for_their_tail():
    found = redemption.redemption(cohorts(24, burn=0.01, life=99), prior=(0.5, 0.95))
    assert found.source == "tail"
    assert found.rate == 0.725
    assert (found.low, found.high) == (pytest.approx(1 - 0.99**24), pytest.approx(1))
    eager = redemption.redemption(cohorts(24, burn=0.08, life=99), prior=(0.5, 0.8))
    assert eager.rate == pytest.approx(1 - 0.92**24)


def test_the_running_month_does_not_make_the_ladder_look_slow():
    whole = cohorts(20, burn=0.1, life=6)
    half = np.add.outer(np.arange(20), np.arange(20)) == 19
    cut = Cohorts(whole.issued, np.where(half, whole.burned / 2, whole.burned), np.where(half, 0, whole.expired), whole.clawed, known=19)
    assert redemption.redemption(cut).rate == pytest.approx(1 - 0.9**6)


def test_points_clawed_back_are_not_breakage():
    """Half of each cohort is clawed back at once; of the rest as much is spent as before."""
    plain = cohorts(24, burn=0.1, life=12)
    clawed = np.zeros((24, 24))
    clawed[:, 0] = 1_000
    twice = Cohorts(plain.issued * 2, plain.burned, plain.expired, clawed, 24)
    assert redemption.redemption(twice).rate == pytest.approx(1 - 0.9**12)


@given(st.lists(st.floats(0, 1), min_size=12, max_size=20), st.floats(0, 0.5), st.integers(1, 8), st.integers(0, 99))
def test_a_rate_and_its_interval_are_shares_in_order(sizes, burn, life, seed):
    made = cohorts(len(sizes), burn, life)
    scaled = Cohorts(np.array(sizes) * 1e3, *(cells * np.array(sizes)[:, None] for cells in (made.burned, made.expired, made.clawed)), made.known)
    found = redemption.redemption(scaled, seed=seed)
    assert 0 <= found.low <= found.rate + 1e-9
    assert found.rate <= found.high + 1e-9
    assert found.high <= 1 + 1e-9
    ladder = found.ladder
    assert np.allclose(ladder["burned"] + ladder["expired"] + ladder["still"], 1)


def test_without_points_nothing_is_redeemed_and_nothing_fails():
    empty = Cohorts(np.zeros(0), np.zeros((0, 0)), np.zeros((0, 0)), np.zeros((0, 0)), 0)
    found = redemption.redemption(empty)
    assert (found.rate, found.source, len(found.ladder)) == (0, "none", 0)
    assert redemption.rate_of_held(empty, found, 0) == 0


def test_the_simulated_rate_by_hand():
    found = holdings.of_simulation(hand_made.result())
    one, two = 70 / 341.25, 30 / 175
    assert found.rate == pytest.approx(one + (1 - one) * two)
    assert found.source == "data"
    never = hand_made.PROGRAMME.model_copy(update={"points": PointRules(expiry_days=None)})
    assert holdings.of_simulation(hand_made.result(programme=never)).source == "tail"


# --- what is held ----------------------------------------------------------------------------------------


def test_a_points_worth_is_the_mean_of_its_ways():
    assert hand_made.PROGRAMME.value_per_point == pytest.approx(0.0125)
    assert holdings.cost_per_point(hand_made.PROGRAMME) == pytest.approx(0.01)
    assert holdings.cost_per_point(Programme(label="x", tiers=(Tier(name="a"),))) == 0


def test_ageing_and_expiry_by_hand():
    result = hand_made.result()
    ages = holdings.ageing(result)
    assert ages["points"].tolist() == [250, 500, 0, 0, 0]
    assert ages["share"].tolist() == pytest.approx([1 / 3, 2 / 3, 0, 0, 0])
    soon = holdings.expiring(result)
    assert soon[["days", "points", "value"]].to_numpy().tolist() == [[30, 200, 2.5], [60, 300, 3.75], [90, 400, 5]]


def test_points_are_worth_what_was_had_for_them():
    """80 and 30 points spent less 10 given back, for 1.25 of face value that cost 1; then all of it spent as goods."""
    result = hand_made.result()
    assert holdings.worth(result) == pytest.approx((0.0125, 0.01))
    goods = result.money.copy()
    goods[:, :, :, MONEY.index("burned_face")] *= 1.6
    assert holdings.worth(replace(result, money=goods)) == pytest.approx((0.02, 0.01))


def test_without_points_there_is_no_age_and_the_programmes_own_worth():
    nothing = replace(hand_made.result(), points=np.zeros((2, 3, len(POINTS)), dtype=int), outstanding=np.zeros((2, 5), dtype=int))
    assert holdings.ageing(nothing)["share"].isna().all()
    assert holdings.worth(nothing) == pytest.approx((0.0125, 0.01))


@pytest.fixture(scope="module")
def ledger():
    """Ann earns 100 points in each of 20 months and spends 100 two months later, but nothing in every fourth month, so some expire."""
    programme = Programme(
        label="Small",
        tiers=(Tier(name="a"),),
        points=PointRules(pending_days=0, expiry_days=100),
        burning=(BurnWay(kind="goods", value=0.01, cost=0.5),),
    )
    days = pd.date_range("2024-11-01", periods=20, freq="MS") + pd.Timedelta(4, "D")
    orders = pd.DataFrame({"customer_id": "ann", "order_id": [f"o{i}" for i in range(20)], "day": days, "completed_day": days})
    orders = orders.assign(list=100.0, paid=100.0, counts=True)
    spent = [day + pd.DateOffset(months=2) for i, day in enumerate(days) if i % 4]
    burns = pd.DataFrame({"customer_id": "ann", "order_id": None, "day": spent, "points": 100, "about": None})
    refunds = pd.DataFrame({"customer_id": [], "order_id": [], "day": pd.to_datetime([]), "amount": []})
    tasks = pd.DataFrame({"customer_id": [], "order_id": [], "day": pd.to_datetime([]), "kind": []})
    joined = pd.DataFrame({"customer_id": ["ann"], "joined_on": pd.to_datetime(["2024-01-01"]), "birthday": pd.NaT})
    return points_ledger(programme, orders, refunds, burns, tasks, joined, date(2026, 6, 30))


def test_a_ledgers_points_are_spent_expired_or_held(ledger):
    made = ledger_cohorts(ledger.entries, ledger.lots, date(2026, 6, 30))
    assert made.issued.sum() == ledger.lots["issued"].sum() == 2_000
    assert made.known == len(made.issued) == 20
    left = made.issued.sum() - made.burned.sum() - made.expired.sum() - made.clawed.sum()
    assert left == ledger.members["points_usable"].sum() == ledger.lots["points"].sum()
    found = redemption.redemption(made)
    assert found.source == "data"
    assert 0.5 < found.rate < 1


def test_a_ledger_in_the_middle_of_a_month_leaves_that_month_out(ledger):
    entries = ledger.entries[ledger.entries["day"] <= "2026-06-15"]
    assert ledger_cohorts(entries, ledger.lots, date(2026, 6, 15)).known == 19
    nobody = ledger_cohorts(entries.iloc[:0], ledger.lots.iloc[:0], date(2026, 6, 15))
    assert redemption.redemption(nobody).source == "none"


def test_a_ledgers_holdings_add_up_to_its_lots(ledger):
    as_of = date(2026, 6, 30)
    ages = ageing_of_lots(ledger.lots, as_of)
    assert ages["points"].sum() == ledger.members["points_usable"].sum()
