"""What customers do between orders: windows, missing tables, and what does not count."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention import pyramid
from retention.pyramid.interaction import COUNTS, interaction_layer
from retention.tables import COUPONS, EVENTS, TICKETS
from tests.laws import tries
from tests.pyramid.conftest import table

AS_OF = date(2024, 6, 30)
PEOPLE = pd.Series(["ann", "bob"], name="customer_id")


def events(*rows: tuple[str | None, str, str]):
    """customer, kind, day"""
    return table(
        EVENTS,
        [{"event_id": str(i), "customer_id": who, "kind": kind, "happened_on": date.fromisoformat(day)} for i, (who, kind, day) in enumerate(rows)],
    )


def coupons(*rows: tuple[str, str | None]):
    """customer, day of use"""
    return table(
        COUPONS, [{"coupon_id": str(i), "customer_id": who, "used_on": day and date.fromisoformat(day)} for i, (who, day) in enumerate(rows)]
    )


def tickets(*rows: tuple[str, str, str]):
    """customer, channel, day"""
    return table(
        TICKETS,
        [{"ticket_id": str(i), "customer_id": who, "channel": how, "opened_on": date.fromisoformat(day)} for i, (who, how, day) in enumerate(rows)],
    )


def layer(**tables) -> pd.DataFrame:
    return interaction_layer(tables, PEOPLE, AS_OF).set_index("customer_id")


def test_a_window_of_thirty_days_begins_on_the_thirtieth_day_and_ends_on_as_of():
    days = ("2024-06-30", "2024-06-01", "2024-05-31", "2024-04-02", "2024-04-01", "2024-07-01")
    seen = layer(events=events(*(("ann", "view", day) for day in days)))
    # June 1 is the 30th day, April 2 the 90th; the day after as_of is not known yet.
    assert seen.loc["ann", ["views_30d", "views_90d"]].tolist() == [2, 4]
    assert seen.loc["ann", "last_interaction_on"] == pd.Timestamp("2024-06-30")


def test_each_kind_of_event_has_its_column():
    kinds = {"views": "view", "favourites": "favourite", "cart_adds": "cart_add", "chats": "chat", "campaigns": "campaign_join"}
    for column, kind in kinds.items():
        own = events(("ann", kind, "2024-06-20"), ("ann", "cart_remove", "2024-06-21"), *(("bob", each, "2024-06-20") for each in kinds.values()))
        seen = layer(events=own).loc["ann"]
        assert {name: seen[f"{name}_30d"] for name in kinds} == {name: int(name == column) for name in kinds}


def test_what_nobody_did_by_then_is_missing_and_what_somebody_did_is_nought_for_the_others():
    assert layer().isna().all(axis=None)
    seen = layer(events=events(("ann", "view", "2023-01-20"), ("ann", "chat", "2024-07-01"))).loc["bob"]
    assert seen[["views_30d", "views_90d"]].tolist() == [0, 0]
    # Saved goods are not among the shop's events; the one chat is still to come.
    assert seen[["favourites_30d", "chats_90d", "coupons_used_90d", "returns_30d", "last_interaction_on"]].isna().all()


@pytest.mark.parametrize("who", [None, "zoe"])
def test_what_guests_and_people_without_an_order_did_shows_that_the_shop_records_it(who):
    assert layer(events=events((who, "view", "2024-06-20")))["views_30d"].tolist() == [0, 0]


def test_a_return_that_was_refused_or_is_open_is_none_yet(tables):
    told = {"customer_id": "bob", "returned_on": "2024-06-20"}
    rows = [told | {"return_id": f"r{n}", "status": status} for n, status in enumerate(["settled", "refused", "open", "cancelled", None])]
    assert layer(returns=tables.returns(*rows)).loc["bob", "returns_30d"] == 2


def test_goods_that_came_home_repaired_or_got_their_missing_parts_are_no_return(tables):
    told = {"customer_id": "bob", "returned_on": "2024-06-20", "status": "settled"}
    asked = [("维修", 0), ("Repair", 0), ("补寄", 0), ("维修", 30), ("退货退款", 80), ("退货退款", 0)]
    rows = [told | {"return_id": f"r{n}", "kind": kind, "amount": amount} for n, (kind, amount) in enumerate(asked)]
    # A repair after which money was given back counts.
    assert layer(returns=tables.returns(*rows)).loc["bob", "returns_30d"] == 3


def test_a_table_of_returns_without_exchanges_does_not_know_of_exchanges(tables):
    row = {"return_id": "r1", "customer_id": "bob", "returned_on": "2024-06-10", "amount": 5}
    assert layer(returns=tables.returns(row)).loc["bob", ["returns_30d", "exchanges_30d"]].fillna(-1).tolist() == [1, -1]


def test_a_chat_told_by_events_and_by_tickets_is_one_chat_and_calls_are_none():
    told = tickets(("ann", "chat", "2024-06-21"), ("ann", "phone", "2024-06-22"), ("ann", "chat", "2024-04-20"))
    both = layer(events=events(("ann", "chat", "2024-06-21"), ("bob", "chat", "2024-06-21")), tickets=told)
    assert both.loc["ann", ["chats_30d", "chats_90d"]].tolist() == [1, 2]
    assert both.loc["ann", "days_since_last_interaction"] == 8
    # Tickets know of chats, so Bob's would be among them.
    assert both.loc["bob", "chats_30d"] == 0


def test_chats_are_those_of_events_where_tickets_hold_no_chat():
    calls = tickets(("ann", "phone", "2024-06-22"))
    assert layer(tickets=calls)["chats_30d"].isna().all()
    assert layer(events=events(("ann", "chat", "2024-06-21")), tickets=calls)["chats_30d"].tolist() == [1, 0]


def test_a_coupon_counts_once_where_both_tables_tell_of_it():
    used = ("ann", "coupon_use", "2024-06-20")
    assert layer(events=events(used)).loc["ann", "coupons_used_30d"] == 1
    told_twice = layer(events=events(used), coupons=coupons(("ann", "2024-06-20"), ("ann", None), ("bob", "2024-07-02")))
    assert told_twice["coupons_used_90d"].tolist() == [1, 0]
    assert told_twice["last_interaction_on"].isna().tolist() == [False, True]


@pytest.mark.parametrize("day", [None, "2024-07-02"])
def test_coupons_used_are_those_of_events_where_no_coupon_says_when_it_was_used(day):
    assert layer(coupons=coupons(("ann", day)))["coupons_used_90d"].isna().all()
    both = layer(events=events(("ann", "coupon_use", "2024-06-20")), coupons=coupons(("ann", day)))
    assert both["coupons_used_90d"].tolist() == [1, 0]


def test_a_return_of_two_lines_is_one_return_and_an_exchange_is_none(tables):
    row = {"customer_id": "ann", "returned_on": "2024-06-10", "amount": 5, "stage": "after_delivery", "kind": "退货退款"}
    seen = layer(
        returns=tables.returns(
            row | {"return_id": "r1"},
            row | {"return_id": "r1", "part": 2},
            row | {"return_id": "r2", "kind": "换货"},
            row | {"return_id": "r3", "kind": "Exchange", "returned_on": "2024-05-10"},
            row | {"return_id": "r4", "stage": "before_dispatch"},
            row | {"return_id": "r5", "kind": None},
        )
    ).loc["ann"]
    assert seen[["returns_30d", "exchanges_30d", "returns_90d", "exchanges_90d"]].tolist() == [2, 1, 2, 2]
    assert pd.isna(seen["last_interaction_on"])


@tries(25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["ann", "bob", None]),
            st.sampled_from(["view", "chat", "coupon_use"]),
            st.integers(-5, 120).map(lambda ago: str(AS_OF - timedelta(days=ago))),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_thirty_days_never_hold_more_than_ninety_and_no_event_is_counted_for_two(rows):
    seen = layer(events=events(*rows))
    told = [what for what in COUNTS if what not in ("returns", "exchanges")]
    assert all((seen[f"{what}_30d"] <= seen[f"{what}_90d"]).fillna(True).all() for what in told)
    known = [row for row in rows if row[0] and 0 <= (AS_OF - date.fromisoformat(row[2])).days < 90]
    assert sum(int(seen[f"{what}_90d"].sum()) for what in told) == len(known)


def test_more_tables_never_change_what_the_others_say(shop):
    alone = pyramid.build(**shop)
    more = {"events": events(("ann", "view", "2024-06-20"), ("zoe", "view", "2024-06-20")), "coupons": coupons(("bob", "2024-06-21"))}
    grown = pyramid.build(**shop | {"tables": shop["tables"] | more})
    new = [column for column in grown if grown[column].notna().any() and alone[column].isna().all()]
    pd.testing.assert_frame_equal(grown.drop(columns=new), alone.drop(columns=new), check_dtype=False)
    assert {"views_30d", "coupons_used_30d", "last_interaction_on"} <= set(new)
    assert not {"returns_30d", "usual_brand"} & set(new)


@pytest.mark.parametrize("table_name", ["events", "coupons", "tickets"])
def test_an_empty_table_tells_nothing(table_name):
    empty = {"events": events, "coupons": coupons, "tickets": tickets}[table_name]()
    assert layer(**{table_name: empty}).isna().all(axis=None)
