"""Today's work and what came back, counted by hand."""

import pandas as pd
import pytest

from retention import service
from retention.settings import OpenHours
from tests.service.hand_made import NOW, desk, policy

HOUR, DAY = 3600, 24 * 3600
SOLVED, ANSWERED = policy("solved", "2 d", "solved"), policy("first_human_reply", "1 h", "answered")


def test_open_tickets_stand_by_their_next_limit_the_most_urgent_first():
    told = desk(
        {
            "done": {"opened": "2026-05-01 10:00", "resolved": "2026-05-01 12:00"},
            "old": {"opened": "2026-05-01 10:00"},
            "soon": {"opened": "2026-05-06 13:00"},
            "fresh": {"opened": "2026-05-08 11:30"},
            "later": {"opened": "2026-05-08 10:00"},
        },
        {
            "done": "2026-05-01 10:00 c, 2026-05-01 10:30 a",
            "old": "2026-05-01 10:00 c, 2026-05-01 10:30 a",
            "soon": "2026-05-06 13:00 c, 2026-05-06 13:30 a",
            "fresh": "2026-05-08 11:30 c, 2026-05-08 11:30:03 r",
            "later": "2026-05-08 10:00 c, 2026-05-08 10:10 a",
        },
    )
    found = service.still_open(told.clocks, told.judged(SOLVED, ANSWERED), NOW, 4 * HOUR)
    assert found[["ticket_id", "policy", "left", "standing"]].to_numpy().tolist() == [
        ["old", "solved", -5 * DAY - 2 * HOUR, "overdue"],
        ["fresh", "answered", HOUR / 2, "due_soon"],
        ["soon", "solved", HOUR, "due_soon"],
        ["later", "solved", 2 * DAY - 2 * HOUR, "later"],
    ]
    assert found["age"].tolist() == [7 * DAY + 2 * HOUR, HOUR / 2, 2 * DAY - HOUR, 2 * HOUR]
    assert service.standings(found).set_index("standing")["tickets"].to_dict() == {
        "overdue": 1,
        "due_soon": 2,
        "later": 1,
        "paused": 0,
        "nothing_due": 0,
        "not_known": 0,
        "no_limit": 0,
    }
    assert service.ages(found).to_numpy().tolist() == [[0, 2, 0], [1, 1, 0], [3, 0, 0], [7, 1, 1], [30, 0, 0]]


def test_open_tickets_without_a_limit_paused_ones_and_those_whose_limits_are_done_are_told_apart():
    told = desk(
        {
            "w1": {"opened": "2026-05-08 08:00", "kind": "suggestion"},
            "w2": {"opened": "2026-05-08 09:00"},
            "w3": {"opened": "2026-05-07 09:00"},
            "w4": {"opened": "2026-05-08 10:00"},
        },
        None,
        {
            "w2": "2026-05-08 09:00 open, 2026-05-08 10:00 waiting_customer",
            "w3": "2026-05-07 09:00 open, 2026-05-07 10:00 solved, 2026-05-08 11:00 reopened",
            "w4": "2026-05-08 10:00 open, 2026-05-08 10:30 waiting_other",
        },
    )
    rows = told.judged(policy("solved", "2 d", kinds=["question"]))
    found = service.still_open(told.clocks, rows, NOW, HOUR).set_index("ticket_id")
    assert found["standing"].to_dict() == {"w4": "later", "w3": "nothing_due", "w2": "paused", "w1": "no_limit"}
    assert found.loc["w3", ["reopens", "state"]].tolist() == [1, "reopened"]
    assert found.loc["w2", ["policy", "due_at"]].isna().all()
    assert service.without_limit(told.clocks, rows).to_numpy().tolist() == [["chat", "suggestion", 1]]


def test_where_nothing_tells_of_solutions_no_ticket_is_called_open():
    told = desk({"w1": {"opened": "10:00"}}, {"w1": "10:00 c"})
    assert told.clock()["is_open"] is pd.NA
    assert service.still_open(told.clocks, told.judged(ANSWERED), NOW, HOUR).empty


def test_an_open_ticket_of_which_no_reply_is_told_owes_nobody_knows_what():
    told = desk({"w1": {"opened": "10:00", "resolved": "11:00"}, "w2": {"opened": "10:00"}})
    found = service.still_open(told.clocks, told.judged(ANSWERED), NOW, HOUR)
    assert found[["ticket_id", "standing"]].to_numpy().tolist() == [["w2", "not_known"]]


def test_a_desk_without_a_ticket_or_a_promise_has_empty_tables():
    none = desk({"w1": {"opened": "10:00", "resolved": "11:00"}}, {"w1": "10:00 c, 10:01 a"}, {"w1": "10:00 new"})
    for name in ("tickets", "messages", "states"):
        setattr(none, name, getattr(none, name).limit(0))
    rows = none.judged(SOLVED, ANSWERED)
    assert none.clocks.empty
    assert rows.empty
    assert none.waits.empty
    assert service.still_open(none.clocks, rows, NOW, HOUR).empty
    assert service.attainments(rows, [SOLVED])["due"].tolist() == [0]
    assert service.attainment_by(rows, "solved", "hour").empty
    assert service.repeat_contacts(none.clocks, 7, NOW)["watched"].tolist() == [0]
    assert service.reopened(none.clocks).empty
    assert service.without_limit(none.clocks, rows).empty
    some = desk({"w1": {"opened": "10:00"}, "w2": {"opened": "10:00", "resolved": "11:00"}})
    assert service.still_open(some.clocks, some.judged(), NOW, HOUR)["standing"].tolist() == ["no_limit"]


def test_due_soon_counts_in_the_hours_of_the_policy_as_the_limit_does():
    told = desk({"w1": {"opened": "2026-05-08 11:00"}}, None, {"w1": "2026-05-08 11:00 open"})  # a Friday
    week = OpenHours(week={"mon-fri": ("09:00-17:00",)})
    (row,) = service.still_open(told.clocks, told.judged(policy("solved", "8 h", hours="desk"), desk=week), NOW, 4 * HOUR).to_dict("records")
    assert (row["due_at"], row["standing"]) == (pd.Timestamp("2026-05-11 11:00"), "later")


def test_a_shop_without_open_tickets_has_an_empty_list_with_its_columns():
    told = desk({"w1": {"opened": "10:00", "resolved": "11:00"}})
    found = service.still_open(told.clocks, told.judged(SOLVED), NOW, HOUR)
    assert found.empty
    assert {"ticket_id", "age", "policy", "due_at", "left", "standing"} <= set(found.columns)
    assert service.standings(found)["tickets"].sum() == service.ages(found)["tickets"].sum() == 0


def test_reopened_tickets_are_a_share_of_those_solved_once():
    told = desk(
        {f"w{n}": {"opened": "10:00"} for n in range(4)},
        None,
        {"w0": "10:00 new, 11:00 solved", "w1": "10:00 new, 11:00 solved, 12:00 reopened", "w2": "10:00 new, 11:00 closed", "w3": "10:00 new"},
    )
    (found,) = service.reopened(told.clocks).to_dict("records")
    assert (found["solved"], found["reopened"], found["share"]) == (3, 1, pytest.approx(1 / 3))
    assert (round(found["low"], 4), round(found["high"], 4)) == (0.0615, 0.7923)  # Wilson (1927) for 1 of 3
    assert service.reopened(desk({"w1": {"opened": "10:00", "resolved": "11:00"}}).clocks).empty


def test_customers_who_ask_again_within_a_week_are_counted_once_a_ticket_was_watched_for_a_week():
    tickets = {
        "a1": {"customer_id": "ann", "opened": "2026-04-20 10:00", "topic": "size", "kind": "question"},
        "a2": {"customer_id": "ann", "opened": "2026-04-27 10:00", "topic": "size", "kind": "complaint"},  # seven days later to the second
        "a3": {"customer_id": "ann", "opened": "2026-05-04 10:01", "topic": "late", "kind": "question"},  # a minute more; not watched long enough
        "b1": {"customer_id": "bob", "opened": "2026-04-28 10:00", "topic": "late", "kind": "complaint"},
        "b2": {"customer_id": "bob", "opened": "2026-04-29 10:00", "topic": "price", "kind": "question"},
        "c1": {"customer_id": None, "opened": "2026-04-28 10:00"},
        "c2": {"customer_id": None, "opened": "2026-04-28 11:00"},
    }
    found = service.repeat_contacts(desk(tickets).clocks, 7, NOW).set_index("kind")
    assert found[["watched", "repeated", "same_topic"]].to_dict("index") == {
        "all": {"watched": 4, "repeated": 2, "same_topic": 1},
        "complaint": {"watched": 2, "repeated": 1, "same_topic": 0},
        "question": {"watched": 2, "repeated": 1, "same_topic": 1},
    }
    assert found.loc["all", "share"] == 0.5
    assert service.repeat_contacts(desk({"c1": tickets["c1"]}).clocks, 7, NOW)["share"].isna().all()
