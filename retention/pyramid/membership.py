"""Memberships: who joined when and how, the members' part of the trade, and members beside non-members.

Members differ from others in much else (who buys often has more occasions to join), so nothing here says what
membership brings: only a randomised half of the members could (notebook 03).
"""

from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from retention import stats
from retention.tables.kpis import kpi_row, kpi_table, untold

UNKNOWN, OTHER = "unknown", "other"
# So many sources and months are told apart.
MOST_SOURCES, MOST_MONTHS = 5, 36
# measure → its unit; the first three over the window, refunds over all days.
MEASURES = {"aov": "money", "orders_per_buyer": "ratio", "repurchase_rate": "share", "refund_rate": "share"}
GROUPS = ("member", "non_member")


def joins_by_month(memberships: ir.Table, as_of: date) -> pd.DataFrame:
    """One row per month and source: month (its first day), source ("unknown" where none is given), joins; complete months have no gaps of rows."""
    joined = memberships.filter(_.joined_on <= ibis.date(as_of.isoformat()))
    months = joined.group_by(month=_.joined_on.truncate("M"), source=_.source.fill_null(UNKNOWN)).agg(joins=_.count())
    rows = months.order_by("month", "source").to_pandas()
    return rows.assign(month=pd.to_datetime(rows["month"]).astype("datetime64[ms]"))


@dataclass(frozen=True)
class Joins:
    """Who joined: `by_source` (most first), and `by_period` with a row per month, or per year in a long history, and a column per source.

    Beyond the largest sources all are told together as `other`, the last column.
    """

    by_source: pd.Series
    by_period: pd.DataFrame
    yearly: bool

    @classmethod
    def of(cls, months: pd.DataFrame) -> "Joins":
        """What the table `joins_by_month` comes to."""
        if months.empty:
            return cls(pd.Series(dtype=int), pd.DataFrame(), yearly=False)
        yearly = months["month"].nunique() > MOST_MONTHS
        largest = months.groupby("source")["joins"].sum().sort_values(ascending=False, kind="stable")
        kept = list(largest.index[: MOST_SOURCES if len(largest) > MOST_SOURCES + 1 else len(largest)])
        told = months.assign(
            period=months["month"].dt.strftime("%Y" if yearly else "%Y-%m"), source=months["source"].where(months["source"].isin(kept), OTHER)
        )
        counts = told.groupby(["period", "source"])["joins"].sum().unstack(fill_value=0)
        return cls(largest, counts[[*kept, *([OTHER] if OTHER in counts and OTHER not in kept else [])]], yearly)


def members_share(pyramid: pd.DataFrame, least_group: int) -> pd.DataFrame:
    """The members' share of the customers, of the window's buyers and of their net paid: what, value, low, high, members (counted), n.

    Under `least_group` customers the counts only. Guests are no customers and count nowhere here. Empty where no membership is known.
    """
    columns = ["what", "value", "low", "high", "members", "n"]
    if pyramid.empty or not pyramid["member"].notna().any():
        return pd.DataFrame(columns=columns)
    member = pyramid["member"].astype(bool).to_numpy()
    buys = (pyramid["orders_window"] > 0).to_numpy()
    rows = [_counted("customers", member), _counted("buyers", member[buys])]
    paid = pyramid["net_paid_window"].to_numpy(dtype=float)
    sales = stats.ratio(paid * member, paid) if paid.sum() > 0 else stats.UNKNOWN
    shares = pd.DataFrame([*rows, {**rows[1], "what": "sales", "value": sales.value, "low": sales.low, "high": sales.high}], columns=columns)
    shares.loc[shares["n"] < least_group, ["value", "low", "high"]] = np.nan
    return shares


def _counted(what: str, member: np.ndarray) -> dict:
    n, k = len(member), int(member.sum())
    low, high = stats.wilson(k, n)
    return {"what": what, "value": k / n if n else np.nan, "low": low, "high": high, "members": k, "n": n}


def compared(pyramid: pd.DataFrame, least_group: int) -> pd.DataFrame:
    """Members beside non-members: one row per measure of MEASURES and group, with value, low, high, n (customers), missing (why).

    Over the window's buyers; refunds per money paid over all days. Under `least_group` customers no value. Empty where no membership is known.
    """
    columns = ["measure", "group", "value", "low", "high", "n", "missing"]
    if pyramid.empty or not pyramid["member"].notna().any():
        return pd.DataFrame(columns=columns)
    buyers = pyramid[pyramid["orders_window"] > 0]
    member = buyers["member"].astype(bool)
    rows = []
    for group, people in zip(GROUPS, (buyers[member], buyers[~member]), strict=True):
        parts = _parts(people)
        for measure in MEASURES:
            over, under = parts[measure]
            enough = len(people) >= max(least_group, 1) and under.sum() > 0
            found = stats.ratio(over, under) if enough else stats.UNKNOWN
            if enough and measure == "repurchase_rate":
                low, high = stats.wilson(over.sum(), under.sum())
                found = stats.Estimate(found.value, float(low), float(high), found.se)
            rows.append({"measure": measure, "group": group, "value": found.value, "low": found.low, "high": found.high, "n": len(people)})
            rows[-1]["missing"] = None if pd.notna(found.value) else untold(measure, buyers) or "pyramid-too-few"
    return pd.DataFrame(rows, columns=columns)


def _parts(people: pd.DataFrame) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Numerator and denominator of each measure, customer by customer."""
    orders, one = people["orders_window"].to_numpy(dtype=float), np.ones(len(people))
    return {
        "aov": (people["net_paid_window"].to_numpy(dtype=float), orders),
        "orders_per_buyer": (orders, one),
        "repurchase_rate": ((orders >= 2).astype(float), one),
        "refund_rate": stats.both_known(people["refunded"] + people["refunds_without_order"], people["gross_paid"]),
    }


def kpis(pyramid: pd.DataFrame, least_group: int, window: str, all_days: str) -> pd.DataFrame:
    """The members' figures as KPI rows; `window` and `all_days` are the spans they cover. No rows where no membership is known."""
    names = {"customers": "member_share_customers", "buyers": "member_share_buyers", "sales": "member_share_sales"}
    rows = [
        kpi_row(names[row["what"]], "share", all_days if row["what"] == "customers" else window, **_figures(row))
        for row in members_share(pyramid, least_group).to_dict("records")
    ]
    spans = dict.fromkeys(MEASURES, window) | {"refund_rate": all_days}
    for row in compared(pyramid, least_group).to_dict("records"):
        measure = row["measure"]
        rows.append(kpi_row(f"member_{measure}", MEASURES[measure], spans[measure], row["group"], **_figures(row)))
    return kpi_table(rows)


def _figures(row: dict) -> dict:
    missing = None if pd.notna(row["value"]) else row.get("missing") or "pyramid-too-few"
    return {name: row[name] for name in ("value", "low", "high", "n")} | {"missing": missing}
