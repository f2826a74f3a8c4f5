"""Dirt, counted: rows a careful import has to leave out, merge or look at. Real orders stay untouched beside it."""

import numpy as np
import pandas as pd

from retention.samples import figures_of_the_trade as f
from retention.samples.exports import Period, stamps
from retention.samples.people import at_least

NO_SUCH_DAY = ("2025-02-30 10:12:00", "2025-13-05 08:30:00", "2024-06-31 23:59:59")
FAR_FUTURE = ("2099-01-01 00:00:00", "2099-12-31 12:00:00")
UNREADABLE = ("昨天下午", "########", "待补")


def dirty_orders(rng: np.random.Generator, table: pd.DataFrame, period: Period, number: int) -> tuple[pd.DataFrame, dict[str, int]]:
    """An order file with dirt mixed in, and how many rows of each kind were added."""
    plain = np.flatnonzero(((table["订单类型"] == "普通") & (table["主订单编号"] == "")).to_numpy())
    size = len(table)
    amounts = {
        "day_that_does_not_exist": at_least(2, f.IMPOSSIBLE_DATES * size / 2),
        "far_future_date": at_least(1, f.IMPOSSIBLE_DATES * size / 2),
        "unreadable_date": at_least(2, f.UNREADABLE_DATES * size),
        "negative_amount": at_least(2, f.NEGATIVE_AMOUNTS * size),
    }
    junk = table.iloc[rng.choice(plain, sum(amounts.values()))].reset_index(drop=True)
    kind = np.repeat(list(amounts), list(amounts.values()))
    junk["订单编号"] = [f'="9{number}{i:017d}"' for i in range(len(junk))]
    junk["order"] = -1
    for name, words in (("day_that_does_not_exist", NO_SUCH_DAY), ("far_future_date", FAR_FUTURE), ("unreadable_date", UNREADABLE)):
        rows = np.flatnonzero(kind == name)
        shown = [as_written(words[i % len(words)], period) for i in range(len(rows))]
        junk.loc[rows, "下单时间"] = shown
    negative = kind == "negative_amount"
    junk.loc[negative, "实付金额"] = "-" + junk.loc[negative, "实付金额"]
    dirty, copies = with_copies(rng, table)
    return mix(rng, dirty, junk), {"exact_duplicate": copies, **amounts}


def as_written(text: str, period: Period) -> str:
    """A moment in the form of a period's times; words stay."""
    if not period.slashes or not text[:1].isdigit():
        return text
    day, clock = text.split(" ")
    return "/".join(str(int(p)) for p in day.split("-")) + " " + str(int(clock[:2])) + clock[2:5]


def with_copies(rng: np.random.Generator, table: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Some rows a second time, word for word, right behind the first; and how many."""
    copies = at_least(2, f.DUPLICATE_ROWS * len(table))
    twice = np.ones(len(table), dtype=np.int64)
    twice[rng.choice(len(table), copies, replace=False)] = 2
    return table.loc[np.repeat(table.index.to_numpy(), twice)].reset_index(drop=True), copies


def mix(rng: np.random.Generator, table: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """Rows of `more` at random places in `table`."""
    place = np.concatenate([np.arange(len(table), dtype=float), rng.uniform(-0.5, len(table), len(more))])
    return pd.concat([table, more], ignore_index=True).iloc[np.argsort(place, kind="stable")].reset_index(drop=True)


def orphan_lines(rng: np.random.Generator, table: pd.DataFrame, number: int) -> tuple[pd.DataFrame, int]:
    """Lines that name an order no file has; and how many."""
    some = table.iloc[rng.choice(len(table), at_least(2, 0.0003 * len(table)))].reset_index(drop=True)
    some["订单编号"] = [f'="8{number}{i:017d}"' for i in range(len(some))]
    some["行号"], some["order"] = 1, -1
    return mix(rng, table, some), len(some)


def goodwill(rng: np.random.Generator, table: pd.DataFrame, period: Period, number: int) -> tuple[pd.DataFrame, int]:
    """Money given back that names no order; and how many such rows."""
    some = table.iloc[rng.choice(len(table), at_least(2, 0.0005 * len(table)))].reset_index(drop=True)
    some["退款编号"] = [f'="7{number}{i:016d}"' for i in range(len(some))]
    some[["订单编号", "行号", "商品编码", "数量", "退款阶段"]] = ""
    some["售后类型"], some["退款原因"], some["退款金额"], some["order"] = "线下补偿", "客服补偿", "30.00", -1
    last = np.datetime64(period.until, "s") - np.timedelta64(5, "D") - (rng.integers(0, 30, len(some)) * 86_400).astype("timedelta64[s]")
    some["申请时间"] = some["退款完成时间"] = stamps(last, period.slashes)
    return mix(rng, table, some), len(some)
