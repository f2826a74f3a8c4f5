"""What notebook 04 shows of effects: whether messages work, whether offers are fair, and the month that is over under today's settings."""

from retention.pages.automation.sections import Book
from retention.pages.effects import pictures, sentences
from retention.pages.effects.tables import Effects
from retention.pages.kit import blocks
from retention.pages.kit.blocks import prose
from retention.pages.kit.section import Section, section
from retention.tables import EXPERIMENTS


def of(book: Book) -> Effects:
    """The tables that the sections share."""
    return book.shared(Effects)


@section()
def did_it_work(book: Book) -> Section:
    """Each experiment's lift in orders and money, with its interval, its power and what follows; one line where nothing can be shown."""
    effects, words = of(book), book.words
    results = effects.results
    if results.empty:
        return Section((prose(words("effects-none")),), results)
    drawn = results[results["low"].notna() & (results["state"] != "too_few")]
    chart = [pictures.differences(drawn, sentences.counted(results), words)] if len(drawn) else []
    said = [sentences.in_words(results, words), sentences.winners_in_words(effects.winners, words)]
    shown = results[results["state"] != "too_few"]
    rows = sentences.result_rows(shown if len(shown) else results, words)
    table = blocks.table(rows, sentences.result_heads(words), words)
    checked = blocks.table(sentences.check_rows(results, words), sentences.check_heads(words), words)
    folded = blocks.folded(words("effects-checks"), prose(sentences.checks_in_words(results, words)), checked, prose(words("effects-how")))
    return Section((prose(words.sentences(*said)), *chart, table, folded), results)


@section()
def fairness(book: Book) -> Section:
    """Whether offers and prices differ between customers for stated grounds only."""
    effects, words = of(book), book.words
    return Section((prose(sentences.fairness_in_words(effects.offers, effects.offered, effects.prices, words)),), effects.offers)


@section()
def last_month(book: Book) -> Section:
    """What was sent in the last 30 days beside what plans under today's settings would have sent."""
    effects, words = of(book), book.words
    sent, planned = effects.month_sent, effects.planned_instead
    said = prose(sentences.month_in_words(sent, planned, effects.not_played, effects.days, words))
    if not sent["messages"].sum() and planned is None:
        return Section((said,), sent)
    return Section((pictures.month(sent, planned, effects.days, words), said), sent if effects.replayed is None else effects.replayed)


@section()
def save(book: Book) -> Section:
    """Write what experiments have shown for whoever works on with it; no customer stands in it."""
    effects, words = of(book), book.words
    path = book.shop.save(effects.counted, EXPERIMENTS)
    said = words("core-saved", table=EXPERIMENTS.name, rows=len(effects.counted), place=book.shop.told_place(path))
    return Section((prose(said),), effects.counted)
