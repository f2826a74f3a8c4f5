"""Pictures of programmes: uplift a discount needs, what programmes earn or lose and cost, whom they reward, who moves between tiers."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from retention.pages.kit import style
from retention.pages.kit.words import Words
from retention.pages.programmes import sentences as says

# Ticks of uplifts on a logarithmic axis.
UPLIFTS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)


def break_even(table: pd.DataFrame, margin: float, product_margin: float, words: Words) -> go.Figure:
    """Net additional orders each usual discount needs: grey at the product margin, blue at the shop's; the bar is what is assumed.

    `table` has discount, product and own (uplifts, missing where none is enough), low and high (uplifts assumed of it).
    """
    fig = style.figure(says.break_even_title(table, margin, words), words("loyalty-even-subtitle"), height="low")
    table = table.sort_values("discount", ascending=False)
    labels = [says.short_discount(discount, words) for discount in table["discount"]]
    left = 0.01
    for label, low, high in zip(labels, table["low"].clip(lower=left), table["high"].clip(lower=left), strict=True):
        told = words("loyalty-even-hover-assumed", label=label, low=float(low), high=float(high))
        bar = {"color": style.SEQUENCE[1], "width": 12}
        fig.add_trace(go.Scatter(x=[low, high], y=[label] * 2, mode="lines", line=bar, text=told, hoverinfo="text", showlegend=False))
    for column, share, colour, place in (
        ("product", product_margin, style.MUTED, "bottom center"),
        ("own", margin, style.ACCENT, "top center"),
    ):
        hover = [says.break_even_hover(label, uplift, share, words) for label, uplift in zip(labels, table[column], strict=True)]
        fig.add_trace(
            go.Scatter(
                x=table[column],
                y=labels,
                mode="markers+text",
                marker={"color": colour, "size": 11},
                name=words("loyalty-even-at", margin=share),
                text=[words.share(uplift) if np.isfinite(uplift) else "" for uplift in table[column]],
                textposition=place,
                textfont={"size": 12, "color": style.INK},
                hovertext=hover,
                hoverinfo="text",
                cliponaxis=False,
            )
        )
    finite = table[["product", "own"]].to_numpy(float)
    finite = finite[np.isfinite(finite)]
    right = max(1.0, *finite) * 1.8
    marks = [mark for mark in UPLIFTS if mark <= right]
    # plotly takes the ends of a logarithmic axis as powers of ten.
    ends = [float(np.log10(left * 0.8)), float(np.log10(right))]
    fig.update_xaxes(type="log", range=ends, tickvals=marks, ticktext=[words.share(mark) for mark in marks], showgrid=True, fixedrange=True)
    fig.update_xaxes(title_text=words("loyalty-even-axis"))
    fig.update_yaxes(type="category", range=[-0.7, len(table) - 0.4], fixedrange=True)
    return fig.update_layout(showlegend=True, legend={"y": -0.3})


def gains(table: pd.DataFrame, months: int, level: float, words: Words) -> go.Figure:
    """What each programme earns (right) or loses (left) beside no programme, with its band; the best in the accent colour.

    `table` has label, value, low, high, p_positive.
    """
    subtitle = words("loyalty-gain-subtitle", months=months, level=level)
    fig = style.figure(says.gain_title(table, words), subtitle, height="low" if len(table) < 5 else "middle")
    table = table.sort_values("value")
    best = table["value"].max()
    colours = [style.ACCENT if value == best else style.MUTED for value in table["value"]]
    hover = [says.gain_hover(row, words) for row in table.to_dict("records")]
    labels = [str(label) for label in table["label"]]
    fig.add_trace(
        go.Scatter(
            x=table["value"],
            y=labels,
            mode="markers",
            marker={"color": colours, "size": 11},
            hovertext=hover,
            hoverinfo="text",
            **style.interval(table["low"], table["high"], table["value"]),
        )
    )
    fig.add_vline(x=0, line={"color": style.INK, "width": 1.2})
    axis = signed_money_axis(words, table["low"].min(), table["high"].max())
    # The name stands on the side where there is room for it.
    side = {"xanchor": "right", "xshift": -4} if sum(axis["range"]) < 0 else {"xanchor": "left", "xshift": 4}
    none = words("loyalty-no-programme")
    fig.add_annotation(x=0, y=1, yref="paper", yanchor="bottom", text=none, showarrow=False, font={"size": 12}, **side)
    fig.update_xaxes(showgrid=True, zeroline=False, fixedrange=True, **axis)
    fig.update_yaxes(type="category", fixedrange=True)
    return fig


def signed_money_axis(words: Words, low: float, high: float, ticks: int = 3) -> dict:
    """A few ticks of money on both sides of nothing, written as the language writes money."""
    low, high = min(low, 0.0), max(high, 0.0)
    rough = max(high - low, 1e-9) / ticks
    size = 10 ** np.floor(np.log10(rough))
    step = next(size * times for times in (1, 2, 2.5, 5, 10) if size * times >= rough)
    marks = np.arange(np.floor(low / step), np.ceil(high / step) + 1) * step
    pad = 0.06 * (high - low)
    marks = [float(mark) for mark in marks if low - pad <= mark <= high + pad]
    return {"tickvals": marks, "ticktext": [words.money(mark, digits=0) for mark in marks], "range": [low - pad, high + pad], "tickangle": 0}


# Parts of a programme's cost in the order of the story; a colour each, the three largest first by habit.
COSTS = ("discount_kept", "discount_extra", "points", "benefits", "lost", "running")


def costs(wide: pd.DataFrame, months: int, words: Words) -> go.Figure:
    """Each programme's cost by part as one bar, and a mark where the margin it brings ends; a mark left of the bar's end is a loss.

    `wide` has a row per programme and a column per part; `brought` is the margin of additional orders and larger baskets.
    """
    parts = [part for part in COSTS if part in wide and wide[part].abs().sum() > 0]
    whole = wide[parts].sum(axis=1)
    fig = style.figure(says.costs_title(wide, parts, words), words("loyalty-costs-subtitle", months=months), height="high")
    labels = [str(label) for label in wide.index]
    for part, colour in zip(parts, style.CATEGORIES, strict=False):
        hover = [
            words("loyalty-costs-hover", label=label, part=words(f"loyalty-cost-{part.replace('_', '-')}"), value=value, whole=total)
            for label, value, total in zip(wide.index, wide[part], whole, strict=True)
        ]
        name = words(f"loyalty-cost-{part.replace('_', '-')}")
        fig.add_trace(go.Bar(x=wide[part], y=labels, orientation="h", marker_color=colour, name=name, hovertext=hover, hoverinfo="text"))
    brought = wide["brought"] if "brought" in wide else whole * 0.0
    fig.add_trace(
        go.Scatter(
            x=brought,
            y=labels,
            mode="markers",
            marker={"symbol": "line-ns", "size": 26, "line": {"width": 4, "color": style.INK}},
            name=words("loyalty-brought"),
            hovertext=[words("loyalty-brought-hover", label=label, value=value) for label, value in zip(wide.index, brought, strict=True)],
            hoverinfo="text",
        )
    )
    most = float(max(whole.max(), brought.max(), 1.0))
    fig.update_xaxes(showgrid=True, fixedrange=True, **signed_money_axis(words, min(0.0, float(brought.min())), most))
    fig.update_yaxes(type="category", autorange="reversed", fixedrange=True)
    return fig.update_layout(barmode="relative", showlegend=True, legend={"y": -0.16})


def who_gains(table: pd.DataFrame, label: str, words: Words) -> go.Figure:
    """Per member and year, by group of members: what a member receives (grey) and what the shop gains or loses (blue, orange).

    `table` has group (in words), members, share (of all that members receive), reward and gain, both per member and year.
    """
    fig = style.figure(says.who_title(table, words), words("loyalty-who-subtitle", label=label, n=table["members"].sum()), height="low")
    labels = [words("loyalty-who-label", group=row["group"]) for row in table.to_dict("records")]
    told = ("group", "members", "share", "reward", "gain")
    hover = [words("loyalty-who-hover", **{name: row[name] for name in told}) for row in table.to_dict("records")]
    for column, message, colours in (
        ("reward", "loyalty-who-reward", [style.CONTEXT] * len(table)),
        ("gain", "loyalty-who-gain", [style.ACCENT if gain >= 0 else style.ABOVE for gain in table["gain"]]),
    ):
        texts = [words(message, value=value) if not number else words.money(value) for number, value in enumerate(table[column])]
        bar = style.bars(table[column], labels, texts, hover, style.CONTEXT)
        bar.marker = {"color": colours}
        fig.add_trace(bar)
    low, high = (float(end) for end in (min(0.0, table[["reward", "gain"]].min().min()), max(0.0, table[["reward", "gain"]].max().max())))
    span = max(high - low, 0.01)
    fig.update_xaxes(range=[low - (0.45 * span if low < 0 else 0), high + 0.65 * span], showticklabels=False, fixedrange=True)
    fig.add_vline(x=0, line={"color": style.CONTEXT, "width": 1})
    fig.update_yaxes(autorange="reversed", fixedrange=True)
    return fig.update_layout(barmode="group", bargap=0.3, bargroupgap=0.06)


def migration(table: pd.DataFrame, year: int, label: str, words: Words) -> go.Figure:
    """Share of the members of each tier (down) that stand in each tier (across) a year later; rows sum to 1.

    `table` has before, now (names of tiers, in order of the tiers; `now` lists all of them), share, members (of the row).
    """
    names, present = list(dict.fromkeys(table["now"])), set(table["before"])
    rows = [name for name in names if name in present]
    fig = style.figure(
        says.migration_title(table, words), words("loyalty-moves-subtitle", label=label, year=str(year)), height="low" if len(rows) < 4 else "middle"
    )
    wide = table.pivot(index="before", columns="now", values="share").reindex(index=rows, columns=names).fillna(0.0)
    size = table.drop_duplicates("before").set_index("before")["members"]
    hover = [
        [words("loyalty-moves-hover", before=before, now=now, share=wide.loc[before, now], members=size[before]) for now in names] for before in rows
    ]
    fig.add_trace(
        go.Heatmap(
            x=names,
            y=rows,
            z=wide.to_numpy(),
            zmin=0,
            zmax=1.4,  # so that dark text stays readable on the darkest cell
            text=[[words.share(share) if share >= 0.0005 else "" for share in row] for row in wide.to_numpy()],
            texttemplate="%{text}",
            hovertext=hover,
            hoverinfo="text",
            colorscale=[[place / (len(style.SEQUENCE) - 1), colour] for place, colour in enumerate(style.SEQUENCE)],
            showscale=False,
            xgap=2,
            ygap=2,
        )
    )
    fig.update_xaxes(title_text=words("loyalty-moves-now"), type="category", side="bottom", fixedrange=True)
    fig.update_yaxes(title_text=words("loyalty-moves-before"), type="category", autorange="reversed", showgrid=False, fixedrange=True)
    return fig
