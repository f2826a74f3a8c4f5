"""What customers do, like and are about to buy: the tables the sections share, each made when first asked for."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from retention import pyramid
from retention.pages.kit.book import Concept
from retention.pages.pyramid.tables import Base
from retention.pyramid import Intent
from retention.settings import PyramidSettings


@dataclass(frozen=True)
class Behaviour(Concept[PyramidSettings]):
    """The layers interaction and preference over all customers."""

    @property
    def customers(self) -> pd.DataFrame:
        """The pyramid."""
        return self.book.shared(Base).customers

    @property
    def intent(self) -> Intent:
        """Who is about to buy, and how well that could be told before."""
        return self.book.shared(Base).intent

    @cached_property
    def active(self) -> pd.DataFrame:
        """How many customers did what between orders."""
        return pyramid.between_orders(self.customers)

    @cached_property
    def liked(self) -> pd.DataFrame:
        """Of how many customers each taste is known, and sure."""
        return pyramid.how_sure(self.customers)

    @cached_property
    def discounts(self) -> pd.DataFrame:
        """Customers by their usual discount."""
        return pyramid.usual_discounts(self.customers, self.book.settings.full_price_from)
