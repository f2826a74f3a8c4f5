"""A plan counted: by channel, by day, by step, by guard, and as the one table that is kept of it. No customer stands in any of them."""

import pandas as pd

from retention.journeys.clock import on_the_clock
from retention.journeys.guards import FAMILIES
from retention.journeys.plan import Plan
from retention.tables import MESSAGE_PLAN
from retention.tables.kpis import kpi_row, kpi_table


def by_channel(plan: Plan) -> pd.DataFrame:
    """channel, messages, customers of what goes now, the largest first."""
    told = plan.goes.groupby("channel").agg(messages=("person", "size"), customers=("person", "nunique")).reset_index()
    return told.sort_values(["messages", "channel"], ascending=[False, True], ignore_index=True)


def by_day(plan: Plan) -> pd.DataFrame:
    """day (of the shop), channel, messages: what goes now and what is known to come, as things stand."""
    rows = plan.table[plan.table["outcome"] != "blocked"]
    day = on_the_clock(rows["send_from"].to_numpy().astype("datetime64[s]"), plan.request.seen.zone).astype("datetime64[D]").astype("datetime64[s]")
    told = pd.DataFrame({"day": day, "channel": rows["channel"].to_numpy()})
    return told.groupby(["day", "channel"]).size().rename("messages").reset_index()


def by_hour(plan: Plan) -> pd.DataFrame:
    """weekday (0 is Monday), hour (of the shop), messages: what goes now and what is known to come."""
    rows = plan.table[plan.table["outcome"] != "blocked"]
    clock = pd.DatetimeIndex(on_the_clock(rows["send_from"].to_numpy().astype("datetime64[s]"), plan.request.seen.zone))
    return pd.DataFrame({"weekday": clock.weekday, "hour": clock.hour}).groupby(["weekday", "hour"]).size().rename("messages").reset_index()


def by_step(plan: Plan) -> pd.DataFrame:
    """One row per step of every live journey with an entrance that can be looked for, in their order.

    Columns: journey, step, goes, waits, blocked, entered (customers in the journey now).
    """
    counts = plan.table.groupby(["journey", "step", "outcome"]).size()
    now = plan.entries.table[plan.entries.table["begins"] <= pd.Timestamp(plan.request.now)]
    people = now.groupby("journey")["customer_id"].nunique()
    rows = [
        {"journey": name, "step": step.id, "entered": int(people.get(name, 0))}
        | {outcome: int(counts.get((name, step.id, outcome), 0)) for outcome in ("goes", "waits", "blocked")}
        for name, journey in plan.request.settings.all_journeys.items()
        if journey.live and name not in plan.entries.idle
        for step in journey.steps
    ]
    return pd.DataFrame(rows, columns=["journey", "step", "entered", "goes", "waits", "blocked"])


def not_begun(plan: Plan) -> list[str]:
    """Live journeys without a first day and without an earlier plan: only what comes after this plan counts for them. A rehearsal has none."""
    request = plan.request
    begun = {*request.started} if not request.rehearsal else {*request.settings.all_journeys}
    told = request.settings.all_journeys.items()
    return [name for name, one in told if one.live and one.since is None and name not in begun and name not in plan.entries.idle]


def by_guard(plan: Plan, batches: pd.DataFrame, goods_left_out: float = float("nan")) -> pd.DataFrame:
    """`plan.by_guard` with what guards that change a message did: 8 left goods out (missing: no goods are known), 19 took another channel.

    Missing is what was not looked at: data's age in a rehearsal, one run at a time and the seal, which belong to the hand-over, what says itself (23,
    25), a budget that is not set. Guards on batches stop no message; `any` has the messages of the batches that wait for them.
    """
    told, request = plan.by_guard, plan.request
    due = plan.table[plan.table["outcome"] == "goes"]
    changed = {"personal": goods_left_out, "fallback": int(due["fell_back"].sum())}
    held = batches.groupby("needs")["messages"].sum()
    unseen = {"lock", "stock", "fairness", "sealed"} | ({"fresh"} if request.rehearsal else set())
    unseen |= {"budget"} if request.settings.batch_budget is None else set()
    blocks = ~told["name"].isin(unseen) & ~told["changes"]
    of_batches = told["level"] == "batch"
    return told.assign(
        first=told["first"].where(blocks & ~of_batches),
        any=told["any"].where(~of_batches, told["name"].map(held).fillna(0)).where(blocks),
        changed=told["name"].map(changed),
    )


def by_family(plan: Plan) -> pd.DataFrame:
    """family, messages blocked by a guard of it first; all families, the whole is what is blocked."""
    told = plan.by_guard.groupby("family")["first"].sum()
    return pd.DataFrame({"family": FAMILIES, "messages": [int(told.get(family, 0)) for family in FAMILIES]})


def message_plan(plan: Plan) -> pd.DataFrame:
    """The plan as MESSAGE_PLAN promises."""
    keys = list(MESSAGE_PLAN.key)
    told = plan.table.groupby(keys).agg(messages=("person", "size"), customers=("person", "nunique")).reset_index()
    return MESSAGE_PLAN.check(told.astype(dict.fromkeys(("journey", "step", "channel", "outcome"), "str")))


def kpis(plan: Plan, window: str) -> pd.DataFrame:
    """Messages that go, wait and are blocked, customers written to; by channel and by family of guards."""
    goes, waits, blocked = plan.goes, plan.waits, plan.blocked
    rows = [
        kpi_row("messages_now", "count", window, value=float(len(goes)), n=len(goes) + len(blocked)),
        kpi_row("customers_written_to", "count", window, value=float(goes["person"].nunique()), n=len(goes)),
        kpi_row("messages_waiting", "count", window, value=float(len(waits)), n=len(plan.table)),
        kpi_row("messages_blocked", "count", window, value=float(len(blocked)), n=len(goes) + len(blocked)),
    ]
    counted = (("messages_by_channel", by_channel(plan), len(goes)), ("blocked_by_reason", by_family(plan), len(blocked)))
    for name, told, n in counted:
        groups, messages = told.iloc[:, 0].tolist(), told["messages"].tolist()
        rows += [kpi_row(name, "count", window, group, value=float(k), n=n) for group, k in zip(groups, messages, strict=True)]
    return kpi_table(rows)


def base_rate(wide: pd.DataFrame, days: int = 30) -> float:
    """Share of customers who ordered within the last days, of those who were customers before; missing where it cannot be told."""
    if wide.empty or "tenure" not in wide:
        return float("nan")
    before = wide[wide["tenure"] >= days]
    return float((before["days_since_last_order"] < days).mean())


def tags(noted: pd.DataFrame) -> pd.DataFrame:
    """by, tag, customers of tags that a plan would set."""
    return noted.groupby(["by", "tag"]).size().rename("customers").reset_index()
