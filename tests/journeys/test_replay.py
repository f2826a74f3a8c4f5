"""The month that is over: every planted double, night and message over a cap is named, and what plans would have sent instead."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from retention import journeys
from retention.journeys.clock import moment
from tests.journeys.hand_made import SHANGHAI, HandMade, here, journey, played, settings

AWAY = {"trigger": "days_without_order", "days": 30}
STEP = {"id": "s", "at": "10:00", "channels": ["sms"], "template": "t", "expires": {"days": 3}}
FIRST, LAST = (datetime(2026, 3, day, 8, 30, tzinfo=ZoneInfo(SHANGHAI)) for day in (1, 31))
NAMES = ["messages", "service", "doubles", "nights", "over_cap", "no_clock"]


def weighed(shop: HandMade, told, customers: str) -> pd.DataFrame:
    seen = journeys.Seen(shop.until(LAST), LAST, shop.zone)
    sent = journeys.sent_messages(seen, shop.history.messages, moment(FIRST))
    people = journeys.everybody(seen, [pd.Series(customers.split())], told, "CN")
    return journeys.weighed(sent, people, moment(FIRST), moment(LAST))


def planted() -> HandMade:
    """Ann: two on one day, the second in the night. Bob: a third within the week, and one before the month. Cid: kept back."""
    shop = HandMade().customer("ann").customer("bob").customer("cid")
    shop = shop.touched("ann", "2026-03-05 10:00").touched("ann", "2026-03-05 22:15", "email")
    shop = (
        shop.touched("bob", "2026-02-27 12:00")
        .touched("bob", "2026-03-03 12:00")
        .touched("bob", "2026-03-04 12:00")
        .touched("bob", "2026-03-12 12:00")
    )
    return shop.touched("cid", "2026-03-05 23:00", status="not_sent")


def test_every_planted_double_night_and_message_over_a_cap_is_named():
    told = settings(caps=[{"channels": "any", "most": 2, "days": 7}, {"channels": ["sms"], "most": 3, "days": 30}])
    found = weighed(planted(), told, "ann bob cid").set_index("day")
    assert len(found) == 31
    broken = found[(found[["doubles", "nights", "over_cap"]] > 0).any(axis=1)]
    assert {day.date().isoformat(): row.tolist() for day, row in zip(broken.index, broken[NAMES].to_numpy(), strict=True)} == {
        "2026-03-04": [1, 0, 0, 0, 1, 0],  # bob's third within seven days; that of February counts for the cap
        "2026-03-05": [2, 0, 1, 1, 0, 0],
        "2026-03-12": [1, 0, 0, 0, 1, 0],  # and his fourth SMS within thirty
    }
    assert found["messages"].sum() == 5


def test_the_clock_is_the_customers_and_where_it_is_not_known_nobody_says_night():
    shop = HandMade().customer("ann", time_zone="Europe/Berlin").customer("bob", phone=None)
    shop = shop.touched("ann", "2026-03-05 10:00").touched("bob", "2026-03-05 23:00")
    found = weighed(shop, settings(), "ann bob")[NAMES].sum()
    assert found.tolist() == [2, 0, 0, 1, 0, 1]  # ten in Shanghai is three in the morning in Berlin


def test_a_cap_of_the_calendar_begins_with_the_shops_week():
    shop = HandMade().customer("ann").touched("ann", "2026-03-08 12:00").touched("ann", "2026-03-09 12:00").touched("ann", "2026-03-10 12:00")
    found = weighed(shop, settings(caps=[{"channels": "any", "most": 1, "calendar": "week"}]), "ann").set_index("day")["over_cap"]
    assert [day.date().isoformat() for day in found.index[found > 0]] == ["2026-03-10"]  # 8 March 2026 is a Sunday


# --- what would have gone instead -----------------------------------------------------------------------------


def shop_of_journeys() -> tuple[HandMade, object]:
    told = settings(
        journeys={
            "away": journey(STEP, {**STEP, "id": "again", "after_step": "s", "after": {"days": 5}, "template": "u"}, enter=AWAY, since="2020-01-01"),
            "good": journey(STEP | {"id": "g"}, enter={"trigger": "rule", "where": "net_paid > 5"}, priority="care"),
        },
        caps=[{"channels": "any", "most": 1, "days": 7}],
    )
    shop = HandMade()
    for number, day in enumerate(("2026-01-20", "2026-02-03", "2026-02-04", "2026-02-20")):
        shop = shop.customer(f"c{number}").order(f"c{number}", f"{day} 12:00")
    return shop.order("c2", "2026-03-06 20:00"), told


def played_again(shop: HandMade, told, *days: int) -> journeys.Replayed:
    """The plans of these days of March, each on what was known then."""
    mornings = [FIRST + timedelta(days=day - 1) for day in days]
    return journeys.replayed(shop.request(LAST, told), mornings, lambda at: journeys.Seen(shop.until(at), at, shop.zone))


def test_the_month_is_played_plan_by_plan_on_what_was_known_then():
    shop, told = shop_of_journeys()
    # Sent in that month by another tool: the plans stand in its place, so that its caps do not count.
    busy = shop.touched("c1", "2026-03-05 09:00")
    done = played_again(busy, told, 5, 6, 12, 13)
    assert [(row.customer_id, row.journey, here(row.at)) for row in done.messages.itertuples()] == [
        ("c1", "away", "2026-03-05 10:00"),
        ("c2", "away", "2026-03-06 10:00"),  # who orders on that evening
        ("c1", "away", "2026-03-13 09:00"),  # the second step waits for the cap
    ]
    assert done.left_out == ("good",)
    assert set(done.messages["purpose"]) == {"marketing"}


def test_what_was_due_before_the_month_is_not_caught_up_in_it():
    shop, told = shop_of_journeys()
    early = shop.customer("old").order("old", "2026-01-29 12:00")  # 30 days are over on 28 February
    _, lived = played(early, told, "2026-02-28")
    assert "old" in {row[0] for row in lived}
    assert played_again(early, told, 1, 2).messages.empty


def test_what_was_sent_before_the_month_counts_and_what_was_sent_in_it_does_not():
    shop, told = shop_of_journeys()
    lived, rows = played(shop, told, "2026-02-19 2026-03-05")
    assert [row[0] for row in rows] == ["c0", "c1"]
    assert played_again(lived, told, 5).messages["customer_id"].tolist() == ["c1"]
    once = settings(journeys={"away": told.journeys["away"].model_dump(exclude_unset=True)}, caps=[{"channels": "any", "most": 1, "days": 60}])
    again = lived.order("c0", "2026-02-03 11:00")
    assert played_again(again, once, 5).messages["customer_id"].tolist() == ["c1"]
    assert played_again(replace(again, history=journeys.History()), once, 5).messages["customer_id"].tolist() == ["c0", "c1"]
