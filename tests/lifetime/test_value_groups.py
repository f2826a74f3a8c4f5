"""The groups by which worth is compared, and what the groups are worth in the shop's money."""

import pandas as pd
import pytest

from retention.lifetime.value_groups import cohorts, first_channels, operating_groups, purchase_bands
from retention.lifetime.worth import value_of_groups


@pytest.mark.parametrize(
    ("days", "names"),
    [
        (["2025-02-01", "2025-05-01", "2025-12-31"], ["2025 Q1", "2025 Q2", "2025 Q4"]),
        (["1997-01-01", "1997-03-25"], ["1997-01", "1997-03"]),
        ([f"{year}-0{month}-01" for year in range(2020, 2026) for month in (1, 4, 7)], [str(year) for year in range(2020, 2026) for _ in range(3)]),
    ],
)
def test_cohorts_are_quarters_but_months_in_a_young_shop_and_years_in_an_old_one(days, names):
    history = pd.DataFrame({"first_on": pd.to_datetime(days)})
    assert cohorts(history).tolist() == names


def test_customers_without_a_known_channel_stay_in_the_total():
    history = pd.DataFrame({"customer_id": ["a", "b", "c"]})
    pyramid = pd.DataFrame({"customer_id": ["a", "b"], "first_channel": ["Tmall", None]})
    assert first_channels(history, pyramid).tolist() == ["channel:Tmall", "unknown", "unknown"]


def test_customers_of_no_known_group_stay_in_the_total_and_keep_the_history_s_rows():
    history = pd.DataFrame({"customer_id": ["a", "b"]}, index=[7, 9])
    found = operating_groups(history, pd.DataFrame({"customer_id": ["b", "c"], "group": ["lost", "core"]}))
    assert found.to_dict() == {7: "unknown", 9: "lost"}


def test_bands_count_the_first_day():
    history = pd.DataFrame({"frequency": [0, 1, 2, 3, 4, 40]})
    assert purchase_bands(history).tolist() == ["days_1", "days_2", "days_3_4", "days_3_4", "days_5_more", "days_5_more"]


@pytest.mark.parametrize(("margin_rate", "ends"), [(None, [200.0, 100.0, 400.0]), (0.25, [50.0, 25.0, 100.0])])
def test_groups_are_worth_margin_and_revenue_without_a_margin_rate(margin_rate, ends):
    table = pd.DataFrame(
        {
            "quantity": ["orders", "revenue", "orders", "revenue"],
            "group": [None, None, "lost", "lost"],
            "customers": 9,
            "value": [4.0, 900.0, 1.0, 200.0],
            "low": [2.0, 500.0, 0.0, 100.0],
            "high": [6.0, 1500.0, 3.0, 400.0],
        }
    )
    assert value_of_groups(table, margin_rate).to_dict("records") == [
        {"group": "lost", "customers": 9, "value": ends[0], "low": ends[1], "high": ends[2]}
    ]
