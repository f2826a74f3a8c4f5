"""What a programme earns or costs beside no programme: the gain with its band, by tier and third, what it costs, who gains.

    gain = margin of extra orders + of larger baskets + of orders that stopping today's programme would lose + what it would pay for points held
           − of lost orders − discounts − points spent − points still held − benefits − fixed − launch

Every draw is a future of the shop's members; a figure is the mean over draws, its band 5 % to 95 % of them. Points held at the horizon cost
what they will be spent for: each v·κ·R with the v·κ of those already spent (`holdings.worth`), those still pending as if none of their
orders came back. All amounts stand for all members of the shop; where they were drawn by lot, bands are a little too wide. Only the
arithmetic is the simulation's: how much more members buy is assumed (the params say from where), and the band holds that uncertainty.
"""

import numpy as np
import pandas as pd

from retention.programmes.holdings import balances, held_rates, of_simulation, simulated_cohorts, worth
from retention.programmes.simulate import MONEY, POINTS, Simulated
from retention.redemption import PRIOR, rate_of_held
from retention.settings import Benefit, Programme

LEVEL = 0.90
THIRDS = ("light", "moderate", "heavy")
WORST = 0.05
DAYS_A_YEAR = 365
# What adds to the gain and what takes from it, as columns of `by_draw`.
BY_ORDERS = ("extra_margin", "stretch_margin")
BROUGHT = (*BY_ORDERS, "not_lost", "owed_anyway")
TAKEN = (
    *("lost_margin", "discount_kept", "discount_extra", "burned_cost", "closing"),
    *("reaching_cost", "order_cost", "yearly_cost", "fixed", "launch"),
)
BENEFITS = ("reaching_cost", "order_cost", "yearly_cost")
BEFORE_CLOSING = tuple(part for part in TAKEN if part not in ("closing", "fixed", "launch"))


# --- per draw -----------------------------------------------------------------------------------------


def money(result: Simulated) -> dict[str, np.ndarray]:
    """Sums of each kind of money over all members of the shop, per draw."""
    sums = result.money.sum(axis=(1, 2)) * result.scale
    return dict(zip(MONEY, sums.T, strict=True))


def closing_rate(result: Simulated, prior: tuple[float, float] = PRIOR) -> float:
    """R̂: share of the points held at the horizon (usable and pending) that will still be spent."""
    usable, pending = float(result.outstanding.sum()), float(result.pending.sum())
    if usable + pending == 0:
        return 0.0
    cohorts, found = simulated_cohorts(result), of_simulation(result, prior)
    return (usable * rate_of_held(cohorts, found, result.months - 1) + pending * found.rate) / (usable + pending)


def by_draw(result: Simulated, prior: tuple[float, float] = PRIOR) -> pd.DataFrame:
    """One row per draw: draw, BROUGHT, TAKEN (all positive where they bring or cost) and gain; shop currency, whole horizon."""
    sums = money(result)
    held = (result.outstanding.sum(axis=1) + result.pending) * result.scale
    parts: dict[str, np.ndarray] = {name: sums[name] for name in (*BROUGHT, *TAKEN) if name in sums}
    parts["closing"] = held * worth(result)[1] * closing_rate(result, prior)
    parts["fixed"] = np.full(len(held), result.programme.fixed_a_year * result.months / 12)
    parts["launch"] = np.full(len(held), result.programme.launch)
    parts["not_lost"] = -result.none * result.scale
    parts["owed_anyway"] = result.owed * result.scale
    table = pd.DataFrame({"draw": result.drawn.index.to_numpy()} | {name: parts[name] for name in (*BROUGHT, *TAKEN)})
    return table.assign(gain=table[list(BROUGHT)].sum(axis=1) - table[list(TAKEN)].sum(axis=1))


def beside_never(result: Simulated) -> np.ndarray:
    """Margin won less lost of each draw, without costs: of a world in which members get nothing."""
    sums = money(result)
    return sums["extra_margin"] + sums["stretch_margin"] - sums["lost_margin"]


def worth_of_brought(result: Simulated, pending: int, prior: tuple[float, float] = PRIOR) -> np.ndarray:
    """What the points brought are spent for in each draw, cost to the shop, unscaled; `pending` of them were not yet usable."""
    cohorts, found = simulated_cohorts(result), of_simulation(result, prior)
    later = result.held_left * rate_of_held(cohorts, found, result.months - 1) + pending * found.rate
    return (result.held_spent + later) * worth(result)[1]


def gains(result: Simulated, prior: tuple[float, float] = PRIOR) -> np.ndarray:
    """ΔΠ of each draw."""
    return by_draw(result, prior)["gain"].to_numpy()


def liabilities(result: Simulated, prior: tuple[float, float] = PRIOR) -> np.ndarray:
    """Expected cost of the points held at the end of each month (v·κ·R̂ each): draws × months."""
    return balances(result) * result.scale * worth(result)[1] * held_rates(result, prior)


def peak_liability(result: Simulated, prior: tuple[float, float] = PRIOR) -> float:
    """Highest expected cost of points held at any month's end, mean over draws."""
    return float(liabilities(result, prior).max(axis=1).mean())


def cvar(gain: np.ndarray, worst: float = WORST) -> float:
    """Mean gain of the worst draws."""
    return float(np.sort(gain)[: max(1, round(worst * len(gain)))].mean())


def cash_view_only(programme: Programme, months: int, completion_days: int = 0) -> bool:
    """Whether the horizon is shorter than a point's life (completion, pending, expiry), so that most of its cost may lie beyond.

    >>> from retention.settings.preset_programmes import presets
    >>> cash_view_only(presets()["clothing"], 12), cash_view_only(presets()["clothing"], 36)
    (True, False)
    """
    if programme.points is None:
        return False
    if programme.points.expiry_days is None:
        return True
    return round(months * DAYS_A_YEAR / 12) < completion_days + programme.points.pending_days + programme.points.expiry_days


# --- the summary ----------------------------------------------------------------------------------------


def summary(result: Simulated, level: float = LEVEL, prior: tuple[float, float] = PRIOR) -> pd.DataFrame:
    """The figures of a programme: quantity, value (mean over draws), median, low, high, mc_error.

    gain (whole horizon) and gain_a_year; p_positive (share of draws with a gain); cvar (mean gain a year of the worst 5 %); brought, lost, discounts,
    points (spent and still to be), benefits, running (fixed and launch); uplift_gross and uplift_net (extra orders, and those less the
    ones lost, per order that would have come anyway); cannibalised (share of discounts on orders that would have come anyway);
    reward (what a member sees in a year) and reward_share (of what is paid); peak_liability; redeemed (share of points spent in the end).
    `mc_error` is the standard error by the number of draws and, for the gain, by the members drawn by lot.
    """
    table, sums = by_draw(result, prior), money(result)
    years = result.months / 12
    rows = {
        "gain": table["gain"].to_numpy(),
        "gain_a_year": table["gain"].to_numpy() / years,
        "brought": table[list(BROUGHT)].sum(axis=1).to_numpy(),
        "lost": table["lost_margin"].to_numpy(),
        "discounts": (table["discount_kept"] + table["discount_extra"]).to_numpy(),
        "points": (table["burned_cost"] + table["closing"]).to_numpy(),
        "benefits": table[list(BENEFITS)].sum(axis=1).to_numpy(),
        "running": (table["fixed"] + table["launch"]).to_numpy(),
        "uplift_gross": _over(sums["extra_orders"], sums["baseline_orders"]),
        "uplift_net": _over(sums["extra_orders"] - sums["lost_orders"], sums["baseline_orders"]),
        "cannibalised": _over(sums["discount_kept"], sums["discount_kept"] + sums["discount_extra"]),
        "reward": _seen(sums) / (result.member_years.sum() * result.scale),
        "reward_share": _over(_seen(sums), sums["programme_sales"]),
        "peak_liability": liabilities(result, prior).max(axis=1),
    }
    found = pd.DataFrame([_row(name, values, level) for name, values in rows.items()])
    by_lot = found["quantity"].map({"gain": sampling_error(result), "gain_a_year": sampling_error(result) / years}).fillna(0.0)
    found["mc_error"] = np.hypot(found["mc_error"], by_lot)
    gain, draws = table["gain"].to_numpy(), len(table)
    p = float((gain > 0).mean())
    rate = of_simulation(result, prior)
    more = pd.DataFrame(
        [
            {"quantity": "p_positive", "value": p, "mc_error": np.sqrt(p * (1 - p) / draws)},
            {"quantity": "cvar", "value": cvar(gain / years)},
            {"quantity": "redeemed", "value": rate.rate, "low": rate.low, "high": rate.high},
        ]
    )
    return pd.concat([found, more], ignore_index=True)


def _row(name: str, values: np.ndarray, level: float) -> dict:
    """A figure's mean, middle, band and error; missing draws (a share of nothing) are left out."""
    known = values[np.isfinite(values)]
    if not len(known):
        return {"quantity": name, "value": np.nan, "median": np.nan, "low": np.nan, "high": np.nan, "mc_error": np.nan}
    low, middle, high = np.quantile(known, [(1 - level) / 2, 0.5, (1 + level) / 2])
    error = known.std(ddof=1) / np.sqrt(len(known)) if len(known) > 1 else np.nan
    return {"quantity": name, "value": known.mean(), "median": middle, "low": low, "high": high, "mc_error": error}


def _over(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole != 0, part / whole, np.nan)


def _seen(sums: dict[str, np.ndarray]) -> np.ndarray:
    """What members see of a programme: discounts, points spent at face value, benefits at cost."""
    return sums["discount_kept"] + sums["discount_extra"] + sums["burned_face"] + sum(sums[name] for name in BENEFITS)


def sampling_error(result: Simulated) -> float:
    """Standard error of the gain because members were drawn by lot; 0 where all of the shop's were simulated."""
    n = len(result.gain)
    if result.scale <= 1 or n < 2:
        return 0.0
    return float(result.scale * np.sqrt(n * (1 - 1 / result.scale)) * result.gain.std(ddof=1))


# --- by whom and for what --------------------------------------------------------------------------------


def by_tier(result: Simulated, level: float = LEVEL) -> pd.DataFrame:
    """One row per tier: tier, name, at_start, members (mean at the horizon), its sums (MONEY), value, low, high.

    `value` is the gain a year before points held, fixed costs and launch, with its band; an order belongs to the tier it was made in.
    """
    at_end = result.members_by_tier.mean(axis=0) * result.scale
    table = _split(result.money.sum(axis=1) * result.scale, level)
    table[["value", "low", "high"]] *= 12 / result.months
    names = [tier.name for tier in result.programme.tiers]
    first = {"tier": range(len(names)), "name": names, "at_start": result.tier_at_start * result.scale, "members": at_end}
    return pd.concat([pd.DataFrame(first), table], axis=1)


def _split(sums: np.ndarray, level: float) -> pd.DataFrame:
    """Means of draws × groups × MONEY, and each group's gain before what belongs to no group, beside never having had a programme."""
    by_name = dict(zip(MONEY, np.moveaxis(sums, 2, 0), strict=True))
    value = sum(by_name[name] for name in BY_ORDERS) - sum(by_name[name] for name in BEFORE_CLOSING)
    low, high = np.quantile(value, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return pd.DataFrame({name: part.mean(axis=0) for name, part in by_name.items()} | {"value": value.mean(axis=0), "low": low, "high": high})


def by_part(costs: pd.DataFrame) -> pd.DataFrame:
    """Costs of several programmes (`costs` with a column label) as one row per label and a column per part, shop currency."""
    return costs.pivot_table(index="label", columns="part", values="value", aggfunc="sum", fill_value=0.0, sort=False)


def costs(result: Simulated, level: float = LEVEL, prior: tuple[float, float] = PRIOR) -> pd.DataFrame:
    """What the programme costs and brings: part, detail, value, low, high, share (of all costs; missing for what it brings).

    Parts: brought; discount_kept, discount_extra (on orders that would have come anyway, on extra ones); points (burned, closing);
    benefits (one row per kind); lost; running (fixed, launch).
    """
    table = by_draw(result, prior)
    parts: list[tuple[str, str, np.ndarray | pd.Series]] = [
        ("brought", "extra_orders", table["extra_margin"]),
        ("brought", "larger_baskets", table["stretch_margin"]),
        ("brought", "not_lost", table["not_lost"]),
        ("brought", "owed_anyway", table["owed_anyway"]),
        ("discount_kept", "", table["discount_kept"]),
        ("discount_extra", "", table["discount_extra"]),
        ("points", "burned", table["burned_cost"]),
        ("points", "closing", table["closing"]),
        *(("benefits", kind, values) for kind, values in _per_benefit(result).items()),
        ("lost", "", table["lost_margin"]),
        ("running", "fixed", table["fixed"]),
        ("running", "launch", table["launch"]),
    ]
    rows = []
    for part, detail, values in parts:
        drawn = np.asarray(values, dtype=float)
        low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
        rows.append((part, detail, float(drawn.mean()), float(low), float(high)))
    found = pd.DataFrame(rows, columns=["part", "detail", "value", "low", "high"])
    spent = found["value"].where(found["part"] != "brought")
    whole = spent.sum()
    return found.assign(share=spent / whole if whole > 0 else np.nan)


def _per_benefit(result: Simulated) -> dict[str, np.ndarray]:
    """Cost of each kind of benefit per draw: what a tier cost in all is split by what its benefits cost each time."""
    programme = result.programme
    found: dict[str, np.ndarray] = {}
    for per, name in (("reaching", "reaching_cost"), ("order", "order_cost"), ("year", "yearly_cost")):
        spent = result.money[:, :, :, MONEY.index(name)].sum(axis=1) * result.scale
        own = [benefit for benefit in programme.benefits if benefit.per == per and benefit.cost * benefit.taken > 0]
        for benefit in own:
            weights = np.array([_part(benefit, own, tier) for tier in range(len(programme.tiers))])
            found[benefit.kind] = found.get(benefit.kind, np.zeros(len(spent))) + spent @ weights
    return found


def _part(benefit: Benefit, own: list[Benefit], tier: int) -> float:
    whole = sum(other.cost * other.taken for other in own if other.tier <= tier)
    return benefit.cost * benefit.taken / whole if benefit.tier <= tier and whole else 0.0


def who_gains(result: Simulated, third: np.ndarray) -> pd.DataFrame:
    """Per third of the members (`Members.third`) and for all: group, members (of today), share (of what members see), reward, gain, better.

    Reward (what a member sees) and gain (what the shop has of it, before points held and fixed costs) are per member and year; `better` is the
    share of members on whom the shop earns more than without the programme, on average over the draws.
    """
    rows = []
    seen = float(result.reward.sum())
    for number, name in enumerate((*THIRDS, "all")):
        own = third == number if name in THIRDS else np.ones(len(third), dtype=bool)
        n, reward, years = int((own & (result.joins == 0)).sum()), result.reward[own], float(result.member_years[own].sum())
        share = float(reward.sum() / seen) if seen > 0 else np.nan
        gain = result.gain[own]
        mean = (float(reward.sum() / years), float(gain.sum() / years), float((gain > 0).mean())) if years else (np.nan,) * 3
        rows.append((name, round(n * result.scale), share, *mean))
    return pd.DataFrame(rows, columns=["group", "members", "share", "reward", "gain", "better"])


def migration(result: Simulated) -> pd.DataFrame:
    """From which tier to which in each year: year (1, 2, …), before, now (names, in order of the tiers), share, members (of the row).

    Shares of a row sum to 1; tiers nobody was in at the year's start have no rows.
    """
    names, draws, rows = [tier.name for tier in result.programme.tiers], len(result.drawn), []
    for year, moves in enumerate(result.moves, start=1):
        for before, row in zip(names, moves, strict=True):
            if row.sum() > 0:
                rows += [(year, before, now, n / row.sum(), row.sum() / draws * result.scale) for now, n in zip(names, row, strict=True)]
    return pd.DataFrame(rows, columns=["year", "before", "now", "share", "members"])


def points_flow(result: Simulated) -> pd.DataFrame:
    """As `points_by_month`, and issued (earned, net of clawed back); burned is net of what is given back."""
    table = points_by_month(result)
    return table.assign(issued=table["earned_purchase"] + table["earned_task"] - table["clawed"], burned=table["burned"] - table["given_back"])


def points_by_month(result: Simulated) -> pd.DataFrame:
    """Points of all members by month (1, 2, …), mean over draws: month, POINTS, held (at its end), burn_earn.

    `burn_earn` is what is spent, net of what is given back, over what is earned, net of what is clawed back; missing where none is earned.
    """
    table = pd.DataFrame(result.points.mean(axis=0) * result.scale, columns=list(POINTS))
    table.insert(0, "month", range(1, result.months + 1))
    earned = table["earned_purchase"] + table["earned_task"] - table["clawed"]
    held = balances(result).mean(axis=0) * result.scale
    return table.assign(held=held, burn_earn=(table["burned"] - table["given_back"]) / earned.where(earned > 0))
