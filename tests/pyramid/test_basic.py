"""The basic layer and the shop's own fields; and what must never enter the pyramid."""

from datetime import date

import pandas as pd
import pyarrow as pa
import pytest

from retention import pyramid
from retention.pyramid import basic
from retention.settings import OwnField
from retention.tables import PYRAMID, SHOP_TABLES, DataProblem

AS_OF = date(2024, 6, 30)


@pytest.fixture(scope="module")
def built(shop):
    return pyramid.build(**shop)


def test_basic_fields_come_from_the_customers_table(built):
    ann = built.set_index("customer_id").loc["ann"]
    # Born 1990-07-01, so 33 until tomorrow.
    assert (ann["gender"], ann["age_band"], ann["region"]) == ("F", "30–34", "浙江")


def test_blank_values_and_children_are_missing(built):
    bob = built.set_index("customer_id").loc["bob"]
    assert bob[["gender", "age_band", "region"]].isna().all()
    assert bob["joined_on"] == pd.Timestamp("2024-06-20")


def test_nothing_that_names_a_person_is_in_the_pyramid(built):
    text = built.astype(str).to_csv()
    assert not any(canary in text for canary in ("Canary", "13800000000", "@", "1990"))


def test_a_fourteen_year_old_has_a_band_and_a_younger_one_none():
    born = pd.Series(pd.to_datetime(["2010-06-30", "2010-07-01", "1964-06-30", "1900-01-01"]))
    assert basic.age_bands(born, AS_OF).fillna("none").tolist() == ["14–17", "none", "60+", "none"]


def own(tables, name: str, values: list, field: OwnField, kind=None) -> pd.Series:
    kind = kind if kind is not None else pa.string()
    people = tables.customers(*[{"customer_id": f"c{i}", name: v} for i, v in enumerate(values)], **{name: kind})
    return basic.basic_layer(people, AS_OF, {name: field})[name]


def test_own_fields_are_typed_as_declared(tables):
    assert own(tables, "height", ["165", " 170.5 ", None], OwnField(kind="number")).fillna(-1).tolist() == [165.0, 170.5, -1]
    assert own(tables, "height", [165.0, None], OwnField(kind="number"), pa.float64()).fillna(-1).tolist() == [165.0, -1]
    assert own(tables, "fitted_on", ["2024-02-29", ""], OwnField(kind="date"))[0] == pd.Timestamp("2024-02-29")
    assert own(tables, "fitted_on", [date(2024, 2, 29)], OwnField(kind="date"), pa.date32())[0] == pd.Timestamp("2024-02-29")
    assert own(tables, "style", ["法式", None], OwnField(kind="choice", choices=("法式", "通勤"))).fillna("-").tolist() == ["法式", "-"]
    assert own(tables, "remark", [" any ", ""], OwnField(kind="text")).fillna("-").tolist() == ["any", "-"]


@pytest.mark.parametrize(
    ("field", "values", "says"),
    [
        (OwnField(kind="number"), ["165", "tall", "170cm"], "2 of 3 values of extra are no number. Expected numbers only"),
        (OwnField(kind="date"), ["2024-02-30", None], "1 of 1 values of extra are no date. Expected dates as 2026-06-30"),
        (OwnField(kind="choice", choices=("S", "M")), ["S", "XXL"], "1 of 2 values of extra are no choice. Expected one of S, M"),
    ],
)
def test_a_value_that_does_not_fit_says_what_how_often_and_what_to_do(tables, field, values, says):
    with pytest.raises(DataProblem) as problem:
        own(tables, "extra", values, field)
    assert says in str(problem.value)
    assert "fields: extra" in str(problem.value)


@pytest.mark.parametrize(
    ("name", "says"), [("phone", "identifies a person"), ("birthday", "identifies a person"), ("net_paid", "a column of the pyramid already")]
)
def test_own_fields_cannot_bring_in_identifiers_or_overwrite_columns(name, says):
    with pytest.raises(DataProblem, match=says):
        basic.check_own_fields({name: OwnField(kind="text")})


def test_a_declared_field_missing_from_the_export_is_a_column_of_missing_values(shop, tables):
    fields = {"shoe_size": OwnField(kind="number")}
    for customers in (shop["tables"]["customers"], None):
        built = pyramid.build(shop["tables"] | {"customers": customers}, shop["as_of"], 181, fields)
        assert built.columns[-1] == "shoe_size"
        assert built["shoe_size"].isna().all()


def test_every_promised_column_says_what_it_means():
    promised = {f"{table.name}.{name}": column.meaning for table in (*SHOP_TABLES.values(), PYRAMID) for name, column in table.columns.items()}
    assert [name for name, meaning in promised.items() if len(meaning) <= 2] == []
