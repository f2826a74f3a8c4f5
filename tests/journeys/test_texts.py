"""Texts: what may stand in them, how they look, what they cost; attacks are refused in one sentence when they are read, not when they are sent."""

import re

import pytest

from retention.journeys import Wording, columns_of_rules, findings, ready, refuse, texts
from retention.journeys.texts import PART_OF
from retention.journeys.writing import in_short
from retention.settings import JourneysSettings, Offer, SettingsProblem


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{{ ''.__class__.__mro__ }}", "may not stand in a text"),
        ("{{ name.upper() }}", "may not stand in a text"),
        ("{{ 'a' * 10**9 }}", "may not stand in a text"),
        ("{{ [1, 2][0] }}", "may not stand in a text"),
        ("{% for x in name %}{{ x }}{% endfor %}", "for may not stand in a text"),
        ("{% include 'secrets' %}", "include may not stand in a text"),
        ("{% set name = 'x' %}", "assign may not stand in a text"),
        ("{% macro m() %}{% endmacro %}", "macro may not stand in a text"),
        ("{{ nam }}", "no value is called 'nam'; did you mean 'name'?"),
        ("{{ phone }}", "no value is called 'phone'"),
        ("{{ name|attr('x') }}", "no filter is called 'attr'"),
        ("{{ name", "cannot be read as a text"),
        ("{% if name %}", "cannot be read as a text"),
        ("{% if tier > 3 %}x{% endif %}", "a text cannot be compared with a number"),
        ("{% if points > '100' %}x{% endif %}", "a number cannot be compared with a text"),
        ("{% if 1 < points < name %}x{% endif %}", "a number cannot be compared with a text"),
        ("{% if points|money > 100 %}x{% endif %}", "a text cannot be compared with a number"),
        ("{% if (name and tier) > 3 %}x{% endif %}", "a text cannot be compared with a number"),
        ("{% if points == none %}x{% endif %}", "a number cannot be compared with nothing"),
        ("{% if points in 500 %}x{% endif %}", "`in` looks for a text in a text"),
        ("{{ name|money }}", "money takes a number, and name is a text"),
        ("{{ points|upper }}", "upper takes a text, and points is a number"),
        ("{{ name|short('x') }}", "short takes how many signs may stand, e.g. short(12)"),
        ("{{ name|short(*points) }}", "short takes how many signs may stand, e.g. short(12)"),
        ("{{ name|upper(2) }}", "upper takes nothing in brackets"),
    ],
)
def test_what_may_not_stand_in_a_text(text, sentence):
    with pytest.raises(SettingsProblem) as problem:
        texts.checked("t", {"sms": text}, "zh", "messages.yaml")
    assert sentence in str(problem.value)
    assert str(problem.value).startswith("messages.yaml: t.sms: ")
    assert "\n" not in str(problem.value)


def test_a_part_that_is_none():
    with pytest.raises(SettingsProblem, match="no part is called 'smss'"):
        texts.checked("t", {"smss": "x"}, "zh", "messages.yaml")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{% if points > 100 %}many{% endif %}", "many"),
        ("{% if 100 < points < 500 %}some{% elif points >= 500 %}many{% endif %}", "many"),
        ("{% if points == 520 and not tier == 'x' %}{{ points|money }}{% endif %}", "520"),
        ("{% if offer_until >= '2026-01-01' %}late{% endif %}", "late"),
        ("{% if 'x' in name %}x{% else %}{{ points|short(2) }}{% endif %}", "5…"),
    ],
)
def test_a_text_that_compares_is_shown_for_somebody_made_up(language, text, shown):
    told = texts.checked("t", {"sms": text}, language, "messages.yaml")
    assert told.written("sms", told.of_somebody) == shown


def test_something_is_said_only_if_the_value_is_there_and_a_comparison_needs_it():
    text = texts.checked(
        "t", {"sms": "{% if tier %}{{ tier }}: {% endif %}{{ name or shop }}", "push": "{% if points > 100 %}x{% endif %}"}, "en", "m"
    )
    assert text.written("sms", {"shop": "Shop"}) == "Shop"
    assert text.written("sms", {"shop": "Shop", "tier": "gold", "name": "Ann"}) == "gold: Ann"
    with pytest.raises(KeyError, match="points"):
        text.written("push", {})


def test_a_missing_value_is_named_and_goods_may_be_missing():
    text = texts.checked("t", {"sms": "{{ name }}{% if goods %}, {{ goods|short(6) }}{% endif %}"}, "en", "m")
    assert text.written("sms", {"name": "Ann", "goods": ""}) == "Ann"
    assert text.written("sms", {"name": "Ann", "goods": "linen dress"}) == "Ann, linen…"
    with pytest.raises(KeyError, match="name"):
        text.written("sms", {"goods": ""})


@pytest.mark.parametrize(
    ("text", "parts"),
    [("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1), ("€" * 81, 2), ("好" * 70, 1), ("好" * 71, 2), ("好" * 134, 2),
     ("好" * 135, 3), ("好" * 160, 3), ("好" * 300, 5), ("😀" * 35, 1), ("😀" * 36, 2), ("", 1)],
)  # fmt: skip
def test_what_an_sms_is_paid_as(text, parts):
    assert texts.segments(text) == parts


def test_an_sms_has_the_signature_in_front_and_the_way_out_behind_where_it_is_marketing():
    assert texts.sms("你好", "HerStyle", "zh", True) == "【HerStyle】你好，拒收请回复R"
    assert texts.sms("你好", "HerStyle", "zh", False) == "【HerStyle】你好"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{{ (points or 0)|money }}", ""),
        ("{% if (tier or 'none') == 'gold' %}x{% endif %}", ""),
        ("{% if (points and points > 3) == 4 %}x{% endif %}", "a condition cannot be compared with a number"),
        ("{{ (tier or 'none')|money }}", "money takes a number, and this is a text"),
        ("{{ (points or tier)|money }}", "money takes a number, and this is a condition"),
    ],
)
def test_either_of_two_values_is_of_their_kind(text, problem):
    if not problem:
        assert texts.checked("t", {"sms": text}, "en", "m")
        return
    with pytest.raises(SettingsProblem, match=problem):
        texts.checked("t", {"sms": text}, "en", "m")


def test_an_e_mail_says_that_it_is_advertising():
    text = texts.checked("t", {"subject": "Hi {{ name }}", "text": "x"}, "en", "m")
    assert texts.subject(text, {"name": "Ann"}, marketing=True) == "AD: Hi Ann"
    assert texts.subject(text, {"name": "Ann"}, marketing=False) == "Hi Ann"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_texts_that_come_with_the_package_fit_the_journeys(language):
    settings, own = JourneysSettings.default(language), texts.read(language)
    refuse(settings, Wording(own), columns_of_rules({}))
    told = findings(settings, Wording(own), "HerStyle")
    assert {one.what for one in told} <= {"no-unsubscribe", "several-sms"}
    assert "email" not in ready(settings, "HerStyle")


OFFERS = {
    "share": ({"kind": "percentage_off", "percentage": 0.125}, "12.5% off", "8.75折"),
    "small": ({"kind": "amount_off", "face_value": 9.5}, "9.5 off", "9.5元"),
    "large": ({"kind": "amount_off", "face_value": 1_500_000}, "1,500,000 off", "1500000元"),
    "from": ({"kind": "threshold_off", "face_value": 30, "threshold": 199}, "30 off 199 and more", "满199减30"),
    "gift": ({"kind": "gift", "face_value": 15}, "a gift", "赠品"),
}


@pytest.mark.parametrize("kind", OFFERS)
def test_each_offer_is_said_once_in_every_text_that_names_one(kind):
    settings, english, chinese = OFFERS[kind]
    for language, said in (("en", english), ("zh", chinese)):
        for text in texts.read(language).values():
            values = text.of_somebody | {"offer": in_short(Offer.model_validate(settings), language)}
            for channel, part in PART_OF.items():
                if "{{ offer }}" in text.parts.get(part, ""):
                    written = text.written(channel, values)
                    assert said in written
                    assert not re.search(r"off:| off[^.]*\boff\b|e\+", written)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_may_lose_a_tier_is_not_told_that_little_is_missing(language):
    falling = texts.read(language)["tier_falling"]
    assert not any(word in part for part in falling.parts.values() for word in ("little", "一点"))


def test_words_that_gateways_send_back_are_found_with_the_way_out(tmp_path):
    own = texts.read("zh") | {"thanks": texts.checked("thanks", {"subject": "x", "text": "x", "sms": "送你一张优惠券"}, "zh", "m")}
    (found,) = [one for one in findings(JourneysSettings.default("zh"), Wording(own), "HerStyle") if one.what == "refused-word"]
    assert (found.text, found.told, found.better) == ("thanks", "tencent: 优惠券", "专属礼遇")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"template": "thankss"}, "there is no text 'thankss'; did you mean 'thanks'?"),
        ({"channels": ["push"]}, "has no part 'push', so it cannot go by push"),
        ({"offer": ""}, "speaks of an offer, and the step has none"),
        ({"template": "goods", "goods": ""}, "names goods, and the step has none; write goods: next_goods"),
    ],
)
def test_a_step_and_its_text_that_do_not_fit_are_refused(change, sentence):
    told = JourneysSettings.default("zh").model_dump(by_alias=True, exclude_unset=True)
    told["journeys"]["first_order"]["steps"] = [told["journeys"]["first_order"]["steps"][0] | change]
    own = {"goods": texts.checked("goods", {"subject": "x", "text": "{% if goods %}x{% endif %}", "sms": "{{ goods }}"}, "zh", "m")}
    with pytest.raises(SettingsProblem, match=sentence.replace("?", r"\?")):
        refuse(JourneysSettings.parse(told, "journeys.yaml"), Wording(texts.read("zh") | own), columns_of_rules({}))
