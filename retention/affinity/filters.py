"""What must not be recommended to whom, and a record of what each filter did or why it could not be applied.

An avoided fabric may be health data: it is read only for customers who agreed to personalisation, only here, and leaves no trace
in any table but this filter's count.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from retention.affinity.histories import History
from retention.contact import consents_now
from retention.orders import settled
from retention.settings import AffinitySettings

FILTERS = ("owned", "size", "returned", "fabric", "season", "stock", "margin")
# Season words as shops write them, by quarter from spring on; a good whose season names none of them is for all.
SEASON_WORDS = (("春", "spring"), ("夏", "summer"), ("秋", "autumn", "fall"), ("冬", "winter"))
AHEAD = 30  # days; goods of the season that begins within them are in season


@dataclass(frozen=True)
class Known:
    """What filters may use: customers' `sizes`, goods `returned` (people × goods), words of fabrics `avoided`, goods `sold_out`; None: not known."""

    sizes: dict[int, frozenset] | None = None
    returned: sparse.csr_array | None = None
    avoided: dict[int, tuple[str, ...]] | None = None
    sold_out: frozenset | None = None
    why_not: Mapping[str, str] = field(default_factory=dict)


def known(
    past: History,
    goods: ir.Table,
    as_of: date,
    settings: AffinitySettings,
    customers: ir.Table | None = None,
    returns: ir.Table | None = None,
    consents: ir.Table | None = None,
    products: ir.Table | None = None,
) -> Known:
    """Gather what filters need from the shop's tables; what is missing is named in `why_not` (message ids without prefix)."""
    number = {customer: i for i, customer in enumerate(past.people)}
    why_not: dict[str, str] = {}
    sold_out = _sold_out(goods, products)
    if sold_out is None:
        why_not["stock"] = "no-stock"
    fields = customers.to_pyarrow().to_pandas().set_index("customer_id") if customers is not None else None
    sizes = _sizes(goods, products, returns, fields, settings, number)
    if not sizes:
        why_not["size"] = "no-sizes"
    returned = None if returns is None else _returned(past, goods, returns, number)
    if returned is None:
        why_not["returned"] = "no-returns"
    avoided = None
    if fields is None or settings.avoided_field not in fields:
        why_not["fabric"] = "no-field"
    elif consents is None:
        why_not["fabric"] = "no-consent"
    else:
        agreed = consents_now(consents, as_of).agreed(fields.index.to_series(), "personalisation")
        told = fields.loc[agreed.to_numpy(), settings.avoided_field].dropna()
        avoided = {number[i]: tuple(_words(str(text))) for i, text in told.items() if i in number and _words(str(text))}
    return Known(sizes or None, returned, avoided, sold_out, why_not)


def _sold_out(goods: ir.Table, products: ir.Table | None) -> frozenset | None:
    """Goods of whose articles, as far as they were ever bought and their stock is told, no piece is left; None where no stock is told."""
    if products is None or "stock" not in products.columns:
        return None
    told = products.filter(_.stock.notnull()).select("product_id", "stock")
    left = told.inner_join(goods.select("product_id", "good").distinct(), "product_id").group_by("good").agg(pieces=_.stock.sum()).to_pandas()
    return frozenset(left.loc[left["pieces"] <= 0, "good"]) if len(left) else None


def _words(text: str) -> list[str]:
    """Fabrics out of a field as people fill it in: 羊毛、马海毛 or wool, mohair."""
    for mark in "、，,;；/|":
        text = text.replace(mark, " ")
    return [word for word in text.split() if word.lower() not in ("无", "没有", "none", "no", "-")]


def _sizes(
    goods: ir.Table,
    products: ir.Table | None,
    returns: ir.Table | None,
    fields: pd.DataFrame | None,
    settings: AffinitySettings,
    number: Mapping[Any, int],
) -> dict[int, frozenset]:
    """Sizes in a customer's own fields, else (for people without them) sizes bought and not given back."""
    found: dict[int, set] = {}
    if fields is not None:
        for name in settings.size_fields:
            if name in fields:
                for customer, size in fields[name].dropna().items():
                    if customer in number:
                        found.setdefault(number[customer], set()).add(str(size))
    if products is not None:
        worn = goods.filter(_.customer_id.notnull()).select("order_id", "customer_id", "product_id")
        if returns is not None:
            worn = worn.anti_join(settled(returns).filter(_.order_id.notnull()), ["order_id", "product_id"])
        worn = worn.inner_join(products.filter(_.size.notnull()).select("product_id", "size"), "product_id")
        told = set(found)
        for row in worn.select("customer_id", "size").distinct().to_pyarrow().to_pandas().itertuples():
            i = number.get(row.customer_id)
            if i is not None and i not in told:
                found.setdefault(i, set()).add(str(row.size))
    return {i: frozenset(sizes) for i, sizes in found.items()}


def _returned(past: History, goods: ir.Table, returns: ir.Table, number: dict) -> sparse.csr_array:
    """People × goods: given back after delivery."""
    named = goods.select("product_id", "good").distinct()
    back = settled(returns).filter(_.customer_id.notnull(), _.product_id.notnull(), _.stage != "before_dispatch").select("customer_id", "product_id")
    rows = back.inner_join(named, "product_id").select("customer_id", "good").distinct().to_pyarrow().to_pandas()
    item = {good: j for j, good in enumerate(past.goods)}
    pairs = [(number[r.customer_id], item[r.good]) for r in rows.itertuples() if r.customer_id in number and r.good in item]
    person, good = (np.array(x, dtype=int) for x in (zip(*pairs, strict=True) if pairs else ((), ())))
    return sparse.csr_array((np.ones(len(person), bool), (person, good)), shape=(len(past.people), len(past.goods)))


def in_season(season: object, as_of: date) -> bool:
    """Whether a good of this season is sold now or within a month; one that names no season always is.

    >>> in_season("冬", date(2026, 6, 30)), in_season("春夏", date(2026, 6, 30)), in_season("四季", date(2026, 6, 30))
    (False, True, True)
    """
    text = str(season).lower() if isinstance(season, str) else ""
    named = {i for i, words in enumerate(SEASON_WORDS) if any(word in text for word in words)}
    now = {(day.month - 3) % 12 // 3 for day in (as_of, as_of + timedelta(days=AHEAD))}
    return not named or len(named) == len(SEASON_WORDS) or bool(named & now)


def size_systems(facts: pd.DataFrame) -> dict[str, int]:
    """Sizes that occur together in a good belong to one system (XS–XL, 25–31, …): size → number of its system."""
    sizes = sorted({size for row in facts["sizes"] if isinstance(row, frozenset) for size in row})
    place = {size: i for i, size in enumerate(sizes)}
    pairs = [(place[min(row)], place[size]) for row in facts["sizes"] if isinstance(row, frozenset) and row for size in row]
    if not pairs:
        return {}
    one, other = zip(*pairs, strict=True)
    _n, system = connected_components(sparse.coo_array((np.ones(len(pairs)), (one, other)), shape=(len(sizes),) * 2), directed=False)
    return {size: int(system[i]) for size, i in place.items()}


def blocked(
    people: np.ndarray, goods: np.ndarray, past: History, price: np.ndarray, about: Known, settings: AffinitySettings, as_of: date
) -> dict[str, np.ndarray]:
    """For each filter that can be applied, people × goods: True where it forbids. `price` is what one of each of `goods` costs now."""
    facts = past.facts.iloc[goods]
    shape = (len(people), len(goods))
    found = {"owned": owned(people, goods, past, settings)}
    if about.sizes is not None:
        found["size"] = _unfit(people, facts, size_systems(past.facts), about.sizes)
    if about.returned is not None:
        found["returned"] = about.returned[people][:, goods].toarray().astype(bool)
    if about.avoided is not None:
        called = [" ".join([str(good), *names]) if isinstance(names, frozenset) else str(good) for good, names in facts["names"].items()]
        found["fabric"] = np.zeros(shape, bool)
        for row, person in enumerate(people):
            for word in about.avoided.get(int(person), ()):
                found["fabric"][row] |= [word.lower() in name.lower() for name in called]
    if facts["season"].notna().any():
        found["season"] = np.broadcast_to([not in_season(season, as_of) for season in facts["season"]], shape)
    if about.sold_out is not None:
        found["stock"] = np.broadcast_to(pd.Index(past.goods[goods]).isin(about.sold_out), shape)
    cost = facts["cost"].to_numpy(float)
    if np.isfinite(cost).any():
        found["margin"] = np.broadcast_to(np.nan_to_num(price - cost, nan=1.0) <= 0, shape)
    return found


def owned(people: np.ndarray, goods: np.ndarray, past: History, settings: AffinitySettings) -> np.ndarray:
    """What they have bought before, consumables excepted."""
    if settings.consumables == "all":
        return np.zeros((len(people), len(goods)), bool)
    held = sparse.csr_array((np.ones(len(past.person), bool), (past.person, past.item)), shape=(len(past.people), len(past.goods)))
    again = past.facts["category"].iloc[goods].isin(settings.consumables).to_numpy()
    return held[people][:, goods].toarray().astype(bool) & ~again


def _unfit(people: np.ndarray, facts: pd.DataFrame, systems: dict[str, int], sizes: dict[int, frozenset]) -> np.ndarray:
    """Goods listed only in sizes of a system of which the customer has another size."""
    found = np.zeros((len(people), len(facts)), bool)
    listed = [row if isinstance(row, frozenset) else frozenset() for row in facts["sizes"]]
    verdicts: dict[frozenset, np.ndarray] = {}
    for row, person in enumerate(people):
        hers = sizes.get(int(person), frozenset())
        if hers not in verdicts:
            wears = {systems[size] for size in hers if size in systems}
            verdicts[hers] = np.array([bool(of) and not of & hers and {systems[s] for s in of} <= wears for of in listed], bool)
        found[row] = verdicts[hers]
    return found
