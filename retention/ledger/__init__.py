"""Ledger: what was reserved, handed over and answered, so that no message goes out twice and none is lost, whatever is killed when.

    reserve → approve → stage → seal → publish → take → receipts

It knows customers by their numbers, and addresses as keyed hashes; what a message says is handed in and out.
"""

from retention.ledger.answered import Answered, blank, receive, remember_withdrawals
from retention.ledger.handing import (
    Write,
    actions,
    approve,
    batch_of,
    cancel,
    expire,
    hand_over,
    reconcile,
    recover,
    reschedule,
    reserved,
    take,
    top_up,
    void,
    withdrawn_since,
)
from retention.ledger.looking import Known, batches, by_state, known, last_receipt, nothing_known, pools, to_look_at, withdrawals
from retention.ledger.reserving import PlannedAnew, Proposal, Reserved, add_coupons, reserve
from retention.ledger.stand import Standing, standing
from retention.ledger.store import FILE, Ledger, Refused, adopt, handed_out_unknown, keys_lost, name_of, opened

__all__ = [
    "FILE",
    "Answered",
    "Known",
    "Ledger",
    "PlannedAnew",
    "Proposal",
    "Refused",
    "Reserved",
    "Standing",
    "Write",
    "actions",
    "add_coupons",
    "adopt",
    "approve",
    "batch_of",
    "batches",
    "blank",
    "by_state",
    "cancel",
    "expire",
    "hand_over",
    "handed_out_unknown",
    "keys_lost",
    "known",
    "last_receipt",
    "name_of",
    "nothing_known",
    "opened",
    "pools",
    "receive",
    "reconcile",
    "recover",
    "remember_withdrawals",
    "reschedule",
    "reserve",
    "reserved",
    "standing",
    "take",
    "to_look_at",
    "top_up",
    "void",
    "withdrawals",
    "withdrawn_since",
]
