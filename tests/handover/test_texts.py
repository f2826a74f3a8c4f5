"""Texts as a gateway registers them, and tokens of unsubscribe links."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.handover import key_of, registered_text, token
from retention.handover.registered import WAYS_OUT, arrives_as, filled
from retention.journeys import texts
from retention.settings import SettingsProblem
from tests.handover.hand_made import FORM, key

SECRET, OTHER = b"s" * 32, b"o" * 32


@pytest.mark.parametrize(
    ("source", "form"),
    [
        ("{{ name }}，礼遇{{ offer_until }}前可用\n", "${name}，礼遇${offer_until}前可用"),
        ("hello", "hello"),
        ("{{ name }}, {# a remark #}good day", "${name}, good day"),
        ("  {{- name -}}  , good day", "${name}, good day"),
    ],
)
def test_a_text_of_words_and_values_can_be_registered(source, form):
    assert registered_text(source) == form


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("{{ name }}，{% if goods %}x{% endif %}", "words and values only; `if` cannot be registered"),
        ("{{ goods|short(16) }}到了", "words and values only; a filter (`|`) cannot be registered"),
        ("{{ 'x' }}到了", "words and values only; const cannot be registered"),
        ("{{ name.upper() }}到了", "words and values only; call cannot be registered"),
        ("{{ name }}，{{ name }}你好", "names each value once, and this one names name 2 times"),
        ("你好{{ name }}{{ offer }}", "name and offer are side by side"),
        ("你好{{ name }} {{ offer }}", "name and offer are side by side"),
        ("{{ name }}", "a registered text has words of its own, and this one has values only"),
        ("  ", "a registered text has words of its own, and this one is empty"),
        ("costs ${x}", "may not hold ${"),
        ("{{ name", "cannot be read as a text"),
    ],
)
def test_what_cannot_be_registered_is_told_in_a_sentence(source, sentence):
    with pytest.raises(SettingsProblem) as problem:
        registered_text(source)
    assert sentence in str(problem.value)
    assert "\n" not in str(problem.value)


def test_of_the_packaged_texts_those_with_conditions_cannot_be_registered():
    found = texts.read("zh")
    assert registered_text(found["miss_you_sms"].parts["sms"]) == "${name}，老朋友，我们想你了。一份专属礼遇已放入你的账户，${offer_until}前可用"
    with pytest.raises(SettingsProblem):
        registered_text(found["matching"].parts["sms"])


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("marketing", [True, False])
@pytest.mark.parametrize("name", ["王小雨", "e\u0301", "a${offer_until}b", "退订拒收请回复R"])
def test_an_sms_as_it_is_previewed_is_what_the_gateway_makes_of_form_and_values(language, marketing, name):
    """The journeys' own way of writing an SMS, and the gateway's, say the same."""
    source = "你好 {{ name }}，{{ offer_until }}前可用 "
    values = {"name": name, "offer_until": "2026-12-15"}
    whole = texts.sms(texts.checked("t", {"sms": source}, "zh", "m").written("sms", values), "HerStyle", language, marketing)
    form = registered_text(source)
    assert arrives_as(whole, form, values, "HerStyle")
    assert not arrives_as(whole, form, values, "Her")
    assert not arrives_as(whole + "!", form, values, "HerStyle")
    assert not arrives_as(whole, form.replace("可用", "可领"), values, "HerStyle")


def test_a_text_that_ends_with_the_way_out_has_it_once():
    values = {"name": "Ann"}
    assert arrives_as("【S】Ann你好，拒收请回复R", "${name}你好，拒收请回复R", values, "S")
    assert not arrives_as("【S】Ann你好，拒收请回复R，拒收请回复R", "${name}你好，拒收请回复R", values, "S")


def test_both_rooms_name_the_same_ways_out():
    assert tuple(way.strip("， ") for way in WAYS_OUT) == (texts.WAY_OUT["zh"], texts.WAY_OUT["en"])


def test_a_value_is_put_in_as_it_is():
    assert filled(FORM, {"name": "${offer_until}", "offer_until": r"\1"}) == r"${offer_until}，礼遇已放入账户，\1前可用"


# --- tokens ------------------------------------------------------------------------------------------------------


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=1))
def test_a_token_tells_its_message_to_the_shop_that_made_it(raw, secret):
    made = token(secret, raw.hex())
    assert len(made) == 43
    assert set(made) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert key_of(secret, made) == raw.hex()
    assert key_of(secret + b"x", made) is None


@given(st.text(), st.sampled_from(["", "=", "A" * 42, "A" * 43, "A" * 44, "é" * 43]))
def test_whatever_else_is_written_is_no_token(text, other):
    assert key_of(SECRET, text) is None
    assert key_of(SECRET, other) is None


def test_a_changed_sign_makes_a_token_nobodys():
    made = token(SECRET, key(7))
    for place, sign in enumerate(made):
        for other in ("A", "B", "_", "-", "=", " ", "\n"):
            if other != sign:
                assert key_of(SECRET, made[:place] + other + made[place + 1 :]) is None
    assert key_of(SECRET, made + "=") is None
    assert key_of(SECRET, made + "\n") is None
    # Of another message the hash of this one is worth nothing.
    whole = base64.urlsafe_b64decode(made + "=")
    assert key_of(SECRET, base64.urlsafe_b64encode(bytes(16) + whole[16:]).decode().rstrip("=")) is None


def test_all_ways_to_write_the_last_sign_but_one_are_refused():
    made = token(SECRET, key(7))
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    assert [key_of(SECRET, made[:-1] + sign) for sign in alphabet].count(key(7)) == 1


def test_a_token_is_made_for_a_key_only():
    with pytest.raises(ValueError, match="32 hexadecimal signs"):
        token(SECRET, "abcd")
