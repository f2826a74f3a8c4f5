"""The groups by which notebook 05 compares what customers are worth: when they began, how often they bought, where they bought first."""

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


def purchase_bands(history: pd.DataFrame) -> pd.Series:
    """Each customer's band (`BANDS`) by purchase days so far: one, two, three or four, five and more."""
    return pd.cut(history["frequency"], [-np.inf, 0, 1, 3, np.inf], labels=list(BANDS)).astype(object)


def first_channels(history: pd.DataFrame, pyramid: pd.DataFrame) -> pd.Series:
    """Each customer's channel of the first order ("channel:web"); beyond the largest ones all together (`OTHER`), or `UNKNOWN`."""
    found = history[["customer_id"]].merge(pyramid[["customer_id", "first_channel"]], "left", "customer_id")["first_channel"]
    largest = found.value_counts().index[:MOST_CHANNELS]
    named = found.map("channel:{}".format, na_action="ignore").where(found.isna() | found.isin(largest), OTHER)
    return named.fillna(UNKNOWN).set_axis(history.index)
