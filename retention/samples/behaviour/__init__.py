"""What the made-up shop's customers did: visits, carts, campaigns, check-ins, reviews, shares, coupons, the membership.

Everything is drawn around the orders, which stay as they are: visits before them, coupons and points on them.
"""

import numpy as np
import pandas as pd

from retention.samples.behaviour import coupons, files, points, reached, social, visits
from retention.samples.behaviour.first_coupon import first_coupon_arms
from retention.samples.behaviour.members import memberships
from retention.samples.shop import Shop
from retention.samples.told import Told

__all__ = ["events", "first_coupon_arms", "tables"]


def tables(seed: int, made: Shop, numbers: np.ndarray, _identity: pd.DataFrame) -> Told:
    """行为, 优惠券 and 会员 as raw exports, and what was planted in them."""
    shared = social.shares(seed, made)
    happened = events(seed, made, shared)
    held, koc = coupons.all_coupons(seed, made), social.koc_people(shared)
    redeemed, arms = points.redemptions(seed, made), first_coupon_arms(seed, made)
    members, by_hand = points.by_hand(seed, memberships(seed, made, koc, redeemed))
    written, dirt = files.write_up(seed, made, numbers, happened, redeemed, held, members)
    kept = files.shown(written, "行为")
    happened = pd.concat([happened, redeemed], ignore_index=True)
    kinds = happened["kind"].to_numpy()[kept["row"]]
    truth = {
        "dirt": dirt,
        "expected": {
            "events": int(kept["times"].sum()),
            "events_by_kind": kept["times"].groupby(kinds).sum().to_dict(),
            "coupons": len(held),
            "coupons_used": int(held["used_at"].notna().sum()),
            "members": len(members),
        },
        "planted": {
            "koc": sorted(numbers[members.loc[members["mark"] == "KOC", "person"]]),
            "window_shoppers": sorted(numbers[visits.window_shoppers(seed, made)]),
            "points_by_hand": _by_number(numbers, by_hand[by_hand["points"] != 0], "points"),
            "tiers_by_hand": _by_number(numbers, by_hand[by_hand["tier"] != ""], "tier"),
            "first_coupon": {arm: sorted(numbers[rows["person"]]) for arm, rows in arms.groupby("arm")},
        },
        "reached": reached.everything(made, happened, held, members, arms),
    }
    return Told(written, truth)


def _by_number(numbers: np.ndarray, rows: pd.DataFrame, column: str) -> dict[str, object]:
    """A column by the customer's number."""
    return dict(zip(numbers[rows["person"]], rows[column], strict=True))


def events(seed: int, made: Shop, shared: pd.DataFrame) -> pd.DataFrame:
    """Everything people did, by time: person (−1: not signed in), at, kind, channel, code, order, about, quantity, rating; no two rows alike."""
    parts = [visits.all_visits(seed, made), social.campaign_joins(seed, made), social.check_ins(seed, made), social.reviews(seed, made), shared]
    table = pd.concat(parts, ignore_index=True).drop_duplicates()
    return table.sort_values(["at", "person", "kind", "code"], kind="stable", ignore_index=True)
