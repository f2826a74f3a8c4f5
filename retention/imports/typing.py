"""Staged text → typed columns and a first fate per row, as one SQL query per file.

The import runs on DuckDB, on the shop's machine; what it writes both engines read. Texts that
cannot be read become a fate that names the field, never a silent null.
"""

from collections.abc import Sequence
from typing import NamedTuple

from retention.imports.maps import DAYS, FIELDS, MONEY, NEEDED, ORDER_STATUS, TIMES, WHOLE, ImportMap, Source

# Always read; the order is part of the promise. Month and day are swapped only where the map or a look at the values says so.
DATES = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y-%m-%dT%H:%M:%S",
    "%Y%m%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日 %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f",
)  # fmt: skip
# What platforms write for "nothing".
EMPTY = ("", "-", "--", "NULL", "null", "NaN", "nan", "None", "N/A", "0000-00-00", "0000-00-00 00:00:00", "无")
EARLIEST = "1990-01-01"
# Prices of one piece keep four decimals; amounts two.
FINE_MONEY = ("unit_price", "list_price")
# Somebody may be called 无, so words for "nothing" stay in these.
FREE_TEXT = ("name", "note", "product_name")
OFFSET = r"([+-]\d{2}):?(\d{2})$|Z$"
# A comma is a thousands separator only before groups of three digits; "29,33" is not read as 2,933.
NUMBER = r"^[-+]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?$"
# What nearly all cells look like. DuckDB's plain cast reads these as the long way does, in a fraction of the time.
PLAIN_NUMBER = r"-?\d{1,12}(\.\d+)?"
PLAIN_MOMENT = r"\d{4}(-\d{1,2}-|/\d{1,2}/)\d{1,2}( ([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?)?"
WHITE = "' \t\r\n\u00a0\ufeff\u3000'"


def quote(name: str) -> str:
    """An SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """An SQL string."""
    return "'" + value.replace("'", "''") + "'"


def texts(values: Sequence[str]) -> str:
    """An SQL list of strings in parentheses."""
    return "(" + ", ".join(text(v) for v in values) + ")"


def chosen_columns(source: Source, header: Sequence[str]) -> dict[str, str]:
    """Our field → the file's column that carries it, for the fields that this file has."""
    chosen = {}
    for field, names in source.columns.items():
        for name in [names] if isinstance(names, str) else names:
            if name.strip() in header:
                chosen[field] = name.strip()
                break
    return chosen


def trimmed(cell: str) -> str:
    """A cell without white space, tabs and byte order marks around it."""
    return f"trim({cell}, {WHITE})"


def without_formula(field: str) -> str:
    """="123" becomes 123."""
    cell = quote(field)
    inner = f"substring({cell}, 3, length({cell}) - 3)"
    return f"case when length({cell}) > 2 and starts_with({cell}, '=\"') and ends_with({cell}, '\"') then {trimmed(inner)} else {cell} end"


def without_apostrophe(field: str) -> str:
    """A leading apostrophe goes where it guards a number or a sign."""
    cell = quote(field)
    return f"case when starts_with({cell}, '''') and regexp_matches({cell}, '^''[0-9+=@-]') then substring({cell}, 2) else {cell} end"


def nothing_as_null(field: str) -> str:
    """Words for nothing become null, in free text the empty cell only. (DuckDB would make a join of a long IN.)"""
    cell, words = quote(field), ("",) if field in FREE_TEXT else EMPTY
    return f"case {cell} {' '.join(f'when {text(word)} then null' for word in words)} else {cell} end"


def number(value: str, scale: int) -> str:
    """A text as decimal: currency signs, units and thousands separators are taken off, brackets mean below zero."""
    plain = f"regexp_replace(regexp_replace({value}, '[¥￥$€£元件\\s\u00a0]|CNY|RMB|USD|GBP|EUR', '', 'g'), '^\\((.*)\\)$', '-\\1')"
    kind = f"decimal(18, {scale})"
    return (
        f"(case when regexp_full_match({value}, {text(PLAIN_NUMBER)}) then try_cast({value} as {kind}) "
        f"when regexp_matches({plain}, {text(NUMBER)}) then try_cast(replace({plain}, ',', '') as {kind}) end)"
    )


class Zones(NamedTuple):
    """The zone of a source's times without an offset, and the shop's own."""

    source: str
    shop: str


def moment(value: str, formats: Sequence[str], zones: Zones) -> str:
    """A text as the shop's local time: texts with an offset or from another zone are turned to it; 5-digit numbers are Excel's day numbers."""

    def local(naive: str) -> str:
        return naive if zones.source == zones.shop else f"timezone({text(zones.shop)}, timezone({text(zones.source)}, {naive}))"

    all_formats = ", ".join(text(f) for f in dict.fromkeys((*formats, *DATES)))
    with_offset = f"timezone({text(zones.shop)}, try_cast(regexp_replace({value}, '\\s*{OFFSET.split('|')[0]}', '\\1:\\2') as timestamptz))"
    serial = f"timestamp '1899-12-30' + to_seconds(round(try_cast({value} as double) * 86400))"
    # Formats that the map gives come first, so the short way is open only where there are none.
    plain = "" if formats else f"when regexp_full_match({value}, {text(PLAIN_MOMENT)}) then {local(f'try_cast({value} as timestamp)')} "
    return (
        f"(case {plain}when regexp_matches({value}, '\\d{{2}}:\\d{{2}}.*({OFFSET})') then {with_offset} "
        f"when regexp_matches({value}, '^[3-6]\\d{{4}}(\\.\\d+)?$') then {local(serial)} "
        f"else {local(f'try_strptime({value}, [{all_formats}])')} end)"
    )


def typed_field(field: str, source: Source, zones: Zones, own_kinds: dict[str, str]) -> str:
    """SQL of one field with its type, over a subquery that has its cell as text under the same name."""
    cell = quote(field)
    kind = own_kinds.get(field)
    if field in MONEY:
        return number(cell, 4 if field in FINE_MONEY else 2)
    if field in WHOLE:
        return f"try_cast({number(cell, 2)} as bigint)"
    if field in TIMES:
        return moment(cell, source.dates, zones)
    if field in DAYS or kind == "date":
        return f"cast({moment(cell, source.dates, Zones(zones.shop, zones.shop))} as date)"
    if kind == "number":
        return f"cast({number(cell, 4)} as double)"
    words = source.status if field == "status" else source.words.get(field)
    if words:
        cases = " ".join(f"when {text(k)} then {text(v)}" for k, v in words.items())
        return f"case {cell} {cases} else {cell} end"
    return cell


def typed_query(source: Source, header: Sequence[str], relation: str, zones: Zones, today: str, own_kinds: dict[str, str]) -> str:
    """SQL that turns a staged file into all fields of its grain, typed, with `fate` (null: nothing wrong so far) and `content`.

    Fields that the file has no column for are null. A cell that cannot be read gives its row a fate that names the field.
    """
    chosen = chosen_columns(source, header)
    fields = [*FIELDS[source.grain], *own_kinds] if source.grain == "customer" else list(FIELDS[source.grain])
    typed, checks = [], []
    for field in fields:
        if field in chosen:
            typed.append(f"{typed_field(field, source, zones, own_kinds)} as {quote('t_' + field)}")
            checks += _checks(field, source, today, own_kinds)
        else:
            value = text(source.values[field]) if field in source.values else "null"
            typed.append(f"cast({value} as {sql_type(field, own_kinds)}) as {quote('t_' + field)}")
    garbled = "when garbled then 'unreadable characters'"
    fate = f"case when _broken is not null then 'wrong number of cells' {garbled} {' '.join(checks)} end"
    named = ", ".join(f"{quote('t_' + f)} as {quote(f)}" for f in fields)
    return f"select {named}, {fate} as fate, content, _row, _broken from (select *, {', '.join(typed)} from ({_cells(chosen, relation)}))"


def _cells(chosen: dict[str, str], relation: str) -> str:
    """SQL of the chosen cells as clean text under our names, with the row's `content` and whether it is `garbled`.

    One step lies in another, so that no expression is computed twice.
    """
    raw = " || '\u241f' || ".join(f"coalesce({quote(c)}, '')" for c in dict.fromkeys(chosen.values()))
    cells = ", ".join(f"{trimmed(quote(column))} as {quote(field)}" for field, column in chosen.items())
    about = "md5(_raw) as content, contains(_raw, '\ufffd') as garbled, _row, _broken"
    query = f"select {cells}, {about} from (select *, {raw} as _raw from {relation})"
    for step in (without_formula, without_apostrophe, nothing_as_null):
        cells = ", ".join(f"{step(field)} as {quote(field)}" for field in chosen)
        query = f"select {cells}, content, garbled, _row, _broken from ({query})"
    return query


def _checks(field: str, source: Source, today: str, own_kinds: dict[str, str]) -> list[str]:
    cell, typed = quote(field), quote("t_" + field)
    checks = []
    if field in NEEDED[source.grain]:
        # An order that was never paid may well have no amount.
        excuse = " and coalesce(t_status, '') not in ('unpaid', 'closed')" if field == "gross_paid" else ""
        checks.append(f"when {cell} is null{excuse} then 'no {field}'")
    if field in (*MONEY, *WHOLE, *TIMES, *DAYS) or field in own_kinds and own_kinds[field] in ("number", "date"):
        checks.append(f"when {cell} is not null and {typed} is null then 'unreadable {field}'")
    if field in TIMES:
        checks.append(f"when {typed} < timestamp '{EARLIEST}' or {typed} >= date '{today}' + interval 2 day then 'impossible {field}'")
    if field == "status" and source.status:
        checks.append(f"when {cell} is not null and {typed} not in {texts(ORDER_STATUS)} then 'unknown status'")
    return checks


def sql_type(field: str, own_kinds: dict[str, str]) -> str:
    """DuckDB's type of a field."""
    if field in MONEY:
        return f"decimal(18, {4 if field in FINE_MONEY else 2})"
    if field in WHOLE:
        return "bigint"
    if field in TIMES:
        return "timestamp"
    if field in DAYS or own_kinds.get(field) == "date":
        return "date"
    return "double" if own_kinds.get(field) == "number" else "varchar"


def missing_columns(source: Source, header: Sequence[str]) -> list[str]:
    """Needed fields whose column the file does not have."""
    chosen = chosen_columns(source, header)
    return [f for f in NEEDED[source.grain] if f not in chosen and f not in source.values]


def zones_of(source: Source, import_map: ImportMap, shop_zone: str) -> Zones:
    """The shop's zone (shop.yaml, else the map's), and the source's own where it has one."""
    shop = shop_zone or import_map.time_zone
    return Zones(source.time_zone or shop, shop)
