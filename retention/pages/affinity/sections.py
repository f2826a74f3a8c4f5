"""What notebook 02 shows of goods: what follows what, what to offer whom, categories over the year."""

from dataclasses import replace

from retention import affinity
from retention.affinity import kpis
from retention.pages.affinity import pictures, sentences
from retention.pages.affinity.tables import Goods
from retention.pages.kit import blocks, lists
from retention.pages.kit.blocks import prose
from retention.pages.kit.book import Playbook
from retention.pages.kit.section import Section, section, table_of
from retention.settings import OffersSettings

LISTS = "offer_lists"
Book = Playbook[OffersSettings]
LINES = table_of("order_lines", "affinity-needs-lines")
PRODUCTS = table_of("products", "affinity-needs-products")


def of(book: Book) -> Goods:
    """The tables that the sections share."""
    return book.shared(Goods)


# --- what follows what -------------------------------------------------------------------------------


@section(LINES)
def rules(book: Book) -> Section:
    """What is bought after what, beyond what time and habit explain."""
    goods, words = of(book), book.words
    s, unions = goods.limits, affinity.best_unions(goods.bought, goods.rules)
    chart = [pictures.rules(goods.rules, s.window_days, goods.tested.pairs, words)] if len(goods.rules) else []
    said = sentences.rules_in_words(goods.tested, goods.rules, unions, s.window_days, s.least_expected, s.least_joint, words)
    return Section((*chart, prose(said)), goods.rules, kpis.rule_kpis(goods.rules, goods.tested.pairs, book.period))


@section(LINES.quietly, PRODUCTS)
def association(book: Book) -> Section:
    """Which categories lie in one basket more often than chance."""
    goods, words = of(book), book.words
    if goods.pairs.empty:
        return Section((blocks.missing(words("affinity-baskets-title-none"), words),), goods.pairs)
    return Section((pictures.baskets(goods.pairs, goods.limits.least_joint, words),), goods.pairs)


# --- what to offer whom ------------------------------------------------------------------------------


@section(LINES.quietly)
def offers(book: Book) -> Section:
    """What to offer whom next, and what each filter ruled out; writes each customer's next best goods as a work list."""
    goods, words = of(book), book.words
    listed = goods.listed
    goods.handed()
    work = [sentences.offer_list(listed, goods.limits.window_days, goods.unlisted, words)] if len(listed) else []
    written = lists.write(book, LISTS, *(replace(each, people=lists.owned(each.people, goods.pyramid)) for each in work))
    said = [sentences.offers_in_words(goods.offers, words), *(of.in_words(words) for of in written.values())]
    filters = blocks.table(sentences.filter_rows(goods.offers.filters, words), sentences.filter_heads(words), words)
    shown = (prose("\n\n".join(said)), blocks.folded(words("affinity-filters"), filters))
    return Section(shown, listed, kpis.offer_kpis(goods.offers, book.period))


@section(LINES.quietly)
def backtest(book: Book) -> Section:
    """How often last orders would have been guessed, beside what sells most and similar goods."""
    goods, words = of(book), book.words
    judged, most = goods.judged, goods.limits.offers
    said = prose(sentences.backtest_in_words(judged, most, words))
    if judged.empty:
        return Section((said,), judged)
    table = blocks.table(sentences.backtest_rows(judged, words), sentences.backtest_heads(words), words)
    shown = (pictures.backtest(judged, most, words), said, blocks.folded(words("affinity-backtest-table"), table))
    return Section(shown, judged, kpis.backtest_kpis(judged, book.period))


# --- categories --------------------------------------------------------------------------------------


@section(table_of("order_lines", "affinity-needs-products"), PRODUCTS)
def categories(book: Book) -> Section:
    """How categories run over the year, and the largest against the same campaign weeks a year before."""
    goods, words = of(book), book.words
    change = prose(sentences.change_in_words(goods.change, words))
    if goods.trend.months.empty:
        return Section((blocks.missing(words("affinity-trend-title-none"), words), change), goods.trend.months)
    return Section((pictures.category_trend(goods.trend, words), change), goods.trend.months)
