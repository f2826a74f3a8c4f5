"""What the planted behaviour shows when it is measured: how well visits tell who orders next, who is asleep, what coupons do."""

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from retention.samples import figures_of_the_trade as f
from retention.samples import season
from retention.samples.behaviour import members as m
from retention.samples.behaviour.first_coupon import next_orders
from retention.samples.shop import Shop, counting

POINTS = {"浏览": 1, "收藏": 3, "加购": 4}  # of intent; any order-keeping weights do


def auc(score: np.ndarray, happened: np.ndarray) -> float:
    """Chance that someone to whom it happened scored higher than someone to whom it did not; ties count half. NaN without one of each."""
    yes, no = int(happened.sum()), int((~happened).sum())
    return float((rankdata(score)[happened].sum() - yes * (yes + 1) / 2) / (yes * no)) if yes and no else float("nan")


def intent(made: Shop, events: pd.DataFrame, days_ago: int) -> tuple[np.ndarray, np.ndarray]:
    """Of buyers up to a day: points for what they did in the 14 days before it, and whether they ordered within 7 days of it."""
    day = season.END - np.timedelta64(days_ago, "D")
    orders = made.orders[counting(made.orders)]
    at, size = orders["at"].to_numpy(), len(made.people)
    buyers = np.bincount(orders["person"][at < day], minlength=size) > 0
    soon = np.bincount(orders["person"][(at >= day) & (at < day + np.timedelta64(7, "D"))], minlength=size) > 0
    recent = events[(events["at"] < day) & (events["at"] >= day - np.timedelta64(14, "D")) & events["kind"].isin(POINTS) & (events["person"] >= 0)]
    score = np.bincount(recent["person"], recent["kind"].map(POINTS), minlength=size)
    return score[buyers], soon[buyers]


def intent_auc(made: Shop, events: pd.DataFrame) -> float | None:
    """AUC of present intent over a year, a day in every 28; None in a shop too small to have one."""
    found = [intent(made, events, days) for days in range(7, 365, 28)]
    value = auc(np.concatenate([s for s, _ in found]), np.concatenate([h for _, h in found]))
    return None if np.isnan(value) else value


def asleep(made: Shop, events: pd.DataFrame) -> dict[str, float]:
    """Of buyers, % without an order for 90 days, and of those % with something done in the last 60 (沉睡, not 沉默)."""
    orders, size = made.orders[counting(made.orders)], len(made.people)
    buyers = np.bincount(orders["person"], minlength=size) > 0
    lately = np.bincount(orders["person"][orders["at"] >= season.END - np.timedelta64(90, "D")], minlength=size) > 0
    seen = np.bincount(events["person"][(events["at"] >= season.END - np.timedelta64(60, "D")) & (events["person"] >= 0)], minlength=size) > 0
    dormant = buyers & ~lately
    return {
        "dormant": float(100 * dormant.sum() / max(buyers.sum(), 1)),
        "dormant_but_seen": float(100 * seen[dormant].mean()) if dormant.any() else 0.0,
    }


def first_coupon(made: Shop, arms: pd.DataFrame) -> dict[str, float]:
    """Size of both arms and the % of each with an order that counts within 30 days of the coupon."""
    again = next_orders(made.orders[counting(made.orders)], arms) <= f.FIRST_COUPON_DAYS
    found: dict[str, float] = {}
    for arm in ("treated", "control"):
        rows = (arms["arm"] == arm).to_numpy()
        found[arm] = int(rows.sum())
        found[f"{arm}_again"] = float(100 * again[rows].mean()) if rows.any() else 0.0
    return found


def used_shares(coupons: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Issued, used and % used by name."""
    by = coupons.groupby("name")["used_at"].agg(["size", "count"])
    return {str(n): {"issued": int(i), "used": int(u), "rate": float(100 * u / i)} for n, i, u in by.itertuples()}


def everything(made: Shop, events: pd.DataFrame, coupons: pd.DataFrame, members: pd.DataFrame, arms: pd.DataFrame) -> dict[str, object]:
    """All of it, for truth.json."""
    known = (made.people["role"] != "unknown").to_numpy()
    return {
        "events": events["kind"].value_counts().to_dict(),
        "not_signed_in": int((events["person"] < 0).sum()),
        "intent_auc": intent_auc(made, events),
        "asleep": asleep(made, events),
        "coupons": used_shares(coupons),
        "first_coupon": first_coupon(made, arms),
        "members": float(100 * known[members["person"]].sum() / known.sum()),
        "members_sales": 100 * m.share_of_sales(made, members),
    }
