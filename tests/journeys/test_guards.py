"""Each guard on customers made by hand: who is blocked by it, and by nothing else; and all of them beside plain Python, row by row."""

import random
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from retention import journeys
from retention.journeys import batches, offer_costs, summary, texts
from retention.settings import JourneysSettings, SettingsProblem
from tests.journeys.hand_made import HandMade, journey, settings, utc, why

STEP = {"id": "s", "at": "10:00", "channels": ["sms"], "template": "t", "expires": {"days": 2}}
AWAY = {"trigger": "days_without_order", "days": 30}
MORNING = "2026-03-03 08:30"  # 30 days after 1 February


def away(**more):
    return {"away": journey(STEP | more.pop("step", {}), enter=AWAY, since="2020-01-01", priority="win_back", **more)}


def ann(**more) -> HandMade:
    return HandMade().customer("ann", **more).order("ann", "2026-02-01 12:00")


def reasons(shop: HandMade, now=MORNING, **more) -> set[str]:
    return why(shop.plan(now, settings(journeys=more.pop("journeys", away()), **more))).get("ann", set())


def test_a_customer_who_agreed_gets_her_message():
    plan = ann().plan(MORNING, settings(journeys=away()))
    assert plan.goes["channel"].tolist() == ["sms"]
    assert plan.table["bits"].tolist() == [0]


@pytest.mark.parametrize(
    ("shop", "guard"),
    [
        (ann(birthday="2013-01-01"), "person"),
        (ann(phone="138******01"), "address"),
        (ann(phone="+86 571 8888 0000"), "address"),  # no mobile
        (ann().agrees("ann", "sms", given=False, at="2026-01-01 12:00"), "refused"),
        (ann().agrees("ann", "any", given=False, at="2026-01-01 12:00"), "refused"),
        (ann().ticket("ann", "2026-03-01 12:00"), "left"),
        (ann().ticket("ann", "2026-02-25 12:00", "complaint", resolved="2026-02-26 12:00"), "left"),
        (ann().returned("ann", "o0", "2026-03-01", 50, status="open"), "left"),
        (
            ann().parcel("p", "ann", "2026-02-25 12:00", promised="2026-02-27").parcel("q", "bob", "2026-02-20 12:00", signed="2026-02-22 12:00"),
            "left",
        ),
        (ann().touched("ann", "2026-03-01 12:00"), "caps"),
    ],
)
def test_each_reason_blocks_by_itself(shop, guard):
    more = {"refused": {"consent"}, "address": {"quiet"} if "*" in shop.rows["customers"][0]["phone"] else set()}
    expected = {guard, *more.get(guard, set())}
    assert reasons(shop) == expected


def test_consent_needs_a_word_and_its_proof():
    bare = HandMade().with_rows("customers", {"customer_id": "ann", "phone": "13800000001"}).order("ann", "2026-02-01 12:00")
    assert reasons(bare) == {"consent"}
    assert reasons(bare.agrees("ann", "sms", source=None)) == {"consent"}
    assert reasons(bare.agrees("ann", "sms", source=None), require_proof=False) == set()
    assert reasons(bare.agrees("ann", "sms", purpose="survey")) == {"consent"}
    assert reasons(bare.agrees("ann", "any")) == set()


def test_at_one_moment_the_withdrawal_holds():
    assert reasons(ann().agrees("ann", "sms", given=False, at="2024-01-01 12:00")) == {"refused", "consent"}


def test_an_address_that_another_customer_took_back_is_refused():
    shared = ann(phone="13800000001").with_rows("customers", {"customer_id": "bob", "phone": "+86 138-0000-0001"})
    assert reasons(shared.agrees("bob", "sms", given=False)) == {"refused"}


SIGNED = {"signed": "2026-02-22 12:00"}


@pytest.mark.parametrize(
    ("promised", "other", "blocked"),
    [
        (None, SIGNED | {"promised": "2026-02-23"}, False),  # nobody promised a day and nothing is scanned: it may well be there
        ("2026-03-09", SIGNED, False),
        ("2026-03-01", SIGNED, True),
        ("2026-03-01", {}, False),  # this shop never says that a parcel arrived
        (None, {}, False),
    ],
)
def test_without_scans_a_parcel_is_late_by_its_promise_and_only_where_arrivals_are_told(promised, other, blocked):
    shop = ann().parcel("p", "ann", "2026-02-25 12:00", promised=promised).parcel("q", "bob", "2026-02-20 12:00", **other)
    assert reasons(shop) == ({"left"} if blocked else set())


@pytest.mark.parametrize(
    ("other", "needs"),
    [({}, ("shipments.signed_at",)), (SIGNED, ("shipments.promised_on",)), (SIGNED | {"promised": "2026-02-23"}, None)],
)
def test_late_parcels_name_what_they_lack(other, needs):
    step = {"id": "sorry", "channels": ["sms"], "template": "sorry", "expires": {"hours": 24}}
    told = {"late": journey(step, purpose="service", enter={"trigger": "parcel_late", "hours": 48}, since="2020-01-01")}
    shop = ann().parcel("p", "ann", "2026-02-28 12:00").parcel("q", "bob", "2026-02-20 12:00", **other)
    plan = shop.plan(MORNING, settings(journeys=told))
    assert plan.entries.lacking.get("late") == needs
    assert plan.table.empty


def test_an_old_complaint_and_an_answered_question_keep_nobody():
    assert reasons(ann().ticket("ann", "2026-02-01 12:00", "complaint", resolved="2026-02-02 12:00")) == set()
    assert reasons(ann().ticket("ann", "2026-03-01 12:00", resolved="2026-03-01 13:00")) == set()


@pytest.mark.parametrize(("days", "blocked"), [(6, True), (7, False)])
def test_a_cap_of_seven_days_is_seven_times_24_hours(days, blocked):
    at = pd.Timestamp("2026-03-03 10:00") - pd.Timedelta(days, "D")
    assert (reasons(ann().touched("ann", f"{at:%Y-%m-%d %H:%M}")) == {"caps"}) == blocked


def test_caps_count_messages_of_other_tools_but_not_those_that_were_kept_back():
    assert reasons(ann().touched("ann", "2026-03-01 12:00", status="not_sent")) == set()
    many = ann()
    for day in (26, 27, 28):
        many = many.touched("ann", f"2026-02-{day} 12:00", None)
    assert reasons(many) == {"caps"}  # three by whatever channel


def test_a_calendar_cap_begins_at_the_shop_s_midnight():
    caps = [{"channels": ["sms"], "most": 1, "calendar": "month"}]
    assert reasons(ann().touched("ann", "2026-02-28 23:59"), caps=caps) == set()
    assert reasons(ann().touched("ann", "2026-03-01 00:00"), caps=caps) == {"caps"}


def test_a_capped_channel_falls_back_and_says_so():
    plan = ann().touched("ann", "2026-03-01 12:00").plan(MORNING, settings(journeys=away(step={"channels": ["sms", "email"]})))
    assert plan.goes[["channel", "fell_back"]].to_numpy().tolist() == [["email", True]]


def test_the_reason_is_that_of_the_channel_that_came_furthest():
    told = away(step={"channels": ["email", "sms"]})
    shop = HandMade().with_rows("customers", {"customer_id": "ann", "phone": "13800000001"}).order("ann", "2026-02-01 12:00").agrees("ann", "email")
    assert reasons(shop, journeys=told) == {"consent"}  # e-mail is agreed but has no address; the number works but nobody agreed


def test_an_unknown_clock_blocks_and_the_settings_may_say_otherwise():
    mail = away(step={"channels": ["email"]})
    shop = ann(phone=None)
    assert reasons(shop, journeys=mail) == {"quiet"}
    assert reasons(shop, journeys=mail, unknown_zone="shop") == set()


def test_a_clock_that_may_be_in_many_places_waits_for_all():
    plan = ann(phone="+61412345678").plan(MORNING, settings(journeys=away(step={"at": "12:00"})))
    assert len(plan.goes) + len(plan.waits) == 1
    at = plan.table["send_from"].iloc[0]
    for zone in ("Australia/Perth", "Australia/Sydney", "Australia/Lord_Howe", "Indian/Cocos"):
        assert 9 <= pd.Timestamp(at, tz="UTC").tz_convert(zone).hour < 20


def test_days_without_marketing():
    assert reasons(ann(), blackout=[{"name": "x", "days": ["2026-03-03"]}]) == {"blackout"}
    assert reasons(ann(), blackout=[{"name": "x", "days": ["2026-03-04"]}]) == set()


def test_everything_can_be_stopped_and_old_data_stop_what_would_be_handed_over():
    told = settings(journeys=away())
    assert why(ann().plan(MORNING, told, stopped=True))["ann"] == {"stopped"}
    assert why(ann().plan(MORNING, told, stale=frozenset({"away"})))["ann"] == {"fresh"}
    assert why(ann().plan(MORNING, told, stale=frozenset({"away"}), rehearsal=True)) == {}


def test_a_channel_without_what_the_law_wants_is_closed():
    request = ann().request(MORNING, settings(journeys=away()))
    assert why(journeys.make(replace(request, ready=frozenset())))["ann"] == {"text"}


# --- one person, several messages ----------------------------------------------------------------------------

TWO = away() | {"care": journey(STEP | {"id": "c", "template": "u"}, enter=AWAY, since="2020-01-01", priority="birthday")}


def test_the_more_important_message_goes_and_the_other_names_it():
    plan = ann().plan(MORNING, settings(journeys=TWO))
    assert plan.goes["journey"].tolist() == ["care"]
    assert plan.blocked[["journey", "won_by"]].to_numpy().tolist() == [["away", "care"]]
    assert why(plan)["ann"] == {"priority"}


def test_a_message_of_an_earlier_plan_today_wins():
    shop = ann()
    shop = shop.sent(shop.plan(MORNING, settings(journeys={"care": TWO["care"]})))
    plan = shop.plan("2026-03-03 12:00", settings(journeys=TWO, caps=[{"channels": "any", "most": 9, "days": 1}]))
    assert plan.blocked.loc[plan.blocked["journey"] == "away", "won_by"].tolist() == ["care"]


def test_where_several_a_day_may_go_caps_hold_within_the_plan():
    caps = [{"channels": ["sms"], "most": 1, "days": 7}]
    plan = ann().plan(MORNING, settings(journeys=TWO, caps=caps, one_a_day=False))
    assert plan.goes["journey"].tolist() == ["care"]
    assert why(plan)["ann"] == {"caps"}


def test_a_text_that_cannot_be_written_gives_way_to_the_next_message():
    text = texts.checked("t", {"sms": "{{ name }}"}, "zh", "m"), texts.checked("u", {"sms": "{{ tier }}"}, "zh", "m")
    writer = journeys.Writer({"t": text[0], "u": text[1]}, "Shop", "Shop", {}, {})
    request = replace(ann().request(MORNING, settings(journeys=TWO)), standing=(writer.judge,))
    plan = journeys.make(request)
    assert plan.goes["journey"].tolist() == ["away"]
    assert plan.blocked["guard"].tolist() == [22]


@pytest.mark.parametrize(("subject", "goes"), [("Hello {{ name }}", ["email"]), ("For {{ tier }}", [])])
def test_an_e_mail_whose_subject_cannot_be_written_does_not_go(subject, goes):
    written = {"t": texts.checked("t", {"subject": subject, "text": "x", "sms": "x"}, "zh", "m")}
    request = ann().request(MORNING, settings(journeys=away(step={"channels": ["email"]})))
    plan = journeys.make(replace(request, standing=(journeys.Writer(written, "Shop", "Shop", {}, {}).judge,)))
    assert plan.goes["channel"].tolist() == goes
    assert set(plan.blocked["guard"]) == (set() if goes else {22})
    by_sms = replace(ann().request(MORNING, settings(journeys=away())), standing=(journeys.Writer(written, "Shop", "Shop", {}, {}).judge,))
    assert journeys.make(by_sms).goes["channel"].tolist() == ["sms"]  # an SMS has no subject


def test_points_are_written_without_what_stands_for_nothing():
    shop = ann().customer("bob").order("bob", "2026-02-01 12:00").customer("eve").order("eve", "2026-02-01 12:00")
    wide = pd.DataFrame({"customer_id": ["ann", "bob"], "points_expiring_next": [520.0, np.nan]})
    plan = shop.plan(MORNING, settings(journeys=away()), wide=wide)
    text = texts.checked("t", {"sms": "{{ points }}{% if points > 500 %} !{% endif %}"}, "en", "m")
    told = dict(
        zip(plan.goes["customer_id"], journeys.Writer({"t": text}, "S", "S", {}, {}).values(plan.request, plan.people, plan.goes), strict=True)
    )
    assert text.written("sms", told["ann"]) == "520 !"
    assert "points" not in {**told["bob"], **told["eve"]}


PERSONAL = {"purpose": "personalisation", "channel": "any"}
SPOKEN = "{{ name }}{% if goods %}, {{ goods }}{% endif %}"


@pytest.mark.parametrize(("text", "written"), [(SPOKEN, ["Ann, tea", "Bob", "Eve"]), ("{{ name }}, {{ goods }}", ["Ann, tea"])])
def test_goods_are_named_to_who_agreed_and_has_some_and_left_out_or_not_sent_else(text, written):
    """ann agreed and has tea next, bob agreed and has none, eve has tea and never agreed."""
    shop = ann().agrees("ann", **PERSONAL).customer("bob").agrees("bob", **PERSONAL).customer("eve")
    for who in ("bob", "eve"):
        shop = shop.order(who, "2026-02-01 12:00")
    told = {"t": texts.checked("t", {"sms": text}, "en", "m")}
    writer = journeys.Writer(told, "Shop", "Shop", {"ann": "tea", "eve": "tea"}, {})
    request = shop.request(MORNING, settings(journeys=away(step={"goods": "next_goods"})))
    plan = journeys.make(replace(request, standing=(writer.judge,)))
    goes = plan.goes.sort_values("customer_id")
    assert [told["t"].written("sms", values) for values in writer.values(plan.request, plan.people, goes)] == written
    assert {who: names for who, names in why(plan).items() if names != {"text"}} == {}
    # Guard 8 counts eve alone: bob has nothing that could be left out.
    assert writer.goods_left_out(plan.request, plan.people, plan.goes) == (1 if text == SPOKEN else 0)
    guards = summary.by_guard(plan, batches.proposed(plan, {}, 100), 1).set_index("name")
    assert guards.loc["personal", "changed"] == 1


@pytest.mark.parametrize(("change", "counted"), [({"goods": "next_goods"}, 1), ({"goods": "in_cart"}, 0), ({}, 0), ({"text": "x"}, 0)])
def test_guard_8_counts_only_messages_whose_text_would_have_named_goods(change, counted):
    told = {"t": texts.checked("t", {"sms": change.get("text", SPOKEN)}, "en", "m")}
    writer = journeys.Writer(told, "Shop", "Shop", {"ann": "tea"}, {})
    step = {"goods": "next_goods"} if "text" in change else change
    plan = journeys.make(replace(ann().request(MORNING, settings(journeys=away(step=step))), standing=(writer.judge,)))
    assert len(plan.goes) == 1
    assert writer.goods_left_out(plan.request, plan.people, plan.goes) == counted


@pytest.mark.parametrize("writable", [True, False])
def test_no_message_goes_unread_however_many_before_it_cannot_be_written(writable):
    names = [f"j{number}" for number in range(8)]
    told = {
        name: journey(STEP | {"id": name, "template": name}, enter=AWAY, since="2020-01-01", priority="win_back", exclusive_group=name)
        for name in names
    }
    written = {name: texts.checked(name, {"sms": "Hello" if writable and name == "j7" else "{{ tier }}"}, "zh", "m") for name in names}
    writer = journeys.Writer(written, "Shop", "Shop", {}, {})
    plan = journeys.make(replace(ann().request(MORNING, settings(journeys=told)), standing=(writer.judge,)))
    assert plan.goes["journey"].tolist() == (["j7"] if writable else [])
    assert set(plan.blocked["guard"]) == {22}


def test_one_address_of_two_customers_gets_one_text_once_a_day():
    shop = ann(phone="13800000001").customer("bob", phone="138 0000 0001").order("bob", "2026-02-01 12:00")
    plan = shop.plan(MORNING, settings(journeys=away()))
    assert len(plan.goes) == 1
    assert set(why(plan).values().__iter__().__next__()) == {"same_text"}


def test_a_group_takes_an_occasion_once():
    group = {"exclusive_group": "g", "since": "2020-01-01"}
    told = {
        "paid": journey(STEP | {"at": None}, enter={"trigger": "order_paid", "first": True}, **group),
        "done": journey(STEP | {"template": "u"}, enter={"trigger": "order_completed", "first": True}, **group),
    }
    shop = HandMade().customer("ann").order("ann", "2026-03-02 09:00", completed="2026-03-02 22:00")
    plan = shop.plan("2026-03-03 08:30", settings(journeys=told))
    assert plan.goes["journey"].tolist() == ["paid"]
    assert plan.blocked[["journey", "won_by", "guard"]].to_numpy().tolist() == [["done", "paid", 12]]


# --- lots ----------------------------------------------------------------------------------------------------


def crowd(n=200) -> HandMade:
    shop = HandMade()
    for number in range(n):
        shop = shop.with_rows("customers", {"customer_id": f"c{number}", "phone": f"1390000{number:04}"}).agrees(f"c{number}", "sms")
        shop = shop.order(f"c{number}", "2026-02-01 12:00")
    return shop


def test_controls_are_kept_back_noted_and_stay_what_they_are():
    shop, told = crowd(), settings(journeys=away(control=0.4, variants={"a": 0.5, "b": 0.5}, step={"template": {"a": "t", "b": "u"}}))
    plan = shop.plan(MORNING, told)
    held = set(plan.blocked["customer_id"])
    assert 50 < len(held) < 110
    assert set(plan.blocked["guard"]) == {16}
    noted = journeys.noted(plan).assignments.set_index("customer_id")
    assert len(noted) == 200
    assert set(noted.index[noted["arm"] == "control"]) == held
    other = settings(journeys=away(control=0.1, variants={"a": 0.01, "b": 0.99}, step={"template": {"a": "t", "b": "u"}}))
    again = shop.sent(plan).plan("2026-03-04 08:30", other)
    assert set(again.table.loc[again.table["bits"] & (1 << 16) != 0, "customer_id"]) == held
    assert (again.table.set_index("customer_id")["variant"] == noted["variant"].reindex(again.table["customer_id"])).all()


def test_the_hold_out_gets_no_marketing_and_all_service():
    parcels = {"parcel": journey(STEP | {"at": None, "on": "collected"}, purpose="service", enter={"trigger": "parcel_step"}, since="2020-01-01")}
    shop = crowd(40)
    for number in range(40):
        shop = shop.parcel(f"p{number}", f"c{number}", "2026-03-02 12:00").scan(f"p{number}", "2026-03-02 13:00", "collected")
    plan = shop.plan(MORNING, settings(journeys=away() | parcels, hold_out={"share": 0.5}))
    assert len(plan.goes[plan.goes["purpose"] == "service"]) == 40
    assert 8 < len(plan.goes[plan.goes["purpose"] == "marketing"]) < 32


# --- keys and names ------------------------------------------------------------------------------------------


def test_a_message_is_planned_once_whatever_changes():
    shop = ann()
    shop = shop.sent(shop.plan(MORNING, settings(journeys=away())))
    (key,) = shop.history.messages["message_key"]
    assert key == journeys.message_key("shop", "away", "since:2026-02-01", "s", "ann")
    changed = settings(journeys=away(step={"template": "other", "channels": ["email"]}), caps=[{"channels": "any", "most": 9, "days": 1}])
    assert "sent_before" in why(shop.plan("2026-03-04 08:30", changed))["ann"]


def test_fields_of_a_key_cannot_imitate_each_other():
    assert journeys.message_key("s", "a", "b,c", "d", "e") != journeys.message_key("s", "a", "b", "c,d", "e")


def test_a_renamed_step_is_refused_until_it_says_what_it_was():
    shop = ann()
    shop = shop.sent(shop.plan(MORNING, settings(journeys=away())))
    with pytest.raises(
        SettingsProblem, match="the step 's', which was sent before, is gone and 'hello' is new. If it was renamed write was: s at hello"
    ):
        shop.plan(MORNING, settings(journeys=away(step={"id": "hello"})))
    assert "sent_before" in why(shop.plan("2026-03-03 12:00", settings(journeys=away(step={"id": "hello", "was": "s"}))))["ann"]


def test_a_renamed_journey_is_refused_until_it_has_its_name_again_or_the_old_one_is_kept():
    shop = ann()
    shop = shop.sent(shop.plan(MORNING, settings(journeys=away())))
    renamed = {"back": away()["away"]}
    sentence = "'away', which was sent before, is gone and 'back' sends the same. If it was renamed call it away again; .* keep away with live: false"
    for told in (renamed, {"back": away(step={"id": "z"})["away"]}):
        with pytest.raises(SettingsProblem, match=sentence):
            shop.plan("2026-03-03 12:00", settings(journeys=told))
    both = settings(journeys=renamed | {"away": away()["away"] | {"live": False}})
    assert "back" in set(shop.plan("2026-03-03 12:00", both).table["journey"])
    # A journey that sends other texts is another one, and one that is known already took nobody's place.
    for step in ({"template": "z"}, {"id": "z", "template": "z"}):
        assert shop.plan("2026-03-03 12:00", settings(journeys={"back": away(step=step)["away"]}))
    known = replace(shop, started=shop.started | {"back": np.datetime64("2026-03-03T00:30:00", "s")})
    assert known.plan("2026-03-03 12:00", settings(journeys=renamed))


def test_a_rule_that_took_the_place_of_another_is_no_rename_unless_it_sends_its_text():
    """The step of every rule is called send."""

    def rule(name: str, text: str) -> dict:
        told = {"send": text, "channels": ["sms"]}
        return {"id": name, "when": "customer_id = 'ann'", "then": told, "since": "2020-01-01", "control": 0, "control_waived": "a test"}

    shop, wide = ann(), pd.DataFrame({"customer_id": ["ann"]})
    shop = shop.sent(shop.plan(MORNING, settings(journeys={}, rules=[rule("first", "t")]), wide=wide))
    assert shop.history.messages["step"].tolist() == ["send"]
    assert shop.plan("2026-03-04 08:30", settings(journeys={}, rules=[rule("second", "u")]), wide=wide).table["journey"].tolist() == ["second"]
    with pytest.raises(SettingsProblem, match="'first', which was sent before, is gone and 'second' sends the same"):
        shop.plan("2026-03-04 08:30", settings(journeys={}, rules=[rule("second", "t")]), wide=wide)


def test_a_journey_that_is_off_lets_nobody_go_on():
    follow = {"id": "f", "after_step": "s", "after": {"days": 3}, "at": "10:00", "channels": ["email"], "template": "u", "expires": {"days": 2}}
    told = {"away": journey(STEP, follow, enter=AWAY, since="2020-01-01")}
    shop = ann()
    shop = shop.sent(shop.plan(MORNING, settings(journeys=told)))
    off = {"away": told["away"] | {"live": False}}
    assert "live" in why(shop.plan("2026-03-06 08:30", settings(journeys=off)))["ann"]


# --- batches and offers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "needs"),
    [({}, ""), ({"ceiling": {"people": 199}}, "approval"), ({"ceiling": {"people": 200}}, ""), ({"priority": "broadcast"}, "approval")],
)
def test_a_batch_above_its_ceiling_and_a_broadcast_wait_for_approval(more, needs):
    told = {"away": away()["away"] | more}
    plan = crowd().plan(MORNING, settings(journeys=told))
    assert batches.proposed(plan, {"sms": 0.05}, 100)["needs"].tolist() == [needs]
    assert batches.proposed(plan, {"sms": 0.05}, 100)["message_cost"].tolist() == [pytest.approx(10)]


@pytest.mark.parametrize(("people", "needs"), [(200, ""), (199, "approval")])
def test_a_ceiling_is_a_day_s_however_many_plans_that_takes(people, needs):
    told = settings(journeys={"away": away()["away"] | {"ceiling": {"people": people}}})
    shop = crowd()
    few = HandMade({**shop.rows, "orders": shop.rows["orders"][:5]})
    first = few.sent(few.plan(MORNING, told))
    rest = HandMade({**shop.rows, "orders": shop.rows["orders"][5:]}, first.history, started=first.started)
    found = batches.proposed(rest.plan(MORNING, told), {"sms": 0.05}, 100)
    assert (found["messages"].tolist(), found["needs"].tolist()) == ([195], [needs])


def test_far_more_than_usual_and_more_than_the_budget_wait_for_approval():
    shop = crowd()
    few = HandMade({**shop.rows, "orders": shop.rows["orders"][:5]})
    before = few.sent(few.plan("2026-03-03 08:30", settings(journeys=away())))
    usual = journeys.History(before.history.entries, before.history.assignments, before.history.messages.assign(sent_at=utc("2026-03-01 10:00")))
    rest = HandMade({**shop.rows, "orders": shop.rows["orders"][5:]}, usual, started=before.started)
    assert batches.proposed(rest.plan(MORNING, settings(journeys=away())), {}, 100)["needs"].tolist() == ["anomaly"]
    dear = settings(journeys=away(), batch_budget=1)
    assert batches.proposed(crowd().plan(MORNING, dear), {"sms": 0.05}, 100)["needs"].tolist() == ["budget"]


def test_an_offer_below_its_margin_floor_does_not_go_and_one_above_its_budget_stops():
    offers = {"c": {"kind": "amount_off", "face_value": 20, "margin_floor": 0.05, "valid_days": 9}}
    told = settings(journeys=away(step={"offer": "c"}), offers=offers)
    cheap = journeys.Offers(0.24, usual_order=100)  # (80 − 76) / 80 = 5 %
    dear = journeys.Offers(0.24, usual_order=99)
    for judge, goes in ((cheap, 1), (dear, 0)):
        plan = journeys.make(replace(ann().request(MORNING, told), standing=(judge.judge,)))
        assert len(plan.goes) == goes
    tight = settings(journeys=away(step={"offer": "c"}), offers={"c": offers["c"] | {"budget": 65, "margin_floor": -0.5}})
    plan = journeys.make(replace(crowd(10).request(MORNING, tight), standing=(cheap.judge,), at_the_end=(cheap.within_budget,)))
    assert len(plan.goes) == 3
    assert set(plan.blocked["guard"]) == {24}


def test_a_budget_is_spent_once_by_what_goes_and_not_by_what_cannot_be_written():
    """Four customers; the care text cannot be written for those without a tier, whose turn then falls to the other journey: 20 each, 60 in all."""
    offers = {"c": {"kind": "amount_off", "face_value": 20, "margin_floor": -0.5, "valid_days": 9, "budget": 60}}
    told = {name: one | {"steps": [one["steps"][0] | {"offer": "c"}]} for name, one in TWO.items()}
    written = {"t": texts.checked("t", {"sms": "x"}, "zh", "m"), "u": texts.checked("u", {"sms": "{{ tier }}"}, "zh", "m")}
    writer, judge = journeys.Writer(written, "Shop", "Shop", {}, {}), journeys.Offers(0.9, usual_order=100)
    shop = crowd(4)
    tiers = pd.DataFrame({"customer_id": [f"c{number}" for number in range(4)], "tier_name": [None, None, "gold", "gold"]})
    request = replace(shop.request(MORNING, settings(journeys=told, offers=offers), wide=tiers), standing=(writer.judge, judge.judge))
    plan = journeys.make(replace(request, at_the_end=(judge.within_budget,)))
    assert plan.goes[["customer_id", "journey"]].to_numpy().tolist() == [["c2", "care"], ["c3", "care"], ["c0", "away"]]
    over = plan.blocked[plan.blocked["guard"] == 24]
    assert over[["customer_id", "journey"]].to_numpy().tolist() == [["c1", "away"]]


def of_offers(offers: dict, **of_journeys) -> JourneysSettings:
    """Journeys on one occasion, the most important first, each with its offer."""
    told = {}
    for (name, offer), priority in zip(of_journeys.items(), ("birthday", "cart", "win_back"), strict=False):
        told[name] = journey(STEP | {"offer": offer, "template": name}, enter=AWAY, since="2020-01-01", priority=priority)
    return settings(journeys=told, offers={name: {"valid_days": 9, "margin_floor": -0.9} | one for name, one in offers.items()})


def planned_within(shop: HandMade, told: JourneysSettings, **more) -> journeys.Plan:
    judge = journeys.Offers(0.9, usual_order=100)
    return journeys.make(replace(shop.request(MORNING, told, **more), standing=(judge.judge,), at_the_end=(judge.within_budget,)))


def test_where_a_budget_is_spent_the_next_message_of_a_customer_goes():
    """One coupon of 20 for three customers: the other two get the message without one, and nobody loses to what never goes."""
    plan = planned_within(crowd(3), of_offers({"c": {"kind": "amount_off", "face_value": 20, "budget": 20}}, care="c", plain=""))
    assert plan.goes[["customer_id", "journey"]].to_numpy().tolist() == [["c0", "care"], ["c1", "plain"], ["c2", "plain"]]
    blocked = plan.blocked[["customer_id", "journey", "guard", "won_by"]].sort_values(["customer_id", "journey"]).to_numpy().tolist()
    assert blocked == [["c0", "plain", 17, "care"], ["c1", "care", 24, ""], ["c2", "care", 24, ""]]


@pytest.mark.parametrize("seed", range(12))
def test_budgets_are_spent_in_the_order_of_importance_and_no_further(seed):
    chance = random.Random(seed)
    worth = {"c": 20, "d": 30}
    budget = {name: chance.choice([0, 25, 60, 90]) for name in worth}
    given = {name: chance.choice(["c", "d", ""]) for name in ("one", "two", "three")}
    offers = {name: {"kind": "amount_off", "face_value": worth[name], "budget": budget[name]} for name in worth}
    plan = planned_within(crowd(6), of_offers(offers, **given))
    spent, expected = dict.fromkeys(worth, 0), {}
    for name, offer in given.items():
        for who in (f"c{number}" for number in range(6)):
            if who not in expected and (not offer or spent[offer] + worth[offer] <= budget[offer]):
                expected[who] = name
                spent |= {offer: spent[offer] + worth[offer]} if offer else {}
    assert dict(zip(plan.goes["customer_id"], plan.goes["journey"], strict=True)) == expected
    lost = plan.blocked[plan.blocked["won_by"] != ""]
    assert [expected[who] for who in lost["customer_id"]] == lost["won_by"].tolist()


def test_what_is_over_the_budget_spends_none_of_it():
    """A tenth off orders of 100, 500 and 300 is 10, 50 and 30; of a budget of 45 the second asks too much, the third fits."""
    wide = pd.DataFrame({"customer_id": ["c0", "c1", "c2"], "aov": [100.0, 500.0, 300.0]})
    told = of_offers({"c": {"kind": "percentage_off", "percentage": 0.1, "budget": 45}}, care="c")
    plan = planned_within(crowd(3), told, wide=wide)
    assert plan.goes["customer_id"].tolist() == ["c0", "c2"]
    # Guard, batch and money table take an order for the same: the customer's own, and the usual one where she has none.
    assert batches.proposed(plan, {}, 100)["offer_value"].tolist() == [pytest.approx(40)]
    assert offer_costs.given_out(plan, 100, {"percentage_off": 0.5})[["at_most", "expected"]].to_numpy().tolist() == [[40, 20]]
    unknown = planned_within(crowd(3), told)
    assert batches.proposed(unknown, {}, 100)["offer_value"].tolist() == [pytest.approx(30)]


def test_a_reminder_names_the_offer_and_the_last_day_of_the_message_it_reminds_of():
    offers = {name: {"kind": "amount_off", "face_value": value, "valid_days": 30} for name, value in (("c", 20), ("d", 30))}
    remind = {"id": "r", "after": {"days": 5}, "at": "10:00", "channels": ["sms"], "template": "u", "reminds_of": "s", "expires": {"days": 2}}
    text = {"u": texts.checked("u", {"sms": "{{ offer }} {{ offer_until }}"}, "en", "m"), "t": texts.checked("t", {"sms": "x"}, "en", "m")}
    writer = journeys.Writer(text, "Shop", "Shop", {}, {})
    told = {"away": journey(STEP | {"offer": "c"}, remind, enter=AWAY, since="2020-01-01")}
    caps = [{"channels": "any", "most": 9, "days": 1}]
    shop = ann()
    shop = shop.sent(shop.plan(MORNING, settings(journeys=told, offers=offers, caps=caps)))
    assert str(shop.history.messages["offer_until"].iloc[0])[:10] == "2026-04-02"
    # The step gives another coupon by now; what she holds is the first one.
    told["away"]["steps"][0] = STEP | {"offer": "d"}
    plan = journeys.make(replace(shop.request("2026-03-08 08:30", settings(journeys=told, offers=offers, caps=caps)), standing=(writer.judge,)))
    (values,) = writer.values(plan.request, plan.people, plan.goes)
    assert text["u"].written("sms", values) == "20 off 2026-04-02"


# --- all of them beside plain Python -------------------------------------------------------------------------


def by_hand(shop: HandMade, who: str, now) -> set[str]:
    """The guards that block a customer's SMS of the journey `away`, read off the rows one by one."""
    (row,) = [row for row in shop.rows["customers"] if row["customer_id"] == who]
    words = [r for r in shop.rows["consents"] if r["customer_id"] == who and r["channel"] in ("sms", "any") and r["purpose"] == "marketing"]
    last = max(words, key=lambda r: (r["changed_at"], not r["given"], bool(r["source"])), default=None)
    # Where nobody knows the clock its day is counted in UTC; the message does not go anyway.
    now = now if row.get("time_zone") or (row["phone"] is not None and "*" not in row["phone"]) else utc("2026-03-03 18:00")
    found = set()
    number = row["phone"] is not None and "*" not in row["phone"]
    no, yes = last is not None and not last["given"], last is not None and last["given"] and bool(last["source"])
    sent = [r for r in shop.rows.get("touches", []) if r["customer_id"] == who and r["status"] != "not_sent"]
    lately = [r for r in sent if (now - r["touched_at"]).total_seconds() < 7 * 86_400]
    capped = any(r["channel"] == "sms" for r in lately)
    found |= {name for name, blocks in (("address", not number), ("refused", no), ("consent", not yes), ("caps", capped)) if blocks}
    if len(lately) >= 3:
        found.add("caps")
    if row.get("birthday") and date(row["birthday"].year + 14, row["birthday"].month, row["birthday"].day) > now.date():
        found.add("person")
    if any(t["customer_id"] == who and (t.get("resolved_at") is None or t["kind"] == "complaint") for t in shop.rows.get("tickets", [])):
        found.add("left")
    if not number and not row.get("time_zone"):
        found.add("quiet")
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_the_bits_equal_those_read_off_row_by_row(seed):
    chance, shop = random.Random(seed), HandMade()
    for number in range(150):
        who = f"c{number}"
        told = {"customer_id": who, "phone": chance.choice([f"1390000{number:04}"] * 4 + ["139****0001", None])}
        told |= {"time_zone": chance.choice([None, "Asia/Shanghai"]), "birthday": chance.choice([None, date(1990, 5, 5), date(2015, 5, 5)])}
        shop = shop.with_rows("customers", told).order(who, "2026-02-01 12:00")
        for _ in range(chance.randrange(4)):
            shop = shop.agrees(who, chance.choice(["sms", "sms", "any", "email"]), chance.random() < 0.7, f"2025-0{chance.randrange(1, 4)}-01 12:00",
                               source=chance.choice(["a form", "a form", None]))  # fmt: skip
        for _ in range(chance.choice([0, 0, 1, 3])):
            at = f"2026-02-{chance.randrange(20, 29)} 12:00"
            shop = shop.touched(who, at, chance.choice(["sms", "email", None]), chance.choice(["delivered", "failed", "not_sent"]))
        if chance.random() < 0.2:
            shop = shop.ticket(who, "2026-03-01 12:00", chance.choice(["question", "complaint"]), resolved=chance.choice(["", "2026-03-02 12:00"]))
    plan = shop.plan(
        MORNING, settings(journeys=away(), caps=[{"channels": ["sms"], "most": 1, "days": 7}, {"channels": "any", "most": 3, "days": 7}])
    )
    assert len(plan.table) == 150
    names = {guard.bit: guard.name for guard in journeys.GUARDS}
    told = {row.customer_id: {name for bit, name in names.items() if row.bits & bit} - {"same_text"} for row in plan.table.itertuples()}
    at = utc("2026-03-03 10:00")
    expected = {who: by_hand(shop, who, at) for who in told}
    assert {who: (told[who], expected[who]) for who in told if told[who] != expected[who]} == {}
    assert np.mean([not reasons_ for reasons_ in told.values()]) > 0.05
