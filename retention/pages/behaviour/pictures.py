"""Notebook 01's pictures of the layers interaction and preference: what customers do, what they like, who is about to buy."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd
import plotly.graph_objects as go

from retention.pages.behaviour import sentences as says
from retention.pages.kit import style
from retention.pages.kit.words import Words

if TYPE_CHECKING:
    from retention.pyramid.intent import Intent


def between_orders(active: pd.DataFrame, words: Words) -> go.Figure:
    """Share of customers who did something in the last 90 days (grey) and in the last 30 (accent), by what they did, most first."""
    told = active.sort_values("share_90", ascending=False)
    height = "low" if len(told) <= 4 else "high"
    fig = style.figure(says.between_title(told, words), says.between_subtitle(told, words), height=height)
    labels = [says.doing_label(what, words) for what in told["what"]]
    for days, colour in ((90, style.CONTEXT), (30, style.ACCENT)):
        shares = told[f"share_{days}"]
        # The first pair of bars says what they are; the others only how much.
        texts = [words("profile-between-bar", days=str(days), share=s) if i == 0 else words.share(s) for i, s in enumerate(shares)]
        fig.add_trace(style.bars(shares, labels, texts, [says.doing_hover(row, days, words) for row in told.to_dict("records")], colour))
    most = max(0.01, float(told[["share_30", "share_90"]].to_numpy().max()))
    fig.update_xaxes(range=[0, most * 1.75], showticklabels=False, fixedrange=True)
    fig.update_yaxes(autorange="reversed", fixedrange=True)
    return fig.update_layout(barmode="group", bargap=0.28, bargroupgap=0.04)


def tastes(sure: pd.DataFrame, words: Words) -> go.Figure:
    """For each taste the share of customers who have one (grey), and of those of whom it is sure (accent)."""
    told = sure.sort_values("sure_share", ascending=False)
    fig = style.figure(says.tastes_title(sure, words), says.tastes_subtitle(sure, words), height="high" if len(told) > 4 else "low")
    labels = [says.taste_label(what, words) for what in told["what"]]
    for column, colour, message in (("known_share", style.CONTEXT, "profile-tastes-known"), ("sure_share", style.ACCENT, "profile-tastes-sure")):
        texts = [words(message, share=share) if i == 0 else words.share(share) for i, share in enumerate(told[column])]
        fig.add_trace(style.bars(told[column], labels, texts, [says.taste_hover(row, words) for row in told.to_dict("records")], colour))
    fig.update_xaxes(range=[0, 1.6], showticklabels=False, fixedrange=True)
    fig.update_yaxes(autorange="reversed", fixedrange=True)
    return fig.update_layout(barmode="group", bargap=0.28, bargroupgap=0.04)


def prices(groups: pd.DataFrame, words: Words) -> go.Figure:
    """How many customers buy at which usual discount: bars of the share of customers, the smallest discount first."""
    fig = style.figure(says.prices_title(groups, words), words("profile-prices-subtitle", n=int(groups["customers"].sum())), height="low")
    fig.add_trace(
        go.Bar(
            x=[says.discount_tick(row, words) for row in groups.to_dict("records")],
            y=groups["share"],
            marker={"color": style.ACCENT},
            text=[words.share(share) for share in groups["share"]],
            textposition="outside",
            cliponaxis=False,
            hovertext=[says.discount_hover(row, words) for row in groups.to_dict("records")],
            hoverinfo="text",
        )
    )
    fig.update_yaxes(range=[0, max(0.05, float(groups["share"].max())) * 1.2], tickformat=".0%", showgrid=True, nticks=5, fixedrange=True)
    fig.update_xaxes(type="category", tickangle=0, title_text=words("profile-discount-axis"), fixedrange=True)
    return fig


def calibration(found: "Intent", words: Words) -> go.Figure:
    """Predicted and observed share with an order in the next 7 days by band of the prediction; on the dotted line they are equal."""
    bands, backtest = found.calibration, found.backtest
    fig = style.figure(says.intent_title(backtest, words), says.intent_subtitle(backtest, words))
    most = max(0.05, float(bands[["predicted", "high"]].to_numpy().max())) * 1.1
    fig.add_trace(go.Scatter(x=[0, most], y=[0, most], mode="lines", line={"color": style.MUTED, "width": 1, "dash": "dot"}, hoverinfo="skip"))
    fig.add_trace(
        go.Scatter(
            x=bands["predicted"],
            y=bands["observed"],
            mode="markers",
            marker={"size": 11, "color": style.ACCENT},
            hovertext=[_band_hover(row, words) for row in bands.to_dict("records")],
            hoverinfo="text",
            **style.interval(bands["low"], bands["high"], bands["observed"], horizontal=False),
        )
    )
    equal = words("profile-intent-equal")
    fig.add_annotation(
        x=most, y=most, text=equal, showarrow=False, xanchor="right", yanchor="bottom", font={"size": 12, "color": style.MUTED}, bgcolor=style.PAPER
    )
    axis = {"tickformat": ".0%" if most > 0.1 else ".1%", "nticks": 6, "range": [0, most * 1.04], "fixedrange": True}
    fig.update_xaxes(title_text=words("profile-intent-predicted"), showgrid=True, **axis)
    fig.update_yaxes(title_text=words("profile-intent-observed"), showgrid=True, **axis)
    return fig


def _band_hover(row: Mapping, words: Words) -> str:
    return words("profile-intent-hover", **{name: row[name] for name in ("predicted", "observed", "low", "high", "n", "k")})
