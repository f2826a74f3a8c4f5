"""Who is about to buy: what is known on a day, what is learned, and whether it beats rules without a model."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score

from retention import pyramid
from retention.pyramid import intent as room
from retention.shop import Shop
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


def unpacked(seen: np.ndarray) -> tuple[list[int], list[int], list[int]]:
    """Days since the last order, days since the latest sign after it (14: none), and the kinds of signs as bits."""
    return (seen & 1023).tolist(), ((seen >> 10) & 15).tolist(), ((seen >> 14) & 7).tolist()


def test_what_counts_on_a_landmark_is_the_fortnight_before_it_and_the_week_after_it():
    orders, events = told(
        [("ann", 60), ("ann", 3), ("bob", 8)],
        [("ann", "view", 0), ("ann", "view", 13), ("ann", "view", 14), ("ann", "cart_add", 7), ("ann", "view", 20), ("ann", "share", 1)],
    )
    weeks = room.weeks_before(orders, events, AS_OF, 3)
    assert weeks.customer_ids.tolist() == ["ann", "bob"]
    # Days since the last order by then: the order of three days ago is not known a week ago.
    since, ago, kinds = unpacked(weeks.seen[0])
    assert since == [3, 53, 46, 39]
    assert ago == [0, 0, 0, 14]
    view, cart_add = 1, 4
    assert kinds == [view, view + cart_add, view, 0]
    assert weeks.bought[0].tolist() == [False, True, False, False]
    # Bob had not ordered yet two weeks ago: he is nobody's question then.
    assert (weeks.seen[1] >= 0).tolist() == [True, True, False, False]
    assert not weeks.bought[1].any()


def test_signs_up_to_the_day_of_the_last_order_belong_to_that_order():
    orders, events = told(
        [("ann", 5), ("bob", 5), ("cid", 5)],
        [("ann", "view", 6), ("ann", "cart_add", 5), ("bob", "view", 6), ("bob", "favourite", 4), ("cid", "view", 7)],
    )
    weeks = room.weeks_before(orders, events, AS_OF, 1)
    assert unpacked(weeks.seen[:, 0]) == ([5, 5, 5], [14, 4, 14], [0, 2, 0])


def test_how_often_somebody_had_ordered_is_counted_up_to_each_landmark():
    orders, events = told([("ann", 200), ("ann", 95), ("ann", 89), ("ann", 8), ("ann", 2), ("bob", 40)], [("ann", "view", 30)])
    seen = room.weeks_before(orders, events, AS_OF, 3).seen
    so_far, lately = (seen >> 17) & 15, (seen >> 21) & 7
    assert so_far.tolist() == [[5, 4, 3, 3], [1, 1, 1, 1]]
    # 13 weeks: the order of 95 days ago lies in the last 91 days a week ago; that of 200 days never does.
    assert lately.tolist() == [[3, 3, 2, 2], [1, 1, 1, 1]]
    tenure = np.expm1((seen >> 24) / 31 * np.log1p(4095))
    assert tenure[0] == pytest.approx([200, 193, 186, 179], rel=0.15)
    assert tenure[1] == pytest.approx([40, 33, 26, 19], rel=0.15)


def test_who_orders_often_is_likelier_to_order_again_where_nobody_leaves_a_sign():
    rng = np.random.default_rng(3)
    rates = np.repeat([0.02, 0.25], 150)
    orders = [(f"c{n:03d}", int(ago)) for n, rate in enumerate(rates) for ago in [400, *np.flatnonzero(rng.random(400) < rate / 7)]]
    found = pyramid.present_intent(*told(orders, [("c000", "view", 7 * 18 - 1)]), AS_OF)
    p = found.people.set_index("customer_id")["p_order_7d"]
    often = p.index.isin([f"c{n:03d}" for n in range(150, 300)])
    assert p[often].mean() > 4 * p[~often].mean()
    assert found.backtest.set_index("rule").loc["model", "auc_low"] > 0.6


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
    assert calibration["k"].tolist() == np.bincount(room._bands(p), weights=bought[seen >= 0]).tolist()
    assert model["expected"] == pytest.approx(p.sum())
    assert model["off"] == pytest.approx(((calibration["predicted"] - calibration["observed"]).abs() * calibration["n"]).sum() / 1600)
    logit = np.log(p / (1 - p))[:, None]
    assert model["slope"] == pytest.approx(LogisticRegression(C=1e9).fit(logit, bought[seen >= 0]).coef_[0, 0], rel=1e-3)


def test_probabilities_come_true_as_often_as_they_say_where_the_weeks_are_alike(found):
    model = found.backtest.set_index("rule").loc["model"]
    assert model["slope"] == pytest.approx(1, abs=0.25)
    assert model["expected"] == pytest.approx(model["k"], rel=0.25)
    assert model["off"] < 0.02


def test_equal_probabilities_have_no_slope():
    assert np.isnan(room._slope(np.full(4, 0.25), np.array([0.0, 1, 0, 0])))


def test_half_as_bold_probabilities_have_a_slope_of_two():
    p, n = np.array([0.5, 0.2689414]), 20_000
    rate = [0.5, 0.1192029]
    happened = np.concatenate([np.arange(n) < n * share for share in rate]).astype(float)
    assert room._slope(np.repeat(p, n), happened) == pytest.approx(2, abs=0.02)


def test_on_the_sample_shop_the_model_is_calibrated_beside_the_rules(herstyle):
    sample = Shop(herstyle, "last_order")
    found = pyramid.present_intent(sample.need("orders"), sample.table("events"), sample.as_of)
    backtest = found.backtest.set_index("rule")
    assert backtest.loc["model", "better_low"] > 0
    assert backtest.loc["model", "auc_low"] > backtest.loc["ordered_30d", "auc_high"]
    assert backtest.loc["model", "off"] < backtest.loc["base_rate", "off"]
    assert 0.6 < backtest.loc["model", "slope"] < 1.5


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


def test_nothing_is_learned_or_judged_where_hardly_a_week_passes_without_an_order():
    people = [f"c{i:02d}" for i in range(30)]
    events = [(who, "view", ago) for who in people for ago in (0, 125)]
    daily = [(who, ago) for who in people for ago in range(0, 200, 3)]
    assert pyramid.present_intent(*told(daily, events), AS_OF).missing == "few_orders"
    # Some weeks without an order to learn from, none to judge by.
    lately = [(who, ago) for who, ago in daily if ago <= 34 or ago > 60]
    assert pyramid.present_intent(*told(lately, events), AS_OF).missing == "few_orders"


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
