"""A clock that runs fast in busy weeks: what it reads, and that customers order at a steady pace on it."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from retention.lifetime import fit_bgnbd
from retention.lifetime.candidates import known_at
from retention.lifetime.forecasting import Discount
from retention.lifetime.seasonal_clock import Clock, seasonal_clock, whole_year_known
from retention.lifetime.summary import repeat_days
from retention.seasons import NO_CALENDAR
from tests.lifetime.seasonal_shops import FIRST, as_table, told

D = date.fromisoformat
# Two quiet days (½ each) and two busy ones (2 each), then two more quiet ones that are still to come.
HAND = Clock(D("2026-01-01"), D("2026-01-04"), np.array([0.5, 1.0, 3.0, 5.0, 5.5, 6.0]))


def test_times_are_read_from_the_clock():
    history = pd.DataFrame({"first_on": [D("2026-01-01"), D("2026-01-03")], "frequency": [1, 0], "recency": [2, 0], "T": [3, 1]})
    read = HAND.history(history)
    assert read["T"].tolist() == [4.5, 2.0]
    assert read["recency"].tolist() == [2.5, 0.0]
    assert HAND.ahead(np.array([0.0, 1.0, 1.5])).tolist() == [0.0, 0.5, 0.75]


def test_discounting_goes_by_the_calendar_however_fast_the_clock_runs():
    _, ahead, steps = HAND.tells(pd.DataFrame({"first_on": [D("2026-01-01")], "frequency": [0], "recency": [0]}), 2, Discount(0.1, step=1.0))
    ends, factors = steps.steps(ahead)
    assert ends.tolist() == [0.5, 1.0]
    assert factors == pytest.approx(1.1 ** (-np.array([1, 2]) / 365))


def test_a_season_needs_a_whole_earlier_year():
    assert not whole_year_known(D("2025-01-01"), D("2026-01-01"))
    assert whole_year_known(D("2025-01-01"), D("2026-02-01"))


@pytest.fixture(scope="module")
def shop():
    """Three years in which every May and June are three times as busy as other months."""
    rng, days = np.random.default_rng(5), 3 * 365
    busy = pd.date_range(FIRST, periods=days).month.isin([5, 6])
    return as_table(told(rng, rng.integers(0, days, 3000), np.where(busy, 3.0, 1.0), np.ones(days)))


@pytest.fixture(scope="module")
def clock(shop):
    known = known_at(shop, D("2023-03-31"), 91)
    made = seasonal_clock(known.now, repeat_days(shop, known.on, known.on), known.on, 91, fit_bgnbd(known.now), NO_CALENDAR)
    return known, made


def test_busy_months_take_longer_on_the_clock_and_a_year_a_year(clock):
    _, made = clock
    pace = np.diff(made.closes, prepend=0.0)
    day = pd.date_range(made.first, periods=len(pace))
    past, busy = day.date <= made.on, day.month.isin([5, 6])
    assert 2 < pace[past & busy].mean() / pace[past & ~busy].mean() < 3.2
    assert made.now - made.closes[(made.on - timedelta(days=365) - made.first).days] == pytest.approx(365)
    # The days ahead hold May and June.
    assert made.ahead(91) / 91 > 1.4


def test_on_the_clock_customers_order_at_a_steady_pace(clock):
    known, made = clock
    plain, seasonal = fit_bgnbd(known.now), fit_bgnbd(made.history(known.now))
    assert seasonal.log_likelihood > plain.log_likelihood


def test_a_shop_without_a_season_keeps_the_calendar():
    rng, days = np.random.default_rng(6), 900
    shop = as_table(told(rng, rng.integers(0, days, 3000), np.ones(days), np.ones(days)))
    on = FIRST + timedelta(days=800)
    known = known_at(shop, on, 91)
    made = seasonal_clock(known.now, repeat_days(shop, on, on), on, 91, fit_bgnbd(known.now), NO_CALENDAR)
    assert float(made.ahead(91)) == pytest.approx(91, rel=0.12)
    assert np.corrcoef(made.closes, np.arange(len(made.closes)))[0, 1] > 0.999
