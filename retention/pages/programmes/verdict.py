"""Notebook 03's bottom line: launch, keep, change, stop, or that it cannot be told; on whose money and on how many members it rests."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from retention.pages.kit.labels import message_id
from retention.pages.kit.words import Words
from retention.pages.programmes.sentences import best_of, discount_words, needs_words
from retention.settings import Programme

if TYPE_CHECKING:
    from retention.programmes.verdict import Verdict

# Verdicts after which something could be tried on half of the members, and the power from which that is worth while.
TESTABLE = ("launch", "change", "stop", "open", "open-today")
ENOUGH_POWER = 0.5


@dataclass(frozen=True)
class Running:
    """The programme the shop runs today, by name and label; both empty where it runs none."""

    name: str = ""
    label: str = ""


NOTHING_RUNS = Running()


def advice(
    verdict: "Verdict",
    choices: pd.DataFrame,
    proposed: str,
    needed: pd.DataFrame,
    measured: tuple[float, float, float] | None,
    running: Running,
    words: Words,
) -> str:
    """What to do in a sentence or three, in money a year, and what the shop's own test has shown where there is one.

    `proposed` tells what the programme gives where it comes from the search.
    """
    row = _row(choices, verdict.programme)
    others = "some" if verdict.some_gain else "none"
    said = [words(f"loyalty-advice-{verdict.kind}", n=len(choices), others=others, today=running.label, **_figures(row, words)), proposed]
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


def _row(choices: pd.DataFrame, name: str) -> dict[str, Any]:
    return {str(key): value for key, value in choices.set_index("programme").loc[name].items()}


def _figures(row: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """A programme's gains beside none and beside today's, as sentences take them."""
    ends = {name: words.money(row[name]) for name in ("low", "high", "more_low", "more_high") if pd.notna(row[name])}
    more = {} if pd.isna(row["more"]) else {"more": abs(row["more"])}
    return ends | more | {"label": row["label"], "value": abs(row["value"])}


def steps_in_words(
    verdict: "Verdict", choices: pd.DataFrame, power: float, losers: tuple[int, int], at_bound: Mapping[str, Sequence[str]], words: Words
) -> str:
    """Who loses by it, what a test could show, what to begin with, and what gains for sure and is not advised all the same."""
    have, lose = losers
    said = [words("loyalty-losers", have=have, lose=lose, all="yes" if lose == have else "no")] if lose else []
    if verdict.kind in TESTABLE and pd.notna(power):
        said.append(words("loyalty-power" if power >= ENOUGH_POWER else f"loyalty-power-none-{verdict.kind}", power=power))
    said += [words("loyalty-below", label=_row(choices, name)["label"]) for name in verdict.below]
    for name in verdict.by_limits:
        limits = [words(f"loyalty-bound-{message_id(limit)}") for limit in at_bound[name]]
        said.append(words("loyalty-at-bound", label=_row(choices, name)["label"], list=_listed(limits, words)))
    return words.sentences(*said)


def _listed(names: Iterable[str], words: Words) -> str:
    return words("loyalty-enumeration").join(names)


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
    worth = programme.points_back(0)
    return words.sentences(*said, words("loyalty-design-points", worth=worth, days=points.expiry_days or 0))


@dataclass(frozen=True)
class Base:
    """On whom the figures rest: members of today, those still to join, how many of both are simulated (and of the latter), accounts left out.

    everybody: all known customers are taken as members; pace_known: how many join in a year is known.
    """

    members: int
    newcomers: int
    simulated: int
    simulated_new: int
    left_out: int
    everybody: bool
    pace_known: bool


def base_in_words(base: Base, words: Words) -> str:
    """On whom the figures rest."""
    said = [words("loyalty-base-everybody" if base.everybody else "loyalty-base-members", n=base.members)]
    joins = "newcomers" if base.newcomers else "nobody-joins" if base.pace_known else "pace-unknown"
    said.append(words(f"loyalty-base-{joins}", n=base.newcomers))
    if base.simulated < base.members + base.newcomers:
        said.append(words("loyalty-base-sample", n=base.simulated, new=base.simulated_new))
    if base.left_out:
        said.append(words("loyalty-base-bulk", n=base.left_out))
    return words.sentences(*said)


def draws_in_words(draws: int, few: int, few_draws: int, words: Words) -> str:
    """On how many draws the gains rest, and on how many members and draws the uplifts needed and the search."""
    return words("loyalty-base-draws", n=draws, few=few, few_draws=few_draws)


def start_in_words(programmes: Iterable[Programme], held: bool, words: Words) -> str:
    """What the simulation begins with, as far as it matters to these programmes: the points held, if there are any, and nobody just risen."""
    known = list(programmes)
    reaching = any(benefit.kind.startswith("reaching") and benefit.tier for one in known for benefit in one.benefits)
    accounts = words("loyalty-base-held" if held else "loyalty-base-empty")
    said = [accounts if any(one.points for one in known) else "", words("loyalty-base-reaching") if reaching else ""]
    return words.sentences(*said)


def verdict_action(verdict: "Verdict", choices: pd.DataFrame, members: int, running: Running, power: float, words: Words) -> dict[str, Any]:
    """The decision as blocks.Action takes it."""
    row = _row(choices, verdict.programme)
    shown = "yes" if power >= ENOUGH_POWER else "no"
    told = {
        "title": words(f"loyalty-action-{verdict.kind}", label=row["label"], today=running.label),
        "who": words("loyalty-action-who"),
        "how_many": members,
    }
    why = words(f"loyalty-action-{verdict.kind}-why", p=row["p_positive"], n=len(choices), test=shown, power=power)
    if verdict.kind == "stop-untried":
        return told | {"why": why}
    money = {"money": row["value"], "money_low": row["low"], "money_high": row["high"]}
    return told | money | {"money_label": words("loyalty-action-money", label=row["label"]), "why": why}


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
    return words.sentences(*said)
