"""truth.json: what was planted, how much dirt lies where, and what a right import must find."""

from typing import Any

import numpy as np
import pandas as pd

from retention.samples import exports, reached, season
from retention.samples import figures_of_the_trade as f
from retention.samples.shop import Shop

COUNTING_KINDS = ("普通", "定金", "尾款")


def final_statuses(files: list[pd.DataFrame], orders: int) -> np.ndarray:
    """Each order's status in the last export that has it."""
    rows = pd.concat(files, ignore_index=True)
    rows = rows[rows["order"] >= 0].drop_duplicates("order", keep="last")
    status = np.full(orders, "", dtype=object)
    status[rows["order"]] = rows["订单状态"]
    return status


def counted(shop: Shop, files: list[pd.DataFrame]) -> np.ndarray:
    """Which orders count by METHODS §1, seen from the files alone: status, kind, money, goods."""
    status = final_statuses(files, len(shop.orders))
    stands = np.isin(status, [exports.PAID, exports.DISPATCHED, exports.COMPLETED])
    goods = np.isin(shop.orders["kind"], COUNTING_KINDS) & (shop.orders["made_by"] != "links").to_numpy()
    return stands & goods & (shop.orders["paid"] > 0).to_numpy()


def expected(shop: Shop, files: dict[str, pd.DataFrame], customers: int) -> dict[str, object]:
    """Counts after a right import (later export wins, pairs joined, dirt left out), computed from the files' rows."""
    order_files = [t for n, t in files.items() if n.startswith("订单_")]
    counts = counted(shop, order_files)
    orders = shop.orders[counts]
    shown = np.unique(pd.concat(order_files)["order"].to_numpy())
    returns = pd.concat([t for n, t in files.items() if n.startswith("退款_")]).drop_duplicates("退款编号")
    booked = returns[returns["order"] >= 0]
    cents = np.round(booked["退款金额"].astype(float).to_numpy() * 100).astype(np.int64)
    refunded = np.bincount(booked["order"], cents, minlength=len(shop.orders)).astype(np.int64)
    day = orders["at"].dt.strftime("%m-%d")
    known = (shop.people["role"] != "unknown").to_numpy()[orders["person"]]
    not_counting = shop.orders[~counts & np.isin(np.arange(len(shop.orders)), shown)]
    return {
        "rows": {name: len(table) for name, table in files.items()},
        "customers": customers,
        "orders": int((shown >= 0).sum()),
        "orders_that_count": len(orders),
        "orders_that_count_of_unknown_customers": int((~known).sum()),
        "customers_with_an_order_that_counts": int(orders["person"].nunique()),
        "known_customers_with_an_order_that_counts": int(orders["person"][known].nunique()),
        "orders_on_11_11": {str(y): int(((day == "11-11") & (orders["at"].dt.year == y)).sum()) for y in sorted(orders["at"].dt.year.unique())},
        "gross_paid_of_orders_that_count": f"{orders['paid'].sum() / 100:.2f}",
        "refunded_on_orders_that_count": f"{refunded[counts].sum() / 100:.2f}",
        "presale_pairs": int(shop.orders["balance_at"].notna().sum()),
        "orders_that_do_not_count_by_kind": not_counting.groupby("kind").size().to_dict(),
        "links_sold_as_goods": int(((shop.orders["made_by"] == "links") & (shop.orders["kind"] == "普通")).sum()),
        "gift_lines": int(shop.lines["gift"].sum()),
        "returns": len(booked),
        "refunds_without_order": len(returns) - len(booked),
        "as_of": str(f.LAST_DAY),
    }


def planted(shop: Shop, numbers: np.ndarray) -> dict[str, object]:
    """Who and what was planted, by the numbers the files use."""
    role = shop.people["role"].to_numpy()
    people = {r: sorted(numbers[role == r]) for r in ("devotee", "reseller", "hunter", "serial_returner", "staff", "wholesale", "unknown")}
    styles = shop.goods.styles
    known = shop.people["role"] != "unknown"
    return {
        "people": people,
        "high_value_group": {"customers": sorted(numbers[(shop.people["premium"] & known).to_numpy()]), "style": f.STYLES[0]},
        "style_groups": {s: sorted(numbers[((shop.people["style"] == i) & known).to_numpy()]) for i, s in enumerate(f.STYLES)},
        "rule": {letter: {"name": name, "style_code": styles.loc[styles["rule"] == letter, "code"].item()} for letter, name in f.RULE.items()},
        "styles_with_a_core_size_gone": int((styles["gone_size"] >= 0).sum()),
        "true_reasons": dict(zip(shop.returns["number"], shop.returns["true_reason"], strict=True)),
        "bias_of_bg_nbd": "two yearly peaks bias a by about -14 % and b by about -11 %: reported, not to be asserted away",
    }


def midnight(shop: Shop) -> dict[str, list[str]]:
    """Numbers of orders placed at exactly 00:30 and 23:30 local on 11-11."""
    at = shop.orders["at"].to_numpy()
    found: dict[str, list[str]] = {}
    for year in range(f.FIRST_DAY.year, f.LAST_DAY.year + 1):
        day = season.year_day(year, "11-11")
        for label, minutes in (("00:30", 30), ("23:30", 23 * 60 + 30)):
            rows = shop.orders["number"][at == day + np.timedelta64(minutes, "m")]
            if len(rows):
                found[f"{year}-11-11 {label}"] = sorted(rows.astype(str))
    return found


def truth(
    shop: Shop, seed: int, setting: str, numbers: np.ndarray, files: dict[str, pd.DataFrame], customers: int, dirt: dict[str, dict[str, int]]
) -> dict[str, Any]:
    """All of it, ready for JSON."""
    return {
        "kind": "full",
        "seed": seed,
        "customers": customers,
        "returns_setting": setting,
        "figures": f.as_table(),
        "planted": planted(shop, numbers),
        "midnight_orders": midnight(shop),
        "dirt": dirt,
        "expected": expected(shop, files, customers),
        "reached": reached.everything(shop),
    }
