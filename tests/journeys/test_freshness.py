"""Data too old to act upon: carts and parcels by the last thing their own tables tell, all else by the day; a plan of another time is a rehearsal."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from retention import journeys
from retention.pages.automation.tables import Planning
from tests.journeys.hand_made import SHANGHAI, HandMade, journey, settings

STEP = {"id": "s", "channels": ["sms"], "template": "t", "expires": {"hours": 24}}
TOLD = {
    "cart": journey(STEP, enter={"trigger": "cart_left"}),
    "late": journey(STEP, purpose="service", enter={"trigger": "parcel_late"}),
    "parcel": journey(STEP | {"on": "signed"}, purpose="service", enter={"trigger": "parcel_step"}),
    "answer": journey(STEP, purpose="service", enter={"trigger": "survey_score"}),
    "paid": journey(STEP, enter={"trigger": "order_paid"}),
}
SHOP = HandMade().customer("ann").order("ann", "2026-03-02 20:00").parcel("p", "ann", "2026-03-02 21:00")
MIDNIGHT = datetime(2026, 3, 3, tzinfo=ZoneInfo(SHANGHAI))


def old(shop: HandMade, now: str) -> set[str]:
    clock = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(SHANGHAI))
    told = settings(journeys=TOLD, cart_fresh_hours=3, service_fresh_hours=6, fresh_hours=36)
    return set(journeys.stale(told, shop.request(clock, told).seen, MIDNIGHT, clock))


@pytest.mark.parametrize(
    ("event", "scan", "now", "expected"),
    [
        # The day ends at midnight; the last visit, at 20:30, was told four hours before half past twelve, the last scan at 23:00.
        ("2026-03-02 20:30", "2026-03-02 23:00", "2026-03-03 00:30", {"cart"}),
        ("2026-03-02 21:30", "2026-03-02 23:00", "2026-03-03 00:30", set()),
        ("2026-03-02 23:30", "2026-03-02 18:00", "2026-03-03 00:30", {"late", "parcel"}),
        # Without visits or scans nothing tells more than the day; a parcel's own dispatch, at 21:00, does.
        (None, None, "2026-03-03 02:59", set()),
        (None, None, "2026-03-03 03:01", {"cart", "late"}),
        ("2026-03-02 23:59", "2026-03-02 23:59", "2026-03-03 06:01", {"cart", "late", "parcel", "answer"}),
        ("2026-03-02 23:59", "2026-03-02 23:59", "2026-03-04 12:01", {"cart", "late", "parcel", "answer", "paid"}),
    ],
)
def test_a_journey_is_stopped_by_the_age_of_its_own_data(event, scan, now, expected):
    shop = SHOP if event is None else SHOP.event("ann", event, "page_view")
    shop = shop if scan is None else shop.scan("p", scan, "in_transit")
    assert old(shop, now) == expected


@pytest.mark.parametrize(("ahead", "rehearsal"), [(timedelta(days=400), True), (timedelta(days=-2), True), (timedelta(hours=1), False)])
def test_a_plan_of_another_time_is_a_rehearsal(ahead, rehearsal):
    assert Planning(None, datetime.now(UTC) + ahead).rehearsal is rehearsal
