"""The customer-lifetime chain against lifetimes, in one run: fit, expected orders, P(≥ 1 order), Gamma-Gamma, CLV.

    python -m benchmarks.lifetime                  CDNOW, 100,000 and 1,000,000 customers, both sides, with the ratio
    python -m benchmarks.lifetime --alone 4e6 1e7  our side only
    python -m benchmarks.lifetime --peers          adds pymc-marketing's MAP where it is installed (CDNOW and 100,000)

Both sides get the same histories in whole days and the same task: orders and value of each customer over a year.
Peak memory is that of the whole process, so each size runs in its own.
"""

import argparse
import contextlib
import json
import resource
import subprocess
import sys
import time
from importlib.metadata import distribution
from importlib.util import find_spec

import numpy as np
import pandas as pd

from retention.lifetime import Customers, Discount, fit_bgnbd, fit_gamma_gamma, forecast
from retention.lifetime.histories import histories as distinct_histories
from tests.lifetime.simulated import simulated_shop

DAYS = 365
PARAMETERS = (0.6, 60.0, 0.9, 2.5)
SPEND = (6.0, 4.0, 150.0)


def histories(size: str) -> pd.DataFrame:
    """CDNOW's published histories in days, or a simulated shop of so many customers."""
    if size == "cdnow":
        path = distribution("lifetimes").locate_file("lifetimes/datasets/cdnow_customers_summary_with_transactions.csv")
        raw = pd.read_csv(path).set_axis(["customer_id", "frequency", "recency", "T", "monetary_value"], axis=1)
        days = raw.assign(recency=(raw["recency"] * 7).round().astype(int), T=(raw["T"] * 7).round().astype(int))
        return days.assign(monetary_value=raw["monetary_value"].where(raw["frequency"] > 0), customer_id=raw["customer_id"].astype(str))
    ages = np.random.default_rng(1).integers(1, 730, int(float(size)))
    shop = simulated_shop(*PARAMETERS, ages, future=1, seed=1, spend=SPEND)[["customer_id", "frequency", "recency", "T", "monetary_value"]]
    whole = np.minimum(np.maximum(np.ceil(shop["recency"]), shop["frequency"] > 0), shop["T"]).astype(int)
    return shop.assign(recency=whole, T=shop["T"].astype(int))


def ours(history: pd.DataFrame) -> dict[str, float]:
    """The chain of this package."""
    seen = distinct_histories(history)
    model, spend = fit_bgnbd(seen), fit_gamma_gamma(history)
    table = forecast(model, spend, history, DAYS, Discount(), None, Customers.seen(seen))
    return {"orders": table["expected_orders"].sum(), "chance": table["p_order"].sum(), "value": table["revenue"].sum()}


def theirs(history: pd.DataFrame) -> dict[str, float]:
    """The chain of lifetimes; its P(alive) stands where it has no P(≥ 1 order), its 12 months are 360 days."""
    from retention.lifetime.reference import library, quietly

    lifetimes = library()
    columns = history["frequency"], history["recency"], history["T"]
    model = quietly(lifetimes.BetaGeoFitter().fit, *columns)
    orders = quietly(model.predict, DAYS, *columns)
    living = quietly(model.conditional_probability_alive, *columns)
    buyers = history[history["frequency"] > 0]
    spend = quietly(lifetimes.GammaGammaFitter().fit, buyers["frequency"], buyers["monetary_value"])
    value = quietly(spend.customer_lifetime_value, model, *columns, history["monetary_value"].fillna(0), time=12, discount_rate=0.00797, freq="D")
    return {"orders": orders.sum(), "chance": living.sum(), "value": value.sum()}


def pymc(history: pd.DataFrame) -> dict[str, float]:
    """pymc-marketing's maximum a posteriori fit of both models and expected orders."""
    from pymc_marketing import clv

    model = clv.BetaGeoModel(data=history)
    model.fit(method="map")
    orders = model.expected_purchases(data=history, future_t=DAYS)
    clv.GammaGammaModel(data=history[history["frequency"] > 0]).fit(method="map")
    return {"orders": float(orders.sum()), "chance": np.nan, "value": np.nan}


SIDES = {"ours": ours, "lifetimes": theirs, "pymc": pymc}


def measured(side: str, size: str) -> dict:
    """Seconds of the chain (compiled once before, on few customers) and the process's peak memory."""
    history = histories(size)
    SIDES["ours"](histories("2000"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with contextlib.redirect_stdout(sys.stderr):
        times, totals = [], {}
        for _ in range(3 if side == "ours" else 1):
            start = time.perf_counter()
            totals = SIDES[side](history)
            times.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"side": side, "size": size, "customers": len(history), "seconds": min(times), "peak_mb": peak, "data_mb": before, **totals}


def in_own_process(side: str, size: str) -> dict:
    """`measured` in a fresh interpreter, so that peaks are its own."""
    run = subprocess.run([sys.executable, "-m", "benchmarks.lifetime", "--one", side, size], capture_output=True, text=True, check=False)
    if run.returncode:
        return {"side": side, "size": size, "failed": run.stderr.strip().splitlines()[-1]}
    return json.loads(run.stdout.strip().splitlines()[-1])


def shown(row: dict, reference: dict | None = None) -> str:
    """One line of the table."""
    if "failed" in row:
        return f"{row['size']:>8} {row['side']:>10}  failed: {row['failed']}"
    ratio = f"{reference['seconds'] / row['seconds']:8.1f} x" if reference and "seconds" in reference else ""
    about = f"{row['size']:>8} {row['side']:>10} {row['customers']:>11,} {row['seconds']:>9.3f} s {row['peak_mb']:>8,.0f} MB"
    line = f"{about} {row['orders']:>14,.1f} {row['value']:>16,.0f} {ratio}"
    return line.rstrip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", default=["cdnow", "1e5", "1e6"])
    parser.add_argument("--alone", nargs="+", default=[])
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--one", nargs=2, metavar=("SIDE", "SIZE"))
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps({key: value if isinstance(value, (str, int)) else float(value) for key, value in measured(*asked.one).items()}))
        return
    print(f"{'size':>8} {'side':>10} {'customers':>11} {'chain':>11} {'peak':>11} {'orders, 365 d':>14} {'value':>16} ratio")
    for size in asked.alone or asked.sizes:
        reference = None if asked.alone else in_own_process("lifetimes", size)
        if reference:
            print(shown(reference), flush=True)
        if asked.peers and size != "1e6":
            print(
                shown(in_own_process("pymc", size) if find_spec("pymc_marketing") else {"side": "pymc", "size": size, "failed": "not installed"}),
                flush=True,
            )
        print(shown(in_own_process("ours", size), reference), flush=True)


if __name__ == "__main__":
    main()
