"""What became of the rows that were read, in words."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from retention.pages.kit.labels import comma, message_id
from retention.pages.kit.words import Words
from retention.tables.fates import HARMLESS, KEPT, REPEATS, together

if TYPE_CHECKING:
    from retention.tables.checks import Finding

REASONS = 5  # told in the sentence; the table has all
# Sources whose rows are no sales, so that kinds of sales say nothing about them.
NO_SALES = ("customers", "products", "returns")


def in_words(ledger: pd.DataFrame, words: Words, unfit: Sequence[Mapping] = ()) -> str:
    """What became of the rows read: how many, what they are, how many could not be used and why; `unfit` values of own fields last."""
    read = int(ledger["rows"].sum())
    sentences = [words("pyramid-ledger-read", rows=read, files=int(ledger["file"].nunique()))]
    kept = ledger[ledger["fate"] == KEPT]
    by_source = {source: kept[kept["source"] == source] for source in kept["source"].unique()}
    sentences += [_source_in_words(str(source), of, words) for source, of in by_source.items() if of["kind"].notna().any()]
    repeats = int(ledger.loc[ledger["fate"].isin(REPEATS), "rows"].sum())
    if repeats:
        sentences.append(words("pyramid-ledger-repeats", rows=repeats, share=_part(repeats / read, words)))
    return words.sentences(*sentences, _left_out_in_words(ledger, words), *_unfit_in_words(unfit, words))


def findings_in_words(findings: "Sequence[Finding]", words: Words) -> str:
    """Which laws the shop's own figures break, how often, with an example; empty where none is broken."""
    told = [words("core-findings-one", law=words(f"law-{message_id(f.law)}", rows=f.rows), example=f.example) for f in findings]
    return words("core-findings", list=words("pyramid-missing-semicolon").join(told)) if told else ""


def cannot_tell_in_words(knows: Sequence[Mapping[str, str]], words: Words) -> str:
    """What each platform's exports cannot tell: buyers, refunds, hours; empty where they tell all of it, or no map says so."""
    told = []
    for known in knows:
        platform = known.get(f"called_{words.language}", known["map"])
        messages = [f"ledger-knows-{what}-{known[what]}" for what in ("customer", "refunds", "times") if known.get(what)]
        told += [words(message, platform=platform) for message in messages if words.has(message)]
    return words.sentences(*told) if told else ""


def _left_out_in_words(ledger: pd.DataFrame, words: Words) -> str:
    """How many rows could not be used and why, most rows first."""
    rows, lost = int(ledger["rows"].sum()), ledger[~ledger["fate"].isin(HARMLESS)]
    if lost.empty:
        return words("pyramid-ledger-all-used")
    by_fate = together(lost.assign(fate=[fate_label(fate, words) for fate in lost["fate"]]), "fate")
    reasons = [
        words("pyramid-ledger-reason", rows=int(row["rows"]), fate=row["fate"], example=str(row["example"]), file=row["file"])
        for row in by_fate[:REASONS].to_dict("records")
    ]
    if len(rest := by_fate[REASONS:]):
        reasons.append(words("pyramid-ledger-others", rows=int(rest["rows"].sum()), kinds=len(rest)))
    left_out = int(lost["rows"].sum())
    return words("pyramid-ledger-left-out", rows=left_out, share=_part(left_out / rows, words), reasons=comma(reasons, words))


def _unfit_in_words(unfit: Sequence[Mapping], words: Words) -> list[str]:
    """Values of the shop's own fields that were left empty: field, how many, an example; nothing when all fit."""
    fields = [words("pyramid-ledger-unfit-field", **{**u, "example": str(u["example"])}) for u in unfit]
    return [words("pyramid-ledger-unfit", list=comma(fields, words))] if fields else []


def _part(share: float, words: Words) -> str:
    """A share that is never rounded down to nothing."""
    return words.share(share) if share >= 0.001 else words("pyramid-ledger-tiny", share=0.001)


def _source_in_words(source: str, kept: pd.DataFrame, words: Words) -> str:
    """The kinds of rows one source gave, most rows first."""
    if source in NO_SALES:
        return words("pyramid-ledger-source-plain", source=source_label(source, words), rows=int(kept["rows"].sum()))
    kinds = together(kept[kept["kind"].notna()], "kind", "guest").sort_values(["rows", "kind"], ascending=[False, True])
    listed = []
    for row in kinds.to_dict("records"):
        label, money = kind_label(str(row["kind"]), bool(row["guest"]), words), float(row["money"])
        listed.append(words("pyramid-ledger-kind-money" if money else "pyramid-ledger-kind", rows=int(row["rows"]), kind=label, money=money))
    return words("pyramid-ledger-source", source=source_label(source, words), kinds=comma(listed, words))


def rows(ledger: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The ledger as a table for eyes, its files taken together: source, what, rows, money, example; most rows first within a source."""
    told = ledger.assign(
        what=[what_became(row, words) for row in ledger.to_dict("records")],
        example=[words("pyramid-ledger-example", file=file, row=str(row)) for file, row in zip(ledger["file"], ledger["example"], strict=True)],
    )
    rows = together(told, "source", "what").sort_values(["source", "rows"], ascending=[True, False], kind="stable")
    rows = rows.assign(source=[source_label(source, words) for source in rows["source"]])
    return rows[["source", "what", "rows", "money", "example"]].reset_index(drop=True)


def what_became(row: Mapping, words: Words) -> str:
    """What became of a group of rows: its kind where it was kept, else its fate."""
    if row["fate"] == KEPT and isinstance(row["kind"], str) and row["source"] not in NO_SALES:
        return kind_label(row["kind"], bool(row["guest"]), words)
    return fate_label(row["fate"], words)


def heads_of_rows(words: Words) -> dict[str, tuple[str, str]]:
    """Columns of ledger_rows with label and format, as blocks.table wants them."""
    formats = {"source": "text", "what": "text", "rows": "count", "money": "money", "example": "text"}
    return {name: (words(f"pyramid-ledger-head-{name}"), form) for name, form in formats.items()}


def source_label(source: str, words: Words) -> str:
    """What a source of an import map is called."""
    message = f"pyramid-source-{message_id(source)}"
    return words(message) if words.has(message) else source


def kind_label(kind: str, guest: bool, words: Words) -> str:
    """What a kind of row is called; kinds that a shop's map names are shown as written there."""
    end = "-guest" if guest else ""
    message = f"pyramid-kind-{message_id(kind)}{end}"
    return words(message) if words.has(message) else words(f"pyramid-kind-other{end}", kind=kind)


def fate_label(fate: str, words: Words) -> str:
    """What a fate is called: a known one, or 'unreadable', 'impossible', 'no' with the field's name."""
    message = f"pyramid-fate-{message_id(fate)}"
    if words.has(message):
        return words(message)
    if fate.startswith("unknown status "):
        return words("pyramid-fate-unknown-status")  # the word itself may hold names
    how, _, field = fate.partition(" ")
    known = f"pyramid-raw-{message_id(field)}"
    field = words(known) if words.has(known) else field
    return words(f"pyramid-fate-{how}", field=field) if field and words.has(f"pyramid-fate-{how}") else fate
