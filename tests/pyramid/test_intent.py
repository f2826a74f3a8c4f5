"""Who is about to buy: what is known on a day, what is learned, and whether it beats rules without a model."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import brier_score_loss, roc_auc_score

from retention import pyramid
from retention.pyramid import intent as room
from retention.tables import EVENTS, ORDERS
from tests.pyramid.conftest import order, table

AS_OF = date(2024, 6, 30)
BEGIN = AS_OF - timedelta(days=7 * 18 - 1)


def told(orders: list[tuple[str, int]], events: list[tuple[str, str, int]]):
    """Tables from (customer, days ago) of orders and (customer, kind, days ago) of events."""
    day = lambda ago: AS_OF - timedelta(days=ago)  # noqa: E731
    ordered = [order(str(i), who, str(day(ago)), 10) for i, (who, ago) in enumerate(orders)]
    happened = [{"event_id": str(i), "customer_id": who, "kind": kind, "happened_on": day(ago)} for i, (who, kind, ago) in enumerate(events)]
    return table(ORDERS, ordered), table(EVENTS, happened)


@pytest.fixture(scope="module")
def drawn() -> tuple:
    """400 customers over 18 weeks: in a week after a cart add 40 % order, else 3 %; everybody had ordered before."""
    rng = np.random.default_rng(7)
    orders, events = [], []
    for number in range(400):
        who = f"c{number:03d}"
        orders.append((who, 7 * 18 + int(rng.integers(0, 200))))
        for week in range(18):
            start = 7 * week
            if rng.random() < 0.5:
                events.append((who, "view", start + int(rng.integers(0, 7))))
            carted = rng.random() < 0.1
            if carted:
                events.append((who, "cart_add", start + int(rng.integers(0, 7))))
            if week and rng.random() < (0.4 if carted else 0.03):
                orders.append((who, start - 7 + int(rng.integers(0, 7))))
    events.append(("c000", "view", 7 * 18 - 1))
    return told(orders, events)


@pytest.fixture(scope="module")
def found(drawn):
    return pyramid.present_intent(*drawn, AS_OF)


def test_what_counts_on_a_landmark_is_the_fortnight_before_it_and_the_week_after_it():
    orders, events = told(
        [("ann", 60), ("ann", 3), ("bob", 8)],
        [("ann", "view", 0), ("ann", "view", 13), ("ann", "view", 14), ("ann", "cart_add", 7), ("ann", "view", 20), ("ann", "share", 1)],
    )
    weeks = room.weeks_before(orders, events, AS_OF, 3)
    assert weeks.customer_ids.tolist() == ["ann", "bob"]
    seen = weeks.seen[0]
    assert ((seen >> 10) & 63).tolist() == [2, 3, 2, 0]
    assert ((seen >> 21) & 31).tolist() == [1, 1, 0, 0]
    # Days since the last order by then: the order of three days ago is not known a week ago.
    assert (seen & 1023).tolist() == [3, 53, 46, 39]
    assert weeks.bought[0].tolist() == [False, True, False, False]
    # Bob had not ordered yet two weeks ago: he is nobody's question then.
    assert (weeks.seen[1] >= 0).tolist() == [True, True, False, False]
    assert not weeks.bought[1].any()


def test_days_after_as_of_are_not_known(drawn):
    orders, events = drawn
    earlier = AS_OF - timedelta(days=7)
    with_future = pyramid.present_intent(orders, events, earlier)
    cut = pyramid.present_intent(orders.filter(orders.ordered_on <= earlier), events.filter(events.happened_on <= earlier), earlier)
    pd.testing.assert_frame_equal(with_future.people, cut.people)
    pd.testing.assert_frame_equal(with_future.backtest, cut.backtest)


def test_planted_intent_is_found_and_beats_the_rules_without_a_model(found):
    backtest = found.backtest.set_index("rule")
    assert found.missing == ""
    assert backtest.loc["model", "better_low"] > 0
    assert backtest.loc["model", "auc_low"] > backtest.loc["ordered_30d", "auc_high"]
    assert backtest.loc["base_rate", ["auc", "better"]].tolist() == [0.5, 0.0]
    assert found.people["p_order_7d"].between(0, 1).all()


def test_who_has_put_goods_into_the_cart_is_likelier_to_order_than_who_has_not(drawn, found):
    events = drawn[1].to_pandas()
    recent = events[(events["kind"] == "cart_add") & (pd.to_datetime(events["happened_on"]) > pd.Timestamp(AS_OF - timedelta(days=14)))]
    p = found.people.set_index("customer_id")["p_order_7d"]
    with_cart = p.index.isin(recent["customer_id"])
    assert p[with_cart].mean() > 2 * p[~with_cart].mean()


def test_scores_are_those_of_scikit_learn(drawn):
    weeks = room.weeks_before(*drawn, AS_OF, 16)
    judged, learned = np.arange(1, 5), np.arange(5, 17)
    backtest, calibration = room.judge(weeks, learned, judged)
    model = backtest.set_index("rule").loc["model"]
    seen, bought = weeks.seen[:, judged], weeks.bought[:, judged]
    p = room._model(weeks, learned)(seen[seen >= 0])
    assert model["brier"] == pytest.approx(brier_score_loss(bought[seen >= 0], p))
    assert model["auc"] == pytest.approx(roc_auc_score(bought[seen >= 0], p))
    assert (model["n"], model["k"]) == (1600, bought.sum())
    assert calibration["n"].sum() == 1600
    assert calibration["k"].sum() == bought.sum()
    assert calibration["predicted"].is_monotonic_increasing


def test_where_signs_say_nothing_the_backtest_does_not_claim_that_they_do():
    rng = np.random.default_rng(3)
    people = [f"c{i:03d}" for i in range(300)]
    orders = [(who, 200) for who in people] + [(who, int(ago)) for who in people for ago in rng.integers(0, 126, rng.poisson(1))]
    events = [(who, "view", int(ago)) for who in people for ago in rng.integers(0, 126, 6)] + [("c000", "view", 125)]
    model = pyramid.present_intent(*told(orders, events), AS_OF).backtest.set_index("rule").loc["model"]
    assert model["better_low"] <= 0
    assert model["auc_low"] < 0.55


def test_the_reason_is_said_where_nothing_can_be_learned(drawn):
    orders, events = drawn
    assert pyramid.present_intent(orders, None, AS_OF).missing == "no_events"
    assert pyramid.present_intent(orders, events.filter(events.happened_on > AS_OF - timedelta(days=60)), AS_OF).missing == "short_history"
    few = pyramid.present_intent(orders.filter(orders.customer_id < "c020"), events, AS_OF)
    assert few.missing == "few_orders"
    assert few.people.empty and few.backtest.empty and few.calibration.empty  # noqa: PT018


def test_the_pyramid_holds_the_probability_and_leaves_it_missing_without_events(drawn, found):
    orders, events = drawn
    built = pyramid.build({"orders": orders, "events": events}, AS_OF, 365, {})
    assert built["p_order_7d"].tolist() == found.people.set_index("customer_id").loc[built["customer_id"], "p_order_7d"].tolist()
    assert pyramid.build({"orders": orders}, AS_OF, 365, {})["p_order_7d"].isna().all()


def test_the_auc_of_equal_probabilities_is_a_half_and_the_best_tenth_takes_its_part():
    happened, customer = np.array([1.0, 0, 0, 1] * 5), np.arange(20)
    assert room._auc(np.full(20, 0.3), happened, customer).value == 0.5
    assert room._top(np.full(20, 0.3), happened) == pytest.approx(0.1)
    assert room._top(happened, happened) == pytest.approx(0.2)
