"""What notebook 03 works with: `plan = loyalty.of(book)` brings members, margin and programmes together and tries them on the same draws.

A shop may have too little history for the members' model (guests only, five customers): then there is the break-even of discounts and one
line that says why there is no more. Every other function then shows nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, TypeAlias

import pandas as pd
import plotly.graph_objects as go
from IPython.display import Markdown

from retention import lifetime
from retention.figures import blocks
from retention.figures import loyalty as charts
from retention.figures.blocks import Html
from retention.lifetime import fallbacks
from retention.lifetime.fallbacks import Fitted
from retention.loyalty import bought, compare, economics, experiment
from retention.loyalty import break_even as even
from retention.loyalty.design import Designs, Trial, search
from retention.loyalty.members import Members, members_of
from retention.loyalty.presets import known_programmes
from retention.loyalty.simulate import Simulated, simulate
from retention.metrics.rows import kpi_row, kpi_table
from retention.playbook import SERVICE_NOTEBOOK, Playbook
from retention.playbook.standing import Today, kpi_rows
from retention.playbook.standing import actions as member_actions
from retention.playbook.standing import of as standing_of
from retention.settings import Assumptions, LoyaltySettings, Programme, SettingsProblem
from retention.tables import DataProblem
from retention.words import Words
from retention.words import loyalty as tell
from retention.words import verdict as say

# Break-even and tornado look at differences on the same draws, for which fewer members and draws do.
FEW_MEMBERS, FEW_DRAWS = 3_000, 32
KPI_LEVEL = 0.95  # of every interval in kpis.json
ROLES = ("best", "balanced", "generous")
UPLIFTS = ("uplift_light", "uplift_moderate", "uplift_heavy")
Shown: TypeAlias = Html | go.Figure | Markdown


@dataclass(frozen=True)
class Plan:
    """Members, programmes and what they come to, each made when first asked for."""

    book: Playbook

    @property
    def settings(self) -> LoyaltySettings:
        """Settings of notebook 03."""
        return self.book.settings

    @property
    def words(self) -> Words:
        """Texts in the shop's language."""
        return self.book.words

    @property
    def start(self) -> date:
        """The first day of the simulation."""
        return self.book.as_of + timedelta(days=1)

    @property
    def margin_given(self) -> bool:
        """Whether the shop gives its margin; else it is assumed, which every page says first."""
        return self.book.about.margin_rate is not None

    @property
    def margin(self) -> float:
        """Contribution as a share of net paid."""
        given = self.book.about.margin_rate
        return self.settings.assumptions.contribution.value if given is None else given

    @cached_property
    def known(self) -> dict[str, Programme]:
        """All programmes that have a name: the presets and the shop's own."""
        return known_programmes(self.settings.programmes, self.book.about.language)

    @cached_property
    def programmes(self) -> dict[str, Programme]:
        """The programmes to judge, today's first."""
        today = (self.settings.today,) if self.settings.today else ()
        names = list(dict.fromkeys((*today, *self.settings.compare)))
        if unknown := [name for name in names if name not in self.known]:
            raise SettingsProblem(f"compare: no programme is called {unknown[0]!r}; there are {', '.join(self.known)}")
        return {name: self.known[name] for name in names}

    # --- members ---------------------------------------------------------------------------------------

    @cached_property
    def history(self) -> pd.DataFrame:
        """Repeat history of each customer."""
        return lifetime.repeat_history(self.book.need("orders"), self.book.as_of)

    @cached_property
    def fitted(self) -> Fitted | None:
        """The models of notebook 05; None without customers."""
        settings = self.book.settings_of(SERVICE_NOTEBOOK).model_copy(update={"replicates": 0})
        return fallbacks.fit(self.history, settings) if len(self.history) else None

    @cached_property
    def today(self) -> Today:
        """Members, orders and books of today."""
        return standing_of(self.book)

    @cached_property
    def nothing(self) -> str:
        """Why nothing can be simulated, as a sentence; empty where it can."""
        if self.fitted is None:
            return self.words("loyalty-nobody")
        if self.fitted.model is None:
            return self.words("loyalty-no-model")
        return "" if len(self.members) else self.words("loyalty-no-members")

    @cached_property
    def everybody(self) -> Members:
        """All members; all known customers where the shop does not say who is one. Accounts of another kind are left out."""
        if self.fitted is None or self.fitted.model is None:
            raise DataProblem("members: too little history for a model of how they order")
        usual = self.history[~self.history["customer_id"].isin(self.fitted.bulk)].reset_index(drop=True)
        posterior = lifetime.posterior(self.fitted.model, self.fitted.spend, usual)
        refunds = bought.refunds(self.book.need("orders"), self.book.table("returns"))
        tasks = bought.tasks(self.book.table("events"))
        told = (self.today.purchases, refunds, tasks, self.today.joined)
        return members_of(posterior, *told, self.start, self.settings.completion_days)

    @cached_property
    def members(self) -> Members:
        """The members that are simulated."""
        return self.everybody.sample(self.settings.most_members, self.settings.seed)

    @property
    def everybody_counts(self) -> bool:
        """Whether all known customers are taken as members, because nobody is named as one."""
        return self.today.joined.empty

    @cached_property
    def order_value(self) -> float:
        """Mean net paid of an order."""
        return self.fitted.order_mean if self.fitted is not None else 0.0

    # --- programmes tried ------------------------------------------------------------------------------

    def tried(self, programme: Programme, assumptions: Assumptions | None = None) -> Simulated:
        """A programme on all draws."""
        s = self.settings
        return simulate(programme, self.members, assumptions or s.assumptions, self.margin, self.start, s.months, s.draws, s.seed)

    @cached_property
    def results(self) -> dict[str, Simulated]:
        """Each programme to judge on the same draws."""
        return {name: self.tried(programme) for name, programme in self.programmes.items()}

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per programme judged: label, value, low, high, p_positive … (`compare.comparison`), without the row of no programme."""
        return self.compared(self.results)

    def compared(self, results: Mapping[str, Simulated], level: float | None = None) -> pd.DataFrame:
        """What programmes come to on the same draws (`compare.comparison`), without the row of no programme."""
        s = self.settings
        found = compare.comparison(results, level or s.level, s.redemption_prior)
        return found[found["programme"] != compare.NONE].reset_index(drop=True)

    @cached_property
    def best(self) -> str:
        """Name of the programme with the highest gain of those judged."""
        return str(tell.best_of(self.table)["programme"])

    @cached_property
    def few(self) -> Members:
        """Members for differences on the same draws."""
        return self.everybody.sample(FEW_MEMBERS, self.settings.seed)

    @cached_property
    def needed(self) -> pd.DataFrame:
        """One row per programme: programme, label, net (break-even uplift, missing where none is enough), most, assumed."""
        s = self.settings
        about = (self.few, s.assumptions, self.margin, self.start, s.months, FEW_DRAWS, s.seed, s.redemption_prior)
        assumed = dict(zip(self.table["programme"], self.table["uplift_net"], strict=True))
        rows = []
        for name, programme in self.programmes.items():
            found = even.programme_break_even(programme, *about)
            rows.append({"programme": name, "label": programme.label, "net": found["net"], "most": found["most"], "assumed": assumed[name]})
        return pd.DataFrame(rows)

    @cached_property
    def trial(self) -> Trial:
        """How designs are tried: on fewer members, else as everything here."""
        s = self.settings
        return Trial(self.everybody.sample(s.design.members, s.seed), s.assumptions, self.margin, self.start, s.months, s.seed, s.level)

    @cached_property
    def designs(self) -> Designs:
        """What the search found, beginning from the best programme judged."""
        s = self.settings
        labels = {role: self.words(f"loyalty-design-{role}") for role in ROLES}
        return search(self.programmes[self.best], self.trial, s.design, self.order_value, labels)

    @cached_property
    def proposed(self) -> pd.DataFrame:
        """The proposed programmes on the draws and members of those judged; columns as in `table`."""
        return self.compared({role: self.tried(programme) for role, programme in self.designs.programmes.items()})

    @cached_property
    def choices(self) -> pd.DataFrame:
        """All programmes judged and proposed."""
        return pd.concat([self.table, self.proposed], ignore_index=True)

    # --- the shop's own test -----------------------------------------------------------------------------

    @cached_property
    def measured(self) -> pd.DataFrame | None:
        """What the shop's own test has shown (`experiment.measured`); None where it names none or it cannot be found."""
        touches, campaign = self.book.table("touches"), self.settings.measured_by
        if not campaign or touches is None:
            return None
        s = self.settings
        drawn = experiment.arms(touches, self.book.need("orders"), campaign, s.experiment_days, self.book.as_of)
        return experiment.measured(drawn, self.expected_uplift) if len(drawn) else None

    @property
    def measured_uplift(self) -> tuple[float, float, float] | None:
        """The uplift that was measured with its interval; None where none was."""
        if self.measured is None:
            return None
        value, low, high = self.measured.loc[self.measured["quantity"] == "uplift", ["value", "low", "high"]].astype(float).iloc[0]
        return (value, low, high) if pd.notna(low) else None

    @property
    def expected_uplift(self) -> float:
        """What is assumed of members on average, gross."""
        a = self.settings.assumptions
        return float(sum(getattr(a, name).value for name in UPLIFTS) / len(UPLIFTS))


def of(book: Playbook) -> Plan:
    """What the functions below work with."""
    return Plan(book)


def assumed_range(assumptions: Assumptions) -> tuple[float, float]:
    """From the lowest to the highest uplift that is assumed of any third of the members, 90 % of each guess."""
    ends = [compare.ends(getattr(assumptions, name)) for name in UPLIFTS]
    return min(low for low, _ in ends), max(high for _, high in ends)


# --- the bottom line -----------------------------------------------------------------------------------


def bottom_line(plan: Plan) -> Markdown:
    """What the programmes would earn or cost and which uplift pays for them, on whose margin, and what to make of it."""
    w, s = plan.words, plan.settings
    said = [tell.margin_words(plan.margin, plan.margin_given, w)]
    if plan.nothing:
        return Markdown("\n\n".join([*said, plan.nothing]))
    said.append(say.advice(plan.choices, plan.needed, plan.measured_uplift, w))
    said.append(tell.gain_in_words(plan.table, plan.needed, s.today, s.months, s.level, w))
    said.append(say.base_in_words(len(plan.everybody), len(plan.members), plan.everybody_counts, s.draws, w))
    said += [tell.above_margin_in_words(p.label, even.above_margin(p, plan.margin), plan.margin, w) for p in plan.programmes.values()]
    return Markdown("\n\n".join(part for part in said if part))


def actions(plan: Plan) -> Shown:
    """What to do: launch, leave or measure; then the members to turn to, whose lists are written here."""
    asked = [] if plan.nothing else [blocks.Action(**say.verdict_action(plan.choices, len(plan.everybody), plan.settings.months, plan.words))]
    asked += member_actions(plan.today)
    return blocks.actions(asked, plan.words) if asked else Markdown("")


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
        return [kpi_row(name, unit, window, missing="kpi-missing-simulation") for name, unit in names.items()]
    n, needed = len(plan.everybody), _by_programme(plan.needed)
    found, ends = _by_programme(plan.compared(plan.results, KPI_LEVEL)), ("value", "low", "high")
    rows = [kpi_row("programme_pays", "share", window, value=found[plan.best]["p_positive"], n=n)]
    for group, name in [(None, plan.best), *((plan.programmes[name].label, name) for name in plan.programmes)]:
        gains: dict[str, float] = {end: found[name][end] for end in ends}
        rows.append(kpi_row("programme_gain", "money", window, group, n=n, **gains))
        for figure, value, why in (
            ("break_even_uplift", needed[name]["net"], "kpi-missing-break-even"),
            ("cannibalised_share", found[name]["cannibalised"], "kpi-missing-discounts"),
        ):
            told = {"missing": why} if pd.isna(value) else {"value": value, "n": n}
            rows.append(kpi_row(figure, "share", window, group, **told))
    return rows


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


def break_even_in_words(plan: Plan) -> Markdown:
    """The rule, and how far the shop's margin lifts the bar."""
    return Markdown(tell.break_even_in_words(_even_table(plan), plan.margin, even.PRODUCT_MARGIN, plan.words))


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
        return Markdown("")
    return blocks.folded(plan.words("loyalty-gain-table"), blocks.table(*tell.summary_rows(plan.table, plan.words), plan.words))


def costs(plan: Plan) -> Shown:
    """What each programme costs by part, beside the margin it brings."""
    if plan.nothing:
        return Markdown("")
    found = [economics.costs(r, plan.settings.level, plan.settings.redemption_prior).assign(label=r.programme.label) for r in plan.results.values()]
    return charts.costs(pd.concat(found, ignore_index=True), plan.settings.months, plan.words)


def costs_in_words(plan: Plan) -> Markdown:
    """Which share of discounts goes to orders that would have come anyway, and what a shorter look leaves out."""
    if plan.nothing:
        return Markdown("")
    table = plan.table.assign(value=plan.table["cannibalised"])
    cash = plan.table.loc[plan.table["cash_view_only"], "label"].tolist()
    return Markdown("\n\n".join(part for part in (tell.cannibalised_in_words(table, plan.words), say.cash_only_in_words(cash, plan.words)) if part))


def costs_table(plan: Plan) -> Shown:
    """The parts in figures, folded."""
    if plan.nothing:
        return Markdown("")
    s = plan.settings
    found = {r.programme.label: economics.costs(r, s.level, s.redemption_prior) for r in plan.results.values()}
    return blocks.folded(plan.words("loyalty-costs-table"), blocks.table(*tell.cost_rows(found, plan.words), plan.words))


def who_gains(plan: Plan) -> Shown:
    """By third of the members: what they receive and what the shop gains, for the best programme judged."""
    if plan.nothing:
        return Markdown("")
    result = plan.results[plan.best]
    found = economics.who_gains(result, plan.members.third)
    thirds = found[(found["group"] != "all") & (found["members"] > 0)]
    named = thirds.assign(group=[plan.words(f"loyalty-third-{name}") for name in thirds["group"]], share=thirds["share"].fillna(0.0))
    return charts.who_gains(named, result.programme.label, plan.words)


def by_tier(plan: Plan) -> Shown:
    """Members and gain by tier of each programme, folded."""
    if plan.nothing:
        return Markdown("")
    tables = [economics.by_tier(r, plan.settings.level).assign(label=r.programme.label) for r in plan.results.values()]
    return blocks.folded(plan.words("loyalty-by-tier"), blocks.table(*tell.by_tier_rows(pd.concat(tables), plan.words), plan.words))


def moves(plan: Plan) -> Shown:
    """Who rises and falls within a year, for the best programme that can be lost, else the best judged."""
    if plan.nothing:
        return Markdown("")
    lost = plan.table[[plan.programmes[name].qualification.downgrade for name in plan.table["programme"]]]
    name = str(tell.best_of(lost)["programme"]) if len(lost) else plan.best
    found = economics.migration(plan.results[name])
    if found.empty:
        return Markdown("")
    year = int(found["year"].max())
    last = found[found["year"] == year]
    return charts.migration(last, year, plan.programmes[name].label, plan.words)
