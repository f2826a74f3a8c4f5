"""Tables of what customers did and what the shop said: events, coupons, parcels, tickets, returns on their way, surveys, consents, touches.

Only `orders` is required of a shop; each of these adds something to the pyramid (`pyramid.layers` says what).
"""

import ibis.expr.types as ir
from ibis import _

from retention.tables.promise import Column, Law, Table
from retention.tables.sales import PROMOTIONS


def _in_order(name: str, meaning: str, earlier: str, later: str) -> Law:
    """The law that one moment of a row is not before another; where either is missing nothing is said."""

    def broken(**tables: ir.Table) -> ir.Table:
        (rows,) = tables.values()
        return rows.filter(_[later] < _[earlier])

    return Law(name, meaning, broken)


EVENTS = Table(
    name="events",
    one_row_per="thing a customer did",
    key=("event_id",),
    columns={
        "event_id": Column("text", "the platform's number, or one made from the row where it has none"),
        "customer_id": Column("text", "who; missing for visitors who were not signed in", nullable=True),
        "happened_at": Column("time", "when, UTC"),
        "happened_on": Column("date", "the day where the shop is"),
        "kind": Column(
            "text",
            "what it is; redeem: points spent",
            values=(
                "view",
                "favourite",
                "cart_add",
                "cart_remove",
                "checkout",
                "chat",
                "campaign_join",
                "check_in",
                "review",
                "share",
                "coupon_use",
                "message_open",
                "message_click",
                "redeem",
            ),
        ),
        "channel": Column("text", "where", nullable=True),
        "product_id": Column("text", "the goods it is about", nullable=True),
        "order_id": Column("text", "the order it is about", nullable=True),
        "about": Column("text", "the campaign, coupon or message it is about; what points were spent on", nullable=True),
        "quantity": Column("integer", "how many; redeem: points spent", "pieces", nullable=True),
        "rating": Column("number", "stars of a review", "1–5", nullable=True),
        "machine": Column(
            "flag",
            "message_open: fetched by a mail programme or filter, so nobody need have read it; missing: not told",
            nullable=True,
            optional=True,
        ),
    },
)

COUPONS = Table(
    name="coupons",
    one_row_per="coupon issued to a customer",
    key=("coupon_id",),
    columns={
        "coupon_id": Column("text", "the coupon's own number"),
        "customer_id": Column("text", "who holds it", nullable=True),
        "name": Column("text", "what it is called", nullable=True),
        "kind": Column("text", "threshold_off (满减), percentage_off (折扣) or amount_off (no threshold)", nullable=True, values=PROMOTIONS),
        "threshold": Column("money", "smallest order it can be used on", "shop currency", nullable=True),
        "face_value": Column("money", "what it takes off; missing for a percentage", "shop currency", nullable=True),
        "percentage": Column("number", "share it takes off, .1 for 9折", "share", nullable=True),
        "issued_at": Column("time", "when it was issued, UTC"),
        "issued_on": Column("date", "the day it was issued where the shop is"),
        "expires_on": Column("date", "last day it can be used", nullable=True),
        "used_on": Column("date", "the day it was used; missing: not used up to as_of", nullable=True),
        "order_id": Column("text", "the order it was used on", nullable=True),
    },
    laws=(_in_order("coupon_used_after_issue", "no coupon is used before it is issued", "issued_on", "used_on"),),
)

MEMBERSHIPS = Table(
    name="memberships",
    one_row_per="member of the shop's programme",
    key=("customer_id",),
    columns={
        "customer_id": Column("text", "the shop's customer number"),
        "joined_on": Column("date", "the day the membership began"),
        "source": Column("text", "how she joined", nullable=True),
        "tier": Column("text", "level as the last export has it", nullable=True),
        "points": Column("integer", "balance as the last export has it", "points", nullable=True),
        "mark": Column("text", "KOC, KOL or another mark the shop set", nullable=True),
    },
)

CONSENTS = Table(
    name="consents",
    one_row_per="consent given or withdrawn; the last one of a customer, channel and purpose holds",
    key=("consent_id",),
    columns={
        "consent_id": Column("text", "the platform's number, or one made from the row where it has none"),
        "customer_id": Column("text", "who"),
        "channel": Column(
            "text",
            "for which channel; any: purposes that need none",
            values=("sms", "phone", "email", "wecom", "official_account", "push", "platform", "any"),
        ),
        "purpose": Column("text", "what for", values=("marketing", "personalisation", "survey", "service")),
        "given": Column("flag", "given (true) or withdrawn (false)"),
        "changed_at": Column("time", "when, UTC"),
        "changed_on": Column("date", "the day where the shop is"),
        "source": Column("text", "where it was given or withdrawn", nullable=True),
    },
)

TOUCHES = Table(
    name="touches",
    one_row_per="message, call or note of follow-up; customers kept back from a campaign as its control have a row, too",
    key=("touch_id",),
    columns={
        "touch_id": Column("text", "the platform's number, or one made from the row where it has none"),
        "customer_id": Column("text", "who"),
        "touched_at": Column("time", "when it was due, UTC"),
        "touched_on": Column("date", "the day it was due where the shop is"),
        "kind": Column("text", "what was done", values=("message", "call", "note")),
        "channel": Column("text", "by which channel", nullable=True),
        "campaign": Column("text", "the campaign it belongs to", nullable=True),
        "arm": Column("text", "missing where nothing was randomised", nullable=True, values=("treated", "control")),
        "status": Column("text", "what became of it; not_sent: the control", nullable=True, values=("delivered", "failed", "unknown", "not_sent")),
        "owner": Column("text", "who follows this customer up (导购, 顾问)", nullable=True),
        "outcome": Column("text", "what came of it", nullable=True),
        "next_on": Column("date", "the day to come back to it", nullable=True),
    },
)

SHIPMENTS = Table(
    name="shipments",
    one_row_per="parcel",
    key=("shipment_id",),
    columns={
        "shipment_id": Column("text", "the carrier's number"),
        "order_id": Column("text", "the order in it", nullable=True),
        "customer_id": Column("text", "who it goes to", nullable=True),
        "carrier": Column("text", "carrier", nullable=True),
        "region": Column("text", "province or region it goes to", nullable=True),
        "dispatched_at": Column("time", "when it left the shop, UTC"),
        "dispatched_on": Column("date", "the day it left, where the shop is"),
        "promised_on": Column("date", "the day it was promised for", nullable=True),
        "signed_at": Column("time", "when it was signed for, UTC; missing: not up to as_of", nullable=True),
        "signed_on": Column("date", "the day it was signed for, where the shop is", nullable=True),
    },
    laws=(_in_order("signed_after_dispatch", "no parcel is signed for before it leaves", "dispatched_at", "signed_at"),),
)

SCANS = Table(
    name="scans",
    one_row_per="scan of a parcel on its way",
    key=("shipment_id", "scan_no"),
    columns={
        "shipment_id": Column("text", "the carrier's number"),
        "scan_no": Column("integer", "1, 2, … in time order"),
        "scanned_at": Column("time", "when, UTC"),
        "scanned_on": Column("date", "the day where the shop is"),
        "step": Column("text", "how far it has come", nullable=True, values=("collected", "in_transit", "out_for_delivery", "signed", "exception")),
        "place": Column("text", "where", nullable=True),
    },
)

TICKETS = Table(
    name="tickets",
    one_row_per="question, complaint or request",
    key=("ticket_id",),
    columns={
        "ticket_id": Column("text", "the help desk's number"),
        "customer_id": Column("text", "who asked", nullable=True),
        "order_id": Column("text", "the order it is about", nullable=True),
        "opened_at": Column("time", "when it was opened, UTC"),
        "opened_on": Column("date", "the day it was opened where the shop is"),
        "channel": Column("text", "where it was asked", nullable=True, values=("chat", "phone", "social", "email", "form")),
        "kind": Column("text", "what it is", nullable=True, values=("question", "complaint", "suggestion", "after_sales")),
        "topic": Column("text", "what it is about", nullable=True),
        "assignee": Column("text", "who answers", nullable=True),
        "offered_at": Column("time", "when a solution was offered, UTC", nullable=True),
        "offered_on": Column("date", "the day it was offered where the shop is", nullable=True, optional=True),
        "resolved_at": Column("time", "when it was closed, UTC; missing: open as of as_of", nullable=True),
        "resolved_on": Column("date", "the day it was closed where the shop is", nullable=True),
        "priority": Column("text", "how urgent it is, in the help desk's words, as the last export has it", nullable=True, optional=True),
        "group": Column("text", "the team that answers, as the last export has it", nullable=True, optional=True),
        "reopens": Column("integer", "how often it was opened again, as the last export has it", "times", nullable=True, optional=True),
        "rating": Column(
            "number", "how content the customer was with it, on the help desk's own scale, as the last export has it", nullable=True, optional=True
        ),
    },
    laws=(_in_order("resolved_after_opened", "no ticket is closed before it is opened", "opened_at", "resolved_at"),),
)

TICKET_MESSAGES = Table(
    name="ticket_messages",
    one_row_per="message of a ticket",
    key=("ticket_id", "message_no"),
    columns={
        "ticket_id": Column("text", "the ticket it belongs to"),
        "message_no": Column("integer", "1, 2, … in time order"),
        "sent_at": Column("time", "when, UTC"),
        "sent_on": Column("date", "the day where the shop is"),
        "sender": Column("text", "who wrote it", values=("customer", "robot", "agent")),
        "text": Column("text", "what was written; it never goes into a report", nullable=True),
    },
)

TICKET_STATES = Table(
    name="ticket_states",
    one_row_per="change of a ticket's state; the state holds until the next one",
    key=("ticket_id", "state_no"),
    columns={
        "ticket_id": Column("text", "the ticket it belongs to"),
        "state_no": Column("integer", "1, 2, … in time order"),
        "changed_at": Column("time", "when it came into this state, UTC"),
        "changed_on": Column("date", "the day where the shop is"),
        "state": Column(
            "text",
            "new: nobody has it; open: being worked on; waiting_customer: for her answer; waiting_other: for a supplier, carrier or another team; "
            "solved: a solution was given; closed: nothing more is to come; reopened: after it was solved or closed",
            values=("new", "open", "waiting_customer", "waiting_other", "solved", "closed", "reopened"),
        ),
        "owner": Column("text", "who has it from then on", nullable=True),
        "queue": Column("text", "the team or queue it lies with from then on", nullable=True),
    },
)

RETURN_STATES = Table(
    name="return_states",
    one_row_per="change of a return's state; the state holds until the next one",
    key=("return_id", "state_no"),
    columns={
        "return_id": Column("text", "the return it belongs to"),
        "state_no": Column("integer", "1, 2, … in time order"),
        "changed_at": Column("time", "when it came into this state, UTC"),
        "changed_on": Column("date", "the day where the shop is"),
        "state": Column(
            "text",
            "requested, agreed or refused by the shop; sent_back: by the customer; received and inspected_bad: by the shop; how it ended: refunded, "
            "exchanged, sent_again (what was missing), cancelled by the customer, timed_out (never sent back); platform_steps_in: it decides",
            values=(
                "requested",
                "agreed",
                "refused",
                "sent_back",
                "received",
                "inspected_bad",
                "refunded",
                "exchanged",
                "sent_again",
                "cancelled",
                "timed_out",
                "platform_steps_in",
            ),
        ),
        "due_on": Column("date", "the last day on which the next step is in time, where the shop is", nullable=True),
    },
)

SURVEYS = Table(
    name="surveys",
    one_row_per="invitation to a survey, answered or not; where an export tells answers only, answer to a survey",
    key=("survey_id",),
    columns={
        "survey_id": Column("text", "the invitation's number, or one made from the row where it has none"),
        "customer_id": Column("text", "who was asked; missing for anonymous answers", nullable=True),
        "order_id": Column("text", "the order it is about", nullable=True),
        "kind": Column("text", "what it asks", values=("nps", "after_sales")),
        "wave": Column("text", "the wave of questioning it belongs to", nullable=True),
        "channel": Column("text", "sms, wecom, email, …", nullable=True),
        "asked_at": Column("time", "when it was sent, UTC; missing: only answers are told", nullable=True),
        "asked_on": Column("date", "the day it was sent where the shop is; missing: only answers are told", nullable=True),
        "answered_at": Column("time", "when it was answered, UTC", nullable=True, optional=True),
        "answered_on": Column("date", "the day it was answered; missing: not up to as_of", nullable=True),
        "score": Column("number", "the answer: 0–10 for nps, 1–5 for after_sales", nullable=True),
        "comment": Column("text", "what was written; it never goes into a report", nullable=True),
        "weight": Column("number", "how many customers the answer stands for, by whoever made the survey", nullable=True, optional=True),
    },
    laws=(_in_order("answered_after_asked", "no survey is answered before it is sent", "asked_on", "answered_on"),),
)
