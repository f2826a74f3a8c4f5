"""Rows that tell several states of one thing, each time in a column of its own, become a row per state.

A map says `states: {requested: 申请时间, agreed: 同意时间}`; a state whose column is empty was not reached. A row that tells of none stays one row,
so that the ledger has it.
"""

from collections.abc import Sequence

from retention.imports.maps import Source
from retention.imports.typing import EMPTY, quote, text, texts, trimmed

STATE = "_state_told"


def _changed(source: Source) -> str:
    """The made column of times, by the names of those it is made of: messages about their cells say it."""
    return f"({' / '.join(dict.fromkeys(source.states.values()))})"


def with_states(source: Source, header: Sequence[str]) -> tuple[Source, tuple[str, ...]]:
    """Source and header with the columns that `unpivoted` makes."""
    if not source.states:
        return source, tuple(header)
    changed = _changed(source)
    return source.model_copy(update={"columns": {**source.columns, "state": STATE, "changed_at": changed}}), (*header, STATE, changed)


def unpivoted(relation: str, source: Source, header: Sequence[str]) -> str:
    """SQL of a file's rows, one for each state that a row has reached; in sources without wide states the rows as they are."""
    if not source.states:
        return relation
    changed = quote(_changed(source))
    filled = {state: f"coalesce({trimmed(quote(c))}, '') not in {texts(EMPTY)}" for state, c in source.states.items() if c in header}
    rows = [
        f"select *, {text(state)} as {STATE}, {quote(source.states[state])} as {changed} from {relation} where {holds}"
        for state, holds in filled.items()
    ]
    none = f"select *, null::varchar as {STATE}, null::varchar as {changed} from {relation} where not ({' or '.join(filled.values()) or 'false'})"
    return f"({' union all '.join([*rows, none])})"
