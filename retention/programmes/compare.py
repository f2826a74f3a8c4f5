"""Programmes side by side on the same draws, and which of the assumptions a gain hangs on.

The same draws mean the same members on the same days with the same wishes, so the difference of two programmes is far more certain than
either. "No programme" is one of the choices: its gain is nothing, on every draw.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
import pandas as pd

from retention.programmes.economics import DAYS_A_YEAR, LEVEL, cash_view_only, gains, summary
from retention.programmes.members import Members
from retention.programmes.response import drawn_assumptions, uplift
from retention.programmes.simulate import Simulated, clock_of, people_of, rules_of
from retention.programmes.trial import Trial
from retention.programmes.verdict import side_of
from retention.redemption import PRIOR
from retention.settings import Assumed, Assumptions, Programme
from retention.stats import z_of

# How far the margin is moved in the tornado, points of net paid.
MARGIN_STEP = 0.05
FIGURES = ("reward", "reward_share", "uplift_gross", "uplift_net", "cannibalised", "peak_liability", "cvar")


def comparison(
    results: Mapping[str, Simulated],
    level: float = LEVEL,
    prior: tuple[float, float] = PRIOR,
    today: np.ndarray | None = None,
) -> pd.DataFrame:
    """One row per programme: programme (its name here), label, value (mean gain a year), median, low, high, p_positive, side.

    Gains are beside having none. Also mc_error, FIGURES as in `summary` (means),
    cash_view_only; beside today's programme, whose gains are `today` [draw]: more (mean a year), more_low, more_high, p_more (share of draws in
    which it gains more), missing without. The results must come from the same draws.
    """
    drawn = {name: gains(result, prior) for name, result in results.items()}
    rows = []
    for name, result in results.items():
        table = summary(result, level, prior).set_index("quantity")
        found, gain = table["value"].to_dict(), table.loc["gain_a_year"].to_dict()
        rows.append(
            {
                "programme": name,
                "label": result.programme.label,
                **{figure: float(gain[figure]) for figure in ("value", "median", "low", "high")},
                "p_positive": float(found["p_positive"]),
                "side": side_of(found["p_positive"]),
                "mc_error": float(gain["mc_error"]),
                **_beside(drawn[name], today, level, result.months),
                **{figure: float(found[figure]) for figure in FIGURES},
                "cash_view_only": cash_view_only(result.programme, result.months),
            }
        )
    return pd.DataFrame(rows)


def _beside(gain: np.ndarray, today: np.ndarray | None, level: float, months: int) -> dict[str, float]:
    """What a programme gains more than today's, a year."""
    if today is None:
        return dict.fromkeys(("more", "more_low", "more_high", "p_more"), np.nan)
    more = (gain - today) * 12 / months
    low, high = np.quantile(more, [(1 - level) / 2, (1 + level) / 2])
    return {"more": float(more.mean()), "more_low": float(low), "more_high": float(high), "p_more": float((more > 0).mean())}


def who_loses(today: Programme, other: Programme | None, members: Members, start: date, months: int) -> tuple[int, int]:
    """Members who have a discount on every order today, and how many of them would have a smaller one, or none, on the first day of the other."""
    given = [_discounts_on_day_1(programme, members, start, months) for programme in (today, other)]
    times, now = members.of / max(len(members), 1), members.joins == 0
    return round(float((now & (given[0] > 0)).sum()) * times), round(float((now & (given[1] < given[0])).sum()) * times)


def _discounts_on_day_1(programme: Programme | None, members: Members, start: date, months: int) -> np.ndarray:
    if programme is None:
        return np.zeros(len(members))
    rules = rules_of(programme, members, start, clock_of(months))
    return np.array([tier.discount for tier in programme.tiers])[people_of(members, programme, rules).opening_tier]


def tornado(programme: Programme, trial: Trial, draws: int = 48) -> pd.DataFrame:
    """The gain with one assumption at its low and its high end, the others as they are, widest first.

    Columns: assumption (or margin), low_at, high_at (its ends: 5 % and 95 % of the guess, or low and high where it has no spread),
    low, high (mean gain a year there), base (as assumed), span, source. On the same draws; the margin moves by five points.
    """

    def mean_gain(changed: Trial) -> float:
        return float(gains(changed.simulated(programme, draws), trial.prior).mean()) * 12 / trial.months

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


def predicted(
    assumptions: Assumptions, rewards: Iterable[float], level: float = LEVEL, months: int = 36, draws: int = 1_000, seed: int = 1
) -> pd.DataFrame:
    """What is assumed, as what it predicts: reward (share of what is paid), value (median net uplift over the months), low, high.

    What fades is in it with its mean, and what is only moved forward is not, as if each member's next order came soon enough for that.

    >>> table = predicted(Assumptions(), [0.0, 0.05])
    >>> table["value"].round(2).tolist()
    [0.0, 0.04]
    """
    drawn, days = drawn_assumptions(assumptions, draws, seed), months * DAYS_A_YEAR / 12
    halves = days * np.log(2) / drawn["half_life_days"].to_numpy()
    left = drawn["lasting"].to_numpy() + (1 - drawn["lasting"].to_numpy()) * -np.expm1(-halves) / halves
    net = left * (1 - drawn["pulled_forward"].to_numpy())
    rows = []
    for reward in rewards:
        u = [float(uplift(np.array([reward]), e, m)[0]) for e, m in zip(drawn["elasticity"], drawn["most_uplift"], strict=True)]
        rows.append((reward, *np.quantile(u * net, [0.5, (1 - level) / 2, (1 + level) / 2])))
    return pd.DataFrame(rows, columns=["reward", "value", "low", "high"])


def ends(assumed: Assumed) -> tuple[float, float]:
    """5 % and 95 % of a guess, inside what it is cut to; low and high where it has no spread.

    >>> ends(Assumed(value=0.3, low=0, high=0.6, source="guess"))
    (0.0, 0.6)
    """
    if not assumed.spreads:
        return float(assumed.low), float(assumed.high)
    half = z_of(0.90)
    return assumed.at(-half), assumed.at(half)


def pinned(assumptions: Assumptions, name: str, at: float) -> Assumptions:
    """The assumptions with one of them held at a value. What it is cut to stays, so that the draws stay the same."""
    return assumptions.model_copy(update={name: getattr(assumptions, name).model_copy(update={"value": at, "sd": 0.0, "p95": None})})
