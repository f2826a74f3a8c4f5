"""A plan of messages in words: bottom line, batches, reasons, texts, rules and what control groups can show."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from retention.pages.kit.labels import channel_label, comma, group_label, message_id
from retention.pages.kit.words import Words

if TYPE_CHECKING:
    from sqlglot import exp

    from retention.journeys import Finding, Plan
    from retention.pages.automation.tables import Planning
    from retention.pages.kit.blocks import Format

SIGNS = {"EQ": "is", "NEQ": "is-not", "GT": "above", "GTE": "at-least", "LT": "below", "LTE": "at-most"}


def journey_label(name: str, words: Words) -> str:
    """What a journey is called: those that come with the package have names, a shop's own go by their own."""
    known = f"automation-journey-{message_id(name)}"
    return words(known) if words.has(known) else name.replace("_", " ")


def step_label(journey: str, step: str, words: Words) -> str:
    """What a step is called, in the same way."""
    known = [f"automation-step-{message_id(name)}" for name in (f"{journey}-{step}", step)]
    return next((words(name) for name in known if words.has(name)), step.replace("_", " "))


def guard_label(name: str, words: Words) -> str:
    """What a guard is called."""
    return words(f"automation-guard-{message_id(name)}")


def family_label(name: str, words: Words) -> str:
    """What a family of guards is called."""
    return words(f"automation-family-{name}")


# --- what goes out -----------------------------------------------------------------------------------


def bottom_line(planning: "Planning", words: Words) -> str:
    """What goes out, to how many, by which channels; what is blocked first of all; what waits for approval."""
    plan = planning.plan
    when = {"at": f"{planning.now:%Y-%m-%d %H:%M}", "until": planning.data_until}
    said = [words("automation-rehearsal" if planning.rehearsal else "automation-now", **when)]
    channels = list(zip(planning.by_channel["channel"].tolist(), planning.by_channel["messages"].tolist(), strict=True))
    if channels:
        told = comma([words("automation-channel-count", channel=channel_label(name, words), n=n) for name, n in channels], words)
        customers = int(planning.customers_written_to)
        said.append(words("automation-goes", messages=len(plan.goes), customers=customers, channels=told))
    else:
        said.append(words("automation-goes-none"))
    if len(plan.waits):
        said.append(words("automation-waits", n=len(plan.waits)))
    if len(plan.blocked):
        top = planning.guards.sort_values(["first", "number"], ascending=[False, True]).iloc[0]
        said.append(words("automation-blocked", n=len(plan.blocked), reason=guard_label(str(top["name"]), words), first=int(top["first"])))
    waiting = planning.batches[planning.batches["needs"] != ""]
    if len(waiting):
        said.append(words("automation-approval-words", batches=len(waiting), messages=int(waiting["messages"].sum())))
    return words.sentences(*said)


def batch_rows(batches: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Batches with names and words."""
    names = [journey_label(name, words) for name in batches["journey"]]
    needs = [words(f"automation-needs-{name}") if name else "" for name in batches["needs"]]
    steps = [step_label(journey, step, words) for journey, step in zip(batches["journey"], batches["step"], strict=True)]
    return batches.assign(journey=names, step=steps, channel=[channel_label(name, words) for name in batches["channel"]], needs=needs)


def lacking_rows(plan: "Plan", words: Words) -> str:
    """Which journeys, or which of their occasions, wait for which tables, one line each."""
    lines = [
        words(f"automation-lacking{'' if name in plan.entries.idle else '-partly'}", journey=journey_label(name, words), tables=comma(tables, words))
        for name, tables in ((name, list(told)) for name, told in plan.entries.lacking.items())
    ]
    return "\n".join(f"- {line}" for line in lines)


def not_begun(names: list[str], words: Words) -> str:
    """Which journeys have nobody since they have no first day."""
    return words("automation-not-begun", journeys=comma([journey_label(name, words) for name in names], words)) if names else ""


def named_journeys(told: pd.DataFrame, words: Words) -> pd.DataFrame:
    """A table with its journeys by their names."""
    return told.assign(journey=[journey_label(name, words) for name in told["journey"]])


def money_in_words(planning: "Planning", words: Words) -> str:
    """What of the offers is expected to be used, where that is known, and what the figures mean."""
    _most, expected = planning.given_in_all
    shares = {kind: share for kind, share in planning.used.items() if kind != "gift"}
    told = comma(
        [words("automation-money-share", kind=words(f"automation-money-kind-{message_id(kind)}"), share=s) for kind, s in shares.items()], words
    )
    known = words("automation-money-expected", expected=expected) if np.isfinite(expected) else words("automation-money-unknown")
    means = [words("automation-money-means", order=planning.usual_order), *([words("automation-money-shares", shares=told)] if shares else [])]
    return words.sentences(known, *means)


# --- who is not written to ---------------------------------------------------------------------------


def guards_rows(guards: pd.DataFrame, words: Words) -> pd.DataFrame:
    """All guards with names, families and on what they look."""
    return guards.assign(
        guard=[guard_label(name, words) for name in guards["name"]],
        family=[family_label(name, words) for name in guards["family"]],
        level=[words(f"automation-level-{message_id(name)}") for name in guards["level"]],
    )


def families_title(families: pd.DataFrame, words: Words) -> str:
    """The family that blocks most."""
    whole = int(families["messages"].sum())
    if not whole:
        return words("automation-families-title-none")
    top = families.sort_values("messages", ascending=False).iloc[0]
    return words("automation-families-title", family=family_label(str(top["family"]), words), share=float(top["messages"]) / whole)


def what_if(now: "Plan", capped: "Plan | None", earlier: "Plan | None", words: Words) -> str:
    """What other caps and quiet hours would do; nothing of what the shop's own do already."""
    said = [words("automation-if-capped", n=len(capped.goes))] if capped is not None else []
    said += [words("automation-if-quiet", n=len(earlier.goes))] if earlier is not None else []
    return words.sentences(words("automation-if-now", n=len(now.goes)), *said) if said else ""


# --- texts and rules ---------------------------------------------------------------------------------


def text_heads(languages: pd.DataFrame, words: Words) -> dict[str, tuple[str, "Format"]]:
    """Heads of a table of texts; their language only where some are written in another one."""
    heads: dict[str, tuple[str, Format]] = {
        "template": (words("automation-head-text"), "text"),
        "channel": (words("automation-head-channel"), "text"),
        "language": (words("automation-head-language"), "text"),
        "written": (words("automation-head-written"), "text"),
        "letters": (words("automation-head-letters"), "count"),
        "parts": (words("automation-head-parts"), "text"),
    }
    return {name: head for name, head in heads.items() if name != "language" or languages["written"].any()}


def text_rows(shown: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Texts with names of journey, step, variant, channel and language; an SMS says how many it is paid as."""
    pairs = zip(shown["variant"], shown["share"], strict=True)
    return shown.assign(
        journey=[journey_label(name, words) for name in shown["journey"]],
        step=[step_label(journey, step, words) for journey, step in zip(shown["journey"], shown["step"], strict=True)],
        variant=[words("automation-variant", variant=name, share=float(share)) if name else "" for name, share in pairs],
        channel=[channel_label(name, words) for name in shown["channel"]],
        language=[language_label(name, words) for name in shown["language"]],
        parts=[words("automation-parts", n=int(n)) if n else "" for n in shown["parts"]],
    )


def language_label(name: str, words: Words) -> str:
    """What a language is called; its letters where no message knows it."""
    known = f"automation-language-{message_id(name)}"
    return words(known) if words.has(known) else name


def languages_in_words(languages: pd.DataFrame, words: Words) -> str:
    """Which other languages customers have, and how many of the texts are written in each; nothing where there is none."""
    told = languages.to_dict("records")
    return (
        words.sentences(
            *(
                words(
                    f"automation-language-{'words' if row['written'] else 'none' if row['file'] else 'other'}",
                    language=language_label(row["language"], words),
                    n=row["customers"],
                    written=row["written"],
                    texts=row["texts"],
                    file=row["file"],
                )
                for row in told
            )
        )
        if told
        else ""
    )


def findings(found: list["Finding"], words: Words) -> str:
    """What gateways or the law may send back, one line each."""
    lines = [words(f"automation-finding-{one.what}", text=f"{one.text} ({one.source})" if one.source else one.text, told=one.told) for one in found]
    better = [words("automation-better", way=one.better) if one.better else "" for one in found]
    return "\n".join(f"- {words.sentences(line, more)}" for line, more in zip(lines, better, strict=True))


def rule_in_words(tree: "exp.Expr", words: Words) -> str:
    """A condition as one reads it: columns by their names in the data dictionary, values as they are."""
    kind = type(tree).__name__
    if kind in ("And", "Or"):
        sides = [rule_in_words(side, words) for side in (tree.this, tree.expression)]
        return words(f"automation-rule-{kind.lower()}", one=sides[0], other=sides[1])
    if kind in ("Not", "Paren"):
        inside = rule_in_words(tree.this, words)
        return words("automation-rule-not", one=inside) if kind == "Not" else words("automation-rule-paren", one=inside)
    if kind in SIGNS:
        return words(f"automation-rule-{SIGNS[kind]}", column=_value(tree.this, words), value=_value(tree.expression, words))
    if kind == "In":
        return words("automation-rule-in", column=_value(tree.this, words), value=comma([_value(one, words) for one in tree.expressions], words))
    if kind == "Between":
        low, high = (_value(tree.args[name], words) for name in ("low", "high"))
        return words("automation-rule-between", column=_value(tree.this, words), low=low, high=high)
    if kind == "Is" and type(tree.expression).__name__ == "Null":
        return words("automation-rule-missing", column=_value(tree.this, words))
    # A column that is true or false may stand alone.
    value = _value(tree.expression, words) if kind == "Is" else words("automation-true")
    return words("automation-rule-is", column=_value(tree.this if kind == "Is" else tree, words), value=value)


def _value(side: "exp.Expr", words: Words) -> str:
    """A column or a value as one reads it."""
    side = side.unnest()
    kind = type(side).__name__
    if kind == "Neg":
        return f"-{_value(side.this, words)}"
    if kind == "Boolean":
        return words("automation-true" if side.this else "automation-false")
    return str(side.name or side.sql())


def rules_rows(rules: list[tuple[str, str, str]], words: Words) -> str:
    """Rules one a line: name, condition in words, what follows."""
    return "\n".join(f"- {words('automation-rule-line', name=journey_label(name, words), when=when, then=then)}" for name, when, then in rules)


def groups_without_a_row(groups: pd.DataFrame, words: Words) -> str:
    """Groups to which no row of the matrix speaks, with their money."""
    told = [
        words("automation-group-alone", group=group_label(row["group"], words), n=int(row["customers"]), share=float(row["money_share"]))
        for row in groups.sort_values("money_share", ascending=False).to_dict("records")
    ]
    return words("automation-groups-alone", groups=comma(told, words)) if told else ""


# --- control groups ----------------------------------------------------------------------------------


def power_rows(power: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Control groups with what they can show."""
    known = (power["base"].notna() & power["a_year"].notna()).tolist()
    return power.assign(
        journey=[journey_label(name, words) for name in power["journey"]],
        shows=[_shown(float(rise), told, words) for rise, told in zip(power["smallest"], known, strict=True)],
        by=[words(f"automation-chosen-by-{name}") for name in power["chosen"]],
    )


def at_most(power: pd.DataFrame, words: Words) -> str:
    """Which sizes may be too high, since the records do not tell who had entered before the year; nothing where none is."""
    names = [journey_label(name, words) for name in power.loc[power["at_most"], "journey"]]
    return words("automation-at-most", journeys=comma(names, words)) if names else ""


def _shown(rise: float, known: bool, words: Words) -> str:
    if not known:
        return words("automation-shows-unknown")
    return words("automation-shows", rise=rise) if np.isfinite(rise) else words("automation-shows-nothing")


def power_in_words(power: pd.DataFrame, base: float, hold_out: float, words: Words) -> str:
    """What control groups are for, and how few can show anything; nothing of what is not known or not there."""
    known = power[power["base"].notna() & power["a_year"].notna()]
    said = [words("automation-base", base=base)] if np.isfinite(base) and len(power) else []
    if len(known):
        said.append(words("automation-able", able=int((known["smallest"] <= known["base"]).sum()), all=len(known)))
    if hold_out and len(power):
        said.append(words("automation-hold-out", hold=hold_out))
    return words.sentences(*said) if said else ""
