"""The consumption layer: every column reckoned by hand, and laws for any shop."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention import pyramid
from retention.pyramid.sent_back import lines_with_kept
from retention.tables import PYRAMID, DataProblem
from retention.tables.profile import CONSUMPTION
from retention.tables.sales import RETURN_STATUS
from tests.laws import tries

DAY = pd.Timestamp

ANN = {
    "first_ordered_on": DAY("2024-01-01"),
    "last_ordered_on": DAY("2024-05-01"),
    "days_since_last_order": 60,
    "tenure": 181,
    "orders": 5,
    "orders_kept": 3,
    "purchase_days": 4,
    "units": 9,
    "gross_paid": 700.0,
    "refunded": 170.0,
    "refunds_without_order": 30.0,
    "net_paid": 500.0,
    "aov": 100.0,
    # Gaps of 10, 30 and 81 days.
    "median_gap_days": 30.0,
    # The window of 181 days begins on 2024-01-02: a1 is a day too old.
    "orders_window": 4,
    "net_paid_window": 500.0,
    # a1 went back whole, so a2 is the first order that was one.
    "first_channel": "web",
    "first_order_paid": 300.0,
    "first_category": "coats",
    "first_kept_on": DAY("2024-01-11"),
    "second_ordered_on": DAY("2024-02-10"),
    "days_to_second_order": 30,
    # 3 orders through the app against 2 on the web; 4 dresses, 3 shoes, 1 coat, 1 belt.
    "usual_channel": "app",
    "usual_category": "dresses",
    "usual_category_share": 4 / 9,
    "usual_category_n": 9,
    "refund_rate": 200 / 700,
}


@pytest.fixture(scope="module")
def built(shop):
    return pyramid.build(**shop)


@pytest.mark.parametrize(("column", "value"), ANN.items())
def test_a_customer_reckoned_by_hand(built, column, value):
    ann = built.set_index("customer_id").loc["ann"]
    assert ann[column] == pytest.approx(value) if isinstance(value, float) else ann[column] == value


def test_every_column_of_the_consumption_layer_is_reckoned_by_hand():
    assert set(CONSUMPTION) < set(ANN)


def test_every_column_built_has_a_promise_and_the_shop_keeps_it(built):
    assert list(built.columns) == list(PYRAMID.columns)
    PYRAMID.check(built)


def test_guests_and_customers_without_an_order_that_counts_are_counted_apart(built, shop):
    assert built["customer_id"].tolist() == ["ann", "bob", "cid"]
    outside = pyramid.outside(shop["tables"]["orders"], shop["tables"]["returns"], shop["tables"]["customers"]).set_index("reason")["customers"]
    assert outside.to_dict() == {"no_order_counts": 0, "refunds_only": 1, "never_ordered": 1}


def test_who_only_asked_for_money_back_in_vain_has_no_refund(tables, shop):
    asked = [{"return_id": status, "customer_id": status, "returned_on": "2024-06-01", "status": status, "amount": 0} for status in RETURN_STATUS]
    outside = pyramid.outside(shop["tables"]["orders"], tables.returns(*asked), None).set_index("reason")["customers"]
    assert len(asked) == 4
    assert outside["refunds_only"] == 1


def test_an_exchange_that_was_refused_or_is_open_left_the_goods_with_the_customer(tables):
    orders = [tables.order(status, "ann", "2024-01-01", 100) for status in RETURN_STATUS]
    asked = [
        {"return_id": status, "order_id": status, "line_no": 1, "kind": "换货", "returned_on": "2024-01-05", "status": status, "amount": 0}
        for status in RETURN_STATUS
    ]
    lines = tables.lines(*(tables.line(order, "dress", 100) for order in orders))
    found = lines_with_kept({"orders": tables.orders(*orders), "order_lines": lines, "returns": tables.returns(*asked)}).to_pandas()
    assert found.set_index("order_id")["kept"].to_dict() == {"open": True, "settled": False, "refused": True, "cancelled": True}


def test_a_customer_who_sent_everything_back_has_orders_but_no_first_kept_day(built):
    cid = built.set_index("customer_id").loc["cid"]
    assert (cid["orders"], cid["orders_kept"], cid["net_paid"], cid["first_channel"], cid["first_order_paid"]) == (1, 0, 0.0, "web", 40.0)
    assert pd.isna(cid["first_kept_on"])
    assert pd.isna(cid["second_ordered_on"])


def test_a_category_nobody_knows_stays_missing(built):
    bob = built.set_index("customer_id").loc["bob"]
    assert pd.isna(bob["usual_category"])
    assert pd.isna(bob["first_category"])
    assert bob["usual_category_n"] == 0


def test_a_second_order_on_the_first_day_is_no_return_visit(tables):
    orders = tables.orders(tables.order("1", "ann", "2024-01-01", 5), tables.order("2", "ann", "2024-01-01", 5))
    ann = pyramid.build({"orders": orders}, date(2024, 1, 1), "all", {}).iloc[0]
    assert (ann["orders"], ann["purchase_days"], ann["days_since_last_order"]) == (2, 1, 0)
    assert pd.isna(ann["second_ordered_on"])
    assert pd.isna(ann["median_gap_days"])


def test_three_columns_are_enough(shop):
    alone = pyramid.build({"orders": shop["tables"]["orders"]}, shop["as_of"], "all", {})
    PYRAMID.check(alone)
    assert alone["net_paid"].tolist() == [530.0, 60.0, 0.0]
    assert alone["orders_window"].tolist() == alone["orders"].tolist()
    assert alone["usual_category"].isna().all()


def test_a_shop_of_guests_gives_an_empty_pyramid_with_all_columns(tables):
    guests = pyramid.build({"orders": tables.orders(tables.order("1", None, "2024-01-01", 5))}, date(2024, 1, 1), 365, {})
    assert list(guests.columns) == list(PYRAMID.columns)
    assert guests.empty


def test_ties_go_to_the_dearer_and_then_by_name(tables):
    one, two = tables.order("1", "ann", "2024-01-01", 10, channel="web"), tables.order("2", "ann", "2024-01-02", 30, channel="app")
    lines = tables.lines(
        tables.line(one, "a", 5), tables.line(one, "b", 5, line_no=2), tables.line(two, "c", 5), tables.line(two, "d", 25, line_no=2, quantity=1)
    )
    products = tables.products(a="shirts", b="bags", c="shirts", d="bags")
    ann = pyramid.build({"orders": tables.orders(one, two), "order_lines": lines, "products": products}, date(2024, 1, 2), "all", {}).iloc[0]
    # Two bags for 30 beat two shirts for 10; in the first order both cost 5, so the name decides.
    assert (ann["usual_channel"], ann["usual_category"], ann["first_category"]) == ("app", "bags", "bags")


AS_OF = date(2024, 6, 30)
some_orders = st.lists(
    st.tuples(
        st.sampled_from(["ann", "bob", "cid", "dot", "eve", "fay", None]),
        st.integers(0, 400),
        st.integers(0, 100_00),
        st.integers(0, 100),
        st.booleans(),
        st.sampled_from(["web", "app", None]),
    ),
    min_size=1,
    max_size=40,
)


def rows_of(tables, drawn: list[tuple]) -> list[dict]:
    rows = []
    for i, (who, age, pence, back, counts, channel) in enumerate(drawn):
        refunded = round(pence * back / 100) / 100
        day = (AS_OF - timedelta(days=age)).isoformat()
        rows.append(tables.order(f"o{i:02}", who, day, pence / 100, refunded=refunded, counts=counts, channel=channel))
    return rows


def build(tables, rows: list[dict], returns=None) -> pd.DataFrame:
    return pyramid.build({"orders": tables.orders(*rows), "returns": returns}, AS_OF, 90, {})


@tries(5)
@given(some_orders, st.randoms())
def test_no_money_and_no_order_is_lost_and_the_order_of_rows_does_not_matter(tables, drawn, random):
    rows = rows_of(tables, drawn)
    built = build(tables, rows)
    counted = [r for r in rows if r["counts"] and r["customer_id"]]
    assert built["orders"].sum() == len(counted)
    for column in ("gross_paid", "refunded", "net_paid"):
        assert built[column].sum() == pytest.approx(sum(r[column] for r in counted), abs=0.001)
    assert (built["net_paid"] - (built["gross_paid"] - built["refunded"] - built["refunds_without_order"])).abs().max() < 0.005 or built.empty
    random.shuffle(rows)
    pd.testing.assert_frame_equal(build(tables, rows), built)


@tries(5)
@given(some_orders)
def test_one_more_order_never_lowers_a_count(tables, drawn):
    rows = rows_of(tables, drawn)
    before, after = (build(tables, some).set_index("customer_id") for some in (rows[:-1] or rows, rows))
    counts = ["orders", "orders_kept", "purchase_days", "orders_window", "gross_paid", "tenure"]
    assert (after.loc[before.index, counts] >= before[counts]).all().all()


@tries(5)
@given(some_orders)
def test_counts_are_ordered_as_their_names_say(tables, drawn):
    built = build(tables, rows_of(tables, drawn))
    assert (built["orders_kept"] <= built["orders"]).all()
    assert (built["purchase_days"] <= built["orders"]).all()
    assert (built["orders_window"] <= built["orders"]).all()
    assert (built["days_since_last_order"] <= built["tenure"]).all()
    assert (built["days_to_second_order"].dropna() >= 1).all()
    assert (built["median_gap_days"].isna() == (built["purchase_days"] == 1)).all()


def test_without_orders_the_pyramid_says_what_it_stands_on(shop):
    for told in ({}, {"orders": None}, {"customers": shop["tables"]["customers"]}):
        with pytest.raises(DataProblem, match="the pyramid stands on orders"):
            pyramid.build(told, shop["as_of"], 181, {})
