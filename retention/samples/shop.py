"""The whole made-up shop as tables, before it is written out as exports."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.samples import baskets, people, returning, rhythm, rule, season, traps
from retention.samples import goods as g

Progress = Callable[[str], None] | None


@dataclass(frozen=True)
class Shop:
    """Everything that happened. `lines.order`, `returns.order` and `returns.line` are rows of the tables they name."""

    people: pd.DataFrame
    goods: g.Goods
    orders: pd.DataFrame
    lines: pd.DataFrame
    returns: pd.DataFrame


def build(seed: int, customers: int, returns: str = "cn_marketplace", progress: Progress = None, stock: g.Goods | None = None) -> Shop:
    """Draw the shop; each step uses its own random stream. `stock` are goods drawn before."""
    say = progress or (lambda _: None)
    say("people and goods")
    who, goods = people.draw_people(seed, customers), stock or g.draw_goods(seed)
    say("orders")
    orders = traps.presale(seed, rhythm.plant_midnight(seed, rhythm.draw_orders(seed, who))).assign(kind="普通")
    orders, lines = baskets.apply_coupons(seed, who, orders, baskets.draw_lines(seed, who, orders, goods))
    orders = returning.deliver(returning.stream(seed, "delivery"), orders)
    say("returns")
    back = _numbered(returning.add_reasons(seed, returning.draw_returns(seed, who, orders, lines, goods, returns)))
    orders = returning.close(orders, back)
    say("the trade's traps")
    more = [
        ("rule", rule.follow_ups(seed, who, orders, lines, goods)),
        ("unpaid", traps.unpaid(seed, orders, lines)),
        ("links", traps.links(seed, orders)),
        ("gifts", traps.gifts(seed, orders, goods)),
        ("staff", traps.staff(seed, who, goods)),
        ("wholesale", traps.wholesale(seed, who, goods)),
        ("exchanges", traps.replacements(seed, orders, lines, back, goods)),
    ]
    own = pd.concat([lines, traps.gift_lines(seed, orders, goods)], ignore_index=True)
    orders, lines = _join([("shop", (orders, own)), *more])
    lines = _finish_lines(lines, goods)
    back = back.assign(line_no=lines["line_no"].to_numpy()[back["line"]], code=lines["code"].to_numpy()[back["line"]])
    return Shop(who, goods, orders, lines, back)


def _numbered(returns: pd.DataFrame) -> pd.DataFrame:
    """Give each refund its number: second of the request and position."""
    second = returns["requested_at"].to_numpy().astype("datetime64[s]").astype(np.int64)
    return returns.assign(number=(second * 10**8 + np.arange(len(returns))).astype(str))


def _join(parts: list[tuple[str, tuple[pd.DataFrame, pd.DataFrame]]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """One table of orders and one of lines; `made_by` and `nth` say which part an order comes from."""
    orders, lines, offset = [], [], 0
    for number, (name, (some, theirs)) in enumerate(parts):
        some = some.drop(columns="first", errors="ignore").assign(made_by=name, part=number, nth=np.arange(len(some)))
        orders.append(some)
        lines.append(theirs.assign(order=theirs["order"] + offset))
        offset += len(some)
    joined = pd.concat(orders, ignore_index=True)
    joined["balance_at"] = joined["balance_at"].astype("datetime64[s]")
    # The order's number: second, part, position — so a later part changes no number given before.
    second = joined["at"].to_numpy().astype("datetime64[s]").astype(np.int64)
    joined["number"] = second * 10**9 + joined["part"] * 10**8 + joined["nth"] % 10**8
    joined = joined.drop(columns="part")
    return joined, pd.concat(lines, ignore_index=True)


def _finish_lines(lines: pd.DataFrame, goods: g.Goods) -> pd.DataFrame:
    """Add what the export shows of the goods: `code` and `name` (links and gifts have their own)."""
    article = lines["article"].to_numpy()
    code = np.where(article >= 0, g.article_codes(goods)[article], "")
    style_name = goods.styles["name"].to_numpy()[goods.articles["style"].to_numpy()[article]]
    return lines.assign(
        code=np.where(lines["code"].isna(), code, lines["code"]),
        name=np.where(lines["name"].isna(), style_name, lines["name"]),
        line_no=lines.groupby("order").cumcount() + 1,
        gift=lines["name"].fillna("").str.startswith(traps.GIFT_NAME),
    )


def counting(orders: pd.DataFrame) -> pd.Series:
    """Orders that count: paid, not closed, more than ¥0, goods, not staff. METHODS §1."""
    not_goods = (orders["made_by"] == "links") | orders["kind"].isin(["员工内购", "换货补发", "赠品", "补差价"])
    paid = orders["paid_at"].notna() & (orders["paid_at"] < season.END)
    open_ = orders["closed_at"].isna() | (orders["closed_at"] >= season.END)
    return paid & open_ & (orders["paid"] > 0) & ~not_goods & (orders["at"] < season.END)
