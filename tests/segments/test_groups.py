"""Eight groups of which everybody is in exactly one, and three states that differ."""

from datetime import date

import ibis
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.segments import GROUPS, group_sizes, state_sizes, types_in_groups, watched_days, with_groups, with_states
from retention.settings import SegmentationSettings, SettingsProblem

SETTINGS = SegmentationSettings()
# group -> days since the last order, days since the last interaction, days since the first order, purchase days, high scores
PEOPLE = {
    "lost": (365, 1, 900, 9, "RFM"),
    "new": (20, 10, 60, 1, "R"),
    "high_value": (64, 70, 500, 8, "RFM"),
    "potential": (64, 70, 500, 2, "RM"),
    "wake_valuable": (200, 1, 500, 8, "FM"),
    "dormant": (90, 59, 500, 2, "R"),
    "silent": (60, 60, 500, 2, "R"),
    "active": (59, 300, 500, 2, "RF"),
}


def people(rows) -> pd.DataFrame:
    since, acted, tenure, days, high = zip(*rows, strict=True)
    flags = {f"{letter}_high": [letter.upper() in have for have in high] for letter in "rfm"}
    return pd.DataFrame(
        {
            "customer_id": [f"c{i}" for i in range(len(rows))],
            "days_since_last_order": since,
            "days_since_last_interaction": pd.array(acted, dtype="Int64"),
            "tenure": tenure,
            "purchase_days": days,
            **flags,
        }
    )


def grouped(rows, watched=400) -> pd.DataFrame:
    return with_groups(with_states(people(rows), SETTINGS, watched), SETTINGS)


def test_each_group_has_its_customer():
    assert grouped(PEOPLE.values())["group"].tolist() == list(PEOPLE)
    assert tuple(PEOPLE) == GROUPS


def test_the_first_rule_that_holds_names_the_group():
    # Bought for the first time 40 days ago and much: new, although the scores say potential. Seven months silent, once dear: to wake, not silent.
    assert grouped([(40, 40, 40, 1, "RM"), (210, 300, 500, 3, "M")])["group"].tolist() == ["new", "wake_valuable"]


def test_somebody_with_two_purchase_days_is_not_new():
    assert grouped([(5, 5, 40, 2, "R")])["group"].tolist() == ["active"]


def test_the_three_states_differ():
    rows = [(60, 60, 500, 1, ""), (60, 3, 500, 1, ""), (90, 3, 500, 1, ""), (364, None, 500, 1, ""), (365, 2, 500, 1, "")]
    states = grouped(rows)
    assert states["silent"].tolist() == [True, False, False, True, False]
    assert states["dormant"].tolist() == [False, False, True, True, True]
    assert states["lapsed"].tolist() == [False, False, False, False, True]


@pytest.mark.parametrize("watched", [0, 59])
def test_where_interactions_are_not_known_nobody_is_called_silent(watched):
    states = grouped([(80, None, 500, 1, ""), (300, None, 500, 1, "")], watched)
    assert states["silent"].isna().all()
    assert states["group"].tolist() == ["active", "dormant"]
    assert state_sizes(states)["customers"].isna().tolist() == [True, False, False]


def test_the_record_of_interactions_reaches_back_to_its_first_event_of_a_known_customer():
    events = ibis.memtable({"customer_id": [None, "a", "b"], "happened_on": [date(2026, 1, 1), date(2026, 6, 1), date(2026, 6, 30)]})
    assert watched_days(events, date(2026, 6, 30)) == 30
    assert watched_days(None, date(2026, 6, 30)) == 0
    assert watched_days(events.filter(events.customer_id == "nobody"), date(2026, 6, 30)) == 0


SINCE, HIGH = st.integers(0, 900), st.sampled_from(["", "R", "RM", "FM", "RFM"])
PERSON = st.tuples(SINCE, st.none() | SINCE, SINCE, st.integers(1, 9), HIGH)


@given(st.lists(PERSON, min_size=1, max_size=30), st.sampled_from([0, 400]))
def test_the_groups_sum_to_everybody_and_to_all_the_money(rows, watched):
    table = grouped(rows, watched)
    sizes = group_sizes(table, pd.DataFrame({"customer_id": table["customer_id"], "net_paid": 10.0}))
    assert sizes["group"].tolist() == list(GROUPS)
    assert sizes["customers"].sum() == len(rows)
    assert sizes["share"].sum() == pytest.approx(1)
    assert sizes["money_share"].sum() == pytest.approx(1)


def test_the_types_fold_below_the_groups():
    table = grouped(PEOPLE.values()).assign(type="general_keep")
    assert types_in_groups(table)["customers"].sum() == len(table)
    assert types_in_groups(table)["group"].tolist() == list(GROUPS)


def test_days_of_the_states_have_to_grow(tmp_path):
    path = tmp_path / "02_segmentation.yaml"
    path.write_text("dormant_days: 400\n", encoding="utf-8")
    with pytest.raises(SettingsProblem, match="silent_days, dormant_days and lost_days should grow"):
        SegmentationSettings.read(path)
