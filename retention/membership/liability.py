"""What the points that members hold stand for in the books: the contract liability (IFRS 15, in China CAS 14; `deferral`)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from retention.deferral import deferred
from retention.membership.account import REVIEWED
from retention.membership.holdings import expected_of_lots
from retention.membership.ledger import Ledger
from retention.redemption import Redemption
from retention.settings import Programme


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
    face = programme.value_per_point

    def each(rate: float) -> float:
        expected = earned * rate
        return deferred(ledger.sales, ledger.sales, earned, face, rate) / expected if expected > 0 else 0.0

    def standing(rate: float) -> float:
        return each(rate) * (expected_of_lots(replace(found, rate=rate), bought, as_of) + pending * rate)

    points = int(bought["points"].sum()) + pending
    tasks = int(lots["points"].sum() + waiting["points"].sum()) - points
    value, low, high = (standing(rate) for rate in (found.rate, found.low, found.high))
    return Liability(value, low, high, found.source, points, tasks, each(found.rate))
