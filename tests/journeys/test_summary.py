"""A plan counted: what each guard did, and nothing where none looked."""

from dataclasses import replace

import pytest

from retention import journeys
from retention.journeys import batches, summary
from retention.pages.automation import sentences
from retention.pages.kit.words import Words
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
    assert told["changed"].notna().groupby(level=0).any().loc[lambda known: known].index.tolist() == ["fallback", "personal"]


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
