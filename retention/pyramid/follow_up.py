"""Follow-up: who looks after a customer, when she was last called or written about, and what is due next.

Only calls and notes are follow-up; messages of campaigns are not. An owner is *silent* who had no call or note
with anybody for so many days while another owner had: whoever left the shop should not take her customers with her.
"""

from datetime import date

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis import _

KINDS = ["call", "note"]
SOON_DAYS = 7
COLUMNS = ("owner", "last_touch_on", "last_outcome", "next_on")
REASONS = ("hand_over", "overdue", "due_soon")


def follow_up_layer(touches: ir.Table | None, as_of: date) -> pd.DataFrame:
    """One row per customer with a call or note: owner, last_touch_on, last_outcome, next_on.

    Owner and outcome are the last ones written down; next_on is that of the last call or note, so a later one settles it.
    """
    if touches is None:
        return _typed(pd.DataFrame({name: pd.Series(dtype=object) for name in ("customer_id", *COLUMNS)}))
    own = touches.filter(_.kind.isin(KINDS), _.customer_id.notnull(), _.touched_on <= ibis.date(as_of.isoformat()))
    place = {"touched_at": own.touched_at, "touch_id": own.touch_id}
    last = own.group_by("customer_id").agg(
        last_touch_on=own.touched_on.max(),
        owned=ibis.struct({**place, "value": own.owner}).max(where=own.owner.notnull()),
        told=ibis.struct({**place, "value": own.outcome}).max(where=own.outcome.notnull()),
        latest=ibis.struct({**place, "value": own.next_on}).max(),
    )
    named = last.select("customer_id", "last_touch_on", owner=_.owned["value"], last_outcome=_.told["value"], next_on=_.latest["value"])
    return _typed(named.order_by("customer_id").to_pandas()[["customer_id", *COLUMNS]])


def with_follow_up(pyramid: pd.DataFrame, layer: pd.DataFrame) -> pd.DataFrame:
    """The pyramid with the columns of the follow-up; missing where nobody follows a customer up."""
    return pyramid.merge(layer, on="customer_id", how="left", validate="one_to_one")


def silent_owners(layer: pd.DataFrame, as_of: date, silent_days: int) -> list[str]:
    """Owners whose last call or note lies more than `silent_days` back; nobody where every owner's does."""
    last = layer.groupby("owner")["last_touch_on"].max()
    silent = (pd.Timestamp(as_of) - last).dt.days > silent_days
    return [] if silent.all() else sorted(silent.index[silent])


def owners(layer: pd.DataFrame, as_of: date, silent_days: int) -> pd.DataFrame:
    """One row per owner: customers, overdue, due_soon (within a week, today included), last_touch_on, silent; most customers first."""
    owned = layer[layer["owner"].notna()]
    by_owner = (
        owned.assign(**_dates(owned, as_of))
        .groupby("owner", as_index=False)
        .agg(customers=("customer_id", "size"), overdue=("overdue", "sum"), due_soon=("due_soon", "sum"), last_touch_on=("last_touch_on", "max"))
    )
    silent = by_owner["owner"].isin(silent_owners(layer, as_of, silent_days))
    return by_owner.assign(silent=silent).sort_values(["customers", "owner"], ascending=[False, True]).reset_index(drop=True)


def to_follow_up(pyramid: pd.DataFrame, as_of: date, silent_days: int) -> pd.DataFrame:
    """Customers of the pyramid to hand over, overdue or due within a week: a work list with a column reason, each customer once.

    Hand-over comes first, then the longest overdue, then the most valuable.
    """
    silent = silent_owners(pyramid, as_of, silent_days)
    dates = _dates(pyramid, as_of)
    reason = pd.Series(pd.NA, index=pyramid.index, dtype="object")
    for name, here in (("due_soon", dates["due_soon"]), ("overdue", dates["overdue"]), ("hand_over", pyramid["owner"].isin(silent))):
        reason = reason.mask(here, name)
    chosen = pyramid.assign(reason=reason)[reason.notna()]
    order = chosen["reason"].map({name: place for place, name in enumerate(REASONS)})
    listed = chosen.assign(place=order).sort_values(["place", "next_on", "net_paid", "customer_id"], ascending=[True, True, False, True])
    return listed[["customer_id", "owner", "reason", "last_touch_on", "last_outcome", "next_on", "orders", "net_paid"]].reset_index(drop=True)


def _dates(people: pd.DataFrame, as_of: date) -> dict[str, pd.Series]:
    """Whether the next date has passed, and whether it lies within a week."""
    to_go = (people["next_on"] - pd.Timestamp(as_of)).dt.days
    return {"overdue": to_go < 0, "due_soon": to_go.between(0, SOON_DAYS - 1)}


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    days = {name: pd.to_datetime(frame[name]).astype("datetime64[ms]") for name in ("last_touch_on", "next_on")}
    texts = {name: frame[name].astype("str") for name in ("customer_id", "owner", "last_outcome")}
    return frame.assign(**days, **texts)
