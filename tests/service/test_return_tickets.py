"""Which ticket an open return is looked after in, and which returns wait longer than promised."""

import pandas as pd
import pytest

from retention import service
from retention.service import kpis
from retention.service.return_reasons import AROUND
from retention.tables.kpis import kpi_table
from tests.service.returns_by_hand import at, day, standings, steps, told

ASKED = at("20")


def opened(**lines: str) -> pd.DataFrame:
    """Open returns by number, each of the order `o` and its number."""
    return service.open_returns(standings(told(**{number: {"kind": "退货退款"} for number in lines}), steps(**lines)).reset_index())


def desk(*rows: tuple) -> pd.DataFrame:
    """Clocks of tickets: number, order, days since the return was asked for, whether it is open, who has it."""
    names = ["ticket_id", "order_id", "after", "is_open", "assignee"]
    found = pd.DataFrame(rows, columns=names).assign(opened_at=lambda of: [ASKED + pd.Timedelta(days=after) for after in of["after"]])
    return found.astype({"is_open": "boolean"})


@pytest.mark.parametrize(
    ("tickets", "ticket", "assignee"),
    [
        ([("t1", "or1", 1, False, "Mei")], "t1", "Mei"),
        ([("t1", "or1", -AROUND.days, True, "Mei")], "t1", "Mei"),
        ([("t1", "or1", -AROUND.days - 1, True, "Mei")], None, None),  # before the return: about something else
        ([("t1", "or1", 1, True, "Mei"), ("t2", "or1", 2, False, "Lin")], "t1", "Mei"),  # an open one goes before a later one that is done
        ([("t1", "or1", 1, True, "Mei"), ("t2", "or1", 2, True, None)], "t2", None),
        ([("t1", "or1", 1, pd.NA, "Mei"), ("t2", "or1", 2, pd.NA, "Lin")], "t2", "Lin"),  # nothing tells which are open
        ([("t1", "or2", 1, True, "Mei")], None, None),
        ([("t1", None, 1, True, "Mei")], None, None),
    ],
)
def test_a_return_s_ticket_is_one_of_its_order_opened_about_its_time(tickets, ticket, assignee):
    (row,) = service.with_tickets(opened(r1="20 requested"), desk(*tickets)).to_dict("records")
    assert [None if pd.isna(row[name]) else row[name] for name in ("ticket_id", "assignee")] == [ticket, assignee]


def test_no_help_desk_no_ticket_and_no_return_is_lost():
    found = opened(r1="20 requested", r2="21 requested, 22 agreed")
    for clocks in (None, desk(), desk(("t1", "or1", 1, True, "Mei"), ("t2", "or1", 2, True, "Lin"))):
        assert service.with_tickets(found, clocks)["return_id"].tolist() == found["return_id"].tolist()
    assert service.with_tickets(found, None)["ticket_id"].isna().all()
    assert service.with_tickets(found.iloc[:0], desk(("t1", "or1", 1, True, "Mei"))).empty


def test_two_returns_of_one_order_share_its_ticket():
    returns = told(r1={"kind": "换货", "order_id": "o"}, r2={"kind": "换货", "order_id": "o"}, r3={"kind": "换货", "order_id": None})
    found = service.open_returns(standings(returns, steps(r1="20 requested", r2="21 requested", r3="22 requested")).reset_index())
    tickets = service.with_tickets(found, desk(("t1", "o", 1, True, "Mei"))).set_index("return_id")["ticket_id"]
    assert tickets["r1"] == tickets["r2"] == "t1"
    assert pd.isna(tickets["r3"])


def test_what_the_customer_has_to_do_breaks_no_promise():
    """A parcel that a customer has not sent is overdue, and hers; all else is the shop's or the platform's."""
    found = opened(
        shop="10 requested, 12 agreed, 14 sent_back, 16 received <20",
        customer="10 requested, 12 agreed <20",
        platform="10 requested, 12 refused, 14 platform_steps_in <20",
        today="10 requested, 12 agreed, 14 sent_back, 16 received <31",
        without="10 requested",
    )
    assert found[found["standing"] == "overdue"]["return_id"].sort_values().tolist() == ["customer", "platform", "shop"]
    assert service.late_returns(found)["return_id"].sort_values().tolist() == ["platform", "shop"]


def test_open_and_late_returns_are_figures_where_they_are_known():
    known = kpi_table(kpis.return_rows(5, 2, known=True, as_of=day("31")))
    assert known[["name", "value", "n"]].to_numpy().tolist() == [["returns_open", 5.0, 5.0], ["returns_late", 2.0, 5.0]]
    unknown = kpi_table(kpis.return_rows(0, 0, known=False, as_of=day("31")))
    assert unknown["value"].isna().all()
    assert unknown["missing"].unique().tolist() == ["kpi-missing-no-return-states"]
