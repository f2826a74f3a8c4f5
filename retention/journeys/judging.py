"""Candidates and the guards on each of them: entries × steps, with a bit for every reason why a message may not go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import numpy as np
import pandas as pd

from retention.journeys.clock import moment_of, next_allowed, on_the_clock, seconds
from retention.journeys.due import Sent, due_of, local_days, step_done
from retention.journeys.guards import bit
from retention.journeys.people import People, Times, history_of_touches
from retention.journeys.request import Request
from retention.settings import Cap, Journey, SettingsProblem, Step
from retention.settings.journeys import Importance
from retention.tables.messages import SENT, USED

DAY = np.timedelta64(86_400, "s")
IMPORTANCE: tuple[Importance, ...] = ("service", "birthday", "cart", "first_order", "points", "tier", "win_back", "care", "broadcast")
# For caps a message counts from the moment it is reserved.
COUNTED = ("reserved", *SENT)
LONGEST_WINDOW = 366


def candidates(request: Request, people: People, entries: pd.DataFrame) -> pd.DataFrame:
    """One row per entry and step that is due now or within the days ahead, with all bits of the guards on single candidates."""
    past = Past(request, people)
    parts = []
    for place, (name, journey) in enumerate(request.settings.all_journeys.items()):
        mine = entries[entries["journey"] == name].reset_index(drop=True)
        if len(mine):
            parts += _of_journey(request, people, past, name, journey, place, mine)
    return pd.concat(parts, ignore_index=True) if parts else _nothing()


def refuse_renamed(request: Request) -> None:
    """SettingsProblem where a journey or a step that has sent messages is gone and a new one stands in its place: its people would get it twice."""
    told, messages = request.settings.all_journeys, request.history.messages
    known = {*messages["journey"], *request.history.entries["journey"], *request.started}
    for gone, sent in messages[~messages["journey"].isin(list(told))].groupby("journey"):
        had = {*sent["template"]}
        for name in (name for name in told if name not in known):
            if had & {template for step in told[name].steps for template in step.templates}:
                raise SettingsProblem(
                    f"journeys: {gone!r}, which was sent before, is gone and {name!r} sends the same. If it was renamed call it {gone} again; "
                    f"if it is another one keep {gone} with live: false, else nobody can tell who has had it"
                )
    for name, journey in told.items():
        had = set(messages.loc[(messages["journey"] == name) & messages["state"].isin(USED), "step"])
        there = {step.key for step in journey.steps}
        fresh = [step.id for step in journey.steps if step.key not in had and (name, step.key) not in request.steps]
        gone_steps = sorted(had - there)
        if gone_steps and fresh:
            raise SettingsProblem(
                f"journeys.{name}: the step {gone_steps[0]!r}, which was sent before, is gone and {fresh[0]!r} is new. If it was renamed "
                f"write was: {gone_steps[0]} at {fresh[0]}, else nobody can tell who has had it"
            )


@dataclass(frozen=True)
class Past:
    """What was sent before, counted by person and time."""

    request: Request
    people: People

    @cached_property
    def sent(self) -> pd.DataFrame:
        """Marketing of all journeys and messages of other tools: person, channel, at."""
        messages = self.request.history.messages
        own = messages[messages["state"].isin(COUNTED) & (messages["purpose"] == "marketing")]
        since = self.request.seen.utc - pd.Timedelta(LONGEST_WINDOW, "D").to_pytimedelta()
        others = history_of_touches(self.request.seen.tables, messages, since)
        both = pd.concat([own[["customer_id", "channel"]].assign(at=seconds(own["sent_at"])), others.assign(at=seconds(others["at"]))])
        person = self.people.of(both["customer_id"])
        return pd.DataFrame({"person": person, "channel": both["channel"].to_numpy(), "at": both["at"].to_numpy()})[person >= 0]

    @cached_property
    def held_of_all(self) -> np.ndarray:
        """Who is in the hold-out of all marketing, by the lot of today's settings."""
        hold_out = self.request.settings.hold_out
        return self.request.control_group(self.people.ids.tolist(), f"{hold_out.salt}|all", hold_out.share)

    @cached_property
    def _times(self) -> dict[tuple[str, ...] | str, Times]:
        return {}

    def times(self, channels: tuple[str, ...] | str) -> Times:
        """Messages by some channels, or any."""
        if channels not in self._times:
            here = self.sent if channels == "any" else self.sent[self.sent["channel"].isin(channels)]
            self._times[channels] = Times(here["person"].to_numpy(), here["at"].to_numpy().astype("datetime64[s]"))
        return self._times[channels]

    def reached(self, cap: Cap, person: np.ndarray, at: np.ndarray, more: np.ndarray | int = 0) -> np.ndarray:
        """Whether a cap is reached for each person at a moment, with `more` messages than were sent; what is under way counts, too."""
        return np.asarray(self.times(cap.channels).count(person, window_of_cap(cap, at, self.request.seen.zone)) + more >= cap.most)


def window_of_cap(cap: Cap, at: np.ndarray, zone: str) -> np.ndarray:
    """The moment after which messages count for a cap at each of these moments; days of the calendar are the shop's."""
    if cap.days is not None:
        return np.asarray(at - cap.days * DAY)
    day = on_the_clock(at, zone).astype("datetime64[D]")
    if cap.calendar == "month":
        day = day.astype("datetime64[M]").astype("datetime64[D]")
    elif cap.calendar == "week":
        # 1970-01-01 was a Thursday.
        day = day - ((day.astype("int64") + 3) % 7).astype("timedelta64[D]")
    return np.asarray(moment_of(day.astype("datetime64[s]"), zone) - np.timedelta64(1, "s"))


def _of_journey(request: Request, people: People, past: Past, name: str, journey: Journey, place: int, entries: pd.DataFrame) -> list[pd.DataFrame]:
    person = people.of(entries["customer_id"])
    zones = [people.zones[number] for number in person]
    drawn = _lots(request, people, past, name, journey, person)
    due: dict[str, np.ndarray] = {}
    done = {step.id: step_done(request.history.messages, entries, name, step.key, SENT) for step in journey.steps}
    parts = []
    for number, step in enumerate(journey.steps):
        follows = journey.step(step.after_step) if step.after_step else None
        due[step.id] = due_of(entries, zones, step, due[follows.id] if follows else None, done[follows.id] if follows else None)
        rows = _in_question(request, entries, step, due[step.id])
        if not rows.any():
            continue
        at = np.flatnonzero(rows)
        one = _Step(request, people, past, name, journey, step, entries.iloc[at].reset_index(drop=True), person[at], due[step.id][at])
        earlier = {key: Sent(sent.at[at], sent.channel[at], sent.offer_until[at]) for key, sent in done.items()}
        parts.append(one.judged({key: values[at] for key, values in drawn.items()}, earlier, place * 100 + number))
    return parts


def _in_question(request: Request, entries: pd.DataFrame, step: Step, due: np.ndarray) -> np.ndarray:
    """Entries whose step is due before the days ahead are over and has not been over for more than a day."""
    known = ~np.isnat(due)
    expires = due + np.timedelta64(step.expires.delta)
    until = request.until + request.ahead * DAY
    over = np.asarray(expires <= request.now - DAY)
    if request.due_since is not None:
        over |= due < request.due_since
    elif request.rehearsal:
        # A rehearsal has no plans before its first one: what came due before yesterday's would have been theirs.
        first = min(request.started.values(), default=request.now)
        # What is known by its day only is known when that day is over.
        by_day = ~np.isnat(entries["entered_on"].to_numpy()) & (step.at is None)
        over |= np.asarray(due + np.where(by_day, DAY, 0 * DAY) <= first - DAY)
    rows = known & (due < until) & ~over
    if step.entered_by:
        rows &= entries["entrance"].isin(step.entered_by).to_numpy()
    if step.on is not None:
        rows &= (entries["scan"] == step.on).fillna(False).to_numpy(dtype=bool)
    return rows


def _lots(request: Request, people: People, past: Past, name: str, journey: Journey, person: np.ndarray) -> dict[str, np.ndarray]:
    """Per entry whether its customer is kept back, and the variant; those drawn before keep their lot whatever the shares are now."""
    ids = np.asarray(people.ids, dtype=object)[person]
    salt = f"{request.settings.hold_out.salt}|{name}"
    variant = request.variants_of(ids, salt, journey.variants)
    if journey.purpose != "marketing":
        return {"held": np.zeros(len(person), dtype=bool), "variant": variant}
    held_of_all = past.held_of_all[person]
    held = request.control_group(ids, salt, request.share_of(name))
    drawn = request.history.assignments
    for key, what in ((name, "own"), ("all", "all")):
        known = drawn[drawn["journey"] == key].set_index("customer_id")
        if known.empty:
            continue
        found = known.reindex(ids)
        there = found["arm"].notna().to_numpy()
        control = (found["arm"] == "control").to_numpy(dtype=bool)
        if what == "own":
            held = np.where(there, control, held)
            told = found["variant"].notna().to_numpy() & np.isin(found["variant"].astype(object).to_numpy(), list(journey.variants))
            variant = np.where(told, found["variant"].astype(object).to_numpy(), variant)
        else:
            held_of_all = np.where(there, control, held_of_all)
    return {"held": held | held_of_all, "variant": variant}


@dataclass(frozen=True)
class _Step:
    """The candidates of one step, judged together."""

    request: Request
    people: People
    past: Past
    name: str
    journey: Journey
    step: Step
    entries: pd.DataFrame
    person: np.ndarray
    due: np.ndarray

    @property
    def marketing(self) -> bool:
        return self.journey.purpose == "marketing"

    @cached_property
    def zones(self) -> list[tuple[str, ...]]:
        return [self.people.zones[number] for number in self.person]

    @cached_property
    def expires(self) -> np.ndarray:
        return np.asarray(self.due + np.timedelta64(self.step.expires.delta))

    @cached_property
    def earliest(self) -> np.ndarray:
        """When it would go if there were no quiet hours."""
        return np.maximum(self.due, self.request.now)

    @cached_property
    def allowed(self) -> np.ndarray:
        """When it may go: the first moment outside quiet hours; missing where the customer's clock is not known."""
        hours = self.request.settings.quiet_hours
        opens, closes = (hours.to, hours.from_) if self.marketing else (hours.wall_to, hours.wall_from)
        return next_allowed(self.earliest, self.zones, opens, closes)

    @cached_property
    def send_from(self) -> np.ndarray:
        return np.where(np.isnat(self.allowed), self.earliest, self.allowed)

    def judged(self, drawn: Mapping[str, np.ndarray], earlier: Mapping[str, Sent], order: int) -> pd.DataFrame:
        """The candidates as a table."""
        bits = np.full(len(self.person), self.request.of_all(self.name), dtype="int64")
        channel, fell_back, by_channel = self._channels()
        flags = {
            "person": self.people.minor[self.person] & self.marketing,
            "live": ~self.entries["live"].to_numpy(dtype=bool),
            "still_true": ~self.entries["still_true"].to_numpy(dtype=bool) | self._waits_for_a_step(earlier),
            "left": self._left(earlier),
            "entered_before": self.entries["before"].to_numpy(dtype=bool) | (self.entries["won_by"] != "").to_numpy(),
            "too_late": self._too_late(earlier),
            "sent_before": self._sent_before(),
            "control": drawn["held"],
            "caps": self._capped(),
            "quiet": self._quiet(),
            "blackout": self._blackout(),
        }
        for name, blocks in flags.items():
            bits |= np.where(blocks, bit(name), 0)
        variant = drawn["variant"]
        template = self.step.template
        return pd.DataFrame(
            {
                "person": self.person,
                "customer_id": self.entries["customer_id"],
                "journey": self.name,
                "step": self.step.id,
                "step_key": self.step.key,
                "purpose": self.journey.purpose,
                "importance": IMPORTANCE.index(self.journey.priority),
                "order": order,
                "entry_key": self.entries["entry_key"],
                "begins": self.entries["begins"].to_numpy(),
                "order_id": self.entries["order_id"],
                "shipment_id": self.entries["shipment_id"],
                "goods": self.entries["goods"],
                "score": self.entries["score"],
                "due": self.due,
                "expires": self.expires,
                "send_from": self.send_from,
                "later": self._later(),
                "channel": channel,
                "fell_back": fell_back,
                "personal": self.people.personal[self.person],
                "variant": variant,
                "template": [template[name] for name in variant] if isinstance(template, dict) else template,
                "offer": self.step.offer,
                "won_by": self.entries["won_by"],
                "bits": bits | by_channel,
            }
        )

    def _later(self) -> np.ndarray:
        """Due after the next plan, or its occasion is still to come; what is said days before one need not wait for it."""
        to_come = (self.entries["begins"].to_numpy() > self.request.now) & (self.step.after.delta >= timedelta())
        return np.asarray((self.due >= self.request.until) | to_come)

    # --- channels: 5 address, 6 refused, 7 consent, 18 caps of the channel, 22 what the law wants on every message ----------

    def _channels(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The channel of each candidate, whether it is not the first one, and the bits where none is free.

        A reason stands where it closes every channel; where each is closed by another one, that of the channel that came furthest.
        """
        names = ("address", "refused", "consent", "caps", "text")
        gates = np.stack([np.stack(self._gates(channel)) for channel in self.step.channels])
        passed = gates.all(axis=1)
        free = passed.any(axis=0)
        first = passed.argmax(axis=0)
        channel = np.where(free, np.array(self.step.channels, dtype=object)[first], "")
        closes_all = np.asarray(~gates.any(axis=0))
        bits = np.zeros(len(self.person), dtype="int64")
        for row, name in zip(closes_all, names, strict=True):
            bits |= np.where(row & ~free, bit(name), 0)
        furthest = gates.cumprod(axis=1).sum(axis=1).max(axis=0)
        alone = np.array([bit(name) for name in names] + [0])[np.minimum(furthest, len(names))]
        bits = np.where(~free & (bits == 0), alone, bits)
        return channel, free & (first > 0), bits

    def _gates(self, channel: str) -> list[np.ndarray]:
        """Whether each candidate passes each gate of a channel."""
        everybody = np.ones(len(self.person), dtype=bool)
        address = self.people.address[channel][self.person]
        if not self.marketing:
            return [address, everybody, everybody, everybody, everybody]
        word = self.people.marketing(channel)
        capped = np.zeros(len(self.person), dtype=bool)
        for cap in self.request.settings.caps:
            if cap.channels != "any" and channel in cap.channels:
                capped |= self.past.reached(cap, self.person, self.send_from)
        return [address, ~word.no[self.person], word.yes[self.person], ~capped, everybody & (channel in self.request.ready)]

    # --- the other guards ------------------------------------------------------------------------------------------------

    def _waits_for_a_step(self, earlier: Mapping[str, Sent]) -> np.ndarray:
        """10: the step it reminds of, or answers by another channel, was never sent; or one that ends the journey where it cannot go."""
        missing = np.zeros(len(self.person), dtype=bool)
        wanted = self.step.after_step or self.step.reminds_of
        if self.step.reminds_of:
            missing |= np.isnat(earlier[self.step.reminds_of].at)
        if self.step.only_if_sent_by:
            missing |= earlier[wanted].channel != self.step.only_if_sent_by
        for before in self.journey.steps[: self.journey.steps.index(self.step)]:
            if before.if_blocked == "end" and before.on is None:
                # A step of another entrance was never meant for who came by this one.
                meant = self.entries["entrance"].isin(before.entered_by).to_numpy() if before.entered_by else True
                missing |= np.isnat(earlier[before.id].at) & meant
        return missing

    def _left(self, earlier: Mapping[str, Sent]) -> np.ndarray:
        """11: she left: ordered, sent all of the order back, clicked, used the coupon, got the other step, has trouble with the shop."""
        left = np.zeros(len(self.person), dtype=bool)
        begins = self.entries["begins"].to_numpy().astype("datetime64[s]")
        if self.marketing:
            left |= self.people.in_trouble[self.person]
        if "ordered" in (*self.journey.exit, *self.step.unless):
            left |= self.people.ordered.count(self.person, begins) > 0
        if "clicked" in self.step.unless:
            left |= self.people.clicked.count(self.person, begins) > 0
        if "coupon_used" in self.step.unless:
            left |= self.people.coupon_used.count(self.person, begins) > 0
        if "first_order_refunded" in self.journey.exit:
            left |= self.entries["order_id"].isin(self.people.refunded_orders).to_numpy(dtype=bool)
        if self.step.unless_sent:
            left |= ~np.isnat(earlier[self.step.unless_sent].at)
        if self.step.on is not None:
            left |= self.entries["later_known"].fillna(False).to_numpy(dtype=bool)
        return left

    def _too_late(self, earlier: Mapping[str, Sent]) -> np.ndarray:
        """13: it expired, will have when quiet hours are over, or the coupon it reminds of will be dead."""
        late = (self.expires <= self.request.now) | (~np.isnat(self.allowed) & (self.allowed >= self.expires) & (self.step.quiet == "hold"))
        if self.step.reminds_of:
            until = earlier[self.step.reminds_of].offer_until
            late |= ~np.isnat(until) & (local_days(self.send_from, self.zones).astype("datetime64[s]") > until)
        return np.asarray(late)

    def _sent_before(self) -> np.ndarray:
        """14: the message exists already."""
        messages = self.request.history.messages
        used = messages[(messages["journey"] == self.name) & (messages["step"] == self.step.key) & messages["state"].isin(USED)]
        if used.empty:
            return np.zeros(len(self.person), dtype=bool)
        here = pd.MultiIndex.from_frame(self.entries[["customer_id", "entry_key"]])
        return np.asarray(here.isin(pd.MultiIndex.from_frame(used[["customer_id", "entry_key"]])))

    def _capped(self) -> np.ndarray:
        """18: as many messages as may be, by whatever channel; those of one channel stand among its gates."""
        capped = np.zeros(len(self.person), dtype=bool)
        for cap in self.request.settings.caps if self.marketing else ():
            if cap.channels == "any":
                capped |= self.past.reached(cap, self.person, self.send_from)
        return capped

    def _quiet(self) -> np.ndarray:
        """20: nobody knows what time it is there, or it is night and the step does not wait."""
        return np.asarray(np.isnat(self.allowed) | ((self.allowed != self.earliest) & (self.step.quiet == "drop")))

    def _blackout(self) -> np.ndarray:
        days = [np.datetime64(day) for blackout in self.request.settings.blackout for day in blackout.days]
        if not self.marketing or not days:
            return np.zeros(len(self.person), dtype=bool)
        return np.isin(local_days(self.send_from, self.zones), np.array(days, dtype="datetime64[D]"))


def _nothing() -> pd.DataFrame:
    texts = (
        "customer_id",
        "journey",
        "step",
        "step_key",
        "purpose",
        "entry_key",
        "order_id",
        "shipment_id",
        "goods",
        "channel",
        "variant",
        "template",
    )
    times = ("begins", "due", "expires", "send_from")
    return pd.DataFrame(
        {name: pd.Series(dtype="object") for name in (*texts, "offer", "won_by")}
        | {name: pd.Series(dtype="datetime64[s]") for name in times}
        | {name: pd.Series(dtype="int64") for name in ("person", "importance", "order", "bits")}
        | {name: pd.Series(dtype="bool") for name in ("later", "fell_back", "personal")}
        | {"score": pd.Series(dtype="float64")}
    )
