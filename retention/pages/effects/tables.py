"""The tables of what messages have shown, each made when first asked for: lots of journeys and campaigns, outcomes, offers, the month replayed."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import ibis
import pandas as pd

from retention import experiments, journeys, kept
from retention.contact import country_of_zone, with_withdrawals
from retention.journeys.clock import moment, on_the_clock
from retention.pages.automation.tables import TABLES, Planning
from retention.pages.kit.book import Concept
from retention.settings import JourneysSettings
from retention.tables import EXPERIMENTS, MESSAGE_REPLAY, SHOP_TABLES
from retention.tables.messages import SENT

REPLAYED = timedelta(days=30)
ALL = "all"


@dataclass(frozen=True)
class Effects(Concept[JourneysSettings]):
    """What the sections on effects share."""

    @property
    def planning(self) -> Planning:
        """The plan that notebook 04 shows."""
        return self.book.shared(Planning)

    # --- experiments ---------------------------------------------------------------------------------

    @cached_property
    def end(self) -> datetime:
        """The end of the last day that is looked at, UTC without a zone."""
        midnight = datetime.combine(self.book.as_of + timedelta(days=1), time(), ZoneInfo(self.planning.zone))
        return midnight.astimezone(UTC).replace(tzinfo=None)

    @cached_property
    def contacts(self) -> pd.DataFrame:
        """Every message that went out."""
        told = self.planning.handed_over
        return experiments.contacts(self.book.table("touches"), None if told is None else told.messages)

    @cached_property
    def drawn(self) -> pd.DataFrame:
        """Everybody drawn by lot, with what they ordered since and by what they were reached."""
        told, hold_out, measured = self.planning.handed_over, self.settings.hold_out, self.settings.measured
        shares = {name: one.treated for name, one in measured.items() if one.treated is not None}
        parts = [experiments.of_campaigns(self.book.table("touches"), shares)]
        if told is not None:
            started = min(told.started.values(), default=None)
            parts.append(experiments.of_journeys(told.assignments, hold_out.share, experiments.control_group))
            parts.append(experiments.of_programme(self.book.need("orders"), started, hold_out.salt, hold_out.share, experiments.control_group))
        days = {name: one.days for name, one in measured.items() if one.days is not None}
        until = {name: one.until for name, one in measured.items() if one.until is not None}
        drawn = experiments.with_windows(experiments.together(*parts), days, until, self.end)
        return experiments.with_contacts(experiments.with_outcomes(drawn, self.book.need("orders")), self.contacts)

    @cached_property
    def costs(self) -> dict[str, float]:
        """What messages cost per person treated, as far as the shop has said."""
        return experiments.costs(self.drawn, self.contacts, self.planning.channel_costs)

    @property
    def margin(self) -> float:
        """Contribution as a share of net paid; 1 where the shop gives none."""
        given = self.book.about.margin_rate
        return 1.0 if given is None else given

    @cached_property
    def results(self) -> pd.DataFrame:
        """What each experiment has shown, and what follows."""
        return experiments.decided(experiments.results(self.drawn), self.costs, self.margin)

    @cached_property
    def winners(self) -> pd.DataFrame:
        """The best variant of each journey that has several, measured on the half of its people that did not choose it."""
        return experiments.winners(self.drawn, self.results)

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The results as they are kept."""
        rewards = {name: one.reward_seen for name, one in self.settings.measured.items() if one.reward_seen is not None}
        told = self.results.assign(reward_seen=self.results["experiment"].map(rewards).astype(float))
        numbers = {name: "float64" for name, column in EXPERIMENTS.columns.items() if column.kind in ("number", "share")}
        texts = {name: "str" for name, column in EXPERIMENTS.columns.items() if column.kind == "text"}
        return EXPERIMENTS.check(told[list(EXPERIMENTS.columns)].astype(numbers | texts))

    @property
    def with_rewards(self) -> pd.DataFrame:
        """Campaigns of which the shop says what reward the treated saw and that have shown something or could have, the largest first."""
        told = self.counted
        known = told[told["reward_seen"].notna() & (told["kind"] == "campaign") & told["state"].isin(["more", "less", "open"])]
        return known.sort_values(["treated", "experiment"], ascending=[False, True], ignore_index=True)

    # --- offers and prices ---------------------------------------------------------------------------

    @cached_property
    def _given(self) -> pd.DataFrame:
        """Messages that were handed over and those of this plan: customer_id, journey, step, variant, offer, day."""
        told, goes = self.planning.handed_over, self.planning.plan.goes
        columns = ["customer_id", "journey", "step", "variant", "offer", "at"]
        parts = [goes.assign(step=goes["step_key"], at=goes["send_from"])[columns]]
        if told is not None:
            sent = told.messages[told.messages["state"].isin(SENT)]
            parts.append(sent.assign(at=sent["sent_at"])[columns])
        both = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
        blank = {name: both[name].astype(object).where(both[name].notna(), "").astype("str") for name in ("variant", "offer")}
        day = on_the_clock(both["at"].to_numpy().astype("datetime64[s]"), self.planning.zone).astype("datetime64[D]").astype("datetime64[s]")
        return both.assign(day=day, **blank)

    @cached_property
    def offers(self) -> pd.DataFrame:
        """Their offers by day and ground."""
        return experiments.offers_by_ground(self._given)

    @property
    def offered(self) -> int:
        """How many customers have one of these offers."""
        return int(self._given.loc[self._given["offer"] != "", "customer_id"].nunique())

    @cached_property
    def prices(self) -> experiments.Prices | None:
        """Whether the price before offers was one for all; None where no price is told."""
        return experiments.prices_before_offers(self.book.table("order_lines"), self.book.need("orders"))

    # --- the month that is over ----------------------------------------------------------------------

    @cached_property
    def mornings(self) -> list[datetime]:
        """The moments of the plans that would have been made in the 30 days before this one."""
        step = timedelta(hours=self.settings.plan_hours)
        plans = max(int(REPLAYED / step), 1)
        first, _ = self.book.shop.days
        every = [self.planning.now - step * number for number in range(plans, 0, -1)]
        return [at for at in every if at.date() > first] or every[-1:]

    @property
    def days(self) -> int:
        """How many days these plans stand for, begun ones as whole."""
        return max(math.ceil((self.planning.now - self.mornings[0]) / timedelta(days=1)), 1)

    @cached_property
    def _sent(self) -> pd.DataFrame:
        told = self.planning.handed_over
        messages = journeys.History().messages if told is None else told.messages
        return journeys.sent_messages(self.planning.seen, messages, moment(self.mornings[0]))

    @cached_property
    def month_sent(self) -> pd.DataFrame:
        """What was sent in that month, by day, and how it keeps to today's settings."""
        return self._weighed(self._sent)

    @cached_property
    def not_played(self) -> tuple[str, ...]:
        """Journeys that look at the customers of a moment, so that their past cannot be played."""
        return journeys.playable(self.settings)[1]

    def _weighed(self, messages: pd.DataFrame) -> pd.DataFrame:
        planning = self.planning
        people = journeys.everybody(planning.seen, [messages["customer_id"]], self.settings, country_of_zone(planning.zone))
        return journeys.weighed(messages, people, moment(self.mornings[0]), moment(planning.now))

    def _seen_at(self) -> Iterator[journeys.Seen]:
        """The shop at each of the mornings."""
        for at in self.mornings:
            shop = self.book.shop.at(at)
            tables = {name: shop.table(name) for name in TABLES}
            consents = with_withdrawals(tables["consents"], self.planning.withdrew, self.planning.zone)
            until = ibis.timestamp(at.astimezone(UTC).replace(tzinfo=None))
            tables["consents"] = None if consents is None else consents.filter(consents.changed_at <= until)
            yield replace(self.planning.seen, tables=tables, now=at, members=None, members_before=None)

    def replay(self) -> pd.DataFrame:
        """MESSAGE_REPLAY of that month, made now; it takes a minute or two."""
        by_moment = dict(zip(self.mornings, self._seen_at(), strict=True))
        played = journeys.replayed(self.planning.plan.request, self.mornings, by_moment.__getitem__)
        both = [(self.month_sent, "sent"), (self._weighed(played.messages), "planned")]
        told = pd.concat([frame.assign(source=source) for frame, source in both], ignore_index=True)
        return MESSAGE_REPLAY.check(told[list(MESSAGE_REPLAY.columns)].astype({"source": "str"}))

    @property
    def _replay_follows(self) -> str:
        told = self.planning.handed_over
        version = 0 if told is None else told.version
        return kept.basis(self.book.shop, tuple(SHOP_TABLES), self.settings.model_dump_json(), self.planning.now.isoformat(), version)

    def keep_replay(self) -> pd.DataFrame:
        """Play the month and keep what came of it for the page."""
        table = self.replay()
        kept.write(table, self.book.shop, MESSAGE_REPLAY, self._replay_follows)
        return table

    @cached_property
    def replayed(self) -> pd.DataFrame | None:
        """The month as it was played last; None where it was not, or tables or settings have changed since."""
        return kept.read(self.book.shop, MESSAGE_REPLAY, self._replay_follows)

    @property
    def planned_instead(self) -> pd.DataFrame | None:
        """What plans would have sent, by day; None where the month was not played."""
        told = self.replayed
        return None if told is None else told[told["source"] == "planned"].reset_index(drop=True)
