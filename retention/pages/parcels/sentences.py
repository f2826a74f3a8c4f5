"""Late parcels and small surprises in words."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from retention.pages.kit.figures import shown
from retention.pages.kit.labels import Heads, comma, heads, message_id
from retention.pages.kit.words import Words
from retention.settings import ParcelSettings, SurpriseSettings
from retention.worklists import WorkList

if TYPE_CHECKING:
    from retention.experiments import Read
    from retention.service.late_parcels import Savings
    from retention.service.parcel_backtest import Judged

MOST_NAMED = 5
# Parcels of a bin that say something.
LEAST_IN_BIN = 100


def why_no_chance(why: str, words: Words) -> str:
    """Why no chance is told of any parcel; empty where it is."""
    return words(f"parcels-no-chance-{message_id(why)}") if why else ""


def under_way_in_words(open_: pd.DataFrame, listed: pd.DataFrame, day: date, words: Words) -> str:
    """How many parcels are under way, how many of them are over their day, and whom to tell."""
    told = listed[~listed["held_out"].astype(bool)]
    counts = {"n": len(open_), "over": int(open_["over"].sum()), "day": day.isoformat()}
    who = {"told": len(told), "early": int((told["why"] != "over").sum())}
    return words.sentences(words("parcels-under-way", **counts), words("parcels-to-tell", **who) if len(told) else words("parcels-nobody"))


def shock_in_words(shocks: pd.DataFrame, words: Words) -> str:
    """Regions in which parcels have begun to come late; empty where there is none."""
    hit = shocks[shocks["is_shock"]]
    named = [
        words("parcels-shock-one", region=row["region"], late=int(row["late"]), due=int(row["due"]), before=float(row["share_before"]))
        for row in hit.head(MOST_NAMED).to_dict("records")
    ]
    return words("parcels-shock", regions=comma(named, words), n=len(hit)) if named else ""


def stop_in_words(stands: bool, words: Words) -> str:
    """That parcels stand still on this day."""
    return words("parcels-stop") if stands else ""


def looked_for_in_words(open_: pd.DataFrame, unshipped: int, hours: int, words: Words) -> str:
    """What plain rules find beside: parcels that are looked for, that do not move, that nobody scanned, and orders not sent."""
    counts = {name: int(open_[name].sum()) for name in ("missing", "trouble", "unmoved", "unscanned")}
    told = [words(f"parcels-{name}", n=n) for name, n in counts.items() if n]
    told += [words("parcels-unshipped", n=unshipped, hours=hours)] if unshipped else []
    return "\n".join([words("parcels-look-into"), *(f"- {one}" for one in told)]) if told else ""


def reason(why: str, chance: float, words: Words) -> str:
    """Why somebody is told."""
    return words(f"parcels-why-{why}", chance=chance) if chance == chance else words(f"parcels-why-{why}-unknown")


def notice_list(told: pd.DataFrame, words: Words) -> WorkList:
    """Whom to tell as a list: how, of which parcel, why, with what; a customer with two parcels stands once."""
    people = told.drop_duplicates("customer_id").reset_index(drop=True)
    rows = people.to_dict("records")
    shown_ = people.assign(
        reason=[reason(row["why"], row["chance"], words) for row in rows],
        channel_to_use=[words(f"parcels-by-{row['channel']}") for row in rows],
        promised_on=[str(row["promised_on"])[:10] if pd.notna(row["promised_on"]) else "" for row in rows],
        say=words("parcels-say"),
    )
    named = ("channel_to_use", "shipment_id", "order_id", "promised_on", "say", "compensation")
    return WorkList("late_parcels", shown_, {name: words(f"parcels-list-{message_id(name)}") for name in named})


def notice_action(told: pd.DataFrame, words: Words) -> dict[str, str]:
    """Title, who and why of the list."""
    calls = int((told["channel"] == "phone").sum())
    return {"title": words("parcels-do-tell"), "who": words("parcels-do-who", calls=calls, sms=len(told) - calls), "why": words("parcels-do-why")}


def savings_in_words(saved: "Savings", settings: ParcelSettings, words: Words) -> str:
    """What telling is expected to save, with its band, and what was assumed for it."""
    money = {name: words.money(getattr(saved, name)) for name in ("saved", "low", "high", "cost")}
    assumed = {"loss": words.money(settings.loss_if_unnoticed), "avoided": settings.avoided, "budget": words.money(settings.budget_a_day)}
    return words("parcels-savings", **money, **assumed, late=words.number(saved.late, 1), n=saved.parcels)


def held_out_in_words(listed: pd.DataFrame, share: float, words: Words) -> str:
    """That no effect is proven, and how many are held out."""
    n = int(listed["held_out"].sum())
    return words("parcels-held-out", n=n, share=share) if share else words("parcels-none-held-out")


def judged_in_words(judged: "Judged", words: Words) -> str:
    """Brier's measure beside that of one chance for all, and of age and promise alone."""
    brier = {name: words.number(judged.brier[key], 4) for name, key in (("own", judged.way), ("constant", "constant"), ("age", "age"))}
    return words("parcels-judged", way=words(f"parcels-way-{judged.way}"), **brier)


def before_in_words(before: Mapping[str, float], threshold: float, words: Words) -> str:
    """What telling from the threshold on would have found in the past year."""
    told = {name: int(before[name]) for name in ("told", "late_told", "late", "parcels")}
    return words("parcels-before", threshold=threshold, **told)


def chances_title(bins: pd.DataFrame, words: Words) -> str:
    """Whether what was said came true."""
    large = bins[bins["parcels"] >= LEAST_IN_BIN]
    outside = int(((large["share"] < large["expected_low"]) | (large["share"] > large["expected_high"])).sum())
    return words("parcels-chances-title", n=len(large), outside=outside)


def bin_rows(bins: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Parcels by their chance."""
    formats = {"chance": "share", "share": "share", "expected_low": "share", "expected_high": "share", "parcels": "count"}
    return bins[list(formats)], heads(formats, "parcels-head", words)


def region_rows(shocks: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Regions with their last days and the four weeks before."""
    told = shocks.assign(is_shock=[words("parcels-begun") if hit else "" for hit in shocks["is_shock"]])
    formats = {"region": "text", "due": "count", "late": "count", "share": "share", "share_before": "share", "troubles": "count", "is_shock": "text"}
    return told[list(formats)], heads(formats, "parcels-head", words)


def step_rows(notices: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """Parcels by step."""
    told = notices.assign(step=[words(f"parcels-step-{message_id(step)}") for step in notices["step"]])
    formats = {"step": "text", "parcels": "count"} | ({"told": "count"} if notices["told"].notna().any() else {})
    return told[list(formats)], heads(formats, "parcels-head", words)


def notices_in_words(notices: pd.DataFrame, words: Words) -> str:
    """Where parcels stand, and whether anybody was told."""
    named = [
        words("parcels-step-count", step=words(f"parcels-step-{message_id(row['step'])}"), n=int(row["parcels"]))
        for row in notices.to_dict("records")
        if row["step"] != "signed"
    ]
    told = notices["told"].sum(min_count=1)
    ending = words("parcels-none-handed-over") if pd.isna(told) else words("parcels-told", n=float(told), of=int(notices["parcels"].sum()))
    return words.sentences(words("parcels-stand", told=comma(named, words)), ending)


# --- surprises ----------------------------------------------------------------------------------------------


def kind(name: str, words: Words) -> str:
    """What a kind of surprise is called; one of the shop's own by its own name."""
    message = f"surprise-kind-{message_id(name)}"
    return words(message) if words.has(message) else name


def packing_list(packed: pd.DataFrame, words: Words) -> WorkList:
    """Who gets what."""
    told = packed.assign(reason=words("surprise-reason"), kind=[kind(name, words) for name in packed["kind"]])
    return WorkList("surprises", told, {"kind": words("surprise-list-kind"), "cost": words("surprise-list-cost")})


def packing_action(packed: pd.DataFrame, words: Words) -> dict[str, str]:
    """Title, who and why of the packing list."""
    return {
        "title": words("surprise-do"),
        "who": words("surprise-do-who"),
        "why": words("surprise-do-why", cost=words.money(float(packed["cost"].sum()))),
    }


def draw_in_words(drawn: pd.DataFrame, month: str, seed: int, settings: SurpriseSettings, words: Words) -> str:
    """How the month was drawn."""
    if drawn.empty:
        return words("surprise-nobody", month=month, days=settings.fresh_days)
    packed = drawn[drawn["arm"] == "treated"]
    sizes = packed["kind"].value_counts()
    kinds = comma([words("surprise-kind-count", kind=kind(name, words), n=int(sizes[name])) for name in settings.kinds if name in sizes], words)
    money = {"spent": words.money(float(packed["cost"].sum())), "budget": words.money(settings.budget_a_month)}
    counts = {"treated": len(packed), "control": len(drawn) - len(packed), "rest": settings.rest_days}
    return words("surprise-drawn", month=month, seed=str(seed), kinds=kinds, **money, **counts)


def effect_in_words(read: "Read | None", settings: SurpriseSettings, words: Words) -> str:
    """What surprises did so far, with the range; or that nothing tells."""
    if read is None or not min(read.difference.treated, read.difference.control):
        return words("surprise-not-known", campaign=settings.campaign)
    found = read.difference
    told = {name: shown(100 * getattr(found, name), "points", words) for name in ("value", "low", "high")}
    counts = {"treated": found.treated, "control": found.control, "days": settings.again_days}
    sure = found.low > 0 or found.high < 0
    said = words("surprise-effect", **told, **counts, own=read.treated, other=read.control, campaign=settings.campaign)
    if sure:
        return said
    shows = words("surprise-shows", points=words.number(100 * read.shows, 1)) if read.shows == read.shows else ""
    return words.sentences(said, words("surprise-open"), shows)
