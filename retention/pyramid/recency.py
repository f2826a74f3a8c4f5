"""Customers and their past money by days since the last order: where the base stands today."""

import pandas as pd

# Last day of each band; the last band is open.
BANDS = (30, 60, 90, 180, 365)


def recency_bands(pyramid: pd.DataFrame, lapsed_days: int) -> pd.DataFrame:
    """One row per band of days since the last order: first_day, last_day (missing for the open one), customers, net_paid and their shares.

    `lapsed_days` takes the place of 365, so that the open band holds the lapsed. Past net paid below zero counts as it is.
    """
    ends = [end for end in BANDS[:-1] if end < lapsed_days] + [lapsed_days]
    starts = [0, *[end + 1 for end in ends]]
    place = pd.cut(pyramid["days_since_last_order"], [-1, *ends, float("inf")], labels=False)
    sums = pyramid.groupby(place).agg(customers=("customer_id", "size"), net_paid=("net_paid", "sum")).reindex(range(len(starts)), fill_value=0)
    bands = sums.reset_index(drop=True).assign(first_day=starts, last_day=pd.Series([*ends, None], dtype="Int64"))
    people, money = max(len(pyramid), 1), pyramid["net_paid"].sum()
    shares = {"customers_share": bands["customers"] / people, "money_share": bands["net_paid"] / money if money > 0 else 0.0}
    return bands.assign(**shares)[["first_day", "last_day", "customers", "net_paid", "customers_share", "money_share"]]
