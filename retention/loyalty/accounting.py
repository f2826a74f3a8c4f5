"""Points in the books: what of a sale is set aside for the points that come with it (IFRS 15, in China CAS 14).

A point earned by purchase is a right the customer has paid for. The price P of a sale is split between the goods, worth S by
themselves, and n points, worth n·v·R, where R is the share that will ever be spent; the points' part A is deferred. It is
recognised as points are spent, B of the n·R that are expected to be; what is left is the liability L. When the expectation R
changes, the difference of all earlier periods is caught up at once; A stays. Points for tasks have not been paid for:
they are a cost when issued and never in L.

A simulation's points are followed by month of issue, each month a batch. The goods' stand-alone price is taken to be what is paid for
them, the share of purchase points that of all points earned and not clawed back, and R what the simulation itself ends with. Beside L stands
the economic liability: what the points held are expected to cost (v·κ·R̂ each), those of tasks included.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from retention.loyalty.account import REVIEWED
from retention.loyalty.economics import LEVEL, liabilities
from retention.loyalty.economics import money as money_of
from retention.loyalty.holdings import balances, value_per_point, worth
from retention.loyalty.ledger import Ledger
from retention.loyalty.redemption import PRIOR, Redemption, expected_of_lots, of_simulation, simulated_cohorts
from retention.loyalty.simulate import POINTS, Simulated
from retention.settings import Programme


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


def deferred_per_point(result: Simulated, prior: tuple[float, float] = PRIOR) -> float:
    """A / n: revenue set aside for each point earned by purchase, from what is kept of all sales and of the points on them."""
    earned = kept_points(result)
    paid = money_of(result)["programme_sales"].sum() / result.scale
    if earned <= 0 or paid <= 0:
        return 0.0
    return deferred(paid, paid, earned, worth(result)[0], of_simulation(result, prior).rate) / earned


@dataclass(frozen=True)
class Liability:
    """The contract liability of the points that members hold on a day, shop currency, VAT as in what was paid.

    `value` by the share of points ever spent that is reckoned with, `low` and `high` by the ends of its interval; `source` says where the
    share comes from (`Redemption`). `points`: held and earned by purchase, usable and pending; `of_tasks`: held, but given for tasks, which
    nobody has paid for: a cost when issued, so not in it. `each`: what is set aside for a point that will be spent.
    """

    value: float
    low: float
    high: float
    source: Literal["data", "tail", "prior", "none"]
    points: int
    of_tasks: int
    each: float


def liability_of_ledger(ledger: Ledger, programme: Programme, found: Redemption, as_of: date) -> Liability:
    """What the points of a ledger's members stand for in the books on its day (IFRS 15, CAS 14): L of all of them.

    A batch of which `left` points are held, and a share r of those is expected to be spent, has L = A·left·r / (n·R): A stands for the n·R
    points once expected to be spent, so each that still is has the same part of it. A is split off at today's R, that of its own time not
    being told; the goods' stand-alone price is taken to be what is paid for them.
    """
    lots, waiting = ledger.lots[ledger.lots["points"] > 0], ledger.pending
    bought, pending = lots[~lots["of_task"].astype(bool)], int(waiting.loc[~waiting["of_task"].astype(bool), "points"].sum())
    clawed = ledger.entries[(ledger.entries["kind"] == "clawed") & (ledger.entries["about"] != REVIEWED)]["points"].sum()
    earned = float(ledger.entries.loc[ledger.entries["kind"] == "earned", "points"].sum() - clawed)
    face = value_per_point(programme)

    def each(rate: float) -> float:
        expected = earned * rate
        return deferred(ledger.sales, ledger.sales, earned, face, rate) / expected if expected > 0 else 0.0

    def standing(rate: float) -> float:
        return each(rate) * (expected_of_lots(replace(found, rate=rate), bought, as_of) + pending * rate)

    points = int(bought["points"].sum()) + pending
    tasks = int(lots["points"].sum() + waiting["points"].sum()) - points
    value, low, high = (standing(rate) for rate in (found.rate, found.low, found.high))
    return Liability(value, low, high, found.source, points, tasks, each(found.rate))


def liability_by_month(result: Simulated, level: float = LEVEL, prior: tuple[float, float] = PRIOR) -> pd.DataFrame:
    """What points held stand for at each month's end: month (1, 2, …), kind (accounting, economic), value (mean), low, high; all members.

    accounting: L of the points from purchases (IFRS 15). economic: what all points held are expected to cost. The band of the accounting
    curve is that of the points held.
    """
    economic = liabilities(result, prior)
    held = balances(result).astype(float)
    mean = held.mean(axis=0)
    book = _booked(result, prior) * np.divide(held, mean, out=np.zeros_like(held), where=mean > 0)
    return pd.concat([_curve("accounting", book, level), _curve("economic", economic, level)], ignore_index=True)


def kept_points(result: Simulated) -> float:
    """Points earned by purchase and not clawed back, all draws together."""
    clawed = _flow(result, "clawed").sum() - _flow(result, "clawed_task").sum()
    return max(float(_flow(result, "earned_purchase").sum() - clawed), 0.0)


def _flow(result: Simulated, name: str) -> np.ndarray:
    return result.points[:, :, POINTS.index(name)]


def _booked(result: Simulated, prior: tuple[float, float]) -> np.ndarray:
    """L at each month's end, mean over draws, all members: what is not yet recognised of each cohort, and of what is pending."""
    cohorts, rate, draws = simulated_cohorts(result), of_simulation(result, prior).rate, len(result.drawn)
    purchase, task = kept_points(result), float(_flow(result, "earned_task").sum() - _flow(result, "clawed_task").sum())
    if purchase + task == 0 or rate == 0:
        return np.zeros(result.months)
    each = deferred_per_point(result, prior) * purchase / (purchase + task) * result.scale / draws
    held, left = balances(result).sum(axis=0), cohorts.left
    burned, kept = np.cumsum(cohorts.burned, axis=1), cohorts.issued - cohorts.clawed.sum(axis=1)
    found = []
    for month in range(result.months):
        issued = np.arange(month + 1)
        still = left[issued, month - issued + 1]
        # Once nothing of a cohort is left, spent or expired, all of it is revenue.
        done = recognised(kept[issued], burned[issued, month - issued], kept[issued], rate, expired=still <= 0)
        found.append(each * ((kept[issued] - done).sum() + max(float(held[month]) - still.sum(), 0.0)))
    return np.array(found)


def _curve(kind: str, values: np.ndarray, level: float) -> pd.DataFrame:
    """Draws × months as a mean with its band."""
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2], axis=0)
    months = np.arange(1, values.shape[1] + 1)
    return pd.DataFrame({"month": months, "kind": kind, "value": values.mean(axis=0), "low": low, "high": high})
