"""Notebook 05's pictures of service: promises kept, by month and by hour; open tickets by age."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from retention.pages.kit import style
from retention.pages.kit.words import Words
from retention.pages.service import sentences as says
from retention.tables.kpis import LEAST_GROUP

KEPT = ("share", "low", "high", "due")


def promises(kept: pd.DataFrame, promised: Mapping[str, str], words: Words) -> go.Figure:
    """Share of each promise kept, with its interval; a stroke marks its goal."""
    fig = style.figure(says.promises_title(kept, words), words("service-promises-subtitle", n=int(kept["due"].sum())), height="high")
    labels = [promised[name] for name in kept["policy"]]
    hover = [words("service-promise-hover", **{key: row[key] for key in ("share", "low", "high", "due", "never")}) for row in kept.to_dict("records")]
    texts = [words.share(share) for share in kept["share"]]
    below = kept["high"] < kept["goal"]
    colours = [style.ABOVE if late else style.ACCENT for late in below]
    bar = style.bars(kept["share"], labels, texts, hover, style.ACCENT)
    fig.add_trace(bar.update(marker={"color": colours}, textposition="inside", insidetextanchor="start", textfont={"color": style.PAPER, "size": 12}))
    fig.data[0].update(style.interval(kept["low"], kept["high"], kept["share"]))
    goal = {"symbol": "line-ns-open", "size": 18, "color": style.INK, "line": {"width": 2}}
    fig.add_trace(go.Scatter(x=kept["goal"], y=labels, mode="markers", marker=goal, hoverinfo="skip"))
    fig.update_xaxes(range=[0, 1.02], tickformat=".0%", showgrid=True, nticks=6, fixedrange=True)
    return fig.update_yaxes(autorange="reversed", fixedrange=True)


def months(told: Mapping[str, pd.DataFrame], words: Words) -> go.Figure:
    """Share of replies by a person (accent) and of solutions (grey) in time by month with its interval; the month that runs is hollow."""
    fig = style.figure(says.months_title(told, words), words("service-months-subtitle"))
    for kind, colour in (("solution", style.MUTED), ("reply", style.ACCENT)):
        table = told[kind][told[kind]["due"] >= LEAST_GROUP]
        if table.empty:
            continue
        hover = [words("service-month-hover", month=f"{row['month']:%Y-%m}", **{key: row[key] for key in KEPT}) for row in table.to_dict("records")]
        marker = {"color": [colour if whole else style.PAPER for whole in table["whole"]], "size": 8, "line": {"color": colour, "width": 2}}
        fig.add_trace(
            go.Scatter(
                x=table["month"],
                y=table["share"],
                mode="lines+markers",
                line={"color": colour, "width": 2},
                marker=marker,
                name=words(f"service-promised-{kind}"),
                hovertext=hover,
                hoverinfo="text",
                **style.interval(table["low"], table["high"], table["share"], horizontal=False),
            )
        )
    fig.update_yaxes(tickformat=".0%", range=[0, 1.02], showgrid=True, nticks=6, fixedrange=True)
    fig.update_xaxes(tickformat="%Y-%m", nticks=6, fixedrange=True)
    return fig.update_layout(showlegend=True)


def hours(hourly: pd.DataFrame, words: Words) -> go.Figure:
    """Share of replies by a person in time by the hour of opening; hours worse than the others in the second colour."""
    told = hourly[hourly["due"] >= LEAST_GROUP]
    fig = style.figure(says.hours_title(told, words), words("service-hours-subtitle", n=int(hourly["due"].sum())))
    hover = [
        words("service-hour-hover", hour=says.hours_said(pd.Series([row["value"]]), words), **{key: row[key] for key in KEPT})
        for row in told.to_dict("records")
    ]
    fig.add_trace(
        go.Bar(
            x=told["value"],
            y=told["share"],
            marker={"color": [style.ABOVE if late else style.ACCENT for late in says.worse(told)]},
            hovertext=hover,
            hoverinfo="text",
            **style.interval(told["low"], told["high"], told["share"], horizontal=False),
        )
    )
    fig.update_yaxes(tickformat=".0%", range=[0, 1.05], showgrid=True, nticks=6, fixedrange=True)
    return fig.update_xaxes(title_text=words("service-hour-axis"), range=[-0.7, 23.7], dtick=3, fixedrange=True)


def ages(told: pd.DataFrame, words: Words) -> go.Figure:
    """Open tickets by age; those that are overdue in the second colour."""
    title = words("service-ages-title", n=int(told["tickets"].sum()), late=int(told["overdue"].sum()))
    fig = style.figure(title, words("service-ages-subtitle"), height="low")
    first = told["from_days"].tolist()
    labels = [says.age_label(begins, ends, words) for begins, ends in zip(first, [*first[1:], None], strict=True)]
    for column, colour in (("overdue", style.ABOVE), ("others", style.CONTEXT)):
        counts = told["overdue"] if column == "overdue" else told["tickets"] - told["overdue"]
        name = words(f"service-ages-{column}")
        hover = [words("service-age-hover", age=label, what=name, n=int(n)) for label, n in zip(labels, counts, strict=True)]
        fig.add_trace(go.Bar(x=labels, y=counts, name=name, marker={"color": colour}, hovertext=hover, hoverinfo="text"))
    fig.update_xaxes(type="category", fixedrange=True)
    fig.update_yaxes(showgrid=True, nticks=5, rangemode="tozero", fixedrange=True)
    return fig.update_layout(barmode="stack", showlegend=True)
