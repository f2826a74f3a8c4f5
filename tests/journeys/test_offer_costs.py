"""What offers of the coming days cost: by hand, and nothing where nothing is known."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from retention.journeys import offer_costs
from retention.pages.automation import pictures, sentences
from retention.pages.kit.words import Words
from retention.tables import COUPONS
from tests.journeys.hand_made import HandMade, journey, settings
from tests.pyramid.conftest import table

TODAY = date(2026, 3, 3)
STEP = {"id": "s", "at": "10:00", "channels": ["sms"], "template": "t", "expires": {"days": 2}}
OFFERS = {
    "twenty": {"kind": "amount_off", "face_value": 20, "valid_days": 30},
    "tenth": {"kind": "percentage_off", "percentage": 0.1, "valid_days": 30},
    "present": {"kind": "gift", "face_value": 15},
}
REMINDER = {"id": "r", "after": {"days": 1}, "at": "10:00", "channels": ["sms"], "template": "r", "reminds_of": "s", "expires": {"days": 2}}


def coupons(*told):
    """(kind, last day, how many, how many of them used)."""
    rows = []
    for kind, last, n, used in told:
        for number in range(n):
            issued = last - timedelta(days=20)
            row = {"coupon_id": f"{len(rows)}", "customer_id": "c", "kind": kind, "issued_at": pd.Timestamp(issued), "issued_on": issued}
            rows.append(row | {"expires_on": last, "used_on": issued if number < used else None})
    return table(COUPONS, rows)


def away(days: int, offer: str, **more) -> dict:
    return journey(STEP | {"offer": offer}, enter={"trigger": "days_without_order", "days": days}, since="2020-01-01", **more)


def planned():
    """Three customers 30 days away today, one of them tomorrow; ann is 60 days away, too."""
    shop = HandMade()
    for who, day in (("bob", "2026-02-01"), ("eve", "2026-02-01"), ("dan", "2026-02-02"), ("ann", "2026-01-02")):
        shop = shop.customer(who).order(who, f"{day} 12:00")
    told = {"thirty": away(30, "twenty"), "sixty": away(60, "tenth", priority="win_back"), "gift": away(31, "present", priority="birthday")}
    return shop.plan("2026-03-03 08:30", settings(journeys=told, offers=OFFERS, one_a_day=False, caps=[{"channels": "any", "most": 9, "days": 1}]))


def test_offers_by_day_and_journey_at_most_and_as_expected():
    found = offer_costs.given_out(planned(), 300, {"amount_off": 0.25, "percentage_off": 0.1, "gift": 1.0})
    rows = [(str(r.day.date()), r.journey, r.offers, r.at_most, round(r.expected, 9)) for r in found.itertuples()]
    assert rows == [
        ("2026-03-03", "sixty", 1, 30.0, 3.0),  # a tenth of the usual order of 300
        ("2026-03-03", "thirty", 2, 40.0, 10.0),
        ("2026-03-04", "gift", 2, 30.0, 30.0),  # 31 days after 1 February
        ("2026-03-04", "thirty", 1, 20.0, 5.0),
        ("2026-03-05", "gift", 1, 15.0, 15.0),
    ]
    assert offer_costs.by_journey(found)[["journey", "offers", "at_most"]].to_numpy().tolist() == [
        ["thirty", 3, 60.0],
        ["gift", 3, 45.0],
        ["sixty", 1, 30.0],
    ]
    assert offer_costs.in_all(found) == (135.0, 63.0)


def test_where_a_share_is_not_known_its_sums_are_not_either():
    found = offer_costs.given_out(planned(), 300, {"amount_off": 0.25, "gift": 1.0})
    told = offer_costs.by_journey(found).set_index("journey")["expected"]
    assert told["thirty"] == 15
    assert np.isnan(told["sixty"])
    most, expected = offer_costs.in_all(found)
    assert most == 135
    assert np.isnan(expected)


def test_a_reminder_gives_nothing_out():
    shop = HandMade().customer("ann").order("ann", "2026-02-01 12:00")
    one = away(30, "twenty")
    told = {"thirty": one | {"steps": [*one["steps"], REMINDER]}}
    plan = shop.plan("2026-03-03 08:30", settings(journeys=told, offers=OFFERS))
    assert offer_costs.given_out(plan, 300, {})["offers"].sum() == 1


def test_a_step_that_another_one_replaces_gives_nothing_out_beside_it():
    """A week before the birthday and, unless that was sent, on the day: one coupon, not two."""
    week = STEP | {"id": "week", "after": {"days": -7}, "offer": "twenty"}
    day = STEP | {"id": "day", "offer": "twenty", "template": "r", "unless_sent": "week"}
    enter = {"trigger": "date_each_year", "field": "birthday"}
    told = {"birthday": journey(week, day, enter=enter, since="2020-01-01", priority="birthday")}
    shop = HandMade()
    for who, born in (("ann", "1990-03-12"), ("bob", "1990-03-05")):  # the week before begins on 5 March; for bob it is over
        shop = shop.customer(who, birthday=born).order(who, "2026-01-01 12:00")
    plan = shop.plan("2026-03-03 08:30", settings(journeys=told, offers=OFFERS))
    assert sorted(zip(plan.waits["customer_id"], plan.waits["step"], strict=True)) == [("ann", "day"), ("ann", "week"), ("bob", "day")]
    found = offer_costs.given_out(plan, 300, {"amount_off": 0.5})
    assert [(str(row.day.date()), row.offers, row.at_most) for row in found.itertuples()] == [("2026-03-05", 2, 40.0)]


def test_shares_are_those_of_coupons_that_ran_out_within_a_year_where_there_are_enough():
    near, far, open_ = TODAY - timedelta(days=1), TODAY - timedelta(days=366), TODAY
    told = coupons(
        ("amount_off", near, 40, 10),
        ("amount_off", far, 40, 40),
        ("amount_off", open_, 40, 0),
        ("threshold_off", near, 29, 29),
        ("percentage_off", near, 30, 15),
    )
    assert offer_costs.used_shares(told, TODAY) == {"gift": 1.0, "amount_off": 0.25, "percentage_off": 0.5}


@pytest.mark.parametrize("told", [None, coupons(), coupons(("amount_off", TODAY - timedelta(days=9), 50, 0))])
def test_where_no_coupons_are_told_or_none_was_ever_used_no_share_is(told):
    assert offer_costs.used_shares(told, TODAY) == {"gift": 1.0}


class Told:
    """What the sentences on money are made of."""

    used: dict = {}
    usual_order = 300.0

    def __init__(self, used):
        self.plan, self.used = planned(), used
        self.given_out = offer_costs.given_out(self.plan, 300, used)
        self.given_in_all = offer_costs.in_all(self.given_out)


def test_the_sentence_says_what_is_known_and_how():
    told = Told({"amount_off": 0.25, "percentage_off": 0.1, "gift": 1.0})
    said = sentences.money_in_words(told, Words("en", "CNY")).replace("\u00a0", " ")
    assert "63" in said
    assert "25" in said
    unknown = sentences.money_in_words(Told({"gift": 1.0}), Words("en", "CNY"))
    assert "is not known" in unknown
    assert "nan" not in unknown.lower()
    assert "还不知道" in sentences.money_in_words(Told({"gift": 1.0}), Words("zh", "CNY"))


def test_the_picture_has_a_bar_for_each_day_and_journey():
    told = Told({"gift": 1.0})
    fig = pictures.money(told.given_out, ["thirty", "gift", "sixty"], told.given_in_all[0], 14, Words("en", "CNY"))
    assert sum(sum(trace.y) for trace in fig.data) == 135
    assert {trace.name for trace in fig.data} == {"thirty", "sixty", "gift"}
