"""Notebook 02's tables in words: profiles of the groups, their preferences, the preview list and the communication matrix."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from retention.pages.kit.labels import Heads, channel_label, group_label
from retention.pages.kit.words import Words
from retention.settings import MatrixRow, OwnField, SegmentationSettings
from retention.worklists import WorkList

RATIOS = {
    "aov": "money", "spend_per_buyer": "money", "units_per_order": "ratio", "refund_rate": "share", "repurchase_rate": "share", "nps": "points",
}  # fmt: skip


# --- profiles ----------------------------------------------------------------------------------------


def profile_rows(profiles: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """The KPI board with the groups as rows: estimates with their interval, columns nobody knows left out."""
    rows = _banded(profiles, words)
    heads: Heads = {
        "group": (words("segments-head-group"), "text"),
        "customers": (words("segments-head-customers"), "count"),
        "repurchase_rate": (words("segments-profile-repurchase"), "text"),
        "expected_churn": (words("segments-profile-churn"), "share"),
        "aov": (words("segments-profile-aov"), "text"),
        "spend_per_buyer": (words("segments-profile-spend"), "text"),
        "units_per_order": (words("segments-profile-units"), "text"),
        "refund_rate": (words("segments-profile-refunds"), "text"),
        "nps": (words("segments-profile-nps"), "text"),
        "answers": (words("segments-profile-answers"), "count"),
    }
    if not rows["answers"].any():
        del heads["answers"], heads["nps"]
    return rows, _known(rows, heads)


def money_rows(profiles: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Money to date and expected, and reach by channel, per group; columns nobody knows left out."""
    rows = _banded(profiles, words)
    heads: Heads = {
        "group": (words("segments-head-group"), "text"),
        "net_paid": (words("segments-head-money"), "money"),
        "margin": (words("segments-profile-margin"), "money"),
        "since": (words("segments-profile-since"), "days"),
        "revenue": (words("segments-profile-revenue"), "money"),
        "clv": (words("segments-profile-clv"), "money"),
        "revenue_each": (words("segments-profile-each"), "money"),
    }
    reach = {name: name.removeprefix("reach_") for name in map(str, profiles) if name.startswith("reach_")}
    heads |= {name: (words("segments-profile-reach", channel=channel_label(channel, words)), "share") for name, channel in reach.items()}
    return rows, _known(rows, heads)


def _banded(profiles: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The profiles with the groups' names and their estimates as texts."""
    rows = profiles.assign(group=[group_label(name, words) for name in profiles["group"]])
    for name, kind in RATIOS.items():
        rows[name] = [_with_band(row, name, kind, words) for row in profiles.to_dict("records")]
    return rows


def _known(rows: pd.DataFrame, heads: Heads) -> Heads:
    return {name: head for name, head in heads.items() if rows[name].notna().any()}


def _with_band(row: Mapping, name: str, kind: str, words: Words) -> str | None:
    """A figure with its interval, e.g. '¥556 (¥517–¥603)'."""
    if pd.isna(row[name]):
        return None
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    if kind == "share" and pd.notna(low):
        return words("segments-shares", value=words.share(row[name]), band=words.shares(low, high))
    shown = {"money": words.money, "share": words.share, "ratio": lambda value: words.number(value, 2), "points": words.number}[kind]
    if pd.isna(low):
        return shown(row[name])
    return words("segments-band", value=shown(row[name]), low=shown(low), high=shown(high))


def preference_rows(table: pd.DataFrame, words: Words, own_fields: Mapping[str, OwnField]) -> tuple[pd.DataFrame, Heads]:
    """What most customers of each group prefer, as a table for eyes; groups too small for a rate show counts only."""
    records = table.to_dict("records")
    rows = table.assign(
        group=[group_label(row["group"], words) for row in records],
        column=[_column_label(row["column"], words, own_fields) for row in records],
        share=[_taste_share(row, words) for row in records],
        differs=[words("segments-taste-yes" if row["differs"] else "segments-taste-no") for row in records],
    )
    heads: Heads = {
        "group": (words("segments-head-group"), "text"),
        "column": (words("segments-taste-head-what"), "text"),
        "value": (words("segments-taste-head-value"), "text"),
        "share": (words("segments-taste-head-share"), "text"),
        "others": (words("segments-taste-head-others"), "share"),
        "n": (words("segments-taste-n"), "count"),
        "differs": (words("segments-taste-head-differs"), "text"),
    }
    return rows, heads


def _taste_share(row: Mapping, words: Words) -> str:
    if pd.isna(row["low"]):
        return f"{words.count(row['customers'])} / {words.count(row['n'])}"
    return words("segments-shares", value=words.share(row["share"]), band=words.shares(row["low"], row["high"]))


def _column_label(column: str, words: Words, own_fields: Mapping[str, OwnField]) -> str:
    if column in own_fields and own_fields[column].label:
        return own_fields[column].label
    message = f"pyramid-field-{column.replace('_', '-')}"
    return words(message) if words.has(message) else column


# --- the preview list --------------------------------------------------------------------------------


def preview_action(listed: pd.DataFrame, settings: SegmentationSettings, words: Words) -> dict[str, Any]:
    """What blocks.Action takes for the preview list, but its place."""
    forecast = bool(listed["expected"].notna().any())
    cut = settings.high_value_aov or 0.0
    return {
        "title": words("segments-preview-title"),
        "who": words("segments-preview-who", core=int(listed["core"].sum()), cut=cut),
        "how_many": len(listed),
        "why": words("segments-preview-why"),
        "money": float((listed["expected"] if forecast else listed["net_paid"]).sum()),
        "money_label": words("segments-preview-money" if forecast else "segments-preview-money-past"),
    }


def preview_rows(listed: pd.DataFrame, left_out: int, words: Words) -> WorkList:
    """The preview list to work from; tastes only where some are known."""
    columns = {name: _column_label(name, words, {}) for name in ("last_ordered_on", "orders", "net_paid", "aov")}
    columns |= {str(name): _column_label(str(name), words, {}) for name in listed if str(name).startswith("usual_")}
    money = {name: listed[name].astype(float).round(2) for name in ("net_paid", "aov", "expected")}
    if listed["expected"].notna().any():
        columns["expected"] = words("segments-preview-head-expected")
    reasons = listed["core"].map({True: words("segments-preview-reason-core"), False: words("segments-preview-reason")})
    return WorkList("preview", listed.assign(**money, reason=reasons), columns, left_out)


# --- the communication matrix ------------------------------------------------------------------------


def row_text(row: MatrixRow, part: str, words: Words) -> str:
    """The name, goal, message or offer of a row: the shop's own, else the seeds' in this language."""
    own = getattr(row, part, "")
    message = f"segments-matrix-{row.key}-{part}"
    return str(own) or (words(message) if words.has(message) else row.key if part == "name" else "")


def matrix_rows(filled: pd.DataFrame, settings: SegmentationSettings, words: Words) -> tuple[pd.DataFrame, Heads]:
    """The matrix as a table for eyes, one row per row of the settings, filled with the shop's numbers."""
    rows = []
    for row in settings.matrix:
        lines = filled[filled["key"] == row.key].set_index("channel")
        whole, reachable = lines.loc["any"], lines["reachable"].to_dict()
        told: dict[str, Any] = {part: row_text(row, part, words) for part in ("name", "goal", "message", "offer")}
        told["groups"] = words("segments-comma").join(group_label(group, words) for group in row.groups)
        told["channels"] = words("segments-comma").join(_channel(channel, reachable[channel], words) for channel in row.channels)
        rows.append(told | {name: whole[name] for name in ("people", "reachable", "orders", "cost", "budget")})
    text = dict.fromkeys(("name", "groups", "goal", "channels", "message", "offer"), "text")
    formats = text | {"people": "count", "any": "count", "orders": "count", "cost": "money", "budget": "money"}
    table = pd.DataFrame(rows, columns=[*text, "people", "reachable", "orders", "cost", "budget"]).rename(columns={"reachable": "any"})
    return table, {name: (words(f"segments-matrix-head-{name}"), kind) for name, kind in formats.items()}


def _channel(channel: str, reachable: float, words: Words) -> str:
    label = channel_label(channel, words)
    if pd.isna(reachable):
        return words("segments-matrix-channel-unknown", channel=label)
    return words("segments-matrix-channel", channel=label, reachable=int(reachable))


def matrix_in_words(filled: pd.DataFrame, settings: SegmentationSettings, words: Words) -> str:
    """Whom the matrix reaches, what that would cost, which row exceeds its budget, what is expected anyway."""
    if filled.empty:
        return words("segments-matrix-none")
    whole = filled[filled["channel"] == "any"]
    people = int(whole["people"].sum())
    if whole["reachable"].isna().any():
        return words("segments-matrix-reach-unknown", people=people)
    reachable = int(whole["reachable"].sum())
    said = [words("segments-matrix-reach", people=people, reachable=reachable, share=reachable / people if people else 0.0)]
    if whole["cost"].isna().any():
        said.append(words("segments-matrix-cost-unknown"))
    else:
        said.append(words("segments-matrix-cost", cost=float(whole["cost"].sum())))
    by_key = {row.key: row for row in settings.matrix}
    for row in whole[whole["cost"] > whole["budget"]].to_dict("records"):
        figures = {"budget": row["budget"], "affordable": int(row["affordable"]), "reachable": int(row["reachable"])}
        said.append(words("segments-matrix-over", row=row_text(by_key[row["key"]], "name", words), **figures))
    if whole["orders"].notna().all():
        said.append(words("segments-matrix-orders", orders=float(whole["orders"].sum())))
    return words.sentences(*said)
