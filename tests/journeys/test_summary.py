"""A plan counted: what each guard did, and nothing where none looked."""

from dataclasses import replace

import pandas as pd
import pytest

from retention import journeys
from retention.journeys import batches, summary
from retention.pages.automation import pictures, sentences
from retention.pages.kit.words import Words
from retention.settings import JourneysSettings
from tests.journeys.hand_made import EVERY_CHANNEL, HandMade, journey, settings

STEP = {"id": "s", "at": "10:00", "channels": ["sms"], "template": "t", "expires": {"days": 2}}
AWAY = {"trigger": "days_without_order", "days": 30}
MORNING = "2026-03-03 08:30"
SHOP = HandMade().order("ann", "2026-02-01 12:00").order("bob", "2026-02-01 12:00")
# ann agreed to everything; bob to nothing.
SHOP = SHOP.customer("ann").with_rows("customers", {"customer_id": "bob", "phone": "13900000001", "email": None})


def guards(rehearsal=False, **more):
    told = {"away": journey(STEP, enter=AWAY, since="2020-01-01") | more.pop("journey", {})}
    plan = SHOP.plan(MORNING, settings(journeys=told, **more), rehearsal=rehearsal)
    return summary.by_guard(plan, batches.proposed(plan, {}, 100)).set_index("name")


def test_guards_that_never_looked_have_no_figure():
    told = guards()
    assert told.loc["consent", ["first", "any"]].tolist() == [1, 1]
    assert told.loc["fresh", "first"] == 0
    blank = ["lock", "personal", "fallback", "stock", "fairness", "budget", "sealed"]
    assert told.loc[blank, ["first", "any"]].isna().all().all()
    assert guards(rehearsal=True).loc["fresh", ["first", "any"]].isna().all()
    assert told["changed"].notna().groupby(level=0).any().loc[lambda known: known].index.tolist() == ["fallback"]


def test_a_message_that_only_names_the_goods_in_her_cart_changed_nothing():
    shop = SHOP.event("ann", "2026-03-03 06:00", "cart_add", product_id="dress")
    told = settings(journeys={"cart": journey(STEP | {"at": None, "goods": "in_cart"}, enter={"trigger": "cart_left"}, since="2020-01-01")})
    plan = shop.plan(MORNING, told)
    assert len(plan.goes) == 1
    assert summary.by_guard(plan, batches.proposed(plan, {}, 100)).set_index("name").loc["stock"].isna()[["first", "any", "changed"]].all()


@pytest.mark.parametrize(
    ("more", "held"),
    [
        ({}, {"anomaly": 0, "approval": 0}),
        ({"journey": {"priority": "broadcast"}}, {"anomaly": 0, "approval": 1}),
        ({"offers": {"c": {"kind": "amount_off", "face_value": 20}}, "journey": {"steps": [STEP | {"offer": "c"}]}, "batch_budget": 5},
         {"budget": 1, "anomaly": 0, "approval": 0}),
    ],
)  # fmt: skip
def test_guards_on_batches_count_the_messages_that_wait_for_them(more, held):
    told = guards(**more)
    of_batches = told[told["level"] == "batch"]
    assert of_batches["any"].dropna().to_dict() == held
    assert of_batches["first"].isna().all()


class Told:
    """A plan as the bottom line is made of it."""

    def __init__(self, plan: journeys.Plan):
        self.plan, self.rehearsal, self.customers_written_to = plan, False, int(plan.goes["person"].nunique())
        self.now, self.data_until = plan.request.seen.now, plan.request.seen.now.date()
        self.by_channel, self.batches = summary.by_channel(plan), batches.proposed(plan, {}, 100)
        self.guards = summary.by_guard(plan, self.batches)


def test_each_count_stands_once_in_the_bottom_line_and_the_reason_is_what_they_fail_at():
    shop = SHOP.customer("eve").order("eve", "2026-02-04 12:00")
    plan = shop.plan(MORNING, settings(journeys={"away": journey(STEP, enter=AWAY, since="2020-01-01")}))
    assert [len(part) for part in (plan.goes, plan.waits, plan.blocked)] == [1, 1, 1]
    english, chinese = (sentences.bottom_line(Told(plan), Words(language)) for language in ("en", "zh"))
    assert "1 more waits for its time. 1 more is not sent; it fails at “agreed, with proof”." in english.replace("\u00a0", " ")
    assert "最多卡在" in chinese
    assert "等时间" in chinese
    closed = journeys.make(replace(plan.request, ready=EVERY_CHANNEL - {"sms"}))
    assert "fail at" in sentences.bottom_line(Told(closed), Words("en"))


ENTER = [{"id": "silent", "trigger": "days_without_anything", "days": 30}, {"id": "dormant"} | AWAY]


def test_a_journey_that_runs_by_one_of_its_entrances_is_shown_with_what_the_other_lacks():
    told = {"back": journey(STEP, enter=ENTER, since="2020-01-01"), "cart": journey(STEP, enter={"trigger": "cart_left"}, since="2020-01-01")}
    plan = SHOP.plan(MORNING, settings(journeys=told))
    assert summary.by_step(plan)[["journey", "entered", "goes"]].to_numpy().tolist() == [["back", 2, 1]]
    assert sentences.lacking_rows(plan, Words("en")) == "- back runs; one of its beginnings needs events\n- Cart left needs events"


def test_a_journey_without_a_first_day_says_that_nobody_is_in_it():
    told = {"away": journey(STEP, enter=AWAY), "since": journey(STEP, enter=AWAY, since="2020-01-01")}
    told["cart"] = journey(STEP, enter={"trigger": "cart_left"})
    rule = {"id": "r", "when": "orders > 0", "then": {"send": "t", "channels": ["sms"]}, "control": 0, "control_waived": "a test"}
    wide = pd.DataFrame({"customer_id": ["ann"], "orders": [1.0]})
    plan = SHOP.plan(MORNING, settings(journeys=told, rules=[rule, rule | {"id": "s", "since": "2026-01-01"}]), wide=wide)
    assert summary.not_begun(plan) == ["away", "r"]  # the cart has no tables, which is said elsewhere
    assert set(plan.entries.table["journey"]) == {"since", "s"}
    assert sentences.not_begun(["away", "r"], Words("en")) == (
        "Nobody is in away, r yet: without a first day (since: in journeys.yaml) only what comes after this plan counts."
    )
    assert sentences.not_begun([], Words("en")) == ""
    assert summary.not_begun(SHOP.plan(MORNING, settings(journeys=told), rehearsal=True)) == []
    assert summary.not_begun(replace(SHOP, started={"away": plan.request.now}).plan(MORNING, settings(journeys=told))) == []


def test_a_plan_says_what_it_knows_and_not_where_the_data_end():
    told = Told(SHOP.plan(MORNING, settings(journeys={"away": journey(STEP, enter=AWAY, since="2020-01-01")})))
    assert "The plan looks from 2026-03-03 08:30 and knows what happened until 2026-03-03." in sentences.bottom_line(told, Words("en"))
    told.rehearsal = True
    assert "knows what happened until 2026-03-03; nothing of it may be handed over" in sentences.bottom_line(told, Words("en"))


@pytest.mark.parametrize(("steps", "places"), [
    ([3, 1], [(0, 0), (1, 0), (2, 0), (0, -1)]),
    ([6, 4, 2], [(0, 0), (1, 0), (2, 0), (3, 0), (0, -1), (1, -1), (0, -2), (1, -2), (2, -2), (3, -2), (0, -3), (1, -3)]),
])  # fmt: skip
def test_every_step_of_a_journey_has_its_box(steps, places):
    named = [(f"j{n}", f"step_{k}") for n, many in enumerate(steps) for k in range(many)]
    rows = [{"journey": name, "step": step, "entered": 9, "goes": 1, "waits": 0, "blocked": 0} for name, step in named]
    fig = pictures.flow(pd.DataFrame(rows), Words("en"))
    boxes = [shape for shape in fig.layout.shapes if shape.type == "rect"]
    assert [(round(box.x0 - 0.02), round(box.y0 + 0.42)) for box in boxes] == places
    assert len(set(places)) == len(rows) == len(fig.data[0].hovertext)
    low, high = fig.layout.yaxis.range
    assert all(low < box.y0 < box.y1 < high for box in boxes)
    assert fig.layout.xaxis.range[1] >= max(box.x1 for box in boxes)
    told = [note.text for note in fig.layout.annotations]
    assert sum("in it" in text for text in told) == len(steps)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_package_s_journeys_and_steps_have_names_and_a_shop_s_own_go_by_their_own(language):
    words = Words(language)
    for name, one in JourneysSettings.default(language).all_journeys.items():
        labels = [sentences.journey_label(name, words), *(sentences.step_label(name, step.id, words) for step in one.steps)]
        assert not {name, *(step.id for step in one.steps)} & set(labels)
        assert not any("_" in label for label in labels)
        assert len(set(labels[1:])) == len(one.steps)
    assert (sentences.journey_label("our_club", words), sentences.step_label("our_club", "first_gift", words)) == ("our club", "first gift")
    assert sentences.step_label("our_club", "t1", words) == "t1"  # it may be after as many days as it likes


def test_no_key_of_a_step_stands_on_the_page():
    told = {"birthday": journey(STEP | {"id": "the_day"}, STEP | {"id": "my_own", "template": "u"}, enter=AWAY, since="2020-01-01")}
    plan = SHOP.plan(MORNING, settings(journeys=told))
    rows = sentences.batch_rows(batches.proposed(plan, {}, 100), Words("en"))
    assert rows["step"].tolist() == ["On the day"]
    fig = pictures.flow(summary.by_step(plan), Words("en"))
    assert [text.split("\n")[0].split("<br>")[0] for text in (note.text for note in fig.layout.annotations)][1:] == ["On the day", "my own"]
    assert fig.data[0].hovertext[0].startswith("On the day: ")
