"""Service in words: promises, whether they were kept, what is open, what to do."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from retention.pages.kit.labels import Heads, comma, heads, message_id
from retention.pages.kit.words import Words
from retention.settings import OpenHours, Policy, ServiceSettings
from retention.tables.kpis import LEAST_GROUP

UNITS = ((24 * 3600, "days"), (3600, "hours"), (60, "minutes"), (1, "seconds"))
KINDS = ("reply", "solution")
SHARES = {"share": "share", "low": "share", "high": "share"}


def span(seconds: float, words: Words) -> str:
    """A length of time in its largest fitting unit: 45 seconds, 3 minutes, 2.5 hours; two days and more in days."""
    size, unit = next(((size, unit) for size, unit in UNITS if seconds >= (2 * size if size > 3600 else size)), UNITS[-1])
    return words(f"service-span-{unit}", n=words.number(seconds / size, 0 if seconds / size >= 10 or seconds % size == 0 else 1))


def promises(settings: ServiceSettings, words: Words) -> dict[str, str]:
    """What is promised by the name of its policy, as the shop says it, else who gets what within which time, of which hours."""
    return {policy.name: policy.promise or _promise(policy, settings.hours, words) for policy in settings.sla}


def _promise(policy: Policy, hours: Mapping[str, OpenHours], words: Words) -> str:
    who = [words(f"service-channel-{name}") for name in policy.channels] + [words(f"service-kind-{message_id(name)}") for name in policy.kinds]
    about = comma([*who, *policy.groups], words) or words("service-all-tickets")
    told = {"who": about, "what": words(f"service-clock-{message_id(policy.clock)}"), "within": span(policy.target, words)}
    if not policy.hours:
        return words("service-promise", **told)
    daily = hours[policy.hours].daily
    return words("service-promise-daily", hours=comma(daily, words), **told) if daily else words("service-promise-hours", **told)


def goal(share: float) -> str:
    """A goal in per cent with the decimals it needs: 95, 99.5."""
    return f"{100 * share:.4g}"


# --- the bottom line -----------------------------------------------------------------------------------


def lately_in_words(lately: Mapping[str, Mapping[str, float]], days: int, tickets: int, words: Words) -> str:
    """Of the last days: how many had a person's reply and a solution in time; of few tickets the counts only."""
    said = []
    for kind in KINDS:
        told = lately[kind]
        if told["due"] >= LEAST_GROUP:
            of = {name: told[name] for name in ("due", "met", "never")}
            said.append(words(f"service-lately-{kind}", share=told["value"], **of))
        elif told["due"]:
            said.append(words(f"service-lately-{kind}-few", met=told["met"], due=told["due"]))
    return words.sentences(words("service-lately", days=days), *said) if said else words("service-none-due", n=tickets, days=days)


def worst_in_words(kept: pd.DataFrame, promised: Mapping[str, str], words: Words) -> str:
    """The promise furthest below its goal, where its interval says that it is below; else that none is told to be."""
    judged = kept[kept["due"] >= LEAST_GROUP]
    if judged.empty:
        return ""
    below = judged[judged["high"] < judged["goal"]]
    if below.empty:
        return words("service-none-below", n=len(judged))
    row = below.iloc[int((below["goal"] - below["share"]).argmax())]
    told = {"share": float(row["share"]), "due": float(row["due"]), "goal": goal(row["goal"])}
    return words("service-worst", promise=promised[row["policy"]], k=len(below), n=len(judged), **told)


def open_in_words(standings: Mapping[str, int], open_now: int, known: bool, moment: pd.Timestamp, words: Words) -> str:
    """How many tickets are open, and how many of them late."""
    if not known:
        return words("service-no-solutions")
    told = {name: standings[name] for name in ("overdue", "due_soon")}
    return words("service-open", n=open_now, at=f"{moment:%Y-%m-%d %H:%M}", **told)


def gaps_in_words(kept: pd.DataFrame, without_limit: int, years: Sequence[int], promised: Mapping[str, str], words: Words) -> str:
    """What cannot be told: promises of which nothing tells, tickets without any, years whose holidays are not known."""
    unknown = kept[(kept["not_known"] > 0) & (kept["due"] == 0)]
    said = [words("service-not-known", promise=promised[name]) for name in unknown["policy"]]
    said += [words("service-without-limit", n=without_limit)] if without_limit else []
    said += [words("service-years", years=comma([str(year) for year in years], words))] if years else []
    return words.sentences(*said)


# --- what to do ----------------------------------------------------------------------------------------


def why_now(rows: pd.DataFrame, words: Words) -> str:
    """How long the oldest has waited."""
    return words("service-do-why", oldest=span(float(rows["age"].max()), words))


def action_words(standing: str, rows: pd.DataFrame, words: Words) -> tuple[str, str]:
    """Title of one list, and who is on it."""
    by_channel = rows["channel"].fillna("").value_counts()
    who = comma([words("service-channel-count", channel=channel(str(name), words), n=int(n)) for name, n in by_channel.items()], words)
    return words(f"service-do-{message_id(standing)}"), who


def list_rows(rows: pd.DataFrame, promised: Mapping[str, str], zone: str, words: Words) -> pd.DataFrame:
    """The list as colleagues open it: ticket, customer, what it is, who has it, when it was opened and is due, what was promised."""

    def local(at: pd.Series) -> pd.Series:
        return pd.to_datetime(at).dt.tz_localize("UTC").dt.tz_convert(zone).dt.strftime("%Y-%m-%d %H:%M")

    told: dict[str, Iterable[Any]] = {
        "ticket": rows["ticket_id"],
        "customer": rows["customer_id"],
        "order": rows["order_id"],
        "channel": [channel(name, words) for name in rows["channel"].fillna("")],
        "kind": [kind_of(name, words) for name in rows["kind"].fillna("")],
        "topic": rows["topic"],
        "assignee": rows["assignee"],
        "team": rows["group"],
        "opened": local(rows["opened_at"]),
        "due": local(rows["due_at"]),
        "promised": [promised[name] for name in rows["policy"]],
    }
    return pd.DataFrame({words(f"service-list-{name}"): list(values) for name, values in told.items()})


# --- tables and hovers -----------------------------------------------------------------------------------


def channel(name: str, words: Words) -> str:
    """What a channel is called; empty: not told."""
    return words(f"service-channel-{message_id(name)}") if name else words("service-not-told")


def kind_of(name: str, words: Words) -> str:
    """What a kind of ticket is called; empty: not told."""
    return words(f"service-kind-{message_id(name)}") if name else words("service-not-told")


def value_of(what: str, value: Any, words: Words) -> str:
    """A weekday, channel, kind or team by its name."""
    if what == "weekday":
        return words(f"service-weekday-{int(value)}")
    return {"channel": channel, "kind": kind_of}[what](str(value), words) if what in ("channel", "kind") else str(value)


PROMISES = {"promise": "text", "goal": "text", "share": "share", "low": "share", "high": "share", "due": "count", "met": "count", "never": "count",
            "half": "text", "most": "text", "not_due": "count", "by_robot": "count", "not_known": "count"}  # fmt: skip


def promise_rows(kept: pd.DataFrame, promised: Mapping[str, str], words: Words) -> tuple[pd.DataFrame, Heads]:
    """Each promise with its goal, how often it was kept, and how long it took."""
    few = kept["due"] < LEAST_GROUP

    def took(column: str) -> list[str]:
        return ["" if hidden or pd.isna(seconds) else span(float(seconds), words) for seconds, hidden in zip(kept[column], few, strict=True)]

    shares = {name: kept[name].where(~few) for name in ("share", "low", "high")}
    told = kept.assign(
        promise=kept["policy"].map(promised), goal=[goal(share) + " %" for share in kept["goal"]], half=took("p50"), most=took("p90"), **shares
    )
    shown = {name: form for name, form in PROMISES.items() if name in ("promise", "goal") or told[name].astype(bool).any()}
    return told[list(shown)], heads(shown, "service-head", words)


def public_rows(kept: pd.DataFrame, promised: Mapping[str, str], words: Words) -> tuple[pd.DataFrame, Heads]:
    """What a shop may tell its customers of each promise, the measured figure beside it."""
    texts = [words("service-public", promise=promised[name], goal=goal(share)) for name, share in zip(kept["policy"], kept["goal"], strict=True)]
    told = kept.assign(text=texts)[["text", "share", "low", "high", "due"]]
    return told, heads({"text": "text", **SHARES, "due": "count"}, "service-head", words)


def by_rows(told: pd.DataFrame, what: str, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Replies and solutions in time by weekday, channel, kind or team; of few tickets the counts only."""
    few = told["due"] < LEAST_GROUP
    shown = told.assign(
        promised=[words(f"service-promised-{kind}") for kind in told["promised"]],
        what=[value_of(what, value, words) for value in told["value"]],
        apart=[words("service-apart") if apart and not hidden else "" for apart, hidden in zip(told["apart"], few, strict=True)],
        **{name: told[name].where(~few) for name in ("share", "low", "high")},
    )
    formats = {"promised": "text", "what": "text", **SHARES, "due": "count", "never": "count", "apart": "text"}
    return shown[list(formats)], heads(formats, "service-head", words)


def standings_in_words(standings: Mapping[str, int], words: Words) -> str:
    """Where the open tickets stand, those that there are."""
    told = [words(f"service-standing-{message_id(name)}", n=n) for name, n in standings.items() if n]
    return words("service-standings", told=comma(told, words))


def repeats_in_words(repeated: pd.DataFrame, reopened: pd.DataFrame, days: int, words: Words) -> str:
    """How many had to ask again, and how many solutions were opened again."""
    said = []
    whole = repeated[repeated["kind"] == "all"]
    if len(whole) and whole["watched"].iloc[0] >= LEAST_GROUP:
        row = whole.iloc[0]
        told = {name: float(row[name]) for name in ("share", "low", "high", "repeated", "watched", "same_topic")}
        said.append(words("service-repeats", days=days, **told))
    if len(reopened) and reopened["solved"].iloc[0] >= LEAST_GROUP:
        row = reopened.iloc[0]
        said.append(words("service-reopened", **{name: float(row[name]) for name in ("share", "low", "high", "reopened", "solved")}))
    return words.sentences(*said) or words("service-repeats-not-told")


def repeat_rows(repeated: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """By kind of ticket; of few tickets the counts only."""
    kinds = repeated[repeated["kind"] != "all"]
    few = kinds["watched"] < LEAST_GROUP
    shown = kinds.assign(
        what=[kind_of(name, words) for name in kinds["kind"]], **{name: kinds[name].where(~few) for name in ("share", "low", "high")}
    )
    shown = shown.rename(columns={"share": "again"})
    formats = {"what": "text", "again": "share", "low": "share", "high": "share", "repeated": "count", "watched": "count"}
    return shown[list(formats)], heads(formats, "service-head", words)


def why_no_replies(replied: pd.DataFrame, messages: bool, words: Words) -> str:
    """Why nothing is told of replies by a person; empty where something is."""
    if len(replied):
        return ""
    return words("service-none-by-a-person" if messages else "service-no-replies")


# --- titles --------------------------------------------------------------------------------------------


def promises_title(kept: pd.DataFrame, words: Words) -> str:
    """How many of the promises are told to be below their goal."""
    below = int((kept["high"] < kept["goal"]).sum())
    return words("service-promises-title", k=below, n=len(kept))


def months_title(months: Mapping[str, pd.DataFrame], words: Words) -> str:
    """The last whole month of replies by a person, else of solutions."""
    for kind in KINDS:
        whole = months[kind][months[kind]["whole"].astype(bool) & (months[kind]["due"] >= LEAST_GROUP)]
        if len(whole):
            row = whole.iloc[-1]
            return words(f"service-months-title-{kind}", share=float(row["share"]), month=f"{row['month']:%Y-%m}")
    return words("service-months-title")


def hours_title(hourly: pd.DataFrame, words: Words) -> str:
    """The hours in which replies were late more often than in the others."""
    late = hourly[worse(hourly)]
    return words("service-hours-title", hours=hours_said(late["value"], words)) if len(late) else words("service-hours-title-alike")


def worse(hourly: pd.DataFrame) -> pd.Series:
    """Hours that differ from the others, for the worse."""
    whole = hourly["met"].sum() / hourly["due"].sum() if len(hourly) else 0.0
    return hourly["apart"].astype(bool) & (hourly["share"] < whole)


def hours_said(hours: pd.Series, words: Words) -> str:
    """Hours as spans, over midnight, too: 10–11, 22–8."""
    told: list[list[int]] = []
    for hour in sorted(int(value) for value in hours):
        if told and hour == told[-1][1]:
            told[-1][1] = hour + 1
        else:
            told.append([hour, hour + 1])
    if len(told) > 1 and told[0][0] == 0 and told[-1][1] == 24:
        told = [*told[1:-1], [told[-1][0], told[0][1]]]
    return comma([f"{first}–{last}" for first, last in told], words)


def age_label(first: int, last: int | None, words: Words) -> str:
    """An age: under 1 day, 1–3 days, 30 days and more."""
    return words("service-age-last", first=first) if last is None else words("service-age", first=first, last=last)
