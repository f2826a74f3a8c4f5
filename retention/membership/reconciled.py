"""Our ledger against the shop's own books: balances and tiers, customer by customer, every difference listed."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

DIFFERENCES = ("customer_id", "ours", "theirs", "difference")
FATES = ("equal", "different", "not_stated", "only_ours", "only_theirs")


@dataclass(frozen=True)
class Reconciled:
    """What was compared and what differs.

    `points` and `tiers` list the differences, the largest first (difference = theirs − ours; of tiers there is none). `counts` has one row
    per fate: members with equal points, with different ones, with none stated by the shop, and members that only one side knows; each
    column adds up to all members of either side.
    """

    points: pd.DataFrame
    tiers: pd.DataFrame
    counts: pd.DataFrame


def reconcile(members: pd.DataFrame, memberships: pd.DataFrame) -> Reconciled:
    """Compare the ledger's members with the shop's memberships (columns customer_id, points, tier).

    Our balance is what can be spent less debt; points still pending are in nobody's balance. Exports do not date balances: they are those
    of the day of the export, so a ledger of an earlier day differs by what happened in between.
    """
    ours = pd.DataFrame({"customer_id": members["customer_id"], "points": members["points_usable"] - members["points_debt"]})
    ours = ours.assign(tier=members["tier_name"])
    theirs = memberships[["customer_id", "points", "tier"]].assign(points=pd.to_numeric(memberships["points"]).astype("Int64"))
    both = ours.merge(theirs, on="customer_id", how="outer", suffixes=("_ours", "_theirs"), indicator=True, validate="one_to_one")
    fates, listed = {}, {}
    for what in ("points", "tier"):
        own, other = both[f"{what}_ours"], both[f"{what}_theirs"]
        known = both["_merge"].astype(str)
        same = (own == other).fillna(False).astype(bool)
        rules = [known == "left_only", known == "right_only", other.isna(), same]
        fate = pd.Series(np.select(rules, ["only_ours", "only_theirs", "not_stated", "equal"], default="different"), both.index)
        fates[what] = fate.value_counts().reindex(list(FATES)).fillna(0).astype(int).to_numpy()
        rows = both[fate == "different"]
        listed[what] = pd.DataFrame({"customer_id": rows["customer_id"], "ours": rows[f"{what}_ours"], "theirs": rows[f"{what}_theirs"]})
    points = listed["points"].astype({"ours": "int64", "theirs": "int64"})
    points = points.assign(difference=points["theirs"] - points["ours"])
    order = points["difference"].abs().sort_values(ascending=False, kind="stable").index
    counts = pd.DataFrame({"fate": list(FATES), "points": fates["points"], "tiers": fates["tier"]})
    return Reconciled(points.loc[order].reset_index(drop=True), listed["tier"].reset_index(drop=True), counts)
