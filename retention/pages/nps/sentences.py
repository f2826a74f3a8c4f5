"""The net promoter score in words."""

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from retention.pages.kit.figures import shown
from retention.pages.kit.labels import Heads, comma, group_label, heads, message_id
from retention.pages.kit.words import Words
from retention.tables.kpis import LEAST_GROUP
from retention.worklists import WorkList

if TYPE_CHECKING:
    from retention.service import Checked, Loop, Worth

# The reason of who may be asked (`service.may_be_asked`).
MAY = "may_be_asked"


def points(value: float, words: Words) -> str:
    """A score with its sign: +39.9."""
    return shown(value, "points", words)


def score_in_words(whole: Mapping[str, float], bootstrapped: tuple[float, float], words: Words) -> str:
    """The score with its interval and who is behind it; of few answers the counts only."""
    counts = {name: whole[name] for name in ("n", "promoters", "passives", "detractors")}
    asked = words("nps-asked", asked=whole["asked"], share=whole["response"]) if whole["response"] == whole["response"] else ""
    if whole["n"] < LEAST_GROUP:
        return words.sentences(words("nps-counts", **counts), asked)
    ends = {name: points(value, words) for name, value in zip(("again_low", "again_high"), bootstrapped, strict=True)}
    told = {name: points(whole[name], words) for name in ("value", "low", "high")}
    return words.sentences(words("nps-score", **told, **counts, **ends), asked)


def weighted_in_words(weighted: Mapping[str, float], whole: Mapping[str, float], words: Words) -> str:
    """What the score is once each answer counts for those who did not answer."""
    if weighted["value"] != weighted["value"]:
        return words("nps-no-weights" if whole["response"] != whole["response"] else "nps-few-silent")
    told = {name: points(weighted[name], words) for name in ("value", "low", "high")}
    return words("nps-weighted", **told, n=weighted["n_eff"], of=whole["n"])


def trend_in_words(waves: pd.DataFrame, words: Words) -> str:
    """Whether the last wave differs from the one before."""
    if len(waves) < 2 or pd.isna(waves["change"].iloc[-1]):
        return ""
    last, before = waves.iloc[-1], waves.iloc[-2]
    ends = {name: points(float(last[name]), words) for name in ("change", "change_low", "change_high")}
    which = "paired" if last["paired"] else "apart"
    sure = last["change_low"] > 0 or last["change_high"] < 0
    return words(f"nps-trend-{'sure' if sure else 'open'}", wave=last["wave"], before=before["wave"], how=words(f"nps-trend-{which}"), **ends)


def wave_rows(waves: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Each wave with its score, answers and change."""
    told = waves.assign(
        **{name: [points(value, words) if value == value else "" for value in waves[name].astype(float)] for name in SCORES},
        ways=[_compared(row, words) for row in waves.to_dict("records")],
    )
    formats = {"wave": "text", "value": "text", "low": "text", "high": "text", "n": "count", "response": "share", "change": "text",
               "change_low": "text", "change_high": "text", "ways": "text"}  # fmt: skip
    return told[list(formats)], heads(formats, "nps-head", words)


def _compared(row: Mapping[Hashable, Any], words: Words) -> str:
    """Whether a wave's change is of the same customers; empty where there is none."""
    return "" if pd.isna(row["change"]) else words(f"nps-way-{'paired' if row['paired'] else 'apart'}")


SCORES = ("value", "low", "high", "change", "change_low", "change_high")


def segment_rows(segments: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Each group with its score; of few answers the counts only."""
    told = segments.assign(
        segment=[group_label(name, words) for name in segments["segment"]],
        apart=[words("nps-apart") if apart else "" for apart in segments["apart"]],
        **{name: [points(value, words) if value == value else "" for value in segments[name].astype(float)] for name in ("value", "low", "high")},
    )
    formats = {"segment": "text", "value": "text", "low": "text", "high": "text", "n": "count", "apart": "text"}
    return told[list(formats)], heads(formats, "nps-head", words)


def thing(name: str, words: Words) -> str:
    """What a thing that customers had been through is called."""
    return words(f"nps-thing-{message_id(name)}")


def counts_in_words(few: pd.DataFrame, words: Words) -> str:
    """Things with too few answers for a difference."""
    counts = [(thing(row["thing"], words), int(row["with_it"]), int(row["without"])) for row in few.to_dict("records")]
    told = [words("nps-thing-count", thing=name, n=n, without=without) for name, n, without in counts]
    return words("nps-things-few", told=comma(told, words)) if told else ""


def driver_rows(known: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Each thing with the differences as they are and adjusted."""
    told = known.assign(
        thing=[thing(name, words) for name in known["thing"]], apart=[words("nps-apart") if apart else "" for apart in known["apart"]]
    )
    formats = {"thing": "text", "with_it": "count", "without": "count", "raw": "ratio", "low": "ratio", "high": "ratio", "adjusted": "ratio",
               "adjusted_low": "ratio", "adjusted_high": "ratio", "apart": "text"}  # fmt: skip
    return told[list(formats)], heads(formats, "nps-head", words)


# --- detractors to call, comments, orders after ---------------------------------------------------------


def call_list(people: pd.DataFrame, words: Words) -> WorkList:
    """Detractors as a list to call from: what was answered, when, about which order."""
    told = people.assign(
        reason=words("nps-call-reason"), score=people["score"].astype("Int64"), answered_on=people["answered_on"].astype(str).str[:10]
    )
    return WorkList("detractors", told, {name: words(f"nps-list-{message_id(name)}") for name in ("score", "answered_on", "order_id")})


def call_action(people: int, words: Words) -> dict[str, str]:
    """Title, who and why of the list."""
    return {"title": words("nps-do-call", n=people), "who": words("nps-do-who"), "why": words("nps-do-why")}


def loop_in_words(loop: "Loop", words: Words) -> str:
    """How many detractors of the last 90 days were called within a day; empty where none was due."""
    if not loop.due:
        return ""
    return words("nps-loop", due=loop.due, called=loop.in_time, late=loop.late, never=loop.not_called, open=loop.open)


def may_be_asked_in_words(counts: pd.DataFrame, words: Words) -> str:
    """How many customers may be asked next, and how many rest for which reason."""
    told = counts[counts["customers"].notna()].set_index("reason")["customers"].astype(int)
    resting = [words(f"nps-rests-{message_id(str(name))}", n=n) for name, n in told.items() if name != MAY and n]
    return words("nps-may-be-asked", n=int(told[MAY]), resting=comma(resting, words) if resting else "none")


def checked_in_words(checked: "Checked | None", place: str, words: Words) -> str:
    """Precision and recall of the list of terms by the ticked sheet; where the sheet lies, as long as nobody ticked it."""
    if checked is None:
        return words("nps-themes-unchecked", place=place)
    every = checked.table.iloc[0]
    said = []
    if every["found"] > 0:
        said.append(words("nps-themes-right", n=checked.checked, share=every["precision"], low=every["precision_low"], high=every["precision_high"]))
    if every["told"] > 0:
        said.append(words("nps-themes-found", share=every["recall"], low=every["recall_low"], high=every["recall_high"]))
    if checked.not_understood:
        said.append(words("nps-themes-not-understood", n=len(checked.not_understood), row=checked.not_understood[0]))
    return " ".join(said) or words("nps-themes-unchecked", place=place)


def theme(name: str, words: Words) -> str:
    """What a theme is called; one of the shop's own by its own name."""
    message = f"nps-theme-{message_id(name)}"
    return words(message) if words.has(message) else name


def few_comments_in_words(counts: Mapping[str, int], words: Words) -> str:
    """How many wrote, too few for shares."""
    return words("nps-themes-few", **{name: counts[name] for name in ("detractors", "passives", "promoters")})


def themes_title(known: pd.DataFrame, words: Words) -> str:
    """Themes that detractors write of more often; that none is told apart."""
    more = known[known["apart"].astype(bool) & (known["difference"] > 0)].sort_values("difference", ascending=False)
    return (
        words("nps-themes-title", themes=comma([theme(name, words) for name in more["theme"]], words))
        if len(more)
        else words("nps-themes-title-none")
    )


def theme_rows(told: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Each theme with its comments, and its share among detractors and promoters."""
    shown = told.assign(theme=[theme(name, words) for name in told["theme"]], apart=[words("nps-apart") if apart else "" for apart in told["apart"]])
    formats = {"theme": "text", "comments": "count", "detractors": "count", "share_detractors": "share", "promoters": "count",
               "share_promoters": "share", "apart": "text"}  # fmt: skip
    return shown[list(formats)], heads(formats, "nps-head", words)


def worth_in_words(worth: "Worth", words: Words) -> str:
    """Whether promoters order again more often than detractors, as it is and among customers who had bought alike."""
    groups = worth.groups.set_index("group")
    ends = ["promoters", "detractors"]
    if groups.loc[ends, "customers"].min() < LEAST_GROUP:
        return words("nps-worth-few", **{name: float(n) for name, n in zip(ends, groups.loc[ends, "customers"], strict=True)})
    told = {name: float(share) for name, share in zip(ends, groups.loc[ends, "share"], strict=True)}
    step = {name: points(100 * getattr(worth.adjusted, name), words) for name in ("value", "low", "high")}
    return words.sentences(words("nps-worth", **told), words("nps-worth-apart" if worth.adjusted.apart else "nps-worth-open", **step))


def worth_rows(groups: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Customers and those who ordered again, by what was answered; of few the counts only."""
    few = groups["customers"] < LEAST_GROUP
    shares = {name: groups[name].where(~few) for name in ("share", "low", "high")}
    shown = groups.assign(group=[words(f"nps-group-{name}") for name in groups["group"]], **shares)
    formats = {"group": "text", "customers": "count", "bought": "count", "share": "share", "low": "share", "high": "share"}
    return shown[list(formats)], heads(formats, "nps-head", words)


# --- titles --------------------------------------------------------------------------------------------


def scores_title(whole: Mapping[str, float], words: Words) -> str:
    """Shares of promoters and detractors."""
    return words("nps-scores-title", up=whole["promoters"] / whole["n"], down=whole["detractors"] / whole["n"])


def waves_title(waves: pd.DataFrame, words: Words) -> str:
    """The last wave's score."""
    known = waves[waves["n"] >= LEAST_GROUP]
    last = known.iloc[-1]
    return words("nps-waves-title", value=points(float(last["value"]), words), wave=last["wave"])


def segments_title(segments: pd.DataFrame, words: Words) -> str:
    """Groups told apart from the others, the lowest first; that none is."""
    apart = segments[segments["apart"].astype(bool)]
    names = comma([group_label(name, words) for name in apart["segment"]], words)
    return words("nps-segments-title", groups=names) if len(apart) else words("nps-segments-title-none")


def drivers_title(known: pd.DataFrame, words: Words) -> str:
    """The thing that goes with the lowest scores, where one is told apart."""
    low = known[known["apart"].astype(bool) & (known["adjusted"] < 0)]
    if low.empty:
        return words("nps-drivers-title-none")
    row = low.iloc[0]
    return words("nps-drivers-title", thing=thing(row["thing"], words), less=words.number(abs(float(row["adjusted"])), 1))
