"""Notebook 03's bottom line: launch, leave or measure first, on whose money and on how many members it rests."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from retention.settings import Programme
from retention.words import Words
from retention.words.loyalty import best_of, discount_words, joined, needs_words, point_value, verdict


def decision(choices: pd.DataFrame) -> str:
    """launch, measure or none: what to do with the best of all programmes judged and proposed."""
    return verdict(best_of(choices))


def advice(choices: pd.DataFrame, proposed: str, needed: pd.DataFrame, measured: tuple[float, float, float] | None, words: Words) -> str:
    """What to do in a sentence or three: by what is assumed, and by what the shop's own test has shown where there is one.

    `proposed` tells what the best one gives where it comes from the search.
    """
    best = best_of(choices)
    kind = verdict(best)
    figures = {"label": best["label"], "value": abs(best["value"]), "p": best["p_positive"], "n": len(choices)}
    said = [words(f"loyalty-advice-{kind}", **figures), proposed]
    if measured is None:
        return joined(said, words)
    value, low, high = measured
    enough = needed.loc[needed["net"] <= low, "label"].tolist()
    maybe = needed.loc[(needed["net"] > low) & (needed["net"] <= high), "label"].tolist()
    if enough:
        told = words("loyalty-advice-enough", list=words("loyalty-enumeration").join(enough))
    elif maybe:
        told = words("loyalty-advice-maybe", list=words("loyalty-enumeration").join(maybe))
    else:
        told = words("loyalty-advice-not-enough")
    said.append(words("loyalty-advice-measured", value=value, low=low, high=high, told=told))
    return joined(said, words)


def design_in_words(programme: Programme, words: Words) -> str:
    """A proposed programme in a sentence: largest discount, thresholds, points."""
    top = programme.tiers[-1]
    said = [words("loyalty-design-top", label=programme.label, off=discount_words(top.discount, words), tier=top.name)]
    if len(programme.tiers) > 1:
        said[0] = words(
            "loyalty-design-tiers",
            label=programme.label,
            off=discount_words(top.discount, words),
            tier=top.name,
            needs=needs_words(top.threshold, programme.qualification.basis, words),
        )
    points = programme.points
    if points is None or not points.per_money:
        return joined([*said, words("loyalty-design-no-points")], words)
    worth = points.per_money * point_value(programme)
    return joined([*said, words("loyalty-design-points", worth=worth, days=points.expiry_days or 0)], words)


def base_in_words(members: int, simulated: int, left_out: int, everybody: bool, draws: int, words: Words) -> str:
    """On whom the figures rest."""
    said = [words("loyalty-base-everybody" if everybody else "loyalty-base-members", n=members)]
    if simulated < members:
        said.append(words("loyalty-base-sample", n=simulated))
    if left_out:
        said.append(words("loyalty-base-bulk", n=left_out))
    return joined([*said, words("loyalty-base-draws", n=draws)], words)


def verdict_action(choices: pd.DataFrame, members: int, months: int, words: Words) -> dict[str, Any]:
    """The decision as figures.blocks.Action takes it."""
    best = best_of(choices)
    kind = verdict(best)
    told = {"title": words(f"loyalty-action-{kind}", label=best["label"]), "who": words("loyalty-action-who"), "how_many": members}
    why = words(f"loyalty-action-{kind}-why", label=best["label"], p=best["p_positive"], n=len(choices))
    money = {"money": best["value"], "money_low": best["low"], "money_high": best["high"]}
    return told | money | {"money_label": words("loyalty-action-money", label=best["label"], months=months), "why": why}


def cash_only_in_words(labels: Sequence[str], words: Words) -> str:
    """Programmes whose points outlive the time looked at; nothing where there are none."""
    return words("loyalty-cash-only", list=words("loyalty-enumeration").join(labels)) if labels else ""


def proposed_in_words(proposed: pd.DataFrame, tried: int, curse: float, words: Words) -> str:
    """What the search proposes: designs that beat no programme on fresh draws, or that none does."""
    best = best_of(proposed)
    told = {"n": tried, "label": best["label"], "value": abs(best["value"]), "p": best["p_positive"]}
    said = [words("loyalty-search-found" if best["value"] > 0 else "loyalty-search-none", **told)]
    if curse > 0:
        said.append(words("loyalty-search-curse", value=curse))
    return joined([*said, words("loyalty-search-uplift")], words)
