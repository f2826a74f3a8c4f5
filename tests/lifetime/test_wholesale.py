"""Accounts of another kind beside usual customers: neither the season nor anybody's forecast may come from their orders."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from retention.lifetime.backtest import backtest, every_rule
from retention.lifetime.candidates import known_at
from retention.lifetime.fallbacks import fit
from retention.lifetime.seasonal_clock import Clock
from retention.seasons import NO_CALENDAR
from retention.settings import LifetimeSettings
from tests.lifetime.seasonal_shops import FIRST, as_table, seasonal_shop

QUICK = LifetimeSettings(replicates=0, horizon_days=91)
AS_OF = FIRST + timedelta(days=499)


def account(name: str, first: date, last: date, every: int, accounts: int = 1, paid: float = 900.0) -> pd.DataFrame:
    """Orders of one account, or of several alike, each on one of `every` so many days."""
    days = [day.date() for day in pd.date_range(first, last, freq=f"{every}D")]
    rows = [(f"{name}{k}", day) for k in range(accounts) for day in days]
    return pd.DataFrame(rows, columns=["customer_id", "ordered_on"]).assign(net_paid=paid, counts=True)


@pytest.fixture(scope="module")
def usual():
    return seasonal_shop(1, 500, 600)


def with_accounts(usual: pd.DataFrame, *accounts: pd.DataFrame):
    return as_table(pd.concat([usual, *accounts], ignore_index=True))


def guesses(orders):
    known = known_at(orders, AS_OF, 91)
    fitted = fit(known.now, QUICK)
    return known, fitted, every_rule(known, orders, FIRST, QUICK, NO_CALENDAR, pd.DataFrame(), fitted)


def test_before_its_first_day_a_clock_runs_like_the_calendar():
    clock = Clock(date(2026, 1, 1), date(2026, 1, 4), np.array([0.5, 1.0, 3.0, 5.0]))
    assert clock.read(pd.Series(pd.to_datetime(["2025-12-22", "2025-12-31", "2026-01-01"]))).tolist() == [-9, 0, 0.5]


@pytest.mark.parametrize("years", [0.5, 4], ids=["half a year", "four years"])
def test_an_account_older_than_every_usual_customer_is_forecast_at_its_own_pace(usual, years):
    began = FIRST - timedelta(days=int(years * 365))
    known, fitted, found = guesses(with_accounts(usual, account("w", began, AS_OF, 4)))
    assert fitted.bulk == {"w0"}
    assert "clock" in found
    its = (known.now["customer_id"] == "w0").to_numpy()
    assert found["clock"].expected[its][0] == pytest.approx(91 / 4, rel=0.25)
    assert np.isfinite(found["clock"].expected).all()


@pytest.mark.long
def test_past_forecasts_are_made_beside_such_an_account(usual):
    orders = with_accounts(usual, account("w", FIRST - timedelta(days=700), AS_OF, 4))
    past = backtest(orders, FIRST - timedelta(days=700), AS_OF, QUICK, NO_CALENDAR)
    assert {"clock", "pooled"} <= set(past["rule"])


def test_what_accounts_order_moves_nobody_elses_season(usual):
    """Two accounts order every day of the last summer and never else: the season of usual customers stays as it was."""
    summer = account("w", FIRST + timedelta(days=150), FIRST + timedelta(days=240), 1, accounts=2, paid=9000.0)
    known, fitted, beside = guesses(with_accounts(usual, summer))
    people, _, alone = guesses(as_table(usual))
    assert len(fitted.bulk) == 2
    theirs = beside["clock"].expected[~known.now["customer_id"].isin(fitted.bulk).to_numpy()]
    assert len(theirs) == len(people.now)
    assert theirs == pytest.approx(alone["clock"].expected, rel=1e-6)
