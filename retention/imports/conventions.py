"""How files write their numbers and dates, found column by column from all cells, or asked.

`1.250` is a thousand or a little more than one, and `03/04/2026` a day in March or in April: one cell does not tell, its column mostly does.
Where a column does not, the file's other columns do, or the same column of the source's other files; where nothing does, the import asks.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, cast

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from retention.imports import moments, numbers
from retention.imports.answers import Answers, Question
from retention.imports.contacts import shown
from retention.imports.maps import MONEY, OPEN, PLANNED, WHOLE, Source
from retention.imports.moments import PLAIN_MOMENT, DateWay, Order
from retention.imports.numbers import Decimal, NumberWay
from retention.imports.sql import quote, text
from retention.imports.typing import Conventions, chosen_columns, filled_cells, is_moment, is_number
from retention.imports.verdicts import Seen, Verdict
from retention.settings import OwnField
from retention.tables import DataProblem

# Needs no second look: three digits behind a sign would.
PLAIN_CELL = r"-?\d{1,12}(\.(\d{1,2}|\d{4,}))?"
SAID: dict[str, Order] = {"day-first": "dmy", "month-first": "mdy", "year-first": "ymd"}
IN_WORDS = {"dmy": "day/month", "mdy": "month/day", "ymd": "year/month", "point": "point", "comma": "comma"}
# Units that a column's own name gives to its amounts.
UNIT_OF_COLUMN = {"百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000, "万": 10_000, "千": 1_000}
IN_BRACKETS = re.compile(rf"[（(\[【]\D*?({'|'.join(UNIT_OF_COLUMN)})[元圆円]?[^）)\]】]*[）)\]】]|({'|'.join(UNIT_OF_COLUMN)})元$")
THOUSANDS = re.compile(r"\bin thousands\b|[(\[]thousands?\b|'000", re.IGNORECASE)
SIGNS = {
    "CNY": r"¥|￥|元|CNY|RMB|人民币", "EUR": "€|EUR", "GBP": "£|GBP", "HKD": r"HK\$|HKD|港币", "USD": r"US\$|USD|美元|(?:^|[^A-Za-z])\$",
    "INR": r"₹|INR|Rs\b", "JPY": "円|JPY|日元", "KRW": "₩|KRW", "CHF": "CHF", "PLN": "PLN|zł", "TRY": "₺|TRY", "RUB": "₽|RUB",
    "THB": "฿|THB", "BRL": r"R\$|BRL",
}  # fmt: skip
SIGNED = r"[^\d.,\s-]"


class Looked(NamedTuple):
    """A staged file that is looked at: what people call it, its header, its delimiter ('' where it has none) and its rows in SQL."""

    name: str
    header: Sequence[str]
    delimiter: str
    relation: str


class Place(NamedTuple):
    """A column of a file by our field, and for dates whether those with `four` or with `two` digits of the year are meant."""

    file: int
    field: str
    kind: str = ""


def find(
    con: duckdb.DuckDBPyConnection, files: Mapping[int, Looked], source: Source, own: Mapping[str, OwnField], answers: Answers, today: date
) -> dict[int, Conventions]:
    """The conventions of each file of one source; Question where a column can be read in two ways and nothing tells which."""
    plain = {number: _plain_fields(con, file, source, own) for number, file in files.items()}
    odd = [Place(number, field) for number, fields in plain.items() for field, is_plain in fields.items() if not is_plain]
    _refuse_currencies(con, odd, files, source)
    decimals = _verdicts_on_numbers(con, files, source, [p for p in odd if is_number(p.field, own)])
    if any(v.open and not v.way for v in decimals.values()):  # then what plain columns tell is asked for, too
        decimals |= _verdicts_on_numbers(con, files, source, [Place(n, f) for n in plain for f in plain[n] if plain[n][f] and is_number(f, own)])
    dates, signs = _verdicts_on_dates(con, files, source, [p for p in odd if is_moment(p.field, own)], today)
    found_decimals = {p: _settled(p, decimals, answers.decimal or source.decimal, files, source) for p in decimals}
    found_dates = {p: _settled(p, dates, SAID.get(answers.dates, ""), files, source) for p in dates}
    conventions = {}
    for number, file in files.items():
        units = _units(file, source)
        notes = [note for p, v in decimals.items() if p.file == number for note in _notes_on_weak(p, v, found_decimals, file, source)]
        ways = _number_ways(number, found_decimals, units), _date_ways(number, found_dates, signs)
        of_file = frozenset(f for f, is_plain in plain[number].items() if is_plain and f not in units)
        conventions[number] = Conventions(*ways, of_file, (*_notes_on_units(file, source, units), *notes))
    return conventions


def _plain_fields(con: duckdb.DuckDBPyConnection, file: Looked, source: Source, own: Mapping[str, OwnField]) -> dict[str, bool]:
    """Fields with numbers or dates, and whether none of their cells needs a second look; dates need none where the map has their formats."""
    tests = {}
    for field, column in chosen_columns(source, file.header).items():
        if is_number(field, own) or (is_moment(field, own) and not source.dates):
            pattern = PLAIN_CELL if is_number(field, own) else PLAIN_MOMENT
            tests[field] = f"{quote(column)} = '' or regexp_full_match({quote(column)}, {text(pattern)})"
    if not tests:
        return {}
    found = con.sql(f"select {', '.join(f'bool_and({test})' for test in tests.values())} from {file.relation}").fetchall()[0]
    return {field: plain is not False for field, plain in zip(tests, found, strict=True)}


def _cells(place: Place, files: Mapping[int, Looked], source: Source) -> str:
    file = files[place.file]
    return filled_cells(place.field, chosen_columns(source, file.header)[place.field], file.relation)


def _verdicts_on_numbers(
    con: duckdb.DuckDBPyConnection, files: Mapping[int, Looked], source: Source, places: Sequence[Place]
) -> dict[Place, Verdict]:
    verdicts = {}
    for place in places:
        rows = con.sql(numbers.kinds_query(_cells(place, files, source))).fetchall()
        seen = {kind: Seen(*rest) for kind, *rest in rows}
        verdicts[place] = numbers.verdict(seen, _kind(place.field), files[place.file].delimiter)
    return verdicts


def _kind(field: str) -> numbers.Kind:
    return "money" if field in MONEY else "whole" if field in WHOLE else "any"


def _verdicts_on_dates(
    con: duckdb.DuckDBPyConnection, files: Mapping[int, Looked], source: Source, places: Sequence[Place], today: date
) -> tuple[dict[Place, Verdict], dict[Place, str]]:
    """Verdicts by column and kind, and the signs between its numbers; a column of clock ticks has those instead."""
    verdicts: dict[Place, Verdict] = {}
    signs: dict[Place, str] = {}
    for place in places:
        last = 2099 if place.field in (*OPEN, "birthday") else today.year + (place.field in PLANNED)
        rows = {row[0]: row for row in con.sql(moments.tally_query(_cells(place, files, source), last)).fetchall()}
        if "first" in rows and "four" in rows and moments.swapped(rows["first"], rows["four"]):
            column = chosen_columns(source, files[place.file].header)[place.field]
            raise DataProblem(_swapped(files[place.file].name, column, Seen(*rows["first"][1:4]), Seen(*rows["four"][1:4])))
        cells = sum(row[1] for row in rows.values())
        for kind, row in rows.items():
            if kind in ("four", "two"):
                verdicts[place._replace(kind=kind)] = moments.verdict(moments.tally(row))
                signs[place] = signs.get(place, "") + row[6]
            elif kind.isdigit() and row[1] >= (1 - moments.SLIPS) * cells:
                verdicts[place._replace(kind="per_second")] = Verdict(kind)
    return verdicts, signs


def _settled(place: Place, verdicts: Mapping[Place, Verdict], said: str, files: Mapping[int, Looked], source: Source) -> str:
    """The way of a column: what a person said, its own cells, the file's other columns, the other files; else Question."""
    verdict = verdicts[place]
    if said in verdict.open:
        return said
    if verdict.way or not verdict.open:
        return verdict.way
    decided = {p: v.way for p, v in verdicts.items() if v.way and p.kind != "per_second"}
    same_file, same_field = ({w for p, w in decided.items() if p[part] == place[part]} for part in (0, 1))
    ways = (same_file or same_field or set(decided.values())) & set(verdict.open)
    if len(ways) == 1 and (way := next(iter(ways))) in verdict.easy:
        return way
    if verdict.fallback and not ways:
        return verdict.fallback
    column = chosen_columns(source, files[place.file].header)[place.field]
    raise Question((_ask_dates if place.kind else _ask_decimal)(files[place.file].name, column, verdict))


def _said(seen: Seen) -> str:
    return f"{shown(seen.cell)!r} (row {seen.row:,})"


def _ask_decimal(file: str, column: str, verdict: Verdict) -> str:
    if verdict.second.cells:
        told = f"numbers in {column!r} such as {_said(verdict.first)} and {_said(verdict.second)} are written in two ways"
    else:
        told = f"numbers in {column!r} such as {_said(verdict.first)} may be thousands or have three decimals, and none tells which"
    return f"{file}: {told}. Type --decimal comma where 1.250,00 is meant, or --decimal point where 1,250.00 is"


def _ask_dates(file: str, column: str, verdict: Verdict) -> str:
    ways = " or ".join(IN_WORDS[way] for way in verdict.open)
    words = " or ".join(f"--dates {word}" for word, order in SAID.items() if order in verdict.open)
    if verdict.second.cells:
        told = f"dates in {column!r} such as {_said(verdict.first)} and {_said(verdict.second)} exclude each other, as {ways}"
    else:
        told = f"dates in {column!r} such as {_said(verdict.first)} may be {ways}, and none tells which"
    return f"{file}: {told}. Type {words}, write them as 2026-01-31, or give `dates:` in an import map"


def _swapped(file: str, column: str, date: Seen, left: Seen) -> str:
    return (
        f"{file}: dates in {column!r} are texts where the day is above 12, such as {_said(left)}, and dates where it is not, such as {_said(date)}: "
        "a spreadsheet has swapped days and months. Import the file as it was exported, without opening it in a spreadsheet before"
    )


def _number_ways(number: int, found: Mapping[Place, str], units: Mapping[str, int]) -> dict[str, NumberWay]:
    decimals = {p.field: cast(Decimal, way) for p, way in found.items() if p.file == number and way}
    return {field: NumberWay(decimals.get(field, "point"), units.get(field, 1)) for field in {**decimals, **units}}


def _date_ways(number: int, found: Mapping[Place, str], signs: Mapping[Place, str]) -> dict[str, DateWay]:
    ways: dict[str, DateWay] = {}
    for place, way in found.items():
        if place.file == number and way:
            known = ways.get(place.field, DateWay(signs="".join(sorted(set(signs.get(Place(number, place.field), ""))))))
            ways[place.field] = known._replace(**{place.kind: int(way) if place.kind == "per_second" else way})  # type: ignore[arg-type]
    return ways


# -- units and currencies ---------------------------------------------------------------------------


def unit_of(column: str) -> int:
    """What one stands for in a column of amounts, by its name.

    >>> [unit_of(name) for name in ("金额（万元）", "金额(千元)", "金额", "万元店", "Revenue (in thousands)")]
    [10000, 1000, 1, 1, 1000]
    """
    found = IN_BRACKETS.search(column)
    return UNIT_OF_COLUMN[found[1] or found[2]] if found else (1_000 if THOUSANDS.search(column) else 1)


def _units(file: Looked, source: Source) -> dict[str, int]:
    """Amounts whose column has a unit in its name."""
    units = {f: unit_of(column) for f, column in chosen_columns(source, file.header).items() if f in MONEY}
    return {field: times for field, times in units.items() if times > 1}


def _notes_on_units(file: Looked, source: Source, units: Mapping[str, int]) -> list[str]:
    chosen = chosen_columns(source, file.header)
    return [f"{file.name}: a number in {chosen[f]!r} stands for so many times {times:,}, as the column's name says" for f, times in units.items()]


def _notes_on_weak(place: Place, verdict: Verdict, found: Mapping[Place, str], file: Looked, source: Source) -> list[str]:
    """A line where other things than the column's own cells told how it is read."""
    if verdict.way or not found[place]:
        return []
    column = chosen_columns(source, file.header)[place.field]
    return [f"{file.name}: numbers in {column!r} such as {_said(verdict.first)} are read with a decimal {found[place]}"]


def currency(column: str, values: pa.ChunkedArray) -> str:
    """The currency whose sign or code stands with most of a file's amounts, else in the column's name, '' where none does."""
    cells = values.filter(pc.fill_null(pc.match_substring_regex(values, SIGNED), False))
    seen = {code: pc.sum(pc.match_substring_regex(cells, signs)).as_py() or 0 for code, signs in SIGNS.items()}
    most = max(seen, key=lambda code: seen[code])
    return most if seen[most] else next((code for code, signs in SIGNS.items() if re.search(signs, column)), "")


def _refuse_currencies(con: duckdb.DuckDBPyConnection, places: Sequence[Place], files: Mapping[int, Looked], source: Source) -> None:
    """Amounts in several currencies, which cannot be added up, are refused, unless a column of its own names the currency."""
    readable = " or ".join(f"{numbers.number('cell', 2, NumberWay(way))} is not null" for way in numbers.BOTH)
    for field in dict.fromkeys(p.field for p in places if p.field in MONEY and "currency" not in source.columns):
        mine = [p for p in places if p.field == field]
        # Signs in cells that are no amounts do not count.
        if len(_currencies(con, mine, files, source)) > 1 and len(seen := _currencies(con, mine, files, source, readable)) > 1:
            raise DataProblem(_several_currencies(seen, files, source))


def _currencies(
    con: duckdb.DuckDBPyConnection, places: Sequence[Place], files: Mapping[int, Looked], source: Source, test: str = "true"
) -> dict[str, tuple[Place, int]]:
    """Currency → the first place and row with its sign, among cells that pass a test."""
    rows = ", ".join(f"min(_row) filter (regexp_matches(cell, {text(signs)}))" for signs in SIGNS.values())
    seen: dict[str, tuple[Place, int]] = {}
    for place in places:
        signed = f"select * from ({_cells(place, files, source)}) where regexp_matches(cell, {text(SIGNED)})"
        found = con.sql(f"select {rows} from ({signed}) where {test}").fetchall()[0]
        for code, row in sorted(((c, r) for c, r in zip(SIGNS, found, strict=True) if r is not None), key=lambda pair: pair[1]):
            seen.setdefault(code, (place, row))
    return seen


def _several_currencies(seen: Mapping[str, tuple[Place, int]], files: Mapping[int, Looked], source: Source) -> str:
    first = next(iter(seen.values()))[0]
    column = chosen_columns(source, files[first.file].header)[first.field]
    of = {place.file: f" of {files[place.file].name}" if place.file != first.file else "" for place, _ in seen.values()}
    examples = ", ".join(f"{code} (e.g. row {row}{of[place.file]})" for code, (place, row) in seen.items())
    told = f"{files[first.file].name}: amounts in {len(seen)} currencies, {examples}, in {column!r}"
    return f"{told}. They cannot be added up; export one currency at a time"
