"""How good such forecasts were before on this shop: forecast from a past day, compare with what came.

Each past forecast uses only what was known on its day (its *origin*), fits afresh, and is judged on the
customers known then. The plain rules beside it ask nothing of a model: *last period* (each customer orders as
often as in the period before), *rfm cells* (as the customers of the same recency, frequency and value cell
did in the period before), *recency* (the same by recency alone). One origin stands before the same campaigns
a year ago, since the model knows no seasons; with two years of data *model × season* corrects the model's
total by how far it was off in the same campaign weeks a year before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from ibis.expr.types import Table

from retention.lifetime.fallbacks import fit, forecasts
from retention.lifetime.measures import judged, money_judged
from retention.lifetime.summary import calibration_and_holdout
from retention.seasons import Calendar, Window, year_before
from retention.settings import LifetimeSettings

RULES = ("model", "model_season", "last_period", "rfm_cells", "recency")
# measure → whether more is better
MEASURES = {"error": False, "money_error": False, "rmse": False, "mae": False, "gini": True, "lift": True, "auc": True, "brier": False}
FREQUENCY_BANDS = (0, 1, 3, np.inf)
SEASON_LIMITS = (1 / 3, 3.0)  # a season's correction beyond these says something else changed
# The totals that are judged: orders and money.
TOTALS = ("error", "money_error")
PAST_ERROR = ("rule", "origins", "typical", "lowest", "highest", "money_typical", "money_lowest", "money_highest")
TIE = 0.01  # relative difference below which nobody wins
SAME_WINDOW = 7  # windows this many days apart or fewer are one and the same past forecast


@dataclass(frozen=True)
class Origin:
    """A past day from which the following window is forecast; `same_season` where it holds the coming campaigns."""

    on: date
    window: Window
    same_season: bool


def origins(first_day: date, as_of: date, settings: LifetimeSettings, calendar: Calendar) -> list[Origin]:
    """Past days whose window ends by as_of and that had two windows' length of history, latest first.

    Windows lie end to end backwards from as_of; the one before the same campaigns a year ago is added where it fits.
    """
    days = settings.backtest_days
    coming = Window(as_of + timedelta(days=1), as_of + timedelta(days=days))
    windows = [Window(as_of - timedelta(days=days * (k + 1) - 1), as_of - timedelta(days=days * k)) for k in range(settings.backtest_origins)]
    a_year_ago = year_before(coming, calendar)
    same = [abs((window.first - a_year_ago.first).days) <= SAME_WINDOW for window in windows]
    found = [_before(window, same_season=is_same) for window, is_same in zip(windows, same, strict=True)]
    if not any(same) and a_year_ago.last <= as_of:
        found.append(_before(a_year_ago, same_season=True))
    return [origin for origin in found if (origin.on - first_day).days >= 2 * days]


def _before(window: Window, same_season: bool) -> Origin:
    return Origin(window.first - timedelta(days=1), window, same_season)


def backtest(orders: Table, first_day: date, as_of: date, settings: LifetimeSettings, calendar: Calendar) -> pd.DataFrame:
    """One row per origin and rule with the measures of `judged` and `money_judged`: origin, first, last, same_season, rule, ….

    Empty where the shop has less than three windows' length of history.
    """
    cut = settings.model_copy(update={"horizon_days": settings.backtest_days, "replicates": 0})
    rows = []
    for origin in origins(first_day, as_of, settings, calendar):
        known = at_origin(orders, origin, cut)
        seasonal = _season_ratio(orders, origin, first_day, cut, calendar)
        for rule, guess in forecasts_by_rule(known, cut, seasonal).items():
            about = {"origin": origin.on, "first": origin.window.first, "last": origin.window.last, "same_season": origin.same_season, "rule": rule}
            of_orders = judged(guess.expected, guess.chance, guess.score, known.now["orders_after"].to_numpy())
            rows.append({**about, **of_orders, **money_judged(guess.paid, known.now["paid_after"].to_numpy())})
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class Known:
    """What one origin knows: customers one window earlier with what they did since, and customers now.

    `now` has `orders_after` and `paid_after`, the truth to be forecast, and `orders_before` and `paid_before`, of the window before the origin.
    """

    earlier: pd.DataFrame
    now: pd.DataFrame


def at_origin(orders: Table, origin: Origin, settings: LifetimeSettings) -> Known:
    """Read both from the orders table."""
    days = settings.backtest_days
    before = origin.on - timedelta(days=days)
    earlier = calibration_and_holdout(orders, before, origin.on)
    now = calibration_and_holdout(orders, origin.on, origin.window.last)
    since = now[["customer_id"]].merge(earlier[["customer_id", "orders_after", "paid_after"]], "left", "customer_id")
    # Who came within the window has all their purchase days in it.
    own = {"orders_before": since["orders_after"].fillna(now["frequency"] + 1), "paid_before": since["paid_after"].fillna(now["net_paid"])}
    return Known(earlier, now.assign(**{name: values.to_numpy(float) for name, values in own.items()}))


class Guess(NamedTuple):
    """One rule's forecast of each customer: expected orders, P(≥ 1 order), expected net paid, and what it ranks customers by."""

    expected: np.ndarray
    chance: np.ndarray
    paid: np.ndarray
    score: np.ndarray


def forecasts_by_rule(known: Known, settings: LifetimeSettings, season: float | None) -> dict[str, Guess]:
    """What each rule says of the customers known now."""
    table = forecasts(fit(known.now, settings), known.now, settings, None)
    expected, chance, each = (table[name].to_numpy() for name in ("expected_orders", "p_order", "order_value"))
    found = {"model": Guess(expected, chance, expected * each, expected)}
    if season is not None:
        found["model_season"] = Guess(expected * season, 1 - (1 - chance) ** season, expected * each * season, expected)
    before = known.now["orders_before"].to_numpy(float)
    found["last_period"] = Guess(before, (before > 0).astype(float), known.now["paid_before"].to_numpy(float), before)
    expected, chance, paid = by_cells(known, rfm_cells)
    found["rfm_cells"] = Guess(expected, chance, paid, expected)
    # Recency alone puts customers in a finer order than its ten bands.
    found["recency"] = Guess(*by_cells(known, recency_cells), score=(known.now["recency"] - known.now["T"]).to_numpy(float))
    return found


def by_cells(known: Known, cells: Callable[[pd.DataFrame, pd.DataFrame], pd.Series]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean orders, share with one and mean net paid of customers of the same cell in the window before; the base's where a cell is new."""
    if known.earlier.empty:
        nothing = np.zeros(len(known.now))
        return nothing, nothing, nothing
    seen = known.earlier.assign(cell=cells(known.earlier, known.earlier), ordered=known.earlier["orders_after"] > 0)
    per_cell = seen.groupby("cell")[["orders_after", "ordered", "paid_after"]].mean()
    found = per_cell.reindex(cells(known.now, known.earlier)).fillna({name: seen[name].mean() for name in per_cell})
    return found["orders_after"].to_numpy(float), found["ordered"].to_numpy(float), found["paid_after"].to_numpy(float)


def rfm_cells(customers: pd.DataFrame, reference: pd.DataFrame) -> pd.Series:
    """Cell of each customer: fifth of days since the last order, frequency 0, 1, 2–3, 4+, third of the mean paid per day."""
    frequency = np.searchsorted(FREQUENCY_BANDS, customers["frequency"]).astype(str)
    money = _band(_paid_per_day(customers), _paid_per_day(reference), 3)
    return recency_cells(customers, reference, 5) + "/" + frequency + "/" + money


def recency_cells(customers: pd.DataFrame, reference: pd.DataFrame, parts: int = 10) -> pd.Series:
    """Band of days since the last order, with the limits of `reference`."""
    return _band(customers["T"] - customers["recency"], reference["T"] - reference["recency"], parts)


def _band(values: pd.Series, reference: pd.Series, parts: int) -> pd.Series:
    edges = np.unique(np.quantile(reference, np.arange(1, parts) / parts))
    return pd.Series(np.searchsorted(edges, values, side="left"), index=values.index).astype(str)


def _paid_per_day(customers: pd.DataFrame) -> pd.Series:
    return customers["net_paid"] / (customers["frequency"] + 1)


def _season_ratio(orders: Table, origin: Origin, first_day: date, settings: LifetimeSettings, calendar: Calendar) -> float | None:
    """Actual over forecast of the same campaign weeks a year before the origin's window; None where there is not enough history."""
    last_year = _before(year_before(origin.window, calendar), same_season=True)
    if last_year.window.last > origin.on or (last_year.on - first_day).days < 2 * settings.backtest_days:
        return None
    then = calibration_and_holdout(orders, last_year.on, last_year.window.last)
    expected = forecasts(fit(then, settings), then, settings, None)["expected_orders"].sum()
    return float(np.clip(then["orders_after"].sum() / expected, *SEASON_LIMITS)) if expected > 0 else None


def season_ratio(orders: Table, first_day: date, as_of: date, settings: LifetimeSettings, calendar: Calendar) -> float | None:
    """By how much the model's coming `backtest_days` should be scaled for the season; None under the history this needs."""
    cut = settings.model_copy(update={"horizon_days": settings.backtest_days, "replicates": 0})
    coming = Window(as_of + timedelta(days=1), as_of + timedelta(days=settings.backtest_days))
    return _season_ratio(orders, _before(coming, same_season=False), first_day, cut, calendar)


def winners(past: pd.DataFrame) -> pd.DataFrame:
    """One row per measure: the model's mean over all origins, the best plain rule and its mean, and who wins.

    measure, model, rule, plain, winner ("model", "plain" or "tie"). The totals' errors are root mean squares, as in `past_error`.
    """
    means = past.assign(**{name: past[name] ** 2 for name in TOTALS}).groupby("rule")[list(MEASURES)].mean()
    means[list(TOTALS)] = np.sqrt(means[list(TOTALS)])
    rows = []
    for measure, more_is_better in MEASURES.items():
        plain = means.loc[[rule for rule in means.index if not rule.startswith("model")], measure].dropna()
        ours = float(means[measure].to_dict()["model"])
        if plain.empty or np.isnan(ours):
            continue
        best = float(plain.max() if more_is_better else plain.min())
        rule = plain.index[plain.to_numpy() == best][0]
        ahead = (ours - best) * (1 if more_is_better else -1)
        tie = abs(ahead) <= TIE * max(abs(ours), abs(best))
        rows.append((measure, ours, rule, best, "tie" if tie else "model" if ahead > 0 else "plain"))
    return pd.DataFrame(rows, columns=["measure", "model", "rule", "plain", "winner"])


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
