"""What is said of the work lists, reckoned by hand."""

import pandas as pd
import pytest

from retention.lifetime.lists import REST, list_of_each, listed_together, most_listed, shares, silence

INVEST = pd.DataFrame({"customer_id": ["a"], "revenue": [60.0]})
CALL = pd.DataFrame({"customer_id": ["b", "c"], "days_since_last_order": [90, 50], "own_gap": [20.0, 11.0], "at_stake": [5.0, 2.5]})


@pytest.mark.parametrize(("customers", "most"), [(0, 0), (1, 1), (95, 10), (2000, 200), (90_000, 200)])
def test_a_list_names_a_tenth_and_no_more_than_can_be_looked_after(customers, most):
    assert most_listed(customers) == most


def test_everybody_stands_in_one_list_or_among_the_rest():
    history = pd.DataFrame({"customer_id": ["c", "d", "a"]})
    assert list_of_each(history, {"invest": INVEST, "call": CALL}).tolist() == ["call", REST, "invest"]
    assert list_of_each(history, {}).tolist() == [REST] * 3


def test_both_lists_as_one_table():
    assert listed_together({"invest": INVEST, "call": CALL})["list"].tolist() == ["invest", "call", "call"]
    assert listed_together({}).empty


def test_shares_are_of_all_customers_and_of_all_that_is_expected():
    forecasts = pd.DataFrame({"customer_id": list("abcd"), "revenue": [60.0, 20.0, 0.0, 0.0]})
    assert shares(INVEST, forecasts) == {"customers": 0.25, "revenue": 0.75}
    assert shares(INVEST.assign(revenue=0.0), forecasts.assign(revenue=0.0)) == {"customers": 0.25, "revenue": 0.0}


def test_silence_is_the_middle_one_s_and_the_money_that_of_all():
    assert silence(CALL) == {"since": 70.0, "gap": 15.5, "at_stake": 7.5}
