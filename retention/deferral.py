"""Points in the books: what of a sale is set aside for the points that come with it (IFRS 15, in China CAS 14).

A point earned by purchase is a right the customer has paid for. The price P of a sale is split between the goods, worth S by
themselves, and n points, worth n·v·R, where R is the share that will ever be spent; the points' part A is deferred. It is
recognised as points are spent, B of the n·R that are expected to be; what is left is the liability L. When the expectation R
changes, the difference of all earlier periods is caught up at once; A stays. Points for tasks have not been paid for:
they are a cost when issued and never in L.
"""

import numpy as np
from numpy.typing import ArrayLike


def deferred(price: float, stand_alone: float, points: float, value: float, redeemed: float) -> float:
    """A: what of the price belongs to the points. `value` is the face value of one, `redeemed` the expected share R (0–1).

    >>> round(deferred(2000, 2000, 2000, 0.1, 0.85), 2)
    156.68
    """
    worth = points * value * redeemed
    return price * worth / (stand_alone + worth) if worth > 0 else 0.0


def recognised(deferred: ArrayLike, burned: ArrayLike, points: ArrayLike, redeemed: ArrayLike, expired: ArrayLike = False) -> np.ndarray:
    """What of A has become revenue when `burned` of `points` have been spent: A·min(1, B/(n·R)), for batches at once.

    Where no redemption is expected any more (R = 0) nothing is recognised before the points have expired; then everything is.

    >>> recognised(8675.80, [4500, 8500], 10_000, [0.95, 0.97]).round(1).tolist()
    [4109.6, 7602.5]
    """
    burned, expected = np.broadcast_arrays(np.asarray(burned, float), np.multiply(points, redeemed))
    spent = np.divide(burned, expected, out=np.zeros(burned.shape), where=expected > 0)
    return np.multiply(deferred, np.where(expired, 1.0, np.clip(spent, 0, 1)))
