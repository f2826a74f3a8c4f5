"""What platforms and people write into a column of states: unpaid, paid, dispatched, completed, closed or refunded."""

import re
import unicodedata
from collections.abc import Sequence

from retention.imports.maps import Source
from retention.imports.meaning import vocabulary
from retention.imports.typing import EMPTY, chosen_columns, quote, text, texts, trimmed

_TOLD = vocabulary("states")
MEANINGS = [(told["means"], re.compile("|".join(told["words"]))) for told in _TOLD["meanings"]]
DENIED = re.compile("|".join(_TOLD["denied"]))

# The column that stands for the state's where another one tells what was called off, and the word in it.
STATE, CALLED_OFF = "_state", "called off"


def with_cancelled(source: Source, header: Sequence[str], relation: str) -> tuple[Source, Sequence[str], str]:
    """Source, header and rows whose state is `called off` where the source's `cancelled` column is filled."""
    if not source.cancelled or source.cancelled not in header:
        return source, header, relation
    state = chosen_columns(source, header).get("status")
    cell = trimmed(quote(source.cancelled))
    called_off = f"case when {cell} not in {texts(EMPTY)} then {text(CALLED_OFF)} else {quote(state) if state else 'null'} end"
    told = {"columns": {**source.columns, "status": STATE}, "status": {**source.status, CALLED_OFF: "closed"}}
    return source.model_copy(update=told), [*header, STATE], f"(select *, {called_off} as {STATE} from {relation})"


def meaning(word: str) -> str | None:
    """What a state means; None where nobody can say.

    >>> [meaning(word) for word in ("等待买家付款", "交易关闭", "Partially Refunded", "已签收", "wc-processing", "神秘")]
    ['unpaid', 'closed', 'paid', 'completed', 'paid', None]
    """
    text = unicodedata.normalize("NFKC", word).casefold()
    text = " ".join(re.sub(r"[_\-]+", " ", re.sub(r"^wc[-_]", "", text)).split())
    if DENIED.search(text):
        return None
    return next((means for means, pattern in MEANINGS if pattern.search(text)), None)
