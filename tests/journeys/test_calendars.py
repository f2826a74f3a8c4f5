"""The journeys of the two articles, played day by day on calendars made by hand: the messages expected, at the minute expected."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from retention import journeys
from tests.journeys.hand_made import HandMade, journey, members, played, settings, utc, why

THANKS = {"id": "thanks", "channels": ["email", "sms"], "template": "thanks", "expires": {"hours": 24}}
OFFERS = {"c": {"kind": "amount_off", "face_value": 20, "valid_days": 40}}
T1 = {"id": "t1", "after": {"days": 1}, "at": "10:00", "channels": ["sms"], "template": "thanks", "offer": "c", "expires": {"days": 1}}
T7 = {"id": "t7", "after": {"days": 7}, "at": "10:00", "channels": ["sms"], "template": "matching", "expires": {"days": 2}}
T30 = {"id": "t30", "after": {"days": 30}, "at": "10:00", "channels": ["sms"], "template": "ends", "reminds_of": "t1", "unless": ["coupon_used"],
       "expires": {"days": 2}}  # fmt: skip
pytestmark = pytest.mark.long
NO_CAPS = {"caps": [{"channels": "any", "most": 50, "days": 1}]}
SERIES = {"series": journey(T1, T7, T30, enter={"trigger": "order_completed", "first": True}, exit=["first_order_refunded"])}


def test_thanks_within_24_hours_of_the_first_order_paid():
    shop = HandMade().customer("ann").order("ann", "2026-03-02 15:20").order("ann", "2026-03-05 12:00")
    told = settings(journeys={"first": journey(THANKS, enter={"trigger": "order_paid", "first": True}, since="2026-01-01")})
    _, sent = played(shop, told, "2026-03-02..2026-03-03 2026-03-05", ("08:30", "14:00", "17:00"))
    assert sent == [("ann", "first", "thanks", "email", "2026-03-02 17:00")]


def test_an_order_of_the_night_is_thanked_for_when_quiet_hours_are_over():
    shop = HandMade().customer("ann").order("ann", "2026-03-02 23:40")
    told = settings(journeys={"first": journey(THANKS, enter={"trigger": "order_paid", "first": True}, since="2026-01-01")})
    _, sent = played(shop, told, "2026-03-02..2026-03-04")
    assert sent == [("ann", "first", "thanks", "email", "2026-03-03 09:00")]


def test_one_day_seven_days_and_thirty_days_after_the_first_order_was_completed():
    shop = HandMade().customer("ann").order("ann", "2026-03-01 12:00", completed="2026-03-10 16:45")
    _, sent = played(
        shop, settings(offers=OFFERS, journeys=SERIES, **NO_CAPS), "2026-03-10..2026-03-13 2026-03-17..2026-03-20 2026-04-08..2026-04-12"
    )
    assert [(step, at) for _, _, step, _, at in sent] == [("t1", "2026-03-11 10:00"), ("t7", "2026-03-17 10:00"), ("t30", "2026-04-09 10:00")]


def test_a_first_order_refunded_on_day_six_ends_the_series():
    shop = HandMade().customer("ann").order("ann", "2026-03-01 12:00", completed="2026-03-10 16:45", number="a1")
    told = settings(offers=OFFERS, journeys=SERIES, **NO_CAPS)
    shop, sent = played(shop, told, "2026-03-10..2026-03-12")
    assert [step for _, _, step, _, _ in sent] == ["t1"]
    back = [row | {"refunded": 100, "net_paid": 0} for row in shop.rows["orders"]]
    after = HandMade({**shop.rows, "orders": back}, shop.history, started=shop.started)
    assert why(after.plan("2026-03-17 08:30", told)) == {"ann": {"left"}}
    _, sent = played(after, told, "2026-03-16..2026-03-19 2026-04-09..2026-04-10")
    assert sent == []


def test_a_thank_you_that_was_missed_by_a_day_is_dropped_and_the_next_step_goes():
    shop = HandMade().customer("ann").order("ann", "2026-03-01 12:00", completed="2026-03-10 16:45")
    told = settings(offers=OFFERS, journeys=SERIES, **NO_CAPS)
    shop, _ = played(shop, told, "2026-03-10", ("12:00",))
    assert why(shop.plan("2026-03-12 10:30", told)) == {"ann": {"too_late"}}
    _, sent = played(shop, told, "2026-03-16..2026-03-18")
    assert [(step, at) for _, _, step, _, at in sent] == [("t7", "2026-03-17 10:00")]


def test_missed_steps_do_not_all_go_at_once():
    shop = HandMade().customer("ann").order("ann", "2026-03-01 12:00", completed="2026-03-10 16:45")
    told = settings(offers=OFFERS, journeys=SERIES, **NO_CAPS)
    shop, _ = played(shop, told, "2026-03-10", ("12:00",))
    _, sent = played(shop, told, "2026-03-18..2026-03-19 2026-04-08..2026-04-12")
    assert [(step, at) for _, _, step, _, at in sent] == [("t7", "2026-03-18 09:00")]


def test_a_reminder_of_a_coupon_that_was_never_sent_does_not_go():
    shop = HandMade().customer("ann").order("ann", "2026-03-01 12:00", completed="2026-03-10 16:45")
    told = settings(offers=OFFERS, journeys=SERIES, **NO_CAPS)
    shop, _ = played(shop, told, "2026-03-10", ("12:00",))
    assert why(shop.plan("2026-04-09 09:00", told)) == {"ann": {"still_true"}}


def test_a_first_plan_writes_to_nobody_whose_occasion_is_over():
    shop = HandMade().customer("ann").order("ann", "2026-03-01 12:00", completed="2026-03-10 16:45")
    assert shop.plan("2026-03-11 08:30", settings(offers=OFFERS, journeys=SERIES)).table.empty


# --- days of the calendar ------------------------------------------------------------------------------------

WEEK = {"id": "week", "after": {"days": -7}, "at": "10:00", "channels": ["email"], "template": "week", "expires": {"days": 2}}
DAY = {"id": "day", "at": "10:00", "channels": ["sms"], "template": "day", "unless_sent": "week", "expires": {"hours": 10}, "quiet": "drop"}


def birthday(*steps, **enter):
    told = journey(*(steps or (DAY,)), enter={"trigger": "date_each_year", "field": "birthday"} | enter, since="2020-01-01")
    return settings(journeys={"birthday": told}, **NO_CAPS)


DAY_ONLY = {key: value for key, value in DAY.items() if key != "unless_sent"}


@pytest.mark.parametrize(
    ("year", "leap_day", "expected"),
    [
        (2027, "28_february", "2027-02-28 10:00"),
        (2027, "1_march", "2027-03-01 10:00"),
        (2028, "28_february", "2028-02-29 10:00"),
        (2028, "1_march", "2028-02-29 10:00"),
    ],
)
def test_who_was_born_on_29_february_is_greeted_once_every_year(year, leap_day, expected):
    shop = HandMade().customer("ann", birthday="1996-02-29").order("ann", "2026-01-01 12:00")
    _, sent = played(shop, birthday(DAY_ONLY, leap_day=leap_day), f"{year}-02-27..{year}-03-02")
    assert [at for *_, at in sent] == [expected]


def test_a_birthday_at_the_turn_of_the_year_is_kept_once():
    shop = HandMade().customer("ann", birthday="1990-12-31").customer("bob", birthday="1990-01-01").order("ann", "2026-01-01 12:00")
    _, sent = played(shop, birthday(WEEK, DAY), "2026-12-23..2026-12-26 2026-12-31..2027-01-02")
    assert [(who, step, at) for who, _, step, _, at in sent] == [("ann", "week", "2026-12-24 10:00"), ("bob", "week", "2026-12-25 10:00")]


def test_a_week_before_by_e_mail_and_on_the_day_only_who_got_none():
    shop = HandMade().customer("ann", birthday="1990-05-20").customer("bob", birthday="1990-05-20", email="b***@shop.example")
    _, sent = played(shop.order("ann", "2026-01-01 12:00"), birthday(WEEK, DAY), "2026-05-12..2026-05-14 2026-05-19..2026-05-21")
    assert [(who, step, at) for who, _, step, _, at in sent] == [("ann", "week", "2026-05-13 10:00"), ("bob", "day", "2026-05-20 10:00")]


def test_who_never_ordered_has_a_birthday_too():
    shop = HandMade().customer("ann", birthday="1990-05-20").order("somebody", "2026-01-01 12:00")
    _, sent = played(shop, birthday(DAY_ONLY), "2026-05-19..2026-05-21")
    assert [who for who, *_ in sent] == ["ann"]


def test_a_membership_is_not_celebrated_on_the_day_it_begins():
    shop = HandMade().customer("ann", joined_on="2026-05-20").order("ann", "2026-01-01 12:00")
    told = settings(journeys={"years": journey(DAY_ONLY, enter={"trigger": "date_each_year", "field": "joined_on"}, since="2020-01-01")})
    _, sent = played(shop, told, "2026-05-19..2026-05-22")
    assert sent == []
    _, sent = played(shop, told, "2027-05-19..2027-05-22")
    assert [at for *_, at in sent] == ["2027-05-20 10:00"]


def test_a_birthday_comes_when_it_is_morning_where_she_lives():
    shop = HandMade().customer("ann", birthday="1990-05-20", phone="+14155550123").order("ann", "2026-01-01 12:00")
    _, sent = played(shop, birthday(DAY_ONLY), "2026-05-18..2026-05-23", ("08:30", "20:30"))
    assert [at for *_, at in sent] == ["2026-05-21 01:00"]  # 10:00 in Los Angeles


@pytest.mark.parametrize("before", [{"hours": -48}, {"days": -3, "hours": 24}, {"days": 1, "hours": -72}])
def test_hours_before_a_day_are_before_it_as_days_are(before):
    shop = HandMade().customer("ann", birthday="1990-05-20").order("ann", "2026-01-01 12:00")
    _, sent = played(shop, birthday(WEEK | {"after": before}), "2026-05-16..2026-05-21")
    assert [at for *_, at in sent] == ["2026-05-18 10:00"]


# --- who stays away ------------------------------------------------------------------------------------------

MISS = {
    "id": "miss",
    "entered_by": ["dormant"],
    "at": "10:00",
    "channels": ["email", "sms"],
    "template": "miss",
    "offer": "c",
    "expires": {"days": 3},
}
LAST = {"id": "last", "entered_by": ["dormant"], "after_step": "miss", "after": {"days": 7}, "at": "10:00", "channels": ["sms"], "template": "ends",
        "reminds_of": "miss", "only_if_sent_by": "email", "unless": ["ordered", "clicked"], "expires": {"days": 2}}  # fmt: skip
SILENT = {"id": "silent_sms", "entered_by": ["silent"], "at": "10:00", "channels": ["sms"], "template": "silent", "expires": {"days": 3}}
ENTER = [{"id": "silent", "trigger": "days_without_anything", "days": 60}, {"id": "dormant", "trigger": "days_without_order", "days": 90}]
WIN_BACK = {"back": journey(SILENT, MISS, LAST, enter=ENTER, exclusive_group="win_back", re_entry_days=180, exit=["ordered"], since="2020-01-01")}


def away(*who):
    """Customers who ordered on 1 January; the shop records visits since 2025."""
    shop = HandMade().event("somebody", "2025-01-01 12:00", "view")
    for day in pd.date_range("2026-01-01", "2026-12-31", freq="7D"):
        shop = shop.event("somebody", f"{day:%Y-%m-%d} 12:00", "view")
    for one in who:
        shop = shop.customer(one).order(one, "2026-01-01 12:00")
    return shop


def test_sixty_days_without_anything_or_ninety_without_an_order_whichever_comes_first():
    shop = away("ann", "bob").event("bob", "2026-02-20 12:00", "view")
    _, sent = played(
        shop, settings(offers=OFFERS, journeys=WIN_BACK, **NO_CAPS), "2026-03-01..2026-03-04 2026-03-31..2026-04-02 2026-04-07..2026-04-09"
    )
    assert [(who, step, channel, at) for who, _, step, channel, at in sent] == [
        ("ann", "silent_sms", "sms", "2026-03-02 10:00"),  # 1 January + 60 days
        ("bob", "miss", "email", "2026-04-01 10:00"),  # 1 January + 90 days, before 20 February + 60
        ("bob", "last", "sms", "2026-04-08 10:00"),
    ]


def test_who_cannot_get_the_e_mail_gets_the_sms_and_no_reminder():
    shop = away("ann").event("ann", "2026-02-20 12:00", "view").agrees("ann", "email", given=False, at="2026-02-01 12:00")
    _, sent = played(shop, settings(offers=OFFERS, journeys=WIN_BACK, **NO_CAPS), "2026-03-31..2026-04-02 2026-04-07..2026-04-09")
    assert [(step, channel) for _, _, step, channel, _ in sent] == [("miss", "sms")]


@pytest.mark.parametrize("what", ["an order", "a click"])
def test_an_answer_ends_it(what):
    shop = away("ann").event("ann", "2026-02-20 12:00", "view")
    told = settings(offers=OFFERS, journeys=WIN_BACK, **NO_CAPS)
    shop, sent = played(shop, told, "2026-03-31..2026-04-02")
    assert [step for _, _, step, _, _ in sent] == ["miss"]
    shop = shop.order("ann", "2026-04-05 12:00") if what == "an order" else shop.event("ann", "2026-04-05 12:00", "message_click")
    _, sent = played(shop, told, "2026-04-07..2026-04-10")
    assert sent == []


def test_an_opened_message_is_no_answer():
    shop = away("ann").event("ann", "2026-02-20 12:00", "view")
    told = settings(offers=OFFERS, journeys=WIN_BACK, **NO_CAPS)
    shop, _ = played(shop, told, "2026-03-31..2026-04-02")
    _, sent = played(shop.event("ann", "2026-04-05 12:00", "message_open"), told, "2026-04-07..2026-04-10")
    assert [step for _, _, step, _, _ in sent] == ["last"]


@pytest.mark.parametrize(("last", "silent"), [("2026-02-23 12:00", True), ("2026-02-22 12:00", False)])
def test_nobody_is_silent_where_visits_are_not_written_down_any_more(last, silent):
    shop = HandMade().event("somebody", "2025-01-01 12:00", "view").event("somebody", last, "view")
    shop = shop.event("ann", "2026-03-01 12:00", "message_open").customer("ann").order("ann", "2026-01-01 12:00")
    plan = shop.plan("2026-03-02 08:30", settings(offers=OFFERS, journeys=WIN_BACK, **NO_CAPS))
    assert plan.goes["step"].tolist() == (["silent_sms"] if silent else [])
    assert dict(plan.entries.lacking) == ({} if silent else {"back": ("events",)})


def test_a_step_that_ends_a_journey_ends_it_for_its_own_entrance_only():
    told = {"back": WIN_BACK["back"] | {"steps": [SILENT | {"if_blocked": "end"}, MISS]}}
    shop = away("ann").event("ann", "2026-02-20 12:00", "view")
    _, sent = played(shop, settings(offers=OFFERS, journeys=told, **NO_CAPS), "2026-03-31..2026-04-02")
    assert [step for _, _, step, _, _ in sent] == ["miss"]
    both = {"back": WIN_BACK["back"] | {"steps": [SILENT | {"if_blocked": "end", "entered_by": ["silent", "dormant"]}, MISS]}}
    _, sent = played(
        shop.agrees("ann", "sms", False, "2026-02-01 12:00"), settings(offers=OFFERS, journeys=both, **NO_CAPS), "2026-03-31..2026-04-02"
    )
    assert sent == []  # the SMS could not go


def test_another_spell_within_half_a_year_is_left_alone_and_a_later_one_is_not():
    told = settings(offers=OFFERS, journeys=WIN_BACK, **NO_CAPS)
    shop, sent = played(away("ann"), told, "2026-03-01..2026-03-03")
    assert len(sent) == 1
    shop = shop.order("ann", "2026-03-10 12:00")
    shop, sent = played(shop, told, "2026-05-08..2026-05-11 2026-06-07..2026-06-09")
    assert sent == []
    shop = shop.order("ann", "2026-08-01 12:00")
    _, sent = played(shop, told, "2026-09-29..2026-10-01")
    assert [(step, at) for _, _, step, _, at in sent] == [("silent_sms", "2026-09-30 10:00")]


# --- carts, parcels, answers, members ------------------------------------------------------------------------

CART = {"cart": journey({"id": "reminder", "channels": ["sms"], "template": "cart", "expires": {"hours": 24}}, priority="cart",
                        enter={"trigger": "cart_left", "hours": 2}, re_entry_days=7, exit=["ordered"], since="2020-01-01")}  # fmt: skip
ROUND = ("08:30", "14:00", "17:00")


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([("10:00", "cart_add")], ["2026-03-02 14:00"]),
        ([("10:00", "cart_add"), ("13:30", "cart_add")], ["2026-03-02 17:00"]),
        ([("10:00", "cart_add"), ("11:00", "cart_remove")], []),
        ([("10:00", "cart_add"), ("11:00", "cart_remove"), ("11:30", "cart_add")], ["2026-03-02 14:00"]),
        ([("22:00", "cart_add")], ["2026-03-03 09:00"]),
    ],
)
def test_a_cart_left_for_two_hours(events, expected):
    shop = HandMade().customer("ann").order("ann", "2026-01-01 12:00")
    for at, kind in events:
        shop = shop.event("ann", f"2026-03-02 {at}", kind)
    _, sent = played(shop, settings(journeys=CART, **NO_CAPS), "2026-03-02..2026-03-03", ROUND)
    assert [at for *_, at in sent] == expected


def test_nobody_is_reminded_of_a_cart_that_was_bought():
    shop = HandMade().customer("ann").event("ann", "2026-03-02 10:00", "cart_add").order("ann", "2026-03-02 10:30")
    _, sent = played(shop, settings(journeys=CART, **NO_CAPS), "2026-03-02..2026-03-03", ROUND)
    assert sent == []


def test_an_old_cart_starts_nothing():
    shop = HandMade().customer("ann").order("ann", "2026-01-01 12:00").event("ann", "2026-03-02 10:00", "cart_add")
    _, sent = played(shop, settings(journeys=CART, **NO_CAPS), "2026-03-05..2026-03-06", ROUND)
    assert sent == []


SHIPPING = {
    "shipping": journey(
        {"id": "gone", "on": "collected", "channels": ["sms"], "template": "gone", "expires": {"hours": 24}},
        {"id": "near", "on": "out_for_delivery", "channels": ["sms"], "template": "near", "expires": {"hours": 8}},
        purpose="service", enter={"trigger": "parcel_step"}, since="2020-01-01",
    ),
    "late": journey({"id": "sorry", "channels": ["sms"], "template": "sorry", "expires": {"hours": 24}}, purpose="service",
                    enter={"trigger": "parcel_late", "hours": 48}, since="2020-01-01"),
}  # fmt: skip


def test_each_step_of_a_parcel_is_told_once_and_none_that_is_over():
    shop = HandMade().customer("ann").order("ann", "2026-03-01 12:00").parcel("p1", "ann", "2026-03-02 09:00", promised="2026-03-05")
    shop = shop.scan("p1", "2026-03-02 10:00", "collected").scan("p1", "2026-03-04 07:40", "out_for_delivery")
    _, sent = played(shop, settings(journeys=SHIPPING), "2026-03-02..2026-03-04", ("08:30", "11:00", "17:00"))
    assert [(step, at) for _, _, step, _, at in sent] == [("gone", "2026-03-02 11:00"), ("near", "2026-03-04 08:30")]
    both = shop.scan("p1", "2026-03-02 10:30", "in_transit")
    assert why(both.plan("2026-03-02 11:00", settings(journeys=SHIPPING)))["ann"] == {"left"}


def test_service_needs_no_consent_and_keeps_the_wall():
    shop = HandMade().with_rows("customers", {"customer_id": "ann", "phone": "13800000001"}).order("ann", "2026-03-01 12:00")
    shop = shop.parcel("p1", "ann", "2026-03-02 09:00").scan("p1", "2026-03-02 21:30", "collected")
    _, sent = played(shop, settings(journeys=SHIPPING), "2026-03-02..2026-03-03", ("08:30", "22:00"))
    assert [(step, at) for _, _, step, _, at in sent if step == "gone"] == [("gone", "2026-03-03 08:00")]


@pytest.mark.parametrize(
    ("promised", "scans", "expected"),
    [
        ("2026-03-04", ["2026-03-03 10:00", "2026-03-04 15:00"], "2026-03-05 08:30"),  # the promised day is over
        ("2026-03-09", ["2026-03-03 10:00"], "2026-03-05 11:00"),  # 48 hours without a scan
        (None, [], "2026-03-04 11:00"),  # dispatched, never scanned
    ],
)
def test_a_parcel_is_late_from_the_earlier_of_two_moments(promised, scans, expected):
    shop = HandMade().customer("ann").order("ann", "2026-03-01 12:00").parcel("p1", "ann", "2026-03-02 09:00", promised=promised)
    for at in scans:
        shop = shop.scan("p1", at, "in_transit")
    shop = shop.scan("other", "2026-03-01 10:00", "signed")
    _, sent = played(shop, settings(journeys={"late": SHIPPING["late"]}), "2026-03-02..2026-03-07", ("08:30", "11:00", "17:00"))
    assert [at for *_, at in sent] == [expected]


def test_a_parcel_that_arrived_is_not_late():
    shop = (
        HandMade().customer("ann").order("ann", "2026-03-01 12:00").parcel("p1", "ann", "2026-03-02 09:00", "2026-03-04", signed="2026-03-04 20:00")
    )
    _, sent = played(shop, settings(journeys={"late": SHIPPING["late"]}), "2026-03-04..2026-03-07")
    assert sent == []


def test_a_low_score_is_called_and_a_high_one_is_not():
    call = journey({"id": "call", "channels": ["phone"], "template": "call", "expires": {"days": 3}}, purpose="service",
                   enter={"trigger": "survey_score", "to": 6}, since="2020-01-01")  # fmt: skip
    shop = HandMade().customer("ann").customer("bob").order("ann", "2026-03-01 12:00")
    for who, score in (("ann", 6), ("bob", 7)):
        told = {"survey_id": f"s{who}", "customer_id": who, "kind": "nps", "asked_at": None, "asked_on": date(2026, 3, 1)}
        shop = shop.with_rows("surveys", told | {"answered_on": date(2026, 3, 2), "score": score})
    _, sent = played(shop, settings(journeys={"low": call}), "2026-03-01..2026-03-06")
    assert [(who, at) for who, _, _, _, at in sent] == [("ann", "2026-03-02 08:30")]


@pytest.mark.parametrize(("owed", "called"), [(None, ["s1", "s2"]), (frozenset({"s2"}), ["s2"]), (frozenset(), [])])
def test_of_two_low_answers_the_one_is_called_that_notebook_05_lists(owed, called):
    call = journey({"id": "call", "channels": ["phone"], "template": "call", "expires": {"days": 3}}, purpose="service",
                   enter={"trigger": "survey_score", "to": 6}, since="2020-01-01")  # fmt: skip
    shop = HandMade().customer("ann").order("ann", "2026-03-01 12:00")
    for number in (1, 2):
        told = {"survey_id": f"s{number}", "customer_id": "ann", "kind": "nps", "asked_at": None, "asked_on": date(2026, 3, 1)}
        shop = shop.with_rows("surveys", told | {"answered_on": date(2026, 3, 2), "score": number})
    plan = shop.plan("2026-03-03 08:30", settings(journeys={"low": call}), owed_a_call=owed)
    assert sorted(plan.table["entry_key"]) == called


def test_points_that_expire_are_told_fifteen_days_before_and_only_where_there_are_enough():
    notice = {"id": "notice", "after": {"days": -15}, "at": "10:00", "channels": ["sms"], "template": "points", "expires": {"days": 5}}
    told = settings(journeys={"points": journey(notice, priority="points", since="2020-01-01",
                    enter={"trigger": "date_of", "field": "next_expiry_on", "where": "points_expiring_next >= 500"})})  # fmt: skip
    mine = members(*({"customer_id": who, "next_expiry_on": "2026-03-31", "points_expiring_next": n} for who, n in (("ann", 500), ("bob", 499))))
    shop = HandMade().customer("ann").customer("bob").order("ann", "2026-01-01 12:00")
    _, sent = played(shop, told, "2026-03-15..2026-03-17 2026-03-30..2026-04-01", members=mine, wide=mine)
    assert [(who, at) for who, _, _, _, at in sent] == [("ann", "2026-03-16 10:00")]


def test_a_new_tier_is_greeted_on_the_day_after():
    hello = {"id": "hello", "at": "10:00", "channels": ["sms"], "template": "tier", "expires": {"days": 2}}
    told = settings(journeys={"tier": journey(hello, priority="tier", enter={"trigger": "tier_up"}, since="2020-01-01")})
    before = members({"customer_id": "ann", "tier": 0, "tier_name": "normal"}, {"customer_id": "bob", "tier": 1, "tier_name": "silver"})
    now = members(*({"customer_id": who, "tier": 1, "tier_name": "silver", "as_of": "2026-03-01"} for who in ("ann", "bob", "cid")))
    shop = HandMade().customer("ann").customer("bob").customer("cid").order("ann", "2026-01-01 12:00")
    _, sent = played(shop, told, "2026-03-02..2026-03-06", members=now, members_before=before)
    assert [(who, at) for who, _, _, _, at in sent] == [("ann", "2026-03-02 10:00")]


def test_a_rule_acts_once_or_again_after_its_days():
    rule = {"id": "rich", "when": "net_paid > 5000", "then": {"send": "gift", "channels": ["sms"]}, "control": 0, "control_waived": "a test"}
    wide = pd.DataFrame({"customer_id": ["ann", "bob", "cid"], "net_paid": [5000.01, 5000.0, None]})
    shop = HandMade().customer("ann").customer("bob").customer("cid").order("ann", "2026-01-01 12:00")
    _, sent = played(
        shop, settings(rules=[rule], **NO_CAPS), "2026-03-01..2026-03-02 2026-03-07..2026-03-09 2026-03-14..2026-03-15", wide=wide, rehearsal=True
    )
    assert [(who, at) for who, _, _, _, at in sent] == [("ann", "2026-03-01 09:00")]
    _, sent = played(
        shop,
        settings(rules=[rule | {"again_days": 7}], **NO_CAPS),
        "2026-03-01..2026-03-02 2026-03-07..2026-03-09 2026-03-14..2026-03-15",
        wide=wide,
        rehearsal=True,
    )
    assert [at for *_, at in sent] == ["2026-03-01 09:00", "2026-03-08 09:00", "2026-03-15 09:00"]


def notices(*rows: tuple[str, str, str], at: str = "2026-03-03 08:00") -> pd.DataFrame:
    """Whom to tell, by (parcel, customer, channel), as it was reckoned at a moment."""
    told = [
        {"shipment_id": number, "customer_id": who, "channel": channel, "order_id": f"of {number}", "chance": 0.4} for number, who, channel in rows
    ]
    return pd.DataFrame(told, columns=["shipment_id", "customer_id", "channel", "order_id", "chance"]).assign(listed_at=pd.Timestamp(utc(at)))


LATE = {"late": SHIPPING["late"] | {"enter": {"trigger": "parcel_late", "hours": 48, "where": "notice = 'sms'"}}}


def two_parcels() -> HandMade:
    """Ann's parcel is three days past its promise, Bob's is on its way."""
    shop = HandMade().customer("ann").customer("bob").order("ann", "2026-02-20 12:00").order("bob", "2026-03-01 12:00")
    shop = shop.parcel("p1", "ann", "2026-02-25 09:00", promised="2026-03-02").parcel("p2", "bob", "2026-03-02 09:00", promised="2026-03-05")
    return shop.scan("p1", "2026-03-02 20:00", "in_transit").scan("p2", "2026-03-02 20:00", "in_transit").scan("x", "2026-02-01 10:00", "signed")


def late_goes(told: pd.DataFrame | None) -> list[tuple[str, str]]:
    """Customers and occasions that go, of a plan of 8:30 with these notices."""
    request = two_parcels().request("2026-03-03 08:30", settings(journeys=LATE))
    plan = journeys.make(replace(request, seen=replace(request.seen, notices=told)))
    return [(row.customer_id, row.entry_key) for row in plan.goes.itertuples()]


def test_late_parcels_are_told_as_reckoned_where_that_is_handed_over_and_by_the_plain_rule_where_it_is_not():
    assert late_goes(None) == [("ann", "p1")]
    assert late_goes(notices(("p2", "bob", "sms"))) == [("bob", "p2")]
    assert late_goes(notices(("p1", "ann", "sms"), ("p2", "bob", "sms"))) == [("ann", "p1"), ("bob", "p2")]


def test_whom_somebody_is_to_call_gets_no_message():
    assert late_goes(notices(("p1", "ann", "phone"), ("p2", "bob", "sms"))) == [("bob", "p2")]


def test_nobody_reckoned_late_is_nobody_told():
    assert late_goes(notices()) == []


def test_a_parcel_reckoned_late_day_after_day_is_told_once():
    shop, sent = two_parcels(), []
    for day in ("2026-03-03", "2026-03-04", "2026-03-05"):
        request = shop.request(f"{day} 08:30", settings(journeys=LATE))
        plan = journeys.make(replace(request, seen=replace(request.seen, notices=notices(("p2", "bob", "sms"), at=f"{day} 08:00"))))
        sent += plan.goes["customer_id"].tolist()
        shop = shop.sent(plan)
    assert sent == ["bob"]
