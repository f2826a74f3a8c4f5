"""The board: one page per shop that leads to its reports, with their key figures and how those moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd
from markupsafe import Markup

from retention import durable, names
from retention.pages.kit import blocks
from retention.pages.kit.figures import change_shown
from retention.pages.kit.words import Words
from retention.report import history

HERE = Path(__file__).parent / "templates"
CARDS = 8


@dataclass(frozen=True)
class Entry:
    """One notebook on the board, its texts ready to show."""

    title: str
    facts: str
    page: str
    last_good: Mapping[str, str] | None
    failure: Mapping[str, str] | None
    cards: Markup
    earlier: list[dict[str, str]]
    earlier_label: str


def write(reports: Path, shop: str) -> Path:
    """Write reports/<shop>/index.html from what the runs left there."""
    home = Path(reports) / shop
    # Two notebooks may end at once; each reads and writes in turn, so neither is forgotten.
    with durable.lock(home / ".index.lock", wait=60):
        durable.sweep(home)
        return durable.write_file(home / "index.html", page(home))


def page(home: Path) -> str:
    """The board's HTML; `home` is reports/<shop>."""
    notebooks = [found for folder in sorted(home.glob("*/")) if (found := history.runs(folder))]
    newest = max((found[-1] for found in notebooks), key=lambda run: run.run_id, default=None)
    about = newest.status if newest else {}
    words = Words(str(about.get("language") or "en"), _currency(notebooks))
    css = blocks.style_sheet() + (HERE / "page.css").read_text(encoding="utf-8")
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE), autoescape=True, undefined=jinja2.StrictUndefined)
    return environment.get_template("board.html.j2").render(
        language="zh-CN" if words.language == "zh" else "en",
        title=words("report-board-title", shop=str(about.get("shop_name") or home.name)),
        words=words,
        entries=[entry(found, words) for found in notebooks],
        css=Markup(css),
    )


def entry(runs: list[history.Run], words: Words) -> Entry:
    """What the board says of one notebook, given its runs; looks back from an earlier day are listed only."""
    current = [run for run in runs if run.newest]
    latest, good = current[-1] if current else None, history.latest_good(runs[-1].folder.parent)
    failed = latest is not None and not latest.good
    last_good = None
    if good is not None and failed:
        last_good = {"href": _href(good, "report.html"), "text": words("report-board-last-good", day=_day(good))}
    facts = (("report-board-as-of", _as_of(latest, words)), ("report-board-latest", _moment(latest))) if latest else ()
    earlier = [_row(run, words) for run in reversed(runs) if run is not latest]
    return Entry(
        title=str(runs[-1].status.get("title") or runs[-1].folder.parent.name),
        facts=" · ".join(words("report-board-fact", name=words(name), text=text) for name, text in facts if text),
        page=_href(latest, "report.html") if latest and not failed else "",
        last_good=last_good,
        failure=_failure(latest, words) if latest and failed else None,
        cards=_cards(good, words) if good is not None else Markup(""),
        earlier=earlier,
        earlier_label=words("report-board-earlier", runs=len(earlier)),
    )


def headline(figures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The figures that stand on the board: those marked `headline`, else the first of the whole shop."""
    whole = [figure for figure in figures if figure.get("group") is None]
    return [figure for figure in whole if figure.get("headline")] or whole[:CARDS]


def since(past: pd.DataFrame, unit: str, words: Words) -> str:
    """How a figure changed since the run before, in a sentence; empty without an earlier run."""
    change = history.change(past)
    if change is None:
        return ""
    if change.change == 0:
        return words("report-card-since-none", since=change.since)
    kind = {None: "report-card-since", True: "report-card-since-beyond", False: "report-card-since-within"}[change.beyond_noise]
    return words(kind, change=change_shown(change.change, unit, words), since=change.since)


def _cards(run: history.Run, words: Words) -> Markup:
    figures = headline(history.figures(run))
    if not figures:
        why = "report-board-no-figures" if run.status.get("sells", True) else "core-without-orders"
        return Markup("<p>{}</p>").format(words(why))
    all_trends = history.trends(run.folder.parent)
    all_trends = all_trends[all_trends["as_of"] <= run.as_of]
    cards = []
    for figure in figures:
        past = history.trend(all_trends, figure["name"])
        # What would drift while no customer changes says nothing beside an earlier run.
        drifts = figure.get("alone") or figure.get("beside") == "age"
        told = "" if drifts or figure.get("value") is None else since(past, str(figure.get("unit") or "ratio"), words)
        cards.append(blocks.kpi_card(figure, words, past, told))
    return Markup(f'<div class="rp-cards">{"".join(cards)}</div>')  # kpi_card escapes what it shows


def _failure(run: history.Run, words: Words) -> dict[str, str]:
    message = f"report-code-{str(run.status.get('kind', 'cell_failed')).replace('_', '-')}"
    return {
        "sentence": words(message) if words.has(message) else words("report-code-cell-failed"),
        "detail": names.shortened(names.seen(str(run.status.get("message") or "")), 400),
        "href": _href(run, "executed.ipynb"),
    }


def _row(run: history.Run, words: Words) -> dict[str, str]:
    message = f"report-code-{str(run.status.get('kind', 'ok')).replace('_', '-')}"
    return {
        "when": _moment(run),
        "as_of": _as_of(run, words),
        "result": words(message) if words.has(message) else str(run.status.get("kind")),
        "took": words("report-board-seconds", seconds=words.number(float(run.status.get("seconds") or 0))),
        "href": _href(run, "report.html" if run.good else "executed.ipynb"),
    }


def _as_of(run: history.Run, words: Words) -> str:
    asked = str(run.status.get("as_of_asked") or "")
    spoken = {"last_order": "report-as-of-last-order", "today": "report-as-of-today"}
    return str(run.status.get("as_of") or (words(spoken[asked]) if asked in spoken else asked))


def _day(run: history.Run) -> str:
    return str(run.status.get("as_of") or _moment(run)[:10])


def _moment(run: history.Run) -> str:
    return str(run.status.get("started") or "")[:16].replace("T", " ") + " UTC"


def _href(run: history.Run, file: str) -> str:
    """Where a run's file lies, seen from the board; empty where it is gone: pages are kept for some days only."""
    if not (run.folder / file).is_file():
        return ""
    return f"{run.folder.parent.name}/{run.run_id}/{file}"


def _currency(notebooks: list[list[history.Run]]) -> str:
    told = [str(run.status["currency"]) for found in notebooks for run in found if run.status.get("currency")]
    return told[-1] if told else ""
