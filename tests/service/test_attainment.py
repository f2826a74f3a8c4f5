"""Whether promises are kept, judged by hand on small desks; complaints that help desks got carry their numbers."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from retention import service
from retention.settings import OpenHours, ServiceSettings
from tests.service.hand_made import NOW, at, desk, policy

ONE = {"w1": {"opened": "10:00"}}
HUMAN = policy("first_human_reply", "10 min")
DESK = OpenHours(week={"mon-fri": ("09:00-17:00",)})


def of(told, *policies, **hours) -> pd.Series:
    """The one row that was judged."""
    (row,) = told.judged(*policies, **hours).to_dict("records")
    return pd.Series(row)


# --- met, breached, neither -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "now", "state", "never"),
    [
        ("10:00 c, 10:10 a", "12:00", "met", False),
        ("10:00 c, 10:10:01 a", "12:00", "breached", False),
        ("10:00 c, 10:00:05 r", "12:00", "breached", True),
        ("10:00 c", "10:09", "not_due", False),
        ("10:00 c", "10:10", "breached", True),
        # Answered in time, but its limit is still to come: counted, the newest tickets would all be quick ones.
        ("10:00 c, 10:02 a", "10:05", "not_due", False),
    ],
)
def test_a_ticket_is_judged_once_its_limit_is_over(said, now, state, never):
    row = of(desk(ONE, {"w1": said}, now=at(now)), HUMAN)
    assert (row["state"], row["never"]) == (state, never)
    assert row["due_at"] == pd.Timestamp(at("10:10"))


def test_a_late_first_reply_stays_a_miss_after_it_came():
    """Chatwoot #13392: the miss was gone once the reply was there."""
    for now in ("10:30", "11:00", "2026-05-08 12:00"):
        assert of(desk(ONE, {"w1": "10:00 c, 10:40 a, 10:41 c, 10:42 a"}, now=at(now)), HUMAN)["state"] == "breached"


def test_the_policy_can_be_read_after_the_breach():
    """osTicket #4078: the plan of an overdue ticket was gone."""
    row = of(desk(ONE, {"w1": "10:00 c, 10:40 a"}), HUMAN)
    assert (row["policy"], row["due_at"], row["ended_at"], row["elapsed"]) == ("p", at("10:10"), at("10:40"), 2400)


def test_a_shorter_target_for_later_replies_does_not_overrule_the_first_one():
    """Zammad #5177: the first reply was due when the next one should have been."""
    next_, first = policy("next_reply", "5 min", "next"), policy("first_human_reply", "1 h", "first")
    told = desk(ONE, {"w1": "10:00 c, 10:30 a, 10:40 c, 10:44 a"})
    assert told.judged(first, next_).set_index("policy")["state"].to_dict() == {"first": "met", "next": "met"}
    assert told.judged(first)["due_at"].tolist() == [pd.Timestamp(at("11:00"))]
    assert desk(ONE, {"w1": "10:00 c, 10:30 a"}).states_of(next_) == ["not_due"]  # nothing was asked afterwards


def test_each_wait_for_a_reply_has_to_keep_the_promise():
    next_ = policy("next_reply", "5 min")
    late = "10:00 c, 10:01 a, 10:10 c, 10:16 a, 10:20 c, 10:21 a"
    assert desk(ONE, {"w1": late}).states_of(next_) == ["breached"]
    open_ = desk(ONE, {"w1": "10:00 c, 10:01 a, 10:10 c, 10:12 a, 11:58 c"}, now=at("12:00"))
    assert open_.states_of(next_) == ["not_due"]
    assert of(open_, next_)["open_due_at"] == at("12:03")
    assert desk(ONE, {"w1": "10:00 c, 10:01 a, 11:55 c"}, now=at("12:00")).states_of(next_) == ["breached"]
    never = of(desk(ONE, {"w1": "10:00 c, 10:01 a, 10:10 c"}), next_)
    assert (never["state"], never["never"], never["elapsed"]) == ("breached", True, (NOW - at("10:10")).total_seconds())


def test_a_reply_that_waits_for_the_customer_is_no_breach():
    """Zammad #3140, osTicket #1684 and #3034: tickets ran over while the agent's answer waited for the customer."""
    said = {"w1": "10:00 c, 10:01 a"}
    assert desk(ONE, said).states_of(policy("next_reply", "5 min"), HUMAN) == ["not_due", "met"]
    told = desk(ONE, said, {"w1": "10:00 new, 10:01 waiting_customer"})
    row = of(told, policy("solved", "1 h"))
    assert (row["state"], row["paused"], row["due_at"]) == ("not_due", True, pd.NaT)
    assert told.states_of(policy("solved", "1 h", pause_on=())) == ["breached"]


def test_time_in_which_the_clock_stood_still_moves_the_limit():
    states = {"w1": "10:00 open, 10:30 waiting_customer, 12:00 open, 12:10 waiting_customer, 12:20 open, 12:40 solved"}
    row = of(desk(ONE, None, states), policy("solved", "1 h"))
    assert (row["due_at"], row["elapsed"], row["state"]) == (at("12:40"), HOUR, "met")
    assert desk(ONE, None, {"w1": states["w1"].replace("12:40", "12:41")}).states_of(policy("solved", "1 h")) == ["breached"]
    # Waiting that begins after the limit is over comes too late.
    late = of(desk(ONE, None, {"w1": "10:00 open, 11:30 waiting_customer, 13:00 solved"}), policy("solved", "1 h"))
    assert (late["state"], late["due_at"]) == ("breached", at("11:00"))


HOUR = 3600


def test_what_comes_after_closing_time_is_late_where_the_limit_ended_with_the_day():
    told = desk({"w1": {"opened": "16:00"}}, {"w1": "16:00 c, 18:30 a"})
    row = of(told, policy("first_human_reply", "1 h", hours="desk"), desk=DESK)
    assert (row["due_at"], row["elapsed"], row["state"]) == (at("17:00"), HOUR, "breached")


def test_a_stop_of_the_clock_counts_in_the_hours_of_service():
    """Frappe helpdesk #2449: a hold over night took the whole night off, so that the limit moved by days."""
    states = {"w1": "16:00 open, 16:30 waiting_customer, 2026-05-07 09:30 open, 2026-05-07 10:15 solved"}
    told = desk({"w1": {"opened": "16:00"}}, None, states)
    row = of(told, policy("solved", "2 h", hours="desk"), desk=DESK)
    # Open: 16:00 to 17:00 and from 9:00; on hold for half an hour on each day.
    assert (row["elapsed"], row["due_at"], row["state"]) == (1.25 * HOUR, at("2026-05-07 11:00"), "met")


def test_the_policy_that_held_when_the_ticket_was_opened_judges_it():
    old, new = policy("first_human_reply", "1 h", "old", to="2026-05-06"), policy("first_human_reply", "5 min", "new", **{"from": "2026-05-07"})
    told = desk(
        {"w1": {"opened": "15:59"}, "w2": {"opened": "16:01"}},
        {"w1": "15:59 c, 16:29 a", "w2": "16:01 c, 16:31 a"},
        zone="Asia/Shanghai",  # where 7 May begins at 16:00 UTC
    )
    rows = told.judged(old, new)
    assert rows[["ticket_id", "policy", "state"]].to_numpy().tolist() == [["w1", "old", "met"], ["w2", "new", "breached"]]


def test_a_change_of_the_hours_loses_no_time_that_was_waited_for():
    """METHODS: a policy change must not lose paused time."""
    changed = OpenHours.parse({"week": {"mon-fri": "09:00-17:00"}, "changes": [{"from": "2026-05-07", "week": {"mon-fri": "10:00-17:00"}}]}, "h")
    states = {"w1": "16:00 open, 16:30 waiting_customer, 2026-05-07 10:30 open, 2026-05-07 11:00 solved"}
    row = of(desk({"w1": {"opened": "16:00"}}, None, states), policy("solved", "2 h", hours="desk"), desk=changed)
    assert (row["elapsed"], row["due_at"]) == (HOUR, at("2026-05-07 12:00"))


def test_who_asks_at_night_is_due_in_the_morning_and_told_apart():
    told = desk({"w1": {"opened": "03:00"}, "w2": {"opened": "09:30"}}, {"w1": "03:00 c, 09:02 a", "w2": "09:30 c, 09:40 a"})
    promise = policy("first_human_reply", "3 min", hours="desk")
    rows = told.judged(promise, desk=DESK)
    assert rows[["due_at", "elapsed", "state", "opened_inside"]].to_numpy().tolist() == [
        [pd.Timestamp(at("09:03")), 120, "met", False],
        [pd.Timestamp(at("09:33")), 600, "breached", True],
    ]
    (found,) = service.attainments(rows, [promise]).to_dict("records")
    assert (found["share"], found["inside_due"], found["inside_met"], found["inside_share"]) == (0.5, 1, 0, 0)


def test_a_policy_is_for_its_channels_kinds_and_teams():
    told = desk(
        {
            "w1": {"opened": "10:00", "channel": "chat", "kind": "complaint", "group": "A"},
            "w2": {"opened": "10:01", "channel": "phone", "kind": "complaint", "group": "B"},
            "w3": {"opened": "10:02", "channel": None, "kind": None, "group": None},
        }
    )

    def holds(**more) -> list[str]:
        return told.judged(policy("solved", "1 h", **more))["ticket_id"].tolist()

    assert holds() == ["w1", "w2", "w3"]
    assert holds(channels=["chat", "email"]) == ["w1"]
    assert holds(kinds=["complaint"], groups=["B"]) == ["w2"]
    assert service.without_limit(told.clocks, told.judged(policy("solved", "1 h", kinds=["complaint"]))).to_numpy().tolist() == [["", "", 1]]


def test_a_ticket_that_the_shop_opened_is_due_from_the_customer_s_first_word_and_never_without_one():
    told = desk({"w1": {"opened": "10:00"}, "w2": {"opened": "10:01"}}, {"w1": "10:00 a, 15:00 c, 15:06 a", "w2": "10:01 a"})
    rows = told.judged(HUMAN)
    assert rows["state"].tolist() == ["met", "not_due"]
    assert rows["due_at"].tolist() == [pd.Timestamp(at("15:10")), pd.NaT]


# --- what is not known ------------------------------------------------------------------------------


def test_where_nothing_tells_of_replies_or_solutions_nothing_is_judged():
    assert desk(ONE).states_of(HUMAN, policy("solved", "1 h", "q"), policy("next_reply", "1 h", "n")) == ["not_known"] * 3
    (found,) = service.attainments(desk(ONE).judged(HUMAN), [HUMAN]).to_dict("records")
    assert (found["tickets"], found["not_known"], found["due"], found["never"]) == (1, 1, 0, 0)
    assert np.isnan([found["share"], found["low"], found["p50"]]).all()


def test_tickets_from_before_the_messages_are_told_are_not_known_and_later_ones_were_never_answered():
    told = desk(
        {name: {"opened": opened} for name, opened in (("w1", "09:00"), ("w2", "10:00"), ("w3", "11:00"), ("w4", "12:00"), ("w5", "14:00"))},
        {"w2": "10:00 c, 10:05 a", "w4": "12:00 c, 12:30 a"},
    )
    assert told.states_of(HUMAN) == ["not_known", "met", "breached", "breached", "not_known"]
    phone = desk({"w1": {"opened": "10:00"}, "w2": {"opened": "10:01", "channel": "phone"}}, {"w1": "10:00 c, 10:05 a"})
    assert phone.states_of(HUMAN) == ["met", "not_known"]


def test_what_the_robot_solved_alone_is_no_miss_of_a_person_and_counted_apart():
    solved = {"w1": {"opened": "10:00", "resolved": "10:05"}, "w2": {"opened": "10:01"}}
    told = desk(solved, {"w1": "10:00 c, 10:00:04 r", "w2": "10:01 c, 10:01:04 r"})
    assert told.states_of(HUMAN, policy("first_reply", "30 s", "any")) == ["by_robot", "breached", "met", "met"]
    (found,) = service.attainments(told.judged(HUMAN), [HUMAN]).to_dict("records")
    assert (found["tickets"], found["due"], found["by_robot"], found["never"]) == (2, 1, 1, 1)


def test_all_that_was_read_is_kept_or_left_out():
    told = desk({f"w{n}": {"opened": f"{n:02}:00"} for n in range(5, 12)}, {"w6": "06:00 c, 06:05 a", "w7": "07:00 c", "w10": "10:00 c, 10:55 a"})
    promise = policy("first_human_reply", "50 min")
    (found,) = service.attainments(told.judged(promise), [promise]).to_dict("records")
    assert found["tickets"] == 7 == found["met"] + found["breached"] + found["not_due"] + found["not_known"] + found["by_robot"]
    assert found["due"] == found["met"] + found["breached"]


# --- shares -----------------------------------------------------------------------------------------


def hundred(late: int, never: int) -> tuple[pd.DataFrame, list]:
    """A hundred chats, of which some are answered after 20 minutes and some not at all; the others after 1, 2, … minutes."""
    tickets, said = {}, {}
    for n in range(100):
        opened = at("2026-05-04 00:00") + timedelta(minutes=17 * n)
        wait = None if n < never else 20 if n < never + late else 1 + n % 10
        tickets[f"w{n}"] = {"opened": str(opened)}
        said[f"w{n}"] = f"{opened} c" + (f", {opened + timedelta(minutes=wait)} a" if wait else "")
    return desk(tickets, said).judged(HUMAN), [HUMAN]


def test_shares_have_wilson_s_interval_and_those_never_answered_are_breaches():
    (found,) = service.attainments(*hundred(20, 5)).to_dict("records")
    assert (found["due"], found["met"], found["breached"], found["never"], found["share"]) == (100, 75, 25, 5, 0.75)
    assert (round(found["low"], 4), round(found["high"], 4)) == (0.6570, 0.8245)  # Wilson (1927) for 75 of 100
    assert (found["goal"], found["target"]) == (0.95, 600)
    assert (found["p50"], found["p90"]) == (7 * 60, 20 * 60)


def test_a_wait_that_never_ended_is_longer_than_any_other():
    (found,) = service.attainments(*hundred(0, 12)).to_dict("records")
    assert found["p50"] == 6 * 60
    assert np.isnan([found["p90"], found["p90_high"]]).all()


def test_by_hour_group_and_kind_each_share_has_its_own_interval():
    rows, _ = hundred(20, 5)
    found = service.attainment_by(rows, "p", "hour")
    assert found["due"].sum() == 100
    first = found.iloc[0]
    # Four chats from 00:00 on, all never answered, and four on the next day from 00:05 on.
    assert (first["value"], first["due"], first["met"], first["never"]) == (0, 8, 4, 4)
    # Answered after 6, 7, 8 and 9 minutes; of eight the fourth is the median, and the eighth the ninetieth of a hundred.
    assert (first["p50"], pd.isna(first["p90"])) == (9 * 60, True)
    assert service.attainment_by(rows, "p", "channel")["value"].tolist() == ["chat"]
    assert service.attainment_by(rows, "p", "group").empty
    assert service.attainment_by(rows, "p", "month")["value"].tolist() == [pd.Timestamp("2026-05-01")]
    with pytest.raises(ValueError, match="by 'colour': there are hour, weekday"):
        service.attainment_by(rows, "p", "colour")


def test_hours_and_weekdays_are_the_shop_s():
    told = desk({"w1": {"opened": "2026-05-05 16:30"}}, {"w1": "2026-05-05 16:30 c, 2026-05-05 16:31 a"}, zone="Asia/Shanghai")
    row = of(told, HUMAN)
    assert (row["hour"], row["weekday"], row["month"]) == (0, 2, pd.Timestamp("2026-05-01"))


def chances(rng: np.random.Generator, tickets: int, share: np.ndarray) -> pd.DataFrame:
    """Rows as `judged` gives them, of tickets spread over the day's hours, each kept with its hour's chance."""
    hour = rng.choice(24, tickets, p=np.r_[np.full(8, 0.01), np.full(14, 0.06), np.full(2, 0.04)])
    met = rng.random(tickets) < share[hour]
    return pd.DataFrame({"policy": "p", "hour": hour, "state": np.where(met, "met", "breached"), "never": False, "elapsed": 60.0})


def hours_apart(shops: int, share: np.ndarray) -> float:
    """Share of shops in which at least one hour is told apart."""
    rng = np.random.default_rng(19)
    return float(np.mean([service.attainment_by(chances(rng, 600, share), "p", "hour")["apart"].any() for _ in range(shops)]))


@pytest.mark.parametrize("shops", [100, pytest.param(2_000, marks=pytest.mark.soak)])
def test_hours_of_equal_service_are_told_apart_in_at_most_one_shop_of_twenty(shops):
    same = hours_apart(shops, np.full(24, 0.8))
    assert same <= 0.05 + 2.33 * np.sqrt(0.05 * 0.95 / shops)
    assert hours_apart(20, np.r_[np.full(8, 0.2), np.full(16, 0.8)]) >= 0.9


def test_the_packaged_promises_are_judged_as_they_stand():
    settings = ServiceSettings()
    told = desk(
        {"w1": {"opened": "10:00"}, "w2": {"opened": "11:00", "channel": "phone", "kind": "complaint"}}, {"w1": "10:00 c, 10:00:05 r, 10:02 a"}
    )
    rows = told.judged(*settings.sla, **settings.hours)
    assert rows.set_index(["ticket_id", "policy"])["state"].to_dict() == {
        ("w1", "chat_first_reply"): "met",
        ("w1", "chat_by_a_person"): "met",
        ("w2", "phone_answered"): "not_known",
        ("w2", "complaint_offered"): "not_known",
        ("w1", "question_solved"): "not_known",
    }
    assert list(service.attainments(rows, settings.sla)["policy"]) == [policy.name for policy in settings.sla]
    assert desk(ONE).judged().empty
