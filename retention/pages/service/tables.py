"""Tickets with their clocks, each under the promises that held for it, and what is open: the tables the sections share."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import ibis
import pandas as pd

from retention import service
from retention.hours import Hours
from retention.pages.kit.book import Concept
from retention.settings import ServiceSettings
from retention.tables.kpis import KPI_LEVEL

# Days that the first figures look back on, beside as many before.
RECENT_DAYS = 30
# Months that are drawn.
MOST_MONTHS = 13


@dataclass(frozen=True)
class Desk(Concept[ServiceSettings]):
    """What the help desk's exports tell as of the book's day."""

    @cached_property
    def tickets(self) -> ibis.Table | None:
        """The help desk's tickets; how often they were opened again is known of the last export's day only."""
        table = self.book.table("tickets")
        return table.drop("reopens") if table is not None and "reopens" in table.columns and not self.book.shop.is_newest else table

    @cached_property
    def states(self) -> ibis.Table | None:
        """Their states."""
        return self.book.table("ticket_states")

    @cached_property
    def messages(self) -> ibis.Table | None:
        """What was written."""
        return self.book.table("ticket_messages")

    @property
    def is_there(self) -> bool:
        """Whether there is a ticket at all."""
        return self.tickets is not None or self.states is not None

    @property
    def zone(self) -> str:
        """The shop's time zone."""
        return self.book.shop.zone

    @cached_property
    def moment(self) -> datetime:
        """The moment up to which service is known, UTC."""
        return service.known_until(self.book.as_of, self.zone, self.tickets, self.messages, self.states)

    @property
    def local_moment(self) -> pd.Timestamp:
        """The same on the shop's clock."""
        return pd.Timestamp(self.moment, tz="UTC").tz_convert(self.zone).tz_localize(None)

    @cached_property
    def clocks(self) -> pd.DataFrame:
        """One row per ticket with its clocks (`service.ticket_clocks`)."""
        return service.ticket_clocks(self.tickets, self.messages, self.states, self.moment)

    @cached_property
    def hours(self) -> dict[str, Hours]:
        """The hours that policies name."""
        return {name: Hours.of(told, self.zone) for name, told in self.settings.hours.items()}

    @cached_property
    def rows(self) -> pd.DataFrame:
        """One row per ticket and policy that held for it (`service.judged`)."""
        waited = service.waits(self.messages, self.clocks)
        return service.judged(self.clocks, waited, service.pauses(self.states), self.settings.sla, self.hours, self.moment, self.zone)

    @cached_property
    def kept(self) -> pd.DataFrame:
        """How well each policy was kept, over all days (`service.attainments`); those that no ticket came under are left out."""
        found = service.attainments(self.rows, self.settings.sla, KPI_LEVEL)
        return found[found["tickets"] > 0].reset_index(drop=True)

    @cached_property
    def promised(self) -> dict[str, pd.DataFrame]:
        """reply, solution → one row per ticket with the verdict over all policies of that kind (`service.together`)."""
        return {kind: service.together(self.rows, clocks) for kind, clocks in service.PROMISED.items()}

    @cached_property
    def lately(self) -> dict[str, dict[str, float]]:
        """The same over the last days, beside as many before (`service.lately`)."""
        return {kind: service.lately(tickets, self.moment, RECENT_DAYS, KPI_LEVEL) for kind, tickets in self.promised.items()}

    @cached_property
    def months(self) -> dict[str, pd.DataFrame]:
        """The same month by month, the last ones."""
        return {kind: service.by_month(tickets, self.moment, self.zone, KPI_LEVEL).tail(MOST_MONTHS) for kind, tickets in self.promised.items()}

    @cached_property
    def hourly(self) -> pd.DataFrame:
        """Replies by a person in time, by the hour in which a ticket was opened."""
        return service.attainment_by(self.promised["reply"], "all", "hour", KPI_LEVEL)

    def told_by(self, what: str) -> pd.DataFrame:
        """Both kinds by weekday, channel, kind or group of the ticket: promised, value, due, met, never, share …"""
        parts = [service.attainment_by(tickets, "all", what, KPI_LEVEL).assign(promised=kind) for kind, tickets in self.promised.items()]
        return pd.concat(parts, ignore_index=True)

    @cached_property
    def open(self) -> pd.DataFrame:
        """Open tickets, the most urgent first (`service.still_open`)."""
        return service.still_open(self.clocks, self.rows, self.moment, self.settings.due_soon)

    @property
    def knows_open(self) -> bool:
        """Whether anything tells which tickets are open."""
        return bool(self.clocks["is_open"].notna().any())

    @cached_property
    def standings(self) -> dict[str, int]:
        """Open tickets by where they stand."""
        found = service.standings(self.open)
        return dict(zip(found["standing"], found["tickets"].astype(int), strict=True))

    @cached_property
    def ages(self) -> pd.DataFrame:
        """Open tickets by age."""
        return service.ages(self.open)

    @cached_property
    def repeats(self) -> pd.DataFrame:
        """Customers who had to ask again, by kind."""
        return service.repeat_contacts(self.clocks, self.settings.repeat_days, self.moment, KPI_LEVEL)

    @cached_property
    def reopened(self) -> pd.DataFrame:
        """Solved tickets that were opened again."""
        return service.reopened(self.clocks, KPI_LEVEL)

    @cached_property
    def without_limit(self) -> int:
        """Tickets no promise holds for."""
        return int(service.without_limit(self.clocks, self.rows)["tickets"].sum())

    @cached_property
    def years_not_known(self) -> tuple[int, ...]:
        """Years whose public holidays the hours' calendar does not know, of those with tickets."""
        if self.clocks.empty:
            return ()
        first, last = self.clocks["opened_at"].min().date(), self.moment.date()
        return tuple(sorted({year for hours in self.hours.values() for year in hours.years_not_known(first, last)}))
