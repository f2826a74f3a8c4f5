"""The layers interaction and preference over all customers: who does what, what is liked, and of how many one is sure."""

from dataclasses import dataclass

import pandas as pd

from retention.pyramid.interaction import COUNTS, WINDOWS

TASTES = ("category", "brand", "style", "colour", "season", "size", "promotion")
# Sure of a taste: at least half of what she buys, even at the lower end of the interval.
SURE = 0.5
# Upper ends of the usual discount's groups after the first one, which is full price; the last one is clearance.
DISCOUNTS = (0.15, 0.25, 0.40, 1.0)


@dataclass(frozen=True)
class Summary:
    """The base in a few figures: `usual_days_since` (median, a day that is there) and `bought_again` (share with two purchase days)."""

    customers: int
    orders: int
    net_paid: float
    refunds_told: bool
    usual_days_since: int
    bought_again: float


def base_summary(pyramid: pd.DataFrame) -> Summary:
    """What the pyramid comes to; zeros without customers."""
    if pyramid.empty:
        return Summary(0, 0, 0.0, False, 0, 0.0)
    usual = int(pyramid["days_since_last_order"].quantile(0.5, interpolation="lower"))
    told = bool(pyramid["refunded"].notna().any())
    again = float((pyramid["purchase_days"] > 1).mean())
    return Summary(len(pyramid), int(pyramid["orders"].sum()), float(pyramid["net_paid"].sum()), told, usual, again)


def usual_gap(pyramid: pd.DataFrame) -> float:
    """The median of the customers' own usual days between orders; not a number where nobody ordered twice."""
    return float(pyramid["median_gap_days"].median())


def between_orders(pyramid: pd.DataFrame) -> pd.DataFrame:
    """One row per thing customers do between orders: what, n, customers and share of the last 30 and 90 days; none for what no table holds."""
    rows = []
    for what in COUNTS:
        counts = {days: pyramid[f"{what}_{days}d"] for days in WINDOWS}
        if all(count.notna().any() for count in counts.values()):
            did = {days: int((count > 0).sum()) for days, count in counts.items()}
            rows.append((what, len(pyramid), did[30], did[90], did[30] / len(pyramid), did[90] / len(pyramid)))
    return pd.DataFrame(rows, columns=["what", "n", "customers_30", "customers_90", "share_30", "share_90"])


def how_sure(pyramid: pd.DataFrame) -> pd.DataFrame:
    """One row per taste that tells customers apart: what, n, known (customers with one), sure (of whom one is sure), both as shares.

    A taste of which there is but one value (a shop with one brand) says nothing and is left out.
    """
    rows = []
    for what in TASTES:
        values = pyramid[f"usual_{what}"]
        if values.nunique() > 1:
            known, sure = int(values.notna().sum()), int((pyramid[f"usual_{what}_low"] >= SURE).sum())
            rows.append((what, len(pyramid), known, sure, known / len(pyramid), sure / len(pyramid)))
    return pd.DataFrame(rows, columns=["what", "n", "known", "sure", "known_share", "sure_share"])


def most_liked(pyramid: pd.DataFrame, top: int = 3) -> pd.DataFrame:
    """The `top` commonest values of each taste in `how_sure`: what, value, customers, share (of those with a taste), sure (customers)."""
    rows = []
    for what in how_sure(pyramid)["what"]:
        own = pd.DataFrame({"value": pyramid[f"usual_{what}"], "sure": pyramid[f"usual_{what}_low"] >= SURE}).dropna(subset="value")
        counted = own.groupby("value", as_index=False).agg(customers=("sure", "size"), sure=("sure", "sum"))
        best = counted.sort_values(["customers", "value"], ascending=[False, True]).head(top)
        rows.append(best.assign(what=what, share=best["customers"] / len(own)))
    columns = ["what", "value", "customers", "share", "sure"]
    return pd.concat(rows, ignore_index=True)[columns] if rows else pd.DataFrame(columns=columns)


def usual_discounts(pyramid: pd.DataFrame, full_price_from: float = 0.95) -> pd.DataFrame:
    """Customers by their usual discount: above, up_to (shares off the list price), customers, share; no rows where none is known.

    The first group pays `full_price_from` of the list price or more.
    """
    known = pyramid["median_discount"].dropna()
    if known.empty:
        return pd.DataFrame(columns=["above", "up_to", "customers", "share"])
    full = round(1 - full_price_from, 9)
    ends = [full, *(end for end in DISCOUNTS if end > full)]
    # The first group holds full price too; a discount just on an end belongs below it, whatever the last binary digit says.
    place = pd.cut(known.round(9), [-1.0, *ends], labels=False)
    counts = place.value_counts().reindex(range(len(ends)), fill_value=0).sort_index().to_numpy()
    return pd.DataFrame({"above": [0.0, *ends[:-1]], "up_to": ends, "customers": counts, "share": counts / len(known)})
