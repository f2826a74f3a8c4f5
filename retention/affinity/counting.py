"""The counting behind sequential rules, compiled: at-risk purchases, followers, expected followers, variance.

Because no good may have been bought before, all follows from the first day of each good: a customer is at risk of the pair
(A, C) on each purchase day s up to her first A and before her first C. Customers with neither good enter through totals.
"""

import numpy as np
from numba import njit

NEVER = np.int32(2_000_000_000)


@njit(cache=True, nogil=True)
def margins(good_starts, owner, first_day, starts, day, stratum, strata, window):
    """Of each good and stratum: first purchases, purchases it followed within the window, purchases from its first on."""
    size = len(good_starts) - 1
    first, followed, gone = np.zeros((size, strata)), np.zeros((size, strata)), np.zeros((size, strata))
    for j in range(size):
        for row in range(good_starts[j], good_starts[j + 1]):
            for k in range(starts[owner[row]], starts[owner[row] + 1]):
                if day[k] >= first_day[row]:
                    gone[j, stratum[k]] += 1
                    if day[k] == first_day[row]:
                        first[j, stratum[k]] += 1
                elif first_day[row] <= day[k] + window:
                    followed[j, stratum[k]] += 1
    return first, followed, gone


@njit(cache=True, nogil=True)
def frequent_pairs(good_starts, owner, first_day, own_starts, own_good, own_day, last_index, window, least):
    """Pairs (A, C) with at least `least` customers whose first C came within the window after their first A, not later than `last_index`."""
    size = len(good_starts) - 1
    found = [(0, 0) for _ in range(0)]
    count = np.zeros(size, np.int64)
    for a in range(size):
        if good_starts[a + 1] - good_starts[a] < least:
            continue
        count[:] = 0
        for row in range(good_starts[a], good_starts[a + 1]):
            if first_day[row] <= last_index:
                for k in range(own_starts[owner[row]], own_starts[owner[row] + 1]):
                    if own_day[k] > first_day[row]:
                        if own_day[k] > first_day[row] + window:
                            break
                        count[own_good[k]] += 1
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
def _tables(a, c, first, followed, gone, totals, good_starts, owner, first_day, starts, day, stratum, window):
    """By stratum: index purchases, of them followed, reference purchases, of them followed. Margins, corrected for customers with both goods."""
    index, joint = first[a].copy(), np.zeros(len(totals))
    reference, followers = totals - gone[a] - gone[c], followed[c].copy()
    i, j = good_starts[a], good_starts[c]
    while i < good_starts[a + 1] and j < good_starts[c + 1]:
        if owner[i] < owner[j]:
            i += 1
        elif owner[j] < owner[i]:
            j += 1
        else:
            for k in range(starts[owner[i]], starts[owner[i] + 1]):
                s, g = day[k], stratum[k]
                if s >= first_day[i] and s >= first_day[j]:
                    reference[g] += 1
                    index[g] -= s == first_day[i]
                elif first_day[i] <= s and first_day[j] <= s + window:
                    followers[g] -= 1
                    joint[g] += s == first_day[i]
            i += 1
            j += 1
    return index, joint, reference, followers


@njit(cache=True, nogil=True)
def expectations(pairs, first, followed, gone, totals, good_starts, owner, first_day, starts, day, stratum, window):
    """For each pair (A, C): index purchases, of them followed by C, expected followers. Strata without a reference purchase are left out."""
    found = np.zeros((len(pairs), 3))
    for pair in range(len(pairs)):
        index, joint, reference, followers = _tables(
            pairs[pair, 0], pairs[pair, 1], first, followed, gone, totals, good_starts, owner, first_day, starts, day, stratum, window
        )
        for g in np.flatnonzero(reference > 0):
            found[pair, 0] += index[g]
            found[pair, 1] += joint[g]
            found[pair, 2] += index[g] * followers[g] / reference[g]
    return found


@njit(cache=True, nogil=True)
def _either(good_starts, owner, first_day, a, c, who, a_day, c_day):
    """Customers with A or C into `who` with the first day of each (NEVER where she has none); returns how many."""
    i, j, size = good_starts[a], good_starts[c], 0
    while i < good_starts[a + 1] or j < good_starts[c + 1]:
        left = owner[i] if i < good_starts[a + 1] else NEVER
        right = owner[j] if j < good_starts[c + 1] else NEVER
        who[size], a_day[size], c_day[size] = min(left, right), NEVER, NEVER
        if left <= right:
            a_day[size] = first_day[i]
            i += 1
        if right <= left:
            c_day[size] = first_day[j]
            j += 1
        size += 1
    return size


@njit(cache=True, nogil=True)
def variances(pairs, first, followed, gone, totals, together, good_starts, owner, first_day, starts, day, stratum, window):
    """For each pair (A, C) the variance of log(followed / expected) and of log(expected) alone: Σ ψ² by customer (METHODS §5).

    0 where nobody followed or is expected.
    """
    strata = len(totals)
    found = np.zeros((len(pairs), 2))
    longest = 2 * np.max(good_starts[1:] - good_starts[:-1])
    who, a_day, c_day = np.empty(longest, np.int32), np.empty(longest, np.int32), np.empty(longest, np.int32)
    for pair in range(len(pairs)):
        index, joint, reference, followers = _tables(
            pairs[pair, 0], pairs[pair, 1], first, followed, gone, totals, good_starts, owner, first_day, starts, day, stratum, window
        )
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
        for i in range(_either(good_starts, owner, first_day, pairs[pair, 0], pairs[pair, 1], who, a_day, c_day)):
            index_part, reference_part, neither = 0.0, 0.0, 0.0
            for k in range(starts[who[i]], starts[who[i] + 1]):
                s, g = day[k], stratum[k]
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
