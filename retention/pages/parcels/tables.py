"""Parcels under way with their chances, whom to tell, and this month's surprises: the tables the sections share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from retention import experiments, ledger, service
from retention.pages.kit.book import Concept, Playbook
from retention.pyramid.marks import unmarked
from retention.service import late_parcels, surprises
from retention.service.late_parcels import Savings
from retention.service.parcel_backtest import Judged
from retention.service.parcel_clock import ParcelClock
from retention.service.parcels import LateModel, Parcels
from retention.settings import JourneysSettings, ServiceSettings
from retention.shop import Shop
from retention.tables import PYRAMID, own_records
from retention.tables.kpis import KPI_LEVEL


@dataclass(frozen=True)
class OnTheWay(Concept[ServiceSettings]):
    """What the exports tell of parcels as of the book's day, or as of a moment (`at`)."""

    at: Shop | None = None

    def _table(self, name: str) -> ir.Table | None:
        return (self.at or self.book.shop).table(name)

    @property
    def is_there(self) -> bool:
        """Whether there is a parcel at all."""
        return self._table("shipments") is not None and not self.parcels.table.empty

    @cached_property
    def moment(self) -> datetime:
        """The moment up to which parcels are known, UTC."""
        if self.at is not None and self.at.moment is not None:
            return self.at.moment
        return late_parcels.known_until(self.book.as_of, self.book.shop.zone, self.book.need("shipments"), self._table("scans"))

    @property
    def day(self) -> date:
        """The last day known from beginning to end."""
        return late_parcels.last_whole_day(self.moment, self.book.shop.zone)

    @cached_property
    def clock(self) -> ParcelClock:
        """The clock on which parcels age."""
        told = self._table("shipments")
        signed = pd.Series(dtype="datetime64[s]") if told is None else told.select("signed_on").to_pandas()["signed_on"]
        own = [(stop.from_, stop.to) for stop in self.settings.parcels.stops]
        return service.clock_of_parcels(signed, self.day, self.book.shop.zone, own, self.book.calendar.kind == "cn")

    @cached_property
    def parcels(self) -> Parcels:
        """The parcels of the last two years."""
        shipments = self._table("shipments")
        assert shipments is not None
        return service.parcels_of(shipments, self._table("scans"), self.day, self.clock)

    @cached_property
    def why_no_chance(self) -> str:
        """Why no chances are told; empty where they are."""
        return service.why_no_chance(self.parcels) or ("" if self.judged.way else "no_better")

    @cached_property
    def days(self) -> pd.DataFrame:
        """One row per parcel and day under way."""
        return service.days_under_way(self.parcels)

    @cached_property
    def judged(self) -> Judged:
        """How good such chances were in the past year."""
        return service.backtest(self.parcels, self.days)

    @cached_property
    def learnt(self) -> LateModel | None:
        """What was learnt, where that is better than one chance for all."""
        return None if self.why_no_chance else service.model_of(self.parcels, self.days, self.judged)

    @cached_property
    def under_way(self) -> pd.DataFrame:
        """Parcels that are not signed for, with their chance and what plain rules say."""
        return service.under_way(self.parcels, self.days, self.learnt, self.moment, self.settings.parcels)

    @cached_property
    def shocks(self) -> pd.DataFrame:
        """Regions, with those in which parcels have begun to come late."""
        return service.shocks(self.parcels)

    @cached_property
    def listed(self) -> pd.DataFrame:
        """Whom to tell, those held out included (`service.to_notify`)."""
        regions = self.shocks.loc[self.shocks["is_shock"], "region"]
        return service.to_notify(self.under_way, self._order_values, self.settings.parcels, self.moment, self._held_out, regions)

    @cached_property
    def savings(self) -> Savings:
        """What telling them is expected to save."""
        return service.savings(self.listed, self.settings.parcels, KPI_LEVEL)

    @property
    def told_before(self) -> dict[str, float]:
        """Had customers been told in the past year."""
        return service.told_before(self.judged, self.settings.parcels.threshold)

    @cached_property
    def unshipped(self) -> pd.DataFrame:
        """Orders that are paid and not sent; none where a later export says how they stand."""
        orders = self.book.table("orders")
        if orders is None or not self.book.shop.is_newest:
            return pd.DataFrame(columns=["order_id", "customer_id", "paid_at", "hours"])
        return service.unshipped(orders, self._table("shipments"), self.moment, self.settings.parcels.unshipped_hours, self.clock)

    @cached_property
    def notices(self) -> pd.DataFrame:
        """Parcels of late by step, and how many customers were told of it."""
        return service.notice_steps(self.parcels, self._told)

    def _held_out(self, customers: Iterable[str]) -> np.ndarray:
        """The lot of the late-parcel journey, so that nobody is held out here and written to there."""
        settings = self.book.settings_of(JourneysSettings)
        name = next((name for name, one in settings.all_journeys.items() if any(way.trigger == "parcel_late" for way in one.enter)), "late_parcel")
        return experiments.control_group(customers, f"{settings.hold_out.salt}|{name}", self.settings.parcels.hold_out)

    @property
    def _order_values(self) -> pd.Series:
        orders = self.book.table("orders")
        if orders is None:
            return pd.Series(dtype=float)
        some = orders.filter(_.order_id.isin(self.under_way["order_id"].dropna().tolist()))
        return some.select("order_id", "gross_paid").to_pandas().set_index("order_id")["gross_paid"].astype(float)

    @property
    def _told(self) -> pd.DataFrame | None:
        """Notices of parcels' steps that were handed over; None where nothing ever was."""
        with ledger.to_look_at(self.book.shop.data / own_records.FOLDER) as book:
            known = None if book is None else ledger.known(book)
        if known is None:
            return None
        journeys = self.book.settings_of(JourneysSettings).all_journeys
        named = [name for name, one in journeys.items() if any(way.trigger == "parcel_step" for way in one.enter)]
        told = known.messages[known.messages["journey"].isin(named)]
        return service.told_steps(told["entry_key"], told["state"])


def notices_for(journeys: JourneysSettings, book: Playbook[Any], at: Shop) -> pd.DataFrame | None:
    """Whom to tell of late parcels at a moment; None where no live journey asks for it, or no chances can be told and its plain rule decides."""
    if not any(way.trigger == "parcel_late" for one in journeys.all_journeys.values() if one.live for way in one.enter):
        return None
    parcels = OnTheWay(book.of(ServiceSettings), at)
    return parcels.listed if parcels.is_there and not parcels.why_no_chance else None


@dataclass(frozen=True)
class Surprises(Concept[ServiceSettings]):
    """This month's surprises, and what those of the past did."""

    @property
    def month(self) -> str:
        """The month of the book's day."""
        return f"{self.book.as_of:%Y-%m}"

    @cached_property
    def written(self) -> pd.DataFrame:
        """Draws written down, up to the book's day."""
        found = surprises.written_draws(self.book.shop.data)
        return found[pd.to_datetime(found["drawn_on"]) <= pd.Timestamp(self.book.as_of)]

    @cached_property
    def drawn(self) -> pd.DataFrame:
        """The draw of this month: the one written down, or a new one."""
        known = self.written[self.written["month"] == self.month]
        if len(known):
            return known[list(surprises.COLUMNS)].reset_index(drop=True)
        settings = self.settings.surprise
        orders = self.book.need("orders")
        earlier = self.written[self.written["month"] != self.month]
        people = surprises.pool(orders, self.book.table("touches"), earlier, self.book.as_of, settings)
        usual = pd.Series(people, dtype="object")
        usual = usual[unmarked(usual, self.book.made(PYRAMID), ()).to_numpy()] if len(usual) else usual
        return surprises.draw(usual.tolist(), self.month, self.book.as_of, settings)

    @property
    def seed(self) -> int:
        """The seed that this month was drawn with."""
        known = self.written[self.written["month"] == self.month]
        return int(known["seed"].iloc[0]) if len(known) else self.settings.surprise.seed

    def write_down(self) -> None:
        """Write this month's draw down; one made for an earlier day is only looked at."""
        if self.book.shop.is_newest and len(self.drawn):
            surprises.write_draw(self.drawn, self.month, self.settings.surprise, self.book.shop.data)

    @cached_property
    def read(self) -> experiments.Read | None:
        """What surprises did so far, as touches tell; None where these have no arms."""
        touches, settings = self.book.table("touches"), self.settings.surprise
        if touches is None:
            return None
        days = settings.again_days
        return experiments.ordered_again(
            touches, self.book.need("orders"), self.book.table("customers"), settings.campaign, days, self.book.as_of, KPI_LEVEL
        )
