"""The figures of the shop that the sections share, each made when first asked for."""

from dataclasses import dataclass
from functools import cached_property

import ibis
import pandas as pd

from retention import metrics, pyramid
from retention.metrics import Concentration, OrderTimes
from retention.pages.kit.book import Concept
from retention.pages.pyramid.tables import Base
from retention.seasons import Window
from retention.settings import PyramidSettings


@dataclass(frozen=True)
class Trade(Concept[PyramidSettings]):
    """How the shop is doing."""

    @cached_property
    def orders(self) -> ibis.Table:
        """All orders up to as_of."""
        return self.book.need("orders")

    @cached_property
    def kpis(self) -> pd.DataFrame:
        """The key figures of the window, beside the window and the year before."""
        book, s = self.book, self.settings
        within = (book.as_of, book.window_days, s.churn_days, book.calendar, s.least_group, s.provisional_days)
        return metrics.kpis(self.orders, book.table("returns"), *within)

    @cached_property
    def months(self) -> pd.DataFrame:
        """Sales by month."""
        return metrics.sales_by_month(self.orders, self.book.as_of, self.settings.provisional_days)

    @cached_property
    def order_times(self) -> OrderTimes:
        """Orders by weekday and by hour of the shop's own day."""
        return metrics.order_times(self.orders, self.book.about.time_zone)

    @cached_property
    def window(self) -> Window:
        """The days of the mix."""
        return metrics.mix_window(self.orders, self.book.as_of, self.book.window_days)

    @cached_property
    def channels(self) -> pd.DataFrame:
        """Sales by channel."""
        return metrics.channel_mix(self.orders, self.window)

    @cached_property
    def reasons(self) -> pd.DataFrame:
        """Reasons ticked when goods come back."""
        return metrics.reasons_reported(self.book.table("returns"), self.window)

    @cached_property
    def concentrated(self) -> Concentration:
        """How much of the money the best customers bring."""
        return metrics.concentration(self.orders, self.book.as_of, self.book.window_days, self.settings.top_share, self.settings.least_group)

    @cached_property
    def waits(self) -> pd.DataFrame:
        """How long first-time buyers waited, or still wait, for their second purchase."""
        return metrics.waits(self.orders, self.book.as_of)

    @cached_property
    def curve(self) -> pd.DataFrame:
        """The share who came back by each day."""
        return metrics.repeat_curve(self.waits, self.settings.least_group)

    @cached_property
    def cohorts(self) -> pd.DataFrame:
        """Customers by the month of their first order, and who of them orders in later months."""
        return metrics.cohorts(self.orders, self.book.as_of, pyramid.usual_gap(self.book.shared(Base).customers))

    @cached_property
    def pooled(self) -> dict[int, metrics.Pooled | None]:
        """All cohorts together one and three months after their first order."""
        return {age: metrics.pooled(self.cohorts, age) for age in (1, 3)}
