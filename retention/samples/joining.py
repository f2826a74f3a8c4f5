"""Who joined the membership, and when; the dates of birth the shop knows.

They are the first draws of stream 'profiles'. The customers' file, the members' file and the coupons
all take them from here, so that they agree.
"""

import numpy as np
import pandas as pd

from retention.samples import baskets, season
from retention.samples import figures_of_the_trade as f
from retention.samples.chance import stream
from retention.samples.shop import Shop, counting

NEVER = np.datetime64("NaT", "s")
JUST_BEFORE = np.timedelta64(6, "m")


def history(made: Shop) -> pd.DataFrame:
    """One row per person: `first_at` (the shop's first day without an order), `orders` that count, `coupon_at` (first use of the joining coupon)."""
    size, orders = len(made.people), made.orders
    first = orders.groupby("person")["at"].min().reindex(range(size)).fillna(pd.Timestamp(f.FIRST_DAY)).to_numpy()
    joining = orders[(orders["coupon"] == baskets.COUPONS.index("入会券20元")) & (orders["made_by"] == "shop")]
    coupon = joining.groupby("person")["at"].min().reindex(range(size)).to_numpy()
    count = np.bincount(orders["person"][counting(orders)], minlength=size)
    return pd.DataFrame({"first_at": first.astype("datetime64[s]"), "orders": count, "coupon_at": coupon.astype("datetime64[s]")})


def first_draws(rng: np.random.Generator, past: pd.DataFrame) -> pd.DataFrame:
    """One row per person: `birthday` (NaT where the shop has none) and `joined_at` (NaT for those who did not join)."""
    size = len(past)
    # Minors' dates of birth are not kept; who would be under 18 has none.
    age = 17 + np.round(rng.gamma(5.5, 2.6, size)).clip(0, 45)
    born = (season.END - np.round(age * 365.25 + rng.random(size) * 365).astype("timedelta64[D]")).astype("datetime64[D]")
    birthday = np.where((rng.random(size) < f.BIRTHDAYS) & (age >= 18), born, np.datetime64("NaT", "D"))
    joined = past["first_at"].to_numpy() + rng.integers(0, 40 * season.DAY, size).astype("timedelta64[s]")
    chance = np.asarray(f.MEMBERS)[past["orders"].to_numpy().clip(max=len(f.MEMBERS) - 1)]
    member = (rng.random(size) < chance) & (joined < season.END)
    # Who paid with the joining coupon had joined, at that checkout at the latest.
    at_checkout = past["coupon_at"].to_numpy() - JUST_BEFORE
    joined = np.where(np.isnat(at_checkout), np.where(member, joined, NEVER), at_checkout)
    return pd.DataFrame({"birthday": birthday.astype("datetime64[s]"), "joined_at": joined.astype("datetime64[s]")})


def profiles(seed: int, made: Shop) -> pd.DataFrame:
    """`birthday` and `joined_at` of every person, as the customers' file has them."""
    return first_draws(stream(seed, "profiles"), history(made))
