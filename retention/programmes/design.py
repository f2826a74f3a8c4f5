"""A better programme by search: many designs on the same members and draws, and the best of them judged once more on new draws.

Two aims pull against each other: what the shop gains and what members see of it. The search (Optuna, tree-structured Parzen
estimators) keeps both, looks longest where designs pay, and ends with the Pareto front: designs of which none is better in both. The best
of many tries looks better than it is, because luck was among the reasons it won; so every design shown of the front is estimated again on
draws the search has not seen, and the choice is made by those. Choosing takes luck along once more, so what is told of the chosen comes from
a third range of draws, the one every other programme is shown on.

Members react to what they see of a design, so one that gives nothing gains nothing. A winner that lies on a bound of what was searched
(`at_bound`) says that the limits chose it.
"""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import optuna
import pandas as pd

from retention.programmes.economics import cvar, gains, money, peak_liability
from retention.programmes.space import Space, values_of
from retention.programmes.trial import Trial
from retention.settings import DesignLimits, Programme

FIRST_TRIES = ({"top_discount": 0.0}, {"earn_steps": 0}, {"top_discount": 0.0, "earn_steps": 0})
FIGURES = ("gain", "low", "high", "p_positive", "reward", "reward_share", "peak_liability", "cvar")
PAYS = 2 / 3  # share of draws with a gain from which a design counts as paying
MOST_SHOWN = 12  # designs of the front that are estimated again: those that gain most, and others spread over the rest
# Search and choice have draws of their own, far beyond those of any other figure, so that draws from 0 on are fresh for what they find.
SEARCH_FROM, CHOICE_FROM = 1_000_000, 2_000_000
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Designs:
    """What the search found.

    `tried`: one row per trial, its figures on the search's draws and whether it keeps to the limit on liability (`within`).
    `frame`: one row per design of the Pareto front, best `chosen_gain` first: `design` (1, 2, …), `role` (best, balanced, generous
    or empty), parameters in the shop's units (threshold_1 … in the unit of the basis, discount_1 …, earn_rate, expiry_days, window),
    FIGURES on the search's draws (searched_gain …), on those of the choice (chosen_gain …) and on fresh ones (gain …). `front`: its programmes,
    in the same order. `programmes`: the proposed ones by role. `why`: why there is nothing to propose, as a sentence; then `frame`, `front` and
    `programmes` are empty.
    `at_bound`: by role, the limits at whose end that design lies; roles at none are left out.
    """

    tried: pd.DataFrame
    frame: pd.DataFrame
    front: tuple[Programme, ...]
    programmes: dict[str, Programme]
    why: str = ""
    at_bound: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def winners_curse(self) -> float:
        """Gain that the front's apparent winner lost on fresh draws, shop currency; positive where it had been lucky, missing without a front."""
        if self.frame.empty:
            return float("nan")
        before, fresh = (self.frame[name].to_numpy(float) for name in ("searched_gain", "gain"))
        return float(before.max() - fresh[before.argmax()])


def figures(trial: Trial, programme: Programme, draws: int, first_draw: int = 0) -> dict[str, float]:
    """Gain a year (mean, band, share of draws above 0), reward a member sees in a year and as a share of what is paid, peak liability, CVaR 5 %."""
    result = trial.simulated(programme, draws, first_draw)
    gain, paid = gains(result, trial.prior) * 12 / result.months, money(result)["programme_sales"].mean() / result.scale
    low, high = np.quantile(gain, [(1 - trial.level) / 2, (1 + trial.level) / 2])
    return {
        "gain": float(gain.mean()),
        "low": float(low),
        "high": float(high),
        "p_positive": float((gain > 0).mean()),
        "reward": float(result.reward.sum() / result.member_years.sum()),
        "reward_share": float(result.reward.sum() / paid) if paid else 0.0,
        "peak_liability": peak_liability(result, trial.prior),
        "cvar": cvar(gain),
    }


def search(
    base: Programme,
    trial: Trial,
    limits: DesignLimits,
    average_order: float,
    labels: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Designs:
    """Look for designs better than `base` in gain and reward, within the limits; thresholds are sought in average orders.

    Where no design keeps to the limits nothing is proposed, and `Designs.why` says so.

    `labels` are what people call the proposed ones, by role; `progress` is told (trials done, trials in all).
    """
    space = Space(base, limits, trial.margin, average_order)
    study = _study(trial.seed)
    rows, made = [], []
    for number in range(limits.trials):
        asked = study.ask()
        programme = space.programme(space.suggest(asked))
        found = figures(trial, programme, limits.draws, SEARCH_FROM)
        over = found["peak_liability"] - limits.most_liability if limits.most_liability is not None else -1.0
        for name, breach in {"liability": over, "pays": -found["gain"]}.items():
            asked.set_constraint(name, breach)
        study.tell(asked, (found["gain"], found["reward"]))
        rows.append(values_of(programme, trial.margin) | found | {"within": over <= 0})
        made.append(programme)
        if progress:
            progress(number + 1, limits.trials)
    tried = pd.DataFrame(rows)
    designs = _judged(tried, made, trial, limits, labels or {}, space)
    return designs if tried["within"].any() else replace(designs, why=_nothing_within(tried, limits))


def _study(seed: int) -> optuna.Study:
    """An empty study in memory whose first tries are the corners: no discount, no points, neither."""
    level = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
            sampler = optuna.samplers.TPESampler(seed=seed, n_startup_trials=20, multivariate=True)
        study = optuna.create_study(directions=["maximize", "maximize"], sampler=sampler)
    finally:
        optuna.logging.set_verbosity(level)
    for corner in FIRST_TRIES:
        study.enqueue_trial(corner)
    return study


def pareto(gain: np.ndarray, reward: np.ndarray) -> np.ndarray:
    """Whether no other row is at least as good in both and better in one.

    >>> pareto(np.array([3, 2, 2, 1]), np.array([0, 1, 0, 1])).tolist()
    [True, True, False, False]
    """
    no_worse = (gain[:, None] >= gain) & (reward[:, None] >= reward)
    better = (gain[:, None] > gain) | (reward[:, None] > reward)
    return np.asarray(~(no_worse & better).any(axis=0))


def _judged(tried: pd.DataFrame, made: list[Programme], trial: Trial, limits: DesignLimits, labels: Mapping[str, str], space: Space) -> Designs:
    """The front of what was tried, chosen from on draws of its own and estimated again on fresh ones."""
    kept = tried[tried["within"]].drop_duplicates([name for name in tried if name not in (*FIGURES, "within")])
    kept = shown_of(kept[pareto(kept["gain"].to_numpy(), kept["reward"].to_numpy())])
    searched = kept.rename(columns={name: f"searched_{name}" for name in FIGURES}).drop(columns="within")

    def again(first_draw: int) -> pd.DataFrame:
        rows = [figures(trial, made[i], limits.fresh_draws, first_draw) for i in kept.index]
        return pd.DataFrame(rows, index=kept.index, columns=list(FIGURES), dtype=float)

    chosen = again(CHOICE_FROM).add_prefix("chosen_")
    frame = searched.join(chosen).join(again(0)).sort_values("chosen_gain", ascending=False, kind="stable")
    front = tuple(made[i] for i in frame.index)
    frame = frame.reset_index(drop=True)
    roles = proposed(frame[chosen.columns].rename(columns=lambda name: name.removeprefix("chosen_")))
    frame.insert(0, "design", frame.index + 1)
    frame.insert(1, "role", [next((role for role, row in roles.items() if row == i), "") for i in frame.index])
    programmes = {role: front[row].model_copy(update={"label": labels.get(role, front[row].label)}) for role, row in roles.items()}
    at_bound = {role: ends for role, row in roles.items() if (ends := space.at_bound(front[row]))}
    return Designs(tried, frame, front, programmes, at_bound=at_bound)


def shown_of(front: pd.DataFrame, most: int = MOST_SHOWN) -> pd.DataFrame:
    """At most so many designs of a front: the half that gains most, and others evenly spread over those below."""
    ordered = front.sort_values("gain", ascending=False, kind="stable")
    if len(ordered) <= most:
        return ordered
    top = most // 2
    return ordered.iloc[[*range(top), *np.linspace(top, len(ordered) - 1, most - top).round().astype(int)]]


def _nothing_within(tried: pd.DataFrame, limits: DesignLimits) -> str:
    """Why there is nothing to propose, with the figure that came nearest."""
    least = tried["peak_liability"].min()
    said = (
        f"none of {len(tried)} designs keeps the peak of points outstanding below {limits.most_liability:,.0f} (most_liability; least: {least:,.0f})"
    )
    return f"03_loyalty_design.yaml, design: {said}. Raise that limit or lower earn_rate"


def proposed(frame: pd.DataFrame) -> dict[str, int]:
    """Rows of up to three designs worth comparing: best gain, most generous that still pays, and the one between.

    A design pays when it gains in at least two draws of three. Between: of those that pay, the one nearest to having both the best gain and
    the best reward, each measured from the worst of them. Where fewer than two pay there is only the best. A design has one role.
    """
    if frame.empty:
        return {}
    aims = frame[["gain", "reward"]].to_numpy(float)
    found = {"best": int(aims[:, 0].argmax())}
    pays = np.flatnonzero((aims[:, 0] > 0) & (frame["p_positive"].to_numpy(float) >= PAYS))
    if len(pays) > 1:
        low, high = aims[pays].min(axis=0), aims[pays].max(axis=0)
        missing = (high - aims[pays]) / np.where(high > low, high - low, 1)
        found["generous"] = int(pays[aims[pays, 1].argmax()])
        found["balanced"] = int(pays[(missing**2).sum(axis=1).argmin()])
    rows = list(found.values())
    return {role: row for place, (role, row) in enumerate(found.items()) if row not in rows[:place]}
