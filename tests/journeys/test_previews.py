"""Texts as they are shown: each variant, the longest, the shortest, with what their step gives out and nothing else."""

import pandas as pd
import pytest

from retention import journeys
from retention.journeys import previews, texts
from retention.pages.automation import sentences
from retention.pages.automation.printed import preview_lines
from retention.pages.kit.words import Words
from tests.journeys.hand_made import journey, settings

STEP = {"id": "s", "at": "10:00", "channels": ["sms"], "template": "one", "expires": {"days": 2}}
VARIED = STEP | {"id": "v", "template": {"a": "one", "b": "two"}, "channels": ["sms", "push"], "goods": "next_goods"}
ENTER = {"trigger": "days_without_order", "days": 30}
SPOKEN = "{{ name }}{% if goods %}: {{ goods }}{% endif %}"
TEXTS = {
    "one": texts.checked("one", {"sms": SPOKEN, "push": "Hello"}, "en", "m"),
    "two": texts.checked("two", {"sms": "Hello {{ name }}, long time no see", "push": "Hi"}, "en", "m"),
}
TOLD = settings(
    journeys={
        "plain": journey(STEP, enter=ENTER),
        "varied": journey(VARIED, enter=ENTER, variants={"a": 0.25, "b": 0.75}),
        "off": journey(STEP | {"template": "two"}, enter=ENTER, live=False),
    }
)


class Told:
    """A plan's texts as the lines are made of them."""

    findings: list = []

    def __init__(self, told=TOLD, written=TEXTS):
        self.previews = previews.previews(told, journeys.Writer(written, "Shop", "Shop", {}, {}))
        self.languages = pd.DataFrame({"language": [], "customers": [], "written": [], "texts": []})

    def texts_of(self, journey):
        return {"one", "two"}


def test_each_variant_has_its_own_line_and_a_step_s_goods_stand_only_where_it_has_some():
    shown = Told().previews
    assert shown[["journey", "variant", "share", "channel", "written"]].to_numpy().tolist() == [
        ["plain", "", 1.0, "sms", "[Shop] Mary Lim Reply STOP to opt out"],
        ["varied", "a", 0.25, "sms", "[Shop] Mary Lim: linen dress Reply STOP to opt out"],
        ["varied", "a", 0.25, "push", "Hello"],
        ["varied", "b", 0.75, "sms", "[Shop] Hello Mary Lim, long time no see Reply STOP to opt out"],
        ["varied", "b", 0.75, "push", "Hi"],
    ]
    assert previews.of_variants(shown)["variant"].tolist() == ["a", "a", "b", "b"]


def test_the_longest_and_the_shortest_are_those_and_each_stands_once():
    ends = previews.extremes(Told().previews, 1)
    assert ends[["template", "channel"]].to_numpy().tolist() == [["two", "sms"], ["two", "push"]]
    assert len(previews.extremes(Told().previews, 3)) == 5


def test_the_command_names_variants_and_ends():
    lines = preview_lines(Told(), "varied", Words("en"))
    said = "\n".join(lines).replace("\u00a0", " ")
    assert "varied · v · b (75%) · two · App push\n    Hi" in said.replace(" %", "%")
    assert "plain" not in said
    assert "The longest: varied · v · b (75%) · two · SMS (61 letters)" in said.replace(" %", "%")
    assert "The shortest: varied · v · b (75%) · two · App push (2 letters)" in said.replace(" %", "%")


def test_a_reminder_shows_the_offer_it_reminds_of():
    remind = STEP | {"id": "r", "after": {"days": 1}, "template": "two", "reminds_of": "s", "expires": {"days": 2}}
    offers = {"c": {"kind": "amount_off", "face_value": 12, "valid_days": 30}}
    told = settings(journeys={"plain": journey(STEP | {"offer": "c"}, remind, enter=ENTER)}, offers=offers)
    written = TEXTS | {"two": texts.checked("two", {"sms": "{{ offer }}"}, "en", "m")}
    assert "12 off" in Told(told, written).previews["written"].iloc[1]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "No journey is live, so there are no texts to show."), ("zh", "没有开启的旅程，所以没有文案可看。")]
)
def test_where_no_journey_is_live_the_command_says_so(language, said):
    off = settings(journeys={"off": journey(STEP, enter=ENTER, live=False)})
    assert preview_lines(Told(off), "", Words(language)) == [said]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_rows_have_names(language):
    rows = sentences.text_rows(Told().previews, Words(language))
    assert rows["variant"].iloc[0] == ""
    assert rows["variant"].iloc[3].startswith("b")
    assert (rows["language"] == ("English" if language == "en" else "英文")).all()
