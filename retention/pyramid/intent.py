"""Present intent: the probability of an order within the next 7 days, from views, favourites and cart adds of the last 14.

A logistic regression learns on past landmark days, a week apart, whose 7 days are over; at each it sees what could be known on
that day. The latest landmarks are kept out to judge it beside two rules anybody could use without a model: everybody gets the
usual rate, or those who ordered in the last 30 days get one rate and all others another. Then all landmarks are learned from.
Customers, not customer-weeks, are the independent units of the intervals.

A sign counts from the day after the last order: what was looked at and then bought says nothing about the next purchase. Whether
there is a sign of each kind, and how fresh the latest is, told more on HerStyle than how many there are; days since the last
order enter once for customers with a sign and once for those without, because for the former they hardly matter.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _
from sklearn.linear_model import LogisticRegression

from retention import stats
from retention.orders import of_known_customers

SIGNS = ("view", "favourite", "cart_add")
WEEK, MOST_LANDMARKS, KEPT_OUT, LEAST_LANDMARKS = 7, 16, 4, 8
# Under so many customer-weeks with an order, or without one, nothing is learned, or judged.
LEAST_LEARNED, LEAST_JUDGED = 50, 20
RECENT_DAYS = 30
# Signs are looked for in so many days; days since the last order end where they are cut off.
FORTNIGHT, MOST_DAYS = 14, 1023
# Bits of what is known of a customer-week: days since the last order, days since the latest sign, which kinds of signs, orders so far,
# orders of the last 13 weeks, and how long ago the first one was, in steps that widen.
AGO_AT, SIGNS_AT, ORDERS_AT, LATELY_AT, TENURE_AT = 10, 14, 17, 21, 24
MOST_ORDERS, MOST_LATELY, LATELY_WEEKS = 15, 7, 13
# Days added to those a customer is known, or the first order would look like the fastest pace of all.
LONGEST_GAP = 90
TENURE_STEPS, MOST_TENURE = 31, 4095
TOP = 0.1
BINS = (0, 0.5, 0.8, 0.9, 0.95, 0.99, 1)
RULES = ("model", "base_rate", "ordered_30d")
BACKTEST = ["rule", "brier", "brier_low", "brier_high", "better", "better_low", "better_high", "auc", "auc_low", "auc_high", "top_share"]
BACKTEST += ["expected", "off", "slope", "n", "k"]
CALIBRATION = ["predicted", "observed", "low", "high", "n", "k"]


@dataclass(frozen=True)
class Intent:
    """`people`: customer_id, p_order_7d; `backtest` one row per rule; `calibration` one row per band of the model's probabilities.

    `missing` says why there is none: no_events, short_history or few_orders (of customer-weeks with an order, or without one);
    the tables then have no rows. In the backtest n is customer-weeks, k those with an order, `better` the base rate's Brier
    score minus the rule's (above 0 is better), `top_share` the share of orders that fell on the tenth with the highest
    probabilities. `expected` is what the probabilities add up to, beside k; `off` is their mean distance from the observed
    share over the model's bands (expected calibration error); `slope` is Cox's calibration slope: 1 is right, under 1 too bold,
    over 1 too timid, missing where all probabilities are equal.
    """

    people: pd.DataFrame
    backtest: pd.DataFrame
    calibration: pd.DataFrame
    missing: str = ""
    weeks: int = 0


@dataclass(frozen=True)
class Weeks:
    """What was known on each landmark, `as_of` (0) and 7, 14, … days before: arrays [customer, landmark].

    `seen` packs days since the last order and since the latest sign after it (14: none), which kinds of signs there were, orders so far and
    of the last 13 weeks (orders that count, cut off at 15 and 7), and the step of the days since the first; -1: no order yet. `bought`
    is missing (False) at landmark 0.
    """

    customer_ids: pd.Index
    seen: np.ndarray
    bought: np.ndarray


@dataclass(frozen=True)
class Soon:
    """Of so many `customers` the model `expected` orders in the next 7 days; nine in ten have a probability under `top`."""

    customers: int
    expected: float
    top: float


def expected_soon(found: Intent) -> Soon:
    """What the probabilities of today come to."""
    p = found.people["p_order_7d"].dropna()
    return Soon(len(p), float(p.sum()), float(p.quantile(0.9)))


def present_intent(orders: ir.Table, events: ir.Table | None, as_of: date) -> Intent:
    """Every customer's probability of an order in the 7 days after as_of, and how well such probabilities did before."""
    if events is None:
        return _none("no_events")
    landmarks = min(MOST_LANDMARKS, _weeks_of(events, as_of) - 2)
    if landmarks < LEAST_LANDMARKS:
        return _none("short_history")
    weeks = weeks_before(orders, events, as_of, landmarks)
    judged, learned = np.arange(1, KEPT_OUT + 1), np.arange(KEPT_OUT + 1, landmarks + 1)
    if _fewer(weeks, learned) < LEAST_LEARNED or _fewer(weeks, judged) < LEAST_JUDGED:
        return _none("few_orders")
    backtest, calibration = judge(weeks, learned, judged)
    now, present = weeks.seen[:, 0], weeks.seen[:, 0] >= 0
    p = np.full(len(now), np.nan)
    p[present] = _model(weeks, np.arange(1, landmarks + 1))(now[present])
    people = pd.DataFrame({"customer_id": weeks.customer_ids.astype("str"), "p_order_7d": p})
    return Intent(people, backtest, calibration, weeks=landmarks)


def weeks_before(orders: ir.Table, events: ir.Table, as_of: date, landmarks: int) -> Weeks:
    """What could be known on as_of and on so many landmarks before, of every customer with an order that counts."""
    bought = of_known_customers(orders).filter(_.ordered_on <= ibis.date(as_of.isoformat()))
    ago = ibis.date(as_of.isoformat()).delta(bought.ordered_on, unit="day")
    columns = landmarks + 2 + LATELY_WEEKS
    each = bought.mutate(ago=ago).mutate(week=ibis.least(_.ago // WEEK, columns - 1).cast("int64"))
    told = each.group_by("customer_id", "week").agg(ago=_.ago.min(), first=_.ago.max(), orders=_.count()).to_pandas()
    customer_ids = pd.Index(np.sort(told["customer_id"].unique()))
    places = customer_ids.get_indexer(pd.Index(told["customer_id"])), told["week"].to_numpy()
    days = np.full((len(customer_ids), columns), np.iinfo(np.int32).max, dtype=np.int32)
    days[places] = told["ago"]
    counts, first = np.zeros(days.shape, dtype=np.int32), np.zeros(len(customer_ids), dtype=np.int32)
    counts[places] = told["orders"]
    np.maximum.at(first, places[0], told["first"].to_numpy(dtype=np.int32))
    # At landmark k orders of week k and before are known; an order of week k - 1 is what it asks for.
    latest = np.minimum.accumulate(days[:, ::-1], axis=1)[:, ::-1]
    since = np.where(latest < np.iinfo(np.int32).max, latest - WEEK * np.arange(columns), -1)[:, : landmarks + 1]
    ordered = np.zeros((len(customer_ids), landmarks + 1), dtype=bool)
    ordered[:, 1:] = (days[:, :landmarks] < np.iinfo(np.int32).max) & (since[:, 1:] >= 0)
    packed, ago = np.minimum(since, MOST_DAYS), np.full(since.shape, FORTNIGHT, dtype=np.int32)
    for place, sign in enumerate(SIGNS):
        days = _latest(events, sign, as_of, customer_ids, (len(customer_ids), landmarks + 2))
        own = np.minimum(days[:, :-1], days[:, 1:]) - WEEK * np.arange(landmarks + 1)
        after = own < since
        ago = np.where(after, np.minimum(ago, own), ago)
        packed = packed + (after.astype(np.int32) << (SIGNS_AT + place))
    packed = packed + (ago << AGO_AT) + _habits(counts, first, landmarks)
    return Weeks(customer_ids, np.where(since >= 0, packed, -1).astype(np.int32), ordered)


def _habits(counts: np.ndarray, first: np.ndarray, landmarks: int) -> np.ndarray:
    """How often each customer had ordered by each landmark, packed; `counts` are orders by week before as_of, `first` days since the first."""
    so_far = np.cumsum(counts[:, ::-1], axis=1)[:, ::-1]
    now, before = so_far[:, : landmarks + 1], so_far[:, LATELY_WEEKS : landmarks + 1 + LATELY_WEEKS]
    tenure = np.maximum(first[:, None] - WEEK * np.arange(landmarks + 1), 0)
    step = np.round(np.log1p(np.minimum(tenure, MOST_TENURE)) / np.log1p(MOST_TENURE) * TENURE_STEPS).astype(np.int32)
    return (np.minimum(now, MOST_ORDERS) << ORDERS_AT) + (np.minimum(now - before, MOST_LATELY) << LATELY_AT) + (step << TENURE_AT)


def _latest(events: ir.Table, sign: str, as_of: date, customer_ids: pd.Index, shape: tuple[int, int]) -> np.ndarray:
    """Days from the latest event of one kind in each week before as_of to as_of, by customer and week; far away where there is none."""
    own = events.filter(_.kind == sign, _.customer_id.notnull())
    ago = ibis.date(as_of.isoformat()).delta(own.happened_on, unit="day")
    own = own.mutate(ago=ago).filter(_.ago >= 0, _.ago < WEEK * shape[1])
    told = own.mutate(week=(_.ago // WEEK).cast("int64")).group_by("customer_id", "week").agg(ago=_.ago.min()).to_pandas()
    places = customer_ids.get_indexer(pd.Index(told["customer_id"]))
    latest = np.full(shape, np.iinfo(np.int32).max, dtype=np.int32)
    latest[places[places >= 0], told["week"][places >= 0]] = told["ago"][places >= 0]
    return latest


def _weeks_of(events: ir.Table, as_of: date) -> int:
    """Whole weeks up to as_of in which there may be events."""
    first = events.filter(_.kind.isin(SIGNS), _.customer_id.notnull()).happened_on.min().execute()
    return 0 if pd.isna(first) else ((pd.Timestamp(as_of) - pd.Timestamp(first)).days + 1) // WEEK


def _fewer(weeks: Weeks, landmarks: np.ndarray) -> int:
    """Customer-weeks with an order or those without one, whichever are fewer."""
    bought = weeks.bought[:, landmarks][weeks.seen[:, landmarks] >= 0]
    return int(min(bought.sum(), len(bought) - bought.sum()))


def features(seen: np.ndarray) -> np.ndarray:
    """Columns of the regression from what was seen: kinds of signs, days since the last order, the same and the sign's own age where there is one;
    orders so far and of the last 13 weeks, days since the first order, and the pace: orders by days known."""
    since, ago = np.log1p(seen & MOST_DAYS), (seen >> AGO_AT) & 15
    kinds = [(seen >> (SIGNS_AT + place)) & 1 for place in range(len(SIGNS))]
    orders, lately = (seen >> ORDERS_AT) & MOST_ORDERS, (seen >> LATELY_AT) & MOST_LATELY
    tenure = ((seen >> TENURE_AT) & TENURE_STEPS) / TENURE_STEPS * np.log1p(MOST_TENURE)
    pace = np.log((orders + 1) / (np.exp(tenure) + LONGEST_GAP))
    signs = (np.where(ago < FORTNIGHT, since, 0), np.where(ago < FORTNIGHT, np.log1p(ago), 0))
    return np.column_stack([*kinds, since, *signs, np.log(np.maximum(orders, 1)), np.log1p(lately), tenure, pace]).astype(float)


def _model(weeks: Weeks, landmarks: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """What learns on these landmarks: a function from `seen` to probabilities. Equal customer-weeks are one row with a weight."""
    seen, bought = weeks.seen[:, landmarks], weeks.bought[:, landmarks]
    there = seen >= 0
    rows, weights = np.unique(seen[there].astype(np.int64) * 2 + bought[there], return_counts=True)
    fitted = LogisticRegression(max_iter=1000).fit(features(rows >> 1), rows & 1, sample_weight=weights)

    def probabilities(asked: np.ndarray) -> np.ndarray:
        distinct, place = np.unique(asked, return_inverse=True)
        return fitted.predict_proba(features(distinct))[:, 1][place] if len(distinct) else np.zeros(0)

    return probabilities


def judge(weeks: Weeks, learned: np.ndarray, judged: np.ndarray) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Backtest and calibration on the landmarks `judged` of what was learned on the landmarks `learned`."""
    seen, bought = weeks.seen[:, judged], weeks.bought[:, judged]
    there = seen >= 0
    customer = np.nonzero(there)[0]
    asked, happened = seen[there], bought[there].astype(float)
    past, past_bought = weeks.seen[:, learned], weeks.bought[:, learned]
    base = past_bought[past >= 0].mean()
    recent_rates = [_rate(past_bought[(past >= 0) & (((past & MOST_DAYS) < RECENT_DAYS) == recent)], base) for recent in (False, True)]
    said = {
        "model": _model(weeks, learned)(asked),
        "base_rate": np.full(len(asked), base),
        "ordered_30d": np.where((asked & MOST_DAYS) < RECENT_DAYS, recent_rates[1], recent_rates[0]),
    }
    per_customer, band = np.bincount(customer), _bands(said["model"])
    errors = {rule: np.bincount(customer, weights=(p - happened) ** 2) for rule, p in said.items()}
    rows = []
    for rule, p in said.items():
        brier = stats.ratio(errors[rule], per_customer)
        better = stats.ratio(errors["base_rate"] - errors[rule], per_customer)
        auc = _auc(p, happened, customer)
        scores = [bound for score in (brier, better, auc) for bound in (score.value, score.low, score.high)]
        off = float(np.abs(np.bincount(band, weights=p - happened)).sum() / len(asked))
        rows.append((rule, *scores, _top(p, happened), float(p.sum()), off, _slope(p, happened), len(asked), int(happened.sum())))
    return pd.DataFrame(rows, columns=BACKTEST), _calibration(said["model"], happened, band)


def _rate(happened: np.ndarray, otherwise: float) -> float:
    return float(happened.mean()) if len(happened) else float(otherwise)


def _auc(p: np.ndarray, happened: np.ndarray, customer: np.ndarray) -> stats.Estimate:
    """Area under the ROC curve with the interval for customers seen in several weeks (Obuchowski 1997)."""
    level = np.unique(p, return_inverse=True)[1]
    with_order = np.bincount(level, weights=happened)
    without = np.bincount(level, weights=1 - happened)
    k, rest = with_order.sum(), without.sum()
    below = (np.cumsum(without) - without / 2) / rest
    above = (k - np.cumsum(with_order) + with_order / 2) / k
    area = float(with_order @ below / k)
    influence = np.where(happened > 0, (below[level] - area) / k, (above[level] - area) / rest)
    return stats.linearised(area, np.bincount(customer, weights=influence))


def _top(p: np.ndarray, happened: np.ndarray) -> float:
    """Share of orders among the tenth with the highest probabilities; equal ones count in part."""
    level = np.unique(-p, return_inverse=True)[1]
    people, orders = np.cumsum(np.bincount(level)), np.cumsum(np.bincount(level, weights=happened))
    return float(np.interp(TOP * len(p), np.append(0, people), np.append(0, orders)) / orders[-1])


def _slope(p: np.ndarray, happened: np.ndarray) -> float:
    """Slope of the outcome on the logit of its probability (Cox 1958); missing where all probabilities are equal."""
    levels, place = np.unique(np.clip(p, 1e-6, 1 - 1e-6), return_inverse=True)
    if len(levels) < 2:
        return float("nan")
    logits = np.repeat(np.log(levels / (1 - levels)), 2)[:, None]
    weights = np.column_stack([np.bincount(place, weights=1 - happened), np.bincount(place, weights=happened)]).ravel()
    return float(LogisticRegression(C=np.inf).fit(logits, np.tile([0, 1], len(levels)), sample_weight=weights).coef_[0, 0])


def _bands(p: np.ndarray) -> np.ndarray:
    """Which band each probability lies in, narrower towards the top; bands without anybody are left out of the count."""
    edges = np.unique(np.quantile(p, BINS, method="lower"))
    return np.unique(np.searchsorted(edges[1:-1], p, side="right"), return_inverse=True)[1]


def _calibration(p: np.ndarray, happened: np.ndarray, band: np.ndarray) -> pd.DataFrame:
    """Predicted and observed share by band, with Wilson's interval of the observed."""
    n, k, said = np.bincount(band), np.bincount(band, weights=happened), np.bincount(band, weights=p)
    low, high = stats.wilson(k, n)
    return pd.DataFrame({"predicted": said / n, "observed": k / n, "low": low, "high": high, "n": n, "k": k.astype(int)})[CALIBRATION]


def _none(why: str) -> Intent:
    nobody = pd.DataFrame({"customer_id": pd.Series(dtype="str"), "p_order_7d": pd.Series(dtype=float)})
    return Intent(nobody, pd.DataFrame(columns=BACKTEST), pd.DataFrame(columns=CALIBRATION), why)
