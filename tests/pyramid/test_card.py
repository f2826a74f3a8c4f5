"""One customer's card, and where the base stands by days since the last order."""

import pandas as pd
import pytest

from retention import pyramid
from retention.pages.kit.words import Words
from retention.pages.pyramid.sentences import card_rows
from retention.pyramid.card import customer_card, typical_customer
from retention.pyramid.recency import recency_bands
from retention.settings import OwnField
from retention.tables import DataProblem


@pytest.fixture(scope="module")
def built(shop):
    return pyramid.build(**shop)


@pytest.fixture(scope="module")
def card(built, shop):
    return customer_card(built, shop["tables"]["orders"], shop["tables"]["order_lines"], "ann", "C-1", {}, {})


def test_the_card_shows_what_the_pyramid_holds(card):
    values = card.values.set_index("field")["value"]
    assert (values["orders"], values["net_paid"], values["usual_category"], values["age_band"]) == (5, 500.0, "dresses", "30–34")
    assert card.values["layer"].drop_duplicates().tolist() == ["basic", "consumption", "interaction", "preference"]
    assert card.values["value"].notna().all()


def test_the_card_shows_the_last_orders_oldest_first(card):
    assert card.orders["gross_paid"].tolist() == [100, 300, 80, 20, 200]
    assert card.orders["net_paid"].tolist() == [0, 250, 80, 0, 200]
    assert "order_id" not in card.orders
    assert card.as_of == pd.Timestamp("2024-06-30")


def test_where_a_customer_stands_is_the_share_of_customers_below(card):
    # Two of three paid less; cid waits longer, bob shorter.
    assert card.position["net_paid"] == pytest.approx(2 / 3)
    assert card.position["days_since_last_order"] == pytest.approx(1 / 3)


def test_nothing_that_names_a_person_is_on_the_card(card):
    shown = f"{card}{card.values.to_csv()}{card.orders.to_csv()}"
    assert not any(canary in shown for canary in ("Canary", "13800000000", "canary.example", "1990"))
    assert "ann" not in {*card.values["value"].astype(str), *card.orders.astype(str).stack(), card.name}


def test_what_serves_service_only_is_withheld_and_said_to_be(shop, built):
    fields = {"avoided_fabric": OwnField(kind="choice", choices=("羊毛",)), "style": OwnField(kind="choice", choices=("法式",))}
    purposes = {"region": ("service",), "avoided_fabric": ("service", "personalisation"), "style": ("service", "marketing"), "age_band": ()}
    people = built.assign(avoided_fabric="羊毛", style="法式")
    card = customer_card(people, shop["tables"]["orders"], None, "ann", "C-1", fields, purposes)
    shown = card.values["field"].tolist()
    assert "style" in shown
    assert not {"region", "avoided_fabric", "age_band"} & set(shown)
    told = card_rows(card, Words("en", "GBP"), fields)
    assert not any(kept in told.to_csv() for kept in ("浙江", "羊毛", "30–34"))
    said = dict(zip(told["Field"], told["Value"], strict=True))
    assert said["Region"] == "known, not shown (may serve: service)"
    assert said["avoided_fabric"] == "known, not shown (may serve: service, personalisation)"
    assert said["Age"] == "known, not shown (may serve: nothing)"
    # Of bob no region is known, so that nothing is withheld.
    bob = customer_card(people, shop["tables"]["orders"], None, "bob", "C-1", fields, purposes)
    assert bob.withheld["field"].tolist() == ["avoided_fabric"]


def test_free_text_of_the_shop_stays_off_the_card_and_choices_are_on_it(shop, tables):
    fields = {"note": OwnField(kind="text"), "style": OwnField(kind="choice", choices=("法式",))}
    built = pyramid.build(**shop).assign(note="call Ann at home", style="法式")
    card = customer_card(built, shop["tables"]["orders"], None, "ann", "C-1", fields, {})
    values = card.values.set_index("field")["value"]
    assert values["style"] == "法式"
    assert "note" not in values
    assert card.orders["goods"].isna().all()


def test_goods_of_an_order_are_named_dearest_first(tables):
    order = tables.order("1", "ann", "2024-01-01", 10)
    lines = tables.lines(
        *[tables.line(order, p, paid, line_no=i, product_name=p) for i, (p, paid) in enumerate([("cap", 1), ("coat", 9), ("sock", 0)])]
    )
    orders = tables.orders(order)
    built = pyramid.build({"orders": orders, "order_lines": lines}, pd.Timestamp("2024-01-01").date(), "all", {})
    assert customer_card(built, orders, lines, "ann", "C-1", {}, {}).orders["goods"].tolist() == ["coat · cap · sock"]


def test_a_typical_customer_is_the_middle_one_of_those_who_came_often():
    base = pd.DataFrame({"customer_id": list("abcde"), "orders": [1, 3, 4, 3, 1], "net_paid": [9.0, 1.0, 2.0, 3.0, 99.0]})
    assert typical_customer(base) == "c"
    assert typical_customer(base.assign(orders=1)) == "d"
    assert typical_customer(base.iloc[:1]) == "a"
    assert typical_customer(base.iloc[:0]) is None


def test_a_customer_named_in_the_settings_is_taken_or_refused_without_repeating_the_number(built):
    assert typical_customer(built, "bob") == "bob"
    with pytest.raises(DataProblem) as problem:
        typical_customer(built, "13900000001")
    assert "no order that counts" in str(problem.value)
    assert "13900000001" not in str(problem.value)


def test_bands_hold_every_customer_and_all_past_money():
    base = pd.DataFrame({"customer_id": list("abcde"), "days_since_last_order": [0, 30, 31, 365, 366], "net_paid": [10.0, 20.0, 30.0, 40.0, 0.0]})
    bands = recency_bands(base, 365)
    assert bands["customers"].tolist() == [2, 1, 0, 0, 1, 1]
    assert bands["net_paid"].tolist() == [30, 30, 0, 0, 40, 0]
    assert bands["money_share"].sum() == pytest.approx(1)
    assert bands["first_day"].tolist() == [0, 31, 61, 91, 181, 366]
    assert bands["last_day"].tolist()[:-1] == [30, 60, 90, 180, 365]


def test_the_open_band_begins_where_customers_are_lapsed():
    base = pd.DataFrame({"customer_id": ["a"], "days_since_last_order": [121], "net_paid": [-5.0]})
    bands = recency_bands(base, 120)
    assert bands["last_day"].tolist()[:-1] == [30, 60, 90, 120]
    assert bands["customers"].tolist() == [0, 0, 0, 0, 1]
    assert bands["money_share"].tolist() == [0] * 5
