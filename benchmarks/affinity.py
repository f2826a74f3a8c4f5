"""30-day rules against mlxtend's fpgrowth on pairs, in one run, and 30-day rules alone on ten million lines.

    python -m benchmarks.affinity                  1,000,000 lines, both sides, with the ratio; 10,000,000 lines, ours alone
    python -m benchmarks.affinity --alone 3e6      our side only, on so many lines

Both sides read the same Parquet and end with rules between two goods within 30 days that at least 20 customers followed. Ours leaves bulk
accounts out, compares each pair with what the month and the buyer's past explain, and gives intervals; mlxtend's gives support, confidence
and lift.

Like with like: orders of one or two goods hold next to no pairs, so mlxtend's baskets are not orders but what a customer bought on a purchase
day and the 30 days after it, which DuckDB collects for it, quicker than pandas would. Its least support is 20 of these baskets: a higher one
would lose some of our rules, and the share of ours among its own is printed. It gets the quicker of its two ways, the sparse one.

Each side first handles a small shop in the same process, so that libraries and compiled code are loaded; what that takes is printed as
`loading`. The unfavourable figures stand beside the favourable one: the ratio in processor time, the ratio with loading, and the ratio against
fpgrowth and its rules alone, as if baskets cost nothing. mlxtend is quickest on orders of one or two goods; there the ratio is least.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import ibis
import pandas as pd

from retention import affinity
from retention.settings import AffinitySettings

AS_OF = date(2026, 6, 30)
GOODS = 2_000
SMALL = 20_000  # lines of the shop that loads libraries


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


def ours(folder: Path) -> tuple[dict[str, float], pd.DataFrame]:
    """From the file to tested rules: what was found, and the rules."""
    lines = ibis.duckdb.connect().read_parquet(str(folder / "lines.parquet"))
    asked = AffinitySettings(goods="product_id")
    bought = affinity.purchases(affinity.goods_of(lines, None, "product_id"), AS_OF, asked.window_days, bulk_times=asked.bulk_times)
    tested = affinity.tested_rules(bought, asked)
    return {"pairs": tested.pairs, "rules": len(tested.rules)}, tested.rules[["antecedent", "consequent"]]


def theirs(folder: Path) -> tuple[dict[str, float], pd.DataFrame]:
    """From the file to rules between two goods within 30 days by mlxtend: a basket holds a purchase and what follows it for 30 days."""
    from mlxtend.frequent_patterns import association_rules, fpgrowth
    from mlxtend.preprocessing import TransactionEncoder

    days = AffinitySettings().window_days
    windows = duckdb.sql(f"""
        with line as (select distinct customer_id, ordered_on, product_id from '{folder}/lines.parquet'),
            day as (select distinct customer_id, ordered_on from line)
        select list(distinct product_id) as goods from day join line using (customer_id)
        where line.ordered_on between day.ordered_on and day.ordered_on + {days} group by customer_id, day.ordered_on""").fetchnumpy()["goods"]
    encoder = TransactionEncoder()
    one = encoder.fit_transform(list(map(list, windows)), sparse=True)
    frame = pd.DataFrame.sparse.from_spmatrix(one, columns=encoder.columns_)
    start = time.perf_counter()
    found = fpgrowth(frame, min_support=AffinitySettings().least_joint / len(windows), use_colnames=True, max_len=2)
    rules = association_rules(found, metric="support", min_threshold=0)
    alone = time.perf_counter() - start
    both = rules[["antecedents", "consequents"]].map(lambda goods: next(iter(goods)))
    return {"pairs": len(rules), "rules": len(rules), "baskets": len(windows), "alone": alone}, both.set_axis(["antecedent", "consequent"], axis=1)


SIDES = {"ours": ours, "mlxtend": theirs}


@contextmanager
def clocked(row: dict, seconds: str, cpu: str) -> Iterator[None]:
    """Adds what the block took."""
    start, before = time.perf_counter(), time.process_time()
    yield
    row |= {seconds: time.perf_counter() - start, cpu: time.process_time() - before}


def one_side(side: str, folder: Path) -> dict:
    """Seconds, what was found, peak memory; and the rules as a file."""
    row: dict = {"side": side}
    with clocked(row, "loading", "loading_cpu"):
        SIDES[side](folder / "small")
    with clocked(row, "seconds", "cpu"):
        found, rules = SIDES[side](folder)
    rules.to_parquet(folder / f"{side}.parquet")
    return row | found | {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def measured(side: str, folder: Path) -> dict:
    """One side in a process of its own. Compiled code comes from the cache of an earlier call."""
    command = [sys.executable, "-m", "benchmarks.affinity", "--one", side, str(folder)]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip().splitlines()[-1])


def shop(folder: Path, lines: int, largest: int) -> int:
    """Writes the shop and the small one that loads libraries; how many lines it has."""
    (folder / "small").mkdir()
    write(folder / "small", SMALL, largest)
    write(folder, lines, largest)
    return int(duckdb.sql(f"select count(*) from '{folder}/lines.parquet'").fetchall()[0][0])


def show(row: dict) -> None:
    """One line of figures."""
    found = f"{row['pairs']:>9,.0f} pairs {row['rules']:>7,.0f} with enough joint"
    clock = f"{row['seconds']:>7.2f} s, processor {row['cpu']:>6.2f} s, loading {row['loading']:>5.2f} s"
    print(f"  {row['side']:<8} {clock} {row['peak_mb']:>6,.0f} MB {found}", flush=True)


def compared(folder: Path) -> None:
    """Both sides, ours before and after theirs, and how many times quicker ours is."""
    runs = [measured(side, folder) for side in ("ours", "mlxtend", "ours")]
    for row in runs:
        show(row)
    other, mine = runs[1], pd.DataFrame([runs[0], runs[2]]).mean(numeric_only=True)
    with_loading = (other["seconds"] + other["loading"]) / (mine["seconds"] + mine["loading"])
    print(f"  {other['seconds'] / mine['seconds']:.0f} x faster (bar 30, aim 50); processor time {other['cpu'] / mine['cpu']:.0f} x;", end=" ")
    print(f"with loading {with_loading:.0f} x; fpgrowth and rules alone, its baskets for nothing: {other['alone'] / mine['seconds']:.0f} x")
    pairs = [set(pd.read_parquet(folder / f"{side}.parquet").itertuples(index=False, name=None)) for side in SIDES]
    print(f"  {len(pairs[0] & pairs[1]) / max(len(pairs[0]), 1):.1%} of our rules are among theirs", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--alone", nargs="*", type=float, help="sizes in lines for our side only")
    parser.add_argument("--one", nargs=2, metavar=("SIDE", "FOLDER"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(one_side(asked.one[0], Path(asked.one[1])), default=float))
        return
    for size, largest in [(size, 2) for size in asked.alone] if asked.alone else ((1e6, 2), (1e6, 20), (1e7, 2)):
        with tempfile.TemporaryDirectory() as name:
            lines = shop(Path(name), int(size), largest)
            print(f"{lines:,} lines, orders of 1 to {largest} goods")
            measured("ours", Path(name))  # compiles once
            if asked.alone or size > 1e6:
                show(measured("ours", Path(name)))
                print("  bar: completes under 4,000 MB", flush=True)
            else:
                compared(Path(name))


if __name__ == "__main__":
    main()
