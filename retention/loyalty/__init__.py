"""Loyalty programmes: the points and tiers members have, and what a programme earns or costs before it is launched.

    ledger = points_ledger(programme, purchases, refunds, burns, tasks, joined, as_of)    # what is: lots, tiers, how far to the next
    found = reconcile(ledger.members, memberships)                                  # beside the shop's own balances
    result = simulate(programme, members, settings, margin, start)                  # what would be, against a world without it
    economics.summary(result)                                                       # gain with its band, break-even, liability

One day goes: points expire, mature, are clawed back, tiers are reviewed, then orders come (earn, redeem). Ledger and
simulation follow the same rules, and a test replays simulated orders through the ledger. METHODS §6.
"""

from retention.loyalty.ledger import Ledger, points_ledger
from retention.loyalty.preset_programmes import known_programmes, presets
from retention.loyalty.reconciled import Reconciled, reconcile

__all__ = ["Ledger", "Reconciled", "known_programmes", "points_ledger", "presets", "reconcile"]
