"""The planted rule: of first buyers of dress A, 30 % order shoes B or bag C within 30 days (B 19, C 14, both 3)."""

import numpy as np
import pandas as pd

from retention.samples import baskets, returning, season
from retention.samples import figures_of_the_trade as f
from retention.samples import goods as g
from retention.samples.chance import stream


def rule_style(goods: g.Goods, letter: str) -> int:
    """Row of style A, B or C."""
    return int(np.flatnonzero((goods.styles["rule"] == letter).to_numpy())[0])


def index_orders(people: pd.DataFrame, orders: pd.DataFrame, lines: pd.DataFrame, goods: g.Goods) -> pd.DataFrame:
    """Each person's first order with A, had she neither B nor C up to then: `order`, `person`, `at`. Closed orders are as if never placed."""
    lines = lines[orders["closed_at"].isna().to_numpy()[lines["order"]]]
    style = goods.articles["style"].to_numpy()[lines["article"]]
    bought = {x: orders.loc[lines["order"].to_numpy()[style == rule_style(goods, x)], ["person", "at"]] for x in "ABC"}
    first = bought["A"].rename_axis("order").reset_index().sort_values("at", kind="stable").drop_duplicates("person")
    had = pd.concat([bought["B"], bought["C"]]).groupby("person")["at"].min()
    before = had.reindex(first["person"]).to_numpy()
    role = people["role"].to_numpy()[first["person"]]
    keep = ~(before <= first["at"].to_numpy()) & (role == "ordinary")
    return first[keep].sort_values("order", ignore_index=True)


def follow_ups(seed: int, people: pd.DataFrame, orders: pd.DataFrame, lines: pd.DataFrame, goods: g.Goods) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Further orders (and their lines) of B, C or both, within 30 days of the index order; none of them comes back."""
    rng = stream(seed, "rule")
    index = index_orders(people, orders, lines, goods)
    shares = list(f.RULE_SHARES.values())
    # Drawn without replacement, so that the shares are the planted ones whatever the seed.
    counts = np.round(np.array(shares) * len(index)).astype(int)
    outcome = rng.permutation(np.repeat(np.arange(len(shares) + 1), [*counts, len(index) - counts.sum()]))
    day = season.day_of(index["at"].to_numpy()) + rng.integers(2, f.RULE_DAYS - 1, len(index))
    happens = (outcome < len(shares)) & (day < len(season.DAYS))
    index, outcome, day = index[happens].reset_index(drop=True), outcome[happens], day[happens]
    extra = pd.DataFrame(
        {"person": index["person"], "at": season.moments(rng, day), "channel": orders["channel"].to_numpy()[index["order"]], "kind": "普通"}
    )
    picks = [(o, letter) for o, result in enumerate(outcome) for letter in (("B",), ("C",), ("B", "C"))[result]]
    order = np.array([o for o, _ in picks], dtype=np.int64)
    style = np.array([rule_style(goods, letter) for _, letter in picks], dtype=np.int64)
    size = g.wished_sizes(people, extra["person"].to_numpy()[order], goods, style)
    article = g.choose_articles(rng, goods, style, day[order] // 7, size)
    new = baskets.fixed_lines(goods, order, article, day[order] // 7)
    extra = returning.deliver(rng, baskets.with_amounts(extra, new))
    return extra, new
