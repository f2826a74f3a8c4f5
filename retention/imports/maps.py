"""Import maps: one YAML per export format says which column means what. No code per platform.

A map has one or more *sources*: kinds of file with the same header. What each row of a source is
(an order, a coupon, a parcel, …) is its *grain*, and its `columns` give our name for the file's
column (or a list of names, the first that the file has is taken).
"""

import codecs
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import duckdb
from pydantic import Field, field_validator, model_validator

from retention.imports.map_parts import Knows, Made, Promotion, Rows, Rule, Texts, Unpack
from retention.settings import Settings, SettingsProblem, known_currency, load_yaml
from retention.tables import ORDER_STATUS, SHOP_TABLES
from retention.tables.sales import RETURN_STATUS, STAGES

HERE = Path(__file__).parent / "maps"

Grain = Literal["order", "line", "return", "customer", "product", "event", "coupon", "membership", "consent", "touch", "shipment", "scan",
                "ticket", "message", "ticket_state", "return_state", "survey"]  # fmt: skip

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
    "ticket_state": "ticket_states",
    "return_state": "return_states",
    "survey": "surveys",
}

ORDER_FIELDS = ("order_id", "parent_id", "customer_id", "ordered_at", "paid_at", "dispatched_at", "completed_at", "status", "channel",
                "list_amount", "discount", "gross_paid", "shipping", "refunded", "order_kind", "note", "currency", "promotion")  # fmt: skip
LINE_FIELDS = ("line_id", "product_id", "product_name", "quantity", "list_price", "unit_price", "line_paid")
FIELDS: dict[str, tuple[str, ...]] = {
    "order": (*ORDER_FIELDS, "units"),
    "line": (*ORDER_FIELDS, *LINE_FIELDS),
    "return": (
        "return_id",
        "order_id",
        "line_id",
        "customer_id",
        "product_id",
        "returned_at",
        "settled_on",
        "status",
        "stage",
        "kind",
        "quantity",
        "amount",
        "asked",
        "reason",
    ),
    "customer": ("customer_id", "name", "phone", "email", "gender", "birthday", "region", "occupation", "joined_on", "time_zone", "language"),
    "product": ("product_id", "name", "category", "brand", "style", "season", "colour", "size", "list_price", "cost", "launched_on", "stock"),
    "event": ("event_id", "customer_id", "happened_at", "kind", "channel", "product_id", "order_id", "about", "quantity", "rating", "machine"),
    "coupon": ("coupon_id", "customer_id", "name", "kind", "threshold", "face_value", "percentage", "issued_at", "expires_on", "used_on", "order_id"),
    "membership": ("customer_id", "joined_on", "source", "tier", "points", "mark"),
    "consent": ("consent_id", "customer_id", "channel", "purpose", "given", "changed_at", "source"),
    "touch": ("touch_id", "customer_id", "touched_at", "kind", "channel", "campaign", "arm", "status", "owner", "outcome", "next_on"),
    "shipment": ("shipment_id", "order_id", "customer_id", "carrier", "region", "dispatched_at", "promised_on", "signed_at"),
    "scan": ("shipment_id", "scanned_at", "step", "place"),
    "ticket": (
        "ticket_id",
        "customer_id",
        "order_id",
        "opened_at",
        "channel",
        "kind",
        "topic",
        "assignee",
        "offered_at",
        "resolved_at",
        "priority",
        "group",
        "reopens",
        "rating",
    ),
    "message": ("ticket_id", "sent_at", "sender", "text"),
    "ticket_state": ("ticket_id", "changed_at", "state", "owner", "queue"),
    "return_state": ("return_id", "changed_at", "state", "due_on"),
    "survey": (
        "survey_id",
        "customer_id",
        "order_id",
        "kind",
        "wave",
        "channel",
        "asked_at",
        "answered_at",
        "answered_on",
        "score",
        "comment",
        "weight",
    ),
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
    "ticket_state": ("ticket_id", "changed_at", "state"),
    "return_state": ("return_id", "changed_at", "state"),
    "survey": ("kind",),
}
# And of these one: some exports tell of answers only.
EITHER: dict[str, tuple[str, ...]] = {"survey": ("asked_at", "answered_at", "answered_on")}
MONEY = ("list_amount", "discount", "gross_paid", "shipping", "refunded", "line_paid", "amount", "asked", "cost", "list_price", "unit_price",
         "threshold", "face_value")  # fmt: skip
WHOLE = ("quantity", "units", "points", "reopens", "stock")
NUMBERS = ("rating", "percentage", "score", "weight")
TIMES = ("ordered_at", "paid_at", "dispatched_at", "completed_at", "returned_at", "happened_at", "issued_at", "changed_at", "touched_at",
         "signed_at", "scanned_at", "opened_at", "offered_at", "resolved_at", "sent_at", "asked_at", "answered_at")  # fmt: skip
# Times and days that may well lie ahead of the day of the import: by a year at most, or by any time (2099-12-31 is "never").
PLANNED = ("touched_at", "launched_on", "promised_on", "next_on", "due_on")
OPEN = ("expires_on",)
DAYS = ("birthday", "joined_on", "launched_on", "expires_on", "used_on", "next_on", "promised_on", "answered_on", "due_on",
        "settled_on")  # fmt: skip
FLAGS = ("given", "machine")
# Amounts and numbers of pieces from here on are no amounts; sums of all that are smaller fit into their columns.
LARGEST = 10**11
# The only words these fields may hold once `words:` has translated them; a row with another one is left out as 'unknown <field>'.
KNOWN: dict[str, dict[str, tuple[str, ...]]] = {
    grain: {name: column.values for name, column in SHOP_TABLES[table].columns.items() if column.values} for grain, table in TABLES.items()
}
KNOWN["consent"]["given"] = ("true", "false")
# An order whose status is `refunded` was paid, and all of it was given back.
KNOWN |= {grain: {"status": (*ORDER_STATUS, "refunded")} for grain in ("order", "line")}
KNOWN["return"] = {"status": RETURN_STATUS}
# Amounts that an export of lines tells once per order, on each line or on the first, unless its map says otherwise.
ONCE = ("gross_paid", "shipping", "discount", "list_amount")
# Keys of a source that only some grains use.
USED_BY: dict[str, tuple[str, ...]] = {
    "status": ("order", "line", "return"),
    "promotions": ("order", "line"),
    "cancellation": ("line",),
    "not_orders": ("order", "line"),
    "negative": ("order", "line"),
    "zero_orders_count": ("order", "line"),
    "once": ("line",),
    "unpack": ("order",),
    "identical_rows": ("order", "line", "return", "scan", "message", "ticket_state", "return_state"),
    "states": ("ticket_state", "return_state"),
    "same_number": ("order", "line"),
    "same_refund": ("return",),
    "more_states": ("order", "line"),
    "other_states": ("order", "line", "return"),
    "says_refunded": ("order", "line"),
    "refunded_is": ("order",),
    "settled_when": ("order", "line"),
    "order_by": ("line",),
}


class Source(Settings):
    """One kind of file."""

    grain: Grain = Field(description="what a row is")
    columns: dict[str, str | tuple[str, ...]] = Field(
        description="our field: the file's column (or columns to try); * stands for any text, e.g. '*推荐*'"
    )
    header: tuple[str, ...] = Field((), description="columns by which the file is recognised; empty: all of `columns`")
    files: str = Field("*", description="pattern that the file's name must match")
    names: tuple[str, ...] = Field((), description="column names of a file without a header")
    header_row: int = Field(0, ge=0, le=15, description="row of the header, from 1; 0 finds it among the first 15 rows")
    second_header: bool = Field(False, description="whether the row below the header is a second one, no data")
    delimiter: Literal["", ",", ";", "\t", "|", "whitespace"] = Field("", description="empty finds it")
    encoding: str = Field("", description="empty finds it (UTF-8, GB18030, western Windows or Mac)")
    dates: tuple[str, ...] = Field((), description="formats of dates (strptime); ISO and common Chinese forms are always read")
    decimal: Literal["", "point", "comma"] = Field("", description="sign that begins the cents; empty finds it column by column")
    time_zone: str = Field("", description="time zone of times without an offset; empty: the map's")
    values: dict[str, str] = Field({}, description="fields that are the same in every row, e.g. channel: JD")
    status: dict[str, str] = Field(
        {}, description="the platform's word: unpaid, paid, dispatched, completed, closed or refunded; of a return open, settled, refused, cancelled"
    )
    words: dict[str, dict[str, str]] = Field(
        {}, description="other fields' words, e.g. stage: {发货前: before_dispatch}; * is any other word, and what is empty says nothing"
    )
    promotions: tuple[Promotion, ...] = Field((), description="kinds of the coupons named in `promotion`, the first that fits; no name is none")
    cancellation: Rule | None = Field(None, description="lines that take an earlier sale back")
    not_orders: tuple[Rule, ...] = Field((), description="orders or lines that are no sale of goods")
    negative: Literal["leave_out", "refund", "keep"] = Field("leave_out", description="what an amount below zero is")
    typed_by_hand: bool = Field(
        False, description="customers as people type them: 散客 or Guest is nobody, spellings that differ by case or width are one"
    )
    more_states: dict[str, dict[str, Literal["unpaid", "closed", "refunded"]]] = Field(
        {}, description="further columns of the file whose words say what became of an order, before `status`; * stands for any word"
    )
    settled_when: dict[str, tuple[str, ...]] = Field(
        {}, description="the file's column, and its words where `refunded` was given back; else it was not"
    )
    order_by: Literal["", "row", "minute", "day"] = Field("", description="what makes rows without order numbers one order of a customer")
    zero_orders_count: bool = Field(False, description="whether orders paid with nothing count")
    once: tuple[str, ...] = Field(ONCE, description="amounts that lines tell once per order, on each line or on the first; others add up")
    states: dict[str, str] = Field({}, description="states that a row tells in columns of their own: our state: the file's column with its time")
    rows: Rows | None = Field(None, description="the kind of rows that are this source's, where a file has several kinds under one header")
    footer: Texts | None = Field(None, description="rows that are totals or remarks, by the text of their first filled cell")
    unpack: Unpack | None = Field(None, description="cells packed with an order's items, which become its lines")
    identical_rows: Literal["repeats", "real"] = Field("repeats", description="whether equal rows of one file are one row written twice or several")
    same_number: Literal["one-order", "separate-orders"] = Field("one-order", description="what rows of several customers under one number are")
    same_refund: Literal["parts", "states"] = Field(
        "parts", description="what rows of one file under one return number are: parts of it, or states of which the last one stands"
    )
    made: dict[str, Made] = Field({}, description="texts made of several columns, e.g. customer_id: {first_of: [Email, Phone]}")
    plus: dict[str, tuple[str, ...]] = Field({}, description="amounts: further columns that are added, e.g. gross_paid: [balance used]")
    less: dict[str, tuple[str, ...]] = Field({}, description="amounts: further columns that are taken off, whatever their sign")
    other_states: Literal["unknown", "by_meaning"] = Field(
        "unknown", description="what a state is that `status` does not name: unknown (the row is left out), or what its words mean"
    )
    refunded_is: Literal["given_back", "left"] = Field(
        "given_back", description="whether `refunded` is what was given back, or what is left of `gross_paid` (0: nothing was given back)"
    )
    says_refunded: str = Field("", description="column whose words say that something was given back, and not how much")
    knows: Knows = Field(Knows(), description="what such rows can tell: customer, refunds, times")

    @model_validator(mode="after")
    def _fits(self) -> "Source":
        for judged in (_unused_keys, _strange_rules, _strange_words, _strange_sums, _untrue_claims, _unreadable_values, _unusable_settings):
            problem = next(judged(self), None)
            if problem:
                raise ValueError(problem)
        return self

    @model_validator(mode="after")
    def _known_fields(self) -> "Source":
        if self.grain != "customer":  # customers may carry the shop's own fields
            unknown = [f for f in (*self.columns, *self.values, *self.made) if f not in FIELDS[self.grain]]
            if unknown:
                raise ValueError(f"a {self.grain} has no field {unknown[0]!r}; it has {', '.join(FIELDS[self.grain])}")
        given = {*self.columns, *self.values, *self.made, *(["order_id"] if self.order_by else []), *(["state", "changed_at"] if self.states else [])}
        missing = [f for f in NEEDED[self.grain] if f not in given]
        if missing:
            raise ValueError(f"a {self.grain} needs the field {missing[0]!r}")
        either = EITHER.get(self.grain, ())
        if either and not given & {*either}:
            raise ValueError(f"a {self.grain} needs one of the fields {', '.join(either)}")
        return self

    def recognised_by(self) -> tuple[str, ...]:
        """Columns a file must have to be this source."""
        return self.header or tuple(c if isinstance(c, str) else c[0] for c in (*self.columns.values(), *self.states.values()))


def _unused_keys(source: Source) -> Iterator[str]:
    """Keys that rows of this grain have no use for."""
    for key, grains in USED_BY.items():
        if key in source.model_fields_set and getattr(source, key) and source.grain not in grains:
            yield f"{key!r} means nothing for a {source.grain}; it is for {', '.join(grains)}. Take it away"
    told = {*source.columns, *source.values}
    for key, field in (("status", "status"), ("promotions", "promotion")):
        if getattr(source, key) and field not in told:
            yield f"{key!r} is given, but no column for {field!r}"


def _strange_rules(source: Source) -> Iterator[str]:
    """Rules about fields that the source does not have, or without a text."""
    for rule in (*source.not_orders, *([source.cancellation] if source.cancellation else [])):
        if rule.field not in source.columns and rule.field not in source.values:
            yield f"a rule looks at {rule.field!r}, which has no column"
    for texts in (*source.not_orders, source.cancellation, source.rows, source.footer):
        if texts and not (texts.starts_with or texts.equals or texts.contains):
            yield f"{texts.model_dump(exclude_defaults=True)} says nothing; give starts_with, equals or contains"
    for name in source.once:
        if name not in MONEY or name not in ORDER_FIELDS:
            yield f"'once' names {name!r}; it can be {', '.join(f for f in ORDER_FIELDS if f in MONEY)}"


def _strange_words(source: Source) -> Iterator[str]:
    """Translations into words that the field cannot hold."""
    known = KNOWN.get(source.grain, {})
    if strange := next((state for state in source.states if state not in known.get("state", (state,))), None):
        yield f"'states' names {strange!r}; a state can be {', '.join(known['state'])}"
    for field, words in {"status": source.status, **source.words}.items():
        if words and source.grain != "customer" and field not in FIELDS[source.grain]:
            yield f"words are given for {field!r}, which a {source.grain} does not have"
        allowed = known.get(field) or (STAGES if field == "stage" else ())
        for word, meaning in words.items():
            if allowed and meaning and meaning not in allowed:
                yield f"{word!r} is translated into {meaning!r}; {field} can be {', '.join(allowed)}"


def _strange_sums(source: Source) -> Iterator[str]:
    """Columns added to what is no amount of the source, and texts made of amounts."""
    for key, told in (("plus", source.plus), ("less", source.less)):
        strange = next((field for field in told if field not in MONEY or field not in source.columns), None)
        if strange:
            yield f"{key!r} names {strange!r}, which is no amount with a column of its own"
    typed = next((field for field in source.made if field in (*MONEY, *WHOLE, *NUMBERS, *FLAGS)), None)
    if typed:
        yield f"'made' names {typed!r}, which is no text and no time"


def _untrue_claims(source: Source) -> Iterator[str]:
    """What a source says that it knows, and has no column for."""
    given = {*source.columns, *source.values, *source.made}
    named = "customer_id" in given
    if source.knows.customer and (source.knows.customer == "none") == named:
        yield f"it knows the customer as {source.knows.customer!r}, and has {'a' if named else 'no'} column for customer_id"
    if source.knows.refunds in ("order", "part") and "refunded" not in given:
        yield f"it knows refunds by {source.knows.refunds!r}, and has no column for 'refunded'"
    if source.knows.refunds == "settled" and source.grain != "return":
        yield "it knows refunds as 'settled', which only returns tell"


def _unreadable_values(source: Source) -> Iterator[str]:
    """Values for all rows that their field cannot hold."""
    for field, value in source.values.items():
        try:
            _typed(field, value)
        except (ValueError, ArithmeticError):
            yield f"the value {value!r} for {field!r} cannot be read"
        allowed = KNOWN.get(source.grain, {}).get(field)
        if allowed and value not in allowed:
            yield f"the value {value!r} for {field!r} should be one of {', '.join(allowed)}"


def _typed(field: str, value: str) -> object:
    """A value as its field's type, as it is cast later; ValueError or ArithmeticError where it is none."""
    if field in (*MONEY, *NUMBERS, *WHOLE):
        number = Decimal(value) if field not in WHOLE else Decimal(int(value))
        if not abs(number) < LARGEST:
            raise ValueError(value)
        return number
    if field in TIMES:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if field in DAYS else value


def _unusable_settings(source: Source) -> Iterator[str]:
    """Encodings, zones, formats of dates and patterns that nothing can be done with."""
    if source.encoding and not _is_text_encoding(source.encoding):
        yield f"the encoding {source.encoding!r} is not known; usual ones are utf-8, gb18030, cp1252 and utf-16"
    yield from _strange_zone(source.time_zone)
    for form in source.dates:
        try:
            duckdb.sql("select try_strptime('', ?)", params=[form]).fetchall()
        except duckdb.Error:
            yield f"the format of dates {form!r} cannot be used; write it like '%d.%m.%Y' or '%m/%d/%y %H:%M'"
    if not source.files.strip():
        yield "'files' is empty; take it away, or write a pattern such as 'orders*.csv'"


def _is_text_encoding(name: str) -> bool:
    """Whether files can be read in an encoding, those of other encodings with holes."""
    try:
        written = "a".encode(name)
        codecs.getincrementaldecoder(name)(errors="replace").decode(written + bytes(range(256)), final=True)
        return written.decode(name) == "a"
    except (LookupError, ValueError):
        return False


def _strange_zone(name: str) -> Iterator[str]:
    try:
        if name:
            ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        yield f"the time zone {name!r} is not known; write it like Asia/Shanghai or Europe/London"


class ImportMap(Settings):
    """A platform's export format."""

    name: str
    called: dict[Literal["en", "zh"], str] = Field({}, description="what people call the platform, by language")
    about: str = Field("", description="one line for people")
    currency: str = Field("", description="ISO code")
    time_zone: str = Field("", description="zone of times without an offset; empty: the shop's")
    language: Literal["en", "zh", ""] = ""
    sources: dict[str, Source]

    @field_validator("currency")
    @classmethod
    def _known_currency(cls, currency: str) -> str:
        return known_currency(currency)

    @model_validator(mode="after")
    def _usable(self) -> "ImportMap":
        problem = next(_strange_zone(self.time_zone), None if self.sources else "a map needs a source")
        if problem:
            raise ValueError(problem)
        return self


def shipped() -> list[ImportMap]:
    """All maps that come with the package."""
    return [ImportMap.read(path) for path in sorted(HERE.glob("*.yaml"))]


def find(name: str, beside: Path | None = None) -> ImportMap:
    """The map called `name`: a shipped one, or a path (relative to `beside`)."""
    for path in [HERE / f"{name}.yaml", *([beside / name] if beside else []), Path(name)]:
        if path.is_file():
            values = load_yaml(path)
            if not values:
                raise SettingsProblem(f"{path}: a proposal that nobody agreed to yet. Take away the signs # in front of the lines that are right")
            return ImportMap.parse(values, str(path))
    raise SettingsProblem(f"no import map {name!r}; shipped ones: {', '.join(m.name for m in shipped())}")
