"""HerStyle, the made-up shop: raw exports with everything a real shop's have, and the truth beside them.

`make` writes `raw/` (what `retention import` reads) and `truth.json` (what was planted) into a
shop's folder. The same seed gives the same bytes.
"""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from retention import durable
from retention.samples import behaviour, chunks, dirt, exports, goods, joining, names, plain, service, shop, traps, truth, workbook
from retention.samples import figures_of_the_trade as f
from retention.samples.chance import stream
from retention.tables import DataProblem

SEED = 20260630
PRODUCTS_FILE = f"商品_{str(f.LAST_DAY).replace('-', '')}.csv"
# Packages that tell more of the same shop; each has `tables` and adds files and its part of the truth.
TOLD = {"behaviour": behaviour, "service": service}


def make(
    folder: Path, seed: int = SEED, customers: int = 20_000, plain: bool = False, returns: str = "cn_marketplace", progress: shop.Progress = None
) -> dict[str, object]:
    """Write the sample shop into `folder` and return its truth.

    `returns` is 'cn_marketplace' or 'mature_dtc'. A `raw` folder that is not a sample's is left alone (DataProblem).
    """
    folder = Path(folder)
    if customers < 50:
        raise DataProblem(f"sample: {customers} customers are too few for what it plants; at least 50 are needed")
    if returns not in f.REFUNDS:
        raise DataProblem(f"sample: no returns setting {returns!r}; it is one of {', '.join(f.REFUNDS)}")
    if (folder / "raw").exists() and any((folder / "raw").iterdir()) and not (folder / "truth.json").exists():
        raise DataProblem(f"{folder / 'raw'} holds files that no sample wrote; give another folder or move them away")
    say = progress or (lambda _: None)
    with durable.new_folder(folder / "raw") as raw:
        found = _write_plain(raw, seed, customers, say) if plain else _write_chunks(raw, seed, customers, returns, say)
        durable.write_file(folder / "truth.json", json.dumps(found, ensure_ascii=False, indent=1, default=_native, allow_nan=False) + "\n")
    return json.loads((folder / "truth.json").read_text(encoding="utf-8"))


Tables = dict[str, tuple[pd.DataFrame, str]]


def _write_plain(raw: Path, seed: int, customers: int, say: Callable[[str], None]) -> dict[str, Any]:
    tables = plain.files(seed, customers)
    _write(raw, tables, say)
    return plain.truth(seed, customers, tables)


def _write_chunks(raw: Path, seed: int, customers: int, returns: str, say: Callable[[str], None]) -> dict[str, Any]:
    """Draw and write the shop, a large one chunk by chunk in processes of their own; returns its truth."""
    parts = chunks.sizes(customers)
    if len(parts) == 1:
        tables, found = _full(seed, customers, returns, say, goods.draw_goods(seed))
        _write(raw, tables, say)
        return found
    found = {}
    say(f"chunk 1 of {len(parts)}")
    with chunks.processes(len(parts)) as pool:
        for chunk, part in enumerate(pool.map(partial(_write_chunk, raw, seed, returns), range(len(parts)), parts)):
            chunks.append(raw, chunk)
            found = chunks.added(found, part, once=PRODUCTS_FILE) if chunk else part
            say(f"{chunk + 1} of {len(parts)} chunks written")
    return found | {"chunks": len(parts)}


def _write_chunk(raw: Path, seed: int, returns: str, chunk: int, size: int) -> dict[str, Any]:
    """Draw one chunk of several and write it into its folder; returns the truth of it."""
    tables, part = _full(chunks.seed_of(seed, chunk), size, returns, _silent, goods.draw_goods(seed), first=not chunk)
    tables = _without_workbook(tables)
    part["expected"]["rows"] = {name: len(table) for name, (table, _) in tables.items()}
    if chunk:
        tables.pop(PRODUCTS_FILE)
    chunks.folder(raw, chunk).mkdir()
    for name in list(tables):
        table, encoding = tables.pop(name)
        exports.write_csv(chunks.folder(raw, chunk) / name, chunks.apart(table, chunk), encoding, begins=not chunk)
    return part


def _silent(_: str) -> None:
    """Processes of their own say nothing; who waits for them does."""


def _without_workbook(tables: Tables) -> Tables:
    """The customers' file as CSV: a sheet of Excel ends at a million rows."""
    return {name.replace(".xlsx", ".csv"): (table, encoding or "gb18030") for name, (table, encoding) in tables.items()}


def _write(raw: Path, tables: Tables, say: Callable[[str], None]) -> None:
    say("writing the files")
    for name, (table, encoding) in tables.items():
        if name.endswith(".xlsx"):
            workbook.write(raw / name, table, "客户资料")
        else:
            exports.write_csv(raw / name, table, encoding)


def _full(
    seed: int, customers: int, returns: str, progress: Callable[[str], None], stock: goods.Goods, first: bool = True
) -> tuple[Tables, dict[str, Any]]:
    """The files of the shop, or of a chunk of it, and the truth. Canaries and hostile names are in the first chunk."""
    made = shop.build(seed, customers, returns, progress, stock)
    stands = shop.counting(made.orders)
    orders = np.bincount(made.orders["person"][stands], minlength=len(made.people))
    spent = np.bincount(made.orders["person"][stands], made.orders["paid"][stands], minlength=len(made.people))
    nobody = np.zeros(0, dtype=np.int64)
    canary = names.canaries(made.people, spent, orders) if first else nobody
    hostile = names.hostile(made.people, orders, canary) if first else nobody
    numbers = names.customer_numbers(seed, made.people)
    identity = names.identities(seed, made.people, canary, hostile)
    people = names.customers_table(seed, made.people, numbers, identity, joining.history(made))
    rows = exports.order_rows(made)
    rows["remark"] = exports.remarks(seed, rows, identity, canary, hostile)
    tables, counts = _files(seed, made, rows, numbers, identity)
    last = str(f.LAST_DAY).replace("-", "")
    tables = {f"客户资料_{last}.xlsx": (people, ""), PRODUCTS_FILE: (_products(made.goods), "gb18030"), **tables}
    told: dict[str, object] = {}
    for what, package in TOLD.items():
        progress(f"what is told of it: {what}")
        more = package.tables(seed, made, numbers, identity)
        tables, told[what] = {**tables, **more.files}, more.truth
    found = truth.truth(made, seed, returns, numbers, {n: t for n, (t, _) in tables.items()}, customers, counts)
    found["canaries"] = {"customers": list(numbers[canary]), **{k: [v for v in identity.loc[canary, k] if v] for k in ("name", "phone", "email")}}
    found["hostile"] = {"customers": list(numbers[hostile]), "name": list(identity.loc[hostile, "name"])}
    found["planted"]["same_phone"] = int(identity["same_phone"].sum()) // 2
    found["told"] = told
    return tables, found


def _products(stock: goods.Goods) -> pd.DataFrame:
    """All goods, and the two links that are sold like goods."""
    table = goods.products_table(stock)
    blank = dict.fromkeys(table.columns, "")
    link = {**blank, "品类": "其他", "吊牌价": "1.00", "成本": "0.00"}
    links = [{**link, "商品编码": code, "商品名称": name} for code, name in traps.LINKS.values()]
    return pd.concat([table, pd.DataFrame(links)], ignore_index=True)


def _files(seed: int, made: shop.Shop, rows: pd.DataFrame, numbers: np.ndarray, identity: pd.DataFrame) -> tuple[Tables, dict[str, dict[str, int]]]:
    """Orders, lines and refunds by file, dirt mixed in, and the dirt by file and kind."""
    rng = stream(seed, "dirt")
    tables: Tables = {}
    counts: dict[str, dict[str, int]] = {}
    unknown = set(numbers[(made.people["role"] == "unknown").to_numpy()])
    for i, period in enumerate(exports.ORDER_PERIODS):
        name = period.name("订单")
        table, counts[name] = dirt.dirty_orders(rng, exports.order_file(rows, period, numbers, identity), period, i)
        counts[name]["unknown_customer"] = int((table["客户编号"].isin(unknown) & (table["order"] >= 0)).sum())
        tables[name] = (table, period.encoding)
    for i, period in enumerate(exports.ORDER_PERIODS):
        name = period.name("订单明细")
        table, copies = dirt.with_copies(rng, exports.line_file(made, period))
        table, orphans = dirt.orphan_lines(rng, table, i)
        counts[name] = {"exact_duplicate": copies, "unknown_order": orphans}
        tables[name] = (table, period.encoding)
    for i, period in enumerate(exports.RETURN_PERIODS):
        name = period.name("退款")
        table, copies = dirt.with_copies(rng, exports.return_file(made, period, numbers))
        table, alone = dirt.goodwill(rng, table, period, i)
        counts[name] = {"exact_duplicate": copies, "without_order": alone}
        tables[name] = (table, period.encoding)
    return tables, counts


def _native(value: object) -> object:
    """NumPy's numbers and dates as JSON's."""
    return value.item() if isinstance(value, np.generic) else str(value)
