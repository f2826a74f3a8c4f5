"""Returns written by hand, as a shop's tables have them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import ibis
import pandas as pd
import pyarrow as pa

from retention import service
from retention.tables import RETURN_STATES, RETURNS, Table

KINDS = {
    "text": pa.string(), "time": pa.timestamp("us"), "date": pa.date32(), "integer": pa.int64(), "number": pa.float64(),
    "money": pa.decimal128(18, 2), "flag": pa.bool_(),
}  # fmt: skip
NOW = datetime(2026, 5, 31, 12)


def table(promise: Table, rows: Sequence[Mapping]) -> ibis.Table:
    """Rows with every promised column, as Ibis has them."""
    schema = pa.schema({name: KINDS[column.kind] for name, column in promise.columns.items()})
    return ibis.memtable(pa.Table.from_pylist([{name: row.get(name) for name in promise.columns} for row in rows], schema))


def day(told: str) -> date:
    """A day of May 2026, told as its number, or the whole date."""
    return date.fromisoformat(told if "-" in told else f"2026-05-{int(told):02}")


def at(told: str) -> datetime:
    """Noon of day 3, or told as 3/18 for 18:00."""
    number, _, hour = told.partition("/")
    return datetime.combine(day(number), datetime.min.time()).replace(hour=int(hour or 12))


def told(**returns: dict) -> ibis.Table:
    """Returns by number: kind, status and what else there is; on the first of May, one piece, one part."""
    common = {"part": 1, "returned_on": day("1"), "quantity": 1, "amount": 0, "stage": "after_delivery", "found_by": "named", "status": "open"}
    rows = [common | {"return_id": number, "order_id": "o" + number} | about for number, about in returns.items()]
    return table(RETURNS, rows)


def steps(**returns: str) -> ibis.Table:
    """Changes by number of the return, as "1 requested, 2 agreed <9, 4/18 sent_back": day, state, and after < the day it is due."""
    rows = []
    for number, line in returns.items():
        for place, said in enumerate(line.split(", "), 1):
            when, state, *due = said.replace(" <", " ").split(" ")
            rows.append({"return_id": number, "state_no": place, "changed_at": at(when), "changed_on": at(when).date(), "state": state})
            rows[-1] |= {"due_on": day(due[0])} if due else {}
    return table(RETURN_STATES, rows)


def standings(returns: ibis.Table | None, states: ibis.Table | None, **more) -> pd.DataFrame:
    """By number of the return, at noon of the last of May."""
    return service.return_standings(returns, states, NOW, "UTC", **more).set_index("return_id")
