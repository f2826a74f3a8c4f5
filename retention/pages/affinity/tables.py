"""The tables of what is bought after what and of what to offer whom, each made when first asked for. NEXT_GOODS is kept for notebook 04."""

from dataclasses import dataclass
from functools import cached_property

import ibis
import pandas as pd

from retention import affinity
from retention.affinity import History, Offers, Purchases, Sequences, Trend
from retention.pages.kit import lists
from retention.pages.kit.book import Concept
from retention.settings import AffinitySettings, OffersSettings
from retention.tables import NEXT_GOODS, PYRAMID

CHANGE_DAYS = 91  # categories are compared over a quarter, aligned to the campaigns


@dataclass(frozen=True)
class Goods(Concept[OffersSettings]):
    """What the sections on goods share."""

    @property
    def limits(self) -> AffinitySettings:
        """What is counted as one good, and when a rule is shown."""
        return self.book.settings.affinity

    @cached_property
    def left_out(self) -> list[str]:
        """Resellers and wholesale accounts, which make rules of their own."""
        return sorted(self.bought.left_out)

    @cached_property
    def sold(self) -> ibis.Table:
        """Lines that count, with the good they belong to."""
        return affinity.goods_of(self.book.need("order_lines"), self.book.table("products"), self.limits.goods)

    @cached_property
    def bought(self) -> Purchases:
        """Purchases of known customers."""
        s = self.limits
        return affinity.purchases(self.sold, self.book.as_of, s.window_days, bulk_times=s.bulk_times)

    @cached_property
    def tested(self) -> Sequences:
        """All pairs that were tested."""
        return affinity.tested_rules(self.bought, self.limits)

    @cached_property
    def rules(self) -> pd.DataFrame:
        """The rules to show."""
        return affinity.shown_rules(self.tested)

    @cached_property
    def past(self) -> History:
        """Who bought what when."""
        return affinity.history(self.sold, self.book.table("products"), self.left_out)

    @cached_property
    def offers(self) -> Offers:
        """The next best goods of each customer."""
        tables = {name: self.book.table(name) for name in ("customers", "returns", "consents", "products")}
        if tables["products"] is not None and not self.book.shop.is_newest and "stock" in tables["products"].columns:
            # What is in stock is known of today only.
            tables["products"] = tables["products"].drop("stock")
        known = affinity.known(self.past, self.sold, self.book.as_of, self.limits, **tables)
        baskets = affinity.basket_rules(self.sold, self.limits.least_joint, self.left_out)
        return affinity.recommend(self.past, self.book.as_of, affinity.links(self.rules, baskets), known, self.limits)

    @cached_property
    def pyramid(self) -> pd.DataFrame:
        """One row per customer, as notebook 01 makes it."""
        return self.book.made(PYRAMID)

    @cached_property
    def listed(self) -> pd.DataFrame:
        """The offers without those of marked accounts."""
        return lists.without_marked(self.offers.table, self.pyramid)[0]

    def handed(self) -> pd.DataFrame:
        """The table NEXT_GOODS, reused where it can be and kept, so that notebook 04 need not make it."""
        return self.book.made(NEXT_GOODS, self.handed_anew)

    def handed_anew(self) -> pd.DataFrame:
        """The table NEXT_GOODS from the offers made here."""
        told = self.listed.assign(as_of=pd.Timestamp(self.book.as_of))[list(NEXT_GOODS.columns)]
        return told.astype({"customer_id": "str", "as_of": "datetime64[s]", "rank": "int64", "good": "str"})

    @property
    def unlisted(self) -> int:
        """Marked accounts that would get offers."""
        return int(self.offers.table["customer_id"].nunique() - self.listed["customer_id"].nunique())

    @cached_property
    def judged(self) -> pd.DataFrame:
        """The backtest of recommendations."""
        return affinity.backtest(self.past, self.book.as_of, self.limits)

    @cached_property
    def trend(self) -> Trend:
        """Sales by category and month."""
        return Trend.of(affinity.category_months(self.sold, self.book.as_of))

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Categories that lie in one order more often than chance."""
        by_category = affinity.goods_of(self.book.need("order_lines"), self.book.table("products"), "category")
        return affinity.basket_rules(by_category, self.limits.least_joint, self.left_out)

    @cached_property
    def change(self) -> pd.DataFrame:
        """Each category's last quarter against the same campaign weeks a year before."""
        return affinity.category_change(self.sold, self.book.as_of, CHANGE_DAYS, self.book.calendar)
