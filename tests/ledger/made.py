"""Proposals as a plan makes them, by numbers: who, in which journey, with a coupon each."""

import json
from datetime import UTC, datetime

import pandas as pd

from retention.journeys import message_key
from retention.ledger import Ledger, Proposal
from retention.tables import ASSIGNMENTS, ENTRIES, TAGS

NOW = datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
JOURNEYS = ("win_back", "birthday")


def candidate(i: int) -> tuple[str, str, str]:
    """Customer, journey and occasion of the candidate number i; the same whoever asks."""
    return f"C{i // 2:07d}", JOURNEYS[i % 2], "2026"


def key(i: int) -> str:
    """The message key of a candidate."""
    customer, journey, occasion = candidate(i)
    return message_key("shop", journey, occasion, "first", customer)


def proposal(ledger: Ledger, numbers: list[int], **changes: object) -> Proposal:
    """Candidates as a plan proposes them, in one batch; entries that the ledger knows are left out, as a plan does."""
    who = [candidate(i) for i in numbers]
    messages = pd.DataFrame(who, columns=["customer_id", "journey", "entry_key"]).assign(
        message_key=[key(i) for i in numbers],
        step="first",
        purpose="marketing",
        channel="sms",
        variant=None,
        template="miss_you",
        params=[json.dumps({"name": f"N{i}"}) for i in numbers],
        address=[f"mac{i // 2}" for i in numbers],
        due_at=pd.Timestamp("2026-07-01T02:00"),
        sent_at=pd.Timestamp("2026-07-01T02:00"),
        send_until=pd.Timestamp("2026-07-03T02:00"),
        offer="back_30",
        offer_until=pd.Timestamp("2026-07-16"),
        pool="back",
        batch=0,
    )
    messages = messages.assign(**changes)
    known = set(ledger.db.execute("select customer_id, journey, entry_key from entries"))
    fresh = [row for row in dict.fromkeys(who) if row not in known]
    entries = ENTRIES.empty().reindex(range(len(fresh)))
    entries[["customer_id", "journey", "entry_key"]] = fresh if fresh else None
    entries["entered_at"] = pd.Timestamp("2026-07-01T01:00")
    batch = {"journey": "win_back", "step": "first", "channel": "sms", "purpose": "marketing", "gateway": "csv", "needs": ""}
    steps = pd.DataFrame({"journey": list(JOURNEYS), "step": "first", "definition": "x"})
    return Proposal(entries, ASSIGNMENTS.empty(), messages, TAGS.empty(), pd.DataFrame([batch]), steps, ledger.version)


def codes(n: int, first: int = 0) -> pd.DataFrame:
    """n coupons."""
    return pd.DataFrame({"code": [f"HS{i:08d}" for i in range(first, first + n)], "expires_on": None})


def write(folder, rows, actions):
    """A batch as one JSON line a message."""
    calls = pd.DataFrame({"message_key": rows["message_key"], "call": ""})
    lines = [
        json.dumps(
            {"key": row.message_key, "to": row.address, "text": json.loads(row.params)["name"], "coupon": None if pd.isna(row.coupon) else row.coupon}
        )
        for row in rows.itertuples(index=False)
    ]
    (folder / "messages.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return {"shop": "shop"}, calls
