"""What things are called that several pages speak of: key figures, fields, channels, marks; heads of tables."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from retention.pages.kit.words import Words
from retention.settings import OwnField
from retention.tables.kpis import OTHER, UNKNOWN

# Column → its head and its format, as blocks.table wants them.
Heads = dict[str, tuple[str, Any]]
# Names that hold a number: pattern, message id, name of the value.
NUMBERED = (
    (re.compile(r"churn_(active|opening|total|rule)_(\d+)"), "churn-{0}", "days"),
    (re.compile(r"repeat_within_(\d+)d"), "repeat-within", "days"),
    (re.compile(r"cohort_active_m(\d+)"), "cohort-active", "months"),
    (re.compile(r"second_order_within_(\d+)d"), "second-order-within", "days"),
)


def message_id(name: str) -> str:
    """A name from data as a part of a message's id."""
    return name.replace("_", "-").replace(" ", "-")


def heads(formats: Mapping[str, Any], prefix: str, words: Words) -> Heads:
    """Columns with their formats → their heads, messages that begin with `prefix`."""
    return {name: (words(f"{prefix}-{message_id(name)}"), form) for name, form in formats.items()}


def comma(items: Iterable[str], words: Words) -> str:
    """Things in a row, with the language's comma."""
    return words("pyramid-list-comma").join(items)


def as_text(frame: pd.DataFrame) -> Heads:
    """All columns of a table whose names are its heads, as text."""
    return {str(column): (str(column), "text") for column in frame}


def kpi_label(name: str, words: Words, window: str = "") -> str:
    """What a KPI is called; with its window, churn says over how many days. The bare name where no message knows it."""
    message, values = kpi_message(name)
    if window and words.has(f"{message}-over"):
        first, last = (date.fromisoformat(day) for day in window.split(".."))
        return words(f"{message}-over", length=(last - first).days + 1, **values)
    return words(message, **values) if words.has(message) else name


def kpi_definition(name: str, words: Words) -> str:
    """How a KPI is defined; nothing where no message knows it."""
    message, values = kpi_message(name)
    return words(f"{message}-definition", **values) if words.has(f"{message}-definition") else ""


def kpi_message(name: str) -> tuple[str, dict[str, int]]:
    """The message of a KPI's name, and the number that the name holds, if any."""
    for pattern, message, value in NUMBERED:
        if found := pattern.fullmatch(name):
            *kind, number = found.groups()
            return f"kpi-{message.format(*kind)}", {value: int(number)}
    return f"kpi-{name.replace('_', '-')}", {}


def more_than_noise(figure: Mapping[str, Any], level: float = 0.05) -> bool | None:
    """Whether a figure's change stands out among all that were compared; where p is not given, by its interval; None if unknown."""
    p, low, high = (figure.get(name) for name in ("p_change", "change_low", "change_high"))
    if low is None or high is None or pd.isna(low) or pd.isna(high):
        return None
    return bool(p <= level) if p is not None and not pd.isna(p) else bool(low > 0 or high < 0)


def field_label(name: str, words: Words, own_fields: Mapping[str, OwnField] | None = None) -> str:
    """What a field is called: the shop's label for its own fields, ours for the rest."""
    if own_fields and name in own_fields:
        return own_fields[name].label or name
    message = f"pyramid-field-{message_id(name)}"
    return words(message) if words.has(message) else name


def channel_label(channel: str, words: Words) -> str:
    """What a channel is called."""
    return words(f"reach-channel-{message_id(channel)}")


def mark_label(mark: str, words: Words) -> str:
    """What a mark is called."""
    return words(f"marks-mark-{message_id(mark)}")


def group_label(group: str, words: Words) -> str:
    """What a group is called; `newcomer` and `all` have names, too."""
    return words(f"segments-group-{message_id(group)}")


def value_group_label(figure: str, group: str, words: Words) -> str:
    """What a group of the key figure `figure` (value_of_segment, …) is called; cohorts and a shop's own channels by their own names."""
    if figure == "value_of_band":
        return words(f"lifetime-band-{message_id(group)}")
    if figure in ("value_of_segment", "value_of_channel") and group in (UNKNOWN, OTHER):
        return words(f"lifetime-group-{group}")
    return group_label(group, words) if figure == "value_of_segment" else group.removeprefix("channel:")
