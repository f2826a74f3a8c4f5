"""What messages have shown, in words: results and decisions, the lots' checks, offers and prices, the month that is over."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from retention.pages.automation.sentences import journey_label
from retention.pages.kit.labels import comma, message_id
from retention.pages.kit.words import Words

if TYPE_CHECKING:
    from retention.experiments import Prices
    from retention.pages.kit.blocks import Format

SMALL = 0.001


def experiment_label(row: dict, words: Words) -> str:
    """What an experiment is called: a journey by its name, a campaign by its own, the whole programme."""
    name = str(row["experiment"])
    known = {"programme": words("effects-programme"), "campaign": name}
    label = known.get(row["kind"]) or journey_label(name, words)
    return words("effects-variant", name=label, variant=str(row["variant"])) if row["variant"] else label


def points(value: float, words: Words) -> str:
    """A difference of shares in points with its sign, e.g. +2.1; nothing where it is not known."""
    return words("effects-points", sign="+" if value > 0 else "−" if value < 0 else "", size=abs(value) * 100) if np.isfinite(value) else ""


# --- did it work -------------------------------------------------------------------------------------


def in_words(results: pd.DataFrame, words: Words) -> str:
    """How many experiments brought more orders, fewer, or nothing that could be told apart from chance; names of those that can show nothing."""
    told = counted(results)
    said = [words("effects-read", n=sum(told.values()), more=told["more"], less=told["less"])]
    said += [words(f"effects-read-{state}", n=told[state]) for state in ("open", "interim") if told[state]]
    rows = results[results["variant"] == ""].to_dict("records")
    for state in ("too_few", "withheld"):
        names = [experiment_label(row, words) for row in rows if row["state"] == state]
        said += [words(f"effects-read-{state.replace('_', '-')}", names=comma(names, words))] if names else []
    return words.sentences(*said)


def counted(results: pd.DataFrame) -> dict[str, int]:
    """Experiments by state; a variant is no experiment of its own."""
    counts = results.loc[results["variant"] == "", "state"].value_counts()
    return {state: int(counts.get(state, 0)) for state in ("more", "less", "open", "interim", "too_few", "withheld")}


def result_heads(words: Words) -> dict[str, tuple[str, "Format"]]:
    """Heads of the table of results."""
    formats: dict[str, Format] = {"name": "text", "people": "text", "shares": "text", "orders": "text"}
    formats |= {"money_told": "text", "power": "share", "decision_told": "text"}
    return {name: (words(f"effects-head-{name.replace('_', '-')}"), form) for name, form in formats.items()}


def result_rows(results: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Results with names, differences and their intervals, and what follows from each."""
    rows = results.to_dict("records")
    return results.assign(
        name=[experiment_label(row, words) for row in rows],
        people=[words("effects-people", treated=row["treated"], control=row["control"]) for row in rows],
        shares=[_shares(row, words) for row in rows],
        orders=[_difference(row, words) for row in rows],
        money_told=[_money(row, words) for row in rows],
        decision_told=[decision(row, words) for row in rows],
    )


def _shares(row: dict, words: Words) -> str:
    if not np.isfinite(row["treated_share"]) or not np.isfinite(row["control_share"]):
        return ""
    return words("effects-shares", treated=row["treated_share"], control=row["control_share"])


def _difference(row: dict, words: Words) -> str:
    if not np.isfinite(row["low"]):
        return words("effects-withheld") if row["state"] == "withheld" else ""
    told = {name: points(row[name], words) for name in ("low", "high")}
    return words("effects-between", value=points(row["difference"], words), **told)


def _money(row: dict, words: Words) -> str:
    if not np.isfinite(row["money_low"]):
        return ""
    # A hyphen before an amount would be torn from it at the end of a line.
    value, low, high = (words.money(row[name]).replace("-", "−") for name in ("money", "money_low", "money_high"))
    return words("effects-between", value=value, low=low, high=high)


def decision(row: dict, words: Words) -> str:
    """What follows: go on, stop, wait, and what a month more would show."""
    key = f"effects-decision-{message_id(row['decision'])}"
    if row["decision"] == "wait":
        key += "-programme" if row["kind"] == "programme" else ""
        return words(key, n=int(row["waiting"]))
    if row["decision"] in ("more", "hidden", "nothing") and np.isfinite(row["smallest_next"]) and np.isfinite(row["smallest"]):
        kind = "campaign" if row["kind"] == "campaign" else "journey"
        next_ = words(f"effects-next-{kind}", now=row["smallest"] * 100, then=row["smallest_next"] * 100)
        return words.sentences(words(key), next_)
    if row["decision"] == "stop":
        key += "-harm" if row["state"] == "less" else "-dear"
    return words(key)


def winners_in_words(winners: pd.DataFrame, words: Words) -> str:
    """The best variant of each journey, measured on people who did not choose it."""
    told = []
    for row in winners.to_dict("records"):
        sure = "yes" if row["low"] > 0 or row["high"] < 0 else "no"
        values = {name: points(row[name], words) for name in ("difference", "low", "high", "chosen_on")}
        told.append(words("effects-winner", journey=journey_label(row["experiment"], words), variant=row["variant"], sure=sure, **values))
    return words.sentences(*told) if told else ""


# --- the lots' checks --------------------------------------------------------------------------------


def check_heads(words: Words) -> dict[str, tuple[str, "Format"]]:
    """Heads of the table of checks."""
    formats: dict[str, Format] = {"name": "text", "srm": "text", "aa": "text", "reached_treated": "share", "reached_control": "share"}
    formats |= {"breached": "count", "both_arms": "count", "waiting": "count"}
    return {name: (words(f"effects-head-{name.replace('_', '-')}"), form) for name, form in formats.items()}


def check_rows(results: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Experiments with what was looked at before their results were believed."""
    whole = results[results["variant"] == ""]
    rows = whole.to_dict("records")
    return whole.assign(
        name=[experiment_label(row, words) for row in rows],
        srm=[_p(row["srm_p"], words) for row in rows],
        aa=[_p(row["aa_p"], words) for row in rows],
    )


def _p(p: float, words: Words) -> str:
    if not np.isfinite(p):
        return words("effects-p-unknown")
    return words("effects-p-small", p=words.number(SMALL, 3)) if p < SMALL else words("effects-p", p=words.number(p, 3))


def checks_in_words(results: pd.DataFrame, words: Words) -> str:
    """What is wrong with the lots, if anything: groups of another size than drawn, halves of a control group that differ, people in both arms."""
    whole = results[results["variant"] == ""]
    said = []
    for what, bad in (
        ("srm", whole["srm_p"] < SMALL),
        ("aa", whole["aa_p"] < SMALL),
        ("breached", whole["breached"] > 0),
        ("both", whole["both_arms"] > 0),
    ):
        names = [experiment_label(row, words) for row in whole[bad].to_dict("records")]
        said += [words(f"effects-wrong-{what}", names=comma(names, words))] if names else []
    known = int(whole["srm_p"].notna().sum())
    return words.sentences(*said) if said else words("effects-checks-fine", n=len(whole), known=known)


# --- fairness ----------------------------------------------------------------------------------------


def fairness_in_words(offers: pd.DataFrame, offered: int, prices: "Prices | None", words: Words) -> str:
    """Whether offers and prices differ for stated grounds only."""
    given = offers[offers["offer"] != ""]
    bad = offers[~offers["stated"]].drop_duplicates(["journey", "step", "variant"])
    said = [words("effects-offers-none")]
    if len(given):
        told = {"customers": offered, "offers": int(given["offer"].nunique()), "bad": len(bad)}
        said = [words("effects-offers", **told)]
    if prices is None:
        said.append(words("effects-prices-unknown"))
    elif prices.goods_days:
        said.append(words("effects-prices", n=prices.goods_days, differ=prices.differ))
    else:
        said.append(words("effects-prices-none"))
    return words.sentences(*said)


# --- the month that is over --------------------------------------------------------------------------


def month_in_words(sent: pd.DataFrame, planned: pd.DataFrame | None, not_played: tuple[str, ...], days: int, words: Words) -> str:
    """What was sent in the month, how it keeps to today's settings, and what would have gone instead."""
    told = {name: int(sent[name].sum()) for name in ("messages", "doubles", "nights", "over_cap", "no_clock")}
    said = [words("effects-month-sent", days=days, n=told["messages"])]
    if told["messages"]:
        said.append(words("effects-month-broken", **{name: told[name] for name in ("doubles", "nights", "over_cap")}))
        said += [words("effects-month-no-clock", n=told["no_clock"])] if told["no_clock"] else []
    if planned is None:
        return words.sentences(*said, words("effects-month-command"))
    instead = {name: int(planned[name].sum()) for name in ("messages", "service", "doubles", "nights", "over_cap")}
    said.append(words("effects-month-planned", n=instead["messages"], service=instead["service"]))
    rules = {name: instead[name] for name in ("doubles", "nights", "over_cap")}
    said += [words("effects-month-planned-broken", **rules)] if any(rules.values()) else [words("effects-month-planned-kept")]
    names = comma([journey_label(name, words) for name in not_played], words)
    said += [words("effects-month-not-played", names=names)] if not_played else []
    return words.sentences(*said)


def month_lines(sent: pd.DataFrame, planned: pd.DataFrame, not_played: tuple[str, ...], days: int, words: Words) -> list[str]:
    """The same for the command: a line a day, then the sentence."""
    both = zip(sent.to_dict("records"), planned.to_dict("records"), strict=True)
    names = ("messages", "doubles", "nights", "over_cap")
    counts = [(one, {name: int(one[name]) for name in names} | {"would": int(other["messages"])}) for one, other in both]
    return [
        *(words("effects-line", day=one["day"].date(), **told) for one, told in counts),
        "",
        month_in_words(sent, planned, not_played, days, words),
    ]
