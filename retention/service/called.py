"""The loop closed: detractors called on the day after their answer, whether they were, and who may be asked next.

An answer of which only the day is known is taken as of that whole day: it is on the list that day and the day after, and was called in time where
the call was on one of these days. The same holds where of a call only the day is known. Moments are UTC, days those of the shop.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from retention import stats

DETRACTOR = 6
DAY_HOURS = 24
# A call or a ticket that comes later than so many days after an answer is about something else.
ABOUT_DAYS = 30
ABOUT = pd.Timedelta(days=ABOUT_DAYS)
# in_time and late: called within `ABOUT_DAYS`; not_called: the time is over; not_due: it is not, and nobody has called yet; not_known: no calls were
# recorded then.
STATES = ("in_time", "late", "not_called", "not_due", "not_known")
# What was never sent or did not get through is no call.
NO_CALL = ("not_sent", "failed")
# Why a customer is not asked now, the first that holds counts.
REASONS = ("never_bought", "no_consent", "ticket_open", "asked_lately")
MAY = "may_be_asked"
# An outcome that fewer calls have than this may be somebody's own words: it is counted as other.
LEAST_ALIKE = 5
OTHER = "…"
LISTED = ("customer_id", "survey_id", "order_id", "score", "answered_at", "answered_on", "day_only", "age_hours", "age_days", "answers")
FOLLOWED = ["survey_id", "customer_id", "order_id", "score", "answered_at", "answered_on", "day_only", "due_at"]
FOLLOWED += ["called_at", "called_on", "outcome", "ticket_id", "ticket_solved", "state", "open"]


@dataclass(frozen=True)
class ToCall:
    """`rows`: one per customer, those who wait longest first: customer_id, survey_id, order_id, score, answered_at, answered_on, day_only (the time
    of day is not known), age_hours (missing for these) and age_days of the answer, answers (how many of a detractor's are hers in these hours).

    `counts`: answers read = no_score + outside (older, or later than the moment) + no_detractor + no_customer (nobody knows whom to call) +
    better_since (a later answer of hers, of these hours, is none of a detractor) + earlier (another of the same customer) + customers.
    """

    rows: pd.DataFrame
    counts: Mapping[str, int]


def to_call(answers: pd.DataFrame, moment: datetime, hours: int = DAY_HOURS, zone: str = "UTC") -> ToCall:
    """Detractors of the `hours` before `moment`. `answers`: survey_id, customer_id, order_id, score, answered_on and, where it is told, answered_at.

    Answers with a day only: of the day of `moment` where the shop is, and of as many days before it as the hours reach back.
    """
    told, now = _answers(answers), pd.Timestamp(moment)
    today, span = _today(moment, zone), pd.Timedelta(hours=hours)
    exact = (told["answered_at"] > now - span) & (told["answered_at"] <= now)
    by_day = (told["answered_on"] >= today - span.ceil("D")) & (told["answered_on"] <= today)
    inside = exact.where(~told["day_only"], by_day)
    scored = told["score"].notna()
    recent = told[scored & inside].sort_values(["answered_on", "answered_at", "score"], ascending=[True, True, False], na_position="first")
    named = recent[recent["customer_id"].notna()]
    last = named.groupby("customer_id")["score"].transform("last")
    waiting = named[(named["score"] <= DETRACTOR) & (last <= DETRACTOR)]
    sizes = waiting.groupby("customer_id").size()
    rows = waiting.drop_duplicates("customer_id", keep="last")
    rows = rows.assign(
        age_hours=(now - rows["answered_at"]).dt.total_seconds() / 3600,
        age_days=(today - rows["answered_on"]).dt.days,
        answers=rows["customer_id"].map(sizes).astype(int),
    )
    detractor = recent["score"] <= DETRACTOR
    counts = {
        "read": len(told),
        "no_score": int((~scored).sum()),
        "outside": int((scored & ~inside).sum()),
        "no_detractor": int((~detractor).sum()),
        "no_customer": int((detractor & recent["customer_id"].isna()).sum()),
        "better_since": int(((named["score"] <= DETRACTOR) & (last > DETRACTOR)).sum()),
        "earlier": len(waiting) - len(rows),
        "customers": len(rows),
    }
    rows = rows.sort_values(["age_days", "age_hours", "customer_id"], ascending=[False, False, True], ignore_index=True)
    return ToCall(rows[list(LISTED)], counts)


def owed_a_call(answers: pd.DataFrame, moment: datetime, hours: int = DAY_HOURS) -> frozenset[str]:
    """Numbers of all detractors' answers that a call is owed for, however old: no other answer of hers followed within the hours.

    The same rule as `to_call`, for whoever looks at more than the last hours; `answers` as there.
    """
    told = _answers(answers)
    known = told[told["score"].notna() & told["customer_id"].notna() & ~(told["answered_at"] > pd.Timestamp(moment))]
    # An answer of which only the day is known lasts until its end.
    at = known["answered_at"].fillna(known["answered_on"] + pd.Timedelta(days=1, seconds=-1))
    known = known.assign(at=at).sort_values(["customer_id", "at", "score"], ascending=[True, True, False])
    followed = known.groupby("customer_id")["at"].shift(-1) - known["at"] <= pd.Timedelta(hours=hours)
    return frozenset(known.loc[(known["score"] <= DETRACTOR) & ~followed, "survey_id"].astype(str))


def _answers(answers: pd.DataFrame) -> pd.DataFrame:
    """Answers with whole scores of 0 to 10, or none; `day_only` where the time of day is not known."""
    score = pd.to_numeric(answers["score"], errors="coerce")
    on, at = (pd.to_datetime(answers[name]) if name in answers else pd.Series(pd.NaT, index=answers.index) for name in ("answered_on", "answered_at"))
    told = answers.assign(score=score.where(score.between(0, 10) & (score % 1 == 0) & on.notna()), answered_on=on, answered_at=at)
    return told.assign(day_only=at.isna()).reset_index(drop=True)


def _today(moment: datetime, zone: str) -> pd.Timestamp:
    """The day of a moment where the shop is."""
    return pd.Timestamp(moment).tz_localize("UTC").tz_convert(zone).tz_localize(None).normalize()


def calls_of(
    answers: pd.DataFrame, touches: pd.DataFrame | None, tickets: pd.DataFrame | None, moment: datetime, hours: int = DAY_HOURS, zone: str = "UTC"
) -> pd.DataFrame:
    """One row per answer of a known detractor: what became of it, the newest first.

    `answers` are those of `to_call`; `touches`: customer_id, touched_at, touched_on, kind, status, outcome; `tickets`: ticket_id, customer_id,
    opened_at, resolved_at.
    Columns: those of `FOLLOWED`; called_at is that of her first call since the answer (missing where only its day is known), outcome what the last
    call since then came to; ticket_id the first ticket she opened since, ticket_solved whether all those are; state (one of `STATES`); open (neither
    called nor helped in a ticket that is solved, and no older than `ABOUT_DAYS`). Of answers from before the first call that was ever recorded
    nothing is known.
    """
    told, now, span = _answers(answers), pd.Timestamp(moment), pd.Timedelta(hours=hours)
    today = _today(moment, zone)
    # Of an answer later than the moment nothing can have become yet.
    past = (told["answered_at"] <= now).where(~told["day_only"], told["answered_on"] <= today)
    rows = told[(told["score"] <= DETRACTOR) & told["customer_id"].notna() & past].reset_index(drop=True)
    last_day = rows["answered_on"] + span.ceil("D")
    calls = _calls(touches, zone)
    calls = calls[(calls["called_at"] <= now) | (calls["day_only"] & (calls["called_on"] <= today))]
    pairs = rows.reset_index(names="answer").merge(calls, on="customer_id", suffixes=("", "_call"))
    by_day = pairs["day_only"] | pairs["day_only_call"]
    pairs = pairs[(pairs["called_at"] >= pairs["answered_at"]).where(~by_day, pairs["called_on"] >= pairs["answered_on"])]
    pairs = pairs[pairs["called_on"] <= pairs["answered_on"] + ABOUT]
    by_day = by_day.loc[pairs.index]
    timely = (pairs["called_at"] <= pairs["answered_at"] + span).where(~by_day, pairs["called_on"] <= last_day.reindex(pairs["answer"]).to_numpy())
    pairs = pairs.assign(timely=timely.astype(bool)).sort_values(["called_on", "called_at"], na_position="first")
    first, last = (pairs.drop_duplicates("answer", keep=keep).set_index("answer") for keep in ("first", "last"))
    rows = rows.assign(
        due_at=rows["answered_at"] + span,
        called_at=first["called_at"].where(~first["day_only_call"]).reindex(rows.index),
        called_on=first["called_on"].reindex(rows.index),
        outcome=last["outcome"].reindex(rows.index),
    )
    rows = _with_tickets(rows, tickets, now, zone)
    in_time, called = rows.index.isin(pairs.loc[pairs["timely"], "answer"]), rows["called_on"].notna()
    over = (rows["due_at"] <= now).where(~rows["day_only"], last_day < today)
    known = rows["answered_on"] >= calls["called_on"].min() if len(calls) else pd.Series(False, index=rows.index)
    state = np.select([~known, in_time, called, ~over], ["not_known", "in_time", "late", "not_due"], "not_called")
    rows = rows.assign(state=state, open=known & ~called & ~rows["ticket_solved"] & (rows["answered_on"] >= today - ABOUT))
    return rows.sort_values(["answered_on", "answered_at", "survey_id"], ascending=False, ignore_index=True)[FOLLOWED]


def _calls(touches: pd.DataFrame | None, zone: str) -> pd.DataFrame:
    """Calls that were made: customer_id, called_at, called_on, day_only, outcome. Of one at midnight where the shop is only the day is known."""
    if touches is None:
        touches = pd.DataFrame({name: pd.Series(dtype="str") for name in ("customer_id", "touched_at", "touched_on", "kind", "status", "outcome")})
    made = touches[(touches["kind"] == "call") & ~touches["status"].isin(NO_CALL)]
    at = pd.to_datetime(made["touched_at"])
    local = at.dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)
    day_only = at.isna() | (local == local.dt.normalize())
    told = {"customer_id": made["customer_id"], "called_at": at, "called_on": pd.to_datetime(made["touched_on"]), "day_only": day_only}
    return pd.DataFrame({**told, "outcome": made["outcome"]}).reset_index(drop=True)


def _with_tickets(rows: pd.DataFrame, tickets: pd.DataFrame | None, now: pd.Timestamp, zone: str) -> pd.DataFrame:
    """The first ticket that the customer opened since her answer, and whether all since then are solved."""
    if tickets is None or tickets.empty:
        return rows.assign(ticket_id=None, ticket_solved=False)
    opened = pd.to_datetime(tickets["opened_at"])
    local = opened.dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None).dt.normalize()
    solved = pd.to_datetime(tickets["resolved_at"]) <= now
    told = pd.DataFrame({"customer_id": tickets["customer_id"], "ticket_id": tickets["ticket_id"], "opened": opened, "on": local, "solved": solved})
    told = told[(told["opened"] <= now) & told["customer_id"].notna()]
    pairs = rows.reset_index(names="answer")[["answer", "customer_id", "answered_at", "answered_on", "day_only"]].merge(told, on="customer_id")
    pairs = pairs[(pairs["opened"] >= pairs["answered_at"]).where(~pairs["day_only"], pairs["on"] >= pairs["answered_on"])]
    pairs = pairs[pairs["on"] <= pairs["answered_on"] + ABOUT]
    found = pairs.sort_values(["opened", "ticket_id"]).groupby("answer").agg(ticket_id=("ticket_id", "first"), solved=("solved", "all"))
    return rows.assign(ticket_id=found["ticket_id"].reindex(rows.index), ticket_solved=found["solved"].reindex(rows.index).eq(True).astype(bool))


@dataclass(frozen=True)
class Loop:
    """answers = due + not_due + not_known; due = in_time + late + not_called; share = in_time of due with low and high (Wilson), missing without any.

    `open`: customers nobody has called or helped yet. `outcomes`: outcome ("" for none told, `OTHER` for those that fewer than `LEAST_ALIKE` calls
    have), calls.
    """

    answers: int
    due: int
    in_time: int
    late: int
    not_called: int
    not_due: int
    not_known: int
    share: float
    low: float
    high: float
    open: int
    outcomes: pd.DataFrame


def loop_of(followed: pd.DataFrame, level: float = stats.LEVEL) -> Loop:
    """How many detractors were called in time, and what came of it; `followed` is that of `calls_of`, or those of its rows that are asked about."""
    count = {state: int((followed["state"] == state).sum()) for state in STATES}
    due = count["in_time"] + count["late"] + count["not_called"]
    low, high = stats.wilson(count["in_time"], due, level)
    share = count["in_time"] / due if due else np.nan
    waiting = int(followed.loc[followed["open"].astype(bool), "customer_id"].nunique())
    called = followed[followed["called_on"].notna()]
    said = called["outcome"].fillna("").astype(str)
    said = said.where((said == "") | (said.map(said.value_counts()) >= LEAST_ALIKE), OTHER)
    outcomes = said.value_counts().rename_axis("outcome").reset_index(name="calls").sort_values(["calls", "outcome"], ascending=[False, True])
    return Loop(len(followed), due, **count, share=share, low=float(low), high=float(high), open=waiting, outcomes=outcomes.reset_index(drop=True))


@dataclass(frozen=True)
class MayBeAsked:
    """`rows`: customer_id, reason (one of `REASONS`, the first that holds, or `MAY`). `counts`: reason (`MAY` last), customers (by the first reason:
    they add up to all), all_with_it (whoever it holds for); both are missing where nothing tells of it.
    """

    rows: pd.DataFrame
    counts: pd.DataFrame


def may_be_asked(
    customers: pd.DataFrame,
    surveys: pd.DataFrame | None,
    tickets_open: Iterable[str] | None,
    as_of: date,
    rest_days: int = 90,
    agreed: Iterable[str] | None = None,
) -> MayBeAsked:
    """Who may be asked next, by the rules of rest.

    `customers`: customer_id and, where it is told, orders (how many that count); `surveys` (customer_id, asked_on, answered_on) are all invitations
    and answers, of whatever kind; one of `rest_days` before `as_of` is no hindrance any more. `tickets_open`: customer numbers with an open ticket;
    `agreed`: those who consent to surveys. None of these is needed: what is not told hinders nobody, and its count is missing.
    """
    ids = customers["customer_id"].dropna().drop_duplicates().reset_index(drop=True)
    holds: dict[str, pd.Series | None] = dict.fromkeys(REASONS)
    if "orders" in customers:
        holds["never_bought"] = ~ids.isin(customers.loc[customers["orders"] > 0, "customer_id"])
    if agreed is not None:
        holds["no_consent"] = ~ids.isin(set(agreed))
    if tickets_open is not None:
        holds["ticket_open"] = ids.isin(set(tickets_open))
    if surveys is not None:
        day = pd.to_datetime(surveys["asked_on"]).fillna(pd.to_datetime(surveys["answered_on"]))
        lately = (day > pd.Timestamp(as_of - timedelta(days=rest_days))) & (day <= pd.Timestamp(as_of))
        holds["asked_lately"] = ids.isin(surveys.loc[lately, "customer_id"])
    told = {reason: flags.to_numpy(dtype=bool) for reason, flags in holds.items() if flags is not None}
    reason = pd.Series(np.select(list(told.values()), list(told), MAY) if told else MAY, index=ids.index, dtype=object)
    first = [int((reason == name).sum()) if name in told else pd.NA for name in REASONS]
    every = [int(told[name].sum()) if name in told else pd.NA for name in REASONS]
    asked = int((reason == MAY).sum())
    counts = pd.DataFrame({"reason": [*REASONS, MAY], "customers": [*first, asked], "all_with_it": [*every, asked]})
    return MayBeAsked(pd.DataFrame({"customer_id": ids, "reason": reason}), counts.astype({"customers": "Int64", "all_with_it": "Int64"}))
