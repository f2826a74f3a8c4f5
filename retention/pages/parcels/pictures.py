"""Notebook 05's picture of chances: what was said beside what came."""

import pandas as pd
import plotly.graph_objects as go

from retention.pages.kit import style
from retention.pages.kit.words import Words
from retention.pages.parcels import sentences as says


def chances(bins: pd.DataFrame, words: Words) -> go.Figure:
    """Share late by the chance that was told, with the band in which it lies in 99 of 100 cases; the line is where both are equal."""
    fig = style.figure(says.chances_title(bins, words), words("parcels-chances-subtitle", n=int(bins["parcels"].sum())))
    ends = style.interval(bins["expected_low"], bins["expected_high"], bins["share"], horizontal=False)
    hover = [
        words("parcels-bin-hover", **{name: float(row[name]) for name in ("chance", "share")}, n=int(row["parcels"]))
        for row in bins.to_dict("records")
    ]
    line = {"color": style.CONTEXT, "width": 1}
    fig.add_trace(go.Scatter(x=[0, 1], y=[0, 1], mode="lines", line=line, hoverinfo="skip"))
    marker = {"size": 10, "color": style.ACCENT}
    fig.add_trace(go.Scatter(x=bins["chance"], y=bins["share"], mode="markers", marker=marker, hovertext=hover, hoverinfo="text", **ends))
    fig.update_xaxes(range=[-0.02, 1.02], tickformat=".0%", title_text=words("parcels-chance-axis"), showgrid=True, nticks=6, fixedrange=True)
    return fig.update_yaxes(range=[-0.02, 1.05], tickformat=".0%", showgrid=True, nticks=6, fixedrange=True).update_layout(showlegend=False)
