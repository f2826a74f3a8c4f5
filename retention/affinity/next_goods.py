"""The good that a message may name: of what is recommended to a customer the first that she has not just bought and never gave back."""

from collections.abc import Mapping
from datetime import date

import ibis.expr.types as ir
import pandas as pd
from ibis import _


def good_to_offer(ranked: pd.DataFrame, sold: ir.Table, returns: ir.Table | None, since: date, names: Mapping[str, str]) -> dict[str, str]:
    """Customer → name of the good to offer next; nobody for whom none is left.

    `ranked`: NEXT_GOODS, made as of an earlier moment. `sold`: lines with their goods up to now (`goods_of`): what was bought from `since` on is not
    offered, though it is a consumable. Returns count however they ended. `names`: of articles, where these are the goods; one without is left out.
    """
    told = ranked[~_pairs(ranked).isin(_taken(sold, returns, since, names))]
    articles = set(sold.select("product_id").distinct().to_pandas()["product_id"].dropna())
    called = [names.get(good, "" if good in articles else good) for good in told["good"]]
    told = told.assign(called=[" ".join(name.split()) for name in called])
    first = told[told["called"] != ""].sort_values("rank", kind="stable").drop_duplicates("customer_id")
    return dict(zip(first["customer_id"], first["called"], strict=True))


def _taken(sold: ir.Table, returns: ir.Table | None, since: date, names: Mapping[str, str]) -> pd.MultiIndex:
    """Customers with goods they bought lately or gave back."""
    known = sold.filter(_.customer_id.notnull())
    parts = [known.filter(_.ordered_on >= since).select("customer_id", "good").distinct().to_pandas()]
    if returns is not None:
        back = returns.filter(_.customer_id.notnull(), _.product_id.notnull()).select("customer_id", "product_id").distinct()
        parts.append(back.inner_join(sold.select("product_id", "good").distinct(), "product_id").select("customer_id", "good").to_pandas())
        # An article that nobody kept stands in no line that counts.
        given = back.to_pandas()
        parts += [pd.DataFrame({"customer_id": given["customer_id"], "good": given["product_id"].map(called)}) for called in (names.get, str)]
    return _pairs(pd.concat(parts, ignore_index=True))


def _pairs(rows: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[["customer_id", "good"]].astype("str"))
