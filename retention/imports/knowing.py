"""What the files of a shop's maps can tell at all: who bought, what was given back, and how exactly when."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import duckdb

from retention.imports.fates import KEPT, ROW_ID
from retention.imports.maps import Source
from retention.imports.recognise import Staged, tells_of_orders

# From nothing to all; "some" are maps of which only some files name no buyer.
CUSTOMER = ("none", "name", "masked", "id", "contact")
REFUNDS = ("none", "net", "whole", "part", "order", "settled")
TIMES = ("day", "minute")
Sources = Mapping[str, tuple[str, Source]]


def knows(con: duckdb.DuckDBPyConnection, staged: Sequence[Staged], sources: Sources) -> tuple[dict[str, str], ...]:
    """For each map that says so: what people call it by language, and the least that the orders of its files tell of customers and times; of
    refunds what the best of its files does.

    A map that says nothing of refunds says that there are none where the shop's other maps tell of theirs.
    """
    found, maps = [], {s.map.name: s.map for s in staged}
    for import_map in maps.values():
        mine = {s.name: sources[s.name] for s in staged if s.map.name == import_map.name}
        orders = {name: told for name, told in mine.items() if tells_of_orders(told[1])}
        refunds = _chosen((source.knows.refunds for _, source in mine.values()), REFUNDS, max)
        others = [source for name, (_, source) in sources.items() if name not in mine]
        untold = orders and not refunds and any(map(_tells_refunds, others)) and not any(_tells_refunds(source) for _, source in mine.values())
        told = {
            "customer": _customer(con, orders),
            "refunds": "none" if untold else refunds,
            "times": _chosen((source.knows.times for _, source in orders.values()), TIMES, min),
        }
        if any(told.values()):
            found.append({"map": import_map.name, **{f"called_{language}": name for language, name in import_map.called.items()}, **told})
    return tuple(found)


def _customer(con: duckdb.DuckDBPyConnection, orders: Sources) -> str:
    """The least that the orders kept tell of who bought; what a file tells of orders that a better one knows says nothing.

    "some" where only some orders stand in files without any buyer.
    """
    kept = {name: told for name, told in orders.items() if told[1].knows.customer and _has_rows(con, told[0])}
    least = _chosen((source.knows.customer for _, source in kept.values()), CUSTOMER, min)
    better = {name: told for name, told in kept.items() if told[1].knows.customer != least}
    if not better:
        return least
    known = " union all ".join(_numbers(table) for table, _ in better.values())
    alone = " union all ".join(_numbers(table) for name, (table, _) in kept.items() if name not in better)
    if con.sql(f"select 1 from ({alone}) where order_id not in ({known}) limit 1").fetchone():
        return "some" if least == "none" else least
    return _customer(con, better)


def _has_rows(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    return con.sql(f"select 1 from {table} where fate = '{KEPT}' limit 1").fetchone() is not None


def _numbers(table: str) -> str:
    """SQL of the orders that the kept rows of a source are about."""
    own = f"coalesce(r.order_id, {ROW_ID})"
    return f"select distinct i.order_id from {table} r join own_ids i on i.own_id = {own} where r.fate = '{KEPT}'"


def _tells_refunds(source: Source) -> bool:
    """Whether a source has a way to say that something was given back."""
    by_rows = source.grain == "return" or source.negative == "refund" or source.cancellation is not None
    return by_rows or "refunded" in source.columns or "refunded" in source.status.values()


def _chosen(told: Iterable[str], scale: Sequence[str], choose: Callable[..., str]) -> str:
    """The least or the most of what is told on a scale; empty where nothing is."""
    return choose((word for word in told if word), key=scale.index, default="")
