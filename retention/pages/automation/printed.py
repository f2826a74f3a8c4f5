"""A plan as the command line prints it: the page's sentences as plain lines, and one message of each kind as somebody made up would read it."""

import re
from typing import Any

from retention.pages.automation import sentences
from retention.pages.automation.tables import Planning
from retention.pages.kit.labels import channel_label
from retention.pages.kit.words import Words


def plan_lines(planning: Planning, words: Words) -> list[str]:
    """Bottom line, batches, reasons; they add up to all messages that were looked at."""
    said = [sentences.bottom_line(planning, words), ""]
    for row in planning.batches.to_dict("records"):
        needs = "  (" + words("automation-needs-" + row["needs"]) + ")" if row["needs"] else ""
        name, channel = sentences.journey_label(row["journey"], words), channel_label(row["channel"], words)
        step = sentences.step_label(row["journey"], row["step"], words)
        said.append(f"{row['messages']:>7,}  {name} · {step} · {channel}{needs}")
    said.append("")
    for row in planning.guards[planning.guards["first"] > 0].to_dict("records"):
        said.append(f"{int(row['first']):>7,}  {row['number']} {sentences.guard_label(row['name'], words)}")
    lacking = sentences.lacking_rows(planning.plan, words)
    said += ["", words("automation-lacking-lead"), lacking] if lacking else []
    begun = sentences.not_begun(planning.not_begun, words)
    said += ["", begun] if begun else []
    return [re.sub(r"\*\*", "", line) for line in said]


def preview_lines(planning: Planning, journey: str, words: Words) -> list[str]:
    """Texts in use, of one journey or all, with what each is paid as; and what gateways may send back."""
    used = planning.texts_of(journey)
    shown = planning.previews[planning.previews["template"].isin(used)]
    shown = shown[shown["journey"] == journey] if journey else shown
    if shown.empty:
        return [words("automation-texts-none")]
    others = bool(planning.languages["written"].any())
    said = [_preview(row, others) for row in sentences.text_rows(shown, words).to_dict("records")]
    ends = sentences.text_rows(shown.sort_values("letters", kind="stable").iloc[[-1, 0]], words).to_dict("records")
    said += [
        "",
        *(
            words(f"automation-{end}-text", text=_called(row, others), n=row["letters"])
            for end, row in zip(("longest", "shortest"), ends, strict=True)
        ),
    ]
    in_languages = sentences.languages_in_words(planning.languages, words)
    said += [in_languages] if in_languages else []
    found = sentences.findings([one for one in planning.findings if not one.text or one.text in used], words)
    return [*said, *(["", words("automation-findings-lead"), found] if found else [])]


def batch_lines(planning: Planning, journey: str, step: str, channel: str, words: Words) -> list[str]:
    """Texts of one batch as somebody made up would read them."""
    told = planning.previews
    mine = told[(told["journey"] == journey) & (told["step"] == step) & (told["channel"] == channel)]
    return [_preview(row, others=False) for row in sentences.text_rows(mine, words).to_dict("records")]


def _preview(row: dict[Any, Any], others: bool) -> str:
    """A text with its place: journey, step, variant, channel, and its language where there are several."""
    return "\n    ".join([_called(row, others) + (f" · {row['parts']}" if row["parts"] else ""), *row["written"].splitlines()])


def _called(row: dict[Any, Any], others: bool) -> str:
    named = (row["journey"], row["step"], row["variant"], row["template"], row["channel"], row["language"] if others else "")
    return " · ".join(part for part in named if part)
