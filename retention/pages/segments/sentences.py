"""Notebook 02 in words: what the groups are called, what high means here, who moved, what the best customers have in common, what to say to whom.

Every function takes a finished table of room `segments`; each has a sentence for the shop that is too small or lacks a table.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from retention.pages.kit.labels import Heads, group_label, message_id
from retention.pages.kit.words import Words
from retention.settings import ClusterSettings, SegmentationSettings
from retention.tables import SEGMENTS
from retention.tables.kpis import LEAST_GROUP

if TYPE_CHECKING:
    from retention.segments import BeforeAfter
    from retention.segments.clusters import Beyond, Clustering
    from retention.segments.profiles import HighValue


# --- names -------------------------------------------------------------------------------------------


def type_label(name: str, words: Words) -> str:
    """What one of the eight types is called."""
    return words(f"segments-type-{message_id(name)}")


def cluster_label(name: str, words: Words) -> str:
    """A cluster's name in words, from its scores: 'R5 F1' → 'ordered last, fewest orders'."""
    parts = [words(f"segments-level-{part.lower()}") if part[:1] in "RFM" else part for part in name.split()]
    return words("segments-comma").join(parts)


def rules(settings: SegmentationSettings, interactions_known: bool, sizes: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """The groups with their rules and sizes, as a table for eyes."""
    days = {
        "lost": str(settings.lost_days),
        "new": str(settings.new_days),
        "dormant": str(settings.dormant_days),
        "silent": str(settings.silent_days),
    }
    told = [f"segments-rule-{message_id(group)}" for group in sizes["group"]]
    told = [f"{message}-unknown" if not interactions_known and words.has(f"{message}-unknown") else message for message in told]
    # Who is silent is not known without interactions: not nobody, but no number.
    looked_for = (sizes["group"] != "silent") | interactions_known
    numbers = ["customers", "share", "net_paid", "money_share"]
    sizes = sizes.assign(**{name: sizes[name].where(looked_for) for name in numbers})
    table = sizes.assign(group=[group_label(name, words) for name in sizes["group"]], rule=[words(message, **days) for message in told])
    formats = {"group": "text", "rule": "text", "customers": "count", "share": "share", "net_paid": "money", "money_share": "share"}
    heads = {
        name: (words(f"segments-head-{message_id(name)}" if name != "net_paid" else "segments-head-money"), kind) for name, kind in formats.items()
    }
    return table, heads


# --- scores and groups -------------------------------------------------------------------------------


def cuts_in_words(cuts: pd.DataFrame, window_days: int, words: Words) -> str:
    """What high means in this shop, e.g. 'F is high from 2 orders up'."""
    if cuts["n"].max() == 0:
        return words("segments-cuts-none", window=window_days)
    told = [
        words(f"segments-cut-none-{row['letter']}") if pd.isna(row["edge"]) else words(f"segments-cut-{row['letter']}", edge=_whole(row["edge"]))
        for row in cuts.to_dict("records")
    ]
    return words("segments-cuts", window=window_days, cuts=words("segments-comma").join(told))


def _whole(value: float) -> float:
    return int(value) if float(value).is_integer() else float(value)


def map_title(cells: pd.DataFrame, words: Words) -> str:
    """What one sees on the map of scores."""
    if not cells["customers"].sum():
        return words("segments-map-title-none")
    best = float(cells.loc[(cells["r_score"] == 5) & (cells["f_score"] == 5), "share"].sum())
    once = float(cells.loc[cells["f_score"] == 1, "share"].sum())
    return words("segments-map-title", share=best, once=once) if best else words("segments-map-title-even")


def _top(sizes: pd.DataFrame, column: str) -> dict[str, Any]:
    """The row of the largest figure in a column."""
    first = sizes.sort_values(column, ascending=False, kind="stable").to_dict("records")[0]
    return {str(name): value for name, value in first.items()}


def groups_title(sizes: pd.DataFrame, words: Words) -> str:
    """The group that brings most."""
    if not sizes["customers"].sum():
        return words("segments-groups-title-none")
    if sizes["money_share"].isna().all():
        return words("segments-groups-title-even")
    best = _top(sizes, "money_share")
    return words("segments-groups-title", group=group_label(best["group"], words), money=float(best["money_share"]), people=float(best["share"]))


def tree_title(sizes: pd.DataFrame, words: Words) -> str:
    """The largest group."""
    if not sizes["customers"].sum():
        return words("segments-groups-title-none")
    most = _top(sizes, "customers")
    return words("segments-tree-title", group=group_label(most["group"], words), share=float(most["share"]))


def groups_in_words(sizes: pd.DataFrame, words: Words) -> str:
    """That the groups are 100 %, which brings most and which is largest."""
    n = int(sizes["customers"].sum())
    if n == 0:
        return words("segments-groups-title-none")
    most = _top(sizes, "customers")
    if n == 1:
        return words("segments-groups-one", group=group_label(most["group"], words))
    said = [words("segments-groups-sum")]
    if sizes["money_share"].notna().any():
        best = _top(sizes, "money_share")
        said.append(
            words("segments-groups-best", group=group_label(best["group"], words), money=float(best["money_share"]), people=float(best["share"]))
        )
    size = {"customers": int(most["customers"]), "people": float(most["share"])}
    return words.sentences(*said, words("segments-groups-largest", group=group_label(most["group"], words), **size))


def states_in_words(states: pd.DataFrame, settings: SegmentationSettings, words: Words) -> str:
    """How many customers are silent, dormant and lapsed, and whether the first can be known."""
    days = {"silent": settings.silent_days, "dormant": settings.dormant_days, "lapsed": settings.lost_days}
    known = states[states["customers"].notna()]
    told = [
        words(f"segments-state-{row['state']}", customers=int(row["customers"]), days=str(days[row["state"]])) for row in known.to_dict("records")
    ]
    said = [words("segments-states", list=words("segments-comma").join(told))] if told else []
    if "silent" not in set(known["state"]):
        said.append(words("segments-states-unknown", days=str(settings.silent_days)))
    return words.sentences(*said)


# --- clusters ----------------------------------------------------------------------------------------


def clusters_in_words(found: "Clustering", profile: pd.DataFrame, beyond: "Beyond | None", settings: ClusterSettings, words: Words) -> str:
    """Whether there are clusters, which, and what they see that the groups do not; `profile` comes from cluster_profile."""
    if found.decision in ("too_few", "no_spread"):
        return words(f"segments-clusters-{message_id(found.decision)}", n=found.n, least=settings.least_customers)
    row = found.stability[found.stability["k"] == found.best].iloc[0]
    figures = {"k": found.best, "lowest": 100 * float(row["lowest"]), "null": 100 * float(row["null_high"])}
    if found.decision != "clusters":
        return words(f"segments-clusters-{found.decision}", **figures)
    named = [
        words("segments-clusters-item", name=cluster_label(r["cluster_name"], words), share=float(r["share"])) for r in profile.to_dict("records")
    ]
    said = [words("segments-clusters-found", **figures), words("segments-clusters-list", list=words("segments-comma").join(named))]
    return words.sentences(*said, *_beyond(beyond, words))


def _beyond(beyond: "Beyond | None", words: Words) -> list[str]:
    if beyond is None:
        return []
    if not beyond.group:
        said = words("segments-beyond-nothing")
    else:
        one, other = (_part(row, words) for row in beyond.parts.to_dict("records"))
        said = words("segments-beyond-split", group=group_label(beyond.group, words), customers=beyond.customers, one=one, other=other)
    return [said, words("segments-beyond-agreement", agreement=words.number(beyond.agreement, 2))]


def _part(row: Mapping, words: Words) -> str:
    middle = {"orders": float(row["orders_scored"]), "money": float(row["net_paid_scored"]), "days": float(row["days_since_last_order"])}
    return words("segments-beyond-part", name=cluster_label(row["cluster_name"], words), share=float(row["share"]), **middle)


def stability_title(found: "Clustering", words: Words) -> str:
    """What the chart of stability shows; only for a shop where it was judged."""
    return words(f"segments-stability-title-{found.decision}", k=found.best)


# --- migration ---------------------------------------------------------------------------------------


def migration_in_words(changed: Mapping[str, float], moves: pd.DataFrame, chance: Mapping[str, float], words: Words) -> str:
    """Who changed group since the run before, and how many would by chance; `moves` comes from flow."""
    said = []
    if not changed["n"]:
        said.append(words("segments-migration-none"))
    elif not changed["moved"]:
        said.append(words("segments-migration-nobody", n=int(changed["n"])))
    else:
        enough = changed["n"] >= LEAST_GROUP
        names = ("n", "moved", "share", "low", "high") if enough else ("n", "moved")
        said.append(words("segments-migration" if enough else "segments-migration-few", **{name: changed[name] for name in names}))
        most = moves.iloc[0]
        pair = {"previous": group_label(most["previous"], words), "now": group_label(most["now"], words)}
        said.append(words("segments-migration-most", **pair, customers=int(most["customers"]), share=float(most["share"])))
        said.append(words("segments-migration-calendar"))
    if chance["n"] and not pd.isna(chance["share"]):
        figures = {name: float(chance[name]) for name in ("share", "low", "high")}
        said.append(words("segments-chance", **figures) if chance["high"] > 0 else words("segments-chance-none"))
    return words.sentences(*said)


def migration_title(moves: pd.DataFrame, changed: Mapping[str, float], words: Words) -> str:
    """How many changed group, and the most frequent move."""
    if moves.empty:
        return words("segments-migration-title-still")
    most = moves.iloc[0]
    pair = {"previous": group_label(most["previous"], words), "now": group_label(most["now"], words)}
    if changed["n"] < LEAST_GROUP:
        return words("segments-migration-title-few", n=int(changed["n"]), moved=int(changed["moved"]), **pair)
    return words("segments-migration-title", share=float(changed["share"]), **pair)


def migration_rows(table: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """The matrix (of groups or of types) as a table for eyes: a row per class of the run before, a column per class now, empty rows left out."""

    def label(name: str) -> str:
        return type_label(name, words) if words.has(f"segments-type-{message_id(name)}") else group_label(name, words)

    filled = table[table["n"] > 0]
    wide = filled.pivot(index="previous", columns="now", values="share")
    order = list(dict.fromkeys(filled["previous"]))
    columns = [name for name in dict.fromkeys(filled["now"]) if wide[name].sum() > 0]
    size = filled.drop_duplicates("previous").set_index("previous")["n"]
    rows = wide.loc[order, columns].reset_index().assign(n=[int(size[name]) for name in order])
    rows["previous"] = [label(name) for name in rows["previous"]]
    heads: Heads = {"previous": (words("segments-migration-head-previous"), "text"), "n": (words("segments-migration-head-n"), "count")}
    return rows, heads | {name: (label(name), "share") for name in columns}


def types_rows(counted: pd.DataFrame, words: Words) -> tuple[pd.DataFrame, Heads]:
    """The eight types within the groups as a table for eyes; `counted` comes from types_in_groups."""
    rows = counted.assign(group=[group_label(name, words) for name in counted["group"]], type=[type_label(name, words) for name in counted["type"]])
    heads: Heads = {
        "group": (words("segments-head-group"), "text"),
        "type": (words("segments-head-type"), "text"),
        "customers": (words("segments-head-customers"), "count"),
    }
    return rows, heads


# --- before and after --------------------------------------------------------------------------------


def came_back_in_words(now: Mapping[str, float], earlier: Mapping[str, float], days: int, words: Words) -> str:
    """How many quiet customers came back by themselves, beside the period before."""
    if not now["n"]:
        return words("segments-back-none", days=days)
    if now["n"] < LEAST_GROUP:
        return words("segments-back-few", n=int(now["n"]), back=int(now["back"]), days=days)
    figures = {name: now[name] for name in ("n", "share", "low", "high")}
    if earlier["n"] < LEAST_GROUP:
        return words("segments-back-first", **figures, days=days)
    return words("segments-back", **figures, usual=earlier["share"], days=days)


def before_after_in_words(found: "BeforeAfter", days: int, words: Words) -> str:
    """The best fifth's change beside the usual one, or the warning that there is nothing to compare it with."""
    if found.n == 0 or pd.isna(found.before):
        return words("segments-before-none", days=days)
    figures: dict[str, Any] = {"days": days, "n": found.n, "before": found.before, "after": found.after}
    if pd.isna(found.beyond.value):
        return words("segments-before-warning", **figures)
    beyond = {name: words.number(getattr(found.beyond, name), 2) for name in ("low", "high")}
    told = "more" if found.beyond.low > 1 else "less" if found.beyond.high < 1 else "same"
    ratios = {"usual": words.number(found.usual, 2), "ratio": words.number(found.ratio, 2), "beyond": words.number(found.beyond.value, 2)}
    return words("segments-before-usual", **figures, **beyond, **ratios, told=told)


# --- the best customers ------------------------------------------------------------------------------


def high_value_in_words(found: "HighValue", words: Words) -> str:
    """What the high-value customers have in common, tested against all others, and what they pay per order; then their core."""
    if found.n == 0:
        return words("segments-high-none")
    if not found.enough:
        return words("segments-high-few", n=found.n)
    said = [words("segments-high-style-unknown", n=found.n) if found.taste is None or pd.isna(found.taste["low"]) else _style(found.taste, words)]
    said.append(words("segments-high-aov", value=found.aov.value, low=found.aov.low, high=found.aov.high))
    cut = found.core_aov
    if cut is not None:
        verdict = "above" if found.aov.low > cut else "below" if found.aov.high < cut else "around"
        said += [words(f"segments-high-aov-{verdict}", cut=cut), _core(found, cut, words)]
    return words.sentences(*said)


def _style(taste: Mapping[str, Any], words: Words) -> str:
    figures = {name: taste[name] for name in ("n", "value", "share", "low", "high")}
    if pd.isna(taste["difference_low"]):
        return words("segments-high-style-alone", **figures)
    if taste["difference_high"] < 0:
        kind = "less"
    elif taste["difference_low"] <= 0:
        kind = "same"
    else:
        kind = "mostly" if taste["low"] > 0.5 else "more"
    return words(f"segments-high-style-{kind}", **figures, others=taste["others"])


def _core(found: "HighValue", cut: float, words: Words) -> str:
    if found.core_n == 0:
        return words("segments-core-none", cut=cut)
    taste = found.core_taste
    if taste is None:
        return words("segments-core-alone", n=found.core_n, cut=cut)
    if pd.isna(taste["difference_low"]):
        return words("segments-core-few" if pd.isna(taste["low"]) else "segments-core-alone", n=found.core_n, cut=cut)
    mostly = taste["low"] > 0.5 and taste["difference_low"] > 0
    figures = {name: taste[name] for name in ("value", "share", "low", "high", "others")}
    return words("segments-core-mostly" if mostly else "segments-core-plain", n=found.core_n, cut=cut, **figures)


def dictionary(words: Words) -> pd.DataFrame:
    """The data dictionary of the table segments."""
    rows = [(name, words(f"segments-means-{message_id(name)}")) for name in SEGMENTS.columns]
    return pd.DataFrame(rows, columns=[words("pyramid-dictionary-column"), words("pyramid-dictionary-meaning")])
