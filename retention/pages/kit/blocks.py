"""Blocks of a report that are not charts: KPI cards, actions, tables, notes.

Each function takes a finished table or text and returns `Html`, which JupyterLab shows with its style sheet
and the exporter takes over without it. Everything that comes from data is escaped.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import pandas as pd
from babel.numbers import format_decimal

from retention import names
from retention.names import html as escape
from retention.pages.kit.figures import Line, change_lines, shown
from retention.pages.kit.labels import kpi_definition, kpi_label
from retention.pages.kit.words import Words
from retention.tables.kpis import UNTOLD

Format = str | Callable[[Any], str]
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@cache
def style_sheet() -> str:
    """The blocks' CSS; the exporter puts it into the page once."""
    return (Path(__file__).parent / "blocks.css").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Html:
    """Finished HTML for a notebook's output."""

    html: str

    def _repr_html_(self) -> str:
        return f"<style>{style_sheet()}</style>\n{self.html}"

    def __repr__(self) -> str:
        text = " ".join(re.sub(r"<[^>]*>", " ", self.html).split())
        return f"Html({text[:57] + '…' if len(text) > 58 else text})"


@dataclass(frozen=True)
class Prose(Html):
    """Paragraphs and lists, which need no style sheet."""

    def _repr_html_(self) -> str:
        return self.html


NOTHING = Prose("")


@dataclass(frozen=True)
class Action:
    """One thing to do now: who is meant, how many, the money with its band, where the list lies, and why.

    `may` of how_many may be contacted (`may_by`: by this channel); None where that is not known. `counted` says what how_many counts, where
    these are no customers.
    """

    title: str
    who: str
    how_many: float
    where: str = ""
    why: str = ""
    money: float | None = None
    money_low: float | None = None
    money_high: float | None = None
    money_label: str = ""
    may: float | None = None
    may_by: str = ""
    counted: str = ""


# --- sentences -------------------------------------------------------------------------------------

BOLD, PLACE = re.compile(r"\*\*(.+?)\*\*"), re.compile(r"`([^`]+)`")
ITEM = "- "


def prose(text: str) -> Prose:
    """Sentences as a page shows them: paragraphs between empty lines, lines that begin with "- " as a list, **bold** and `places`.

    It is HTML and not Markdown, which every program reads in its own way: in names from data some find links and pictures.
    """
    if not text.strip():
        return NOTHING
    kinds = groupby((line for line in text.split("\n")), key=lambda line: "" if not line.strip() else ITEM if line.startswith(ITEM) else "p")
    return Prose(f'<section class="rp-text">{"".join(_paragraph(kind, list(lines)) for kind, lines in kinds)}</section>')


def _paragraph(kind: str, lines: list[str]) -> str:
    if kind == ITEM:
        return f"<ul>{''.join(f'<li>{_marked(line.removeprefix(ITEM))}</li>' for line in lines)}</ul>"
    return f"<p>{_marked(' '.join(lines))}</p>" if kind else ""


def _marked(text: str) -> str:
    return PLACE.sub(r"<code>\1</code>", BOLD.sub(r"<strong>\1</strong>", escape(text)))


# --- KPI cards -------------------------------------------------------------------------------------


def kpi_cards(
    kpis: pd.DataFrame, names: Sequence[str], words: Words, group: str | None = None, trends: Mapping[str, pd.DataFrame] | None = None
) -> Html:
    """One card for each of `names` (in that order) out of a table as `tables.KPIS` promises it; `group` picks the group.

    `trends` gives a figure's past: a table with `value`, `low`, `high`, one row per run, oldest first.
    """
    of_group = kpis[kpis["group"].isna()] if group is None else kpis[kpis["group"] == group]
    by_name = {row["name"]: {str(key): value for key, value in row.items()} for row in of_group.to_dict("records")}
    cards = [kpi_card(by_name[name], words, (trends or {}).get(name)) for name in names if name in by_name]
    return Html(f'<div class="rp-cards">{"".join(cards)}</div>')


def told(kpis: pd.DataFrame, names: Sequence[str]) -> tuple[str, ...]:
    """Those of `names` that have a card: what no export tells has none."""
    untold = set(kpis.loc[kpis["missing"].isin(UNTOLD), "name"])
    return tuple(name for name in names if name not in untold)


def kpi_card(figure: Mapping[str, Any], words: Words, trend: pd.DataFrame | None = None, since: str = "") -> str:
    """One card's HTML. `since` is a finished sentence on the change since an earlier run (board only)."""
    name, unit, value = str(figure["name"]), str(figure.get("unit") or "ratio"), _number(figure.get("value"))
    parts = [_span("name", kpi_label(name, words))]
    if value is None:
        why = str(figure.get("missing") or "")
        parts += [_span("value", words("report-card-no-value")), _span("low", words(why) if why and words.has(why) else why)]
    else:
        parts += [_span("value", shown(value, unit, words)), *_interval(figure, unit, words), *map(_change, change_lines(figure, words))]
        if since:
            parts.append(_span("n", since))
        last_year = _number(figure.get("last_year"))
        if last_year is not None:
            parts.append(_span("year", words("report-card-last-year", value=shown(last_year, unit, words))))
        if trend is not None and len(trend) > 1:
            parts.append(spark(trend))
    n = _number(figure.get("n"))
    foot = [] if n is None else [words("report-card-n", n=words.count(n))]
    foot += [_text(figure["window"]).replace("..", " – ")] if _text(figure.get("window")) else []
    if foot:
        parts.append(DAY.sub(r'<span class="rp-day">\g<0></span>', _span("n", " · ".join(foot))))
    meaning = kpi_definition(name, words) or _text(figure.get("definition"))
    if meaning:
        parts.append(f"<details><summary>{escape(words('report-card-definition'))}</summary><p>{escape(meaning)}</p></details>")
    absent = " rp-card-absent" if value is None else ""
    return f'<section class="rp-card{absent}">{"".join(parts)}</section>'


def _interval(figure: Mapping[str, Any], unit: str, words: Words) -> list[str]:
    low, high = _number(figure.get("low")), _number(figure.get("high"))
    if low is None or high is None:
        return []
    return [_span("low", words("report-card-interval", low=shown(low, unit, words), high=shown(high, unit, words)))]


def _change(line: Line) -> str:
    if line.look == "low":
        return _span("low", line.text)
    arrow = {"up": "▲ ", "down": "▼ "}.get(line.look, "")
    return f'<span class="rp-card-change{f" rp-card-{line.look}" if arrow else ""}">{arrow}{escape(line.text)}</span>'


def spark(trend: pd.DataFrame) -> str:
    """A figure's past as dots with their intervals, scaled to what was seen; the last dot is now."""
    past = trend[["low", "value", "high"]].astype(float)
    past = past.assign(low=past["low"].fillna(past["value"]), high=past["high"].fillna(past["value"]))
    bottom, top = past.min().min(), past.max().max()
    up = (past - bottom) * 100 / (top - bottom) if top > bottom else past * 0 + 50
    marks = []
    for i, (at, lo, hi) in enumerate(zip(up["value"], up["low"], up["high"], strict=True)):
        left = 100 * i / max(len(up) - 1, 1)
        marks.append(f'<i style="left: {left:.1f}%; bottom: {lo:.1f}%; height: {hi - lo:.1f}%"></i>')
        now = ' class="rp-now"' if i == len(up) - 1 else ""
        marks.append(f'<b{now} style="left: {left:.1f}%; bottom: {at:.1f}%"></b>')
    return f'<span class="rp-spark">{"".join(marks)}</span>'


def _span(part: str, text: str) -> str:
    return f'<span class="rp-card-{part}">{escape(text)}</span>'


# --- actions ---------------------------------------------------------------------------------------


def actions(rows: Iterable[Action], words: Words) -> Html:
    """What to do now, most important first."""
    return Html(f'<ol class="rp-actions">{"".join(_action(row, words) for row in rows)}</ol>')


def _action(row: Action, words: Words) -> str:
    many = words.count(row.how_many)
    if row.may is not None:
        by = "phone" if row.may_by == "phone" else "any"
        many = words(f"report-action-may-{by}", many=many, may=words.count(row.may))
    facts = [("", words("report-action-who"), row.who), ("", row.counted or words("report-action-many"), many)]
    if row.money is not None:
        money = words.money(row.money)
        if row.money_low is not None and row.money_high is not None:
            money = words("report-band", value=money, low=words.money(row.money_low), high=words.money(row.money_high))
        facts.append(("", row.money_label or words("report-action-money"), money))
    if row.where:
        facts.append((' class="rp-where"', words("report-action-where"), row.where))
    listed = "".join(f"<div><dt>{escape(name)}</dt><dd{kind}>{escape(text)}</dd></div>" for kind, name, text in facts)
    why = f'<p class="rp-action-why">{escape(row.why)}</p>' if row.why else ""
    return f'<li class="rp-action"><span class="rp-action-title">{escape(row.title)}</span>{why}<dl>{listed}</dl></li>'


# --- tables ----------------------------------------------------------------------------------------


def table(
    frame: pd.DataFrame,
    columns: Mapping[str, tuple[str, Format]],
    words: Words,
    bars: Sequence[str] = (),
    caption: str = "",
    alike: Sequence[str] = (),
) -> Html:
    """A table for eyes: `columns` gives each column shown its label and its format.

    Formats: text, count, money, share, number, ratio, days, date, or a function of the value. Numbers
    of a column have the same decimals and their unit in the head; text in a number's place (a
    suppressed cell, say) is shown as it is. Columns named in `bars` carry a bar of their size. Amounts of one thing are written in one
    unit: those named in `alike`, and every low and high with the column before them.
    """
    scaled = _scaled_with(columns, alike)
    looks = {name: _Look.of(frame[name], kind, words, name in bars, _top(frame, scaled.get(name, ()))) for name, (_, kind) in columns.items()}
    head = "".join(f"<th{looks[name].css}>{escape(text)}{looks[name].unit_shown}</th>" for name, (text, _) in columns.items())
    body = "".join("<tr>" + "".join(looks[name].cell(row[name]) for name in columns) + "</tr>" for row in frame[list(columns)].to_dict("records"))
    body = body or f'<tr><td colspan="{len(columns)}">{escape(words("report-table-none"))}</td></tr>'
    over = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return Html(
        f'<figure class="rp-tablebox">{over}<div class="rp-scroll"><table class="rp-table"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div></figure>"
    )


def _scaled_with(columns: Mapping[str, tuple[str, Format]], alike: Sequence[str]) -> dict[str, list[str]]:
    """Columns of money by name → all columns written in the same unit as it."""
    groups, names = [list(alike)], [name for name, (_, kind) in columns.items() if kind == "money"]
    for value, low, high in zip(names, names[1:], names[2:], strict=False):
        if (low, high) == ("low", "high"):
            groups.append([value, low, high])
    together: dict[str, list[str]] = {}
    for group in groups:
        whole = list(dict.fromkeys(other for name in group for other in (name, *together.get(name, ()))))
        together |= dict.fromkeys(whole, whole)
    return together


def _top(frame: pd.DataFrame, names: Sequence[str]) -> float:
    """Largest size in some columns; 0 without any."""
    tops = [float(pd.to_numeric(frame[name], errors="coerce").abs().max()) for name in names]
    return max((top for top in tops if math.isfinite(top)), default=0.0)


@dataclass(frozen=True)
class _Look:
    """How one column is shown: `scale` and `pattern` give all its numbers the same decimals."""

    kind: Format
    locale: str
    pattern: str = ""
    scale: float = 1
    unit: str = ""
    largest: float = 0

    @classmethod
    def of(cls, values: pd.Series, kind: Format, words: Words, bar: bool, together: float = 0.0) -> "_Look":
        """`together` is the largest amount of the columns that are written in the same unit."""
        numbers = pd.to_numeric(values, errors="coerce").abs() if kind in NUMBERS else pd.Series(dtype=float)
        top = float(numbers.max()) if numbers.notna().any() else 0.0
        largest = top if bar else 0.0
        if kind == "share":
            return cls(kind, words.locale, "0.0" if top < 0.0995 else "0", 100, "%", largest)
        if kind == "money":
            top = max(top, together)
            in_wan = words.language == "zh" and top >= 100_000
            pattern = "#,##0.0" if in_wan else "#,##0" if top >= 100 else "#,##0.00"
            return cls(kind, words.locale, pattern, 1e-4 if in_wan else 1, words.symbol() + ("万" if in_wan else ""), largest)
        if kind == "days":
            return cls(kind, words.locale, "#,##0.0" if top < 10 else "#,##0", 1, words("report-unit-days"), largest)
        if kind in NUMBERS:
            return cls(kind, words.locale, NUMBERS[str(kind)], 1, "", largest)
        return cls(kind, words.locale)

    @property
    def css(self) -> str:
        return ' class="rp-num"' if self.pattern else ""

    @property
    def unit_shown(self) -> str:
        return f' <span class="rp-unit">{escape(self.unit)}</span>' if self.unit else ""

    def cell(self, value: Any) -> str:
        if callable(self.kind):
            return f"<td>{escape(self.kind(value))}</td>"
        if not self.pattern:
            if self.kind == "date":
                return f'<td class="rp-date">{escape(_text(value)[:10]) or "–"}</td>'
            text = names.shortened(_text(value), LONGEST_CELL)
            # A phone would squeeze a sentence into a column of single words; the table scrolls instead.
            return f"<td{LONG if _width(text) > 30 else CODE if WHOLE.fullmatch(text) else ''}>{escape(text) or '–'}</td>"
        number = _number(value)
        if number is None:
            return f'<td class="rp-num rp-quiet">{escape(_text(value)) or "–"}</td>'
        text = format_decimal(number * self.scale, self.pattern, self.locale)
        if not self.largest:
            return f'<td class="rp-num" data-value="{number:.12g}">{text}</td>'
        width = min(abs(number) / self.largest, 1) * 100
        bar = f'<span class="rp-bar" style="width: {width:.1f}%"></span>'
        return f'<td class="rp-num rp-barcell" data-value="{number:.12g}">{bar}<span class="rp-over">{text}</span></td>'


LONGEST_CELL = 400
LONG, CODE = ' class="rp-long"', ' class="rp-date"'
# A code, a number with its sign or a date: never broken in two.
WHOLE = re.compile(r"(?=\S*\d)[\w.,:/¥€£$%+–-]{2,16}")
# Kinds of numbers and their decimals where neither unit nor size decides.
NUMBERS = {"count": "#,##0", "number": "#,##0.0", "ratio": "#,##0.00", "money": "", "share": "", "days": ""}


# --- notes -----------------------------------------------------------------------------------------


def note(text: str, words: Words, kind: str = "look") -> Html:
    """A remark set apart; `kind` is look, thin (few data), warning, assumption or missing."""
    message = f"report-note-{kind}"
    lead = f"<strong>{escape(words(message))}</strong>" if words.has(message) else ""
    return Html(f'<p class="rp-note rp-note-{escape(kind)}">{lead}{escape(text)}</p>')


def missing(text: str, words: Words) -> Html:
    """In place of a section that lacks its table: `text` says which table it needs and what it would show."""
    return note(text, words, "missing")


def folded(title: str, *inside: Html) -> Html:
    """Blocks behind a line to tap on: long tables, methods, definitions. Printing opens them."""
    return Html(f'<details class="rp-fold"><summary>{escape(title)}</summary>{"".join(block.html for block in inside)}</details>')


def _width(text: str) -> int:
    """Width of a text in narrow characters; Chinese ones are two wide."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _number(value: Any) -> float | None:
    """A number, or None for what is missing or no number."""
    if value is None or isinstance(value, (str, bool)) or value is pd.NA or value is pd.NaT:
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _text(value: Any) -> str:
    """Text of a cell; nothing for what is missing."""
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return ""
    return str(value)
