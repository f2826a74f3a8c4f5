"""What notebook 02 shows of goods: `offers = offers.of(book)`; what follows what, what to offer whom, categories over the year.

Every function works in a shop without lines of orders: then one line says which table is needed and what it would show.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

import ibis
import pandas as pd
import plotly.graph_objects as go

from retention import affinity
from retention.affinity import History, Offers, Purchases, Sequences
from retention.figures import affinity as charts
from retention.figures import blocks
from retention.figures.blocks import NOTHING, Html, prose
from retention.playbook import Playbook, lists
from retention.settings import AffinitySettings, OffersSettings
from retention.tables import PYRAMID
from retention.tables.kpis import kpi_row, kpi_table
from retention.words import Words
from retention.words import affinity as tell

LISTS = "offer_lists"
CHANGE_DAYS = 91  # categories are compared over a quarter, aligned to the campaigns
Shown: TypeAlias = Html | go.Figure


@dataclass(frozen=True)
class Goods:
    """The tables of the notebook's second half, each made when first asked for."""

    book: Playbook[OffersSettings]

    @property
    def settings(self) -> AffinitySettings:
        """What is counted as one good, and when a rule is shown."""
        return self.book.settings.affinity

    @property
    def words(self) -> Words:
        """Texts in the shop's language."""
        return self.book.words

    @property
    def missing(self) -> bool:
        """Whether the shop has no lines of orders."""
        return self.book.table("order_lines") is None

    @cached_property
    def left_out(self) -> list[str]:
        """Resellers and wholesale accounts, which make rules of their own."""
        return sorted(self.bought.left_out)

    @cached_property
    def sold(self) -> ibis.Table:
        """Lines that count, with the good they belong to."""
        return affinity.goods_of(self.book.need("order_lines"), self.book.table("products"), self.settings.goods)

    @cached_property
    def bought(self) -> Purchases:
        """Purchases of known customers."""
        s = self.settings
        return affinity.purchases(self.sold, self.book.as_of, s.window_days, bulk_times=s.bulk_times)

    @cached_property
    def tested(self) -> Sequences:
        """All pairs that were tested."""
        return affinity.tested_rules(self.bought, self.settings)

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
        known = affinity.known(self.past, self.sold, self.book.as_of, self.settings, **tables)
        baskets = affinity.basket_rules(self.sold, self.settings.least_joint, self.left_out)
        return affinity.recommend(self.past, self.book.as_of, affinity.links(self.rules, baskets), known, self.settings)

    @cached_property
    def judged(self) -> pd.DataFrame:
        """The backtest of recommendations."""
        return affinity.backtest(self.past, self.book.as_of, self.settings)

    @cached_property
    def months(self) -> pd.DataFrame:
        """Sales by category and month."""
        return affinity.category_months(self.sold, self.book.as_of)

    def needs(self, message: str) -> Html:
        """The line in place of what needs a table."""
        return blocks.missing(self.words(message), self.words)


def of(book: Playbook[OffersSettings]) -> Goods:
    """What the functions below work with."""
    return Goods(book)


# --- what follows what -------------------------------------------------------------------------------


def rules(goods: Goods) -> Shown:
    """What is bought within the window after what, beyond what time and habit explain."""
    if goods.missing:
        return goods.needs("affinity-needs-lines")
    return charts.rules(goods.rules, goods.settings.window_days, goods.tested.pairs, goods.words) if len(goods.rules) else NOTHING


def rules_in_words(goods: Goods) -> Html:
    """The strongest rule with its interval, or that there is none."""
    if goods.missing:
        return NOTHING
    s, unions = goods.settings, affinity.best_unions(goods.bought, goods.rules)
    return prose(tell.rules_in_words(goods.tested, goods.rules, unions, s.window_days, s.least_expected, s.least_joint, goods.words))


def association(goods: Goods) -> Shown:
    """Which categories lie in one order more often than chance."""
    if goods.missing:
        return NOTHING
    if goods.book.table("products") is None:
        return goods.needs("affinity-needs-products")
    by_category = affinity.goods_of(goods.book.need("order_lines"), goods.book.table("products"), "category")
    pairs = affinity.basket_rules(by_category, goods.settings.least_joint, goods.left_out)
    return charts.baskets(pairs, goods.settings.least_joint, goods.words) if len(pairs) else goods.needs("affinity-baskets-title-none")


# --- what to offer whom ------------------------------------------------------------------------------


def offers(goods: Goods) -> Shown:
    """Write each customer's next best goods as a work list and say how many get some, and why these."""
    if goods.missing:
        return NOTHING
    pyramid = goods.book.made(PYRAMID)
    listed, _ = lists.without_marked(goods.offers.table, pyramid)
    left_out = goods.offers.table["customer_id"].nunique() - listed["customer_id"].nunique()
    work = [tell.offer_list(listed, goods.settings.window_days, left_out, goods.words)] if len(listed) else []
    written = lists.write(goods.book, LISTS, *(replace(each, people=lists.owned(each.people, pyramid)) for each in work))
    said = [tell.offers_in_words(goods.offers, goods.words), *(of.in_words(goods.words) for of in written.values())]
    return prose("\n\n".join(said))


def filters(goods: Goods) -> Shown:
    """What each filter ruled out, or why it could not, folded."""
    if goods.missing:
        return NOTHING
    table = blocks.table(tell.filter_rows(goods.offers.filters, goods.words), tell.filter_heads(goods.words), goods.words)
    return blocks.folded(goods.words("affinity-filters"), table)


def backtest(goods: Goods) -> Shown:
    """How often last orders would have been guessed, beside what sells most and similar goods."""
    if goods.missing or goods.judged.empty:
        return NOTHING
    return charts.backtest(goods.judged, goods.settings.offers, goods.words)


def backtest_in_words(goods: Goods) -> Html:
    """Win or lose."""
    return NOTHING if goods.missing else prose(tell.backtest_in_words(goods.judged, goods.settings.offers, goods.words))


def backtest_table(goods: Goods) -> Shown:
    """The comparison in figures, folded."""
    if goods.missing or goods.judged.empty:
        return NOTHING
    table = blocks.table(tell.backtest_rows(goods.judged, goods.words), tell.backtest_heads(goods.words), goods.words)
    return blocks.folded(goods.words("affinity-backtest-table"), table)


def kpis(goods: Goods) -> pd.DataFrame:
    """Rules shown, customers with an offer, and the backtest's hit rates, for kpis.json."""
    window = goods.book.period
    if goods.missing:
        return kpi_table([])
    rows = [
        kpi_row("rules_shown", "count", window, value=len(goods.rules), n=goods.tested.pairs),
        kpi_row("customers_offered", "count", window, value=goods.offers.table["customer_id"].nunique(), n=goods.offers.customers),
    ]
    for row in goods.judged.to_dict("records"):
        ends = {"value": row["hit_rate"], "low": row["low"], "high": row["high"]}
        rows.append(kpi_row("offers_hit_rate", "share", window, group=row["method"], **ends, n=row["customers"]))
    return kpi_table(rows)


# --- categories --------------------------------------------------------------------------------------


def category_trend(goods: Goods) -> Shown:
    """Sales by category and month beside the year before."""
    if goods.missing or goods.book.table("products") is None:
        return goods.needs("affinity-needs-products")
    return charts.category_trend(goods.months, goods.words) if len(goods.months) else goods.needs("affinity-trend-title-none")


def category_change(goods: Goods) -> Html:
    """The largest categories against the same campaign weeks a year before."""
    if goods.missing or goods.book.table("products") is None:
        return NOTHING
    change = affinity.category_change(goods.sold, goods.book.as_of, CHANGE_DAYS, goods.book.calendar)
    return prose(tell.change_in_words(change, goods.words))
