"""Work lists of all notebooks: written with how each customer may be contacted, and told on the page with the same numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

import pandas as pd

from retention import contact, worklists
from retention.imports import listed
from retention.pages.kit.book import Playbook
from retention.pages.kit.labels import channel_label, field_label
from retention.pages.kit.words import Words
from retention.pyramid.marks import unmarked
from retention.worklists import FILLED, WorkList

ROUNDED = {"net_paid": 2, "gross_paid": 2, "rating": 2, "refund_rate": 3}
HEADS = ("customer_id", "name", "phone", "email", "channels", "best_channel", "reason", "due")


@dataclass(frozen=True)
class Written:
    """A list that was written: where readers are told it lies, who stands in it, and how many may be contacted (None: not known)."""

    place: str
    customers: int
    may: int | None
    left_out: int
    channel: str = ""

    def told(self, about: Mapping[str, Any], words: Words) -> dict[str, Any]:
        """What blocks.Action takes, with the numbers of the list."""
        why = words.sentences(about.get("why", ""), left_out_said(self.left_out, words))
        return {**about, "how_many": self.customers, "may": self.may, "may_by": self.channel, "where": self.place, "why": why}

    def in_words(self, words: Words) -> str:
        """The same as a sentence."""
        return list_in_words(self.customers, self.may, self.left_out, self.place, words)


def write(
    book: Playbook[Any], folder: str, *lists: WorkList, sheets: Mapping[str, pd.DataFrame] | None = None, by: Mapping[str, str] | None = None
) -> dict[str, Written]:
    """Write lists into a folder of their own below `out/`, in place of those of the run before; returns them by key.

    What was filled in on those is kept first. `by` names the channel that a list is for; `sheets` are tables to read only. The folder
    is emptied where there is nobody to list.
    """
    place, about = book.shop.out / folder, book.about.lists
    harvest = partial(listed.harvest, book.shop.data, [place])
    harvest()
    done = worklists.kept(book.shop.data)
    laid, told = {}, {}
    for work in lists:
        if not len(work.people):
            continue
        channel = (by or {}).get(work.key, "")
        known = contacts(book, work.people["customer_id"], channel)
        laid[work.key] = worklists.laid_out(work, _in_words(known, about.contacts, book.words), heads(book.words), book.as_of, due(book), done)
        told[work.key] = (len(known), _may(book, known["channels"], channel), work.left_out, channel)
    # Whoever ticked while the lists were made is heard, too.
    paths = worklists.write(laid, sheets or {}, place, book.words.language, last=harvest)
    return {key: Written(book.shop.told_place(paths[key]), *facts) for key, facts in told.items()}


def due(book: Playbook[Any]) -> date:
    """The day by which a list should be done where nothing else sets it."""
    return book.as_of + timedelta(days=book.about.lists.due_days)


def part(book: Playbook[Any], whole: Written, customers: pd.Series, of: int) -> Written:
    """A part of a list that has an action of its own: `customers` of it, out of `of` with those left out."""
    return Written(whole.place, len(customers), _may(book, contacts(book, customers)["channels"]), of - len(customers))


def _may(book: Playbook[Any], channels: pd.Series, by: str = "") -> int | None:
    """How many may be contacted, by one channel or by any; None where the shop has no consents."""
    if book.table("consents") is None:
        return None
    return int(sum(by in ways if by else bool(ways) for ways in channels))


def contacts(book: Playbook[Any], customers: pd.Series, by: str = "") -> pd.DataFrame:
    """One row per different customer: customer_id, name, phone, email, channels (a tuple; None: not known) and best_channel (`by` before others).

    A telephone or an address stands only where a channel that needs it may be used, or where nobody knows.
    """
    people = customers.drop_duplicates().reset_index(drop=True)
    found = book.contacts.set_index("customer_id").reindex(people).rename_axis("customer_id").reset_index()
    if book.table("consents") is None:
        return found.assign(channels=None)
    ways = found["channels"].map(lambda told: told if isinstance(told, tuple) else ())
    for column, needed_by in contact.WRITTEN.items():
        found[column] = found[column].where(ways.map(lambda told, by=needed_by: any(channel in told for channel in by)), None)
    best = [by if by in told else told[0] if told else None for told in ways]
    return found.assign(channels=ways, best_channel=pd.Series(best, index=found.index, dtype=object))


def _in_words(known: pd.DataFrame, with_contacts: bool, words: Words) -> pd.DataFrame:
    """Contacts as a list shows them; without names and contacts where the shop keeps these out of lists."""
    best = known["best_channel"].where(known["best_channel"].notna(), None)
    shown = known.assign(
        channels=[channels_said(ways, words) for ways in known["channels"]],
        best_channel=[channel_label(channel, words) if channel else "" for channel in best],
        channel=best,
    )
    return shown if with_contacts else shown.drop(columns=list(worklists.CONTACT))


def without_marked(people: pd.DataFrame, pyramid: pd.DataFrame, *also: str) -> tuple[pd.DataFrame, int]:
    """Those of `people` who are no marked accounts (but for the marks in `also`), and how many are."""
    usual = unmarked(people["customer_id"], pyramid, also)
    return people[usual].reset_index(drop=True), int((~usual).sum())


def owned(people: pd.DataFrame, pyramid: pd.DataFrame) -> pd.DataFrame:
    """`people` with the owner who follows each up."""
    return people.assign(owner=people["customer_id"].map(pyramid.set_index("customer_id")["owner"]))


# --- in words ------------------------------------------------------------------------------------------


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
    return words.sentences(words("lists-place", n=customers, place=place, may=known), left_out_said(left_out, words))


def list_of(key: str, people: pd.DataFrame, columns: Sequence[str], words: Words, left_out: int = 0) -> WorkList:
    """A work list with `columns` of the pyramid under the names they have there; amounts to the cent, rates to a thousandth."""
    rounded = {name: people[name].astype(float).round(ROUNDED[name]) for name in columns if name in ROUNDED}
    return WorkList(key, people.assign(**rounded), {name: field_label(name, words) for name in columns}, left_out)
