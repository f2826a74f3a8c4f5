"""Campaigns with a control group: broadcast SMS, surprise gifts, the loyalty test, the first-order coupon's test.

One row per person and campaign, kept-back people included. The arms are drawn after the fact (module `arms`).
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from retention.samples import behaviour
from retention.samples import figures_of_the_trade as f
from retention.samples.chance import draw, stream
from retention.samples.service import arms
from retention.samples.service.consents import MARKETING, standing
from retention.samples.shop import Shop

MESSAGE, NOTE = "消息", "备注"
DELIVERED, FAILED, UNKNOWN, NOT_SENT = "已送达", "失败", "未知", "未发送"
TREATED, CONTROL = "实验组", "对照组"


def _rows(
    person: np.ndarray, at: object, campaign: str, treated: np.ndarray, kind: str = MESSAGE, channel: str = "", status: str | np.ndarray = DELIVERED
) -> pd.DataFrame:
    table = pd.DataFrame({"person": person, "at": at, "kind": kind, "channel": channel, "campaign": campaign, "treated": treated})
    return table.assign(status=np.where(treated, status, NOT_SENT))


def broadcasts(seed: int, made: Shop, agreed: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, object]]:
    """SMS to everyone whose consent stands that morning, 20 % kept back; and what was planted, with the power to see it."""
    rng = stream(seed, "broadcasts")
    found: dict[str, object] = {}
    parts, outcomes = [], []
    for day, name in sorted((day, f"{name}{day[:4]}") for name, days in f.SMS_CAMPAIGNS.items() for day in days):
        at = np.datetime64(day, "s") + np.timedelta64(10, "h")
        person = standing(agreed, "短信", MARKETING, at)
        ordered = (arms.orders_within(made, person, np.full(len(person), at), f.SMS_DAYS) > 0).astype(float)
        treated = arms.draw_arms(rng, ordered, f.SMS_TREATED, f.SMS_EFFECT)
        status = np.asarray((DELIVERED, FAILED, UNKNOWN))[draw(rng, f.SMS_STATUS, len(person))]
        parts.append(_rows(person, at, name, treated, channel="短信", status=status))
        outcomes.append(ordered)
        found[name] = _with_power(parts[-1], ordered, f.SMS_EFFECT)
    table, ordered = pd.concat(parts, ignore_index=True), np.concatenate(outcomes)
    pooled = _with_power(table, ordered, f.SMS_EFFECT)
    return table, {"effect": f.SMS_EFFECT, "days": f.SMS_DAYS, "treated_share": f.SMS_TREATED, "campaigns": found, "all_together": pooled}


def _with_power(table: pd.DataFrame, outcome: np.ndarray, effect: float) -> dict[str, object]:
    spread = float(outcome.std()) if len(outcome) else 0.0
    came = arms.reached(table, outcome)
    return {**came, "power": arms.power(effect, spread, int(table["treated"].sum()), int((~table["treated"]).sum()))}


def surprises(seed: int, made: Shop) -> tuple[pd.DataFrame, dict[str, object]]:
    """Each month some customers with a fresh completed order are drawn, each only once; half of them get a small gift."""
    rng = stream(seed, "surprises")
    a_month = max(4, round(f.SURPRISE["share"] * len(made.people)))
    drawn = np.zeros(len(made.people), dtype=bool)
    persons, times = [], []
    for at in _months(f.SURPRISE["first"], f.SURPRISE["months"]):
        pool = np.setdiff1d(_fresh(made, at), np.flatnonzero(drawn))
        chosen = np.sort(rng.permutation(pool)[:a_month])
        drawn[chosen] = True
        persons.append(chosen)
        times.append(np.full(len(chosen), at))
    person, moments = np.concatenate(persons), np.concatenate(times)
    ordered = (arms.orders_within(made, person, moments, f.SURPRISE["days"]) > 0).astype(float)
    treated = arms.draw_arms(rng, ordered, f.SURPRISE["treated"], f.SURPRISE["effect"])
    table = _rows(person, moments, f.SURPRISE["name"], treated, kind=NOTE)
    return table, {**f.SURPRISE, **_with_power(table, ordered, f.SURPRISE["effect"])}


def _months(first: str, count: int) -> Iterator[np.datetime64]:
    """The same day of so many months, at ten in the morning."""
    day = first[8:]
    for month in np.datetime64(first[:7], "M") + np.arange(count):
        yield np.datetime64(f"{month}-{day}", "s") + np.timedelta64(10, "h")


def _fresh(made: Shop, at: np.datetime64) -> np.ndarray:
    """People with an order completed in the last 30 days, in the shop's own orders."""
    completed = made.orders["completed_at"]
    own = made.orders["made_by"].isin(["shop", "rule"])
    return np.unique(made.orders.loc[own & (completed < at) & (completed >= at - np.timedelta64(30, "D")), "person"])


def loyalty_test(seed: int, made: Shop, people: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, object]]:
    """Half of the members of that day get the new programme's benefits; they order a tenth more often."""
    rng, test = stream(seed, "loyalty_test"), f.LOYALTY_TEST
    start = np.datetime64(test["start"], "s") + np.timedelta64(9, "h")
    person = members_before(people, test["start"])
    orders = arms.orders_within(made, person, np.full(len(person), start), test["days"]).astype(float)
    difference = test["uplift"] * float(orders.mean()) if len(orders) else 0.0
    table = _rows(person, start, test["name"], arms.draw_arms(rng, orders, test["treated"], difference))
    return table, {**test, "difference_in_orders": round(difference, 5), **_with_power(table, orders, difference)}


def members_before(people: pd.DataFrame, day: str) -> np.ndarray:
    """Persons who had joined before a day."""
    joined = people["入会日期"].to_numpy(dtype=str)
    return np.flatnonzero((joined != "") & (joined < day))


def coupon_test(seed: int, made: Shop) -> tuple[pd.DataFrame, dict[str, object]]:
    """The coupon after the first order, given to a random half; the arms are the behaviour package's."""
    test = behaviour.first_coupon_arms(seed, made)
    treated = (test["arm"] == "treated").to_numpy()
    table = _rows(test["person"].to_numpy(), test["at"].to_numpy().astype("datetime64[s]"), f.COUPON_TEST, treated, channel="平台")
    days, effect = f.FIRST_COUPON_DAYS, f.FIRST_COUPON_EFFECT
    ordered = (arms.orders_within(made, table["person"].to_numpy(), table["at"].to_numpy(), days) > 0).astype(float)
    return table, {"name": f.COUPON_TEST, "effect": effect, "days": days, **_with_power(table, ordered, effect)}
