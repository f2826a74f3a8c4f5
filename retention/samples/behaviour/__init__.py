"""What the made-up shop's customers did: visits, carts, campaigns, check-ins, reviews, shares, coupons, the membership.

Everything is drawn around the orders, which stay as they are: visits before them, coupons on them.
"""

import numpy as np
import pandas as pd

from retention.samples.behaviour import coupons, files, reached, social, visits
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
    members, arms = memberships(seed, made, koc), first_coupon_arms(seed, made)
    written, dirt = files.write_up(seed, made, numbers, happened, held, members)
    kept = files.shown(written, "行为")
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
            "first_coupon": {arm: sorted(numbers[rows["person"]]) for arm, rows in arms.groupby("arm")},
        },
        "reached": reached.everything(made, happened, held, members, arms),
    }
    return Told(written, truth)


def events(seed: int, made: Shop, shared: pd.DataFrame) -> pd.DataFrame:
    """Everything people did, by time: person (−1: not signed in), at, kind, channel, code, order, about, quantity, rating; no two rows alike."""
    parts = [visits.all_visits(seed, made), social.campaign_joins(seed, made), social.check_ins(seed, made), social.reviews(seed, made), shared]
    table = pd.concat(parts, ignore_index=True).drop_duplicates()
    return table.sort_values(["at", "person", "kind", "code"], kind="stable", ignore_index=True)
