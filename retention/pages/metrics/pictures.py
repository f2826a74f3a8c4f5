"""The shop's figures in pictures: sales by month, weekdays and hours, cohorts, the repeat curve, concentration.

Each function takes finished tables of room `metrics` and computes nothing but the picture. Nothing to draw yet: the title
says so and the axes stay empty.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from retention.pages.kit import style
from retention.pages.kit.words import Words
from retention.pages.metrics import sentences as says
from retention.seasons import Calendar, Window, events_between
from retention.tables.kpis import LEAST_GROUP

if TYPE_CHECKING:
    from retention.metrics import Concentration, OrderTimes, Pooled

PALE = style.SEQUENCE[1]
BAND = "rgba(0, 114, 178, 0.16)"
# Shares fit into the cells of a heat map on a phone up to so many months.
MONTHS_WITH_NUMBERS, MONTHS_DRAWN = 13, 24
SALES_MONTHS = 36
# On a phone an upright name takes this part of the axis; where two collide, these campaigns stay unnamed.
ROOM_FOR_A_NAME, LESSER = 0.06, ("queens-day", "double-12")
# The curve is drawn over a year and a bit; its sentence says how far it can be followed.
REPEAT_DAYS = 395


def sales_by_month(table: pd.DataFrame, calendar: Calendar, words: Words) -> go.Figure:
    """Net sales as bars before gross ones, by month; campaigns of the calendar as thin lines. The last 36 months."""
    shown = table.tail(SALES_MONTHS)
    fig = style.figure(says.sales_title(shown, words), says.sales_subtitle(shown, words))
    if shown.empty:
        return _nothing(fig)
    unsettled = shown["partial"].astype(bool) | shown["provisional"].astype(bool)
    hover = [_month_hover(row, words) for row in shown.itertuples()]
    bars = {"x": shown["month"], "xperiod": "M1", "xperiodalignment": "middle"}
    fig.add_bar(**bars, y=shown["gross"], marker_color=np.where(unsettled, style.GRID, style.CONTEXT), hoverinfo="skip")
    fig.add_bar(**bars, y=shown["net"], marker_color=np.where(unsettled, PALE, style.ACCENT), hovertext=hover, hoverinfo="text")
    top = max(shown["gross"].max(), shown["net"].max(), 0)
    last = (shown["month"].max() + pd.offsets.MonthEnd(0)).date()
    _mark_events(fig, events_between(shown["month"].min().date(), last, calendar), top, words)
    fig.update_layout(barmode="overlay", bargap=0.25)
    every = next(months for months in (1, 2, 3, 6, 12) if months >= len(shown) / 4.5 or months == 12)
    fig.update_xaxes(tickformat="%Y-%m", tickangle=0, tick0=shown["month"].iloc[0], dtick=f"M{every}", tickfont={"size": 11})
    fig.update_yaxes(title_text=words("metrics-sales-axis"), rangemode="tozero", **style.money_axis(words, top))
    return fig


def _month_hover(row: Any, words: Words) -> str:
    note = "partial" if row.partial else "provisional" if row.provisional else "none"
    known = {"month": f"{row.month:%Y-%m}", "gross": row.gross, "orders": row.orders, "note": note}
    return words("metrics-sales-hover", **known, net=row.net) if row.refunds_told else words("metrics-sales-hover-gross", **known)


def _mark_events(fig: go.Figure, inside: pd.DataFrame, top: float, words: Words) -> None:
    """A dotted line on each campaign's day; names stand upright at the top of the latest ones, as far as there is room."""
    if inside.empty or top <= 0:
        return
    labels = [says.event_label(event, words) for event in inside["event"]]
    hover = [words("metrics-event-hover", event=label, day=day) for label, day in zip(labels, inside["day"], strict=True)]
    # The marks carry the hover; lines alone have none.
    marks = {"symbol": "triangle-down", "size": 7, "color": style.MUTED}
    fig.add_scatter(x=inside["day"], y=[top * 1.02] * len(inside), mode="markers", marker=marks, hovertext=hover, hoverinfo="text")
    named = _named(inside)
    for day, label, event in zip(inside["day"], labels, inside["event"], strict=True):
        fig.add_shape(type="line", x0=day, x1=day, y0=0, y1=top * 1.02, line={"color": style.MUTED, "width": 0.8, "dash": "dot"}, layer="below")
        if (event, day) in named:
            text = {"text": label, "textangle": -90, "font": {"size": 11, "color": style.MUTED}}
            fig.add_annotation(x=day, y=top * 1.05, yanchor="bottom", showarrow=False, **text)
    fig.update_yaxes(range=[0, top * 1.4])


def _named(inside: pd.DataFrame) -> set[tuple[str, date]]:
    """Event and day of the latest occurrences that can be named without covering each other, the greater campaigns first."""
    room = (inside["day"].max() - inside["day"].min()) * ROOM_FOR_A_NAME
    named: dict[date, str] = {}
    latest = inside.drop_duplicates("event", keep="last")
    for event, day in sorted(zip(latest["event"], latest["day"], strict=True), key=lambda found: (found[0] in LESSER, found[1])):
        if all(abs(day - other) >= room for other in named):
            named[day] = event
    return {(event, day) for day, event in named.items()}


def order_times(found: "OrderTimes", words: Words) -> go.Figure:
    """Share of orders by weekday, below it by hour of the day; blue is clearly above an even spread. Counts where there are few."""
    both = len(found.hours) > 0
    fig = style.figure(says.order_times_title(found, words), says.order_times_subtitle(found, words), height="high" if both else "low")
    if not found.orders:
        return _nothing(fig)
    if both:
        fig.set_subplots(rows=2, cols=1, vertical_spacing=0.16)
        fig.update_xaxes(**style.LOOK["xaxis"]).update_yaxes(**style.LOOK["yaxis"])
    _times_panel(fig, found.weekdays, "weekday", "", words)
    names = [says.weekday_label(row, words, short=True) for row in found.weekdays.to_dict("records")]
    fig.layout.xaxis.update(tickvals=list(found.weekdays["at"]), ticktext=names, tickangle=0)
    if both:
        _times_panel(fig, found.hours, "hour", "2", words)
        # A bar stands between the full hours at which it begins and ends.
        axis = {"tickvals": list(range(0, 25, 3)), "range": [0, 24], "tickangle": 0, "zeroline": False}
        fig.layout.xaxis2.update(**axis, title_text=words("metrics-times-axis-hour"))
    return fig.update_xaxes(fixedrange=True).update_yaxes(fixedrange=True)


def _times_panel(fig: go.Figure, table: pd.DataFrame, of: str, axis: str, words: Words) -> None:
    """Bars of the weekdays or the hours with their intervals, a dotted line at an even spread, figures on weekdays and on an hour that stands out."""
    known = bool(table["share"].notna().any())
    height, top = table["share"] if known else table["k"], table["high"].fillna(table["share"]) if known else table["k"]
    x = table["at"] + (0.5 if of == "hour" else 0)
    hover = [says.order_times_hover(row, of, words) for row in table.to_dict("records")]
    colours = np.where(table["stands_out"], style.ACCENT, style.CONTEXT)
    where = {"xaxis": f"x{axis}", "yaxis": f"y{axis}"}
    bars = go.Bar(x=x, y=height, marker_color=colours, hovertext=hover, hoverinfo="text", **where)
    bars.update(style.interval(table["low"], table["high"], table["share"], horizontal=False) if known else {})
    fig.add_trace(bars)
    if known:
        line = {"color": style.MUTED, "width": 1, "dash": "dot"}
        ends = [x.iloc[0] - 0.5, x.iloc[-1] + 0.5]
        fig.add_scatter(x=ends, y=[table["even"].mean()] * 2, mode="lines", line=line, hoverinfo="skip", **where)
    for place in x.index[(height == height.max()) & table["stands_out"]] if of == "hour" else x.index:
        text = words.share(height[place]) if known else words.count(height[place])
        above = {"yanchor": "bottom", "yshift": 3, "showarrow": False, "font": {"size": 12}}
        fig.add_annotation(x=x[place], y=top[place], text=text, xref=f"x{axis}", yref=f"y{axis}", **above)
    scale = {"nticks": 4, "tickformat": ".0%"} if known else {"tickvals": [0, int(height.max())]}
    fig.layout[f"yaxis{axis}"].update(range=[0, float(top.max()) * 1.2], **scale)


def cohorts(table: pd.DataFrame, pooled: "Pooled | None", words: Words) -> go.Figure:
    """Share of each month's new customers ordering in later months, the oldest cohort on top; `pooled` is all of them in the month after."""
    fig = style.figure(says.cohorts_title(pooled, words), says.cohorts_subtitle(table, words), height="high")
    later = table[(table["age"] > 0) & (table["age"] <= MONTHS_DRAWN)]
    if later.empty:
        return _nothing(fig)
    names = _cohort_names(table)
    later = later.assign(y=later["cohort"].map(names))
    order = [names[cohort] for cohort in sorted(later["cohort"].unique())]
    ages = list(range(1, int(later["age"].max()) + 1))
    share = later.pivot(index="y", columns="age", values="share").reindex(index=order, columns=ages)
    hover = later.assign(hover=[_cohort_hover(row, words) for row in later.itertuples()]).pivot(index="y", columns="age", values="hover")
    numbers = (share * 100).round().map(lambda x: "" if np.isnan(x) else f"{x:.0f}")
    fig.add_heatmap(
        x=ages,
        y=order,
        z=share.to_numpy(),
        text=numbers.to_numpy() if len(ages) <= MONTHS_WITH_NUMBERS else None,
        texttemplate="%{text}" if len(ages) <= MONTHS_WITH_NUMBERS else None,
        textfont={"size": 10},
        customdata=hover.reindex(index=order, columns=ages).to_numpy(),
        hovertemplate="%{customdata}<extra></extra>",
        hoverongaps=False,
        colorscale=[[i / (len(style.SEQUENCE) - 1), colour] for i, colour in enumerate(style.SEQUENCE)],
        zmin=0,
        # Small cohorts with one or two customers at 100 % would leave all others pale.
        zmax=max(float(np.nanquantile(share.to_numpy(), 0.95)), 0.01),
        xgap=1,
        ygap=1,
        showscale=False,
    )
    partial = later[later["partial"].astype(bool)]
    ring = {"symbol": "circle-open", "size": 15, "color": style.CATEGORIES[1], "line": {"width": 1.5}}
    fig.add_scatter(x=partial["age"], y=partial["y"], mode="markers", marker=ring, hoverinfo="skip")
    fig.update_xaxes(title_text=words("metrics-cohorts-axis-age"), range=[0.5, len(ages) + 0.5])
    fig.update_xaxes(tick0=1, dtick=1 if len(ages) <= 8 else 2 if len(ages) <= 14 else 3, tickangle=0)
    axis = {"type": "category", "categoryorder": "array", "categoryarray": order, "autorange": "reversed", "tickfont": {"size": 11}}
    fig.update_yaxes(title_text=words("metrics-cohorts-axis-cohort"), showgrid=False, **axis)
    return fig


def _cohort_names(table: pd.DataFrame) -> dict[str, str]:
    """What stands beside a cohort's row: month, star if its customers may not be new, size."""
    first = table[table["age"] == 0]
    return {str(row.cohort): f"{row.cohort}{'*' if row.left_truncated else ''} · {row.cohort_size:,}" for row in first.itertuples()}


def _cohort_hover(row: Any, words: Words) -> str:
    range_ = says.share_range(row.low, row.high, words)
    values = {"cohort": row.cohort, "age": row.age, "share": row.share, "range": range_, "active": row.active, "n": row.cohort_size}
    values["few"] = "yes" if row.cohort_size < LEAST_GROUP else "no"
    return words("metrics-cohorts-hover", partial="yes" if row.partial else "no", truncated="yes" if row.left_truncated else "no", **values)


def repeat_curve(curve: pd.DataFrame, words: Words, by_cohort: pd.DataFrame | None = None, grain: str = "quarter") -> go.Figure:
    """The share who came back by each day with its band and marked days; cohorts, if given, as grey lines behind."""
    names = sorted(by_cohort["cohort"].unique()) if by_cohort is not None and len(by_cohort) else []
    grain = grain if len(names) > 1 else ""
    fig = style.figure(says.repeat_title(curve, words), says.repeat_subtitle(curve, words, grain))
    if curve.empty or curve["day"].max() < 1:
        return _nothing(fig)
    curve = curve[curve["day"] <= REPEAT_DAYS]
    if grain and by_cohort is not None:
        for cohort in names:
            part = by_cohort[(by_cohort["cohort"] == cohort) & (by_cohort["day"] <= REPEAT_DAYS)]
            hover = [_repeat_hover(row, words, cohort) for row in part.itertuples()]
            line = {"color": style.CONTEXT, "width": 1, "shape": "hv"}
            fig.add_scatter(x=part["day"], y=part["share"], mode="lines", line=line, hovertext=hover, hoverinfo="text")
    edge = {"width": 0, "shape": "hv"}
    fig.add_scatter(x=curve["day"], y=curve["low"], mode="lines", line=edge, hoverinfo="skip")
    fig.add_scatter(x=curve["day"], y=curve["high"], mode="lines", line=edge, fill="tonexty", fillcolor=BAND, hoverinfo="skip")
    hover = [_repeat_hover(row, words) for row in curve.itertuples()]
    line = {"color": style.ACCENT, "width": 2.5, "shape": "hv"}
    fig.add_scatter(x=curve["day"], y=curve["share"], mode="lines", line=line, hovertext=hover, hoverinfo="text")
    marks = says.known_marks(curve)
    # Beneath the curve there is room, but none to the right of the last mark.
    places = ["bottom right"] * (len(marks) - 1) + ["top left"]
    dots = {"mode": "markers+text", "marker": {"size": 8, "color": style.ACCENT}, "textfont": {"size": 12, "color": style.INK}}
    label = [words.share(x) for x in marks["value"]]
    fig.add_scatter(x=marks["day"], y=marks["value"], text=label, textposition=places, hoverinfo="skip", cliponaxis=False, **dots)
    last = int(curve["day"].max())
    fig.update_xaxes(title_text=words("metrics-repeat-axis-day"), range=[0, last * 1.02], tickangle=0)
    fig.update_xaxes(tickvals=_apart(list(marks["day"]) or [last], last))
    fig.update_yaxes(title_text=words("metrics-repeat-axis-share"), **style.SHARE_AXIS)
    return fig


def _apart(ticks: list[int], last: int) -> list[int]:
    """Marked days with room for their labels on a phone: each at least 6 % of the axis after the one before."""
    kept: list[int] = []
    for tick in ticks:
        if not kept or tick - kept[-1] >= 0.06 * last:
            kept.append(tick)
    return kept


def _repeat_hover(row: Any, words: Words, cohort: str = "") -> str:
    values = {"day": row.day, "share": row.share, "range": says.share_range(row.low, row.high, words), "n": row.at_risk}
    return words("metrics-repeat-hover-cohort", cohort=cohort, **values) if cohort else words("metrics-repeat-hover", **values)


def concentration(found: "Concentration", words: Words) -> go.Figure:
    """Share of the money by share of customers, best first; the top shares are marked, the one in the title with its interval."""
    fig = style.figure(says.concentration_title(found, words), says.concentration_subtitle(found, words))
    points, tops = found.points, found.tops
    if points.empty or tops.empty:
        return _nothing(fig)
    fig.add_scatter(x=[0, 1], y=[0, 1], mode="lines", line={"color": style.CONTEXT, "width": 1.2, "dash": "dot"}, hoverinfo="skip")
    hover = [words("metrics-concentration-hover", customers=row.customers, money=row.money) for row in points.itertuples()]
    line = {"color": style.ACCENT, "width": 2.5}
    fig.add_scatter(x=points["customers"], y=points["money"], mode="lines", line=line, hovertext=hover, hoverinfo="text")
    dots = {"mode": "markers+text", "textposition": "bottom right", "textfont": {"size": 12, "color": style.INK}, "hoverinfo": "skip"}
    labels = [words.share(money) for money in tops["money"]]
    fig.add_scatter(x=tops["top"], y=tops["money"], text=labels, marker={"size": 7, "color": style.ACCENT}, **dots)
    best = tops[(tops["top"] - found.top).abs() < 1e-9]
    fig.add_scatter(
        x=best["top"],
        y=best["money"],
        mode="markers",
        marker={"size": 11, "color": style.ABOVE},
        hoverinfo="skip",
        **style.interval(best["low"], best["high"], best["money"], horizontal=False),
    )
    fig.update_xaxes(title_text=words("metrics-concentration-axis-customers"), tickformat=".0%", range=[0, 1.02])
    fig.update_yaxes(title_text=words("metrics-concentration-axis-money"), range=[0, 1.05], tickformat=".0%")
    return fig


def _nothing(fig: go.Figure) -> go.Figure:
    """A figure whose title says that there is nothing to draw."""
    fig.update_xaxes(visible=False)
    fig.update_yaxes(visible=False)
    return fig.update_layout(height=140)


def mix(table: pd.DataFrame, what: str, window: Window, words: Words) -> go.Figure:
    """Shares as lying bars with their interval, largest first; `what` is channel or reason."""
    fig = style.figure(
        says.mix_title(table, what, words), says.mix_subtitle(table, what, window, words), height="low" if len(table) <= 5 else "middle"
    )
    if table.empty:
        return _nothing(fig)
    labels = [says.mix_label(name, words) for name in table["what"]]
    texts = [words.share(share) for share in table["share"]]
    hover = [says.mix_hover(row, label, words) for row, label in zip(table.to_dict("records"), labels, strict=True)]
    bars = style.bars(table["share"], labels, ["" for _ in texts], hover, style.ACCENT)
    bars.update(style.interval(table["low"], table["high"], table["share"]))
    fig.add_trace(bars)
    ends = table["high"].fillna(table["share"])
    for label, end, text in zip(labels, ends, texts, strict=True):
        fig.add_annotation(x=end, y=label, text=text, xanchor="left", xshift=5, showarrow=False, font={"size": 12})
    fig.update_xaxes(range=[0, max(0.01, float(ends.max())) * 1.25], tickformat=".0%", fixedrange=True)
    return fig.update_yaxes(autorange="reversed", fixedrange=True)
