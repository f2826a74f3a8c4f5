"""Work lists in words: their heads, by which channels somebody may be contacted, and who was left out."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from retention.words import Words
from retention.words.pyramid import field_label
from retention.words.reach import channel_label, mark_label
from retention.worklists import FILLED, WorkList

if TYPE_CHECKING:
    from retention.pyramid.actions import Action

ROUNDED = {"net_paid": 2, "gross_paid": 2, "rating": 2, "refund_rate": 3}
HEADS = ("customer_id", "name", "phone", "email", "channels", "best_channel", "reason", "due")


def heads(words: Words) -> dict[str, str]:
    """Heads of the columns that all lists have."""
    told = {name: words(f"lists-head-{name.replace('_', '-')}") for name in HEADS}
    return told | {name: texts[words.language] for name, texts in FILLED.items()}


def channels_said(channels: Sequence[str] | None, words: Words) -> str:
    """The channels by which somebody may be contacted; that there is none, or that nobody knows (None)."""
    if channels is None:
        return words("lists-consent-not-known")
    return words("lists-comma").join(channel_label(name, words) for name in channels) if channels else words("lists-may-not")


def left_out_said(left_out: int, words: Words) -> str:
    """How many marked accounts do not stand in a list; empty where none was left out."""
    return words("lists-left-out", n=left_out) if left_out else ""


def list_in_words(customers: int, may: int | None, left_out: int, place: str, words: Words) -> str:
    """Where a list lies, how many stand in it, and how many of them may be contacted."""
    known = "" if may is None else words("lists-may", may=may)
    said = (words("lists-place", n=customers, place=place, may=known), left_out_said(left_out, words))
    return ("" if words.language == "zh" else " ").join(part for part in said if part)


def list_of(key: str, people: pd.DataFrame, columns: Sequence[str], words: Words, left_out: int = 0) -> WorkList:
    """A work list with `columns` of the pyramid under the names they have there; amounts to the cent, rates to a thousandth."""
    rounded = {name: people[name].astype(float).round(ROUNDED[name]) for name in columns if name in ROUNDED}
    return WorkList(key, people.assign(**rounded), {name: field_label(name, words) for name in columns}, left_out)


def action_list(action: "Action", words: Words) -> WorkList:
    """An action's people as a list to work from, with reasons in words."""
    people = action.people
    message = f"pyramid-action-{action.key.replace('_', '-')}-reason"
    reasons = [
        words(
            message,
            since=str(row["days_since_last_order"]),
            gap=0.0 if pd.isna(row["median_gap_days"]) else row["median_gap_days"],
            rate=0.0 if pd.isna(row["refund_rate"]) else row["refund_rate"],
        )
        for row in people.to_dict("records")
    ]
    listed = people.assign(reason=pd.Series(reasons, index=people.index, dtype=object))
    return list_of(action.key, listed, ("last_ordered_on", "orders", "net_paid"), words, action.left_out)


def super_user_list(people: pd.DataFrame, left_out: int, words: Words) -> WorkList:
    """The super-users, with what they did for the shop."""
    counts = zip(people["shares"].fillna(0), people["reviews"].fillna(0), strict=True)
    reasons = [words("lists-reason-super-user", shares=int(shares), reviews=int(reviews)) for shares, reviews in counts]
    columns = ("tier", "koc", "shares", "reviews", "rating", "orders", "net_paid", "last_ordered_on")
    return list_of("super_users", people.assign(reason=reasons), columns, words, left_out)


def follow_up_list(people: pd.DataFrame, as_of: date, left_out: int, words: Words) -> WorkList:
    """Whom to follow up, due on the day that was fixed, or at once where that is over."""
    reasons = [words(f"follow-reason-{str(reason).replace('_', '-')}") for reason in people["reason"]]
    due = people["next_on"].where(people["next_on"] >= pd.Timestamp(as_of), pd.Timestamp(as_of))
    columns = ("last_touch_on", "last_outcome", "next_on", "orders", "net_paid")
    return list_of("follow_up", people.assign(reason=reasons, due=due), columns, words, left_out)


def marked_list(people: pd.DataFrame, words: Words) -> WorkList:
    """The marked accounts, to be looked at: the one list they stand in."""
    reasons = [mark_label(str(mark), words) for mark in people["mark"]]
    columns = ("orders", "units", "gross_paid", "net_paid", "refund_rate", "last_ordered_on")
    return list_of("marked", people.assign(reason=reasons), columns, words)
