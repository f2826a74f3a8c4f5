"""How many may be contacted by which channel, and what a field may be used for."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.contact import CHANNELS, Ways, consents_now, contact_ways
from retention.pyramid import reach
from retention.settings import SettingsProblem, ShopSettings
from retention.tables import DataProblem
from tests.laws import tries
from tests.pyramid import told

AS_OF = date(2024, 6, 30)
PEOPLE = pd.Series(["ann", "bob", "cid", "dot"])
ALL_ACTIVE = pd.Series(True, index=PEOPLE.index)


@pytest.fixture(scope="module")
def contacts(tables):
    return tables.customers(
        {"customer_id": "ann", "phone": "13800000001", "email": "ann@shop.example"},
        {"customer_id": "bob", "phone": "186******05", "email": "b***@shop.example"},
        {"customer_id": "cid", "phone": "13800000003"},
    )


def ways_of(contacts, *rows: tuple) -> Ways:
    return contact_ways(PEOPLE, contacts, consents_now(told.consents(*rows) if rows else None, AS_OF))


def test_the_funnel_counts_who_can_be_reached_by_nothing_else(contacts):
    rows = [("ann", "sms", "marketing", True, "2024-01-01"), ("ann", "email", "marketing", True, "2024-01-01")]
    rows += [("cid", "sms", "marketing", True, "2024-01-01")]
    ways = ways_of(contacts, *rows)
    funnel = reach.reach_funnel(ways, PEOPLE == "ann").set_index("channel")
    assert funnel.loc["sms", ["customers", "address", "consent", "active", "only"]].tolist() == [4, 2, 2, 1, 1]
    assert funnel.loc["email", "only"] == 0
    assert reach.overlap(ways, PEOPLE == "ann").to_dict("list") == {"channels": [0, 1, 2], "customers": [2, 1, 1], "active": [0, 0, 1]}


def test_without_consents_the_funnel_ends_at_the_address(contacts):
    ways = ways_of(contacts)
    funnel = reach.reach_funnel(ways, ALL_ACTIVE).set_index("channel")
    assert funnel.loc["sms", "address"] == 2
    assert funnel[["consent", "active", "only"]].isna().all(axis=None)
    assert reach.reach_layer(PEOPLE, {"customers": contacts}, AS_OF)[list(reach.REACH)].isna().all(axis=None)


CONSENT = st.tuples(
    st.sampled_from(PEOPLE.tolist()),
    st.sampled_from([*CHANNELS, "any"]),
    st.sampled_from(["marketing", "service"]),
    st.booleans(),
    st.dates(date(2024, 1, 1), date(2024, 8, 1)).map(str),
)


@tries(25)
@given(st.lists(CONSENT, min_size=1, max_size=12), st.sampled_from(PEOPLE.tolist()))
def test_the_funnel_never_grows_and_a_withdrawal_never_adds_anybody(contacts, rows, who):
    ways = ways_of(contacts, *rows)
    steps = reach.reach_funnel(ways, who == PEOPLE)[["customers", "address", "consent", "active"]]
    assert (steps.diff(axis=1).iloc[:, 1:] <= 0).all(axis=None)
    assert reach.overlap(ways, ALL_ACTIVE)["customers"].sum() == len(PEOPLE)
    after = ways_of(contacts, *rows, (who, "any", "marketing", False, "2024-06-30T23:59:59")).may
    assert not after[who == PEOPLE].any(axis=None)
    assert (after[who != PEOPLE] == ways.may[who != PEOPLE]).all(axis=None)


# --- purposes ----------------------------------------------------------------------------------------


@tries(25)
@given(st.lists(st.tuples(st.sampled_from(PEOPLE.tolist()), st.booleans(), st.dates(date(2024, 1, 1), AS_OF).map(str)), min_size=1, max_size=8))
def test_kept_and_blanked_are_all_who_had_a_value(rows):
    people = pd.DataFrame({"customer_id": PEOPLE, "region": ["浙江", None, "上海", "北京"], "gender": "F"})
    consents = told.consents(*[(who, "any", "personalisation", given, day) for who, given, day in rows])
    table = reach.field_purposes(people, consents, {"region": ("service",)}, AS_OF).iloc[0]
    assert table["usable"] + table["blanked"] == table["customers"] == 3
    seen = reach.marketing_view(people, consents, {"region": ("service",)}, AS_OF)
    assert seen["gender"].notna().all()
    assert (seen["region"].dropna() == people.loc[seen["region"].notna(), "region"]).all()


def test_region_serves_marketing_only_where_personalisation_is_agreed_to():
    people = pd.DataFrame({"customer_id": PEOPLE, "region": "浙江"})
    consents = told.consents(("ann", "any", "personalisation", True, "2024-01-01"), ("bob", "any", "personalisation", True, "2024-01-01"))
    seen = reach.marketing_view(people, consents, ShopSettings().purposes, AS_OF)
    assert seen["region"].notna().tolist() == [True, True, False, False]
    assert reach.marketing_view(people, None, ShopSettings().purposes, AS_OF)["region"].isna().all()
    assert reach.marketing_view(people, None, {"region": ("service", "marketing")}, AS_OF)["region"].notna().all()


def test_personalisation_is_withdrawn_by_whatever_channel():
    consents = told.consents(
        ("ann", "any", "personalisation", True, "2024-01-01"),
        ("ann", "sms", "personalisation", False, "2024-02-01"),
        ("bob", "sms", "personalisation", False, "2024-01-01"),
        ("bob", "wecom", "personalisation", True, "2024-02-01"),
    )
    assert reach.reach_layer(PEOPLE, {"consents": consents}, AS_OF)["personalisation"].tolist() == [False, True, False, False]
    people = pd.DataFrame({"customer_id": PEOPLE, "region": "浙江"})
    seen = reach.marketing_view(people, consents, ShopSettings().purposes, AS_OF)
    assert seen["region"].notna().tolist() == [False, True, False, False]


def test_a_field_like_no_other_is_refused_in_whole_sentences():
    with pytest.raises(DataProblem, match="own fields. Correct it in shop.yaml$"):
        reach.check_purposes(pd.DataFrame({"customer_id": PEOPLE}), {"zzz": ("service",)})


def test_purposes_of_an_unknown_field_or_of_an_unknown_name_are_refused():
    with pytest.raises(DataProblem, match="purposes: 'regoin' is no column .* did you mean 'region'"):
        reach.marketing_view(pd.DataFrame({"customer_id": PEOPLE, "region": "x"}), None, {"regoin": ("service",)}, AS_OF)
    with pytest.raises(SettingsProblem, match="purposes"):
        ShopSettings.parse({"purposes": {"region": ["advertising"]}}, "shop.yaml")


def test_naming_another_field_keeps_the_rule_for_the_region():
    assert ShopSettings(purposes={"avoided_fabric": ("service",)}).purposes == {"region": ("service",), "avoided_fabric": ("service",)}
