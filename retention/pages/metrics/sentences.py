"""The shop's figures in words: names and definitions of KPIs, a sentence or two for each section, titles of its charts.

Every function takes a finished table of room `metrics`; each has a sentence for the shop that is too small or too young.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pandas as pd

from retention.pages.kit.figures import day_compared_from, judged_change
from retention.pages.kit.labels import kpi_message, more_than_noise
from retention.pages.kit.words import Said, Words
from retention.seasons import Window
from retention.tables.kpis import LEAST_GROUP, NO_REFUNDS

if TYPE_CHECKING:
    from retention.metrics import Concentration, OrderTimes, Pooled


# --- names -------------------------------------------------------------------------------------------


def event_label(event: str, words: Words) -> str:
    """What a campaign is called: ours by their message, the shop's own as the shop calls it."""
    return words(f"season-{event}") if words.has(f"season-{event}") else event


def interval_note(words: Words) -> str:
    """What an interval means for a complete base; to be said once on a page."""
    return words("metrics-interval-note")


# --- sections ----------------------------------------------------------------------------------------


def kpis_in_words(kpis: pd.DataFrame, words: Words, provisional_days: int = 30) -> str:
    """Sales, new customers, repurchase and churn, a paragraph each, and what comparisons and intervals mean."""
    said = [sales_in_words(kpis, words, provisional_days), new_in_words(kpis, words), repurchase_in_words(kpis, words), churn_in_words(kpis, words)]
    at_equal_age = ((kpis["beside"] == "age") & kpis["change"].notna()).any()
    notes = words.sentences(words("metrics-age-note") if at_equal_age else "", interval_note(words))
    return "\n\n".join(paragraph for paragraph in (*said, notes) if paragraph)


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
    return words.sentences(*said)


def new_in_words(kpis: pd.DataFrame, words: Words) -> str:
    """How many buyers were new, and whether that is more or less than before; nothing where it cannot be told."""
    figures = _figures(kpis)
    new, old = figures["new_customers"], figures["returning_buyers"]
    if pd.isna(new["value"]) or not figures["buyers"]["value"]:
        return ""
    said, change, before = [words("metrics-new", new=new["value"], old=old["value"])], judged_change(new), new["previous"]
    if change is not None and before > 0:
        day = day_compared_from(new)
        values = {"day": day, "days": "part" if day else "whole", "before": before, "by": abs(change / before)}
        said.append(words("metrics-new-change", **values, **_direction(change / before, new)))
    return words.sentences(*said)


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
    return words.sentences(*said)


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
        said += [words("metrics-churn-active", n=row["n"], **kpi_message(active)[1], **_share(row, words)), *_change(row, words)]
    for name, row in given.items():
        if name == "churn_rule_own_gap":
            said.append(words("metrics-churn-own-gap", **_share(row, words)))
        elif name.startswith("churn_rule_"):
            said += [words("metrics-churn-rule", n=row["n"], **kpi_message(name)[1], **_share(row, words)), *_change(row, words)]
    return words.sentences(*said) if said else words("metrics-churn-few")


def cohorts_in_words(table: pd.DataFrame, pooled: "Mapping[int, Pooled | None]", words: Words, least_group: int = LEAST_GROUP) -> str:
    """How many customers order again in the month after their first, and in the third (`pooled` by age)."""
    next_month, later = pooled[1], pooled[3]
    if next_month is None:
        said = [words("metrics-cohorts-none")]
    elif next_month.n < least_group:
        said = [words("metrics-cohorts-few", n=next_month.n)]
    else:
        first = "same" if next_month.first == next_month.last else next_month.first
        values = {"n": next_month.n, "kind": next_month.kind, "first": first, "last": next_month.last}
        said = [words("metrics-cohorts", **values, **_share(asdict(next_month), words))]
        if later is not None and later.kind == next_month.kind and later.n >= least_group:
            said.append(words("metrics-cohorts-later", share=words.share(later.value), n=later.n))
    if len(table):
        said.append(words("metrics-cohorts-truncated"))
    return words.sentences(*said)


def repeat_in_words(curve: pd.DataFrame, words: Words, least_group: int = LEAST_GROUP) -> str:
    """When first-time buyers come back; where the curve ends."""
    known = known_marks(curve)
    if known.empty:
        return words("metrics-repeat-none", least=least_group)
    items = [words("metrics-repeat-item", days=row["day"], **_share(row, words)) for row in known.to_dict("records")]
    separator = Said("，" if words.language == "zh" else ", ")
    said = [words("metrics-repeat", n=curve["at_risk"].iloc[0], list=separator.join(items))]
    said.append(words("metrics-repeat-end", day=curve["day"].max(), least=least_group))
    return words.sentences(*said)


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


def cohorts_title(pooled: "Pooled | None", words: Words, least_group: int = LEAST_GROUP) -> str:
    """How many of a month's customers order in the next."""
    if pooled is None or pooled.n < least_group:
        return words("metrics-cohorts-title-none")
    return words("metrics-cohorts-title", share=words.share(pooled.value), kind=pooled.kind)


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


# --- the mix -------------------------------------------------------------------------------------------


def mix_label(name: str, words: Words) -> str:
    """A channel or reason as the exports call it; `other` in the page's language."""
    return words("mix-other") if name == "other" else name


def mix_title(table: pd.DataFrame, what: str, words: Words) -> str:
    """The largest part."""
    if table.empty:
        return words(f"mix-{what}-none")
    return words(f"mix-{what}-title", name=mix_label(str(table["what"].iloc[0]), words), share=float(table["share"].iloc[0]))


def mix_subtitle(table: pd.DataFrame, what: str, window: Window, words: Words) -> str:
    """Measure, period and n."""
    n = int(table["n"].iloc[0]) if len(table) else 0
    return words(f"mix-{what}-subtitle", n=n, window=f"{window.first} – {window.last}")


def mix_hover(row: dict, label: str, words: Words) -> str:
    """The exact figures of one part."""
    if pd.isna(row["low"]):
        return words("mix-hover-thin", name=label, k=row["k"], n=row["n"])
    return words("mix-hover", name=label, k=row["k"], n=row["n"], share=row["share"], low=row["low"], high=row["high"])


def mix_in_words(channels: pd.DataFrame, reasons: pd.DataFrame, words: Words) -> str:
    """Both in a sentence each, and what a ticked reason is not."""
    said = [
        words(f"mix-{what}-none") if table.empty else _largest(table, what, words) for what, table in (("channel", channels), ("reason", reasons))
    ]
    return "\n\n".join([*said, words("mix-reasons-ticked")] if len(reasons) else said)


def _largest(table: pd.DataFrame, what: str, words: Words) -> str:
    row = table.iloc[0]
    name = mix_label(str(row["what"]), words)
    if pd.isna(row["low"]):
        return words(f"mix-{what}-words-thin", name=name, k=int(row["k"]), n=int(row["n"]))
    return words(f"mix-{what}-words", name=name, share=row["share"], low=row["low"], high=row["high"], n=int(row["n"]))


# --- weekdays and hours --------------------------------------------------------------------------------


def order_times_title(found: "OrderTimes", words: Words) -> str:
    """The weekday and the hour with most orders, as far as they clearly stand out."""
    if not found.weekdays["share"].notna().any():
        return words("metrics-times-title-few", n=found.orders)
    week, day = _most(found.weekdays), _most(found.hours)
    values = {"weekday": weekday_label(week, words), "share": week["share"], "hour": 0, "next": 0, "part": 0.0}
    if day["stands_out"]:
        values |= {"hour": day["at"], "next": day["at"] + 1, "part": day["share"]}
    weekday = "top" if week["stands_out"] else "short" if pd.isna(week["low"]) else "none"
    return words("metrics-times-title", week=weekday, day="top" if day["stands_out"] else "none", **values)


def order_times_subtitle(found: "OrderTimes", words: Words) -> str:
    """Measure, clock, period and n, and what the colours say."""
    if not found.orders:
        return words("metrics-times-subtitle-none")
    values = {"first": found.days[0], "last": found.days[1], "n": found.orders, "hours": _yes(len(found.hours)), "zone": found.zone}
    if not found.weekdays["share"].notna().any():
        return words("metrics-times-subtitle-few", **values)
    with_interval = any(table["low"].notna().any() for table in (found.weekdays, found.hours))
    return words("metrics-times-subtitle" if with_interval else "metrics-times-subtitle-short", **values)


def order_times_in_words(found: "OrderTimes", words: Words) -> str:
    """The top weekday, what it hangs on, the top hour, and of how many orders the hour is known."""
    week, day = _most(found.weekdays), _most(found.hours)
    if pd.isna(week["share"]):
        return words("metrics-times-few", n=found.orders)
    said = []
    if pd.isna(week["low"]):
        said.append(words("metrics-times-short", weeks=found.weeks))
    else:
        values = {"n": found.orders, "even": week["even"], "share": words.share(week["share"]), "range": _narrow(week, words)}
        named = {"weekday": weekday_label(week, words)} if week["stands_out"] else {}
        said.append(words("metrics-times-weekday-top" if named else "metrics-times-weekday-none", **values, **named))
        if week["busiest_part"] > 0.5 and week["busiest"] >= LEAST_GROUP:
            said.append(words("metrics-times-one-day", day=week["busiest_on"], k=week["busiest"], weekday=weekday_label(week, words)))
    if day["stands_out"]:
        hour = {"hour": day["at"], "next": day["at"] + 1, "share": words.share(day["share"]), "range": _narrow(day, words)}
        said.append(words("metrics-times-hour-top", **hour))
    elif not pd.isna(day["low"]):
        said.append(words("metrics-times-hour-none"))
    hours = {"n": found.with_hour, "untimed": found.orders - found.with_hour, "all": found.orders}
    said.append(words("metrics-times-hours-of" if len(found.hours) else "metrics-times-no-hours", **hours))
    return words.sentences(*said)


def order_times_hover(row: dict, of: str, words: Words) -> str:
    """The exact figures of one weekday or hour."""
    name = weekday_label(row, words) if of == "weekday" else words("metrics-times-hour", hour=row["at"], next=row["at"] + 1)
    if pd.isna(row["share"]):
        return words("metrics-times-hover-few", name=name, k=row["k"], n=row["n"])
    known = {"name": name, "k": row["k"], "n": row["n"], "share": words.share(row["share"])}
    return words("metrics-times-hover-short", **known) if pd.isna(row["low"]) else words("metrics-times-hover", **known, range=_narrow(row, words))


def weekday_label(row: Mapping[Any, Any], words: Words, short: bool = False) -> str:
    """What the weekday of a row is called."""
    return words("metrics-weekday-short" if short else "metrics-weekday", day=row["at"])


def _most(table: pd.DataFrame) -> dict[str, Any]:
    """The row with most orders; one that says nothing where there is none."""
    rows = table.sort_values("k", ascending=False, kind="stable").to_dict("records")
    return {str(key): value for key, value in rows[0].items()} if rows else {"share": float("nan"), "low": float("nan"), "stands_out": False}


def _narrow(row: Mapping[str, Any], words: Words) -> str:
    """An interval of a share, with a decimal where both its ends would read the same."""
    low, high = row["low"], row["high"]
    if words.share(low) != words.share(high):
        return share_range(low, high, words)
    return words("metrics-times-narrow", low=low * 100, high=high * 100)


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
    """One sentence on a share's change in points, or none where it is compared with nothing."""
    change = judged_change(row)
    if change is None:
        return []
    shown = words.number(abs(change) * 100)
    points = words("metrics-points", x=round(abs(change) * 100, 1), shown=shown)
    return [words("metrics-change-age" if row["beside"] == "age" else "metrics-change", by=points, **_direction(change, row))]


def _top(found: "Concentration") -> dict[str, Any] | None:
    """The row of the top share a concentration speaks of, its part of the money called `value`."""
    rows = found.tops[(found.tops["top"] - found.top).abs() < 1e-9]
    return None if rows.empty else {str(key): value for key, value in rows.rename(columns={"money": "value"}).iloc[0].items()}


def _yes(flag: Any) -> str:
    return "yes" if flag else "no"
