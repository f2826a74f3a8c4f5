"""Customers still to be won: how many come within the horizon, what they order and pay in it, and how wrong such forecasts were.

New is a customer whose first order that counts lies at least three median gaps after the record's first day; who comes
sooner is only first seen (METHODS §1), and those days teach nothing. As many are expected as came on the same days of the year
before, campaigns met with campaigns, times the *level*: newcomers of the last `LEVEL_DAYS` days over those of the same days
a year earlier, to the power `LEVEL_KEPT`. What one of them does then is the order model's customer of no history.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import numpy as np
import pandas as pd
from ibis.expr.types import Table

from retention.lifetime.fallbacks import Finding, Fitted, discount_of, fit
from retention.lifetime.forecasting import DAYS_A_YEAR, Discount, expected_new
from retention.lifetime.own_errors import log_t_band, own_error_scale
from retention.lifetime.spend_model import order_value
from retention.lifetime.summary import histories_at, purchase_days, repeat_history
from retention.orders import FIRST_SEEN_GAPS
from retention.seasons import Calendar, Window, same_date_before, year_before
from retention.settings import LifetimeSettings

# The level takes as many days as there are between these. Typical log error of simulated shops 91 and 365 days ahead: by half a year .20 and
# .18, by a quarter .21 and .19, by a whole year .22 and .18; without a level .28 and .24; by the pace of the last 91 days alone .41 and .32.
LEAST_LEVEL_DAYS, LEVEL_DAYS = 91, 182
# How much of the level lasts: with all of it .21 and .20, with half .22 and .18.
LEVEL_KEPT = 0.75
# With fewer newcomers in one of the windows it rests on, a forecast is chance.
LEAST_NEWCOMERS = 30
QUANTITIES = ("customers", "orders", "revenue")
BACKTEST = ["origin", "first", "last", "quantity", "forecast", "actual", "log_ratio", "usual_error"]
# Scale of the t law (4 degrees of freedom) of log errors beyond what counting explains, 91 and 365 days ahead alike. An assumption: learnt
# from 400 simulated shops of varying season, trend, campaigns and noise, since no public shop of the reports has two years.
PRIOR_SCALE = {"customers": 0.15, "orders": 0.16, "revenue": 0.17}


@dataclass(frozen=True)
class Newcomers:
    """New customers by day, from the record's first day to `as_of`; those before `sure_from` are only first seen."""

    by_day: pd.DataFrame  # index: every day; customers, and paid: net paid of their first day, shop currency
    sure_from: date

    @property
    def first_day(self) -> date:
        """The record's first day."""
        day: date = self.by_day.index[0].date()
        return day

    @property
    def as_of(self) -> date:
        """The record's last day."""
        day: date = self.by_day.index[-1].date()
        return day

    def known_on(self, day: date) -> "Newcomers":
        """The same as it stood on an earlier day."""
        return Newcomers(self.by_day[: pd.Timestamp(day)], self.sure_from)

    def within(self, window: Window) -> pd.DataFrame:
        """The days of a window."""
        return self.by_day[pd.Timestamp(window.first) : pd.Timestamp(window.last)]

    def count(self, window: Window) -> int:
        """How many came in a window."""
        return int(self.within(window)["customers"].sum())


def newcomers(orders: Table, as_of: date, median_gap_days: float | None) -> Newcomers | None:
    """Read from orders up to as_of; `median_gap_days` between purchase days, missing where nobody came twice. None without a customer."""
    days = purchase_days(orders, as_of)
    firsts = days.group_by("customer_id").agg(day=days.ordered_on.min(), paid=days.net_paid.argmin(days.ordered_on))
    by_day = firsts.group_by("day").agg(customers=firsts.count(), paid=firsts.paid.sum().cast("float64")).execute()
    if by_day.empty:
        return None
    by_day = by_day.assign(day=pd.to_datetime(by_day["day"])).set_index("day").sort_index()
    every_day = pd.date_range(by_day.index[0], pd.Timestamp(as_of), freq="D")
    gap = 0.0 if median_gap_days is None or pd.isna(median_gap_days) else float(median_gap_days)
    sure_from = every_day[0].date() + timedelta(days=int(np.ceil(FIRST_SEEN_GAPS * gap)))
    return Newcomers(by_day.reindex(every_day, fill_value=0), sure_from)


# --- how many come ------------------------------------------------------------------------------------


def level_windows(known: Newcomers, calendar: Calendar) -> tuple[Window, Window]:
    """The latest whole weeks and the same days a year earlier, as many as are surely new in both, LEVEL_DAYS at most."""
    # A Monday more in one of the two would be taken for a change.
    days = min(LEVEL_DAYS, _days_for_level(known)) // 7 * 7
    recent = Window(known.as_of - timedelta(days=days - 1), known.as_of)
    return recent, _a_year_before(recent, known, calendar)


def _days_for_level(known: Newcomers) -> int:
    return (same_date_before(known.as_of) - known.sure_from).days + 1


def _a_year_before(window: Window, known: Newcomers, calendar: Calendar) -> Window:
    """The same campaigns a year before; the same dates where meeting the campaigns would leave the days that are surely known."""
    aligned = year_before(window, calendar)
    if known.sure_from <= aligned.first and aligned.last <= known.as_of:
        return aligned
    last = same_date_before(window.last)
    return Window(last - timedelta(days=window.days - 1), last)


def why_unknown(known: Newcomers | None, days: int, calendar: Calendar) -> Finding | None:
    """Why newcomers of the next `days` cannot be forecast; None where they can.

    new-far: more than a year ahead. new-young: the record has `days`, it needs `needs` of them: the days only first seen, a year, and
    LEAST_LEVEL_DAYS. new-few: under `least` newcomers, only `customers`, in the days it would rest on.
    """
    if days > DAYS_A_YEAR:
        return Finding("new-far", {"horizon": days, "most": DAYS_A_YEAR})
    if known is None:
        return Finding("new-few", {"customers": 0, "least": LEAST_NEWCOMERS})
    short = LEAST_LEVEL_DAYS - _days_for_level(known)
    if short > 0:
        has = (known.as_of - known.first_day).days + 1
        return Finding("new-young", {"days": has, "needs": has + short})
    fewest = min(known.count(window) for window in (*level_windows(known, calendar), _days_to_repeat(known, days, calendar)))
    return Finding("new-few", {"customers": fewest, "least": LEAST_NEWCOMERS}) if fewest < LEAST_NEWCOMERS else None


def _days_to_repeat(known: Newcomers, days: int, calendar: Calendar) -> Window:
    """The days a year before the next `days`."""
    return _a_year_before(Window(known.as_of + timedelta(days=1), known.as_of + timedelta(days=days)), known, calendar)


def level(known: Newcomers, calendar: Calendar) -> float:
    """By how much more newcomers are expected than on the same days of the year before."""
    recent, earlier = level_windows(known, calendar)
    return float((known.count(recent) / known.count(earlier)) ** LEVEL_KEPT)


def arrivals(known: Newcomers, days: int, calendar: Calendar) -> np.ndarray:
    """Newcomers expected on each of the next `days`, where `why_unknown` knows nothing against it."""
    return level(known, calendar) * known.within(_days_to_repeat(known, days, calendar))["customers"].to_numpy(float)


def by_month(known: Newcomers, days: int, calendar: Calendar) -> pd.DataFrame:
    """One row per month and kind (first_seen, new, expected in the next `days`): how many customers, where `why_unknown` knows nothing against it."""
    came = known.by_day["customers"]
    ahead = pd.Series(arrivals(known, days, calendar), pd.date_range(pd.Timestamp(known.as_of) + pd.Timedelta(days=1), periods=days))
    seen = came.index < pd.Timestamp(known.sure_from)
    parts = {"first_seen": came[seen], "new": came[~seen], "expected": ahead}
    found = [part.resample("MS").sum().rename_axis("month").rename("customers").reset_index().assign(kind=kind) for kind, part in parts.items()]
    return pd.concat(found, ignore_index=True).astype({"customers": float})


# --- what they do -------------------------------------------------------------------------------------


def expected_of_newcomers(known: Newcomers, fitted: Fitted, days: int, calendar: Calendar, discount: Discount) -> dict[str, float]:
    """customers, orders and discounted revenue (shop currency) of those who come in the next `days`, within these days."""
    coming = arrivals(known, days, calendar)
    ends, factors = discount.steps(days)
    # Orders until each step's end: the newcomers of day d have had end − d days to come back.
    came_on = np.arange(1, days + 1)
    until = np.array([coming @ repeats_after(fitted, np.maximum(end - came_on, 0.0)) for end in ends])
    firsts = np.array([coming[came_on <= end].sum() for end in ends])
    paid = first_order_value(known) * np.diff(firsts, prepend=0.0) + repeat_order_value(fitted) * np.diff(until, prepend=0.0)
    return {"customers": float(coming.sum()), "orders": float(coming.sum() + until[-1]), "revenue": float(paid @ factors)}


def repeats_after(fitted: Fitted, days: np.ndarray) -> np.ndarray:
    """Expected repeat orders of a customer `days` after the first order: the model's, or all customers' rate where there is none."""
    return expected_new(fitted.model, days) if fitted.model is not None else fitted.rate.value * days


def first_order_value(known: Newcomers) -> float:
    """Mean net paid on the first day by newcomers of the last year, shop currency."""
    year = known.by_day.iloc[-DAYS_A_YEAR:]
    return float(year["paid"].sum() / year["customers"].sum())


def repeat_order_value(fitted: Fitted) -> float:
    """What a later order of a customer of no history is worth, shop currency."""
    return float(order_value(fitted.spend, 0, np.nan)) if fitted.spend is not None else fitted.order_mean


def worth_of_newcomers(
    known: Newcomers, fitted: Fitted, past: pd.DataFrame, settings: LifetimeSettings, calendar: Calendar, margin_rate: float | None
) -> pd.DataFrame:
    """One row per quantity (customers, orders, revenue; margin with a margin rate): value, low, high at `level` within the horizon.

    Ranges come from `past`, the table of `newcomer_backtest`. Nothing may stand against it in `why_unknown`.
    """
    found = expected_of_newcomers(known, fitted, settings.horizon_days, calendar, discount_of(settings))
    usual = usual_errors(known, settings.horizon_days, calendar)
    rows = [
        (name, found[name], *range_by_own_errors(found[name], past[past["quantity"] == name], usual[name], settings.level)) for name in QUANTITIES
    ]
    if margin_rate is not None:
        _, value, low, high = rows[-1]
        rows.append(("margin", value * margin_rate, low * margin_rate, high * margin_rate))
    return pd.DataFrame(rows, columns=["quantity", "value", "low", "high"])


# --- how wrong it was ---------------------------------------------------------------------------------


def newcomer_backtest(orders: Table, known: Newcomers, settings: LifetimeSettings, calendar: Calendar) -> pd.DataFrame:
    """One row per past window and quantity, latest first: origin, first, last, quantity, forecast, actual, log_ratio, usual_error.

    Windows of `backtest_days` lie end to end backwards from the record's last day, as many as `backtest_origins` and as can be forecast
    from the day before them. Money is not discounted.
    """
    rows = []
    for window in past_windows(known, settings, calendar):
        origin = window.first - timedelta(days=1)
        forecast = _forecast_on(origin, orders, known, window.days, settings, calendar)
        came = what_newcomers_did(orders, window)
        ratios, usual = log_ratios(forecast, came), usual_errors(known.known_on(origin), window.days, calendar)
        rows += [(origin, window.first, window.last, name, forecast[name], came[name], ratios[name], usual[name]) for name in QUANTITIES]
    return pd.DataFrame(rows, columns=BACKTEST)


def past_windows(known: Newcomers, settings: LifetimeSettings, calendar: Calendar) -> list[Window]:
    """Past windows that could be forecast from the day before them, latest first; no two share a day."""
    days = settings.backtest_days
    latest = Window(known.as_of - timedelta(days=days - 1), known.as_of)
    windows = [latest.shifted(-days * back) for back in range(settings.backtest_origins)]
    windows = [window for window in windows if window.first > known.sure_from]
    return [w for w in windows if why_unknown(known.known_on(w.first - timedelta(days=1)), days, calendar) is None]


def _forecast_on(origin: date, orders: Table, known: Newcomers, days: int, settings: LifetimeSettings, calendar: Calendar) -> dict[str, float]:
    """What would have been forecast on a past day from what was known then, money not discounted."""
    then = fit(repeat_history(orders, origin), settings.model_copy(update={"horizon_days": days, "replicates": 0}))
    return expected_of_newcomers(known.known_on(origin), then, days, calendar, Discount(yearly=0.0))


def what_newcomers_did(orders: Table, window: Window) -> dict[str, float]:
    """Customers whose first order lies in a window, their orders (purchase days) and what they paid in it."""
    history = histories_at(purchase_days(orders, window.last), window.last)
    new = history.filter(history.first_on >= ibis.date(window.first))
    done = new.agg(customers=new.count(), orders=(new.frequency + 1).sum().fill_null(0), revenue=new.net_paid.sum().fill_null(0.0)).execute()
    return {name: float(done[name].iloc[0]) for name in QUANTITIES}


def log_ratios(forecast: dict[str, float], came: dict[str, float]) -> dict[str, float]:
    """log(actual / forecast) of each quantity; missing where nothing was forecast, as no money where first orders kept none.

    Where less came than half a customer's worth, that half, so that nothing is an error one can count.
    """
    half = 0.5 / forecast["customers"]
    return {name: float(np.log(max(came[name] / forecast[name], half))) if forecast[name] > 0 else np.nan for name in QUANTITIES}


def usual_errors(known: Newcomers, days: int, calendar: Calendar) -> dict[str, float]:
    """Scale of the log errors of a shop whose own are not known, of each quantity, for the next `days`: PRIOR_SCALE and small numbers together."""
    counting = counting_variance(known, days, calendar)
    return {name: float(np.sqrt(scale**2 + counting)) for name, scale in PRIOR_SCALE.items()}


def range_by_own_errors(value: float, past: pd.DataFrame, usual: float, level: float) -> tuple[float, float]:
    """low and high of a forecast by past errors of its quantity, each measured by what was usual for its window, as this one is by `usual`."""
    times, df = own_error_scale((past["log_ratio"] / past["usual_error"]) ** 2, 1.0)
    return log_t_band(value, times * usual, df, level)


def counting_variance(known: Newcomers, days: int, calendar: Calendar) -> float:
    """Variance of the log error that small numbers alone make: of the level's two counts, of the year before's, and of those who will come."""
    recent, earlier = (known.count(window) for window in level_windows(known, calendar))
    before = known.count(_days_to_repeat(known, days, calendar))
    coming = before * level(known, calendar)
    return LEVEL_KEPT**2 * (1 / recent + 1 / earlier) + 1 / before + 1 / coming
