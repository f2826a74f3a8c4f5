"""Order times: first orders by month of acquisition, repeats by BG/NBD on the seasonal clock."""

import numpy as np
import pandas as pd

from retention.samples import figures_of_the_trade as f
from retention.samples import season
from retention.samples.chance import draw, stream


def repeat_times(
    rng: np.random.Generator, first: np.ndarray, rate: np.ndarray, leaves: np.ndarray, end: np.ndarray | float
) -> tuple[np.ndarray, np.ndarray]:
    """(person, time) of all repeat orders before `end`: exponential gaps, leaving with chance `leaves` after each (Fader, Hardie & Lee 2005)."""
    who, time = np.flatnonzero(rate > 0), first[rate > 0]
    end = np.broadcast_to(end, first.shape)
    people, times = [], []
    while len(who):
        time = time + rng.exponential(size=len(who)) / rate[who]
        inside = time < end[who]
        who, time = who[inside], time[inside]
        people.append(who)
        times.append(time)
        stays = rng.random(len(who)) >= leaves[who]
        who, time = who[stays], time[stays]
    return np.concatenate(people or [who]), np.concatenate(times or [time])


def draw_orders(seed: int, people: pd.DataFrame) -> pd.DataFrame:
    """Paid orders of everyone who buys for herself: person, moment, channel; by person and time."""
    rng = stream(seed, "rhythm")
    buyers = np.flatnonzero((people["rate"] > 0).to_numpy())
    month, lengths = season.month_number(), season.day_lengths()
    first_day = draw(rng, np.asarray(f.ACQUISITION)[month] * season.within_month(), len(buyers))
    rate, leaves = people["rate"].to_numpy()[buyers], people["leaves"].to_numpy()[buyers]
    first_time = season.on_the_clock(lengths, first_day + rng.random(len(buyers)))
    who, time = repeat_times(rng, first_time, rate, leaves, lengths.sum())
    day = season.on_the_calendar(lengths, time)
    day = _hunt(people["role"].to_numpy()[buyers][who] == "hunter", day)
    orders = pd.DataFrame({"person": np.concatenate([buyers, buyers[who]]), "at": season.moments(rng, np.concatenate([first_day, day]))})
    orders = orders.sort_values(["person", "at"], kind="stable", ignore_index=True)
    orders["first"] = ~orders["person"].duplicated()
    return orders.assign(channel=_channels(seed, people, orders))


def _hunt(hunter: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Coupon hunters wait for the next campaign."""
    campaign = season.campaign_days()
    following = np.searchsorted(campaign, day)
    waits = hunter & (following < len(campaign))
    return np.where(waits, campaign[following.clip(max=len(campaign) - 1)], day)


def _channels(seed: int, people: pd.DataFrame, orders: pd.DataFrame) -> np.ndarray:
    rng = stream(seed, "channels")
    home = people["channel"].to_numpy()[orders["person"]]
    moves = ~orders["first"].to_numpy() & (rng.random(len(orders)) >= f.STAYS_IN_CHANNEL)
    return np.where(moves, draw(rng, f.MOVES_TO, len(orders)), home)


def plant_midnight(seed: int, orders: pd.DataFrame) -> pd.DataFrame:
    """Move a few orders of each 11-11 to 00:30 and 23:30 exactly: on that day for the shop, half of them on the day before for UTC."""
    rng = stream(seed, "midnight")
    at = orders["at"].to_numpy().copy()
    for year in range(f.FIRST_DAY.year, f.LAST_DAY.year + 1):
        day = season.year_day(year, "11-11")
        chosen = rng.permutation(np.flatnonzero(at.astype("datetime64[D]") == day.astype("datetime64[D]")))[: 2 * f.MIDNIGHT_ORDERS]
        half = (len(chosen) + 1) // 2
        at[chosen[:half]] = day + np.timedelta64(30, "m")
        at[chosen[half:]] = day + np.timedelta64(23 * 60 + 30, "m")
    return orders.assign(at=at)
