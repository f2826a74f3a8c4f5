"""Pictures of the forecasts: tracking, histogram, calibration by tenth, past errors, value by group."""

import pandas as pd
import plotly.graph_objects as go

from retention.pages.kit import style
from retention.pages.kit.labels import message_id, value_group_label
from retention.pages.kit.words import Words
from retention.pages.lifetime import sentences as says
from retention.tables.forecasts import POOLED

MANY_GROUPS = 8


def tracking(table: pd.DataFrame, words: Words) -> go.Figure:
    """Repeat orders of each week: what came (grey) and what the model expected (blue), the weeks kept back marked."""
    about = {"first": table["day"].iloc[0].date(), "last": table["day"].iloc[-1].date(), "holdout": int(table["holdout"].sum())}
    fig = style.figure(says.tracking_title(table, words), words("lifetime-tracking-subtitle", **about))
    hover = [
        words("lifetime-tracking-hover", day=row["day"].date(), actual=row["week_actual"], expected=row["week_expected"])
        for row in table.to_dict("records")
    ]
    for column, colour, name in (("week_actual", style.MUTED, "lifetime-actual"), ("week_expected", style.ACCENT, "lifetime-expected")):
        line = {"color": colour, "width": 2.2}
        fig.add_trace(go.Scatter(x=table["day"], y=table[column], mode="lines", line=line, name=words(name), text=hover, hoverinfo="text"))
    if table["holdout"].any():
        start = table.loc[table["holdout"], "day"].iloc[0] - pd.Timedelta(days=7)
        fig.add_vline(x=start, line={"color": style.INK, "width": 1, "dash": "dot"})
        fig.add_annotation(x=start, y=1, yref="paper", text=words("lifetime-kept-back"), showarrow=False, xanchor="left", yanchor="top", xshift=4)
    fig.update_xaxes(tickformat="%Y-%m")
    fig.update_yaxes(rangemode="tozero")
    return fig.update_layout(showlegend=True)


def histogram(table: pd.DataFrame, words: Words) -> go.Figure:
    """Customers by repeat orders, what is (grey) beside what the model expects (blue)."""
    none = table.iloc[0]
    title = words("lifetime-histogram-title", expected=float(none["expected"]), actual=int(none["actual"]))
    fig = style.figure(title, words("lifetime-histogram-subtitle", n=int(table["actual"].sum())))
    last = table["orders"].max()
    labels = [words("lifetime-and-more", orders=str(n)) if n == last else str(n) for n in table["orders"]]
    hover = [
        words("lifetime-histogram-hover", orders=label, actual=row["actual"], expected=row["expected"])
        for label, row in zip(labels, table.to_dict("records"), strict=True)
    ]
    for column, colour, name in (("actual", style.CONTEXT, "lifetime-actual"), ("expected", style.ACCENT, "lifetime-expected")):
        fig.add_trace(go.Bar(x=labels, y=table[column], marker_color=colour, name=words(name), hovertext=hover, hoverinfo="text"))
    fig.update_xaxes(title_text=words("lifetime-histogram-axis"), type="category")
    fig.update_yaxes(title_text=words("lifetime-customers"), tickformat=",d")
    return fig.update_layout(showlegend=True, barmode="group")


def tenths(table: pd.DataFrame, days: int, words: Words) -> go.Figure:
    """Share who ordered in each tenth of the forecast, with its interval, and the probability that was forecast."""
    fig = style.figure(says.tenths_title(table, words), words("lifetime-tenths-subtitle", days=days, n=int(table["customers"].sum())))
    hover = [
        words("lifetime-tenths-hover", **{k: row[k] for k in ("customers", "share", "low", "high", "chance")}, part=str(int(row["part"])))
        for row in table.to_dict("records")
    ]
    parts = table["part"].astype(str)
    bars = style.interval(table["low"], table["high"], table["share"], horizontal=False)
    fig.add_trace(
        go.Bar(x=parts, y=table["share"], marker_color=style.CONTEXT, name=words("lifetime-actual"), hovertext=hover, hoverinfo="text", **bars)
    )
    dots = {"color": style.ACCENT, "size": 9}
    fig.add_trace(go.Scatter(x=parts, y=table["chance"], mode="markers", marker=dots, name=words("lifetime-expected"), text=hover, hoverinfo="text"))
    fig.update_xaxes(title_text=words("lifetime-tenths-axis"), type="category")
    fig.update_yaxes(**style.SHARE_AXIS)
    return fig.update_layout(showlegend=True)


def past_errors(past: pd.DataFrame, past_error: pd.DataFrame, days: int, words: Words) -> go.Figure:
    """One point per past forecast and rule: its total too high or too low."""
    fig = style.figure(says.past_title(past_error, words), words("lifetime-past-subtitle", days=days), height="low")
    judged = past.dropna(subset=["error"])
    rules = [rule for rule in past_error["rule"] if rule in set(judged["rule"])]
    for rule in reversed(rules):
        rows = judged[judged["rule"] == rule]
        label = says.rule_label(rule, words)
        hover = [
            words(
                "lifetime-past-hover",
                rule=label,
                first=row["first"],
                last=row["last"],
                forecast=row["forecast"],
                actual=row["actual"],
            )
            for row in rows.to_dict("records")
        ]
        colour = style.ACCENT if rule == POOLED else style.MUTED
        marker = {"color": colour, "size": 11}
        fig.add_trace(go.Scatter(x=rows["error"], y=[label] * len(rows), mode="markers", marker=marker, text=hover, hoverinfo="text"))
    fig.add_vline(x=0, line={"color": style.INK, "width": 1})
    fig.update_xaxes(tickformat="+.0%", showgrid=True)
    return fig


def newcomers(months: pd.DataFrame, days: int, words: Words) -> go.Figure:
    """New customers of each month: first seen only (pale), new (grey), expected (blue)."""
    fig = style.figure(says.newcomers_title(months, days, words), words("lifetime-newcomers-subtitle"))
    colours = {"first_seen": style.GRID, "new": style.CONTEXT, "expected": style.ACCENT}
    for kind, colour in colours.items():
        rows = months[months["kind"] == kind]
        name = words(f"lifetime-newcomers-{message_id(kind)}")
        hover = [words("lifetime-newcomers-hover", month=f"{r.month:%Y-%m}", kind=name, customers=r.customers) for r in rows.itertuples()]
        bars = {"x": rows["month"], "xperiod": "M1", "xperiodalignment": "middle", "y": rows["customers"]}
        fig.add_bar(**bars, marker_color=colour, name=name, hovertext=hover, hoverinfo="text")
    fig.update_xaxes(tickformat="%Y-%m", tickangle=0, nticks=5)
    fig.update_yaxes(tickformat=",d")
    return fig.update_layout(showlegend=True, barmode="stack")


def groups(values: pd.DataFrame, figure: str, days: int, level: float, kind: str, words: Words, in_order: bool = False) -> go.Figure:
    """Expected money (`kind`: margin or revenue) of each group with its range, largest first or (`in_order`) by key; `figure` names the grouping."""
    table = values.sort_values("group" if in_order else "value", ascending=not in_order)
    table = table.assign(group=[value_group_label(figure, group, words) for group in table["group"]])
    best = says.best_group(table)["group"]
    subtitle = words("lifetime-groups-subtitle", kind=kind, days=days, level=level)
    fig = style.figure(says.groups_title(table, words), subtitle, height="high" if len(table) > MANY_GROUPS else "middle")
    hover = [
        words("lifetime-groups-hover", **{k: row[k] for k in ("group", "customers", "value", "low", "high")}) for row in table.to_dict("records")
    ]
    colours = [style.ACCENT if group == best else style.CONTEXT for group in table["group"]]
    bars = style.interval(table["low"], table["high"], table["value"])
    fig.add_trace(go.Bar(x=table["value"], y=table["group"], orientation="h", marker_color=colours, hovertext=hover, hoverinfo="text", **bars))
    # Every second amount, or they would not fit beside long group names on a phone.
    ticks = {name: marks[::2] for name, marks in style.money_axis(words, float(table["high"].max())).items()}
    fig.update_xaxes(showgrid=True, tickangle=0, **ticks)
    return fig
