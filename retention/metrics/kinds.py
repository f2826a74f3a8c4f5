"""What a key figure is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from retention.seasons import Window

Facts = pd.DataFrame
Column = Callable[[Facts], pd.Series]


@dataclass(frozen=True)
class Kpi:
    """How one figure follows from customers' facts in a window.

    share: customers in `part` and `base` / customers in `base`; ratio: Σ part / Σ base; total: Σ part; top: part of
    Σ part held by the top fifth of `base`; median: of `part` over `base`.
    """

    kind: Literal["share", "ratio", "total", "top", "median"]
    part: Column
    base: Column = lambda c: c["known"]
    unit: str = "share"
    # Days of history the figure needs before the window's first day, if any: (the window, three median gaps) -> days.
    needs: Callable[[Window, int], int] | None = None
    # What `n` counts where it is not customers.
    n: Callable[[Facts], float] | None = None
    stages: bool = False
    # What the orders must tell (key_figures.TOLD), if anything beside money and day.
    told: Literal["refunds", "pieces"] | None = None
    # Refunds still to come will lower it.
    provisional: bool = False
    # Message id of why it stands alone and is compared with no other window: customers who do not change would change it.
    alone: str | None = None
    # What it is compared with (see `comparisons`): the window before as it is, customers as long with the shop, or the same days.
    beside: Literal["window", "age", "days"] = "window"
    # Days after the first-seen zone, up to the end of the window before, that a comparison with the latter two needs.
    watched: Callable[[Window], int] = lambda _window: 0
