"""Names, strings and lists as they stand in SQL."""

from collections.abc import Sequence


def quote(name: str) -> str:
    """An SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """An SQL string."""
    return "'" + value.replace("'", "''") + "'"


def texts(values: Sequence[str]) -> str:
    """An SQL list of strings in parentheses."""
    return "(" + ", ".join(text(v) for v in values) + ")"


def replaced(cell: str, *rules: tuple[str, str]) -> str:
    """SQL of a cell after one replacement by pattern after another."""
    for pattern, by in rules:
        cell = f"regexp_replace({cell}, {text(pattern)}, {text(by)}, 'g')"
    return cell
