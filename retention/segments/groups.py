"""One operating segmentation: every customer stands in exactly one of eight groups, the first whose rule holds.

Three states stand beside it as flags of their own, because they differ and overlap: *silent* (沉默) neither
ordered nor did anything else for 60 days, *dormant* (沉睡预警) did not order for 90, *lapsed* (流失) not for 365.
Where the shop has no record of interactions, or one shorter than that, nobody can be called silent: the flag
is missing, and the group dormant goes by orders alone.
"""

from datetime import date

import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from retention.settings import SegmentationSettings

# In the order of their rules; the last one takes the rest.
GROUPS = ("lost", "new", "high_value", "potential", "wake_valuable", "dormant", "silent", "active")
INTERACTION = "days_since_last_interaction"


def watched_days(events: ir.Table | None, as_of: date) -> int:
    """How many days back from as_of the record of customers' interactions reaches; 0 without events of known customers."""
    if events is None:
        return 0
    first = events.filter(_.customer_id.notnull()).happened_on.min().to_pandas()
    return 0 if pd.isna(first) else (pd.Timestamp(as_of) - pd.Timestamp(first)).days + 1


def interactions_known(customers: pd.DataFrame, watched: int, silent_days: int) -> bool:
    """Whether it can be told that somebody did nothing for `silent_days`; `watched`: the figure of `watched_days`."""
    return INTERACTION in customers and watched >= silent_days


def with_states(customers: pd.DataFrame, settings: SegmentationSettings, watched: int) -> pd.DataFrame:
    """Add the flags silent (missing where interactions are not known), dormant and lapsed."""
    since = customers["days_since_last_order"]
    silent = pd.Series(pd.NA, index=customers.index, dtype="boolean")
    if interactions_known(customers, watched, settings.silent_days):
        silent = ((since >= settings.silent_days) & ~_interacted(customers, settings.silent_days)).astype("boolean")
    return customers.assign(silent=silent, dormant=since >= settings.dormant_days, lapsed=since >= settings.lost_days)


def _interacted(customers: pd.DataFrame, within_days: int) -> pd.Series:
    """Whether something else than an order is known of the last days; customers without any event did nothing."""
    return customers[INTERACTION].astype(float) < within_days


def with_groups(customers: pd.DataFrame, settings: SegmentationSettings) -> pd.DataFrame:
    """Add `group` to a table with types' flags, states, tenure and purchase_days."""
    return customers.assign(group=pd.Series(group_of(customers, settings), index=customers.index, dtype=object))


def group_of(customers: pd.DataFrame, settings: SegmentationSettings) -> np.ndarray:
    """The name of each customer's group: the first rule that holds, in the order of GROUPS."""
    recent, frequent, dear = customers["r_high"], customers["f_high"], customers["m_high"]
    silent = customers["silent"].fillna(False).astype(bool)
    rules = [
        customers["lapsed"],
        (customers["tenure"] <= settings.new_days) & (customers["purchase_days"] == 1),
        recent & frequent & dear,
        recent & ~frequent & dear,
        ~recent & dear,
        customers["dormant"] & ~silent,
        silent,
    ]
    return np.select([rule.to_numpy(dtype=bool) for rule in rules], GROUPS[:-1], default=GROUPS[-1]).astype(object)


def group_sizes(segments: pd.DataFrame, pyramid: pd.DataFrame) -> pd.DataFrame:
    """One row per group in the order of GROUPS, empty ones too: customers, share, net_paid (to date), money_share."""
    together = segments[["customer_id", "group"]].merge(pyramid[["customer_id", "net_paid"]], on="customer_id", validate="one_to_one")
    sums = together.groupby("group")["net_paid"].agg(["size", "sum"]).reindex(list(GROUPS), fill_value=0)
    whole = float(sums["sum"].sum())
    return pd.DataFrame(
        {
            "group": GROUPS,
            "customers": sums["size"].to_numpy(dtype="int64"),
            "share": (sums["size"] / max(len(together), 1)).to_numpy(),
            "net_paid": sums["sum"].to_numpy(dtype=float),
            "money_share": (sums["sum"] / whole).to_numpy() if whole > 0 else np.full(len(GROUPS), np.nan),
        }
    )


def state_sizes(segments: pd.DataFrame) -> pd.DataFrame:
    """How many customers are in each state: state, customers (missing where it cannot be known), n. States overlap."""
    rows = []
    for state in ("silent", "dormant", "lapsed"):
        known = segments[state].notna().all() and len(segments) > 0
        rows.append({"state": state, "customers": float(segments[state].sum()) if known else np.nan, "n": len(segments)})
    return pd.DataFrame(rows)


def types_in_groups(segments: pd.DataFrame) -> pd.DataFrame:
    """How the eight types lie in the groups: group, type, customers; pairs with somebody only, in the order of GROUPS."""
    counted = segments.groupby(["group", "type"]).size().rename("customers").reset_index()
    order = counted["group"].map({name: place for place, name in enumerate(GROUPS)})
    return (
        counted.assign(order=order)
        .sort_values(["order", "customers", "type"], ascending=[True, False, True])
        .drop(columns="order")
        .reset_index(drop=True)
    )
