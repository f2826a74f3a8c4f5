"""The experiment that measures what a programme changes, and the estimate where a shop has run one.

Members are drawn by lot: one group has the programme's benefits, the other goes on as before. Counted are the orders of *everybody*
drawn (whether a message reached them or not), from the day they were drawn, in both groups alike. Members' order counts
vary far more than their mean, so a small shop cannot see a small uplift; how small is said before anything is run.

What is measured so is net: orders that were only moved forward are in neither group's difference once the experiment is as long
as the delay, and the pull of the next tier and of rewards is part of it.
"""

from collections.abc import Iterable
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _
from scipy import special

from retention.orders import of_known_customers
from retention.stats import welch, z_of

LEVEL, POWER = 0.95, 0.80
UPLIFTS = (0.01, 0.02, 0.03, 0.05, 0.1, 0.2)
DAYS_A_MONTH = 365 / 12
UNTIL = 3_650  # an experiment of more than ten years is none


# --- before: what an experiment could show -----------------------------------------------------------


def order_counts(orders: ir.Table, joined: pd.DataFrame, as_of: date, days: int) -> pd.DataFrame:
    """One row per customer who has been a member for the last `days`: customer_id, orders in them. `joined` has customer_id, joined_on."""
    first = as_of - timedelta(days=days - 1)
    members = joined.loc[pd.to_datetime(joined["joined_on"]) <= pd.Timestamp(first), "customer_id"]
    recent = of_known_customers(orders).filter(_.ordered_on.between(ibis.date(first.isoformat()), ibis.date(as_of.isoformat())))
    found = recent.group_by("customer_id").agg(orders=_.count()).to_pandas().set_index("customer_id")["orders"]
    return pd.DataFrame({"customer_id": members.to_numpy(), "orders": found.reindex(members).fillna(0).astype("int64").to_numpy()})


def smallest_uplift(orders: Iterable[float], treated: int, control: int, level: float = LEVEL, power: float = POWER) -> float:
    """The smallest relative uplift two groups of such members show with this power (two-sided); missing without orders or a group."""
    mean, variance = _moments(orders)
    if not treated or not control or not mean > 0:
        return float("nan")
    reach = _reach(level, power) ** 2 * variance / mean**2
    # u² = reach · ((1 + u) / treated + 1 / control): more orders vary more, in proportion.
    a, b = reach / treated, reach * (1 / treated + 1 / control)
    return float((a + np.sqrt(a**2 + 4 * b)) / 2)


def power_of(uplift: float, orders: Iterable[float], treated: int, control: int, level: float = LEVEL) -> float:
    """Chance that a two-sided test shows this uplift; missing without orders or a group."""
    mean, variance = _moments(orders)
    if not treated or not control or not mean > 0:
        return float("nan")
    distance = uplift * mean / np.sqrt(variance * ((1 + uplift) / treated + 1 / control)) if variance > 0 else np.inf
    z = z_of(level)
    return float(special.ndtr(distance - z) + special.ndtr(-distance - z))


def sizes(
    orders: Iterable[float], days: int, uplifts: Iterable[float] = UPLIFTS, treated_share: float = 0.5, level: float = LEVEL, power: float = POWER
) -> pd.DataFrame:
    """What it takes to show each uplift: uplift, treated, control (members in each group, over `days`), enough, months.

    `enough`: the members of `orders` (their counts of the last `days`) would do. `months`: how long it takes with all of them; missing where
    no duration does within ten years, because members differ so much that waiting longer hardly helps.
    """
    counts = np.asarray(list(orders), dtype=float)
    mean, variance = _moments(counts)
    rows = []
    for uplift in uplifts:
        control = _control_size(uplift, mean, variance, treated_share / (1 - treated_share), _reach(level, power))
        treated = np.ceil(control * treated_share / (1 - treated_share))
        months = _days_needed(uplift, mean, variance, days, len(counts), treated_share, _reach(level, power)) / DAYS_A_MONTH
        rows.append((uplift, treated, control, bool(treated + control <= len(counts)), months))
    return pd.DataFrame(rows, columns=["uplift", "treated", "control", "enough", "months"])


def plan(orders: Iterable[float], days: int, expected: float, treated_share: float = 0.5, level: float = LEVEL, power: float = POWER) -> pd.DataFrame:
    """The experiment this shop can run: quantity, value.

    members, treated, control, days, orders_mean and orders_variance (per member in `days`), smallest_uplift, expected_uplift (the
    assumption), power (to show it), months (until it would be shown with all members; missing where never within ten years).
    """
    counts = np.asarray(list(orders), dtype=float)
    mean, variance = _moments(counts)
    treated = int(len(counts) * treated_share)
    control = len(counts) - treated
    months = _days_needed(expected, mean, variance, days, len(counts), treated_share, _reach(level, power)) / DAYS_A_MONTH
    rows = {
        "members": len(counts),
        "treated": treated,
        "control": control,
        "days": days,
        "orders_mean": mean,
        "orders_variance": variance,
        "smallest_uplift": smallest_uplift(counts, treated, control, level, power),
        "expected_uplift": expected,
        "power": power_of(expected, counts, treated, control, level),
        "months": months,
    }
    return pd.DataFrame({"quantity": list(rows), "value": [float(value) for value in rows.values()]})


def _moments(orders: Iterable[float]) -> tuple[float, float]:
    counts = np.asarray(list(orders), dtype=float)
    if len(counts) < 2:
        return float(counts.mean()) if len(counts) else float("nan"), float("nan")
    return float(counts.mean()), float(counts.var(ddof=1))


def _reach(level: float, power: float) -> float:
    """How many standard errors an effect has to be away from nothing."""
    return z_of(level) + float(special.ndtri(power))


def _control_size(uplift: float, mean: float, variance: float, times: float, reach: float) -> float:
    if uplift == 0 or not mean > 0 or not np.isfinite(variance):
        return float("nan")
    return float(np.ceil(reach**2 * variance * ((1 + uplift) / times + 1) / (uplift * mean) ** 2))


def _days_needed(uplift: float, mean: float, variance: float, days: int, members: int, treated_share: float, reach: float) -> float:
    """Duration from counts of a window of `days`: the mean grows with time, the variance with time and, where members differ, its square."""
    if uplift == 0 or not mean > 0 or not np.isfinite(variance) or members < 2:
        return float("nan")
    rate, differences = mean / days, max(variance - mean, 0) / days**2
    noise = reach**2 * ((1 + uplift) / treated_share + 1 / (1 - treated_share)) / members
    left = (uplift * rate) ** 2 - noise * differences
    needed = noise * rate / left if left > 0 else np.inf
    return float(needed) if needed <= UNTIL else float("nan")


# --- afterwards: what an experiment has shown ------------------------------------------------------------


def arms(touches: ir.Table, orders: ir.Table, campaign: str, days: int, as_of: date) -> pd.DataFrame:
    """One row per customer of a campaign with groups: customer_id, treated, started_on, orders, orders_before, complete.

    A customer counts once, from the first time and in the group of that time; failed messages stay in their group. Orders are those that
    count in the `days` from then on (to the hour) and in as many before; `complete`: all that time has passed at the end of `as_of`.
    """
    drawn = touches.filter(_.campaign == campaign, _.arm.isin(["treated", "control"]), _.customer_id.notnull())
    first = drawn.group_by("customer_id").agg(at=_.touched_at.min(), started_on=_.touched_on.min(), group=_.arm.argmin(_.touched_at))
    bought = of_known_customers(orders).select("customer_id", "ordered_at")
    span = ibis.interval(days=days)
    near = first.inner_join(bought, "customer_id").filter(_.ordered_at >= _.at - span, _.ordered_at < _.at + span)
    counted = near.group_by("customer_id").agg(
        orders=(_.ordered_at >= _.at).ifelse(1, 0).sum(), orders_before=(_.ordered_at < _.at).ifelse(1, 0).sum()
    )
    everybody = first.select("customer_id", "at", "started_on", "group").to_pandas()
    table = everybody.merge(counted.to_pandas(), on="customer_id", how="left").sort_values("customer_id", ignore_index=True)
    over = pd.to_datetime(table["at"]) + pd.Timedelta(days, "D")
    return pd.DataFrame(
        {
            "customer_id": table["customer_id"],
            "treated": table["group"] == "treated",
            "started_on": table["started_on"],
            "orders": table["orders"].fillna(0).astype("int64"),
            "orders_before": table["orders_before"].fillna(0).astype("int64"),
            "complete": over <= pd.Timestamp(as_of) + pd.Timedelta(1, "D"),
        }
    )


def measured(drawn: pd.DataFrame, expected: float, level: float = LEVEL) -> pd.DataFrame:
    """What an experiment has shown of its customers with all days complete (`arms`): quantity, value, low, high.

    treated, control (customers), orders_treated, orders_control (per customer), difference (orders, Welch), uplift (relative, by the delta
    method on its logarithm), before (the difference in as many days before: near 0 if drawn by lot), smallest_uplift (that such
    groups show with power .80), expected_uplift (the assumption) and power to show it. Missing where a group has no orders.
    """
    done = drawn[drawn["complete"]]
    one, other = done[done["treated"]], done[~done["treated"]]
    n = (len(one), len(other))
    rows: dict[str, tuple[float, float, float]] = {"treated": (n[0], np.nan, np.nan), "control": (n[1], np.nan, np.nan)}
    rows["orders_treated"], rows["orders_control"] = (_mean(group["orders"], level) for group in (one, other))
    rows["difference"] = welch(one["orders"], other["orders"], level)
    rows["uplift"] = relative_uplift(one["orders"], other["orders"], level)
    rows["before"] = welch(one["orders_before"], other["orders_before"], level)
    rows["smallest_uplift"] = (smallest_uplift(other["orders"], *n), np.nan, np.nan)
    rows["expected_uplift"] = (expected, np.nan, np.nan)
    rows["power"] = (power_of(expected, other["orders"], *n), np.nan, np.nan)
    return pd.DataFrame([(name, *row) for name, row in rows.items()], columns=["quantity", "value", "low", "high"]).astype(
        {"value": float, "low": float, "high": float}
    )


def measured_uplift(shown: pd.DataFrame) -> tuple[float, float, float] | None:
    """The relative uplift of a table of `measured` with its interval; None where it has none."""
    value, low, high = shown.loc[shown["quantity"] == "uplift", ["value", "low", "high"]].astype(float).iloc[0]
    return (value, low, high) if pd.notna(low) else None


def relative_uplift(treated: Iterable[float], control: Iterable[float], level: float = LEVEL) -> tuple[float, float, float]:
    """Mean of the treated over mean of the control, less 1, with its interval; missing where a mean is 0 or a group has under two members."""
    (m1, v1, n1), (m0, v0, n0) = _group(treated), _group(control)
    if min(n1, n0) < 2 or not min(m1, m0) > 0:
        return np.nan, np.nan, np.nan
    half = z_of(level) * np.sqrt(v1 / (n1 * m1**2) + v0 / (n0 * m0**2))
    ratio = m1 / m0
    return ratio - 1, float(ratio * np.exp(-half)) - 1, float(ratio * np.exp(half)) - 1


def _mean(values: Iterable[float], level: float) -> tuple[float, float, float]:
    mean, variance, n = _group(values)
    half = z_of(level) * np.sqrt(variance / n) if n > 1 else np.nan
    return mean, mean - half, mean + half


def _group(values: Iterable[float]) -> tuple[float, float, int]:
    numbers = np.asarray(list(values), dtype=float)
    mean, variance = _moments(numbers)
    return mean, variance, len(numbers)
