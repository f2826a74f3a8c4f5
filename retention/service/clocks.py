"""The clocks of service: when each ticket had its first reply, a person's, a solution, and how long the customer or the shop was waited for.

All is worked out when it is asked for, from what tickets, their messages and their states tell; any of the three may be missing.
Conventions that a reader would get wrong:

- A robot's message is a reply, and ends the wait of the customer it served; only an agent's is a *human* reply.
- Where the shop wrote first and so opened the ticket, that is no reply: the clocks of replies begin with the customer's first word (`asked_at`).
- `solved_at` is the first solution: reopening does not move it. `total_solved_at` is the last one and missing while the ticket is open; of
  solved and closed in a row the first counts, so that the desk's automatic closing is taken for no solution.
- A solution is offered when the desk says so, and at the latest when the ticket is solved.
- `waits` are those after the first reply. What a customer says last, after a solution and in a ticket that is solved, is a thank-you: it
  opens no wait unless it was answered or the ticket was reopened.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis import _
from pandas.api.typing import NaTType

from retention.tables import DataProblem

DONE = ("solved", "closed")
# What tickets tell beside their times; missing where an export does not tell it. Team and assignee may stand with the last state instead.
ABOUT = ("customer_id", "order_id", "channel", "kind", "topic", "assignee", "group", "priority")
OF_MESSAGES = ("first_message_at", "last_message_at", "first_reply_at", "first_human_reply_at", "first_robot_at", "first_customer_at")
TIMES = ("asked_at", *OF_MESSAGES, "offered_at", "solved_at", "total_solved_at", "reopened_at")
# Clock of a policy → the moments that start and stop it; `next_reply` starts and stops with each of the `waits`.
RUNS = {
    "first_reply": ("asked_at", "first_reply_at"),
    "first_human_reply": ("asked_at", "first_human_reply_at"),
    "offered": ("opened_at", "offered_at"),
    "solved": ("opened_at", "solved_at"),
    "total_solved": ("opened_at", "total_solved_at"),
}
PAUSING = ("waiting_customer", "waiting_other")


def known_until(as_of: date, zone: str, *tables: ir.Table | None) -> datetime:
    """The moment up to which service is known, UTC: the last one of `as_of` that a table tells of, or the end of that day where none tells of it.

    Without it, all that fell due after an export was taken in the afternoon would be late.
    """
    begins, ends = (datetime.combine(as_of + timedelta(days=n), time(), ZoneInfo(zone)).astimezone(ZoneInfo("UTC")) for n in (0, 1))
    told = [_last_moment(table) for table in tables if table is not None]
    last = max((at for at in told if not pd.isna(at)), default=pd.NaT)
    first, end = begins.replace(tzinfo=None), ends.replace(tzinfo=None)
    return last.to_pydatetime() if not pd.isna(last) and first <= last < end else end


def _last_moment(table: ir.Table) -> pd.Timestamp | NaTType:
    times = [name for name in ("opened_at", "offered_at", "resolved_at", "sent_at", "changed_at", "asked_at", "answered_at") if name in table.columns]
    row = table.agg(**{name: table[name].max() for name in times}).to_pandas().iloc[0]
    return max((at for at in pd.to_datetime(row) if not pd.isna(at)), default=pd.NaT)


def ticket_clocks(tickets: ir.Table | None, messages: ir.Table | None, states: ir.Table | None, moment: datetime) -> pd.DataFrame:
    """One row per ticket in order of opening; times are UTC, durations calendar seconds, missing where nothing tells of them.

    Columns: ticket_id, opened_at; those of `ABOUT`; `TIMES`; first_reply, first_human_reply (from asked_at), offered, solved, total_solved (from
    opening); next_reply (the longest wait of `waits`, open ones until `moment`); waited_for_customer (in that state); with_robot (from the
    robot's first word to a person's first, or to the last one where no person came); messages; opened_by_shop; reopens; state (the last one);
    is_open (missing where nothing tells of solutions).
    """
    everyone = opened_tickets(tickets, states)
    for told in (_of_messages(messages, everyone), _of_states(states, moment)):
        everyone = everyone.left_join(told, "ticket_id").drop("ticket_id_right")
    table = _with_times(everyone).order_by("opened_at", "ticket_id").to_pandas()
    for name in ("opened_at", *TIMES):
        table[name] = pd.to_datetime(table[name]).astype("datetime64[us]")
    for clock, (start, stop) in RUNS.items():
        table[clock] = (table[stop] - table[start]).dt.total_seconds().clip(lower=0)
    table["with_robot"] = _with_robot(table)
    table["opened_by_shop"] = table["opened_by_shop"].fillna(False).astype(bool)
    told = table["state"].notna() | bool(table["solved_at"].notna().any())
    table["is_open"] = table["total_solved_at"].isna().astype("boolean").where(told)
    table["messages"] = table["messages"].fillna(0).astype(int)
    table["reopens"] = table["reopens"].astype(float)
    longest = _longest(waits(messages, table), moment)
    return table.assign(next_reply=table["ticket_id"].map(longest).astype(float)).drop(columns=["desk_offered_at", "resolved_at", "run_from"])


def opened_tickets(tickets: ir.Table | None, states: ir.Table | None) -> ir.Table:
    """Every ticket with its opening and what is told about it; where only states are told, it is opened with its first one."""
    if tickets is None and states is not None:
        first = states.group_by("ticket_id").agg(opened_at=_.changed_at.min())
        return first.mutate(**dict.fromkeys(ABOUT, ibis.null("string")), **dict.fromkeys(("desk_offered_at", "resolved_at"), ibis.null("timestamp")))
    if tickets is None:
        raise DataProblem("no tickets. Add the help desk's export of tickets, or of their states")
    about = {name: tickets[name] if name in tickets.columns else ibis.null("string") for name in ABOUT}
    times = {"opened_at": tickets.opened_at, "desk_offered_at": tickets.offered_at, "resolved_at": tickets.resolved_at}
    counted = {"desk_reopens": tickets["reopens"]} if "reopens" in tickets.columns else {}
    return tickets.select("ticket_id", **times, **about, **counted)


def waits(messages: ir.Table | None, clocks: pd.DataFrame) -> pd.DataFrame:
    """Waits of customers after the first reply, one row each: ticket_id, waited_from, replied_at (missing: not up to now), replied_by."""
    if messages is None:
        return pd.DataFrame({"ticket_id": [], "waited_from": pd.to_datetime([]), "replied_at": pd.to_datetime([]), "replied_by": []})
    order = ibis.window(group_by="ticket_id", order_by="message_no")
    turns = messages.mutate(by_customer=_.sender == "customer")
    turns = turns.mutate(before=_.by_customer.lag().over(order))
    turns = turns.filter(_.before.isnull() | (_.before != _.by_customer))
    turns = turns.mutate(replied_at=_.sent_at.lead().over(order), replied_by=_.sender.lead().over(order))
    found = turns.filter(_.by_customer, _.before.notnull()).select("ticket_id", "replied_at", "replied_by", waited_from=_.sent_at).to_pandas()
    found = found.merge(clocks[["ticket_id", "asked_at", "offered_at", "total_solved_at"]], on="ticket_id")
    found = found[found["waited_from"] > found["asked_at"]]
    thanks = found["replied_at"].isna() & found["total_solved_at"].notna() & (found["waited_from"] >= found["offered_at"])
    found = found[~thanks].sort_values(["ticket_id", "waited_from"], ignore_index=True)
    return found[["ticket_id", "waited_from", "replied_at", "replied_by"]].astype({"waited_from": "datetime64[us]", "replied_at": "datetime64[us]"})


def pauses(states: ir.Table | None) -> pd.DataFrame:
    """Spans in which tickets were in one of `PAUSING`, in order: ticket_id, state, span_from, span_to (missing: they still are)."""
    if states is None:
        return pd.DataFrame({"ticket_id": [], "state": [], "span_from": pd.to_datetime([]), "span_to": pd.to_datetime([])})
    found = _until_next(states).filter(_.state.isin(PAUSING)).select("ticket_id", "state", span_from=_.changed_at, span_to=_.until).to_pandas()
    found = found.astype({"span_from": "datetime64[us]", "span_to": "datetime64[us]"})
    return found.sort_values(["ticket_id", "span_from"], ignore_index=True)


def _until_next(states: ir.Table) -> ir.Table:
    """States with the moment at which the next one begins, and the one before."""
    order = ibis.window(group_by="ticket_id", order_by="state_no")
    return states.mutate(until=_.changed_at.lead().over(order), before=_.state.lag().over(order))


def _of_messages(messages: ir.Table | None, everyone: ir.Table) -> ir.Table:
    """Per ticket: its first and last message, the first of each sender; of the shop's, those with which it opened the ticket count for nothing."""
    if messages is None:
        empty = {"ticket_id": "string", **dict.fromkeys(OF_MESSAGES, "timestamp"), "messages": "int64", "opened_by_shop": "boolean"}
        return ibis.memtable([], schema=ibis.schema(empty))
    ticket, by_customer = ibis.window(group_by="ticket_id"), _.sender == "customer"
    told = messages.inner_join(everyone.select("ticket_id", "opened_at"), "ticket_id")
    told = told.mutate(first_no=_.message_no.min().over(ticket), asked_no=_.message_no.min(where=by_customer).over(ticket))
    told = told.mutate(opens=(_.message_no == _.first_no) & ~by_customer & (_.sent_at <= _.opened_at))
    told = told.mutate(opened_by_shop=_.opens.any().over(ticket))
    told = told.mutate(counts=~(_.opened_by_shop & (_.asked_no.isnull() | (_.message_no < _.asked_no))))
    return told.group_by("ticket_id").agg(
        first_message_at=_.sent_at.min(),
        last_message_at=_.sent_at.max(),
        first_reply_at=_.sent_at.min(where=_.counts & ~by_customer),
        first_human_reply_at=_.sent_at.min(where=_.counts & (_.sender == "agent")),
        first_robot_at=_.sent_at.min(where=_.counts & (_.sender == "robot")),
        first_customer_at=_.sent_at.min(where=by_customer),
        messages=_.count(),
        opened_by_shop=_.opened_by_shop.any(),
    )


def _of_states(states: ir.Table | None, moment: datetime) -> ir.Table:
    """Per ticket: first solution, begin of the last run of solved and closed, reopenings, waiting for the customer; last state, owner, queue."""
    if states is None:
        times = dict.fromkeys(("state_solved_at", "reopened_at", "run_from", "last_change_at"), "timestamp")
        texts = dict.fromkeys(("ticket_id", "state", "owner", "queue"), "string")
        empty = {**texts, **times, "state_reopens": "int64", "waited_for_customer": "float64"}
        return ibis.memtable([], schema=ibis.schema(empty))
    done = _.state.isin(DONE)
    again = ~done & _.before.isin(DONE) | (_.state == "reopened") & (_.before.isnull() | ~_.before.isin(DONE))
    waited = (ibis.coalesce(_.until, ibis.timestamp(moment)).epoch_seconds() - _.changed_at.epoch_seconds()).sum(where=_.state == "waiting_customer")
    told = _until_next(states).mutate(done=done, again=again, enters=done & (_.before.isnull() | ~_.before.isin(DONE)))
    return told.group_by("ticket_id").agg(
        state_solved_at=_.changed_at.min(where=_.done),
        reopened_at=_.changed_at.max(where=_.again),
        run_from=_.changed_at.max(where=_.enters),
        last_change_at=_.changed_at.max(),
        state_reopens=_.again.sum(),
        waited_for_customer=waited.fill_null(0).cast("float64"),
        state=_.state.argmax(_.state_no),
        owner=_.owner.argmax(_.state_no, where=_.owner.notnull()),
        queue=_.queue.argmax(_.state_no, where=_.queue.notnull()),
    )


def _with_times(everyone: ir.Table) -> ir.Table:
    """The solution's times, of what the desk and its states say."""
    solved = ibis.coalesce(_.state_solved_at, _.resolved_at)
    by_state = _.state.isin(DONE).ifelse(_.run_from, (_.resolved_at >= _.last_change_at).ifelse(_.resolved_at, ibis.null("timestamp")))
    told_reopens = [everyone["desk_reopens"]] if "desk_reopens" in everyone.columns else []
    reopens = ibis.greatest(everyone.state_reopens, *told_reopens) if told_reopens else everyone.state_reopens
    timed = everyone.mutate(
        reopens=reopens,
        solved_at=solved,
        group=ibis.coalesce(everyone["group"], _.queue),
        assignee=ibis.coalesce(_.assignee, _.owner),
        asked_at=_.opened_by_shop.fill_null(False).ifelse(_.first_customer_at, _.opened_at),
    ).mutate(
        offered_at=ibis.least(ibis.coalesce(_.desk_offered_at, _.solved_at), ibis.coalesce(_.solved_at, _.desk_offered_at)),
        total_solved_at=_.state.isnull().ifelse(_.resolved_at, by_state),
    )
    return timed.drop("state_solved_at", "state_reopens", "last_change_at", "owner", "queue", *(("desk_reopens",) if told_reopens else ()))


def _with_robot(table: pd.DataFrame) -> pd.Series:
    """Seconds from the robot's first word to a person's first, or to the ticket's last where no person came; missing without a robot."""
    until = table["first_human_reply_at"].fillna(table["last_message_at"])
    return (until - table["first_robot_at"]).dt.total_seconds().clip(lower=0)


def _longest(waited: pd.DataFrame, moment: datetime) -> pd.Series:
    seconds = (waited["replied_at"].fillna(pd.Timestamp(moment)) - waited["waited_from"]).dt.total_seconds()
    return seconds.groupby(waited["ticket_id"]).max()
