"""Coverage of the five layers: what is there, what is missing, which table would bring it."""

import numpy as np
import pandas as pd
import pytest

from retention import pyramid
from retention.pages.kit.words import Words
from retention.pyramid import layers
from retention.settings import OwnField
from retention.tables import PYRAMID
from tests.pyramid import told

ALL = {"orders", "order_lines", "returns", "customers", "products"}


@pytest.fixture(scope="module")
def built(shop):
    return pyramid.build(**shop)


def test_a_field_counts_for_the_customers_who_have_a_value(built):
    fields = layers.field_coverage(built, ALL, []).set_index("field")["filled"]
    # Ann's sex is known; bob's is blank; cid is not in the customers table.
    assert fields["gender"] == pytest.approx(1 / 3)
    assert fields["joined_on"] == pytest.approx(1 / 3)
    assert fields["occupation"] == 0
    assert fields["usual_category"] == pytest.approx(2 / 3)
    assert fields["usual_channel"] == 1


def test_a_layer_is_the_mean_of_its_fields(built):
    by_layer = layers.layer_coverage(layers.field_coverage(built, ALL, [])).set_index("layer")
    assert list(by_layer.index) == list(layers.LAYERS)
    # gender, age band, region and joined_on for one customer in three, occupation for none.
    assert by_layer.loc["basic", "filled"] == pytest.approx(4 / 3 / 5)
    assert (by_layer.loc["basic", "present"], by_layer.loc["basic", "fields"]) == (4, 5)
    assert by_layer.loc["consumption", "filled"] == 1
    assert by_layer.loc["social", "lacking"] == ("memberships", "events", "touches")


def test_refunds_are_unknown_where_neither_returns_nor_orders_tell_of_them(built):
    def refunds(customers, tables):
        return tuple(layers.field_coverage(customers, tables, []).set_index("field").loc["refund_rate", ["filled", "lacking"]])

    assert refunds(built, ALL) == refunds(built, ALL - {"returns"}) == (1.0, ())
    assert refunds(built.assign(refund_rate=np.nan), ALL - {"returns"}) == (0.0, ("returns",))


def test_chats_and_coupons_may_come_with_events_instead_of_a_table_of_their_own(shop):
    happened = told.events(("ann", "2024-06-01", "chat"))
    fields = layers.field_coverage(pyramid.build(**shop | {"tables": shop["tables"] | {"events": happened}}), ALL | {"events"}, []).set_index("field")
    assert fields.loc["chats", ["filled", "lacking"]].tolist() == [1.0, ()]
    # No event tells of a coupon, or of goods looked at.
    assert fields.loc["coupons", ["filled", "lacking"]].tolist() == [0.0, ("coupons",)]
    assert fields.loc["views", ["filled", "lacking"]].tolist() == [0.0, ()]


def test_own_fields_join_the_basic_layer(shop):
    fields = {"shoe_size": OwnField(kind="number")}
    covered = layers.field_coverage(pyramid.build(**shop | {"own_fields": fields}), ALL, fields)
    assert covered.set_index("field").loc["shoe_size", ["layer", "filled"]].tolist() == ["basic", 0.0]


def test_what_is_missing_names_each_table_and_its_fields(built):
    missing = layers.what_is_missing(layers.field_coverage(built, {"orders"}, []))
    rows = missing.set_index("table")
    assert rows.loc["customers", "fields"] == ("gender", "age_band", "region", "occupation", "joined_on")
    assert rows.loc["products", "fields"] == (
        *(f"usual_{name}" for name in ("category", "brand", "style", "colour", "season", "size")),
        "median_discount",
        "clearance_share",
    )
    assert rows.loc["tickets", ["layers", "fields"]].tolist() == [("interaction",), ("chats",)]
    assert rows.loc["events", "layers"] == ("interaction", "preference", "social")
    assert missing["table"].is_unique


def test_the_table_that_adds_most_fields_is_missing_first(built):
    missing = layers.what_is_missing(layers.field_coverage(built, {"orders"}, []))
    added = missing.loc[missing["table"] != "", "fields"].map(len)
    assert added.is_monotonic_decreasing
    assert added.iloc[0] == 8


def test_an_empty_field_of_a_table_that_is_there_is_named_as_such(built):
    missing = layers.what_is_missing(layers.field_coverage(built, ALL, []))
    assert ("", ("basic",), ("occupation",)) in set(missing.itertuples(index=False, name=None))


def test_a_shop_without_customers_is_covered_nowhere(built):
    assert (layers.field_coverage(built.iloc[:0], ALL, [])["filled"] == 0).all()


def test_every_column_named_by_a_layer_is_promised_and_every_field_has_a_label_and_a_use():
    for language in ("en", "zh"):
        words = Words(language)
        for field in layers.FIELDS:
            assert not field.column or field.column in PYRAMID.columns
            assert words.has(f"pyramid-field-{field.name.replace('_', '-')}")
            for table in field.needs:
                assert words.has(f"pyramid-table-{table.replace('_', '-')}")
                assert words.has(f"pyramid-unlocks-{field.layer}-{table.replace('_', '-')}"), (field.layer, table)


def test_the_five_layers_are_those_of_the_practice():
    assert isinstance(layers.layer_coverage(layers.field_coverage(pd.DataFrame(), set(), [])), pd.DataFrame)
    assert {field.layer for field in layers.FIELDS} == set(layers.LAYERS)
