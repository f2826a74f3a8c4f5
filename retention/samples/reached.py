"""What the made-up shop shows when it is measured: the figures the trade's are compared with.

Plain counting on the shop's own tables, independent of the product's rooms.
"""

import numpy as np
import pandas as pd

from retention.samples import figures_of_the_trade as f
from retention.samples import rule, season
from retention.samples.shop import Shop, counting


def order_money(shop: Shop) -> pd.DataFrame:
    """Orders that count, by person and time, with `day` (since the start, fractions), `gross` and `net` in yuan, `units` without gifts."""
    orders = shop.orders
    refunded = np.bincount(shop.returns["order"], shop.returns["amount"], minlength=len(orders))
    goods = shop.lines[~shop.lines["gift"]]
    units = np.bincount(goods["order"], goods["quantity"], minlength=len(orders))
    day = (orders["at"].to_numpy() - season.START).astype(np.int64) / season.DAY
    table = orders.assign(day=day, gross=orders["paid"] / 100, net=(orders["paid"] - refunded) / 100, units=units)
    return table[counting(orders)].sort_values(["person", "day"], kind="stable")


def share_again(first: np.ndarray, second: np.ndarray, day: int) -> float:
    """Kaplan–Meier share, %, with a second order within `day` days; `second` is NaN where there was none by the end of the history."""
    length = len(season.DAYS)
    waited = np.where(np.isnan(second), length - first, second - first)
    order = np.argsort(waited, kind="stable")
    at_risk = len(waited) - np.arange(len(waited))
    staying = np.cumprod(1 - ~np.isnan(second[order]) / at_risk)
    seen = np.searchsorted(waited[order], day, side="right")
    return float(100 * (1 - staying[seen - 1])) if seen else 0.0


def second_orders(money: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Second order by day, %: over all, and by channel of the first order at 365 d (any channel, and the same one)."""
    first = money.drop_duplicates("person").set_index("person")
    again = money[money["person"].duplicated()]
    any_second = again.drop_duplicates("person").set_index("person")["day"].reindex(first.index).to_numpy()
    same = again[again["channel"].to_numpy() == first["channel"].reindex(again["person"]).to_numpy()]
    same_second = same.drop_duplicates("person").set_index("person")["day"].reindex(first.index).to_numpy()
    start, home = first["day"].to_numpy(), first["channel"].to_numpy()
    by = {c: home == i for i, c in enumerate(f.CHANNELS) if (home == i).any()}
    return {
        "all": {str(d): share_again(start, any_second, d) for d in f.SECOND_ORDER},
        "any_channel_365": {c: share_again(start[m], any_second[m], 365) for c, m in by.items()},
        "same_channel_365": {c: share_again(start[m], same_second[m], 365) for c, m in by.items()},
    }


def concentration(money: pd.DataFrame) -> dict[str, float]:
    """Orders per customer, the top fifth's share of net money, gaps, big spenders; all % but the median gap (days)."""
    counts = money.groupby("person").size()
    spent = money.groupby("person")["net"].sum().sort_values(ascending=False)
    gaps = money.groupby("person")["day"].diff().dropna()
    return {
        **{f"customers_with_{k}": float(100 * (counts == k).mean()) for k in (1, 2, 3, 4)},
        "customers_with_5_or_more": float(100 * (counts >= 5).mean()),
        "top_fifth_of_money": float(100 * spent.iloc[: int(0.2 * len(spent))].sum() / spent.sum()),
        "at_least_20000": float(100 * (spent >= 20_000).mean()),
        "median_gap": float(gaps.median()),
    }


def baskets(shop: Shop, money: pd.DataFrame) -> dict[str, float]:
    """Net and gross per order, units per order (without the wholesale account), paid of list, coupons, margin; premium customers apart."""
    role = shop.people["role"].to_numpy()[money["person"]]
    retail, premium = money[role != "wholesale"], shop.people["premium"].to_numpy()[money["person"]]
    own = shop.orders[shop.orders["made_by"] == "shop"]
    sold = shop.lines[(shop.lines["article"] >= 0) & (shop.lines["paid"] > 0)]
    cost = shop.goods.styles["cost"].to_numpy()[shop.goods.articles["style"].to_numpy()[sold["article"]]] * sold["quantity"]
    rich = money[premium]
    return {
        "net_per_order": float(retail["net"].mean()),
        "gross_per_order": float(retail["gross"].mean()),
        "units_per_order": float(retail["units"].mean()),
        "paid_of_list": float(100 * own["paid"].sum() / own["list"].sum()),
        "orders_with_coupon": float(100 * (own["coupon"] > 0).mean()),
        "gross_margin": float(100 * (1 - cost.sum() / sold["paid"].sum())),
        "premium_net_per_order": float(rich["net"].mean()),
        "premium_french": float(100 * (shop.people["style"].to_numpy()[rich["person"].unique()] == 0).mean()),
        "premium_of_buyers": float(100 * rich["person"].nunique() / money["person"].nunique()),
    }


def sales(shop: Shop) -> dict[str, dict[str, float]]:
    """Shares of gross paid sales, %: by month over whole years, by channel; refunds of them by channel and stage; hours."""
    paid = shop.orders[shop.orders["paid_at"].notna()]
    whole_years = paid[paid["at"] < np.datetime64(f"{f.LAST_DAY.year}-01-01")]
    month = whole_years.groupby(whole_years["at"].dt.month)["paid"].sum()
    channel = paid.groupby("channel")["paid"].sum()
    back = shop.returns.assign(channel=shop.orders["channel"].to_numpy()[shop.returns["order"]])
    evening = counting(shop.orders) & shop.orders["at"].dt.hour.isin([20, 21, 22])

    def refunds(stage: str) -> dict[str, float]:
        given = back[back["stage"] == stage].groupby("channel")["amount"].sum()
        return {c: float(100 * given.get(i, 0) / channel[i]) for i, c in enumerate(f.CHANNELS) if i in channel}

    return {
        "by_month": {str(m): float(100 * v / month.sum()) for m, v in month.items()},
        "by_channel": {c: float(100 * channel.get(i, 0) / channel.sum()) for i, c in enumerate(f.CHANNELS)},
        "refunds_before_dispatch": refunds("发货前"),
        "refunds_after_delivery": refunds("发货后"),
        "evening": {"20-23": float(100 * evening.sum() / counting(shop.orders).sum())},
    }


def returns_by_category(shop: Shop) -> dict[str, float]:
    """Refunds after delivery, % of the value delivered, by category."""
    category = shop.goods.styles["category"].to_numpy()[shop.goods.articles["style"].to_numpy()[shop.lines["article"]]]
    sent = (shop.orders["dispatched_at"].notna() & (shop.orders["made_by"] == "shop")).to_numpy()[shop.lines["order"]]
    after = shop.returns[shop.returns["stage"] == "发货后"]
    back = np.bincount(category[after["line"]], after["amount"], minlength=len(f.CATEGORIES))
    out = np.bincount(category, shop.lines["paid"] * sent, minlength=len(f.CATEGORIES)).clip(min=1)
    return dict(zip(f.CATEGORIES, (100 * back / out).tolist(), strict=True))


def rule_found(shop: Shop) -> dict[str, float]:
    """Of index orders with 30 days left to watch, % followed by B, C, both, either; and how many there are."""
    stands = counting(shop.orders).to_numpy()
    lines = shop.lines[(shop.lines["article"] >= 0) & stands[shop.lines["order"]]]
    style = shop.goods.articles["style"].to_numpy()[lines["article"]]
    index = rule.index_orders(shop.people, shop.orders, shop.lines[shop.lines["article"] >= 0], shop.goods).set_index("person")["at"]
    index = index[index < season.END - np.timedelta64(f.RULE_DAYS, "D")]
    followed = {}
    for letter in "BC":
        rows = lines["order"].to_numpy()[style == rule.rule_style(shop.goods, letter)]
        later = shop.orders.loc[rows, ["person", "at"]].assign(index=index.reindex(shop.orders.loc[rows, "person"]).to_numpy())
        wait = later["at"] - later["index"]
        followed[letter] = index.index.isin(later.loc[(wait > pd.Timedelta(0)) & (wait <= pd.Timedelta(days=f.RULE_DAYS)), "person"])
    b, c = followed["B"], followed["C"]
    followers = {"B": b, "C": c, "both": b & c, "B_or_C": b | c}
    return {"index_orders": len(index), **{k: float(100 * v.sum() / max(len(index), 1)) for k, v in followers.items()}}


def everything(shop: Shop) -> dict[str, object]:
    """All of the above, for truth.json."""
    money = order_money(shop)
    return {
        "second_order": second_orders(money),
        "customers": concentration(money),
        "orders": baskets(shop, money),
        "sales": sales(shop),
        "returns_by_category": returns_by_category(shop),
        "rule": rule_found(shop),
    }
