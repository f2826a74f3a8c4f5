"""The counting behind sequential rules, compiled: at-risk purchases, followers, expected followers, variance.

Because no good may have been bought before, all follows from the first day of each good: a customer is at risk of the pair
(A, C) on each purchase day s up to her first A and before her first C. Customers with neither good enter through totals.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from retention.affinity.arranging import Rows

NEVER = np.int32(2_000_000_000)


class Margins(NamedTuple):
    """By stratum and good: first purchases, purchases it followed within the window, purchases from its first on. By stratum: purchases."""

    first: np.ndarray
    followed: np.ndarray
    gone: np.ndarray
    totals: np.ndarray


class Tables(NamedTuple):
    """By stratum and pair: index purchases, of them followed, followers of the reference. By stratum and couple: the reference.

    Couple i is pairs 2i and 2i + 1, the one way and the other; purchases with neither good so far are the reference of both.
    """

    n1: np.ndarray
    x1: np.ndarray
    x0: np.ndarray
    n0: np.ndarray


@njit(cache=True, nogil=True)
def margins(rows: Rows, strata: int, window: int) -> Margins:
    """What each good alone says about every pair it is in (`Margins`)."""
    shape = strata, len(rows.good_starts) - 1
    first, followed, gone, totals = np.zeros(shape, np.int32), np.zeros(shape, np.int32), np.zeros(shape, np.int32), np.zeros(strata, np.int32)
    for who in range(len(rows.starts) - 1):
        begin, row, end = rows.own_starts[who], rows.own_starts[who], rows.own_starts[who + 1]
        for k in range(rows.starts[who], rows.starts[who + 1]):
            g = rows.stratum[k]
            totals[g] += 1
            while row < end and rows.at[row] == k:
                first[g, rows.good[row]] += 1
                row += 1
            for had in range(begin, row):
                gone[g, rows.good[had]] += 1
            for later in range(row, end):
                if rows.first_day[later] > rows.day[k] + window:
                    break
                followed[g, rows.good[later]] += 1
    return Margins(first, followed, gone, totals)


@njit(cache=True, nogil=True)
def frequent_pairs(rows: Rows, window: int, least: int, at_once: int) -> np.ndarray:
    """Pairs (A, C) with at least `least` customers whose first C came within the window after their first A, this one followed.

    Not many more than `at_once` pairs are counted at the same time.
    """
    known = np.flatnonzero(np.diff(rows.good_starts) >= least)
    place = np.full(len(rows.good_starts) - 1, len(known), np.uint32)
    place[known] = np.arange(len(known))
    found = [(0, 0) for _ in range(0)]
    block = max(1, at_once // (len(known) + 1))
    for begin in range(0, len(known), block):
        # One column more than goods: where those too rare are counted.
        count = np.zeros((min(block, len(known) - begin), len(known) + 1), np.int32)
        _count_followers(count, begin, place, rows, window)
        for a in range(len(count)):
            for c in np.flatnonzero(count[a, :-1] >= least):
                found.append((known[begin + a], known[c]))
    pairs = np.empty((len(found), 2), np.int64)
    for i in range(len(found)):
        pairs[i, 0], pairs[i, 1] = found[i]
    return pairs


@njit(cache=True, nogil=True)
def _count_followers(count: np.ndarray, begin: int, place: np.ndarray, rows: Rows, window: int) -> None:
    """Adds who had each good (column, its number in `place`) within the window after one of those from number `begin` on (row)."""
    for who in range(len(rows.starts) - 1):
        near = far = rows.own_starts[who]
        end = rows.own_starts[who + 1]
        for row in range(rows.own_starts[who], end):
            if rows.at[row] == rows.starts[who + 1]:
                break
            while near < end and rows.first_day[near] <= rows.first_day[row]:
                near += 1
            while far < end and rows.first_day[far] <= rows.first_day[row] + window:
                far += 1
            a = np.int64(place[rows.good[row]]) - begin
            if 0 <= a < len(count):
                followed = count[a]
                for later in range(near, far):
                    followed[place[rows.good[later]]] += 1


@njit(cache=True, nogil=True, fastmath={"reassoc", "contract"})
def chosen_by_margins(first: np.ndarray, rate: np.ndarray, frequent: np.ndarray, least: float) -> tuple[int, np.ndarray]:
    """How many pairs have `least` followers to be expected if goods were independent given stratum; which of `frequent` (in order) are among them.

    `first` holds the index purchases, `rate` the share of purchases followed, by good and stratum. Sums go in any order: they are only compared.
    """
    goods, strata = first.shape
    index, highest = first.sum(axis=1), np.zeros(goods)
    for c in range(goods):
        for g in range(strata):
            highest[c] = max(highest[c], rate[c, g])
    by_rate = np.argsort(-highest)
    rate, highest = rate[by_rate], highest[by_rate]
    begin = np.searchsorted(frequent[:, 0], np.arange(goods + 1))
    pairs, enough, chosen = 0, np.zeros(goods, np.bool_), np.zeros(len(frequent), np.bool_)
    for a in range(goods):
        enough[:] = False
        for i in range(goods):
            # Not more than all index purchases at the highest rate: most goods need no look at most others.
            if index[a] * highest[i] < least * (1 - 1e-9):
                break
            expected = 0.0
            for g in range(strata):
                expected += first[a, g] * rate[i, g]
            enough[by_rate[i]] = expected >= least
        enough[a] = False
        pairs += enough.sum()
        for pair in range(begin[a], begin[a + 1]):
            chosen[pair] = enough[frequent[pair, 1]]
    return pairs, chosen


@njit(cache=True, nogil=True)
def gram(starts: np.ndarray, stratum: np.ndarray, strata: int) -> np.ndarray:
    """Σ over customers of (purchases in stratum g) · (purchases in stratum h)."""
    once = np.zeros((strata, strata))
    for i in range(len(starts) - 1):
        for j in range(starts[i], starts[i + 1]):
            once[stratum[j], stratum[j]] += 0.5
            for k in range(j + 1, starts[i + 1]):
                once[stratum[j], stratum[k]] += 1
    return once + once.T


@njit(cache=True, nogil=True)
def from_margins(couples: np.ndarray, alone: Margins) -> Tables:
    """Tables of couples of goods as if nobody had both."""
    strata, size = len(alone.totals), len(couples)
    pairs = strata, 2 * size
    told = Tables(np.empty(pairs, np.int32), np.zeros(pairs, np.int32), np.empty(pairs, np.int32), np.empty((strata, size), np.int32))
    for g in range(strata):
        for i in range(size):
            one, other = couples[i]
            told.n1[g, 2 * i], told.n1[g, 2 * i + 1] = alone.first[g, one], alone.first[g, other]
            told.x0[g, 2 * i], told.x0[g, 2 * i + 1] = alone.followed[g, other], alone.followed[g, one]
            told.n0[g, i] = alone.totals[g] - alone.gone[g, one] - alone.gone[g, other]
    return told


@njit(cache=True, nogil=True)
def _lookup(couples: np.ndarray, goods: int) -> tuple[np.ndarray, np.ndarray]:
    """A small number for each good in a couple (−1 in none), and the pair from one such number (row) to another (column), or −1."""
    place, size = np.full(goods, -1, np.int32), 0
    for good in couples.ravel():
        if place[good] < 0:
            place[good] = size
            size += 1
    pair = np.full((size, size), -1, np.int16)
    for i in range(len(couples)):
        one, other = place[couples[i, 0]], place[couples[i, 1]]
        pair[one, other], pair[other, one] = 2 * i, 2 * i + 1
    return place, pair


@njit(cache=True, nogil=True)
def corrections(couples: np.ndarray, strata: int, rows: Rows, window: int) -> Tables:
    """What customers with both goods of a couple add to `from_margins`; 16,000 couples at most."""
    pairs = strata, 2 * len(couples)
    told = Tables(np.zeros(pairs, np.int32), np.zeros(pairs, np.int32), np.zeros(pairs, np.int32), np.zeros((strata, len(couples)), np.int32))
    place, pair = _lookup(couples, len(rows.good_starts) - 1)
    mine, small = np.empty(len(place) + 1, np.int64), np.empty(len(place) + 1, np.int64)
    both, since = np.empty(len(couples), np.uint32), np.empty(len(couples), np.int64)
    for who in range(len(rows.starts) - 1):
        size, had, end = 0, 0, rows.starts[who + 1]
        for row in range(rows.own_starts[who], rows.own_starts[who + 1]):
            mine[size], small[size] = row, place[rows.good[row]]
            size += small[size] >= 0
        for j in range(1, size):
            late = rows.at[mine[j]]
            for i in range(j):
                back = pair[small[j], small[i]]
                if back < 0:
                    continue
                early, forth = rows.at[mine[i]], back ^ 1
                both[had], since[had] = back >> 1, late
                had += 1
                # No index where the consequent was there before or comes at the same time.
                if late < end:
                    told.n1[rows.stratum[late], back] -= 1
                    if early == late:
                        told.n1[rows.stratum[late], forth] -= 1
                # What was followed from the earlier good on is not reference; the first of it is index.
                for k in range(late - 1, early - 1, -1):
                    if rows.day[k] + window < rows.first_day[mine[j]]:
                        break
                    told.x0[rows.stratum[k], forth] -= 1
                    told.x1[rows.stratum[k], forth] += k == early
        # Margins took what came after both goods from the reference twice.
        begun = 0
        for k in range(rows.starts[who], end):
            while begun < had and since[begun] <= k:
                begun += 1
            reference = told.n0[rows.stratum[k]]
            for i in range(begun):
                reference[both[i]] += 1
    return told


@njit(cache=True, nogil=True)
def expectations(told: Tables) -> np.ndarray:
    """By pair: index purchases, of them followed, expected followers. Strata without a reference purchase are left out."""
    strata, pairs = told.n1.shape
    found = np.zeros((pairs, 3))
    for g in range(strata):
        for i in range(pairs):
            reference = told.n0[g, i >> 1]
            if reference > 0:
                found[i, 0] += told.n1[g, i]
                found[i, 1] += told.x1[g, i]
                found[i, 2] += told.n1[g, i] * told.x0[g, i] / reference
    return found


@njit(cache=True, nogil=True)
def _either(a: int, c: int, rows: Rows, who: np.ndarray, a_day: np.ndarray, c_day: np.ndarray) -> int:
    """Customers with A or C into `who` with the first day of each (NEVER where she has none); returns how many."""
    i, j, size = rows.good_starts[a], rows.good_starts[c], 0
    while i < rows.good_starts[a + 1] or j < rows.good_starts[c + 1]:
        left = rows.owner[rows.buyers[i]] if i < rows.good_starts[a + 1] else NEVER
        right = rows.owner[rows.buyers[j]] if j < rows.good_starts[c + 1] else NEVER
        who[size], a_day[size], c_day[size] = min(left, right), NEVER, NEVER
        if left <= right:
            a_day[size] = rows.first_day[rows.buyers[i]]
            i += 1
        if right <= left:
            c_day[size] = rows.first_day[rows.buyers[j]]
            j += 1
        size += 1
    return size


@njit(cache=True, nogil=True)
def variances(pairs: np.ndarray, place: np.ndarray, told: Tables, together: np.ndarray, rows: Rows, window: int) -> np.ndarray:
    """For each pair (A, C), in `told` at `place`, the variance of log(followed / expected) and of log(expected) alone: Σ ψ² by customer (METHODS §5).

    0 where nobody followed or is expected.
    """
    strata = len(together)
    found = np.zeros((len(pairs), 2))
    longest = 2 * np.max(rows.good_starts[1:] - rows.good_starts[:-1])
    who, a_day, c_day = np.empty(longest, np.int32), np.empty(longest, np.int32), np.empty(longest, np.int32)
    for pair in range(len(pairs)):
        i = place[pair]
        index, joint, followers, reference = told.n1[:, i], told.x1[:, i], told.x0[:, i], told.n0[:, i >> 1]
        share, weight, expected, observed = np.zeros(strata), np.zeros(strata), 0.0, 0.0
        for g in np.flatnonzero(reference > 0):
            share[g], weight[g] = followers[g] / reference[g], index[g] / reference[g]
            expected += index[g] * share[g]
            observed += joint[g]
        if expected == 0 or observed == 0:
            continue
        weight /= expected
        plain = weight * share
        # As if everybody had neither A nor C, then corrected for those who have.
        variance = float(plain @ (together @ plain))
        of_expected = variance
        for one in range(_either(pairs[pair, 0], pairs[pair, 1], rows, who, a_day, c_day)):
            index_part, reference_part, neither = 0.0, 0.0, 0.0
            for k in range(rows.starts[who[one]], rows.starts[who[one] + 1]):
                s, g = rows.day[k], rows.stratum[k]
                neither += plain[g]
                if s < c_day[one] and s <= a_day[one] and reference[g] > 0:
                    y = 1.0 if c_day[one] <= s + window else 0.0
                    if s == a_day[one]:
                        index_part += y / observed - share[g] / expected
                    else:
                        reference_part -= weight[g] * (y - share[g])
            variance += (index_part + reference_part) ** 2 - neither**2
            of_expected += reference_part**2 - neither**2
        found[pair, 0], found[pair, 1] = max(variance, 0.0), max(of_expected, 0.0)
    return found
