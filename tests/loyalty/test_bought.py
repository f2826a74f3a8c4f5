"""What the ledger lives on, from the shop's tables; and HerStyle's ledger beside HerStyle's own balances."""

import json
from datetime import date

import ibis
import numpy as np
import pandas as pd
import pytest

from retention import project
from retention.membership import bought
from retention.membership.ledger import points_ledger
from retention.membership.reconciled import reconcile
from retention.settings import LoyaltySettings
from retention.shop import Shop
from retention.tables import MEMBERS

ORDER = {"customer_id": "ann", "channel": "web", "list_amount": 120.0, "gross_paid": 100.0, "refunded": 0.0, "counts": True}


def orders(*rows):
    """Orders as (order, ordered_at, completed_at or None), both UTC, and columns that differ from ORDER; ordered_on is the day in Shanghai."""
    table = pd.DataFrame([ORDER | {"order_id": order, "ordered_at": at, "completed_at": done} | more for order, at, done, more in rows])
    table = table.assign(ordered_at=pd.to_datetime(table["ordered_at"]), completed_at=pd.to_datetime(table["completed_at"]))
    return ibis.memtable(table.assign(ordered_on=(table["ordered_at"] + pd.Timedelta(8, "h")).dt.date))


def days(values):
    return [None if pd.isna(day) else str(day)[:10] for day in values]


def test_an_order_is_completed_on_the_shops_day():
    rows = orders(("A", "2024-01-01 10:00", "2024-01-09 17:00", {}), ("B", "2024-01-01 17:00", "2024-01-09 15:59", {}))
    found = bought.purchases(rows, 10, "Asia/Shanghai")
    assert days(found["day"]) == ["2024-01-01", "2024-01-02"]
    assert days(found["completed_day"]) == ["2024-01-10", "2024-01-09"]
    assert days(bought.purchases(rows, 10)["completed_day"]) == ["2024-01-09", "2024-01-09"]


def test_completion_is_assumed_only_in_channels_that_never_say_it():
    rows = [
        ("A", "2024-01-01 01:00", None, {}),
        ("B", "2024-01-02 01:00", "2024-01-05 01:00", {}),
        ("C", "2024-01-03 01:00", None, {"channel": "shop"}),
    ]
    found = bought.purchases(orders(*rows), 10, "Asia/Shanghai")
    assert days(found["completed_day"]) == [None, "2024-01-05", "2024-01-13"]


def test_the_usual_days_to_completion_are_those_of_half_of_the_orders():
    done = [(f"o{n}", "2024-01-01 10:00", f"2024-01-{1 + days:02d} 09:00", {}) for n, days in enumerate((3, 12, 12, 20))]
    closed = ("closed", "2024-01-01 10:00", "2024-01-31 10:00", {"counts": False})
    shop = ("shop", "2024-01-01 10:00", None, {"channel": "shop"})
    assert bought.completion_days(orders(*done, closed, closed, closed, shop, shop, shop), 10) == 12
    assert bought.completion_days(orders(shop), 10) == 10
    assert bought.completion_days(orders(("back in time", "2024-01-05 10:00", "2024-01-01 10:00", {})), 7) == 7


def test_the_usual_order_is_the_middle_one_of_those_that_count():
    told = pd.DataFrame({"paid": [10.0, 30.0, 20.0, 900.0], "counts": [True, True, True, False]})
    assert bought.usual_paid(told) == 20
    assert bought.usual_paid(told[~told["counts"]]) == 0


def test_orders_that_count_or_were_refunded_are_there_and_closed_ones_are_never_completed():
    closed = {"counts": False, "refunded": 100.0, "channel": "shop"}
    rows = orders(
        ("A", "2024-01-01 01:00", None, {"channel": "shop"}),
        ("B", "2024-01-02 01:00", None, closed),
        ("C", "2024-01-03 01:00", None, {"counts": False}),
        ("D", "2024-01-04 01:00", None, {"customer_id": None}),
    )
    found = bought.purchases(rows, 10, "Asia/Shanghai")
    assert found[["order_id", "counts", "list", "paid"]].to_numpy().tolist() == [["A", True, 120, 100], ["B", False, 120, 100]]
    assert days(found["completed_day"]) == ["2024-01-11", None]


def test_refunds_are_added_up_by_order_and_day_and_a_closed_order_goes_back_wholly():
    closed = {"counts": False, "refunded": 60.0}
    rows = orders(
        ("A", "2024-01-01 01:00", None, {}), ("B", "2024-01-02 01:00", None, closed), ("D", "2024-01-04 01:00", None, {"customer_id": None})
    )
    back = [("A", "2024-01-08", 10.0), ("A", "2024-01-08", 5.5), ("A", "2024-01-09", 1.0), ("A", "2024-01-10", 0.0), ("B", "2024-01-05", 60.0)]
    back += [(None, "2024-01-05", 9.0), ("D", "2024-01-06", 9.0), ("unknown", "2024-01-06", 9.0)]
    table = pd.DataFrame(back, columns=["order_id", "returned_on", "amount"])
    returns = ibis.memtable(table.assign(returned_on=pd.to_datetime(table["returned_on"]).dt.date))
    found = bought.refunds(rows, returns)
    assert [(r.customer_id, r.order_id, str(r.day)[:10], r.amount) for r in found.itertuples()] == [
        ("ann", "A", "2024-01-08", 15.5),
        ("ann", "A", "2024-01-09", 1.0),
        ("ann", "B", "2024-01-05", 100.0),
    ]


def test_a_shop_without_returns_events_or_members_has_empty_tables_of_the_same_columns():
    rows = orders(("A", "2024-01-01 01:00", None, {}))
    empty = [bought.refunds(rows, None), bought.burns(None), bought.tasks(None), bought.joined(None, None, date(2024, 1, 1))]
    assert [len(table) for table in empty] == [0] * 4
    assert [tuple(table) for table in empty] == [bought.REFUNDS, bought.BURNS, bought.TASKS, bought.JOINED]
    assert points_ledger(today_of_herstyle(), bought.purchases(rows, 10), *empty, date(2024, 12, 31)).members.empty


def test_members_are_the_memberships_else_customers_with_a_day_of_joining():
    def table(**columns):
        return ibis.memtable(pd.DataFrame(columns).assign(joined_on=pd.to_datetime(pd.Series(columns["joined_on"])).dt.date))

    customers = table(
        customer_id=["ann", "bob", "cid"], joined_on=["2024-01-01", None, "2024-03-01"], birthday=pd.to_datetime(["1990-05-01", None, None])
    )
    found = bought.joined(None, customers, date(2024, 2, 1))
    assert (found["customer_id"].tolist(), days(found["birthday"])) == (["ann"], ["1990-05-01"])
    found = bought.joined(table(customer_id=["bob", "ann"], joined_on=["2024-01-05", "2024-01-06"]), customers, date(2024, 2, 1))
    assert found["customer_id"].tolist() == ["ann", "bob"]
    assert days(found["joined_on"]) == ["2024-01-06", "2024-01-05"]
    assert days(found["birthday"]) == ["1990-05-01", None]


def test_the_tall_tables_can_be_asked_for_on_spark(monkeypatch):
    asked = []

    def note(table, **_):
        asked.append(str(ibis.to_sql(table, dialect="pyspark")))
        raise StopIteration

    monkeypatch.setattr("ibis.expr.types.Table.to_pandas", note)
    monkeypatch.setattr("retention.orders._engine", lambda value: "pyspark")
    schema = {
        **dict.fromkeys(("order_id", "customer_id", "channel", "why_not"), "string"),
        **dict.fromkeys(("ordered_at", "completed_at"), "timestamp"),
    }
    schema |= {"ordered_on": "date", "counts": "boolean", **dict.fromkeys(("list_amount", "gross_paid", "refunded"), "decimal(18,2)")}
    tall = ibis.table(schema, name="orders")
    returns = ibis.table({"order_id": "string", "returned_on": "date", "amount": "decimal(18,2)"}, name="returns")
    told = ibis.table(
        dict.fromkeys(("event_id", "customer_id", "order_id", "kind", "about"), "string")
        | {"happened_on": "date", "happened_at": "timestamp"}
        | {"quantity": "int64"},
        name="events",
    )
    of_points = (lambda: bought.purchases(tall, 10, events=told), lambda: bought.refunds(tall, None, told))
    for ask in (*of_points, lambda: bought.refunds(tall, returns), lambda: bought.burns(told), lambda: bought.tasks(told)):
        with pytest.raises(StopIteration):
            ask()
    assert len(asked) == 5


# --- HerStyle ----------------------------------------------------------------------------------------


def today_of_herstyle():
    """The programme HerStyle runs now, as its params have it."""
    settings = LoyaltySettings.read(project.root() / "params" / "herstyle" / "03_loyalty_design.yaml")
    return settings.programmes[settings.today]


@pytest.fixture(scope="module")
def herstyle_ledger(herstyle):
    shop = Shop(herstyle)
    told, joined = shop.need("events"), bought.joined(shop.need("memberships"), shop.need("customers"), shop.as_of)
    sold = bought.purchases(shop.need("orders"), 10, "Asia/Shanghai", told), bought.refunds(shop.need("orders"), shop.need("returns"), told)
    return points_ledger(today_of_herstyle(), *sold, bought.burns(told), bought.tasks(told), joined, shop.as_of)


def test_herstyles_balances_and_tiers_are_ours_to_the_point_but_for_those_corrected_by_hand(herstyle, herstyle_ledger):
    shop = Shop(herstyle)
    found = reconcile(herstyle_ledger.members, shop.need("memberships").to_pandas())
    planted = json.loads((herstyle / "truth.json").read_text(encoding="utf-8"))["told"]["behaviour"]["planted"]
    assert found.points.set_index("customer_id")["difference"].to_dict() == planted["points_by_hand"]
    assert found.tiers.set_index("customer_id")["theirs"].to_dict() == planted["tiers_by_hand"]
    everybody = shop.need("memberships").count().execute()
    counts = found.counts.set_index("fate")
    assert counts.sum().tolist() == [everybody, everybody]
    assert counts.loc["equal"].tolist() == [everybody - len(planted["points_by_hand"]), everybody - len(planted["tiers_by_hand"])]


def test_herstyles_ledger_has_all_that_can_happen_today(herstyle_ledger):
    MEMBERS.check(herstyle_ledger.members)
    assert {"earned", "matured", "clawed", "burned", "given_back", "upgraded"} <= set(herstyle_ledger.entries["kind"])
    assert (herstyle_ledger.members["points_debt"] == 0).all()
    assert herstyle_ledger.members["points_pending"].sum() > 0
    waiting = herstyle_ledger.members["expected_tier"] > herstyle_ledger.members["tier"]
    assert 0 < waiting.sum() < 0.1 * len(waiting)
    assert np.isclose(herstyle_ledger.members["discount"].max(), 0.08)


def test_a_ledger_of_an_earlier_day_is_the_beginning_of_todays(herstyle, herstyle_ledger):
    earlier = Shop(herstyle, "2025-09-30")
    told, joined = earlier.need("events"), bought.joined(earlier.need("memberships"), earlier.need("customers"), earlier.as_of)
    orders, returns = earlier.need("orders"), earlier.need("returns")
    sold = bought.purchases(orders, 10, "Asia/Shanghai", told), bought.refunds(orders, returns, told)
    then = points_ledger(today_of_herstyle(), *sold, bought.burns(told), bought.tasks(told), joined, earlier.as_of).entries
    now = herstyle_ledger.entries
    kinds = ["matured", "burned"]
    past = now[(now["day"] <= pd.Timestamp("2025-09-30")) & now["kind"].isin(kinds)].reset_index(drop=True)
    pd.testing.assert_frame_equal(then[then["kind"].isin(kinds)].reset_index(drop=True), past)
