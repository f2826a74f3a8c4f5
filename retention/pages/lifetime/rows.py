"""Notebook 05's tables and lists in words: whom to invest in, whom to call, past forecasts one by one, what the columns of forecasts mean."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from retention.pages.kit.labels import message_id
from retention.pages.kit.words import Words
from retention.pages.lifetime.sentences import kind_of, rule_label
from retention.tables import FORECASTS
from retention.tables.forecasts import scale_of
from retention.worklists import WorkList

# Measures that are shares; the others are plain numbers.
SHARES = ("error", "money_error")
PAST = ("from", "to", "rule", "forecast", "actual", "error", "money-error", "gini", "auc", "brier")


# --- what to do --------------------------------------------------------------------------------------


def invest_words(shares: Mapping, money: Mapping, days: int, level: float, margin_rate: float | None, words: Words) -> dict[str, Any]:
    """What blocks.Action takes of whom to invest in; `money` is the list's row of `value_of_groups`."""
    why = words("lifetime-action-invest-why", people=shares["customers"], share=shares["revenue"], level=level)
    ends = {"money": money["value"], "money_low": money["low"], "money_high": money["high"]}
    return _action("invest", days, margin_rate, words) | ends | {"why": why}


def call_words(silence: Mapping, days: int, margin_rate: float | None, words: Words) -> dict[str, Any]:
    """What blocks.Action takes of whom to call."""
    why = words("lifetime-action-call-why", since=str(int(silence["since"])), gap=_days(silence["gap"]))
    return _action("call", days, margin_rate, words) | {"why": why, "money": silence["at_stake"] * scale_of(margin_rate)}


def _action(key: str, days: int, margin_rate: float | None, words: Words) -> dict[str, Any]:
    message = f"lifetime-action-{key}"
    return {
        "title": words(message),
        "who": words(f"{message}-who", days=str(days)),
        "money_label": words(f"{message}-money", kind=kind_of(margin_rate)),
    }


def work_list(key: str, people: pd.DataFrame, margin_rate: float | None, left_out: int, words: Words) -> WorkList:
    """A list to work from, with reasons in words; money is margin where the shop gives one."""
    scale, kind = scale_of(margin_rate), kind_of(margin_rate)
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


# --- past forecasts ----------------------------------------------------------------------------------


def winners_rows(winners: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The forecast and the best plain rule, measure by measure, as a table for eyes."""
    figures = {name: [_measure(m, v, words) for m, v in zip(winners["measure"], winners[name], strict=True)] for name in ("ours", "plain")}
    table = winners.assign(
        **figures,
        measure=[words(f"lifetime-measure-{message_id(name)}") for name in winners["measure"]],
        rule=[rule_label(name, words) for name in winners["rule"]],
        winner=[words(f"lifetime-winner-{name}") for name in winners["winner"]],
    )
    return table.rename(columns={name: words(f"lifetime-head-{name}") for name in winners.columns})


def past_rows(past: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Every past forecast by every rule, as a table for eyes."""
    rows = [
        (
            str(row["first"]),
            str(row["last"]),
            rule_label(row["rule"], words),
            words.count(row["forecast"]),
            words.count(row["actual"]),
            *(_measure(name, row[name], words) for name in ("error", "money_error", "gini", "auc", "brier")),
        )
        for row in past.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=[words(f"lifetime-past-head-{name}") for name in PAST])


def newcomers_past_rows(past: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Every past forecast of new customers, as a table for eyes."""
    heads = [words(f"lifetime-past-head-{name}") for name in ("from", "to", "what", "forecast", "actual", "error")]
    rows = [
        (
            str(row["first"]),
            str(row["last"]),
            words(f"lifetime-newcomers-of-{row['quantity']}"),
            *(words.money(row[name]) if row["quantity"] == "revenue" else words.count(row[name]) for name in ("forecast", "actual")),
            words.share(row["forecast"] / row["actual"] - 1) if row["actual"] > 0 else "–",
        )
        for row in past.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=heads)


def _measure(name: str, figure: float, words: Words) -> str:
    if pd.isna(figure):
        return "–"
    return words.share(figure) if name in SHARES else words.number(figure, 3)


# --- the table forecasts -----------------------------------------------------------------------------


def dictionary(words: Words) -> pd.DataFrame:
    """The data dictionary of the table forecasts."""
    rows = [(name, words(f"lifetime-means-{message_id(name.lower())}")) for name in FORECASTS.columns]
    return pd.DataFrame(rows, columns=[words("pyramid-dictionary-column"), words("pyramid-dictionary-meaning")])
