"""The shop's figures in words: names and definitions of KPIs, a sentence or two for each section, titles of its charts.

Every function takes a finished table of room `metrics`; each has a sentence for the shop that is too small or too young.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from retention.stats import wilson
from retention.tables.kpis import NO_REFUNDS
from retention.words import Said, Words

if TYPE_CHECKING:
    from retention.metrics import Concentration

# Names that hold a number: pattern, message id, name of the value.
NUMBERED = (
    (re.compile(r"churn_(active|opening|total|rule)_(\d+)"), "churn-{0}", "days"),
    (re.compile(r"repeat_within_(\d+)d"), "repeat-within", "days"),
    (re.compile(r"cohort_active_m(\d+)"), "cohort-active", "months"),
    (re.compile(r"second_order_within_(\d+)d"), "second-order-within", "days"),
)
LEAST_GROUP = 30


# --- names -------------------------------------------------------------------------------------------


def kpi_label(name: str, words: Words, window: str = "") -> str:
    """What a KPI is called; with its window, churn says over how many days. The bare name where no message knows it."""
    message, values = _kpi_message(name)
    if window and words.has(f"{message}-over"):
        first, last = (date.fromisoformat(day) for day in window.split(".."))
        return words(f"{message}-over", length=(last - first).days + 1, **values)
    return words(message, **values) if words.has(message) else name


def kpi_definition(name: str, words: Words) -> str:
    """How a KPI is defined; nothing where no message knows it."""
    message, values = _kpi_message(name)
    return words(f"{message}-definition", **values) if words.has(f"{message}-definition") else ""


def _kpi_message(name: str) -> tuple[str, dict[str, int]]:
    for pattern, message, value in NUMBERED:
        if found := pattern.fullmatch(name):
            *kind, number = found.groups()
            return f"kpi-{message.format(*kind)}", {value: int(number)}
    return f"kpi-{name.replace('_', '-')}", {}


def more_than_noise(figure: Mapping[str, Any], level: float = 0.05) -> bool | None:
    """Whether a figure's change stands out among all that were compared; where p is not given, by its interval; None if unknown."""
    p, low, high = (figure.get(name) for name in ("p_change", "change_low", "change_high"))
    if low is None or high is None or pd.isna(low) or pd.isna(high):
        return None
    return bool(p <= level) if p is not None and not pd.isna(p) else bool(low > 0 or high < 0)


def event_label(event: str, words: Words) -> str:
    """What a campaign is called: ours by their message, the shop's own as the shop calls it."""
    return words(f"season-{event}") if words.has(f"season-{event}") else event


def interval_note(words: Words) -> str:
    """What an interval means for a complete base; to be said once on a page."""
    return words("metrics-interval-note")


# --- sections ----------------------------------------------------------------------------------------


def kpis_in_words(kpis: pd.DataFrame, words: Words, provisional_days: int = 30) -> str:
    """Sales, repurchase and churn, a paragraph each, and what the intervals mean."""
    return "\n\n".join(
        [sales_in_words(kpis, words, provisional_days), repurchase_in_words(kpis, words), churn_in_words(kpis, words), interval_note(words)]
    )


def sales_in_words(kpis: pd.DataFrame, words: Words, provisional_days: int = 30) -> str:
    """What the shop sold in the window, against the period and the year before."""
    figures = _figures(kpis)
    gross, net = figures["gross_sales"], figures["net_sales"]
    if figures["repurchase_rate"]["missing"] == "kpi-missing-no-orders":
        return words("metrics-sales-none")
    first, last = gross["window"].split("..")
    orders = figures["orders"]["value"] + figures["guest_orders"]["value"]
    if not orders:
        return words("metrics-sales-quiet", first=first, last=last)
    told = figures["refund_rate"]["missing"] != NO_REFUNDS
    sold = {"first": first, "last": last, "gross": gross["value"], "orders": orders}
    said = [words("metrics-sales", **sold, net=net["value"]) if told else words("metrics-sales-gross", **sold)]
    said += [] if told else [words("core-refunds-unknown")]
    if figures["guest_sales_share"]["value"] > 0:
        said.append(words("metrics-sales-guests", share=figures["guest_sales_share"]["value"]))
    if "refunds_without_order" in figures and figures["refunds_without_order"]["value"] > 0:
        said.append(words("metrics-sales-unmatched", money=figures["refunds_without_order"]["value"]))
    if gross["previous"] > 0:
        change = gross["value"] / gross["previous"] - 1
        said.append(words("metrics-sales-change", by=abs(change), **_direction(change, gross)))
    if gross["last_year"] > 0:
        said.append(words("metrics-sales-year", money=gross["last_year"]))
    if provisional_days and told:
        said.append(words("metrics-sales-provisional", days=provisional_days))
    return _joined(said, words)


def repurchase_in_words(kpis: pd.DataFrame, words: Words) -> str:
    """How many buyers bought again, and how many of last period's came back."""
    figures = _figures(kpis)
    rate, returning, after = (figures[name] for name in ("repurchase_rate", "returning_rate", "repurchase_rate_after_returns"))
    if not figures["buyers"]["value"]:
        return words("metrics-repurchase-none")
    if pd.isna(rate["value"]):
        return words("metrics-repurchase-few", n=rate["n"], count=rate["count"])
    said = [words("metrics-repurchase", n=rate["n"], **_share(rate, words)), *_change(rate, words)]
    if not pd.isna(after["value"]) and words.share(after["value"]) != words.share(rate["value"]):
        said.append(words("metrics-repurchase-after", share=words.share(after["value"]), n=after["n"]))
    if not pd.isna(returning["value"]):
        said += [words("metrics-repurchase-returning", **_share(returning, words)), *_change(returning, words)]
    return _joined(said, words)


def churn_in_words(kpis: pd.DataFrame, words: Words) -> str:
    """How many active customers stayed away, by each definition that can be given."""
    figures = _figures(kpis)
    if not figures["customers"]["value"]:
        return words("metrics-churn-none")
    given = {name: row for name, row in figures.items() if name.startswith("churn_") and not pd.isna(row["value"])}
    active = next((name for name in given if name.startswith("churn_active_")), None)
    said = []
    if active:
        row = given[active]
        said += [words("metrics-churn-active", n=row["n"], **_kpi_message(active)[1], **_share(row, words)), *_change(row, words)]
    for name, row in given.items():
        if name == "churn_rule_own_gap":
            said.append(words("metrics-churn-own-gap", **_share(row, words)))
        elif name.startswith("churn_rule_"):
            said.append(words("metrics-churn-rule", n=row["n"], **_kpi_message(name)[1], **_share(row, words)))
    return _joined(said, words) if said else words("metrics-churn-few")


def cohorts_in_words(table: pd.DataFrame, words: Words, least_group: int = LEAST_GROUP) -> str:
    """How many customers order again in the month after their first, and in the third."""
    followed = _followed(table, 1)
    if followed is None:
        said = [words("metrics-cohorts-none")]
    elif followed["n"] < least_group:
        said = [words("metrics-cohorts-few", n=followed["n"])]
    else:
        first = "same" if followed["first"] == followed["last"] else followed["first"]
        values = {"n": followed["n"], "kind": followed["kind"], "first": first, "last": followed["last"]}
        said = [words("metrics-cohorts", **values, **_share(followed, words))]
        later = _followed(table, 3)
        if later is not None and later["kind"] == followed["kind"] and later["n"] >= least_group:
            said.append(words("metrics-cohorts-later", share=words.share(later["value"]), n=later["n"]))
    if len(table):
        said.append(words("metrics-cohorts-truncated"))
    return _joined(said, words)


def repeat_in_words(curve: pd.DataFrame, words: Words, least_group: int = LEAST_GROUP) -> str:
    """When first-time buyers come back; where the curve ends."""
    known = known_marks(curve)
    if known.empty:
        return words("metrics-repeat-none", least=least_group)
    items = [words("metrics-repeat-item", days=row["day"], **_share(row, words)) for row in known.to_dict("records")]
    separator = Said("，" if words.language == "zh" else ", ")
    said = [words("metrics-repeat", n=curve["at_risk"].iloc[0], list=separator.join(items))]
    said.append(words("metrics-repeat-end", day=curve["day"].max(), least=least_group))
    return _joined(said, words)


def concentration_in_words(found: "Concentration", words: Words) -> str:
    """How much of the money the best customers bring."""
    row = _top(found)
    if row is None:
        return words("metrics-concentration-few", n=found.customers) if found.customers else words("metrics-concentration-none")
    best = {key: row[key] for key in ("top", "customers", "least")}
    return words("metrics-concentration", **best, **_share(row, words))


# --- titles and subtitles of charts ------------------------------------------------------------------


def sales_title(table: pd.DataFrame, words: Words) -> str:
    """Which month brought most."""
    if table.empty or table["gross"].max() <= 0:
        return words("metrics-sales-title-none")
    best = table.sort_values("gross", kind="stable", ascending=False).iloc[0]
    values = {"month": f"{best['month']:%Y-%m}", "gross": best["gross"], "partial": _yes(best["partial"])}
    return words("metrics-sales-title-one" if len(table) == 1 else "metrics-sales-title", **values)


def sales_subtitle(table: pd.DataFrame, words: Words) -> str:
    """Measure, unit, period and n of the sales chart."""
    if table.empty:
        return words("metrics-sales-subtitle-none")
    months = table["month"].dt.strftime("%Y-%m")
    currency = words.currency or words("core-no-currency")
    known = "" if table["refunds_told"].any() else "-gross"
    return words(f"metrics-sales-subtitle{known}", currency=currency, first=months.iloc[0], last=months.iloc[-1], n=table["orders"].sum())


def cohorts_title(table: pd.DataFrame, words: Words, least_group: int = LEAST_GROUP) -> str:
    """How many of a month's customers order in the next."""
    followed = _followed(table, 1)
    if followed is None or followed["n"] < least_group:
        return words("metrics-cohorts-title-none")
    return words("metrics-cohorts-title", share=words.share(followed["value"]), kind=followed["kind"])


def cohorts_subtitle(table: pd.DataFrame, words: Words) -> str:
    """Measure, unit, period and n of the cohorts' chart."""
    if table.empty:
        return words("metrics-cohorts-subtitle-none")
    sizes = table[table["age"] == 0]
    return words("metrics-cohorts-subtitle", first=sizes["cohort"].min(), last=sizes["cohort"].max(), n=sizes["cohort_size"].sum())


def repeat_title(curve: pd.DataFrame, words: Words) -> str:
    """How many come back by 90 days and by the longest mark that is known."""
    if curve.empty or curve["day"].max() < 1:
        return words("metrics-repeat-title-none")
    known = known_marks(curve)
    if known.empty:
        return words("metrics-repeat-title-short", days=curve["day"].iloc[-1], share=words.share(curve["share"].iloc[-1]))
    values = [{"days": row["day"], "share": words.share(row["value"])} for row in known.to_dict("records")]
    quarter = next((v for v in values if v["days"] == 90), values[0])
    if quarter is values[-1]:
        return words("metrics-repeat-title", **quarter)
    return words("metrics-repeat-title-two", **quarter, days2=values[-1]["days"], share2=values[-1]["share"])


def repeat_subtitle(curve: pd.DataFrame, words: Words, grain: str = "") -> str:
    """Measure, unit, period and n of the repeat curve."""
    if curve.empty:
        return words("metrics-repeat-subtitle-none")
    values = {"window": curve["window"].iloc[0].replace("..", " – "), "n": curve["at_risk"].iloc[0]}
    return words("metrics-repeat-subtitle", grain=grain, **values) if grain else words("metrics-repeat-subtitle-alone", **values)


def known_marks(curve: pd.DataFrame) -> pd.DataFrame:
    """The marked days a repeat curve reaches, its share called `value`."""
    return curve[curve["mark"].astype(bool)].rename(columns={"share": "value"})


def concentration_title(found: "Concentration", words: Words) -> str:
    """How much the best share of customers brings, with its interval."""
    row = _top(found)
    if row is None:
        return words("metrics-concentration-title-none")
    return words("metrics-concentration-title", top=row["top"], **_share(row, words))


def concentration_subtitle(found: "Concentration", words: Words) -> str:
    """Measure, unit, period and n of the concentration curve."""
    if found.points.empty:
        return words("metrics-concentration-subtitle-none")
    return words("metrics-concentration-subtitle", window=str(found.window).replace("..", " – "), n=found.customers)


def share_range(low: float, high: float, words: Words) -> str:
    """An interval of a share, the sign once: 64–67 %."""
    lower, upper = words.share(low), words.share(high)
    return f"{lower.removesuffix('%').rstrip()}–{upper}"


# --- helpers -----------------------------------------------------------------------------------------


def _figures(kpis: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Rows about the whole shop, by name."""
    rows = kpis[kpis["group"].isna()].to_dict("records")
    return {str(row["name"]): {str(key): value for key, value in row.items()} for row in rows}


def _share(row: Any, words: Words) -> dict[str, str]:
    return {"share": words.share(row["value"]), "range": share_range(row["low"], row["high"], words)}


def _direction(change: float, row: dict[str, Any]) -> dict[str, str]:
    """Which way a figure went, as far as it can be read when rounded, and whether that is more than noise."""
    stands_out = more_than_noise(row)
    noise = "unknown" if stands_out is None else "beyond" if stands_out else "within"
    direction = "same" if abs(change) < 0.0005 else "up" if change > 0 else "down"
    return {"direction": direction, "noise": noise}


def _change(row: dict[str, Any], words: Words) -> list[str]:
    """One sentence on a share's change in points, or none where the period before is not known."""
    if pd.isna(row["previous"]):
        return []
    change = row["value"] - row["previous"]
    shown = words.number(abs(change) * 100)
    points = words("metrics-points", x=round(abs(change) * 100, 1), shown=shown)
    return [words("metrics-change", by=points, **_direction(change, row))]


def _followed(table: pd.DataFrame, age: int) -> dict[str, Any] | None:
    """Cohorts pooled at an age in whole months; those surely new where there are any, else those first seen."""
    old = table[(table["age"] == age) & ~table["partial"].astype(bool)] if len(table) else table
    if old.empty:
        return None
    new = old[~old["left_truncated"]]
    pooled, kind = (new, "new") if new["cohort_size"].sum() else (old, "seen")
    n, active = int(pooled["cohort_size"].sum()), int(pooled["active"].sum())
    low, high = wilson(active, n)
    return {"value": active / n, "low": low, "high": high, "n": n, "kind": kind, "first": pooled["cohort"].min(), "last": pooled["cohort"].max()}


def _top(found: "Concentration") -> dict[str, Any] | None:
    """The row of the top share a concentration speaks of, its part of the money called `value`."""
    rows = found.tops[(found.tops["top"] - found.top).abs() < 1e-9]
    return None if rows.empty else {str(key): value for key, value in rows.rename(columns={"money": "value"}).iloc[0].items()}


def _yes(flag: Any) -> str:
    return "yes" if flag else "no"


def _joined(sentences: list[str], words: Words) -> str:
    return ("" if words.language == "zh" else " ").join(sentences)
