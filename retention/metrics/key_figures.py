"""The KPIs of METHODS §2: value, interval, the period before, the same period last year.

Each figure is one line of `definitions`: a share of customers, a ratio of two sums over customers, a
total, the part of the top fifth, or a median. A window is compared only with windows that lie wholly inside
the shop's history, and a customer counts as new in it only if the history begins well before. What would drift while no customer changes
is compared at equal age or over the same days (`comparisons`); what would drift even so (`Kpi.alone`) with nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Literal

import ibis
import numpy as np
import pandas as pd

from retention import stats
from retention.metrics.comparisons import Change, Firsts, Followed, at_equal_age, comparable_windows, of_days
from retention.metrics.estimates import change_ends, estimates, rests_on, sides, value_of
from retention.metrics.facts import customer_facts, first_day, refunds_without_order
from retention.metrics.kinds import Column, Facts, Kpi
from retention.orders import FIRST_SEEN_GAPS
from retention.seasons import Calendar, Window, window_to
from retention.tables.kpis import NO_PIECES, NO_REFUNDS, kpi_row, kpi_table

# Purchase days a customer needs before their own gaps say when they are late, and how many gaps are late.
OWN_GAP_DAYS, OWN_GAPS = 3, 3
# Above this part of refunds whose stage is not known, none is said to be before or after dispatch.
UNKNOWN_STAGE = 0.05
TOO_FEW = "kpi-missing-too-few"
# Why a figure is compared with no other window: it grows with the length of the record; its base grows older with the shop.
RECORD_GROWS, BASE_AGES = "kpi-alone-record", "kpi-alone-base"
# Why it cannot be compared yet: first-seen customers stand in its base; too few others do.
FIRST_SEEN, FEW_KNOWN = "kpi-alone-first-seen", "kpi-alone-few"
# Refunds, or pieces, are told in one of both windows only.
UNTOLD_BEFORE = "kpi-alone-untold"
# Days on which first orders must be known to be such before a count of them, and rates over a whole window, are compared.
QUARTER, HALF_YEAR = 91, 182
# What must be told of at least one order: the orders that tell it, of these orders, and why a figure is missing where none does.
TOLD = {
    "refunds": ("refunds_told", "paid_orders", NO_REFUNDS),
    "pieces": ("unit_orders", "orders", NO_PIECES),
}
# Columns beyond the promise.
MORE = ("count", "provisional")


def _new_or_old(_window: Window, gaps: int) -> int:
    return max(gaps, 1)


def _buyers(c: Facts) -> pd.Series:
    return c["known"] & (c["orders"] >= 1)


def _old(c: Facts) -> pd.Series:
    return c["known"] & (c["first"] > 0)


def _new(c: Facts) -> pd.Series:
    return c["known"] & (c["first"] <= 0)


def _half_year(_window: Window) -> int:
    return HALF_YEAR


def _ever(c: Facts) -> pd.Series:
    return c["known"] & (c["since_last"] >= 0)


def definitions(churn_days: tuple[int, ...]) -> dict[str, Kpi]:
    """Every KPI by name, in the order they are read."""
    return {**_sales(), **_repurchase(), **_baskets(), **_churn(churn_days), **_concentration()}


def _sales() -> dict[str, Kpi]:
    def all_orders(c: Facts) -> float:
        return c["orders"].sum()

    def flow(who: Column) -> Kpi:
        buyers, quarter = lambda c: (who(c) & _buyers(c)).astype(int), lambda _window: QUARTER
        return Kpi("total", buyers, unit="count", needs=_new_or_old, beside="days", watched=quarter)

    def rate(part: str, stages: bool) -> Kpi:
        told: Literal["refunds"] | None = None if stages else "refunds"
        return Kpi("ratio", lambda c: c[part], lambda c: c["paid"], n=lambda c: c["paid_orders"].sum(), stages=stages, told=told, provisional=True)

    return {
        "customers": Kpi("total", lambda c: _ever(c).astype(int), unit="count", alone=RECORD_GROWS),
        "new_customers": flow(_new),
        "returning_buyers": flow(_old),
        "buyers": Kpi("total", lambda c: _buyers(c).astype(int), unit="count"),
        "orders": Kpi("total", lambda c: c["orders"].where(c["known"], 0), unit="count"),
        "guest_orders": Kpi("total", lambda c: c["orders"].where(~c["known"], 0), unit="count"),
        "gross_sales": Kpi("total", lambda c: c["gross"], unit="money", n=all_orders),
        "net_sales": Kpi("total", lambda c: c["net"], unit="money", n=all_orders, provisional=True),
        "guest_sales_share": Kpi("ratio", lambda c: c["gross"].where(~c["known"], 0), lambda c: c["gross"], n=all_orders),
        "refund_rate": rate("refunded", False),
        "refund_rate_before_dispatch": rate("before_dispatch", True),
        "refund_rate_after_dispatch": rate("after_delivery", True),
    }


def _repurchase() -> dict[str, Kpi]:
    def kept(c: Facts) -> pd.Series:
        return c["known"] & (c["kept"] >= 1)

    def total(part: Column) -> Kpi:
        return Kpi("total", part, unit="count", told="refunds", provisional=True)

    return {
        "repurchase_rate": Kpi("share", lambda c: c["orders"] >= 2, _buyers, beside="age", watched=_half_year),
        "repurchase_rate_days": Kpi("share", lambda c: c["purchase_days"] >= 2, _buyers, beside="age", watched=_half_year),
        "repurchase_rate_after_returns": Kpi(
            "share", lambda c: c["kept"] >= 2, kept, told="refunds", provisional=True, beside="age", watched=_half_year
        ),
        "customers_after_returns": total(lambda c: kept(c).astype(int)),
        "orders_after_returns": total(lambda c: c["kept"].where(c["known"], 0)),
        "returning_rate": Kpi(
            "share",
            lambda c: c["orders"] >= 1,
            lambda c: c["known"] & c["bought_before"],
            needs=lambda window, _gaps: window.days,
            beside="age",
            watched=lambda window: 2 * window.days,
        ),
        "returning_customer_share": Kpi("share", _old, _buyers, needs=_new_or_old, alone=RECORD_GROWS),
    }


def _baskets() -> dict[str, Kpi]:
    """Order value, spend per buyer and units per order: of all, of new and of returning customers."""
    groups = {
        "": (lambda c: c["known"], None),
        "_new": (_new, _new_or_old),
        "_returning": (_old, _new_or_old),
    }

    def ratio(part: str, base: Column, who: Column, needs: Callable[[Window, int], int] | None, unit: str) -> Kpi:
        told: Literal["pieces"] | None = "pieces" if part == "units" else None
        over, under = lambda c: c[part].where(who(c), 0), lambda c: base(c).where(who(c), 0)
        return Kpi("ratio", over, under, unit, needs, told=told, provisional=part == "net")

    found: dict[str, Kpi] = {}
    for suffix, (who, needs) in groups.items():
        found[f"aov{suffix}"] = ratio("net", lambda c: c["orders"], who, needs, "money")
        per_buyer = ratio("net", lambda c: _buyers(c).astype(int), who, needs, "money")
        # How often one buys in the window, and so what one spends, changes with the time since the first order; what an order is worth does not.
        watched = (lambda window: window.days + QUARTER) if who is _old else _half_year
        found[f"spend_per_buyer{suffix}"] = replace(per_buyer, beside="age", watched=watched)
        found[f"units_per_order{suffix}"] = ratio("units", lambda c: c["unit_orders"], who, needs, "ratio")
    return found


def _churn(churn_days: tuple[int, ...]) -> dict[str, Kpi]:
    found: dict[str, Kpi] = {}
    for days in churn_days:
        found |= _churn_of_active(days) | {f"churn_rule_{days}": _churn_rule(days)}
    longest = max(churn_days)

    def late(c: Facts) -> pd.Series:
        limit = (OWN_GAPS * c["own_gap"]).where(c["days_ever"] >= OWN_GAP_DAYS, longest)
        return c["since_last"] >= limit

    found["churn_rule_own_gap"] = Kpi("share", late, _ever, needs=lambda window, _gaps: longest - window.days, alone=BASE_AGES)
    found["median_gap_days"] = Kpi("median", lambda c: c["own_gap"], lambda c: c["known"] & c["own_gap"].notna(), unit="days", alone=RECORD_GROWS)
    return found


def _churn_rule(days: int) -> Kpi:
    """Customers without an order in the last `days`, of all customers."""
    needs, watched = lambda window, _gaps: days - window.days, lambda _window: days + QUARTER
    return Kpi("share", lambda c: c["since_last"] >= days, _ever, needs=needs, beside="age", watched=watched)


def _churn_of_active(days: int) -> dict[str, Kpi]:
    """Customers with an order in the `days` before the window and none in it, by three bases."""

    def active(c: Facts) -> pd.Series:
        return c["known"] & (c["since_before"] <= days)

    def gone(c: Facts) -> pd.Series:
        return active(c) & (c["orders"] == 0)

    def needs(_window: Window, _gaps: int) -> int:
        return days

    active_churn = Kpi("share", gone, active, needs=needs, beside="age", watched=lambda window: window.days + days)
    # The other two divide the same customers by bases that only grow.
    others = {name: Kpi("share", gone, base, needs=needs, alone=BASE_AGES) for name, base in (("opening", _old), ("total", _ever))}
    return {f"churn_{name}_{days}": kpi for name, kpi in {"active": active_churn, **others}.items()}


def _concentration() -> dict[str, Kpi]:
    """What the best fifth bring; the more of the buyers are old ones, the more that is."""

    def kept(c: Facts) -> pd.Series:
        return c["known"] & (c["kept"] >= 1)

    return {
        "top20_revenue_share": Kpi("top", lambda c: c["gross"], _buyers, alone=BASE_AGES),
        "top20_share_after_returns": Kpi("top", lambda c: c["kept_net"], kept, told="refunds", provisional=True, alone=BASE_AGES),
    }


def kpis(
    orders: ibis.Table,
    returns: ibis.Table | None,
    as_of: date,
    window_days: int | Literal["all"] = 365,
    churn_days: tuple[int, ...] = (60, 90, 180, 365),
    calendar: Calendar = Calendar(),  # noqa: B008 - immutable
    least_group: int = 30,
    provisional_days: int = 30,
) -> pd.DataFrame:
    """The KPI table of the window that ends on `as_of`: one row per KPI, as tables.KPIS promises.

    Further columns: `count`, the customers a share counts (given also where there are too few for a rate), and `provisional`,
    whether refunds of the last `provisional_days` will still change it.
    """
    asked, began = definitions(churn_days), first_day(orders)
    if began is None:
        empty = window_to(as_of, window_days)
        known = {"total": {"value": 0.0}}
        missing = {"missing": "kpi-missing-no-orders"}
        rows = [kpi_row(name, kpi.unit, str(empty), provisional=False, **known.get(kpi.kind, missing)) for name, kpi in asked.items()]
        return kpi_table(rows, MORE)
    windows = comparable_windows(began, as_of, window_days, calendar)
    before = windows["now"].before()
    later = Followed(windows["now"], before, began, 0).later
    facts = customer_facts(orders, returns, windows, later)
    gaps = _three_gaps(facts["now"])
    followed = None if window_days == "all" else Followed(windows["now"], before, began, gaps)
    lacking = {
        key: {name: why for name, kpi in asked.items() if (why := _lacks(kpi, facts[key], window, began, gaps, least_group, returns is not None))}
        for key, window in windows.items()
    }
    for key in lacking.keys() - {"now"}:
        lacking[key] |= {name: UNTOLD_BEFORE for name, kpi in asked.items() if _told_in_one(kpi, facts["now"], facts[key])}
    estimated = estimates({name: kpi for name, kpi in asked.items() if name not in lacking["now"]}, facts["now"], least_group)
    same_days = facts
    if followed and "previous" in windows and followed.days["now"] != windows["now"]:
        same_days = customer_facts(orders, returns, followed.days, later)
    rows = []
    for name, kpi in asked.items():
        row = kpi_row(name, kpi.unit, str(windows["now"])) | rests_on(kpi, facts["now"]) | {"provisional": kpi.provisional and provisional_days > 0}
        if name in lacking["now"]:
            rows.append(row | {"missing": lacking["now"][name]} | ({} if lacking["now"][name] == TOO_FEW else {"count": np.nan}))
            continue
        row |= estimated[name]
        if alone := kpi.alone or (UNTOLD_BEFORE if lacking.get("previous", {}).get(name) == UNTOLD_BEFORE else None):
            row["alone"] = alone
        elif kpi.beside == "window":
            row |= _beside_window(kpi, {key: facts[key] for key in windows if name not in lacking[key]}, with_interval=not np.isnan(row["low"]))
        elif not followed:
            # There is no window before; yet beside an earlier run it drifts as well.
            row["beside"] = kpi.beside
        else:
            plain = {"previous": value_of(kpi, facts["previous"])} if name not in lacking.get("previous", asked) else {}
            row |= {"beside": kpi.beside} | plain | _when_watched(kpi, facts if kpi.beside == "age" else same_days, followed, least_group)
        rows.append(row)
    # What customers do, what an order is, and totals are judged apart: in a growing shop every total changes truly, and beside so many true
    # changes the false one of a rate would pass.
    for family in dict.fromkeys(map(_family, asked.values())):
        among = [row for row in rows if _family(asked[row["name"]]) == family]
        for row, p in zip(among, stats.benjamini_hochberg([row["p_change"] for row in among]), strict=True):
            row["p_change"] = p
    if returns is not None:
        rows.insert(list(asked).index("net_sales") + 1, _unmatched(returns, windows))
    return kpi_table(rows, MORE)


def _family(kpi: Kpi) -> str:
    """Of figures whose changes are judged together."""
    return kpi.kind if kpi.kind == "total" else kpi.beside


def _three_gaps(facts: Facts) -> int:
    """Three median gaps between purchase days: how long somebody unseen may still be an old customer."""
    gap = stats.median(facts["own_gap"].dropna()).value
    return 0 if np.isnan(gap) else int(np.ceil(FIRST_SEEN_GAPS * gap))


def _lacks(kpi: Kpi, facts: Facts, window: Window, began: date, gaps: int, least_group: int, with_returns: bool) -> str | None:
    """Message id of why a figure cannot be given for a window; None if it can."""
    if kpi.told and (untold := _untold(kpi.told, facts)):
        return untold
    if kpi.needs and (window.first - began).days < kpi.needs(window, gaps):
        return "kpi-missing-no-history"
    if kpi.kind == "total":
        return None
    if kpi.stages and not with_returns:
        return "kpi-missing-no-returns"
    if kpi.stages and facts["unknown_stage"].sum() > UNKNOWN_STAGE * facts["refunded"].sum():
        return "kpi-missing-unknown-stage"
    if rests_on(kpi, facts)["n"] < least_group:
        return TOO_FEW
    if kpi.kind in ("ratio", "top") and kpi.base(facts).sum() <= 0:
        return "kpi-missing-no-money"
    if kpi.kind == "top" and kpi.part(facts)[kpi.base(facts)].sum() <= 0:
        return "kpi-missing-no-money"
    return None


def _untold(what: str, facts: Facts) -> str | None:
    """Message id of why what no order of a window tells is missing; a window without orders cannot tell it either way."""
    told, orders, why = TOLD[what]
    return why if facts[orders].sum() > 0 and not facts[told].sum() else None


def _told_in_one(kpi: Kpi, *windows: Facts) -> bool:
    """Whether what a figure rests on is told in one of two windows only; where refunds are not told, net is what was paid."""
    what = kpi.told or ("refunds" if kpi.provisional else None)
    return what is not None and len({_untold(what, facts) for facts in windows}) > 1


def _beside_window(kpi: Kpi, facts: dict[str, Facts], with_interval: bool) -> dict:
    """A figure beside the windows before and a year before as they are."""
    found: dict = {"last_year": value_of(kpi, facts["last_year"])} if "last_year" in facts else {}
    if "previous" not in facts:
        return found
    previous = value_of(kpi, facts["previous"])
    found |= {"beside": "window", "previous": previous, "change": value_of(kpi, facts["now"]) - previous}
    if kpi.kind != "total" and not with_interval:
        return found
    low, high = change_ends(kpi, facts["now"], facts["previous"])
    return found | {"change_low": low, "change_high": high, "p_change": stats.p_of_change(found["change"], low, high)}


def _when_watched(kpi: Kpi, facts: dict[str, Facts], followed: Followed, least_group: int) -> dict:
    """A figure beside customers as long with the shop, or beside the same days; why not, where customers have not been followed long enough."""
    ready = followed.comparable_from(kpi.watched(followed.now))
    if ready > followed.now.last:
        return {"alone": FIRST_SEEN, "comparable_from": str(ready), "previous": np.nan}
    frames = facts["now"], facts["now"].assign(first=facts["now"]["first_later"]), facts["previous"]
    if kpi.beside == "days":
        days = followed.days["now"]
        shorter = {"compared_from": str(days.first)} if days != followed.now else {}
        counts = [kpi.part(frame).to_numpy(dtype=float) for frame in frames]
        return {"previous": counts[2].sum()} | shorter | _told(of_days(*counts))
    firsts = Firsts(*(frame["first"].to_numpy(dtype=float) for frame in frames))
    now, later, before = (sides(kpi, frame) for frame in frames)
    change = at_equal_age(now, later, before, firsts, followed.reach, least_group)
    return {"alone": FEW_KNOWN, "previous": np.nan} if change is None else _told(change)


def _told(found: Change) -> dict[str, float]:
    return {"change": found.change, "change_low": found.low, "change_high": found.high, "p_change": found.p}


def _unmatched(returns: ibis.Table, windows: dict[str, Window]) -> dict:
    """The row of refunds no order could be found for: shown beside net sales, not spread over orders."""
    found = refunds_without_order(returns, windows)
    money, refunds = found["now"]
    row = kpi_row("refunds_without_order", "money", str(windows["now"]), value=money, n=float(refunds), provisional=False)
    return row | {key: found[key][0] for key in found if key != "now"}
