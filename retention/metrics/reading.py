"""What became of the rows that were read, as figures."""

import pandas as pd

from retention.tables.fates import HARMLESS, KEPT
from retention.tables.kpis import kpi_row, kpi_table


def ledger_kpis(ledger: pd.DataFrame, window: str) -> pd.DataFrame:
    """KPI rows rows_read, rows_kept, rows_said_elsewhere, rows_left_out and money_read; rows and money of kept ones by kind.

    ledger: one row per source, file, fate and kind, with guest, rows and money. Groups read "lines:sale:customer".
    """
    kept, elsewhere = ledger["fate"] == KEPT, ledger["fate"].isin(HARMLESS) & (ledger["fate"] != KEPT)
    totals = {"rows_read": ledger, "rows_kept": ledger[kept], "rows_said_elsewhere": ledger[elsewhere], "rows_left_out": ledger[~kept & ~elsewhere]}
    rows = [kpi_row(name, "count", window, value=float(part["rows"].sum())) for name, part in totals.items()]
    rows.append(kpi_row("money_read", "money", window, value=round(float(ledger["money"].sum()), 2)))
    told = ledger[kept & ledger["kind"].notna()]
    who = told["guest"].map({True: "guest", False: "customer"})
    sums = told.groupby([told["source"] + ":" + told["kind"] + ":" + who])[["rows", "money"]].sum()
    for group, part in sums.iterrows():
        rows.append(kpi_row("rows_of_kind", "count", window, str(group), value=float(part["rows"])))
        rows.append(kpi_row("money_of_kind", "money", window, str(group), value=round(float(part["money"]), 2)))
    return kpi_table(rows)
