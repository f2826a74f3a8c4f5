"""Pictures of effects: each experiment's difference with its interval, and messages of the month by day."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from retention.pages.effects import sentences as says
from retention.pages.kit import style
from retention.pages.kit.words import Words

ROW = 34


def differences(results: pd.DataFrame, counts: Mapping[str, int], words: Words) -> go.Figure:
    """Orders of the treated less those of the control group, in points, with intervals; those beyond chance stand out.

    `counts`: experiments by state.
    """
    told = results.iloc[::-1]
    rows = told.to_dict("records")
    n = counts["more"] + counts["less"]
    fig = style.figure(words("effects-chart-title", n=n, all=sum(counts.values())), words("effects-chart-subtitle"))
    names = [says.experiment_label(row, words) for row in rows]
    hover = [
        words("effects-chart-hover", name=name, value=says.points(row["difference"], words), **_ends(row, words))
        for name, row in zip(names, rows, strict=True)
    ]
    colours = [style.ACCENT if row["state"] in ("more", "less") else style.MUTED for row in rows]
    values, low, high = (told[name].to_numpy(dtype=float) * 100 for name in ("difference", "low", "high"))
    dots = go.Scatter(x=values, y=names, mode="markers", marker={"size": 10, "color": colours}, hovertext=hover, hoverinfo="text")
    fig.add_trace(dots.update(style.interval(low, high, values)))
    fig.add_vline(x=0, line={"color": style.MUTED, "width": 1})
    return fig.update_xaxes(ticksuffix="").update_layout(height=max(150 + ROW * len(told), 240))


def _ends(row: dict, words: Words) -> dict[str, str]:
    return {name: says.points(row[name], words) for name in ("low", "high")}


def month(sent: pd.DataFrame, planned: pd.DataFrame | None, days: int, words: Words) -> go.Figure:
    """Messages of marketing by day: what was sent, and what plans under today's settings would have sent."""
    total, known = int(sent["messages"].sum()), planned is not None
    title = words("effects-month-title-sent", sent=total)
    if planned is not None:
        title = words("effects-month-title", sent=total, planned=int(planned["messages"].sum()))
    fig = style.figure(title, words("effects-month-subtitle", days=days))
    parts = [("sent", sent, style.CONTEXT), *([("planned", planned, style.ACCENT)] if planned is not None else [])]
    for source, table, colour in parts:
        rows = table.to_dict("records")
        name = words(f"effects-month-{source}-name")
        hover = [words("effects-month-hover", day=row["day"].date(), name=name, n=int(row["messages"])) for row in rows]
        fig.add_trace(go.Bar(x=table["day"], y=table["messages"], name=name, marker_color=colour, hovertext=hover, hoverinfo="text"))
    return fig.update_layout(barmode="group", showlegend=known, legend={"orientation": "h", "y": -0.18})
