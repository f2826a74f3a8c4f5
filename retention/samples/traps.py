"""Orders that are none, as the trade knows them: unpaid attempts, deposits, price-difference links, gifts, staff, replacements, wholesale.

Each function returns further orders and their lines (column `order` counts from 0 within them).
"""

import numpy as np
import pandas as pd

from retention.samples import baskets, returning, season
from retention.samples import figures_of_the_trade as f
from retention.samples import goods as g
from retention.samples.chance import draw, stream
from retention.samples.people import at_least

MORE = tuple[pd.DataFrame, pd.DataFrame]
LINKS = {"补差价": ("BCJ00001", "补差价专拍链接 拍前联系客服"), "邮费": ("YF00001", "邮费补拍链接")}
GIFT_NAME = "【赠品】"


def presale(seed: int, orders: pd.DataFrame) -> pd.DataFrame:
    """Add `balance_at`: some orders of presale days pay a deposit at once and the balance days later; `paid_at` follows the balance."""
    rng = stream(seed, "presale")
    at = orders["at"].to_numpy()
    balance = np.full(len(orders), returning.NEVER)
    lucky, wait = rng.random(len(orders)) < f.PRESALE, rng.uniform(0, 3, len(orders))
    for year in range(f.FIRST_DAY.year, f.LAST_DAY.year + 1):
        for first, last, due in f.PRESALE_DAYS:
            inside = lucky & (at >= season.year_day(year, first)) & (at < season.year_day(year, last) + np.timedelta64(1, "D"))
            balance[inside] = season.year_day(year, due) + np.round(wait[inside] * season.DAY).astype("timedelta64[s]")
    return orders.assign(balance_at=balance, paid_at=balance + np.timedelta64(95, "s"))


def unpaid(seed: int, orders: pd.DataFrame, lines: pd.DataFrame) -> MORE:
    """The same basket placed some minutes earlier and never paid; closed by the platform after a day."""
    rng = stream(seed, "unpaid")
    chosen = np.flatnonzero((rng.random(len(orders)) < f.UNPAID) & orders["balance_at"].isna().to_numpy())
    again = orders.iloc[chosen].reset_index(drop=True)
    at = again["at"].to_numpy() - rng.integers(240, 2400, len(chosen)).astype("timedelta64[s]")
    at = np.maximum(at, season.START)
    position = np.full(len(orders), -1)
    position[chosen] = np.arange(len(chosen))
    same = lines[position[lines["order"]] >= 0]
    closed = at + np.timedelta64(1, "D")
    again = again.assign(
        at=at, paid_at=returning.NEVER, dispatched_at=returning.NEVER, signed_at=returning.NEVER, completed_at=returning.NEVER, closed_at=closed
    )
    return again, same.assign(order=position[same["order"]]).reset_index(drop=True)


def links(seed: int, orders: pd.DataFrame) -> MORE:
    """Price differences and postage sold as goods at ¥1 apiece: the quantity is the amount. A third says so in its kind, the rest does not."""
    rng = stream(seed, "links")
    frames = []
    for name, share, most in (("补差价", f.PRICE_DIFFERENCES, 120), ("邮费", f.POSTAGE_LINKS, 18)):
        count = at_least(3, share * len(orders))
        base = orders.iloc[np.sort(rng.choice(len(orders), min(count, len(orders)), replace=False))]
        after = rng.integers(600, 2 * season.DAY, len(base)).astype("timedelta64[s]")
        kind = np.where((name == "补差价") & (rng.random(len(base)) < 1 / 3), "补差价", "普通")
        frames.append(
            pd.DataFrame({"person": base["person"], "at": base["at"].to_numpy() + after, "channel": base["channel"], "kind": kind, "link": name})
        )
        frames[-1]["yuan"] = rng.integers(5, most, len(base))
    more = pd.concat(frames, ignore_index=True)
    more = more[more["at"].to_numpy() < season.END].reset_index(drop=True)
    cents = more.pop("yuan").to_numpy() * 100
    lines = pd.DataFrame(
        {"order": np.arange(len(more)), "article": -1, "quantity": cents // 100, "list": 100, "tag": 100, "paid": cents, "second_size": False}
    )
    lines["code"] = [LINKS[x][0] for x in more["link"]]
    lines["name"] = [LINKS[x][1] for x in more.pop("link")]
    return returning.deliver(rng, baskets.with_amounts(more, lines)), lines


def gifts(seed: int, orders: pd.DataFrame, goods: g.Goods) -> MORE:
    """Whole orders of one present at ¥0."""
    rng = stream(seed, "gifts")
    base = orders.iloc[np.sort(rng.choice(len(orders), min(at_least(3, f.GIFT_ORDERS * len(orders)), len(orders)), replace=False))]
    at = base["at"].to_numpy() + rng.integers(5 * season.DAY, 40 * season.DAY, len(base)).astype("timedelta64[s]")
    more = pd.DataFrame({"person": base["person"].to_numpy(), "at": at, "channel": base["channel"].to_numpy(), "kind": "赠品"})
    more = more[at < season.END].reset_index(drop=True)
    article = _presents(rng, goods, len(more))
    lines = baskets.fixed_lines(goods, np.arange(len(more)), article, season.day_of(more["at"].to_numpy()) // 7, part=0.0)
    return returning.deliver(rng, baskets.with_amounts(more, lines)), lines


def gift_lines(seed: int, orders: pd.DataFrame, goods: g.Goods) -> pd.DataFrame:
    """Presents at ¥0 lying in with ordinary orders: lines named 【赠品】…, outside the order's list amount."""
    rng = stream(seed, "gift_lines")
    chosen = np.flatnonzero(rng.random(len(orders)) < f.GIFT_LINES)
    article = _presents(rng, goods, len(chosen))
    lines = baskets.fixed_lines(goods, chosen, article, np.zeros(len(chosen), dtype=int), part=0.0)
    style = goods.articles["style"].to_numpy()[article]
    return lines.assign(name=GIFT_NAME + goods.styles["name"].to_numpy()[style])


def _presents(rng: np.random.Generator, goods: g.Goods, size: int) -> np.ndarray:
    accessories = np.flatnonzero((goods.styles["category"] == len(f.CATEGORIES) - 1).to_numpy())
    return g.first_articles(goods)[rng.choice(accessories, size)]


def staff(seed: int, people: pd.DataFrame, goods: g.Goods) -> MORE:
    """Staff buy at half price through the mini-program."""
    rng = stream(seed, "staff")
    who = np.repeat(np.flatnonzero((people["role"] == "staff").to_numpy()), f.STAFF_ORDERS)
    return _house_orders(rng, people, goods, who, "员工内购", np.ones(len(who), dtype=int), f.STAFF_PAID)


def wholesale(seed: int, people: pd.DataFrame, goods: g.Goods) -> MORE:
    """One account that buys by the dozen."""
    rng = stream(seed, "wholesale")
    count = at_least(3, f.WHOLESALE_ORDERS * len(people) / 20_000)
    who = np.repeat(np.flatnonzero((people["role"] == "wholesale").to_numpy()), count)
    return _house_orders(rng, people, goods, who, "普通", rng.integers(*f.WHOLESALE_UNITS, len(who)), f.WHOLESALE_PAID)


def _house_orders(rng: np.random.Generator, people: pd.DataFrame, goods: g.Goods, who: np.ndarray, kind: str, units: np.ndarray, part: float) -> MORE:
    """Orders of one style each at a fixed part of the list price, spread over the history."""
    day = np.sort(rng.integers(0, len(season.DAYS) - 20, len(who)))
    more = pd.DataFrame({"person": who, "at": season.moments(rng, day), "channel": f.CHANNELS.index("小程序"), "kind": kind})
    taste = people["style"].to_numpy()[who]
    style = g.choose_styles(rng, goods, day // 7, season.quarter(day), taste, np.zeros(len(who), dtype=int))
    article = g.choose_articles(rng, goods, style, day // 7, g.wished_sizes(people, who, goods, style))
    lines = baskets.fixed_lines(goods, np.arange(len(who)), article, day // 7, units, part)
    return returning.deliver(rng, baskets.with_amounts(more, lines)), lines


def replacements(seed: int, orders: pd.DataFrame, lines: pd.DataFrame, returns: pd.DataFrame, goods: g.Goods) -> MORE:
    """The order of ¥0 that sends the other size of each exchanged line."""
    rng = stream(seed, "exchanges")
    exchanged = returns[returns["kind"] == "换货"].reset_index(drop=True)
    base = orders.loc[exchanged["order"]]
    more = pd.DataFrame(
        {"person": base["person"].to_numpy(), "at": exchanged["refunded_at"], "channel": base["channel"].to_numpy(), "kind": "换货补发"}
    )
    old = lines.loc[exchanged["line"]]
    size, style = goods.articles["size"].to_numpy()[old["article"]], goods.articles["style"].to_numpy()[old["article"]]
    count = np.array([len(f.SIZES[s]) for s in f.SIZE_SYSTEMS])[goods.styles["category"].to_numpy()[style]]
    step = np.where(count == 1, 0, np.where(size == 0, 1, np.where(size == count - 1, -1, 2 * draw(rng, (1, 1), len(old)) - 1)))
    new = baskets.fixed_lines(
        goods, np.arange(len(more)), old["article"].to_numpy() + step, np.zeros(len(more), dtype=int), old["quantity"].to_numpy(), 0.0
    )
    return returning.deliver(rng, baskets.with_amounts(more, new)), new
