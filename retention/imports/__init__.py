"""Raw exports → the shop's tables, with a ledger of what became of every row.

`import_shop` reads all raw files each time and puts the new tables in place of the old ones in one
step; a failure leaves the old ones.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import duckdb
import ibis
import pandas as pd

from retention import durable, privacy
from retention.imports import build, contacts, conventions, examples, fates, listed, told
from retention.imports.account import FACTS, LEDGER, LEDGER_COLUMNS, Imported, ledger_lines, read_facts, read_ledger
from retention.imports.answers import Answers
from retention.imports.guess import GUESSED, guess, no_customer
from retention.imports.maps import FIELDS, TABLES, ImportMap, Source, find, shipped
from retention.imports.reading import RawFile, destroyed, find_files, look, readable, stage
from retention.imports.typing import PLAIN, Conventions, chosen_columns, missing_columns, quote, text, texts, typed_query, zones_of
from retention.settings import OwnField, ShopSettings
from retention.tables import SHOP_TABLES, DataProblem, checks

__all__ = ["FACTS", "Imported", "import_shop", "ledger_lines", "read_facts", "read_ledger"]
# What does not fit goes to disk, into the temporary folder: 5 million rows take 2.7 GB in all.
MEMORY = "2GB"
# More rows than any file has, so that (file, row) fits into one number.
ROWS_PER_FILE = 2**40
# Long numbers that a spreadsheet may have rounded.
NUMBERED = ("order_id", "parent_id", "customer_id", "return_id", "coupon_id", "touch_id", "shipment_id", "ticket_id", "survey_id")


@dataclass(frozen=True)
class _Staged:
    raw: RawFile
    map: ImportMap
    source: str
    number: int
    plain: frozenset[str]


def import_shop(
    places: list[Path],
    shop: ShopSettings,
    data: Path,
    today: date,
    beside: Path | None = None,
    say: Callable[[str], None] = lambda _: None,
    answers: Answers | None = None,
) -> Imported:
    """Import everything at `places` into `data/tables`; `say` is told what is being done, `answers` are what a person said about the files.

    Raises DataProblem when nothing useful can be made of the files; the tables that were there then stay.
    """
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o700)
    durable.sweep(data)
    durable.sweep_below(data / "out")
    privacy.check_key(data)
    with durable.lock(data / ".import.lock"), durable.refusals_of(duckdb.Error), durable.new_folder(data / "tables", mode=0o700) as folder:
        work = folder / "work"
        work.mkdir()
        unread = listed.harvest(data)
        with duckdb.connect() as con:
            con.sql(f"set memory_limit = '{MEMORY}'; set temp_directory = {text(str(work))}; set timezone = 'UTC'")
            lists, exports = listed.split(find_files(places))
            staged, unknown = _stage_all(exports, shop, work, beside, say)
            durable.crash_point("import-staged")
            import_map = staged[0].map
            zone = shop.time_zone or import_map.time_zone
            staged += [
                _Staged(raw, listed.import_map(zone), listed.NAME, number, frozenset())
                for raw, number in listed.stage(lists, data, work, len(staged))
            ]
            customers = _customers(con, staged, data, work)
            written = _conventions(con, staged, shop, answers or Answers(), today, work)
            sources = _settle_all(con, staged, shop, customers, written, today, work, say)
            say("building the tables")
            build.build(con, sources, zone)
            contacts.customers_of_contacts(con)
            told.build(con, sources, zone)
            notes = (*_notes(staged, customers), *(note for c in written.values() for note in c.notes), *unread)
            shown = examples.examples(con, sources, {s.number: examples.Staged(s.raw.name, s.raw.header, _relation(s, work)) for s in staged})
            imported = _facts(con, staged, unknown, sources, shop, zone, notes, shown)
            durable.crash_point("import-built")
            _write(con, folder, imported, privacy.fingerprint(data))
            say("checking the tables")
            imported = replace(imported, findings=tuple(checks.check_folder(folder, ibis.duckdb.from_connection(con))))
            _left_out(con, sources, {s.number: s.raw.name for s in staged}, data)
        shutil.rmtree(work)
        durable.crash_point("import-written")
    return imported


def _stage_all(files: list[Path], shop: ShopSettings, work: Path, beside: Path | None, say: Callable[[str], None]) -> tuple[list[_Staged], list[str]]:
    """Stage every file that a map knows; returns them and the names of those that none knows."""
    maps = [find(shop.map, beside)] if shop.map else shipped()
    if not files:
        raise DataProblem("no exports among the files, only work lists. Add the export of orders; it is the one table that must be there")
    known: list[tuple[RawFile, ImportMap, str]] = []
    unknown: list[Path] = []
    for path in files:
        with readable(path):
            match = _recognise(path, maps)
        if match:
            known.append(match)
        else:
            unknown.append(path)
    if not known:
        return [_stage_guessed(unknown, shop, work, beside, say)[0]], []
    chosen = known[0][1]
    _refuse_nearly_known(unknown, chosen)
    staged = []
    for number, (raw, import_map, name) in enumerate(known):
        if import_map.name != chosen.name:
            unknown.append(raw.path)
            continue
        say(f"reading {raw.name}")
        source = import_map.sources[name]
        lost = missing_columns(source, raw.header)
        if lost:
            raise DataProblem(_lost_column(raw, lost))
        with readable(raw.path):
            plain = stage(raw, work / f"{number}.parquet", named=bool(source.names), may_be_empty=not _tells_of_orders(source))
        staged.append(_Staged(raw, import_map, name, number, plain))
    return staged, [p.name for p in unknown]


def _refuse_nearly_known(unknown: list[Path], import_map: ImportMap) -> None:
    """A file with most of a source's columns is an export that lost one, not a stranger to be passed over."""
    for path in unknown:
        raw = look(path)
        for source in import_map.sources.values():
            wanted = _stripped(source.recognised_by())
            lost = [name for name in wanted if name not in raw.header]
            if not source.names and len(lost) * 2 < len(wanted):
                raise DataProblem(_lost_column(raw, lost))


def _stage_guessed(files: list[Path], shop: ShopSettings, work: Path, beside: Path | None, say: Callable[[str], None]) -> list[_Staged]:
    """A single file that no map knows is read by the meaning of its columns."""
    if shop.map:
        only = find(shop.map, beside)
        raw = look(files[0])
        source = next(iter(only.sources.values()))
        raise DataProblem(_lost_column(raw, [c for c in source.recognised_by() if c.strip() not in raw.header]))
    if len(files) > 1:
        names = ", ".join(p.name for p in files[:3])
        raise DataProblem(
            f"{len(files)} files that no import map knows ({names}). Give one file, or write an import map (see CONTRIBUTING, 'a new export format')"
        )
    say(f"reading {files[0].name}")
    raw = look(files[0])
    with readable(raw.path):
        plain = stage(raw, work / "0.parquet")
    return [_Staged(raw, guess(raw, str(work / "0.parquet")), "orders", 0, plain)]


def _recognise(path: Path, maps: list[ImportMap]) -> tuple[RawFile, ImportMap, str] | None:
    """The file, and the map and source that know it: by its name where it has no header, else by the columns it must have."""
    sources = [(m, name, source) for m in maps for name, source in m.sources.items() if path.match(source.files)]
    without_header = next(((look(path, source), m, name) for m, name, source in sources if source.names), None)
    if without_header or not sources:
        return without_header
    plain = look(path)
    for import_map, name, source in sources:
        raw = look(path, source) if source.encoding or source.delimiter else plain
        if set(_stripped(source.recognised_by())) <= set(raw.header):
            return raw, import_map, name
    return None


def _stripped(names: tuple[str, ...]) -> list[str]:
    return [n.strip() for n in names]


def _lost_column(raw: RawFile, lost: list[str]) -> str:
    there = ", ".join(raw.header[:12])
    wanted = f"{raw.name}: the column for {', '.join(lost)} is missing. The file has the columns: {there}."
    return f"{wanted} Export it again with all columns, or change the import map"


def _customers(con: duckdb.DuckDBPyConnection, staged: list[_Staged], data: Path, work: Path) -> dict[int, contacts.Found]:
    """File number → contacts and masks in its customer column, for the files that have any; contacts get their numbers."""
    looked = {s.number: contacts.find_contacts(con, s.map.sources[s.source], s.raw.header, _relation(s, work)) for s in staged}
    found = {number: f for number, f in looked.items() if f}
    if any(f.contacts for f in found.values()):
        contacts.know_key(con, data)
    for s in staged:
        if s.number in found and found[s.number].contacts:
            contacts.keep_contacts(con, _relation(s, work), found[s.number])
    return found


def _notes(staged: list[_Staged], customers: dict[int, contacts.Found]) -> tuple[str, ...]:
    guessed = [
        f"{s.raw.name}: {no_customer(s.raw)}" for s in staged if s.map.name == GUESSED and "customer_id" not in s.map.sources[s.source].columns
    ]
    return (*guessed, *(note for s in staged if s.number in customers for note in customers[s.number].notes(s.raw.name)))


def _relation(staged: _Staged, work: Path) -> str:
    return f"read_parquet({text(str(work / f'{staged.number}.parquet'))})"


def _conventions(
    con: duckdb.DuckDBPyConnection, staged: list[_Staged], shop: ShopSettings, answers: Answers, today: date, work: Path
) -> dict[int, Conventions]:
    """How each export writes its numbers and dates; work lists are the product's own and have the plain way."""
    found: dict[int, Conventions] = {}
    for name in dict.fromkeys(s.source for s in staged if s.source != listed.NAME):
        mine = [s for s in staged if s.source == name]
        source = _with_own_columns(mine[0].map.sources[name], shop)
        files = {s.number: conventions.Looked(s.raw.name, s.raw.header, s.raw.delimiter, _relation(s, work)) for s in mine}
        found |= conventions.find(con, files, source, _own_fields(source, shop), answers, today)
    return found


def _settle_all(
    con: duckdb.DuckDBPyConnection,
    staged: list[_Staged],
    shop: ShopSettings,
    customers: dict[int, contacts.Found],
    written: Mapping[int, Conventions],
    today: date,
    work: Path,
    say: Callable[[str], None],
) -> dict[str, tuple[str, Source]]:
    """One table per source with typed rows, kinds and fates. Own fields of the shop are typed as shop.yaml declares them."""
    sources: dict[str, tuple[str, Source]] = {}
    for name in dict.fromkeys(s.source for s in staged):
        mine = [s for s in staged if s.source == name]
        source, table = _with_own_columns(mine[0].map.sources[name], shop), f"src_{len(sources)}"
        own = _own_fields(source, shop)
        say(f"sorting rows of {name}")
        selects = []
        for s in mine:
            relation = _relation(s, work)
            _refuse_destroyed(con, s, relation)
            zones = zones_of(source, s.map, shop.time_zone)
            columns = contacts.without_contacts(source, s.raw.header, relation, customers.get(s.number))
            typed = typed_query(*columns, zones, today.isoformat(), own, s.plain, written.get(s.number, PLAIN))
            judged = told.judged_query(typed, source) if source.grain in TABLES else build.kinds_query(typed, source)
            judged = listed.judged_query(judged, relation) if name == listed.NAME else judged
            about = f"{s.number} as file_no, {s.number}::bigint * {ROWS_PER_FILE} + _row as row_key, 1::bigint as occurrence"
            selects.append(f"select * replace (coalesce(fate, '{fates.KEPT}') as fate), {about} from ({judged})")
        con.sql(f"create table {table} as {' union all by name '.join(selects)}")
        fates.settle(con, table, source, {s.number: fates.File(s.raw.name, _digest(s.raw.path)) for s in mine})
        sources[name] = (table, source)
    if not any(_tells_of_orders(s) for _, s in sources.values()):
        raise DataProblem(
            f"{', '.join(s.raw.name for s in staged)}: no orders among the files. Add the export of orders; it is the one table that must be there"
        )
    _refuse_two_currencies(con, sources)
    return sources


def _tells_of_orders(source: Source) -> bool:
    return source.grain in ("order", "line") and "ordered_at" in source.columns


def _with_own_columns(source: Source, shop: ShopSettings) -> Source:
    """A customers' source with the columns that shop.yaml gives for the shop's own fields."""
    own = {name: field.column for name, field in shop.fields.items() if field.column}
    return source.model_copy(update={"columns": {**source.columns, **own}}) if source.grain == "customer" and own else source


def _own_fields(source: Source, shop: ShopSettings) -> dict[str, OwnField]:
    """The shop's own fields that a source may carry."""
    return {f: field for f, field in shop.fields.items() if f not in FIELDS["customer"]} if source.grain == "customer" else {}


def _digest(path: Path) -> str:
    """Digest of a file's bytes; a folder of Parquet parts goes by its name."""
    if path.is_dir():
        return path.name
    state = path.stat()
    return _digest_of_state(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=64)
def _digest_of_state(path: Path, _changed: int, _size: int) -> str:
    """Read once for the order of files and for the facts."""
    with open(path, "rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _refuse_destroyed(con: duckdb.DuckDBPyConnection, staged: _Staged, relation: str) -> None:
    chosen = chosen_columns(staged.map.sources[staged.source], staged.raw.header)
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


def _facts(
    con: duckdb.DuckDBPyConnection,
    staged: list[_Staged],
    unknown: list[str],
    sources: dict[str, tuple[str, Source]],
    shop: ShopSettings,
    zone: str,
    notes: tuple[str, ...],
    shown: list[examples.Example],
) -> Imported:
    import_map, names = staged[0].map, {s.number: s.raw.name for s in staged}
    found = {row[0] for row in con.sql("show tables").fetchall()}
    tables = {t: len(con.table(t)) for t in SHOP_TABLES if t in found}
    if not tables["orders"]:
        raise DataProblem(f"{', '.join(names.values())}: not one usable order. {_why_none(con, sources, shown)}")
    rows = fates.ledger(con, sources, names)
    return Imported(
        map=import_map.name,
        currency=shop.currency or import_map.currency or _single_currency(con, sources),
        time_zone=zone,
        language=shop.language or import_map.language or "en",
        files={s.raw.name: s.source for s in staged},
        not_recognised=tuple(unknown),
        tables=tables,
        unfit=_unfit_counts(fates.unfit_values(con, sources, names)),
        notes=notes,
        days=_days(con, tables),
        exports={s.raw.name: _digest(s.raw.path) for s in staged},
        examples=tuple(shown),
        ledger=pd.DataFrame(rows, columns=LEDGER_COLUMNS).astype({"money": float}),
    )


def _days(con: duckdb.DuckDBPyConnection, tables: Mapping[str, int]) -> tuple[str, str]:
    """First and last day on which something was sold, given back or done."""
    told = {"orders": "ordered_on", "returns": "returned_on", "events": "happened_on"}
    days = " union all ".join(f"select {day} as day from {table}" for table, day in told.items() if table in tables)
    first, last = con.sql(f"select min(day), max(day) from ({days})").fetchall()[0]
    return first.isoformat(), last.isoformat()


def _unfit_counts(values: list[tuple[str, str, int, str]]) -> tuple[dict[str, str | int], ...]:
    """Values that do not fit, counted by source, file and field, each with its first row."""
    rows: dict[tuple[str, str, str], list[int]] = {}
    for source, file, row, field in values:
        rows.setdefault((source, file, field), []).append(row)
    return tuple({"source": s, "file": file, "field": field, "values": len(of), "example": min(of)} for (s, file, field), of in rows.items())


def _single_currency(con: duckdb.DuckDBPyConnection, sources: dict[str, tuple[str, Source]]) -> str:
    for table, source in sources.values():
        if "currency" in source.columns:
            return str((con.sql(f"select max(currency) from {table} where fate = 'kept'").fetchone() or [""])[0] or "")
    return ""


def _why_none(con: duckdb.DuckDBPyConnection, sources: dict[str, tuple[str, Source]], shown: list[examples.Example]) -> str:
    told_as, example = f"case fate when '{fates.KEPT}' then row_kind else fate end", {e.fate: e for e in reversed(shown)}
    return "; ".join(
        examples.in_words(fate, n, row, example[fate]) if fate in example else f"{fate}: {n:,} rows, e.g. row {row}"
        for table, _ in sources.values()
        for fate, n, row in con.sql(f"select {told_as}, count(*), min(_row) from {table} group by 1 order by 2 desc").fetchall()
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
    imported.ledger.to_parquet(folder / LEDGER, index=False)
    facts = {k: v for k, v in asdict(imported).items() if k not in ("ledger", "findings", "examples")} | {"key": made_with}
    (folder / FACTS).write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")


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
            rows = con.sql(f"select file_no, _row as row, fate from {table} where fate not in {texts(fates.HARMLESS)} order by all").df()
            rows["file"] = rows.pop("file_no").map(files)
            told = pd.concat([rows, values[values["source"] == name]])[["file", "row", "fate"]]
            if len(told):
                durable.write_file(folder / f"{name}.csv", told.to_csv(index=False), mode=0o600)
