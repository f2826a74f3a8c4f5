"""How well the list of terms finds themes: comments drawn by lot for a colleague to tick, and the ticked sheet read back.

A term list is never right by itself. Until somebody has looked at some comments nothing is known of how often it errs, and nothing is told.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from retention import stats
from retention.contact import masked
from retention.names import seen
from retention.service.themes import TermList, last_comments
from retention.settings import folded
from retention.tables import DataProblem
from retention.worklists.ticks import DONE, OPEN

# Heads of the sheet: the part of the file's format that has two languages.
HEADS: Mapping[str, Mapping[str, str]] = {
    "comment": {"en": "Comment", "zh": "评论"},
    "themes": {"en": "Themes found", "zh": "找到的主题"},
    "right": {"en": "Right?", "zh": "对吗？"},
    "missing": {"en": "Missing?", "zh": "漏了什么？"},
}
TO_TICK = 100
# What a cell of a workbook holds.
LONGEST = 32_000
NONE = {*OPEN, "none", "nothing", "无", "没漏"}
ALL = "all"


def themes_check(
    answers: pd.DataFrame, terms: TermList, seed: int, rows: int = TO_TICK, language: str = "en", names: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """A sheet to tick: comments drawn by lot (all where there are fewer), the themes found, and two empty columns, under the heads of `language`.

    In *right?* colleagues write yes, no, or those of the themes that are right; in *missing?* the themes that are missing. `names` has a theme's
    name in words. The sheet holds what customers wrote (telephones and addresses masked): only its owner may read it. Which comments are drawn
    does not depend on the order of `answers`.
    """
    told, _ = last_comments(answers)
    texts = told["comment"].sort_values(kind="stable").to_numpy()
    drawn = np.random.default_rng(seed).permutation(len(texts))[:rows]
    shown = [seen(masked(str(text)))[:LONGEST] for text in texts[drawn]]
    called = names or {}
    found = [", ".join(called.get(theme, theme) for theme in terms.themes if theme in terms.about(text)[0]) for text in shown]
    sheet = pd.DataFrame({"comment": shown, "themes": found, "right": "", "missing": ""}, dtype=object)
    return sheet.rename(columns={name: heads[language] for name, heads in HEADS.items()})


# Themes found, and themes that are there.
Judged = tuple[frozenset[str], frozenset[str]]


class Row(NamedTuple):
    """A row of the sheet."""

    comment: str
    themes: str
    right: str
    missing: str


@dataclass(frozen=True)
class Checked:
    """`table`: theme (`all` first: every theme together), found, right of them and their share (precision); told (themes that are there), right of
    them as a share (recall); each share with low and high (Wilson), missing where there is nothing to divide by.

    rows read = checked + not_filled + not_understood (their rows in the sheet, the head is row 1). `changed` of those checked would be
    told other themes by the terms of today.
    """

    table: pd.DataFrame
    rows: int
    checked: int
    not_filled: int
    not_understood: tuple[int, ...]
    changed: int


def read_themes_check(sheet: pd.DataFrame, terms: TermList, names: Mapping[str, str] | None = None, level: float = stats.LEVEL) -> Checked:
    """Precision and recall of the themes found, by a ticked sheet of `themes_check` in either language; DataProblem where it is none."""
    keys = {folded(theme): theme for theme in terms.themes} | {folded(name): theme for theme, name in (names or {}).items()}
    rows = [(place, Row(*texts)) for place, texts in enumerate(_cells(sheet), 2) if any(texts)]
    pairs: list[Judged] = []
    not_filled, not_understood, changed = 0, [], 0
    for place, row in rows:
        if not row.right and not row.missing:
            not_filled += 1
        elif (judged := _judged(row, keys)) is None:
            not_understood.append(place)
        else:
            pairs.append(judged)
            changed += terms.about(row.comment)[0] != judged[0]
    themes = [*dict.fromkeys([*terms.themes, *sorted({theme for pair in pairs for theme in pair[0] | pair[1]})])]
    return Checked(_measured(pairs, themes, level), len(rows), len(pairs), not_filled, tuple(not_understood), changed)


def _cells(sheet: pd.DataFrame) -> list[list[str]]:
    """The four columns as texts, row by row."""
    heads = {folded(str(head)): head for head in sheet}
    found = {name: next((heads[folded(head)] for head in said.values() if folded(head) in heads), None) for name, said in HEADS.items()}
    lost = [HEADS[name]["en"] for name, head in found.items() if head is None]
    if lost:
        raise DataProblem(f"the sheet of ticked comments has no column {lost[0]!r}; leave the heads as they were written")
    return [[_text(cell) for cell in row] for row in sheet[list(found.values())].astype(object).to_numpy().tolist()]


def _text(cell: object) -> str:
    """A cell without white space, without the guard put before signs; empty for none."""
    text = "" if cell is None or cell is pd.NA or cell != cell else str(cell).strip()
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@") else text


def _judged(row: Row, keys: Mapping[str, str]) -> Judged | None:
    """Themes found and themes that are there; None where it is not plain what is meant."""
    found, missing = _named(row.themes, keys), frozenset() if folded(row.missing) in NONE else _named(row.missing, keys)
    word = folded(row.right)
    if found is None or missing is None:
        return None
    if word in DONE or (not word and not found):
        right: frozenset[str] | None = found
    elif word in OPEN:
        # "No" beside nothing found, and nothing said to be missing, tells nothing; an empty cell beside a theme leaves it open.
        right = None if not word or (not found and not missing) else frozenset()
    else:
        right = _named(row.right, keys)
    if right is None or right - found or missing & found:
        return None
    return found, right | missing


def _named(cell: str, keys: Mapping[str, str]) -> frozenset[str] | None:
    """Themes of a cell; None where one of them is not known."""
    said = [folded(part) for part in re.split(r"[,，、;；|\n]", cell) if part.strip()]
    return frozenset(keys[name] for name in said) if all(name in keys for name in said) else None


def _measured(pairs: list[Judged], themes: list[str], level: float) -> pd.DataFrame:
    """Precision and recall of each theme and of all together."""
    rows = [(theme, *(sum(theme in part for part in parts) for parts in _parts(pairs))) for theme in themes]
    table = pd.DataFrame(rows, columns=["theme", "found", "right", "told"])
    sums = table[["found", "right", "told"]].sum().astype(int)
    table = pd.concat([pd.DataFrame([{"theme": ALL, **sums}]), table], ignore_index=True)
    for name, of in (("precision", "found"), ("recall", "told")):
        low, high = stats.wilson(table["right"], table[of], level)
        table = table.assign(**{name: table["right"] / table[of].where(table[of] > 0), f"{name}_low": low, f"{name}_high": high})
    return table


def _parts(pairs: list[Judged]) -> tuple[list[frozenset[str]], ...]:
    """Of each comment the themes found, those of them that are right, and those that are there."""
    return [found for found, _ in pairs], [found & told for found, told in pairs], [told for _, told in pairs]
