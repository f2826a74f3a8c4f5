"""Cells packed with the items of an order become lines."""

import re

from retention.imports.around import BETWEEN
from retention.imports.fates import KEPT, ROW_ID
from retention.imports.map_parts import Unpack
from retention.imports.maps import MONEY
from retention.imports.typing import number, text, trimmed


def unpacked_query(name: str, table: str, unpack: Unpack) -> str:
    """SQL of the lines in a source's packed cells, of orders that no export of lines tells of."""
    told = {field: _typed(field) for field in re.compile(unpack.pattern).groupindex}
    paid = [told.get("line_paid"), f"{told['unit_price']} * {told.get('quantity', '1')}" if "unit_price" in told else None]
    names = ", ".join(text(group) for group in _groups(unpack.pattern))
    fields = [f"{sql} as {field}" for field, sql in told.items() if field not in ("line_paid", "quantity")]
    pieces = told.get("quantity", "null")
    columns = ", ".join([*fields, f"coalesce({pieces}, 1) as quantity", f"cast({pieces} as bigint) as pieces"])
    return f"""
        select o.order_id, o.own_id, cast(place as varchar) as line_id, {text(name)} as source, row_key, {columns},
            coalesce({", ".join(p for p in paid if p) or "null"}, 0) as line_paid, false as gone
        from (
            select *, regexp_extract(items[place], {text(unpack.pattern)}, [{names}]) as item from (
                select *, unnest(range(1, len(items) + 1)) as place from (
                    select *, {items(unpack.pattern)} as items from {table}
                    where fate = '{KEPT}' and row_kind <> 'refund'))
        ) r join own_ids o on o.own_id = coalesce(r.order_id, {ROW_ID})
        where o.own_id not in (select own_id from numbered_lines)"""


def items(pattern: str) -> str:
    """SQL of the list of items that a pattern finds in the packed cells, each cell for itself."""
    return f"flatten(list_transform(string_split(_packed, {text(BETWEEN)}), lambda c: regexp_extract_all(c, {text(pattern)})))"


def _groups(pattern: str) -> list[str]:
    """A name for every group of a pattern, also for those without one, as the engine wants them."""
    compiled = re.compile(pattern)
    names = {place: name for name, place in compiled.groupindex.items()}
    return [names.get(place, f"group {place}") for place in range(1, compiled.groups + 1)]


def _typed(field: str) -> str:
    cell = f"nullif({trimmed(f'item.{field}')}, '')"
    if field in MONEY:
        return number(cell, 4)
    return f"try_cast({number(cell, 0)} as bigint)" if field == "quantity" else cell
