"""The preference layer: what customers like, how much, on how many pieces that rests, and how sure it is.

`usual_<what>` is what she bought most pieces of, `_share` its share of the pieces whose `<what>` is known, `_n` how many those
are, and `_low` the lower end of the share's 95 % Wilson interval: one dress of one is 100 %, and sure of 21 % at most. Goods
sent back count as liked, but for the size: the size she kept is the one that fits, be it the one sent in exchange.
"""

from collections.abc import Mapping
from typing import Any

import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from retention import stats
from retention.orders import of_known_customers
from retention.pyramid.goods import Goods, Lines, goods_of, lines_in_buckets, median_by_customer, most_bought

TASTES = ("category", "brand", "style", "colour", "season")
ATTRIBUTES = (*TASTES, "size")
PROMOTIONS = ("threshold_off", "percentage_off", "amount_off", "none")
# This much off the list price: clearance.
CLEARANCE_OFF = 0.4
# Weeks on sale in which goods are new, and after which they are clearance.
NEW_DAYS, CLEARANCE_DAYS = 56, 84
PRICES = ("full_price_share", "median_discount", "price_n", "new_arrival_share", "clearance_share", "launch_n")


def preference_layer(tables: Mapping[str, ir.Table | None], customer_ids: pd.Series, full_price_from: float = 0.95) -> pd.DataFrame:
    """One row per customer of `customer_ids`: usual_<what> with _share, _n and _low, price sensitivity, new arrivals and clearance.

    A piece paid with `full_price_from` of its list price or more is bought at full price.
    Without order lines and products only the promotion may be known; a column is missing where nothing it rests on is known.
    """
    orders, order_lines, products = tables["orders"], tables.get("order_lines"), tables.get("products")
    assert orders is not None
    if order_lines is None or products is None:
        liked = _nothing(tuple(name for what in ATTRIBUTES for name in columns_of(what)) + PRICES)
    else:
        goods = goods_of(products, ATTRIBUTES)
        liked = pd.concat([tastes(lines, goods, full_price_from) for lines in lines_in_buckets(tables, goods)], ignore_index=True)
    parts = [part.set_index("customer_id").reindex(customer_ids).reset_index(drop=True) for part in (liked, promotions(orders))]
    known = pd.concat([customer_ids.reset_index(drop=True), *parts], axis=1)
    return known.assign(usual_category_n=known["usual_category_n"].fillna(0).astype("int64"))


def columns_of(what: str) -> tuple[str, str, str, str]:
    """The four columns of a taste."""
    return tuple(f"usual_{what}{end}" for end in ("", "_share", "_n", "_low"))  # type: ignore[return-value]


def tastes(lines: Lines, goods: Goods, full_price_from: float = 0.95) -> pd.DataFrame:
    """One row per customer with lines: everything that goods tell."""
    there = (lines.product >= 0) & (lines.pieces > 0)
    known = lines.where(there & lines.sold)
    size = len(lines.customer_ids)
    liked: dict[str, Any] = {"customer_id": pd.Series(lines.customer_ids, dtype="str")}
    for what in TASTES:
        code, pieces, of = most_bought(known.customer, goods.codes[what][known.product], known.pieces, known.paid_cents, size)
        liked |= _taste(what, goods.names[what], code, pieces, of)
        if what == "category":
            usual_category = code
    # The usual size is that of the usual category: trousers and tops have sizes of their own.
    within = lines.where(there & lines.kept)
    within = within.where(goods.codes["category"][within.product] == usual_category[within.customer])
    liked |= _taste(
        "size", goods.names["size"], *most_bought(within.customer, goods.codes["size"][within.product], within.pieces, within.paid_cents, size)
    )
    return pd.DataFrame(liked | _prices(lines.where(lines.sold & (lines.pieces > 0)), goods, size, full_price_from))


def _taste(what: str, names: np.ndarray, code: np.ndarray, pieces: np.ndarray, of: np.ndarray) -> dict[str, pd.Series | np.ndarray]:
    """The four columns of a taste from codes and counts."""
    named = np.append(names, np.array([None], dtype=object))[code]
    with np.errstate(invalid="ignore", divide="ignore"):
        share = pieces / of
    columns = (pd.Series(named, dtype="str"), share, pd.array(of, dtype="Int64"), stats.wilson(pieces, of)[0])
    return dict(zip(columns_of(what), columns, strict=True))


def _prices(lines: Lines, goods: Goods, size: int, full_price_from: float) -> dict[str, np.ndarray]:
    """Price sensitivity, new arrivals and clearance. The line's list price goes before the product's; what was paid above it is no discount."""
    product_list, launched = np.append(goods.list_cents, 0), np.append(goods.launched, np.datetime64("NaT", "D"))
    listed = np.where(lines.list_cents > 0, lines.list_cents, product_list[lines.product]) * lines.pieces
    priced = listed > 0
    with np.errstate(invalid="ignore", divide="ignore"):
        off = np.clip(1 - lines.paid_cents / np.where(priced, listed, np.nan), 0, 1)
    full = priced & (lines.paid_cents >= full_price_from * listed - 1e-6)
    launch = launched[lines.product]
    dated = ~np.isnat(launch)
    age = (lines.ordered - launch).astype("timedelta64[D]").astype(float)
    reduced = priced & (np.nan_to_num(off) >= CLEARANCE_OFF - 1e-9)

    def pieces(rows: np.ndarray) -> np.ndarray:
        return np.bincount(lines.customer[rows], weights=lines.pieces[rows], minlength=size)

    price_n, launch_n = pieces(priced), pieces(dated)
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            "full_price_share": pieces(full) / price_n,
            "median_discount": median_by_customer(lines.customer[priced], off[priced], lines.pieces[priced], size),
            "price_n": pd.array(price_n.astype(np.int64), dtype="Int64"),
            "new_arrival_share": pieces(dated & (age <= NEW_DAYS)) / launch_n,
            "clearance_share": pieces(dated & ((age > CLEARANCE_DAYS) | reduced)) / launch_n,
            "launch_n": pd.array(launch_n.astype(np.int64), dtype="Int64"),
        }


def promotions(orders: ir.Table) -> pd.DataFrame:
    """One row per customer with an order that counts: what most of her orders were bought with; ties in the order of PROMOTIONS."""
    if "promotion" not in orders.columns:
        return _nothing(columns_of("promotion"))
    counts = {name: (_.promotion == name).ifelse(1, 0).sum() for name in PROMOTIONS}
    counted = of_known_customers(orders).filter(_.promotion.notnull()).group_by("customer_id").agg(**counts).to_pandas()
    each = counted[list(PROMOTIONS)].to_numpy(dtype=np.int64).reshape(-1, len(PROMOTIONS))
    code, of = each.argmax(axis=1), each.sum(axis=1)
    most = each.max(axis=1, initial=0)
    told = _taste("promotion", np.array(PROMOTIONS, dtype=object), np.where(most > 0, code, -1), most, of)
    return pd.DataFrame({"customer_id": counted["customer_id"].to_numpy()} | told)


def _nothing(names: tuple[str, ...]) -> pd.DataFrame:
    """These columns, without rows, typed as they always are."""
    kinds = {name: "Int64" if name.endswith("_n") else "float64" if name.endswith(("_share", "_low", "_discount")) else "str" for name in names}
    return pd.DataFrame({"customer_id": pd.Series(dtype="str")} | {name: pd.Series(dtype=kind) for name, kind in kinds.items()})
