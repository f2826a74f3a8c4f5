"""Notebook 03's bottom line: launch, keep, change, stop or measure first, on whose money and on how many members it rests."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from retention.pages.kit.words import Words
from retention.pages.programmes.sentences import best_of, discount_words, needs_words, point_value, verdict
from retention.settings import Programme


@dataclass(frozen=True)
class Running:
    """The programme the shop runs today, by name and label; both empty where it runs none."""

    name: str = ""
    label: str = ""


NOTHING_RUNS = Running()


def decision(choices: pd.DataFrame, running: Running = NOTHING_RUNS) -> str:
    """What to do with the best of all programmes judged and proposed: launch, measure or none; keep, keep-measure, change or stop what runs."""
    best = best_of(choices)
    kind = verdict(best)
    if not running.name:
        return kind
    if kind == "none":
        return "stop"
    if best["programme"] == running.name:
        return {"launch": "keep", "measure": "keep-measure"}[kind]
    return "change" if kind == "launch" else kind


def advice(
    choices: pd.DataFrame, proposed: str, needed: pd.DataFrame, measured: tuple[float, float, float] | None, running: Running, words: Words
) -> str:
    """What to do in a sentence or three: by what is assumed, and by what the shop's own test has shown where there is one.

    `proposed` tells what the best one gives where it comes from the search.
    """
    best, kind = best_of(choices), decision(choices, running)
    figures = {"label": best["label"], "value": abs(best["value"]), "p": best["p_positive"], "n": len(choices), "today": running.label}
    said = [words(f"loyalty-advice-{kind}", **figures), proposed]
    if kind == "measure":
        said.append(_of_today(choices, running, words))
    if measured is None:
        return words.sentences(*said)
    value, low, high = measured
    enough = needed.loc[needed["net"] <= low, "label"].tolist()
    maybe = needed.loc[(needed["net"] > low) & (needed["net"] <= high), "label"].tolist()
    if enough:
        told = words("loyalty-advice-enough", list=_quoted(enough, words))
    elif maybe:
        told = words("loyalty-advice-maybe", list=_quoted(maybe, words))
    else:
        told = words("loyalty-advice-not-enough")
    side = "less" if value < 0 else "more"
    said.append(words("loyalty-advice-measured", side=side, size=abs(value), low=low, high=high, told=told))
    return words.sentences(*said)


def _of_today(choices: pd.DataFrame, running: Running, words: Words) -> str:
    """What to do meanwhile with the programme that runs; nothing where none runs, or it was not tried."""
    rows = choices[choices["programme"] == running.name]
    if rows.empty:
        return ""
    found = best_of(rows)
    return words(f"loyalty-advice-today-{verdict(found)}", today=running.label, p=found["p_positive"])


def _quoted(labels: Iterable[str], words: Words) -> str:
    return words("loyalty-enumeration").join(words("loyalty-quoted", label=label) for label in labels)


def design_in_words(programme: Programme, words: Words) -> str:
    """A proposed programme in a sentence: largest discount, thresholds, points."""
    top = programme.tiers[-1]
    kind = "no-discount" if not top.discount else "tiers" if len(programme.tiers) > 1 else "top"
    needs = needs_words(top.threshold, programme.qualification.basis, words)
    said = [words(f"loyalty-design-{kind}", label=programme.label, off=discount_words(top.discount, words), tier=top.name, needs=needs)]
    points = programme.points
    if points is None or not points.per_money:
        return words.sentences(*said, words("loyalty-design-no-points"))
    worth = points.per_money * point_value(programme)
    return words.sentences(*said, words("loyalty-design-points", worth=worth, days=points.expiry_days or 0))


def base_in_words(members: int, simulated: int, left_out: int, everybody: bool, words: Words) -> str:
    """On whom the figures rest."""
    said = [words("loyalty-base-everybody" if everybody else "loyalty-base-members", n=members)]
    if simulated < members:
        said.append(words("loyalty-base-sample", n=simulated))
    if left_out:
        said.append(words("loyalty-base-bulk", n=left_out))
    return words.sentences(*said)


def draws_in_words(draws: int, few: tuple[int, int], search: tuple[int, int], words: Words) -> str:
    """On how many draws (and members) the gains, the uplifts needed and the search rest; `few` and `search` are members and draws."""
    return words("loyalty-base-draws", n=draws, few=few[0], few_draws=few[1], search=search[0], search_draws=search[1])


def start_in_words(programmes: Iterable[Programme], words: Words) -> str:
    """What the simulation begins with, as far as it matters to these programmes: no points held, nobody just risen."""
    known = list(programmes)
    reaching = any(benefit.kind.startswith("reaching") and benefit.tier for one in known for benefit in one.benefits)
    said = [words("loyalty-base-empty") if any(one.points for one in known) else "", words("loyalty-base-reaching") if reaching else ""]
    return words.sentences(*said)


def verdict_action(choices: pd.DataFrame, members: int, months: int, running: Running, words: Words) -> dict[str, Any]:
    """The decision as blocks.Action takes it."""
    best, kind = best_of(choices), decision(choices, running)
    told = {
        "title": words(f"loyalty-action-{kind}", label=best["label"], today=running.label),
        "who": words("loyalty-action-who"),
        "how_many": members,
    }
    why = words(f"loyalty-action-{kind}-why", label=best["label"], p=best["p_positive"], n=len(choices))
    money = {"money": best["value"], "money_low": best["low"], "money_high": best["high"]}
    return told | money | {"money_label": words("loyalty-action-money", label=best["label"], months=months), "why": why}


def cash_only_in_words(labels: Sequence[str], words: Words) -> str:
    """Programmes whose points outlive the time looked at; nothing where there are none."""
    return words("loyalty-cash-only", list=_quoted(labels, words)) if labels else ""


def proposed_in_words(proposed: pd.DataFrame, tried: int, curse: float, words: Words) -> str:
    """What the search proposes: designs that beat no programme on fresh draws, or that none does."""
    best = best_of(proposed)
    told = {"n": tried, "label": best["label"], "value": abs(best["value"]), "p": best["p_positive"]}
    said = [words("loyalty-search-found" if best["value"] > 0 else "loyalty-search-none", **told)]
    if curse > 0:
        said.append(words("loyalty-search-curse", value=curse))
    return words.sentences(*said, words("loyalty-search-uplift"))
