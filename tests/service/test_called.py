"""The loop closed with detractors: hand-made calendars in a shop in Shanghai (UTC+8); it is 10:00 of Thursday, 7 May 2026, there."""

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.service.called import MAY, OTHER, REASONS, calls_of, loop_of, may_be_asked, owed_a_call, to_call
from tests.laws import tries

ZONE, NOW = "Asia/Shanghai", datetime(2026, 5, 7, 2)


def utc(told: str | None) -> pd.Timestamp:
    """A moment in Shanghai, such as 05-06 10:00, as tables have it."""
    return pd.NaT if told is None else pd.Timestamp(f"2026-{told}") - pd.Timedelta(hours=8)


def answers(*rows) -> pd.DataFrame:
    """(customer, score, day or moment) each; a moment is 05-06 10:00, a day 05-06."""
    told = [
        {
            "survey_id": f"s{place}",
            "customer_id": customer,
            "order_id": f"o{place}",
            "score": score,
            "answered_at": utc(when) if when and ":" in when else pd.NaT,
            "answered_on": date.fromisoformat(f"2026-{when[:5]}") if when else None,
        }
        for place, (customer, score, when) in enumerate(rows, 1)
    ]
    return pd.DataFrame(told, columns=["survey_id", "customer_id", "order_id", "score", "answered_at", "answered_on"])


def touches(*rows) -> pd.DataFrame:
    """(customer, moment[, outcome[, kind[, status]]]) each."""
    told = [
        {
            "customer_id": row[0],
            "touched_at": utc(row[1]),
            "touched_on": date.fromisoformat(f"2026-{row[1][:5]}"),
            "outcome": row[2] if len(row) > 2 else None,
            "kind": row[3] if len(row) > 3 else "call",
            "status": row[4] if len(row) > 4 else None,
        }
        for row in rows
    ]
    return pd.DataFrame(told, columns=["customer_id", "touched_at", "touched_on", "kind", "status", "outcome"])


def tickets(*rows) -> pd.DataFrame:
    """(customer, opened, resolved or None) each."""
    told = [(f"t{place}", customer, utc(opened), utc(resolved)) for place, (customer, opened, resolved) in enumerate(rows, 1)]
    return pd.DataFrame(told, columns=["ticket_id", "customer_id", "opened_at", "resolved_at"])


def followed(asked, made=None, opened=None, now=NOW) -> pd.DataFrame:
    return calls_of(asked, made, opened, now, zone=ZONE).set_index("customer_id")


# --- whom to call ------------------------------------------------------------------------------------


def test_detractors_of_the_last_day_by_hand():
    told = to_call(
        answers(
            ("a", 0, "05-06 10:01"),  # 23 h 59 min ago
            ("b", 6, "05-06 10:00"),  # 24 h ago: no more
            ("c", 6, "05-07 10:00"),  # now
            ("d", 7, "05-07 09:00"),  # passive
            ("e", 3, "05-07 10:01"),  # later than now
            ("f", 2, "05-06"),  # a day only: yesterday
            ("g", 2, "05-07"),  # today
            ("h", 2, "05-05"),  # the day before yesterday
            (None, 1, "05-07 09:00"),
            ("i", 3, "05-06 12:00"),
            ("i", 9, "05-07 08:00"),  # thinks better of it
            ("j", 5, "05-06 12:00"),
            ("j", 4, "05-07 08:00"),
            ("k", None, "05-07 08:00"),
            ("l", 4.5, "05-07 08:00"),
            ("m", 4, None),
        ),
        NOW,
        zone=ZONE,
    )
    rows = told.rows.set_index("customer_id")
    assert list(rows.index) == ["a", "f", "j", "c", "g"]
    assert rows.loc["a", ["survey_id", "order_id", "score", "day_only"]].tolist() == ["s1", "o1", 0, False]
    assert rows["age_hours"].round(2).fillna(-1).tolist() == [23.98, -1, 2, 0, -1]
    assert rows["age_days"].tolist() == [1, 1, 0, 0, 0]
    assert rows["day_only"].tolist() == [False, True, False, False, True]
    assert rows.loc["j", ["score", "answers"]].tolist() == [4, 2]
    assert told.counts == {
        "read": 16,
        "no_score": 3,
        "outside": 3,
        "no_detractor": 2,
        "no_customer": 1,
        "better_since": 1,
        "earlier": 1,
        "customers": 5,
    }


def test_today_is_the_shop_s_and_longer_hours_reach_further_back():
    asked = answers(("a", 1, "05-06"), ("b", 1, "05-05"), ("c", 1, "05-05 12:00"))
    assert list(to_call(asked, datetime(2026, 5, 7, 17), zone=ZONE).rows["customer_id"]) == []  # 01:00 of the 8th there
    assert sorted(to_call(asked, NOW, hours=48, zone=ZONE).rows["customer_id"]) == ["a", "b", "c"]
    assert sorted(to_call(asked, NOW, hours=24, zone=ZONE).rows["customer_id"]) == ["a"]


def test_a_shop_that_tells_no_time_of_answers_and_one_without_answers():
    asked = answers(("a", 1, "05-06"))
    assert to_call(asked.drop(columns="answered_at"), NOW, zone=ZONE).rows["day_only"].tolist() == [True]
    none = to_call(answers(), NOW, zone=ZONE)
    assert (len(none.rows), none.counts["read"], none.counts["customers"]) == (0, 0, 0)


WHEN = st.sampled_from(["05-05", "05-06", "05-07", "05-06 09:00", "05-06 11:00", "05-07 09:00", "05-08 09:00", None])
ASKED = st.lists(st.tuples(st.sampled_from(["a", "b", None]), st.sampled_from([0, 6, 7, 10, 2.5, None]), WHEN), max_size=8)


@tries(60)
@given(ASKED)
def test_listed_and_left_out_are_all_read(rows):
    told = to_call(answers(*rows), NOW, zone=ZONE)
    assert told.counts["read"] == sum(n for name, n in told.counts.items() if name != "read")
    assert told.counts["customers"] == len(told.rows) == told.rows["customer_id"].nunique()


# --- whether they were called ------------------------------------------------------------------------


def test_what_became_of_each_detractor_by_hand():
    asked = answers(
        ("a", 3, "05-02 12:00"),
        ("b", 3, "05-02 12:00"),
        ("c", 3, "05-02 12:00"),
        ("d", 3, "05-06 12:00"),
        ("e", 3, "05-02 12:00"),
        ("f", 3, "05-02 12:00"),
        ("g", 3, "05-02"),
        ("h", 3, "05-02"),
        ("i", 3, "05-06"),
        ("j", 9, "05-02 12:00"),
        (None, 3, "05-02 12:00"),
        ("k", 3, "04-30 12:00"),
        ("l", 3, "05-09 12:00"),
        ("m", 3, "05-02 12:00"),
    )
    made = touches(
        ("z", "05-01 12:00"),  # calls are recorded from here on
        ("a", "05-02 11:00", "before"),
        ("a", "05-03 12:00", "reached"),  # to the minute in time
        ("a", "05-04 12:00", "again"),
        ("b", "05-03 12:01", "late"),
        ("c", "05-02 13:00", None, "message"),
        ("e", "05-02 13:00", None, "call", "failed"),
        ("f", "05-03 00:00", "ticked"),  # of this call only the day is known
        ("g", "05-03 23:00"),
        ("h", "05-04 09:00"),
        ("k", "05-04 09:00"),
        ("m", "05-07 11:00"),  # an hour from now
    )
    told = followed(asked, made)
    states = {"a": "in_time", "b": "late", "c": "not_called", "d": "not_due", "e": "not_called", "f": "in_time", "g": "in_time", "h": "late"}
    states |= {"i": "not_due", "k": "not_known", "m": "not_called"}
    assert told["state"].to_dict() == states
    assert told.loc["a", ["called_at", "outcome"]].tolist() == [utc("05-03 12:00"), "again"]
    assert pd.isna(told.loc["f", "called_at"])
    assert told.loc["f", "called_on"] == pd.Timestamp("2026-05-03")
    assert told.loc["a", "due_at"] == utc("05-03 12:00")
    assert sorted(told.index[told["open"]]) == ["c", "d", "e", "i", "m"]


def test_a_day_only_answer_has_the_whole_day_after_it():
    asked, made = answers(("a", 3, "05-06")), touches(("z", "05-01 12:00"))
    assert followed(asked, made, now=datetime(2026, 5, 7, 15, 59)).loc["a", "state"] == "not_due"
    assert followed(asked, made, now=datetime(2026, 5, 7, 16)).loc["a", "state"] == "not_called"


def test_tickets_since_the_answer_help_once_they_are_solved():
    asked = answers(("a", 3, "05-02 12:00"), ("b", 3, "05-02 12:00"), ("c", 3, "05-02 12:00"), ("d", 3, "05-02"), ("e", 3, "05-02 12:00"))
    opened = tickets(
        ("a", "05-02 11:00", "05-02 11:30"),  # before the answer
        ("b", "05-02 13:00", "05-03 12:00"),
        ("c", "05-02 13:00", "05-03 12:00"),
        ("c", "05-04 13:00", None),
        ("d", "05-02 09:00", "05-03 09:00"),
        ("e", "05-02 13:00", "05-07 12:00"),  # solved two hours from now
        (None, "05-02 13:00", "05-03 12:00"),
    )
    told = followed(asked, touches(("z", "05-01 12:00")), opened)
    assert told["ticket_id"].fillna("").to_dict() == {"a": "", "b": "t2", "c": "t3", "d": "t5", "e": "t6"}
    assert told["ticket_solved"].to_dict() == {"a": False, "b": True, "c": False, "d": True, "e": False}
    assert sorted(told.index[told["open"]]) == ["a", "c", "e"]
    assert set(told["state"]) == {"not_called"}


def test_calls_and_tickets_of_another_month_are_about_something_else():
    asked = answers(("a", 3, "04-01 12:00"), ("b", 3, "04-01 12:00"), ("c", 3, "04-01 12:00"), ("d", 3, "04-07"), ("e", 3, "04-06"))
    made = touches(("z", "03-01 12:00"), ("a", "05-01 23:00"), ("b", "05-02 00:00"))
    told = followed(asked, made, tickets(("c", "05-02 10:00", "05-03 10:00"), ("d", "05-07 09:00", None)))
    assert told["state"].to_dict() == {"a": "late", "b": "not_called", "c": "not_called", "d": "not_called", "e": "not_called"}
    assert told["ticket_id"].fillna("").to_dict() == {"a": "", "b": "", "c": "", "d": "t2", "e": ""}
    assert told.index[told["open"]].tolist() == ["d"]  # 30 days old; e's answer is 31, nobody will call for it


def test_the_loop_in_figures():
    names = [f"c{i}" for i in range(40)]
    asked = answers(*[(name, 3, "05-02 12:00") for name in names], ("n", 3, "05-07 09:00"))
    outcomes = ["补偿"] * 6 + ["没接"] * 5 + ["她先生接的 138"] * 1 + [None] * 3
    made = touches(("z", "05-01 12:00"), *[(name, "05-02 15:00", said) for name, said in zip(names, outcomes, strict=False)], ("c15", "05-05 12:00"))
    loop = loop_of(calls_of(asked, made, None, NOW, zone=ZONE))
    assert (loop.answers, loop.due, loop.in_time, loop.late, loop.not_called, loop.not_due, loop.not_known) == (41, 40, 15, 1, 24, 1, 0)
    assert [loop.share, loop.low, loop.high] == pytest.approx([0.375, 0.2422, 0.5297], abs=1e-4)
    assert loop.open == 25
    assert loop.outcomes.values.tolist() == [["补偿", 6], ["没接", 5], ["", 4], [OTHER, 1]]


def test_without_recorded_calls_nothing_is_known():
    asked = answers(("a", 3, "05-02 12:00"))
    for made in (None, touches(), touches(("a", "05-02 13:00", None, "message"))):
        loop = loop_of(calls_of(asked, made, None, NOW, zone=ZONE))
        assert (loop.not_known, loop.due, loop.open) == (1, 0, 0)
        assert np.isnan([loop.share, loop.low, loop.high]).all()
    assert loop_of(calls_of(answers(), touches(("z", "05-01 12:00")), None, NOW, zone=ZONE)).answers == 0


CALL = st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(["05-05 09:00", "05-06 00:00", "05-06 12:00", "05-08 09:00"]))


@tries(40)
@given(ASKED, st.lists(CALL, max_size=5))
def test_due_not_due_and_not_known_are_all_answers_of_known_detractors_so_far(rows, made):
    told = calls_of(answers(*rows), touches(*made), None, NOW, zone=ZONE)
    loop = loop_of(told)
    past = [row for row in rows if row[0] and row[1] is not None and row[1] <= 6 and row[1] % 1 == 0 and row[2] and row[2] != "05-08 09:00"]
    assert loop.answers == len(past) == loop.due + loop.not_due + loop.not_known
    assert loop.outcomes["calls"].sum() == told["called_on"].notna().sum()


# --- who may be asked next ---------------------------------------------------------------------------


def surveys(*rows) -> pd.DataFrame:
    """(customer, asked on, answered on) each."""
    return pd.DataFrame(rows, columns=["customer_id", "asked_on", "answered_on"])


def test_rules_of_rest_by_hand():
    people = pd.DataFrame({"customer_id": [*"abcdefgh", "a", None], "orders": [1, 1, 1, 1, 1, 0, 2, 1, 1, 1]})
    asked = surveys(
        ("a", date(2026, 2, 7), None),  # 90 days before: rested
        ("b", date(2026, 2, 8), None),  # 89
        ("c", None, date(2026, 5, 1)),  # only the answer is told
        ("d", date(2026, 5, 9), None),  # later than the day asked about
        ("g", date(2026, 5, 1), None),
        ("f", date(2026, 5, 1), None),
        (None, date(2026, 5, 1), None),
    )
    told = may_be_asked(people, asked, ["e", "g", "zz"], date(2026, 5, 8), agreed=list("abcdefg"))
    assert told.rows.set_index("customer_id")["reason"].to_dict() == {
        "a": MAY, "b": "asked_lately", "c": "asked_lately", "d": MAY, "e": "ticket_open", "f": "never_bought", "g": "ticket_open", "h": "no_consent",
    }  # fmt: skip
    assert told.counts.values.tolist() == [["never_bought", 1, 1], ["no_consent", 1, 1], ["ticket_open", 2, 2], ["asked_lately", 2, 4], [MAY, 2, 2]]


def test_what_is_not_told_hinders_nobody_and_has_no_count():
    told = may_be_asked(pd.DataFrame({"customer_id": ["a", "b"]}), None, None, date(2026, 5, 8))
    assert told.counts["customers"].isna().tolist() == [True, True, True, True, False]
    assert told.counts.iloc[-1].tolist() == [MAY, 2, 2]
    nobody = may_be_asked(pd.DataFrame({"customer_id": [], "orders": []}), surveys(), [], date(2026, 5, 8), agreed=[])
    assert nobody.counts["customers"].tolist() == [0] * (len(REASONS) + 1)


@tries(40)
@given(
    st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 2)), max_size=6),
    st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from([date(2026, 1, 1), date(2026, 5, 1), None]), st.just(None)), max_size=4),
    st.sets(st.sampled_from("abcde")),
    st.sampled_from([1, 30, 90, 365]),
)
def test_reasons_add_up_to_all_and_a_longer_rest_never_lets_more_be_asked(people, asked, busy, rest):
    customers = pd.DataFrame(people, columns=["customer_id", "orders"])
    told, longer = (may_be_asked(customers, surveys(*asked), busy, date(2026, 5, 8), days) for days in (rest, rest + 30))
    assert told.counts["customers"].sum() == customers["customer_id"].nunique()
    assert (told.counts["customers"] <= told.counts["all_with_it"]).fillna(True).all()
    assert longer.counts["customers"].iloc[-1] <= told.counts["customers"].iloc[-1]


def test_a_call_is_owed_for_the_last_answer_of_a_day_only():
    told = answers(
        ("anna", 3, "05-01 10:00"), ("anna", 2, "05-01 18:00"),  # twice within hours: the last one
        ("bob", 3, "05-01 10:00"), ("bob", 9, "05-02 09:00"),  # better the next morning
        ("cleo", 3, "05-01 10:00"), ("cleo", 9, "05-03 10:00"),  # two days later: she was owed one
        ("dora", 5, "05-01"), ("dora", 4, "05-04"),  # days only, and apart
        (None, 1, "05-01 10:00"), ("eve", 7, "05-01 10:00"), ("fay", 1, "05-07 11:00"),  # nobody, no detractor, not yet
    )  # fmt: skip
    owed = owed_a_call(told, NOW)
    assert sorted(told.set_index("survey_id").loc[sorted(owed), "customer_id"]) == ["anna", "cleo", "dora", "dora"]
    assert "s1" not in owed


MOMENTS = st.sampled_from([f"05-0{day} {hour:02}:00" for day in (5, 6, 7) for hour in (1, 9, 15, 23)])


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 10), MOMENTS), max_size=8))
@tries(40)
def test_whoever_is_on_the_list_is_owed_a_call_and_of_these_hours_nobody_else(rows):
    told = answers(*rows)
    told = told[~told.duplicated(["customer_id", "answered_at"])]
    listed = set(to_call(told, NOW, zone=ZONE).rows["survey_id"])
    lately = set(told.loc[told["answered_at"] > pd.Timestamp(NOW) - pd.Timedelta(hours=24), "survey_id"])
    assert listed == owed_a_call(told, NOW) & lately
