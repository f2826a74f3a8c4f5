"""Other caps and quiet hours: what fewer messages would go, worked out by hand, and nothing where the shop is as strict already."""

import pytest

from retention.pages.automation.sentences import what_if
from retention.pages.kit.words import Words
from tests.journeys.hand_made import HandMade, journey, settings

STEP = {"id": "s", "at": "19:30", "channels": ["sms"], "template": "t", "expires": {"days": 2}}
TOLD = {"away": journey(STEP, enter={"trigger": "days_without_order", "days": 30}, since="2020-01-01")}
NOW = "2026-03-03 08:30"
# ann heard nothing lately; bob had two e-mails within the week.
SHOP = HandMade().customer("ann").customer("bob").order("ann", "2026-02-01 12:00").order("bob", "2026-02-01 12:00")
SHOP = SHOP.touched("bob", "2026-02-27 12:00", "email").touched("bob", "2026-02-28 12:00", "email")


def plan(**more):
    return SHOP.plan(NOW, settings(journeys=TOLD, **more))


def test_one_more_cap_holds_beside_the_shop_s_own():
    loose = plan(caps=[{"channels": "any", "most": 3, "days": 7}])
    assert sorted(loose.goes["customer_id"]) == ["ann", "bob"]
    assert loose.capped(2, 7).goes["customer_id"].tolist() == ["ann"]
    # The shop's own cap on SMS is still there.
    own = plan(caps=[{"channels": ["sms"], "most": 1, "days": 7}, {"channels": "any", "most": 3, "days": 7}])
    assert set(own.capped(2, 7).goes["customer_id"]) <= set(own.goes["customer_id"])
    assert [cap.most for cap in own.capped(2, 7).request.settings.caps] == [1, 3, 2]


@pytest.mark.parametrize(
    ("cap", "stricter"),
    [
        ({"channels": "any", "most": 2, "days": 7}, True),
        ({"channels": "any", "most": 1, "days": 30}, True),
        ({"channels": "any", "most": 2, "days": 6}, False),
        ({"channels": "any", "most": 2, "calendar": "week"}, False),  # two on Sunday, two on Monday
        ({"channels": ["sms"], "most": 1, "days": 30}, False),
    ],
)
def test_a_cap_that_changes_nothing_is_not_told(cap, stricter):
    assert (plan(caps=[cap]).capped(2, 7) is None) == stricter


def test_a_legal_step_after_the_new_hour_waits_until_the_morning():
    earlier = plan().quiet_from("19:00")
    assert len(plan().goes) == 2
    assert earlier.goes.empty
    assert len(earlier.waits) == 2


@pytest.mark.parametrize("hours", [{"from": "19:00"}, {"from": "18:30"}, {"to": "19:00", "from": "20:00"}])
def test_quiet_hours_that_are_as_long_already_are_not_told(hours):
    told = {"away": journey(STEP | {"at": None}, enter={"trigger": "days_without_order", "days": 30}, since="2020-01-01")}
    assert SHOP.plan(NOW, settings(journeys=told, quiet_hours=hours)).quiet_from("19:00") is None


def test_each_sentence_stands_only_where_it_says_something():
    now, words = plan(), Words("en")
    assert what_if(now, now.capped(2, 7), now.quiet_from("19:00"), words) == (
        "Now 2 messages go. With two messages in 7 days at most it would be 1. With no marketing after 19:00 it would be 0."
    )
    assert what_if(now, None, now.quiet_from("19:00"), words) == "Now 2 messages go. With no marketing after 19:00 it would be 0."
    assert what_if(now, None, None, words) == ""
