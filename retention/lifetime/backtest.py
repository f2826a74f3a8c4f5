"""How good such forecasts were before on this shop: forecast from a past day, compare with what came.

Each past forecast uses only what was known on its day (its *origin*), fits afresh, and is judged on the customers known then, by orders and
by money, whichever way it was made (`candidates`, `pooling`). The pooled forecast of an origin knows only the errors of windows that had
ended by then. Windows lie end to end, so their errors are apart.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from ibis.expr.types import Table

from retention.lifetime.candidates import Guess, Known, candidates, known_at
from retention.lifetime.fallbacks import Fitted, fit
from retention.lifetime.measures import judged, money_judged
from retention.lifetime.own_errors import OwnErrors
from retention.lifetime.pooling import pooled, weights, with_level
from retention.seasons import Calendar, Window
from retention.settings import LifetimeSettings
from retention.tables.forecasts import CLOCK, LEVEL, MODEL, PLAIN, POOLED

RULES = (POOLED, MODEL, CLOCK, LEVEL, "last_period", "rfm_cells", "recency")
# measure → whether more is better
MEASURES = {"error": False, "money_error": False, "rmse": False, "mae": False, "gini": True, "lift": True, "auc": True, "brier": False}
# The totals that are judged: orders and money.
TOTALS = ("error", "money_error")
PAST_ERROR = ("rule", "origins", "typical", "lowest", "highest", "money_typical", "money_lowest", "money_highest")
TIE = 0.01  # relative difference below which nobody wins
MOST = 0.5  # of the weight
LEAST_SEASONS = 2  # windows with a season from which they alone are judged
LEAST_LONG = 2  # windows of the horizon's own length from which its errors are told by them


@dataclass(frozen=True)
class Origin:
    """A past day from which the following window is forecast."""

    on: date
    window: Window


def origins(first_day: date, as_of: date, settings: LifetimeSettings, days: int | None = None) -> list[Origin]:
    """Past days whose window of `days` (backtest_days) ends by as_of and that had 2 × backtest_days of history, latest first.

    Windows lie end to end backwards from as_of.
    """
    days = days or settings.backtest_days
    windows = [Window(as_of - timedelta(days=days * (k + 1) - 1), as_of - timedelta(days=days * k)) for k in range(settings.backtest_origins)]
    found = [Origin(window.first - timedelta(days=1), window) for window in windows]
    return [origin for origin in found if (origin.on - first_day).days >= 2 * settings.backtest_days]


def backtest(
    orders: Table,
    first_day: date,
    as_of: date,
    settings: LifetimeSettings,
    calendar: Calendar,
    days: int | None = None,
    past: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """One row per origin and rule with the measures of `judged` and `money_judged`: origin, first, last, rule, …; latest first.

    Windows of `days` (backtest_days). The pooled forecast's weights are learnt from the rows of `past`, a backtest over other windows; from its
    own where none is given. Empty where the history before the latest window is shorter than 2 × backtest_days.
    """
    days = days or settings.backtest_days
    cut = settings.model_copy(update={"horizon_days": days, "replicates": 0})
    found: list[pd.DataFrame] = []
    earlier = None
    for origin in reversed(origins(first_day, as_of, settings, days)):
        known = known_at(orders, origin.on, days, earlier)
        seen = pd.concat(found, ignore_index=True) if past is None and found else pd.DataFrame() if past is None else past
        guesses = every_rule(known, orders, first_day, cut, calendar, ended_by(seen, origin.on))
        about = {"origin": origin.on, "first": origin.window.first, "last": origin.window.last}
        found.insert(0, pd.DataFrame([{**about, "rule": rule, **_judged(guess, known)} for rule, guess in guesses.items()]))
        # Windows lie end to end: the customers known now, and what came, are the earlier ones of the next.
        earlier = known.now
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def ended_by(past: pd.DataFrame, day: date) -> pd.DataFrame:
    """The rows of a backtest whose window had ended by this day."""
    return past[past["last"] <= day] if len(past) else past


def every_rule(
    known: Known,
    orders: Table,
    first_day: date,
    settings: LifetimeSettings,
    calendar: Calendar,
    past: pd.DataFrame,
    fitted: Fitted | None = None,
) -> dict[str, Guess]:
    """What each rule says over `horizon_days`, the pooled forecast first; `past` is what its weights and the level are learnt from.

    orders: up to the day or beyond.
    """
    fitted = fitted or fit(known.now, settings)
    guesses = with_level(candidates(known, orders, first_day, settings, calendar, fitted), past)
    if fitted.model is None:
        # At one pace for all there is nothing to weigh, and the page says that nobody is told apart.
        return {POOLED: guesses[MODEL], **guesses}
    alone = known.now["customer_id"].isin(fitted.bulk).to_numpy()
    return {POOLED: pooled(guesses, weights(guesses, past), alone), **guesses}


def _judged(guess: Guess, known: Known) -> dict[str, float]:
    of_orders = judged(guess.expected, guess.chance, guess.score, known.now["orders_after"].to_numpy())
    return {**of_orders, **money_judged(guess.paid, known.now["paid_after"].to_numpy())}


def alike(past: pd.DataFrame) -> pd.DataFrame:
    """The rows of windows forecast as one would today: where most weight lies on the season now, only those in which one was known.

    One such window alone says too little to leave the others out.
    """
    if past.empty or past.loc[past["rule"] == CLOCK, "origin"].nunique() < LEAST_SEASONS:
        return past
    latest = set(past.loc[past["origin"] == past["origin"].max(), "rule"])
    weight = weights(latest - {POOLED}, past)
    # Where there is a clock, the level stands on it.
    if CLOCK not in latest or weight[CLOCK] + weight.get(LEVEL, 0.0) <= MOST:
        return past
    return past[past["origin"].isin(past.loc[past["rule"] == CLOCK, "origin"])]


def own_errors(past: pd.DataFrame, long: pd.DataFrame, settings: LifetimeSettings) -> OwnErrors:
    """How far the pooled forecast of `horizon_days` may be off: by windows of that length (`long`) where two are known, else by those of `past`."""
    days = settings.horizon_days if len(long) and alike(long)["origin"].nunique() >= LEAST_LONG else settings.backtest_days
    judged = alike(long if days == settings.horizon_days else past)
    return OwnErrors.of_windows(judged[judged["rule"] == POOLED] if len(judged) else judged, days, settings.horizon_days)


def winners(past: pd.DataFrame) -> pd.DataFrame:
    """One row per measure: the pooled forecast's mean over all origins, the best plain rule and its mean, and who wins.

    measure, ours, rule, plain, winner ("ours", "plain" or "tie"). The totals' errors are root mean squares, as in `past_error`.
    """
    means = past.assign(**{name: past[name] ** 2 for name in TOTALS}).groupby("rule")[list(MEASURES)].mean()
    means[list(TOTALS)] = np.sqrt(means[list(TOTALS)])
    rows = []
    for measure, more_is_better in MEASURES.items():
        plain = means.loc[[rule for rule in means.index if rule in PLAIN], measure].dropna()
        ours = float(means[measure].to_dict()[POOLED])
        if plain.empty or np.isnan(ours):
            continue
        best = float(plain.max() if more_is_better else plain.min())
        rule = plain.index[plain.to_numpy() == best][0]
        ahead = (ours - best) * (1 if more_is_better else -1)
        tie = abs(ahead) <= TIE * max(abs(ours), abs(best))
        rows.append((measure, ours, rule, best, "tie" if tie else "ours" if ahead > 0 else "plain"))
    return pd.DataFrame(rows, columns=["measure", "ours", "rule", "plain", "winner"])


def past_error(past: pd.DataFrame) -> pd.DataFrame:
    """One row per rule: origins, and of the errors of orders and of money `typical` (root mean square), lowest and highest.

    None where no total can be judged.
    """
    if past.empty or past["error"].isna().all():
        return pd.DataFrame(columns=list(PAST_ERROR))
    by_rule = past.dropna(subset=["error"]).groupby("rule")
    sides = [_spread(by_rule[name]).add_prefix(prefix) for name, prefix in zip(TOTALS, ("", "money_"), strict=True)]
    table = pd.concat([by_rule.size().rename("origins"), *sides], axis=1)
    return table.reindex([rule for rule in RULES if rule in table.index]).reset_index()


def _spread(errors: Any) -> pd.DataFrame:
    """typical, lowest and highest of grouped errors."""
    found: pd.DataFrame = errors.agg(typical=lambda e: np.sqrt((e**2).mean()), lowest="min", highest="max")
    return found
