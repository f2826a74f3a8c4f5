"""One visual language: colours safe for the colour-blind (Okabe–Ito), Chinese fonts, thin grids, titles that say what one sees.

A picture's texts are plain, with line breaks: names from data stand in them as they are. plotly, which reads some HTML in texts, is
given them escaped.

The report's exporter takes the title and subtitle out of the picture and sets them as text above it,
so that long ones wrap on a phone; in JupyterLab plotly draws them itself.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
import plotly.graph_objects as go
import plotly.io as pio

from retention import names
from retention.pages.kit.words import Words

FONT = 'system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif'
INK, MUTED, GRID, PAPER = "#16202c", "#5c6b7a", "#e4e9ee", "#ffffff"
ACCENT, CONTEXT = "#0072b2", "#b8c2cc"
BELOW, ABOVE = "#0072b2", "#d55e00"
CATEGORIES = ("#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#5c6b7a")
# One hue from light to dark for quantities.
SEQUENCE = ("#eaf3fa", "#c2ddef", "#8fc1e0", "#57a2cf", "#2381b9", "#0b5f93", "#08436a")
HEIGHTS = {"low": 320, "middle": 380, "high": 460}


# Letters of a line in a picture, and what of plotly's own language is not text.
LONGEST_LINE = 400
NO_TEXT = ("template", "format", "family", "bdata", "dtype")
BELOW_A_TICK = f"<span style='font-size:11px;color:{MUTED}'>"


class Picture(go.Figure):
    """A figure whose texts are plain until plotly draws them: `figure.data[0].hovertext` holds names as they are."""

    def to_dict(self) -> dict[str, Any]:
        """What plotly draws: every text escaped, lines broken, what stands below a tick's first line small."""
        drawn: dict[str, Any] = _drawn(super().to_dict())
        return drawn

    def __reduce__(self) -> Any:
        """A copy holds plain texts, or they would be escaped twice."""
        kept, plain = super().__reduce__(), super().to_dict()
        return kept[0], ({**kept[1][0], **plain},)


def _drawn(value: Any, key: str = "") -> Any:
    if key.endswith(NO_TEXT):
        return value
    if isinstance(value, str):
        return _plotly_text(value, key == "ticktext")
    if isinstance(value, Mapping):
        return {name: _drawn(inner, str(name)) for name, inner in value.items()}
    if isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.dtype.kind in "OUT"):
        return [_drawn(inner, key) for inner in value]
    return value


def _plotly_text(text: str, small_below: bool) -> str:
    """Text as plotly's bit of HTML; a dollar would begin a formula where MathJax is about."""
    lines = [escape(names.shortened(names.seen(line), LONGEST_LINE), quote=False).replace("$", "&#36;") for line in text.split("\n")]
    below = "<br>".join(lines[1:])
    return "<br>".join([lines[0], *([f"{BELOW_A_TICK}{below}</span>" if small_below else below] if below else [])])


def register() -> None:
    """Give every chart the house's look, those an analyst makes, too: the plotly template `retention`, which becomes the default."""
    scale = [[place / (len(SEQUENCE) - 1), colour] for place, colour in enumerate(SEQUENCE)]
    pio.templates[TEMPLATE] = go.layout.Template(layout={**LOOK, "colorscale": {"sequential": scale}})
    pio.templates.default = TEMPLATE


TEMPLATE = "retention"
_AXIS = {
    "automargin": True,
    "gridcolor": GRID,
    "zerolinecolor": CONTEXT,
    "linecolor": CONTEXT,
    "ticks": "",
    "title": {"standoff": 8, "font": {"size": 12, "color": MUTED}},
}
LOOK: dict[str, Any] = {
    "title": {"x": 0, "xanchor": "left", "font": {"size": 17, "color": INK}, "subtitle": {"font": {"size": 13, "color": MUTED}}},
    "font": {"family": FONT, "size": 13, "color": INK},
    "colorway": CATEGORIES,
    "paper_bgcolor": PAPER,
    "plot_bgcolor": PAPER,
    "margin": {"l": 8, "r": 16, "t": 72, "b": 8},
    "hoverlabel": {"font": {"family": FONT, "size": 13}, "align": "left"},
    "hovermode": "closest",
    "bargap": 0.35,
    "legend": {"orientation": "h", "x": 0, "y": -0.15, "yanchor": "top"},
    "xaxis": {**_AXIS, "showgrid": False},
    "yaxis": {**_AXIS, "showline": False, "ticklabelstandoff": 6},
}


def figure(title: str, subtitle: str, height: str = "middle", **layout: Any) -> Picture:
    """An empty figure in the house style: `title` says the finding, `subtitle` the measure, unit, period and n."""
    fig = Picture()
    heading = {**LOOK["title"], "text": title, "subtitle": {**LOOK["title"]["subtitle"], "text": subtitle}}
    # Written out and not by the template's name: a page draws the figure without knowing our templates.
    fig.update_layout(template="none", **{**LOOK, "title": heading}, height=HEIGHTS[height], showlegend=False, **layout)
    return fig.update_xaxes(**LOOK["xaxis"]).update_yaxes(**LOOK["yaxis"])


def money_axis(words: Words, top: float) -> dict:
    """Ticks of an axis in shop currency from nothing to `top`, written as the language writes money (¥20万, £20,000)."""
    rough = max(top, 1) / 5
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * times for times in (1, 2, 2.5, 5, 10) if size * times >= rough)
    ticks = [step * number for number in range(math.ceil(max(top, 1) / step) + 1)]
    return {"tickvals": ticks, "ticktext": [words.money(tick, digits=0) for tick in ticks]}


SHARE_AXIS = {"tickformat": ".0%", "rangemode": "tozero"}


def interval(low: Any, high: Any, value: Any, horizontal: bool = True) -> dict:
    """plotly's error bar for an interval around `value` (arrays of equal length)."""
    bar = {"type": "data", "symmetric": False, "array": high - value, "arrayminus": value - low, "color": MUTED, "thickness": 1.4, "width": 4}
    return {"error_x" if horizontal else "error_y": bar}


def bars(values: Iterable[float], labels: Sequence[str], texts: Sequence[str], hover: Sequence[str], colour: str, size: int = 12) -> go.Bar:
    """Lying bars with their figure at the end, one colour; several of them make groups of bars."""
    return go.Bar(
        x=values,
        y=labels,
        orientation="h",
        marker={"color": colour},
        text=texts,
        textposition="outside",
        cliponaxis=False,
        textfont={"size": size, "color": INK},
        hovertext=hover,
        hoverinfo="text",
    )
