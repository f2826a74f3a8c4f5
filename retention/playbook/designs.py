"""The second half of notebook 03: points and what they cost, what the result hangs on, better designs, what if, and the experiment.

Every function takes the plan of `playbook.plan`; where nothing can be simulated it shows nothing.
"""

from typing import TypeAlias

import pandas as pd
import plotly.graph_objects as go

from retention.figures import blocks
from retention.figures import loyalty as pictures
from retention.figures import points as charts
from retention.figures.blocks import NOTHING, Html, prose
from retention.loyalty import accounting, compare, economics, experiment, holdings
from retention.loyalty.redemption import of_simulation
from retention.loyalty.simulate import Simulated
from retention.playbook import what_if as sliders
from retention.playbook.plan import FEW_DRAWS, Plan
from retention.words import loyalty as names
from retention.words import points as tell
from retention.words import verdict as say

Shown: TypeAlias = Html | go.Figure | object


# --- points ------------------------------------------------------------------------------------------


def with_points(plan: Plan) -> Simulated | None:
    """The best programme judged that has points; None where none has."""
    if plan.nothing:
        return None
    has = plan.table[[plan.judged[name].points is not None for name in plan.table["programme"]]]
    return plan.results[str(names.best_of(has)["programme"])] if len(has) else None


def _flow(result: Simulated) -> pd.DataFrame:
    """Points by month: issued, burned (net of those given back), expired."""
    table = economics.points_by_month(result)
    return table.assign(issued=table["earned_purchase"] + table["earned_task"] - table["clawed"], burned=table["burned"] - table["given_back"])


def points_flow(plan: Plan) -> Shown:
    """Points issued, spent and expired by month."""
    result = with_points(plan)
    if result is None:
        return NOTHING if plan.nothing else blocks.missing(plan.words("points-flow-none"), plan.words)
    return charts.flow(_flow(result), result.programme.label, plan.words)


def points_in_words(plan: Plan) -> Html:
    """What became of the points, whether they settle, and which share is ever spent."""
    result = with_points(plan)
    if result is None:
        return NOTHING
    found = of_simulation(result, plan.settings.redemption_prior)
    rate = {"value": found.rate, "low": found.low, "high": found.high, "source": "simulated"}
    soon = tell.expiring_in_words(holdings.expiring(result, plan.settings.level), plan.words)
    return prose(tell.sentences([tell.flow_in_words(_flow(result), plan.words), tell.liability_in_words(rate, plan.words), soon]))


def liability(plan: Plan) -> Shown:
    """What open points stand for, in the books and to be expected."""
    result = with_points(plan)
    if result is None:
        return NOTHING
    level = plan.settings.level
    return charts.liability(accounting.liability_by_month(result, level, plan.settings.redemption_prior), result.programme.label, level, plan.words)


def points_age(plan: Plan) -> Shown:
    """Open points at the end by age."""
    result = with_points(plan)
    return NOTHING if result is None else charts.ageing(holdings.ageing(result, plan.settings.level), result.programme.label, plan.words)


# --- what it hangs on ----------------------------------------------------------------------------------


def tornado(plan: Plan) -> Shown:
    """The best programme's gain with each assumption at its ends."""
    if plan.nothing:
        return NOTHING
    programme = plan.judged[plan.best]
    return charts.tornado(compare.tornado(programme, plan.few, FEW_DRAWS), programme.label, plan.words)


def assumptions(plan: Plan) -> Html:
    """Everything that is assumed, with where it comes from."""
    rows, heads = tell.assumption_rows(plan.settings.assumptions, plan.margin, plan.margin_given, plan.words)
    return blocks.table(rows, heads, plan.words, caption=plan.words("points-assumptions-caption"))


# --- a better one ------------------------------------------------------------------------------------


def search(plan: Plan) -> Shown:
    """All designs tried: gain against what members see of them, the front and the proposed ones marked."""
    if plan.nothing:
        return NOTHING
    if plan.designs.why:
        return blocks.missing(tell.nothing_in_words(plan.designs.tried, plan.settings.design, plan.words), plan.words)
    tried, front = plan.designs.tried, plan.designs.frame
    marked = pd.concat(
        [
            tried.assign(on_front=False, label="")[["gain", "reward", "on_front", "label"]],
            front.assign(on_front=True, label="")[["gain", "reward", "on_front", "label"]],
            plan.choices.rename(columns={"value": "gain"}).assign(on_front=False)[["gain", "reward", "on_front", "label"]],
        ],
        ignore_index=True,
    )
    return charts.front(marked, len(tried), plan.settings.months, plan.words)


def choices(plan: Plan) -> Shown:
    """The programmes named on the chart: gain with band, what members see, peak of open points, the worst draws."""
    if plan.nothing:
        return NOTHING
    return blocks.table(*tell.choice_rows(plan.choices, plan.words), plan.words, caption=plan.words("points-choices-caption"))


def search_in_words(plan: Plan) -> Html:
    """What the search proposes, judged on fresh draws."""
    if plan.nothing or not plan.designs.programmes:
        return NOTHING
    fresh = plan.designs.frame[plan.designs.frame["role"] != ""].rename(columns={"gain": "value"})
    labels = [plan.designs.programmes[role].label for role in fresh["role"]]
    told = say.proposed_in_words(fresh.assign(label=labels), len(plan.designs.tried), plan.designs.winners_curse, plan.words)
    return prose(told)


def proposed(plan: Plan) -> Shown:
    """The proposed programmes written out, folded."""
    if plan.nothing or not plan.designs.programmes:
        return NOTHING
    found = plan.designs.programmes
    tables = (names.tier_rows(found, plan.words), names.rule_rows(found, plan.words))
    return blocks.folded(plan.words("points-proposed"), *(blocks.table(rows, heads, plan.words) for rows, heads in tables))


def all_gains(plan: Plan) -> Shown:
    """Judged and proposed programmes on the same draws."""
    return (
        NOTHING
        if plan.nothing or not plan.designs.programmes
        else pictures.gains(plan.choices, plan.settings.months, plan.settings.level, plan.words)
    )


def what_if(plan: Plan) -> Shown:
    """Sliders where somebody can move them, else a table of changes to the best programme judged."""
    return NOTHING if plan.nothing else sliders.shown(plan.judged[plan.best], plan.trial, plan.words)


# --- the experiment ------------------------------------------------------------------------------------


def experiment_plan(plan: Plan) -> Html:
    """How many members and days would show the uplift that is assumed."""
    counts = _order_counts(plan)
    found = experiment.plan(counts["orders"], plan.settings.experiment_days, plan.expected_uplift).set_index("quantity")["value"]
    return prose(tell.plan_in_words({str(name): float(value) for name, value in found.items()}, experiment.LEVEL, experiment.POWER, plan.words))


def experiment_sizes(plan: Plan) -> Shown:
    """Members it takes to show an uplift, folded."""
    counts = _order_counts(plan)
    if len(counts) < 2 or not counts["orders"].sum():
        return NOTHING
    rows, heads = tell.size_rows(experiment.sizes(counts["orders"], plan.settings.experiment_days), plan.words)
    return blocks.folded(plan.words("points-sizes", days=plan.settings.experiment_days), blocks.table(rows, heads, plan.words))


def _order_counts(plan: Plan) -> pd.DataFrame:
    joined = plan.today.joined
    if joined.empty:
        joined = plan.history[["customer_id"]].assign(joined_on=pd.to_datetime(plan.history["first_on"]))
    return experiment.order_counts(plan.book.need("orders"), joined, plan.book.as_of, plan.settings.experiment_days)


def measured(plan: Plan) -> Html:
    """What the shop's own test has shown, where it has run one."""
    if plan.measured is None:
        return prose(plan.words("points-measured-missing") if not plan.settings.measured_by else "")
    found = {str(row["quantity"]): {str(k): v for k, v in row.items()} for row in plan.measured.to_dict("records")}
    return prose(tell.measured_in_words(found, plan.settings.measured_by, plan.settings.experiment_days, plan.words))


def needed(plan: Plan) -> Shown:
    """What each programme needs, what is assumed, and what was measured."""
    return NOTHING if plan.nothing else charts.needed(plan.needed, plan.measured_uplift, plan.words)
