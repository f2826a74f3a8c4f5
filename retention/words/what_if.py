"""What the what-if table and its sliders say."""

import pandas as pd

from retention.words import Words


def rows(table: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The table with each change in words; gain and difference stay numbers."""
    names = [words(f"what-if-{str(change).replace('_', '-')}") for change in table["change"]]
    return table.assign(change=names)


def heads(words: Words) -> dict[str, tuple[str, str]]:
    """Columns shown, their labels and formats."""
    kinds = {"change": "text", "gain": "money", "low": "money", "high": "money", "more": "money", "p_positive": "share", "reward": "money"}
    return {name: (words(f"what-if-head-{name.replace('_', '-')}"), kind) for name, kind in kinds.items()}


def about(members: int, months: int, draws: int, level: float, words: Words) -> str:
    """What the table compares, and on how many members and draws."""
    return words("what-if-about", members=members, months=months, draws=draws, level=level)
