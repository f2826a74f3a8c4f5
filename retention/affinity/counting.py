"""The counting behind sequential rules, compiled: at-risk purchases, followers, expected followers, variance.

Because no good may have been bought before, all follows from the first day of each good: a customer is at risk of the pair
(A, C) on each purchase day s up to her first A and before her first C. Customers with neither good enter through totals.
"""

import numpy as np
from numba import njit

NEVER = np.int32(2_000_000_000)
# Columns of what `measure_pairs` returns.
INDEX, JOINT, EXPECTED, VARIANCE, OF_EXPECTED = range(5)


@njit(cache=True, nogil=True)
def margins(good_starts, owner, first_day, starts, day, stratum, strata, window):
    """Of each good and stratum: first purchases, and purchases it followed within the window."""
    size = len(good_starts) - 1
    first, followed = np.zeros((size, strata)), np.zeros((size, strata))
    for j in range(size):
        for row in range(good_starts[j], good_starts[j + 1]):
            for k in range(starts[owner[row]], starts[owner[row] + 1]):
                if day[k] == first_day[row]:
                    first[j, stratum[k]] += 1
                elif day[k] < first_day[row] <= day[k] + window:
                    followed[j, stratum[k]] += 1
    return first, followed


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
def measure_pairs(pairs, good_starts, owner, first_day, starts, day, stratum, totals, together, window):
    """For each pair (A, C): index purchases, of them followed by C, expected, variance of log(followed / expected), of log(expected) alone.

    Strata without a reference purchase are left out. Variances (METHODS §5: Σ ψ² by customer) are 0 where nobody followed or is expected.
    """
    strata = len(totals)
    found = np.zeros((len(pairs), 5))
    longest = 2 * np.max(good_starts[1:] - good_starts[:-1])
    who, a_day, c_day = np.empty(longest, np.int32), np.empty(longest, np.int32), np.empty(longest, np.int32)
    for pair in range(len(pairs)):
        size = _either(good_starts, owner, first_day, pairs[pair, 0], pairs[pair, 1], who, a_day, c_day)
        reference, followers = totals.copy(), np.zeros(strata)
        index, joint = np.zeros(strata), np.zeros(strata)
        for i in range(size):
            for k in range(starts[who[i]], starts[who[i] + 1]):
                s, g = day[k], stratum[k]
                if s >= c_day[i] or s >= a_day[i]:
                    reference[g] -= 1
                    if s == a_day[i] and s < c_day[i]:
                        index[g] += 1
                        joint[g] += c_day[i] <= s + window
                else:
                    followers[g] += c_day[i] <= s + window
        share, expected = np.zeros(strata), 0.0
        for g in range(strata):
            if reference[g] > 0:
                share[g] = followers[g] / reference[g]
                expected += index[g] * share[g]
                found[pair, INDEX] += index[g]
                found[pair, JOINT] += joint[g]
        found[pair, EXPECTED] = expected
        observed = found[pair, JOINT]
        if expected == 0 or observed == 0:
            continue
        weight = np.zeros(strata)
        for g in range(strata):
            if reference[g] > 0:
                weight[g] = index[g] / (reference[g] * expected)
        plain = weight * share
        # As if everybody had neither A nor C, then corrected for those who have.
        variance = plain @ (together @ plain)
        of_expected = variance
        for i in range(size):
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
        found[pair, VARIANCE], found[pair, OF_EXPECTED] = max(variance, 0.0), max(of_expected, 0.0)
    return found
