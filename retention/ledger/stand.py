"""How a ledger stands: what was planned, what waits for whom, what was handed over, what came back."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from retention.ledger.looking import batches, by_state, last_receipt, pools, to_look_at, withdrawals


@dataclass(frozen=True)
class Standing:
    """batches as `ledger.batches`; states: messages by state; pools of codes; last_receipt (UTC) or None; withdrawals; rehearsal;
    carried_away: batches whose folder is gone from the outbox though nobody took it."""

    batches: pd.DataFrame
    states: pd.DataFrame
    pools: pd.DataFrame
    last_receipt: pd.Timestamp | None
    withdrawals: pd.DataFrame
    rehearsal: bool
    carried_away: tuple[int, ...] = ()

    @property
    def waiting_for_approval(self) -> pd.DataFrame:
        """Batches that somebody must approve."""
        return self.batches[(self.batches["state"] == "open") & (self.batches["needs"] != "")]


def standing(folder: Path) -> Standing | None:
    """How the ledger in a folder stands; None where nothing was planned for sending yet. Nothing is changed by looking."""
    with to_look_at(folder) as book:
        if book is None:
            return None
        found = batches(book)
        published = found.loc[found["state"] == "published", "batch"]
        gone = tuple(int(batch) for batch in published if not book.place("outbox", int(batch)).exists())
        return Standing(
            found,
            by_state(book),
            pools(book),
            last_receipt(book),
            withdrawals(book),
            book.rehearsal,
            gone,
        )
