"""Notebook 01's pictures of reach, members and marked accounts."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from retention.pages.kit import style
from retention.pages.kit.labels import channel_label, mark_label
from retention.pages.kit.words import Words
from retention.pages.people import sentences as says

if TYPE_CHECKING:
    from retention.pyramid.membership import Joins

STEPS = (("address", style.CONTEXT), ("consent", style.SEQUENCE[3]), ("active", style.SEQUENCE[5]))
PARTS = (("customers_share", style.CONTEXT), ("gross_paid_share", style.ACCENT), ("discount_share", "#e69f00"), ("refunded_share", style.ABOVE))


def reach_funnel(funnel: pd.DataFrame, reached: int, days: int, words: Words) -> go.Figure:
    """Bars per channel: address works, consent too, of these active; channels nobody can be reached by at all are left out."""
    known = bool(funnel["consent"].notna().any())
    subtitle = words("reach-subtitle" if known else "reach-subtitle-address", n=int(funnel["customers"].max()), days=str(days))
    fig = style.figure(says.reach_title(funnel, reached, words), subtitle, height="high")
    rows = funnel[funnel["address"] > 0].sort_values(["consent", "address"], ascending=False, kind="stable").reset_index(drop=True)
    labels = [channel_label(channel, words) for channel in rows["channel"]]
    hover = [_reach_hover(row, label, known, words) for row, label in zip(rows.to_dict("records"), labels, strict=True)]
    for name, colour in STEPS if known else STEPS[:1]:
        # The first channel says what the bars are; the others only how many.
        texts = [words(f"reach-bar-{name}", k=int(value)) if i == 0 else words.count(value) for i, value in enumerate(rows[name])]
        fig.add_trace(style.bars(rows[name], labels, texts, hover, colour, size=11))
    most = max(1.0, float(rows["address"].max()) if len(rows) else 0)
    fig.update_xaxes(range=[0, most * 1.45], showticklabels=False, fixedrange=True)
    fig.update_yaxes(autorange="reversed", fixedrange=True)
    return fig.update_layout(barmode="group", bargap=0.25, bargroupgap=0.02)


def _reach_hover(row: dict, label: str, known: bool, words: Words) -> str:
    whole = max(int(row["customers"]), 1)
    facts = {"channel": label, "customers": int(row["customers"]), "address": int(row["address"]), "address_share": row["address"] / whole}
    if not known:
        return words("reach-hover-address", **facts)
    return words("reach-hover", **facts, consent=int(row["consent"]), consent_share=row["consent"] / whole, active=int(row["active"]))


def member_joins(joins: "Joins", words: Words) -> go.Figure:
    """Members by month (in a long history: by year) of joining, stacked by source; small sources together."""
    subtitle = words("members-joins-year" if joins.yearly else "members-joins-subtitle")
    fig = style.figure(says.joins_title(joins.by_source, words), subtitle, height="middle")
    counts = joins.by_period
    for number, source in enumerate(counts):
        label = says.source_label(str(source), words)
        hover = [words("members-joins-hover", period=when, source=label, k=int(k)) for when, k in counts[source].items()]
        colour = style.CATEGORIES[number % len(style.CATEGORIES)]
        fig.add_trace(go.Bar(x=counts.index, y=counts[source], name=label, marker={"color": colour}, hovertext=hover, hoverinfo="text"))
    if counts.empty:
        return fig
    fig.update_xaxes(type="category", nticks=6, fixedrange=True)
    fig.update_yaxes(rangemode="tozero", nticks=5, tickformat=",d", fixedrange=True)
    return fig.update_layout(barmode="stack", bargap=0.15, showlegend=counts.shape[1] > 1)


def members_share(shares: pd.DataFrame, words: Words) -> go.Figure:
    """Members' share of customers, buyers and sales, with intervals."""
    n = int(shares.loc[shares["what"] == "buyers", "n"].iloc[0])
    fig = style.figure(says.members_title(shares, words), words("members-subtitle", n=n), height="low")
    rows = shares[shares["value"].notna()].reset_index(drop=True)
    labels = [words(f"members-what-{what}") for what in rows["what"]]
    hover = [
        words("members-hover", what=label, value=row["value"], low=row["low"], high=row["high"])
        for label, row in zip(labels, rows.to_dict("records"), strict=True)
    ]
    marker = {"size": 12, "color": np.where(rows["what"] == "sales", style.ACCENT, style.MUTED)}
    bars = style.interval(rows["low"], rows["high"], rows["value"])
    fig.add_trace(go.Scatter(x=rows["value"], y=labels, mode="markers", marker=marker, hovertext=hover, hoverinfo="text", **bars))
    for label, row in zip(labels, rows.to_dict("records"), strict=True):
        text = words.share(row["value"])
        fig.add_annotation(x=row["high"], y=label, text=text, xanchor="left", xshift=6, showarrow=False, font={"size": 12}, bgcolor=style.PAPER)
    highest = min(1.0, max(0.1, float(rows["high"].max()) if len(rows) else 0.1))
    fig.update_xaxes(range=[0, highest * 1.2], tickformat=".0%", nticks=6, showgrid=True, fixedrange=True)
    return fig.update_yaxes(autorange="reversed", fixedrange=True, showgrid=False)


def marked_accounts(costs: pd.DataFrame, lacking: Mapping[str, str], words: Words) -> go.Figure:
    """Each mark's share of customers, sales, discounts and refunds; marks nobody has and refunds nobody tells are left out."""
    parts = [(column, colour) for column, colour in PARTS if costs[column].notna().any()]
    subtitle = "marks-subtitle" if len(parts) == len(PARTS) else "marks-subtitle-no-refunds"
    fig = style.figure(says.marks_title(costs, lacking, words), words(subtitle, n=int(costs["customers"].sum())), height="middle")
    rows = costs[(costs["mark"] != "ordinary") & (costs["customers"] > 0)].reset_index(drop=True)
    labels = [mark_label(mark, words) for mark in rows["mark"]]
    hover = [
        words(
            "marks-hover" if pd.notna(row["refunded"]) else "marks-hover-no-refunds",
            mark=label,
            customers=int(row["customers"]),
            share=row["customers_share"],
            gross=row["gross_paid"],
            discount=row["discount"],
            refunded=row["refunded"],
        )
        for label, row in zip(labels, rows.to_dict("records"), strict=True)
    ]
    for column, colour in parts:
        message = f"marks-share-{column.removesuffix('_share').replace('_', '-')}"
        texts = [words(message, share=share) if i == 0 else words.share(share) for i, share in enumerate(rows[column])]
        fig.add_trace(style.bars(rows[column], labels, texts, hover, colour, size=11))
    most = max(0.01, float(rows[[column for column, _ in parts]].to_numpy().max()) if len(rows) else 0)
    fig.update_xaxes(range=[0, most * 1.5], showticklabels=False, fixedrange=True)
    fig.update_yaxes(autorange="reversed", fixedrange=True)
    return fig.update_layout(barmode="group", bargap=0.25, bargroupgap=0.02)
