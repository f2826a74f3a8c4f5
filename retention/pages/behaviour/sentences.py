"""The layers interaction and preference in words: what customers do, what they like, who is about to buy."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from retention.pages.kit.labels import Heads, heads, message_id
from retention.pages.kit.words import Words

if TYPE_CHECKING:
    from retention.pyramid.intent import Intent, Soon

# What orders can be bought with has names of ours; all other values are as the shop writes them.
PROMOTIONS = ("threshold_off", "percentage_off", "amount_off", "none")
# What a backtest shows, with its decimals.
MEASURES = {"brier": 4, "better": 4, "auc": 2}


# --- what customers do between orders ----------------------------------------------------------------


def doing_label(what: str, words: Words) -> str:
    """What a thing customers do is called."""
    return words(f"profile-doing-{message_id(what)}")


def doing_hover(row: Mapping, days: int, words: Words) -> str:
    """Customers and share of one bar."""
    what = doing_label(row["what"], words)
    return words("profile-between-hover", what=what, days=str(days), customers=row[f"customers_{days}"], share=row[f"share_{days}"], n=row["n"])


def between_title(active: pd.DataFrame, words: Words) -> str:
    """What most customers did in the last 30 days."""
    if active["customers_90"].sum() == 0:
        return words("profile-between-title-nothing")
    most = active.sort_values(["share_30", "share_90"], ascending=False).iloc[0]
    if most["customers_30"] == 0:
        return words("profile-between-title-quiet")
    return words("profile-between-title", what=doing_label(most["what"], words), share=most["share_30"])


def between_subtitle(active: pd.DataFrame, words: Words) -> str:
    """Measure, period and n."""
    return words("profile-between-subtitle", n=int(active["n"].iloc[0]))


def between_in_words(pyramid: pd.DataFrame, words: Words) -> str:
    """How long ago customers were last seen between orders, and who was seen but has not bought; empty where no table tells."""
    last = pyramid["days_since_last_interaction"]
    if last.isna().all():
        return ""
    lately = (last < 90).fillna(False).astype(bool)
    without_order = int((lately & (pyramid["days_since_last_order"] >= 90)).sum())
    sentences = [words("profile-between-words", k=int(lately.sum()), n=len(pyramid), share=float(lately.mean()))]
    if without_order:
        sentences.append(words("profile-between-words-no-order", k=without_order))
    return words.sentences(*sentences)


# --- what they like ----------------------------------------------------------------------------------


def taste_label(what: str, words: Words) -> str:
    """What a taste is called."""
    return words(f"profile-taste-{message_id(what)}")


def taste_value(what: str, value: str, words: Words) -> str:
    """A taste's value as people read it: promotions are ours to name, the rest is as the shop writes it."""
    return words(f"profile-promotion-{message_id(value)}") if what == "promotion" and value in PROMOTIONS else value


def taste_hover(row: Mapping, words: Words) -> str:
    """Counts behind a taste's bars."""
    return words("profile-tastes-hover", what=taste_label(row["what"], words), known=row["known"], sure=row["sure"], n=row["n"])


def tastes_title(sure: pd.DataFrame, words: Words) -> str:
    """Of which taste one is sure for most customers."""
    best = sure.sort_values(["sure", "known"], ascending=False).iloc[0]
    if best["sure"] == 0:
        return words("profile-tastes-title-none")
    return words("profile-tastes-title", what=taste_label(best["what"], words), share=best["sure_share"])


def tastes_subtitle(sure: pd.DataFrame, words: Words) -> str:
    """Measure and n."""
    return words("profile-tastes-subtitle", n=int(sure["n"].iloc[0]))


def tastes_in_words(sure: pd.DataFrame, words: Words) -> str:
    """That a bought piece is thin evidence; empty where no taste is known."""
    if sure.empty or not sure["known"].sum():
        return ""
    return words("profile-tastes-words", share=float(sure["sure"].sum() / sure["known"].sum()))


def liked_rows(liked: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """The commonest values of each taste as a table for eyes."""
    rows = liked.assign(
        value=[taste_value(what, value, words) for what, value in zip(liked["what"], liked["value"], strict=True)],
        what=[taste_label(what, words) for what in liked["what"]],
    )
    formats = {"what": "text", "value": "text", "customers": "count", "share": "share", "sure": "count"}
    return rows, heads(formats, "profile-tastes-head", words)


def discount_label(row: Mapping, words: Words) -> str:
    """A group of usual discounts."""
    low, high = f"{row['above'] * 100:.0f}", f"{row['up_to'] * 100:.0f}"
    if row["above"] == 0:
        return words("profile-discount-full", high=high)
    return words("profile-discount-over", low=low) if row["up_to"] == 1 else words("profile-discount-between", low=low, high=high)


def discount_tick(row: Mapping, words: Words) -> str:
    """The same, short enough for five of them on a phone."""
    return words("profile-discount-tick", low=f"{row['above'] * 100:.0f}", high=f"{row['up_to'] * 100:.0f}")


def discount_hover(row: Mapping, words: Words) -> str:
    """Customers and share of a group of discounts."""
    return words("profile-discount-hover", group=discount_label(row, words), customers=row["customers"], share=row["share"])


def prices_title(groups: pd.DataFrame, words: Words) -> str:
    """Which usual discount most customers have."""
    most = groups.to_dict("records")[int(groups["share"].argmax())]
    if most["above"] == 0:
        return words("profile-prices-title-full", share=most["share"])
    return words("profile-prices-title", share=most["share"], group=discount_label(most, words))


def prices_in_words(pyramid: pd.DataFrame, words: Words, full_price_from: float = 0.95) -> str:
    """Share of pieces at full price (this share of the list price or more), of new arrivals and of clearance; empty where not known."""
    sentences = []
    if pyramid["price_n"].fillna(0).sum() > 0:
        n, share = int(pyramid["price_n"].sum()), _over_pieces(pyramid, "full_price_share", "price_n")
        sentences.append(words("profile-prices-words", n=n, share=share, **{"from": full_price_from}))
    if pyramid["launch_n"].fillna(0).sum() > 0:
        new, clearance = (_over_pieces(pyramid, name, "launch_n") for name in ("new_arrival_share", "clearance_share"))
        sentences.append(words("profile-launch-words", new=new, clearance=clearance))
    return words.sentences(*sentences)


def _over_pieces(pyramid: pd.DataFrame, share: str, pieces: str) -> float:
    weights = pyramid[pieces].fillna(0).astype(float)
    return float((pyramid[share].fillna(0) * weights).sum() / weights.sum())


# --- who is about to buy -----------------------------------------------------------------------------


def why_no_intent(found: "Intent", words: Words) -> str:
    """Why there is no probability: which table or how much more is needed, and what it would show."""
    return words(f"profile-intent-{message_id(found.missing)}")


def rule_label(rule: str, words: Words) -> str:
    """What a way to give probabilities is called."""
    return words(f"profile-rule-{message_id(rule)}")


def intent_title(backtest: pd.DataFrame, words: Words) -> str:
    """Whether the model beat the usual rate in weeks it had not seen: better, worse, or not to be told apart."""
    model = _rule(backtest, "model")
    verdict = "better" if model["better_low"] > 0 else "worse" if model["better_high"] < 0 else "same"
    return words(f"profile-intent-title-{verdict}", top=model["top_share"])


def intent_subtitle(backtest: pd.DataFrame, words: Words) -> str:
    """Measure and n."""
    model = _rule(backtest, "model")
    return words("profile-intent-subtitle", n=int(model["n"]), k=int(model["k"]))


def intent_in_words(found: "Intent", soon: "Soon", words: Words) -> str:
    """The model beside the rules in two or three sentences, and what it expects now."""
    model, recent = _rule(found.backtest, "model"), _rule(found.backtest, "ordered_30d")
    sentences = [
        words("profile-intent-words", auc=_two(model["auc"], words), low=_two(model["auc_low"], words), high=_two(model["auc_high"], words)),
        words("profile-intent-words-recent", auc=_two(recent["auc"], words), better=_better(model, recent)),
    ]
    sentences.append(words("profile-intent-words-level", k=int(model["k"]), expected=round(model["expected"]), off=_two(model["off"] * 100, words)))
    sentences.append(words("profile-intent-words-now", n=soon.customers, expected=round(soon.expected), top=soon.top))
    return words.sentences(*sentences)


def backtest_rows(backtest: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """The model beside the rules without one, with intervals, as a table for eyes."""
    rows = []
    for row in backtest.to_dict("records"):
        shown = {name: [words.number(row[name + end], digits) for end in ("", "_low", "_high")] for name, digits in MEASURES.items()}
        rows.append(
            {"rule": rule_label(row["rule"], words), "top": words.share(row["top_share"]), "expected": round(row["expected"])}
            | {"off": words.number(row["off"] * 100, 2), "slope": "–" if pd.isna(row["slope"]) else words.number(row["slope"], 2)}
            | {name: f"{value} ({low} – {high})" for name, (value, low, high) in shown.items()}
        )
    columns = ("rule", "auc", "better", "expected", "off", "slope", "brier", "top")
    k = int(backtest["k"].iloc[0])
    told = {name: (words(f"profile-backtest-head-{name}", k=k), "count" if name == "expected" else "text") for name in columns}
    return pd.DataFrame(rows, columns=list(columns)), told


def _rule(backtest: pd.DataFrame, rule: str) -> dict[str, Any]:
    """One rule's row of the backtest."""
    return {str(name): value for name, value in backtest[backtest["rule"] == rule].to_dict("records")[0].items()}


def _two(value: float, words: Words) -> str:
    return words.number(value, 2)


def _better(model: Mapping, other: Mapping) -> str:
    if model["auc_low"] > other["auc_high"]:
        return "more"
    return "less" if model["auc_high"] < other["auc_low"] else "same"
