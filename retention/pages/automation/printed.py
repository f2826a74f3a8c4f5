"""A plan as the command line prints it: the page's sentences as plain lines, and one message of each kind as somebody made up would read it."""

import re

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
    shown = planning.shown_texts
    rows = sentences.text_rows(shown[shown["template"].isin(used)], words)
    said = []
    for row in rows.to_dict("records"):
        paid = f" · {row['parts']}" if row["parts"] else ""
        said.append(f"{row['template']} · {row['channel']}{paid}\n    {row['written']}")
    found = sentences.findings([one for one in planning.findings if not one.text or one.text in used], words)
    return [*said, *(["", words("automation-findings-lead"), found] if found else [])]
