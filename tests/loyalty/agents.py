"""The slow simulation as agents in SimPy: one process per member, who sleeps until the next day on which something is due to her."""

from collections.abc import Generator

import simpy

from retention.programmes.members import Members
from tests.loyalty import slow
from tests.loyalty.slow import Case, Lives, Member


def life(env: simpy.Environment, one: Member, tiers: list[int]) -> Generator[simpy.Event, None, None]:
    """A member's days; `tiers` collects hers at the start of each year."""
    day = -1
    while True:
        day = min(one.next_day(day), (day // 365 + 1) * 365)
        yield env.timeout(day - env.now)
        if day % 365 == 0:
            tiers.append(one.granted(day))
        one.live(day)


def side_by_side(members: Members, case: Case, seed: int, draw: int) -> Lives:
    """All members in one environment, until the horizon."""
    env = simpy.Environment()
    people = [(Member(members, i, case, seed, draw), list[int]()) for i in range(len(members.customer_id))]
    for one, tiers in people:
        env.process(life(env, one, tiers))
    env.run(until=case.horizon)
    for one, tiers in people:
        yield one, [*tiers, one.granted(case.horizon)]


def simulate(members: Members, cases: dict[int, Case], seed: int) -> slow.Totals:
    """The same totals as the slow simulation day by day."""
    return slow.simulate(members, cases, seed, side_by_side)
