"""Points and what they will cost, what is assumed, the search for a better programme, what if and the experiment, in words.

Every function takes a finished table; each has a sentence for programmes without points and for shops too small to tell.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from retention.pages.kit.labels import Heads, heads, message_id
from retention.pages.kit.words import Words
from retention.pages.membership.sentences import SEDIMENT
from retention.pages.programmes.sentences import trimmed
from retention.settings import Assumed, Assumptions, DesignLimits
from retention.settings.loyalty import Z95

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letter(number: int) -> str:
    """A letter that stands for a programme in a chart and its table."""
    return LETTERS[number % len(LETTERS)]


# --- points ------------------------------------------------------------------------------------------


def flow_title(table: pd.DataFrame, words: Words) -> str:
    """How many of the points issued, or held at the start, are spent."""
    there, burned = _there(table), float(table["burned"].sum())
    return words("points-flow-title", share=burned / there, held=_held(table)) if there > 0 else words("points-flow-title-none")


def _there(table: pd.DataFrame) -> float:
    """Points issued within the simulated months and those held at the start."""
    return float(table[["issued", "brought"]].sum().sum())


def _held(table: pd.DataFrame) -> str:
    return "yes" if table["brought"].sum() > 0 else "no"


def flow_in_words(table: pd.DataFrame, words: Words) -> str:
    """What became of the points issued within the simulated months or held at the start, and a warning where they settle instead of moving."""
    issued, burned, expired = _there(table), float(table["burned"].sum()), float(table["expired"].sum())
    if issued <= 0:
        return words("points-flow-none")
    rest = max(issued - burned - expired, 0.0)
    said = [words("points-flow-told", held=_held(table), issued=issued, burned=burned / issued, expired=expired / issued, rest=rest / issued)]
    said.append(words("points-sediment" if burned / issued < SEDIMENT else "points-moving", share=burned / issued, least=SEDIMENT))
    return words.sentences(*said)


def expiring_in_words(table: pd.DataFrame, words: Words) -> str:
    """Points that lapse within 30, 60 and 90 days after the simulation, with their face value; `table` has days, points, value."""
    if not table["points"].sum() > 0:
        return words("points-expiring-none")
    rows = table.to_dict("records")
    items = [words("points-expiring-item", days=str(row["days"]), points=row["points"], value=row["value"]) for row in rows]
    return words("points-expiring", list=words("loyalty-enumeration").join(items))


def liability_title(table: pd.DataFrame, words: Words) -> str:
    """Where the economic liability peaks."""
    rows = table[table["kind"] == "economic"]
    if rows.empty or not rows["value"].max() > 0:
        return words("points-liability-title-none")
    top = rows.iloc[int(rows["value"].argmax())]
    return words("points-liability-title", value=float(top["value"]), month=str(int(top["month"])))


# --- what is assumed ---------------------------------------------------------------------------------


def assumption_label(name: str, words: Words) -> str:
    """What an assumption is called."""
    return words(f"points-assumed-{message_id(name)}")


def assumption_rows(assumptions: Assumptions, margin: float, margin_given: bool, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Every assumption with its value, range and where it comes from."""
    rows = []
    for name in type(assumptions).model_fields:
        found = getattr(assumptions, name)
        if isinstance(found, Assumed) and not (name == "contribution" and margin_given):
            rows.append(_assumption(name, found, words))
    if margin_given:
        given = {"value": words.share(margin), "range": "–", "source": words("points-source-shop"), "note": "shop.yaml"}
        rows.append({"name": assumption_label("contribution", words)} | given)
    rows.append(
        {"name": assumption_label("goal_power", words), "value": trimmed(assumptions.goal_power), "range": "–"}
        | {"source": words("points-source-guess"), "note": words("points-note-goal-pull")}
    )
    names = ("name", "value", "range", "source", "note")
    return pd.DataFrame(rows, columns=list(names)), {name: (words(f"points-head-assumed-{name}"), "text") for name in names}


def _assumption(name: str, found: Assumed, words: Words) -> dict[str, str]:
    def shown(value: float) -> str:
        return assumed_value(name, value, words)

    spread = words("points-range", low=shown(found.low), high=shown(found.high))
    value = shown(found.value)
    if found.p95 is not None:
        value = words("points-with-p95", value=value, p95=shown(found.p95))
    elif found.sd:
        value = words("points-with-sd", value=value, sd=shown(found.sd))
    source = words(f"points-source-{found.source}")
    # The package's own notes are told in the report's language, the shop's as the shop wrote them.
    own = found.note == getattr(Assumptions(), name).note and words.has(f"points-note-{message_id(name)}")
    note = words(f"points-note-{message_id(name)}") if own else found.note
    return {"name": assumption_label(name, words), "value": value, "range": spread, "source": source, "note": note}


def updated_in_words(before: Assumed, after: Assumed, words: Words) -> str:
    """What the shop's own test has made of the reaction that was assumed; nothing where it left it."""
    if before == after:
        return ""
    ends = {"before": before.value, "before_p95": before.at(Z95), "after": after.value, "after_p95": after.at(Z95)}
    return words("points-updated", **{name: words.number(value, 2) for name, value in ends.items()})


def assumed_value(name: str, value: float, words: Words) -> str:
    """A value of an assumption: days, times, or a share."""
    if name == "half_life_days":
        return words("points-days", days=round(value))
    return words.number(value, 2) if name in ("elasticity", "loss_times") else words.share(value)


def tornado_title(table: pd.DataFrame, words: Words) -> str:
    """The assumption that moves the gain most, and whether any turns its sign."""
    moving = table[table["span"] > 0]
    if moving.empty:
        return words("points-tornado-title-none")
    widest = moving.iloc[0]
    turns = ((moving["low"] > 0) != (moving["base"] > 0)) | ((moving["high"] > 0) != (moving["base"] > 0))
    return words("points-tornado-title", name=assumption_label(str(widest["assumption"]), words), turns="yes" if turns.any() else "no")


# --- a better one ------------------------------------------------------------------------------------


def front_title(table: pd.DataFrame, words: Words) -> str:
    """Whether any design tried earns more than no programme."""
    earning = int((table["gain"] > 0).sum())
    return words("points-front-title", earning=earning, n=len(table)) if earning else words("points-front-title-none", n=len(table))


def nothing_in_words(tried: pd.DataFrame, limits: DesignLimits, words: Words) -> str:
    """Why the search proposes nothing: what was asked and what came nearest to it."""
    least = float(tried["peak_liability"].min()) if len(tried) else 0.0
    return words("points-search-nothing", n=len(tried), most_liability=limits.most_liability or 0.0, least_liability=least)


def choice_rows(choices: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """The named programmes of the search's chart with their letters, as a table for eyes."""
    formats = {"label": "text", "value": "money", "low": "money", "high": "money", "p_positive": "share", "reward": "money"}
    formats |= {"peak_liability": "money", "cvar": "money"}
    rows = choices.assign(label=[f"{letter(number)} · {label}" for number, label in enumerate(choices["label"])])
    return rows[list(formats)], {name: (words(f"points-head-choice-{message_id(name)}"), kind) for name, kind in formats.items()}


# --- what if -----------------------------------------------------------------------------------------


def what_if_rows(table: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """What changes to a programme come to, as a table for eyes."""
    formats = {"change": "text", "gain": "money", "low": "money", "high": "money", "more": "money", "p_positive": "share", "reward": "money"}
    return table.assign(change=[words(f"what-if-{message_id(str(name))}") for name in table["change"]]), heads(formats, "what-if-head", words)


def what_if_caption(members: int, months: int, draws: int, level: float, words: Words) -> str:
    """What the table compares, and on how many members and draws."""
    return words("what-if-about", members=members, months=months, draws=draws, level=level)


# --- the experiment ----------------------------------------------------------------------------------


def needed_title(table: pd.DataFrame, measured: tuple[float, float, float] | None, words: Words) -> str:
    """How many programmes would pay at the uplift that was measured, or that is assumed."""
    n = len(table)
    if measured is None:
        # By the gain, not by the uplifts: what is needed is sought at the middle of the guesses and on fewer draws.
        return words("points-needed-title-assumed", n=n, k=int((table["gain"] > 0).sum()))
    _, low, high = measured
    sure, open_ = int((table["net"] <= low).sum()), int(((table["net"] > low) & (table["net"] <= high)).sum())
    return words("points-needed-title-sure", n=n, k=sure) if sure else words("points-needed-title-open", n=n, k=open_)


def needed_subtitle(measured: tuple[float, float, float] | None, words: Words) -> str:
    """What is drawn."""
    if measured is None:
        return words("points-needed-subtitle")
    return words("points-needed-subtitle-measured", low=measured[1], high=measured[2])


def plan_in_words(plan: Mapping[str, float], level: float, power: float, words: Words) -> str:
    """The experiment this shop can run; `plan` is quantity → value."""
    if not plan["members"] or not np.isfinite(plan["smallest_uplift"]):
        return words("points-plan-none", days=plan["days"])
    if not plan["smallest_uplift"] > 0:
        return words("points-plan-alike", days=plan["days"])
    figures = {name: plan[name] for name in ("members", "treated", "control", "days", "smallest_uplift")}
    said, expected = [words("points-plan", level=level, wanted=power, **figures)], plan["expected_uplift"]
    if not expected > 0:
        return words.sentences(*said, words("points-plan-no-uplift", expected_uplift=expected))
    said.append(words("points-plan-expected", expected_uplift=expected, power=plan["power"]))
    if np.isfinite(plan["months"]):
        said.append(words("points-plan-months", months=plan["months"]))
    else:
        said.append(words("points-plan-never"))
    return words.sentences(*said)


def size_rows(sizes: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Members it takes to show an uplift, as a table for eyes."""
    rows = sizes.assign(enough=[words("points-yes" if enough else "points-no") for enough in sizes["enough"]])
    rows["months"] = [words("points-never") if pd.isna(months) else words.number(months) for months in sizes["months"]]
    formats = {"uplift": "share", "treated": "count", "control": "count", "enough": "text", "months": "text"}
    return rows[list(formats)], {name: (words(f"points-head-size-{name}"), kind) for name, kind in formats.items()}


def measured_in_words(found: Mapping[str, Mapping[str, float]], campaign: str, days: int, words: Words) -> str:
    """What the shop's own test has shown; `found` is quantity → value, low, high."""
    groups = {name: found[name]["value"] for name in ("treated", "control")}
    uplift = found["uplift"]
    if not np.isfinite(uplift["low"]):
        return words("points-measured-none", campaign=campaign, days=days, **groups)
    sure = "yes" if uplift["low"] > 0 or uplift["high"] < 0 else "no"
    told = {"side": "less" if uplift["value"] < 0 else "more", "size": abs(uplift["value"]), "low": uplift["low"], "high": uplift["high"]}
    said = [words("points-measured", campaign=campaign, days=days, sure=sure, **groups, **told)]
    before = found["before"]
    if np.isfinite(before["low"]):
        said.append(words("points-measured-before", alike="yes" if before["low"] <= 0 <= before["high"] else "no"))
    said.append(words("points-measured-whose"))
    return words.sentences(*said)
