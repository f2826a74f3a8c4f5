"""What platforms and people write into a column of states: unpaid, paid, dispatched, completed, closed or refunded."""

import re
import unicodedata

from retention.imports.meaning import vocabulary

_TOLD = vocabulary("states")
MEANINGS = [(told["means"], re.compile("|".join(told["words"]))) for told in _TOLD["meanings"]]
DENIED = re.compile("|".join(_TOLD["denied"]))


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
