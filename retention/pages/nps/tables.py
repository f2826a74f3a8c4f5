"""Answers to the question of recommending, with what customers had been through: the tables the sections share."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

import pandas as pd
from ibis import _

from retention import contact, durable, service
from retention.orders import of_known_customers
from retention.pages.kit.book import Concept
from retention.pages.service.tables import Desk
from retention.service import drivers, experience, nps, weights
from retention.service.kpis import score_rows
from retention.settings import ServiceSettings
from retention.tables import PYRAMID, SEGMENTS
from retention.tables.kpis import KPI_LEVEL, kpi_table
from retention.worklists import as_workbook, read_sheet

LOOP_DAYS, AGAIN_DAYS, REST_DAYS = 90, 180, 90
# Comments are drawn with the same lot each time, so that a sheet that nobody ticked stays the same.
SHEET, SEED = "themes_check.xlsx", 20260630
# What is known of everybody asked, by which answers are weighted.
KNOWN = ("channel", "wave", "late", "orders", "returned")


@dataclass(frozen=True)
class Answers(Concept[ServiceSettings]):
    """What surveys told as of the book's day."""

    @cached_property
    def told(self) -> pd.DataFrame:
        """One row per invitation or answer (`nps.answers`), with what the customer had been through (`experience`)."""
        surveys = self.book.table("surveys")
        if surveys is None:
            return pd.DataFrame(columns=[*nps.KEPT, "answered", "band", "points"])
        found = nps.with_waves(nps.answers(surveys))
        desk = self.book.shared(Desk)
        clocks = desk.clocks if desk.is_there and len(found) else None
        if found.empty:
            return found
        orders, shipments, returns = (self.book.table(name) for name in ("orders", "shipments", "returns"))
        return experience.with_experience(found, orders, shipments, returns, clocks)

    @cached_property
    def whole(self) -> dict[str, float]:
        """The score of all answers."""
        return nps.score(self.told, KPI_LEVEL)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """The score and how many answered, as key figures; no rows where nobody was asked."""
        if self.told.empty:
            return kpi_table([])
        first = self.told["asked_on"].fillna(self.told["answered_on"]).min().date()
        return kpi_table(score_rows(self.whole, self.waves, first, self.book.as_of))

    @cached_property
    def bootstrapped(self) -> tuple[float, float]:
        """Its interval by resampling."""
        return nps.bootstrapped(self.told, KPI_LEVEL)

    @cached_property
    def weighted(self) -> dict[str, float]:
        """The score weighted back to those asked; by the survey makers' weights where these are told."""
        given = self.told["weight"].astype(float)
        known = [name for name in KNOWN if self.told[name].notna().any()]
        return weights.weighted_score(self.told, given if given.notna().any() else weights.response_weights(self.told, known), KPI_LEVEL)

    @cached_property
    def to_call(self) -> pd.DataFrame:
        """Detractors of the last 24 hours, one row per customer (`service.to_call`)."""
        return service.to_call(self.told, self._moment, zone=self.book.shop.zone).rows

    @cached_property
    def loop(self) -> service.Loop:
        """Whether detractors were called within a day, of those who answered in the last 90 days."""
        recent = self.told[self.told["answered_on"] > pd.Timestamp(self.book.as_of) - pd.Timedelta(days=LOOP_DAYS)]
        touches, desk = self.book.table("touches"), self.book.shared(Desk)
        called = None if touches is None else touches.to_pandas()
        # A ticket that was opened again helps nobody until it is solved again.
        helped = desk.clocks.assign(resolved_at=desk.clocks["total_solved_at"]) if desk.is_there else None
        return service.loop_of(service.calls_of(recent, called, helped, self._moment, zone=self.book.shop.zone), KPI_LEVEL)

    @property
    def _moment(self) -> datetime:
        """The moment up to which answers are known, UTC: the last one that surveys tell of, or the end of the book's day."""
        return service.known_until(self.book.as_of, self.book.shop.zone, self.book.table("surveys"))

    @cached_property
    def themes(self) -> service.Themes:
        """What detractors and promoters write of; no comment is in it."""
        written = self.book.need("surveys").filter(_.kind == "nps").select("customer_id", "answered_on", "score", "comment").to_pandas()
        return service.themes_of(written, service.term_list(self.settings.themes), KPI_LEVEL)

    @cached_property
    def term_names(self) -> dict[str, str]:
        """What each theme is called in the reports' language."""
        from retention.pages.nps.sentences import theme

        return {name: theme(name, self.book.words) for name in service.term_list(self.settings.themes).themes}

    @property
    def sheet(self) -> Path:
        """Where comments lie for a colleague to tick."""
        return self.book.shop.data / "out" / SHEET

    @cached_property
    def checked(self) -> service.Checked | None:
        """What the ticked sheet says of the list of terms; None where no row of it was ticked yet."""
        if not self.sheet.is_file():
            return None
        told = service.read_themes_check(read_sheet(self.sheet), service.term_list(self.settings.themes), self.term_names, KPI_LEVEL)
        return told if told.checked or told.not_understood else None

    def write_sheet(self) -> None:
        """Write the sheet anew from today's comments; one that somebody has begun to tick stays as it is."""
        if self.checked is not None:
            return
        written = self.book.need("surveys").filter(_.kind == "nps").select("customer_id", "answered_on", "score", "comment").to_pandas()
        language = "zh" if self.book.about.language == "zh" else "en"
        rows = service.themes_check(written, service.term_list(self.settings.themes), SEED, language=language, names=self.term_names)
        durable.write_file(self.sheet, as_workbook(rows), mode=0o600)

    @cached_property
    def may_be_asked(self) -> service.MayBeAsked:
        """Who may be asked next: nobody asked in the last 90 days, with an open ticket, or without consent to surveys where consents are told."""
        customers = self.book.made(PYRAMID)[["customer_id", "orders"]] if self.book.shop.sells else self._everybody
        surveys, desk, consents = self.book.table("surveys"), self.book.shared(Desk), self.book.table("consents")
        asked = None if surveys is None else surveys.select("customer_id", "asked_on", "answered_on").to_pandas()
        waiting = desk.clocks.loc[desk.clocks["is_open"].fillna(False), "customer_id"].dropna() if desk.is_there else None
        agreed = None
        if consents is not None:
            known = contact.consents_now(consents, self.book.as_of)
            agreed = customers.loc[known.agreed(customers["customer_id"], "survey"), "customer_id"]
        return service.may_be_asked(customers, asked, waiting, self.book.as_of, REST_DAYS, agreed)

    @property
    def _everybody(self) -> pd.DataFrame:
        """Customers that answers tell of, in a shop without orders."""
        return self.told[["customer_id"]].dropna().drop_duplicates()

    @cached_property
    def worth(self) -> service.Worth | None:
        """Who orders again within half a year of the answer; None in a shop without orders."""
        orders = self.book.table("orders")
        if orders is None:
            return None
        counted = of_known_customers(orders).select("customer_id", "ordered_on", "net_paid").to_pandas()
        return service.worth_of_answers(self.told, counted.astype({"net_paid": float}), self.book.as_of, AGAIN_DAYS, KPI_LEVEL)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Answers by score."""
        return nps.distribution(self.told)

    @cached_property
    def waves(self) -> pd.DataFrame:
        """The score wave by wave."""
        return nps.by_wave(self.told, KPI_LEVEL)

    @cached_property
    def segments(self) -> pd.DataFrame:
        """The score by notebook 02's groups; no rows in a shop without orders."""
        if not self.book.shop.sells or self.whole["n"] == 0:
            return nps.by_segment(self.told, {}, KPI_LEVEL)
        groups = self.book.made(SEGMENTS).set_index("customer_id")["group"]
        return nps.by_segment(self.told, groups, KPI_LEVEL)

    @cached_property
    def drivers(self) -> pd.DataFrame:
        """What goes with lower or higher scores; things of which nothing is told are left out."""
        things = [name for name in experience.THINGS if self.told[name].notna().any()]
        return drivers.drivers(self.told, things, KPI_LEVEL)
