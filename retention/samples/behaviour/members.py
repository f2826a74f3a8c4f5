"""The members: how they joined, their tier, their points, and who of them is a KOC."""

import numpy as np
import pandas as pd

from retention.samples import figures_of_the_trade as f
from retention.samples import joining, season
from retention.samples.chance import draw, stream
from retention.samples.shop import Shop, counting


def memberships(seed: int, made: Shop, koc: np.ndarray) -> pd.DataFrame:
    """One row per member: person, joined_at, source, tier, points, mark; `koc` are the rows of people who share much."""
    joined = joining.profiles(seed, made)["joined_at"].to_numpy()
    person = np.flatnonzero(~np.isnat(joined))
    checkout = ~np.isnat(joining.history(made)["coupon_at"].to_numpy()[person])
    ways = np.asarray(list(f.JOINED_BY), dtype=object)
    drawn = ways[draw(stream(seed, "joining_sources"), list(f.JOINED_BY.values()), len(person))]
    spent = net_since(made, joined)[person]
    table = pd.DataFrame(
        {
            "person": person,
            "joined_at": joined[person],
            "source": np.where(checkout, "结算入会", drawn),
            "tier": np.asarray(list(f.TIERS), dtype=object)[np.searchsorted(list(f.TIERS.values()), spent // 100, side="right") - 1],
            "points": _balance(seed, spent // 100),
            "mark": np.where(np.isin(person, koc), "KOC", ""),
        }
    )
    return table.sort_values(["joined_at", "person"], ignore_index=True)


def net_since(made: Shop, joined: np.ndarray) -> np.ndarray:
    """Cents each person spent on completed orders placed since she joined, less refunds; 0 for who did not join."""
    orders = made.orders
    refunded = np.bincount(made.returns["order"], made.returns["amount"], minlength=len(orders))
    person = orders["person"].to_numpy()
    since = orders["at"].to_numpy() >= joined[person]
    completed = (counting(orders) & (orders["completed_at"] < season.END)).to_numpy()
    net = np.where(since & completed, orders["paid"].to_numpy() - refunded, 0)
    return np.bincount(person, net, minlength=len(joined)).astype(np.int64).clip(0)


def _balance(seed: int, earned: np.ndarray) -> np.ndarray:
    """A point for each yuan, less what some have burned, in hundreds."""
    rng = stream(seed, "points")
    part, burns = rng.uniform(0.1, 0.9, len(earned)), rng.random(len(earned)) < f.POINTS_BURNED["share"]
    burned = (earned * part).astype(np.int64) // 100 * 100
    return earned - np.where(burns & (earned >= f.POINTS_BURNED["least"]), burned, 0)


def share_of_sales(made: Shop, members: pd.DataFrame) -> float:
    """Members' share of the net money of orders that count, 0..1."""
    refunded = np.bincount(made.returns["order"], made.returns["amount"], minlength=len(made.orders))
    orders = made.orders.assign(net=made.orders["paid"] - refunded)[counting(made.orders)]
    return float(orders["net"][orders["person"].isin(members["person"])].sum() / max(orders["net"].sum(), 1))
