"""What members hold, as rows for kpis.json."""

from datetime import date, timedelta

import pandas as pd

from retention.membership.holdings import YEAR
from retention.membership.liability import Liability
from retention.settings import Programme
from retention.tables.kpis import kpi_row

POINTS = {"points_outstanding": "count", "points_liability": "money", "points_expiring": "count", "burn_to_earn": "ratio"}


def member_rows(
    joined: int,
    members: pd.DataFrame | None,
    programme: Programme | None,
    burned_earned: tuple[float, float],
    liability: Liability | None,
    as_of: date,
) -> list[dict]:
    """Members in all and by tier, points outstanding, also in money, and lapsing within 30 days, and points burned to earned in a year.

    `members` keeps the promise of MEMBERS; None where no books are kept, for want of a programme or of members.
    """
    day = f"{as_of}..{as_of}"
    whole = {"value": joined, "n": joined} if joined else {"missing": "kpi-missing-memberships"}
    rows = [kpi_row("members_in_programme", "count", day, **whole)]
    if members is not None:
        tiers = members["tier_name"].value_counts()
        rows += [kpi_row("members_in_programme", "count", day, group=str(name), value=int(n), n=int(n)) for name, n in tiers.items()]
    if members is None or programme is None or programme.points is None:
        return rows + [kpi_row(name, unit, day, missing=_why_no_points(programme)) for name, unit in POINTS.items()]
    held, soon = members[["points_usable", "points_pending"]].sum().sum(), members["expiring_30"]
    rows.append(kpi_row("points_outstanding", "count", day, value=float(held), n=len(members)))
    rows += _liability_rows(liability, len(members), day) if liability is not None else []
    rows.append(kpi_row("points_expiring", "count", day, value=float(soon.sum()), n=int((soon > 0).sum())))
    burned, earned = burned_earned
    told = {"value": burned / earned, "n": len(members)} if earned > 0 else {"missing": "kpi-missing-burns"}
    return [*rows, kpi_row("burn_to_earn", "ratio", f"{as_of - timedelta(days=YEAR - 1)}..{as_of}", **told)]


def _liability_rows(liability: Liability, members: int, day: str) -> list[dict]:
    """Points in money with their interval; where history gives none, the least and the most they may stand for are rows of their own."""
    if liability.source == "data":
        return [kpi_row("points_liability", "money", day, value=liability.value, low=liability.low, high=liability.high, n=members)]
    ends = {None: liability.value, "least": liability.low, "most": liability.high}
    return [kpi_row("points_liability", "money", day, group, value=value, n=members) for group, value in ends.items()]


def _why_no_points(programme: Programme | None) -> str:
    if programme is None:
        return "kpi-missing-programme"
    return "kpi-missing-points" if programme.points is None else "kpi-missing-memberships"
