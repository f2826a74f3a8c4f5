"""Loyalty programmes: the points and tiers members have, and what a programme earns or costs before it is launched.

    ledger = points_ledger(programme, purchases, refunds, burns, tasks, as_of)      # what is: lots, tiers, each member's next step
    result = simulate(programme, members, settings, margin, start)                  # what would be, against a world without it
    economics.summary(result)                                                       # gain with its band, break-even, liability

One day goes: points expire, mature, are clawed back, tiers are reviewed, then orders come (earn, redeem). Ledger and
simulation follow the same rules, and a test replays simulated orders through the ledger. METHODS §6.
"""

from retention.loyalty.presets import known_programmes, presets

__all__ = ["known_programmes", "presets"]
