"""What a loyalty programme earns or costs, judged before it is launched, changed or stopped.

    result = simulate(programme, members, settings, margin, start)                  # what would be, against a world without it
    economics.summary(result)                                                       # gain with its band, break-even, liability

The simulation follows the same rules as the books (`membership`), and a test replays simulated orders through the ledger. METHODS §6.
"""
