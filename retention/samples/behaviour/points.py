"""The members' points: a point for each yuan kept of completed orders since the day of joining, spent by some, never lost.

Refunds take points back, and points that paid for an order return with it. Nobody spends points that a later refund would claim, so
no balance is ever below zero. A tier is never lost: it is the highest that completed net spend (points paid with added back) ever
reached at the end of a day. A few balances and tiers were corrected by hand; they are planted differences.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from retention.samples import figures_of_the_trade as f
from retention.samples import joining, season
from retention.samples.behaviour.visits import MINI_PROGRAM, deeds
from retention.samples.chance import stream
from retention.samples.shop import Shop, counting

REDEEMED, CASH = "积分兑换", "积分抵现"
LAST = season.END.astype("datetime64[D]")


def kept(made: Shop, joined: np.ndarray) -> pd.DataFrame:
    """What was kept of each completed order since its buyer joined, from each day on which that changed: order, person, day, rest (cents)."""
    orders = made.orders
    person, bought = orders["person"].to_numpy(), orders["at"].to_numpy().astype("datetime64[D]")
    completed = orders["completed_at"].to_numpy().astype("datetime64[D]")
    # NaT compares as false, so orders not completed and people who did not join fall out.
    rows = np.flatnonzero(counting(orders).to_numpy() & (completed < LAST) & (bought >= joined[person].astype("datetime64[D]")))
    done = pd.DataFrame({"order": rows, "day": completed[rows], "amount": 0})
    back = _refunds(made)
    back = back[back["order"].isin(rows)]
    # What went back before completion was never counted.
    back = back.assign(day=np.maximum(back["day"].to_numpy(), completed[back["order"]]))
    steps = pd.concat([done, back]).groupby(["order", "day"], as_index=False)["amount"].sum()
    rest = orders["paid"].to_numpy()[steps["order"]] - steps.groupby("order")["amount"].cumsum().to_numpy()
    return steps.assign(person=person[steps["order"]], rest=rest.clip(0)).drop(columns="amount")


def redemptions(seed: int, made: Shop) -> pd.DataFrame:
    """Points spent, by time: events of people who spend some, on an order or on a gift."""
    rng = stream(seed, "points")
    joined = joining.profiles(seed, made)["joined_at"].to_numpy()
    earned = _changes(kept(made, joined), lambda rest: rest // 100)
    ways = _payable(made)
    last = (LAST - np.datetime64(0, "D")).astype(int)
    found: list[tuple[int, float, int, int, str]] = []
    by_person = {int(rows["person"].iloc[0]): rows for _, rows in earned.groupby("person")}
    for person, path in by_person.items():
        spends, again = rng.random() < f.POINTS_BURNED["share"], rng.random() < f.POINTS_BURNED["again"]
        draws = rng.random((2, 5))
        if not spends:
            continue
        days = path["day"].to_numpy().astype("datetime64[D]").astype(int)
        # The least she will have from each of these days on: what she can spend without ever owing.
        safe = np.minimum.accumulate(path["balance"].to_numpy()[::-1])[::-1]
        for draw in draws[: 1 + again]:
            burn = _burn(draw, days, safe, last, ways.get(person))
            # An order is paid with points once.
            if burn and (burn[2] < 0 or burn[2] not in [order for *_, order, _ in found[-1:]]):
                safe = safe - burn[1]
                found.append((person, *burn))
    return _as_events(made, found)


def _burn(draw: np.ndarray, days: np.ndarray, safe: np.ndarray, last: int, orders: pd.DataFrame | None) -> tuple[float, int, int, str] | None:
    """(day and part of it, points, order or −1, what for) of one spending; None where there are too few points."""
    when, part, what, clock, gift = draw
    from_day = days[safe >= f.POINTS_LEAST]
    if not len(from_day) or from_day[0] + 1 >= last:
        return None
    share = f.POINTS_BURNED["least"] + part * (f.POINTS_BURNED["most"] - f.POINTS_BURNED["least"])

    def points(day: float) -> int:
        have = int(safe[np.searchsorted(days, day, side="right") - 1])
        return max(f.POINTS_LEAST, int(have * share) // f.POINTS_STEP * f.POINTS_STEP)

    first = from_day[0] + 1
    if orders is not None and what < f.POINTS_BURNED["cash"]:
        most = (f.POINTS_BURNED["cap"] * orders["paid"] / f.POINT_CENTS).astype(int) // f.POINTS_STEP * f.POINTS_STEP
        fit = orders[(orders["day"] >= first) & (most >= f.POINTS_LEAST)]
        if len(fit):
            chosen = fit.iloc[int(when * len(fit))]
            return float(chosen["day"]), min(points(chosen["day"]), int(most[chosen.name])), int(chosen["order"]), CASH
    day = first + int(when * (last - first))
    return day + 0.4 + 0.5 * clock, points(day), -1, f.POINTS_GIFTS[int(gift * len(f.POINTS_GIFTS))]


def _payable(made: Shop) -> dict[int, pd.DataFrame]:
    """Each person's ordinary paid orders: order, day (number), paid."""
    orders = made.orders[made.orders["made_by"].isin(["shop", "rule"]) & made.orders["paid_at"].notna() & (made.orders["at"] < season.END)]
    table = pd.DataFrame({"person": orders["person"], "order": orders.index, "paid": orders["paid"]})
    table["day"] = orders["at"].to_numpy().astype("datetime64[D]").astype(int)
    table = table.sort_values(["person", "day", "order"], ignore_index=True)
    return {int(rows["person"].iloc[0]): rows for _, rows in table.groupby("person")}


def _as_events(made: Shop, found: list[tuple[int, float, int, int, str]]) -> pd.DataFrame:
    table = pd.DataFrame(found, columns=["person", "when", "points", "order", "about"])
    order = table["order"].to_numpy()
    on_order = order >= 0
    at = (table["when"].to_numpy(dtype=float) * season.DAY).astype(np.int64).astype("datetime64[s]")
    placed, channels = made.orders["at"].to_numpy().astype("datetime64[s]"), made.orders["channel"].to_numpy()
    rows = table.assign(channel=np.where(on_order, channels[order], MINI_PROGRAM))
    events = deeds(rows, REDEEMED, np.where(on_order, placed[order], at), order=order, about=table["about"].to_numpy())
    events["quantity"] = table["points"].to_numpy(dtype=np.int64)
    return events.sort_values(["at", "person"], kind="stable", ignore_index=True)


def balances(made: Shop, joined: np.ndarray, redeemed: pd.DataFrame) -> pd.DataFrame:
    """One row per person: `points` on the last day, and `spent`, the highest completed net spend at the end of any day (cents)."""
    size, orders = len(made.people), made.orders
    steps = kept(made, joined)
    earned = _changes(steps, lambda rest: rest // 100).groupby("person")["balance"].last()
    on = redeemed[redeemed["order"] >= 0]
    paid_with = np.bincount(on["order"], on["quantity"], minlength=len(orders)).astype(np.int64)
    # Points that paid for an order return with the part of it that went back.
    back = np.bincount(made.returns["order"], made.returns["amount"], minlength=len(orders)).astype(np.int64)
    closed = ~counting(orders).to_numpy()
    paid = orders["paid"].to_numpy()
    whole = closed | (back >= paid)
    returned = np.where(whole, paid_with, paid_with * back // np.maximum(paid, 1))
    burned = np.bincount(redeemed["person"], redeemed["quantity"], minlength=size).astype(np.int64)
    given = np.bincount(orders["person"], returned, minlength=size).astype(np.int64)
    points = earned.reindex(range(size)).fillna(0).to_numpy().astype(np.int64) - burned + given
    value = paid_with[steps["order"]]
    gone = paid[steps["order"]] - steps["rest"].to_numpy()
    left = value - np.where(steps["rest"].to_numpy() <= 0, value, value * gone // np.maximum(paid[steps["order"]], 1))
    spend = _changes(steps.assign(rest=steps["rest"] + left * f.POINT_CENTS), lambda rest: rest)
    spent = spend.groupby("person")["balance"].max().reindex(range(size)).fillna(0).to_numpy().astype(np.int64)
    return pd.DataFrame({"points": points, "spent": spent.clip(0)})


def by_hand(seed: int, members: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Members after a few corrections by hand, and those: person, points (added), tier (given; empty: none)."""
    rng = stream(seed, "points_by_hand")
    names = list(f.TIERS)
    rich = rng.permutation(np.flatnonzero(members["points"] >= 100))[: len(f.POINTS_BY_HAND)]
    low = rng.permutation(np.setdiff1d(np.flatnonzero(members["tier"] != names[-1]), rich))[: f.TIERS_BY_HAND]
    added = np.asarray(f.POINTS_BY_HAND, dtype=np.int64)[: len(rich)]
    given = [names[names.index(tier) + 1] for tier in members["tier"].iloc[low]]
    points, tier = members["points"].to_numpy().copy(), members["tier"].to_numpy().copy()
    points[rich] += added
    tier[low] = given
    rows = np.concatenate([rich, low])
    hand = pd.DataFrame({"person": members["person"].to_numpy()[rows], "points": [*added, *[0] * len(low)], "tier": [""] * len(rich) + given})
    return members.assign(points=points, tier=tier), hand


def _refunds(made: Shop) -> pd.DataFrame:
    """Money that went back by order and the day it was asked for."""
    some = made.returns[made.returns["amount"] > 0]
    table = pd.DataFrame({"order": some["order"], "day": some["requested_at"].to_numpy().astype("datetime64[D]"), "amount": some["amount"]})
    return table.groupby(["order", "day"])["amount"].sum().reset_index()


def _changes(steps: pd.DataFrame, worth: Callable[[pd.Series], pd.Series]) -> pd.DataFrame:
    """person, day, balance at its end; `worth` of what is kept of an order is what counts."""
    value = worth(steps["rest"])
    delta = value - value.groupby(steps["order"]).shift(fill_value=0)
    table = steps.assign(delta=delta).groupby(["person", "day"], as_index=False)["delta"].sum()
    return table.assign(balance=table.groupby("person")["delta"].cumsum())
