"""Pictures of a plan: messages by day and channel, by hour, journeys as flows, reasons by family."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from retention.pages.automation import sentences as says
from retention.pages.kit import style
from retention.pages.kit.labels import channel_label
from retention.pages.kit.words import Words

ROW = 74
IN_A_LINE = 4


def outlook(days: pd.DataFrame, ahead: int, words: Words) -> go.Figure:
    """Messages by day and channel, stacked."""
    fig = style.figure(words("automation-outlook-title", n=int(days["messages"].sum()), days=ahead), words("automation-outlook-subtitle"))
    for place, channel in enumerate(sorted(days["channel"].unique())):
        part = days[days["channel"] == channel]
        name = channel_label(channel, words)
        rows = part.to_dict("records")
        hover = [words("automation-outlook-hover", day=row["day"].date(), channel=name, n=row["messages"]) for row in rows]
        fig.add_trace(
            go.Bar(
                x=part["day"],
                y=part["messages"],
                name=name,
                marker_color=style.CATEGORIES[place % len(style.CATEGORIES)],
                hovertext=hover,
                hoverinfo="text",
            )
        )
    return fig.update_layout(barmode="stack", showlegend=True, legend={"orientation": "h", "y": -0.18})


def money(given: pd.DataFrame, dearest: list[str], most: float, ahead: int, words: Words) -> go.Figure:
    """What offers come to at most, by day and journey, stacked; the dearest journeys have colours of their own."""
    fig = style.figure(words("automation-money-title", most=most, days=ahead), words("automation-money-subtitle"))
    for place, journey in enumerate(dearest):
        part = given[given["journey"] == journey]
        name = says.journey_label(journey, words)
        rows = part.to_dict("records")
        hover = [words("automation-money-hover", day=row["day"].date(), journey=name, n=row["offers"], most=row["at_most"]) for row in rows]
        colour = style.CATEGORIES[place] if place < len(style.CATEGORIES) else style.CONTEXT
        fig.add_trace(go.Bar(x=part["day"], y=part["at_most"], name=name, marker_color=colour, hovertext=hover, hoverinfo="text"))
    return fig.update_layout(barmode="stack", showlegend=True, legend={"orientation": "h", "y": -0.18})


def hours(told: pd.DataFrame, words: Words) -> go.Figure:
    """Messages by weekday and hour as a heat map."""
    grid = [[0] * 24 for _ in range(7)]
    for weekday, hour, messages in told[["weekday", "hour", "messages"]].to_numpy().tolist():
        grid[weekday][hour] = messages
    names = [words("metrics-weekday-short", day=day + 1) for day in range(7)]
    first, last = (int(told["hour"].min()), int(told["hour"].max())) if len(told) else (8, 20)
    fig = style.figure(words("automation-hours-title", first=first, last=last + 1), words("automation-hours-subtitle"))
    text = [[words("automation-hours-hover", day=names[day], hour=hour, n=grid[day][hour]) for hour in range(24)] for day in range(7)]
    fig.add_trace(
        go.Heatmap(
            z=grid, x=list(range(24)), y=names, hovertext=text, hoverinfo="text", showscale=False, xgap=1, ygap=1, colorscale=list(style.SEQUENCE)
        )
    )
    return fig.update_yaxes(autorange="reversed").update_xaxes(dtick=3)


def flow(steps: pd.DataFrame, words: Words) -> go.Figure:
    """Each live journey as a line of boxes, or several where it has many: who is in it, then its steps with what goes and what waits."""
    names = list(dict.fromkeys(steps["journey"]))
    fig = style.figure(words("automation-flow-title", n=len(names)), words("automation-flow-subtitle"))
    places = _places(steps)
    lines = 1 - min((line for _, line in places), default=0)
    x, y, hover = [], [], []
    for (column, line), row in zip(places, steps.to_dict("records"), strict=True):
        if row["journey"] in names:
            names.remove(row["journey"])
            label = words("automation-flow-journey", journey=says.journey_label(row["journey"], words), n=row["entered"])
            fig.add_annotation(x=0, xref="paper", y=line + 0.16, yshift=9, xanchor="left", text=label, showarrow=False, font={"size": 12})
        _box(fig, column, line, row, words)
        x.append(column + 0.5)
        y.append(line - 0.15)
        hover.append(
            words(
                "automation-flow-hover",
                step=says.step_label(row["journey"], row["step"], words),
                goes=row["goes"],
                waits=row["waits"],
                blocked=row["blocked"],
            )
        )
    fig.update_xaxes(visible=False, range=[-0.05, max((column for column, _ in places), default=0) + 1], fixedrange=True)
    fig.update_yaxes(visible=False, range=[0.4 - lines, 0.8], fixedrange=True)
    # A picture without a trace is no picture to the browser.
    fig.add_trace(go.Scatter(x=x, y=y, mode="markers", marker={"size": 26, "opacity": 0}, hovertext=hover, hoverinfo="text"))
    return fig.update_layout(height=max(150 + ROW * lines, 240))


def _places(steps: pd.DataFrame) -> list[tuple[int, int]]:
    """Column and line of each step's box: a journey begins a line of its own, below the one before; a full line goes on in the next."""
    found: list[tuple[int, int]] = []
    before = None
    for name in steps["journey"]:
        column, line = found[-1] if found else (-1, 1)
        found.append((column + 1, line) if name == before and column + 1 < IN_A_LINE else (0, line - 1))
        before = name
    return found


def _box(fig: go.Figure, column: int, line: int, row: dict[Any, Any], words: Words) -> None:
    colour = style.ACCENT if row["goes"] else style.MUTED
    fig.add_shape(type="rect", x0=column + 0.02, x1=column + 0.92, y0=line - 0.42, y1=line + 0.12, line={"color": colour, "width": 1.5})
    if column:
        fig.add_shape(type="line", x0=column - 0.08, x1=column + 0.02, y0=line - 0.15, y1=line - 0.15, line={"color": style.MUTED, "width": 1.5})
    text = words("automation-flow-step", step=says.step_label(row["journey"], row["step"], words), goes=row["goes"], waits=row["waits"])
    fig.add_annotation(x=column + 0.47, y=line - 0.15, text=text, showarrow=False, font={"size": 10})


def families(told: pd.DataFrame, words: Words) -> go.Figure:
    """Blocked candidates by family of reasons, the largest on top."""
    table = told[told["messages"] > 0].sort_values("messages")
    fig = style.figure(says.families_title(told, words), words("automation-families-subtitle", n=int(told["messages"].sum())))
    labels = [says.family_label(name, words) for name in table["family"]]
    texts = [words.count(n) for n in table["messages"]]
    hover = [words("automation-families-hover", family=label, n=int(n)) for label, n in zip(labels, table["messages"], strict=True)]
    fig.add_trace(style.bars(table["messages"].tolist(), labels, texts, hover, style.ACCENT))
    return fig.update_layout(height=max(130 + 34 * len(table), 200))
