"""The guards that every message passes, in their order; the first that blocks decides, all reasons are kept as bits.

    bits & (1 << number) says that this guard blocks; 0 that none does.

Guards 1–21 and 23 look at every candidate, 22, 24 and 25 at those still standing, 26–28 at the batches that are proposed, 29 at the
hand-over. 8, 19 and 23 block nobody: they change what is written or how it goes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

Family = Literal["permission", "frequency", "time", "control", "offers", "data"]
Level = Literal["plan", "candidate", "standing", "batch", "hand_over"]
FAMILIES: tuple[Family, ...] = ("permission", "frequency", "time", "control", "offers", "data")


@dataclass(frozen=True)
class Guard:
    """One guard: its number, name, family, and on what it looks; `changes` where it changes a message and blocks none."""

    number: int
    name: str
    family: Family
    level: Level
    changes: bool = False

    @property
    def bit(self) -> int:
        """Its place among the reasons of a candidate."""
        return 1 << self.number


GUARDS = (
    Guard(1, "fresh", "data", "plan"),
    Guard(2, "lock", "data", "plan"),
    Guard(3, "stopped", "data", "plan"),
    Guard(4, "person", "permission", "candidate"),
    Guard(5, "address", "permission", "candidate"),
    Guard(6, "refused", "permission", "candidate"),
    Guard(7, "consent", "permission", "candidate"),
    Guard(8, "personal", "permission", "candidate", changes=True),
    Guard(9, "live", "data", "candidate"),
    Guard(10, "still_true", "data", "candidate"),
    Guard(11, "left", "data", "candidate"),
    Guard(12, "entered_before", "frequency", "candidate"),
    Guard(13, "too_late", "time", "candidate"),
    Guard(14, "sent_before", "frequency", "candidate"),
    Guard(15, "same_text", "frequency", "candidate"),
    Guard(16, "control", "control", "candidate"),
    Guard(17, "priority", "frequency", "candidate"),
    Guard(18, "caps", "frequency", "candidate"),
    Guard(19, "fallback", "permission", "candidate", changes=True),
    Guard(20, "quiet", "time", "candidate"),
    Guard(21, "blackout", "time", "candidate"),
    Guard(22, "text", "data", "standing"),
    Guard(23, "stock", "offers", "candidate", changes=True),
    Guard(24, "offer", "offers", "standing"),
    Guard(25, "fairness", "offers", "standing"),
    Guard(26, "budget", "offers", "batch"),
    Guard(27, "anomaly", "data", "batch"),
    Guard(28, "approval", "control", "batch"),
    Guard(29, "sealed", "data", "hand_over"),
)
BY_NAME = {guard.name: guard for guard in GUARDS}
# Whoever got past these is in the experiment, in whichever arm.
BEFORE_THE_LOT = sum(guard.bit for guard in GUARDS if guard.number < BY_NAME["control"].number)


def bit(name: str) -> int:
    """The bit of the guard called so."""
    return BY_NAME[name].bit


def first_of(bits: np.ndarray) -> np.ndarray:
    """The number of the first guard that blocks; 0 where none does."""
    lowest = bits & -bits
    return np.where(bits == 0, 0, np.round(np.log2(np.maximum(lowest, 1)))).astype("int64")


def blocking(first: Iterable[int], bits: np.ndarray) -> pd.DataFrame:
    """One row per guard, all 29: number, name, family, level, changes, first (candidates it decided), any (candidates it would block alone)."""
    decided = pd.Series(list(first)).value_counts()
    rows = [
        {
            "number": guard.number,
            "name": guard.name,
            "family": guard.family,
            "level": guard.level,
            "changes": guard.changes,
            "first": int(decided.get(guard.number, 0)),
            "any": int(((bits & guard.bit) != 0).sum()),
        }
        for guard in GUARDS
    ]
    return pd.DataFrame(rows)
