"""Dirt in the files of service and contact, counted: copies, days that do not exist, dates far ahead, customers nobody knows."""

import numpy as np
import pandas as pd

from retention.samples import dirt
from retention.samples import figures_of_the_trade as f
from retention.samples.exports import Period
from retention.samples.people import at_least

STRANGER = "2298"  # numbers of customers in no other file begin with it
NOT_IN_THE_FILE = "2299"  # see names.customer_numbers


def soiled(
    rng: np.random.Generator, table: pd.DataFrame, period: Period, nth: int, time: str, key: str = "", customer: str = ""
) -> tuple[pd.DataFrame, dict[str, int]]:
    """A file with dirt mixed in, and how many rows of each kind.

    Customers nobody knows are those planted here and those whom the customers' file leaves out, wherever they stand.
    Rows with a `key` may stand there twice; without one a second row would be a second fact. Dirty
    rows have keys of their own and name no order, so that every clean row stays as it was.
    """
    if table.empty:
        return table, {}
    size = len(table)
    amounts = {"day_that_does_not_exist": at_least(2, f.IMPOSSIBLE_DATES * size / 2), "far_future_date": at_least(1, f.IMPOSSIBLE_DATES * size / 2)}
    if customer:
        amounts["unknown_customer"] = at_least(2, f.UNREADABLE_DATES * size)
    junk = table.iloc[rng.integers(0, size, sum(amounts.values()))].reset_index(drop=True)
    kind = np.repeat(list(amounts), list(amounts.values()))
    for name, words in (("day_that_does_not_exist", dirt.NO_SUCH_DAY), ("far_future_date", dirt.FAR_FUTURE)):
        rows = np.flatnonzero(kind == name)
        junk.loc[rows, time] = [dirt.as_written(words[i % len(words)], period) for i in range(len(rows))]
    if customer:
        strangers = np.flatnonzero(kind == "unknown_customer")
        junk.loc[strangers, customer] = [f"{STRANGER}{nth}{i:011d}" for i in range(len(strangers))]
    if "订单编号" in junk:
        junk["订单编号"] = ""
    if key:
        junk[key] = [f"XX9{nth}{i:07d}" for i in range(len(junk))]
        table, copies = dirt.with_copies(rng, table)
        amounts = {"exact_duplicate": copies, **amounts}
    if customer:
        amounts["unknown_customer"] += int(table[customer].str.startswith(NOT_IN_THE_FILE).sum())
    return dirt.mix(rng, table, junk), amounts
