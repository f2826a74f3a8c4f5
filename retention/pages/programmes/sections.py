"""What notebook 03 shows of programmes: the bottom line, what a discount needs, what programmes earn, cost and reward.

Where nothing can be simulated there is the break-even of discounts and one line that says why there is no more.
"""

from typing import Any

import pandas as pd

from retention.membership.kpis import member_rows
from retention.pages.kit import blocks
from retention.pages.kit.blocks import Html, prose
from retention.pages.kit.book import Playbook
from retention.pages.kit.section import Need, Section, section
from retention.pages.membership.sections import list_actions
from retention.pages.programmes import pictures, sentences, verdict
from retention.pages.programmes.tables import Plan
from retention.programmes import break_even as even
from retention.programmes import economics, kpis
from retention.programmes.terms import tiers_table
from retention.settings import LoyaltySettings
from retention.tables.kpis import KPI_LEVEL, kpi_table

Book = Playbook[LoyaltySettings]
CARDS = ("programme_gain", "break_even_uplift", "members_in_programme", "points_outstanding", "points_liability", "burn_to_earn")


def of(book: Book) -> Plan:
    """The tables that the sections share."""
    return book.shared(Plan)


A_SIMULATION = Need(lambda book: of(book).nothing)


# --- the bottom line -----------------------------------------------------------------------------------


@section()
def bottom_line(book: Book) -> Section:
    """What the programmes would earn or cost and which uplift pays for them, on whose margin, and what to make of it."""
    plan, words, s = of(book), book.words, of(book).settings
    said = [sentences.margin_words(plan.margin, plan.margin_given, words), book.about_refunds()]
    above = [_above_margin_in_words(book, name) for name in plan.programmes]
    if plan.nothing:
        return Section((_paragraphs(*said, plan.nothing, *above),))
    said.insert(0, verdict.advice(plan.verdict, plan.choices, _proposed(book), plan.needed, plan.measured_uplift, plan.running, words))
    said.insert(1, verdict.steps_in_words(plan.verdict, plan.choices, plan.power, plan.losers, plan.designs.at_bound, words))
    said.append(sentences.gain_in_words(plan.choices, plan.needed, s.months, KPI_LEVEL, words))
    return Section((_paragraphs(*said, *above, _base_in_words(book)),), plan.choices)


def _paragraphs(*parts: str) -> Html:
    return prose("\n\n".join(part for part in parts if part))


def _above_margin_in_words(book: Book, name: str) -> str:
    """Discounts of a programme that take the whole margin or more, and what that means where it runs today."""
    plan, words = of(book), book.words
    one = plan.programmes[name]
    said = sentences.above_margin_in_words(one.label, even.above_margin(one, plan.margin), plan.margin, words)
    runs = name == plan.settings.today and name in plan.refused
    return words.sentences(said, words("loyalty-above-today") if runs else "")


def _base_in_words(book: Book) -> str:
    """On whom and on how many draws the figures rest, and what the simulation begins with."""
    plan, words, s = of(book), book.words, of(book).settings
    return words.sentences(
        verdict.base_in_words(plan.base, words),
        verdict.draws_in_words(s.draws, s.design.members, s.design.draws, words),
        verdict.start_in_words([*plan.judged.values(), *plan.designs.programmes.values()], len(plan.members.held_points) > 0, words),
    )


def _proposed(book: Book) -> str:
    """What the programme in question gives, where it is a proposed one."""
    plan = of(book)
    asked, found = plan.asked, plan.designs.programmes
    return verdict.design_in_words(found[asked], book.words) if asked in found else ""


@section()
def actions(book: Book) -> Section:
    """What to do: launch, keep, change, stop or measure; then the members to turn to, whose lists are written here."""
    plan, asked = of(book), []
    if not plan.nothing:
        decided = verdict.verdict_action(plan.verdict, plan.choices, len(plan.everybody), plan.running, plan.power, book.words)
        asked.append(blocks.Action(**decided))
    listed = list_actions(book)
    # No line sends members towards tiers that another abolishes; the lists themselves are those of today's programme.
    asked += [] if not plan.nothing and plan.verdict.kind.partition("-")[0] in ("change", "stop") else listed
    return Section((blocks.actions(asked, book.words),) if asked else (), plan.today.turned_to)


@section()
def key_figures(book: Book) -> Section:
    """All figures of this notebook: gain and break-even of programmes, the uplift that was measured, today's members and points."""
    plan, today = of(book), of(book).today
    if plan.nothing:
        rows = kpis.no_gain_rows(plan.nothing_id, plan.window)
    else:
        rows = kpis.gain_rows(plan.choices, plan.needed, plan.asked, plan.refused, len(plan.everybody), plan.window)
    measured = [] if plan.measured is None else kpis.measured_rows(plan.measured, book.period)
    members = today.table if today.ledger is not None else None
    held = member_rows(len(today.joined), members, today.programme, today.burned_and_earned, today.liability, book.as_of)
    every = kpi_table([*rows, *measured, *held])
    return Section((blocks.kpi_cards(every, CARDS, book.words),), every, every, CARDS)


# --- programmes and what a discount needs -------------------------------------------------------------


@section()
def tiers_and_rules(book: Book) -> Section:
    """Tiers of all programmes and what of them is assumed; windows, lowest price, points and costs side by side."""
    plan, words = of(book), book.words
    tiers, heads = sentences.tier_rows(plan.programmes, words)
    rules = _table(book, sentences.rule_rows(plan.programmes, words), words("loyalty-rules-caption"))
    return Section((_table(book, (tiers, heads), words("loyalty-tiers-caption")), rules), tiers_table(plan.programmes))


@section()
def break_even(book: Book) -> Section:
    """Which uplift the usual discounts need at the product margin and at the shop's, and each discount of each programme."""
    plan, words, product = of(book), book.words, even.PRODUCT_MARGIN
    chart = pictures.break_even(plan.usual_discounts, plan.margin, product, words)
    said = prose(sentences.break_even_in_words(plan.usual_discounts, plan.margin, product, even.reward_pays_above(plan.margin), words))
    table = _table(book, sentences.discount_rows(plan.discounts, plan.margin, product, words))
    return Section((chart, said, blocks.folded(words("loyalty-even-table"), table)), plan.usual_discounts)


# --- what they would earn or cost -----------------------------------------------------------------------


@section(A_SIMULATION)
def gains(book: Book) -> Section:
    """Each programme beside having none, on the same draws, with the simulation's error."""
    plan, words = of(book), book.words
    table = blocks.folded(words("loyalty-gain-table"), _table(book, sentences.summary_rows(plan.table, words)))
    return Section((pictures.gains(plan.table, plan.settings.months, KPI_LEVEL, words), table), plan.table)


@section(A_SIMULATION.quietly)
def costs(book: Book) -> Section:
    """What each programme costs by part beside the margin it brings, and which share goes to orders that would have come anyway."""
    plan, words = of(book), book.words
    parts = pd.concat(plan.costs.values(), ignore_index=True)
    cash = plan.table.loc[plan.table["cash_view_only"], "label"].tolist()
    said = _paragraphs(
        sentences.cannibalised_in_words(plan.table.assign(value=plan.table["cannibalised"]), words), verdict.cash_only_in_words(cash, words)
    )
    rows, heads = sentences.cost_rows(plan.costs, [result.programme.label for result in plan.results.values()], words)
    table = blocks.table(rows, heads, words, alike=[name for name, (_, kind) in heads.items() if kind == "money"])
    chart = pictures.costs(economics.by_part(parts), plan.settings.months, words)
    return Section((chart, said, blocks.folded(words("loyalty-costs-table"), table)), parts)


@section(A_SIMULATION.quietly)
def rewards(book: Book) -> Section:
    """By third of the members: what they receive and what the shop gains, for the programme in question."""
    plan, words = of(book), book.words
    named = plan.rewards.assign(group=[words(f"loyalty-third-{name}") for name in plan.rewards["group"]])
    return Section((pictures.who_gains(named, plan.in_question.programme.label, words),), plan.rewards)


@section(A_SIMULATION.quietly)
def moves(book: Book) -> Section:
    """Who rises and falls within a year, for the best programme that can be lost, else the best judged; members and gain by tier of each."""
    plan, words, found = of(book), book.words, of(book).moves
    tiers = blocks.folded(words("loyalty-by-tier"), _table(book, sentences.by_tier_rows(plan.by_tier, words)))
    if found.empty:
        return Section((tiers,), found)
    return Section((pictures.migration(found, int(found["year"].max()), plan.judged[plan.best_to_lose].label, words), tiers), found)


def _table(book: Book, rows_and_heads: tuple[pd.DataFrame, Any], caption: str = "") -> Html:
    return blocks.table(*rows_and_heads, book.words, caption=caption)
