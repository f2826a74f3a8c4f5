"""Purchase days of each customer and the first day of each good: all that rules with time need to know.

Orders of one day are one purchase. The tall part is Ibis and hands over numbers only, so that ten million lines stay small.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

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
    people = known.select("customer_id").distinct().mutate(customer=ibis.row_number().over(order_by="customer_id")).select("customer_id", "customer")
    things = known.select("good").distinct().mutate(item=ibis.row_number().over(order_by="good")).select("good", "item")
    days = known.select("customer_id", "ordered_on").distinct().inner_join(people, "customer_id")
    days = days.select(customer=_.customer.cast("int32"), day=_.ordered_on).order_by("customer", "day").to_pyarrow()
    firsts = known.group_by("customer_id", "good").agg(day=_.ordered_on.min()).inner_join(people, "customer_id").inner_join(things, "good")
    firsts = firsts.select(item=_.item.cast("int32"), customer=_.customer.cast("int32"), day=_.day).order_by("item", "customer").to_pyarrow()
    names = things.order_by("item").to_pyarrow()["good"].to_pylist()
    return _arranged(
        tuple(names),
        window,
        (pd.Timestamp(as_of) - pd.Timestamp(0)).days,
        days["customer"].to_numpy(),
        days["day"].cast("int32").to_numpy(),
        firsts["item"].to_numpy(),
        firsts["customer"].to_numpy(),
        firsts["day"].cast("int32").to_numpy(),
    )


def _arranged(
    goods: tuple[str, ...],
    window: int,
    last: int,
    customer: np.ndarray,
    day: np.ndarray,
    item: np.ndarray,
    owner: np.ndarray,
    first_day: np.ndarray,
) -> Purchases:
    """Purchases from days ordered by customer and day, and firsts ordered by item and owner."""
    size = int(customer[-1]) + 1 if len(customer) else 0
    starts = np.searchsorted(customer, np.arange(size + 1))
    prior = np.arange(len(customer)) - starts[customer]
    months = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    stratum = (months - (months.min() if len(months) else 0)) * (len(PRIOR_FROM) + 1) + np.searchsorted(PRIOR_FROM, prior, side="right")
    # What is bought in the last days cannot be followed for the whole window: neither index nor reference.
    followed = day <= last - window
    used, numbered = np.unique(stratum[followed], return_inverse=True)
    return Purchases(
        goods=goods,
        window=window,
        last_followed=last - window,
        starts=np.searchsorted(customer[followed], np.arange(size + 1)),
        day=np.ascontiguousarray(day[followed]),
        stratum=numbered.astype(np.int32),
        strata=len(used),
        good_starts=np.searchsorted(item, np.arange(len(goods) + 1)),
        owner=np.ascontiguousarray(owner),
        first_day=np.ascontiguousarray(first_day),
    )


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
