"""What a file does not tell by itself and a person says once: which column is what, what a word means, how numbers and dates are written."""

import re
from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from retention.settings import Settings
from retention.tables import DataProblem

Status = Literal["unpaid", "paid", "dispatched", "completed", "closed", "refunded"]
# Our field → what people call it, on the command line and in sentences.
OPTIONS = {
    "customer_id": "customer",
    "ordered_at": "date",
    "gross_paid": "amount",
    "order_id": "order",
    "status": "status",
    "refunded": "refunded",
    "quantity": "quantity",
    "unit_price": "unit-price",
    "product_name": "product",
}
# For "the file has no such column".
NO_COLUMN = "none"


class Question(DataProblem):
    """What the import will not guess: says what was seen, with an example, and the words to type."""


class Answers(Settings):
    """Answers to an import's questions; what is empty is found from the files."""

    columns: dict[str, str] = Field({}, description="our field: the file's column, e.g. gross_paid: 实收; none: there is no such column")
    ignore: tuple[str, ...] = Field((), description="columns that change nothing, though they look so")
    status: dict[str, Status] = Field({}, description="a word of the status column: what it means")
    one_row_is: Literal["", "order", "article"] = Field("", description="what a row of a file without order numbers is")
    amount_of: Literal["", "order", "row"] = Field("", description="whether the amount is the whole order's, repeated on its rows, or each row's own")
    same_number: Literal["", "one-order", "separate-orders"] = Field("", description="what rows of different customers under one order number are")
    dates: Literal["", "day-first", "month-first"] = Field("", description="how 03/04/2026 is read")
    decimal: Literal["", "point", "comma"] = Field("", description="which sign begins the cents in 1.250 or 1,250")


def words(option: str, values: Iterable[str]) -> str:
    """The words to type, one of several: `--amount 实付` or `--amount "Order total"`."""
    return " or ".join(f"--{option} {_typed(value)}" for value in values)


def _typed(value: str) -> str:
    """A value as every shell takes it."""
    return value if re.fullmatch(r"[\w.%+-]+", value) else '"' + value.replace('"', '\\"') + '"'
