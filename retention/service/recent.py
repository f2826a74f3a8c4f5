"""How well promises were kept lately: one verdict a ticket over all policies of a kind, the last weeks beside those before, and month by month."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pandas as pd

from retention import stats

# What customers wait for → the clocks of the policies that promise it.
PROMISED = {"reply": ("first_human_reply",), "solution": ("offered", "solved")}
DUE = ("met", "breached")


def together(rows: pd.DataFrame, clocks: Sequence[str]) -> pd.DataFrame:
    """One row per ticket that any policy with one of these clocks was due for: it was kept where all of them were.

    Columns: those of `judged` but its policies' own; policy ("all"); due_at and elapsed (the last and the longest); state (met or breached); never.
    """
    due = rows[rows["clock"].isin(clocks) & rows["state"].isin(DUE)].assign(breached=lambda of: of["state"] == "breached")
    first = due.drop_duplicates("ticket_id")[["ticket_id", "opened_at", "channel", "kind", "group", "hour", "weekday", "month"]]
    whole = {"due_at": ("due_at", "max"), "elapsed": ("elapsed", "max"), "breached": ("breached", "any"), "never": ("never", "any")}
    told = due.groupby("ticket_id").agg(**whole)
    found = first.join(told, on="ticket_id")
    return (
        found.assign(policy="all", state=np.where(found["breached"].astype(bool), "breached", "met")).drop(columns="breached").reset_index(drop=True)
    )


def lately(tickets: pd.DataFrame, moment: datetime, days: int, level: float = stats.LEVEL) -> dict[str, float]:
    """Of tickets (`together`) whose limit fell in the last `days`: due, met, never, value with low and high (Wilson).

    Beside them those of the same length before: previous, change, change_low, change_high (Newcombe); missing where nothing was due.
    """
    now, span = pd.Timestamp(moment), pd.Timedelta(days=days)
    last, before = (tickets[tickets["due_at"].between(now - n * span, now - (n - 1) * span, inclusive="right")] for n in (1, 2))
    (k, n), (k_before, n_before) = ((int((of["state"] == "met").sum()), len(of)) for of in (last, before))
    low, high = stats.wilson(k, n, level)
    found = {"due": n, "met": k, "never": int(last["never"].sum()), "value": k / n if n else np.nan, "low": float(low), "high": float(high)}
    if not (n and n_before):
        return found | dict.fromkeys(("previous", "change", "change_low", "change_high"), np.nan)
    change_low, change_high = stats.newcombe(k, n, k_before, n_before, level)
    previous = k_before / n_before
    return found | {"previous": previous, "change": k / n - previous, "change_low": float(change_low), "change_high": float(change_high)}


def by_month(tickets: pd.DataFrame, moment: datetime, zone: str, level: float = stats.LEVEL) -> pd.DataFrame:
    """One row per month in which limits fell, where the shop is: month (its first day), due, met, share, low, high (Wilson), whole (it is over)."""
    month = _local(tickets["due_at"], zone).dt.to_period("M").dt.start_time
    found = tickets.assign(month=month, met=(tickets["state"] == "met").astype(int)).groupby("month").agg(due=("met", "size"), met=("met", "sum"))
    low, high = stats.wilson(found["met"], found["due"], level)
    found = found.assign(share=found["met"] / found["due"], low=low, high=high).reset_index()
    now = _local(pd.Series([pd.Timestamp(moment)]), zone).iloc[0]
    return found.assign(whole=found["month"] + pd.offsets.MonthBegin(1) <= now)


def _local(at: pd.Series, zone: str) -> pd.Series:
    """Moments on the clock of a zone."""
    return pd.to_datetime(at).dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)
