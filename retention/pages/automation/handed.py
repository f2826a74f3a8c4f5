"""What was handed over, in words and rows."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from retention.pages.automation.sentences import journey_label, step_label
from retention.pages.kit.labels import channel_label
from retention.pages.kit.words import Words

if TYPE_CHECKING:
    from retention.ledger import Standing

DAYS, SHOWN = 30, 12
HEADS = {"batch": "count", "what": "text", "state": "text", "messages": "count", "given_up": "count", "planned": "text"}
# Less than so many codes of a pool are worth a line.
FEW_CODES = 200


def in_words(told: "Standing", now: datetime, words: Words) -> str:
    """What was handed over lately, what waits for somebody, and what came back; one line each."""
    utc = pd.Timestamp(now).tz_convert("UTC").tz_localize(None)
    counts = dict(zip(told.states["state"], told.states["messages"], strict=True))
    arrived, failed = counts.get("delivered", 0), counts.get("failed", 0)
    still = sum(counts.get(state, 0) for state in ("exported", "submitted", "task_created", "unknown"))
    lately = told.batches["sealed_at"] >= utc - pd.Timedelta(days=DAYS)
    lines = [words("automation-handed", days=DAYS, n=int(told.batches.loc[lately, "handed_over"].sum()), held=counts.get("held", 0))]
    if len(told.waiting_for_approval):
        lines.append(words("automation-handed-approval", n=len(told.waiting_for_approval)))
    if told.last_receipt is not None:
        lines.append(words("automation-handed-answers", delivered=arrived, failed=failed, open=still))
        lines.append(words("automation-handed-receipt", day=told.last_receipt.date()))
    elif still:
        lines.append(words("automation-handed-no-receipts"))
    withdrew = told.withdrawals["customer_id"].nunique()
    lines += [words("automation-handed-withdrawals", n=withdrew)] if withdrew else []
    lines += [words("automation-handed-carried", n=len(told.carried_away))] if told.carried_away else []
    few = told.pools[told.pools["free"] < FEW_CODES]
    lines += [words("automation-handed-pool", pool=row["pool"], free=row["free"]) for row in few.to_dict("records")]
    return "\n\n".join(lines)


def rows(told: "Standing", zone: str, words: Words) -> pd.DataFrame:
    """The last batches, newest first."""
    shown = told.batches.head(SHOWN)
    state = shown["state"].where((shown["state"] != "open") | (shown["needs"] == ""), "waits")
    whole = shown["messages"].where(shown["channel"] != "actions", shown["actions"]) - shown["given_up"]
    return pd.DataFrame(
        {
            "batch": shown["batch"],
            "what": [_what(row, words) for row in shown.to_dict("records")],
            "state": [words(f"automation-state-{name}") for name in state],
            "messages": whole,
            "given_up": shown["given_up"],
            "planned": shown["planned_at"].dt.tz_localize("UTC").dt.tz_convert(zone).dt.strftime("%Y-%m-%d %H:%M"),
        }
    )


def _what(row: dict[Any, Any], words: Words) -> str:
    """Journey, step and channel of a batch."""
    if row["channel"] == "actions":
        return words("automation-actions-batch")
    return " · ".join((journey_label(row["journey"], words), step_label(row["journey"], row["step"], words), channel_label(row["channel"], words)))
