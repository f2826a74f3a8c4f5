"""The shop's raw files: what its platforms export, overlaps, guards and encodings included.

An export shows each order as it stood when it was taken. Periods overlap by two months, so that the
later file has the last word on everything that was still moving in the earlier one.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from retention.samples import baskets
from retention.samples import figures_of_the_trade as f
from retention.samples.chance import stream
from retention.samples.shop import Shop

UNPAID, PAID, DISPATCHED, COMPLETED, CLOSED = "等待买家付款", "买家已付款，等待卖家发货", "卖家已发货，等待买家确认", "交易成功", "交易关闭"
REMARKS = (
    "请尽快发货",
    "要开发票，抬头个人",
    "发顺丰",
    "不要放驿站",
    "送人，包装好一点",
    '尺码拿不准，"偏大"就发小一码',
    "周末送",
    "第一行备注\n第二行备注",
)


@dataclass(frozen=True)
class Period:
    """One export: first day, first moment after it (when it was taken), encoding, form of its times."""

    first: str
    until: str
    encoding: str
    slashes: bool

    def name(self, what: str) -> str:
        last = np.datetime64(self.until, "D") - np.timedelta64(1, "D")
        return f"{what}_{self.first.replace('-', '')}-{str(last).replace('-', '')}.csv"

    def holds(self, times: np.ndarray) -> np.ndarray:
        return (times >= np.datetime64(self.first, "s")) & (times < np.datetime64(self.until, "s"))


ORDER_PERIODS = (
    Period("2024-01-01", "2024-07-16", "gb18030", True),
    Period("2024-05-15", "2025-01-01", "utf-8-sig", False),
    Period("2024-10-15", "2025-07-16", "gb18030", True),
    Period("2025-05-15", "2026-01-01", "utf-8-sig", False),
    Period("2025-10-15", "2026-07-01", "gb18030", False),
)
RETURN_PERIODS = (Period("2024-01-01", "2025-07-16", "gb18030", True), Period("2025-05-15", "2026-07-01", "utf-8-sig", False))


def stamps(times: np.ndarray, slashes: bool) -> np.ndarray:
    """Times as the platform writes them: 2026-05-23 22:02:11, or 2026/5/23 22:02; empty where there is none.

    >>> stamps(np.array(["2026-05-03T09:02:11", "NaT"], dtype="datetime64[s]"), slashes=True).tolist()
    ['2026/5/3 9:02', '']
    """
    day, never = _days_and_gaps(times)
    second = (times.astype("datetime64[s]") - day).astype(np.int64)
    text = _day_texts(day, slashes) + _clock_texts(slashes)[np.where(never, 0, second // 60 if slashes else second)]
    return np.where(never, "", text)


def days(times: np.ndarray, slashes: bool) -> np.ndarray:
    """Days as the platform writes them: 2026-05-23, or 2026/5/23; empty where there is none."""
    day, never = _days_and_gaps(times)
    return np.where(never, "", _day_texts(day, slashes))


def _days_and_gaps(times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The day of each time, any day where there is none, and where that is."""
    never = np.isnat(times)
    return np.where(never, np.datetime64(0, "D"), times.astype("datetime64[D]")), never


def _day_texts(day: np.ndarray, slashes: bool) -> np.ndarray:
    """A shop has few days and many rows, so each day is written once."""
    place, found = pd.factorize(day)
    text = found.astype("datetime64[D]").astype(str).tolist()
    return np.array(["/".join(str(int(part)) for part in one.split("-")) for one in text] if slashes else text, dtype=object)[place]


@cache
def _clock_texts(slashes: bool) -> np.ndarray:
    """What stands behind the day: for each minute of one, or for each second."""
    if slashes:
        return np.array([f" {m // 60}:{m % 60:02d}" for m in range(24 * 60)], dtype=object)
    return np.array([f" {s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}" for s in range(24 * 3600)], dtype=object)


def yuan(cents: np.ndarray | pd.Series) -> np.ndarray:
    """Cents as text with two decimals; each price is written once."""
    place, found = pd.factorize(np.asarray(cents, dtype=np.int64))
    return np.array([f"{c // 100}.{c % 100:02d}" for c in found.tolist()], dtype=object)[place]


def guarded(numbers: np.ndarray) -> np.ndarray:
    """Long numbers as Taobao keeps spreadsheets from rounding them: ="123…"; empty stays empty."""
    text = np.asarray(numbers).astype(object)
    return np.where(text == "", "", '="' + text + '"')


def order_rows(shop: Shop) -> pd.DataFrame:
    """One row per row of the order exports: a deposit and its balance are two rows of one parent number."""
    orders = shop.orders.assign(order=np.arange(len(shop.orders)), number=shop.orders["number"].astype(str), parent="")
    single = orders[orders["balance_at"].isna()]
    both = orders[orders["balance_at"].notna()]
    share = np.round(both["paid"] * f.DEPOSIT / 100).astype(np.int64) * 100
    deposit = both.assign(kind="定金", list=share, paid=share, coupon=0, shipping=0, paid_at=both["at"] + pd.Timedelta(seconds=45), digit=8)
    balance = both.assign(kind="尾款", list=both["list"] - share, paid=both["paid"] - share, at=both["balance_at"], digit=9)
    pairs = pd.concat([deposit, balance])
    pairs = pairs.assign(parent=pairs["number"], number=(pairs["number"].astype(np.int64) + pairs["digit"] * 10**8).astype(str))
    return pd.concat([single, pairs], ignore_index=True).sort_values(["at", "number"], kind="stable", ignore_index=True)


def statuses(rows: pd.DataFrame, taken: np.datetime64) -> np.ndarray:
    """Each row's status word when the export was taken."""
    happened = {c: (rows[c] < taken).to_numpy() for c in ("closed_at", "completed_at", "dispatched_at", "paid_at")}
    return np.select(list(happened.values()), [CLOSED, COMPLETED, DISPATCHED, PAID], default=UNPAID)


def remarks(seed: int, rows: pd.DataFrame, identity: pd.DataFrame, canary: np.ndarray, hostile: np.ndarray) -> np.ndarray:
    """What buyers wrote: now and then something; canaries their name and number, the hostile ones their text."""
    rng = stream(seed, "remarks")
    text = np.where(rng.random(len(rows)) < f.REMARKS, np.asarray(REMARKS, dtype=object)[rng.integers(0, len(REMARKS), len(rows))], "")
    person = rows["person"].to_numpy()
    for row in canary:
        text[np.flatnonzero(person == row)[:1]] = f"请打电话 {identity.loc[row, 'phone']} 找{identity.loc[row, 'name']}"
    for row in hostile:
        text[np.flatnonzero(person == row)[:1]] = identity.loc[row, "name"]
    return text


def order_file(rows: pd.DataFrame, period: Period, numbers: np.ndarray, identity: pd.DataFrame) -> pd.DataFrame:
    """The order export of a period; `order` (dropped when written) says which order a row shows."""
    some = rows[period.holds(rows["at"].to_numpy())].reset_index(drop=True)
    taken = np.datetime64(period.until, "s")

    def shown(column: str) -> np.ndarray:
        times = some[column].to_numpy().astype("datetime64[s]")
        return stamps(np.where(times < taken, times, np.datetime64("NaT", "s")), period.slashes)

    person = some["person"].to_numpy()
    return pd.DataFrame(
        {
            "订单编号": guarded(some["number"].to_numpy()),
            "主订单编号": guarded(some["parent"].to_numpy()),
            "客户编号": numbers[person],
            "收货人姓名": identity["name"].to_numpy()[person],
            "收货人手机": "'" + identity["phone"].to_numpy()[person],
            "渠道": np.asarray(f.CHANNELS)[some["channel"]],
            "订单类型": some["kind"],
            "订单状态": statuses(some, taken),
            "下单时间": stamps(some["at"].to_numpy(), period.slashes),
            "付款时间": shown("paid_at"),
            "发货时间": shown("dispatched_at"),
            "完成时间": np.where((some["closed_at"] < taken), "", shown("completed_at")),
            "商品总价": yuan(some["list"]),
            "优惠金额": yuan(some["list"] - some["paid"]),
            "优惠券": np.asarray(baskets.COUPONS)[some["coupon"]],
            "实付金额": yuan(some["paid"]),
            "运费": yuan(some["shipping"]),
            "备注": some["remark"],
            "order": some["order"],
        }
    )


def line_file(shop: Shop, period: Period) -> pd.DataFrame:
    """The goods of a period's orders, under the parent number where there is one."""
    inside = period.holds(shop.orders["at"].to_numpy())
    lines = shop.lines[inside[shop.lines["order"]]].sort_values(["order", "line_no"], kind="stable", ignore_index=True)
    return pd.DataFrame(
        {
            "订单编号": guarded(shop.orders["number"].astype(str).to_numpy()[lines["order"]]),
            "行号": lines["line_no"],
            "商品编码": lines["code"],
            "商品名称": lines["name"],
            "数量": lines["quantity"],
            "吊牌价": yuan(lines["list"]),
            "实付金额": yuan(lines["paid"]),
            "order": lines["order"],
        }
    )


def return_file(shop: Shop, period: Period, numbers: np.ndarray) -> pd.DataFrame:
    """Refunds and exchanges asked for in a period and settled before the export was taken."""
    inside = period.holds(shop.returns["requested_at"].to_numpy()) & (shop.returns["refunded_at"] < np.datetime64(period.until, "s")).to_numpy()
    back = shop.returns[inside].reset_index(drop=True)
    order = back["order"].to_numpy()
    return pd.DataFrame(
        {
            "退款编号": guarded(back["number"].to_numpy()),
            "订单编号": guarded(shop.orders["number"].astype(str).to_numpy()[order]),
            "行号": back["line_no"].astype(str),
            "商品编码": back["code"],
            "客户编号": numbers[shop.orders["person"].to_numpy()[order]],
            "申请时间": stamps(back["requested_at"].to_numpy(), period.slashes),
            "退款完成时间": stamps(back["refunded_at"].to_numpy(), period.slashes),
            "退款阶段": back["stage"],
            "售后类型": back["kind"],
            "数量": back["quantity"].astype(str),
            "退款金额": yuan(back["amount"]),
            "退款原因": back["reason"],
            "order": order,
        }
    )


def write_csv(path: Path, table: pd.DataFrame, encoding: str, begins: bool = True) -> None:
    """Write what the platform writes: GB18030 with Windows line ends, UTF-8 with a byte-order mark.

    A file that does not begin the export has neither its header nor the mark: its bytes go behind another's.
    """
    shown = table.drop(columns="order", errors="ignore")
    end = "\r\n" if encoding == "gb18030" else "\n"
    head = ",".join(shown.columns) + end if begins else ""
    text = head + _rows_as_text([_quoted(shown[name]) for name in shown.columns], end)
    path.write_bytes(text.encode(encoding if begins else encoding.removesuffix("-sig")))


def _quoted(column: pd.Series) -> pa.Array:
    """Cells as CSV has them: in quotes where a comma, a quote or a line's end is inside."""
    cells = pa.array(column.astype(str), type=pa.large_string(), from_pandas=True)
    special = pc.match_substring_regex(cells, '[,"\r\n]')
    if not pc.any(special).as_py():
        return cells
    doubled = pc.replace_substring(cells, '"', '""')
    return pc.if_else(special, _joined('"', doubled, '"', between=""), cells)


def _rows_as_text(columns: list[pa.Array], end: str) -> str:
    """All rows one behind the other. Arrow keeps the texts of a column that way, so that its bytes are the file's."""
    last = _joined(columns[-1], end, between="")
    rows = _joined(*columns[:-1], last, between=",")
    return "".join(map(_one_behind_the_other, getattr(rows, "chunks", [rows])))


def _one_behind_the_other(rows: pa.LargeStringArray) -> str:
    offsets = np.frombuffer(rows.buffers()[1], dtype=np.int64)
    first, until = offsets[rows.offset].item(), offsets[rows.offset + len(rows)].item()
    return rows.buffers()[2].slice(first, until - first).to_pybytes().decode() if len(rows) else ""


def _joined(*parts: pa.Array | str, between: str) -> pa.Array:
    return pc.binary_join_element_wise(*(pa.scalar(p, pa.large_string()) if isinstance(p, str) else p for p in (*parts, between)))
