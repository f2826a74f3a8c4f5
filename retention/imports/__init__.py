"""Raw exports → the shop's tables, with a ledger of what became of every row.

`import_shop` reads all raw files each time and puts the new tables in place of the old ones in one
step; a failure leaves the old ones.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import duckdb
import ibis
import pandas as pd

from retention import durable, privacy
from retention.imports import (
    around,
    build,
    contacts,
    conventions,
    doubts,
    examples,
    facts,
    fates,
    form_sheets,
    listed,
    order_numbers,
    own_messages,
    said,
    several,
    states,
    told,
)
from retention.imports.account import FACTS, LEDGER, Imported, ledger_lines, read_facts, read_ledger
from retention.imports.answers import Answers
from retention.imports.maps import FIELDS, TABLES, Source
from retention.imports.reading import digest, find_files, passed_over
from retention.imports.recognise import Staged, stage_all, tells_of_orders
from retention.imports.sheets import destroyed
from retention.imports.typing import PLAIN, Conventions, chosen_columns, doubtful_columns, quote, text, texts, typed_query, unmatched_columns
from retention.imports.wide_states import unpivoted
from retention.settings import OwnField, ShopSettings
from retention.tables import SHOP_TABLES, DataProblem, checks
from retention.tables.fates import HARMLESS

__all__ = ["FACTS", "Imported", "import_shop", "ledger_lines", "read_facts", "read_ledger"]
# What does not fit goes to disk, into the temporary folder: 5 million rows take 2.7 GB in all.
MEMORY = "2GB"
# More rows than any file has, so that (file, row) fits into one number.
ROWS_PER_FILE = 2**40
# Long numbers that a spreadsheet may have rounded.
NUMBERED = ("order_id", "parent_id", "customer_id", "return_id", "coupon_id", "touch_id", "shipment_id", "ticket_id", "survey_id")


def import_shop(
    places: list[Path],
    shop: ShopSettings,
    data: Path,
    today: date,
    beside: Path | None = None,
    say: Callable[[str], None] = lambda _: None,
    answers: Answers | None = None,
) -> Imported:
    """Import everything at `places` into `data/tables`; `say` is told what is being done, `answers` are what a person said of the files.

    Raises DataProblem when nothing useful can be made of the files; the tables that were there then stay.
    """
    answers = answers or Answers()
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o700)
    durable.sweep(data)
    durable.sweep_below(data / "out")
    privacy.check_key(data)
    with durable.lock(data / ".import.lock"), durable.refusals_of(duckdb.Error), durable.new_folder(data / "tables", mode=0o700) as folder:
        work = folder / "work"
        work.mkdir()
        not_kept = listed.harvest(data)
        with duckdb.connect() as con:
            con.sql(f"set memory_limit = '{MEMORY}'; set temp_directory = {text(str(work))}; set timezone = 'UTC'")
            lists, others = listed.split(find_files(places))
            filled, exports, beside_forms = form_sheets.split(others, shop)
            staged, unread = stage_all(exports, shop, work, beside, say, answers)
            unread = [*passed_over(places), *unread, *beside_forms]
            durable.crash_point("import-staged")
            zone, maps = several.zone_of(staged, shop), several.maps_of(staged)
            staged += [
                Staged(raw, listed.import_map(zone), listed.NAME, listed.SOURCE, number, frozenset(), work / f"{number}.parquet")
                for raw, number in listed.stage(lists, data, work, len(staged))
            ]
            sheets, refused = form_sheets.stage(filled, shop, work, len(staged), today)
            of_forms = form_sheets.import_map(zone)
            staged += [Staged(s.raw, of_forms, s.name, s.source, s.number, frozenset(), s.place) for s in sheets]
            customers = _customers(con, staged, data)
            written = _conventions(con, staged, shop, answers, today)
            sources, meant = _settle_all(con, staged, shop, customers, written, answers, today, zone, say)
            owners = {s.name: s.map.name for s in staged if s.map.name in maps}
            apart = several.tell_apart(con, sources, owners) if len(maps) > 1 else []
            say("building the tables")
            build.build(con, sources, zone)
            contacts.customers_of_contacts(con)
            told.build(con, sources, zone)
            own = own_messages.add(con, data)
            ways = [note for convention in written.values() for note in convention.notes]
            cannot = (*apart, *own, *not_kept, *refused, *doubts.doubts(con))
            told_of = (*_notes(staged, customers), *ways, *meant, *said.notes(con, sources), *cannot)
            shown = examples.examples(con, sources, {s.number: examples.Staged(s.raw.name, s.raw.header, _relation(s)) for s in staged})
            imported = facts.gathered(con, staged, unread, sources, shop, zone, told_of, shown)
            imported = replace(imported, places=tuple(str(place.resolve()) for place in places))
            durable.crash_point("import-built")
            _write(con, folder, imported, privacy.fingerprint(data))
            say("checking the tables")
            imported = replace(imported, findings=tuple(checks.check_folder(folder, ibis.duckdb.from_connection(con))))
            _left_out(con, sources, {s.number: s.raw.name for s in staged}, data)
        shutil.rmtree(work)
        durable.crash_point("import-written")
    return imported


def _customers(con: duckdb.DuckDBPyConnection, staged: list[Staged], data: Path) -> dict[int, contacts.Found]:
    """File number → contacts and masks in its customer column, for the files that have any; contacts get their numbers."""
    looked = {s.number: contacts.find_contacts(con, s.source, s.raw.header, _relation(s)) for s in staged}
    found = {number: f for number, f in looked.items() if f}
    contacts.know_spellings(con)
    if any(f.contacts for f in found.values()):
        contacts.know_key(con, data)
    for s in staged:
        if s.number in found and found[s.number].contacts:
            contacts.keep_contacts(con, _relation(s), found[s.number])
    return found


def _notes(staged: list[Staged], customers: dict[int, contacts.Found]) -> tuple[str, ...]:
    about = (note for s in staged if s.number in customers for note in customers[s.number].notes(s.raw.name))
    return tuple(dict.fromkeys((*_unmatched(staged), *about)))


def _exports(staged: list[Staged]) -> list[Staged]:
    """What shops brought, without the product's own lists and forms."""
    return [s for s in staged if s.map.name not in (listed.NAME, form_sheets.NAME)]


def _unmatched(staged: list[Staged]) -> Iterator[str]:
    """Columns of a map that no file has, a line per source, and those that several columns of a file could be."""
    for name in dict.fromkeys(s.name for s in _exports(staged)):
        mine = [s for s in staged if s.name == name]
        for s in mine:
            doubtful = doubtful_columns(s.source, s.raw.header)
            yield from (f"CHECK: {doubts.several_fit(s.raw.name, s.map.name, field, *told_of)}" for field, told_of in doubtful.items())
        lost = unmatched_columns(mine[0].source, [s.raw.header for s in mine])
        if lost:
            files = f"{mine[0].raw.name}" + (f" and {len(mine) - 1} more files" if len(mine) > 1 else "")
            yield f"{files}: no column {', '.join(lost)}, which the import map {mine[0].map.name} names; what it would tell is not known"


def _relation(staged: Staged) -> str:
    rows = f"read_parquet({text(str(staged.place))})"
    made = "".join(f", {sql} as {quote(name)}" for name, sql in staged.made.items())
    return unpivoted(f"(select *{made} from {rows})" if made else rows, staged.source, staged.raw.header)


def _rows(mine: Staged, staged: list[Staged], cells: str, header: Sequence[str]) -> str:
    """SQL of the rows of a table that are one source's; others may read the same table."""
    return around.read_query(cells, mine.source, header, [s.source for s in staged if (s.raw.path, s.raw.name) == (mine.raw.path, mine.raw.name)])


def _conventions(con: duckdb.DuckDBPyConnection, staged: list[Staged], shop: ShopSettings, answers: Answers, today: date) -> dict[int, Conventions]:
    """How each export writes its numbers and dates; work lists are the product's own and have the plain way."""
    found: dict[int, Conventions] = {}
    for name in dict.fromkeys(s.name for s in _exports(staged)):
        mine = [s for s in staged if s.name == name]
        source = _with_own_columns(mine[0].source, shop)
        files = {s.number: conventions.Looked(s.raw.name, s.raw.header, s.raw.delimiter, _rows(s, staged, _relation(s), s.raw.header)) for s in mine}
        found |= conventions.find(con, files, source, _own_fields(source, shop), answers, today)
    return found


def _settle_all(
    con: duckdb.DuckDBPyConnection,
    staged: list[Staged],
    shop: ShopSettings,
    customers: dict[int, contacts.Found],
    written: Mapping[int, Conventions],
    answers: Answers,
    today: date,
    zone: str,
    say: Callable[[str], None],
) -> tuple[dict[str, tuple[str, Source]], list[str]]:
    """One table per source with typed rows, kinds and fates, and a line for each file with states that were taken by their meaning.

    Own fields of the shop are typed as shop.yaml declares them.
    """
    sources: dict[str, tuple[str, Source]] = {}
    meant: list[str] = []
    exports = _exports(staged)
    maps, clocks = several.maps_of(exports), len(several.clocks_of(exports))
    alone = not any(s.source.grain == "order" for s in staged)
    tell_refunds = {s.map.name for s in staged if s.source.grain == "return"}
    for name in dict.fromkeys(s.name for s in staged):
        mine = [s for s in staged if s.name == name]
        source, table = _with_own_columns(mine[0].source, shop), f"src_{len(sources)}"
        own, told_refunds = _own_fields(source, shop), mine[0].map.name in tell_refunds
        meant += doubts.columns_gone(source, {s.raw.name: s.raw.header for s in mine}, told_refunds)
        say(f"sorting rows of {name}")
        selects = []
        for s in mine:
            relation = _relation(s)
            _refuse_destroyed(con, s, relation)
            zones = several.zones_for(replace(s, source=source), zone, clocks > 1)
            columns = contacts.without_contacts(source, s.raw.header, relation, customers.get(s.number))
            mapped, header, cells = states.with_more(*columns)
            rows = _rows(s, staged, cells, header)
            mapped, taken = states.with_meanings(con, mapped, header, rows)
            meant += [said.taken_for(s.raw.name, taken)] * bool(taken)
            if not told_refunds and (given_back := states.says_refunded(con, mapped, header, rows)):
                meant.append(doubts.refunds_without_amount(s.raw.name, source.says_refunded, given_back))
            typed = typed_query(mapped, header, rows, zones, today.isoformat(), own, s.plain, written.get(s.number, PLAIN))
            typed = order_numbers.numbered_query(typed, source)
            judged = told.judged_query(typed, source) if source.grain in TABLES else build.kinds_query(typed, source, alone)
            judged = listed.judged_query(judged, relation) if name == listed.NAME else judged
            # A row that tells several states is several here; those of one moment follow each other as the map lists them.
            place_of_state = f"list_position([{', '.join(map(text, source.states))}], state)"
            place = f"row_number() over (order by _row, changed_at, {place_of_state})" if source.states else "_row"
            about = f"{s.number} as file_no, {s.number}::bigint * {ROWS_PER_FILE} + {place} as row_key, 1::bigint as occurrence"
            selects.append(f"select * replace (coalesce(fate, '{fates.KEPT}') as fate), {about} from ({judged})")
        con.sql(f"create table {table} as {' union all by name '.join(selects)}")
        fates.name_few_words(con, table)
        order_numbers.settle(con, table, source, answers.same_number, {s.number: s.raw.name for s in mine})
        fates.settle(con, table, source, {s.number: fates.File(s.raw.name, digest(s.raw.path)) for s in mine})
        sources[name] = (table, source)
    if not any(tells_of_orders(s) or s.grain in facts.SERVICE for _, s in sources.values()):
        raise DataProblem(
            f"{', '.join(s.raw.name for s in staged)}: no orders among the files. Add the export of orders; only a help desk's or a survey's files "
            "can do without"
        )
    _refuse_two_currencies(con, sources)
    several.refuse_another_currency(con, exports, sources, shop.currency)
    if len(maps) > 1:
        several.refuse_two_currencies(con, staged, sources)
    return sources, meant


def _with_own_columns(source: Source, shop: ShopSettings) -> Source:
    """A customers' source with the columns that shop.yaml gives for the shop's own fields."""
    own = {name: field.column for name, field in shop.fields.items() if field.column}
    return source.model_copy(update={"columns": {**source.columns, **own}}) if source.grain == "customer" and own else source


def _own_fields(source: Source, shop: ShopSettings) -> dict[str, OwnField]:
    """The shop's own fields that a source may carry."""
    return {f: field for f, field in shop.fields.items() if f not in FIELDS["customer"]} if source.grain == "customer" else {}


def _refuse_destroyed(con: duckdb.DuckDBPyConnection, staged: Staged, relation: str) -> None:
    chosen = chosen_columns(staged.source, staged.raw.header)
    for field in NUMBERED:
        if field in chosen:
            column = quote(chosen[field])
            hit = con.sql(f"select {column} from {relation} where regexp_matches({column}, '^\\d(\\.\\d+)?[eE]\\+\\d+$') limit 1").fetchone()
            if hit:
                raise DataProblem(destroyed(staged.raw.name, chosen[field], hit[0]))


def _refuse_two_currencies(con: duckdb.DuckDBPyConnection, sources: dict[str, tuple[str, Source]]) -> None:
    for name, (table, source) in sources.items():
        if "currency" not in source.columns:
            continue
        found = con.sql(
            f"select currency, count(*) as n, min(_row) from {table} where fate = 'kept' and currency is not null group by 1 order by 2 desc"
        ).fetchall()
        if len(found) > 1:
            most, least = found[0], found[-1]
            raise DataProblem(
                f"{name}: amounts in {len(found)} currencies, {most[0]} ({most[1]:,} rows) and {least[0]} ({least[1]:,} rows, e.g. row {least[2]}). "
                "They cannot be added up; export one currency at a time and import each as its own shop"
            )


def _write(con: duckdb.DuckDBPyConnection, folder: Path, imported: Imported, made_with: str) -> None:
    """Tables ordered by their key, so that the same input gives the same bytes; facts and ledger beside them."""
    for name in imported.tables:
        if name not in build.UNIQUE:
            _refuse_repeated_keys(con, name)
        part = folder / f"{name}.parquet"
        part.mkdir()
        key = ", ".join(SHOP_TABLES[name].key)
        con.sql(f"copy (select * from {name} order by {key}) to {text(str(part / 'part-0.parquet'))} (format parquet, compression zstd)")
    durable.write_file(folder / LEDGER, imported.ledger.to_parquet(index=False), mode=0o600)
    told_of = {k: v for k, v in asdict(imported).items() if k not in ("ledger", "findings", "examples")} | {"key": made_with}
    durable.write_file(folder / FACTS, json.dumps(told_of, ensure_ascii=False, indent=1), mode=0o600)


def _refuse_repeated_keys(con: duckdb.DuckDBPyConnection, name: str) -> None:
    key = ", ".join(SHOP_TABLES[name].key)
    repeated = con.sql(f"select {key} from {name} group by all having count(*) > 1 limit 1").fetchone()
    if repeated:
        raise DataProblem(f"{name}: several rows for one {key}. Two sources of the import map tell of the same {name}; keep one of them")


def _left_out(con: duckdb.DuckDBPyConnection, sources: dict[str, tuple[str, Source]], files: dict[int, str], data: Path) -> None:
    """Rows that could not be used and values left empty, for the shop to mend: file, row and fate (0700; contents stay in the raw file)."""
    values = pd.DataFrame(fates.unfit_values(con, sources, files), columns=["source", "file", "row", "field"])
    values["fate"] = "value does not fit: " + values["field"].astype(str)
    with durable.new_folder(data / "left_out", mode=0o700) as folder:
        for name, (table, _) in sources.items():
            rows = con.sql(f"select file_no, _row as row, fate from {table} where fate not in {texts(HARMLESS)} order by all").df()
            rows["file"] = rows.pop("file_no").map(files)
            told = pd.concat([rows, values[values["source"] == name]])[["file", "row", "fate"]]
            if len(told):
                durable.write_file(folder / f"{name}.csv", told.to_csv(index=False), mode=0o600)
