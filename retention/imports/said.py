"""What an import did to amounts and numbers, a line each for the ledger: with the file's own column, a count and an example."""

from collections.abc import Mapping
from decimal import Decimal

import duckdb

from retention.imports.contacts import shown
from retention.imports.fates import KEPT
from retention.imports.maps import Source
from retention.imports.unpacking import items


def notes(con: duckdb.DuckDBPyConnection, sources: dict[str, tuple[str, Source]]) -> tuple[str, ...]:
    """All lines, of what the tables show right after they were built."""
    told_once = [line for name, (table, source) in sources.items() for line in _two_amounts(con, name, table, source)]
    packed = [line for name, (table, source) in sources.items() for line in _not_unpacked(con, name, table, source)]
    asked = [line for name, (table, source) in sources.items() for line in _unsettled(con, name, table, source)]
    blank = [line for name, (table, source) in sources.items() for line in _without_status(con, name, table, source)]
    return (*told_once, *packed, *asked, *blank, *_postage_back(con), *_spread(con), *_rounded(con), *_two_days(con))


def taken_for(file: str, states: Mapping[str, str]) -> str:
    """States that a map does not name, and what they were taken for."""
    return f"{file}: states that the import map does not name were taken by their words: {', '.join(f'{shown(w)} = {m}' for w, m in states.items())}"


def _two_amounts(con: duckdb.DuckDBPyConnection, name: str, table: str, source: Source) -> list[str]:
    """Amounts told once per order that an order tells in two ways."""
    fields = [f for f in source.once if f in source.columns] if source.grain == "line" else []
    found = []
    for field in fields:
        rows = con.sql(f"""
            select order_id, min({field}), max({field}), count(*) over () from {table} where fate = '{KEPT}' and order_id is not null
            group by 1 having min({field}) < max({field}) order by 1 limit 1""").fetchall()
        found += [
            f"{name}: {orders:,} orders with several amounts in {_column(source, field)!r}, which is taken once per order "
            f"(e.g. order {number}: {_money(low)} and {_money(high)}); the largest was taken"
            for number, low, high, orders in rows
        ]
    return found


def _without_status(con: duckdb.DuckDBPyConnection, name: str, table: str, source: Source) -> list[str]:
    """Rows of orders of which no row says how far they came."""
    if source.grain not in ("order", "line") or "status" not in source.columns:
        return []
    found = con.sql(f"select count(*), min(_row) from {table} where fate = '{KEPT}' and status is null").fetchall()
    return [f"{name}: {n:,} rows with nothing in {_column(source, 'status')!r} (e.g. row {row}) are taken as completed" for n, row in found if n]


def _unsettled(con: duckdb.DuckDBPyConnection, name: str, table: str, source: Source) -> list[str]:
    """Returns that took no money off, by their state."""
    if source.grain != "return" or "status" not in source.columns:
        return []
    found = con.sql(f"""
        select count(*), sum(coalesce(asked, amount)), string_agg(distinct status, ', ' order by status)
        from {table} where fate = '{KEPT}' and status <> 'settled'""").fetchall()
    return [f"{name}: {n:,} returns that are {states} (asked for {_money(asked)}) took no money off" for n, asked, states in found if n]


def _column(source: Source, field: str) -> str:
    names = source.columns[field]
    return names if isinstance(names, str) else names[0]


def _not_unpacked(con: duckdb.DuckDBPyConnection, name: str, table: str, source: Source) -> list[str]:
    """Packed cells in which the map's pattern finds no item."""
    if not source.unpack:
        return []
    found = con.sql(
        f"select count(*), min(_row) from {table} where fate = '{KEPT}' and _packed <> '' and len({items(source.unpack.pattern)}) = 0"
    ).fetchall()
    return [f"{name}: {n:,} rows whose {source.unpack.column!r} holds no item as the map writes it (e.g. row {row})" for n, row in found if n]


def _spread(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Orders whose lines do not add up to what the order says; lines without any amount say nothing."""
    count, read, paid, example = con.sql("""
        select count(*), sum(all_paid), sum(target), min_by((order_id, all_paid, target), order_id)
        from uneven where told and all_paid <> 0 and abs(all_paid - target) >= 0.01""").fetchall()[0]
    if not count:
        return []
    number, of_lines, of_order = example.values() if isinstance(example, dict) else example
    return [
        f"{count:,} orders whose lines do not add up: the lines say {_money(read)}, the orders {_money(paid)} "
        f"(e.g. order {number}: {_money(of_lines)} and {_money(of_order)}); the difference was spread over the lines"
    ]


def _postage_back(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Refunds that were of postage, too."""
    orders, postage, example = con.sql("select count(*), sum(postage), min((order_id, postage)) from postage_back").fetchall()[0]
    if not orders:
        return []
    number, of_order = example.values() if isinstance(example, dict) else example
    return [
        f"{orders:,} orders got back more than was paid for their goods, by their postage or less: {_money(postage)} in all "
        f"(e.g. order {number}: {_money(of_order)}); it was taken off their refunds, as postage is kept apart"
    ]


def _rounded(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Amounts with parts of a cent."""
    read, kept, orders = con.sql("select sum(gross_read), sum(gross_paid), count(*) from merged where gross_read <> gross_paid").fetchall()[0]
    if not orders:
        return []
    return [f"{orders:,} orders with parts of a cent: read {_money(read)}, kept {_money(kept)}; each order was rounded once"]


def _two_days(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Numbers whose own rows lie on several days; deposits and balances that name their order have numbers of their own."""
    count, example = con.sql("""
        select count(*), min((own_id, cast(ordered_at as date), cast(last_at as date)))
        from order_rows where cast(ordered_at as date) < cast(last_at as date)""").fetchall()[0]
    if not count:
        return []
    number, first, last = example.values() if isinstance(example, dict) else example
    return [f"CHECK: {count:,} order numbers stand on several days (e.g. order {number} on {first} and {last}); each is one order of the first day"]


def _money(amount: Decimal | None) -> str:
    """An amount with its cents, and parts of a cent where it has any."""
    plain = f"{amount or Decimal(0):,.4f}"
    return plain[:-2] if plain.endswith("00") else plain.rstrip("0")
