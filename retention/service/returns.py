"""Returns at every step: where each one stands, how long each step takes, and changes of state that should not be.

`returns` says how a return ended and what it cost, `return_states` when it came into each state; either may be missing. States are dated, so they
go before a status that is not: what the newest export says of a return was not known on an earlier day (`newest`). A return may have several
parts (goods of several lines) and an order several returns; a return that was received and not refunded is simply open.
"""

from datetime import datetime

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from retention import stats
from retention.service.return_rules import RESTING, allowed, kind_of, next_step

OUTCOMES = ("open", "settled", "refused", "cancelled", "not_known")
# Of open returns, by the last day on which the next step is in time.
RETURN_STANDINGS = ("overdue", "due_soon", "later", "no_limit")
DUE_SOON_DAYS = 1
ABOUT = ("customer_id", "order_id", "kind_told", "reason", "status", "settled_on", "parts", "pieces", "asked", "amount", "returned_at", "returned_on")
QUANTILES = {"p50": 0.5, "p90": 0.9}
# First days of the ages that are told apart.
RETURN_AGES = (0, 3, 7, 15, 30)


def return_standings(
    returns: ir.Table | None, states: ir.Table | None, moment: datetime, zone: str, newest: bool = True, due_soon: int = DUE_SOON_DAYS
) -> pd.DataFrame:
    """One row per return that either table tells of, in order of opening; times are UTC, ages days. `newest`: no later export was read.

    Columns: return_id; those of `ABOUT` (kind_told and reason in the shop's words; pieces, asked and amount over all parts); kind (`KINDS`);
    return_no (1, 2, … within the order); opened_at; state and since (missing where no state is told); outcome (one of `OUTCOMES`; not_known: on an
    earlier day, without a date); closed_at (missing: open, or not told when); until_at (the end of what is known of its states); age (of open ones);
    due_on, actor, step, standing (one of `RETURN_STANDINGS`) of open ones; told_otherwise (the two tables disagree).
    """
    told, changes = _told(returns), _changes(states)
    last = changes.groupby("return_id").tail(1).set_index("return_id")
    found = told.join(last[["state", "changed_at", "due_on", "before"]].rename(columns={"changed_at": "since"}), how="outer")
    first = changes.groupby("return_id")["changed_at"].first().reindex(found.index)
    found["opened_at"] = first.fillna(found["returned_at"]).fillna(_midnight(found["returned_on"], zone))
    found["kind"] = found["kind_told"].map(kind_of)
    found = _with_outcome(found, moment, zone, newest)
    found = _with_next(found, pd.Timestamp(moment), zone, due_soon)
    found = found.rename_axis("return_id").reset_index().sort_values(["opened_at", "return_id"], ignore_index=True)
    found["return_no"] = (found.groupby("order_id").cumcount() + 1).where(found["order_id"].notna()).astype("Int64")
    return found.drop(columns="before")


def _told(returns: ir.Table | None) -> pd.DataFrame:
    """What `returns` says of each return, over its parts, by its number."""
    if returns is None:
        empty = pd.DataFrame({name: pd.Series(dtype="object") for name in ("return_id", *ABOUT)}).set_index("return_id")
        return empty.astype({"returned_at": "datetime64[us]", "returned_on": "datetime64[us]", "settled_on": "datetime64[us]"})
    rows = returns.to_pandas().rename(columns={"kind": "kind_told", "quantity": "pieces"}).sort_values(["return_id", "part"])
    for name, kind in (("returned_at", "datetime64[us]"), ("settled_on", "datetime64[us]"), ("status", "object"), ("asked", "float64")):
        if name not in rows:
            rows[name] = pd.Series(index=rows.index, dtype=kind)
    rows = rows.assign(**{name: pd.to_datetime(rows[name]) for name in ("returned_at", "returned_on", "settled_on")})
    rows = rows.assign(**{name: rows[name].astype("float64") for name in ("pieces", "asked", "amount")})
    first = dict.fromkeys(("customer_id", "order_id", "kind_told", "reason"), "first") | {"returned_at": "min", "returned_on": "min"}
    of_return = rows.groupby("return_id")
    money = {name: of_return[name].sum(min_count=1) for name in ("pieces", "asked", "amount")}
    return of_return.agg(first).assign(status=_of_parts(rows), settled_on=of_return["settled_on"].max(), parts=of_return.size(), **money)


def _of_parts(rows: pd.DataFrame) -> pd.Series:
    """The status of a return of several parts: open while one of them is, settled once one of them was; missing where none is told."""
    ranks = rows["status"].map({"open": 0, "settled": 1, "refused": 2, "cancelled": 3})
    return ranks.groupby(rows["return_id"]).min().map(dict(enumerate(("open", "settled", "refused", "cancelled"))))


def _changes(states: ir.Table | None) -> pd.DataFrame:
    """Changes of state in order, without those that tell the state that holds once more: … before (the state left; "" at first), left_at, left_to.

    What is told once more may move the day by which the next step is due.
    """
    names = ["return_id", "state_no", "changed_at", "state", "due_on"]
    if states is None:
        empty = pd.DataFrame(columns=[*names, "before", "left_at", "left_to"])
        return empty.astype({"changed_at": "datetime64[us]", "due_on": "datetime64[us]", "left_at": "datetime64[us]"})
    rows = states.to_pandas().sort_values(["return_id", "state_no"], ignore_index=True)[names]
    rows["due_on"] = pd.to_datetime(rows["due_on"])
    begins = rows["state"] != rows.groupby("return_id")["state"].shift()
    rows["due_on"] = rows["due_on"].groupby(begins.cumsum()).transform("last")
    rows = rows[begins].reset_index(drop=True)
    of_return = rows.groupby("return_id")
    return rows.assign(before=of_return["state"].shift().fillna(""), left_at=of_return["changed_at"].shift(-1), left_to=of_return["state"].shift(-1))


def _with_outcome(found: pd.DataFrame, moment: datetime, zone: str, newest: bool) -> pd.DataFrame:
    """Add outcome, closed_at, until_at and told_otherwise."""
    by_state = found["state"].map(RESTING)
    # What the shop sends after a bad inspection is what came back, unless it owes a piece.
    unsettled = (found["state"] == "sent_again") & (found["before"] == "inspected_bad")
    by_state = by_state.mask(unsettled & found["kind"].isin(["return", "exchange", "unknown"]), "refused")
    # A status without a date is that of the newest export; a bad inspection that nothing follows is its own day of refusal.
    dated = (found["status"].isna() | (found["status"] == "settled")) & found["settled_on"].notna()
    dated |= (found["state"] == "inspected_bad") & (found["status"] == "refused")
    status = found["status"].where(newest | dated)
    alone = status.fillna("settled").where(newest | dated, "not_known")
    has_states = found["state"].notna()
    ended = status.where(status != "open")
    outcome = by_state.fillna(ended).fillna("open").where(has_states, alone)
    booked = _midnight(found["settled_on"], zone).where(outcome == "settled")
    booked = booked.where(booked.isna() | (booked >= found["opened_at"]), found["opened_at"])
    later = booked.where(booked.isna() | (booked >= found["since"]), found["since"])
    closed = found["since"].where(by_state.notna(), later.where(has_states, booked)).where(outcome != "open")
    # An exchange or a repair ends without money, which some exports tell as cancelled.
    without_money = found["kind"].isin(["exchange", "resend", "repair"]) & (outcome == "settled") & (status == "cancelled")
    inspected = found["state"].eq("inspected_bad") & status.isin(["refused", "settled"])
    otherwise = has_states & status.notna() & (status != by_state.fillna("open")) & ~without_money & ~inspected
    until = closed.fillna(found["since"]).where(outcome != "open", pd.Timestamp(moment)).where(has_states)
    # What was given back later was not on that day.
    amount = found["amount"].where(newest | (outcome == "settled") | found["amount"].isna(), 0.0)
    return found.assign(outcome=outcome, closed_at=closed, until_at=until, told_otherwise=otherwise, amount=amount)


def _with_next(found: pd.DataFrame, now: pd.Timestamp, zone: str, due_soon: int) -> pd.DataFrame:
    """Add age, due_on, actor, step and standing of those that are open."""
    is_open = found["outcome"] == "open"
    today = now.tz_localize("UTC").tz_convert(zone).tz_localize(None).normalize()
    steps = pd.DataFrame([next_step(k, s) for k, s in zip(found["kind"], found["state"], strict=True)], index=found.index, columns=["actor", "step"])
    left = (found["due_on"] - today).dt.days
    standing = pd.Series(np.select([left < 0, left <= due_soon, left.notna()], RETURN_STANDINGS[:-1], RETURN_STANDINGS[-1]), index=found.index)
    told = {"age": _days(now - found["opened_at"]), "due_on": found["due_on"], **steps, "standing": standing}
    return found.assign(**{name: column.where(is_open) for name, column in told.items()})


def _days(span: pd.Series) -> pd.Series:
    return span.dt.total_seconds() / (24 * 3600)


def _midnight(days: pd.Series, zone: str) -> pd.Series:
    """The moment at which days begin where the shop is, UTC."""
    local = pd.to_datetime(days).dt.tz_localize(zone, ambiguous=True, nonexistent="shift_forward")
    return local.dt.tz_convert("UTC").dt.tz_localize(None).astype("datetime64[us]")


def open_returns(standings: pd.DataFrame) -> pd.DataFrame:
    """Open returns, the most urgent first: those of `return_standings` by due day, then by age."""
    chosen = standings[standings["outcome"] == "open"]
    return chosen.sort_values(["due_on", "age"], ascending=[True, False], na_position="last", ignore_index=True)


def open_by_state(standings: pd.DataFrame) -> pd.DataFrame:
    """Open returns by kind and state ("" where none is told): kind, state, actor, step, returns, overdue, oldest and p50 of age (days)."""
    opened = standings[standings["outcome"] == "open"].assign(overdue=lambda of: of["standing"] == "overdue").fillna({"state": ""})
    counted = opened.groupby(["kind", "state", "actor", "step"]).agg(
        returns=("return_id", "size"), overdue=("overdue", "sum"), oldest=("age", "max"), p50=("age", "median")
    )
    return counted.reset_index()


def open_by_age(standings: pd.DataFrame) -> pd.DataFrame:
    """Open returns by age: from_days (to the next row's, the last one without end), returns, overdue."""
    opened = standings[standings["outcome"] == "open"]
    place = np.searchsorted(RETURN_AGES, opened["age"].to_numpy(dtype=float), side="right") - 1
    late = (opened["standing"] == "overdue").to_numpy()
    rows = [(days, int((place == at).sum()), int((late & (place == at)).sum())) for at, days in enumerate(RETURN_AGES)]
    return pd.DataFrame(rows, columns=["from_days", "returns", "overdue"])


def by_outcome(standings: pd.DataFrame) -> pd.DataFrame:
    """Returns by kind: kind, returns, one column for each of `OUTCOMES`, amount (money given back), told_otherwise."""
    counts = pd.crosstab(standings["kind"], standings["outcome"]).reindex(columns=list(OUTCOMES), fill_value=0)
    of_kind = standings.assign(amount=standings["amount"].astype(float)).groupby("kind")
    told = of_kind.agg(returns=("return_id", "size"), amount=("amount", "sum"), told_otherwise=("told_otherwise", "sum"))
    return told.join(counts)[["returns", *OUTCOMES, "amount", "told_otherwise"]].rename_axis(columns=None).reset_index()


def state_spans(states: ir.Table | None, standings: pd.DataFrame) -> pd.DataFrame:
    """One row per stay of a return in a state, but for those it rests in: return_id, kind, state, entered_at, left_at, left_to, days, left.

    Of what holds still, left_at is missing, left is False and days counts up to now. Days of a return add up to until_at − opened_at.
    """
    changes = _changes(states)
    of = standings.set_index("return_id")[["kind", "outcome", "closed_at", "until_at"]]
    spans = changes[["return_id", "state", "changed_at", "left_at", "left_to"]].rename(columns={"changed_at": "entered_at"}).join(of, on="return_id")
    last, closed = spans["left_at"].isna(), spans["closed_at"].notna()
    spans = spans[~last | (spans["outcome"] == "open") | (closed & (spans["closed_at"] > spans["entered_at"]))]
    last = spans["left_at"].isna()
    spans["left_at"] = spans["left_at"].fillna(spans["closed_at"])
    until = spans["left_at"].where(~last, spans["until_at"])
    spans = spans.assign(days=_days(until - spans["entered_at"]), left=spans["left_at"].notna())
    return spans[["return_id", "kind", "state", "entered_at", "left_at", "left_to", "days", "left"]].reset_index(drop=True)


def time_in_states(spans: pd.DataFrame, level: float = stats.LEVEL) -> pd.DataFrame:
    """How long returns stay in each state, by kind ("all" first): kind, state, stays, still (not left yet), p50 and p90 with their intervals, days.

    Those not left yet count with what they have waited (Kaplan–Meier), or the slow ones would be missing; a quantile is missing while fewer
    than that share have left. States that end a return are not timed, nor is a refusal that nobody objects to.
    """
    groups = [("all", spans), *spans.groupby("kind")]
    rows = [_quantiles(part, {"kind": kind, "state": state}, level) for kind, of in groups for state, part in of.groupby("state")]
    return pd.DataFrame(rows, columns=["kind", "state", "stays", "still", *_QUANTILE_COLUMNS])


def waiting_curve(spans: pd.DataFrame, state: str, kind: str = "all", level: float = stats.LEVEL) -> pd.DataFrame:
    """Share of returns that left a state by each day, with its interval (`stats.kaplan_meier`)."""
    chosen = spans[(spans["state"] == state) & ((kind == "all") | (spans["kind"] == kind))]
    return stats.kaplan_meier(chosen["days"], chosen["left"], level)


def time_to_end(standings: pd.DataFrame, level: float = stats.LEVEL) -> pd.DataFrame:
    """How long returns take from opening to their end, by kind ("all" first): kind, stays, still (open), end_not_told, p50, p90 …, days.

    It needs no states: where only `returns` is told, ends are days of settlement. Ended ones of which the day is not told are left out and counted.
    """
    ended = standings["outcome"].isin(["settled", "refused", "cancelled"])
    known = (ended & standings["closed_at"].notna()) | (standings["outcome"] == "open")
    took = _days(standings["closed_at"] - standings["opened_at"]).where(ended, standings["age"].astype(float))
    timed = standings.assign(days=took.clip(lower=0), left=ended, known=known)
    groups = [("all", timed), *timed.groupby("kind")]
    rows = [_quantiles(of[of["known"]], {"kind": kind, "end_not_told": int((~of["known"]).sum())}, level) for kind, of in groups]
    return pd.DataFrame(rows, columns=["kind", "stays", "still", "end_not_told", *_QUANTILE_COLUMNS])


_QUANTILE_COLUMNS = [f"{name}{end}" for name in QUANTILES for end in ("", "_low", "_high")]


def _quantiles(part: pd.DataFrame, about: dict[str, object], level: float) -> dict[str, object]:
    curve = stats.kaplan_meier(part["days"].astype(float), part["left"].astype(bool), level)
    told: dict[str, object] = about | {"stays": len(part), "still": int((~part["left"].astype(bool)).sum())}
    for name, q in QUANTILES.items():
        # An upper end of the share is reached earlier, so it gives the lower end of the time.
        for end, column in (("", "share"), ("_low", "high"), ("_high", "low")):
            reached = curve.loc[(curve[column] >= q - 1e-9) & (curve["share"] > 0), "day"]
            told[name + end] = float(reached.iloc[0]) if len(reached) else np.nan
    return told


def illegal_transitions(states: ir.Table | None, standings: pd.DataFrame) -> pd.DataFrame:
    """Changes of state that a return's kind does not allow, most frequent first: kind, before ("": the first state told), state, returns, example.

    `example` is a return_id, to be shown as a pseudonym only.
    """
    changes = _changes(states)
    changes = changes.join(standings.set_index("return_id")["kind"], on="return_id")
    told = frozenset(changes["state"])
    legal = [(b, s) in allowed(k, told) for k, b, s in zip(changes["kind"], changes["before"], changes["state"], strict=True)]
    found = changes[~np.asarray(legal, dtype=bool)].groupby(["kind", "before", "state"])["return_id"]
    counted = found.agg(returns="nunique", example="min").reset_index()
    return counted.sort_values(["returns", "kind", "before", "state"], ascending=[False, True, True, True], ignore_index=True)
