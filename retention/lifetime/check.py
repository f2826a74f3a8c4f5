"""Does the fitted model look like the shop? Histogram of repeat orders, orders week by week, and who ordered by tenth of the forecast."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from ibis.expr.types import Table
from scipy.special import betainc, betaln, gammaln

from retention.lifetime.backtest import Origin, origins
from retention.lifetime.fallbacks import Fitted, fit, forecasts
from retention.lifetime.forecasting import expected_new
from retention.lifetime.measures import by_tenth
from retention.lifetime.order_model import BgNbd
from retention.lifetime.summary import calibration_and_holdout, repeat_days
from retention.settings import LifetimeSettings


@dataclass(frozen=True)
class Checked:
    """A past forecast whose days are over: `known` are its customers with what came, `expected` what was forecast of each."""

    origin: Origin
    known: pd.DataFrame
    fitted: Fitted
    expected: pd.DataFrame

    def weeks(self, orders: Table) -> pd.DataFrame:
        """The table `tracking` of usual customers, the days that were forecast kept back; without rows where there was no model."""
        if self.fitted.model is None:
            return pd.DataFrame()
        by_day = repeat_days(orders, self.origin.on, self.origin.window.last, self.fitted.bulk)
        return tracking(self.fitted.model, by_day, self.origin.on, self.origin.window.last)

    def tenths(self) -> pd.DataFrame:
        """The table `by_tenth` of the days that were forecast."""
        expected, chance = (self.expected[name].to_numpy() for name in ("expected_orders", "p_order"))
        return by_tenth(expected, chance, self.known["orders_after"].to_numpy())


def latest_checked(orders: Table, first_day: date, as_of: date, settings: LifetimeSettings) -> Checked | None:
    """The latest past forecast over `backtest_days` whose days are over; None in a shop too young to have one."""
    found = origins(first_day, as_of, settings)
    if not found:
        return None
    cut = settings.model_copy(update={"horizon_days": settings.backtest_days, "replicates": 0})
    known = calibration_and_holdout(orders, found[0].on, found[0].window.last)
    fitted = fit(known, cut)
    return Checked(found[0], known, fitted, forecasts(fitted, known, cut, None))


def chance_of_count(model: BgNbd, count: int, ages: np.ndarray) -> np.ndarray:
    """P(a customer of this age has made `count` repeat orders), equation 8 of Fader, Hardie & Lee."""
    r, alpha, a, b = model.r, model.alpha, model.a, model.b
    ages = np.asarray(ages, float)
    z, chances = ages / (alpha + ages), count + model.modified
    with np.errstate(divide="ignore"):
        log_z = np.where(z > 0, np.log(z), -np.inf if count else 0.0)
    log_count = gammaln(r + count) - gammaln(r) - gammaln(count + 1) + r * np.log(alpha / (alpha + ages)) + (count * log_z if count else 0.0)
    still_alive = np.exp(betaln(a, b + chances) - betaln(a, b) + log_count)
    if not chances:
        return still_alive
    # P(count orders or more while alive) is the upper tail of the negative binomial.
    at_least = betainc(count, r, z) if count else np.ones_like(z)
    return still_alive + np.exp(betaln(a + 1, b + chances - 1) - betaln(a, b)) * at_least


def frequency_histogram(model: BgNbd, history: pd.DataFrame, last: int = 7) -> pd.DataFrame:
    """Customers by number of repeat orders, 0 … `last` and more: `actual` beside what the model `expected`."""
    ages, weights = np.unique(history["T"].to_numpy(float), return_counts=True)
    expected = [float(weights @ chance_of_count(model, count, ages)) for count in range(last)]
    actual = history["frequency"].clip(upper=last).value_counts().reindex(range(last + 1), fill_value=0)
    return pd.DataFrame({"orders": range(last + 1), "actual": actual.to_numpy(), "expected": [*expected, len(history) - sum(expected)]})


def tracking(model: BgNbd, by_day: pd.DataFrame, known_by: date, end: date) -> pd.DataFrame:
    """Cumulative repeat orders at the end of each week, `actual` beside `expected` of customers who began when these did.

    Nothing about a customer is used but the day of the first order, so this shows whether the model fits over time.
    `holdout` marks weeks after `known_by`; the columns `week_actual` and `week_expected` are each week's own.
    """
    start = by_day["day"].min()
    elapsed = (by_day["day"] - start).dt.days.to_numpy()
    total = (pd.Timestamp(end) - start).days + 1
    ends = np.arange(7, total + 1, 7)
    ages = expected_new(model, np.arange(total + 1))
    births = np.bincount(elapsed, by_day["first_orders"], total)
    # Convolution of first orders with the curve of a new customer: expected repeats by the close of each day.
    expected = np.array([births[:day] @ ages[day - 1 - np.arange(day)] for day in ends])
    actual = np.bincount(elapsed, by_day["repeat_orders"], total).cumsum()[ends - 1]
    table = pd.DataFrame({"week": ends // 7, "day": start + pd.to_timedelta(ends - 1, unit="D"), "actual": actual, "expected": expected})
    return table.assign(
        week_actual=table["actual"].diff().fillna(table["actual"]),
        week_expected=table["expected"].diff().fillna(table["expected"]),
        holdout=table["day"] > pd.Timestamp(known_by),
    )
