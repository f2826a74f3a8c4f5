"""journeys.yaml: who is written to, when, by which channel and why; what holds for every message.

A *journey* begins on an occasion (`enter`), has steps that are messages, and ends by itself. Times are those of the customer's own clock.
What cannot hold together is refused in one sentence (`journey_laws`); names of columns and texts are checked by `retention.journeys.check`.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from retention.settings import journey_laws
from retention.settings.reading import Settings

Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Way = Literal["sms", "email", "wecom", "push", "phone", "official_account"]
MessagePurpose = Literal["marketing", "service"]
Importance = Literal["service", "birthday", "cart", "first_order", "points", "tier", "win_back", "care", "broadcast"]
Occasion = Literal[
    "order_paid",
    "order_completed",
    "date_each_year",
    "date_of",
    "days_without_order",
    "days_without_anything",
    "cart_left",
    "parcel_late",
    "parcel_step",
    "survey_score",
    "tier_up",
    "rule",
]
ScanStep = Literal["collected", "in_transit", "out_for_delivery", "signed"]
# What each occasion may say beside its name; `where` may stand with all of them.
TAKES: Mapping[str, frozenset[str]] = {
    "order_paid": frozenset({"first"}),
    "order_completed": frozenset({"first"}),
    "date_each_year": frozenset({"field", "leap_day"}),
    "date_of": frozenset({"field"}),
    "days_without_order": frozenset({"days"}),
    "days_without_anything": frozenset({"days"}),
    "cart_left": frozenset({"hours"}),
    "parcel_late": frozenset({"hours"}),
    "parcel_step": frozenset(),
    "tier_up": frozenset(),
    "survey_score": frozenset({"survey", "to"}),
    "rule": frozenset({"again_days"}),
}


class Span(Settings):
    """A length of time."""

    days: int = Field(0, ge=-366, le=3_660, description="days")
    hours: int = Field(0, ge=-96, le=2_400, description="hours")

    @property
    def delta(self) -> timedelta:
        """The same as a difference of times."""
        return timedelta(days=self.days, hours=self.hours)


class Entrance(Settings):
    """An occasion on which a journey begins."""

    id: str = Field("", description="name of the entrance, where a journey has several")
    trigger: Occasion = Field(description="what happens")
    first: bool = Field(False, description="order_paid, order_completed: the customer's first order only")
    field: Literal["", "birthday", "joined_on", "first_ordered_on", "next_expiry_on", "review_on"] = Field(
        "", description="date_each_year: birthday, joined_on or first_ordered_on; date_of: next_expiry_on or review_on of the members"
    )
    leap_day: Literal["28_february", "1_march"] = Field("28_february", description="date_each_year: when 29 February is kept in other years")
    days: int | None = Field(None, ge=1, le=3_650, description="days without an order (or anything); empty: as notebook 02 has it")
    hours: int | None = Field(None, ge=1, le=720, description="cart_left: hours it was left (2); parcel_late: hours without a scan (48)")
    survey: Literal["nps", "after_sales"] = Field("nps", description="survey_score: which survey")
    to: float = Field(6, description="survey_score: this score or less")
    again_days: int | None = Field(None, ge=1, description="rule: days after which it may hold for the same customer again; empty: once")
    where: str = Field("", description="rule that must hold, over the columns of pyramid, segments and members, e.g. mark = 'ordinary'")

    @model_validator(mode="after")
    def _says_what_its_trigger_takes(self) -> Self:
        about = {"first", "field", "leap_day", "days", "hours", "survey", "to", "again_days"} & self.model_fields_set
        strange = sorted(about - TAKES[self.trigger])
        if strange:
            takes = ", ".join(sorted(TAKES[self.trigger])) or "nothing more"
            raise ValueError(f"{self.trigger} takes {takes}, not {', '.join(strange)}")
        fields = {"date_each_year": ("birthday", "joined_on", "first_ordered_on"), "date_of": ("next_expiry_on", "review_on")}.get(self.trigger)
        if fields and self.field not in fields:
            raise ValueError(f"{self.trigger} needs field: {' or '.join(fields)}")
        if self.trigger == "rule" and not self.where:
            raise ValueError("rule needs where:")
        return self


class Step(Settings):
    """One message of a journey."""

    id: Name = Field(description="short name; never changed once messages went out (write `was:` where it must be)")
    was: str = Field("", description="what the step was called before, so that nobody gets it twice")
    entered_by: tuple[str, ...] = Field((), description="entrances after which it is sent; empty: all")
    on: ScanStep | None = Field(None, description="parcel_step: the scan it tells of")
    after: Span = Field(Span(), description="how long after the occasion, or after the step `after_step`; days may be below 0 for dates to come")
    after_step: str = Field("", description="the step of this journey whose sending it follows")
    at: Clock | None = Field(None, description="at this time of the customer's day; empty: as soon as the time is over")
    channels: tuple[Way, ...] = Field(min_length=1, description="channels, first choice first; the next one is taken where one is not free")
    template: Name | dict[str, Name] = Field(description="name of the text, or one for each variant")
    offer: str = Field("", description="coupon or gift that goes with it")
    goods: Literal["", "next_goods", "in_cart"] = Field("", description="goods named in the text: what to offer next, or what lies in the cart")
    reminds_of: str = Field("", description="the step whose coupon it reminds of: sent only where that was sent and its coupon still lives")
    only_if_sent_by: Way | None = Field(None, description="sent only where the step before went by this channel")
    unless: tuple[Literal["ordered", "clicked", "coupon_used"], ...] = Field((), description="what makes it needless, since the journey began")
    unless_sent: str = Field("", description="not sent where this step of the journey was")
    expires: Span = Field(Span(days=1), description="how long after its time it may still go; later it never does")
    quiet: Literal["hold", "drop"] = Field("hold", description="in quiet hours: wait for their end, or not send at all")
    if_blocked: Literal["go_on", "end"] = Field("go_on", description="whether later steps may go where this one could not")

    @property
    def key(self) -> str:
        """The name that stands in message keys."""
        return self.was or self.id

    @property
    def templates(self) -> tuple[str, ...]:
        """Names of its texts."""
        return (self.template,) if isinstance(self.template, str) else tuple(self.template.values())

    @field_validator("expires")
    @classmethod
    def _expires_later(cls, expires: Span) -> Span:
        if expires.delta <= timedelta():
            raise ValueError("a step that expires at once is never sent; write expires: {days: 1}")
        return expires


class Ceiling(Settings):
    """Up to how much a journey goes out by itself; a day above it waits for somebody's approval."""

    people: int | None = Field(None, ge=1, description="messages a day; empty: no ceiling")
    money: float | None = Field(None, ge=0, description="offers at face value and messages a day, shop currency; empty: no ceiling")


class Journey(Settings):
    """One journey: whom it is for, what is sent, and how one learns whether it helps."""

    live: bool = Field(True, description="whether it runs")
    purpose: MessagePurpose = Field(description="marketing needs consent and keeps to caps; service (parcels, answers) does not")
    priority: Importance = Field(description="which messages go first where not all can")
    enter: tuple[Entrance, ...] = Field(min_length=1, description="the occasion, or several of which the first counts")
    exclusive_group: str = Field("", description="journeys of one group never take the same occasion of a customer twice")
    re_entry_days: int | None = Field(None, ge=1, description="days after an entry within which no other occasion counts; empty: each counts")
    control: float | Literal["auto"] = Field(
        "auto", description="share never written to, so that the effect can be measured; auto: as large as helps"
    )
    control_waived: str = Field("", description="why there is no control group, where control is 0")
    variants: dict[str, float] = Field({}, description="variants of the texts and their shares")
    exit: tuple[Literal["ordered", "first_order_refunded"], ...] = Field((), description="what ends it before its last step")
    tag: str = Field("", description="tag that whoever enters gets")
    since: date | None = Field(None, description="occasions before this day do not count; empty: before the first plan")
    ceiling: Ceiling = Field(Ceiling(), description="people and money a day up to which no approval is needed")
    steps: tuple[Step, ...] = Field(min_length=1, description="its messages")

    @field_validator("enter", mode="before")
    @classmethod
    def _one_or_several(cls, enter: Any) -> Any:
        return [enter] if isinstance(enter, dict) else enter

    @field_validator("control")
    @classmethod
    def _share(cls, control: float | str) -> float | str:
        if not isinstance(control, str) and not 0 <= control <= 0.5:
            raise ValueError("a control group is a share from 0 to 0.5, or auto")
        return control

    def step(self, name: str) -> Step | None:
        """The step called so."""
        return next((step for step in self.steps if step.id == name), None)


class Offer(Settings):
    """A coupon or gift."""

    kind: Literal["percentage_off", "amount_off", "threshold_off", "gift"] = Field(description="what it is")
    percentage: float = Field(0, ge=0, lt=1, description="percentage_off: share it takes off")
    face_value: float = Field(0, ge=0, description="amount_off, threshold_off: what it takes off; gift: what it costs the shop; shop currency")
    threshold: float = Field(0, ge=0, description="threshold_off: smallest order, shop currency")
    valid_days: int = Field(14, ge=1, le=366, description="days it can be used from the day it is issued, that day not counted")
    stacks_with_tier: bool = Field(False, description="whether the tier's discount comes off as well")
    margin_floor: float = Field(0, ge=-1, lt=1, description="margin that must be left on the customer's average order, share of what is paid")
    pool: str = Field("", pattern=r"^[a-z0-9_-]{0,40}$", description="pool its codes come from, one for each message; empty: it needs no code")
    budget: float | None = Field(None, ge=0, description="most that may be given away in one plan at face value, shop currency; empty: no limit")

    @model_validator(mode="after")
    def _is_worth_something(self) -> Self:
        if self.kind == "percentage_off" and not self.percentage:
            raise ValueError("percentage_off needs percentage, .1 for 9折")
        if self.kind != "percentage_off" and not self.face_value:
            raise ValueError(f"{self.kind} needs face_value")
        if self.kind == "threshold_off" and self.threshold <= self.face_value:
            raise ValueError("threshold_off needs a threshold above its face_value")
        return self


class QuietHours(Settings):
    """When nobody is written to, on the customer's own clock."""

    to: Clock = Field("09:00", description="marketing goes from this time on")
    from_: Clock = Field("20:00", alias="from", description="and before this one")
    wall_to: Clock = Field("08:00", description="service messages go from this time on")
    wall_from: Clock = Field("21:00", description="and before this one")

    @model_validator(mode="after")
    def _within_the_wall(self) -> Self:
        if not self.wall_to <= self.to < self.from_ <= self.wall_from:
            raise ValueError("the hours for marketing (to … from) should lie within those for service (wall_to … wall_from)")
        return self


class Cap(Settings):
    """The most marketing messages a customer gets in a time; messages of all journeys and of the shop's other tools count."""

    channels: tuple[Way, ...] | Literal["any"] = Field(description="channels that count together, or any")
    most: int = Field(description="messages")
    days: int | None = Field(None, ge=1, le=366, description="in so many times 24 hours")
    calendar: Literal["day", "week", "month"] | None = Field(None, description="in a day, week or month of the shop's calendar")

    @model_validator(mode="after")
    def _means_something(self) -> Self:
        if self.most < 1:
            raise ValueError(f"most: {self.most} would let nothing through; take the channel out of the steps, or write live: false")
        if (self.days is None) == (self.calendar is None):
            raise ValueError("a cap needs either days or calendar")
        return self


class HoldOut(Settings):
    """Who is never sent any marketing, so that the whole programme can be measured."""

    share: float = Field(0.05, ge=0, le=0.5, description="share of all customers")
    salt: str = Field("2026", min_length=1, description="what the lot is drawn with; another salt draws everybody anew")


class Measure(Settings):
    """How the experiment of a journey, of a campaign with groups in touches, or of the whole programme (`all`) is read."""

    days: int | None = Field(None, ge=1, le=730, description="days from the due time on in which orders count (30; all: since the first plan)")
    until: date | None = Field(None, description="last day on which people are drawn into it, set before anybody looks; empty: as long as it runs")
    treated: float | None = Field(None, gt=0, lt=1, description="campaigns: share that was to be written to, so that wrong groups are noticed")
    reward_seen: float | None = Field(
        None, gt=0, lt=1, description="what the treated saw of a reward, share of what they pay; notebook 03 learns from it"
    )


class Blackout(Settings):
    """Days on which no marketing goes out."""

    name: str = Field(description="what they are")
    days: tuple[date, ...] = Field(min_length=1, description="the days, where the customer is")


class Gateways(Settings):
    """How messages are handed over: a file for each batch, in the form that whoever sends it takes."""

    sms: Literal["csv", "aliyun"] = Field("csv", description="SMS: csv (a table), or aliyun (calls of SendBatchSms)")
    sms_templates: dict[Name, str] = Field({}, description="aliyun: the code under which each text was registered")

    def of(self, channel: str) -> str:
        """The gateway of a channel."""
        return {"sms": self.sms, "phone": "calls"}.get(channel, "csv")


class Then(Settings):
    """What a rule does."""

    send: Name | None = Field(None, description="name of a text")
    channels: tuple[Way, ...] = Field((), description="channels it goes by, first choice first")
    issue: str = Field("", description="coupon or gift")
    tag: str = Field("", description="tag that is set")
    set_tier: str = Field("", description="tier that is set; the books of the programme stay as they are, a difference is shown")

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if not (self.send or self.issue or self.tag or self.set_tier):
            raise ValueError("then needs send, issue, tag or set_tier")
        if bool(self.send) != bool(self.channels):
            raise ValueError("send and channels belong together")
        return self


class Rule(Settings):
    """A condition and what follows where it holds; it acts once for each customer unless `again_days` says otherwise."""

    id: Name = Field(description="short name")
    live: bool = Field(True, description="whether it runs")
    when: str = Field(min_length=1, description="what must hold, e.g. net_paid > 5000")
    then: Then = Field(description="what follows")
    purpose: MessagePurpose = Field("marketing", description="what its message is for")
    priority: Importance = Field("broadcast", description="how important its message is")
    again_days: int | None = Field(None, ge=1, description="days after which it may act again; empty: once")
    control: float | Literal["auto"] = Field("auto", description="share never written to")
    control_waived: str = Field("", description="why there is no control group, where control is 0")
    since: date | None = Field(None, description="it acts from this day on; empty: from the first plan on")

    @property
    def as_journey(self) -> Journey | None:
        """The journey that sends its message; None where it sends none."""
        if self.then.send is None:
            return None
        again = {} if self.again_days is None else {"again_days": self.again_days}
        enter = Entrance(trigger="rule", where=self.when, **again)
        step = Step(id="send", channels=self.then.channels, template=self.then.send, offer=self.then.issue)
        return Journey(
            live=self.live,
            purpose=self.purpose,
            priority=self.priority,
            enter=(enter,),
            control=self.control,
            control_waived=self.control_waived,
            tag=self.then.tag,
            since=self.since,
            steps=(step,),
        )


CAPS = (
    Cap(channels=("sms",), most=1, days=7),
    Cap(channels=("sms",), most=4, days=30),
    Cap(channels=("email",), most=2, days=7),
    Cap(channels=("push",), most=1, calendar="day"),
    Cap(channels=("wecom",), most=1, calendar="day"),
    Cap(channels=("wecom",), most=8, calendar="month"),
    Cap(channels="any", most=3, days=7),
)


class JourneysSettings(Settings):
    """journeys.yaml: who is written to, when and why."""

    quiet_hours: QuietHours = Field(QuietHours(), description="when nobody is written to, on the customer's own clock")
    plan_hours: int = Field(24, ge=1, le=168, description="hours until the next plan; what is due before belongs to this one")
    unknown_zone: Literal["block", "shop"] = Field(
        "block", description="customers of whom nothing tells where they live: block, or shop (they live where the shop is)"
    )
    require_proof: bool = Field(True, description="a consent counts only where it is known where it was given")
    caps: tuple[Cap, ...] = Field(CAPS, description="most marketing messages in a time; every cap holds")
    one_a_day: bool = Field(True, description="a customer gets one marketing message a day, the most important one")
    hold_out: HoldOut = Field(HoldOut(), description="customers who never get marketing, so that all of it can be measured")
    blackout: tuple[Blackout, ...] = Field((), description="days without marketing")
    complaint_days: int = Field(14, ge=0, description="no marketing for so many days after a complaint")
    language: Literal["en", "zh", ""] = Field("", description="language of the messages; empty: that of the reports")
    signature: str = Field("", max_length=16, description="name in front of every SMS, 2 to 16 letters; empty: the shop's name")
    shop_address: str = Field("", description="postal address and contact at the end of every e-mail; without it none go out")
    unsubscribe: str = Field("", pattern=r"^(https://\S+)?$", description="https address at which one click ends e-mails; without it none go out")
    fresh_hours: int = Field(36, ge=1, description="data may be so old when messages are handed over, hours")
    cart_fresh_hours: int = Field(3, ge=1, description="the same for carts")
    service_fresh_hours: int = Field(6, ge=1, description="the same for parcels and answers")
    service_offer_most: float = Field(30, ge=0, description="largest offer in a service message at face value, shop currency")
    batch_budget: float | None = Field(None, ge=0, description="most that one plan may cost, messages and offers at face value; empty: no limit")
    anomaly_times: float = Field(3, gt=1, description="a journey's messages of a day need approval above so many times the median of its last 8 days")
    gateways: Gateways = Field(Gateways(), description="how messages are handed over")
    offers: dict[Name, Offer] = Field({}, description="coupons and gifts by name")
    journeys: dict[Name, Journey] = Field({}, description="journeys by name")
    rules: tuple[Rule, ...] = Field((), description="conditions and what follows")
    measured: dict[str, Measure] = Field({}, description="how experiments are read, by the name of the journey or campaign; all: the whole programme")

    @classmethod
    def default(cls, language: str = "") -> Self:
        """The journeys that come with the package, for a shop without a journeys.yaml, in the shop's language."""
        return cls.read(Path(__file__).parent / f"journeys_{language if language == 'zh' else 'en'}.yaml")

    @property
    def all_journeys(self) -> dict[str, Journey]:
        """The journeys, and those of rules that send something, under the rule's name."""
        sending = {rule.id: journey for rule in self.rules if (journey := rule.as_journey) is not None}
        return {**self.journeys, **sending}

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        journey_laws.refuse(self)
        return self
