"""Every way of forecasting one shop on one day: the model, the model on a seasonal clock, and plain rules that need no model.

*last period*: each customer orders as often as in the period before; *rfm cells*: as the customers of the same recency, frequency and
value cell did in the period before; *recency*: the same by recency alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd
from ibis.expr.types import Table

from retention.lifetime.fallbacks import Fitted, discount_of, expectations, fit
from retention.lifetime.seasonal_clock import Clock, seasonal_clock
from retention.lifetime.summary import calibration_and_holdout, repeat_days
from retention.seasons import Calendar
from retention.settings import LifetimeSettings
from retention.tables.forecasts import CLOCK, MODEL

FREQUENCY_BANDS = (0, 1, 3, np.inf)


@dataclass(frozen=True)
class Known:
    """What a day knows: customers one period earlier with what they did since, and customers now.

    `now` has `orders_before` and `paid_before`, of the period before the day, and, of a past day, `orders_after` and `paid_after`, the truth.
    """

    on: date
    earlier: pd.DataFrame
    now: pd.DataFrame


def known_at(orders: Table, on: date, days: int, earlier: pd.DataFrame | None = None) -> Known:
    """Read both from the orders table, for periods of so many `days`; `earlier` may be given where it is known already."""
    earlier = calibration_and_holdout(orders, on - timedelta(days=days), on) if earlier is None else earlier
    now = calibration_and_holdout(orders, on, on + timedelta(days=days))
    since = now[["customer_id"]].merge(earlier[["customer_id", "orders_after", "paid_after"]], "left", "customer_id")
    # Who came within the period has all their purchase days in it.
    own = {"orders_before": since["orders_after"].fillna(now["frequency"] + 1), "paid_before": since["paid_after"].fillna(now["net_paid"])}
    return Known(on, earlier, now.assign(**{name: values.to_numpy(float) for name, values in own.items()}))


class Guess(NamedTuple):
    """One forecast of each customer: expected orders, the same discounted, P(≥ 1 order), net paid, and what it ranks customers by."""

    expected: np.ndarray
    discounted: np.ndarray
    chance: np.ndarray
    paid: np.ndarray
    score: np.ndarray

    @property
    def revenue(self) -> np.ndarray:
        """Net paid, discounted like the orders."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(self.expected > 0, self.paid * self.discounted / self.expected, 0.0)


def candidates(known: Known, orders: Table, first_day: date, settings: LifetimeSettings, calendar: Calendar, fitted: Fitted) -> dict[str, Guess]:
    """What each way says of the customers known over the horizon; plain rules where two horizons of history are known.

    orders: up to the day or beyond; fitted: the models of the customers known.
    """
    found = {MODEL: _guess(expectations(fitted, known.now, settings))}
    if clock := clock_of(known, orders, fitted, settings, calendar):
        on_clock = fit(clock.history(known.now), settings.model_copy(update={"replicates": 0}))
        if on_clock.model is not None:
            found[CLOCK] = _guess(expectations(on_clock, known.now, settings, clock))
    if (known.on - first_day).days >= 2 * settings.horizon_days:
        found |= _plain(known, settings)
    return found


def clock_of(known: Known, orders: Table, fitted: Fitted, settings: LifetimeSettings, calendar: Calendar) -> Clock | None:
    """The seasonal clock of the customers known, without accounts of another kind; None without a model or a whole earlier year."""
    if fitted.model is None:
        return None
    usual = known.now[~known.now["customer_id"].isin(fitted.bulk)].reset_index(drop=True)
    repeats = repeat_days(orders, known.on, known.on, fitted.bulk)
    return seasonal_clock(usual, repeats, known.on, settings.horizon_days, fitted.model, calendar)


def as_expectations(guess: Guess, table: pd.DataFrame) -> pd.DataFrame:
    """The model's `expectations` of the same customers with this guess's figures in their place."""
    with np.errstate(invalid="ignore", divide="ignore"):
        each = np.where(guess.discounted > 0, guess.revenue / guess.discounted, table["order_value"])
    return table.assign(expected_orders=guess.expected, discounted_orders=guess.discounted, p_order=guess.chance, order_value=each)


def _guess(table: pd.DataFrame) -> Guess:
    expected, discounted, chance, each = (table[name].to_numpy() for name in ("expected_orders", "discounted_orders", "p_order", "order_value"))
    return Guess(expected, discounted, chance, expected * each, expected)


def _plain(known: Known, settings: LifetimeSettings) -> dict[str, Guess]:
    """The rules that need no model; orders spread evenly over the horizon."""
    ends, factors = discount_of(settings).steps(settings.horizon_days)
    discounted = float(np.diff(ends, prepend=0.0) @ factors) / settings.horizon_days
    before = known.now["orders_before"].to_numpy(float)
    found = {"last_period": Guess(before, before * discounted, (before > 0).astype(float), known.now["paid_before"].to_numpy(float), before)}
    for rule, cells in (("rfm_cells", rfm_cells), ("recency", recency_cells)):
        expected, chance, paid = by_cells(known, cells)
        # Recency alone puts customers in a finer order than its ten bands.
        score = (known.now["recency"] - known.now["T"]).to_numpy(float) if rule == "recency" else expected
        found[rule] = Guess(expected, expected * discounted, chance, paid, score)
    return found


def by_cells(known: Known, cells: Callable[[pd.DataFrame, pd.DataFrame], pd.Series]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean orders, share with one and mean net paid of customers of the same cell in the period before; the base's where a cell is new."""
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
