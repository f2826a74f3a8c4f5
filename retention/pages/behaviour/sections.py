"""What notebook 01 shows of what customers do between orders, what they like, and who is about to buy."""

from retention import pyramid
from retention.pages.behaviour import pictures, sentences
from retention.pages.behaviour.tables import Behaviour
from retention.pages.kit import blocks
from retention.pages.kit.blocks import NOTHING, Html, prose
from retention.pages.kit.book import Playbook
from retention.pages.kit.section import Need, Section, section
from retention.settings import PyramidSettings

Book = Playbook[PyramidSettings]


def of(book: Book) -> Behaviour:
    """The tables that the sections share."""
    return book.shared(Behaviour)


TASTES = Need(lambda book: book.words("profile-tastes-missing") if of(book).liked.empty else "")
ENOUGH_WEEKS = Need(lambda book: sentences.why_no_intent(of(book).intent, book.words) if of(book).intent.missing else "")


@section()
def between_orders(book: Book) -> Section:
    """What customers do between orders."""
    found, words = of(book), book.words
    said = prose(sentences.between_in_words(found.customers, words))
    if found.active.empty:
        return Section((blocks.missing(words("profile-between-missing"), words), said), found.active)
    return Section((pictures.between_orders(found.active, words), said, _method("between", book)), found.active)


@section(TASTES)
def tastes(book: Book) -> Section:
    """What customers like, and of how many one is sure."""
    found, words = of(book), book.words
    rows, heads = sentences.liked_rows(pyramid.most_liked(found.customers), words)
    table = blocks.folded(words("profile-tastes-table"), blocks.table(rows, heads, words, bars=("share",)))
    return Section((pictures.tastes(found.liked, words), prose(sentences.tastes_in_words(found.liked, words)), table), found.liked)


@section()
def prices(book: Book) -> Section:
    """At which discount customers usually buy; below it, how tastes were reckoned."""
    found, words = of(book), book.words
    missing = blocks.missing(words("profile-prices-missing"), words)
    chart = missing if found.discounts.empty else pictures.prices(found.discounts, words)
    said = prose(sentences.prices_in_words(found.customers, words, book.settings.full_price_from))
    return Section((chart, said, NOTHING if found.liked.empty else _method("tastes", book)), found.discounts)


@section(ENOUGH_WEEKS)
def intent(book: Book) -> Section:
    """Who is about to buy, and how well that could be told before."""
    found, words = of(book).intent, book.words
    table = blocks.folded(words("profile-backtest-table"), blocks.table(*sentences.backtest_rows(found.backtest, words), words))
    said = prose(sentences.intent_in_words(found, pyramid.expected_soon(found), words))
    return Section((pictures.calibration(found, words), said, table, _method("intent", book)), found.backtest)


def _method(name: str, book: Book) -> Html:
    """How a section was reckoned, folded."""
    return blocks.folded(book.words("profile-method"), prose(book.words(f"profile-{name}-method")))
