"""Import of GB18030 exports against pandas, and the pyramid against a full scan of its Parquet and against pandas.

    python -m benchmarks.import_and_pyramid                        1 M raw rows; 1 M and 10 M order lines
    python -m benchmarks.import_and_pyramid --rows 5e6 --lines     5 M raw rows, no pyramid
    python -m benchmarks.import_and_pyramid --rows --lines 1e6     the pyramid alone
    python -m benchmarks.import_and_pyramid --rows --large         1 M, 10 M and, in buckets of customers, 100 M order lines

Both sides of a ratio do the same task on the same files in the same run. Each case has its own process, so
that peak memory is its own; interpreter and libraries are loaded before the clock starts.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import ibis  # noqa: F401  loaded before the clock starts
import numpy as np
import pandas as pd

from retention import imports, pyramid
from retention.imports import build, guess  # noqa: F401
from retention.pyramid.buckets import consumption_by_bucket
from retention.settings import ShopSettings
from retention.shop import Shop

TODAY = date(2026, 7, 1)
AS_OF = "2026-06-30"
DATES, MONEY = ("下单时间", "付款时间", "发货时间", "完成时间"), ("商品总价", "优惠金额", "实付金额", "运费")
# From so many lines on there is no case in one pass.
ONE_PASS = 50_000_000
TABLES = ("orders", "order_lines", "returns", "customers", "products")


# -- raw exports ------------------------------------------------------------------------------------


def raw_orders(rows: int, seed: int = 1) -> pd.DataFrame:
    """An order export as the sample shop's platform writes it: guarded numbers, slashed dates, Chinese words."""
    rng = np.random.default_rng(seed)
    placed = np.datetime64("2024-01-01") + np.sort(rng.integers(0, 900 * 86400, rows)).astype("timedelta64[s]")
    full, off = rng.integers(5_900, 200_000, rows), rng.integers(0, 5_000, rows)

    def moment(minutes: int) -> pd.Series:
        return pd.Series(placed + np.timedelta64(minutes, "m")).dt.strftime("%Y/%m/%d %H:%M")

    def money(cents: np.ndarray) -> list[str]:
        return [f"{c // 100}.{c % 100:02d}" for c in cents]

    status = np.where(rng.random(rows) < 0.94, "交易成功", "交易关闭")
    return pd.DataFrame(
        {
            "订单编号": [f'="{1_704_121_373_000_001_103 + 7 * i}"' for i in range(rows)],
            "主订单编号": "",
            "客户编号": 2_200_100_000_000_000 + rng.integers(0, max(rows // 4, 1), rows),
            "收货人姓名": rng.choice(["王芳", "李秀英", "欧阳娜", "卢然", "曾芳怡"], rows),
            "渠道": rng.choice(["天猫", "抖音", "京东", "唯品会"], rows),
            "订单类型": rng.choice(["普通", "预售", "员工内购"], rows, p=[0.95, 0.04, 0.01]),
            "订单状态": status,
            **dict(zip(DATES, map(moment, (0, 3, 600, 14_000)), strict=True)),
            **dict(zip(MONEY, map(money, (full, off, full - off, 800 * (off % 2))), strict=True)),
            "备注": rng.choice(["", "", "", "请尽快发货，谢谢"], rows),
        }
    )


def write_raw(folder: Path, rows: int) -> None:
    """Both layouts of an export: 16 columns of the sample shop's map, and three columns that no map knows."""
    (folder / "map").mkdir(parents=True)
    (folder / "meaning").mkdir()
    orders = raw_orders(rows)
    orders.to_csv(folder / "map" / "订单.csv", index=False, encoding="gb18030")
    plain = orders[["收货人姓名", "下单时间", "实付金额"]].set_axis(["客户", "日期", "金额"], axis=1)
    plain.assign(客户=plain["客户"] + orders["客户编号"].astype(str)).to_csv(folder / "meaning" / "orders.csv", index=False, encoding="gb18030")


def import_ours(folder: Path) -> None:
    imports.import_shop([folder], ShopSettings(), folder.parent / f"shop-{folder.name}", TODAY)


def import_pandas(folder: Path) -> None:
    """What an analyst would write: read, take guards off, parse dates and money, save. No fates, no ledger, no rules."""
    [path] = folder.iterdir()
    cells = pd.read_csv(path, encoding="gb18030", dtype=str, keep_default_na=False)
    for column in cells.columns:
        if column.endswith("编号"):
            cells[column] = cells[column].str.strip().str.strip('="')
        elif column in DATES or column == "日期":
            cells[column] = pd.to_datetime(cells[column], errors="coerce", format="%Y/%m/%d %H:%M")
        elif column in MONEY or column == "金额":
            cells[column] = pd.to_numeric(cells[column], errors="coerce")
    cells.drop_duplicates().to_parquet(folder.parent / f"pandas-{folder.name}.parquet", index=False)


# -- tables -----------------------------------------------------------------------------------------


def write_tables(folder: Path, lines: int) -> None:
    """A shop of so many order lines: two lines an order, four orders a customer, one line in twelve sent back."""
    orders, customers = lines // 2, max(lines // 8, 1)
    con = duckdb.connect()
    con.sql("set timezone = 'UTC'; set preserve_insertion_order = false; set memory_limit = '3GB'")
    con.sql(f"set temp_directory = '{folder / 'spilled'}'")
    con.sql(f"""
        create view raw_orders as
        select i, 'c' || lpad((hash(i) % {customers})::varchar, 8, '0') as customer_id,
            timestamp '2024-01-01' + to_seconds((hash(i, 1) % (900 * 86400))::bigint) as placed, (5900 + hash(i, 2) % 200000)::bigint as cents
        from range({orders}) r(i)""")
    money = "cast({} / 100 as decimal(18,2))".format
    queries = {
        "orders": f"""
            select lpad(i::varchar, 12, '0') as order_id, customer_id, placed as ordered_at, placed::date as ordered_on,
                placed + interval 3 minute as paid_at,
                placed + interval 9 day as completed_at, 'completed' as status, (['天猫', '抖音', '京东', '唯品会'])[1 + i % 4] as channel,
                2::bigint as units, {money("cents + 500")} as list_amount, {money("500")} as discount, {money("cents")} as gross_paid,
                {money("0")} as shipping, {money("case when i % 6 = 0 then cents // 2 else 0 end")} as refunded,
                {money("cents - case when i % 6 = 0 then cents // 2 else 0 end")} as net_paid,
                i % 20 <> 1 as counts, case when i % 20 = 1 then 'closed' end as why_not
            from raw_orders order by order_id""",
        "order_lines": f"""
            select lpad(i::varchar, 12, '0') as order_id, (1 + n)::bigint as line_no, customer_id, placed::date as ordered_on,
                'p' || (hash(i, n) % 2000)::varchar as product_id, '法式复古连衣裙 ' || (hash(i, n) % 2000)::varchar as product_name,
                1::bigint as quantity, {money("cents // 2 + 250")} as list_price, {money("cents // 2")} as line_paid,
                {money("case when n = 0 and i % 6 = 0 then cents // 2 else 0 end")} as refunded,
                i % 20 <> 1 as counts, case when i % 20 = 1 then 'closed' end as why_not
            from raw_orders, range(2) s(n) order by order_id, line_no""",
        "returns": f"""
            select 'r' || lpad(i::varchar, 12, '0') as return_id, 1::bigint as part, customer_id, lpad(i::varchar, 12, '0') as order_id,
                1::bigint as line_no, 'p' || (hash(i, 0) % 2000)::varchar as product_id, (placed + interval 12 day)::date as returned_on,
                1::bigint as quantity, {money("cents // 2")} as amount, 'after_delivery' as stage, 'return' as kind,
                '尺码不合适' as reason, 'named' as found_by
            from raw_orders where i % 6 = 0 order by return_id""",
        "customers": f"""
            select 'c' || lpad(i::varchar, 8, '0') as customer_id, '王芳' as name, null::varchar as phone, null::varchar as email,
                (['女', '男'])[1 + i % 2] as gender, date '1980-01-01' + (hash(i) % 9000)::int as birthday, '浙江' as region,
                null::varchar as occupation, date '2024-01-01' as joined_on
            from range({customers}) r(i) order by customer_id""",
        "products": """
            select 'p' || i as product_id, '法式复古连衣裙 ' || i as name, (['连衣裙', '上衣', '外套', '裤装', '配饰'])[1 + i % 5] as category,
                'HerStyle' as brand, '法式' as style, '四季' as season, '雾蓝' as colour, 'M' as size, 299.00::decimal(18,2) as list_price,
                99.00::decimal(18,2) as cost, date '2024-01-01' as launched_on
            from range(2000) r(i) order by product_id""",
    }
    for name, query in queries.items():
        part = folder / "tables" / f"{name}.parquet"
        part.mkdir(parents=True)
        con.sql(f"copy ({query}) to '{part}/part-0.parquet' (format parquet, compression zstd)")


def scan(folder: Path) -> None:
    """Every value of every table is read and looked at once."""
    con = duckdb.connect()
    for name in TABLES:
        con.sql(f"select max(columns(*)) from '{folder}/tables/{name}.parquet/*.parquet'").fetchall()


def pyramid_ours(folder: Path) -> None:
    shop = Shop(folder, AS_OF)
    tables = {name: shop.table(name) for name in TABLES}
    pyramid.build(tables, as_of=shop.as_of, window_days=365, own_fields={})


def consumption(folder: Path, buckets: int) -> None:
    """The layer that reads the tall tables: the whole of the pyramid before there were told tables."""
    shop = Shop(folder, AS_OF)
    orders, order_lines, returns, _, products = (shop.table(name) for name in TABLES)
    assert orders is not None
    consumption_by_bucket(orders, order_lines, returns, products, shop.as_of, 365, buckets)


def pyramid_pandas(folder: Path) -> None:
    """The main columns of the consumption layer by groupby: counts, sums, first and last day, gaps, usual channel and category."""
    orders = pd.read_parquet(folder / "tables" / "orders.parquet")
    money = ["gross_paid", "refunded", "net_paid"]
    orders = orders[orders["counts"] & orders["customer_id"].notna()].astype(dict.fromkeys(money, float))
    orders["day"] = pd.to_datetime(orders["ordered_on"])
    totals = orders.groupby("customer_id").agg(
        orders=("order_id", "size"), first=("day", "min"), last=("day", "max"), units=("units", "sum"), **{m: (m, "sum") for m in money}
    )
    days = orders[["customer_id", "day"]].drop_duplicates().sort_values(["customer_id", "day"])
    days["gap"] = days.groupby("customer_id")["day"].diff().dt.days
    lines = pd.read_parquet(folder / "tables" / "order_lines.parquet").query("counts")
    products = pd.read_parquet(folder / "tables" / "products.parquet", columns=["product_id", "category"])
    lines = lines.merge(products, on="product_id", how="left")
    totals.join(days.groupby("customer_id")["gap"].median()).join(_most(orders, "channel")).join(_most(lines, "category")).reset_index()


def _most(rows: pd.DataFrame, column: str) -> pd.Series:
    counted = rows.groupby(["customer_id", column]).size().rename("n").reset_index().sort_values(["n", column], ascending=[False, True])
    return counted.drop_duplicates("customer_id").set_index("customer_id")[column]


# -- measuring --------------------------------------------------------------------------------------

CASES: dict[str, Callable[[Path], None]] = {
    "import": import_ours,
    "import with pandas": import_pandas,
    "scan": scan,
    "pyramid": pyramid_ours,
    "pyramid with pandas": pyramid_pandas,
    "consumption": partial(consumption, buckets=1),
    "consumption in 16": partial(consumption, buckets=16),
}
MAKES: dict[str, Callable[[Path, int], None]] = {"raw": write_raw, "tables": write_tables}


def measured(case: str, folder: Path) -> dict[str, float]:
    """Seconds on the clock, cpu seconds of all threads, and peak memory of this process."""
    start, cpu = time.perf_counter(), _cpu()
    CASES[case](folder)
    return {
        "seconds": time.perf_counter() - start,
        "cpu": _cpu() - cpu,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _cpu() -> float:
    times = os.times()
    return times.user + times.system


def in_own_process(case: str, folder: Path) -> dict[str, float]:
    """`measured` in a fresh interpreter."""
    return json.loads(_again("--one", case, str(folder)).strip().splitlines()[-1])


def made(what: str, folder: Path, size: int) -> None:
    """Make data in a process of its own, too: a child's peak starts at what its parent holds."""
    _again("--make", what, str(folder), str(size))


def _again(*arguments: str) -> str:
    command = [sys.executable, "-m", "benchmarks.import_and_pyramid", *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def show(what: str, case: str, row: dict[str, float], ratio: str = "") -> None:
    print(f"{what:<26} {case:<20} {row['seconds']:>8.2f} s {row['cpu']:>8.2f} cpu-s {row['peak_mb']:>8,.0f} MB  {ratio}".rstrip(), flush=True)


def compare_imports(folder: Path, rows: int) -> None:
    made("raw", folder, rows)
    for layout in ("map", "meaning"):
        what = f"{rows:,} rows, by {layout}"
        ours, theirs = (in_own_process(case, folder / layout) for case in ("import", "import with pandas"))
        show(what, "import with pandas", theirs)
        show(what, "import", ours, f"{ours['seconds'] / theirs['seconds']:.2f} x pandas' time (bar 10 s, aim 4 s at 1 M rows)")


def compare_pyramids(folder: Path, lines: int, before: dict[str, float]) -> dict[str, float]:
    """Shows the cases for one size and how their cost per line grew since the size `before`; returns cpu microseconds per line by case."""
    made("tables", folder, lines)
    what = f"{lines:,} lines"
    in_own_process("scan", folder)  # both sides find the files in the system's cache
    read = in_own_process("scan", folder)
    show(what, "scan", read)
    per_line = {"scan": read["cpu"] / lines * 1e6}
    wanted = ["consumption", "consumption in 16", "pyramid"] if lines < ONE_PASS else ["consumption in 16"]
    for case in wanted:
        ours = in_own_process(case, folder)
        per_line[case] = ours["cpu"] / lines * 1e6
        grown = before.get(case) or before.get("consumption" if case.startswith("consumption") else "")
        growth = f"; {per_line[case]:.2f} us a line, {per_line[case] / grown:.2f} x that of the size before" if grown else ""
        show(what, case, ours, f"{ours['cpu'] / read['cpu']:.1f} x a scan's cpu (bar 24, aim 10){growth}")
        if case == "pyramid" and lines <= 1_000_000:
            theirs = in_own_process("pyramid with pandas", folder)
            show(what, "pyramid with pandas", theirs, f"{theirs['cpu'] / ours['cpu']:.1f} x ours, for a fifth of the columns")
    return per_line


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", nargs="*", type=float, default=[1e6], help="sizes of raw exports")
    parser.add_argument("--lines", nargs="*", type=float, default=[1e6, 1e7], help="sizes of shops for the pyramid, in order lines")
    parser.add_argument("--large", action="store_true", help="100 M order lines, too: some GB of disk and half an hour")
    parser.add_argument("--one", nargs=2, metavar=("CASE", "FOLDER"), help=argparse.SUPPRESS)
    parser.add_argument("--make", nargs=3, metavar=("WHAT", "FOLDER", "SIZE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.make:
        MAKES[asked.make[0]](Path(asked.make[1]), int(asked.make[2]))
        return
    if asked.one:
        print(json.dumps(measured(asked.one[0], Path(asked.one[1]))))
        return
    for size in asked.rows:
        with tempfile.TemporaryDirectory() as folder:
            compare_imports(Path(folder), int(size))
    per_line: dict[str, float] = {}
    for size in [*asked.lines, *([1e8] if asked.large else [])]:
        with tempfile.TemporaryDirectory() as folder:
            per_line = compare_pyramids(Path(folder), int(size), per_line)


if __name__ == "__main__":
    main()
