"""What programmes come to, what the shop's own test has shown and what members hold, as rows for kpis.json."""

from collections.abc import Iterable
from datetime import date, timedelta

import pandas as pd

from retention.loyalty.accounting import Liability
from retention.loyalty.experiment import measured_uplift
from retention.loyalty.holdings import YEAR
from retention.settings import Programme
from retention.tables.kpis import kpi_row

GAINS = {"programme_gain": "money", "programme_pays": "share", "break_even_uplift": "share", "cannibalised_share": "share"}
POINTS = {"points_outstanding": "count", "points_liability": "money", "points_expiring": "count", "burn_to_earn": "ratio"}


def gain_rows(compared: pd.DataFrame, needed: pd.DataFrame, asked: str, refused: Iterable[str], members: int, window: str) -> list[dict]:
    """The gain of the programme `asked` for and of each tried (`comparison`), the uplift each needs (`needed_uplifts`); those refused have none."""
    table = compared.set_index("programme").assign(net=needed.set_index("programme")["net"])
    if asked in table.index:
        rows, headline = [kpi_row("programme_pays", "share", window, value=table.at[asked, "p_positive"], n=members)], [(None, asked)]
    else:
        rows, headline = no_gain_rows("kpi-missing-refused", window), []
    for group, name in [*headline, *((name, name) for name in table.index)]:
        row = table.loc[name]
        rows.append(kpi_row("programme_gain", "money", window, group, n=members, **{end: float(row[end]) for end in ("value", "low", "high")}))
        for figure, value, why in (
            ("break_even_uplift", row["net"], "kpi-missing-break-even"),
            ("cannibalised_share", row["cannibalised"], "kpi-missing-discounts"),
        ):
            told = {"missing": why} if pd.isna(value) else {"value": value, "n": members}
            rows.append(kpi_row(figure, "share", window, group, **told))
    return rows + [kpi_row("programme_gain", "money", window, name, missing="kpi-missing-refused") for name in refused]


def no_gain_rows(why: str, window: str) -> list[dict]:
    """The same where nothing can be simulated, each with the id of the message that says why."""
    return [kpi_row(name, unit, window, missing=why) for name, unit in GAINS.items()]


def measured_rows(measured: pd.DataFrame, window: str) -> list[dict]:
    """The uplift that the shop's own test has shown (`experiment.measured`); no row where it has shown none."""
    found = measured_uplift(measured)
    if found is None:
        return []
    value, low, high = found
    groups = measured.set_index("quantity")["value"]
    return [kpi_row("measured_uplift", "share", window, value=value, low=low, high=high, n=float(groups[["treated", "control"]].sum()))]


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
