"""Shops and journeys made by hand: a few customers, their orders, consents and parcels, and a store that plays sent messages back."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pandas as pd

from retention import experiments, journeys
from retention.settings import JourneysSettings
from retention.tables import (
    CONSENTS,
    COUPONS,
    CUSTOMERS,
    EVENTS,
    MEMBERS,
    ORDERS,
    RETURNS,
    SCANS,
    SHIPMENTS,
    SURVEYS,
    TICKETS,
    TOUCHES,
)
from tests.pyramid.conftest import ORDER, RETURN, table

SHANGHAI = "Asia/Shanghai"
EVERY_CHANNEL = frozenset({"sms", "email", "wecom", "push", "phone", "official_account"})
PROMISES = {p.name: p for p in (CONSENTS, COUPONS, CUSTOMERS, EVENTS, ORDERS, RETURNS, SCANS, SHIPMENTS, SURVEYS, TICKETS, TOUCHES)}
# Nobody is kept back by lot unless a test says so.
CALM = {"hold_out": {"share": 0}}


def utc(text: str, zone: str = SHANGHAI) -> datetime:
    """A time on a clock as UTC without a zone, as tables have it."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)


def here(at, zone: str = SHANGHAI) -> str:
    """A moment as the clock in a zone shows it."""
    return pd.Timestamp(at, tz="UTC").tz_convert(zone).strftime("%Y-%m-%d %H:%M")


def journey(*steps, purpose="marketing", **more) -> dict:
    told = {"purpose": purpose, "priority": "service" if purpose == "service" else "first_order", "steps": list(steps)} | more
    return told | ({"control": 0, "control_waived": "a test"} if purpose == "marketing" and "control" not in more else {})


def settings(**more) -> JourneysSettings:
    return JourneysSettings.parse(CALM | more, "journeys.yaml")


@dataclass(frozen=True)
class HandMade:
    """A shop as rows, and what was sent so far."""

    rows: dict = field(default_factory=dict)
    history: journeys.History = field(default_factory=journeys.History)
    zone: str = SHANGHAI
    started: dict = field(default_factory=dict)

    def with_rows(self, name: str, *rows: dict) -> "HandMade":
        return replace(self, rows={**self.rows, name: [*self.rows.get(name, []), *rows]})

    def customer(self, who: str, **more) -> "HandMade":
        """A customer with a Chinese mobile number who agreed to SMS and e-mail, unless told otherwise."""
        number = sum(map(ord, who)) % 10_000
        told = {"customer_id": who, "name": who.title(), "phone": f"1380000{number:04}", "email": f"{who}@shop.example"} | more
        told |= {day: date.fromisoformat(told[day]) for day in ("birthday", "joined_on") if isinstance(told.get(day), str)}
        return self.with_rows("customers", told).agrees(who, "sms").agrees(who, "email")

    def agrees(
        self, who: str, channel: str, given: bool = True, at: str = "2024-01-01 12:00", purpose: str = "marketing", source="a form"
    ) -> "HandMade":
        moment = utc(at, self.zone)
        told = {
            "customer_id": who,
            "channel": channel,
            "purpose": purpose,
            "given": given,
            "changed_at": moment,
            "changed_on": moment.date(),
            "source": source,
        }
        return self.with_rows("consents", told | {"consent_id": f"{len(self.rows.get('consents', []))}"})

    def order(self, who: str | None, at: str, paid: float = 100, number: str = "", completed: str = "", **more) -> "HandMade":
        moment = utc(at, self.zone)
        told = ORDER | {"order_id": number or f"o{len(self.rows.get('orders', []))}", "customer_id": who, "ordered_at": moment, "paid_at": moment}
        told |= {"ordered_on": date.fromisoformat(at[:10]), "list_amount": paid, "gross_paid": paid, "status": "paid"} | more
        told |= {"completed_at": utc(completed, self.zone), "status": "completed"} if completed else {}
        return self.with_rows("orders", told | {"net_paid": told["gross_paid"] - told["refunded"]})

    def event(self, who: str, at: str, kind: str, **more) -> "HandMade":
        moment = utc(at, self.zone)
        told = {"event_id": f"e{len(self.rows.get('events', []))}", "customer_id": who, "happened_at": moment, "kind": kind}
        return self.with_rows("events", told | {"happened_on": date.fromisoformat(at[:10])} | more)

    def parcel(self, number: str, who: str, at: str, promised: str | None = None, signed: str = "") -> "HandMade":
        moment = utc(at, self.zone)
        told = {"shipment_id": number, "customer_id": who, "order_id": f"of {number}", "dispatched_at": moment, "dispatched_on": moment.date()}
        told |= {"promised_on": date.fromisoformat(promised) if promised else None}
        return self.with_rows(
            "shipments", told | ({"signed_at": utc(signed, self.zone), "signed_on": date.fromisoformat(signed[:10])} if signed else {})
        )

    def scan(self, number: str, at: str, step: str) -> "HandMade":
        moment = utc(at, self.zone)
        told = {
            "shipment_id": number,
            "scan_no": len(self.rows.get("scans", [])) + 1,
            "scanned_at": moment,
            "scanned_on": moment.date(),
            "step": step,
        }
        return self.with_rows("scans", told)

    def ticket(self, who: str, at: str, kind: str = "question", resolved: str = "") -> "HandMade":
        moment = utc(at, self.zone)
        told = {
            "ticket_id": f"t{len(self.rows.get('tickets', []))}",
            "customer_id": who,
            "opened_at": moment,
            "opened_on": moment.date(),
            "kind": kind,
        }
        return self.with_rows("tickets", told | ({"resolved_at": utc(resolved, self.zone)} if resolved else {}))

    def touched(self, who: str, at: str, channel: str | None = "sms", status: str = "delivered") -> "HandMade":
        moment = utc(at, self.zone)
        told = {"touch_id": f"m{len(self.rows.get('touches', []))}", "customer_id": who, "touched_at": moment, "touched_on": moment.date()}
        return self.with_rows("touches", told | {"kind": "message", "channel": channel, "status": status})

    def returned(self, who: str, order: str, on: str, amount: float, status: str = "settled") -> "HandMade":
        told = RETURN | {
            "return_id": f"r{len(self.rows.get('returns', []))}",
            "customer_id": who,
            "order_id": order,
            "returned_on": date.fromisoformat(on),
        }
        return self.with_rows("returns", told | {"amount": amount, "status": status})

    def until(self, now: datetime) -> dict:
        """The tables as they stood at a moment."""
        moment = now.astimezone(UTC).replace(tzinfo=None)
        cut = {"orders": "ordered_at", "events": "happened_at", "consents": "changed_at", "shipments": "dispatched_at", "scans": "scanned_at"}
        cut |= {"tickets": "opened_at", "touches": "touched_at"}
        found = {}
        for name, rows in self.rows.items():
            there = [row for row in rows if name not in cut or row[cut[name]] <= moment]
            there = [{k: None if isinstance(v, datetime) and v > moment and k != cut.get(name) else v for k, v in row.items()} for row in there]
            found[name] = table(PROMISES[name], there)
        return found

    def request(self, now: str | datetime, told: JourneysSettings, zone: str = "", **more) -> journeys.Request:
        moment = now if isinstance(now, datetime) else datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(zone or self.zone))
        members = more.pop("members", None)
        owed = more.pop("owed_a_call", None)
        seen = journeys.Seen(self.until(moment), moment, self.zone, members, more.pop("members_before", None), owed_a_call=owed)
        wide = more.pop("wide", pd.DataFrame({"customer_id": pd.Series(dtype="str")}))
        return journeys.Request(
            "shop", seen, told, wide, journeys.columns_of_rules({}), experiments.control_group, experiments.variants_of,
            history=self.history, started=self.started, country="CN", ready=EVERY_CHANNEL, **more,
        )  # fmt: skip

    def plan(self, now: str | datetime, told: JourneysSettings, zone: str = "", **more) -> journeys.Plan:
        return journeys.make(self.request(now, told, zone, **more))

    def sent(self, plan: journeys.Plan) -> "HandMade":
        """The shop after a plan was carried out: all its messages were delivered."""
        new = journeys.noted(plan)
        done = journeys.History(new.entries, new.assignments, new.messages.assign(state="delivered"), new.tags)
        started = dict.fromkeys(plan.request.settings.all_journeys, plan.request.now)
        return replace(self, history=journeys.joined(self.history, done), started=started | self.started)


def played(shop: HandMade, told: JourneysSettings, days: str, times=("08:30",), zone: str = "", **more) -> tuple[HandMade, list[tuple]]:
    """Plans on the days given as "2026-03-01..2026-03-04 2026-04-09", each carried out: (customer, journey, step, channel, when on the clock)."""
    sent = []
    for day, at in ((day, at) for span in days.split() for day in pd.date_range(*(span.split("..") * 2)[:2]) for at in times):
        plan = shop.plan(f"{day:%Y-%m-%d} {at}", told, zone, **more)
        rows = plan.goes.sort_values(["send_from", "customer_id"])
        sent += [(r.customer_id, r.journey, r.step, r.channel, here(r.send_from, zone or shop.zone)) for r in rows.itertuples()]
        shop = shop.sent(plan)
    return shop, sent


def members(*rows: dict) -> pd.DataFrame:
    """Members with what a test names and plain values else."""
    plain = {"text": "", "integer": 0, "number": 0.0, "date": pd.NaT}
    full = [{name: row.get(name, plain[column.kind]) for name, column in MEMBERS.columns.items()} for row in rows]
    days = [name for name, column in MEMBERS.columns.items() if column.kind == "date"]
    return pd.DataFrame(full).astype(dict.fromkeys(days, "datetime64[s]"))


def why(plan: journeys.Plan) -> dict[str, set[str]]:
    """Customer → names of the guards that block her."""
    return {
        row.customer_id: {guard.name for guard in journeys.GUARDS if row.bits & guard.bit}
        for row in plan.table.itertuples()
        if row.outcome == "blocked"
    }
