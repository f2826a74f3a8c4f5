"""The last weeks beside those before, month by month, one verdict a ticket; and the figures of it."""

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention import service, stats
from retention.service import kpis
from retention.tables.kpis import kpi_table
from tests.laws import tries

NOW = datetime(2026, 5, 31, 12)


def rows(*told: tuple[str, str, str, str]) -> pd.DataFrame:
    """Ticket, clock, when its limit fell, state; as `judged` gives them."""
    frame = pd.DataFrame(told, columns=["ticket_id", "clock", "due_at", "state"])
    frame["due_at"] = pd.to_datetime(frame["due_at"], format="ISO8601")
    about = {
        "opened_at": frame["due_at"] - pd.Timedelta("1h"),
        "channel": "chat",
        "kind": "question",
        "group": None,
        "hour": 9,
        "weekday": 1,
        "elapsed": 60.0,
    }
    return frame.assign(**about, month=frame["due_at"], never=frame["state"] == "breached", policy=frame["clock"])


def test_a_ticket_keeps_what_is_promised_where_all_promises_of_the_kind_are_kept():
    found = service.together(
        rows(
            ("a", "offered", "2026-05-30", "met"),
            ("a", "solved", "2026-05-31", "breached"),
            ("a", "first_human_reply", "2026-05-29", "met"),
            ("b", "offered", "2026-05-30", "met"),
            ("b", "solved", "2026-06-02", "not_due"),
            ("c", "offered", "2026-06-02", "not_due"),
            ("d", "first_reply", "2026-05-30", "breached"),
        ),
        service.PROMISED["solution"],
    )
    assert found[["ticket_id", "state", "never"]].to_numpy().tolist() == [["a", "breached", True], ["b", "met", False]]
    assert found["due_at"].tolist() == [pd.Timestamp("2026-05-31"), pd.Timestamp("2026-05-30")]
    assert found["ticket_id"].is_unique


def test_the_last_days_stand_beside_as_many_before():
    told = [(f"n{i}", "solved", "2026-05-20", "met" if i < 6 else "breached") for i in range(8)]
    told += [(f"o{i}", "solved", "2026-04-20", "met" if i < 2 else "breached") for i in range(4)]
    told += [("old", "solved", "2026-03-01", "met"), ("edge", "solved", "2026-05-01 12:00:00", "breached")]
    found = service.lately(service.together(rows(*told), ("solved",)), NOW, 30)
    # The limit that fell to the second 30 days ago belongs to the days before.
    assert (found["due"], found["met"], found["never"], found["value"]) == (8, 6, 2, 0.75)
    assert (found["previous"], found["change"]) == (0.4, pytest.approx(0.35))
    assert (found["change_low"], found["change_high"]) == pytest.approx(stats.newcombe(6, 8, 2, 5))


def test_without_days_before_there_is_no_change_and_without_limits_no_share():
    alone = service.lately(service.together(rows(("a", "solved", "2026-05-20", "met")), ("solved",)), NOW, 30)
    assert alone["value"] == 1
    assert np.isnan([alone[name] for name in ("previous", "change", "change_low", "change_high")]).all()
    nothing = service.lately(service.together(rows(), ("solved",)), NOW, 30)
    assert (nothing["due"], nothing["met"]) == (0, 0)
    assert np.isnan(nothing["value"])


def test_months_are_those_of_the_limits_and_the_last_one_may_still_run():
    told = [("a", "solved", "2026-04-01", "met"), ("b", "solved", "2026-04-30 23:59", "breached"), ("c", "solved", "2026-05-01", "met")]
    found = service.by_month(service.together(rows(*told), ("solved",)), NOW, "UTC")
    assert found[["due", "met", "share", "whole"]].to_numpy().tolist() == [[2, 1, 0.5, True], [1, 1, 1.0, False]]
    assert found["month"].dt.strftime("%Y-%m").tolist() == ["2026-04", "2026-05"]
    there = service.by_month(service.together(rows(*told), ("solved",)), NOW, "Asia/Shanghai")
    assert there["due"].tolist() == [1, 2]


@tries(50)
@given(st.lists(st.tuples(st.integers(0, 80), st.booleans()), max_size=60))
def test_every_due_ticket_is_in_one_month_and_in_at_most_one_of_the_two_windows(told):
    made = [(f"t{n}", "solved", str(NOW - pd.Timedelta(days=ago))[:19], "met" if met else "breached") for n, (ago, met) in enumerate(told)]
    tickets = service.together(rows(*made), ("solved",))
    assert service.by_month(tickets, NOW, "UTC")["due"].sum() == len(told)
    found = service.lately(tickets, NOW, 30)
    assert found["due"] == sum(ago < 30 for ago, _ in told)
    assert found["met"] == sum(met and ago < 30 for ago, met in told)


@pytest.mark.soak
def test_a_change_where_nothing_changed_is_told_in_at_most_its_share_of_shops():
    """2,000 shops whose service is the same in both windows: the interval of the change leaves out 0 in about 5 of 100."""
    draws, missed = np.random.default_rng(1), 0
    for _ in range(2_000):
        n, before, p = draws.integers(30, 300), draws.integers(30, 300), draws.uniform(0.5, 0.98)
        low, high = stats.newcombe(draws.binomial(n, p), n, draws.binomial(before, p), before)
        missed += not low <= 0 <= high
    assert missed / 2_000 < 0.065


# --- figures ---------------------------------------------------------------------------------------


def told(due: int, met: int) -> dict[str, float]:
    share = met / due if due else np.nan
    same = {"previous": 0.5, "change": share - 0.5, "change_low": -0.1, "change_high": 0.2}
    return {"due": due, "met": met, "never": 0, "value": share, "low": 0.4, "high": 0.9, **same}


def test_figures_of_many_of_few_and_of_none():
    found = kpi_table(kpis.promise_rows({"reply": told(40, 30), "solution": told(29, 20)}, rows(), date(2026, 5, 31), 30)).set_index("name")
    assert found.loc["replied_in_time", ["value", "n", "previous", "beside", "window"]].tolist() == [
        0.75,
        40,
        0.5,
        "window",
        "2026-05-02..2026-05-31",
    ]
    assert np.isnan(found.loc["solved_in_time", "value"])
    assert found.loc["solved_in_time", "missing"] == "kpi-missing-few-tickets"


UNTOLD = ["kpi-missing-no-replies", "kpi-missing-no-solutions"]


@pytest.mark.parametrize(
    ("judged", "why"),
    [
        (rows(), ["kpi-missing-no-promise"] * 2),
        (
            rows(("a", "first_human_reply", "2026-05-30", "not_known"), ("a", "solved", "2026-05-30", "not_known")),
            ["kpi-missing-no-replies", "kpi-missing-no-solutions"],
        ),
        (rows(("a", "first_human_reply", "2026-01-30", "met"), ("a", "solved", "2026-07-30", "not_due")), ["kpi-missing-none-due"] * 2),
    ],
)
def test_without_a_limit_in_these_days_the_figure_says_why(judged, why):
    nothing = kpi_table(kpis.promise_rows({"reply": told(0, 0), "solution": told(0, 0)}, judged, date(2026, 5, 31), 30))
    assert nothing["missing"].tolist() == why


def test_open_tickets_are_counted_where_they_are_known():
    counts = kpi_table(kpis.desk_rows({"overdue": 2}, 5, known=True, as_of=date(2026, 5, 31)))
    assert counts[["name", "value"]].to_numpy().tolist() == [["tickets_open", 5.0], ["tickets_overdue", 2.0]]
    unknown = kpi_table(kpis.desk_rows({"overdue": 0}, 0, known=False, as_of=date(2026, 5, 31)))
    assert unknown["value"].isna().all()
