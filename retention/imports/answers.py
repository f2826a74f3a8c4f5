"""What a file does not tell by itself and a person says once: which column is what, what a word means, how numbers and dates are written."""

from typing import Literal

from pydantic import Field

from retention.settings import Settings
from retention.tables import DataProblem


class Question(DataProblem):
    """What the import will not guess: says what was seen, with an example, and the words to type."""


class Answers(Settings):
    """Answers to an import's questions; what is empty is found from the files."""

    columns: dict[str, str] = Field({}, description="our field: the file's column, e.g. gross_paid: 实收")
    status: dict[str, str] = Field({}, description="a status word of the file: unpaid, paid, dispatched, completed, closed or refunded")
    one_row_is: Literal["", "order", "article"] = Field("", description="what a row of a file without order numbers is")
    same_number: Literal["", "one-order", "separate-orders"] = Field("", description="what rows of different customers under one order number are")
    dates: Literal["", "day-first", "month-first", "year-first"] = Field("", description="how 03/04/2026 or 24-07-03 is read")
    decimal: Literal["", "point", "comma"] = Field("", description="which sign begins the cents in 1.250 or 1,250")
