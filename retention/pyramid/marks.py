"""Accounts that are not ordinary customers, what they cost, and the averages without them.

Four plain rules with thresholds in the settings (`settings.MarkRules`), judged over all orders up to as_of; an account
gets the first mark that fits. They are signs, not proof: a mark says how an account buys, not what somebody intends.
"""

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _
from scipy import stats as distributions

from retention import stats
from retention.orders import of_known_customers, that_count
from retention.pyramid.buckets import in_buckets, together
from retention.settings import MarkRules
from retention.tables.kpis import kpi_row, kpi_table, untold

# mark → what its rule needs to be told, and the column of `account_facts` that tells it.
NEEDS = {
    "wholesale": ("pieces", "units"),
    "reseller": ("lines", "pieces"),
    "coupon_hunter": ("coupons", "known_promotion"),
    "high_returns": ("refunds", "refunded_orders"),
}

Tables = Mapping[str, ir.Table | None]
MARKS = ("wholesale", "reseller", "coupon_hunter", "high_returns")
ORDINARY = "ordinary"
# Articles of so many lines are counted in one pass (2 GB per 10 million); reading them once more per bucket costs as much again.
LINES_AT_ONCE = 15_000_000
# A day is compared with the median of so many days around it, and must also stand out of the noise of small counts.
AROUND_DAYS, NOISE = 29, 3
# figure → unit; each is Σ of one column over Σ of another.
AVERAGES = {"aov": "money", "spend_per_buyer": "money", "units_per_order": "ratio", "orders_per_buyer": "ratio", "refund_rate": "share"}


def account_facts(tables: Tables, rules: MarkRules) -> pd.DataFrame:
    """One row per customer with an order that counts: what the rules look at, summed.

    orders, units and refunded_orders (both missing where not told), list_amount, discount; articles (different articles, order by order)
    and pieces of them; peak_orders (on the shop's sales days); couponed and known_promotion (orders with a coupon, orders of which that is known).
    """
    orders = tables["orders"]
    assert orders is not None
    counted = of_known_customers(orders)
    days = sales_days(orders, rules.peak_times)
    promotion = counted.promotion if "promotion" in counted.columns else None
    known = counted.order_id.notnull() & False if promotion is None else promotion.notnull()
    with_one = known if promotion is None else known & (promotion != "none")
    on_peak = counted.ordered_on.isin([day.date() for day in days]) if len(days) else counted.order_id.notnull() & False
    sums = counted.group_by("customer_id").agg(
        orders=_.count(),
        units=(_.units.count() == _.count()).ifelse(_.units.sum(), ibis.null("int64")).cast("int64"),
        list_amount=_.list_amount.sum().cast("float64"),
        discount=_.discount.sum().cast("float64"),
        refunded_orders=(_.refunded > 0).cast("int64").sum(),
        peak_orders=on_peak.ifelse(1, 0).sum(),
        couponed=with_one.fill_null(False).ifelse(1, 0).sum(),
        known_promotion=known.ifelse(1, 0).sum(),
    )
    order_lines = tables.get("order_lines")
    if order_lines is None:
        return sums.order_by("customer_id").to_pyarrow().to_pandas().assign(articles=np.nan, pieces=np.nan)
    buckets = 1 + int(order_lines.count().execute()) // LINES_AT_ONCE
    split = zip(*(in_buckets(table, buckets) for table in (sums, order_lines)), strict=True)
    return together([_with_articles(some, lines) for some, lines in split if some is not None and lines is not None])


def _with_articles(sums: ir.Table, order_lines: ir.Table) -> pd.DataFrame:
    """The sums of some customers with what their lines say; by way of Arrow, which costs a third less than Ibis' own conversion."""
    return sums.left_join(_articles(order_lines), "customer_id").drop("customer_id_right").to_pyarrow().to_pandas()


def _articles(order_lines: ir.Table) -> ir.Table:
    """Per customer: different articles bought, counted order by order, and their pieces. Sizes and colours of one name are one article.

    Lines that name no goods are left out: what is not known is not all one article.
    """
    named = order_lines.mutate(article=ibis.coalesce(_.product_name.nullif(""), _.product_id.nullif("")))
    lines = of_known_customers(named).filter(_.article.notnull())
    # An order has one customer, so that the customer need not be part of the key.
    each = lines.group_by("order_id", "article").agg(customer_id=_.customer_id.min(), pieces=_.quantity.sum())
    return each.group_by("customer_id").agg(articles=_.count(), pieces=_.pieces.sum().cast("int64"))


def sales_days(orders: ir.Table, times: float) -> pd.DatetimeIndex:
    """The shop's sales days: `times` the median of the 29 days around and beyond the noise of small counts (three roots of the median)."""
    found = that_count(orders).group_by("ordered_on").agg(orders=_.count()).to_pandas()
    if found.empty:
        return pd.DatetimeIndex([])
    by_day = found.set_index(pd.DatetimeIndex(found["ordered_on"]))["orders"].sort_index().asfreq("D", fill_value=0)
    usual = by_day.rolling(AROUND_DAYS, center=True, min_periods=AROUND_DAYS // 2).median()
    out = (by_day >= times * usual) & (by_day > usual + NOISE * np.sqrt(usual.clip(lower=1)))
    return pd.DatetimeIndex(by_day.index[out.fillna(False).to_numpy()])


def lacking(facts: pd.DataFrame) -> dict[str, str]:
    """Marks whose rule cannot be judged → what nothing tells: pieces, lines, coupons or refunds. None found is not said of them."""
    told = facts.assign(known_promotion=facts["known_promotion"].where(facts["known_promotion"] > 0))
    return {mark: what for mark, (what, column) in NEEDS.items() if told[column].isna().all()}


def marked(pyramid: pd.DataFrame, facts: pd.DataFrame, rules: MarkRules) -> pd.DataFrame:
    """The pyramid with a column mark: wholesale, reseller, coupon_hunter, high_returns or ordinary."""
    known = pyramid[["customer_id", "orders", "refund_rate", "gross_paid", "refunded", "refunds_without_order"]].merge(
        facts.drop(columns="orders"), on="customer_id", how="left"
    )
    rule = _rules(known, rules)
    mark = np.select([rule[name].to_numpy(dtype=bool) for name in MARKS], MARKS, default=ORDINARY)
    return pyramid.assign(mark=pd.Series(mark, index=pyramid.index, dtype="str"))


def _rules(known: pd.DataFrame, rules: MarkRules) -> dict[str, pd.Series]:
    """A flag per mark and customer."""
    per_order = known["units"] / known["orders"]
    couponed = known["couponed"] / known["known_promotion"].where(known["known_promotion"] > 0)
    often = known["orders"] >= rules.least_orders
    of_a_kind = known["pieces"] / known["articles"]
    return {
        "wholesale": per_order >= max(rules.wholesale_units, rules.wholesale_times * float(per_order.median() if len(known) else 0)),
        "reseller": often
        & (of_a_kind >= max(rules.reseller_pieces, rules.reseller_times * float(of_a_kind.fillna(0).median() if len(known) else 0))),
        "coupon_hunter": often
        & (known["peak_orders"] / known["orders"] >= rules.hunter_peak_share)
        & (couponed.fillna(0) >= rules.hunter_coupon_share),
        "high_returns": _returns_much(known, rules),
    }


def _returns_much(known: pd.DataFrame, rules: MarkRules) -> pd.Series:
    """Enough refunded orders, a rate far above the shop's, and more refunded orders than chance gives an ordinary account (binomial tail).

    Far above: so many times the shop's rate, or halfway from it to everything where that is less.
    """
    paid, orders = float(known["gross_paid"].sum()), int(known["orders"].sum())
    usual = float((known["refunded"] + known["refunds_without_order"]).sum()) / paid if paid > 0 else 0.0
    refunded_share = known["refunded_orders"].sum() / orders if orders else 0.0
    chance = distributions.binom.sf(known["refunded_orders"] - 1, known["orders"], refunded_share)
    far_above = max(rules.returns_rate, min(rules.returns_times * usual, (1 + usual) / 2))
    enough = known["refunded_orders"] >= rules.least_orders
    return enough & (known["refund_rate"].fillna(0) >= far_above) & (chance < rules.returns_chance)


def mark_costs(pyramid: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """One row per mark (ordinary last): customers, orders, gross_paid, discount, refunded, net_paid; shares of customers, sales, discounts, refunds.

    Sales are gross; discounts are list price minus paid; both over all orders up to as_of. The rows add up to all customers. Refunds are missing
    where nothing tells of them.
    """
    people = pyramid.merge(facts[["customer_id", "discount"]], on="customer_id", how="left")
    people = people.assign(refunded=people["refunded"] + people["refunds_without_order"])
    columns = ["orders", "gross_paid", "discount", "refunded", "net_paid"]
    sums = people.groupby("mark")[columns].sum().reindex([*MARKS, ORDINARY], fill_value=0)
    sizes = people.groupby("mark").size().reindex(sums.index, fill_value=0)
    told = people["refunded"].notna().any() or people.empty
    rows = sums.assign(customers=sizes, refunded=sums["refunded"] if told else np.nan)
    shares = {f"{name}_share": rows[name] / max(rows[name].sum(), 1e-9) for name in ("customers", "gross_paid", "discount", "refunded")}
    return rows.assign(**shares).reset_index(names="mark")


def usual_refunds(costs: pd.DataFrame) -> float:
    """The shop's refunds per money paid, by the table `mark_costs`; 0 where nothing was paid."""
    paid = float(costs["gross_paid"].sum())
    return float(costs["refunded"].sum()) / paid if paid > 0 else 0.0


def unmarked(customers: pd.Series, pyramid: pd.DataFrame, also: Sequence[str] = ()) -> pd.Series:
    """Whether each of `customers` (customer_id) is an ordinary account, or has one of the marks in `also`; so is who never ordered."""
    mark = customers.map(pyramid.set_index("customer_id")["mark"])
    return mark.isna() | mark.isin([ORDINARY, *also])


def marked_list(pyramid: pd.DataFrame) -> pd.DataFrame:
    """The marked accounts as a work list, by mark, the largest first."""
    odd = pyramid[pyramid["mark"] != ORDINARY]
    place = odd["mark"].map({name: i for i, name in enumerate(MARKS)})
    ordered = odd.assign(place=place).sort_values(["place", "gross_paid", "customer_id"], ascending=[True, False, True])
    return ordered[["customer_id", "mark", "orders", "units", "gross_paid", "net_paid", "refund_rate", "last_ordered_on"]].reset_index(drop=True)


def averages(pyramid: pd.DataFrame, least_group: int) -> pd.DataFrame:
    """Averages over all customers and without the marked ones: one row per figure: figure, all, without, low, high (of without), n, missing (why).

    Under `least_group` customers no average.
    """
    ordinary = pyramid[pyramid["mark"] == ORDINARY]
    rest = _parts(ordinary)
    over, under = (np.column_stack([rest[figure][side] for figure in AVERAGES]) for side in (0, 1))
    found = stats.ratios(over, under) if len(ordinary) >= max(least_group, 1) else [stats.UNKNOWN] * len(AVERAGES)
    rows = []
    for figure, estimate in zip(AVERAGES, found, strict=True):
        top, bottom = (part.sum() for part in _parts(pyramid)[figure])
        every = float(top / bottom) if bottom and len(pyramid) >= least_group else np.nan
        rows.append({"figure": figure, "all": every, "without": estimate.value, "low": estimate.low, "high": estimate.high, "n": len(ordinary)})
        rows[-1]["missing"] = None if pd.notna(estimate.value) else untold(figure, pyramid) or "pyramid-too-few"
    return pd.DataFrame(rows)


def _parts(people: pd.DataFrame) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Numerator and denominator of each average, customer by customer, over all days."""
    number = {name: people[name].to_numpy(dtype=float) for name in ("net_paid", "orders")}
    one = np.ones(len(people))
    return {
        "aov": (number["net_paid"], number["orders"]),
        "spend_per_buyer": (number["net_paid"], one),
        "units_per_order": stats.both_known(people["units"], people["orders"]),
        "orders_per_buyer": (number["orders"], one),
        "refund_rate": stats.both_known(people["refunded"] + people["refunds_without_order"], people["gross_paid"]),
    }


def kpis(pyramid: pd.DataFrame, without: pd.DataFrame, all_days: str, facts: pd.DataFrame) -> pd.DataFrame:
    """The averages `without` marked accounts as KPI rows over all days, and how many accounts have each mark that can be judged.

    No rows without customers.
    """
    if pyramid.empty:
        return kpi_table([])
    found = []
    for row in without.to_dict("records"):
        known = {"value": row["without"], "low": row["low"], "high": row["high"], "n": row["n"]}
        found.append(kpi_row(f"{row['figure']}_without_marked", AVERAGES[row["figure"]], all_days, **known, missing=row["missing"]))
    counts, unjudged = pyramid["mark"].value_counts(), lacking(facts)
    for mark in MARKS:
        told = {"missing": f"kpi-missing-no-{unjudged[mark]}"} if mark in unjudged else {"value": int(counts.get(mark, 0))}
        found.append(kpi_row("marked_accounts", "count", all_days, mark, **told, n=len(pyramid)))
    return kpi_table(found)
