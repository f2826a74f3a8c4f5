"""The test of the coupon after the first order: of the first buyers of some months, a random half got 9折.

The orders were drawn before, and no table made earlier may change, so the effect cannot be added to
them. Instead the arms are drawn after the fact: those who did order again within 30 days are a little
likelier to be in the treated arm, the others a little less, so that half are treated and the arms
differ by the planted effect in expectation. To whoever looks at the files this is a randomised test
in which the coupon worked.
"""

import numpy as np
import pandas as pd

from retention.samples import baskets, season
from retention.samples import figures_of_the_trade as f
from retention.samples.chance import stream
from retention.samples.shop import Shop, counting

AGAIN = baskets.COUPONS.index("复购9折券")
ARMS = ("control", "treated")


def due(made: Shop) -> pd.DataFrame:
    """One row per person whose first order that counts was completed: `person` and `at`, a day after completion, between 10 and 20 o'clock."""
    own = made.orders["made_by"].isin(["shop", "rule"])
    orders = made.orders[counting(made.orders) & own].sort_values(["at", "number"], kind="stable").drop_duplicates("person")
    orders = orders[(made.people["role"] != "unknown").to_numpy()[orders["person"]]]
    completed = orders["completed_at"].to_numpy().astype("datetime64[s]")
    # The minute follows from the order's own second, so no draw is needed.
    second = completed.astype(np.int64) % season.DAY
    at = completed.astype("datetime64[D]").astype("datetime64[s]") + np.timedelta64(34, "h") + (second * 10 // 24 // 60 * 60).astype("timedelta64[s]")
    table = pd.DataFrame({"person": orders["person"].to_numpy(), "at": at})
    return table[~np.isnat(completed) & (at < season.END)].sort_values("person", ignore_index=True)


def next_orders(orders: pd.DataFrame, start: pd.DataFrame) -> np.ndarray:
    """Days from each row's `at` to the person's next one of `orders`; NaN where there is none."""
    later = orders[["person", "at"]].rename(columns={"at": "ordered_at"})
    pairs = start[["person", "at"]].rename_axis("row").reset_index().merge(later, on="person")
    pairs = pairs[pairs["ordered_at"] > pairs["at"]]
    wait = (pairs["ordered_at"] - pairs["at"]).groupby(pairs["row"]).min()
    return (wait.reindex(start.index).dt.total_seconds() / season.DAY).to_numpy()


def first_coupon_arms(seed: int, made: Shop) -> pd.DataFrame:
    """Everyone in the test: `person`, `at` (when the coupon was due, local) and `arm`, treated or control."""
    table = due(made)
    first, last = (np.datetime64(day, "s") for day in f.FIRST_COUPON_TEST)
    table = table[(table["at"] >= first) & (table["at"] < last + np.timedelta64(1, "D"))].reset_index(drop=True)
    again = next_orders(made.orders[counting(made.orders)], table) <= f.FIRST_COUPON_DAYS
    # Whoever used the coupon while it was valid had it.
    used = next_orders(made.orders[made.orders["coupon"] == AGAIN], table) <= f.FIRST_COUPON_VALID
    lucky = stream(seed, "first_coupon").random(len(table))
    treated = used | (lucky < _chances(again, used))
    return table.assign(arm=np.asarray(ARMS, dtype=object)[treated.astype(int)])


def _chances(again: np.ndarray, used: np.ndarray) -> np.ndarray:
    """Each person's chance of the treated arm: a half over all, P(again | treated) − P(again | control) = the effect."""
    if not len(again):
        return np.empty(0)
    share, half = again.mean(), f.FIRST_COUPON_EFFECT / 2
    of_again = 0.5 * (share + half) / share if share else 0.5
    of_others = 0.5 * (1 - share - half) / (1 - share) if share < 1 else 0.5
    chance = np.where(again, of_again, of_others).clip(0, 1)
    for group in (again, ~again):
        users = (group & used).sum()
        if group.sum() > users:
            chance[group] = (chance[group] * group.sum() - users) / (group.sum() - users)
    return chance.clip(0, 1)
