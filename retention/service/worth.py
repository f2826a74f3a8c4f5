"""What an answer goes with: whether promoters buy again more often than detractors, also among customers who had bought alike before.

Customers who buy often are asked more often and answer otherwise, so the raw difference is no measure of the answer. The adjusted one compares
customers of like orders, recency and spend before their answer: least squares on the logarithms of these and their squares, with errors that hold
whatever the spread (HC3: MacKinnon & White 1985). It is no effect either: nobody was made a promoter by lot.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from scipy.stats import t as student

from retention import stats

GROUPS = ("promoters", "passives", "detractors")
# With fewer customers in a group than this it is counted, and no share is told; with fewer promoters or detractors nothing is compared.
LEAST = 30
# A promoter counts 1 in the score, a detractor −1, so ten points of NPS are a tenth of the step from one to the next.
TEN_POINTS = 0.1


@dataclass(frozen=True)
class Step:
    """A difference of shares with its interval, and whether it is told apart from 0; missing and not told apart where too few answered."""

    value: float
    low: float
    high: float

    @property
    def apart(self) -> bool:
        """Whether the interval leaves out 0."""
        return bool(self.low > 0 or self.high < 0)


UNKNOWN = Step(np.nan, np.nan, np.nan)


@dataclass(frozen=True)
class Worth:
    """`groups`: group (one of `GROUPS`), customers, bought (again within the days after the answer), share, low, high (Wilson).

    `difference`: share of promoters less that of detractors (Newcombe). `raw` and `adjusted`: by how much the share who buy again is higher where
    NPS is ten points higher; `adjusted_for` names what customers were compared alike by. `counts`: answers read = no_score + no_customer + too_new
    (the days after are not over) + no_order_before + earlier (of the same customer) + customers.
    """

    groups: pd.DataFrame
    difference: Step
    raw: Step
    adjusted: Step
    adjusted_for: tuple[str, ...]
    counts: Mapping[str, int]


def worth_of_answers(answers: pd.DataFrame, orders: pd.DataFrame, as_of: date, days: int = 180, level: float = stats.LEVEL) -> Worth:
    """Orders within `days` after the answer, by what was answered; one answer per customer, the last whose days are over at `as_of`.

    `answers`: customer_id, answered_on, score. `orders`: those that count, customer_id, ordered_on and, where it is known, net_paid; one of the day
    of the answer was before it.
    """
    told, counts = _answers(answers, pd.Timestamp(as_of), days)
    people = _before_and_after(told, orders, days)
    kept = people[people["orders"] > 0].sort_values(["answered_on", "score"]).drop_duplicates("customer_id", keep="last")
    kept = kept.sort_values("customer_id", ignore_index=True)
    counts |= {"no_order_before": int((people["orders"] == 0).sum())}
    counts |= {"earlier": len(people) - counts["no_order_before"] - len(kept), "customers": len(kept)}
    groups = _groups(kept, level)
    n = groups.set_index("group")["customers"]
    if n["promoters"] < LEAST or n["detractors"] < LEAST:
        return Worth(groups, UNKNOWN, UNKNOWN, UNKNOWN, (), counts)
    names = tuple(name for name in ("orders", "recency", "spend") if kept[name].notna().all() and kept[name].nunique() > 1)
    bought, mark = kept["bought"].to_numpy(dtype=float), kept["mark"].to_numpy(dtype=float)
    alike = np.column_stack([_curve(kept[name].to_numpy(dtype=float)) for name in names]) if names else np.empty((len(kept), 0))
    raw, adjusted = (_slope(bought, mark, others, level) for others in (alike[:, :0], alike))
    return Worth(groups, _difference(groups, level), raw, adjusted, names, counts)


def _answers(answers: pd.DataFrame, as_of: pd.Timestamp, days: int) -> tuple[pd.DataFrame, dict[str, int]]:
    """Answers with a score of known customers whose days are over, with their mark (1, 0, −1), and how many were left out."""
    score = pd.to_numeric(answers["score"], errors="coerce")
    told = pd.DataFrame({"customer_id": answers["customer_id"], "answered_on": pd.to_datetime(answers["answered_on"]), "score": score})
    scored = score.between(0, 10) & (score % 1 == 0) & told["answered_on"].notna()
    known = told["customer_id"].notna()
    over = told["answered_on"] + pd.Timedelta(days=days) <= as_of
    counts = {"read": len(told), "no_score": int((~scored).sum()), "no_customer": int((scored & ~known).sum())}
    counts |= {"too_new": int((scored & known & ~over).sum())}
    mark = np.select([score >= 9, score <= 6], [1, -1], 0)
    return told.assign(mark=mark)[scored & known & over].reset_index(drop=True), counts


def _before_and_after(told: pd.DataFrame, orders: pd.DataFrame, days: int) -> pd.DataFrame:
    """Of each answer: orders up to its day, days since the last of them, spend in them, and whether one followed within `days`."""
    paid = pd.to_numeric(orders["net_paid"]) if "net_paid" in orders else np.nan
    own = pd.DataFrame({"customer_id": orders["customer_id"], "ordered_on": pd.to_datetime(orders["ordered_on"]), "paid": paid})
    pairs = told[["customer_id", "answered_on"]].assign(answer=told.index).merge(own, on="customer_id")
    since = (pairs["ordered_on"] - pairs["answered_on"]).dt.days
    before = pairs.assign(ago=-since)[since <= 0].groupby("answer")
    followed = pairs.loc[(since > 0) & (since <= days), "answer"].unique()
    return told.assign(
        orders=before.size().reindex(told.index, fill_value=0),
        recency=before["ago"].min().reindex(told.index),
        # One order of which nobody knows what was paid leaves the spend unknown.
        spend=before["paid"].sum().where(before["paid"].count() == before.size()).reindex(told.index),
        bought=told.index.isin(followed).astype(int),
    )


def _groups(people: pd.DataFrame, level: float) -> pd.DataFrame:
    """Customers of each group and those who bought again."""
    counted = people.groupby("mark")["bought"].agg(["size", "sum"]).reindex([1, 0, -1], fill_value=0)
    n, k = counted["size"].to_numpy(dtype=int), counted["sum"].to_numpy(dtype=int)
    low, high = stats.wilson(k, n, level)
    shown = {"share": k / np.maximum(n, 1), "low": low, "high": high}
    table = pd.DataFrame({"group": list(GROUPS), "customers": n, "bought": k})
    return table.assign(**{name: np.where(n >= LEAST, values, np.nan) for name, values in shown.items()})


def _difference(groups: pd.DataFrame, level: float) -> Step:
    """Promoters' share less detractors'."""
    rows = groups.set_index("group")
    k1, k2 = rows["bought"][["promoters", "detractors"]].to_numpy(dtype=int)
    n1, n2 = rows["customers"][["promoters", "detractors"]].to_numpy(dtype=int)
    low, high = stats.newcombe(k1, n1, k2, n2, level)
    return Step(float(k1 / n1 - k2 / n2), float(low), float(high))


def _curve(values: np.ndarray) -> np.ndarray:
    """The logarithm of a figure and its square, about their mean."""
    logs = np.log1p(np.maximum(values, 0))
    logs = logs - logs.mean()
    return np.column_stack([logs, logs**2 - (logs**2).mean()])


def _slope(bought: np.ndarray, mark: np.ndarray, others: np.ndarray, level: float) -> Step:
    """Least-squares slope of buying on the mark, for ten points of NPS, with HC3 errors."""
    x = np.column_stack([np.ones(len(mark)), mark, others])
    inverse = np.linalg.pinv(x)
    residuals = bought - x @ (inverse @ bought)
    leverage = np.einsum("ij,ji->i", x, inverse)
    weights = inverse[1] * residuals / np.maximum(1 - leverage, 1e-6)
    value, se = float(inverse[1] @ bought), float(np.sqrt((weights**2).sum()))
    half = float(student.ppf((1 + level) / 2, len(mark) - np.linalg.matrix_rank(x))) * se
    return Step(TEN_POINTS * value, TEN_POINTS * (value - half), TEN_POINTS * (value + half))
