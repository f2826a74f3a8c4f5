"""The books of a loyalty programme: the points and tiers members have today, and why.

    ledger = points_ledger(programme, purchases, refunds, burns, tasks, joined, as_of)    # what is: lots, tiers, how far to the next
    found = reconcile(ledger.members, memberships)                                  # beside the shop's own balances

One day goes: points expire, mature, are clawed back, tiers are reviewed, then orders come (earn, redeem). METHODS §6.
"""

from retention.membership.ledger import Ledger, points_ledger
from retention.membership.reconciled import Reconciled, reconcile

__all__ = ["Ledger", "Reconciled", "points_ledger", "reconcile"]
