"""What notebook 02 shows of groups: `groups = segments.of(book)`; groups, types, clusters, moves, profiles, whom to tell what.

Every function works in a shop without customers or without a table: then one line says so. `save` keeps the table segments,
and the one of the last earlier day beside it, so a run on the same day changes nothing it remembers.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TypeAlias

import pandas as pd
import plotly.graph_objects as go

from retention import segments
from retention.figures import blocks
from retention.figures import segments as charts
from retention.figures.blocks import NOTHING, Html, prose
from retention.playbook import Playbook, lists
from retention.pyramid.reach import marketing_view
from retention.segments import Segmented
from retention.settings import OffersSettings
from retention.tables import FORECASTS, PYRAMID, SEGMENTS
from retention.tables.kpis import kpi_row, kpi_table, untold
from retention.words import Words
from retention.words import matrix as tables
from retention.words import segments as tell

LISTS = "segment_lists"
BEFORE_DAYS = 60  # METHODS §9's comparison: money in so many days before and after
Shown: TypeAlias = Html | go.Figure


@dataclass(frozen=True)
class Groups:
    """The tables of the notebook's first half, each made when first asked for."""

    book: Playbook[OffersSettings]

    @property
    def settings(self) -> OffersSettings:
        """Settings of notebook 02."""
        return self.book.settings

    @property
    def words(self) -> Words:
        """Texts in the shop's language."""
        return self.book.words

    @cached_property
    def pyramid(self) -> pd.DataFrame:
        """One row per customer, as notebook 01 makes it."""
        return self.book.made(PYRAMID)

    @cached_property
    def marketable(self) -> pd.DataFrame:
        """The pyramid with the fields a customer has not opened to marketing left blank."""
        return marketing_view(self.pyramid, self.book.table("consents"), self.book.about.purposes, self.book.as_of)

    @cached_property
    def measured(self) -> pd.DataFrame:
        """Orders and money of the scored window."""
        return segments.rfm(self.book.need("orders"), self.book.table("returns"), self.book.as_of, self.settings.window_days)

    @cached_property
    def previous(self) -> pd.DataFrame | None:
        """The table segments of an earlier day."""
        return self.book.before(SEGMENTS)

    @cached_property
    def made(self) -> Segmented:
        """Everybody scored, typed, grouped, and in clusters if there are any."""
        watched = segments.watched_days(self.book.table("events"), self.book.as_of)
        return segments.segment(self.pyramid, self.measured, self.book.as_of, self.settings, watched, self.previous)

    @property
    def table(self) -> pd.DataFrame:
        """The table SEGMENTS."""
        return self.made.table

    @cached_property
    def sizes(self) -> pd.DataFrame:
        """Customers and money of each group."""
        return segments.group_sizes(self.table, self.pyramid)

    @cached_property
    def forecasts(self) -> pd.DataFrame:
        """Expected orders and value per customer, as notebook 05 makes them."""
        return self.book.made(FORECASTS)

    @cached_property
    def expected(self) -> pd.DataFrame | None:
        """The forecasts, where a model tells customers apart; None where all are forecast at one rate, or groups would differ by size alone."""
        return self.forecasts if (self.forecasts["method"] == "model").any() else None

    @cached_property
    def reach(self) -> pd.DataFrame | None:
        """By which channels each customer may be contacted; None where the shop has no consents."""
        flags = [name for name in self.pyramid if str(name).startswith("reach_")]
        known = bool(flags) and bool(self.pyramid[flags].notna().all(axis=None))
        return self.pyramid[["customer_id", *flags]] if known else None

    @cached_property
    def profiles(self) -> pd.DataFrame:
        """One row per group, and one for all."""
        surveys, s = self.book.table("surveys"), self.settings
        scores = segments.last_scores(surveys) if surveys is not None else None
        return segments.group_profiles(
            self.table, self.pyramid, self.expected, self.reach, self.book.about.margin_rate, scores, s.least_group, s.seed
        )

    @cached_property
    def moves(self) -> pd.DataFrame:
        """Who came from which group; without rows in a first run."""
        return segments.migration(self.table)

    @cached_property
    def preview(self) -> pd.DataFrame:
        """Whom to show new goods first; no marked accounts."""
        return self._preview(lists.without_marked(self.table, self.pyramid)[0])

    @cached_property
    def left_out(self) -> int:
        """Marked accounts that would stand among them."""
        return lists.without_marked(self._preview(self.table), self.pyramid)[1]

    def _preview(self, table: pd.DataFrame) -> pd.DataFrame:
        s = self.settings
        return segments.preview_list(table, self.marketable, s.preview_list, s.high_value_aov, self.expected)

    @cached_property
    def filled(self) -> pd.DataFrame:
        """The communication matrix with this shop's numbers."""
        return segments.filled_matrix(self.table, self.settings, self.reach, self.expected)

    @property
    def nobody(self) -> bool:
        """Whether there is no known customer."""
        return self.pyramid.empty

    def missing(self) -> Html:
        """The line in place of everything in a shop without known customers."""
        return blocks.missing(self.words("segments-nobody"), self.words)

    def shown(self, rows: pd.DataFrame, heads: dict, caption: str = "") -> Html:
        """A table for eyes."""
        return blocks.table(rows, heads, self.words, caption=caption)


def of(book: Playbook[OffersSettings]) -> Groups:
    """What the functions below work with."""
    return Groups(book)


# --- the bottom line ---------------------------------------------------------------------------------


def bottom_line(groups: Groups) -> Shown:
    """The groups in a sentence, and whom the matrix reaches."""
    if groups.nobody:
        return groups.missing()
    said = (tell.groups_in_words(groups.sizes, groups.words), tables.matrix_in_words(groups.filled, groups.settings, groups.words))
    return prose("\n\n".join(part for part in (*said, groups.book.about_refunds()) if part))


def actions(groups: Groups) -> Shown:
    """Write the preview list and say for whom it is."""
    words, preview = groups.words, groups.pyramid.iloc[:0] if groups.nobody else groups.preview
    work = [] if preview.empty else [tables.preview_rows(lists.owned(preview, groups.pyramid), groups.left_out, words)]
    written = lists.write(groups.book, LISTS, *work)
    if not written:
        return NOTHING
    about = tables.preview_action(preview, groups.settings, words)
    return blocks.actions([blocks.Action(**written["preview"].told(about, words))], words)


def kpis(groups: Groups) -> pd.DataFrame:
    """Each group's figures for kpis.json; the largest group's share and the best group's money for the board."""
    if groups.nobody:
        return kpi_table([])
    days = groups.book.as_of.isoformat()
    rows = [kpi_row("customers_grouped", "count", days, value=len(groups.table), n=len(groups.table))]
    for row in groups.profiles[groups.profiles["group"] != "all"].to_dict("records"):
        name, n = str(row["group"]), row["customers"]
        rows.append(kpi_row("group_customers", "count", days, group=name, value=n, n=n))
        rows.append(kpi_row("group_money_share", "share", days, group=name, value=row["money_share"], n=n))
        for figure, unit, over in GROUP_FIGURES:
            known = pd.notna(row[figure])
            why = untold(figure, groups.pyramid) or "kpi-missing-too-few"
            ends = {"low": row.get(f"{figure}_low"), "high": row.get(f"{figure}_high")} if known else {"missing": why}
            rows.append(kpi_row(f"group_{figure}", unit, days, group=name, value=row[figure], **ends, n=row[over]))
    moved = segments.changed(groups.table)
    if moved["n"]:
        rows.append(kpi_row("customers_changed_group", "share", days, value=moved["share"], low=moved["low"], high=moved["high"], n=moved["n"]))
    return kpi_table(rows)


# (column of the profiles, unit, the column that counts what it rests on)
GROUP_FIGURES = (
    ("aov", "money", "customers"),
    ("units_per_order", "ratio", "customers"),
    ("refund_rate", "share", "customers"),
    ("spend_per_buyer", "money", "buyers"),
    ("repurchase_rate", "share", "buyers"),
)


# --- groups and types --------------------------------------------------------------------------------


def group_tree(groups: Groups) -> Shown:
    """A treemap: area customers, colour money per customer."""
    return groups.missing() if groups.nobody else charts.group_tree(groups.sizes, groups.words)


def group_bars(groups: Groups) -> Shown:
    """Share of customers beside share of money."""
    return NOTHING if groups.nobody else charts.groups(groups.sizes, groups.words)


def group_rules(groups: Groups) -> Shown:
    """The rule and size of each group, folded, and how many are silent, dormant and lapsed."""
    if groups.nobody:
        return NOTHING
    states = tell.states_in_words(segments.state_sizes(groups.table), groups.settings, groups.words)
    rules = groups.shown(*tell.rules(groups.settings, groups.made.interactions_known, groups.sizes, groups.words))
    return blocks.folded(groups.words("segments-rules"), blocks.note(states, groups.words), rules)


def rfm_map(groups: Groups) -> Shown:
    """Customers by score of recency and of orders."""
    return NOTHING if groups.nobody else charts.rfm_map(segments.rfm_map(groups.made.scored), groups.words)


def cuts(groups: Groups) -> Html:
    """What high means in this shop."""
    if groups.nobody:
        return NOTHING
    return prose(tell.cuts_in_words(segments.cut_meanings(groups.made.scored), groups.settings.window_days, groups.words))


def types(groups: Groups) -> Shown:
    """The eight types within the groups, folded."""
    if groups.nobody:
        return NOTHING
    w = groups.words
    return blocks.folded(w("segments-types"), groups.shown(*tell.types_rows(segments.types_in_groups(groups.table), w)))


# --- clusters and moves ------------------------------------------------------------------------------


def stability(groups: Groups) -> Shown:
    """How far clusters are found again, beside data without any."""
    if groups.nobody or groups.made.clustering.stability.empty:
        return NOTHING
    s = groups.settings.clusters
    return charts.stability(groups.made.clustering, s.least_jaccard, s.null_sets, groups.words)


def clusters_in_words(groups: Groups) -> Html:
    """Whether there are clusters, and what they see that the groups do not."""
    if groups.nobody:
        return NOTHING
    profile = segments.cluster_profile(groups.table, groups.measured)
    beyond = segments.beyond_groups(groups.table, groups.measured, groups.settings.least_group)
    return prose(tell.clusters_in_words(groups.made.clustering, profile, beyond, groups.settings.clusters, groups.words))


def moves(groups: Groups) -> Shown:
    """Who changed group since the run before."""
    if groups.nobody or not len(groups.moves):
        return NOTHING
    return charts.migration(groups.moves, segments.flow(groups.moves), segments.changed(groups.table), groups.words)


def moves_in_words(groups: Groups) -> Html:
    """How many changed group, and how many could as well stand in another."""
    if groups.nobody:
        return NOTHING
    chance = segments.could_change(groups.made.scored, groups.settings)
    return prose(tell.migration_in_words(segments.changed(groups.table), segments.flow(groups.moves), chance, groups.words))


def moves_table(groups: Groups) -> Shown:
    """The matrices of groups and of types, folded."""
    if groups.nobody or not len(groups.moves):
        return NOTHING
    of_types = segments.migration(groups.table, "type")
    shown = [groups.shown(*tell.migration_rows(table, groups.words)) for table in (groups.moves, of_types) if len(table)]
    return blocks.folded(groups.words("segments-moves"), *shown)


# --- profiles ----------------------------------------------------------------------------------------


def board(groups: Groups) -> Shown:
    """The KPI board with the groups as rows."""
    if groups.nobody:
        return groups.missing()
    return groups.shown(*tables.profile_rows(groups.profiles, groups.words), caption=groups.words("segments-board-caption"))


def money(groups: Groups) -> Shown:
    """Money to date and expected, and reach by channel."""
    if groups.nobody:
        return NOTHING
    words, known = groups.words, groups.expected is not None
    shown = groups.shown(
        *tables.money_rows(groups.profiles, words), caption=words("segments-money-caption" if known else "segments-money-caption-past")
    )
    return shown if known else Html(shown.html + blocks.note(words("segments-no-forecast"), words).html)


def tastes(groups: Groups) -> Shown:
    """What most customers of each group prefer, folded."""
    if groups.nobody:
        return NOTHING
    own = tuple(name for name, field in groups.book.about.fields.items() if field.kind == "choice")
    found = segments.preference_profiles(groups.table, groups.pyramid, own=own, least_group=groups.settings.least_group)
    if found.empty:
        return NOTHING
    shown = groups.shown(*tables.preference_rows(found, groups.words, groups.book.about.fields))
    return blocks.folded(groups.words("segments-tastes"), shown)


def high_value(groups: Groups) -> Html:
    """What the best customers have in common, tested against all others."""
    if groups.nobody:
        return NOTHING
    s = groups.settings
    found = segments.high_value_profile(groups.table, groups.pyramid, s.high_value_aov, least_group=s.least_group, seed=s.seed)
    return prose(tell.high_value_in_words(found, groups.words))


def before_after(groups: Groups) -> Html:
    """What became of the dormant and of the best fifth of two months ago, beside those of two months before."""
    if groups.nobody:
        return NOTHING
    days, s = [groups.book.as_of - timedelta(days=back * BEFORE_DAYS) for back in (1, 2)], groups.settings
    now, earlier = (segments.spent_around(groups.book.need("orders"), day, BEFORE_DAYS) for day in days)
    back, back_before = (segments.came_back(spent, BEFORE_DAYS) for spent in (now, earlier))
    best = segments.before_after(segments.best_fifth(now), segments.best_fifth(earlier), s.least_group, s.seed)
    said = (tell.came_back_in_words(back, back_before, BEFORE_DAYS, groups.words), tell.before_after_in_words(best, BEFORE_DAYS, groups.words))
    return prose("\n\n".join(said))


# --- whom to tell what -------------------------------------------------------------------------------


def matrix(groups: Groups) -> Shown:
    """The communication matrix filled with this shop's numbers."""
    if groups.nobody:
        return groups.missing()
    return groups.shown(*tables.matrix_rows(groups.filled, groups.settings, groups.words))


def matrix_in_words(groups: Groups) -> Html:
    """Whom it reaches, what it would cost, and what is expected anyway."""
    return NOTHING if groups.nobody else prose(tables.matrix_in_words(groups.filled, groups.settings, groups.words))


def dictionary(groups: Groups) -> Html:
    """What each column of the table segments means."""
    rows = tell.dictionary(groups.words)
    return blocks.folded(groups.words("segments-dictionary"), groups.shown(rows, {str(c): (str(c), "text") for c in rows}))


def save(groups: Groups) -> Html:
    """Keep the table segments for notebooks 04 and 05, and for the run after."""
    return groups.book.save(groups.table, SEGMENTS)
