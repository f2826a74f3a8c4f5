"""Today's work: tickets that are open, what they wait for and until when; and those that came back.

A ticket is open until its last solution. What it owes next is the earliest limit that still waits for something, of all policies that held
when it was opened.
"""

from datetime import datetime

import numpy as np
import pandas as pd

from retention import stats

# overdue, due_soon, later: by its next limit; paused: all its clocks stand still; nothing_due: its limits are met, missed and done, or not yet
# asked for; not_known: nothing tells whether they are met; no_limit: no policy holds for it.
STANDINGS = ("overdue", "due_soon", "later", "paused", "nothing_due", "not_known", "no_limit")
ABOUT = ("ticket_id", "customer_id", "order_id", "opened_at", "channel", "kind", "topic", "group", "assignee", "priority", "state", "reopens")
DAY = 24 * 3600
# First days of the ages that are told apart.
AGES = (0, 1, 3, 7, 30)


def still_open(clocks: pd.DataFrame, rows: pd.DataFrame, moment: datetime, due_soon: float) -> pd.DataFrame:
    """One row per open ticket, the most urgent first; `rows` are those of `judged`, `due_soon` seconds. None where nothing tells of solutions.

    Columns: those of `ABOUT`; age (seconds since opening); policy and due_at of its next limit; left (seconds until it, below 0: overdue);
    standing (one of `STANDINGS`).
    """
    now = pd.Timestamp(moment)
    opened = clocks[clocks["is_open"].fillna(False)]
    told = opened[list(ABOUT)].assign(age=(now - opened["opened_at"]).dt.total_seconds())
    known = rows[rows["state"] != "not_known"]
    waiting = known[known["open_due_at"].notna()].sort_values(["open_due_at", "policy"], kind="stable")
    first = waiting.drop_duplicates("ticket_id")[["ticket_id", "policy", "open_due_at"]].rename(columns={"open_due_at": "due_at"})
    found = told.merge(first, on="ticket_id", how="left")
    found["left"] = (pd.to_datetime(found["due_at"]) - now).dt.total_seconds()
    standing = [found["left"] < 0, found["left"] <= due_soon, found["left"].notna()]
    standing += [found["ticket_id"].isin(of["ticket_id"]) for of in (known[known["paused"].astype(bool)], known, rows)]
    found["standing"] = np.select(standing, STANDINGS[:-1], STANDINGS[-1])
    return found.sort_values(["left", "age"], ascending=[True, False], ignore_index=True)


def standings(opened: pd.DataFrame) -> pd.DataFrame:
    """Open tickets by standing: standing, tickets; one row for each of `STANDINGS`."""
    counts = opened["standing"].value_counts().reindex(list(STANDINGS), fill_value=0)
    return pd.DataFrame({"standing": list(STANDINGS), "tickets": counts.to_numpy()})


def ages(opened: pd.DataFrame) -> pd.DataFrame:
    """Open tickets by age: from_days (to the next row's, the last one without end), tickets, overdue."""
    place = np.searchsorted(AGES, opened["age"].to_numpy(dtype=float) / DAY, side="right") - 1
    overdue = (opened["standing"] == "overdue").to_numpy()
    counted = [(place == at, overdue & (place == at)) for at in range(len(AGES))]
    return pd.DataFrame({"from_days": AGES, "tickets": [int(all_.sum()) for all_, _ in counted], "overdue": [int(late.sum()) for _, late in counted]})


def without_limit(clocks: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Tickets for which no policy held when they were opened, by channel and kind (empty: not told): channel, kind, tickets."""
    left = clocks[~clocks["ticket_id"].isin(rows["ticket_id"])]
    return left.fillna({"channel": "", "kind": ""}).groupby(["channel", "kind"]).size().reset_index(name="tickets")


def reopened(clocks: pd.DataFrame, level: float = stats.LEVEL) -> pd.DataFrame:
    """One row: solved (tickets that were solved once), reopened of them, share, low, high (Wilson); no row where nothing tells of reopening."""
    solved = clocks[clocks["solved_at"].notna() & clocks["reopens"].notna()]
    if solved.empty:
        return pd.DataFrame(columns=["solved", "reopened", "share", "low", "high"])
    k, n = int((solved["reopens"] > 0).sum()), len(solved)
    low, high = stats.wilson(k, n, level)
    return pd.DataFrame({"solved": [n], "reopened": [k], "share": [k / n], "low": [float(low)], "high": [float(high)]})


def repeat_contacts(clocks: pd.DataFrame, days: int, moment: datetime, level: float = stats.LEVEL) -> pd.DataFrame:
    """How many tickets were followed by another one of the same customer within `days` of their opening, by kind (`all` first).

    Only tickets of known customers that were opened at least so long ago. Columns: kind, watched, repeated, same_topic (of those repeated, with
    the next ticket about the same), share of watched with low and high (Wilson).
    """
    within = pd.Timedelta(days=days)
    told = clocks[clocks["customer_id"].notna()].sort_values(["customer_id", "opened_at", "ticket_id"])
    after = told.groupby("customer_id").shift(-1)
    again = (after["opened_at"] - told["opened_at"]) <= within
    same = again & (after["topic"] == told["topic"]).fillna(False).astype(bool)
    watched = told.assign(again=again, same=same)[told["opened_at"] + within <= pd.Timestamp(moment)]
    groups = [("all", watched), *watched.groupby("kind")]
    found = pd.DataFrame([(kind, len(of), int(of["again"].sum()), int(of["same"].sum())) for kind, of in groups])
    found.columns = pd.Index(["kind", "watched", "repeated", "same_topic"])
    low, high = stats.wilson(found["repeated"], found["watched"], level)
    share = found["repeated"] / found["watched"].where(found["watched"] > 0)
    return found.assign(share=share, low=low, high=high)
