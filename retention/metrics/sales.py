"""Sales by calendar month, gross and net, guests included."""

from datetime import date, timedelta

import ibis
import pandas as pd
from ibis import _

from retention.metrics.cohort_table import month_number, month_start
from retention.orders import that_count

COLUMNS = ["month", "orders", "gross", "net", "guests", "partial", "provisional", "refunds_told"]


def sales_by_month(orders: ibis.Table, as_of: date, provisional_days: int = 30) -> pd.DataFrame:
    """One row per month from the first order that counts to `as_of`, months without sales included.

    Columns: month (its 1st), orders, gross and net (shop currency), guests (their part of gross), partial (the month is not over, or
    the history begins after its 1st), provisional (refunds of its last days are still to come), refunds_told (whether the shop tells of
    any; where not, net is gross and nothing is provisional).
    """
    counted = that_count(orders).mutate(number=_.ordered_on.year() * 12 + _.ordered_on.month() - 1)
    found = counted.group_by("number").agg(
        orders=_.count(),
        gross=_.gross_paid.sum().cast("float64"),
        net=_.net_paid.sum().cast("float64"),
        guests=_.gross_paid.sum(where=_.customer_id.isnull()).cast("float64"),
        began=_.ordered_on.min(),
        told=_.refunded.count(),
    )
    found = found.order_by("number").to_pyarrow().to_pandas()
    if found.empty:
        return pd.DataFrame(columns=COLUMNS)
    first, last = int(found["number"].min()), month_number(as_of)
    began = pd.Timestamp(found["began"].iloc[0]).date()
    table = found.set_index("number").reindex(range(first, last + 1)).fillna({"orders": 0, "gross": 0.0, "net": 0.0, "guests": 0.0}).reset_index()
    over = pd.Series([month_start(number + 1) <= as_of + timedelta(days=1) for number in table["number"]])
    settled, told = as_of - timedelta(days=provisional_days), bool(found["told"].sum())
    return table.assign(
        month=pd.to_datetime([month_start(number) for number in table["number"]]),
        orders=table["orders"].astype(int),
        guests=(table["guests"].fillna(0.0) / table["gross"].where(table["gross"] > 0)).fillna(0.0),
        partial=~over | ((table["number"] == first) & (began > month_start(first))),
        provisional=[told and month_start(number + 1) - timedelta(days=1) > settled for number in table["number"]],
        refunds_told=told,
    )[COLUMNS]
