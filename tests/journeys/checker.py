"""A checker of plans that shares no code with the guards: it reads rows as they were made up, message by message, in plain Python."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


def last_word(rows, who, channel, now):
    """given, or None where nobody ever said anything; a withdrawal at the same moment goes before."""
    said = [row for row in rows if row["customer_id"] == who and row["purpose"] == "marketing" and row["channel"] in (channel, "any")]
    told = [(row["changed_at"], not row["given"], bool(row["source"]), row) for row in said if row["changed_at"] <= now]
    return max(told, key=lambda one: one[:3])[3] if told else None


def wrong(messages, shop, zones, now, hours, caps, sent_before, controls=frozenset()):
    """Sentences about messages that should never have been planned; none where all is well.

    `messages`: dicts with customer_id, channel, purpose, at (UTC), template, journey. `zones`: customer → where she really may be. `sent_before`:
    the same dicts of earlier plans.
    """
    found = []
    people = {row["customer_id"]: row for row in shop.rows["customers"]}
    for message in messages:
        who, way, marketing = message["customer_id"], message["channel"], message["purpose"] == "marketing"
        row = people.get(who, {})
        address = row.get("phone") if way in ("sms", "phone") else row.get("email") if way == "email" else who
        if not address or "*" in address:
            found.append(f"{who} has no address for {way}")
        first, last = hours if marketing else ("08:00", "21:00")
        for zone in zones[who] or ["nowhere"]:
            clock = "99:99" if zone == "nowhere" else message["at"].replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).strftime("%H:%M")
            if not first <= clock < last:
                found.append(f"{who} is written to at {clock} in {zone}")
        if not marketing:
            continue
        word = last_word(shop.rows["consents"], who, way, now)
        if word is None or not word["given"] or not word["source"]:
            found.append(f"{who} never agreed to {way}")
        for other in people.values():
            shared = other.get("phone") if way in ("sms", "phone") else other.get("email") if way == "email" else other["customer_id"]
            no = last_word(shop.rows["consents"], other["customer_id"], way, now)
            if shared == address and no is not None and not no["given"]:
                found.append(f"{who} shares an address that {other['customer_id']} took back")
        born = row.get("birthday")
        if born is not None and (now.year - born.year - ((now.month, now.day) < (born.month, born.day))) < 14:
            found.append(f"{who} is a child")
        if (message["journey"], who) in controls or ("all", who) in controls:
            found.append(f"{who} is in the control group of {message['journey']}")
        if any(
            t["customer_id"] == who and t["kind"] == "complaint" and now - timedelta(days=14) <= t["opened_at"] <= now
            for t in shop.rows.get("tickets", [])
        ):
            found.append(f"{who} complained")
        for channels, most, days in caps:
            lately = [m for m in (*sent_before, *messages) if m["customer_id"] == who and m["purpose"] == "marketing"]
            lately = [
                m
                for m in lately
                if (channels == "any" or m["channel"] in channels) and message["at"] - timedelta(days=days) < m["at"] <= message["at"]
            ]
            touched = [t for t in shop.rows.get("touches", []) if t["customer_id"] == who and (channels == "any" or t["channel"] in channels)]
            touched = [
                t for t in touched if t["status"] != "not_sent" and message["at"] - timedelta(days=days) < t["touched_at"] <= min(now, message["at"])
            ]
            if len(lately) + len(touched) > most:
                found.append(f"{who} gets more than {most} by {channels} in {days} days")
        day = message["at"].replace(tzinfo=UTC).astimezone(ZoneInfo("Asia/Shanghai")).date()
        twice = [
            m
            for m in (*sent_before, *messages)
            if m["template"] == message["template"] and m["customer_id"] == who and m["journey"] == message["journey"]
        ]
        if len([m for m in twice if m["at"].replace(tzinfo=UTC).astimezone(ZoneInfo("Asia/Shanghai")).date() == day]) > 1:
            found.append(f"{who} gets {message['template']} twice on {day}")
    keys = Counter((m["customer_id"], m["journey"], m["entry_key"], m["step"]) for m in (*sent_before, *messages))
    return found + [f"{key} was planned {n} times" for key, n in keys.items() if n > 1]


def unfounded(messages, shop, zones, now, sent_before):
    """Sentences about messages of the journeys of test_never.py whose reason does not hold on the day they go, and second ones of a day."""
    found = []
    orders = {who: [] for who in zones}
    for row in shop.rows["orders"]:
        if row["ordered_at"] <= now:
            orders[row["customer_id"]].append(row)
    born = {row["customer_id"]: row.get("birthday") for row in shop.rows["customers"]}
    scans = {}
    for row in shop.rows.get("scans", []):
        scans.setdefault(row["shipment_id"], []).append(row["scanned_at"])
    days = Counter(
        (m["customer_id"], m["at"].replace(tzinfo=UTC).astimezone(ZoneInfo("Asia/Shanghai")).date())
        for m in (*sent_before, *messages)
        if m["purpose"] == "marketing"
    )
    for message in messages:
        who, at, journey = message["customer_id"], message["at"], message["journey"]
        clocks = {at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date() for zone in zones[who]}
        mine = {row["order_id"]: row for row in orders[who]}
        if journey == "birthday":
            holds = any((day.month, day.day) == (born[who].month, born[who].day) for day in clocks)
        elif journey == "away":
            last = max(row["ordered_on"] for row in mine.values())
            first, over = (30, 33) if message["step"] == "miss" else (35, 40)
            holds = any(first <= (day - last).days <= over for day in clocks)
        elif journey == "parcel":
            holds = any(timedelta() <= at - scanned <= timedelta(hours=24) for told in scans.values() for scanned in told)
        elif journey == "first":
            first = min(mine.values(), key=lambda row: (row["ordered_at"], row["order_id"]))
            holds = message["entry_key"] == first["order_id"] and timedelta() <= at - first["paid_at"] <= timedelta(days=2)
        else:
            least = {"t1": 1, "t3": 3}[message["step"]]
            over = at - mine[message["entry_key"]]["completed_at"]
            holds = timedelta(days=least - 1) < over <= timedelta(days=least + 3)
        if not holds:
            found.append(f"{who} has no reason for {journey} {message['step']} at {at}")
    return found + [f"{who} gets {n} on {day}" for (who, day), n in days.items() if n > 1]


def too_personal(named, shop, now):
    """Sentences about goods named to who never agreed to personal offers; `named`: who is told of goods."""
    found = []
    for who in named:
        rows = [
            row for row in shop.rows["consents"] if row["customer_id"] == who and row["purpose"] == "personalisation" and row["changed_at"] <= now
        ]
        last = max(rows, key=lambda row: (row["changed_at"], not row["given"]), default=None)
        if last is None or not last["given"] or not last["source"]:
            found.append(f"{who} is told of goods chosen for her and never agreed")
    return found


def as_messages(plan):
    """The messages of a plan as plain dicts."""
    names = ("customer_id", "channel", "purpose", "template", "journey", "entry_key", "step")
    return [{name: getattr(row, name) for name in names} | {"at": datetime.fromisoformat(str(row.send_from))} for row in plan.goes.itertuples()]
