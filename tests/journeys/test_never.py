"""What must never happen, on customers made up at random, read by a checker that shares no code with the guards."""

import hashlib
import os
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
import pandas as pd
import pytest

from retention import journeys
from retention.journeys import clock, texts
from tests.journeys.checker import as_messages, too_personal, unfounded, wrong
from tests.journeys.hand_made import HandMade, journey, settings

PHONES = {
    "13800{:06d}": ["Asia/Shanghai"],
    "+1415555{:04d}": ["America/Los_Angeles"],
    "+4915123{:06d}": ["Europe/Berlin"],
}
FIRST = date(2026, 2, 20)
CAPS = [{"channels": ["sms"], "most": 1, "days": 7}, {"channels": ["email"], "most": 2, "days": 7}, {"channels": "any", "most": 3, "days": 10}]
AS_TOLD = [(("sms",), 1, 7), (("email",), 2, 7), ("any", 3, 10)]
KEPT = {"control": 0.2}


def step(name, **more):
    return {"id": name, "channels": ["sms", "email"], "template": name, "expires": {"days": 2}} | more


JOURNEYS = {
    "first": journey(step("thanks"), enter={"trigger": "order_paid", "first": True}, since="2020-01-01", exclusive_group="first", **KEPT),
    "completed": journey(
        step("t1", after={"days": 1}, at="10:00"),
        step("t3", after={"days": 3}, at="19:30"),
        priority="first_order",
        enter={"trigger": "order_completed"},
        since="2020-01-01",
        **KEPT,
    ),
    "birthday": journey(
        step("day", at="09:00", quiet="drop", expires={"hours": 10}),
        priority="birthday",
        since="2020-01-01",
        enter={"trigger": "date_each_year", "field": "birthday"},
        **KEPT,
    ),
    "away": journey(
        step("miss", at="10:00", channels=["email", "sms"], goods="next_goods"),
        step("last", after_step="miss", after={"days": 5}, at="10:00"),
        priority="win_back",
        enter={"trigger": "days_without_order", "days": 30},
        since="2020-01-01",
        exit=["ordered"],
        re_entry_days=40,
        **KEPT,
    ),
    "parcel": journey(
        step("gone", on="collected", channels=["sms"], expires={"hours": 24}), purpose="service", enter={"trigger": "parcel_step"}, since="2020-01-01"
    ),
}


def made_up(chance: random.Random, customers: int, zones: list[str], days: int) -> tuple[HandMade, dict[str, list[str]]]:
    """A shop of customers at random, and where each really lives."""
    shop, where = HandMade(), {}
    for number in range(customers):
        who = f"c{number}"
        pattern, there = chance.choice(list(PHONES.items()))
        own = chance.choice([None, None, *zones])
        shared = chance.randrange(customers) if chance.random() < 0.1 else number
        told = {"customer_id": who, "phone": chance.choice([pattern.format(shared)] * 6 + ["138******01", None])}
        told |= {"email": chance.choice([f"{who}@shop.example"] * 3 + [None]), "time_zone": own}
        told |= {"birthday": date(chance.choice([1990, 1990, 1990, 2016]), 1, 1) + timedelta(days=chance.randrange(365))}
        works = told["phone"] is not None and "*" not in told["phone"]
        where[who] = [own] if own else there if works else []
        shop = shop.with_rows("customers", told)
        for channel in ("sms", "email", "any"):
            for _ in range(chance.choice([0, 1, 1, 1, 2])):
                at = FIRST + timedelta(days=chance.randrange(-60, days // 2))
                shop = shop.agrees(who, channel, chance.random() < 0.9, f"{at} {chance.randrange(24):02}:{chance.randrange(60):02}",
                                   source=chance.choice(["a form"] * 6 + [None]))  # fmt: skip
        for _ in range(chance.choice([0, 1, 2])):
            at = FIRST + timedelta(days=chance.randrange(-60, days // 2))
            shop = shop.agrees(who, "any", chance.random() < 0.7, f"{at} {chance.randrange(24):02}:00", "personalisation",
                               chance.choice(["a form"] * 3 + [None]))  # fmt: skip
        for _ in range(chance.randrange(1, 5)):
            at = datetime.combine(FIRST, datetime.min.time()) + timedelta(days=chance.randrange(-50, days), minutes=chance.randrange(1_440))
            done = at + timedelta(days=chance.randrange(2, 12), minutes=chance.randrange(1_440))
            shop = shop.order(who, f"{at:%Y-%m-%d %H:%M}", completed=f"{done:%Y-%m-%d %H:%M}")
            if chance.random() < 0.5:
                shop = shop.parcel(f"p{who}{at:%m%d%H%M}", who, f"{at:%Y-%m-%d %H:%M}").scan(
                    f"p{who}{at:%m%d%H%M}", f"{at:%Y-%m-%d %H:%M}", "collected"
                )
        if chance.random() < 0.3:
            at = datetime.combine(FIRST, datetime.min.time()) + timedelta(days=chance.randrange(days), minutes=chance.randrange(1_440))
            shop = shop.ticket(
                who, f"{at:%Y-%m-%d %H:%M}", chance.choice(["complaint", "question"]), resolved=f"{at + timedelta(hours=5):%Y-%m-%d %H:%M}"
            )
            shop = shop.touched(who, f"{at:%Y-%m-%d %H:%M}", chance.choice(["sms", "email", None]))
    return shop, where


class Everybody(dict):
    """Everybody has a good that may be offered."""

    def get(self, _who, _otherwise=None):
        return "linen dress"


NAMES = [one["id"] for told in JOURNEYS.values() for one in told["steps"]]
PARTS = {"subject": "x", "text": "x{{ goods or '' }}", "sms": "x{% if goods %}{{ goods }}{% endif %}"}
TEXTS = {name: texts.checked(name, PARTS, "en", "m") for name in NAMES}
WRITER = journeys.Writer(TEXTS, "Shop", "Shop", Everybody(), {})


def drawn(name: str, who: str, share: float) -> bool:
    return int(hashlib.sha256(f"{name}|{who}".encode()).hexdigest()[:8], 16) < round(share * 2**32)


def gone_through(seed: int, customers: int, days: int, zones: list[str], each: int) -> tuple[int, list[str]]:
    """Plans every `each` days, all carried out: messages, and what was wrong with any."""
    chance = random.Random(seed)
    shop, where = made_up(chance, customers, zones, days)
    told = settings(journeys=JOURNEYS, caps=CAPS, hold_out={"share": 0.1, "salt": "s"})
    controls = {(name, who) for who in where for name in JOURNEYS if name != "parcel" and drawn(f"s|{name}", who, 0.2)}
    controls |= {("all", who) for who in where if drawn("s|all", who, 0.1)}
    sent, found, named = [], [], 0
    for day in range(0, days, each):
        now = datetime.combine(FIRST + timedelta(days=day), datetime.min.time(), ZoneInfo("Asia/Shanghai")).replace(
            hour=chance.randrange(24), minute=chance.randrange(60)
        )
        plan = journeys.make(replace(shop.request(now, told), standing=(WRITER.judge,)))
        assert len(plan.goes) + len(plan.waits) + len(plan.blocked) == len(plan.table)
        messages = as_messages(plan)
        moment = now.astimezone(UTC).replace(tzinfo=None)
        found += wrong(messages, shop, where, moment, ("09:00", "20:00"), AS_TOLD, sent, controls)
        found += unfounded(messages, shop, where, moment, sent)
        values = WRITER.values(plan.request, plan.people, plan.goes)
        of_goods = [who for who, value in zip(plan.goes["customer_id"], values, strict=True) if "goods" in value]
        found += too_personal(of_goods, shop, moment)
        named += len(of_goods)
        sent += messages
        shop = shop.sent(plan)
    assert named > 0
    return len(sent), found


@pytest.mark.long
def test_sixty_days_in_three_zones():
    messages, found = gone_through(1, 120, 60, ["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"], 2)
    assert found == []
    assert messages > 60


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(4))
def test_a_year_in_all_zones(seed):
    messages, found = gone_through(seed, 150, 365, sorted(available_timezones())[:: 4 - seed % 2], 1)
    assert found == []
    assert messages > 500


def test_the_checker_sees_what_is_wrong():
    """Each fault planted in a message is found, so silence means something."""
    shop = HandMade().customer("ann").agrees("ann", "email", given=False, at="2026-01-01 12:00").customer("kid", birthday="2020-01-01")
    noon = {"customer_id": "ann", "channel": "sms", "purpose": "marketing", "template": "t", "journey": "j", "entry_key": "1", "step": "s"}
    noon |= {"at": datetime(2026, 3, 2, 4)}
    where, now = {"ann": ["Asia/Shanghai"], "kid": ["Asia/Shanghai"]}, datetime(2026, 3, 2, 4)

    def told(*messages, before=(), controls=frozenset()):
        return " ".join(wrong(messages, shop, where, now, ("09:00", "20:00"), AS_TOLD, before, controls))

    assert told(noon) == ""
    assert "at 21:00" in told(noon | {"at": datetime(2026, 3, 2, 13)})
    assert "never agreed to email" in told(noon | {"channel": "email"})
    assert "is a child" in told(noon | {"customer_id": "kid"})
    assert "more than 1 by" in told(noon, before=[noon | {"at": datetime(2026, 2, 28, 4), "entry_key": "0"}])
    assert "planned 2 times" in told(noon, before=[noon | {"at": datetime(2026, 1, 28, 4)}])
    assert "control group" in told(noon, controls={("j", "ann")})


def test_the_checker_sees_a_message_without_its_reason_a_second_one_and_goods_that_are_too_personal():
    shop = HandMade().customer("ann", birthday="1990-03-02").order("ann", "2026-01-31 12:00", number="o", completed="2026-02-10 12:00")
    shop = shop.parcel("p", "ann", "2026-03-01 12:00").scan("p", "2026-03-01 20:00", "collected")
    told = {"customer_id": "ann", "channel": "sms", "purpose": "marketing", "entry_key": "o", "at": datetime(2026, 3, 2, 4)}
    now, where = datetime(2026, 3, 2, 4), {"ann": ["Asia/Shanghai"]}

    def wrong_with(*messages, before=()):
        return unfounded([told | message for message in messages], shop, where, now, [told | message for message in before])

    away, last = {"journey": "away", "step": "miss"}, {"journey": "away", "step": "last"}
    first = {"journey": "first", "step": "thanks"}
    assert wrong_with(away) == wrong_with({"journey": "birthday", "step": "day"}) == wrong_with({"journey": "parcel", "step": "gone"}) == []
    assert wrong_with(away | {"at": datetime(2026, 3, 1, 4)}) == ["ann has no reason for away miss at 2026-03-01 04:00:00"]
    assert "no reason for away last" in wrong_with(last)[0]
    assert "no reason for first" in wrong_with(first)[0]
    assert "no reason for birthday" in wrong_with({"journey": "birthday", "step": "day", "at": datetime(2026, 3, 2, 20)})[0]
    assert "no reason for parcel" in wrong_with({"journey": "parcel", "step": "gone", "at": datetime(2026, 3, 3, 4)})[0]
    assert "no reason for completed" in wrong_with({"journey": "completed", "step": "t1"})[0]
    assert wrong_with(away, before=[{"journey": "birthday", "step": "day"}]) == ["ann gets 2 on 2026-03-02"]
    assert too_personal(["ann"], shop, now) == ["ann is told of goods chosen for her and never agreed"]
    agreed = shop.agrees("ann", "any", purpose="personalisation")
    assert too_personal(["ann"], agreed, now) == []
    assert too_personal(["ann"], agreed.agrees("ann", "any", given=False, at="2026-03-01 12:00", purpose="personalisation"), now) != []


# --- clocks --------------------------------------------------------------------------------------------------

ZONES = sorted(available_timezones())


def by_hand(moment: datetime, zone: str, opens: int, closes: int) -> datetime:
    """The first minute from a moment on at which the clock stands within the hours, minute by minute."""
    while not opens <= (moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))).hour < closes:
        moment += timedelta(minutes=1)
    return moment


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai", "Pacific/Apia", "Asia/Kathmandu"])
def test_the_next_hour_that_is_allowed_equals_a_walk_minute_by_minute(zone):
    chance = random.Random(zone)
    starts = [datetime(2026, 1, 1) + timedelta(minutes=chance.randrange(365 * 1_440)) for _ in range(60)]
    moved = clock.next_allowed(np.array(starts, dtype="datetime64[s]"), [(zone,)] * len(starts), "09:00", "20:00")
    assert [datetime.fromisoformat(str(at)).replace(second=0) for at in moved] == [by_hand(at, zone, 9, 20) for at in starts]


@pytest.mark.parametrize(
    ("zone", "shown", "moment"),
    [
        ("Europe/Berlin", "2026-03-29T02:30:00", "2026-03-29T01:00:00"),  # left out: 3:00 is the first time there is
        ("Europe/Berlin", "2026-10-25T02:30:00", "2026-10-25T00:30:00"),  # shown twice: the first
        ("Australia/Lord_Howe", "2026-10-04T02:15:00", "2026-10-03T15:30:00"),  # half an hour is left out
        ("Australia/Lord_Howe", "2026-04-05T01:45:00", "2026-04-04T14:45:00"),
        ("Europe/Dublin", "2026-10-25T01:30:00", "2026-10-25T00:30:00"),
        ("Asia/Shanghai", "2026-03-29T02:30:00", "2026-03-28T18:30:00"),
    ],
)
def test_times_that_a_clock_leaves_out_or_shows_twice(zone, shown, moment):
    assert clock.moment_of(np.array([shown], dtype="datetime64[s]"), zone)[0] == np.datetime64(moment)


def test_moments_of_a_clock_equal_those_of_the_standard_library():
    chance = random.Random(1)
    for zone in ZONES[:: int(os.environ.get("EVERY", "9"))]:
        shown = [datetime(2026, 1, 1) + timedelta(minutes=chance.randrange(365 * 1_440)) for _ in range(40)]
        told = clock.moment_of(np.array(shown, dtype="datetime64[s]"), zone)
        for at, moment in zip(shown, told, strict=True):
            there = at.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
            exists = there.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == at
            assert not exists or pd.Timestamp(moment) == pd.Timestamp(there.replace(tzinfo=None)), (zone, at)


def test_where_no_hour_suits_all_zones_there_is_none():
    far = ("Asia/Shanghai", "America/New_York", "Europe/Berlin")
    at = np.array(["2026-03-02T12:00:00"], dtype="datetime64[s]")
    assert np.isnat(clock.next_allowed(at, [far], "09:00", "20:00"))[0]
    assert np.isnat(clock.next_allowed(at, [()], "09:00", "20:00"))[0]
    assert not np.isnat(clock.next_allowed(at, [("Australia/Perth", "Australia/Lord_Howe")], "09:00", "20:00"))[0]
