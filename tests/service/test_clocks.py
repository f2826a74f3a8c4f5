"""The clocks of tickets, worked out by hand; complaints that help desks got carry their numbers."""

from datetime import date, datetime
from pathlib import Path

import ibis
import pandas as pd
import pytest

from retention import service
from retention.tables import DataProblem
from tests.service.hand_made import NOW, at, desk

ONE = {"w1": {"opened": "10:00", "customer_id": "k1"}}
MINUTE, HOUR = 60, 3600


def seconds(found: pd.Series, *names: str) -> list[float | None]:
    return [None if pd.isna(found[name]) else found[name] for name in names]


# --- replies ----------------------------------------------------------------------------------------


def test_a_robot_s_reply_is_no_human_reply_and_time_with_it_is_told_apart():
    """Chatwoot #7679 (time with the robot), #6409 (a robot's reply is taken for a person's)."""
    found = desk(ONE, {"w1": "10:00 c, 10:00:04 r, 10:20 a"}).clock()
    assert seconds(found, "first_reply", "first_human_reply", "with_robot") == [4, 20 * MINUTE, 20 * MINUTE - 4]


def test_a_robot_that_served_alone_ended_the_wait():
    """Chatwoot #13181: 14.7 days of waiting were shown for customers whom the robot had served."""
    found = desk(ONE, {"w1": "10:00 c, 10:00:04 r, 10:01 c, 10:01:05 r"}).clock()
    assert seconds(found, "first_reply", "first_human_reply", "next_reply", "with_robot") == [4, None, 5, 61]
    back = "2026-05-06 10:00 c, 2026-05-06 10:00:03 r, 2026-05-20 16:05 c, 2026-05-20 16:05:04 r, 2026-05-21 01:16 a"
    found = desk(ONE, {"w1": back}, now=at("2026-05-22 12:00")).clock()
    assert seconds(found, "next_reply", "first_human_reply") == [4, (at("2026-05-21 01:16") - at("10:00")).total_seconds()]


def test_the_next_reply_is_the_longest_wait_after_the_first_one_from_the_oldest_unanswered_message():
    told = desk(ONE, {"w1": "10:00 c, 12:00 a, 13:00 c, 13:20 c, 13:45 a, 15:00 c, 15:10 a"})
    assert told.waits[["waited_from", "replied_at", "replied_by"]].to_numpy().tolist() == [
        [pd.Timestamp(at("13:00")), pd.Timestamp(at("13:45")), "agent"],
        [pd.Timestamp(at("15:00")), pd.Timestamp(at("15:10")), "agent"],
    ]
    assert told.clock()["next_reply"] == 45 * MINUTE


def test_a_wait_that_goes_on_is_as_long_as_it_is_now():
    told = desk(ONE, {"w1": "10:00 c, 10:01 a, 2026-05-08 09:00 c"})
    assert told.clock()["next_reply"] == 3 * HOUR
    assert told.waits["replied_at"].isna().tolist() == [True]


def test_thanks_after_the_solution_open_no_clock():
    """Chatwoot #10178: the customer's last "thanks" was waited on."""
    solved = {"w1": ONE["w1"] | {"offered": "10:05", "resolved": "11:00"}}
    assert desk(solved, {"w1": "10:00 c, 10:05 a, 10:06 c"}).waits.empty
    assert desk(solved, {"w1": "10:00 c, 10:05 a, 12:00 c"}).waits.empty
    # A question after the solution that is answered was one; before it, or in a ticket that is open, it waits.
    assert len(desk(solved, {"w1": "10:00 c, 10:05 a, 12:00 c, 12:30 a"}).waits) == 1
    assert len(desk({"w1": ONE["w1"] | {"offered": "10:05"}}, {"w1": "10:00 c, 10:05 a, 10:06 c"}).waits) == 1
    assert len(desk(solved, {"w1": "10:00 c, 10:01 a, 10:02 c"}).waits) == 1


def test_thanks_are_no_thanks_where_the_ticket_was_reopened():
    told = desk(ONE, {"w1": "10:00 c, 10:05 a, 12:00 c"}, {"w1": "10:00 new, 10:05 solved, 12:00 reopened"})
    assert told.waits["waited_from"].tolist() == [pd.Timestamp(at("12:00"))]


def test_where_the_shop_wrote_first_its_own_word_is_no_reply():
    told = desk(ONE, {"w1": "10:00 a, 10:00:30 a, 15:00 c, 15:01 r, 15:07 a, 15:10 c, 15:12 a"})
    found = told.clock()
    assert (found["opened_by_shop"], found["asked_at"]) == (True, pd.Timestamp(at("15:00")))
    assert seconds(found, "first_reply", "first_human_reply", "with_robot", "next_reply") == [MINUTE, 7 * MINUTE, 6 * MINUTE, 2 * MINUTE]
    silent = desk(ONE, {"w1": "09:59 a, 10:00:30 a"}).clock()
    assert seconds(silent, "first_reply", "first_human_reply", "next_reply") == [None, None, None]
    # A form's question is no message: the agent's first one answers it.
    form = desk(ONE, {"w1": "11:00 a, 15:00 c, 15:01 a"}).clock()
    assert seconds(form, "first_human_reply", "next_reply") == [HOUR, MINUTE]


# --- solutions --------------------------------------------------------------------------------------


def test_reopening_moves_neither_the_first_reply_nor_the_first_solution():
    """Chatwoot #12058: reopening changed the first reply."""
    states = {"w1": "10:00 new, 11:00 solved, 2026-05-07 09:00 reopened, 2026-05-07 10:00 solved, 2026-05-08 10:00 closed"}
    found = desk(ONE, {"w1": "10:00 c, 10:10 a, 2026-05-07 09:00 c, 2026-05-07 09:30 a"}, states).clock()
    assert seconds(found, "first_human_reply", "solved", "total_solved", "offered") == [10 * MINUTE, HOUR, 24 * HOUR, HOUR]
    assert (found["reopens"], found["is_open"], found["reopened_at"]) == (1, False, pd.Timestamp(at("2026-05-07 09:00")))


def test_the_desk_s_automatic_closing_is_no_solution():
    found = desk(ONE, None, {"w1": "10:00 new, 10:30 solved, 2026-05-08 10:30 closed"}).clock()
    assert seconds(found, "solved", "total_solved") == [30 * MINUTE, 30 * MINUTE]


@pytest.mark.parametrize("again", ["reopened", "open", "waiting_customer"])
def test_whatever_follows_a_solution_reopens_the_ticket(again):
    found = desk(ONE, None, {"w1": f"10:00 new, 10:30 closed, 11:00 {again}"}).clock()
    assert (found["reopens"], found["is_open"], found["state"]) == (1, True, again)
    assert seconds(found, "solved", "total_solved") == [30 * MINUTE, None]


def test_a_reopening_that_names_itself_counts_once():
    assert desk(ONE, None, {"w1": "10:00 open, 10:30 solved, 11:00 reopened, 11:05 open, 12:00 solved"}).clock()["reopens"] == 1
    assert desk(ONE, None, {"w1": "10:00 open, 11:00 reopened, 12:00 solved"}).clock()["reopens"] == 1


def test_the_desk_s_own_count_of_reopenings_stands_where_its_states_tell_fewer():
    assert desk({"w1": ONE["w1"] | {"reopens": 2}}).clock()["reopens"] == 2
    assert desk({"w1": ONE["w1"] | {"reopens": 2}}, None, {"w1": "10:00 new, 11:00 solved, 12:00 open"}).clock()["reopens"] == 2
    assert pd.isna(desk(ONE).clock()["reopens"])


def test_waiting_for_the_customer_is_the_time_in_that_state_until_now():
    states = {"w1": "10:00 new, 10:30 waiting_customer, 11:00 open, 12:00 waiting_other, 13:00 waiting_customer"}
    assert desk(ONE, None, states).clock()["waited_for_customer"] == 30 * MINUTE + (NOW - at("13:00")).total_seconds()
    assert pd.isna(desk(ONE, {"w1": "10:00 c"}).clock()["waited_for_customer"])


def test_a_solution_is_offered_at_the_latest_when_the_ticket_is_solved():
    told = {"opened": "10:00", "resolved": "12:00"}
    assert seconds(desk({"w1": told}).clock(), "offered", "solved") == [2 * HOUR, 2 * HOUR]
    assert desk({"w1": told | {"offered": "11:00"}}).clock()["offered"] == HOUR
    assert desk({"w1": told | {"offered": "13:00"}}).clock()["offered"] == 2 * HOUR
    assert desk({"w1": {"opened": "10:00", "offered": "11:00"}}).clock()["offered"] == HOUR


def test_states_go_before_the_day_of_closing_and_a_later_closing_ends_a_ticket():
    told = {"w1": ONE["w1"] | {"resolved": "2026-05-07 10:00"}}
    assert seconds(desk(told, None, {"w1": "10:00 new, 10:30 solved"}).clock(), "solved", "total_solved") == [30 * MINUTE, 30 * MINUTE]
    assert seconds(desk(told, None, {"w1": "10:00 new"}).clock(), "solved", "total_solved") == [24 * HOUR, 24 * HOUR]
    assert desk({"w1": ONE["w1"] | {"resolved": "10:20"}}, None, {"w1": "10:00 new, 10:30 open"}).clock()["is_open"]


def test_states_alone_make_tickets():
    found = desk({}, None, {"w1": "10:00 new, 12:00 solved", "w2": "11:00 open"}).clocks
    assert found["ticket_id"].tolist() == ["w1", "w2"]
    assert found["opened_at"].tolist() == [pd.Timestamp(at("10:00")), pd.Timestamp(at("11:00"))]
    assert found["solved"].fillna(-1).tolist() == [2 * HOUR, -1]
    with pytest.raises(DataProblem, match=r"no tickets\. Add the help desk's export of tickets, or of their states"):
        service.ticket_clocks(None, None, None, NOW)


def test_team_and_assignee_are_the_ticket_s_own_or_those_of_its_last_states():
    told = desk(ONE, None, {"w1": "10:00 new, 10:30 open, 11:00 solved"})
    named = told.states.mutate(owner=(told.states.state_no == 2).ifelse("Li", None), queue=told.states.state)
    for tickets, expected in (
        (told.tickets, ["solved", "Li"]),
        (told.tickets.mutate(group=ibis.literal("VIP"), assignee=ibis.literal("Wu")), ["VIP", "Wu"]),
    ):
        (found,) = service.ticket_clocks(tickets, None, named, NOW).to_dict("records")
        assert [found["group"], found["assignee"]] == expected


def test_each_ticket_is_one_row_whatever_is_told_of_it():
    told = desk({"w2": {"opened": "11:00"}, "w1": {"opened": "10:00"}, "w3": {"opened": "12:00"}}, {"w1": "10:00 c, 10:01 a"}, {"w2": "11:00 new"})
    assert told.clocks["ticket_id"].tolist() == ["w1", "w2", "w3"]
    assert told.clocks["messages"].tolist() == [2, 0, 0]


# --- until when ---------------------------------------------------------------------------------------


def test_service_is_known_until_the_last_thing_told_of_that_day_or_to_its_end():
    told = desk(ONE, {"w1": "10:00 c, 15:30 a"})
    assert service.known_until(date(2026, 5, 6), "UTC", told.tickets, told.messages, None) == at("15:30")
    assert service.known_until(date(2026, 5, 7), "Asia/Shanghai", told.tickets, told.messages) == datetime(2026, 5, 7, 16)
    assert service.known_until(date(2026, 5, 6), "Asia/Shanghai", told.tickets, told.messages) == at("15:30")
    assert service.known_until(date(2026, 5, 6), "America/New_York", None, None) == datetime(2026, 5, 7, 4)


# --- a real help desk ---------------------------------------------------------------------------------


def bpi_states(path: Path) -> ibis.Table:
    """The incidents of BPI 2013 as a map would give them: completed is solved, closed is closed."""
    log = pd.read_parquet(path).sort_values(["case:concept:name", "time:timestamp"], kind="stable")
    step, done = log["lifecycle:transition"], log["concept:name"] == "Completed"
    state = pd.Series("open", index=log.index).mask(step.str.startswith("Wait"), "waiting_other").mask(step == "Wait - User", "waiting_customer")
    state = state.mask(done, "solved").mask(done & (step == "Closed"), "closed")
    told = pd.DataFrame({"ticket_id": log["case:concept:name"], "changed_at": log["time:timestamp"].dt.tz_localize(None), "state": state})
    told = told.assign(owner=log["org:resource"], queue=log["org:group"])
    return ibis.memtable(told.assign(state_no=told.groupby("ticket_id").cumcount() + 1))


@pytest.mark.real
def test_incidents_of_bpi_2013_take_as_long_as_is_known(real):
    states = bpi_states(real / "service_logs" / "bpic2013_incidents_full.parquet")
    assert states.count().execute() == 65_533
    span = states.group_by("ticket_id").agg(first=states.changed_at.min(), last=states.changed_at.max()).to_pandas()
    days = (span["last"] - span["first"]).dt.total_seconds() / 86_400
    assert (len(days), round(days.mean(), 3), round(days.median(), 3)) == (7_554, 12.079, 7.549)
    found = service.ticket_clocks(None, None, states, span["last"].max().to_pydatetime())
    solved = found["solved"].dropna() / 86_400
    assert (len(solved), round(solved.mean(), 3), round(solved.median(), 3)) == (7_546, 7.352, 0.251)
    assert (found["reopens"] > 0).sum() == 514
    assert found["waited_for_customer"].sum() / 86_400 / days.sum() == pytest.approx(0.212, abs=5e-4)
