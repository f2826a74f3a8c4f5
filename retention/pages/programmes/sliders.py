"""What if, for notebook 03: sliders in a living JupyterLab, and the same table without them everywhere else.

A page in a browser or in print cannot compute, so reports hold a handful of changes as a table; so does a notebook that papermill or a
test runs. Only a kernel that a Jupyter server started for somebody shows sliders, with the table below them.
"""

import os
from typing import Any

import ipywidgets as widgets
import pandas as pd
from pydantic import ValidationError

from retention.pages.kit import blocks
from retention.pages.kit.blocks import Html
from retention.pages.kit.words import Words
from retention.pages.programmes import design_sentences as sentences
from retention.programmes.trial import Trial
from retention.programmes.what_if import DRAWS, Change, what_if
from retention.settings import Programme

MOST_TIMES, MOST_EARNED, MOST_MONTHS = 3, 0.1, 36
DAYS_A_MONTH = 365 / 12


def is_live() -> bool:
    """Whether somebody sits in front of this notebook: a Jupyter server names the notebook to its kernels, a run names its reports."""
    return bool(os.environ.get("JPY_SESSION_NAME")) and "RETENTION_REPORTS" not in os.environ


def shown(programme: Programme, trial: Trial, changes: pd.DataFrame, words: Words) -> Html | widgets.VBox:
    """Sliders with their table where somebody can move them, else the table of a handful of changes alone."""
    return interactive(programme, trial, words) if is_live() else static(changes, trial, words)


def static(changes: pd.DataFrame, trial: Trial, words: Words) -> Html:
    """Changes (`what_if`), each with what it comes to on this trial."""
    caption = sentences.what_if_caption(len(trial.members.customer_id), trial.months, DRAWS, trial.level, words)
    return blocks.table(*sentences.what_if_rows(changes, words), words, caption=caption, alike=("gain", "low", "high", "more"))


def interactive(programme: Programme, trial: Trial, words: Words) -> widgets.VBox:
    """Sliders over the programme's values, and below them what the programme comes to as it is and as set."""
    moved, table = one_per_value(programme, trial.margin, words), widgets.HTML()
    begun = what_if(programme, trial, {})

    def recompute(_: Any = None) -> None:
        try:
            now = what_if(programme, trial, {"yours": _change(programme, moved)})
        except ValidationError as refused:
            reason = str(refused.errors()[0]["msg"]).removeprefix("Value error, ")
            table.value = blocks.note(words("what-if-refused", why=reason), words, "warning").html
            return
        table.value = static(now, trial, words).html

    table.value = static(begun, trial, words).html
    for slider in moved.values():
        slider.observe(recompute, names="value")
    sheet = widgets.HTML(f"<style>{blocks.style_sheet()}</style>")
    return widgets.VBox([sheet, *moved.values(), table])


def one_per_value(programme: Programme, margin: float, words: Words) -> dict[str, Any]:
    """One slider per value that can be changed, set to the programme's own; shares in per cent, so that 2% typed into one means 2 %."""
    made: dict[str, Any] = {}
    for number, tier in enumerate(programme.tiers):
        label = words("what-if-slider-discount", tier=tier.name)
        made[f"discount_{number}"] = _slider(label, 100 * tier.discount, 0, 100 * max(tier.discount, margin - 0.005), 0.5, ".1f")
    if len(programme.tiers) > 1:
        made["thresholds"] = _slider(words("what-if-slider-thresholds"), 1, 0.25, 3, 0.05, ".2f")
    if programme.points is not None:
        rate = programme.points.per_money * programme.value_per_point
        made["earn_rate"] = _slider(words("what-if-slider-earn"), 100 * rate, 0, 100 * max(rate, MOST_EARNED), 0.25, ".2f")
        if programme.points.expiry_days is not None:
            months = programme.points.expiry_days / DAYS_A_MONTH
            made["expiry"] = _slider(words("what-if-slider-expiry"), months, 1, max(months, MOST_MONTHS), 1, ".0f")
    made["elasticity"] = _slider(words("what-if-slider-elasticity"), 1, 0.05, MOST_TIMES, 0.05, ".2f")
    return made


def _slider(label: str, value: float, least: float, most: float, step: float, pattern: str) -> widgets.FloatSlider:
    return widgets.FloatSlider(
        value=value,
        min=least,
        max=most,
        step=step,
        description=label,
        readout_format=pattern,
        continuous_update=False,
        style={"description_width": "14em"},
        layout={"width": "40em", "max_width": "100%"},
    )


def _change(programme: Programme, moved: dict[str, Any]) -> Change:
    """What the sliders say."""
    points = programme.points
    months = moved["expiry"].value if "expiry" in moved else None
    return Change(
        discounts=tuple(round(moved[f"discount_{number}"].value / 100, 6) for number in range(len(programme.tiers))),
        thresholds=moved["thresholds"].value if "thresholds" in moved else 1.0,
        earn_rate=moved["earn_rate"].value / 100 if points is not None else None,
        expiry_days=round(months * DAYS_A_MONTH) if months is not None else None,
        elasticity=moved["elasticity"].value,
    )
