"""Notebook 01 in words: the base, the ledger, the pyramid, actions, first orders, one customer's card."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from retention.pages.kit.labels import comma, field_label, message_id
from retention.pages.kit.lists import list_of
from retention.pages.kit.words import Said, Words
from retention.settings import OwnField
from retention.tables import PYRAMID
from retention.worklists import WorkList

if TYPE_CHECKING:
    from retention.pyramid.actions import Action
    from retention.pyramid.card import CustomerCard
    from retention.pyramid.summaries import Summary

# --- names -------------------------------------------------------------------------------------------


def layer_label(layer: str, words: Words) -> str:
    """What a layer is called."""
    return words(f"pyramid-layer-{layer}")


def table_labels(tables: Sequence[str], words: Words) -> str:
    """Tables as people name them, in a row."""
    return comma([words(f"pyramid-table-{message_id(table)}") for table in tables], words)


def dictionary(words: Words, own_fields: Mapping[str, OwnField]) -> pd.DataFrame:
    """The pyramid's data dictionary for readers: column, name, kind, unit, meaning under translated heads."""
    promised = [
        (name, field_label(name, words), words(f"pyramid-word-{c.kind}"), _unit(c.unit, words), words(f"pyramid-means-{message_id(name)}"))
        for name, c in PYRAMID.columns.items()
    ]
    own = [
        (name, field_label(name, words, own_fields), words(f"pyramid-word-{field.kind}"), "", words("pyramid-dictionary-own"))
        for name, field in own_fields.items()
    ]
    heads = [words(f"pyramid-dictionary-{head}") for head in ("column", "label", "kind", "unit", "meaning")]
    return pd.DataFrame(promised + own, columns=heads)


def _unit(unit: str, words: Words) -> str:
    return words(f"pyramid-word-{unit.replace(' ', '-')}") if unit else ""


# --- the base -------------------------------------------------------------------------


def bottom_line(base: "Summary", guests: Mapping[str, float], words: Words) -> str:
    """What this base is, in two or three sentences."""
    return words.sentences(_base(base, words), words("pyramid-base-guests", **guests) if guests["orders"] else "")


def _base(base: "Summary", words: Words) -> str:
    if not base.customers:
        return words("pyramid-base-none")
    totals: dict[str, Any] = {"orders": base.orders, "money": base.net_paid, "refunds": "known" if base.refunds_told else "unknown"}
    if base.customers == 1:
        return words("pyramid-base-single", since=base.usual_days_since, **totals)
    return words("pyramid-base", customers=base.customers, median=base.usual_days_since, again=base.bought_again, **totals)


def outside_in_words(outside: pd.DataFrame, words: Words) -> str:
    """Who does not stand in the pyramid; empty when nobody."""
    somebody = outside[outside["customers"] > 0]
    listed = [
        words(f"pyramid-outside-{message_id(reason)}", customers=int(n)) for reason, n in zip(somebody["reason"], somebody["customers"], strict=True)
    ]
    return words("pyramid-outside", list=comma(listed, words)) if listed else ""


# --- the pyramid -------------------------------------------------------------------------------------


def layers_title(layers: pd.DataFrame, words: Words) -> str:
    """What one sees in the pyramid: which layers are empty, else which one is thinnest."""
    empty = layers[layers["present"] == 0]
    if len(empty) == len(layers):
        return words("pyramid-layers-title-nothing")
    if len(empty):
        return words("pyramid-layers-title-gaps", empty=len(empty), names=comma([layer_label(name, words) for name in empty["layer"]], words))
    thinnest = layers.iloc[int(layers["filled"].argmin())]
    return words("pyramid-layers-title-full", thinnest=layer_label(thinnest["layer"], words), filled=thinnest["filled"])


def missing_in_words(missing: pd.DataFrame, words: Words, own_fields: Mapping[str, OwnField] | None = None) -> list[str]:
    """One line per missing table: what it would show; then what is empty although its table is there."""
    lines = []
    for row in missing.to_dict("records"):
        fields = comma([field_label(name, words, own_fields) for name in row["fields"]], words)
        about: dict[str, Any] = {"layers": comma([layer_label(layer, words) for layer in row["layers"]], words), "fields": fields}
        if row["table"]:
            about |= {"table": table_labels([row["table"]], words), "count": len(row["fields"])}
            about["unlocks"] = words("pyramid-missing-semicolon").join(
                words(f"pyramid-unlocks-{layer}-{message_id(row['table'])}") for layer in row["layers"]
            )
        lines.append(words("pyramid-missing-table" if row["table"] else "pyramid-missing-fields", **about))
    return lines or [words("pyramid-missing-nothing")]


def recency_label(first: int, last: int | None, words: Words) -> str:
    """A band of days since the last order."""
    if last is None or pd.isna(last):
        return words("pyramid-recency-band-open", last=str(int(first) - 1))
    return words("pyramid-recency-band", first=str(int(first)), last=str(int(last)))


def recency_title(bands: pd.DataFrame, words: Words) -> str:
    """What share of customers and of past money the most recent band holds."""
    recent = bands.iloc[0]
    days = str(int(recent["last_day"]))
    if bands["customers"].sum() == 0:
        return words("pyramid-recency-title-none")
    if recent["customers"] == 0:
        return words("pyramid-recency-title-nobody", days=days)
    if bands["money_share"].sum() <= 0:
        return words("pyramid-recency-title-no-money", days=days, people=recent["customers_share"])
    return words("pyramid-recency-title", days=days, people=recent["customers_share"], money=recent["money_share"])


# --- actions -----------------------------------------------------------------------------------------


def action_words(action: "Action", words: Words) -> dict:
    """What blocks.Action takes but the place of the list: title, who, how_many, money, money_label, why."""
    message = f"pyramid-action-{message_id(action.key)}"
    shown: dict[str, Any] = dict(action.facts)
    # Days and small thresholds are names, not amounts: no separators, no 万.
    shown |= {name: str(int(shown[name])) for name in ("days", "from", "least") if name in shown}
    if "gap" in shown:
        shown["gap"] = 0 if math.isnan(shown["gap"]) else math.ceil(shown["gap"])
    return {
        "title": words(message),
        "who": words(f"{message}-who", **shown),
        "how_many": action.customers or int(action.facts.get("orders", 0)),
        "money": action.money,
        "money_label": words("pyramid-actions-money"),
        "why": words(f"{message}-why{_variant(action)}", **_with_share(action, shown)),
    }


def _variant(action: "Action") -> str:
    """Which sentence about second orders the numbers allow."""
    if action.key != "second_order" or action.facts["enough"]:
        return ""
    return "-thin" if action.facts["n"] else "-none"


def _with_share(action: "Action", facts: dict) -> dict:
    return facts | ({"share": action.facts["k"] / action.facts["n"]} if action.key == "second_order" and action.facts["n"] else {})


# --- first order -------------------------------------------------------------------------------------


def group_label(row: Mapping, words: Words) -> str:
    """What a group of first orders is called; price bands by their limits in money."""
    if row["kind"] in ("whole", "other", "unknown"):
        return words(f"pyramid-second-{row['kind']}")
    if row["question"] != "price_band":
        return str(row["group"])
    low, high = words.money(row["band_low"]), words.money(row["band_high"])
    place = "low" if row["group"] == "band_1" else "high" if row.get("last") else "middle"
    return words(f"pyramid-second-band-{place}", low=low, high=high)


def labelled(table: pd.DataFrame, question: str, words: Words) -> pd.DataFrame:
    """The rows of one question with a column `label`."""
    rows = table[table["question"] == question]
    last = rows["group"] == rows.loc[rows["kind"] == "named", "group"].max()
    return rows.assign(label=[group_label(row | {"last": is_last}, words) for row, is_last in zip(rows.to_dict("records"), last, strict=True)])


def second_order_title(table: pd.DataFrame, question: str, days: int, words: Words) -> str:
    """Which group of first orders stands out most, if any does."""
    whole = table[table["kind"] == "whole"].iloc[0]
    if pd.isna(whole["share"]):
        return words("pyramid-second-thin" if whole["n"] else "pyramid-second-none", days=str(days), k=int(whole["k"]), n=int(whole["n"]))
    rows = labelled(table, question, words)
    if rows.empty:
        return words(f"pyramid-second-missing-{message_id(question)}", overall=whole["share"], days=str(days))
    standing_out = rows[rows["differs"]]
    if standing_out.empty:
        return words(f"pyramid-second-same-{message_id(question)}", overall=whole["share"], days=str(days))
    most = standing_out.iloc[int((standing_out["share"] - whole["share"]).abs().argmax())]
    return words(f"pyramid-second-differs-{message_id(question)}", group=most["label"], share=most["share"], overall=whole["share"], days=str(days))


def first_seen_in_words(first_seen: Mapping[str, int], words: Words) -> str:
    """A warning where customers may have bought before the data begin; empty where none may have."""
    return words("pyramid-second-first-seen", **first_seen) if first_seen["first_seen"] else ""


# --- one customer ------------------------------------------------------------------------------------


def _of_card(card: "CustomerCard") -> dict:
    return dict(zip(card.values["field"], card.values["value"], strict=True))


def card_title(card: "CustomerCard", words: Words) -> str:
    """How often the customer ordered, and how long ago last."""
    known = _of_card(card)
    if known["orders"] == 1:
        return words("pyramid-card-title-single", name=card.name)
    return words("pyramid-card-title-often", name=card.name, orders=int(known["orders"]), since=int(known["days_since_last_order"]))


def card_in_words(card: "CustomerCard", words: Words) -> str:
    """One customer in a sentence or two."""
    known = _of_card(card)
    values = {"name": card.name, "since": int(known["days_since_last_order"]), "money": float(known["net_paid"]), "below": card.position["net_paid"]}
    if known["orders"] == 1:
        return words("pyramid-card-single", **values)
    sentences = [words("pyramid-card-often", orders=int(known["orders"]), first=known["first_ordered_on"], **values)]
    if "median_gap_days" in known:
        sentences.append(words("pyramid-card-gap", gap=math.ceil(known["median_gap_days"])))
    return words.sentences(*sentences)


def card_order(row: Mapping, words: Words) -> str:
    """One order of the card, a line for each of what is known: paid and refunded, pieces, goods."""
    paid = {"day": row["ordered_on"], "paid": row["gross_paid"]}
    lines = [words("pyramid-card-paid", **paid) if pd.isna(row["refunded"]) else words("pyramid-card-back", **paid, refunded=row["refunded"])]
    lines += [] if pd.isna(row["units"]) else [words("pyramid-card-pieces", units=int(row["units"]))]
    lines += [row["goods"]] if isinstance(row["goods"], str) else []
    return Said("\n").join(lines)


def card_rows(card: "CustomerCard", words: Words, own_fields: Mapping[str, OwnField] | None = None) -> pd.DataFrame:
    """The card as a table for eyes: field, value and layer in words, heads translated."""
    rows = [
        (field_label(row["field"], words, own_fields), _value(row, words), layer_label(row["layer"], words)) for row in card.values.to_dict("records")
    ]
    rows += [
        (field_label(row["field"], words, own_fields), _withheld(row["purposes"], words), layer_label(row["layer"], words))
        for row in card.withheld.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=[words(f"pyramid-card-head-{head}") for head in ("field", "value", "layer")])


def _withheld(purposes: Sequence[str], words: Words) -> str:
    """Why a field known is not shown: what it may serve."""
    return words(
        "pyramid-card-withheld", purposes=comma([words(f"reach-purpose-{name}") for name in purposes], words) or words("reach-purposes-nothing")
    )


def _value(row: Mapping, words: Words) -> str:
    value, kind, unit = row["value"], row["kind"], row["unit"]
    if words.has(coded := f"pyramid-value-{message_id(row['field'])}-{message_id(str(value))}"):
        return words(coded)
    if kind == "flag":
        return words("pyramid-card-yes" if value else "pyramid-card-no")
    if kind == "date":
        return words.day(value)
    if unit == "shop currency":
        return words.money(value)
    if unit == "share":
        return words.share(value)
    if kind in ("integer", "number"):
        shown = words.count(value) if float(value).is_integer() else words.number(value)
        return f"{shown} {_unit(unit, words)}" if unit == "days" else shown
    return str(value)


# --- work lists ----------------------------------------------------------------------------------------


def action_list(action: "Action", words: Words) -> WorkList:
    """An action's people as a list to work from, with reasons in words."""
    people = action.people
    message = f"pyramid-action-{action.key.replace('_', '-')}-reason"
    reasons = [
        words(
            message,
            since=str(row["days_since_last_order"]),
            gap=0.0 if pd.isna(row["median_gap_days"]) else row["median_gap_days"],
            rate=0.0 if pd.isna(row["refund_rate"]) else row["refund_rate"],
        )
        for row in people.to_dict("records")
    ]
    listed = people.assign(reason=pd.Series(reasons, index=people.index, dtype=object))
    return list_of(action.key, listed, ("last_ordered_on", "orders", "net_paid"), words, action.left_out)
