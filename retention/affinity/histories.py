"""What each known customer bought when, and what is known of each good: what recommendations and their backtest stand on."""

from collections.abc import Collection
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
import pandas as pd
from ibis import _

from retention.affinity.purchased import numbered

FACTS = ("category", "style", "season", "cost", "names", "sizes")


@dataclass(frozen=True)
class History:
    """Lines as numbers: `person[i]` bought `pieces[i]` of `item[i]` for `paid[i]` on `day[i]` (days since 1970), in order of day.

    `people` and `goods` name the numbers; `facts` has one row per good in their order.
    """

    people: np.ndarray
    goods: np.ndarray
    person: np.ndarray
    item: np.ndarray
    day: np.ndarray
    pieces: np.ndarray
    paid: np.ndarray
    facts: pd.DataFrame

    def where(self, kept: np.ndarray) -> "History":
        """Only the lines `kept` says; people and goods keep their numbers."""
        lines = (self.person[kept], self.item[kept], self.day[kept], self.pieces[kept], self.paid[kept])
        return History(self.people, self.goods, *lines, self.facts)

    def until(self, day: int) -> "History":
        """Only what was bought up to that day."""
        return self.where(self.day <= day)


def history(goods: ir.Table, products: ir.Table | None, left_out: Collection[str] = ()) -> History:
    """The history of known customers from lines with goods (`goods_of`), accounts `left_out` not included."""
    known = goods.filter(_.customer_id.notnull())
    if left_out:
        known = known.filter(_.customer_id.notin(sorted(left_out)))
    each = known.group_by("customer_id", "good", "ordered_on").agg(pieces=_.quantity.sum().cast("float64"), paid=_.line_paid.sum().cast("float64"))
    lines = each.order_by("ordered_on", "customer_id", "good").to_pyarrow()
    person, people = numbered(lines["customer_id"])
    item, names = numbered(lines["good"])
    day = lines["ordered_on"].cast("int32").to_numpy()
    pieces, paid = lines["pieces"].to_numpy(), lines["paid"].to_numpy()
    goods_named = np.array(names.to_pylist(), dtype=object)
    facts = good_facts(known, products).reindex(goods_named)
    return History(np.array(people.to_pylist(), dtype=object), goods_named, person, item, day, pieces, paid, facts)


def good_facts(goods: ir.Table, products: ir.Table | None) -> pd.DataFrame:
    """One row per good (the index): category, style, season, mean cost of its articles, their names and sizes; missing where not known."""
    articles = goods.select("good", "product_id").distinct()
    if products is None:
        listed = articles.to_pyarrow().to_pandas()
        return pd.DataFrame(dict.fromkeys(FACTS), index=pd.Index(sorted(listed["good"].unique()), name="good"))
    about = products.select("product_id", "name", "category", "style", "season", "size", cost=_.cost.cast("float64"))
    rows = articles.left_join(about, "product_id").order_by("good", "product_id").to_pyarrow().to_pandas()
    grouped = rows.groupby("good", sort=True)
    facts = grouped.agg(category=("category", "first"), style=("style", "first"), season=("season", "first"), cost=("cost", "mean"))
    return facts.assign(names=grouped["name"].agg(_set), sizes=_listed_sizes(rows, products))


def _listed_sizes(rows: pd.DataFrame, products: ir.Table) -> pd.Series:
    """Sizes each good is listed in, those nobody bought yet included."""
    listed = products.filter(_.name.notnull(), _.size.notnull()).select("name", "size").distinct().to_pyarrow().to_pandas()
    named = rows[["good", "name"]].dropna().drop_duplicates().merge(listed, on="name")
    sizes = pd.concat([rows[["good", "size"]], named[["good", "size"]]])
    return sizes.groupby("good")["size"].agg(_set)


def _set(values: pd.Series) -> frozenset:
    return frozenset(values.dropna())
