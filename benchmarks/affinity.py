"""30-day rules against mlxtend's fpgrowth on pairs, in one run, and 30-day rules alone on ten million lines.

    python -m benchmarks.affinity                  1,000,000 lines, both sides, with the ratio; 10,000,000 lines, ours alone
    python -m benchmarks.affinity --alone 3e6      our side only, on so many lines

Both sides read the same Parquet and end with rules between two goods within 30 days that at least 20 customers followed. Ours compares each
with what the month and the buyer's past explain and gives intervals; mlxtend's gives support, confidence and lift of 30-day baskets.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb
import ibis
import pandas as pd

from retention import affinity
from retention.settings import AffinitySettings

AS_OF = date(2026, 6, 30)
GOODS = 2_000


def write(folder: Path, lines: int, largest: int) -> None:
    """Lines of a shop with 1 … `largest` goods an order: a good's rank times its sales is constant, a tenth of customers buy half of all."""
    orders = int(lines / ((largest + 1) / 2))
    people = orders // 3
    duckdb.sql(f"""
        copy (
            with placed as (
                select i, case when hash(i, 1) % 2 = 0 then hash(i, 2) % ({people} // 10) else hash(i, 2) % {people} end as who,
                    date '2024-01-01' + (hash(i, 3) % 912)::int as day
                from range({orders}) r(i)
            )
            select lpad(i::varchar, 10, '0') as order_id, lpad(who::varchar, 9, '0') as customer_id, day as ordered_on,
                'p' || floor(exp(ln({GOODS}) * (hash(i, n, 4) % 1000000 / 1e6)))::int as product_id, null::varchar as product_name,
                1::bigint as quantity, 100::decimal(18,2) as line_paid, true as counts
            from placed, range({largest}) s(n) where n <= hash(i, 5) % {largest}
        ) to '{folder}/lines.parquet' (format parquet)""")


def ours(folder: Path) -> dict[str, float]:
    """From the file to tested rules."""
    start = time.perf_counter()
    lines = ibis.duckdb.connect().read_parquet(str(folder / "lines.parquet"))
    asked = AffinitySettings(goods="product_id")
    left_out = affinity.bulk_accounts(lines, asked.bulk_times)
    bought = affinity.purchases(affinity.goods_of(lines, None, "product_id"), AS_OF, asked.window_days, left_out)
    tested = affinity.tested_rules(bought, asked)
    return {"seconds": time.perf_counter() - start, "lines": lines.count().execute(), "pairs": tested.pairs, "rules": len(tested.rules)}


def theirs(folder: Path) -> dict[str, float]:
    """From the file to rules between two goods within 30 days by mlxtend: a basket holds a purchase and what follows it for 30 days."""
    from mlxtend.frequent_patterns import association_rules, fpgrowth
    from mlxtend.preprocessing import TransactionEncoder

    start, days = time.perf_counter(), AffinitySettings().window_days
    windows = duckdb.sql(f"""
        with line as (select distinct customer_id, ordered_on, product_id from '{folder}/lines.parquet'),
            day as (select distinct customer_id, ordered_on from line)
        select list(distinct product_id) as goods from day join line using (customer_id)
        where line.ordered_on between day.ordered_on and day.ordered_on + {days} group by customer_id, day.ordered_on""").fetchnumpy()["goods"]
    encoder = TransactionEncoder()
    one = encoder.fit_transform(list(map(list, windows)), sparse=True)
    frame = pd.DataFrame.sparse.from_spmatrix(one, columns=encoder.columns_)
    found = fpgrowth(frame, min_support=AffinitySettings().least_joint / len(windows), use_colnames=True, max_len=2)
    rules = association_rules(found, metric="support", min_threshold=0)
    return {"seconds": time.perf_counter() - start, "lines": len(windows), "pairs": len(rules), "rules": len(rules)}


SIDES = {"ours": ours, "mlxtend": theirs}


def measured(side: str, folder: Path) -> dict:
    """One side in a process of its own: seconds, what was found, peak memory. Compiled code comes from the cache of an earlier call."""
    command = [sys.executable, "-m", "benchmarks.affinity", "--one", side, str(folder)]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip().splitlines()[-1])


def show(row: dict, ratio: str = "") -> None:
    found = f"{row['pairs']:>9,.0f} pairs {row['rules']:>6,.0f} with enough joint"
    print(f"{row['lines']:>11,.0f} lines {row['side']:<8} {row['seconds']:>8.2f} s {row['peak_mb']:>7,.0f} MB {found}  {ratio}".rstrip(), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--alone", nargs="*", type=float, help="sizes in lines for our side only")
    parser.add_argument("--one", nargs=2, metavar=("SIDE", "FOLDER"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        before = time.process_time()
        row = SIDES[asked.one[0]](Path(asked.one[1]))
        row |= {"side": asked.one[0], "cpu": time.process_time() - before}
        print(json.dumps({**row, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}, default=float))
        return
    for size, largest in [(size, 2) for size in asked.alone] if asked.alone else ((1e6, 2), (1e6, 20), (1e7, 2)):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write(folder, int(size), largest)
            print(f"orders of 1 to {largest} goods")
            measured("ours", folder)  # compiles once
            mine = measured("ours", folder)
            if asked.alone or size > 1e6:
                show(mine, "bar: completes under 4,000 MB")
                continue
            other = measured("mlxtend", folder)
            show(other)
            show(mine, f"{other['seconds'] / mine['seconds']:.0f} x faster (bar 30; processor time {other['cpu'] / mine['cpu']:.0f} x)")


if __name__ == "__main__":
    main()
