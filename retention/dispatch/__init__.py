"""Dispatch: a plan becomes batches, batches become files for whoever sends, and what comes back is taken in.

    plan → (approve) → export → take → receipts

The rooms `journeys` (who is written to), `ledger` (once) and `handover` (files) are introduced to each other here; nothing is sent. A
rehearsal plays the whole chain for any day, in a folder and a ledger of its own, with addresses that are nobody's.
"""

from retention.dispatch.chain import Chain, Done
from retention.dispatch.lines import standing_lines

__all__ = ["Chain", "Done", "standing_lines"]
