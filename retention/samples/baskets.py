"""What is in each order and what it costs: lines, discounts of the goods' age, coupons. Money in cents."""

import numpy as np
import pandas as pd

from retention.samples import figures_of_the_trade as f
from retention.samples import goods as g
from retention.samples import season
from retention.samples.chance import draw, stream

COUPONS = ("", *(f"满{above}减{off}" for above, off in f.THRESHOLD_COUPONS), "95折券", "店铺券5元", "入会券20元", "复购9折券", "生日券50元")


def draw_lines(seed: int, people: pd.DataFrame, orders: pd.DataFrame, goods: g.Goods) -> pd.DataFrame:
    """Lines of all orders: order (row of `orders`), article, quantity, list and tag price of one, before coupons."""
    rng = stream(seed, "baskets")
    who = people.loc[orders["person"]]
    role, premium = who["role"].to_numpy(), who["premium"].to_numpy()
    more = np.asarray(f.EXTRA_UNITS)[premium.astype(int)] + 1.2 * (role == "serial_returner")
    order = np.repeat(np.arange(len(orders)), 1 + rng.poisson(more))
    day = season.day_of(orders["at"].to_numpy())[order]
    week, quarter = day // 7, season.quarter(day)
    person = orders["person"].to_numpy()[order]
    on_top = np.r_[False, order[1:] == order[:-1]]
    mood = premium[order] + 2 * on_top
    style = g.choose_styles(rng, goods, week, quarter, people["style"].to_numpy()[person], mood)
    size = g.wished_sizes(people, person, goods, style)
    # One in ten takes the next size, now and then on purpose.
    size = size + draw(rng, (5, 90, 5), len(size)) - 1
    article = g.choose_articles(rng, goods, style, week, size)
    quantity = np.where(role[order] == "reseller", rng.integers(3, 8, len(order)), 1)
    lines = pd.DataFrame({"order": order, "article": article, "quantity": quantity, "second_size": False})
    lines = pd.concat([lines, _second_sizes(rng, lines, goods)]).sort_values("order", kind="stable", ignore_index=True)
    return price_lines(lines, goods, season.day_of(orders["at"].to_numpy())[lines["order"]] // 7)


def _second_sizes(rng: np.random.Generator, lines: pd.DataFrame, goods: g.Goods) -> pd.DataFrame:
    """The other size of the first line that has sizes, in TWO_SIZES of orders."""
    articles = goods.articles
    sized = np.asarray(f.SIZE_SYSTEMS)[goods.styles["category"].to_numpy()[articles["style"].to_numpy()[lines["article"]]]] != "one"
    first = lines[sized].drop_duplicates("order")
    # Orders without any sized goods cannot; the others make up for them.
    share = f.TWO_SIZES * lines["order"].nunique() / max(len(first), 1)
    first = first[rng.random(len(first)) < share]
    size = articles["size"].to_numpy()[first["article"]]
    return first.assign(article=first["article"] + np.where(size > 0, -1, 1), second_size=True)


def price_lines(lines: pd.DataFrame, goods: g.Goods, week: np.ndarray) -> pd.DataFrame:
    """Add `list` and `tag` (list less the discount of the style's age, whole yuan), cents for one."""
    style = goods.articles["style"].to_numpy()[lines["article"]]
    list_yuan = goods.styles["list_price"].to_numpy()[style]
    state = g.age_state(goods, style, week)
    part = np.select([state == s for s in f.PAID_OF_LIST], list(f.PAID_OF_LIST.values()))
    return lines.assign(list=list_yuan * 100, tag=np.round(list_yuan * part).astype(np.int64) * 100)


def apply_coupons(seed: int, people: pd.DataFrame, orders: pd.DataFrame, lines: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Orders with `coupon`, `list`, `paid` and `shipping`, lines with `paid`; the lines of an order add up to it exactly."""
    rng = stream(seed, "coupons")
    size = len(orders)
    subtotal = np.bincount(lines["order"], lines["tag"] * lines["quantity"], minlength=size).astype(np.int64)
    lean = people["lean"].to_numpy()[orders["person"]]
    uses = rng.random(size) < np.asarray(f.COUPON_USE)[lean]
    coupon = _coupons(rng, subtotal, lean, uses, orders["first"].to_numpy())
    off = np.minimum(_worth(coupon, subtotal), subtotal * 7 // 10)
    paid = subtotal - off
    orders = orders.assign(
        coupon=coupon,
        list=np.bincount(lines["order"], lines["list"] * lines["quantity"], minlength=size).astype(np.int64),
        paid=paid,
        shipping=np.where(paid < f.SHIPPING_BELOW * 100, f.SHIPPING * 100, 0),
    )
    return orders, lines.assign(paid=share_out(lines, paid, subtotal))


def _coupons(rng: np.random.Generator, subtotal: np.ndarray, lean: np.ndarray, uses: np.ndarray, first: np.ndarray) -> np.ndarray:
    threshold = np.searchsorted(np.array([above for above, _ in f.THRESHOLD_COUPONS]) * 100, subtotal, side="right")
    percent, small, joining, again, birthday = (COUPONS.index(c) for c in ("95折券", "店铺券5元", "入会券20元", "复购9折券", "生日券50元"))
    lucky = rng.random(len(subtotal))
    special = np.select([first & (lucky < 0.15), ~first & (lucky < 0.06), ~first & (lucky < 0.08)], [joining, again, birthday], default=0)
    usual = np.select([lean == 1, threshold > 0], [percent, threshold], default=small)
    return np.where(uses, np.where(special > 0, special, usual), 0)


def _worth(coupon: np.ndarray, subtotal: np.ndarray) -> np.ndarray:
    """Cents off."""
    fixed = np.array([0, *(off for _, off in f.THRESHOLD_COUPONS), 0, 5, 20, 0, 50]) * 100
    rate = np.zeros(len(COUPONS))
    rate[COUPONS.index("95折券")], rate[COUPONS.index("复购9折券")] = 0.05, 0.10
    return fixed[coupon] + np.round(subtotal * rate[coupon]).astype(np.int64)


def share_out(lines: pd.DataFrame, paid: np.ndarray, subtotal: np.ndarray) -> np.ndarray:
    """What each line costs, cents: in proportion, the rest of the rounding on the order's last line."""
    order = lines["order"].to_numpy()
    line_total = (lines["tag"] * lines["quantity"]).to_numpy()
    part = paid[order] * line_total // np.maximum(subtotal[order], 1)
    rest = paid - np.bincount(order, part, minlength=len(paid)).astype(np.int64)
    last = ~lines["order"].duplicated(keep="last").to_numpy()
    return part + np.where(last, rest[order], 0)


def fixed_lines(
    goods: g.Goods, order: np.ndarray, article: np.ndarray, week: np.ndarray, quantity: np.ndarray | int = 1, part: float | None = None
) -> pd.DataFrame:
    """Lines without coupons; `part` of the list price is paid, or what the age of the goods says."""
    lines = price_lines(pd.DataFrame({"order": order, "article": article, "quantity": quantity}), goods, week)
    if part is not None:
        lines["tag"] = np.round(lines["list"] * part / 100).astype(np.int64) * 100
    return lines.assign(paid=lines["tag"] * lines["quantity"], second_size=False)


def with_amounts(orders: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Orders with `list` and `paid` summed from their lines, no coupon, no shipping."""
    size = len(orders)
    return orders.assign(
        list=np.bincount(lines["order"], lines["list"] * lines["quantity"], minlength=size).astype(np.int64),
        paid=np.bincount(lines["order"], lines["paid"], minlength=size).astype(np.int64),
        coupon=0,
        shipping=0,
    )
