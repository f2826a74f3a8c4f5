"""Notebook 01 in words: the base, the ledger, the pyramid, actions, first orders, one customer's card."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from retention.settings import OwnField
from retention.tables import PYRAMID
from retention.tables.fates import HARMLESS, REPEATS
from retention.words import Said, Words

if TYPE_CHECKING:
    from retention.pyramid.actions import Action
    from retention.pyramid.card import CustomerCard
    from retention.tables.checks import Finding

# --- names -------------------------------------------------------------------------------------------


def field_label(name: str, words: Words, own_fields: Mapping[str, OwnField] | None = None) -> str:
    """What a field is called: the shop's label for its own fields, ours for the rest."""
    if own_fields and name in own_fields:
        return own_fields[name].label or name
    message = f"pyramid-field-{_id(name)}"
    return words(message) if words.has(message) else name


def layer_label(layer: str, words: Words) -> str:
    """What a layer is called."""
    return words(f"pyramid-layer-{layer}")


def table_labels(tables: Sequence[str], words: Words) -> str:
    """Tables as people name them, in a row."""
    return _row([words(f"pyramid-table-{_id(table)}") for table in tables], words)


def dictionary(words: Words, own_fields: Mapping[str, OwnField]) -> pd.DataFrame:
    """The pyramid's data dictionary for readers: column, name, kind, unit, meaning under translated heads."""
    promised = [
        (name, field_label(name, words), words(f"pyramid-word-{c.kind}"), _unit(c.unit, words), words(f"pyramid-means-{_id(name)}"))
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


def _id(name: str) -> str:
    return name.replace("_", "-").replace(" ", "-")


def _sentences(sentences: Sequence[str], words: Words) -> str:
    """Sentences one after the other; Chinese needs no blank between them."""
    return ("" if words.language == "zh" else " ").join(sentences)


def _row(items: Sequence[str], words: Words) -> str:
    return words("pyramid-list-comma").join(items)


# --- the base and the ledger -------------------------------------------------------------------------


def bottom_line(pyramid: pd.DataFrame, guests: Mapping[str, float], words: Words) -> str:
    """What this base is, in two or three sentences."""
    sentences = [_base(pyramid, words)]
    if guests["orders"]:
        sentences.append(words("pyramid-base-guests", **guests))
    return _sentences(sentences, words)


def _base(pyramid: pd.DataFrame, words: Words) -> str:
    if pyramid.empty:
        return words("pyramid-base-none")
    refunds = "known" if pyramid["refunded"].notna().any() else "unknown"
    totals: dict[str, Any] = {"orders": int(pyramid["orders"].sum()), "money": float(pyramid["net_paid"].sum()), "refunds": refunds}
    if len(pyramid) == 1:
        return words("pyramid-base-single", since=int(pyramid["days_since_last_order"].iloc[0]), **totals)
    median = int(pyramid["days_since_last_order"].quantile(0.5, interpolation="lower"))
    return words("pyramid-base", customers=len(pyramid), median=median, again=float((pyramid["purchase_days"] > 1).mean()), **totals)


def outside_in_words(outside: pd.DataFrame, words: Words) -> str:
    """Who does not stand in the pyramid; empty when nobody."""
    somebody = outside[outside["customers"] > 0]
    listed = [words(f"pyramid-outside-{_id(reason)}", customers=int(n)) for reason, n in zip(somebody["reason"], somebody["customers"], strict=True)]
    return words("pyramid-outside", list=_row(listed, words)) if listed else ""


REASONS = 5  # told in the sentence; the table has all
# Sources whose rows are no sales, so that kinds of sales say nothing about them.
NO_SALES = ("customers", "products", "returns")


def ledger_in_words(ledger: pd.DataFrame, words: Words, unfit: Sequence[Mapping] = ()) -> str:
    """What became of the rows read: how many, what they are, how many could not be used and why; `unfit` values of own fields last."""
    rows = int(ledger["rows"].sum())
    sentences = [words("pyramid-ledger-read", rows=rows, files=int(ledger["file"].nunique()))]
    kept = ledger[ledger["fate"] == "kept"]
    sentences += [_source_in_words(str(source), of, words) for source, of in kept.groupby("source", sort=False) if of["kind"].notna().any()]
    repeats = int(ledger.loc[ledger["fate"].isin(REPEATS), "rows"].sum())
    if repeats:
        sentences.append(words("pyramid-ledger-repeats", rows=repeats, share=_part(repeats / rows, words)))
    return _sentences([*sentences, _left_out_in_words(ledger, words), *_unfit_in_words(unfit, words)], words)


def findings_in_words(findings: "Sequence[Finding]", words: Words) -> str:
    """Which laws the shop's own figures break, how often, with an example; empty where none is broken."""
    told = [words("core-findings-one", law=words(f"law-{_id(f.law)}", rows=f.rows), example=f.example) for f in findings]
    return words("core-findings", list=words("pyramid-missing-semicolon").join(told)) if told else ""


def _left_out_in_words(ledger: pd.DataFrame, words: Words) -> str:
    """How many rows could not be used and why, most rows first."""
    rows, lost = int(ledger["rows"].sum()), ledger[~ledger["fate"].isin(HARMLESS)]
    if lost.empty:
        return words("pyramid-ledger-all-used")
    by_fate = (
        lost.assign(fate=[fate_label(fate, words) for fate in lost["fate"]])
        .sort_values("rows", ascending=False)
        .groupby("fate", sort=False, as_index=False)
        .agg(rows=("rows", "sum"), example=("example", "first"), file=("file", "first"))
        .sort_values("rows", ascending=False, kind="stable")
    )
    reasons = [
        words("pyramid-ledger-reason", rows=int(row["rows"]), fate=row["fate"], example=str(row["example"]), file=row["file"])
        for row in by_fate[:REASONS].to_dict("records")
    ]
    if len(rest := by_fate[REASONS:]):
        reasons.append(words("pyramid-ledger-others", rows=int(rest["rows"].sum()), kinds=len(rest)))
    left_out = int(lost["rows"].sum())
    return words("pyramid-ledger-left-out", rows=left_out, share=_part(left_out / rows, words), reasons=_row(reasons, words))


def _unfit_in_words(unfit: Sequence[Mapping], words: Words) -> list[str]:
    """Values of the shop's own fields that were left empty: field, how many, an example; nothing when all fit."""
    fields = [words("pyramid-ledger-unfit-field", **{**u, "example": str(u["example"])}) for u in unfit]
    return [words("pyramid-ledger-unfit", list=_row(fields, words))] if fields else []


def _part(share: float, words: Words) -> str:
    """A share that is never rounded down to nothing."""
    return words.share(share) if share >= 0.001 else words("pyramid-ledger-tiny", share=0.001)


def _source_in_words(source: str, kept: pd.DataFrame, words: Words) -> str:
    """The kinds of rows one source gave, most rows first."""
    if source in NO_SALES:
        return words("pyramid-ledger-source-plain", source=source_label(source, words), rows=int(kept["rows"].sum()))
    kinds = kept.groupby(["kind", "guest"], as_index=False).agg(rows=("rows", "sum"), money=("money", "sum"))
    kinds = kinds.sort_values(["rows", "kind"], ascending=[False, True])
    listed = []
    for row in kinds.to_dict("records"):
        label, money = kind_label(str(row["kind"]), bool(row["guest"]), words), float(row["money"])
        listed.append(words("pyramid-ledger-kind-money" if money else "pyramid-ledger-kind", rows=int(row["rows"]), kind=label, money=money))
    return words("pyramid-ledger-source", source=source_label(source, words), kinds=_row(listed, words))


def ledger_rows(ledger: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The ledger as a table for eyes, its files taken together: source, what, rows, money, example; most rows first within a source."""
    told = ledger.assign(
        what=[what_became(row, words) for row in ledger.to_dict("records")],
        example=[words("pyramid-ledger-example", file=file, row=str(row)) for file, row in zip(ledger["file"], ledger["example"], strict=True)],
    )
    told = told.sort_values(["source", "rows"], ascending=[True, False])
    rows = told.groupby(["source", "what"], as_index=False, sort=False).agg(
        rows=("rows", "sum"), money=("money", "sum"), example=("example", "first")
    )
    rows = rows.sort_values(["source", "rows"], ascending=[True, False], kind="stable")
    return rows.assign(source=[source_label(source, words) for source in rows["source"]]).reset_index(drop=True)


def what_became(row: Mapping, words: Words) -> str:
    """What became of a group of rows: its kind where it was kept, else its fate."""
    if row["fate"] == "kept" and isinstance(row["kind"], str) and row["source"] not in NO_SALES:
        return kind_label(row["kind"], bool(row["guest"]), words)
    return fate_label(row["fate"], words)


def ledger_heads(words: Words) -> dict[str, tuple[str, str]]:
    """Columns of ledger_rows with label and format, as figures.blocks.table wants them."""
    formats = {"source": "text", "what": "text", "rows": "count", "money": "money", "example": "text"}
    return {name: (words(f"pyramid-ledger-head-{name}"), form) for name, form in formats.items()}


def source_label(source: str, words: Words) -> str:
    """What a source of an import map is called."""
    message = f"pyramid-source-{_id(source)}"
    return words(message) if words.has(message) else source


def kind_label(kind: str, guest: bool, words: Words) -> str:
    """What a kind of row is called; kinds that a shop's map names are shown as written there."""
    end = "-guest" if guest else ""
    message = f"pyramid-kind-{_id(kind)}{end}"
    return words(message) if words.has(message) else words(f"pyramid-kind-other{end}", kind=kind)


def fate_label(fate: str, words: Words) -> str:
    """What a fate is called: a known one, or 'unreadable', 'impossible', 'no' with the field's name."""
    message = f"pyramid-fate-{_id(fate)}"
    if words.has(message):
        return words(message)
    if fate.startswith("unknown status "):
        return words("pyramid-fate-unknown-status")  # the word itself may hold names
    how, _, field = fate.partition(" ")
    known = f"pyramid-raw-{_id(field)}"
    field = words(known) if words.has(known) else field
    return words(f"pyramid-fate-{how}", field=field) if field and words.has(f"pyramid-fate-{how}") else fate


# --- the pyramid -------------------------------------------------------------------------------------


def layers_title(layers: pd.DataFrame, words: Words) -> str:
    """What one sees in the pyramid: which layers are empty, else which one is thinnest."""
    empty = layers[layers["present"] == 0]
    if len(empty) == len(layers):
        return words("pyramid-layers-title-nothing")
    if len(empty):
        return words("pyramid-layers-title-gaps", empty=len(empty), names=_row([layer_label(name, words) for name in empty["layer"]], words))
    thinnest = layers.iloc[int(layers["filled"].argmin())]
    return words("pyramid-layers-title-full", thinnest=layer_label(thinnest["layer"], words), filled=thinnest["filled"])


def missing_in_words(missing: pd.DataFrame, words: Words, own_fields: Mapping[str, OwnField] | None = None) -> list[str]:
    """One line per missing table: what it would show; then what is empty although its table is there."""
    lines = []
    for row in missing.to_dict("records"):
        fields = _row([field_label(name, words, own_fields) for name in row["fields"]], words)
        about: dict[str, Any] = {"layers": _row([layer_label(layer, words) for layer in row["layers"]], words), "fields": fields}
        if row["table"]:
            about |= {"table": table_labels([row["table"]], words), "count": len(row["fields"])}
            about["unlocks"] = words("pyramid-missing-semicolon").join(
                words(f"pyramid-unlocks-{layer}-{_id(row['table'])}") for layer in row["layers"]
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
    """What figures.blocks.Action takes but the place of the list: title, who, how_many, money, money_label, why."""
    message = f"pyramid-action-{_id(action.key)}"
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
        return words(f"pyramid-second-missing-{_id(question)}", overall=whole["share"], days=str(days))
    standing_out = rows[rows["differs"]]
    if standing_out.empty:
        return words(f"pyramid-second-same-{_id(question)}", overall=whole["share"], days=str(days))
    most = standing_out.iloc[int((standing_out["share"] - whole["share"]).abs().argmax())]
    return words(f"pyramid-second-differs-{_id(question)}", group=most["label"], share=most["share"], overall=whole["share"], days=str(days))


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
    return _sentences(sentences, words)


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
        "pyramid-card-withheld", purposes=_row([words(f"reach-purpose-{name}") for name in purposes], words) or words("reach-purposes-nothing")
    )


def _value(row: Mapping, words: Words) -> str:
    value, kind, unit = row["value"], row["kind"], row["unit"]
    if words.has(coded := f"pyramid-value-{_id(row['field'])}-{_id(str(value))}"):
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
