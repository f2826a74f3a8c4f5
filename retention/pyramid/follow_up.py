"""Follow-up: who looks after a customer, when she was last called or written about, and what is due next.

Only calls and notes are follow-up; messages of campaigns are not. An owner is *silent* who had no call or note
with anybody for so many days while another owner had: whoever left the shop should not take her customers with her.
Everybody followed up counts, also who has no order yet.
"""

from datetime import date

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis import _

from retention.tables.kpis import kpi_row, kpi_table

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


def last_calls(touches: ir.Table | None, as_of: date) -> pd.Series:
    """Day of each owner's own last call or note, by owner: what colleagues wrote about her customers is not hers."""
    if touches is None:
        return pd.Series(index=pd.Index([], dtype="str"), dtype="datetime64[ms]")
    own = touches.filter(_.kind.isin(KINDS), _.owner.notnull(), _.touched_on <= ibis.date(as_of.isoformat()))
    last = own.group_by("owner").agg(last=_.touched_on.max()).order_by("owner").to_pandas()
    return pd.to_datetime(last.set_index(last["owner"].astype("str"))["last"]).astype("datetime64[ms]")


def silent_owners(last: pd.Series, as_of: date, silent_days: int) -> list[str]:
    """Owners whose own last call or note (`last_calls`) lies more than `silent_days` back; nobody where every owner's does."""
    silent = (pd.Timestamp(as_of) - last).dt.days > silent_days
    return [] if silent.all() else sorted(silent.index[silent])


def owners(layer: pd.DataFrame, last: pd.Series, as_of: date, silent_days: int) -> pd.DataFrame:
    """One row per owner: customers, overdue, due_soon (within a week, today included), last_touch_on (her own), silent; most customers first.

    Customers nobody is named for stand in a last row without owner, so that the rows add up to everybody followed up.
    """
    by_owner = (
        layer.assign(**dates(layer, as_of))
        .groupby("owner", as_index=False, dropna=False)
        .agg(customers=("customer_id", "size"), overdue=("overdue", "sum"), due_soon=("due_soon", "sum"))
    )
    silent = by_owner["owner"].isin(silent_owners(last, as_of, silent_days))
    known = by_owner.assign(last_touch_on=last.reindex(by_owner["owner"]).to_numpy(), silent=silent, nobody=by_owner["owner"].isna())
    ordered = known.sort_values(["nobody", "customers", "owner"], ascending=[True, False, True])
    return ordered[["owner", "customers", "overdue", "due_soon", "last_touch_on", "silent"]].reset_index(drop=True)


def with_orders(layer: pd.DataFrame, pyramid: pd.DataFrame) -> pd.DataFrame:
    """The layer with what its customers bought: orders and net_paid, 0 for those without an order that counts."""
    bought = layer.merge(pyramid[["customer_id", "orders", "net_paid"]], on="customer_id", how="left", validate="one_to_one")
    return bought.assign(orders=bought["orders"].fillna(0).astype("int64"), net_paid=bought["net_paid"].fillna(0.0))


def to_follow_up(people: pd.DataFrame, last: pd.Series, as_of: date, silent_days: int) -> pd.DataFrame:
    """Of `people` (`with_orders`) whom to hand over, who is overdue or due within a week: a work list with a column reason, each customer once.

    Hand-over comes first, then the longest overdue, then the most valuable.
    """
    silent = silent_owners(last, as_of, silent_days)
    due = dates(people, as_of)
    reason = pd.Series(pd.NA, index=people.index, dtype="object")
    for name, here in (("due_soon", due["due_soon"]), ("overdue", due["overdue"]), ("hand_over", people["owner"].isin(silent))):
        reason = reason.mask(here, name)
    chosen = people.assign(reason=reason)[reason.notna()]
    order = chosen["reason"].map({name: place for place, name in enumerate(REASONS)})
    listed = chosen.assign(place=order).sort_values(["place", "next_on", "net_paid", "customer_id"], ascending=[True, True, False, True])
    return listed[["customer_id", "owner", "reason", "last_touch_on", "last_outcome", "next_on", "orders", "net_paid"]].reset_index(drop=True)


def by_reason(listed: pd.DataFrame, due: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """One row per reason of `listed`, in its order: customers, net_paid, waiting (median days since the date fixed), with_marked (rows of `due`)."""
    waiting = (pd.Timestamp(as_of) - listed["next_on"]).dt.days
    found = listed.assign(waiting=waiting).groupby("reason", sort=False, as_index=False)
    rows = found.agg(customers=("customer_id", "size"), net_paid=("net_paid", "sum"), waiting=("waiting", "median"))
    return rows.assign(net_paid=rows["net_paid"].round(2), with_marked=rows["reason"].map(due["reason"].value_counts()).astype(int))


def kpis(people: pd.DataFrame, owners: pd.DataFrame, window: str) -> pd.DataFrame:
    """How many customers somebody is overdue to turn to, of all who are followed up."""
    return kpi_table([kpi_row("follow_up_overdue", "count", window, value=int(owners["overdue"].sum()), n=len(people))])


def dates(people: pd.DataFrame, as_of: date) -> dict[str, pd.Series]:
    """Whether the next date has passed, and whether it lies within a week."""
    to_go = (people["next_on"] - pd.Timestamp(as_of)).dt.days
    return {"overdue": to_go < 0, "due_soon": to_go.between(0, SOON_DAYS - 1)}


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    days = {name: pd.to_datetime(frame[name]).astype("datetime64[ms]") for name in ("last_touch_on", "next_on")}
    texts = {name: frame[name].astype("str") for name in ("customer_id", "owner", "last_outcome")}
    return frame.assign(**days, **texts)
