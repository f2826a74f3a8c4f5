"""Pictures of members by tier and of points by age."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from retention.pages.kit import style
from retention.pages.kit.words import Words
from retention.pages.membership import sentences as says


def tiers(table: pd.DataFrame, label: str, as_of: date, words: Words) -> go.Figure:
    """Members by tier today (blue) and once orders under way are completed (grey); `table` has tier_name, members, share, expected."""
    fig = style.figure(says.tiers_title(table, words), words("standing-tiers-subtitle", label=label, day=as_of), height="low")
    hover = [
        words("standing-tiers-hover", tier=row["tier_name"], **{name: row[name] for name in ("members", "share", "expected")})
        for row in table.to_dict("records")
    ]
    for column, colour in (("members", style.ACCENT), ("expected", style.CONTEXT)):
        texts = [words.count(n) for n in table[column]]
        fig.add_trace(style.bars(table[column], table["tier_name"].tolist(), texts, hover, colour))
    fig.update_xaxes(range=[0, max(1.0, float(table[["members", "expected"]].to_numpy().max())) * 1.25], showticklabels=False, fixedrange=True)
    fig.update_yaxes(type="category", autorange="reversed", fixedrange=True)
    return fig.update_layout(barmode="group", bargap=0.3, bargroupgap=0.05)


def ageing(table: pd.DataFrame, label: str, words: Words, as_of: date | None = None) -> go.Figure:
    """Usable points by days since they could first be used; `table` has days, points, share. Of today with `as_of`, else of the simulation's end."""
    told = words("points-ageing-today", label=label, day=as_of) if as_of else words("points-ageing-subtitle", label=label)
    fig = style.figure(says.ageing_title(table, words), told, height="low")
    labels = [says.bucket_label(days, words) for days in table["days"]]
    texts = [words.share(share) for share in table["share"]]
    hover = [
        words("points-ageing-hover", bucket=name, points=row["points"], share=row["share"])
        for name, row in zip(labels, table.to_dict("records"), strict=True)
    ]
    fig.add_trace(style.bars(table["points"], labels, texts, hover, style.ACCENT))
    fig.update_xaxes(range=[0, max(1.0, float(table["points"].max())) * 1.2], showticklabels=False, fixedrange=True)
    fig.update_yaxes(autorange="reversed", fixedrange=True)
    return fig
