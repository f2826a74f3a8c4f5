"""The basic layer: who customers are, as far as the shop asked, without what names them.

Names, telephones and e-mail addresses never enter the pyramid; the date of birth becomes an age
band, and ages under 14 are dropped, since a minor's data is sensitive (PIPL 28).
"""

from collections.abc import Mapping
from datetime import date

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from retention.settings import OwnField
from retention.tables import CUSTOMERS, PYRAMID, DataProblem

IDENTIFIERS = ("name", "phone", "email", "birthday")
GIVEN = ("gender", "region", "occupation")
# Lowest age of each band; the last one has no upper end.
AGE_BANDS = (14, 18, 25, 30, 35, 40, 50, 60)
OLDEST = 110


def basic_layer(customers: ir.Table | None, as_of: date, own_fields: Mapping[str, OwnField]) -> pd.DataFrame:
    """One row per customer of the customers table: the basic layer and the shop's own fields, typed."""
    check_own_fields(own_fields)
    if customers is None:
        return empty(own_fields)
    wanted = ["customer_id", "birthday", "joined_on", *GIVEN, *own_fields]
    given = customers.select(*[name for name in wanted if name in customers.columns]).to_pandas()
    known = given.reindex(columns=wanted)
    return pd.DataFrame(
        {
            "customer_id": known["customer_id"],
            **{name: words(known[name]) for name in GIVEN},
            "age_band": age_bands(known["birthday"], as_of),
            "joined_on": pd.to_datetime(known["joined_on"]).astype("datetime64[ms]"),
            **{name: typed(known[name], name, field) for name, field in own_fields.items()},
        }
    )


def empty(own_fields: Mapping[str, OwnField]) -> pd.DataFrame:
    """The basic layer of a shop without a customers table: right columns, no rows."""
    names = ["customer_id", *GIVEN, "age_band", *own_fields]
    return pd.DataFrame({name: pd.Series(dtype="str") for name in names}).assign(joined_on=pd.Series(dtype="datetime64[ms]"))


def check_own_fields(own_fields: Mapping[str, OwnField]) -> None:
    """Refuse own fields whose name is taken, or would bring a direct identifier into the pyramid."""
    for name in own_fields:
        if name in IDENTIFIERS:
            raise DataProblem(f"fields: {name!r} identifies a person and never enters the pyramid; leave it out of `fields:` in shop.yaml")
        if name in CUSTOMERS.columns or name in PYRAMID.columns:
            raise DataProblem(f"fields: {name!r} is a column of the pyramid already; give the field another name in shop.yaml")


def words(values: pd.Series) -> pd.Series:
    """Text without blanks at the ends; empty text counts as missing."""
    text = values.astype("string").str.strip()
    return text.mask(text == "").astype("str").where(text.notna() & (text != ""))


def age_bands(birthdays: pd.Series, as_of: date) -> pd.Series:
    """Age at as_of as a band, e.g. '25–29'; missing under 14, over 110 and where no date is known.

    >>> age_bands(pd.Series(pd.to_datetime(["1999-07-01", "1999-06-30", "2015-01-01", None])), date(2024, 6, 30)).tolist()
    ['18–24', '25–29', nan, nan]
    """
    born = pd.to_datetime(birthdays)
    before_birthday = (born.dt.month > as_of.month) | ((born.dt.month == as_of.month) & (born.dt.day > as_of.day))
    ages = as_of.year - born.dt.year - before_birthday.astype(int)
    names = [f"{low}–{high - 1}" for low, high in zip(AGE_BANDS, AGE_BANDS[1:], strict=False)] + [f"{AGE_BANDS[-1]}+"]
    place = np.searchsorted(AGE_BANDS, ages.fillna(0), side="right") - 1
    known = (ages >= AGE_BANDS[0]) & (ages <= OLDEST)
    return pd.Series(np.array(names, dtype=object)[np.clip(place, 0, None)], index=birthdays.index, dtype="str").where(known)


def typed(values: pd.Series, name: str, field: OwnField) -> pd.Series:
    """An own field's values as its kind says, or DataProblem with how many do not fit.

    Not which ones: they may be personal, and the sentence goes on the board.
    """
    given = values.notna() & (values.astype("string").str.strip() != "").fillna(False)
    text = words(values)
    if field.kind == "number":
        read = pd.to_numeric(text, errors="coerce")
        hint = "numbers only, without units"
    elif field.kind == "date":
        read = pd.to_datetime(text, errors="coerce", format="ISO8601").astype("datetime64[ms]")
        hint = "dates as 2026-06-30"
    elif field.kind == "choice":
        read = text.where(text.isin(field.choices))
        hint = "one of " + ", ".join(field.choices)
    else:
        return text
    unfit = given & read.isna()
    if unfit.any():
        raise DataProblem(
            f"customers: {int(unfit.sum())} of {int(given.sum())} values of {name} are no {field.kind}. "
            f"Expected {hint}; correct the export or change `fields: {name}` in shop.yaml"
        )
    return read
