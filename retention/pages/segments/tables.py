"""The tables of groups, types, clusters and moves, each made when first asked for. The table SEGMENTS is kept for notebooks 04 and 05."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import pandas as pd

from retention import segments
from retention.pages.kit import lists
from retention.pages.kit.book import Concept
from retention.pyramid.reach import marketing_view
from retention.segments import BeforeAfter, Segmented
from retention.settings import OffersSettings
from retention.tables import FORECASTS, PYRAMID, SEGMENTS

BEFORE_DAYS = 60  # METHODS §9's comparison: money in so many days before and after


@dataclass(frozen=True)
class Groups(Concept[OffersSettings]):
    """What the sections on groups share."""

    @cached_property
    def pyramid(self) -> pd.DataFrame:
        """One row per customer, as notebook 01 makes it."""
        return self.book.made(PYRAMID)

    @cached_property
    def marketable(self) -> pd.DataFrame:
        """The pyramid with the fields a customer has not opened to marketing left blank."""
        return marketing_view(self.pyramid, self.book.table("consents"), self.book.about.purposes, self.book.as_of)

    @cached_property
    def measured(self) -> pd.DataFrame:
        """Orders and money of the scored window."""
        return segments.rfm(self.book.need("orders"), self.book.table("returns"), self.book.as_of, self.settings.window_days)

    @cached_property
    def previous(self) -> pd.DataFrame | None:
        """The table segments of an earlier day."""
        return self.book.before(SEGMENTS)

    @cached_property
    def made(self) -> Segmented:
        """Everybody scored, typed, grouped, and in clusters if there are any."""
        watched = segments.watched_days(self.book.table("events"), self.book.as_of)
        return segments.segment(self.pyramid, self.measured, self.book.as_of, self.settings, watched, self.previous)

    @property
    def table(self) -> pd.DataFrame:
        """The table SEGMENTS."""
        return self.made.table

    @cached_property
    def sizes(self) -> pd.DataFrame:
        """Customers and money of each group."""
        return segments.group_sizes(self.table, self.pyramid)

    @cached_property
    def forecasts(self) -> pd.DataFrame:
        """Expected orders and value per customer, as notebook 05 makes them."""
        return self.book.made(FORECASTS)

    @cached_property
    def expected(self) -> pd.DataFrame | None:
        """The forecasts, where a model tells customers apart; None where all are forecast at one rate, or groups would differ by size alone."""
        return self.forecasts if (self.forecasts["method"] == "model").any() else None

    @cached_property
    def reach(self) -> pd.DataFrame | None:
        """By which channels each customer may be contacted; None where the shop has no consents."""
        flags = [name for name in self.pyramid if str(name).startswith("reach_")]
        known = bool(flags) and bool(self.pyramid[flags].notna().all(axis=None))
        return self.pyramid[["customer_id", *flags]] if known else None

    @cached_property
    def profiles(self) -> pd.DataFrame:
        """One row per group, and one for all."""
        surveys, s = self.book.table("surveys"), self.settings
        scores = segments.last_scores(surveys) if surveys is not None else None
        return segments.group_profiles(
            self.table, self.pyramid, self.expected, self.reach, self.book.about.margin_rate, scores, s.least_group, s.seed
        )

    @cached_property
    def moves(self) -> pd.DataFrame:
        """Who came from which group; without rows in a first run."""
        return segments.migration(self.table)

    @cached_property
    def preview(self) -> pd.DataFrame:
        """Whom to show new goods first; no marked accounts."""
        return self._preview(lists.without_marked(self.table, self.pyramid)[0])

    @cached_property
    def left_out(self) -> int:
        """Marked accounts that would stand among them."""
        return lists.without_marked(self._preview(self.table), self.pyramid)[1]

    def _preview(self, table: pd.DataFrame) -> pd.DataFrame:
        s = self.settings
        return segments.preview_list(table, self.marketable, s.preview_list, s.high_value_aov, self.expected)

    @cached_property
    def filled(self) -> pd.DataFrame:
        """The communication matrix with this shop's numbers."""
        return segments.filled_matrix(self.table, self.settings, self.reach, self.expected)

    @property
    def nobody(self) -> bool:
        """Whether there is no known customer."""
        return self.pyramid.empty

    @cached_property
    def tastes(self) -> pd.DataFrame:
        """What most customers of each group prefer, the shop's own choices included."""
        own = tuple(name for name, field in self.book.about.fields.items() if field.kind == "choice")
        return segments.preference_profiles(self.table, self.pyramid, own=own, least_group=self.settings.least_group)

    @cached_property
    def came_back(self) -> list[dict[str, float]]:
        """Of the dormant of two months ago, and of two months before that, how many came back by themselves."""
        return [segments.came_back(spent, BEFORE_DAYS) for spent in self._spent]

    @cached_property
    def best_then(self) -> BeforeAfter:
        """What became of the best fifth of two months ago, beside that of two months before."""
        now, earlier = (segments.best_fifth(spent) for spent in self._spent)
        return segments.before_after(now, earlier, self.settings.least_group, self.settings.seed)

    @cached_property
    def _spent(self) -> list[pd.DataFrame]:
        days = [self.book.as_of - timedelta(days=back * BEFORE_DAYS) for back in (1, 2)]
        return [segments.spent_around(self.book.need("orders"), day, BEFORE_DAYS) for day in days]
