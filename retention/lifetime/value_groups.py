"""The groups by which customers' worth is compared: when they began, what notebook 02 calls them, how often they bought, where they bought first.

Each function gives one group per customer, in the order of the repeat history.
"""

import numpy as np
import pandas as pd

from retention.tables.kpis import OTHER, UNKNOWN

MOST_CHANNELS, MOST_QUARTERS = 8, 12
BANDS = ("days_1", "days_2", "days_3_4", "days_5_more")


def cohorts(history: pd.DataFrame) -> pd.Series:
    """Each customer's quarter of the first order ("2025 Q3"); months in a shop of two quarters, years in one of many."""
    began = pd.to_datetime(history["first_on"]).dt
    quarters = began.to_period("Q")
    if quarters.nunique() > MOST_QUARTERS:
        return began.strftime("%Y")
    return began.strftime("%Y-%m") if quarters.nunique() <= 2 else quarters.dt.strftime("%Y Q%q")


def operating_groups(history: pd.DataFrame, segments: pd.DataFrame) -> pd.Series:
    """Each customer's group in the table segments (lost, core, …), or `UNKNOWN`."""
    return _of_each(history, segments, "group").fillna(UNKNOWN)


def purchase_bands(history: pd.DataFrame) -> pd.Series:
    """Each customer's band (`BANDS`) by purchase days so far: one, two, three or four, five and more."""
    return pd.cut(history["frequency"], [-np.inf, 0, 1, 3, np.inf], labels=list(BANDS)).astype(object)


def first_channels(history: pd.DataFrame, pyramid: pd.DataFrame) -> pd.Series:
    """Each customer's channel of the first order ("channel:web"); beyond the largest ones all together (`OTHER`), or `UNKNOWN`."""
    found = _of_each(history, pyramid, "first_channel")
    largest = found.value_counts().index[:MOST_CHANNELS]
    named = found.map("channel:{}".format, na_action="ignore").where(found.isna() | found.isin(largest), OTHER)
    return named.fillna(UNKNOWN)


def _of_each(history: pd.DataFrame, told: pd.DataFrame, column: str) -> pd.Series:
    """What another table of customers says of each customer of the history; missing where it does not know them."""
    found = history[["customer_id"]].merge(told[["customer_id", column]], "left", "customer_id")[column]
    return found.set_axis(history.index)
