"""Purchase days of each customer and the first day of each good: all that rules with time need to know.

Orders of one day are one purchase. The tall part is Ibis and hands over numbers only, so that ten million lines stay small.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

import ibis.expr.types as ir
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _

from retention.tables import DataProblem

# Prior purchases 0, 1, 2–3, 4–7, 8 and more.
PRIOR_FROM = np.array([1, 2, 4, 8])


@dataclass(frozen=True)
class Purchases:
    """Purchases of customers 0 … n−1 that can be followed for `window` days, and first days of goods.

    Purchases of customer i are rows `starts[i] : starts[i + 1]` of `day` (days since 1970, `last_followed` at most) and `stratum`
    (calendar month × prior purchases). Buyers of good j are rows `good_starts[j] : good_starts[j + 1]` of `owner` (rising) and `first_day`.
    """

    goods: tuple[str, ...]
    window: int
    last_followed: int
    starts: np.ndarray
    day: np.ndarray
    stratum: np.ndarray
    strata: int
    good_starts: np.ndarray
    owner: np.ndarray
    first_day: np.ndarray

    @property
    def customers(self) -> int:
        """How many customers bought at all."""
        return len(self.starts) - 1

    def number(self, good: str) -> int:
        """The number of a good; KeyError where nobody bought it."""
        if good not in self.goods:
            raise KeyError(f"nobody bought {good!r}")
        return self.goods.index(good)


def purchases(goods: ir.Table, as_of: date, window: int = 30, left_out: Collection[str] = ()) -> Purchases:
    """Purchases from lines with goods (`goods_of`), guests and accounts `left_out` not included."""
    known = goods.filter(_.customer_id.notnull())
    if left_out:
        known = known.filter(_.customer_id.notin(sorted(left_out)))
    # One pass over the tall table; text becomes numbers at once.
    bought = known.select("customer_id", "good", "ordered_on").to_pyarrow()
    day = bought["ordered_on"].cast("int32").to_numpy()
    customer, people = numbered(bought["customer_id"])
    item, names = numbered(bought["good"])
    last = (pd.Timestamp(as_of) - pd.Timestamp(0)).days
    return arranged(tuple(names), window, last, len(people), customer, item, day)


def numbered(column: pa.ChunkedArray) -> tuple[np.ndarray, list[str]]:
    """Each value's number, and the values in the order of their numbers (sorted, so that a permutation of rows changes nothing)."""
    coded = column.cast("string").combine_chunks().dictionary_encode()
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    order = pc.sort_indices(coded.dictionary).to_numpy()
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank[coded.indices.to_numpy()], coded.dictionary.take(pa.array(order)).to_pylist()


def arranged(goods: tuple[str, ...], window: int, last: int, people: int, customer: np.ndarray, item: np.ndarray, day: np.ndarray) -> Purchases:
    """Purchases from lines as numbers: each customer's days in order, each good's buyers with their first day."""
    day_of, began = _unique_days(customer, day)
    prior = np.arange(len(day_of)) - began[day_of[:, 0]] if len(day_of) else np.zeros(0, np.int64)
    months = day_of[:, 1].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    stratum = (months - (months.min() if len(months) else 0)) * (len(PRIOR_FROM) + 1) + np.searchsorted(PRIOR_FROM, prior, side="right")
    # What is bought in the last days cannot be followed for the whole window: neither index nor reference.
    followed = day_of[:, 1] <= last - window
    used, numbered = np.unique(stratum[followed], return_inverse=True)
    firsts = _first_days(item, customer, day)
    return Purchases(
        goods=goods,
        window=window,
        last_followed=last - window,
        starts=np.searchsorted(day_of[followed, 0], np.arange(people + 1)),
        day=np.ascontiguousarray(day_of[followed, 1]),
        stratum=numbered.astype(np.int32),
        strata=len(used),
        good_starts=np.searchsorted(firsts[:, 0], np.arange(len(goods) + 1)),
        owner=np.ascontiguousarray(firsts[:, 1]),
        first_day=np.ascontiguousarray(firsts[:, 2]),
    )


# Two or three numbers in one of 64 bits sort several times faster than as columns.
DAY_BITS, PERSON_BITS = 20, 26


def _unique_days(customer: np.ndarray, day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows (customer, day), each once and in order, and where each customer's begin."""
    packed = np.sort(customer.astype(np.int64) << DAY_BITS | day)
    packed = packed[np.r_[True, packed[1:] != packed[:-1]]] if len(packed) else packed
    rows = np.column_stack([packed >> DAY_BITS, packed & ((1 << DAY_BITS) - 1)]).astype(np.int32)
    return rows, np.searchsorted(rows[:, 0], np.arange((rows[-1, 0] if len(rows) else 0) + 1))


def _first_days(item: np.ndarray, customer: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Rows (good, customer, day of her first), ordered by good and customer."""
    if len(customer) and (customer.max() >> PERSON_BITS or item.max() >> (63 - PERSON_BITS - DAY_BITS)):
        raise DataProblem(f"purchases: {item.max() + 1:,} goods are too many for rules. Set goods: product_name or category")
    packed = np.sort((item.astype(np.int64) << PERSON_BITS | customer) << DAY_BITS | day)
    pair = packed >> DAY_BITS
    packed = packed[np.r_[True, pair[1:] != pair[:-1]]] if len(packed) else packed
    pair = packed >> DAY_BITS
    return np.column_stack([pair >> PERSON_BITS, pair & ((1 << PERSON_BITS) - 1), packed & ((1 << DAY_BITS) - 1)]).astype(np.int32)


def with_union(bought: Purchases, goods: Sequence[str], name: str) -> Purchases:
    """The same purchases with one more good: any of `goods`, first bought when the first of them was."""
    rows = np.concatenate([np.arange(bought.good_starts[j], bought.good_starts[j + 1]) for j in map(bought.number, goods)])
    first = pd.Series(bought.first_day[rows]).groupby(bought.owner[rows]).min()
    return replace(
        bought,
        goods=(*bought.goods, name),
        good_starts=np.append(bought.good_starts, len(bought.owner) + len(first)),
        owner=np.append(bought.owner, first.index.to_numpy(bought.owner.dtype)),
        first_day=np.append(bought.first_day, first.to_numpy(bought.first_day.dtype)),
    )


def bulk_accounts(lines: ir.Table, times: float) -> list[str]:
    """Accounts with `times` as many purchase days, or pieces a day, as 95 % of repeat buyers: resellers and wholesale, not people."""
    days = lines.filter(_.counts, _.customer_id.notnull()).group_by("customer_id", "ordered_on").agg(pieces=_.quantity.sum())
    people = days.group_by("customer_id").agg(days=_.count(), pieces=_.pieces.sum().cast("float64")).order_by("customer_id").to_pyarrow().to_pandas()
    people["pieces"] /= people["days"]
    flagged = pd.Series(False, index=people.index)
    for column in ("days", "pieces"):
        usual = people.loc[people["days"] > 1, column]
        if len(usual) >= 20:
            flagged |= people[column] > times * float(usual.quantile(0.95, interpolation="lower"))
    return people.loc[flagged, "customer_id"].tolist()
