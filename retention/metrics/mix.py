"""The mix: which channels sales come through, and which reasons customers tick when goods come back."""

from datetime import date
from typing import Literal

import ibis
import numpy as np
import pandas as pd
from ibis import _

from retention import stats
from retention.metrics.facts import first_day
from retention.orders import settled, that_count
from retention.seasons import Window, window_to
from retention.tables.kpis import kpi_row, kpi_table

# Shares of smaller channels and reasons are told together.
MOST = 8
OTHER = "other"
COLUMNS = ["what", "k", "share", "low", "high", "n"]


def channel_mix(orders: ibis.Table, window: Window) -> pd.DataFrame:
    """Share of gross sales by channel in the window, largest first: what (`other` for all but the largest), k (orders), share, low, high, n.

    n is the orders of a known channel. The interval comes from resampling customers (each guest order on its own); missing under 30 of them.
    """
    counted = that_count(orders).filter(_.channel.notnull(), _.ordered_on.between(*_days(window)))
    each = counted.group_by(who=ibis.coalesce(_.customer_id, _.order_id), what=_.channel).agg(paid=_.gross_paid.sum().cast("float64"), k=_.count())
    rows = each.order_by("who", "what").to_pyarrow().to_pandas()
    if rows.empty or rows["paid"].sum() <= 0:
        return pd.DataFrame(columns=COLUMNS)
    rows["what"] = _largest(rows.groupby("what")["paid"].sum(), rows["what"])
    paid = rows.pivot_table(index="who", columns="what", values="paid", aggfunc="sum", fill_value=0.0)
    whole = paid.sum(axis=1).to_numpy()[:, None].repeat(paid.shape[1], axis=1)
    found = stats.ratios(paid.to_numpy(), whole)
    enough = len(paid) >= 30
    n, k = int(rows["k"].sum()), rows.groupby("what")["k"].sum()
    told = [
        {"what": what, "k": int(k[what]), "share": f.value, "low": f.low if enough else np.nan, "high": f.high if enough else np.nan, "n": n}
        for what, f in zip(paid.columns, found, strict=True)
    ]
    return _in_order(told)


def reasons_reported(returns: ibis.Table | None, window: Window) -> pd.DataFrame:
    """Share of refunds after delivery by the reason ticked, most frequent first: what, k, share, low, high (Wilson), n (with a reason).

    A refund counts once, on the day it was asked for. Where no export says before or after delivery, all refunds are counted.
    """
    if returns is None:
        return pd.DataFrame(columns=COLUMNS)
    inside = settled(returns).filter(_.part == 1, _.reason.notnull(), _.returned_on.between(*_days(window)))
    counted = inside.group_by("stage", "reason").agg(k=_.count()).order_by("stage", "reason").to_pyarrow().to_pandas()
    after = counted[counted["stage"] == "after_delivery"]
    chosen = after if len(after) else counted
    if chosen.empty:
        return pd.DataFrame(columns=COLUMNS)
    k = chosen.assign(what=_largest(chosen.groupby("reason")["k"].sum(), chosen["reason"])).groupby("what")["k"].sum()
    n = int(k.sum())
    low, high = stats.wilson(k.to_numpy(), n) if n >= 30 else (np.full(len(k), np.nan),) * 2
    told = zip(k.index, k, low, high, strict=True)
    return _in_order([{"what": what, "k": int(m), "share": m / n, "low": float(a), "high": float(b), "n": n} for what, m, a, b in told])


def mix_window(orders: ibis.Table, as_of: date, window_days: int | Literal["all"]) -> Window:
    """The days both are about."""
    return window_to(as_of, window_days, first_day(orders))


def mix_kpis(channels: pd.DataFrame, reasons: pd.DataFrame, window: Window) -> pd.DataFrame:
    """Both as figures, the channel or reason as their group."""
    days = f"{window.first}..{window.last}"
    named = (("sales_share_of_channel", channels), ("refunds_share_of_reason", reasons))
    return kpi_table(
        [
            kpi_row(name, "share", days, group=str(row["what"]), value=row["share"], low=row["low"], high=row["high"], n=row["n"])
            for name, table in named
            for row in table.to_dict("records")
        ]
    )


def _days(window: Window) -> tuple[ibis.Value, ibis.Value]:
    return ibis.date(window.first.isoformat()), ibis.date(window.last.isoformat())


def _largest(sizes: pd.Series, values: pd.Series) -> pd.Series:
    """The values, all but the largest ones called `other`."""
    if len(sizes) <= MOST:
        return values
    kept = sizes.sort_values(ascending=False, kind="stable").index[: MOST - 1]
    return values.where(values.isin(kept), OTHER)


def _in_order(told: list[dict]) -> pd.DataFrame:
    """Largest share first, all others together last."""
    table = pd.DataFrame(told, columns=COLUMNS)
    return (
        table.assign(last=table["what"] == OTHER)
        .sort_values(["last", "share", "what"], ascending=[True, False, True])[COLUMNS]
        .reset_index(drop=True)
    )
