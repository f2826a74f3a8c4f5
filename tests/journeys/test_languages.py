"""Two languages: who is written to in which, what is said of it, and files that nobody would read."""

from dataclasses import replace

import pytest

from retention import journeys
from retention.journeys import Wording, columns_of_rules, languages, previews, texts
from retention.pages.automation import sentences
from retention.pages.kit.words import Words
from retention.settings import JourneysSettings, SettingsProblem, shop_settings
from retention.settings.folder import not_read
from tests.journeys.hand_made import HandMade, journey, settings

STEP = {"id": "s", "at": "10:00", "channels": ["sms"], "template": "t", "offer": "c", "expires": {"days": 2}}
TOLD = settings(
    journeys={"away": journey(STEP, enter={"trigger": "days_without_order", "days": 30}, since="2020-01-01")},
    offers={"c": {"kind": "percentage_off", "percentage": 0.1}},
)
CHINESE = {"t": texts.checked("t", {"sms": "{{ name }}，{{ offer }}"}, "zh", "messages.yaml")}
ENGLISH = {"en": {"t": texts.checked("t", {"sms": "{{ name }}, {{ offer }}"}, "en", "messages.en.yaml")}}


def planned(others, ann="zh", mary="en-GB"):
    shop = HandMade().customer("ann", language=ann).order("ann", "2026-02-01 12:00")
    shop = shop.customer("mary", language=mary).order("mary", "2026-02-01 12:00")
    writer = journeys.Writer(CHINESE, "Shop", "Shop", {}, {}, others)
    plan = journeys.make(replace(shop.request("2026-03-03 08:30", TOLD), standing=(writer.judge,)))
    goes = plan.goes.sort_values("customer_id")
    told = writer.values(plan.request, plan.people, goes)
    written = [
        writer.text(row.template, row.channel, plan.people.languages[row.person]).written(row.channel, values)
        for row, values in zip(goes.itertuples(), told, strict=True)
    ]
    return written, plan, writer


def test_each_of_two_customers_is_written_to_in_her_language():
    assert planned(ENGLISH)[0] == ["Ann，9折", "Mary, 10% off"]


@pytest.mark.parametrize(("others", "mary"), [({}, "en"), (ENGLISH, "fr"), (ENGLISH, None), ({"en": {}}, "en")])
def test_who_has_no_text_in_hers_is_written_to_in_the_shop_s(others, mary):
    assert planned(others, mary=mary)[0] == ["Ann，9折", "Mary，9折"]


def test_a_text_without_the_part_of_a_channel_goes_in_the_shop_s_language_by_that_one():
    told = Wording({"t": texts.checked("t", {"sms": "短信", "subject": "好", "text": "邮件"}, "zh", "m")},
                   {"en": {"t": texts.checked("t", {"sms": "SMS", "text": "mail"}, "en", "m")}})  # fmt: skip
    assert told.text("t", "sms", "en").language == "en"
    assert told.text("t", "email", "en").language == "zh"  # an e-mail needs its subject in the same language


def test_an_sms_is_as_long_as_in_her_language():
    long = {"en": {"t": texts.checked("t", {"sms": "x" * 501}, "en", "m")}}
    _written, plan, _writer = planned(long)
    assert plan.goes["customer_id"].tolist() == ["ann"]
    assert plan.blocked["guard"].tolist() == [22]


def test_the_preview_says_who_is_written_to_in_what():
    _written, plan, writer = planned(ENGLISH)
    found = previews.languages(plan, writer)
    assert found.to_numpy().tolist() == [["en", 1, 1, 1, "messages.en.yaml"]]
    said = sentences.languages_in_words(found, Words("en"))
    assert said.replace("\u00a0", " ") == "English: customers of this plan 1; 1 of 1 texts are written in it, the others go in the shop's language."
    shown = previews.previews(TOLD, writer)
    assert shown[["language", "written"]].to_numpy().tolist() == [
        ["zh", "【Shop】王小雨，9折，拒收请回复R"],
        ["en", "[Shop] Mary Lim, 10% off Reply STOP to opt out"],
    ]
    assert "language" in sentences.text_heads(found, Words("en"))
    _written, plan, writer = planned({})
    found = previews.languages(plan, writer)
    assert "as no text is written in theirs (messages.en.yaml)" in sentences.languages_in_words(found, Words("en"))
    assert "language" not in sentences.text_heads(found, Words("en"))
    assert sentences.languages_in_words(previews.languages(*planned({}, mary="zh")[1:]), Words("en")) == ""


@pytest.mark.parametrize(
    ("told", "language"),
    [
        ("中文", "zh"),
        ("简体中文", "zh"),
        (" 繁體中文", "zh"),
        ("汉语", "zh"),
        ("Chinese", "zh"),
        ("CHINESE (Simplified)", "zh"),
        ("zh_TW", "zh"),
        ("zh-CN", "zh"),
    ]
    + [
        ("普通话", "zh"),
        ("cn", "zh"),
        ("英文", "en"),
        ("英语", "en"),
        ("English", "en"),
        ("en_GB", "en"),
        ("de-AT", "de"),
        ("French", "fr"),
        ("", ""),
    ],
)
def test_a_language_is_understood_as_shops_write_it(told, language):
    assert languages.language_of(told) == language


def test_a_language_in_which_no_texts_are_read_names_no_file():
    _written, plan, writer = planned({}, ann="中文", mary="de-AT")
    found = previews.languages(plan, writer)
    assert found["language"].tolist() == ["de"]
    for words, part in ((Words("en"), "texts can be written in English and Chinese only"), (Words("zh"), "文案只能用中文和英文写")):
        said = sentences.languages_in_words(found, words)
        assert part in said
        assert "yaml" not in said


# --- files ---------------------------------------------------------------------------------------------------


def test_files_of_a_shop_are_read_by_language_and_known_to_the_check(tmp_path):
    (tmp_path / "shop.yaml").write_text("name: Shop\n", encoding="utf-8")
    (tmp_path / "messages.en.yaml").write_text('thanks:\n  sms: "Thanks, {{ name }}"\n', encoding="utf-8")
    told = languages.read("zh", tmp_path)
    assert told.text("thanks", "sms", "en").written("sms", {"name": "Ann"}) == "Thanks, Ann"
    assert told.text("miss_you", "sms", "en").language == "zh"  # the package's English is not what the shop wrote
    assert not_read(tmp_path, shop_settings(tmp_path)) == []


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        (
            "messages.zh.yaml",
            "thanks: {sms: x}",
            "messages.zh.yaml: this is the shop's own language, whose texts stand in messages.yaml; move them there",
        ),
        ("messages.en.yaml", "thankss: {sms: x}", "there is no text 'thankss' in the shop's own language; did you mean 'thanks'?"),
        ("messages.en.yaml", 'thanks: {sms: "{{ nam }}"}', "messages.en.yaml: thanks.sms: no value is called 'nam'; did you mean 'name'?"),
    ],
)
def test_a_file_that_would_not_be_used_as_meant_is_refused(tmp_path, name, text, sentence):
    (tmp_path / name).write_text(text + "\n", encoding="utf-8")
    with pytest.raises(SettingsProblem) as problem:
        languages.read("zh", tmp_path)
    assert sentence in str(problem.value)


def test_a_text_in_another_language_may_promise_no_more_than_its_step():
    told = JourneysSettings.default("zh").model_dump(by_alias=True, exclude_unset=True)
    told["journeys"]["late_parcel"]["steps"] = [told["journeys"]["late_parcel"]["steps"][0] | {"offer": ""}]
    own = texts.read("zh") | {"late_parcel": texts.checked("late_parcel", {"sms": "抱歉", "push": "抱歉"}, "zh", "m")}
    other = {"en": {"late_parcel": texts.checked("late_parcel", {"sms": "Sorry, {{ offer }}"}, "en", "messages.en.yaml")}}
    with pytest.raises(SettingsProblem, match=r"the text 'late_parcel' \(messages.en.yaml\) speaks of an offer, and the step has none"):
        journeys.refuse(JourneysSettings.parse(told, "journeys.yaml"), Wording(own, other), columns_of_rules({}))
