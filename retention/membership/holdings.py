"""What members hold by the books: points by month of issue, how old they are, how many will be spent, and how many were."""

from datetime import date

import numpy as np
import pandas as pd

from retention.redemption import AGE_ENDS, AGES, Cohorts, Redemption

YEAR = 365


def ledger_cohorts(entries: pd.DataFrame, lots: pd.DataFrame, as_of: date) -> Cohorts:
    """Cohorts of a points ledger: `entries` (day, kind, points, lot, about, customer_id) and `lots` (customer_id, lot, since, issued)."""
    if lots.empty:
        return Cohorts(np.zeros(0), np.zeros((0, 0)), np.zeros((0, 0)), np.zeros((0, 0)), 0)
    first = pd.to_datetime(lots["since"]).min()
    last = pd.Timestamp(as_of)
    months = int(_months(pd.Series([last]), first).iloc[0]) + 1
    born = lots.assign(issued_in=_months(lots["since"], first))
    issued = np.bincount(born["issued_in"], weights=born["issued"].astype(float), minlength=months)
    moved = entries[entries["lot"].notna()].astype({"lot": "int64"}).merge(born[["customer_id", "lot", "issued_in"]], on=["customer_id", "lot"])
    moved = moved.assign(age=_months(moved["day"], first) - moved["issued_in"])
    back = (moved["kind"] == "matured") & (moved["about"] == "given_back")
    cells = {kind: _cells(moved[moved["kind"] == kind], months) for kind in ("burned", "expired", "clawed")}
    month_over = (last + pd.Timedelta(1, "D")).day == 1
    return Cohorts(issued, cells["burned"] - _cells(moved[back], months), cells["expired"], cells["clawed"], months if month_over else months - 1)


def _months(days: pd.Series, first: pd.Timestamp) -> pd.Series:
    """Calendar months since the month of `first`."""
    days = pd.to_datetime(days)
    return (days.dt.year - first.year) * 12 + days.dt.month - first.month


def _cells(rows: pd.DataFrame, months: int) -> np.ndarray:
    table = np.zeros((months, months))
    np.add.at(table, (rows["issued_in"].to_numpy(dtype=int), rows["age"].to_numpy(dtype=int)), rows["points"].to_numpy(dtype=float))
    return table


def expected_of_lots(found: Redemption, lots: pd.DataFrame, as_of: date) -> float:
    """How many of the usable points of a ledger's lots are expected to be spent, each by the whole months since it could first be used."""
    last = pd.Timestamp(as_of)
    whole = int((last + pd.Timedelta(1, "D")).day == 1)
    ages = (last.year - lots["since"].dt.year) * 12 + last.month - lots["since"].dt.month + whole
    return float(lots["points"].to_numpy(float) @ found.of_left(ages.to_numpy(int)))


def ageing_of_lots(lots: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Usable points of a ledger by days since they became usable: days, points, share."""
    days = (pd.Timestamp(as_of) - pd.to_datetime(lots["since"])).dt.days
    bucket = np.searchsorted(AGE_ENDS, days.to_numpy(dtype=float))
    points = np.bincount(bucket, weights=lots["points"].to_numpy(dtype=float), minlength=len(AGES))
    whole = points.sum()
    return pd.DataFrame({"days": AGES, "points": points, "share": points / whole if whole else np.full(len(AGES), np.nan)})


def burned_and_earned(entries: pd.DataFrame, as_of: date, days: int = YEAR) -> tuple[float, float]:
    """Points spent (net of those given back) and earned (net of those taken back) in the last `days`, by the entries of a ledger."""
    recent = entries[pd.to_datetime(entries["day"]) > pd.Timestamp(as_of) - pd.Timedelta(days, "D")]
    moved = recent.groupby("kind")["points"].sum()
    earned = sum(moved.get(kind, 0) for kind in ("earned", "task")) - moved.get("clawed", 0)
    return float(moved.get("burned", 0) - moved.get("given_back", 0)), float(earned)
