"""The counting behind sequential rules, compiled: at-risk purchases, followers, expected followers, variance.

Because no good may have been bought before, all follows from the first day of each good: a customer is at risk of the pair
(A, C) on each purchase day s up to her first A and before her first C. Customers with neither good enter through totals.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

NEVER = np.int32(2_000_000_000)


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


class Margins(NamedTuple):
    """By good and stratum: first purchases, purchases it followed within the window, purchases from its first on. By stratum: purchases."""

    first: np.ndarray
    followed: np.ndarray
    gone: np.ndarray
    totals: np.ndarray


class Tables(NamedTuple):
    """By pair and stratum: index purchases, of them followed, reference purchases, of them followed."""

    n1: np.ndarray
    x1: np.ndarray
    n0: np.ndarray
    x0: np.ndarray


@njit(cache=True, nogil=True)
def walk(lines, day_bits, good_bits, people, goods, last, most):
    """Once through lines in the order of customer, day and good: purchases up to day `last`, and when each customer first had each good.

    Gives `starts`, `day` and prior purchases (`most` at most) of purchases; `own_starts`, `good`, `first_day` and `at` of goods (`Rows`).
    """
    starts, own_starts = np.zeros(people + 1, np.int64), np.zeros(people + 1, np.int64)
    day, prior = np.empty(len(lines), np.int32), np.empty(len(lines), np.int32)
    good, first_day, at = np.empty(len(lines), np.int32), np.empty(len(lines), np.int32), np.empty(len(lines), np.int32)
    last_seen = np.full(goods, -1, np.int64)
    purchases, own, before, who, on = 0, 0, 0, -1, -1
    for line in lines:
        what, s, customer = line & ((1 << good_bits) - 1), (line >> good_bits) & ((1 << day_bits) - 1), line >> (good_bits + day_bits)
        if customer != who or s != on:
            before = before + 1 if customer == who else 0
            who, on = customer, s
            if on <= last:
                day[purchases], prior[purchases] = on, min(before, most)
                starts[who + 1] += 1
                purchases += 1
        if last_seen[what] != who:
            last_seen[what] = who
            good[own], first_day[own], at[own] = what, on, purchases - (on <= last)
            own_starts[who + 1] += 1
            own += 1
    return np.cumsum(starts), day[:purchases], prior[:purchases], np.cumsum(own_starts), good[:own], first_day[:own], at[:own]


@njit(cache=True, nogil=True)
def by_good(good, goods):
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
def margins(rows, strata, window):
    """What each good alone says about every pair it is in (`Margins`)."""
    size = len(rows.good_starts) - 1
    first, followed, gone = np.zeros((size, strata)), np.zeros((size, strata)), np.zeros((size, strata))
    for j in range(size):
        for row in rows.buyers[rows.good_starts[j] : rows.good_starts[j + 1]]:
            at, bought, end = rows.at[row], rows.first_day[row], rows.starts[rows.owner[row] + 1]
            if at < end:
                first[j, rows.stratum[at]] += 1
            for k in range(at, end):
                gone[j, rows.stratum[k]] += 1
            for k in range(at - 1, rows.starts[rows.owner[row]] - 1, -1):
                if rows.day[k] + window < bought:
                    break
                followed[j, rows.stratum[k]] += 1
    totals = np.zeros(strata)
    for g in rows.stratum:
        totals[g] += 1
    return Margins(first, followed, gone, totals)


@njit(cache=True, nogil=True)
def frequent_pairs(rows, window, least):
    """Pairs (A, C) with at least `least` customers whose first C came within the window after their first A, this one followed."""
    size = len(rows.good_starts) - 1
    found = [(0, 0) for _ in range(0)]
    count = np.zeros(size, np.int64)
    for a in range(size):
        if rows.good_starts[a + 1] - rows.good_starts[a] < least:
            continue
        count[:] = 0
        for row in rows.buyers[rows.good_starts[a] : rows.good_starts[a + 1]]:
            if rows.at[row] < rows.starts[rows.owner[row] + 1]:
                for other in range(row + 1, rows.own_starts[rows.owner[row] + 1]):
                    if rows.first_day[other] > rows.first_day[row] + window:
                        break
                    count[rows.good[other]] += rows.first_day[other] > rows.first_day[row]
        for c in np.flatnonzero(count >= least):
            found.append((a, c))
    pairs = np.empty((len(found), 2), np.int64)
    for i in range(len(found)):
        pairs[i, 0], pairs[i, 1] = found[i]
    return pairs


@njit(cache=True, nogil=True)
def gram(starts, stratum, strata):
    """Σ over customers of (purchases in stratum g) · (purchases in stratum h)."""
    table = np.zeros((strata, strata))
    for i in range(len(starts) - 1):
        for j in range(starts[i], starts[i + 1]):
            for k in range(starts[i], starts[i + 1]):
                table[stratum[j], stratum[k]] += 1
    return table


@njit(cache=True, nogil=True)
def _tables(a, consequents, place, alone, rows, window):
    """Tables of the pairs (A, C) of one antecedent: what the margins say, corrected for customers with both goods.

    `place` is scratch, −1 for each good.
    """
    shape = len(consequents), len(alone.totals)
    index, joint, reference, followers = np.empty(shape), np.zeros(shape), np.empty(shape), np.empty(shape)
    for i, c in enumerate(consequents):
        index[i], reference[i], followers[i] = alone.first[a], alone.totals - alone.gone[a] - alone.gone[c], alone.followed[c]
        place[c] = i
    for row in rows.buyers[rows.good_starts[a] : rows.good_starts[a + 1]]:
        who, at = rows.owner[row], rows.at[row]
        end = rows.starts[who + 1]
        if at == end:
            continue
        for other in range(rows.own_starts[who], rows.own_starts[who + 1]):
            i = place[rows.good[other]]
            if i < 0:
                continue
            then = rows.at[other]
            for k in range(max(at, then), end):
                reference[i, rows.stratum[k]] += 1
            if then <= at:
                index[i, rows.stratum[at]] -= 1
            for k in range(then - 1, at - 1, -1):
                if rows.day[k] + window < rows.first_day[other]:
                    break
                followers[i, rows.stratum[k]] -= 1
                joint[i, rows.stratum[k]] += k == at
    for c in consequents:
        place[c] = -1
    return Tables(index, joint, reference, followers)


@njit(cache=True, nogil=True)
def _run_end(pairs, start):
    """Where the pairs with the antecedent of pair `start` end."""
    end = start
    while end < len(pairs) and pairs[end, 0] == pairs[start, 0]:
        end += 1
    return end


@njit(cache=True, nogil=True)
def expectations(pairs, alone, rows, window):
    """For each pair (A, C): index purchases, of them followed by C, expected followers. Strata without a reference purchase are left out."""
    found = np.zeros((len(pairs), 3))
    place = np.full(len(alone.first), -1)
    start = 0
    while start < len(pairs):
        end = _run_end(pairs, start)
        told = _tables(pairs[start, 0], pairs[start:end, 1], place, alone, rows, window)
        for i in range(end - start):
            for g in range(len(alone.totals)):
                if told.n0[i, g] > 0:
                    found[start + i, 0] += told.n1[i, g]
                    found[start + i, 1] += told.x1[i, g]
                    found[start + i, 2] += told.n1[i, g] * told.x0[i, g] / told.n0[i, g]
        start = end
    return found


@njit(cache=True, nogil=True)
def _either(a, c, rows, who, a_day, c_day):
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
def variances(pairs, together, alone, rows, window):
    """For each pair (A, C) the variance of log(followed / expected) and of log(expected) alone: Σ ψ² by customer (METHODS §5).

    0 where nobody followed or is expected.
    """
    strata = len(alone.totals)
    found = np.zeros((len(pairs), 2))
    place = np.full(len(alone.first), -1)
    longest = 2 * np.max(rows.good_starts[1:] - rows.good_starts[:-1])
    who, a_day, c_day = np.empty(longest, np.int32), np.empty(longest, np.int32), np.empty(longest, np.int32)
    for pair in range(len(pairs)):
        told = _tables(pairs[pair, 0], pairs[pair : pair + 1, 1], place, alone, rows, window)
        index, joint, reference, followers = told.n1[0], told.x1[0], told.n0[0], told.x0[0]
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
        variance = plain @ (together @ plain)
        of_expected = variance
        for i in range(_either(pairs[pair, 0], pairs[pair, 1], rows, who, a_day, c_day)):
            index_part, reference_part, neither = 0.0, 0.0, 0.0
            for k in range(rows.starts[who[i]], rows.starts[who[i] + 1]):
                s, g = rows.day[k], rows.stratum[k]
                neither += plain[g]
                if s < c_day[i] and s <= a_day[i] and reference[g] > 0:
                    y = 1.0 if c_day[i] <= s + window else 0.0
                    if s == a_day[i]:
                        index_part += y / observed - share[g] / expected
                    else:
                        reference_part -= weight[g] * (y - share[g])
            variance += (index_part + reference_part) ** 2 - neither**2
            of_expected += reference_part**2 - neither**2
        found[pair, 0], found[pair, 1] = max(variance, 0.0), max(of_expected, 0.0)
    return found
