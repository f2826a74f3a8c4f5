"""05_service_nps.yaml: what service promises (its SLA) and in which hours, what comments are about, and what the forecasts of value rest on.

A *policy* is one promise: which tickets it is for, which clock is watched, how long it may run, and in what share of the tickets
it has to be kept. Its clock runs around the clock unless it names `hours:`.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self
from zoneinfo import available_timezones

from pydantic import Field, field_validator, model_validator

from retention.settings.lifetime import LifetimeSettings
from retention.settings.parcels import ParcelSettings, SurpriseSettings
from retention.settings.reading import Settings
from retention.settings.themes import Theme, ThemeName, listed, refuse_shared_terms

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_SECONDS = 24 * 3600
MOST_SECONDS = 366 * DAY_SECONDS
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
TicketChannel = Literal["chat", "phone", "social", "email", "form"]
TicketKind = Literal["question", "complaint", "suggestion", "after_sales"]
PausingState = Literal["waiting_customer", "waiting_other"]
# Clock → what has to come, in English (`retention check`).
CLOCKS: Mapping[str, str] = {
    "first_reply": "a first reply (a robot's counts)",
    "first_human_reply": "a first reply by a person",
    "next_reply": "each later reply (a robot's counts)",
    "offered": "a solution offered",
    "solved": "a solution",
    "total_solved": "the last solution, after all reopening",
}
# Clocks that ask for a solution: they stand still while the shop waits for the customer.
SOLVING = ("offered", "solved", "total_solved")
UNITS = {
    1: ("s", "sec", "second", "seconds", "秒"),
    60: ("min", "minute", "minutes", "分", "分钟"),
    3600: ("h", "hour", "hours", "小时"),
    DAY_SECONDS: ("d", "day", "days", "天"),
}


def _day_seconds(clock: str) -> int:
    """Seconds from midnight of 09:00; 24:00 is the end of the day."""
    found = re.fullmatch(r"([01]?\d|2[0-4]):([0-5]\d)", clock.strip())
    seconds = int(found[1]) * 3600 + int(found[2]) * 60 if found else -1
    if not 0 <= seconds <= DAY_SECONDS:
        raise ValueError(f"{clock.strip()!r} is no time of the day; write it like 09:00-18:00")
    return seconds


def window_of(told: str) -> tuple[int, int]:
    """Seconds from midnight at which a window like 09:00-18:00 opens and closes; one like 20:00-02:00 closes on the next day.

    >>> window_of("09:00-18:30"), window_of("20:00-02:00")
    ((32400, 66600), (72000, 93600))
    """
    first, dash, last = told.partition("-")
    if not dash:
        raise ValueError(f"{told!r} are no hours; write them like 09:00-18:00")
    opens, closes = _day_seconds(first), _day_seconds(last)
    if opens == closes:
        raise ValueError(f"{told!r} is no time at all; the whole day is 00:00-24:00")
    return opens, closes if closes > opens else closes + DAY_SECONDS


def weekdays_of(told: str) -> tuple[int, ...]:
    """Numbers (Monday 0) of the weekdays that mon, or mon-fri, means.

    >>> weekdays_of("sat"), weekdays_of("fri-mon")
    ((5,), (4, 5, 6, 0))
    """
    first, _, last = told.replace(" ", "").partition("-")
    if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
        raise ValueError(f"{told!r} is no weekday; write {', '.join(WEEKDAYS)}, or several like mon-fri")
    start, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
    return tuple(day % 7 for day in range(start, end + 1 + 7 * (end < start)))


def _refuse_bad_week(week: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    named = [day for days in week for day in weekdays_of(days)]
    twice = sorted({day for day in named if named.count(day) > 1})
    if twice:
        raise ValueError(f"{WEEKDAYS[twice[0]]} has its hours twice")
    for told in (window for windows in week.values() for window in windows):
        window_of(told)
    return week


def _one_or_several(week: Any) -> Any:
    """A weekday's hours as a list, where one window is written without one."""
    return {day: [told] if isinstance(told, str) else told for day, told in week.items()} if isinstance(week, dict) else week


class HoursChange(Settings):
    """Other hours from a day on."""

    from_: date = Field(alias="from", description="first day with these hours")
    week: dict[str, tuple[str, ...]] = Field(description="hours by weekday, as in `week` above; a day that is not named is closed")

    _several = field_validator("week", mode="before")(_one_or_several)
    _good_week = field_validator("week")(_refuse_bad_week)


class OpenHours(Settings):
    """When service is open: hours by weekday, holidays, and what differs from a day on."""

    week: dict[str, tuple[str, ...]] = Field(
        min_length=1, description="hours by weekday, e.g. mon-fri: [09:00-12:00, 13:00-18:00]; a day that is not named is closed"
    )
    zone: str = Field("", description="time zone of these hours, e.g. Asia/Shanghai; empty: the shop's")
    calendar: Literal["none", "china"] = Field(
        "none", description="china: closed on the public holidays of China, and open on the weekends worked for them (调休)"
    )
    days_off: tuple[date, ...] = Field((), description="further days on which it is closed")
    working_days: tuple[date, ...] = Field((), description="days on which it is open though weekend or holiday; a weekend has a Monday's hours then")
    changes: tuple[HoursChange, ...] = Field((), description="other hours from a day on")

    _several = field_validator("week", mode="before")(_one_or_several)
    _good_week = field_validator("week")(_refuse_bad_week)

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        if zone and zone not in available_timezones():
            raise ValueError("no such time zone; write it like Asia/Shanghai")
        return zone

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if not any(self.week.values()):
            raise ValueError("these hours are never open; give at least one weekday its hours")
        both = sorted(set(self.days_off) & set(self.working_days))
        if both:
            raise ValueError(f"{both[0]} stands in days_off and in working_days")
        starts = [change.from_ for change in self.changes]
        if len(set(starts)) < len(starts):
            raise ValueError("two changes begin on the same day")
        return self

    @property
    def daily(self) -> tuple[str, ...]:
        """The windows where they are the same on all seven days and nothing else differs; else none."""
        plain = not (self.days_off or self.working_days or self.changes) and self.calendar == "none"
        return next(iter(self.week.values())) if plain and len(self.week) == 1 and len(weekdays_of(next(iter(self.week)))) == 7 else ()

    @property
    def in_words(self) -> str:
        """One sentence for `retention check`."""
        told = [_week_in_words(self.week)]
        told += ["closed on China's public holidays, open on weekends worked for them"] if self.calendar == "china" else []
        told += ["closed on " + _days_in_words(self.days_off)] if self.days_off else []
        told += ["open on " + _days_in_words(self.working_days)] if self.working_days else []
        told += [f"from {change.from_} on {_week_in_words(change.week)}" for change in self.changes]
        return "; ".join(told) + f" ({self.zone or 'the shop’s zone'})"


def _days_in_words(days: tuple[date, ...]) -> str:
    more = f" and {len(days) - 3} more" if len(days) > 3 else ""
    return ", ".join(str(day) for day in sorted(days)[:3]) + more


def _week_in_words(week: Mapping[str, Iterable[str]]) -> str:
    return ", ".join(f"{days} {' and '.join(windows) or 'closed'}" for days, windows in week.items()) or "closed"


class Policy(Settings):
    """One promise to customers who ask, complain or suggest something."""

    name: Name = Field(description="short name; another target from a day on is another policy of another name")
    promise: str = Field("", max_length=200, description="what customers are told; empty: in the words of the report")
    channels: tuple[TicketChannel, ...] = Field((), description="channels it holds for; empty: all")
    kinds: tuple[TicketKind, ...] = Field((), description="kinds of tickets it holds for; empty: all")
    groups: tuple[str, ...] = Field((), description="teams it holds for; empty: all")
    clock: str = Field(description=f"what is waited for: {', '.join(CLOCKS)}")
    target: int = Field(description="how long it may take: 30 s, 3 min, 24 h, 2 d, or a number of seconds")
    share: float = Field(0.95, gt=0, le=1, description="share of the tickets in which it has to be kept")
    hours: str = Field("", description="name of the hours in which its clock runs; empty: around the clock")
    pause_on: tuple[PausingState, ...] | None = Field(
        None, description="states in which its clock stands still; empty list: none. Not set: waiting_customer where a solution is waited for"
    )
    from_: date | None = Field(None, alias="from", description="first day of opening it holds for; empty: always did")
    to: date | None = Field(None, description="last day of opening it holds for; empty: still holds")

    @field_validator("clock")
    @classmethod
    def _known_clock(cls, clock: str) -> str:
        if clock not in CLOCKS:
            near = difflib.get_close_matches(clock, CLOCKS, n=1)
            raise ValueError(f"unknown clock; did you mean {near[0]}?" if near else f"unknown clock; there are {', '.join(CLOCKS)}")
        return clock

    @field_validator("target", mode="before")
    @classmethod
    def _in_seconds(cls, target: Any) -> Any:
        seconds = _seconds(target)
        if not 0 < seconds <= MOST_SECONDS:
            raise ValueError("a target lies above 0 and is a year at most; write it like 30 s, 3 min or 24 h")
        return seconds

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.from_ and self.to and self.from_ > self.to:
            raise ValueError(f"{self.name} holds from {self.from_} to {self.to}, which is before; exchange the two days")
        if self.clock == "next_reply" and self.pause_on:
            raise ValueError(f"{self.name}: next_reply runs only while the customer waits, so nothing pauses it; leave out pause_on")
        return self

    @property
    def pauses(self) -> tuple[str, ...]:
        """States in which its clock stands still."""
        if self.pause_on is not None:
            return self.pause_on
        return ("waiting_customer",) if self.clock in SOLVING else ()

    @property
    def in_words(self) -> str:
        """One sentence for `retention check`."""
        about = " · ".join(part for part in (", ".join(self.channels), ", ".join(self.kinds), ", ".join(self.groups)) if part) or "all tickets"
        within = f"within {shown_span(self.target)}" + (f" of the hours {self.hours!r}" if self.hours else ", around the clock")
        held = "".join(f" {word} {day}" for word, day in (("from", self.from_), ("to", self.to)) if day)
        paused = f"; stands still in {', '.join(self.pauses)}" if self.pauses else ""
        return f"{about}{held}: in {100 * self.share:.4g} of 100 {CLOCKS[self.clock]} {within}{paused}"


def _seconds(told: Any) -> Any:
    """Seconds of 30, "30 s", "3 min", "24 h"; what is no length of time is a ValueError."""
    if isinstance(told, int) and not isinstance(told, bool):
        return told
    found = re.fullmatch(r"\s*(\d{1,9}(?:\.\d{1,3})?)\s*([^\W\d]+)\s*", told) if isinstance(told, str) else None
    unit = next((seconds for seconds, words in UNITS.items() if found and found[2].lower() in words), None)
    seconds = float(found[1]) * unit if found and unit else 0.5
    if seconds != int(seconds):
        raise ValueError("no length of time; write it like 30 s, 3 min, 24 h or 2 d")
    return int(seconds)


def in_words(value: Any) -> Any:
    """A setting for `retention check`: policies, hours and themes in a sentence each, anything else as it is."""
    if isinstance(value, tuple) and value and all(isinstance(each, Policy) for each in value):
        return "".join(f"\n    {each.name}: {each.in_words}" for each in value)
    if isinstance(value, dict) and value and all(isinstance(each, OpenHours | Theme) for each in value.values()):
        return "".join(f"\n    {name}: {each.in_words}" for name, each in value.items())
    return value


def shown_span(seconds: int) -> str:
    """A length of time as it is written in settings.

    >>> [shown_span(n) for n in (30, 90, 180, 86400, 172800)]
    ['30 s', '90 s', '3 min', '24 h', '2 d']
    """
    size = max(unit for unit in UNITS if seconds % unit == 0 and (unit < DAY_SECONDS or seconds > DAY_SECONDS))
    return f"{seconds // size} {UNITS[size][0]}"


def _policy(name: str, clock: str, target: str, **more: Any) -> Policy:
    return Policy(name=name, clock=clock, target=target, **more)  # type: ignore[arg-type]  # a text is read as seconds


# The first articles' promises (a chat is answered in 30 seconds, an after-sales question has a solution in 24 hours); the others are assumptions,
# so that every question, complaint and suggestion has a limit, whatever way it comes.
SLA = (
    _policy("chat_first_reply", "first_reply", "30 s", channels=("chat",)),
    _policy("chat_by_a_person", "first_human_reply", "3 min", channels=("chat",), hours="service"),
    _policy("phone_answered", "first_human_reply", "30 s", channels=("phone",), hours="service"),
    _policy("social_by_a_person", "first_human_reply", "1 h", channels=("social",), hours="service"),
    _policy("letter_by_a_person", "first_human_reply", "24 h", channels=("email", "form")),
    _policy("after_sales_offered", "offered", "24 h", kinds=("after_sales",)),
    _policy("complaint_offered", "offered", "24 h", kinds=("complaint",)),
    _policy("question_solved", "solved", "48 h", kinds=("question",)),
    _policy("suggestion_answered", "first_human_reply", "3 d", kinds=("suggestion",)),
)


SERVICE = OpenHours(week={"mon-sun": ("09:00-22:00",)})


class ServiceSettings(LifetimeSettings):
    """05_service_nps.yaml: promises of service and its hours; themes of comments; late parcels and surprises; the forecasts of orders and value."""

    hours: dict[Name, OpenHours] = Field({"service": SERVICE}, description="hours of service by name; policies name them")
    sla: tuple[Policy, ...] = Field(SLA, description="what is promised to customers who ask, complain or suggest something")
    due_soon: int = Field(4 * 3600, description="a ticket that falls due within this time is due soon: 4 h, 30 min, or a number of seconds")
    repeat_days: int = Field(7, ge=1, le=90, description="a customer who asks again within so many days has to ask twice")
    themes: dict[ThemeName, Theme] = Field(
        {},
        description="what customers write about in surveys, beside the packaged themes (size, colour, quality, price, delivery, service, returns, "
        "packaging): terms by theme, e.g. size: [偏大, runs big]. A term given here leaves the theme it is packaged with",
    )

    _lists_of_terms = field_validator("themes", mode="before")(listed)

    parcels: ParcelSettings = Field(ParcelSettings(), description="late parcels: what they cost, whom to tell, and the days on which parcels stop")
    surprise: SurpriseSettings = Field(SurpriseSettings(), description="small surprises: their kinds, what they may cost, whom they are drawn from")
    return_address: str = Field("", max_length=300, description="where goods are sent back to, as printed on slips; several lines as a block of text")

    @field_validator("due_soon", mode="before")
    @classmethod
    def _in_seconds(cls, told: Any) -> Any:
        return _seconds(told)

    @model_validator(mode="after")
    def _terms_are_of_one_theme(self) -> Self:
        refuse_shared_terms(self.themes)
        return self

    @field_validator("hours")
    @classmethod
    def _service_stays(cls, hours: dict[str, OpenHours]) -> dict[str, OpenHours]:
        """The packaged policies name `service`; a shop that names other hours beside keeps it."""
        return {"service": SERVICE, **hours}

    @model_validator(mode="after")
    def _policies_hold_together(self) -> Self:
        names = [policy.name for policy in self.sla]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise ValueError(f"sla: two policies are called {twice!r}; another target from a day on needs another name")
        for policy in self.sla:
            if policy.hours and policy.hours not in self.hours:
                near = difflib.get_close_matches(policy.hours, self.hours, n=1)
                meant = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(self.hours)}"
                raise ValueError(f"sla: {policy.name} runs in the hours {policy.hours!r}, which hours: does not name; {meant}")
        return self
