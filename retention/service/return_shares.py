"""Which goods come back more often than others of their category, and what to change about them.

A purchase is a good (or one size of it) in one order; it came back when any piece of it did, so that one buyer of ten pieces counts once. The
share of a good is drawn towards its category's by a beta-binomial whose spread is estimated from the goods by moments (Kleinman 1973): few purchases
say little. A good is *named* only where its purchases come back more often than all others of its category (exact, one-sided, Benjamini–Hochberg over
all goods and sizes that were tried) and its drawn-in interval lies above the category's share: where all are alike, in 95 of 100 shops none is.
"""

from collections.abc import Callable
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _
from scipy import stats as distributions

from retention import stats
from retention.service.return_reasons import GIVEN_BACK, named_goods

# Of fewer pieces nothing is named (SERVICE).
LEAST_PIECES = 10
# Days that customers have to send goods back and shops to refund them; what was ordered later is too new for a share.
DAYS_TO_RETURN = 30
ABOUT_SIZE = {"small": "size_small", "large": "size_large"}
WHATS = ("size_small", "size_large", "size", "looks", "fabric", "quality", "wrong_item", "late", "price", "not_told")
COUNTS = ["purchases", "came_back", "pieces", "pieces_back"]


def purchases(order_lines: ir.Table, products: ir.Table | None, goods: pd.DataFrame, as_of: date, days: int = DAYS_TO_RETURN) -> pd.DataFrame:
    """One row per good, and per size of goods that have any: what (product or size), good, category, size, purchases, came_back, pieces, pieces_back.

    Of orders up to `days` before `as_of`. Lines of orders that count, and those that counted until they were given back.
    """
    counted = goods[goods["fate"] == "counted"].assign(back=lambda of: of["pieces"])
    back = counted.groupby(["order_id", "line_no"], as_index=False)[["back"]].sum()
    back = ibis.memtable(back.astype({"order_id": "str", "line_no": "int64", "back": "float64"}))
    lines = named_goods(order_lines, products).left_join(back, ["order_id", "line_no"])
    sold = lines.filter(
        _.ordered_on <= ibis.date((as_of - timedelta(days=days)).isoformat()),
        _.good.notnull(),
        _.pieces > 0,
        _.counts | ((_.why_not == GIVEN_BACK) & _.back.notnull()),
    )
    sold = sold.mutate(back=ibis.least(_.back.fill_null(0), _.pieces.cast("float64")))
    parts = [
        _summed(sold, "product", ["good", "category"]).assign(size=""),
        _summed(sold.filter(_["size"] != ""), "size", ["good", "category", "size"]),
    ]
    found = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return found[["what", "good", "category", "size", *COUNTS]].sort_values(["what", "category", "good", "size"], ignore_index=True)


def _summed(sold: ir.Table, what: str, by: list[str]) -> pd.DataFrame:
    each = sold.group_by("order_id", *by).agg(pieces=_.pieces.sum(), back=_.back.sum())
    told = each.group_by(*by).agg(purchases=_.count(), came_back=(_.back > 0).sum(), pieces=_.pieces.sum(), pieces_back=_.back.sum())
    return told.to_pandas().assign(what=what).astype(dict.fromkeys(COUNTS, "float64"))


def spread(k: np.ndarray, n: np.ndarray) -> tuple[float, float]:
    """Mean share of goods, and the correlation of purchases of one good (0: goods differ by chance only), by moments.

    >>> m, rho = spread(np.array([3.0, 7.0]), np.array([10.0, 10.0]))
    >>> round(m, 2), round(rho, 2)
    (0.5, 0.24)
    >>> spread(np.array([5.0, 5.0]), np.array([10.0, 10.0]))
    (0.5, 0.0)
    """
    total = n.sum()
    mean = float(k.sum() / total) if total else float("nan")
    between = len(n) - 1
    room = total - (n**2).sum() / total - between if total else 0.0
    if not 0 < mean < 1 or room <= 0:
        return mean, 0.0
    apart = float((n * (k / n - mean) ** 2).sum() / (mean * (1 - mean)))
    return mean, float(np.clip((apart - between) / room, 0, 0.99))


def return_rates(bought: pd.DataFrame, level: float = stats.LEVEL, least: int = LEAST_PIECES) -> pd.DataFrame:
    """`purchases` with shares: share, low, high (Wilson); category_share; shrunk, shrunk_low, shrunk_high; p, p_adjusted; named.

    p is of coming back as often by chance, given the others of the category; missing under `least` pieces and where there are no others.
    """
    low, high = stats.wilson(bought["came_back"], bought["purchases"], level)
    found = bought.assign(share=bought["came_back"] / bought["purchases"], low=low, high=high)
    if found.empty:
        return found.assign(**{name: pd.Series(dtype=float) for name in NEW}, named=pd.Series(dtype=bool))
    parts = [_against_category(of, level, least) for _key, of in found.groupby(["what", "category"], sort=False)]
    found = pd.concat(parts).sort_index()
    found["p_adjusted"] = stats.benjamini_hochberg(found["p"])
    found["named"] = (found["p_adjusted"] <= 1 - level) & (found["shrunk_low"] > found["category_share"])
    return found[[*bought.columns, "share", "low", "high", *NEW, "named"]]


NEW = ["category_share", "shrunk", "shrunk_low", "shrunk_high", "p", "p_adjusted"]


def _against_category(of: pd.DataFrame, level: float, least: int) -> pd.DataFrame:
    """Goods of one category (or their sizes), drawn towards its share and tried against the others."""
    k, n = of["came_back"].to_numpy(), of["purchases"].to_numpy()
    mean, rho = spread(k, n)
    if 0 < mean < 1 and rho > 0:
        weight = 1 / rho - 1
        a, b = weight * mean + k, weight * (1 - mean) + n - k
        ends = [distributions.beta.ppf(q, a, b) for q in ((1 - level) / 2, (1 + level) / 2)]
        shrunk = a / (a + b)
    else:
        # Goods differ no more than by chance: the category's share is the best that can be said of each.
        shrunk, ends = np.full(len(of), mean), [np.full(len(of), end) for end in stats.wilson(k.sum(), n.sum(), level)]
    chance = distributions.hypergeom.sf(k - 1, n.sum(), k.sum(), n)
    tried = (of["pieces"].to_numpy() >= least) & (n < n.sum())
    return of.assign(category_share=mean, shrunk=shrunk, shrunk_low=ends[0], shrunk_high=ends[1], p=np.where(tried, chance, np.nan))


def what_to_change(rates: pd.DataFrame, said: pd.DataFrame, tried: pd.DataFrame, level: float = stats.LEVEL) -> pd.DataFrame:
    """Goods that come back more often than their category, most pieces at stake first; empty where none is told apart.

    `said` and `tried` are those of `what_is_said` and `two_sizes`. Columns: good, category, size ("": all), what (one of `WHATS`); told (its returns
    with a known theme), about (of those on the theme), category_about (share of the theme among the category's other returns), small, large (returns
    that say so, and orders in which the other size was kept); those of `SHOWN`; at_stake (pieces that would have been kept at the category's share,
    by the drawn-in one). A size is left out where its whole good is named for the same.
    """
    rows = [_row(one, said, tried, level) for one in rates[rates["named"]].to_dict("records")]
    found = pd.DataFrame(rows, columns=CHANGES)
    whole = found.loc[found["size"] == "", ["good", "category", "what"]]
    twice = (found["size"] != "") & pd.MultiIndex.from_frame(found[["good", "category", "what"]]).isin(pd.MultiIndex.from_frame(whole))
    return found[~twice].sort_values(["at_stake", "good", "size"], ascending=[False, True, True], ignore_index=True)


SHOWN = ["purchases", "came_back", "share", "low", "high", "shrunk", "shrunk_low", "shrunk_high", "category_share", "pieces_back"]
CHANGES = ["good", "category", "size", "what", "told", "about", "category_about", "small", "large", *SHOWN, "at_stake"]


def _row(one: dict, said: pd.DataFrame, tried: pd.DataFrame, level: float) -> dict[str, object]:
    def of_all(rows: pd.DataFrame) -> pd.Series:
        mine = (rows["good"] == one["good"]) & (rows["category"] == one["category"])
        return mine & (rows["size"] == one["size"]) if one["size"] and "size" in rows else mine

    known = said[(said["category"] == one["category"]) & (said["theme"] != "not_told")]
    mine, others = known[of_all(known)]["theme"], known[~of_all(known)]["theme"]
    theme = _told_apart(mine, others, level)
    small, large = _ways(said, tried, of_all, one["size"] == "")
    others_small, others_large = _ways(said, tried, lambda of: (of["category"] == one["category"]) & ~of_all(of), one["size"] == "")
    usual = (others_small + 0.5) / (others_small + others_large + 1)
    what = theme
    if theme == "size" and small + large and distributions.binomtest(small, small + large, usual).pvalue <= 1 - level:
        what = ABOUT_SIZE["small" if small > usual * (small + large) else "large"]
    told = {"about": int((mine == theme).sum()), "category_about": float((others == theme).mean()) if len(others) else np.nan}
    told = told if theme != "not_told" else {"about": 0, "category_about": np.nan}
    # By the drawn-in share: of goods that are picked out, the share seen is too high by chance.
    at_stake = (one["shrunk"] - one["category_share"]) * one["pieces"]
    about = {name: one[name] for name in ("good", "category", "size", *SHOWN)}
    return {**about, "what": what, "told": len(mine), **told, "small": small, "large": large, "at_stake": float(at_stake)}


def _ways(said: pd.DataFrame, tried: pd.DataFrame, chosen: Callable[[pd.DataFrame], pd.Series], whole: bool) -> tuple[int, int]:
    """How often goods are found small, and large: by words, and of whole goods by the size that was kept. Who kept the larger one found it small."""
    words = said[chosen(said)]["said"]
    kept = tried[chosen(tried)]["kept"] if whole else pd.Series(dtype=object)
    return int((words == "small").sum() + (kept == "larger").sum()), int((words == "large").sum() + (kept == "smaller").sum())


def _told_apart(mine: pd.Series, others: pd.Series, level: float) -> str:
    """The theme that is more frequent among a good's returns than among the others', by more than chance (exact, Bonferroni); else not_told."""
    themes = sorted(set(mine))
    both = len(mine) + len(others)
    chances = [distributions.hypergeom.sf((mine == t).sum() - 1, both, (mine == t).sum() + (others == t).sum(), len(mine)) for t in themes]
    least = int(np.argmin(chances)) if chances else -1
    return themes[least] if chances and len(others) and chances[least] * len(themes) <= 1 - level else "not_told"
