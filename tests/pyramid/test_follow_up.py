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
def touches():
    return told.touches(
        touch("ann", "2024-05-01", "Li", outcome="asked for size M", next_on="2024-05-20"),
        touch("ann", "2024-06-10", "Wu", kind="note", next_on="2024-06-20"),
        touch("bob", "2024-05-02", "Li", next_on="2024-07-01"),
        touch("cid", "2024-06-25", "Wu", next_on="2024-07-06"),
        touch("dot", "2024-06-25", "Wu", next_on="2024-07-07"),
        {"customer_id": "eve", "on": "2024-06-29", "kind": "message", "campaign": "x"},
        touch("cid", "2024-07-02", "Zhao"),
    )


@pytest.fixture(scope="module")
def layer(touches):
    return follow_up.follow_up_layer(touches, AS_OF)


def listed(touches, silent_days: int = 30, bought: tuple = ("ann", "bob", "cid", "dot", "eve")) -> pd.DataFrame:
    pyramid = pd.DataFrame({"customer_id": list(bought), "orders": 1, "net_paid": 10.0})
    people = follow_up.with_orders(follow_up.follow_up_layer(touches, AS_OF), pyramid)
    return follow_up.to_follow_up(people, follow_up.last_calls(touches, AS_OF), AS_OF, silent_days)


def owned(touches, silent_days: int = 30) -> pd.DataFrame:
    return follow_up.owners(follow_up.follow_up_layer(touches, AS_OF), follow_up.last_calls(touches, AS_OF), AS_OF, silent_days)


def test_the_last_call_or_note_says_who_looks_after_a_customer_and_what_is_next(layer):
    ann = layer.set_index("customer_id").loc["ann"]
    assert (ann["owner"], ann["last_outcome"]) == ("Wu", "asked for size M")
    assert (ann["last_touch_on"], ann["next_on"]) == (pd.Timestamp("2024-06-10"), pd.Timestamp("2024-06-20"))


def test_messages_of_campaigns_and_what_comes_later_are_no_follow_up(layer):
    assert layer["customer_id"].tolist() == ["ann", "bob", "cid", "dot"]
    assert layer.set_index("customer_id").loc["cid", "owner"] == "Wu"


def test_an_owner_is_silent_when_others_are_not(touches):
    last = follow_up.last_calls(touches, AS_OF)
    assert follow_up.silent_owners(last, AS_OF, 30) == ["Li"]
    assert follow_up.silent_owners(last, AS_OF, 90) == []
    # Where nobody has called for a while, the whole shop is quiet and nobody has left.
    assert follow_up.silent_owners(last, AS_OF, 2) == []


def test_who_called_a_customer_last_does_not_silence_the_colleague_who_called_before():
    touches = told.touches(touch("c1", "2024-06-20", "A"), touch("c1", "2024-06-25", "B"), touch("c2", "2024-05-01", "A"))
    assert follow_up.silent_owners(follow_up.last_calls(touches, AS_OF), AS_OF, 30) == []
    assert owned(touches).set_index("owner")["last_touch_on"].to_dict() == {"A": pd.Timestamp("2024-06-20"), "B": pd.Timestamp("2024-06-25")}


def test_a_note_of_nobody_does_not_speak_for_the_owner_who_left():
    touches = told.touches(touch("c1", "2024-01-05", "A"), touch("c1", "2024-06-25", None, kind="note"), touch("c2", "2024-06-25", "B"))
    assert follow_up.silent_owners(follow_up.last_calls(touches, AS_OF), AS_OF, 30) == ["A"]
    assert listed(touches, bought=("c1", "c2"))[["customer_id", "reason"]].to_numpy().tolist() == [["c1", "hand_over"]]


def test_the_list_hands_over_first_then_the_overdue_then_the_week_ahead(touches):
    rows = listed(touches)
    assert list(zip(rows["customer_id"], rows["reason"], strict=True)) == [("bob", "hand_over"), ("ann", "overdue"), ("cid", "due_soon")]


def test_who_has_not_ordered_yet_is_followed_up_too(touches):
    rows = listed(touches, bought=("bob",)).set_index("customer_id")
    assert rows["reason"].to_dict() == {"bob": "hand_over", "ann": "overdue", "cid": "due_soon"}
    assert rows["orders"].to_dict() == {"bob": 1, "ann": 0, "cid": 0}


def test_each_customer_stands_in_the_list_once(touches):
    assert listed(touches, 10)["customer_id"].is_unique


def test_owners_with_their_customers_add_up(touches, layer):
    table = owned(touches).set_index("owner")
    assert table.loc["Wu", ["customers", "overdue", "due_soon", "silent"]].tolist() == [3, 1, 1, False]
    assert table.loc["Li", ["customers", "overdue", "due_soon", "silent"]].tolist() == [1, 0, 1, True]
    assert table["customers"].sum() == len(layer)


def test_customers_without_an_owner_stand_in_the_last_row():
    table = owned(told.touches(*[touch(f"c{i}", "2024-06-01", None, next_on="2024-06-10") for i in range(3)], touch("d", "2024-06-20", "Wu")))
    assert table["owner"].isna().tolist() == [False, True]
    assert table["customers"].tolist() == [1, 3]
    assert table["overdue"].sum() == 3


def test_a_shop_without_touches_has_nobody_to_follow_up():
    assert follow_up.follow_up_layer(None, AS_OF).empty
    assert listed(None).empty
    assert owned(None).empty
