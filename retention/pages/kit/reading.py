"""What an import understood of a shop's own file, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from retention import names
from retention.pages.kit.words import Words


def read_as(understood: Sequence[Mapping[str, Any]], words: Words) -> str:
    """What the columns of a shop's own file were taken for, and how many rows their state left out."""
    told = []
    for file in understood:
        state = "status" if "status" in file["taken"] else "more_states"
        for role, column in file["taken"].items():
            name = words(f"report-read-{role}") if words.has(f"report-read-{role}") else role
            states = [words(f"report-read-left-out-{state}", rows=rows) for state, rows in file["left_out"].items()] if role == state else []
            told.append(f"{name} = {names.shortened(column)}" + (f" ({', '.join(states)})" if states else ""))
    return " · ".join(told)
