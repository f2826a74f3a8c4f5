"""Member-months of a loyalty programme simulated per second (bar 50 M, aim 150 M on two cores), and against one SimPy process a member.

    python -m benchmarks.loyalty                1 M members × 36 months × 4 draws; 100,000 × 36 × 100; 2,000 on both sides, with the ratio
    python -m benchmarks.loyalty --ours 2e6 1   our side only: members, draws

Both sides simulate the same programme on the same members with the same keyed random numbers and must come to equal money and points;
the benchmark stops where they do not. A SimPy member sleeps until the next day on which something is due to her.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from datetime import date

import numpy as np

from retention.programmes.simulate import simulate
from retention.settings import Assumptions
from retention.settings.preset_programmes import presets
from tests.loyalty.made import members

START, MONTHS, MARGIN, SEED = date(2026, 7, 1), 36, 0.24, 1
PROGRAMME = "clothing_rolling"
LARGE = ((1_000_000, 4), (100_000, 100))
BESIDE = 2_000


def ours(size: int, draws: int) -> dict[str, float]:
    """Seconds and peak memory of one call of simulate(), compiled before."""
    programme, assumptions = presets()[PROGRAMME], Assumptions()
    simulate(programme, members(200), assumptions, MARGIN, START, MONTHS, 2, SEED)
    people = members(size)
    before = peak()
    start, processors = time.perf_counter(), time.process_time()
    made = simulate(programme, people, assumptions, MARGIN, START, MONTHS, draws, SEED)
    seconds, processors = time.perf_counter() - start, time.process_time() - processors
    speeds = {"speed": size * MONTHS * draws / seconds, "speed_of_one": size * MONTHS * draws / processors}
    return {"seconds": seconds, **speeds, "before_mb": before, "peak_mb": peak(), "orders": orders(made.money)}


def beside(size: int) -> dict[str, float]:
    """Both sides on the same members, one draw; equal sums or an error."""
    from tests.loyalty import agents
    from tests.loyalty.slow import cases

    programme, assumptions, people = presets()[PROGRAMME], Assumptions(), members(size)
    simulate(programme, people, assumptions, MARGIN, START, MONTHS, 1, SEED)
    times = []
    for _ in range(3):
        start = time.perf_counter()
        fast = simulate(programme, people, assumptions, MARGIN, START, MONTHS, 1, SEED)
        times.append(time.perf_counter() - start)
    seconds = min(times)
    start = time.perf_counter()
    slow = agents.simulate(people, cases(programme, fast.drawn, assumptions, MARGIN, START, MONTHS), SEED)
    theirs = time.perf_counter() - start
    np.testing.assert_allclose(fast.money, slow.money, rtol=1e-9, atol=1e-6)
    np.testing.assert_array_equal(fast.points, slow.points)
    return {"seconds": seconds, "simpy_seconds": theirs, "speed": size * MONTHS / seconds, "simpy_speed": size * MONTHS / theirs}


def orders(money: np.ndarray) -> float:
    """Orders of the programme's world, all draws."""
    return float(money[..., 1].sum())


def peak() -> float:
    """Peak memory of this process, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def in_own_process(*arguments: str) -> dict[str, float]:
    """The same in a fresh interpreter, so that memory is its own."""
    run = subprocess.run([sys.executable, "-m", "benchmarks.loyalty", *arguments], capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(run.stderr)
    return json.loads(run.stdout.strip().splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ours", nargs=2, type=float, metavar=("MEMBERS", "DRAWS"))
    parser.add_argument("--one", nargs=2, type=int)
    parser.add_argument("--beside", type=int)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(ours(*asked.one)))
        return
    if asked.beside:
        print(json.dumps(beside(asked.beside)))
        return
    for size, draws in [tuple(map(int, asked.ours))] if asked.ours else LARGE:
        row = in_own_process("--one", str(size), str(draws))
        about = f"{size:>9,} members × {MONTHS} months × {draws:>3} draws {row['seconds']:>7.2f} s {row['speed'] / 1e6:>7.1f} M member-months/s"
        about += f" ({row['speed_of_one'] / 1e6:.1f} M a processor)"
        print(f"{about} {row['peak_mb']:>6,.0f} MB ({row['before_mb']:,.0f} before) {row['orders']:>12,.0f} orders", flush=True)
    if not asked.ours:
        row = in_own_process("--beside", str(BESIDE))
        sides = f"ours {row['speed'] / 1e6:.1f} M, SimPy {row['simpy_speed'] / 1e6:.3f} M member-months/s"
        ratio = row["simpy_seconds"] / row["seconds"]
        print(f"{BESIDE:>9,} members × {MONTHS} months, equal money and points: {sides}, ratio {ratio:,.0f} x", flush=True)


if __name__ == "__main__":
    main()
