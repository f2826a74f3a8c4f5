"""Random streams: each truth draws from its own, so a later truth changes no table made before it."""

import numpy as np

# Numbers are stable for good: a new aspect takes a new number, none is ever used again.
STREAMS = {
    "people": 1,
    "rhythm": 2,
    "channels": 3,
    "goods": 4,
    "baskets": 5,
    "coupons": 6,
    "delivery": 7,
    "returns": 8,
    "reasons": 9,
    "rule": 10,
    "unpaid": 11,
    "presale": 12,
    "links": 13,
    "gifts": 14,
    "staff": 15,
    "wholesale": 16,
    "exchanges": 17,
    "profiles": 18,
    "names": 19,
    "remarks": 20,
    "numbers": 21,
    "dirt": 22,
    "plain": 23,
    "midnight": 24,
    "gift_lines": 25,
    # 30–49 are the package behaviour's.
    "trails": 30,
    "browsing": 31,
    "campaign_joins": 32,
    "check_ins": 33,
    "reviews": 34,
    "shares": 35,
    "named_coupons": 36,
    "points": 37,
    "first_coupon": 38,
    "behaviour_dirt": 39,
    "win_back": 40,
    "joining_sources": 41,
    "campaign_coupons": 42,
    "window_shoppers": 43,
    "birthday_coupons": 44,
    "points_by_hand": 45,
    "points_dirt": 46,
    "shipments": 50,
    "scans": 51,
    "tickets": 52,
    "ticket_messages": 53,
    "consents": 54,
    "nps": 55,
    "after_sales_surveys": 56,
    "broadcasts": 57,
    "surprises": 58,
    "loyalty_test": 59,
    "follow_ups": 60,
    "service_dirt": 61,
    "comments": 62,
    "consent_dirt": 63,
    "after_sales": 64,
    "return_states": 65,
    "ticket_states": 66,
    "states_dirt": 67,
}


def stream(seed: int, aspect: str) -> np.random.Generator:
    """The random numbers of one aspect of the shop."""
    return np.random.default_rng([seed, STREAMS[aspect]])


def draw(rng: np.random.Generator, weights: object, size: int) -> np.ndarray:
    """`size` indexes into `weights`, each as likely as its weight."""
    cumulative = np.cumsum(np.asarray(weights, dtype=float))
    return np.searchsorted(cumulative, rng.random(size) * cumulative[-1], side="right").clip(max=len(cumulative) - 1)
