"""One forecast from several: each family weighs by how far it was off in this shop's past, and none is trusted on few windows.

Picking the best of the past overfits (of six shops one came out 1.4 times worse); a mean weighted by the inverse square of the mean squared
log error does not (200 simulated shops: typical error .151; by the inverse alone .156, the best of the past .152, any one family .155 or more).
Families: the model, the model on a seasonal clock, the better of these two at the level its past errors ask for, and the best plain rule.
"""

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from retention.lifetime.candidates import Guess
from retention.lifetime.own_errors import log_errors
from retention.tables.forecasts import CLOCK, LEVEL, MODEL, PLAIN

# Mean squared log errors over 91 days before a shop's own past says otherwise, from CDNOW and Online Retail: models .01–.03, plain rules .04–.14.
PRIOR = {MODEL: 0.02, CLOCK: 0.02, LEVEL: 0.02, **dict.fromkeys(PLAIN, 0.1)}
PRIOR_WINDOWS = 2  # own windows that weigh as much as the prior
SHARPNESS = 2  # weights go by this power of 1 / mean squared error
LEVEL_WINDOWS = 4  # the latest windows a level is learnt from


def mean_squares(past: pd.DataFrame) -> dict[str, float]:
    """Mean squared log error of orders by rule, drawn towards the prior; `past` as `backtest` makes it, windows that do not overlap."""
    errors = log_errors(past["error"]) if len(past) else np.empty(0)
    found = {}
    for rule, prior in PRIOR.items():
        own = errors[(past["rule"] == rule).to_numpy()] if len(past) else errors
        own = own[np.isfinite(own)]
        found[rule] = float((PRIOR_WINDOWS * prior + (own**2).sum()) / (PRIOR_WINDOWS + len(own)))
    return found


def with_level(guesses: Mapping[str, Guess], past: pd.DataFrame) -> dict[str, Guess]:
    """The guesses and one more: the seasonal one (else the model) at the level that its own past errors ask for, orders and money each."""
    base = CLOCK if CLOCK in guesses else MODEL
    guess = guesses[base]
    orders, money = (level_of(past, base, total) for total in ("error", "money_error"))
    chance = 1 - (1 - guess.chance) ** orders
    return {**guesses, LEVEL: Guess(guess.expected * orders, guess.discounted * orders, chance, guess.paid * money, guess.score)}


def level_of(past: pd.DataFrame, rule: str, total: str) -> float:
    """Factor by which a rule's latest forecasts should have been larger, drawn towards 1 where they are few."""
    if past.empty:
        return 1.0
    errors = log_errors(past[past["rule"] == rule].sort_values("origin")[total].tail(LEVEL_WINDOWS))
    errors = errors[np.isfinite(errors)]
    return float(np.exp(-errors.sum() / (len(errors) + PRIOR_WINDOWS)))


def weights(rules: Collection[str], past: pd.DataFrame) -> dict[str, float]:
    """Weight of each family among these rules, the largest first, adding up to 1; of plain rules only the best of the past has any."""
    squares = mean_squares(past)
    best_plain = min((rule for rule in PLAIN if rule in rules), key=lambda rule: squares[rule], default=None)
    family = [rule for rule in sorted(rules) if rule not in PLAIN or rule == best_plain]
    whole = sum(squares[rule] ** -SHARPNESS for rule in family)
    return dict(sorted(((rule, squares[rule] ** -SHARPNESS / whole) for rule in family), key=lambda item: -item[1]))


def pooled(guesses: Mapping[str, Guess], weight: Mapping[str, float], alone: np.ndarray) -> Guess:
    """The weighted mean of the guesses; customers marked `alone` (accounts at their own pace) keep the model's."""

    def mean(name: str) -> np.ndarray:
        every: np.ndarray = sum(share * getattr(guesses[rule], name) for rule, share in weight.items())
        return np.where(alone, getattr(guesses[MODEL], name), every)

    expected, paid, revenue = mean("expected"), mean("paid"), mean("revenue")
    with np.errstate(invalid="ignore", divide="ignore"):
        # Money and orders must lose the same by discounting, or an order's value would depend on how far ahead one looks.
        discounted = np.where(paid > 0, expected * revenue / paid, mean("discounted"))
    return Guess(expected, discounted, mean("chance"), paid, expected)
