"""Pictures of points and of what is not certain: flow, liability, tornado, the search's front, what uplift is needed and measured."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from retention.pages.kit import style
from retention.pages.kit.words import Words
from retention.pages.programmes import design_sentences as says
from retention.pages.programmes.pictures import signed_money_axis

MOST_BARS = 8
# Where letters stand beside their points, in turn: neighbours keep apart.
PLACES = ("top center", "bottom center", "middle right", "middle left")
FLOWS = {"issued": style.CONTEXT, "burned": style.ACCENT, "expired": style.ABOVE}


def flow(table: pd.DataFrame, label: str, words: Words) -> go.Figure:
    """Points issued, spent and expired by month of the simulation, mean of the draws; `table` has month, issued, burned, expired."""
    fig = style.figure(says.flow_title(table, words), words("points-flow-subtitle", label=label, months=len(table)), height="middle")
    for name, colour in FLOWS.items():
        hover = [words("points-flow-hover", month=str(month), **{n: row[n] for n in FLOWS}) for month, row in _by_month(table)]
        line = {"color": style.MUTED if name == "issued" else colour, "width": 2.2}
        fig.add_trace(
            go.Scatter(x=table["month"], y=table[name], mode="lines", line=line, name=words(f"points-{name}"), text=hover, hoverinfo="text")
        )
    fig.update_xaxes(title_text=words("points-month-axis"), dtick=6, fixedrange=True)
    fig.update_yaxes(rangemode="tozero", fixedrange=True, **_count_axis(words, float(table[list(FLOWS)].to_numpy().max())))
    return fig.update_layout(showlegend=True, legend={"y": -0.25})


def _by_month(table: pd.DataFrame) -> list[tuple[int, dict]]:
    return [(row["month"], row) for row in table.to_dict("records")]


def _count_axis(words: Words, top: float) -> dict:
    # Money without a currency: numbers of one unit, with 万 in Chinese.
    return style.money_axis(Words(words.language), top)


def liability(table: pd.DataFrame, label: str, level: float, words: Words) -> go.Figure:
    """What open points are worth by month: in the books (grey) and to be expected (blue), with bands; `table` has month, kind, value, low, high."""
    fig = style.figure(says.liability_title(table, words), words("points-liability-subtitle", label=label, level=level), height="middle")
    for kind, colour, shade in (("accounting", style.MUTED, "rgba(92, 107, 122, 0.16)"), ("economic", style.ACCENT, "rgba(0, 114, 178, 0.18)")):
        rows = table[table["kind"] == kind]
        if rows.empty:
            continue
        hover = [
            words(
                "points-liability-hover", kind=words(f"points-liability-{kind}"), month=str(r["month"]), **{n: r[n] for n in ("value", "low", "high")}
            )
            for r in rows.to_dict("records")
        ]
        band = pd.concat([rows["high"], rows["low"][::-1]])
        months = pd.concat([rows["month"], rows["month"][::-1]])
        fig.add_trace(go.Scatter(x=months, y=band, fill="toself", fillcolor=shade, line={"width": 0}, hoverinfo="skip", showlegend=False))
        name = words(f"points-liability-{kind}")
        line = {"color": colour, "width": 2.4}
        fig.add_trace(go.Scatter(x=rows["month"], y=rows["value"], mode="lines", line=line, name=name, text=hover, hoverinfo="text"))
    fig.update_xaxes(title_text=words("points-month-axis"), dtick=6, fixedrange=True)
    fig.update_yaxes(rangemode="tozero", fixedrange=True, **style.money_axis(words, float(table["high"].max())))
    return fig.update_layout(showlegend=True, legend={"y": -0.25})


def tornado(table: pd.DataFrame, label: str, words: Words) -> go.Figure:
    """The gain with each assumption at its low and its high end, widest first; `table` has assumption, low_at, high_at, low, high, base, span."""
    fig = style.figure(says.tornado_title(table, words), words("points-tornado-subtitle", label=label), height="high")
    table = table[table["span"] > 0].head(MOST_BARS)
    base = float(table["base"].iloc[0]) if len(table) else 0.0
    names = [says.assumption_label(name, words) for name in table["assumption"]]
    for end, colour in (("low", style.BELOW), ("high", style.ABOVE)):
        hover = [
            words(
                "points-tornado-hover",
                name=says.assumption_label(row["assumption"], words),
                at=says.assumed_value(row["assumption"], row[f"{end}_at"], words),
                gain=row[end],
            )
            for row in table.to_dict("records")
        ]
        bar = go.Bar(x=table[end] - base, y=names, base=base, orientation="h", marker_color=colour, hovertext=hover, hoverinfo="text")
        fig.add_trace(bar.update(name=words(f"points-tornado-{end}")))
    ends = [base, *table["low"], *table["high"]]
    fig.add_vline(x=0, line={"color": style.INK, "width": 1.2})
    fig.update_xaxes(showgrid=True, zeroline=False, fixedrange=True, **signed_money_axis(words, min(ends), max(ends)))
    fig.update_yaxes(autorange="reversed", fixedrange=True)
    return fig.update_layout(barmode="overlay", showlegend=True, legend={"y": -0.12}, bargap=0.3)


def front(table: pd.DataFrame, tried: int, months: int, words: Words) -> go.Figure:
    """Every design tried: what a member sees of it in a year (right) and what it earns (up); the front in blue, named ones with their letter.

    `table` has gain, reward, on_front (flag) and label (empty for designs without a name).
    """
    plain, best = table[~table["on_front"] & (table["label"] == "")], table[table["on_front"]].sort_values("reward")
    fig = style.figure(says.front_title(plain, words), words("points-front-subtitle", months=months, n=tried), height="high")
    groups = (
        (plain, style.CONTEXT, 6, "points-front-tried", "markers"),
        (best, style.ACCENT, 8, "points-front-front", "lines+markers"),
        (table[table["label"] != ""], style.ABOVE, 11, "points-front-named", "markers+text"),
    )
    for rows, colour, size, message, mode in groups:
        shown = [row["label"] or words(message) for row in rows.to_dict("records")]
        hover = [
            words("points-front-hover", label=label, gain=gain, reward=reward)
            for label, gain, reward in zip(shown, rows["gain"], rows["reward"], strict=True)
        ]
        fig.add_trace(
            go.Scatter(
                x=rows["reward"],
                y=rows["gain"],
                mode=mode,
                marker={"color": colour, "size": size, "line": {"width": 1, "color": style.PAPER}},
                line={"color": colour, "width": 1.5},
                text=[says.letter(number) for number in range(len(rows))],
                textposition=[PLACES[number % len(PLACES)] for number in range(len(rows))],
                textfont={"size": 13, "color": style.INK},
                name=words(message),
                hovertext=hover,
                hoverinfo="text",
                cliponaxis=False,
            )
        )
    fig.add_hline(y=0, line={"color": style.INK, "width": 1})
    money = signed_money_axis(words, float(table["gain"].min()), float(table["gain"].max()))
    fig.update_yaxes(zeroline=False, fixedrange=True, **{name: value for name, value in money.items() if name != "tickangle"})
    reward = signed_money_axis(words, 0.0, max(float(table["reward"].max()), 0.01))
    fig.update_xaxes(title_text=words("points-front-x"), showgrid=True, fixedrange=True, **reward)
    return fig.update_layout(showlegend=True, legend={"y": -0.2})


def needed(table: pd.DataFrame, measured: tuple[float, float, float] | None, words: Words) -> go.Figure:
    """Net uplift each programme needs (point) beside what is assumed (grey) and, where the shop has measured one, its band (blue).

    `table` has label, net (missing: none is enough), assumed, most, gain.
    """
    fig = style.figure(says.needed_title(table, measured, words), says.needed_subtitle(measured, words), height="low")
    table = table.sort_values("net", ascending=False, na_position="first")
    labels = [str(label) for label in table["label"]]
    top = float(np.nanmax([0.05, *table["net"], *table["assumed"], *((measured or ())[1:])]))
    if measured is not None:
        fig.add_vrect(x0=measured[1], x1=measured[2], fillcolor=style.SEQUENCE[1], opacity=0.55, line_width=0, layer="below")
        fig.add_vline(x=measured[0], line={"color": style.ACCENT, "width": 1.4, "dash": "dot"})
    for column, message, colour, symbol in (
        ("assumed", "points-needed-assumed", style.MUTED, "diamond-open"),
        ("net", "points-needed-net", style.ABOVE, "circle"),
    ):
        hover = [
            words("points-needed-hover", label=label, what=words(message), share=value)
            if np.isfinite(value)
            else words("points-needed-none", label=label)
            for label, value in zip(table["label"], table[column], strict=True)
        ]
        marker = {"color": colour, "size": 12, "symbol": symbol, "line": {"width": 2, "color": colour}}
        fig.add_trace(go.Scatter(x=table[column], y=labels, mode="markers", marker=marker, name=words(message), hovertext=hover, hoverinfo="text"))
    none = table["net"].isna()
    if none.any():
        fig.add_trace(
            go.Scatter(
                x=[top] * int(none.sum()),
                y=[label for label, gone in zip(labels, none, strict=True) if gone],
                mode="text",
                textposition="middle left",
                text=[words("points-needed-beyond", most=most) for most in table.loc[none, "most"]],
                textfont={"size": 12, "color": style.INK},
                hoverinfo="skip",
                showlegend=False,
            )
        )
    low = min(0.0, float(np.nanmin([*table["net"], *table["assumed"], *((measured or ())[1:])])))
    fig.update_xaxes(tickformat=".0%", range=[low * 1.1 - 0.005, top * 1.15], showgrid=True, zeroline=True, fixedrange=True)
    fig.update_yaxes(type="category", fixedrange=True)
    return fig.update_layout(showlegend=True, legend={"y": -0.2})
