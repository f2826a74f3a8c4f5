"""What a points ledger lives on, as plain tables: orders, refunds, points spent, small tasks, and who is a member since when.

Tall tables come in as Ibis expressions cut at as_of and go out as DataFrames: days are midnights without a zone, money is shop
currency as floats. Guests earn nothing, so they are left out.
"""

from datetime import date

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis import _

from retention.orders import local_time, settled, that_count

PURCHASES = ("customer_id", "order_id", "day", "completed_day", "list", "paid", "counts")
REFUNDS = ("customer_id", "order_id", "day", "amount")
BURNS = ("customer_id", "order_id", "day", "points", "about")
TASKS = ("customer_id", "order_id", "day", "kind")
JOINED = ("customer_id", "joined_on", "birthday")
TASK_KINDS = ("check_in", "review", "share")


def purchases(orders: ir.Table, completion_days: int, zone: str = "UTC", events: ir.Table | None = None) -> pd.DataFrame:
    """One row per order that counts, was refunded, or was closed after points had been spent on it, by customer and time: PURCHASES.

    `completed_day` is the day where the shop is (`zone`); missing: not completed by as_of, or closed. In a channel that never says when
    orders are completed it is the order's day + `completion_days`. `counts` is false for orders that were closed or cancelled later.
    """
    told = _.completed_at.count().over(group_by="channel") > 0
    own = _with_given_back(orders.mutate(completion_told=told), events).order_by("customer_id", "ordered_at", "order_id")
    rows = own.select(
        "customer_id",
        "order_id",
        "completion_told",
        "counts",
        completed_at=local_time(own.completed_at, zone),
        day=_.ordered_on,
        list=_.list_amount.cast("float64"),
        paid=_.gross_paid.cast("float64"),
    ).to_pandas()
    day = _days(rows["day"])
    assumed = (day + pd.Timedelta(completion_days, "D")).mask(rows["completion_told"].astype(bool))
    counts = rows["counts"].astype(bool)
    completed = _days(rows["completed_at"]).dt.normalize().fillna(assumed).where(counts)
    # Nothing is completed before it is ordered, whatever an export says.
    completed = completed.mask(completed < day, day)
    return rows.assign(day=day, completed_day=completed, counts=counts)[list(PURCHASES)]


def usual_paid(purchases: pd.DataFrame) -> float:
    """Median of what was paid for an order that counts, shop currency; 0 without orders."""
    paid = purchases.loc[purchases["counts"].astype(bool), "paid"]
    return float(paid.median()) if len(paid) else 0.0


def completion_days(orders: ir.Table, default: int) -> int:
    """Median days from order to completion of the orders that were completed; `default` where the exports never say when.

    Days are counted in UTC on both ends, so the hour at which a shop's day begins does not matter to the median by more than one day.
    """
    done = that_count(orders).filter(_.completed_at.notnull(), _.completed_at >= _.ordered_at)
    spans = done.mutate(days=_.completed_at.cast("date").delta(_.ordered_at.cast("date"), unit="day")).group_by("days").agg(orders=_.count())
    rows = spans.order_by("days").to_pandas()
    if rows.empty:
        return default
    # The lower median: half of the orders are completed within so many days.
    half = rows["orders"].cumsum() * 2 >= rows["orders"].sum()
    return int(rows.loc[half, "days"].iloc[0])


def refunds(orders: ir.Table, returns: ir.Table | None, events: ir.Table | None = None) -> pd.DataFrame:
    """One row per order and day on which money went back: REFUNDS; `customer_id` is the order's.

    An order that was closed or cancelled is given back wholly on the day of its last refund, whatever the refunds add up to. One on which
    points were spent and of which no money came back is given back on the day of its last return, or its own where none is told; the amount
    is what was paid, 0 where points paid all. Of an order of points that counts no export tells how much came back, so nothing has.
    """
    none = pd.DataFrame({"customer_id": [], "order_id": [], "day": _days(pd.Series([], dtype=object)), "amount": pd.Series([], dtype=float)})
    money = none if returns is None else _money_back(orders, returns)
    closed = none if events is None else _closed_with_points(orders, returns, events)
    more = closed[~closed["order_id"].isin(money["order_id"])]
    if more.empty:
        return money
    both = more if money.empty else pd.concat([money, more], ignore_index=True)
    return both.sort_values(["customer_id", "order_id", "day"], kind="stable", ignore_index=True)


def _money_back(orders: ir.Table, returns: ir.Table) -> pd.DataFrame:
    bought = _with_refunded(orders).select("order_id", "customer_id", "counts", "gross_paid")
    given = returns.filter(_.order_id.notnull(), _.amount > 0).group_by("order_id", day=_.returned_on).agg(amount=_.amount.sum())
    rows = given.inner_join(bought, "order_id").order_by("customer_id", "order_id", "day")
    table = rows.mutate(amount=_.amount.cast("float64"), paid=_.gross_paid.cast("float64")).to_pandas()
    rest = (table["paid"] - table.groupby("order_id")["amount"].transform("sum")).clip(lower=0)
    closing = ~table["counts"].astype(bool) & ~table.duplicated("order_id", keep="last")
    amount = (table["amount"] + rest.where(closing, 0.0)).round(2)
    return table.assign(day=_days(table["day"]), amount=amount)[list(REFUNDS)]


def _closed_with_points(orders: ir.Table, returns: ir.Table | None, events: ir.Table) -> pd.DataFrame:
    """Orders closed after points had been spent on them, as REFUNDS, each on the day of its last return or its own."""
    closed = orders.filter(_.customer_id.notnull(), _points_on_closed(events)).select("customer_id", "order_id", "ordered_on", "gross_paid")
    rows = closed.mutate(day=_.ordered_on, amount=_.gross_paid.cast("float64")).order_by("customer_id", "order_id").to_pandas()
    day = _days(rows["day"])
    if returns is not None and len(rows):
        named = settled(returns).filter(_.order_id.isin(rows["order_id"].tolist())).group_by("order_id").agg(last=_.returned_on.max()).to_pandas()
        last = _days(named.set_index("order_id")["last"]).reindex(rows["order_id"])
        day = last.set_axis(rows.index).fillna(day)
    return rows.assign(day=day)[list(REFUNDS)]


def burns(events: ir.Table | None) -> pd.DataFrame:
    """One row per time points were spent (events of kind `redeem`): BURNS; `order_id` where they paid for an order."""
    columns = {"customer_id": _.customer_id, "order_id": _.order_id, "day": _.happened_on, "points": _.quantity, "about": _.about}
    rows = _events(events, ("redeem",), columns)
    return rows.assign(points=pd.to_numeric(rows["points"]).fillna(0).astype("int64"))


def tasks(events: ir.Table | None) -> pd.DataFrame:
    """One row per check-in, review and share: TASKS."""
    return _events(events, TASK_KINDS, {"customer_id": _.customer_id, "order_id": _.order_id, "day": _.happened_on, "kind": _.kind})


def joined(memberships: ir.Table | None, customers: ir.Table | None, as_of: date) -> pd.DataFrame:
    """One row per member, by number: JOINED; `birthday` is missing where the shop has none.

    Members are who the memberships name; without memberships, customers with a day of joining.
    """
    known = None if customers is None else customers.select("customer_id", "joined_on", "birthday")
    source = memberships if memberships is not None else known
    if source is None:
        return pd.DataFrame({"customer_id": pd.Series([], dtype=object), **dict.fromkeys(JOINED[1:], _days(pd.Series([], dtype=object)))})
    since = source.filter(_.joined_on.notnull(), _.joined_on <= ibis.date(as_of.isoformat())).select("customer_id", "joined_on").to_pandas()
    born = pd.DataFrame({"customer_id": [], "birthday": []}) if known is None else known.select("customer_id", "birthday").to_pandas()
    rows = since.astype({"customer_id": object}).merge(born.astype({"customer_id": object}), on="customer_id", how="left")
    rows = rows.assign(joined_on=_days(rows["joined_on"]), birthday=_days(rows["birthday"]))
    return rows.sort_values("customer_id", ignore_index=True)[list(JOINED)]


def _with_refunded(orders: ir.Table) -> ir.Table:
    """Orders of known customers that count, and those that were paid and given back."""
    return orders.filter(_.customer_id.notnull(), _.counts | (_.refunded > 0))


def _with_given_back(orders: ir.Table, events: ir.Table | None) -> ir.Table:
    """The same, and those that were closed after points had been spent on them."""
    if events is None:
        return _with_refunded(orders)
    return orders.filter(_.customer_id.notnull(), _.counts | (_.refunded > 0) | _points_on_closed(events))


def _points_on_closed(events: ir.Table) -> ibis.Deferred:
    """Whether an order was closed and points had been spent on it."""
    spent = events.filter(_.kind == "redeem", _.order_id.notnull())
    return (_.why_not == "closed") & _.order_id.isin(spent.order_id)


def _events(events: ir.Table | None, kinds: tuple[str, ...], columns: dict[str, ibis.Deferred]) -> pd.DataFrame:
    """Events of some kinds by customer and time, with these columns."""
    if events is None:
        empty = pd.DataFrame({name: pd.Series([], dtype=object) for name in columns})
    else:
        own = events.filter(_.kind.isin(list(kinds)), _.customer_id.notnull())
        empty = own.order_by("customer_id", "happened_at", "event_id").select(**columns).to_pandas()
    return empty.assign(day=_days(empty["day"]))


def _days(values: pd.Series) -> pd.Series:
    return pd.to_datetime(values).astype("datetime64[s]")
