"""Laws of service: limits against every minute counted one by one, and what later moments may not undo."""

from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from retention import service
from retention.settings import OpenHours
from tests.service.hand_made import desk, policy

FIRST = datetime(2026, 5, 4)  # a Monday
WEEK = OpenHours(week={"mon-fri": ("09:00-12:00", "13:00-18:00"), "sat": ("22:00-02:00",)})
TARGET = 420
PROMISE = policy("solved", TARGET * 60, hours="desk")


def minute(at: float) -> str:
    return str(FIRST + timedelta(minutes=int(at)))


def is_open(at: int) -> bool:
    day, of_day = divmod(at, 1440)
    if day % 7 == 6 and of_day < 120 or day % 7 == 5 and of_day >= 1320:
        return True
    return day % 7 < 5 and (540 <= of_day < 720 or 780 <= of_day < 1080)


def course(rng: np.random.Generator) -> tuple[int, list[tuple[int, str]]]:
    """A ticket's opening and its states: to and fro between working and waiting, some solved in the end."""
    opened = int(rng.integers(0, 4 * 1440))
    times = opened + np.sort(rng.choice(np.arange(1, 3 * 1440), rng.integers(0, 7), replace=False))
    names = ["waiting_customer" if place % 2 == 0 else "open" for place in range(len(times))]
    if names and rng.random() < 0.7:
        names[-1] = "solved"
    return opened, [(opened, "open"), *zip(map(int, times), names, strict=True)]


def counted(opened: int, states: list[tuple[int, str]], now: int) -> tuple[str, int | None]:
    """The ticket's state and its due minute, by walking through every minute."""
    changes, state, left, due, solved, at = dict(states), "open", TARGET, None, None, opened
    while at < now:
        state = changes.get(at, state)
        if state == "solved":
            solved = at
            break
        if is_open(at) and state != "waiting_customer":
            left -= 1
            if left == 0:
                due = at + 1
                break
        at += 1
    if due is not None:
        # Solved in the very minute in which the limit ends is in time.
        return ("met" if changes.get(due) == "solved" else "breached"), due
    if solved is None:
        return "not_due", None
    while left:
        left -= is_open(at)
        at += 1
    return ("met" if at <= now else "not_due"), at


@pytest.mark.parametrize("tickets", [150, pytest.param(3_000, marks=pytest.mark.soak)])
def test_limits_with_stops_are_those_of_every_minute_counted_one_by_one(tickets):
    rng, now = np.random.default_rng(7), 5 * 1440 + 600
    courses = {f"w{n}": course(rng) for n in range(tickets)}
    told = desk(
        {name: {"opened": minute(opened)} for name, (opened, _) in courses.items()},
        None,
        {name: ", ".join(f"{minute(at)} {state}" for at, state in states) for name, (_, states) in courses.items()},
        now=FIRST + timedelta(minutes=now),
    )
    rows = told.judged(PROMISE, desk=WEEK).set_index("ticket_id")
    found = {name: counted(*told, now) for name, told in courses.items()}
    assert rows["state"].to_dict() == {name: state for name, (state, _) in found.items()}
    due = (rows["due_at"] - pd.Timestamp(FIRST)).dt.total_seconds() / 60
    assert {name: due[name] for name, (_, at) in found.items() if at is not None} == {name: at for name, (_, at) in found.items() if at is not None}
    assert rows["state"].value_counts().min() >= tickets / 20
    assert set(rows["state"]) == {"met", "breached", "not_due"}


def test_what_was_judged_once_stays_so_whenever_one_looks_again():
    rng = np.random.default_rng(11)
    courses = {f"w{n}": course(rng) for n in range(80)}
    before: dict[str, str] = {}
    for day in (3, 5, 7, 10, 20):
        now = day * 1440
        seen = {name: (at, [s for s in states if s[0] < now]) for name, (at, states) in courses.items() if at < now}
        told = desk(
            {name: {"opened": minute(at)} for name, (at, _) in seen.items()},
            None,
            {name: ", ".join(f"{minute(at)} {state}" for at, state in states) for name, (_, states) in seen.items()},
            now=FIRST + timedelta(days=day),
        )
        rows = told.judged(PROMISE, desk=WEEK)
        after = rows.set_index("ticket_id")["state"].to_dict()
        settled = {name: state for name, state in before.items() if state != "not_due"}
        assert {name: after[name] for name in settled} == settled
        (found,) = service.attainments(rows, [PROMISE]).to_dict("records")
        assert found["tickets"] == len(seen) == found["met"] + found["breached"] + found["not_due"]
        before = after
    assert set(before.values()) >= {"met", "breached"}
