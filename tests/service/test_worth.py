"""What answers go with: who buys again, by what they answered and what they had bought before."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.service.worth import LEAST, TEN_POINTS, worth_of_answers
from tests.laws import tries

AS_OF, DAY = date(2026, 6, 30), pd.Timestamp("2025-06-01")


def answers(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["customer_id", "answered_on", "score"])


def orders(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["customer_id", "ordered_on", "net_paid"])


def group(told, name: str) -> list:
    return told.groups.set_index("group").loc[name, ["customers", "bought"]].tolist()


def test_who_bought_again_by_hand():
    told = worth_of_answers(
        answers(
            ("a", date(2025, 6, 1), 10),
            ("b", date(2025, 6, 1), 9),
            ("c", date(2025, 6, 1), 8),
            ("d", date(2025, 6, 1), 6),
            ("e", date(2026, 1, 1), 0),  # 180 days are over on the very last day
            ("f", date(2026, 1, 2), 0),  # on the day after it
            ("g", date(2025, 6, 1), 10),  # never bought before
            (None, date(2025, 6, 1), 10),
            ("a", date(2025, 3, 1), 2),  # an earlier answer of a's
            ("h", date(2025, 6, 1), None),
            ("h", date(2025, 6, 1), 6.5),
            ("h", None, 9),
        ),
        orders(
            ("a", date(2025, 1, 1), 10.0),
            ("a", date(2025, 6, 2), 10.0),
            ("b", date(2025, 6, 1), 10.0),  # on the day of the answer: before it
            ("c", date(2025, 5, 1), 10.0),
            ("c", date(2025, 11, 28), 10.0),  # on the 180th day
            ("d", date(2025, 5, 1), 10.0),
            ("d", date(2025, 11, 29), 10.0),  # on the 181st
            ("e", date(2025, 12, 1), 10.0),
            ("f", date(2025, 12, 1), 10.0),
            ("g", date(2025, 6, 2), 10.0),
        ),
        AS_OF,
    )
    assert [group(told, name) for name in ("promoters", "passives", "detractors")] == [[2, 1], [1, 1], [2, 0]]
    assert told.counts == {"read": 12, "no_score": 3, "no_customer": 1, "too_new": 1, "no_order_before": 1, "earlier": 1, "customers": 5}
    # Too few for a share or a comparison.
    assert told.groups["share"].isna().all()
    assert np.isnan([told.difference.value, told.raw.value, told.adjusted.low]).all()
    assert [step.apart for step in (told.difference, told.raw, told.adjusted)] == [False] * 3


def alike(promoters: tuple[int, int], passives: tuple[int, int], detractors: tuple[int, int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """So many customers of each group, and so many of them who bought again; all had one equal order before."""
    asked, bought = [], []
    for score, (n, k) in ((10, promoters), (7, passives), (2, detractors)):
        for place in range(n):
            name = f"{score}-{place}"
            asked.append((name, DAY, score))
            bought += [(name, DAY - pd.Timedelta(days=10), 100.0)] + [(name, DAY + pd.Timedelta(days=10), 100.0)] * (place < k)
    return answers(*asked), orders(*bought)


def test_shares_difference_and_ten_points_by_hand():
    told = worth_of_answers(*alike((50, 30), (40, 16), (50, 10)), AS_OF)
    rows = told.groups.set_index("group")
    assert rows["share"].tolist() == [0.6, 0.4, 0.2]
    assert rows.loc["promoters", ["low", "high"]].tolist() == pytest.approx([0.4618, 0.7239], abs=1e-4)
    assert [told.difference.value, told.difference.low, told.difference.high] == pytest.approx([0.4, 0.2100, 0.5517], abs=1e-4)
    # A step from detractor to passive to promoter is worth .2, ten points a tenth of it.
    assert told.raw.value == pytest.approx(0.02)
    assert told.raw.apart
    # Nothing to compare alike by: all are.
    assert told.adjusted_for == ()
    assert told.adjusted == told.raw


def test_under_thirty_of_a_group_nothing_is_compared():
    told = worth_of_answers(*alike((50, 30), (0, 0), (LEAST - 1, 2)), AS_OF)
    assert told.groups["share"].isna().tolist() == [False, True, True]
    assert np.isnan([told.difference.value, told.adjusted.value]).all()
    assert not np.isnan(worth_of_answers(*alike((50, 30), (0, 0), (LEAST, 2)), AS_OF).adjusted.value)


def test_everybody_and_nobody_bought_again():
    assert worth_of_answers(*alike((50, 50), (40, 40), (50, 50)), AS_OF).raw.value == pytest.approx(0)
    assert not worth_of_answers(*alike((50, 0), (40, 0), (50, 0)), AS_OF).adjusted.apart


@pytest.mark.parametrize("unknown", [np.nan, None])
def test_spend_that_is_not_known_is_not_compared_by(unknown):
    asked, bought = alike((50, 30), (40, 16), (50, 10))
    earlier = bought.iloc[[0, 3, 7]].assign(ordered_on=DAY - pd.Timedelta(days=70), net_paid=30.0)
    bought = pd.concat([bought, earlier], ignore_index=True)
    assert worth_of_answers(asked, bought, AS_OF).adjusted_for == ("orders", "spend")
    bought["net_paid"] = bought["net_paid"].astype(object)
    bought.loc[0, "net_paid"] = unknown
    assert worth_of_answers(asked, bought, AS_OF).adjusted_for == ("orders",)
    assert worth_of_answers(asked, bought.drop(columns="net_paid"), AS_OF).adjusted_for == ("orders",)


ASKED_ON = st.sampled_from([date(2025, 1, 1), date(2025, 6, 1), date(2026, 5, 1), None])
ROW = st.tuples(st.sampled_from(["a", "b", None]), ASKED_ON, st.integers(-1, 11))
BOUGHT = st.tuples(
    st.sampled_from(["a", "b"]), st.sampled_from([date(2024, 12, 1), date(2025, 2, 1), date(2025, 7, 1)]), st.sampled_from([5.0, None])
)


@tries(30)
@given(st.lists(ROW, max_size=12), st.lists(BOUGHT, max_size=8))
def test_kept_and_left_out_are_all_read(asked, bought):
    told = worth_of_answers(answers(*asked), orders(*bought), AS_OF)
    assert told.counts["read"] == sum(n for name, n in told.counts.items() if name != "read")
    assert told.counts["customers"] == told.groups["customers"].sum()
    assert (told.groups["bought"] <= told.groups["customers"]).all()


def simulated(rng: np.random.Generator, customers: int, effect: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Customers who answer the better the more and the later they bought; each step of the answer adds `effect` to their chance of an order."""
    n, names = customers, np.array([f"c{i}" for i in range(customers)])
    before, recency = 1 + rng.poisson(rng.gamma(1, 2, n)), np.floor(rng.exponential(60, n))
    spend = before * rng.lognormal(5.5, 0.6, n)
    habit = 0.8 * (np.log(before) - 0.8) - 0.5 * (np.log1p(recency) - 3.5) + 0.3 * (np.log(spend) - 6.3)
    mood = 0.8 * habit + rng.normal(0, 1, n)
    mark = np.select([mood > 0.2, mood < -0.9], [1, -1], 0)
    bought = rng.random(n) < 0.15 + 0.6 / (1 + np.exp(-habit)) + effect * mark
    whose = np.repeat(np.arange(n), before)
    ago = recency[whose] + np.where(np.diff(whose, prepend=-1) > 0, 0, 30)
    past = pd.DataFrame({"customer_id": names[whose], "ordered_on": DAY - pd.to_timedelta(ago, unit="D"), "net_paid": (spend / before)[whose]})
    again = pd.DataFrame({"customer_id": names[bought], "ordered_on": DAY + pd.Timedelta(days=30), "net_paid": 10.0})
    asked = pd.DataFrame({"customer_id": names, "answered_on": DAY, "score": np.select([mark > 0, mark < 0], [10, 3], 7)})
    return asked, pd.concat([past, again])


def tried(shops: int, customers: int, effect: float, level: float) -> tuple[int, int, int]:
    """How often the adjusted interval holds the planted effect, how often it and the raw one are told apart from 0."""
    rng = np.random.default_rng(5)
    found = [worth_of_answers(*simulated(rng, customers, effect), AS_OF, level=level) for _ in range(shops)]
    holds = sum(one.adjusted.low <= TEN_POINTS * effect <= one.adjusted.high for one in found)
    return holds, sum(one.adjusted.apart for one in found), sum(one.raw.apart for one in found)


@pytest.mark.long
def test_without_an_effect_like_customers_differ_seldom_though_the_raw_shares_do():
    _, apart, raw = tried(60, 400, 0.0, 0.95)
    assert apart <= 8  # of 60 at 5 % more than eight in under 1 of 100 seeds
    assert raw > 40


@pytest.mark.long
def test_a_planted_effect_is_held_about_as_often_as_the_interval_says():
    holds, apart, _ = tried(60, 400, 0.06, 0.9)
    assert 48 <= holds <= 60
    assert apart > 15


@pytest.mark.soak
@pytest.mark.parametrize("customers", [200, 400, 1500])
def test_planted_effects_are_held_at_the_nominal_rate_and_none_is_told_apart_at_most_so_often(customers):
    """1,000 shops each: nine of ten intervals of 90 %, give or take three standard errors; at most 5 % and three of them are told apart."""
    assert 872 <= tried(1000, customers, 0.06, 0.9)[0] <= 928
    assert tried(1000, customers, 0.0, 0.95)[1] <= 50 + 3 * 6.9
