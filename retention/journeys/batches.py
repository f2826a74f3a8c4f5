"""Batches as they are proposed: messages of one journey, step and channel, with what they cost and whether somebody must approve them.

Guards 26 (the plan's budget), 27 (far more than usual) and 28 (approval: a journey may go by itself up to its ceiling, a broadcast never).
Service messages never wait. 29 (sealed) is looked at when batches are handed over.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from retention.journeys.clock import moment_of, on_the_clock, seconds
from retention.journeys.plan import Plan
from retention.journeys.writing import face_value, face_values
from retention.tables.messages import SENT

DAYS = 8
# Under this many messages nobody is surprised.
FEW = 30
COLUMNS = ("journey", "step", "channel", "purpose", "messages", "customers", "message_cost", "offer_value", "usual", "needs")


def proposed(plan: Plan, channel_costs: Mapping[str, float], usual_order: float) -> pd.DataFrame:
    """One row per journey, step and channel: messages, customers, message_cost (missing: not known), offer_value (at face value), usual (median
    of the journey's days), needs (budget, anomaly, approval, or empty)."""
    goes = plan.goes
    if goes.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    worth = face_values(plan.request, plan.people, goes, usual_order)
    told = goes.assign(offer_value=worth, message_cost=goes["channel"].map(channel_costs).astype(float))
    grouped = told.groupby(["journey", "step", "channel", "purpose"], sort=False)
    rows = grouped.agg(messages=("person", "size"), customers=("person", "nunique"), offer_value=("offer_value", "sum")).reset_index()
    rows["message_cost"] = [float(part["message_cost"].sum(min_count=len(part))) for _, part in grouped]
    usual = {name: _usual(plan, name) for name in rows["journey"].unique()}
    rows["usual"] = rows["journey"].map(usual)
    rows["needs"] = _needs(rows, plan, _today(plan, usual_order, channel_costs))
    return rows[list(COLUMNS)].sort_values(["purpose", "journey", "step", "messages"], ascending=[False, True, True, False], ignore_index=True)


def _usual(plan: Plan, journey: str) -> float:
    """The median of a journey's messages on its last days; missing on fewer than two days."""
    messages = plan.request.history.messages
    sent = messages[(messages["journey"] == journey) & messages["state"].isin(("reserved", *SENT))]
    days = np.asarray(plan.request.now - seconds(sent["sent_at"])).astype("int64") // 86_400
    if len(sent) == 0 or days.max() < 1:
        return float("nan")
    first = int(min(days.max(), DAYS - 1))
    counts = pd.Series(days).value_counts().reindex(range(first + 1), fill_value=0)
    return float(counts.median())


def _today(plan: Plan, usual_order: float, channel_costs: Mapping[str, float]) -> pd.DataFrame:
    """What went or waits of earlier plans of this day (the shop's): messages and money (offers on the usual order, and messages) by journey."""
    request = plan.request
    midnight = moment_of(on_the_clock(np.array([request.now]), request.seen.zone).astype("datetime64[D]").astype("datetime64[s]"), request.seen.zone)[
        0
    ]
    messages = request.history.messages
    sent = messages[messages["state"].isin(("reserved", "held", *SENT)) & (seconds(messages["sent_at"]) >= midnight)]
    worth = {name: float(face_value(offer, usual_order)) for name, offer in request.settings.offers.items()}
    money = sent["offer"].map(worth).fillna(0.0).astype(float) + sent["channel"].map(channel_costs).fillna(0.0).astype(float)
    return sent.assign(money=money).groupby("journey").agg(messages=("message_key", "size"), money=("money", "sum"))


def _needs(rows: pd.DataFrame, plan: Plan, earlier: pd.DataFrame) -> list[str]:
    """What each batch needs before it may go, the first that holds."""
    settings = plan.request.settings
    cost = rows["offer_value"] + rows["message_cost"].fillna(0.0)
    over = pd.Series(False, index=rows.index)
    if settings.batch_budget is not None:
        over = (cost.where(rows["purpose"] == "marketing", 0.0).cumsum() > settings.batch_budget) & (rows["purpose"] == "marketing")
    people, money = rows.groupby("journey")["messages"].transform("sum"), cost.groupby(rows["journey"]).transform("sum")
    # A ceiling is a day's: what went earlier today counts, however many plans that took.
    people, money = people + rows["journey"].map(earlier["messages"]).fillna(0), money + rows["journey"].map(earlier["money"]).fillna(0)
    found = []
    for place, journey in enumerate(rows["journey"]):
        told = settings.all_journeys[journey]
        usual = rows["usual"].iloc[place]
        if told.purpose == "service":
            found.append("")
        elif over.iloc[place]:
            found.append("budget")
        elif people.iloc[place] > FEW and not np.isnan(usual) and people.iloc[place] > settings.anomaly_times * usual:
            found.append("anomaly")
        elif told.priority == "broadcast" or _above(people.iloc[place], told.ceiling.people) or _above(money.iloc[place], told.ceiling.money):
            found.append("approval")
        else:
            found.append("")
    return found


def _above(value: float, ceiling: float | None) -> bool:
    return ceiling is not None and value > ceiling
