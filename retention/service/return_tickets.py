"""Open returns with the ticket in which each is looked after, and those that wait for the shop too long."""

import pandas as pd

from retention.service.return_reasons import AROUND


def with_tickets(opened: pd.DataFrame, clocks: pd.DataFrame | None) -> pd.DataFrame:
    """`open_returns` with ticket_id and assignee, missing where no ticket of the order was opened from `AROUND` before the return on.

    Of several the last one that is open, else the last one. `clocks` are those of `ticket_clocks`, None where there is no help desk.
    """
    if clocks is None or clocks.empty:
        return opened.assign(ticket_id=pd.Series(index=opened.index, dtype=object), assignee=pd.Series(index=opened.index, dtype=object))
    told = clocks.loc[clocks["order_id"].notna(), ["order_id", "ticket_id", "assignee", "opened_at", "is_open"]]
    near = opened[["return_id", "order_id", "opened_at"]].merge(told, on="order_id", suffixes=("", "_ticket"))
    near = near[near["opened_at_ticket"] >= near["opened_at"] - AROUND].fillna({"is_open": False})
    of_return = near.sort_values(["is_open", "opened_at_ticket", "ticket_id"]).drop_duplicates("return_id", keep="last").set_index("return_id")
    return opened.assign(**{name: opened["return_id"].map(of_return[name]) for name in ("ticket_id", "assignee")})


def late_returns(opened: pd.DataFrame) -> pd.DataFrame:
    """Open returns of which somebody else than the customer has let the day of the next step pass."""
    return opened[(opened["standing"] == "overdue") & (opened["actor"] != "customer")].reset_index(drop=True)
