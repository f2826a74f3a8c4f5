"""journeys.yaml as people write it: what cannot hold is refused in one sentence that says what to write instead."""

import pytest
import yaml

from retention.settings import JourneysSettings, SettingsProblem
from retention.settings.journeys import JourneysSettings as Model

OFFERS = {"x": {"kind": "amount_off", "face_value": 20, "valid_days": 30}, "big": {"kind": "amount_off", "face_value": 80}}
T1 = {"id": "t1", "after": {"days": 1}, "at": "10:00", "channels": ["sms", "email"], "template": "hello", "offer": "x"}
T30 = {"id": "t30", "after": {"days": 30}, "at": "10:00", "channels": ["sms"], "template": "ends", "reminds_of": "t1", "expires": {"days": 2}}
FIRST = {"trigger": "order_paid", "first": True}


def journey(*steps, **more):
    return {"purpose": "marketing", "priority": "first_order", "enter": FIRST, "steps": list(steps or [T1])} | more


def read(**settings):
    return JourneysSettings.parse({"offers": OFFERS} | settings, "journeys.yaml")


def refused(**settings):
    with pytest.raises(SettingsProblem) as problem:
        read(**settings)
    return str(problem.value)


def one(*steps, **more):
    return {"journeys": {"a": journey(*steps, **more)}}


REFUSALS = {
    "a 30-day coupon and a reminder at T+30": (
        one(T1, T30),
        "a.t30: it may go 31 days after t1, but x lives 30 days; write valid_days: 32 or more, or remind earlier",
    ),
    "no offer to remind of": (one({**T1, "offer": ""}, T30), "t1 issues no offer, so there is nothing to remind of"),
    "a step of another journey": (
        one(T1, {**T30, "after_step": "t7"}),
        "after_step 't7' is unknown (it should be an earlier step of the same journey); there are t1",
    ),
    "a later step": (one({**T1, "unless_sent": "t30"}, T30), "unless_sent 't30' is unknown"),
    "an unknown offer": (one({**T1, "offer": "bigg"}), "offer 'bigg' is unknown; did you mean 'big'?"),
    "an unknown channel": (
        one({**T1, "channels": ["mail"]}),
        "channels.0: Input should be 'sms', 'email', 'wecom', 'push', 'phone' or 'official_account', not 'mail'",
    ),
    "marketing by official account": (
        one({**T1, "channels": ["official_account"]}),
        "WeChat forbids marketing in messages of an official account; use wecom",
    ),
    "no control group and no reason": (
        one(control=0),
        "a: control is 0, so nobody will know whether it helps; write a share, auto, or the reason as control_waived:",
    ),
    "a control group of all": (one(control=0.9), "a control group is a share from 0 to 0.5, or auto"),
    "variants that do not add up": (
        one({**T1, "template": {"a": "hello", "b": "hi"}}, variants={"a": 0.5, "b": 0.4}),
        "the shares of variants add up to 0.9, not 1",
    ),
    "texts of other variants": (
        one({**T1, "template": {"a": "hello", "c": "hi"}}, variants={"a": 0.5, "b": 0.5}),
        "template names a, c; the journey's variants are a, b",
    ),
    "a time in the quiet hours": (one({**T1, "at": "20:30"}), "at 20:30 lies in the quiet hours; choose a time from 09:00 to before 20:00"),
    "no time": (one({**T1, "at": "25:00"}), "String should match pattern"),
    "a large offer in a service message": (
        one({**T1, "offer": "big"}, purpose="service", priority="service"),
        "a service message may apologise with up to 30",
    ),
    "a trigger with what it does not take": (one(enter={"trigger": "order_paid", "days": 3}), "order_paid takes first, not days"),
    "a date without its field": (one(enter={"trigger": "date_each_year"}), "date_each_year needs field: birthday or joined_on or first_ordered_on"),
    "a cap of nothing": (
        {"caps": [{"channels": "any", "most": 0, "days": 7}]},
        "most: 0 would let nothing through; take the channel out of the steps",
    ),
    "a cap over no time": ({"caps": [{"channels": "any", "most": 1}]}, "a cap needs either days or calendar"),
    "quiet hours outside the wall": ({"quiet_hours": {"from": "22:00"}}, "should lie within those for service"),
    "a step twice": (one(T1, T1), "the step 't1' stands twice"),
    "two steps by one name": (
        one(T1, {**T1, "id": "b", "was": "t1"}),
        "a: the steps t1 and b both go by the name 't1' (id or was), so one would count as sent with the other; rename one",
    ),
    "a step that expires at once": (one({**T1, "expires": {"days": 0}}), "a step that expires at once is never sent"),
    "a reminder by a channel its step never takes": (
        one({**T1, "channels": ["email"]}, {**T30, "after": {"days": 9}, "only_if_sent_by": "sms"}),
        "t1 never goes by sms, so this step would never be sent",
    ),
    "entrances without names": (one(enter=[FIRST, {"trigger": "order_completed"}]), "of several entrances each needs an id of its own"),
    "an unknown entrance": (one({**T1, "entered_by": ["silent"]}), "entered_by 'silent' is unknown"),
    "a rule that does nothing": ({"rules": [{"id": "r", "when": "orders > 1", "then": {}}]}, "then needs send, issue, tag or set_tier"),
    "a rule called like a journey": (one() | {"rules": [{"id": "a", "when": "orders > 1", "then": {"tag": "x"}}]}, "the name 'a' is taken twice"),
    "a misspelt key": (one(purpos="service"), "unknown setting 'journeys.a.purpos'; did you mean 'purpose'?"),
    "unsubscribing by mail": ({"unsubscribe": "mailto:no@shop.example"}, "unsubscribe: String should match pattern"),
    "an offer of nothing": ({"offers": {"x": {"kind": "percentage_off"}}}, "percentage_off needs percentage, .1 for 9折"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_cannot_hold_is_refused_in_one_sentence(case):
    settings, sentence = REFUSALS[case]
    said = refused(**settings)
    assert sentence in said
    assert said.startswith("journeys.yaml: ")
    assert "\n" not in said
    assert len(said) < 340


def test_two_live_journeys_of_one_group_on_one_occasion_are_refused_and_one_of_them_may_wait():
    two = {"a": journey(exclusive_group="first"), "b": journey(exclusive_group="first")}
    assert "journeys.b: a is live on the same occasion (order_paid) in the group first" in refused(journeys=two)
    assert read(journeys={**two, "b": journey(exclusive_group="first", live=False)}).journeys["b"].live is False


def test_a_coupon_that_outlives_its_reminder_is_taken():
    assert read(offers={"x": {**OFFERS["x"], "valid_days": 32}}, **one(T1, T30))


def test_a_reminder_counts_from_the_step_it_follows():
    late = {**T30, "after_step": "t1", "after": {"days": 28}, "expires": {"days": 1}}
    assert read(**one(T1, late))
    assert "it may go 30 days after t1" in refused(**one(T1, {**late, "after": {"days": 29}}))


def test_one_entrance_may_stand_without_a_list():
    assert len(read(**one()).journeys["a"].enter) == 1


def test_a_rule_that_sends_is_a_journey_with_guards_of_its_own():
    told = read(rules=[{"id": "r", "when": "net_paid > 5000", "then": {"send": "hello", "channels": ["sms"], "issue": "x", "tag": "vip"}}])
    made = told.all_journeys["r"]
    assert (made.enter[0].trigger, made.enter[0].where, made.steps[0].offer, made.tag) == ("rule", "net_paid > 5000", "x", "vip")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_journeys_that_come_with_the_package(language):
    settings = Model.default(language)
    assert {"first_order", "win_back", "birthday", "cart", "late_parcel", "detractor", "vip_care"} <= set(settings.journeys)
    assert settings.hold_out.share == 0.05
    assert [entrance.trigger for entrance in settings.journeys["win_back"].enter] == ["days_without_anything", "days_without_order"]


def test_both_languages_have_the_same_journeys():
    def plain(language):
        told = Model.default(language).model_dump(mode="json", exclude={"rules"})
        for one_ in told["journeys"].values():
            one_.pop("tag")
        return yaml.safe_dump(told)

    assert plain("en") == plain("zh")
