"""Rules, offers and their backtest for kpis.json."""

import pandas as pd

from retention.affinity.recommendations import Offers
from retention.tables.kpis import kpi_row, kpi_table


def rule_kpis(rules: pd.DataFrame, pairs: int, window: str) -> pd.DataFrame:
    """How many rules are shown, of so many `pairs` tested."""
    return kpi_table([kpi_row("rules_shown", "count", window, value=len(rules), n=pairs)])


def offer_kpis(offers: Offers, window: str) -> pd.DataFrame:
    """How many customers there is something to offer, of all."""
    return kpi_table([kpi_row("customers_offered", "count", window, value=offers.table["customer_id"].nunique(), n=offers.customers)])


def backtest_kpis(judged: pd.DataFrame, window: str) -> pd.DataFrame:
    """The hit rate of each way of recommending (`backtest`), with its interval."""
    rows = []
    for row in judged.to_dict("records"):
        ends = {"value": row["hit_rate"], "low": row["low"], "high": row["high"]}
        rows.append(kpi_row("offers_hit_rate", "share", window, group=row["method"], **ends, n=row["customers"]))
    return kpi_table(rows)
