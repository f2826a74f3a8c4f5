"""Purchase days of each customer and the first day of each good: all that rules with time need to know.

Orders of one day are one purchase. The tall part is Ibis and hands over numbers only, so that ten million lines stay small.
"""

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date

import ibis.expr.types as ir
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _

from retention.affinity.arranging import Lines, Rows, by_good, habits, rows_of, sorted_lines
from retention.orders import of_known_customers

# Prior purchases 0, 1, 2–3, 4–7, 8 and more.
PRIOR_FROM = np.array([1, 2, 4, 8])
CLASS_OF = np.searchsorted(PRIOR_FROM, np.arange(PRIOR_FROM[-1] + 1), side="right")


@dataclass(frozen=True)
class Purchases:
    """Purchases of customers 0 … n−1 that can be followed for `window` days (on `last_followed` at most), and first days of goods.

    Strata are calendar month × prior purchases. Goods have the numbers of their places in `goods`. Accounts `left_out` are not included.
    """

    goods: tuple[str, ...]
    window: int
    last_followed: int
    strata: int
    rows: Rows
    left_out: tuple[str, ...] = ()

    def number(self, good: str) -> int:
        """The number of a good; KeyError where nobody bought it."""
        if good not in self.goods:
            raise KeyError(f"nobody bought {good!r}")
        return self.goods.index(good)

    def buyers(self, good: str) -> np.ndarray:
        """Rows of those who bought a good."""
        number = self.number(good)
        return self.rows.buyers[self.rows.good_starts[number] : self.rows.good_starts[number + 1]]


def purchases(goods: ir.Table, as_of: date, window: int = 30, left_out: Collection[str] = (), bulk_times: float | None = None) -> Purchases:
    """Purchases from lines with goods (`goods_of`), guests and accounts `left_out` not included.

    With `bulk_times`, accounts as `bulk_accounts` finds them, here among lines with goods, are left out as well: without another pass.
    """
    known = goods.filter(_.customer_id.notnull())
    if left_out:
        known = known.filter(_.customer_id.notin(sorted(left_out)))
    # One pass over the tall table; text becomes numbers at once.
    bought = known.select("customer_id", "good", "ordered_on", *(["quantity"] if bulk_times is not None else [])).to_pyarrow()
    day = bought["ordered_on"].cast("int32").to_numpy()
    with ThreadPoolExecutor(2) as threads:
        (customer, people), (item, names) = threads.map(numbered, (bought["customer_id"], bought["good"]))
    lines, without = sorted_lines(customer, day, item), set(left_out)
    if bulk_times is not None:
        days, pieces = habits(lines, customer, bought["quantity"].to_numpy(), len(people))
        bulk = _like_a_shop(days, pieces, bulk_times)
        if bulk.any():
            kept = ~bulk[customer]
            sold, item = np.unique(item[kept], return_inverse=True)
            lines, names = sorted_lines(customer[kept], day[kept], item), names.take(pa.array(sold))
            without |= set(people.filter(pa.array(bulk)).to_pylist())
    last = (pd.Timestamp(as_of) - pd.Timestamp(0)).days
    return replace(arranged(lines, tuple(names.to_pylist()), window, last, len(people)), left_out=tuple(sorted(without)))


def numbered(column: pa.ChunkedArray) -> tuple[np.ndarray, pa.Array]:
    """Each value's number, and the values in the order of their numbers (sorted, so that a permutation of rows changes nothing)."""
    coded = column.cast("string").combine_chunks().dictionary_encode()
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    order = pc.sort_indices(coded.dictionary)
    rank = np.empty(len(order), dtype=np.int32)
    rank[order.to_numpy()] = np.arange(len(order), dtype=np.int32)
    return rank[coded.indices.to_numpy()], coded.dictionary.take(order)


def arranged(lines: Lines, goods: tuple[str, ...], window: int, last: int, people: int) -> Purchases:
    """Purchases from lines as numbers, known until day `last`: each customer's days in order, each good's buyers with their first day."""
    # What is bought in the last days cannot be followed for the whole window: neither index nor reference.
    month = np.arange(lines.began, last - window + 1).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    rows, strata = rows_of(lines, people, len(goods), month - month[:1], CLASS_OF)
    return Purchases(goods, window, last - window, strata, rows)


def of_goods(bought: Purchases, names: tuple[str, ...], unions: Sequence[Sequence[str]]) -> Purchases:
    """The same purchases with goods `names` alone, each any of the goods of its union: first bought when the first of them was."""
    rows, each = bought.rows, [np.sort(np.concatenate([bought.buyers(good) for good in goods])) for goods in unions]
    # A customer's rows rise with her days.
    firsts = [some[np.unique(rows.owner[some], return_index=True)[1]] for some in each]
    good = np.repeat(np.arange(len(firsts), dtype=np.int32), [len(some) for some in firsts])
    first = np.concatenate(firsts)
    order = np.argsort(first, kind="stable")
    first, good = first[order], good[order]
    good_starts, buyers = by_good(good, len(firsts))
    own_starts = np.searchsorted(rows.owner[first], np.arange(len(rows.starts)))
    own = {"own_starts": own_starts, "owner": rows.owner[first], "good": good, "first_day": rows.first_day[first], "at": rows.at[first]}
    return replace(bought, goods=names, rows=rows._replace(**own, good_starts=good_starts, buyers=buyers))


def bulk_accounts(lines: ir.Table, times: float) -> list[str]:
    """Accounts with `times` as many purchase days, or pieces a day, as 95 % of repeat buyers: resellers and wholesale, not people."""
    days = of_known_customers(lines).group_by("customer_id", "ordered_on").agg(pieces=_.quantity.sum())
    people = days.group_by("customer_id").agg(days=_.count(), pieces=_.pieces.sum().cast("float64")).to_pyarrow()
    bulk = _like_a_shop(people["days"].to_numpy(), people["pieces"].to_numpy(), times)
    return sorted(people["customer_id"].filter(pa.array(bulk)).to_pylist())


def _like_a_shop(days: np.ndarray, pieces: np.ndarray, times: float) -> np.ndarray:
    """Whether an account with so many purchase days and pieces is one of `bulk_accounts`."""
    bulk, repeat = np.zeros(len(days), bool), days > 1
    for figure in (days, pieces / days):
        if repeat.sum() >= 20:
            bulk |= figure > times * float(np.quantile(figure[repeat], 0.95, method="lower"))
    return bulk
