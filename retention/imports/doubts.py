"""What an import may well have understood wrongly: said loudly, and gone on with."""

from collections.abc import Iterator, Sequence

import duckdb

from retention.imports.maps import Source
from retention.imports.raw import shown
from retention.imports.typing import chosen_columns

# Shares above which orders without a customer, or of one customer, are more likely a fault of the file than the shop.
GUESTS, ONE_CUSTOMER = 0.5, 0.2
# A share of a few orders says nothing.
FEWEST_ORDERS, FEWEST_CUSTOMERS = 20, 10


def doubts(con: duckdb.DuckDBPyConnection) -> list[str]:
    """A line for each thing that looks wrong in the tables."""
    return [*_no_orders(con), *_guests(con), *_one_customer(con)]


def columns_gone(source: Source, headers: dict[str, Sequence[str]], refunds_told: bool) -> Iterator[str]:
    """Columns that change amounts or states and that some of the source's files (name → header) do not have, a line each."""
    gone: dict[tuple[str, str], list[str]] = {}
    for file, header in headers.items():
        for column, means in _wanted(source, header, refunds_told):
            if column.strip() not in header:
                gone.setdefault((column.strip(), means), []).append(file)
    for (column, means), files in gone.items():
        more = f" and {len(files) - 1} more files" if len(files) > 1 else ""
        yield f"CHECK: {files[0]}{more}: no column {column!r}: {means}. Export it with this column"


def _wanted(source: Source, header: Sequence[str], refunds_told: bool) -> Iterator[tuple[str, str]]:
    """Each further column, and what follows where it is not there."""
    amounts = chosen_columns(source, header)
    for field, amount in amounts.items():
        yield from ((column, f"it is not taken off {amount!r}, which may be too high") for column in source.less.get(field, ()))
        yield from ((column, f"it is not added to {amount!r}, which may be too low") for column in source.plus.get(field, ()))
    yield from ((column, "orders that it calls off or unpaid count as sales") for column in source.more_states)
    if source.says_refunded and not refunds_told:
        yield source.says_refunded, "nothing tells which orders were given back"


def several_fit(file: str, of_map: str, field: str, name: str, columns: Sequence[str]) -> str:
    """Columns of which the map does not say which one is meant."""
    number = {2: "two"}.get(len(columns), str(len(columns)))
    return f"{file}: {number} columns fit {name!r} ({shown(columns)}): name one in the map {of_map}; until then no {field} is read"


def refunds_without_amount(file: str, column: str, rows: int) -> str:
    """What a file says was given back, and no file says how much."""
    return f"CHECK: {file}: {rows:,} rows say in {column!r} that something was given back, and no file tells how much. Add the export of after-sales"


def _no_orders(con: duckdb.DuckDBPyConnection) -> list[str]:
    if con.sql("select 1 from orders limit 1").fetchone():
        return []
    return ["CHECK: no orders among the files. Reports tell of service and surveys only; add the export of orders for all the rest"]


def _guests(con: duckdb.DuckDBPyConnection) -> list[str]:
    orders, guests = con.sql("select count(*), count(*) filter (customer_id is null) from orders where counts").fetchall()[0]
    if orders < FEWEST_ORDERS or guests <= GUESTS * orders:
        return []
    return [f"CHECK: {guests:,} of {orders:,} orders have no customer. Repurchase and everything about customers rests on the others only"]


def _one_customer(con: duckdb.DuckDBPyConnection) -> list[str]:
    orders, customers, most, share = con.sql("""
        with of_each as (
            select customer_id, count(*) as orders, sum(net_paid) as paid from orders where counts and customer_id is not null group by 1
        )
        select sum(orders), count(*), max(paid), max(paid) / nullif(sum(paid), 0) from of_each""").fetchall()[0]
    if (orders or 0) < FEWEST_ORDERS or customers < FEWEST_CUSTOMERS or (share or 0) <= ONE_CUSTOMER:
        return []
    return [f"CHECK: one customer has {share:.0%} of what all customers paid ({most:,.2f}). Is it a till, a reseller, or a word for 'no customer'?"]
