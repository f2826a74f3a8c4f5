"""Tables of what was written to whom: who entered a journey, who was kept back by lot, messages, tags. And the plan of a moment.

The first four are what has been handed over; they are empty as long as nothing was. Every look back (was she written to, is she in
another journey, was she drawn into the control group) reads them and nothing else.
"""

from retention.tables.promise import Column, Table

# How far a message has come; a row in one of USED occupies its key, so that it is never written again.
STATES = ("reserved", "held", "expired", "cancelled", "exported", "submitted", "task_created", "delivered", "failed", "unknown")
USED = ("reserved", "held", "exported", "submitted", "task_created", "delivered", "failed", "unknown")
# Of these she may have seen something: they count for caps and as "written to".
SENT = ("exported", "submitted", "task_created", "delivered", "unknown")

ENTRIES = Table(
    name="entries",
    one_row_per="customer, journey and occasion",
    key=("customer_id", "journey", "entry_key"),
    columns={
        "customer_id": Column("text", "who"),
        "journey": Column("text", "the journey she entered"),
        "entry_key": Column("text", "the occasion: an order's number, a year, the day of the last order, …; the same is never entered twice"),
        "entrance": Column("text", "by which of the journey's entrances", nullable=True),
        "exclusive_group": Column("text", "journeys of one group never take the same occasion twice", nullable=True),
        "group_key": Column("text", "the occasion as the group knows it", nullable=True),
        "entered_at": Column("time", "when the occasion came, UTC"),
        "left_at": Column("time", "when she left, UTC", nullable=True),
        "left_why": Column("text", "why she left", nullable=True),
    },
)

ASSIGNMENTS = Table(
    name="assignments",
    one_row_per="customer and journey drawn by lot",
    key=("customer_id", "journey"),
    columns={
        "customer_id": Column("text", "who"),
        "journey": Column("text", "the journey; 'all' is the group that no marketing is sent to"),
        "arm": Column("text", "treated, or control: never written to", values=("treated", "control")),
        "variant": Column("text", "the variant of the texts", nullable=True),
        "share": Column("number", "share that the control group had when she was drawn", "share"),
        "salt": Column("text", "what the lot was drawn with"),
        "first_due": Column("time", "when her first message was due, UTC; outcomes count from then on in both arms"),
    },
)

MESSAGES = Table(
    name="messages",
    one_row_per="message handed over, held back or given up",
    key=("message_key",),
    columns={
        "message_key": Column("text", "hash of shop, journey, occasion, step and customer; no variant, day or address is in it"),
        "customer_id": Column("text", "who"),
        "journey": Column("text", "the journey"),
        "entry_key": Column("text", "the occasion"),
        "step": Column("text", "the step"),
        "purpose": Column("text", "what for", values=("marketing", "service")),
        "channel": Column("text", "by which channel"),
        "variant": Column("text", "the variant of the texts", nullable=True),
        "template": Column("text", "the text"),
        "due_at": Column("time", "when it was due, UTC"),
        "sent_at": Column("time", "from when on it could be sent, UTC"),
        "state": Column("text", "how far it has come", values=STATES),
        "offer": Column("text", "the coupon or gift that went with it", nullable=True),
        "offer_until": Column("date", "last day on which that can be used", nullable=True),
    },
)

TAGS = Table(
    name="tags",
    one_row_per="customer and tag",
    key=("customer_id", "tag"),
    columns={
        "customer_id": Column("text", "who"),
        "tag": Column("text", "the tag, or tier:<name> for a tier set by a rule; the books of the programme stay as they are"),
        "since": Column("time", "from when on, UTC"),
        "until": Column("time", "until when, UTC; missing: for good", nullable=True),
        "by": Column("text", "the journey or rule that set it"),
    },
)

# What came of each candidate of a plan: it goes now, waits for its time, changes only what the shop notes, or is blocked.
OUTCOMES = ("goes", "waits", "blocked")

MESSAGE_PLAN = Table(
    name="message_plan",
    one_row_per="journey, step, channel, outcome and reason of a plan; no customer stands in it",
    key=("journey", "step", "channel", "outcome", "guard"),
    columns={
        "journey": Column("text", "the journey"),
        "step": Column("text", "the step"),
        "channel": Column("text", "the channel that was chosen; empty where none was free"),
        "outcome": Column("text", "what came of it", values=OUTCOMES),
        "guard": Column("integer", "the first guard that blocked; 0 where none did"),
        "messages": Column("integer", "candidates", "messages"),
        "customers": Column("integer", "customers among them", "customers"),
    },
)

EXPERIMENTS = Table(
    name="experiments",
    one_row_per="experiment and arm that was measured; no customer stands in it",
    key=("experiment", "variant"),
    columns={
        "experiment": Column("text", "the journey, the campaign of touches, or all for the whole programme"),
        "kind": Column("text", "what it is", values=("journey", "campaign", "programme")),
        "variant": Column("text", "the variant of the texts; empty for all of the treated together"),
        "days": Column("integer", "how long orders count from the due time on", "days"),
        "treated": Column("integer", "people drawn to be written to whose days are over", "customers"),
        "control": Column("integer", "people kept back whose days are over", "customers"),
        "waiting": Column("integer", "people whose days are not over", "customers"),
        "control_share": Column("number", "share of those kept back who ordered; missing where the result is withheld", "share", nullable=True),
        "difference": Column("number", "share of the treated who ordered less that share", "share", nullable=True),
        "low": Column("number", "its interval, lower end (95 %, Newcombe)", "share", nullable=True),
        "high": Column("number", "its interval, upper end", "share", nullable=True),
        "p_holm": Column("number", "p of that difference, corrected for all experiments; missing as long as it decides nothing", nullable=True),
        "money": Column("number", "net paid per treated person less that per person kept back", "shop currency", nullable=True),
        "money_low": Column("number", "its interval, lower end (95 %, Welch)", "shop currency", nullable=True),
        "money_high": Column("number", "its interval, upper end", "shop currency", nullable=True),
        "reward_seen": Column("number", "what the treated saw of a reward; missing where the shop does not say", "share", nullable=True),
        "state": Column(
            "text",
            "withheld (the groups are not as large as drawn), too_few, interim, more or less (orders, beyond chance), open",
            values=("withheld", "too_few", "interim", "more", "less", "open"),
        ),
        "decision": Column("text", "what follows", values=("repair", "nothing", "wait", "stop", "go_on", "more", "hidden")),
    },
)

MESSAGE_REPLAY = Table(
    name="message_replay",
    one_row_per="day of the shop, of what was sent and of what plans would have sent; no customer stands in it",
    key=("day", "source"),
    columns={
        "day": Column("date", "the day where the shop is"),
        "source": Column("text", "sent, or planned under today's settings", values=("sent", "planned")),
        "messages": Column("integer", "messages of marketing", "messages"),
        "service": Column("integer", "service messages", "messages"),
        "doubles": Column("integer", "messages of marketing that were not the customer's first of the day", "messages"),
        "nights": Column("integer", "those outside the hours of the settings on the customer's clock", "messages"),
        "over_cap": Column("integer", "those that went though a cap of the settings was reached", "messages"),
        "no_clock": Column("integer", "those of customers of whom nothing tells what their clock showed", "messages"),
    },
)

HISTORY = (ENTRIES, ASSIGNMENTS, MESSAGES, TAGS)
