"""Notebook 05's pictures of the net promoter score: answers by score, by wave, by group of customers, and what goes with them."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from retention.pages.kit import style
from retention.pages.kit.labels import group_label
from retention.pages.kit.words import Words
from retention.pages.nps import sentences as says
from retention.tables.kpis import LEAST_GROUP

COLOURS = {"promoter": style.ACCENT, "passive": style.CONTEXT, "detractor": style.ABOVE}


def scores(told: pd.DataFrame, whole: Mapping[str, float], words: Words) -> go.Figure:
    """Share of answers by score; promoters, passives and detractors by colour."""
    fig = style.figure(says.scores_title(whole, words), words("nps-scores-subtitle", n=int(told["answers"].sum())))
    hover = [words("nps-score-hover", score=int(row["score"]), share=row["share"], n=int(row["answers"])) for row in told.to_dict("records")]
    colours = [COLOURS[band] for band in told["band"]]
    fig.add_trace(go.Bar(x=told["score"], y=told["share"], marker={"color": colours}, hovertext=hover, hoverinfo="text"))
    fig.update_yaxes(tickformat=".0%", rangemode="tozero", showgrid=True, nticks=5, fixedrange=True)
    return fig.update_xaxes(dtick=1, title_text=words("nps-score-axis"), fixedrange=True)


def waves(told: pd.DataFrame, words: Words) -> go.Figure:
    """The score of each wave with its interval; waves of few answers are left out."""
    known = told[told["n"] >= LEAST_GROUP]
    fig = style.figure(says.waves_title(told, words), words("nps-waves-subtitle", n=int(known["n"].sum())))
    hover = [_hover(str(row["wave"]), row, words) for row in known.to_dict("records")]
    line = {"color": style.ACCENT, "width": 2}
    ends = style.interval(known["low"], known["high"], known["value"], horizontal=False)
    fig.add_trace(go.Scatter(x=known["wave"], y=known["value"], mode="lines+markers", line=line, hovertext=hover, hoverinfo="text", **ends))
    fig.update_xaxes(type="category", fixedrange=True)
    return fig.update_yaxes(range=[min(-10.0, float(known["low"].min()) - 5), 100], showgrid=True, zeroline=True, nticks=6, fixedrange=True)


def segments(told: pd.DataFrame, words: Words) -> go.Figure:
    """The score of each group with its interval, lowest first; those told apart from the others in the second colour."""
    fig = style.figure(says.segments_title(told, words), words("nps-segments-subtitle", n=int(told["n"].sum())))
    labels = [group_label(name, words) for name in told["segment"]]
    hover = [_hover(label, row, words) for label, row in zip(labels, told.to_dict("records"), strict=True)]
    return _dots(fig, told, labels, hover, ("value", "low", "high"))


def drivers(told: pd.DataFrame, words: Words) -> go.Figure:
    """How much lower or higher the mean score of answers with a thing is, adjusted for the other things, with its interval."""
    fig = style.figure(says.drivers_title(told, words), words("nps-drivers-subtitle"), height="low")
    labels = [says.thing(name, words) for name in told["thing"]]
    hover = [
        words("nps-driver-hover", thing=label, **{key: words.number(float(row[key]), 2) for key in ADJUSTED}, n=int(row["with_it"]))
        for label, row in zip(labels, told.to_dict("records"), strict=True)
    ]
    return _dots(fig, told, labels, hover, ADJUSTED)


def themes(told: pd.DataFrame, words: Words) -> go.Figure:
    """Share of detractors (second colour) and of promoters who write of each theme."""
    fig = style.figure(says.themes_title(told, words), words("nps-themes-subtitle"), height="high")
    labels = [says.theme(name, words) for name in told["theme"]]
    for group, colour in (("detractors", style.ABOVE), ("promoters", style.ACCENT)):
        hover = [
            words("nps-hover-theme", theme=label, group=words(f"nps-group-{group}"), share=row[f"share_{group}"], n=int(row[group]))
            for label, row in zip(labels, told.to_dict("records"), strict=True)
        ]
        bar = style.bars(told[f"share_{group}"], labels, [words.share(share) for share in told[f"share_{group}"]], hover, colour)
        fig.add_trace(bar.update(name=words(f"nps-group-{group}")))
    fig.update_xaxes(tickformat=".0%", showgrid=True, nticks=5, fixedrange=True)
    return fig.update_yaxes(autorange="reversed", fixedrange=True).update_layout(barmode="group", showlegend=True)


ADJUSTED = ("adjusted", "adjusted_low", "adjusted_high")


def _dots(fig: go.Figure, told: pd.DataFrame, labels: list[str], hover: list[str], names: tuple[str, str, str]) -> go.Figure:
    value, low, high = (told[name].astype(float) for name in names)
    colours = [style.ABOVE if apart else style.ACCENT for apart in told["apart"]]
    marker = {"size": 10, "color": colours}
    fig.add_trace(go.Scatter(x=value, y=labels, mode="markers", marker=marker, hovertext=hover, hoverinfo="text", **style.interval(low, high, value)))
    fig.add_vline(x=0, line={"color": style.MUTED, "width": 1})
    fig.update_xaxes(showgrid=True, nticks=6, fixedrange=True)
    return fig.update_yaxes(autorange="reversed", fixedrange=True)


def _hover(name: str, row: Mapping, words: Words) -> str:
    told = {key: says.points(float(row[key]), words) for key in ("value", "low", "high")}
    return words("nps-hover", name=name, n=int(row["n"]), **told)
