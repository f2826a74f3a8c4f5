"""Pictures of what is bought after and beside what: rules with intervals, pairs in one order, the backtest, categories by month."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from retention.pages.affinity import sentences as says
from retention.pages.kit import style
from retention.pages.kit.words import Words

if TYPE_CHECKING:
    from retention.affinity import Trend

MOST_RULES, MOST_GOODS, MOST_PANELS = 8, 10, 6
LONGEST = 16  # letters of a name on a phone's axis; hover has the whole name
ROW = 46  # pixels per rule: a line of text above its interval
NONE = 140


def rules(shown: pd.DataFrame, days: int, pairs: int, words: Words) -> go.Figure:
    """The strongest rules: lift with its interval, strongest on top, the rule written above its line."""
    level = float(shown["level"].iloc[0]) if len(shown) else 0.9
    # A level a hair under 1 would read as 100 %.
    subtitle = words("affinity-rules-subtitle", days=days, percent=min(level * 100, 99.9), pairs=pairs)
    fig = style.figure(says.rules_title(shown, words), subtitle)
    if shown.empty:
        return _nothing(fig)
    table = shown.head(MOST_RULES).iloc[::-1].reset_index(drop=True)
    hover = [
        words(
            "affinity-rules-hover",
            a=row["antecedent"],
            c=row["consequent"],
            joint=int(row["joint"]),
            n=int(row["n"]),
            low=float(row["confidence_low"]),
            high=float(row["confidence_high"]),
            expected=float(row["expected"]),
            lift=float(row["lift"]),
            lift_low=float(row["low"]),
            lift_high=float(row["high"]),
        )
        for row in table.to_dict("records")
    ]
    bars = style.interval(table["low"], table["high"], table["lift"])
    dots = {"size": 10, "color": style.ACCENT}
    fig.add_trace(go.Scatter(x=table["lift"], y=table.index, mode="markers", marker=dots, hovertext=hover, hoverinfo="text", **bars))
    for i, row in table.iterrows():
        text = words("affinity-arrow", a=_short(row["antecedent"]), c=_short(row["consequent"]))
        fig.add_annotation(x=0, xref="paper", y=i, yshift=17, xanchor="left", text=text, showarrow=False, font={"size": 12})
    fig.add_vline(x=1, line={"color": style.INK, "width": 1})
    top = float(table["high"].max())
    ticks = [tick for tick in (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if tick <= top * 1.2]
    ticks = ticks if len(ticks) <= 6 else [tick for tick in ticks if np.log10(tick).is_integer()]
    floor = min(float(table["low"].min()), 1.0) * 0.85
    fig.update_xaxes(type="log", range=[np.log10(floor), np.log10(top * 1.1)], tickvals=ticks, ticktext=[f"{t:g}" for t in ticks], showgrid=True)
    fig.update_yaxes(visible=False, range=[-0.6, len(table) - 0.2])
    return fig.update_layout(height=max(150 + ROW * len(table), 240))


def baskets(rules: pd.DataFrame, least: int, words: Words) -> go.Figure:
    """Pairs in one order as a heat map of lift, orange above chance and blue below; the goods with most orders."""
    orders = int(rules["orders"].iloc[0]) if len(rules) else 0
    goods = rules.drop_duplicates("antecedent").sort_values(["n", "antecedent"], ascending=[False, True])["antecedent"].head(MOST_GOODS).tolist()
    inside = rules[rules["antecedent"].isin(goods) & rules["consequent"].isin(goods)]
    fig = style.figure(says.baskets_title(inside, words), words("affinity-baskets-subtitle", orders=orders, least=least), height="high")
    if inside.empty:
        return _nothing(fig)
    lift = inside.pivot(index="antecedent", columns="consequent", values="lift").reindex(index=goods, columns=goods)
    told = [
        words(
            "affinity-baskets-hover",
            a=row["antecedent"],
            c=row["consequent"],
            joint=int(row["joint"]),
            lift=float(row["lift"]),
            confidence=float(row["confidence"]),
        )
        for row in inside.to_dict("records")
    ]
    hover = inside.assign(told=told).pivot(index="antecedent", columns="consequent", values="told").reindex(index=goods, columns=goods)
    names = [_short(good) for good in goods]
    reach = max(float(np.nanmax(np.abs(np.log2(lift.to_numpy(float))))), 0.2)
    numbers = lift.map(lambda x: "" if np.isnan(x) else f"{x:.1f}")
    fig.add_heatmap(
        x=names,
        y=names,
        z=np.log2(lift.to_numpy(float)),
        zmin=-reach,
        zmax=reach,
        text=numbers.to_numpy(),
        texttemplate="%{text}",
        textfont={"size": 10},
        customdata=hover.to_numpy(),
        hovertemplate="%{customdata}<extra></extra>",
        hoverongaps=False,
        colorscale=[[0, style.BELOW], [0.5, "#f5f6f7"], [1, style.ABOVE]],
        xgap=1,
        ygap=1,
        showscale=False,
    )
    fig.update_xaxes(tickangle=-45, tickfont={"size": 11})
    fig.update_yaxes(autorange="reversed", showgrid=False, tickfont={"size": 11})
    return fig


def backtest(table: pd.DataFrame, offers: int, words: Words) -> go.Figure:
    """Share of last orders guessed by each way of recommending, with its interval, best on top."""
    customers = int(table["customers"].iloc[0]) if len(table) else 0
    subtitle = words("affinity-backtest-subtitle", offers=offers, customers=customers)
    fig = style.figure(says.backtest_title(table, words), subtitle, height="low")
    if table.empty:
        return _nothing(fig)
    ordered = table.sort_values("hit_rate", kind="stable")
    labels = [words(f"affinity-method-{method}") for method in ordered["method"]]
    hover = [
        words(
            "affinity-backtest-hover",
            method=label,
            hits=int(row["hits"]),
            customers=int(row["customers"]),
            low=float(row["low"]),
            high=float(row["high"]),
        )
        for label, row in zip(labels, ordered.to_dict("records"), strict=True)
    ]
    colours = [style.ACCENT if method == "ours" else style.CONTEXT for method in ordered["method"]]
    bars = style.interval(ordered["low"], ordered["high"], ordered["hit_rate"])
    fig.add_trace(go.Bar(x=ordered["hit_rate"], y=labels, orientation="h", marker_color=colours, hovertext=hover, hoverinfo="text", **bars))
    fig.update_xaxes(showgrid=True, nticks=6, **style.SHARE_AXIS)
    return fig


def category_trend(trend: "Trend", words: Words) -> go.Figure:
    """Sales of the largest categories by month in small panels of one scale, this year before the year before."""
    months = trend.months
    shown = months["category"].drop_duplicates().head(MOST_PANELS).tolist() if len(months) else []
    count = int(months["month"].nunique()) if len(months) else 0
    subtitle = words("affinity-trend-subtitle", months=count) if count else ""
    fig = style.figure(says.trend_title(trend, words), subtitle, height="high")
    if trend.largest is None:
        return _nothing(fig)
    rows = -(-len(shown) // 2)
    fig.set_subplots(rows=rows, cols=2, shared_xaxes=True, shared_yaxes=True, horizontal_spacing=0.05, vertical_spacing=0.1)
    top = float(months.loc[months["category"].isin(shown), ["paid", "last_year"]].max().max())
    for i, category in enumerate(shown):
        part, cell = months[months["category"] == category], {"row": i // 2 + 1, "col": i % 2 + 1}
        _line(fig, part, "last_year", style.CONTEXT, "affinity-trend-hover-year", cell, words)
        _line(fig, part, "paid", style.ACCENT, "affinity-trend-hover", cell, words)
        place = {"x": part["month"].iloc[0], "y": top * 1.18, "xanchor": "left", "showarrow": False}
        fig.add_annotation(text=str(category), font={"size": 12, "color": style.INK}, **place, **cell)
    axis = {"automargin": True, "gridcolor": style.GRID, "zerolinecolor": style.CONTEXT, "tickfont": {"size": 11}}
    fig.update_xaxes(showgrid=False, tickformat="%y-%m", dtick="M6", tick0=months["month"].min(), tickangle=0, **axis)
    money = style.money_axis(words, top)
    every = slice(None, None, 2 if len(money["tickvals"]) > 4 else 1)
    fig.update_yaxes(range=[0, top * 1.3], tickvals=money["tickvals"][every], ticktext=money["ticktext"][every], **axis)
    return fig.update_layout(height=120 + 115 * rows)


def _line(fig: go.Figure, part: pd.DataFrame, column: str, colour: str, message: str, cell: dict, words: Words) -> None:
    """One category's months as a line; a month that is not over is hollow."""
    part = part[part[column].notna()]
    if part.empty:
        return
    hover = [words(message, category=str(row["category"]), month=f"{row['month']:%Y-%m}", paid=float(row[column])) for row in part.to_dict("records")]
    symbols = ["circle-open" if partial and column == "paid" else "circle" for partial in part["partial"]]
    marker, line = {"size": 5, "color": colour, "symbol": symbols}, {"color": colour, "width": 2}
    fig.add_trace(
        go.Scatter(x=part["month"], y=part[column], mode="lines+markers", marker=marker, line=line, hovertext=hover, hoverinfo="text"), **cell
    )


def _nothing(fig: go.Figure) -> go.Figure:
    """A figure whose title says that there is nothing to draw."""
    fig.update_xaxes(visible=False)
    fig.update_yaxes(visible=False)
    return fig.update_layout(height=NONE)


def _short(name: object) -> str:
    text = str(name)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
