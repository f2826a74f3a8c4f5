"""Pictures of a plan: messages by day and channel, by hour, journeys as flows, reasons by family."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from retention.pages.automation import sentences as says
from retention.pages.kit import style
from retention.pages.kit.labels import channel_label
from retention.pages.kit.words import Words

ROW = 74
MOST_STEPS = 4


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
    """Each live journey as a line of boxes: who is in it, then its steps with what goes and what waits."""
    names = list(dict.fromkeys(steps["journey"]))
    fig = style.figure(words("automation-flow-title", n=len(names)), words("automation-flow-subtitle"))
    widest = int(min(steps["journey"].value_counts().max(), MOST_STEPS)) if len(steps) else 1
    for place, name in enumerate(reversed(names)):
        mine = steps[steps["journey"] == name].head(MOST_STEPS)
        label = words("automation-flow-journey", journey=says.journey_label(name, words), n=int(mine["entered"].iloc[0]))
        fig.add_annotation(x=0, xref="paper", y=place + 0.16, yshift=9, xanchor="left", text=label, showarrow=False, font={"size": 12})
        for number, row in enumerate(mine.itertuples()):
            _box(fig, number, place, row, words)
            if number:
                fig.add_shape(
                    type="line", x0=number - 0.08, x1=number + 0.02, y0=place - 0.15, y1=place - 0.15, line={"color": style.MUTED, "width": 1.5}
                )
    fig.update_xaxes(visible=False, range=[-0.05, max(widest, 1)], fixedrange=True)
    fig.update_yaxes(visible=False, range=[-0.6, len(names) - 0.2], fixedrange=True)
    # A picture without a trace is no picture to the browser.
    hover = [
        words("automation-flow-hover", step=row["step"], goes=row["goes"], waits=row["waits"], blocked=row["blocked"])
        for row in steps.to_dict("records")
    ]
    at = {name: place for place, name in enumerate(reversed(names))}
    x = [0.5 + n for n in _numbers(steps)]
    y = [at[name] - 0.15 for name in steps["journey"]]
    fig.add_trace(go.Scatter(x=x, y=y, mode="markers", marker={"size": 26, "opacity": 0}, hovertext=hover, hoverinfo="text"))
    return fig.update_layout(height=max(150 + ROW * len(names), 240))


def _numbers(steps: pd.DataFrame) -> list[int]:
    found: list[int] = []
    for place, name in enumerate(steps["journey"]):
        found.append(found[-1] + 1 if place and steps["journey"].iloc[place - 1] == name else 0)
    return found


def _box(fig: go.Figure, number: int, place: int, row: Any, words: Words) -> None:
    colour = style.ACCENT if row.goes else style.MUTED
    fig.add_shape(type="rect", x0=number + 0.02, x1=number + 0.92, y0=place - 0.42, y1=place + 0.12, line={"color": colour, "width": 1.5})
    text = words("automation-flow-step", step=row.step.replace("_", " "), goes=int(row.goes), waits=int(row.waits))
    fig.add_annotation(x=number + 0.47, y=place - 0.15, text=text, showarrow=False, font={"size": 10})


def families(told: pd.DataFrame, words: Words) -> go.Figure:
    """Blocked candidates by family of reasons, the largest on top."""
    table = told[told["messages"] > 0].sort_values("messages")
    fig = style.figure(says.families_title(told, words), words("automation-families-subtitle", n=int(told["messages"].sum())))
    labels = [says.family_label(name, words) for name in table["family"]]
    texts = [words.count(n) for n in table["messages"]]
    hover = [words("automation-families-hover", family=label, n=int(n)) for label, n in zip(labels, table["messages"], strict=True)]
    fig.add_trace(style.bars(table["messages"].tolist(), labels, texts, hover, style.ACCENT))
    return fig.update_layout(height=max(130 + 34 * len(table), 200))
