"""The social layer: members, points, shares and reviews, super-users, and their campaigns."""

from datetime import date

import pandas as pd
import pytest

from retention.pyramid import membership, social
from retention.settings import SuperUserRule
from retention.tables import KPIS, ORDERS
from tests.pyramid import told
from tests.pyramid.conftest import order, table

AS_OF = date(2024, 6, 30)
RULE = SuperUserRule(shares=2, reviews=3, orders=2)


def people(*rows: tuple) -> pd.DataFrame:
    """(customer, orders) with what the layer is merged into."""
    return pd.DataFrame(rows, columns=["customer_id", "orders"]).assign(joined_on=pd.NaT, net_paid=100.0, last_ordered_on=pd.Timestamp(AS_OF))


def built(tables: dict, *rows: tuple) -> pd.DataFrame:
    """The social layer of the people in `rows`."""
    alone = people(*rows)
    return social.with_social(alone, social.social_layer(tables, alone["customer_id"], AS_OF), RULE)


@pytest.fixture(scope="module")
def layered():
    events = told.events(
        ("ann", "2024-06-01", "share"),
        ("ann", "2024-05-01", "share"),
        ("ann", "2023-06-01", "share"),  # more than 365 days ago
        ("ann", "2024-05-02", "review", 5.0),
        ("ann", "2024-05-03", "review", 2.0),
        ("bob", "2024-06-01", "share"),
        ("bob", "2024-06-02", "share"),
        ("cid", "2024-06-02", "view"),
    )
    members = told.memberships(
        {"customer_id": "ann", "joined_on": "2023-01-05", "source": "checkout", "tier": "gold", "points": 120, "mark": "KOC"},
        {"customer_id": "cid", "joined_on": "2024-07-01", "tier": "silver"},  # after as_of
    )
    return built({"events": events, "memberships": members}, ("ann", 2), ("bob", 1), ("cid", 5), ("dot", 5)).set_index("customer_id")


def test_shares_and_reviews_are_counted_over_a_year(layered):
    assert layered.loc["ann", ["shares", "reviews", "rating"]].tolist() == [2, 2, 3.5]
    assert layered.loc["dot", ["shares", "reviews"]].tolist() == [0, 0]


def test_what_nobody_recorded_is_missing_not_nought(layered):
    assert layered["check_ins"].isna().all()


def test_members_and_shares_of_people_without_an_order_show_that_the_shop_records_them():
    told_of_others = {
        "events": told.events(("zoe", "2024-06-01", "share")),
        "memberships": told.memberships({"customer_id": "zoe", "joined_on": "2024-01-01"}),
    }
    ann = built(told_of_others, ("ann", 2)).iloc[0]
    assert ann[["member", "shares"]].tolist() == [False, 0]
    assert ann[["reviews", "rating", "check_ins", "tier", "joined_on"]].isna().all()


def test_what_begins_after_as_of_is_not_recorded_yet():
    later = {
        "events": told.events(("ann", "2024-07-01", "share")),
        "memberships": told.memberships({"customer_id": "ann", "joined_on": "2024-07-01"}),
    }
    assert built(later, ("ann", 2))[[*social.SOCIAL, "super_user"]].isna().all(axis=None)


def test_a_membership_counts_from_the_day_it_began(layered):
    assert layered["member"].tolist() == [True, False, False, False]
    assert layered.loc["ann", ["tier", "points", "koc", "membership_source"]].tolist() == ["gold", 120, "KOC", "checkout"]
    assert layered.loc["ann", "joined_on"] == pd.Timestamp("2023-01-05")


def test_a_super_user_speaks_and_buys(layered):
    # bob shared as often as ann, but ordered once.
    assert layered["super_user"].tolist() == [True, False, False, False]
    assert social.super_users(layered.reset_index())["customer_id"].tolist() == ["ann"]


def test_without_tables_everything_is_unknown():
    layered = built({}, ("ann", 2))
    assert layered[[*social.SOCIAL, "super_user"]].isna().all(axis=None)
    assert social.super_users(layered).empty


def test_the_day_of_joining_stays_the_customers_where_there_is_no_membership():
    known = people(("ann", 2)).assign(joined_on=pd.Timestamp("2022-02-02"))
    assert social.with_social(known, social.social_layer({}, known["customer_id"], AS_OF), RULE)["joined_on"].tolist() == [pd.Timestamp("2022-02-02")]


# --- campaigns ---------------------------------------------------------------------------------------


def campaign_tables(touches):
    orders = [order(f"{who}{i}", who, day, 100) for who in ("ann", "bob", "cid") for i, day in enumerate(("2024-01-01", "2024-02-01"))]
    orders += [order("after", "ann", "2024-05-20", 100), order("late", "bob", "2024-06-15", 100)]
    events = told.events(*((who, "2024-04-01", "share") for who in ("ann", "bob") for _ in range(2)), *[("cid", "2024-05-20", "share")] * 2)
    return {"orders": table(ORDERS, orders), "events": events, "touches": touches}


def message(who: str, on: str = "2024-05-10", **more) -> dict:
    return {"customer_id": who, "on": on, "kind": "message", "campaign": "preview"} | more


def test_arms_are_compared_among_those_who_were_super_users_before_the_message():
    touches = told.touches(message("ann", arm="treated"), message("bob", arm="control"), message("cid", arm="treated"))
    row = social.super_user_results(campaign_tables(touches), AS_OF, RULE, days=30, least_group=1).iloc[0]
    # cid shared only after the message; bob's order came on day 36.
    assert (row["treated"], row["treated_ordered"], row["control"], row["control_ordered"]) == (1, 1, 1, 0)
    assert row["difference"] == 1
    assert row["low"] < row["difference"] <= row["high"] + 1e-9


def test_few_customers_or_no_control_give_counts_only():
    touches = told.touches(message("ann", arm="treated"), message("bob", arm="control"))
    assert social.super_user_results(campaign_tables(touches), AS_OF, RULE, 30, 30)["difference"].isna().all()
    row = social.super_user_results(campaign_tables(told.touches(message("ann"), message("bob"))), AS_OF, RULE, 30, 1).iloc[0]
    assert (row["untested"], row["untested_ordered"]) == (2, 1)
    assert pd.isna(row["difference"])


def test_a_message_that_never_arrived_counts_only_where_arms_were_drawn():
    failed = [message(who, status=status) for who, status in (("ann", "failed"), ("bob", "not_sent"))]
    assert social.super_user_results(campaign_tables(told.touches(*failed)), AS_OF, RULE, 30, 1).empty
    drawn = told.touches(message("ann", status="failed", arm="treated"), message("bob", status="not_sent", arm="control"))
    row = social.super_user_results(campaign_tables(drawn), AS_OF, RULE, 30, 1).iloc[0]
    assert (row["treated"], row["control"]) == (1, 1)


def test_a_message_whose_days_are_not_over_waits():
    touches = told.touches(message("ann", on="2024-06-10", arm="treated"))
    assert social.super_user_results(campaign_tables(touches), AS_OF, RULE, 30, 1).empty


# --- members -----------------------------------------------------------------------------------------


def trade(members: int, others: int) -> pd.DataFrame:
    n = members + others
    number = pd.Series(range(n))
    return pd.DataFrame({"customer_id": number.astype(str), "member": pd.Series([True] * members + [False] * others, dtype="boolean")}).assign(
        orders_window=[2] * members + [1] * others,
        net_paid_window=[200.0] * members + [50.0] * others,
        gross_paid=[250.0] * members + [50.0] * others,
        refunded=[50.0] * members + [0.0] * others,
        refunds_without_order=0.0,
    )


def test_members_share_of_buyers_and_of_sales():
    shares = membership.members_share(trade(40, 60), 30).set_index("what")
    assert shares.loc["buyers", "value"] == 0.4
    assert shares.loc["sales", "value"] == pytest.approx(8000 / 11000)
    assert (shares["low"] < shares["value"]).all()
    assert (shares["value"] < shares["high"]).all()


def test_members_beside_non_members():
    found = membership.compared(trade(40, 60), least_group=30).set_index(["measure", "group"])["value"]
    assert found["aov", "member"] == 100
    assert found["aov", "non_member"] == 50
    assert found["repurchase_rate"].tolist() == [1, 0]
    assert found["refund_rate", "member"] == pytest.approx(0.2)


def test_too_few_members_are_not_compared():
    found = membership.compared(trade(10, 60), least_group=30)
    assert found[found["group"] == "member"]["value"].isna().all()
    kpis = membership.kpis(trade(10, 60), 30, "w", "a")
    assert KPIS.check(kpis) is kpis
    assert set(kpis.loc[kpis["value"].isna(), "missing"]) == {"pyramid-too-few"}


def test_under_thirty_customers_members_are_counted_and_have_no_share():
    shares = membership.members_share(trade(9, 20), 30).set_index("what")
    assert shares[["value", "low", "high"]].isna().all(axis=None)
    assert shares["members"].tolist() == [9, 9, 9]
    figures = membership.kpis(trade(9, 20), 30, "w", "a")
    assert figures["value"].isna().all()
    # Thirty are known, but only nine bought in the window.
    quiet = trade(9, 21).assign(orders_window=[2] * 9 + [0] * 21)
    assert membership.members_share(quiet, 30).set_index("what")["value"].notna().to_dict() == {"customers": True, "buyers": False, "sales": False}


def test_a_shop_without_memberships_has_no_members_figures():
    unknown = trade(2, 2).assign(member=pd.Series([pd.NA] * 4, dtype="boolean"))
    assert membership.members_share(unknown, 30).empty
    assert membership.kpis(unknown, 30, "w", "a").empty


def test_joins_by_month_and_source_add_up_to_all_members():
    members = told.memberships(
        {"customer_id": "a", "joined_on": "2024-01-31", "source": "live"},
        {"customer_id": "b", "joined_on": "2024-02-01", "source": "live"},
        {"customer_id": "c", "joined_on": "2024-02-28"},
        {"customer_id": "d", "joined_on": "2024-07-28"},
    )
    joins = membership.joins_by_month(members, AS_OF)
    assert joins["joins"].sum() == 3
    assert joins.iloc[-1].tolist() == [pd.Timestamp("2024-02-01"), "unknown", 1]
