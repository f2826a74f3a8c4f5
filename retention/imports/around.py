"""What lies around and between a source's rows: totals and remarks below a table, rows of another kind, packed cells.

Read off the cells before anything is typed. A file that several sources share gives each row to the sources whose kind it is;
rows of no kind, and broken ones, stand with the first of them, so that every row has its fate once.
"""

from collections.abc import Sequence

from retention.imports.map_parts import Rows, Texts
from retention.imports.maps import Source
from retention.imports.typing import fits, holds, quote, text, trimmed
from retention.tables.fates import FOOTER, OTHER_KIND

# A total is announced in one of the first columns; some are left empty before it.
LOOKED_AT = 12
# Stands between packed cells; no file has it.
BETWEEN = "\u241e"


def read_query(relation: str, source: Source, header: Sequence[str], shared_with: Sequence[Source] = ()) -> str:
    """SQL of a staged file's rows for one source, with `_other` (why a row is none of a table; null: it is one) and `_packed` cells.

    `shared_with` are all sources that read this file, this one included, in their order.
    """
    readers = shared_with or [source]
    mine, anyone = _is_kind(source.rows), " or ".join(_is_kind(s.rows) for s in readers)
    first = "true" if readers[0] is source else "false"
    footer = is_footer(source.footer, header) if source.footer else "false"
    other = f"case when {footer} then {text(FOOTER)} when _broken is null and not {mine} then {text(OTHER_KIND)} end"
    taken = f" where {mine} or ({first} and not ({anyone}))" if source.rows else ""
    return f"(select *, {other} as _other, {_packed(source, header)} as _packed from {relation}{taken})"


def _is_kind(rows: Rows | None) -> str:
    """SQL of whether a row is of the kind that a source takes."""
    return f"(_broken is null and {holds(trimmed(quote(rows.column)), rows)})" if rows else "true"


def is_footer(footer: Texts, header: Sequence[str]) -> str:
    """SQL of whether the first filled cell of a row says that it is none; of broken rows the beginning of their text."""
    cells = ", ".join(f"nullif({trimmed(quote(name))}, '')" for name in header[:LOOKED_AT])
    broken = "nullif(regexp_extract(_broken, '^[\\s,;|\\t\"`]*([^,;|\\t\"]*)', 1), '')"
    lowered = Texts(**{how: tuple(t.lower() for t in told) for how, told in footer.model_dump().items()})
    # The cell is worked out once, whatever the number of words.
    return f"coalesce(list_transform([lower(trim(coalesce({cells}, {broken})))], lambda f: {holds('f', lowered)})[1], false)"


def _packed(source: Source, header: Sequence[str]) -> str:
    """SQL of the filled cells that are packed with items, with `BETWEEN` between them."""
    columns = [quote(name) for name in header if source.unpack and fits(source.unpack.column, name)]
    cells = ", ".join(f"nullif({trimmed(column)}, '')" for column in columns)
    return f"concat_ws({text(BETWEEN)}, {cells})" if columns else "null::varchar"
