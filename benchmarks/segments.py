"""Groups, types and clusters with their stability for many customers: seconds and peak memory alone (bar: 1 M customers in 3 minutes).

python -m benchmarks.segments            100,000 and 1 M customers
python -m benchmarks.segments 2e5        another number
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from datetime import date

import numpy as np
import pandas as pd

from retention import segments
from retention.settings import SegmentationSettings

AS_OF = date(2026, 6, 30)


def customers(size: int, seed: int = 1) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A pyramid's columns and the measured table of so many customers: two thirds buy once, money follows orders."""
    rng = np.random.default_rng(seed)
    ids = np.char.add("c", np.char.zfill(np.arange(size).astype(str), 8)).astype(object)
    orders = 1 + rng.negative_binomial(0.4, 0.4, size)
    since = rng.integers(0, 900, size)
    paid = np.round(orders * rng.gamma(6, 85, size), 2)
    inside = since < 730
    measured = pd.DataFrame(
        {
            "customer_id": ids,
            "days_since_last_order": since,
            "orders_scored": np.where(inside, orders, 0),
            "net_paid_scored": np.where(inside, paid, 0.0),
            "in_window": inside,
        }
    )
    interaction = pd.Series(rng.integers(0, 400, size), dtype="Int64")
    pyramid = pd.DataFrame({"customer_id": ids, "tenure": since + 30 * orders, "purchase_days": orders, "days_since_last_interaction": interaction})
    return pyramid, measured


def measured_run(size: int) -> dict[str, float]:
    """Seconds and peak memory of one segmentation, and how many clusters stood out."""
    pyramid, measured = customers(size)
    segments.segment(*customers(2_000), AS_OF, SegmentationSettings(), 400)  # compiled once before
    start = time.perf_counter()
    made = segments.segment(pyramid, measured, AS_OF, SegmentationSettings(), 400)
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    segments.could_change(made.scored, SegmentationSettings())
    return {
        "seconds": seconds,
        "redraws": time.perf_counter() - start,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "clusters": int(made.table["cluster"].nunique()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=float, default=[1e5, 1e6])
    parser.add_argument("--one", type=int)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measured_run(asked.one)))
        return
    for size in asked.sizes:
        command = [sys.executable, "-m", "benchmarks.segments", "--one", str(int(size))]
        row = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip().splitlines()[-1])
        told = f"{row['seconds']:>7.1f} s, redrawn groups {row['redraws']:>5.1f} s, {row['peak_mb']:>6,.0f} MB, {row['clusters']} clusters"
        print(f"{int(size):>10,} customers  {told}", flush=True)


if __name__ == "__main__":
    main()
