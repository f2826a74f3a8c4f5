"""Lots: who belongs to the control group, and who gets which variant, drawn by hashing the customer's number with a salt.

The same customer and salt give the same lot on every machine, whatever is drawn beside; another salt draws anew. Digits of the hash are
compared as text, so no engine rounds them.
"""

import hashlib
from collections.abc import Iterable, Mapping

import numpy as np

DIGITS = 8


def control_group(ids: Iterable[str], salt: str, share: float) -> np.ndarray:
    """Which of `ids` are in the control group of this share."""
    limit = _limit(share)
    return np.array([share > 0 and (limit is None or digits < limit) for digits in _hashes(ids, salt)], dtype=bool)


def variants_of(ids: Iterable[str], salt: str, shares: Mapping[str, float]) -> np.ndarray:
    """The variant of each of `ids`, in the shares given; empty text where there are none."""
    names = list(shares)
    if not names:
        return np.array(["" for _ in ids], dtype=object)
    limits = [_limit(sum(list(shares.values())[: place + 1])) for place in range(len(names) - 1)]
    found = []
    for digits in _hashes(ids, f"{salt}|variant"):
        place = next((place for place, limit in enumerate(limits) if limit is None or digits < limit), len(names) - 1)
        found.append(names[place])
    return np.array(found, dtype=object)


def _limit(share: float) -> str | None:
    """The digits below which a lot falls into the share; None where all do."""
    number = round(share * 16**DIGITS)
    return None if number >= 16**DIGITS else f"{number:0{DIGITS}x}"


def _hashes(ids: Iterable[str], salt: str) -> Iterable[str]:
    begun = hashlib.sha256(f"{salt}|".encode())
    for one in ids:
        drawn = begun.copy()
        drawn.update(one.encode())
        yield drawn.hexdigest()[:DIGITS]
