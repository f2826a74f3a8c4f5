"""What the customers are worth, and how wrong such forecasts were, for kpis.json."""

from datetime import date, timedelta
from typing import Any

import pandas as pd

from retention.lifetime.fallbacks import Finding, Fitted
from retention.tables.forecasts import POOLED, scale_of
from retention.tables.kpis import LEAST_GROUP, kpi_row, kpi_table

ENDS = ("value", "low", "high")


def window(as_of: date, days: int) -> str:
    """The days a forecast covers, as first..last."""
    return f"{as_of + timedelta(days=1)}..{as_of + timedelta(days=days)}"


def money_name(margin_rate: float | None, of: str) -> str:
    """What the figure of expected money is called: margin and revenue never share a name. `of`: expected, per_customer.

    >>> money_name(None, "expected")
    'revenue_expected'
    """
    return f"{'revenue' if margin_rate is None else 'margin'}_{of}"


def base_kpis(fitted: Fitted, forecasts: pd.DataFrame, worth: pd.DataFrame, margin_rate: float | None, window: str) -> pd.DataFrame:
    """Value of all customers together and of each, their orders, and the share who will order; `worth` of the whole base."""
    n, whole = len(forecasts), worth.set_index("quantity").to_dict("index")
    money = {end: whole["revenue"][end] * scale_of(margin_rate) for end in ENDS}
    each = {end: amount / n for end, amount in money.items()}
    orders = {end: whole["orders"][end] for end in ENDS}
    chance = {"value": float(forecasts["p_order"].mean())} if n >= LEAST_GROUP else {"missing": "kpi-missing-too-few"}
    if fitted.has("no-repeaters"):
        # Nothing but an upper limit is known, which the sentence gives; 0 would be no forecast.
        money = each = orders = chance = {"missing": "kpi-missing-no-repeaters"}
    return kpi_table(
        [
            kpi_row(money_name(margin_rate, "expected"), "money", window, **money, n=n),
            kpi_row(money_name(margin_rate, "per_customer"), "money", window, **each, n=n),
            kpi_row("orders_expected", "count", window, **orders, n=n),
            kpi_row("customers_expected", "share", window, **chance, n=n),
        ]
    )


def newcomer_kpis(worth: pd.DataFrame | None, why: Finding | None, margin_rate: float | None, window: str) -> pd.DataFrame:
    """How many new customers are expected and what they bring (`worth_of_newcomers`), or why that is not known."""
    missing: dict[str, Any] = {"missing": f"kpi-missing-{why.case}"} if why else {}
    known = {} if worth is None else {row["quantity"]: {end: row[end] for end in ENDS} for row in worth.to_dict("records")}
    kind = "revenue" if margin_rate is None else "margin"
    rows = (("new_customers_expected", "count", "customers"), (f"{kind}_of_new_customers", "money", kind))
    return kpi_table([kpi_row(name, unit, window, **(missing or known[quantity])) for name, unit, quantity in rows])


def past_kpis(past: pd.DataFrame, past_error: pd.DataFrame, period: str) -> pd.DataFrame:
    """The typical error of past pooled forecasts of money and of orders (`backtest`, `past_error`), or why none can be judged in this `period`."""
    days = period if past_error.empty else f"{past['first'].min()}..{past['last'].max()}"
    ours = past_error[past_error["rule"] == POOLED]
    rows = []
    for name, typical in (("value_past_error", "money_typical"), ("orders_past_error", "typical")):
        found: dict[str, Any] = {"missing": "kpi-missing-young" if past.empty else "kpi-missing-nobody-back"}
        if len(ours) and pd.notna(ours[typical].iloc[0]):
            found = {"value": float(ours[typical].iloc[0]), "n": int(ours["origins"].iloc[0])}
        rows.append(kpi_row(name, "share", days, **found))
    return kpi_table(rows)


def group_kpis(name: str, groups: pd.DataFrame, window: str) -> pd.DataFrame:
    """The value of each group (`value_of_groups`) as the figure `name`."""
    rows = groups.to_dict("records")
    return kpi_table([kpi_row(name, "money", window, group=row["group"], **{end: row[end] for end in ENDS}, n=row["customers"]) for row in rows])
