"""How things stand: what was planned, what waits for whom, what was handed over, what came back."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from retention import ledger
from retention.dispatch.filling import on_the_shops_clock
from retention.dispatch.places import folder_of, stops

BATCHES = 20
STATES = {"open": "may go", "approved": "approved", "sealed": "sealed", "published": "in the outbox", "taken": "taken"}


@dataclass(frozen=True)
class Standing:
    """batches as `ledger.batches`; states: messages by state; pools of codes; last_receipt (UTC) or None; withdrawals; stopped; rehearsal."""

    batches: pd.DataFrame
    states: pd.DataFrame
    pools: pd.DataFrame
    last_receipt: pd.Timestamp | None
    withdrawals: pd.DataFrame
    stopped: bool
    rehearsal: bool
    carried_away: tuple[int, ...] = ()

    @property
    def waiting_for_approval(self) -> pd.DataFrame:
        """Batches that somebody must approve."""
        return self.batches[(self.batches["state"] == "open") & (self.batches["needs"] != "")]


def standing(data: Path, params: str = "", rehearsal: bool = False) -> Standing | None:
    """How the ledger of a shop stands; None where nothing was planned for sending yet. Nothing is changed by looking."""
    folder = folder_of(data, rehearsal)
    with ledger.to_look_at(folder) as book:
        if book is None:
            return None
        found = ledger.batches(book)
        published = found.loc[found["state"] == "published", "batch"]
        gone = tuple(int(batch) for batch in published if not book.place("outbox", int(batch)).exists())
        return Standing(
            found,
            ledger.by_state(book),
            ledger.pools(book),
            ledger.last_receipt(book),
            ledger.withdrawals(book),
            any(path.exists() for path in stops(params, data)),
            rehearsal,
            gone,
        )


def standing_lines(told: Standing, zone: str) -> list[str]:
    """How things stand, for the command line: batches that are not done, messages by state, pools, what came back."""
    lines = ["a rehearsal: nothing of it may be sent"] if told.rehearsal else []
    lines += ["everything is stopped"] if told.stopped else []
    rows = told.batches[told.batches["state"] != "void"].head(BATCHES)
    lines += [_batch(row) for row in rows.to_dict("records")]
    more = int((told.batches["state"] != "void").sum()) - len(rows)
    lines += [f"  … and {more:,} earlier ones"] if more > 0 else []
    lines += ["messages: " + ", ".join(f"{count:,} {state}" for state, count in zip(told.states["state"], told.states["messages"], strict=True))]
    lines += [f"codes of {row['pool']}: {row['free']:,} free, {row['issued']:,} issued" for row in told.pools.to_dict("records")]
    if told.last_receipt is not None:
        lines.append(f"last receipt: {on_the_shops_clock(told.last_receipt, zone)}")
    lines += [f"withdrawals since the beginning: {len(told.withdrawals):,}"] if len(told.withdrawals) else []
    lines += [f"batch {batch}: its folder was carried away without `retention messages take`" for batch in told.carried_away]
    return lines


def _batch(row: dict[Any, Any]) -> str:
    """A batch in a line: number, state, what it is, how much."""
    state = f"waits for approval ({row['needs']})" if row["state"] == "open" and row["needs"] else STATES.get(row["state"], row["state"])
    what = " · ".join(part for part in (row["journey"], row["step"], row["channel"]) if part)
    counts = {"messages": row["messages"], "held": row["held"], "given up": row["given_up"], "tags and tiers": row["actions"]}
    return f"{row['batch']:>6}  {state:<28} {what}: " + ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
