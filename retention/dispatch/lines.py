"""How things stand, in lines for the command line."""

from typing import Any

from retention import ledger
from retention.dispatch.filling import on_the_shops_clock

BATCHES = 20
STATES = {"open": "may go", "approved": "approved", "sealed": "sealed", "published": "in the outbox", "taken": "taken"}


def standing_lines(told: ledger.Standing, zone: str, stopped: bool) -> list[str]:
    """How things stand, for the command line: batches that are not done, messages by state, pools, what came back."""
    lines = ["a rehearsal: nothing of it may be sent"] if told.rehearsal else []
    lines += ["everything is stopped"] if stopped else []
    rows = told.batches[told.batches["state"] != "void"].head(BATCHES)
    lines += [_batch(row) for row in rows.to_dict("records")]
    more = int((told.batches["state"] != "void").sum()) - len(rows)
    lines += [f"  … and {more:,} earlier ones"] if more > 0 else []
    lines += (
        ["messages: " + ", ".join(f"{count:,} {state}" for state, count in zip(told.states["state"], told.states["messages"], strict=True))]
        if len(told.states)
        else ["no message yet"]
    )
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
