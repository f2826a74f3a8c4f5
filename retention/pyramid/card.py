"""One customer's card: what the pyramid holds about a person, layer by layer, without saying who it is.

The customer is called by the name the caller hands in (a pseudonym). Free text the shop added stays
off the card, since anything may stand in it; so do exact birthdays, which the pyramid does not hold.
Of fields that serve some purposes only the card says which purposes, not what they hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis import _

from retention.orders import that_count
from retention.settings import OwnField
from retention.tables import PYRAMID, DataProblem

LAYER_COLUMNS = {
    "basic": ("gender", "age_band", "region", "occupation", "joined_on"),
    "consumption": (
        "first_ordered_on", "last_ordered_on", "days_since_last_order", "orders", "orders_kept", "units", "net_paid", "aov",
        "median_gap_days", "usual_channel", "first_order_paid", "days_to_second_order",
    ),
    "interaction": (
        "views_90d", "favourites_90d", "cart_adds_90d", "chats_90d", "campaigns_90d", "coupons_used_90d", "returns_90d", "exchanges_90d",
        "last_interaction_on", "days_since_last_interaction", "refund_rate",
    ),
    "preference": (
        "usual_category", "usual_category_share", "usual_category_low", "first_category", "usual_brand", "usual_style", "usual_style_share",
        "usual_style_low", "usual_colour", "usual_season", "usual_size", "usual_promotion", "usual_promotion_share", "full_price_share",
        "median_discount", "new_arrival_share", "clearance_share", "p_order_7d",
    ),
    "social": ("member", "tier", "points", "koc", "reviews", "shares", "check_ins", "super_user", "last_touch_on", "next_on"),
}  # fmt: skip
# Where the customer stands among all: 0.9 means that nine in ten have less (or, for days, waited less).
RANKED = ("net_paid", "orders", "aov", "days_since_last_order")
TYPICAL_ORDERS = 3
LAST_ORDERS = 12


@dataclass(frozen=True)
class CustomerCard:
    """`values`: layer, field, kind, value; `orders`: the last orders that count, oldest first; `position`: share of customers below.

    `withheld`: layer, field and purposes of what is known but may not serve everything.
    """

    name: str
    values: pd.DataFrame
    orders: pd.DataFrame
    position: Mapping[str, float]
    as_of: pd.Timestamp
    withheld: pd.DataFrame


def typical_customer(pyramid: pd.DataFrame, wanted: str = "") -> str | None:
    """customer_id for the card: `wanted`, or the middle one by net paid of those with three orders and more (else of all); None in an empty base.

    A `wanted` customer without an order that counts is a DataProblem; the number itself is not repeated.
    """
    if wanted:
        if wanted not in set(pyramid["customer_id"]):
            raise DataProblem("card: the customer named there has no order that counts; leave `card:` in 01_data_pyramid.yaml empty or name another")
        return wanted
    often = pyramid[pyramid["orders"] >= TYPICAL_ORDERS]
    among = (often if len(often) else pyramid).sort_values(["net_paid", "customer_id"])
    return str(among["customer_id"].iloc[(len(among) - 1) // 2]) if len(among) else None


def customer_card(
    pyramid: pd.DataFrame,
    orders: ir.Table,
    order_lines: ir.Table | None,
    customer_id: str,
    name: str,
    own_fields: Mapping[str, OwnField],
    purposes: Mapping[str, Sequence[str]],
) -> CustomerCard:
    """The card of one customer of the pyramid under the name `name`; fields whose `purposes` leave marketing out are withheld."""
    row = pyramid[pyramid["customer_id"] == customer_id].iloc[0]
    known = _values(row, own_fields)
    limited = known["field"].isin([field for field, allowed in purposes.items() if "marketing" not in allowed])
    withheld = known.loc[limited, ["layer", "field"]].assign(purposes=known["field"][limited].map(lambda field: tuple(purposes[field])))
    return CustomerCard(
        name=name,
        values=known[~limited].reset_index(drop=True),
        orders=last_orders(orders, order_lines, customer_id),
        position={column: float((pyramid[column] < row[column]).mean()) for column in RANKED},
        as_of=row["last_ordered_on"] + pd.Timedelta(days=int(row["days_since_last_order"])),
        withheld=withheld.reset_index(drop=True),
    )


def last_orders(orders: ir.Table, order_lines: ir.Table | None, customer_id: str) -> pd.DataFrame:
    """A customer's last orders that count, oldest first: ordered_on, status, channel, units, gross_paid, refunded, net_paid, goods.

    `goods` names up to three things of the order, the dearest first; missing without lines.
    """
    own = that_count(orders).filter(_.customer_id == customer_id).order_by(ibis.desc("ordered_at"), ibis.desc("order_id")).limit(LAST_ORDERS)
    money = {column: _[column].cast("float64") for column in ("gross_paid", "refunded", "net_paid")}
    found = own.mutate(**money).select("order_id", "ordered_at", "ordered_on", "status", "channel", "units", *money).to_pandas()
    found = found.sort_values(["ordered_at", "order_id"]).drop(columns="ordered_at")
    goods = pd.Series(dtype=object, name="goods")
    if order_lines is not None:
        lines = (
            that_count(order_lines)
            .filter(_.customer_id == customer_id, _.product_name.notnull())
            .select("order_id", "product_name", "line_paid")
            .to_pandas()
        )
        dearest = lines.sort_values(["line_paid", "product_name"], ascending=[False, True]).drop_duplicates(["order_id", "product_name"])
        goods = dearest.groupby("order_id")["product_name"].agg(lambda names: " · ".join(names.head(3))).rename("goods")
    return found.merge(goods, left_on="order_id", right_index=True, how="left").drop(columns="order_id").reset_index(drop=True)


def _values(row: pd.Series, own_fields: Mapping[str, OwnField]) -> pd.DataFrame:
    """One row per field with a value: layer, field, kind, unit, value."""
    known = [
        (layer, name, PYRAMID.columns[name].kind, PYRAMID.columns[name].unit, row[name]) for layer, names in LAYER_COLUMNS.items() for name in names
    ]
    if pd.isna(row["refunded"]):
        known = [value for value in known if value[1] != "orders_kept"]
    own = [("basic", name, field.kind, "", row[name]) for name, field in own_fields.items() if field.kind in ("number", "choice")]
    basic = [value for value in known if value[0] == "basic"]
    rest = [value for value in known if value[0] != "basic"]
    frame = pd.DataFrame([*basic, *own, *rest], columns=["layer", "field", "kind", "unit", "value"])
    return frame[frame["value"].notna()].reset_index(drop=True)
