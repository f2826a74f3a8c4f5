"""A figure and its change as people read them: 18.2 %, +4.6 points, and what the change is measured against."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from retention.pages.kit.labels import more_than_noise
from retention.pages.kit.words import Words

MINUS = "−"


def shown(value: float, unit: str, words: Words) -> str:
    """A figure as people read it: 18.2 % · £1,234 · 4,338 · 12 days · 1.43, a score in points with its sign.

    >>> shown(0.6558, "share", Words("en")).replace("\N{NO-BREAK SPACE}", " ")
    '66 %'
    """
    if unit == "share":
        return words.share(value)
    if unit == "money":
        return words.money(value)
    if unit == "count":
        return words.count(value)
    if unit == "points":
        return _sign(value) + words.number(abs(value))
    if unit == "days":
        rounded = round(float(value), 1)
        whole = rounded == int(rounded)
        return words("report-days", x=int(rounded) if whole else rounded, shown=words.count(rounded) if whole else words.number(rounded))
    return words.number(value, 2)


def change_shown(change: float, unit: str, words: Words) -> str:
    """A difference with its sign; a difference of shares in percentage points."""
    if unit == "points":
        return words("report-points", x=shown(change, unit, words))
    return words("report-points", x=_signed_points(change, words)) if unit == "share" else _sign(change) + shown(abs(change), unit, words)


def _bound_shown(change: float, unit: str, words: Words) -> str:
    """One end of a difference's interval: like the difference, without repeating the word points."""
    if unit == "points":
        return shown(change, unit, words)
    return _signed_points(change, words) if unit == "share" else change_shown(change, unit, words)


def _signed_points(change: float, words: Words) -> str:
    return _sign(change) + words.number(abs(change) * 100)


def _sign(change: float) -> str:
    return "+" if change > 0 else MINUS if change < 0 else "±"


@dataclass(frozen=True)
class Line:
    """One line about a change; `look` is up or down where an arrow belongs to it, change where none does, low for what stands back."""

    text: str
    look: str = "low"


def change_lines(figure: Mapping[str, Any], words: Words) -> list[Line]:
    """How a figure differs from what it is compared with, or why it is compared with nothing; no line where neither is known."""
    if alone := alone_shown(figure, words):
        return [Line(alone)]
    change, unit = judged_change(figure), str(figure.get("unit") or "ratio")
    if change is None:
        return []
    beyond = more_than_noise(figure)
    if beyond is None:
        return [Line(words("report-card-change", change=change_shown(change, unit, words)), "change")]
    look = "change" if not beyond else "up" if change > 0 else "down"
    return [Line(_against(figure, change, unit, beyond, words), look), *_as_it_stands(figure, unit, words)]


def _against(figure: Mapping[str, Any], change: float, unit: str, beyond: bool, words: Words) -> str:
    """The change with its interval, what it is measured against, and whether it is more than noise."""
    noise = "beyond" if beyond else "within"
    ends = {"low": figure["change_low"], "high": figure["change_high"]}
    day, before = day_compared_from(figure), figure["previous"]
    if day:
        counts = {"change": change, **ends}
        parts = {name: _sign(n) + (words.share(abs(n) / before) if before > 0 else words.count(abs(n))) for name, n in counts.items()}
        return words("report-card-days" if before > 0 else "report-card-days-none", day=day, noise=noise, before=words.count(before), **parts)
    kind = beside if (beside := figure.get("beside")) in ("age", "wave") else "change"
    bounds = {name: _bound_shown(end, unit, words) for name, end in ends.items()}
    return words(f"report-card-{kind}-{noise}", change=change_shown(change, unit, words), **bounds)


def _as_it_stands(figure: Mapping[str, Any], unit: str, words: Words) -> list[Line]:
    """For a figure judged at equal age, the plain difference to the window before."""
    plain = plain_change(figure)
    return [] if plain is None else [Line(words("report-card-plain", change=change_shown(plain, unit, words)))]


def alone_shown(figure: Mapping[str, Any], words: Words) -> str:
    """Why a figure is compared with nothing, and from which day it can be; nothing where it is compared."""
    why = figure.get("alone")
    if not isinstance(why, str) or not words.has(why):
        return ""
    day = figure.get("comparable_from")
    return words(why, day=day if isinstance(day, str) else "")


def judged_change(figure: Mapping[str, Any]) -> float | None:
    """The change an arrow belongs to; of older tables, which do not hold it, the difference to the window before."""
    for change in (figure.get("change"), _difference(figure)):
        if change is not None and not pd.isna(change):
            return float(change)
    return None


def plain_change(figure: Mapping[str, Any]) -> float | None:
    """The difference to the window before as it is, of a figure that is judged at equal age; None for all others."""
    return _difference(figure) if figure.get("beside") == "age" else None


def day_compared_from(figure: Mapping[str, Any]) -> str:
    """The first of the days compared, where these are not the whole window."""
    day = figure.get("compared_from")
    return day if isinstance(day, str) else ""


def _difference(figure: Mapping[str, Any]) -> float | None:
    value, previous = figure.get("value"), figure.get("previous")
    if value is None or previous is None or not math.isfinite(value) or not math.isfinite(previous):
        return None
    return float(value - previous)
