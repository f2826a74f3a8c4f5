"""All figures of a run as one table that can be sorted and copied."""

import pandas as pd

from retention.pages.kit.blocks import Html, table
from retention.pages.kit.figures import alone_shown, change_shown, day_compared_from, judged_change, plain_change, shown
from retention.pages.kit.labels import kpi_label, more_than_noise
from retention.pages.kit.words import Words

HEADS = ("name", "value", "interval", "n", "change", "last-year")


def kpi_table(kpis: pd.DataFrame, words: Words) -> Html:
    """One row per figure of the whole shop: value, 95 % interval, n, change on the window before, and the year before.

    A change that is more than noise is marked; a figure without a value says why.
    """
    rows = [_row(figure, words) for figure in kpis[kpis["group"].isna()].to_dict("records")]
    frame = pd.DataFrame(rows, columns=list(HEADS))
    return table(frame, {head: (words(f"board-head-{head}"), "text") for head in HEADS}, words, caption=words("board-note"))


def _row(figure: dict, words: Words) -> dict[str, str]:
    unit, value = figure["unit"], figure["value"]
    label = kpi_label(figure["name"], words)
    if pd.isna(value):
        why = figure["missing"] or ""
        return {"name": label, "value": words(why) if words.has(why) else why}
    low, high = figure["low"], figure["high"]
    return {
        "name": label,
        "value": shown(value, unit, words),
        "interval": "" if pd.isna(low) else f"{shown(low, unit, words)} – {shown(high, unit, words)}",
        "n": "" if pd.isna(figure["n"]) else words.count(figure["n"]),
        "change": _change(figure, words),
        "last-year": "" if pd.isna(figure["last_year"]) else shown(figure["last_year"], unit, words),
    }


def _change(figure: dict, words: Words) -> str:
    if alone := alone_shown(figure, words):
        return alone
    change, plain, unit = judged_change(figure), plain_change(figure), figure["unit"]
    if change is None:
        return ""
    said = change_shown(change, unit, words)
    if figure.get("beside") == "age":
        known = "" if plain is None else change_shown(plain, unit, words)
        said = words("board-change-age", change=said, plain=known, stands="yes" if known else "no")
    elif day := day_compared_from(figure):
        said = words("board-change-days", change=said, day=day)
    return words("board-change-beyond", change=said) if more_than_noise(figure) else said
