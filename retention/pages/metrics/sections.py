"""How the shop is doing: what notebook 01 shows of key figures, sales, weekdays and hours, the mix, concentration, repeats and cohorts."""

import pandas as pd

from retention import metrics
from retention.pages.kit import blocks, board
from retention.pages.kit.blocks import prose
from retention.pages.kit.book import Playbook
from retention.pages.kit.section import Section, section
from retention.pages.metrics import pictures, sentences
from retention.pages.metrics.tables import Trade
from retention.settings import PyramidSettings

Book = Playbook[PyramidSettings]
CARDS = (
    "customers",
    "new_customers",
    "net_sales",
    "repurchase_rate",
    "aov",
    "spend_per_buyer",
    "units_per_order",
    "churn_active_90",
    "churn_rule_90",
    "refund_rate",
)
COHORTS_DRAWN = 24


def of(book: Book) -> Trade:
    """The figures that the sections share."""
    return book.shared(Trade)


@section()
def key_figures(book: Book) -> Section:
    """How the shop is doing: the key figures as cards, in words, and all of them as a table."""
    kpis, words = of(book).kpis, book.words
    cards = blocks.told(kpis, CARDS)
    every = blocks.folded(words("board-all"), board.kpi_table(kpis, words))
    said = prose(sentences.kpis_in_words(kpis, words, book.settings.provisional_days))
    return Section((blocks.kpi_cards(kpis, cards, words), said, every), kpis, kpis, cards)


@section()
def sales(book: Book) -> Section:
    """How sales run over the year."""
    months = of(book).months
    return Section((pictures.sales_by_month(months, book.calendar, book.words),), months)


@section()
def order_times(book: Book) -> Section:
    """On which weekday and at which hour customers order."""
    found, words = of(book).order_times, book.words
    shown = (pictures.order_times(found, words), prose(sentences.order_times_in_words(found, words)))
    return Section(shown, found.table)


@section()
def mix(book: Book) -> Section:
    """Where sales come from, and why goods come back."""
    trade, words = of(book), book.words
    both = {"channel": trade.channels, "reason": trade.reasons}
    charts = [pictures.mix(table, what, trade.window, words) for what, table in both.items()]
    said = prose(sentences.mix_in_words(trade.channels, trade.reasons, words))
    table = pd.concat([found.assign(of=what) for what, found in both.items()], ignore_index=True)
    return Section((said, *charts), table, metrics.mix_kpis(trade.channels, trade.reasons, trade.window))


@section()
def concentration(book: Book) -> Section:
    """How much of the money the best customers bring."""
    found = of(book).concentrated
    return Section((pictures.concentration(found, book.words), prose(sentences.concentration_in_words(found, book.words))), found.points)


@section()
def repeats(book: Book) -> Section:
    """When first-time buyers come back."""
    trade, words, least = of(book), book.words, book.settings.least_group
    by_cohort, grain = metrics.repeat_by_cohort(trade.waits, least), metrics.cohort_grain(trade.waits)
    shown = (pictures.repeat_curve(trade.curve, words, by_cohort, grain), prose(sentences.repeat_in_words(trade.curve, words, least)))
    return Section(shown, trade.curve, metrics.repeat_kpis(trade.waits, book.as_of, least))


@section()
def cohorts(book: Book) -> Section:
    """Whether newer customers come back as much as older ones."""
    trade, words = of(book), book.words
    said = prose(sentences.cohorts_in_words(trade.cohorts, trade.pooled, words, book.settings.least_group))
    drawn = metrics.latest(trade.cohorts, COHORTS_DRAWN)
    return Section((pictures.cohorts(drawn, metrics.pooled(drawn, 1), words), said), trade.cohorts, metrics.cohort_kpis(trade.cohorts))
