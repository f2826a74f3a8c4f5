"""Notebook 05's pictures of returns: what is open, how long steps take, why goods come back."""

import pandas as pd
import plotly.graph_objects as go

from retention.pages.kit import style
from retention.pages.kit.words import Words
from retention.pages.returns import sentences as says

MOST_REASONS = 10


def steps(opened: pd.DataFrame, words: Words) -> go.Figure:
    """Open returns by what is to be done next; those overdue in the second colour."""
    told = says.by_step(opened)
    fig = style.figure(says.steps_title(opened, words), words("returns-steps-subtitle"))
    labels = [says.step_label(row["actor"], row["step"], words) for row in told.to_dict("records")]
    for column, colour in (("overdue", style.ABOVE), ("others", style.CONTEXT)):
        name = words(f"returns-{column}")
        hover = [words("returns-step-hover", step=label, what=name, n=int(n)) for label, n in zip(labels, told[column], strict=True)]
        bar = go.Bar(x=told[column], y=labels, orientation="h", name=name, marker={"color": colour}, hovertext=hover, hoverinfo="text")
        fig.add_trace(bar)
    fig.update_xaxes(showgrid=True, nticks=5, rangemode="tozero", fixedrange=True)
    fig.update_yaxes(autorange="reversed", fixedrange=True)
    return fig.update_layout(barmode="stack", showlegend=True)


def waits(spans: pd.DataFrame, words: Words) -> go.Figure:
    """How long each state holds: the bar ends where half have gone on, the line where nine in ten have."""
    told = says.spans_of_all(spans)
    fig = style.figure(says.waits_title(told, words), words("returns-waits-subtitle"))
    labels = [says.state_label(state, words) for state in told["state"]]
    rows = told.to_dict("records")
    hover = [says.wait_hover(label, row, words) for label, row in zip(labels, rows, strict=True)]
    fig.add_trace(style.bars(told["p50"], labels, [""] * len(told), hover, style.ACCENT))
    ends = told["p90"].fillna(told["p50"])
    mark = {"symbol": "line-ns-open", "size": 18, "color": style.INK, "line": {"width": 2}}
    texts = [says.half_and_most(row, words) for row in rows]
    fig.add_trace(go.Scatter(x=ends, y=labels, mode="markers+text", marker=mark, text=texts, textposition="middle right", hoverinfo="skip"))
    fig.update_xaxes(range=[0, 1.45 * max(ends.max(), 1.0) if len(ends) else 1.0], showgrid=True, nticks=6, fixedrange=True)
    return fig.update_yaxes(autorange="reversed", fixedrange=True)


def reasons(told: pd.DataFrame, words: Words) -> go.Figure:
    """Reasons that customers gave, with the interval of each share."""
    shown = told.head(MOST_REASONS)
    fig = style.figure(says.reasons_title(told, words), words("returns-reasons-subtitle", n=int(told["returns"].sum())), height="high")
    labels = [says.reason_label(reason, words) for reason in shown["reason"]]
    rows = shown.to_dict("records")
    hover = [
        words("returns-reason-hover", reason=label, share=row["share"], low=row["low"], high=row["high"], n=row["returns"])
        for label, row in zip(labels, rows, strict=True)
    ]
    fig.add_trace(style.bars(shown["share"], labels, [words.share(share) for share in shown["share"]], hover, style.ACCENT))
    fig.data[0].update(style.interval(shown["low"], shown["high"], shown["share"]))
    fig.update_xaxes(tickformat=".0%", showgrid=True, nticks=6, rangemode="tozero", fixedrange=True)
    return fig.update_yaxes(autorange="reversed", fixedrange=True)
