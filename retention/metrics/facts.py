"""Orders reduced to what each customer did in each window, in one pass over the orders.

All KPIs rest on this one table. Guests have no customer; the guests of one day stand in it as one row, so that
rates of money can count them, and customers (`known`) are told from them. Money is summed in decimals and
becomes a float only afterwards.
"""

from collections.abc import Mapping
from datetime import date

import ibis
import pandas as pd
from ibis import _

from retention.orders import loose_refunds, not_wholly_refunded, that_count
from retention.seasons import Window

MONEY = ("gross", "net", "kept_net", "units", "paid", "refunded", "before_dispatch", "after_delivery")


def first_day(orders: ibis.Table) -> date | None:
    """Day of the first order that counts; None without one."""
    found = that_count(orders).agg(first=_.ordered_on.min()).to_pyarrow()["first"][0].as_py()
    return found if found is None or type(found) is date else found.date()


def customer_facts(
    orders: ibis.Table, returns: ibis.Table | None, windows: Mapping[str, Window], later: date | None = None
) -> dict[str, pd.DataFrame]:
    """For each window one table, one row per customer (or day of guests), in the same order in all.

    Orders that count: orders, purchase_days, units (of unit_orders, the orders whose pieces are told), gross, net (after refunds booked
    to them), kept (orders not wholly refunded), kept_net; since_last (days from the last order to the window's end), since_before (days
    from the last order before the window to its first day), bought_before (in the window of equal length before), days_ever and own_gap
    (purchase days up to the window's end, and the median gap between them), first (days from the first order to the window's first day; 0 or
    negative for customers won in it), first_later (the same in a record that begins on the day `later`). Paid orders, those wholly
    refunded before dispatch included: paid_orders, paid, refunded, before_dispatch, after_delivery, unknown_stage; refunds_told
    (orders of which refunds are known, even if 0).
    `known` is False for guests.
    """
    # Two names for the same days (a year of days is its own year before) are counted once.
    different = {window: key for key, window in windows.items()}
    told = _purchase_days_told(_with_stages(orders, returns))
    whole = told.group_by("customer_id", "guest_day").agg(
        first=_.ordered_on.min(where=_.counts),
        first_later=_.ordered_on.min(where=_.counts if later is None else _.counts & (_.ordered_on >= ibis.date(later))),
        **{f"{name}|{key}": value for window, key in different.items() for name, value in _in_window(window, returns is not None).items()},
    )
    firsts = ("first", "first_later")
    spans = {f"{name}|{key}": _[name].delta(ibis.date(window.first), unit="day") * -1 for window, key in different.items() for name in firsts}
    money = {name: whole[name].cast("float64") for name in whole.columns if name.partition("|")[0] in MONEY}
    fetched = whole.mutate(known=_.customer_id.notnull(), **spans, **money).to_pyarrow()
    # Ordered, because resampling with a seed gives the same interval only for the same order of customers.
    fetched = fetched.sort_by([("customer_id", "ascending"), ("guest_day", "ascending")])
    frame = fetched.drop_columns(["customer_id", "guest_day", *firsts]).to_pandas()
    facts = {window: _one_window(frame, key, window) for window, key in different.items()}
    return {key: facts[window] for key, window in windows.items()}


def _with_stages(orders: ibis.Table, returns: ibis.Table | None) -> ibis.Table:
    """Orders that count or were wholly refunded before dispatch, with the money given back at each stage."""
    columns = ["order_id", "customer_id", "ordered_on", "units", "gross_paid", "net_paid", "refunded", "counts"]
    if returns is None:
        told = that_count(orders).select(*columns)
    else:
        stages = ("before_dispatch", "after_delivery")
        given_back = {stage: _.amount.sum(where=_.stage == stage) for stage in stages}
        booked = returns.filter(_.order_id.notnull(), _.stage.isin(stages)).group_by(returned_order=_.order_id).agg(**given_back)
        told = orders.select(*columns).left_join(booked, orders.order_id == booked.returned_order).drop("returned_order")
        told = told.mutate(**{stage: _[stage].fill_null(0).cast("decimal(18,2)") for stage in stages})
        told = told.filter(_.counts | ((_.gross_paid > 0) & (_.before_dispatch >= _.gross_paid)))
    guests_day = _.customer_id.isnull().ifelse(_.ordered_on, ibis.null("date"))
    return told.mutate(kept=_.counts & not_wholly_refunded(_), guest_day=guests_day)


def _purchase_days_told(orders: ibis.Table) -> ibis.Table:
    """Add `new_day` (the first order that counts of a customer's day) and `gap` (its days since the purchase day before)."""
    own = ibis.window(group_by=["customer_id", "guest_day", "counts"], order_by=["ordered_on", "order_id"])
    told = orders.mutate(day_before=_.ordered_on.lag().over(own))
    gap = told.ordered_on.delta(told.day_before, unit="day")
    return told.mutate(new_day=told.counts & (told.day_before.isnull() | (gap > 0)), gap=(told.counts & (gap > 0)).ifelse(gap, ibis.null("int64")))


def _in_window(window: Window, with_stages: bool) -> dict[str, ibis.Deferred]:
    """Aggregates of one customer's orders that concern one window."""
    first, last = ibis.date(window.first), ibis.date(window.last)
    inside, by_then = _.ordered_on.between(first, last), _.ordered_on <= last
    counted = _.counts & inside
    found = {
        "orders": _.order_id.count(where=counted),
        "purchase_days": _.order_id.count(where=_.new_day & inside),
        "units": _.units.sum(where=counted),
        "unit_orders": _.units.count(where=counted),
        "gross": _.gross_paid.sum(where=counted),
        "net": _.net_paid.sum(where=counted),
        "kept": _.order_id.count(where=_.kept & inside),
        "kept_net": _.net_paid.sum(where=_.kept & inside),
        "since_last": _.ordered_on.max(where=_.counts & by_then).delta(last, unit="day") * -1,
        "since_before": _.ordered_on.max(where=_.counts & (_.ordered_on < first)).delta(first, unit="day") * -1,
        "days_ever": _.order_id.count(where=_.new_day & by_then),
        "own_gap": _.gap.quantile(0.5, where=by_then),
        "paid_orders": _.order_id.count(where=inside),
        "paid": _.gross_paid.sum(where=inside),
        "refunded": _.refunded.sum(where=inside),
        "refunds_told": _.refunded.count(where=inside),
    }
    if with_stages:
        found |= {stage: _[stage].sum(where=inside) for stage in ("before_dispatch", "after_delivery")}
    return found


def _one_window(frame: pd.DataFrame, key: str, window: Window) -> pd.DataFrame:
    """The columns of one window under their plain names; nothing bought is 0."""
    own = {name: name.removesuffix(f"|{key}") for name in map(str, frame.columns) if name.endswith(f"|{key}")}
    facts = frame[list(own)].rename(columns=own)
    filled = [name for name in own.values() if name not in ("since_last", "since_before", "own_gap", "first", "first_later")]
    facts[filled] = facts[filled].fillna(0)
    facts = facts.reindex(columns=[*facts, *{"before_dispatch", "after_delivery"}.difference(facts)], fill_value=0.0)
    # Also what an order lists as refunded and no return explains.
    unknown = (facts["refunded"] - facts["before_dispatch"] - facts["after_delivery"]).clip(lower=0)
    return facts.assign(unknown_stage=unknown, known=frame["known"], bought_before=facts["since_before"] <= window.days)


def refunds_without_order(returns: ibis.Table, windows: Mapping[str, Window]) -> dict[str, tuple[float, int]]:
    """For each window the money given back in it that no order could be found for, and how many refunds that were."""
    inside = {key: _.returned_on.between(ibis.date(window.first), ibis.date(window.last)) for key, window in windows.items()}
    money = {f"money|{key}": _.amount.sum(where=where).cast("float64") for key, where in inside.items()}
    found = loose_refunds(returns).agg(**money, **{f"n|{key}": where.sum() for key, where in inside.items()}).to_pyarrow().to_pylist()[0]
    return {key: (found[f"money|{key}"] or 0.0, found[f"n|{key}"] or 0) for key in windows}
