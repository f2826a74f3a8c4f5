"""Figures for kpis.json, reckoned by hand: in the shop's money, and with the reason where there is none."""

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from retention.lifetime.backtest import PAST_ERROR, past_error
from retention.lifetime.kpis import base_kpis, group_kpis, past_kpis, window

WHOLE = pd.DataFrame({"quantity": ["orders", "revenue"], "value": [40.0, 900.0], "low": [30.0, 600.0], "high": [60.0, 1500.0]})
PERIOD = "2025-01-01..2025-12-31"


def fitted(*cases: str) -> SimpleNamespace:
    return SimpleNamespace(has=cases.__contains__)


def forecasts(n: int) -> pd.DataFrame:
    return pd.DataFrame({"p_order": [0.5] * n})


def test_a_forecast_covers_the_days_after_the_cut_off():
    assert window(date(2025, 12, 31), 7) == "2026-01-01..2026-01-07"


def test_the_base_is_worth_margin_in_all_and_per_customer():
    told = base_kpis(fitted(), forecasts(30), WHOLE, 0.2, PERIOD).set_index("name")
    assert told.loc["margin_expected", ["value", "low", "high", "n"]].tolist() == [180, 120, 300, 30]
    assert told.loc["margin_per_customer", ["value", "low", "high"]].tolist() == [6, 4, 10]
    assert told.loc["orders_expected", ["value", "low", "high"]].tolist() == [40, 30, 60]
    assert told.loc["customers_expected", "value"] == 0.5
    assert told["missing"].isna().all()


def test_what_is_not_known_has_a_reason():
    few = base_kpis(fitted(), forecasts(29), WHOLE, None, PERIOD).set_index("name")
    assert few.loc["customers_expected", "missing"] == "kpi-missing-too-few"
    assert few.loc["revenue_expected", "value"] == 900
    nobody = base_kpis(fitted("no-repeaters"), forecasts(30), WHOLE, None, PERIOD)
    assert set(nobody["missing"]) == {"kpi-missing-no-repeaters"}
    assert nobody["value"].isna().all()


def test_the_past_error_covers_the_windows_that_were_judged():
    days = {"first": ["2025-02-01", "2025-01-01"], "last": ["2025-02-28", "2025-01-31"]}
    past = pd.DataFrame({"rule": "pooled", **days, "error": [0.3, -0.4], "money_error": [0.6, -0.8]})
    told = past_kpis(past, past_error(past), PERIOD).set_index("name")
    assert told.loc["orders_past_error", "value"] == pytest.approx(((0.09 + 0.16) / 2) ** 0.5)
    assert told.loc["value_past_error", "value"] == pytest.approx(2 * ((0.09 + 0.16) / 2) ** 0.5)
    assert set(told["n"]) == {2}
    assert set(told["window"]) == {"2025-01-01..2025-02-28"}


@pytest.mark.parametrize(
    ("past", "why"),
    [(pd.DataFrame(), "kpi-missing-young"), (pd.DataFrame({"rule": ["pooled"], "error": [float("nan")]}), "kpi-missing-nobody-back")],
)
def test_a_past_error_that_cannot_be_judged_says_why(past, why):
    error = past_error(past)
    assert error.empty
    assert list(error) == list(PAST_ERROR)
    told = past_kpis(past, error, PERIOD).iloc[0]
    assert (told["missing"], told["window"]) == (why, PERIOD)


def test_each_group_is_a_figure():
    groups = pd.DataFrame({"group": ["lost", "core"], "customers": [3, 1], "value": [1.0, 9.0], "low": [0.0, 4.0], "high": [3.0, 12.0]})
    told = group_kpis("value_of_segment", groups, PERIOD)
    assert told["group"].tolist() == ["lost", "core"]
    assert told[["value", "low", "high", "n"]].to_numpy().tolist() == [[1, 0, 3, 3], [9, 4, 12, 1]]
    assert group_kpis("value_of_segment", groups.iloc[:0], PERIOD).empty
