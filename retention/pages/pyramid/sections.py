"""What notebook 01 shows of the base: what it is, what to do now, how complete the pyramid is, first orders, one customer."""

import pandas as pd

from retention import pyramid
from retention.pages.kit import blocks, lists
from retention.pages.kit.blocks import prose
from retention.pages.kit.book import Playbook
from retention.pages.kit.labels import as_text
from retention.pages.kit.section import Need, Section, section
from retention.pages.pyramid import pictures, sentences
from retention.pages.pyramid.tables import Base
from retention.settings import PyramidSettings
from retention.tables import PYRAMID

LISTS = "lists"
Book = Playbook[PyramidSettings]
# Where a first order came from, in the order of the charts.
QUESTIONS = ("category", "channel", "price_band")


def of(book: Book) -> Base:
    """The base that the sections share."""
    return book.shared(Base)


SOMEBODY = Need(lambda book: book.words("pyramid-card-none") if of(book).customers.empty else "")


# --- the bottom line ---------------------------------------------------------------------------------


@section()
def customers(book: Book) -> Section:
    """What this base is; its table is the pyramid, one row per customer."""
    base = of(book)
    said = sentences.bottom_line(pyramid.base_summary(base.customers), base.guests, book.words)
    return Section((prose(said),), base.customers)


@section()
def actions(book: Book) -> Section:
    """What to do now, for whom; writes a work list for each action."""
    chosen, words = of(book).actions, book.words
    written = lists.write(book, LISTS, *(sentences.action_list(action, words) for action in chosen))
    if not chosen:
        return Section((prose(words("pyramid-actions-none")),))
    shown = [(action.key, sentences.action_words(action, words)) for action in chosen]
    told = [written[key].told(about, words) if key in written else about for key, about in shown]
    people = [action.people.assign(action=action.key) for action in chosen]
    return Section((blocks.actions([blocks.Action(**about) for about in told], words),), pd.concat(people, ignore_index=True))


# --- the pyramid -------------------------------------------------------------------------------------


@section()
def layers(book: Book) -> Section:
    """How complete the pyramid is, who does not stand in it, and what is missing."""
    base, words, own = of(book), book.words, book.about.fields
    chart = pictures.layers_pyramid(pyramid.layer_coverage(base.fields), len(base.customers), words)
    outside = pyramid.outside(book.need("orders"), book.table("returns"), book.table("customers"))
    missing = sentences.missing_in_words(pyramid.what_is_missing(base.fields), words, own)
    shown = (chart, prose(sentences.outside_in_words(outside, words)), prose("\n".join(f"- {line}" for line in missing)))
    return Section(shown, base.fields.assign(needs=base.fields["needs"].map(", ".join), lacking=base.fields["lacking"].map(", ".join)))


@section()
def recency(book: Book) -> Section:
    """Where the money is, by how long ago customers were last seen."""
    bands = pyramid.recency_bands(of(book).customers, book.settings.lapsed_days)
    return Section((pictures.money_by_recency(bands, book.words),), bands)


@section()
def first_orders(book: Book) -> Section:
    """Which first orders are followed by a second one: by category, channel and price."""
    base, words, days = of(book), book.words, book.settings.second_order_days
    second = pyramid.second_orders(base.customers, book.as_of, days, book.settings.least_group)
    said = prose(sentences.first_seen_in_words(pyramid.first_seen(base.customers, book.as_of, days), words))
    charts = [pictures.second_order(second, question, days, words) for question in QUESTIONS]
    return Section((said, *charts), second, pyramid.second_order_kpis(second, book.as_of, days))


@section(SOMEBODY)
def card(book: Book) -> Section:
    """What is known about one customer, under a code."""
    found, words, own = of(book).card, book.words, book.about.fields
    rows = sentences.card_rows(found, words, own)
    table = blocks.table(rows, as_text(rows), words, caption=sentences.card_in_words(found, words))
    return Section((table, pictures.customer_timeline(found, words)), found.orders)


# --- the table pyramid -------------------------------------------------------------------------------


@section()
def dictionary(book: Book) -> Section:
    """What each column of the table pyramid means."""
    rows = sentences.dictionary(book.words, book.about.fields)
    return Section((blocks.folded(book.words("core-dictionary"), blocks.table(rows, as_text(rows), book.words)),), rows)


@section()
def save(book: Book) -> Section:
    """Keep the table pyramid for the other notebooks."""
    table = of(book).customers
    return Section((book.save(table, PYRAMID),), table)
