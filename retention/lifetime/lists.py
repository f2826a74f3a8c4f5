"""Two work lists from the forecasts: whom to invest in, and who has gone quiet and is worth a call. Nobody stands in both.

Both are rankings, not effects: what a call changes only a control group can tell.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from retention.lifetime.fallbacks import MODEL, Fitted
from retention.lifetime.forecasting import Customers, expected_orders

COLUMNS = ["customer_id", "frequency", "days_since_last_order", "p_order", "expected_orders", "order_value", "revenue", "clv"]
MOST_LISTED, LISTED_SHARE = 200, 0.1
REST = "rest"


def most_listed(customers: int) -> int:
    """How many of so many customers a list names at most: a tenth, and no more than one can look after."""
    return min(MOST_LISTED, int(np.ceil(LISTED_SHARE * customers)))


def chosen(fitted: Fitted, forecasts: pd.DataFrame, most: int) -> dict[str, pd.DataFrame]:
    """Both lists, each of `most` customers at most, best first: invest, and call with `own_gap`, the mean gap in days between purchases so far."""
    call = worth_a_call(fitted, forecasts, most)
    gaps = forecasts.assign(own_gap=forecasts["recency"] / forecasts["frequency"])[["customer_id", "own_gap"]]
    others = forecasts[~forecasts["customer_id"].isin(call["customer_id"])]
    return {"invest": worth_investing(others, most), "call": call.merge(gaps, "left", "customer_id")}


def list_of_each(history: pd.DataFrame, lists: Mapping[str, pd.DataFrame]) -> pd.Series:
    """The list in which each customer of the repeat history stands, or `REST`."""
    member = {person: key for key, people in lists.items() for person in people["customer_id"]}
    return history["customer_id"].map(member).fillna(REST)


def listed_together(lists: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per customer listed, and the `list`; without rows where nobody is."""
    return pd.concat([people.assign(list=key) for key, people in lists.items()], ignore_index=True) if lists else pd.DataFrame()


def shares(people: pd.DataFrame, forecasts: pd.DataFrame) -> dict[str, float]:
    """What share those listed are of all `customers`, and of the expected `revenue` (0 where none is expected)."""
    whole = float(forecasts["revenue"].sum())
    return {"customers": len(people) / len(forecasts), "revenue": float(people["revenue"].sum()) / whole if whole else 0.0}


def silence(call: pd.DataFrame) -> dict[str, float]:
    """Of those to call: the middle one's days since the last order (`since`) and own gap (`gap`), and `at_stake` of all together, revenue."""
    since, gap = call["days_since_last_order"].median(), call["own_gap"].median()
    return {"since": float(since), "gap": float(gap), "at_stake": float(call["at_stake"].sum())}


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
    now, had_they_ordered = (expected_orders(fitted.model, Customers.of(people), days) for people in (chosen, chosen.assign(recency=chosen["T"])))
    with np.errstate(divide="ignore", invalid="ignore"):
        per_order = np.where(chosen["expected_orders"] > 0, chosen["revenue"] / chosen["expected_orders"], chosen["order_value"])
    # Both by the model: the forecast itself is a mean of several ways, some of which know nothing of a last order.
    chosen = chosen.assign(at_stake=(had_they_ordered - now) * per_order)
    return chosen.sort_values(["at_stake", "customer_id"], ascending=[False, True]).head(most)[[*COLUMNS, "at_stake"]].reset_index(drop=True)


def _listed(forecasts: pd.DataFrame) -> pd.DataFrame:
    return forecasts.assign(days_since_last_order=forecasts["T"] - forecasts["recency"])
