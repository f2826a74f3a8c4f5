"""Staged text → typed columns and a first fate per row, as one SQL query per file.

The import runs on DuckDB, on the shop's machine; what it writes both engines read. Texts that
cannot be read become a fate that names the field, never a silent null.
"""

import dataclasses
import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from retention.imports.map_parts import Promotion, Texts
from retention.imports.maps import DAYS, EITHER, FIELDS, FLAGS, KNOWN, LARGEST, MONEY, NEEDED, NUMBERS, OPEN, PLANNED, TIMES, WHOLE, Source
from retention.imports.moments import PLAIN_DATES, DateWay, Zones, moment, plain_moment
from retention.imports.numbers import PLAIN_NUMBERS, NumberWay, number
from retention.imports.sql import quote, text, texts
from retention.settings import OwnField

# What platforms write for "nothing".
EMPTY = ("", "-", "--", "NULL", "null", "NaN", "nan", "None", "N/A", "0000-00-00", "0000-00-00 00:00:00", "无")
# Weights of a survey are shares of shares.
WEIGHT_DECIMALS = 10
# In `words`, any word that is not named there.
ANY = "*"
EARLIEST = "1990-01-01"
# Words without meaning that stand in the fate of their row.
NAMED = tuple((grain, "status") for grain in ("order", "line", "return"))
FIRST_BIRTHDAY = "1900-01-01"
# Needed amounts that rows of some status do without: an order never paid, a return that was not settled.
EXCUSED = {"gross_paid": ("unpaid", "closed"), "amount": ("open", "refused", "cancelled")}
# Prices of one piece keep four decimals, and so do amounts that are rounded later, once per order; others two.
FINE_MONEY = ("unit_price", "list_price", "line_paid", "gross_paid", "refunded")
# What platforms write for an order of which nothing was given back.
NO_REFUND = ("无退款申请", "无退款", "未退款", "未申请退款", "no refund", "not refunded")
# Somebody may be called 无, so words for "nothing" stay in these.
FREE_TEXT = ("name", "note", "product_name", "about", "text", "comment")
WHITE = "' \t\r\n\u00a0\ufeff\u3000'"


@dataclasses.dataclass(frozen=True)
class Conventions:
    """How a file writes numbers and dates, by field (`conventions.find`). All cells of `plain` fields look like most cells of the world do."""

    numbers: Mapping[str, NumberWay] = dataclasses.field(default_factory=dict)
    dates: Mapping[str, DateWay] = dataclasses.field(default_factory=dict)
    plain: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


PLAIN = Conventions()


def chosen_columns(source: Source, header: Sequence[str]) -> dict[str, str]:
    """Our field → the file's column that carries it, for the fields that this file has."""
    chosen = {}
    for field, names in source.columns.items():
        for name in [names] if isinstance(names, str) else names:
            if len(found := standing_for(name.strip(), header)) == 1:
                chosen[field] = found[0]
                break
    return chosen


def standing_for(name: str, header: Sequence[str]) -> list[str]:
    """The columns of a file that a map's name means: the one called so, or, with * for any text, all that fit (*推荐*)."""
    return [column for column in header if fits(name, column)] if ANY in name and name not in header else [name] * (name in header)


def fits(name: str, column: str) -> bool:
    """Whether a column is called so; * stands for any text, every other sign for itself."""
    return re.fullmatch(".*".join(map(re.escape, name.split(ANY))), column, re.DOTALL) is not None


def doubtful_columns(source: Source, header: Sequence[str]) -> dict[str, tuple[str, list[str]]]:
    """Our field → the map's name and the columns of a file that fit it, for the fields of which it cannot be told which one is meant."""
    chosen = chosen_columns(source, header)
    found: dict[str, tuple[str, list[str]]] = {}
    for field, names in source.columns.items():
        for name in [names] if isinstance(names, str) else names:
            if field not in chosen and len(several := standing_for(name.strip(), header)) > 1:
                found.setdefault(field, (name.strip(), several))
    return found


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


def money_scale(field: str) -> int:
    """Decimals that an amount is read with."""
    return 4 if field in FINE_MONEY else 2


def is_number(field: str, own: Mapping[str, OwnField]) -> bool:
    """Whether a field holds numbers."""
    return own[field].kind == "number" if field in own else field in (*MONEY, *WHOLE, *NUMBERS)


def is_moment(field: str, own: Mapping[str, OwnField]) -> bool:
    """Whether a field holds dates or times."""
    return own[field].kind == "date" if field in own else field in (*TIMES, *DAYS)


def typed_field(field: str, source: Source, zones: Zones, own: Mapping[str, OwnField], conventions: Conventions = PLAIN) -> str:
    """SQL of one field with its type, over a subquery that has its cell as text under the same name."""
    cell = quote(field)
    if is_number(field, own):
        return _number(field, source, conventions)
    if is_moment(field, own):
        return _moment(field, source.dates, zones, conventions)
    if field in own:
        return _own_field(cell, own[field])
    if field == "promotion":
        return _promotion(cell, source.promotions)
    words = source.status if field == "status" and source.status else source.words.get(field, {})
    cases = " ".join(f"when {text(k)} then {_said(v)}" for k, v in words.items() if k != ANY)
    rest = _rest(field, words)
    word = f"case {cell} {cases} else {rest} end" if cases else rest
    return f"case {word} when 'true' then true when 'false' then false end" if field in FLAGS else word


def _said(meaning: str) -> str:
    """A translation; of words that say nothing it is empty."""
    return text(meaning) if meaning else "null"


def _rest(field: str, words: Mapping[str, str]) -> str:
    """SQL of a cell that no word names: what the map says of any other word, else the cell; a blank one stays blank."""
    return (
        f"case when {quote(field)} is not null then {_said(words[ANY])} end" if words.get(ANY) else "null::varchar" if ANY in words else quote(field)
    )


def says_nothing(field: str, source: Source) -> str:
    """SQL of whether the map says that a cell's word says nothing; empty where it says so of none."""
    words = source.words.get(field, {})
    nothing = texts([word.lower() for word, meaning in words.items() if not meaning and word != ANY])
    telling = [word.lower() for word, meaning in words.items() if meaning]
    if words.get(ANY) == "":
        return f"lower({quote(field)}) not in {texts(telling)}" if telling else f"{quote(field)} is not null"
    return f"lower({quote(field)}) in {nothing}" if nothing != "()" else ""


def _number_word(field: str, source: Source) -> str:
    """The cell of a number; words for no refund, and words that the map translates, are the numbers they stand for. Empty without such words."""
    words = source.words.get(field, {}) | (dict.fromkeys(NO_REFUND, "0") if field == "refunded" else {})
    cases = " ".join(f"when {text(word.lower())} then {_said(amount)}" for word, amount in words.items() if word != ANY)
    rest = _rest(field, words)
    return f"(case lower({quote(field)}) {cases} else {rest} end)" if cases else f"({rest})" if ANY in words else ""


def decimal(field: str, scale: int, conventions: Conventions, cell: str = "") -> str:
    """SQL of a field's cell, or of what stands for it, as decimal."""
    if field in conventions.plain and not cell:
        return f"try_cast({quote(field)} as decimal(18, {scale}))"
    return number(cell or quote(field), scale, conventions.numbers.get(field, PLAIN_NUMBERS))


def _number(field: str, source: Source, conventions: Conventions) -> str:
    """An amount, a whole number, or any number."""
    if field in MONEY:
        return decimal(field, money_scale(field), conventions, _number_word(field, source))
    read = decimal(field, WEIGHT_DECIMALS if field == "weight" else 4, conventions, _number_word(field, source))
    return f"try_cast(case when {read} % 1 = 0 then {read} end as bigint)" if field in WHOLE else f"cast({read} as double)"


def _moment(field: str, formats: Sequence[str], zones: Zones, conventions: Conventions) -> str:
    """A time, or a day: as it is written, or the shop's day of a time that is written with another zone's clock."""

    def read(zones: Zones) -> str:
        return plain_moment(cell, zones) if field in conventions.plain else moment(cell, formats, zones, way)

    cell, way = quote(field), conventions.dates.get(field, PLAIN_DATES)
    if field in TIMES:
        return read(zones)
    written = read(Zones(zones.shop, zones.shop))
    turned = f"case when contains({cell}, ':') then {read(zones)} else {written} end"
    return f"cast({written if zones.source == zones.shop else turned} as date)"


def _own_field(cell: str, field: OwnField) -> str:
    """A text or choice of the shop's own as shop.yaml declares it; null where the value does not fit."""
    if field.kind == "choice":
        return f"case when {cell} in {texts(field.choices)} then {cell} end" if field.choices else "null::varchar"
    return cell


def _promotion(cell: str, promotions: Sequence[Promotion]) -> str:
    """What a coupon's name says it does; no name is none, and a name that no rule knows is not known."""
    cases = " ".join(f"when {holds(cell, p) if p.starts_with or p.equals or p.contains else 'true'} then {text(p.kind)}" for p in promotions)
    return f"case when {cell} is null then 'none' {cases} end"


def holds(cell: str, texts: Texts) -> str:
    """SQL of whether a cell begins with, equals or contains one of some texts."""
    tests = [f"starts_with({cell}, {text(v)})" for v in texts.starts_with]
    tests += [f"{cell} = {text(v)}" for v in texts.equals]
    tests += [f"contains({cell}, {text(v)})" for v in texts.contains]
    return f"coalesce({' or '.join(tests) or 'false'}, false)"


def typed_query(
    source: Source,
    header: Sequence[str],
    relation: str,
    zones: Zones,
    today: str,
    own: Mapping[str, OwnField],
    plain: Collection[str] = (),
    conventions: Conventions = PLAIN,
) -> str:
    """SQL that turns a staged file into all fields of its grain, typed, with `fate` (null: nothing wrong so far) and `content`.

    Fields that the file has no column for are null. A cell that cannot be read gives its row a fate that names the field;
    in a field of the shop's own it is left empty instead, and customers have the names of such fields in `_unfit`.
    `plain` are columns of the file with nothing to clean (`reading.stage`), `conventions` how it writes numbers and dates; `relation` is as
    `around.read_query` makes it.
    """
    chosen = chosen_columns(source, header)
    fields = [*FIELDS[source.grain], *own]
    typed, checks = [], []
    for field in fields:
        if field in chosen:
            typed.append(f"{_in_all(field, source, header, zones, own, conventions)} as {quote('t_' + field)}")
            checks += [] if field in own else _checks(field, source, today, conventions)
        else:
            value = text(source.values[field]) if field in source.values else "null"
            typed.append(f"try_cast({value} as {sql_type(field, own)}) as {quote('t_' + field)}")
    parts = _parts(source, header, chosen)
    checks += [part.check(conventions) for part in parts]
    either = EITHER.get(source.grain, ())
    lacking = next((field for field in either if field in chosen), either[0] if either else "")
    checks += [f"when {' and '.join(f't_{field} is null' for field in either)} then 'no {lacking}'"] if either else []
    garbled = "when garbled then 'unreadable characters'"
    fate = f"case when _other is not null then _other when _broken is not null then 'wrong number of cells' {garbled} {' '.join(checks)} end"
    named = ", ".join(f"{quote('t_' + f)} as {quote(f)}" for f in fields)
    if source.grain == "customer":
        named += f", {_unfit([f for f in own if f in chosen])} as _unfit"
    if source.unpack:
        named += ", _packed"
    cells = _cells({**chosen, **{part.name: part.column for part in parts}}, relation, plain, packed=bool(source.unpack))
    return f"select {named}, {fate} as fate, content, _row, _broken from (select *, {', '.join(typed)} from ({cells}))"


def _in_all(field: str, source: Source, header: Sequence[str], zones: Zones, own: Mapping[str, OwnField], conventions: Conventions) -> str:
    """SQL of a typed field with what further columns add to it; of a refund told by what is left of the order, the rest."""
    chosen = chosen_columns(source, header)
    mine = [part for part in _parts(source, header, chosen) if part.field == field]
    told = typed_field(field, source, zones, own, conventions)
    told += "".join(f" + {part.amount(conventions)}" for part in mine if part.sign == "+")
    off = " - ".join(part.amount(conventions) for part in mine if part.sign == "-")
    if off:
        # Of an order that was never paid nothing can be taken off.
        told = f"case when ({told}) >= 0 then greatest(({told}) - {off}, 0) else {told} end"
    if field == "refunded" and source.refunded_is == "left" and "gross_paid" in chosen:
        paid = typed_field("gross_paid", source, zones, own, conventions)
        return f"case when ({told}) > 0 then greatest({paid} - ({told}), 0) when ({told}) = 0 then 0 end"
    return told


class _Part(NamedTuple):
    """A further column of an amount, which is added to it or taken off; written as the amount itself is."""

    name: str
    field: str
    sign: str
    column: str

    def read(self, conventions: Conventions) -> str:
        """SQL of the cell as a number."""
        return number(quote(self.name), money_scale(self.field), conventions.numbers.get(self.field, PLAIN_NUMBERS))

    def amount(self, conventions: Conventions) -> str:
        """SQL of what it adds: nothing where the cell is empty; what is taken off is often written below zero."""
        return f"coalesce({self.read(conventions) if self.sign == '+' else f'abs({self.read(conventions)})'}, 0)"

    def check(self, conventions: Conventions) -> str:
        """SQL of the fate of a row whose cell cannot be read."""
        return f"when {quote(self.name)} is not null and {self.read(conventions)} is null then 'unreadable {self.field}'"


def _parts(source: Source, header: Sequence[str], chosen: Mapping[str, str]) -> list[_Part]:
    """The further columns of amounts that a file has."""
    told = [(field, sign, c.strip()) for sign, of in (("+", source.plus), ("-", source.less)) for field, columns in of.items() for c in columns]
    there = [(field, sign, column) for field, sign, column in told if field in chosen and column in header]
    return [_Part(f"{field} {place}", field, sign, column) for place, (field, sign, column) in enumerate(there)]


def _cells(chosen: dict[str, str], relation: str, plain: Collection[str], packed: bool = False) -> str:
    """SQL of the chosen cells as clean text under our names, with the row's `content` and whether it is `garbled`.

    One step lies in another, so that no expression is computed twice. Of plain columns only the empty cell becomes null.
    """
    raw = ", '\u241f', ".join(quote(c) for c in (*dict.fromkeys(chosen.values()), *(["_packed"] if packed else [])))
    clean = {field: f"nullif({quote(column)}, '')" if column in plain else trimmed(quote(column)) for field, column in chosen.items()}
    cells = ", ".join(f"{cell} as {quote(field)}" for field, cell in clean.items())
    kept = "_row, _broken, _other, _packed"
    about = f"md5(_raw) as content, contains(_raw, '\ufffd') as garbled, {kept}"
    query = f"select {cells}, {about} from (select *, concat({raw}) as _raw from {relation})"
    for step in (without_formula, without_apostrophe, nothing_as_null):
        cells = ", ".join(f"{quote(field) if column in plain else step(field)} as {quote(field)}" for field, column in chosen.items())
        query = f"select {cells}, content, garbled, {kept} from ({query})"
    return query


def filled_cells(field: str, column: str, relation: str) -> str:
    """SQL of the filled cells of one column in the rows of a table (`around.read_query`), clean, as `cell` beside `_row`."""
    return f"select {quote(field)} as cell, _row from ({_cells({field: column}, relation, ())}) where _other is null and {quote(field)} is not null"


def _unfit(own: Sequence[str]) -> str:
    """SQL of the names of own fields whose value was there and does not fit."""
    names = ", ".join(f"case when {quote(f)} is not null and {quote('t_' + f)} is null then {text(f)} end" for f in own)
    return f"list_filter([{names}]::varchar[], lambda f: f is not null)"


def _checks(field: str, source: Source, today: str, conventions: Conventions) -> list[str]:
    cell, typed = quote(field), quote("t_" + field)
    checks = []
    nothing = says_nothing(field, source)
    told = f"{cell} is not null and not ({nothing})" if nothing else f"{cell} is not null"
    if field in NEEDED[source.grain]:
        # An order that was never paid may well have no amount.
        excuse = f" and coalesce(t_status, '') not in {texts(EXCUSED[field])}" if field in EXCUSED else ""
        missing = f"({cell} is null or {nothing})" if nothing else f"{cell} is null"
        checks.append(f"when {missing}{excuse} then 'no {field}'")
    if field in WHOLE:
        checks.append(f"when {typed} is null and {decimal(field, 4, conventions)} is not null then 'not a whole number'")
    if field == "status" and source.grain == "return":
        checks.append(f"when {cell} is null then 'no status'")
    if field in (*MONEY, *WHOLE, *NUMBERS, *TIMES, *DAYS):
        checks.append(f"when {told} and {typed} is null then 'unreadable {field}'")
    if field in (*MONEY, *WHOLE):
        checks.append(f"when abs({typed}) >= {LARGEST} then 'impossible {field}'")
    if field in (*TIMES, *DAYS):
        earliest = FIRST_BIRTHDAY if field == "birthday" else EARLIEST
        ahead = "1 year" if field in PLANNED else "2 day"
        late = "" if field in OPEN else f" or {typed} >= date '{today}' + interval {ahead}"
        checks.append(f"when {typed} < timestamp '{earliest}'{late} then 'impossible {field}'")
    known = KNOWN.get(source.grain, {}).get(field)
    if known:
        strange = f"{told} and coalesce(cast({typed} as varchar), '') not in {texts(known)}"
        checks.append(f"when {strange} then {_unknown_word() if (source.grain, field) in NAMED else text(f'unknown {field}')}")
    return checks


def _unknown_word() -> str:
    """SQL of the fate of a word without meaning, which it names; `fates.name_few_words` masks what contacts are in it."""
    return "'unknown status ' || chr(39) || left(status, 200) || chr(39)"


def sql_type(field: str, own: Mapping[str, OwnField]) -> str:
    """DuckDB's type of a field."""
    if field in own:
        return {"number": "double", "date": "date"}.get(own[field].kind, "varchar")
    if field in MONEY:
        return f"decimal(18, {money_scale(field)})"
    if field in WHOLE:
        return "bigint"
    if field in NUMBERS:
        return "double"
    if field in TIMES:
        return "timestamp"
    if field in DAYS:
        return "date"
    return "boolean" if field in FLAGS else "varchar"


def missing_columns(source: Source, header: Sequence[str]) -> list[str]:
    """Columns of needed fields that the file does not have, by the names they may have."""
    there = {*chosen_columns(source, header), *doubtful_columns(source, header)}
    needed = {f: source.columns[f] for f in NEEDED[source.grain] if f not in there and f in source.columns}
    lost = [f"{names if isinstance(names, str) else ' or '.join(names)} ({field})" for field, names in needed.items()]
    return lost + ([source.rows.column] if source.rows and source.rows.column not in header else [])


def unmatched_columns(source: Source, headers: Sequence[Sequence[str]]) -> list[str]:
    """Columns that the map names and none of the source's files has."""
    found = {field for header in headers for field in (*chosen_columns(source, header), *doubtful_columns(source, header))}
    lost = {field: names for field, names in source.columns.items() if field not in found}
    wide = [column for column in source.states.values() if not any(column in header for header in headers)]
    return [names if isinstance(names, str) else names[0] if field in source.made else " or ".join(names) for field, names in lost.items()] + wide
