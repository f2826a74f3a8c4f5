"""Who buys: home channel, rhythm, taste, sizes, inclination to return, and the odd ones.

A person's rhythm is BG/NBD's: orders at `rate` per seasonal day until she leaves, with chance
`leaves` after each repeat order. Fast buyers are more often premium, premium buyers mostly 法式.
"""

import numpy as np
import pandas as pd
from scipy.special import ndtr

from retention.samples import figures_of_the_trade as f
from retention.samples.chance import draw, stream

ROLES = ("ordinary", "devotee", "reseller", "hunter", "serial_returner", "staff", "wholesale", "unknown")


def draw_people(seed: int, customers: int) -> pd.DataFrame:
    """One row per person; `customers` stand in the customers' file, the `unknown` behind them do not."""
    rng = stream(seed, "people")
    known, unknown = customers, at_least(2, f.UNKNOWN * customers)
    people = pd.DataFrame({"channel": draw(rng, f.CHANNEL_CUSTOMERS, known + unknown)})
    people["role"] = _roles(rng, known, unknown)
    people["rate"], people["leaves"] = _rhythm(rng, people)
    people["premium"] = _premium(rng, people)
    ordinary_style = draw(rng, f.STYLE_SHARES, len(people))
    people["style"] = np.where(people["premium"] & (rng.random(len(people)) < f.PREMIUM_FRENCH), 0, ordinary_style)
    people["lean"] = draw(rng, f.COUPON_LEAN_SHARES, len(people))
    people.loc[people["role"] == "hunter", "lean"] = 0
    shape = 1 / f.RETURN_SPREAD**2
    people["returns"] = rng.gamma(shape, 1 / shape, len(people))
    people.loc[people["premium"], "returns"] *= f.PREMIUM_RETURNS
    people.loc[people["role"] == "serial_returner", "returns"] = 5.0
    people.loc[people["role"] == "reseller", "returns"] = 0.1
    return people.join(_bodies(rng, len(people)))


def at_least(least: int, wanted: float) -> int:
    """A share of the shop as a whole number, never under `least` so that small shops have it too."""
    return max(least, round(wanted))


def _roles(rng: np.random.Generator, known: int, unknown: int) -> np.ndarray:
    counts = {
        "devotee": at_least(2, f.DEVOTEES * known),
        "reseller": at_least(2, f.RESELLERS * known),
        "hunter": at_least(3, f.HUNTERS * known),
        "serial_returner": at_least(3, f.SERIAL_RETURNERS * known),
        "staff": at_least(3, f.STAFF * known),
        "wholesale": 1,
    }
    roles = np.full(known + unknown, "ordinary", dtype=object)
    odd = rng.permutation(known)[: sum(counts.values())]
    roles[odd] = np.repeat(list(counts), list(counts.values()))
    roles[known:] = "unknown"
    return roles


def _rhythm(rng: np.random.Generator, people: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    size = len(people)
    rate = rng.gamma(np.asarray(f.CHANNEL_R)[people["channel"]], 1 / f.ALPHA, size)
    rate = rate / (1 + f.FASTEST * rate)
    leaves = rng.beta(f.DROPOUT_A, f.DROPOUT_B, size)
    fast = rng.uniform(0.02, 0.045, size)
    for role, factor in (("devotee", 1.6), ("reseller", 1.0), ("serial_returner", 0.6), ("hunter", 0.3)):
        odd = (people["role"] == role).to_numpy()
        rate, leaves = np.where(odd, fast * factor, rate), np.where(odd, 0.02, leaves)
    # Staff and the wholesale account buy in their own ways only (module traps).
    return np.where(people["role"].isin(["staff", "wholesale"]), 0.0, rate), leaves


def _premium(rng: np.random.Generator, people: pd.DataFrame) -> np.ndarray:
    rank = people["rate"].rank(pct=True).to_numpy()
    low, high = f.PREMIUM
    premium = rng.random(len(people)) < low + (high - low) * rank**f.PREMIUM_RANK
    return (premium & people["role"].isin(["ordinary", "unknown"]).to_numpy()) | (people["role"] == "devotee").to_numpy()


def _bodies(rng: np.random.Generator, size: int) -> pd.DataFrame:
    """Height, weight and sizes that hang together; shares of sizes are the trade's."""
    build, frame = rng.standard_normal(size), rng.standard_normal(size)
    height = 162.5 + 5.2 * frame + rng.standard_normal(size)
    weight = 54 + 6.5 * build + 0.35 * (height - 162.5) + rng.standard_normal(size)
    bottom = 0.85 * build + np.sqrt(1 - 0.85**2) * rng.standard_normal(size)
    shoe = 0.7 * frame + np.sqrt(1 - 0.7**2) * rng.standard_normal(size)
    return pd.DataFrame(
        {
            "height": np.round(height),
            "weight": np.round(weight * 2) / 2,
            "top": _cut(build, "top"),
            "bottom": _cut(bottom, "bottom"),
            "shoe": _cut(shoe, "shoe"),
        }
    )


def _cut(latent: np.ndarray, system: str) -> np.ndarray:
    """Index of the size whose share of people a standard normal value falls in."""
    edges = np.cumsum(f.SIZE_SHARES[system])[:-1] / 100
    return np.searchsorted(edges, ndtr(latent))
