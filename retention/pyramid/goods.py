"""Order lines as plain arrays: who bought which product, how many, for how much, and was it kept.

A dozen questions are asked of the same lines, and strings are what costs: lines leave the engine once, customers and
products become numbers, and every answer is arithmetic on these. Customers come in buckets, so that memory stays the same
however many lines there are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace

import ibis.expr.types as ir
import numpy as np
import pandas as pd
import pyarrow as pa
from ibis import _
from numpy.typing import ArrayLike
from scipy import sparse

from retention.pyramid.buckets import bucket_of
from retention.pyramid.sent_back import lines_with_kept

# Lines held in memory at a time, at about 300 bytes each with what is reckoned from them.
BUCKET = 5_000_000


@dataclass(frozen=True)
class Goods:
    """The products: `codes[attribute][product]` (-1: not known) points into `names[attribute]`, which is sorted."""

    product_ids: pd.Index
    codes: dict[str, np.ndarray]
    names: dict[str, np.ndarray]
    list_cents: np.ndarray
    launched: np.ndarray


@dataclass(frozen=True)
class Lines:
    """Order lines that count, and of replacements: arrays of equal length, but for `customer_ids`, to which `customer` points.

    `product` points into the goods (-1: not among them), money is in cents, `list_cents` is of one piece (0: not known),
    `sold`: it counts, so is no replacement, `kept`: neither given back nor exchanged, `ordered` in days since 1970.
    """

    customer_ids: np.ndarray
    customer: np.ndarray
    product: np.ndarray
    pieces: np.ndarray
    paid_cents: np.ndarray
    list_cents: np.ndarray
    sold: np.ndarray
    kept: np.ndarray
    ordered: np.ndarray

    def where(self, rows: np.ndarray) -> "Lines":
        """Only these lines; customers keep their numbers."""
        return replace(self, **{f.name: getattr(self, f.name)[rows] for f in fields(self) if f.name != "customer_ids"})


def goods_of(products: ir.Table, attributes: tuple[str, ...]) -> Goods:
    """The products with their attributes as numbers; blank names count as not known."""
    table = products.select("product_id", *attributes, "launched_on", list_price=_.list_price.cast("float64")).to_pyarrow().to_pandas()
    codes, names = {}, {}
    for attribute in attributes:
        text = table[attribute].astype("string").str.strip()
        codes[attribute], found = pd.factorize(text.mask(text == ""), sort=True)
        names[attribute] = np.asarray(found, dtype=object)
    launched = pd.to_datetime(table["launched_on"]).to_numpy().astype("datetime64[D]")
    return Goods(pd.Index(table["product_id"]), codes, names, _cents(table["list_price"]), launched)


def lines_in_buckets(tables: Mapping[str, ir.Table | None], goods: Goods, most: int = BUCKET) -> Iterator[Lines]:
    """The lines of known customers that count or are replacements, in buckets of customers with about `most` lines each."""
    order_lines = tables["order_lines"]
    assert order_lines is not None
    counted = lines_with_kept(tables)
    buckets = 1 + int(order_lines.count().execute()) // most
    for bucket in range(buckets):
        here = counted if buckets == 1 else counted.filter(bucket_of(_.customer_id.hash(), buckets) == bucket)
        wanted = here.select(
            "customer_id",
            "product_id",
            "quantity",
            "ordered_on",
            "sold",
            "kept",
            paid=_.line_paid.cast("float64"),
            list=_.list_price.cast("float64"),
        )
        yield _as_arrays(wanted.to_pyarrow(), goods)


def _as_arrays(table: pa.Table, goods: Goods) -> Lines:
    customer_ids, customer = _numbered(table["customer_id"])
    product_ids, product = _numbered(table["product_id"])
    # A line without a product has -1 and takes the last place, which is none.
    places = np.append(goods.product_ids.get_indexer(pd.Index(product_ids)), -1)
    return Lines(
        customer_ids=customer_ids,
        customer=customer,
        product=places[product],
        pieces=table["quantity"].to_numpy().astype(np.int64),
        paid_cents=_cents(table["paid"].to_numpy()),
        list_cents=_cents(table["list"].to_numpy()),
        sold=table["sold"].to_numpy(),
        kept=table["kept"].to_numpy(),
        ordered=table["ordered_on"].to_numpy().astype("datetime64[D]"),
    )


def _numbered(column: pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    """Distinct values and each row's place among them, -1 where missing."""
    coded = column.combine_chunks().dictionary_encode()
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    return coded.dictionary.to_numpy(zero_copy_only=False), coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)


def _cents(money: ArrayLike) -> np.ndarray:
    return np.rint(np.nan_to_num(np.asarray(money, dtype=float)) * 100).astype(np.int64)


def most_bought(groups: np.ndarray, codes: np.ndarray, pieces: np.ndarray, paid: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each of `size` groups: the code of most pieces (-1 without any), how many those are, and the pieces of all codes.

    Rows with a code below 0 say nothing. Ties go to the code with more paid, then to the lower one.
    """
    known = codes >= 0
    shape = (size, int(codes.max(initial=0)) + 1)
    counted, money = (
        sparse.coo_matrix((values[known], (groups[known], codes[known])), shape=shape).tocsr().astype(np.int64) for values in (pieces, paid)
    )
    for table in (counted, money):
        table.sort_indices()
    rows = np.repeat(np.arange(size), np.diff(counted.indptr))
    best = _largest(counted.data, rows, size)
    tied = counted.data == best[rows]
    dearest = _largest(np.where(tied, money.data, np.iinfo(np.int64).min), rows, size)
    winners = np.flatnonzero(tied & (money.data == dearest[rows]))
    # Codes ascend within a group: of equal ones the first stands.
    first = winners[np.append(True, np.diff(rows[winners]) > 0)] if len(winners) else winners
    code = np.full(size, -1)
    code[rows[first]] = counted.indices[first]
    return code, np.where(code >= 0, best, 0), np.asarray(counted.sum(axis=1)).ravel()


def _largest(values: np.ndarray, rows: np.ndarray, size: int) -> np.ndarray:
    """The largest value of each row; `rows` ascend, and a row without values has the smallest number there is."""
    largest = np.full(size, np.iinfo(np.int64).min)
    starts = np.flatnonzero(np.append(True, np.diff(rows) > 0)) if len(rows) else np.array([], dtype=int)
    if len(starts):
        largest[rows[starts]] = np.maximum.reduceat(values, starts)
    return largest


def median_by_customer(customer: np.ndarray, values: np.ndarray, pieces: np.ndarray, size: int) -> np.ndarray:
    """Median of `values` over each customer's pieces, missing without any."""
    order = np.lexsort((values, customer))
    customer, values, pieces = customer[order], values[order], pieces[order]
    counted = np.bincount(customer, weights=pieces, minlength=size).astype(np.int64)
    before = np.concatenate([[0], np.cumsum(counted)[:-1]])
    until = np.cumsum(pieces)
    there = np.flatnonzero(counted)
    # The two middle pieces, counted from 1 over all customers; with an odd number they are the same.
    low, high = before[there] + (counted[there] + 1) // 2, before[there] + counted[there] // 2 + 1
    median = np.full(size, np.nan)
    if len(there):
        median[there] = (values[np.searchsorted(until, low)] + values[np.searchsorted(until, high)]) / 2
    return median
