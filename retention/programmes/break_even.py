"""Break-even: how many more orders would have to come before a discount, or a whole programme, pays for itself.

A discount is given on orders that would have come anyway, too. With d off the list price and a margin m of it left before the
discount, u more orders at the same basket bring u·(m − d) and the discount on the others costs d, so u* = d / (m − d).
u* is *net*: orders that are only moved forward do not count. At the contribution margin (after returns, freight and
commission) it is several times what the product margin suggests.

For a whole programme there is no formula: members climb, burn points and send goods back. There the elasticity is searched on the simulator,
on the same draws at every step: up to what is assumed everything that brings orders (the elasticity, the pull of goals and rewards) shrinks
together, beyond it the elasticity grows alone and no reward is too much. The uplift needed is the one the programme brings there.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from retention.programmes.economics import gains, money
from retention.programmes.trial import Trial
from retention.settings import Assumed, Assumptions, Programme

PRODUCT_MARGIN = 0.5
# The trade's usual steps: 9.8折, 9.5折, 9折, 8折.
USUAL_DISCOUNTS = (0.02, 0.05, 0.1, 0.2)
PULLS = ("goal_pull", "after_reward", "stretch")
# Up to which elasticity a programme's break-even is sought, up to which uplift members can then react, how exactly it is sought, and where the
# gain is shown besides.
MOST_ELASTICITY, MOST_UPLIFT, EXACT = 60.0, 1.0, 0.01
SHOWN = (0.0, 1.0, 2.0, 4.0, 8.0, 16.0, MOST_ELASTICITY)


def break_even(discount: float, margin: float) -> float:
    """Net share of additional orders that pays for a discount; missing where the discount takes the whole margin.

    >>> [round(100 * break_even(d, 0.5), 1) for d in (0.02, 0.05, 0.1, 0.2)]
    [4.2, 11.1, 25.0, 66.7]
    """
    if discount <= 0:
        return 0.0
    return discount / (margin - discount) if discount < margin else float("nan")


def break_even_of(discounts: Iterable[float], margins: Mapping[str, float]) -> pd.DataFrame:
    """One row per discount: discount, and per named margin its break-even uplift in a column of that name."""
    rows = list(discounts)
    return pd.DataFrame({"discount": rows} | {name: [break_even(d, margin) for d in rows] for name, margin in margins.items()})


def discounts(programme: Programme) -> pd.DataFrame:
    """What a programme takes off: kind (tier, coupon), tier, name, discount.

    A tier's row is its discount on every order; a coupon's row is the order on which the coupon for reaching a tier is used, stacked
    with the tier's discount where the programme says so.
    """
    rows = [("tier", number, tier.name, tier.discount) for number, tier in enumerate(programme.tiers) if tier.discount > 0]
    for benefit in programme.benefits:
        if benefit.kind == "reaching_coupon":
            # The highest tier has the lowest price when the coupon comes on top.
            top = len(programme.tiers) - 1 if programme.stack else benefit.tier
            rows.append(("coupon", top, programme.tiers[top].name, programme.discount_in(top, with_coupon=True)))
    return pd.DataFrame(rows, columns=["kind", "tier", "name", "discount"])


def break_even_table(programme: Programme, margin: float, product_margin: float = PRODUCT_MARGIN) -> pd.DataFrame:
    """Each discount of a programme and what has to come of it: kind, tier, name, discount, price, at_product_margin, at_margin.

    `price` is the share of the list price that is paid; the two last columns are u*, missing where the discount takes the whole
    margin. A last row `lowest` is the lowest price a member ever pays.
    """
    lowest = pd.DataFrame([("lowest", len(programme.tiers) - 1, "", 1 - programme.best_price)], columns=["kind", "tier", "name", "discount"])
    table = pd.concat([discounts(programme), lowest], ignore_index=True)
    uplifts = break_even_of(table["discount"], {"at_product_margin": product_margin, "at_margin": margin})
    return table.assign(price=1 - table["discount"], at_product_margin=uplifts["at_product_margin"], at_margin=uplifts["at_margin"])


def above_margin(programme: Programme, margin: float) -> pd.DataFrame:
    """The discounts at or above the margin: columns of `discounts` and margin. No number of additional orders pays for these."""
    table = discounts(programme)
    # A discount equal to the margin must not slip through by a rounding error.
    return table[table["discount"] >= margin - 1e-9].assign(margin=margin).reset_index(drop=True)


# --- a whole programme -------------------------------------------------------------------------------


def reward_pays_above(margin: float, cost: float = 1.0) -> float:
    """Rule of thumb: per cent more orders, per 1 % of reward on every order, from which a small reward pays: κ / m.

    >>> round(reward_pays_above(0.24), 1), round(reward_pays_above(0.24, 0.5), 1)
    (4.2, 2.1)
    """
    return cost / margin


def at_elasticity(assumptions: Assumptions, elasticity: float) -> Assumptions:
    """The assumptions at one elasticity without spread; how reactions fade, and what is moved forward, stay as assumed."""
    usual = assumptions.elasticity.value
    part = min(elasticity / usual, 1.0) if usual > 0 else 0.0
    pulls = {name: _sought(part * getattr(assumptions, name).value, getattr(assumptions, name).value) for name in PULLS}
    return assumptions.model_copy(
        update={"elasticity": _sought(elasticity, MOST_ELASTICITY), "most_uplift": _sought(MOST_UPLIFT, MOST_UPLIFT)} | pulls
    )


def _sought(value: float, high: float) -> Assumed:
    """A value that is tried. The highest of all steps is the same in each, so that they meet the same draws."""
    return Assumed(value=value, sd=0, low=min(value, 0.0), high=max(high, value, 0.0), source="guess", note="sought")


def gain_by_elasticity(programme: Programme, trial: Trial, draws: int = 48, shown: Iterable[float] = SHOWN) -> pd.DataFrame:
    """The gain at elasticities up to the highest: elasticity, gross, net, gain (mean), low, high, p_positive, breaks_even.

    gross: extra orders per order that would have come anyway; net: those less the ones lost to being moved forward. The row with
    `breaks_even` is the break-even, found by root search to EXACT; without such a row not even the highest is enough (or the programme
    costs nothing).
    """
    found: dict[float, dict] = {}

    def gain_at(elasticity: float) -> float:
        result = trial.assuming(at_elasticity(trial.assumptions, elasticity)).simulated(programme, draws)
        gain, sums = gains(result, trial.prior), money(result)
        before = sums["baseline_orders"].sum()
        low, high = np.quantile(gain, [(1 - trial.level) / 2, (1 + trial.level) / 2])
        found[elasticity] = {
            "elasticity": elasticity,
            "gross": float(sums["extra_orders"].sum() / before) if before else np.nan,
            "net": float((sums["extra_orders"] - sums["lost_orders"]).sum() / before) if before else np.nan,
            "gain": float(gain.mean()),
            "low": float(low),
            "high": float(high),
            "p_positive": float((gain > 0).mean()),
        }
        return found[elasticity]["gain"]

    nothing, most = gain_at(0.0), gain_at(MOST_ELASTICITY)
    at = None
    if nothing < 0 <= most:
        at = float(brentq(gain_at, 0.0, MOST_ELASTICITY, xtol=EXACT))
        gain_at(at)
    for elasticity in shown:
        if elasticity not in found:
            gain_at(elasticity)
    kept = {*shown, at}
    table = pd.DataFrame([row for elasticity, row in sorted(found.items()) if elasticity in kept])
    return table.assign(breaks_even=table["elasticity"] == at if at is not None else False)


def programme_break_even(programme: Programme, trial: Trial, draws: int = 48) -> dict[str, float | bool]:
    """Break-even of a programme: elasticity, and the uplift it brings there: gross, net; most, found, costs_nothing.

    gross and net are shares of the orders that would have come anyway, missing where not even `most` (net) is enough. Net compares with
    `uplift_net` of `economics.summary`.
    """
    return break_even_point(gain_by_elasticity(programme, trial, draws, shown=(0.0, MOST_ELASTICITY)))


def needed_uplifts(programmes: Mapping[str, Programme], compared: pd.DataFrame, trial: Trial, draws: int = 48) -> pd.DataFrame:
    """One row per programme: programme, elasticity and net (break-even, missing where none is enough), most, label, assumed (net uplift), gain.

    The last three are those of `compared` (`compare.comparison`).
    """
    found = [{"programme": name, **programme_break_even(one, trial, draws)} for name, one in programmes.items()]
    beside = compared.rename(columns={"uplift_net": "assumed", "value": "gain"})[["programme", "label", "assumed", "gain"]]
    return pd.DataFrame(found)[["programme", "elasticity", "net", "most"]].merge(beside, on="programme", validate="one_to_one")


def break_even_point(table: pd.DataFrame) -> dict[str, float | bool]:
    """The break-even of a table of `gain_by_elasticity` with its highest, as in `programme_break_even`; 0 where a programme costs nothing."""
    row = table[table["breaks_even"]]
    costs_nothing = bool(table.iloc[0]["gain"] >= 0)
    names = ("elasticity", "gross", "net")
    at = {name: float(row[name].iloc[0]) if len(row) else 0.0 if costs_nothing else np.nan for name in names}
    return at | {"most": float(table["net"].iloc[-1]), "found": bool(len(row)), "costs_nothing": costs_nothing}
