"""Tables that notebooks make: forecasts, segments, members; figures stand in `kpis`, the pyramid in `profile`."""

from retention.tables.promise import Column, Table

FORECASTS = Table(
    name="forecasts",
    one_row_per="customer with an order that counts",
    key=("customer_id",),
    columns={
        "customer_id": Column("text", "the shop's customer number"),
        "frequency": Column("integer", "repeat purchase days up to as_of (BG/NBD: the first day is not counted)", "days with orders"),
        "recency": Column("number", "age at the last order: first order to last order (BG/NBD, not days since)", "days"),
        "T": Column("number", "age: first order to as_of", "days"),
        "monetary_value": Column("number", "mean net paid of the repeat purchase days; missing for one-time buyers", "shop currency", nullable=True),
        "expected_orders": Column("number", "expected purchase days within the horizon", "days with orders"),
        "p_order": Column("number", "probability of at least one order within the horizon", "share"),
        "order_value": Column("number", "expected net paid on a future purchase day", "shop currency"),
        "revenue": Column("number", "expected revenue within the horizon, discounted", "shop currency"),
        "clv": Column(
            "number", "expected margin within the horizon, discounted; missing where the shop gives no margin", "shop currency", nullable=True
        ),
        "revenue_to_date": Column("number", "net paid so far", "shop currency"),
        "margin_to_date": Column("number", "margin on it; missing where the shop gives no margin", "shop currency", nullable=True),
        "horizon_days": Column("integer", "how far ahead the figures look", "days"),
        "method": Column("text", "model, own_past (an account of another kind) or rate (that of all customers, since there is no model)"),
    },
)

SEGMENTS = Table(
    name="segments",
    one_row_per="customer with an order that counts",
    key=("customer_id",),
    columns={
        "customer_id": Column("text", "the shop's customer number"),
        "as_of": Column("date", "the day it looks from"),
        "in_window": Column("flag", "has an order in the window that is scored"),
        "r_score": Column("integer", "recency, 5 for the fifth that ordered last; 1 without an order in the window", "1–5"),
        "f_score": Column("integer", "frequency by orders in the window; customers with equal orders score equally", "1–5"),
        "m_score": Column("integer", "monetary value by net paid in the window", "1–5"),
        "type": Column("text", "one of the eight RFM types, by which scores are high"),
        "group": Column("text", "operating group: lost, new, high_value, potential, wake_valuable, dormant, silent or active"),
        "silent": Column("flag", "沉默: no order and no interaction for 60 days (setting); missing where interactions are not known", nullable=True),
        "dormant": Column("flag", "沉睡预警: no order for 90 days (setting)"),
        "lapsed": Column("flag", "流失: no order for 365 days (setting)"),
        "cluster": Column("integer", "cluster, keeping its number from run to run; missing where there are none", nullable=True),
        "cluster_nearest": Column("integer", "cluster whose centre is nearest, before hysteresis", nullable=True),
        "cluster_name": Column("text", "scores of the cluster's median customer where clusters differ, e.g. R5 F1", nullable=True),
        "previous_group": Column("text", "group in the previous run", nullable=True),
        "previous_type": Column("text", "type in the previous run", nullable=True),
        "previous_cluster": Column("integer", "cluster in the previous run", nullable=True),
        "previous_cluster_nearest": Column("integer", "nearest cluster in the previous run", nullable=True),
        "previous_cluster_name": Column("text", "name of the cluster in the previous run", nullable=True),
    },
)

NEXT_GOODS = Table(
    name="next_goods",
    one_row_per="good recommended to a customer",
    key=("customer_id", "rank"),
    columns={
        "customer_id": Column("text", "the shop's customer number"),
        "as_of": Column("date", "the day it looks from"),
        "rank": Column("integer", "1 is the best", "rank"),
        "good": Column("text", "what is recommended: a style by its name, a category or an article, as `affinity.goods` of notebook 02 says"),
    },
)

MEMBERS = Table(
    name="members",
    one_row_per="member of the programme the shop runs",
    key=("customer_id",),
    columns={
        "customer_id": Column("text", "the shop's customer number"),
        "as_of": Column("date", "the day it looks from"),
        "joined_on": Column("date", "the day the membership began"),
        "tier": Column("integer", "granted tier, days of grace included; 0 is the first"),
        "tier_name": Column("text", "its name, as the shop gave it; of a programme that comes with the package its key, e.g. silver"),
        "expected_tier": Column("integer", "tier once orders paid and not yet completed are completed, if nothing of them comes back"),
        "expected_tier_name": Column("text", "its name, as tier_name"),
        "qualifying": Column("number", "what counts towards the tier today", "money, orders or points, as the programme says"),
        "next_tier_name": Column("text", "the tier above; missing in the highest", nullable=True),
        "to_next": Column("number", "what is missing to it", "as qualifying", nullable=True),
        "review_on": Column("date", "the next day on which the tier can be lost; missing where it cannot", nullable=True),
        "tier_after_review_name": Column(
            "text", "tier granted on that day, grace included, if nothing more is ordered and orders under way are completed", nullable=True
        ),
        "to_keep": Column("number", "what is missing to keep the tier at that review, orders under way counted", "as qualifying", nullable=True),
        "keep_by": Column("date", "last day on which an order is usually completed before that review; missing: none is", nullable=True),
        "falls_on": Column("date", "day on which today's tier ends, after days of grace, if nothing is ordered; missing: not yet", nullable=True),
        "next_step": Column("text", "what to do next: keep (the tier), reach (the next one), or nothing: coming (orders under way reach one), top"),
        "next_step_needs": Column("number", "what is missing for it; missing where nothing is", "next_step_unit", nullable=True),
        "next_step_unit": Column("text", "money, orders or points", nullable=True),
        "next_step_by": Column("date", "last day on which an order usually counts for it; missing: no day", nullable=True),
        "discount": Column("number", "what the tier takes off an order placed now", "share"),
        "points_usable": Column("integer", "points that can be spent", "points"),
        "points_pending": Column("integer", "points of orders and of their reviews that have not matured", "points"),
        "points_debt": Column("integer", "points owed after refunds; later points pay it first", "points"),
        "expiring_30": Column("integer", "usable points whose last day is within 30 days of as_of", "points"),
        "expiring_60": Column("integer", "the same within 60 days", "points"),
        "expiring_90": Column("integer", "the same within 90 days", "points"),
        "next_expiry_on": Column("date", "last day of the points that expire next; missing: none does", nullable=True),
        "points_expiring_next": Column("integer", "points whose last day that is", "points"),
    },
)
