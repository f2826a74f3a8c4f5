"""What notebook 02 shows of groups, types, clusters and moves, and what to say to whom."""

from typing import Any

import pandas as pd

from retention import segments
from retention.pages.kit import blocks, lists
from retention.pages.kit.blocks import NOTHING, Html, prose
from retention.pages.kit.book import Playbook
from retention.pages.kit.labels import as_text
from retention.pages.kit.section import Need, Section, section
from retention.pages.segments import pictures, rows, sentences
from retention.pages.segments.tables import BEFORE_DAYS, Groups
from retention.settings import OffersSettings
from retention.tables import SEGMENTS

LISTS = "segment_lists"
Book = Playbook[OffersSettings]


def of(book: Book) -> Groups:
    """The tables that the sections share."""
    return book.shared(Groups)


A_CUSTOMER = Need(lambda book: book.words("segments-nobody") if of(book).nobody else "")


# --- the bottom line ---------------------------------------------------------------------------------


@section(A_CUSTOMER)
def bottom_line(book: Book) -> Section:
    """Who these customers are, and whom the matrix reaches."""
    groups, words = of(book), book.words
    said = (
        sentences.groups_in_words(groups.sizes, words),
        rows.matrix_in_words(groups.filled, groups.settings, words),
        book.about_refunds(),
    )
    return Section((prose("\n\n".join(part for part in said if part)),), groups.sizes)


@section()
def actions(book: Book) -> Section:
    """Whom to show new goods first; writes the preview list."""
    groups, words = of(book), book.words
    preview = groups.pyramid.iloc[:0] if groups.nobody else groups.preview
    work = [] if preview.empty else [rows.preview_rows(lists.owned(preview, groups.pyramid), groups.left_out, words)]
    written = lists.write(book, LISTS, *work)
    if not written:
        return Section()
    about = rows.preview_action(preview, groups.settings, words)
    return Section((blocks.actions([blocks.Action(**written["preview"].told(about, words))], words),), preview)


# --- groups and types --------------------------------------------------------------------------------


@section(A_CUSTOMER)
def sizes(book: Book) -> Section:
    """How large each group is, what it brings, and its rule."""
    groups, words = of(book), book.words
    charts = (pictures.group_tree(groups.sizes, words), pictures.groups(groups.sizes, words))
    states = sentences.states_in_words(segments.state_sizes(groups.table), groups.settings, words)
    rules = _table(book, sentences.rules(groups.settings, groups.made.interactions_known, groups.sizes, words))
    return Section((*charts, blocks.folded(words("segments-rules"), blocks.note(states, words), rules)), groups.sizes)


@section(A_CUSTOMER)
def board(book: Book) -> Section:
    """How each group does: key figures, money to date and expected, tastes."""
    groups, words = of(book), book.words
    figures = _table(book, rows.profile_rows(groups.profiles, words), words("segments-board-caption"))
    kpis = segments.group_kpis(groups.table, groups.profiles, groups.pyramid, book.as_of)
    return Section((figures, _money(book), _tastes(book)), groups.profiles, kpis)


def _money(book: Book) -> Html:
    """Money to date and expected, and reach by channel."""
    groups, words = of(book), book.words
    known = groups.expected is not None
    caption = words("segments-money-caption" if known else "segments-money-caption-past")
    shown = _table(book, rows.money_rows(groups.profiles, words), caption)
    return shown if known else Html(shown.html + blocks.note(words("segments-no-forecast"), words).html)


def _tastes(book: Book) -> Html:
    """What most customers of each group prefer, folded."""
    tastes = of(book).tastes
    if tastes.empty:
        return NOTHING
    return blocks.folded(book.words("segments-tastes"), _table(book, rows.preference_rows(tastes, book.words, book.about.fields)))


@section(A_CUSTOMER.quietly)
def high_value(book: Book) -> Section:
    """What the best customers have in common, tested against all others."""
    groups, s = of(book), of(book).settings
    found = segments.high_value_profile(groups.table, groups.pyramid, s.high_value_aov, least_group=s.least_group, seed=s.seed)
    return Section((prose(sentences.high_value_in_words(found, book.words)),), found.table)


@section(A_CUSTOMER.quietly)
def types(book: Book) -> Section:
    """How recency, orders and money split the base: a map of scores, what high means, the eight types."""
    groups, words = of(book), book.words
    cells = segments.rfm_map(groups.made.scored)
    cuts = sentences.cuts_in_words(segments.cut_meanings(groups.made.scored), groups.settings.window_days, words)
    eight = _table(book, sentences.types_rows(segments.types_in_groups(groups.table), words))
    return Section((pictures.rfm_map(cells, words), prose(cuts), blocks.folded(words("segments-types"), eight)), cells)


# --- clusters and moves ------------------------------------------------------------------------------


@section(A_CUSTOMER.quietly)
def clusters(book: Book) -> Section:
    """Whether there are clusters: how far they are found again, and what they see that the groups do not."""
    groups, words = of(book), book.words
    s, found = groups.settings.clusters, groups.made.clustering
    chart = [] if found.stability.empty else [pictures.stability(found, s.least_jaccard, s.null_sets, words)]
    profile = segments.cluster_profile(groups.table, groups.measured)
    beyond = segments.beyond_groups(groups.table, groups.measured, groups.settings.least_group)
    said = sentences.clusters_in_words(found, profile, beyond, s, words)
    return Section((*chart, prose(said)), found.stability)


@section(A_CUSTOMER.quietly)
def moves(book: Book) -> Section:
    """Who changed group since the run before, and how many could as well stand in another."""
    groups, words = of(book), book.words
    changed, flow = segments.changed(groups.table), segments.flow(groups.moves)
    said = prose(sentences.migration_in_words(changed, flow, segments.could_change(groups.made.scored, groups.settings), words))
    kpis = segments.move_kpis(groups.table, book.as_of)
    if not len(groups.moves):
        return Section((said,), groups.moves, kpis)
    both = (groups.moves, segments.migration(groups.table, "type"))
    tables = [_table(book, sentences.migration_rows(table, words)) for table in both if len(table)]
    chart = pictures.migration(groups.moves, flow, changed, words)
    return Section((chart, said, blocks.folded(words("segments-moves"), *tables)), groups.moves, kpis)


@section(A_CUSTOMER.quietly)
def before_after(book: Book) -> Section:
    """What became of the dormant and of the best fifth of two months ago by themselves, beside those of two months before."""
    groups, words = of(book), book.words
    now, earlier = groups.came_back
    said = (
        sentences.came_back_in_words(now, earlier, BEFORE_DAYS, words),
        sentences.before_after_in_words(groups.best_then, BEFORE_DAYS, words),
    )
    return Section((prose("\n\n".join(said)),), pd.DataFrame(groups.came_back).assign(days_ago=[BEFORE_DAYS, 2 * BEFORE_DAYS]))


# --- whom to tell what -------------------------------------------------------------------------------


@section(A_CUSTOMER)
def matrix(book: Book) -> Section:
    """What to say to whom, by which channel, filled with this shop's numbers."""
    groups, words = of(book), book.words
    table = _table(book, rows.matrix_rows(groups.filled, groups.settings, words))
    return Section((table, prose(rows.matrix_in_words(groups.filled, groups.settings, words))), groups.filled)


# --- the table segments ------------------------------------------------------------------------------


@section()
def dictionary(book: Book) -> Section:
    """What each column of the table segments means."""
    told = sentences.dictionary(book.words)
    return Section((blocks.folded(book.words("segments-dictionary"), _table(book, (told, as_text(told)))),), told)


@section()
def save(book: Book) -> Section:
    """Keep the table segments for notebooks 04 and 05, and for the run after."""
    table = of(book).table
    return Section((book.save(table, SEGMENTS),), table)


def _table(book: Book, rows_and_heads: tuple[pd.DataFrame, Any], caption: str = "") -> Html:
    return blocks.table(*rows_and_heads, book.words, caption=caption)
