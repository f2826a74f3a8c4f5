"""Texts that a row tells in several columns: the first that is filled, or all of them joined."""

from collections.abc import Sequence

from retention.imports.map_parts import Made
from retention.imports.maps import Source
from retention.imports.sql import quote, texts
from retention.imports.typing import EMPTY, trimmed


def with_made(source: Source, header: Sequence[str]) -> tuple[Source, tuple[str, ...], dict[str, str]]:
    """Source and header of a table with its made texts, and their SQL by the name of their column; a single column there is stands for itself."""
    columns, made = dict(source.columns), {}
    taken = {name.casefold() for name in header}
    for field, how in source.made.items():
        parts = [column.strip() for column in how.first_of or how.joined]
        name = (" or " if how.first_of else " and ").join(parts)
        there = [column for column in parts if column in header]
        columns[field] = (name, *parts)
        # A column that the file itself calls so says it all.
        if len(there) > 1 and name.casefold() not in taken:
            made[name] = _made(how, there)
    return source.model_copy(update={"columns": columns}), (*header, *made), made


def _made(how: Made, columns: Sequence[str]) -> str:
    filled = ", ".join(f"case when {trimmed(quote(c))} not in {texts(EMPTY)} then {trimmed(quote(c))} end" for c in columns)
    return f"coalesce({filled}, '')" if how.first_of else f"concat_ws(' ', {filled})"
