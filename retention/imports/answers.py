"""What a file does not tell by itself and a person says once: which column is what, what a word means, how numbers and dates are written."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import Field

from retention import durable
from retention.settings import Settings, SettingsProblem
from retention.tables import DataProblem

Status = Literal["unpaid", "paid", "dispatched", "completed", "closed", "refunded"]
Role = Literal["customer_id", "ordered_at", "gross_paid", "order_id", "status", "refunded", "quantity", "unit_price", "product_name", "cancelled_at"]
# Our field → what people call it, on the command line and in sentences.
OPTIONS: dict[str, str] = {
    "customer_id": "customer",
    "ordered_at": "date",
    "gross_paid": "amount",
    "order_id": "order",
    "status": "status",
    "refunded": "refunded",
    "quantity": "quantity",
    "unit_price": "unit-price",
    "product_name": "product",
    "cancelled_at": "cancelled",
}
FILE = "import.yaml"
HEAD = "# What was answered when the import asked. Take a line away to be asked again.\n"
# For "the file has no such column".
NO_COLUMN = "none"


class Question(DataProblem):
    """What the import will not guess: says what was seen, with an example, and the words to type."""


class Answers(Settings):
    """Answers to an import's questions; what is empty is found from the files."""

    columns: dict[Role, str] = Field({}, description="our field: the file's column, e.g. gross_paid: 实收; none: there is no such column")
    ignore: tuple[str, ...] = Field((), description="columns that change nothing, though they look so")
    status: dict[str, Status] = Field({}, description="a word of the status column: what it means")
    one_row_is: Literal["", "order", "article"] = Field("", description="what a row of a file without order numbers is")
    amount_of: Literal["", "order", "row"] = Field("", description="whether the amount is the whole order's, repeated on its rows, or each row's own")
    same_number: Literal["", "one-order", "separate-orders"] = Field("", description="what rows of different customers under one order number are")
    dates: Literal["", "day-first", "month-first", "year-first"] = Field("", description="how 03/04/2026 or 24-07-03 is read")
    decimal: Literal["", "point", "comma"] = Field("", description="which sign begins the cents in 1.250 or 1,250")
    given_on: date | None = Field(None, description="the day of the last answer")
    given_for: str = Field("", description="the files it was given for")

    def joined(self, newer: Self) -> Self:
        """These answers with newer ones, which go before."""
        said = newer.model_dump(exclude_defaults=True)
        both = {name: {**getattr(self, name), **value} if isinstance(value, dict) else value for name, value in said.items()}
        if newer.ignore:
            both["ignore"] = tuple(dict.fromkeys((*self.ignore, *newer.ignore)))
        return self.model_copy(update=both)


def kept(folder: Path) -> Answers:
    """The answers kept in a params or data folder; none where nobody was asked."""
    path = folder / FILE
    return Answers.read(path if path.is_file() else None)


def keep(answers: Answers, folder: Path, day: date, files: Iterable[str]) -> None:
    """Write answers down, with the day and the files they were given for."""
    dated = answers.model_copy(update={"given_on": day, "given_for": ", ".join(files)})
    said = yaml.safe_dump(dated.model_dump(mode="json", exclude_defaults=True), allow_unicode=True, sort_keys=False)
    durable.write_file(folder / FILE, HEAD + said, mode=0o600)


def meanings(said: Iterable[str]) -> dict[str, str]:
    """`WORD=completed` of the command line, taken apart."""
    for one in said:
        if not one.rpartition("=")[0].strip():
            raise SettingsProblem(f"--word {one}: write the word and what it means, e.g. --word 已签收=completed")
    return {word.strip(): means.strip() for word, _, means in (one.rpartition("=") for one in said)}


def words(option: str, values: Iterable[str]) -> str:
    """The words to type, one of several: `--amount 实付` or `--amount "Order total"`."""
    return " or ".join(f"--{option} {_typed(value)}" for value in values)


def _typed(value: str) -> str:
    """A value as every shell takes it."""
    return value if re.fullmatch(r"[\w.%+-]+", value) else '"' + value.replace('"', '\\"') + '"'
