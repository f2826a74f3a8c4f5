"""The stage the shop is in, in words: the stage, the signs as rows, the next steps."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from retention.pages.kit.figures import shown
from retention.pages.kit.labels import Heads, field_label, heads, kpi_label, message_id
from retention.pages.kit.words import Words
from retention.settings import OwnField

if TYPE_CHECKING:
    from retention.metrics.diagnosis import Diagnosis

STATES = ("holds", "lacks", "unknown")


def stage_in_words(found: "Diagnosis", words: Words) -> str:
    """Which stage it is, how many signs hold, lack and are not known, and what stands between the shop and the next one."""
    count = found.signs["state"].value_counts()
    numbers = {state: int(count.get(state, 0)) for state in STATES}
    core = found.signs[found.signs["core"]]
    hold, of = int((core["state"] == "holds").sum()), len(core)
    named = words("pyramid-list-comma").join(kpi_label(f"stage_sign_{sign}", words) for sign in core.loc[core["state"] != "holds", "sign"])
    between = words("stage-core-all") if hold == of else words("stage-core-missing", hold=hold, of=of, missing=named)
    return words.sentences(words(f"stage-is-{found.stage}"), words("stage-counts", **numbers), between)


def steps_in_words(steps: Sequence[str], words: Words) -> str:
    """The next steps as a list under a line that says what they are."""
    lines = [f"- **{kpi_label(f'stage_sign_{sign}', words)}**{words('stage-colon')}{words(f'stage-step-{message_id(sign)}')}" for sign in steps]
    return "\n".join([words("stage-steps"), *lines]) if lines else words("stage-no-steps")


def fields_in_words(fields: pd.DataFrame, used: bool, own_fields: Mapping[str, OwnField], words: Words) -> str:
    """Which own fields about size, style or season there are, and how far they are filled."""
    if fields.empty:
        return words("stage-fields-none")
    named = [words("stage-field", field=field_label(row["field"], words, own_fields), share=row["share"]) for row in fields.to_dict("records")]
    return words("stage-fields-used" if used else "stage-fields-empty", fields=words("pyramid-list-comma").join(named))


def sign_rows(signs: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """The signs as a table for eyes: what it is, whether it holds, its figure, its threshold, and what the articles call it."""
    rows = pd.DataFrame([_row(row, words) for row in signs.to_dict("records")])
    return rows, heads(dict.fromkeys(("sign", "state", "figure", "threshold", "pain"), "text"), "stage-head", words)


def _row(row: Mapping[Any, Any], words: Words) -> dict[str, str]:
    figure = "" if pd.isna(row["value"]) else shown(row["value"], row["unit"], words)
    wanted = "most-or-journeys" if row["sign"] == "scale" else row["side"]
    threshold = words(f"stage-{wanted}", value=shown(row["threshold"], row["unit"], words))
    name = kpi_label(f"stage_sign_{row['sign']}", words)
    core = words("stage-core-mark") if row["core"] else ""
    pain = words(f"stage-pain-{message_id(row['sign'])}")
    return {"sign": f"{name}{core}", "state": words(f"stage-{row['state']}"), "figure": figure, "threshold": threshold, "pain": pain}
