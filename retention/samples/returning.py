"""Delivery, refunds, exchanges. Times local, money in cents.

Refunds before dispatch cancel a whole order; after delivery single lines go back. The reason a
customer ticks is not the true one: the true one goes to truth.json only.
"""

import numpy as np
import pandas as pd

from retention.samples import figures_of_the_trade as f
from retention.samples import goods as g
from retention.samples import season
from retention.samples.chance import draw, stream

NEVER = np.datetime64("NaT", "s")
KINDS = ("仅退款", "退货退款", "换货")


def _after(times: np.ndarray, days: np.ndarray) -> np.ndarray:
    return times + np.round(days * season.DAY).astype("timedelta64[s]")


def deliver(rng: np.random.Generator, orders: pd.DataFrame) -> pd.DataFrame:
    """Add `paid_at`, `dispatched_at`, `signed_at`, `completed_at` as if nothing came back; nothing moves over Spring Festival."""
    size = len(orders)
    paid = orders["at"].to_numpy() + rng.integers(8, 300, size).astype("timedelta64[s]")
    if "paid_at" in orders:  # the balance of a presale is paid later
        paid = np.where(orders["paid_at"].notna(), orders["paid_at"].to_numpy(), paid).astype("datetime64[s]")
    dispatched = season.after_holiday(_after(paid, 0.2 + rng.gamma(2.0, 0.5, size)))
    signed = season.after_holiday(_after(dispatched, 1.2 + rng.gamma(3.0, 0.6, size)))
    completed = _after(signed, rng.uniform(4, 11, size))
    return orders.assign(paid_at=paid, dispatched_at=dispatched, signed_at=signed, completed_at=completed, closed_at=NEVER)


def draw_returns(seed: int, people: pd.DataFrame, orders: pd.DataFrame, lines: pd.DataFrame, goods: g.Goods, setting: str) -> pd.DataFrame:
    """One row per refunded or exchanged line: order, line, stage, kind, requested_at, refunded_at, amount."""
    rng = stream(seed, "returns")
    before_share, after_share = (np.asarray(f.REFUNDS[setting][k], dtype=float) for k in ("before", "after"))
    channel, order = orders["channel"].to_numpy(), lines["order"].to_numpy()
    inclined = people["returns"].to_numpy()[orders["person"]]
    cancels = (before_share[channel] / 100 * (0.5 + 0.5 * inclined)).clip(max=0.6)
    cancelled = rng.random(len(orders)) < cancels
    sent = lines["paid"].to_numpy() * (1 - cancels[order])
    chance = _chances(lines, goods, sent, inclined[order], channel[order], after_share / (100 - before_share))
    back = (rng.random(len(lines)) < chance) & ~cancelled[order]
    out = pd.concat([_before_dispatch(rng, orders, lines, cancelled[order]), _after_delivery(rng, orders, lines, back)], ignore_index=True)
    out = out[out["refunded_at"] < season.END]
    return out.sort_values(["requested_at", "order", "line"], ignore_index=True)


def _chances(lines: pd.DataFrame, goods: g.Goods, value: np.ndarray, inclined: np.ndarray, channel: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Each delivered line's chance to come back, 1 − exp(−level · category · inclination); the level gives a channel's `wanted` share of value."""
    category = goods.styles["category"].to_numpy()[goods.articles["style"].to_numpy()[lines["article"]]]
    pull = np.asarray(f.CATEGORY_PULL, dtype=float)[category] / 100 * inclined
    second = lines["second_size"].to_numpy()
    # Of a request's value, exchanges give back nothing and 仅退款 about a third.
    wanted = wanted / (1 - f.EXCHANGES - f.REFUND_ONLY * 0.65)
    total = np.bincount(channel, value, minlength=len(wanted)).clip(min=1)
    low, high = np.zeros(len(wanted)), np.full(len(wanted), 60.0)
    for _ in range(40):
        level = (low + high) / 2
        chance = np.where(second, f.OTHER_SIZE_BACK, 1 - np.exp(-level[channel] * pull))
        reached = np.bincount(channel, value * chance, minlength=len(wanted)) / total
        low, high = np.where(reached < wanted, level, low), np.where(reached < wanted, high, level)
    return chance


def _before_dispatch(rng: np.random.Generator, orders: pd.DataFrame, lines: pd.DataFrame, chosen: np.ndarray) -> pd.DataFrame:
    rows = lines[chosen]
    moment = rng.random(len(orders))
    order = rows["order"].to_numpy()
    paid, dispatched = orders["paid_at"].to_numpy(), orders["dispatched_at"].to_numpy()
    requested = paid + ((dispatched - paid).astype("int64") * 0.9 * moment).astype("timedelta64[s]")
    return pd.DataFrame(
        {
            "order": order,
            "line": rows.index,
            "stage": "发货前",
            "kind": "仅退款",
            "requested_at": requested[order],
            "refunded_at": _after(requested, 0.02 + 0.08 * moment)[order],
            "quantity": rows["quantity"].to_numpy(),
            "amount": rows["paid"].to_numpy(),
        }
    )


def _after_delivery(rng: np.random.Generator, orders: pd.DataFrame, lines: pd.DataFrame, chosen: np.ndarray) -> pd.DataFrame:
    rows = lines[chosen]
    order = rows["order"].to_numpy()
    kind = draw(rng, (f.REFUND_ONLY, 1 - f.REFUND_ONLY - f.EXCHANGES, f.EXCHANGES), len(rows))
    late = rng.random(len(orders)) < f.AFTER_COMPLETION
    # One request per order: its lines go back together.
    wait = np.where(late, 12.0, 0.5) + rng.gamma(2.5, (f.REQUEST_DAYS - 0.5) / 2.5, len(orders)) * np.where(late, 0.4, 1.0)
    requested = _after(orders["signed_at"].to_numpy(), wait)
    refunded = season.after_holiday(_after(requested, 1.5 + rng.gamma(4.0, (f.REFUND_DAYS - 1.5) / 4, len(orders))))
    paid = rows["paid"].to_numpy()
    # 仅退款 after delivery: the goods stay, part of the price comes back.
    some = np.round(paid * rng.uniform(0.2, 0.5, len(rows)) / 100).astype(np.int64) * 100
    return pd.DataFrame(
        {
            "order": order,
            "line": rows.index,
            "stage": "发货后",
            "kind": np.asarray(KINDS)[kind],
            "requested_at": requested[order],
            "refunded_at": refunded[order],
            "quantity": rows["quantity"].to_numpy(),
            "amount": np.select([kind == 0, kind == 1], [some, paid], default=0),
        }
    )


def close(orders: pd.DataFrame, returns: pd.DataFrame) -> pd.DataFrame:
    """Orders as refunds leave them: wholly refunded ones closed (unless already completed), cancelled ones never sent."""
    size = len(orders)
    money = returns[returns["amount"] > 0]
    whole = np.bincount(money["order"], money["amount"], minlength=size) >= orders["paid"].to_numpy().clip(min=1)
    settled = money.groupby("order")["refunded_at"].max().reindex(range(size)).to_numpy().astype("datetime64[s]")
    asked = returns.groupby("order")["requested_at"].min().reindex(range(size)).to_numpy().astype("datetime64[s]")
    cancelled = np.zeros(size, dtype=bool)
    cancelled[returns.loc[returns["stage"] == "发货前", "order"].unique()] = True
    completed = orders["completed_at"].to_numpy()
    closed = whole & ~(asked > completed)
    # A request holds completion up until it is settled.
    waits = ~np.isnat(settled) & ~closed & (asked <= completed) & (settled > completed)
    return orders.assign(
        closed_at=np.where(closed, settled, orders["closed_at"].to_numpy()).astype("datetime64[s]"),
        dispatched_at=np.where(cancelled, NEVER, orders["dispatched_at"].to_numpy()).astype("datetime64[s]"),
        completed_at=np.where(closed, NEVER, np.where(waits, settled, completed)).astype("datetime64[s]"),
    )


def add_reasons(seed: int, returns: pd.DataFrame) -> pd.DataFrame:
    """Add `true_reason` and the `reason` ticked."""
    rng = stream(seed, "reasons")
    size = len(returns)
    names = np.asarray(list(f.TRUE_REASONS))
    words = np.asarray([f.REASON_WORDS[n] for n in names])
    # 仅退款 after delivery is for faults; sizes do not come into it.
    weights = np.tile(np.asarray(list(f.TRUE_REASONS.values()), dtype=float), (size, 1))
    true = draw(rng, weights[0], size) if size else np.empty(0, dtype=int)
    other = rng.integers(0, len(names), size)
    ticked = np.where(rng.random(size) < f.TICKED_HONESTLY, words[true], words[other])
    ticked = np.where(rng.random(size) < f.NO_REASON, f.NO_REASON_WORD, ticked)
    cancel = returns["stage"].to_numpy() == "发货前"
    ticked = np.where(cancel, np.asarray(f.CANCEL_WORDS)[rng.integers(0, len(f.CANCEL_WORDS), size)], ticked)
    return returns.assign(true_reason=np.where(cancel, "changed_mind", names[true]), reason=ticked)
