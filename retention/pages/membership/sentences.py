"""Where members of today's programme stand, their next step, points that lapse, and the shop's own balances beside ours, in words."""

import math
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
from babel.numbers import format_decimal

from retention.pages.kit.labels import Heads, message_id
from retention.pages.kit.words import Words
from retention.settings import Programme
from retention.tables import MEMBERS
from retention.worklists import WorkList

if TYPE_CHECKING:
    from retention.membership.liability import Liability

STEP_COLUMNS = ("tier_name", "next_step", "points_usable", "points_expiring_next", "next_expiry_on")
# Next step → the column of the tier it is about.
STEP_TIERS = {"coming": "expected_tier_name", "keep": "tier_name", "reach": "next_tier_name", "top": "tier_name"}
SOON_DAYS = 30
MOST_DIFFERENCES = 10
# Points burned per point earned below which a programme's points are said to settle.
SEDIMENT = 0.3


# --- next steps ----------------------------------------------------------------------------------------


def amount_words(amount: float, unit: str, words: Words) -> str:
    """So much of a unit (money, orders, points), never less than is needed.

    All of it is written out, rounded up to the unit: who is told ¥1.4万 and spends that would miss a tier that takes ¥14,049.
    """
    whole = math.ceil(amount)
    written = format_decimal(whole, "#,##0", locale=words.locale)
    if unit == "money":
        return words("standing-amount-money", amount=words.symbol() + written)
    return words(f"standing-amount-{unit}", n=whole, amount=written)


def next_step(row: Mapping[Any, Any], words: Words) -> str:
    """What a member can do next, as she can read it; `row` is one of MEMBERS, its tiers called as the programme calls them."""
    step = row["next_step"]
    message, tier = f"standing-step-{step}", row[STEP_TIERS[step]]
    if pd.isna(row["next_step_needs"]):
        return words(message, tier=tier)
    amount = amount_words(float(row["next_step_needs"]), row["next_step_unit"], words)
    return words(message, tier=tier, amount=amount, by=row["next_step_by"], review=row["review_on"])


def step_list(key: str, members: pd.DataFrame, due: date, left_out: int, words: Words) -> WorkList:
    """Members with their next step as a work list, `due` then or, where points lapse, before they do."""
    steps = pd.Series([next_step(row, words) for row in members.to_dict("records")], index=members.index, dtype=object)
    lapse = pd.to_datetime(members["next_expiry_on"])
    first = lapse.where(lapse < pd.Timestamp(due), pd.Timestamp(due))
    by = first if key == "points_lapsing" else pd.Timestamp(due)
    people = members.assign(next_step=steps, reason=words(f"standing-list-{message_id(key)}"), due=by)
    return WorkList(key, people, {name: words(f"standing-list-{message_id(name)}") for name in STEP_COLUMNS}, left_out)


def step_action(members: pd.DataFrame, order_value: float, words: Words) -> dict[str, Any]:
    """Those whom one usual order brings to the next tier, as blocks.Action takes it, but the place of the list."""
    return {
        "title": words("standing-action-near"),
        "who": words("standing-action-near-who", value=order_value),
        "how_many": len(members),
        "why": words("standing-action-near-why"),
    }


def expiry_action(members: pd.DataFrame, value: float, words: Words) -> dict[str, Any]:
    """Those whose points lapse soon, as blocks.Action takes it but the place of the list; `value` is the face value of a point."""
    points = int(members[f"expiring_{SOON_DAYS}"].sum())
    return {
        "title": words("standing-action-expiry"),
        "who": words("standing-action-expiry-who", days=SOON_DAYS),
        "how_many": len(members),
        "why": words("standing-action-expiry-why", points=points, value=points * value),
    }


# --- members by tier -----------------------------------------------------------------------------------


def tier_rows(table: pd.DataFrame, with_points: bool, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Members by tier as a table for eyes."""
    formats = {"tier_name": "text", "members": "count", "share": "share", "expected": "count"}
    formats |= {"points": "count", "pending": "count", "expiring": "count"} if with_points else {}
    return table[list(formats)], {name: (words(f"standing-head-{message_id(name)}"), kind) for name, kind in formats.items()}


def tiers_title(table: pd.DataFrame, words: Words) -> str:
    """How many members stand above the first tier."""
    whole = int(table["members"].sum())
    return words("standing-tiers-title", share=float(table["members"].iloc[1:].sum()) / whole, n=whole) if whole else words("standing-nobody")


def standing_in_words(members: pd.DataFrame, programme: Programme, words: Words) -> str:
    """Members, points usable, pending and owed, and what lapses soon."""
    if members.empty:
        return words("standing-nobody")
    rising = int((members["expected_tier"] > members["tier"]).sum())
    said = [words("standing-members", label=programme.label, n=len(members), rising=rising)]
    if members["review_on"].notna().any():
        review, falls = members["review_on"].min(), members["falls_on"].dropna()
        said.append(words("standing-review", day=review, n=len(falls), first=falls.min() if len(falls) else review))
    if programme.points is not None:
        sums = {name: int(members[f"points_{name}"].sum()) for name in ("usable", "pending", "debt")}
        said.append(words("standing-points", **sums))
        soon = {f"in{days}": int(members[f"expiring_{days}"].sum()) for days in (30, 60, 90)}
        said.append(words("standing-expiring", **soon) if programme.points.expiry_days else words("standing-never-expiring"))
    return words.sentences(*said)


# --- points ------------------------------------------------------------------------------------------


def burned_in_words(burned: float, words: Words) -> str:
    """Whether points settle or move: those burned as a share of those earned in the last year."""
    return words("standing-burn-settles" if burned < SEDIMENT else "standing-burn-moves", share=burned)


def redeemed_in_words(redeemed: Mapping[str, Any], words: Words) -> str:
    """Which share of points is expected to be spent, and where that figure comes from; `redeemed` has value, low, high, source."""
    return words("points-redeemed", source=str(redeemed["source"]), **{name: float(redeemed[name]) for name in ("value", "low", "high")})


def never_lapsing_in_words(redeemed: Mapping[str, Any], prior: tuple[float, float], words: Words) -> str:
    """What the share of points ever spent rests on where points are never lost; `redeemed` as above, `prior` the range that is assumed."""
    told = {name: float(redeemed[name]) for name in ("value", "low", "high")}
    return words("points-never-lapsing", least=prior[0], most=prior[1], **told)


def liability_in_words(liability: "Liability", never_lost: bool, words: Words) -> str:
    """What the points held stand for in the books, its range, and what is not in it."""
    ends = {"value": liability.value, "low": liability.low, "high": liability.high}
    said = [words("points-liability", points=liability.points, **ends)]
    if never_lost and liability.source == "tail":
        said.append(words("points-liability-never-lost", low=liability.low, high=liability.high))
    if liability.of_tasks:
        said.append(words("points-liability-tasks", n=liability.of_tasks))
    return words.sentences(*said)


def bucket_label(bucket: str, words: Words) -> str:
    """An age of points in days: '31–90', '> 365'."""
    return words("points-bucket", days=str(bucket))


def ageing_title(table: pd.DataFrame, words: Words) -> str:
    """How much of what is open is young."""
    if not table["points"].sum():
        return words("points-ageing-title-none")
    old = table.iloc[-2:]
    return words("points-ageing-title", share=float(old["share"].sum()))


# --- the table members -------------------------------------------------------------------------------


def dictionary(words: Words) -> pd.DataFrame:
    """The data dictionary of the table members."""
    rows = [(name, words(f"standing-means-{message_id(name)}")) for name in MEMBERS.columns]
    return pd.DataFrame(rows, columns=[words("pyramid-dictionary-column"), words("pyramid-dictionary-meaning")])


# --- the shop's own books ------------------------------------------------------------------------------


def reconciled_in_words(counts: pd.DataFrame, words: Words) -> str:
    """How many balances and tiers agree with the shop's own, and how many it does not state."""
    by_fate = counts.set_index("fate")
    said = []
    for what in ("points", "tiers"):
        column = by_fate[what]
        compared = int(column[["equal", "different"]].sum())
        message = f"standing-agree-{what}" if compared else f"standing-not-stated-{what}"
        said.append(words(message, equal=int(column["equal"]), n=compared, different=int(column["different"])))
    return words.sentences(*said)


def fate_rows(counts: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """What became of each member in the comparison, as a table for eyes."""
    rows = counts.assign(fate=[words(f"standing-fate-{message_id(fate)}") for fate in counts["fate"]])
    formats = {"fate": "text", "points": "count", "tiers": "count"}
    return rows[list(formats)], {name: (words(f"standing-head-fate-{name}"), kind) for name, kind in formats.items()}


def difference_rows(rows: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """The largest differences as a table for eyes; customers under a code."""
    formats = {"customer": "text", "ours": "count", "theirs": "count", "difference": "count"}
    return rows[list(formats)], {name: (words(f"standing-head-difference-{name}"), kind) for name, kind in formats.items()}
