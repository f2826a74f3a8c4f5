"""Notebook 05 in words: whom to invest in, whom to call, past forecasts one by one, what the columns of forecasts mean."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from retention.settings import LifetimeSettings
from retention.tables import FORECASTS
from retention.tables.kpis import OTHER, UNKNOWN
from retention.words import Words
from retention.words import segments as of_segments
from retention.words.lifetime import kind_of, rule_label
from retention.worklists import WorkList

# Measures that are shares; the others are plain numbers.
SHARES = ("error",)
PAST = ("from", "to", "rule", "forecast", "actual", "error", "gini", "auc", "brier")


def window(as_of: date, days: int) -> str:
    """The days a forecast covers, as first..last."""
    return f"{as_of + timedelta(days=1)}..{as_of + timedelta(days=days)}"


def group_label(figure: str, group: str, words: Words) -> str:
    """What a group of the key figure `figure` (value_of_segment, …) is called; cohorts and a shop's own channels by their own names."""
    if figure == "value_of_band":
        return words(f"lifetime-band-{group.replace('_', '-')}")
    if figure in ("value_of_segment", "value_of_channel") and group in (UNKNOWN, OTHER):
        return words(f"lifetime-group-{group}")
    return of_segments.group_label(group, words) if figure == "value_of_segment" else group.removeprefix("channel:")


def action_words(
    key: str, people: pd.DataFrame, forecasts: pd.DataFrame, band: Mapping, margin_rate: float | None, settings: LifetimeSettings, words: Words
) -> dict[str, Any]:
    """What figures.blocks.Action takes, but the place of the list; `band` is the list's row of the table worth."""
    scale, kind, message = 1.0 if margin_rate is None else margin_rate, kind_of(margin_rate), f"lifetime-action-{key}"
    about = {
        "title": words(message),
        "who": words(f"{message}-who", days=str(settings.horizon_days)),
        "how_many": len(people),
        "money_label": words(f"{message}-money", kind=kind),
    }
    if key == "call":
        why = words(f"{message}-why", since=str(int(people["days_since_last_order"].median())), gap=_days(people["own_gap"].median()))
        return about | {"why": why, "money": float(people["at_stake"].sum()) * scale}
    whole = float(forecasts["revenue"].sum())
    share = float(people["revenue"].sum()) / whole if whole else 0.0
    money = {name: float(band[column]) * scale for name, column in (("money", "value"), ("money_low", "low"), ("money_high", "high"))}
    why = words(f"{message}-why", people=len(people) / len(forecasts), share=share, level=settings.level)
    return about | money | {"why": why}


def work_list(key: str, people: pd.DataFrame, margin_rate: float | None, left_out: int, words: Words) -> WorkList:
    """A list to work from, with reasons in words; money is margin where the shop gives one."""
    scale, kind = 1.0 if margin_rate is None else margin_rate, kind_of(margin_rate)
    heads = {
        "since": words("lifetime-list-since"),
        "orders": words("lifetime-list-orders"),
        "chance": words("lifetime-list-chance"),
        "value": words("lifetime-list-value", kind=kind),
    }
    told = people.assign(
        since=people["days_since_last_order"].astype(int),
        orders=people["frequency"] + 1,
        chance=people["p_order"].round(2),
        value=(people["revenue"] * scale).round(2),
        reason=pd.Series([_reason(key, row, words) for row in people.to_dict("records")], index=people.index, dtype=object),
    )
    if key == "call":
        told, heads["at_stake"] = told.assign(at_stake=(people["at_stake"] * scale).round(2)), words("lifetime-list-at-stake", kind=kind)
    return WorkList(key, told, heads, left_out)


def _reason(key: str, row: Mapping, words: Words) -> str:
    if key == "call":
        return words("lifetime-reason-call", since=str(int(row["days_since_last_order"])), gap=_days(row["own_gap"]))
    return words("lifetime-reason-invest", orders=row["expected_orders"], value=row["order_value"])


def _days(gap: float) -> str:
    """A gap in whole days, at least one."""
    return str(max(1, round(float(gap))))


def measures_shown(winners: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The comparison with its figures as people read them."""
    shown = {name: [_measure(m, v, words) for m, v in zip(winners["measure"], winners[name], strict=True)] for name in ("model", "plain")}
    return winners.assign(**shown)


def _measure(name: str, figure: float, words: Words) -> str:
    if np.isnan(figure):
        return "–"
    return words.share(figure) if name in SHARES else words.number(figure, 3)


def past_rows(past: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Every past forecast by every rule, as a table for eyes."""
    rows = [
        (
            str(row["first"]),
            str(row["last"]),
            rule_label(row["rule"], words),
            words.count(row["forecast"]),
            words.count(row["actual"]),
            *(_measure(name, row[name], words) for name in ("error", "gini", "auc", "brier")),
        )
        for row in past.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=[words(f"lifetime-past-head-{name}") for name in PAST])


def dictionary(words: Words) -> pd.DataFrame:
    """The data dictionary of the table forecasts."""
    rows = [(name, words(f"lifetime-means-{name.lower().replace('_', '-')}")) for name in FORECASTS.columns]
    return pd.DataFrame(rows, columns=[words("pyramid-dictionary-column"), words("pyramid-dictionary-meaning")])
