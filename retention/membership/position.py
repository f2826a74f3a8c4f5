"""What a member has on a day: her tier and what the next one takes, what keeps this one, her points and which expire next.

What is to come is told as if all she ordered so far is completed after the usual days and nothing of it comes back.
"""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from retention.membership.account import Account, Order
from retention.membership.standing import Standing
from retention.settings import Programme
from retention.tables import MEMBERS

SOON = (30, 60, 90)
UNITS = {"paid": "money", "list": "money"}  # what a tier is reached by → its unit, where they differ
REACHED = (
    "customer_id", "joined_on", "tier", "expected_tier", "qualifying", "to_next", "review_on", "tier_after_review", "to_keep", "keep_by",
    "falls_on", "discount", "points_usable", "points_pending", "points_debt", "expiring_30", "expiring_60", "expiring_90", "next_expiry_on",
    "points_expiring_next",
)  # fmt: skip


def position(
    programme: Programme, account: Account, standing: Standing, orders: list[Order], reviews: list[int], today: int, completion_days: int
) -> dict[str, Any]:
    """What a member has today: tier, what she needs for the next one and to keep this one, points."""
    unit = 100 if programme.qualification.basis in ("paid", "list") else 1
    tier, counted = standing.granted(today), standing.counted(today)
    # What should be completed already is so tomorrow at the earliest.
    coming = [(max(order.day + completion_days, today + 1), order) for order in orders if order.counts and order.completed_day is None]
    expected = max(tier, standing.lived_on(coming, ()).held)
    row: dict[str, Any] = {"joined_on": standing.joined, "tier": tier, "expected_tier": expected, "qualifying": counted / unit, "to_next": None}
    if tier + 1 < len(programme.tiers):
        row["to_next"] = (standing.thresholds[tier + 1] - counted) / unit
    review = next((day for day in reviews if day > today), None)
    row |= _at_review(standing, coming, review, today, completion_days, unit)
    ends = [(lot.last_day, lot.points) for lot in account.live if lot.last_day is not None]
    nearest = min((day for day, _ in ends), default=None)
    row |= {
        "discount": programme.discount_in(tier),
        "points_usable": account.usable,
        "points_pending": sum(order.pending + order.review_pending for order in orders),
        "points_debt": account.debt,
        **{f"expiring_{days}": sum(points for day, points in ends if day <= today + days) for days in SOON},
        "next_expiry_on": nearest,
        "points_expiring_next": sum(points for day, points in ends if day == nearest),
    }
    return row


def _at_review(
    standing: Standing, coming: list[tuple[int, Order]], review: int | None, today: int, completion_days: int, unit: int
) -> dict[str, Any]:
    """The next review: the tier granted on it, what keeps today's and the last day to order that, and the day on which today's ends otherwise."""
    found: dict[str, Any] = {"review_on": review, **dict.fromkeys(("tier_after_review", "to_keep", "keep_by", "falls_on"))}
    if review is None:
        return found
    tier, grace = standing.granted(today), standing.rules.grace_days
    ahead = standing.lived_on(coming, [review])
    found["tier_after_review"] = ahead.granted(review)
    found["falls_on"] = next((day for day, granted in ahead.steps(review + grace) if day > today and granted < tier), None)
    short = standing.thresholds[tier] - standing.counted(review, at_review=True, also=[(day, order) for day, order in coming if day <= review])
    # In days of grace the tier is lost already; only an upgrade brings it back.
    if short > 0 and tier == standing.held:
        found["to_keep"] = short / unit
        found["keep_by"] = standing.last_to_keep(review, completion_days, today)
    return found


def members_table(rows: list[dict[str, Any]], programme: Programme, as_of: date) -> pd.DataFrame:
    """One row per member, with the names of tiers beside their numbers."""
    table = dated(pd.DataFrame(rows, columns=list(REACHED)), "joined_on", "review_on", "keep_by", "falls_on", "next_expiry_on")
    names = [tier.name for tier in programme.tiers]
    above: list[str | None] = [*names[1:], None]
    tier, after = table["tier"].astype("int64"), table.pop("tier_after_review")
    found = with_next_steps(table, programme.qualification.basis).assign(
        as_of=pd.Timestamp(as_of),
        tier=tier,
        tier_name=_named(tier, names),
        expected_tier_name=_named(table["expected_tier"], names),
        next_tier_name=_named(tier, above),
        tier_after_review_name=_named(after, names),
        to_next=table["to_next"].astype(float),
        to_keep=table["to_keep"].astype(float),
    )
    return found[[name for name in MEMBERS.columns if name in found]]


def with_next_steps(table: pd.DataFrame, basis: str) -> pd.DataFrame:
    """Add what each member can do next: next_step (coming, keep, reach, top), next_step_needs, next_step_unit and next_step_by."""
    keep = table["to_keep"].notna() & table["keep_by"].notna()
    rules = [table["expected_tier"] > table["tier"], keep, table["to_next"].notna()]
    step = pd.Series(np.select(rules, ["coming", "keep", "reach"], default="top"), index=table.index, dtype=object)
    needs = table["to_keep"].where(step == "keep", table["to_next"].where(step == "reach")).astype(float)
    unit = pd.Series(UNITS.get(basis, basis), index=table.index, dtype=object).where(needs.notna(), None)
    return table.assign(next_step=step, next_step_needs=needs, next_step_unit=unit, next_step_by=table["keep_by"].where(step == "keep"))


def _named(tiers: pd.Series, names: list[str] | list[str | None]) -> pd.Series:
    """Names of tiers by number; missing where there is no tier."""
    return pd.Series([None if pd.isna(tier) else names[int(tier)] for tier in tiers], index=tiers.index, dtype=object)


def dated(table: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Day numbers as days; entries without a lot have none."""
    days = {name: (pd.to_numeric(table[name]).astype("float64") * 86_400).astype("datetime64[s]") for name in columns}
    lots = {"lot": pd.to_numeric(table["lot"]).astype("Int64")} if "lot" in table else {}
    return table.assign(**days, **lots)


# --- all members together --------------------------------------------------------------------------------


def members_by_tier(members: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """One row per tier, lowest first: tier_name, members, points, pending, expiring (within 90 days), expected, share (of all members).

    `expected` counts the members who have the tier once orders under way are completed; tiers nobody has are rows, too.
    """
    counted = members.groupby("tier").agg(
        members=("customer_id", "size"), points=("points_usable", "sum"), pending=("points_pending", "sum"), expiring=("expiring_90", "sum")
    )
    rows = counted.reindex(range(len(programme.tiers)), fill_value=0)
    rows.insert(0, "tier_name", [tier.name for tier in programme.tiers])
    rows["expected"] = members["expected_tier"].value_counts().reindex(rows.index, fill_value=0)
    return rows.assign(share=rows["members"] / max(len(members), 1)).reset_index(drop=True)


def near_next_tier(members: pd.DataFrame, programme: Programme, order_value: float) -> pd.DataFrame:
    """Members whom one order of this value (shop currency) brings to the next tier, nearest first; those whom orders under way bring are left out."""
    points = programme.points.points_for(order_value) if programme.points else 0
    one = {"orders": 1.0, "points": points}.get(programme.qualification.basis, order_value)
    found = members[(members["to_next"] <= one) & (members["expected_tier"] <= members["tier"])]
    return found.sort_values(["to_next", "customer_id"], ignore_index=True)
