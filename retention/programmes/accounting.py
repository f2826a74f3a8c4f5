"""A simulated programme's points in the books (IFRS 15, in China CAS 14; `deferral`), and what they are expected to cost.

A simulation's points are followed by month of issue, each month a batch. The goods' stand-alone price is taken to be what is paid for
them, the share of purchase points that of all points earned and not clawed back, and R what the simulation itself ends with. Beside L stands
the economic liability: what the points held are expected to cost (v·κ·R̂ each), those of tasks included.
"""

import numpy as np
import pandas as pd

from retention.deferral import deferred, recognised
from retention.programmes.economics import LEVEL, liabilities
from retention.programmes.economics import money as money_of
from retention.programmes.holdings import balances, of_simulation, simulated_cohorts, worth
from retention.programmes.simulate import POINTS, Simulated
from retention.redemption import PRIOR


def deferred_per_point(result: Simulated, prior: tuple[float, float] = PRIOR) -> float:
    """A / n: revenue set aside for each point earned by purchase, from what is kept of all sales and of the points on them."""
    earned = kept_points(result)
    paid = money_of(result)["programme_sales"].sum() / result.scale
    if earned <= 0 or paid <= 0:
        return 0.0
    return deferred(paid, paid, earned, worth(result)[0], of_simulation(result, prior).rate) / earned


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
