"""Visits: goods looked at, kept as favourites, put into the cart, checked out, asked about.

Visits lead to orders: most orders have a visit on the spot, many had some in the days before. Others
lead nowhere: after an order people look around for a while, and window shoppers do so for ever. Who
stopped buying may therefore still be there (沉睡, not 沉默), or be gone altogether (both).
"""

from typing import Any

import numpy as np
import pandas as pd

from retention.samples import figures_of_the_trade as f
from retention.samples import goods as g
from retention.samples import joining, season
from retention.samples.chance import stream
from retention.samples.shop import Shop

KEPT_FROM = season.END - np.timedelta64(f.BROWSING_KEPT, "D")
MINI_PROGRAM = f.CHANNELS.index("小程序")
MINUTE = np.timedelta64(60, "s")


def deeds(rows: pd.DataFrame, kind: str, at: np.ndarray, **more: Any) -> pd.DataFrame:
    """Events of one kind: `person` (−1: not signed in) and `channel` from `rows`, the rest as given or empty."""
    blank: dict[str, Any] = {"code": "", "order": -1, "about": "", "quantity": 0, "rating": 0}
    table = pd.DataFrame({"person": rows["person"].to_numpy(), "at": at, "kind": kind, "channel": rows["channel"].to_numpy()})
    return table.assign(**{**blank, **more})


def all_visits(seed: int, made: Shop) -> pd.DataFrame:
    """What was seen of all visits in the days the platforms keep."""
    codes = g.article_codes(made.goods)
    events = pd.concat([trails(seed, made, codes), browsing(seed, made, codes)], ignore_index=True)
    return events[(events["at"] >= KEPT_FROM) & (events["at"] < season.END)].reset_index(drop=True)


def further_goods(rng: np.random.Generator, made: Shop, visits: pd.DataFrame, count: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(visit, article) of `count` goods looked at in each visit: on sale that week, to the visitor's taste, in her size."""
    visit = np.repeat(np.arange(len(visits)), count)
    person = visits["person"].to_numpy()[visit]
    day = season.day_of(visits["at"].to_numpy().astype("datetime64[s]"))[visit]
    premium = made.people["premium"].to_numpy()[person].astype(int)
    style = g.choose_styles(rng, made.goods, day // 7, season.quarter(day), made.people["style"].to_numpy()[person], premium)
    return visit, g.choose_articles(rng, made.goods, style, day // 7, g.wished_sizes(made.people, person, made.goods, style))


def trails(seed: int, made: Shop, codes: np.ndarray) -> pd.DataFrame:
    """Visits that ended in an order, and those of the days before it."""
    rng = stream(seed, "trails")
    orders = made.orders.rename_axis("row").reset_index()
    own = orders["made_by"].isin(["shop", "rule"]) & orders["paid_at"].notna() & (orders["at"] >= KEPT_FROM)
    orders = orders[own & (rng.random(len(orders)) < np.asarray(f.TRAILED)[orders["channel"]])].reset_index(drop=True)
    first = ~made.orders.sort_values(["at", "number"], kind="stable").duplicated("person").sort_index().to_numpy()[orders["row"]]
    goods = made.lines[(made.lines["article"] >= 0) & ~made.lines["gift"]].rename(columns={"order": "row"})[["row", "article", "quantity"]]
    return pd.concat([_on_the_spot(rng, made, orders, goods, codes), _before(rng, made, orders, first, goods, codes)], ignore_index=True)


def _on_the_spot(rng: np.random.Generator, made: Shop, orders: pd.DataFrame, goods: pd.DataFrame, codes: np.ndarray) -> pd.DataFrame:
    """The visit of the order: its goods and some others looked at, then the cart, then the checkout."""
    ordered_at = orders["at"].to_numpy().astype("datetime64[s]")
    visits = orders.assign(at=ordered_at - rng.integers(12 * 60, 45 * 60, len(orders)).astype("timedelta64[s]"))
    visit, article = further_goods(rng, made, visits, rng.poisson(f.VIEWS_ORDER, len(visits)))
    bought = orders[["row", "person", "channel"]].rename_axis("visit").reset_index().merge(goods, on="row")
    looked = pd.DataFrame({"visit": [*bought["visit"], *visit], "article": [*bought["article"], *article]})
    cart_at = ordered_at[bought["visit"]] - (2 + bought.groupby("visit").cumcount().to_numpy()).clip(max=9) * MINUTE
    first = bought.drop_duplicates("visit")
    chats = rng.random(len(first)) < f.CHATS["order"]
    return pd.concat(
        [
            _views(visits, looked, codes),
            deeds(bought, "加购", cart_at, code=codes[bought["article"]], quantity=bought["quantity"].to_numpy()),
            deeds(first, "去结算", ordered_at[first["visit"]] - MINUTE, code=codes[first["article"]], order=first["row"].to_numpy()),
            deeds(first[chats], "咨询", ordered_at[first["visit"]][chats] - 11 * MINUTE, code=codes[first["article"]][chats]),
        ]
    )


def _before(rng: np.random.Generator, made: Shop, orders: pd.DataFrame, first: np.ndarray, goods: pd.DataFrame, codes: np.ndarray) -> pd.DataFrame:
    """Visits of the days before: the goods ordered later among others, some kept as favourites or in the cart."""
    r, d = f.RESEARCH, f.RESEARCH_DEEDS
    count = np.where(rng.random(len(orders)) < r["share"], 1 + rng.poisson(r["more"], len(orders)), 0)
    visits = orders.loc[np.repeat(np.arange(len(orders)), count)].rename_axis("of").reset_index()
    days = 1 + rng.exponential(r["days"], len(visits)).clip(max=r["at_most"] - 1).astype(np.int64)
    day = season.day_of(visits["at"].to_numpy().astype("datetime64[s]")) - days
    visits["at"] = season.moments(rng, day)
    visit, article = further_goods(rng, made, visits, rng.poisson(f.VIEWS_RESEARCH, len(visits)))
    wanted = visits[["row"]].merge(goods.drop_duplicates("row"), on="row", how="left")["article"].fillna(-1).astype(int).to_numpy()
    own = (rng.random(len(visits)) < d["own"]) & (wanted >= 0)
    # Before her first order nobody has a number; later she is often recognised in hindsight.
    anonymous = first[visits["of"]] & (rng.random(len(visits)) >= r["signed_in"])
    visits.loc[anonymous, "person"] = -1
    looked = pd.DataFrame({"visit": [*np.flatnonzero(own), *visit], "article": [*wanted[own], *article]})
    return pd.concat([_views(visits, looked, codes), *_kept(rng, visits, wanted, own, codes, d["favourite"], d["cart"])])


def _kept(
    rng: np.random.Generator, visits: pd.DataFrame, article: np.ndarray, there: np.ndarray, codes: np.ndarray, favourite: float, cart: float
) -> list[pd.DataFrame]:
    """Favourites and carts of visits, each of the one article named for the visit."""
    frames = []
    for kind, share, minutes, quantity in (("收藏", favourite, 8, 0), ("加购", cart, 9, 1)):
        some = there & (rng.random(len(visits)) < share)
        at = visits["at"].to_numpy()[some] + minutes * MINUTE
        frames.append(deeds(visits[some], kind, at, code=codes[article[some]], quantity=quantity))
    return frames


def _views(visits: pd.DataFrame, looked: pd.DataFrame, codes: np.ndarray) -> pd.DataFrame:
    """One look after the other, most of a minute each; an article once a visit."""
    looked = looked.drop_duplicates().sort_values("visit", kind="stable")
    visit = looked["visit"].to_numpy()
    wait = (looked.groupby("visit").cumcount().to_numpy() * 50).clip(max=470).astype("timedelta64[s]")
    return deeds(visits.iloc[visit], "浏览", visits["at"].to_numpy()[visit] + wait, code=codes[looked["article"]])


def browsing(seed: int, made: Shop, codes: np.ndarray) -> pd.DataFrame:
    """Visits without an order: goods looked at, some kept, carts abandoned or emptied."""
    rng = stream(seed, "browsing")
    visits = pd.concat([_after_orders(rng, made), _window_shopping(seed, rng, made)], ignore_index=True)
    visits = visits[visits["at"] < season.END].reset_index(drop=True)
    home = made.people["channel"].to_numpy()[visits["person"]]
    visits["channel"] = np.where(rng.random(len(visits)) < f.STAYS_IN_CHANNEL, home, MINI_PROGRAM)
    visit, article = further_goods(rng, made, visits, 1 + rng.poisson(f.VIEWS_BROWSING, len(visits)))
    liked = article[np.unique(visit, return_index=True)[1]]
    visits.loc[rng.random(len(visits)) < f.NOT_SIGNED_IN, "person"] = -1
    b, everybody = f.BROWSING_DEEDS, np.ones(len(visits), dtype=bool)
    favourites, carts = _kept(rng, visits, liked, everybody, codes, b["favourite"], b["cart"])
    fate = rng.random(len(carts))
    checked, emptied = carts[fate < b["checkout"]], carts[fate > 1 - f.CART_REMOVED]
    later = rng.integers(1800, 5 * season.DAY, len(emptied)).astype("timedelta64[s]")
    asks = rng.random(len(visits)) < f.CHATS["browsing"]
    return pd.concat(
        [
            _views(visits, pd.DataFrame({"visit": visit, "article": article}), codes),
            favourites,
            carts,
            deeds(checked, "去结算", checked["at"].to_numpy() + 2 * MINUTE, code=checked["code"].to_numpy()),
            deeds(emptied, "移出购物车", emptied["at"].to_numpy() + later, code=emptied["code"].to_numpy(), quantity=1),
            deeds(visits[asks], "咨询", visits["at"].to_numpy()[asks] + 10 * MINUTE, code=codes[liked[asks]]),
        ]
    )


def _after_orders(rng: np.random.Generator, made: Shop) -> pd.DataFrame:
    """person, at: looking around in the weeks after an order."""
    orders = made.orders[made.orders["made_by"].isin(["shop", "rule"]) & (made.orders["at"] >= KEPT_FROM - np.timedelta64(90, "D"))]
    again = orders.loc[np.repeat(orders.index.to_numpy(), rng.poisson(f.AFTER_ORDER["visits"], len(orders))), ["person", "at"]]
    days = 1 + rng.exponential(f.AFTER_ORDER["days"], len(again)).astype(np.int64)
    at = again["at"].to_numpy().astype("datetime64[D]") + days
    inside = at < season.END
    day = season.day_of(at[inside].astype("datetime64[s]"))
    return pd.DataFrame({"person": again["person"].to_numpy()[inside], "at": season.moments(rng, day)})


def _window_shopping(seed: int, rng: np.random.Generator, made: Shop) -> pd.DataFrame:
    """person, at: those who look in regularly, whether they buy or not; some of them stop one day."""
    w = f.WINDOW_SHOPPERS
    first_at = joining.history(made)["first_at"].to_numpy()
    first = season.day_of(np.maximum(first_at, KEPT_FROM))
    buyers = (made.people["rate"] > 0).to_numpy()
    stops = rng.random(len(first)) < w["stops"]
    length = (len(season.DAYS) - first) * np.where(stops, rng.uniform(0.1, 0.9, len(first)), 1.0)
    shopper = window_shoppers(seed, made) & buyers
    count = np.where(shopper, rng.poisson(length / w["days_between"] * rng.gamma(2.0, 0.5, len(first))), 0)
    person = np.repeat(np.arange(len(first)), count)
    day = (first[person] + rng.random(len(person)) * length[person]).astype(np.int64)
    return pd.DataFrame({"person": person, "at": season.moments(rng, day)})


def window_shoppers(seed: int, made: Shop) -> np.ndarray:
    """Whether each person is a window shopper: a trait of her own, whatever she buys."""
    return stream(seed, "window_shoppers").random(len(made.people)) < f.WINDOW_SHOPPERS["share"]
