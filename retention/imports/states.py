"""What platforms and people write into a column of states: unpaid, paid, dispatched, completed, closed or refunded."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

import duckdb

from retention.imports.maps import KNOWN, Source
from retention.imports.meaning import SIMPLE, vocabulary
from retention.imports.typing import ANY, EMPTY, chosen_columns, quote, text, texts, trimmed

_TOLD = vocabulary("states")
MEANINGS = [(told["means"], re.compile("|".join(told["words"]))) for told in _TOLD["meanings"]]
DENIED = re.compile("|".join(_TOLD["denied"]))
PARTIAL = re.compile("|".join(_TOLD["partial"]))
REFUND_OPEN, REFUND_SETTLED = (re.compile("|".join(_TOLD[name])) for name in ("refund_open", "refund_settled"))

# Columns that stand for the state's and the refund's where other columns say more of them.
STATE, SETTLED = "_state", "_settled"
# "(删除)等待出库" is an order that was called off while it waited.
TAKEN_BACK = re.compile(r"[(（\[][^)）\]]*(删除|取消|作废|关闭)[^)）\]]*[)）\]]")
# A column with more words than these holds no states.
MOST_WORDS = 200
# A refund that ended without money: goods went, or it was called off.
NO_MONEY = re.compile("^(?!.*(退款|refund)).*(换货|补寄|补发|维修|exchange|repair|replace)")
ENDED = re.compile("关闭|取消|撤销|失败|拒绝|驳回|cancel|closed|reject|refus|declin|fail")
ABOUT = (("closed", "取消|关闭|作废|cancel|void"), ("refunded", "退款|退货|refund|return"))
YES, NO = ("是", "yes", "y", "true", "1", "√", "已", "ja"), ("否", "no", "n", "false", "0", "×", "未", "nein")


def with_more(source: Source, header: Sequence[str], relation: str) -> tuple[Source, Sequence[str], str]:
    """Source, header and rows in which further columns have had their say on states and refunds."""
    chosen, cells, added = chosen_columns(source, header), {}, dict(source.columns)
    if any(column in header for column in source.more_states):
        cells[STATE], added["status"] = _state(source, header, chosen), STATE
    if "refunded" in chosen and any(column in header for column in source.settled_when):
        cells[SETTLED], added["refunded"] = _settled(source, header, chosen["refunded"]), SETTLED
    if not cells:
        return source, header, relation
    told = {"columns": added, "status": {**source.status, **{f"{ANY}{state}": state for state in ("unpaid", "closed", "refunded")}}}
    more = ", ".join(f"{cell} as {name}" for name, cell in cells.items())
    return source.model_copy(update=told), [*header, *cells], f"(select *, {more} from {relation})"


def with_meanings(con: duckdb.DuckDBPyConnection, source: Source, header: Sequence[str], relation: str) -> tuple[Source, dict[str, str]]:
    """The source with states that its map does not name and whose words have a meaning, where it asks for that; and what was taken for what."""
    column = chosen_columns(source, header).get("status")
    if source.other_states != "by_meaning" or column is None:
        return source, {}
    found = con.sql(f"select distinct {trimmed(quote(column))} from {relation} where _other is null limit {MOST_WORDS}").fetchall()
    known = {*source.status, *(told for texts_of in KNOWN[source.grain].values() for told in texts_of), *EMPTY}
    strange = sorted(word for (word,) in found if word and word not in known and not word.startswith(ANY))
    means = _of_refund if source.grain == "return" else meaning
    taken = {word: meant for word in strange if (meant := means(word))}
    return source.model_copy(update={"status": {**source.status, **taken}}), taken


def says_refunded(con: duckdb.DuckDBPyConnection, source: Source, header: Sequence[str], relation: str) -> int:
    """Rows whose words say that something was given back; those that their state books as a whole, or as no sale, leave nothing to say."""
    if source.says_refunded not in header:
        return 0
    cell = trimmed(quote(source.says_refunded))
    told = chosen_columns(source, header).get("status")
    booked = [word for word, state in source.status.items() if state in ("refunded", "closed", "unpaid")] if told else []
    rest = f"and coalesce({trimmed(quote(told))}, '') not in {texts(booked)}" if told and booked else ""
    query = f"select {cell}, count(*) from {relation} where _other is null {rest} group by 1 order by 2 desc limit {MOST_WORDS}"
    counted = con.sql(query).fetchall()
    return sum(rows for word, rows in counted if word and word not in EMPTY and is_settled(word))


def _of_refund(word: str) -> str | None:
    """What a state of a refund means; None where nobody can say."""
    if ENDED.search(_plain(word)) or NO_MONEY.search(_plain(word)):
        return "cancelled"
    settled = is_settled(word)
    return None if settled is None else "settled" if settled else "open"


def _state(source: Source, header: Sequence[str], chosen: Mapping[str, str]) -> str:
    """SQL: an order that its status calls unpaid or closed stays so; else the worst that a further column says of it."""
    own = trimmed(quote(chosen["status"])) if "status" in chosen else "null"
    dead = [word for word, state in source.status.items() if state in ("unpaid", "closed")]
    first = f"when {own} in {texts(dead)} then {own} " if dead else ""
    cases = [
        f"when {_says(column, [word for word, means in words.items() if means == state])} then {text(ANY + state)}"
        for state in ("closed", "unpaid", "refunded")
        for column, words in source.more_states.items()
        if column in header and state in words.values()
    ]
    return f"case {first}{' '.join(cases)} else {own} end"


def _settled(source: Source, header: Sequence[str], refunded: str) -> str:
    """SQL: what was given back, nothing where a further column says that it was not."""
    told = " and ".join(f"({_says(column, words)} or {trimmed(quote(column))} in {texts(EMPTY)} or {quote(column)} is null)"
                        for column, words in source.settled_when.items() if column in header)  # fmt: skip
    return f"case when {told} then {quote(refunded)} else '0' end"


def _says(column: str, words: Sequence[str]) -> str:
    cell = trimmed(quote(column))
    return f"{cell} not in {texts(EMPTY)}" if ANY in words else f"{cell} in {texts(words)}" if words else "false"


def more_said(name: str, found: Iterable[str]) -> dict[str, str]:
    """What words of a further column mean, by the column's plain name: yes and no, or states that leave out or give back."""
    about = next((state for state, pattern in ABOUT if re.search(pattern, name)), "")
    said: dict[str, str] = {}
    for word in found:
        plainly = word.strip().casefold()
        if plainly in YES:
            said |= {word: about} if about else {}
        elif plainly in NO:
            said |= {} if about else {word: "unpaid"}
        else:
            state = meaning(word)
            said |= {word: state} if state in ("unpaid", "closed", "refunded") else {}
    return said


def meaning(word: str) -> str | None:
    """What a state means; None where nobody can say.

    >>> [meaning(word) for word in ("等待买家付款", "交易关闭", "Partially Refunded", "已签收", "wc-processing", "(删除)等待出库", "神秘")]
    ['unpaid', 'closed', 'paid', 'completed', 'paid', 'closed', None]
    """
    if TAKEN_BACK.match(word.strip()):
        return "closed"
    plainly = _plain(word)
    if DENIED.search(plainly):
        return None
    return next((means for means, pattern in MEANINGS if pattern.search(plainly)), None)


def is_partial(word: str) -> bool:
    """Whether a state says that a part was given back, and not how much."""
    return bool(PARTIAL.search(_plain(word)))


def is_settled(word: str) -> bool | None:
    """Whether a state of a refund means that money was given back; None where nobody can say.

    >>> [is_settled(word) for word in ("退款成功", "同意退款，退款成功", "部分退款", "退款关闭", "无售后或售后取消", "未退款", "是", "神秘")]
    [True, True, True, False, False, False, True, None]
    """
    plainly = _plain(word)
    if plainly in (*YES, *NO):
        return plainly in YES
    if "退款成功" not in plainly and REFUND_OPEN.search(plainly):
        return False
    return True if REFUND_SETTLED.search(plainly) else None


def _plain(word: str) -> str:
    """A state for comparison: one script, small letters, without wc- and remarks in brackets before it."""
    text = re.sub(r"^wc[-_]|^[(（\[].*?[)）\]]", "", unicodedata.normalize("NFKC", word).translate(SIMPLE).casefold())
    return " ".join(re.sub(r"[_\-]+", " ", text).split())
