"""Lines as numbers put in order, compiled: purchases of each customer, and the day she first had each good."""

from typing import NamedTuple

import numpy as np
from numba import njit

from retention.tables import DataProblem


class Lines(NamedTuple):
    """Lines in the order of customer, day and good, each one number: its lowest bits the good, those above the days since `began`."""

    packed: np.ndarray
    began: int
    day_bits: int
    good_bits: int


class Rows(NamedTuple):
    """Purchases that can be followed, and the goods of each customer, as columns of numbers.

    Purchases of customer i are rows `starts[i] : starts[i + 1]` of `day` (since 1970, rising) and `stratum`. Her goods are rows
    `own_starts[i] : own_starts[i + 1]` of `owner`, `good`, `first_day` (rising) and `at`: her row of `day` when she first had it, the row
    after her last where that is too late to follow. Buyers of good j are rows `buyers[good_starts[j] : good_starts[j + 1]]` of these, rising.
    """

    starts: np.ndarray
    day: np.ndarray
    stratum: np.ndarray
    own_starts: np.ndarray
    owner: np.ndarray
    good: np.ndarray
    first_day: np.ndarray
    at: np.ndarray
    good_starts: np.ndarray
    buyers: np.ndarray


def sorted_lines(customer: np.ndarray, day: np.ndarray, good: np.ndarray) -> Lines:
    """Lines in order. One number of 64 bits sorts many times faster than three columns."""
    began = int(day.min()) if len(day) else 0
    people, days, goods = (int(top).bit_length() for top in ((customer.max(), day.max() - began, good.max()) if len(day) else (0, 0, 0)))
    if people + days + goods > 63:
        raise DataProblem(f"purchases: {good.max() + 1:,} goods are too many for rules. Set goods: product_name or category")
    packed = customer.astype(np.int64)
    packed <<= days
    packed |= day - began
    packed <<= goods
    packed |= good
    packed.sort()
    return Lines(packed, began, days, goods)


@njit(cache=True, nogil=True)
def habits(lines: Lines, customer: np.ndarray, quantity: np.ndarray, people: int) -> tuple[np.ndarray, np.ndarray]:
    """On how many days each customer bought, and how many pieces; `customer` and `quantity` are those of lines in any order."""
    days, pieces, before = np.zeros(people, np.int64), np.zeros(people), -1
    for line in lines.packed:
        days[line >> (lines.good_bits + lines.day_bits)] += line >> lines.good_bits != before
        before = line >> lines.good_bits
    for row in range(len(customer)):
        pieces[customer[row]] += quantity[row]
    return days, pieces


@njit(cache=True, nogil=True)
def by_good(good: np.ndarray, goods: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows in the order of their good, and where each good's begin."""
    starts = np.zeros(goods + 1, np.int64)
    for j in good:
        starts[j + 1] += 1
    starts = np.cumsum(starts)
    free, buyers = starts.copy(), np.empty(len(good), np.int32)
    for row in range(len(good)):
        buyers[free[good[row]]] = row
        free[good[row]] += 1
    return starts, buyers


@njit(cache=True, nogil=True)
def rows_of(lines: Lines, people: int, goods: int, month: np.ndarray, prior_class: np.ndarray) -> tuple[Rows, int]:
    """Once through the lines; and how many strata there are.

    `month` is that of each day that can be followed, counted from the first; `prior_class` that of so many prior purchases, or more.
    """
    size, classes, began = len(lines.packed), prior_class[-1] + 1, lines.began
    starts, day, stratum = np.zeros(people + 1, np.int64), np.empty(size, np.int32), np.empty(size, np.int32)
    own_starts, owner, good = np.zeros(people + 1, np.int64), np.empty(size, np.int32), np.empty(size, np.int32)
    first_day, at = np.empty(size, np.int32), np.empty(size, np.int32)
    last_buyer = np.full(goods, -1, np.int64)
    purchases, own, prior, who, on = 0, 0, 0, -1, -1
    for line in lines.packed:
        what, visit = line & ((1 << lines.good_bits) - 1), line >> lines.good_bits
        s, customer = visit & ((1 << lines.day_bits) - 1), visit >> lines.day_bits
        if customer != who or s != on:
            prior = prior + 1 if customer == who else 0
            who, on = customer, s
            if on < len(month):
                day[purchases] = began + on
                stratum[purchases] = month[on] * classes + prior_class[min(prior, len(prior_class) - 1)]
                starts[who + 1] += 1
                purchases += 1
        if last_buyer[what] != who:
            last_buyer[what] = who
            owner[own], good[own], first_day[own], at[own] = who, what, began + on, purchases - (on < len(month))
            own_starts[who + 1] += 1
            own += 1
    firsts = owner[:own], good[:own], first_day[:own], at[:own]
    strata = _without_gaps(stratum[:purchases])
    return Rows(np.cumsum(starts), day[:purchases], stratum[:purchases], np.cumsum(own_starts), *firsts, *by_good(good[:own], goods)), strata


@njit(cache=True, nogil=True)
def _without_gaps(stratum: np.ndarray) -> int:
    """Numbers strata in their order, in place, and returns how many there are."""
    used, strata = np.zeros(np.max(stratum) + 1 if len(stratum) else 0, np.int32), 0
    for g in stratum:
        used[g] = 1
    for g in range(len(used)):
        strata += used[g]
        used[g] = strata - 1
    for k in range(len(stratum)):
        stratum[k] = used[stratum[k]]
    return strata
