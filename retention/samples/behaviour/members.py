"""The members: how they joined, their tier, their points, and who of them is a KOC."""

import numpy as np
import pandas as pd

from retention.samples import figures_of_the_trade as f
from retention.samples import joining
from retention.samples.behaviour.points import balances
from retention.samples.chance import draw, stream
from retention.samples.shop import Shop, counting


def memberships(seed: int, made: Shop, koc: np.ndarray, redeemed: pd.DataFrame) -> pd.DataFrame:
    """One row per member: person, joined_at, source, tier, points, mark; `koc` are the rows of people who share much."""
    joined = joining.profiles(seed, made)["joined_at"].to_numpy()
    person = np.flatnonzero(~np.isnat(joined))
    checkout = ~np.isnat(joining.history(made)["coupon_at"].to_numpy()[person])
    ways = np.asarray(list(f.JOINED_BY), dtype=object)
    drawn = ways[draw(stream(seed, "joining_sources"), list(f.JOINED_BY.values()), len(person))]
    has = balances(made, joined, redeemed).iloc[person]
    table = pd.DataFrame(
        {
            "person": person,
            "joined_at": joined[person],
            "source": np.where(checkout, "结算入会", drawn),
            "tier": np.asarray(list(f.TIERS), dtype=object)[np.searchsorted(list(f.TIERS.values()), has["spent"] / 100, side="right") - 1],
            "points": has["points"].to_numpy(),
            "mark": np.where(np.isin(person, koc), "KOC", ""),
        }
    )
    return table.sort_values(["joined_at", "person"], ignore_index=True)


def share_of_sales(made: Shop, members: pd.DataFrame) -> float:
    """Members' share of the net money of orders that count, 0..1."""
    refunded = np.bincount(made.returns["order"], made.returns["amount"], minlength=len(made.orders))
    orders = made.orders.assign(net=made.orders["paid"] - refunded)[counting(made.orders)]
    return float(orders["net"][orders["person"].isin(members["person"])].sum() / max(orders["net"].sum(), 1))
