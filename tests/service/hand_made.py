"""A help desk written by hand: tickets, messages and states as a shop's tables have them, in UTC."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import ibis
import pandas as pd
import pyarrow as pa

from retention import service
from retention.hours import Hours
from retention.settings import OpenHours, Policy
from retention.tables import TICKET_MESSAGES, TICKET_STATES, TICKETS

KINDS = {"text": pa.string(), "time": pa.timestamp("us"), "date": pa.date32(), "integer": pa.int64(), "number": pa.float64()}
DAY = "2026-05-06"  # a Wednesday
NOW = datetime(2026, 5, 8, 12)
SENDERS = {"c": "customer", "r": "robot", "a": "agent"}


def at(told: str) -> datetime:
    """A moment of 10:00, 10:00:05 (of that Wednesday), or 2026-05-07 10:00."""
    return datetime.fromisoformat(told if "-" in told else f"{DAY} {told}")


def table(promise, rows: Sequence[dict]) -> ibis.Table:
    """Rows with every promised column, as Ibis has them."""
    schema = pa.schema({name: KINDS[column.kind] for name, column in promise.columns.items()})
    return ibis.memtable(pa.Table.from_pylist([{name: row.get(name) for name in promise.columns} for row in rows], schema))


@dataclass
class Desk:
    """Tables of a help desk, and what the room makes of them at `now`."""

    tickets: ibis.Table | None
    messages: ibis.Table | None
    states: ibis.Table | None
    now: datetime = NOW
    zone: str = "UTC"

    @cached_property
    def clocks(self) -> pd.DataFrame:
        return service.ticket_clocks(self.tickets, self.messages, self.states, self.now)

    @cached_property
    def waits(self) -> pd.DataFrame:
        return service.waits(self.messages, self.clocks)

    def clock(self, ticket: str = "w1") -> pd.Series:
        """One ticket's clocks."""
        return self.clocks.set_index("ticket_id").loc[ticket]

    def judged(self, *policies: Policy, **hours: OpenHours) -> pd.DataFrame:
        running = {name: Hours.of(told, self.zone) for name, told in hours.items()}
        return service.judged(self.clocks, self.waits, service.pauses(self.states), policies, running, self.now, self.zone)

    def states_of(self, *policies: Policy, **hours: OpenHours) -> list[str]:
        """What became of each ticket, in order of opening, under each policy."""
        return self.judged(*policies, **hours)["state"].tolist()


def desk(tickets: dict[str, dict], said: dict[str, str] | None = None, states: dict[str, str] | None = None, **more) -> Desk:
    """A desk of tickets {number: {opened: …}}; messages as "10:00 c, 10:05 a", states as "10:00 new, 11:00 solved"."""
    about = [
        {"channel": "chat", "kind": "question", **told, "ticket_id": number, "opened_at": at(told["opened"])}
        | {f"{name}_at": at(told[name]) for name in ("offered", "resolved") if name in told}
        for number, told in tickets.items()
    ]
    messages = [
        {"ticket_id": number, "message_no": place, "sent_at": at(told[:-2]), "sender": SENDERS[told[-1]]}
        for number, line in (said or {}).items()
        for place, told in enumerate(line.split(", "), 1)
    ]
    changes = [
        {"ticket_id": number, "state_no": place, "changed_at": at(told.rpartition(" ")[0]), "state": told.rpartition(" ")[2]}
        for number, line in (states or {}).items()
        for place, told in enumerate(line.split(", "), 1)
    ]
    return Desk(
        table(TICKETS, about) if tickets else None,
        None if said is None else table(TICKET_MESSAGES, messages),
        None if states is None else table(TICKET_STATES, changes),
        **more,
    )


def policy(clock: str, target: str | int, name: str = "p", **more) -> Policy:
    return Policy(name=name, clock=clock, target=target, **more)
