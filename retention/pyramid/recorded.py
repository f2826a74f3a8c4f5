"""What a shop records at all: a kind of thing from the first row of anybody's that tells of it, a guest's too, up to as_of.

Where it is recorded, nothing done is a fact about every customer: 0. Where it is not, nobody's number is known.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis import Deferred, _


def recorded_counts(
    rows: ir.Table, day: str, as_of: date, kinds: Mapping[str, Deferred], windows: Mapping[str, int], **more: Deferred
) -> pd.DataFrame:
    """How many rows of each kind fall in the last days to as_of, and `more`: one row per customer (index) with rows up to as_of.

    `windows`: what stands behind the kind's name → its days, the last of them as_of. Kinds that are not recorded have no column.
    """
    until = rows.filter(_[day].notnull(), _[day] <= ibis.date(as_of.isoformat()))
    within = {end: _[day] > ibis.date((as_of - timedelta(days=days)).isoformat()) for end, days in windows.items()}
    counts = {f"{kind}{end}": (which & recent).ifelse(1, 0).sum() for kind, which in kinds.items() for end, recent in within.items()}
    ever = {f"ever_{kind}": which.ifelse(1, 0).sum() for kind, which in kinds.items()}
    told = until.group_by("customer_id").agg(**counts, **ever, **more).to_pyarrow().to_pandas(date_as_object=False)
    there = [f"{kind}{end}" for kind in kinds if told[f"ever_{kind}"].sum() > 0 for end in windows]
    known = told[["customer_id", *there, *more]].dropna(subset="customer_id").set_index("customer_id")
    return known.astype(dict.fromkeys(there, "Int64"))


def of_everybody(customer_ids: pd.Series, parts: Sequence[pd.DataFrame], names: Iterable[str]) -> pd.DataFrame:
    """One row per customer of `customer_ids` (index): the counts `names`, each from the first of `parts` that has it; 0 where she did nothing."""
    told = {name: next((part[name] for part in parts if name in part), None) for name in names}
    nobody = pd.Series(pd.NA, index=customer_ids, dtype="Int64")
    return pd.DataFrame(
        {name: nobody if count is None else count.reindex(customer_ids).fillna(0) for name, count in told.items()}, index=customer_ids
    )
