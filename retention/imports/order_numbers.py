"""Order numbers for rows that have none, and those that stand for more than one order: started anew each year, or receipts of two shops."""

from collections.abc import Mapping
from typing import NamedTuple

import duckdb

from retention.contact import masked
from retention.imports.answers import Question
from retention.imports.fates import KEPT
from retention.imports.maps import Source

# A customer written with capitals here and without there is one; a cell left empty is nobody else.
CUSTOMER = "lower(trim(customer_id))"
WHOSE = f"coalesce({CUSTOMER}, channel)"
SEVERAL = f"count(distinct {CUSTOMER}) > 1 or count(distinct channel) > 1"


class Shared(NamedTuple):
    """An order number that rows of several customers (or channels) carry: two of its rows and who they are of."""

    number: str
    rows: int
    file_no: int
    row: int
    other_file_no: int
    other_row: int
    customers: int
    days: int


def numbers_of_several_customers(con: duckdb.DuckDBPyConnection, table: str, limit: int = 3) -> list[Shared]:
    """Examples of order numbers that stand for several customers or channels, those with most rows first; asked before rows are settled."""
    first, last = (f"{how}(struct_pack(f := file_no, r := _row), ({WHOSE}, row_key)) filter ({WHOSE} is not null)" for how in ("arg_min", "arg_max"))
    found = con.sql(f"""
        select order_id, count(*) as rows, {first} as a, {last} as b, count(distinct {CUSTOMER}) as customers,
            count(distinct cast(ordered_at as date)) as days
        from {table} where fate = '{KEPT}' and order_id is not null group by order_id having {SEVERAL} order by rows desc, order_id limit {limit}""")
    return [Shared(number, rows, a["f"], a["r"], b["f"], b["r"], *rest) for number, rows, a, b, *rest in found.fetchall()]


def count_of_several_customers(con: duckdb.DuckDBPyConnection, table: str) -> int:
    """How many order numbers stand for several customers or channels."""
    shared = f"select order_id from {table} where fate = '{KEPT}' and order_id is not null group by 1 having {SEVERAL}"
    return int((con.sql(f"select count(*) from ({shared})").fetchone() or (0,))[0])


def settle(con: duckdb.DuckDBPyConnection, table: str, source: Source, said: str, files: Mapping[int, str]) -> None:
    """Numbers of several customers become orders of their own, or stay one order, as somebody or the map says; else Question."""
    if source.grain not in ("order", "line") or "order_id" not in source.columns:
        return
    told = said or (source.same_number if "same_number" in source.model_fields_set else "")
    if told == "separate-orders":
        separate(con, table)
    elif not told:
        _ask(con, table, files)


def _ask(con: duckdb.DuckDBPyConnection, table: str, files: Mapping[int, str]) -> None:
    for shared in numbers_of_several_customers(con, table, limit=1):
        whose = "several customers" if shared.customers > 1 else "several shops or channels"
        other = f"row {shared.other_row:,}" + (f" of {files[shared.other_file_no]}" if shared.other_file_no != shared.file_no else "")
        raise Question(
            f"{files[shared.file_no]}: {count_of_several_customers(con, table):,} order numbers stand for {whose} "
            f"(e.g. {masked(shared.number)!r} in row {shared.row:,} and {other}). Do they start anew each year or in each shop: "
            "--same-number separate-orders; or is each one order: --same-number one-order. Or the wrong column was taken for the customer "
            "(--customer COLUMN) or for the order's number (--order COLUMN)"
        )


def separate(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Make the rows of such numbers orders of their own: by number, customer, channel and day, which stand in the new number as a digest."""
    parts = ", ".join(f"coalesce(cast({part} as varchar), '')" for part in (CUSTOMER, "channel", "cast(ordered_at as date)"))
    shared = f"select order_id from {table} where fate = '{KEPT}' and order_id is not null group by 1 having {SEVERAL}"
    con.sql(f"""
        update {table} set order_id = order_id || ' / ' || left(md5(concat_ws('|', {parts})), 8)
        where order_id in ({shared})""")


# Rows of one customer that make one order, by `Source.order_by`: those of one minute, of one day. Nobody's rows are orders of their own.
MOMENT = {"minute": "date_trunc('minute', ordered_at)", "day": "date_trunc('day', ordered_at)"}
# The same row gets the same number in every file, and equal rows of one file one after the other.
OWN = "'row-' || content || '-' || row_number() over (partition by content order by _row)"


def numbered_query(typed: str, source: Source) -> str:
    """SQL that gives typed rows of a source without order numbers the number of the order they make."""
    if not source.order_by:
        return typed
    together = f"case when customer_id is not null then 'at-' || md5(concat_ws('|', customer_id, {MOMENT.get(source.order_by)})) end"
    number = OWN if source.order_by == "row" else f"coalesce({together}, {OWN})"
    return f"select * replace ({number} as order_id) from ({typed})"
