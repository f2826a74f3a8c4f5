"""Whether what was promised is kept: each ticket under each policy, and shares of those that were due.

A ticket is judged by the policies that held on the day it was opened. Only tickets whose limit lies behind us are counted, whether they were
quick or slow: one that was answered within the hour and may still take a day is not counted yet, or the newest tickets would all be quick
ones. A ticket that was never answered has missed its limit. Where nothing tells of a ticket's replies it is `not_known` and in no share. So is
one that was solved by the robot alone where a person's reply was promised: nobody waited for a person there; these are counted apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import numpy as np
import pandas as pd
from scipy.stats import hypergeom

from retention import stats
from retention.hours import ALWAYS, Hours
from retention.service.clocks import RUNS
from retention.settings import Policy

STATES = ("met", "breached", "not_due", "not_known", "by_robot")
REPLIES = ("first_reply", "first_human_reply", "next_reply")
# By what tickets can be told apart; hours, weekdays (Monday 0) and months are those of opening, where the shop is.
WHATS = ("hour", "weekday", "month", "channel", "kind", "group")
QUANTILES = {"p50": 0.5, "p90": 0.9}
ABOUT = ("ticket_id", "customer_id", "opened_at", "channel", "kind", "group", "assignee", "hour", "weekday", "month")


def judged(
    clocks: pd.DataFrame,
    waited: pd.DataFrame,
    paused: pd.DataFrame,
    policies: Sequence[Policy],
    hours: Mapping[str, Hours],
    moment: datetime,
    zone: str,
) -> pd.DataFrame:
    """One row per ticket and policy that held when it was opened.

    `clocks`, `waited` and `paused` are those of `ticket_clocks`, `waits` and `pauses`, `hours` those that policies name.
    Columns: those of `ABOUT`; policy, clock; due_at (missing while the clock stands still); ended_at (missing: not up to `moment`); elapsed (on
    the policy's clock, seconds; of what has not ended up to `moment`); state (one of `STATES`); never (nothing came); paused; opened_inside
    (opened within the policy's hours); open_due_at (when what is still waited for falls due).
    """
    local = clocks["opened_at"].dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)
    of_channel = clocks.groupby(clocks["channel"].fillna(""))
    about = clocks.assign(
        told_from=of_channel["first_message_at"].transform("min"),
        told_to=of_channel["last_message_at"].transform("max"),
        hour=local.dt.hour,
        weekday=local.dt.weekday,
        month=local.dt.to_period("M").dt.start_time,
    )
    parts = []
    for policy in policies:
        mine = about[_holds(policy, clocks, local)].reset_index(drop=True)
        runs = hours[policy.hours] if policy.hours else ALWAYS
        spans = paused[paused["state"].isin(policy.pauses)]
        found = _next_replies(mine, waited, policy, runs, moment) if policy.clock == "next_reply" else _once(mine, spans, policy, runs, moment)
        found["opened_inside"] = runs.is_open(mine["opened_at"])
        told = _told(mine, policy.clock, clocks)
        robot = _by_robot(mine, policy.clock)
        state = found["state"].where(told, "not_known").mask(robot, "by_robot")
        found = found.assign(state=state, never=found["never"] & told & ~robot)
        parts.append(pd.concat([mine[list(ABOUT)], found], axis=1).assign(policy=policy.name, clock=policy.clock))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*ABOUT, *FOUND, "opened_inside", "policy", "clock"])


FOUND = ("due_at", "ended_at", "elapsed", "state", "never", "paused", "open_due_at")


def _holds(policy: Policy, clocks: pd.DataFrame, local: pd.Series) -> pd.Series:
    """Tickets that a policy is for."""
    chosen = pd.Series(True, index=clocks.index)
    for name, wanted in (("channel", policy.channels), ("kind", policy.kinds), ("group", policy.groups)):
        chosen &= clocks[name].isin(wanted) if wanted else True
    first, last = pd.Timestamp(policy.from_ or pd.Timestamp.min), pd.Timestamp(policy.to or pd.Timestamp.max)
    return chosen & local.dt.normalize().between(first, last)


def _told(mine: pd.DataFrame, clock: str, everyone: pd.DataFrame) -> pd.Series:
    """Tickets of which the exports tell whether the clock was stopped.

    Of replies: those with messages, and those opened while messages of their channel are told. Of solutions: those with states, and all
    where any solution is told.
    """
    if clock not in REPLIES:
        return mine["state"].notna() | bool(everyone[RUNS[clock][1]].notna().any())
    return (mine["messages"] > 0) | mine["opened_at"].between(mine["told_from"], mine["told_to"])


def _by_robot(mine: pd.DataFrame, clock: str) -> pd.Series:
    """Tickets in which a person's reply was promised and the robot solved the matter alone."""
    alone = mine["first_robot_at"].notna() & mine["first_human_reply_at"].isna() & mine["total_solved_at"].notna()
    return alone & (clock == "first_human_reply")


def _once(mine: pd.DataFrame, paused: pd.DataFrame, policy: Policy, hours: Hours, moment: datetime) -> pd.DataFrame:
    """A clock that runs once, without the time in which it stands still."""
    started, ended = (mine[name] for name in RUNS[policy.clock])
    until = ended.fillna(pd.Timestamp(moment))
    elapsed = hours.open_seconds(started, until)
    due = pd.Series(hours.add(started, policy.target))
    still = pd.Series(False, index=mine.index)
    for place, span in _spans_by_turn(mine, paused):
        at = place.to_numpy()
        begins = np.maximum(span["span_from"].to_numpy(), started.to_numpy()[at])
        ends = np.minimum(span["span_to"].fillna(pd.Timestamp(moment)).to_numpy(), until.to_numpy()[at])
        counts = (begins < ends) & (begins < due.to_numpy()[at])
        stood = np.where(counts, hours.open_seconds(begins, np.maximum(ends, begins)), 0)
        # What stood still after the limit was over takes nothing off: the limit had been missed by then.
        elapsed[at] -= stood
        due.iloc[at] = np.where(stood > 0, hours.add(due.to_numpy()[at], stood), due.to_numpy()[at])
        still.iloc[at] |= counts & span["span_to"].isna().to_numpy() & ended.isna().to_numpy()[at]
    elapsed = np.maximum(elapsed, 0)
    over = due.isna() | (due > pd.Timestamp(moment)) | still
    state = np.select([over, ended <= due], ["not_due", "met"], "breached")
    never = ended.isna() & (state == "breached")
    due = due.where(~still)
    return pd.DataFrame(dict(zip(FOUND, (due, ended, elapsed, state, never, still, due.where(ended.isna())), strict=True)))


def _spans_by_turn(mine: pd.DataFrame, paused: pd.DataFrame) -> Iterable[tuple[pd.Series, pd.DataFrame]]:
    """The first span of each ticket, then the second of each, …, with the places of their tickets."""
    places = pd.Series(mine.index, index=mine["ticket_id"])
    told = paused[paused["ticket_id"].isin(places.index)].sort_values(["ticket_id", "span_from"])
    for _, span in told.groupby(told.groupby("ticket_id").cumcount()):
        yield span["ticket_id"].map(places), span


def _next_replies(mine: pd.DataFrame, waited: pd.DataFrame, policy: Policy, hours: Hours, moment: datetime) -> pd.DataFrame:
    """The waits after the first reply: a ticket keeps the promise when each wait does, and is due when the last of them is."""
    waits = waited[waited["ticket_id"].isin(mine["ticket_id"])].copy()
    now = pd.Timestamp(moment)
    waits["due_at"] = hours.add(waits["waited_from"], policy.target)
    waits["elapsed"] = hours.open_seconds(waits["waited_from"], waits["replied_at"].fillna(now))
    waits["open_due_at"] = waits["due_at"].where(waits["replied_at"].isna())
    waits["never"] = waits["replied_at"].isna() & (waits["due_at"] <= now)
    waits["late"] = waits["never"] | (waits["replied_at"] > waits["due_at"])
    rows = waits.groupby("ticket_id").agg(
        due_at=("due_at", "max"),
        ended_at=("replied_at", "max"),
        elapsed=("elapsed", "max"),
        late=("late", "any"),
        never=("never", "any"),
        open_due_at=("open_due_at", "min"),
    )
    found = mine[["ticket_id"]].join(rows, on="ticket_id").drop(columns="ticket_id")
    waiting = found["open_due_at"].notna()
    late, asked = found["late"].eq(True), found["elapsed"].notna()
    # Nothing was asked after the first reply: nothing is due.
    state = np.select([late, ~asked | found["due_at"].isna() | (found["due_at"] > now)], ["breached", "not_due"], "met")
    found = found.assign(ended_at=found["ended_at"].where(~waiting), state=state, never=found["never"].eq(True), paused=False)
    return found[list(FOUND)]


def attainments(rows: pd.DataFrame, policies: Sequence[Policy], level: float = stats.LEVEL) -> pd.DataFrame:
    """One row per policy: how many of the tickets that were due kept it.

    tickets = met + breached + not_due + not_known + by_robot. share of met among due with its Wilson interval (low, high), goal beside it;
    never: breached because nothing came. p50 and p90 of the time on the policy's clock over those due, seconds, with their intervals, missing
    where they fall on tickets to which nothing came. inside_due, inside_met, inside_share: those opened within the policy's hours.
    """
    return pd.DataFrame([_of_policy(rows[rows["policy"] == policy.name], policy, level) for policy in policies])


def _of_policy(rows: pd.DataFrame, policy: Policy, level: float) -> dict[str, object]:
    counts = {state: int((rows["state"] == state).sum()) for state in STATES}
    due = rows[rows["state"].isin(("met", "breached"))]
    k, n = counts["met"], len(due)
    low, high = stats.wilson(k, n, level)
    inside = due[due["opened_inside"].astype(bool)]
    inside_met = int((inside["state"] == "met").sum())
    took = _took(due)
    told: dict[str, object] = {"policy": policy.name, "clock": policy.clock, "target": policy.target, "goal": policy.share, "tickets": len(rows)}
    told |= {**counts, "due": n, "never": int(due["never"].sum()), "share": k / n if n else np.nan, "low": float(low), "high": float(high)}
    for name, q in QUANTILES.items():
        found = stats.quantile(took, q, level)
        told |= {name: found.value, f"{name}_low": found.low, f"{name}_high": found.high}
    return told | {"inside_due": len(inside), "inside_met": inside_met, "inside_share": inside_met / len(inside) if len(inside) else np.nan}


def _took(due: pd.DataFrame) -> np.ndarray:
    """Time on the policy's clock; what never came took longer than anything."""
    return np.where(due["never"].astype(bool), np.inf, due["elapsed"].astype(float))


def _smallest(took: pd.Series, q: float) -> float:
    """The value of `stats.quantile` without its interval."""
    value = float(np.quantile(took, q, method="inverted_cdf"))
    return value if np.isfinite(value) else np.nan


def attainment_by(rows: pd.DataFrame, policy: str, what: str, level: float = stats.LEVEL) -> pd.DataFrame:
    """One row per value of `what` (one of `WHATS`) among the tickets of a policy that were due, in order of the values.

    Columns: value, due, met, never, share, low, high (Wilson), p50 and p90 (as in `attainments`), p (exact test against all other values
    together), apart: p holds at 5 % over all values of the table (Benjamini and Hochberg). Tickets without a value are no row.
    """
    if what not in WHATS:
        raise ValueError(f"by {what!r}: there are {', '.join(WHATS)}")
    due = rows[(rows["policy"] == policy) & rows["state"].isin(("met", "breached"))]
    due = due.assign(met=(due["state"] == "met").astype(int), never=due["never"].astype(int), took=_took(due))
    by_value = due.groupby(what, sort=True)
    found = by_value.agg(due=("met", "size"), met=("met", "sum"), never=("never", "sum"))
    for name, q in QUANTILES.items():
        found[name] = by_value["took"].agg(_smallest, q=q).astype(float)
    found = found.reset_index(names="value")
    low, high = stats.wilson(found["met"], found["due"], level)
    p = _p_against_others(found["met"].to_numpy(), found["due"].to_numpy())
    apart = stats.benjamini_hochberg(p) <= 1 - stats.LEVEL
    return found.assign(share=found["met"] / found["due"], low=low, high=high, p=p, apart=apart)


def _p_against_others(met: np.ndarray, due: np.ndarray) -> np.ndarray:
    """Exact p of each value that its share is that of the others (hypergeometric, twice the smaller tail); missing where there are no others."""
    law = hypergeom(due.sum(), met.sum(), due)
    return np.where(due < due.sum(), np.minimum(2 * np.minimum(law.cdf(met), law.sf(met - 1)), 1), np.nan)
