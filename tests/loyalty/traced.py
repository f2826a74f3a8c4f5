"""All that happens to one member of a simulation, event by event."""

from datetime import date

import numpy as np
import pandas as pd

from retention.programmes import simulate as simulation
from retention.programmes.members import Members
from retention.settings import Assumptions, Programme
from retention.simulation import live_all, shapes
from retention.simulation.shapes import KINDS, NOTED


def trace(
    programme: Programme,
    members: Members,
    member: int,
    assumptions: Assumptions,
    margin: float,
    start: date,
    months: int = 36,
    seed: int = 1,
    draw: int = 0,
) -> pd.DataFrame:
    """All that happens to one member in one draw, by the same rules: one row per event, in order.

    `kind` is one of KINDS, `day` counts from the start, `order` numbers her programme orders, `points` are those of the event; `tier`,
    `basis`, `balance` (usable) and `debt` stand as they are after it. Orders and lost orders have their moment `at`, whether they are
    `baseline` orders, `list`, `paid` (points added back), `cash` paid with points, `share` that will come back, points `earned`. A burn
    comes just before its order, with the place of its `way`.
    """
    clock = simulation.clock_of(months)
    rules = simulation.rules_of(programme, members, start, clock)
    people = simulation.people_of(members, programme, rules)
    seen = simulation.seen_of(programme, members, assumptions, start, months, seed)
    (reaction,) = simulation.reactions_of(simulation.drawn_assumptions(assumptions, 1, seed, draw), assumptions, margin, seen)
    room = simulation._room(people, clock, [reaction])
    while True:
        account = shapes.account(room, months, len(programme.tiers), notes=10 * room + 4 * months)
        block = simulation._Block.empty(1, people, rules, clock)
        if live_all(member, member + 1, draw, seed, rules, people, clock, reaction, account, block.sums(0), block.gain, block.seen):
            break
        room *= 2
    told = pd.DataFrame(account.notes[: account.num[shapes.NOTES_N]], columns=list(NOTED))
    whole = ("day", "order", "points", "way", "tier", "balance", "debt", "earned")
    told = told.astype(dict.fromkeys(whole, np.int64)).astype({"baseline": bool})
    return told.assign(kind=np.array(KINDS, object)[told["kind"].astype(int)])
