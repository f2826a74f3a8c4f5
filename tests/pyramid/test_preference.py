"""What customers like and how sure that is: by hand, and laws for any basket."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention import pyramid
from retention.pyramid.goods import goods_of, lines_in_buckets, median_by_customer, most_bought
from retention.pyramid.preference import ATTRIBUTES, preference_layer, tastes
from retention.stats import wilson
from retention.tables import ORDERS, PRODUCTS
from tests.pyramid.conftest import line, order, table

GOODS = {
    "red-m": {"category": "dress", "brand": "A", "style": "french", "colour": "red", "season": "summer", "size": "M"},
    "red-l": {"category": "dress", "brand": "A", "style": "french", "colour": "red", "season": "summer", "size": "L"},
    "blue-m": {"category": "dress", "brand": "B", "style": " ", "colour": "blue", "season": "winter", "size": "M"},
    "shoe-38": {"category": "shoes", "brand": "A", "style": "work", "colour": "black", "season": None, "size": "38"},
}


def products(**more: dict):
    rows = {name: {"list_price": 100, "launched_on": date(2024, 1, 1)} | row for name, row in (GOODS | more).items()}
    return table(PRODUCTS, [{"product_id": name} | row for name, row in rows.items()])


def layer(tables, *lines: tuple, **more) -> pd.Series:
    """Ann's layer from (product, paid, day) and further columns of the line."""
    own = order("1", "ann", "2024-01-01", 1000)
    made = [
        line(own, product, paid, line_no=number, ordered_on=date.fromisoformat(day), **(extra[0] if extra else {}))
        for number, (product, paid, day, *extra) in enumerate(lines, 1)
    ]
    told = {"orders": tables.orders(own), "order_lines": tables.lines(*made), "products": products()} | more
    return preference_layer(told, pd.Series(["ann"], name="customer_id")).iloc[0]


def test_a_taste_has_its_share_its_n_and_the_least_the_share_is_likely_to_be(tables):
    ann = layer(tables, ("red-m", 100, "2024-01-05"), ("red-l", 100, "2024-01-05"), ("blue-m", 100, "2024-01-06"), ("shoe-38", 90, "2024-01-07"))
    assert ann[["usual_category", "usual_brand", "usual_style", "usual_colour", "usual_season"]].tolist() == ["dress", "A", "french", "red", "summer"]
    assert ann[["usual_category_share", "usual_category_n"]].tolist() == [0.75, 4]
    assert ann["usual_category_low"] == pytest.approx(float(wilson(3, 4)[0]))
    # The blue dress has no style, the shoe no season: they are not in the base.
    assert ann[["usual_style_share", "usual_style_n", "usual_season_share", "usual_season_n"]].tolist() == [2 / 3, 3, 2 / 3, 3]


def test_of_equally_many_pieces_the_dearer_wins_then_the_first_by_name(tables):
    dearer = layer(tables, ("red-m", 100, "2024-01-05"), ("blue-m", 101, "2024-01-05"))
    assert dearer[["usual_colour", "usual_brand"]].tolist() == ["blue", "B"]
    assert layer(tables, ("red-m", 100, "2024-01-05"), ("blue-m", 100, "2024-01-05"))["usual_colour"] == "blue"


def test_the_size_is_the_one_she_kept_in_her_usual_category(tables):
    back = {"refunded": 100}
    ann = layer(
        tables,
        ("red-m", 100, "2024-01-05", back),
        ("blue-m", 100, "2024-01-05", back),
        ("red-l", 100, "2024-01-05", {"refunded": 40}),
        ("shoe-38", 90, "2024-01-07", {"quantity": 2}),
    )
    assert ann[["usual_category", "usual_size", "usual_size_share", "usual_size_n"]].tolist() == ["dress", "L", 1.0, 1]


def returned(tables, **more):
    """Ann's one return of order 1."""
    return tables.returns({"return_id": "r1", "order_id": "1", "customer_id": "ann", "returned_on": "2024-01-20", "amount": 0, **more})


def replaced(tables, why_of_line: str) -> dict:
    """Ann's order 1, exchanged for another size that came with an order of nothing."""
    own = order("1", "ann", "2024-01-01", 100)
    new = order("2", "ann", "2024-01-25", 0, counts=False, why_not="replacement for an exchange")
    sent = line(new, "red-l", 0, why_not=why_of_line)
    return {
        "orders": tables.orders(own, new),
        "order_lines": tables.lines(line(own, "red-m", 100), sent),
        "products": products(),
        "returns": returned(tables, line_no=1, product_id="red-m", kind="换货"),
    }


def test_a_size_exchanged_away_is_not_kept_and_the_one_sent_for_it_is(tables):
    # Imports call the line of a replacement by its order's reason, or by its own: it has no price.
    for why in ("replacement for an exchange", "no price"):
        told = replaced(tables, why)
        ann = preference_layer(told, pd.Series(["ann"], name="customer_id")).iloc[0]
        assert ann[["usual_size", "usual_size_n"]].tolist() == ["L", 1]
        # Liked and paid for is what was bought: the replacement is no second purchase.
        assert ann[["usual_colour_n", "price_n", "full_price_share"]].tolist() == [1, 1, 1]


def test_a_gift_beside_a_replacement_tells_no_size(tables):
    told = replaced(tables, "gift")
    assert preference_layer(told, pd.Series(["ann"], name="customer_id"))["usual_size_n"].tolist() == [0]


def test_an_exchange_that_names_the_goods_but_no_line_counts_too(tables):
    bought = (("red-m", 100, "2024-01-05"), ("blue-m", 100, "2024-01-05"), ("red-l", 100, "2024-01-05"))
    assert layer(tables, *bought)[["usual_size", "usual_size_n"]].tolist() == ["M", 3]
    without = layer(tables, *bought, returns=returned(tables, product_id="red-m", kind="Exchange"))
    assert without[["usual_size", "usual_size_n"]].tolist() == ["L", 2]
    # A return that gave nothing back is no exchange.
    assert layer(tables, *bought, returns=returned(tables, product_id="red-m", kind="仅退款"))["usual_size_n"] == 3


def test_of_an_order_given_back_wholly_no_size_was_kept_though_the_refund_names_no_line(tables):
    back, kept = order("1", "ann", "2024-01-01", 200, refunded=200), order("2", "ann", "2024-02-01", 100, refunded=40)
    told = {
        "orders": tables.orders(back, kept),
        "order_lines": tables.lines(line(back, "red-m", 200, quantity=2), line(kept, "red-l", 100)),
        "products": products(),
    }
    ann = preference_layer(told, pd.Series(["ann"], name="customer_id")).iloc[0]
    assert ann[["usual_size", "usual_size_n", "usual_category_n"]].tolist() == ["L", 1, 3]


def test_full_price_begins_where_the_settings_say(tables):
    own = order("1", "ann", "2024-01-01", 1)
    lines = [line(own, "red-m", paid, line_no=number, ordered_on=date(2024, 1, 5)) for number, paid in enumerate((100, 95, 90, 89), 1)]
    told = {"orders": tables.orders(own), "order_lines": tables.lines(*lines), "products": products()}
    share = lambda begin: preference_layer(told, pd.Series(["ann"], name="customer_id"), begin)["full_price_share"].item()  # noqa: E731
    assert [share(1.0), share(0.95), share(0.9)] == [0.25, 0.5, 0.75]


def test_full_price_and_discount_are_measured_against_the_list_price_of_the_line_first(tables):
    ann = layer(
        tables,
        ("red-m", 95, "2024-01-05"),
        ("red-m", 94.99, "2024-01-05"),
        ("red-m", 60, "2024-01-05", {"list_price": 120, "quantity": 1}),
        ("red-m", 130, "2024-01-05"),
    )
    assert ann[["full_price_share", "price_n"]].tolist() == [0.5, 4]
    # 5 %, 5.01 %, 50 % and, where more than the list price was paid, 0 %.
    assert ann["median_discount"] == pytest.approx((0.05 + 0.0501) / 2)


def test_a_line_of_three_pieces_weighs_three(tables):
    ann = layer(tables, ("red-m", 150, "2024-01-05", {"quantity": 3}), ("red-m", 100, "2024-01-05"), ("red-m", 100, "2024-01-05"))
    assert ann["median_discount"] == pytest.approx(0.5)
    assert ann[["price_n", "full_price_share"]].tolist() == [5, 0.4]


def test_goods_are_new_for_eight_weeks_and_clearance_after_twelve_or_at_forty_percent_off(tables):
    days = {"2024-02-26": (1, 0), "2024-02-27": (0, 0), "2024-03-25": (0, 0), "2024-03-26": (0, 1)}
    for day, (new, clearance) in days.items():
        ann = layer(tables, ("red-m", 100, day))
        assert (ann["new_arrival_share"], ann["clearance_share"]) == (new, clearance), day
    assert layer(tables, ("red-m", 60, "2024-01-05"))["clearance_share"] == 1
    assert layer(tables, ("red-m", 60.01, "2024-01-05"))["clearance_share"] == 0


def test_the_usual_promotion_is_that_of_most_orders_and_unknown_ones_say_nothing(tables):
    rows = [order(str(i), "ann", "2024-01-01", 10) | {"promotion": p} for i, p in enumerate(["none", "threshold_off", "threshold_off", None])]
    rows.append(order("9", "ann", "2024-01-01", 10, counts=False) | {"promotion": "none"})
    ann = layer(tables, ("red-m", 100, "2024-01-05"), orders=table(ORDERS, rows))
    assert ann[["usual_promotion", "usual_promotion_share", "usual_promotion_n"]].tolist() == ["threshold_off", 2 / 3, 3]


def test_orders_that_know_of_no_promotions_leave_it_missing(tables, shop):
    no_column = shop["tables"] | {"orders": shop["tables"]["orders"].drop("promotion")}
    built = pyramid.build(**shop | {"tables": no_column})
    assert built["usual_promotion"].isna().all()
    assert built["usual_promotion_n"].isna().all()


def test_goods_unknown_or_without_a_product_number_say_nothing(tables):
    ann = layer(tables, (None, 10, "2024-01-05"), ("never-heard-of", 10, "2024-01-05"))
    assert ann.drop(["customer_id", "usual_category_n", "price_n", "launch_n", *(f"usual_{a}_n" for a in ATTRIBUTES)]).isna().all()
    assert ann[["usual_category_n", "price_n", "usual_size_n"]].tolist() == [0, 0, 0]


def test_without_lines_or_products_tastes_are_missing_and_nobody_is_lost(shop):
    for without in ("order_lines", "products"):
        built = pyramid.build(**shop | {"tables": shop["tables"] | {without: None}})
        assert built["customer_id"].tolist() == ["ann", "bob", "cid"]
        assert built[["usual_brand", "usual_size", "full_price_share", "clearance_share"]].isna().all(axis=None)
        assert (built["usual_category_n"] == 0).all()


def test_buckets_of_customers_change_nothing(shop):
    goods = goods_of(shop["tables"]["products"], ATTRIBUTES)
    whole, parts = (
        pd.concat([tastes(part, goods) for part in lines_in_buckets(shop["tables"], goods, most)]).sort_values("customer_id").reset_index(drop=True)
        for most in (1000, 3)
    )
    assert len(list(lines_in_buckets(shop["tables"], goods, 3))) == 4
    pd.testing.assert_frame_equal(parts, whole)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 4), st.integers(1, 5), st.integers(0, 900)), max_size=30))
def test_the_most_bought_code_is_what_counting_one_by_one_finds(rows):
    frame = pd.DataFrame(rows, columns=["customer", "code", "pieces", "paid"]).astype("int64")
    code, pieces, of = most_bought(*(frame[name].to_numpy() for name in frame), 4)
    for customer in range(4):
        own = frame[(frame["customer"] == customer) & (frame["code"] >= 0)]
        by_code = own.groupby("code")[["pieces", "paid"]].sum().reset_index()
        best = by_code.sort_values(["pieces", "paid", "code"], ascending=[False, False, True])
        assert code[customer] == (best["code"].iloc[0] if len(best) else -1)
        assert (pieces[customer], of[customer]) == ((best["pieces"].iloc[0] if len(best) else 0), own["pieces"].sum())


@given(st.lists(st.tuples(st.integers(0, 2), st.floats(0, 1), st.integers(1, 4)), min_size=1, max_size=20))
def test_the_median_over_pieces_is_numpys_over_the_pieces_one_by_one(rows):
    customer, values, pieces = (np.array(column) for column in zip(*rows, strict=True))
    found = median_by_customer(customer, values, pieces, 3)
    for number in range(3):
        own = np.repeat(values, pieces)[np.repeat(customer, pieces) == number]
        assert found[number] == pytest.approx(np.median(own)) if len(own) else np.isnan(found[number])


@settings(max_examples=15)
@given(
    st.lists(
        st.tuples(st.sampled_from(["ann", "bob"]), st.sampled_from([*GOODS, "mystery"]), st.integers(0, 20), st.integers(1, 3), st.booleans()),
        min_size=1,
        max_size=10,
    )
)
def test_shares_lie_between_nought_and_one_and_no_surer_than_they_are(tables, rows):
    orders = {who: order(who, who, "2024-03-01", 1) for who in ("ann", "bob")}
    lines = [
        line(orders[who], product, paid, quantity=quantity, line_no=i, refunded=paid if back else 0)
        for i, (who, product, paid, quantity, back) in enumerate(rows)
    ]
    told = {"orders": tables.orders(*orders.values()), "order_lines": tables.lines(*lines), "products": products()}
    built = preference_layer(told, pd.Series(["ann", "bob"], name="customer_id"))
    shares = built[[name for name in built if name.endswith(("_share", "_low", "_discount"))]].astype(float)
    assert (shares.isna() | shares.apply(lambda column: column.between(0, 1))).all(axis=None)
    for what in ATTRIBUTES:
        known = built[f"usual_{what}_n"].fillna(0) > 0
        assert (built[f"usual_{what}"].notna() == known).all()
        assert (built.loc[known, f"usual_{what}_low"] <= built.loc[known, f"usual_{what}_share"]).all()
