"""Which of three stages a shop's work with customers is in, told from twelve signs in its own data and settings.

Stage 1 is spreadsheets in a muddle, 2 a general tool, 3 customer management as strategy. A sign holds, lacks or is not known; what is
not known is never bad, and never counted as good. A shop has left stage 1 when enough of the six signs in CORE hold, and is in stage 3
when all six do and it uses fields of its own for size, style or season. Best customers are the `top_share` with most net paid.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir
import pandas as pd
from ibis import _

from retention.orders import that_count
from retention.settings import OwnField, StageRules
from retention.tables.fates import HARMLESS
from retention.tables.kpis import kpi_row, kpi_table

HOLDS, LACKS, UNKNOWN = "holds", "lacks", "unknown"
CORE = ("one_view", "follow_up", "analysable", "consent", "segments_used", "automation")
# Tables in which a customer can be known beside her orders.
SOURCES = ("customers", "memberships", "events", "coupons", "consents", "touches", "tickets", "surveys")
# Sign → unit of its figure, whether its threshold is the least or the most, and the tables it is told from.
SIGNS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "one_view": ("share", "least", ("orders",)),
    "islands": ("share", "least", ("orders", *SOURCES)),
    "follow_up": ("share", "least", ("orders", "touches")),
    "analysable": ("share", "least", ()),
    "consent": ("share", "least", ("orders", "consents")),
    "segments_used": ("count", "least", ("touches",)),
    "automation": ("count", "least", ()),
    "staff_use": ("count", "least", ("touches",)),
    "missed_sales": ("share", "most", ("orders", "touches")),
    "costs": ("share", "least", ("order_lines", "products")),
    "scale": ("count", "most", ("orders",)),
    "freshness": ("days", "most", ("orders",)),
}
# Missing signs are mended in this order: a line of settings, an export that is there already, a habit, a project.
CHEAPEST = (
    "costs", "freshness", "consent", "analysable", "one_view", "islands", "missed_sales", "segments_used", "automation", "follow_up",
    "staff_use", "scale",
)  # fmt: skip
STEPS = 3
NOT_REACHED = ("not_sent", "failed")
STAFF_DAYS, YEAR = 30, 365
# What own fields about size, style or season are called.
ABOUT_CLOTHES = ("size", "style", "season", "尺码", "鞋码", "码数", "风格", "季节")
Tables = Mapping[str, ir.Table | None]


@dataclass(frozen=True)
class Known:
    """What the signs are told from. `journeys` that run and `by_group` of them that name a group are None where the shop wrote none of its own;
    `group_names` are what groups are called in campaigns; `until` is the last day that any file tells of."""

    pyramid: pd.DataFrame
    tables: Tables
    ledger: pd.DataFrame
    as_of: date
    until: date
    journeys: int | None
    by_group: int | None
    group_names: tuple[str, ...]
    margin_known: bool
    own_fields: Mapping[str, OwnField]
    top_share: float
    dormant_days: int

    def since(self, days: int) -> pd.Timestamp:
        """The day from which on the last `days` days count."""
        return pd.Timestamp(self.as_of) - pd.Timedelta(days=days - 1)

    @property
    def best(self) -> pd.DataFrame:
        """The best customers, at least one where there is any."""
        ranked = self.pyramid.sort_values(["net_paid", "customer_id"], ascending=[False, True])
        return ranked.head(max(1, round(self.top_share * len(ranked))))


@dataclass(frozen=True)
class Diagnosis:
    """`signs`: sign, state, value, threshold, side (least, most), unit, n, core; `fields`: field, share of customers filled; `stage`: 1, 2 or 3."""

    signs: pd.DataFrame
    fields: pd.DataFrame
    fields_used: bool
    stage: int

    @property
    def steps(self) -> list[str]:
        """The signs that are cheapest to mend of those that lack or are not known."""
        state = self.signs.set_index("sign")["state"]
        return [sign for sign in CHEAPEST if state[sign] != HOLDS][:STEPS]

    def kpis(self, period: str) -> pd.DataFrame:
        """Each sign's figure, and the stage."""
        rows = [
            kpi_row(f"stage_sign_{row['sign']}", row["unit"], period, value=row["value"], n=row["n"])
            | ({"missing": "stage-not-known"} if row["state"] == UNKNOWN else {})
            for row in self.signs.to_dict("records")
        ]
        return kpi_table([*rows, kpi_row("stage", "count", period, value=float(self.stage), n=float(len(CORE)))])


def diagnosis(known: Known, rules: StageRules) -> Diagnosis:
    """The twelve signs, the own fields in use, and the stage they make."""
    touches = _touches(known)
    found = {
        "one_view": _one_view(known),
        "islands": _islands(known),
        "follow_up": _follow_up(known, touches, rules),
        "analysable": _analysable(known),
        "consent": _consent(known),
        "segments_used": _segments_used(known, touches),
        "automation": (float(known.journeys or 0), None),
        "staff_use": _staff_use(known, touches),
        "missed_sales": _missed_sales(known, touches, rules),
        "costs": _costs(known),
        "scale": (float(len(known.pyramid)), None),
        "freshness": _freshness(known),
    }
    signs = pd.DataFrame([_row(sign, *found[sign], threshold=float(getattr(rules, sign))) for sign in SIGNS])
    # Journeys look after any number of customers.
    if (known.journeys or 0) >= rules.automation:
        signs.loc[signs["sign"] == "scale", "state"] = HOLDS
    fields = filled_fields(known, rules)
    used = bool((fields["share"] >= rules.fields_filled).any())
    return Diagnosis(signs, fields, used, _stage(signs, used, rules))


def _row(sign: str, value: float | None, n: float | None, threshold: float) -> dict:
    unit, side, _reads = SIGNS[sign]
    reached = value is not None and (value >= threshold if side == "least" else value <= threshold)
    state = UNKNOWN if value is None else HOLDS if reached else LACKS
    return {"sign": sign, "state": state, "value": value, "threshold": threshold, "side": side, "unit": unit, "n": n, "core": sign in CORE}


def _stage(signs: pd.DataFrame, fields_used: bool, rules: StageRules) -> int:
    hold = int(signs.loc[signs["core"], "state"].eq(HOLDS).sum())
    return 1 if hold < rules.core else 3 if hold == len(CORE) and fields_used else 2


Found = tuple[float | None, float | None]


def _share(part: float, of: float) -> Found:
    return (part / of, float(of)) if of else (None, None)


# --- each sign: its figure and what it rests on, (None, None) where nothing tells ----------------------------


def _one_view(known: Known) -> Found:
    counted = that_count(_there(known, "orders"))
    told = counted.agg(n=_.count(), of_somebody=_.customer_id.count()).to_pandas().iloc[0]
    return _share(float(told["of_somebody"]), float(told["n"]))


def _islands(known: Known) -> Found:
    """Customers whom another table knows, too; a shop with one source has no second one to be found in."""
    elsewhere = [_people(known.tables[name]) for name in SOURCES if known.tables.get(name) is not None]
    if not elsewhere:
        return None, None
    return _share(float(known.pyramid["customer_id"].isin(set().union(*elsewhere)).sum()), len(known.pyramid))


def _follow_up(known: Known, touches: pd.DataFrame | None, rules: StageRules) -> Found:
    if touches is None:
        return None, None
    best = known.best
    followed = best["owner"].notna() & (best["last_touch_on"] >= known.since(rules.touch_days))
    return _share(float(followed.sum()), len(best))


def _analysable(known: Known) -> Found:
    rows = known.ledger
    return _share(float(rows.loc[rows["fate"].isin(HARMLESS), "rows"].sum()), float(rows["rows"].sum()))


def _consent(known: Known) -> Found:
    table = known.tables.get("consents")
    if table is None:
        return None, None
    answered = _people(table.filter(_.purpose == "marketing"))
    return _share(float(known.pyramid["customer_id"].isin(answered).sum()), len(known.pyramid))


def _segments_used(known: Known, touches: pd.DataFrame | None) -> Found:
    """Campaigns of a year whose names hold a group's, and journeys with a condition on one."""
    if touches is None and known.by_group is None:
        return None, None
    campaigns = set() if touches is None else set(touches.loc[touches["touched_on"] >= known.since(YEAR), "campaign"].dropna())
    named = sum(any(name in str(campaign).casefold() for name in known.group_names) for campaign in campaigns)
    return float(named + (known.by_group or 0)), None


def _staff_use(known: Known, touches: pd.DataFrame | None) -> Found:
    """What colleagues wrote down in 30 days, by each who wrote anything in a year."""
    if touches is None:
        return None, None
    named = touches[touches["owner"].notna() & (touches["touched_on"] >= known.since(YEAR))]
    owners = named["owner"].nunique()
    return (float((named["touched_on"] >= known.since(STAFF_DAYS)).sum()) / owners, float(owners)) if owners else (0.0, 0.0)


def _missed_sales(known: Known, touches: pd.DataFrame | None, rules: StageRules) -> Found:
    """Of the best customers that fell asleep, those nobody wrote to or called."""
    if touches is None:
        return None, None
    asleep = known.best[known.best["days_since_last_order"] >= known.dormant_days]
    lately = touches.loc[touches["touched_on"] >= known.since(rules.touch_days), "customer_id"]
    return _share(float((~asleep["customer_id"].isin(lately)).sum()), len(asleep)) if len(asleep) else (0.0, 0.0)


def _costs(known: Known) -> Found:
    """Money of a year's lines whose goods have a cost; a margin in the settings stands for all."""
    lines, products = known.tables.get("order_lines"), known.tables.get("products")
    if known.margin_known:
        return 1.0, None
    if lines is None or products is None:
        return None, None
    sold = that_count(lines).filter(_.ordered_on >= known.since(YEAR).date())
    with_cost = products.filter(_.cost.notnull()).select("product_id").distinct()
    paid = float(sold.line_paid.sum().execute() or 0)
    told = float(sold.semi_join(with_cost, "product_id").line_paid.sum().execute() or 0)
    return _share(told, paid)


def _freshness(known: Known) -> Found:
    last = that_count(_there(known, "orders")).ordered_on.max().execute()
    return (None, None) if pd.isna(last) else (float((pd.Timestamp(known.until) - pd.Timestamp(last)).days), None)


# --- what they look at -----------------------------------------------------------------------------------------


def _touches(known: Known) -> pd.DataFrame | None:
    """Touches that reached somebody up to as_of, None where the shop has no such table; customers kept back as a control were not touched."""
    table = known.tables.get("touches")
    if table is None:
        return None
    sent = table.filter(_.touched_on <= known.as_of, _.status.isnull() | ~_.status.isin(NOT_REACHED), _.arm.isnull() | (_.arm != "control"))
    frame = sent.select("customer_id", "touched_on", "owner", "campaign").to_pandas()
    return frame.assign(touched_on=pd.to_datetime(frame["touched_on"]))


def _people(table: ir.Table | None) -> set[str]:
    assert table is not None
    return set(table.filter(_.customer_id.notnull()).select("customer_id").distinct().to_pandas()["customer_id"])


def _there(known: Known, name: str) -> ir.Table:
    table = known.tables[name]
    assert table is not None
    return table


def filled_fields(known: Known, rules: StageRules) -> pd.DataFrame:
    """Own fields about size, style or season, and for which share of customers each is filled."""
    named = rules.fields or clothes_fields(known.own_fields)
    rows = [(name, float(known.pyramid[name].notna().mean()) if len(known.pyramid) else 0.0) for name in named if name in known.pyramid]
    return pd.DataFrame(rows, columns=["field", "share"])


def clothes_fields(own_fields: Mapping[str, OwnField]) -> Sequence[str]:
    """Own fields whose name or label speaks of size, style or season."""
    return [name for name, field in own_fields.items() if any(word in f"{name} {field.label}".casefold() for word in ABOUT_CLOTHES)]
