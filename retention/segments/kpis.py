"""The groups' figures for kpis.json."""

from datetime import date

import pandas as pd

from retention.segments.migrations import changed
from retention.tables.kpis import LEAST_GROUP, kpi_row, kpi_table, untold

# (column of the profiles, unit, the column that counts what it rests on)
OF_A_GROUP = (
    ("aov", "money", "customers"),
    ("units_per_order", "ratio", "customers"),
    ("refund_rate", "share", "customers"),
    ("spend_per_buyer", "money", "buyers"),
    ("repurchase_rate", "share", "buyers"),
)


def group_kpis(segments: pd.DataFrame, profiles: pd.DataFrame, pyramid: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """How many stand in a group, and each group's size, share of the money and key figures, by the table `group_profiles`."""
    day, n = as_of.isoformat(), len(segments)
    rows = [kpi_row("customers_grouped", "count", day, value=n, n=n)]
    for row in profiles[profiles["group"] != "all"].to_dict("records"):
        name, n = str(row["group"]), row["customers"]
        rows.append(kpi_row("group_customers", "count", day, group=name, value=n, n=n))
        rows.append(kpi_row("group_money_share", "share", day, group=name, value=row["money_share"], n=n))
        for figure, unit, over in OF_A_GROUP:
            known = pd.notna(row[figure])
            why = untold(figure, pyramid) or "kpi-missing-too-few"
            ends = {"low": row.get(f"{figure}_low"), "high": row.get(f"{figure}_high")} if known else {"missing": why}
            rows.append(kpi_row(f"group_{figure}", unit, day, group=name, value=row[figure], **ends, n=row[over]))
    return kpi_table(rows)


def move_kpis(segments: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The share of customers who changed group, none under 30 of them; no row in a first run."""
    moved = changed(segments)
    if not moved["n"]:
        return kpi_table([])
    day = as_of.isoformat()
    known = {name: moved[column] for name, column in (("value", "share"), ("low", "low"), ("high", "high"))}
    shown = known if moved["n"] >= LEAST_GROUP else {"missing": "kpi-missing-too-few"}
    return kpi_table([kpi_row("customers_changed_group", "share", day, **shown, n=moved["n"])])
