"""How a return may go: its kinds by the words of shops, the changes of state each kind allows, and who has to do what next.

The table is data. A change that is not in it is a finding, never a row left out. Two things are always allowed: the state that holds told once
more (a second parcel, another part of the money), and stepping over the usual states of which a shop's exports never tell.
"""

import re
from collections.abc import Container, Mapping
from functools import cache

import pandas as pd

from retention.orders import NOTHING_BACK
from retention.orders import RETURN_WORDS as WORDS

KINDS = ("refund_only", "return", "exchange", "resend", "repair", "unknown")
# States in which nothing is awaited any more; a refused one may go on if somebody objects.
ENDS: Mapping[str, str] = {"refunded": "settled", "exchanged": "settled", "sent_again": "settled", "cancelled": "cancelled", "timed_out": "cancelled"}
RESTING: Mapping[str, str] = {**ENDS, "refused": "refused"}
# State → the states that may follow it, whatever the kind. "" is the beginning: shops open some returns themselves, as agreed.
OF_ALL: Mapping[str, tuple[str, ...]] = {
    "": ("requested", "agreed"),
    "requested": ("agreed", "refused", "cancelled", "platform_steps_in"),
    "refused": ("requested", "agreed", "cancelled", "platform_steps_in"),
    "agreed": ("cancelled", "platform_steps_in"),
    "platform_steps_in": ("agreed", "refused", "cancelled"),
}
# The same where a parcel comes back.
WITH_PARCEL: Mapping[str, tuple[str, ...]] = {
    "agreed": ("sent_back", "timed_out"),
    "sent_back": ("received", "platform_steps_in"),
    "received": ("sent_back", "inspected_bad", "platform_steps_in"),
    "inspected_bad": ("refused", "sent_again", "platform_steps_in"),
    "platform_steps_in": ("sent_back", "received"),
}
# What each kind may end in, and from where. Platforms advance money, and shops the other piece, while the parcel is on its way.
ENDINGS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "refund_only": {"requested": ("refunded",), "agreed": ("refunded",), "platform_steps_in": ("refunded",)},
    "return": {"sent_back": ("refunded",), "received": ("refunded",), "inspected_bad": ("refunded",), "platform_steps_in": ("refunded",)},
    "exchange": {
        "sent_back": ("exchanged",),
        "received": ("exchanged", "refunded"),
        "inspected_bad": ("exchanged", "refunded"),
        "platform_steps_in": ("exchanged", "refunded"),
    },
    "resend": {"requested": ("sent_again",), "agreed": ("sent_again", "refunded"), "platform_steps_in": ("sent_again", "refunded")},
    "repair": {
        "received": ("sent_again", "exchanged", "refunded"),
        "inspected_bad": ("exchanged", "refunded"),
        "platform_steps_in": ("sent_again", "exchanged", "refunded"),
    },
}
# States that a return usually goes through, which exports with few columns leave out; that a platform steps in is no such state.
USUAL = ("requested", "agreed", "sent_back", "received")
PARCEL = ("return", "exchange", "repair")
ACTORS = ("customer", "shop", "platform", "not_known")
STEPS = ("decide", "send_back", "receive", "refund", "exchange", "send_again", "repair", "settle", "not_known")
# State → who has to act and what is to be done; where it depends on the kind, the kind is named.
NEXT: Mapping[str, tuple[str, str]] = {
    "requested": ("shop", "decide"),
    "agreed refund_only": ("shop", "refund"),
    "agreed resend": ("shop", "send_again"),
    "agreed return": ("customer", "send_back"),
    "agreed exchange": ("customer", "send_back"),
    "agreed repair": ("customer", "send_back"),
    "sent_back": ("shop", "receive"),
    "received return": ("shop", "refund"),
    "received exchange": ("shop", "exchange"),
    "received repair": ("shop", "repair"),
    "received": ("shop", "settle"),
    "inspected_bad": ("shop", "settle"),
    "platform_steps_in": ("platform", "decide"),
}


def kind_of(told: object) -> str:
    """The kind that a shop's words mean; `unknown` where they mean none or several.

    >>> [kind_of(word) for word in ("未发货仅退款", "退货退款", "换货", "补寄", "Repair", "退换货", "refund without return", None)]
    ['refund_only', 'return', 'exchange', 'resend', 'repair', 'unknown', 'refund_only', 'unknown']
    """
    text = "" if told is None or pd.isna(told) else str(told).lower()  # type: ignore[call-overload]
    goods = re.sub(NOTHING_BACK, "", text)
    meant = [kind for kind, words in WORDS.items() if re.search(words, text if kind == "refund_only" else goods)]
    return meant[0] if len(meant) == 1 else "unknown"


def transitions(kind: str) -> dict[str, frozenset[str]]:
    """State → states that may follow it for a kind; of an unknown kind the union of all."""
    if kind not in ENDINGS:
        each = [transitions(known) for known in ENDINGS]
        return {state: frozenset().union(*(one.get(state, frozenset()) for one in each)) for one in each for state in one}
    parts = [OF_ALL, ENDINGS[kind], *([WITH_PARCEL] if kind in PARCEL else [])]
    return {state: frozenset(after for part in parts for after in part.get(state, ())) for part in parts for state in part}


@cache
def allowed(kind: str, told: frozenset[str]) -> frozenset[tuple[str, str]]:
    """Pairs of state and next state that are legal for a kind where exports tell of the states `told` only."""
    table = transitions(kind)
    return frozenset((state, after) for state in table for after in _reached(table, state, told))


def _reached(table: Mapping[str, frozenset[str]], state: str, told: Container[str]) -> set[str]:
    """States that may follow `state` at once, or past usual ones that are never told."""
    seen: set[str] = set()
    ahead = [state]
    while ahead:
        for after in table.get(ahead.pop(), frozenset()) - seen:
            seen.add(after)
            if after in USUAL and after not in told:
                ahead.append(after)
    return seen


def next_step(kind: str, state: object) -> tuple[str, str]:
    """Who has to act on an open return, and what is to be done."""
    known = NEXT.get(f"{state} {kind}") or NEXT.get(str(state))
    return known or ("not_known", "not_known")
