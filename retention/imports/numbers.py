"""Numbers as shops write them → decimals: 1.250,00 · 1'234.50 · 1,23,456.00 · (12.00) · 12.00- · Rs. 1,234 · 1.2万 · １２.５ · 1,299.00元.

Which sign begins the cents is a matter of a whole column (`conventions`), because 1.250 alone does not tell. A cell that does not fit the
way of its column is not read: 29,33 is never 2,933, and 12元50 never 1,250.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from retention.imports.sql import replaced, text
from retention.imports.verdicts import NONE, SLIPS, Seen, Verdict

Decimal = Literal["point", "comma"]
Kind = Literal["money", "whole", "any"]


class NumberWay(NamedTuple):
    """How a column writes its numbers: the sign that begins the cents, and what one stands for (10,000 in a column of 万元)."""

    decimal: Decimal = "point"
    times: int = 1


PLAIN_NUMBERS = NumberWay()
# What nearly all cells look like. DuckDB's plain cast reads these as the long way does, in a fraction of the time.
PLAIN_NUMBER = r"-?\d{1,12}(\.\d+)?"
PLAIN_WHOLE = r"-?\d{1,12}"
# Full-width signs, the several minus signs, and marks that Switzerland and others put between thousands.
SAME = {"０１２３４５６７８９．，－＋（）": "0123456789.,-+()", "−–﹣": "---", "’‘´`＇": "'''''"}
SPACE = r"[\s\x{a0}\x{2000}-\x{200b}\x{202f}\x{205f}\x{3000}]"
CURRENCY = (
    r"(?i:[¥￥$€£₹₽₩₫฿₺₴₪元圆円件]|人民币|块|港币|美元|欧元|日元|英镑|(?:US|HK|NT|AU|CA|NZ|SG|A|C|S|R|MX)\$|CNY|RMB|USD|EUROS?|EUR|GBP|JPY|HKD|TWD|KRW|"
    r"INR|Rs\.?|SEK|NOK|DKK|kr\.?|CHF|Fr\.|PLN|zł|CZK|Kč|HUF|Ft|AUD|CAD|NZD|SGD|BRL|MXN|THB|VND|TRY|TL|RUB|IDR|Rp\.?|MYR|RM|PHP|ZAR|AED|SAR)"
)
# How often one of a unit stands for one, longest word first.
UNITS = {"百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000, "万": 10_000, "萬": 10_000, "千": 1_000, "k": 1_000, "K": 1_000}
UNIT = f"({'|'.join(UNITS)})$"
EXPONENT = r"([eE][-+]?\d{1,2})?"
# A sign between thousands stands before groups of three digits (in India, before the last three and then every two), and none begins with 0.
NUMBER = {
    "point": rf"[-+]?(\d+|[1-9]\d{{0,2}}(,\d{{3}})+|[1-9]\d{{0,2}}('\d{{3}})+|[1-9]\d?(,\d{{2}})*,\d{{3}})?(\.\d+)?{EXPONENT}",
    "comma": rf"[-+]?(\d+|[1-9]\d{{0,2}}(\.\d{{3}})+|[1-9]\d{{0,2}}('\d{{3}})+)?(,\d+)?{EXPONENT}",
}
# Signs between thousands and no more: not worth tidying up.
SIMPLE = {"point": r"-?[1-9]\d{0,2}(,\d{3}){1,3}(\.\d+)?", "comma": r"-?([1-9]\d{0,2}(\.\d{3}){0,3}|\d{1,12})(,\d+)?"}


def bare(value: str) -> str:
    """SQL of a number without currency, white space and brackets; white space between digits becomes ' and a unit such as 万 stays."""
    other, plain = "".join(SAME), "".join(SAME.values())
    return replaced(
        f"translate({value}, {text(other)}, {text(plain)})",
        (rf"(\d){SPACE}+(\d)", r"\1'\2"),
        (SPACE, ""),
        (rf"^([-+(]*){CURRENCY}+", r"\1"),
        (rf"{CURRENCY}+([-)]*)$", r"\1"),
        (r"(\d)[.,]-{1,2}$", r"\1"),
        (r"^\(([^()-]*)\)$", r"-\1"),
        (r"^([^-]+)-$", r"-\1"),
    )


def number(value: str, scale: int, way: NumberWay = PLAIN_NUMBERS) -> str:
    """SQL of a text as decimal with `scale` digits, null where it does not fit the column's way; brackets or a minus behind mean below zero."""
    kind = f"decimal(18, {scale})"
    plain = PLAIN_NUMBER if way.decimal == "point" else PLAIN_WHOLE
    signed = _as_point(value, way)
    return (
        f"(case when regexp_full_match({value}, {text(plain)}) then {_times(f'try_cast({value} as {kind})', value, kind, way.times)} "
        f"when regexp_full_match({value}, {text(SIMPLE[way.decimal])}) then {_times(f'try_cast({signed} as {kind})', signed, kind, way.times)} "
        f"else list_transform([{bare(value)}], lambda n: {_long_way('n', kind, way)})[1] end)"
    )


def _long_way(cell: str, kind: str, way: NumberWay) -> str:
    """SQL of a bare number, that may have a unit of its own, as decimal."""
    thousands, cents = (",", ".") if way.decimal == "point" else (".", ",")
    without = f"replace(replace(replace(rtrim({cell}, {text(''.join(UNITS))}), '''', ''), {text(thousands)}, ''), {text(cents)}, '.')"
    # DuckDB casts 5e-05 to 0.01, so powers of ten go by way of doubles as units do.
    units = f"when regexp_matches({cell}, '[eE]') then {_doubled(without, kind, way.times)} "
    units += " ".join(f"when ends_with({cell}, {text(unit)}) then {_doubled(without, kind, times)}" for unit, times in UNITS.items())
    fits = f"regexp_full_match(regexp_replace({cell}, {text(UNIT)}, ''), {text(NUMBER[way.decimal])})"
    return f"case when {fits} then case {units} else {_times(f'try_cast({without} as {kind})', without, kind, way.times)} end end"


def _as_point(cell: str, way: NumberWay) -> str:
    """SQL of a number without signs between thousands, and with a point before the cents."""
    return f"replace({cell}, ',', '')" if way.decimal == "point" else f"replace(replace({cell}, '.', ''), ',', '.')"


def _times(once: str, cell: str, kind: str, times: int) -> str:
    return once if times == 1 else _doubled(cell, kind, times)


def _doubled(cell: str, kind: str, times: int) -> str:
    return f"try_cast(try_cast({cell} as double) * {times} as {kind})"


# -- which sign begins the cents --------------------------------------------------------------------

BOTH: tuple[Decimal, ...] = ("point", "comma")
# What a cell tells. `dot` and `dot0` (1.234, 1.250), `com` and `com0` (1,234, 1,250) fit both ways; `small` has no sign and no thousands.
KINDS = {
    "small": r"\d{1,3}", "large": r"\d+", "dot0": r"[1-9]\d{0,2}\.\d\d0", "dot": r"[1-9]\d{0,2}\.\d{3}",
    "com0": r"[1-9]\d{0,2},\d\d0", "com": r"[1-9]\d{0,2},\d{3}",
}  # fmt: skip


def kinds_query(cells: str) -> str:
    """SQL: what the cells (`cell`, `_row`) of a column tell of its way, by kind, with number, first row and first cell."""

    def fits(cell: str, pattern: str) -> str:
        return f"regexp_full_match({cell}, {text(pattern)})"

    def telling(way: Decimal, sign: str) -> str:
        return f"when {fits('u', NUMBER[way])} then '{way}' || case when {fits('u', f'.*[{sign}][0-9]{{1,2}}')} then '_short' else '' end"

    kinds = " ".join(f"when {fits('t', pattern)} then '{kind}'" for kind, pattern in KINDS.items())
    both = f"when {fits('u', NUMBER['point'])} and {fits('u', NUMBER['comma'])} then 'same'"
    kind = f"case {kinds} {both} {telling('point', '.')} {telling('comma', ',')} else 'neither' end"
    tidy = f"case when regexp_full_match(cell, '-?[0-9][0-9.,]*') then cell else {bare('cell')} end"
    unsigned = f"select cell, _row, ltrim({tidy}, '-+') as t from ({cells})"
    told = f"select *, regexp_replace(t, {text(UNIT)}, '') as u from ({unsigned})"
    return f"select {kind} as kind, count(*), min(_row), arg_min(cell, _row) from ({told}) group by 1"


def verdict(seen: Mapping[str, Seen], kind: Kind, delimiter: str) -> Verdict:
    """Which sign begins the cents in a column where these kinds of cells were seen.

    Amounts have three decimals rarely, so those of a column that leaves it open can only be thousands unless somebody says otherwise.
    """

    def first(*kinds: str) -> Seen:
        return min((seen[k] for k in kinds if k in seen), key=lambda s: s.row, default=NONE)

    def cells(*kinds: str) -> int:
        return sum(seen[k].cells for k in kinds if k in seen)

    telling = {"point": ("point", "point_short"), "comma": ("comma", "comma_short")}
    loose = {"point": ("dot", "dot0"), "comma": ("com", "com0")}
    told = {way: cells(*telling[way]) for way in BOTH}
    likely: Decimal = "point" if told["point"] >= told["comma"] else "comma"
    if min(told.values()) > SLIPS * sum(told.values()):
        return Verdict("", BOTH, first(*telling["point"]), first(*telling["comma"]))
    if told[likely]:
        rounded, short = loose[likely][1], f"{likely}_short"
        if cells(rounded) and cells(short):  # nobody writes 1.250 and 89.90 in one column with the same sign for the same thing
            return Verdict("", BOTH, first(rounded), first(short))
        return Verdict(likely, BOTH if cells(*loose["point"], *loose["comma"]) else ())
    signs = [way for way in BOTH if cells(*loose[way])]
    if len(signs) != 1:
        return Verdict("", BOTH, first(*loose["point"]), first(*loose["comma"])) if signs else Verdict("")
    thousands = BOTH[1 - BOTH.index(signs[0])]
    even = kind == "money" and cells("small") and not cells("large") and cells(loose[signs[0]][1])
    usual = delimiter == ";" if thousands == "comma" else kind != "any" and delimiter != ";"
    return Verdict("", BOTH, first(*loose[signs[0]]), easy=(thousands,) if kind == "money" else BOTH, fallback=thousands if even or usual else "")
