"""Dates and times as shops write them → the shop's local time: 24-07-03 · 7/3/24 1:46 PM · 2024年7月3日 下午1:46 · 3. März 2024 · Unix seconds.

A year of four digits in front tells what is what; where it stands last, or has two digits, the whole column decides (`conventions`).
Other ways of writing become one (`same_way`): numbers with - between, then the time, AM or PM, and the offset.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from retention.imports.sql import replaced, text
from retention.imports.verdicts import SLIPS, Seen, Verdict

Order = Literal["", "ymd", "dmy", "mdy"]


class Zones(NamedTuple):
    """The zone of a source's times without an offset, and the shop's own."""

    source: str
    shop: str


class DateWay(NamedTuple):
    """How a column writes its dates beyond those with the year in front: which number is what, signs between, a clock that counts seconds.

    `four` is the order where the year stands last with four digits, `two` where it has two, `per_second` is how often an epoch's clock ticks.
    """

    four: Order = ""
    two: Order = ""
    signs: str = ""
    per_second: int = 0


PLAIN_DATES = DateWay()
# Always read; the order is part of the promise. Month and day are swapped only where the map or a look at the values says so.
DATES = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y-%m-%dT%H:%M:%S",
    "%Y%m%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日 %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f",
    "%Y%m%d%H%M%S", "%Y%m%d%H%M", "%Y-%m-%d %I:%M:%S %p", "%Y-%m-%d %I:%M %p", "%Y/%m/%d %I:%M:%S %p", "%Y/%m/%d %I:%M %p",
)  # fmt: skip
# By the order of day, month and year; the sign stands between.
FOUR: dict[Order, str] = {"dmy": "%d{0}%m{0}%Y", "mdy": "%m{0}%d{0}%Y"}
TWO: dict[Order, str] = {"dmy": "%d{0}%m{0}%y", "mdy": "%m{0}%d{0}%y", "ymd": "%y{0}%m{0}%d"}
TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", " %H:%M:%S.%f")
NAMED = ("%d %b %Y", "%b %d, %Y", "%d-%b-%Y", "%d %B %Y", "%B %d, %Y")
OFFSET = r"([+-]\d{2}):?(\d{2})$|Z$| UTC$"
# What nearly all cells look like. DuckDB's plain cast reads these as the long way does, in a fraction of the time.
PLAIN_MOMENT = r"\d{4}(-\d{1,2}-|/\d{1,2}/)\d{1,2}( ([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?)?"
# Numbers with one sign between, and maybe a time: not worth rewriting.
SIMPLE = r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})( \d.*)?"
# A year of four digits before a sign, or numbers run together: those must be complete, 2024121 may be two days.
YEAR_FIRST = r"^\s*\d{4}(\D|\d{4}$|\d{8}$|\d{10}$)"
OUR_OFFSET = r"[+-]\d\d:\d\d$"
# Ticks per second: what such a number looks like in our days.
EPOCH = {1: r"\d{9,10}(\.\d+)?", 1_000: r"\d{12,13}", 1_000_000: r"\d{15,16}"}
SAME = {"０１２３４５６７８９": "0123456789", "：／－．，": ":/-.,", "\u00a0\u202f\u2009\u3000": "    "}
DAY_NAMES = (
    r"(星期|周|礼拜)[一二三四五六日天]|\b(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\b[.,]?"
    r"|\b(montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|mo|di|mi|do|fr|sa|so)\b[.,]?"
)
MONTH_NAMES = (
    r"jan(?:uary|uar)?|jänner", r"feb(?:ruary|ruar)?", r"mar(?:ch)?|märz|mär|mrz", r"apr(?:il)?", r"may|mai", r"jun[ei]?",
    r"jul[yi]?", r"aug(?:ust)?", r"sept?(?:ember)?", r"o[ck]t(?:ober)?", r"nov(?:ember)?", r"de[cz](?:ember)?",
)  # fmt: skip


def same_way(value: str) -> str:
    """SQL of a date as A-B-C[ time][ am|pm][offset] in numbers, whatever its language and signs; known years come first."""
    words = replaced(
        f"lower(translate({value}, {text(''.join(SAME))}, {text(''.join(SAME.values()))}))",
        (DAY_NAMES, ""),
        (r"a\.m\.|上午|凌晨|早上", "am"),
        (r"p\.m\.|下午", "pm"),
        (r"(am|pm)\s*(\d{1,2}[:时点][\d:.时点分秒]*)", r"\2 \1"),
        (r"(\d)\s*[时点]\s*", r"\1:"),
        (r"(:\d{1,2})分(\d)", r"\1:\2"),
        (r"(:\d{1,2})\s*(分|秒|uhr)", r"\1"),
        (r"(\d)(st|nd|rd|th)\b", r"\1"),
        *((rf"(^|[^a-zäöü])({name})([^a-zäöü]|$)", rf"\1m{number:02d}\3") for number, name in enumerate(MONTH_NAMES, 1)),
    )
    return replaced(
        words,
        (r"^\s*(\d{1,4})[-/.,年 ]+(\d{1,2})[-/.,月 ]+(\d{1,4})日?", r"\1-\2-\3"),
        (r"^[\s,.]*(\d{1,4})[-/., ]*(m\d\d)[-/., ]*(\d{1,4})", r"\1-\2-\3"),
        (r"^[\s,.]*(m\d\d)[-/., ]*(\d{1,2})[-/., ]+(\d{1,4})", r"\1-\2-\3"),
        (r"^(\d{4})-m(\d\d)-", r"\1-\2-"),
        (r"^(\d{1,2})-m(\d\d)-(\d{4})", r"\3-\2-\1"),
        (r"^m(\d\d)-(\d{1,2})-(\d{4})", r"\3-\1-\2"),
        (r"^(\d{1,2})-m(\d\d)-(\d\d)\b", r"y\3-\2-\1"),
        (r"^m(\d\d)-(\d{1,2})-(\d\d)\b", r"y\3-\1-\2"),
        (r"^(\S+-\S+-\d{1,4})[t,\s]+(\d)", r"\1 \2"),
        (r"(:\d{2})[.,](\d{1,6})\d*", r"\1.\2"),
        (r"(:\d{2}(?:\.\d+)?)\s*([ap]m)", r"\1 \2"),
        (r"(:\d{2}(?:\.\d+)?(?: [ap]m)?)\s*(?:utc|gmt|z)?\s*([+-]\d{2}):?(\d{2})$", r"\1\2:\3"),
        (r"(:\d{2}(?:\.\d+)?(?: [ap]m)?)\s*(?:utc|gmt|z)$", r"\1+00:00"),
        (r" ((?:1[3-9]|2[0-3]):[\d:.]+) [ap]m", r" \1"),
        (r"\s+$", ""),
    )


def moment(value: str, formats: Sequence[str], zones: Zones, way: DateWay = PLAIN_DATES) -> str:
    """SQL of a text as the shop's local time: texts with an offset or from another zone are turned to it; 5-digit numbers are Excel's day numbers.

    `formats` are a map's own and come first.
    """
    with_offset = f"timezone({text(zones.shop)}, try_cast(regexp_replace({value}, '\\s*{OFFSET.split('|')[0]}', '\\1:\\2') as timestamptz))"
    serial = f"timestamp '1899-12-30' + to_seconds(round(try_cast({value} as double) * 86400))"
    # Formats that the map gives come first, so the short way is open only where there are none.
    plain = "" if formats else f"when regexp_full_match({value}, {text(PLAIN_MOMENT)}) then {plain_moment(value, zones)} "
    short = (
        f"case {plain}{_epoch(value, zones, way)}when regexp_matches({value}, '\\d{{2}}:\\d{{2}}.*({OFFSET})') then {with_offset} "
        f"when regexp_matches({value}, '^[3-6]\\d{{4}}(\\.\\d+)?$') then {_local(serial, zones)} "
        f"else {_local(_parsed(value, (*formats, *_direct(way))), zones)} end"
    )
    long_way = f"list_transform([{same_way(value)}], lambda t: {_in_one_way('t', zones, way)})[1]"
    return f"coalesce({short}, {_named(value, zones)}, {long_way})"


def plain_moment(value: str, zones: Zones) -> str:
    """SQL of a text that looks like `PLAIN_MOMENT`."""
    return _local(f"try_cast({value} as timestamp)", zones)


def _local(naive: str, zones: Zones) -> str:
    return naive if zones.source == zones.shop else f"timezone({text(zones.shop)}, timezone({text(zones.source)}, {naive}))"


def _epoch(value: str, zones: Zones, way: DateWay) -> str:
    """A branch for columns of Unix seconds or of their thousandths; they count in UTC."""
    if not way.per_second:
        return ""
    seconds = f"timezone({text(zones.shop)}, to_timestamp(try_cast({value} as double) / {way.per_second}))"
    return f"when regexp_full_match({value}, {text(EPOCH[way.per_second])}) then {seconds} "


def _parsed(value: str, formats: Sequence[str]) -> str:
    """SQL of a text by some formats, then by those with the year in front: its four digits must be there, or 9/7/25 is in the year 9."""
    first_year = f"case when regexp_matches({value}, {text(YEAR_FIRST)}) then {_strptime(value, DATES)} end"
    return f"coalesce({_strptime(value, formats)}, {first_year})" if formats else first_year


def _named(value: str, zones: Zones) -> str:
    """SQL of a text with an English month and a whole year: much faster than the long way."""
    formats = [day + time for day in NAMED for time in TIMES]
    return f"case when regexp_matches({value}, '[A-Za-z]{{3}}.*\\d{{4}}') then {_local(_strptime(value, formats), zones)} end"


def _in_one_way(cell: str, zones: Zones, way: DateWay) -> str:
    """SQL of a cell that `same_way` made; a two-digit year that a month's name gives away has a y before it."""
    known = [f"{day}-%m-%d{time}" for day in ("y%y", "%Y") for time in TIMES]
    own = _direct(way._replace(signs="-"))
    bare = f"regexp_replace({cell}, {text(OUR_OFFSET)}, '')"
    naive = f"case when regexp_matches({cell}, '^(y\\d\\d|\\d{{4}})-') then {_strptime(bare, known)} else {_strptime(bare, own)} end"
    offset = f"regexp_extract({cell}, {text(OUR_OFFSET)})"
    turned = f"timezone({text(zones.shop)}, try_cast(strftime({naive}, '%Y-%m-%d %H:%M:%S.%f') || {offset} as timestamptz))"
    return f"case when {offset} <> '' then {turned} else {_local(naive, zones)} end"


def _strptime(cell: str, formats: Sequence[str]) -> str:
    return f"try_strptime({cell}, [{', '.join(map(text, dict.fromkeys(formats)))}])" if formats else "null::timestamp"


def _direct(way: DateWay) -> list[str]:
    """Formats of a column's dates as they are written. Those of two-digit years come first: they read no others, as %Y would read theirs."""
    days = [kind.format(sign) for kind in (TWO.get(way.two), FOUR.get(way.four)) if kind for sign in way.signs]
    return [day + time for day in days for time in TIMES]


# -- which number is the day ------------------------------------------------------------------------

ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")
# Of dates whose days are 12 at most by chance so many come together once in many thousand files.
MANY = 12
PARTS = r"^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})([\s+].*)?$"
FITS = {"dmy": ("a", "b", "c"), "mdy": ("b", "a", "c"), "ymd": ("c", "b", "a")}


class Tally(NamedTuple):
    """Cells of one kind: how many fit each order, the first of all, the first that fits only one order, and how many the first two read apart."""

    fits: dict[str, int]
    some: int
    first: Seen
    only: dict[str, Seen]
    apart: int


def tally_query(cells: str, last_year: int) -> str:
    """SQL: how the cells (`cell`, `_row`) of a column can be read, by kind.

    Kinds are `first` (a year of four digits stands there), `four` (it stands last), `two` (all numbers have two), the ticks of clocks, and `other`,
    for which nothing is to be found. `last_year` is the last of this century that two digits may mean.
    """

    def fits(day: str, month: str, year: str) -> str:
        known = f"kind = 'four' or {year} <= {last_year % 100} or {year} >= 90" if last_year < 2090 else "true"
        return f"kind in ('four', 'two') and {day} between 1 and 31 and {month} between 1 and 12 and ({known})"

    clocks = " ".join(f"when regexp_full_match(t, {text(pattern)}) then '{ticks}'" for ticks, pattern in EPOCH.items())
    years = "when length(p.a) = 4 then 'first' when length(p.a) > 2 then 'other' when length(p.c) = 4 then 'four' when length(p.c) < 3 then 'two'"
    kind = f"case when p.c = '' then (case {clocks} else 'other' end) {years} end"
    # There are few days in a column: they are counted before they are looked at.
    day = "regexp_replace(cell, '[T\\s]*\\d{1,2}:.*$', '') as day"
    days = f"select {day}, arg_min(cell, _row) as cell, min(_row) as _row, count(*) as n from ({cells}) group by 1"
    rewritten = f"select *, case when regexp_full_match(day, {text(SIMPLE)}) then day else {same_way('day')} end as t from ({days})"
    parted = f"select *, regexp_extract(t, {text(PARTS)}, ['a', 'b', 'c']) as p from ({rewritten})"
    counted = f"select cell, _row, n, {kind} as kind, try_cast(p.a as int) as a, try_cast(p.b as int) as b, try_cast(p.c as int) as c from ({parted})"
    orders = ", ".join(f"({fits(*parts)})" + (" and kind = 'two'" if order == "ymd" else "") + f" as {order}" for order, parts in FITS.items())
    several = " + ".join(f"{order}::int" for order in ORDERS)
    signs = "string_agg(distinct regexp_extract(cell, '^\\d+([-/.])', 1), '')"
    by_order = ", ".join(_sum(order) for order in ORDERS)
    alone = ", ".join(f"min(_row) filter ({order} and {several} = 1), arg_min(cell, _row) filter ({order} and {several} = 1)" for order in ORDERS)
    return f"""
        select coalesce(kind, 'other'), sum(n)::bigint, min(_row), arg_min(cell, _row), {_sum(f"{several} > 0")}, {_sum("a <> b")},
            coalesce({signs}, ''), {by_order}, {_sum("kind = 'first' and b <= 12 and c <= 12")}, {alone}
        from (select *, {orders} from ({counted})) group by 1"""


def _sum(condition: str) -> str:
    return f"coalesce(sum(n) filter ({condition}), 0)::bigint"


def tally(row: tuple) -> Tally:
    """A row of `tally_query`."""
    fits, alone = row[7:10], row[11:]
    only: dict[str, Seen] = {order: Seen(1, alone[2 * i], alone[2 * i + 1]) for i, order in enumerate(ORDERS) if alone[2 * i] is not None}
    return Tally(dict(zip(ORDERS, fits, strict=True)), row[4], Seen(row[1], row[2], row[3]), only, row[5])


def swapped(first: tuple, four: tuple) -> bool:
    """Whether a spreadsheet has swapped days and months (from the rows of `tally_query`): it turns 03/04 into a date, and leaves 13/04 a text.

    Then no date has a day above 12 and all texts have; with so many of each, that is no chance.
    """
    only = tally(four).only
    alone = sum(four[7:9]) == four[1] and len(only) == 1 and only.keys() <= {"dmy", "mdy"}
    return alone and min(first[1], four[1]) >= MANY and first[10] == first[1]


def verdict(tally: Tally) -> Verdict:
    """Which of a column's numbers is the day, by the order that most of its cells fit."""
    best = max(tally.fits.values())
    likely = tuple(order for order in ORDERS if tally.fits[order] == best)
    may_be_meant = tuple(order for order in ORDERS if 2 * tally.fits[order] >= best)
    if not best:
        return Verdict("")
    if best < (1 - SLIPS) * tally.some:
        first, second, *_ = [*tally.only.values(), tally.first, tally.first]
        return Verdict("", may_be_meant, first, second)
    if len(likely) == 1 or (likely == ("dmy", "mdy") and not tally.apart):
        return Verdict(likely[0], may_be_meant)
    return Verdict("", likely, tally.first, easy=likely)
