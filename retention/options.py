"""Options of `import` and `run` that answer an import's questions; what was answered is kept, so that nobody is asked twice.

Nothing heavy is imported here: help comes at once.
"""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from retention.imports.answers import Answers


COLUMNS = {
    "customer": ("customer_id", "column that says who bought, or none"),
    "date": ("ordered_at", "column with the day or time of the order"),
    "amount": ("gross_paid", "column with what was paid"),
    "order": ("order_id", "column with the order's number, or none"),
    "status": ("status", "column with the order's state, or none"),
    "refunded": ("refunded", "column with the amount given back, or none"),
    "quantity": ("quantity", "column with the number of pieces, or none"),
    "unit-price": ("unit_price", "column with the price of one piece, or none"),
    "product": ("product_name", "column with what was bought, or none"),
    "cancelled": ("cancelled_at", "column that is filled where an order was called off, or none"),
}
# Option → our name, what may be said, what it is about.
CHOICES = {
    "one-row-is": ("one_row_is", ("order", "article"), "what a row of a file without order numbers is"),
    "amount-of": ("amount_of", ("order", "row"), "whether the amount is the whole order's, on each of its rows, or the row's own"),
    "same-number": ("same_number", ("one-order", "separate-orders"), "what rows of different customers under one order number are"),
    "dates": ("dates", ("day-first", "month-first", "year-first"), "how 03/04/2026 is read"),
    "decimal": ("decimal", ("point", "comma"), "which sign begins the cents in 1.250 or 1,250"),
}
# Answers about files that a map reads, too.
EVERYWHERE = ("same-number", "dates", "decimal")
LISTS = {
    "word": "what a word of the status column means, as WORD=completed (unpaid, paid, dispatched, completed, closed, refunded); several times",
    "ignore": "column that changes nothing though it looks so; several times",
}


def answering(command: Callable) -> Callable:
    """Add these options to a command, which gets them as `told`."""

    @wraps(command)
    def answered(**given: Any) -> None:
        told = {name: given.pop(_python(name)) for name in (*COLUMNS, *CHOICES, *LISTS)}
        return command(**given, told={name: value for name, value in told.items() if value})

    own = [p for p in inspect.signature(command).parameters.values() if p.name != "told"]
    added = [_parameter(name, str, "", help=meaning, metavar="COLUMN") for name, (_, meaning) in COLUMNS.items()]
    added += [_parameter(name, Literal[values] | None, None, help=meaning) for name, (_, values, meaning) in CHOICES.items()]
    added += [_parameter(name, list[str] | None, None, help=meaning) for name, meaning in LISTS.items()]
    answered.__signature__ = inspect.Signature([*own, *added])  # type: ignore[attr-defined]
    answered.__annotations__ = {p.name: p.annotation for p in (*own, *added)}
    return answered


def _python(name: str) -> str:
    return name.replace("-", "_")


def _parameter(name: str, kind: Any, default: Any, **about: Any) -> inspect.Parameter:
    option = Annotated[kind, typer.Option(f"--{name}", show_default=False, **about)]
    return inspect.Parameter(_python(name), inspect.Parameter.KEYWORD_ONLY, default=default, annotation=option)


def answers(told: dict[str, Any]) -> "Answers":
    """What was typed, checked; SettingsProblem says what is wrong with it."""
    from retention.imports.answers import Answers, meanings

    return Answers.parse(
        {
            "columns": {COLUMNS[name][0]: value for name, value in told.items() if name in COLUMNS},
            **{CHOICES[name][0]: value for name, value in told.items() if name in CHOICES},
            "status": meanings(told.get("word", [])),
            "ignore": tuple(told.get("ignore", [])),
        },
        "the command",
    )
