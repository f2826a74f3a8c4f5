"""Notebook 01's pictures: the data pyramid, where the base stands, first and second orders, one customer's orders."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from retention.pages.kit import style
from retention.pages.kit.words import Words
from retention.pages.pyramid import sentences as says

if TYPE_CHECKING:
    from retention.pyramid.card import CustomerCard

# Half widths of the pyramid at its foot and at its top; the top stays wide enough to be written on at 360 px.
FOOT, TOP, GAP = 1.0, 0.46, 0.06
FILL, HOLLOW = style.SEQUENCE[2], "#f6f8fa"


def layers_pyramid(layers: pd.DataFrame, customers: int, words: Words) -> go.Figure:
    """The data pyramid, basic layer at the foot; the filled part of each layer is its coverage, an empty layer has a dashed edge."""
    fig = style.figure(says.layers_title(layers, words), words("pyramid-layers-subtitle", n=customers))
    for level, row in enumerate(layers.to_dict("records")):
        corners = _layer_corners(level, len(layers))
        hover = _layer_hover(row, words)
        fig.add_trace(_shape(corners, HOLLOW, style.CONTEXT if row["present"] else style.MUTED, "solid" if row["present"] else "dash", hover))
        if row["filled"] > 0:
            fig.add_trace(_shape(_filled_part(corners, row["filled"]), FILL, FILL, "solid", hover))
        label = words("pyramid-layers-label", layer=says.layer_label(row["layer"], words), filled=row["filled"])
        fig.add_annotation(x=0, y=level + 0.5, yshift=9, showarrow=False, text=label, font={"weight": "bold"})
        fig.add_annotation(x=0, y=level + 0.5, yshift=-9, showarrow=False, text=_below_label(row, words), font={"size": 11})
    fig.update_xaxes(visible=False, range=[-FOOT - 0.02, FOOT + 0.02], fixedrange=True)
    fig.update_yaxes(visible=False, range=[-0.05, len(layers) + 0.05], fixedrange=True)
    return fig.update_layout(margin={"l": 8, "r": 8})


def _layer_corners(level: int, levels: int) -> np.ndarray:
    """Corners of a layer, counter-clockwise from the lower left: corners[i] = (x, y)."""
    low, high = level + GAP / 2, level + 1 - GAP / 2
    wide, narrow = (FOOT - (FOOT - TOP) * y / levels for y in (low, high))
    return np.array([(-wide, low), (wide, low), (narrow, high), (-narrow, high)])


def _filled_part(corners: np.ndarray, share: float) -> np.ndarray:
    """The left part of a layer whose area is `share` of the whole: both parallel sides are cut at the same share."""
    low_left, low_right, high_right, high_left = corners
    return np.array([low_left, low_left + share * (low_right - low_left), high_left + share * (high_right - high_left), high_left])


def _shape(corners: np.ndarray, fill: str, edge: str, dash: str, hover: str) -> go.Scatter:
    closed = np.vstack([corners, corners[:1]])
    line = {"color": edge, "width": 1.2, "dash": dash}
    return go.Scatter(
        x=closed[:, 0], y=closed[:, 1], mode="lines", fill="toself", fillcolor=fill, line=line, hoveron="fills", hoverinfo="text", text=hover
    )


def _below_label(row: Mapping, words: Words) -> str:
    return words("pyramid-layers-needs", tables=says.table_labels(row["lacking"], words)) if row["lacking"] else _fields_filled(row, words)


def _layer_hover(row: Mapping, words: Words) -> str:
    lines = [
        words("pyramid-layers-hover", layer=says.layer_label(row["layer"], words), filled=row["filled"], present=row["present"], fields=row["fields"])
    ]
    if row["lacking"]:
        lines.append(words("pyramid-layers-hover-lacking", tables=says.table_labels(row["lacking"], words)))
    return "\n".join(lines)


def _fields_filled(row: Mapping, words: Words) -> str:
    return words("pyramid-layers-fields", present=row["present"], fields=row["fields"])


def money_by_recency(bands: pd.DataFrame, words: Words) -> go.Figure:
    """Two bars per band of days since the last order: its share of customers (grey) and of their past net paid."""
    total = {"n": int(bands["customers"].sum()), "money": float(bands["net_paid"].sum())}
    fig = style.figure(says.recency_title(bands, words), words("pyramid-recency-subtitle", **total), height="high")
    labels = [says.recency_label(int(row["first_day"]), row["last_day"], words) for row in bands.to_dict("records")]
    hover = [
        words(
            "pyramid-recency-hover",
            band=label,
            customers=row["customers"],
            people=row["customers_share"],
            money=row["net_paid"],
            paid=row["money_share"],
        )
        for label, row in zip(labels, bands.to_dict("records"), strict=True)
    ]
    bars = (("customers_share", "pyramid-recency-people", style.CONTEXT), ("money_share", "pyramid-recency-money", style.ACCENT))
    for column, message, colour in bars:
        # The first band says what the bars are; the others only how much.
        texts = [words(message, share=share) if i == 0 else words.share(share) for i, share in enumerate(bands[column])]
        fig.add_trace(style.bars(bands[column], labels, texts, hover, colour))
    # Room on the right for the longest label at 360 px.
    largest = max(0.01, float(bands[["customers_share", "money_share"]].to_numpy().max()))
    smallest = min(0.0, float(bands["money_share"].min()))
    fig.update_xaxes(range=[smallest * 1.6, largest * 1.6], tickformat=".0%", showticklabels=False, zeroline=True, fixedrange=True)
    fig.update_yaxes(autorange="reversed", fixedrange=True, ticklabelstandoff=6)
    return fig.update_layout(barmode="group", bargap=0.28, bargroupgap=0.04)


def second_order(table: pd.DataFrame, question: str, days: int, words: Words) -> go.Figure:
    """Share with a second order by group of first orders, with intervals and the overall share as a line.

    Sorted by share, price bands by price; groups too thin for a rate say their counts. Colour marks groups that differ from the whole.
    """
    whole = table[table["kind"] == "whole"].iloc[0]
    # A question without an answer still shows the whole shop.
    asked = question if (table["question"] == question).any() else "overall"
    rows = _in_order(says.labelled(table, asked, words), asked)
    height = "low" if len(rows) <= 5 else "high"
    fig = style.figure(
        says.second_order_title(table, question, days, words), words("pyramid-second-subtitle", n=int(whole["n"]), days=str(days)), height=height
    )
    ticks = [_tick(_short(row["label"]), words("pyramid-second-count", n=row["n"])) for row in rows.to_dict("records")]
    known = rows[rows["share"].notna()]
    places = np.arange(len(rows))
    here = places[rows["share"].notna().to_numpy()]
    colours = [
        style.ACCENT if row["differs"] else style.CONTEXT if row["kind"] in ("other", "unknown") else style.MUTED for row in known.to_dict("records")
    ]
    fig.add_trace(
        go.Scatter(
            x=known["share"],
            y=here,
            mode="markers",
            marker={"size": 11, "color": colours},
            hovertext=[
                words("pyramid-second-hover", group=row["label"], k=row["k"], n=row["n"], share=row["share"], low=row["low"], high=row["high"])
                for row in known.to_dict("records")
            ],
            hoverinfo="text",
            **style.interval(known["low"], known["high"], known["share"]),
        )
    )
    for place, row in zip(places, rows.to_dict("records"), strict=True):
        if pd.notna(row["share"]):
            share = words.share(row["share"])
            font = {"size": 12, "weight": "bold" if row["differs"] else "normal"}
            fig.add_annotation(x=row["high"], y=place, xanchor="left", xshift=6, showarrow=False, text=share, bgcolor=style.PAPER, font=font)
        else:
            text = words("pyramid-second-counts", k=row["k"], n=row["n"])
            hover = words("pyramid-second-hover-thin", group=row["label"], k=row["k"], n=row["n"])
            fig.add_annotation(x=0, y=place, xanchor="left", showarrow=False, text=text, hovertext=hover, font={"size": 12, "color": style.MUTED})
    if pd.notna(whole["share"]):
        fig.add_vline(x=whole["share"], line={"color": style.INK, "width": 1, "dash": "dot"}, layer="below")
        over = words("pyramid-second-overall", share=whole["share"])
        fig.add_annotation(x=whole["share"], y=-0.75, text=over, showarrow=False, font={"size": 12, "color": style.INK}, bgcolor=style.PAPER)
    highest = float(np.nanmax([0.05, whole["high"], *known["high"]]))
    fig.update_xaxes(range=[0, highest * 1.22], tickformat=".0%", nticks=6, showgrid=True, fixedrange=True)
    fig.update_yaxes(
        range=[len(rows) - 0.4, -1.0], tickvals=places, ticktext=ticks, showgrid=False, zeroline=False, fixedrange=True, ticklabelstandoff=6
    )
    return fig


def _in_order(rows: pd.DataFrame, question: str) -> pd.DataFrame:
    """Price bands from cheap to dear; other groups from the highest share down, then the thin ones, rest and unknown last."""
    last = rows["kind"].map({"whole": 0, "named": 0, "other": 1, "unknown": 2})
    if question == "price_band":
        return rows.assign(last=last).sort_values(["last", "group"])
    return rows.assign(last=last, thin=rows["share"].isna()).sort_values(["last", "thin", "share", "n"], ascending=[True, True, False, False])


def _tick(label: str, below: str) -> str:
    return f"{label}\n{below}"


def _short(label: str, most: int = 16) -> str:
    """A label that leaves the plot its room at 360 px; the whole of it stands in the hover."""
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"


def customer_timeline(card: "CustomerCard", words: Words) -> go.Figure:
    """A customer's last orders as stems: height is gross paid, the dark part what stayed after refunds."""
    orders = card.orders
    first, last = orders["ordered_on"].min(), card.as_of
    room = max(pd.Timedelta(days=4), (last - first) * 0.08)
    told = "" if orders["refunded"].notna().any() else "-paid"
    fig = style.figure(says.card_title(card, words), words(f"pyramid-card-subtitle{told}", shown=len(orders)), height="low")
    hover = [says.card_order(row, words) for row in orders.to_dict("records")]
    for column, colour, width in (("gross_paid", style.CONTEXT, 5), ("net_paid", style.ACCENT, 5)):
        x, y = _stems(orders["ordered_on"], orders[column].clip(lower=0))
        fig.add_trace(go.Scatter(x=x, y=y, mode="lines", line={"color": colour, "width": width}, hoverinfo="skip"))
    kept = ~(orders["refunded"] > 0)
    fig.add_trace(
        go.Scatter(
            x=orders["ordered_on"],
            y=orders["gross_paid"],
            mode="markers+text",
            marker={
                "size": 12,
                "color": np.where(kept, style.ACCENT, style.PAPER),
                "line": {"width": 2, "color": np.where(kept, style.ACCENT, style.CONTEXT)},
            },
            text=_labels_with_room(orders, (last - first + room) * 0.16, words),
            textposition="top center",
            cliponaxis=False,
            hovertext=hover,
            hoverinfo="text",
        )
    )
    fig.add_vline(x=last.timestamp() * 1000, line={"color": style.MUTED, "width": 1, "dash": "dot"})
    today = words("pyramid-card-today")
    fig.add_annotation(
        x=last, y=1, yref="paper", yanchor="top", xanchor="right", xshift=-4, text=today, showarrow=False, font={"size": 12, "color": style.MUTED}
    )
    fig.update_xaxes(
        type="date",
        range=[first - room, last + room / 2],
        tickformat="%Y-%m" if last - first > pd.Timedelta(days=120) else "%m-%d",
        nticks=5,
        fixedrange=True,
    )
    most = max(1.0, float(orders["gross_paid"].max()))
    fig.update_yaxes(range=[0, most * 1.25], fixedrange=True, **style.money_axis(words, most))
    return fig


def _labels_with_room(orders: pd.DataFrame, room: pd.Timedelta, words: Words) -> list[str]:
    """What each order cost, left out where it would run into the label before it."""
    labels, before = [], None
    for day, paid in zip(orders["ordered_on"], orders["gross_paid"], strict=True):
        fits = before is None or day - before >= room
        labels.append(words.money(paid) if fits else "")
        before = day if fits else before
    return labels


def _stems(days: pd.Series, heights: pd.Series) -> tuple[list, list]:
    """Vertical lines from zero, with gaps between them."""
    x = [value for day in days for value in (day, day, None)]
    y = [value for height in heights for value in (0, height, None)]
    return x, y
