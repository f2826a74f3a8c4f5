"""Import maps: one YAML per export format says which column means what. No code per platform.

A map has one or more *sources*: kinds of file with the same header. What each row of a source is
(an order, a coupon, a parcel, …) is its *grain*, and its `columns` give our name for the file's
column (or a list of names, the first that the file has is taken).
"""

from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from retention.settings import Settings, SettingsProblem
from retention.tables import SHOP_TABLES

HERE = Path(__file__).parent / "maps"

Grain = Literal["order", "line", "return", "customer", "product",
                "event", "coupon", "membership", "consent", "touch", "shipment", "scan", "ticket", "message", "survey"]  # fmt: skip

# Grain → the table that its rows become as they are; orders, lines, returns, customers and products take more.
TABLES = {
    "event": "events",
    "coupon": "coupons",
    "membership": "memberships",
    "consent": "consents",
    "touch": "touches",
    "shipment": "shipments",
    "scan": "scans",
    "ticket": "tickets",
    "message": "ticket_messages",
    "survey": "surveys",
}

ORDER_FIELDS = ("order_id", "parent_id", "customer_id", "ordered_at", "paid_at", "dispatched_at", "completed_at", "status", "channel",
                "list_amount", "discount", "gross_paid", "shipping", "order_kind", "note", "currency", "promotion")  # fmt: skip
LINE_FIELDS = ("line_id", "product_id", "product_name", "quantity", "list_price", "unit_price", "line_paid")
FIELDS: dict[str, tuple[str, ...]] = {
    "order": (*ORDER_FIELDS, "units"),
    "line": (*ORDER_FIELDS, *LINE_FIELDS),
    "return": ("return_id", "order_id", "line_id", "customer_id", "product_id", "returned_at", "stage", "kind", "quantity", "amount", "reason"),
    "customer": ("customer_id", "name", "phone", "email", "gender", "birthday", "region", "occupation", "joined_on"),
    "product": ("product_id", "name", "category", "brand", "style", "season", "colour", "size", "list_price", "cost", "launched_on"),
    "event": ("event_id", "customer_id", "happened_at", "kind", "channel", "product_id", "order_id", "about", "quantity", "rating"),
    "coupon": ("coupon_id", "customer_id", "name", "kind", "threshold", "face_value", "percentage", "issued_at", "expires_on", "used_on", "order_id"),
    "membership": ("customer_id", "joined_on", "source", "tier", "points", "mark"),
    "consent": ("consent_id", "customer_id", "channel", "purpose", "given", "changed_at", "source"),
    "touch": ("touch_id", "customer_id", "touched_at", "kind", "channel", "campaign", "arm", "status", "owner", "outcome", "next_on"),
    "shipment": ("shipment_id", "order_id", "customer_id", "carrier", "region", "dispatched_at", "promised_on", "signed_at"),
    "scan": ("shipment_id", "scanned_at", "step", "place"),
    "ticket": ("ticket_id", "customer_id", "order_id", "opened_at", "channel", "kind", "topic", "assignee", "offered_at", "resolved_at"),
    "message": ("ticket_id", "sent_at", "sender", "text"),
    "survey": ("survey_id", "customer_id", "order_id", "kind", "wave", "channel", "asked_at", "answered_on", "score", "comment"),
}
# A row without these cannot be used.
NEEDED: dict[str, tuple[str, ...]] = {
    "order": ("ordered_at", "gross_paid"),
    "line": ("order_id",),
    "return": ("returned_at", "amount"),
    "customer": ("customer_id",),
    "product": ("product_id",),
    "event": ("happened_at", "kind"),
    "coupon": ("coupon_id", "issued_at"),
    "membership": ("customer_id", "joined_on"),
    "consent": ("customer_id", "channel", "purpose", "given", "changed_at"),
    "touch": ("customer_id", "touched_at", "kind"),
    "shipment": ("shipment_id", "dispatched_at"),
    "scan": ("shipment_id", "scanned_at"),
    "ticket": ("ticket_id", "opened_at"),
    "message": ("ticket_id", "sent_at", "sender"),
    "survey": ("kind", "asked_at"),
}
MONEY = ("list_amount", "discount", "gross_paid", "shipping", "line_paid", "amount", "cost", "list_price", "unit_price", "threshold", "face_value")
WHOLE = ("quantity", "units", "points")
NUMBERS = ("rating", "percentage", "score")
TIMES = ("ordered_at", "paid_at", "dispatched_at", "completed_at", "returned_at", "happened_at", "issued_at", "changed_at", "touched_at",
         "signed_at", "scanned_at", "opened_at", "offered_at", "resolved_at", "sent_at", "asked_at")  # fmt: skip
# Times and days that may well lie ahead of the day of the import: by a year at most, or by any time (2099-12-31 is "never").
PLANNED = ("touched_at", "launched_on", "promised_on", "next_on")
OPEN = ("expires_on",)
DAYS = ("birthday", "joined_on", "launched_on", "expires_on", "used_on", "next_on", "promised_on", "answered_on")
FLAGS = ("given",)
# The only words these fields may hold once `words:` has translated them; a row with another one is left out as 'unknown <field>'.
KNOWN: dict[str, dict[str, tuple[str, ...]]] = {
    grain: {name: column.values for name, column in SHOP_TABLES[table].columns.items() if column.values} for grain, table in TABLES.items()
}
KNOWN["consent"]["given"] = ("true", "false")


class Texts(Settings):
    """Texts that begin with, equal or contain one of some texts."""

    starts_with: tuple[str, ...] = ()
    equals: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()


class Promotion(Texts):
    """Names of coupons of one kind; without any text it is the kind of all names that come down to it."""

    kind: Literal["threshold_off", "percentage_off", "amount_off"] = Field(description="what such a coupon does")


class Rule(Texts):
    """Rows whose field begins with, equals or contains one of some texts."""

    field: str = Field(description="our name of the field it looks at")
    why: str = Field("", description="why such rows are no orders, e.g. 'staff order'")


class Source(Settings):
    """One kind of file."""

    grain: Grain = Field(description="what a row is")
    columns: dict[str, str | tuple[str, ...]] = Field(description="our field: the file's column (or columns to try)")
    header: tuple[str, ...] = Field((), description="columns by which the file is recognised; empty: all of `columns`")
    files: str = Field("*", description="pattern that the file's name must match")
    names: tuple[str, ...] = Field((), description="column names of a file without a header")
    header_row: int = Field(0, ge=0, le=15, description="row of the header, from 1; 0 finds it among the first 15 rows")
    second_header: bool = Field(False, description="whether the row below the header is a second one, no data")
    delimiter: Literal["", ",", ";", "\t", "|", "whitespace"] = Field("", description="empty finds it")
    encoding: str = Field("", description="empty finds it (UTF-8, GB18030, western Windows or Mac)")
    dates: tuple[str, ...] = Field((), description="formats of dates (strptime); ISO and common Chinese forms are always read")
    time_zone: str = Field("", description="time zone of times without an offset; empty: the map's")
    values: dict[str, str] = Field({}, description="fields that are the same in every row, e.g. channel: JD")
    status: dict[str, str] = Field({}, description="the platform's status word: unpaid, paid, dispatched, completed or closed")
    words: dict[str, dict[str, str]] = Field({}, description="translations of other fields' words, e.g. stage: {发货前: before_dispatch}")
    promotions: tuple[Promotion, ...] = Field((), description="kinds of the coupons named in `promotion`, the first that fits; no name is none")
    cancellation: Rule | None = Field(None, description="lines that take an earlier sale back")
    not_orders: tuple[Rule, ...] = Field((), description="orders or lines that are no sale of goods")
    negative: Literal["leave_out", "refund", "keep"] = Field("leave_out", description="what an amount below zero is")
    zero_orders_count: bool = Field(False, description="whether orders paid with nothing count")

    @model_validator(mode="after")
    def _known_fields(self) -> "Source":
        if self.grain != "customer":  # customers may carry the shop's own fields
            unknown = [f for f in (*self.columns, *self.values) if f not in FIELDS[self.grain]]
            if unknown:
                raise ValueError(f"a {self.grain} has no field {unknown[0]!r}; it has {', '.join(FIELDS[self.grain])}")
        missing = [f for f in NEEDED[self.grain] if f not in self.columns and f not in self.values]
        if missing:
            raise ValueError(f"a {self.grain} needs the field {missing[0]!r}")
        return self

    def recognised_by(self) -> tuple[str, ...]:
        """Columns a file must have to be this source."""
        return self.header or tuple(c if isinstance(c, str) else c[0] for c in self.columns.values())


class ImportMap(Settings):
    """A platform's export format."""

    name: str
    about: str = Field("", description="one line for people")
    currency: str = Field("", description="ISO code")
    time_zone: str = Field("UTC", description="zone of times without an offset")
    language: Literal["en", "zh", ""] = ""
    sources: dict[str, Source]


def shipped() -> list[ImportMap]:
    """All maps that come with the package."""
    return [ImportMap.read(path) for path in sorted(HERE.glob("*.yaml"))]


def find(name: str, beside: Path | None = None) -> ImportMap:
    """The map called `name`: a shipped one, or a path (relative to `beside`)."""
    for path in [HERE / f"{name}.yaml", *([beside / name] if beside else []), Path(name)]:
        if path.is_file():
            return ImportMap.read(path)
    raise SettingsProblem(f"no import map {name!r}; shipped ones: {', '.join(m.name for m in shipped())}")
