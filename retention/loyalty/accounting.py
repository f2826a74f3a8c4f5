"""Points in the books: what of a sale is set aside for the points that come with it (IFRS 15, in China CAS 14).

A point earned by purchase is a right the customer has paid for. The price P of a sale is split between the goods, worth S by
themselves, and n points, worth n·v·R, where R is the share that will ever be spent; the points' part A is deferred. It is
recognised as points are spent, B of the n·R that are expected to be; what is left is the liability L. When the expectation R
changes, the difference of all earlier periods is caught up at once; A stays. Points for tasks have not been paid for:
they are a cost when issued and never in L.
"""

from collections.abc import Sequence

import pandas as pd


def deferred(price: float, stand_alone: float, points: float, value: float, redeemed: float) -> float:
    """A: what of the price belongs to the points. `value` is the face value of one, `redeemed` the expected share R (0–1).

    >>> round(deferred(2000, 2000, 2000, 0.1, 0.85), 2)
    156.68
    """
    worth = points * value * redeemed
    return price * worth / (stand_alone + worth) if worth > 0 else 0.0


def recognised(deferred: float, burned: float, points: float, redeemed: float, expired: bool = False) -> float:
    """What of A has become revenue when `burned` of `points` have been spent: A·min(1, B/(n·R)).

    Where no redemption is expected any more (R = 0) nothing is recognised before the points have expired; then everything is.

    >>> round(recognised(8675.80, 4500, 10_000, 0.95), 2), recognised(100, 0, 1000, 0), recognised(100, 0, 1000, 0, expired=True)
    (4109.59, 0.0, 100)
    """
    if expired:
        return deferred
    expected = points * redeemed
    return deferred * min(1.0, burned / expected) if expected > 0 else 0.0


def schedule(deferred: float, points: float, burned: Sequence[float], redeemed: Sequence[float], expired: Sequence[bool] = ()) -> pd.DataFrame:
    """A batch of points period by period: period (1, 2, …), burned (to date), redeemed (R as expected then), to_date, recognised, liability.

    `recognised` is what the period's profit takes: the change of what is recognised to date, a new R caught up in it.
    """
    ends = list(expired) or [False] * len(burned)
    table = pd.DataFrame({"period": range(1, len(burned) + 1), "burned": list(burned), "redeemed": list(redeemed)})
    table["to_date"] = [recognised(deferred, b, points, r, end) for b, r, end in zip(burned, redeemed, ends, strict=True)]
    return table.assign(recognised=table["to_date"].diff().fillna(table["to_date"]), liability=deferred - table["to_date"])
