"""Who follows whom up: owners, last touches, what is due, what must be handed over."""

from datetime import date

import pandas as pd
import pytest

from retention.pyramid import follow_up
from tests.pyramid import told

AS_OF = date(2024, 6, 30)


def touch(who: str, on: str, owner: str | None, **more) -> dict:
    return {"customer_id": who, "on": on, "kind": "call", "owner": owner} | more


@pytest.fixture(scope="module")
def layer():
    touches = told.touches(
        touch("ann", "2024-05-01", "Li", outcome="asked for size M", next_on="2024-05-20"),
        touch("ann", "2024-06-10", "Wu", kind="note", next_on="2024-06-20"),
        touch("bob", "2024-05-02", "Li", next_on="2024-07-01"),
        touch("cid", "2024-06-25", "Wu", next_on="2024-07-06"),
        touch("dot", "2024-06-25", "Wu", next_on="2024-07-07"),
        {"customer_id": "eve", "on": "2024-06-29", "kind": "message", "campaign": "x"},
        touch("cid", "2024-07-02", "Zhao"),
    )
    return follow_up.follow_up_layer(touches, AS_OF)


def listed(layer, silent_days: int = 30) -> pd.DataFrame:
    pyramid = pd.DataFrame({"customer_id": ["ann", "bob", "cid", "dot", "eve"], "orders": 1, "net_paid": 10.0})
    return follow_up.to_follow_up(follow_up.with_follow_up(pyramid, layer), AS_OF, silent_days)


def test_the_last_call_or_note_says_who_looks_after_a_customer_and_what_is_next(layer):
    ann = layer.set_index("customer_id").loc["ann"]
    assert (ann["owner"], ann["last_outcome"]) == ("Wu", "asked for size M")
    assert (ann["last_touch_on"], ann["next_on"]) == (pd.Timestamp("2024-06-10"), pd.Timestamp("2024-06-20"))


def test_messages_of_campaigns_and_what_comes_later_are_no_follow_up(layer):
    assert layer["customer_id"].tolist() == ["ann", "bob", "cid", "dot"]
    assert layer.set_index("customer_id").loc["cid", "owner"] == "Wu"


def test_an_owner_is_silent_when_others_are_not(layer):
    assert follow_up.silent_owners(layer, AS_OF, 30) == ["Li"]
    assert follow_up.silent_owners(layer, AS_OF, 90) == []
    # Where nobody has called for a while, the whole shop is quiet and nobody has left.
    assert follow_up.silent_owners(layer, AS_OF, 2) == []


def test_the_list_hands_over_first_then_the_overdue_then_the_week_ahead(layer):
    rows = listed(layer)
    assert list(zip(rows["customer_id"], rows["reason"], strict=True)) == [("bob", "hand_over"), ("ann", "overdue"), ("cid", "due_soon")]


def test_each_customer_stands_in_the_list_once(layer):
    assert listed(layer, 10)["customer_id"].is_unique


def test_owners_with_their_customers_add_up(layer):
    table = follow_up.owners(layer, AS_OF, 30).set_index("owner")
    assert table.loc["Wu", ["customers", "overdue", "due_soon", "silent"]].tolist() == [3, 1, 1, False]
    assert table.loc["Li", ["customers", "overdue", "due_soon", "silent"]].tolist() == [1, 0, 1, True]
    assert table["customers"].sum() == len(layer)


def test_a_shop_without_touches_has_nobody_to_follow_up():
    layer = follow_up.follow_up_layer(None, AS_OF)
    assert layer.empty
    assert listed(layer).empty
    assert follow_up.owners(layer, AS_OF, 30).empty
