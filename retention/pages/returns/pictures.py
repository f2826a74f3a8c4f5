"""Notebook 05's pictures of returns: what is open, how long steps take, why goods come back."""

import pandas as pd
import plotly.graph_objects as go

from retention.pages.kit import style
from retention.pages.kit.words import Words
from retention.pages.returns import sentences as says

MOST_REASONS, MOST_CHANGES = 10, 12


def steps(opened: pd.DataFrame, words: Words) -> go.Figure:
    """Open returns by what is to be done next; those overdue in the second colour."""
    told = says.by_step(opened)
    fig = style.figure(says.steps_title(opened, words), words("returns-steps-subtitle", n=len(opened)), height="high")
    labels = [says.step_label(row["actor"], row["step"], words) for row in told.to_dict("records")]
    for column, colour in (("overdue", style.ABOVE), ("others", style.CONTEXT)):
        name = words(f"returns-{column}")
        hover = [words("returns-step-hover", step=label, what=name, n=int(n)) for label, n in zip(labels, told[column], strict=True)]
        bar = go.Bar(x=told[column], y=labels, orientation="h", name=name, marker={"color": colour}, hovertext=hover, hoverinfo="text")
        fig.add_trace(bar)
    fig.update_xaxes(showgrid=True, nticks=5, rangemode="tozero", fixedrange=True)
    fig.update_yaxes(autorange="reversed", fixedrange=True)
    return fig.update_layout(barmode="stack", showlegend=True)


def ages(by_age: pd.DataFrame, words: Words) -> go.Figure:
    """Open returns by age."""
    fig = style.figure(says.ages_title(by_age, words), words("returns-ages-subtitle"), height="low")
    labels = says.age_labels(by_age, words)
    hover = [words("returns-age-hover", age=label, n=int(n)) for label, n in zip(labels, by_age["returns"], strict=True)]
    fig.add_trace(go.Bar(x=labels, y=by_age["returns"], marker={"color": style.ACCENT}, hovertext=hover, hoverinfo="text"))
    fig.update_xaxes(type="category", fixedrange=True)
    return fig.update_yaxes(showgrid=True, nticks=5, rangemode="tozero", fixedrange=True)


def waits(spans: pd.DataFrame, words: Words) -> go.Figure:
    """How long each state holds: the bar ends where half have gone on, the stroke is where nine in ten have; no stroke where they have not yet."""
    told = says.spans_of_all(spans)
    fig = style.figure(says.waits_title(told, words), words("returns-waits-subtitle", n=int(told["stays"].sum())))
    labels = [says.state_label(state, words) for state in told["state"]]
    rows = told.to_dict("records")
    hover = [says.wait_hover(label, row, words) for label, row in zip(labels, rows, strict=True)]
    fig.add_trace(style.bars(told["p50"], labels, [""] * len(told), hover, style.ACCENT))
    mark = {"symbol": "line-ns-open", "size": 18, "color": style.INK, "line": {"width": 2}}
    fig.add_trace(go.Scatter(x=told["p90"], y=labels, mode="markers", marker=mark, hoverinfo="skip"))
    ends = told["p90"].fillna(told["p50"])
    texts = [says.half_and_most(row, words) for row in rows]
    fig.add_trace(go.Scatter(x=ends, y=labels, mode="text", text=texts, textposition="middle right", hoverinfo="skip"))
    fig.update_xaxes(range=[0, 1.45 * ends.max()], showgrid=True, nticks=6, fixedrange=True)
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
    fig.add_trace(style.bars(shown["share"], labels, [""] * len(shown), hover, style.ACCENT))
    fig.data[0].update(style.interval(shown["low"], shown["high"], shown["share"]))
    # Beside the interval's end, which would strike through a text at the bar's.
    texts = [f" {words.share(share)}" for share in shown["share"]]
    fig.add_trace(go.Scatter(x=shown["high"], y=labels, mode="text", text=texts, textposition="middle right", hoverinfo="skip"))
    fig.update_xaxes(tickformat=".0%", range=[0, 1.2 * shown["high"].max()], showgrid=True, nticks=6, fixedrange=True)
    return fig.update_yaxes(autorange="reversed", fixedrange=True)


def to_change(found: pd.DataFrame, words: Words) -> go.Figure:
    """Goods and sizes that come back more often than their category: share drawn in with its interval, the category's as a stroke."""
    shown = found.head(MOST_CHANGES)
    fig = style.figure(says.change_title(found, words), words("returns-change-subtitle"), height="high" if len(shown) > 5 else "low")
    rows = shown.to_dict("records")
    labels = [says.good_label(row, words) for row in rows]
    hover = [
        words("returns-change-hover", good=label, share=row["shrunk"], usual=row["category_share"], n=row["purchases"])
        for label, row in zip(labels, rows, strict=True)
    ]
    # By place, since two categories may have a good of one name.
    places = [str(place) for place in range(len(shown))]
    fig.add_trace(style.bars(shown["shrunk"], places, [""] * len(shown), hover, style.ABOVE))
    fig.data[0].update(style.interval(shown["shrunk_low"], shown["shrunk_high"], shown["shrunk"]))
    usual = {"symbol": "line-ns-open", "size": 18, "color": style.INK, "line": {"width": 2}}
    fig.add_trace(go.Scatter(x=shown["category_share"], y=places, mode="markers", marker=usual, hoverinfo="skip"))
    texts = [f" {words.share(share)}" for share in shown["shrunk"]]
    fig.add_trace(go.Scatter(x=shown["shrunk_high"], y=places, mode="text", text=texts, textposition="middle right", hoverinfo="skip"))
    fig.update_xaxes(tickformat=".0%", range=[0, 1.2 * shown["shrunk_high"].max()], showgrid=True, nticks=6, fixedrange=True)
    return fig.update_yaxes(autorange="reversed", tickvals=places, ticktext=labels, fixedrange=True)
