"""Two work lists from the forecasts: whom to invest in, and who has gone quiet and is worth a call.

Both are rankings, not effects: what a call changes only a control group can tell.
"""

import numpy as np
import pandas as pd

from retention.lifetime.fallbacks import MODEL, Fitted
from retention.lifetime.forecast import Customers, expected_orders

COLUMNS = ["customer_id", "frequency", "days_since_last_order", "p_order", "expected_orders", "order_value", "revenue", "clv"]


def worth_investing(forecasts: pd.DataFrame, most: int = 200) -> pd.DataFrame:
    """The `most` customers with the highest expected value, best first (clv where there is a margin, else revenue)."""
    value = "clv" if forecasts["clv"].notna().any() else "revenue"
    return _listed(forecasts).sort_values([value, "customer_id"], ascending=[False, True]).head(most)[COLUMNS].reset_index(drop=True)


def worth_a_call(fitted: Fitted, forecasts: pd.DataFrame, most: int = 200, least_silence: float = 2.0) -> pd.DataFrame:
    """The `most` repeat buyers whose silence costs the forecast most, with `at_stake` in shop currency.

    at_stake: what they would be expected to spend had they ordered today, minus what they are expected to spend. Only
    customers silent for `least_silence` times their own mean gap; empty where no model could be fitted.
    """
    own_gap = forecasts["recency"] / forecasts["frequency"].where(forecasts["frequency"] > 0)
    quiet = (forecasts["method"] == MODEL) & (forecasts["T"] - forecasts["recency"] > least_silence * own_gap)
    chosen = _listed(forecasts[quiet])
    if fitted.model is None or chosen.empty:
        return chosen.assign(at_stake=pd.Series(dtype=float))[[*COLUMNS, "at_stake"]]
    days = int(chosen["horizon_days"].iloc[0])
    had_they_ordered = expected_orders(fitted.model, Customers.of(chosen.assign(recency=chosen["T"])), days)
    with np.errstate(divide="ignore", invalid="ignore"):
        per_order = np.where(chosen["expected_orders"] > 0, chosen["revenue"] / chosen["expected_orders"], chosen["order_value"])
    chosen = chosen.assign(at_stake=(had_they_ordered - chosen["expected_orders"]) * per_order)
    return chosen.sort_values(["at_stake", "customer_id"], ascending=[False, True]).head(most)[[*COLUMNS, "at_stake"]].reset_index(drop=True)


def _listed(forecasts: pd.DataFrame) -> pd.DataFrame:
    return forecasts.assign(days_since_last_order=forecasts["T"] - forecasts["recency"])
