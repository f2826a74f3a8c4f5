"""What notebook 03 shows of programmes: `plan = loyalty.of(book)`; the bottom line, what a discount needs, what programmes earn, cost and reward.

Where nothing can be simulated there is the break-even of discounts and one line that says why there is no more.
"""

from datetime import timedelta
from typing import Any, TypeAlias

import pandas as pd
import plotly.graph_objects as go

from retention.figures import blocks
from retention.figures import loyalty as charts
from retention.figures.blocks import NOTHING, Html, prose
from retention.loyalty import break_even as even
from retention.loyalty import economics
from retention.playbook import Playbook
from retention.playbook.plan import FEW_DRAWS, FEW_MEMBERS, Plan, assumed_range
from retention.playbook.standing import actions as member_actions
from retention.playbook.standing import kpi_rows
from retention.settings import LoyaltySettings
from retention.tables.kpis import KPI_LEVEL, kpi_row, kpi_table
from retention.words import loyalty as tell
from retention.words import verdict as say

Shown: TypeAlias = Html | go.Figure


def of(book: Playbook[LoyaltySettings]) -> Plan:
    """What the functions below work with."""
    return Plan(book)


# --- the bottom line -----------------------------------------------------------------------------------


def bottom_line(plan: Plan) -> Html:
    """What the programmes would earn or cost and which uplift pays for them, on whose margin, and what to make of it."""
    w, s = plan.words, plan.settings
    said = [tell.margin_words(plan.margin, plan.margin_given, w), plan.book.about_refunds()]
    above = [_above_margin_in_words(plan, name) for name in plan.programmes]
    if plan.nothing:
        return prose("\n\n".join(part for part in (*said, plan.nothing, *above) if part))
    said.append(say.advice(plan.choices, _proposed_best(plan), plan.needed, plan.measured_uplift, plan.running, w))
    said.append(tell.gain_in_words(plan.table, plan.needed, s.today, s.months, s.level, w))
    said += [*above, _base_in_words(plan)]
    return prose("\n\n".join(part for part in said if part))


def _above_margin_in_words(plan: Plan, name: str) -> str:
    """Discounts of a programme that take the whole margin or more, and what that means where it runs today."""
    w, one = plan.words, plan.programmes[name]
    said = tell.above_margin_in_words(one.label, even.above_margin(one, plan.margin), plan.margin, w)
    runs = name == plan.settings.today and name in plan.refused
    return tell.joined([said, w("loyalty-above-today") if runs else ""], w)


def _base_in_words(plan: Plan) -> str:
    """On whom and on how many draws the figures rest, and what the simulation begins with."""
    w, s = plan.words, plan.settings
    parts = (
        say.base_in_words(len(plan.everybody), len(plan.members), plan.left_out, plan.everybody_counts, w),
        say.draws_in_words(s.draws, (FEW_MEMBERS, FEW_DRAWS), (s.design.members, s.design.draws), w),
        say.start_in_words([*plan.judged.values(), *plan.designs.programmes.values()], w),
    )
    return tell.joined(parts, w)


def _proposed_best(plan: Plan) -> str:
    """What the best of all gives, where it is a proposed one."""
    best = str(tell.best_of(plan.choices)["programme"])
    found = plan.designs.programmes
    return say.design_in_words(found[best], plan.words) if best in found else ""


def actions(plan: Plan) -> Shown:
    """What to do: launch, keep, change, stop or measure; then the members to turn to, whose lists are written here."""
    asked = []
    if not plan.nothing:
        decided = say.verdict_action(plan.choices, len(plan.everybody), plan.settings.months, plan.running, plan.words)
        asked.append(blocks.Action(**decided))
    asked += member_actions(plan.today)
    return blocks.actions(asked, plan.words) if asked else NOTHING


def kpis(plan: Plan) -> pd.DataFrame:
    """Figures for kpis.json: the gain of each programme and of the best, what it needs, what was measured, and today's members and points."""
    s = plan.settings
    window = f"{plan.start}..{plan.start + timedelta(days=round(s.months * 365 / 12) - 1)}"
    rows = _gain_rows(plan, window)
    if plan.measured_uplift is not None and plan.measured is not None:
        value, low, high = plan.measured_uplift
        groups = plan.measured.set_index("quantity")["value"]
        rows.append(
            kpi_row("measured_uplift", "share", plan.book.period, value=value, low=low, high=high, n=float(groups[["treated", "control"]].sum()))
        )
    return kpi_table([*rows, *kpi_rows(plan.today)])


def _gain_rows(plan: Plan, window: str) -> list[dict]:
    names = {"programme_gain": "money", "programme_pays": "share", "break_even_uplift": "share", "cannibalised_share": "share"}
    if plan.nothing:
        return [kpi_row(name, unit, window, missing=plan.nothing_id) for name, unit in names.items()]
    n, needed = len(plan.everybody), _by_programme(plan.needed)
    found, ends = _by_programme(plan.compared(plan.results, KPI_LEVEL)), ("value", "low", "high")
    rows = [kpi_row("programme_pays", "share", window, value=found[plan.best]["p_positive"], n=n)]
    for group, name in [(None, plan.best), *((name, name) for name in plan.judged)]:
        gains: dict[str, float] = {end: found[name][end] for end in ends}
        rows.append(kpi_row("programme_gain", "money", window, group, n=n, **gains))
        for figure, value, why in (
            ("break_even_uplift", needed[name]["net"], "kpi-missing-break-even"),
            ("cannibalised_share", found[name]["cannibalised"], "kpi-missing-discounts"),
        ):
            told = {"missing": why} if pd.isna(value) else {"value": value, "n": n}
            rows.append(kpi_row(figure, "share", window, group, **told))
    return rows + [kpi_row("programme_gain", "money", window, name, missing="kpi-missing-refused") for name in plan.refused]


def _by_programme(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {row["programme"]: {str(name): value for name, value in row.items()} for row in table.to_dict("records")}


# --- programmes and what a discount needs -------------------------------------------------------------


def programmes(plan: Plan) -> Html:
    """Tiers of all programmes, and what of them is assumed."""
    rows, heads = tell.tier_rows(plan.programmes, plan.words)
    return blocks.table(rows, heads, plan.words, caption=plan.words("loyalty-tiers-caption"))


def rules(plan: Plan) -> Html:
    """Windows, lowest price, points and costs of all programmes, side by side."""
    rows, heads = tell.rule_rows(plan.programmes, plan.words)
    return blocks.table(rows, heads, plan.words, caption=plan.words("loyalty-rules-caption"))


def _even_table(plan: Plan) -> pd.DataFrame:
    return even.break_even_of(even.USUAL_DISCOUNTS, {"product": even.PRODUCT_MARGIN, "own": plan.margin})


def break_even(plan: Plan) -> go.Figure:
    """Which uplift the usual discounts need at the product margin and at the shop's."""
    return charts.break_even(_even_table(plan), plan.margin, even.PRODUCT_MARGIN, assumed_range(plan.settings.assumptions), plan.words)


def break_even_in_words(plan: Plan) -> Html:
    """The rule, and how far the shop's margin lifts the bar."""
    return prose(tell.break_even_in_words(_even_table(plan), plan.margin, even.PRODUCT_MARGIN, plan.words))


def break_even_table(plan: Plan) -> Html:
    """Each discount of each programme and the uplift it needs alone, folded."""
    rows = [even.break_even_table(programme, plan.margin).assign(label=programme.label) for programme in plan.programmes.values()]
    table = tell.discount_rows(pd.concat(rows, ignore_index=True), plan.margin, even.PRODUCT_MARGIN, plan.words)
    return blocks.folded(plan.words("loyalty-even-table"), blocks.table(*table, plan.words))


# --- what they would earn or cost -----------------------------------------------------------------------


def gain(plan: Plan) -> Shown:
    """Each programme beside having none, on the same draws."""
    if plan.nothing:
        return blocks.missing(plan.nothing, plan.words)
    return charts.gains(plan.table, plan.settings.months, plan.settings.level, plan.words)


def gain_table(plan: Plan) -> Shown:
    """The same in figures, with the simulation's error, folded."""
    if plan.nothing:
        return NOTHING
    return blocks.folded(plan.words("loyalty-gain-table"), blocks.table(*tell.summary_rows(plan.table, plan.words), plan.words))


def costs(plan: Plan) -> Shown:
    """What each programme costs by part, beside the margin it brings."""
    if plan.nothing:
        return NOTHING
    found = [economics.costs(r, plan.settings.level, plan.settings.redemption_prior).assign(label=r.programme.label) for r in plan.results.values()]
    return charts.costs(pd.concat(found, ignore_index=True), plan.settings.months, plan.words)


def costs_in_words(plan: Plan) -> Html:
    """Which share of discounts goes to orders that would have come anyway, and what a shorter look leaves out."""
    if plan.nothing:
        return NOTHING
    table = plan.table.assign(value=plan.table["cannibalised"])
    cash = plan.table.loc[plan.table["cash_view_only"], "label"].tolist()
    return prose("\n\n".join(part for part in (tell.cannibalised_in_words(table, plan.words), say.cash_only_in_words(cash, plan.words)) if part))


def costs_table(plan: Plan) -> Shown:
    """The parts in figures, folded."""
    if plan.nothing:
        return NOTHING
    s = plan.settings
    found = {name: economics.costs(r, s.level, s.redemption_prior) for name, r in plan.results.items()}
    rows, heads = tell.cost_rows(found, [r.programme.label for r in plan.results.values()], plan.words)
    table = blocks.table(rows, heads, plan.words, alike=[name for name, (_, kind) in heads.items() if kind == "money"])
    return blocks.folded(plan.words("loyalty-costs-table"), table)


def who_gains(plan: Plan) -> Shown:
    """By third of the members: what they receive and what the shop gains, for the best programme judged."""
    if plan.nothing:
        return NOTHING
    result = plan.results[plan.best]
    found = economics.who_gains(result, plan.members.third)
    thirds = found[(found["group"] != "all") & (found["members"] > 0)]
    named = thirds.assign(group=[plan.words(f"loyalty-third-{name}") for name in thirds["group"]], share=thirds["share"].fillna(0.0))
    return charts.who_gains(named, result.programme.label, plan.words)


def by_tier(plan: Plan) -> Shown:
    """Members and gain by tier of each programme, folded."""
    if plan.nothing:
        return NOTHING
    tables = [economics.by_tier(r, plan.settings.level).assign(label=r.programme.label) for r in plan.results.values()]
    return blocks.folded(plan.words("loyalty-by-tier"), blocks.table(*tell.by_tier_rows(pd.concat(tables), plan.words), plan.words))


def moves(plan: Plan) -> Shown:
    """Who rises and falls within a year, for the best programme that can be lost, else the best judged."""
    if plan.nothing:
        return NOTHING
    lost = plan.table[[plan.judged[name].qualification.downgrade for name in plan.table["programme"]]]
    name = str(tell.best_of(lost)["programme"]) if len(lost) else plan.best
    found = economics.migration(plan.results[name])
    if found.empty:
        return NOTHING
    year = int(found["year"].max())
    last = found[found["year"] == year]
    return charts.migration(last, year, plan.judged[name].label, plan.words)
