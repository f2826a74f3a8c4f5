"""What customers do between orders: windows, missing tables, and what does not count."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention import pyramid
from retention.pyramid.interaction import COUNTS, interaction_layer
from retention.tables import COUPONS, EVENTS, TICKETS
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
        seen = layer(events=events(("ann", kind, "2024-06-20"), ("ann", "cart_remove", "2024-06-21"))).loc["ann"]
        assert {name: seen[f"{name}_30d"] for name in kinds} == {name: int(name == column) for name in kinds}


def test_without_a_table_a_column_is_missing_and_with_it_nothing_done_is_nought():
    nothing = layer()
    assert nothing.isna().all(axis=None)
    with_events = layer(events=events(("ann", "view", "2024-06-20"))).loc["bob"]
    assert with_events[["views_30d", "chats_90d", "coupons_used_90d"]].tolist() == [0, 0, 0]
    assert with_events[["returns_30d", "exchanges_90d", "last_interaction_on", "days_since_last_interaction"]].isna().all()
    assert layer(tickets=tickets(("ann", "phone", "2024-06-20"))).loc["ann", ["chats_30d", "views_30d"]].fillna(-1).tolist() == [0, -1]


def test_chats_of_events_and_of_tickets_add_up_and_calls_are_no_chats():
    both = layer(
        events=events(("ann", "chat", "2024-06-20")),
        tickets=tickets(("ann", "chat", "2024-06-21"), ("ann", "phone", "2024-06-22"), ("ann", "chat", "2024-04-20")),
    ).loc["ann"]
    assert both[["chats_30d", "chats_90d"]].tolist() == [2, 3]
    assert both["days_since_last_interaction"] == 8


def test_a_coupon_counts_once_where_both_tables_tell_of_it():
    used = ("ann", "coupon_use", "2024-06-20")
    assert layer(events=events(used)).loc["ann", "coupons_used_30d"] == 1
    told_twice = layer(events=events(used), coupons=coupons(("ann", "2024-06-20"), ("ann", None), ("bob", "2024-07-02")))
    assert told_twice["coupons_used_90d"].tolist() == [1, 0]
    assert told_twice["last_interaction_on"].isna().tolist() == [False, True]


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
    assert all((seen[f"{what}_30d"] <= seen[f"{what}_90d"]).all() for what in told)
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
def test_an_empty_table_says_that_nothing_happened(table_name):
    empty = {"events": events, "coupons": coupons, "tickets": tickets}[table_name]()
    seen = layer(**{table_name: empty})
    assert seen["last_interaction_on"].isna().all()
    assert (seen[{"events": "views_30d", "coupons": "coupons_used_30d", "tickets": "chats_30d"}[table_name]] == 0).all()
