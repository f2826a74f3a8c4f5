"""Programmes side by side on the same draws, and which of the assumptions a gain hangs on.

The same draws mean the same members on the same days with the same wishes, so the difference of two programmes is far more certain than
either. "No programme" is one of the choices: its gain is nothing, on every draw.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from retention.loyalty.economics import LEVEL, UPLIFTS, cash_view_only, gains, summary
from retention.loyalty.redemption import PRIOR
from retention.loyalty.simulate import Simulated
from retention.loyalty.trial import Trial
from retention.settings import Assumed, Assumptions, Programme
from retention.stats import z_of

NONE = "none"
# How far the margin is moved in the tornado, points of net paid.
MARGIN_STEP = 0.05
FIGURES = ("reward", "reward_share", "uplift_gross", "uplift_net", "cannibalised", "peak_liability", "cvar")


def comparison(results: Mapping[str, Simulated], level: float = LEVEL, prior: tuple[float, float] = PRIOR, none_label: str = NONE) -> pd.DataFrame:
    """One row per programme, and one for none: programme (its name here), label, value (mean gain), median, low, high, p_positive, mc_error.

    Also p_best (share of draws in which it is the best of all), FIGURES as in `summary` (means), and cash_view_only. The results
    must come from the same draws.
    """
    drawn = {name: gains(result, prior) for name, result in results.items()}
    draws = max((len(gain) for gain in drawn.values()), default=1)
    best = _shares_best(np.column_stack([*drawn.values(), np.zeros(draws)]))
    rows = []
    for place, (name, result) in enumerate(results.items()):
        table = summary(result, level, prior).set_index("quantity")
        found, gain = table["value"].to_dict(), table.loc["gain"].to_dict()
        rows.append(
            {
                "programme": name,
                "label": result.programme.label,
                **{figure: float(gain[figure]) for figure in ("value", "median", "low", "high")},
                "p_positive": float(found["p_positive"]),
                "mc_error": float(gain["mc_error"]),
                "p_best": best[place],
                **{figure: float(found[figure]) for figure in FIGURES},
                "cash_view_only": cash_view_only(result.programme, result.months),
            }
        )
    nothing = {"programme": NONE, "label": none_label, "p_best": best[-1], "cash_view_only": False}
    zero = dict.fromkeys(("value", "median", "low", "high", "p_positive", "mc_error", "reward", "reward_share", "uplift_gross", "uplift_net"), 0.0)
    rows.append(nothing | zero | {"cannibalised": np.nan, "peak_liability": 0.0, "cvar": 0.0})
    return pd.DataFrame(rows)


def _shares_best(table: np.ndarray) -> list[float]:
    """Share of the rows in which each column is the largest; a tie goes to the last one, which is no programme."""
    last = table.shape[1] - 1 - table[:, ::-1].argmax(axis=1)
    return [float((last == column).mean()) for column in range(table.shape[1])]


def tornado(programme: Programme, trial: Trial, draws: int = 48) -> pd.DataFrame:
    """The gain with one assumption at its low and its high end, the others as they are, widest first.

    Columns: assumption (or margin), low_at, high_at (its ends: 5 % and 95 % of the guess, or low and high where it has no spread),
    low, high (mean gain there), base (mean gain as assumed), span, source. On the same draws; the margin moves by five points.
    """

    def mean_gain(changed: Trial) -> float:
        return float(gains(changed.simulated(programme, draws), trial.prior).mean())

    base = mean_gain(trial)
    rows = []
    for name, assumed in varied(trial.assumptions, programme).items():
        low_at, high_at = ends(assumed)
        low, high = (mean_gain(trial.assuming(pinned(trial.assumptions, name, at))) for at in (low_at, high_at))
        rows.append((name, low_at, high_at, low, high, base, assumed.source))
    low_at, high_at = max(trial.margin - MARGIN_STEP, 0.0), trial.margin + MARGIN_STEP
    rows.append(("margin", low_at, high_at, mean_gain(trial.at_margin(low_at)), mean_gain(trial.at_margin(high_at)), base, "data"))
    table = pd.DataFrame(rows, columns=["assumption", "low_at", "high_at", "low", "high", "base", "source"])
    table = table.assign(span=(table["high"] - table["low"]).abs())
    return table.sort_values("span", ascending=False, kind="stable", ignore_index=True)


def varied(assumptions: Assumptions, programme: Programme) -> dict[str, Assumed]:
    """The assumptions that can change a gain: those with two ends; without points the ones about spending them cannot."""
    found = {name: value for name in type(assumptions).model_fields if isinstance(value := getattr(assumptions, name), Assumed)}
    about_points = ("redeemers", "redeem_chance", "after_reward") if programme.points is None else ()
    return {n: a for n, a in found.items() if n not in ("contribution", *about_points) and ends(a)[0] < ends(a)[1]}


def assumed_range(assumptions: Assumptions) -> tuple[float, float]:
    """From the lowest to the highest uplift that is assumed of any third of the members, 90 % of each guess.

    >>> low, high = assumed_range(Assumptions())
    >>> low < Assumptions().uplift_heavy.value < Assumptions().uplift_light.value < high
    True
    """
    thirds = [ends(getattr(assumptions, name)) for name in UPLIFTS]
    return min(low for low, _ in thirds), max(high for _, high in thirds)


def ends(assumed: Assumed) -> tuple[float, float]:
    """5 % and 95 % of a guess, inside what it is cut to; low and high where it has no spread.

    >>> ends(Assumed(value=0.3, low=0, high=0.6, source="guess"))
    (0.0, 0.6)
    """
    if assumed.sd == 0:
        return float(assumed.low), float(assumed.high)
    half = z_of(0.90) * assumed.sd
    return max(assumed.value - half, assumed.low), min(assumed.value + half, assumed.high)


def pinned(assumptions: Assumptions, name: str, at: float) -> Assumptions:
    """The assumptions with one of them held at a value. What it is cut to stays, so that the draws stay the same."""
    return assumptions.model_copy(update={name: getattr(assumptions, name).model_copy(update={"value": at, "sd": 0.0})})
