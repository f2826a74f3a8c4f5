"""What was handed over, in words and rows."""

from typing import TYPE_CHECKING

import pandas as pd

from retention.pages.automation.sentences import journey_label, step_label
from retention.pages.kit.labels import channel_label
from retention.pages.kit.words import Words

if TYPE_CHECKING:
    from retention.ledger import Standing

DAYS, SHOWN = 30, 12
HEADS = {
    "batch": "count",
    "journey": "text",
    "step": "text",
    "channel": "text",
    "state": "text",
    "planned": "text",
    "handed": "count",
    "given_up": "count",
}
# Less than so many codes of a pool are worth a line.
FEW_CODES = 200


def in_words(told: "Standing", now: pd.Timestamp, words: Words) -> str:
    """What was handed over lately, what waits for somebody, and what came back; one line each."""
    counts = dict(zip(told.states["state"], told.states["messages"], strict=True))
    arrived, failed = counts.get("delivered", 0), counts.get("failed", 0)
    still = sum(counts.get(state, 0) for state in ("exported", "submitted", "task_created", "unknown"))
    lately = told.batches["sealed_at"] >= now - pd.Timedelta(days=DAYS)
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
    no_message = shown["channel"] == "actions"
    return pd.DataFrame(
        {
            "batch": shown["batch"],
            "journey": [journey_label(name, words) if name else words("automation-actions-batch") for name in shown["journey"]],
            "step": [step_label(journey, step, words) if step else "" for journey, step in zip(shown["journey"], shown["step"], strict=True)],
            "channel": ["" if own else channel_label(name, words) for name, own in zip(shown["channel"], no_message, strict=True)],
            "state": [words(f"automation-state-{name}") for name in state],
            "planned": shown["planned_at"].dt.tz_localize("UTC").dt.tz_convert(zone).dt.strftime("%Y-%m-%d %H:%M"),
            "handed": shown["handed_over"].where(~no_message, shown["actions"]),
            "given_up": shown["given_up"],
        }
    )
