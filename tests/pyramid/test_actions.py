"""What to do now: who is in which action, that nobody is in two, and that marked accounts are in none."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.pyramid import actions
from retention.settings import PyramidSettings

AS_OF = date(2024, 6, 30)
SETTINGS = PyramidSettings()
NO_GUESTS = {"orders": 0, "money": 0.0, "share": 0.0}


def customer(name: str, since: int, **more) -> dict:
    """A customer with one order of 10 that was kept, `since` days ago, unless told otherwise."""
    usual = {"orders": 1, "orders_kept": 1, "purchase_days": 1, "net_paid": 10.0, "gross_paid": 10.0, "refunded": 0.0}
    usual |= {"refunds_without_order": 0.0, "median_gap_days": None, "days_to_second_order": None, "refund_rate": 0.0}
    usual |= {"mark": "ordinary", "owner": None}
    return usual | {"customer_id": name, "days_since_last_order": since, **more}


def pyramid(*rows: dict) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    last = pd.Timestamp(AS_OF) - pd.to_timedelta(frame["days_since_last_order"], unit="D")
    return frame.assign(
        last_ordered_on=last,
        first_kept_on=last,
        median_gap_days=frame["median_gap_days"].astype(float),
        days_to_second_order=frame["days_to_second_order"].astype("Int64"),
    )


@pytest.fixture(scope="module")
def base():
    often = {"orders": 4, "orders_kept": 4, "purchase_days": 4, "median_gap_days": 20.0}
    return pyramid(
        customer("vip", 100, net_paid=900.0, gross_paid=900.0, **often),
        customer("vip_active", 20, net_paid=800.0, gross_paid=800.0, **often),
        customer("regular", 91, net_paid=50.0, gross_paid=50.0, **often),
        customer("slow_regular", 91, net_paid=50.0, gross_paid=50.0, **often | {"median_gap_days": 46.0}),
        customer("lapsed_regular", 366, net_paid=50.0, gross_paid=50.0, **often),
        customer("new", 14),
        customer("newer", 13),
        customer("old_once", 91),
        customer("sent_back", 30, orders_kept=0, net_paid=0.0, refunded=10.0, refund_rate=1.0),
        customer("returner", 10, net_paid=40.0, gross_paid=100.0, refunded=60.0, refund_rate=0.6, **often),
    )


def found(base, **more) -> dict[str, actions.Action]:
    return {action.key: action for action in actions.what_to_do_now(base, more.get("guests", NO_GUESTS), more.get("settings", SETTINGS), AS_OF)}


def test_everybody_is_where_the_rules_put_them(base):
    who = {key: action.people["customer_id"].tolist() for key, action in found(base).items()}
    assert who == {"top_dormant": ["vip"], "overdue": ["regular"], "many_returns": ["returner"], "second_order": ["new"]}


@pytest.mark.parametrize("mark", ["wholesale", "reseller", "coupon_hunter", "high_returns"])
def test_a_marked_account_stands_in_no_list_and_is_counted(base, mark):
    shown = found(base.assign(mark=base["mark"].mask(base["customer_id"].isin(["vip", "new", "vip_active"]), mark)))
    assert "top_dormant" not in shown
    assert "second_order" not in shown
    assert (shown["overdue"].customers, shown["overdue"].money, shown["overdue"].left_out) == (1, 50.0, 0)
    more = pd.concat([base, pyramid(customer("b", 30), customer("c", 31))], ignore_index=True)
    one = found(more.assign(mark=more["mark"].mask(more["customer_id"] == "b", mark)))["second_order"]
    assert (one.people["customer_id"].tolist(), one.customers, one.money, one.left_out) == (["c", "new"], 2, 20.0, 1)


def test_the_list_about_returns_keeps_accounts_marked_for_them(base):
    for mark, left in (("high_returns", False), ("reseller", True)):
        shown = found(base.assign(mark=base["mark"].mask(base["customer_id"] == "returner", mark)))
        assert ("many_returns" in shown) != left


def test_a_marked_account_is_left_out_of_one_list_only(base):
    shown = found(base.assign(mark=base["mark"].mask(base["customer_id"] == "vip", "reseller")))
    assert "top_dormant" not in shown
    assert shown["overdue"].left_out == 0


def test_actions_are_shown_by_past_money(base):
    shown = found(base)
    assert list(shown) == ["top_dormant", "overdue", "many_returns", "second_order"]
    assert [action.money for action in shown.values()] == [900.0, 50.0, 40.0, 10.0]


def test_the_sentence_about_second_orders_rests_on_earlier_customers(base):
    facts = found(base)["second_order"].facts
    # vip, regular, slow_regular, lapsed_regular and old_once have 90 days behind them.
    assert (facts["n"], facts["k"], facts["enough"]) == (5, 0, False)


def test_guests_are_an_action_when_they_are_a_twentieth_of_sales(base):
    asked = found(base, guests={"orders": 7, "money": 70.0, "share": 0.05})
    assert asked["guests"].money == 70.0
    assert asked["guests"].people.empty
    assert "guests" not in found(base, guests={"orders": 7, "money": 70.0, "share": 0.049})


def test_the_share_of_guests_is_counted_from_orders_that_count(tables):
    orders = tables.orders(
        tables.order("1", None, "2024-01-01", 30, refunded=10),
        tables.order("2", "ann", "2024-01-01", 60),
        tables.order("3", None, "2024-01-01", 999, counts=False),
    )
    assert actions.guest_sales(orders) == {"orders": 1, "money": 20.0, "share": 0.25}
    assert actions.guest_sales(orders.filter(False)) == NO_GUESTS


def test_a_shop_with_one_customer_or_none_has_sensible_actions(base):
    one = actions.what_to_do_now(pyramid(customer("ann", 30)), NO_GUESTS, SETTINGS, AS_OF)
    assert [(action.key, action.customers, action.facts["n"]) for action in one] == [("second_order", 1, 0)]
    assert actions.what_to_do_now(pyramid(customer("ann", 3)), NO_GUESTS, SETTINGS, AS_OF) == []
    assert actions.what_to_do_now(base.iloc[:0], NO_GUESTS, SETTINGS, AS_OF) == []


@given(
    st.lists(
        st.tuples(st.integers(0, 500), st.integers(1, 6), st.integers(-5, 1000), st.floats(0, 1), st.integers(1, 200)),
        min_size=1,
        max_size=40,
    )
)
def test_nobody_stands_in_two_actions_and_each_money_is_the_sum_of_its_list(drawn):
    rows = [
        customer(
            f"c{i:02}", since, orders=n, orders_kept=n, purchase_days=n, net_paid=float(net), gross_paid=100.0, refund_rate=rate, refunded=rate * 100,
            median_gap_days=float(gap) if n > 1 else None,
        )
        for i, (since, n, net, rate, gap) in enumerate(drawn)
    ]  # fmt: skip
    listed = actions.what_to_do_now(pyramid(*rows), NO_GUESTS, SETTINGS, AS_OF)
    everybody = [name for action in listed for name in action.people["customer_id"]]
    assert len(everybody) == len(set(everybody))
    for action in listed:
        assert action.customers == len(action.people) > 0
        assert action.money == pytest.approx(action.people["net_paid"].sum())
        assert (action.people["reason"] == action.key).all()
    assert [a.money for a in listed] == sorted((a.money for a in listed), reverse=True)
