"""The communication matrix: for each row whom it is for, by which channels, and what this shop's numbers make of it.

Expected orders are what the forecasts expect of these people *without* any message; what a message adds only a control
group tells (notebook 04). A person counts as reachable by a channel with an address that works and a consent that holds.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from retention.settings import MatrixRow, SegmentationSettings


def filled_matrix(segments: pd.DataFrame, settings: SegmentationSettings, reach: pd.DataFrame | None, forecasts: pd.DataFrame | None) -> pd.DataFrame:
    """One row per row of the matrix and channel, in the order of the settings, and one for any of its channels (channel 'any').

    Columns: key, channel, people, reachable, share (of people), messages_cost, offer_cost, cost (both), budget, affordable (people the budget
    pays for), orders and revenue expected of the reachable within the forecasts' horizon without a message. Missing: not known (no reach
    table, no cost of the channel, no forecasts, no budget). On the row 'any' each person is told once, by the first channel that reaches them.
    """
    rows = []
    wide = _people(segments, reach, forecasts)
    for row in settings.matrix:
        people = wide[wide["group"].isin(row.groups)]
        left = pd.Series(True, index=people.index)
        first_cost, known = 0.0, True
        for channel in row.channels:
            here = _reachable(people, channel)
            rows.append(_line(row, channel, people, here, settings.channel_costs.get(channel)))
            if here is not None:
                price = settings.channel_costs.get(channel)
                new = int((here & left).sum())
                known &= price is not None or not new
                first_cost += new * (price or 0.0)
                left &= ~here
        anybody = ~left if reach is not None else None
        told = int(anybody.sum()) if anybody is not None else 0
        rows.append(_line(row, "any", people, anybody, first_cost / told if known and told else 0.0 if known else None))
    return pd.DataFrame(rows)


def _people(segments: pd.DataFrame, reach: pd.DataFrame | None, forecasts: pd.DataFrame | None) -> pd.DataFrame:
    wide = segments[["customer_id", "group"]]
    if reach is not None:
        flags = [name for name in reach if str(name).startswith("reach_")]
        wide = wide.merge(reach[["customer_id", *flags]], on="customer_id", how="left", validate="one_to_one")
    if forecasts is not None:
        wide = wide.merge(forecasts[["customer_id", "expected_orders", "revenue"]], on="customer_id", how="left", validate="one_to_one")
    return wide


def _reachable(people: pd.DataFrame, channel: str) -> pd.Series | None:
    """Who may be told by this channel; None where that is not known."""
    flag = f"reach_{channel}"
    if flag not in people or people[flag].isna().any():
        return None
    return people[flag].astype(bool)


def _line(row: MatrixRow, channel: str, people: pd.DataFrame, here: pd.Series | None, price: float | None) -> Mapping[str, object]:
    """One line of the filled matrix; `price` is the cost of telling one person."""
    told = people[here] if here is not None else people.iloc[:0]
    reachable = float(len(told)) if here is not None else np.nan
    messages = reachable * price if price is not None else np.nan
    each = price + row.offer_cost if price is not None else np.nan
    known = row.budget is not None and here is not None and not np.isnan(each)
    forecast = "expected_orders" in people and here is not None
    return {
        "key": row.key,
        "channel": channel,
        "people": len(people),
        "reachable": reachable,
        "share": reachable / len(people) if len(people) else np.nan,
        "messages_cost": messages,
        "offer_cost": reachable * row.offer_cost,
        "cost": messages + reachable * row.offer_cost,
        "budget": np.nan if row.budget is None else row.budget,
        "affordable": _affordable(row.budget or 0.0, each, reachable) if known else np.nan,
        "orders": float(told["expected_orders"].sum()) if forecast else np.nan,
        "revenue": float(told["revenue"].sum()) if forecast else np.nan,
    }


def _affordable(budget: float, each: float, most: float) -> float:
    """How many of `most` people the budget pays for, at `each` a person."""
    # A little more than the quotient: 30 / 0.1 is 299.99… in floats.
    return float(min(most, np.floor(budget / each + 1e-9))) if each > 0 else most
