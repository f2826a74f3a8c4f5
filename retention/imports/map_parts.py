"""What the sources of an import map are made of: rules by texts, packed cells, texts of several columns, and what rows can tell at all."""

import re
from typing import Literal

import duckdb
from pydantic import Field, model_validator

from retention.settings import Settings

# What can be told of an item in a packed cell.
UNPACKED = ("product_id", "product_name", "quantity", "list_price", "unit_price", "line_paid")


class Texts(Settings):
    """Texts that begin with, equal or contain one of some texts."""

    starts_with: tuple[str, ...] = ()
    equals: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()


class Promotion(Texts):
    """Names of coupons of one kind; without any text it is the kind of all names that come down to it."""

    kind: Literal["threshold_off", "percentage_off", "amount_off"] = Field(description="what such a coupon does")


class Rule(Texts):
    """Rows whose field begins with, equals or contains one of some texts."""

    field: str = Field(description="our name of the field it looks at")
    why: str = Field("", description="why such rows are no orders, e.g. 'staff order'")


class Rows(Texts):
    """Rows of one kind, where a file has several under one header."""

    column: str = Field(description="the file's column that tells the kind")


class Unpack(Settings):
    """Cells packed with the items of an order, e.g. "2× Shirt, 1× Skirt"."""

    column: str = Field(description="the file's column, or a pattern such as order_item_* for several")
    pattern: str = Field(description="regular expression of one item; its named groups are fields of a line, e.g. (?P<quantity>\\d+)")

    @model_validator(mode="after")
    def _names_fields(self) -> "Unpack":
        try:
            groups = re.compile(self.pattern).groupindex
            duckdb.sql("select regexp_extract_all('', ?)", params=[self.pattern]).fetchall()
        except (re.error, duckdb.Error) as error:
            raise ValueError(f"{self.pattern!r} is no regular expression ({str(error).splitlines()[0]})") from error
        strange = [name for name in groups if name not in UNPACKED]
        if strange or not groups:
            raise ValueError(f"the pattern names {strange[0] if strange else 'nothing'!r}; its groups (?P<name>…) can be {', '.join(UNPACKED)}")
        return self


class Made(Settings):
    """A text made of several columns of a row: the first that is filled, or all of them with a space between."""

    first_of: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> "Made":
        if bool(self.first_of) == bool(self.joined):
            raise ValueError("give either first_of or joined, with the names of columns")
        return self


class Knows(Settings):
    """What rows of a kind can tell at all; what is left empty is not said."""

    customer: Literal["", "none", "name", "masked", "id", "contact"] = Field(
        "", description="who bought: nobody, a name only, a name or number behind a mask, an account, a telephone or e-mail address"
    )
    refunds: Literal["", "none", "net", "whole", "part", "order", "settled"] = Field(
        "",
        description="what was given back: nothing told, amounts that are after refunds, whole orders only, parts of orders only, "
        "an amount without a day, each refund with its day",
    )
    times: Literal["", "day", "minute"] = Field("", description="how exactly it tells when something was ordered")
